-- ---------------------------------------------------------------------------
-- The catalog: questions about its ranking and its method
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_method_comparison AS (
	role_id bigint,
	title text,
	score float8,
	new_score float8,
	score_change float8,
	rank bigint,
	new_rank bigint,
	rank_change bigint,
	zone text,
	new_zone text,
	zone_changed boolean,
	sublabel text,
	new_sublabel text
);
COMMENT ON TYPE aijri_method_comparison IS
	'a role under two methods; returned by compare_method() of a catalog';
COMMENT ON COLUMN aijri_method_comparison.role_id IS 'the role';
COMMENT ON COLUMN aijri_method_comparison.title IS 'job title';
COMMENT ON COLUMN aijri_method_comparison.score IS 'score under the method of the catalog';
COMMENT ON COLUMN aijri_method_comparison.new_score IS 'score under the changed method';
COMMENT ON COLUMN aijri_method_comparison.score_change IS 'new_score minus score, in points';
COMMENT ON COLUMN aijri_method_comparison.rank IS 'rank by score, 1 the highest; equal scores share a rank';
COMMENT ON COLUMN aijri_method_comparison.new_rank IS 'rank by new_score';
COMMENT ON COLUMN aijri_method_comparison.rank_change IS 'new_rank minus rank: above 0 the role falls, below 0 it rises';
COMMENT ON COLUMN aijri_method_comparison.zone IS 'zone of the score';
COMMENT ON COLUMN aijri_method_comparison.new_zone IS 'zone of new_score under the changed method';
COMMENT ON COLUMN aijri_method_comparison.zone_changed IS 'whether the two zones differ';
COMMENT ON COLUMN aijri_method_comparison.sublabel IS 'sub-label under the method of the catalog';
COMMENT ON COLUMN aijri_method_comparison.new_sublabel IS 'sub-label under the changed method';

CREATE FUNCTION _catalog_set_doubt(catalog regnamespace, doubt float8) RETURNS float8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
BEGIN
	PERFORM @extschema@._require_catalog_owner(catalog);
	-- which knows the legal values
	PERFORM @extschema@.zone_probability(NULL::@extschema@.aijri_assessment, doubt, NULL::@extschema@.aijri_method);
	EXECUTE format('INSERT INTO %s.catalog (doubt) VALUES ($1) ON CONFLICT (only_row) DO UPDATE SET doubt = excluded.doubt
		WHERE catalog.doubt IS DISTINCT FROM excluded.doubt', catalog)
	USING doubt;
	RETURN coalesce(doubt, 0.2);
END $_$;
COMMENT ON FUNCTION _catalog_set_doubt(regnamespace, float8) IS
	'sets the uncertainty that the outlooks of a catalog assume; called by its set_doubt()';

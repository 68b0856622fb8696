-- ---------------------------------------------------------------------------
-- The catalog: what keeps the scores of roles
--
-- The queries of the triggers look rows up by key and are planned once, possibly while
-- tables are still empty; and rows hidden by a policy must cause an error rather than be
-- skipped. Hence the settings.
-- ---------------------------------------------------------------------------

CREATE FUNCTION _catalog_role_changed() RETURNS trigger
	AS 'MODULE_PATHNAME', 'catalog_role_changed'
	LANGUAGE C
	SET search_path = pg_catalog, pg_temp SET row_security = off
	SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off;
COMMENT ON FUNCTION _catalog_role_changed() IS
	'trigger: adds rows of role_score for new roles';

CREATE FUNCTION _catalog_role_leaves() RETURNS trigger
	AS 'MODULE_PATHNAME', 'catalog_role_leaves'
	LANGUAGE C
	SET search_path = pg_catalog, pg_temp SET row_security = off
	SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off;
COMMENT ON FUNCTION _catalog_role_leaves() IS
	'trigger: locks the tasks of a role before it is deleted, in the order in which others lock them';

CREATE FUNCTION _catalog_assessment_changed() RETURNS trigger
	AS 'MODULE_PATHNAME', 'catalog_assessment_changed'
	LANGUAGE C
	SET search_path = pg_catalog, pg_temp SET row_security = off
	SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off;
COMMENT ON FUNCTION _catalog_assessment_changed() IS
	'trigger: recomputes role_score after changes to assessments';

CREATE FUNCTION _catalog_task_changed() RETURNS trigger
	AS 'MODULE_PATHNAME', 'catalog_task_changed'
	LANGUAGE C
	SET search_path = pg_catalog, pg_temp SET row_security = off
	SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off;
COMMENT ON FUNCTION _catalog_task_changed() IS
	'trigger: recomputes role_score after changes to tasks';

CREATE FUNCTION _catalog_method_changed() RETURNS trigger
	AS 'MODULE_PATHNAME', 'catalog_method_changed'
	LANGUAGE C
	SET search_path = pg_catalog, pg_temp SET row_security = off
	SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off;
COMMENT ON FUNCTION _catalog_method_changed() IS
	'trigger: recomputes role_score after changes to the method';

CREATE FUNCTION _catalog_shares_changed() RETURNS trigger
	AS 'MODULE_PATHNAME', 'catalog_shares_changed'
	LANGUAGE C
	SET search_path = pg_catalog, pg_temp SET row_security = off
	SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off;
COMMENT ON FUNCTION _catalog_shares_changed() IS
	'trigger: keeps the sum of the shares of an occupation within 1';

CREATE TYPE aijri_score_difference AS (
	role_id bigint,
	columns text,
	kept jsonb,
	computed jsonb
);
COMMENT ON TYPE aijri_score_difference IS
	'a row of role_score that is wrong; returned by check_scores() of a catalog';
COMMENT ON COLUMN aijri_score_difference.role_id IS 'the role';
COMMENT ON COLUMN aijri_score_difference.columns IS 'columns that differ, or that the row or the role is missing';
COMMENT ON COLUMN aijri_score_difference.kept IS 'the row as it is; NULL: it is missing';
COMMENT ON COLUMN aijri_score_difference.computed IS 'the row as it should be; NULL: it should not exist';

CREATE FUNCTION _differing_keys(kept jsonb, computed jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN (SELECT string_agg(k.key, ', ' ORDER BY k.key COLLATE "C") FROM jsonb_each(kept) k WHERE computed->k.key IS DISTINCT FROM k.value);
COMMENT ON FUNCTION _differing_keys(jsonb, jsonb) IS
	'keys whose values differ between two objects; called by check_scores() of a catalog';

-- Nobody may be between a change and its trigger.  The tables that scores come
-- from are locked first, as triggers do.
CREATE FUNCTION _catalog_refresh_scores(catalog regnamespace) RETURNS bigint
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET row_security = off
AS $_$
DECLARE
	stale bigint[];
BEGIN
	PERFORM @extschema@._require_catalog_owner(catalog);
	EXECUTE format('LOCK TABLE %1$s.role, %1$s.catalog, %1$s.assessment, %1$s.task IN ACCESS SHARE MODE', catalog);
	EXECUTE format('LOCK TABLE %s.role_score IN EXCLUSIVE MODE', catalog);
	EXECUTE format('SELECT array_agg(role_id ORDER BY role_id) FROM %s.check_scores()', catalog)
	INTO stale;
	IF stale IS NULL THEN
		RETURN 0;
	END IF;
	EXECUTE format('
		DELETE FROM %1$s.role_score s
		WHERE role_id = ANY ($1) AND NOT EXISTS (SELECT FROM %1$s.role r WHERE r.role_id = s.role_id)', catalog)
	USING stale;
	EXECUTE format('
		INSERT INTO %1$s.role_score (role_id)
		SELECT role_id FROM %1$s.role WHERE role_id = ANY ($1) ON CONFLICT DO NOTHING', catalog)
	USING stale;
	EXECUTE @extschema@._catalog_query(catalog, 'rescore'::text) USING stale;
	RETURN cardinality(stale);
END $_$;
COMMENT ON FUNCTION _catalog_refresh_scores(regnamespace) IS
	'recomputes wrong rows of role_score; called by refresh_scores() of a catalog and by aijri_upgrade_catalog()';

CREATE FUNCTION _catalog_set_method(catalog regnamespace, changes jsonb) RETURNS jsonb
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	method constant jsonb := coalesce(changes, '{}');
BEGIN
	PERFORM @extschema@._require_catalog_owner(catalog);
	PERFORM @extschema@.aijri_method(method, false);
	EXECUTE format('INSERT INTO %s.catalog (method) VALUES ($1) ON CONFLICT (only_row) DO UPDATE SET method = excluded.method', catalog)
	USING method;
	RETURN method;
END $_$;
COMMENT ON FUNCTION _catalog_set_method(regnamespace, jsonb) IS
	'sets the method of a catalog; called by its set_method()';

CREATE FUNCTION _catalog_set_assessors(catalog regnamespace, assessors text[]) RETURNS text[]
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	preferred constant text[] := nullif(assessors, '{}');
	unknown text;
BEGIN
	PERFORM @extschema@._require_catalog_owner(catalog);
	EXECUTE format('INSERT INTO %s.catalog (assessors) VALUES ($1) ON CONFLICT (only_row) DO UPDATE SET assessors = excluded.assessors', catalog)
	USING preferred;
	EXECUTE format('
		SELECT string_agg(quote_literal(left(u.name, 60)), '', '' ORDER BY u.place) FILTER (WHERE u.place <= 20)
			|| CASE WHEN count(*) > 20 THEN format('' and %%s others'', count(*) - 20) ELSE '''' END
		FROM (
			SELECT p.name, row_number() OVER (ORDER BY p.n) AS place
			FROM unnest($1) WITH ORDINALITY AS p (name, n)
			WHERE NOT EXISTS (SELECT FROM %s.assessment a WHERE a.assessor_key = $2[p.n])) AS u', catalog)
	INTO unknown USING preferred, ARRAY(SELECT @extschema@._name_key(p.name) FROM unnest(preferred) WITH ORDINALITY AS p (name, n) ORDER BY p.n);
	IF unknown IS NOT NULL THEN
		RAISE NOTICE USING
			MESSAGE = format('no assessments by %s', unknown),
			DETAIL = 'Names that differ only in case, white space, or invisible characters are the same.',
			HINT = 'Existing names are in column assessor of table assessment of the catalog. The setting also applies to assessments added later.';
	END IF;
	RETURN preferred;
END $_$;
COMMENT ON FUNCTION _catalog_set_assessors(regnamespace, text[]) IS
	'sets which assessors a catalog prefers; called by its set_assessors()';

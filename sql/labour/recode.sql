-- ---------------------------------------------------------------------------
-- Labor data: codes of one classification as codes of another
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_recoded AS (
	code text,
	to_code text,
	weight numeric,
	weighted_by text
);
COMMENT ON TYPE aijri_recoded IS 'a code of one classification and one of its codes in another';
COMMENT ON COLUMN aijri_recoded.code IS 'the code to recode';
COMMENT ON COLUMN aijri_recoded.to_code IS 'a code of the other classification';
COMMENT ON COLUMN aijri_recoded.weight IS 'share of the code, 0 to 1; the weights of a code sum to 1';
COMMENT ON COLUMN aijri_recoded.weighted_by IS 'source of the weight: stated, employment, equal, or only target; in a chain, all that apply';

-- Step by step along the chain.  A code that a crosswalk does not have counts as its
-- members, if it is a group: at the first step each keeps weight 1, later they have equal
-- parts.  What leads nowhere is left out, and the rest scaled to 1.
CREATE FUNCTION _labour_recode(labour regnamespace, codes text[], from_classification text, to_classification text,
		OUT code text, OUT member text, OUT to_code text, OUT weight numeric, OUT weighted_by text) RETURNS SETOF record
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
	SET jit = off -- compiling the query takes longer than running it
AS $$
#variable_conflict use_column
DECLARE
	chain constant text[] := @extschema@._crosswalk_chain(labour, from_classification, to_classification);
	by_code text[] := ARRAY(SELECT DISTINCT u.code FROM unnest(codes) AS u (code) WHERE u.code IS NOT NULL);
	members text[] := array_fill(NULL::text, ARRAY[cardinality(by_code)]);
	places text[] := by_code;
	weights numeric[] := array_fill(1::numeric, ARRAY[cardinality(by_code)]);
	sources text[] := array_fill('only target'::text, ARRAY[cardinality(by_code)]);
BEGIN
	FOR n IN 1 .. cardinality(chain) - 1 LOOP
		WITH pair AS MATERIALIZED (
			SELECT p.from_code, p.to_code, p.weight, p.weighted_by FROM @extschema@._crosswalk_pairs(labour, chain[n], chain[n + 1]) p
		), known AS MATERIALIZED (
			SELECT DISTINCT p.from_code FROM pair p
		), state AS MATERIALIZED (
			SELECT s.code, s.member, s.place, s.weight, s.weighted_by
			FROM unnest(by_code, members, places, weights, sources) AS s (code, member, place, weight, weighted_by)
		), place AS MATERIALIZED (
			SELECT DISTINCT s.place, k.from_code FROM state s LEFT JOIN known k ON k.from_code = s.place
		), entry AS (
			SELECT p.place, p.from_code AS entry, 1::bigint AS entries FROM place p WHERE p.from_code IS NOT NULL
			UNION ALL
			SELECT p.place, k.from_code, count(*) OVER (PARTITION BY p.place)
			FROM place p JOIN known k ON @extschema@._classification_holds(chain[n], p.place, k.from_code)
			WHERE p.from_code IS NULL
			UNION ALL
			SELECT p.place, p.place, 1 FROM place p WHERE NOT EXISTS (SELECT FROM known k)
		), moved AS (
			SELECT s.code, coalesce(s.member, e.entry) AS member, t.to_code,
				sum(s.weight * coalesce(p.weight, 1) / CASE WHEN n = 1 THEN 1 ELSE e.entries END) AS weight,
				string_agg(DISTINCT concat_ws(',', s.weighted_by, p.weighted_by, CASE WHEN n > 1 AND e.entries > 1 THEN 'equal' END), ',') AS weighted_by
			FROM state s JOIN entry e ON e.place = s.place LEFT JOIN pair p ON p.from_code = e.entry,
				LATERAL (SELECT coalesce(p.to_code, CASE WHEN chain[n] = chain[n + 1] THEN e.entry ELSE left(e.entry, 7) END)) AS t (to_code)
			GROUP BY s.code, coalesce(s.member, e.entry), t.to_code
		)
		SELECT coalesce(array_agg(m.code), '{}'), array_agg(m.member), array_agg(m.to_code), array_agg(m.weight), array_agg(m.weighted_by)
		INTO by_code, members, places, weights, sources
		FROM moved m;
	END LOOP;
	RETURN QUERY
		SELECT s.code, s.member, s.place,
			@extschema@._share_of_sum(s.upto, s.weight, s.total),
			@extschema@._weighted_by(s.weighted_by)
		FROM (
			SELECT a.code, a.member, a.place, a.weight, a.weighted_by, sum(a.weight) OVER m AS total, sum(a.weight) OVER (m ORDER BY a.place COLLATE "C") AS upto
			FROM unnest(by_code, members, places, weights, sources) AS a (code, member, place, weight, weighted_by)
			WINDOW m AS (PARTITION BY a.code, a.member)) AS s
		WHERE s.total > 0;
END $$;
COMMENT ON FUNCTION _labour_recode(regnamespace, text[], text, text) IS
	'codes of a classification in another: for each code and each of its members, weights that sum to 1; called by loaders and by recode()';

-- The members of a group have parts of it by their employment, or equal ones.
CREATE FUNCTION _labour_recode_shares(labour regnamespace, codes text[], from_classification text, to_classification text) RETURNS SETOF aijri_recoded
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	WITH recoded AS MATERIALIZED (
		SELECT r.code, r.member, r.to_code, r.weight, r.weighted_by
		FROM @extschema@._labour_recode(labour, codes, from_classification, to_classification) r
	), part AS (
		SELECT w.from_code, w.to_code, w.weight, w.weighted_by
		FROM (SELECT array_agg(d.code) AS codes, array_agg(d.member) AS members FROM (SELECT DISTINCT r.code, r.member FROM recoded r) AS d) AS every,
			LATERAL @extschema@._crosswalk_weights(labour, from_classification, every.codes, every.members, '{}'::numeric[]) w
	), summed AS (
		SELECT r.code, r.to_code, sum(r.weight * p.weight) AS weight, string_agg(r.weighted_by || ',' || p.weighted_by, ',') AS weighted_by
		FROM recoded r JOIN part p ON p.from_code = r.code AND p.to_code = r.member
		GROUP BY r.code, r.to_code
	), upto AS (
		SELECT s.code, s.to_code, s.weight, s.weighted_by, sum(s.weight) OVER c AS total, sum(s.weight) OVER (c ORDER BY s.to_code COLLATE "C") AS upto
		FROM summed s WINDOW c AS (PARTITION BY s.code)
	)
	SELECT u.code, u.to_code, @extschema@._share_of_sum(u.upto, u.weight, u.total),
		@extschema@._weighted_by(u.weighted_by)
	FROM upto u;
END $$;
COMMENT ON FUNCTION _labour_recode_shares(regnamespace, text[], text, text) IS
	'codes of a classification in another, with weights that sum to 1 for each code; called by load_employment() and recode()';

CREATE FUNCTION _labour_recode_codes(labour regnamespace, codes text[], from_classification text, to_classification text) RETURNS SETOF aijri_recoded
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	old constant text := @extschema@._classification_name(labour, from_classification);
	new constant text := @extschema@._classification_name(labour, to_classification);
BEGIN
	PERFORM @extschema@._crosswalk_chain(labour, old, new); -- the error without the queries as its context
	RETURN QUERY
		SELECT r.code, r.to_code, r.weight, r.weighted_by
		FROM @extschema@._labour_recode_shares(labour,
			ARRAY(SELECT @extschema@._classification_code(old, @extschema@.labour_text(u.code)) FROM unnest(codes) AS u (code)), old, new) r
		ORDER BY r.code COLLATE "C", r.to_code COLLATE "C";
END $$;
COMMENT ON FUNCTION _labour_recode_codes(regnamespace, text[], text, text) IS
	'codes of a classification in another, with weights; called by recode() of a labor schema';

CREATE FUNCTION _labour_chain_text(chain text[]) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN chain[1] = chain[2] THEN pg_catalog.format('codes are of %s; groups are recoded to their detailed codes', chain[1])
		ELSE pg_catalog.format('recoded from %s to %s', chain[1], chain[pg_catalog.cardinality(chain)])
			|| coalesce(' by way of ' || nullif(pg_catalog.array_to_string(chain[2:pg_catalog.cardinality(chain) - 1], ' and '), ''), '') END;
COMMENT ON FUNCTION _labour_chain_text(text[]) IS
	'a chain of crosswalks in the report of a load; called by loaders';

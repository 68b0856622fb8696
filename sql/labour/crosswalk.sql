-- ---------------------------------------------------------------------------
-- Labor data: crosswalks between classifications of occupations
--
-- A labor schema has those that were loaded.  SOC 2010 to SOC 2018 is brought along,
-- and so is what O*NET-SOC codes begin with; a loaded one comes first.
-- ---------------------------------------------------------------------------

CREATE FUNCTION _soc_2010_to_2018(OUT soc_2010 text, OUT soc_2018 text) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'soc_2010_to_2018'
	LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 900;
COMMENT ON FUNCTION _soc_2010_to_2018() IS
	'the published crosswalk from the SOC 2010 to the SOC 2018; called by loaders and by recode() of a labor schema';

-- ---- names and codes ----

CREATE FUNCTION _classification_key(name text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN regexp_replace(lower(name COLLATE "C"), '[[:space:]*_-]', '', 'g');
COMMENT ON FUNCTION _classification_key(text) IS
	'what names of one classification have in common: no case, blanks, and hyphens; called by loaders';

CREATE FUNCTION _classification_name(labour regnamespace, name text) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	key constant text := @extschema@._classification_key(name);
	known text;
BEGIN
	IF key IS NULL OR key = '' OR length(name) > 100 THEN
		RAISE invalid_parameter_value USING
			MESSAGE = CASE WHEN name IS NULL THEN 'classification is missing' WHEN key = '' THEN 'classification is empty'
				ELSE format('name of the classification has %s characters', length(name)) END,
			DETAIL = 'A name has 1 to 100 characters.',
			HINT = 'Specify a name such as ''SOC 2010'', ''SOC 2018'', ''ISCO-08'', or ''O*NET-SOC 2010''.';
	END IF;
	EXECUTE format($f$
		SELECT n.name FROM (
			SELECT unnest('{SOC 2018,SOC 2010,O*NET-SOC 2010,O*NET-SOC 2019,ISCO-08}'::text[]), 1
			UNION ALL SELECT DISTINCT unnest(ARRAY[from_classification, to_classification]), 2 FROM %1$s.crosswalk) AS n (name, rank)
		WHERE %2$s._classification_key(n.name) = $1
		ORDER BY n.rank, n.name COLLATE "C" LIMIT 1 $f$, labour, '@extschema@')
	INTO known USING key;
	RETURN coalesce(known, btrim(name, E' \t\r\n'));
END $_$;
COMMENT ON FUNCTION _classification_name(regnamespace, text) IS
	'the name under which a labor schema keeps a classification; called by loaders and by recode()';

-- ISCO-08 has up to four digits, which a spreadsheet may have taken for a number, and
-- which some publishers write after OC, or OCU_ISCO08_.
CREATE FUNCTION _isco_code(field text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN (
		SELECT CASE WHEN d.digits ~ '^[1-3]10$' THEN '0' || d.digits ELSE d.digits END
		FROM (SELECT substring(field, '^(?:[A-Za-z](?:.*[A-Za-z_: ])?)?([0-9]{1,4})(?:[.]0+)?$')) AS d (digits));
COMMENT ON FUNCTION _isco_code(text) IS
	'a code of ISCO-08 with the zero that a spreadsheet dropped; NULL if it is not a code; called by loaders';

CREATE FUNCTION _classification_reader(classification text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN classification IN ('SOC 2010', 'SOC 2018') OR starts_with(classification, 'O*NET-SOC ') THEN 'soc_try'
		WHEN classification = 'ISCO-08' THEN '_isco_code' ELSE 'labour_text' END;
COMMENT ON FUNCTION _classification_reader(text) IS
	'name of the function that returns NULL for a text that is no code of a classification; called by loaders';

CREATE FUNCTION _classification_code(classification text, field text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE @extschema@._classification_reader(classification)
		WHEN 'soc_try' THEN CASE WHEN starts_with(classification, 'SOC ') THEN left(@extschema@.soc_try(field)::text, 7)
			WHEN field ~ '^[0-9]{2}-[0-9]{4}[.][0-9]{2}$' THEN field -- 19-1020.01 is in a group, and no soc_code
			ELSE left(@extschema@.soc_try(field)::text || '.00', 10) END
		WHEN '_isco_code' THEN @extschema@._isco_code(field)
		ELSE CASE WHEN length(field) <= 40 THEN field END END;
COMMENT ON FUNCTION _classification_code(text, text) IS
	'a code of a classification as a crosswalk has it; NULL if it is not a code; called by loaders';

-- Codes of the SOC are in the groups of its structure, others in what they begin with.
CREATE FUNCTION _classification_holds(classification text, grp text, code text) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN code <> grp AND CASE WHEN starts_with(classification, 'O*NET-SOC ') THEN false
		WHEN @extschema@._classification_reader(classification) = 'soc_try' THEN right(grp, 1) = '0' AND grp <> '00-0000'
			AND (starts_with(code, rtrim(grp, '0')) OR @extschema@.soc_within(@extschema@.soc_try(code), @extschema@.soc_try(grp)))
		ELSE starts_with(code, grp) END;
COMMENT ON FUNCTION _classification_holds(text, text, text) IS
	'whether a code is in a group of its classification; called by loaders and by recode()';

-- ---- weights ----

-- Recoded rows of oews are not what the file of a day had.
CREATE FUNCTION _classification_employment(labour regnamespace, classification text, OUT code text, OUT workers numeric) RETURNS SETOF record
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
	SET jit = off -- compiling the query takes longer than running it
AS $_$
BEGIN
	RETURN QUERY EXECUTE format($f$
		WITH nation AS (
			SELECT v.vintage, p.vintage IS NOT NULL AS is_recoded
			FROM (SELECT DISTINCT o.vintage FROM %1$s.oews o WHERE (o.area, o.area_type, o.naics, o.own_code) = ('99', '1', '000000', '1235')) AS v
				LEFT JOIN (SELECT DISTINCT p.vintage FROM %1$s.published_employment p WHERE p.area = '99') AS p USING (vintage)
		), figure AS (
			SELECT e.vintage, e.soc, e.employment
			FROM %1$s.soc_employment e
			WHERE (e.area, e.area_type, e.naics, e.own_code) = ('99', '1', '000000', '1235')
				AND e.vintage = (SELECT max(n.vintage) FROM nation n WHERE $1 = 'SOC 2018' OR $1 = 'SOC 2010' AND n.vintage < '2019-01-01' AND NOT n.is_recoded)
			UNION ALL
			SELECT p.vintage, p.published_code, p.employment
			FROM %1$s.published_employment p
			WHERE p.area = '99' AND p.classification = $1 AND $1 <> 'SOC 2018'
		)
		SELECT f.soc, sum(f.employment)::numeric FROM figure f WHERE f.vintage = (SELECT max(x.vintage) FROM figure x) GROUP BY f.soc $f$, labour)
	USING classification;
END $_$;
COMMENT ON FUNCTION _classification_employment(regnamespace, text) IS
	'employment by the codes of a classification in its latest national vintage; called by loaders and by recode()';

-- Differences of a running sum to twenty places: the shares sum to 1 exactly.
CREATE FUNCTION _share_of_sum(upto numeric, size numeric, total numeric) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN trim_scale(round(round(upto, 30) / total, 20) - round(round(upto - size, 30) / total, 20));
COMMENT ON FUNCTION _share_of_sum(numeric, numeric, numeric) IS
	'share of a size in a total, given the running sum up to and including it; called by loaders and by recode()';

CREATE FUNCTION _crosswalk_weights(labour regnamespace, to_classification text, from_codes text[], to_codes text[], stated numeric[],
		OUT from_code text, OUT to_code text, OUT weight numeric, OUT weighted_by text) RETURNS SETOF record
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH sized AS (
		SELECT p.from_code, p.to_code, p.stated, e.workers, pg_catalog.count(*) OVER s AS targets,
			pg_catalog.bool_and(e.workers IS NOT NULL) OVER s AND pg_catalog.sum(e.workers) OVER s > 0::numeric AS is_known
		FROM ROWS FROM (pg_catalog.unnest(_crosswalk_weights.from_codes), pg_catalog.unnest(_crosswalk_weights.to_codes), pg_catalog.unnest(_crosswalk_weights.stated)) AS p (from_code, to_code, stated)
			LEFT JOIN @extschema@._classification_employment(_crosswalk_weights.labour, _crosswalk_weights.to_classification) e ON e.code = p.to_code
		WINDOW s AS (PARTITION BY p.from_code)
	), measured AS (
		SELECT z.from_code, z.to_code, CASE WHEN z.stated IS NOT NULL THEN z.stated WHEN z.is_known THEN z.workers ELSE 1 END AS size,
			CASE WHEN z.stated IS NOT NULL THEN 'stated' WHEN z.targets = 1 THEN 'only target' WHEN z.is_known THEN 'employment' ELSE 'equal' END AS weighted_by
		FROM sized z
	), summed AS (
		SELECT m.from_code, m.to_code, m.size, m.weighted_by,
			pg_catalog.sum(m.size) OVER (PARTITION BY m.from_code) AS total,
			pg_catalog.sum(m.size) OVER (PARTITION BY m.from_code ORDER BY m.to_code COLLATE "C") AS upto
		FROM measured m
	)
	SELECT s.from_code, s.to_code,
		@extschema@._share_of_sum(s.upto, s.size, s.total),
		s.weighted_by
	FROM summed s;
END;
COMMENT ON FUNCTION _crosswalk_weights(regnamespace, text, text[], text[], numeric[]) IS
	'weights of pairs of codes, which sum to 1 for each code: stated, by employment of the targets, or equal; called by load_crosswalk() and recode()';

CREATE FUNCTION _weighted_by(sources text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN (
		SELECT coalesce(string_agg(DISTINCT w.name, ' and ' ORDER BY w.name) FILTER (WHERE w.name <> 'only target'), 'only target')
		FROM regexp_split_to_table(sources, ',| and ') AS w (name));
COMMENT ON FUNCTION _weighted_by(text) IS
	'sources of weights, each once; called by recode()';

CREATE FUNCTION _weighted_by_text(codes bigint, weighted_by text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN pg_catalog.format('weights of %s code%s: %s', codes, CASE WHEN codes > 1 THEN 's' END, replace(replace(replace(weighted_by,
		'employment', 'by employment of the targets in the latest national vintage'), 'equal', 'equal, because employment of the targets is unknown'), 'only target', '1, because there is one target'));
COMMENT ON FUNCTION _weighted_by_text(bigint, text) IS
	'how many codes have weights of a source, in the report of a load; called by loaders';

-- ---- chains ----

CREATE FUNCTION _crosswalk_steps(labour regnamespace, OUT from_classification text, OUT to_classification text) RETURNS SETOF record
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $_$
BEGIN
	RETURN QUERY EXECUTE format($f$
		SELECT c.from_classification, c.to_classification FROM %s.crosswalk c
		UNION
		VALUES ('SOC 2010', 'SOC 2018'), ('O*NET-SOC 2010', 'SOC 2010'), ('O*NET-SOC 2019', 'SOC 2018') $f$, labour);
END $_$;
COMMENT ON FUNCTION _crosswalk_steps(regnamespace) IS
	'pairs of classifications between which there is a crosswalk; called by loaders and by recode()';

-- Breadth first, and in the order of names: the shortest chain, and always the same.
CREATE FUNCTION _crosswalk_chain(labour regnamespace, from_classification text, to_classification text) RETURNS text[]
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	reached text[] := ARRAY[from_classification];
	via jsonb := '{}';
	chain text[] := ARRAY[to_classification];
	step record;
	before integer;
BEGIN
	IF from_classification = to_classification THEN
		RETURN ARRAY[from_classification, to_classification];
	END IF;
	LOOP
		before := cardinality(reached);
		FOR step IN
			SELECT s.from_classification, s.to_classification
			FROM @extschema@._crosswalk_steps(labour) s
			WHERE s.from_classification = ANY (reached) AND s.to_classification <> ALL (reached)
			ORDER BY array_position(reached, s.from_classification), s.to_classification COLLATE "C"
		LOOP
			CONTINUE WHEN via ? step.to_classification;
			via := via || jsonb_build_object(step.to_classification, step.from_classification);
			reached := reached || step.to_classification;
		END LOOP;
		EXIT WHEN to_classification = ANY (reached);
		IF cardinality(reached) = before THEN
			RAISE invalid_parameter_value USING
				MESSAGE = format('no crosswalk leads from "%s" to "%s"', from_classification, to_classification),
				DETAIL = format('Crosswalks: %s.', (
					SELECT string_agg(format('%s to %s', s.from_classification, s.to_classification), ', ' ORDER BY s.from_classification COLLATE "C", s.to_classification COLLATE "C")
					FROM @extschema@._crosswalk_steps(labour) s)),
				HINT = format('Load one with load_crosswalk(staging, %L, %L), or one that leads to a classification above.', from_classification, to_classification);
		END IF;
	END LOOP;
	WHILE chain[1] <> from_classification LOOP
		chain := (via->>chain[1]) || chain;
	END LOOP;
	RETURN chain;
END $$;
COMMENT ON FUNCTION _crosswalk_chain(regnamespace, text, text) IS
	'classifications by way of which a crosswalk leads from one to another, both included; called by loaders and by recode()';

CREATE FUNCTION _crosswalk_pairs(labour regnamespace, from_classification text, to_classification text,
		OUT from_code text, OUT to_code text, OUT weight numeric, OUT weighted_by text) RETURNS SETOF record
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	loaded boolean;
BEGIN
	EXECUTE format('SELECT EXISTS (SELECT FROM %s.crosswalk WHERE from_classification = $1 AND to_classification = $2)', labour)
	INTO loaded USING from_classification, to_classification;
	IF loaded THEN
		RETURN QUERY EXECUTE format('SELECT c.from_code, c.to_code, c.weight, c.weighted_by FROM %s.crosswalk c WHERE c.from_classification = $1 AND c.to_classification = $2', labour)
		USING from_classification, to_classification;
	ELSIF from_classification = 'SOC 2018' AND to_classification = 'SOC 2018' THEN
		RETURN QUERY SELECT DISTINCT p.soc_2018, p.soc_2018, 1::numeric, 'only target'::text FROM @extschema@._soc_2010_to_2018() p;
		RETURN QUERY EXECUTE format($f$
			SELECT w.from_code, w.to_code, w.weight, w.weighted_by
			FROM (SELECT array_agg(m.oews) AS old, array_agg(m.soc) AS new FROM %2$s.oews_map m WHERE %1$s._soc_edition(%1$s.soc_try(m.oews)) = 'OEWS') AS every,
				LATERAL %1$s._crosswalk_weights($1, 'SOC 2018'::text, every.old, every.new, '{}'::numeric[]) w $f$, '@extschema@', labour)
		USING labour;
	ELSIF from_classification = 'SOC 2010' AND to_classification = 'SOC 2018' THEN
		RETURN QUERY
			SELECT w.from_code, w.to_code, w.weight, w.weighted_by
			FROM (SELECT array_agg(p.soc_2010) AS old, array_agg(p.soc_2018) AS new FROM @extschema@._soc_2010_to_2018() p) AS every,
				LATERAL @extschema@._crosswalk_weights(labour, to_classification, every.old, every.new, '{}'::numeric[]) w;
	END IF;
END $_$;
COMMENT ON FUNCTION _crosswalk_pairs(regnamespace, text, text) IS
	'codes that a crosswalk has; none where the codes of one classification begin with those of the other; called by recode()';

-- ---------------------------------------------------------------------------
-- Labor data: loading exposure indices
-- ---------------------------------------------------------------------------

-- The first of the columns that may have the codes most fields of which are codes; in a
-- table without rows, the first.
CREATE FUNCTION _labour_code_column(staging regclass, fields jsonb, classification text) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	names constant text[] := (SELECT s.field || s.synonyms FROM @extschema@._labour_synonyms() s WHERE s.kind = 'exposure');
	reader constant text := CASE WHEN classification IS NULL THEN 'soc_try' ELSE @extschema@._classification_reader(classification) END;
	kind constant text := coalesce(classification, 'SOC');
	tried text[] := '{}';
	first text;
	fields_filled bigint := 0;
	candidate record;
BEGIN
	FOR candidate IN
		SELECT k.name, r.filled, r.readable
		FROM unnest(names) WITH ORDINALITY AS k (name, n), LATERAL @extschema@._labour_readable(staging, fields->>k.name, reader) AS r
		WHERE fields ? k.name
		ORDER BY k.n
	LOOP
		IF candidate.readable > 0 AND 2 * candidate.readable >= candidate.filled THEN
			RETURN candidate.name;
		END IF;
		first := coalesce(first, candidate.name);
		fields_filled := fields_filled + candidate.filled;
		tried := tried || format('%s (%s of %s fields are %s codes)', candidate.name, candidate.readable, candidate.filled, kind);
	END LOOP;
	IF first IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('staging table %s has no column "occ_code"', staging),
			DETAIL = format('It has: %s. Looked for: %s. Case, spaces, and punctuation are ignored.',
				(SELECT left(coalesce(string_agg(c.name, ', ' ORDER BY c.name), 'none'), 1000) FROM jsonb_object_keys(fields) AS c (name)),
				array_to_string(names, ', ')),
			HINT = 'Load the file into a table of text columns named as in the first line of the file.';
	ELSIF fields_filled > 0 THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('no column of staging table %s has %s codes', staging, kind),
			DETAIL = format('Tried: %s.', array_to_string(tried, ', ')),
			HINT = CASE reader WHEN 'soc_try' THEN 'A SOC code looks like 15-1252, 151252, or 15-1252.00. For codes of another classification, load a crosswalk with load_crosswalk() and specify the classification: classification => ''ISCO-08''.'
				ELSE 'Specify the classification of the codes. Those of ISCO-08 have up to four digits.' END;
	END IF;
	RETURN first;
END $$;
COMMENT ON FUNCTION _labour_code_column(regclass, jsonb, text) IS
	'simple name of the column that has the codes of a classification, by default of the SOC; called by load_exposure() and load_employment()';

-- The only other column that has numbers, or the only other column if it is empty.
CREATE FUNCTION _exposure_value_column(staging regclass, fields jsonb) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	candidates text[];
	others text[];
	filled bigint;
BEGIN
	SELECT array_agg(c.name ORDER BY c.name COLLATE "C") FILTER (WHERE r.readable > 0 AND 2 * r.readable >= r.filled),
		array_agg(c.name ORDER BY c.name COLLATE "C"), sum(r.filled)
	INTO candidates, others, filled
	FROM jsonb_each_text(fields) AS c (name, attname), LATERAL @extschema@._labour_readable(staging, c.attname, 'labour_number'::text) AS r;
	IF cardinality(candidates) = 1 THEN
		RETURN candidates[1];
	ELSIF cardinality(others) = 1 AND filled = 0 THEN
		RETURN others[1];
	END IF;
	RAISE invalid_parameter_value USING
		MESSAGE = format(CASE WHEN candidates IS NULL THEN 'no column of table %s besides the code has numbers' ELSE 'the column of table %s that has the exposure is ambiguous' END, staging),
		DETAIL = format(CASE WHEN candidates IS NULL THEN 'Columns besides the code: %s.' ELSE 'Columns of numbers besides the code: %s.' END,
			coalesce(left(array_to_string(coalesce(candidates, others), ', '), 1000), 'none')),
		HINT = 'Name it with the argument value_column.';
END $$;
COMMENT ON FUNCTION _exposure_value_column(regclass, jsonb) IS
	'simple name of the column that has the figures of an exposure index; called by load_exposure()';

CREATE FUNCTION _exposure_coverage(labour regnamespace, codes text[]) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	coverage text;
BEGIN
	EXECUTE format($f$
		WITH code AS (
			SELECT left(c.code, 7) AS soc FROM unnest($1) AS c (code)
			UNION
			SELECT m.soc FROM unnest($1) AS c (code) JOIN %1$s.oews_map m ON m.oews = left(c.code, 7)
		)
		SELECT format('covers %%s of %%s occupations, %%s of %%s workers, of %%s',
			count(c.soc), count(*), coalesce(sum(e.employment) FILTER (WHERE c.soc IS NOT NULL), 0), sum(e.employment), to_char(e.vintage, 'YYYY-MM-DD'))
		FROM %1$s.soc_employment_latest e LEFT JOIN code c ON c.soc = e.soc
		WHERE e.area = '99' AND e.naics = '000000' AND e.own_code = '1235'
		GROUP BY e.vintage $f$, labour)
	INTO coverage USING codes;
	RETURN coverage;
END $_$;
COMMENT ON FUNCTION _exposure_coverage(regnamespace, text[]) IS
	'occupations and workers of the latest national OEWS that codes cover, in words; NULL without one; called by load_exposure()';

-- The end of a loader's query, from the rows as judged: stored as they are.
CREATE FUNCTION _exposure_as_published_query() RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN $f$, judged AS (
			SELECT line, name, refusal, '{}'::jsonb AS flags, coalesce(%1$s._soc_edition(%1$s.soc_try(code)), 'none') AS edition,
				left(code, 7) AS code, NULL::numeric AS workers
			FROM read
		), written AS (
			INSERT INTO %2$s.exposure (index_name, vintage, occupation, exposure)
			SELECT $1, $2, code, value FROM read WHERE refusal IS NULL
			ON CONFLICT (index_name, vintage, occupation) DO UPDATE SET (exposure, published_code) = ROW(excluded.exposure, NULL)
			RETURNING 1
		)$f$;
COMMENT ON FUNCTION _exposure_as_published_query() IS
	'part of the query of load_exposure() that stores figures under the codes as published';

-- Recoded: the figure of a code, or of the smallest group that has one and holds it,
-- goes into the means of the codes that it leads to.
CREATE FUNCTION _exposure_recoded_query() RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN $f$, recoded AS MATERIALIZED (
			SELECT r.code, r.member, r.to_code, r.weight
			FROM (SELECT array_agg(code) FILTER (WHERE refusal IS NULL) AS codes FROM read) AS every,
				LATERAL %1$s._labour_recode(%5$L::regnamespace, every.codes, $3, 'SOC 2018'::text) r
		), nearest AS (
			SELECT DISTINCT ON (member) member, code
			FROM (SELECT code, member, count(*) OVER (PARTITION BY code) AS members FROM (SELECT DISTINCT code, member FROM recoded) AS d) AS g
			ORDER BY member, code <> member, members, code COLLATE "C"
		), source AS (
			SELECT r.to_code, r.code, v.value, r.weight, e.workers * r.weight AS workers
			FROM nearest n JOIN recoded r USING (member, code) JOIN read v ON v.code = r.code AND v.refusal IS NULL
				LEFT JOIN %1$s._classification_employment(%5$L::regnamespace, $3) e ON e.code = r.member
		), mean AS (
			SELECT to_code, string_agg(DISTINCT code COLLATE "C", ', ' ORDER BY code COLLATE "C") AS codes, max(scale(value)) AS places,
				CASE WHEN count(workers) = count(*) AND sum(workers) > 0 THEN sum(value * workers) / sum(workers)
					WHEN sum(weight) > 0 THEN sum(value * weight) / sum(weight) ELSE avg(value) END AS mean
			FROM source GROUP BY to_code
		), judged AS (
			SELECT line, name, refusal, CASE WHEN code IN (SELECT code FROM recoded) THEN '{}'::jsonb
				ELSE '{"code": "no crosswalk leads from the code to the SOC 2018"}' END AS flags,
				'SOC 2018' AS edition, code, NULL::numeric AS workers
			FROM read
		), stored AS (
			INSERT INTO %2$s.exposure (index_name, vintage, occupation, exposure, published_code)
			SELECT $1, $2, to_code, trim_scale(round(mean, greatest(15, places))), codes FROM mean
		), written AS (
			INSERT INTO %2$s.published_exposure (index_name, vintage, classification, published_code, exposure, is_matched)
			SELECT $1, $2, $3, code, value, code IN (SELECT code FROM recoded) FROM read WHERE refusal IS NULL
			RETURNING 1
		)$f$;
COMMENT ON FUNCTION _exposure_recoded_query() IS
	'part of the query of load_exposure() that stores figures as published and recoded to the SOC 2018';

-- What the report says of a recoding, after it.
CREATE FUNCTION _recode_notes(labour regnamespace, codes text[], classification text) RETURNS text[]
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN @extschema@._labour_chain_text(@extschema@._crosswalk_chain(labour, classification, 'SOC 2018'::text)) || ARRAY(
		SELECT @extschema@._weighted_by_text(count(*), c.weighted_by)
		FROM (
			SELECT @extschema@._weighted_by(string_agg(r.weighted_by, ',')) AS weighted_by
			FROM @extschema@._labour_recode_shares(labour, codes, classification, 'SOC 2018'::text) r
			GROUP BY r.code) AS c
		GROUP BY c.weighted_by ORDER BY c.weighted_by);
END $$;
COMMENT ON FUNCTION _recode_notes(regnamespace, text[], text) IS
	'chain of crosswalks and sources of weights of recoded codes, in words; called by load_exposure() and load_employment()';

CREATE FUNCTION _labour_load_exposure(labour regnamespace, staging regclass, index_name text, vintage date, value_column text, classification text)
	RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET jit = off -- compiling the query takes longer than running it
AS $_$
DECLARE
	old constant text := CASE WHEN classification IS NOT NULL THEN @extschema@._classification_name(labour, classification) END;
	source record;
	code_name text;
	value_name text := @extschema@._simple_name(value_column);
	codes text[];
	unmatched text;
	groups text;
	report @extschema@.aijri_load_report;
BEGIN
	IF index_name IS NULL OR vintage IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'index name or vintage is missing',
			HINT = 'They identify the index where several are kept: ''observed exposure'', 2026-03-01.';
	END IF;
	PERFORM @extschema@._labour_require_vintage(vintage, 'date of the index: 2026-03-01'::text);
	IF btrim(index_name, E' \t\r\n') = '' OR length(index_name) > 400 THEN
		RAISE invalid_parameter_value USING
			MESSAGE = CASE WHEN length(index_name) > 400 THEN format('index name has %s characters', length(index_name)) ELSE 'index name is empty' END,
			DETAIL = 'A name has 1 to 400 characters.',
			HINT = 'It identifies the index where several are kept: ''observed exposure''.';
	END IF;
	IF old IS NOT NULL THEN
		PERFORM @extschema@._crosswalk_chain(labour, old, 'SOC 2018'::text);
	END IF;
	SELECT s.fields INTO source FROM @extschema@._labour_source(staging, NULL::text) AS s;
	code_name := @extschema@._labour_code_column(staging, source.fields, old);
	value_name := coalesce(value_name, @extschema@._exposure_value_column(staging, source.fields - code_name));
	IF NOT source.fields ? value_name OR value_name = code_name THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('staging table %s has no column "%s" besides the code', staging, left(value_name, 63)),
			DETAIL = format('It has: %s.', (SELECT left(string_agg(c.name, ', ' ORDER BY c.name), 1000) FROM jsonb_object_keys(source.fields) AS c (name))),
			HINT = 'Name the column that has the exposure in the argument value_column.';
	END IF;
	EXECUTE format('DELETE FROM %s.published_exposure WHERE (index_name, vintage) = ($1, $2)', labour) USING index_name, vintage;
	EXECUTE format('DELETE FROM %s.exposure WHERE (index_name, vintage) = ($1, $2) AND ($3 OR published_code IS NOT NULL)', labour)
	USING index_name, vintage, old IS NOT NULL;
	EXECUTE format($f$
		WITH record AS (
			SELECT row_number() OVER () AS line, %3$s FROM %4$s AS s
		), read AS MATERIALIZED (
			SELECT line, coalesce(field_code, 'no code') AS name, code, value, CASE
				WHEN field_code IS NULL THEN '{the code is missing}'::text[]
				WHEN code IS NULL THEN ARRAY[format('the code is no %%s code', coalesce($3, 'SOC')), field_code]
				WHEN field IS NULL THEN '{the exposure is empty}'
				WHEN strpos(field, ',') > 0 THEN ARRAY['the exposure has a comma, for thousands or for decimals', field]
				WHEN value IS NULL THEN ARRAY['the exposure is no number', field]
				WHEN row_number() OVER (PARTITION BY code, value IS NULL OR strpos(field, ',') > 0 ORDER BY line) > 1 THEN '{the code is that of an earlier row}'
				END AS refusal
			FROM record,
				LATERAL (SELECT CASE WHEN $3 IS NULL THEN %1$s.soc_try(field_code)::text ELSE %1$s._classification_code($3, field_code) END) AS c (code),
				LATERAL %1$s.labour_number(field) AS value
		)$f$ || CASE WHEN old IS NULL THEN @extschema@._exposure_as_published_query() ELSE @extschema@._exposure_recoded_query() END,
		'@extschema@', labour,
		@extschema@._labour_select(jsonb_build_object('field_code', source.fields->code_name, 'field', source.fields->value_name), '{field_code,field}'::text[]),
		staging, labour)
		|| @extschema@._labour_report_query()
	INTO report USING index_name, vintage, old;
	report.reasons := ARRAY[format('codes are in column "%s", figures in "%s"', btrim(source.fields->>code_name), btrim(source.fields->>value_name))]
		|| report.reasons;
	IF old IS NOT NULL THEN
		EXECUTE format($f$
			SELECT array_agg(p.published_code), 'unmatched: ' || string_agg(p.published_code || coalesce(' (' || e.workers || ' workers)', ''), ', ' ORDER BY p.published_code)
				FILTER (WHERE NOT p.is_matched)
			FROM %2$s.published_exposure p LEFT JOIN %1$s._classification_employment($3, p.classification) e ON e.code = p.published_code
			WHERE (p.index_name, p.vintage) = ($1, $2) $f$, '@extschema@', labour)
		INTO codes, unmatched USING index_name, vintage, labour;
		report.reasons := report.reasons || array_remove(ARRAY[left(unmatched, 1000)], NULL) || @extschema@._recode_notes(labour, codes, old)
			|| CASE WHEN EXISTS (SELECT FROM @extschema@._classification_employment(labour, old)) THEN 'codes are weighted by their employment where it is known'
				ELSE 'codes are weighted by the crosswalk, because their employment is unknown' END
			|| ('before recoding, ' || @extschema@._exposure_coverage(labour, codes));
	ELSIF array_to_string(report.reasons, ' ') LIKE '%superseded%' THEN
		report.reasons := report.reasons || 'not recoded: specify classification => ''SOC 2010'' for figures by codes of the SOC 2018'::text;
	END IF;
	EXECUTE format('SELECT array_agg(occupation) FROM %s.exposure WHERE (index_name, vintage) = ($1, $2)', labour)
	INTO codes USING index_name, vintage;
	EXECUTE format($f$
		SELECT 'groups, not applied to their detailed codes: ' || string_agg(c.code, ', ' ORDER BY c.code) || '; specify classification => ''SOC 2018'''
		FROM unnest($1) AS c (code)
		WHERE %1$s.soc_level(%1$s.soc_try(c.code)) IN ('major', 'minor', 'broad') AND %1$s._soc_edition(%1$s.soc_try(c.code)) = 'SOC 2018' AND NOT EXISTS (SELECT FROM %2$s.oews_map m WHERE m.oews = c.code) $f$, '@extschema@', labour)
	INTO groups USING codes;
	report.reasons := report.reasons || array_remove(ARRAY[left(groups, 1000)], NULL);
	report.reasons := report.reasons || (CASE WHEN old IS NOT NULL THEN 'after recoding, ' ELSE '' END || @extschema@._exposure_coverage(labour, codes));
	RETURN report;
END $_$;
COMMENT ON FUNCTION _labour_load_exposure(regnamespace, regclass, text, date, text, text) IS
	'loads a published exposure index; called by load_exposure() of a labor schema';

-- ---------------------------------------------------------------------------
-- Labor data: loading exposure indices
-- ---------------------------------------------------------------------------

-- The first of the columns that may have the codes most fields of which are codes; in a
-- table without rows, the first.
CREATE FUNCTION _exposure_code_column(staging regclass, fields jsonb) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	names constant text[] := (SELECT s.field || s.synonyms FROM @extschema@._labour_synonyms() s WHERE s.kind = 'exposure');
	tried text[] := '{}';
	first text;
	fields_filled bigint := 0;
	candidate record;
BEGIN
	FOR candidate IN
		SELECT k.name, r.filled, r.readable
		FROM unnest(names) WITH ORDINALITY AS k (name, n), LATERAL @extschema@._labour_readable(staging, fields->>k.name, 'soc_try'::text) AS r
		WHERE fields ? k.name
		ORDER BY k.n
	LOOP
		IF candidate.readable > 0 AND 2 * candidate.readable >= candidate.filled THEN
			RETURN candidate.name;
		END IF;
		first := coalesce(first, candidate.name);
		fields_filled := fields_filled + candidate.filled;
		tried := tried || format('%s (%s of %s fields are SOC codes)', candidate.name, candidate.readable, candidate.filled);
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
			MESSAGE = format('no column of staging table %s has SOC codes', staging),
			DETAIL = format('Tried: %s.', array_to_string(tried, ', ')),
			HINT = 'A SOC code looks like 15-1252, 151252, or 15-1252.00. Codes of other classifications have to be recoded first.';
	END IF;
	RETURN first;
END $$;
COMMENT ON FUNCTION _exposure_code_column(regclass, jsonb) IS
	'simple name of the column that has the codes of an exposure index; called by load_exposure()';

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

-- How much of the newest national employment has a figure.
CREATE FUNCTION _exposure_coverage(labour regnamespace, index_name text, vintage date) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	coverage text;
BEGIN
	EXECUTE format($f$
		SELECT format('covers %%s of %%s occupations, %%s of %%s workers, of %%s',
			count(*) FILTER (WHERE x.soc IS NOT NULL), count(*),
			coalesce(sum(e.employment) FILTER (WHERE x.soc IS NOT NULL), 0), sum(e.employment), to_char(e.vintage, 'YYYY-MM-DD'))
		FROM %1$s.soc_employment_latest e
			LEFT JOIN %1$s.soc_exposure x ON x.soc = e.soc AND x.index_name = $1 AND x.vintage = $2
		WHERE e.area = '99' AND e.naics = '000000' AND e.own_code = '1235'
		GROUP BY e.vintage $f$, labour)
	INTO coverage USING index_name, vintage;
	RETURN coverage;
END $_$;
COMMENT ON FUNCTION _exposure_coverage(regnamespace, text, date) IS
	'occupations and workers of the latest national OEWS that an exposure index covers, in words; NULL without one; called by load_exposure()';

CREATE FUNCTION _labour_load_exposure(labour regnamespace, staging regclass, index_name text, vintage date, value_column text)
	RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET jit = off -- compiling the query takes longer than running it
AS $_$
DECLARE
	source record;
	code_name text;
	value_name text := @extschema@._simple_name(value_column);
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
	SELECT s.fields INTO source FROM @extschema@._labour_source(staging, NULL::text) AS s;
	code_name := @extschema@._exposure_code_column(staging, source.fields);
	value_name := coalesce(value_name, @extschema@._exposure_value_column(staging, source.fields - code_name));
	IF NOT source.fields ? value_name OR value_name = code_name THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('staging table %s has no column "%s" besides the code', staging, left(value_name, 63)),
			DETAIL = format('It has: %s.', (SELECT left(string_agg(c.name, ', ' ORDER BY c.name), 1000) FROM jsonb_object_keys(source.fields) AS c (name))),
			HINT = 'Name the column that has the exposure in the argument value_column.';
	END IF;
	EXECUTE format($f$
		WITH record AS (
			SELECT row_number() OVER () AS line, %3$s FROM %4$s AS s
		), judged AS (
			SELECT line, coalesce(field_code, 'no code') AS name, soc, value, CASE
				WHEN field_code IS NULL THEN '{the code is missing}'::text[]
				WHEN soc IS NULL THEN ARRAY['the code is no SOC code', field_code]
				WHEN field IS NULL THEN '{the exposure is empty}'
				WHEN strpos(field, ',') > 0 THEN ARRAY['the exposure has a comma, for thousands or for decimals', field]
				WHEN value IS NULL THEN ARRAY['the exposure is no number', field]
				WHEN row_number() OVER (PARTITION BY soc, value IS NULL OR strpos(field, ',') > 0 ORDER BY line) > 1 THEN '{the code is that of an earlier row}'
				END AS refusal,
				'{}'::jsonb AS flags, coalesce(%1$s._soc_edition(soc), 'none') AS edition, left(soc::text, 7) AS code, NULL::numeric AS workers
			FROM record,
				LATERAL %1$s.soc_try(field_code) AS soc,
				LATERAL %1$s.labour_number(field) AS value
		), written AS (
			INSERT INTO %2$s.exposure (index_name, vintage, occupation, exposure)
			SELECT $1, $2, soc::text, value FROM judged WHERE refusal IS NULL
			ON CONFLICT (index_name, vintage, occupation) DO UPDATE SET exposure = excluded.exposure
			RETURNING 1
		)$f$,
		'@extschema@', labour,
		@extschema@._labour_select(jsonb_build_object('field_code', source.fields->code_name, 'field', source.fields->value_name), '{field_code,field}'::text[]),
		staging)
		|| @extschema@._labour_report_query()
	INTO report USING index_name, vintage;
	report.reasons := ARRAY[format('codes are in column "%s", figures in "%s"', btrim(source.fields->>code_name), btrim(source.fields->>value_name))]
		|| report.reasons || @extschema@._exposure_coverage(labour, index_name, vintage);
	RETURN report;
END $_$;
COMMENT ON FUNCTION _labour_load_exposure(regnamespace, regclass, text, date, text) IS
	'loads a published exposure index; called by load_exposure() of a labor schema';

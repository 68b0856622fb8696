-- ---------------------------------------------------------------------------
-- Labor data: loading exposure indices
-- ---------------------------------------------------------------------------

-- Of the columns that may have the codes, the first most fields of which are codes.
CREATE FUNCTION _exposure_code_column(staging regclass, fields jsonb) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	candidate record;
	found_codes record;
	tried text[] := '{}';
BEGIN
	FOR candidate IN
		SELECT k.name, fields->>k.name AS attname
		FROM @extschema@._labour_synonyms() s, unnest(s.field || s.synonyms) WITH ORDINALITY AS k (name, n)
		WHERE s.kind = 'exposure' AND fields ? k.name
		ORDER BY k.n
	LOOP
		EXECUTE format('SELECT count(*) AS filled, count(%1$s.soc_try(field)) AS codes FROM (SELECT %1$s.labour_text(%2$I::text) FROM %3$s) AS s (field) WHERE field IS NOT NULL',
			'@extschema@', candidate.attname, staging)
		INTO found_codes;
		IF found_codes.codes > 0 AND 2 * found_codes.codes >= found_codes.filled THEN
			RETURN candidate.name;
		END IF;
		tried := tried || format('%s (%s of %s fields are SOC codes)', candidate.name, found_codes.codes, found_codes.filled);
	END LOOP;
	IF tried = '{}' THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('staging table %s has no column "occ_code"', staging),
			DETAIL = format('It has: %s. Looked for: %s. Case, spaces, and punctuation are ignored.',
				(SELECT left(coalesce(string_agg(c.name, ', ' ORDER BY c.name), 'none'), 1000) FROM jsonb_object_keys(fields) AS c (name)),
				(SELECT array_to_string(s.field || s.synonyms, ', ') FROM @extschema@._labour_synonyms() s WHERE s.kind = 'exposure')),
			HINT = 'Load the file into a table of text columns named as in the first line of the file.';
	END IF;
	EXECUTE format('SELECT EXISTS (SELECT FROM %s) AS rows', staging) INTO found_codes;
	IF NOT found_codes.rows THEN
		RETURN (regexp_match(tried[1], '^[a-z0-9_]+'))[1];
	END IF;
	RAISE invalid_parameter_value USING
		MESSAGE = format('no column of staging table %s has SOC codes', staging),
		DETAIL = format('Tried: %s.', array_to_string(tried, ', ')),
		HINT = 'A SOC code looks like 15-1252, 151252, or 15-1252.00. Codes of other classifications have to be recoded first.';
END $$;
COMMENT ON FUNCTION _exposure_code_column(regclass, jsonb) IS
	'simple name of the column that has the codes of an exposure index; called by load_exposure()';

-- The only other column that has numbers, where the caller names none.
CREATE FUNCTION _exposure_value_column(staging regclass, fields jsonb) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	candidate record;
	has_numbers boolean;
	numeric_columns text[] := '{}';
BEGIN
	FOR candidate IN SELECT c.name, c.attname FROM jsonb_each_text(fields) AS c (name, attname) ORDER BY c.name COLLATE "C" LOOP
		EXECUTE format('SELECT 2 * count(%1$s.labour_number(field)) >= count(*) FROM (SELECT %1$s.labour_text(%2$I::text) FROM %3$s) AS s (field) WHERE field IS NOT NULL',
			'@extschema@', candidate.attname, staging)
		INTO has_numbers;
		IF has_numbers THEN
			numeric_columns := numeric_columns || candidate.name;
		END IF;
	END LOOP;
	IF cardinality(numeric_columns) = 1 THEN
		RETURN numeric_columns[1];
	END IF;
	RAISE invalid_parameter_value USING
		MESSAGE = format('the column of table %s that has the exposure is ambiguous', staging),
		DETAIL = format('Columns of numbers besides the code: %s.', coalesce(nullif(array_to_string(numeric_columns, ', '), ''), 'none')),
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
	SELECT s.fields INTO source FROM @extschema@._labour_source(staging, 'any'::text) AS s;
	code_name := @extschema@._exposure_code_column(staging, source.fields);
	value_name := coalesce(value_name, @extschema@._exposure_value_column(staging, source.fields - code_name));
	IF NOT source.fields ? value_name OR value_name = code_name THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('staging table %s has no column "%s" besides the code', staging, left(value_name, 63)),
			DETAIL = format('It has: %s.', (SELECT left(string_agg(c.name, ', ' ORDER BY c.name), 1000) FROM jsonb_object_keys(source.fields) AS c (name))),
			HINT = 'Name the column that has the exposure in the argument value_column.';
	END IF;
	EXECUTE format($f$
		WITH judged AS (
			SELECT line, coalesce(field_code, 'no code') AS name, soc, value, CASE
				WHEN field_code IS NULL THEN '{the code is missing}'::text[]
				WHEN soc IS NULL THEN ARRAY['the code is no SOC code', field_code]
				WHEN field IS NULL THEN '{the exposure is empty}'
				WHEN strpos(field, ',') > 0 THEN ARRAY['the exposure has a comma, for thousands or for decimals', field]
				WHEN value IS NULL THEN ARRAY['the exposure is no number', field]
				WHEN row_number() OVER (PARTITION BY soc, value IS NULL OR strpos(field, ',') > 0 ORDER BY line) > 1 THEN '{the code is that of an earlier row}'
				END AS refusal,
				'{}'::jsonb AS flags, coalesce(%1$s._soc_edition(soc), 'none') AS edition, left(soc::text, 7) AS code, NULL::numeric AS workers
			FROM %1$s._labour_records($1, $4) WITH ORDINALITY AS s(r, line),
				LATERAL (SELECT r->>'code', r->>'value') AS c(field_code, field),
				LATERAL %1$s.soc_try(field_code) AS soc,
				LATERAL %1$s.labour_number(field) AS value
		), written AS (
			INSERT INTO %2$s.exposure (index_name, vintage, occupation, exposure)
			SELECT $2, $3, soc::text, value FROM judged WHERE refusal IS NULL
			ON CONFLICT (index_name, vintage, occupation) DO UPDATE SET exposure = excluded.exposure
			RETURNING 1
		)$f$,
		'@extschema@', labour) || @extschema@._labour_report_query()
	INTO report
	USING staging, index_name, vintage,
		jsonb_build_object('code', source.fields->code_name, 'value', source.fields->value_name);
	report.reasons := ARRAY[format('codes are in column "%s", figures in "%s"', btrim(source.fields->>code_name), btrim(source.fields->>value_name))]
		|| report.reasons || @extschema@._exposure_coverage(labour, index_name, vintage);
	RETURN report;
END $_$;
COMMENT ON FUNCTION _labour_load_exposure(regnamespace, regclass, text, date, text) IS
	'loads a published exposure index; called by load_exposure() of a labor schema';

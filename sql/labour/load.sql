-- ---------------------------------------------------------------------------
-- Labor data: loading published files from staging tables
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_load_report AS (
	taken bigint,
	flagged bigint,
	refused bigint,
	reasons text[]
);
COMMENT ON TYPE aijri_load_report IS
	'result of loading a file of labor data';
COMMENT ON COLUMN aijri_load_report.taken IS 'rows loaded, including those that replace an earlier version';
COMMENT ON COLUMN aijri_load_report.flagged IS 'number of loaded rows whose figures are withheld, top-coded, or missing';
COMMENT ON COLUMN aijri_load_report.refused IS 'rows not loaded';
COMMENT ON COLUMN aijri_load_report.reasons IS 'reasons why rows were flagged or refused, with the number of rows and the first of them';

CREATE FUNCTION labour_text(field text) RETURNS text
	AS 'MODULE_PATHNAME', 'labour_text'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION labour_text(text) IS
	'a field of a published file without byte order mark, surrounding white space, and ="..."; NULL if it is empty';

CREATE FUNCTION labour_number(field text) RETURNS numeric
	AS 'MODULE_PATHNAME', 'labour_number'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION labour_number(text) IS
	'a number of a published file, such as 1,234 or 1.5E8; NULL if it is not a number';

CREATE FUNCTION _labour_records(staging regclass, required text[]) RETURNS SETOF jsonb
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	columns jsonb;
	absent text;
	names text;
	fields text;
BEGIN
	IF staging IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'staging table is missing',
			HINT = 'Load the file into a table of text columns named as in the first line of the file.';
	END IF;
	columns := @extschema@._simple_columns(staging);
	SELECT r.name INTO absent
	FROM unnest(required) WITH ORDINALITY AS r (name, n) WHERE NOT columns ? r.name
	ORDER BY r.n LIMIT 1;
	IF FOUND THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('staging table %s has no column "%s"', staging, absent),
			DETAIL = format('It has: %s. Case, spaces, and punctuation make no difference.', (
				SELECT left(coalesce(string_agg(@extschema@._simple_name(a.attname), ', ' ORDER BY a.attnum), 'none'), 1000)
				FROM pg_attribute a WHERE a.attrelid = staging AND a.attnum > 0 AND NOT a.attisdropped)),
			HINT = 'Load the file into a table of text columns named as in the first line of the file.';
	END IF;
	SELECT string_agg(quote_literal(c.name), ', ' ORDER BY c.name), string_agg(format('%s.labour_text(s.%I::text)', '@extschema@', c.attname), ', ' ORDER BY c.name)
	INTO names, fields
	FROM jsonb_each_text(columns) AS c (name, attname);
	RETURN QUERY EXECUTE format('SELECT jsonb_object(ARRAY[%s], ARRAY[%s]) FROM %s AS s', names, fields, staging);
END $$;
COMMENT ON FUNCTION _labour_records(regclass, text[]) IS
	'rows of a staging table with simple column names (o_net_soc_code for "O*NET-SOC Code") and clean fields; called by loaders';

CREATE FUNCTION _labour_report(taken bigint, flags jsonb[], refusals jsonb[]) RETURNS aijri_load_report
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	reasons text[];
BEGIN
	SELECT array_agg(line ORDER BY kind, line COLLATE "C") INTO reasons
	FROM (
		SELECT kind, format(CASE count(*) WHEN 1 THEN '%s (%s row, %s)' ELSE '%s (%s rows, the first %s)' END,
				reason, count(*), (array_agg(example ORDER BY n))[1]) AS line
		FROM (
			SELECT 1 AS kind, n, reason, flag->>'row' AS example
			FROM unnest(flags) WITH ORDINALITY AS f(flag, n),
				LATERAL (
					SELECT DISTINCT 'flagged: ' || CASE marker
						WHEN '*' THEN '* wage not published'
						WHEN '**' THEN '** employment not published'
						WHEN '#' THEN '# wage at or above the top code'
						WHEN '~' THEN '~ less than half a percent of establishments'
						ELSE marker END
					FROM jsonb_each_text(flag->'flags') AS e(name, marker)) AS r(reason)
			UNION ALL
			SELECT 2, n, 'refused: ' || (refusal->>'reason'), refusal->>'row'
			FROM unnest(refusals) WITH ORDINALITY AS r(refusal, n)) AS every
		GROUP BY kind, reason) AS lines;
	RETURN (taken, cardinality(flags)::bigint, cardinality(refusals)::bigint, coalesce(reasons, '{}'));
END $$;
COMMENT ON FUNCTION _labour_report(bigint, jsonb[], jsonb[]) IS
	'report of a load, in words; called by loaders';

CREATE FUNCTION _labour_load_oews(labour regnamespace, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	figures text[] := '{tot_emp,emp_prse,jobs_1000,loc_quotient,pct_total,pct_rpt,h_mean,a_mean,mean_prse,h_pct10,h_pct25,h_median,h_pct75,h_pct90,a_pct10,a_pct25,a_median,a_pct75,a_pct90}';
	report record;
BEGIN
	IF vintage IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'vintage is missing',
			HINT = 'It is the reference date of the figures: 2024-05-01 for May 2024.';
	END IF;
	EXECUTE format($f$
		WITH source AS (
			SELECT line, r->>'occ_code' AS code, soc::text AS occupation, lower((r->>'o_group') COLLATE "C") AS o_group,
				coalesce(r->>'area', '99') AS area, coalesce(r->>'area_type', '1') AS area_type,
				coalesce(r->>'naics', '000000') AS naics, coalesce(r->>'own_code', '1235') AS own_code,
				r, figure.*,
				coalesce((numbers->'tot_emp')::numeric BETWEEN 0 AND 1e12 AND (numbers->'tot_emp')::numeric %% 1 = 0, true) AS whole
			FROM %1$s._labour_records($1, '{occ_code,o_group,tot_emp}'::text[]) WITH ORDINALITY AS s(r, line),
				LATERAL %1$s.soc_try(r->>'occ_code') AS soc,
				LATERAL (
					SELECT coalesce(jsonb_object_agg(name, number) FILTER (WHERE number IS NOT NULL), '{}') AS numbers,
						coalesce(jsonb_object_agg(name, field) FILTER (WHERE marked), '{}') AS flags,
						min(name COLLATE "C") FILTER (WHERE NOT marked AND number IS NULL) AS bad
					FROM jsonb_each_text(r) AS f(name, field),
						LATERAL %1$s.labour_number(field) AS number,
						LATERAL (SELECT field IN ('*', '**', '#', '~')) AS m(marked)
					WHERE name = ANY ($2) AND field IS NOT NULL) AS figure
		), judged AS (
			SELECT *, CASE
				WHEN code IS NULL THEN 'occ_code is missing'
				WHEN occupation IS NULL OR occupation LIKE '%%.%%' THEN 'occ_code is no SOC code'
				WHEN o_group IS NULL OR o_group NOT IN ('total', 'major', 'minor', 'broad', 'detailed')
					THEN 'o_group is none of total, major, minor, broad, detailed'
				WHEN bad IS NOT NULL THEN bad || ' is neither a number nor a marker'
				WHEN NOT whole THEN 'tot_emp is no whole number from 0 to 1e12'
				WHEN row_number() OVER (
						PARTITION BY area, area_type, naics, own_code, occupation, o_group, bad IS NULL AND whole ORDER BY line) > 1
					THEN 'area, industry, ownership, occupation and o_group are those of an earlier row'
				END AS refusal,
				flags || CASE WHEN numbers ? 'tot_emp' OR flags ? 'tot_emp' THEN '{}'::jsonb
					ELSE '{"tot_emp": "employment is empty"}' END AS all_flags,
				concat_ws(' ', coalesce(code, 'line ' || line), nullif(area, '99'), nullif(naics, '000000')) AS name
			FROM source
		), written AS (
			INSERT INTO %2$s.oews (vintage, area, area_type, naics, own_code, occupation, o_group,
				area_title, prim_state, naics_title, i_group, occ_title, annual, hourly, flags, %3$s)
			SELECT $3, area, area_type, naics, own_code, occupation, o_group,
				r->>'area_title', r->>'prim_state', r->>'naics_title', r->>'i_group', r->>'occ_title',
				upper((r->>'annual') COLLATE "C") IN ('TRUE', 'T', '1'), upper((r->>'hourly') COLLATE "C") IN ('TRUE', 'T', '1'), flags, %4$s
			FROM judged WHERE refusal IS NULL
			ON CONFLICT (vintage, area, area_type, naics, own_code, occupation, o_group)
			DO UPDATE SET (area_title, prim_state, naics_title, i_group, occ_title, annual, hourly, flags, %3$s)
				= ROW(excluded.area_title, excluded.prim_state, excluded.naics_title, excluded.i_group,
					excluded.occ_title, excluded.annual, excluded.hourly, excluded.flags, %5$s)
			RETURNING 1
		)
		SELECT %1$s._labour_report((SELECT count(*) FROM written),
			coalesce(array_agg(jsonb_build_object('row', name, 'flags', all_flags) ORDER BY line)
				FILTER (WHERE refusal IS NULL AND all_flags <> '{}'), '{}'),
			coalesce(array_agg(jsonb_build_object('row', name, 'reason', refusal) ORDER BY line)
				FILTER (WHERE refusal IS NOT NULL), '{}')) AS r
		FROM judged $f$,
		'@extschema@', labour, array_to_string(figures, ', '),
		(SELECT string_agg(format('(numbers->%L)::numeric', figure), ', ' ORDER BY n) FROM unnest(figures) WITH ORDINALITY AS f(figure, n)),
		(SELECT string_agg(format('excluded.%I', figure), ', ' ORDER BY n) FROM unnest(figures) WITH ORDINALITY AS f(figure, n)))
	INTO report USING staging, figures, vintage;
	RETURN report.r;
END $_$;
COMMENT ON FUNCTION _labour_load_oews(regnamespace, regclass, date) IS
	'loads a published OEWS file; called by load_oews() of a labor schema';

CREATE FUNCTION _labour_load_onet_tasks(labour regnamespace, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	report record;
BEGIN
	IF vintage IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'vintage is missing',
			HINT = 'It is the date of the release: 2025-05-01 for O*NET 29.3.';
	END IF;
	EXECUTE format($f$
		WITH judged AS (
			SELECT line, r, code, soc, id, concat_ws(' ', coalesce(code, 'line ' || line), 'task ' || (r->>'task_id')) AS name, CASE
				WHEN code IS NULL THEN 'o_net_soc_code is missing'
				WHEN soc IS NULL OR %1$s.soc_level(soc) NOT IN ('detailed', 'onet') THEN 'o_net_soc_code is no code of an occupation'
				WHEN id IS NULL OR id NOT BETWEEN 0 AND 1e15 OR id %% 1 <> 0 THEN 'task_id is no whole number'
				WHEN r->>'task' IS NULL THEN 'task is empty'
				WHEN row_number() OVER (PARTITION BY soc, id, r->>'task' IS NULL ORDER BY line) > 1 THEN 'occupation and task_id are those of an earlier row'
				END AS refusal
			FROM %1$s._labour_records($1, '{o_net_soc_code,task_id,task}'::text[]) WITH ORDINALITY AS s(r, line),
				LATERAL (SELECT r->>'o_net_soc_code') AS c(code),
				LATERAL %1$s.soc_try(code) AS soc,
				LATERAL %1$s.labour_number(r->>'task_id') AS id
		), written AS (
			INSERT INTO %2$s.onet_task AS t (vintage, onet_soc, task_id, title, task, task_type, other)
			SELECT $2, soc::text || CASE WHEN soc::text LIKE '%%.%%' THEN '' ELSE '.00' END, id, r->>'title', r->>'task', r->>'task_type',
				jsonb_strip_nulls(r - '{o_net_soc_code,task_id,task,task_type,title,""}'::text[])
			FROM judged WHERE refusal IS NULL
			ON CONFLICT (vintage, onet_soc, task_id)
			DO UPDATE SET title = coalesce(excluded.title, t.title), task = excluded.task,
				task_type = coalesce(excluded.task_type, t.task_type), other = t.other || excluded.other
			RETURNING 1
		)
		SELECT %1$s._labour_report((SELECT count(*) FROM written),
			coalesce(array_agg(jsonb_build_object('row', name, 'flags', '{"task_type": "task_type is empty"}'::jsonb) ORDER BY line)
				FILTER (WHERE refusal IS NULL AND r->>'task_type' IS NULL), '{}'),
			coalesce(array_agg(jsonb_build_object('row', name, 'reason', refusal) ORDER BY line)
				FILTER (WHERE refusal IS NOT NULL), '{}')) AS r
		FROM judged $f$,
		'@extschema@', labour)
	INTO report USING staging, vintage;
	RETURN report.r;
END $_$;
COMMENT ON FUNCTION _labour_load_onet_tasks(regnamespace, regclass, date) IS
	'loads a published O*NET file of tasks; called by load_onet_tasks() of a labor schema';

CREATE FUNCTION _labour_load_exposure(labour regnamespace, staging regclass, index_name text, vintage date, value_column text)
	RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	code_columns text[] := '{occ_code,soc_code,o_net_soc_code,onet_soc_code,onetsoc_code,soc,soc_2018,occupation_code,occupation}';
	names text[];
	code_column text;
	value_name text := btrim(regexp_replace(lower(value_column COLLATE "C"), '[^a-z0-9]+', '_', 'g'), '_');
	report record;
BEGIN
	IF index_name IS NULL OR vintage IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'index name or vintage is missing',
			HINT = 'They identify the index where several are kept: ''observed exposure'', 2026-03-01.';
	END IF;
	SELECT array_agg(name ORDER BY attnum) INTO names
	FROM pg_attribute, btrim(regexp_replace(lower(attname COLLATE "C"), '[^a-z0-9]+', '_', 'g'), '_') AS name
	WHERE attrelid = staging AND attnum > 0 AND NOT attisdropped;
	SELECT name INTO code_column
	FROM unnest(code_columns) WITH ORDINALITY AS c(name, n) WHERE name = ANY (names) ORDER BY n LIMIT 1;
	code_column := coalesce(code_column, code_columns[1]);
	IF value_column IS NULL AND code_column = ANY (names) THEN
		-- the only one that can be it
		names := array_remove(names, code_column);
		IF cardinality(names) = 1 THEN
			value_name := names[1];
		ELSE
			RAISE invalid_parameter_value USING
				MESSAGE = 'column with the exposure is ambiguous',
				DETAIL = format('Columns besides the code: %s.', coalesce(array_to_string(names, ', '), 'none')),
				HINT = 'Name it with the argument value_column.';
		END IF;
	END IF;

	EXECUTE format($f$
		WITH judged AS (
			SELECT line, code, soc, value, CASE
				WHEN code IS NULL THEN 'the code is missing'
				WHEN soc IS NULL THEN 'the code is no SOC code'
				WHEN r->>$5 IS NULL THEN 'the exposure is empty'
				WHEN value IS NULL THEN 'the exposure is no number'
				WHEN row_number() OVER (PARTITION BY soc, value IS NULL ORDER BY line) > 1 THEN 'the code is that of an earlier row'
				END AS refusal
			FROM %1$s._labour_records($1, ARRAY[$4, $5]) WITH ORDINALITY AS s(r, line),
				LATERAL (SELECT r->>$4) AS c(code),
				LATERAL %1$s.soc_try(code) AS soc,
				LATERAL %1$s.labour_number(r->>$5) AS value
		), written AS (
			INSERT INTO %2$s.exposure (index_name, vintage, occupation, exposure)
			SELECT $2, $3, soc::text, value FROM judged WHERE refusal IS NULL
			ON CONFLICT (index_name, vintage, occupation) DO UPDATE SET exposure = excluded.exposure
			RETURNING 1
		)
		SELECT %1$s._labour_report((SELECT count(*) FROM written), '{}'::jsonb[],
			coalesce(array_agg(jsonb_build_object('row', coalesce(code, 'line ' || line), 'reason', refusal) ORDER BY line)
				FILTER (WHERE refusal IS NOT NULL), '{}')) AS r
		FROM judged $f$,
		'@extschema@', labour)
	INTO report USING staging, index_name, vintage, code_column, coalesce(value_name, code_column);
	RETURN report.r;
END $_$;
COMMENT ON FUNCTION _labour_load_exposure(regnamespace, regclass, text, date, text) IS
	'loads a published exposure index; called by load_exposure() of a labor schema';

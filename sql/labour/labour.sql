-- ---------------------------------------------------------------------------
-- Labour data: tables and views that belong to the user
--
-- aijri_create_labour() makes them in a schema of the user's.  Base tables use
-- built-in types only, so that no DROP EXTENSION takes data away.  Functions here
-- that make or fill them run with the caller's rights, find their own schema in
-- pg_extension, and have a search_path of their own.
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_load_report AS (
	taken bigint,
	flagged bigint,
	refused bigint,
	reasons text[]
);
COMMENT ON TYPE aijri_load_report IS
	'what became of the rows of a file of labour data';
COMMENT ON COLUMN aijri_load_report.taken IS 'rows taken, whether new or in place of an older version';
COMMENT ON COLUMN aijri_load_report.flagged IS 'how many of these have figures withheld, top-coded or missing';
COMMENT ON COLUMN aijri_load_report.refused IS 'rows not taken';
COMMENT ON COLUMN aijri_load_report.reasons IS 'why rows were flagged or refused, with how many and the first of them';

CREATE FUNCTION labour_text(field text) RETURNS text
	AS 'MODULE_PATHNAME', 'labour_text'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION labour_text(text) IS
	'a field of a published file without byte order mark, white space and ="..."; NULL where it is empty';

CREATE FUNCTION labour_number(field text) RETURNS numeric
	AS 'MODULE_PATHNAME', 'labour_number'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION labour_number(text) IS
	'a number of a published file, such as 1,234 or 1.5E8; NULL where it is none';

CREATE FUNCTION _labour_records(staging regclass, required text[]) RETURNS SETOF jsonb
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	extension name := (
		SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
		WHERE extname = 'aijri');
	names text[];
	fields text;
	absent text;
	alike name[];
	simple text;
BEGIN
	IF staging IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no staging table is given',
			HINT = 'Load the file into a table of text columns that are called as in its first line.';
	END IF;
	SELECT name, array_agg(attname ORDER BY attnum) INTO simple, alike
	FROM pg_attribute, btrim(regexp_replace(lower(attname COLLATE "C"), '[^a-z0-9]+', '_', 'g'), '_') AS name
	WHERE attrelid = staging AND attnum > 0 AND NOT attisdropped AND name <> ''
	GROUP BY name HAVING count(*) > 1
	ORDER BY min(attnum) LIMIT 1;
	IF FOUND THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('columns "%s" and "%s" of staging table %s have the same simple name', alike[1], alike[2], staging),
			DETAIL = format('Both are taken for %s. Case, spaces and punctuation make no difference.', simple),
			HINT = 'Rename or drop the one that is not to be loaded.';
	END IF;
	SELECT array_agg(name ORDER BY attnum),
		string_agg(format('%I.labour_text(s.%I::text)', extension, attname), ', ' ORDER BY attnum)
	INTO names, fields
	FROM pg_attribute, btrim(regexp_replace(lower(attname COLLATE "C"), '[^a-z0-9]+', '_', 'g'), '_') AS name
	WHERE attrelid = staging AND attnum > 0 AND NOT attisdropped;

	SELECT name INTO absent
	FROM unnest(required) WITH ORDINALITY AS r(name, n)
	WHERE name <> ALL (coalesce(names, '{}'))
	ORDER BY n LIMIT 1;
	IF FOUND THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('staging table %s has no column "%s"', staging, absent),
			DETAIL = format('It has: %s. Case, spaces and punctuation make no difference.',
				coalesce(array_to_string(names, ', '), 'none')),
			HINT = 'Load the file into a table of text columns that are called as in its first line.';
	END IF;
	RETURN QUERY EXECUTE format('SELECT jsonb_object(%L, ARRAY[%s]) FROM %s AS s', names, fields, staging);
END $$;
COMMENT ON FUNCTION _labour_records(regclass, text[]) IS
	'rows of a staging table with simple column names (o_net_soc_code for "O*NET-SOC Code") and clean fields; called by the loaders';

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
	'what became of the rows of a file, in words; called by the loaders';

CREATE FUNCTION _labour_load_oews(oews regclass, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	extension name := (
		SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
		WHERE extname = 'aijri');
	figures text[] := '{tot_emp,emp_prse,jobs_1000,loc_quotient,pct_total,pct_rpt,h_mean,a_mean,mean_prse,h_pct10,h_pct25,h_median,h_pct75,h_pct90,a_pct10,a_pct25,a_median,a_pct75,a_pct90}';
	report record;
BEGIN
	IF oews IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no table to fill is given',
			HINT = 'Call load_oews() of a labour schema, which knows its table.';
	END IF;
	IF vintage IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no vintage is given',
			HINT = 'It is the date that the figures are for: 2024-05-01 for May 2024.';
	END IF;
	EXECUTE format($f$
		WITH source AS (
			SELECT line, r->>'occ_code' AS code, soc::text AS occupation, lower((r->>'o_group') COLLATE "C") AS o_group,
				coalesce(r->>'area', '99') AS area, coalesce(r->>'area_type', '1') AS area_type,
				coalesce(r->>'naics', '000000') AS naics, coalesce(r->>'own_code', '1235') AS own_code,
				r, figure.*,
				coalesce((numbers->'tot_emp')::numeric BETWEEN 0 AND 1e12 AND (numbers->'tot_emp')::numeric %% 1 = 0, true) AS whole
			FROM %1$I._labour_records($1, '{occ_code,o_group,tot_emp}'::text[]) WITH ORDINALITY AS s(r, line),
				LATERAL %1$I.soc_try(r->>'occ_code') AS soc,
				LATERAL (
					SELECT coalesce(jsonb_object_agg(name, number) FILTER (WHERE number IS NOT NULL), '{}') AS numbers,
						coalesce(jsonb_object_agg(name, field) FILTER (WHERE marked), '{}') AS flags,
						min(name COLLATE "C") FILTER (WHERE NOT marked AND number IS NULL) AS bad
					FROM jsonb_each_text(r) AS f(name, field),
						LATERAL %1$I.labour_number(field) AS number,
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
			INSERT INTO %2$s (vintage, area, area_type, naics, own_code, occupation, o_group,
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
		SELECT %1$I._labour_report((SELECT count(*) FROM written),
			coalesce(array_agg(jsonb_build_object('row', name, 'flags', all_flags) ORDER BY line)
				FILTER (WHERE refusal IS NULL AND all_flags <> '{}'), '{}'),
			coalesce(array_agg(jsonb_build_object('row', name, 'reason', refusal) ORDER BY line)
				FILTER (WHERE refusal IS NOT NULL), '{}')) AS r
		FROM judged $f$,
		extension, oews, array_to_string(figures, ', '),
		(SELECT string_agg(format('(numbers->%L)::numeric', figure), ', ' ORDER BY n) FROM unnest(figures) WITH ORDINALITY AS f(figure, n)),
		(SELECT string_agg(format('excluded.%I', figure), ', ' ORDER BY n) FROM unnest(figures) WITH ORDINALITY AS f(figure, n)))
	INTO report USING staging, figures, vintage;
	RETURN report.r;
END $_$;
COMMENT ON FUNCTION _labour_load_oews(regclass, regclass, date) IS
	'takes the rows of a published OEWS file; called by load_oews() of a labour schema';

CREATE FUNCTION _labour_load_onet_tasks(onet_task regclass, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	extension name := (
		SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
		WHERE extname = 'aijri');
	report record;
BEGIN
	IF onet_task IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no table to fill is given',
			HINT = 'Call load_onet_tasks() of a labour schema, which knows its table.';
	END IF;
	IF vintage IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no vintage is given',
			HINT = 'It is the date of the release: 2025-05-01 for O*NET 29.3.';
	END IF;
	EXECUTE format($f$
		WITH judged AS (
			SELECT line, r, code, soc, id, concat_ws(' ', coalesce(code, 'line ' || line), 'task ' || (r->>'task_id')) AS name, CASE
				WHEN code IS NULL THEN 'o_net_soc_code is missing'
				WHEN soc IS NULL OR %1$I.soc_level(soc) NOT IN ('detailed', 'onet') THEN 'o_net_soc_code is no code of an occupation'
				WHEN id IS NULL OR id NOT BETWEEN 0 AND 1e15 OR id %% 1 <> 0 THEN 'task_id is no whole number'
				WHEN r->>'task' IS NULL THEN 'task is empty'
				WHEN row_number() OVER (PARTITION BY soc, id, r->>'task' IS NULL ORDER BY line) > 1 THEN 'occupation and task_id are those of an earlier row'
				END AS refusal
			FROM %1$I._labour_records($1, '{o_net_soc_code,task_id,task}'::text[]) WITH ORDINALITY AS s(r, line),
				LATERAL (SELECT r->>'o_net_soc_code') AS c(code),
				LATERAL %1$I.soc_try(code) AS soc,
				LATERAL %1$I.labour_number(r->>'task_id') AS id
		), written AS (
			INSERT INTO %2$s AS t (vintage, onet_soc, task_id, title, task, task_type, other)
			SELECT $2, soc::text || CASE WHEN soc::text LIKE '%%.%%' THEN '' ELSE '.00' END, id, r->>'title', r->>'task', r->>'task_type',
				jsonb_strip_nulls(r - '{o_net_soc_code,task_id,task,task_type,title,""}'::text[])
			FROM judged WHERE refusal IS NULL
			ON CONFLICT (vintage, onet_soc, task_id)
			DO UPDATE SET title = coalesce(excluded.title, t.title), task = excluded.task,
				task_type = coalesce(excluded.task_type, t.task_type), other = t.other || excluded.other
			RETURNING 1
		)
		SELECT %1$I._labour_report((SELECT count(*) FROM written),
			coalesce(array_agg(jsonb_build_object('row', name, 'flags', '{"task_type": "task_type is empty"}'::jsonb) ORDER BY line)
				FILTER (WHERE refusal IS NULL AND r->>'task_type' IS NULL), '{}'),
			coalesce(array_agg(jsonb_build_object('row', name, 'reason', refusal) ORDER BY line)
				FILTER (WHERE refusal IS NOT NULL), '{}')) AS r
		FROM judged $f$,
		extension, onet_task)
	INTO report USING staging, vintage;
	RETURN report.r;
END $_$;
COMMENT ON FUNCTION _labour_load_onet_tasks(regclass, regclass, date) IS
	'takes the rows of a published O*NET file of tasks; called by load_onet_tasks() of a labour schema';

CREATE FUNCTION _labour_load_exposure(exposure regclass, staging regclass, index_name text, vintage date, value_column text)
	RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	extension name := (
		SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
		WHERE extname = 'aijri');
	code_columns text[] := '{occ_code,soc_code,o_net_soc_code,onet_soc_code,onetsoc_code,soc,soc_2018,occupation_code,occupation}';
	names text[];
	code_column text;
	value_name text := btrim(regexp_replace(lower(value_column COLLATE "C"), '[^a-z0-9]+', '_', 'g'), '_');
	report record;
BEGIN
	IF exposure IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no table to fill is given',
			HINT = 'Call load_exposure() of a labour schema, which knows its table.';
	END IF;
	IF index_name IS NULL OR vintage IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'index name and vintage must be given',
			HINT = 'Both tell one index from another where several are kept: ''observed exposure'', 2026-03-01.';
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
				MESSAGE = 'which column has the exposure is not known',
				DETAIL = format('Besides the code there are: %s.', coalesce(array_to_string(names, ', '), 'none')),
				HINT = 'Name it in the argument value_column.';
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
			FROM %1$I._labour_records($1, ARRAY[$4, $5]) WITH ORDINALITY AS s(r, line),
				LATERAL (SELECT r->>$4) AS c(code),
				LATERAL %1$I.soc_try(code) AS soc,
				LATERAL %1$I.labour_number(r->>$5) AS value
		), written AS (
			INSERT INTO %2$s (index_name, vintage, occupation, exposure)
			SELECT $2, $3, soc::text, value FROM judged WHERE refusal IS NULL
			ON CONFLICT (index_name, vintage, occupation) DO UPDATE SET exposure = excluded.exposure
			RETURNING 1
		)
		SELECT %1$I._labour_report((SELECT count(*) FROM written), '{}'::jsonb[],
			coalesce(array_agg(jsonb_build_object('row', coalesce(code, 'line ' || line), 'reason', refusal) ORDER BY line)
				FILTER (WHERE refusal IS NOT NULL), '{}')) AS r
		FROM judged $f$,
		extension, exposure)
	INTO report USING staging, index_name, vintage, code_column, coalesce(value_name, code_column);
	RETURN report.r;
END $_$;
COMMENT ON FUNCTION _labour_load_exposure(regclass, regclass, text, date, text) IS
	'takes the rows of a published exposure index; called by load_exposure() of a labour schema';

CREATE FUNCTION _labour_create_tables(schema name) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
BEGIN
	EXECUTE format($f$
		CREATE TABLE %1$I.oews (
			vintage date,
			area text,
			area_type text,
			naics text,
			own_code text,
			occupation text CHECK (occupation ~ '^[0-9]{2}-[0-9]{4}$'),
			o_group text CHECK (o_group IN ('total', 'major', 'minor', 'broad', 'detailed')),
			area_title text,
			prim_state text,
			naics_title text,
			i_group text,
			occ_title text,
			tot_emp bigint CHECK (tot_emp >= 0),
			emp_prse numeric, jobs_1000 numeric, loc_quotient numeric, pct_total numeric, pct_rpt numeric,
			h_mean numeric, a_mean numeric, mean_prse numeric,
			h_pct10 numeric, h_pct25 numeric, h_median numeric, h_pct75 numeric, h_pct90 numeric,
			a_pct10 numeric, a_pct25 numeric, a_median numeric, a_pct75 numeric, a_pct90 numeric,
			annual boolean,
			hourly boolean,
			flags jsonb NOT NULL DEFAULT '{}',
			PRIMARY KEY (vintage, area, area_type, naics, own_code, occupation, o_group)
		);
		COMMENT ON TABLE %1$I.oews IS 'rows of OEWS files: national, state, industry, of any vintage; fill it with load_oews()';
		COMMENT ON COLUMN %1$I.oews.vintage IS 'date that the figures are for';
		COMMENT ON COLUMN %1$I.oews.area IS 'code of the area; 99 is the nation';
		COMMENT ON COLUMN %1$I.oews.area_type IS '1 nation, 2 state, 3 territory, 4 metropolitan area, 6 other area';
		COMMENT ON COLUMN %1$I.oews.naics IS 'industry; 000000 is all of them';
		COMMENT ON COLUMN %1$I.oews.own_code IS 'ownership; 1235 is all of it';
		COMMENT ON COLUMN %1$I.oews.occupation IS 'SOC code, or one under which OEWS combines several: see oews_map';
		COMMENT ON COLUMN %1$I.oews.o_group IS 'level as the publisher has it; codes that combine others are there as broad and as detailed';
		COMMENT ON COLUMN %1$I.oews.tot_emp IS 'employment; NULL where it is not published: see flags';
		COMMENT ON COLUMN %1$I.oews.flags IS 'markers in place of figures, by column: * wage not published, ** employment not published, # wage at or above the top code, ~ less than half a percent';
		ALTER TABLE %1$I.oews ALTER occupation SET STATISTICS 1000;

		CREATE TABLE %1$I.oews_map (
			soc text PRIMARY KEY CHECK (soc ~ '^[0-9]{2}-[0-9]{4}$'),
			oews text NOT NULL CHECK (oews ~ '^[0-9]{2}-[0-9]{4}$')
		);
		CREATE INDEX ON %1$I.oews_map (oews);
		COMMENT ON TABLE %1$I.oews_map IS 'SOC codes that OEWS publishes under a common code; those that are not here have rows of their own';
		COMMENT ON COLUMN %1$I.oews_map.soc IS 'code of the SOC 2018';
		COMMENT ON COLUMN %1$I.oews_map.oews IS 'code in OEWS that has it and others';
		INSERT INTO %1$I.oews_map VALUES
			('13-1021', '13-1020'), ('13-1022', '13-1020'), ('13-1023', '13-1020'),
			('13-2022', '13-2020'), ('13-2023', '13-2020'),
			('21-1011', '21-1018'), ('21-1014', '21-1018'),
			('25-2055', '25-2052'), ('25-2056', '25-2052'),
			('25-9042', '25-9045'), ('25-9043', '25-9045'), ('25-9049', '25-9045'),
			('29-2011', '29-2010'), ('29-2012', '29-2010'),
			('31-1121', '31-1120'), ('31-1122', '31-1120'),
			('39-7011', '39-7010'), ('39-7012', '39-7010'),
			('47-4091', '47-4090'), ('47-4099', '47-4090'),
			('51-2022', '51-2028'), ('51-2023', '51-2028'),
			('51-2092', '51-2090'), ('51-2099', '51-2090'),
			('53-1042', '53-1047'), ('53-1043', '53-1047'), ('53-1044', '53-1047'), ('53-1049', '53-1047');

		CREATE TABLE %1$I.onet_task (
			vintage date,
			onet_soc text CHECK (onet_soc ~ '^[0-9]{2}-[0-9]{4}[.][0-9]{2}$'),
			task_id bigint,
			title text,
			task text NOT NULL,
			task_type text,
			other jsonb NOT NULL DEFAULT '{}',
			PRIMARY KEY (vintage, onet_soc, task_id)
		);
		COMMENT ON TABLE %1$I.onet_task IS 'tasks of O*NET, with whatever else a file says of them; fill it with load_onet_tasks()';
		COMMENT ON COLUMN %1$I.onet_task.vintage IS 'date of the release';
		COMMENT ON COLUMN %1$I.onet_task.onet_soc IS 'O*NET-SOC code, with its two digits';
		COMMENT ON COLUMN %1$I.onet_task.task_id IS 'number of the task';
		COMMENT ON COLUMN %1$I.onet_task.title IS 'title of the occupation';
		COMMENT ON COLUMN %1$I.onet_task.task IS 'the task';
		COMMENT ON COLUMN %1$I.onet_task.task_type IS 'Core or Supplemental; NULL where O*NET has not rated it';
		COMMENT ON COLUMN %1$I.onet_task.other IS 'all other columns of the files, by their simple names';

		CREATE TABLE %1$I.exposure (
			index_name text,
			vintage date,
			occupation text CHECK (occupation ~ '^[0-9]{2}-[0-9]{4}([.][0-9]{2})?$'),
			exposure numeric NOT NULL CHECK (exposure < 'Infinity' AND exposure > '-Infinity'),
			PRIMARY KEY (index_name, vintage, occupation)
		);
		COMMENT ON TABLE %1$I.exposure IS 'indices of how far occupations are exposed to AI; fill it with load_exposure()';
		COMMENT ON COLUMN %1$I.exposure.index_name IS 'name of the index';
		COMMENT ON COLUMN %1$I.exposure.vintage IS 'date of its edition';
		COMMENT ON COLUMN %1$I.exposure.occupation IS 'code as published: SOC, O*NET-SOC, or one that combines several';
		COMMENT ON COLUMN %1$I.exposure.exposure IS 'the figure, on the scale of its index';
		$f$, schema);
END $_$;
COMMENT ON FUNCTION _labour_create_tables(name) IS
	'makes the tables of a labour schema; called by aijri_create_labour()';

CREATE FUNCTION _labour_create_loaders(schema name, extension name) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
BEGIN
	EXECUTE format($f$
		CREATE OR REPLACE FUNCTION %1$I.load_oews(staging regclass, vintage date) RETURNS %2$I.aijri_load_report
			LANGUAGE sql
			RETURN %2$I._labour_load_oews(%3$L::regclass, staging, vintage);
		COMMENT ON FUNCTION %1$I.load_oews(regclass, date) IS
			'takes the rows of a published OEWS file from a table of text columns';
		CREATE OR REPLACE FUNCTION %1$I.load_onet_tasks(staging regclass, vintage date) RETURNS %2$I.aijri_load_report
			LANGUAGE sql
			RETURN %2$I._labour_load_onet_tasks(%4$L::regclass, staging, vintage);
		COMMENT ON FUNCTION %1$I.load_onet_tasks(regclass, date) IS
			'takes the rows of a published O*NET file of tasks from a table of text columns';
		CREATE OR REPLACE FUNCTION %1$I.load_exposure(staging regclass, index_name text, vintage date, value_column text DEFAULT NULL)
			RETURNS %2$I.aijri_load_report
			LANGUAGE sql
			RETURN %2$I._labour_load_exposure(%5$L::regclass, staging, index_name, vintage, value_column);
		COMMENT ON FUNCTION %1$I.load_exposure(regclass, text, date, text) IS
			'takes the rows of a published exposure index from a table of text columns';
		$f$, schema, extension, format('%I.oews', schema), format('%I.onet_task', schema), format('%I.exposure', schema));
END $_$;
COMMENT ON FUNCTION _labour_create_loaders(name, name) IS
	'makes the loaders of a labour schema; called by aijri_create_labour()';

CREATE FUNCTION _labour_create_views(schema name) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
BEGIN
	EXECUTE format($f$
		CREATE OR REPLACE VIEW %1$I.oews_latest AS
		SELECT o.*
		FROM %1$I.oews o
		JOIN (SELECT area, area_type, naics, own_code, max(vintage) AS vintage
			FROM %1$I.oews GROUP BY area, area_type, naics, own_code) l
			USING (vintage, area, area_type, naics, own_code);
		COMMENT ON VIEW %1$I.oews_latest IS 'oews in the latest vintage of each area, industry and ownership';

		CREATE OR REPLACE VIEW %1$I.soc_employment AS
		SELECT o.vintage, o.area, o.area_type, o.naics, o.own_code,
			coalesce(m.soc, o.occupation) AS soc,
			left(o.occupation, 2) || '-0000' AS major_group,
			o.occ_title AS title,
			o.tot_emp / coalesce(m.members, 1)
				+ CASE WHEN m.nth <= o.tot_emp %% m.members THEN 1 ELSE 0 END AS employment,
			o.occupation AS oews_code,
			coalesce(m.members, 1) AS divided_by
		FROM %1$I.oews o
		LEFT JOIN LATERAL (
			SELECT map.soc, row_number() OVER (ORDER BY map.soc) AS nth, count(*) OVER () AS members
			FROM %1$I.oews_map map
			WHERE map.oews = o.occupation
				AND NOT EXISTS (
					SELECT FROM %1$I.oews own
					WHERE (own.vintage, own.area, own.area_type, own.naics, own.own_code, own.occupation, own.o_group)
						= (o.vintage, o.area, o.area_type, o.naics, o.own_code, map.soc, 'detailed'))) m ON true
		WHERE o.o_group = 'detailed';
		COMMENT ON VIEW %1$I.soc_employment IS 'employment by SOC code: a combined row of OEWS is divided among its codes, in whole workers that add up to it';

		CREATE OR REPLACE VIEW %1$I.soc_employment_latest AS
		SELECT e.*
		FROM %1$I.soc_employment e
		JOIN (SELECT area, area_type, naics, own_code, max(vintage) AS vintage
			FROM %1$I.oews GROUP BY area, area_type, naics, own_code) l
			USING (vintage, area, area_type, naics, own_code);
		COMMENT ON VIEW %1$I.soc_employment_latest IS 'soc_employment in the latest vintage of each area, industry and ownership';

		CREATE OR REPLACE VIEW %1$I.soc_exposure AS
		WITH published AS (
			SELECT index_name, vintage, left(occupation, 7) AS code, trim_scale(avg(exposure)) AS exposure
			FROM %1$I.exposure GROUP BY index_name, vintage, left(occupation, 7))
		SELECT p.index_name, p.vintage, coalesce(m.soc, p.code) AS soc, p.exposure, p.code AS published_code
		FROM published p
		LEFT JOIN %1$I.oews_map m ON m.oews = p.code
			AND NOT EXISTS (
				SELECT FROM published own
				WHERE (own.index_name, own.vintage, own.code) = (p.index_name, p.vintage, m.soc));
		COMMENT ON VIEW %1$I.soc_exposure IS 'exposure by SOC code: the mean of O*NET''s own codes, and for a code without a figure that of the combined code';

		CREATE OR REPLACE VIEW %1$I.soc_exposure_latest AS
		SELECT e.*
		FROM %1$I.soc_exposure e
		JOIN (SELECT index_name, max(vintage) AS vintage FROM %1$I.exposure GROUP BY index_name) l USING (index_name, vintage);
		COMMENT ON VIEW %1$I.soc_exposure_latest IS 'soc_exposure in the latest vintage of each index';
		$f$, schema);
END $_$;
COMMENT ON FUNCTION _labour_create_views(name) IS
	'makes the views of a labour schema that need no scores; called by aijri_create_labour()';

CREATE FUNCTION _labour_create_role_views(schema name, catalog name, extension name) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	view text;
BEGIN
	EXECUTE format($f$
		CREATE OR REPLACE VIEW %1$I.role_allocation AS
		WITH linked AS (
			SELECT r.role_id, coalesce(m.soc, left(%3$I.soc_try(r.soc::text)::text, 7)) AS soc, CASE WHEN r.share IS NOT NULL THEN least(greatest(r.share::numeric, 0), 1) END AS share,
				row_number() OVER (ORDER BY r.role_id, r.soc, m.soc) AS n
			FROM %2$I.role_soc r
			LEFT JOIN %1$I.oews_map m ON m.oews = left(%3$I.soc_try(r.soc::text)::text, 7)
			WHERE %3$I.soc_try(r.soc::text) IS NOT NULL
		), placed AS (
			SELECT role_id, soc, n,
				-- shares above 1 in sum are taken in proportion, NULLs divide the rest
				coalesce(sum(share) OVER sofar, 0) / greatest(coalesce(sum(share) OVER whole, 0), 1)
				+ greatest(1 - coalesce(sum(share) OVER whole, 0), 0)
					* count(*) FILTER (WHERE share IS NULL) OVER sofar
					/ greatest(count(*) FILTER (WHERE share IS NULL) OVER whole, 1) AS upto
			FROM linked
			WINDOW whole AS (PARTITION BY soc), sofar AS (PARTITION BY soc ORDER BY n)
		)
		SELECT role_id, soc, coalesce(lag(upto) OVER (PARTITION BY soc ORDER BY n), 0) AS from_share, upto AS to_share
		FROM placed;
		COMMENT ON VIEW %1$I.role_allocation IS 'the part of each occupation''s workers that a role has: from one share to another, so that parts never overlap';

		CREATE OR REPLACE VIEW %1$I.role_labour AS
		SELECT e.vintage, e.area, e.area_type, e.naics, e.own_code, a.role_id, a.soc, e.major_group, e.title,
			s.score, s.zone::text AS zone,
			CASE s.zone::text WHEN 'Red' THEN 1 WHEN 'Yellow' THEN 2 WHEN 'Green' THEN 3 END AS zone_order,
			sum(round(e.employment * a.to_share) - round(e.employment * a.from_share))::bigint AS employment,
			sum(a.to_share - a.from_share) AS share_of_occupation,
			e.oews_code, e.divided_by
		FROM %1$I.role_allocation a
		JOIN %2$I.scored_role s USING (role_id)
		JOIN %1$I.soc_employment e USING (soc)
		WHERE s.score IS NOT NULL AND e.employment IS NOT NULL
		GROUP BY e.vintage, e.area, e.area_type, e.naics, e.own_code, a.role_id, a.soc, e.major_group, e.title,
			s.score, s.zone::text, e.oews_code, e.divided_by;
		COMMENT ON VIEW %1$I.role_labour IS 'scored roles with the workers allocated to them, by occupation: nobody is counted twice';

		CREATE OR REPLACE VIEW %1$I.zone_employment AS
		SELECT vintage, area, area_type, naics, own_code, major_group, zone, zone_order,
			sum(employment)::bigint AS employment,
			sum(employment)::float8 / nullif(sum(sum(employment)) OVER (PARTITION BY vintage, area, area_type, naics, own_code), 0)::float8 AS share,
			sum(employment)::float8 / nullif(sum(sum(employment)) OVER (PARTITION BY vintage, area, area_type, naics, own_code, major_group), 0)::float8 AS share_of_group
		FROM %1$I.role_labour
		GROUP BY vintage, area, area_type, naics, own_code, major_group, zone, zone_order;
		COMMENT ON VIEW %1$I.zone_employment IS 'workers by zone and major group, of those who are covered by scored roles; adds up to labour_coverage.covered';

		CREATE OR REPLACE VIEW %1$I.labour_gap AS
		WITH part AS (
			SELECT a.soc, a.from_share, a.to_share, s.score IS NOT NULL AS scored
			FROM %1$I.role_allocation a LEFT JOIN %2$I.scored_role s USING (role_id)
		), found AS (
			SELECT e.vintage, e.area, e.area_type, e.naics, e.own_code, e.soc, e.title, e.employment,
				count(p.soc) AS parts,
				coalesce(sum(round(e.employment * p.to_share) - round(e.employment * p.from_share)) FILTER (WHERE p.scored), 0)::bigint AS scored,
				coalesce(sum(round(e.employment * p.to_share) - round(e.employment * p.from_share)) FILTER (WHERE NOT p.scored), 0)::bigint AS unscored
			FROM %1$I.soc_employment e LEFT JOIN part p USING (soc)
			GROUP BY e.vintage, e.area, e.area_type, e.naics, e.own_code, e.soc, e.title, e.employment
		)
		SELECT f.vintage, f.area, f.area_type, f.naics, f.own_code, f.soc, f.title, r.reason, r.employment
		FROM found f,
			LATERAL (VALUES
				('employment is not published', NULL::bigint, f.employment IS NULL),
				('no role has this occupation', f.employment, f.parts = 0),
				('role without a score', f.unscored, f.unscored > 0),
				('shares of the roles do not reach 1', f.employment - f.scored - f.unscored,
					f.parts > 0 AND f.employment > f.scored + f.unscored)) r(reason, employment, applies)
		WHERE r.applies
		UNION ALL
		SELECT c.*, NULL, CASE WHEN %3$I.soc_try(c.soc::text) IS NULL THEN 'no SOC code, in role_soc'
			ELSE 'no such occupation in OEWS, in role_soc' END, NULL
		FROM (
			SELECT o.*, r.*
			FROM (SELECT DISTINCT vintage, area, area_type, naics, own_code FROM %1$I.oews) o,
				(SELECT DISTINCT coalesce(left(%3$I.soc_try(soc::text)::text, 7), soc) FROM %2$I.role_soc) r(soc)
			EXCEPT SELECT vintage, area, area_type, naics, own_code, soc FROM %1$I.soc_employment
			EXCEPT SELECT vintage, area, area_type, naics, own_code, oews_code FROM %1$I.soc_employment)
			AS c (vintage, area, area_type, naics, own_code, soc);
		COMMENT ON VIEW %1$I.labour_gap IS 'what failed to join: occupations, with workers, that no scored role covers, and codes of roles that OEWS does not have';

		CREATE OR REPLACE VIEW %1$I.labour_coverage AS
		SELECT o.vintage, o.area, o.area_type, o.naics, o.own_code,
			o.detailed_sum,
			coalesce(r.covered, 0) AS covered,
			o.detailed_sum - coalesce(r.covered, 0) AS uncovered,
			coalesce(r.covered, 0)::float8 / nullif(o.detailed_sum, 0)::float8 AS covered_share,
			o.published_total,
			o.published_total - o.detailed_sum AS rounding_gap,
			o.occupations,
			o.occupations_withheld,
			coalesce(r.occupations_covered, 0) AS occupations_covered
		FROM (
			SELECT vintage, area, area_type, naics, own_code,
				coalesce(sum(tot_emp) FILTER (WHERE o_group = 'detailed'), 0)::bigint AS detailed_sum,
				sum(tot_emp) FILTER (WHERE o_group = 'total')::bigint AS published_total,
				count(*) FILTER (WHERE o_group = 'detailed') AS occupations,
				count(*) FILTER (WHERE o_group = 'detailed' AND tot_emp IS NULL) AS occupations_withheld
			FROM %1$I.oews GROUP BY vintage, area, area_type, naics, own_code) o
		LEFT JOIN (
			SELECT vintage, area, area_type, naics, own_code, sum(employment)::bigint AS covered,
				count(DISTINCT oews_code) AS occupations_covered
			FROM %1$I.role_labour GROUP BY vintage, area, area_type, naics, own_code) r
			USING (vintage, area, area_type, naics, own_code);
		COMMENT ON VIEW %1$I.labour_coverage IS 'workers covered by scored roles and not, against the sum of detailed occupations, with the published total and the gap that rounding leaves';
		$f$, schema, catalog, extension);

	FOREACH view IN ARRAY '{role_labour,zone_employment,labour_gap,labour_coverage}'::text[] LOOP
		EXECUTE format($f$
			CREATE OR REPLACE VIEW %1$I.%2$I AS
			SELECT v.*
			FROM %1$I.%3$I v
			JOIN (SELECT area, area_type, naics, own_code, max(vintage) AS vintage
				FROM %1$I.oews GROUP BY area, area_type, naics, own_code) l
				USING (vintage, area, area_type, naics, own_code);
			COMMENT ON VIEW %1$I.%2$I IS %4$L;
			$f$, schema, view || '_latest', view, view || ' in the latest vintage of each area, industry and ownership');
	END LOOP;
END $_$;
COMMENT ON FUNCTION _labour_create_role_views(name, name, name) IS
	'makes the views of a labour schema that join scores; called by aijri_create_labour()';

CREATE FUNCTION _labour_comment_columns(schema name) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	uncommented record;
BEGIN
	FOR uncommented IN
		SELECT relname, attname, comment
		FROM pg_class c JOIN pg_attribute ON attrelid = c.oid JOIN (VALUES
			('vintage', 'date that the figures are for'),
			('area', 'code of the area; 99 is the nation'),
			('area_type', '1 nation, 2 state, 3 territory, 4 metropolitan area, 6 other area'),
			('area_title', 'name of the area'),
			('prim_state', 'state that the area is in, or most of it'),
			('naics', 'industry; 000000 is all of them'),
			('naics_title', 'name of the industry'),
			('i_group', 'how finely the industry is divided'),
			('own_code', 'ownership; 1235 is all of it'),
			('occupation', 'code as published'),
			('o_group', 'level as the publisher has it'),
			('occ_title', 'title of the occupation'),
			('tot_emp', 'employment; NULL where it is not published'),
			('emp_prse', 'relative standard error of tot_emp, in percent'),
			('jobs_1000', 'jobs of the occupation per 1000 in the area'),
			('loc_quotient', 'share of the occupation in the area to that in the nation'),
			('pct_total', 'percent of the industry''s employment'),
			('pct_rpt', 'percent of the industry''s establishments that have the occupation'),
			('h_mean', 'mean wage by the hour'),
			('a_mean', 'mean wage by the year'),
			('mean_prse', 'relative standard error of the mean wage, in percent'),
			('h_pct10', 'wage by the hour, 10th percentile'), ('h_pct25', 'wage by the hour, 25th percentile'),
			('h_median', 'wage by the hour, median'),
			('h_pct75', 'wage by the hour, 75th percentile'), ('h_pct90', 'wage by the hour, 90th percentile'),
			('a_pct10', 'wage by the year, 10th percentile'), ('a_pct25', 'wage by the year, 25th percentile'),
			('a_median', 'wage by the year, median'),
			('a_pct75', 'wage by the year, 75th percentile'), ('a_pct90', 'wage by the year, 90th percentile'),
			('annual', 'whether only wages by the year are published'),
			('hourly', 'whether only wages by the hour are published'),
			('flags', 'markers in place of figures, by column'),
			('soc', 'SOC code; in labour_gap of a role''s code, as it is there'),
			('major_group', 'major group of the occupation'),
			('title', 'title of the occupation, that of the combined one where employment was divided'),
			('employment', 'workers; NULL where nobody knows how many'),
			('oews_code', 'code of the OEWS row'),
			('divided_by', 'number of SOC codes among which the OEWS row was divided; 1: not at all'),
			('index_name', 'name of the index'),
			('exposure', 'the figure, on the scale of its index'),
			('published_code', 'code that the figure was published for'),
			('role_id', 'role of the catalogue'),
			('score', 'score of the role'),
			('zone', 'zone of the role'),
			('zone_order', '1 Red, 2 Yellow, 3 Green'),
			('share_of_occupation', 'the role''s part of the occupation, 0 to 1'),
			('from_share', 'where the role''s part of the occupation begins, 0 to 1'),
			('to_share', 'where it ends'),
			('share', 'share of all workers who are covered, 0 to 1'),
			('share_of_group', 'share of the major group''s workers who are covered, 0 to 1'),
			('reason', 'why they are not covered'),
			('detailed_sum', 'workers in all detailed occupations'),
			('covered', 'those of them who are in scored roles'),
			('uncovered', 'those who are not; labour_gap says why'),
			('covered_share', 'covered of detailed_sum, 0 to 1'),
			('published_total', 'workers in all occupations, as published'),
			('rounding_gap', 'published_total less detailed_sum, which rounding and withheld figures leave'),
			('occupations', 'detailed occupations'),
			('occupations_withheld', 'those whose employment is not published'),
			('occupations_covered', 'those with workers in scored roles')) AS known (name, comment) ON name = attname
		WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = schema)
			AND relkind IN ('r', 'v') AND attnum > 0 AND col_description(c.oid, attnum) IS NULL
			AND relname IN ('oews', 'oews_latest', 'soc_employment', 'soc_employment_latest', 'soc_exposure', 'soc_exposure_latest',
				'role_allocation', 'role_labour', 'role_labour_latest', 'zone_employment', 'zone_employment_latest',
				'labour_gap', 'labour_gap_latest', 'labour_coverage', 'labour_coverage_latest')
		ORDER BY relname, attnum
	LOOP
		EXECUTE format('COMMENT ON COLUMN %I.%I.%I IS %L', schema, uncommented.relname, uncommented.attname, uncommented.comment);
	END LOOP;
END $_$;
COMMENT ON FUNCTION _labour_comment_columns(name) IS
	'says what the columns of a labour schema mean; called by aijri_create_labour()';

CREATE FUNCTION aijri_create_labour(schema name, catalog name DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	extension name := (
		SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
		WHERE extname = 'aijri');
	absent text;
	present text;
BEGIN
	IF schema IS NULL OR schema = '' THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no schema is named',
			HINT = 'Name the schema to make or to fill: aijri_create_labour(''labour'').';
	END IF;
	IF catalog IS NOT NULL THEN
		SELECT string_agg(format('%I.%I', relation, name), ', ' ORDER BY n) INTO absent
		FROM (VALUES (1, 'role_soc', 'role_id'), (2, 'role_soc', 'soc'), (3, 'role_soc', 'share'),
			(4, 'scored_role', 'role_id'), (5, 'scored_role', 'score'), (6, 'scored_role', 'zone')) AS wanted (n, relation, name)
		WHERE NOT EXISTS (
			SELECT FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
			WHERE nspname = catalog AND relname = relation AND attname = name AND NOT attisdropped);
		IF absent IS NOT NULL THEN
			RAISE invalid_parameter_value USING
				MESSAGE = format('schema %I is no catalogue of roles', catalog),
				DETAIL = format('It lacks %s.', absent),
				HINT = 'A catalogue has role_soc (role_id, soc, share) and scored_role (role_id, score, zone). Without a catalogue, leave the argument out.';
		END IF;
	END IF;

	IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = schema) THEN
		EXECUTE format('CREATE SCHEMA %I', schema);
	END IF;
	IF NOT EXISTS (
		SELECT FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = schema) THEN
		SELECT string_agg(DISTINCT proname::text, ', ') INTO present
		FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
		WHERE nspname = schema AND proname IN ('load_oews', 'load_onet_tasks', 'load_exposure');
		IF present IS NOT NULL THEN
			RAISE invalid_parameter_value USING
				MESSAGE = format('schema %I has other things in it', schema),
				DETAIL = format('It has functions of the names of loaders: %s.', present),
				HINT = 'Name a new schema, an empty one, or one that aijri_create_labour() has made.';
		END IF;
		EXECUTE format('SELECT %I._labour_create_tables($1)', extension) USING schema;
	ELSE
		SELECT string_agg(name, ', ' ORDER BY n) INTO absent
		FROM unnest('{oews,oews_map,onet_task,exposure}'::text[]) WITH ORDINALITY AS wanted (name, n)
		WHERE NOT EXISTS (
			SELECT FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
			WHERE nspname = schema AND relname = name AND relkind = 'r');
		IF absent IS NOT NULL THEN
			RAISE invalid_parameter_value USING
				MESSAGE = format('schema %I has other things in it', schema),
				DETAIL = format('It is not empty, and lacks the tables %s of a labour schema.', absent),
				HINT = 'Name a new schema, an empty one, or one that aijri_create_labour() has made.';
		END IF;
	END IF;

	EXECUTE format('SELECT %I._labour_create_loaders($1, $2)', extension) USING schema, extension;
	EXECUTE format('SELECT %I._labour_create_views($1)', extension) USING schema;
	IF catalog IS NOT NULL THEN
		EXECUTE format('SELECT %I._labour_create_role_views($1, $2, $3)', extension) USING schema, catalog, extension;
	END IF;
	EXECUTE format('SELECT %I._labour_comment_columns($1)', extension) USING schema;
END $_$;
COMMENT ON FUNCTION aijri_create_labour(name, name) IS
	'makes tables, loaders and views for labour data in a schema, and joins them to a catalogue of scored roles';

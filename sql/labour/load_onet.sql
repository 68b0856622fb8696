-- ---------------------------------------------------------------------------
-- Labor data: loading files of O*NET
-- ---------------------------------------------------------------------------

-- What these files have in common: rows of an occupation, one for each key.  Of the query,
-- the arguments are: a subquery v that reads the fields of the row r, and has what is
-- reported beside the code as part and the code to look up as checked; conditions under
-- which a row is refused; the key within the occupation, and the reason for refusing it
-- again; flags; and the statement that stores the rows of judged.
CREATE FUNCTION _labour_load_onet(staging regclass, vintage date, kind text, known text[],
	fields_read text, refusals text, key text, repeated text, flags text, written text) RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET jit = off -- compiling the query takes longer than running it
AS $_$
DECLARE
	source record;
	report @extschema@.aijri_load_report;
BEGIN
	PERFORM @extschema@._labour_require_vintage(vintage, 'date of the release: 2025-05-01 for O*NET 29.3'::text);
	SELECT * INTO source FROM @extschema@._labour_source(staging, kind);
	IF kind = 'onet_tasks' AND source.fields ? 'scale_id' THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('staging table %s has task ratings', staging),
			DETAIL = 'Its column "scale_id" is one of the Task Ratings of O*NET, which have several rows for each task.',
			HINT = 'Use load_onet_ratings() for Task Ratings.';
	END IF;
	EXECUTE format($f$
		WITH record AS (
			SELECT row_number() OVER () AS line, %2$s, jsonb_strip_nulls(jsonb_object(ARRAY[%3$s]::text[], ARRAY[%4$s]::text[])) AS other FROM %5$s AS s
		), examined AS (
			SELECT r.*, v.*, soc::text || CASE WHEN soc::text LIKE '%%.%%' THEN '' ELSE '.00' END AS onet_soc,
				coalesce(%1$s._soc_edition(v.checked), 'none') AS edition, left(v.checked::text, 7) AS code, NULL::numeric AS workers,
				concat_ws(' ', coalesce(o_net_soc_code, 'no code'), v.part) AS name, CASE
				WHEN o_net_soc_code IS NULL THEN '{o_net_soc_code is missing}'::text[]
				WHEN soc IS NULL OR %1$s.soc_level(soc) NOT IN ('detailed', 'onet') THEN ARRAY['o_net_soc_code is no code of an occupation', o_net_soc_code]
				%7$s
				END AS unfit
			FROM record r, LATERAL %1$s.soc_try(o_net_soc_code) AS soc, LATERAL (%6$s) AS v
		), judged AS (
			SELECT e.*, %10$s AS flags,
				CASE WHEN unfit IS NULL AND row_number() OVER (PARTITION BY unfit IS NULL, onet_soc, %8$s ORDER BY line) > 1
					THEN ARRAY[%9$L] ELSE unfit END AS refusal
			FROM examined e
		), written AS (
			%11$s
			RETURNING 1
		)$f$,
		'@extschema@', @extschema@._labour_select(source.fields, known),
		(SELECT string_agg(quote_literal(c.name), ', ' ORDER BY c.name) FROM jsonb_object_keys(source.fields - known) AS c (name)),
		(SELECT string_agg(format('%s.labour_text(s.%I::text)', '@extschema@', c.attname), ', ' ORDER BY c.name) FROM jsonb_each_text(source.fields - known) AS c (name, attname)),
		staging, fields_read, refusals, key, repeated, flags, written)
		|| @extschema@._labour_report_query()
	INTO report USING vintage;
	report.reasons := source.renamed || report.reasons;
	RETURN report;
END $_$;
COMMENT ON FUNCTION _labour_load_onet(regclass, date, text, text[], text, text, text, text, text, text) IS
	'loads a published file of O*NET; called by loaders';

CREATE FUNCTION _labour_load_onet_tasks(labour regnamespace, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
	RETURN @extschema@._labour_load_onet(staging, vintage, 'onet_tasks'::text, '{o_net_soc_code,task_id,task,task_type,title}'::text[],
		$q$SELECT 'task ' || task_id AS part, soc AS checked, @extschema@.labour_number(task_id) AS id$q$::text,
		$q$WHEN id IS NULL OR id NOT BETWEEN 0 AND 1e15 OR id % 1 <> 0 THEN ARRAY['task_id is no whole number', task_id]
			WHEN task IS NULL THEN '{task is empty}'$q$::text,
		'id'::text, 'occupation and task_id are those of an earlier row'::text,
		$q$CASE WHEN task_type IS NULL THEN '{"task_type": "task_type is empty"}'::jsonb ELSE '{}' END$q$::text,
		format($q$INSERT INTO %s.onet_task AS t (vintage, onet_soc, task_id, title, task, task_type, other)
			SELECT $1, onet_soc, id, title, task, task_type, other
			FROM judged WHERE refusal IS NULL
			ON CONFLICT (vintage, onet_soc, task_id)
			DO UPDATE SET title = coalesce(excluded.title, t.title), task = excluded.task,
				task_type = coalesce(excluded.task_type, t.task_type), other = t.other || excluded.other$q$, labour));
COMMENT ON FUNCTION _labour_load_onet_tasks(regnamespace, regclass, date) IS
	'loads a published O*NET file of tasks; called by load_onet_tasks() of a labor schema';

CREATE FUNCTION _labour_load_onet_ratings(labour regnamespace, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
	RETURN @extschema@._labour_load_onet(staging, vintage, 'onet_ratings'::text,
		'{o_net_soc_code,task_id,scale_id,category,data_value,recommend_suppress,title,task,scale_name}'::text[],
		$q$SELECT concat('task ' || task_id, ' ' || scale_id, ' ' || category) AS part, soc AS checked, @extschema@.labour_number(task_id) AS id,
			upper(scale_id COLLATE "C") AS scale, upper(recommend_suppress COLLATE "C") AS suppress, @extschema@.labour_number(data_value) AS value,
			CASE WHEN category IS NULL OR lower(category COLLATE "C") = 'n/a' THEN 0 ELSE coalesce(@extschema@.labour_number(category), -1) END AS class$q$::text,
		$q$WHEN id IS NULL OR id NOT BETWEEN 0 AND 1e15 OR id % 1 <> 0 THEN ARRAY['task_id is no whole number', task_id]
			WHEN scale IS NULL OR scale NOT IN ('IM', 'RT', 'FT') THEN ARRAY['scale_id is none of IM, RT, FT', scale_id]
			WHEN scale = 'FT' AND class NOT IN (1, 2, 3, 4, 5, 6, 7) THEN ARRAY['category of FT is no whole number from 1 to 7', category]
			WHEN scale <> 'FT' AND class <> 0 THEN ARRAY['category is only for FT', category]
			WHEN scale = 'IM' AND (value BETWEEN 1 AND 5) IS NOT TRUE THEN ARRAY['data_value of IM is no number from 1 to 5', data_value]
			WHEN (value BETWEEN 0 AND 100) IS NOT TRUE THEN ARRAY['data_value is no number from 0 to 100', data_value]
			WHEN suppress NOT IN ('Y', 'N', 'N/A') THEN ARRAY['recommend_suppress is none of Y, N, n/a', recommend_suppress]$q$::text,
		'id, scale, class'::text, 'occupation, task_id, scale_id, and category are those of an earlier row'::text,
		$q$CASE WHEN suppress = 'Y' THEN '{"data_value": "O*NET recommends suppressing the value"}'::jsonb ELSE '{}' END$q$::text,
		format($q$INSERT INTO %s.onet_task_rating AS t (vintage, onet_soc, task_id, scale_id, category, data_value, recommend_suppress, other)
			SELECT $1, onet_soc, id, scale, class, value, coalesce(suppress = 'Y', false), other
			FROM judged WHERE refusal IS NULL
			ON CONFLICT (vintage, onet_soc, task_id, scale_id, category)
			DO UPDATE SET data_value = excluded.data_value, recommend_suppress = excluded.recommend_suppress, other = t.other || excluded.other$q$, labour));
COMMENT ON FUNCTION _labour_load_onet_ratings(regnamespace, regclass, date) IS
	'loads the O*NET file of task ratings; called by load_onet_ratings() of a labor schema';

CREATE FUNCTION _labour_load_onet_related(labour regnamespace, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
	RETURN @extschema@._labour_load_onet(staging, vintage, 'onet_related'::text,
		'{o_net_soc_code,related_o_net_soc_code,relatedness_tier,index}'::text[],
		$q$SELECT related_o_net_soc_code AS part, CASE WHEN @extschema@._soc_edition(soc) IN ('SOC 2018', 'OEWS') THEN related ELSE soc END AS checked,
			related, related::text || CASE WHEN related::text LIKE '%.%' THEN '' ELSE '.00' END AS related_onet_soc,
			@extschema@.labour_number(index) AS nth,
			(SELECT t FROM unnest('{Primary-Short,Primary-Long,Supplemental}'::text[]) AS t
				WHERE lower(t) = regexp_replace(lower(relatedness_tier COLLATE "C"), '[^a-z]+', '-', 'g')) AS tier
			FROM @extschema@.soc_try(related_o_net_soc_code) AS related$q$::text,
		$q$WHEN related_o_net_soc_code IS NULL THEN '{related_o_net_soc_code is missing}'
			WHEN related IS NULL OR @extschema@.soc_level(related) NOT IN ('detailed', 'onet') THEN ARRAY['related_o_net_soc_code is no code of an occupation', related_o_net_soc_code]
			WHEN related::text = soc::text THEN ARRAY['related_o_net_soc_code is that of the occupation itself', related_o_net_soc_code]
			WHEN tier IS NULL THEN ARRAY['relatedness_tier is none of Primary-Short, Primary-Long, Supplemental', relatedness_tier]
			WHEN nth IS NULL OR nth NOT BETWEEN 1 AND 20 OR nth % 1 <> 0 THEN ARRAY['index is no whole number from 1 to 20', index]$q$::text,
		'related_onet_soc'::text, 'occupation and related_o_net_soc_code are those of an earlier row'::text,
		$q$'{}'::jsonb$q$::text,
		format($q$INSERT INTO %s.onet_related (vintage, onet_soc, related_onet_soc, tier, index)
			SELECT $1, onet_soc, related_onet_soc, tier, nth
			FROM judged WHERE refusal IS NULL
			ON CONFLICT (vintage, onet_soc, related_onet_soc) DO UPDATE SET tier = excluded.tier, index = excluded.index$q$, labour));
COMMENT ON FUNCTION _labour_load_onet_related(regnamespace, regclass, date) IS
	'loads the O*NET file of related occupations; called by load_onet_related() of a labor schema';

CREATE FUNCTION _labour_load_onet_job_zones(labour regnamespace, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
	RETURN @extschema@._labour_load_onet(staging, vintage, 'onet_job_zones'::text, '{o_net_soc_code,job_zone}'::text[],
		$q$SELECT NULL::text AS part, soc AS checked, @extschema@.labour_number(job_zone) AS zone$q$::text,
		$q$WHEN zone IS NULL OR zone NOT IN (1, 2, 3, 4, 5) THEN ARRAY['job_zone is no whole number from 1 to 5', job_zone]$q$::text,
		'true'::text, 'occupation is that of an earlier row'::text,
		$q$'{}'::jsonb$q$::text,
		format($q$INSERT INTO %s.onet_job_zone (vintage, onet_soc, job_zone)
			SELECT $1, onet_soc, zone FROM judged WHERE refusal IS NULL
			ON CONFLICT (vintage, onet_soc) DO UPDATE SET job_zone = excluded.job_zone$q$, labour));
COMMENT ON FUNCTION _labour_load_onet_job_zones(regnamespace, regclass, date) IS
	'loads the O*NET file of Job Zones; called by load_onet_job_zones() of a labor schema';

-- ---------------------------------------------------------------------------
-- Labor data: loading files of O*NET
-- ---------------------------------------------------------------------------

CREATE FUNCTION _labour_load_onet_tasks(labour regnamespace, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET jit = off -- compiling the query takes longer than running it
AS $_$
DECLARE
	known constant text[] := '{o_net_soc_code,task_id,task,task_type,title}';
	source record;
	report @extschema@.aijri_load_report;
BEGIN
	PERFORM @extschema@._labour_require_vintage(vintage, 'date of the release: 2025-05-01 for O*NET 29.3'::text);
	SELECT * INTO source FROM @extschema@._labour_source(staging, 'onet_tasks'::text);
	EXECUTE format($f$
		WITH record AS (
			SELECT row_number() OVER () AS line, %3$s, jsonb_strip_nulls(jsonb_object(ARRAY[%4$s]::text[], ARRAY[%5$s]::text[])) AS other FROM %6$s AS s
		), judged AS (
			SELECT r.*, soc, id, concat_ws(' ', coalesce(o_net_soc_code, 'no code'), 'task ' || task_id) AS name, CASE
				WHEN o_net_soc_code IS NULL THEN '{o_net_soc_code is missing}'::text[]
				WHEN soc IS NULL OR %1$s.soc_level(soc) NOT IN ('detailed', 'onet') THEN ARRAY['o_net_soc_code is no code of an occupation', o_net_soc_code]
				WHEN id IS NULL OR id NOT BETWEEN 0 AND 1e15 OR id %% 1 <> 0 THEN ARRAY['task_id is no whole number', task_id]
				WHEN task IS NULL THEN '{task is empty}'
				WHEN row_number() OVER (PARTITION BY soc, id, task IS NULL ORDER BY line) > 1 THEN '{occupation and task_id are those of an earlier row}'
				END AS refusal,
				CASE WHEN task_type IS NULL THEN '{"task_type": "task_type is empty"}'::jsonb ELSE '{}' END AS flags,
				coalesce(%1$s._soc_edition(soc), 'none') AS edition, left(soc::text, 7) AS code, NULL::numeric AS workers
			FROM record r,
				LATERAL %1$s.soc_try(o_net_soc_code) AS soc,
				LATERAL %1$s.labour_number(task_id) AS id
		), written AS (
			INSERT INTO %2$s.onet_task AS t (vintage, onet_soc, task_id, title, task, task_type, other)
			SELECT $1, soc::text || CASE WHEN soc::text LIKE '%%.%%' THEN '' ELSE '.00' END, id, title, task, task_type, other
			FROM judged WHERE refusal IS NULL
			ON CONFLICT (vintage, onet_soc, task_id)
			DO UPDATE SET title = coalesce(excluded.title, t.title), task = excluded.task,
				task_type = coalesce(excluded.task_type, t.task_type), other = t.other || excluded.other
			RETURNING 1
		)$f$,
		'@extschema@', labour, @extschema@._labour_select(source.fields, known),
		(SELECT string_agg(quote_literal(c.name), ', ' ORDER BY c.name) FROM jsonb_object_keys(source.fields - known) AS c (name)),
		(SELECT string_agg(format('%s.labour_text(s.%I::text)', '@extschema@', c.attname), ', ' ORDER BY c.name) FROM jsonb_each_text(source.fields - known) AS c (name, attname)),
		staging)
		|| @extschema@._labour_report_query()
	INTO report USING vintage;
	report.reasons := source.renamed || report.reasons;
	RETURN report;
END $_$;
COMMENT ON FUNCTION _labour_load_onet_tasks(regnamespace, regclass, date) IS
	'loads a published O*NET file of tasks; called by load_onet_tasks() of a labor schema';

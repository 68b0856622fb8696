-- ---------------------------------------------------------------------------
-- Labor data: loading files of O*NET
-- ---------------------------------------------------------------------------

CREATE FUNCTION _labour_load_onet_tasks(labour regnamespace, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET jit = off -- compiling the query takes longer than running it
AS $_$
DECLARE
	source record;
	report @extschema@.aijri_load_report;
BEGIN
	PERFORM @extschema@._labour_require_vintage(vintage, 'date of the release: 2025-05-01 for O*NET 29.3'::text);
	SELECT * INTO source FROM @extschema@._labour_source(staging, 'onet_tasks'::text);
	EXECUTE format($f$
		WITH judged AS (
			SELECT line, r, soc, id, concat_ws(' ', coalesce(code, 'no code'), 'task ' || (r->>'task_id')) AS name, CASE
				WHEN code IS NULL THEN '{o_net_soc_code is missing}'::text[]
				WHEN soc IS NULL OR %1$s.soc_level(soc) NOT IN ('detailed', 'onet') THEN ARRAY['o_net_soc_code is no code of an occupation', code]
				WHEN id IS NULL OR id NOT BETWEEN 0 AND 1e15 OR id %% 1 <> 0 THEN ARRAY['task_id is no whole number', r->>'task_id']
				WHEN r->>'task' IS NULL THEN '{task is empty}'
				WHEN row_number() OVER (PARTITION BY soc, id, r->>'task' IS NULL ORDER BY line) > 1 THEN '{occupation and task_id are those of an earlier row}'
				END AS refusal,
				CASE WHEN r->>'task_type' IS NULL THEN '{"task_type": "task_type is empty"}'::jsonb ELSE '{}' END AS flags,
				coalesce(%1$s._soc_edition(soc), 'none') AS edition, left(soc::text, 7) AS code, NULL::numeric AS workers
			FROM %1$s._labour_records($1, $3) WITH ORDINALITY AS s(r, line),
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
		)$f$,
		'@extschema@', labour) || @extschema@._labour_report_query()
	INTO report USING staging, vintage, source.fields;
	report.reasons := source.renamed || report.reasons;
	RETURN report;
END $_$;
COMMENT ON FUNCTION _labour_load_onet_tasks(regnamespace, regclass, date) IS
	'loads a published O*NET file of tasks; called by load_onet_tasks() of a labor schema';

-- ---------------------------------------------------------------------------
-- Labor data: documents of O*NET's occupations, to start assessments from
-- ---------------------------------------------------------------------------

CREATE FUNCTION _labour_draft_code(onet_soc text) RETURNS text
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	code constant @extschema@.soc_code := @extschema@.soc_try(onet_soc);
BEGIN
	IF code IS NULL OR @extschema@.soc_level(code) NOT IN ('detailed', 'onet') THEN
		RAISE invalid_parameter_value USING
			MESSAGE = CASE WHEN onet_soc IS NULL THEN 'onet_soc is missing'
				WHEN code IS NULL THEN format('onet_soc is no O*NET-SOC code: "%s"', left(onet_soc, 60))
				ELSE format('onet_soc is a group of occupations: %s', code) END,
			DETAIL = 'An O*NET-SOC code has eight digits: 15-1252.00. A SOC code such as 15-1252 means 15-1252.00.',
			HINT = 'Specify the code of an occupation in onet_task.';
	END IF;
	RETURN code::text || CASE @extschema@.soc_level(code) WHEN 'detailed' THEN '.00' ELSE '' END;
END $$;
COMMENT ON FUNCTION _labour_draft_code(text) IS
	'the O*NET-SOC code that a text means, or an error; called by draft_document() of a labor schema';

-- The latest release that has the occupation, unless one is specified.
CREATE FUNCTION _labour_draft_vintage(labour regnamespace, code text, wanted date) RETURNS date
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	vintages date[];
	alike text;
BEGIN
	EXECUTE format('SELECT array_agg(DISTINCT vintage ORDER BY vintage) FROM %s.onet_task WHERE onet_soc = $1', labour)
	INTO vintages USING code;
	IF wanted IS NULL AND vintages IS NOT NULL OR wanted = ANY (vintages) THEN
		RETURN coalesce(wanted, vintages[cardinality(vintages)]);
	END IF;
	EXECUTE format('SELECT string_agg(DISTINCT onet_soc, '', '' ORDER BY onet_soc) FROM %s.onet_task WHERE left(onet_soc, 7) = left($1, 7)', labour)
	INTO alike USING code;
	RAISE invalid_parameter_value USING
		MESSAGE = format('no tasks of %s in %s.onet_task', code, labour) || CASE WHEN wanted IS NULL THEN '' ELSE format(' with vintage %s', to_char(wanted, 'YYYY-MM-DD')) END,
		DETAIL = CASE WHEN vintages IS NOT NULL THEN format('Its vintages are: %s.', array_to_string(ARRAY(SELECT to_char(v, 'YYYY-MM-DD') FROM unnest(vintages) AS v), ', '))
			WHEN alike IS NOT NULL THEN format('Occupations of the same SOC code: %s.', alike)
			ELSE 'The table has no occupation of the same SOC code.' END,
		HINT = CASE WHEN vintages IS NOT NULL THEN 'Specify one of these vintages, or omit it.'
			WHEN alike IS NOT NULL THEN 'Specify one of these codes.'
			ELSE format('Use %s.load_onet_tasks() to load the Task Statements of O*NET.', labour) END;
END $_$;
COMMENT ON FUNCTION _labour_draft_vintage(regnamespace, text, date) IS
	'the release of the tasks of an O*NET occupation, or an error; called by draft_document() of a labor schema';

-- The tasks that are kept, and how many there are.  Shares are whole tenths of a percent
-- by largest remainder.
CREATE FUNCTION _labour_draft_tasks(labour regnamespace, code text, vintage date,
	OUT title text, OUT tasks aijri_task[], OUT total bigint, OUT unrated bigint, OUT suppressed bigint)
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $_$
BEGIN
	EXECUTE format($f$
		WITH task AS (
			SELECT t.task_id, btrim(regexp_replace(t.title, '\s+', ' ', 'g')) AS title, btrim(regexp_replace(t.task, '\s+', ' ', 'g')) AS name,
				nullif(w.weight, 0) AS weight, w.flags ?| '{importance,relevance}' AS suppressed
			FROM %1$s.onet_task t LEFT JOIN %1$s.onet_task_weight w ON (w.vintage, w.onet_soc, w.task_id) = (t.vintage, t.onet_soc, t.task_id)
			WHERE t.onet_soc = $1 AND t.vintage = $2
		), ranked AS (
			SELECT t.*, sum(weight) OVER () AS all_weight,
				sum(weight) OVER (ORDER BY weight DESC, task_id ROWS UNBOUNDED PRECEDING) - weight AS before
			FROM task t WHERE weight IS NOT NULL
		), kept AS (
			SELECT task_id, name, weight, suppressed FROM ranked WHERE before < 0.9 * all_weight
			UNION ALL
			SELECT task_id, name, 1, false FROM task WHERE NOT EXISTS (SELECT FROM ranked)
		), divided AS (
			SELECT k.*, div(1000 * weight, sum(weight) OVER ()) AS whole, mod(1000 * weight, sum(weight) OVER ()) AS remainder FROM kept k
		), shared AS (
			SELECT d.*, whole + CASE WHEN row_number() OVER (ORDER BY remainder DESC, task_id) <= 1000 - sum(whole) OVER () THEN 1 ELSE 0 END AS share
			FROM divided d
		)
		SELECT (SELECT max(title) FROM task), array_agg(%2$s.aijri_task(name, (share / 10)::float8, NULL::float8, NULL::%2$s.aijri_mode) ORDER BY weight DESC, task_id),
			(SELECT count(*) FROM task), (SELECT count(*) FROM task WHERE weight IS NULL), count(*) FILTER (WHERE suppressed)
		FROM shared $f$, labour, '@extschema@')
	INTO title, tasks, total, unrated, suppressed USING code, vintage;
END $_$;
COMMENT ON FUNCTION _labour_draft_tasks(regnamespace, text, date) IS
	'title of an O*NET occupation, and its most important tasks with shares that add up to 100; called by draft_document() of a labor schema';

CREATE FUNCTION _labour_draft(labour regnamespace, onet_soc text, vintage date) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	code constant text := @extschema@._labour_draft_code(onet_soc);
	release constant date := @extschema@._labour_draft_vintage(labour, code, vintage);
	draft record;
	template constant jsonb := (@extschema@.aijri_parse(@extschema@.aijri_template())).narrative;
	source text;
BEGIN
	SELECT * INTO draft FROM @extschema@._labour_draft_tasks(labour, code, release) AS d;
	source := format('The tasks are those of %s in the O*NET release of %s. ', code, to_char(release, 'YYYY-MM-DD'))
		|| CASE WHEN draft.unrated = draft.total THEN format('All %s have equal shares, because the labor schema has no task ratings of that release. ', draft.total)
			ELSE format('Shares are in proportion to importance times relevance in its task ratings: of %s tasks, the %s that carry nine tenths of this weight are listed. ', draft.total, cardinality(draft.tasks))
			|| CASE WHEN draft.unrated > 0 THEN format('Tasks without ratings, and therefore omitted: %s. ', draft.unrated) ELSE '' END
			|| CASE WHEN draft.suppressed > 0 THEN format('Listed tasks whose ratings O*NET recommends suppressing: %s. ', draft.suppressed) ELSE '' END
			|| 'These ratings do not measure time. ' END
		|| 'Replace the shares by the time that the tasks take.';
	RETURN @extschema@.aijri_render(@extschema@.aijri_document(coalesce(nullif(draft.title, ''), code),
		@extschema@.aijri_assessment(draft.tasks, NULL::@extschema@.aijri_evidence, NULL::@extschema@.aijri_barriers, NULL::float8, NULL::@extschema@.aijri_principles),
		NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, NULL::float8, NULL::text, NULL::integer, NULL::integer, NULL::@extschema@.aijri_next_role[],
		jsonb_build_object('principles', template->'principles', 'growth', template->'growth', 'evidence', template->'evidence', 'barriers', template->'barriers',
			'other_sections', jsonb_build_array(jsonb_build_object('heading', 'Source of the Tasks', 'text', source)))));
END $$;
COMMENT ON FUNCTION _labour_draft(regnamespace, text, date) IS
	'an assessment document of an O*NET occupation in which nothing is rated; called by draft_document() of a labor schema';

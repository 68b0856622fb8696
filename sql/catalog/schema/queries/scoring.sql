-- Every assessment with the results of its ratings and tasks: the only text of the query
-- that scores. As a grouped subquery it is evaluated once for each assessment, and a
-- condition on role_id or assessment_id reaches the indexes.
SELECT g.assessment_id, g.role_id, g.assessor, g.assessor_key, g.assessed_on, g.revision, g.recorded_at,
	g.tasks, g.unscored,
	(g.result).task_resistance, (g.result).exposed_pct,
	(g.result).displacement_pct, (g.result).augmentation_pct, (g.result).not_involved_pct, (g.result).unstated_pct,
	(g.result).evidence_total, (g.result).barrier_total, (g.result).growth, (g.result).protective_total,
	(g.result).evidence_modifier, (g.result).barrier_modifier, (g.result).growth_modifier,
	(g.result).raw, (g.result).score, (g.result).published,
	(g.result).zone::text AS zone, (g.result).sublabel::text AS sublabel, (g.result).quick_screen,
	(g.result).points_to_next_zone, (g.result).points_above_floor,
	nullif(concat_ws(', ',
		CASE WHEN g.tasks = 0 THEN 'tasks'
			WHEN g.unscored > 0 THEN 'score or time of ' || g.unscored || ' of ' || g.tasks || ' tasks'
			WHEN (g.result).task_resistance IS NULL THEN 'time of tasks' END,
		CASE WHEN g.@rating rated@ IS NULL THEN '@rating rated@' END@,@
		), '') AS missing,
	g.@rating totaled@,
	g.override_score, g.override_reason, g.timeline_min_months, g.timeline_max_months
FROM (
	SELECT a.assessment_id, a.role_id, a.assessor, a.assessor_key, a.assessed_on, a.revision, a.recorded_at,
		a.@rating all@,
		a.override_score, a.override_reason, a.timeline_min_months, a.timeline_max_months,
		count(t.assessment_id) AS tasks,
		count(t.assessment_id) FILTER (WHERE t.score IS NULL OR t.time_pct IS NULL) AS unscored,
		@extschema@.mix_result(CASE WHEN count(t.assessment_id) FILTER (WHERE t.score IS NULL OR t.time_pct IS NULL) = 0
				THEN @extschema@.task_mix(t.score, t.time_pct, @extschema@.mode_of(t.mode)) END,
			a.@rating evidence@@ +@
			,
			a.@rating barriers@@ +@
			,
			a.growth,
			a.@rating principles@@ +@
			,
			@include method.sql@
			) AS result
	FROM @catalog@.assessment a
	LEFT JOIN @catalog@.task t ON t.assessment_id = a.assessment_id
	GROUP BY a.assessment_id) g

-- What the rows of role_score should be for the roles of the WITH query "roles".
-- OFFSET keeps the planner from flattening the last subquery, so that it looks the
-- one assessment up by key.
SELECT r.role_id, n.assessment_id, coalesce(n.assessments, 0) AS assessments, q.tasks, q.unscored,
	q.task_resistance, q.exposed_pct, q.displacement_pct, q.augmentation_pct, q.not_involved_pct, q.unstated_pct,
	q.evidence_total, q.barrier_total, q.growth, q.protective_total,
	q.evidence_modifier, q.barrier_modifier, q.growth_modifier, q.raw, q.score, q.published,
	q.zone, q.sublabel, q.quick_screen, q.points_to_next_zone, q.points_above_floor,
	CASE WHEN n.assessment_id IS NULL THEN 'assessment' ELSE q.missing END AS missing
FROM roles r
LEFT JOIN LATERAL (
	SELECT a.assessment_id,
		(SELECT count(*) FROM @catalog@.assessment c WHERE c.role_id = r.role_id) AS assessments
	FROM @catalog@.assessment a
	WHERE a.role_id = r.role_id
	ORDER BY a.assessed_on DESC, a.recorded_at DESC, a.revision DESC, a.assessment_id DESC
	LIMIT 1) n ON true
LEFT JOIN LATERAL (
	SELECT s.*
	FROM (
		@include scoring.sql@
		) s
	WHERE s.assessment_id = n.assessment_id
	OFFSET 0) q ON true

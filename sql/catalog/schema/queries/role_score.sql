-- What the rows of role_score should be for the roles of the WITH query "roles". OFFSET
-- keeps the planner from flattening the subqueries, so that each looks up the one
-- assessment by key, once.
SELECT r.role_id, n.assessment_id, n.assessments, q.tasks, q.unscored,
	q.task_resistance, q.exposed_pct, q.displacement_pct, q.augmentation_pct, q.not_involved_pct, q.unstated_pct,
	q.evidence_total, q.barrier_total, q.growth, q.protective_total,
	q.evidence_modifier, q.barrier_modifier, q.growth_modifier, q.raw, q.score, q.published,
	q.zone, q.sublabel, q.quick_screen, q.points_to_next_zone, q.points_above_floor,
	CASE WHEN n.assessment_id IS NULL THEN 'assessment' ELSE q.missing END AS missing
FROM roles r
LEFT JOIN LATERAL (
	-- of the first preferred assessor who has assessed the role, or of all, the newest
	SELECT coalesce(
			(SELECT p.assessment_id
			FROM pg_catalog.unnest((SELECT c.assessor_keys FROM @catalog@.catalog c WHERE c.only_row))
				WITH ORDINALITY AS k (assessor_key, place)
			CROSS JOIN LATERAL (
				SELECT a.assessment_id
				FROM @catalog@.assessment a
				WHERE a.role_id = r.role_id AND a.assessor_key = k.assessor_key
				ORDER BY a.assessed_on DESC, a.recorded_at DESC, a.revision DESC, a.assessment_id DESC
				LIMIT 1) p
			ORDER BY k.place
			LIMIT 1),
			(SELECT a.assessment_id
			FROM @catalog@.assessment a
			WHERE a.role_id = r.role_id
			ORDER BY a.assessed_on DESC, a.recorded_at DESC, a.revision DESC, a.assessment_id DESC
			LIMIT 1)) AS assessment_id,
		(SELECT count(*) FROM @catalog@.assessment c WHERE c.role_id = r.role_id) AS assessments
	OFFSET 0) n ON true
LEFT JOIN LATERAL (
	SELECT s.*
	FROM (
		@include scoring.sql@
		) s
	WHERE s.assessment_id = n.assessment_id
	OFFSET 0) q ON true

-- Computes the rows of role_score of the roles in $1; the triggers run it.
WITH roles AS (SELECT u.role_id FROM unnest($1) AS u (role_id))
UPDATE @catalog@.role_score s SET
	assessment_id = n.assessment_id, assessments = n.assessments, tasks = n.tasks, unscored = n.unscored,
	task_resistance = n.task_resistance, exposed_pct = n.exposed_pct, displacement_pct = n.displacement_pct,
	augmentation_pct = n.augmentation_pct, not_involved_pct = n.not_involved_pct, unstated_pct = n.unstated_pct,
	evidence_total = n.evidence_total, barrier_total = n.barrier_total, growth = n.growth,
	protective_total = n.protective_total, evidence_modifier = n.evidence_modifier,
	barrier_modifier = n.barrier_modifier, growth_modifier = n.growth_modifier, raw = n.raw, score = n.score,
	published = n.published, zone = n.zone, sublabel = n.sublabel, quick_screen = n.quick_screen,
	points_to_next_zone = n.points_to_next_zone, points_above_floor = n.points_above_floor, missing = n.missing
FROM (
	@include role_score.sql@
	) n
WHERE s.role_id = n.role_id

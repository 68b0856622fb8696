CREATE OR REPLACE VIEW @catalog@.scored_role_by_assessor AS
SELECT DISTINCT ON (s.role_id, s.assessor_key)
	s.assessment_id, s.role_id, s.role_key, s.title, s.seniority, s.market,
	s.assessor, s.assessed_on, s.revision, s.recorded_at,
	s.score, s.published, s.zone, s.zone_order, s.zone_colour, s.zone_symbol, s.sublabel, s.sublabel_order,
	s.is_complete, s.missing,
	s.override_score, s.override_zone, s.override_difference, s.override_reason,
	s.task_resistance, s.exposed_pct, s.displacement_pct, s.augmentation_pct, s.not_involved_pct, s.unstated_pct,
	s.evidence_total, s.barrier_total, s.growth, s.protective_total,
	s.evidence_modifier, s.barrier_modifier, s.growth_modifier, s.raw, s.quick_screen,
	s.points_to_next_zone, s.points_above_floor, s.points_to_boundary, s.tasks, s.unscored,
	s.@rating totaled@,
	s.timeline_min_months, s.timeline_max_months
FROM @catalog@.scored_assessment s
ORDER BY s.role_id, s.assessor_key, s.assessed_on DESC, s.recorded_at DESC, s.revision DESC, s.assessment_id DESC;
COMMENT ON VIEW @catalog@.scored_role_by_assessor IS 'every role and assessor with the results of the assessor''s newest assessment';

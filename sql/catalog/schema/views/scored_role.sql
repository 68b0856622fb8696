CREATE OR REPLACE VIEW @catalog@.scored_role AS
SELECT r.role_id, r.role_key, r.title, r.seniority, r.market,
	s.score, s.published,
	s.zone,
	@extschema@._zone_order(s.zone) AS zone_order,
	@extschema@._zone_colour(s.zone) AS zone_colour,
	@extschema@._zone_symbol(s.zone) AS zone_symbol,
	s.sublabel, @extschema@._sublabel_order(s.sublabel) AS sublabel_order,
	s.score IS NOT NULL AS is_complete,
	CASE WHEN s.assessment_id IS NULL THEN 'assessment' ELSE s.missing END AS missing,
	s.assessment_id, a.assessor, a.assessed_on, a.revision, a.recorded_at,
	coalesce(s.assessments, 0) AS assessments,
	a.override_score,
	@extschema@.zone_of(a.override_score,
		@include ../queries/method.sql@
		)::text AS override_zone,
	a.override_score - s.score AS override_difference,
	a.override_reason,
	s.task_resistance, s.exposed_pct, s.displacement_pct, s.augmentation_pct, s.not_involved_pct, s.unstated_pct,
	s.evidence_total, s.barrier_total, s.growth, s.protective_total,
	s.evidence_modifier, s.barrier_modifier, s.growth_modifier, s.raw, s.quick_screen,
	s.points_to_next_zone, s.points_above_floor,
	CASE s.zone WHEN 'Red' THEN s.points_to_next_zone WHEN 'Green' THEN s.points_above_floor
		ELSE least(s.points_to_next_zone, s.points_above_floor) END AS points_to_boundary,
	s.tasks, s.unscored,
	a.@rating totaled@,
	a.timeline_min_months, a.timeline_max_months,
	r.primary_function, r.role_is_not, r.typical_experience
FROM @catalog@.role r
LEFT JOIN @catalog@.role_score s ON s.role_id = r.role_id
LEFT JOIN @catalog@.assessment a ON a.assessment_id = s.assessment_id;
COMMENT ON VIEW @catalog@.scored_role IS 'every role with the results of the assessment that counts';

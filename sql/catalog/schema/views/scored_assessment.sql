-- Outer joins, so that tables whose columns a query does not use are not joined. Views
-- based on this one take the columns of role from it, and join nothing: after GROUP BY
-- and DISTINCT, the planner expects few rows and would choose nested loops.
CREATE OR REPLACE VIEW @catalog@.scored_assessment AS
SELECT s.assessment_id, s.role_id, r.role_key, r.title, r.seniority, r.market,
	s.assessor, s.assessed_on, s.revision, s.recorded_at,
	s.score, s.published,
	s.zone,
	@extschema@._zone_order(s.zone) AS zone_order,
	@extschema@._zone_colour(s.zone) AS zone_colour,
	@extschema@._zone_symbol(s.zone) AS zone_symbol,
	s.sublabel, @extschema@._sublabel_order(s.sublabel) AS sublabel_order,
	s.score IS NOT NULL AS is_complete, s.missing,
	s.override_score,
	@extschema@.zone_of(s.override_score,
		@include ../queries/method.sql@
		)::text AS override_zone,
	s.override_score - s.score AS override_difference,
	s.override_reason,
	s.task_resistance, s.exposed_pct, s.displacement_pct, s.augmentation_pct, s.not_involved_pct, s.unstated_pct,
	s.evidence_total, s.barrier_total, s.growth, s.protective_total,
	s.evidence_modifier, s.barrier_modifier, s.growth_modifier, s.raw, s.quick_screen,
	s.points_to_next_zone, s.points_above_floor,
	CASE s.zone WHEN 'Red' THEN s.points_to_next_zone WHEN 'Green' THEN s.points_above_floor
		ELSE least(s.points_to_next_zone, s.points_above_floor) END AS points_to_boundary,
	s.tasks, s.unscored,
	s.@rating totaled@,
	s.timeline_min_months, s.timeline_max_months, s.assessor_key
FROM (
	@include ../queries/scoring.sql@
	) s
LEFT JOIN @catalog@.role r ON r.role_id = s.role_id;
COMMENT ON VIEW @catalog@.scored_assessment IS 'every assessment with its ratings and all results that follow from them';

-- ROWS, so that no rank has to wait for the end of its ties. The limit is never reached:
-- it makes the planner keep the index path in addition to the sort, which is cheaper for
-- all rows, until it considers the LIMIT of the query.
CREATE OR REPLACE VIEW @catalog@.ranked_role AS
SELECT o.rank, o.dense_rank, o.role_id, r.role_key, r.title, r.seniority, r.market,
	o.score, s.published,
	s.zone,
	@extschema@._zone_order(s.zone) AS zone_order,
	@extschema@._zone_colour(s.zone) AS zone_colour,
	@extschema@._zone_symbol(s.zone) AS zone_symbol,
	s.sublabel, @extschema@._sublabel_order(s.sublabel) AS sublabel_order,
	s.assessment_id, a.assessor, a.assessed_on,
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
	s.tasks, s.unscored
FROM (
	SELECT k.role_id, k.score, rank() OVER best AS rank, dense_rank() OVER best AS dense_rank
	FROM @catalog@.role_score k
	WHERE k.score IS NOT NULL
	WINDOW best AS (ORDER BY k.score DESC ROWS UNBOUNDED PRECEDING)
	LIMIT 9223372036854775807) o
LEFT JOIN @catalog@.role_score s ON s.role_id = o.role_id
LEFT JOIN @catalog@.role r ON r.role_id = o.role_id
LEFT JOIN @catalog@.assessment a ON a.assessment_id = s.assessment_id;
COMMENT ON VIEW @catalog@.ranked_role IS 'roles that have a score, with their rank; role_rank_outlook and role_robustness() show how certain it is';

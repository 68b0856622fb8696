CREATE OR REPLACE VIEW @catalog@.role_sensitivity AS
SELECT s.role_id, r.role_key, r.title, r.seniority, r.market, s.score, s.published,
	s.zone,
	@extschema@._zone_order(s.zone) AS zone_order,
	@extschema@._zone_colour(s.zone) AS zone_colour,
	@extschema@._zone_symbol(s.zone) AS zone_symbol,
	v.kind, v.task_number, v.item, v.step, v.rating, v.new_rating, v.new_score, v.change,
	v.new_zone::text AS new_zone,
	@extschema@._zone_order(v.new_zone::text) AS new_zone_order,
	@extschema@._zone_colour(v.new_zone::text) AS new_zone_colour,
	@extschema@._zone_symbol(v.new_zone::text) AS new_zone_symbol,
	v.new_sublabel::text AS new_sublabel, v.flips_zone
FROM @catalog@.role_score s
LEFT JOIN @catalog@.role r ON r.role_id = s.role_id
JOIN @catalog@.assessment a ON a.assessment_id = s.assessment_id
CROSS JOIN LATERAL @extschema@.score_sensitivity(
	@include ../queries/rated.sql@
	,
		@include ../queries/method.sql@
		) v
WHERE s.score IS NOT NULL;
COMMENT ON VIEW @catalog@.role_sensitivity IS 'sensitivity of each score: every rating moved one step down and up, with the resulting score';

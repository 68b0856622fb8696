CREATE OR REPLACE VIEW @catalog@.role_outlook AS
SELECT s.role_id, r.role_key, r.title, r.seniority, r.market, s.score, s.published,
	s.zone,
	@extschema@._zone_order(s.zone) AS zone_order,
	@extschema@._zone_colour(s.zone) AS zone_colour,
	@extschema@._zone_symbol(s.zone) AS zone_symbol,
	@include ../queries/doubt.sql@
	AS doubt,
	p.red AS red_probability, p.yellow AS yellow_probability, p.green AS green_probability,
	p.same_zone AS same_zone_probability, @extschema@.zone_firmness(p.same_zone) AS firmness,
	p.likeliest_zone::text AS likeliest_zone,
	p.mean_score, p.stddev AS stddev_score, p.p05 AS p05_score, p.p50 AS p50_score, p.p95 AS p95_score
FROM @catalog@.role_score s
LEFT JOIN @catalog@.role r ON r.role_id = s.role_id
JOIN @catalog@.assessment a ON a.assessment_id = s.assessment_id
CROSS JOIN LATERAL @extschema@.zone_probability(
	@include ../queries/rated.sql@
	,
		@include ../queries/doubt.sql@
		,
		@include ../queries/method.sql@
		) p
WHERE s.score IS NOT NULL;
COMMENT ON VIEW @catalog@.role_outlook IS 'roles that have a score, with the probability of each zone if every rating is one step off with the probability that set_doubt() sets, 20% by default';

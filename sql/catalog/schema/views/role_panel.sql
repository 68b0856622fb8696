CREATE OR REPLACE VIEW @catalog@.role_panel AS
SELECT s.role_id, s.role_key, s.title, s.seniority, s.market, s.assessors, s.scored,
	s.mean_score, @extschema@.published_score(s.mean_score) AS mean_published,
	s.zone,
	@extschema@._zone_order(s.zone) AS zone_order,
	@extschema@._zone_colour(s.zone) AS zone_colour,
	@extschema@._zone_symbol(s.zone) AS zone_symbol,
	s.min_score, s.max_score, s.max_score - s.min_score AS score_range, s.stddev_score,
	s.zones, s.first_assessed_on, s.last_assessed_on
FROM (
	SELECT p.role_id, p.role_key, p.title, p.seniority, p.market, p.assessors, p.scored, p.mean_score,
		p.min_score, p.max_score, p.stddev_score, p.zones, p.first_assessed_on, p.last_assessed_on,
		@extschema@.zone_of(p.mean_score,
			@include ../queries/method.sql@
			)::text AS zone
	FROM (
		SELECT b.role_id, b.role_key, b.title, b.seniority, b.market, count(*) AS assessors, count(b.score) AS scored,
			avg(b.score ORDER BY b.score) AS mean_score,
			min(b.score) AS min_score, max(b.score) AS max_score,
			stddev_samp(b.score ORDER BY b.score) AS stddev_score,
			count(DISTINCT b.zone) AS zones,
			min(b.assessed_on) AS first_assessed_on, max(b.assessed_on) AS last_assessed_on
		FROM @catalog@.scored_role_by_assessor b
		GROUP BY b.role_id, b.role_key, b.title, b.seniority, b.market) p) s;
COMMENT ON VIEW @catalog@.role_panel IS 'every assessed role with the mean and the range of its assessors'' newest scores';

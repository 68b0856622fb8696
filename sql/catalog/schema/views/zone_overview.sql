CREATE OR REPLACE VIEW @catalog@.zone_overview AS
SELECT
	s.zone,
	@extschema@._zone_order(s.zone) AS zone_order,
	@extschema@._zone_colour(s.zone) AS zone_colour,
	@extschema@._zone_symbol(s.zone) AS zone_symbol,
	s.score_from, s.score_below,
	coalesce(o.roles, 0) AS roles,
	coalesce(o.roles, 0)::float8 / nullif(sum(o.roles) OVER (), 0)::float8 AS share,
	@extschema@.dist_mean(o.scores) AS mean_score,
	@extschema@.dist_stddev(o.scores) AS stddev_score,
	@extschema@.dist_min(o.scores) AS min_score,
	@extschema@.dist_max(o.scores) AS max_score,
	o.mean_task_resistance, o.mean_exposed_pct, o.mean_evidence_total, o.mean_barrier_total, o.mean_growth
FROM (VALUES
	('Red', 0::float8, (SELECT (@extschema@.aijri_method(coalesce((SELECT c.method FROM @catalog@.catalog c), '{}'), false)).yellow_min::float8)),
	('Yellow', (SELECT (@extschema@.aijri_method(coalesce((SELECT c.method FROM @catalog@.catalog c), '{}'), false)).yellow_min::float8), (SELECT (@extschema@.aijri_method(coalesce((SELECT c.method FROM @catalog@.catalog c), '{}'), false)).green_min::float8)),
	('Green', (SELECT (@extschema@.aijri_method(coalesce((SELECT c.method FROM @catalog@.catalog c), '{}'), false)).green_min::float8), NULL)) s(zone, score_from, score_below)
LEFT JOIN (
	SELECT k.zone, count(*) AS roles, @extschema@.aijri_distribution(k.score) AS scores,
		-- in numeric, whose sums do not depend on the order of rows
		avg(k.task_resistance::numeric)::float8 AS mean_task_resistance,
		avg(k.exposed_pct::numeric)::float8 AS mean_exposed_pct,
		avg(k.evidence_total) AS mean_evidence_total,
		avg(k.barrier_total) AS mean_barrier_total,
		avg(k.growth) AS mean_growth
	FROM @catalog@.role_score k
	WHERE k.score IS NOT NULL
	GROUP BY k.zone) o ON o.zone = s.zone;
COMMENT ON VIEW @catalog@.zone_overview IS 'the three zones with the number of their roles, and means of their figures';

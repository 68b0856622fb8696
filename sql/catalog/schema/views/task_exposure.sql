CREATE OR REPLACE VIEW @catalog@.task_exposure AS
SELECT t.role_id, r.role_key, r.title, r.seniority, r.market, t.assessment_id, t.position, t.name AS task,
	t.time_pct, t.time_pct / nullif(t.time_total, 0) AS time_share,
	t.score AS task_score, t.mode,
	t.score >= (SELECT (@extschema@.aijri_method(coalesce((SELECT c.method FROM @catalog@.catalog c), '{}'), false)).exposed_from::float8) AS is_exposed,
	(t.score - 1) * t.time_pct / nullif(t.time_total, 0) AS resistance_cost,
	(t.score - 1) * t.time_pct / nullif(t.time_total, 0)
		* s.evidence_modifier * s.barrier_modifier * s.growth_modifier
		/ (SELECT (@extschema@.aijri_method(coalesce((SELECT c.method FROM @catalog@.catalog c), '{}'), false)).raw_span::float8) * 100 AS score_cost,
	s.task_resistance, s.score, s.published,
	s.zone,
	@extschema@._zone_order(s.zone) AS zone_order,
	@extschema@._zone_colour(s.zone) AS zone_colour,
	@extschema@._zone_symbol(s.zone) AS zone_symbol
FROM (
	SELECT k.role_id, k.assessment_id, w.position, w.name, w.time_pct, w.score, w.mode,
		sum(w.time_pct) OVER all_tasks AS time_total
	FROM @catalog@.role_score k
	JOIN @catalog@.task w ON w.assessment_id = k.assessment_id
	-- by role_id, too, of which an assessment has one: a condition on it reaches the index
	WINDOW all_tasks AS (
		PARTITION BY w.assessment_id, k.role_id ORDER BY w.position
		ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) t
LEFT JOIN @catalog@.role_score s ON s.role_id = t.role_id
LEFT JOIN @catalog@.role r ON r.role_id = t.role_id;
COMMENT ON VIEW @catalog@.task_exposure IS 'tasks of the assessments that count, with the task resistance and the score that each costs';

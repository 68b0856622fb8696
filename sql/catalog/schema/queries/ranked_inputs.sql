-- The inputs of the scores of the ranked roles, as arrays in the order of role_id.
SELECT coalesce(array_agg(r.role_id ORDER BY r.role_id), '{}') AS role_id,
	coalesce(array_agg(r.title ORDER BY r.role_id), '{}') AS title,
	coalesce(array_agg(r.task_resistance ORDER BY r.role_id), '{}') AS task_resistance,
	coalesce(array_agg(r.evidence_total ORDER BY r.role_id), '{}') AS evidence,
	coalesce(array_agg(r.barrier_total ORDER BY r.role_id), '{}') AS barriers,
	coalesce(array_agg(r.growth ORDER BY r.role_id), '{}') AS growth
FROM @catalog@.scored_role r
WHERE r.score IS NOT NULL

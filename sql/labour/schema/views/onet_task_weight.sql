CREATE OR REPLACE VIEW @labour@.onet_task_weight AS
SELECT vintage, onet_soc, task_id, importance, relevance, trim_scale(importance * relevance / 100) AS weight, frequency, flags
FROM (
	SELECT r.vintage, r.onet_soc, r.task_id,
		max(r.data_value) FILTER (WHERE r.scale_id = 'IM') AS importance,
		max(r.data_value) FILTER (WHERE r.scale_id = 'RT') AS relevance,
		jsonb_object_agg(r.category::text, r.data_value) FILTER (WHERE r.scale_id = 'FT') AS frequency,
		coalesce(jsonb_object_agg(CASE r.scale_id WHEN 'IM' THEN 'importance' WHEN 'RT' THEN 'relevance' ELSE 'frequency' END,
			'suppression recommended'::text) FILTER (WHERE r.recommend_suppress), '{}') AS flags
	FROM @labour@.onet_task_rating r
	GROUP BY r.vintage, r.onet_soc, r.task_id) t;
COMMENT ON VIEW @labour@.onet_task_weight IS 'weights of O*NET tasks: importance times relevance; these rate how important a task is, not how much time it takes';
COMMENT ON COLUMN @labour@.onet_task_weight.flags IS 'by column: O*NET recommends suppressing the figure';

CREATE OR REPLACE VIEW @labour@.onet_task_weight_latest AS
SELECT
	v.vintage, v.onet_soc, v.task_id, v.importance, v.relevance, v.weight, v.frequency, v.flags
FROM @labour@.onet_task_weight v
WHERE v.vintage = (SELECT max(x.vintage) FROM @labour@.onet_task_rating x);
COMMENT ON VIEW @labour@.onet_task_weight_latest IS 'onet_task_weight in the latest release';
COMMENT ON COLUMN @labour@.onet_task_weight_latest.flags IS 'by column: O*NET recommends suppressing the figure';

CREATE OR REPLACE VIEW @catalog@.score_audit AS
SELECT a.role_id, r.role_key, r.title, r.seniority, r.market, a.assessment_id, a.assessor, a.assessed_on, a.revision,
	v.line, v.item, v.stated, v.computed, v.ok, v.follows
FROM @catalog@.assessment a
LEFT JOIN @catalog@.role r ON r.role_id = a.role_id
CROSS JOIN LATERAL @extschema@.aijri_try_parse(a.source) p
CROSS JOIN LATERAL (
	SELECT d.line, d.item, d.stated, d.computed, d.ok, d.follows
	FROM @extschema@.aijri_verify(CASE WHEN p.error IS NULL THEN a.source END) d
	UNION ALL
	SELECT p.line, 'unreadable: ' || p.error, NULL::text, NULL::text, false, NULL::boolean
	WHERE p.error IS NOT NULL) v
WHERE a.source IS NOT NULL;
COMMENT ON VIEW @catalog@.score_audit IS 'every number and label that a stored document states, compared with the result of its ratings';

CREATE OR REPLACE VIEW @catalog@.career_move AS
SELECT m.role_id, r.role_key, r.title, r.seniority, r.market, m.assessment_id,
	o.score, o.published, o.zone,
	m.position, n.title AS next_title,
	CASE WHEN t.seniority <> '' AND (m.same_seniority IS NOT NULL OR m.named_seniority IS NOT NULL) THEN 'title and seniority'
		WHEN t.role_id IS NOT NULL THEN 'title'
		WHEN m.namesakes > 1 THEN 'ambiguous' END AS match_kind,
	s.role_id AS to_role_id, t.role_key AS to_role_key, t.title AS to_title, t.seniority AS to_seniority,
	n.score AS stated_score, n.score - o.score AS stated_gain,
	s.score AS to_score, s.published AS to_published, s.score - o.score AS gain,
	s.zone AS to_zone,
	@extschema@._zone_order(s.zone) AS to_zone_order,
	@extschema@._zone_colour(s.zone) AS to_zone_colour,
	@extschema@._zone_symbol(s.zone) AS to_zone_symbol,
	n.reason
FROM (
	SELECT k.role_id, k.assessment_id, k.position,
		min(c.role_id) FILTER (WHERE k.named IS NULL AND c.seniority_key = k.seniority_key) AS same_seniority,
		min(c.role_id) FILTER (WHERE k.named IS NOT NULL) AS named_seniority,
		count(c.role_id) FILTER (WHERE k.named IS NULL) AS namesakes,
		min(c.role_id) FILTER (WHERE k.named IS NULL) AS namesake
	FROM (
		-- 'Auditor (Senior)' may be a title, or title and seniority
		SELECT q.role_id, q.assessment_id, w.position,
			f.seniority_key, f.market_key,
			unnest(ARRAY[w.title_key, substring(w.title_key FROM '^(.*[^ ]) *[(][^()]+[)]$')]) AS title_key,
			unnest(ARRAY[NULL, btrim(substring(w.title_key FROM '[(]([^()]+)[)]$'))]) AS named
		FROM @catalog@.role_score q
		JOIN @catalog@.role f ON f.role_id = q.role_id
		JOIN @catalog@.next_role w ON w.assessment_id = q.assessment_id) k
	LEFT JOIN @catalog@.role c ON c.title_key = k.title_key AND c.market_key = k.market_key
		AND (k.named IS NULL OR c.seniority_key = k.named) AND c.role_id <> k.role_id
	GROUP BY k.role_id, k.assessment_id, k.position) m
LEFT JOIN @catalog@.next_role n ON n.assessment_id = m.assessment_id AND n.position = m.position
LEFT JOIN @catalog@.role r ON r.role_id = m.role_id
LEFT JOIN @catalog@.role_score o ON o.role_id = m.role_id
LEFT JOIN @catalog@.role_score s ON s.role_id
	= coalesce(m.same_seniority, m.named_seniority, CASE WHEN m.namesakes = 1 THEN m.namesake END)
LEFT JOIN @catalog@.role t ON t.role_id = s.role_id;
COMMENT ON VIEW @catalog@.career_move IS 'next roles as the assessments that count name them, with the matching role of the catalog and the gain in points';

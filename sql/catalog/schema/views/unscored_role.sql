CREATE OR REPLACE VIEW @catalog@.unscored_role AS
SELECT r.role_id, r.role_key, r.title, r.seniority, r.market,
	CASE WHEN s.assessment_id IS NULL THEN 'assessment' ELSE s.missing END AS missing,
	s.assessment_id, a.assessor, a.assessed_on,
	coalesce(s.assessments, 0) AS assessments,
	s.tasks, s.unscored
FROM @catalog@.role r
LEFT JOIN @catalog@.role_score s ON s.role_id = r.role_id
LEFT JOIN @catalog@.assessment a ON a.assessment_id = s.assessment_id
WHERE s.score IS NULL;
COMMENT ON VIEW @catalog@.unscored_role IS 'roles that have no score, with the missing inputs';

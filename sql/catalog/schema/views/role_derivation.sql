-- For users who can read only views.
CREATE OR REPLACE VIEW @catalog@.role_derivation AS
SELECT s.role_id, r.role_key, r.title, r.seniority, r.market, e.step, e.item, e.formula, e.value
FROM @catalog@.role_score s
LEFT JOIN @catalog@.role r ON r.role_id = s.role_id
JOIN @catalog@.assessment a ON a.assessment_id = s.assessment_id
CROSS JOIN LATERAL @extschema@.aijri_explain(
	@include ../queries/rated.sql@
	,
		@include ../queries/method.sql@
		) e
WHERE s.score IS NOT NULL;
COMMENT ON VIEW @catalog@.role_derivation IS 'derivation of each score, line by line';

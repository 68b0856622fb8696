-- OFFSET keeps a distribution from being computed twice: the window function evaluates
-- its argument once for each pass over the roles.
CREATE OR REPLACE VIEW @catalog@.role_rank_outlook AS
SELECT o.role_id, r.title, o.rank,
	(o.outlook).expected_rank,
	(o.outlook).p05 AS p05_rank, (o.outlook).p50 AS p50_rank, (o.outlook).p95 AS p95_rank,
	(o.outlook).top_probability AS top10_probability
FROM (
	SELECT d.role_id,
		rank() OVER (ORDER BY d.score DESC) AS rank,
		@extschema@.rank_outlook(d.scores, 10) OVER () AS outlook
	FROM (
		SELECT s.role_id, s.score,
			@extschema@.score_distribution(
				@include ../queries/rated.sql@
				,
				@include ../queries/doubt.sql@
				,
				@include ../queries/method.sql@
				) AS scores
		FROM @catalog@.role_score s
		JOIN @catalog@.assessment a ON a.assessment_id = s.assessment_id
		WHERE s.score IS NOT NULL
		OFFSET 0) d) o
LEFT JOIN @catalog@.role r ON r.role_id = o.role_id;
COMMENT ON VIEW @catalog@.role_rank_outlook IS 'roles that have a score, with the distribution of their rank if every rating is one step off with the probability that set_doubt() sets, 20% by default';

-- score_distribution: the distribution of a score if each rating is one step off with
-- some probability, the model of zone_probability, as a value that can be stored.

CREATE TEMP TABLE assessed (role text, a aijri_assessment);
INSERT INTO assessed VALUES
	('AI Data Trainer', aijri_assessment(ARRAY[aijri_task('Label', 40, 5), aijri_task('Rank', 40, 4), aijri_task('Escalate', 10, 3), aijri_task('Calibrate', 10, 2)], aijri_evidence(-1, -2, -2, -2, -1), aijri_barriers(0, 0, 0, 0, 0), -2)),
	('Paralegal', aijri_assessment(ARRAY[aijri_task('Search', 30, 4), aijri_task('Draft', 25, 4), aijri_task('Witnesses', 25, 1), aijri_task('Deadlines', 20, 2)], aijri_evidence(0, -1, 0, -1, 0), aijri_barriers(1, 0, 0, 1, 1), 0)),
	('Electrician', aijri_assessment(ARRAY[aijri_task('Wire', 50, 1), aijri_task('Faults', 25, 2), aijri_task('Explain', 10, 1), aijri_task('Plan', 15, 4)], aijri_evidence(1, 1, 1, 1, 1), aijri_barriers(2, 2, 1, 1, 0), 1));

-- The weight of all outcomes is a billion.
SELECT role, doubt, dist_weight(d) AS weight, dist_count(d) AS tenths, round(dist_mean(d)::numeric, 6) AS mean, round(dist_stddev(d)::numeric, 6) AS stddev,
	round(dist_min(d)::numeric, 6) AS min, round(dist_max(d)::numeric, 6) AS max
FROM assessed, (VALUES (0), (0.2), (1)) v(doubt), score_distribution(a, doubt) d ORDER BY role, doubt;

-- It says what zone_probability says.
SELECT role, doubt, bool_and(abs(dist_zone_share(d, u.zone) - p) < 1e-9) AS zones, abs(dist_mean(d) - mean_score) < 1e-8 AS mean, abs(dist_stddev(d) - stddev) < 1e-8 AS stddev,
	abs(dist_quantile(d, 0.05) - p05) < 0.1 AND abs(dist_quantile(d, 0.5) - p50) < 0.1 AND abs(dist_quantile(d, 0.95) - p95) < 0.1 AS quantiles
FROM assessed, (VALUES (0.05), (0.2), (0.5), (1)) v(doubt), score_distribution(a, doubt) d, zone_probability(a, doubt) z,
	unnest(ARRAY['Red', 'Yellow', 'Green']::aijri_zone[], ARRAY[red, yellow, green]) u(zone, p)
GROUP BY role, doubt, d, mean_score, stddev, p05, p50, p95 ORDER BY role, doubt;

-- Without doubt it is the score, with all of the weight.
SELECT role, d = (SELECT aijri_distribution(score, 1e9) FROM (VALUES (aijri_score(a))) v(score)) AS score_alone, dist_min(d) = aijri_score(a) AND dist_max(d) = aijri_score(a) AS to_the_last_bit
FROM assessed, score_distribution(a, 0) d ORDER BY role;

-- Every combination of steps, by brute force: two tasks and eleven other ratings.
CREATE FUNCTION pg_temp.total(ratings int[], low int, high int, doubt numeric) RETURNS TABLE (total int, p numeric)
LANGUAGE sql AS $$
	WITH RECURSIVE t(n, total, p) AS (
		SELECT 0, 0, 1::numeric
		UNION ALL
		SELECT n + 1, total + greatest(low, least(high, ratings[n + 1] + step)), p * CASE step WHEN 0 THEN 1 - doubt ELSE doubt / 2 END
		FROM t, generate_series(-1, 1) step WHERE n < cardinality(ratings))
	SELECT total, sum(p) FROM t WHERE n = cardinality(ratings) GROUP BY total
$$;
CREATE TEMP TABLE brute AS
SELECT aijri_score(6 - (0.35 * greatest(1, least(5, 3 + s1)) + 0.65 * greatest(1, least(5, 5 + s2))), e.total, b.total, g.total) AS score,
	CASE s1 WHEN 0 THEN 0.7 ELSE 0.15 END * CASE s2 WHEN 0 THEN 0.7 ELSE 0.15 END * e.p * b.p * g.p AS p
FROM generate_series(-1, 1) s1, generate_series(-1, 1) s2, pg_temp.total(ARRAY[2, 1, 2, 0, 1], -2, 2, 0.3) e, pg_temp.total(ARRAY[2, 0, 1, 1, 2], 0, 2, 0.3) b, pg_temp.total(ARRAY[2], -2, 2, 0.3) g;
SELECT count(*) AS tenths, max(abs(share - p)) < 1.5e-12 AS shares, sum(p) = 1 AS sum, min(dist_min(d) - least) = 0 AND min(dist_max(d) - greatest) = 0 AS ends, min(dist_count(d)) AS dist_count
FROM score_distribution(aijri_assessment(ARRAY[aijri_task('a', 35, 3), aijri_task('b', 65, 5)], '(2,1,2,0,1)', '(2,0,1,1,2)', 2), 0.3) d,
	LATERAL (SELECT floor(score * 10 + 1e-9) AS tenth, sum(p) AS p, min(min(score)) OVER () AS least, max(max(score)) OVER () AS greatest FROM brute GROUP BY 1) b
	LEFT JOIN LATERAL (SELECT share, round(from_score * 10) AS tenth FROM dist_histogram(d, 0.1)) h USING (tenth);

-- A tenth that can be reached has a weight, were it as unlikely as can be.
SELECT dist_count(d) AS tenths, dist_quantile(d, 0.999999999) - dist_quantile(d, 0.000000001) < 0.1 AS nearly_certain, round((dist_max(d) - dist_min(d))::numeric) AS and_yet_points_apart
FROM assessed, score_distribution(a, 1e-30) d WHERE role = 'Paralegal';
-- Several outcomes within one tenth are two scores at least.
SELECT dist_count(d), dist_min(d), dist_max(d)
FROM score_distribution(aijri_assessment(ARRAY[aijri_task('a', 1, 1)], '(0,0,0,0,0)', '(0,0,0,0,0)', 0), 0.2, aijri_method('{"evidence_step": 0, "barrier_step": 0, "growth_step": 0, "raw_floor": 0, "raw_span": 1000, "score_cap": 0.45}')) d;

-- It is a distribution like any other: kept, sent, added up, ranked.
SELECT d::text::aijri_distribution = d AS out_and_in FROM assessed, score_distribution(a, 0.2) d WHERE role = 'Paralegal';
SELECT dist_weight(distribution_sum(score_distribution(a, 0.2))) AS weight, round(dist_zone_share(distribution_sum(score_distribution(a, 0.2)), 'Green')::numeric, 6) AS green FROM assessed;

-- Under another method.  A cap above 100 will do, as long as no outcome is.
SELECT role, round(dist_max(score_distribution(a, 0.2, aijri_method('{"score_cap": 60}')))::numeric, 6) AS capped, round(dist_mean(score_distribution(a, 0.2, aijri_method('{"score_cap": 130}')))::numeric, 6) AS high_cap
FROM assessed WHERE role <> 'Electrician' ORDER BY role;
SELECT e.* FROM assessed, error_of(format('score_distribution(%L, 0.2, aijri_method(''{"score_cap": 130}''))', a)) e WHERE role = 'Electrician';

-- What is not rated, and what is not legal.
SELECT score_distribution(NULL, 0.2), score_distribution('(,,,,)', 0.2), score_distribution(a, NULL) FROM assessed WHERE role = 'Paralegal';
SELECT score_distribution(aijri_assessment(ARRAY[aijri_task('a', 1, 3), aijri_task('b', 1, NULL)], '(0,0,0,0,0)', '(0,0,0,0,0)', 0), 0.2);
SELECT e.* FROM unnest(ARRAY['-0.1', '1.0000001', '''NaN''']) x, LATERAL error_of(format('score_distribution(''(,,,,)'', %s)', x)) e;

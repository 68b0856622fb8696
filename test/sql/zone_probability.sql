-- zone_probability: each rating is one step off with some probability, half up, half
-- down, limited to its scale. Computed rather than sampled.

CREATE FUNCTION pg_temp.shown(a aijri_assessment, doubt float8, method aijri_method DEFAULT NULL,
	OUT published numeric, OUT zone aijri_zone, OUT red numeric, OUT yellow numeric, OUT green numeric, OUT same_zone numeric, OUT likeliest aijri_zone,
	OUT mean numeric, OUT stddev numeric, OUT p05 numeric, OUT p50 numeric, OUT p95 numeric, OUT times_rounded boolean)
LANGUAGE sql AS $$
	SELECT published_score(score), zone, round(red::numeric, 6), round(yellow::numeric, 6), round(green::numeric, 6), round(same_zone::numeric, 6), likeliest_zone,
		round(mean_score::numeric, 6), round(stddev::numeric, 6), round(p05::numeric, 6), round(p50::numeric, 6), round(p95::numeric, 6), times_rounded
	FROM zone_probability(a, doubt, method)
$$;
CREATE TEMP TABLE assessed (role text, a aijri_assessment);
INSERT INTO assessed VALUES
	('AI Data Trainer', aijri_assessment(ARRAY[aijri_task('Label', 40, 5), aijri_task('Rank', 40, 4), aijri_task('Escalate', 10, 3), aijri_task('Calibrate', 10, 2)], aijri_evidence(-1, -2, -2, -2, -1), aijri_barriers(0, 0, 0, 0, 0), -2)),
	('Paralegal', aijri_assessment(ARRAY[aijri_task('Search', 30, 4), aijri_task('Draft', 25, 4), aijri_task('Witnesses', 25, 1), aijri_task('Deadlines', 20, 2)], aijri_evidence(0, -1, 0, -1, 0), aijri_barriers(1, 0, 0, 1, 1), 0)),
	('Electrician', aijri_assessment(ARRAY[aijri_task('Wire', 50, 1), aijri_task('Faults', 25, 2), aijri_task('Explain', 10, 1), aijri_task('Plan', 15, 4)], aijri_evidence(1, 1, 1, 1, 1), aijri_barriers(2, 2, 1, 1, 0), 1));
SELECT role, doubt, s.* FROM assessed, (VALUES (0), (0.2), (0.5), (1)) d(doubt), pg_temp.shown(a, doubt) s ORDER BY role, doubt;

-- Every rating at the worst end of its scale, where it can move one way only: by
-- hand, the score stays the least one when none of the twelve moves.
SELECT round(red::numeric, 12) AS stays, 0.9 ^ 12 AS by_hand
FROM zone_probability(aijri_assessment(ARRAY[aijri_task('all', 1, 5)], '(-2,-2,-2,-2,-2)', '(0,0,0,0,0)', -2), 0.2, aijri_method('{"yellow_min": 0.1}'));

-- Every combination of steps, by brute force: 2 tasks and 11 ratings, each
-- down, as it is, or up.
CREATE FUNCTION pg_temp.total(ratings int[], low int, high int, doubt float8) RETURNS TABLE (total int, p float8)
LANGUAGE sql AS $$
	WITH RECURSIVE t(n, total, p) AS (
		SELECT 0, 0, 1::float8
		UNION ALL
		SELECT n + 1, total + greatest(low, least(high, ratings[n + 1] + step)), p * CASE step WHEN 0 THEN 1 - doubt ELSE doubt / 2 END
		FROM t, generate_series(-1, 1) step WHERE n < cardinality(ratings))
	SELECT total, sum(p) FROM t WHERE n = cardinality(ratings) GROUP BY total
$$;
CREATE TEMP TABLE brute AS
SELECT doubt, aijri_score(6 - (0.35 * greatest(1, least(5, 3 + s1)) + 0.65 * greatest(1, least(5, 5 + s2))), e.total, b.total, g.total) AS score,
	CASE s1 WHEN 0 THEN 1 - doubt ELSE doubt / 2 END * CASE s2 WHEN 0 THEN 1 - doubt ELSE doubt / 2 END * e.p * b.p * g.p AS p
FROM (VALUES (0.1::float8), (0.3), (1)) d(doubt), generate_series(-1, 1) s1, generate_series(-1, 1) s2,
	pg_temp.total(ARRAY[2, 1, 2, 0, 1], -2, 2, doubt) e, pg_temp.total(ARRAY[2, 0, 1, 1, 2], 0, 2, doubt) b, pg_temp.total(ARRAY[2], -2, 2, doubt) g;
SELECT doubt, round(b.green::numeric, 6) AS green, abs(b.red - z.red) < 1e-12 AND abs(b.yellow - z.yellow) < 1e-12 AND abs(b.green - z.green) < 1e-12 AS zones,
	abs(b.mean - z.mean_score) < 1e-12 * b.mean AS mean, abs(sqrt(b.square) - z.stddev) < 1e-11 AS stddev,
	(SELECT array_agg((SELECT min(score) FROM (SELECT score, sum(p) OVER (ORDER BY score) AS reached FROM brute WHERE brute.doubt = b.doubt) c WHERE reached >= share - 1e-12) ORDER BY share)
		FROM unnest(ARRAY[0.05, 0.5, 0.95]) share) = ARRAY[z.p05, z.p50, z.p95] AS quantiles
FROM (SELECT doubt, coalesce(sum(p) FILTER (WHERE score < 25), 0) AS red, sum(p) FILTER (WHERE score >= 25 AND score < 48) AS yellow, coalesce(sum(p) FILTER (WHERE score >= 48), 0) AS green,
		sum(p * score) AS mean, sum(p * (score - m) ^ 2) AS square
	FROM brute JOIN (SELECT doubt, sum(p * score) AS m FROM brute GROUP BY doubt) mean USING (doubt) GROUP BY doubt) b,
	zone_probability(aijri_assessment(ARRAY[aijri_task('a', 35, 3), aijri_task('b', 65, 5)], '(2,1,2,0,1)', '(2,0,1,1,2)', 2), b.doubt) z
ORDER BY doubt;

-- Doubt 0 is the plain score, whatever the method.
SELECT role, z.score = r.score AND z.zone = r.zone AND z.mean_score = r.score AND z.stddev = 0 AND z.p05 = r.score AND z.p95 = r.score AND z.same_zone = 1 AND z.likeliest_zone = r.zone AS plain
FROM assessed, (VALUES (NULL), (aijri_method('{"evidence_step": 0.07, "raw_span": 6, "green_min": 40}'))) v(m), zone_probability(a, 0, m) z, aijri_result(a, m) r;

-- Under another method.
SELECT role, s.* FROM assessed, pg_temp.shown(a, 0.2, aijri_method('{"green_min": 30, "evidence_step": 0.08, "score_cap": 70}')) s ORDER BY role;
-- A cap that most scores reach; a floor that most don't.
SELECT s.* FROM assessed, pg_temp.shown(a, 0.2, aijri_method('{"score_cap": 60}')) s WHERE role = 'Electrician';
SELECT s.* FROM assessed, pg_temp.shown(a, 0.2, aijri_method('{"raw_floor": 1.3}')) s WHERE role = 'AI Data Trainer';
-- Steps of 0: nothing but the tasks can move the score.
SELECT s.* FROM assessed, pg_temp.shown(a, 1, aijri_method('{"evidence_step": 0, "barrier_step": 0, "growth_step": 0}')) s WHERE role = 'Paralegal';

-- The unit of time and the order of tasks do not show.
SELECT count(DISTINCT zone_probability(aijri_assessment(tasks, '(0,1,0,1,0)', '(1,1,0,0,2)', 1), 0.3)) AS outcomes
FROM (VALUES (ARRAY[aijri_task('a', 30, 4), aijri_task('b', 25, 2), aijri_task('c', 45, 3)]),
	(ARRAY[aijri_task('c', 45, 3), aijri_task('b', 25, 2), aijri_task('a', 30, 4)]),
	(ARRAY[aijri_task('c', 0.9, 3), aijri_task('x', 0, 5), aijri_task('b', 0.5, 2), aijri_task('a', 0.6, 4)])) v(tasks);

-- Times of every kind.  Few tasks are always exact, and so are many where shares
-- are multiples of 0.01% of the time, or where times are alike.  Others are
-- rounded to 0.01%, and say so.
CREATE FUNCTION pg_temp.with_tasks(tasks aijri_task[]) RETURNS aijri_assessment
LANGUAGE SQL RETURN aijri_assessment(tasks, '(0,1,0,-1,0)', '(1,1,0,0,2)', 0);
CREATE FUNCTION pg_temp.any_size(n int) RETURNS aijri_task[]
LANGUAGE SQL RETURN ARRAY(SELECT aijri_task('', 10 * sqrt(i), 2 + i % 3) FROM generate_series(1, n) i);
SELECT n, times, z.times_rounded, round(z.mean_score::numeric, 2) AS mean, round(z.stddev::numeric, 2) AS stddev, abs(z.red + z.yellow + z.green - 1) < 1e-15 AS adds_up
FROM (VALUES
	(1, 'one task', ARRAY[aijri_task('', 1e9, 3)]),
	(2, 'thirds', array_fill(aijri_task('', 33.333333, 3), ARRAY[3])),
	(3, 'nearly thirds', ARRAY[aijri_task('', 33.333333, 3), aijri_task('', 33.333333, 2), aijri_task('', 33.333334, 4)]),
	(4, 'tiny and huge', ARRAY[aijri_task('', 0.000001, 1), aijri_task('', 1e9, 3)]),
	(5, 'nine of any size', pg_temp.any_size(9)),
	(6, 'thirty of any size', pg_temp.any_size(30)),
	(7, 'thirty of 0.01%', ARRAY(SELECT aijri_task('', CASE i WHEN 30 THEN 100 - 29 * 3.07 ELSE 3.07 END, 2 + i % 3) FROM generate_series(1, 30) i)),
	(8, '1,000 alike', array_fill(aijri_task('', 0.1, 3), ARRAY[1000])),
	(9, '1,000 of any size', pg_temp.any_size(1000)),
	(10, '100,000 alike', array_fill(aijri_task('', 0.1, 3), ARRAY[100000])),
	(11, '20,000 that can move one way', array_fill(aijri_task('', 0.1, 1), ARRAY[20000]))) v(n, times, tasks), zone_probability(pg_temp.with_tasks(tasks), 0.3) z
ORDER BY n;

-- What is not rated.
SELECT * FROM zone_probability(aijri_assessment(ARRAY[aijri_task('a', 1, 3), aijri_task('b', 1, NULL)], '(0,0,0,0,0)', '(0,0,0,0,0)', 0), 0.2);
SELECT zone_probability(a, 0.2) FROM (VALUES (NULL), ('(,,,,)'), (aijri_assessment(ARRAY[aijri_task('a', 1, 3)], '(0,0,0,0,0)', '(0,0,,0,0)', 0)), (aijri_assessment(ARRAY[aijri_task('a', 0, 3)], '(0,0,0,0,0)', '(0,0,0,0,0)', 0))) v(a);
SELECT role, zone_probability(a, NULL) FROM assessed ORDER BY role;
-- What is not legal.
SELECT e.* FROM unnest(ARRAY['-0.1', '1.0000001', '''NaN''', '''Infinity''']) x, LATERAL error_of(format('zone_probability(''(,,,,)'', %s)', x)) e;

-- zone_firmness: a probability in a word.
SELECT p, zone_firmness(p) FROM (VALUES (1), (0.9), (0.8999999), (0.66), (0.6599999), (0), (NULL)) v(p);
SELECT e.* FROM unnest(ARRAY['1.1', '-1', '''NaN''']) x, LATERAL error_of(format('zone_firmness(%s)', x)) e;
SELECT role, zone_firmness(same_zone) FROM assessed, zone_probability(a, 0.2) ORDER BY role;

-- The aggregates over task rows as window functions: for any frame, the moving sums
-- equal those of computing each frame from scratch.

\set seed 20260801
-- Times reach 3333: some sums stay within 32 bits of millionths, others don't.
CREATE TEMP TABLE task AS
SELECT n AS id, n % 3 AS role, abs(hashint8extended(n, :seed) % 12)::int AS day,
	nullif(abs(hashint8extended(n, :seed + 1) % 6), 0)::float8 AS score,
	CASE abs(hashint8extended(n, :seed + 2) % 8) WHEN 0 THEN NULL WHEN 1 THEN 0 ELSE abs(hashint8extended(n, :seed + 3) % 100000000) / 30000.0 END::float8 AS time,
	(enum_range(NULL::aijri_mode))[1 + abs(hashint8extended(n, :seed + 4) % 4)] AS mode
FROM generate_series(1, 240) n;
SELECT :seed AS seed, count(*) AS rows, count(*) FILTER (WHERE score IS NULL OR time IS NULL) AS unscored, count(*) FILTER (WHERE time = 0) AS no_time FROM task;

-- Which rows stand in a frame says array_agg, which has no moving form.
CREATE FUNCTION pg_temp.compare(frame text, OUT frames bigint, OUT empty bigint, OUT with_result bigint, OUT differ bigint)
LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format($query$
		WITH moving AS (
			SELECT array_agg(id) OVER w AS ids, task_profile(score, time, mode) OVER w AS p, task_profile(score, time) OVER w AS q,
				task_resistance(score, time) OVER w AS tr, exposed_pct(score, time) OVER w AS exposed
			FROM task WINDOW w AS (PARTITION BY role ORDER BY %s)
		)
		SELECT count(*), count(*) FILTER (WHERE ids IS NULL), count(moving.p),
			count(*) FILTER (WHERE (moving.p, moving.q, moving.tr, moving.exposed) IS DISTINCT FROM (anew.p, anew.q, anew.tr, anew.exposed))
		FROM moving, LATERAL (
			SELECT task_profile(score, time, mode) AS p, task_profile(score, time) AS q, task_resistance(score, time) AS tr, exposed_pct(score, time) AS exposed
			FROM task WHERE id = ANY (ids)) anew(p, q, tr, exposed)
		$query$, frame) INTO frames, empty, with_result, differ;
END
$$;
SELECT frame, c.*
FROM (VALUES
	(1, 'id ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING'),
	(2, 'id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'),
	(3, 'id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING'),
	(4, 'id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING'),
	(5, 'id ROWS BETWEEN 2 FOLLOWING AND 4 FOLLOWING'),
	(6, 'id ROWS BETWEEN 5 PRECEDING AND 4 PRECEDING'),
	(7, 'id ROWS BETWEEN 1 FOLLOWING AND 0 FOLLOWING'),
	(8, 'day RANGE BETWEEN 2 PRECEDING AND 1 FOLLOWING'),
	(9, 'day RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING'),
	(10, 'day DESC RANGE BETWEEN 1 PRECEDING AND 3 FOLLOWING'),
	(11, 'day GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING'),
	(12, 'day GROUPS BETWEEN 3 FOLLOWING AND 5 FOLLOWING'),
	(13, 'id ROWS BETWEEN 4 PRECEDING AND 4 FOLLOWING EXCLUDE CURRENT ROW'),
	(14, 'day, id ROWS BETWEEN 4 PRECEDING AND CURRENT ROW EXCLUDE TIES'),
	(15, 'day GROUPS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE GROUP'),
	(16, 'day RANGE BETWEEN 3 PRECEDING AND CURRENT ROW EXCLUDE TIES')) v(n, frame),
	pg_temp.compare(frame) c
ORDER BY n;

-- A moving mean over tasks as they come, to look at.
SELECT id, score, round(time::numeric, 2) AS time, round((task_resistance(score, time) OVER w)::numeric, 4) AS task_resistance,
	(task_profile(score, time) OVER w).tasks, (task_profile(score, time) OVER w).unscored
FROM (VALUES (1, 5, 10.0), (2, 1, 10.0), (3, NULL, 5.0), (4, 3, 20.0), (5, 3, 0), (6, 3, 0), (7, 2, 1.0)) t(id, score, time)
WINDOW w AS (ORDER BY id ROWS 1 PRECEDING)
ORDER BY id;

-- FILTER in a window.
SELECT id, (task_profile(score, 1) FILTER (WHERE score >= 3) OVER w).tasks
FROM (VALUES (1, 5), (2, 1), (3, 4), (4, 2)) t(id, score)
WINDOW w AS (ORDER BY id ROWS 1 PRECEDING)
ORDER BY id;

-- Sums that outgrow 64 bits, and shrink again: 20 groups of 1,000 rows of the
-- longest time at score 5, with 11 groups in a frame, then as many short ones at
-- score 1.
WITH moving AS (
	SELECT n / 1000 AS nth, task_profile(CASE WHEN n < 20000 THEN 5 ELSE 1 END, CASE WHEN n < 20000 THEN 1e9 ELSE 0.000001 END) OVER (ORDER BY n / 1000 GROUPS 10 PRECEDING) AS p
	FROM generate_series(0, 39999) n
), expected AS (
	SELECT p, 1000 * greatest(0, least(nth, 19) - greatest(nth - 10, 0) + 1)::numeric AS long_rows, 1000 * greatest(0, nth - greatest(nth - 10, 20) + 1)::numeric AS short_rows
	FROM moving
)
SELECT count(*) AS frames, max((p).time_total) AS longest, min((p).time_total) AS shortest,
	count(*) FILTER (WHERE (p).tasks <> long_rows + short_rows) AS rows_differ,
	count(*) FILTER (WHERE (p).time_total <> (long_rows * 1e9 + short_rows * 0.000001)::float8) AS time_differs,
	count(*) FILTER (WHERE (p).exposed_pct <> (long_rows * 1e39 / (long_rows * 1e9 + short_rows * 0.000001) * 1e-28)::float8) AS exposed_differs
FROM expected;

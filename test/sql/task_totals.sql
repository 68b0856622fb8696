-- Totals wider than 32 and than 64 bits of millionths: from 4,294.967296 units of
-- time on, and from 9,223 rows of the longest time.

-- One step before, at, and after 2^32 millionths: in one row, by a second row, and
-- with other cells in use.
SELECT first, second, (task_profile(score, time, mode)).time_total, (task_profile(score, time, mode)).tasks, exposed_pct(score, time) AS exposed,
	(task_profile(score, time, mode)).displacement_pct, round(task_resistance(score, time)::numeric, 6) AS task_resistance
FROM (VALUES (4294.967294, 0), (4294.967295, 0), (4294.967296, 0), (4294.967294, 0.000001), (4294.967295, 0.000001), (4294.967295, 4294.967295), (4294.967296, 0.000001)) v(first, second),
	LATERAL (VALUES (4, first, 'displacement'::aijri_mode), (4, second, 'displacement'), (1, 4294.967295, NULL)) t(score, time, mode)
GROUP BY first, second ORDER BY first, second;

-- All at one score: after 9,223 rows of 1e9 the sum of millionths passes 2^63,
-- after 18,446 it passes 2^64.
SELECT rows, p.tasks, p.time_total, p.task_resistance, p.exposed_pct, p.displacement_pct
FROM (VALUES (9223), (9224), (18447), (100000)) v(rows),
	LATERAL (SELECT task_profile(4, 1e9, 'displacement') FROM generate_series(1, rows)) a(profile),
	LATERAL (SELECT (profile).*) p
ORDER BY rows;

-- The smallest time is not lost beside 20,000 of the largest: 1 part in 2e19.
SELECT task_resistance(score, time), exposed_pct(score, time) = 100 AS rounds_to_100, (task_profile(score, time)).time_total
FROM (SELECT 5 AS score, 1e9::float8 AS time FROM generate_series(1, 20000) UNION ALL SELECT 1, 0.000001) t;
-- Nor is a tie between two millionths: one or three of 2,000,000 equal parts at
-- score 2, the rest at 3, make TR 3.0000005 and 3.0000015, which round to even.
-- A millionth of time more on either side makes them round to their side.
WITH part AS (
	SELECT odd, score, time
	FROM unnest('{1,3}'::int[]) odd,
		LATERAL (SELECT 3 AS score, 1e9::float8 AS time FROM generate_series(1, 19999) UNION ALL SELECT 3, 1e9 - odd * 1e7 UNION ALL SELECT 2, odd * 1e7) t
)
SELECT odd, sum(time::numeric) AS total_time, task_resistance(score, time) AS tie,
	(SELECT task_resistance(score, time) FROM (SELECT score, time FROM part WHERE odd = p.odd UNION ALL SELECT 3, 0.000001) t) AS just_below,
	(SELECT task_resistance(score, time) FROM (SELECT score, time FROM part WHERE odd = p.odd UNION ALL SELECT 2, 0.000001) t) AS just_above
FROM part p GROUP BY odd ORDER BY odd;

-- Every cell wide: all scores and modes, with and without a mode, compared
-- with numeric.
CREATE TEMP TABLE task AS
SELECT 1 + n % 5 AS score, 1e9 - n * 7919::bigint % 1000003 AS time, (enum_range(NULL::aijri_mode))[1 + n / 5 % 4] AS mode
FROM generate_series(1, 300000) n;
SELECT (p).tasks, (p).time_total = total::float8 AS time,
	abs((6 - (p).task_resistance::numeric) * total - weighted) <= total * 0.0000005 AS task_resistance,
	(p).exposed_pct = (at_3 * 1e30 / total * 1e-28)::float8 AS exposed,
	((p).displacement_pct, (p).augmentation_pct, (p).not_involved_pct, (p).unstated_pct) =
		((d * 1e30 / total * 1e-28)::float8, (a * 1e30 / total * 1e-28)::float8, (n * 1e30 / total * 1e-28)::float8, (u * 1e30 / total * 1e-28)::float8) AS split
FROM (
	SELECT task_profile(score, time, mode) AS p, sum(time) AS total, sum(score * time) AS weighted, sum(time) FILTER (WHERE score >= 3) AS at_3,
		sum(time) FILTER (WHERE mode = 'displacement') AS d, sum(time) FILTER (WHERE mode = 'augmentation') AS a,
		sum(time) FILTER (WHERE mode = 'not involved') AS n, sum(time) FILTER (WHERE mode IS NULL) AS u
	FROM task) t;

-- The same by an assessment of 20,000 tasks.
SELECT (r).task_resistance, (r).exposed_pct, (r).zone
FROM (SELECT aijri_result(aijri_assessment(array_agg(aijri_task(NULL, 1e9, CASE WHEN n % 4 = 0 THEN 4 ELSE 1 END)),
	aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0)) AS r FROM generate_series(1, 20000) n) t;

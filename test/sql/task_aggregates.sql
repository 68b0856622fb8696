-- Aggregates over task rows: task_resistance, exposed_pct, task_profile.

CREATE TEMP TABLE task (role_id int, name text, score smallint, share numeric, mode aijri_mode);
INSERT INTO task VALUES
	(1, 'Data labeling/annotation', 5, 30, 'displacement'),
	(1, 'RLHF rating/ranking', 4, 25, 'displacement'),
	(1, 'Quality assurance', 4, 15, 'displacement'),
	(1, 'Following guidelines', 5, 10, 'displacement'),
	(1, 'Edge case identification', 3, 10, 'augmentation'),
	(1, 'Providing feedback', 2, 5, 'augmentation'),
	(1, 'Calibration sessions', 2, 5, 'augmentation'),
	(2, 'Half a week, in hours', 2, 19, 'not involved'),
	(2, 'The other half', 3, 19, NULL),
	(3, 'Scored', 1, 60, 'augmentation'),
	(3, 'Not scored yet', NULL, 30, 'augmentation'),
	(3, 'No time given', 4, NULL, NULL),
	(4, 'No time at all', 4, 0, 'displacement');

-- The document's role first: 6.00 - 4.10 = 1.90, 90% exposed, 80/20/0.
SELECT role_id, task_resistance(score, share), exposed_pct(score, share) FROM task GROUP BY role_id ORDER BY role_id;
-- Everything in one, with and without modes.  Role 3 has rows that do not
-- count, role 4 has no time.
SELECT role_id, p.* FROM (SELECT role_id, task_profile(score, share, mode) AS p FROM task GROUP BY role_id) r LEFT JOIN LATERAL (SELECT (r.p).*) p ON true ORDER BY role_id;
SELECT role_id, p.* FROM (SELECT role_id, task_profile(score, share) AS p FROM task GROUP BY role_id) r LEFT JOIN LATERAL (SELECT (r.p).*) p ON true ORDER BY role_id;

-- No rows; only rows that do not count; only rows without time.
SELECT task_resistance(score, share), exposed_pct(score, share), task_profile(score, share, mode) FROM task WHERE false;
SELECT task_resistance(NULL, share), exposed_pct(score, NULL), task_profile(NULL, NULL, NULL) FROM task;
SELECT task_resistance(score, 0), exposed_pct(score, 0), task_profile(score, '-0') FROM task WHERE score IS NOT NULL;

-- Totals need not be 100: 95 and 3 give the mean all the same.
SELECT sum(share), task_resistance(score, share), exposed_pct(score, share)
FROM (VALUES (5, 50), (1, 45)) t(score, share);
SELECT sum(share), task_resistance(score, share), exposed_pct(score, share)
FROM (VALUES (5, 1), (3, 1), (2, 1)) t(score, share);
-- Three shares of 33.3333.
SELECT task_profile(score, 33.3333) FROM (VALUES (5), (3), (2)) t(score);
-- Times count to six places, half to even, each by itself.
SELECT (task_profile(1, time)).time_total
FROM (VALUES (0.0000006::float8), (0.0000015), (0.0078125), (0.0234375), (1000000000)) t(time)
GROUP BY time ORDER BY time;
SELECT (task_profile(score, time)).time_total, task_resistance(score, time)
FROM (VALUES (1, 0.000001), (5, 1e9)) t(score, time);

-- Errors name the value.  A row that is skipped is not looked at.
\x on
SELECT * FROM error_of('task_resistance(6, 10)');
SELECT * FROM error_of('task_resistance(2.5, 10)');
SELECT * FROM error_of('exposed_pct(3, -10)');
SELECT * FROM error_of('task_profile(3, 1e-9)');
\x off
SELECT call, outcome_of(call) AS outcome
FROM (VALUES
	(1, 'task_resistance(0, 1)'), (2, 'task_resistance(''NaN'', 1)'), (3, 'task_resistance(''Infinity'', 1)'), (4, 'task_resistance(4.999999999999999, 1)'),
	(5, 'exposed_pct(3, ''NaN'')'), (6, 'exposed_pct(3, ''Infinity'')'), (7, 'exposed_pct(3, ''-Infinity'')'), (8, 'exposed_pct(3, 1e300)'),
	(9, 'exposed_pct(3, 1000000000.0000001)'), (10, 'exposed_pct(3, 1e9)'), (11, 'task_profile(3, 5e-324)'), (12, 'task_profile(3, 0.00000049)'),
	(13, 'task_profile(3, -5e-324, ''displacement'')'), (14, 'task_profile(3, 1, ''automation'')'),
	(15, 'task_profile(NULL, -1)'), (16, 'task_profile(9, NULL)')) v(n, call)
ORDER BY n;

-- FILTER, DISTINCT, ORDER BY inside, as with any aggregate.
SELECT task_resistance(score, share) FILTER (WHERE mode = 'displacement') AS displaced,
	task_resistance(DISTINCT score, 1) AS of_distinct_scores,
	task_resistance(score, share ORDER BY share DESC, score) AS in_order
FROM task WHERE role_id = 1;
-- Grouping sets.
SELECT role_id, mode, task_resistance(score, share), (task_profile(score, share, mode)).time_total
FROM task GROUP BY GROUPING SETS ((role_id, mode), (role_id), (mode), ())
ORDER BY GROUPING(role_id, mode), role_id, mode;
-- ROLLUP by hashing and by sorting.
SET enable_hashagg = off;
SELECT role_id, task_resistance(score, share) FROM task GROUP BY ROLLUP (role_id) ORDER BY role_id;
RESET enable_hashagg;

-- Equal to the direct formulas in numeric, for 3000 roles of 1 to 40 tasks in
-- any order, in percent or in thousands of hours: to the last bit, as all sums
-- are exact.
\set seed 20260801
CREATE TEMP TABLE random_task AS
SELECT role, 1 + abs(hashint8extended(n, :seed) % 5) AS score,
	CASE WHEN abs(hashint8extended(n, :seed + 1) % 10) > 0 THEN round(abs(hashint8extended(n, :seed + 2) % 1000000007) / CASE role % 2 WHEN 0 THEN 30000000.0 ELSE 300000.0 END, 6) END AS share,
	(enum_range(NULL::aijri_mode))[1 + abs(hashint8extended(n, :seed + 3) % 4)] AS mode
FROM generate_series(1, 3000) role, generate_series(role * 100, role * 100 + role % 40) n;
SELECT :seed AS seed, count(*) AS rows, count(share) AS counted FROM random_task;
WITH exact AS (
	SELECT role, task_profile(score, share, mode) AS p, task_resistance(score, share) AS tr, exposed_pct(score, share) AS exposed,
		count(share) AS tasks, count(*) - count(share) AS unscored, sum(share) AS total, sum(score * share) AS weighted,
		coalesce(sum(share) FILTER (WHERE score >= 3), 0) AS at_3,
		coalesce(sum(share) FILTER (WHERE mode = 'displacement'), 0) AS d, coalesce(sum(share) FILTER (WHERE mode = 'augmentation'), 0) AS a,
		coalesce(sum(share) FILTER (WHERE mode = 'not involved'), 0) AS n, coalesce(sum(share) FILTER (WHERE mode IS NULL), 0) AS u
	FROM random_task GROUP BY role
)
SELECT count(*) AS roles, count(p) AS with_time,
	count(*) FILTER (WHERE ((p).tasks, (p).unscored) IS DISTINCT FROM (tasks, unscored)) AS counts_differ,
	count(*) FILTER (WHERE (p).time_total IS DISTINCT FROM total::float8) AS time_differs,
	-- 6 - weighted / total by the rule of rounding, without dividing
	count(*) FILTER (WHERE abs((6 - tr::numeric) * total - weighted) > total * 0.0000005) AS tr_differs,
	count(*) FILTER (WHERE exposed IS DISTINCT FROM (at_3 * 1e30 / total * 1e-28)::float8) AS exposed_differs,
	count(*) FILTER (WHERE ((p).displacement_pct, (p).augmentation_pct, (p).not_involved_pct, (p).unstated_pct) IS DISTINCT FROM
		((d * 1e30 / total * 1e-28)::float8, (a * 1e30 / total * 1e-28)::float8, (n * 1e30 / total * 1e-28)::float8, (u * 1e30 / total * 1e-28)::float8)) AS split_differs,
	count(*) FILTER (WHERE ((p).task_resistance, (p).exposed_pct) IS DISTINCT FROM (tr, exposed)) AS single_differs
FROM exact
WHERE total > 0;
-- The order of rows never shows.
SELECT count(DISTINCT p) AS results
FROM (SELECT task_profile(score, share, mode) AS p FROM (SELECT * FROM random_task ORDER BY share) t
	UNION ALL SELECT task_profile(score, share, mode) FROM (SELECT * FROM random_task ORDER BY share DESC) t
	UNION ALL SELECT task_profile(score, share, mode) FROM (SELECT * FROM random_task ORDER BY hashint8(role), mode, share) t) v;

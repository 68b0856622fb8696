-- Parallel and partition-wise aggregation return the same bits as a serial plan.

-- What the server may be running under is not what is shown here.
SELECT count(set_config(name, 'off', false)) AS set FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
SET aijri.enable_grouping = off;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;

-- Roles whose sums need 32 bits, 32 bits in each worker but more together, and
-- more in any case.
\set seed 20260801
CREATE TABLE parallel_task AS
SELECT n % 1000 AS role_id,
	CASE WHEN n % 3 > 0 THEN 5 ELSE nullif(abs(hashint8extended(n, :seed) % 6), 0) END AS score,
	CASE WHEN n % 1000 < 200 THEN abs(hashint8extended(n, :seed + 1) % 1000000) / 1000000.0 + 1 WHEN n % 1000 < 500 THEN 120.25 ELSE 1e9 END::float8 AS time,
	CASE WHEN n % 7 > 0 THEN 'displacement' ELSE (enum_range(NULL::aijri_mode))[1 + abs(hashint8extended(n, :seed + 2) % 4)] END AS mode
FROM generate_series(1, 60000) n
UNION ALL SELECT 0, 3, 0.5, 'augmentation';
ALTER TABLE parallel_task SET (parallel_workers = 2);
ANALYZE parallel_task;

-- All rows in one.  The sums go past 64 bits in the leader, and in a worker or
-- not, as luck has it.
EXPLAIN (COSTS OFF) SELECT task_profile(score, time, mode), task_resistance(score, time), exposed_pct(score, time) FROM parallel_task;
CREATE TEMP TABLE parallel_result AS SELECT task_profile(score, time, mode) AS p, task_resistance(score, time) AS tr, exposed_pct(score, time) AS exposed FROM parallel_task;
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE serial_result AS SELECT task_profile(score, time, mode) AS p, task_resistance(score, time) AS tr, exposed_pct(score, time) AS exposed FROM parallel_task;
SELECT p.p = s.p AND p.tr = s.tr AND p.exposed = s.exposed AS same, (s.p).tasks, (s.p).unscored, (s.p).time_total > 9.3e12 AS wide FROM parallel_result p, serial_result s;
DROP TABLE parallel_result, serial_result;

-- By role, combining in sorted groups and in hashed ones.
CREATE TEMP TABLE serial_result AS SELECT role_id, task_profile(score, time, mode) AS p FROM parallel_task GROUP BY role_id;
SET max_parallel_workers_per_gather = 2;
CREATE TEMP TABLE parallel_result AS SELECT role_id, task_profile(score, time, mode) AS p FROM parallel_task GROUP BY role_id;
SET enable_hashagg = off;
CREATE TEMP TABLE sorted_result AS SELECT role_id, task_profile(score, time, mode) AS p FROM parallel_task GROUP BY role_id;
SET enable_hashagg = on;
SELECT count(*) AS roles, count(*) FILTER (WHERE s.p IS DISTINCT FROM p.p OR s.p IS DISTINCT FROM o.p) AS differ
FROM serial_result s FULL JOIN parallel_result p USING (role_id) FULL JOIN sorted_result o USING (role_id);

-- Empty partial states: a filter that leaves rows for one worker at most, and
-- for none.
EXPLAIN (COSTS OFF) SELECT task_profile(score, time, mode) FROM parallel_task WHERE time = 0.5;
SELECT task_profile(score, time, mode) FROM parallel_task WHERE time = 0.5;
SELECT task_profile(score, NULL, mode), task_resistance(NULL, time) FROM parallel_task;

-- Functions over rows run in workers too.
EXPLAIN (COSTS OFF) SELECT sum(aijri_score(score, 0, 0, 0)) FROM parallel_task WHERE zone_of(aijri_score(score, 0, 0, 0)) = 'Green';
SELECT zone_of(aijri_score(score, 0, 0, 0)) AS zone, count(*) > 0 AS found FROM parallel_task GROUP BY 1 ORDER BY 1;
-- with a method, which each worker reads for itself.
SELECT zone_of(aijri_score(score, 0, 0, 0, m), m) AS zone, count(*) > 0 AS found
FROM parallel_task, (SELECT aijri_method('{"raw_floor": 0, "raw_span": 5, "green_min": 80, "yellow_min": 60}') AS m) x GROUP BY 1 ORDER BY 1;
-- Errors come through.
\set SHOW_CONTEXT never
SELECT task_resistance(score, time - 1) FROM parallel_task WHERE time = 0.5;
SELECT task_resistance(6, time) FROM parallel_task;

-- Partitions, each with its own partial state.
CREATE TABLE parallel_parts (LIKE parallel_task) PARTITION BY HASH (role_id);
CREATE TABLE parallel_part_0 PARTITION OF parallel_parts FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE parallel_part_1 PARTITION OF parallel_parts FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE parallel_part_2 PARTITION OF parallel_parts FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO parallel_parts SELECT * FROM parallel_task;
ANALYZE parallel_parts;
SET max_parallel_workers_per_gather = 0;
SET enable_partitionwise_aggregate = on;
SET enable_sort = off;
EXPLAIN (COSTS OFF) SELECT mode, task_profile(score, time, mode) FROM parallel_parts GROUP BY mode;
SELECT count(*) AS modes, count(*) FILTER (WHERE s.p IS DISTINCT FROM w.p) AS differ
FROM (SELECT mode, task_profile(score, time, mode) AS p FROM parallel_parts GROUP BY mode) w
	JOIN (SELECT mode, task_profile(score, time, mode) AS p FROM parallel_task GROUP BY mode) s ON w.mode IS NOT DISTINCT FROM s.mode;
EXPLAIN (COSTS OFF) SELECT role_id, task_resistance(score, time) FROM parallel_parts GROUP BY role_id;
SELECT count(*) AS roles, count(*) FILTER (WHERE s.p IS DISTINCT FROM w.p) AS differ
FROM (SELECT role_id, task_profile(score, time, mode) AS p FROM parallel_parts GROUP BY role_id) w FULL JOIN serial_result s USING (role_id);

DROP TABLE parallel_task, parallel_parts;

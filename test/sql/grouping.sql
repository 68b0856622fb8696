-- GROUP BY in aijri's own plan node: the queries that it supports, and its EXPLAIN
-- output.

-- What the server may be running under is not what is shown here.
SELECT count(set_config(name, 'off', false)) AS set FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SET work_mem = '4MB';

-- Three roles, and rows without one; some have no score, no time or no mode.
CREATE TABLE work (role_id int, score int, time float8, mode aijri_mode, title text);
INSERT INTO work VALUES
	(1, 2, 40, 'augmentation', 'clerk'),
	(1, 4, 60, 'displacement', 'clerk'),
	(2, 5, 12.5, NULL, 'analyst'),
	(2, NULL, 20, 'augmentation', 'analyst'),
	(3, 1, NULL, 'not involved', 'nurse'),
	(NULL, 3, 10, NULL, NULL),
	(NULL, 1, 30, 'not involved', NULL);
ANALYZE work;

-- The node is a custom scan, which reads a table by itself.
EXPLAIN (COSTS OFF)
SELECT role_id, task_profile(score, time, mode) FROM work GROUP BY role_id;
SELECT role_id, task_profile(score, time, mode) FROM work GROUP BY role_id ORDER BY role_id;

-- Keys and arguments may be expressions, and results be part of some.  Aggregates with
-- the same arguments share a state, others have one of their own.  count() is taken
-- beside the others.
EXPLAIN (COSTS OFF, VERBOSE)
SELECT role_id % 2 AS odd, upper(title) AS title, 6 - task_resistance(score, time * 2) AS mean,
	exposed_pct(score, time) FILTER (WHERE mode IS NOT NULL) AS exposed, count(*)
FROM work WHERE score IS NOT NULL GROUP BY role_id % 2, upper(title) HAVING count(*) > 1;
SELECT role_id % 2 AS odd, upper(title) AS title, 6 - task_resistance(score, time * 2) AS mean,
	exposed_pct(score, time) FILTER (WHERE mode IS NOT NULL) AS exposed, count(*)
FROM work WHERE score IS NOT NULL GROUP BY role_id % 2, upper(title) HAVING count(*) > 1
ORDER BY odd, title;

-- Mixes and distributions, too.
SELECT role_id, task_mix(score, time, mode), dist_weight(aijri_distribution(score * 10, time)) AS weight
FROM work GROUP BY role_id ORDER BY role_id;
SELECT title IS NULL AS untitled, mix_sum(mix), count(*)
FROM (SELECT role_id, title, task_mix(score, time) AS mix FROM work GROUP BY role_id, title) AS m
GROUP BY title IS NULL ORDER BY untitled;
SELECT half, dist_count(distribution_sum(d)), dist_mean(distribution_sum(d))
FROM (SELECT role_id, role_id > 1 AS half, aijri_distribution(score * 10) AS d FROM work GROUP BY role_id, role_id > 1) AS s
GROUP BY half ORDER BY half;

-- A column that a primary key determines needs no place in GROUP BY.
CREATE TABLE role_of_work (role_id int PRIMARY KEY, title text, since date);
INSERT INTO role_of_work VALUES (1, 'clerk', '2026-01-01'), (2, 'analyst', NULL), (4, NULL, '2026-04-01');
ANALYZE role_of_work;
EXPLAIN (COSTS OFF)
SELECT r.role_id, r.title, r.since, task_resistance(w.score, w.time)
FROM role_of_work AS r LEFT JOIN work AS w USING (role_id) GROUP BY r.role_id;
SELECT r.role_id, r.title, r.since, task_resistance(w.score, w.time)
FROM role_of_work AS r LEFT JOIN work AS w USING (role_id) GROUP BY r.role_id ORDER BY r.role_id;

-- The setting, which is on by default, leaves queries to PostgreSQL.
SHOW aijri.enable_grouping;
SET aijri.enable_grouping = off;
EXPLAIN (COSTS OFF)
SELECT role_id, task_profile(score, time, mode) FROM work GROUP BY role_id;
RESET aijri.enable_grouping;

-- The node hashes, so it is not used where hashing is disabled.
SET enable_hashagg = off;
EXPLAIN (COSTS OFF)
SELECT role_id, task_profile(score, time, mode) FROM work GROUP BY role_id;
RESET enable_hashagg;

-- ---- What it takes and what not ----

-- Whether a query over "work" uses the node.
CREATE FUNCTION uses_node(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		IF line ~ '\(AijriGroup\)' THEN
			RETURN true;
		END IF;
	END LOOP;
	RETURN false;
END $$;

-- Keys: those whose values are equal only if their bits are.
SELECT key, uses_node(format('SELECT task_resistance(score, time) FROM work GROUP BY %s', key))
FROM unnest(ARRAY[
	'role_id', 'role_id::int2', 'role_id::int8', 'role_id::oid', 'role_id > 1', 'mode', 'title', 'title::varchar(20)',
	'left(title, 1)::"char"', 'md5(title)::uuid', 'current_date + role_id', 'now() + role_id * interval ''1 s''',
	'role_id, title', 'role_id::numeric', 'role_id::float8', 'title::char(20)',
	'ARRAY[role_id]', 'random()']) WITH ORDINALITY AS k (key, n) ORDER BY n;

-- Aggregates: those of aijri over rows, plain and filtered, with count() beside them.
SELECT columns, uses_node(format('SELECT %s FROM work GROUP BY role_id', columns))
FROM unnest(ARRAY[
	'task_profile(score, time)', 'task_profile(score, time, mode)', 'exposed_pct(score, time)', 'task_mix(score, time)',
	'aijri_distribution(score)', 'task_resistance(score, time), count(*)', 'task_resistance(score, time) FILTER (WHERE time > 1)',
	'(task_profile(score, time)).tasks + 1', 'task_resistance((SELECT max(role_id) FROM work), time)',
	'count(*)', 'task_resistance(score, time), sum(time)', 'task_resistance(DISTINCT score, time)',
	'task_resistance(score, time ORDER BY time)', 'task_resistance(score, random())',
	'task_resistance(score, time), generate_series(1, 2)']) WITH ORDINALITY AS k (columns, n) ORDER BY n;

-- Groups: one level, with a key.
SELECT clause, uses_node('SELECT task_resistance(score, time) FROM work ' || clause)
FROM unnest(ARRAY[
	'GROUP BY role_id', 'GROUP BY role_id HAVING count(*) > 1', 'GROUP BY role_id ORDER BY role_id LIMIT 1',
	'', 'GROUP BY ()', 'GROUP BY ROLLUP (role_id)', 'GROUP BY GROUPING SETS (role_id, title)']) WITH ORDINALITY AS k (clause, n) ORDER BY n;

-- ---- Memory ----

-- More groups than 64kB hold: their states are written to temporary files, in parts
-- that are read one after the other.
CREATE TABLE much_work AS
SELECT n % 20000 AS role_id, 1 + n % 5 AS score, CASE WHEN n % 3 = 0 THEN n / 7.0 + 1 ELSE n % 40 END::float8 AS time,
	(enum_range(NULL::aijri_mode))[1 + n % 4] AS mode, md5((n % 5000)::text) AS title
FROM generate_series(1, 60000) AS n;
ANALYZE much_work;

-- Numbers of kB depend on the machine.
CREATE FUNCTION explain_analyze(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) ' || query LOOP
		RETURN NEXT regexp_replace(regexp_replace(line, '\d+ ?kB', '# kB'), 'rows=(\d+)\.00', 'rows=\1');
	END LOOP;
END $$;
SELECT explain_analyze('SELECT role_id, task_profile(score, time, mode) FROM much_work GROUP BY role_id');
SET work_mem = '64kB';
SET hash_mem_multiplier = 1;
SELECT regexp_replace(explain_analyze, 'States: \d+', 'States: #') AS "explain_analyze"
FROM explain_analyze('SELECT role_id, task_profile(score, time, mode) FROM much_work GROUP BY role_id');

-- What PostgreSQL computes without the node, and the node in little memory.
SET aijri.enable_grouping = off;
SET work_mem = '64MB';
CREATE TABLE expected_by_role AS
SELECT role_id, task_profile(score, time, mode) AS profile, task_mix(score, time) AS mix, count(*) AS rows FROM much_work GROUP BY role_id;
CREATE TABLE expected_by_title AS
SELECT title, mode, task_profile(score, time) AS profile, aijri_distribution(score, time) AS distribution FROM much_work GROUP BY title, mode;
SET work_mem = '64kB';
RESET aijri.enable_grouping;
SELECT count(*) AS roles, count(*) FILTER (WHERE (g.profile, g.mix, g.rows) IS DISTINCT FROM (e.profile, e.mix, e.rows)) AS differ
FROM (SELECT role_id, task_profile(score, time, mode) AS profile, task_mix(score, time) AS mix, count(*) AS rows FROM much_work GROUP BY role_id) AS g
FULL JOIN expected_by_role AS e USING (role_id);
SELECT count(*) AS groups, count(*) FILTER (WHERE (g.profile, g.distribution) IS DISTINCT FROM (e.profile, e.distribution)) AS differ
FROM (SELECT title, mode, task_profile(score, time) AS profile, aijri_distribution(score, time) AS distribution FROM much_work GROUP BY title, mode) AS g
FULL JOIN expected_by_title AS e ON g.title = e.title AND g.mode IS NOT DISTINCT FROM e.mode;
RESET work_mem;
RESET hash_mem_multiplier;

-- ---- Tables that it reads by itself ----

-- Those whose rows the plan below would only hand on, one or several, the columns of
-- which may lie differently.
CREATE TABLE part (role_id int, score int, time float8, mode aijri_mode) PARTITION BY RANGE (role_id);
CREATE TABLE part_low PARTITION OF part FOR VALUES FROM (0) TO (10);
CREATE TABLE part_high (gone text, mode aijri_mode, time float8, score int, role_id int);
ALTER TABLE part_high DROP COLUMN gone;
ALTER TABLE part ATTACH PARTITION part_high FOR VALUES FROM (10) TO (20);
INSERT INTO part
SELECT n % 20, 1 + n % 5, n % 40, (enum_range(NULL::aijri_mode))[1 + n % 4] FROM generate_series(1, 2000) AS n;
ANALYZE part;
SELECT explain_analyze('SELECT role_id, task_profile(score, time, mode), count(mode) FROM part WHERE time > 3 GROUP BY role_id');

CREATE FUNCTION reads_tables(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		IF line ~ 'Reads: tables?$' THEN
			RETURN true;
		END IF;
	END LOOP;
	RETURN false;
END $$;
SELECT source, reads_tables(format('SELECT role_id, task_resistance(score, time) FROM %s GROUP BY role_id', source)) AS reads
FROM unnest(ARRAY[
	'work', 'work WHERE time > 3', 'work WHERE random() < 2', 'part', 'part WHERE score > 2',
	'(SELECT role_id, score, time FROM work UNION ALL SELECT role_id, score, time FROM part) AS both_of_them',
	'(SELECT role_id + 1 AS role_id, score, time FROM work) AS computed',
	'part WHERE role_id < (SELECT 15)', 'part, generate_series(1, 2)', 'part TABLESAMPLE SYSTEM (100)']) WITH ORDINALITY AS s (source, n)
ORDER BY n;

-- With the node and without, the same.
SET aijri.enable_grouping = off;
CREATE TABLE expected_of_part AS
SELECT role_id, task_profile(score, time, mode) AS profile, count(mode) AS modes FROM part WHERE time > 3 GROUP BY role_id;
RESET aijri.enable_grouping;
SELECT count(*) AS roles, count(*) FILTER (WHERE (g.profile, g.modes) IS DISTINCT FROM (e.profile, e.modes)) AS differ
FROM (SELECT role_id, task_profile(score, time, mode) AS profile, count(mode) AS modes FROM part WHERE time > 3 GROUP BY role_id) AS g
FULL JOIN expected_of_part AS e USING (role_id);

-- What was read is counted as ever.
SELECT pg_stat_force_next_flush();
SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'part_low' \gset before_
SELECT count(*) FROM (SELECT role_id, task_resistance(score, time) FROM part WHERE time > 3 GROUP BY role_id OFFSET 0) AS s;
SELECT pg_stat_force_next_flush();
SELECT seq_tup_read - :before_seq_tup_read AS read FROM pg_stat_user_tables WHERE relname = 'part_low';

-- ---- Running ----

-- A row that is not legal is the error that it is anywhere.
SELECT role_id, task_profile(score + 3, time) FROM work GROUP BY role_id;
SELECT role_id, task_profile(score, time - 50) FROM work GROUP BY role_id;

-- Arguments of rows that a filter leaves out are not computed.
SELECT role_id, task_resistance(score, 100 / abs(time - 60)) FILTER (WHERE time <> 60) AS tr
FROM work GROUP BY role_id ORDER BY role_id;

-- Once more for each row of another table, whose value it depends on or not.
SET enable_material = off;
SELECT m, s.* FROM generate_series(1, 3) AS m,
	LATERAL (SELECT role_id, task_resistance(score, time) AS tr FROM work WHERE time > 10 * m GROUP BY role_id) AS s
ORDER BY m, role_id;
SELECT m, s.* FROM generate_series(1, 2) AS m LEFT JOIN
	(SELECT role_id, exposed_pct(score, time) AS exposed FROM work GROUP BY role_id) AS s ON true
ORDER BY m, role_id;
RESET enable_material;

-- A cursor that goes back.
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT role_id, task_resistance(score, time) FROM work GROUP BY role_id ORDER BY role_id;
FETCH 3 FROM c;
FETCH BACKWARD 2 FROM c;
FETCH ALL FROM c;
COMMIT;

-- ---- Rights and dependencies ----

-- An aggregate that a user may not call may not be called here either.  (This one
-- consists of the functions of aijri's own.)
CREATE AGGREGATE my_figure(float8, float8) (
	SFUNC = _task_sums_accum, STYPE = internal, FINALFUNC = _task_resistance_final,
	COMBINEFUNC = _task_sums_combine, SERIALFUNC = _task_sums_serial, DESERIALFUNC = _task_sums_deserial);
CREATE ROLE grouping_reader;
GRANT SELECT ON work TO grouping_reader;
REVOKE EXECUTE ON FUNCTION my_figure(float8, float8) FROM public;
SET ROLE grouping_reader;
SELECT role_id, my_figure(score, time) FROM work GROUP BY role_id;
EXPLAIN (COSTS OFF) SELECT role_id, my_figure(score, time) FROM work GROUP BY role_id;
SELECT role_id, task_resistance(score, time) FROM work GROUP BY role_id ORDER BY role_id;
RESET ROLE;

-- Rows that a policy hides take no part.
ALTER TABLE work ENABLE ROW LEVEL SECURITY;
CREATE POLICY some_roles ON work USING (role_id > 1);
SET ROLE grouping_reader;
EXPLAIN (COSTS OFF) SELECT role_id, task_resistance(score, time) FROM work GROUP BY role_id;
SELECT role_id, task_resistance(score, time) FROM work GROUP BY role_id ORDER BY role_id;
RESET ROLE;
ALTER TABLE work DISABLE ROW LEVEL SECURITY;
DROP OWNED BY grouping_reader;
DROP ROLE grouping_reader;

-- A plan knows the aggregates that it is made for: it is made again when one changes,
-- and fails when one is gone.
SET plan_cache_mode = force_generic_plan;
PREPARE mine AS SELECT role_id, my_figure(score, time) FROM work GROUP BY role_id ORDER BY role_id;
SELECT uses_node('SELECT role_id, my_figure(score, time) FROM work GROUP BY role_id');
EXECUTE mine;
CREATE OR REPLACE AGGREGATE my_figure(float8, float8) (
	SFUNC = _task_sums_accum, STYPE = internal, FINALFUNC = _exposed_pct_final,
	COMBINEFUNC = _task_sums_combine, SERIALFUNC = _task_sums_serial, DESERIALFUNC = _task_sums_deserial);
EXECUTE mine;
DROP AGGREGATE my_figure(float8, float8);
\set VERBOSITY terse
EXECUTE mine;
\set VERBOSITY default
DEALLOCATE mine;

-- One without combine functions could not be spilled; PostgreSQL takes it.
CREATE AGGREGATE my_figure(float8, float8) (
	SFUNC = _task_sums_accum, STYPE = internal, FINALFUNC = _task_resistance_final);
SELECT uses_node('SELECT role_id, my_figure(score, time) FROM work GROUP BY role_id');
DROP AGGREGATE my_figure(float8, float8);

DROP TABLE work, role_of_work, much_work, part, expected_by_role, expected_by_title, expected_of_part;
DROP FUNCTION uses_node(text), reads_tables(text), explain_analyze(text);

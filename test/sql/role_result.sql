-- _role_result: the aggregate behind the scores of a catalog. All results of a role,
-- from its task rows and its totals in one pass.
\set SHOW_CONTEXT never

CREATE TEMP TABLE role (role text, evidence float8, barriers float8, growth float8, protective float8);
CREATE TEMP TABLE task (role text, score float8, time float8, mode text);
INSERT INTO role VALUES ('trainer', -8, 0, -2, 0), ('welder', 2, 4, 0, 6), ('guide', 1, 2, 1, 5), ('clerk', -3, 1, NULL, NULL), ('nobody', 0, 0, 0, 0), ('idler', 0, 0, 0, 0);
INSERT INTO task VALUES
	('trainer', 5, 30, 'displacement'), ('trainer', 4, 25, 'displacement'), ('trainer', 4, 15, 'displacement'), ('trainer', 5, 10, 'displacement'),
	('trainer', 3, 10, 'augmentation'), ('trainer', 2, 5, 'augmentation'), ('trainer', 2, 5, 'augmentation'),
	('welder', 1, 60, 'not involved'), ('welder', 2, 30.5, NULL), ('welder', 3, 9.5, 'augmentation'),
	('guide', 1, 50, 'not involved'), ('guide', NULL, 50, 'not involved'),
	('clerk', 4, 70, 'displacement'), ('clerk', 2, 30, 'augmentation'),
	('idler', 5, 0, 'displacement');

-- A role's result, all of it; arguments are those of task_mix and then of
-- mix_result, except that the mode is the text of a catalog's table.
\x on
SELECT r.* FROM (
	SELECT _role_result(t.score, t.time, t.mode, -8, 0, -2, 0, NULL) AS result FROM task t WHERE role = 'trainer') s, LATERAL (SELECT (s.result).*) r;
\x off

-- Where a task lacks its score (guide), a total is not rated (clerk), there is no
-- task (nobody, the empty side of the join) or no time (idler), all that follows
-- from it is not rated.
CREATE TEMP VIEW scored AS
SELECT r.role, _role_result(t.score, t.time, t.mode, r.evidence, r.barriers, r.growth, r.protective, NULL) AS result
FROM role r LEFT JOIN task t USING (role) GROUP BY r.role;
SELECT role, (result).task_resistance, (result).exposed_pct, (result).unstated_pct, (result).evidence_total, (result).evidence_modifier, (result).score, (result).zone, (result).quick_screen FROM scored ORDER BY role;

-- It is what mix_result makes of the mix of all tasks, where all are scored.
CREATE FUNCTION pg_temp.by_mix(r role, method aijri_method) RETURNS aijri_result LANGUAGE sql AS $$
	SELECT mix_result(CASE WHEN count(*) FILTER (WHERE score IS NULL OR time IS NULL) = 0 THEN task_mix(score, time, mode_of(mode)) END,
		r.evidence, r.barriers, r.growth, r.protective, method) FROM task t WHERE t.role = r.role $$;
SELECT s.role, s.result::text = pg_temp.by_mix(r, NULL)::text AS same FROM scored s JOIN role r USING (role) ORDER BY role;

-- No rows, no result.  Rows without a score are rows.
SELECT _role_result(score, time, mode, 0, 0, 0, 0, NULL) FROM task WHERE false;
SELECT (r).evidence_total, (r).barrier_total, (r).score FROM (SELECT _role_result(NULL, NULL, NULL, 1, 2, 0, 0, NULL) AS r) s;

-- Under another method; one is taken to be the same for all rows, and so are the
-- totals: those of the first row count.
SELECT r.role, _role_result(t.score, t.time, t.mode, r.evidence, r.barriers, r.growth, r.protective, m)::text = pg_temp.by_mix(r, m)::text AS same
FROM role r LEFT JOIN task t USING (role), (SELECT aijri_method('{"exposed_from": 5, "evidence_step": 0.02, "yellow_min": 10}') AS m) s
GROUP BY r, r.role, m ORDER BY role;
SELECT (_role_result(3, 1, NULL, i, NULL, NULL, NULL, CASE i WHEN 2 THEN aijri_method('{"evidence_step": 0.1}') END)).evidence_modifier FROM (VALUES (2), (-5)) v(i);

-- Many tasks, and times of any size: the state grows.
SELECT n, (_role_result(1 + i % 5, time, NULL, 0, 0, 0, NULL, NULL)).task_resistance = task_resistance(1 + i % 5, time) AS same
FROM (VALUES (7, 100.0::float8), (8, 100), (15, 134.2), (16, 0.5), (3, 134.3), (300, 100), (20, 1e9)) v(n, time), generate_series(1, n) i GROUP BY n, time ORDER BY n, time;

-- Modes are read as by mode_of().
SELECT (r).displacement_pct, (r).augmentation_pct, (r).not_involved_pct, (r).unstated_pct
FROM (SELECT _role_result(3, time, mode, 0, 0, 0, 0, NULL) AS r FROM (VALUES (10, 'displacement'), (20, 'augmentation'), (30, 'not involved'), (40, NULL), (25, 'Not_Involved')) v(time, mode)) s;
SELECT (error_of(expression)).* FROM (VALUES
	(1, '_role_result(3, 1, ''automation'', 0, 0, 0, 0, NULL)'),
	(2, '_role_result(3, 1, '''', 0, 0, 0, 0, NULL)')) v(n, expression) ORDER BY n;

-- Illegal numbers.
SELECT (error_of(expression)).* FROM (VALUES
	(1, '_role_result(6, 1, NULL, 0, 0, 0, 0, NULL)'),
	(2, '_role_result(2.5, 1, NULL, 0, 0, 0, 0, NULL)'),
	(3, '_role_result(2, -1, NULL, 0, 0, 0, 0, NULL)'),
	(4, '_role_result(2, 1e-7, NULL, 0, 0, 0, 0, NULL)'),
	(5, '_role_result(2, 1, NULL, 11, 0, 0, 0, NULL)'),
	(6, '_role_result(NULL, 1, NULL, 0, -1, 0, 0, NULL)'),
	(7, '_role_result(2, 1, NULL, 0, 0, ''NaN'', 0, NULL)'),
	(8, '_role_result(2, 1, NULL, 0, 0, 0, 4.5, NULL)'),
	(9, '_role_result(2, 1, NULL, 0, 0, 0, 0, ROW(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1))')) v(n, expression) ORDER BY n;

SET client_min_messages = warning;
DROP TABLE role, task CASCADE;

-- The scores of a catalog: role_score follows every change of the tables that
-- it is computed from.
SET jit = off;
SELECT aijri_create_catalog('jobs');
SELECT tgrelid::regclass, tgname, tgfoid::regproc FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
WHERE relnamespace = 'jobs'::regnamespace AND NOT tgisinternal ORDER BY tgrelid::regclass::text COLLATE "C", tgname;
SET search_path = jobs, public;
-- No method is taken that nothing could be scored by, be there nothing to score.
\set VERBOSITY terse
UPDATE catalog SET method = '{"green": 1}';
\set VERBOSITY default
CREATE TEMP VIEW now AS
SELECT role_key, assessment_id AS assessment, assessments AS n, tasks, task_resistance AS tr, published, zone,
	CASE WHEN length(missing) > 40 THEN left(missing, 40) || '...' ELSE missing END AS missing
FROM role_score JOIN role USING (role_id) ORDER BY role_key COLLATE "C";

-- A role without an assessment has a row, too, and loses reasons one by one.
INSERT INTO role (role_id, role_key, title) VALUES (1, 'gardener', 'Gardener'), (2, 'clerk', 'Clerk');
TABLE now;
INSERT INTO assessment (assessment_id, role_id, assessed_on) VALUES (1, 1, '2026-01-01');
TABLE now;
UPDATE assessment SET (job_postings, company_actions, wage_trends, tool_maturity, expert_consensus) = (1, 0, 1, -1, 1);
UPDATE assessment SET (regulatory, physical_presence, union_bargaining, liability, cultural) = (0, 2, 0, 0, 1);
INSERT INTO task VALUES (1, 1, 'Plant', 60, 1, NULL), (1, 2, 'Order', NULL, 4, 'displacement'), (1, 3, 'Plan', 20, NULL, 'augmentation');
TABLE now;
UPDATE assessment SET growth = 0;
TABLE now;
UPDATE task SET time_pct = 0, score = coalesce(score, 3);
TABLE now;
UPDATE task SET time_pct = 20 * (4 - position);
TABLE now;
-- The whole row is what aijri_result() makes of the assessment.
SELECT to_jsonb(s) - ARRAY['role_id', 'assessment_id', 'assessments', 'tasks', 'unscored', 'missing'] = to_jsonb(r) AS same
FROM role_score s, assessment a, aijri_result(aijri_assessment(
	(SELECT array_agg(aijri_task(name, time_pct, score, mode::aijri_mode) ORDER BY position) FROM task WHERE assessment_id = 1),
	aijri_evidence(job_postings, company_actions, wage_trends, tool_maturity, expert_consensus),
	aijri_barriers(regulatory, physical_presence, union_bargaining, liability, cultural),
	a.growth, aijri_principles(physicality, connection, judgment))) r
WHERE s.role_id = 1 AND a.assessment_id = 1;

-- The newest assessment counts, regardless of its assessor: by date, then by the
-- time of recording, revision, and number.
INSERT INTO assessment (assessment_id, role_id, assessor, assessed_on, recorded_at, revision)
VALUES (2, 1, 'ann', '2025-01-01', '2026-06-01', 1), (3, 1, 'bob', '2026-02-01', '2026-01-01', 1);
TABLE now;
UPDATE assessment SET assessed_on = '2026-02-01' WHERE assessment_id = 1;
TABLE now;
UPDATE assessment SET recorded_at = '2026-06-01', revision = 3 - assessment_id + 3, assessed_on = '2026-02-01';
TABLE now;
DELETE FROM assessment WHERE assessment_id <> 1;
TABLE now;

-- Tasks and assessments move.
INSERT INTO assessment (assessment_id, role_id, assessed_on) VALUES (4, 2, '2026-01-01');
UPDATE task SET assessment_id = 4 WHERE position = 3;
TABLE now;
UPDATE assessment SET role_id = 3 - role_id;
TABLE now;
UPDATE assessment SET role_id = 3 - role_id;
UPDATE task SET assessment_id = 1;
UPDATE role SET role_key = 'planter' WHERE role_id = 1;
TABLE now;
SELECT * FROM check_scores();

-- Statements of every kind.
INSERT INTO task VALUES (1, 3, 'Plan', 20, 5), (4, 1, 'File', 100, 5)
ON CONFLICT (assessment_id, position) DO UPDATE SET score = excluded.score;
TABLE now;
MERGE INTO task USING (VALUES (1, 3), (4, 1), (4, 2)) AS m (a, p) ON (assessment_id, position) = (a, p)
WHEN MATCHED AND a = 1 THEN DELETE
WHEN MATCHED THEN UPDATE SET score = 4
WHEN NOT MATCHED THEN INSERT VALUES (a, p, 'Scan', 100, 5);
TABLE now;
COPY task FROM stdin;
1	3	Plan	20	3	augmentation
4	3	Call	50	2	\N
\.
TABLE now;
WITH r AS (INSERT INTO role (role_id, role_key, title) VALUES (3, 'baker', 'Baker') RETURNING role_id),
	a AS (INSERT INTO assessment (assessment_id, role_id, growth) SELECT 5, role_id, 1 FROM r RETURNING assessment_id)
INSERT INTO task SELECT assessment_id, 1, 'Bake', 100, 2 FROM a;
TABLE now;
DO $$
BEGIN
	FOR i IN 1 .. 3 LOOP
		UPDATE task SET score = i WHERE assessment_id = 5;
		RAISE NOTICE '%', (SELECT tr FROM now WHERE role_key = 'baker');
	END LOOP;
	BEGIN
		DELETE FROM role;
		RAISE NOTICE '% roles', (SELECT count(*) FROM role_score);
		RAISE division_by_zero;
	EXCEPTION WHEN division_by_zero THEN
		RAISE NOTICE '% roles', (SELECT count(*) FROM role_score);
	END;
END $$;
-- A statement without rows, and one that changes nothing.
UPDATE task SET score = 1 WHERE false;
UPDATE task SET score = score;
SELECT * FROM check_scores();
DELETE FROM role WHERE role_key = 'baker';
TABLE now;
BEGIN;
TRUNCATE task;
TABLE now;
TRUNCATE assessment CASCADE;
TABLE now;
TRUNCATE role CASCADE;
SELECT count(*) FROM role_score;
SELECT * FROM check_scores();
ROLLBACK;
TABLE now;

-- Ranks: equal scores have equal ranks; no score, no rank.
INSERT INTO role (role_id, role_key, title) VALUES (4, 'digger', 'Digger'), (5, 'none', 'None');
INSERT INTO assessment (role_id, assessment_id, assessed_on, job_postings, company_actions, wage_trends, tool_maturity, expert_consensus,
	regulatory, physical_presence, union_bargaining, liability, cultural, growth)
SELECT role, 10 + role, '2026-07-01', 1, 0, 1, -1, 1, 0, 2, 0, 0, 1, 0 FROM unnest(ARRAY[2, 4]) role;
INSERT INTO task SELECT 12, position, name, time_pct, 5 FROM task WHERE assessment_id = 1;
INSERT INTO task SELECT 14, position, name, time_pct, score FROM task WHERE assessment_id = 1;
SELECT role_key, published, role_rank(role_id) FROM now JOIN role USING (role_key) ORDER BY role_rank(role_id), role_key;
SELECT role_rank(99), role_rank(NULL);

-- Another method.
SELECT set_method('{"green_min": 80, "raw_span": 5}');
TABLE now;
UPDATE task SET score = 2 WHERE assessment_id = 12;
SELECT * FROM check_scores();
-- It replaces the one before; NULL and {} are the default.
SELECT set_method('{"yellow_min": 5}');
TABLE now;
SELECT set_method(NULL);
SELECT set_method('{}');
TABLE now;
-- By hand, too.
UPDATE catalog SET method = '{"green_min": 30}';
TABLE now;
DELETE FROM catalog;
TABLE now;
SELECT zone, score_from, score_below FROM zone_overview ORDER BY zone_order;
SELECT set_method('{"yellow_min": 5}');
SELECT zone, count(*) FROM role_score GROUP BY zone ORDER BY zone;
TRUNCATE catalog;
SELECT zone, count(*) FROM role_score GROUP BY zone ORDER BY zone;
INSERT INTO catalog DEFAULT VALUES;
SELECT * FROM check_scores();
-- What is no method is refused, and leaves everything as it was.
SELECT code, message FROM unnest(ARRAY['{"green": 1}', '{"green_min": "high"}', '{"yellow_min": 90}', '[]', '{"raw_span": 0}']) changes,
	error_of(format('jobs.set_method(%L)', changes));
\set VERBOSITY terse
UPDATE catalog SET method = '{"green": 1}';
UPDATE catalog SET method = '[]';
INSERT INTO catalog VALUES (true, '{}', '0.2');
\set VERBOSITY default
SELECT only_row, method FROM catalog;
SELECT * FROM check_scores();

-- Rows that were changed by hand are found and mended.
UPDATE role_score SET published = 1, zone = 'Blue' WHERE role_id = 1;
DELETE FROM role_score WHERE role_id = 2;
UPDATE role_score SET points_above_floor = points_above_floor + 1e-9 WHERE role_id = 4;
SELECT role_id, columns, kept->>'zone' AS kept, computed->>'zone' AS computed FROM check_scores();
SELECT refresh_scores();
SELECT refresh_scores();
SELECT * FROM check_scores();
-- So are those that changed while triggers did not run.
SET session_replication_role = replica;
UPDATE task SET score = 1 WHERE assessment_id = 1 AND position = 3;
RESET session_replication_role;
ALTER TABLE role DISABLE TRIGGER rescore_on_insert;
INSERT INTO role (role_id, role_key, title) VALUES (6, 'late', 'Late');
-- A catalog that its owner altered is not upgraded.
\set VERBOSITY default
SELECT * FROM aijri_upgrade_catalog('jobs');
\set VERBOSITY terse
ALTER TABLE role ENABLE TRIGGER rescore_on_insert;
SELECT * FROM aijri_upgrade_catalog('jobs');
SELECT * FROM check_scores();
DELETE FROM role WHERE role_id = 6;
-- A trigger makes a missing row, too.
DELETE FROM role_score;
UPDATE task SET score = 3 WHERE assessment_id = 1 AND position = 3;
SELECT role_id FROM role_score;
SELECT refresh_scores();

-- Nothing depends on the search_path or on the names in it.
CREATE SCHEMA planted;
CREATE TABLE planted.role_score (role_id bigint);
CREATE TABLE planted.assessment (assessment_id bigint, role_id bigint);
CREATE FUNCTION planted.trap(bigint, bigint) RETURNS bool LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''trap''; END';
CREATE OPERATOR planted.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = planted.trap);
SET search_path = planted, pg_catalog;
UPDATE jobs.task SET score = 1 WHERE position OPERATOR(pg_catalog.=) 3;
SET search_path = '';
UPDATE jobs.task SET score = 2 WHERE position = 3;
SELECT * FROM jobs.check_scores();
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA planted CASCADE;

-- Renamed, in the middle of a session, with another schema under the old name.
ALTER SCHEMA jobs RENAME TO "Jobs, ""new""";
SELECT aijri_create_catalog('jobs');
UPDATE "Jobs, ""new""".task SET score = 3 WHERE position = 3;
SELECT * FROM "Jobs, ""new""".check_scores();
SELECT "Jobs, ""new""".set_method('{"yellow_min": 10}'), "Jobs, ""new""".role_rank(1), "Jobs, ""new""".refresh_scores();
SELECT count(*) FROM jobs.role_score;
INSERT INTO jobs.role (role_id, role_key, title) VALUES (1, 'r', 'R');
SELECT * FROM jobs.check_scores();
DROP SCHEMA jobs CASCADE;
ALTER SCHEMA "Jobs, ""new""" RENAME TO jobs;
UPDATE jobs.task SET score = 3 WHERE position = 3;
SELECT * FROM jobs.check_scores();

-- Triggers of the user's on role_score, which change tasks in turn.
CREATE FUNCTION cap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE jobs.task SET score = 5 WHERE assessment_id = new.assessment_id AND score = 4;
	RETURN NULL;
END $$;
CREATE TRIGGER cap AFTER UPDATE ON jobs.role_score FOR EACH ROW EXECUTE FUNCTION cap();
UPDATE jobs.task SET score = 4 WHERE assessment_id = 1;
SELECT position, score FROM jobs.task WHERE assessment_id = 1 ORDER BY 1;
SELECT * FROM jobs.check_scores();
DROP TRIGGER cap ON jobs.role_score;
-- One that never ends is stopped.
CREATE OR REPLACE FUNCTION cap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE jobs.task SET score = 6 - score WHERE assessment_id = new.assessment_id;
	RETURN NULL;
END $$;
CREATE TRIGGER cap AFTER UPDATE ON jobs.role_score FOR EACH ROW EXECUTE FUNCTION cap();
\set VERBOSITY sqlstate
SET max_stack_depth = '300kB';
UPDATE jobs.task SET score = 4 WHERE assessment_id = 1;
RESET max_stack_depth;
\set VERBOSITY default
DROP TRIGGER cap ON jobs.role_score;
DROP FUNCTION cap();
UPDATE jobs.task SET score = 4 WHERE assessment_id = 1;
SELECT * FROM jobs.check_scores();

-- The trigger functions are not for anything else.
\set VERBOSITY terse
SELECT _catalog_task_changed();
CREATE TABLE jobs.other (id int);
CREATE TRIGGER t AFTER INSERT ON jobs.other EXECUTE FUNCTION _catalog_task_changed();
INSERT INTO jobs.other VALUES (1);
DROP TRIGGER t ON jobs.other;
CREATE TRIGGER t AFTER INSERT ON jobs.other REFERENCING NEW TABLE AS n EXECUTE FUNCTION _catalog_task_changed();
INSERT INTO jobs.other VALUES (1);
DROP TRIGGER t ON jobs.other;
CREATE TRIGGER t BEFORE INSERT ON jobs.other FOR EACH ROW EXECUTE FUNCTION _catalog_role_leaves();
INSERT INTO jobs.other VALUES (1);
\set VERBOSITY default

DROP SCHEMA jobs CASCADE;
SELECT count(*) AS left_over FROM pg_trigger WHERE tgfoid::regproc::text LIKE 'catalog%';

-- A replaced function that returns no query is an error that says so.
SET search_path = public;
\set SHOW_CONTEXT never
BEGIN;
SELECT aijri_create_catalog('lost');
SAVEPOINT created;
CREATE OR REPLACE FUNCTION _catalog_query(catalog regnamespace, name text) RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
INSERT INTO lost.role (role_key, title) VALUES ('baker', 'Baker');
ROLLBACK TO created;
CREATE OR REPLACE FUNCTION _catalog_query(catalog regnamespace, name text) RETURNS text LANGUAGE sql STABLE AS $$SELECT 'COMMIT'$$;
INSERT INTO lost.role (role_key, title) VALUES ('baker', 'Baker');
ROLLBACK TO created;
CREATE OR REPLACE FUNCTION _catalog_query(catalog regnamespace, name text) RETURNS text LANGUAGE sql STABLE AS $$SELECT 'COPY lost.role TO STDOUT'$$;
INSERT INTO lost.role (role_key, title) VALUES ('baker', 'Baker');
ROLLBACK;
\set SHOW_CONTEXT errors

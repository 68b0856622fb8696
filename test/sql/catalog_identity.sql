-- What a catalog considers the same name, the same document, and a day; and the errors
-- for rows that it refuses.
SET jit = off;
SET client_min_messages = warning;
SELECT aijri_create_catalog('names');
RESET client_min_messages;
SET search_path = names, public;

-- ---- One role is one role ----

CREATE TEMP TABLE source AS
SELECT aijri_render(aijri_document('R&D Manager', seniority => 'Senior', assessment => aijri_assessment(
	ARRAY[aijri_task('Plan research', 70, 2), aijri_task('Report', 30, 4)],
	aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 1), 0, NULL))) AS content;
SELECT import_document(content, '2026-03-01', 'Ada Lovelace', 'Norway') AS id FROM source;
-- A title is the same in other blanks, invisible characters, entities, case, and forms.
SELECT import_json(jsonb_build_object('title', t.title, 'seniority', t.seniority, 'assessment', '{"tasks": [{"name": "a", "time_pct": 1, "score": 1}]}'::jsonb),
	'2026-03-01', t.assessor, t.market) AS id
FROM (VALUES
	('R&amp;D Manager', 'Senior', 'Ada Lovelace', 'Norway'),
	(U&'r&d\00A0\2003MANAGER', E'\tSENIOR ', U&'ADA\202FLovelace', U&'Nor\200Bway'),
	(E'R\\&D Man' || U&'\00ADager', 'senior', 'ada  lovelace', 'NORWAY')) AS t (title, seniority, assessor, market);
SELECT role_id, title, seniority, market, title_key, seniority_key, market_key FROM role;
-- What was typed is kept and shown, and the assessor is one.
SELECT assessment_id, assessor, assessor_key, revision, definition->>'title' AS titled FROM assessment ORDER BY assessment_id;
SELECT count(*), min(assessors), min(scored) FROM role_panel;
-- Accents count, and so does another market.
INSERT INTO role (role_key, title) VALUES ('a', U&'\00C9b\00E9niste'), ('b', 'Ebeniste');
INSERT INTO role (role_key, title) VALUES ('c', U&'E\0301BE\0301NISTE');
UPDATE role SET title = U&'e\0301be\0301niste' WHERE role_key = 'b';
INSERT INTO role (role_key, title, market) VALUES ('c', U&'E\0301BE\0301NISTE', 'France');
-- Nobody fills in a key by hand.
UPDATE role SET title_key = 'x', market_key = 'y' WHERE role_key = 'c';
SELECT title_key, market_key FROM role WHERE role_key = 'c';

-- Next roles are found by the same rule.
INSERT INTO next_role (assessment_id, position, title) VALUES (1, 1, U&'\00C9B\00C9NISTE'), (1, 2, 'r&AMP;d manager ( SENIOR )');
UPDATE role SET market = U&'NOR\200BWAY' WHERE role_key = 'a';
INSERT INTO role (role_key, title, seniority, market) VALUES ('junior', 'R&D Manager', 'Junior', 'Norway');
INSERT INTO assessment (role_id, assessed_on) SELECT role_id, '2026-01-01' FROM role WHERE role_key = 'junior';
INSERT INTO next_role (assessment_id, position, title) SELECT max(assessment_id), 1, 'r&AMP;d manager ( SENIOR )' FROM assessment;
SELECT next_title, match_kind, to_title, to_seniority FROM career_move ORDER BY 1;

-- Rows of tables find their assessments by it.
CREATE TEMP TABLE a (title text, seniority text, assessor text, assessed_on text);
CREATE TEMP TABLE t (title text, seniority text, assessor text, name text, time_pct text, score text);
INSERT INTO a VALUES ('Nurse', 'Mid', 'Ada', '2026-01-01');
INSERT INTO t VALUES (U&'NURSE\00A0', 'mid', ' ADA', 'Care', '60', '1'), ('nurse', 'MID', 'ada', 'Record', '40', '4');
SELECT loaded, refused, problems FROM import_tables('a', 't');

-- ---- One document is one document ----

SET client_min_messages = warning;
SELECT import_document(replace(content, E'\n', E'\r\n'), '2026-03-01', 'Ada Lovelace', 'Norway') AS crlf,
	import_document(U&'\FEFF' || replace(content, E'\n', E' \t\n') || E'\n\n', '2026-03-01', 'Ada Lovelace', 'Norway') AS mark_and_blanks
FROM source;
RESET client_min_messages;
SELECT source = content AS kept_as_given FROM assessment, source WHERE assessment_id = 1;

-- ---- Days ----

\set VERBOSITY terse
SELECT import_document(content, '1899-12-31') FROM source;
SELECT import_document(content, 'infinity') FROM source;
SELECT import_document(content, ((now() AT TIME ZONE 'UTC')::date + 1), 'Tomorrow') > 0 AS tomorrow FROM source;
\set VERBOSITY sqlstate
SELECT import_document(content, ((now() AT TIME ZONE 'UTC')::date + 2)) FROM source;
INSERT INTO assessment (role_id, assessed_on) VALUES (1, (now() AT TIME ZONE 'UTC')::date + 2);
INSERT INTO assessment (role_id, assessed_on) VALUES (1, 'infinity');
INSERT INTO assessment (role_id, assessed_on) VALUES (1, '1899-12-31');
INSERT INTO assessment (role_id, assessed_on) VALUES (1, '-infinity');
UPDATE assessment SET assessed_on = 'today'::date + 400;
\set VERBOSITY default
UPDATE assessment SET assessed_on = '2962-01-01' WHERE assessment_id = 1;
-- Tables have days in one form.
TRUNCATE a, t;
INSERT INTO a VALUES ('Day 1', '', '', 'tomorrow'), ('Day 2', '', '', 'epoch'), ('Day 3', '', '', '0026-06-26'), ('Day 4', '', '', '01/03/2026'),
	('Day 5', '', '', '2962-01-01'), ('Day 6', '', '', '2026-02-29'), ('Day 7', '', '', '1900-01-01');
INSERT INTO t SELECT title, '', '', 'x', '1', '1' FROM a;
SELECT p.value, p.reason FROM import_tables('a', 't') r, unnest(r.problems) p ORDER BY 1;
SELECT title, assessed_on FROM scored_role WHERE title LIKE 'Day%';

-- ---- Rows that are refused ----

UPDATE task SET score = 6 WHERE assessment_id = 1 AND position = 2;
UPDATE task SET score = 2.5 WHERE assessment_id = 1 AND position = 2;
UPDATE task SET score = 'NaN' WHERE assessment_id = 1 AND position = 2;
UPDATE task SET time_pct = -1 WHERE assessment_id = 1;
UPDATE task SET time_pct = 1e-9 WHERE assessment_id = 1;
UPDATE task SET mode = 'Augmentation' WHERE assessment_id = 1;
UPDATE task SET position = 0 WHERE assessment_id = 1;
UPDATE task SET name = 'Total' WHERE assessment_id = 1 AND position = 2;
UPDATE task SET name = NULL WHERE assessment_id = 1 AND position = 2;
UPDATE task SET name = U&' \00A0' WHERE assessment_id = 1 AND position = 2;
UPDATE assessment SET growth = -3 WHERE assessment_id = 1;
UPDATE assessment SET liability = 3 WHERE assessment_id = 1;
UPDATE assessment SET judgment = -1 WHERE assessment_id = 1;
UPDATE assessment SET override_score = 100.5 WHERE assessment_id = 1;
UPDATE assessment SET timeline_max_months = 1201 WHERE assessment_id = 1;
UPDATE assessment SET timeline_min_months = 12, timeline_max_months = 6 WHERE assessment_id = 1;
UPDATE assessment SET revision = 0 WHERE assessment_id = 1;
UPDATE assessment SET narrative = '[]' WHERE assessment_id = 1;
UPDATE assessment SET definition = '"x"' WHERE assessment_id = 1;
UPDATE assessment SET role_id = NULL WHERE assessment_id = 1;
-- What may be empty is not NULL, and no error repeats the document.
UPDATE assessment SET assessor = NULL WHERE assessment_id = 1;
UPDATE assessment SET recorded_at = NULL WHERE assessment_id = 1;
UPDATE role SET seniority = NULL WHERE role_id = 1;
UPDATE role SET market = NULL WHERE role_id = 1;
UPDATE next_role SET score = 101 WHERE assessment_id = 1 AND position = 1;
UPDATE next_role SET title = U&'\200B' WHERE assessment_id = 1 AND position = 1;
INSERT INTO role (role_key, title) VALUES ('x', '');
INSERT INTO role (role_key, title) VALUES ('x', U&' \200B');
INSERT INTO role (role_key, title) VALUES ('', 'x');
INSERT INTO role (role_key) VALUES ('x');
INSERT INTO role (role_key, title) VALUES ('x', repeat('x', 401));
INSERT INTO role_soc VALUES (1, '2512', NULL);
INSERT INTO role_soc VALUES (1, '151252', NULL);
INSERT INTO role_soc VALUES (1, 'programmer', NULL);
INSERT INTO role_soc VALUES (1, '15-1252', 40);
INSERT INTO role_soc VALUES (1, '15-1252.01', 0.4);
UPDATE catalog SET assessors = ARRAY['Ada', NULL];
-- Beneath, constraints that say the rule hold where no trigger runs.
SELECT conname FROM pg_constraint WHERE connamespace = 'names'::regnamespace AND contype = 'c' ORDER BY 1;
ALTER TABLE task DISABLE TRIGGER verify_row;
\set VERBOSITY terse
UPDATE task SET score = 6 WHERE assessment_id = 1 AND position = 2;
\set VERBOSITY default
-- A total that came in this way is told when the document is written.
UPDATE task SET name = 'Total' WHERE assessment_id = 1 AND position = 2;
SELECT export_document(1);
UPDATE task SET name = 'Report' WHERE assessment_id = 1 AND position = 2;
ALTER TABLE task ENABLE TRIGGER verify_row;
SELECT * FROM check_scores();
-- Anybody may put the trigger on a table of his own.
CREATE TEMP TABLE mine (x int);
CREATE TRIGGER t BEFORE INSERT ON mine FOR EACH ROW EXECUTE FUNCTION _catalog_verify_row('task');
INSERT INTO mine VALUES (1);
CREATE TRIGGER s BEFORE INSERT ON mine FOR EACH ROW EXECUTE FUNCTION _catalog_verify_row('mine');
INSERT INTO mine VALUES (1);
DROP TRIGGER s ON mine;
DROP TRIGGER t ON mine;
CREATE TRIGGER t AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION _catalog_verify_row('task');
INSERT INTO mine VALUES (1);

-- ---- Rows that no trigger has seen ----

-- An upgrade fills their keys in, and says where two rows are one.
SET session_replication_role = replica;
INSERT INTO role (role_id, role_key, title) VALUES (1001, 'unseen', 'Unseen'), (1002, 'twin', U&'\00C9b\00E9niste'), (1003, 'other twin', U&'\00C9B\00C9NISTE');
RESET session_replication_role;
SELECT role_key, title_key, seniority_key, market_key FROM role WHERE role_id > 1000 ORDER BY 1;
\set VERBOSITY terse
SELECT * FROM aijri_upgrade_catalog('names');
\set VERBOSITY default
DELETE FROM role WHERE role_id = 1003;
SELECT * FROM aijri_upgrade_catalog('names');
SELECT role_key, title_key, seniority_key, market_key FROM role WHERE role_id > 1000 ORDER BY 1;
SELECT * FROM check_scores();
SELECT * FROM aijri_upgrade_catalog('names');
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA names CASCADE;

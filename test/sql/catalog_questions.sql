-- role_derivation and role_sensitivity: aijri_explain() and score_sensitivity() of a
-- role's newest assessment, for users who can read only views.
SET jit = off;
SELECT aijri_create_catalog('questioned');
SET search_path = questioned, public;

-- A role with two assessments, one without modes, one that is not complete.
INSERT INTO role (role_id, role_key, title) VALUES (1, 'clerk', 'Clerk'), (2, 'nurse', 'Nurse'), (3, 'guard', 'Guard');
INSERT INTO assessment (assessment_id, role_id, assessed_on, job_postings, company_actions, wage_trends, tool_maturity, expert_consensus,
	regulatory, physical_presence, union_bargaining, liability, cultural, growth) VALUES
	(1, 1, '2025-01-01', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
	(2, 1, '2026-01-01', -1, -2, -2, -2, -1, 0, 0, 0, 0, 0, -2),
	(3, 2, '2026-01-01', 2, 1, 1, 0, 1, 2, 2, 1, 2, 1, 0),
	(4, 3, '2026-01-01', 2, 1, 1, 0, 1, 2, 2, 1, 2, 1, NULL);
INSERT INTO task (assessment_id, position, name, time_pct, score, mode) VALUES
	(1, 1, 'All of it', 100, 3, NULL),
	(2, 2, 'Check figures', 25, 4, 'augmentation'), (2, 1, 'Enter figures', 75, 5, 'displacement'),
	(3, 1, 'Care', 40, 1, 'not involved'), (3, 2, 'Document', 10, 4, NULL),
	(4, 1, 'Watch', 100, 2, 'augmentation');

SELECT title, step, item, formula, value FROM role_derivation WHERE role_key = 'clerk' ORDER BY step;
SELECT title, kind, task_number, item, step, rating, new_rating, round(new_score::numeric, 3) AS new_score,
	round(change::numeric, 3) AS change, new_zone, new_sublabel, flips_zone
FROM role_sensitivity WHERE role_key = 'nurse' AND (kind = 'task' OR flips_zone) ORDER BY task_number, item, step;

-- What is not complete has no derivation, and nothing would follow.
SELECT role_key, (SELECT count(*) > 0 FROM role_derivation d WHERE d.role_id = r.role_id) AS derivation,
	(SELECT count(*) > 0 FROM role_sensitivity s WHERE s.role_id = r.role_id) AS sensitivity
FROM role r ORDER BY role_id;

-- The same as from the assessment itself, now and under another method.
CREATE TEMP VIEW difference AS
WITH rated AS (
	SELECT s.role_id, rated_assessment(s.assessment_id) AS a, (SELECT aijri_method(method) FROM catalog) AS m
	FROM scored_role s WHERE is_complete
), derivation AS (
	SELECT r.role_id, e.* FROM rated r, aijri_explain(r.a, r.m) e
), sensitivity AS (
	SELECT r.role_id, v.kind, v.task_number, v.item, v.step, v.rating, v.new_rating, v.new_score, v.change, v.new_zone::text, v.new_sublabel::text, v.flips_zone
	FROM rated r, score_sensitivity(r.a, r.m) v
), shown AS (
	SELECT role_id, kind, task_number, item, step, rating, new_rating, new_score, change, new_zone, new_sublabel, flips_zone FROM role_sensitivity
)
SELECT 'derivation' AS of, count(*) FROM (TABLE derivation EXCEPT SELECT role_id, step, item, formula, value FROM role_derivation) AS d
UNION ALL SELECT 'derivation, the other way', count(*) FROM (SELECT role_id, step, item, formula, value FROM role_derivation EXCEPT TABLE derivation) AS d
UNION ALL SELECT 'sensitivity', count(*) FROM (TABLE sensitivity EXCEPT TABLE shown) AS d
UNION ALL SELECT 'sensitivity, the other way', count(*) FROM (TABLE shown EXCEPT TABLE sensitivity) AS d;
TABLE difference;
SELECT set_method('{"green_min": 70, "evidence_step": 0.05}');
SELECT formula, value FROM role_derivation WHERE role_key = 'nurse' AND item = 'Zone';
TABLE difference;

-- A reader needs no right on tables.
CREATE ROLE regress_aijri_reader;
SELECT aijri_grant_reader('questioned', 'regress_aijri_reader');
SET ROLE regress_aijri_reader;
SELECT count(*) > 0 AS derivation, (SELECT count(*) > 0 FROM role_sensitivity) AS sensitivity FROM role_derivation;
SELECT count(*) FROM task;
RESET ROLE;

SET client_min_messages = warning;
DROP SCHEMA questioned CASCADE;
DROP OWNED BY regress_aijri_reader;
DROP ROLE regress_aijri_reader;

-- Which assessment of a role counts: the newest, or that of a preferred assessor.
SET jit = off;
SET client_min_messages = warning;
SELECT aijri_create_catalog('panel');
RESET client_min_messages;
SET search_path = panel, public;
INSERT INTO role (role_id, role_key, title) VALUES (1, 'clerk', 'Clerk'), (2, 'guide', 'Guide'), (3, 'idler', 'Idler');
CREATE TEMP TABLE made (id bigint, role bigint, assessor text, day date, hour integer, task_score float8);
INSERT INTO made VALUES
	(1, 1, 'Ada', '2026-01-10', 1, 2), (2, 1, 'Bob', '2026-02-10', 2, 4), (3, 1, 'bob ', '2026-03-10', 3, 3),
	(4, 1, 'Cyd', '2026-03-10', 4, 5), (5, 1, 'ADA', '2026-02-10', 5, 1),
	(6, 2, 'Bob', '2026-01-10', 1, 3), (7, 2, 'Cyd', '2026-04-10', 2, NULL);
INSERT INTO assessment (assessment_id, role_id, assessor, assessed_on, recorded_at, job_postings, company_actions, wage_trends, tool_maturity,
	expert_consensus, regulatory, physical_presence, union_bargaining, liability, cultural, growth)
SELECT id, role, assessor, day, '2026-06-01 00:00 UTC'::timestamptz + hour * interval '1 hour', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM made;
INSERT INTO task (assessment_id, position, name, time_pct, score) SELECT id, 1, 'Work', 100, task_score FROM made;
CREATE TEMP VIEW counts AS
SELECT s.role_key, s.assessment_id, s.assessor, s.published, s.missing, p.assessors, p.scored, p.mean_published, p.score_range, k.mean_rank
FROM scored_role s LEFT JOIN role_panel p USING (role_id) LEFT JOIN ranked_panel k USING (role_id) ORDER BY s.role_key;

-- None preferred: of each assessor's newest the newest, and of one day the one that
-- was recorded last, though it has no score.
TABLE counts;
SELECT role_id, valid_from, valid_to, assessment_id, published FROM score_history ORDER BY 1, 2;
-- The panel stands beside it, with one assessment of each assessor.
SELECT role_id, assessor, assessment_id, published FROM scored_role_by_assessor ORDER BY 1, assessment_id;
SELECT p.title, p.assessors, p.scored, p.mean_published, p.min_score, p.max_score, k.mean_rank FROM role_panel p LEFT JOIN ranked_panel k USING (role_id) ORDER BY k.mean_rank;

-- Preferred ones come first, in order, their newest each; then all others.
SELECT set_assessors('{ADA,Bob}');
TABLE counts;
-- History agrees: once Ada has assessed the role, nobody else changes it.
SELECT role_id, valid_from, valid_to, assessment_id, published, previous_score IS NULL AS first FROM score_history ORDER BY 1, 2;
SELECT assessment_id, rank, published FROM ranked_role ORDER BY rank;
SELECT * FROM check_scores();
-- A name that nobody has is told, and holds for those who come.
SELECT set_assessors('{"dan  O''Neil",Cyd}');
TABLE counts;
INSERT INTO assessment (assessment_id, role_id, assessor, assessed_on) VALUES (8, 2, 'Dan O''Neil', '2020-01-01');
TABLE counts;
SELECT * FROM check_scores();
DELETE FROM assessment WHERE assessment_id = 8;
-- Changes follow the rule: a new assessor, a moved assessment, none.
SELECT set_assessors('{Ada}');
UPDATE assessment SET assessor = 'Eve' WHERE assessment_id = 5;
SELECT role_key, assessment_id, assessor FROM counts;
UPDATE assessment SET assessor = ' ada' WHERE assessment_id = 7;
SELECT role_key, assessment_id, assessor FROM counts;
SELECT * FROM check_scores();
SELECT assessors, assessor_keys FROM catalog;
SELECT set_assessors('{}'), set_assessors(NULL);
SELECT role_key, assessment_id, assessor FROM counts;
SELECT assessors, assessor_keys FROM catalog;
-- The method and the assessors are settings of their own.
SELECT set_method('{"growth_step": 0.1}'), set_assessors('{Cyd}');
SELECT method, assessors FROM catalog;
SELECT set_method(NULL);
SELECT method, assessors FROM catalog;
-- Assessments that name no assessor are preferred by the empty name.
UPDATE assessment SET assessor = '' WHERE assessment_id = 1;
SELECT set_assessors('{""}');
SELECT role_key, assessment_id FROM counts;

-- What is no list of names.
SELECT set_assessors('{Ada,NULL}');
SELECT set_assessors('{{Ada,Bob}}');
SELECT set_assessors(ARRAY['Ada', 'Bob', U&'A\00ADDA']);
-- Of many who assessed nothing some are named; many are compared as long as it may take.
BEGIN;
SELECT cardinality(set_assessors(ARRAY(SELECT 'a' || i FROM generate_series(1, 25) i)));
SET LOCAL statement_timeout = '100ms';
\set SHOW_CONTEXT never
SELECT set_assessors(ARRAY(SELECT 'a' || i FROM generate_series(1, 300000) i));
\set SHOW_CONTEXT errors
ROLLBACK;
TABLE catalog;
-- The owner's rule.
CREATE ROLE regress_panel_guest;
GRANT USAGE ON SCHEMA panel TO regress_panel_guest;
SET ROLE regress_panel_guest;
\set VERBOSITY terse
SELECT set_assessors('{Ada}');
\set VERBOSITY default
RESET ROLE;
DROP OWNED BY regress_panel_guest;
DROP ROLE regress_panel_guest;
SELECT * FROM check_scores();
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA panel CASCADE;

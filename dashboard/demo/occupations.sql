-- occupations.sql
--	  Adds to a catalog (psql variable catalog) the 923 occupations of O*NET
--	  that have labeled tasks, from the published files in :folder, and joins
--	  them to employment (OEWS) and observed exposure in the schema labour.
--
-- Task score = label + 1; Core tasks weigh 2, others 1; evidence, barriers and
-- growth are 0: numbers to fill a page with, and no assessment of anyone.
\set ON_ERROR_STOP on
\ir ../../test/trial/labour-files.sql

SELECT aijri_create_labour('labour') \g /dev/null
SELECT count(*) FROM (
	SELECT * FROM labour.load_oews('oews_2021', '2021-05-01')
	UNION ALL SELECT * FROM labour.load_oews('oews_2024', '2024-05-01')
	UNION ALL SELECT * FROM labour.load_onet_tasks('task_label', '2023-01-01')
	UNION ALL SELECT * FROM labour.load_exposure('observed', 'observed exposure', '2026-01-01')) AS f \g /dev/null

SET search_path = :"catalog", public;

INSERT INTO role (role_key, title, seniority)
SELECT DISTINCT 'onet-' || onet_soc, title, 'O*NET ' || onet_soc FROM labour.onet_task;
INSERT INTO assessment (role_id, assessor, assessed_on, job_postings, company_actions, wage_trends, tool_maturity,
	expert_consensus, regulatory, physical_presence, union_bargaining, liability, cultural, growth)
SELECT role_id, 'task labels', '2023-01-01', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
FROM role WHERE role_key LIKE 'onet-%';
INSERT INTO task (assessment_id, position, name, time_pct, score)
SELECT assessment_id, row_number() OVER (PARTITION BY assessment_id ORDER BY task_type, task_id), task,
	CASE task_type WHEN 'Core' THEN 2 ELSE 1 END, substr(other->>'gpt4_automation', 2)::int + 1
FROM labour.onet_task JOIN role ON role_key = 'onet-' || onet_soc JOIN assessment USING (role_id);
INSERT INTO role_soc (role_id, soc)
SELECT role_id, substr(role_key, 6) FROM role WHERE role_key LIKE 'onet-%';

SELECT aijri_create_labour('labour', :'catalog') \g /dev/null
ANALYZE;

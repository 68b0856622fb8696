-- many.sql
--	  A catalog "jobs" of made-up roles (psql variable roles: how many) with seven tasks each.
CREATE EXTENSION aijri;
SELECT aijri_create_catalog('jobs') \g /dev/null
SET search_path = jobs, public;

INSERT INTO role (role_key, title, seniority, market)
SELECT 'role-' || n,
	(ARRAY['Account','Bridge','Cable','Data','Energy','Forest','Glass','Health','Island','Joint'])[1 + n % 10] || ' '
		|| (ARRAY['analyst','builder','clerk','driver','engineer','fitter','guide','inspector','lawyer','nurse'])[1 + n / 10 % 10] || ' ' || n,
	(ARRAY['Junior','Mid-Level','Senior'])[1 + n % 3], (ARRAY['DE','US'])[1 + n % 2]
FROM generate_series(1, :roles) AS n;
INSERT INTO assessment (role_id, assessor, assessed_on, job_postings, company_actions, wage_trends, tool_maturity,
	expert_consensus, regulatory, physical_presence, union_bargaining, liability, cultural, growth)
SELECT role_id, 'made up', '2026-01-01', h % 5 - 2, h / 5 % 5 - 2, h / 25 % 5 - 2, 0, 0, h % 3, h / 3 % 3, 0, h / 9 % 3, 1, h / 7 % 5 - 2
FROM role, LATERAL (SELECT hashint8(role_id) & 1023) AS hash (h);
INSERT INTO task (assessment_id, position, name, time_pct, score, mode)
SELECT assessment_id, n, 'Task ' || n, 5 + h % 40, 1 + h % 5, (ARRAY['displacement', 'augmentation', 'not involved'])[1 + h % 3]
FROM assessment, generate_series(1, 7) AS n, LATERAL (SELECT hashint8(assessment_id * 8 + n) & 65535) AS hash (h);
ANALYZE;
SELECT aijri_grant_reader('jobs', 'dashboard') \g /dev/null

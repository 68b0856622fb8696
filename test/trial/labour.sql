-- A trial at real scale: 19,265 tasks of 923 occupations with a published label
-- of how far GPT-4 can automate them (T0 to T4), scored and joined to employment
-- (OEWS, May 2021 and May 2024) and to observed exposure.  Run it with
--
--     tools/sandbox test/trial/labour
--
-- Task score = label + 1; Core tasks weigh 2, others 1; evidence, barriers and
-- growth are 0, so this is a trial of the machinery and no assessment of anyone.
\set ON_ERROR_STOP on
\pset footer off

CREATE EXTENSION IF NOT EXISTS aijri;

\ir labour-files.sql

SELECT aijri_create_labour('labour') \g /dev/null
\echo
\echo Rows taken, flagged and refused
SELECT file, taken, flagged, refused
FROM (
	SELECT 1 AS n, 'OEWS 2021' AS file, * FROM labour.load_oews('oews_2021', '2021-05-01')
	UNION ALL SELECT 2, 'OEWS 2024', * FROM labour.load_oews('oews_2024', '2024-05-01')
	UNION ALL SELECT 3, 'task labels', * FROM labour.load_onet_tasks('task_label', '2023-01-01')
	UNION ALL SELECT 4, 'observed exposure', * FROM labour.load_exposure('observed', 'observed exposure', '2026-01-01')) AS f
ORDER BY n;

-- The least that a catalog has: who the roles are, and their scores.
CREATE SCHEMA trial;
CREATE TABLE trial.role_soc AS
SELECT row_number() OVER (ORDER BY onet_soc) AS role_id, onet_soc AS soc, title, NULL::numeric AS share
FROM labour.onet_task GROUP BY onet_soc, title;
CREATE TABLE trial.scored_role AS
SELECT role_id, r.*
FROM (SELECT onet_soc AS soc,
		(task_profile(substr(other->>'gpt4_automation', 2)::int + 1, CASE task_type WHEN 'Core' THEN 2 ELSE 1 END)).*
	FROM labour.onet_task GROUP BY onet_soc) AS profile
	JOIN trial.role_soc USING (soc),
	aijri_result(task_resistance, exposed_pct, 0, 0, 0) AS r;
SELECT aijri_create_labour('labour', 'trial') \g /dev/null

\echo Occupations scored
SELECT zone, count(*) AS occupations, round(min(score)::numeric, 1) AS least, round(max(score)::numeric, 1) AS greatest
FROM trial.scored_role GROUP BY zone ORDER BY zone;
\echo Workers by zone
SELECT to_char(vintage, 'YYYY') AS year, zone, sum(employment) AS workers, round(100 * sum(share)::numeric, 2) AS percent
FROM labour.zone_employment GROUP BY vintage, zone, zone_order ORDER BY vintage, zone_order;
\echo Coverage
SELECT to_char(vintage, 'YYYY') AS year, covered, uncovered, detailed_sum, round(100 * covered_share::numeric, 2) AS covered_pct, published_total, residual
FROM labour.labour_coverage ORDER BY vintage;
\echo What failed to join
SELECT to_char(vintage, 'YYYY') AS year, reason, count(*) AS codes, sum(employment) AS workers
FROM labour.labour_gap GROUP BY vintage, reason ORDER BY vintage, reason;
\echo Score and observed exposure
SELECT to_char(r.vintage, 'YYYY') AS year, count(*) AS pairs,
	round(corr(r.score, x.exposure)::numeric, 4) AS correlation,
	round(((sum(w * s * e) / sum(w) - sum(w * s) / sum(w) * sum(w * e) / sum(w))
		/ sqrt((sum(w * s * s) / sum(w) - (sum(w * s) / sum(w)) ^ 2) * (sum(w * e * e) / sum(w) - (sum(w * e) / sum(w)) ^ 2)))::numeric, 4) AS weighted_by_employment
FROM labour.role_labour r JOIN labour.soc_exposure_latest x USING (soc),
	LATERAL (SELECT r.employment::float8, r.score, x.exposure::float8) AS v (w, s, e)
GROUP BY r.vintage ORDER BY r.vintage;
\echo Mean observed exposure, weighted by employment
SELECT to_char(o.vintage, 'YYYY') AS year, round(sum(x.exposure * o.tot_emp) / sum(o.tot_emp), 4) AS mean
FROM labour.oews o JOIN labour.exposure x USING (occupation)
WHERE o.o_group = 'detailed' GROUP BY o.vintage ORDER BY o.vintage;

-- Wages of scored roles and zones, O*NET's ratings and related occupations, moves, and
-- documents to start from.  Every figure is small enough to be computed by hand.
SET jit = off;
SET client_min_messages = warning;
CREATE SCHEMA wage_roles;
CREATE TABLE wage_roles.role_soc (role_id bigint, soc text, share numeric);
CREATE TABLE wage_roles.scored_role (role_id bigint, score float8, zone text);
INSERT INTO wage_roles.scored_role VALUES (1, 20, 'Red'), (2, 30, 'Yellow'), (3, 50, 'Green'), (4, 70, 'Green'), (5, 60, 'Green'), (6, NULL, NULL), (7, 75, 'Green'), (8, 80, 'Green'), (9, 90, 'Green');
INSERT INTO wage_roles.role_soc VALUES (1, '43-4051', NULL), (2, '15-1252', 0.5), (3, '13-1020', NULL), (4, '29-1141', NULL),
	(5, '29-1229', NULL), (6, '15-1251', NULL), (7, '27-2042', NULL), (8, '25-1011', NULL), (9, '29-1141.01', NULL);
SELECT aijri_create_labour('wages', 'wage_roles');

-- Of the wage, a median, the year is published; or at the top; or only the hour, which
-- makes a year unless the file says hourly only.
CREATE TEMP TABLE oews ("OCC_CODE" text, "OCC_TITLE" text, "O_GROUP" text, "TOT_EMP" text, "H_MEAN" text, "A_MEAN" text, "H_MEDIAN" text, "A_MEDIAN" text, "ANNUAL" text, "HOURLY" text);
INSERT INTO oews VALUES
	('43-4051', 'Customer Service', 'detailed', '100', '22.00', '45,760', '20.00', '41,600', NULL, NULL),
	('15-1252', 'Developers', 'detailed', '200', '65.00', '135,200', '64.00', '133,120', NULL, NULL),
	('15-1251', 'Programmers', 'detailed', '40', '*', '*', '*', '*', NULL, NULL),
	('13-1020', 'Buyers', 'detailed', '31', '36.00', NULL, '35.00', NULL, NULL, NULL),
	('29-1141', 'Nurses', 'detailed', '60', '46.00', '95,680', '45.00', '93,600', NULL, NULL),
	('29-1229', 'Physicians', 'detailed', '20', '120.00', '249,600', '#', '#', NULL, NULL),
	('29-1171', 'Nurse Practitioners', 'detailed', '5', '62.00', '128,960', '61.00', '126,880', NULL, NULL),
	('27-2042', 'Musicians', 'detailed', '10', '50.00', '*', '40.00', '*', NULL, 'TRUE'),
	('25-1011', 'Business Teachers', 'detailed', '30', '*', '100,000', '*', '90,000', 'TRUE', NULL);
SELECT taken FROM wages.load_oews('oews', '2024-05-01');
SELECT soc, role_id, employment, h_mean, a_mean, h_median, a_median, annual, hourly, flags, wage, top_coded FROM wages.role_labour_latest ORDER BY soc, role_id;
-- The top code is that of the legend of the file.
UPDATE oews SET "A_MEDIAN" = NULL WHERE "OCC_CODE" = '29-1229';	-- the hour is at the top, too
SELECT taken FROM wages.load_oews('oews', '2021-05-01');
SELECT taken FROM wages.load_oews('oews', '2015-05-01');
SELECT vintage, wage, top_coded FROM wages.soc_employment WHERE soc = '29-1229' ORDER BY vintage;
-- An hour at the top says nothing of a year that is not published.
UPDATE oews SET "HOURLY" = 'TRUE', "A_MEDIAN" = '*' WHERE "OCC_CODE" = '29-1229';
SELECT taken FROM wages.load_oews('oews', '2020-05-01');
SELECT wage, top_coded FROM wages.soc_employment WHERE soc = '29-1229' AND vintage = '2020-05-01';

-- By zone: in group 29, 60 workers at 93,600 and 20 at the top: a quarter is at the top.
SELECT major_group, zone, workers, uncovered, wage_pct10 AS pct10, wage_pct25 AS pct25, wage_median AS median, wage_pct75 AS pct75, wage_pct90 AS pct90, workers_without_wage AS no_wage, flags FROM wages.zone_labour();
SELECT sum(workers) = (SELECT covered FROM wages.labour_coverage_latest) AS covered, sum(uncovered) = (SELECT uncovered FROM wages.labour_coverage_latest) AS uncovered FROM wages.zone_labour();
-- The weighted percentiles are those of the workers, one by one.
SELECT major_group, zone FROM wages.zone_labour() z WHERE zone IS NOT NULL AND ARRAY[wage_pct10, wage_pct25, wage_median, wage_pct75, wage_pct90] IS DISTINCT FROM (
	SELECT percentile_disc('{0.1,0.25,0.5,0.75,0.9}'::float8[]) WITHIN GROUP (ORDER BY wage::float8)
	FROM wages.role_labour_latest r, generate_series(1, employment) WHERE (r.major_group, r.zone) = (z.major_group, z.zone) AND wage IS NOT NULL);
-- Other areas and industries, none of which are loaded.
SELECT count(*) FROM wages.zone_labour('06');
SELECT count(*) FROM wages.zone_labour(naics => '11');
SELECT count(*) FROM wages.zone_labour(NULL);
ALTER TABLE oews ADD "AREA" text DEFAULT '06', ADD "NAICS" text DEFAULT '000000';
SELECT taken FROM wages.load_oews('oews', '2023-05-01');
SELECT DISTINCT vintage, area_type, own_code, (SELECT sum(workers) FROM wages.zone_labour()) AS nation FROM wages.zone_labour('06');

-- Task ratings, in the form of O*NET's file.
CREATE TEMP TABLE rating ("O*NET-SOC Code" text, "Title" text, "Task ID" text, "Task" text, "Scale ID" text, "Scale Name" text, "Category" text, "Data Value" text, "N" text, "Standard Error" text, "Lower CI Bound" text, "Upper CI Bound" text, "Recommend Suppress" text, "Date" text, "Domain Source" text);
INSERT INTO rating
SELECT '29-1141.00', 'Registered Nurses', id, 'task', scale, name, category, value, '50', '0.1', '1', '5', suppress, '08/2024', 'Incumbent'
FROM (VALUES ('1', 'IM', 'Importance', 'n/a', '5', 'N'), ('1', 'RT', 'Relevance of Task', 'n/a', '100', 'N'),
	('1', 'FT', 'Frequency of Task (Categories 1-7)', '1', '10.5', 'N'), ('1', 'FT', 'Frequency', '7', '89.5', 'Y'),
	('2', 'IM', 'Importance', 'n/a', '4.00', 'Y'), ('2', 'RT', 'Relevance', NULL, '75.00', 'N'),
	('3', 'IM', 'Importance', 'n/a', '2.5', 'N'), ('3', 'RT', 'Relevance', 'n/a', '20', 'n/a'),
	('4', 'IM', 'Importance', 'n/a', '3', 'N'),
	('5', 'RT', 'Relevance', 'n/a', '40', NULL),
	('6', 'im', 'Importance', 'N/A', '1', 'n'), ('6', 'RT', 'Relevance', 'n/a', '10', 'N'),
	-- refused
	('7', 'IM', 'Importance', 'n/a', '5.5', 'N'), ('7', 'RT', 'Relevance', 'n/a', '101', 'N'), ('7', 'XX', 'Other', 'n/a', '1', 'N'),
	('7', 'FT', 'Frequency', '8', '1', 'N'), ('7', 'FT', 'Frequency', 'n/a', '1', 'N'), ('7', 'IM', 'Importance', '3', '1', 'N'),
	('x', 'IM', 'Importance', 'n/a', '1', 'N'), ('7', 'IM', 'Importance', 'n/a', '4,5', 'N'), ('7', 'IM', 'Importance', 'n/a', NULL, 'N'),
	('7', 'IM', 'Importance', 'n/a', '3', 'perhaps'), ('1', 'IM', 'Importance', 'n/a', '4', 'N')) AS v (id, scale, name, category, value, suppress);
INSERT INTO rating ("O*NET-SOC Code", "Task ID", "Scale ID", "Category", "Data Value") VALUES ('29-1140', '1', 'IM', 'n/a', '3'), ('nurse', '1', 'IM', 'n/a', '3'), (NULL, '1', 'IM', 'n/a', '3'), ('15-1132.00', '1', 'IM', 'n/a', '3');
SELECT taken, flagged, refused, reason FROM wages.load_onet_ratings('rating', '2025-02-01'), unnest(reasons) reason;
SELECT refused_row FROM wages.load_onet_ratings('rating', '2025-02-01'), unnest(refused_rows) refused_row;
SELECT onet_soc, task_id, importance, relevance, weight, frequency, flags FROM wages.onet_task_weight_latest ORDER BY onet_soc, task_id;
SELECT other FROM wages.onet_task_rating WHERE task_id = 1 AND scale_id = 'IM' AND onet_soc = '29-1141.00';
SELECT code, message, detail, hint FROM error_of($$wages.load_onet_tasks('rating', '2025-02-01')$$);
CREATE TEMP TABLE other (code text, a text);
SELECT code, message FROM error_of($$wages.load_onet_ratings('other', '2025-02-01')$$);
SELECT code, message FROM error_of($$wages.load_onet_ratings('rating', NULL)$$);
CREATE TEMP TABLE no_rating AS SELECT * FROM rating LIMIT 0;
SELECT * FROM wages.load_onet_ratings('no_rating', '2025-02-01');

-- Related occupations and Job Zones.
CREATE TEMP TABLE related ("O*NET-SOC Code" text, "Title" text, "Related O*NET-SOC Code" text, "Related Title" text, "Relatedness Tier" text, "Index" text);
INSERT INTO related ("O*NET-SOC Code", "Related O*NET-SOC Code", "Relatedness Tier", "Index") VALUES
	('43-4051.00', '13-1022.00', 'Supplemental', '11'), ('43-4051.00', '13-1023.00', 'Primary-Long', '6'), ('43-4051.00', '13-1021.00', 'primary-long', '7'),
	('43-4051.00', '15-1251.00', 'Primary-Short', '1'), ('43-4051.00', '15-1252.00', 'Primary-Short', '2.0'),
	('29-1141.00', '29-1229.01', 'Supplemental', '20'), ('29-1141.01', '29-1229.02', 'Supplemental', '12'), ('29-1229', '29-1141.00', 'Primary-Short', '3'),
	('13-1021.00', '27-2042.00', 'Primary-Short', '4'), ('15-1252.00', '11-3021.00', 'Primary-Short', '1'), ('15-1252.00', '27-2042.00', 'Primary-Long', '8'),
	-- refused, and superseded
	('15-1252.00', '15-1252', 'Primary-Short', '1'), ('15-1252.00', '15-1250', 'Primary-Short', '1'), ('15-1252.00', NULL, 'Primary-Short', '1'),
	('15-1252.00', '15-1299.01', 'Primary', '1'), ('15-1252.00', '15-1299.02', 'Supplemental', '21'), ('15-1252.00', '15-1299.02', 'Supplemental', '1.5'),
	('15-1252.00', '11-3021.00', 'Supplemental', '11'), ('15-1252.00', '15-1132.00', 'Supplemental', '13');
SELECT taken, flagged, refused, reason FROM wages.load_onet_related('related', '2025-02-01'), unnest(reasons) reason;
SELECT onet_soc, related_onet_soc, tier, index FROM wages.onet_related ORDER BY onet_soc, index, related_onet_soc;
CREATE TEMP TABLE job_zone ("O*NET-SOC Code" text, "Title" text, "Job Zone" text, "Date" text, "Domain Source" text);
INSERT INTO job_zone ("O*NET-SOC Code", "Job Zone") VALUES ('43-4051.00', '2'), ('13-1023.00', '3'), ('15-1252.00', '4.0'), ('29-1141.00', '3'), ('29-1141.01', '4'), ('29-1229.02', '5'),
	('15-1251.00', '6'), ('15-1251.00', NULL), ('15-1250', '1'), ('15-1252', '4');
SELECT taken, flagged, refused, reason FROM wages.load_onet_job_zones('job_zone', '2025-02-01'), unnest(reasons) reason;
SELECT onet_soc, job_zone FROM wages.onet_job_zone ORDER BY onet_soc;
SELECT code, message FROM error_of($$wages.load_onet_related('other', '2025-02-01')$$);
SELECT code, message FROM error_of($$wages.load_onet_job_zones('other', '2025-02-01')$$);

-- Moves: from customer service to buyers, whose closest code counts, and to developers; not
-- to programmers, who have no score.  Physicians are at the top, musicians have no year.
-- A physician may become a nurse, but not the reverse, because nurses score higher.
SELECT role_id, to_role_id, tier, index, score_change, wage_change, job_zone, to_job_zone, flags, soc, to_soc, wage, to_wage FROM wages.career_option ORDER BY role_id, index;
-- Of related occupations, the latest release counts, and of wages the nation's.
UPDATE related SET "Relatedness Tier" = 'Supplemental', "Index" = '15' WHERE "Related O*NET-SOC Code" = '15-1252.00';
DELETE FROM related WHERE "O*NET-SOC Code" <> '43-4051.00';
SELECT taken FROM wages.load_onet_related('related', '2025-05-01');
SELECT role_id, to_role_id, tier, index, wage_change FROM wages.career_option ORDER BY role_id, index;

-- Documents to start from.
CREATE TEMP TABLE task ("O*NET-SOC Code" text, "Title" text, "Task ID" text, "Task" text, "Task Type" text);
INSERT INTO task SELECT '29-1141.00', 'Registered Nurses', n, 'Task ' || n || E' with | a bar,\n and  *two* lines', 'Core' FROM generate_series(1, 6) n;
INSERT INTO task SELECT '29-1141.04', 'Clinical Nurse Specialists', n, 'Task ' || n, NULL FROM generate_series(1, 3) n;
SELECT taken FROM wages.load_onet_tasks('task', '2025-02-01');
-- Weights are 5, 3, 0.5 and 0.1 of 8.6: the first two have 93 percent, and their shares
-- are 62.5 and 37.5.
SELECT line FROM string_to_table(wages.draft_document('29-1141'), E'\n') line WHERE line ~ '^. (Task|Job T)|nine tenths';
-- A third of 100 thrice.
SELECT name, time_pct, score FROM unnest(((aijri_parse(wages.draft_document('29-1141.04'))).assessment).tasks);
SELECT section->>'text' AS text FROM jsonb_array_elements((aijri_parse(wages.draft_document('29-1141.04'))).narrative->'other_sections') section;
SELECT line, item, stated FROM aijri_verify(wages.draft_document('29-1141.04'));
-- Imported, it has no score; rated, it has.
SELECT aijri_create_catalog('wage_jobs');
SELECT wage_jobs.import_document(wages.draft_document('29-1141.04'), assessed_on => '2026-01-01') IS NOT NULL AS imported;
SELECT title, seniority, score FROM wage_jobs.scored_role;
SELECT wage_jobs.import_document(replace(wages.draft_document('29-1141.04'), 'not rated', '1'), assessed_on => '2026-01-02') IS NOT NULL AS imported;
SELECT title, round(score::numeric, 1) AS score, task_resistance FROM wage_jobs.scored_role;
-- Another release; and what is refused.
UPDATE task SET "Title" = NULL;
SELECT taken FROM wages.load_onet_tasks('task', '2025-05-01');
SELECT (aijri_parse(wages.draft_document('29-1141.00'))).title, (aijri_parse(wages.draft_document('29-1141.00', '2025-02-01'))).title;
SELECT code, message, detail, hint FROM error_of($$wages.draft_document('29-1141.00', '2024-02-01')$$);
SELECT code, message, detail, hint FROM error_of($$wages.draft_document('29-1141.02')$$);
SELECT code, message, detail, hint FROM error_of($$wages.draft_document('15-1252')$$);
SELECT code, message, detail, hint FROM error_of($$wages.draft_document('nurse')$$);
SELECT code, message FROM error_of($$wages.draft_document('29-1140')$$);
SELECT code, message FROM error_of($$wages.draft_document(NULL)$$);

-- A schema that is renamed goes on working.
ALTER SCHEMA wages RENAME TO pay;
SELECT count(*), (SELECT count(*) FROM pay.career_option) AS moves, length(pay.draft_document('29-1141')) > 1000 AS drafted FROM pay.zone_labour();
-- Every relation and every column has a comment, and every function.
SELECT c.relname, attname FROM pg_class c LEFT JOIN pg_attribute ON attrelid = c.oid AND attnum > 0
WHERE relnamespace = 'pay'::regnamespace AND relkind IN ('r', 'v') AND (obj_description(c.oid, 'pg_class') IS NULL OR col_description(c.oid, attnum) IS NULL) ORDER BY 1, attnum;
SELECT proname FROM pg_proc WHERE pronamespace = 'pay'::regnamespace AND obj_description(oid, 'pg_proc') IS NULL;
DROP SCHEMA pay, wage_roles, wage_jobs CASCADE;

-- Labor data: tables that belong to the user, loaders that take files as they
-- are published, views that weight scores with employment.
SET jit = off; -- the views join many tables, and compiling them takes longer than all else

-- Fields as spreadsheets leave them.
SELECT replace(replace(field, U&'\FEFF', '<BOM>'), U&'\00A0', '<NBSP>') AS field, labour_text(field) AS text, labour_number(field) AS number
FROM unnest(ARRAY['140,886,310', '1.5418738E8', '135280.0', '="13-2011"', '=13-2011', '=', '==5', '"1,234"', ' 7 ', U&'\FEFF8', U&'9\00A0', '', '  ', '""', '#', '**', '0', '.5', '5.', '-1,000.25', '+3', '1e-3',
	'1,23', '1,2345', ',123', '1,,234', '1,234,', '1,23.5', '1.2.3', '1e', '1e61', '1e99999999999', 'NaN', 'Infinity', '0x10', '1 2', '.', '-', '"A" and "B"', '="A" or "B"', '"', '"""', repeat('9', 61)]) field;

-- In a new schema.
SELECT aijri_create_labour('labour');
SELECT relname, CASE relkind WHEN 'r' THEN 'table' ELSE 'view' END AS kind FROM pg_class WHERE relnamespace = 'labour'::regnamespace AND relkind IN ('r', 'v') ORDER BY kind, relname COLLATE "C";
-- Base tables use built-in types only.
SELECT attrelid::regclass, attname, atttypid::regtype FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
WHERE relnamespace = 'labour'::regnamespace AND relkind = 'r' AND attnum > 0 AND atttypid >= 16384;
SELECT oews, string_agg(soc, ' ' ORDER BY soc) AS combined FROM labour.oews_map GROUP BY oews ORDER BY oews;

-- A file of OEWS, as it is published: a byte order mark before the first name,
-- commas, exponents, markers, a code that is both broad and detailed.
CREATE TEMP TABLE staging (U&"\FEFFAREA" text, "AREA_TYPE" text, "NAICS" text, "OWN_CODE" text, "OCC_CODE" text, "OCC_TITLE" text, "O_GROUP" text, "TOT_EMP" text, "H_MEAN" text, "A_MEAN" text, "A_PCT90" text, "ANNUAL" text);
INSERT INTO staging VALUES
	('99', '1', '000000', '1235', '00-0000', 'All Occupations', 'total', '10,060', '25.00', '52,000', '110,000', NULL),
	('99', '1', '000000', '1235', '15-0000', 'Computer and Mathematical', 'major', '4.0E3', '50.00', '104,000', '#', NULL),
	('99', '1', '000000', '1235', '15-1252', 'Software Developers', 'detailed', '3,000?', '60.00', '124,800', '#', NULL),
	('99', '1', '000000', '1235', '15-1252', 'Software Developers', 'detailed', '3,000', '60.00', '124,800', '#', NULL),
	('99', '1', '000000', '1235', '15-1251', 'Computer Programmers', 'detailed', '1000.0', '*', '*', '*', NULL),
	('99', '1', '000000', '1235', '13-1020', 'Buyers', 'broad', '1,001', '33.00', '68,640', '99,000', NULL),
	('99', '1', '000000', '1235', '13-1020', 'Buyers', 'detailed', '1,001', '33.00', '68,640', '99,000', NULL),
	('99', '1', '000000', '1235', '29-1141', 'Registered Nurses', 'detailed', '3,050', '40.00', '83,200', '120,000', NULL),
	('99', '1', '000000', '1235', '25-1011', 'Business Teachers', 'detailed', '2,000', '*', '90,000', '170,000', 'TRUE'),
	('99', '1', '000000', '1235', '="45-2011"', 'Agricultural Inspectors', 'Detailed', '**', '22.00', '45,760', '70,000', NULL),
	('99', '1', '000000', '1235', '29-124X', 'Surgeons', 'detailed', '10', NULL, NULL, NULL, NULL),
	('99', '1', '000000', '1235', '11-1011', 'Chief Executives', 'detailed', 'n/a', NULL, NULL, NULL, NULL),
	('99', '1', '000000', '1235', '11-1021', 'Managers', 'detailed', '10.5', NULL, NULL, NULL, NULL),
	('99', '1', '000000', '1235', '15-1252', 'Software Developers', 'detailed', '4', NULL, NULL, NULL, NULL),
	('99', '1', '000000', '1235', '15-1252.00', 'Software Developers', 'occupation', '4', NULL, NULL, NULL, NULL),
	(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT taken, flagged, refused, reason FROM labour.load_oews('staging', '2024-05-01'), unnest(reasons) reason;
SELECT occupation, o_group, tot_emp, h_mean, a_pct90, annual, flags FROM labour.oews ORDER BY occupation, o_group;
-- The wage of developers is not missing: it is at the top.
SELECT occupation, coalesce(a_pct90::text, CASE flags->>'a_pct90' WHEN '#' THEN 'top' ELSE 'unknown' END) AS a_pct90 FROM labour.oews WHERE occupation LIKE '15-125%' ORDER BY 1;
-- Loading again takes corrections and leaves the rest.
UPDATE staging SET "TOT_EMP" = '3,060' WHERE "OCC_CODE" = '29-1141';
DELETE FROM staging WHERE "OCC_CODE" ~ 'X|^11' OR "OCC_CODE" IS NULL OR "TOT_EMP" IN ('4', '3,000?');
SELECT taken, refused FROM labour.load_oews('staging', '2024-05-01');
SELECT count(*), sum(tot_emp) FILTER (WHERE o_group = 'detailed') AS detailed FROM labour.oews;
-- Another vintage, and a state, side by side with it.
UPDATE staging SET "TOT_EMP" = '100';
SELECT taken FROM labour.load_oews('staging', '2021-05-01');
UPDATE staging SET U&"\FEFFAREA" = '06', "AREA_TYPE" = '2', "TOT_EMP" = '10';
SELECT taken FROM labour.load_oews('staging', '2024-05-01');
SELECT vintage, area, count(*) FROM labour.oews GROUP BY 1, 2 ORDER BY 1, 2;

-- Mistakes are told.
CREATE TEMP TABLE other (code text, a text, b text);
SELECT message, detail, hint FROM error_of($$labour.load_oews('other', '2024-05-01')$$);
SELECT code, message FROM error_of($$labour.load_oews('staging', NULL)$$);
SELECT code, message FROM error_of($$labour.load_oews(NULL, '2024-05-01')$$);
CREATE TEMP TABLE alike ("OCC_CODE" text, "Größe" text, "größe" text, "Ω" text, "Ψ" text, o_group text, tot_emp text, "Occ. code" text);
SELECT code, message, detail, hint FROM error_of($$labour.load_oews('alike', '2024-05-01')$$);
ALTER TABLE alike DROP "Occ. code", DROP "größe";
SELECT taken FROM labour.load_oews('alike', '2024-05-01');	-- names of which nothing is left do not matter
SELECT code, message FROM error_of($$labour.load_onet_tasks('other', '2024-05-01')$$);
SELECT message, detail FROM error_of($$labour.load_exposure('other', 'x', '2024-05-01')$$);
ALTER TABLE other RENAME code TO occ_code;
SELECT message, detail, hint FROM error_of($$labour.load_exposure('other', 'x', '2024-05-01')$$);
SELECT message FROM error_of($$labour.load_exposure('other', 'x', '2024-05-01', 'c')$$);
SELECT code, message FROM error_of($$labour.load_exposure('other', NULL, '2024-05-01')$$);
-- A table without rows.
CREATE TEMP TABLE nothing (occ_code text, o_group text, tot_emp text);
SELECT * FROM labour.load_oews('nothing', '2020-05-01');

-- One row per SOC code: what OEWS combines is divided, in whole workers.
SELECT soc, title, employment, oews_code, divided_by FROM labour.soc_employment WHERE vintage = '2024-05-01' AND area = '99' ORDER BY soc;
SELECT area, sum(employment) FROM labour.soc_employment_latest GROUP BY area ORDER BY area;

-- O*NET tasks: labels and statements go together.
CREATE TEMP TABLE label (row text, "O*NET-SOC Code" text, "Task ID" text, "Task" text, "Task Type" text, "Title" text, gpt4_automation text);
INSERT INTO label VALUES ('0', '15-1252.00', '10.0', 'Write code', 'Core', 'Developers', 'T3'), ('1', '15-1252', '11', 'Talk', NULL, 'Developers', 'T0'),
	('2', '15-1252.00', '10', 'Again', 'Core', 'Developers', 'T3'), ('3', '15-1250.00', '12', 'Group', 'Core', 'Groups', 'T1'), ('4', '29-1141.01', 'x', 'Care', 'Core', 'Nurses', 'T1'), ('5', '29-1141.01', '13', '', 'Core', 'Nurses', 'T1');
SELECT taken, flagged, refused, reason FROM labour.load_onet_tasks('label', '2023-01-01'), unnest(reasons) reason;
CREATE TEMP TABLE statement ("O*NET-SOC Code" text, "Task ID" text, "Task" text, "Incumbents Responding" text);
INSERT INTO statement VALUES ('15-1252.00', '11', 'Talk to users', '95');
SELECT taken, flagged, refused FROM labour.load_onet_tasks('statement', '2023-01-01');
SELECT onet_soc, task_id, title, task, task_type, other FROM labour.onet_task ORDER BY task_id;

-- Exposure, by codes of OEWS, of the SOC or of O*NET.
CREATE TEMP TABLE observed (occ_code text, observed_exposure text);
INSERT INTO observed VALUES ('15-1252', '0.288'), ('151251', '0.7451'), ('13-1020', '0.1'), ('29-1141.00', '0.04'), ('29-1141.01', '0.06'), ('x', '1'), ('15-1299', 'high'), ('15-1252.00', '0.3'), ('15-2051', NULL);
SELECT taken, flagged, refused, reason FROM labour.load_exposure('observed', 'observed exposure', '2026-01-01'), unnest(reasons) reason;
SELECT soc, exposure, published_code FROM labour.soc_exposure ORDER BY soc;
INSERT INTO other VALUES ('15-1252', '0.5', '7');
ALTER TABLE other RENAME occ_code TO "SOC Code";
SELECT taken FROM labour.load_exposure('other', 'other', '2026-01-01', 'B');
SELECT occupation, exposure FROM labour.exposure WHERE index_name = 'other';

-- A catalog is what has role_soc and scored_role.  Three seniorities of one
-- occupation share its workers, roles with a share have theirs first, and a role
-- may be one of O*NET's or of a combined code.
CREATE SCHEMA roles;
CREATE TABLE roles.role_soc (role_id bigint, soc text, share numeric);
CREATE TABLE roles.scored_role (role_id bigint, score float8, zone text);
INSERT INTO roles.scored_role VALUES (1, 20, 'Red'), (2, 30, 'Yellow'), (3, 50, 'Green'), (4, 24, 'Red'), (5, 70, 'Green'), (6, 66, 'Green'), (7, NULL, NULL), (8, 40, 'Yellow');
INSERT INTO roles.role_soc VALUES
	(1, '15-1252', NULL), (2, '15-1252', NULL), (3, '15-1252.00', NULL),	-- three seniorities
	(4, '15-1251', 0.6),													-- the rest is nobody's
	(5, '29-1141', 0.25), (6, '29-1141.01', NULL), (6, '29-1141.02', NULL),	-- a share, and the rest
	(7, '25-1011', 0.5), (8, '25-1011', NULL),								-- one without a score
	(8, '13-1020', NULL), (4, '13-1021', 0.9), (5, '13-1021', 0.6),			-- combined; more than there are
	(8, '45-3031', NULL), (8, '45-2011', NULL), (1, 'no code', NULL);
SELECT aijri_create_labour('labour', 'roles');
SELECT role_id, soc, round(from_share, 4) AS from_share, round(to_share, 4) AS to_share FROM labour.role_allocation ORDER BY soc, from_share, to_share, role_id;
SELECT role_id, soc, score, zone, employment, divided_by FROM labour.role_labour_latest WHERE area = '99' ORDER BY soc, role_id;
-- Nobody is counted twice.
SELECT soc, sum(r.employment) AS in_roles, e.employment FROM labour.role_labour r JOIN labour.soc_employment e USING (vintage, area, soc) GROUP BY vintage, area, soc, e.employment HAVING sum(r.employment) > e.employment;
SELECT zone, major_group, employment, round(share::numeric, 4) AS share, round(share_of_group::numeric, 4) AS share_of_group FROM labour.zone_employment_latest WHERE area = '99' ORDER BY zone_order, major_group;
SELECT area, detailed_sum, covered, uncovered, round(covered_share::numeric, 4) AS covered_share, published_total, combined, unmatched, residual, occupations, occupations_withheld AS withheld, occupations_covered AS with_roles FROM labour.labour_coverage_latest ORDER BY area;
SELECT soc, title, reason, employment FROM labour.labour_gap_latest WHERE area = '99' ORDER BY soc, reason;
-- The parts add up, in every vintage and area.
SELECT vintage, area, covered = (SELECT sum(employment) FROM labour.zone_employment z WHERE (z.vintage, z.area) = (c.vintage, c.area)) AS zones_add_up,
	uncovered + combined + unmatched = (SELECT sum(employment) FROM labour.labour_gap g WHERE (g.vintage, g.area) = (c.vintage, c.area)) AS gaps_add_up,
	covered + uncovered + combined + unmatched = detailed_sum AS all_there,
	covered + uncovered + combined + unmatched + residual = published_total AS total_there
FROM labour.labour_coverage c ORDER BY vintage, area;

-- Called again, it leaves the data and what the owner has changed.
DELETE FROM labour.oews_map WHERE oews = '13-1020';
SELECT aijri_create_labour('labour');
SELECT count(*) AS map, (SELECT count(*) FROM labour.role_labour) > 0 AS views FROM labour.oews_map;
SELECT soc, employment, divided_by FROM labour.soc_employment_latest WHERE area = '99' AND soc LIKE '13%';
-- Every relation and every column has a comment.
SELECT c.relname, attname FROM pg_class c LEFT JOIN pg_attribute ON attrelid = c.oid AND attnum > 0
WHERE relnamespace = 'labour'::regnamespace AND relkind IN ('r', 'v') AND (obj_description(c.oid, 'pg_class') IS NULL OR col_description(c.oid, attnum) IS NULL) ORDER BY 1, attnum;

-- A schema whose name wants quotes, an empty one that is there; and others that
-- are refused.
CREATE SCHEMA "Labour's ""data""";
SELECT aijri_create_labour('Labour''s "data"', 'roles');
SELECT taken FROM "Labour's ""data""".load_oews('staging', '2024-05-01');
SELECT code, message, detail FROM error_of($$aijri_create_labour('roles')$$);
SELECT code, message, detail FROM error_of($$aijri_create_labour('public', 'roles')$$);
SELECT code, message, detail, hint FROM error_of($$aijri_create_labour('new', 'labour')$$);
-- Functions with the names of loaders are not replaced; others do no harm.
CREATE SCHEMA functions;
CREATE FUNCTION functions.load_exposure(int) RETURNS int LANGUAGE sql RETURN 1;
CREATE FUNCTION functions.load_oews(staging regclass, vintage date) RETURNS text LANGUAGE sql RETURN 'mine';
SELECT code, message, detail, hint FROM error_of($$aijri_create_labour('functions')$$);
SELECT functions.load_oews(NULL, NULL), count(*) AS relations FROM pg_class WHERE relnamespace = 'functions'::regnamespace;
ALTER FUNCTION functions.load_exposure(int) RENAME TO other;
ALTER FUNCTION functions.load_oews(regclass, date) RENAME TO another;
SELECT aijri_create_labour('functions');
SELECT code, message FROM error_of($$aijri_create_labour(NULL)$$);
SELECT code, message FROM error_of($$aijri_create_labour('pg_labour')$$);
SELECT count(*) FROM pg_namespace WHERE nspname IN ('new', 'pg_labour');
-- A schema that is renamed goes on working.
ALTER SCHEMA "Labour's ""data""" RENAME TO renamed;
SELECT taken FROM renamed.load_oews('staging', '2023-05-01');
SET client_min_messages = warning;
DROP SCHEMA renamed, labour, functions, roles CASCADE;

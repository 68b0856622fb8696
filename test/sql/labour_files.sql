-- Labor files as publishers and spreadsheets leave them: columns by other names,
-- codes without their zeros, codes that the SOC 2018 does not have.
SELECT aijri_create_labour('files');

-- The nation, from a spreadsheet that took codes for numbers.
CREATE TEMP TABLE spoiled ("AREA" text, "NAICS" text, "OWN_CODE" text, "OCC_CODE" text, "O_GROUP" text, "TOT_EMP" text, "A_MEDIAN" text, "PCT_TOTAL" text);
INSERT INTO spoiled VALUES
	('99.0', '0', '1235', '00-0000', 'total', '1,000', '50,000', '100.00'),
	('99', '000000', '1235.0', '15-1252', 'detailed', '300', '100,000', '30.00'),
	('99', '000001', '1235', '15-1252', 'detailed', '280', '110,000', NULL),
	('6', '0.0', '5', '15-1252', 'detailed', '50', NULL, NULL),
	('10180', '31-33', '5', '15-1252', 'detailed', '7', NULL, NULL),
	('100001', '3250A1', '5', '15-1252', 'detailed', '3', NULL, NULL),
	('ninety', '0', '1235', '15-1252', 'detailed', '1', NULL, NULL),
	('99', '1-Jan', '1235', '15-1252', 'detailed', '1', NULL, NULL),
	('99', '0', '1235', '15-1252', 'detailed', '4', NULL, NULL),
	('99', '0', '1235', '15-1251', 'detailed', '100', '1,234', '1,234');
SELECT taken, flagged, refused FROM files.load_oews('spoiled', '2024-05-01');
SELECT area, area_type, naics, own_code, occupation, tot_emp FROM files.oews ORDER BY tot_emp DESC;
-- Every row that is refused is listed.
SELECT unnest(refused_rows) FROM files.load_oews('spoiled', '2024-05-01');

-- A state's own edition: other names, no level, no industry; 31-1120 stands for
-- workers that no other row has, 39-7010 comes with one of its members.
CREATE TEMP TABLE state (" Area Type" text, "Area" text, "Area Name " text, "Standard Occupational Code" text, "Occupational Title" text, "Employment" text, " Mean Wage" text);
INSERT INTO state VALUES
	('2', '36', 'New State', '00-0000', 'Total, All Occupations', '2000', '60000'),
	('2', '36', 'New State', '31-0000', 'Healthcare Support', '900', '30000'),
	('2', '36', 'New State', '31-1120', 'Home Health and Personal Care Aides', '901', '30000'),
	('2', '36', 'New State', '39-7010', 'Tour and Travel Guides', '400', '31000'),
	('2', '36', 'New State', '39-7011', 'Tour Guides and Escorts', '390', '31000'),
	('2', '36', 'New State', '29-1210', 'Physicians', '50', '200000'),
	('2', '36', 'New State', '15-1252', 'Software Developers', '', '120000');
SELECT taken, flagged, refused, reason FROM files.load_oews('state', '2023-05-01'), unnest(reasons) AS reason;
SELECT occupation, o_group, tot_emp, a_mean, area_title FROM files.oews WHERE area = '36' ORDER BY occupation;
SELECT soc, employment FROM files.soc_employment WHERE area = '36' ORDER BY soc;

-- Codes that were superseded in 2018, and one that never was.
CREATE TEMP TABLE old (soc text, grp text, employment text);
INSERT INTO old VALUES ('00-0000', 'total', '1000'), ('15-1130', 'broad', '700'), ('15-1132', 'detailed', '400'), ('15-1133', 'detailed', '300'), ('99-9999', 'detailed', '50'), ('29-1141', 'detailed', '200');
ALTER TABLE old RENAME grp TO "GROUP";
SELECT taken, flagged, refused, reason FROM files.load_oews('old', '2017-05-01'), unnest(reasons) AS reason;

-- Coverage is of the published total, in parts that add up to it.
CREATE SCHEMA staff;
CREATE TABLE staff.role_soc (role_id int, soc text, share numeric);
CREATE TABLE staff.scored_role (role_id int, score float8, zone text);
INSERT INTO staff.scored_role VALUES (1, 30, 'Yellow');
INSERT INTO staff.role_soc VALUES (1, '15-1252', NULL), (1, '29-1141', 0.5);
SELECT aijri_create_labour('files', 'staff');
CREATE TEMP TABLE partial (occ_code text, o_group text, tot_emp text);
INSERT INTO partial VALUES ('00-0000', 'total', '1000'), ('15-1252', 'detailed', '300'), ('21-1018', 'detailed', '500'), ('15-1251', 'detailed', '**');
SELECT taken FROM files.load_oews('partial', '2022-05-01');
DELETE FROM files.oews_map WHERE oews = '21-1018';
SELECT to_char(vintage, 'YYYY') AS year, published_total, covered, uncovered, combined, unmatched, residual, covered_share FROM files.labour_coverage WHERE area = '99' AND naics = '000000' AND own_code = '1235' ORDER BY vintage;
SELECT to_char(vintage, 'YYYY') AS year, soc, reason, employment FROM files.labour_gap WHERE area = '99' AND naics = '000000' AND own_code = '1235' AND employment > 0 ORDER BY vintage, soc;
-- Without a published total nobody knows the share.
SELECT published_total, covered, residual, covered_share FROM files.labour_coverage WHERE area = '10180';

-- The column of codes is the one that has codes, whatever it is called.
CREATE TEMP TABLE titled (occupation text, "SOC code" text, "Probability" text);
INSERT INTO titled VALUES ('Developers', '15-1252', '0.042'), ('Programmers', '15-1251', '0,48'), ('Old developers', '15-1132', '0.5'), ('Nobody', 'n/a', '0.1'), ('Nurses', '29-1141', '0.009');
SELECT taken, flagged, refused, reason FROM files.load_exposure('titled', 'computerization', '2013-09-01'), unnest(reasons) AS reason;
SELECT unnest(refused_rows) FROM files.load_exposure('titled', 'computerization', '2013-09-01');
SELECT message, detail, hint FROM error_of($$files.load_exposure('titled', 'computerization', '2013-09-01', 'SOC code')$$);
ALTER TABLE titled ADD "Rank" text;
UPDATE titled SET "Rank" = '1';
SELECT code, message, detail, hint FROM error_of($$files.load_exposure('titled', 'computerization', '2013-09-01')$$);
CREATE TEMP TABLE foreign_codes (isco_code text, exposure text);
INSERT INTO foreign_codes VALUES ('2512', '0.5'), ('2221', '0.1');
SELECT code, message, detail, hint FROM error_of($$files.load_exposure('foreign_codes', 'x', '2024-01-01')$$);
CREATE TEMP TABLE wordless (soc text, label text);
INSERT INTO wordless VALUES ('15-1252', 'high');
SELECT code, message, detail, hint FROM error_of($$files.load_exposure('wordless', 'x', '2024-01-01')$$);
TRUNCATE foreign_codes;
SELECT taken, refused FROM files.load_exposure('foreign_codes', 'x', '2024-01-01');

-- A vintage that no file has, and a name that identifies nothing.
SELECT e.* FROM unnest('{infinity,-infinity,1899-12-31,0044-03-15 BC}'::text[]) v, error_of(format($$files.load_oews('wordless', %L)$$, v)) e;
SELECT e.* FROM error_of($$files.load_onet_tasks('wordless', 'infinity')$$) e;
SELECT e.* FROM unnest(ARRAY[$$' ', '2026-03-01'$$, $$repeat('x', 401), '2026-03-01'$$, $$'x', '-infinity'$$]) a, error_of(format($$files.load_exposure('wordless', %s)$$, a)) e;
-- What no ownership has; and a field of any length is shown in part.
CREATE TEMP TABLE owned (occ_code text, tot_emp text, own_code text);
INSERT INTO owned VALUES ('15-1252', '1', 'ZZ'), ('15-1252', '1', '1235.0'), ('15-1252', '1', repeat('5', 100000)), (repeat('9', 100000), '1', '5');
SELECT taken, refused, array_to_string(reasons || refused_rows, E'\n') AS said FROM files.load_oews('owned', '2026-03-01');
SELECT own_code FROM files.oews WHERE vintage = '2026-03-01';
-- So are columns.
DO $$
DECLARE
	detail text;
BEGIN
	EXECUTE 'CREATE TEMP TABLE wide AS SELECT ''15-1252'' AS occ_code, ' || (SELECT string_agg(format('1 AS %I', repeat('x', 50) || i), ', ') FROM generate_series(1, 500) i);
	PERFORM files.load_exposure('wide', 'x', '2026-03-01');
EXCEPTION WHEN invalid_parameter_value THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RAISE NOTICE '%: %... (% characters)', SQLERRM, left(detail, 60), length(detail);
END $$;

-- A wrong table is told in a few lines, without the text of a query.
DO $$
DECLARE
	context text;
BEGIN
	PERFORM files.load_oews('wordless', '2024-05-01');
EXCEPTION WHEN invalid_parameter_value THEN
	GET STACKED DIAGNOSTICS context = PG_EXCEPTION_CONTEXT;
	RAISE NOTICE '%, % lines of context', SQLERRM, array_length(string_to_array(context, E'\n'), 1);
END $$;

-- Refused rows are linear: every one is listed once.
CREATE TEMP TABLE wrong AS SELECT '15-12X' || i AS occ_code, i::text AS tot_emp FROM generate_series(1, 8000) AS i;
SELECT taken, refused, cardinality(refused_rows), array_to_string(reasons, E'\n') AS reasons, refused_rows[8000] FROM files.load_oews('wrong', '2024-05-01');
SET client_min_messages = warning;
DROP SCHEMA files CASCADE;
DROP SCHEMA staff CASCADE;

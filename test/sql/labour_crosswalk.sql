-- Crosswalks between classifications of occupations, and figures by codes of others.
SET client_min_messages = warning;
SET jit = off;
SELECT aijri_create_labour('walk');

-- The nation, for weights: 15-1252 has 60 workers, 15-1253 has 20.
CREATE TEMP TABLE nation (occ_code text, o_group text, tot_emp text, occ_title text);
INSERT INTO nation VALUES ('00-0000', 'total', '1000', 'All'), ('15-1251', 'detailed', '40', 'Programmers'), ('15-1252', 'detailed', '60', 'Developers'),
	('15-1253', 'detailed', '20', 'Testers'), ('15-1254', 'detailed', '**', 'Web developers'), ('29-1141', 'detailed', '400', 'Nurses'), ('29-1215', 'detailed', '30', 'Family physicians');
SELECT taken FROM walk.load_oews('nation', '2024-05-01');

-- SOC 2010 to SOC 2018 is there, weighted by the employment of the targets where all of
-- it is known. Names compare without case, blanks, and hyphens.
SELECT * FROM walk.recode('{15-1132,15-1134,29-1141,15-1131.00}', 'soc-2010', 'SOC2018');
SELECT code, to_code, round(weight, 4) AS weight, weighted_by FROM walk.recode('{15-1130,99-9999,NULL,n/a}', 'SOC 2010');
SELECT * FROM walk.recode('{15-1252.00,15-1299.01}', 'o*net-soc 2019');
SELECT * FROM walk.recode('{29-1171.00}', 'ONET SOC 2010', 'soc 2010');

-- Pairs: columns by their names and contents, lists in cells, repeated pairs, weights by
-- no means 1 in sum.
CREATE TEMP TABLE pairs ("ISCO-08 code" text, "ISCO-08 title" text, "O*NET-SOC 2010 Code" text, confidence text);
INSERT INTO pairs VALUES ('2512', 'Software developers', '15-1132.00', '1'), ('2512', 'Software developers', '15-1132.00', '2'), ('2512', 'Software developers', '15-1131.00', '1'),
	('2221.0', 'Nurses', '29-1141.00, 29-1141.01', '1'), ('110', 'Officers', '55-1019.00', '1'), ('2211', 'Physicians', '29-1062', '1'), ('2513', 'Web', '15-1134.00', '1'),
	('2519', 'Others', 'unknown', '1'), (NULL, 'Nobody', '11-1011.00', '1');
SELECT taken, flagged, refused, reason FROM walk.load_crosswalk('pairs', 'isco 08', 'onet-soc 2010'), unnest(reasons) AS reason;
SELECT from_classification, from_code, to_classification, to_code, weight, weighted_by FROM walk.crosswalk ORDER BY from_code, to_code;
-- Chains are found: ISCO-08 by way of O*NET-SOC 2010 and SOC 2010. A group is its members.
SELECT code, to_code, round(weight, 4) AS weight, weighted_by FROM walk.recode('{2512,2221,251,0110}', 'ISCO-08');

-- Loaded again, with weights: the crosswalk is replaced, and weights sum to 1.
CREATE TEMP TABLE weighted (from_code text, to_code text, share text);
INSERT INTO weighted VALUES ('2512', '15-1132.00', '3'), ('2512', '15-1131.00', '1'), ('2512', '15-1132.00', '3'), ('2513', '15-1134.00', '0'), ('2221', '29-1141.00', '1,5'),
	('2221', '29-1141.00', NULL), ('2221', '29-1141.00', '-1'), ('2211', '29-1062.00', '0.5'), ('2211', '29-1063.00', '0');
SELECT taken, flagged, refused, reason FROM walk.load_crosswalk('weighted', 'ISCO-08', 'O*NET-SOC 2010'), unnest(reasons) AS reason;
SELECT from_code, to_code, weight, weighted_by FROM walk.crosswalk ORDER BY from_code, to_code;
-- One loaded between SOC 2010 and SOC 2018 comes before the one that is there.
CREATE TEMP TABLE own ("SOC 2010" text, "SOC 2018" text, weight text);
INSERT INTO own VALUES ('15-1132', '15-1252', '0.75'), ('15-1132', '15-1253', '0.25'), ('15-1131', '15-1251', '1');
SELECT taken FROM walk.load_crosswalk('own', 'SOC 2010', 'SOC 2018');
SELECT * FROM walk.recode('{2512}', 'ISCO-08');
DELETE FROM walk.crosswalk WHERE from_classification = 'SOC 2010';

-- Employment: divided in whole workers, which sum to those of the file; a subtotal does
-- not count again, and what no crosswalk recodes is kept.
CREATE TEMP TABLE employed (isco_code text, label text, workers text);
INSERT INTO employed VALUES ('Total', 'All', '1,200'), ('25', 'ICT', '811'), ('2512', 'Software developers', '101'), ('2512', 'Software developers', '101'), ('2211', 'Physicians', '700'),
	('7', 'Craft', '55'), ('9999', 'Others', '44'), ('2221', 'Nurses', '**'), ('x', 'Nobody', '1'), ('2211', 'Physicians', '5'), ('5120', 'Cooks', '1.5');
SELECT taken, flagged, refused, reason FROM walk.load_employment('employed', '2023-01-01', 'AT', 'ISCO-08'), unnest(reasons) AS reason;
SELECT published_code, title, employment, status FROM walk.published_employment ORDER BY published_code;
SELECT area, area_type, occupation, o_group, occ_title, tot_emp, flags FROM walk.oews WHERE area = 'AT' ORDER BY occupation;
SELECT soc, employment FROM walk.soc_employment_latest WHERE area = 'AT' ORDER BY soc;
-- Loaded again it is the same, and with a corrected file the former rows are gone.
CREATE TEMP TABLE before AS SELECT * FROM walk.oews;
SELECT taken FROM walk.load_employment('employed', '2023-01-01', 'AT', 'ISCO-08');
(TABLE before EXCEPT TABLE walk.oews) UNION ALL (TABLE walk.oews EXCEPT TABLE before);
DELETE FROM employed WHERE isco_code <> '2211';
SELECT taken FROM walk.load_employment('employed', '2023-01-01', 'AT', 'ISCO-08');
SELECT occupation, tot_emp FROM walk.oews WHERE area = 'AT';

-- Codes as publishers write them.
SELECT field, _isco_code(field) FROM unnest('{2512,2512.0,C2512,OC25,OCU_ISCO08_2512,110,210,0110,11,15-1252,25121,ISCO,2512 Developers,""}'::text[]) AS field;

-- A file of SOC 2010 codes with groups, as the nation of an earlier vintage.
CREATE TEMP TABLE earlier (occ_code text, o_group text, tot_emp text);
INSERT INTO earlier VALUES ('00-0000', 'total', '300'), ('15-0000', 'major', '200'), ('15-1130', 'broad', '170'), ('15-1132', 'detailed', '101'), ('15-1131', 'detailed', '60'), ('29-1060', 'broad', '90');
SELECT reason FROM walk.load_employment('earlier', '2017-05-01', '99', 'SOC 2010'), unnest(reasons) AS reason;
SELECT occupation, o_group, tot_emp FROM walk.oews WHERE vintage = '2017-05-01' ORDER BY occupation;

-- An index: the mean of the codes that lead to one, weighted by their employment, which
-- is that of 2017. Of a group, for the codes that have no figure of their own.
CREATE TEMP TABLE index (soc_code text, aioe text);
INSERT INTO index VALUES ('15-1131', '0.5'), ('15-1132', '0.9'), ('15-1130', '0.1'), ('29-1141', '0.3'), ('29-1111', '0.2'), ('13-1199', '0.7'), ('43-4199', '0.4');
SELECT taken, flagged, refused, reason FROM walk.load_exposure('index', 'AIOE', '2021-01-01', classification => 'SOC 2010'), unnest(reasons) AS reason;
SELECT occupation, exposure, published_code FROM walk.exposure ORDER BY occupation;
SELECT soc, exposure, published_code FROM walk.soc_exposure WHERE soc LIKE '15-%' ORDER BY soc;
SELECT classification, published_code, exposure, is_matched FROM walk.published_exposure ORDER BY published_code;
-- Two codes lead to 25-4022: 25-4021 and 25-9011.
CREATE TEMP TABLE merged (soc_code text, x text);
INSERT INTO merged VALUES ('25-4021', '0.2'), ('25-9011', '0.8');
SELECT taken FROM walk.load_exposure('merged', 'm', '2021-01-01', 'x', 'SOC 2010');
SELECT occupation, exposure, published_code FROM walk.exposure WHERE index_name = 'm';
INSERT INTO earlier VALUES ('25-4021', 'detailed', '30'), ('25-9011', 'detailed', '10'), ('29-1111', 'detailed', '77');
SELECT taken FROM walk.load_employment('earlier', '2017-05-01', '99', 'SOC 2010');
SELECT taken FROM walk.load_exposure('merged', 'm', '2021-01-01', 'x', 'SOC 2010');
SELECT occupation, exposure, published_code FROM walk.exposure WHERE index_name = 'm';
-- Codes that nothing recodes are listed, with their workers where they are known.
SELECT reason FROM walk.load_exposure('index', 'AIOE again', '2021-01-01', classification => 'SOC 2010'), unnest(reasons) AS reason WHERE reason LIKE 'unmatched%';
DELETE FROM walk.exposure WHERE index_name = 'AIOE again';
-- Without the classification, codes stay as they are, and the report says what to do.
SELECT reason FROM walk.load_exposure('index', 'AIOE', '2021-01-01'), unnest(reasons) AS reason;
SELECT occupation, exposure, published_code FROM walk.exposure WHERE index_name = 'AIOE' ORDER BY occupation;
SELECT count(*) FROM walk.published_exposure WHERE index_name = 'AIOE';
-- Codes of ISCO-08, and groups of the SOC 2018.
CREATE TEMP TABLE isco (isco_code text, x text);
INSERT INTO isco VALUES ('2512', '0.8'), ('22', '0.2'), ('9999', '0.1');
SELECT reason FROM walk.load_exposure('isco', 'isco', '2024-01-01', classification => 'isco-08'), unnest(reasons) AS reason;
SELECT occupation, exposure, published_code FROM walk.exposure WHERE index_name = 'isco' ORDER BY occupation;
CREATE TEMP TABLE grouped (soc_code text, x text);
INSERT INTO grouped VALUES ('29-1210', '0.1'), ('29-1221', '0.7'), ('21-1018', '0.2'), ('31-1120', '0.4'), ('00-0000', '0.9');
SELECT taken, flagged FROM walk.load_exposure('grouped', 'groups', '2024-01-01', classification => 'SOC 2018');
SELECT published_code, exposure, count(*), min(occupation), max(occupation) FROM walk.exposure WHERE index_name = 'groups' GROUP BY 1, 2 ORDER BY 1;

-- Without a classification groups stay as they are.
SELECT reason FROM walk.load_exposure('grouped', 'groups', '2024-01-01'), unnest(reasons) AS reason;
-- A classification to itself, and away from the SOC 2018.
SELECT * FROM walk.recode('{2512,251}', 'ISCO-08', 'ISCO-08');
CREATE TEMP TABLE away (soc_2018 text, isco_08 text);
INSERT INTO away VALUES ('15-1252', '2512'), ('15-1252', '2513'), ('15-1253', '2519');
SELECT taken FROM walk.load_crosswalk('away', 'SOC 2018', 'ISCO-08');
SELECT * FROM walk.recode('{15-1252,15-1250}', 'SOC 2018', 'ISCO-08');
-- Files of OEWS may have codes of the SOC 2010; what that means depends on the day.
CREATE TEMP TABLE former (occ_code text, o_group text, tot_emp text);
INSERT INTO former VALUES ('15-1132', 'detailed', '100');
SELECT v AS vintage, reason FROM unnest('{2016-05-01,2019-05-01,2022-05-01}'::date[]) AS v, walk.load_oews('former', v), unnest(reasons) AS reason;

-- Errors.
-- An area has rows of one of the loaders.
SELECT code, message, detail, hint FROM error_of($$walk.load_oews('former', '2017-05-01')$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_crosswalk('pairs', 'KldB 2010', 'SOC 2018')$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_crosswalk('pairs', 'isco-08', 'ISCO 08')$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_crosswalk('pairs', 'ISCO-08', NULL)$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_crosswalk('pairs', '-', 'SOC 2018')$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_crosswalk('pairs', repeat('x', 101), 'SOC 2018')$$);
CREATE TEMP TABLE alike (soc_a text, soc_b text);
INSERT INTO alike VALUES ('15-1132', '15-1252');
SELECT code, message, detail, hint FROM error_of($$walk.load_crosswalk('alike', 'SOC 2010', 'SOC 2018')$$);
CREATE TEMP TABLE single (soc text);
INSERT INTO single VALUES ('15-1132');
SELECT code, message, detail, hint FROM error_of($$walk.load_crosswalk('single', 'SOC 2010', 'SOC 2018')$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_crosswalk(NULL, 'SOC 2010', 'SOC 2018')$$);
SELECT code, message, detail, hint FROM error_of($$walk.recode('{2512}', 'KldB 2010')$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_exposure('isco', 'x', '2024-01-01', classification => 'KldB 2010')$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_exposure('isco', 'x', '2024-01-01')$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_exposure('index', 'x', '2024-01-01', classification => 'ISCO-08')$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_employment('employed', '2024-05-01', '99', 'ISCO-08')$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_employment('employed', '2024-05-01', ' ', 'ISCO-08')$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_employment('employed', '2024-05-01', NULL, 'ISCO-08')$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_employment('employed', NULL, 'AT', 'ISCO-08')$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_employment('employed', '2024-05-01', 'AT', NULL)$$);
SELECT code, message, detail, hint FROM error_of($$walk.load_employment('isco', '2024-05-01', 'AT', 'ISCO-08')$$);
-- Only the owner loads.
CREATE ROLE crosswalk_reader;
GRANT USAGE ON SCHEMA walk TO crosswalk_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA walk TO crosswalk_reader;
SET ROLE crosswalk_reader;
SELECT code, message FROM error_of($$walk.load_crosswalk('pairs', 'ISCO-08', 'SOC 2018')$$);
SELECT code, message FROM error_of($$walk.load_employment('employed', '2024-05-01', 'AT', 'ISCO-08')$$);
SELECT * FROM walk.recode('{29-1141}', 'SOC 2010');
RESET ROLE;
-- A missing crosswalk is an error without the text of queries as its context.
SET client_min_messages = notice;
DO $$
DECLARE
	call text;
	context text;
BEGIN
	FOREACH call IN ARRAY ARRAY['walk.recode(''{1}'', ''none'')', 'walk.load_exposure(''nation'', ''x'', ''2024-05-01'', ''tot_emp'', ''none'')',
		'walk.load_employment(''nation'', ''2024-05-01'', ''area'', ''none'')'] LOOP
		BEGIN
			EXECUTE format('SELECT * FROM %s', call);
		EXCEPTION WHEN invalid_parameter_value THEN
			GET STACKED DIAGNOSTICS context = PG_EXCEPTION_CONTEXT;
			RAISE NOTICE '%, context is short: %', SQLERRM, array_length(string_to_array(context, E'\n'), 1) <= 8;
		END;
	END LOOP;
END $$;
SET client_min_messages = warning;
DROP SCHEMA walk CASCADE;
DROP ROLE crosswalk_reader;

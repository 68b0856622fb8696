-- A database for tests that try everything on everything: a table with values of
-- every type, plain and NULL, and what an ordinary user "smith" may use of it.

\set ON_ERROR_STOP on
CREATE ROLE smith LOGIN;
-- What one statement may take: most of them would run for ever.
ALTER ROLE smith SET statement_timeout = '2s';
ALTER ROLE smith SET lock_timeout = '500ms';
ALTER ROLE smith SET work_mem = '1MB';
ALTER ROLE smith SET jit = off;

CREATE EXTENSION aijri;

CREATE TABLE rated AS
SELECT i AS id, 'role ' || i AS title,
	aijri_assessment(
		ARRAY(SELECT aijri_task('task ' || j, j * 7.5, (i + j) % 5 + 1, (enum_range(NULL::aijri_mode))[(i + j) % 5])
			FROM generate_series(1, i % 8) AS j),
		aijri_evidence(i % 5 - 2, 1, nullif(i % 7, 6) % 3, 0, -2), aijri_barriers(i % 3, 0, 1, 2, 0), i % 5 - 2,
		CASE WHEN i % 2 = 0 THEN aijri_principles(0, 3, NULL) END) AS assessment,
	CASE WHEN i % 3 = 0 THEN aijri_method(jsonb_build_object('green_min', 30 + i)) END AS method,
	(enum_range(NULL::aijri_zone))[i % 4] AS zone,
	(enum_range(NULL::aijri_sublabel))[i % 8] AS sublabel
FROM generate_series(1, 40) AS i;
CREATE TABLE task AS
SELECT id, name, time_pct, score, mode FROM rated, unnest((assessment).tasks);
CREATE TABLE totals AS
SELECT id, task_resistance::float8, evidence_total, barrier_total, growth, score, published, r.zone
FROM rated, aijri_result(assessment) AS r;
CREATE TABLE summary AS
SELECT id % 5 AS id, task_mix(score, time_pct, mode) AS mix, aijri_distribution(score * 20) AS scores
FROM task GROUP BY id % 5;
INSERT INTO summary VALUES (9, NULL, NULL), (10, '{}', '{count: 0}');
CREATE TABLE occupation AS
SELECT code::soc_code AS code, code AS label
FROM unnest('{00-0000,15-0000,15-1200,15-1250,15-1252,15-1252.01,31-1120,29-1141}'::text[]) AS code;
CREATE INDEX ON occupation (code);
CREATE TABLE document AS
SELECT id, aijri_document(title, assessment) AS parsed, aijri_render(aijri_document(title, assessment)) AS content
FROM rated WHERE cardinality((assessment).tasks) > 0;
INSERT INTO document VALUES (0, NULL, 'no document');
CREATE TABLE what_if AS SELECT id, s.* FROM rated, score_sensitivity(assessment) AS s WHERE id < 10;
CREATE TABLE chance AS SELECT id, z.* FROM rated, zone_probability(assessment, 0.2) AS z;

SELECT aijri_create_labour('labour');
CREATE TABLE staging (occ_code text, o_group text, tot_emp text);
INSERT INTO staging VALUES ('00-0000', 'total', '100'), ('15-1252', 'detailed', '70'), ('13-1020', 'detailed', '**'), ('x', 'y', 'z');
SELECT (labour.load_oews('staging', '2024-05-01')).taken;

SELECT aijri_create_catalog('catalog');
SELECT count(catalog.import_document(content)) FROM document WHERE id > 0;

-- Whatever there is may be read and written; nothing belongs to smith.
DO $$
DECLARE
	schema name;
BEGIN
	FOR schema IN SELECT nspname FROM pg_namespace WHERE nspname IN ('public', 'labour', 'catalog') LOOP
		EXECUTE format('GRANT USAGE ON SCHEMA %I TO smith', schema);
		EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO smith', schema);
		EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO smith', schema);
	END LOOP;
END $$;
ANALYZE;

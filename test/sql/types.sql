-- Enums, domains and composite types as SQL sees them.
\set SHOW_CONTEXT never

-- Enums sort from least to most resistant.
SELECT enum_range(NULL::aijri_zone);
SELECT unnest(enum_range(NULL::aijri_sublabel)) AS sublabel;
SELECT enum_range(NULL::aijri_mode);
SELECT max(z), min(z) FROM unnest('{Yellow,Red,Green}'::aijri_zone[]) z;
SELECT 'red'::aijri_zone;

-- A composite value as text, and back.
SELECT aijri_task('Label images, "hard" ones', 30, 5, 'displacement');
SELECT ('("Label images, ""hard"" ones",30,5,displacement)'::aijri_task).*;
SELECT '(-1,-2,-2,-2,-1)'::aijri_evidence = aijri_evidence(-1, -2, -2, -2, -1) AS same;
SELECT '{"(a,60,5,displacement)","(b,40,2,)"}'::aijri_task[] =
	ARRAY[aijri_task('a', 60, 5, 'displacement'), aijri_task('b', 40, 2)] AS same;

-- A whole assessment survives the way through text and through JSON.
WITH original(a) AS (
	SELECT aijri_assessment(
		ARRAY[aijri_task('a', 33.3333, 5, 'displacement'), aijri_task('b', 40, NULL), NULL],
		aijri_evidence(-1, -2, NULL, -2, -1), aijri_barriers(0, 1, 2, 0, 0), -2,
		aijri_principles(0, 1, NULL))
)
SELECT a, a::text::aijri_assessment = a AS by_text,
	jsonb_populate_record(NULL::aijri_assessment, to_jsonb(a)) = a AS by_json
FROM original;

-- Domains refuse what is out of range: in casts of rows,
SELECT ROW('a', 30, 3.5, NULL)::aijri_task;
SELECT ROW('a', -1, 3, NULL)::aijri_task;
SELECT ROW(0, 0, 0, 0, 2.5)::aijri_barriers;
-- in text,
SELECT '(0,0,-3,0,0)'::aijri_evidence;
SELECT '(NaN,0,0)'::aijri_principles;
-- in JSON,
SELECT jsonb_populate_record(NULL::aijri_task, '{"name": "a", "time_pct": 30, "score": 6}');
-- in COPY and INSERT,
CREATE TEMP TABLE role (role_id int, assessment aijri_assessment);
COPY role FROM stdin;
1	("{""(a,100,5,)""}","(0,0,0,0,0)","(0,0,0,0,0)",0.5,)
\.
INSERT INTO role VALUES (1, aijri_assessment(ARRAY[aijri_task('a', 100, 5)], NULL, NULL, 0));
-- and in updates of a single field.
UPDATE role SET assessment.growth = 3;
UPDATE role SET assessment.growth = 2 RETURNING (assessment).growth;

-- A domain and the C code that checks the same field again agree on every
-- value at, just inside and just outside of every edge.
CREATE TEMP TABLE edge (value float8);
INSERT INTO edge VALUES
	('-Infinity'), (-1e308), (-10.000000000000002), (-10), (-9.999999999999998), (-3), (-2.0000000000000004), (-2),
	(-1.9999999999999998), (-1.5), (-1.0000000000000002), (-1), (-0.9999999999999999), (-0.5), (-5e-324), ('-0'), (0),
	(5e-324), (4.999999999999999e-7), (5e-7), (5.000000000000001e-7), (9e-7), (0.000001), (0.0000010000000000000002), (0.09), (0.1), (0.10000000000000002), (0.49999999999999994),
	(0.5), (0.5000000000000001), (0.9999999999999999), (1), (1.0000000000000002), (1.5), (1.9999999999999998), (2),
	(2.0000000000000004), (2.5), (2.9999999999999996), (3), (3.0000000000000004), (4), (4.999999999999999), (5),
	(5.000000000000001), (9), (9.999999999999998), (10), (10.000000000000002), (11), (99.99999999999999), (100),
	(100.00000000000001), (999.9999999999999), (1000), (1000.0000000000001), (999999999.9999999), (1e9),
	(1000000000.0000001), (1e300), (1.7e308), ('Infinity'), ('NaN');

CREATE FUNCTION pg_temp.accepts(expression text) RETURNS boolean
LANGUAGE plpgsql SET jit = off SET max_parallel_workers_per_gather = 0 AS $$
BEGIN
	EXECUTE 'SELECT ' || expression;
	RETURN true;
EXCEPTION WHEN check_violation OR numeric_value_out_of_range OR invalid_parameter_value THEN
	RETURN false;
END
$$;

-- A method is made from JSON, which has no NaN and no infinities, and with
-- both thresholds out of the way.
CREATE TEMP VIEW field AS
SELECT t.typname, a.attname, a.attnum, format_type(a.atttypid, NULL) AS domain,
	CASE t.typname
		WHEN 'aijri_assessment' THEN 'aijri_assessment(NULL, NULL, NULL, %L)'
		WHEN 'aijri_method' THEN format('aijri_method(''{"yellow_min": 0, "green_min": 1000}''::jsonb || jsonb_build_object(%L, %%L::float8))', a.attname)
		WHEN 'aijri_task' THEN format('aijri_task(NULL, NULL, NULL) IS NULL, aijri_task(name => NULL, %s)',
			CASE a.attname WHEN 'score' THEN 'time_pct => NULL, score => %L' ELSE 'score => NULL, time_pct => %L' END)
		ELSE format('%s(%s)', t.typname,
			(SELECT string_agg(attname || ' => ' || CASE b.attnum WHEN a.attnum THEN '%L' ELSE 'NULL' END, ', ')
			FROM pg_attribute b WHERE b.attrelid = t.typrelid AND b.attnum > 0))
	END AS constructor
FROM pg_type t
	JOIN pg_attribute a ON a.attrelid = t.typrelid AND a.attnum > 0
	JOIN pg_type d ON d.oid = a.atttypid AND d.typtype = 'd'
WHERE t.typname IN ('aijri_task', 'aijri_evidence', 'aijri_barriers', 'aijri_principles', 'aijri_assessment', 'aijri_method');

WITH verdict AS (
	SELECT typname, attname, attnum, value,
		pg_temp.accepts(format('%L::%s', value, domain)) AS by_domain,
		pg_temp.accepts(format(constructor, value)) AS by_c
	FROM field, edge
	WHERE typname <> 'aijri_method' OR value NOT IN ('NaN', 'Infinity', '-Infinity')
)
SELECT count(*) AS verdicts, count(*) FILTER (WHERE by_domain) AS accepted,
	count(*) FILTER (WHERE NOT by_domain) AS refused,
	array_agg(format('%s.%s %s', typname, attname, value)) FILTER (WHERE by_domain <> by_c) AS differences
FROM verdict;

-- Each domain accepts the edges from the least to the greatest, all of them or
-- only the whole numbers.  Times leave out what would round to 0 at six places.
WITH verdict AS (
	SELECT domain, value, pg_temp.accepts(format('%L::%s', value, domain)) AS accepted
	FROM (SELECT DISTINCT domain FROM field) f, edge
	WHERE value::text <> '-0'
), range AS (
	SELECT domain, min(value) FILTER (WHERE accepted) AS least, max(value) FILTER (WHERE accepted) AS greatest
	FROM verdict GROUP BY domain
)
SELECT domain, least, greatest,
	(SELECT max(value) FROM verdict WHERE domain = r.domain AND NOT accepted AND value < least) AS refused_below,
	(SELECT min(value) FROM verdict WHERE domain = r.domain AND NOT accepted AND value > greatest) AS refused_above,
	(SELECT bool_and(accepted) FROM verdict WHERE domain = r.domain AND value BETWEEN least AND greatest) AS all_between,
	(SELECT bool_and(accepted = (value = floor(value))) FROM verdict WHERE domain = r.domain AND value BETWEEN least AND greatest) AS whole_between
FROM range r
ORDER BY domain COLLATE "C";
-- Minus zero is zero.
SELECT '(-0,-0,-0)'::aijri_principles = '(0,0,0)'::aijri_principles AS same;

-- NULL is not out of any range.
SELECT (NULL::aijri_task_score) IS NULL AS null_score, ROW(NULL, NULL, NULL, NULL)::aijri_task;

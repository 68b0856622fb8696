-- Every function and aggregate, found through the system catalogs, is called with
-- NULLs and extremes of each argument's type. The result is a value, or an error with
-- one of the SQLSTATEs that the reference lists.

CREATE TEMP TABLE literal (type regtype, n int, value text, PRIMARY KEY (type, n));
INSERT INTO literal
SELECT type::regtype, row_number() OVER (PARTITION BY type ORDER BY nth), value
FROM (VALUES
	('float8', ARRAY['2', 'NULL', '''NaN''', '''Infinity''', '''-Infinity''', '0', '''-0''', '1', '-1', '3', '5', '0.5', '-2', '10', '48', '100', '1e9', '1e-9', '5e-324', '-5e-324', '1e308', '-1e308', '100.00000000000001', '4.999999999999999', '2147483648', '-9223372036854775808', '1e19']),
	('text', ARRAY['''displacement''', 'NULL', '''''', 'repeat(''x'', 1000000)', 'repeat(''é'', 50000)', 'repeat('' '', 1000000)', '''not involved''', '''d\u0131splacement''', 'U&''\2212\00A0\FEFF''', 'E''\x7f\t\n''',
		'aijri_render(aijri_document(''Gardener'', aijri_assessment(ARRAY[aijri_task(''Plant'', 100, 2, ''augmentation'')], aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0)))', 'repeat(''Role Definition'' || chr(10), 1000)', 'repeat(''| '', 100000)', 'repeat(''# x'' || chr(10), 100000)', 'repeat(''Raw: 1'' || chr(10), 1000)', '''Zone: '' || repeat(''*'', 100000)']),
	('text[]', ARRAY['''{name,score,time_pct,mode}''', 'NULL', '''{}''', '''{NULL}''', '''{title,growth}''', '''{{name,score},{a,3}}''', '''{{Plant,3,"60 %",displacement},{Total,9,half,none}}''', '''[-5:-4]={name,NULL}''', '''{x}''',
		'ARRAY[repeat(''x'', 1000000)]', 'array_fill(''4''::text, ARRAY[4000])', 'array_fill(NULL::text, ARRAY[4, 4, 4])']),
	('soc_code', ARRAY['''15-1252''', 'NULL', '''00-0000''', '''99-9999.99''', '''15-0000''', '''15-1200''', '''15-1252.01''', '''31-1120''', '''15-0001''', '''x''', '''''']),
	('jsonb[]', ARRAY['''{}''', 'NULL', 'ARRAY[NULL]::jsonb[]', 'ARRAY[''{"row": "x", "reason": "y", "flags": {"a": "*"}}'']::jsonb[]', 'ARRAY[''1'', ''{"flags": 1}'']::jsonb[]', 'array_fill(''{}''::jsonb, ARRAY[2, 2])']),
	('jsonb', ARRAY['''{"green_min": 50}''', 'NULL', '''{}''', '''[]''', '''null''', '''1''', '''"x"''', '''true''', '''{"green_min": {"green_min": 50}}''', '''{"green_min": []}''', '''{"x": 1}''', '''{"": null}''', '''{"raw_span": 1e-300}''', '''{"raw_span": 1e1000}''',
		'(repeat(''['', 1000) || repeat('']'', 1000))::jsonb', '(repeat(''{"green_min":'', 1000) || ''1'' || repeat(''}'', 1000))::jsonb', 'jsonb_build_object(repeat(''k'', 100000), 1)', 'jsonb_build_object(repeat(''€'', 50000), 1)', 'to_jsonb(aijri_method())',
		'(SELECT jsonb_object_agg(''k'' || i, i) FROM generate_series(1, 10000) i)']),
	('aijri_zone', ARRAY['''Yellow''', 'NULL', '''Red''', '''Green''', '''''', '''Blue''']),
	('aijri_mode', ARRAY['''displacement''', 'NULL', '''not involved''', '''''', '''Displacement''']),
	('timestamptz', ARRAY['''2026-01-01''', 'NULL', '''infinity''', '''-infinity''', '''4714-11-24 BC''', '''294276-12-31''']),
	('interval', ARRAY['''1 month''', 'NULL', '''0''', '''-1 day''', '''1 microsecond''', '''178000000 years''', '''1 month -29 days''']),
	('bigint', ARRAY['0', 'NULL', '1', '9223372036854775807', '-9223372036854775808']),
	('cstring', ARRAY['''{}''', 'NULL', '''15-1252''', '''x''', '''00-0000''', '''15-1250.01''', '''''', '''{1: 40, 2 augmentation: 60}''', '''{count: 1}''', '''{count: 1, min: 5, max: 5, sum: 5, squares: 25, weights: {5: 1}}''', '''{''', '''{1''', '''{1: ''', '''{1: 1, 1: 1}''', '''{6: 1}''', '''{1: 1e400}''', '''{1: -1}''', '''{count: -1}''', '''{count: 1, min: NaN''', '''{count: 1, min: 0x1p3, max: 1e999''',
		'repeat(''{'', 100000)::cstring', 'repeat('' '', 1000000)::cstring', '(''{1: '' || repeat(''0'', 1000000) || ''1}'')::cstring', 'repeat(''é'', 50000)::cstring', '(''{1: 0.'' || repeat(''0'', 1000000) || ''1}'')::cstring', '(''{1'' || repeat(''x'', 1000000) || '': 1}'')::cstring', '(''{count: '' || repeat(''9'', 1000000))::cstring']),
	('aijri_mix', ARRAY['''{2: 40, 5 displacement: 60}''', 'NULL', '''{}''', '''{1: 0.000001}''', '''{1: 10000000000000000000000000000}''', '''{1: 9999999999999999999999999999, 5 not involved: 1}''', '''{1: 33.333333, 2: 33.333333, 3: 33.333334}''', '''{0: 1}''', '''{1: 20000000000000000000000000000}''',
		'(''{'' || array_to_string(ARRAY(SELECT score || mode || '': 123456789.012345'' FROM generate_series(1, 5) score, unnest(ARRAY['' displacement'', '' augmentation'', '' not involved'', '''']) mode), '','') || ''}'')::aijri_mix']),
	('aijri_distribution', ARRAY['(SELECT aijri_distribution(s) FROM generate_series(0, 100) s)', 'NULL', '''{count: 0}''', '''{count: 5}''', '''{count: 1, min: 5, max: 5, sum: 5, squares: 25, weights: {5: 1}}''', '''{count: 9, min: 5, max: 5, sum: 4, squares: 25, weights: {5: 1}}''',
		'(SELECT aijri_distribution(s, 9e13) FROM generate_series(0, 100) s)', '(SELECT aijri_distribution(s / 10.0, 9e12 + s) FROM generate_series(0, 1000) s)', '(SELECT aijri_distribution(100, 9e15))', '(SELECT aijri_distribution(0, 0.001))', '''{}''']),
	('aijri_task', ARRAY['''(a,10,3,displacement)''', 'NULL', '''(,,,)''', '''(a,0,3,)''', '''(a,1e9,5,)''', '''(a,1e-9,5,)''', '''(a,NaN,3,)''', '''(a,1,3.5,)''', '''(a,1)''', '''x''']),
	('aijri_task[]', ARRAY['''{"(a,10,3,displacement)","(b,20,5,)"}''', 'NULL', '''{}''', '''{NULL}''', '''{"(,,,)"}''', '''{{"(a,1,1,)"},{"(b,1,1,)"}}''', '''[-5:-4]={"(a,1,1,)","(b,1,1,)"}''', '''{"(a,0,1,)"}''', '''{"(a,1e-9,1,)"}''', '''{"(a,1,9,)"}''',
		'array_fill(aijri_task(''a'', 1e9, 5), ARRAY[20000])', 'array_fill(aijri_task(repeat(''long'', 1000), 1, 1), ARRAY[100])', 'array_fill(aijri_task(''a'', 1, 1), ARRAY[2, 2, 2])']),
	('aijri_evidence', ARRAY['''(0,0,0,0,0)''', 'NULL', '''(,,,,)''', '''(2,2,2,2,2)''', '''(-2,-2,-2,-2,-2)''', '''(0,,0,0,0)''', '''(3,0,0,0,0)''', '''(0,0,0,0,Infinity)''', '''()''']),
	('aijri_barriers', ARRAY['''(0,0,0,0,0)''', 'NULL', '''(,,,,)''', '''(2,2,2,2,2)''', '''(0,,0,0,0)''', '''(-1,0,0,0,0)''', '''(0,0,0,0,0,0)''']),
	('aijri_principles', ARRAY['''(0,0,0)''', 'NULL', '''(,,)''', '''(3,3,3)''', '''(0,,0)''', '''(1.5,0,0)''']),
	('aijri_assessment', ARRAY['''("{""(a,10,3,displacement)""}","(0,0,0,0,0)","(0,0,0,0,0)",0,"(0,0,0)")''', 'NULL', '''(,,,,)''', '''({},"(,,,,)","(,,,,)",0,"(,,)")''', '''("{NULL}",,,,)''', '''("{""(a,1,5,)"",""(b,0,1,)""}","(-2,-2,-2,-2,-2)","(0,0,0,0,0)",-2,)''',
		'''("{""(a,1,1,)""}","(2,2,2,2,2)","(2,2,2,2,2)",2,)''', '''("{{""(a,1,1,)""}}",,,,)''', '''("{""(a,1e-9,1,)""}",,,,)''', '''(,,,3,)''', '''(''',
		'ROW(array_fill(aijri_task(''a'', 1e9, 5), ARRAY[20000]), NULL, NULL, NULL, NULL)::aijri_assessment']),
	('anyelement', ARRAY['''a''', 'NULL', '''''', 'repeat(''x'', 1000000)']),
	('text[]', ARRAY['''{tot_emp,"1,000",*,1.5}''', 'NULL', '''{}''', '''{NULL}''', '''{NULL,2,NULL}''', '''{{a},{b}}''', '''[5:6]={**,#}''', '''{NaN,1e400,-1,""}''', 'array_fill(''1''::text, ARRAY[20000])', 'ARRAY[repeat(''9'', 1000000), repeat(''x'', 1000000)]']),
	('boolean', ARRAY['true', 'NULL', 'false']),
	('integer', ARRAY['12', 'NULL', '0', '-1', '2147483647', '-2147483648']),
	('aijri_next_role[]', ARRAY['ARRAY[aijri_next_role(''Guide'', 50, ''knows'')]', 'NULL', '''{}''', '''{NULL}''', '''{"(,,)"}''', '''{{"(a,1,b)"}}''', '''{"(a,101,)"}''', 'array_fill(aijri_next_role(''a'', 1), ARRAY[1000])']),
	('aijri_document', ARRAY['aijri_document(''a'', aijri_assessment(ARRAY[aijri_task(''t'', 1, 1)], NULL, NULL, NULL))', 'NULL', '''(,,,,,,,,,,,,,)''', '''(a,,,,,,"(,,,,)",,,,,,,)''', '''(a,,,,,,"({NULL},,,,)",,,,,,,)''', '''(a,,,,,,,,101,,,,,)''',
		'aijri_document(E''a\nb'', aijri_assessment(ARRAY[aijri_task(''t'', 1, 1)], NULL, NULL, NULL))', 'aijri_document(''a'', aijri_assessment(ARRAY[aijri_task(''t'', 1, 1)], NULL, NULL, NULL), narrative => ''[[[[1]]]]'')',
		'aijri_document(''a'', aijri_assessment(array_fill(aijri_task(repeat(''t'', 1000), 1e9, 1), ARRAY[2000]), NULL, NULL, NULL), timeline_min_months => 5, timeline_max_months => 2)', 'aijri_document(repeat(''|'', 1000000), aijri_assessment(ARRAY[aijri_task(''t'', 1, 1)], NULL, NULL, NULL))']),
	('aijri_method', ARRAY['aijri_method()', 'NULL', '''(,,,,,,,,,,,,,,,,)''', 'aijri_method(''{"evidence_step": 0.1, "barrier_step": 0.5, "growth_step": 0.5, "raw_floor": 0, "raw_span": 0.000001, "score_cap": 1000}'')',
		'aijri_method(''{"evidence_step": 0, "barrier_step": 0, "growth_step": 0, "raw_floor": 1000, "raw_span": 1000, "score_cap": 0, "green_min": 0, "yellow_min": 0}'')',
		'aijri_method(''{"imminent_max_evidence": -10, "imminent_max_barriers": 10, "exposed_from": 5}'')',
		'''(0.04,0.02,0.05,0.54,7.93,100,25,48,3,1.8,,,40,20,2,2,6)''', '''(0.04,0.02,0.05,0.54,7.93,100,48,25,3,1.8,,,40,20,2,2,NaN)'''])
	) v(type, list), unnest(list) WITH ORDINALITY u(value, nth);

-- Functions that take or return "internal" can't be called from SQL; those that
-- make and fill tables (volatile ones) are called in labour.sql, those of catalogs
-- in catalog_*.sql, and what is written in SQL for them there, too; those that take
-- arrays of equal length in method_sensitivity.sql.
CREATE TEMP TABLE callable AS
SELECT p.oid, p.proname, p.pronargs, p.proargtypes::regtype[] AS argtypes,
	CASE prokind WHEN 'w' THEN ' OVER ()' ELSE '' END AS of_all
FROM pg_depend JOIN pg_proc p ON p.oid = objid
WHERE classid = 'pg_proc'::regclass AND deptype = 'e' AND refclassid = 'pg_extension'::regclass
	AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'aijri')
	AND NOT 'internal'::regtype = ANY (proargtypes || prorettype) AND provolatile <> 'v' AND (proname NOT LIKE '\_%' OR prolang IN (SELECT oid FROM pg_language WHERE lanname IN ('c', 'internal')))
	AND NOT 'float8[]'::regtype = ANY (proargtypes);
-- There are values for every argument.
SELECT DISTINCT unnest(argtypes) AS type_without_values FROM callable EXCEPT SELECT type FROM literal ORDER BY 1;

-- The calls: every value of each argument while the others are ordinary, all
-- values at once, and 500 more combinations drawn by a hash of the seed.
\set seed 20260801
SELECT :seed AS seed;
CREATE TEMP TABLE call AS
SELECT DISTINCT c.oid, c.proname, args, of_all
FROM callable c,
	LATERAL (
		-- one argument varied
		SELECT varied, nth FROM generate_series(1, pronargs) varied, generate_series(1, 30) nth
		-- all arguments the same
		UNION ALL SELECT 0, nth FROM generate_series(1, 30) nth
		-- drawn
		UNION ALL SELECT -1, nth FROM generate_series(1, 500) nth) kind(varied, nth),
	LATERAL (
		SELECT string_agg(l.value || '::' || replace(l.type::text, 'anyelement', 'text'), ', ' ORDER BY arg) AS args, count(*) AS found
		FROM generate_series(1, pronargs) arg JOIN literal l ON l.type = argtypes[arg - 1] AND l.n = CASE
			WHEN varied = -1 THEN 1 + abs(hashtextextended(proname || argtypes::text || arg, nth + :seed) % (SELECT count(*) FROM literal WHERE type = argtypes[arg - 1]))
			WHEN varied IN (0, arg) THEN nth
			ELSE 1 END) a
WHERE found = pronargs;

-- SQLSTATE of a query, and how much the error says.
CREATE FUNCTION pg_temp.sqlstate_and_size(query text, OUT code text, OUT bytes int) LANGUAGE plpgsql SET jit = off SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
	message text;
	detail text;
	hint text;
BEGIN
	EXECUTE query;
	code := '00000';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	-- characters are whole, too
	bytes := octet_length(convert_from(convert_to(message || detail || hint, 'UTF8'), 'UTF8'));
END
$$;
CREATE FUNCTION pg_temp.sqlstate_of(query text) RETURNS text LANGUAGE sql AS 'SELECT code FROM pg_temp.sqlstate_and_size(query)';
-- What a percentage that looks like a share is warned of is for result.sql.
SET client_min_messages = error;
CREATE TEMP TABLE outcome AS
SELECT oid, proname, args, o.* FROM call, pg_temp.sqlstate_and_size(format('SELECT %I(%s)%s', proname, args, of_all)) o;
RESET client_min_messages;

-- Documented: out of range, invalid parameter, bad text; and 23514 of the
-- domains.
SELECT proname, args, code FROM outcome WHERE code NOT IN ('00000', '22003', '22023', '22P02', '23514') ORDER BY proname, args;
-- What was given is not repeated at length.
SELECT proname, left(args, 60) AS args, bytes FROM outcome WHERE bytes > 1000 ORDER BY 1, 2;
-- Every function was called, often, and gave a value for some.
SELECT count(*) AS callable, bool_and(calls >= CASE pronargs WHEN 0 THEN 1 ELSE 2 END) AS all_called, bool_and(values > 0) AS all_with_values, sum(calls) > 5000 AS many
FROM callable LEFT JOIN (SELECT oid, count(*) AS calls, count(*) FILTER (WHERE code = '00000') AS values FROM outcome GROUP BY oid) o USING (oid);
-- Each of those SQLSTATEs comes up.
SELECT string_agg(DISTINCT code, ', ' ORDER BY code) AS codes FROM outcome;
-- With nothing but NULLs, each gives a value, NULL or not.
SELECT c.oid::regprocedure AS fails_with_nulls
FROM callable c, LATERAL (SELECT string_agg('NULL::' || replace(type::text, 'anyelement', 'text'), ', ' ORDER BY n) FROM unnest(argtypes) WITH ORDINALITY t(type, n)) a(args)
WHERE pg_temp.sqlstate_of(format('SELECT %I(%s)%s', proname, args, of_all)) <> '00000'
ORDER BY 1;
-- Functions with internal arguments can't be called: there is no such function, no type
-- for a polymorphic one, or no such value, as minor versions of PostgreSQL have it.
SELECT DISTINCT pg_temp.sqlstate_of(format('SELECT %I(%s)', proname, (SELECT string_agg('NULL', ', ') FROM generate_series(1, pronargs)))) IN ('42883', '0A000', '42804') AS refused
FROM pg_depend JOIN pg_proc p ON p.oid = objid
WHERE classid = 'pg_proc'::regclass AND deptype = 'e' AND refclassid = 'pg_extension'::regclass
	AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'aijri')
	AND 'internal'::regtype = ANY (proargtypes || prorettype);

-- The objects that CREATE EXTENSION creates, and the rules that hold for all of them.
CREATE EXTENSION aijri;

-- Two helpers for all other tests.  (Queries that run once are never worth
-- compiling.)  The error that an expression raises:
CREATE FUNCTION error_of(expression text,
	OUT code text, OUT message text, OUT detail text, OUT hint text)
LANGUAGE plpgsql SET jit = off AS $$
BEGIN
	EXECUTE 'SELECT ' || expression;
	message := 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE,
		message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
END
$$;

-- and, for tables of many, its value or else SQLSTATE and message.
CREATE FUNCTION outcome_of(expression text) RETURNS text
LANGUAGE plpgsql SET jit = off AS $$
DECLARE
	value text;
BEGIN
	EXECUTE format('SELECT (%s)::text', expression) INTO value;
	RETURN coalesce(value, 'NULL');
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate || ' ' || sqlerrm;
END
$$;

SET jit = off;
CREATE TEMP VIEW member AS
SELECT classid, objid
FROM pg_depend
WHERE deptype = 'e'
	AND refclassid = 'pg_extension'::regclass
	AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'aijri');

CREATE TEMP VIEW member_function AS
SELECT p.*, 'internal'::regtype = ANY (proargtypes || prorettype) AS is_support
FROM member JOIN pg_proc p ON p.oid = objid AND classid = 'pg_proc'::regclass;

-- The types.
SELECT t.typname, CASE t.typtype WHEN 'c' THEN 'composite' WHEN 'd' THEN 'domain' WHEN 'e' THEN 'enum' ELSE 'base' END AS kind
FROM member JOIN pg_type t ON t.oid = objid AND classid = 'pg_type'::regclass
WHERE t.typelem = 0
ORDER BY kind, t.typname COLLATE "C";

-- The fields of the composite types.
SELECT t.typname, a.attnum AS n, a.attname, format_type(a.atttypid, a.atttypmod) AS type
FROM member
	JOIN pg_type t ON t.oid = objid AND classid = 'pg_type'::regclass
	JOIN pg_attribute a ON a.attrelid = t.typrelid AND a.attnum > 0
ORDER BY t.typname COLLATE "C", a.attnum;

-- The functions and aggregates that users call.  (What begins with an underscore
-- is the extension's own.)
SELECT CASE prokind WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind,
	format('%s(%s)', proname, regexp_replace(replace(pg_get_function_arguments(oid), 'double precision', 'float8'), '::\w+(\[\])?', '', 'g')) AS call,
	replace(pg_get_function_result(oid), 'double precision', 'float8') AS result
FROM member_function
WHERE NOT is_support AND proname NOT LIKE '\_%'
ORDER BY kind DESC, proname COLLATE "C", pronargs;

-- Every object has a comment, and every field of a composite type.
SELECT pg_describe_object(classid, objid, 0) AS without_comment
FROM member
WHERE obj_description(objid, classid::regclass::name) IS NULL
	AND NOT (classid = 'pg_type'::regclass AND (SELECT typelem <> 0 FROM pg_type WHERE oid = objid))
ORDER BY 1;

SELECT t.typname, a.attname AS without_comment
FROM member
	JOIN pg_type t ON t.oid = objid AND classid = 'pg_type'::regclass
	JOIN pg_attribute a ON a.attrelid = t.typrelid AND a.attnum > 0
WHERE col_description(a.attrelid, a.attnum) IS NULL
ORDER BY 1, a.attnum;

-- Every function is immutable, parallel safe, not SECURITY DEFINER, not
-- leakproof (errors show their arguments), and names its arguments.  (What the
-- planner calls for estimates reads statistics, and is stable.)  What makes and
-- keeps catalogs is called by other functions and by triggers; it is never
-- SECURITY DEFINER either, and triggers that run queries have a search_path of their own.
SELECT oid::regprocedure AS neglected
FROM member_function
WHERE prolang <> (SELECT oid FROM pg_language WHERE lanname = 'plpgsql') AND proname NOT LIKE '\_%' AND (provolatile <> CASE WHEN proname ~ '_(join)?sel$' THEN 's' ELSE 'i' END OR proparallel <> 's' OR prosecdef OR proleakproof
	OR (pronargs > 0 AND (proargnames IS NULL OR '' = ANY (proargnames))))
ORDER BY 1;
SELECT oid::regprocedure AS neglected
FROM member_function
WHERE proname LIKE '\_%' AND (prosecdef OR proleakproof
	OR prorettype = 'trigger'::regtype AND proname <> '_catalog_verify_row' AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false))
ORDER BY 1;
-- What is written in PL/pgSQL, to make and fill tables of the user's, has a
-- search_path of its own and the caller's rights.
SELECT oid::regprocedure AS neglected
FROM member_function
WHERE prolang = (SELECT oid FROM pg_language WHERE lanname = 'plpgsql')
	AND (NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false) OR prosecdef OR pronargs > 0 AND proargnames IS NULL)
ORDER BY 1;

-- No two functions of one name accept the same number of arguments, defaults
-- counted: drivers send parameters without types.
SELECT a.oid::regprocedure AS ambiguous, b.oid::regprocedure AS with
FROM member_function a JOIN member_function b ON a.proname = b.proname AND a.oid < b.oid
WHERE int4range(a.pronargs - a.pronargdefaults, a.pronargs, '[]')
	&& int4range(b.pronargs - b.pronargdefaults, b.pronargs, '[]')
ORDER BY 1, 2;

-- Wherever people give a method, it is the last argument, called method, and may
-- be left out.
SELECT oid::regprocedure AS method_misplaced
FROM member_function
WHERE 'aijri_method'::regtype = ANY (proargtypes) AND proname NOT LIKE '\_%'
	AND NOT (proargtypes[pronargs - 1] = 'aijri_method'::regtype
		AND proargnames[pronargs] = 'method'
		AND pronargdefaults > 0)
ORDER BY 1;

-- Functions that users call and that return rows return a type with a name.
SELECT oid::regprocedure AS anonymous
FROM member_function
WHERE (prorettype = 'record'::regtype OR proallargtypes IS NOT NULL) AND proname NOT LIKE '\_%'
ORDER BY 1;

-- Aggregates have every form: parallel, moving, and final functions that leave
-- the state as it is, so that several may share one.  (min and max keep a
-- plain value, which travels and moves without them.)
SELECT p.oid::regprocedure AS aggregate,
	aggcombinefn <> 0 AND aggserialfn <> 0 AND aggdeserialfn <> 0 AS parallel,
	aggmtransfn <> 0 AND aggminvtransfn <> 0 AS moving,
	aggfinalmodify = 'r' AND aggmfinalmodify = 'r' AS read_only,
	t.proname AS transition
FROM member_function p JOIN pg_aggregate ON aggfnoid = p.oid JOIN pg_proc t ON t.oid = aggtransfn
WHERE p.proname NOT LIKE '\_%'
ORDER BY p.proname COLLATE "C", p.pronargs;

-- All C functions are in one library.
SELECT count(*) FILTER (WHERE probin = '$libdir/aijri') = count(*) AS all_in_one_library
FROM member_function WHERE prolang = (SELECT oid FROM pg_language WHERE lanname = 'c');

-- It stays in the schema where it was created.  (The owner of a database may
-- install it: see test/t/003_ownership.pl.)
SELECT extrelocatable FROM pg_extension WHERE extname = 'aijri';

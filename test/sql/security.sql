-- The claims of docs/security.md about every object, checked in the system catalogs.
-- Each query lists violations: it should return no row.

CREATE TEMP VIEW member AS
SELECT classid, objid
FROM pg_depend
WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass
	AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'aijri');
CREATE TEMP VIEW member_function AS
SELECT p.*, l.lanname
FROM member JOIN pg_proc p ON p.oid = objid AND classid = 'pg_proc'::regclass JOIN pg_language l ON l.oid = prolang;

SELECT count(*) > 100 AS functions_found FROM member_function;

-- Nothing runs with rights that its caller does not have.
SELECT oid::regprocedure FROM member_function WHERE prosecdef;

-- C code comes from the extension's own module, but for what is done as for bytea; all
-- other languages are trusted ones.
SELECT f.oid::regprocedure, f.lanname, f.probin
FROM member_function f JOIN pg_language l ON l.oid = prolang
WHERE CASE f.lanname
	WHEN 'c' THEN probin NOT IN ('$libdir/aijri', 'aijri')
	WHEN 'internal' THEN prokind <> 'a' AND prosrc !~ '^(bytea|hashvarlena)'
	ELSE NOT lanpltrusted AND f.lanname <> 'sql' END;

-- Names in SQL functions were looked up when they were made; PL/pgSQL, and triggers
-- in C, look them up where nobody but the superuser can put anything; but for one that
-- looks up nothing.
SELECT oid::regprocedure, proconfig FROM member_function
WHERE lanname = 'sql' AND prosqlbody IS NULL
	OR (lanname = 'plpgsql' OR prorettype = 'trigger'::regtype AND proname <> '_catalog_verify_row') AND 'search_path=pg_catalog, pg_temp' <> ALL (coalesce(proconfig, '{}'));

-- No function claims to be leakproof: most of them name values in their errors.
SELECT oid::regprocedure FROM member_function WHERE proleakproof;
SELECT oprname FROM pg_operator o JOIN member_function f ON f.oid = oprcode WHERE proleakproof;

-- No rights are given to anybody: everything is as PostgreSQL has it by default.
SELECT oid::regprocedure, proacl FROM member_function WHERE proacl IS NOT NULL
UNION ALL
SELECT t.oid, typacl FROM pg_type t JOIN member ON objid = t.oid AND classid = 'pg_type'::regclass WHERE typacl IS NOT NULL;

-- The extension has no tables, so no data that anybody could read or change.
SELECT c.oid::regclass FROM pg_class c JOIN member ON objid = c.oid AND classid = 'pg_class'::regclass
WHERE relkind <> 'c';

-- No cast happens unasked: a planted value can't become one of ours on its way
-- into somebody's function, nor the other way about.
SELECT castsource::regtype, casttarget::regtype FROM pg_cast c JOIN member ON objid = c.oid AND classid = 'pg_cast'::regclass
WHERE castcontext <> 'e';

-- There are no event triggers, languages, access methods and the like.
SELECT pg_describe_object(classid, objid, 0) FROM member
WHERE classid NOT IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_class'::regclass, 'pg_operator'::regclass,
	'pg_opclass'::regclass, 'pg_opfamily'::regclass, 'pg_cast'::regclass);

-- What aijri_create_labour() creates belongs to its caller, and runs with the
-- privileges of the user who calls it.
SELECT aijri_create_labour('security_labour');
SELECT p.oid::regprocedure FROM pg_proc p
WHERE pronamespace = 'security_labour'::regnamespace
	AND (prosecdef OR proleakproof OR prosqlbody IS NULL OR proowner <> current_user::regrole OR proacl IS NOT NULL);
SELECT oid::regclass FROM pg_class
WHERE relnamespace = 'security_labour'::regnamespace AND (relowner <> current_user::regrole OR relacl IS NOT NULL);

-- A catalog's own functions, too.
SELECT aijri_create_catalog('security_catalog');
SELECT p.oid::regprocedure FROM pg_proc p
WHERE pronamespace = 'security_catalog'::regnamespace
	AND (prosecdef OR proleakproof OR prosqlbody IS NULL OR proowner <> current_user::regrole OR proacl IS NOT NULL);
SELECT oid::regclass FROM pg_class
WHERE relnamespace = 'security_catalog'::regnamespace AND (relowner <> current_user::regrole OR relacl IS NOT NULL);

-- Anybody may put the catalog's triggers on tables of their own, which need not
-- look like those of a catalog at all.
CREATE SCHEMA security_planted;
SET search_path = security_planted, public;
CREATE TABLE role_soc (role_id bigint, soc bigint, share float8);
CREATE TRIGGER planted AFTER INSERT ON role_soc REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION _catalog_shares_changed();
INSERT INTO role_soc VALUES (1, 1, 1);
CREATE TABLE assessment (role_id text);
CREATE TRIGGER planted AFTER INSERT ON assessment REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION _catalog_assessment_changed();
INSERT INTO assessment VALUES ('x');
CREATE TABLE task (assessment_id numeric);
CREATE TRIGGER planted AFTER INSERT ON task REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION _catalog_task_changed();
INSERT INTO task VALUES (1);
CREATE TABLE role (role_id jsonb);
CREATE TRIGGER planted BEFORE DELETE ON role FOR EACH ROW EXECUTE FUNCTION _catalog_role_leaves();
INSERT INTO role VALUES ('1');
DELETE FROM role;
CREATE TRIGGER at_the_wrong_time BEFORE INSERT ON role FOR EACH ROW EXECUTE FUNCTION _catalog_role_changed();
INSERT INTO role VALUES ('2');
DROP TRIGGER at_the_wrong_time ON role;
CREATE TRIGGER without_rows AFTER INSERT ON role FOR EACH STATEMENT EXECUTE FUNCTION _catalog_role_changed();
INSERT INTO role VALUES ('3');
DROP TRIGGER without_rows ON role;

SET client_min_messages = warning;
RESET search_path;
DROP SCHEMA security_labour, security_catalog, security_planted CASCADE;

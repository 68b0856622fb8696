-- DROP EXTENSION and CREATE EXTENSION in one session, in another schema: nothing that
-- was cached before may be used afterwards. In a database of its own.
\set main :DBNAME
CREATE DATABASE aijri_recreate;
\c aijri_recreate
\set SHOW_CONTEXT never

CREATE EXTENSION aijri;
-- Prepared statements and PL/pgSQL functions keep their plans.  (Results are
-- text: PostgreSQL itself refuses a plan whose result type was replaced.)
PREPARE score AS SELECT zone_of(aijri_score($1, $2, $3, $4))::text;
PREPARE result AS SELECT (aijri_result($1, $2, $3, $4, $5)).sublabel::text;
PREPARE profile AS SELECT task_profile(score, 1, mode_of(mode))::text FROM (VALUES (3, 'displacement'), (2, 'augmentation')) t(score, mode);
CREATE FUNCTION mode_in(mode text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN mode_of(mode);
END
$$;
CREATE FUNCTION score_in() RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN
	RETURN aijri_score(aijri_assessment(ARRAY[aijri_task('a', 60, 3, 'displacement'), aijri_task('b', 40, 2)], '(0,0,0,0,0)', '(0,0,0,0,0)', 0),
		aijri_method('{"raw_floor": 0}'));
END
$$;
EXECUTE score(1.90, -8, 0, -2);
EXECUTE result(1.90, 90, -8, 0, -2);
EXECUTE profile;
SELECT mode_in('Displacement'), score_in();

-- Data of the extension's types keep it.
CREATE TABLE role (zone aijri_zone);
DROP EXTENSION aijri;
DROP TABLE role;
DROP EXTENSION aijri;
\set VERBOSITY sqlstate
EXECUTE score(1.90, -8, 0, -2);
SELECT mode_in('Displacement');
SELECT count(*) AS types_left FROM pg_type WHERE typname LIKE 'aijri%';
SELECT count(*) AS functions_left FROM pg_proc WHERE probin LIKE '%aijri%';

-- Again, elsewhere: all OIDs are others now.
CREATE SCHEMA elsewhere;
CREATE EXTENSION aijri SCHEMA elsewhere;
SELECT mode_in('Displacement');
\set VERBOSITY default
SET search_path = public, elsewhere;
EXECUTE score(1.90, -8, 0, -2);
EXECUTE result(1.90, 90, -8, 0, -2);
EXECUTE profile;
SELECT mode_in('Displacement'), score_in();

-- It stays where it was created, since its functions name their schema.
CREATE SCHEMA third;
ALTER EXTENSION aijri SET SCHEMA third;
-- Qualified, with nothing in the search path: defaults and domains still work.
SET search_path = '';
SELECT elsewhere.aijri_score(1.90, -8, 0, -2), elsewhere.zone_of(7.9), elsewhere.sublabel_of(7.9, 1.7, 90, -2), (elsewhere.aijri_method()).green_min;
SELECT elsewhere.aijri_score(elsewhere.aijri_assessment(ARRAY[elsewhere.aijri_task('a', 1, 3, 'displacement')], '(0,0,0,0,0)', '(0,0,0,0,0)', 0));
SELECT elsewhere.task_profile(3, 1, 'augmentation');
SELECT item, value FROM elsewhere.aijri_explain('("{""(a,1,3,)""}","(0,0,0,0,0)","(0,0,0,0,0)",0,)') WHERE item = 'Zone';
RESET search_path;

-- All in one transaction, between uses.
BEGIN;
SELECT elsewhere.zone_of(50), elsewhere.mode_of('displacement');
DROP EXTENSION aijri;
CREATE EXTENSION aijri;
SELECT zone_of(50), mode_of('displacement'), (task_profile(3, 1, 'displacement')).displacement_pct;
DO $$
BEGIN
	FOR n IN 1 .. 2 LOOP
		RAISE NOTICE '%', mode_of('augmentation');
	END LOOP;
END
$$;
ROLLBACK;
SELECT elsewhere.zone_of(50), elsewhere.mode_of('displacement');

\c :main
DROP DATABASE aijri_recreate;

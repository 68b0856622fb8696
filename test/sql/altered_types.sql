-- ALTER TYPE can give the extension's types other fields and values than CREATE
-- EXTENSION did. A function in C would then mistake one for another: it raises an
-- error instead.
\set SHOW_CONTEXT never

-- A field more, a field less, a field of another type.
BEGIN;
ALTER TYPE aijri_task ADD ATTRIBUTE note text CASCADE;
SELECT aijri_task('a', 60, 3);
ROLLBACK;
BEGIN;
ALTER TYPE aijri_task ADD ATTRIBUTE note text CASCADE;
SELECT aijri_score('("{""(a,60,3,,)""}","(0,0,0,0,0)","(0,0,0,0,0)",0,)'::aijri_assessment);
ROLLBACK;
BEGIN;
ALTER TYPE aijri_evidence DROP ATTRIBUTE wage_trends CASCADE;
SELECT evidence_total('(0,0,0,0)');
ROLLBACK;
BEGIN;
ALTER TYPE aijri_barriers ALTER ATTRIBUTE liability TYPE text CASCADE;
SELECT barrier_total('(0,0,0,none,0)');
ROLLBACK;
BEGIN;
ALTER TYPE aijri_result ADD ATTRIBUTE note text CASCADE;
SELECT aijri_result(3, 50, 0, 0, 0);
ROLLBACK;
BEGIN;
ALTER TYPE aijri_task_profile DROP ATTRIBUTE unscored CASCADE;
SELECT task_profile(3, 1);
ROLLBACK;
BEGIN;
ALTER TYPE aijri_explanation ADD ATTRIBUTE note text CASCADE;
SELECT * FROM aijri_explain(NULL);
ROLLBACK;
BEGIN;
ALTER TYPE aijri_explanation ALTER ATTRIBUTE step TYPE text CASCADE;
SELECT * FROM aijri_explain(NULL);
ROLLBACK;
BEGIN;
ALTER TYPE aijri_zone_probability ADD ATTRIBUTE note text CASCADE;
SELECT zone_probability('(,,,,)', 0.1);
ROLLBACK;
BEGIN;
ALTER TYPE aijri_sensitivity ALTER ATTRIBUTE task_number TYPE text CASCADE;
SELECT * FROM score_sensitivity(NULL);
ROLLBACK;
BEGIN;
ALTER TYPE aijri_rank_outlook ALTER ATTRIBUTE p05 TYPE float8 CASCADE;
SELECT rank_outlook(aijri_distribution(50)) OVER ();
ROLLBACK;
BEGIN;
ALTER TYPE aijri_method_sensitivity ADD ATTRIBUTE note text CASCADE;
SELECT * FROM _method_sensitivity('{}', '{}', '{}', '{}', 0, 2, 1);
ROLLBACK;
BEGIN;
ALTER TYPE aijri_role_robustness DROP ATTRIBUTE p05_rank CASCADE;
SELECT * FROM _role_robustness('{}', '{}', '{}', '{}', '{}', '{}', 0, 2, 1);
ROLLBACK;
BEGIN;
ALTER TYPE aijri_target DROP ATTRIBUTE change CASCADE;
SELECT * FROM score_targets(3, 0, 0, 0, 'Green');
ROLLBACK;
-- Noticed by an expression, too, that PL/pgSQL has evaluated before.
DO $$
DECLARE
	evidence text := '(0,0,0,0,1)';
BEGIN
	FOR i IN 1 .. 3 LOOP
		RAISE NOTICE 'evidence %', evidence_total(evidence::aijri_evidence);
		IF i = 2 THEN
			ALTER TYPE aijri_evidence ALTER ATTRIBUTE job_postings TYPE text CASCADE;
		END IF;
	END LOOP;
END
$$;
-- Another name for a field changes nothing.
BEGIN;
ALTER TYPE aijri_principles RENAME ATTRIBUTE judgment TO judgement CASCADE;
SELECT protective_total('(0,1,3)'), (aijri_principles(0, 1, 3)).judgement;
ROLLBACK;

-- Values renamed; one added, which only counts once it is used.
BEGIN;
ALTER TYPE aijri_zone RENAME VALUE 'Red' TO 'Rouge';
SELECT zone_of(10);
ROLLBACK;
BEGIN;
ALTER TYPE aijri_zone RENAME VALUE 'Red' TO 'Rouge';
SELECT * FROM score_targets(3, 0, 0, 0, 'Rouge');
ROLLBACK;
BEGIN;
ALTER TYPE aijri_sublabel RENAME VALUE 'Green (Stable)' TO 'Green';
SELECT (aijri_result(3, 50, 0, 0, 0)).sublabel;
ROLLBACK;
BEGIN;
ALTER TYPE aijri_mode RENAME VALUE 'augmentation' TO 'assistance';
SELECT task_profile(3, 1, 'assistance');
ROLLBACK;
-- A new value cannot be taken back: in a database of its own.
\set main :DBNAME
CREATE DATABASE aijri_altered;
\c aijri_altered
CREATE EXTENSION aijri;
ALTER TYPE aijri_mode ADD VALUE 'unclear';
SELECT mode_of('augmentation'), (task_profile(3, 1, 'augmentation')).augmentation_pct;
SELECT task_profile(3, 1, 'unclear');
SELECT aijri_score(aijri_assessment(ARRAY[aijri_task('a', 1, 3, 'unclear')], NULL, NULL, NULL));
SELECT mode_of('unclear');
ALTER TYPE aijri_zone ADD VALUE 'Blue';
SELECT new_zone FROM score_targets(3, 0, 0, 0, 'Green');
SELECT * FROM score_targets(3, 0, 0, 0, 'Blue');
\c :main
DROP DATABASE aijri_altered;

-- The same with values that were stored before.
CREATE TEMP TABLE stored (e aijri_evidence);
INSERT INTO stored VALUES (aijri_evidence(0, 0, 0, 1, 0));
BEGIN;
ALTER TYPE aijri_evidence ADD ATTRIBUTE rumours float8;
SELECT evidence_total(e) FROM stored;
ROLLBACK;
-- Taken back, everything is as before.
SELECT evidence_total(e) FROM stored;
SELECT task_profile(3, 1, 'augmentation'), zone_of(10), (aijri_result(3, 50, 0, 0, 0)).sublabel;

# role_score after random edits of every kind, whose seed is printed: the same bits
# as aijri_result() of the newest assessment as a composite value, which is computed
# without the triggers.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $node = start_node('catalog_random_edits', 'jit = off', 'log_statement = none');
my $seed = seed();

sub sql { return $node->safe_psql('postgres', @_) }

sql(q{
	CREATE EXTENSION aijri;
	SELECT aijri_create_catalog('jobs');

	CREATE FUNCTION pick(n int) RETURNS int LANGUAGE sql VOLATILE RETURN floor(random() * n)::int;
	CREATE FUNCTION some_role() RETURNS bigint LANGUAGE sql VOLATILE
		BEGIN ATOMIC SELECT role_id FROM jobs.role ORDER BY random() LIMIT 1; END;
	CREATE FUNCTION some_assessment() RETURNS bigint LANGUAGE sql VOLATILE
		BEGIN ATOMIC SELECT assessment_id FROM jobs.assessment ORDER BY random() LIMIT 1; END;
	CREATE FUNCTION rating(low int, high int) RETURNS float8 LANGUAGE sql VOLATILE
		RETURN CASE WHEN random() < 0.99 THEN low + pick(high - low + 1) END;
	CREATE SEQUENCE n;

	CREATE FUNCTION edit() RETURNS text LANGUAGE plpgsql AS $$
	DECLARE
		kind int := pick(100);
		a bigint := some_assessment();
		r bigint := some_role();
		k bigint := nextval('n');
	BEGIN
		IF kind < 8 THEN
			INSERT INTO jobs.role (role_key, title) SELECT 'role ' || k || '.' || i, 'Role ' || k || '.' || i
			FROM generate_series(0, pick(3)) i;
			RETURN 'new roles';
		ELSIF kind < 28 THEN
			INSERT INTO jobs.assessment (role_id, assessor, assessed_on, recorded_at, revision, job_postings, company_actions, wage_trends,
				tool_maturity, expert_consensus, regulatory, physical_presence, union_bargaining, liability, cultural, growth,
				physicality, connection, judgment)
			SELECT role_id, (ARRAY['', 'A', 'b ', 'B', 'C'])[1 + pick(5)], '2026-01-01'::date + pick(4), '2026-01-01'::timestamptz + pick(3) * '1 day'::interval, nextval('n'),
				rating(-2, 2), rating(-2, 2), rating(-2, 2), rating(-2, 2), rating(-2, 2),
				rating(0, 2), rating(0, 2), rating(0, 2), rating(0, 2), rating(0, 2), rating(-2, 2),
				rating(0, 3), rating(0, 3), rating(0, 3)
			FROM jobs.role WHERE role_id IN (r, some_role()) OR random() < 0.05;
			RETURN 'new assessments';
		ELSIF kind < 48 THEN
			INSERT INTO jobs.task
			SELECT assessment_id, 1 + pick(6), 'task', CASE pick(4) WHEN 0 THEN 10 WHEN 1 THEN random() * 100 WHEN 2 THEN 33.3333 ELSE 1e9 * random() + 1 END,
				rating(1, 5), (ARRAY['displacement', 'augmentation', 'not involved', NULL])[1 + pick(4)]
			FROM jobs.assessment WHERE assessment_id = a OR random() < 0.2
			ON CONFLICT (assessment_id, position) DO UPDATE SET score = excluded.score, time_pct = excluded.time_pct;
			RETURN 'tasks put in';
		ELSIF kind < 58 THEN
			UPDATE jobs.task SET score = rating(1, 5), mode = 'augmentation' WHERE assessment_id = a OR random() < 0.05;
			RETURN 'tasks changed';
		ELSIF kind < 66 THEN
			UPDATE jobs.assessment SET growth = rating(-2, 2), regulatory = rating(0, 2), wage_trends = rating(-2, 2)
			WHERE assessment_id = a OR random() < 0.05;
			RETURN 'assessments changed';
		ELSIF kind < 72 THEN
			UPDATE jobs.assessment SET assessed_on = assessed_on + 1 - pick(3) WHERE random() < 0.2;
			RETURN 'assessments dated';
		ELSIF kind < 77 THEN
			UPDATE jobs.assessment SET role_id = r WHERE assessment_id = a OR random() < 0.05;
			RETURN 'assessments moved';
		ELSIF kind < 82 THEN
			UPDATE jobs.task t SET assessment_id = a, position = 1000 + nextval('n') FROM jobs.assessment o
			WHERE o.assessment_id = t.assessment_id AND o.role_id = r AND t.position < 3;
			RETURN 'tasks moved';
		ELSIF kind < 86 THEN
			DELETE FROM jobs.task WHERE random() < 0.05;
			RETURN 'tasks deleted';
		ELSIF kind < 89 THEN
			DELETE FROM jobs.assessment WHERE assessment_id = a OR random() < 0.03;
			RETURN 'assessments deleted';
		ELSIF kind < 91 THEN
			DELETE FROM jobs.role WHERE role_id = r OR random() < 0.02;
			RETURN 'roles deleted';
		ELSIF kind < 93 THEN
			PERFORM jobs.set_method((ARRAY['{}', '{"exposed_from": 4}', '{"green_min": 40, "raw_span": 8}',
				'{"evidence_step": 0.05}', '{"urgent_exposed_min": 10, "imminent_below_tr": 3}'])[1 + pick(5)]::jsonb);
			RETURN 'method set';
		ELSIF kind < 94 THEN
			PERFORM jobs.set_assessors((ARRAY['{}', '{B}', '{C,A}', '{"",b}'])[1 + pick(4)]::text[]);
			RETURN 'assessors set';
		ELSIF kind < 95 THEN
			MERGE INTO jobs.task t USING jobs.assessment s ON t.assessment_id = s.assessment_id AND t.position = 2
			WHEN MATCHED AND s.assessment_id % 3 = 0 THEN DELETE
			WHEN MATCHED THEN UPDATE SET score = rating(1, 5)
			WHEN NOT MATCHED AND s.assessment_id % 2 = 0 THEN INSERT VALUES (s.assessment_id, 2, 'merged', 20, 3);
			RETURN 'tasks merged';
		ELSIF kind < 97 THEN
			UPDATE jobs.role SET role_key = 'renamed ' || k WHERE role_id = r;
			RETURN 'a role renamed';
		ELSIF kind < 98 THEN
			WITH gone AS (DELETE FROM jobs.task WHERE assessment_id = a RETURNING *),
				rated AS (UPDATE jobs.assessment SET growth = 1 WHERE assessment_id <> a AND random() < 0.1)
			INSERT INTO jobs.next_role SELECT a, 1000 + k, 'next' FROM gone LIMIT 1;
			RETURN 'several at once';
		ELSIF kind < 99 AND random() < 0.3 THEN
			TRUNCATE jobs.task;
			RETURN 'tasks truncated';
		ELSE
			BEGIN
				UPDATE jobs.task SET score = 1;
				DELETE FROM jobs.assessment WHERE random() < 0.5;
				RAISE division_by_zero;
			EXCEPTION WHEN division_by_zero THEN
				RETURN 'undone';
			END;
		END IF;
	END $$;

	CREATE FUNCTION place(assessor text) RETURNS bigint LANGUAGE sql AS $$
		SELECT coalesce(min(n), 99) FROM jobs.catalog, unnest(assessors) WITH ORDINALITY AS u (name, n) WHERE lower(btrim(name)) = lower(btrim(assessor)) $$;

	-- The other way: a composite value for each role's newest assessment, or that of
	-- the first of the assessors who has one.
	CREATE VIEW expected AS
	SELECT r.role_id, n.assessment_id, count(o.assessment_id) AS assessments, n.result
	FROM jobs.role r
		LEFT JOIN jobs.assessment o USING (role_id)
		LEFT JOIN LATERAL (
			SELECT assessment_id, aijri_result(aijri_assessment(
				(SELECT array_agg(aijri_task(name, time_pct, score, mode_of(mode)) ORDER BY position DESC) FROM jobs.task t WHERE t.assessment_id = a.assessment_id),
				aijri_evidence(job_postings, company_actions, wage_trends, tool_maturity, expert_consensus),
				aijri_barriers(regulatory, physical_presence, union_bargaining, liability, cultural), growth,
				aijri_principles(physicality, connection, judgment)), (SELECT aijri_method(method) FROM jobs.catalog)) AS result
			FROM jobs.assessment a
			WHERE a.role_id = r.role_id AND NOT EXISTS (
				SELECT FROM jobs.assessment b WHERE b.role_id = a.role_id
					AND (-place(b.assessor), b.assessed_on, b.recorded_at, b.revision, b.assessment_id)
						> (-place(a.assessor), a.assessed_on, a.recorded_at, a.revision, a.assessment_id))) n ON true
	GROUP BY r.role_id, n.assessment_id, n.result;

	-- Floats compared by their bits.
	CREATE VIEW wrong AS
	SELECT role_id, to_jsonb(s) AS kept, to_jsonb(e) AS expected
	FROM jobs.role_score s FULL JOIN expected e USING (role_id)
	WHERE s.role_id IS NULL OR e.role_id IS NULL
		OR (s.assessment_id, s.assessments) IS DISTINCT FROM (e.assessment_id, e.assessments)
		OR (SELECT x FROM (SELECT s.task_resistance, s.exposed_pct, s.displacement_pct, s.augmentation_pct, s.not_involved_pct, s.unstated_pct,
				s.evidence_total, s.barrier_total, s.growth, s.protective_total, s.evidence_modifier, s.barrier_modifier, s.growth_modifier,
				s.raw, s.score, s.published, s.zone, s.sublabel, s.quick_screen, s.points_to_next_zone, s.points_above_floor) x)
			*<> (SELECT x FROM (SELECT (e.result).task_resistance, (e.result).exposed_pct, (e.result).displacement_pct, (e.result).augmentation_pct,
				(e.result).not_involved_pct, (e.result).unstated_pct, (e.result).evidence_total, (e.result).barrier_total, (e.result).growth,
				(e.result).protective_total, (e.result).evidence_modifier, (e.result).barrier_modifier, (e.result).growth_modifier,
				(e.result).raw, (e.result).score, (e.result).published, (e.result).zone::text, (e.result).sublabel::text,
				(e.result).quick_screen, (e.result).points_to_next_zone, (e.result).points_above_floor) x)
		OR (s.missing IS NULL) IS DISTINCT FROM (s.score IS NOT NULL)});

# An edit by itself, then a look at every row.  The first wrong one ends it.
my $history = sql(qq{
	SELECT setseed($seed / 1e6);
	CREATE TABLE done (n int, what text, wrong bigint, scored bigint);
	DO \$\$
	DECLARE
		what text;
	BEGIN
		FOR i IN 1 .. 400 LOOP
			what := edit();
			INSERT INTO done SELECT i, what, (SELECT count(*) FROM wrong), (SELECT count(*) FROM jobs.role_score WHERE score IS NOT NULL);
			EXIT WHEN (SELECT wrong > 0 FROM done WHERE n = i);
		END LOOP;
	END \$\$;
	SELECT n, what FROM done WHERE wrong > 0});
is($history, '', 'after each of 400 edits every row is what aijri_result() gives');
is(sql('SELECT * FROM wrong LIMIT 3'), '', 'the rows');
is(sql('SELECT * FROM jobs.check_scores()'), '', 'check_scores() agrees');
cmp_ok(sql('SELECT max(scored) FROM done'), '>', 5, 'some roles had a score');
note(sql('SELECT what, count(*), max(scored) FROM done GROUP BY what ORDER BY 2 DESC'));
cmp_ok(sql('SELECT count(DISTINCT what) FROM done'), '>=', 12, 'edits of every kind');

# Each in a transaction of its own, by a prepared statement: plans are kept while
# tables grow, are analyzed, and change.
my $script = "SELECT setseed(($seed + 1) / 1e6);\nPREPARE edit AS SELECT count(edit());\n"
  . join '', map { "EXECUTE edit;\n" . ($_ % 50 == 0 ? "ANALYZE;\n" : $_ % 70 == 0 ? "ALTER TABLE jobs.role_score ADD COLUMN c$_ int;\n" : '') } 1 .. 200;
is($node->psql('postgres', $script, on_error_stop => 1), 0, 'two hundred more, with ANALYZE and ALTER TABLE between');
is(sql('SELECT * FROM wrong LIMIT 3'), '', 'every row is right');
is(sql('SELECT * FROM jobs.check_scores()'), '', 'check_scores() agrees again');

# check_scores() and this comparison can fail.
sql('UPDATE jobs.role_score SET raw = raw + 1e-15, exposed_pct = -0.0 * exposed_pct WHERE role_id = (SELECT max(role_id) FROM jobs.role_score WHERE score IS NOT NULL)');
is(sql('SELECT count(*) FROM wrong'), '1', 'one bit is seen');
is(sql('SELECT count(*) FROM jobs.check_scores()'), '1', 'by check_scores(), too');

$node->stop;
done_testing();

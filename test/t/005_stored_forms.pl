# Values reach a function in many forms: as constructed, in a row with a short
# header, compressed, out of line, in PL/pgSQL's expanded form, from a table that
# has lost or gained a column. The result is the same for each of them.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $node = start_node('stored_forms');

# Assessments of 0 to 4000 tasks, with names that compress and that don't.
$node->safe_psql(
	'postgres', q{
	CREATE EXTENSION aijri;
	CREATE TABLE made AS
	SELECT n * 2 + compressible::int AS id,
		aijri_assessment(
			ARRAY(SELECT aijri_task(
					CASE WHEN compressible THEN repeat('name ', 20)
						ELSE md5(n::text || j) || md5(j::text) || md5((-j)::text) END,
					j % 17 / 3.0, (n + j) % 5 + 1,
					(enum_range(NULL::aijri_mode))[(n + j) % 5])
				FROM generate_series(1, size) AS j),
			aijri_evidence(n % 5 - 2, 1, NULLIF(n % 3, 2), 0, -2),
			aijri_barriers(n % 3, 0, 1, 2, 0),
			n % 5 - 2,
			CASE WHEN n % 2 = 0 THEN aijri_principles(0, 3, 1) END) AS a,
		aijri_method(jsonb_build_object('green_min', 40 + n, 'exposed_from', n % 5 + 1)) AS m
	FROM unnest('{0,1,2,10,100,1000,4000}'::int[]) WITH ORDINALITY AS s (size, n),
		unnest('{f,t}'::bool[]) AS compressible;
	-- never stored: what the tables are compared with
	CREATE VIEW fresh AS
	SELECT id,
		aijri_assessment(
			ARRAY(SELECT aijri_task(name, time_pct, score, mode) FROM unnest((a).tasks)),
			aijri_evidence((a).evidence.job_postings, (a).evidence.company_actions,
				(a).evidence.wage_trends, (a).evidence.tool_maturity,
				(a).evidence.expert_consensus),
			aijri_barriers((a).barriers.regulatory, (a).barriers.physical_presence,
				(a).barriers.union_bargaining, (a).barriers.liability,
				(a).barriers.cultural),
			(a).growth,
			CASE WHEN (a).principles IS NOT NULL THEN
				aijri_principles((a).principles.physicality, (a).principles.connection,
					(a).principles.judgment) END) AS a,
		aijri_method(to_jsonb(m)) AS m
	FROM made;
	CREATE FUNCTION answers(source regclass) RETURNS SETOF text LANGUAGE plpgsql AS $$
	BEGIN
		RETURN QUERY EXECUTE format(
			'SELECT concat_ws(%L, id, r, aijri_score(a, m), evidence_total((a).evidence),
				barrier_total((a).barriers), protective_total((a).principles),
				(SELECT string_agg(value, %L ORDER BY step) FROM aijri_explain(a, m)),
				zone_of(50, m))
			FROM %s, aijri_result(a, m) AS r ORDER BY id', ' ', ',', source);
	END $$});

sub answers
{
	my ($source) = @_;
	return outcomes($node, 'postgres', "SELECT answers('$source')");
}

my $right = answers('fresh');
like($right, qr/Green.*\n.*Yellow/s, 'there is something to compare');

# PLAIN must fit a page, so only some; the others take all rows.
foreach my $storage ('plain', 'main', 'external', 'extended')
{
	$node->safe_psql(
		'postgres', qq{
		CREATE TABLE $storage (LIKE made);
		ALTER TABLE $storage ALTER a SET STORAGE $storage, ALTER m SET STORAGE $storage;
		ALTER TABLE $storage SET (toast_tuple_target = 128);
		INSERT INTO $storage
		SELECT id, CASE WHEN pg_column_size(a.*) < 5000 OR '$storage' <> 'plain' THEN a END, m
		FROM fresh AS a});
	next if $storage eq 'plain';
	is(answers($storage), $right, "stored as $storage");
}
is( $node->safe_psql(
		'postgres', q{
		SELECT count(*) > 0 FROM main WHERE pg_column_compression(a) IS NOT NULL}),
	't', 'among them are compressed values');
cmp_ok(
	$node->safe_psql(
		'postgres', q{
		SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE oid = 'external'::regclass}),
	'>', 500_000, 'and values out of line');
is( $node->safe_psql(
		'postgres', q{
		SELECT count(*) FROM plain JOIN fresh USING (id)
		WHERE plain.a IS NOT NULL
			AND aijri_result(plain.a, plain.m) IS DISTINCT FROM aijri_result(fresh.a, fresh.m)}),
	'0', 'stored as plain');

# Parts stored as columns of their own have short headers.
is( $node->safe_psql(
		'postgres', q{
		CREATE TABLE parts AS
		SELECT id, (a).tasks, (a).evidence, (a).barriers, (a).growth, (a).principles, m FROM fresh;
		CREATE VIEW from_parts AS
		SELECT id, aijri_assessment(tasks, evidence, barriers, growth, principles) AS a, m
		FROM parts;
		CREATE VIEW as_rows AS
		SELECT id, ROW(tasks, evidence, barriers, growth, principles)::aijri_assessment AS a, m
		FROM parts;
		SELECT count(*) FROM parts
		WHERE pg_column_size(evidence) < 126 AND evidence_total(evidence) IS NOT NULL}),
	'10', 'parts with short headers');
is(answers('from_parts'), $right, 'made of stored parts by the constructor');
is(answers('as_rows'), $right, 'made of stored parts by ROW()');

# PL/pgSQL keeps composite and array variables in an expanded form.
is( outcomes(
		$node, 'postgres', q{
		CREATE FUNCTION from_variables(which bigint) RETURNS text LANGUAGE plpgsql AS $$
		DECLARE
			whole aijri_assessment;
			method aijri_method;
			tasks aijri_task[];
			evidence aijri_evidence;
			barriers aijri_barriers;
			principles aijri_principles;
			task aijri_task;
			r aijri_result;
			again aijri_result;
		BEGIN
			whole := (SELECT a FROM extended WHERE id = which);
			method := (SELECT m FROM extended WHERE id = which);
			r := aijri_result(whole, method);

			evidence := whole.evidence;
			barriers := whole.barriers;
			IF whole.principles IS NOT NULL THEN
				principles := whole.principles;
			END IF;
			tasks := whole.tasks;
			IF cardinality(tasks) > 0 THEN
				task := tasks[1];
				task.name := repeat('another ', 1000);
				tasks[1] := task;
			END IF;
			again := aijri_result(
				aijri_assessment(tasks, evidence, barriers, whole.growth, principles), method);
			IF again IS DISTINCT FROM r THEN
				RAISE EXCEPTION '% is not %', again, r;
			END IF;

			whole.tasks := tasks;
			whole.evidence.job_postings := evidence.job_postings;
			method.green_min := method.green_min;
			again := aijri_result(whole, method);
			IF again IS DISTINCT FROM r THEN
				RAISE EXCEPTION '% is not %', again, r;
			END IF;

			RETURN concat_ws(' ', which, r, aijri_score(whole, method),
				evidence_total(evidence), barrier_total(barriers),
				protective_total(principles),
				(SELECT string_agg(value, ',' ORDER BY step) FROM aijri_explain(whole, method)),
				zone_of(50, method));
		END $$;
		SELECT from_variables(id) FROM made ORDER BY id}),
	$right, 'in PL/pgSQL variables');

# A row type that is a table's: columns dropped and added under its values.
is( outcomes(
		$node, 'postgres', q{
		CREATE TABLE changing (id int, gone text, a aijri_assessment, m aijri_method);
		INSERT INTO changing SELECT id, repeat('x', 3000), a, m FROM fresh WHERE id % 2 = 0;
		ALTER TABLE changing DROP gone, ADD more text DEFAULT 'more';
		INSERT INTO changing SELECT id, a, m FROM fresh WHERE id % 2 = 1;
		SELECT answers('changing')}),
	$right, 'from a table that lost and gained a column');

# Methods from a column, of which the function remembers the last one.
is( $node->safe_psql(
		'postgres', q{
		SELECT count(*) FROM extended e JOIN external x ON true JOIN fresh f ON f.id = e.id
			JOIN fresh g ON g.id = x.id
		WHERE aijri_result(e.a, x.m) IS DISTINCT FROM aijri_result(f.a, g.m)
			OR aijri_score(2.5, 0, 0, 0, x.m) IS DISTINCT FROM aijri_score(2.5, 0, 0, 0, g.m)}),
	'0', 'every assessment under every stored method');

# What a later ALTER TYPE does is an error, not a misreading.
is( outcomes(
		$node, 'postgres', q{
		DROP VIEW fresh, as_rows, from_parts CASCADE;
		BEGIN;
		ALTER TYPE aijri_evidence ADD ATTRIBUTE more float8 CASCADE;
		SELECT evidence_total('(1,1,1,1,1,1)');
		ROLLBACK;
		BEGIN;
		ALTER TYPE aijri_zone RENAME VALUE 'Green' TO 'Lime';
		SELECT zone_of(50);
		ROLLBACK;
		ALTER TYPE aijri_mode ADD VALUE 'automation';
		SELECT task_profile(3, 1, 'automation');
		SELECT task_profile(3, 1, 'displacement')}),
	"ERROR 42804\nERROR 42804\nERROR 42804\n(1,0,1,3,100,100,0,0,0)",
	'types that were altered');

$node->stop;
done_testing();

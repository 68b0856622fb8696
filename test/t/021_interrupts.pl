# A query can be cancelled in the middle of one long call and in the middle of an
# aggregate, and the session continues.
#
# Nothing here depends on the speed of the machine: whether a call itself was
# interrupted is determined by what is evaluated after it, not by a clock.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $node = start_node('interrupts', 'log_statement = none', 'jit = off');

# An assessment of 100 MB; stored as it is in memory, not compressed.
$node->safe_psql(
	'postgres', q{
	CREATE EXTENSION aijri;
	CREATE TABLE big (a aijri_assessment);
	ALTER TABLE big ALTER a SET STORAGE EXTERNAL;
	INSERT INTO big
	SELECT aijri_assessment(array_agg(aijri_task(NULL, i % 100, i % 5 + 1, 'augmentation')),
		aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0)
	FROM generate_series(1, 2000000) AS i;
	CREATE SEQUENCE ended});

# A single call takes longer than this timeout by far.
foreach my $call (
	'aijri_score(a)', 'aijri_result(a)',
	'(SELECT count(*) FROM aijri_explain(a))',
	'(SELECT count(*) FROM score_sensitivity(a))', 'zone_probability(a, 0.2)', 'score_distribution(a, 0.2)',
	'aijri_assessment((a).tasks, (a).evidence, (a).barriers, 1) IS NULL')
{
	is( outcomes($node, 'postgres', "SET statement_timeout = '20ms'; SELECT $call FROM big"),
		'ERROR 57014', "$call over 2 million tasks: cancelled");
}
is( $node->safe_psql('postgres', 'SELECT published_score(aijri_score(a)) FROM big'),
	'30.5', 'and not, if it is left alone');

# Documents of 100 MB: many lines, and many tasks.
$node->safe_psql(
	'postgres', q{
	CREATE TABLE text AS
	SELECT aijri_render(aijri_document('role', aijri_assessment(array_agg(aijri_task('t', i, 3)),
		NULL, NULL, 0), narrative => jsonb_build_object('who_should_worry',
		rtrim(repeat(E'Nobody.\n', 12000000), E'\n')))) AS document
	FROM generate_series(1, 2000) AS i;
	ALTER TABLE text ALTER document SET STORAGE EXTERNAL});
foreach my $call (
	'length(aijri_render(aijri_parse(document)))',
	'(SELECT count(*) FROM aijri_verify(document))',
	'(aijri_try_parse(document)).line')
{
	is( outcomes($node, 'postgres', "SET statement_timeout = '100ms'; SELECT $call FROM text"),
		'ERROR 57014', "$call of 100 MB: cancelled");
}

# Whether it is the function that notices: a session cancels itself just before
# the call, whose argument is in memory, and counts just after it.  PL/pgSQL
# evaluates the three one after the other without a look for interrupts.
$node->safe_psql(
	'postgres', q{
	CREATE FUNCTION cancelled_before(call text) RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
		EXECUTE format('
			CREATE FUNCTION pg_temp.cancelled() RETURNS text[] LANGUAGE plpgsql AS %L',
			format('
				DECLARE
					a aijri_assessment := (SELECT a FROM small);
					tasks aijri_task[] := a.tasks;
					d aijri_document := aijri_document(''a'', a);
					document text := aijri_render(d);
				BEGIN
					RETURN ARRAY[pg_cancel_backend(pg_backend_pid())::text, (%s)::text,
						nextval(''ended'')::text];
				END', call));
	END $$;
	CREATE TABLE small AS
	SELECT aijri_assessment(ARRAY[aijri_task('a', 1, 1), aijri_task('b', 1, 1)], evidence,
		barriers, 1) AS a
	FROM aijri_evidence(0, 0, 0, 0, 0) AS evidence, aijri_barriers(0, 0, 0, 0, 0) AS barriers});
foreach my $call ('aijri_score(a)', 'aijri_result(a)', 'zone_probability(a, 0.2)',
	'aijri_assessment(tasks, NULL, NULL, 1)', 'aijri_parse(document)', 'aijri_try_parse(document)',
	'aijri_render(d)')
{
	is( outcomes(
			$node, 'postgres', qq{
			SELECT cancelled_before('$call');
			ALTER SEQUENCE ended RESTART;
			SELECT pg_temp.cancelled();
			SELECT is_called FROM ended}),
		"\nERROR 57014\nf", "$call looks for interrupts while it reads");
}
is( outcomes(
		$node, 'postgres', q{
		SELECT cancelled_before('length(''nothing that takes long'')');
		ALTER SEQUENCE ended RESTART;
		SELECT pg_temp.cancelled();
		SELECT is_called FROM ended}),
	"\nERROR 57014\nt", 'as length() of a text does not');

# Rankings: while roles are taken, while they are ranked, under thousands of methods.
foreach my $query (
	'count(r) FROM (SELECT rank_outlook(d) OVER () AS r FROM (SELECT aijri_distribution(i * j % 100) AS d FROM generate_series(1, 20000) AS i, generate_series(1, 50) AS j GROUP BY i) AS s) AS o',
	'count(s) FROM (SELECT array_agg(1 + i % 400 / 100.0::float8) AS tr, array_agg((i % 21 - 10)::float8) AS e, array_agg((i % 11)::float8) AS b, array_agg((i % 5 - 2)::float8) AS g
		FROM generate_series(1, 20000) AS i) AS roles, _method_sensitivity(tr, e, b, g, 0.2, 65536, 1) AS s',
	'count(s) FROM (SELECT array_agg(i::bigint) AS id, array_agg(NULL::text) AS title, array_agg(1 + i % 400 / 100.0::float8) AS tr, array_agg((i % 21 - 10)::float8) AS e, array_agg((i % 11)::float8) AS b, array_agg((i % 5 - 2)::float8) AS g
		FROM generate_series(1, 20000) AS i) AS roles, _role_robustness(id, title, tr, e, b, g, 0.2, 65536, 1) AS s',
	'krippendorff_alpha(i / 3, i % 5) FROM generate_series(1, 100000000) AS i',
	'weighted_percentile(i, 1, 0.5) FROM generate_series(1, 100000000) AS i')
{
	my ($name) = $query =~ /(rank_outlook|_method_sensitivity|_role_robustness|krippendorff_alpha|weighted_percentile)/;
	is( outcomes($node, 'postgres', "SET statement_timeout = '1s'; SELECT $query"),
		'ERROR 57014', "$name: cancelled");
}

is( outcomes(
		$node, 'postgres', q{
		SET statement_timeout = 300;
		SELECT task_profile(i % 5 + 1, 1e9), task_resistance(1, 1)
		FROM generate_series(1, 1000000000) AS i;
		SELECT count(p) FROM (
			SELECT task_profile(i % 5 + 1, 1e9) OVER (ROWS BETWEEN 100 PRECEDING AND CURRENT ROW) AS p
			FROM (SELECT generate_series(1, 1000000000) AS i) AS rows) AS w;
		SET statement_timeout = 0;
		SELECT task_profile(3, 1)}),
	"ERROR 57014\nERROR 57014\n(1,0,1,3,100,0,0,0,100)",
	'aggregates over a billion rows: cancelled');

# Workers that are cancelled, and errors raised in workers.
is( outcomes(
		$node, 'postgres', q{
		CREATE TABLE task AS SELECT i, i % 5 + 1 AS score, 1.5 AS time
		FROM generate_series(1, 200000) AS i;
		UPDATE task SET score = 6 WHERE i = 190000;
		ALTER TABLE task SET (parallel_workers = 2);
		SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
		SELECT task_profile(score, time) FROM task;
		SELECT (task_profile(score, time)).tasks FROM task WHERE score <= 5;
		SET statement_timeout = 200;
		SELECT task_profile(score, time + length(pg_sleep(0.01)::text)), task_profile(score, time) FROM task WHERE score <= 5;
		SET statement_timeout = 0;
		SELECT (task_profile(score, time)).tasks FROM task WHERE score <= 5}),
	"ERROR 22003\n199999\nERROR 57014\n199999",
	'parallel queries: an error in a row, a cancelled one, and again');

$node->stop;
done_testing();

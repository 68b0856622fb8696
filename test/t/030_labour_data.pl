# Published task data: every task statement of O*NET with a label of how far
# GPT-4 can automate it (T0 to T4), profiled by occupation and compared with
# plain numeric SQL for every occupation.
#
# The folder with onet_task_labels.tsv is named by AIJRI_LABOUR_DATA; without
# it there is nothing to test.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $file = labour_folder('onet_task_labels.tsv') . '/onet_task_labels.tsv';
my $node = start_node('labour_data', 'log_statement = none');

# The first column has no name.
my @columns = map { $_ eq '' ? 'row' : $_ } header_of($file, "\t");
my $columns = join ', ', map { qq{"$_" text} } @columns;

$node->safe_psql(
	'postgres', qq{
	CREATE EXTENSION aijri;
	CREATE TABLE label ($columns);
	COPY label FROM '$file' (FORMAT csv, DELIMITER E'\\t', HEADER)});
$node->safe_psql(
	'postgres', q{
	CREATE TABLE task AS
	SELECT "O*NET-SOC Code" AS occupation, "Title" AS title,
		substr(gpt4_automation, 2)::int + 1 AS score,
		CASE "Task Type" WHEN 'Core' THEN 2 ELSE 1 END AS weight
	FROM label});

cmp_ok(
	$node->safe_psql('postgres',
		q{SELECT count(*) FROM task WHERE score BETWEEN 1 AND 5 AND weight = 2}),
	'>', 10_000, 'tasks loaded');

# The formulas over whole-number weights, rounded half-even by hand.
is( $node->safe_psql(
		'postgres', q{
		WITH sums AS (
			SELECT occupation,
				count(score) AS tasks, count(*) - count(score) AS unscored,
				sum(weight) FILTER (WHERE score IS NOT NULL)::numeric AS total,
				sum(weight * (6 - score))::numeric AS resistance,
				coalesce(sum(weight) FILTER (WHERE score >= 3), 0)::numeric AS exposed
			FROM task GROUP BY occupation
		), formulas AS (
			SELECT occupation, tasks, unscored, total, exposed,
				div(resistance * 1000000, total) AS whole,
				2 * mod(resistance * 1000000, total) AS twice_rest
			FROM sums
		), profiles AS (
			SELECT occupation, task_profile(score, weight) AS p FROM task GROUP BY occupation
		)
		SELECT occupation, p, whole FROM formulas JOIN profiles USING (occupation)
		WHERE CASE
			WHEN total IS NULL THEN p IS NOT NULL
			ELSE p IS NULL OR (p).tasks <> tasks OR (p).unscored <> unscored
				OR (p).time_total <> total
				OR (p).task_resistance <> (whole + CASE
					WHEN twice_rest > total OR twice_rest = total AND whole % 2 = 1
					THEN 1 ELSE 0 END) / 1000000
				OR (p).exposed_pct <> (round(exposed * 100, 30) / total)::float8
				OR (p).unstated_pct <> 100 END
		LIMIT 5}),
	'', 'every occupation: the profile is that of numeric SQL');
cmp_ok(
	$node->safe_psql(
		'postgres', q{
		SELECT count(DISTINCT tr) FROM (
			SELECT task_resistance(score, weight) AS tr FROM task GROUP BY occupation) AS o}),
	'>', 300, 'many different occupations');

# The whole way to a ranking, with neutral evidence.
is( $node->safe_psql(
		'postgres', q{
		SELECT bool_and(r.score = aijri_score(p.task_resistance, 0, 0, 0)
				AND r.exposed_pct = p.exposed_pct AND r.zone = zone_of(r.score)),
			count(*) = count(r.score)
		FROM (SELECT (task_profile(score, weight)).* FROM task GROUP BY occupation) AS p,
			aijri_result(p.task_resistance, p.exposed_pct, 0, 0, 0) AS r
		WHERE p.tasks > 0}),
	't|t', 'and every one of them has a score');

$node->stop;
done_testing();

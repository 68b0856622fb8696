# Whatever of the extension can take long, as queries that would go on for hours:
# to be cancelled in a test, and in the benchmark with the time that it takes.

package LongCalls;

use strict;
use warnings;

use Exporter 'import';

our @EXPORT = qw(long_calls_setup long_calls);

# What the queries read, in a database with the extension and make_catalog() of
# FaultTest: texts of so many megabytes, so many thousands of tasks.
sub long_calls_setup
{
	my ($megabytes, $thousands) = @_;
	my ($lines, $tasks) = (125_000 * $megabytes, 1000 * $thousands);

	return qq{
	CREATE TABLE big (a aijri_assessment, few aijri_assessment);
	ALTER TABLE big ALTER a SET STORAGE EXTERNAL;
	INSERT INTO big
	SELECT aijri_assessment(array_agg(aijri_task(NULL, i % 100, i % 5 + 1, 'augmentation')),
			aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0),
		aijri_assessment((array_agg(aijri_task(NULL, 1 + i % 83 + i % 13 / 7.0, i % 5 + 1, 'augmentation')))[1:3000],
			aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0)
	FROM generate_series(1, $tasks) AS i;
	CREATE TABLE text AS
	SELECT aijri_render(aijri_document('role', aijri_assessment(array_agg(aijri_task('t', i, 3)),
		NULL, NULL, 0), narrative => jsonb_build_object('who_should_worry',
		rtrim(repeat(E'Nobody.\\n', $lines), E'\\n')))) AS document
	FROM generate_series(1, 2000) AS i;
	ALTER TABLE text ALTER document SET STORAGE EXTERNAL;
	CREATE TABLE copied (document text, digest bytea);
	CREATE TABLE parsed AS SELECT aijri_parse(document) AS d FROM text;
	CREATE TABLE lines AS
	SELECT aijri_render(aijri_document('role', aijri_assessment(array_agg(aijri_task('t', 1 + i % 99, 3)), NULL, NULL, 0))) AS document
	FROM generate_series(1, least($tasks, 90000)) AS i;
	CREATE TABLE dozens AS
	SELECT i AS id, aijri_assessment(ARRAY(SELECT aijri_task('t', 3 + j * 1.7, (i + j) % 5 + 1) FROM generate_series(1, 12) AS j),
		aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0) AS a
	FROM generate_series(1, 50 * $thousands) AS i;
	SELECT aijri_create_labour('labour');
	CREATE TABLE oews (occ_code text, o_group text, area text, tot_emp text, a_mean text);
	INSERT INTO oews SELECT '15-' || 1000 + i % 9000, 'detailed', i::text, '1,000', '#' FROM generate_series(1, least($tasks, 90000)) AS i;
	CREATE TABLE onet (o_net_soc_code text, task_id text, task text);
	INSERT INTO onet SELECT '15-1252.01', i::text, 'Task ' || i FROM generate_series(1, least($tasks, 90000)) AS i;
	CREATE TABLE exposure (occ_code text, value text);
	INSERT INTO exposure SELECT '15-' || lpad((i % 10000)::text, 4, '0'), '0.5' FROM generate_series(1, $tasks) AS i;
	SELECT count(cat.import_document(document(i, 0))) FROM generate_series(1, 2000) AS i;
	CREATE TABLE staged AS SELECT 'staged-' || i AS role_key, 'Staged ' || i AS title, i % 3 AS growth FROM generate_series(1, 20 * $thousands) AS i;
	CREATE TABLE staged_task AS
	SELECT 'staged-' || i AS role_key, n AS position, 'task ' || n AS name, 10 * n AS time_pct, 1 + (i + n) % 5 AS score
	FROM generate_series(1, 20 * $thousands) AS i, generate_series(1, 4) AS n};
}

# Again and again, in one transaction.
sub repeated { return "DO 'BEGIN FOR i IN 1 .. 1000000000 LOOP $_[0]; END LOOP; END'" }

# Name, query, name, query; the first ones call nothing of the extension.
sub long_calls
{
	my $often = 'generate_series(1, 1000000000) AS i';

	return (
		# what any query takes
		'control' => "SELECT count(*) FROM $often",
		'control, copies of a text' => repeated(q{INSERT INTO copied SELECT document || '' '', sha256(convert_to(document, ''UTF8'')) FROM text}),
		# a single call each
		'aijri_score(assessment)' => "SELECT aijri_score(a) FROM big, $often",
		'aijri_result(assessment)' => "SELECT aijri_result(a) FROM big, $often",
		'aijri_assessment' => "SELECT aijri_assessment((a).tasks, NULL, NULL, 0) IS NULL FROM big, $often",
		'aijri_explain' => repeated('PERFORM count(*) FROM big, aijri_explain(a)'),
		'score_sensitivity' => repeated('PERFORM count(*) FROM big, score_sensitivity(a)'),
		'zone_probability of many tasks' => repeated('PERFORM zone_probability(a, 0.2) FROM big'),
		'zone_probability of 3000 tasks' => repeated('PERFORM zone_probability(few, 0.2) FROM big'),
		'aijri_parse of a text' => "SELECT count(aijri_parse(document)) FROM text, $often",
		'aijri_parse of tasks' => "SELECT count(aijri_parse(document)) FROM lines, $often",
		'aijri_try_parse of a text' => "SELECT (aijri_try_parse(document)).line FROM text, $often",
		'aijri_verify of a text' => repeated('PERFORM count(*) FROM text, aijri_verify(document)'),
		'aijri_verify of tasks' => repeated('PERFORM count(*) FROM lines, aijri_verify(document)'),
		'aijri_render of a text' => "SELECT length(aijri_render(d)) FROM parsed, $often",
		'text input of a mix' => "SELECT ('{1: 1' || repeat(' ', 100000000) || '}')::aijri_mix FROM $often",
		# many rows
		'task_profile' => "SELECT task_profile(i % 5 + 1, 1.5), task_resistance(1, 1) FROM $often",
		'task_profile, moving' => 'SELECT count(p) FROM (SELECT task_profile(i % 5 + 1, 1e9) OVER (ROWS BETWEEN 100 PRECEDING AND CURRENT ROW) AS p FROM (SELECT generate_series(1, 1000000000) AS i) AS s) AS w',
		'aijri_distribution' => "SELECT aijri_distribution(i % 100, 1.5) FROM $often",
		'aijri_distribution, moving' => 'SELECT count(d) FROM (SELECT aijri_distribution(i * 37::bigint % 100) OVER (ROWS BETWEEN 1000 PRECEDING AND CURRENT ROW) AS d FROM (SELECT generate_series(1, 1000000000) AS i) AS s) AS w',
		'task_mix and mix_sum' => "SELECT mix_sum(m, 1.5) FROM (SELECT task_mix(i % 5 + 1, 1.5) AS m FROM $often GROUP BY i % 1000) AS s",
		'zone_probability of many' => "SELECT count(zone_probability(a, 0.2)) FROM dozens, $often",
		'score_distribution of many' => "SELECT count(score_distribution(a, 0.2)) FROM dozens, $often",
		'rank_outlook' => repeated('PERFORM count(r) FROM (SELECT rank_outlook(d) OVER () AS r FROM (SELECT aijri_distribution(n * j % 100) AS d FROM generate_series(1, 20000) AS n, generate_series(1, 50) AS j GROUP BY n) AS s) AS o'),
		'krippendorff_alpha' => "SELECT krippendorff_alpha(i / 3, i % 5) FROM $often",
		'weighted_percentile' => "SELECT weighted_percentile(i, 1, 0.5) FROM $often",
		'method_sensitivity' => repeated('PERFORM count(s) FROM (SELECT array_agg(1 + n % 400 / 100.0::float8) AS tr, array_agg((n % 5)::float8 - 2) AS g, array_agg((n % 5)::float8) AS b FROM generate_series(1, 100000) AS n) AS roles, _method_sensitivity(tr, g, b, g, 0.2, 65536, 1) AS s'),
		'score_targets' => "SELECT count(*) FROM $often, score_targets(1 + i % 5 / 2.0, 0, 0, 0, 'Green')",
		'soc_code' => "SELECT count(soc_parent(('15-' || 1000 + i % 9000)::soc_code)) FROM $often",
		# loaders
		'load_oews' => repeated(q{PERFORM labour.load_oews(''oews'', date ''2024-05-01'' + i)}),
		'load_onet_tasks' => repeated(q{PERFORM labour.load_onet_tasks(''onet'', date ''2024-05-01'' + i)}),
		'load_exposure' => repeated(q{PERFORM labour.load_exposure(''exposure'', ''x'' || i, ''2024-05-01'')}),
		'load_exposure, recoded' => repeated(q{PERFORM labour.load_exposure(''exposure'', ''x'' || i, ''2024-05-01'', classification => ''SOC 2010'')}),
		# the catalog
		'import_document of a text' => repeated(q{PERFORM cat.import_document(document || repeat(E''\n'', i)) FROM text}),
		'import_document of tasks' => repeated(q{PERFORM cat.import_document(document || repeat(E''\n'', i)) FROM lines}),
		'import_document of many' => "SELECT count(cat.import_document(document(i, 1))) FROM $often",
		'import_json' => repeated(q{PERFORM cat.import_json(jsonb_set(to_jsonb(d), ''{title}'', to_jsonb(''Role '' || i))) FROM parsed}),
		'import_tables' => repeated(q{UPDATE staged SET growth = (growth + 1) % 3; PERFORM cat.import_tables(''staged'', ''staged_task'')}),
		'export_document' => "SELECT count(length(cat.export_document(assessment_id))) FROM cat.assessment, $often",
		'edits of all tasks' => repeated('UPDATE cat.task SET score = 1 + score::int % 5'),
		'set_method' => repeated(q{PERFORM cat.set_method(jsonb_build_object(''green_min'', 40 + i % 9))}),
		'set_doubt' => repeated('PERFORM cat.set_doubt(i % 5 / 10.0)'),
		'compare_method' => repeated(q{PERFORM count(*) FROM cat.compare_method(jsonb_build_object(''exposed_from'', 2 + i % 4))}),
		'method_sensitivity of a catalog' => repeated('PERFORM count(*) FROM cat.method_sensitivity(0.2, 65536, i)'),
		'role_robustness of a catalog' => repeated('PERFORM count(*) FROM cat.role_robustness(0.2, 65536, i)'),
		'role_rank_outlook' => repeated('PERFORM sum(expected_rank) FROM cat.role_rank_outlook'),
		'rating_agreement' => repeated('PERFORM cat.estimated_doubt()'),
		'check_scores' => repeated('PERFORM cat.check_scores()'),
		'refresh_scores' => repeated('UPDATE cat.role_score SET score = 1; PERFORM cat.refresh_scores()'),
		'aijri_upgrade_catalog' => repeated(q{PERFORM aijri_upgrade_catalog(''cat'')}),
		'zone_history' => repeated(q{PERFORM count(*) FROM cat.zone_history(''1900-01-01'', ''2030-01-01'', ''1 week'')}),
		'score_audit' => repeated('PERFORM count(*) FROM cat.score_audit'),
		'career_move' => repeated('PERFORM count(*) FROM cat.career_move'),
		'score_history' => repeated('PERFORM count(*) FROM cat.score_history'));
}

1;

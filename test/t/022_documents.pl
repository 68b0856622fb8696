# Assessment documents beyond the reach of regression tests: published ones, large
# ones, and databases whose encoding is not UTF8.
#
# The folder of published documents is named by AIJRI_ASSESSMENTS; without it
# those tests are skipped.

use strict;
use warnings;

use AijriTest;
use Encode ();
use FindBin;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes 'time';

my $node = start_node('documents', 'log_statement = none', 'jit = off');
$node->safe_psql('postgres', 'CREATE EXTENSION aijri');

# All fields of a document but what it states.
my $but_for_stated = q{(d.title, d.seniority, d.primary_function, d.role_is_not,
	d.typical_experience, d.seniority_note, d.assessment, d.override_score,
	d.override_reason, d.timeline_min_months, d.timeline_max_months, d.next_roles,
	d.narrative)};

# --- Published documents --------------------------------------------------------

SKIP:
{
	my $folder = $ENV{AIJRI_ASSESSMENTS};

	skip 'AIJRI_ASSESSMENTS names no folder of published documents', 6
	  unless defined $folder && -r "$folder/ai-data-trainer.md";
	$node->safe_psql('postgres',
		"CREATE TABLE published AS SELECT pg_read_file('$folder/ai-data-trainer.md') AS content");

	is( $node->safe_psql(
			'postgres', q{
			SELECT d.title, d.seniority, r.task_resistance, r.evidence_total, r.barrier_total,
				r.growth, r.exposed_pct, r.raw, r.published, r.zone, r.sublabel, r.quick_screen
			FROM published, aijri_parse(content) AS d, aijri_result(d.assessment) AS r}),
		'AI Data Trainer|Mid-Level|1.9|-8|0|-2|90|1.1628|7.9|Red|Red|almost certainly Red',
		'the published document: its score');
	is( $node->safe_psql(
			'postgres', q{
			SELECT (d.stated).task_resistance, (d.stated).displacement_pct, (d.stated).augmentation_pct,
				(d.stated).not_involved_pct, (d.stated).raw, (d.stated).published, (d.stated).zone,
				d.override_score, d.override_reason IS NOT NULL, d.timeline_min_months,
				d.timeline_max_months
			FROM published, aijri_parse(content) AS d}),
		'1.9|80|20|0|1.1628|7.9|Red||t|12|36', 'what it states');
	is( $node->safe_psql(
			'postgres', q{
			SELECT string_agg(n.title || ' ' || n.score, ', ')
			FROM published, aijri_parse(content) AS d, unnest(d.next_roles) AS n}),
		'AI Red Teamer 79.3, AI Evaluation Specialist 55.2, AI Auditor 71.1', 'its next roles');
	is( $node->safe_psql(
			'postgres', q{
			SELECT count(*) > 55, bool_and(ok), bool_and(follows)
			FROM published, aijri_verify(content)}),
		't|t|t', 'all that it states is ok and follows');
	is( $node->safe_psql(
			'postgres', qq{
			SELECT (SELECT $but_for_stated FROM aijri_parse(content) AS d)
				IS NOT DISTINCT FROM (SELECT $but_for_stated FROM aijri_parse(aijri_render(aijri_parse(content))) AS d)
			FROM published}),
		't', 'written and read again, it is the same');

	# Every sentence of it is somewhere in what was read: nothing is dropped.
	# Quotes and backslashes look different there, and so do marks of lists,
	# labels and next roles.
	is( $node->safe_psql(
			'postgres', q{
			SELECT string_agg(sentence, ' / ')
			FROM published,
				LATERAL (SELECT translate(aijri_parse(content)::text, chr(92) || '"', '') AS all_of_it) AS p,
				regexp_split_to_table(content, '[.|] |[|\n]') AS sentence,
				LATERAL (SELECT regexp_replace(translate(sentence, '"', ''),
					'^([A-Za-z0-9 ]+:( None —)?|Reinstatement check .Acemoglu.:|Red —|- .*[)] —|-) ', '') AS words) AS w
			WHERE sentence !~ '^(Quick screen|Displacement/Aug|JobZone Score|Raw|Zone|Task Res|Protective Principles)'
				AND length(words) > 40 AND strpos(all_of_it, rtrim(words, '. ')) = 0}),
		'', 'every sentence of it is in the fields');
}

# --- Size -------------------------------------------------------------------------

# Documents of 100 MB, by what they are full of.
my %large = (
	'prose' => [ "repeat(E'Nobody knows.\\n', 7400000)", 'WHO', 't' ],
	'one line' => [ "repeat('x', 103000000)", 'WHO', 't' ],
	'one cell' => [ "repeat('\\| ', 34000000)", 'CELL', 't' ],
	'headings' => [ "repeat(E'# x\\n', 26000000)", 'WHO', 'too many lines of one kind, up to "x"' ],
	'stated values' => [ "repeat(E'Raw: 1\\n', 15000000)", 'WHO', 'too many stated values, up to "Raw: 1"' ],
	'tasks' => [ "repeat(E'| t | 1% | 1 |\\n', 6900000)", 'TASK', 'too many lines of one kind, up to "t"' ],
	'bars' => [ "repeat('|', 103000000)", 'WHO', 't' ],
	'next roles' => [ "repeat(E'- a (AIJRI 5)\\n', 7400000)", 'NEXT', 'too many lines of one kind, up to "a"' ],
);

$node->safe_psql(
	'postgres', q{
	CREATE TABLE template AS
	SELECT replace(replace(replace(replace(aijri_render(aijri_document('TITLE', aijri_assessment(
		ARRAY[aijri_task('first', 10, 3)], NULL, NULL, 0), primary_function => 'CELL',
		next_roles => ARRAY[aijri_next_role('NEXT')], narrative => '{"who_should_worry": "WHO"}')),
		E'WHO\n', E'<WHO>\n'), 'CELL', '<CELL>'), E'| Total', E'<TASK>| Total'), '- NEXT', '<NEXT>') AS content});
foreach my $kind (sort keys %large)
{
	my ($filling, $place, $outcome) = @{ $large{$kind} };
	my $begin = time;
	my $got = outcomes(
		$node, 'postgres', qq{
		SELECT CASE WHEN a.error IS NULL THEN 't' ELSE a.error END
		FROM template, aijri_try_parse(regexp_replace(replace(content, '<$place>', $filling), '<[A-Z]+>', '', 'g')) AS a});

	is($got, $outcome, sprintf('100 MB of %s (%.1f s)', $kind, time - $begin));
}
is( outcomes(
		$node, 'postgres', q{
		SELECT length(aijri_render(d)) > 100000000, length(d.narrative ->> 'who_should_worry')
		FROM template, aijri_parse(regexp_replace(replace(content, '<WHO>',
			repeat(E'Nobody knows.\n', 7400000)), '<[A-Z]+>', '', 'g')) AS d}),
	't|103599999', '100 MB of prose are written again');

# --- Encodings ----------------------------------------------------------------------

# The form's own signs, and a text, in each of these encodings; a database that
# has no dash gets hyphens, and what it cannot say is refused by PostgreSQL.
foreach my $encoding ('UTF8', 'LATIN1', 'WIN1252', 'WIN1251', 'EUC_JP', 'SQL_ASCII')
{
	my $database = lc "in_$encoding";
	my $word = $encoding eq 'WIN1251' ? 'Гончар' : $encoding eq 'EUC_JP' ? '陶芸家' : 'Töpfer';
	my $dash = $encoding =~ /UTF8|WIN/ ? '—' : '-';
	my $times = $encoding eq 'WIN1251' ? 'x' : '×';

	$node->safe_psql('postgres',
		"CREATE DATABASE $database ENCODING '$encoding' LOCALE 'C' TEMPLATE template0");
	local $ENV{PGCLIENTENCODING} = $encoding eq 'SQL_ASCII' ? 'SQL_ASCII' : 'UTF8';
	is( outcomes(
			$node,
			$database, qq{
			CREATE EXTENSION aijri;
			CREATE TABLE t AS SELECT aijri_render(aijri_document('$word', aijri_assessment(
				ARRAY[aijri_task('$word', 10, 3)], aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0),
				override_score => 42, override_reason => '$word', narrative => '{"timeline": "$word"}',
				timeline_min_months => 5)) AS content;
			SELECT d.title, d.title = '$word', (d.assessment).tasks[1].name, d.override_reason,
				d.narrative ->> 'timeline', content = aijri_render(d),
				regexp_replace(content, '.*Assessor override: (\\S+) (\\S+) .*', '\\1 \\2')
			FROM t, aijri_parse(replace(replace(content, '42.0 - ', '42.0 $dash '), ' x ', ' $times ')) AS d;
			SELECT error FROM aijri_try_parse(E'Role Definition\\nZone: $word');
			SELECT error FROM aijri_try_parse(E'Role Definition\\nZone: ' || repeat('$word', 100))}),
		"$word|t|$word|$word|$word|t|42.0 " . ($encoding eq 'UTF8' ? '—' : '-')
		  . "\nunknown zone \"$word\"\nunknown zone \"" . clipped($word, $encoding) . '..."',
		"in a database of $encoding");
}

# As many whole characters as 100 bytes of the database's encoding hold.
sub clipped
{
	my ($word, $encoding) = @_;
	my %perl = (
		UTF8 => 'UTF-8', LATIN1 => 'iso-8859-1', WIN1252 => 'cp1252', WIN1251 => 'cp1251',
		EUC_JP => 'euc-jp');

	return substr $word x 100, 0, 100 if $encoding eq 'SQL_ASCII';
	my $text = Encode::decode('UTF-8', $word x 100);
	chop $text while length(Encode::encode($perl{$encoding}, $text)) > 100;
	return Encode::encode('UTF-8', $text);
}

$node->stop;
done_testing();

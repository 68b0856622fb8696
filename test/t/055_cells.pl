# Cells: documents, tables and JSON read the same value from the same text, or each
# refuses it. A file of 10,000 rows with bad cells of every kind: each is reported with
# row, column and value, and nothing else is lost.

use strict;
use warnings;
use utf8;

use AijriTest;
use JSON::PP ();
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('cells', 'log_statement = none', 'jit = off');
my $folder = PostgreSQL::Test::Utils::tempdir();
my $seed = seed();
srand $seed;

$node->safe_psql('postgres', q{
	CREATE EXTENSION aijri;
	SELECT aijri_create_catalog('jobs')});

sub one_of { return $_[ rand @_ ] }

# Puts rows into a table, without a file format to get wrong.
sub load
{
	my ($table, @rows) = @_;
	open my $file, '>:utf8', "$folder/rows.json" or die $!;
	print $file JSON::PP->new->encode(\@rows);
	close $file;
	$node->safe_psql('postgres', "INSERT INTO $table SELECT r.* FROM json_populate_recordset(NULL::$table, pg_read_file('$folder/rows.json')::json) AS r");
}

# --- The same verdict everywhere --------------------------------------------------

my @piece = (0 .. 9, 0 .. 5, '.', ',', '%', '+', '-', ' ', '*', '**', '_', '`', 'e', 'x', '/', "\x{2212}", "\x{2011}", "\x{2013}", "\x{A0}", "\x{202F}", "\x{2009}",
	"\x{200B}", "\x{AD}", "\x{FF11}", "\x{FF15}", "\x{FF05}", "\x{FF0D}", "\x{FEFF}", '&nbsp;', '&minus;', '&#51;', '&amp;', '\\-', '\\*', '<b>', '</b>', '\\', '&', '<', 'a');
my @whole = ('not rated', 'Not Rated', 'n/a', 'N/A', 'NA', 'unrated', 'none', '60%', '50,5', "\x{2212}1", '12.5 %', '1,000', '33,333', '1e3', '1E-05', '.5', '5.', '+3', '3.0', '4/5', 'III', 'NaN', 'Infinity', '1e400', '0x3',
	'displacement', 'AUGMENTATION', 'not involved', 'Not-Involved', 'not_involved', "not\x{A0}involved", "not\x{2011}involved", 'displaced', 'Total', 'totals:', '**Total** (all)', "\x{3a3}", 'Grand Total', 'Total cost', '9' x 50, '3' . '0' x 30, '0.' . '3' x 60);

sub cell
{
	my $text = rand() < 0.4 ? one_of(@whole) : join '', map { one_of(@piece) } 1 .. 1 + rand 5;
	$text = one_of('', ' ', "\x{A0}", "\x{202F} ", '**', '&nbsp;') . $text . one_of('', ' ', "\x{A0}", "\x{2009}", '**', '%') if rand() < 0.4;
	return $text;
}

# What is nothing but blanks is an empty cell, which tables may have.
my %seen;
my @cells = grep { !$seen{$_}++ && /[^\s\x{A0}\x{202F}\x{2009}\x{200B}\x{AD}\x{FEFF}]/ } map { cell() } 1 .. 700;
$node->safe_psql('postgres', 'CREATE TABLE cell (n int, field text, content text)');
my $n = 0;
# Names keep what is markup elsewhere.
load('cell', map { my $content = $_; map { { n => ++$n, field => $_, content => $content } } $content =~ /[&<\\]/ ? () : 'name', qw(time_pct score mode) } @cells);

$node->safe_psql('postgres', q{
	CREATE FUNCTION value_of(field text, task aijri_task) RETURNS text LANGUAGE sql AS $$
		SELECT coalesce(CASE field WHEN 'name' THEN 'taken' WHEN 'time_pct' THEN task.time_pct::text WHEN 'score' THEN task.score::text ELSE task.mode::text END, 'nothing') $$;
	CREATE TABLE cells AS SELECT n, 'Role ' || n AS title, field, content,
		CASE field WHEN 'name' THEN content ELSE 'Plant' END AS name, CASE field WHEN 'time_pct' THEN content ELSE '10' END AS time_pct,
		CASE field WHEN 'score' THEN content ELSE '2' END AS score, CASE field WHEN 'mode' THEN content ELSE 'augmentation' END AS mode
	FROM cell ORDER BY n;

	CREATE TABLE by_document AS
	SELECT c.n, CASE WHEN a.error IS NULL AND cardinality((a.document).assessment.tasks) = 2 THEN value_of(c.field, (a.document).assessment.tasks[1]) ELSE 'refused' END AS value
	FROM cells c, (SELECT aijri_render(aijri_document('A', aijri_assessment(ARRAY[aijri_task('Plant', 10, 2, 'augmentation'), aijri_task('Prune', 20, 3, 'augmentation')],
			aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0, aijri_principles(0, 0, 0))))) AS d (document),
		aijri_try_parse(replace(d.document, '| Plant | 10% | 2 | 0.20 | AUGMENTATION |', format('| %s | %s | %s | | %s |', c.name, c.time_pct, c.score, c.mode))) AS a;

	CREATE TABLE role_of_cell AS SELECT title FROM cells ORDER BY n;
	CREATE TABLE task_of_cell AS SELECT n, title, name, time_pct, score, mode FROM cells ORDER BY n;
	CREATE TABLE refused AS SELECT p.* FROM jobs.import_tables('role_of_cell', 'task_of_cell') AS r, unnest(r.problems) AS p;
	CREATE TABLE by_table AS
	SELECT c.n, CASE WHEN t.name IS NULL THEN 'refused' ELSE value_of(c.field, ROW(t.name, t.time_pct, t.score, t.mode)::aijri_task) END AS value
	FROM cells c LEFT JOIN (jobs.role r JOIN jobs.assessment a USING (role_id) JOIN jobs.task t USING (assessment_id)) USING (title);

	CREATE FUNCTION value_in_json(title text, field text, name text, time_pct text, score text, mode text) RETURNS text LANGUAGE plpgsql AS $$
	DECLARE
		id bigint;
	BEGIN
		id := jobs.import_json(jsonb_build_object('title', title, 'assessment', jsonb_build_object('tasks', jsonb_build_array(
			jsonb_build_object('name', name, 'time_pct', time_pct, 'score', score, 'mode', mode)))), '2026-02-02');
		RETURN (SELECT value_of(field, ROW(t.name, t.time_pct, t.score, t.mode)::aijri_task) FROM jobs.task t WHERE assessment_id = id);
	EXCEPTION WHEN data_exception THEN
		RETURN 'refused';
	END $$;
	CREATE TABLE by_json AS SELECT n, value_in_json('JSON ' || n, field, name, time_pct, score, mode) AS value FROM cells});
is( $node->safe_psql('postgres', q{
		SELECT field || ' ' || quote_literal(content) || ': document ' || d.value || ', table ' || t.value || ', JSON ' || j.value
		FROM cells c JOIN by_document d USING (n) JOIN by_table t USING (n) JOIN by_json j USING (n)
		WHERE d.value IS DISTINCT FROM t.value OR t.value IS DISTINCT FROM j.value ORDER BY n LIMIT 20}),
	'', 'documents, tables and JSON read the same, or each refuses');
foreach my $field (qw(name time_pct score mode))
{
	my $many = $field eq 'time_pct' || $field eq 'score' ? 50 : 5;

	cmp_ok($node->safe_psql('postgres', "SELECT count(*) FROM by_table JOIN cells USING (n) WHERE field = '$field' AND value <> 'refused'"), '>=', $many, "$field: many are read");
	cmp_ok($node->safe_psql('postgres', "SELECT count(*) FROM by_table JOIN cells USING (n) WHERE field = '$field' AND value = 'refused'"), '>=', 5, "$field: many are refused");
}
is( $node->safe_psql('postgres', q{
		SELECT count(*) FROM (by_table JOIN cells USING (n)) FULL JOIN refused p ON p.row_number = n AND p.column_name = field AND p.value = content
		WHERE (by_table.value = 'refused') IS DISTINCT FROM (p.value IS NOT NULL)}),
	'0', 'what is refused is told with row, column and value');
is($node->safe_psql('postgres', 'SELECT count(*) FROM jobs.check_scores()'), '0', 'and every score is right');
is( $node->safe_psql('postgres', q{
		SELECT count(length(jobs.export_document(assessment_id))) = count(*) FROM jobs.assessment WHERE assessment_id IN (SELECT assessment_id FROM jobs.task GROUP BY 1 HAVING bool_and(time_pct IS NOT NULL))}),
	't', 'whatever was imported is exported');

# --- A dirty file ---------------------------------------------------------------------

$node->safe_psql('postgres', q{
	SELECT aijri_create_catalog('dirty');
	CREATE TABLE staged (n int, "Job title" text, "Assessed by" text, "Assessment date" text, "Job Posting Trends" text, company_actions text, wage_trends text, tool_maturity text, expert_consensus text,
		regulatory text, physical_presence text, union_bargaining text, liability text, cultural text, growth text, physicality text, connection text, judgment text, override_score text, narrative text, "Colour" text);
	CREATE TABLE work (n int, "Job title" text, "Task" text, "Time %" text, "Automation score (1-5)" text, "Aug/Disp" text, "Rationale" text)});

# Good values as people write them, with what they mean, and bad ones of every kind.
my %good = (
	rating => [ map { [ $_, $_ ] } '0', '1', ' 1 ', '1.0', '+1', "\x{A0}0", '**1**', "\x{FF11}" ],
	time => [ [ '60%', 60 ], [ '12,5 %', 12.5 ], [ '7.25', 7.25 ], [ "5\x{202F}%", 5 ], [ "\x{FF12}\x{FF10}", 20 ], [ '1e1', 10 ], [ '0', 0 ] ],
	score => [ [ '3', 3 ], [ ' 4,0', 4 ], [ '5.', 5 ], [ "\x{A0}1", 1 ], [ '`2`', 2 ], [ '&#52;', 4 ] ],
	mode => [ map { [ $_, undef ] } 'Augmentation', 'DISPLACEMENT', "not\x{A0}involved", '', 'Not-Involved' ]);
my %bad = (
	rating => [ '4', '-1.5', "\x{2212}3", 'high', '1,000', '1%', 'NaN', '1 or 2', '--', '1e9' ],
	time => [ 'half', '-5%', "\x{2212}1", '1,000', '60%%', 'n/a', '1e10', '0.0000001', 'Infinity', '5h', '1.2.3' ],
	score => [ '6', '0', '2.5', 'four', '3%', '4/5', '1e400', 'NaN', '3-4', '2,500' ],
	mode => [ 'replaced', 'n/a', 'aug', '1' ],
	name => [ '', ' ', "\x{A0}", 'Total', 'totals:', '**Grand Total**' ],
	day => [ '01/03/2026', 'tomorrow', '2026-02-30', '9999-01-01', '26-01-01', '1776-07-04' ],
	override => [ '101', '-1', 'none given', '50%' ],
	narrative => [ '{', '[]', '"x"' ]);
my @ratings = ('Job Posting Trends', qw(company_actions wage_trends tool_maturity expert_consensus regulatory physical_presence union_bargaining liability cultural growth));
my (@staged, @work, @expected, %is_bad, %time);

# Chooses a value: a bad one in one of twenty cells of these.
sub choose
{
	my ($role, $table, $row, $column, $kind, $good) = @_;
	return $good if rand() >= ($table eq 'work' ? 0.0125 : 0.01);
	my $value = one_of(@{ $bad{$kind} });

	$is_bad{$role} = 1;
	push @expected, [ $table, $row, $column, $value =~ /[^\s\x{A0}]/ ? $value : '' ];
	return $value;
}

foreach my $role (1 .. 500)
{
	my $title = "R\x{f6}le $role";
	my %row = (n => $role, 'Job title' => one_of($title, " $title\t", "$title\x{A0}"), 'Assessed by' => 'Ada', Colour => 'red');

	$row{'Assessment date'} = choose($role, 'staged', $role, 'Assessment date', 'day', '2026-03-01');
	$row{$_} = choose($role, 'staged', $role, $_, 'rating', one_of(@{ $good{rating} })->[0]) foreach @ratings, qw(physicality connection judgment);
	$row{override_score} = choose($role, 'staged', $role, 'override_score', 'override', one_of('', '42,5', 'n/a', '50'));
	$row{narrative} = choose($role, 'staged', $role, 'narrative', 'narrative', one_of('', '{"timeline": "soon"}'));
	push @staged, \%row;
	foreach my $task (1 .. 20)
	{
		my $number = @work + 1;
		my ($time, $score) = (one_of(@{ $good{time} }), one_of(@{ $good{score} }));
		my %work = (n => $number, 'Job title' => one_of($title, uc $title, " $title"), 'Rationale' => one_of('', "because\nof this"));

		$work{Task} = choose($role, 'work', $number, 'Task', 'name', "Task $task of $role");
		$work{'Time %'} = choose($role, 'work', $number, 'Time %', 'time', $time->[0]);
		$work{'Automation score (1-5)'} = choose($role, 'work', $number, 'Automation score (1-5)', 'score', $score->[0]);
		$work{'Aug/Disp'} = choose($role, 'work', $number, 'Aug/Disp', 'mode', one_of(@{ $good{mode} })->[0]);
		$time{$role}{"Task $task of $role"} = "$time->[1] $score->[1]";
		push @work, \%work;
	}
}
load('staged', @staged);
load('work', @work);
$node->safe_psql('postgres', q{CREATE TABLE report AS SELECT * FROM dirty.import_tables('staged', 'work')});
my $refused = keys %is_bad;
note scalar(@expected) . " bad cells in $refused assessments";
cmp_ok(scalar(@expected), '>', 400, 'the file is dirty');
is($node->safe_psql('postgres', q{SELECT loaded || ' ' || unchanged || ' ' || refused || ' ' || unscored || ' ' || array_to_string(ignored, ',') FROM report}),
	(500 - $refused) . " 0 $refused 0 " . 'public.staged."Colour",public.staged.n,public.work.n', 'every assessment is loaded or refused');
my $told = $node->safe_psql('postgres', q{
	SELECT string_agg(concat_ws(E'\x01', source, row_number, column_name, CASE WHEN btrim(value, E' \u00A0') <> '' THEN value ELSE '' END), E'\x02') FROM report, unnest(problems)});
utf8::decode($told) if !utf8::is_utf8($told);
my %told = map { $_ => 1 } split /\x{2}/, $told;
# Rows are counted as they lie, which need not be as they came.
my %place = map { split /\|/ } split /\n/, $node->safe_psql('postgres', q{
	SET synchronize_seqscans = off; SET max_parallel_workers_per_gather = 0;
	SELECT 'staged ' || n, row_number() OVER () FROM staged; SELECT 'work ' || n, row_number() OVER () FROM work});
my %expected = map { (join "\x{1}", "public.$_->[0]", $place{"$_->[0] $_->[1]"}, @$_[ 2, 3 ]) => 1 } @expected;
is(join("\n", map { s/\x{1}/ /gr } grep { !$told{$_} } sort keys %expected), '', 'every bad cell is told, with row, column and value');
is(join("\n", map { s/\x{1}/ /gr } grep { !$expected{$_} } sort keys %told), '', 'and no other');
my $tasks = $node->safe_psql('postgres', q{
	SELECT string_agg(concat_ws(' ', t.name, t.time_pct, t.score), E'\x02') FROM dirty.task t});
is_deeply([ sort split /\x{2}/, $tasks ], [ sort map { my $role = $_; map { "$_ $time{$role}{$_}" } keys %{ $time{$role} } } grep { !$is_bad{$_} } 1 .. 500 ],
	'every task of the others is there, with its time and score');
is($node->safe_psql('postgres', 'SELECT count(*) FROM dirty.ranked_role') + $refused, 500, 'and every one of them has a score');
is($node->safe_psql('postgres', 'SELECT count(*) FROM dirty.check_scores()'), '0', 'which is right');
is($node->safe_psql('postgres', q{SELECT loaded || ' ' || unchanged || ' ' || refused FROM dirty.import_tables('staged', 'work')}), '0 ' . (500 - $refused) . " $refused", 'again: nothing new');
is($node->safe_psql('postgres', 'SELECT count(jobs.length) FROM (SELECT length(dirty.export_document(assessment_id)) FROM dirty.assessment) AS jobs'), 500 - $refused, 'all that was loaded is exported');

# What the owner's own constraints refuse is found among the others.
$node->safe_psql('postgres', q{
	ALTER TABLE dirty.task ADD CONSTRAINT no_seven CHECK (name !~ '7 of') NOT VALID;
	CREATE TABLE few AS SELECT 'New ' || i AS title, } . join(', ', map { "0 AS $_" } qw(job_postings company_actions wage_trends tool_maturity expert_consensus regulatory physical_presence union_bargaining liability cultural growth)) . q{ FROM generate_series(1, 40) i;
	CREATE TABLE few_work AS SELECT 'New ' || i AS title, CASE WHEN i IN (3, 17) THEN 'Task 7 of ' || i ELSE 'Task' END AS name, 10 AS time_pct, 2 AS score FROM generate_series(1, 40) i});
is( $node->safe_psql('postgres', q{
		SELECT loaded || ' ' || refused || ' ' || (SELECT string_agg(p.row_number || ' ' || p.key, ', ' ORDER BY p.row_number) FROM unnest(problems) p) FROM dirty.import_tables('few', 'few_work')}),
	'38 2 3 New 3, 17 New 17', 'rows that a constraint of the owner refuses are told, and cost the others nothing');
is($node->safe_psql('postgres', 'SELECT count(*) FROM dirty.check_scores()'), '0', 'scores are right');

$node->stop;
done_testing();

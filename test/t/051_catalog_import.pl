# Imports and exports beyond the reach of regression tests: round trips of all test
# documents; several sessions at once; an ordinary user, with objects planted to be
# called by mistake; encodings; dump and restore.
#
# The folder of published documents is named by AIJRI_ASSESSMENTS; without it
# those tests are skipped.

use strict;
use warnings;

use AijriTest;
use FindBin;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('catalog_import', 'log_statement = none', 'jit = off');
my $documents = "$FindBin::Bin/../documents";
my @good = sort glob "$documents/*.md";
@good = grep { !m,/README.md$, } @good;
my @bad = sort glob "$documents/bad/*.md";

$node->safe_psql('postgres', q{
	CREATE SCHEMA "The index";
	CREATE EXTENSION aijri SCHEMA "The index";
	SELECT "The index".aijri_create_catalog('jobs');
	CREATE TABLE file (name text PRIMARY KEY, content text)});
foreach my $file (@good, @bad)
{
	$node->safe_psql('postgres', "INSERT INTO file SELECT '$file', pg_read_file('$file')");
}

# All rows that there are, as one value.
my $all_rows = q{SELECT md5(string_agg(r, '' ORDER BY r COLLATE "C")) FROM (
	SELECT r::text FROM jobs.role r UNION ALL SELECT a::text FROM jobs.assessment a
	UNION ALL SELECT t::text FROM jobs.task t UNION ALL SELECT n::text FROM jobs.next_role n) AS every (r)};

# --- All test documents -------------------------------------------------------------

is(scalar @good, 19, 'documents that are to be loaded');
is(scalar @bad, 26, 'documents that are to be refused');
is( $node->safe_psql('postgres', q{
		SELECT count(DISTINCT jobs.import_document(content, '2026-01-01')) FROM file WHERE name NOT LIKE '%/bad/%'}),
	'19', 'loaded');
my $loaded = $node->safe_psql('postgres', $all_rows);
is( $node->safe_psql('postgres', q{
		SELECT count(DISTINCT jobs.import_document(content, '2026-02-01')) FROM file WHERE name NOT LIKE '%/bad/%'}),
	'19', 'loaded again, on another day');
is($node->safe_psql('postgres', $all_rows), $loaded, 'which changes nothing');
foreach my $file (@bad)
{
	like( outcomes($node, 'postgres', "SELECT jobs.import_document(content) FROM file WHERE name = '$file'"),
		qr/^ERROR 22(003|P02)$/, "refused: $file");
}
is($node->safe_psql('postgres', $all_rows), $loaded, 'which leaves nothing behind');

my $but_for_stated = q{(d.title, d.seniority, d.primary_function, d.role_is_not,
	d.typical_experience, d.seniority_note, d.assessment, d.override_score,
	d.override_reason, d.timeline_min_months, d.timeline_max_months, d.next_roles,
	d.narrative)};
my $parsed = '"The index".aijri_parse';
is( $node->safe_psql('postgres', qq{
		SELECT string_agg(title, ', ')
		FROM jobs.assessment JOIN jobs.role USING (role_id)
		WHERE (SELECT $but_for_stated FROM $parsed(jobs.export_document(assessment_id)) AS d)
			IS DISTINCT FROM (SELECT $but_for_stated FROM $parsed(source) AS d)
			OR jobs.document_of(assessment_id) IS DISTINCT FROM $parsed(source)
			OR jobs.rated_assessment(assessment_id) IS DISTINCT FROM (SELECT assessment FROM $parsed(source))}),
	'', 'what comes out is what went in');
is( $node->safe_psql('postgres', q{
		SELECT count(*) FROM jobs.assessment
		WHERE source_hash IS DISTINCT FROM sha256(convert_to(regexp_replace(regexp_replace(ltrim(source, chr(65279)), '[[:blank:]\r]+$', '', 'gn'), '\n+$', ''), 'UTF8')) OR source NOT IN (SELECT content FROM file)}),
	'0', 'the sources are kept to the byte');
is( $node->safe_psql('postgres', q{
		SELECT "The index".aijri_create_catalog('second');
		SELECT count(second.import_json(jobs.export_json(assessment_id), assessed_on)) FROM jobs.assessment;
		SELECT count(*) FROM jobs.assessment a JOIN jobs.role r USING (role_id) JOIN second.role s USING (title, seniority)
			JOIN second.assessment b ON b.role_id = s.role_id
		WHERE jobs.document_of(a.assessment_id) = second.document_of(b.assessment_id)}),
	"\n19\n19", 'by JSON into a second catalog, all is the same');

SKIP:
{
	my $folder = $ENV{AIJRI_ASSESSMENTS};

	skip 'AIJRI_ASSESSMENTS names no folder of published documents', 2
	  unless defined $folder && -r "$folder/ai-data-trainer.md";
	is( $node->safe_psql('postgres', qq{
			SELECT jobs.import_document(pg_read_file('$folder/ai-data-trainer.md')) = jobs.import_document(pg_read_file('$folder/ai-data-trainer.md'), '2026-02-01');
			SELECT (SELECT $but_for_stated FROM $parsed(jobs.export_document(assessment_id)) AS d)
				IS NOT DISTINCT FROM (SELECT $but_for_stated FROM $parsed(source) AS d)
			FROM jobs.assessment JOIN jobs.role USING (role_id) WHERE role_key = 'ai-data-trainer'}),
		"t\nt", 'the published document, there and back');
	is( $node->safe_psql('postgres', q{
			SELECT "The index".published_score("The index".aijri_score(jobs.rated_assessment(assessment_id)))
			FROM jobs.assessment JOIN jobs.role USING (role_id) WHERE role_key = 'ai-data-trainer'}),
		'7.9', 'and its score');
}

# --- Several sessions at once ---------------------------------------------------------

# Runs scripts at the same time, each in a session of its own, and returns what they
# wrote.
sub at_once
{
	my (@scripts) = @_;
	my @runs = map {
		my %run = (in => "SET client_min_messages = error;\n$_;\n", out => '');
		$run{harness} = IPC::Run::start [ 'psql', '-XAtq', '-v', 'VERBOSITY=sqlstate', '-d', $node->connstr('postgres'), '-f', '-' ],
		  '<', \$run{in}, '>&', \$run{out};
		\%run;
	} @scripts;
	IPC::Run::finish $_->{harness} foreach @runs;
	chomp $_->{out} foreach @runs;
	return map { $_->{out} } @runs;
}

my $seed = seed();
srand $seed;
$node->safe_psql('postgres', q{SELECT "The index".aijri_create_catalog('crowd');
	CREATE TABLE text AS SELECT n, replace(content, '| Paralegal |', '| Paralegal ' || n || ' |') AS content
	FROM file, generate_series(1, 20) n WHERE name LIKE '%/paralegal.md'});

# The same new roles in any order, each document in a transaction of its own.
my @sessions = at_once(map {
	join ";\n", map { "SELECT crowd.import_document(content, '2026-01-01') FROM text WHERE n = $_" }
	  sort { rand() <=> 0.5 } 1 .. 20 } 1 .. 6);
unlike(join("\n", @sessions), qr/ERROR/, 'six sessions import the same new roles: no error');
is( $node->safe_psql('postgres', q{
		SELECT count(*), count(DISTINCT role_id), count(DISTINCT role_key), max(revision) FROM crowd.assessment JOIN crowd.role USING (role_id);
		SELECT count(*) FROM crowd.role}),
	"20|20|20|1\n20", 'and each is there once');

# Different texts for one role and day: every one is a revision.
@sessions = at_once(map {
	my $session = $_;
	join ";\n", map { "SELECT crowd.import_document(content || repeat('x', 100 * $session + $_), '2026-02-02', 'Ada') FROM text WHERE n = 1" } 1 .. 20 } 1 .. 5);
unlike(join("\n", @sessions), qr/ERROR/, 'five sessions import texts for one role and day: no error');
is( $node->safe_psql('postgres', q{
		SELECT count(*), min(revision), max(revision), count(DISTINCT revision) FROM crowd.assessment WHERE assessor = 'Ada'}),
	'100|1|100|100', 'and no revision is lost');

# New roles whose titles make the same role_key.
@sessions = at_once(map {
	my $session = $_;
	join ";\n", map { "SELECT crowd.import_json(jsonb_build_object('title', repeat('!', 20 * $session + $_)))" } 1 .. 20 } 1 .. 4);
unlike(join("\n", @sessions), qr/ERROR/, 'four sessions import roles of one slug: no error');
is( $node->safe_psql('postgres', q{SELECT count(*), count(DISTINCT role_key) FROM crowd.role WHERE role_key ~ '^role'}),
	'80|80', 'and each has a key of its own');

# In stricter isolation somebody may have to try again, and nothing is wrong.
my @strict = map { my $level = $_; map {
	my $session = $_;
	"BEGIN ISOLATION LEVEL $level; SELECT count(*) FROM crowd.role; SELECT pg_sleep(0.3);
	SELECT crowd.import_document(content || repeat('x', $session), '2026-03-03', '$level') FROM text WHERE n = 2; COMMIT" } 1 .. 3 } 'REPEATABLE READ', 'SERIALIZABLE';
@sessions = at_once(@strict);
unlike(join("\n", @sessions), qr/ERROR (?!40001|25P02)/, 'repeatable read: no error but that of another try');
is( $node->safe_psql('postgres', q{
		SELECT bool_and(n = last) FROM (
			SELECT count(*) AS n, max(revision) AS last FROM crowd.assessment WHERE assessor IN ('REPEATABLE READ', 'SERIALIZABLE') GROUP BY assessor) AS a}),
	't', 'and revisions without a gap');

# --- Rights, and objects planted to be called by mistake ----------------------------------

$node->safe_psql('postgres', q{
	CREATE ROLE clerk LOGIN;
	CREATE ROLE mallory LOGIN;
	GRANT USAGE ON SCHEMA jobs, "The index" TO clerk, mallory;
	GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA jobs TO clerk;
	GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO clerk;
	GRANT SELECT ON ALL TABLES IN SCHEMA jobs TO mallory;
	GRANT SELECT ON file TO clerk, mallory;
	GRANT CREATE ON DATABASE postgres TO mallory});
is( outcome($node, 'postgres', 'mallory', q{
		CREATE SCHEMA trap;
		GRANT USAGE ON SCHEMA trap TO public;
		CREATE FUNCTION trap.spring() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a trap'; END $$;
		CREATE FUNCTION trap.lower(text) RETURNS text LANGUAGE sql AS 'SELECT trap.spring()::text';
		CREATE FUNCTION trap.btrim(text) RETURNS text LANGUAGE sql AS 'SELECT trap.spring()::text';
		CREATE FUNCTION trap.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT trap.spring()::text::bytea';
		CREATE FUNCTION trap.unnest(anyarray) RETURNS SETOF anyelement LANGUAGE sql AS 'SELECT $1[trap.spring()]';
		CREATE FUNCTION trap.aijri_parse(text) RETURNS text LANGUAGE sql AS 'SELECT trap.spring()::text';
		CREATE FUNCTION trap.equal(text, text) RETURNS bool LANGUAGE sql AS 'SELECT trap.spring() = 1';
		CREATE OPERATOR trap.= (LEFTARG = text, RIGHTARG = text, FUNCTION = trap.equal);
		CREATE OPERATOR trap.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = trap.equal);
		CREATE DOMAIN trap.float8 AS text CHECK (trap.spring() = 1);
		CREATE TABLE trap.pg_extension (extname text, extnamespace oid);
		CREATE TABLE trap.role (title text);
		CREATE TABLE trap.assessment (title text)}),
	'', 'traps planted');
my $as_clerk = q{
	SET search_path = trap, pg_catalog, public;
	SELECT jobs.import_document(content, '2026-01-01') OPERATOR(pg_catalog.>) 0 FROM public.file WHERE name OPERATOR(pg_catalog.~~) '%/paralegal.md';
	SELECT jobs.import_document(content OPERATOR(pg_catalog.||) 'x', '2026-01-02') OPERATOR(pg_catalog.>) 0 FROM public.file WHERE name OPERATOR(pg_catalog.~~) '%/paralegal.md';
	SELECT jobs.import_json('{"title": "By JSON", "assessment": {"tasks": [{"name": "a", "time_pct": 1, "score": 1}]}}', '2026-01-01') OPERATOR(pg_catalog.>) 0;
	CREATE TEMP TABLE a AS SELECT 'By table'::pg_catalog.text AS title, 1 AS growth;
	CREATE TEMP TABLE t AS SELECT 'By table'::pg_catalog.text AS title, 'a'::pg_catalog.text AS name, 1 AS time_pct, 2 AS score;
	SELECT loaded FROM jobs.import_tables('a', 't');
	SELECT pg_catalog.length(jobs.export_document(1)) OPERATOR(pg_catalog.>) 1000};
is(outcome($node, 'postgres', 'clerk', $as_clerk), "t\nt\nt\n1\nt",
	'nothing on the search_path is taken for ours, for one who is no superuser');
is( outcome($node, 'postgres', 'mallory', q{
		SELECT jobs.import_document(content) > 0 FROM file WHERE name LIKE '%/paralegal.md';
		SELECT jobs.import_document(content || 'y') FROM file WHERE name LIKE '%/paralegal.md';
		SELECT jobs.import_json('{"title": "New"}');
		SELECT length(jobs.export_document(1)) > 1000}),
	"t\nERROR 42501\nERROR 42501\nt", 'who may only read gets what is there, and adds nothing');

# --- Encodings ----------------------------------------------------------------------

foreach my $encoding ('LATIN1', 'WIN1251', 'EUC_JP', 'SQL_ASCII')
{
	my $database = lc "in_$encoding";
	my $word = $encoding eq 'WIN1251' ? 'Гончар' : $encoding eq 'EUC_JP' ? '陶芸家' : 'Töpfer';

	$node->safe_psql('postgres', "CREATE DATABASE $database ENCODING '$encoding' LOCALE 'C' TEMPLATE template0");
	local $ENV{PGCLIENTENCODING} = $encoding eq 'SQL_ASCII' ? 'SQL_ASCII' : 'UTF8';
	like( outcomes($node, $database, qq{
			CREATE EXTENSION aijri;
			SELECT aijri_create_catalog('jobs');
			SELECT jobs.import_json('{"title": "$word", "assessment": {"tasks": [{"name": "$word", "time_pct": 1, "score": 1}]}}');
			SELECT jobs.import_document(jobs.export_document(1));
			SELECT title = '$word', role_key, encode(source_hash, 'hex') FROM jobs.role JOIN jobs.assessment USING (role_id) WHERE assessment_id = 1;
			SELECT string_agg(zone_symbol, '' ORDER BY zone_order) FROM jobs.zone_overview}),
		qr/\n1\n2\nt\|(role|t-pfer)\|[0-9a-f]{64}\nvo\^$/, "in a database of $encoding");
}

# --- What a refused row costs ------------------------------------------------------------------

# Counted in calls of functions, which no other load changes: refused rows take fewer
# than good ones, a number of them in proportion, and neither takes a subtransaction
# each: _catalog_import_most() has one for all.
sub calls
{
	my ($sql) = @_;
	my $output = $node->safe_psql('postgres', "SET track_functions = 'all'; SELECT pg_stat_reset() IS NULL; $sql; SELECT pg_stat_force_next_flush() IS NULL");
	my %calls = map { split /\|/ } split /\n/, $node->safe_psql('postgres', q{SELECT funcname, sum(calls) FROM pg_stat_user_functions GROUP BY 1});

	$calls{all} = 0;
	$calls{all} += $calls{$_} foreach grep { $_ ne 'all' } keys %calls;
	return ($output, \%calls);
}

$node->safe_psql('postgres', q{
	SELECT "The index".aijri_create_catalog('costs');
	CREATE TABLE cost AS SELECT i, 'Cost ' || i AS title, '0' AS growth, CASE WHEN i <= 400 THEN '7' ELSE '1' END AS regulatory FROM generate_series(1, 800) i;
	CREATE TABLE cost_task AS SELECT i, 'Cost ' || i AS title, 'task ' || j AS name, 20 AS time_pct, '2' AS score FROM generate_series(1, 800) i, generate_series(1, 3) j;
	CREATE VIEW few AS SELECT * FROM cost WHERE i <= 200; CREATE VIEW few_task AS SELECT * FROM cost_task WHERE i <= 200;
	CREATE VIEW many AS SELECT * FROM cost WHERE i <= 400; CREATE VIEW many_task AS SELECT * FROM cost_task WHERE i <= 400;
	CREATE VIEW good AS SELECT * FROM cost WHERE i > 400; CREATE VIEW good_task AS SELECT * FROM cost_task WHERE i > 400});
my %cost;
foreach my $case ([ 'few', '0|200|200' ], [ 'many', '0|400|400' ], [ 'good', '400|0|0' ])
{
	my ($name, $result) = @$case;
	my ($output, $calls) = calls(qq{SELECT loaded, refused, cardinality(problems) FROM costs.import_tables('$name', '${name}_task')});

	like($output, qr/^\Q$result\E$/m, "$name rows are imported or refused");
	$cost{$name} = $calls;
}
is($cost{good}{_catalog_import_most}, 1, 'good rows are imported together');
is($cost{many}{_catalog_import_most} // 0, 0, 'refused rows are not tried');
is($cost{many}{_catalog_read_rows}, 400, 'each is read once');
cmp_ok($cost{many}{all}, '<=', $cost{good}{all}, 'they call less than good ones');
cmp_ok($cost{many}{all}, '<=', 2 * $cost{few}{all} + 100, 'and twice as many call twice as much');

# One bad value among the tasks of a document.
my $tasks = sub { qq{(SELECT jsonb_build_object('title', 'JSON', 'assessment', jsonb_build_object('tasks',
	jsonb_agg(jsonb_build_object('name', 't', 'time_pct', 1, 'score', CASE i WHEN $_[0] THEN 9 ELSE 3 END)))) FROM generate_series(1, 1000) i)} };
my (undef, $good) = calls('SELECT costs.import_json(' . $tasks->(0) . ')');
my (undef, $bad) = calls('DO $$ BEGIN PERFORM costs.import_json(' . $tasks->(1000) . q{); EXCEPTION WHEN numeric_value_out_of_range THEN NULL; END $$});
cmp_ok($good->{all}, '>', 1000, 'a document in JSON is checked by calls for its tasks');
cmp_ok($bad->{all}, '>', 1000, 'so is one with a bad value');
cmp_ok($bad->{all}, '<=', 2 * $good->{all}, 'which calls at most twice as much');
$node->safe_psql('postgres', 'SET client_min_messages = warning; DROP SCHEMA costs CASCADE; DROP TABLE cost, cost_task CASCADE');

# --- Dump, restore, and an extension that goes and comes again --------------------------------

my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';
my $answers = q{SELECT count(*), sum(hashtext(crowd.export_document(assessment_id))) FROM crowd.assessment WHERE source IS NOT NULL};
my $right = $node->safe_psql('postgres', $answers);
$node->command_ok([ 'pg_dump', '-d', $node->connstr('postgres'), '-f', $dump ], 'dumped');
$node->safe_psql('postgres', 'CREATE DATABASE restored');
$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('restored'), '-f', $dump ], 'restored');
is($node->safe_psql('restored', $answers), $right, 'exports are the same');
is( outcomes($node, 'restored', q{
		SELECT crowd.import_document(content, '2026-01-01') = 1 FROM crowd.assessment, LATERAL (SELECT source) AS s (content) WHERE assessment_id = 1;
		SELECT crowd.import_json('{"title": "After a restore"}') > (SELECT max(assessment_id) FROM crowd.assessment)}),
	"t\nt", 'imports go on');
is( outcomes($node, 'restored', qq{
		DROP EXTENSION aijri CASCADE;
		CREATE EXTENSION aijri;
		SELECT crowd.export_document(1);
		SELECT count(*) > 0 FROM aijri_upgrade_catalog('crowd');
		$answers}),
	"ERROR 42883\nt\n$right", 'dropped with CASCADE, created again: the functions come back');
is( outcomes($node, 'restored', qq{
		ALTER SCHEMA crowd RENAME TO "Crowd 2";
		SELECT "Crowd 2".import_json('{"title": "Moved"}') > 0;
		} . $answers =~ s/crowd\./"Crowd 2"./gr),
	"t\n$right", 'the schema of a catalog may be renamed');

$node->stop;
done_testing();

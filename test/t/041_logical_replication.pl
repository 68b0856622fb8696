# A catalog on two servers by logical replication, set up, upgraded, and switched by
# the examples of docs/replication.md. After any change on the server that is
# edited, the other one has the same rows and correct scores.
#
# Both servers have a made-up next version beside the one that is being developed.

use strict;
use warnings;

use AijriTest;
use DocumentExamples;
use FindBin;
use IPC::Run;
use NextVersion qw(install_next_version);
use PostgreSQL::Test::Utils;
use Test::More;

my $install_path = install_next_version();
my %server = map {
	$_ => start_node($_, { install_path => $install_path },
		'wal_level = logical', 'max_wal_senders = 10', 'max_replication_slots = 10',
		'wal_retrieve_retry_interval = 100ms', 'log_statement = none', 'jit = off')
} qw(boston denver);

# The owner of the catalog is no superuser.  Only subscriptions need one, up to
# PostgreSQL 15.
foreach my $node (values %server)
{
	$node->safe_psql('postgres', 'CREATE ROLE curator LOGIN; CREATE DATABASE work OWNER curator');
	$node->safe_psql('work', q{CREATE EXTENSION aijri VERSION '1.0'});
}
my $boston = $server{boston};
my $denver = $server{denver};

# Where Boston is, as a literal of SQL.
my $to_boston = "'" . $boston->connstr('work') =~ s/'/''/gr . "'";

sub as_curator { return "SET SESSION AUTHORIZATION curator;\n" . shift }

# --- The examples ------------------------------------------------------------------

my $document = 'docs/replication.md';
my @blocks = grep { $_->{info} =~ /^sql\s/ } blocks("$FindBin::Bin/../../$document");

my $for_superusers =
  qr/(?:CREATE|ALTER|DROP) SUBSCRIPTION|ALTER EXTENSION|SELECT pg_drop_replication_slot/;

# Runs the next example, which must be at the server that is expected; all that a
# superuser need not do is the curator's.
sub next_example
{
	my ($name, $like) = @_;
	my $block = shift @blocks;
	my $output = '';
	my $text = $block->{text};

	is($block->{info}, "sql at $name", "the example in line $block->{line} is for $name");
	like($text, $like, 'and the one that comes next');
	$text = as_curator($text);
	$text =~ s/^((?:$for_superusers).*)$/RESET SESSION AUTHORIZATION;\n$1\nSET SESSION AUTHORIZATION curator;/mg;

	local $ENV{PAGER} = '';
	IPC::Run::run [
		'psql', '-X', '-P', 'pager=off',
		(map { ('-v', "$_=" . $server{$_}->connstr('work')) } keys %server),
		'-d', $server{$name}->connstr('work'), '-f', '-'
	], '<', \$text, '>&', \$output;
	$output =~ s/^psql:<stdin>:\d+: //mg;
	$output =~ s/^(?:RE)?SET\n//mg;
	check_example($document, $block, $output, "example in line $block->{line}, at $name");
	return;
}

# --- What must be true ---------------------------------------------------------------

my @tables = qw(role role_soc assessment task next_role role_score);

# All rows that are replicated, whatever columns a later version adds.
sub rows_of
{
	my ($node, $database) = @_;
	return $node->safe_psql($database // 'work', join ' UNION ALL ',
		(map { "SELECT '$_ ' || jsonb_strip_nulls(to_jsonb(t))::text AS row FROM jobs.$_ t" } @tables),
		"SELECT 'settings ' || (to_jsonb(c) - 'version')::text FROM jobs.catalog c ORDER BY 1");
}

# Which server is edited, and which one follows; changed by a switch.
my ($edited, $follower) = ($boston, $denver);

# Edits one server and compares the other; rows must have changed.
my $rows = '';

sub follows
{
	my ($name, $sql) = @_;

	$edited->safe_psql('work', as_curator($sql)) if $sql;
	$edited->wait_for_catchup('jobs');
	my ($here, $there) = (rows_of($edited), rows_of($follower));

	isnt($here, $rows, "$name: rows changed") if $sql;
	ok($here eq $there, "$name: the same rows on both servers")
	  or diag("- edited, + follower:\n" . lines_that_differ($here, $there));
	is($_->safe_psql('work', 'SELECT * FROM jobs.check_scores()'),
		'', "$name: scores are right at " . $_->name) foreach $edited, $follower;
	$rows = $here;
	return;
}

# --- A catalog with rows in all of its tables ------------------------------------------

my $seed = seed();
my @files = sort grep { !/README/ } glob "$FindBin::Bin/../documents/*.md";

$boston->safe_psql('work', as_curator(q{
	SELECT aijri_create_catalog('jobs');
	SELECT jobs.set_method('{"green_min": 50}');
	CREATE TABLE file (number int, content text);
	CREATE FUNCTION more_roles(first int, last int) RETURNS void LANGUAGE sql AS $$
		INSERT INTO jobs.role (role_key, title) SELECT 'role ' || i, 'Role ' || i FROM generate_series(first, last) i;
		INSERT INTO jobs.assessment (role_id, assessed_on, recorded_at, job_postings, company_actions, wage_trends, tool_maturity,
			expert_consensus, regulatory, physical_presence, union_bargaining, liability, cultural, growth)
		SELECT role_id, '2026-01-01'::date + a, '2026-02-01', floor(random() * 5) - 2, 1, 0, -2, floor(random() * 5) - 2, 1, 0, 2, 1, 0, floor(random() * 5) - 2
		FROM jobs.role, generate_series(0, 1) a WHERE role_key IN (SELECT 'role ' || i FROM generate_series(first, last) i) AND role_id % 9 > 0;
		INSERT INTO jobs.task
		SELECT assessment_id, n, 'task ' || n, random() * 30 + 1, CASE WHEN random() < 0.99 THEN floor(random() * 5) + 1 END,
			(ARRAY['displacement', 'augmentation', 'not involved', NULL])[1 + floor(random() * 4)]
		FROM jobs.assessment a JOIN jobs.role USING (role_id), generate_series(1, 6) n
		WHERE role_key IN (SELECT 'role ' || i FROM generate_series(first, last) i);
	$$}));
$boston->safe_psql('work', "INSERT INTO file VALUES ($_, pg_read_file('$files[$_]'))") foreach 0 .. $#files;
$boston->safe_psql('work', as_curator(qq{
	SELECT setseed($seed / 1e6);
	SELECT more_roles(1, 300);
	SELECT count(jobs.import_document(content, '2026-03-01')) FROM file WHERE number < 5;
	INSERT INTO jobs.role_soc VALUES (1, '15-1252', 0.25), (2, '15-1252', NULL)}));
is($boston->safe_psql('work', "SELECT count(*) FROM jobs.$_") > 0, 1, "$_ has rows") foreach @tables;

# --- Setting it up -----------------------------------------------------------------------

next_example('boston', qr/^CREATE PUBLICATION/);

# What a publication leaves out is named by the document.
is( $boston->safe_psql('work', q{
		SELECT relname, attname FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
		WHERE relnamespace = 'jobs'::regnamespace AND relkind = 'r' AND NOT EXISTS (
			SELECT FROM pg_publication_tables p
			WHERE p.pubname = 'jobs' AND p.schemaname = 'jobs' AND p.tablename = relname AND attname = ANY (p.attnames))
		ORDER BY 1, 2}),
	"catalog|version\nreader|role_name", 'what is not published');

$denver->safe_psql('work', as_curator(q{SELECT aijri_create_catalog('jobs')}));
is($denver->safe_psql('work', 'SELECT version FROM jobs.catalog'), '1.0', 'a catalog records its version');
$denver->safe_psql('work', as_curator('DROP SCHEMA jobs CASCADE'));
$denver->safe_psql('work', 'GRANT CREATE ON DATABASE work TO curator');
next_example('denver', qr/^CREATE EXTENSION(?s:.*)^CREATE SUBSCRIPTION/m);
$denver->wait_for_subscription_sync($boston, 'jobs', 'work');
$denver->poll_query_until('work', q{SELECT bool_and(srsubstate = 'r') FROM pg_subscription_rel});
next_example('denver', qr/check_scores/);
follows('initial copy');
is( $denver->safe_psql('work', 'SELECT version, method FROM jobs.catalog'),
	'1.0|{"green_min": 50}', 'the settings arrived, and the version is that of the server');
is( $denver->safe_psql('work', 'SELECT string_agg(r::text, E\'\n\' ORDER BY rank, role_id) FROM jobs.ranked_role r'),
	$boston->safe_psql('work', 'SELECT string_agg(r::text, E\'\n\' ORDER BY rank, role_id) FROM jobs.ranked_role r'),
	'the ranking is the same');

# A row of settings in the way is an error that goes away with it.
$denver->safe_psql('postgres', 'CREATE DATABASE in_the_way');
$denver->safe_psql('in_the_way', q{CREATE EXTENSION aijri VERSION '1.0'; SELECT aijri_create_catalog('jobs')});
my $log_start = -s $denver->logfile;
$denver->safe_psql('in_the_way', "CREATE SUBSCRIPTION in_the_way CONNECTION $to_boston PUBLICATION jobs");
ok($denver->poll_query_until('in_the_way',
	q{SELECT count(*) = 6 FROM pg_subscription_rel WHERE srsubstate IN ('r', 's')}), 'all other tables are copied');
ok($denver->poll_query_until('in_the_way', q{SELECT 1 FROM pg_subscription_rel WHERE srsubstate = 'd' HAVING count(*) = 1}, '1'),
	'but not the one with a row in the way');
like(slurp_file($denver->logfile, $log_start), qr/duplicate key value violates unique constraint "catalog_pkey"/,
	'which the log says');
$denver->safe_psql('in_the_way', 'DELETE FROM jobs.catalog');
$denver->wait_for_subscription_sync($boston, 'in_the_way', 'in_the_way');
isnt($denver->safe_psql('in_the_way', 'SELECT jobs.refresh_scores()'), '0', 'its removal rescored roles');
ok(rows_of($denver, 'in_the_way') eq rows_of($boston), 'without it, the copy is complete');
$denver->safe_psql('in_the_way', 'DROP SUBSCRIPTION in_the_way');

# --- Whatever is done ------------------------------------------------------------------------

sub edits
{
	my ($round) = @_;

	follows("new roles, $round", q{INSERT INTO jobs.role (role_key, title) SELECT 'new ' || i, 'New ' || i FROM generate_series(1, 3) i});
	follows("a renamed role, $round", q{UPDATE jobs.role SET role_key = 'renamed', market = 'DE' WHERE role_key = 'new 1'});
	follows("documents, $round", q{SELECT count(jobs.import_document(content, '2026-04-01', 'second')) FROM file WHERE number < 8});
	follows("a document as JSON, $round", q{
		SELECT jobs.import_json(jobs.export_json(min(assessment_id)), '2026-05-01', 'third') FROM jobs.assessment WHERE source IS NOT NULL});
	follows("tables, $round", q{
		CREATE TEMPORARY TABLE staged AS SELECT 'New 2' AS title, '2026-01-02' AS assessed_on, 1 AS growth,
			0 AS job_postings, 0 AS company_actions, 0 AS wage_trends, 0 AS tool_maturity, 0 AS expert_consensus,
			0 AS regulatory, 0 AS physical_presence, 0 AS union_bargaining, 0 AS liability, 0 AS cultural;
		CREATE TEMPORARY TABLE staged_task AS SELECT 'New 2' AS title, 'a task' AS name, 40 AS time_pct, 3 AS score;
		SELECT jobs.import_tables('staged', 'staged_task')});
	follows("tasks, $round", q{UPDATE jobs.task SET score = 6 - score, mode = 'augmentation' WHERE assessment_id % 7 = 1});
	follows("more tasks, $round", q{
		INSERT INTO jobs.task SELECT assessment_id, 50, 'more', 12.5, 2 FROM jobs.assessment WHERE assessment_id % 5 = 0
		ON CONFLICT DO NOTHING});
	follows("ratings, $round", q{UPDATE jobs.assessment SET growth = -growth, liability = 2 - liability WHERE assessment_id % 3 = 1 AND growth <> 0});
	follows("assessments of other roles, $round", q{
		UPDATE jobs.assessment SET role_id = (SELECT max(role_id) FROM jobs.role), revision = assessment_id WHERE assessment_id % 40 = 1});
	follows("tasks of other assessments, $round", q{
		UPDATE jobs.task SET assessment_id = (SELECT max(assessment_id) FROM jobs.assessment), position = 100 + assessment_id
		WHERE position = 2 AND assessment_id % 50 = 3});
	follows("fewer tasks, $round", q{DELETE FROM jobs.task WHERE assessment_id % 11 = 0 AND position < 4});
	follows("fewer assessments, $round", q{DELETE FROM jobs.assessment WHERE assessment_id % 13 = 0});
	follows("fewer roles, $round", q{DELETE FROM jobs.role WHERE role_id % 17 = 0});
	follows("shares, $round", q{
		DELETE FROM jobs.role_soc; INSERT INTO jobs.role_soc SELECT role_id, '11-1021', 0.01 FROM jobs.role LIMIT 20});
	follows("a method, $round", q{SELECT jobs.set_method('{"evidence_step": 0.05, "yellow_min": 30}')});
	follows("doubt, $round", q{SELECT jobs.set_doubt(0.3)});
	follows("preferred assessors, $round", q{SELECT jobs.set_assessors(ARRAY['Second', 'third'])});
	follows("look-alike titles, $round", q{UPDATE jobs.role SET title = E'\u00c9b\u00e9niste ' || role_id WHERE role_id % 5 = 1});
	follows("several changes in a transaction, $round", q{
		BEGIN;
		UPDATE jobs.task SET time_pct = time_pct * 2 WHERE position = 1;
		SAVEPOINT s; DELETE FROM jobs.role; ROLLBACK TO s;
		SELECT jobs.set_method('{}');
		DELETE FROM jobs.role WHERE role_id IN (SELECT max(role_id) FROM jobs.role);
		COMMIT});
	follows("no tasks, $round", 'TRUNCATE jobs.task');
	follows("no assessments, $round", 'TRUNCATE jobs.assessment CASCADE');
	follows("settings truncated, $round", 'TRUNCATE jobs.catalog');
	follows("and set again, $round", q{SELECT jobs.set_method('{"green_min": 45}')});
	follows("nothing at all, $round", 'TRUNCATE jobs.role CASCADE');
	follows("roles again, $round", 'SELECT more_roles(1, 100)');
	follows("documents again, $round", q{SELECT count(jobs.import_document(content, '2026-04-01')) FROM file WHERE number < 3});
	return;
}

edits('Boston edited');
is($denver->safe_psql('work', 'SELECT version FROM jobs.catalog'), '1.0', 'the version of the follower is its own');

# Many random edits in a row, of few rows each.
$boston->safe_psql('work', as_curator(qq{
	SELECT setseed($seed / 1e6 - 0.5);
	DO \$\$
	BEGIN
		FOR i IN 1 .. 200 LOOP
			CASE floor(random() * 6)
			WHEN 0 THEN UPDATE jobs.task SET score = floor(random() * 5) + 1 WHERE random() < 0.02;
			WHEN 1 THEN UPDATE jobs.assessment SET growth = floor(random() * 5) - 2, recorded_at = recorded_at + '1 hour' WHERE random() < 0.02;
			WHEN 2 THEN DELETE FROM jobs.task WHERE random() < 0.005;
			WHEN 3 THEN DELETE FROM jobs.role WHERE random() < 0.003;
			WHEN 4 THEN INSERT INTO jobs.role (role_key, title) VALUES ('random ' || i, 'Random ' || i);
			ELSE INSERT INTO jobs.assessment (role_id, revision) SELECT role_id, 1000 + i FROM jobs.role WHERE random() < 0.02;
			END CASE;
			COMMIT;
		END LOOP;
	END \$\$}));
follows('random edits');

# --- Types of the extension in a table of one's own ----------------------------------------------

$_->safe_psql('work', q{
	CREATE TABLE own (id int PRIMARY KEY, zone aijri_zone, mode aijri_mode, soc soc_code, mix aijri_mix,
		scores aijri_distribution, assessment aijri_assessment, method aijri_method)}) foreach $boston, $denver;
$boston->safe_psql('work', q{
	INSERT INTO own
	SELECT i, zone_of(s), 'augmentation', '15-1252.01', task_mix(i % 5 + 1, i), aijri_distribution(s),
		aijri_assessment(ARRAY[aijri_task('a "task"', 1/3.0, 4, 'not involved')], aijri_evidence(-1, 0, 0, 0, 1), NULL, 1),
		aijri_method('{"green_min": 50.1}')
	FROM (SELECT i, aijri_score(1 + i / 26.0, 0, 0, 0) AS s FROM generate_series(1, 100) i) r GROUP BY i, s;
	CREATE PUBLICATION own FOR TABLE own});
foreach my $binary (qw(false true))
{
	$denver->safe_psql('work', 'TRUNCATE own');
	$denver->safe_psql('work', "CREATE SUBSCRIPTION own CONNECTION $to_boston PUBLICATION own WITH (binary = $binary)");
	$denver->wait_for_subscription_sync($boston, 'own', 'work');
	$boston->safe_psql('work', "UPDATE own SET zone = 'Red', mix = mix_shift(mix, 4, 2, 0.1), soc = soc_parent(soc) WHERE id > 50 OR '$binary'");
	$boston->wait_for_catchup('own');
	is( $denver->safe_psql('work', q{SELECT count(*), md5(string_agg(own::text, '' ORDER BY id)) FROM own}),
		$boston->safe_psql('work', q{SELECT count(*), md5(string_agg(own::text, '' ORDER BY id)) FROM own}),
		"all types are replicated, binary = $binary");
	$denver->safe_psql('work', 'DROP SUBSCRIPTION own');
}

# --- Upgrading: the follower first, or last -------------------------------------------------------

# Another one that is upgraded last.
$denver->safe_psql('postgres', 'CREATE DATABASE late');
$denver->safe_psql('late', q{
	CREATE EXTENSION aijri VERSION '1.0'; SELECT aijri_create_catalog('jobs'); DELETE FROM jobs.catalog});
$denver->safe_psql('late', "CREATE SUBSCRIPTION late CONNECTION $to_boston PUBLICATION jobs");
$denver->wait_for_subscription_sync($boston, 'late', 'late');

sub versions { return join ' ', map { $_->safe_psql('work', 'SELECT version FROM jobs.catalog') } $boston, $denver }

is(versions(), '1.0 1.0', 'before the upgrade');
my $upgrade = $blocks[0]{text};
next_example('denver', qr/^ALTER EXTENSION/);
is(versions(), '1.0 1.1', 'Denver is upgraded');
follows('between the upgrades', q{
	SELECT jobs.set_method('{"green_min": 47}'); UPDATE jobs.task SET score = 3; DELETE FROM jobs.role WHERE role_id % 5 = 0});
is(versions(), '1.0 1.1', 'an edit at Boston leaves that as it is');

$boston->safe_psql('work', 'ALTER EXTENSION aijri UPDATE');
$boston->safe_psql('work', as_curator($upgrade =~ s/^ALTER EXTENSION.*//mr));
is(versions(), '1.1 1.1', 'Boston is upgraded');
follows('a new column', q{UPDATE jobs.role SET note = 'noted ' || role_id});
follows('after the upgrades', q{SELECT more_roles(400, 450)});

isnt(rows_of($denver, 'late'), rows_of($boston), 'without the new column a follower waits');
$denver->safe_psql('late', $upgrade);
$boston->wait_for_catchup('late');
ok(rows_of($denver, 'late') eq rows_of($boston), 'and goes on when it is upgraded');
is($denver->safe_psql('late', 'SELECT count(*) FROM jobs.check_scores()'), '0', 'with scores that are right');
is($denver->safe_psql('late', 'DELETE FROM jobs.catalog; INSERT INTO jobs.catalog DEFAULT VALUES RETURNING version'),
	'1.1', 'a row of settings gets the version of the catalog');
$denver->safe_psql('late', 'DROP SUBSCRIPTION late');

# --- Switching roles -----------------------------------------------------------------------------

$boston->poll_query_until('work', 'SELECT confirmed_flush_lsn >= pg_current_wal_lsn() FROM pg_replication_slots');
next_example('boston', qr/caught_up/);
next_example('denver', qr/^DROP SUBSCRIPTION(?s:.*)setval(?s:.*)^CREATE PUBLICATION/m);
next_example('boston', qr/^DROP PUBLICATION(?s:.*)copy_data = false/m);
($edited, $follower) = ($denver, $boston);

$denver->safe_psql('work', as_curator($_)) foreach split /;;/, q{
	CREATE TABLE file (number int, content text);;
	} . $boston->safe_psql('work', q{SELECT pg_get_functiondef('more_roles'::regproc)});
$denver->safe_psql('work', "INSERT INTO file VALUES ($_, pg_read_file('$files[$_]'))") foreach 0 .. $#files;
follows('after the switch', q{SELECT jobs.import_document(content, '2026-06-01', 'Denver') FROM file WHERE number = 9});
edits('Denver edited');

# --- When a server fails ----------------------------------------------------------------------------

# Denver fails with a change that Boston never gets.
$boston->safe_psql('work', 'ALTER SUBSCRIPTION jobs DISABLE');
$denver->safe_psql('work', as_curator(q{DELETE FROM jobs.role WHERE role_id % 2 = 0; SELECT jobs.set_method('{"green_min": 60}')}));
$denver->stop('immediate');
next_example('boston', qr/slot_name = NONE(?s:.*)setval/);
is($boston->safe_psql('work', 'SELECT count(*) FROM jobs.check_scores()'), '0', 'what arrived has right scores');
$boston->safe_psql('work', as_curator(q{
	SELECT jobs.import_document(content, '2026-07-01', 'Boston') FROM file WHERE number = 4; SELECT more_roles(600, 650)}));

$denver->start;
next_example('denver', qr/pg_drop_replication_slot(?s:.*)^TRUNCATE(?s:.*)^CREATE SUBSCRIPTION/m);
$denver->wait_for_subscription_sync($boston, 'jobs', 'work');
($edited, $follower) = ($boston, $denver);
follows('Denver is back');
is(versions(), '1.1 1.1', 'with its version');
edits('Boston edited again');

is(scalar @blocks, 0, 'all examples have been run');

$_->stop foreach $denver, $boston;
done_testing();

# Catalogues as belongings: made by a user without rights, two in one database,
# with the extension in a schema that is not on the search_path; dumped and
# restored; without the extension and with it again; brought up to date.

use strict;
use warnings;

use AijriTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('catalog_ownership');
my $dir = PostgreSQL::Test::Utils::tempdir();
my $ext = '"Index of resistance"';
my $jobs = '"Jobs, ""here"""';

sub sql { return $node->safe_psql('original', @_) }

# What a catalogue is made of, and what is in it.
sub objects
{
	my ($database, $schema, $extension) = @_;
	return $node->safe_psql($database,
		qq{SELECT object, definition FROM $extension._catalog_objects(\$q\$$schema\$q\$) ORDER BY object COLLATE "C"});
}

sub contents
{
	my ($database, $schema) = @_;
	return join "\n", map {
		"$_:\n" . $node->safe_psql($database, qq{SELECT t FROM $schema.$_ t ORDER BY t::text COLLATE "C"})
	} qw(catalog role role_soc assessment task next_role role_score);
}

sub stale
{
	my ($database, $schema) = @_;
	return $node->safe_psql($database, "SELECT role_id, columns FROM $schema.check_scores()");
}

# Two hundred roles with up to three assessments of up to eight tasks.
sub fill
{
	my ($schema, $seed) = @_;
	return qq{
		SELECT setseed($seed / 1e6);
		INSERT INTO $schema.role (role_key, title) SELECT 'role ' || i, 'Role ' || i FROM generate_series(1, 200) i;
		INSERT INTO $schema.assessment (role_id, assessed_on, recorded_at, revision, job_postings, company_actions, wage_trends,
			tool_maturity, expert_consensus, regulatory, physical_presence, union_bargaining, liability, cultural, growth)
		SELECT role_id, '2026-01-01'::date + floor(random() * 3)::int, now(), n, 1, floor(random() * 5) - 2, 0, 0, 0, 1, 1, floor(random() * 3), 0, 0,
			CASE WHEN random() < 0.9 THEN floor(random() * 5) - 2 END
		FROM $schema.role, generate_series(1, 3) n WHERE random() < 0.7;
		INSERT INTO $schema.task
		SELECT assessment_id, n, 'task', random() * 40, CASE WHEN random() < 0.99 THEN 1 + floor(random() * 5) END,
			(ARRAY['displacement', 'augmentation', 'not involved', NULL])[1 + floor(random() * 4)]
		FROM $schema.assessment, generate_series(1, 8) n WHERE random() < 0.8;
		INSERT INTO $schema.role_soc SELECT role_id, '15-1252', 0.005 FROM $schema.role};
}

my $seed = seed();

$node->safe_psql('postgres', 'CREATE DATABASE original');
sql("CREATE SCHEMA $ext; CREATE EXTENSION aijri SCHEMA $ext;
	CREATE ROLE ann LOGIN; CREATE ROLE editor LOGIN; CREATE ROLE stranger LOGIN;
	GRANT CREATE ON DATABASE original TO ann;
	GRANT USAGE ON SCHEMA $ext TO ann, editor");

# --- Made and used by somebody who is no superuser -------------------------------

is( outcome($node, 'original', 'ann', "SELECT $ext.aijri_create_catalog(\$q\$Jobs, \"here\"\$q\$); " . fill($jobs, $seed)),
	"\n", 'a user with CREATE on the database makes a catalogue and fills it');
is(stale('original', $jobs), '', 'its scores are right');
is(sql("SELECT count(DISTINCT zone) FROM $jobs.role_score"), '3', 'they are in every zone');
is( sql("SELECT DISTINCT relowner::regrole FROM pg_class WHERE relnamespace = \$q\$$jobs\$q\$::regnamespace"),
	'ann', 'all of it is hers');
is( outcome($node, 'original', 'stranger', "SELECT * FROM $jobs.role_score"),
	'ERROR 42501', 'a stranger sees nothing');
is( outcome($node, 'original', 'stranger', "SELECT $ext.aijri_upgrade_catalog(\$q\$Jobs, \"here\"\$q\$)"),
	'ERROR 42501', 'and upgrades nothing');

# An editor's trigger runs with the editor's rights.
is( outcome($node, 'original', 'ann', qq{
		GRANT USAGE ON SCHEMA $jobs TO editor;
		GRANT SELECT, UPDATE ON $jobs.task TO editor;
		SET SESSION AUTHORIZATION DEFAULT}), '', 'an editor may change tasks');
is( outcome($node, 'original', 'editor', "UPDATE $jobs.task SET score = 5 WHERE position = 1"),
	'ERROR 42501', 'but not scores: the statement fails');
is(stale('original', $jobs), '', 'and changes nothing');
is( outcome($node, 'original', 'ann', qq{
		GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA $jobs TO editor;
		SET SESSION AUTHORIZATION DEFAULT}), '', 'an editor may change all tables');
is( outcome($node, 'original', 'editor', qq{
		UPDATE $jobs.task SET score = 5 WHERE position = 1;
		DELETE FROM $jobs.role WHERE role_id = 7;
		INSERT INTO $jobs.role (role_key, title) VALUES ('new', 'New');
		SELECT * FROM $jobs.check_scores()}), '', 'then the scores follow');
is( outcome($node, 'original', 'editor', "SELECT $ext.aijri_upgrade_catalog(\$q\$Jobs, \"here\"\$q\$)"),
	'ERROR 42501', 'an upgrade is for the owner');

# What a policy hides from the editor can't be kept in step: an error.
sql("ALTER TABLE $jobs.role_score ENABLE ROW LEVEL SECURITY");
is( outcome($node, 'original', 'editor', "UPDATE $jobs.task SET score = 1 WHERE position = 1"),
	'ERROR 42501', 'a policy that hides scores stops the edit');
sql("ALTER TABLE $jobs.role_score DISABLE ROW LEVEL SECURITY");
is(stale('original', $jobs), '', 'no score was passed over');

# --- Two side by side ----------------------------------------------------------------

sql("SET search_path = $ext; SELECT aijri_create_catalog('jobs')");
sql(fill('jobs', $seed + 1));
my $before = contents('original', $jobs);
sql("SELECT jobs.set_method('{\"green_min\": 30}'); UPDATE jobs.task SET score = 1 WHERE position = 1; DELETE FROM jobs.assessment WHERE revision = 1");
is(contents('original', $jobs), $before, 'what happens to one catalogue does not touch the other');
is(stale('original', 'jobs'), '', 'and the other is right');
is( sql("SELECT pg_describe_object(classid, objid, objsubid) FROM pg_depend d JOIN pg_class c ON d.refobjid = c.oid
		WHERE c.relnamespace = 'jobs'::regnamespace AND d.classid IN ('pg_proc'::regclass, 'pg_class'::regclass)
			AND (SELECT coalesce((SELECT pronamespace FROM pg_proc WHERE oid = objid), (SELECT relnamespace FROM pg_class WHERE oid = objid)))
				NOT IN ('jobs'::regnamespace, 'pg_toast'::regnamespace)"),
	'', 'nothing elsewhere depends on a catalogue');

# --- Dump and restore ------------------------------------------------------------------

foreach my $format ('plain', 'custom')
{
	my $file = "$dir/$format";

	$node->command_ok([ 'pg_dump', '-F', $format, '-f', $file, 'original' ], "$format dump");
	$node->safe_psql('postgres', "CREATE DATABASE $format");
	$node->command_ok($format eq 'plain'
		? [ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $format, '-f', $file ]
		: [ 'pg_restore', '-e', '-j', '2', '-d', $format, $file ], 'restored');
	foreach my $schema ($jobs, 'jobs')
	{
		is(contents($format, $schema), contents('original', $schema), "$schema: same rows, role_score too");
		is(objects($format, $schema, $ext), objects('original', $schema, $ext), "$schema: same objects");
		is(stale($format, $schema), '', "$schema: right scores");
		$node->safe_psql($format, qq{
			UPDATE $schema.task SET score = 6 - score WHERE position > 2;
			DELETE FROM $schema.role WHERE role_id < 50;
			SELECT $schema.set_method('{"exposed_from": 4}')});
		is(stale($format, $schema), '', "$schema: the triggers are at work");
		isnt(contents($format, $schema), contents('original', $schema), "$schema: and change rows");
		is($node->safe_psql($format, "SELECT * FROM $ext.aijri_upgrade_catalog((SELECT nspname FROM pg_namespace WHERE oid = \$q\$$schema\$q\$::regnamespace))"),
			'', "$schema: an upgrade has nothing to do");
	}
}

# --- Data alone --------------------------------------------------------------------------

# Into catalogues that are there, with their triggers: as a superuser without them,
# or by the owner with them and without the scores.
$node->command_ok([ 'pg_dump', '-s', '-f', "$dir/schema", 'original' ], 'a dump without data');
foreach my $case ([ 'ann', '--exclude-table-data=*.role_score', '--schema="Jobs"*' ], [ 'postgres', '--disable-triggers' ])
{
	my ($user, @options) = @$case;

	$node->safe_psql('postgres', "CREATE DATABASE data_by_$user");
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', "data_by_$user", '-f', "$dir/schema" ], 'is restored');
	$node->command_ok([ 'pg_dump', '-a', @options, '-f', "$dir/data", 'original' ], "a dump of data with $options[0]");
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-U', $user, '-d', "data_by_$user", '-f', "$dir/data" ], "is restored by $user");
	is(contents("data_by_$user", $jobs), contents('original', $jobs), 'same rows, role_score too');
	is(stale("data_by_$user", $jobs), '', 'right scores');
	$node->safe_psql("data_by_$user", "UPDATE $jobs.task SET score = 1; INSERT INTO $jobs.role (role_key, title) VALUES ('after', 'After')");
	is(stale("data_by_$user", $jobs), '', 'the triggers are at work');
}

# --- Without the extension, and with it again --------------------------------------------

my $objects = objects('original', $jobs, $ext);
my $rows = contents('original', $jobs);

is( outcomes($node, 'original', 'DROP EXTENSION aijri'), 'ERROR 2BP01', 'DROP EXTENSION refuses while catalogues depend on it');
sql('DROP EXTENSION aijri CASCADE');
is(contents('original', $jobs), $rows, 'CASCADE takes no data');
is( sql("SELECT count(*) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE relnamespace = 'jobs'::regnamespace AND NOT tgisinternal"),
	'0', 'but the triggers');
# Rows go stale meanwhile.
sql("UPDATE $jobs.task SET score = 6 - score WHERE position = 3; INSERT INTO $jobs.role (role_key, title) VALUES ('newest', 'Newest')");
sql("DROP SCHEMA $ext; CREATE SCHEMA elsewhere; CREATE EXTENSION aijri SCHEMA elsewhere");
my $report = sql("SELECT object, change FROM elsewhere.aijri_upgrade_catalog(\$q\$Jobs, \"here\"\$q\$)");
like($report, qr/^trigger rescore_on_update on table "Jobs, ""here"""\.task\|created$/m, 'an upgrade reports the triggers that it makes');
like($report, qr/^function "Jobs, ""here"""\.check_scores\(\)\|created$/m, 'and functions');
my ($refreshed) = $report =~ /^table "Jobs, ""here"""\.role_score\|(\d+) rows refreshed$/m;
cmp_ok($refreshed // 0, '>', 50, 'and how many rows it refreshed');
is(stale('original', $jobs), '', 'which are right again');
(my $expected = $objects) =~ s/\Q$ext\E/elsewhere/g;
is(objects('original', $jobs, 'elsewhere'), $expected, 'everything is back');
is(sql("SELECT * FROM elsewhere.aijri_upgrade_catalog(\$q\$Jobs, \"here\"\$q\$)"), '', 'a second upgrade has nothing to do');
is( sql("SELECT change, count(*) > 5 FROM elsewhere.aijri_upgrade_catalog('jobs') GROUP BY change"),
	'created|t', 'nothing was stale in the other one');
sql("ALTER EXTENSION aijri SET SCHEMA public; UPDATE $jobs.task SET score = 3 WHERE position = 3");
is(stale('original', $jobs), '', 'the extension moves');
is(sql("SELECT * FROM aijri_upgrade_catalog('jobs')"), '', 'without anything to upgrade');

# --- A catalogue that lost something -----------------------------------------------------

sql(q{
	DROP TRIGGER rescore_on_update ON jobs.task;
	ALTER TABLE jobs.assessment DROP COLUMN source_hash, DROP CONSTRAINT assessment_growth_check;
	DROP INDEX jobs.role_score_score_idx;
	DROP TABLE jobs.next_role CASCADE;
	DROP FUNCTION jobs.refresh_scores();
	CREATE OR REPLACE FUNCTION jobs.role_rank(role_id bigint) RETURNS bigint LANGUAGE sql RETURN 1;
	ALTER TABLE jobs.role ADD COLUMN color text,
		ALTER role_id DROP IDENTITY, ALTER seniority DROP NOT NULL, ALTER seniority DROP DEFAULT;
	DELETE FROM jobs.catalog;
	UPDATE jobs.task SET score = 4 WHERE position = 4});
# Something else has its name.
sql(q{
	ALTER TABLE jobs.task DROP CONSTRAINT task_score_check, ADD CONSTRAINT task_score_check CHECK (score > 0),
		DROP CONSTRAINT task_assessment_id_fkey, ADD CONSTRAINT task_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES jobs.assessment;
	ALTER TABLE jobs.task DISABLE TRIGGER rescore_on_insert;
	ALTER TABLE jobs.role_soc DROP CONSTRAINT role_soc_share_check, ADD CONSTRAINT role_soc_share_check CHECK (share >= 0 AND share <= 1) NOT VALID;
	ALTER TABLE jobs.role DROP CONSTRAINT role_role_key_key, ADD CONSTRAINT role_role_key_key UNIQUE (role_key, market);
	DROP INDEX jobs.role_title_idx;
	CREATE INDEX role_title_idx ON jobs.role (lower(title), lower(seniority), lower(market))});
# This is up to the owner.
sql(q{
	ALTER TABLE jobs.assessment ALTER assessor SET DEFAULT 'Ann', DROP CONSTRAINT assessment_role_id_fkey,
		ADD CONSTRAINT assessment_role_id_fkey FOREIGN KEY (role_id) REFERENCES jobs.role ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
	DROP INDEX jobs.role_soc_soc_idx;
	CREATE INDEX role_soc_soc_idx ON jobs.role_soc (left(soc, 7)) INCLUDE (share) WITH (fillfactor = 70);
	ALTER TABLE jobs.task ENABLE ALWAYS TRIGGER rescore_on_delete});
$report = sql("SELECT object, change FROM aijri_upgrade_catalog('jobs') WHERE object !~ 'next_role|career_move|document_of|export_'");
(my $count) = $report =~ /\|(\d+) rows refreshed/;
$count //= 'no';
is( join("\n", sort split /\n/, $report), join("\n", sort split /\n/, <<"END"), 'an upgrade tells what it adds and replaces');
column role_id of table jobs.role|replaced
column seniority of table jobs.role|replaced
column source_hash of table jobs.assessment|created
constraint assessment_growth_check on table jobs.assessment|created
constraint assessment_source_hash_key on table jobs.assessment|created
constraint role_role_key_key on table jobs.role|left as it is: it is not UNIQUE (role_key)
constraint role_soc_share_check on table jobs.role_soc|replaced
constraint task_assessment_id_fkey on table jobs.task|replaced
constraint task_score_check on table jobs.task|replaced
function jobs.refresh_scores()|created
function jobs.role_rank(bigint)|replaced
index jobs.role_score_score_idx|created
index jobs.role_title_idx|replaced
table jobs.catalog|row created
table jobs.role_score|$count rows refreshed
trigger rescore_on_insert on table jobs.task|replaced
trigger rescore_on_update on table jobs.task|created
END
is(stale('original', 'jobs'), '', 'the scores are right');
sql('ALTER TABLE jobs.role DROP CONSTRAINT role_role_key_key, ADD CONSTRAINT role_role_key_key UNIQUE (role_key)');
is(sql("SELECT * FROM aijri_upgrade_catalog('jobs')"), '', 'nothing is left to do');
is( sql("INSERT INTO jobs.role (role_key, title) VALUES ('numbered', 'Numbered') RETURNING role_id = (SELECT max(role_id) + 1 FROM jobs.role)"),
	't', 'roles are numbered on');
is( sql("SELECT tgenabled FROM pg_trigger WHERE tgrelid = 'jobs.task'::regclass AND tgname LIKE 'rescore%' ORDER BY tgname COLLATE \"C\""),
	"A\nO\nO\nO", 'a trigger that is to fire always still does');

# Data that a constraint does not allow stop it.
sql('ALTER TABLE jobs.assessment DROP CONSTRAINT assessment_growth_check; ALTER TABLE jobs.role DROP CONSTRAINT role_role_key_check;
	UPDATE jobs.assessment SET growth = 1.5 WHERE assessment_id = (SELECT max(assessment_id) FROM jobs.assessment)');
$objects = objects('original', 'jobs', 'public');
is( outcomes($node, 'original', "SELECT * FROM aijri_upgrade_catalog('jobs')"), 'ERROR 23514', 'rows that a lost constraint would have refused');
is(objects('original', 'jobs', 'public'), $objects, 'then nothing changes');
sql('UPDATE jobs.assessment SET growth = 1 WHERE growth = 1.5');
is(sql("SELECT count(*) FROM aijri_upgrade_catalog('jobs')"), '2', 'mended, it goes through');

# --- Columns of the owner's own ------------------------------------------------------------

# Of every name that there is, and of those that queries use for what they compute,
# in catalogues that have such names themselves.
foreach my $catalog ('s', 'a')
{
	sql("SELECT aijri_create_catalog('$catalog')");
	sql(q{
		DO $$
		DECLARE
			added record;
		BEGIN
			FOR added IN
				SELECT t.relation, string_agg(format('ADD %I text DEFAULT ''mine''', n.name), ', ') AS columns
				FROM _catalog_tables() t, (
					SELECT name FROM _catalog_columns() UNION SELECT name FROM _catalog_view_columns() UNION
					SELECT unnest('{n,a,r,s,t,q,i,k,m,o,p,id,day,result,mix,best,inputs,first,second,at,is_new,fields,own,above,earlier,named,newest}'::text[])) n
				WHERE (t.relation, n.name) NOT IN (SELECT relation, name FROM _catalog_columns())
				GROUP BY 1
			LOOP
				EXECUTE format('ALTER TABLE a.%I %s', added.relation, added.columns);
			END LOOP;
		END $$}) if $catalog eq 'a';
	is(sql("SELECT * FROM aijri_upgrade_catalog('$catalog')"), '', "$catalog: nothing to upgrade");
	sql("SET search_path = $catalog, public;" . q{
		SELECT import_json(jsonb_build_object('title', title, 'seniority', 'Mid', 'assessment', (
			SELECT assessment FROM jsonb_build_object('tasks', jsonb_build_array(jsonb_build_object('name', 'Plan', 'time_pct', 10, 'score', score)),
				'evidence', to_jsonb(aijri_evidence(0, 0, 1, 0, 0)), 'barriers', to_jsonb(aijri_barriers(0, 1, 0, 0, 0)), 'growth', growth) assessment),
			'next_roles', '[{"title": "Two (Mid)", "score": 40}]'::jsonb), '2026-01-01', assessor)
		FROM (VALUES ('One', 2, 0, ''), ('Two', 4, -1, 'Ann'), ('Two', 5, 0, 'Bob'), ('Three', 1, NULL, '')) a (title, score, growth, assessor);
		SELECT import_document(export_document(assessment_id), '2026-01-02', 'again') FROM assessment WHERE assessment_id < 4;
		SELECT import_tables('scored_role', 'task_exposure');
		UPDATE task SET time_pct = 20; INSERT INTO role_soc (role_id, soc, share) VALUES (1, '15-1252', 1); SELECT set_method('{"green_min": 40}')});
	is(stale('original', $catalog), '', "$catalog: scores are right");
}
my @views = split /\n/, sql("SELECT relname FROM pg_class WHERE relnamespace = 'a'::regnamespace AND relkind = 'v'");
my ($plain, $mine) = map {
	my $catalog = $_;
	sql(join(' UNION ALL ', map { "SELECT '$_' AS view, to_jsonb(v) - 'recorded_at' AS row FROM $catalog.$_ v" } @views) . ' ORDER BY 1, 2') } 's', 'a';
is($mine, $plain, 'and do not show in the views');
is(join(' ', grep { $plain !~ /^$_\|/m } @views), '', 'each of which has rows');
sql('DROP SCHEMA s, a CASCADE');

# --- Mistakes ------------------------------------------------------------------------------

foreach my $case (
	[ 'aijri_create_catalog(NULL)', '22023', 'no schema' ],
	[ q{aijri_create_catalog('')}, '22023', 'no name' ],
	[ q{aijri_create_catalog('jobs')}, '22023', 'a catalogue already' ],
	[ q{aijri_create_catalog('public')}, '22023', 'a schema with other things' ],
	[ q{aijri_create_catalog('pg_jobs')}, '42939', 'a name that is reserved' ],
	[ q{aijri_create_catalog('pg_catalog')}, '22023', 'a schema of the system' ],
	[ 'aijri_upgrade_catalog(NULL)', '22023', 'an upgrade of nothing' ],
	[ q{aijri_upgrade_catalog('nowhere')}, '22023', 'of a schema that is not there' ],
	[ q{aijri_upgrade_catalog('public')}, '22023', 'of one that is no catalogue' ])
{
	my ($call, $code, $name) = @$case;
	is(outcomes($node, 'original', "SELECT $call"), "ERROR $code", $name);
}
is( outcome($node, 'original', 'stranger', q{SELECT aijri_create_catalog('mine')}), 'ERROR 42501', 'no right to make schemas');
sql('CREATE SCHEMA app; CREATE TABLE app.role (name text); CREATE TABLE app.assessment (name text)');
is( outcomes($node, 'original', "SELECT * FROM aijri_upgrade_catalog('app'); SELECT count(*) FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'r'"),
	"ERROR 22023\n2", 'tables of these names that are no catalogue\'s are left alone');
sql("UPDATE jobs.catalog SET version = '99.1'");
is( outcomes($node, 'original', "SELECT * FROM aijri_upgrade_catalog('jobs')"), 'ERROR 55000', 'a catalogue of a newer version');
sql("UPDATE jobs.catalog SET version = '0.1'");
is( sql("SELECT * FROM aijri_upgrade_catalog('jobs')"), '', 'one of an older version');
is( sql("SELECT version = extversion FROM jobs.catalog, pg_extension WHERE extname = 'aijri'"), 't', 'is up to date then');

# --- The end --------------------------------------------------------------------------------

sql(q{CREATE SCHEMA "Empty one"; SELECT aijri_create_catalog('Empty one'); DROP SCHEMA "Empty one" CASCADE});
sql("DROP SCHEMA jobs CASCADE; DROP SCHEMA $jobs CASCADE");
is( outcomes($node, 'original', "SELECT aijri_score(1.90, -8, 0, -2) > 7; DROP EXTENSION aijri"),
	't', 'without catalogues the extension is as before');

$node->stop;
done_testing();

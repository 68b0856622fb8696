# Ownership of catalogs: created by an ordinary user, two in one database, with the
# extension in a schema that is not on the search_path; dumped and restored; without
# the extension and with it again; upgraded, and not upgraded where their owner
# altered them.

use strict;
use warnings;

use AijriTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('catalog_ownership');
my $dir = PostgreSQL::Test::Utils::tempdir();
my $ext = '"Index of resistance"';
my $jobs = '"Jobs, ""here"""';
my %owner = ($jobs => 'ann', jobs => 'postgres');

sub sql { return $node->safe_psql('original', @_) }

# What a catalog is made of, and what is in it.
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
	"\n", 'a user with CREATE on the database makes a catalog and fills it');
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
is(contents('original', $jobs), $before, 'what happens to one catalog does not touch the other');
is(stale('original', 'jobs'), '', 'and the other is right');
is( sql("SELECT pg_describe_object(classid, objid, objsubid) FROM pg_depend d JOIN pg_class c ON d.refobjid = c.oid
		WHERE c.relnamespace = 'jobs'::regnamespace AND d.classid IN ('pg_proc'::regclass, 'pg_class'::regclass)
			AND (SELECT coalesce((SELECT pronamespace FROM pg_proc WHERE oid = objid), (SELECT relnamespace FROM pg_class WHERE oid = objid)))
				NOT IN ('jobs'::regnamespace, 'pg_toast'::regnamespace)"),
	'', 'nothing elsewhere depends on a catalog');

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
			SET ROLE $owner{$schema};
			SELECT $schema.set_method('{"exposed_from": 4}')});
		is(stale($format, $schema), '', "$schema: the triggers are at work");
		isnt(contents($format, $schema), contents('original', $schema), "$schema: and change rows");
		is($node->safe_psql($format, "SET ROLE $owner{$schema}; SELECT * FROM $ext.aijri_upgrade_catalog((SELECT nspname FROM pg_namespace WHERE oid = \$q\$$schema\$q\$::regnamespace))"),
			'', "$schema: an upgrade has nothing to do");
	}
}

# --- Data alone --------------------------------------------------------------------------

# Into catalogs that are there, with their triggers: as a superuser without them,
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

is( outcomes($node, 'original', 'DROP EXTENSION aijri'), 'ERROR 2BP01', 'DROP EXTENSION refuses while catalogs depend on it');
sql('DROP EXTENSION aijri CASCADE');
is(contents('original', $jobs), $rows, 'CASCADE takes no data');
is( sql("SELECT count(*) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE relnamespace = 'jobs'::regnamespace AND NOT tgisinternal"),
	'0', 'but the triggers');
# Rows go stale meanwhile.
sql("UPDATE $jobs.task SET score = 6 - score WHERE position = 3; INSERT INTO $jobs.role (role_key, title) VALUES ('newest', 'Newest')");
sql("DROP SCHEMA $ext; CREATE SCHEMA elsewhere; CREATE EXTENSION aijri SCHEMA elsewhere; GRANT USAGE ON SCHEMA elsewhere TO ann;
	ALTER DATABASE original SET search_path = elsewhere, public");
my $upgrade = 'SET ROLE ann; SELECT object, change FROM aijri_upgrade_catalog($q$Jobs, "here"$q$)';
my $report = sql($upgrade);
like($report, qr/^trigger rescore_on_update of table task\|created$/m, 'an upgrade reports the triggers that it creates');
like($report, qr/^function check_scores\(\)\|created$/m, 'and functions');
like($report, qr/^table role\|keys of 1 rows refreshed$/m, 'and the keys of rows written meanwhile');
is(sql("SELECT title_key FROM $jobs.role WHERE role_key = 'newest'"), 'newest', 'which are filled');
my ($refreshed) = $report =~ /^table role_score\|(\d+) rows refreshed$/m;
cmp_ok($refreshed // 0, '>', 50, 'and how many rows it refreshed');
is(stale('original', $jobs), '', 'which are right again');
(my $expected = $objects) =~ s/\Q$ext\E/elsewhere/g;
is(objects('original', $jobs, 'elsewhere'), $expected, 'everything is back');
is(sql($upgrade), '', 'a second upgrade has nothing to do');
is( sql("SELECT change, count(*) > 5 FROM aijri_upgrade_catalog('jobs') GROUP BY change"),
	'created|t', 'nothing was stale in the other one');

# --- A catalog whose owner altered it --------------------------------------------------

# What an upgrade says to deviate, after a change that is rolled back.
sub deviations
{
	my ($change) = @_;
	my ($status, $output, $error) =
	  $node->psql('original', "\\set VERBOSITY verbose\nBEGIN; $change; SELECT * FROM aijri_upgrade_catalog('jobs')");
	return $error =~ /ERROR:  55000: catalog jobs deviates from version \S+, and is not upgraded\nDETAIL:  Deviations: (.*)\.\nHINT:  \w/
	  ? $1 : "$output$error";
}

# The same view once more, as text for CREATE OR REPLACE.
my $redefine = q{
	DO $$ BEGIN
		EXECUTE format('CREATE OR REPLACE VIEW jobs.unscored_role AS SELECT v.*%s FROM (%s) v',
			'ADDED', rtrim(pg_get_viewdef('jobs.unscored_role'::regclass), ';'));
	END $$};

foreach my $case (
	# columns
	[ 'ALTER TABLE jobs.assessment DROP COLUMN source_hash',
		'column source_hash of table assessment is missing; constraint assessment_source_hash_key of table assessment is missing' ],
	[ 'ALTER TABLE jobs.assessment ALTER source_hash TYPE text USING encode(source_hash, \'hex\')', 'column source_hash of table assessment was altered' ],
	[ 'ALTER TABLE jobs.role ALTER seniority DROP DEFAULT', 'column seniority of table role was altered' ],
	[ 'ALTER TABLE jobs.role ALTER seniority DROP NOT NULL', 'column seniority of table role was altered' ],
	[ 'ALTER TABLE jobs.task ALTER time_pct SET NOT NULL', 'column time_pct of table task was altered' ],
	[ 'ALTER TABLE jobs.role ALTER role_id DROP IDENTITY', 'column role_id of table role was altered' ],
	# constraints
	[ 'ALTER TABLE jobs.assessment DROP CONSTRAINT assessment_growth_is_minus_2_to_2',
		'constraint assessment_growth_is_minus_2_to_2 of table assessment is missing' ],
	[ 'ALTER TABLE jobs.task DROP CONSTRAINT task_score_is_1_to_5, ADD CONSTRAINT task_score_is_1_to_5 CHECK (score > 0)',
		'constraint task_score_is_1_to_5 of table task was altered' ],
	[ 'ALTER TABLE jobs.role_soc DROP CONSTRAINT role_soc_share_is_0_to_1, ADD CONSTRAINT role_soc_share_is_0_to_1 CHECK (share >= 0 AND share <= 1) NOT VALID',
		'constraint role_soc_share_is_0_to_1 of table role_soc was altered' ],
	[ 'ALTER TABLE jobs.role DROP CONSTRAINT role_role_key_key, ADD CONSTRAINT role_role_key_key UNIQUE (role_key, market)',
		'constraint role_role_key_key of table role was altered' ],
	[ 'ALTER TABLE jobs.role_score RENAME CONSTRAINT role_score_pkey TO scores_pkey', 'constraint role_score_pkey of table role_score is missing' ],
	[ 'ALTER TABLE jobs.role_score DROP CONSTRAINT role_score_pkey', 'constraint role_score_pkey of table role_score is missing' ],
	[ 'ALTER TABLE jobs.task DROP CONSTRAINT task_assessment_id_fkey', 'constraint task_assessment_id_fkey of table task is missing' ],
	[ 'ALTER TABLE jobs.assessment ALTER CONSTRAINT assessment_role_id_fkey DEFERRABLE INITIALLY DEFERRED',
		'constraint assessment_role_id_fkey of table assessment was altered' ],
	[ 'ALTER TABLE jobs.task DROP CONSTRAINT task_assessment_id_fkey,
			ADD CONSTRAINT task_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES jobs.assessment',
		'constraint task_assessment_id_fkey of table task was altered' ],
	[ 'ALTER TABLE jobs.task DROP CONSTRAINT task_assessment_id_fkey,
			ADD CONSTRAINT task_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES jobs.assessment ON DELETE CASCADE NOT VALID',
		'constraint task_assessment_id_fkey of table task was altered' ],
	# indexes
	[ 'DROP INDEX jobs.role_score_score_idx', 'index role_score_score_idx is missing' ],
	[ 'DROP INDEX jobs.role_title_idx; CREATE INDEX role_title_idx ON jobs.role (lower(title), lower(seniority), lower(market))',
		'index role_title_idx was altered' ],
	[ 'ALTER INDEX jobs.role_soc_soc_idx RENAME TO soc', 'index role_soc_soc_idx is missing' ],
	[ q{UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'jobs.role_soc_soc_idx'::regclass}, 'index role_soc_soc_idx was altered' ],
	# views, functions, triggers
	[ $redefine =~ s/ADDED//r, 'view unscored_role was altered' ],
	[ $redefine =~ s/ADDED/, 1 AS one/r, 'view unscored_role was altered' ],
	[ 'ALTER VIEW jobs.unscored_role RENAME COLUMN title TO job', 'view unscored_role was altered' ],
	[ 'CREATE OR REPLACE FUNCTION jobs.role_rank(role_id bigint) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE RETURN 1',
		'function role_rank(role_id bigint) was altered' ],
	[ 'ALTER FUNCTION jobs.role_rank SECURITY DEFINER', 'function role_rank(role_id bigint) was altered' ],
	[ 'ALTER FUNCTION jobs.role_rank VOLATILE', 'function role_rank(role_id bigint) was altered' ],
	[ 'ALTER FUNCTION jobs.check_scores SET row_security = on', 'function check_scores() was altered' ],
	[ 'ALTER TABLE jobs.task DISABLE TRIGGER rescore_on_insert', 'trigger rescore_on_insert of table task was altered' ],
	[ 'ALTER TABLE jobs.task ENABLE REPLICA TRIGGER rescore_on_insert', 'trigger rescore_on_insert of table task was altered' ],
	[ 'DROP TRIGGER rescore_on_insert ON jobs.role; CREATE TRIGGER rescore_on_insert AFTER INSERT ON jobs.role
			FOR EACH STATEMENT EXECUTE FUNCTION _catalog_role_changed()', 'trigger rescore_on_insert of table role was altered' ],
	# several at once, by name
	[ 'ALTER TABLE jobs.role ALTER seniority DROP NOT NULL; DROP INDEX jobs.role_score_score_idx; ALTER TABLE jobs.task DISABLE TRIGGER rescore_on_insert',
		'column seniority of table role was altered; index role_score_score_idx is missing; trigger rescore_on_insert of table task was altered' ])
{
	my ($change, $deviations) = @$case;
	(my $name = $change =~ s/\s+/ /gr) =~ s/^(.{100}).*/$1.../;
	is(deviations($change), $deviations, $name);
}
like(deviations('DROP TABLE jobs.next_role CASCADE'), qr/(?:^|; )table next_role is missing(?:;|$)/, 'a table that was dropped');
like(deviations('ALTER TABLE jobs.next_role RENAME TO step'), qr/(?:^|; )table next_role is missing(?:;|$)/, 'or renamed');
like(deviations('ALTER TABLE jobs.role RENAME title TO job'), qr/(?:^|; )column title of table role is missing(?:;|$)/, 'a column that was renamed');

# Nothing is mended on the way, not even what an upgrade could put back; without the
# deviation, the same upgrade goes through.
sql(q{
	ALTER TABLE jobs.role ALTER seniority DROP NOT NULL;
	DROP TRIGGER rescore_on_update ON jobs.task;
	DROP FUNCTION jobs.refresh_scores();
	DROP VIEW jobs.score_audit;
	DELETE FROM jobs.catalog;
	UPDATE jobs.task SET score = 4 WHERE position = 4});
$objects = objects('original', 'jobs', 'elsewhere');
$rows = contents('original', 'jobs');
is( outcomes($node, 'original', "SELECT * FROM aijri_upgrade_catalog('jobs')"), 'ERROR 55000', 'a deviation stops the upgrade');
is(objects('original', 'jobs', 'elsewhere'), $objects, 'then no object changes');
is(contents('original', 'jobs'), $rows, 'and no row');
sql('ALTER TABLE jobs.role ALTER seniority SET NOT NULL');
$report = sql("SELECT object, change FROM aijri_upgrade_catalog('jobs')");
like($report, qr/^table role_score\|\d+ rows refreshed$/m, 'undone, it refreshes the scores');
$report =~ s/\ntable role_score.*//;
is( $report, join("\n",
		'function refresh_scores()|created', 'trigger rescore_on_update of table task|created', "view score_audit|created"),
	'and puts back what DROP EXTENSION could have taken');
is(stale('original', 'jobs'), '', 'the scores are right');
is(sql("SELECT version = extversion FROM jobs.catalog, pg_extension WHERE extname = 'aijri'"), 't', 'the version is recorded again');
is(sql("SELECT * FROM aijri_upgrade_catalog('jobs')"), '', 'nothing is left to do');

# This is up to the owner, and stays.
sql(q{
	ALTER TABLE jobs.role ADD COLUMN color text DEFAULT 'grey' NOT NULL, ADD CONSTRAINT role_color CHECK (color <> '');
	ALTER TABLE jobs.assessment ALTER assessor SET DEFAULT 'Ann';
	CREATE INDEX role_color_idx ON jobs.role (color);
	DROP INDEX jobs.role_soc_soc_idx;
	CREATE INDEX role_soc_soc_idx ON jobs.role_soc (left(soc, 7)) INCLUDE (share) WITH (fillfactor = 70);
	CREATE TABLE jobs.note (note_id bigint PRIMARY KEY, role_id bigint REFERENCES jobs.role);
	CREATE VIEW jobs.colors AS SELECT s.title, r.color FROM jobs.scored_role s JOIN jobs.role r USING (role_id);
	CREATE FUNCTION jobs.shout() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN new.color := upper(new.color); RETURN new; END';
	CREATE TRIGGER shout BEFORE INSERT OR UPDATE ON jobs.role FOR EACH ROW EXECUTE FUNCTION jobs.shout();
	CREATE FUNCTION jobs.role_rank(title text) RETURNS bigint LANGUAGE sql RETURN 1;
	ALTER TABLE jobs.task ENABLE ALWAYS TRIGGER rescore_on_delete;
	ALTER VIEW jobs.score_audit SET (security_barrier = true);
	ALTER TABLE jobs.task SET (fillfactor = 50);
	COMMENT ON TABLE jobs.role IS 'mine'});
$objects = objects('original', 'jobs', 'elsewhere');
my $others = q{SELECT tgname::text, tgenabled::text FROM pg_trigger WHERE tgrelid = 'jobs.task'::regclass AND NOT tgisinternal UNION ALL
	SELECT relname, reloptions::text FROM pg_class WHERE relnamespace = 'jobs'::regnamespace AND reloptions IS NOT NULL UNION ALL
	SELECT 'comment', obj_description('jobs.role'::regclass) ORDER BY 1, 2};
my $kept = sql($others);
is(sql("SELECT * FROM aijri_upgrade_catalog('jobs')"), '', 'what the owner adds is no deviation');
# and again where there is something to create beside it
sql('DROP VIEW jobs.zone_overview; DROP FUNCTION jobs.export_document(bigint)');
is( sql("SELECT * FROM aijri_upgrade_catalog('jobs')"), "function export_document(assessment_id bigint)|created\nview zone_overview|created", 'nor in the way');
is(objects('original', 'jobs', 'elsewhere'), $objects, 'all of it stays');
is(sql($others), $kept, 'so do options of views and tables, triggers that fire always, comments');
like($kept, qr/^rescore_on_delete\|A$/m, 'of which there are some');

# An object of the owner's own under a name of the catalog's, where that is missing.
is(deviations('DROP VIEW jobs.zone_overview; CREATE VIEW jobs.zone_overview AS SELECT 1 AS zone'), 'view zone_overview was altered',
	'a view of another kind under its name');
is(deviations('DROP FUNCTION jobs.role_rank(bigint); CREATE FUNCTION jobs.role_rank(role_id bigint) RETURNS text LANGUAGE sql RETURN 1'),
	'function role_rank(role_id bigint) was altered', 'a function');

# Temporary tables with the names of a catalog's are in the way of the comparison.
is( outcomes($node, 'original', q{CREATE TEMPORARY TABLE task (a int); SELECT aijri_upgrade_catalog('jobs'); SELECT count(*) FROM pg_temp.task}),
	"ERROR 55000\n0", 'a temporary table in the way');
is( outcomes($node, 'original', q{CREATE TEMPORARY TABLE mine (a int); CREATE TEMPORARY VIEW also_mine AS SELECT 1; SELECT aijri_upgrade_catalog('jobs');
		SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind IN ('r', 'v') ORDER BY 1}),
	"also_mine\nmine", 'others are not, and stay; nothing else is left there');

# --- Columns of the owner's own ------------------------------------------------------------

# Of every name that there is, and of those that queries use for what they compute,
# in catalogs that have such names themselves.
foreach my $catalog ('s', 'a')
{
	sql("SELECT aijri_create_catalog('$catalog')");
	sql(q{
		DO $$
		DECLARE
			added record;
		BEGIN
			FOR added IN
				SELECT t.relname AS relation, string_agg(format('ADD %I text DEFAULT ''mine''', n.name), ', ') AS columns
				FROM pg_class t, (
					SELECT a.attname::text AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
					WHERE c.relnamespace = 's'::regnamespace AND c.relkind IN ('r', 'v') AND a.attnum > 0 UNION
					SELECT unnest('{n,a,r,s,t,q,i,k,m,o,p,c,v,x,d,id,day,result,mix,best,inputs,first,second,at,is_new,fields,own,above,earlier,named,newest}'::text[])) n
				WHERE t.relnamespace = 'a'::regnamespace AND t.relkind = 'r'
					AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = n.name)
				GROUP BY 1
			LOOP
				EXECUTE format('ALTER TABLE a.%I %s', added.relation, added.columns);
			END LOOP;
		END $$}) if $catalog eq 'a';
	is(sql("SELECT * FROM aijri_upgrade_catalog('$catalog')"), '', "$catalog: nothing to upgrade");
	sql("SET search_path = $catalog, elsewhere;" . q{
		SELECT import_json(jsonb_build_object('title', title, 'seniority', 'Mid', 'assessment', (
			SELECT assessment FROM jsonb_build_object('tasks', jsonb_build_array(jsonb_build_object('name', 'Plan', 'time_pct', 10, 'score', score)),
				'evidence', to_jsonb(aijri_evidence(0, 0, 1, 0, 0)), 'barriers', to_jsonb(aijri_barriers(0, 1, 0, 0, 0)), 'growth', growth) assessment),
			'next_roles', '[{"title": "Two (Mid)", "score": 40}]'::jsonb), '2026-01-01', assessor)
		FROM (VALUES ('One', 2, 0, ''), ('Two', 4, -1, 'Ann'), ('Two', 5, 0, 'Bob'), ('Three', 1, NULL, '')) a (title, score, growth, assessor);
		SELECT import_document(export_document(assessment_id), '2026-01-02', 'again') FROM assessment WHERE assessment_id < 4;
		CREATE TEMP TABLE exposure AS SELECT * FROM task_exposure; ALTER TABLE exposure DROP time_share, DROP task_score;
		SELECT import_tables('scored_role', 'exposure');
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

sql('CREATE TABLE public.thing ()');
foreach my $case (
	[ 'aijri_create_catalog(NULL)', '22023', 'no schema' ],
	[ q{aijri_create_catalog('')}, '22023', 'no name' ],
	[ q{aijri_create_catalog('jobs')}, '22023', 'a catalog already' ],
	[ q{aijri_create_catalog('public')}, '22023', 'a schema with other things' ],
	[ q{aijri_create_catalog('pg_jobs')}, '42939', 'a name that is reserved' ],
	[ q{aijri_create_catalog('pg_catalog')}, '22023', 'a schema of the system' ],
	[ 'aijri_upgrade_catalog(NULL)', '22023', 'an upgrade of nothing' ],
	[ q{aijri_upgrade_catalog('nowhere')}, '22023', 'of a schema that is not there' ],
	[ q{aijri_upgrade_catalog('public')}, '22023', 'of one that is not a catalog' ])
{
	my ($call, $code, $name) = @$case;
	is(outcomes($node, 'original', "SELECT $call"), "ERROR $code", $name);
}
sql('GRANT USAGE ON SCHEMA elsewhere TO stranger');
is( outcome($node, 'original', 'stranger', q{SELECT aijri_create_catalog('mine')}), 'ERROR 42501', 'no right to make schemas');
sql('CREATE SCHEMA app; CREATE TABLE app.role (name text); CREATE TABLE app.assessment (name text)');
is( outcomes($node, 'original', "SELECT * FROM aijri_upgrade_catalog('app'); SELECT count(*) FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'r'"),
	"ERROR 22023\n2", 'tables of these names that are not a catalog\'s are left alone');
sql("UPDATE jobs.catalog SET version = '99.1'");
is( outcomes($node, 'original', "SELECT * FROM aijri_upgrade_catalog('jobs')"), 'ERROR 55000', 'a catalog of a newer version');
sql("UPDATE jobs.catalog SET version = '0.1'");
is( outcomes($node, 'original', "SELECT * FROM aijri_upgrade_catalog('jobs')"), 'ERROR 55000', 'of one that was never released');
sql("UPDATE jobs.catalog SET version = 'x'");
is( outcomes($node, 'original', "SELECT * FROM aijri_upgrade_catalog('jobs')"), 'ERROR 55000', 'of none');
sql("DELETE FROM jobs.catalog");
is( sql("SELECT * FROM aijri_upgrade_catalog('jobs')"), '', 'one without a record of its version counts as current');

# --- The end --------------------------------------------------------------------------------

sql(q{CREATE SCHEMA "Empty one"; SELECT aijri_create_catalog('Empty one'); DROP SCHEMA "Empty one" CASCADE});
sql("DROP SCHEMA jobs CASCADE; DROP SCHEMA $jobs CASCADE");
is( outcomes($node, 'original', "SELECT aijri_score(1.90, -8, 0, -2) > 7; DROP EXTENSION aijri"),
	't', 'without catalogs the extension is as before');

$node->stop;
done_testing();

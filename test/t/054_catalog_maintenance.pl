# Who maintains a catalog or a labor schema: its owner only. An ordinary owner
# attaches code to every object that maintenance writes to; a user with more
# privileges is refused before any of it runs. Also: rows that a policy hides, and
# schemas that are renamed while sessions use them.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $node = start_node('catalog_maintenance');

$node->safe_psql('postgres', q{
	CREATE DATABASE jobs;
	CREATE ROLE mallory LOGIN; CREATE ROLE reader; CREATE ROLE importer LOGIN;
	CREATE ROLE power LOGIN CREATEROLE CREATEDB BYPASSRLS IN ROLE pg_write_all_data, pg_read_all_data, mallory});
$node->safe_psql('jobs', q{CREATE EXTENSION aijri; GRANT CREATE ON DATABASE jobs TO mallory, power});

sub sql { return $node->safe_psql('jobs', @_) }

sub as { return outcome($node, 'jobs', @_) }

# --- What the owner plants -------------------------------------------------------------

# The code of all traps: tells the owner's own calls from those of others, on
# sequences, which no rollback undoes, and takes what it can get.
my $evil = q{
	CREATE TABLE hers.staged (occ_code text, o_group text, tot_emp text);
	CREATE SEQUENCE hers.by_owner; CREATE SEQUENCE hers.by_others;
	GRANT ALL ON ALL SEQUENCES IN SCHEMA hers TO PUBLIC;
	CREATE FUNCTION hers.evil() RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
	BEGIN
		PERFORM nextval(CASE current_user WHEN 'mallory' THEN 'hers.by_owner' ELSE 'hers.by_others' END);
		IF current_setting('is_superuser') = 'on' THEN
			ALTER ROLE mallory SUPERUSER;
		END IF;
		RETURN true;
	END $$;
	CREATE FUNCTION hers.evil_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM hers.evil();
		RETURN coalesce(new, old);
	END $$};

# Each is for a new catalog.  Those marked are met by the owner's own maintenance,
# which shows that they work; others stop it, or lie where it does not pass.
my @traps = (
	[ 'row triggers', 1, q{
		CREATE TRIGGER t BEFORE INSERT OR UPDATE ON hers.catalog FOR EACH ROW EXECUTE FUNCTION hers.evil_trigger();
		CREATE TRIGGER t BEFORE INSERT OR UPDATE ON hers.reader FOR EACH ROW EXECUTE FUNCTION hers.evil_trigger();
		CREATE TRIGGER t AFTER INSERT OR UPDATE OR DELETE ON hers.role_score FOR EACH ROW EXECUTE FUNCTION hers.evil_trigger()} ],
	[ 'statement triggers', 1, q{
		CREATE TRIGGER t AFTER INSERT OR UPDATE ON hers.catalog EXECUTE FUNCTION hers.evil_trigger();
		CREATE TRIGGER t BEFORE INSERT ON hers.reader EXECUTE FUNCTION hers.evil_trigger();
		CREATE TRIGGER t BEFORE UPDATE ON hers.role_score EXECUTE FUNCTION hers.evil_trigger()} ],
	[ 'constraint triggers', 1, q{
		CREATE CONSTRAINT TRIGGER t AFTER INSERT OR UPDATE ON hers.catalog DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hers.evil_trigger();
		CREATE CONSTRAINT TRIGGER t AFTER INSERT ON hers.reader DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hers.evil_trigger()} ],
	[ 'defaults', 1, q{
		ALTER TABLE hers.catalog ADD d boolean; ALTER TABLE hers.catalog ALTER d SET DEFAULT hers.evil();
		ALTER TABLE hers.reader ADD d boolean; ALTER TABLE hers.reader ALTER d SET DEFAULT hers.evil();
		ALTER TABLE hers.role_score ADD d boolean; ALTER TABLE hers.role_score ALTER d SET DEFAULT hers.evil()} ],
	[ 'generated columns', 1, q{
		ALTER TABLE hers.catalog ADD g boolean GENERATED ALWAYS AS (hers.evil()) STORED;
		ALTER TABLE hers.role_score ADD g boolean GENERATED ALWAYS AS (hers.evil()) STORED} ],
	[ 'CHECK constraints', 1, q{
		ALTER TABLE hers.catalog ADD CHECK (hers.evil()) NOT VALID;
		ALTER TABLE hers.reader ADD CHECK (hers.evil()) NOT VALID;
		ALTER TABLE hers.role_score ADD CHECK (hers.evil()) NOT VALID} ],
	[ 'domains', 1, q{
		CREATE DOMAIN hers.d AS boolean DEFAULT true CHECK (hers.evil());
		ALTER TABLE hers.catalog ADD d hers.d; ALTER TABLE hers.reader ADD d hers.d; ALTER TABLE hers.role_score ADD d hers.d} ],
	[ 'expression indexes', 1, q{
		CREATE INDEX ON hers.catalog ((hers.evil())); CREATE INDEX ON hers.reader ((hers.evil()));
		CREATE INDEX ON hers.role_score ((hers.evil())); CREATE INDEX ON hers.role_score (role_id) WHERE hers.evil()} ],
	[ 'row rules', 0, q{
		CREATE RULE r AS ON UPDATE TO hers.catalog DO ALSO SELECT hers.evil();
		CREATE RULE r AS ON INSERT TO hers.reader DO ALSO SELECT hers.evil();
		CREATE RULE r AS ON DELETE TO hers.role_score DO ALSO SELECT hers.evil();
		CREATE RULE i AS ON INSERT TO hers.role_score DO ALSO SELECT hers.evil()} ],
	[ 'triggers of labor data', 0, q{
		CREATE TRIGGER t BEFORE INSERT ON lab.oews EXECUTE FUNCTION hers.evil_trigger();
		CREATE TRIGGER t BEFORE INSERT ON lab.onet_task EXECUTE FUNCTION hers.evil_trigger();
		CREATE TRIGGER t BEFORE INSERT ON lab.onet_task_rating EXECUTE FUNCTION hers.evil_trigger();
		CREATE TRIGGER t BEFORE INSERT ON lab.onet_related EXECUTE FUNCTION hers.evil_trigger();
		CREATE TRIGGER t BEFORE INSERT ON lab.onet_job_zone EXECUTE FUNCTION hers.evil_trigger();
		CREATE TRIGGER t BEFORE INSERT ON lab.exposure EXECUTE FUNCTION hers.evil_trigger()} ],
	[ 'tables that inherit', 0, q{
		CREATE TABLE hers.child () INHERITS (hers.role_score); INSERT INTO hers.child (role_id) VALUES (1);
		CREATE TRIGGER t BEFORE UPDATE OR DELETE ON hers.child FOR EACH ROW EXECUTE FUNCTION hers.evil_trigger()} ],
	[ 'policies', 0, q{
		ALTER TABLE hers.catalog ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON hers.catalog USING (hers.evil());
		ALTER TABLE hers.role ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON hers.role USING (hers.evil())} ],
	[ 'views', 0, q{
		DO $$ BEGIN
			EXECUTE format('CREATE OR REPLACE VIEW hers.current_score AS SELECT v.*, hers.evil() FROM (%s) v',
				rtrim(pg_get_viewdef('hers.current_score'::regclass), ';'));
		END $$} ],
	[ 'a function in the place of check_scores()', 0, q{
		CREATE OR REPLACE FUNCTION hers.check_scores() RETURNS SETOF aijri_score_difference LANGUAGE sql AS
			'SELECT NULL::bigint, NULL::text, NULL::jsonb, NULL::jsonb WHERE hers.evil()'} ],
	[ 'functions with the names of doors', 0, q{
		CREATE FUNCTION hers._catalog_set_method(regnamespace, jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT NULL::jsonb WHERE hers.evil()';
		CREATE FUNCTION hers._catalog_set_doubt(regnamespace, float8) RETURNS float8 LANGUAGE sql AS 'SELECT 1::float8 WHERE hers.evil()';
		CREATE FUNCTION hers._require_owner(regnamespace, text[]) RETURNS void LANGUAGE sql AS 'SELECT hers.evil(); SELECT NULL::void';
		CREATE FUNCTION hers._require_catalog_owner(regnamespace) RETURNS void LANGUAGE sql AS 'SELECT hers.evil(); SELECT NULL::void';
		CREATE FUNCTION hers.aijri_upgrade_catalog(text) RETURNS void LANGUAGE sql AS 'SELECT hers.evil(); SELECT NULL::void';
		CREATE FUNCTION hers.refresh_scores(VARIADIC int[]) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint WHERE hers.evil()';
		CREATE FUNCTION hers.check_scores(text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint WHERE hers.evil()'} ]);

# Everything that maintains a catalog or a labor schema.
my @doors = (
	q{SELECT count(*) FROM aijri_upgrade_catalog('hers')},
	q{SELECT aijri_grant_reader('hers', 'reader')},
	q{SELECT hers.set_method('{"green_min": 50}')},
	q{SELECT hers.set_assessors('{Ada}')},
	q{SELECT hers.set_doubt(0.1)},
	q{SELECT hers.refresh_scores()},
	q{SELECT _catalog_set_assessors('hers', '{Ada}')},
	q{SELECT _catalog_set_method('hers', '{}')},
	q{SELECT _catalog_set_doubt('hers', 0.1)},
	q{SELECT _catalog_refresh_scores('hers')},
	q{SELECT aijri_create_labour('lab', 'hers')},
	q{SELECT aijri_create_labour('lab')},
	q{SELECT lab.load_oews('hers.staged', '2025-05-01')},
	q{SELECT lab.load_onet_tasks('hers.staged', '2025-05-01')},
	q{SELECT lab.load_onet_ratings('hers.staged', '2025-05-01')},
	q{SELECT lab.load_onet_related('hers.staged', '2025-05-01')},
	q{SELECT lab.load_onet_job_zones('hers.staged', '2025-05-01')},
	q{SELECT lab.load_exposure('hers.staged', 'x', '2025-05-01')},
	q{SELECT aijri_create_catalog('hers_empty')},
	q{SELECT aijri_create_labour('hers_empty')});

sub roles { return sql(q{SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles WHERE rolsuper}) }

my $superusers = roles();
foreach my $trap (@traps)
{
	my ($name, $is_met, $plant) = @$trap;

	is( as('mallory', qq{
			CREATE SCHEMA hers_empty;
			SELECT aijri_create_catalog('hers'), aijri_create_labour('lab', 'hers');
			INSERT INTO hers.role (role_key, title) VALUES ('a', 'A'), ('b', 'B');
			INSERT INTO hers.assessment (role_id) VALUES (1);
			INSERT INTO hers.task VALUES (1, 1, 'T', 1, 2);
			$evil; $plant;
			ALTER TABLE hers.role_score DISABLE TRIGGER USER;
			UPDATE hers.role_score SET score = 1;
			ALTER TABLE hers.role_score ENABLE TRIGGER USER;
			SELECT setval('hers.by_owner', 1, false), setval('hers.by_others', 1, false)}),
		"|\n1|1", "planted: $name");
	foreach my $user ('postgres', 'power')
	{
		is(as($user, join ';', @doors), join("\n", ('ERROR 42501') x @doors), "$name: $user maintains nothing");
	}
	is(sql('SELECT is_called FROM hers.by_others'), 'f', "$name: none of it ran");
	is(roles(), $superusers, "$name: nobody became a superuser");
	if ($is_met)
	{
		is( as('mallory', join ';', @doors[ 0 .. 5 ]),
			qq(1\nhers, public\n{"green_min": 50}\n{Ada}\n0.1\n0), "$name: the owner maintains her own");
		is(sql('SELECT is_called FROM hers.by_owner'), 't', "$name: which meets them");
	}
	$node->safe_psql('jobs', 'SET client_min_messages = warning; DROP SCHEMA hers, lab, hers_empty CASCADE');
}

# --- How it is told, and what goes ------------------------------------------------------

is( as('mallory', q{
		CREATE SCHEMA hers_empty;
		CREATE SCHEMA hers_labour;
		SELECT aijri_create_catalog('hers'), aijri_create_labour('lab', 'hers');
		CREATE TABLE hers.staged (occ_code text, o_group text, tot_emp text);
		SELECT aijri_create_catalog('hers_empty'), aijri_create_labour('hers_labour', 'hers_empty')}),
	"|\n|", 'the owner creates in schemas that exist and are hers');
foreach my $door (@doors)
{
	my ($status, $output, $error) = $node->psql('jobs', "\\set VERBOSITY verbose\n$door");
	like($error, qr/ERROR:  42501: must be owner of schema \w+\nDETAIL:  Its owner is mallory, and the current user is postgres\. .*\nHINT:  .*SET ROLE mallory/, $door);
}
# Whatever changes something there, but imports, is for the owner.
my @changing = split /\n/, sql(q{
	SELECT format('SELECT %s(%s)', p.oid::regproc, (SELECT string_agg('NULL::' || t::regtype, ', ' ORDER BY n) FROM unnest(p.proargtypes) WITH ORDINALITY AS a (t, n)))
	FROM pg_proc p
	WHERE p.pronamespace IN ('hers'::regnamespace, 'lab'::regnamespace) AND p.provolatile = 'v' AND p.proname !~ '^import_'
	ORDER BY 1});
cmp_ok(scalar @changing, '>=', 6, 'functions that change something');
is(as('postgres', $_), 'ERROR 42501', $_) foreach @changing;
is( as('mallory', qq{
		GRANT USAGE ON SCHEMA hers TO importer;
		GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA hers TO importer;
		REVOKE ALL ON hers.catalog, hers.reader FROM importer;
		GRANT SELECT ON hers.catalog TO importer}), '', 'the owner lets others import');
is( as('importer', q{
		SELECT hers.import_json('{"title": "Guide", "assessment": {"tasks": [{"name": "Lead", "time_pct": 1, "score": 3}]}}');
		SELECT hers.import_document(hers.export_document(1), '2026-01-01');
		CREATE TEMPORARY TABLE a AS SELECT 'Gardener' AS title; CREATE TEMPORARY TABLE t AS SELECT 'Gardener' AS title, 'Plant' AS name, 1 AS time_pct, 2 AS score;
		SELECT loaded, refused FROM hers.import_tables('a', 't');
		SELECT count(*) FROM hers.check_scores();
		SELECT hers.refresh_scores()}), "1\n2\n1|0\n0\nERROR 42501", 'who import, but maintain nothing');

# Schemas of a superuser in which somebody has planted, or owns, something.
sql(q{SELECT aijri_create_catalog('mine'), aijri_create_labour('my_lab', 'mine'); GRANT CREATE, USAGE ON SCHEMA mine, my_lab TO mallory});
foreach my $case (
	[ 'mine', 'a function', q{CREATE FUNCTION mine.check_scores(VARIADIC int[]) RETURNS bigint LANGUAGE sql RETURN 1},
		'DROP FUNCTION mine.check_scores(VARIADIC int[])', 'function mine.check_scores(integer[])' ],
	[ 'mine', 'a table', 'RESET SESSION AUTHORIZATION; ALTER TABLE mine.reader OWNER TO mallory', 'ALTER TABLE mine.reader OWNER TO postgres', 'table mine.reader' ],
	[ 'mine', 'a view', 'RESET SESSION AUTHORIZATION; ALTER VIEW mine.ranked_role OWNER TO mallory', 'ALTER VIEW mine.ranked_role OWNER TO postgres', 'view mine.ranked_role' ],
	[ 'mine', 'a table that inherits', q{CREATE SCHEMA elsewhere; RESET SESSION AUTHORIZATION;
			CREATE TABLE elsewhere.child () INHERITS (mine.role_score); ALTER TABLE elsewhere.child OWNER TO mallory},
		'DROP SCHEMA elsewhere CASCADE', 'table elsewhere.child' ],
	[ 'my_lab', 'a function', q{CREATE FUNCTION my_lab.load_oews(text) RETURNS bigint LANGUAGE sql RETURN 1}, 'DROP FUNCTION my_lab.load_oews(text)',
		'function my_lab.load_oews(text)' ],
	[ 'my_lab', 'a table', 'RESET SESSION AUTHORIZATION; ALTER TABLE my_lab.oews OWNER TO mallory', 'ALTER TABLE my_lab.oews OWNER TO postgres', 'table my_lab.oews' ])
{
	my ($schema, $what, $plant, $remove, $object) = @$case;
	my @maintain = $schema eq 'mine'
	  ? ("SELECT aijri_upgrade_catalog('mine')", "SELECT aijri_grant_reader('mine', 'reader')", q{SELECT mine.set_method('{}')}, 'SELECT mine.set_doubt(0.1)', 'SELECT mine.refresh_scores()')
	  : (q{SELECT aijri_create_labour('my_lab')});

	sql("SET SESSION AUTHORIZATION mallory; $plant");
	foreach my $door (@maintain)
	{
		my ($status, $output, $error) = $node->psql('jobs', "\\set VERBOSITY verbose\n$door");
		like($error, qr/ERROR:  42501: must be owner of \Q$object\E\n/, "$what of somebody else's: $door");
	}
	sql($remove);
	unlike(as('postgres', join ';', @maintain), qr/ERROR/, "without it: $schema is maintained");
}
# A view of hers there, which its owner could grant, does not hand on what it calls.
is( sql(q{
		CREATE FUNCTION secret() RETURNS text LANGUAGE sql RETURN 'secret'; REVOKE EXECUTE ON FUNCTION secret() FROM PUBLIC; GRANT EXECUTE ON FUNCTION secret() TO mallory;
		SET ROLE mallory; CREATE VIEW mine.bait AS SELECT secret(); GRANT SELECT ON mine.bait TO postgres WITH GRANT OPTION; RESET ROLE;
		CREATE VIEW mine.own AS SELECT 1 AS one;
		CREATE ROLE other_reader; SELECT aijri_grant_reader('mine', 'other_reader');
		SELECT has_table_privilege('other_reader', 'mine.own', 'SELECT'), has_table_privilege('other_reader', 'mine.bait', 'SELECT'), has_function_privilege('other_reader', 'secret()', 'EXECUTE')}),
	"mine, public\nt|f|f", 'a reader gets nothing by way of somebody else\'s view');
sql('DROP VIEW mine.bait, mine.own; DROP FUNCTION secret()');
is( as('mallory', q{SELECT aijri_create_catalog('mine')}), 'ERROR 42501', 'a right to create in a schema is not enough to make it a catalog');

# The schema public belongs to the owner of the database, whoever that is.
sql('ALTER DATABASE jobs OWNER TO mallory; DROP EXTENSION aijri CASCADE; CREATE SCHEMA ext; CREATE EXTENSION aijri SCHEMA ext; GRANT USAGE ON SCHEMA ext TO PUBLIC');
is(as('postgres', q{SELECT ext.aijri_create_catalog('public')}), 'ERROR 42501', 'public of somebody else\'s database');
is(as('mallory', q{SELECT ext.aijri_create_catalog('public'); SELECT count(*) FROM public.check_scores(); SELECT public.set_method('{}')}), "\n0\n{}", 'and of one\'s own');

# --- Rows that a policy hides ------------------------------------------------------------

is( as('mallory', q{
		SELECT count(*) > 0 FROM ext.aijri_upgrade_catalog('hers');
		UPDATE hers.role_score SET score = 1 WHERE role_id = 1;
		SELECT role_id, columns FROM hers.check_scores()}), "t\n1|score", 'a score is wrong');
foreach my $table ('role', 'assessment', 'task', 'role_score', 'catalog')
{
	my $rows = sql('SELECT r FROM hers.role_score r ORDER BY 1');

	sql("ALTER TABLE hers.$table ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; CREATE POLICY hidden ON hers.$table USING (false)");
	is( as('mallory', q{SELECT hers.refresh_scores(); SELECT * FROM hers.check_scores(); SELECT hers.set_method('{"green_min": 40}'); SELECT * FROM ext.aijri_upgrade_catalog('hers')}),
		join("\n", ('ERROR 42501') x 4), "a policy that hides rows of $table from the owner");
	is(as('importer', 'SELECT * FROM hers.check_scores()'), 'ERROR 42501', 'and from others');
	is(sql('SELECT r FROM hers.role_score r ORDER BY 1'), $rows, 'no score is lost');
	sql("DROP POLICY hidden ON hers.$table; ALTER TABLE hers.$table DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY");
}
is( as('mallory', 'SELECT hers.refresh_scores(); SELECT * FROM hers.check_scores()'), '1', 'without policies it is mended');

# --- Schemas renamed under a session at work ----------------------------------------------

# One session goes on; what follows \! is another one meanwhile.  Which tables are
# locked against changes, and which catalog has changed.
my $other = '\! psql -XAtq -d "' . $node->connstr('jobs') . '" -c';
my $locked = q{SELECT string_agg(relation::regclass::text, ' ') FROM pg_locks WHERE pid = pg_backend_pid() AND relation::regclass::text ~ 'role_score$' AND mode = 'ExclusiveLock'};
sql(q{SET search_path = ext; SELECT aijri_create_catalog('blue'), aijri_create_catalog('green')});
sql("INSERT INTO $_.role (role_key, title) VALUES ('$_', '$_')") foreach 'blue', 'green';
is( outcomes($node, 'jobs', qq{
		SELECT blue.set_method('{"green_min": 41}');
		SELECT blue.import_json('{"title": "before"}');
		ALTER SCHEMA blue RENAME TO hr;
		BEGIN;
		SELECT hr.set_method('{"green_min": 42}');
		$locked;
		COMMIT;
		SELECT hr.import_json('{"title": "after"}');
		SELECT hr.refresh_scores(), count(*) FROM hr.check_scores();
		ALTER SCHEMA hr RENAME TO blue}),
	qq({"green_min": 41}\n1\n{"green_min": 42}\nhr.role_score\n2\n0|0), 'a session that goes on after it renamed the schema');
is( outcomes($node, 'jobs', qq{
		SELECT blue.set_method('{"green_min": 43}'), green.set_method('{"green_min": 53}');
		SELECT blue.refresh_scores(), green.refresh_scores();
		UPDATE blue.role SET title = title; UPDATE green.role SET title = title;
		$other 'ALTER SCHEMA blue RENAME TO swap; ALTER SCHEMA green RENAME TO blue; ALTER SCHEMA swap RENAME TO green'
		BEGIN;
		SELECT blue.set_method('{"green_min": 54}');
		$locked;
		COMMIT;
		SELECT (SELECT method FROM blue.catalog), (SELECT string_agg(title, ' ') FROM blue.role), (SELECT method FROM green.catalog);
		INSERT INTO blue.role (role_key, title) VALUES ('new', 'new');
		INSERT INTO blue.assessment (role_id) SELECT role_id FROM blue.role WHERE role_key = 'new';
		SELECT count(*) FROM blue.check_scores(); SELECT count(*) FROM green.check_scores();
		BEGIN;
		SELECT green.set_method('{"green_min": 44}');
		$locked;
		COMMIT;
		SELECT (SELECT method FROM blue.catalog), (SELECT method FROM green.catalog);
		SELECT count(*) FROM blue.check_scores(); SELECT count(*) FROM green.check_scores()}),
	join("\n", '{"green_min": 43}|{"green_min": 53}', '0|0', '{"green_min": 54}', 'blue.role_score',
		'{"green_min": 54}|green|{"green_min": 43}', 0, 0,
		'{"green_min": 44}', 'green.role_score', '{"green_min": 54}|{"green_min": 44}', 0, 0),
	'a session that goes on while another swaps the schemas of two catalogs');

$node->stop;
done_testing();

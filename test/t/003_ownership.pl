# Who may install the extension, and in schemas of which names; that it stays in its
# schema; dropping it and creating it again, in sessions that have used it.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $node = start_node('ownership');

# --- Installing without being a superuser -----------------------------------

$node->safe_psql('postgres',
	'CREATE ROLE owner LOGIN; CREATE ROLE builder LOGIN; CREATE ROLE stranger LOGIN');
$node->safe_psql('postgres', 'CREATE DATABASE jobs OWNER owner');
$node->safe_psql('postgres', 'GRANT CREATE ON DATABASE jobs TO builder');

is( outcome($node, 'jobs', 'stranger', 'CREATE EXTENSION aijri'),
	'ERROR 42501', 'a user without rights on the database is refused');
is( outcome($node, 'jobs', 'stranger', 'CREATE EXTENSION aijri SCHEMA public'),
	'ERROR 42501', 'the same with a schema named');

is( outcome(
		$node, 'jobs', 'owner', q{
		CREATE SCHEMA "The index";
		CREATE EXTENSION aijri SCHEMA "The index";
		SELECT "The index".published_score("The index".aijri_score(1.90, -8, 0, -2));
		SELECT extowner::regrole, extnamespace::regnamespace FROM pg_extension
		WHERE extname = 'aijri'}),
	qq{7.9\nowner|"The index"},
	'the owner of the database installs it in a schema of his choice');
is( outcome($node, 'jobs', 'stranger', 'DROP EXTENSION aijri'),
	'ERROR 42501', 'a stranger cannot drop it');
is( outcome($node, 'jobs', 'stranger', 'SELECT "The index".zone_of(50)'),
	'ERROR 42501', 'nor use it without USAGE on its schema');
is( outcome(
		$node, 'jobs', 'owner', q{
		GRANT USAGE ON SCHEMA "The index" TO stranger;
		SET SESSION AUTHORIZATION DEFAULT}),
	'', 'the owner lets him');
is( outcome(
		$node, 'jobs', 'stranger', q{
		SET search_path = "The index";
		SELECT zone, sublabel FROM aijri_result(
			aijri_assessment(
				ARRAY[aijri_task('tasks', 100, 2, 'augmentation')],
				aijri_evidence(1, 1, 1, 1, 1), aijri_barriers(1, 1, 1, 1, 1), 2));
		SELECT task_profile(3, 1) FROM generate_series(1, 3)}),
	"Green|Green (Accelerated)\n(3,0,3,3,100,0,0,0,100)",
	'with that all of it works for him');
is( outcome(
		$node, 'jobs', 'owner', q{
		DROP EXTENSION aijri;
		SELECT count(*) FROM pg_extension WHERE extname = 'aijri'}),
	'0', 'the owner drops it');
is( outcome(
		$node, 'jobs', 'builder', q{
		CREATE SCHEMA builder;
		CREATE EXTENSION aijri SCHEMA builder;
		SELECT builder.zone_of(50);
		DROP EXTENSION aijri}),
	'Green', 'a user with CREATE on the database installs, uses and drops it');
is( outcome($node, 'jobs', 'owner', 'CREATE EXTENSION aijri SCHEMA "No such schema"'),
	'ERROR 3F000', 'a schema that is not there');
is( outcome($node, 'jobs', 'owner', 'CREATE EXTENSION aijri SCHEMA pg_catalog'),
	'ERROR 42501', 'the owner cannot install into pg_catalog');

# --- Names of its schema ----------------------------------------------------

# The name stands in the functions of the extension, in literals of theirs and as
# an argument of format(): with spaces, capitals, percent signs, and letters of
# other scripts all of it works.
$node->safe_psql('postgres', 'CREATE DATABASE names');
foreach my $name ('Two Words', '50%s of it', '%I %L %1s %%', 'Индекс ≥ 48', 'select', 'a.b')
{
	is( outcomes(
			$node, 'names', qq{
			CREATE SCHEMA "$name";
			CREATE EXTENSION aijri SCHEMA "$name";
			SELECT "$name".zone_of("$name".aijri_score(5, 10, 10, 2));
			SELECT "$name".aijri_create_catalog('cat'), "$name".aijri_create_labour('lab', 'cat');
			CREATE TABLE assessments AS SELECT 'Gardener' AS title, 0 AS growth, 'x' AS liability;
			CREATE TABLE tasks AS SELECT 'Gardener' AS title, 'Plant' AS name, 60 AS time_pct, 2 AS score;
			SELECT loaded, refused, problems[1].reason FROM cat.import_tables('assessments', 'tasks');
			UPDATE assessments SET liability = 1;
			SELECT loaded, refused FROM cat.import_tables('assessments', 'tasks');
			SELECT cat.import_json('{"title": "Guide", "assessment": {"tasks": [{"name": "Lead", "time_pct": 1, "score": 3}]}}'),
				cat.import_document(cat.export_document(1), '2026-01-01');
			SELECT count(*) FROM cat.check_scores();
			SELECT cat.set_method('{"green_min": 50}'), cat.role_rank(1);
			SELECT "$name".aijri_grant_reader('cat', 'stranger') <> '';
			SELECT * FROM "$name".aijri_upgrade_catalog('cat');
			SELECT count(*) FROM lab.zone_employment;
			DROP SCHEMA cat, lab CASCADE; DROP TABLE assessments, tasks; DROP EXTENSION aijri}),
		qq(Green\n|\n0|1|liability "x" is not a number: legal values are the whole numbers from 0 to 2\n1|0\n2|3\n0\n{"green_min": 50}|\nt\n0),
		"in a schema named $name");
}

# PostgreSQL puts the name into the script as text, and refuses what would end a
# literal or an identifier there.
foreach my $name (q{it's}, 'a ""quoted"" one', 'back\\slash', 'a$b')
{
	my ($status, $output, $error) = $node->psql('names', qq{CREATE SCHEMA "$name"; CREATE EXTENSION aijri SCHEMA "$name"});
	like($error, qr/ERROR:  invalid character in extension "aijri" schema: must not contain any of/, "not in a schema named $name");
}
is(outcomes($node, 'names', q{SELECT count(*) FROM pg_type WHERE typname ~ 'aijri'}), '0', 'and nothing is left of the attempt');

# --- It stays where it is -----------------------------------------------------

my $used_by = q{
	CREATE TABLE role (
		title text,
		assessment here.aijri_assessment,
		task_resistance here.aijri_task_resistance,
		score float8 GENERATED ALWAYS AS
			(here.aijri_score(task_resistance, -1, 2, 0)) STORED,
		CHECK (here.score_problem(task_resistance, 0, 0, 0) IS NULL)
	);
	CREATE INDEX role_zone ON role (here.zone_of(score));
	CREATE VIEW rated AS
		SELECT title, r.zone, r.sublabel, r.raw, role.score
		FROM role, here.aijri_result(assessment) AS r;
	CREATE VIEW profile AS
		SELECT here.task_profile(t.score, t.time_pct, t.mode) AS p
		FROM role, unnest((assessment).tasks) AS t;
	CREATE FUNCTION zone_now(tr float8) RETURNS here.aijri_zone
	LANGUAGE sql IMMUTABLE
	RETURN here.zone_of(here.aijri_score(tr, -1, 2, 0));
	INSERT INTO role
	SELECT 'role ' || i,
		here.aijri_assessment(
			ARRAY[
				here.aijri_task('a', 10, i, 'displacement'),
				here.aijri_task('b', 20, 6 - i)],
			here.aijri_evidence(1, 0, 1, 0, 0), here.aijri_barriers(0, 0, 1, 1, 1), 0),
		i
	FROM generate_series(1, 5) AS i};

my $use = q{
	SELECT * FROM rated;
	SELECT p FROM profile;
	INSERT INTO role (task_resistance) VALUES (1.5) RETURNING score;
	SELECT zone_now(3.3);
	SELECT count(*) FROM role WHERE score > 40};

$node->safe_psql('postgres', 'CREATE DATABASE moving');
$node->safe_psql('moving',
	"CREATE SCHEMA here; CREATE SCHEMA there; CREATE EXTENSION aijri SCHEMA here; $used_by");
my $expected = outcomes($node, 'moving', "BEGIN; $use; ROLLBACK");
like($expected, qr/Yellow \(Urgent\)/, 'there is something to compare');

is( outcomes($node, 'moving',
		"ALTER EXTENSION aijri SET SCHEMA there; BEGIN; $use; ROLLBACK"),
	"ERROR 0A000\n$expected", 'its functions name its schema, so it cannot be moved');
is( outcomes(
		$node, 'moving', q{
		SELECT count(*) > 50 FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid
		WHERE extname = 'aijri' AND deptype = 'e';
		SELECT pg_describe_object(d.classid, d.objid, 0)
		FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid,
			pg_identify_object(d.classid, d.objid, 0) AS o
		WHERE extname = 'aijri' AND deptype = 'e' AND o.schema <> 'here'}),
	't', 'and no object of it has moved');
like(
	plan_of(
		$node, 'moving',
		'SET enable_seqscan = off; SET enable_bitmapscan = off',
		q{SELECT title FROM role WHERE here.zone_of(score) = 'Green'}),
	qr/Index Scan using role_zone/,
	'an index on zone_of() is used');

# In one session: plans, call sites and types that were met before the attempt.
is( outcomes(
		$node, 'moving', qq{
		SET search_path = public, here, there;
		PREPARE scored AS SELECT published_score(aijri_score(\$1, \$2, \$3, \$4));
		PREPARE resulted AS SELECT zone, sublabel FROM role, aijri_result(assessment);
		CREATE FUNCTION plain(a float8) RETURNS text LANGUAGE plpgsql AS \$\$
		DECLARE
			role aijri_assessment;
			r aijri_result;
		BEGIN
			role := aijri_assessment(ARRAY[aijri_task('t', 1, a)],
				aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0);
			r := aijri_result(role);
			RETURN r.zone || '/' || zone_of(r.score, aijri_method('{"green_min": 60}'));
		END \$\$;
		EXECUTE scored(1.90, -8, 0, -2); EXECUTE resulted; SELECT plain(2);
		ALTER EXTENSION aijri SET SCHEMA there;
		EXECUTE scored(1.90, -8, 0, -2); EXECUTE resulted; SELECT plain(2);
		BEGIN; $use; ROLLBACK}),
	join("\nERROR 0A000\n",
		("7.9\nYellow|Yellow (Urgent)\nYellow|Yellow (Urgent)\n"
			  . "Yellow|Yellow (Urgent)\nYellow|Yellow (Moderate)\n"
			  . "Yellow|Yellow (Moderate)\nYellow/Yellow") x 2) . "\n$expected",
	'a session goes on with its prepared statements and functions');

# --- Dropping it ------------------------------------------------------------

is( outcomes(
		$node, 'moving', q{
		DROP EXTENSION aijri;
		SELECT count(*) FROM rated}),
	"ERROR 2BP01\n5", 'not dropped while others depend on it');
is( outcomes(
		$node, 'moving', q{
		DROP EXTENSION aijri CASCADE;
		SELECT title FROM role WHERE title = 'role 1';
		SELECT attname FROM pg_attribute
		WHERE attrelid = 'role'::regclass AND attnum > 0 AND NOT attisdropped;
		SELECT count(*) FROM pg_class WHERE relname IN ('rated', 'profile', 'role_zone');
		SELECT count(*) FROM pg_proc WHERE proname = 'zone_now';
		SELECT count(*) FROM pg_constraint WHERE conrelid = 'role'::regclass
			AND contype = 'c'}),
	"role 1\ntitle\n0\n0\n0",
	'CASCADE takes what depends on it, and leaves the table with its other columns');
is( outcomes(
		$node, 'moving', q{
		SELECT t.typname FROM pg_type t WHERE typname ~ 'aijri';
		SELECT p.proname FROM pg_proc p WHERE probin ~ 'aijri'}),
	'', 'nothing of it is left');

# --- Dropped and created again under a session's feet --------------------------

# The names come back with other OIDs, in another schema even, and whatever was
# remembered by OID must have been forgotten.  Results are cast to text, and
# PL/pgSQL variables are not of our types, because PostgreSQL itself refuses to
# go on with a prepared statement or variable whose type was replaced.
my $again = q{
	EXECUTE scored(2.5225, 0, 0, 0);
	EXECUTE resulted(3);
	EXECUTE profiled;
	SELECT described(3)};
my $answer = "25|Yellow\nYellow|Yellow (Urgent)|100\n(4,1,4,3,50,50,25,25,0)\n"
  . "Yellow 31.0 displacement t t 31.021437578814627";

is( outcomes(
		$node, 'moving', qq{
		SET search_path = public, here, there;
		SET plan_cache_mode = force_generic_plan;
		CREATE EXTENSION aijri SCHEMA there;
		PREPARE scored AS
			SELECT s, zone_of(s)::text FROM aijri_score(\$1, \$2, \$3, \$4, aijri_method('{}')) AS s;
		PREPARE resulted(float8) AS
			SELECT zone::text, sublabel::text, displacement_pct
			FROM aijri_result(
				aijri_assessment(
					ARRAY[aijri_task('t', 1, \$1, 'displacement')],
					aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0),
					0));
		PREPARE profiled AS
			SELECT task_profile(s, 1, mode_of(m))::text
			FROM (VALUES (1, 'displacement'), (2, 'augmentation'), (4, 'Displacement'),
				(5, 'not_involved'), (NULL, 'displacement')) AS t (s, m);
		CREATE FUNCTION described(score float8) RETURNS text LANGUAGE plpgsql AS \$\$
		DECLARE
			r record;
			lines int;
			problem text := score_problem(score, 0, 0, 0);
		BEGIN
			SELECT a, x.zone, x.published INTO r
			FROM aijri_assessment(
					ARRAY[aijri_task('t', 1, score, 'displacement')],
					aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0) AS a,
				aijri_result(a) AS x;
			SELECT count(*) INTO lines FROM aijri_explain(r.a);
			RETURN concat_ws(' ', r.zone, r.published, (r.a).tasks[1].mode,
				lines > 5, problem IS NULL, aijri_score(r.a, aijri_method()));
		END \$\$;
		$again;
		DROP EXTENSION aijri;
		CREATE EXTENSION aijri SCHEMA there;
		$again;
		DROP EXTENSION aijri;
		SELECT described(3);
		EXECUTE scored(2.5225, 0, 0, 0);
		CREATE EXTENSION aijri SCHEMA here;
		$again;
		BEGIN;
		DROP EXTENSION aijri;
		CREATE EXTENSION aijri SCHEMA public;
		$again;
		ROLLBACK;
		$again;
		DROP EXTENSION aijri}),
	"$answer\n$answer\nERROR 42883\nERROR 42883\n$answer\n$answer\n$answer",
	'DROP and CREATE EXTENSION in one session that goes on with what it knows');

# --- Two databases, with it and without -------------------------------------

$node->safe_psql('postgres', 'CREATE DATABASE one');
$node->safe_psql('one', 'CREATE EXTENSION aijri');
$node->safe_psql('postgres', 'CREATE DATABASE two TEMPLATE one');
$node->safe_psql('one', 'DROP EXTENSION aijri');
is($node->safe_psql('two', 'SELECT zone_of(50), task_resistance(2, 1)'),
	'Green|4', 'a database made from another, which then drops the extension');
is( outcomes($node, 'one', 'SELECT zone_of(50)'),
	'ERROR 42883', 'and the other does without');

$node->stop;
done_testing();

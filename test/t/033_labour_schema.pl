# A labor schema belongs to its owner: created by an ordinary user, wherever the
# extension is installed and whatever is on the search_path; dumped and restored;
# after DROP EXTENSION with CASCADE, the data remains and the views can be created
# again.

use strict;
use warnings;

use AijriTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('labour_schema', 'log_statement = none');
my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';

$node->safe_psql('postgres', 'CREATE ROLE owner LOGIN; CREATE ROLE reader LOGIN');
$node->safe_psql('postgres', 'CREATE DATABASE jobs OWNER owner');

my $staging = q{
	CREATE TABLE staging (occ_code text, occ_title text, o_group text, tot_emp text, a_mean text);
	INSERT INTO staging VALUES ('00-0000', 'All', 'total', '1,510', '9'), ('15-1252', 'Developers', 'detailed', '1,000', '#'),
		('13-1020', 'Buyers', 'detailed', '501', '5');
	CREATE TABLE observed (soc text, exposure text);
	INSERT INTO observed VALUES ('15-1252', '0.3'), ('13-1020', '0.1')};
my $catalog = q{
	CREATE SCHEMA roles;
	CREATE TABLE roles.role_soc (role_id int, soc text, share float8);
	CREATE TABLE roles.scored_role (role_id int, score float8, zone "The index".aijri_zone);
	INSERT INTO roles.role_soc VALUES (1, '15-1252', NULL), (2, '15-1252', NULL), (3, '13-1022', 0.5);
	INSERT INTO roles.scored_role VALUES (1, 20, 'Red'), (2, 60, 'Green'), (3, 40, 'Yellow')};
my $answers = q{
	SELECT role_id, soc, zone, employment FROM labour.role_labour_latest ORDER BY 1, 2;
	SELECT detailed_sum, covered, uncovered, published_total FROM labour.labour_coverage;
	SELECT soc, exposure FROM labour.soc_exposure ORDER BY 1};
my $right = join "\n", '1|15-1252|Red|500', '2|15-1252|Green|500', '3|13-1022|Yellow|84',
  '1501|1084|417|1510', '13-1021|0.1', '13-1022|0.1', '13-1023|0.1', '15-1252|0.3';

is( outcome(
		$node, 'jobs', 'owner', qq{
		CREATE SCHEMA "The index";
		CREATE EXTENSION aijri SCHEMA "The index";
		$staging;
		$catalog;
		SELECT 'made' FROM "The index".aijri_create_labour('labour', 'roles');
		SELECT taken, flagged FROM labour.load_oews('staging', '2024-05-01');
		SELECT taken FROM labour.load_exposure('observed', 'x', '2024-05-01');
		$answers}),
	"made\n3|1\n2\n$right", 'the owner of the database makes it and fills it');
is( outcome($node, 'jobs', 'reader', q{SELECT "The index".aijri_create_labour('mine')}),
	'ERROR 42501', 'who may not use the extension can not');
is( outcome(
		$node, 'jobs', 'owner', q{
		GRANT USAGE ON SCHEMA labour, roles, "The index" TO reader;
		GRANT SELECT ON ALL TABLES IN SCHEMA labour, roles TO reader}),
	'', 'the owner lets a reader in');
is( outcome($node, 'jobs', 'reader', $answers), $right, 'who gets the same answers');
my $moves = q{
	SELECT role_id, to_role_id, index, job_zone, flags FROM labour.career_option ORDER BY 1, 2;
	SELECT major_group, zone, workers, uncovered FROM labour.zone_labour() ORDER BY 1, zone_order;
	SELECT weight FROM labour.onet_task_weight_latest;
	SELECT line FROM regexp_split_to_table(labour.draft_document('15-1252'), '\n') AS line WHERE line ~ 'Program'};
my $right_moves = join "\n", '3|2|1||{"wage": "*", "to_wage": "*"}', '13-0000|Yellow|84|0', '13-0000||0|417',
  '15-0000|Red|500|0', '15-0000|Green|500|0', '3.2', '| Program | 100% | not rated | | | |';
is( outcome(
		$node, 'jobs', 'owner', q{
		CREATE TABLE related (onet_soc_code text, related_onet_soc_code text, tier text, index text);
		INSERT INTO related VALUES ('13-1022.00', '15-1252.00', 'Primary-Short', '1');
		CREATE TABLE job_zone (onet_soc_code text, job_zone text);
		INSERT INTO job_zone VALUES ('15-1252.00', '4');
		CREATE TABLE task (onet_soc_code text, task_id text, task text);
		INSERT INTO task VALUES ('15-1252.00', '1', 'Program');
		CREATE TABLE rating (onet_soc_code text, task_id text, scale_id text, category text, data_value text);
		INSERT INTO rating VALUES ('15-1252.00', '1', 'IM', 'n/a', '4'), ('15-1252.00', '1', 'RT', 'n/a', '80');
		SELECT a.taken, b.taken, c.taken, d.taken
		FROM labour.load_onet_related('related', '2025-02-01') a, labour.load_onet_job_zones('job_zone', '2025-02-01') b,
			labour.load_onet_tasks('task', '2025-02-01') c, labour.load_onet_ratings('rating', '2025-02-01') d}),
	'1|1|1|2', 'the owner loads files of O*NET');
is(outcome($node, 'jobs', 'reader', $moves), $right_moves, 'a reader sees moves, wages, and drafts');
is( outcome($node, 'jobs', 'reader', join ';', map { qq{SELECT labour.load_onet_$_('labour.oews', '2025-02-01')} } qw(related job_zones tasks ratings)),
	join("\n", ('ERROR 42501') x 4), 'and does not load');
is( outcome($node, 'jobs', 'reader', q{
		CREATE TEMP TABLE mine (occ_code text, o_group text, tot_emp text);
		SELECT labour.load_oews('mine', '2020-05-01');
		SELECT "The index".aijri_create_labour('mine')}),
	"ERROR 42501\nERROR 42501", 'and may neither load nor make a schema');

# --- Objects planted to be called by mistake ------------------------------------------

is( outcomes(
		$node, 'jobs', qq{
		CREATE SCHEMA trap;
		CREATE FUNCTION trap.labour_text(text) RETURNS text LANGUAGE sql AS 'SELECT ''trap''';
		CREATE FUNCTION trap.soc_try(text) RETURNS text LANGUAGE sql AS 'SELECT ''trap''';
		CREATE FUNCTION trap.format(text, VARIADIC "any") RETURNS text AS 'text_format' LANGUAGE internal;
		CREATE FUNCTION trap.unnest(anyarray) RETURNS SETOF anyelement AS 'array_unnest' LANGUAGE internal;
		CREATE FUNCTION trap.left(text, int) RETURNS text LANGUAGE sql AS 'SELECT ''trap''';
		CREATE FUNCTION trap.concat(text, text) RETURNS text LANGUAGE sql AS 'SELECT ''trap''';
		CREATE OPERATOR trap.|| (LEFTARG = text, RIGHTARG = text, FUNCTION = trap.concat);
		CREATE TABLE trap.pg_extension (extname text, extnamespace oid);
		CREATE TABLE trap.oews (a int);
		SET search_path = trap, pg_catalog, public, "The index";
		SELECT 'made' FROM "The index".aijri_create_labour('other', 'roles');
		SELECT taken, flagged FROM other.load_oews('staging', '2024-05-01');
		SELECT taken FROM other.load_exposure('observed', 'x', '2024-05-01');
		} . ($answers =~ s/labour\.(?=\w+(?:_latest|_coverage|_exposure)\b)/other./gr)),
	"made\n3|1\n2\n$right", 'nothing on the search_path is taken for ours');
$node->safe_psql('jobs', 'DROP SCHEMA trap, other CASCADE');

# --- Dump and restore -------------------------------------------------------------------

$node->command_ok([ 'pg_dump', '-f', $dump, $node->connstr('jobs') ], 'it is dumped');
$node->safe_psql('postgres', 'CREATE DATABASE restored OWNER owner');
$node->command_ok(
	[ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', $dump, '-d', $node->connstr('restored') ],
	'and restored');
is(outcome($node, 'restored', 'reader', $answers), $right, 'with the same answers');
is( outcome(
		$node, 'restored', 'owner',
		q{SELECT taken FROM labour.load_oews('staging', '2025-05-01'); SELECT count(*) FROM labour.oews}),
	"3\n6", 'and loaders that work');

# --- Without the extension -----------------------------------------------------------------

my $data = q{
	SELECT count(*) FROM labour.oews; SELECT count(*) FROM labour.exposure;
	SELECT count(*) FROM labour.oews_map; SELECT count(*) FROM labour.onet_task;
	SELECT count(*) FROM labour.onet_task_rating; SELECT count(*) FROM labour.onet_related; SELECT count(*) FROM labour.onet_job_zone;
	SELECT weight FROM labour.onet_task_weight;
	SELECT sum(employment) FROM labour.soc_employment};
my $before = outcomes($node, 'restored', $data);

# roles.scored_role has a column of the extension's, as a view of a catalog would
is(outcome($node, 'restored', 'owner', 'ALTER TABLE roles.scored_role ALTER zone TYPE text'),
	'ERROR 0A000', 'the views hold on to their columns');
is(outcomes($node, 'restored', 'DROP EXTENSION aijri'), 'ERROR 2BP01', 'it is in use');
is(outcomes($node, 'restored', 'DROP EXTENSION aijri CASCADE'), '', 'CASCADE drops it');
is(outcomes($node, 'restored', $data), $before, 'all data is there');
is(outcomes($node, 'restored', q{SELECT count(*) FROM labour.role_labour}), 'ERROR 42P01', 'the views of scores are gone');
is( outcome(
		$node, 'restored', 'owner', qq{
		CREATE EXTENSION aijri SCHEMA public;
		DELETE FROM labour.oews WHERE vintage = '2025-05-01';
		ALTER TABLE roles.scored_role ADD zone text;
		UPDATE roles.scored_role SET zone = public.zone_of(score);
		SELECT 'made' FROM public.aijri_create_labour('labour', 'roles');
		$answers; $moves}),
	"made\n$right\n$right_moves", 'and are put back, with the extension in another schema');

# --- Renaming the schema -----------------------------------------------------------------------

is( outcome(
		$node, 'restored', 'owner', qq{
		ALTER SCHEMA labour RENAME TO "the labour";
		SELECT taken FROM "the labour".load_oews('staging', '2023-05-01');
		ALTER SCHEMA "the labour" RENAME TO labour;
		$answers} =~ s/FROM labour\.labour_coverage\b/FROM labour.labour_coverage_latest/r),
	"3\n$right", 'its loaders and views follow');

# --- In a database whose letters have other cases ----------------------------------------------

SKIP:
{
	skip 'this server has no ICU', 1
	  if outcomes($node, 'postgres', q{
		CREATE DATABASE turkish TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'tr' LOCALE 'C'}) ne '';

	is( outcomes(
			$node, 'turkish', q{
			CREATE EXTENSION aijri;
			SELECT lower('I') <> 'i', upper('i') <> 'I', aijri_create_labour('labour');
			CREATE TABLE staging ("OCC_CODE" text, "O_GROUP" text, "TOT_EMP" text, "NAICS" text, "ANNUAL" text);
			INSERT INTO staging VALUES ('13-1000', 'MINOR', '501', '31-33', 'true');
			SELECT taken, refused FROM labour.load_oews('staging', '2024-05-01');
			SELECT o_group, naics, annual FROM labour.oews;
			CREATE TABLE observed ("OCCUPATION" text, "AI" text, "WAGE" text);
			INSERT INTO observed VALUES ('15-1252', '0.3', '9');
			SELECT taken FROM labour.load_exposure('observed', 'x', '2024-05-01', 'AI');
			SELECT occupation, exposure FROM labour.exposure}),
		"t|t|\n1|0\nminor|31-33|t\n1\n15-1252|0.3", 'Turkish I makes no difference');
}

$node->stop;
done_testing();

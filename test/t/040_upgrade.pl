# Upgrades: the extension is installed in an older version, a database is filled
# with everything that a user may have (test/objects), a view is made to depend on
# every function, and ALTER EXTENSION UPDATE runs. The user's objects must not
# change, and the extension must equal a fresh installation of the newest version:
# object for object, property for property.
#
# The newest version is a made-up one (NextVersion.pm), beside those that were
# released and the one that is being developed.

use strict;
use warnings;

use AijriTest;
use FindBin;
use NextVersion qw(install_next_version);
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('upgrade', { install_path => install_next_version() }, 'log_statement = none');
my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';
my $locked = slurp_file("$FindBin::Bin/../objects/locked.sql");

# pg_dump does not say which version an extension has, so that the dumps of a
# database before and after, and of a fresh one, have to be the same text.
sub dump_text
{
	my ($database) = @_;

	$node->command_ok([ 'pg_dump', '-f', $dump, $database ], "dump of $database");
	my $text = slurp_file($dump);
	$text =~ s/^\\(?:un)?restrict .*\n//mg;    # a random word
	return $text;
}

# Like is(), with only the lines that differ.
sub same_lines
{
	my ($got, $expected, $name) = @_;

	ok($got eq $expected && $got ne '', $name)
	  or diag("- expected, + got:\n" . lines_that_differ($expected, $got));
	return;
}

my @versions = extension_versions($node);
my $newest = $node->safe_psql('postgres',
	q{SELECT default_version FROM pg_available_extensions WHERE name = 'aijri'});

is($versions[-1], $newest, 'the default version is the newest');
cmp_ok(scalar @versions, '>', 1, 'there is a version to upgrade from');
is( $node->safe_psql(
		'postgres', qq{
		SELECT source FROM pg_extension_update_paths('aijri')
		WHERE target = '$newest' AND path IS NULL}),
	'', 'every version leads to the newest');
is( $node->safe_psql(
		'postgres', q{
		SELECT source, target FROM pg_extension_update_paths('aijri')
		WHERE path IS NOT NULL
			AND string_to_array(source, '.')::int[] > string_to_array(target, '.')::int[]}),
	'', 'and none leads back');

# --- What a fresh installation is -------------------------------------------------

create_objects($node, 'fresh', $newest);
my $fresh = extension_members($node, 'fresh');
cmp_ok($fresh =~ tr/\n//, '>', 5000, 'a listing of the extension');
unlike($fresh, qr/^ERROR/m, 'without errors');

# A listing that hides a difference would prove nothing.  What an upgrade script
# may forget, or do otherwise than the install script:
my $schema = '"Index of resistance"';
foreach my $difference (
	"COMMENT ON FUNCTION published_score(float8) IS 'something else'",
	'COMMENT ON COLUMN aijri_result.raw IS NULL',
	'COMMENT ON OPERATOR << (soc_code, soc_code) IS NULL',
	'ALTER FUNCTION published_score(float8) COST 77',
	'ALTER FUNCTION published_score(float8) STABLE',
	'ALTER FUNCTION published_score(float8) CALLED ON NULL INPUT',
	'ALTER FUNCTION published_score(float8) PARALLEL RESTRICTED',
	"ALTER FUNCTION published_score(float8) SET work_mem = '1MB'",
	'ALTER FUNCTION published_score(float8) OWNER TO stranger',
	'REVOKE EXECUTE ON FUNCTION published_score(float8) FROM PUBLIC',
	'GRANT USAGE ON TYPE aijri_result TO stranger',
	"ALTER FUNCTION soc_within(soc_code, soc_code) SUPPORT $schema.other_support",
	'ALTER EXTENSION aijri DROP FUNCTION published_score(float8)',
	'ALTER EXTENSION aijri DROP CAST (text AS soc_code)',
	'ALTER EXTENSION aijri ADD FUNCTION other_support(internal)',
	'ALTER TYPE aijri_result ADD ATTRIBUTE more float8',
	'ALTER TYPE aijri_result RENAME ATTRIBUTE raw TO rough',
	"ALTER TYPE aijri_mode RENAME VALUE 'displacement' TO 'replacement'",
	"ALTER TYPE aijri_mode ADD VALUE 'training'",
	'ALTER DOMAIN aijri_task_score SET DEFAULT 3',
	'ALTER DOMAIN aijri_task_score DROP CONSTRAINT whole_number_from_1_to_5',
	'ALTER DOMAIN aijri_task_score ADD CHECK (VALUE < 6) NOT VALID',
	'ALTER TYPE aijri_mix SET (STORAGE = external)',
	'ALTER OPERATOR << (soc_code, soc_code) SET (RESTRICT = NONE)',
	"DELETE FROM pg_amproc WHERE amproclefttype = 'soc_code'::regtype AND amprocnum = 2",
	"UPDATE pg_amop SET amopstrategy = 9 WHERE amoplefttype = 'soc_code'::regtype AND amopstrategy = 5",
	"UPDATE pg_opclass SET opcdefault = false WHERE opcname = 'soc_code_ops'",
	"UPDATE pg_cast SET castcontext = 'i' WHERE castsource = 'text'::regtype AND casttarget = 'soc_code'::regtype",
	"UPDATE pg_aggregate SET aggcombinefn = 0 WHERE aggfnoid = 'task_resistance'::regproc",
	"UPDATE pg_aggregate SET aggtransspace = 7 WHERE aggfnoid = 'task_resistance'::regproc",
	'ALTER FUNCTION published_score(float8) RENAME TO rounded_score')
{
	my $changed = extension_members(
		$node, 'fresh', qq{
		SET search_path = $schema;
		SET allow_system_table_mods = on;
		BEGIN;
		CREATE ROLE stranger;
		CREATE FUNCTION other_support(internal) RETURNS internal LANGUAGE internal AS 'textlike_support';
		$difference});
	ok($changed ne $fresh && $changed !~ /^ERROR/m, "it shows: $difference")
	  or diag(lines_that_differ($fresh, $changed));
}

# --- From each older version --------------------------------------------------------

my $plpgsql = q{CREATE FUNCTION described(tr float8) RETURNS text LANGUAGE plpgsql AS $$
	DECLARE
		r aijri_result := aijri_result(tr, 50, 0, 0, 0);
	BEGIN
		RETURN concat_ws(' ', r.zone, mode_of('Not involved'), aijri_score(tr, 0, 0, 0));
	END $$};
my $session = q{EXECUTE prepared(2.5225); SELECT described(2.5225)};

# Results append fields and are not for storage: PostgreSQL does not alter a type
# that a table has.
my $not_for_storage = q{
	ALTER TABLE every_composite DROP result, DROP document, DROP attempt};

# What a catalog's owner has built on it.
my $built_on_it = q{
	CREATE ROLE dashboard_NAME;
	SELECT "Index of resistance".aijri_grant_reader('catalog', 'dashboard_NAME');
	CREATE VIEW best_role AS SELECT title, score, zone FROM catalog.scored_role WHERE zone_order = 3;
	CREATE MATERIALIZED VIEW kept_role AS SELECT * FROM catalog.scored_role;
	CREATE INDEX role_market_idx ON catalog.role (market);
	ALTER TABLE catalog.role ADD colour text DEFAULT 'none';
	ALTER VIEW catalog.scored_role SET (security_barrier = true);
	COMMENT ON VIEW best_role IS 'mine';
	GRANT SELECT ON best_role TO dashboard_NAME};

sub catalog_of
{
	my ($database) = @_;
	return $node->safe_psql($database, qq{
		SELECT * FROM (
		SELECT object, definition FROM $schema._catalog_objects('catalog') WHERE object !~ 'colour|role_market_idx'
		UNION ALL
		SELECT format('comment on %s of %s', attname, relname), col_description(c.oid, attnum)
		FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0
		WHERE relnamespace = 'catalog'::regnamespace AND relkind IN ('r', 'v') AND attname <> 'colour'
		) o ORDER BY object COLLATE "C", definition});
}

# What is stored and computed, apart from what the made-up version changed: the
# empty results of functions have one field more, and lists of its own sources.
sub unchanged_contents
{
	my ($database) = @_;
	return database_contents($node, $database) =~ s/^locked\."_catalog_.*\n//mgr
	  =~ s/^(locked\."(?:aijri|mix|_role)_result\(.*\|)\("\(,+\)"\)$/$1an empty result/mgr;
}

# The same of two databases: without the times of imports, and without the new field
# in a view that asks for all there are.
sub computed_contents
{
	my ($database) = @_;
	return database_contents($node, $database) =~ s/"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.0-9]*\+00"/then/gr
	  =~ s/^(role_ranking\|(?:[^,]*,){22}[^,]*),[^,]*\)$/$1)/mgr;
}

foreach my $version (grep { $_ ne $newest } @versions)
{
	(my $name = "from_$version") =~ tr/./_/;

	create_objects($node, $name, $version);
	$node->safe_psql($name, $_) foreach $not_for_storage, $locked, $built_on_it =~ s/NAME/$name/gr;
	is( $node->safe_psql(
			$name, q{SELECT extversion FROM pg_extension WHERE extname = 'aijri'}),
		$version, "$version is installed");
	my ($before, $contents) = (dump_text($name), unchanged_contents($name));

	# the same objects in a database that never had another version
	create_objects($node, "like_$name", $newest, $version);
	$node->safe_psql("like_$name", $not_for_storage);

	# Sessions at work before it, in it and after it.
	is( outcomes(
			$node, $name, qq{
			SET search_path = public, $schema;
			SET plan_cache_mode = force_generic_plan;
			PREPARE prepared AS SELECT zone_of(aijri_score(\$1, 0, 0, 0)), task_profile(3, \$1);
			BEGIN;
			$plpgsql;
			$session;
			ALTER EXTENSION aijri UPDATE TO '$newest';
			$session;
			ROLLBACK;
			$plpgsql;
			$session;
			ALTER EXTENSION aijri UPDATE;
			$session;
			DROP FUNCTION described(float8)}),
		join("\n", ("Yellow|(1,0,2.5225,3,100,0,0,0,100)\nYellow not involved 25") x 4),
		"$version to $newest under a session's feet");
	is( $node->safe_psql(
			$name, q{SELECT extversion FROM pg_extension WHERE extname = 'aijri'}),
		$newest, "$version is upgraded to $newest");

	same_lines(extension_members($node, $name), $fresh,
		"$version to $newest: the extension is that of a fresh installation");
	same_lines(dump_text($name), $before, "$version to $newest: the dump is the same text");
	same_lines(unchanged_contents($name), $contents, "$version to $newest: and so is every row");

	# The catalog follows, without what is built on it being touched.
	my $report = $node->safe_psql($name,
		"SELECT object, change FROM $schema.aijri_upgrade_catalog('catalog')");
	is( $report, "column note of table role|created\nview scored_role|replaced",
		"$version to $newest: a catalog gets what is new");
	is( $node->safe_psql($name, "SELECT * FROM $schema.aijri_upgrade_catalog('catalog')"),
		'', "$version to $newest: and nothing the second time");
	same_lines(catalog_of($name), catalog_of("like_$name"),
		"$version to $newest: the catalog is like one created by $newest");
	is( $node->safe_psql($name, q{
			SELECT count(note) FROM catalog.scored_role;
			SELECT title, colour FROM catalog.role LEFT JOIN best_role USING (title) ORDER BY 1;
			SELECT count(*) FROM kept_role;
			SELECT * FROM catalog.check_scores();
			SELECT obj_description('best_role'::regclass), reloptions FROM pg_class WHERE oid = 'catalog.scored_role'::regclass;
			SELECT to_regclass('catalog.role_market_idx') IS NOT NULL;
			SET ROLE dashboard_} . $name . q{; SELECT count(note) FROM catalog.scored_role; SELECT count(*) FROM best_role}),
		"0\nFlorist|none\nGardener|none\n2\nmine|{security_barrier=true}\nt\n0\n1",
		"$version to $newest: what was built on it is as before");

	# With the library of now under the SQL of then, results were the same, too.
	$node->safe_psql($name, q{
		DROP VIEW best_role; DROP MATERIALIZED VIEW kept_role; DROP INDEX catalog.role_market_idx;
		ALTER TABLE catalog.role DROP colour; ALTER VIEW catalog.scored_role RESET (security_barrier);
		DELETE FROM catalog.reader; DROP OWNED BY dashboard_} . $name . q{;
		DROP SCHEMA locked, "locked, not to be read" CASCADE});
	same_lines(computed_contents($name), computed_contents("like_$name"),
		"$version: what its functions gave is what those of $newest give");

	# The upgraded one can do what is new.
	is( outcomes(
			$node, $name, qq{
			SET search_path = public, $schema;
			SELECT (aijri_result(3, 50, 0, 0, 0)).points_to_cap + (aijri_result(3, 50, 0, 0, 0)).score, points_to_cap(60);
			SELECT (labour.load_oews('staging', '2025-05-01')).taken;
			SELECT aijri_create_labour('labour', 'roles');
			SELECT aijri_create_labour('another');
			SELECT count(*) FROM labour.role_labour_latest;
			DROP EXTENSION aijri}),
		"100|40\n3\n\n\n5\nERROR 2BP01", "$version to $newest: it does what is new, and labor schemas go on");
	is( outcomes($node, $name, 'DROP EXTENSION aijri CASCADE; SELECT count(*) FROM labour.oews'),
		'9', "$version to $newest: it can be dropped");
}

# --- Scripts are for extensions only ------------------------------------------------

my $sharedir = $node->config_data('--sharedir');
foreach my $script (glob "$sharedir/extension/aijri--*.sql")
{
	my ($file) = $script =~ m,([^/]+)$,;
	my $output = '';

	IPC::Run::run [ 'psql', '-X', '-d', $node->connstr('postgres'), '-f', $script ],
	  '>&', \$output;
	like($output, qr/^Use "(?:CREATE|ALTER) EXTENSION.*to load this file\.$/,
		"$file read by psql stops at once");
}
is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_proc WHERE probin ~ 'aijri'}),
	'0', 'and makes nothing');

$node->stop;
done_testing();

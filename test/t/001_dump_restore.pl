# Dump and restore of a database that uses everything of the extension that tables,
# indexes, views, and other objects can use (test/objects). The extension is
# installed in a schema that is not on the search_path and whose name needs quotes.
#
# The restored database must have the same dump, and its views must return the same
# bits.

use strict;
use warnings;

use AijriTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('dump_restore');
my $dir = PostgreSQL::Test::Utils::tempdir();

# pg_dump's options vary with what the server's version adds by default.
sub dump_text
{
	my ($database, @options) = @_;
	my $file = "$dir/compare.sql";

	$node->command_ok([ 'pg_dump', @options, '-f', $file, $database ],
		"dump of $database @options");
	my $text = slurp_file($file);
	$text =~ s/^\\(?:un)?restrict .*\n//mg;    # a random word
	return $text;
}

sub restore_script
{
	my ($file, $database) = @_;

	$node->command_ok(
		[
			'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1',
			'-d', $database, '-f', $file
		],
		"$database restored");
}

my @versions = extension_versions($node);
create_objects($node, 'original', $versions[-1]);

is( $node->safe_psql(
		'original', <<'EOS'),
SELECT t.oid::regtype
FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid AND x.extname = 'aijri'
	JOIN pg_type t ON t.oid = d.objid
WHERE d.classid = 'pg_type'::regclass AND d.refclassid = 'pg_extension'::regclass
	AND d.deptype = 'e' AND t.typtype <> 'p'
	AND NOT EXISTS (
		SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
		WHERE a.atttypid = t.oid AND c.relname LIKE 'every\_%' AND c.relkind = 'r')
	AND t.typname NOT LIKE '\_%'
ORDER BY 1
EOS
	'', 'every type of the extension has a column in the tables here');

my $dump = dump_text('original');
my $schema_dump = dump_text('original', '--schema-only');
my $contents = database_contents($node, 'original');
like($contents, qr/Green/, 'there is something to compare');

# Plain text, into psql.
$node->safe_psql('postgres', 'CREATE DATABASE from_plain');
$node->command_ok([ 'pg_dump', '-f', "$dir/plain.sql", 'original' ],
	'plain dump');
restore_script("$dir/plain.sql", 'from_plain');
ok(dump_text('from_plain') eq $dump, 'plain: the dump of the restored database');
is(database_contents($node, 'from_plain'), $contents, 'plain: rows of tables and views');

# As INSERT commands, which read every value through the types' input.
$node->safe_psql('postgres', 'CREATE DATABASE from_inserts');
$node->command_ok(
	[ 'pg_dump', '--rows-per-insert=50', '-f', "$dir/inserts.sql", 'original' ],
	'dump as INSERT commands');
restore_script("$dir/inserts.sql", 'from_inserts');
ok(dump_text('from_inserts') eq $dump,
	'INSERT commands: the dump of the restored database');

# Custom format, with two jobs at once.
$node->safe_psql('postgres', 'CREATE DATABASE from_custom');
$node->command_ok(
	[ 'pg_dump', '-Fc', '-f', "$dir/custom.dump", 'original' ],
	'dump in custom format');
$node->command_ok(
	[
		'pg_restore', '--exit-on-error', '-j', '2', '-d',
		'from_custom', "$dir/custom.dump"
	],
	'custom format restored');
ok(dump_text('from_custom') eq $dump,
	'custom format: the dump of the restored database');
is(database_contents($node, 'from_custom'), $contents, 'custom format: rows of tables and views');

# The schema first, the data later.
$node->safe_psql('postgres', 'CREATE DATABASE from_parts');
$node->command_ok(
	[ 'pg_dump', '--schema-only', '-f', "$dir/schema.sql", 'original' ],
	'dump of the schema');
restore_script("$dir/schema.sql", 'from_parts');
ok(dump_text('from_parts', '--schema-only') eq $schema_dump,
	'schema only: the dump of the restored schema');
$node->command_ok(
	[
		'pg_dump', '--data-only', '--disable-triggers',
		'-f', "$dir/data.sql", 'original'
	],
	'dump of the data');
restore_script("$dir/data.sql", 'from_parts');
is( $node->safe_psql('from_parts',
		'REFRESH MATERIALIZED VIEW zone_summary; SELECT count(*) FROM role'),
	'2001', 'materialized view filled');
is(database_contents($node, 'from_parts'), $contents, 'schema, then data: rows of tables and views');

# Restored objects work, not only look the same.
my $work = <<'EOS';
SET enable_seqscan = off; SET enable_bitmapscan = off;
SELECT count(*), sum(score) FROM role
	WHERE "Index of resistance".zone_of(score) = 'Yellow';
UPDATE role SET growth = 2 WHERE role_id = 1;
SELECT score, zone_now(1) FROM role WHERE role_id = 1;
INSERT INTO role VALUES (-1, 'impossible', 0.9, 0, 0, 0);
INSERT INTO candidate VALUES ('impossible', 0.9);
INSERT INTO task VALUES (1, 'too long', 1e10, 1);
INSERT INTO rated VALUES (NULL, 'Red');
UPDATE candidate SET task_resistance = 5 WHERE title = 'worst';
INSERT INTO candidate VALUES ('new', 5);
SELECT old_zone, new_zone, (SELECT count(*) FROM candidate WHERE title = 'NEW')
FROM journal WHERE title = 'worst';
INSERT INTO every_summary SELECT -3, mix FROM every_summary WHERE id = 1;
INSERT INTO occupation VALUES ('15-1252', 'Green', 'a') RETURNING tableoid::regclass;
SELECT (labour.load_oews('staging', '2025-05-01')).taken;
EOS
my $worked = outcomes($node, 'original', $work);
like(
	$worked,
	qr/^\d+\|[\d.]+\n.*\|Red\nERROR 22003(?:\nERROR 23514){3}\nRed\|Green\|1\nERROR 23P01\ncomputing\n3$/,
	'index, generated column, view, constraint, domain, rule, trigger, exclusion, partition and loader at work');
is(outcomes($node, 'from_plain', $work),
	$worked, 'the same in the restored database');
like(
	plan_of(
		$node, 'from_plain',
		'SET enable_seqscan = off; SET enable_bitmapscan = off',
		q{SELECT title FROM role WHERE "Index of resistance".zone_of(score) = 'Green'
			ORDER BY score DESC}),
	qr/Index Scan .*role_zone/,
	'the restored index on zone_of(score) is used');
like(
	plan_of(
		$node, 'from_plain', 'SET enable_seqscan = off; SET enable_bitmapscan = off; SET search_path = "Index of resistance", public',
		q{SELECT title FROM computing WHERE soc <<= '15-1200' AND (soc <<= '15-0000' OR zone > 'Red') ORDER BY soc DESC}),
	qr/Index .*Scan.* using computing.*\n.*soc >= .*soc <= /,
	'and the one on occupation codes, for a group of them');

$node->stop;
done_testing();

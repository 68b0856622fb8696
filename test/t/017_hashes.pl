# Hashes by which tables are distributed. Those of the extension's own types, and of
# a zone's name or place, are the same in every database, so that rows of a hash
# partition belong there wherever they are restored. The hash of an enum is that of
# its OID, which differs.

use strict;
use warnings;

use AijriTest;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('hashes');

# In the second database all OIDs are others.
$node->safe_psql('postgres', 'CREATE DATABASE here; CREATE DATABASE there');
$node->safe_psql('there', 'CREATE TYPE another AS ENUM (' . join(', ', map { "'$_'" } 1 .. 20) . ')');
$node->safe_psql($_, q{
	CREATE EXTENSION aijri;
	CREATE VIEW zone AS
	SELECT zone, zone::text AS name, array_position(enum_range(NULL::aijri_zone), zone) AS zone_order
	FROM unnest(enum_range(NULL::aijri_zone)) AS zone;
	CREATE VIEW hash AS
	SELECT 'name' AS what, name::text AS of, hashtext(name)::bigint AS hash FROM zone
	UNION ALL SELECT 'name, 64 bits', name, hashtextextended(name, 42) FROM zone
	UNION ALL SELECT 'place', zone_order::text, hashint4(zone_order) FROM zone
	UNION ALL SELECT 'place, 64 bits', zone_order::text, hashint4extended(zone_order, 42) FROM zone
	UNION ALL SELECT 'code', code, _soc_code_hash(code::soc_code) FROM unnest('{15-1252,15-1252.01,00-0000}'::text[]) AS code
	UNION ALL SELECT 'enum', name, hashenum(zone) FROM zone
	UNION ALL SELECT 'enum, 64 bits', name, hashenumextended(zone, 42) FROM zone}) foreach qw(here there);

sub hashes
{
	my ($database, $which) = @_;
	return $node->safe_psql($database, "SELECT * FROM hash WHERE what $which 'enum%' ORDER BY what, of");
}

is(scalar split(/\n/, hashes('here', 'NOT LIKE')), 15, 'hashes of names, places and codes');
is(hashes('there', 'NOT LIKE'), hashes('here', 'NOT LIKE'), 'are those of another database');
isnt(hashes('there', 'LIKE'), hashes('here', 'LIKE'), 'those of an enum are not');

# A dump puts rows into the partitions that they came from, where they are checked.
my %key = (
	zone_name => [ 'text', 'zone_of(s)::text' ],
	zone_order => [ 'int', q{array_position(enum_range(NULL::aijri_zone), zone_of(s))} ],
	soc => [ 'soc_code', q{('15-' || 1211 + i % 40)::soc_code} ],
	mix => [ 'aijri_mix', q{mix_shift('{4: 1}', 4, 2, s / 100)} ],
	scores => [ 'aijri_distribution', q{(SELECT aijri_distribution(x) FROM (VALUES (s)) AS v(x))} ]);

foreach my $key (sort keys %key)
{
	my ($type, $value) = @{ $key{$key} };

	$node->safe_psql('here', qq{
		CREATE TABLE by_$key (id int, key $type) PARTITION BY HASH (key);
		CREATE TABLE by_${key}_0 PARTITION OF by_$key FOR VALUES WITH (MODULUS 2, REMAINDER 0);
		CREATE TABLE by_${key}_1 PARTITION OF by_$key FOR VALUES WITH (MODULUS 2, REMAINDER 1);
		INSERT INTO by_$key SELECT i, $value FROM (SELECT i, i / 5.0::float8 AS s FROM generate_series(1, 500) AS i) AS r});
	my ($dump, $output) = ('', '');
	IPC::Run::run([ 'pg_dump', '-t', "by_$key*", '-d', $node->connstr('here') ], '>', \$dump) or die;
	ok(IPC::Run::run([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('there') ], '<', \$dump, '>&', \$output),
		"partitions by $key are restored elsewhere")
	  or diag($output);
	my $rows = "SELECT tableoid::regclass, id, key FROM by_$key ORDER BY id";
	is($node->safe_psql('there', $rows), $node->safe_psql('here', $rows), "partitions by $key have the same rows");
	isnt($node->safe_psql('here', "SELECT count(*) FROM by_${key}_$_"), '0', "partition $_ by $key has some") foreach 0, 1;
}

$node->stop;
done_testing();

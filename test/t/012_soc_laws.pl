# Laws of occupation codes over random codes, whose seed is printed: the order is
# total and that of the texts, equal codes have equal hashes, containment is a
# partial order, agrees with parents and with ranges, and selects the same rows with
# any plan.

use strict;
use warnings;

use AijriTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('soc_laws', 'log_statement = none', 'jit = off');
my $seed = seed();

sub setup { return $node->safe_psql('postgres', @_) }

# Codes of every level, many of them close to one another.
setup(qq{
	CREATE EXTENSION aijri;
	SELECT setseed($seed / 1e6);
	CREATE TABLE drawn AS
	SELECT lpad((11 + 2 * floor(random() * 3))::int::text, 2, '0') || '-'
		|| (1 + floor(random() ^ 2 * 9))::int
		|| lpad((floor(random() ^ 2 * 100))::int::text, 2, '0')
		|| (floor(random() * 10))::int
		|| CASE WHEN random() < 0.3 THEN '.' || lpad(floor(random() * 4)::int::text, 2, '0') ELSE '' END AS text
	FROM generate_series(1, 4000) AS i
	UNION ALL SELECT format('%s-%s%s%s', a, b, c, d)
	FROM (VALUES (15, 12), (31, 11), (51, 51), (29, 12)) AS m (a, b), generate_series(0, 9) AS c, generate_series(0, 9) AS d;
	CREATE TABLE code AS
	SELECT DISTINCT soc_parent(soc_try(text), level) AS code
	FROM drawn, unnest('{total,major,minor,broad,detailed,onet}'::text[]) AS level;
	DELETE FROM code WHERE code IS NULL;
	CREATE TABLE sample AS SELECT code FROM code ORDER BY hashtext(code::text || $seed) LIMIT 250;
	ANALYZE});
cmp_ok(setup('SELECT count(*) FROM code'), '>', 1500, 'random codes');
is( setup(q{SELECT string_agg(DISTINCT soc_level(code), ' ') FROM code}),
	'broad detailed major minor onet total', 'of all levels');

# Every statement gives the rows that break a law.
my %law = (
	'text and back' => 'SELECT code FROM code WHERE code::text::soc_code <> code',
	'send and value' => q{SELECT code FROM code WHERE encode(soc_code_send(code), 'hex') <>
		lpad(to_hex(rpad(translate(code::text, '-.', ''), 8, '0')::int), 8, '0')},
	'the order is that of texts' =>
	  q{SELECT a.code, b.code FROM sample a, sample b
		WHERE (a.code < b.code) <> (a.code::text COLLATE "C" < b.code::text COLLATE "C")},
	'exactly one of <, =, >' =>
	  q{SELECT a.code, b.code FROM sample a, sample b
		WHERE (a.code < b.code)::int + (a.code = b.code)::int + (a.code > b.code)::int <> 1
			OR (a.code <= b.code) <> (a.code < b.code OR a.code = b.code)
			OR (a.code >= b.code) <> (a.code > b.code OR a.code = b.code)
			OR (a.code <> b.code) <> NOT (a.code = b.code)
			OR _soc_code_cmp(a.code, b.code) <> (a.code > b.code)::int - (a.code < b.code)::int},
	'equal codes have equal hashes' =>
	  q{SELECT text FROM drawn WHERE soc_try(text) IS NOT NULL
			AND (_soc_code_hash(soc_try(text)) <> _soc_code_hash(soc_try(left(text, 7) || coalesce(substr(text, 8), '.00')))
				OR _soc_code_hash_extended(soc_try(text), 7) <> _soc_code_hash_extended(soc_try(text || CASE length(text) WHEN 7 THEN '.00' ELSE '' END), 7))},
	'a hash with seed 0 extends the plain one' =>
	  q{SELECT code FROM code WHERE _soc_code_hash_extended(code, 0)::bit(32) <> _soc_code_hash(code)::bit(32)},
	'containment is reflexive, the strict one irreflexive' =>
	  'SELECT code FROM code WHERE NOT code <<= code OR code << code OR NOT code >>= code OR code >> code',
	'antisymmetric' =>
	  'SELECT a.code, b.code FROM code a, sample b WHERE a.code <<= b.code AND b.code <<= a.code AND a.code <> b.code',
	'transitive' =>
	  q{SELECT a.code, b.code, c.code FROM sample a JOIN code b ON a.code <<= b.code JOIN code c ON b.code <<= c.code
		WHERE NOT a.code <<= c.code OR (a.code << b.code OR b.code << c.code) <> (a.code << c.code)},
	'the strict one is the other without equality' =>
	  'SELECT a.code, b.code FROM sample a, code b WHERE (a.code << b.code) <> (a.code <<= b.code AND a.code <> b.code)',
	'commutators' =>
	  'SELECT a.code, b.code FROM sample a, code b WHERE (a.code << b.code) <> (b.code >> a.code) OR (a.code <<= b.code) <> (b.code >>= a.code)',
	'containment is a range' =>
	  'SELECT a.code, b.code FROM code a, sample b WHERE (a.code <<= b.code) <> (a.code BETWEEN soc_first(b.code) AND soc_last(b.code))',
	'groups hold each other or have nothing in common' =>
	  q{SELECT a.code, b.code FROM sample a, sample b
		WHERE NOT (a.code <<= b.code OR b.code <<= a.code) AND soc_first(a.code) <= soc_last(b.code) AND soc_first(b.code) <= soc_last(a.code)},
	'a code is directly in its parent' =>
	  q{SELECT code FROM code WHERE NOT (code << soc_parent(code))
			OR soc_level(code) <> 'total' AND soc_parent(code) IS NULL
			OR array_position('{total,major,minor,broad,detailed,onet}', soc_level(code))
				<> 1 + array_position('{total,major,minor,broad,detailed,onet}', soc_level(soc_parent(code)))},
	'the group of a level is found by way of the parents' =>
	  q{SELECT code, level FROM code, unnest('{total,major,minor,broad,detailed,onet}'::text[]) level
		WHERE soc_parent(code, level) IS DISTINCT FROM (
			WITH RECURSIVE up (c) AS (SELECT code UNION ALL SELECT soc_parent(c) FROM up WHERE c IS NOT NULL)
			SELECT c FROM up WHERE soc_level(c) = level)},
	'what holds a code is one of its parents, or 15-1000, 31-1000, 51-5000' =>
	  q{SELECT a.code, b.code FROM code a, sample b
		WHERE (a.code << b.code) AND soc_parent(a.code, soc_level(b.code)) <> b.code
			AND b.code NOT IN ('15-1000', '31-1000', '51-5000')},
	'least and greatest' =>
	  q{SELECT * FROM (SELECT min(code) l, max(code) g, (array_agg(code ORDER BY code::text COLLATE "C")) a FROM code) m
		WHERE l <> a[1] OR g <> a[array_length(a, 1)]});

foreach my $name (sort keys %law)
{
	is(setup("SET enable_indexscan = off; $law{$name} LIMIT 5"), '', $name);
}

# --- Errors that do not end a statement, since 16 ------------------------------------

SKIP:
{
	skip 'no soft errors before PostgreSQL 16', 2
	  if setup('SHOW server_version_num') < 160000;
	is( setup(q{SELECT pg_input_is_valid('15-1252', 'soc_code'), pg_input_is_valid('15-125X', 'soc_code')}),
		't|f', 'input is tried');
	is( setup(q{SELECT sql_error_code, message FROM pg_input_error_info('1512', 'soc_code')}),
		'22P02|invalid input syntax for type soc_code: "1512"',
		'and what is wrong is told');
}

# --- However the query is run --------------------------------------------------

setup(q{
	CREATE TABLE few AS SELECT code AS grp FROM sample ORDER BY code LIMIT 40 OFFSET 100;
	CREATE TABLE many AS SELECT row_number() OVER () AS n, a.code FROM code a, generate_series(1, 20);
	CREATE INDEX ON many (code);
	CREATE INDEX ON many (soc_parent(code));
	ALTER TABLE many SET (parallel_workers = 2);
	ANALYZE many});
my @query = (
	map { ("SELECT n FROM many WHERE $_", "SELECT sum(n) FROM many, few WHERE " . s/'15-[0-9]+'/grp/r) }
	  "code <<= '15-0000'", "code << '15-1200'", "'15-1250' >>= code", "'15-1252' >> code",
	  "soc_within(code, '15-1000')", "soc_parent(code) <<= '15-1200'", "code >>= '15-1252'");
my %setting = (
	'index' => 'SET enable_seqscan = off; SET enable_bitmapscan = off',
	'bitmap' => 'SET enable_seqscan = off; SET enable_indexscan = off; SET enable_indexonlyscan = off',
	'workers' => 'SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET min_parallel_index_scan_size = 0',
	'planner at will' => 'SELECT');
my $scan = 'SET enable_indexscan = off; SET enable_bitmapscan = off; SET enable_indexonlyscan = off; SET max_parallel_workers_per_gather = 0';

foreach my $query (@query)
{
	my $rows = "SELECT count(*), md5(string_agg(q::text, ',' ORDER BY q::text)) FROM ($query) AS q";
	my $expected = setup("$scan; $rows");

	foreach my $name (sort keys %setting)
	{
		is(setup("$setting{$name}; $rows") =~ s/^\n//r, $expected, "$name: $query");
	}
}
like(
	plan_of($node, 'postgres', $setting{index}, $query[0]),
	qr/Index Cond: .*code >= '15-0000'.* AND .*code <= '15-9999.99'/,
	'an index was used');

# --- Sorting and hashing ---------------------------------------------------------

is( setup(q{
		SET work_mem = '64kB';
		SELECT count(*) FROM (
			SELECT code, lag(code) OVER (ORDER BY code) AS before FROM many) AS s
		WHERE before > code}),
	'0', 'a sort that spills');
is( setup('SET enable_sort = off; SELECT count(*) FROM (SELECT code FROM many GROUP BY code) AS g'),
	setup('SELECT count(*) FROM code'), 'groups by hash');

# --- Binary ----------------------------------------------------------------------

my $dir = PostgreSQL::Test::Utils::tempdir();
setup(qq{
	COPY code TO '$dir/code' (FORMAT binary);
	CREATE TABLE again (code soc_code);
	COPY again FROM '$dir/code' (FORMAT binary)});
is(setup('TABLE code EXCEPT ALL TABLE again'), '', 'out and in again');

sub copy_value
{
	my ($value) = @_;
	open my $file, '>:raw', "$dir/value" or die "$dir/value: $!";
	print $file "PGCOPY\n\xff\r\n\0", pack('N N', 0, 0), pack('n N/a*', 1, $value), pack('n', 0xffff);
	close $file or die "$dir/value: $!";
	return outcomes($node, 'postgres',
		qq{TRUNCATE again; COPY again FROM '$dir/value' (FORMAT binary); SELECT code FROM again});
}

is(copy_value(pack('N', 15125201)), '15-1252.01', 'a number that is a code');
is(copy_value(pack('N', $_)), 'ERROR 22P03', "$_ is none")
  foreach 15125001, 1000, 100_000_000, 0x7fffffff, 0x80000000, 0xffffffff;
is(copy_value(''), 'ERROR 08P01', 'too short');
is(copy_value('abc'), 'ERROR 08P01', 'a byte too short');
is(copy_value(pack('N C', 15125201, 0)), 'ERROR 22P03', 'too long');

# Random numbers: a value of the domain of codes, or an error.
srand($seed);
my %seen;
foreach (1 .. 60)
{
	my $number = int(rand(2**27));
	my $text = sprintf '%02d-%04d.%02d', $number / 1e6, $number / 100 % 10000, $number % 100;
	my $expected = setup("SELECT coalesce(soc_try('$text')::text, 'ERROR 22P03')");
	$expected = 'ERROR 22P03' if $number >= 1e8;
	is(copy_value(pack('N', $number)), $expected, "random number $number");
}

$node->stop;
done_testing();

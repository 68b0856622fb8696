# The grouping node over random tables and random queries, whose seed is printed:
# every query returns the same bits as PostgreSQL's own plan, however it is
# executed: with little memory or much, over tables of any kind, prepared, in a
# cursor, once more for each row of another table, with workers, in a transaction of
# any isolation.
#
# AIJRI_QUERIES sets their number.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $node = start_node(
	'grouping_properties',
	'log_statement = none',
	'autovacuum = off',
	'max_worker_processes = 16',
	'max_parallel_workers = 8',
	'parallel_setup_cost = 0',
	'parallel_tuple_cost = 0',
	'min_parallel_table_scan_size = 0',
	'jit = off');
my $queries = $ENV{AIJRI_QUERIES} || 2000;
my $seed = seed();
srand($seed);

sub setup { return $node->safe_psql('postgres', @_) }

sub pick { return $_[ int rand @_ ] }

sub chance { return rand() < $_[0] }

# Some of the words, at least one, in random order.
sub some
{
	my ($most, @words) = @_;
	my @found;
	push @found, splice @words, int rand @words, 1 for 1 .. 1 + int rand $most;
	return @found;
}

# --- Comparing --------------------------------------------------------------------

# What a query gives is the digest of its rows as text, or an error's class: which of
# several errors comes first is the plan's business.
setup(q{
	CREATE EXTENSION aijri;
	CREATE FUNCTION digest(query text) RETURNS text LANGUAGE plpgsql AS $$
	DECLARE
		found text;
	BEGIN
		EXECUTE format('SELECT count(*) || '' '' || coalesce(md5(string_agg(r, chr(10) ORDER BY r COLLATE "C")), '''')
			FROM (SELECT q::text AS r FROM (%s) AS q) AS s', query) INTO found;
		RETURN found;
	EXCEPTION WHEN data_exception THEN
		RETURN 'error';
	END $$;
	CREATE FUNCTION uses_node(query text) RETURNS boolean LANGUAGE plpgsql AS $$
	DECLARE
		line text;
	BEGIN
		FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
			IF line LIKE '%(AijriGroup)%' THEN
				RETURN true;
			END IF;
		END LOOP;
		RETURN false;
	END $$;
	-- Rows of a cursor, which goes back to its beginning halfway.
	CREATE FUNCTION fetched(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
	DECLARE
		c refcursor;
		r record;
		rows int;
	BEGIN
		OPEN c SCROLL FOR EXECUTE query;
		MOVE FORWARD ALL FROM c;
		GET DIAGNOSTICS rows = ROW_COUNT;
		MOVE ABSOLUTE 0 FROM c;
		MOVE FORWARD (rows / 2) FROM c;
		MOVE ABSOLUTE 0 FROM c;
		LOOP
			FETCH c INTO r;
			EXIT WHEN NOT FOUND;
			RETURN NEXT r::text;
		END LOOP;
		CLOSE c;
	END $$;
	-- Rows of a prepared statement, the second time that it runs.
	CREATE FUNCTION prepared(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
	DECLARE
		r record;
	BEGIN
		-- an error leaves it behind
		IF EXISTS (SELECT FROM pg_prepared_statements WHERE name = 'q') THEN
			DEALLOCATE q;
		END IF;
		EXECUTE 'PREPARE q AS ' || query;
		FOR round IN 1 .. 2 LOOP
			FOR r IN EXECUTE 'EXECUTE q' LOOP
				IF round = 2 THEN
					RETURN NEXT r::text;
				END IF;
			END LOOP;
		END LOOP;
	END $$;
	-- Rows of a query that fails within a subtransaction after it has begun.
	CREATE FUNCTION begun_and_failed(query text) RETURNS int LANGUAGE plpgsql AS $$
	DECLARE
		r record;
	BEGIN
		FOR r IN EXECUTE query LOOP
			RAISE EXCEPTION 'enough' USING ERRCODE = 'ZZ001';
		END LOOP;
		RETURN 0;
	EXCEPTION WHEN SQLSTATE 'ZZ001' THEN
		RETURN 1;
	END $$;
	CREATE DOMAIN small AS int CHECK (VALUE < 1000);
	CREATE ROLE reader});

# --- Tables -----------------------------------------------------------------------

# Keys and what becomes a key with few or many values; %d is their number.
my %key = (
	k2 => [ 'int2', 'n % %d - 5' ],
	k4 => [ 'int4', 'n % %d * 1000003 - 7' ],
	k8 => [ 'int8', 'n % %d * 10000000019' ],
	d => [ 'date', "date '2026-01-01' + n %% %d" ],
	e => [ 'aijri_mode', '(enum_range(NULL::aijri_mode))[1 + n % 3]' ],
	o => [ 'oid', '(4294967295 - n % %d)::oid' ],
	b => [ 'boolean', 'n % 2 = 0' ],
	ts => [ 'timestamptz', "timestamptz '2026-01-01' + n %% %d * interval '1 s'" ],
	u => [ 'uuid', 'md5((n % %d)::text)::uuid' ],
	t => [ 'text', q{repeat('x', n % 40) || n % %d} ],
	c => [ '"char"', 'chr(65 + n % 26)::"char"' ],
	v => [ 'varchar(60)', q{'Ä' || n % %d} ],
	l => [ 'text', q{repeat(md5((n % 5)::text), 200) || n % 3} ],
	sm => [ 'small', 'n % %d % 999' ],
	nu => [ 'numeric', 'n % %d / 10.0' ],
	bl => [ 'text COLLATE blind', q{CASE n % 2 WHEN 0 THEN 'a' ELSE 'A' END || n % 7} ]);

# Texts that are equal without being the same, where the server has ICU.
delete $key{bl}
  if $node->psql('postgres',
	"CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false)") != 0;
my @keys = sort keys %key;

# Scores, times and weights; illegal ones in few tables.
sub score_sql
{
	my ($illegal) = @_;
	my $rare = $illegal ? 'WHEN random() < 0.0005 THEN 6' : '';
	return "CASE WHEN random() < 0.05 THEN NULL $rare ELSE 1 + floor(random() * 5) END";
}

sub time_sql
{
	my $kind = pick('whole', 'half', 'fraction', 'wide', 'mixed');
	my %sql = (
		whole => 'floor(random() * 40)',
		half => 'floor(random() * 80) / 2',
		fraction => 'random() * 100 + 1e-5',
		wide => 'CASE WHEN random() < 0.5 THEN 1e9 ELSE floor(random() * 1e9) + 0.25 END',
		mixed => 'CASE n % 5 WHEN 0 THEN 1e9 WHEN 1 THEN n / 7.0 + 1e-5 WHEN 2 THEN 0 ELSE 10 END');
	return "CASE WHEN random() < 0.04 THEN NULL ELSE $sql{$kind} END";
}

# A table's columns in random order, so that those of fixed width do not all come
# first, with one dropped in between.
sub make_table
{
	my ($name, $kind) = @_;
	my $rows = pick(0, 1, 20, 300, 1000, 1000, 3000);
	my $groups = pick(1, 3, 50, 400, 2000);
	my $clustered = chance(0.5) ? "n / (1 + $rows / $groups)" : 'n';
	my $illegal = chance(0.1);
	my %column = (
		score => [ pick(qw(float8 float8 float8 int2 int4 real numeric)), score_sql($illegal) ],
		time => [ pick(qw(float8 float8 float8 numeric)), time_sql() ],
		mode => [ 'aijri_mode', '(enum_range(NULL::aijri_mode))[floor(1 + random() * 4)::int]' ],
		weight => [ pick(qw(float8 int4)), 'floor(random() * 1000)' ],
		wide => [ 'text', q{repeat('w', n % 300)} ]);
	for my $key (@keys)
	{
		my ($type, $sql) = @{ $key{$key} };
		$sql =~ s/%d/$groups/g;
		$sql =~ s/%%/%/g;
		$sql = "CASE WHEN random() < 0.06 THEN NULL ELSE $sql END" if chance(0.5);
		$column{$key} = [ $type, $sql ];
	}
	my @order = sort { $column{$a}[2] <=> $column{$b}[2] }
	  map { $column{$_}[2] = rand; $_ } sort keys %column;
	my $definitions = join ', ', map { qq{"$_" $column{$_}[0]} } @order;
	my $select = join ', ', map { qq{($column{$_}[1])::$column{$_}[0] AS "$_"} } @order;
	my $data = "SELECT $select FROM (SELECT $clustered AS n FROM generate_series(1, $rows) AS n) AS s";
	my $names = join ', ', map { qq{"$_"} } @order;

	$data =~ s/ COLLATE blind AS/ AS/;
	if ($kind eq 'partitioned')
	{
		my $by = pick('hash (k4)', 'hash (k2)', 'hash (t)');
		return "CREATE TABLE $name ($definitions) PARTITION BY $by;"
		  . join('', map { "CREATE TABLE ${name}_$_ PARTITION OF $name FOR VALUES WITH (MODULUS 3, REMAINDER $_);" } 0 .. 2)
		  . "INSERT INTO $name $data; ANALYZE $name;";
	}
	my $sql = 'CREATE ' . ($kind eq 'unlogged' ? 'UNLOGGED' : '') . " TABLE $name ($definitions);";
	$sql .= "INSERT INTO $name ($names) $data;";
	if ($kind eq 'changed')
	{
		my $gone = pick('wide', 'weight');
		$sql .= "ALTER TABLE $name DROP COLUMN $gone; ALTER TABLE $name ADD COLUMN $gone " . ($gone eq 'wide' ? q{text DEFAULT 'w'} : 'float8 DEFAULT 3') . ';';
		$sql .= "ALTER TABLE $name DROP COLUMN score; ALTER TABLE $name ADD COLUMN score float8 DEFAULT 4;";
		$sql .= "UPDATE $name SET score = 2 WHERE random() < 0.3; DELETE FROM $name WHERE random() < 0.2;";
	}
	$sql .= "CREATE TABLE ${name}_child () INHERITS ($name); INSERT INTO ${name}_child ($names) $data;" if $kind eq 'inherited';
	$sql .= "CREATE INDEX ON $name (k4); CREATE INDEX ON $name (t, k2);" if chance(0.4);
	if ($kind eq 'secured')
	{
		$sql .= "ALTER TABLE $name ENABLE ROW LEVEL SECURITY; GRANT SELECT ON $name TO reader;"
		  . "CREATE POLICY p ON $name USING (k2 % 2 = 0);";
	}
	return "$sql ANALYZE $name;" . ($kind eq 'changed' ? '' : "VACUUM $name;");
}

my @kinds = qw(plain plain plain unlogged partitioned changed inherited secured);
my %kind_of = map { ("t$_" => $kinds[ $_ % @kinds ]) } 0 .. 47;
my $statements = "SELECT setseed($seed / 1e6);\n";
$statements .= make_table($_, $kind_of{$_}) . "\n" for sort keys %kind_of;
setup($statements);

# A foreign table, whose scan is another node.
my $foreign = $node->basedir . '/foreign.csv';
my $has_foreign =
  $node->psql('postgres', "CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;") == 0;
if ($has_foreign)
{
	setup(qq{
		COPY (SELECT n % 40, 1 + n % 5, n % 77, CASE n % 3 WHEN 0 THEN 'augmentation' END
			FROM generate_series(1, 2000) n) TO '$foreign' (FORMAT csv);
		CREATE FOREIGN TABLE foreign_rows (k4 int, score float8, "time" float8, mode aijri_mode)
			SERVER files OPTIONS (filename '$foreign', format 'csv')});
}

# --- Queries ----------------------------------------------------------------------

my @arguments = ('score, "time"', 'score, "time"', 'score, "time" / 3', 'score, abs("time")', '6 - score, "time"', '3, "time"');
my @conditions = ('score > 2', '"time" > 10', 'mode IS NOT NULL', 'k2 > 0', 'random() < 2 AND b', q{t < 'xxxx'});

sub aggregate
{
	my $filter = chance(0.25) ? ' FILTER (WHERE ' . pick(@conditions[ 0 .. 3 ]) . ')' : '';
	my $arguments = pick(@arguments);
	return pick(
		"task_profile($arguments, mode)", "task_profile($arguments, mode)",
		"task_profile($arguments)", "task_resistance($arguments)",
		"exposed_pct($arguments)", "task_mix($arguments, mode)", "task_mix($arguments)",
		'aijri_distribution(score * 10)', 'aijri_distribution(score, weight)', 'count(*)',
		'count(score)', 'count(wide)', chance(0.2) ? 'count(DISTINCT score)' : 'count(*)') . $filter;
}

# What stands in FROM: a table, a join, a subquery with other nodes below the node.
sub source
{
	my ($table) = @_;
	my $other = 't' . int rand 48;
	return pick(
		$table, $table, $table, $table,
		"(SELECT * FROM $table WHERE " . pick(@conditions) . " OFFSET 0) AS s",
		"(SELECT * FROM $table UNION ALL SELECT * FROM $table) AS s",
		"(SELECT * FROM $table AS r ORDER BY r::text LIMIT 700) AS s",
		"(SELECT a.* FROM $table AS a JOIN (SELECT DISTINCT k2 FROM $other) AS o USING (k2)) AS s",
		"(SELECT a.* FROM $table AS a LEFT JOIN (SELECT DISTINCT k4 AS x FROM $other) AS o ON a.k4 = o.x) AS s",
		"(WITH w AS MATERIALIZED (SELECT * FROM $table) SELECT * FROM w) AS s");
}

sub grouped_query
{
	my ($table) = @_;
	my @key = some(3, @keys);
	@key = ($key[0]) if chance(0.5);
	@key = (pick(qw(k4 k8 t u d e))) if chance(0.6);
	@key = map { chance(0.1) && /^k\d/ ? "$_ % 10" : chance(0.05) && /^[tv]$/ ? "substr($_, 1, 3)" : $_ } @key;
	# what equals without being the same shows which one a plan keeps
	my @select = map { ($_ eq 'bl' ? 'lower(bl)' : $_) . ' AS x' . int rand 1e9 } @key;
	pop @select if chance(0.1);
	push @select, map { aggregate() . ' AS x' . int rand 1e9 } 1 .. 1 + int rand 4;
	push @select, 'task_resistance(score, "time") + 1 AS plus' if chance(0.4);
	my $where = chance(0.3) ? ' WHERE ' . pick(@conditions) : '';
	my $having = chance(0.2) ? ' HAVING ' . pick('count(*) > 2', 'task_resistance(score, "time") > 3', 'exposed_pct(score, "time") IS NOT NULL OR count(*) > 1') : '';
	return 'SELECT ' . join(', ', @select) . ' FROM ' . source($table) . "$where GROUP BY " . join(', ', @key) . $having;
}

# Queries that run another one several times over, or in another way.
sub around
{
	my ($query, $table) = @_;
	return $query if chance(0.6);
	my $inner = $query =~ / WHERE |OFFSET|UNION|LIMIT|WITH|JOIN/ ? $query : $query =~ s/ GROUP BY / WHERE k2 % 3 = i GROUP BY /r;
	my $quoted = $node->connstr && $query =~ s/'/''/gr;
	return pick(
		"SELECT i, s.* FROM generate_series(-1, 2) AS i, LATERAL ($inner) AS s",
		"SELECT i, s.* FROM generate_series(1, 3) AS i LEFT JOIN ($query) AS s ON i < 3",
		"SELECT count(*), x.c FROM generate_series(1, 3) AS i, LATERAL (SELECT count(*) + 0 * i AS c FROM ($query) AS q) AS x GROUP BY x.c",
		"SELECT * FROM fetched('$quoted')",
		"SELECT * FROM prepared('$quoted')",
		"($query) UNION ALL ($query)",
		"SELECT begun_and_failed('$quoted'), s.* FROM ($query) AS s");
}

sub settings
{
	my ($table) = @_;
	my %set = (
		work_mem => pick('64kB', '64kB', '128kB', '512kB', '4MB', '1GB'),
		max_parallel_workers_per_gather => pick(0, 0, 2),
		enable_sort => pick('on', 'off', 'off'),
		enable_material => pick('on', 'off'),
		enable_hashjoin => pick('on', 'off'),
		enable_partitionwise_aggregate => pick('on', 'off'),
		enable_seqscan => pick('on', 'on', 'on', 'off'),
		default_transaction_isolation => pick(q{'read committed'}, q{'serializable'}));
	# its name since 16, and before
	$set{ $node->pg_version >= 16 ? 'debug_parallel_query' : 'force_parallel_mode' } = pick('off', 'off', 'on');
	return join ' ', map { "SET $_ = " . ($set{$_} =~ /^'/ ? $set{$_} : "'$set{$_}'") . ';' } sort keys %set;
}

sub query_of_foreign_rows
{
	return 'SELECT k4, task_profile(score, "time", mode), count(*) FROM foreign_rows'
	  . pick('', ' WHERE score > 1') . ' GROUP BY k4';
}

# Prints a line for each query: its number, the two digests, whether the node ran.
sub script_of
{
	my ($number, $query, $table) = @_;
	my $quoted = '$query$' . $query . '$query$';
	my $role = ($kind_of{$table} // '') eq 'secured' && $query !~ /JOIN \(SELECT DISTINCT|foreign_rows/ && chance(0.7) ? 'SET ROLE reader;' : '';
	my $temporary = '';
	if (chance(0.1) && $query !~ /foreign/)
	{
		$temporary = "CREATE TEMP TABLE $table AS SELECT * FROM public.$table;" . (chance(0.5) ? "ANALYZE $table;" : '');
		$role = '';
	}
	my $again = $temporary ? "DROP TABLE pg_temp.$table;" : '';
	return "$temporary $role SET aijri.enable_grouping = off; SET max_parallel_workers_per_gather = 0; SET work_mem = '100MB';"
	  . "SELECT digest($quoted) AS expected \\gset\n"
	  . 'SET aijri.enable_grouping = on; ' . settings($table)
	  . "SELECT $number, :'expected' = digest($quoted), :'expected' <> 'error', uses_node($quoted);"
	  . "RESET ALL; RESET ROLE; $again\n";
}

# --- A run ------------------------------------------------------------------------

my @query;
for my $number (0 .. $queries - 1)
{
	my $table = pick(sort keys %kind_of);
	my $query = $has_foreign && chance(0.02) ? query_of_foreign_rows() : around(grouped_query($table), $table);
	push @query, [ $number, $query, $table ];
}
my $script = join '', map { script_of(@$_) } @query;
my @lines = split /\n/, outcomes($node, 'postgres', $script);
my (%seen, %answered, @differing, @strange);
for (@lines)
{
	if (/^(\d+)\|(\w)\|(\w)\|(\w)$/)
	{
		$seen{queries}++;
		$answered{$1} = 1;
		push @differing, $query[$1][1] if $2 ne 't';
		$seen{rows}++ if $3 eq 't';
		$seen{node}++ if $4 eq 't';
		$seen{node_rows}++ if $3 eq 't' && $4 eq 't';
	}
	else
	{
		push @strange, $_;
	}
}
is($seen{queries}, $queries, 'every query ran');
is("@strange", '', 'and nothing else was written')
  or diag(join "\n", map { $_->[1] } grep { !$answered{ $_->[0] } } @query);
is(scalar @differing, 0, 'each gives what PostgreSQL gives')
  or diag(join "\n", @differing[ 0 .. ($#differing > 9 ? 9 : $#differing) ]);
note(join ', ', map { "$_: $seen{$_}" } sort keys %seen);
cmp_ok($seen{node} // 0, '>', $queries * 0.4, 'many are taken by the node');
cmp_ok($seen{node_rows} // 0, '>', $queries * 0.35, 'most of these without an error');

# --- Switched off --------------------------------------------------------------------

# Plans, with their costs, each in a session of its own: without the node's functions
# there is nothing to load the module, so PostgreSQL plans by itself.
sub plans
{
	my ($database, $settings) = @_;
	my $script = join '', map { "\\c -\n$settings EXPLAIN $_;\n" } map { $_->[1] } @query[ 0 .. 59 ];
	return outcomes($node, $database, $script);
}

$node->safe_psql('template1', 'CREATE DATABASE plain TEMPLATE postgres');
is( $node->safe_psql('plain', q{
	WITH gone AS (UPDATE pg_proc SET prosupport = 0
		WHERE prosupport = '_grouping_support(internal)'::regprocedure RETURNING 1)
	SELECT count(*) > 0 FROM gone}),
	't', 'a database whose aggregates do not load the node');
my $plain = plans('plain', '');
like($plain, qr/Aggregate/, 'has plans');
unlike($plain, qr/AijriGroup/, 'without the node');
is(plans('postgres', 'SET aijri.enable_grouping = off;'), $plain, 'which are those with the node switched off');
like(plans('postgres', ''), qr/AijriGroup/, 'and not those with it');

# --- Nothing is left ----------------------------------------------------------------

is( setup(q{SELECT count(*) FROM pg_ls_tmpdir()}), '0', 'no temporary file is left');

done_testing();

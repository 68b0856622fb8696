# Three servers, a coordinator and two shards, with tables partitioned over
# postgres_fdw: what is sent to the shards, and that the results there are the same,
# bit for bit.
#
# The servers are set up by the examples of docs/scaling.md for the coordinator and
# the shards, which are run here in order.

use strict;
use warnings;

use AijriTest;
use DocumentExamples;
use FindBin;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

my $coordinator = start_node('coordinator', 'log_statement = none', 'jit = off');
my @shards =
  map { start_node("shard_$_", 'log_statement = none', 'jit = off') } 1, 2;

if ($coordinator->safe_psql('postgres',
		q{SELECT count(*) FROM pg_available_extensions WHERE name = 'postgres_fdw'}) eq '0')
{
	plan skip_all => 'there is no postgres_fdw';
}

$_->safe_psql('postgres', 'CREATE DATABASE roles') foreach $coordinator, @shards;

# --- The examples ---------------------------------------------------------------

# Where the shards are, as psql variables that the examples use.
my @places = map {
	my $shard = $shards[ $_ - 1 ];
	('-v', "shard_${_}_host=" . $shard->host, '-v', "shard_${_}_port=" . $shard->port)
} 1 .. @shards;

# Runs an example as a reader would; returns what psql printed.
sub run_example
{
	my ($node, $text) = @_;
	my $output = '';

	local $ENV{PAGER} = '';
	local $ENV{COLUMNS} = 200;
	IPC::Run::run [
		'psql', '-X', '-P', 'pager=off', @places, '-d', $node->connstr('roles'), '-f', '-'
	], '<', \$text, '>&', \$output;
	$output =~ s/^psql:<stdin>:\d+: //mg;
	return $output;
}

my $document = 'docs/scaling.md';

foreach my $block (blocks("$FindBin::Bin/../../$document"))
{
	next unless $block->{info} =~ /^sql\s+at (\w+)$/;
	my @nodes = $1 eq 'coordinator' ? $coordinator : @shards;

	check_example($document, $block, run_example($_, $block->{text}),
		"example in line $block->{line}, at " . $_->name)
	  foreach @nodes;
}

# --- The same bits as on one server ------------------------------------------------

my $seed = seed();

sub setup { return $coordinator->safe_psql('roles', @_) }

# Random rows in place of the examples', in tables of the coordinator's own and,
# copied from there, on the shards: 20,000 roles with 0 to 14 tasks each, of any
# times, some without score, time or mode, in some roles all.
setup(qq{
	SET max_parallel_workers_per_gather = 0;
	SELECT setseed($seed / 1e6);
	CREATE SCHEMA one;
	CREATE TABLE one.role AS
	SELECT r AS role_id, 'Role ' || r AS title,
		(ARRAY['11-1021', '13-2011', '15-1211', '15-1252', '15-1252.03', '15-2051', '29-1141', '31-1131', '47-2111', '53-2031']
			::soc_code[])[1 + floor(random() * 10)] AS soc,
		CASE WHEN random() < 0.95 THEN 1 + random() * 4 END AS tr,
		floor(random() * 21) - 10 AS evidence, floor(random() * 11) AS barriers, floor(random() * 5) - 2 AS growth
	FROM generate_series(1, 20000) AS r;
	CREATE TABLE one.task AS
	SELECT r AS role_id,
		CASE floor(random() * 6)
			WHEN 0 THEN 10 WHEN 1 THEN random() * 100 WHEN 2 THEN 100 / 3.0::float8
			WHEN 3 THEN CASE WHEN random() < 0.9 THEN 0.1 * floor(random() * 300) END
			WHEN 4 THEN 5 * floor(random() * 20) ELSE CASE r % 100 WHEN 0 THEN 1e9 ELSE 12.5 END
		END::float8 AS time_pct,
		CASE WHEN random() < 0.95 AND r % 500 <> 0 THEN floor(random() * 5) + 1 END AS score,
		CASE WHEN random() < 0.8 THEN (enum_range(NULL::aijri_mode))[1 + floor(random() * 3)] END AS mode
	FROM generate_series(1, 20000) AS r, generate_series(1, 14) AS t
	WHERE (r * 7919 + t) % 14 < r % 15;
	ANALYZE one.role, one.task;
	TRUNCATE role, task;
	INSERT INTO role SELECT * FROM one.role;
	INSERT INTO task SELECT * FROM one.task});
$_->safe_psql('roles', 'ANALYZE') foreach @shards;
note(setup(q{SELECT (SELECT count(*) FROM one.role) || ' roles, ' || (SELECT count(*) FROM one.task) || ' tasks'}));

my @spread = map { $_->safe_psql('roles', 'SELECT count(*) FROM role') } @shards;
cmp_ok($_, '>', 8000, 'a shard has about half of the roles') foreach @spread;
is($spread[0] + $spread[1], 20000, 'no role is lost');

# What the shards are asked in a query.
sub remote_sql
{
	my ($query) = @_;
	return setup("EXPLAIN (VERBOSE, COSTS OFF) $query") =~ /Remote SQL: (.*)/g;
}

# A query of role and task gives the same rows from the shards as from tables of
# the coordinator's own, and all that the shards are asked is like $sent.
sub same_rows
{
	my ($name, $sent, $query, $local) = @_;
	my @remote = remote_sql($query);
	my $expected = setup('SET search_path = one, public; ' . ($local // $query));

	is(scalar(grep { /$sent/ } @remote), 2, "$name: sent to both shards")
	  or diag(join "\n", @remote);
	is(scalar @remote, 2, "$name: and nothing else is");
	isnt($expected, '', "$name: there are rows");
	ok(setup($query) eq $expected, "$name: same rows, same bits");
}

my $score = 'aijri_score(tr, evidence, barriers, growth)';

same_rows('scores above a limit', qr/WHERE .*aijri_score\(.* > 48/,
	"SELECT role_id, float8send($score) FROM role WHERE $score > 48 ORDER BY role_id");
same_rows('a zone', qr/zone_of\(.* >= 'Yellow'::public\.aijri_zone/,
	"SELECT role_id, zone_of($score) FROM role WHERE zone_of($score) >= 'Yellow' ORDER BY role_id");
same_rows('another method', qr/zone_of\(.*'\(.*\)'::public\.aijri_method/,
	qq{SELECT role_id FROM role WHERE zone_of($score, aijri_method('{"green_min": 60.1, "yellow_min": 0.1}')) = 'Yellow' ORDER BY role_id});
same_rows('a sub-label', qr/sublabel_of\(.* = 'Red'::public\.aijri_sublabel/,
	"SELECT role_id FROM role WHERE sublabel_of($score, tr, 50, growth) = 'Red' ORDER BY role_id");
same_rows('containment', qr/soc OPERATOR\(public\.<<=\) '15-1250'/,
	"SELECT role_id FROM role WHERE soc <<= '15-1250' ORDER BY role_id");
same_rows('a range of codes', qr/soc OPERATOR\(public\.>=\) '15-0000'.*soc OPERATOR\(public\.<=\) '29-9999'/,
	"SELECT role_id FROM role WHERE soc BETWEEN '15-0000' AND '29-9999' ORDER BY role_id");
same_rows('what keeps a score from being computed', qr/score_problem\(.* IS NOT NULL/,
	"SELECT role_id FROM role WHERE score_problem(tr, 3 * evidence, barriers, growth) IS NOT NULL ORDER BY role_id");

same_rows('mixes by role', qr/task_mix\(.*GROUP BY/,
	'SELECT role_id, aijri_mix_send(task_mix(score, time_pct, mode)) FROM task GROUP BY role_id ORDER BY role_id');
same_rows('text of mixes by role', qr/task_mix\(.*GROUP BY/,
	'SELECT role_id, task_mix(score, time_pct) FROM task GROUP BY role_id ORDER BY role_id');
same_rows('profiles by role', qr/task_profile\(.*GROUP BY/,
	'SELECT role_id, record_send(task_profile(score, time_pct, mode)), task_profile(score, time_pct) FROM task GROUP BY role_id ORDER BY role_id');
same_rows('from tasks to scores', qr/aijri_score\(.*task_resistance\(.* INNER JOIN .* GROUP BY .* HAVING/,
	q{SELECT r.role_id, float8send(aijri_score(task_resistance(t.score, t.time_pct), r.evidence, r.barriers, r.growth)), float8send(exposed_pct(t.score, t.time_pct))
	FROM role r JOIN task t USING (role_id) GROUP BY r.role_id, r.evidence, r.barriers, r.growth
	HAVING aijri_score(task_resistance(t.score, t.time_pct), r.evidence, r.barriers, r.growth) > 25 ORDER BY r.role_id});

# Summaries of the shards, merged, against one aggregate over all rows.  (The
# queries on one server have no partitions to ask.)
my %send = (distribution_sum => 'aijri_distribution_send', mix_sum => 'aijri_mix_send');

sub merged
{
	my ($merge, $what, $table) = @_;
	return "SELECT $merge(s), $send{$merge}($merge(s))
		FROM (SELECT $what AS s FROM ${table}_1 UNION ALL SELECT $what FROM ${table}_2) AS x";
}

sub whole
{
	my ($merge, $what, $table) = @_;
	return "SELECT $what, $send{$merge}($what) FROM $table";
}

foreach (
	[ 'scores', 'distribution_sum', "aijri_distribution($score)", 'role' ],
	[ 'weighted scores', 'distribution_sum', "aijri_distribution($score, 1 + role_id % 1000 / 8.0::float8)", 'role' ],
	[ 'scores of a zone', 'distribution_sum', "aijri_distribution($score) FILTER (WHERE zone_of($score) = 'Yellow')", 'role' ],
	[ 'tasks', 'mix_sum', 'task_mix(score, time_pct, mode)', 'task' ],
	[ 'tasks without mode', 'mix_sum', 'task_mix(score, time_pct)', 'task' ])
{
	my ($name, @merge) = @$_;
	same_rows("$name, merged", qr/^SELECT public\.\w+\(/, merged(@merge), whole(@merge));
}

my $of_scores = "aijri_distribution($score)";
same_rows(
	'scores by occupation, merged', qr/aijri_distribution\(.*GROUP BY/,
	"SELECT soc, aijri_distribution_send(distribution_sum(s)) FROM (SELECT soc, $of_scores AS s FROM role_1 GROUP BY soc
		UNION ALL SELECT soc, $of_scores FROM role_2 GROUP BY soc) AS x GROUP BY soc ORDER BY soc",
	"SELECT soc, aijri_distribution_send($of_scores) FROM role GROUP BY soc ORDER BY soc");

# Mixes of the roles, another way to the same sum.
is( setup(q{
		SELECT aijri_mix_send(mix_sum(m)) = (SELECT aijri_mix_send(task_mix(score, time_pct, mode)) FROM one.task)
		FROM (SELECT task_mix(score, time_pct, mode) AS m FROM task GROUP BY role_id) AS x}),
	't', 'the sum of mixes by role is the mix of all');

# The first of all shards.
my $first = "SELECT role_id, $score AS s FROM %s WHERE tr IS NOT NULL ORDER BY s DESC, role_id LIMIT 20";
same_rows('the best', qr/ORDER BY .* LIMIT 20/,
	sprintf("($first) UNION ALL ($first) ORDER BY s DESC, role_id LIMIT 20", 'role_1', 'role_2'),
	sprintf($first, 'role'));

# What is not sent, in a view at the shards.
my $scored = 'role_id, float8send(score), published, zone, sublabel';
same_rows('a view at the shards', qr/ FROM public\.scored_role/,
	"SELECT $scored FROM scored_role ORDER BY role_id",
	qq{SELECT $scored
	FROM role LEFT JOIN (SELECT role_id, task_profile(score, time_pct, mode) AS p FROM task GROUP BY role_id) t USING (role_id),
		aijri_result((p).task_resistance, (p).exposed_pct, evidence, barriers, growth)
	ORDER BY role_id});

# What runs at the shards without a row going either way.
my $change = "UPDATE role SET growth = 2 WHERE zone_of($score) = 'Red' AND soc <<= '15-0000'";
is(scalar(grep { /^UPDATE public\.role SET growth = .* WHERE .*zone_of\(/ } remote_sql($change)), 2, 'an update is sent');
setup("$change; SET search_path = one, public; $change");
same_rows('rows after an update', qr/^SELECT role_id, growth/, 'SELECT role_id, growth FROM role ORDER BY role_id');

# --- Grouping, at the shards and at the coordinator ------------------------------------

# The same bits however groups are made: sent to the shards, in the grouping node or
# in PostgreSQL's own grouping at the coordinator, of rows or of partial states of
# each shard's rows, in memory or by way of the disk, and from tables of the
# coordinator's own.
my $everything = join ', ', q{aijri_mix_send(task_mix(t.score, t.time_pct, t.mode))},
  q{float8send(task_resistance(t.score, t.time_pct))}, q{record_send(task_profile(t.score, t.time_pct, t.mode))},
  q{float8send(exposed_pct(t.score, t.time_pct))}, 'count(*)';
my $joined = "$everything FROM role r JOIN task t USING (role_id)";
my $partial = 'SET enable_partitionwise_aggregate = on';
my $rows = 'SET enable_partitionwise_aggregate = off';

sub same_groups
{
	my ($name, $query, %plan) = @_;
	my $expected = setup("SET search_path = one, public; SET aijri.enable_grouping = off; $query");

	isnt($expected, '', "$name: there are rows");
	while (my ($settings, $expected_plan) = each %plan)
	{
		like(setup("$settings; EXPLAIN (VERBOSE, COSTS OFF) $query"), $expected_plan, "$name: the plan, $settings");
	}
	foreach my $settings ($partial, "$partial; SET aijri.enable_grouping = off", "$partial; SET enable_hashagg = off",
		$rows, "$rows; SET aijri.enable_grouping = off", "$rows; SET work_mem = '64kB'", 'SET search_path = one, public')
	{
		ok(setup("$settings; $query") eq $expected, "$name: same bits, $settings");
	}
	return;
}

my $sent = qr/Append\n(?:\s+->  Async Foreign Scan\n.*\n.*Aggregate on.*\n.*Remote SQL: SELECT .*GROUP BY.*\n?){2}\z/;
my $node_over_shards = qr/Custom Scan \(AijriGroup\)(?s:.*)Append\n(?:\s+->  Async Foreign Scan.*\n.*\n.*Remote SQL: (?!.*GROUP BY).*\n?){2}\z/;
my $not_sent = qr/\A(?!.*GROUP BY)/s;

same_groups('by role', "SELECT role_id, $everything FROM task t GROUP BY role_id ORDER BY role_id",
	$partial => $sent, $rows => $node_over_shards);
same_groups('by role, joined', "SELECT role_id, r.growth, $joined GROUP BY role_id, r.growth ORDER BY role_id",
	$partial => $sent, $rows => $not_sent);
same_groups('by mode', "SELECT mode, $everything FROM task t GROUP BY mode ORDER BY mode",
	$rows => $node_over_shards);
same_groups('by number', "SELECT role_id % 5000, $everything FROM task t GROUP BY role_id % 5000 ORDER BY 1",
	$rows => $node_over_shards);
same_groups('by occupation', "SELECT r.soc, $joined GROUP BY r.soc ORDER BY r.soc",
	$partial => qr/Finalize GroupAggregate(?s:.*)Append\n(?s:.*Partial HashAggregate.*){2}/, $rows => $not_sent);
same_groups('distinct tasks by role', 'SELECT role_id, aijri_mix_send(task_mix(DISTINCT score, time_pct, mode)) FROM task GROUP BY role_id ORDER BY role_id',
	$partial => $sent, $rows => $not_sent);
same_groups('distinct tasks by mode', 'SELECT mode, aijri_mix_send(task_mix(DISTINCT t.score, t.time_pct, t.mode)) FROM task t GROUP BY mode ORDER BY mode',
	$partial => $not_sent, $rows => $not_sent);
same_groups('several groupings, of roles', 'SELECT role_id, count(*), aijri_mix_send(task_mix(score, time_pct, mode)) FROM task
	GROUP BY GROUPING SETS ((role_id), ()) ORDER BY role_id', $partial => $not_sent, $rows => $not_sent);
same_groups('several groupings', "SELECT mode, t.score, $everything FROM task t
	GROUP BY GROUPING SETS ((mode), (t.score), ()) ORDER BY GROUPING(mode, t.score), mode, t.score",
	$partial => $not_sent, $rows => $not_sent);

# What the shards are asked is grouped by the node there, which loads by itself.
my ($asked) = remote_sql("SELECT role_id, $everything FROM task t GROUP BY role_id");
like($_->safe_psql('roles', "SET search_path = pg_catalog; EXPLAIN $asked"), qr/Custom Scan \(AijriGroup\)/,
	'grouped by the node at ' . $_->name) foreach @shards;

# Mixes that the shards made of their groups, merged by the node.
my $mixes = 'SELECT mode, task_mix(score, time_pct, mode) AS mix FROM %s GROUP BY mode';
my $merged_mixes = sprintf "SELECT mode, aijri_mix_send(mix_sum(mix)) FROM ($mixes UNION ALL $mixes) AS s GROUP BY mode ORDER BY mode",
  'task_1', 'task_2';
is(scalar(grep { /^SELECT .*task_mix\(.* GROUP BY/ } remote_sql($merged_mixes)), 2, 'mixes of the shards');
is(setup($merged_mixes), setup('SELECT mode, aijri_mix_send(task_mix(score, time_pct, mode)) FROM one.task GROUP BY mode ORDER BY mode'),
	'add up to those of all rows');

# --- What is sent ---------------------------------------------------------------------

# Foreign tables with nothing behind them; nothing is asked of them.
$coordinator->safe_psql(
	'roles', q{
	CREATE SERVER nowhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (extensions 'aijri');
	CREATE USER MAPPING FOR CURRENT_USER SERVER nowhere;
	-- Whether a condition on, or an aggregate over, a foreign table is all sent.
	CREATE FUNCTION is_sent(call text, foreign_table regclass, aggregate boolean) RETURNS boolean LANGUAGE plpgsql AS $$
	DECLARE
		line text;
		local boolean := false;
		remote boolean := false;
	BEGIN
		FOR line IN EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) SELECT '
			|| CASE WHEN aggregate THEN call || ' FROM ' ELSE '1 FROM ' END || foreign_table
			|| CASE WHEN aggregate THEN '' ELSE ' WHERE ' || call END
		LOOP
			local := local OR line ~ '^ *(->  )?(Filter:|Aggregate$)';
			remote := remote OR line ~ CASE WHEN aggregate THEN 'Remote SQL: SELECT .*\(' ELSE 'Remote SQL: .* WHERE ' END;
		END LOOP;
		RETURN remote AND NOT local;
	END $$;

	-- All functions, aggregates and operators, with as few arguments as may be and
	-- with all of them, from columns that are named as the OIDs of their types.
	CREATE TABLE member AS
	SELECT objid AS oid, classid FROM pg_depend
	WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
		AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'aijri');
	CREATE TABLE call AS
	WITH f AS (
		SELECT p.* FROM pg_proc p JOIN member m ON m.oid = p.oid AND m.classid = 'pg_proc'::regclass
		WHERE provolatile = 'i' AND prokind <> 'w' AND NOT proretset
			AND NOT (proargtypes::oid[] || prorettype) && ARRAY['internal', 'cstring', 'anyelement', 'record']::regtype[]::oid[])
	SELECT oid::regprocedure::text AS what, prokind = 'a' AS aggregate, proargtypes::oid[] || prorettype AS types,
		format('%s(%s)', oid::regproc, (
			SELECT string_agg('c' || proargtypes[i], ', ' ORDER BY i) FROM generate_series(0, n - 1) AS i)) AS call
	FROM f, LATERAL (SELECT pronargs UNION SELECT pronargs - pronargdefaults) AS v(n)
	WHERE n > 0
	UNION ALL
	SELECT o.oid::regoperator::text, false, ARRAY[oprleft, oprright], format('c%s %s c%s', oprleft, oprname, oprright)
	FROM pg_operator o JOIN member m ON m.oid = o.oid AND m.classid = 'pg_operator'::regclass;
	SELECT format('CREATE FOREIGN TABLE probe (%s) SERVER nowhere', string_agg(DISTINCT format('c%s %s', type, type::regtype), ', '))
	FROM call, unnest(types) AS type \gexec
	-- What a type must be to be sent: PostgreSQL's own, or a member of the extension.
	CREATE VIEW tried AS
	SELECT what,
		bool_and(is_sent(CASE WHEN aggregate THEN call ELSE format('(%s) IS NOT DISTINCT FROM NULL', call) END, 'probe', aggregate)) AS sent,
		bool_and(NOT EXISTS (
			SELECT FROM unnest(types) AS type
			WHERE type >= 16384 AND type NOT IN (SELECT oid FROM member WHERE classid = 'pg_type'::regclass))) AS possible
	FROM call GROUP BY what});

cmp_ok(setup('SELECT count(*) FROM tried WHERE possible'), '>', 90, 'functions, aggregates and operators are tried');
is(setup(q{SELECT what FROM tried WHERE possible AND NOT sent AND what !~ '^_'}), '', 'and all that people call are sent');
is( setup(q{SELECT what FROM tried WHERE NOT possible AND (sent OR what !~ '\[\]')}),
	'', 'what is not sent takes an array of a type of the extension');

# Arrays are members of the extension of their elements since 17.
my $arrays = $coordinator->safe_psql('roles', q{SELECT current_setting('server_version_num')::int >= 170000}) eq 't';
is(setup('SELECT bool_and(possible) FROM tried'), $arrays ? 't' : 'f', 'arrays of types of the extension');

# Forms of conditions, as in the table of docs/scaling.md.
$coordinator->safe_psql(
	'roles', q{
	CREATE FOREIGN TABLE form (role_id int, soc soc_code, evidence aijri_evidence, growth aijri_growth_rating,
		zone aijri_zone, mode text, mix aijri_mix, d aijri_distribution, tr float8, level text) SERVER nowhere});
foreach (
	[ 't', q{zone = 'Red'} ],
	[ 't', q{zone IS NULL OR zone < 'Green'} ],
	[ 't', q{zone = 'Red' OR zone = 'Yellow'} ],
	[ 't', q{growth > 0} ],
	[ 't', q{evidence_total(evidence) > 0} ],
	[ 't', q{evidence = aijri_evidence(0, 0, 1, 0, 0)} ],
	[ 't', q{soc >= soc_first('15-0000') AND soc <= soc_last('15-0000')} ],
	[ 't', q{soc_parent(soc) = '15-1250'} ],
	[ 't', q{soc_level(soc) IS NOT NULL} ],
	[ 't', q{soc_level(soc) = level} ],
	[ 't', q{mode_of(mode) = 'displacement'} ],
	[ 't', q{mix_share(mix, 5, 'displacement') > 0.5} ],
	[ 't', q{mix_score(mix_shift(mix, 4, 2), 0, 0, 0) > 48} ],
	[ 't', q{dist_zone_share(d, 'Red') > 0.5} ],
	[ 't', q{published_score(aijri_score(tr, 0, 0, 0)) >= 48.0} ],
	[ $arrays ? 't' : 'f', q{zone IN ('Red', 'Yellow')} ],
	[ $arrays ? 't' : 'f', q{soc IN ('15-1252', '15-1253')} ],
	[ 'f', q{zone::text = 'Red'} ],
	[ 'f', q{soc_level(soc) = 'detailed'} ],
	[ 'f', q{soc_parent(soc, 'major') = '15-0000'} ],
	[ 'f', q{quick_screen(3, growth) = 'undecided'} ],
	[ 'f', q{(evidence).wage_trends > 0} ],
	[ 'f', q{(aijri_result(tr, 50, 0, 0, 0)).zone = 'Red'} ])
{
	my ($sent, $condition) = @$_;
	(my $quoted = $condition) =~ s/'/''/g;
	is(setup("SELECT is_sent('$quoted', 'form', false)"), $sent, "$condition: " . ($sent eq 't' ? '' : 'not ') . 'sent');
}

# --- Shards that are not alike ----------------------------------------------------------

# A foreign table on a shard's database of another make.
sub foreign_role
{
	my ($name, @statements) = @_;
	my $shard = $shards[1];

	$shard->safe_psql('postgres', "CREATE DATABASE $name");
	$shard->safe_psql($name, $_) foreach @statements;
	setup(sprintf q{
		CREATE SERVER %1$s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%2$s', port '%3$s', dbname '%1$s', extensions 'aijri');
		CREATE USER MAPPING FOR CURRENT_USER SERVER %1$s;
		CREATE FOREIGN TABLE role_at_%1$s (role_id int, tr float8, growth float8) SERVER %1$s OPTIONS (table_name 'role')},
		$name, $shard->host, $shard->port);
}

my $make_role = 'CREATE TABLE role AS SELECT i AS role_id, 1 + i / 25.0::float8 AS tr, 0.0::float8 AS growth FROM generate_series(1, 100) AS i';
my $count = 'SELECT count(*), aijri_distribution(aijri_score(tr, 0, 0, growth)) FROM %s WHERE zone_of(aijri_score(tr, 0, 0, growth)) = \'Green\'';

foreign_role('alike', 'CREATE EXTENSION aijri', $make_role);
setup("CREATE TABLE role_here AS SELECT * FROM role_at_alike");
is( setup(sprintf $count, 'role_at_alike'),
	setup(sprintf $count, 'role_here'),
	'a shard with the extension');
like((remote_sql(sprintf $count, 'role_at_alike'))[0], qr/aijri_distribution/, 'which is sent the same');

foreign_role('without', $make_role);
is( outcomes($coordinator, 'roles', sprintf $count, 'role_at_without'),
	'ERROR 42704', 'a shard without the extension');
is( outcomes($coordinator, 'roles', 'SELECT count(*) FROM role_at_without WHERE published_score(tr) > 4'),
	'ERROR 42883', 'and without a function that is asked for');
is(setup('SELECT count(*) FROM role_at_without WHERE tr > 4'), '25', 'which answers everything else');

foreign_role('elsewhere', 'CREATE SCHEMA elsewhere; CREATE EXTENSION aijri SCHEMA elsewhere', $make_role);
is( outcomes($coordinator, 'roles', sprintf $count, 'role_at_elsewhere'),
	'ERROR 42704', 'a shard with the extension in another schema');

# Not naming the extension is always possible: all is done here.
setup('ALTER SERVER elsewhere OPTIONS (DROP extensions)');
is( setup(sprintf $count, 'role_at_elsewhere'),
	setup(sprintf $count, 'role_here'),
	'the same, where the extension is not named');

# A row that has gained a field, as a later version's result may.
foreign_role('later', $make_role,
	q{CREATE TABLE profile AS SELECT '(7,0,100,3.5,40,10,20,30,40,0)'::text AS profile, '{5: 10}'::text AS mix});
setup(q{CREATE FOREIGN TABLE profile_at_later (profile aijri_task_profile, mix aijri_mix) SERVER later OPTIONS (table_name 'profile')});
is( outcomes($coordinator, 'roles', 'SELECT profile FROM profile_at_later; SELECT mix FROM profile_at_later'),
	"ERROR 22P02\n{5: 10}", 'a row with one field more is refused, and nothing else');

# A shard's complaint about a rating comes through as it is.
$shards[1]->safe_psql('alike', 'INSERT INTO role VALUES (101, 3, 2.5)');
is( outcomes($coordinator, 'roles', sprintf $count, 'role_at_alike'),
	'ERROR 22003', 'an error of a shard');

$_->stop foreach $coordinator, @shards;
done_testing();

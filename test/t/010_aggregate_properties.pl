# Properties of the aggregates over random task rows, whose seed is printed: results
# equal those of plain numeric arithmetic, and the way in which a query is executed
# (any order, any number of workers, partition by partition, a moving frame, little
# memory) does not change a single bit.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $node = start_node(
	'aggregate_properties',
	'log_statement = none',
	'max_worker_processes = 16',
	'max_parallel_workers = 8',
	# PostgreSQL's own ways of evaluating aggregates; 015_grouping_properties.pl has the other
	'aijri.enable_grouping = off',
	'jit = off');
my $seed = seed();

sub setup { return $node->safe_psql('postgres', @_) }

# --- Exact arithmetic in numeric ------------------------------------------------

setup(q{
	CREATE EXTENSION aijri;

	-- Powers of five by multiplication, since power() rounds.
	CREATE TABLE five AS
	WITH RECURSIVE r (n, power) AS (
		SELECT 0, 1::numeric UNION ALL SELECT n + 1, power * 5 FROM r WHERE n < 200)
	SELECT * FROM r;

	-- The exact value of a double from its bits: mantissa x 2^exponent, where
	-- 2^-n is 5^n / 10^n.  A cast to numeric keeps 15 digits only.
	CREATE FUNCTION exact(x float8) RETURNS numeric LANGUAGE plpgsql STABLE STRICT AS $$
	DECLARE
		bits bigint := ('x' || encode(float8send(x), 'hex'))::bit(64)::bigint;
		exponent int := ((bits >> 52) & 2047) - 1075;
		mantissa numeric := (bits & 4503599627370495) + 4503599627370496;
	BEGIN
		IF x = 0 THEN
			RETURN 0;
		ELSIF exponent >= 0 THEN
			RETURN mantissa * (1::bigint << exponent);
		END IF;
		RETURN mantissa * (SELECT power FROM five WHERE n = -exponent)
			* ('1e' || exponent)::numeric;
	END $$;

	-- p / q as a whole number, ties to the even one; both 0 or more.
	CREATE FUNCTION half_even(p numeric, q numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
		SELECT CASE
			WHEN twice > q OR (twice = q AND whole % 2 = 1) THEN whole + 1 ELSE whole END
		FROM (SELECT div(p, q) AS whole, (p - div(p, q) * q) * 2 AS twice) AS d
	$$;

	-- The double nearest to p / q: of a decimal with enough places, the last of
	-- which says whether something is left, strtod() gives the nearest double.
	CREATE FUNCTION nearest(p numeric, q numeric) RETURNS float8 LANGUAGE sql IMMUTABLE AS $$
		SELECT (div(p * 1e60, q)::text
			|| CASE WHEN mod(p * 1e60, q) = 0 THEN '0' ELSE '1' END || 'e-61')::float8
	$$;

	-- A time in millionths.
	CREATE FUNCTION micro(t float8) RETURNS numeric LANGUAGE sql STABLE AS $$
		SELECT half_even(exact(t) * 1000000, 1)
	$$;

	-- The formulas, from rows (total, weighted by score, exposed, by mode).
	CREATE FUNCTION expected(n bigint, skipped bigint, total numeric, weighted numeric,
		exposed numeric, displaced numeric, augmented numeric, not_involved numeric)
	RETURNS aijri_task_profile LANGUAGE sql STABLE AS $$
		SELECT CASE WHEN total > 0 THEN ROW(n, skipped, nearest(total, 1000000),
			(half_even((6 * total - weighted) * 1000000, total)::text || 'e-6')::float8,
			nearest(100 * exposed, total), nearest(100 * displaced, total),
			nearest(100 * augmented, total), nearest(100 * not_involved, total),
			nearest(100 * (total - displaced - augmented - not_involved), total)
		)::aijri_task_profile END
	$$});

is( setup(
		q{SELECT trim_scale(exact(0.1)), trim_scale(exact(3)), micro(0.0078125), micro(0.0234375), micro(1e9),
			half_even(5, 2), half_even(7, 2), nearest(1, 3) = 1 / 3.0::float8}),
	'0.1000000000000000055511151231257827021181583404541015625|3|7812|23438|1000000000000000|2|4|t',
	'the arithmetic used for comparison');

# --- Random rows ----------------------------------------------------------------

# 2000 roles of up to 30 tasks; role 0 has a sum that needs more than 64 bits.
setup(qq{
	SET max_parallel_workers_per_gather = 0;
	SELECT setseed($seed / 1e6);
	CREATE TABLE task AS
	SELECT role, row_number() OVER () AS n,
		CASE WHEN random() > 0.04 THEN floor(random() * 5) + 1 END AS score,
		-- every third role has halves of units, most of them nothing else
		CASE CASE WHEN role % 3 = 1 AND random() < 0.99 THEN 12 ELSE floor(random() * 12) END
			WHEN 0 THEN 0
			WHEN 1 THEN CASE WHEN random() < 0.5 THEN 10 END
			WHEN 2 THEN 33.3333
			WHEN 3 THEN 100 / 3.0::float8
			WHEN 4 THEN 1e-6 * (floor(random() * 20) + 1)
			WHEN 5 THEN random() * 1e9
			WHEN 6 THEN 1e9
			-- odd multiples of 2^-7 end in half a millionth exactly
			WHEN 7 THEN (2 * floor(random() * 1e6) + 1) / 128
			WHEN 8 THEN (floor(random() * 1e6) + 0.5) / 1e6 + 1e-6
			WHEN 9 THEN 0.1 * floor(random() * 30)
			WHEN 10 THEN 5 * floor(random() * 20)
			WHEN 12 THEN floor(random() * 40) / 2
			ELSE random() * 100
		END::float8 AS time,
		CASE WHEN random() < 0.75 THEN
			(enum_range(NULL::aijri_mode))[floor(random() * 3) + 1] END AS mode
	FROM (
		SELECT role, generate_series(1, CASE role WHEN 0 THEN 100 ELSE ceil(random() * 30) END::int)
		FROM generate_series(0, 2000) AS role) AS r;
	INSERT INTO task
	SELECT 0, 1000000 + i, CASE WHEN i % 10 = 0 THEN 1 ELSE 4 END, 1e9, 'augmentation'
	FROM generate_series(1, 22000) AS i;
	ANALYZE task;

	-- Micro-times once, then plain sums.
	CREATE TABLE expectation AS
	SELECT role, (expected(
		count(*) FILTER (WHERE rated), count(*) FILTER (WHERE NOT rated),
		sum(m) FILTER (WHERE rated), sum(m * score::int) FILTER (WHERE rated),
		coalesce(sum(m) FILTER (WHERE rated AND score >= 3), 0),
		coalesce(sum(m) FILTER (WHERE rated AND mode = 'displacement'), 0),
		coalesce(sum(m) FILTER (WHERE rated AND mode = 'augmentation'), 0),
		coalesce(sum(m) FILTER (WHERE rated AND mode = 'not involved'), 0))).*
	FROM (
		SELECT *, score IS NOT NULL AND time IS NOT NULL AS rated
		FROM task LEFT JOIN (
			SELECT DISTINCT ON (time) time, micro(time) AS m FROM task) AS known USING (time)) AS t
	GROUP BY role});

my $rows = setup('SELECT count(*) FROM task');
note("$rows rows");

# A query for every form of the aggregates, as rows of text.
my $profiles = q{
	SELECT role, task_profile(score, time, mode) AS p, task_profile(score, time) AS q,
		task_resistance(score, time) AS tr, exposed_pct(score, time) AS e
	FROM %s GROUP BY role};

setup('SET max_parallel_workers_per_gather = 0; CREATE TABLE serial AS '
	  . sprintf($profiles, 'task'));

is( setup(q{
		SELECT role, s.p, e FROM serial s LEFT JOIN expectation e USING (role)
		WHERE ROW((p).tasks, (p).unscored, (p).time_total, (p).task_resistance,
				(p).exposed_pct, (p).displacement_pct, (p).augmentation_pct,
				(p).not_involved_pct, (p).unstated_pct)
			IS DISTINCT FROM ROW(e.tasks, e.unscored, e.time_total, e.task_resistance,
				e.exposed_pct, e.displacement_pct, e.augmentation_pct,
				e.not_involved_pct, e.unstated_pct)
		LIMIT 5}),
	'', 'the aggregates are the formulas in numeric');
is( setup(q{
		SELECT role, p, q, tr, serial.e FROM serial
		WHERE tr IS DISTINCT FROM (p).task_resistance OR e IS DISTINCT FROM (p).exposed_pct
			OR ROW((q).tasks, (q).unscored, (q).time_total, (q).task_resistance, (q).exposed_pct)
				IS DISTINCT FROM ROW((p).tasks, (p).unscored, (p).time_total,
					(p).task_resistance, (p).exposed_pct)
			OR (q).unstated_pct <> 100
		LIMIT 5}),
	'', 'and agree with each other');
cmp_ok(
	setup(q{SELECT count(*) FROM serial
		WHERE (p).task_resistance NOT IN (1, 2, 3, 4, 5) AND (p).unscored > 0}),
	'>', 500, 'for many different roles');

# --- Ways to run the query --------------------------------------------------------

# Runs the query under these settings and compares it with the serial result.
sub same_as_serial
{
	my ($name, $settings, $from, $plan) = @_;
	my $query = sprintf $profiles, $from;

	like(plan_of($node, 'postgres', $settings, $query), $plan, "$name: plan");
	is( setup(
			qq{$settings;
			CREATE TABLE other AS $query;
			SELECT * FROM other o FULL JOIN serial s USING (role)
			WHERE o.p::text IS DISTINCT FROM s.p::text OR o.q::text IS DISTINCT FROM s.q::text
				OR o.tr IS DISTINCT FROM s.tr OR o.e IS DISTINCT FROM s.e
			LIMIT 5;
			DROP TABLE other}),
		'', "$name: same bits");
}

my $eager = q{
	SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
	SET min_parallel_table_scan_size = 0; SET enable_sort = off};

setup('ALTER TABLE task SET (parallel_workers = 4)');
foreach my $workers (1 .. 4)
{
	same_as_serial("$workers workers",
		"$eager; SET max_parallel_workers_per_gather = $workers",
		'task', qr/Finalize.*Workers Planned: $workers\b.*Partial HashAggregate/s);
}
same_as_serial(
	'workers alone',
	"$eager; SET max_parallel_workers_per_gather = 2; SET parallel_leader_participation = off",
	'task', qr/Finalize.*Partial HashAggregate/s);
like(
	outcomes(
		$node, 'postgres',
		"$eager; SET max_parallel_workers_per_gather = 2;
		EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " . sprintf($profiles, 'task')),
	qr/Workers Launched: [12]/, 'workers do work');

my $one_process = 'SET max_parallel_workers_per_gather = 0';

same_as_serial('groups by sorting', "$one_process; SET enable_hashagg = off",
	'task', qr/GroupAggregate/);
same_as_serial(
	'random order', "$one_process; SET enable_hashagg = off",
	q{(SELECT * FROM task ORDER BY md5(n::text)) AS shuffled}, qr/md5/);
same_as_serial(
	'descending order', "$one_process; SET enable_hashagg = off",
	q{(SELECT * FROM task ORDER BY role, n DESC) AS turned}, qr/DESC/);

# Not even in one group with thousands of spilled ones.
my $little = "$one_process; SET work_mem = '64kB'; SET enable_sort = off; SET hash_mem_multiplier = 1";
same_as_serial('a hash table that spills', $little, 'task', qr/HashAggregate/);
like(
	outcomes($node, 'postgres',
		"$little; EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " . sprintf($profiles, 'task')),
	qr/Disk Usage: [1-9]/, 'it does spill');

# Partial states of each partition, one after the other and in parallel.
setup(q{
	CREATE TABLE parted (LIKE task) PARTITION BY HASH (n);
	CREATE TABLE p0 PARTITION OF parted FOR VALUES WITH (MODULUS 3, REMAINDER 0);
	CREATE TABLE p1 PARTITION OF parted FOR VALUES WITH (MODULUS 3, REMAINDER 1);
	CREATE TABLE p2 PARTITION OF parted FOR VALUES WITH (MODULUS 3, REMAINDER 2);
	CREATE TABLE reversed (LIKE task) PARTITION BY RANGE (role);
	CREATE TABLE low PARTITION OF reversed FOR VALUES FROM (MINVALUE) TO (1000);
	CREATE TABLE none PARTITION OF reversed FOR VALUES FROM (1000) TO (1001);
	CREATE TABLE high PARTITION OF reversed FOR VALUES FROM (1001) TO (MAXVALUE);
	INSERT INTO parted SELECT * FROM task;
	INSERT INTO reversed SELECT * FROM task ORDER BY role DESC;
	ANALYZE parted; ANALYZE reversed});
same_as_serial(
	'partition by partition',
	"$one_process; SET enable_partitionwise_aggregate = on; SET enable_sort = off",
	'parted', qr/Finalize.*Append.*Partial.*Partial/s);
same_as_serial(
	'partitions in parallel',
	"$eager; SET max_parallel_workers_per_gather = 2; SET enable_partitionwise_aggregate = on",
	'parted', qr/Finalize.*Gather.*Partial.*Partial/s);
same_as_serial(
	'partitions that are whole groups',
	"$one_process; SET enable_partitionwise_aggregate = on",
	'reversed', qr/Append.*Aggregate.*Aggregate/s);

# Without GROUP BY, and workers that get no row at all: partial states that are
# NULL or empty.
my $totals = q{SELECT task_profile(score, time, mode), task_resistance(score, time),
	task_profile(score, time) FILTER (WHERE n < 0), exposed_pct(score, time) FILTER (WHERE n = 77)
	FROM task WHERE %s};
foreach my $where ('true', 'role = 7', 'n = 1', 'score IS NULL', 'role < 0', 'role <> 0')
{
	my $query = sprintf $totals, $where;
	like(
		plan_of($node, 'postgres', "$eager; SET max_parallel_workers_per_gather = 4", $query),
		qr/Finalize.*Partial/s, "one group, $where: plan")
	  if $where eq 'true';
	is( setup("$eager; SET max_parallel_workers_per_gather = 4; $query"),
		setup("$one_process; $query"),
		"one group where $where: parallel is serial");
}

# --- Moving frames ---------------------------------------------------------------

# Each frame's result is compared with that of the aggregate over the frame's
# rows, which array_agg() over the same frame names.
setup(qq{
	CREATE TABLE moving AS
	SELECT *, row_number() OVER (PARTITION BY role ORDER BY n) AS i FROM task
	WHERE role BETWEEN 1 AND 250;
	-- Times that fill 64 bits within a frame, so that its state grows and stays wide.
	INSERT INTO moving
	SELECT -1, n, score, time, mode, row_number() OVER (ORDER BY n) FROM task
	WHERE role = 0 AND n BETWEEN 1000000 AND 1021000;
	CREATE UNIQUE INDEX ON moving (role, n)});

my @frames = (
	'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW',
	'ROWS BETWEEN 3 PRECEDING AND CURRENT ROW',
	'ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING',
	'ROWS BETWEEN 4 FOLLOWING AND 6 FOLLOWING',
	'ROWS BETWEEN 6 PRECEDING AND 5 PRECEDING',
	'ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING',
	'ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW',
	'GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING',
	'RANGE BETWEEN 2 PRECEDING AND CURRENT ROW');
foreach my $frame (@frames)
{
	# five neighbors are one group of peers in RANGE and GROUPS
	my $order = $frame =~ /^ROWS/ ? 'i' : 'i / 5';
	is( setup(qq{
			WITH framed AS (
				SELECT role, i, array_agg(n) OVER w AS frame,
					task_profile(score, time, mode) OVER w AS p,
					task_profile(score, time) OVER w AS q,
					task_resistance(score, time) OVER w AS tr,
					exposed_pct(score, time) OVER w AS e
				FROM moving WHERE role > 0
				WINDOW w AS (PARTITION BY role ORDER BY $order $frame))
			SELECT role, i, f.p, again.p
			FROM framed f, LATERAL (
				SELECT task_profile(score, time, mode) AS p, task_profile(score, time) AS q,
					task_resistance(score, time) AS tr, exposed_pct(score, time) AS e
				FROM moving m WHERE m.role = f.role AND m.n = ANY (f.frame)) AS again
			WHERE ROW(f.p, f.q, f.tr, f.e)::text IS DISTINCT FROM
				ROW(again.p, again.q, again.tr, again.e)::text
			LIMIT 5}),
		'', "frame $frame");
}

is( setup(q{
		WITH framed AS (
			SELECT i, task_profile(score, time, mode) OVER w AS p,
				count(*) OVER w
			FROM moving WHERE role = -1
			WINDOW w AS (ORDER BY i ROWS BETWEEN 10499 PRECEDING AND CURRENT ROW))
		SELECT count(*) FROM framed f, LATERAL (
			SELECT task_profile(score, time, mode) AS p
			FROM moving m WHERE m.role = -1 AND m.i BETWEEN f.i - 10499 AND f.i) AS again
		WHERE i % 1500 = 0 AND f.p::text = again.p::text}),
	'14', 'a frame whose sums outgrow 64 bits');

$node->stop;
done_testing();

# Properties of the aggregate _role_result over random roles, whose seed is printed:
# it returns the same bits as mix_result for the mix of a role's tasks, however the
# query is executed.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $node = start_node(
	'role_result',
	'log_statement = none',
	'max_worker_processes = 16',
	'max_parallel_workers = 8',
	'jit = off');
my $seed = seed();

sub setup { return $node->safe_psql('postgres', @_) }

# --- Random roles -----------------------------------------------------------------

# Roles of up to 20 tasks, some of none.  Half of them have whole totals, as ratings
# have, and others fractions, as means of several assessors are.  Role 0 has sums of
# more than 64 bits.
setup(qq{
	CREATE EXTENSION aijri;
	SET max_parallel_workers_per_gather = 0;
	SELECT setseed($seed / 1e6);

	CREATE TABLE method AS
	SELECT n, m FROM (VALUES (0, NULL::aijri_method), (1, aijri_method()),
		(2, aijri_method('{"exposed_from": 5, "raw_floor": 0.2}')),
		(3, aijri_method('{"imminent_max_evidence": -3, "evidence_step": 0.07, "growth_step": 0}')),
		(4, aijri_method('{"yellow_min": 40, "green_min": 40, "screen_red_max": -1}'))) AS v (n, m);

	CREATE FUNCTION total(low int, high int, whole boolean) RETURNS float8 LANGUAGE sql VOLATILE AS \$\$
		SELECT CASE WHEN random() > 0.05 THEN
			CASE WHEN whole THEN low + floor(random() * (high - low + 1)) ELSE low + random() * (high - low) END END
	\$\$;
	CREATE TABLE role AS
	SELECT i AS role, total(-10, 10, i % 2 = 0) AS evidence, total(0, 10, i % 2 = 0) AS barriers,
		total(-2, 2, i % 2 = 0) AS growth, total(0, 9, true) AS protective,
		-- most roles have the first method that comes along
		CASE WHEN i % 3 > 0 THEN 2 ELSE floor(random() * 5)::int END AS method
	FROM generate_series(0, 2000) AS i;
	ALTER TABLE role ADD PRIMARY KEY (role);

	CREATE TABLE task AS
	SELECT role, row_number() OVER () AS n,
		CASE WHEN random() > CASE role % 4 WHEN 0 THEN 0.1 ELSE 0 END THEN floor(random() * 5) + 1 END AS score,
		CASE CASE WHEN role % 3 = 1 THEN 7 ELSE floor(random() * 12) END
			WHEN 0 THEN 0
			WHEN 1 THEN CASE WHEN role % 4 > 0 OR random() < 0.5 THEN 10 END
			WHEN 2 THEN 100 / 3.0::float8
			WHEN 3 THEN 1e-6 * (floor(random() * 20) + 1)
			WHEN 4 THEN random() * 1e9
			WHEN 5 THEN (2 * floor(random() * 1e6) + 1) / 128
			WHEN 6 THEN random() * 300
			ELSE 5 * floor(random() * 20)
		END::float8 AS time,
		(ARRAY['displacement', 'augmentation', 'not involved', NULL])[floor(random() * 4) + 1] AS mode
	FROM (
		SELECT role, generate_series(1, floor(random() * 20)::int)
		FROM generate_series(1, 2000) AS role) AS r;
	INSERT INTO task
	SELECT 0, 1000000 + i, 1 + i % 5, 1e9, CASE WHEN i % 10 > 0 THEN 'augmentation' END
	FROM generate_series(1, 40000) AS i;
	-- no time at all
	INSERT INTO task SELECT r, 2000000, 1, 0, NULL FROM generate_series(2001, 2010) AS r;
	INSERT INTO role SELECT r, 1, 2, 1, 3, 0 FROM generate_series(2001, 2010) AS r;
	ANALYZE role; ANALYZE task;

	CREATE TABLE expectation AS
	SELECT r.role, mix_result(CASE WHEN unscored = 0 THEN mix END, evidence, barriers, growth, protective, m)::text AS result
	FROM role AS r JOIN method AS w ON w.n = r.method CROSS JOIN LATERAL (
		SELECT count(*) FILTER (WHERE score IS NULL OR time IS NULL) AS unscored,
			task_mix(score, time, CASE mode WHEN 'displacement' THEN 'displacement'::aijri_mode
				WHEN 'augmentation' THEN 'augmentation'::aijri_mode
				WHEN 'not involved' THEN 'not involved'::aijri_mode END) AS mix
		FROM task AS t WHERE t.role = r.role) AS t});

is( setup(q{
		SELECT count(DISTINCT result) > 1500, count(*) FILTER (WHERE result LIKE '%Green%') > 100,
			count(*) FILTER (WHERE result LIKE '(,%') > 200
		FROM expectation}),
	't|t|t', 'many roles, among them some in Green and some without a score');

# --- Ways to run the query --------------------------------------------------------

# Runs a query under some settings and compares it with what is expected.
sub as_expected
{
	my ($name, $settings, $query, $plan) = @_;

	like(plan_of($node, 'postgres', $settings, $query), $plan, "$name: plan");
	is( setup(
			qq{$settings;
			CREATE TABLE other AS $query;
			SELECT * FROM other AS o FULL JOIN expectation AS e USING (role)
			WHERE o.result::text IS DISTINCT FROM e.result
			LIMIT 5;
			DROP TABLE other}),
		'', "$name: same bits");
	return;
}

my $one_process = 'SET max_parallel_workers_per_gather = 0';
my $by_hash = 'SET enable_sort = off; SET enable_mergejoin = off; SET enable_nestloop = off';
my $by_sort = 'SET enable_hashagg = off; SET enable_hashjoin = off; SET enable_nestloop = off';
my $eager = q{
	SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
	SET min_parallel_table_scan_size = 0; SET enable_sort = off};

# As a catalog asks, with methods that differ.
my $joined = q{
	SELECT r.role, _role_result(t.score, t.time, t.mode, r.evidence, r.barriers, r.growth, r.protective, m) AS result
	FROM role AS r JOIN method AS w ON w.n = r.method LEFT JOIN task AS t ON t.role = r.role
	GROUP BY r.role};

as_expected('hashed groups', "$one_process; $by_hash", $joined, qr/HashAggregate/);
as_expected('sorted groups', "$one_process; $by_sort", $joined, qr/GroupAggregate/);
as_expected(
	'one by one', $one_process, q{
	SELECT r.role, t.result FROM role AS r JOIN method AS w ON w.n = r.method CROSS JOIN LATERAL (
		SELECT _role_result(t.score, t.time, t.mode, r.evidence, r.barriers, r.growth, r.protective, m) AS result
		FROM (VALUES (1)) AS one LEFT JOIN task AS t ON t.role = r.role) AS t},
	qr/Nested Loop.*Aggregate/s);
as_expected(
	'a hash table that spills',
	"$one_process; $by_hash; SET work_mem = '64kB'; SET hash_mem_multiplier = 1",
	$joined, qr/HashAggregate/);

# Rows that have everything, so that partial states meet.  In random order.
setup(qq{
	$one_process;
	CREATE TABLE flat AS
	SELECT r.role, t.score, t.time, t.mode, r.evidence, r.barriers, r.growth, r.protective, m
	FROM role AS r JOIN method AS w ON w.n = r.method LEFT JOIN task AS t ON t.role = r.role
	ORDER BY md5(r.role || ' ' || t.n);
	ALTER TABLE flat SET (parallel_workers = 4);
	ANALYZE flat});
my $flat = q{
	SELECT role, _role_result(score, time, mode, evidence, barriers, growth, protective, m) AS result
	FROM flat GROUP BY role};

as_expected('random order', "$one_process; $by_sort", $flat, qr/GroupAggregate/);
foreach my $workers (1 .. 4)
{
	as_expected(
		"$workers workers",
		"$eager; SET max_parallel_workers_per_gather = $workers",
		$flat, qr/Finalize.*Workers Planned: $workers\b.*Partial HashAggregate/s);
}
as_expected(
	'workers alone',
	"$eager; SET max_parallel_workers_per_gather = 2; SET parallel_leader_participation = off",
	$flat, qr/Finalize.*Partial HashAggregate/s);
as_expected(
	'sorted partial states',
	"$eager; SET max_parallel_workers_per_gather = 3; SET enable_sort = on; SET enable_hashagg = off",
	$flat, qr/Finalize GroupAggregate.*Partial GroupAggregate/s);
like(
	outcomes($node, 'postgres', "$eager; SET max_parallel_workers_per_gather = 2; EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) $flat"),
	qr/Workers Launched: [12]/, 'workers do work');

# One group, and workers that get no row at all.
foreach my $where ('role = 0', 'role = 7', 'role = 2001', 'role < 0')
{
	my $query = "SELECT _role_result(score, time, mode, evidence, barriers, growth, protective, m) FROM flat WHERE $where";

	is( setup("$eager; SET max_parallel_workers_per_gather = 4; $query"),
		setup("$one_process; $query"),
		"one group, $where: parallel is serial");
}

$node->stop;
done_testing();

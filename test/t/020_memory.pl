# The memory of a backend does not grow with the number of rows: what a function
# allocates for one row must be freed by the next.
#
# A session runs each query over a few rows first, which fills caches, and then over
# many more. The second run may add a fixed allowance to the peak memory of the
# process. It is less than the smallest allocation, 24 bytes, for each row, so that
# one leaked for each row is found.

use strict;
use warnings;

use AijriTest;
use Test::More;

# JIT compilation takes memory of its own.
my $node = start_node('memory', 'log_statement = none', 'jit = off',
	'max_parallel_workers_per_gather = 0', 'work_mem = 4MB',
	# the memory of states is seen in PostgreSQL's own plans
	'aijri.enable_grouping = off');

$node->safe_psql(
	'postgres', q{
	CREATE EXTENSION aijri;
	-- kB at the process's peak, NULL where /proc does not tell
	CREATE FUNCTION peak() RETURNS int LANGUAGE sql AS $$
		SELECT substring(pg_read_file('/proc/self/status', 0, 100000, true)
			FROM 'VmHWM:\s+(\d+) kB')::int
	$$});

if ($node->safe_psql('postgres', 'SELECT peak() IS NULL') eq 't')
{
	plan skip_all => 'there is no /proc/self/status to read memory from';
}

my $allowance = 8 * 1024;

# Assessments and methods of which the rows take turns.
my $prepare = q{
	SET enable_memoize = off;
	CREATE TEMP TABLE a AS
	SELECT aijri_assessment(
			ARRAY(SELECT aijri_task('task', j, j % 5 + 1, 'displacement')
				FROM generate_series(1, 8) AS j),
			aijri_evidence(0, 1, 2, 1, 0), aijri_barriers(0, 0, 1, 1, n - 1), 1,
			aijri_principles(0, 1, 2)) AS a,
		aijri_method(jsonb_build_object('green_min', 50 + n)) AS m, n
	FROM generate_series(1, 2) AS n;
	ANALYZE a;
	CREATE TEMP TABLE d AS
	SELECT aijri_render(aijri_document('role', a, narrative => '{"who_should_worry": "Nobody."}'))
		AS document
	FROM a WHERE n = 1};

# Each with the number of rows of its second run; the first has a twentieth.
# N stands for it.  generate_series() in the select list streams; in FROM it
# would store its rows first.
my $rows = '(SELECT generate_series(1, N) AS i) AS rows';
my @query = (
	'the score of columns' => 4_000_000,
	"SELECT count(aijri_score(1 + i % 400 / 100.0::float8, i % 21 - 10, i % 11, i % 5 - 2)) FROM $rows",
	'aggregates' => 4_000_000,
	"SELECT task_profile(i % 5 + 1, i), task_resistance(i % 5 + 1, i), exposed_pct(3, 1e9) FROM $rows",
	'aggregates of groups' => 1_000_000,
	"SELECT count(p) FROM (SELECT task_profile(i % 5 + 1, 1, 'displacement') AS p
		FROM $rows GROUP BY i % 50) AS g",
	'aggregates whose sums outgrow 64 bits' => 1_000_000,
	"SELECT count(p) FROM (SELECT task_profile(4, 1e9) AS p FROM $rows GROUP BY i % 8) AS g",
	'moving frames' => 400_000,
	"SELECT count(p) FROM (SELECT task_profile(i % 5 + 1, 1e9) OVER
		(ROWS BETWEEN 20 PRECEDING AND CURRENT ROW) AS p FROM $rows) AS w",
	'a method that differs from row to row' => 1_000_000,
	"SELECT count(aijri_score(2.5, 0, 0, 0, m)), count(zone_of(50, m))
		FROM (SELECT generate_series(1, N / 2) AS i) AS rows, a",
	'the result of columns' => 500_000,
	"SELECT count(r.sublabel) FROM $rows, LATERAL aijri_result(1 + i % 400 / 100.0::float8,
		i % 100, i % 21 - 10, i % 11, i % 5 - 2, i % 10) AS r",
	'zone, sub-label, screen, published score' => 500_000,
	"SELECT count(zone_of(i % 100)), count(sublabel_of(i % 100, 2, 30, 1)),
		count(quick_screen(i % 10, 1)), sum(published_score(i % 100)) FROM $rows",
	'score_problem, mode_of, aijri_task' => 500_000,
	"SELECT count(score_problem(i % 7, i % 25 - 12, i % 11, 0)),
		count(aijri_task('x', i, 3, mode_of('Not_Involved'))) FROM $rows",
	'mixes' => 500_000,
	"SELECT count(mix_score(m, 1, 1, 1)), count(mix_result(m, 1, 1, 1)), count(mix_profile(m)),
		count(mix_share(m, 3, 'displacement')), count(mix_shift(m, 4, 2, 0.3)), count(mix_normalize(m)),
		mix_sum(m), mix_sum(m, 2.5)
		FROM (SELECT CASE i % 2 WHEN 0 THEN '{4: 3.5}' ELSE '{1: 20, 5: 1000000000000000}' END::aijri_mix AS m FROM $rows) AS r",
	'text of mixes and distributions' => 200_000,
	"SELECT count(('{4: ' || i || '}')::aijri_mix::text), count(('{count: ' || i || '}')::aijri_distribution::text) FROM $rows",
	'mixes of groups' => 500_000,
	"SELECT count(m) FROM (SELECT task_mix(i % 5 + 1, 10) AS m, mix_sum('{1: 1}', i) FROM $rows GROUP BY i % 50) AS g",
	'distributions' => 2_000_000,
	"SELECT aijri_distribution(i % 101), aijri_distribution(i % 101, i) FROM $rows",
	'what distributions say' => 100_000,
	"SELECT count(dist_mean(d)), count(dist_stddev(d)), count(dist_quantile(d, 0.3)), count(dist_rank(d, i % 100)),
		count(dist_zone_share(d, 'Red')), distribution_sum(d)
		FROM $rows, (SELECT aijri_distribution(j / 7.0) AS d FROM generate_series(1, 300) AS j) AS x",
	'bars of histograms' => 20_000,
	"SELECT count(h.share) FROM $rows, (SELECT aijri_distribution(j / 7.0) AS d FROM generate_series(1, 300) AS j) AS x,
		dist_histogram(d, 5) AS h",
	'moving frames of distributions and mixes' => 60_000,
	"SELECT count(d), count(m) FROM (SELECT aijri_distribution(i % 100) OVER w AS d, mix_sum('{1: 1}', i) OVER w AS m
		FROM $rows WINDOW w AS (ROWS BETWEEN 20 PRECEDING AND CURRENT ROW)) AS w",
	'the result of assessments' => 400_000,
	"SELECT count(r.score) FROM (SELECT generate_series(1, N / 2) AS i) AS rows, a, aijri_result(a) AS r",
	'assessments with a method that differs' => 400_000,
	"SELECT count(aijri_score(a, m)), count(evidence_total((a).evidence))
		FROM (SELECT generate_series(1, N / 2) AS i) AS rows, a",
	'constructors' => 500_000,
	"SELECT count(aijri_assessment(ARRAY[aijri_task('a', i, 3), aijri_task('b', 1, 2)],
			aijri_evidence(0, 0, 0, 0, i % 3), aijri_barriers(0, 0, 0, 0, i % 3), 0)) FROM $rows",
	'aijri_method' => 400_000,
	"SELECT count(aijri_method(jsonb_build_object('green_min', i % 100 + 30))) FROM $rows",
	'documents: read and written' => 40_000,
	"SELECT count(aijri_render(aijri_parse(document || i))) FROM d, $rows",
	'documents: refused' => 40_000,
	"SELECT count(p.error) FROM $rows, d, aijri_try_parse(document || E'\\nZone: ' || i) AS p",
	# some forty lines each
	'documents: verified' => 20_000,
	"SELECT count(v.ok) FROM (SELECT generate_series(1, N) AS i) AS rows, d, aijri_verify(document || i) AS v",
	# some ten lines each
	'aijri_explain' => 60_000,
	"SELECT count(e.value) FROM (SELECT generate_series(1, N / 2) AS i) AS rows, a, aijri_explain(a) AS e",
	# some thirty rows each
	'score_sensitivity' => 40_000,
	"SELECT count(s.item) FROM (SELECT generate_series(1, N / 2) AS i) AS rows, a, score_sensitivity(a) AS s",
	'score_targets' => 100_000,
	"SELECT count(t.lever) FROM $rows, LATERAL score_targets(1 + i % 400 / 100.0::float8, i % 21 - 10, 5, 0, 'Green') AS t",
	# takes 0.1 ms and, while it works, 30 kB: a call that kept them would show
	'zone_probability' => 20_000,
	"SELECT count(z.score) FROM (SELECT generate_series(1, N / 2) AS i) AS rows, a, zone_probability(a, i % 10 / 10.0) AS z",
	'score_distribution' => 10_000,
	"SELECT count(d) FROM (SELECT generate_series(1, N / 2) AS i) AS rows, a, score_distribution(a, i % 10 / 10.0) AS d",
	'rank_outlook of one partition' => 8_000,
	"SELECT count(r) FROM (SELECT rank_outlook(d) OVER () AS r FROM (SELECT aijri_distribution(i % 50 + j) AS d FROM $rows, generate_series(1, 3) AS j GROUP BY i) AS s) AS o",
	'rank_outlook of many partitions' => 12_000,
	"SELECT count(r) FROM (SELECT rank_outlook(d) OVER (PARTITION BY i / 10) AS r FROM (SELECT i, aijri_distribution(i % 50 + j) AS d FROM $rows, generate_series(1, 3) AS j GROUP BY i) AS s) AS o",
	'krippendorff_alpha, again and again' => 20_000,
	"SELECT count((SELECT krippendorff_alpha(j % 10, (i % 5 + j % 3)) FROM generate_series(1, 50) AS j)) FROM $rows",
	'weighted_corr, and weighted_percentile of groups' => 500_000,
	"SELECT weighted_corr(i % 100, i % 7, 1.5), (SELECT count(p) FROM (SELECT weighted_percentile(i, 1, 0.5) AS p FROM $rows GROUP BY i / 100) AS g) FROM $rows",
	'sensitivity and robustness' => 200,
	"SELECT count(s), count(r) FROM $rows, _method_sensitivity('{3,2,4}', '{0,1,2}', '{3,2,1}', '{0,0,1}', 0.2, 8, i) AS s, _role_robustness('{3,2}', '{0,1}', '{3,2}', '{0,0}', 0.2, 8, i) AS r"
);

# kB that the second run of a query adds.
sub growth
{
	my ($number, $query) = @_;
	my @peak = grep { /^peak / } split /\n/,
	  outcomes(
		$node,
		'postgres',
		join ";\n",
		$prepare,
		map {
			my $n = $_;
			(my $sql = $query) =~ s/\bN\b/$n/g;
			($sql, q{SELECT 'peak ' || peak()})
		} ($number / 20, $number));

	s/^peak // foreach @peak;
	return $peak[1] - $peak[0];
}

cmp_ok(growth(500_000, "SELECT length(string_agg(substr(md5(i::text), 1, 24), '')) FROM $rows"),
	'>', $allowance, '24 bytes for each row show');

while (my ($name, $number, $query) = splice @query, 0, 3)
{
	cmp_ok(growth($number, $query), '<=', $allowance, "$name: kB more");
}

# A loop in PL/pgSQL, whose call sites live for the whole of it.
cmp_ok(
	growth(
		200_000, q{
		DO $$
		DECLARE
			r record;
			method aijri_method;
			score float8;
		BEGIN
			FOR i IN 1 .. N / 2 LOOP
				FOR r IN SELECT * FROM a LOOP
					method := r.m;
					score := aijri_score(r.a, method) + aijri_score(2.5, 0, 0, 0, method);
				END LOOP;
			END LOOP;
		END $$}),
	'<=', $allowance, 'a loop in PL/pgSQL: kB more');

# The build of a hash index hashes values row by row; stored compressed, they take
# 20 times the memory that they lie in.  The table is read before, into memory that
# counts as the process's own.
my @peak = grep { /^peak / } split /\n/,
  outcomes(
	$node, 'postgres', q{
	CREATE TABLE hashed AS
	SELECT d FROM (SELECT aijri_distribution(s / 10.0, 20000 + s % 2) AS d FROM generate_series(0, 1000) AS s) AS x, generate_series(1, 20000);
	CREATE TABLE few AS SELECT d FROM hashed LIMIT 100;
	SELECT sum(length(d::text)) > 0 FROM few;
	CREATE INDEX ON few USING hash (d);
	SELECT count(*) FROM hashed;
	SELECT 'peak ' || peak();
	CREATE INDEX ON hashed USING hash (d);
	SELECT 'peak ' || peak()});
s/^peak // foreach @peak;
cmp_ok($peak[1] - $peak[0], '<=', $allowance, 'a hash index on distributions: kB more');

# A partial state that came from a worker is gone once it is added: the hash
# table that puts them together holds no more than one made by a single process.
$node->safe_psql(
	'postgres', q{
	CREATE TABLE task AS
	SELECT r AS role, 1 + (r + t) % 5 AS score
	FROM generate_series(1, 30000) r, generate_series(1, 7) t ORDER BY t, r;
	ANALYZE task});

# kB of the topmost hash table over the groups
sub hash_memory
{
	my ($workers) = @_;
	my $plan = $node->safe_psql(
		'postgres', qq{
		SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
		SET min_parallel_table_scan_size = 0; SET enable_sort = off;
		SET work_mem = '500MB'; SET max_parallel_workers_per_gather = $workers;
		EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)
		SELECT role, task_profile(score, 10) FROM task GROUP BY role});

	like($plan, $workers ? qr/Finalize HashAggregate/ : qr/^HashAggregate/, "plan with $workers workers");
	return $plan =~ /Memory Usage: (\d+)kB/ ? $1 : 0;
}

my ($single, $together) = (hash_memory(0), hash_memory(2));
cmp_ok($single, '>', 0, 'kB of the hash table of a single process');
cmp_ok($together, '<', 1.2 * $single, 'kB of the hash table of states from workers');

$node->stop;
done_testing();

# Properties of the functions that analyze a score, over random roles and random
# methods, whose seed is printed: the probability of a zone is that of all
# combinations of steps, summed in numeric, or that of many random draws where there
# are too many combinations; sensitivity and targets equal the scores of changed
# roles; and parallel workers change nothing.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $node = start_node('doubt_properties', 'log_statement = none', 'jit = off',
	'max_parallel_workers_per_gather = 0');
my $seed = seed();

sub run { return $node->safe_psql('postgres', @_) }

run(qq{
	CREATE EXTENSION aijri;
	CREATE FUNCTION seeded() RETURNS void LANGUAGE sql
	AS 'SELECT setseed($seed / 1e6)';
	CREATE FUNCTION whole_of(low int, high int) RETURNS int
	LANGUAGE sql VOLATILE AS 'SELECT floor(low + random() * (high - low + 1))::int';
	CREATE FUNCTION any_of(low float8, high float8) RETURNS float8
	LANGUAGE sql VOLATILE AS \$\$
		SELECT CASE whole_of(0, 4) WHEN 0 THEN low WHEN 1 THEN high
			ELSE low + random() * (high - low) END
	\$\$;

	-- Steps and scale of any size; the scale such that scores are of the usual one.
	CREATE FUNCTION any_method() RETURNS aijri_method LANGUAGE sql VOLATILE AS \$\$
		SELECT aijri_method(jsonb_build_object(
			'evidence_step', any_of(0, 0.1), 'barrier_step', any_of(0, 0.2),
			'growth_step', any_of(0, 0.5), 'raw_floor', any_of(0, 1.5),
			'raw_span', any_of(4, 12), 'score_cap', any_of(50, 110),
			'yellow_min', y, 'green_min', y + any_of(0, 40)))
		FROM any_of(0, 40) AS y OFFSET 0
	\$\$;

	-- Times: percent, any number, thirds, tiny and huge ones.
	CREATE FUNCTION any_time(way int) RETURNS numeric LANGUAGE sql VOLATILE AS \$\$
		SELECT CASE way WHEN 0 THEN 5 * whole_of(0, 8) WHEN 1 THEN round((100 * random())::numeric, 6)
			WHEN 2 THEN 33.333333 WHEN 3 THEN whole_of(1, 9) / 1e6 ELSE 1e9 / whole_of(1, 4) END
	\$\$;
	CREATE FUNCTION any_ratings(n int, low int, high int) RETURNS int[]
	LANGUAGE sql VOLATILE AS 'SELECT array_agg(whole_of(low, high)) FROM generate_series(1, n)';

	-- A role with its ratings as arrays, and the same as an assessment.
	CREATE TYPE role AS (times numeric[], scores int[], evidence int[], barriers int[], growth int);
	CREATE FUNCTION any_role(tasks int, way int) RETURNS role LANGUAGE sql VOLATILE AS \$\$
		SELECT ROW((SELECT array_agg(any_time(way)) FROM generate_series(2, tasks)) || any_time(1) + 1,
			any_ratings(tasks, 1, 5), any_ratings(5, -2, 2), any_ratings(5, 0, 2), whole_of(-2, 2))::role
	\$\$;
	CREATE FUNCTION assessment_of(r role) RETURNS aijri_assessment LANGUAGE sql STABLE AS \$\$
		SELECT aijri_assessment(
			(SELECT array_agg(aijri_task('task ' || n, t, s) ORDER BY n)
				FROM unnest((r).times, (r).scores) WITH ORDINALITY u(t, s, n)),
			aijri_evidence((r).evidence[1], (r).evidence[2], (r).evidence[3], (r).evidence[4], (r).evidence[5]),
			aijri_barriers((r).barriers[1], (r).barriers[2], (r).barriers[3], (r).barriers[4], (r).barriers[5]),
			(r).growth)
	\$\$});

# --- All combinations ----------------------------------------------------------

# Every combination of the steps of some ratings, with its probability, which is
# exact in numeric.
run(q{
	CREATE FUNCTION combinations(ratings int[], low int, high int, doubt numeric)
	RETURNS TABLE (rated int[], p numeric) LANGUAGE sql IMMUTABLE AS $$
		WITH RECURSIVE c(n, rated, p) AS (
			SELECT 0, '{}'::int[], 1::numeric
			UNION ALL
			SELECT n + 1, rated || ratings[n + 1] + CASE WHEN ratings[n + 1] + step BETWEEN low AND high THEN step ELSE 0 END,
				p * CASE step WHEN 0 THEN 1 - doubt ELSE doubt / 2 END
			FROM c, generate_series(-1, 1) step WHERE n < cardinality(ratings))
		SELECT rated, sum(p) FROM c WHERE n = cardinality(ratings) GROUP BY rated
	$$;
	CREATE FUNCTION totals(ratings int[], low int, high int, doubt numeric)
	RETURNS TABLE (total bigint, p numeric) LANGUAGE sql IMMUTABLE AS $$
		SELECT total, sum(p)
		FROM combinations(ratings, low, high, doubt), LATERAL (SELECT sum(r) FROM unnest(rated) r) t(total)
		GROUP BY total
	$$;

	SELECT seeded();
	CREATE TABLE small AS
	SELECT id, r, d AS doubt, m, z.*
	FROM (SELECT i AS id, any_role(1 + i % 4, i % 5) AS r, CASE i WHEN 1 THEN 0 WHEN 2 THEN 1 ELSE whole_of(0, 1000) / 1000.0 END AS d,
			CASE WHEN i % 2 = 0 THEN any_method() END AS m
		FROM generate_series(1, 30) i OFFSET 0) x,
		LATERAL zone_probability(assessment_of(r), d, m) z;

	CREATE TABLE outcome AS
	SELECT id, aijri_score(t.tr, e.total, b.total, g.total, m) AS s, sum(t.p * e.p * b.p * g.p) AS p
	FROM small,
		LATERAL (SELECT tr, sum(p) AS p FROM combinations((r).scores, 1, 5, doubt),
				LATERAL (SELECT task_resistance(u.s, u.t) FROM unnest((r).times, rated) u(t, s)) x(tr)
			GROUP BY tr) t,
		LATERAL totals((r).evidence, -2, 2, doubt) e, LATERAL totals((r).barriers, 0, 2, doubt) b,
		LATERAL totals(ARRAY[(r).growth], -2, 2, doubt) g
	GROUP BY 1, 2});
cmp_ok(run('SELECT count(*) FROM outcome'), '>', 5000, 'many different scores');
is(run('SELECT id FROM outcome GROUP BY id HAVING sum(p) <> 1'), '',
	'the probabilities of all combinations add up to 1');
is( run(q{
		SELECT id, red, yellow, green, x.*
		FROM small LEFT JOIN LATERAL (
			SELECT coalesce(sum(p) FILTER (WHERE zone_of(s, m) = 'Red'), 0) AS p_red,
				coalesce(sum(p) FILTER (WHERE zone_of(s, m) = 'Yellow'), 0) AS p_yellow,
				coalesce(sum(p) FILTER (WHERE zone_of(s, m) = 'Green'), 0) AS p_green
			FROM outcome WHERE outcome.id = small.id) x ON true
		WHERE NOT (abs(red - p_red) < 1e-12 AND abs(yellow - p_yellow) < 1e-12 AND abs(green - p_green) < 1e-12
			AND abs(red + yellow + green - 1) < 5e-16 AND NOT times_rounded
			AND same_zone = CASE zone WHEN 'Red' THEN red WHEN 'Yellow' THEN yellow ELSE green END
			AND greatest(red, yellow, green) = CASE likeliest_zone WHEN 'Red' THEN red WHEN 'Yellow' THEN yellow ELSE green END)}),
	'', 'probabilities of zones');
is( run(q{
		SELECT id, mean_score, mean, stddev, deviation
		FROM small, LATERAL (SELECT sum(p * s::numeric) AS mean FROM outcome WHERE outcome.id = small.id) a,
			LATERAL (SELECT sqrt(sum(p * (s::numeric - mean) ^ 2)) AS deviation FROM outcome WHERE outcome.id = small.id) b
		WHERE NOT (abs(mean_score - mean) < 1e-11 AND abs(stddev - deviation) < 1e-9)}),
	'', 'mean and standard deviation');
is( run(q{
		SELECT id, share, wanted, got
		FROM small, LATERAL (VALUES (0.05, p05), (0.5, p50), (0.95, p95)) v(share, got),
			LATERAL (SELECT min(s) FROM (SELECT s, sum(p) OVER (ORDER BY s) AS reached FROM outcome WHERE outcome.id = small.id) c
				WHERE reached >= share - 1e-12) w(wanted)
		WHERE wanted <> got}),
	'', 'quantiles, to the last bit');

# --- Draws ---------------------------------------------------------------------

# Roles of many tasks.  A rating is drawn as the model says; five standard errors,
# and a little for time shares that were rounded.
my $draws = 40_000;
run(qq{
	SELECT seeded();
	CREATE TABLE large AS
	SELECT id, r, d AS doubt, z.*
	FROM (SELECT i AS id, any_role(6 + 3 * i, i % 2) AS r, whole_of(50, 600) / 1000.0 AS d
		FROM generate_series(1, 6) i OFFSET 0) x,
		LATERAL zone_probability(assessment_of(r), d) z;
	CREATE FUNCTION drawn(rating int, low int, high int, doubt numeric, at float8) RETURNS int
	LANGUAGE SQL IMMUTABLE RETURN greatest(low, least(high, rating + CASE WHEN at < doubt / 2 THEN -1 WHEN at < doubt THEN 1 ELSE 0 END));
	CREATE TABLE draw AS
	SELECT id, aijri_score(
		6 - (SELECT sum(t * drawn(s, 1, 5, doubt, random() + 0 * i)) / sum(t) FROM unnest((r).times::float8[], (r).scores) u(t, s)),
		(SELECT sum(drawn(e, -2, 2, doubt, random() + 0 * i)) FROM unnest((r).evidence) e),
		(SELECT sum(drawn(b, 0, 2, doubt, random() + 0 * i)) FROM unnest((r).barriers) b),
		drawn((r).growth, -2, 2, doubt, random())) AS s
	FROM large, generate_series(1, $draws) i});
is( run(qq{
		SELECT id, zone_name, p, drawn
		FROM large, LATERAL (VALUES ('Red', red), ('Yellow', yellow), ('Green', green)) v(zone_name, p),
			LATERAL (SELECT avg((zone_of(s)::text = zone_name)::int) FROM draw WHERE draw.id = large.id) x(drawn)
		WHERE abs(p - drawn) > 5 * sqrt(p * (1 - p) / $draws) + 2e-4}),
	'', 'probabilities of zones agree with draws');
is( run(qq{
		SELECT id, mean_score, mean, stddev, deviation
		FROM large, LATERAL (SELECT avg(s), stddev(s) FROM draw WHERE draw.id = large.id) x(mean, deviation)
		WHERE abs(mean_score - mean) > 5 * stddev / sqrt($draws) + 1e-3
			OR abs(stddev / deviation - 1) > 5 / sqrt(2 * $draws) + 1e-3}),
	'', 'mean and standard deviation agree with draws');
is( run(qq{
		SELECT id, share, got, below, up_to
		FROM large, LATERAL (VALUES (0.05, p05), (0.5, p50), (0.95, p95)) v(share, got),
			LATERAL (SELECT avg((s < got - 1e-3)::int), avg((s <= got + 1e-3)::int) FROM draw WHERE draw.id = large.id) x(below, up_to)
		WHERE below > share + 5 * sqrt(share * (1 - share) / $draws)
			OR up_to < share - 5 * sqrt(share * (1 - share) / $draws)}),
	'', 'quantiles agree with draws');
is(run('SELECT count(DISTINCT times_rounded) FROM large'), '2', 'with and without rounded times');

# --- Sensitivity -----------------------------------------------------------------

# The role with one rating changed, by arrays.
run(q{
	CREATE FUNCTION changed(a int[], i int, value float8) RETURNS int[] LANGUAGE plpgsql IMMUTABLE AS $$
	BEGIN
		a[i] := value;
		RETURN a;
	END $$;
	CREATE FUNCTION with_rating(r role, s aijri_sensitivity) RETURNS role LANGUAGE sql IMMUTABLE AS $$
		SELECT ROW((r).times,
			CASE WHEN s.kind = 'task' THEN changed((r).scores, s.task_number, s.new_rating) ELSE (r).scores END,
			CASE WHEN s.kind = 'evidence' THEN changed((r).evidence, array_position(ARRAY['job_postings', 'company_actions',
				'wage_trends', 'tool_maturity', 'expert_consensus'], s.item), s.new_rating) ELSE (r).evidence END,
			CASE WHEN s.kind = 'barriers' THEN changed((r).barriers, array_position(ARRAY['regulatory', 'physical_presence',
				'union_bargaining', 'liability', 'cultural'], s.item), s.new_rating) ELSE (r).barriers END,
			CASE WHEN s.kind = 'growth' THEN s.new_rating::int ELSE (r).growth END)::role
	$$;
	SELECT seeded();
	CREATE TABLE stepped AS
	SELECT id, m, assessment_of(r) AS a, assessment_of(with_rating(r, s)) AS other, s AS row
	FROM (SELECT i AS id, any_role(1 + i % 8, i % 5) AS r, CASE WHEN i % 2 = 0 THEN any_method() END AS m
		FROM generate_series(1, 400) i OFFSET 0) x,
		LATERAL score_sensitivity(assessment_of(r), m) s});
cmp_ok(run('SELECT count(*) FROM stepped'), '>', 8000, 'many steps');
is( run(q{
		SELECT id, (s.row).*
		FROM stepped s, aijri_result(a, m) before, aijri_result(other, m) after
		WHERE a = other OR (s.row).new_score <> after.score OR (s.row).new_zone <> after.zone
			OR (s.row).new_sublabel <> after.sublabel OR (s.row).change <> after.score - before.score
			OR (s.row).flips_zone <> (before.zone <> after.zone) LIMIT 5}),
	'', 'each step is what the changed role scores');

# --- Targets ---------------------------------------------------------------------

run(q{
	CREATE FUNCTION score_with(tr float8, e float8, b float8, g float8, lever text, value float8, m aijri_method) RETURNS float8
	LANGUAGE SQL IMMUTABLE RETURN aijri_score(CASE lever WHEN 'task_resistance' THEN value ELSE tr END, CASE lever WHEN 'evidence' THEN value ELSE e END,
		CASE lever WHEN 'barriers' THEN value ELSE b END, CASE lever WHEN 'growth' THEN value ELSE g END, m);
	SELECT seeded();
	CREATE TABLE target AS
	SELECT x.*, wanted, t.*, CASE WHEN wanted > now THEN 1 ELSE -1 END * CASE lever WHEN 'task_resistance' THEN 1e-6 ELSE 1 END AS step
	FROM (SELECT *, zone_of(aijri_score(tr, e, b, g, m), m) AS now
			FROM (SELECT round((1 + random() * 4)::numeric, 6)::float8 AS tr, CASE WHEN i % 3 = 0 THEN any_of(-10, 10) ELSE whole_of(-10, 10) END AS e,
				CASE WHEN i % 3 = 0 THEN any_of(0, 10) ELSE whole_of(0, 10) END AS b, CASE WHEN i % 3 = 0 THEN any_of(-2, 2) ELSE whole_of(-2, 2) END AS g,
				CASE WHEN i % 2 = 0 THEN any_method() END AS m
			FROM generate_series(1, 2000) i OFFSET 0) r) x,
		unnest(enum_range(NULL::aijri_zone)) wanted, LATERAL score_targets(tr, e, b, g, wanted, m) t
	WHERE wanted <> now});
is( run(q{
		SELECT * FROM target WHERE reachable AND NOT (
			new_score = score_with(tr, e, b, g, lever, needed, m) AND new_zone = zone_of(new_score, m)
			AND CASE WHEN step > 0 THEN new_zone >= wanted AND needed > current ELSE new_zone <= wanted AND needed < current END) LIMIT 5}),
	'', 'the value needed reaches the zone');
is( run(q{
		SELECT * FROM (SELECT *, round((needed - step)::numeric, 6)::float8 AS less FROM target) t
		WHERE reachable AND (less - current) * sign(step) >= 0 AND CASE WHEN step > 0 THEN zone_of(score_with(tr, e, b, g, lever, less, m), m) >= wanted
			ELSE zone_of(score_with(tr, e, b, g, lever, less, m), m) <= wanted END LIMIT 5}),
	'', 'and one step less does not');
is( run(q{
		SELECT * FROM target
		WHERE NOT reachable AND (needed IS NOT NULL OR CASE WHEN step > 0
			THEN zone_of(score_with(tr, e, b, g, lever, CASE lever WHEN 'task_resistance' THEN 5 WHEN 'growth' THEN 2 ELSE 10 END, m), m) >= wanted
			ELSE zone_of(score_with(tr, e, b, g, lever, CASE lever WHEN 'task_resistance' THEN 1 WHEN 'evidence' THEN -10 WHEN 'barriers' THEN 0 ELSE -2 END, m), m) <= wanted END) LIMIT 5}),
	'', 'what is not reachable is not reached at the end of the scale');
is(run('SELECT count(*) > 500, count(*) FILTER (WHERE NOT reachable) > 500 FROM target WHERE reachable OR NOT reachable'),
	't|t', 'many of both');

# --- Tables of roles ---------------------------------------------------------------

run(q{
	SELECT seeded();
	CREATE TABLE roles AS
	SELECT i AS id, assessment_of(any_role(1 + i % 9, i % 5)) AS a FROM generate_series(1, 3000) i;
	ALTER TABLE roles SET (parallel_workers = 2);
	ANALYZE roles;
	CREATE VIEW questioned AS
	SELECT id, z.*, zone_firmness(z.same_zone) AS firmness, s.steps, s.flips
	FROM roles, zone_probability(a, 0.2) z,
		LATERAL (SELECT count(*) AS steps, count(*) FILTER (WHERE flips_zone) AS flips FROM score_sensitivity(a)) s});
my $digest = q{SELECT count(*), sum(hashtextextended(q::text, 0)) FROM questioned q};
my $eager = 'SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
	SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2';
like(plan_of($node, 'postgres', $eager, $digest), qr/Gather/, 'a view over many roles: plan with workers');
is(run("$eager; $digest"), run($digest), 'and the same result as without');

$node->stop;
done_testing();

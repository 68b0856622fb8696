# Properties of the score over random roles and random legal methods, whose seed is
# printed: a better rating never lowers a score, columns and assessments agree,
# numeric arithmetic returns the same bits, score_problem() reports exactly the
# inputs that fail, and values survive output and input.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $node = start_node('score_properties', 'log_statement = none', 'jit = off',
	'max_parallel_workers_per_gather = 0');
my $seed = seed();

sub run { return $node->safe_psql('postgres', @_) }

run(qq{
	CREATE EXTENSION aijri;
	CREATE FUNCTION seeded() RETURNS void LANGUAGE sql
	AS 'SELECT setseed($seed / 1e6)';

	-- A number in a range: an end, a whole number, a nice one or any.
	CREATE FUNCTION any_of(low float8, high float8) RETURNS float8
	LANGUAGE sql VOLATILE AS \$\$
		SELECT CASE floor(random() * 6)
			WHEN 0 THEN low
			WHEN 1 THEN high
			WHEN 2 THEN greatest(low, least(high, floor(low + random() * (high - low + 1))))
			WHEN 3 THEN greatest(low, least(high, round((low + random() * (high - low))::numeric, 2)))
			ELSE low + random() * (high - low)
		END
	\$\$;
	CREATE FUNCTION whole_of(low int, high int) RETURNS int
	LANGUAGE sql VOLATILE AS 'SELECT floor(low + random() * (high - low + 1))::int';

	CREATE FUNCTION any_method() RETURNS aijri_method LANGUAGE sql VOLATILE AS \$\$
		SELECT ROW(any_of(0, 0.1), any_of(0, 0.5), any_of(0, 0.5), any_of(0, 1000),
			any_of(0.000001, 1000), any_of(0, 1000), greatest(g, y), least(g, y),
			whole_of(1, 5), any_of(1, 5),
			CASE WHEN random() < 0.5 THEN any_of(-10, 10) END,
			CASE WHEN random() < 0.5 THEN any_of(0, 10) END,
			any_of(0, 100), any_of(0, 100), any_of(-2, 3), whole_of(-1, 10), whole_of(-1, 10)
		)::aijri_method
		FROM any_of(0, 1000) AS g, any_of(0, 1000) AS y
	\$\$;
	SELECT seeded();
	CREATE TABLE method AS
	SELECT i AS id, any_method() AS m FROM generate_series(1, 500) AS i;
	-- methods that give scores of the usual size
	INSERT INTO method
	SELECT 500 + i, aijri_method(jsonb_build_object('raw_floor', random(), 'raw_span', 4 + 8 * random(),
		'evidence_step', any_of(0, 0.1), 'barrier_step', any_of(0, 0.1),
		'growth_step', any_of(0, 0.1), 'green_min', 40 + i % 20, 'yellow_min', 20 + i % 20))
	FROM generate_series(1, 500) AS i;
	INSERT INTO method VALUES (0, NULL)});

# --- Monotone -----------------------------------------------------------------

# From a random role to one at least as good in everything.
run(q{
	SELECT seeded();
	CREATE TABLE pair AS
	SELECT tr, e, b, g,
		CASE WHEN random() < 0.5 THEN tr ELSE any_of(tr, 5) END AS tr2,
		CASE WHEN random() < 0.5 THEN e ELSE any_of(e, 10) END AS e2,
		CASE WHEN random() < 0.5 THEN b ELSE any_of(b, 10) END AS b2,
		CASE WHEN random() < 0.5 THEN g ELSE any_of(g, 2) END AS g2,
		m
	FROM (
		SELECT any_of(1, 5) AS tr, any_of(-10, 10) AS e, any_of(0, 10) AS b, any_of(-2, 2) AS g,
			CASE WHEN i % 3 > 0 THEN whole_of(0, 1000) ELSE 0 END AS id
		FROM generate_series(1, 60000) AS i OFFSET 0) AS role
		JOIN method USING (id)});
is( run(q{
		SELECT tr, e, b, g, tr2, e2, b2, g2, m FROM pair
		WHERE NOT (aijri_score(tr, e, b, g, m) <= aijri_score(tr2, e2, b2, g2, m)
			AND aijri_raw(tr, e, b, g, m) <= aijri_raw(tr2, e2, b2, g2, m)
			AND zone_of(aijri_score(tr, e, b, g, m), m)
				<= zone_of(aijri_score(tr2, e2, b2, g2, m), m))
		LIMIT 5}),
	'', 'a better role never scores less, under any method');
is( run(q{
		SELECT tr, e, b, g, m FROM pair
		WHERE NOT (aijri_score(tr, e, b, g, m)
			BETWEEN 0 AND coalesce((m).score_cap, 100)) LIMIT 5}),
	'', 'scores lie between 0 and the cap');
cmp_ok(
	run(q{SELECT count(DISTINCT aijri_score(tr, e, b, g, m)) FROM pair}),
	'>', 20000, 'many different scores');

# --- Exact --------------------------------------------------------------------

# Whole totals, default method: the double nearest to the true quotient, by
# whole-number arithmetic as in (TR x 1e6)(100 + 4E)(100 + 2B)(100 + 5G).
run(q{
	CREATE FUNCTION score_in_numeric(tr numeric, e int, b int, g int) RETURNS float8
	LANGUAGE plpgsql IMMUTABLE AS $$
	DECLARE
		raw numeric := tr * (1 + 0.04 * e) * (1 + 0.02 * b) * (1 + 0.05 * g);
		-- numerator and denominator of the score, as whole numbers
		p numeric := (raw - 0.54) * 100 * 1e12;
		q numeric := 7.93 * 1e12;
		-- enough digits for strtod() to find the nearest double; the last one
		-- says whether something is left
		digits numeric := div(abs(p) * 1e40, q);
	BEGIN
		RETURN least(100, greatest(0, sign(p) * (digits::text
			|| CASE WHEN digits * q = abs(p) * 1e40 THEN '0' ELSE '1' END || 'e-41')::float8));
	END $$;
	SELECT seeded();
	CREATE TABLE whole AS
	SELECT CASE i % 4
			WHEN 0 THEN 1 + whole_of(0, 400) / 100.0
			WHEN 1 THEN 1 + whole_of(0, 40000) / 10000.0
			ELSE 1 + whole_of(0, 4000000) / 1000000.0 END AS tr,
		whole_of(-10, 10) AS e, whole_of(0, 10) AS b, whole_of(-2, 2) AS g
	FROM generate_series(1, 60000) AS i});
is( run(q{
		SELECT tr, e, b, g, aijri_score(tr, e, b, g), score_in_numeric(tr, e, b, g) FROM whole
		WHERE float8send(aijri_score(tr, e, b, g)) <> float8send(score_in_numeric(tr, e, b, g))
		LIMIT 5}),
	'', 'whole totals: the score is that of numeric, to the last bit');
is( run(q{
		SELECT tr, e, b, g FROM whole
		WHERE aijri_raw(tr, e, b, g)
			<> (tr * (1 + 0.04 * e) * (1 + 0.02 * b) * (1 + 0.05 * g))::text::float8 LIMIT 5}),
	'', 'and so is raw');
is( run(q{
		SELECT tr, e, b, g FROM whole, LATERAL (
			SELECT (tr * (1 + 0.04 * e) * (1 + 0.02 * b) * (1 + 0.05 * g) - 0.54) / 7.93 * 100) AS s (exact)
		WHERE zone_of(aijri_score(tr, e, b, g)) <>
			CASE WHEN exact >= 48 THEN 'Green' WHEN exact >= 25 THEN 'Yellow' ELSE 'Red' END::aijri_zone
		LIMIT 5}),
	'', 'and the zone that numeric gives');
is( run(q{
		SELECT tr, e, b, g FROM whole, aijri_result(tr, NULL, e, b, g) AS r
		WHERE r.score <> aijri_score(tr, e, b, g) OR r.raw <> aijri_raw(tr, e, b, g)
			OR r.zone <> zone_of(r.score) OR r.published <> published_score(r.score)
			OR aijri_score(tr, e, b, g, aijri_method()) <> r.score
			OR r.published <> round(r.score::text::numeric, 1)
		LIMIT 5}),
	'', 'aijri_result() and the single functions agree');

# --- Columns, rows and assessments ----------------------------------------------

run(q{
	SELECT seeded();
	CREATE TABLE role AS
	SELECT id, aijri_evidence(whole_of(-2, 2), whole_of(-2, 2), whole_of(-2, 2), whole_of(-2, 2),
			CASE WHEN random() < 0.95 THEN whole_of(-2, 2) END) AS evidence,
		aijri_barriers(whole_of(0, 2), whole_of(0, 2), whole_of(0, 2), whole_of(0, 2),
			CASE WHEN random() < 0.95 THEN whole_of(0, 2) END) AS barriers,
		CASE WHEN random() < 0.95 THEN whole_of(-2, 2) END AS growth,
		CASE WHEN random() < 0.8 THEN
			aijri_principles(whole_of(0, 3), whole_of(0, 3), whole_of(0, 3)) END AS principles,
		whole_of(0, 1000) AS method
	FROM generate_series(1, 4000) AS id;
	CREATE TABLE task AS
	SELECT id, CASE WHEN random() < 0.99 THEN whole_of(1, 5) END AS score,
		CASE WHEN random() < 0.3 THEN 5 * whole_of(0, 6) ELSE any_of(0, 100) END AS time,
		CASE WHEN random() < 0.7 THEN (enum_range(NULL::aijri_mode))[whole_of(1, 3)] END AS mode
	FROM (SELECT id, generate_series(1, whole_of(0, 8)) FROM role) AS r;
	CREATE INDEX ON task (id);
	CREATE TABLE assessed AS
	SELECT r.id, m, aijri_assessment(tasks, evidence, barriers, growth, principles) AS a
	FROM (SELECT role.*, ARRAY(
			SELECT aijri_task('task', time, score, mode) FROM task WHERE task.id = role.id) AS tasks
		FROM role OFFSET 0) AS r JOIN method ON method.id = r.method});

# The exposed cut-off of the aggregates is the default's.
is( run(q{
		SELECT role.id, by_array, by_rows
		FROM assessed LEFT JOIN (
				SELECT id, (task_profile(score, time, mode)).* FROM task GROUP BY id) AS p
				USING (id)
			JOIN role USING (id),
			LATERAL aijri_result(a) AS by_array,
			LATERAL aijri_result(
				CASE WHEN unscored = 0 THEN p.task_resistance END,
				CASE WHEN unscored = 0 THEN p.exposed_pct END,
				evidence_total(role.evidence), barrier_total(role.barriers), role.growth,
				protective_total(role.principles)) AS by_rows
		WHERE (by_rows.task_resistance, by_rows.exposed_pct, by_rows.evidence_total,
				by_rows.barrier_total, by_rows.growth, by_rows.protective_total,
				by_rows.evidence_modifier, by_rows.barrier_modifier, by_rows.growth_modifier,
				by_rows.raw, by_rows.score, by_rows.published, by_rows.zone, by_rows.sublabel,
				by_rows.quick_screen, by_rows.points_to_next_zone, by_rows.points_above_floor)
			IS DISTINCT FROM
			(by_array.task_resistance, by_array.exposed_pct, by_array.evidence_total,
				by_array.barrier_total, by_array.growth, by_array.protective_total,
				by_array.evidence_modifier, by_array.barrier_modifier, by_array.growth_modifier,
				by_array.raw, by_array.score, by_array.published, by_array.zone, by_array.sublabel,
				by_array.quick_screen, by_array.points_to_next_zone, by_array.points_above_floor)
			OR unscored = 0 AND ROW(p.displacement_pct, p.augmentation_pct, p.not_involved_pct, p.unstated_pct)
				IS DISTINCT FROM ROW(by_array.displacement_pct, by_array.augmentation_pct,
					by_array.not_involved_pct, by_array.unstated_pct)
			OR unscored > 0 AND by_array.score IS NOT NULL
		LIMIT 3}),
	'', 'an assessment, its task rows and its columns give the same result');
is( run(q{
		SELECT id, r FROM assessed, aijri_result(a, m) AS r,
			aijri_result(r.task_resistance, r.exposed_pct, r.evidence_total, r.barrier_total,
				r.growth, r.protective_total, m) AS again
		WHERE (r.raw, r.score, r.published, r.zone, r.sublabel, r.quick_screen,
				r.points_to_next_zone, r.points_above_floor)
			IS DISTINCT FROM (again.raw, again.score, again.published, again.zone, again.sublabel,
				again.quick_screen, again.points_to_next_zone, again.points_above_floor)
			OR r.score IS DISTINCT FROM aijri_score(a, m)
			OR r.score IS DISTINCT FROM aijri_score(r.task_resistance, r.evidence_total,
				r.barrier_total, r.growth, m)
			OR r.zone IS DISTINCT FROM zone_of(r.score, m)
			OR r.sublabel IS DISTINCT FROM sublabel_of(r.score, r.task_resistance, r.exposed_pct,
				r.growth, r.evidence_total, r.barrier_total, m)
			OR r.quick_screen IS DISTINCT FROM quick_screen(r.protective_total, r.growth, m)
			OR (r.evidence_modifier, r.barrier_modifier, r.growth_modifier) IS DISTINCT FROM
				(evidence_modifier(r.evidence_total, m), barrier_modifier(r.barrier_total, m),
				growth_modifier(r.growth, m))
			OR split_part(r.sublabel::text, ' ', 1) <> r.zone::text
		LIMIT 3}),
	'', 'the same under random methods, and the single functions agree');
cmp_ok(
	run(q{SELECT count(*) FILTER (WHERE r.score IS NULL) || ' ' || count(DISTINCT r.score)
		FROM assessed, aijri_result(a) AS r}) =~ /(\d+) (\d+)/ && ($1 > 200 && $2),
	'>', 1000, 'many different roles, some without a score');

# --- score_problem() --------------------------------------------------------------

run(q{
	CREATE FUNCTION fails(tr float8, e float8, b float8, g float8) RETURNS bool
	LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM aijri_score(tr, e, b, g);
		RETURN false;
	EXCEPTION WHEN numeric_value_out_of_range OR invalid_parameter_value THEN
		RETURN true;
	END $$;
	-- in range more often than not, and often just in or just out
	CREATE FUNCTION around(low float8, high float8) RETURNS float8
	LANGUAGE sql VOLATILE AS $$
		SELECT CASE floor(random() * 30)
			WHEN 0 THEN 'NaN' WHEN 1 THEN 'Infinity' WHEN 2 THEN '-Infinity'
			WHEN 3 THEN low - 1e-15 - abs(low) * 1e-15 WHEN 4 THEN high + high * 2e-16
			WHEN 5 THEN low - 4.9e-7 WHEN 6 THEN high + 5.1e-7 WHEN 7 THEN low - 5e-7
			WHEN 8 THEN 1e308 WHEN 9 THEN -1e-320 WHEN 10 THEN NULL WHEN 11 THEN '-0'
			WHEN 12 THEN high + 5e-7
			ELSE any_of(low, high) END
	$$;
	SELECT seeded();
	CREATE TABLE input AS
	SELECT around(1, 5) AS tr, around(-10, 10) AS e, around(0, 10) AS b, around(-2, 2) AS g
	FROM generate_series(1, 20000)});
is( run(q{
		SELECT tr, e, b, g, score_problem(tr, e, b, g) FROM input
		WHERE fails(tr, e, b, g) <> (score_problem(tr, e, b, g) IS NOT NULL) LIMIT 5}),
	'', 'score_problem() is NULL exactly where aijri_score() works');
is( run(q{
		SELECT bool_and(n > 100) FROM (
			SELECT count(*) AS n FROM input GROUP BY fails(tr, e, b, g)) AS f}),
	't', 'on inputs of both kinds');

# --- Written and read ---------------------------------------------------------------

is( run(q{
		SELECT id, m FROM method
		WHERE m IS NOT NULL AND (
			aijri_method(to_jsonb(m)) IS DISTINCT FROM m
			OR aijri_method(to_jsonb(m)::text::jsonb)::text <> m::text)
		LIMIT 5}),
	'', 'aijri_method(to_jsonb(m)) is m');
is( run(q{
		SELECT id, m FROM method WHERE m::text::aijri_method IS DISTINCT FROM m
			OR jsonb_populate_record(NULL::aijri_method, to_jsonb(m)) IS DISTINCT FROM m
		LIMIT 5}),
	'', 'a method survives text and jsonb');
run(q{
	SELECT seeded();
	CREATE TABLE named AS
	SELECT aijri_assessment(
		ARRAY(SELECT aijri_task(
				(SELECT string_agg(substr($$ "\,(){}'ab;Zoë	
$$, whole_of(1, 18), 1), '') || nullif(r.id, 0)::text FROM generate_series(1, j)),
				any_of(0, 1e9), whole_of(1, 5),
				(enum_range(NULL::aijri_mode))[whole_of(1, 5)])
			FROM generate_series(1, whole_of(0, 10)) AS j)
			|| CASE WHEN id % 3 = 0 THEN ARRAY[NULL, aijri_task('NULL', NULL, NULL), aijri_task('', 0, 1)] END,
		CASE WHEN id % 5 > 0 THEN evidence END, barriers, growth, principles) AS a
	FROM role AS r WHERE id <= 1500});
is( run(q{
		SELECT a FROM named WHERE a::text::aijri_assessment IS DISTINCT FROM a
			OR a::text::aijri_assessment::text <> a::text
			OR jsonb_populate_record(NULL::aijri_assessment, to_jsonb(a)) IS DISTINCT FROM a
			OR record_send(a::text::aijri_assessment) <> record_send(a)
		LIMIT 3}),
	'', 'assessments with odd names survive text and jsonb');
is( run(q{
		SELECT a FROM named, unnest((a).tasks) AS task
		WHERE task::text::aijri_task IS DISTINCT FROM task
			OR (a).evidence::text::aijri_evidence IS DISTINCT FROM (a).evidence
			OR (a).barriers::text::aijri_barriers IS DISTINCT FROM (a).barriers
			OR (a).principles::text::aijri_principles IS DISTINCT FROM (a).principles
		LIMIT 3}),
	'', 'and so do their parts');

$node->stop;
done_testing();

-- Exactness: with the default method and whole totals a score is the double
-- nearest to the true rational value of the task resistance shown.  Here it is
-- compared, to the last bit, with numeric arithmetic carried to 30 places.

-- All 463,155 combinations of TR 1.00, 1.01 .. 5.00 with every E, B and G.
WITH cell AS (
	SELECT tr / 100.0 AS tr, e, b, g,
		(tr::numeric / 100) * (1 + 0.04 * e) * (1 + 0.02 * b) * (1 + 0.05 * g) AS raw
	FROM generate_series(100, 500) tr, generate_series(-10, 10) e, generate_series(0, 10) b, generate_series(-2, 2) g
)
SELECT count(*) AS combinations,
	count(*) FILTER (WHERE float8send(aijri_raw(tr, e, b, g)) <> float8send(raw::float8)) AS raw_differs,
	count(*) FILTER (WHERE float8send(aijri_score(tr, e, b, g)) <> float8send(
		least(100, (raw - 0.54) * 100e30 / 7.93 * 1e-30)::float8)) AS score_differs,
	count(*) FILTER (WHERE zone_of(aijri_score(tr, e, b, g)) <>
		CASE WHEN raw - 0.54 >= 48 * 0.0793 THEN 'Green' WHEN raw - 0.54 >= 25 * 0.0793 THEN 'Yellow' ELSE 'Red' END::aijri_zone) AS zone_differs
FROM cell;

-- A million on the grid of 0.0001, drawn by a hash of the seed.
\set seed 20260801
SELECT :seed AS seed;
WITH drawn AS (
	SELECT 10000 + abs(hashint8extended(n, :seed) % 40001) AS tr,
		abs(hashint8extended(n, :seed + 1) % 21) - 10 AS e,
		abs(hashint8extended(n, :seed + 2) % 11) AS b,
		abs(hashint8extended(n, :seed + 3) % 5) - 2 AS g
	FROM generate_series(1, 1000000) n
), cell AS (
	SELECT tr / 10000.0::float8 AS tr, e, b, g,
		tr * (100 + 4 * e) * (100 + 2 * b) * (100 + 5 * g) AS raw /* in units of 1e-10 */
	FROM drawn
)
SELECT count(*) AS drawn,
	count(*) FILTER (WHERE float8send(aijri_score(tr, e, b, g)) <> float8send(
		least(100, (raw - 5400000000) * 1e30 / 793000000 * 1e-30)::float8)) AS score_differs
FROM cell;

-- A hundred thousand of six places, the finest there are.
WITH drawn AS (
	SELECT 1000000 + abs(hashint8extended(n, :seed + 4) % 4000001) AS tr,
		abs(hashint8extended(n, :seed + 5) % 21) - 10 AS e,
		abs(hashint8extended(n, :seed + 6) % 11) AS b,
		abs(hashint8extended(n, :seed + 7) % 5) - 2 AS g
	FROM generate_series(1, 100000) n
)
SELECT count(*) AS drawn,
	count(*) FILTER (WHERE float8send(aijri_score(tr / 1e6, e, b, g)) <> float8send(
		least(100, (tr * 1e-6 * (1 + 0.04 * e) * (1 + 0.02 * b) * (1 + 0.05 * g) - 0.54) * 100e30 / 7.93 * 1e-30)::float8)) AS score_differs
FROM drawn;

-- Recomputing from the task resistance that an aggregate shows returns the same
-- bits: 2000 roles with shares such as 33.3333.
WITH task AS (
	SELECT role, 1 + abs(hashint8extended(n, :seed + 8) % 5) AS score,
		round(abs(hashint8extended(n, :seed + 9) % 1000000) / 30000.0, 4) AS share
	FROM generate_series(1, 2000) role, generate_series(role * 10, role * 10 + role % 10) n
), shown AS (
	SELECT task_resistance(score, share)::text AS tr
	FROM task GROUP BY role HAVING sum(share) > 0
)
SELECT count(*) AS roles, max(length(tr)) AS longest,
	count(*) FILTER (WHERE float8send(aijri_score(tr::float8, 3, 4, 1)) <> float8send(
		least(100, (tr::numeric * 1.12 * 1.08 * 1.05 - 0.54) * 100e30 / 7.93 * 1e-30)::float8)) AS score_differs
FROM shown;

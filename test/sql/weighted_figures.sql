-- weighted_corr and weighted_percentile.

-- A weight of n is the same as n rows, and what corr() says of them.
CREATE TEMP TABLE pair AS SELECT i AS x, i * i % 11 + i AS y, 1 + i % 4 AS weight FROM generate_series(1, 40) i;
SELECT round(weighted_corr(x, y, weight)::numeric, 9) AS weighted, (SELECT round(corr(y, x)::numeric, 9) FROM pair, generate_series(1, weight)) AS repeated,
	abs(weighted_corr(x, y, weight / 7.0) - weighted_corr(x, y, weight)) < 1e-12 AS any_unit,
	abs(weighted_corr(x + 1e9, 5 - y / 3.0, weight) + weighted_corr(x, y, weight)) < 1e-6 AS any_scale
FROM pair;
-- A line is 1 or -1; a constant has no correlation, however its digits fall.
SELECT round(weighted_corr(x, 3 * x, weight)::numeric, 12) AS rising, round(weighted_corr(x, -x / 3.0, weight)::numeric, 12) AS falling,
	abs(weighted_corr(x, x / 3.0, weight)) <= 1 AS never_more, weighted_corr(x, 0.1, weight) AS constant, weighted_corr(0.1, 0.3, 0.7) AS one_row FROM pair;
-- NULLs and weights of 0 do not count.
SELECT weighted_corr(x, y, weight) = (SELECT weighted_corr(x, y, weight) FROM pair) AS same
FROM (TABLE pair UNION ALL VALUES (NULL, 1, 1), (1, NULL, 1), (1, 1, NULL), (1000, -1000, 0)) p;
SELECT weighted_corr(x, y, 0) AS no_weight, weighted_corr(x, y, NULL) AS null_weight FROM pair;
SELECT weighted_corr(x, y, weight) AS no_rows FROM pair WHERE false;

-- The least value at which the running weight reaches a fraction of the total.
CREATE TEMP TABLE wage (wage float8, workers float8);
INSERT INTO wage VALUES (31000, 10), (42000, 30), (58000, 40), (91000, 20);
SELECT fraction, weighted_percentile(wage, workers, fraction), (SELECT percentile_disc(fraction) WITHIN GROUP (ORDER BY wage) FROM wage, generate_series(1, workers::int)) AS repeated
FROM wage, unnest(ARRAY[0, 0.1, 0.100000001, 0.25, 0.4, 0.5, 0.8, 0.95, 1]) fraction GROUP BY fraction ORDER BY fraction;
-- Weights need not be whole: they are added up without rounding from 0.000000001 on.
SELECT weighted_percentile(i, 0.1, 0.3) AS three_tenths, weighted_percentile(i, 0.1, 0.7) AS seven_tenths, weighted_percentile(i, 1e-9, 0.5) AS least, weighted_percentile(i, 9e15, 0.5) AS greatest FROM generate_series(1, 10) i;
-- Infinite values rank above, or below, all others.
SELECT weighted_percentile(x, 1, 0) AS lowest, weighted_percentile(x, 1, 0.5) AS median, weighted_percentile(x, 1, 1) AS highest FROM unnest('{Infinity,5,-Infinity,7,6}'::float8[]) x;
-- NULLs and weights of 0 do not count.
SELECT weighted_percentile(x, weight, 0.5), weighted_percentile(x, weight, 0) AS least FROM (VALUES (1, 0), (NULL, 5), (2, NULL), (3, 1), (4, 1)) v(x, weight);
SELECT weighted_percentile(wage, 0, 0.5) AS no_weight, weighted_percentile(wage, workers, NULL) AS no_fraction FROM wage;
SELECT weighted_percentile(wage, workers, 0.5) AS no_rows FROM wage WHERE false;

-- What is not legal.
SELECT e.* FROM unnest(ARRAY['weighted_corr(''NaN'', 1, 1)', 'weighted_corr(1, ''Infinity'', 1)', 'weighted_corr(1, 1, -1)', 'weighted_corr(1, 1, ''NaN'')', 'weighted_corr(i * 1e200, i, 1) FROM generate_series(1, 3) i',
	'weighted_percentile(''NaN'', 1, 0.5)', 'weighted_percentile(1, -1, 0.5)', 'weighted_percentile(1, 1e16, 0.5)', 'weighted_percentile(1, 1e-10, 0.5)', 'weighted_percentile(1, 1, 1.5)', 'weighted_percentile(1, 1, ''NaN'')',
	'weighted_percentile(i, 1, i / 10.0) FROM generate_series(1, 2) i']) x, LATERAL error_of(x) e;

-- Workers find the same percentile to the last bit, and the same correlation but for the
-- last bits.
CREATE TABLE row_of AS SELECT (hashint4(i) % 1000) / 7.0::float8 AS x, (hashint4(i + 1) % 1000 + hashint4(i) % 500) / 3.0::float8 AS y, (1 + i % 13) / 10.0::float8 AS weight FROM generate_series(1, 20000) i;
CREATE TABLE figure AS SELECT weighted_corr(x, y, weight) AS r, weighted_percentile(x, weight, 0.37) AS p FROM row_of;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT weighted_corr(x, y, weight), weighted_percentile(x, weight, 0.37) FROM row_of;
CREATE TABLE parallel_figure AS SELECT weighted_corr(x, y, weight) AS r, weighted_percentile(x, weight, 0.37) AS p FROM row_of;
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET max_parallel_workers_per_gather;
SELECT f.p = q.p AS same_percentile, abs(f.r - q.r) < 1e-12 AS same_correlation FROM figure f, parallel_figure q;
DROP TABLE row_of, figure, parallel_figure;

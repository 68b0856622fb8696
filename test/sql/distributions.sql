-- aijri_distribution: any number of scores as a value.
\set SHOW_CONTEXT never

-- A few scores, and what can be said of them.
CREATE TEMP TABLE role (score float8, workers float8);
INSERT INTO role VALUES (7.853720050441362, 1200), (31.9, 350.5), (66, 3000), (48, 10), (25, 0), (NULL, 70), (12.5, NULL);
SELECT aijri_distribution(score) FROM role;
SELECT aijri_distribution(score, workers) FROM role;
SELECT dist_count(d), dist_weight(d), dist_mean(d), dist_stddev(d), dist_min(d), dist_max(d), dist_quantile(d, 0.5), dist_rank(d, 48), dist_zone_share(d, 'Green')
FROM (SELECT aijri_distribution(score, workers) AS d FROM role) t;
-- Weight 0 counts as a score that stands for nobody.
SELECT dist_count(d), dist_weight(d), dist_mean(d), dist_stddev(d), dist_min(d), dist_max(d), dist_quantile(d, 0.5), dist_rank(d, 48), dist_zone_share(d, 'Green'), d
FROM (SELECT aijri_distribution(score, 0) AS d FROM role) t;
-- No scores: no distribution; and nothing of one that is NULL.
SELECT aijri_distribution(score) FROM role WHERE score > 100;
SELECT aijri_distribution(NULL, workers), aijri_distribution(score, NULL) FROM role;
SELECT dist_count(NULL), dist_mean(NULL), dist_quantile(NULL, 0.5), dist_quantile('{count: 0}', NULL), dist_rank(NULL, 3), dist_zone_share(NULL, 'Red'), dist_zone_share('{count: 0}', NULL), (SELECT count(*) FROM dist_histogram(NULL, 5)), (SELECT count(*) FROM dist_histogram('{count: 0}', NULL));

-- Zones are exact: a double just under an edge falls under it, and 100 is in.
SELECT dist_zone_share(d, 'Red') AS red, dist_zone_share(d, 'Yellow') AS yellow, dist_zone_share(d, 'Green') AS green, dist_rank(d, 25) AS below_25, d
FROM (SELECT aijri_distribution(s) AS d FROM (VALUES (25::float8), (24.999999999999996), (48), (47.99999999999999), (100), (0), ('-0')) v(s)) t;
-- Other thresholds must lie on tenths.
SELECT dist_zone_share(d, 'Green', aijri_method('{"green_min": 60.1}')), dist_zone_share(d, 'Green', aijri_method('{"green_min": 100}')), dist_zone_share(d, 'Green', aijri_method('{"green_min": 150.55}'))
FROM (SELECT aijri_distribution(s) AS d FROM (VALUES (60.1::float8), (60.099999999999994), (100)) v(s)) t;
SELECT dist_zone_share('{count: 0}', 'Red', aijri_method('{"green_min": 60.15}'));

-- Quantiles: the ends are exact, what is between lies in the right tenth.
SELECT q, dist_quantile(d, q) FROM (SELECT aijri_distribution(s / 7.0) AS d FROM generate_series(1, 699) s) t, unnest('{0,0.001,0.25,0.5,0.9,1}'::float8[]) q ORDER BY q;
SELECT dist_quantile(aijri_distribution(33.3), 0.5), dist_stddev(aijri_distribution(33.3)) FROM generate_series(1, 1000);
-- Rank: the share strictly below.
SELECT s, dist_rank(d, s) FROM (SELECT aijri_distribution(n) AS d FROM generate_series(0, 100) n) t, unnest('{0,0.1,50,50.05,50.1,99.9,100}'::float8[]) s ORDER BY s;

-- Histogram: the last bar takes 100, and is narrower where it has to be.
SELECT h.* FROM (SELECT aijri_distribution(score, workers) AS d FROM role) t, dist_histogram(d, 20) h;
SELECT h.* FROM (SELECT aijri_distribution(n) AS d FROM generate_series(0, 100) n) t, dist_histogram(d, 30) h;
SELECT count(*), sum(weight), max(to_score), count(*) FILTER (WHERE weight > 0) FROM (SELECT aijri_distribution(n) AS d FROM generate_series(0, 100) n) t, dist_histogram(d, 0.1) h;
SELECT * FROM dist_histogram('{count: 3}', 100);

-- Distributions add up.
SELECT distribution_sum(d) = (SELECT aijri_distribution(n) FROM generate_series(0, 100) n) AS same, dist_count(distribution_sum(d))
FROM (SELECT aijri_distribution(n) AS d FROM generate_series(0, 100) n GROUP BY n % 7) t;
SELECT distribution_sum(d) FILTER (WHERE false), distribution_sum(NULL), distribution_sum('{count: 2}') FROM (VALUES ('{count: 1}'::aijri_distribution)) v(d);
-- Moving frames; the server starts over where the least or greatest leaves.
SELECT n, dist_mean(aijri_distribution(s) OVER w) AS mean, dist_min(aijri_distribution(s) OVER w) AS min, dist_count(aijri_distribution(s, n) OVER w) AS count, dist_max(distribution_sum(d) OVER w) AS max
FROM (SELECT n, s, aijri_distribution(s) AS d FROM (VALUES (1, 10), (2, 90), (3, 50), (4, 52), (5, 51), (6, NULL), (7, NULL), (8, NULL), (9, 5)) v(n, s) GROUP BY n, s) t
WINDOW w AS (ORDER BY n ROWS 2 PRECEDING) ORDER BY n;

-- Text has all that is known, and is read again.
SELECT d::text::aijri_distribution = d AS same, length(d::text) FROM (SELECT aijri_distribution(n / 3.0, n / 8.0) AS d FROM generate_series(1, 300) n) t;
SELECT ' { count : 1 , min : 5,max:5, sum: 5 ,squares:25.0, weights : { 5.0 : 1.000 } } '::aijri_distribution;
SELECT text, (error_of(format('%L::aijri_distribution', text))).*
FROM (VALUES (1, ''), (2, '{}'), (3, '{count: 1'), (4, '{count: 1.5}'), (5, '{count: -1}'), (6, '{count: 1} x'), (7, '{count: 1, max: 5}'),
	(8, '{count: 1, min: 5, max: 5, sum: 5, squares: 25, weights: {}}'), (9, '{count: 1, min: 5, max: 5, sum: 5, squares: 25, weights: {5: 0}}'), (10, '{count: 1, min: 5, max: 5, sum: 5, squares: 25, weights: {5.05: 1}}'),
	(11, '{count: 1, min: 5, max: 5, sum: 5, squares: 25, weights: {5: 1, 5: 1}}'), (12, '{count: 1, min: 5, max: 5, sum: 5, squares: 25, weights: {100.1: 1}}'), (13, '{count: 1, min: 5, max: 5, sum: 5, squares: 25, weights: {5: 9223372036854775.808}}'),
	(14, '{count: 1, min: 5.1, max: 5.1, sum: 5, squares: 25, weights: {5: 1}}'), (15, '{count: 1, min: 5, max: 5, sum: 5.2, squares: 25, weights: {5: 1}}'), (16, '{count: 1, min: 5, max: 5, sum: 5, squares: 25.1, weights: {5: 1}}'),
	(17, '{count: 1, min: 5, max: 6, sum: 11, squares: 61, weights: {5: 1, 6: 1}}'), (18, '{count: 1, min: nan, max: 6}'), (19, '{count: 1, min: 101, max: 6}'), (20, '{count: 9223372036854775808}'),
	(21, '{count: 1, min: 7.95, max: 7.95, sum: 7.91, squares: 62.5681, weights: {7.9: 1}}'), (22, '{count: 2, min: 7.91, max: 7.92, sum: 31.9, squares: 254.42, weights: {7.9: 4}}'), (23, '{count: 2, min: 7.91, max: 7.92, sum: 31.66, squares: 253, weights: {7.9: 4}}'),
	(24, '{count: 1, min: 7.91, max: 7.99, sum: 7.95, squares: 63.21, weights: {7.9: 1}}'), (25, '{count: 2, min: 8, max: 7, sum: 15, squares: 113, weights: {7: 1, 8: 1}}')) v(n, text) ORDER BY n;

-- Equality and hashing.
SELECT d, count(*) FROM (SELECT aijri_distribution(s) AS d FROM (VALUES (1, 5), (1, 6), (2, 6), (2, 5), (3, 5)) v(n, s) GROUP BY n) t GROUP BY d ORDER BY d::text;
SELECT a.d = b.d AS eq, a.d <> b.d AS ne FROM (SELECT aijri_distribution(5) AS d) a, (SELECT aijri_distribution(5, 2) AS d) b;

-- Errors name value and field.
SELECT (error_of(expression)).* FROM (VALUES (1, 'aijri_distribution(100.00000000000001)'), (2, 'aijri_distribution(-0.1, 1)'), (3, 'aijri_distribution(''NaN''::float8)'), (4, 'aijri_distribution(5, -1)'), (5, 'aijri_distribution(5, ''Infinity'')'), (6, 'aijri_distribution(5, 0.0004)'), (7, 'aijri_distribution(5, 1e16)'),
	(8, 'aijri_distribution(s, 9e15) FROM generate_series(1, 2) s'), (9, 'distribution_sum(d) FROM (SELECT aijri_distribution(s, 9e15) AS d FROM generate_series(1, 2) s GROUP BY s) t'), (10, 'dist_quantile(''{count: 1}'', 1.5)'), (11, 'dist_rank(''{count: 1}'', 101)'),
	(12, 'dist_histogram(''{count: 1}'', 0.25)'), (13, 'dist_histogram(''{count: 1}'', 0)'), (14, 'dist_histogram(''{count: 1}'', 101)')) v(n, expression) ORDER BY n;

-- Great weights: 2^62 thousandths at either end.
SELECT d, dist_weight(d), dist_mean(d), dist_stddev(d), dist_quantile(d, 0.5), dist_quantile(d, 0.6), dist_zone_share(d, 'Red') FROM (SELECT aijri_distribution(s, 4611686018427387) AS d FROM (VALUES (0), (100)) v(s)) t;
-- Whole weights are kept whole, thousandths are half to even.
SELECT dist_weight(aijri_distribution(5, 8999999999999999)), dist_weight(aijri_distribution(5, 0.0015)), dist_weight(aijri_distribution(5, 0.0025)), dist_weight(aijri_distribution(5, 0.0625));

-- Size: every tenth, up to 268 million scores in each, under 4 KiB.
SELECT pg_column_size(aijri_distribution(s / 10.0)) AS every_tenth, pg_column_size(aijri_distribution(s / 10.0, 268435000 + s % 400)) AS many_each, pg_column_size(aijri_distribution(50)) AS one FROM generate_series(0, 1000) s;

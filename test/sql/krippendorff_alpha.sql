-- krippendorff_alpha: agreement of assessors, over rows of a unit and a rating.

-- The published example: four observers, twelve units.
CREATE TEMP TABLE example (observer text, unit int, rating float8);
INSERT INTO example
SELECT observer, unit, nullif(rating, 0)
FROM (VALUES ('A', ARRAY[1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0]), ('B', ARRAY[1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3]),
		('C', ARRAY[0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0]), ('D', ARRAY[1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0])) v(observer, ratings),
	unnest(ratings) WITH ORDINALITY u(rating, unit);
SELECT metric, round(krippendorff_alpha(unit, rating, metric)::numeric, 3) AS alpha FROM example, unnest(ARRAY['nominal', 'ordinal', 'interval']) metric GROUP BY metric ORDER BY metric DESC;
-- Without a metric it is ordinal, as it is for NULL.
SELECT krippendorff_alpha(unit, rating) = krippendorff_alpha(unit, rating, 'ordinal') AS is_default, krippendorff_alpha(unit, rating) = krippendorff_alpha(unit, rating, NULL) AS of_null FROM example;

-- The definition, pair by pair, in numeric: observed over expected disagreement.
CREATE FUNCTION pg_temp.by_definition(metric text) RETURNS numeric LANGUAGE sql AS $$
	WITH pairable AS (SELECT unit, rating::numeric AS v, count(*) OVER (PARTITION BY unit) AS m, ctid AS id FROM example WHERE rating IS NOT NULL AND unit IN (SELECT unit FROM example GROUP BY unit HAVING count(rating) > 1)),
	level AS (SELECT v, count(*) AS n FROM pairable GROUP BY v),
	difference AS (
		SELECT a.v AS a, b.v AS b, CASE metric WHEN 'nominal' THEN (a.v <> b.v)::int WHEN 'interval' THEN (a.v - b.v) ^ 2
			ELSE ((SELECT sum(n) FROM level WHERE v BETWEEN least(a.v, b.v) AND greatest(a.v, b.v)) - (a.n + b.n) / 2.0) ^ 2 END AS d
		FROM level a, level b)
	SELECT 1 - (SELECT sum(d / (x.m - 1)) FROM pairable x JOIN pairable y ON x.unit = y.unit AND x.id <> y.id JOIN difference ON a = x.v AND b = y.v) / (SELECT count(*) FROM pairable)
		/ ((SELECT sum(d) FROM pairable x JOIN pairable y ON x.id <> y.id JOIN difference ON a = x.v AND b = y.v) / (SELECT count(*) * (count(*) - 1) FROM pairable))
$$;
SELECT metric, abs(krippendorff_alpha(unit, rating, metric)::numeric - pg_temp.by_definition(metric)) < 1e-12 AS as_defined FROM example, unnest(ARRAY['nominal', 'ordinal', 'interval']) metric GROUP BY metric ORDER BY metric;

-- Perfect agreement is 1; agreement by chance 0; worse than that is below 0.
SELECT krippendorff_alpha(unit, rating, 'interval') AS perfect FROM (VALUES (1, 3), (1, 3), (2, 4), (2, 4)) v(unit, rating);
SELECT krippendorff_alpha(unit, rating, 'nominal') AS opposite FROM (VALUES (1, 0), (1, 1), (2, 0), (2, 1)) v(unit, rating);
-- Nothing without pairs or without variation; units rated once and NULLs do not count,
-- nor do they among the ranks of the ordinal metric.
SELECT krippendorff_alpha(unit, rating) AS no_pairs FROM (VALUES (1, 3), (2, 4), (3, 5)) v(unit, rating);
SELECT krippendorff_alpha(unit, rating) AS no_variation FROM (VALUES (1, 3), (1, 3), (2, 3), (2, 3), (3, 5)) v(unit, rating);
SELECT krippendorff_alpha(1, 2) AS one_rating, krippendorff_alpha(NULL::int, 2) AS no_unit, krippendorff_alpha(1, NULL) AS no_rating;
SELECT krippendorff_alpha(unit, rating) AS no_rows FROM example WHERE false;
SELECT krippendorff_alpha(unit, rating) = (SELECT krippendorff_alpha(unit, rating) FROM example) AS same
FROM (SELECT unit, rating FROM example UNION ALL SELECT 100 + i, i % 7 FROM generate_series(1, 50) i UNION ALL VALUES (1, NULL), (NULL, 5), (NULL, NULL)) e;

-- Units of any type that can be hashed; rows too.
SELECT bool_and(alpha = krippendorff_alpha) AS same FROM (SELECT krippendorff_alpha(unit, rating) FROM example) e,
	(SELECT unnest(ARRAY[krippendorff_alpha(unit::text, rating), krippendorff_alpha(unit::numeric, rating), krippendorff_alpha(ARRAY[unit], rating), krippendorff_alpha(ROW(unit, 'x'), rating),
		krippendorff_alpha(date '2026-01-01' + unit, rating), krippendorff_alpha(aijri_task('a', unit, 1), rating), krippendorff_alpha(unit::float8, rating)]) AS alpha FROM example) u;
SELECT krippendorff_alpha(rating, 1) IS NULL AS zeros_are_one_unit FROM (VALUES (0::float8), ('-0')) v(rating);
SELECT krippendorff_alpha(unit, rating) AS by_collation FROM (VALUES ('a' COLLATE "C", 1), ('A', 2), ('a', 1), ('A', 3)) v(unit, rating);

-- What is not legal.
SELECT e.* FROM unnest(ARRAY['krippendorff_alpha(1, ''NaN'')', 'krippendorff_alpha(1, ''-Infinity'')', 'krippendorff_alpha(1, 1, ''ratio'')', 'krippendorff_alpha(1, 1, ''Nominal'')', 'krippendorff_alpha(1, 1, repeat(''x'', 1000000))',
	'krippendorff_alpha(point(1, 1), 1)', 'krippendorff_alpha(i, i, CASE i WHEN 1 THEN ''nominal'' ELSE ''interval'' END) FROM generate_series(1, 2) i',
	'krippendorff_alpha(NULL::int, i, CASE i WHEN 1 THEN ''nominal'' END) FROM generate_series(1, 2) i']) x, LATERAL error_of(x) e;

-- Workers find the same, to the last bit, whatever the type of the units: those without
-- binary output, such as aclitem, travel as text.
CREATE TABLE rated AS
SELECT unit, (unit % 5 + CASE WHEN rater * unit % 7 = 0 THEN rater % 3 ELSE 0 END)::float8 + (unit % 3) / 10.0 AS rating,
	makeaclitem(0, (SELECT oid FROM pg_roles WHERE rolname = current_user), (ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE'])[1 + unit % 4], unit % 3 = 0) AS privilege
FROM generate_series(1, 4000) unit, generate_series(1, 4) rater;
CREATE VIEW alpha AS
SELECT krippendorff_alpha(unit, rating, 'nominal') AS nominal, krippendorff_alpha(unit, rating) AS ordinal, krippendorff_alpha(unit, rating, 'interval') AS interval,
	krippendorff_alpha(unit::text, rating) AS of_text, krippendorff_alpha(ROW(unit, 1), rating) AS of_row, krippendorff_alpha(ARRAY[unit], rating) AS of_array,
	krippendorff_alpha(unit::numeric, rating) AS of_numeric, krippendorff_alpha(privilege, rating) AS of_privilege
FROM rated;
CREATE TABLE serial_alpha AS TABLE alpha;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) TABLE alpha;
CREATE TABLE parallel_alpha AS TABLE alpha;
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size; RESET max_parallel_workers_per_gather;
SELECT round(s.nominal::numeric, 6) AS nominal, round(s.ordinal::numeric, 6) AS ordinal, round(s.interval::numeric, 6) AS interval, round(s.of_privilege::numeric, 6) AS of_privilege,
	s = p AS same_bits, (s.of_text, s.of_row, s.of_array, s.of_numeric) = (s.ordinal, s.ordinal, s.ordinal, s.ordinal) AS of_any_type
FROM serial_alpha s, parallel_alpha p;
DROP VIEW alpha;
DROP TABLE rated, serial_alpha, parallel_alpha;

-- What a catalog needs of pairs of ratings: the doubt that a share of differing ones
-- implies, x = 2d - 3/2 d^2, from 0 to 2/3.
SELECT differing, pairs, round(_doubt_of_pairs(differing, pairs)::numeric, 6) AS doubt FROM (VALUES (0, 10), (34, 100), (5, 10), (2, 3), (67, 100), (10, 10), (0, 0), (NULL, 1), (1, NULL)) v(differing, pairs);
SELECT e.* FROM unnest(ARRAY['-1, 1', '2, 1', '0, -1']) x, LATERAL error_of(format('_doubt_of_pairs(%s)', x)) e;

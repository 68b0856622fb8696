-- A better rating never lowers the score: not under the default method, not
-- under any other.

-- Each input a step up, over the whole grid.
WITH cell AS (
	SELECT tr, e, b, g, aijri_score(tr, e, b, g) AS score
	FROM (SELECT n / 8.0::float8 AS tr FROM generate_series(8, 40) n) t, generate_series(-10, 10) e, generate_series(0, 10) b, generate_series(-2, 2) g
)
SELECT count(*) AS cells,
	count(*) FILTER (WHERE tr < 5 AND aijri_score(tr + 0.125, e, b, g) < score) AS falls_with_tr,
	count(*) FILTER (WHERE e < 10 AND aijri_score(tr, e + 1, b, g) < score) AS falls_with_evidence,
	count(*) FILTER (WHERE b < 10 AND aijri_score(tr, e, b + 1, g) < score) AS falls_with_barriers,
	count(*) FILTER (WHERE g < 2 AND aijri_score(tr, e, b, g + 1) < score) AS falls_with_growth,
	-- and between floor and cap it rises
	count(*) FILTER (WHERE score < 100 AND ((tr < 5 AND aijri_score(tr + 0.125, e, b, g) = score) OR (e < 10 AND aijri_score(tr, e + 1, b, g) = score)
		OR (b < 10 AND aijri_score(tr, e, b + 1, g) = score) OR (g < 2 AND aijri_score(tr, e, b, g + 1) = score))) AS stands_still
FROM cell;

-- The same for 200 methods, drawn by a hash of the seed from all that is legal.
\set seed 20260801
SELECT :seed AS seed;
CREATE TEMP TABLE method AS
SELECT n, aijri_method(jsonb_build_object(
	'evidence_step', u[1] * 0.1, 'barrier_step', u[2] * 0.5, 'growth_step', u[3] * 0.5,
	'raw_floor', u[4] * u[4] * 10, 'raw_span', 0.000001 + u[5] * u[5] * 100, 'score_cap', u[6] * 1000,
	'yellow_min', u[7] * 50, 'green_min', 50 + u[8] * 100)) AS m
FROM generate_series(1, 200) n, LATERAL (
	SELECT array_agg(abs(hashint8extended(n * 10 + i, :seed) % 1001) / 1000.0 ORDER BY i) AS u FROM generate_series(1, 8) i) draw;
SELECT count(*) AS cells,
	count(*) FILTER (WHERE tr < 5 AND aijri_score(tr + 1, e, b, g, m) < score) AS falls_with_tr,
	count(*) FILTER (WHERE e < 10 AND aijri_score(tr, e + 5, b, g, m) < score) AS falls_with_evidence,
	count(*) FILTER (WHERE b < 10 AND aijri_score(tr, e, b + 5, g, m) < score) AS falls_with_barriers,
	count(*) FILTER (WHERE g < 2 AND aijri_score(tr, e, b, g + 1, m) < score) AS falls_with_growth,
	count(*) FILTER (WHERE score < 0 OR score > (m).score_cap) AS out_of_range,
	count(*) FILTER (WHERE g < 2 AND zone_of(aijri_score(tr, e, b, g + 1, m), m) < zone_of(score, m)) AS zone_falls
FROM method, generate_series(1, 5) tr, generate_series(-10, 10, 5) e, generate_series(0, 10, 5) b, generate_series(-2, 2) g,
	aijri_score(tr, e, b, g, m) score;

-- Moving time from a task to one with a lower score raises task resistance.
SELECT count(*) AS moves, count(*) FILTER (WHERE after <= before) AS falls
FROM generate_series(2, 5) high, generate_series(1, 4) low, generate_series(1, 20) part,
	LATERAL (SELECT task_resistance(s, t) FROM (VALUES (high, 60), (low, 40)) v(s, t)) b(before),
	LATERAL (SELECT task_resistance(s, t) FROM (VALUES (high, 60 - part), (low, 40 + part)) v(s, t)) a(after)
WHERE low < high;

-- The score: check values, boundaries, missing inputs, errors.

-- The document's role.
SELECT aijri_raw(1.90, -8, 0, -2) AS raw, aijri_score(1.90, -8, 0, -2) AS score,
	published_score(aijri_score(1.90, -8, 0, -2)) AS published, zone_of(aijri_score(1.90, -8, 0, -2)) AS zone;
SELECT evidence_modifier(-8), barrier_modifier(0), growth_modifier(-2);

-- The ends of the scale.  Raw stays as it is where the score is capped.
SELECT what, aijri_raw(tr, e, b, g) AS raw, aijri_score(tr, e, b, g) AS score
FROM (VALUES
	(1, 'least of everything', 1, -10, 0, -2),
	(2, 'most of everything', 5, 10, 10, 2),
	(3, 'most with five barriers', 5, 10, 5, 2),
	(4, 'a little less', 4.9999, 10, 5, 2)) v(n, what, tr, e, b, g)
ORDER BY n;

-- 257 combinations of TR 1.00 .. 5.00 pass 100 before the cap, and reach 109.7.
SELECT count(*) AS combinations,
	count(*) FILTER (WHERE (aijri_raw(tr / 100.0, e, b, g) - 0.54) / 7.93 * 100 > 100.000001) AS above_100,
	round(max((aijri_raw(tr / 100.0, e, b, g)::numeric - 0.54) / 7.93 * 100), 1) AS highest,
	max(aijri_score(tr / 100.0, e, b, g)) AS capped
FROM generate_series(100, 500) tr, generate_series(-10, 10) e, generate_series(0, 10) b, generate_series(-2, 2) g;

-- Zones begin exactly where they begin.
SELECT tr, aijri_score(tr, 0, 0, 0) AS score, zone_of(aijri_score(tr, 0, 0, 0)) AS zone
FROM (VALUES (2.522499), (2.5225), (2.522501), (4.346399), (4.3464), (4.346401)) v(tr)
ORDER BY tr;
-- Other inputs that score exactly 25 or 48.
SELECT tr, e, b, g, aijri_score(tr, e, b, g) AS score
FROM generate_series(-10, 10) e, generate_series(0, 10) b, generate_series(-2, 2) g,
	(VALUES (25), (48)) v(threshold),
	round((0.54 + threshold * 0.0793) / ((1 + 0.04 * e) * (1 + 0.02 * b) * (1 + 0.05 * g)), 6) tr
WHERE tr BETWEEN 1 AND 5
	AND tr * (1 + 0.04 * e) * (1 + 0.02 * b) * (1 + 0.05 * g) = 0.54 + threshold * 0.0793
ORDER BY score, tr, e, b, g;

-- A task resistance counts to six places, half to even: judged on the exact
-- value of the double, which is seldom a tie.
SELECT aijri_raw(2.0000004, 0, 0, 0), aijri_raw(2.0000006, 0, 0, 0), aijri_raw(2 + 1.0 / 128, 0, 0, 0), aijri_raw(2 + 3.0 / 128, 0, 0, 0);
-- So values that round into the range are in it.
SELECT aijri_raw(0.9999999, 0, 0, 0), aijri_raw(5.0000004, 0, 0, 0);
SELECT outcome_of('aijri_raw(0.999999, 0, 0, 0)') AS below, outcome_of('aijri_raw(5.000001, 0, 0, 0)') AS above;

-- Totals may be fractional, the mean of several assessors: float8 arithmetic.
SELECT tr, e, b, g, aijri_score(tr, e, b, g) AS score,
	abs(aijri_score(tr, e, b, g) - (tr * (1 + 0.04 * e) * (1 + 0.02 * b) * (1 + 0.05 * g) - 0.54) / 7.93 * 100) < 1e-12 AS as_the_formula
FROM (VALUES (2.5::float8, 0.5::float8, 0::float8, 0::float8), (3.25, -7.5, 1.25, -0.5), (4.1, 3.3333333333333335, 2.5, 1.5)) v(tr, e, b, g)
ORDER BY tr;
SELECT evidence_modifier(0.5), barrier_modifier(2.5), growth_modifier(-0.5);

-- Missing inputs: no score, no raw, no modifier, no zone.
SELECT aijri_score(NULL, -8, 0, -2) AS tr, aijri_score(1.9, NULL, 0, -2) AS e, aijri_score(1.9, -8, NULL, -2) AS b, aijri_score(1.9, -8, 0, NULL) AS g;
SELECT aijri_raw(NULL, -8, 0, -2) AS tr, aijri_raw(1.9, NULL, 0, -2) AS e, aijri_raw(1.9, -8, NULL, -2) AS b, aijri_raw(1.9, -8, 0, NULL) AS g;
SELECT evidence_modifier(NULL), barrier_modifier(NULL), growth_modifier(NULL), zone_of(NULL), published_score(NULL);
-- Still, what is there must be legal.
SELECT outcome_of('aijri_score(NULL, -11, 0, -2)');

-- Errors.
\x on
SELECT * FROM error_of('aijri_score(0.5, 0, 0, 0)');
SELECT * FROM error_of('aijri_score(3, 11, 0, 0)');
SELECT * FROM error_of('aijri_score(3, 0, -1, 0)');
SELECT * FROM error_of('aijri_score(3, 0, 0, 2.5)');
SELECT * FROM error_of('zone_of(0.48 - 1)');
SELECT * FROM error_of('published_score(''Infinity'')');
\x off
-- Both ends of every range, and beyond.
SELECT format(call, value) AS call, outcome_of(format(call, '''' || value || '''')) AS outcome
FROM (VALUES
	(1, 'aijri_score(%s, 0, 0, 0)', '{1,5,0,6,NaN,Infinity,-Infinity,1e300}'::text[]),
	(2, 'aijri_score(3, %s, 0, 0)', '{-10,10,-10.000000000000002,10.000000000000002,NaN,Infinity}'),
	(3, 'aijri_score(3, 0, %s, 0)', '{0,10,-5e-324,10.000000000000002,NaN,Infinity}'),
	(4, 'aijri_score(3, 0, 0, %s)', '{-2,2,-2.0000000000000004,2.0000000000000004,NaN,Infinity}'),
	(5, 'zone_of(%s)', '{0,100,-5e-324,100.00000000000001,NaN,Infinity}'),
	(6, 'evidence_modifier(%s)', '{-10,10,-11,11,NaN}'),
	(7, 'barrier_modifier(%s)', '{0,10,-1,11,NaN}'),
	(8, 'growth_modifier(%s)', '{-2,2,-3,3,NaN}')) v(n, call, valueset), unnest(valueset) WITH ORDINALITY u(value, nth)
ORDER BY n, nth;

-- The published score is round(score::numeric, 1): half away from zero, and
-- judged on the value's 15 significant digits as PostgreSQL converts it.
SELECT score, published_score(score) AS published
FROM (VALUES (0::float8), (0.04999), (0.05), (7.849999999), (7.85), (7.85372005), (47.949999999999996), (47.95), (99.95), (100), (109.7)) v(score)
ORDER BY score;
SELECT count(*) AS scores, count(*) FILTER (WHERE published_score(s) <> round(s::numeric, 1)) AS differ
FROM generate_series(0, 100000) n, LATERAL (VALUES (n / 1000.0::float8), (n / 1000.0::float8 + 1e-9), (n / 1000.0::float8 - 1e-13), (n / 997.0::float8)) v(s);

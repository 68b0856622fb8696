-- Zones, sub-labels and the quick screen: every label, both sides of every
-- threshold, and what happens when an input is missing.

-- Zones, by the unrounded score: 47.99 is Yellow.
SELECT score, zone_of(score) AS zone
FROM (VALUES (0::float8), (24.99), (24.999999999999996), (25), (47.99), (47.99999999999999), (48), (100)) v(score)
ORDER BY score;

-- Every sub-label, at its thresholds.  What does not matter is left out.
SELECT score, tr, exposed, growth, sublabel_of(score, tr, exposed, growth) AS sublabel
FROM (VALUES
	(1, 10::float8, 1.799999::float8, NULL::float8, NULL::float8),
	(2, 10, 1.8, NULL, NULL),
	(3, 24.999999999999996, 1, NULL, NULL),
	(4, 25, 1, 40, NULL),
	(5, 25, 1, 39.99999999999999, NULL),
	(6, 47.99999999999999, NULL, 100, 2),
	(7, 47.99999999999999, NULL, 0, 2),
	(8, 48, NULL, NULL, 2),
	(9, 48, NULL, 20, 1.9999999999999998),
	(10, 48, NULL, 19.999999999999996, 1),
	(11, 100, NULL, 100, -2),
	(12, 100, NULL, 0, -2)) v(n, score, tr, exposed, growth)
ORDER BY n;

-- The seven of them sort from least to most resistant.
SELECT string_agg(s::text, ' < ' ORDER BY s) AS sublabels
FROM (SELECT DISTINCT sublabel_of(score, tr, exposed, growth) AS s
	FROM (VALUES (10, 30, 60)) v(red, yellow, green), unnest(ARRAY[red, yellow, green]) score,
		generate_series(1, 5) tr, generate_series(0, 100, 10) exposed, generate_series(-2, 2) growth) all_of_them;

-- A sub-label is missing only when an input that decides it is.
SELECT score, tr, exposed, growth, sublabel_of(score, tr, exposed, growth) AS sublabel
FROM (VALUES
	(1, NULL::float8, 1::float8, 90::float8, 2::float8),
	(2, 10, NULL, 90, 2),
	(3, 30, 1, NULL, 2),
	(4, 60, 5, NULL, 1),
	(5, 60, 5, 20, NULL),
	(6, 60, NULL, NULL, 2)) v(n, score, tr, exposed, growth)
ORDER BY n;

-- A method may ask more of Red (Imminent): weak evidence, few barriers, both.
SELECT max_e, max_b, e, b,
	sublabel_of(10, 1.5, NULL, NULL, e, b, aijri_method(jsonb_build_object('imminent_max_evidence', max_e, 'imminent_max_barriers', max_b))) AS sublabel
FROM (VALUES
	(1, NULL::int, NULL::int, NULL::int, NULL::int),
	(2, -6, NULL, -6, NULL),
	(3, -6, NULL, -5, NULL),
	(4, -6, NULL, NULL, 0),
	(5, NULL, 2, NULL, 2),
	(6, NULL, 2, NULL, 3),
	(7, NULL, 2, -10, NULL),
	(8, -6, 2, -6, 2),
	(9, -6, 2, -5, 2),
	(10, -6, 2, -6, 3),
	(11, -6, 2, NULL, 3),
	(12, -6, 2, NULL, 2),
	(13, -6, 2, -5, NULL)) v(n, max_e, max_b, e, b)
ORDER BY n;
-- Task resistance above the threshold decides without them.
SELECT sublabel_of(10, 1.8, NULL, NULL, NULL, NULL, aijri_method('{"imminent_max_evidence": -6, "imminent_max_barriers": 2}'));

-- Quick screen: protective principles and growth alone.
SELECT protective, string_agg(coalesce(quick_screen(protective, growth), 'NULL'), ', ' ORDER BY growth) AS "growth -2, -1, 0, 1, 2"
FROM generate_series(0, 9) protective, generate_series(-2, 2) growth
GROUP BY protective ORDER BY protective;
SELECT quick_screen(NULL, -2), quick_screen(0, NULL), quick_screen(2, -0.5) AS fractional_growth;

-- Errors.
\x on
SELECT * FROM error_of('sublabel_of(10, 0.9, 90, 0)');
SELECT * FROM error_of('sublabel_of(30, 3, 100.5, 0)');
SELECT * FROM error_of('sublabel_of(100.1, 3, 50, 0)');
SELECT * FROM error_of('quick_screen(10, 0)');
SELECT * FROM error_of('quick_screen(1.5, 0)');
\x off
-- Every argument is checked, needed or not.
SELECT call, outcome_of(call) AS outcome
FROM (VALUES
	(1, 'sublabel_of(-1, 3, 50, 0)'),
	(2, 'sublabel_of(''NaN'', 3, 50, 0)'),
	(3, 'sublabel_of(60, 3, ''NaN'', 2)'),
	(4, 'sublabel_of(10, 1.5, 50, -3)'),
	(5, 'sublabel_of(10, 1.5, 50, 0, 11)'),
	(6, 'sublabel_of(10, 1.5, 50, 0, 10, ''-Infinity'')'),
	(7, 'quick_screen(-1, 0)'),
	(8, 'quick_screen(0, 2.5)'),
	(9, 'quick_screen(NULL, ''NaN'')')) v(n, call)
ORDER BY n;

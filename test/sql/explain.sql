-- aijri_explain: the document's composite section, line by line.

SELECT e.* FROM aijri_explain(aijri_assessment(
	ARRAY[aijri_task('Label', 40, 5, 'displacement'), aijri_task('Rank', 40, 4, 'displacement'), aijri_task('Escalate', 10, 3, 'augmentation'), aijri_task('Calibrate', 10, 2, 'augmentation')],
	aijri_evidence(-1, -2, -2, -2, -1), aijri_barriers(0, 0, 0, 0, 0), -2)) e;

-- A helper that makes an assessment of totals: tasks at 1 and 5 that mix to a
-- task resistance, ratings that add up to evidence and barriers.
CREATE FUNCTION pg_temp.assessment(tr numeric, e int, b int, g float8) RETURNS aijri_assessment
LANGUAGE SQL RETURN aijri_assessment(
	ARRAY[aijri_task('automatable', 5 - tr, 5), aijri_task('human', tr - 1, 1)],
	aijri_evidence((e + 10) / 5 - 2, (e + 11) / 5 - 2, (e + 12) / 5 - 2, (e + 13) / 5 - 2, (e + 14) / 5 - 2),
	aijri_barriers(b / 5, (b + 1) / 5, (b + 2) / 5, (b + 3) / 5, (b + 4) / 5),
	g);

-- A score that the cap holds, one at the bottom, one that is exactly 25.
SELECT item, formula, value FROM aijri_explain(pg_temp.assessment(5, 10, 10, 2)) WHERE step BETWEEN 5 AND 7;
SELECT item, formula, value FROM aijri_explain(pg_temp.assessment(1, -10, 0, -2)) WHERE step BETWEEN 5 AND 7;
SELECT item, formula, value FROM aijri_explain(pg_temp.assessment(2.5225, 0, 0, 0)) WHERE step BETWEEN 5 AND 7;

-- How each sub-label is reasoned.
SELECT tr, e, b, g, x.formula, x.value
FROM (VALUES (1, 1.7, -10, 0, -2), (2, 1.8, -10, 0, -2), (3, 3, 0, 0, 0), (4, 4.2, 0, 0, 0), (5, 4.5, 5, 3, 2), (6, 4.1, 5, 5, 1), (7, 4.5, 5, 3, 0)) v(n, tr, e, b, g),
	aijri_explain(pg_temp.assessment(tr, e, b, g)) x
WHERE x.item = 'Sub-label'
ORDER BY n;
SELECT x.formula, x.value
FROM (VALUES (1, 1.7), (2, 1.9)) v(n, tr),
	aijri_explain(pg_temp.assessment(tr, -6, 2, -2), aijri_method('{"imminent_max_evidence": -6, "imminent_max_barriers": 1}')) x
WHERE x.item = 'Sub-label'
ORDER BY n;

-- Shares that do not come out even: TR to six places, percentages too.
SELECT e.* FROM aijri_explain(aijri_assessment(
	ARRAY[aijri_task('a', 33.3333, 1), aijri_task('b', 33.3333, 3), aijri_task('c', 33.3333, 4)],
	aijri_evidence(1, 0, 0, 0, 0), aijri_barriers(1, 0, 0, 0, 0), 1)) e;

-- Another method shows its own constants.
SELECT e.* FROM aijri_explain(pg_temp.assessment(3.5, -3, 4, 1),
	aijri_method('{"evidence_step": 0.05, "barrier_step": 0.03, "growth_step": 0.1, "raw_floor": 0.5, "raw_span": 8, "green_min": 50, "yellow_min": 20, "exposed_from": 4, "urgent_exposed_min": 37.5}')) e;

-- What is not rated yet.
SELECT e.* FROM aijri_explain(pg_temp.assessment(3.5, NULL, 4, 1)) e;
SELECT count(*) AS of_null FROM aijri_explain(NULL);

-- The lines are the numbers of aijri_result, and its arithmetic can be redone
-- from what is printed, in numeric.
SELECT count(*) AS roles,
	count(*) FILTER (WHERE x[1] <> r.task_resistance::numeric OR x[2] <> r.evidence_modifier::numeric OR x[3] <> r.barrier_modifier::numeric
		OR x[4] <> r.growth_modifier::numeric OR x[6] <> r.published) AS differ,
	count(*) FILTER (WHERE x[5] <> x[1] * x[2] * x[3] * x[4]) AS raw_differs,
	count(*) FILTER (WHERE x[6] <> round(least(100, (x[5] - 0.54) / 7.93 * 100), 1)) AS score_differs
FROM generate_series(1, 5, 0.25) tr, generate_series(-10, 10, 3) e, generate_series(0, 10, 2) b, generate_series(-2, 2) g,
	LATERAL (SELECT pg_temp.assessment(tr, e, b, g)) v(a),
	LATERAL (SELECT array_agg(value::numeric ORDER BY step) FROM aijri_explain(a) WHERE step <= 6) l(x),
	aijri_result(a) r;

-- A share just short of a limit is not printed as the limit it misses.
SELECT item, formula, value
FROM aijri_explain(aijri_assessment(ARRAY[aijri_task('exposed', 399999999.9, 3), aijri_task('other', 600000000.1, 2)],
	aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0))
WHERE item = 'Sub-label';

-- No setting of the session shows in it.
SET extra_float_digits = -12;
SELECT item, formula, value
FROM aijri_explain(aijri_assessment(ARRAY[aijri_task('a', 1, 2), aijri_task('b', 2, 3)],
	aijri_evidence(1, 2, 0, 0, 0), aijri_barriers(1, 0, 0, 1, 1), 1))
WHERE step IN (1, 5, 6, 10) ORDER BY step;
RESET extra_float_digits;

-- Methods: every constant of the arithmetic can be changed.

-- The default, field by field.
SELECT key AS field, value AS "default" FROM jsonb_each(to_jsonb(aijri_method())) ORDER BY key COLLATE "C";
-- A change leaves all other fields alone.
SELECT (m).green_min, (m).yellow_min, jsonb_object_length = 17 AS complete
FROM (SELECT aijri_method('{"green_min": 50}')) v(m),
	LATERAL (SELECT count(*) FROM jsonb_object_keys(to_jsonb(m))) k(jsonb_object_length);
SELECT aijri_method('{}') = aijri_method() AS no_change, aijri_method(NULL) IS NULL AS of_null;
SELECT aijri_method('{"imminent_max_evidence": -5, "green_min": 50, "green_min": 51}');
SELECT (aijri_method('{"imminent_max_evidence": null}')).imminent_max_evidence IS NULL AS no_condition;

-- The default given by name is the default left out, to the last bit.
SELECT count(*) AS combinations,
	count(*) FILTER (WHERE aijri_score(tr, e, b, g) <> aijri_score(tr, e, b, g, aijri_method())) AS score_differs,
	count(*) FILTER (WHERE aijri_raw(tr, e, b, g) <> aijri_raw(tr, e, b, g, aijri_method())) AS raw_differs,
	count(*) FILTER (WHERE aijri_result(tr, NULL, e, b, g) IS DISTINCT FROM aijri_result(tr, NULL, e, b, g, NULL, aijri_method())) AS result_differs
FROM (SELECT 1 + n / 7.0::float8 AS tr FROM generate_series(0, 28) n) t,
	generate_series(-10, 10) e, generate_series(0, 10) b, generate_series(-2, 2) g;

-- What each constant does.
SELECT evidence_modifier(-8, aijri_method('{"evidence_step": 0.05}')) AS evidence_step,
	barrier_modifier(5, aijri_method('{"barrier_step": 0.01}')) AS barrier_step,
	growth_modifier(-2, aijri_method('{"growth_step": 0.1}')) AS growth_step;
SELECT aijri_score(3, 0, 0, 0, aijri_method('{"raw_floor": 1}')) AS raw_floor,
	aijri_score(3, 0, 0, 0, aijri_method('{"raw_floor": 1, "raw_span": 4}')) AS raw_span,
	aijri_score(5, 10, 10, 2, aijri_method('{"score_cap": 1000}')) AS no_cap,
	aijri_score(3, 0, 0, 0, aijri_method('{"score_cap": 10}')) AS low_cap,
	aijri_score(1, 0, 0, 0, aijri_method('{"raw_floor": 2}')) AS below_floor;
SELECT zone_of(48, aijri_method('{"green_min": 48.5}')) AS green_min,
	zone_of(25, aijri_method('{"yellow_min": 25.5}')) AS yellow_min,
	zone_of(30, aijri_method('{"yellow_min": 30, "green_min": 30}')) AS no_yellow,
	zone_of(109.7, aijri_method('{"score_cap": 110}')) AS above_100;
SELECT sublabel_of(10, 1.9, NULL, NULL, method => aijri_method('{"imminent_below_tr": 2}')) AS imminent_below_tr,
	sublabel_of(30, NULL, 35, NULL, method => aijri_method('{"urgent_exposed_min": 35}')) AS urgent_exposed_min,
	sublabel_of(60, NULL, 25, 0, method => aijri_method('{"transforming_exposed_min": 26}')) AS transforming_exposed_min,
	sublabel_of(60, NULL, 25, 1, method => aijri_method('{"accelerated_growth_min": 1}')) AS accelerated_growth_min,
	sublabel_of(60, NULL, 25, 2, method => aijri_method('{"accelerated_growth_min": 3}')) AS never_accelerated;
SELECT quick_screen(3, -1, aijri_method('{"screen_red_max": 3}')) AS screen_red_max,
	quick_screen(5, 0, aijri_method('{"screen_green_min": 5}')) AS screen_green_min,
	quick_screen(0, -1, aijri_method('{"screen_red_max": -1}')) AS never_red,
	quick_screen(9, 2, aijri_method('{"screen_green_min": 10}')) AS never_green;
SELECT cut_off, (aijri_result(a, aijri_method(jsonb_build_object('exposed_from', cut_off)))).exposed_pct
FROM (SELECT aijri_assessment(ARRAY[aijri_task('a', 10, 1), aijri_task('b', 20, 2), aijri_task('c', 30, 3), aijri_task('d', 25, 4), aijri_task('e', 15, 5)], NULL, NULL, NULL)) v(a),
	generate_series(1, 5) cut_off
ORDER BY cut_off;

-- Rescaled, raw_floor and raw_span follow the steps: the least and the greatest legal
-- raw keep the scores, without a cap, that they have by default.
SELECT changes, (m).raw_floor, round((m).raw_span::numeric, 9) AS raw_span,
	aijri_score(1, -10, 0, -2, m) AS least, round(aijri_score(5, 10, 10, 2, m)::numeric, 6) AS greatest
FROM (VALUES ('{"score_cap": 1000}'), ('{"score_cap": 1000, "evidence_step": 0.1}'), ('{"score_cap": 1000, "evidence_step": 0, "barrier_step": 0, "growth_step": 0}'),
		('{"score_cap": 1000, "barrier_step": 0.5, "growth_step": 0.5}')) v(changes),
	LATERAL aijri_method(changes::jsonb, true) m;
-- Without a change of steps that is the default.
SELECT aijri_method('{}', true) = aijri_method() AS of_default, aijri_method(rescale => true) = aijri_method() AS without_changes,
	aijri_method('{"evidence_step": 0.05}', false) = aijri_method('{"evidence_step": 0.05}') AS not_asked,
	aijri_method('{"evidence_step": 0.05}', NULL) = aijri_method('{"evidence_step": 0.05}') AS of_null, aijri_method(NULL, true) IS NULL AS no_changes;
-- Not both.
SELECT e.* FROM unnest(ARRAY['{"raw_floor": 0.5}', '{"evidence_step": 0.05, "raw_span": 8}']) c, LATERAL error_of(format('aijri_method(%L, true)', c)) e;

-- Another method is float8 arithmetic, as the formula is written.
SELECT count(*) AS scores,
	count(*) FILTER (WHERE abs(aijri_score(tr, e, b, g, m)
		- greatest(0, least((m).score_cap, (tr * (1 + (m).evidence_step * e) * (1 + (m).barrier_step * b) * (1 + (m).growth_step * g) - (m).raw_floor) / (m).raw_span * 100))) > 1e-9) AS differ
FROM unnest(ARRAY[
		aijri_method('{"evidence_step": 0.05, "barrier_step": 0.03, "growth_step": 0.1}'),
		aijri_method('{"raw_floor": 0, "raw_span": 5}'),
		aijri_method('{"raw_span": 7.93, "score_cap": 80}')]) m,
	generate_series(1, 5, 0.5) tr, generate_series(-10, 10, 2.5) e, generate_series(0, 10, 2.5) b, generate_series(-2, 2) g;

-- A method may come from anywhere: a parameter,
PREPARE by_method(aijri_method) AS
SELECT aijri_score(tr, 0, 0, 0, $1) AS score, zone_of(aijri_score(tr, 0, 0, 0, $1), $1) AS zone
FROM generate_series(2, 4) tr ORDER BY tr;
EXECUTE by_method(NULL);
EXECUTE by_method(aijri_method('{"raw_floor": 0, "raw_span": 5}'));
EXECUTE by_method(aijri_method('{"yellow_min": 40}'));
SET plan_cache_mode = force_generic_plan;
EXECUTE by_method(NULL);
EXECUTE by_method(aijri_method('{"raw_floor": 0, "raw_span": 5}'));
RESET plan_cache_mode;
DEALLOCATE by_method;
-- a column that differs from row to row, NULL in between,
CREATE TEMP TABLE experiment (n int, method aijri_method);
INSERT INTO experiment
SELECT n, CASE n % 3 WHEN 1 THEN aijri_method(jsonb_build_object('raw_span', n)) WHEN 2 THEN aijri_method() END
FROM generate_series(1, 9) n;
SELECT n, (method).raw_span, round(aijri_score(2.54, 0, 0, 0, method)::numeric, 6) AS score,
	round(least(100, 200 / coalesce((method).raw_span, 7.93))::numeric, 6) AS expected
FROM experiment ORDER BY n;
-- a table of settings.
CREATE TEMP TABLE setting AS SELECT aijri_method('{"green_min": 60}') AS method;
SELECT score, zone_of(score, method) FROM setting, (VALUES (59), (60)) v(score) ORDER BY score;

-- Mistakes.
\x on
SELECT * FROM error_of($$aijri_method('{"green": 50}')$$);
SELECT * FROM error_of($$aijri_method('{"green_min": "50"}')$$);
SELECT * FROM error_of($$aijri_method('{"green_min": null}')$$);
SELECT * FROM error_of($$aijri_method('[50]')$$);
SELECT * FROM error_of($$aijri_method('{"yellow_min": 60}')$$);
SELECT * FROM error_of($$aijri_method('{"screen_red_max": 1.5}')$$);
SELECT * FROM error_of($$aijri_method('{"raw_span": 0}')$$);
SELECT * FROM error_of($$zone_of(50, ROW(0.04, 0.02, 0.05, 0.54, 7.93, 100, NULL, 25, 3, 1.8, NULL, NULL, 40, 20, 2, 2, 6)::aijri_method)$$);
SELECT * FROM error_of($$zone_of(50, ROW(0.04, 0.02, 0.05, 0.54, 7.93, 100, 48, 49, 3, 1.8, NULL, NULL, 40, 20, 2, 2, 6)::aijri_method)$$);
\x off
SELECT changes, outcome_of(format('aijri_method(%L)', changes)) AS outcome
FROM (VALUES
	(1, '{"green_min": true}'), (2, '{"green_min": [50]}'), (3, '{"green_min": {"x": 1}}'), (4, '{"": 1}'), (5, '{"GREEN_MIN": 50}'),
	(6, '{"green_mi": 50}'), (7, '{"green_min ": 50}'), (8, '{"größe": 1}'), (9, 'null'), (10, '50'), (11, '"green_min"'), (12, '[]'),
	(13, '{"green_min": 1e400}'), (14, '{"raw_span": 1e-400}'), (15, '{"imminent_max_evidence": "x"}'), (16, 'green_min')) v(n, changes)
ORDER BY n;
-- Just outside of each field's range.
SELECT field, outcome_of(format('aijri_method(%L)', jsonb_build_object(field, below))) AS below, outcome_of(format('aijri_method(%L)', jsonb_build_object(field, above))) AS above
FROM (VALUES
	(1, 'evidence_step', -0.001, 0.101), (2, 'barrier_step', -0.001, 0.501), (3, 'growth_step', -0.001, 0.501),
	(4, 'raw_floor', -0.001, 1000.001), (5, 'raw_span', 0.0000009, 1000.001), (6, 'score_cap', -0.001, 1000.001),
	(7, 'green_min', -0.001, 1000.001), (8, 'yellow_min', -0.001, 1000.001), (9, 'exposed_from', 0, 6),
	(10, 'imminent_below_tr', 0.999, 5.001), (11, 'imminent_max_evidence', -10.001, 10.001), (12, 'imminent_max_barriers', -0.001, 10.001),
	(13, 'urgent_exposed_min', -0.001, 100.001), (14, 'transforming_exposed_min', -0.001, 100.001),
	(15, 'accelerated_growth_min', -2.001, 3.001), (16, 'screen_red_max', -2, 11), (17, 'screen_green_min', -2, 11)) v(n, field, below, above)
ORDER BY n;

-- A row of NULLs is NULL to SQL, and so is the default method.
SELECT m IS NULL AS is_null, aijri_score(1.90, -8, 0, -2, m) = aijri_score(1.90, -8, 0, -2) AS same
FROM unnest(ARRAY[NULL::aijri_method]) m;

-- aijri_result: everything about a role in one call.

-- The document's role.
CREATE TEMP TABLE document AS
SELECT aijri_assessment(
	ARRAY[
		aijri_task('Data labeling/annotation (image, text, audio classification)', 30, 5, 'displacement'),
		aijri_task('RLHF rating/ranking (compare and rate model outputs)', 25, 4, 'displacement'),
		aijri_task('Quality assurance on labeled datasets', 15, 4, 'displacement'),
		aijri_task('Following annotation guidelines/rubrics', 10, 5, 'displacement'),
		aijri_task('Edge case identification and escalation', 10, 3, 'augmentation'),
		aijri_task('Providing feedback on annotation guidelines', 5, 2, 'augmentation'),
		aijri_task('Cross-team calibration sessions', 5, 2, 'augmentation')],
	aijri_evidence(-1, -2, -2, -2, -1),
	aijri_barriers(0, 0, 0, 0, 0),
	-2,
	aijri_principles(0, 0, 0)) AS assessment;
\x on
SELECT r.* FROM document, aijri_result(assessment) r;
-- The same from columns: without tasks there is no split.
SELECT r.* FROM aijri_result(1.90, 90, -8, 0, -2, 0) r;
-- Green has no next zone.
SELECT r.* FROM aijri_result(task_resistance => 4.35, exposed_pct => 15, evidence => 6, barriers => 7, growth => 2, protective => 7) r;
\x off

-- Every field is what the single function gives, over a thousand roles.
\set seed 20260801
CREATE TEMP TABLE role AS
SELECT n, aijri_assessment(tasks, aijri_evidence(r[1] % 5 - 2, r[2] % 5 - 2, r[3] % 5 - 2, r[4] % 5 - 2, r[5] % 5 - 2),
	aijri_barriers(r[6] % 3, r[7] % 3, r[8] % 3, r[9] % 3, r[10] % 3), r[11] % 5 - 2, aijri_principles(r[12] % 4, r[13] % 4, r[14] % 4)) AS a
FROM generate_series(1, 1000) n,
	LATERAL (SELECT array_agg(abs(hashint8extended(n * 100 + i, :seed) % 1000)::int ORDER BY i) AS r FROM generate_series(1, 14) i) ratings,
	LATERAL (SELECT array_agg(aijri_task('task ' || i,
			abs(hashint8extended(n * 100 + i, :seed + 1) % 1000000) / 10000.0,
			1 + abs(hashint8extended(n * 100 + i, :seed + 2) % 5),
			(enum_range(NULL::aijri_mode))[1 + abs(hashint8extended(n * 100 + i, :seed + 3) % 4)]) ORDER BY i) AS tasks
		FROM generate_series(1, 1 + n % 9) i) tasks;
SELECT :seed AS seed, count(*) AS roles, count(DISTINCT (aijri_result(a)).sublabel) AS sublabels FROM role;

WITH single AS (
	SELECT n, a, aijri_result(a) AS r, p.*, evidence_total((a).evidence) AS e, barrier_total((a).barriers) AS b, (a).growth::float8 AS g,
		protective_total((a).principles) AS protective
	FROM role, LATERAL (SELECT task_profile(score, time_pct, mode) AS p FROM unnest((a).tasks)) p
)
SELECT count(*) AS roles,
	count(*) FILTER (WHERE ((r).task_resistance, (r).exposed_pct, (r).displacement_pct, (r).augmentation_pct, (r).not_involved_pct, (r).unstated_pct)
		IS DISTINCT FROM ((p).task_resistance, (p).exposed_pct, (p).displacement_pct, (p).augmentation_pct, (p).not_involved_pct, (p).unstated_pct)) AS tasks_differ,
	count(*) FILTER (WHERE ((r).evidence_total, (r).barrier_total, (r).growth, (r).protective_total)
		IS DISTINCT FROM (e::float8, b::float8, g, protective::float8)) AS totals_differ,
	count(*) FILTER (WHERE ((r).evidence_modifier, (r).barrier_modifier, (r).growth_modifier)
		IS DISTINCT FROM (evidence_modifier(e), barrier_modifier(b), growth_modifier(g))) AS modifiers_differ,
	count(*) FILTER (WHERE (r).raw IS DISTINCT FROM aijri_raw((p).task_resistance, e, b, g)) AS raw_differs,
	count(*) FILTER (WHERE (r).score IS DISTINCT FROM aijri_score((p).task_resistance, e, b, g) OR (r).score IS DISTINCT FROM aijri_score(a)) AS score_differs,
	count(*) FILTER (WHERE (r).published IS DISTINCT FROM round((r).score::numeric, 1)) AS published_differs,
	count(*) FILTER (WHERE (r).zone IS DISTINCT FROM zone_of((r).score)) AS zone_differs,
	count(*) FILTER (WHERE (r).sublabel IS DISTINCT FROM sublabel_of((r).score, (p).task_resistance, (p).exposed_pct, g)) AS sublabel_differs,
	count(*) FILTER (WHERE (r).quick_screen IS DISTINCT FROM quick_screen(protective, g)) AS screen_differs,
	count(*) FILTER (WHERE (r).points_to_next_zone IS DISTINCT FROM CASE (r).zone WHEN 'Red' THEN 25 - (r).score WHEN 'Yellow' THEN 48 - (r).score END
		OR (r).points_above_floor IS DISTINCT FROM (r).score - CASE (r).zone WHEN 'Red' THEN 0 WHEN 'Yellow' THEN 25 ELSE 48 END) AS points_differ
FROM single;

-- From columns it is the same but for the split, under the default and others.
SELECT count(*) AS roles, count(*) FILTER (WHERE to_jsonb(of_columns) - split <> to_jsonb(r) - split) AS differ
FROM role, (VALUES ('{displacement_pct,augmentation_pct,not_involved_pct,unstated_pct}'::text[])) s(split),
	(VALUES (NULL), (aijri_method()), (aijri_method('{"evidence_step": 0.05, "green_min": 60, "exposed_from": 4, "screen_red_max": 5}'))) v(m),
	aijri_result(a, m) r,
	aijri_result(r.task_resistance, r.exposed_pct, r.evidence_total, r.barrier_total, r.growth, r.protective_total, m) of_columns;

-- Task times may be in any unit: twice the time is the same role.
SELECT count(*) AS roles, count(*) FILTER (WHERE aijri_result(a) IS DISTINCT FROM aijri_result(doubled)) AS differ
FROM role, LATERAL (
	SELECT aijri_assessment(array_agg(aijri_task(name, 2 * time_pct, score, mode)), (a).evidence, (a).barriers, (a).growth, (a).principles) AS doubled
	FROM unnest((a).tasks)) d;

-- What is missing leaves out what follows from it, and nothing else.
SELECT missing, (SELECT string_agg(key, ', ' ORDER BY n) FROM json_each(row_to_json(aijri_result(a))) WITH ORDINALITY f(key, value, n) WHERE value::text = 'null') AS null_fields
FROM (
	SELECT 1 AS n, 'nothing' AS missing, assessment AS a FROM document
	UNION ALL SELECT 2, 'tasks', aijri_assessment(NULL, d.e, d.b, d.g, d.p) FROM document, LATERAL (SELECT (assessment).*) d(t, e, b, g, p)
	UNION ALL SELECT 3, 'evidence', aijri_assessment(d.t, NULL, d.b, d.g, d.p) FROM document, LATERAL (SELECT (assessment).*) d(t, e, b, g, p)
	UNION ALL SELECT 4, 'barriers', aijri_assessment(d.t, d.e, NULL, d.g, d.p) FROM document, LATERAL (SELECT (assessment).*) d(t, e, b, g, p)
	UNION ALL SELECT 5, 'growth', aijri_assessment(d.t, d.e, d.b, NULL, d.p) FROM document, LATERAL (SELECT (assessment).*) d(t, e, b, g, p)
	UNION ALL SELECT 6, 'principles', aijri_assessment(d.t, d.e, d.b, d.g) FROM document, LATERAL (SELECT (assessment).*) d(t, e, b, g, p)) v
ORDER BY n;
SELECT aijri_result(NULL) IS NULL AS of_null, aijri_result(NULL, NULL, NULL, NULL, NULL) AS of_nothing;

-- Errors are those of the inputs.
SELECT call, outcome_of(call) AS outcome
FROM (VALUES
	(1, 'aijri_result(0.9, 90, 0, 0, 0)'),
	(2, 'aijri_result(3, 101, 0, 0, 0)'),
	(3, 'aijri_result(3, 90, 0, 0, 0, 9.5)'),
	(4, 'aijri_result(3, 90, 0, 0, 0, 10)'),
	(5, 'aijri_result(''("{""(a,1,3,)""}",,,,)'')'),
	(6, 'aijri_result(''("{""(a,1e-9,3,)""}",,,,)'')')) v(n, call)
ORDER BY n;

-- There is no minus zero.
SELECT evidence_total, barrier_total, growth FROM aijri_result(3, 50, '-0', '-0', '-0');
SELECT aijri_task('a', '-0', 3), (aijri_assessment(NULL, NULL, NULL, '-0')).growth,
	aijri_score(3, 0, 0, 0, jsonb_populate_record(aijri_method(), '{"score_cap": -0.0}')) AS capped;

-- A share in place of a percentage is told where the task resistance gives it away,
-- once for a call: tasks with a mean score of 3.3 are exposed for 43.3% of the time at
-- least.  What may be true is nobody's business.
SELECT sublabel FROM aijri_result(2.7, 0.4, 0, 0, 0);
SELECT count(r.sublabel) FROM generate_series(1, 1000) i, aijri_result(2 + i / 1000.0, 0.5, 0, 0, 0) AS r;
SELECT sublabel_of(30, 2.7, 0.4, 0);
SELECT sublabel_of(30, 2.7, 40, 0), sublabel_of(60, 4, 0.4, 0), sublabel_of(30, 2.7, 0, 0), sublabel_of(60, 3.99, 0.4, 0);

-- Assessments: complete, incomplete and odd ones, stored in tables or not.

CREATE FUNCTION pg_temp.assess(tasks aijri_task[]) RETURNS aijri_assessment
LANGUAGE SQL RETURN aijri_assessment(tasks, aijri_evidence(1, 1, 0, 0, 0), aijri_barriers(1, 1, 0, 0, 0), 1);

-- Not scored: no tasks, an empty array, an element that is NULL, a task
-- without score or time, no time at all.  A task without name or mode is fine.
SELECT what, aijri_score(a) AS score, (aijri_result(a)).task_resistance, (aijri_result(a)).zone
FROM (VALUES
	(1, 'complete', pg_temp.assess(ARRAY[aijri_task('a', 60, 3, 'augmentation'), aijri_task('b', 40, 2, 'not involved')])),
	(2, 'NULL array', pg_temp.assess(NULL)),
	(3, 'empty array', pg_temp.assess('{}')),
	(4, 'NULL element', pg_temp.assess(ARRAY[aijri_task('a', 60, 3), NULL])),
	(5, 'row of NULLs', pg_temp.assess(ARRAY[aijri_task('a', 60, 3), '(,,,)'])),
	(6, 'task without score', pg_temp.assess(ARRAY[aijri_task('a', 60, 3), aijri_task('b', 40, NULL)])),
	(7, 'task without time', pg_temp.assess(ARRAY[aijri_task('a', 60, 3), aijri_task('b', NULL, 2)])),
	(8, 'no time at all', pg_temp.assess(ARRAY[aijri_task('a', 0, 3), aijri_task('b', 0, 2)])),
	(9, 'without names and modes', pg_temp.assess(ARRAY[aijri_task(NULL, 60, 3), aijri_task(NULL, 40, 2)])),
	(10, 'array from 5 to 6', pg_temp.assess('[5:6]={"(a,60,3,)","(b,40,2,)"}'))) v(n, what, a)
ORDER BY n;

-- Not scored: a part that is missing, as a whole or one of its ratings.
SELECT what, aijri_score(a) AS score
FROM (SELECT ARRAY[aijri_task('a', 60, 3), aijri_task('b', 40, 2)]) t(tasks), LATERAL (VALUES
	(1, 'complete', aijri_assessment(tasks, '(0,0,0,0,0)', '(0,0,0,0,0)', 0)),
	(2, 'no evidence', aijri_assessment(tasks, NULL, '(0,0,0,0,0)', 0)),
	(3, 'a dimension missing', aijri_assessment(tasks, '(0,,0,0,0)', '(0,0,0,0,0)', 0)),
	(4, 'a row of NULLs', aijri_assessment(tasks, '(0,0,0,0,0)', '(,,,,)', 0)),
	(5, 'no barriers', aijri_assessment(tasks, '(0,0,0,0,0)', NULL, 0)),
	(6, 'no growth', aijri_assessment(tasks, '(0,0,0,0,0)', '(0,0,0,0,0)', NULL)),
	(7, 'no principles, which are no part of the score', aijri_assessment(tasks, '(0,0,0,0,0)', '(0,0,0,0,0)', 0, NULL)),
	(8, 'NULL', NULL),
	(9, 'all of it missing', '(,,,,)')) v(n, what, a)
ORDER BY n;

-- Wrong: more than one dimension.
\x on
SELECT * FROM error_of($$aijri_assessment(ARRAY[ARRAY[aijri_task('a', 60, 3)], ARRAY[aijri_task('b', 40, 2)]], NULL, NULL, NULL)$$);
SELECT * FROM error_of($$aijri_score(ROW(ARRAY[ARRAY[aijri_task('a', 60, 3)]], NULL, NULL, NULL, NULL)::aijri_assessment)$$);
\x off
-- And every number out of range, wherever it stands: the domains see to that.
SELECT call, outcome_of(call) AS outcome
FROM (VALUES
	(1, 'aijri_score(''("{""(a,1e-9,3,)""}",,,,)'')'), (2, 'aijri_score(''("{""(a,1,6,)""}",,,,)'')'), (3, 'aijri_score(''(,"(0,0,0,0,5)",,,)'')'),
	(4, 'aijri_score(''(,,"(0.5,,,,)",,)'')'), (5, 'aijri_score(''(,,,3,)'')'), (6, 'aijri_score(''(,,,,"(4,,)")'')')) v(n, call)
ORDER BY n;

-- 10,000 tasks, and long names.
CREATE TEMP TABLE large AS
SELECT pg_temp.assess(array_agg(aijri_task(repeat('long name ', 20) || n, 1 + n % 7, 1 + n % 5, (enum_range(NULL::aijri_mode))[1 + n % 4]) ORDER BY n)) AS a
FROM generate_series(1, 10000) n;
SELECT aijri_score(a) AS score,
	((p).task_resistance, (p).exposed_pct, (p).displacement_pct, (p).unstated_pct) = (r.task_resistance, r.exposed_pct, r.displacement_pct, r.unstated_pct) AS as_the_aggregate
FROM large, aijri_result(a) r, LATERAL (SELECT task_profile(score, time_pct, mode) AS p FROM unnest((a).tasks)) t;

-- Stored in a table: nested rows have short headers there, large ones are
-- compressed or out of line, under any strategy.
CREATE TEMP TABLE stored (n int, a aijri_assessment, e aijri_evidence, b aijri_barriers, p aijri_principles, t aijri_task, m aijri_method);
INSERT INTO stored SELECT n, pg_temp.assess(tasks), '(1,1,0,0,0)', '(1,1,0,0,0)', '(1,2,3)', tasks[1], aijri_method('{"green_min": 40}')
FROM (VALUES (1, 1), (2, 7), (3, 500)) v(n, size), LATERAL (SELECT array_agg(aijri_task('task ' || i, 1, 1 + i % 3)) FROM generate_series(1, size) i) g(tasks);
ALTER TABLE stored ALTER a SET STORAGE EXTERNAL;
INSERT INTO stored SELECT n + 3, a, e, b, p, t, m FROM stored WHERE n <= 3;
INSERT INTO stored SELECT 7, a FROM large;
SELECT n, aijri_score(a) AS score, evidence_total(e), barrier_total(b), protective_total(p), zone_of(aijri_score(a), m) AS zone,
	aijri_score(aijri_assessment(ARRAY[t], e, b, 0)) AS of_one_task, (SELECT count(*) FROM aijri_explain(a, m)) AS lines
FROM stored ORDER BY n;
-- Built from parts of stored rows.
SELECT n, aijri_score(aijri_assessment((a).tasks, (a).evidence, b, (a).growth, p)) = aijri_score(a) AS same FROM stored WHERE n <= 6 ORDER BY n;


-- In PL/pgSQL variables, which hold rows and arrays in a form of their own.
DO $$
DECLARE
	task aijri_task := aijri_task('a', 60, 3, 'displacement');
	tasks aijri_task[] := ARRAY[task];
	evidence aijri_evidence := aijri_evidence(1, 1, 0, 0, 0);
	barriers aijri_barriers := aijri_barriers(1, 1, 0, 0, 0);
	principles aijri_principles;
	assessment aijri_assessment;
	lines bigint;
BEGIN
	task.name := 'b';
	task.score := 2;
	tasks[2] := task;
	evidence.wage_trends := -2;
	principles.judgment := 2;
	RAISE NOTICE 'evidence %, barriers %, principles %', evidence_total(evidence), barrier_total(barriers), protective_total(principles);
	assessment := aijri_assessment(tasks, evidence, barriers, 1, principles);
	RAISE NOTICE '%', assessment;
	assessment.growth := 2;
	lines := (SELECT count(*) FROM aijri_explain(assessment));
	RAISE NOTICE 'score %, zone %, % lines', aijri_score(assessment), (aijri_result(assessment)).zone, lines;
	assessment := NULL;
	RAISE NOTICE 'score %', aijri_score(assessment);
END
$$;

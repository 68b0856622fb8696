-- score_sensitivity: every rating one step up and down.

-- A step that would leave the scale has no row.
CREATE TEMP TABLE assessed AS
SELECT 'AI Data Trainer' AS role, aijri_assessment(
	ARRAY[aijri_task('Label', 40, 5, 'displacement'), aijri_task('Rank', 40, 4, 'displacement'), aijri_task(NULL, 10, 3, 'augmentation'), aijri_task('Rank', 10, 2)],
	aijri_evidence(-1, -2, -2, -2, -1), aijri_barriers(0, 0, 0, 1, 2), -2) AS a;
SELECT kind, task_number, item, step, rating, new_rating, published_score(new_score) AS new_score, round(change::numeric, 4) AS change, new_zone, new_sublabel, flips_zone
FROM assessed, score_sensitivity(a);

-- Each row is what aijri_result gives for the assessment with that one rating
-- changed: score, zone, sub-label, to the last bit.  The changed assessment is
-- made by jsonb, and under several methods.
CREATE TEMP TABLE method (m aijri_method);
INSERT INTO method VALUES (NULL), (aijri_method('{"evidence_step": 0.1, "barrier_step": 0, "growth_step": 0.5, "raw_span": 5, "exposed_from": 4, "green_min": 30}')),
	(aijri_method('{"imminent_max_evidence": -8, "imminent_max_barriers": 3, "yellow_min": 7, "green_min": 8, "score_cap": 8.5}'));
CREATE TEMP TABLE role AS
SELECT i, aijri_assessment(
	(SELECT array_agg(aijri_task('task ' || j, (i * j) % 7 * 2.5, 1 + (i + j * j) % 5, (ARRAY['displacement', 'augmentation', 'not involved', NULL]::aijri_mode[])[1 + (i + j) % 4])) FROM generate_series(1, i % 5 + 2) j),
	aijri_evidence(i % 5 - 2, i % 4 - 2, i % 3, 0, -1), aijri_barriers(i % 3, 1, 0, 2, i % 2), i % 5 - 2, aijri_principles(i % 4, 1, 2)) AS a
FROM generate_series(1, 60) i;
SELECT count(*) AS steps, bool_or(r.score <> s.new_score) AS some_change, count(*) FILTER (WHERE r.zone <> s.new_zone) AS flips,
	count(*) FILTER (WHERE (n.score, n.zone, n.sublabel) IS DISTINCT FROM (s.new_score, s.new_zone, s.new_sublabel)) AS differ,
	count(*) FILTER (WHERE s.change <> n.score - r.score OR s.flips_zone <> (n.zone <> r.zone) OR s.new_rating <> s.rating + s.step) AS inconsistent
FROM role, method, aijri_result(a, m) r, score_sensitivity(a, m) s,
	LATERAL (SELECT CASE s.kind WHEN 'task' THEN ARRAY['tasks', (s.task_number - 1)::text, 'score'] WHEN 'growth' THEN ARRAY['growth'] ELSE ARRAY[s.kind, s.item] END) p(path),
	LATERAL (SELECT jsonb_populate_record(NULL::aijri_assessment, jsonb_set(to_jsonb(a), path, to_jsonb(s.new_rating)))) c(changed),
	aijri_result(changed, m) n;
-- Both steps of every rating are there, but for those that leave the scale.
SELECT count(*) FILTER (WHERE steps <> 2 - (rating IN (low, high))::int) AS wrong
FROM (SELECT i, kind, task_number, item, rating, count(*) AS steps, CASE kind WHEN 'task' THEN 1 WHEN 'barriers' THEN 0 ELSE -2 END AS low, CASE kind WHEN 'task' THEN 5 ELSE 2 END AS high
	FROM role, score_sensitivity(a) GROUP BY 1, 2, 3, 4, 5) s;
SELECT count(*) AS items FROM (SELECT DISTINCT i, kind, task_number, item FROM role, score_sensitivity(a)) s;
SELECT sum(cardinality((a).tasks) + 11) AS expected FROM role;

-- A rating that nobody gave can't take a step; without a score the others have
-- no new one either.
SELECT kind, item, step, rating, new_score, change, new_zone, new_sublabel, flips_zone
FROM score_sensitivity(aijri_assessment(ARRAY[aijri_task('a', 60, 4), aijri_task('b', 40, NULL), aijri_task('c', NULL, 2), NULL], aijri_evidence(1, NULL, NULL, NULL, 2), NULL, 0));
SELECT count(*) AS of_null FROM score_sensitivity(NULL);
SELECT count(*) AS of_nothing FROM score_sensitivity('(,,,,)');
-- Tasks without time change nothing.
SELECT step, change FROM score_sensitivity(aijri_assessment(ARRAY[aijri_task('a', 60, 4), aijri_task('b', 0, 3)], '(0,0,0,0,0)', '(0,0,0,0,0)', 0)) WHERE item = 'b';
-- Names of any length come back whole, stored or not.
CREATE TEMP TABLE long AS SELECT aijri_assessment(ARRAY[aijri_task(repeat('long name ', 1000), 60, 4), aijri_task('short', 10, 3)], '(0,0,0,0,0)', '(0,0,0,0,0)', 0) AS a;
SELECT DISTINCT length(item), md5(item) = md5(repeat('long name ', 1000)) AS same FROM long, score_sensitivity(a) WHERE kind = 'task' ORDER BY 1;

-- In the select list, too.
SELECT (score_sensitivity(a)).item FROM assessed LIMIT 1;

-- score_targets: the value that one lever alone needs for a role to reach a zone.
SET jit = off; -- SQL functions are called for each of many rows, and each time compiled

-- Up: the least value with which the role is in the zone.
SELECT lever, current, needed, change, reachable, published_score(new_score) AS new_score, new_zone FROM score_targets(3.9, -2, 5, 1, 'Green');
-- Where a lever alone can't do it, the score at its end says how far it goes.
SELECT lever, current, needed, change, reachable, published_score(new_score) AS new_score, new_zone FROM score_targets(1.9, -8, 0, -2, 'Yellow');
-- Down: the greatest value with which it is in the zone, what it can't afford.
SELECT lever, current, needed, change, reachable, published_score(new_score) AS new_score, new_zone FROM score_targets(3.2, -2, 3, 0, 'Red');
-- In the zone already: no change.
SELECT lever, current, needed, change, reachable, published_score(new_score) AS new_score, new_zone FROM score_targets(3.9, -2, 5, 1, 'Yellow');

-- Yellow begins at task resistance 2.5225 exactly when all modifiers are 1.
SELECT needed, new_score FROM score_targets(2.5, 0, 0, 0, 'Yellow') WHERE lever = 'task_resistance';
SELECT needed, new_zone FROM score_targets(2.5225, 0, 0, 0, 'Red') WHERE lever = 'task_resistance';

-- Applying the value reaches the zone, and one step of the grid less does not:
-- 0.000001 for task resistance, 1 for the others.  Over many roles, all zones,
-- several methods, with whole totals and with fractions.
CREATE TEMP TABLE method (m aijri_method);
INSERT INTO method VALUES (NULL), (aijri_method('{"evidence_step": 0.1, "barrier_step": 0, "growth_step": 0.5, "raw_span": 5}')),
	(aijri_method('{"yellow_min": 30, "green_min": 30}')), (aijri_method('{"score_cap": 40}')), (aijri_method('{"yellow_min": 0, "green_min": 0}'));
CREATE TEMP TABLE role AS
SELECT (1 + i * 7919 % 400001 / 100000.0)::float8 AS tr, (i % 21 - 10) * f AS e, i % 11 * f AS b, (i % 5 - 2) * f AS g
FROM generate_series(1, 1200) i, LATERAL (SELECT CASE WHEN i % 3 = 0 THEN 0.77::float8 ELSE 1 END) x(f);
CREATE TEMP TABLE target AS
SELECT r.*, m, zone, t.*, zone_of(aijri_score(tr, e, b, g, m), m) AS zone_now,
	CASE lever WHEN 'task_resistance' THEN 0.000001 ELSE 1 END * CASE WHEN zone > zone_of(aijri_score(tr, e, b, g, m), m) THEN 1 ELSE -1 END AS step,
	CASE lever WHEN 'task_resistance' THEN 1 WHEN 'evidence' THEN -10 WHEN 'barriers' THEN 0 ELSE -2 END AS low,
	CASE lever WHEN 'task_resistance' THEN 5 WHEN 'evidence' THEN 10 WHEN 'barriers' THEN 10 ELSE 2 END AS high
FROM role r, method, unnest(enum_range(NULL::aijri_zone)) zone, score_targets(tr, e, b, g, zone, m) t;
CREATE FUNCTION pg_temp.score_with(t target, value float8) RETURNS float8
LANGUAGE SQL RETURN aijri_score(CASE t.lever WHEN 'task_resistance' THEN value ELSE t.tr END, CASE t.lever WHEN 'evidence' THEN value ELSE t.e END,
	CASE t.lever WHEN 'barriers' THEN value ELSE t.b END, CASE t.lever WHEN 'growth' THEN value ELSE t.g END, t.m);
-- Whether a zone is the one wanted, or beyond it on the way.
CREATE FUNCTION pg_temp.reached(t target, score float8) RETURNS boolean
LANGUAGE SQL RETURN CASE WHEN t.step > 0 THEN zone_of(score, t.m) >= t.zone ELSE zone_of(score, t.m) <= t.zone END;
SELECT CASE WHEN zone = zone_now THEN 'there' WHEN NOT reachable THEN 'not reachable' WHEN step > 0 THEN 'up' ELSE 'down' END AS outcome, count(*) > 1000 AS many,
	count(*) FILTER (WHERE current <> CASE lever WHEN 'task_resistance' THEN tr WHEN 'evidence' THEN e WHEN 'barriers' THEN b ELSE g END) AS wrong_current,
	count(*) FILTER (WHERE new_score <> pg_temp.score_with(t, coalesce(needed, CASE WHEN step > 0 THEN high ELSE low END)) OR new_zone <> zone_of(new_score, m)) AS wrong_score,
	count(*) FILTER (WHERE reachable <> pg_temp.reached(t, new_score)) AS wrong_zone,
	count(*) FILTER (WHERE abs(change - (needed - current)) > 1e-9 OR (needed IS NULL) = reachable) AS wrong_change,
	count(*) FILTER (WHERE zone <> zone_now AND (needed - step - current) * sign(step) >= 0 AND pg_temp.reached(t, pg_temp.score_with(t, round((needed - step)::numeric, 6)::float8))) AS less_would_do
FROM target t GROUP BY 1 ORDER BY 1;

-- A lever without effect under the method reaches nothing.
SELECT lever, needed, reachable, new_score FROM score_targets(2.5225, 0, 0, 0, 'Green', aijri_method('{"evidence_step": 0, "growth_step": 0}')) WHERE lever IN ('evidence', 'growth');
-- A zone that has no width is passed over.
SELECT lever, needed, new_zone FROM score_targets(2.5, 0, 0, 0, 'Yellow', aijri_method('{"yellow_min": 30, "green_min": 30}')) WHERE lever = 'task_resistance';

-- What is not rated.
SELECT * FROM score_targets(3.9, NULL, 5, 1, 'Green');
SELECT * FROM score_targets(3.9, 0, 5, 1, NULL);
-- What is not legal.
SELECT e.* FROM unnest(ARRAY['score_targets(0.5, 0, 0, 0, ''Green'')', 'score_targets(3, 11, 0, 0, ''Green'')', 'score_targets(3, 0, -1, 0, ''Green'')', 'score_targets(3, 0, 0, 3, ''Green'')', 'score_targets(3, 0, 0, 0, ''Blue'')']) x, LATERAL error_of(x) e;

-- aijri_mix: task time by score and mode as a value.
\set SHOW_CONTEXT never

CREATE TEMP TABLE task (role text, score int, time numeric, mode aijri_mode);
INSERT INTO task VALUES
	('trainer', 5, 30, 'displacement'), ('trainer', 4, 25, 'displacement'), ('trainer', 4, 15, 'displacement'), ('trainer', 5, 10, 'displacement'),
	('trainer', 3, 10, 'augmentation'), ('trainer', 2, 5, 'augmentation'), ('trainer', 2, 5, 'augmentation'),
	('welder', 1, 30.5, 'not involved'), ('welder', 3, 8, NULL), ('welder', NULL, 4, NULL), ('welder', 2, NULL, NULL),
	('nobody', 4, 0, 'displacement');

-- A role's rows as a mix: one time for each score and mode.  NULL where the
-- other aggregates over task rows are.
SELECT role, task_mix(score, time, mode), task_mix(score, time) FROM task GROUP BY role ORDER BY role;
SELECT task_mix(score, time, mode) FROM task WHERE false;
SELECT task_mix(score, NULL) FROM task;

-- What rows say, the mix says; it does not know how many rows there were.
SELECT role, p.* FROM (SELECT role, task_mix(score, time, mode) AS mix FROM task GROUP BY role) m, mix_profile(mix) p ORDER BY role;
CREATE TEMP TABLE role AS SELECT role, task_mix(score, time, mode) AS mix, task_profile(score, time, mode) AS profile FROM task GROUP BY role;
SELECT role, mix_score(mix, -8, 0, -2), mix_score(mix, -8, 0, -2) = aijri_score((profile).task_resistance, -8, 0, -2) AS same FROM role ORDER BY role;
SELECT role, r.score, r.sublabel, r.exposed_pct, r.displacement_pct, r.unstated_pct FROM role, mix_result(mix, -8, 0, -2, 0) r ORDER BY role;
-- with another method,
SELECT mix_score(mix, -8, 0, -2, aijri_method('{"raw_floor": 0}')), (mix_result(mix, -8, 0, -2, method => aijri_method('{"exposed_from": 5}'))).exposed_pct, (mix_profile(mix, aijri_method('{"exposed_from": 5}'))).exposed_pct
FROM role WHERE role = 'trainer';
-- with ratings that are missing, and without a mix.
SELECT mix_score(mix, NULL, 0, 0), mix_score(NULL, 0, 0, 0), mix_profile(NULL), mix_score('{}', 0, 0, 0), mix_profile('{}') FROM role WHERE role = 'trainer';
SELECT score, zone, evidence_total, task_resistance FROM mix_result(NULL, 1, 2, 0);
SELECT mix_score('{1: 1}', 11, 0, 0);
SELECT mix_score('{1: 1}', 0, 0, 'NaN');

-- Shares, 0 to 1: at a score, at a score in a mode, without a mode.
SELECT role, mix_share(mix, 2) AS at_2, mix_share(mix, 4) AS at_4, mix_share(mix, 4, 'displacement') AS displaced, mix_share(mix, 3, 'displacement') AS none, mix_share(mix, 3, NULL) AS unstated, mix_share(mix, NULL) AS "null" FROM role ORDER BY role;
SELECT mix_share('{}', 1), mix_share(NULL, 1), mix_share(NULL, 1, NULL);
SELECT mix_share('{1: 1}', 6);
SELECT mix_share('{1: 1}', 1.5, 'displacement');

-- What if time at one score moved to another: all of it, 40% of it, into a mode.
SELECT mix_shift(mix, 4, 2), mix_shift(mix, 4, 2, 0.4), mix_shift(mix, 5, 2, 0.5, 'augmentation'), mix_shift(mix, 4, 4, 1, 'augmentation') FROM role WHERE role = 'trainer';
SELECT mix_shift(mix, 5, 2, 0) = mix AS share_0, mix_shift(mix, 4, 4) = mix AS to_itself, mix_shift(mix, 1, 2) = mix AS nothing_there FROM role WHERE role = 'trainer';
-- Half to even, in each mode by itself; a third of 30 is 10.
SELECT mix_shift('{5: 0.000001, 5 displacement: 0.000003, 5 augmentation: 0.000005}', 5, 1, 0.5), mix_shift('{5: 30}', 5, 1, 1 / 3.0);
SELECT mix_shift(NULL, 5, 1), mix_shift('{5: 1}', NULL, 1), mix_shift('{5: 1}', 5, NULL), mix_shift('{5: 1}', 5, 1, NULL);
SELECT (error_of(expression)).* FROM (VALUES (1, 'mix_shift(''{5: 1}'', 0, 1)'), (2, 'mix_shift(''{5: 1}'', 1, 5.5)'), (3, 'mix_shift(''{5: 1}'', 1, 5, 1.5)'), (4, 'mix_shift(''{5: 1}'', 1, 5, ''NaN'')')) v(n, expression) ORDER BY n;

-- In percent, to six places; the total is exactly 100.
SELECT mix_normalize('{1: 2, 2: 2, 5: 2}'), mix_normalize('{1 augmentation: 8, 5: 32}'), mix_normalize('{4: 0.000001}'), mix_normalize('{}'), mix_normalize(NULL);

-- Mixes add up; with weights, as often as these say.
SELECT mix_sum(mix), mix_sum(mix, CASE role WHEN 'trainer' THEN 3 ELSE 2 END) FROM role;
SELECT mix_sum(mix) FILTER (WHERE false), mix_sum(NULL::aijri_mix), mix_sum(mix, NULL), mix_sum(mix, 0) FROM role;
SELECT mix_sum(mix) = task_mix AS sum_is_mix_of_all FROM role, (SELECT task_mix(score, time, mode) FROM task) t GROUP BY task_mix;
-- A weight is kept to 0.001 and the sum, once, rounded half to even to 0.000001.
SELECT mix_sum('{1: 1}', 0.0015), mix_sum('{1: 1}', 0.0025), mix_sum('{1: 0.000001}', w) FROM (VALUES (0.25), (0.25)) v(w);
SELECT mix_sum('{1: 0.000001}', w) FROM (VALUES (0.5), (0.5), (0.5)) v(w);
SELECT (error_of(expression)).* FROM (VALUES (1, 'mix_sum(''{5: 1}'', -1)'), (2, 'mix_sum(''{5: 1}'', ''NaN'')'), (3, 'mix_sum(''{5: 1}'', 0.0001)'), (4, 'mix_sum(''{5: 1}'', 1e16)'), (5, 'mix_sum(''{5: 10000000000000}'', 9e15)'), (6, 'mix_sum(m) FROM (VALUES (''{5: 9999999999999999999999999999}''::aijri_mix), (''{5: 1}''), (''{1: 0.000001}'')) v(m)')) v(n, expression) ORDER BY n;
SELECT mix_sum(m) FROM (VALUES ('{5: 9999999999999999999999999999}'::aijri_mix), ('{5: 1}')) v(m);
-- Moving frames.
SELECT i, mix_sum(mix) OVER w, mix_sum(mix, i / 2.0) OVER w, (mix_profile(task_mix(i, 10) OVER w)).task_resistance
FROM (VALUES (1, '{1: 1}'::aijri_mix), (2, '{2: 2}'), (3, NULL), (4, '{1: 5}'), (5, NULL), (5, NULL)) v(i, mix)
WINDOW w AS (ORDER BY i ROWS 1 PRECEDING) ORDER BY i;

-- Text: what is read may be in any order; what is written has one form.
SELECT ' { 5 displacement:40 , 4DISPLACEMENT: 40.50,3 augmentation:10, 2 : 0.000001 , 1 not_involved : 0 } '::aijri_mix, '{}'::aijri_mix, '{5: 0}'::aijri_mix = '{}' AS same;
SELECT ARRAY[mix, '{}'], ROW(mix) FROM role WHERE role = 'welder';
SELECT text, (error_of(format('%L::aijri_mix', text))).*
FROM (VALUES (1, ''), (2, '{'), (3, '{1: 2'), (4, '{1: 2,}'), (5, '{1: 2} x'), (6, '{6: 1}'), (7, '{12: 1}'), (8, '{1 sometimes: 1}'), (9, '{1 1}'), (10, '{1: }'), (11, '{1: -1}'), (12, '{1: 1e5}'), (13, '{1: 0.0000001}'), (14, '{1: 1, 2: 1, 1: 1}'), (15, '{1: NaN}'), (16, '{1: 10000000000000000000000000000.000001}'), (17, '{1: 6000000000000000000000000000, 2: 6000000000000000000000000000}')) v(n, text) ORDER BY n;

-- Equal, and hashed alike, when all times are.
SELECT '{1: 1, 2: 2}'::aijri_mix = '{2: 2.0, 1: 1}' AS eq, '{1: 1}'::aijri_mix <> '{1 augmentation: 1}' AS ne, '{1: 1}'::aijri_mix = '{1: 10}' AS scale_counts;
SELECT m, count(*) FROM (VALUES ('{1: 1}'::aijri_mix), ('{1: 1.000000}'), ('{1: 2}')) v(m) GROUP BY m ORDER BY m::text;
SET enable_mergejoin = off;
SET enable_nestloop = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM role a JOIN role b USING (mix);
SELECT count(*) FROM role a JOIN role b USING (mix);
CREATE TEMP TABLE hashed (mix aijri_mix) PARTITION BY HASH (mix);
CREATE TEMP TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TEMP TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO hashed SELECT mix_sum('{1: 1}', n) FROM generate_series(1, 100) n GROUP BY n;
SELECT count(*), count(DISTINCT tableoid) FROM hashed WHERE mix IS NOT NULL;
CREATE INDEX ON hashed USING hash (mix);
SET enable_seqscan = off;
SELECT count(*) FROM hashed WHERE mix = '{1: 42}';
RESET enable_seqscan;

-- Operator classes are as they have to be.
SELECT opcname, amvalidate(oid) FROM pg_opclass WHERE opcname ~ '^aijri_' ORDER BY 1;

-- Small: a role in whole percent, with shares of six places, all cells with 128 bits.
CREATE TEMP TABLE stored (n int, mix aijri_mix);
INSERT INTO stored SELECT 1, mix FROM role WHERE role = 'trainer';
INSERT INTO stored SELECT 2, task_mix(n % 5 + 1, 100 / 7.0, (enum_range(NULL::aijri_mode))[n % 3 + 1]) FROM generate_series(1, 7) n;
INSERT INTO stored SELECT 3, ('{' || string_agg(score || mode || ': 499999999999999999999999999.123456', ',') || '}')::aijri_mix FROM generate_series(1, 5) score, unnest(ARRAY[' displacement', ' augmentation', ' not involved', '']) mode;
SELECT n, pg_column_size(mix) AS bytes, mix::text::aijri_mix = mix AS text_and_back FROM stored ORDER BY n;

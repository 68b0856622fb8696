-- Calls as drivers and reports make them: untyped parameters, columns of any
-- numeric type, results of sum() and avg(), the seven-argument form by name.

-- Parameters without a type.
PREPARE score AS SELECT aijri_score($1, $2, $3, $4);
EXECUTE score(1.90, -8, 0, -2);
EXECUTE score('1.90', '-8', '0', '-2');
EXECUTE score(NULL, NULL, NULL, NULL);
PREPARE raw AS SELECT aijri_raw($1, $2, $3, $4);
EXECUTE raw(1.90, -8, 0, -2);
PREPARE zone AS SELECT zone_of($1);
EXECUTE zone('7.9');
PREPARE sublabel AS SELECT sublabel_of($1, $2, $3, $4);
EXECUTE sublabel(7.85, 1.9, 90, -2);
PREPARE screen AS SELECT quick_screen($1, $2);
EXECUTE screen(0, -2);
PREPARE modifiers AS SELECT evidence_modifier($1), barrier_modifier($2), growth_modifier($3);
EXECUTE modifiers(-8, 0, -2);
PREPARE result AS SELECT published, zone, sublabel, quick_screen FROM aijri_result($1, $2, $3, $4, $5, $6);
EXECUTE result(1.90, 90, -8, 0, -2, 0);
PREPARE problem AS SELECT score_problem($1, $2, $3, $4);
EXECUTE problem(1.90, -18, 0, -2);
PREPARE of_assessment AS SELECT aijri_score($1);
EXECUTE of_assessment('("{""(a,100,2,)""}","(0,0,0,0,0)","(0,0,0,0,0)",0,)');
PREPARE of_assessment_and_method AS SELECT aijri_score($1, $2);
EXECUTE of_assessment_and_method('("{""(a,100,2,)""}","(0,0,0,0,0)","(0,0,0,0,0)",0,)', NULL);
PREPARE rows AS SELECT task_resistance($1, $2), exposed_pct($1, $2), (task_profile($1, $2)).tasks, (task_profile($1, $2, $3)).displacement_pct;
EXECUTE rows('4', '100', 'displacement');
PREPARE names AS SELECT mode_of($1), published_score($2), (aijri_method($3)).green_min;
EXECUTE names('Not Involved', 7.85372, '{"green_min": 50}');

-- A generic plan gives what a plan made for the values gives.
SET plan_cache_mode = force_generic_plan;
EXECUTE score(1.90, -8, 0, -2);
EXECUTE score(5, 10, 10, 2);
RESET plan_cache_mode;
DEALLOCATE ALL;

-- Literals without a type.
SELECT aijri_score('1.90', '-8', '0', '-2'), zone_of('48'), published_score('7.85372');

-- Columns of every numeric type.
CREATE TEMP TABLE rating (role_id int, tr_numeric numeric(5, 2), tr_real real, tr_float8 float8,
	e_smallint smallint, e_integer integer, e_bigint bigint, e_numeric numeric(3), b smallint, g smallint);
INSERT INTO rating VALUES
	(1, 1.90, 1.90, 1.90, -8, -8, -8, -8, 0, -2),
	(2, 2.80, 2.80, 2.80, 1, 1, 1, 1, 4, 0),
	(3, 4.35, 4.35, 4.35, 6, 6, 6, 6, 7, 2);
-- real has seven digits, which is enough for a TR of six places.
SELECT role_id,
	aijri_score(tr_numeric, e_smallint, b, g) AS score,
	aijri_score(tr_real, e_integer, b, g) AS by_real,
	aijri_score(tr_float8, e_bigint, b, g) AS by_float8,
	aijri_score(tr_numeric, e_numeric, b, g) AS by_numeric
FROM rating ORDER BY role_id;

-- Results of aggregates, uncast: ratings as rows.
CREATE TEMP TABLE evidence (role_id int, dimension text, rating smallint);
INSERT INTO evidence
SELECT role_id, dimension, rating
FROM (VALUES (1, '{-1,-2,-2,-2,-1}'::smallint[]), (2, '{0,1,0,-1,1}')) v(role_id, ratings), unnest(ratings) WITH ORDINALITY u(rating, dimension);
SELECT role_id, sum(rating), aijri_score(2.5, sum(rating), 0, avg(rating)) AS score
FROM evidence GROUP BY role_id ORDER BY role_id;
-- and task rows with numeric shares and smallint scores.
SELECT task_resistance(score, share), exposed_pct(score, share)
FROM (VALUES (5::smallint, 40.0::numeric), (4::smallint, 40), (3::smallint, 10), (2::smallint, 10)) t(score, share);
SELECT aijri_score(6 - sum(score * share) / sum(share), -8, 0, -2) AS score
FROM (VALUES (5::smallint, 40.0::numeric), (4::smallint, 40), (3::smallint, 10), (2::smallint, 10)) t(score, share);

-- By name, in any order.
SELECT aijri_score(growth => -2, barriers => 0, evidence => -8, task_resistance => 1.90);
SELECT sublabel_of(score => 10, task_resistance => 1.5, exposed_pct => 90, growth => -2, method => aijri_method('{"imminent_max_evidence": -5}'), evidence => -6);

-- One result function per row, several of its fields.
SELECT role_id, r.published, r.zone, r.points_to_next_zone
FROM rating, aijri_result(tr_numeric, NULL, e_smallint, b, g) r
ORDER BY r.score;

-- How certain the ranking of a catalog is: ranks under uncertain ratings, under other
-- methods, and the agreement of its assessors. Each result is compared with an
-- independent calculation.
SET jit = off;
SELECT aijri_create_catalog('surveyed');
SET search_path = surveyed, public;

-- Without roles.
SELECT (SELECT count(*) FROM role_rank_outlook) AS outlook, (SELECT count(*) FROM compare_method('{"green_min": 60}')) AS compared,
	(SELECT count(*) FROM role_robustness()) AS robust, (SELECT count(total_order) FROM method_sensitivity()) AS indices,
	(SELECT sum(pairs) FROM rating_agreement) AS pairs, estimated_doubt();
-- The settings, even without the row that has them.
TABLE catalog_setting;
BEGIN;
DELETE FROM catalog;
TABLE catalog_setting;
ROLLBACK;

-- 40 roles.  Cleo rates all of them, and hers counts; Ada rates a third, Ben two
-- thirds.  Roles 9 and 10 are equal; Cleo's rating of role 7 lacks growth.
CREATE FUNCTION pg_temp.drawn(a int, b int, seed int, lowest int, highest int) RETURNS int LANGUAGE sql AS $$
	SELECT lowest + abs(hashint8extended(a * 100 + b, seed) % (highest - lowest + 1))::int
$$;
CREATE FUNCTION pg_temp.rating(role int, item int, assessor int, lowest int, highest int) RETURNS int LANGUAGE sql AS $$
	SELECT greatest(lowest, least(highest, pg_temp.drawn(CASE role WHEN 10 THEN 9 ELSE role END, item, 0, lowest, highest)
		+ CASE WHEN assessor = 3 THEN 0 ELSE pg_temp.drawn(role, item, assessor, -3, 3) / 3 END))
$$;
INSERT INTO role (role_id, role_key, title) SELECT i, 'role ' || i, 'Role ' || i FROM generate_series(1, 40) i;
INSERT INTO assessment (assessment_id, role_id, assessor, assessed_on, job_postings, company_actions, wage_trends, tool_maturity, expert_consensus,
	regulatory, physical_presence, union_bargaining, liability, cultural, growth, physicality, connection, judgment)
SELECT 100 * n + i, i, (ARRAY['Ada', 'Ben', 'Cleo'])[n], '2026-03-01'::date + n, r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10],
	CASE WHEN i <> 7 OR n < 3 THEN r[11] END, r[12], r[13], CASE WHEN n = 3 THEN r[14] END
FROM generate_series(1, 40) i, generate_series(1, 3) n,
	LATERAL (SELECT array_agg(pg_temp.rating(i, k, n, CASE WHEN k <= 5 OR k = 11 THEN -2 ELSE 0 END, CASE WHEN k <= 11 THEN 2 ELSE 3 END) ORDER BY k) AS r FROM generate_series(1, 14) k) x
WHERE i % 3 < n;
-- Tasks of a role have the same names, but for case and blanks; a name that is there
-- twice is of no use, nor is a task that only one assessor has.
INSERT INTO task (assessment_id, position, name, time_pct, score, mode)
SELECT a.assessment_id, k, CASE k WHEN 5 THEN 'Task 4' WHEN 6 THEN 'Only ' || a.assessor WHEN 2 THEN (ARRAY['Task 2', 'TASK  2', E' task\t2'])[n] ELSE 'Task ' || k END,
	10 + k, pg_temp.rating(a.role_id::int, 20 + k, n, 1, 5), 'augmentation'
FROM assessment a, LATERAL (SELECT (assessment_id / 100)::int AS n) x, generate_series(1, 6) k
WHERE a.role_id % 4 <> 0 OR k NOT BETWEEN 4 AND 5;
-- Older ones of the same assessors are left out.
INSERT INTO assessment (assessment_id, role_id, assessor, assessed_on, job_postings, company_actions, wage_trends, tool_maturity, expert_consensus,
	regulatory, physical_presence, union_bargaining, liability, cultural, growth)
SELECT 1000 + n, 3, (ARRAY['Ada', 'Ben', 'Cleo'])[n], '2025-01-01', -2, -2, -2, -2, -2, 0, 0, 0, 0, 0, -2 FROM generate_series(1, 3) n;
INSERT INTO task (assessment_id, position, name, time_pct, score) SELECT 1000 + n, 1, 'Task 1', 100, n FROM generate_series(1, 3) n;
SELECT count(*) AS ranked, count(DISTINCT score) AS scores, count(DISTINCT zone) AS zones FROM ranked_role;

-- --- Ranks under uncertain ratings ------------------------------------------------

-- What the functions give for the assessments themselves, with the doubt of the catalog.
CREATE TEMP VIEW outlook_difference AS
WITH expected AS (
	SELECT d.role_id, d.title, d.rank, rank_outlook(d.scores, 10) OVER () AS o
	FROM (
		SELECT k.role_id, k.title, k.rank, score_distribution(rated_assessment(k.assessment_id), (SELECT doubt FROM catalog_setting), aijri_method((SELECT method FROM catalog))) AS scores
		FROM ranked_role k OFFSET 0) d
)
SELECT count(*) AS roles, count(*) FILTER (WHERE v.title <> e.title OR v.rank <> e.rank OR abs(v.expected_rank - (e.o).expected_rank) > 1e-12 OR v.p05_rank <> (e.o).p05 OR v.p50_rank <> (e.o).p50
		OR v.p95_rank <> (e.o).p95 OR abs(v.top10_probability - (e.o).top_probability) > 1e-12) AS differ,
	round(sum(v.expected_rank)::numeric, 9) AS expected_ranks
FROM expected e JOIN role_rank_outlook v USING (role_id);
TABLE outlook_difference;
SELECT title, rank, round(expected_rank::numeric, 3) AS expected_rank, p05_rank, p50_rank, p95_rank, round(top10_probability::numeric, 4) AS top10_probability FROM role_rank_outlook ORDER BY rank, role_id LIMIT 5;

-- set_doubt: both outlooks follow, and no score is recomputed.
CREATE TEMP TABLE score_before AS SELECT role_id, ctid AS place, xmin AS version FROM role_score;
SELECT set_doubt(0);
SELECT doubt, (SELECT array_agg(DISTINCT doubt) FROM role_outlook) AS assumed FROM catalog;
TABLE outlook_difference;
-- Without doubt ranks are certain, but for roles of one tenth of a point, which are halved.
SELECT count(*) AS certain, bool_and(p05_rank = rank AND p95_rank = rank AND abs(expected_rank - rank) < 1e-12) AS is_rank
FROM role_rank_outlook JOIN (SELECT role_id, count(*) OVER (PARTITION BY floor(10 * score)) AS alike FROM current_score) s USING (role_id) WHERE alike = 1;
SELECT role_id, expected_rank - rank AS above, p05_rank - rank AS p05, p95_rank - rank AS p95 FROM role_rank_outlook WHERE role_id IN (9, 10) ORDER BY role_id;
SELECT set_doubt(1);
SELECT doubt, (SELECT array_agg(DISTINCT doubt) FROM role_outlook) AS assumed FROM catalog;
TABLE outlook_difference;
SELECT bool_and(p95_rank > p05_rank) AS uncertain FROM role_rank_outlook;
SELECT set_doubt(NULL);
SELECT doubt, (SELECT array_agg(DISTINCT doubt) FROM role_outlook) AS assumed FROM catalog;
SELECT count(*) AS roles, count(*) FILTER (WHERE s.ctid <> b.place OR s.xmin <> b.version) AS rewritten FROM role_score s JOIN score_before b USING (role_id);
-- As with the method, the table may be edited; what else changes, rescores.
UPDATE catalog SET doubt = 0.1;
SELECT doubt FROM catalog_setting;
SELECT count(*) FILTER (WHERE s.ctid <> b.place OR s.xmin <> b.version) AS rewritten FROM role_score s JOIN score_before b USING (role_id);
UPDATE catalog SET doubt = NULL, method = '{"green_min": 60}';
SELECT count(*) FILTER (WHERE s.ctid <> b.place OR s.xmin <> b.version) AS rewritten FROM role_score s JOIN score_before b USING (role_id);
SELECT set_method('{}');
SELECT e.* FROM unnest('{-0.1,1.1,NaN,Infinity}'::float8[]) doubt, LATERAL error_of(format('surveyed.set_doubt(%L)', doubt)) e;
SELECT code, message FROM error_of('* FROM (SELECT 1) x; UPDATE surveyed.catalog SET doubt = 2');

-- A role alone.
BEGIN;
DELETE FROM role WHERE role_id > 1;
SELECT * FROM role_rank_outlook;
SELECT * FROM role_robustness();
SELECT output, count(*) AS constants, count(total_order) AS vary FROM method_sensitivity() GROUP BY output ORDER BY output;
SELECT rank, new_rank, rank_change, zone_changed FROM compare_method('{"green_min": 99}');
ROLLBACK;
-- Scores above 100 have no place in a distribution.
BEGIN;
SELECT set_method('{"score_cap": 200, "raw_span": 3}');
SELECT * FROM error_of('sum(expected_rank) FROM surveyed.role_rank_outlook');
ROLLBACK;

-- --- Another method ------------------------------------------------------------------

-- What results of the assessments under the two methods give.
CREATE FUNCTION pg_temp.recomputed(changes jsonb) RETURNS SETOF aijri_method_comparison LANGUAGE sql AS $$
	SELECT role_id, title, o.score, n.score, n.score - o.score, rank() OVER (ORDER BY o.score DESC), rank() OVER (ORDER BY n.score DESC),
		rank() OVER (ORDER BY n.score DESC) - rank() OVER (ORDER BY o.score DESC), o.zone::text, n.zone::text, n.zone <> o.zone, o.sublabel::text, n.sublabel::text
	FROM (SELECT role_id, title, rated_assessment(assessment_id) AS a, (SELECT method FROM catalog) AS method FROM scored_role WHERE is_complete OFFSET 0) r,
		aijri_result(a, aijri_method(method)) o, aijri_result(a, aijri_method(method || coalesce(changes, '{}'))) n
$$;
CREATE TEMP TABLE tried (n serial, changes jsonb);
INSERT INTO tried (changes) VALUES ('{}'), (NULL), ('{"green_min": 40, "yellow_min": 20}'), ('{"evidence_step": 0.02}'), ('{"exposed_from": 4}'), ('{"imminent_below_tr": 3, "imminent_max_evidence": -1, "imminent_max_barriers": 6}'),
	('{"imminent_max_evidence": null}'), ('{"raw_floor": 0, "raw_span": 9.24}'), ('{"score_cap": 45}'), ('{"urgent_exposed_min": 80, "transforming_exposed_min": 50, "accelerated_growth_min": 1}');
INSERT INTO tried (changes) SELECT to_jsonb(aijri_method('{"evidence_step": 0.06}', true));
CREATE TEMP VIEW comparison AS
SELECT n, count(*) AS roles, round(max(abs(score_change))::numeric, 3) AS greatest_change, count(*) FILTER (WHERE rank_change <> 0) AS moved, count(*) FILTER (WHERE zone_changed) AS other_zone, count(*) FILTER (WHERE new_sublabel <> sublabel) AS other_label,
	(SELECT count(*) FROM (SELECT * FROM pg_temp.recomputed(changes) EXCEPT SELECT * FROM compare_method(changes)) d) + (SELECT count(*) FROM (SELECT * FROM compare_method(changes) EXCEPT SELECT * FROM pg_temp.recomputed(changes)) d) AS differ
FROM tried, compare_method(changes) GROUP BY n, changes ORDER BY n;
TABLE comparison;
-- Changes are of the catalog's own method.
SELECT set_method('{"green_min": 30, "exposed_from": 2, "imminent_max_evidence": 0}');
SELECT * FROM comparison WHERE n NOT IN (3, 9);
SELECT set_method('{}');
SELECT role_id, title, round(score::numeric, 2) AS score, round(new_score::numeric, 2) AS new_score, rank, new_rank, rank_change, zone, new_zone, zone_changed, sublabel, new_sublabel FROM compare_method('{"evidence_step": 0.08}') LIMIT 3;
SELECT e.* FROM unnest('{"{\"green\": 1}","[]",5,"null","{\"green_min\": 10}","{\"evidence_step\": 1}","{\"green_min\": \"a\"}"}'::text[]) changes, LATERAL error_of(format('count(*) FROM surveyed.compare_method(%L)', changes)) e;

-- --- Methods drawn at random -----------------------------------------------------------

-- The catalog's functions take scored_role, in the order of role_id, and its method.
CREATE TEMP VIEW arrays AS
SELECT array_agg(role_id ORDER BY role_id DESC) AS id, array_agg(title ORDER BY role_id DESC) AS title, array_agg(task_resistance ORDER BY role_id DESC) AS tr, array_agg(evidence_total ORDER BY role_id DESC) AS e,
	array_agg(barrier_total ORDER BY role_id DESC) AS b, array_agg(growth ORDER BY role_id DESC) AS g
FROM ranked_role;
SELECT set_method('{"evidence_step": 0.05}');
SELECT count(*) AS rows, count(*) FILTER (WHERE c = s) AS same
FROM method_sensitivity(0.2, 128, 7) WITH ORDINALITY c(constant, output, f, fl, fh, t, tl, th, n)
	JOIN (arrays CROSS JOIN LATERAL _method_sensitivity(tr, e, b, g, 0.2, 128, 7, aijri_method('{"evidence_step": 0.05}')) WITH ORDINALITY s(constant, output, f, fl, fh, t, tl, th, n)) USING (n),
	LATERAL (SELECT ROW(c.constant, c.output, c.f, c.fl, c.fh, c.t, c.tl, c.th) AS c, ROW(s.constant, s.output, s.f, s.fl, s.fh, s.t, s.tl, s.th) AS s) r;
SELECT count(*) AS roles, count(*) FILTER (WHERE r = s) AS same
FROM arrays a CROSS JOIN LATERAL _role_robustness(a.id, a.title, tr, e, b, g, 0.2, 128, 7, aijri_method('{"evidence_step": 0.05}')) s JOIN role_robustness(0.2, 128, 7) r ON r.role_id = s.role_id;
SELECT set_method('{}');

-- By brute force: methods drawn by random(), each ranking all roles with rank().
SELECT setseed(0.6);
CREATE TEMP TABLE point AS SELECT n, half, array_agg(0.75 + random() / 2 ORDER BY k) AS x FROM generate_series(1, 400) n, generate_series(1, 2) half, generate_series(1, 8) k GROUP BY n, half;
-- Column 0 and 9 are the two samples, 1 to 8 the first with one constant of the second.
CREATE TEMP TABLE drawn_method AS
SELECT n, col, aijri_method(jsonb_build_object('evidence_step', 0.04 * x[1], 'barrier_step', 0.02 * x[2], 'growth_step', 0.05 * x[3], 'raw_floor', 0.54 * x[4], 'raw_span', 7.93 * x[5], 'score_cap', 100 * x[6], 'green_min', 48 * x[7], 'yellow_min', 25 * x[8])) AS m
FROM (SELECT a.n, col, CASE col WHEN 0 THEN a.x WHEN 9 THEN b.x ELSE a.x[:col - 1] || b.x[col] || a.x[col + 1:] END AS x
	FROM point a JOIN point b ON b.n = a.n AND a.half = 1 AND b.half = 2, generate_series(0, 9) col) p;
CREATE TEMP TABLE today AS SELECT role_id, rank, zone, task_resistance, evidence_total, barrier_total, growth FROM ranked_role;
ANALYZE drawn_method, today;
CREATE TEMP TABLE outcome AS
SELECT n, col, k.role_id, rank() OVER (PARTITION BY n, col ORDER BY s.score DESC) AS rank, k.rank AS rank_now, zone_of(s.score, m)::text <> k.zone AS other_zone
FROM drawn_method, today k, LATERAL (SELECT aijri_score(k.task_resistance, k.evidence_total, k.barrier_total, k.growth, m) AS score OFFSET 0) s;
ANALYZE outcome;
-- Robustness: shares and ranks of another sample are near.
SELECT count(*) AS roles, count(*) FILTER (WHERE abs(same_zone_share - share) > 0.1) AS shares_differ, count(*) FILTER (WHERE abs(p05_rank - q[1]) > 2 OR abs(p50_rank - q[2]) > 1 OR abs(p95_rank - q[3]) > 2) AS ranks_differ, count(DISTINCT same_zone_share) > 5 AS shares_vary
FROM role_robustness() JOIN (SELECT role_id, avg((NOT other_zone)::int) AS share, percentile_disc('{0.05,0.5,0.95}'::float8[]) WITHIN GROUP (ORDER BY rank) AS q FROM outcome WHERE col = 0 GROUP BY role_id) o USING (role_id);
-- Sensitivity: Jansen's and Saltelli's formulas over the other sample.
WITH output AS (
	SELECT n, col, avg(abs(rank - rank_now))::float8 AS shift, count(*) FILTER (WHERE other_zone)::float8 AS zones FROM outcome GROUP BY n, col
), f AS (
	SELECT n, col, name, value - avg(value) FILTER (WHERE col IN (0, 9)) OVER (PARTITION BY name) AS value
	FROM output, LATERAL (VALUES ('mean rank shift', shift), ('zones changed', zones)) v(name, value)
), estimate AS (
	SELECT name, col, avg((a - value) ^ 2) / 2 / min(variance) AS total, avg(b * (value - a)) / min(variance) AS first
	FROM (SELECT name, col, value, max(value) FILTER (WHERE col = 0) OVER (PARTITION BY name, n) AS a, max(value) FILTER (WHERE col = 9) OVER (PARTITION BY name, n) AS b,
			avg(value ^ 2) FILTER (WHERE col IN (0, 9)) OVER (PARTITION BY name) AS variance FROM f) c
	WHERE col BETWEEN 1 AND 8 GROUP BY name, col
)
SELECT m.output, count(*) AS constants, count(*) FILTER (WHERE abs(m.total_order - e.total) > 0.2) AS totals_differ, count(*) FILTER (WHERE abs(m.first_order - e.first) > 0.25) AS firsts_differ, max(m.total_order) > 0.3 AS varies
FROM method_sensitivity() WITH ORDINALITY m(constant, output, first_order, fl, fh, total_order, tl, th, n) JOIN estimate e ON e.name = m.output AND e.col = (m.n - 1) % 8 + 1
GROUP BY m.output ORDER BY m.output;

-- The same bits in any plan.
CREATE TEMP TABLE serial AS SELECT (SELECT array_agg(t) FROM method_sensitivity(0.1, 256, -5) t) AS m, (SELECT array_agg(t) FROM role_robustness(0.1, 256, -5) t) AS r,
	(SELECT array_agg(t ORDER BY item) FROM rating_agreement t) AS g, (SELECT array_agg(t) FROM compare_method('{"green_min": 60}') t) AS c;
SELECT count(set_config(name, CASE name WHEN 'debug_parallel_query' THEN 'regress' WHEN 'force_parallel_mode' THEN 'regress' WHEN 'max_parallel_workers_per_gather' THEN '2' ELSE '0' END, false)) AS set
FROM pg_settings WHERE name IN ('force_parallel_mode', 'parallel_setup_cost', 'parallel_tuple_cost', 'min_parallel_table_scan_size', 'max_parallel_workers_per_gather') OR name = 'debug_parallel_query' AND current_setting('server_version_num')::int >= 160000;
SELECT (SELECT array_agg(t) FROM method_sensitivity(0.1, 256, -5) t) = m AS sensitivity, (SELECT array_agg(t) FROM role_robustness(0.1, 256, -5) t) = r AS robustness,
	(SELECT array_agg(t ORDER BY item) FROM rating_agreement t) = g AS agreement, (SELECT array_agg(t) FROM compare_method('{"green_min": 60}') t) = c AS compared
FROM serial;
SELECT count(set_config(name, CASE WHEN name IN ('force_parallel_mode', 'debug_parallel_query') THEN 'off' ELSE boot_val END, false)) AS reset
FROM pg_settings WHERE name IN ('force_parallel_mode', 'parallel_setup_cost', 'parallel_tuple_cost', 'min_parallel_table_scan_size', 'max_parallel_workers_per_gather') OR name = 'debug_parallel_query' AND current_setting('server_version_num')::int >= 160000;

-- Without a spread everything is as today.  Up to 23/73 = 0.31507 zones stay apart.
SELECT count(*) AS roles, bool_and(r.same_zone_share = 1 AND r.p05_rank = k.rank AND r.p95_rank = k.rank AND r.title = k.title) AS as_today FROM role_robustness(0, 2) r JOIN ranked_role k USING (role_id);
SELECT count(*) AS rows FROM method_sensitivity(0.315, 2), role_robustness(0.315, 2);
SELECT e.* FROM unnest('{"0.316, 2","0.25, 3","0.25, 131072","-1, 2"}'::text[]) arguments, LATERAL error_of(format('count(*) FROM surveyed.method_sensitivity(%s)', arguments)) e
UNION ALL SELECT e.* FROM error_of('count(*) FROM surveyed.role_robustness(0.316)') e;
SELECT count(*) AS of_null FROM method_sensitivity(NULL), role_robustness(draws => NULL) r, role_robustness(seed => NULL) s;

-- --- Agreement of assessors ------------------------------------------------------------

SELECT kind, item, units, raters, round(alpha::numeric, 3) AS alpha, pairs, round(differing_share::numeric, 4) AS differing, round(mean_difference::numeric, 4) AS difference, round(doubt::numeric, 4) AS doubt FROM rating_agreement;
-- By making the pairs, in numeric.  Alpha with the ordinal metric from the table of
-- coincidences, as Krippendorff computes it.
CREATE TEMP TABLE rated AS
WITH newest AS (SELECT assessment_id, role_id, assessor FROM scored_role_by_assessor)
SELECT v.item, role_id::text AS unit, assessor, v.rating::numeric AS rating
FROM newest JOIN assessment a USING (assessment_id, role_id, assessor), LATERAL jsonb_each_text(to_jsonb(a)) v(item, rating)
WHERE v.item IN (SELECT item FROM rating_agreement) AND v.rating IS NOT NULL
UNION ALL
SELECT 'task_score', role_id || btrim(regexp_replace(upper(name), '\s+', ' ', 'g')), assessor, min(score)::numeric
FROM newest JOIN task USING (assessment_id) GROUP BY role_id, assessor, 2 HAVING count(*) = 1;
CREATE TEMP TABLE pairable AS SELECT r.*, count(*) OVER (PARTITION BY item, unit) AS m FROM rated r;
DELETE FROM pairable WHERE m < 2;
CREATE TEMP TABLE coincidence AS
SELECT a.item, a.rating AS c, b.rating AS k, sum(1.0 / (a.m - 1)) AS o FROM pairable a JOIN pairable b ON b.item = a.item AND b.unit = a.unit AND b.assessor <> a.assessor GROUP BY a.item, a.rating, b.rating;
CREATE FUNCTION pg_temp.ordinal_distance(of text, c numeric, k numeric) RETURNS numeric LANGUAGE sql AS $$
	SELECT (sum(n) - sum(n) FILTER (WHERE rating IN (c, k)) / 2) ^ 2 FROM (SELECT rating, count(*)::numeric AS n FROM pairable WHERE item = of AND rating BETWEEN least(c, k) AND greatest(c, k) GROUP BY rating) g
$$;
SELECT count(*) AS items, count(*) FILTER (WHERE g.units <> b.units OR g.raters <> b.raters OR g.pairs <> p.pairs) AS counts_differ,
	count(*) FILTER (WHERE abs(g.differing_share - p.differing / p.pairs) > 1e-15 OR abs(g.mean_difference - p.difference / p.pairs) > 1e-14) AS shares_differ,
	count(*) FILTER (WHERE abs(g.doubt - (2 - sqrt(4 - 6 * p.differing / p.pairs)) / 3) > 1e-15) AS doubts_differ,
	count(*) FILTER (WHERE abs(g.alpha - (1 - d.observed / d.expected)) > 1e-12) AS alphas_differ
FROM rating_agreement g
	JOIN (SELECT item, count(DISTINCT unit) AS units, count(DISTINCT assessor) AS raters, count(*)::numeric AS n FROM pairable GROUP BY item) b USING (item)
	JOIN (SELECT a.item, count(*)::numeric AS pairs, count(*) FILTER (WHERE a.rating <> b.rating)::numeric AS differing, sum(abs(a.rating - b.rating)) AS difference
		FROM pairable a JOIN pairable b ON b.item = a.item AND b.unit = a.unit AND b.assessor > a.assessor GROUP BY a.item) p USING (item)
	JOIN (SELECT t.item, sum(t.o * t.delta) / n.n AS observed, (SELECT sum(x.n * y.n * pg_temp.ordinal_distance(t.item, x.rating, y.rating)) FROM (SELECT rating, count(*)::numeric AS n FROM pairable q WHERE q.item = t.item GROUP BY rating) x,
				(SELECT rating, count(*)::numeric AS n FROM pairable q WHERE q.item = t.item GROUP BY rating) y WHERE x.rating <> y.rating) / n.n / (n.n - 1) AS expected
		FROM (SELECT item, o, CASE WHEN c = k THEN 0 ELSE pg_temp.ordinal_distance(item, c, k) END AS delta FROM coincidence) t JOIN (SELECT item, count(*)::numeric AS n FROM pairable GROUP BY item) n USING (item)
		GROUP BY t.item, n.n) d USING (item);
-- Pooled.
SELECT round(estimated_doubt()::numeric, 4) AS estimated, abs(estimated_doubt() - (2 - sqrt(4 - 6 * x)) / 3) < 1e-15 AS pooled
FROM (SELECT sum(differing_share * pairs) / sum(pairs) AS x FROM rating_agreement) s;
SELECT set_doubt(estimated_doubt()) = estimated_doubt() AS set;
SELECT doubt = estimated_doubt() AS stored FROM catalog_setting;
SELECT set_doubt(NULL);

-- Only the newest of each assessor; one assessor says nothing of agreement; NULL is
-- no rating; a share above 2/3 implies no doubt.
BEGIN;
DELETE FROM assessment WHERE assessor = 'Ada';
UPDATE assessment SET liability = NULL WHERE assessor = 'Ben';
UPDATE assessment SET cultural = CASE assessor WHEN 'Ben' THEN 0 ELSE 2 END;
UPDATE assessment SET regulatory = 1;
SELECT item, units, raters, alpha IS NULL AS no_alpha, pairs, differing_share, mean_difference, doubt FROM rating_agreement WHERE kind = 'barriers' AND item NOT IN ('physical_presence', 'union_bargaining');
DELETE FROM assessment WHERE assessor = 'Cleo';
SELECT sum(units) AS units, sum(raters) AS raters, count(alpha) AS alphas, sum(pairs) AS pairs, count(differing_share) + count(mean_difference) + count(doubt) AS figures, estimated_doubt() FROM rating_agreement;
ROLLBACK;
-- At the end of a scale the formula finds half the doubt: barriers that are truly 0, each
-- raised by one with probability 0.1.
SELECT round(x, 2) AS x, round(_doubt_of_pairs((1000 * x)::bigint, 1000)::numeric, 2) AS doubt FROM (VALUES (2 * 0.1 * 0.9), (2 * 0.2 - 1.5 * 0.2 ^ 2)) v(x);

-- --- Who may -----------------------------------------------------------------------------

CREATE ROLE regress_aijri_reader;
CREATE ROLE regress_aijri_editor;
SELECT aijri_grant_reader('surveyed', 'regress_aijri_reader');
GRANT USAGE ON SCHEMA surveyed TO regress_aijri_editor;
GRANT ALL ON ALL TABLES IN SCHEMA surveyed TO regress_aijri_editor;
SET ROLE regress_aijri_reader;
SELECT (SELECT count(*) FROM role_rank_outlook) AS outlook, (SELECT count(*) FROM compare_method('{"green_min": 60}')) AS compared, (SELECT count(*) FROM role_robustness(0.1, 2)) AS robust,
	(SELECT count(*) FROM method_sensitivity(0.1, 2)) AS sensitivity, (SELECT count(*) FROM rating_agreement) AS agreement, estimated_doubt() > 0 AS doubt;
SET ROLE regress_aijri_editor;
SELECT code, message, replace(detail, session_user::text, '(owner)') AS detail, replace(hint, session_user::text, '(owner)') AS hint
FROM error_of('surveyed.set_doubt(0.1)');
RESET ROLE;

SET client_min_messages = warning;
DROP SCHEMA surveyed CASCADE;
DROP OWNED BY regress_aijri_reader, regress_aijri_editor;
DROP ROLE regress_aijri_reader, regress_aijri_editor;

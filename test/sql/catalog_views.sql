-- The views of a catalog, compared with independent calculations of the same rows.
SET jit = off;
SET timezone = 'UTC';
SET datestyle = 'ISO';
SET intervalstyle = 'postgres';
SELECT aijri_create_catalog('viewed');
SET search_path = viewed, public;

CREATE TEMP VIEW view_column AS
SELECT relname AS view, attnum AS n, attname AS name, atttypid AS type, col_description(attrelid, attnum) AS meaning
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
WHERE relnamespace = 'viewed'::regnamespace AND relkind = 'v' AND attnum > 0;

-- The views.
SELECT relname AS view, obj_description(oid, 'pg_class') AS meaning
FROM pg_class WHERE relnamespace = 'viewed'::regnamespace AND relkind = 'v'
ORDER BY relname COLLATE "C";

-- Their columns, in an order that later versions append to.
\a
SELECT view, string_agg(name, ' ' ORDER BY n) AS columns FROM view_column GROUP BY view ORDER BY view COLLATE "C";
\a

-- Every column has a comment, a type of PostgreSQL's own and a name that needs no
-- quotes.
SELECT view, name FROM view_column
WHERE meaning IS NULL OR type >= 16384 OR name !~ '^[a-z][a-z0-9_]*$';

-- A column of one name has one type in all views.
SELECT name, array_agg(DISTINCT type::regtype) AS types FROM view_column GROUP BY name HAVING count(DISTINCT type) > 1;

-- Where there are no roles there are no rows, but for the three zones.
SELECT zone, roles, share, mean_score, score_from, score_below FROM zone_overview ORDER BY zone_order;
SELECT * FROM zone_history('2026-01-01', '2026-01-02', '1 day');
SELECT (SELECT count(*) FROM scored_assessment) + (SELECT count(*) FROM scored_role) + (SELECT count(*) FROM scored_role_by_assessor)
	+ (SELECT count(*) FROM assessor_pair) + (SELECT count(*) FROM role_panel) + (SELECT count(*) FROM ranked_role)
	+ (SELECT count(*) FROM role_standing) + (SELECT count(*) FROM role_outlook) + (SELECT count(*) FROM unscored_role)
	+ (SELECT count(*) FROM task_exposure) + (SELECT count(*) FROM score_history) + (SELECT count(*) FROM score_audit)
	+ (SELECT count(*) FROM career_move) AS rows;

-- Nine roles: three of a kind, two that tie, one that is not complete, one whose
-- tasks take no time, one without tasks and one that nobody has assessed.
INSERT INTO role (role_id, role_key, title, seniority) VALUES
	(1, 'trainer', 'AI Data Trainer', 'Junior'),
	(2, 'paralegal', 'Paralegal', 'Mid'),
	(3, 'nurse', 'Registered Nurse', ''),
	(4, 'clerk', 'Court Clerk', 'Mid'),
	(5, 'clerk-senior', 'Court Clerk', 'Senior'),
	(6, 'drones', 'Drone Traffic Manager', ''),
	(7, 'caretaker', 'Caretaker', ''),
	(8, 'adviser', 'Adviser', ''),
	(9, 'surveyor', 'Surveyor', '');

-- Assessments are numbered by role: 21 to 26 are those of role 2.
INSERT INTO assessment (assessment_id, role_id, assessor, assessed_on, revision, recorded_at,
	job_postings, company_actions, wage_trends, tool_maturity, expert_consensus,
	regulatory, physical_presence, union_bargaining, liability, cultural, growth, physicality, connection, judgment)
VALUES
	(10, 1, '', '2026-02-01', 1, '2026-02-01 09:00', -1, -2, -2, -2, -1, 0, 0, 0, 0, 0, -2, 0, 0, 0),
	(21, 2, 'Ada', '2026-01-05', 1, '2026-01-05 09:00', 0, 0, 0, -1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 2),
	(22, 2, 'Ada', '2026-03-01', 1, '2026-03-01 09:00', 0, -1, 0, -1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 2),
	(23, 2, 'Ada', '2026-03-01', 2, '2026-03-01 12:00', -1, -1, 0, -1, 0, 1, 0, 0, 1, 1, -1, 0, 1, 2),
	(24, 2, 'Bob', '2026-03-01', 1, '2026-03-01 10:00', 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1),
	(25, 2, 'Bob', '2026-05-01', 1, '2026-05-01 09:00', 0, 0, 0, 0, 0, NULL, 0, 0, 1, 1, 0, 0, 1, 1),
	(26, 2, 'Ada', '2026-06-01', 1, '2026-06-01 09:00', 1, 1, 0, 0, 0, 1, 0, 0, 2, 1, 1, 0, 1, 2),
	(30, 3, '', '2026-02-01', 1, '2026-02-01 09:00', 2, 1, 1, 0, 1, 2, 2, 1, 2, 1, 0, 3, 3, 2),
	(40, 4, 'Ada', '2026-04-01', 1, '2026-04-01 09:00', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, 1, 1),
	(41, 4, 'Bob', '2026-03-31', 1, '2026-04-02 09:00', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1),
	(42, 4, '', '2026-01-31', 1, '2026-04-03 09:00', 2, 0, 0, 0, 0, 0, 0, 0, 2, 2, 0, 1, 1, 1),
	(50, 5, '', '2026-04-01', 1, '2026-04-01 09:00', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2),
	(60, 6, '', '2026-04-01', 1, '2026-04-01 09:00', 1, 1, 0, NULL, 0, 2, 0, 0, 2, 1, 1, 0, 1, 2),
	(70, 7, '', '2026-04-01', 1, '2026-04-01 09:00', 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 1, 1),
	(80, 8, '', '2026-04-01', 1, '2026-04-01 09:00', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3);
INSERT INTO task (assessment_id, position, name, time_pct, score, mode)
SELECT a, t.* FROM unnest('{10}'::bigint[]) a, (VALUES
	(1, 'Label', 40, 5, 'displacement'), (2, 'Rank', 40, 4, 'displacement'), (3, 'Find odd cases', 20, 3, 'augmentation')) t
UNION ALL
SELECT a, t.* FROM unnest('{21,22,23,24,25,26}'::bigint[]) a, (VALUES
	(1, 'Search', 30, 4, 'displacement'), (2, 'Draft', 20, 4, 'displacement'), (3, 'Prepare hearings', 30, 1, 'not involved'), (4, 'Keep deadlines', 20, 2, NULL)) t
UNION ALL
SELECT a, t.* FROM unnest('{30}'::bigint[]) a, (VALUES
	(1, 'Care', 24, 1, 'not involved'), (2, 'Judge', 10, 2, 'augmentation'), (3, 'Document', 6, 4, 'augmentation')) t
UNION ALL
SELECT a, t.* FROM unnest('{40,41,42,50}'::bigint[]) a, (VALUES
	(1, 'File', 50, 3, 'augmentation'), (2, 'Attend', 50, 1, 'not involved')) t
UNION ALL
SELECT a, t.* FROM unnest('{60}'::bigint[]) a, (VALUES
	(1, 'Watch', 60, 3, 'augmentation'), (2, 'Authorize', 40, NULL, NULL)) t
UNION ALL
SELECT a, t.* FROM unnest('{70}'::bigint[]) a, (VALUES (1, 'Lock up', 0, 2, NULL)) t;
UPDATE assessment SET override_score = 24, override_reason = 'law about to change' WHERE assessment_id = 26;
UPDATE assessment SET timeline_min_months = 12, timeline_max_months = 24 WHERE assessment_id = 10;
INSERT INTO next_role (assessment_id, position, title, score, reason) VALUES
	(10, 1, 'Registered Nurse', 66, 'patience'),
	(10, 2, 'Court Clerk', 45.5, 'care with words'),
	(10, 3, 'Court Clerk (Night)', NULL, NULL),
	(10, 4, 'Court Clerk (senior)', NULL, NULL),
	(10, 5, 'Astronaut', 90, NULL),
	(21, 1, 'Registered Nurse', 1, 'in an assessment that is not the newest'),
	(26, 1, 'COURT CLERK', NULL, NULL),
	(26, 2, 'Paralegal', NULL, NULL),
	(26, 3, 'Surveyor', 50, NULL),
	(60, 1, 'Registered Nurse', 66, NULL);

-- Roles with the results of their newest assessment.
SELECT role_id, title, assessment_id, assessor, assessments, published, zone, zone_order, sublabel, sublabel_order, is_complete, missing
FROM scored_role ORDER BY role_id;
SELECT role_id, round(task_resistance::numeric, 3) AS task_resistance, round(exposed_pct::numeric, 1) AS exposed_pct,
	displacement_pct, unstated_pct, evidence_total, barrier_total, growth, protective_total, tasks, unscored
FROM scored_role ORDER BY role_id;

-- The labels in text, with signs that do not need colors.
SELECT DISTINCT zone, zone_order, zone_colour, ascii(zone_symbol) AS zone_symbol FROM scored_role WHERE zone IS NOT NULL ORDER BY zone_order;

-- An override is shown beside the score.
SELECT role_id, published, zone, override_score, override_zone, round(override_difference::numeric, 1) AS override_difference, override_reason
FROM scored_role WHERE override_score IS NOT NULL;

-- The distance to a boundary.
SELECT role_id, published, zone, round(points_to_next_zone::numeric, 1) AS to_next_zone,
	round(points_above_floor::numeric, 1) AS above_floor, round(points_to_boundary::numeric, 1) AS to_boundary
FROM ranked_role ORDER BY role_id;

-- The results of every assessment are those of aijri_result() for it as one value.
CREATE TEMP VIEW as_value AS
SELECT assessment_id, role_id, assessor, assessed_on, recorded_at, revision, tasks, r.*
FROM (
	SELECT a.*, (SELECT count(*) FROM task t WHERE t.assessment_id = a.assessment_id) AS tasks, aijri_assessment(
		(SELECT array_agg(aijri_task(name, time_pct, score, mode::aijri_mode) ORDER BY position) FROM task t WHERE t.assessment_id = a.assessment_id),
		aijri_evidence(job_postings, company_actions, wage_trends, tool_maturity, expert_consensus),
		aijri_barriers(regulatory, physical_presence, union_bargaining, liability, cultural), growth,
		aijri_principles(physicality, connection, judgment)) AS value
	FROM assessment a) a, aijri_result(value, (SELECT aijri_method(method) FROM catalog)) r;
CREATE TEMP VIEW difference_from_value AS
(SELECT assessment_id, role_id, assessor, assessed_on, recorded_at, revision, tasks,
	task_resistance, exposed_pct, displacement_pct, augmentation_pct, not_involved_pct, unstated_pct,
	evidence_total, barrier_total, growth, protective_total, evidence_modifier, barrier_modifier, growth_modifier,
	raw, score, published, zone, sublabel, quick_screen, points_to_next_zone, points_above_floor FROM scored_assessment
EXCEPT SELECT assessment_id, role_id, assessor, assessed_on, recorded_at, revision, tasks,
	task_resistance, exposed_pct, displacement_pct, augmentation_pct, not_involved_pct, unstated_pct,
	evidence_total, barrier_total, growth, protective_total, evidence_modifier, barrier_modifier, growth_modifier,
	raw, score, published, zone::text, sublabel::text, quick_screen, points_to_next_zone, points_above_floor FROM as_value)
UNION ALL
SELECT assessment_id, role_id, assessor, assessed_on, recorded_at, revision, tasks,
	task_resistance, exposed_pct, displacement_pct, augmentation_pct, not_involved_pct, unstated_pct,
	evidence_total, barrier_total, growth, protective_total, evidence_modifier, barrier_modifier, growth_modifier,
	raw, score, published, zone::text, sublabel::text, quick_screen, points_to_next_zone, points_above_floor FROM as_value
WHERE assessment_id NOT IN (SELECT assessment_id FROM scored_assessment);
SELECT count(*) AS differences FROM difference_from_value;
SELECT assessment_id, missing FROM scored_assessment WHERE NOT is_complete ORDER BY assessment_id;

-- The newest assessment of a role is the latest by day; then by the time of
-- recording, revision, and number, regardless of the assessor.
SELECT role_id, assessment_id FROM scored_role r
WHERE assessment_id IS DISTINCT FROM (
	SELECT assessment_id FROM assessment a WHERE a.role_id = r.role_id
	AND NOT EXISTS (
		SELECT FROM assessment newer WHERE newer.role_id = a.role_id
		AND (newer.assessed_on, newer.recorded_at, newer.revision, newer.assessment_id) > (a.assessed_on, a.recorded_at, a.revision, a.assessment_id)));
SELECT r.role_id FROM scored_role r JOIN as_value v USING (assessment_id) WHERE r.score IS DISTINCT FROM v.score OR r.sublabel IS DISTINCT FROM v.sublabel::text;

-- Ranks: equal scores share one.
SELECT rank, dense_rank, title, seniority, published, zone FROM ranked_role ORDER BY score DESC, role_id;
SELECT role_id FROM ranked_role r
WHERE rank <> 1 + (SELECT count(*) FROM role_score WHERE score > r.score)
	OR dense_rank <> 1 + (SELECT count(DISTINCT score) FROM role_score WHERE score > r.score);

-- Where a role stands.
SELECT role_id, rank, roles, round(percent_rank::numeric, 3) AS percent_rank, round(cume_dist::numeric, 3) AS cume_dist,
	zone, rank_in_zone, roles_in_zone, round(percent_rank_in_zone::numeric, 3) AS percent_rank_in_zone
FROM role_standing ORDER BY rank, role_id;
SELECT role_id FROM role_standing r
WHERE rank <> 1 + (SELECT count(*) FROM role_score WHERE score > r.score)
	OR roles <> (SELECT count(score) FROM role_score)
	OR percent_rank <> (SELECT count(*) FROM role_score WHERE score < r.score)::float8 / (roles - 1)
	OR cume_dist <> (SELECT count(*) FROM role_score WHERE score <= r.score)::float8 / roles
	OR rank_in_zone <> 1 + (SELECT count(*) FROM role_score WHERE score > r.score AND zone = r.zone)
	OR roles_in_zone <> (SELECT count(*) FROM role_score WHERE zone = r.zone)
	OR percent_rank_in_zone <> (SELECT count(*) FROM role_score WHERE score < r.score AND zone = r.zone)::float8 / greatest(roles_in_zone - 1, 1);

-- What has no score, and why.
SELECT role_id, title, missing, assessment_id, assessments, tasks, unscored FROM unscored_role ORDER BY role_id;

-- Zones.
SELECT zone, zone_order, score_from, score_below, roles, round(share::numeric, 3) AS share, round(mean_score::numeric, 3) AS mean_score,
	round(min_score::numeric, 3) AS min_score, round(max_score::numeric, 3) AS max_score, round(stddev_score::numeric, 3) AS stddev_score,
	round(mean_task_resistance::numeric, 3) AS mean_tr, round(mean_exposed_pct::numeric, 2) AS mean_exposed_pct,
	mean_evidence_total AS evidence, mean_barrier_total AS barriers, mean_growth AS growth
FROM zone_overview ORDER BY zone_order;
SELECT zone FROM zone_overview z
WHERE roles <> (SELECT count(*) FROM role_score WHERE zone = z.zone AND score >= score_from AND (score_below IS NULL OR score < score_below))
	OR abs(mean_score - (SELECT avg(score) FROM role_score WHERE zone = z.zone)) > 1e-9
	OR abs(mean_task_resistance - (SELECT avg(task_resistance) FROM role_score WHERE zone = z.zone)) > 1e-9;

-- Each assessor's newest, though it may not be the role's.
SELECT role_id, assessor, assessment_id, published, zone FROM scored_role_by_assessor ORDER BY role_id, assessor COLLATE "C";

-- Two assessors of one role: the second less the first, each pair once.
SELECT role_id, first_assessor, second_assessor, first_assessment_id AS first_id, second_assessment_id AS second_id,
	round(first_score::numeric, 1) AS first_score, round(second_score::numeric, 1) AS second_score, round(score_difference::numeric, 1) AS difference,
	first_zone, second_zone, same_zone
FROM assessor_pair ORDER BY role_id, first_assessor COLLATE "C", second_assessor COLLATE "C";
SELECT role_id, first_assessor, second_assessor, job_postings_difference AS job_postings, regulatory_difference AS regulatory,
	growth_difference AS growth, physicality_difference AS physicality, evidence_total_difference AS evidence
FROM assessor_pair ORDER BY role_id, first_assessor COLLATE "C", second_assessor COLLATE "C";
-- The same by a join, every difference of every pair.
CREATE TEMP VIEW newest AS SELECT DISTINCT ON (role_id, assessor) * FROM scored_assessment
ORDER BY role_id, assessor, assessed_on DESC, recorded_at DESC, revision DESC, assessment_id DESC;
CREATE TEMP VIEW pair_difference AS
SELECT p.role_id, p.first_assessor, p.second_assessor, d.key || '_difference' AS name,
	(to_jsonb(b)->>d.key)::float8 - (to_jsonb(a)->>d.key)::float8 AS expected,
	(to_jsonb(p)->>(d.key || '_difference'))::float8 AS shown
FROM newest a JOIN newest b ON a.role_id = b.role_id AND a.assessor COLLATE "C" < b.assessor COLLATE "C"
	FULL JOIN assessor_pair p ON p.first_assessment_id = a.assessment_id AND p.second_assessment_id = b.assessment_id,
	(SELECT replace(name, '_difference', '') FROM view_column WHERE view = 'assessor_pair' AND name LIKE '%\_difference') d(key);
SELECT count(*) AS differences, count(DISTINCT name) AS names, count(*) FILTER (WHERE shown IS DISTINCT FROM expected) AS wrong FROM pair_difference;

-- The panel: the mean of scores, and its zone.
SELECT role_id, assessors, scored, mean_published, zone, round(min_score::numeric, 1) AS min, round(max_score::numeric, 1) AS max,
	round(score_range::numeric, 1) AS range, round(stddev_score::numeric, 3) AS stddev, zones, first_assessed_on AS first, last_assessed_on AS last
FROM role_panel ORDER BY role_id;
SELECT role_id FROM role_panel p
WHERE abs(mean_score - (SELECT avg(score) FROM newest n WHERE n.role_id = p.role_id)) > 1e-9;

-- What each task takes from 5, and from the score.
SELECT role_id, position, task, time_pct, time_share, task_score, mode, is_exposed,
	round(resistance_cost::numeric, 3) AS resistance_cost, round(score_cost::numeric, 3) AS score_cost, published, zone
FROM task_exposure ORDER BY role_id, position;
SELECT role_id, round((5 - sum(resistance_cost) - min(task_resistance))::numeric, 6) AS difference
FROM task_exposure GROUP BY role_id HAVING bool_and(task_score IS NOT NULL) ORDER BY role_id;
-- A task that nothing could automate would give these points back.
SELECT t.role_id, t.position
FROM task_exposure t JOIN role_score s USING (role_id)
WHERE abs(t.score_cost
	- (aijri_raw(s.task_resistance + t.resistance_cost, s.evidence_total, s.barrier_total, s.growth) - s.raw) / 7.93 * 100) > 1e-4;

-- History by day: of several assessments on one day the newest counts, and a day
-- without a score is one.
SELECT role_id, assessment_id, assessor, valid_from, valid_to, published, zone,
	round(previous_score::numeric, 1) AS previous, round(score_change::numeric, 1) AS change, previous_zone, zone_changed
FROM score_history WHERE role_id IN (2, 4) ORDER BY role_id, valid_from;
-- Periods of a role follow each other without a gap, and the last is the newest assessment.
SELECT role_id FROM score_history h
WHERE valid_to IS DISTINCT FROM (SELECT min(valid_from) FROM score_history n WHERE n.role_id = h.role_id AND n.valid_from > h.valid_from)
	OR previous_score IS DISTINCT FROM (SELECT score FROM score_history p WHERE p.role_id = h.role_id AND p.valid_to = h.valid_from)
	OR (valid_to IS NULL AND assessment_id <> (SELECT assessment_id FROM role_score s WHERE s.role_id = h.role_id));

-- The zone mix over time: times from the first, up to but without the last.
SELECT "time"::date AS day, zone, roles, round(share::numeric, 3) AS share FROM zone_history('2026-01-01', '2026-06-02', '1 month');
SELECT count(*) FILTER (WHERE z.roles <> (
		SELECT count(*) FROM score_history h WHERE h.zone = z.zone AND h.valid_from <= z."time" AND (h.valid_to IS NULL OR z."time" < h.valid_to))) AS wrong,
	count(*) AS rows, count(DISTINCT "time") AS times
FROM zone_history('2025-12-30 12:00', '2026-07-01', '36 hours') z;
-- Months are counted from the first time.
SELECT "time" FROM zone_history('2026-01-31', '2026-05-01') WHERE zone = 'Red';
SELECT * FROM zone_history('2026-01-01', '2026-01-01', '1 day');
SELECT e.* FROM (VALUES
	('(NULL, now(), ''1 day'')'), ('(now(), NULL, ''1 day'')'), ('(now(), now(), NULL)'),
	('(''2026-02-01'', ''2026-01-01'', ''1 day'')'), ('(''2026-01-01'', ''2026-02-01'', ''0'')'), ('(''2026-01-01'', ''2026-02-01'', ''-1 day'')'),
	('(''-infinity'', ''2026-02-01'', ''1 day'')'), ('(''2026-01-01'', ''infinity'', ''1 day'')'),
	('(''2026-01-01'', ''294276-12-31'', ''1 year'')'), ('(''2026-01-01'', ''2026-02-01'', ''1001 years'')'), ('(''2026-01-01'', ''2026-02-01'', ''2000000000 months'')'),
	('(''2026-01-01'', ''2026-02-01'', ''1 second'')'), ('(''2026-01-01'', ''2026-04-01'', ''1 month -29 days'')')) v(arguments),
	error_of(format('count(*) FROM viewed.zone_history%s', arguments)) e;
SELECT count(*) FROM zone_history('4713-01-01 BC', '10000-01-01', '1000 years');
-- In a parallel query, too.
SELECT count(set_config(name, 'on', false)) AS set FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
SELECT count(*) FROM zone_history('2026-01-31', '2026-05-01');
SELECT count(set_config(name, 'off', false)) AS set FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
-- Stored documents: what they state against what their ratings give.
UPDATE assessment SET source = aijri_render(aijri_document('AI Data Trainer', aijri_assessment(
	ARRAY[aijri_task('Label', 60, 5, 'displacement'), aijri_task('Rank', 40, 4, 'displacement')],
	aijri_evidence(-1, -2, -2, -2, -1), aijri_barriers(0, 0, 0, 0, 0), -2)))
WHERE assessment_id = 10;
UPDATE assessment SET source = (SELECT replace(source, '1.40', '1.60') FROM assessment WHERE assessment_id = 10) WHERE assessment_id = 30;
UPDATE assessment SET source = 'a note' WHERE assessment_id = 50;
SELECT assessment_id, count(*) > 20 AS many, count(*) FILTER (WHERE NOT ok) AS wrong FROM score_audit GROUP BY assessment_id ORDER BY 1;
SELECT role_id, title, line, item, stated, round(computed::numeric, 4) AS computed, follows FROM score_audit WHERE NOT ok AND role_id <> 5 ORDER BY role_id, line, item;
SELECT role_id, line, item, stated, computed, ok, follows FROM score_audit WHERE role_id = 5;

-- Roles to move to: the role that is meant, where there is one.
SELECT role_id, position, next_title, match_kind, to_role_id, to_title, to_seniority,
	stated_score, round(stated_gain::numeric, 1) AS stated_gain, to_published, round(gain::numeric, 1) AS gain, to_zone
FROM career_move ORDER BY role_id, position;
-- A role of another market is not meant.
UPDATE role SET market = 'DE' WHERE role_id = 3;
SELECT role_id, position, next_title, match_kind, to_role_id FROM career_move WHERE next_title = 'Registered Nurse' ORDER BY role_id;
UPDATE role SET market = '' WHERE role_id = 3;

-- How firm a zone is, as zone_probability() has it.
SELECT role_id, published, zone, doubt, round(same_zone_probability::numeric, 4) AS same_zone, firmness, likeliest_zone,
	round(p05_score::numeric, 1) AS p05, round(p95_score::numeric, 1) AS p95
FROM role_outlook ORDER BY role_id;
SELECT role_id FROM role_outlook WHERE abs(red_probability + yellow_probability + green_probability - 1) > 1e-12
	OR same_zone_probability <> CASE zone WHEN 'Red' THEN red_probability WHEN 'Yellow' THEN yellow_probability ELSE green_probability END;
SELECT o.role_id, o.mean_score = p.mean_score AND o.p50_score = p.p50 AND o.red_probability = p.red AS same
FROM role_outlook o,
	zone_probability(aijri_assessment(
		ARRAY[aijri_task('Label', 40, 5), aijri_task('Rank', 40, 4), aijri_task('Find odd cases', 20, 3)],
		aijri_evidence(-1, -2, -2, -2, -1), aijri_barriers(0, 0, 0, 0, 0), -2), 0.2) p
WHERE o.role_id = 1;

-- Another method of the catalog is the method of its views.
UPDATE catalog SET method = '{"green_min": 40, "yellow_min": 12, "exposed_from": 4, "evidence_step": 0.05, "urgent_exposed_min": 90}';
SELECT count(*) AS differences FROM difference_from_value;
SELECT role_id, published, zone, sublabel, override_zone, exposed_pct FROM scored_role WHERE is_complete ORDER BY role_id;
SELECT zone, score_from, score_below, roles FROM zone_overview ORDER BY zone_order;
SELECT role_id, mean_published, zone FROM role_panel WHERE role_id IN (2, 4) ORDER BY role_id;
SELECT role_id, position, task_score, is_exposed FROM task_exposure WHERE role_id IN (1, 4) ORDER BY role_id, position;
SELECT zone, roles FROM zone_history('2026-06-01', '2026-06-02', '1 day');
SELECT role_id, zone, likeliest_zone FROM role_outlook WHERE role_id IN (2, 4) ORDER BY role_id;
UPDATE catalog SET method = '{}';

-- Editing a row changes what is shown.
UPDATE task SET score = 1 WHERE assessment_id = 10 AND position = 1;
SELECT published, zone FROM scored_role WHERE role_id = 1;
SELECT published, zone FROM scored_assessment WHERE assessment_id = 10;
DELETE FROM assessment WHERE assessment_id = 26;
SELECT role_id, assessment_id, missing FROM unscored_role WHERE role_id = 2;

-- Names that need quotes, and a second catalog beside the first.
SELECT aijri_create_catalog('My "Jobs" %s');
INSERT INTO "My ""Jobs"" %s".role (role_key, title) VALUES ('one', 'Only One');
INSERT INTO "My ""Jobs"" %s".assessment (role_id) SELECT role_id FROM "My ""Jobs"" %s".role;
SELECT title, missing, tasks FROM "My ""Jobs"" %s".unscored_role;
SELECT "time"::date, zone, roles FROM "My ""Jobs"" %s".zone_history('2026-01-01', '2026-01-02');
SELECT count(*) FROM scored_role;
SELECT count(*) FROM view_column v
WHERE meaning IS DISTINCT FROM (
	SELECT col_description(attrelid, attnum) FROM pg_attribute
	WHERE attrelid = format('"My ""Jobs"" %%s".%I', view)::regclass AND attname = v.name);

-- Renamed, its function still knows its tables.
ALTER SCHEMA "My ""Jobs"" %s" RENAME TO renamed;
SELECT zone, roles FROM renamed.zone_history('2026-01-01', '2026-01-02');
SELECT * FROM aijri_upgrade_catalog('viewed');

SET client_min_messages = warning;
DROP SCHEMA viewed, renamed CASCADE;

-- What a user of version 1.0 may have: everything that tables, indexes, views,
-- rules, policies and other objects can use of the extension.  For tests of dumps
-- and upgrades, which want it to be the same before and after.
--
-- The extension is in a schema that is not on the search_path otherwise, and whose
-- name needs quotes.  What a later version offers goes into a file of its own.

SET search_path = public, "Index of resistance";

-- A column of every type.  Results are not meant to be stored, but nobody is
-- stopped from doing so, and a dump must not fail on them.
CREATE TABLE every_composite (
	id int PRIMARY KEY,
	task aijri_task,
	tasks aijri_task[],
	evidence aijri_evidence,
	barriers aijri_barriers,
	principles aijri_principles,
	assessment aijri_assessment,
	method aijri_method DEFAULT aijri_method('{"green_min": 50}'),
	result aijri_result,
	profile aijri_task_profile,
	explanation aijri_explanation,
	probability aijri_zone_probability,
	sensitivity aijri_sensitivity,
	target aijri_target,
	assessments aijri_assessment[],
	report aijri_load_report DEFAULT (1, 0, 2, '{"refused: why (2 rows, the first 1)"}', NULL),
	next_role aijri_next_role DEFAULT aijri_next_role('Florist', 33.3, 'knows flowers'),
	document aijri_document DEFAULT aijri_parse(aijri_render(aijri_document('Gardener',
		aijri_assessment(ARRAY[aijri_task('Plant', 100, 1)], NULL, NULL, 0),
		narrative => '{"timeline": "Slow."}', timeline_min_months => 60,
		next_roles => ARRAY[aijri_next_role('Florist')]))),
	attempt aijri_parse_attempt DEFAULT aijri_try_parse('Zone: BLUE'),
	verification aijri_verification,
	outlook aijri_rank_outlook DEFAULT (1.5, 1, 1, 2, 0.5),
	method_sensitivity aijri_method_sensitivity DEFAULT ('raw_span', 'zones changed', 0.1, 0.05, 0.15, 0.8, 0.7, 0.9),
	robustness aijri_role_robustness DEFAULT (1, 'Gardener', 0.7, 1, 2, 3)
);
CREATE TABLE every_simple_type (
	id int PRIMARY KEY,
	zone aijri_zone,
	sublabel aijri_sublabel,
	mode aijri_mode DEFAULT mode_of('Augmentation'),
	modes aijri_mode[],
	task_time aijri_task_time,
	task_score aijri_task_score,
	evidence_rating aijri_evidence_rating,
	barrier_rating aijri_barrier_rating,
	growth_rating aijri_growth_rating,
	principle_rating aijri_principle_rating,
	evidence_step aijri_evidence_step,
	modifier_step aijri_modifier_step,
	scale_value aijri_scale_value,
	raw_span aijri_raw_span,
	task_resistance aijri_task_resistance,
	evidence_total aijri_evidence_total,
	barrier_total aijri_barrier_total,
	percentage aijri_percentage,
	growth_threshold aijri_growth_threshold,
	protective_threshold aijri_protective_threshold,
	soc soc_code DEFAULT '15-1252.01' CHECK (soc <<= '15-0000'),
	score_value aijri_score_value DEFAULT 12.3,
	months aijri_months DEFAULT 24
);
CREATE INDEX ON every_simple_type (soc, soc_parent(soc));
CREATE INDEX ON every_simple_type USING hash (soc);

INSERT INTO every_composite
SELECT 1, (a.tasks)[1], a.tasks, a.evidence, a.barriers, a.principles, a,
	aijri_method('{"evidence_step": 0.1, "imminent_max_evidence": -3.5}'),
	aijri_result(a),
	(SELECT task_profile(score, time_pct, mode) FROM unnest(a.tasks)),
	(SELECT e FROM aijri_explain(a) AS e LIMIT 1),
	zone_probability(a, 0.2),
	(SELECT s FROM score_sensitivity(a) AS s LIMIT 1),
	(SELECT t FROM score_targets(2.5, 0, 0, 0, 'Green') AS t LIMIT 1),
	ARRAY[a, NULL, a]
FROM aijri_assessment(
	ARRAY[
		aijri_task('labels, "quotes" and \backslashes', 100 / 3.0, 5, 'displacement'),
		aijri_task(E'a tab\t, a line\nbreak and Zoë', 0.000001, 3, 'not involved'),
		aijri_task('', 1e9, 1),
		aijri_task(NULL, 0.1 + 0.2, 4, 'augmentation')],
	aijri_evidence(-2, -1, 0, 1, 2),
	aijri_barriers(0, 1, 2, 0, 1),
	-2,
	aijri_principles(0, 1, 3)) AS a;
INSERT INTO every_composite VALUES
	(2, ROW(NULL, NULL, NULL, NULL), '{}', ROW(NULL, 1, NULL, 2, NULL),
	ROW(NULL, NULL, NULL, NULL, NULL), ROW(NULL, 1, NULL),
	ROW(ARRAY[NULL, ROW(NULL, NULL, NULL, NULL)]::aijri_task[], NULL, NULL, NULL, NULL),
	DEFAULT, NULL, NULL, NULL, NULL, NULL, NULL, '{}'),
	(3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
UPDATE every_composite SET verification = (SELECT v FROM aijri_verify(aijri_render(document)) AS v LIMIT 1);

INSERT INTO every_simple_type VALUES
	(1, 'Red', 'Red (Imminent)', 'not involved', '{displacement,NULL,"not involved"}',
	0, 1, -2, 0, -2, 0, 0, 0, 0, 0.000001, 1, -10, 0, 0, -2, -1),
	(2, 'Green', 'Green (Accelerated)', 'displacement', '{}',
	1e9, 5, 2, 2, 2, 3, 0.1, 0.5, 1000, 1000, 5, 10, 10, 100, 3, 10),
	(3, 'Yellow', 'Yellow (Urgent)', DEFAULT, NULL,
	100 / 3.0, 3, 0, 1, 0, 1, 0.1 / 3, 1 / 3.0, 100 / 7.0, 7.93, 1.8 + 1e-15,
	1 / 3.0, 2 / 3.0, 200 / 3.0, 1 / 3.0, 6);
INSERT INTO every_simple_type (id, mode) VALUES (4, NULL);

-- Role tables as people have them.
CREATE TABLE role (
	role_id int PRIMARY KEY,
	title text NOT NULL,
	task_resistance float8,
	evidence int,
	barriers int,
	growth numeric,
	score float8 GENERATED ALWAYS AS
		(aijri_score(task_resistance, evidence, barriers, growth)) STORED
);
CREATE TABLE candidate (
	title text,
	task_resistance numeric,
	CHECK (score_problem(task_resistance, 0, 0, 0) IS NULL)
);
INSERT INTO candidate VALUES ('best', 5), ('worst', 1), ('unknown', NULL);
CREATE INDEX role_zone ON role (zone_of(score), score DESC);
CREATE INDEX role_green ON role (title) WHERE zone_of(score) = 'Green';
CREATE TABLE task (
	role_id int REFERENCES role,
	name text,
	time_pct aijri_task_time NOT NULL,
	score aijri_task_score,
	mode aijri_mode,
	CHECK (mode <> 'not involved' OR score <= 2)
);

INSERT INTO role
SELECT i, 'role ' || i, 1 + i % 401 / 100.0, i % 21 - 10, i % 11, i % 5 - 2
FROM generate_series(1, 2000) AS i;
INSERT INTO role VALUES (0, 'not rated yet', NULL, NULL, 3, 0);
INSERT INTO task
SELECT i % 2001, 'task ' || i, i % 97 / 3.0, i % 5 + 1,
	(enum_range(NULL::aijri_mode))[CASE WHEN i % 5 > 1 THEN i % 2 ELSE i % 4 END]
FROM generate_series(1, 10000) AS i;

-- Partitions whose bounds are values of the extension's enum.
CREATE TABLE roles_by_zone (title text, zone aijri_zone) PARTITION BY LIST (zone);
CREATE TABLE roles_in_danger PARTITION OF roles_by_zone FOR VALUES IN ('Red', 'Yellow');
CREATE TABLE other_roles PARTITION OF roles_by_zone DEFAULT;
INSERT INTO roles_by_zone SELECT title, zone_of(score) FROM role;

CREATE VIEW role_ranking AS
SELECT r.title, rank() OVER (ORDER BY r.score DESC NULLS LAST), x.*
FROM role r,
	aijri_result(r.task_resistance, NULL, r.evidence, r.barriers, r.growth,
		method => aijri_method('{"green_min": 49}')) AS x;
CREATE VIEW role_profile AS
SELECT role_id, (task_profile(score, time_pct, mode)).*,
	exposed_pct(score, time_pct) FILTER (WHERE mode IS NOT NULL) AS of_stated,
	task_resistance(score, time_pct ORDER BY name) AS tr
FROM task GROUP BY role_id;
CREATE VIEW role_explained AS
SELECT id, e.* FROM every_composite, aijri_explain(assessment) AS e;
CREATE VIEW role_questioned AS
SELECT id, z.zone, z.same_zone, zone_firmness(z.same_zone) AS firmness, s.item, s.step, s.new_zone,
	t.needed
FROM every_composite, zone_probability(assessment, 0.2) AS z, score_sensitivity(assessment) AS s,
	score_targets(2.5, 0, 0, 0, s.new_zone) AS t;
CREATE VIEW role_outlook AS
SELECT title, score, rank_outlook(aijri_distribution(score), 3) OVER () AS outlook
FROM role WHERE score IS NOT NULL GROUP BY title, score;
CREATE VIEW role_agreement AS
SELECT krippendorff_alpha(role_id, score) AS ordinal, krippendorff_alpha(role_id, score, 'nominal') AS nominal,
	weighted_corr(score, time_pct, time_pct) AS correlation, weighted_percentile(score, time_pct, 0.5) AS median
FROM task;
CREATE VIEW role_doubt AS
SELECT id, dist_count(score_distribution(assessment, 0.2)) AS tenths, (aijri_method('{"evidence_step": 0.05}', true)).raw_span
FROM every_composite;
CREATE VIEW zone_count AS
SELECT zone_of(score) AS zone, count(*), max(zone_of(score)) AS best,
	task_resistance(3, 1) AS constant
FROM role GROUP BY 1;
CREATE MATERIALIZED VIEW zone_summary AS
SELECT zone_of(score) AS zone, sum(score) AS total, sum(published_score(score)) AS published
FROM role WHERE score_problem(task_resistance, evidence, barriers, growth) IS NULL
GROUP BY 1;

-- Summaries, with the hash operator class at work.
CREATE TABLE every_summary (
	id int PRIMARY KEY,
	mix aijri_mix DEFAULT '{1 not involved: 40, 4: 60}',
	mixes aijri_mix[],
	distribution aijri_distribution,
	bar aijri_histogram_bar,
	EXCLUDE USING hash (mix WITH =)
);
INSERT INTO every_summary
SELECT role_id, task_mix(score, time_pct, mode), ARRAY[task_mix(score, time_pct), '{}', NULL],
	aijri_distribution(score * 10.1, time_pct + 0.001), ROW(5, 10, 1e300, 1 / 3.0::float8)::aijri_histogram_bar
FROM task WHERE role_id < 50 GROUP BY role_id;
INSERT INTO every_summary VALUES (-1, NULL, '{}', '{count: 0}', NULL), (-2, DEFAULT, NULL, NULL, NULL);
CREATE VIEW department AS
SELECT id % 3 AS department, mix_sum(mix, id + 3), distribution_sum(distribution),
	dist_zone_share(distribution_sum(distribution), 'Red'),
	count(*) FILTER (WHERE mix <> '{1 not involved: 40, 4: 60}')
FROM every_summary GROUP BY 1;

CREATE FUNCTION zone_now(id int) RETURNS aijri_zone
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT zone_of(score) FROM role WHERE role_id = id;
END;
CREATE DOMAIN safe_zone AS aijri_zone CHECK (VALUE > 'Red');
CREATE TYPE rated_role AS (title text, assessment aijri_assessment);
CREATE TABLE rated (r rated_role, z safe_zone);
INSERT INTO rated SELECT ROW('a title', assessment)::rated_role, 'Green'
FROM every_composite;

-- Rules, policies, triggers, statistics; partitions by ranges and by hashes of
-- codes; every operator class in an index.
CREATE TABLE journal (title text, old_zone aijri_zone, new_zone aijri_zone);
CREATE RULE zone_changed AS ON UPDATE TO candidate
	WHERE zone_of(aijri_score(OLD.task_resistance, 0, 0, 0)) <> zone_of(aijri_score(NEW.task_resistance, 0, 0, 0))
	DO ALSO INSERT INTO journal VALUES (OLD.title, zone_of(aijri_score(OLD.task_resistance, 0, 0, 0)),
		zone_of(aijri_score(NEW.task_resistance, 0, 0, 0)));
UPDATE candidate SET task_resistance = 2 WHERE title = 'best';
ALTER TABLE journal ENABLE ROW LEVEL SECURITY;
CREATE POLICY only_green ON journal FOR SELECT USING (new_zone = zone_of(99));
CREATE FUNCTION note_candidate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.title := upper(NEW.title);
	RETURN NEW;
END $$;
CREATE TRIGGER resistant BEFORE INSERT ON candidate FOR EACH ROW
	WHEN (score_problem(NEW.task_resistance, 0, 0, 0) IS NULL AND aijri_score(NEW.task_resistance, 0, 0, 0) >= 25)
	EXECUTE FUNCTION note_candidate();
INSERT INTO candidate VALUES ('middle', 3.3);
CREATE STATISTICS role_zones ON (zone_of(score)), growth FROM role;

CREATE TABLE occupation (soc soc_code, zone aijri_zone, title text, PRIMARY KEY (soc, title)) PARTITION BY RANGE (soc);
CREATE TABLE computing PARTITION OF occupation FOR VALUES FROM ('15-0000') TO ('17-0000');
CREATE TABLE other_occupation PARTITION OF occupation DEFAULT PARTITION BY HASH (soc);
CREATE TABLE other_occupation_0 PARTITION OF other_occupation FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE other_occupation_1 PARTITION OF other_occupation FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO occupation
SELECT soc_try(to_char(11 + 2 * (i % 20), 'FM00') || '-' || (1110 + i)),
	(enum_range(NULL::aijri_zone))[1 + i % 3], 'occupation ' || i
FROM generate_series(1, 500) AS i;
CREATE INDEX occupation_order ON occupation (soc DESC, zone) INCLUDE (title) WHERE soc <<= '15-0000' OR zone > 'Red';
CREATE INDEX summary_value ON every_summary USING hash (distribution);
CREATE VIEW occupation_group AS
SELECT soc_parent(soc, 'major') AS major, min(soc), max(soc), count(*) FILTER (WHERE soc << '15-0000') AS computing
FROM occupation GROUP BY 1;
CREATE FUNCTION score_in_plpgsql(tr float8) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	zone "Index of resistance".aijri_zone := "Index of resistance".zone_of("Index of resistance".aijri_score(tr, 0, 0, 0));
BEGIN
	RETURN zone;
END $$;
CREATE AGGREGATE best_zone(aijri_zone) (SFUNC = enum_larger, STYPE = aijri_zone);
CREATE FUNCTION exposed_share(aijri_mix) RETURNS float8 LANGUAGE sql IMMUTABLE
	RETURN (mix_profile($1)).exposed_pct / 100;
CREATE CAST (aijri_mix AS float8) WITH FUNCTION exposed_share(aijri_mix);

-- A labor schema, joined to scored roles.
CREATE SCHEMA roles;
CREATE TABLE roles.role_soc (role_id int, soc text, share float8);
CREATE TABLE roles.scored_role (role_id int, score float8, zone aijri_zone);
INSERT INTO roles.role_soc VALUES (1, '15-1252', NULL), (2, '15-1252', NULL), (3, '13-1022', 0.5);
INSERT INTO roles.scored_role VALUES (1, 20, 'Red'), (2, 60, 'Green'), (3, 40, 'Yellow');
SELECT aijri_create_labour('labour', 'roles');
CREATE TABLE staging (occ_code text, occ_title text, o_group text, tot_emp text, a_mean text);
INSERT INTO staging VALUES ('00-0000', 'All', 'total', '1,510', '9'),
	('15-1252', 'Developers', 'detailed', '1,000', '#'), ('13-1020', 'Buyers', 'detailed', '501', '5');
CREATE TABLE observed (soc text, exposure text);
INSERT INTO observed VALUES ('15-1252', '0.3'), ('13-1020', '0.1');
SELECT labour.load_oews('staging', '2024-05-01');
SELECT labour.load_exposure('observed', 'x', '2024-05-01');
CREATE TABLE onet ("O*NET-SOC Code" text, "Task ID" text, "Task" text);
INSERT INTO onet VALUES ('15-1252.00', '1', 'Program'), ('15-1252.00', '2', 'Talk');
CREATE TABLE rating AS SELECT "O*NET-SOC Code", "Task ID", scale AS "Scale ID", 'n/a' AS "Category", '3' AS "Data Value" FROM onet, unnest('{IM,RT}'::text[]) AS scale;
CREATE TABLE related ("O*NET-SOC Code" text, "Related O*NET-SOC Code" text, "Relatedness Tier" text, "Index" text);
INSERT INTO related VALUES ('15-1252.00', '13-1022.00', 'Primary-Short', '1');
CREATE TABLE job_zone AS SELECT '15-1252.00' AS "O*NET-SOC Code", '4' AS "Job Zone";
SELECT labour.load_onet_tasks('onet', '2025-02-01'), labour.load_onet_ratings('rating', '2025-02-01'),
	labour.load_onet_related('related', '2025-02-01'), labour.load_onet_job_zones('job_zone', '2025-02-01');
CREATE TABLE isco_pairs (isco_code text, soc_2018 text);
INSERT INTO isco_pairs VALUES ('2512', '15-1252'), ('2512', '15-1253'), ('3323', '13-1022');
SELECT labour.load_crosswalk('isco_pairs', 'ISCO-08', 'SOC 2018');
CREATE TABLE isco_employed (isco_code text, workers text);
INSERT INTO isco_employed VALUES ('2512', '1,001'), ('9999', '7');
SELECT labour.load_employment('isco_employed', '2024-05-01', 'AT', 'ISCO-08');
CREATE TABLE every_catalog_type (
	id int PRIMARY KEY,
	change aijri_catalog_change,
	difference aijri_score_difference,
	imported aijri_imported,
	problem aijri_import_problem,
	report aijri_import_report,
	recoded aijri_recoded DEFAULT ('2512', '15-1252', 0.5, 'equal'),
	comparison aijri_method_comparison DEFAULT (1, 'Gardener', 50.5, 60.5, 10, 2, 1, -1, 'Green', 'Green', false, 'Green (Stable)', 'Green (Stable)')
);
INSERT INTO every_catalog_type VALUES
	(1, ROW('view', 'made'), ROW(1, 'score', '{}', '{}'), ROW(1, true), ROW('t', 1, 'k', 'c', 'v', 'r'),
	ROW(1, 0, 1, '{a}', ARRAY[ROW('t', 1, 'k', 'c', 'v', 'r')]::aijri_import_problem[], NULL)),
	(2, NULL, NULL, NULL, NULL, NULL);

SELECT aijri_create_catalog('catalog');
SELECT catalog.import_document(
	aijri_render(aijri_document(title,
		aijri_assessment(
			ARRAY[aijri_task('Plant', share, 1, 'not involved'), aijri_task('Plan', 100 - share, 4)],
			aijri_evidence(1, 0, -1, 1, 1), aijri_barriers(0, 2, 0, 0, 1), 0),
		next_roles => ARRAY[aijri_next_role('Florist')])),
	'2026-03-01', assessor)
FROM (VALUES ('Gardener', 'Ada', 70), ('Florist', 'Ada', 40), ('Florist', 'Bo', 10)) AS said (title, assessor, share);
INSERT INTO catalog.role_soc (role_id, soc) SELECT role_id, '15-1252' FROM catalog.role;
UPDATE catalog.task SET time_pct = time_pct + 1 WHERE position = 1;
SELECT catalog.set_doubt(0.25);
SELECT aijri_create_labour('catalog_labour', 'catalog');
SELECT catalog_labour.load_oews('staging', '2024-05-01');

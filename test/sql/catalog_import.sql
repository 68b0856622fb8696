-- Imports into a catalog and exports from it: documents, JSON, tables.
SET jit = off;
SET client_min_messages = warning;
SELECT aijri_create_catalog('import');
RESET client_min_messages;

-- A document, and what the tables have of it.
CREATE TEMP TABLE source AS
SELECT aijri_render(aijri_document(
	'Gardener', seniority => 'Senior', primary_function => 'Keeps gardens.', assessment => aijri_assessment(
		ARRAY[aijri_task('Plant and prune', 70, 1, 'not involved'), aijri_task('Plan gardens', 30, 3)],
		aijri_evidence(1, 0, 0, 1, 1), aijri_barriers(0, 2, 0, 0, 1), 0, aijri_principles(3, 1, 1)),
	override_score => 42.5, override_reason => 'Why not.', timeline_min_months => 60,
	next_roles => ARRAY[aijri_next_role('Arborist', 61.2, 'Trees.'), aijri_next_role('Florist')],
	narrative => '{"tasks": ["By hand.", null], "who_should_worry": "Nobody."}')) AS content;
SELECT import.import_document(content, '2026-03-01') FROM source;
SELECT * FROM import.role;
\x on
SELECT role_id, assessor, assessed_on, revision, job_postings, expert_consensus, physical_presence, growth, judgment,
	override_score, override_reason, timeline_min_months, timeline_max_months, definition, narrative, stated,
	source = content AS source_is_kept, source_hash = sha256(convert_to(rtrim(content, E'\n'), 'UTF8')) AS hash_is_right
FROM import.assessment, source;
\x off
SELECT * FROM import.task ORDER BY position;
SELECT * FROM import.next_role ORDER BY position;

-- The same again is the same, on another day too; blanks and NULL in place of an
-- assessor are nobody.
SELECT import.import_document(content) AS another_day, import.import_document(content, '2026-03-01', '', '') AS same_day, import.import_document(content, '2026-03-01', ' ', NULL) AS nobody FROM source;
-- Another text is history: a revision of the day, or another day.
SELECT import.import_document(replace(content, 'Why not.', 'Why not?'), '2026-03-01') AS revision,
	import.import_document(replace(content, 'Why not.', 'Why?'), '2026-04-01') AS later FROM source;
-- The older text is still there, and is told to be older.
SELECT import.import_document(content, '2026-05-01') FROM source;
-- Another assessor stands beside, another market is another role, and case alone
-- is the same role.
SELECT import.import_document(content, '2026-03-01', 'Ada') AS ada, import.import_document(content, '2026-03-01', market => 'Norway') AS norway,
	import.import_document(replace(content, '| Gardener |', '| GARDENER |'), '2026-03-01') AS upper_case FROM source;
SELECT assessment_id, role_id, role_key, title, market, assessor, assessed_on, revision, definition->>'title' AS titled
FROM import.assessment JOIN import.role USING (role_id) ORDER BY assessment_id;

-- Out again: what the assessment says, not what others say of the role.
SELECT aijri_parse(import.export_document(1)) = d AS same, import.document_of(1) = d AS equal, import.export_document(1) = content AS as_rendered
FROM source, aijri_parse(content) AS d;
SELECT import.import_json('{"title": "Gardener", "seniority": "senior", "assessment": {"tasks": [{"name": "a", "time_pct": 1, "score": 1}]}}', '2026-06-01') AS json \gset
SELECT title, seniority, primary_function, role_is_not, override_score, next_roles, narrative FROM import.document_of(:json);
-- A hand-made assessment says what its role says.
INSERT INTO import.assessment (role_id, growth) VALUES (1, 1) RETURNING assessment_id AS by_hand \gset
SELECT title, seniority, primary_function, (assessment).growth, (assessment).tasks, next_roles, narrative FROM import.document_of(:by_hand);

-- No month is before the assessment, by hand either.
\set VERBOSITY terse
UPDATE import.assessment SET timeline_max_months = -1;
\set VERBOSITY default

-- Columns of the user's own are nobody else's, whatever their names.
ALTER TABLE import.role ADD definition text DEFAULT 'mine', ADD narrative text, ADD stated text;
ALTER TABLE import.task ADD narrative jsonb DEFAULT '{"tasks": ["Mine."]}', ADD title text, ADD definition text;
SELECT * FROM aijri_upgrade_catalog('import');
SELECT import.document_of(1) = aijri_parse(content) AS same FROM source;
ALTER TABLE import.role DROP definition, DROP narrative, DROP stated;
ALTER TABLE import.task DROP narrative, DROP title, DROP definition;

-- Questions are one call away.
SELECT aijri_score(import.rated_assessment(1)), (SELECT value FROM aijri_explain(import.rated_assessment(1)) WHERE item = 'Task Resistance Score') AS tr,
	(SELECT count(*) FROM score_sensitivity(import.rated_assessment(1))) > 20 AS sensitivity, zone_of(aijri_score(import.rated_assessment(1)));
-- An unknown number: NULL, but for what is to be written.
SELECT import.rated_assessment(0) IS NULL AS rated, import.document_of(0) IS NULL AS document, import.export_json(0) IS NULL AS json, import.export_document(NULL) IS NULL AS nothing;
SELECT * FROM error_of('import.export_document(0)');

-- Where tasks were edited by hand, rationales stay with their positions.
UPDATE import.task SET name = 'Plant' WHERE assessment_id = 1 AND position = 1;
SELECT narrative FROM import.document_of(1);
INSERT INTO import.task (assessment_id, position, name, time_pct, score) VALUES (1, 7, 'Sell', 5, 2);
SELECT narrative->'tasks' AS with_one_more FROM import.document_of(1);
DELETE FROM import.task WHERE assessment_id = 1 AND position = 1;
SELECT narrative AS without_the_first FROM import.document_of(1);
SELECT line FROM string_to_table(import.export_document(1), E'\n') AS line WHERE line LIKE '%Plan gardens%' OR line LIKE '%Sell%';

-- JSON: the shape of a document.  Going round changes nothing.
SELECT import.import_json(to_jsonb(aijri_parse(replace(content, 'Gardener', 'Forester'))), '2026-03-01') AS forester FROM source \gset
SELECT import.document_of(:forester) = aijri_parse(replace(content, 'Gardener', 'Forester')) AS same,
	import.import_json(import.export_json(:forester)) = :forester AS unchanged,
	-- whatever the order, and with null for what is not there
	import.import_json(jsonb_build_object('market', NULL) - 'market' || jsonb_strip_nulls(import.export_json(:forester))) = :forester AS without_nulls,
	(SELECT source IS NULL AND source_hash IS NOT NULL FROM import.assessment WHERE assessment_id = :forester) AS no_source
FROM source;
-- Numbers are exact, whatever the session shows.
SET extra_float_digits = -5;
SELECT import.import_json('{"title": "Exact", "stated": {"score": 7.853720050441362, "published": 7.90}, "assessment": {"tasks": [{"name": "t", "time_pct": 33.33333333333333, "score": 2}]}}', '2026-03-01') AS exact \gset
SELECT import.import_json('{"title": "Exact", "stated": {"score": 7.853720050441362, "published": 7.90}, "assessment": {"tasks": [{"name": "t", "time_pct": 33.33333333333333, "score": 2}]}}', '2026-03-01') = :exact AS same;
RESET extra_float_digits;
SELECT stated, time_pct, (import.document_of(assessment_id)).stated = ROW(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 7.853720050441362, 7.90, NULL, NULL, NULL, NULL, NULL)::aijri_result AS exact
FROM import.assessment JOIN import.task USING (assessment_id) WHERE assessment_id = :exact;

-- What is wrong is named, with its place, and leaves nothing behind.
SELECT count(*) AS roles, (SELECT count(*) FROM import.assessment) AS assessments FROM import.role \gset
CREATE TEMP TABLE wrong (n int GENERATED ALWAYS AS IDENTITY, document jsonb);
INSERT INTO wrong (document) VALUES
	('[]'), ('"text"'), ('null'), (NULL), ('{}'), ('{"title": ""}'), ('{"title": " \t"}'), ('{"title": 5}'),
	('{"title": "x", "assesment": {}}'), ('{"title": "x", "assessment": {"evidence": {"job_posting": 1}}}'), ('{"title": "x", "assessment": {"tasks": [{"name": "a"}, {"nmae": "b"}]}}'),
	('{"title": "x", "next_roles": [{"titel": "y"}]}'), ('{"title": "x", "stated": {"scor": 5}}'),
	('{"title": "x", "assessment": []}'), ('{"title": "x", "assessment": {"tasks": {}}}'), ('{"title": "x", "assessment": {"tasks": [1]}}'), ('{"title": "x", "assessment": {"growth": "1x"}}'),
	('{"title": "x", "assessment": {"evidence": {"job_postings": 3}}}'), ('{"title": "x", "assessment": {"barriers": {"liability": 0.5}}}'), ('{"title": "x", "assessment": {"principles": {"judgment": -1}}}'),
	('{"title": "x", "assessment": {"tasks": [{"name": "a", "score": 1}, {"name": "b", "score": 4.5}]}}'), ('{"title": "x", "assessment": {"tasks": [{"name": "a", "time_pct": -1}]}}'),
	('{"title": "x", "assessment": {"tasks": [{"name": "a", "time_pct": 1e400}]}}'), ('{"title": "x", "assessment": {"tasks": [{"name": "a", "mode": "magic"}]}}'), ('{"title": "x", "assessment": {"tasks": [{"name": "a"}, {"score": 3}]}}'), ('{"title": "x", "assessment": {"tasks": [null]}}'),
	('{"title": "x", "next_roles": [{"title": "y", "score": 101}]}'), ('{"title": "x", "next_roles": [{"score": 10}]}'),
	('{"title": "x", "override_score": 101}'), ('{"title": "x", "timeline_min_months": 5.5}'), ('{"title": "x", "timeline_min_months": -1}'), ('{"title": "x", "timeline_min_months": 5, "timeline_max_months": 4}'),
	('{"title": "x", "narrative": []}'), ('{"title": "x", "narrative": "text"}'), ('{"title": "x", "stated": {"zone": "Blue"}}'),
	(jsonb_build_object('title', repeat('x', 401))), (jsonb_build_object('title', repeat('x', 1000000))), (jsonb_build_object('title', 'x', repeat('y', 1000), 1));
SELECT n, o.code, left(o.message, 90) AS message, left(o.detail, 90) AS detail FROM wrong, error_of(format('import.import_json(%L)', document)) AS o ORDER BY n;
SELECT hint FROM error_of($$import.import_json('{"titel": "x"}')$$);
SELECT code, message, hint FROM error_of('import.import_document(NULL)')
UNION ALL SELECT code, message, hint FROM error_of($$import.import_document('')$$)
UNION ALL SELECT code, message, hint FROM error_of($$import.import_json('{"title": "x"}', NULL)$$)
UNION ALL SELECT code, message, hint FROM error_of($$import.import_json('{"title": "x"}', 'infinity')$$)
UNION ALL SELECT code, message, hint FROM error_of($$import.import_json('{"title": "x"}', assessor => repeat('x', 401))$$)
UNION ALL SELECT code, message, hint FROM error_of($$import.import_json('{"title": "x"}', market => repeat('x', 101))$$);
SELECT count(*) = :roles AS no_role, (SELECT count(*) = :assessments FROM import.assessment) AS no_assessment FROM import.role;
-- The longest that there may be.
SELECT count(import.import_json(jsonb_build_object('title', repeat(c, 400), 'seniority', repeat(c, 100)), market => repeat(c, 100), assessor => repeat(c, 400))) AS longest
FROM unnest(ARRAY['x', U&'\+01F600', U&'\0130']) AS c WHERE length(c) = 1;

-- Keys of roles are readable, and no two are the same.
DELETE FROM import.role;
SELECT count(import.import_json(jsonb_build_object('title', title))) FROM unnest(ARRAY['AI Data Trainer', 'AI data trainer', 'AI/Data Trainer', 'ai-data-trainer-2', 'AI Data: Trainer!', 'C++ developer', U&'Fa\00E7ade cr\00E8me', U&'\9676\82B8\5BB6', U&'\9676', '!!!', '-', repeat('Very long title ', 20), '5']) AS title;
SELECT role_key, left(title, 30) AS title FROM import.role ORDER BY role_id;
INSERT INTO import.role (role_key, title) SELECT 'many' || coalesce('-' || nullif(i, 1), ''), 'a' || i FROM generate_series(1, 1000) i WHERE i NOT IN (1, 777);
INSERT INTO import.role (role_key, title) VALUES ('many', 'many of them');
SELECT count(import.import_json(jsonb_build_object('title', title))) FROM unnest('{Many,many!,Many.}'::text[]) title;
SELECT role_key, title FROM import.role WHERE title ILIKE 'many_' OR title = 'Many' ORDER BY role_id;

-- Where the server still lets a session have it so, a backslash is an escape.
DO $$ BEGIN PERFORM set_config('standard_conforming_strings', 'off', false); EXCEPTION WHEN OTHERS THEN NULL; END $$;
SELECT import.import_json(jsonb_build_object('title', 'Caf' || chr(233) || ' owner')) AS cafe \gset
SELECT role_key FROM import.role JOIN import.assessment USING (role_id) WHERE assessment_id = :cafe;
SELECT * FROM aijri_upgrade_catalog('import');
RESET standard_conforming_strings;

-- Tables: columns by name, of any type, in any order, and more of them than are
-- needed.
CREATE TABLE staged (no int, "Title" text, seniority varchar, "Job Postings" text, "Company actions" int, wage_trends numeric(5, 2), tool_maturity float4, expert_consensus text,
	regulatory text, physical_presence text, union_bargaining text, liability text, cultural text, growth text, "Override-Score" text, narrative text, colour text, timeline_min_months text);
INSERT INTO staged VALUES
	(1, 'Baker', NULL, '1', 1, 1, 1, ' 0 ', '0', '2', '0', '0', '1', '0', '42.5', '{"who_should_worry": "Nobody."}', 'red', '12.0'),
	(2, 'Clerk', 'Senior', '3', 1, 0.5, 1, '0', '0', '2', '0', '0', '1', '0', NULL, NULL, 'red', '5.5'),
	(3, 'Cook', '', NULL, NULL, NULL, NULL, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(4, 'Driver', '', '1', 1, 1, 1, '0', '0', '2', '0', '0', '1', '0', NULL, '{', NULL, NULL),
	(5, NULL, '', '1', 1, 1, 1, '0', '0', '2', '0', '0', '1', '0', NULL, NULL, NULL, NULL);
CREATE TABLE work (title text, seniority text, "position" int, name text, "time pct" numeric, score text, mode text, rationale text, role_key text);
INSERT INTO work VALUES
	('baker', '', 2, 'Sell', 40, '2', 'augmentation', NULL, NULL), ('BAKER', NULL, 1, 'Bake', 60, '1', 'Not Involved', 'By hand.', NULL),
	('Clerk', 'senior', 1, 'File', 60, '4.5', 'replaced', NULL, NULL), ('Clerk', 'senior', 2, NULL, -1, '4', NULL, NULL, NULL),
	('Driver', NULL, NULL, 'Drive', 100, '3', NULL, NULL, NULL), ('Nobody', NULL, NULL, 'x', 1, '1', NULL, NULL, NULL);
CREATE TABLE moves (title text, next_role text, score text, reason text);
INSERT INTO moves VALUES ('Baker', 'Cook', '55.5', 'Ovens.'), ('Clerk', NULL, '101', NULL), ('Nowhere', 'Cook', NULL, NULL);
SELECT loaded, unchanged, refused, ignored FROM import.import_tables('staged', 'work', 'moves');
SELECT loaded, unchanged, refused FROM import.import_tables('staged', 'work', 'moves');
SELECT p.* FROM import.import_tables('staged', 'work', 'moves') AS r, unnest(r.problems) AS p;
SELECT title, role_key, override_score, timeline_min_months, narrative, source IS NULL AS no_source FROM import.role JOIN import.assessment USING (role_id) WHERE title IN ('Baker', 'Clerk', 'Cook', 'Driver');
SELECT position, name, time_pct, t.score, mode, n.title, n.score, n.reason FROM import.role r JOIN import.assessment a USING (role_id) JOIN import.task t USING (assessment_id) LEFT JOIN import.next_role n USING (assessment_id, position) WHERE r.title = 'Baker' ORDER BY position;
-- What is mended goes in, and what has changed is history; how a number is
-- written is no change.
UPDATE staged SET narrative = NULL WHERE "Title" = 'Driver';
UPDATE staged SET colour = 'blue', "Job Postings" = '1.000' WHERE "Title" = 'Baker';
SELECT loaded, unchanged, refused FROM import.import_tables('staged', 'work', 'moves');
UPDATE staged SET "Job Postings" = '0' WHERE "Title" = 'Baker';
SELECT loaded, unchanged, refused FROM import.import_tables('staged', 'work', 'moves');
SELECT revision, job_postings FROM import.assessment JOIN import.role USING (role_id) WHERE title = 'Baker' ORDER BY revision;

-- By role_key, with several assessments of a role.
CREATE TABLE by_key AS SELECT role_key, assessor, '2026-01-01'::date AS assessed_on, 1 AS growth, 0 AS job_postings, 0 AS company_actions, 0 AS wage_trends, 0 AS tool_maturity, 0 AS expert_consensus,
	0 AS regulatory, 0 AS physical_presence, 0 AS union_bargaining, 0 AS liability, 0 AS cultural
FROM (VALUES ('baker', 'Ada'), ('baker', 'Bob'), ('unknown', 'Ada')) AS k (role_key, assessor);
CREATE TABLE work_by_key AS SELECT 'baker' AS role_key, assessor, 'Bake' AS name, 100 AS time_pct, n AS score FROM unnest('{Ada,Bob}'::text[]) WITH ORDINALITY AS a (assessor, n);
SELECT loaded, unchanged, refused, problems FROM import.import_tables('by_key', 'work_by_key');
SELECT assessor, assessed_on, t.score FROM import.assessment JOIN import.role USING (role_id) JOIN import.task t USING (assessment_id) WHERE title = 'Baker' AND assessor <> '' ORDER BY assessor;
-- A new key makes a role, if its title is new.
ALTER TABLE by_key ADD title text;
UPDATE by_key SET title = 'Something new' WHERE role_key = 'unknown';
INSERT INTO by_key (role_key, assessor, assessed_on, title) VALUES ('another', 'Ada', '2026-01-01', 'Baker');
INSERT INTO work_by_key VALUES ('unknown', 'Ada', 'Do', 1, 1), ('another', 'Ada', 'Do', 1, 1);
SELECT loaded, unchanged, refused, p.reason FROM import.import_tables('by_key', 'work_by_key') AS r, unnest(r.problems) AS p;
SELECT role_key, title FROM import.role WHERE title = 'Something new';
-- Tasks that might be those of several assessments are nobody's.
ALTER TABLE work_by_key DROP assessor;
SELECT loaded, unchanged, refused, p.row_number, p.key, p.reason FROM import.import_tables('by_key', 'work_by_key') AS r, unnest(r.problems) AS p;
INSERT INTO by_key SELECT * FROM by_key WHERE role_key = 'unknown';
SELECT p.row_number, p.key, p.reason FROM import.import_tables('by_key', 'work_by_key') AS r, unnest(r.problems) AS p WHERE p.key LIKE 'unknown%';
-- Tables that can't be put together.
SELECT code, message, detail, hint FROM error_of($$import.import_tables(NULL, 'work')$$);
SELECT code, message FROM error_of($$import.import_tables('staged', NULL)$$);
SELECT code, message, detail, hint FROM error_of($$import.import_tables('staged', 'work_by_key')$$);
SELECT code, message, detail, hint FROM error_of($$import.import_tables('moves', 'work')$$);
ALTER TABLE staged ADD "JOB_POSTINGS" text;
SELECT code, message, detail, hint FROM error_of($$import.import_tables('staged', 'work')$$);
-- Blank rows, as spreadsheets leave them.
CREATE TABLE blank AS SELECT * FROM work WHERE false;
INSERT INTO blank SELECT FROM generate_series(1, 2);
SELECT refused, p.source, p.row_number, p.reason FROM import.import_tables('blank', 'blank') AS r, unnest(r.problems) AS p;
DROP TABLE blank;
-- Rows are taken in the order in which they lie there, by this session alone.
CREATE FUNCTION who_reads() RETURNS text LANGUAGE plpgsql PARALLEL SAFE AS 'BEGIN RETURN pg_backend_pid(); END';
CREATE TABLE long AS SELECT i FROM generate_series(1, 1000) i;
CREATE VIEW long_work AS SELECT 'Baker' AS title, who_reads() AS name FROM long;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
SELECT count(*), bool_and(cells[1] = who_reads()) AS this_session FROM _catalog_table_rows('long_work', '{"name": "name"}', '{name}') AS cells;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET parallel_leader_participation;
DROP VIEW long_work;
DROP TABLE long;
DROP FUNCTION who_reads();
-- Columns by their usual names, cells as people write them.
CREATE TABLE sheet ("Job Title" text, "Level of seniority" text, "Seniority Level" text, "AI Tool Maturity" text, "Goal-Setting & Moral Judgment" text, "Job posting trends" text, "Company Actions" text, "Wage trends" text, "Expert consensus" text,
	"Regulatory/Licensing" text, "Physical presence" text, "Union/Collective bargaining" text, "Liability/Accountability" text, "Cultural/Ethical" text, "AI growth correlation" text, "Date assessed" text);
INSERT INTO sheet VALUES ('Glazier', NULL, 'Mid', U&'\22121', 'n/a', '1', '0', ' 1.0 ', '+1', '1', '2', '0', '1', '0', '0', '2026-03-01'), ('Roofer', NULL, 'Mid', '0', NULL, '0', '0', '0', '0', '0', '0', '0', '0', '0', 'not rated', '2026-03-01');
CREATE TABLE sheet_work ("Job title" text, "Task" text, "Time %" text, "Automation Score (1-5)" text, "Aug/Disp" text);
INSERT INTO sheet_work VALUES ('Glazier', 'Cut', '60%', '2', 'Augmentation'), ('GLAZIER ', 'Fit', U&'39,5\00A0%', U&'\FF11', U&'not\00A0involved'), ('Roofer', 'Nail', '100', '1', NULL), ('Roofer', 'Total', '100%', '2', NULL);
SELECT loaded, refused, unscored, ignored, problems FROM import.import_tables('sheet', 'sheet_work');
DELETE FROM sheet_work WHERE "Task" = 'Total';
SELECT loaded, unchanged, refused, unscored, problems FROM import.import_tables('sheet', 'sheet_work');
SELECT r.title, seniority, tool_maturity, judgment, wage_trends, t.position, name, time_pct, t.score, mode FROM import.role r JOIN import.assessment a USING (role_id) JOIN import.task t USING (assessment_id) WHERE r.title IN ('Glazier', 'Roofer') ORDER BY 1, t.position;
-- A column with another name must not take a role out of the ranking.
ALTER TABLE sheet_work RENAME "Automation Score (1-5)" TO "AI points";
SELECT loaded, refused, p.* FROM import.import_tables('sheet', 'sheet_work') AS r, unnest(r.problems) AS p;
ALTER TABLE sheet_work RENAME "AI points" TO task_score;
ALTER TABLE sheet_work RENAME "Time %" TO hours;
SELECT loaded, refused, p.column_name, p.reason FROM import.import_tables('sheet', 'sheet_work') AS r, unnest(r.problems) AS p;
ALTER TABLE sheet_work RENAME hours TO "Time %";
SELECT loaded, unchanged, refused FROM import.import_tables('sheet', 'sheet_work');
ALTER TABLE sheet_work RENAME task_score TO score;
ALTER TABLE sheet RENAME "AI growth correlation" TO "Correlation";
SELECT loaded, unchanged, refused, unscored, p.row_number, p.key, p.reason FROM import.import_tables('sheet', 'sheet_work') AS r, unnest(r.problems) AS p;
SELECT title, published FROM import.ranked_role WHERE title IN ('Glazier', 'Roofer');
-- Two columns for one field.
ALTER TABLE sheet_work ADD "Time share" text;
SELECT code, message, detail, hint FROM error_of($$import.import_tables('sheet', 'sheet_work')$$);
DROP TABLE sheet, sheet_work;
-- Nothing in them.
TRUNCATE by_key, work_by_key;
SELECT * FROM import.import_tables('by_key', 'work_by_key');

-- A revision is newer than the one before it, also than one recorded by a
-- transaction that began later.
SELECT import.import_json('{"title": "Late"}', '2026-03-01') AS first \gset
UPDATE import.assessment SET recorded_at = now() + '1 minute' WHERE assessment_id = :first;
SELECT import.import_json('{"title": "Late", "seniority": "", "override_score": 50}', '2026-03-01') AS second \gset
SELECT assessment_id = :second AS newest, revision, assessments FROM import.role_score JOIN import.assessment USING (assessment_id) WHERE assessment_id IN (:first, :second);

-- White space around the names that identify a role or an assessor does not matter.
SELECT import.import_json('{"title": "\tLate\r\n", "seniority": " \n", "override_score": 60}', '2026-03-01', E'\t', E'\n') AS third \gset
SELECT title, seniority, market, assessor, revision FROM import.assessment JOIN import.role USING (role_id) WHERE assessment_id = :third;
-- A row that is too deep for the server is refused as any other.
CREATE TABLE deep AS SELECT 'Deep' AS title, repeat('[', 1000000) AS narrative UNION ALL VALUES ('Shallow', NULL) ORDER BY title;
CREATE TABLE deep_work AS SELECT title, 'Dig' AS name, 1 AS time_pct, 1 AS score FROM deep;
SELECT loaded, unchanged, refused, p.row_number, p.column_name, length(p.value), p.reason FROM import.import_tables('deep', 'deep_work') AS r, unnest(r.problems) AS p;
DROP TABLE deep, deep_work;
-- What identifies a row is shown in part, too, be it refused here or by the catalog.
CREATE TABLE long AS SELECT repeat('L', 1000000) AS title, 1 AS growth UNION ALL VALUES ('Short', 9) ORDER BY growth;
CREATE TABLE long_work AS SELECT repeat('L', 1000000) AS title, 'Dig' AS name, 1 AS time_pct, 1 AS score UNION ALL VALUES (repeat('M', 1000000), 'Dig', 1, 1), ('Short', 'Dig', 1, 1) ORDER BY title;
SELECT loaded, refused, p.source, p.row_number, length(p.key), p.column_name, p.value, p.reason FROM import.import_tables('long', 'long_work') AS r, unnest(r.problems) AS p;
DROP TABLE long, long_work;
-- No cells at all are a row that has none of the fields.
SELECT r.document IS NOT NULL AS read, (r.document).title, (r.document).assessment.tasks, r.role_key, r.problems
FROM _catalog_read_rows('{title,growth,role_key}', '{}', '{name,score}', '{}', '{next_role}', '{}', NULL) AS r;

-- What imports call is not for users, and takes whatever it is given.
SELECT (r.document).title, r.role_key, r.problems FROM _catalog_read_rows('{title,assessed_on}', '{}', NULL, NULL, '{next_role}', '{}', NULL) AS r;
SELECT * FROM error_of($$_catalog_read_rows('{title,NULL}', '{a,b}', NULL, NULL, NULL, NULL, NULL)$$);
SELECT * FROM error_of($$_catalog_read_rows('{title}', '{a}', '{name,score}', '{a,1,b}', NULL, NULL, NULL)$$);
SELECT * FROM error_of($$_catalog_row_key(7, '{title}', '{a}', '{title}')$$);

-- A trigger of the owner's that keeps rows out is told of.
CREATE FUNCTION keep_out() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER keep_out BEFORE INSERT ON import.role FOR EACH ROW EXECUTE FUNCTION keep_out();
SELECT * FROM error_of($$import.import_json('{"title": "Kept out"}')$$);
DROP FUNCTION keep_out CASCADE;

-- Names that want quotes.
SELECT aijri_create_catalog('Import "it''s"');
SELECT "Import ""it's""".import_document(content), "Import ""it's""".import_json('{"title": "O''Neil \"x\""}', assessor => 'O''Neil') FROM source;
SELECT "Import ""it's""".export_document(1) = content FROM source;
-- Renamed, everything follows.
ALTER SCHEMA "Import ""it's""" RENAME TO renamed;
SELECT renamed.import_document(content) AS still_there, renamed.export_document(1) = content AS same FROM source;
SET client_min_messages = warning;
DROP SCHEMA renamed CASCADE;
DROP SCHEMA import CASCADE;
DROP TABLE staged, work, moves, by_key, work_by_key;

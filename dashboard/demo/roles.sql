-- roles.sql
--	  Fills a catalog (psql variable catalog) for the dashboard: the documents
--	  of the table fixture, with earlier and later assessments made of them so
--	  that there is a history, occupations, and roles to move to.  All made up.
SET search_path = :"catalog", public;

SELECT count(import_document(document, '2026-03-01', 'Ada')) FROM fixture \g /dev/null

-- How tasks were rated before: one of them a step lower in 2024, and one more in
-- 2025, in words that aijri_parse() reads.  What the texts state is not adapted.
CREATE TEMP TABLE history AS
SELECT name, assessed_on, (
	SELECT string_agg(
			CASE WHEN line ~ '^\| .* \| [0-9.]+%? \| [3-5] \|' AND n <= steps
				THEN regexp_replace(line, '^(\| .* \| [0-9.]+%? \| )([3-5])( \|)', '\1' || (substring(line, '^\| .* \| [0-9.]+%? \| ([3-5]) \|')::int - 1) || '\3')
				ELSE line END, E'\n' ORDER BY ordinality)
	FROM (SELECT line, ordinality, count(*) FILTER (WHERE line ~ '^\| .* \| [0-9.]+%? \| [3-5] \|') OVER (ORDER BY ordinality) AS n
		FROM string_to_table(document, E'\n') WITH ORDINALITY AS l (line, ordinality)) AS lines) AS document
FROM fixture,
	(VALUES (2, date '2024-02-01'), (1, '2025-03-01')) AS past (steps, assessed_on)
WHERE name IN ('accounts-payable-clerk', 'court-reporter', 'paralegal', 'restaurant-manager',
	'structural-engineer', 'community-pharmacist', 'airline-captain');
SELECT count(import_document(document, assessed_on, 'Ada')) FROM history \g /dev/null

-- Roles to move to that the catalog has, beside those of the documents.
INSERT INTO next_role (assessment_id, position, title, reason)
SELECT assessment_id, 100 + row_number() OVER (PARTITION BY assessment_id), move.to_title, move.reason
FROM (VALUES
	('Paralegal', 'Model Assurance Lead', 'Checks of machine work against sources'),
	('Paralegal', 'Library Assistant', 'Search and order of files'),
	('Court Reporter', 'Legal Translator', 'Language of the courts'),
	('Accounts Payable Clerk', 'Restaurant Manager', 'Suppliers, invoices and people'),
	('Bank Teller', 'Community Pharmacist', 'Contact with customers, after further study'),
	('Library Assistant', 'Primary School Teacher', 'Reading with children, after further study'),
	('Marketing Copywriter', 'Radio Producer', 'Stories for an audience')) AS move (title, to_title, reason)
JOIN scored_role USING (title);

-- A role that nobody has finished rating.
INSERT INTO role (role_key, title, seniority) VALUES ('data-steward', 'Data Steward', 'Senior');
INSERT INTO assessment (role_id, assessor, assessed_on, job_postings, growth)
SELECT role_id, 'Ada', '2026-03-01', 0, 0 FROM role WHERE role_key = 'data-steward';
INSERT INTO task (assessment_id, position, name, time_pct, score)
SELECT assessment_id, n, name, 50, score
FROM assessment JOIN role USING (role_id),
	(VALUES (1, 'Agree on definitions', 2), (2, 'Trace where data come from', NULL)) AS t (n, name, score)
WHERE role_key = 'data-steward';

-- Occupations that some of them belong to. A role that is a part of its occupation has
-- an assumed share of it; the others have all of it.
INSERT INTO role_soc (role_id, soc, share)
SELECT role_id, soc, share
FROM (VALUES
	('Accounts Payable Clerk', '43-3031', 0.2), ('Airline Captain', '53-2011', 0.5), ('Bank Teller', '43-3071', NULL),
	('Community Pharmacist', '29-1051', 0.6), ('Court Reporter', '27-3092', NULL), ('Hospice Nurse', '29-1141', 0.03),
	('Industrial Electrician', '47-2111', 0.1), ('Legal Translator', '27-3091', 0.1), ('Library Assistant', '43-4121', NULL),
	('Paralegal', '23-2011', NULL), ('Primary School Teacher', '25-2021', NULL), ('Restaurant Manager', '11-9051', NULL),
	('Structural Engineer', '17-2051', 0.15), ('Travel Consultant', '41-3041', NULL), ('Wind Turbine Technician', '49-9081', NULL))
	AS occupation (title, soc, share)
JOIN role USING (title);

-- The page shows this on top of everything.
COMMENT ON SCHEMA :"catalog" IS 'These roles are illustrations. Their ratings are made up, so no score here is a finding about a real job.';

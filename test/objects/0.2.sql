-- What a user of version 0.2 may have besides: columns of its types, and a catalogue
-- of roles, joined to labour data.

SET search_path = public, "Index of ""resistance""";

CREATE TABLE every_type_of_0_2 (
	id int PRIMARY KEY,
	change aijri_catalog_change,
	difference aijri_score_difference,
	imported aijri_imported,
	problem aijri_import_problem,
	report aijri_import_report
);
INSERT INTO every_type_of_0_2 VALUES
	(1, ROW('view', 'made'), ROW(1, 'score', '{}', '{}'), ROW(1, true), ROW('t', 1, 'k', 'c', 'v', 'r'),
	ROW(1, 0, 1, '{a}', ARRAY[ROW('t', 1, 'k', 'c', 'v', 'r')]::aijri_import_problem[])),
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
SELECT aijri_create_labour('catalog_labour', 'catalog');
SELECT catalog_labour.load_oews('staging', '2024-05-01');

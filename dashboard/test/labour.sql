-- labour.sql
--	  Employment and exposure of the occupations of dashboard/demo/roles.sql,
--	  made up for the tests, joined to the catalog jobs.
SELECT aijri_create_labour('labour') \g /dev/null

CREATE TEMP TABLE employment (occ_code text, occ_title text, o_group text, tot_emp text);
INSERT INTO employment
SELECT soc, 'Occupation ' || soc, 'detailed', 10000 + 7919 * row_number() OVER (ORDER BY soc)
FROM (SELECT DISTINCT soc FROM jobs.role_soc UNION VALUES ('11-1011')) AS s;
INSERT INTO employment SELECT '00-0000', 'All', 'total', sum(tot_emp::int) + 20 FROM employment;
CREATE TEMP TABLE observed (occ_code text, observed_exposure text);
INSERT INTO observed
SELECT occ_code, 0.03 * row_number() OVER (ORDER BY md5(occ_code))
FROM employment WHERE o_group = 'detailed' AND occ_code <> '29-1141';

SELECT count(*) FROM (
	SELECT * FROM labour.load_oews('employment', '2024-05-01')
	UNION ALL SELECT * FROM labour.load_exposure('observed', 'observed exposure', '2026-01-01')) AS f \g /dev/null
SELECT aijri_create_labour('labour', 'jobs') \g /dev/null

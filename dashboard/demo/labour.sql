-- labour.sql
--	  Employment, wages and observed exposure of the occupations of roles.sql, joined
--	  to a catalog (psql variable catalog).
--
-- Published figures: employment.csv is an extract of the national file of the U.S.
-- Bureau of Labor Statistics, Occupational Employment and Wage Statistics, May 2024
-- (public domain); observed exposure is from the Anthropic Economic Index (CC BY 4.0),
-- related occupations and job zones are from O*NET (CC BY 4.0).
\set ON_ERROR_STOP on
SELECT aijri_create_labour('labour', :'catalog') \g /dev/null

CREATE TEMP TABLE employment (occ_code text, occ_title text, o_group text, tot_emp text,
	a_mean text, a_pct10 text, a_median text, a_pct90 text);
\copy employment FROM 'dashboard/demo/employment.csv' (FORMAT csv, HEADER)

CREATE TEMP TABLE observed (occ_code text, observed_exposure numeric);
INSERT INTO observed VALUES
	('11-9051', 0), ('17-2051', 0.0081), ('23-2011', 0.2927), ('25-2021', 0.103), ('27-3091', 0.4304),
	('27-3092', 0.3431), ('29-1051', 0.0896), ('29-1141', 0.0595), ('41-3041', 0.4054), ('43-3031', 0.3104),
	('43-3071', 0.0231), ('43-4121', 0.0978), ('47-2111', 0), ('49-9081', 0), ('53-2011', 0);

SELECT count(*) FROM (
	SELECT * FROM labour.load_oews('employment', '2024-05-01')
	UNION ALL SELECT * FROM labour.load_exposure('observed', 'observed exposure', '2026-01-01')) AS f \g /dev/null

INSERT INTO labour.onet_related VALUES
	('2025-05-01', '23-2011.00', '27-3092.00', 'Primary-Short', 3), ('2025-05-01', '27-3091.00', '27-3092.00', 'Supplemental', 18),
	('2025-05-01', '27-3091.00', '43-4121.00', 'Supplemental', 20), ('2025-05-01', '27-3092.00', '23-2011.00', 'Primary-Short', 4),
	('2025-05-01', '29-1051.00', '29-1141.00', 'Supplemental', 12), ('2025-05-01', '43-3031.00', '43-3071.00', 'Primary-Long', 6),
	('2025-05-01', '43-3071.00', '43-3031.00', 'Primary-Short', 2), ('2025-05-01', '43-4121.00', '25-2021.00', 'Supplemental', 20);
INSERT INTO labour.onet_job_zone VALUES
	('2025-05-01', '23-2011.00', 3), ('2025-05-01', '25-2021.00', 4), ('2025-05-01', '27-3091.00', 4), ('2025-05-01', '27-3092.00', 3),
	('2025-05-01', '29-1051.00', 5), ('2025-05-01', '29-1141.00', 4), ('2025-05-01', '43-3031.00', 3), ('2025-05-01', '43-3071.00', 2),
	('2025-05-01', '43-4121.00', 2);

-- The page shows comments of schemas: what a catalog is, where figures come from.
COMMENT ON SCHEMA labour IS 'Employment and wages: U.S. Bureau of Labor Statistics, OEWS, May 2024. Observed exposure: Anthropic Economic Index. Related occupations: O*NET. The last two are under CC BY 4.0.';
ANALYZE;

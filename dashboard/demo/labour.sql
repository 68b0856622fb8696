-- labour.sql
--	  Employment, wages and observed exposure of the occupations of roles.sql, joined
--	  to a catalog (psql variable catalog).
--
-- Published figures: employment.csv is an extract of the national file of the U.S.
-- Bureau of Labor Statistics, Occupational Employment and Wage Statistics, May 2024
-- (public domain); observed exposure is from the Anthropic Economic Index (CC BY 4.0).
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

-- The page shows comments of schemas: what a catalog is, where figures come from.
COMMENT ON SCHEMA labour IS 'Employment: U.S. Bureau of Labor Statistics, OEWS, May 2024. Observed exposure: Anthropic Economic Index, CC BY 4.0.';
ANALYZE;

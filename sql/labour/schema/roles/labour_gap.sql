CREATE OR REPLACE VIEW @labour@.labour_gap AS
WITH part AS (
	SELECT a.soc, a.from_share, a.to_share, s.score IS NOT NULL AS scored
	FROM @labour@.role_allocation a LEFT JOIN @catalog@.scored_role s USING (role_id)
), found AS (
	SELECT e.vintage, e.area, e.area_type, e.naics, e.own_code, e.soc, e.title, e.employment,
		count(p.soc) AS parts,
		coalesce(sum(round(e.employment * p.to_share) - round(e.employment * p.from_share)) FILTER (WHERE p.scored), 0)::bigint AS scored,
		coalesce(sum(round(e.employment * p.to_share) - round(e.employment * p.from_share)) FILTER (WHERE NOT p.scored), 0)::bigint AS unscored
	FROM @labour@.soc_employment e LEFT JOIN part p USING (soc)
	GROUP BY e.vintage, e.area, e.area_type, e.naics, e.own_code, e.soc, e.title, e.employment
)
SELECT f.vintage, f.area, f.area_type, f.naics, f.own_code, f.soc, f.title, r.reason, r.employment
FROM found f,
	LATERAL (SELECT coalesce(@extschema@._soc_edition(@extschema@.soc_try(f.soc)), 'none')) c(edition),
	LATERAL (VALUES
		('employment is not published', NULL::bigint, f.employment IS NULL),
		(CASE c.edition WHEN 'SOC 2018' THEN 'no role has this occupation' WHEN 'OEWS' THEN 'combined code that oews_map does not divide'
			WHEN 'SOC 2010' THEN 'code of the SOC 2010, superseded' ELSE 'code that the SOC 2018 does not have' END, f.employment, f.parts = 0),
		('role without a score', f.unscored, f.unscored > 0),
		('shares of the roles do not reach 1', f.employment - f.scored - f.unscored,
			f.parts > 0 AND f.employment > f.scored + f.unscored)) r(reason, employment, applies)
WHERE r.applies
UNION ALL
SELECT c.*, NULL, CASE WHEN @extschema@.soc_try(c.soc::text) IS NULL THEN 'no SOC code, in role_soc'
	ELSE 'no such occupation in OEWS, in role_soc' END, NULL
FROM (
	SELECT o.*, r.*
	FROM (SELECT DISTINCT vintage, area, area_type, naics, own_code FROM @labour@.oews) o,
		(SELECT DISTINCT coalesce(left(@extschema@.soc_try(soc::text)::text, 7), soc) FROM @catalog@.role_soc) r(soc)
	EXCEPT SELECT vintage, area, area_type, naics, own_code, soc FROM @labour@.soc_employment
	EXCEPT SELECT vintage, area, area_type, naics, own_code, oews_code FROM @labour@.soc_employment)
	AS c (vintage, area, area_type, naics, own_code, soc);
COMMENT ON VIEW @labour@.labour_gap IS 'gaps in coverage: occupations with workers that no scored role covers, and occupation codes of roles that OEWS does not have';

CREATE OR REPLACE VIEW @labour@.labour_coverage AS
WITH published AS (
	SELECT vintage, area, area_type, naics, own_code,
		sum(tot_emp) FILTER (WHERE o_group = 'total')::bigint AS published_total,
		count(*) FILTER (WHERE o_group = 'detailed') AS occupations,
		count(*) FILTER (WHERE o_group = 'detailed' AND tot_emp IS NULL) AS occupations_withheld
	FROM @labour@.oews GROUP BY vintage, area, area_type, naics, own_code
), in_roles AS (
	SELECT vintage, area, area_type, naics, own_code, soc, sum(employment) AS covered
	FROM @labour@.role_labour GROUP BY vintage, area, area_type, naics, own_code, soc
), detailed AS (
	SELECT e.vintage, e.area, e.area_type, e.naics, e.own_code,
		sum(e.employment)::bigint AS detailed_sum,
		sum(r.covered)::bigint AS covered,
		sum(e.employment - coalesce(r.covered, 0)) FILTER (WHERE c.edition = 'SOC 2018')::bigint AS uncovered,
		sum(e.employment - coalesce(r.covered, 0)) FILTER (WHERE c.edition = 'OEWS')::bigint AS combined,
		sum(e.employment - coalesce(r.covered, 0)) FILTER (WHERE c.edition NOT IN ('SOC 2018', 'OEWS'))::bigint AS unmatched,
		count(DISTINCT e.oews_code) FILTER (WHERE r.covered IS NOT NULL) AS occupations_covered
	FROM @labour@.soc_employment e
	LEFT JOIN in_roles r USING (vintage, area, area_type, naics, own_code, soc),
	LATERAL (SELECT coalesce(@extschema@._soc_edition(@extschema@.soc_try(e.soc)), 'none')) c (edition)
	GROUP BY e.vintage, e.area, e.area_type, e.naics, e.own_code
)
SELECT p.vintage, p.area, p.area_type, p.naics, p.own_code,
	coalesce(d.detailed_sum, 0) AS detailed_sum,
	coalesce(d.covered, 0) AS covered,
	coalesce(d.uncovered, 0) AS uncovered,
	coalesce(d.covered, 0)::float8 / nullif(p.published_total, 0)::float8 AS covered_share,
	p.published_total,
	coalesce(d.combined, 0) AS combined,
	coalesce(d.unmatched, 0) AS unmatched,
	p.published_total - coalesce(d.detailed_sum, 0) AS residual,
	p.occupations,
	p.occupations_withheld,
	coalesce(d.occupations_covered, 0) AS occupations_covered
FROM published p LEFT JOIN detailed d USING (vintage, area, area_type, naics, own_code);
COMMENT ON VIEW @labour@.labour_coverage IS 'the published total in parts that add up to it: workers covered by scored roles, uncovered, in combined codes, in codes that the SOC 2018 does not have, and the residual of rounding and of withheld figures';

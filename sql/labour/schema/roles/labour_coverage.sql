CREATE OR REPLACE VIEW @labour@.labour_coverage AS
SELECT o.vintage, o.area, o.area_type, o.naics, o.own_code,
	o.detailed_sum,
	coalesce(r.covered, 0) AS covered,
	o.detailed_sum - coalesce(r.covered, 0) AS uncovered,
	coalesce(r.covered, 0)::float8 / nullif(o.detailed_sum, 0)::float8 AS covered_share,
	o.published_total,
	o.published_total - o.detailed_sum AS rounding_gap,
	o.occupations,
	o.occupations_withheld,
	coalesce(r.occupations_covered, 0) AS occupations_covered
FROM (
	SELECT vintage, area, area_type, naics, own_code,
		coalesce(sum(tot_emp) FILTER (WHERE o_group = 'detailed'), 0)::bigint AS detailed_sum,
		sum(tot_emp) FILTER (WHERE o_group = 'total')::bigint AS published_total,
		count(*) FILTER (WHERE o_group = 'detailed') AS occupations,
		count(*) FILTER (WHERE o_group = 'detailed' AND tot_emp IS NULL) AS occupations_withheld
	FROM @labour@.oews GROUP BY vintage, area, area_type, naics, own_code) o
LEFT JOIN (
	SELECT vintage, area, area_type, naics, own_code, sum(employment)::bigint AS covered,
		count(DISTINCT oews_code) AS occupations_covered
	FROM @labour@.role_labour GROUP BY vintage, area, area_type, naics, own_code) r
	USING (vintage, area, area_type, naics, own_code);
COMMENT ON VIEW @labour@.labour_coverage IS 'coverage: workers in scored roles and not, out of the sum of detailed occupations, with the published total and the gap due to rounding';

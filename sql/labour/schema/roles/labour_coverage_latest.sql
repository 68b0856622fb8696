CREATE OR REPLACE VIEW @labour@.labour_coverage_latest AS
SELECT
	v.vintage, v.area, v.area_type, v.naics, v.own_code, v.detailed_sum, v.covered, v.uncovered,
	v.covered_share, v.published_total, v.combined, v.unmatched, v.residual, v.occupations,
	v.occupations_withheld, v.occupations_covered
FROM @labour@.labour_coverage v
JOIN (
	SELECT x.area, x.area_type, x.naics, x.own_code, max(x.vintage) AS vintage
	FROM @labour@.oews x
	GROUP BY x.area, x.area_type, x.naics, x.own_code) l
	ON (l.vintage, l.area, l.area_type, l.naics, l.own_code) = (v.vintage, v.area, v.area_type, v.naics, v.own_code);
COMMENT ON VIEW @labour@.labour_coverage_latest IS 'labour_coverage in the latest vintage of each area, industry, and ownership';

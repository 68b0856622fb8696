CREATE OR REPLACE VIEW @labour@.soc_employment_latest AS
SELECT
	v.vintage, v.area, v.area_type, v.naics, v.own_code, v.soc, v.major_group, v.title,
	v.employment, v.oews_code, v.divided_by,
	v.h_mean, v.a_mean, v.h_median, v.a_median, v.annual, v.hourly, v.flags, v.wage, v.top_coded
FROM @labour@.soc_employment v
JOIN (
	SELECT x.area, x.area_type, x.naics, x.own_code, max(x.vintage) AS vintage
	FROM @labour@.oews x
	GROUP BY x.area, x.area_type, x.naics, x.own_code) l
	ON (l.vintage, l.area, l.area_type, l.naics, l.own_code) = (v.vintage, v.area, v.area_type, v.naics, v.own_code);
COMMENT ON VIEW @labour@.soc_employment_latest IS 'soc_employment in the latest vintage of each area, industry, and ownership';

CREATE OR REPLACE VIEW @labour@.zone_employment_latest AS
SELECT
	v.vintage, v.area, v.area_type, v.naics, v.own_code, v.major_group, v.zone, v.zone_order,
	v.employment, v.share, v.share_of_group
FROM @labour@.zone_employment v
JOIN (
	SELECT x.area, x.area_type, x.naics, x.own_code, max(x.vintage) AS vintage
	FROM @labour@.oews x
	GROUP BY x.area, x.area_type, x.naics, x.own_code) l
	ON (l.vintage, l.area, l.area_type, l.naics, l.own_code) = (v.vintage, v.area, v.area_type, v.naics, v.own_code);
COMMENT ON VIEW @labour@.zone_employment_latest IS 'zone_employment in the latest vintage of each area, industry, and ownership';

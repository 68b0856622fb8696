CREATE OR REPLACE VIEW @labour@.zone_employment AS
SELECT vintage, area, area_type, naics, own_code, major_group, zone, zone_order,
	sum(employment)::bigint AS employment,
	sum(employment)::float8 / nullif(sum(sum(employment)) OVER (PARTITION BY vintage, area, area_type, naics, own_code), 0)::float8 AS share,
	sum(employment)::float8 / nullif(sum(sum(employment)) OVER (PARTITION BY vintage, area, area_type, naics, own_code, major_group), 0)::float8 AS share_of_group
FROM @labour@.role_labour
GROUP BY vintage, area, area_type, naics, own_code, major_group, zone, zone_order;
COMMENT ON VIEW @labour@.zone_employment IS 'workers in scored roles, by zone and major group; they add up to labour_coverage.covered';

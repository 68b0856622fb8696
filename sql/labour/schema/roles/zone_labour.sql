CREATE OR REPLACE FUNCTION @labour@.zone_labour(area text DEFAULT '99', naics text DEFAULT '000000')
	RETURNS TABLE (vintage date, area_type text, own_code text, major_group text, zone text, zone_order integer,
		workers bigint, uncovered bigint, wage_pct10 float8, wage_pct25 float8, wage_median float8, wage_pct75 float8,
		wage_pct90 float8, workers_without_wage bigint, flags jsonb)
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH in_roles AS (
		SELECT r.vintage, r.area_type, r.own_code, r.soc, r.major_group, r.zone, r.zone_order, r.employment, r.wage, r.top_coded
		FROM @labour@.role_labour_latest r
		WHERE r.area = zone_labour.area AND r.naics = zone_labour.naics
	), part AS (
		SELECT i.vintage, i.area_type, i.own_code, i.major_group, i.zone, i.zone_order, i.employment, true AS covered, i.wage, i.top_coded
		FROM in_roles i
		UNION ALL
		SELECT e.vintage, e.area_type, e.own_code, e.major_group, NULL AS zone, NULL AS zone_order, e.employment - coalesce(c.employment, 0) AS employment, false AS covered, e.wage, e.top_coded
		FROM @labour@.soc_employment_latest e
		LEFT JOIN (
			SELECT i.area_type, i.own_code, i.soc, sum(i.employment)::bigint AS employment
			FROM in_roles i GROUP BY i.area_type, i.own_code, i.soc) c USING (area_type, own_code, soc)
		WHERE e.area = zone_labour.area AND e.naics = zone_labour.naics AND e.employment > coalesce(c.employment, 0)
	), figure AS (
		-- a top-coded wage ranks above all others
		SELECT p.vintage, p.area_type, p.own_code, p.major_group, p.zone, p.zone_order,
			coalesce(sum(p.employment) FILTER (WHERE p.covered), 0)::bigint AS workers,
			coalesce(sum(p.employment) FILTER (WHERE NOT p.covered), 0)::bigint AS uncovered,
			coalesce(sum(p.employment) FILTER (WHERE x.wage IS NULL), 0)::bigint AS workers_without_wage,
			@extschema@.weighted_percentile(x.wage, p.employment::float8, 0.10::float8) AS pct10,
			@extschema@.weighted_percentile(x.wage, p.employment::float8, 0.25::float8) AS pct25,
			@extschema@.weighted_percentile(x.wage, p.employment::float8, 0.50::float8) AS median,
			@extschema@.weighted_percentile(x.wage, p.employment::float8, 0.75::float8) AS pct75,
			@extschema@.weighted_percentile(x.wage, p.employment::float8, 0.90::float8) AS pct90,
			max(p.wage) FILTER (WHERE p.top_coded)::float8 AS top
		FROM part p, LATERAL (SELECT CASE WHEN p.top_coded THEN 'Infinity'::float8 ELSE p.wage::float8 END) AS x (wage)
		GROUP BY p.vintage, p.area_type, p.own_code, p.major_group, p.zone, p.zone_order
	)
	SELECT f.vintage, f.area_type, f.own_code, f.major_group, f.zone, f.zone_order, f.workers, f.uncovered,
		CASE f.pct10 WHEN 'Infinity'::float8 THEN f.top ELSE f.pct10 END,
		CASE f.pct25 WHEN 'Infinity'::float8 THEN f.top ELSE f.pct25 END,
		CASE f.median WHEN 'Infinity'::float8 THEN f.top ELSE f.median END,
		CASE f.pct75 WHEN 'Infinity'::float8 THEN f.top ELSE f.pct75 END,
		CASE f.pct90 WHEN 'Infinity'::float8 THEN f.top ELSE f.pct90 END,
		f.workers_without_wage,
		pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
			'wage_pct10', CASE f.pct10 WHEN 'Infinity'::float8 THEN '#' END,
			'wage_pct25', CASE f.pct25 WHEN 'Infinity'::float8 THEN '#' END,
			'wage_median', CASE f.median WHEN 'Infinity'::float8 THEN '#' END,
			'wage_pct75', CASE f.pct75 WHEN 'Infinity'::float8 THEN '#' END,
			'wage_pct90', CASE f.pct90 WHEN 'Infinity'::float8 THEN '#' END))
	FROM figure f
	ORDER BY f.vintage, f.area_type, f.own_code, f.major_group, f.zone_order;
END;
COMMENT ON FUNCTION @labour@.zone_labour(text, text) IS
	'workers and annual wages by zone and major group in the latest vintage of an area and industry; wages are percentiles of the median wages of occupations, weighted by workers';

CREATE OR REPLACE VIEW @labour@.career_option AS
WITH occupation AS (
	SELECT DISTINCT a.role_id, a.soc, s.score
	FROM @labour@.role_allocation a JOIN @catalog@.scored_role s USING (role_id)
	WHERE s.score IS NOT NULL
), related AS (
	-- of the O*NET codes of a SOC code, the most closely related
	SELECT DISTINCT ON (left(r.onet_soc, 7), left(r.related_onet_soc, 7))
		left(r.onet_soc, 7) AS soc, left(r.related_onet_soc, 7) AS to_soc, r.onet_soc, r.related_onet_soc,
		r.tier, r.index, t.nth
	FROM @labour@.onet_related r,
		LATERAL (SELECT CASE r.tier WHEN 'Primary-Short' THEN 1 WHEN 'Primary-Long' THEN 2 ELSE 3 END) AS t (nth)
	WHERE r.vintage = (SELECT max(x.vintage) FROM @labour@.onet_related x)
	ORDER BY left(r.onet_soc, 7), left(r.related_onet_soc, 7), t.nth, r.index, r.onet_soc, r.related_onet_soc
), zone AS (
	SELECT z.onet_soc, z.job_zone FROM @labour@.onet_job_zone z
	WHERE z.vintage = (SELECT max(x.vintage) FROM @labour@.onet_job_zone x)
), pay AS (
	SELECT e.soc, e.wage, e.top_coded FROM @labour@.soc_employment_latest e
	WHERE e.area = '99' AND e.naics = '000000' AND e.own_code = '1235'
), option AS (
	SELECT DISTINCT ON (o.role_id, d.role_id) o.role_id, d.role_id AS to_role_id, r.tier, r.index,
		d.score - o.score AS score_change, r.onet_soc, r.related_onet_soc, r.soc, r.to_soc
	FROM occupation o JOIN related r USING (soc) JOIN occupation d ON d.soc = r.to_soc
	WHERE d.role_id <> o.role_id AND d.score > o.score
	ORDER BY o.role_id, d.role_id, r.nth, r.index, r.soc, r.to_soc
)
SELECT o.role_id, o.to_role_id, o.tier, o.index, o.score_change,
	CASE WHEN NOT p.top_coded AND NOT q.top_coded THEN q.wage - p.wage END AS wage_change,
	z.job_zone, y.job_zone AS to_job_zone,
	jsonb_strip_nulls(jsonb_build_object(
		'wage', CASE WHEN p.top_coded THEN '#' WHEN p.wage IS NULL THEN '*' END,
		'to_wage', CASE WHEN q.top_coded THEN '#' WHEN q.wage IS NULL THEN '*' END)) AS flags,
	o.soc, o.to_soc, p.wage, q.wage AS to_wage
FROM option o
LEFT JOIN pay p ON p.soc = o.soc
LEFT JOIN pay q ON q.soc = o.to_soc
LEFT JOIN zone z ON z.onet_soc = o.onet_soc
LEFT JOIN zone y ON y.onet_soc = o.related_onet_soc;
COMMENT ON VIEW @labour@.career_option IS 'moves from a role to roles of related occupations that score higher, by the latest releases of O*NET and the latest national wages';
COMMENT ON COLUMN @labour@.career_option.flags IS 'by column: # the wage is top-coded, * it is not published, or not loaded';

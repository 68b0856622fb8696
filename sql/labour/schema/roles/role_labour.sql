CREATE OR REPLACE VIEW @labour@.role_labour AS
SELECT e.vintage, e.area, e.area_type, e.naics, e.own_code, a.role_id, a.soc, e.major_group, e.title,
	s.score, s.zone::text AS zone,
	@extschema@._zone_order(s.zone::text) AS zone_order,
	sum(round(e.employment * a.to_share) - round(e.employment * a.from_share))::bigint AS employment,
	sum(a.to_share - a.from_share) AS share_of_occupation,
	e.oews_code, e.divided_by
FROM @labour@.role_allocation a
JOIN @catalog@.scored_role s USING (role_id)
JOIN @labour@.soc_employment e USING (soc)
WHERE s.score IS NOT NULL AND e.employment IS NOT NULL
GROUP BY e.vintage, e.area, e.area_type, e.naics, e.own_code, a.role_id, a.soc, e.major_group, e.title,
	s.score, s.zone::text, e.oews_code, e.divided_by;
COMMENT ON VIEW @labour@.role_labour IS 'scored roles with the workers allocated to them, by occupation; no worker is counted twice';

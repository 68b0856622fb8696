CREATE OR REPLACE VIEW @labour@.role_labour AS
SELECT e.vintage, e.area, e.area_type, e.naics, e.own_code, a.role_id, a.soc, e.major_group, e.title,
	s.score, s.zone::text AS zone,
	@extschema@._zone_order(s.zone::text) AS zone_order,
	(round(e.employment * a.to_share) - round(e.employment * a.from_share))::bigint AS employment,
	a.to_share - a.from_share AS share_of_occupation,
	e.oews_code, e.divided_by,
	e.h_mean, e.a_mean, e.h_median, e.a_median, e.annual, e.hourly, e.flags, e.wage, e.top_coded
FROM (
	-- parts of one role follow one another
	SELECT role_id, soc, min(from_share) AS from_share, max(to_share) AS to_share
	FROM @labour@.role_allocation
	GROUP BY role_id, soc) a
JOIN @catalog@.scored_role s USING (role_id)
JOIN @labour@.soc_employment e USING (soc)
WHERE s.score IS NOT NULL AND e.employment IS NOT NULL;
COMMENT ON VIEW @labour@.role_labour IS 'scored roles with the workers allocated to them and the wages of their occupations, by occupation; no worker is counted twice';

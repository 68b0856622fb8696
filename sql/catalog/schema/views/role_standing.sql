CREATE OR REPLACE VIEW @catalog@.role_standing AS
SELECT s.role_id, r.role_key, r.title, r.seniority, r.market,
	s.score, s.published,
	s.zone,
	@extschema@._zone_order(s.zone) AS zone_order,
	@extschema@._zone_colour(s.zone) AS zone_colour,
	@extschema@._zone_symbol(s.zone) AS zone_symbol,
	s.sublabel, @extschema@._sublabel_order(s.sublabel) AS sublabel_order,
	s.rank, s.roles, s.percent_rank, s.cume_dist,
	s.rank_in_zone, s.roles_in_zone, s.percent_rank_in_zone
FROM (
	SELECT k.role_id, k.score, k.published, k.zone, k.sublabel,
		-- ranks from the top by counting from the bottom, which takes one sort
		count(*) OVER () - count(*) OVER upward + 1 AS rank,
		count(*) OVER () AS roles,
		percent_rank() OVER upward AS percent_rank,
		cume_dist() OVER upward AS cume_dist,
		count(*) OVER zone - count(*) OVER upward_in_zone + 1 AS rank_in_zone,
		count(*) OVER zone AS roles_in_zone,
		percent_rank() OVER upward_in_zone AS percent_rank_in_zone
	FROM @catalog@.role_score k
	WHERE k.score IS NOT NULL
	WINDOW upward AS (ORDER BY k.score), zone AS (PARTITION BY k.zone),
		upward_in_zone AS (PARTITION BY k.zone ORDER BY k.score)) s
LEFT JOIN @catalog@.role r ON r.role_id = s.role_id;
COMMENT ON VIEW @catalog@.role_standing IS 'position of each scored role among all scored roles and within its zone';

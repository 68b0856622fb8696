CREATE OR REPLACE VIEW @catalog@.ranked_panel AS
SELECT rank() OVER (ORDER BY p.mean_score DESC) AS mean_rank,
	p.role_id, p.role_key, p.title, p.seniority, p.market, p.assessors, p.scored,
	p.mean_score, p.mean_published, p.zone, p.zone_order, p.zone_colour, p.zone_symbol
FROM @catalog@.role_panel p
WHERE p.mean_score IS NOT NULL;
COMMENT ON VIEW @catalog@.ranked_panel IS 'roles ranked by the mean of their assessors'' newest scores; scores all roles';

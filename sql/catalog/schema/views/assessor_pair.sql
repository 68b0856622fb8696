-- Pairs are made from arrays rather than by a join, so that no assessment is
-- scored twice and a condition on role_id reaches the indexes.
CREATE OR REPLACE VIEW @catalog@.assessor_pair AS
SELECT p.role_id, p.role_key, p.title, p.seniority, p.market,
	p.first_assessor, p.second_assessor,
	p.assessments[p.first] AS first_assessment_id, p.assessments[p.second] AS second_assessment_id,
	p.days[p.first] AS first_assessed_on, p.days[p.second] AS second_assessed_on,
	p.inputs[p.first][1] AS first_score, p.inputs[p.second][1] AS second_score,
	p.zones[p.first] AS first_zone, p.zones[p.second] AS second_zone,
	p.zones[p.first] = p.zones[p.second] AS same_zone,
	p.inputs[p.second][1] - p.inputs[p.first][1] AS score_difference,
	p.inputs[p.second][2] - p.inputs[p.first][2] AS task_resistance_difference,
	p.inputs[p.second][3] - p.inputs[p.first][3] AS exposed_pct_difference,
	p.inputs[p.second][4] - p.inputs[p.first][4] AS evidence_total_difference,
	p.inputs[p.second][5] - p.inputs[p.first][5] AS barrier_total_difference,
	p.inputs[p.second][6] - p.inputs[p.first][6] AS growth_difference,
	p.inputs[p.second][7] - p.inputs[p.first][7] AS protective_total_difference,
	p.inputs[p.second][7 + @number@] - p.inputs[p.first][7 + @number@] AS @rating totaled@_difference@,@
FROM (
	SELECT f.role_id, f.role_key, f.title, f.seniority, f.market, f.assessors, f.assessments, f.days, f.zones, f.inputs,
		f.first_assessor, f.first, f.second_assessor, array_position(f.assessors, f.second_assessor) AS second
	FROM (
		SELECT g.role_id, g.role_key, g.title, g.seniority, g.market, g.assessors, g.assessments, g.days, g.zones, g.inputs,
			g.first_assessor, g.first, unnest(g.assessors[g.first + 1:]) AS second_assessor
		FROM (
			SELECT e.role_id, e.role_key, e.title, e.seniority, e.market, e.assessors, e.assessments, e.days, e.zones, e.inputs,
				e.first_assessor, array_position(e.assessors, e.first_assessor) AS first
			FROM (
				SELECT s.role_id, s.role_key, s.title, s.seniority, s.market,
					array_agg(s.assessor ORDER BY s.assessor COLLATE "C") AS assessors,
					array_agg(s.assessment_id ORDER BY s.assessor COLLATE "C") AS assessments,
					array_agg(s.assessed_on ORDER BY s.assessor COLLATE "C") AS days,
					array_agg(s.zone ORDER BY s.assessor COLLATE "C") AS zones,
					array_agg(ARRAY[s.score, s.task_resistance, s.exposed_pct, s.evidence_total, s.barrier_total, s.growth, s.protective_total,
						s.@rating totaled@@,@
						] ORDER BY s.assessor COLLATE "C") AS inputs,
					unnest(array_agg(s.assessor ORDER BY s.assessor COLLATE "C")) AS first_assessor
				FROM @catalog@.scored_role_by_assessor s
				GROUP BY s.role_id, s.role_key, s.title, s.seniority, s.market
				HAVING count(*) > 1) e) g) f) p;
COMMENT ON VIEW @catalog@.assessor_pair IS 'pairs of assessors of one role, each pair once, with the differences between their newest assessments';

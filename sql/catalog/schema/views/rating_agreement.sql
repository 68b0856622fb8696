-- Pairs are counted by the positions of a unit's n ratings in order rather than formed:
-- there are n (n - 1) / 2 of them, in each level of k ratings k (k - 1) / 2 agree, and
-- the rating in place i is the greater one i - 1 times and the lesser one n - i times.
CREATE OR REPLACE VIEW @catalog@.rating_agreement AS
WITH newest AS (
	SELECT d.assessment_id, d.role_id, d.assessor,
		d.@rating all@@,@
	FROM (
		SELECT n.assessment_id, n.role_id, n.assessor, count(*) OVER (PARTITION BY n.role_id) AS assessors,
			n.@rating all@@,@
		FROM (
			SELECT DISTINCT ON (a.role_id, a.assessor_key)
				a.assessment_id, a.role_id, a.assessor_key AS assessor,
				a.@rating all@@,@
			FROM @catalog@.assessment a
			ORDER BY a.role_id, a.assessor_key, a.assessed_on DESC, a.recorded_at DESC, a.revision DESC, a.assessment_id DESC) n) d
	WHERE d.assessors > 1
), rated AS (
	SELECT v.item, n.role_id::text COLLATE "C" AS unit, n.assessor, v.rating
	FROM newest n
	CROSS JOIN LATERAL (VALUES
		('@rating all@', n.@rating all@)@,@
		) v(item, rating)
	WHERE v.rating IS NOT NULL
	UNION ALL
	SELECT 'task_score' AS item, (k.role_id || ' ' || k.name) COLLATE "C" AS unit, k.assessor, k.score AS rating
	FROM (
		SELECT s.role_id, s.assessor, s.name, s.score, count(*) OVER (PARTITION BY s.assessment_id, s.name) AS tasks
		FROM (
			SELECT n.assessment_id, n.role_id, n.assessor,
				@extschema@._name_key(t.name) AS name, t.score
			FROM newest n
			JOIN @catalog@.task t ON t.assessment_id = n.assessment_id) s) k
	WHERE k.tasks = 1 AND k.score IS NOT NULL
)
SELECT i.kind, i.item, coalesce(g.units, 0) AS units, coalesce(g.raters, 0) AS raters,
	g.alpha, coalesce(g.pairs, 0) AS pairs,
	g.differing::float8 / g.pairs::float8 AS differing_share,
	g.distance / g.pairs::float8 AS mean_difference,
	@extschema@._doubt_of_pairs(g.differing, g.pairs) AS doubt
FROM (VALUES
	(1, 'task', 'task_score'),
	(1 + @number@, 'evidence', '@rating evidence@'),
	(11 + @number@, 'barriers', '@rating barriers@'),
	(21 + @number@, 'growth', '@rating growth@'),
	(31 + @number@, 'principles', '@rating principles@')@,@
	) i(place, kind, item)
LEFT JOIN (
	SELECT p.item,
		count(*) FILTER (WHERE p.place = 1) AS units,
		count(DISTINCT p.assessor) AS raters,
		@extschema@.krippendorff_alpha(p.unit, p.rating) AS alpha,
		(sum(p.ratings - 1) / 2)::bigint AS pairs,
		(sum(p.ratings - 1) / 2 - sum(p.place - p.first_place))::bigint AS differing,
		sum(p.rating * (2 * p.place - p.ratings - 1)) AS distance
	FROM (
		SELECT u.item, u.unit, u.assessor, u.rating,
			count(*) OVER (PARTITION BY u.item, u.unit) AS ratings,
			row_number() OVER ordered AS place,
			rank() OVER ordered AS first_place
		FROM rated u
		WINDOW ordered AS (PARTITION BY u.item, u.unit ORDER BY u.rating)) p
	WHERE p.ratings > 1
	GROUP BY p.item) g ON g.item = i.item
ORDER BY i.place;
COMMENT ON VIEW @catalog@.rating_agreement IS 'agreement of assessors on each rating, over the newest assessment of every assessor of a role';

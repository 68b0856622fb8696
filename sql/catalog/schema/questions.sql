-- Questions about the ranking of a catalog and its method. They only read views, so that
-- readers can call them. No function that returns rows is in FROM: the definition would
-- list its columns, and would differ after a version that appends one.

CREATE OR REPLACE FUNCTION @catalog@.compare_method(changes jsonb) RETURNS SETOF @extschema@.aijri_method_comparison
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
	SELECT c.role_id, c.title, c.score, c.new_score, c.new_score - c.score,
		c.rank, c.new_rank, c.new_rank - c.rank,
		c.zone, c.new_zone, c.new_zone <> c.zone, c.sublabel, c.new_sublabel
	FROM (
		SELECT n.role_id, n.title, n.score, (n.result).score AS new_score,
			rank() OVER (ORDER BY n.score DESC) AS rank,
			rank() OVER (ORDER BY (n.result).score DESC) AS new_rank,
			n.zone, (n.result).zone::text AS new_zone, n.sublabel, (n.result).sublabel::text AS new_sublabel
		FROM (
			SELECT r.role_id, r.title, r.score, r.zone, r.sublabel,
				@extschema@.mix_result(m.tasks, r.evidence_total, r.barrier_total, r.growth, r.protective_total,
					(SELECT @extschema@.aijri_method(
							CASE WHEN changes IS NULL THEN s.method
								-- what is no object is an error there
								WHEN jsonb_typeof(changes) = 'object' THEN s.method || changes
								ELSE changes END,
							false)
						FROM @catalog@.catalog_setting s)) AS result
			FROM @catalog@.scored_role r
			JOIN (
				SELECT t.role_id, @extschema@.task_mix(t.task_score, t.time_pct) AS tasks
				FROM @catalog@.task_exposure t
				GROUP BY t.role_id) m ON m.role_id = r.role_id
			WHERE r.score IS NOT NULL
			OFFSET 0) n) c
	ORDER BY c.rank, c.role_id;
END;
COMMENT ON FUNCTION @catalog@.compare_method(jsonb) IS
	'ranked roles under the method of the catalog and under that method with some constants changed';

CREATE OR REPLACE FUNCTION @catalog@.method_sensitivity(spread float8 DEFAULT 0.25, draws integer DEFAULT 1024, seed bigint DEFAULT 1)
	RETURNS SETOF @extschema@.aijri_method_sensitivity
	LANGUAGE sql STABLE PARALLEL SAFE COST 1000000 ROWS 16
BEGIN ATOMIC
	SELECT @extschema@._method_sensitivity(k.task_resistance, k.evidence, k.barriers, k.growth, spread, draws, seed,
		(SELECT @extschema@.aijri_method(s.method, false) FROM @catalog@.catalog_setting s))
	FROM (
		@include queries/ranked_inputs.sql@
		) k;
END;
COMMENT ON FUNCTION @catalog@.method_sensitivity(float8, integer, bigint) IS
	'global sensitivity of the ranking and the zones to each constant of the method: Sobol'' indices with 90% intervals';

CREATE OR REPLACE FUNCTION @catalog@.role_robustness(spread float8 DEFAULT 0.25, draws integer DEFAULT 1024, seed bigint DEFAULT 1)
	RETURNS SETOF @extschema@.aijri_role_robustness
	LANGUAGE sql STABLE PARALLEL SAFE COST 1000000 ROWS 1000
BEGIN ATOMIC
	SELECT @extschema@._role_robustness(k.role_id, k.title, k.task_resistance, k.evidence, k.barriers, k.growth, spread, draws, seed,
		(SELECT @extschema@.aijri_method(s.method, false) FROM @catalog@.catalog_setting s))
	FROM (
		@include queries/ranked_inputs.sql@
		) k;
END;
COMMENT ON FUNCTION @catalog@.role_robustness(float8, integer, bigint) IS
	'rank and zone of each ranked role over many methods near that of the catalog';

CREATE OR REPLACE FUNCTION @catalog@.estimated_doubt() RETURNS float8
	LANGUAGE sql STABLE PARALLEL SAFE
	-- a share times its pairs is the whole number that it was made of
	RETURN (SELECT @extschema@._doubt_of_pairs(sum(round(g.differing_share * g.pairs))::bigint, sum(g.pairs)::bigint)
		FROM @catalog@.rating_agreement g);
COMMENT ON FUNCTION @catalog@.estimated_doubt() IS
	'probability that a rating is one step off, estimated from the pairs of rating_agreement; NULL: no pairs, or more of them differ than any probability yields';

CREATE OR REPLACE FUNCTION @catalog@.set_doubt(doubt float8) RETURNS float8
	LANGUAGE sql
	RETURN @extschema@._catalog_set_doubt('@catalog@'::regnamespace, doubt);
COMMENT ON FUNCTION @catalog@.set_doubt(float8) IS
	'sets the probability that a rating is one step off, which role_outlook and role_rank_outlook assume; NULL restores 0.2';

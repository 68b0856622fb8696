-- rank_outlook: the rank of each role of a partition when scores are uncertain and
-- independent of each other, computed rather than sampled.

-- Two roles: one is above the other with the probability of a higher tenth, plus half
-- that of the same one.
CREATE TEMP TABLE pair (role text, d aijri_distribution);
INSERT INTO pair VALUES
	('steady', (SELECT aijri_distribution(50, 1))),
	('wild', (SELECT aijri_distribution(s, w) FROM (VALUES (40, 1), (50, 2), (60, 1)) v(s, w)));
SELECT role, r.* FROM (SELECT role, rank_outlook(d, 1) OVER () AS r FROM pair) s, LATERAL (SELECT (r).*) r ORDER BY role;

-- Ten roles in doubt.
CREATE TEMP TABLE assessed AS
SELECT i AS role_id, aijri_assessment(ARRAY[aijri_task('a', 40, 1 + i % 5), aijri_task('b', 60, 1 + i % 3)],
	aijri_evidence(i % 5 - 2, i % 3 - 1, 0, 1, -1), aijri_barriers(i % 3, 1, 0, 2, 1), i % 5 - 2) AS a
FROM generate_series(1, 10) i;
CREATE TEMP TABLE outlook AS
SELECT role_id, score, d, rank_outlook(d, 3) OVER () AS r
FROM (SELECT role_id, aijri_score(a) AS score, score_distribution(a, 0.2) AS d FROM assessed) s;
SELECT role_id, published_score(score) AS score, rank() OVER (ORDER BY score DESC), round((r).expected_rank::numeric, 4) AS expected_rank, (r).p05, (r).p50, (r).p95, round((r).top_probability::numeric, 6) AS first_three
FROM outlook ORDER BY score DESC, role_id;
-- Expected ranks add up to 1 + 2 + ... + n, whatever the ties.
SELECT round(sum((r).expected_rank)::numeric, 9) AS expected_ranks, sum((r).expected_rank) - 55 < 1e-12 AS exact FROM outlook;

-- By brute force, in numeric: given a tenth of a role, the others are counted one after
-- the other.  Eight roles of up to six tenths, many of which are the same.
CREATE TEMP TABLE tenth AS
SELECT role, (role * 7 + t * 5) % 60 / 10.0 + 47 AS score, (1 + (role * 13 + t * 29) % 17)::numeric AS weight
FROM generate_series(1, 8) role, generate_series(1, 1 + role % 6) t;
CREATE FUNCTION pg_temp.ranks(own int) RETURNS numeric[] LANGUAGE plpgsql AS $$
DECLARE
	result numeric[] := array_fill(0::numeric, ARRAY[8]);
	p numeric[];
	mine record;
	q numeric;
BEGIN
	FOR mine IN SELECT score, weight / sum(weight) OVER () AS share FROM tenth WHERE role = own LOOP
		p := ARRAY[1] || array_fill(0::numeric, ARRAY[7]);
		FOR q IN
			SELECT sum(CASE WHEN score > mine.score THEN weight WHEN score = mine.score THEN weight / 2 ELSE 0 END) / sum(weight)
			FROM tenth WHERE role <> own GROUP BY role
		LOOP
			FOR k IN REVERSE 8 .. 2 LOOP
				p[k] := p[k] * (1 - q) + p[k - 1] * q;
			END LOOP;
			p[1] := p[1] * (1 - q);
		END LOOP;
		FOR k IN 1 .. 8 LOOP
			result[k] := result[k] + mine.share * p[k];
		END LOOP;
	END LOOP;
	RETURN result;
END $$;
SELECT role, round((r).expected_rank::numeric, 6) AS expected_rank, (r).p05, (r).p50, (r).p95, round((r).top_probability::numeric, 6) AS first_two,
	abs((r).expected_rank - b.expected) < 1e-12 AS expected, abs((r).top_probability - b.top) < 1e-12 AS top, ARRAY[(r).p05, (r).p50, (r).p95] = b.quantiles AS quantiles
FROM (SELECT role, rank_outlook(aijri_distribution(score, weight), 2) OVER () AS r FROM tenth GROUP BY role) s,
	LATERAL (SELECT sum(rank * p) AS expected, sum(p) FILTER (WHERE rank <= 2) AS top,
			ARRAY[min(rank) FILTER (WHERE reached >= 0.05), min(rank) FILTER (WHERE reached >= 0.5), min(rank) FILTER (WHERE reached >= 0.95)] AS quantiles
		FROM (SELECT rank, p, sum(p) OVER (ORDER BY rank) AS reached FROM unnest(pg_temp.ranks(role)) WITH ORDINALITY u(p, rank)) c) b
ORDER BY role;

-- NULL and empty distributions take no part: the others rank as if they were not there.
SELECT role, r.* FROM (SELECT role, rank_outlook(d, 1) OVER () AS r FROM (TABLE pair UNION ALL VALUES ('none', NULL::aijri_distribution), ('empty', '{count: 0}'), ('weightless', '{count: 3}')) p) s
	LEFT JOIN LATERAL (SELECT (r).*) r ON true ORDER BY role;
SELECT rank_outlook(NULL) OVER () IS NULL AS null_alone, rank_outlook('{count: 0}') OVER () IS NULL AS empty_alone;
-- A role alone is the first.
SELECT r.* FROM (SELECT rank_outlook(d) OVER () AS r FROM outlook WHERE role_id = 1) s, LATERAL (SELECT (r).*) r;
-- Each partition by itself; neither an order nor a frame has a part in it.
SELECT role_id % 2 AS part, count(*) AS roles, round(sum((r).expected_rank)::numeric, 9) AS expected_ranks, count(*) FILTER (WHERE r IS DISTINCT FROM ordered) AS differ
FROM (SELECT role_id, rank_outlook(d, 3) OVER (PARTITION BY role_id % 2) AS r,
		rank_outlook(d, 3) OVER (PARTITION BY role_id % 2 ORDER BY role_id ROWS 1 PRECEDING) AS ordered
	FROM (SELECT * FROM outlook ORDER BY role_id) o) s
GROUP BY 1 ORDER BY 1;
-- In rows of another order the same, but for last bits.
SELECT bool_and(abs((a).expected_rank - (b).expected_rank) < 1e-12 AND (a).p05 = (b).p05 AND (a).p50 = (b).p50 AND (a).p95 = (b).p95) AS same
FROM (SELECT role_id, rank_outlook(d) OVER () AS a FROM (SELECT * FROM outlook ORDER BY role_id) o) x
	JOIN (SELECT role_id, rank_outlook(d) OVER () AS b FROM (SELECT * FROM outlook ORDER BY role_id DESC) o) y USING (role_id);

-- Ties are halved independently: equal roles spread about their middle, and doubt 0 is
-- not rank().
SELECT DISTINCT (r).expected_rank, (r).p05, (r).p50, (r).p95, (r).top_probability FROM (SELECT rank_outlook(aijri_distribution(50), 50) OVER () AS r FROM generate_series(1, 101) i GROUP BY i) s;
SELECT bool_and((r).expected_rank = rank AND (r).p05 = rank AND (r).p95 = rank) AS apart_it_is_rank
FROM (SELECT rank_outlook(aijri_distribution(i)) OVER () AS r, rank() OVER (ORDER BY i DESC) FROM generate_series(1, 99) i GROUP BY i) s;

-- top: every row may have its own; from the number of roles on it is certain.
SELECT top, round((r).top_probability::numeric, 9) AS probability FROM (SELECT i AS top, rank_outlook(d, i) OVER () AS r FROM outlook, generate_series(1, 11) i WHERE role_id = 1
	UNION ALL SELECT NULL, rank_outlook(d, NULL) OVER () FROM outlook WHERE role_id = 1) s WHERE top IN (1, 3, 6, 11) OR top IS NULL ORDER BY top;
SELECT e.* FROM unnest(ARRAY[0, -1]) top, LATERAL error_of(format('rank_outlook(''{count: 0}'', %s) OVER ()', top)) e;

-- A thousand roles in clumps.  Ranks of different roles are not drawn together, so that
-- where there are ties, probabilities of the first hundred add up to nearly 100.
SELECT count(*) AS roles, round((sum((r).expected_rank) - 500500)::numeric, 6) AS expected_ranks, round(sum((r).top_probability)::numeric, 6) AS first_hundred,
	bool_and((r).p05 <= (r).p50 AND (r).p50 <= (r).p95) AS in_order
FROM (SELECT rank_outlook(d, 100) OVER () AS r FROM (SELECT i, aijri_distribution(50 + 40 * sin(i % 37) + 9 * cos(i * t), 1 + i * t % 7) AS d FROM generate_series(1, 1000) i, generate_series(1, 12) t GROUP BY i) s) o;

-- Its argument is evaluated twice, and has to be the same.
CREATE SEQUENCE pg_temp.number;
CREATE FUNCTION pg_temp.changing() RETURNS aijri_distribution LANGUAGE sql AS $$ SELECT aijri_distribution(nextval('pg_temp.number')) $$;
SELECT e.* FROM error_of('rank_outlook(pg_temp.changing()) OVER () FROM generate_series(1, 3)') e;

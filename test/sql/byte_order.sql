-- Mixes and distributions in btree order, which is that of their bytes: the order has
-- no meaning, but sorts, merges, and distinguishes values as = does.
SET client_min_messages = warning;
CREATE TEMP TABLE summary AS
SELECT i, mix_shift('{4: 1}', 4, 2, i % 50 / 100.0) AS mix, aijri_distribution(i % 30 * 1.5) AS scores
FROM generate_series(1, 500) AS i GROUP BY i;
INSERT INTO summary VALUES (501, '{}', NULL), (502, NULL, (SELECT aijri_distribution(s) FROM generate_series(0, 100) AS s));
ANALYZE summary;

-- Distinct values, by sorting and by hashing.
SELECT count(DISTINCT mix), count(DISTINCT scores), count(DISTINCT (mix, scores)) FROM summary;
SELECT count(mix), count(*) FROM (SELECT mix FROM summary GROUP BY mix) AS m;

-- One of <, =, > holds of any two; <= and >= are what they seem; btree agrees.
SELECT count(*) FROM summary a, summary b
WHERE a.mix IS NOT NULL AND b.mix IS NOT NULL
	AND ((a.mix < b.mix)::int + (a.mix = b.mix)::int + (a.mix > b.mix)::int <> 1
		OR (a.mix <= b.mix) <> (a.mix < b.mix OR a.mix = b.mix) OR (a.mix >= b.mix) <> (b.mix <= a.mix)
		OR (a.mix = b.mix) <> (aijri_mix_send(a.mix) = aijri_mix_send(b.mix)));
SELECT count(*) FROM summary a, summary b
WHERE a.scores IS NOT NULL AND b.scores IS NOT NULL
	AND ((a.scores < b.scores)::int + (a.scores = b.scores)::int + (a.scores > b.scores)::int <> 1
		OR (a.scores <= b.scores) <> (a.scores < b.scores OR a.scores = b.scores) OR (a.scores >= b.scores) <> (b.scores <= a.scores)
		OR (a.scores = b.scores) <> (aijri_distribution_send(a.scores) = aijri_distribution_send(b.scores)));
SELECT count(*) FROM (SELECT mix, lag(mix) OVER (ORDER BY mix) AS before FROM summary WHERE mix IS NOT NULL) AS s WHERE before > mix;
SELECT count(*) FROM (SELECT scores, lag(scores) OVER (ORDER BY scores DESC) AS before FROM summary WHERE scores IS NOT NULL) AS s WHERE before < scores;

-- Joins by merging have the rows that others have.
CREATE TEMP VIEW pairs AS SELECT a.i, b.i AS other FROM summary a JOIN summary b USING (mix, scores);
SELECT count(*), sum(i * other) FROM pairs;
SET enable_hashjoin = off;
SET enable_nestloop = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM pairs;
SELECT count(*), sum(i * other) FROM pairs;

-- Unique, and found by an index.
CREATE UNIQUE INDEX ON summary (mix, scores, i);
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM summary WHERE mix = '{4: 1}' AND scores IS NOT NULL;
SELECT count(*) FROM summary WHERE mix = '{4: 1}' AND scores IS NOT NULL;

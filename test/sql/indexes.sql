-- Expressions of the extension in indexes, generated columns, constraints,
-- partition keys and views.

CREATE TEMP TABLE role (
	role_id int PRIMARY KEY,
	tr numeric NOT NULL, e smallint NOT NULL, b smallint NOT NULL, g smallint NOT NULL,
	score float8 GENERATED ALWAYS AS (aijri_score(tr, e, b, g)) STORED,
	published numeric GENERATED ALWAYS AS (published_score(aijri_score(tr, e, b, g))) STORED
);
INSERT INTO role SELECT n, 1 + n % 401 / 100.0, n % 21 - 10, n % 11, n % 5 - 2 FROM generate_series(1, 20000) n;
CREATE INDEX role_zone ON role (zone_of(score));
CREATE INDEX role_score ON role (score DESC);
ANALYZE role;
-- A generated column follows its row.
UPDATE role SET e = -8, b = 0, g = -2, tr = 1.90 WHERE role_id = 1 RETURNING score, published;
-- A constraint that says what is wrong with a row before anything is computed.
CREATE TEMP TABLE unscored_role (role_id int, tr float8, e float8, b float8, g float8, CONSTRAINT can_be_scored CHECK (score_problem(tr, e, b, g) IS NULL));
INSERT INTO unscored_role VALUES (1, 1.90, -8, 0, -2), (2, NULL, NULL, 0, NULL);
INSERT INTO unscored_role VALUES (3, 1.90, -18, 0, -2);

-- The plan is shown without what depends on the server's settings.
SELECT count(set_config(name, 'off', false)) AS set FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
SET max_parallel_workers_per_gather = 0;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
-- The method, left out or written as NULL, is the same expression.
EXPLAIN (COSTS OFF) SELECT role_id FROM role WHERE zone_of(score) = 'Green';
EXPLAIN (COSTS OFF) SELECT role_id FROM role WHERE zone_of(score, NULL) >= 'Yellow';
EXPLAIN (COSTS OFF) SELECT role_id, score FROM role ORDER BY score DESC LIMIT 10;
-- With the index and without it: the same rows.
CREATE TEMP TABLE by_index AS SELECT role_id FROM role WHERE zone_of(score) = 'Green';
SET enable_seqscan = on;
SET enable_indexscan = off;
SELECT count(*) > 0 AS found, count(*) = (SELECT count(*) FROM by_index) AS as_many,
	count(*) FILTER (WHERE role_id NOT IN (SELECT role_id FROM by_index)) AS missing
FROM role WHERE zone_of(aijri_score(tr, e, b, g)) = 'Green';
RESET enable_indexscan;
RESET enable_bitmapscan;

-- Enums and rows can be indexed, grouped, hashed and made unique.
CREATE TEMP TABLE labeled AS SELECT role_id, r.zone, r.sublabel FROM role, aijri_result(tr, 2 + role_id % 99, e, b, g) r;
CREATE INDEX ON labeled (zone, sublabel);
SELECT zone, count(DISTINCT sublabel) AS sublabels, min(sublabel), max(sublabel) FROM labeled GROUP BY zone ORDER BY zone;
CREATE TEMP TABLE market (evidence aijri_evidence UNIQUE);
INSERT INTO market VALUES (aijri_evidence(0, 0, 0, 0, 1)), (aijri_evidence(0, 0, 0, 0, -1));
INSERT INTO market VALUES (aijri_evidence(0, 0, 0, 0, 1));
SELECT evidence FROM market ORDER BY evidence;

-- Partitions by zone: rows go where their score says.
CREATE TEMP TABLE by_zone (role_id int, score float8) PARTITION BY LIST (zone_of(score));
CREATE TEMP TABLE by_zone_red PARTITION OF by_zone FOR VALUES IN ('Red');
CREATE TEMP TABLE by_zone_rest PARTITION OF by_zone DEFAULT;
INSERT INTO by_zone VALUES (1, 24.999), (2, 25), (3, NULL), (4, 48);
SELECT tableoid::regclass AS partition, role_id, score FROM by_zone ORDER BY role_id;

-- Views and functions that are inlined.
CREATE TEMP VIEW scored AS SELECT role_id, r.score, r.published, r.zone FROM role, aijri_result(tr, NULL, e, b, g) r;
SELECT zone, count(*) > 0 AS found, min(score) >= CASE zone WHEN 'Red' THEN 0 WHEN 'Yellow' THEN 25 ELSE 48 END AS above_floor FROM scored GROUP BY zone ORDER BY zone;
SELECT count(*) FILTER (WHERE s.score <> r.score OR s.published <> r.published) AS differ FROM scored s JOIN role r USING (role_id);

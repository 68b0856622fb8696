-- The planner turns containment of occupation codes into ranges of a btree.

CREATE TEMP TABLE job (id int, soc soc_code, soc_text text);
INSERT INTO job (id, soc, soc_text)
SELECT row_number() OVER (ORDER BY a, b, c, d), code::soc_code, code
FROM generate_series(11, 55, 2) a, generate_series(1, 4) b, generate_series(21, 29) c, generate_series(1, 9) d, format('%s-%s%s%s', a, b, c, d) code;
INSERT INTO job (soc) VALUES (NULL), ('15-0000'), ('15-1252.01'), ('00-0000');
CREATE INDEX job_soc ON job (soc);
CREATE INDEX job_text ON job ((soc_text::soc_code));
CREATE TEMP TABLE wanted (grp soc_code);
INSERT INTO wanted VALUES ('15-1250'), ('17-2211'), (NULL);
ANALYZE job, wanted;

-- The plan is shown without what depends on the server's settings.
SELECT count(set_config(name, 'off', false)) AS set FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_indexonlyscan = off;
SET enable_material = off;

-- A constant, with the key on either side, strict or not, operator or function.
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE soc <<= '15-0000';
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE soc << '15-0000';
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE '15-1250' >>= soc;
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE '15-1250' >> soc;
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE soc_within(soc, '15-1200');
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE soc_contains('00-0000', soc);
-- An index on an expression.
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE soc_text::soc_code <<= '15-0000';
-- A parameter.
PREPARE in_group(soc_code) AS SELECT id FROM job WHERE soc <<= $1;
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE in_group('15-0000');
SET plan_cache_mode = force_custom_plan;
EXPLAIN (COSTS OFF) EXECUTE in_group('15-0000');
RESET plan_cache_mode;
-- The other table's column in a join, of either side.
SET enable_seqscan = on;
SET enable_memoize = off;
EXPLAIN (COSTS OFF) SELECT id FROM wanted JOIN job ON soc << grp;
EXPLAIN (COSTS OFF) SELECT grp, n FROM wanted, LATERAL (SELECT count(*) AS n FROM job WHERE soc_contains(grp, soc)) c;

-- No index: where the key is the group, where the group depends on the same
-- row, or is another one each time.
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE soc >>= '15-1252';
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE soc <<= soc_parent(soc_text::soc_code);
SELECT count(*) FROM job WHERE soc <<= NULL;
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE soc <<= CASE WHEN random() < 2 THEN '15-0000'::soc_code END;
-- Nor an index of another kind, or one in another order.
DROP INDEX job_soc, job_text;
CREATE INDEX job_hash ON job USING hash (soc);
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE soc <<= '15-0000';
DROP INDEX job_hash;
CREATE FUNCTION pg_temp.turned(a soc_code, b soc_code) RETURNS int LANGUAGE sql IMMUTABLE RETURN _soc_code_cmp(b, a);
CREATE OPERATOR CLASS pg_temp.turned_ops FOR TYPE soc_code USING btree AS
	OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <,
	FUNCTION 1 pg_temp.turned(soc_code, soc_code);
CREATE INDEX job_turned ON job (soc pg_temp.turned_ops);
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE soc <<= '15-0000';
DROP INDEX job_turned;
SET enable_seqscan = off;

-- A descending index, and one with other columns before, are as good.
CREATE INDEX job_desc ON job (soc DESC);
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE soc <<= '15-0000';
DROP INDEX job_desc;
CREATE INDEX job_both ON job (id, soc);
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE id = 7 AND soc <<= '15-0000';
DROP INDEX job_both;

-- With the index and without it: the same rows.
CREATE INDEX job_soc ON job (soc);
CREATE TEMP TABLE grp AS SELECT DISTINCT soc_parent(soc, level) AS grp FROM job, unnest('{total,major,minor,broad,detailed,onet}'::text[]) level;
CREATE TEMP TABLE by_index AS SELECT grp, id, soc << grp AS strict FROM grp JOIN job ON soc <<= grp WHERE soc_level(grp) NOT IN ('detailed', 'onet') OR grp < '15-0000';
SET enable_seqscan = on;
SET enable_indexscan = off;
CREATE TEMP TABLE by_scan AS SELECT grp, id, soc << grp AS strict FROM grp JOIN job ON soc <<= grp WHERE soc_level(grp) NOT IN ('detailed', 'onet') OR grp < '15-0000';
SELECT count(*) > 30000 AS many, count(*) FILTER (WHERE strict) > 20000 AS strict FROM by_index;
(TABLE by_index EXCEPT ALL TABLE by_scan) UNION ALL (TABLE by_scan EXCEPT ALL TABLE by_index);
RESET enable_indexscan;
RESET enable_bitmapscan;
RESET enable_indexonlyscan;

-- A function that was renamed is missed without harm: no range then for groups
-- that are no constants.
SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION soc_last(soc_code) RENAME TO soc_last_one;
DEALLOCATE in_group;
PREPARE in_group(soc_code) AS SELECT id FROM job WHERE soc <<= $1;
EXPLAIN (COSTS OFF) EXECUTE in_group('15-0000');
EXPLAIN (COSTS OFF) SELECT id FROM job WHERE soc <<= '15-1250';
-- Another function of that name is not taken for it.
CREATE FUNCTION soc_last(code soc_code) RETURNS soc_code LANGUAGE sql IMMUTABLE RETURN '99-9999'::soc_code;
DEALLOCATE in_group;
PREPARE in_group(soc_code) AS SELECT id FROM job WHERE soc <<= $1;
EXPLAIN (COSTS OFF) EXECUTE in_group('15-0000');
DROP FUNCTION soc_last(soc_code);
ALTER FUNCTION soc_last_one(soc_code) RENAME TO soc_last;
DEALLOCATE in_group;
PREPARE in_group(soc_code) AS SELECT id FROM job WHERE soc <<= $1;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) EXECUTE in_group('15-0000');
RESET plan_cache_mode;
RESET enable_seqscan;

-- Partitions are not pruned by containment, but by the range itself.
CREATE TEMP TABLE parted (soc soc_code) PARTITION BY RANGE (soc);
CREATE TEMP TABLE parted_low PARTITION OF parted FOR VALUES FROM (MINVALUE) TO ('29-0000');
CREATE TEMP TABLE parted_high PARTITION OF parted FOR VALUES FROM ('29-0000') TO (MAXVALUE);
EXPLAIN (COSTS OFF) SELECT * FROM parted WHERE soc <<= '15-0000';
EXPLAIN (COSTS OFF) SELECT * FROM parted WHERE soc BETWEEN '15-0000' AND soc_last('15-0000');

-- Estimates: rows expected beside rows found.
CREATE FUNCTION pg_temp.estimate(query text) RETURNS bigint LANGUAGE plpgsql SET jit = off AS $$
DECLARE
	plan json;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO plan;
	RETURN plan->0->'Plan'->>'Plan Rows';
END
$$;
-- within twice of the truth for every group in a column without repetitions,
SELECT soc_level(grp) AS level, count(*) AS groups,
	count(*) FILTER (WHERE pg_temp.estimate(format('SELECT FROM job WHERE soc <<= %L', grp)) NOT BETWEEN found / 2.0 AND found * 2.0) AS misjudged
FROM (SELECT grp, count(*) AS found FROM grp JOIN job ON soc <<= grp WHERE soc_level(grp) IN ('total', 'major') GROUP BY grp) g GROUP BY 1 ORDER BY 1;
-- in a column of few values, and where the column is the group.
CREATE TEMP TABLE few AS SELECT CASE WHEN n % 10 = 0 THEN NULL WHEN n % 2 = 0 THEN '15-1252' WHEN n % 3 = 0 THEN '15-1200' ELSE '29-1141' END::soc_code AS soc FROM generate_series(1, 3000) n;
ANALYZE few;
CREATE FUNCTION pg_temp.found(condition text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	found text;
BEGIN
	EXECUTE 'SELECT count(*) FROM few WHERE ' || condition INTO found;
	RETURN found;
END
$$;
SELECT condition, pg_temp.estimate('SELECT FROM few WHERE ' || condition) AS expected,
	pg_temp.found(condition)
FROM unnest(ARRAY['soc <<= ''15-0000''', 'soc << ''15-1200''', 'soc <<= ''29-1141''', 'soc <<= ''53-0000''', 'soc >>= ''15-1252''', 'soc >> ''15-1252''', 'soc >>= ''15-1252.01''', 'soc >>= ''53-0000''',
	'soc <<= ''00-0000''', 'soc_within(soc, ''15-0000'')', 'soc_contains(''15-1200'', soc)', 'soc <<= NULL']) condition;
-- Without statistics the classification itself is the measure.
CREATE TEMP TABLE unknown AS SELECT soc FROM job, generate_series(1, 10);
SELECT pg_temp.estimate('SELECT FROM unknown WHERE soc <<= ''15-0000''') BETWEEN 0.5 * share AND 2 * share AS plausible
FROM (SELECT pg_temp.estimate('SELECT FROM unknown') * 21 / 851.0 AS share) s;
-- Joins, inner and semi.
ANALYZE grp;
SELECT query, pg_temp.estimate(query) BETWEEN found / 2.0 AND found * 2.0 AS near, found
FROM (VALUES ('SELECT FROM grp JOIN job ON soc <<= grp', (SELECT count(*) FROM grp JOIN job ON soc <<= grp)),
	('SELECT FROM grp JOIN job ON grp >> soc', (SELECT count(*) FROM grp JOIN job ON soc << grp)),
	('SELECT FROM few WHERE EXISTS (SELECT FROM grp WHERE few.soc <<= grp)', 2700)) q(query, found);

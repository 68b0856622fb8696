-- Occupation codes: text form, levels, groups, comparison, containment.

-- Three ways to write a code; O*NET's .00 is the SOC code, .01 and up are finer.
SELECT '15-1252'::soc_code, '151252'::soc_code, '15-1252.00'::soc_code, ' 15-1252.01 '::soc_code, '00-0000'::soc_code;
-- The cast from text is explicit; to text, codes go as any type does.
SELECT code::soc_code, soc_code(code), soc_try(code), (code::soc_code)::text = code AS same FROM (VALUES ('15-1252'::text)) t(code);
SELECT pg_typeof('15-1252'::varchar(7)::soc_code);
SELECT code, message FROM error_of($$'15-1252'::text = '15-1252'::soc_code$$);
-- What is no code is refused with a hint, or NULL with soc_try().
SELECT text, soc_try(text) AS try, e.code, e.message, e.detail
FROM unnest(ARRAY['15-125', '15-12520', '15125200', '151252.00', '1512', '15', '', '15-125X', '15_1252', E'15\u20131252', '15-0001', '15-1001', '15-1201', '15-0100', '00-1000', '15-1250.01', '29-124X', repeat('x', 60)]) text,
	error_of(format('%L::soc_code', text)) e;
SELECT hint FROM error_of(format('%L::soc_code', '1512'));
-- A long text is shortened at a whole character.
SELECT message FROM error_of($$repeat(U&'\20AC', 100)::soc_code$$);

-- Levels follow the digits.  Minor groups end in 000 but for three.
SELECT code, soc_level(code) AS level, soc_parent(code) AS parent, soc_first(code) AS first, soc_last(code) AS last
FROM unnest('{00-0000,15-0000,15-1200,15-1250,15-1252,15-1252.01,11-1000,11-1010,31-1100,31-1120,31-1121,51-5100,51-5110,29-1221,29-1229,15-1000}'::soc_code[]) code;
-- The group of a level: itself at its own level, NULL where the code is coarser.
SELECT code, soc_parent(code, 'total') AS total, soc_parent(code, 'major') AS major, soc_parent(code, 'minor') AS minor,
	soc_parent(code, 'broad') AS broad, soc_parent(code, 'detailed') AS detailed, soc_parent(code, 'onet') AS onet
FROM unnest('{15-1252.01,15-1252,15-1250,15-0000,00-0000,29-1221}'::soc_code[]) code;
SELECT * FROM error_of($$soc_parent('15-1252', 'Major')$$);
-- NULL gives NULL.
SELECT soc_try(NULL), soc_level(NULL), soc_parent(NULL), soc_parent('15-1252', NULL), soc_first(NULL), soc_last(NULL),
	soc_within(NULL, '15-0000'), '15-1252'::soc_code << NULL, NULL >> '15-1252'::soc_code;

-- Codes sort with each group before what is in it.
SELECT string_agg(code::text, ' ' ORDER BY code) AS sorted, min(code), max(code), count(DISTINCT code)
FROM unnest('{29-1221,15-1252.01,15-1252,15-0000,15-1250,151252,15-1200,00-0000,11-1011}'::soc_code[]) code;
SELECT min(code), max(code) FROM unnest('{}'::soc_code[]) code;
-- Containment, strict and with the group itself.
SELECT a, b, a << b AS "<<", a <<= b AS "<<=", a >> b AS ">>", a >>= b AS ">>=",
	soc_strictly_within(a, b) = (a << b) AND soc_within(a, b) = (a <<= b) AND soc_strictly_contains(a, b) = (a >> b) AND soc_contains(a, b) = (a >>= b) AS by_name
FROM (VALUES ('15-1252'::soc_code, '15-0000'::soc_code), ('15-0000', '15-1252'), ('15-1252', '15-1252'), ('15-1252.01', '15-1252'),
	('15-1252', '00-0000'), ('15-1252', '15-1300'), ('15-1299', '15-1290'), ('15-2011', '15-1200'), ('29-1221', '29-1210'), ('17-0000', '15-0000')) t(a, b);

-- The operator classes are complete and right.
SELECT amname, opcname, opcdefault, amvalidate(c.oid) FROM pg_opclass c JOIN pg_am a ON a.oid = opcmethod WHERE opcintype = 'soc_code'::regtype ORDER BY amname;
-- Commutators and negators.
SELECT o.oid::regoperator AS operator, oprcom::regoperator AS commutator, oprnegate::regoperator AS negator, oprcanmerge AS merges, oprcanhash AS hashes, oprrest AS restrict, oprjoin AS join
FROM pg_operator o WHERE oprleft = 'soc_code'::regtype ORDER BY oprname COLLATE "C";

-- Binary form: the number of eight digits.
SELECT soc_code_send('15-1252.01'), encode(soc_code_send('00-0000'), 'hex');

-- Keys, unique constraints, partitions, hash joins, merge joins, DISTINCT.
CREATE TEMP TABLE code (soc soc_code PRIMARY KEY) PARTITION BY RANGE (soc);
CREATE TEMP TABLE code_low PARTITION OF code FOR VALUES FROM ('00-0000') TO ('29-0000');
CREATE TEMP TABLE code_high PARTITION OF code FOR VALUES FROM ('29-0000') TO (MAXVALUE);
INSERT INTO code SELECT DISTINCT soc_parent(code, level) FROM unnest('{15-1252,15-1251,15-2011,29-1141,29-1221,51-5111}'::soc_code[]) code, unnest('{total,major,minor,broad,detailed}'::text[]) level;
INSERT INTO code VALUES ('151252');
SELECT tableoid::regclass AS partition, count(*) FROM code GROUP BY 1 ORDER BY 1;
SET enable_hashjoin = off; SET enable_nestloop = off;
SELECT count(*) FROM code a JOIN code b USING (soc);
RESET enable_hashjoin; SET enable_mergejoin = off;
SELECT count(*) FROM code a JOIN code b USING (soc);
RESET enable_mergejoin; RESET enable_nestloop;
-- A roll-up by major group takes a join or a function.
SELECT soc_parent(soc, 'major') AS major, count(*) FROM code WHERE soc_level(soc) = 'detailed' GROUP BY 1 ORDER BY 1;

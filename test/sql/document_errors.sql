-- Documents that are refused: the line, what was found there, what was expected, what
-- to do.
SET jit = off;
CREATE TEMP TABLE file (name text, encoded text);
\copy file FROM PROGRAM 'cd test/documents && for f in bad/*.md library-assistant--short.md; do printf "%s\t%s\n" "${f##*/}" "$(base64 <"$f" | tr -d "\n")"; done'
CREATE TEMP VIEW source AS
SELECT name, convert_from(decode(encoded, 'base64'), 'UTF8') AS content FROM file;

-- Each document in test/documents/bad has the one defect that it is named for.
SELECT name, a.line, a.error
FROM source, aijri_try_parse(content) AS a
WHERE a.document IS NULL
ORDER BY name;

-- Nothing but the document is set, or nothing of it.
SELECT (a.document IS NULL) AS refused, count(*),
	count(a.error) AS errors, count(a.line) AS lines, count(a.detail) AS details, count(a.hint) AS hints
FROM source, aijri_try_parse(content) AS a
GROUP BY 1 ORDER BY 1;

-- aijri_parse raises the same; out of range is 22003, all else 22P02.
SELECT name, e.code
FROM source, error_of(format('aijri_parse(%L)', content)) AS e, aijri_try_parse(content) AS a
WHERE name <> 'library-assistant--short.md'
	AND ((e.message, e.detail, e.hint) IS DISTINCT FROM
		(coalesce('line ' || a.line || ': ', '') || a.error, a.detail, a.hint)
	OR e.code IS DISTINCT FROM CASE WHEN a.error LIKE '% is out of range' THEN '22003' ELSE '22P02' END);

\x
SELECT e.* FROM source, error_of(format('aijri_parse(%L)', content)) AS e
WHERE name IN ('unknown-mode.md', 'score-6.md', 'missing-task-section.md') ORDER BY name;
\x

-- No document at all.
SELECT aijri_parse(NULL) IS NULL AS parse, aijri_try_parse(NULL) IS NULL AS try_parse;
SELECT left(replace(text, E'\n', ' / '), 50) AS document, a.line, a.error
FROM (VALUES (''), (' '), (E'\n\n'), ('# Title'), ('|'), ('| |'), ('Role Definition'),
	(E'Role Definition\n|'), (E'Role Definition\n| Field | Value |'),
	(E'Role Definition\n| Field |\n| Job Title | x |'), (E'Role Definition\n| Value | Field |\n| x | Job Title |'),
	(E'Role Definition\n| Field | Value | Field |'), (E'Role Definition\n| Field | Value |\n| Job Title | a | b |'),
	(E'Role Definition\n| Field | Value |\n| Job Title | a |\n| Colour | b |'),
	(repeat('| Field | Value |', 20)), (E'Role Definition\n' || repeat('|', 40)),
	(E'Evidence Score\nRole Definition')) AS v (text), aijri_try_parse(text) AS a;

-- Labeled lines.
SELECT text AS line, a.line, a.error
FROM (VALUES ('Raw:'), ('Zone:'), ('Timeline:'), ('JobZone Score: (1'),
	('The role in 20: x'), ('Assessor override: 120'), ('Quick screen result:'),
	('Displacement/Augmentation split: 80% displaced'), ('Displacement/Augmentation split: 80 displacement'),
	('Task Resistance Score: 6.00 - 4.10'), ('Raw: 1,90'), ('Raw: 1.9.1'), ('Raw: 1e3'), ('Raw: --1'), ('Raw: .5'),
	('Raw: ' || repeat('9', 41)), ('Timeline: 36-12 months'), ('Timeline: 101 years'), ('Timeline: 1.5 years'),
	('Timeline: 12 weeks')) AS v (text), aijri_try_parse(E'Role Definition\n' || text) AS a;

-- A document of few lines, to be varied.
CREATE TEMP TABLE short AS
SELECT content FROM source WHERE name = 'library-assistant--short.md';
CREATE FUNCTION pg_temp.refusal(met text, instead text, OUT line int, OUT error text, OUT detail text)
LANGUAGE plpgsql AS $$
BEGIN
	IF (SELECT strpos(content, met) FROM short) = 0 THEN
		RAISE 'the document does not have: %', met;
	END IF;
	SELECT a.line, a.error, a.detail INTO line, error, detail
	FROM short, aijri_try_parse(replace(content, met, instead)) AS a;
END
$$;

-- Ratings: whole numbers of their scale, "not rated", nothing else.
SELECT cell, (pg_temp.refusal('| Loans and returns | 25% | 4 |', format('| Loans and returns | 25%% | %s |', cell))).error
FROM unnest('{4,4.0,+4,"**4**",`4`,not rated,Not Rated,"",0,6,-1,4.5,"4,0",four,4/5,4+,~4,4 5,IV,NaN,Infinity,1e0,0x4,99999999999}'::text[]) AS cell;
SELECT cell, (pg_temp.refusal('| Wage Trends | 0 |', format('| Wage Trends | %s |', cell))).error
FROM unnest('{−2,-2,2,+2,–1,‑1,- 1,—1,-3,3,-0,"",n/a}'::text[]) AS cell;

-- Times.
SELECT cell, (pg_temp.refusal('| Loans and returns | 25% | 4 | 1.00 |', format('| Loans and returns | %s | 4 | |', cell))).error
FROM unnest('{25,25 %,25.0%,"**25%**",0%,0.000001%,0.0000001%,0.0000005%,1000000000,1000000001,"1,000",-0%,"",%,~25%,25%%,25 hours,¼}'::text[]) AS cell;

-- Modes.
SELECT cell, (pg_temp.refusal('| 1.00 | DISPLACEMENT |', format('| 1.00 | %s |', cell))).error
FROM unnest('{displacement,Displacement,DISPLACE MENT,not_involved,Not-Involved,**AUGMENTATION**,"",none,AUG/DISP,-}'::text[]) AS cell;

-- Tables: names of columns and rows, cells, bars.
SELECT * FROM pg_temp.refusal('| Task | Time % |', '| Task | Hours |');
SELECT * FROM pg_temp.refusal('| Dimension | Score (-2 to 2) |', '| Dimension | Score (-5 to 5) |');
SELECT * FROM pg_temp.refusal('| Dimension | Score (-2 to 2) |', '| Dimension | Score (−2 to 2) |');
SELECT * FROM pg_temp.refusal('| Dimension | Score (-2 to 2) |', '| Dimension | Score |');
SELECT * FROM pg_temp.refusal('| Dimension | Score (-2 to 2) | Evidence |', '| Dimension | Evidence | Score (-2 to 2) |');
SELECT * FROM pg_temp.refusal('Hands and trolley.', 'Hands | trolley.');
SELECT * FROM pg_temp.refusal('Hands and trolley.', 'Hands \| trolley.');
SELECT * FROM pg_temp.refusal('| Shelving |', '| |');
SELECT * FROM pg_temp.refusal('| Job Title | Library Assistant |', '| Job Title | |');
SELECT * FROM pg_temp.refusal('| Total | 100% | 2.80 |', '| Total | all | 2.80 |');
SELECT * FROM pg_temp.refusal('| Total | 100% | 2.80 |', '| Total | 100% | 2.80 | 3 |');
SELECT * FROM pg_temp.refusal('| 4 | 1.00 |', '| 4 | one |');
SELECT * FROM pg_temp.refusal('| Protective Total | 3/9 |', '| Protective Total | 3 of 9 |');
SELECT * FROM pg_temp.refusal('1.0 + (-1 x 0.04) = 0.96', '1.0 + (-1 times 0.04) = 0.96');
SELECT * FROM pg_temp.refusal('3+ | 45% |', '3+ | most |');

-- A text that is said twice has to say the same.
SELECT * FROM pg_temp.refusal('Raw: 3.20', E'Seniority note: Librarians would score higher.\nRaw: 3.20');
SELECT * FROM pg_temp.refusal('Raw: 3.20', E'Seniority note: Librarians would score lower.\nRaw: 3.20');
SELECT * FROM pg_temp.refusal('Raw: 3.20', E'Timeline: 24-48 months. With each refurbishment.\nRaw: 3.20');
SELECT * FROM pg_temp.refusal('Raw: 3.20', E'Timeline: 12-48 months. With each refurbishment.\nRaw: 3.20');
SELECT * FROM pg_temp.refusal('Raw: 3.20', E'Assessor override: 40 - accepted.\nRaw: 3.20');
SELECT * FROM pg_temp.refusal('Raw: 3.20', E'The role in 2030: Fewer desks, more events.\nRaw: 3.20');
SELECT * FROM pg_temp.refusal('Raw: 3.20', E'Survival strategy:\n- Run events.\nRaw: 3.20');
SELECT * FROM pg_temp.refusal('Raw: 3.20', E'Survival strategy:\n- Run.\nRaw: 3.20');
SELECT * FROM pg_temp.refusal('Raw: 3.20', E'Survival strategy:\n- Run events.\n- And more.\nRaw: 3.20');
SELECT * FROM pg_temp.refusal('Raw: 3.20', E'Where to look next.\n- Youth Worker (AIJRI 69.3) — Groups of children\nRaw: 3.20');

-- The text that was met is cut where it is long, between characters.
SELECT error FROM aijri_try_parse(E'Role Definition\nZone: ' || repeat('Grün ', 1000));
SELECT error FROM aijri_try_parse(E'Role Definition\nZone: ' || repeat('ü', 1000));

-- Limits.
SELECT line, error, detail FROM short, aijri_try_parse(replace(content, '| Total | 100%',
	repeat(E'| t | 1% | 1 |\n', 100000) || '| Total | 100%'));
SELECT line, error FROM aijri_try_parse(repeat(E'# x\n', 100001));
SELECT line, error FROM aijri_try_parse(repeat(E'Raw: 1\n', 400002));
SELECT line, error, detail, hint FROM aijri_try_parse(repeat('x', 128 * 1024 * 1024 + 1));

-- A row that has lost its first bar, or its end, is no text; nor is a change of
-- the score an override.
SELECT * FROM pg_temp.refusal('| Catalogue records |', 'Catalogue records |');
SELECT * FROM pg_temp.refusal('| Copied and generated. |', E'| Copied and generated. |\nfor all |');
SELECT * FROM pg_temp.refusal('override: None', 'override: +3');
SELECT * FROM pg_temp.refusal('override: None', 'override: 12-15 points');
SELECT * FROM pg_temp.refusal('override: None', 'override: -3');
SELECT * FROM error_of($$aijri_render(aijri_document('x', aijri_assessment(ARRAY[aijri_task('t', 1, 1)], NULL, NULL, 0),
	narrative => '{"other_sections": [{"text": "a"}]}'))$$);

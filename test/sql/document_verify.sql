-- aijri_verify: the values that a document states, compared with the results of its
-- ratings.
SET jit = off;
CREATE TEMP TABLE file (name text, encoded text);
\copy file FROM PROGRAM 'cd test/documents && for f in *-*.md paralegal.md; do printf "%s\t%s\n" "$f" "$(base64 <"$f" | tr -d "\n")"; done'
CREATE TEMP VIEW source AS
SELECT name, convert_from(decode(encoded, 'base64'), 'UTF8') AS content FROM file;

-- How much each document states, and how much of it is wrong.
SELECT name, count(v) AS stated, count(*) FILTER (WHERE NOT v.ok) AS wrong,
	count(*) FILTER (WHERE NOT v.follows) AS not_following
FROM source LEFT JOIN LATERAL aijri_verify(content) AS v ON true
GROUP BY name
ORDER BY name;

-- Results that are wrong, each with right operands: nothing else is.
SELECT v.* FROM source, aijri_verify(content) AS v
WHERE name = 'radio-producer--wrong-sums.md' AND NOT v.ok;

-- One wrong operand, carried through: what is computed from it follows.
SELECT v.* FROM source, aijri_verify(content) AS v
WHERE name = 'marketing-copywriter--wrong-operand.md' AND NOT v.ok;

-- Times that do not total 100 are one failed item; task resistance by the mean
-- stands beside the stated one.
SELECT name, v.* FROM source, aijri_verify(content) AS v
WHERE name LIKE '%--shares-%' AND (NOT v.ok OR v.item IN ('task resistance', 'score'));

-- That finding needs no printed total.
SELECT v.* FROM source, aijri_verify(replace(content, '| Total | 105% |', '| Total | |')) AS v
WHERE name LIKE '%--shares-105%' AND NOT v.ok;

-- A document of few lines, to be varied.
CREATE TEMP TABLE short AS
SELECT content FROM source WHERE name = 'library-assistant--short.md';
CREATE FUNCTION pg_temp.findings(met text, instead text)
RETURNS TABLE (line int, item text, stated text, computed text, ok boolean, follows boolean)
LANGUAGE plpgsql AS $$
BEGIN
	IF (SELECT strpos(content, met) FROM short) = 0 THEN
		RAISE 'the document does not have: %', met;
	END IF;
	RETURN QUERY SELECT v.* FROM short, aijri_verify(replace(content, met, instead)) AS v
		WHERE NOT (v.ok AND v.follows);
END
$$;

-- Every sum, one at a time: it is found, alone, or with what repeats it.
SELECT * FROM pg_temp.findings('| Protective Total | 3/9 |', '| Protective Total | 4/9 |');
SELECT * FROM pg_temp.findings('Protective 3/9 AND', 'Protective 2/9 AND');
SELECT * FROM pg_temp.findings('= Undecided', '= Likely Green Zone');
SELECT * FROM pg_temp.findings('| 4 | 1.00 |', '| 4 | 1.01 |');
SELECT * FROM pg_temp.findings('| Total | 100% |', '| Total | 99% |');
SELECT * FROM pg_temp.findings('100% | 2.80', '100% | 2.90');
SELECT * FROM pg_temp.findings('= 3.20/5.0', '= 3.30/5.0');
SELECT * FROM pg_temp.findings('45% displacement, 25% augmentation', '40% displacement, 30% augmentation');
SELECT * FROM pg_temp.findings('| Total | -1 |', '| Total | 1 |');
SELECT * FROM pg_temp.findings('| Total | 2/10 |', '| Total | 3/10 |');
SELECT * FROM pg_temp.findings('Confirmed at -1', 'Confirmed at 0');
SELECT * FROM pg_temp.findings('(-1 x 0.04) = 0.96', '(-1 x 0.04) = 0.95');
SELECT * FROM pg_temp.findings('= 3.0351', '= 3.0451');
SELECT * FROM pg_temp.findings('100 = 31.5/100', '100 = 31.6/100');
SELECT * FROM pg_temp.findings('Zone: YELLOW', 'Zone: GREEN');
SELECT * FROM pg_temp.findings('3+ | 45% |', '3+ | 44% |');
SELECT * FROM pg_temp.findings('| AI Growth Correlation | -1 |' || E'\n| Sub', '| AI Growth Correlation | -2 |' || E'\n| Sub');
SELECT * FROM pg_temp.findings('Yellow (Urgent)', 'Yellow (Moderate)');

-- Constants of the method and of the scales.
SELECT * FROM pg_temp.findings('(-1 x 0.05) = 0.95', '(-1 x 0.50) = 0.50');
SELECT * FROM pg_temp.findings('Resistance Score: 6.00 - 2.80 = 3.20/5.0', 'Resistance Score: 5.00 - 2.80 = 2.20/5.0');
SELECT * FROM pg_temp.findings('/ 7.93 x 100 = 31.5/100', '/ 7.93 x 10 = 3.1/10');
SELECT * FROM pg_temp.findings('Green >=48, Yellow 25-47, Red <25', 'Green >=50, Yellow 30-49, Red <30');
SELECT * FROM pg_temp.findings('3+ >= 40%', '3+ >= 45%');

-- A wrong operand and what follows from it; the result happens to be right.
SELECT * FROM pg_temp.findings('1.0 + (-1 x 0.04) = 0.96', '1.0 + (-2 x 0.04) = 0.92');
SELECT * FROM pg_temp.findings('6.00 - 2.80 = 3.20', '6.00 - 2.90 = 3.20');

-- Half a unit of the last digit, up and down; and what comes of values that
-- are printed rounded and are right.
SELECT stated, min(follows::int + 2 * ok::int) AS ok_2_follows_1
FROM short, unnest('{31,31.4,31.5,31.46,31.47,32}'::text[]) AS score,
	aijri_verify(replace(content, '= 31.5/100', '= ' || score || '/100'))
WHERE item = 'score' GROUP BY stated ORDER BY stated;
SELECT * FROM pg_temp.findings('(2 x 0.02) = 1.04', '(2 x 0.02) = 1.0');
SELECT * FROM pg_temp.findings('3.20 x 0.96 x 1.04 x 0.95 = 3.0351
JobZone Score: (3.0351 - 0.54) / 7.93 x 100 = 31.5', '3.20 x 0.96 x 1.04 x 0.95 = 3.04
JobZone Score: (3.04 - 0.54) / 7.93 x 100 = 31.53');

-- The zone goes by the unrounded score: 47.9576 is printed as 48.0 and is Yellow.
SELECT v.line, v.item, v.stated, v.computed, v.ok, v.follows
FROM aijri_verify(replace(replace(aijri_render(aijri_document('r', aijri_assessment(ARRAY[aijri_task('t', 60, 2), aijri_task('u', 40, 3)],
	aijri_evidence(2, 2, 0, 0, 0), aijri_barriers(2, 0, 0, 0, 0), 0))), 'Zone: YELLOW', 'Zone: GREEN'),
	'Yellow (Urgent)', 'Green (Transforming)')) AS v
WHERE v.item IN ('score', 'zone', 'sub-label');

-- Results may be stated without their formulas.
SELECT v.* FROM short, aijri_verify(replace(replace(replace(content,
	'Raw: 3.20 x 0.96 x 1.04 x 0.95 = ', 'Raw: '), '(3.0351 - 0.54) / 7.93 x 100 = 31.5/100', '31.5'),
	'Zone: YELLOW (Green >=48, Yellow 25-47, Red <25)', 'Zone: Yellow')) AS v
WHERE v.line BETWEEN 59 AND 61;

-- A rating that is missing: what depends on it cannot be ok.
SELECT * FROM pg_temp.findings('| Wage Trends | 0 |', '| Wage Trends | not rated |');

-- A text that is no document is an error; none is no row.
SELECT * FROM aijri_verify(NULL);
SELECT * FROM error_of($$aijri_verify('no document')$$);

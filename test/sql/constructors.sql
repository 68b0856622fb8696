-- Constructors: named arguments, and errors that explain what to do.

-- They read like the document.
SELECT aijri_task(name => 'Label images', time_pct => 30, score => 5, mode => 'displacement');
SELECT aijri_evidence(job_postings => -1, company_actions => -2, wage_trends => -2, tool_maturity => -2, expert_consensus => -1);
SELECT aijri_barriers(regulatory => 0, physical_presence => 0, union_bargaining => 1, liability => 2, cultural => 0);
SELECT aijri_principles(physicality => 0, connection => 1, judgment => 3);
SELECT aijri_assessment(
	tasks => ARRAY[aijri_task('Label images', 60, 5, 'displacement'), aijri_task('Calibrate', 40, 2)],
	evidence => aijri_evidence(-1, -2, -2, -2, -1),
	barriers => aijri_barriers(0, 0, 0, 0, 0),
	growth => -2);

-- What is not rated yet is NULL.
SELECT aijri_task('Label images', NULL, NULL), aijri_evidence(NULL, NULL, 1, NULL, NULL),
	aijri_barriers(NULL, NULL, NULL, NULL, 2), aijri_principles(NULL, 3, NULL);
SELECT aijri_assessment(NULL, NULL, NULL, NULL);
SELECT aijri_assessment(NULL, NULL, NULL, NULL) IS NULL AS row_of_nulls;

-- Totals.
SELECT evidence_total(aijri_evidence(-1, -2, -2, -2, -1)),
	barrier_total(aijri_barriers(0, 0, 1, 2, 0)),
	protective_total(aijri_principles(0, 1, 3));
-- With a part missing there is none; nor for no row at all.
SELECT evidence_total(aijri_evidence(-1, NULL, -2, -2, -1)) AS evidence,
	barrier_total(aijri_barriers(NULL, NULL, NULL, NULL, NULL)) AS barriers,
	protective_total(aijri_principles(0, 1, NULL)) AS protective,
	evidence_total(NULL) AS nothing;
-- Every total can be reached, and no other.
SELECT min(total), max(total), count(DISTINCT total) AS totals, count(*) AS ratings
FROM generate_series(-2, 2) a, generate_series(-2, 2) b, generate_series(-2, 2) c, generate_series(-2, 2) d, generate_series(-2, 2) e,
	evidence_total(aijri_evidence(a, b, c, d, e)) total
WHERE total = a + b + c + d + e;
SELECT min(total), max(total), count(DISTINCT total) AS totals, count(*) AS ratings
FROM generate_series(0, 2) a, generate_series(0, 2) b, generate_series(0, 2) c, generate_series(0, 2) d, generate_series(0, 2) e,
	barrier_total(aijri_barriers(a, b, c, d, e)) total
WHERE total = a + b + c + d + e;
SELECT min(total), max(total), count(DISTINCT total) AS totals, count(*) AS ratings
FROM generate_series(0, 3) a, generate_series(0, 3) b, generate_series(0, 3) c,
	protective_total(aijri_principles(a, b, c)) total
WHERE total = a + b + c;

-- Errors name field and value, and say what is legal and what to do.
\x on
SELECT * FROM error_of($$aijri_task('Label images', 30, 6)$$);
SELECT * FROM error_of($$aijri_task('Label images', 30, 3.5)$$);
SELECT * FROM error_of($$aijri_task('Label images', -1, 3)$$);
SELECT * FROM error_of($$aijri_task('Label images', 1e-9, 3)$$);
SELECT * FROM error_of($$aijri_evidence(0, 0, -3, 0, 0)$$);
SELECT * FROM error_of($$aijri_barriers(0, 0, 0, 0.5, 0)$$);
SELECT * FROM error_of($$aijri_principles(0, 'NaN', 0)$$);
SELECT * FROM error_of($$aijri_assessment(NULL, NULL, NULL, 1.5)$$);
SELECT * FROM error_of($$aijri_task('Label images', 30, 3, 'displaced')$$);
\x off

-- The name in the message is that of the field, for every field.
SELECT field, outcome_of(format('%s(%s)', constructor, (
		SELECT string_agg(other || ' => ' || CASE other WHEN field THEN '99' ELSE '0' END, ', ')
		FROM unnest(fields) other))) AS outcome
FROM (VALUES
	(1, 'aijri_evidence', '{job_postings,company_actions,wage_trends,tool_maturity,expert_consensus}'::text[]),
	(2, 'aijri_barriers', '{regulatory,physical_presence,union_bargaining,liability,cultural}'),
	(3, 'aijri_principles', '{physicality,connection,judgment}')) c(n, constructor, fields),
	unnest(fields) WITH ORDINALITY f(field, nth)
ORDER BY n, nth;

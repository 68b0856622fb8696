-- aijri_render: documents made in SQL.
SET jit = off;

-- A role with the least that a document needs; all arithmetic is computed.
CREATE TEMP TABLE role AS
SELECT aijri_document('Gardener', aijri_assessment(
	ARRAY[aijri_task('Plant | prune', 70, 1, 'not involved'), aijri_task('Plan', 100.0 / 3, 3)],
	aijri_evidence(1, 0, 0, 1, 1), aijri_barriers(0, 2, 0, 0, 1), 0, aijri_principles(3, 1, 1))) AS d;
\pset format unaligned
SELECT aijri_render(d) FROM role;

-- Ratings that are missing, and what cannot be computed without them.
SELECT aijri_render(ROW('Gardener', 'Senior', NULL, NULL, NULL, NULL,
	ROW(ARRAY[aijri_task('Plant', 100, NULL, 'displacement')], NULL, NULL, NULL, NULL)::aijri_assessment,
	NULL, NULL, NULL, NULL, NULL, NULL, NULL)::aijri_document);
\pset format aligned

-- What was missing comes back as rows of nothing and as empty lists; else all
-- is the same.
SELECT (again.d).assessment = (role.d).assessment AS assessment, (again.d).title = (role.d).title AS title,
	(again.d).next_roles, (again.d).narrative, aijri_score((again.d).assessment) = aijri_score((role.d).assessment) AS score,
	((again.d).stated).score AS stated
FROM role, LATERAL (SELECT aijri_parse(aijri_render(d)) AS d) AS again;

-- What is stated before does not matter: the ratings do.
SELECT aijri_render(ROW((d).title, (d).seniority, (d).primary_function, (d).role_is_not, (d).typical_experience,
	(d).seniority_note, (d).assessment, aijri_result(2, 50, 0, 0, 0), (d).override_score, (d).override_reason,
	(d).timeline_min_months, (d).timeline_max_months, (d).next_roles, (d).narrative)::aijri_document) = aijri_render(d) AS same
FROM role;

-- A document with one field set otherwise.
CREATE FUNCTION pg_temp.with_field(field text, value text) RETURNS aijri_document
LANGUAGE plpgsql AS $$
DECLARE
	result aijri_document;
BEGIN
	SELECT (d).* INTO result FROM role;
	CASE field
		WHEN 'title' THEN result.title := value;
		WHEN 'seniority' THEN result.seniority := value;
		WHEN 'seniority_note' THEN result.seniority_note := value;
		WHEN 'override_score' THEN result.override_score := value;
		WHEN 'override_reason' THEN result.override_reason := value;
		WHEN 'timeline' THEN
			result.timeline_min_months := split_part(value, '-', 1);
			result.timeline_max_months := nullif(split_part(value, '-', 2), '');
		WHEN 'next_roles' THEN result.next_roles := value;
		WHEN 'narrative' THEN result.narrative := value;
		WHEN 'task' THEN
			result.assessment := aijri_assessment(ARRAY[aijri_task(value, 1, 1)], NULL, NULL, NULL);
	END CASE;
	RETURN result;
END
$$;
CREATE FUNCTION pg_temp.written(field text, value text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	text text;
	old text;
BEGIN
	text := aijri_render(pg_temp.with_field(field, value));
	old := aijri_render(d) FROM role;
	RETURN (SELECT string_agg(line, ' / ' ORDER BY n)
		FROM string_to_table(text, E'\n') WITH ORDINALITY AS a (line, n)
		WHERE line NOT IN (SELECT string_to_table(old, E'\n')));
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate || ' ' || sqlerrm;
END
$$;

-- Texts that come back as they are, and texts that would not.
SELECT field, replace(replace(value, E'\r', '\r'), E'\n', ' / ') AS value, pg_temp.written(field, value)
FROM (VALUES
	('title', 'Gardener'), ('title', 'A | B \| C \'), ('title', '**bold** or _not_'), ('title', '**bold**'),
	('title', ' x'), ('title', 'x '), ('title', ''), ('title', E'two\nlines'), ('title', '|'), ('title', 'not rated'),
	('seniority', ''), ('seniority', 'Mid'), ('task', 'Total'), ('task', 'total of all'), ('task', '---'), ('task', 'Task'),
	('seniority_note', 'One.'), ('seniority_note', E'One.\nTwo.'), ('seniority_note', E'One.\n\nTwo.'),
	('seniority_note', E'One.\n Two.'), ('seniority_note', E'One.\nEvidence Score\nTwo.'), ('seniority_note', E'One.\n# Two'),
	('seniority_note', E'One.\nRaw: see below'), ('seniority_note', E'One.\n| a |'), ('seniority_note', E'One.\n---'),
	('seniority_note', '- One'), ('seniority_note', E'One.\n- Two'), ('seniority_note', E'One.\r\nTwo.'),
	('override_score', '42'), ('override_score', '42.125'), ('override_score', '100.5'), ('override_reason', 'No need.'),
	('timeline', '12-36'), ('timeline', '12'), ('timeline', '12-12'), ('timeline', '36-12'), ('timeline', '0-1200'), ('timeline', '-5'),
	('timeline', '1201'),
	('next_roles', '{}'), ('next_roles', '{"(Guide,,)"}'), ('next_roles', '{"(Guide,50.25,\"knows - all\")"}'),
	('next_roles', '{"(Guide - tour,,)"}'), ('next_roles', '{"(Guide - tour,50,)"}'), ('next_roles', '{"(\"Guide (AIJRI 3)\",,)"}'),
	('next_roles', '{"(,50,)"}'), ('next_roles', '{NULL}'), ('next_roles', '{"(Guide,101,)"}'),
	('next_roles', '{{"(Guide,,)"},{"(Host,,)"}}'),
	('narrative', '{}'), ('narrative', '{"timeline": "Slow."}'), ('narrative', '{"sublabel_reasoning": "a | b"}'),
	('narrative', '{"evidence": {"wage_trends": "Flat."}}'), ('narrative', '{"tasks": ["Hands.", null]}'),
	('narrative', '{"tasks": ["Hands."]}'), ('narrative', '{"tasks": ["1", "2", "3"]}'), ('narrative', '{"survival_strategy": ["a", "b"]}'),
	('narrative', '{"survival_strategy": ["- a"]}'), ('narrative', '{"survival_strategy": []}'), ('narrative', '{"evidence": {}}'), ('narrative', '{"tasks": [null, null]}'),
	('narrative', '{"role_in_year": {"year": 2030, "text": "More hedges."}}'), ('narrative', '{"role_in_year": {"year": 2030}}'),
	('narrative', '{"role_in_year": {"year": 20, "text": "x"}}'), ('narrative', '{"role_in_year": {"text": "x"}}'),
	('narrative', '{"role_in_year": {"years": 2030}}'), ('narrative', '{"other_sections": [{"heading": "Sources", "text": "Two."}]}'),
	('narrative', '{"other_sections": [{"heading": "Evidence Score", "text": "Two."}]}'), ('narrative', '{"other_sections": [{"title": "x"}]}'),
	('narrative', '{"other_sections": [{"text": "x"}]}'), ('narrative', '{"next_roles_closing": "Ask."}'),
	('narrative', '{"evidence": {"wages": "Flat."}}'), ('narrative', '{"evidence": "Flat."}'), ('narrative', '{"timeline": 12}'),
	('narrative', '{"timeline": null}'), ('narrative', '{"colour": "green"}'), ('narrative', '[]'), ('narrative', '"x"'), ('narrative', 'null'))
	AS v (field, value);

-- Tasks that lack what a document must say.
SELECT message, detail, hint FROM error_of($$aijri_render(ROW('Gardener', NULL, NULL, NULL, NULL, NULL,
	ROW(ARRAY[aijri_task('Plant', NULL, 1)], NULL, NULL, NULL, NULL)::aijri_assessment, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::aijri_document)$$)
UNION ALL
SELECT message, detail, hint FROM error_of($$aijri_render(ROW('Gardener', NULL, NULL, NULL, NULL, NULL,
	ROW(ARRAY[aijri_task(NULL, 10, 1)], NULL, NULL, NULL, NULL)::aijri_assessment, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::aijri_document)$$)
UNION ALL
SELECT message, detail, hint FROM error_of($$aijri_render(ROW('Gardener', NULL, NULL, NULL, NULL, NULL,
	ROW(ARRAY[NULL::aijri_task], NULL, NULL, NULL, NULL)::aijri_assessment, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::aijri_document)$$)
UNION ALL
SELECT message, detail, hint FROM error_of($$aijri_render(ROW('Gardener', NULL, NULL, NULL, NULL, NULL,
	ROW(NULL, NULL, NULL, NULL, NULL)::aijri_assessment, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::aijri_document)$$)
UNION ALL
SELECT message, detail, hint FROM error_of($$aijri_render(ROW('Gardener', NULL, NULL, NULL, NULL, NULL,
	NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::aijri_document)$$)
UNION ALL
SELECT message, detail, hint FROM error_of($$aijri_render(ROW(NULL, NULL, NULL, NULL, NULL, NULL,
	aijri_assessment(ARRAY[aijri_task('Plant', 10, 1)], NULL, NULL, NULL), NULL, NULL, NULL, NULL, NULL, NULL, NULL)::aijri_document)$$);
SELECT aijri_render(NULL) IS NULL AS none;

-- A whole error.
\x
SELECT * FROM error_of($$aijri_render(pg_temp.with_field('seniority_note', E'One.\n# Two'))$$);
SELECT * FROM error_of($$aijri_render(pg_temp.with_field('narrative', '{"colour": "green"}'))$$);
\x

-- Times of any number of digits come back as they are.
SELECT count(*), bool_and((((aijri_parse(aijri_render(aijri_document('r', aijri_assessment(ARRAY[aijri_task('t', t, 3)], NULL, NULL, NULL))))).assessment).tasks)[1].time_pct = t) AS same
FROM unnest(ARRAY[0, 1e-6, 0.1, 1.0 / 3, 100.0 / 7, 33.3, 1e9, 999999999.999999, 123456.789012345, 2.5e-5]::float8[]) AS t;

-- The constructors: all arguments, numbers out of range.
SELECT d.* FROM aijri_document('Gardener', NULL, 'Senior', 'Gardens.', 'No farmer.', '3 years', 'None.', 42.5, 'Why not.', 12, 36,
	ARRAY[aijri_next_role('Florist', 33.3, 'flowers'), aijri_next_role('Forester')], '{"timeline": "Slow."}') AS d;
SELECT d.* FROM aijri_document(NULL, NULL) AS d;
SELECT expression, outcome_of(expression)
FROM unnest(ARRAY[
	$$aijri_document('x', NULL, override_score => 100.5)$$,
	$$aijri_document('x', NULL, override_score => 'NaN')$$,
	$$aijri_document('x', NULL, timeline_min_months => -1)$$,
	$$aijri_document('x', NULL, timeline_max_months => 1201)$$,
	$$aijri_next_role('x', -0.1)$$,
	$$aijri_next_role('x', 100)$$]) AS expression;

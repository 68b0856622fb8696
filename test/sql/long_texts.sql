-- Long text is shortened in errors, between two characters.
-- (test/sql/every_function.sql passes long texts to every function; these are longer
-- than a cell, a label, or a key within one.)

-- A document that is good, and 100 kB of it put in place of each line, of what
-- follows each label, and of each cell of a table.
CREATE TEMP TABLE good AS
SELECT line, nth FROM regexp_split_to_table(aijri_render(aijri_document('Gardener',
	aijri_assessment(ARRAY[aijri_task('Plant', 60, 2, 'augmentation'), aijri_task('Advise', 40, 4, 'displacement')],
		aijri_evidence(0, 1, -1, 0, 0), aijri_barriers(0, 1, 0, 0, 0), 0, aijri_principles(3, 1, 1)),
	seniority => 'Mid-level', next_roles => ARRAY[aijri_next_role('Guide', 50, 'knows the way')],
	override_score => 60, override_reason => 'Outdoor work.', timeline_min_months => 12, timeline_max_months => 24)), E'\n')
	WITH ORDINALITY AS l(line, nth);
CREATE TEMP TABLE spoiled AS
SELECT nth AS at, changed.kind, changed.line
FROM good, LATERAL (
	SELECT 'line' AS kind, repeat('é', 50000) AS line
	UNION ALL SELECT 'label', split_part(line, ':', 1) || ': ' || repeat('€', 35000) WHERE line LIKE '%:%'
	UNION ALL SELECT 'label and more', line || repeat(' x', 50000) WHERE line LIKE '%:%'
	UNION ALL SELECT 'cell', array_to_string(cells[:n] || repeat('é', 50000) || cells[n + 2:], '|')
		FROM string_to_array(line, '|') cells, generate_series(1, cardinality(cells) - 2) n
		WHERE line LIKE '|%'
	UNION ALL SELECT 'number', array_to_string(cells[:n] || repeat('1', 100000) || cells[n + 2:], '|')
		FROM string_to_array(line, '|') cells, generate_series(1, cardinality(cells) - 2) n
		WHERE line LIKE '|%') changed;
CREATE TEMP TABLE refusal AS
SELECT kind, e.*
FROM spoiled,
	LATERAL (SELECT string_agg(CASE WHEN nth = at THEN spoiled.line ELSE good.line END, E'\n' ORDER BY nth) AS text FROM good) document,
	LATERAL error_of(format('aijri_parse(%L)', text)) e;
SELECT kind, count(*) FILTER (WHERE code IS NOT NULL) > 0 AS refused,
	bool_and(octet_length(concat(message, detail, hint)) < 1000) AS short,
	bool_and(convert_from(convert_to(message, 'UTF8'), 'UTF8') = message) AS whole_characters
FROM refusal GROUP BY kind ORDER BY kind;

-- Keys of a method, names in a narrative.
SELECT code, message FROM error_of($$aijri_method(jsonb_build_object(repeat('€', 35000), 1))$$);
SELECT key, code, message
FROM (VALUES ('{"KEY": "x"}'), ('{"evidence": {"KEY": "x"}}'), ('{"role_in_year": {"KEY": "x"}}'), ('{"other_sections": [{"KEY": "x"}]}')) v(key),
	LATERAL error_of(format($$aijri_render(aijri_document('a', aijri_assessment(ARRAY[aijri_task('t', 1, 1)], NULL, NULL, NULL), narrative => %L))$$,
		replace(key, 'KEY', repeat('€', 35000)))) e;

-- Texts of types.
SELECT call, code, message
FROM (VALUES ('aijri_mix'), ('aijri_distribution'), ('soc_code')) v(call),
	LATERAL error_of(format('%L::%s', repeat('é', 50000), call)) e;
SELECT code, message FROM error_of($$mode_of(repeat('é', 50000))$$);
SELECT code, message FROM error_of($$soc_parent('15-1252', repeat('é', 50000))$$);

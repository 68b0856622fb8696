-- Assessment documents, read and written. The contents of test/documents are in
-- expected.csv there, computed from exact fractions.
SET jit = off;
CREATE TEMP TABLE file (name text, encoded text);
\copy file FROM PROGRAM 'cd test/documents && for f in *-*.md paralegal.md; do printf "%s\t%s\n" "$f" "$(base64 <"$f" | tr -d "\n")"; done'
CREATE TEMP VIEW source AS
SELECT name, convert_from(decode(encoded, 'base64'), 'UTF8') AS content FROM file;
CREATE TEMP TABLE expected (
	file text, tasks int, task_resistance numeric, evidence_total int, barrier_total int,
	growth int, protective_total int, exposed_pct numeric, displacement_pct numeric,
	augmentation_pct numeric, not_involved_pct numeric, unstated_pct numeric, score numeric,
	published numeric, zone text, sublabel text, quick_screen text, override_score float8,
	timeline_min_months int, timeline_max_months int, next_roles int);
\copy expected FROM 'test/documents/expected.csv' (FORMAT csv, HEADER)

CREATE TEMP TABLE parsed AS
SELECT name, aijri_parse(content) AS d FROM source;

SELECT name, (d).title, (d).seniority, r.published, r.sublabel
FROM parsed, aijri_result((d).assessment) AS r
ORDER BY r.score DESC;

-- All that can be computed of them, and the plain fields; a row here differs.
SELECT name, r, e
FROM parsed FULL JOIN expected AS e ON e.file = name LEFT JOIN LATERAL aijri_result((d).assessment) AS r ON true
WHERE (cardinality(((d).assessment).tasks), r.task_resistance::numeric, r.evidence_total, r.barrier_total,
		r.growth, r.protective_total, r.published, r.zone::text, r.sublabel::text, r.quick_screen,
		(d).override_score, (d).timeline_min_months, (d).timeline_max_months,
		cardinality((d).next_roles))
	IS DISTINCT FROM (e.tasks, e.task_resistance, e.evidence_total, e.barrier_total,
		e.growth, e.protective_total, e.published, e.zone, e.sublabel, e.quick_screen,
		e.override_score, e.timeline_min_months, e.timeline_max_months,
		e.next_roles)
	OR abs(r.score::numeric - e.score) > 1e-9 OR abs(r.exposed_pct::numeric - e.exposed_pct) > 1e-4
	OR abs(r.displacement_pct::numeric - e.displacement_pct) > 1e-4
	OR abs(r.augmentation_pct::numeric - e.augmentation_pct) > 1e-4
	OR abs(r.not_involved_pct::numeric - e.not_involved_pct) > 1e-4
	OR abs(r.unstated_pct::numeric - e.unstated_pct) > 1e-4
ORDER BY name;

-- Between them they have every sub-label and every outcome of the quick screen.
SELECT count(DISTINCT r.sublabel) AS sublabels, count(DISTINCT r.quick_screen) AS screens, count(*)
FROM parsed, aijri_result((d).assessment) AS r;

-- One of them field by field.
\x
SELECT (d).* FROM (SELECT name, d FROM parsed) AS p WHERE name = 'library-assistant--short.md';
SELECT (s).* FROM (SELECT (d).stated AS s FROM parsed WHERE name = 'library-assistant--short.md') AS p;
\x
SELECT t.* FROM parsed, unnest(((d).assessment).tasks) AS t WHERE parsed.name = 'library-assistant--short.md';
SELECT n.* FROM parsed, unnest((d).next_roles) AS n WHERE name = 'library-assistant--short.md';

-- What is not there: a claim that is not made, a section that may be left out.
SELECT (d).stated IS NULL AS states_nothing, (d).seniority_note, (d).override_score, (d).override_reason,
	(d).timeline_min_months, (d).next_roles, jsonb_object_keys((d).narrative) AS narrative
FROM parsed WHERE name = 'bank-teller--minimal.md';

-- An override; a timeline of one number and one with an open end.
SELECT (d).title, (d).override_score, left((d).override_reason, 40) AS reason, (d).timeline_min_months, (d).timeline_max_months
FROM parsed
WHERE (d).override_score IS NOT NULL OR (d).timeline_min_months >= coalesce((d).timeline_max_months, 0)
ORDER BY name;

-- Byte order mark, line ends, blank lines and trailing blanks do not show.
SELECT content ~ E'^\uFEFF' AND content ~ E'[ \t]\r\n' AS has_all,
	d IS NOT DISTINCT FROM aijri_parse(replace(content, E'\r\n', E'\n')) AS line_ends,
	d IS NOT DISTINCT FROM aijri_parse(ltrim(content, E'\uFEFF')) AS mark,
	d IS NOT DISTINCT FROM aijri_parse(regexp_replace(content, '^', E'\n', 'gn')) AS blank_lines,
	d IS NOT DISTINCT FROM aijri_parse(regexp_replace(content, '[ \t]+$', '', 'gn')) AS trailing_blanks
FROM parsed JOIN source USING (name)
WHERE name = 'hospice-nurse--crlf-bom.md';

-- Nor does the order of sections: here the last third comes first.
SELECT name, d IS NOT DISTINCT FROM aijri_parse(substr(content, strpos(content, 'JobZone Composite'))
	|| E'\n' || left(content, strpos(content, 'JobZone Composite') - 1)) AS same
FROM parsed JOIN source USING (name)
WHERE name IN ('court-reporter.md', 'paralegal.md', 'library-assistant--short.md')
ORDER BY name;

-- Nor do headings, emphasis and other Markdown.
SELECT n.title, n.score FROM parsed, unnest((d).next_roles) AS n WHERE name = 'legal-translator--markdown.md';
SELECT t.name, t.time_pct, t.score, t.mode FROM parsed, unnest(((d).assessment).tasks) AS t
WHERE parsed.name = 'legal-translator--markdown.md';
SELECT (d).narrative -> 'other_sections' AS other_sections FROM parsed WHERE name = 'legal-translator--markdown.md';

-- Written and read again, each comes back as it was, but for what it stated.
CREATE FUNCTION pg_temp.but_for_stated(d aijri_document) RETURNS record
RETURN ((d).title, (d).seniority, (d).primary_function, (d).role_is_not,
	(d).typical_experience, (d).seniority_note, (d).assessment, (d).override_score,
	(d).override_reason, (d).timeline_min_months, (d).timeline_max_months,
	(d).next_roles, (d).narrative);
SELECT name
FROM parsed
WHERE pg_temp.but_for_stated(aijri_parse(aijri_render(d))) IS DISTINCT FROM pg_temp.but_for_stated(d);

-- What was written states what is so: everything is ok and follows, except the
-- total of shares that do not total 100, and assessors' own words.
SELECT name, v.item, v.stated, v.computed, v.ok, v.follows
FROM parsed, aijri_verify(aijri_render(d)) AS v
WHERE NOT (v.ok AND v.follows)
ORDER BY name, v.line;

-- Writing what was read from what was written changes nothing any more.
SELECT name FROM parsed WHERE aijri_render(aijri_parse(aijri_render(d))) <> aijri_render(d);

-- A document as it is written.
\pset format unaligned
SELECT aijri_render(d) FROM parsed WHERE name = 'library-assistant--short.md';
SELECT aijri_render(d) FROM parsed WHERE name = 'bank-teller--minimal.md';
\pset format aligned

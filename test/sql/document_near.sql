-- Nothing that resembles a part of the form is lost: a line that resembles a row of a
-- table is refused, and one that resembles a statement or a heading is listed.
SET jit = off;
CREATE TEMP TABLE file (encoded text);
\copy file FROM PROGRAM 'base64 <test/documents/library-assistant--short.md | tr -d "\n"'
CREATE TEMP TABLE short AS
SELECT convert_from(decode(encoded, 'base64'), 'UTF8') AS content FROM file;

-- The document with something put behind a line of it, or a part replaced.
CREATE FUNCTION pg_temp.changed(met text, instead text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
	IF (SELECT strpos(content, met) FROM short) = 0 THEN
		RAISE 'the document does not have: %', met;
	END IF;
	RETURN (SELECT replace(content, met, instead) FROM short);
END
$$;

-- Instead of the line of the score: read, or listed.
SELECT l.line AS written, v.item, v.stated, v.ok
FROM unnest('{"JobZone Score = 99.0/100","**JobZone** Score: 99.0/100","🎯 JobZone Score: 99.0/100","JobZone Score： 99.0/100",
	"JobZone Score - 99.0/100","JobZone Score is 99.0","JobZone Score 99.0/100","Final score: 99.0/100","AIJRI (final) = 99.0",
	"- JobZone Score: 99.0/100","JobZone Score (AIJRI): 99.0","The JobZone Score: 99.0/100","The JobZone Score is 99.0",
	"JobZone Scores: 99.0","JobZone_Score; 99.0","JobZone Score ..... 99.0","JobZоne Scоre: 99.0","JobZone Score
99.0/100"}'::text[]) AS l (line),
	aijri_verify(pg_temp.changed('JobZone Score: (3.0351 - 0.54) / 7.93 x 100 = 31.5/100', l.line)) AS v
WHERE v.line = 60 AND v.item <> 'score: out of';

-- Instead of the line of the zone.
SELECT l.line AS written, v.item, v.stated, v.ok
FROM unnest('{"Zone = GREEN","🟢 Zone: GREEN","Zone is GREEN","Zone GREEN","GREEN ZONE","Overall zone: Green","Green (Stable)",
	"... at night. Zone: GREEN (Green >=48)"}'::text[]) AS l (line),
	aijri_verify(pg_temp.changed('Zone: YELLOW (Green >=48, Yellow 25-47, Red <25)', l.line)) AS v
WHERE v.line = 61 AND v.item !~ ':' AND NOT (v.ok AND v.item = 'zone');

-- Headings, marked or not. A section that has to be there is missing without one.
SELECT h.heading, v.line, v.item, v.stated
FROM unnest('{"## JobZone Composite Scores","## JobZone Composite Score of the role","JobZone Composit Score"}'::text[]) AS h (heading),
	aijri_verify(pg_temp.changed(E'JobZone Composite Score (AIJRI)\n', E'## Other\n' || h.heading || E'\n')) AS v
WHERE v.item = 'not understood';
SELECT a.line, a.error, a.detail FROM aijri_try_parse(pg_temp.changed(E'\nEvidence Score\n', E'\nEvidense Score\n')) AS a;
SELECT a.line, a.error, a.detail FROM aijri_try_parse(pg_temp.changed(E'\nBarrier Assessment\n', E'\n## Barriers\n')) AS a;

-- Lines within a table, whatever they are, and below it, where sentences are sentences.
SELECT l.line AS written, a.line, left(a.error, 70) AS error
FROM unnest(ARRAY['Serve drinks | 50% | 1 |', E'Serve drinks\t50%\t1', 'Serve drinks   50%   1', 'Serve drinks: 50%, 1', 'Serve drinks | 50%, score 1',
	'｜ Serve drinks ｜ 50% ｜ 1 ｜', '\| Serve drinks \| 50% \| 1 \|', 'Serve drinks take 50% of the evening.']) AS l (line),
	aijri_try_parse(pg_temp.changed('| Total | 100% | 2.80 |', l.line || E'\n| Total | 100% | 2.80 |')) AS a;
SELECT l.line AS written, a.line, left(a.error, 70) AS error
FROM unnest(ARRAY['Wage Trends: -2', 'Wage Trends  -2  They fall.', 'Wage Trends -2', 'Wage Trends | -2', '- Wage Trends: -2', 'Wage Trends are of 2026.']) AS l (line),
	aijri_try_parse(pg_temp.changed(E'| Total | -1 |\n', E'| Total | -1 |\n\n' || l.line || E'\n')) AS a;

SELECT l.line AS written, a.line, left(a.error, 70) AS error
FROM unnest(ARRAY['Serve drinks / 50% / 1 / 0.50', '"Serve drinks","50%","1"', 'Serve drinks ‖ 50% ‖ 1', 'Serve drinks — 50% — 1 — AUGMENTATION',
	'50%', 'Sum total: 100%', 'Total: 100%', 'Serve drinks take 50% of the evening.', 'Of these, 50% are done by 3 people.']) AS l (line),
	aijri_try_parse(pg_temp.changed('| Total | 100% | 2.80 |', E'| Total | 100% | 2.80 |\n\n' || l.line || E'\n')) AS a;
SELECT l.line AS written, a.line, left(a.error, 70) AS error
FROM unnest(ARRAY['Seniority Level: Entry-Level', 'Seniority Level; Entry-Level', 'Seniority Level', 'Seniority is entry level.']) AS l (line),
	LATERAL (SELECT regexp_replace(pg_temp.changed(E'| Seniority Level | Entry-Level |\n', ''),
		E'\n(Seniority note|Protective Principles)', E'\n' || l.line || E'\n\\1') AS content) AS c,
	aijri_try_parse(c.content) AS a;

-- A row of HTML is a row.
SELECT t.name, t.time_pct, t.score
FROM aijri_parse(pg_temp.changed('| Total | 100% | 2.80 |',
		E'<table><tr>\n<td>Serve <i>drinks</i></td><td>50%</td>\n<td>1</td></tr>'
		'<tr><td><b>Total</b></td><td>150%</td><td colspan="2">3.30</td></tr></table>')) AS d,
	unnest((d.assessment).tasks) AS t
WHERE t.name ~ 'drinks|Total';

-- A total by another name is none, or nobody knows.
SELECT t.name, a.line, left(a.error, 90) AS error, count(u.name) AS tasks
FROM unnest('{Total,Totals,TOTAL:,**Sum**,<b>Grand Total</b>,"Total (all tasks)",Σ,Column totals,Everything,"Total rewards"}'::text[]) AS t (name),
	aijri_try_parse(pg_temp.changed('| Total | 100% | 2.80 |', format('| %s | 100%% | 3 |', t.name))) AS a
	LEFT JOIN LATERAL unnest(((a.document).assessment).tasks) AS u ON true
GROUP BY 1, 2, 3 ORDER BY 4, 1;

-- A table of ratings that nobody would look at.
SELECT a.line, a.error FROM aijri_try_parse(pg_temp.changed(E'What This Means\n',
	E'## More tasks\n| Task | Time % | Score (1-5) |\n|---|---|---|\n| Serve drinks | 50% | 1 |\nWhat This Means\n')) AS a;

-- What does not end.
SELECT a.line, a.error, a.hint FROM aijri_try_parse(pg_temp.changed(E'What This Means\n', E'<!-- x\nWhat This Means\n')) AS a;
SELECT a.line, a.error, a.hint FROM aijri_try_parse(pg_temp.changed(E'What This Means\n', E'```\nWhat This Means\n')) AS a;

-- What stands before the first heading is the document's own where nothing is between.
SELECT (a.document).narrative ->> 'preamble' AS preamble
FROM short, unnest(ARRAY[E'Draft.\n', E'Draft.\n\n', E'# Draft\n', E'Home\n\nDraft.\n', E'- [Role Definition](#a)\n- [Evidence Score](#b)\n\n']) AS p (text),
	LATERAL (SELECT aijri_parse(p.text || content)) AS a (document);

-- A list of contents names every section before it comes.
SELECT (aijri_parse(E'Role Definition\n\nEvidence Score\n\n1. [Barrier Assessment](#b)\n\n' || content)).assessment
	IS NOT DISTINCT FROM (aijri_parse(content)).assessment AS same FROM short;

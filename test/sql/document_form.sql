-- The many ways to write the same document: what is read is the same for all of them.
SET jit = off;
CREATE TEMP TABLE file (encoded text);
\copy file FROM PROGRAM 'base64 <test/documents/library-assistant--short.md | tr -d "\n"'
CREATE TEMP TABLE short AS
SELECT convert_from(decode(encoded, 'base64'), 'UTF8') AS content FROM file;

-- Whether the document is the same after something in it is written otherwise.
CREATE FUNCTION pg_temp.same(met text, instead text, flags text DEFAULT 'g') RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
	other text;
BEGIN
	SELECT regexp_replace(content, met, instead, flags) INTO other FROM short;
	IF other = (SELECT content FROM short) THEN
		RAISE 'the document does not have: %', met;
	END IF;
	RETURN (SELECT aijri_parse(other) IS NOT DISTINCT FROM aijri_parse(content) FROM short);
EXCEPTION WHEN invalid_text_representation THEN
	RAISE NOTICE '%', sqlerrm;
	RETURN false;
END
$$;

-- Lines.
SELECT pg_temp.same('\n', E'\r\n') AS crlf, pg_temp.same('\n', E'\n\n\n') AS blank_lines,
	pg_temp.same('\n', E' \t \n  ') AS blanks, pg_temp.same('^', E'\uFEFF') AS mark,
	pg_temp.same('\n$', '') AS no_last_line_end, pg_temp.same('^', E'\n\n') AS blank_begin;

-- Headings: marks, underlines, emphasis, case, colons, without what stands in
-- parentheses, other apostrophes.
SELECT heading, pg_temp.same('^' || heading || '$', '# ' || heading, 'n') AS atx,
	pg_temp.same('^' || heading || '$', '###### ' || heading || ' ##', 'n') AS closed,
	pg_temp.same('^' || heading || '$', heading || E'\n=====', 'n') AS underlined,
	pg_temp.same('^' || heading || '$', '**' || heading || '**', 'n') AS bold,
	pg_temp.same('^' || heading || '$', '## *' || heading || ':*', 'n') AS italic,
	pg_temp.same('^' || heading || '$', E'---\n> ' || upper(heading) || E'\n***', 'n') AS quoted
FROM unnest('{Role Definition,Evidence Score,AI Growth Correlation Check,Score vs Reality Check,
	What the Numbers Don''t Capture,What This Means}'::text[]) AS heading;
SELECT pg_temp.same('Task Decomposition \(Agentic AI Scoring\)', 'Task Decomposition') AS tasks,
	pg_temp.same('Protective Principles \+ AI Growth Correlation', 'PROTECTIVE  PRINCIPLES') AS principles,
	pg_temp.same('Don''t', 'Don’t') AS apostrophe,
	pg_temp.same('Who Should Worry [^\n]*', '## Who should worry') AS worry,
	pg_temp.same('JobZone Composite Score', 'JobZone   Composite score') AS spaces,
	pg_temp.same('Sub-Label', 'Sub–label') AS dash;

-- Labels: emphasis around the label, its colon or the whole line.
SELECT label, pg_temp.same('^' || label || '( \(Acemoglu\))?([:.])', '**' || label || '\2**', 'n') AS bold,
	pg_temp.same('^' || label || '( \(Acemoglu\))?([:.])', '**' || label || '**\2', 'n') AS before_colon,
	pg_temp.same('^' || label || '( \(Acemoglu\))?([:.])', '__' || label || ' \2__ ', 'n') AS underscores,
	pg_temp.same('^' || label || '( \(Acemoglu\))?([:.])', '> ' || upper(label) || '\2', 'n') AS quoted,
	pg_temp.same('^' || label || '( \(Acemoglu\))?([:.])([^\n]*)', '***' || label || '\2\3***', 'n') AS whole,
	pg_temp.same('^' || label || '( \(Acemoglu\))?([:.])', '### ' || label || '\2', 'n') AS heading
FROM unnest('{Seniority note,Quick screen result,Task Resistance Score,Displacement/Augmentation split,
	Reinstatement check,Reframed question,Raw,JobZone Score,Zone,Assessor override,Timeline,
	Where to look next,Survival strategy}'::text[]) AS label;
SELECT pg_temp.same('Survival strategy:', '### Survival strategy') AS heading,
	pg_temp.same(' \(Acemoglu\)', '') AS suffix,
	pg_temp.same('The role in 2029:', '**The role in 2029:**') AS role_in_year,
	pg_temp.same('Timeline: ', E'Timeline:\t') AS tab,
	pg_temp.same('Seniority note: ', E'Seniority note:\n\n') AS text_below;

-- Tables: delimiter rows of any kind, or none; padded or tight cells; no bar at
-- the end; emphasis; a header that is repeated.
SELECT pg_temp.same('^(\|---)+\|\n', '', 'gn') AS no_delimiter, pg_temp.same('\|---', '| :---: ') AS aligned,
	pg_temp.same(' \| ', '|') AS tight, pg_temp.same(' \| ', E' \t |   ') AS padded,
	pg_temp.same(' \|\n', E'\n') AS no_last_bar, pg_temp.same('^\|', '  |', 'gn') AS indented,
	pg_temp.same('\| (Total|Shelving|Wage Trends|Job Title|3/9|-1|2.80) \|', '| **\1** |') AS bold,
	pg_temp.same('\| (\d+)% \|', '| \1 |') AS no_percent_sign,
	pg_temp.same('(\| Catalogue)', E'| Task | Time % | Score (1-5) | Weighted | Aug/Disp | Rationale |\n|---|\n\\1') AS header_again,
	pg_temp.same('\| Total \| 100% \| 2.80 \|', '| Total | 100% | | 2.80 | | |') AS all_cells,
	pg_temp.same('DISPLACEMENT', 'displacement') AS lower_case, pg_temp.same('NOT INVOLVED', 'Not_Involved') AS underscore,
	pg_temp.same('Goal-Setting & Moral', 'goal–setting  &  MORAL') AS row_name;

-- Numbers and signs.
SELECT pg_temp.same('\| -1 \|', '| −1 |') AS minus, pg_temp.same(' x ', ' × ') AS times, pg_temp.same('(\d) x ', '\1*') AS asterisk,
	pg_temp.same(' = ([\d.]+)$', ' = **\1**', 'gn') AS bold, pg_temp.same('100% ', '100.0% ') AS decimals,
	pg_temp.same('>=48', '≥ 48') AS at_least, pg_temp.same('YELLOW', 'Yellow') AS zone,
	pg_temp.same('YELLOW \([^\n]*', 'yellow') AS no_limits, pg_temp.same('24-48', '24–48') AS en_dash,
	pg_temp.same('24-48 months', '2-4 years') AS years, pg_temp.same('24-48 months\.', '24 to 48 months:') AS words,
	pg_temp.same(' — ', ' - ') AS hyphen, pg_temp.same(' — accepted', ': accepted') AS colon,
	pg_temp.same('\+ \(-1 x', '- (1 x') AS subtracted;

-- Lists.
SELECT pg_temp.same('^- ', '* ', 'gn') AS asterisk, pg_temp.same('^- ', '+ ', 'gn') AS plus,
	pg_temp.same('^- ', '1. ', 'gn') AS numbers, pg_temp.same('^- ', '12) ', 'gn') AS parentheses,
	pg_temp.same('^- ', '• ', 'gn') AS bullet, pg_temp.same('- (Youth Worker)', '- **\1**') AS bold_title,
	pg_temp.same('- (Youth Worker \(AIJRI 69.3\))', '- **\1**') AS bold_title_and_score;

-- The whole in a fence; what only begins like one is text.
SELECT pg_temp.same('^(.*)$', E'```markdown\n\\1\n```') AS fenced,
	(SELECT (aijri_parse(replace(content, 'Plausible.', '```this``` is plausible'))).narrative ->> 'score_vs_reality_check' FROM short) AS text;

-- What is not known as anything else belongs to the text above it, and what
-- stands under other headings is kept.
SELECT p.narrative ->> 'score_vs_reality_check' AS check, p.narrative -> 'survival_strategy' AS strategy,
	p.narrative -> 'other_sections' AS others, p.narrative ->> 'evidence_score_notes' AS notes,
	p.narrative ->> 'preamble' AS preamble, p.seniority_note
FROM short, aijri_parse(replace(replace(replace(replace('Draft.' || E'\n' || content,
	'Plausible.', E'Plausible.\n\nBut:\n- who knows\n\n| a | b |'),
	'- Run events.', E'- Run events.\nRead.\n## Sources\nInterviews.\n| a | b |'),
	'| Total | -1 |', E'| Total | -1 |\nFrom two regions.'),
	'score higher.', E'score higher.\nSo would heads of branch.')) AS p;

-- A next role without score or reason; text around the list.
SELECT n.*, p.narrative ->> 'next_roles_intro' AS intro, p.narrative ->> 'next_roles_closing' AS closing
FROM short, aijri_parse(replace(content, E'See also:\n', E'See also\nor think of:\n- Guide\n- Clerk — knows (AI) systems\n- A (B) (AIJRI 0)\nBut ask first.\n')) AS p,
	unnest(p.next_roles) AS n;

-- Rows of a table may come in any order, and so may columns.
SELECT pg_temp.same('(\| Company Actions[^\n]*\n)(\| Wage Trends[^\n]*\n)', '\2\1') AS rows,
	pg_temp.same('^\| (Barrier|Regul|Physical|Union|Liab|Cult)([^|]*)\|([^|]*)\|([^|]*)\|$', '| \1\2|\4|\3|', 'gn') AS columns;

-- Labels: next roles with a colon; a label alone with emphasis; as an item of a
-- list; emphasis that ends behind the value.
SELECT pg_temp.same('Where to look next\.', '**Where to look next:**') AS colon,
	pg_temp.same('Survival strategy:', '**Survival strategy**') AS alone,
	pg_temp.same('Seniority note: ', E'**Seniority note**\n') AS text_below,
	pg_temp.same('^(Timeline|Zone|Raw|Assessor override):', '- **\1:**', 'gn') AS items,
	pg_temp.same('Timeline: 24-48 months\.', '**Timeline: 24-48 months.**') AS value,
	pg_temp.same('Assessor override: None', '**Assessor override: None**') AS override;
-- Headings may have numbers.
SELECT pg_temp.same('^(Sub-Label Determination|JobZone Composite)', '## 9. \1', 'gn') AS points,
	pg_temp.same('^(Sub-Label Determination|JobZone Composite)', '9.1) \1', 'gn') AS plain;
-- Block quotes, and items that are wrapped and indented.
SELECT pg_temp.same('^', '> ', 'gn') AS quoted,
	pg_temp.same('of children', E'of\n  children') AND pg_temp.same('- Budgets decide', E'- Budgets\n    decide') AS wrapped;
-- A sentence that begins like a label.
SELECT p.narrative ->> 'score_vs_reality_check' AS text
FROM short, aijri_parse(replace(content, 'Plausible.', 'The role in 2028 as we see it is plausible.')) AS p;

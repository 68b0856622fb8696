-- demo.sql
--	  The demonstration: a catalog of assessment documents, loaded, ranked,
--	  explained, questioned and edited.  Run by "make demo"; reads the documents
--	  of test/documents.
\pset footer off
\pset null '-'

CREATE EXTENSION aijri;
SELECT aijri_create_catalog('jobs') \g /dev/null

\echo 'Assessment documents, loaded into a catalog'
\echo '---------------------------------------------'

\! aijri-load --catalog=jobs test/documents/[a-z]*.md test/documents/bad/score-4.5.md 2>&1 | grep -v '^loaded '

\echo
\echo 'Roles, ranked by how well they resist AI'
\echo '----------------------------------------'

SELECT rank, title, published AS score, zone_symbol || ' ' || sublabel AS label,
       round(points_to_next_zone::numeric, 1) AS gap
FROM jobs.ranked_role
ORDER BY rank;

\echo 'gap: points missing to the next zone.'
\echo

\echo 'Why the Paralegal scores 25.9'
\echo '-----------------------------'

SELECT left(item, 22) AS item, formula, value
FROM jobs.role_derivation
WHERE title = 'Paralegal'
ORDER BY step;

\echo 'How firm zones are, when every rating may be a step off (one in five is)'
\echo '------------------------------------------------------------------------'

SELECT title, published AS score, zone, round(100 * same_zone_probability::numeric) || '%' AS "stays",
       firmness, p05_score::numeric(4, 1) || ' - ' || p95_score::numeric(4, 1) AS "90% within"
FROM jobs.role_outlook
ORDER BY same_zone_probability
LIMIT 5;

\echo 'Tasks that cost most points'
\echo '---------------------------'

SELECT title, left(task, 29) AS task, time_pct AS time, task_score AS score,
       round(score_cost::numeric, 1) AS points
FROM jobs.task_exposure
ORDER BY score_cost DESC
LIMIT 5;

\echo 'Somebody edits a task of the Court Reporter: its score follows'
\echo '--------------------------------------------------------------'

SELECT rank, title, published AS score, zone FROM jobs.ranked_role WHERE title = 'Court Reporter';

UPDATE jobs.task SET score = 2
WHERE position = 1
  AND assessment_id = (SELECT assessment_id FROM jobs.scored_role WHERE title = 'Court Reporter');

SELECT rank, title, published AS score, zone FROM jobs.ranked_role WHERE title = 'Court Reporter';

\echo 'Roles in each zone'
\echo '------------------'

SELECT zone_symbol || ' ' || zone AS zone, roles, round(100 * share::numeric) AS "%",
       published_score(mean_score) AS mean, published_score(min_score) AS least,
       published_score(max_score) AS most
FROM jobs.zone_overview
ORDER BY zone_order DESC;

\echo 'Numbers in the documents that their own ratings do not bear out'
\echo '---------------------------------------------------------------'

SELECT title, line, item, stated, left(computed, 8) AS computed, follows
FROM jobs.score_audit
WHERE NOT ok AND item IN ('evidence total', 'raw', 'score', 'zone', 'time total')
ORDER BY title, line;

\echo 'follows: whether it follows from the numbers printed beside it, which are'
\echo 'wrong then. README.md shows how to do all this with roles of your own, and'
\echo '"make dashboard" shows it as a page.'

-- demo.sql
--	  The demonstration: a catalog of assessment documents, loaded, ranked,
--	  explained, analyzed, and edited.  Run by "make demo"; reads docs/samples.
\pset footer off
\pset null '-'

CREATE EXTENSION aijri;
SELECT aijri_create_catalog('jobs') \g /dev/null

\echo 'Assessment documents, loaded into a catalog'
\echo '-------------------------------------------'

\! aijri-load --catalog=jobs docs/samples 2>&1

\echo
\echo 'The Court Reporter is meant to be refused: its document has an error, and an'
\echo 'assessment with an error is not loaded at all. The other documents are loaded.'
\echo

\echo 'Roles, ranked by how well they resist AI'
\echo '----------------------------------------'

SELECT rank, title, published AS score, zone_symbol || ' ' || sublabel AS label,
       round(points_to_next_zone::numeric, 1) AS gap
FROM jobs.ranked_role
ORDER BY rank;

\echo 'gap: points missing to the next zone. Green begins at 48, Yellow at 25.'
\echo

\echo 'Why the Paralegal scores 25.2'
\echo '-----------------------------'

SELECT replace(item, '% of task time', '% of time') AS item, formula, value
FROM jobs.role_derivation
WHERE title = 'Paralegal'
ORDER BY step;

\echo 'How firm each zone is'
\echo '---------------------'

SELECT title, published AS score, zone, round(100 * same_zone_probability::numeric) || '%' AS "stays",
       firmness, p05_score::numeric(4, 1) || ' - ' || p95_score::numeric(4, 1) AS "90% within"
FROM jobs.role_outlook
ORDER BY same_zone_probability;

\echo 'stays: probability of the same zone if each rating is one step off with a'
\echo 'probability of 20%.'
\echo

\echo 'Tasks that cost the most points'
\echo '-------------------------------'

SELECT title, task, time_pct AS time, task_score AS score,
       round(score_cost::numeric, 1) AS points
FROM jobs.task_exposure
ORDER BY score_cost DESC, title, task
LIMIT 5;

\echo 'points: what the score would gain if the task scored 1.'
\echo

\echo 'A task of the Paralegal is rated 5 instead of 4: its zone changes'
\echo '-----------------------------------------------------------------'

SELECT rank, title, published AS score, zone FROM jobs.ranked_role WHERE title = 'Paralegal';

UPDATE jobs.task SET score = 5 WHERE name = 'Search files';

SELECT rank, title, published AS score, zone FROM jobs.ranked_role WHERE title = 'Paralegal';

\echo 'Roles in each zone'
\echo '------------------'

SELECT zone_symbol || ' ' || zone AS zone, roles, round(100 * share::numeric) AS "%",
       published_score(mean_score) AS mean, published_score(min_score) AS least,
       published_score(max_score) AS most
FROM jobs.zone_overview
ORDER BY zone_order DESC;

\echo 'Stated numbers that do not follow from the ratings in the same document'
\echo '-----------------------------------------------------------------------'

SELECT title, line, item, stated, published_score(computed::float8) AS computed
FROM jobs.score_audit
WHERE NOT ok
ORDER BY title, line;

\echo 'README.md shows how to do all this with your own roles, and "make dashboard"'
\echo 'shows it in a browser.'

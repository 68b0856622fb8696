-- demo.sql
--	  The demonstration: roles and tasks as rows, scored and ranked, a score
--	  explained, zones counted.  Run by "make demo"; reads roles.sql beside it.
\pset footer off
\pset null '-'

CREATE EXTENSION aijri;
\ir roles.sql

\echo 'Twelve roles, ranked by how well they resist AI'
\echo '-----------------------------------------------'

CREATE VIEW scored_role AS
SELECT title, r.*
FROM role
JOIN (SELECT title, task_profile(score, time_pct, mode) AS tasks
      FROM task GROUP BY title) profile USING (title),
     aijri_result(CASE WHEN (tasks).unscored = 0 THEN (tasks).task_resistance END,
                  (tasks).exposed_pct,
                  evidence_total(evidence), barrier_total(barriers), growth,
                  protective_total(principles)) r;

SELECT CASE WHEN score IS NOT NULL THEN rank() OVER (ORDER BY score DESC NULLS LAST) END AS rank,
       title, published AS score, zone, sublabel,
       round(points_to_next_zone::numeric, 1) AS "to next"
FROM scored_role
ORDER BY score DESC NULLS LAST;

\echo 'Why the AI Data Trainer scores 7.9'
\echo '----------------------------------'

SELECT step, item, formula, value
FROM (SELECT aijri_assessment(
                 (SELECT array_agg(aijri_task(name, time_pct, score, mode) ORDER BY position)
                  FROM task WHERE task.title = role.title),
                 evidence, barriers, growth, principles) AS assessment
      FROM role WHERE title = 'AI Data Trainer') role,
     aijri_explain(assessment);

\echo 'Roles in each zone'
\echo '------------------'

SELECT zone, count(*) AS roles, round(avg(score)::numeric, 1) AS "mean score",
       string_agg(DISTINCT sublabel::text, ', ') AS sublabels
FROM scored_role
WHERE score IS NOT NULL
GROUP BY zone
ORDER BY zone DESC;

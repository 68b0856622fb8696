-- demo.sql
--	  The demonstration: roles and tasks as rows, scored and ranked, a score
--	  explained, zones counted, documents read and checked.  Run by "make demo";
--	  reads roles.sql beside it and the documents of test/documents.
\pset footer off
\pset null '-'

CREATE EXTENSION aijri;
\ir roles.sql

\echo 'Twelve roles, ranked by how well they resist AI'
\echo '-----------------------------------------------'

CREATE VIEW scored_role AS
SELECT title, r.*
FROM role
LEFT JOIN (SELECT title, task_profile(score, time_pct, mode) AS profile
           FROM task
           GROUP BY title
           HAVING bool_and(score IS NOT NULL)) complete USING (title),
     aijri_result((profile).task_resistance, (profile).exposed_pct,
                  evidence_total(evidence), barrier_total(barriers), growth,
                  protective_total(principles)) r;

SELECT CASE WHEN score IS NOT NULL THEN rank() OVER (ORDER BY score DESC NULLS LAST) END AS rank,
       title, published AS score, zone, sublabel,
       round(points_to_next_zone::numeric, 1) AS gap
FROM scored_role
ORDER BY score DESC NULLS LAST;

\echo 'gap: points missing to the next zone. A role with a task that nobody has'
\echo 'scored yet has no score.'
\echo

\echo 'Why the AI Data Trainer scores 7.9'
\echo '----------------------------------'

SELECT item, formula, value
FROM (SELECT aijri_assessment(
                 (SELECT array_agg(aijri_task(name, time_pct, score, mode) ORDER BY position)
                  FROM task WHERE task.title = role.title),
                 evidence, barriers, growth, principles) AS assessment
      FROM role WHERE title = 'AI Data Trainer') role,
     aijri_explain(assessment);

\echo 'Roles in each zone'
\echo '------------------'

SELECT coalesce(zone::text, 'not scored') AS zone, count(*) AS roles,
       round(avg(score)::numeric, 1) AS "mean score",
       published_score(min(score)) AS least, published_score(max(score)) AS most
FROM scored_role
GROUP BY scored_role.zone
ORDER BY scored_role.zone DESC NULLS LAST;

\echo 'Assessment documents, read, scored and checked'
\echo '----------------------------------------------'

CREATE TABLE document (name text, encoded text);
\copy document FROM PROGRAM 'for f in test/documents/*-*.md; do printf "%s\t%s\n" "${f##*/}" "$(base64 <"$f" | tr -d "\n")"; done'

SELECT d.title, d.seniority, r.published AS score, r.sublabel,
       cardinality((d.assessment).tasks) AS tasks,
       (SELECT count(*) FROM aijri_verify(content) WHERE NOT ok) AS wrong
FROM document, convert_from(decode(encoded, 'base64'), 'UTF8') content,
     aijri_parse(content) d, aijri_result(d.assessment) r
ORDER BY r.score DESC
LIMIT 12;

\echo 'wrong: numbers and labels in a document that its own ratings do not bear'
\echo 'out. A few of them, in one document:'
\echo

SELECT line, item, stated, left(computed, 9) AS computed, ok, follows
FROM document, aijri_verify(convert_from(decode(encoded, 'base64'), 'UTF8'))
WHERE name LIKE 'radio-producer%' AND NOT ok AND item IN ('evidence total', 'raw', 'score', 'zone');

\echo 'README.md shows how to do this with roles of your own.'

-- mode_of: the mode of a text.

SELECT name, mode_of(name)
FROM (VALUES (1, 'displacement'), (2, 'DISPLACEMENT'), (3, 'Augmentation'), (4, 'not involved'), (5, 'NOT_INVOLVED'), (6, 'Not-Involved'),
	(7, 'notinvolved'), (8, '  not   involved  '), (9, E'\tNot_\n-involved\r'), (10, 'dis-place_ment')) v(n, name)
ORDER BY n;
SELECT mode_of(NULL) AS not_stated;
-- Every mode names itself, in every case.
SELECT mode, bool_and(mode_of(spelling) = mode) AS recognized
FROM unnest(enum_range(NULL::aijri_mode)) mode, LATERAL (VALUES (mode::text), (upper(mode::text)), (initcap(mode::text)), (replace(mode::text, ' ', '_')), (replace(mode::text, ' ', ''))) v(spelling)
GROUP BY mode ORDER BY mode;

-- Anything else is an error: nothing is guessed.
\x on
SELECT * FROM error_of($$mode_of('displaced')$$);
\x off
SELECT name, outcome_of(format('mode_of(%L)', name)) AS outcome
FROM (VALUES (1, ''), (2, ' '), (3, '_-'), (4, 'displace'), (5, 'displacements'), (6, 'disp'), (7, 'not'), (8, 'involved'), (9, 'not involved!'),
	(10, 'augmentation/displacement'), (11, U&'not\00A0involved'), (12, U&'d\0131splacement'), (13, 'none')) v(n, name)
ORDER BY n;
SELECT sqlstate_of = '22023 unknown mode "' || repeat('x', 100) || '..."' AS first_100_bytes_shown
FROM outcome_of(format('mode_of(%L)', repeat('x', 100000))) sqlstate_of;

-- From a table with text of all kinds: short, long and compressed.
CREATE TEMP TABLE spelling (n int, name text);
INSERT INTO spelling VALUES (1, 'Displacement'), (2, repeat(' ', 10000) || 'augmentation'), (3, 'not' || repeat('-', 1000000) || 'involved');
SELECT n, length(name), mode_of(name) FROM spelling ORDER BY n;

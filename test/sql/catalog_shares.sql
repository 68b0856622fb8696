-- The shares of an occupation's employment that roles have sum to at most 1.
SET jit = off;
SELECT aijri_create_catalog('jobs');
SET search_path = jobs, public;
INSERT INTO role (role_id, role_key, title) SELECT i, 'role ' || i, 'Role ' || i FROM generate_series(1, 12) i;

-- All of it, in tenths and in sevenths; NULL is a part of the rest.
INSERT INTO role_soc SELECT i, '15-1252', 0.1 FROM generate_series(1, 10) i;
INSERT INTO role_soc SELECT i, '15-1211', 1 / 7.0::float8 FROM generate_series(1, 7) i;
INSERT INTO role_soc VALUES (11, '15-1252', NULL), (12, '15-1252.00', 0), (12, '11-1011', 1);
-- More is refused: O*NET's codes are parts of the code before the point.
INSERT INTO role_soc VALUES (12, '15-1252', 0.01);
INSERT INTO role_soc VALUES (12, '15-1252.01', 0.01);
INSERT INTO role_soc VALUES (12, '15-1211', 0.000001);
UPDATE role_soc SET share = 0.2 WHERE role_id = 3 AND soc = '15-1252';
UPDATE role_soc SET soc = '11-1011.03' WHERE role_id = 3 AND soc = '15-1211';
INSERT INTO role_soc VALUES (1, '15-1252', 0.2) ON CONFLICT (role_id, soc) DO UPDATE SET share = excluded.share;
-- One statement may move parts about; so may several, in the right order.
UPDATE role_soc SET share = CASE role_id WHEN 1 THEN 0.2 WHEN 2 THEN 0 ELSE share END WHERE soc = '15-1252';
BEGIN;
UPDATE role_soc SET share = 0 WHERE role_id = 1 AND soc = '15-1252';
UPDATE role_soc SET share = 0.2 WHERE role_id = 2 AND soc = '15-1252';
COMMIT;
DELETE FROM role WHERE role_id = 2;
INSERT INTO role_soc VALUES (1, '15-1252.01', 0.2);
SELECT left(soc, 7) AS occupation, count(*), round(sum(share)::numeric, 9) AS sum FROM role_soc GROUP BY 1 ORDER BY 1;
-- A share by itself is a number from 0 to 1, and a code a code.
\set VERBOSITY terse
INSERT INTO role_soc VALUES (12, '13-2011', 1.01);
INSERT INTO role_soc VALUES (12, '13-2011', 'NaN');
INSERT INTO role_soc VALUES (12, '13-20', 0.1);
\set VERBOSITY default
-- Every occupation at once.
INSERT INTO role_soc SELECT 12, format('%s-%s', a, b), 1 FROM generate_series(20, 55) a, generate_series(1000, 1099) b;
INSERT INTO role_soc SELECT 11, format('%s-%s', a, b), 0.000001 FROM generate_series(20, 55) a, generate_series(1000, 1099) b;
SET client_min_messages = warning;
DROP SCHEMA jobs CASCADE;

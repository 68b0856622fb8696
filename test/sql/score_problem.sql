-- score_problem: what is wrong with a row, without raising an error.

SELECT score_problem(1.90, -8, 0, -2) AS nothing;
SELECT score_problem(1.90, -18, 0, -2) AS evidence;
SELECT score_problem(0, 11, -1, 'NaN') AS everything;
-- What is missing is no problem: the score is NULL then.
SELECT score_problem(NULL, NULL, NULL, NULL) AS missing, score_problem(NULL, 11, NULL, NULL) AS missing_and_wrong;

-- One bad row does not stop the others.
CREATE TEMP TABLE role (role_id int, tr float8, e float8, b float8, g float8);
INSERT INTO role VALUES (1, 1.90, -8, 0, -2), (2, 190, -8, 0, -2), (3, 2.5, 3, 12, 0), (4, 3.1, NULL, 4, 1);
SELECT role_id, CASE WHEN problem IS NULL THEN aijri_score(tr, e, b, g) END AS score, problem
FROM role, score_problem(tr, e, b, g) problem
ORDER BY role_id;

-- It is NULL exactly where aijri_score works, for 14 x 14 x 14 x 14 inputs.
CREATE TEMP TABLE answer AS
SELECT tr, e, b, g, score_problem(tr, e, b, g) IS NULL AS fine
FROM unnest('{-Infinity,-10.000000000000002,-10,-2.0000000000000004,-2,-5e-324,0,0.9999996,1,2.5,5.0000004,10,10.000000000000002,NaN}'::float8[]) tr,
	unnest('{-Infinity,-10.000000000000002,-10,-2.0000000000000004,-2,-5e-324,0,0.9999996,2,2.0000000000000004,10,10.000000000000002,Infinity,NULL}'::float8[]) e,
	unnest('{-Infinity,-1,-5e-324,-0,0,1.5,2.0000000000000004,9.999999999999998,10,10.000000000000002,1e300,Infinity,NaN,NULL}'::float8[]) b,
	unnest('{-Infinity,-10,-2.0000000000000004,-2,-1.9999999999999998,-0,0,0.5,2,2.0000000000000004,3,10,NaN,NULL}'::float8[]) g;
-- (Small queries by the thousand: neither compiled nor given to workers.)
SET jit = off;
SET max_parallel_workers_per_gather = 0;
DO $$
DECLARE
	row answer;
BEGIN
	FOR row IN SELECT * FROM answer LOOP
		BEGIN
			PERFORM aijri_score(row.tr, row.e, row.b, row.g);
			IF NOT row.fine THEN
				RAISE 'aijri_score works, score_problem says no: %', row;
			END IF;
		EXCEPTION WHEN numeric_value_out_of_range THEN
			IF row.fine THEN
				RAISE 'aijri_score fails, score_problem says nothing: %', row;
			END IF;
		END;
	END LOOP;
END
$$;
SELECT count(*) AS inputs, count(*) FILTER (WHERE fine) AS fine FROM answer;

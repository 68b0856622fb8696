-- A moving frame removes a row by evaluating the aggregate's arguments a second time.
-- If a function claims to be stable and then returns another value, the state may no
-- longer be that of any rows: this raises an error, and no impossible value is
-- returned. (test/t/014_changing_arguments.pl tries all aggregates at random.)

-- A value at the first call for a key in a statement, and another one later.
CREATE FUNCTION first_then(key text, value float8, later float8) RETURNS float8 STABLE LANGUAGE plpgsql AS $$
BEGIN
	IF current_setting('seen.' || key, true) = 'yes' THEN
		RETURN later;
	END IF;
	PERFORM set_config('seen.' || key, 'yes', true);
	RETURN value;
END
$$;
CREATE TEMP TABLE changing AS
SELECT * FROM (VALUES (1, 5, 3, 10, 10.05), (2, 1, 1, 30, 30), (3, 2, 2, 20, 20)) v(n, score, score_later, point, point_later);

SELECT task_profile(first_then('s' || n, score, score_later), 10) OVER (ORDER BY n ROWS 1 PRECEDING) FROM changing;
SELECT task_resistance(first_then('s' || n, score, score_later), 0.1) OVER (ORDER BY n ROWS 1 PRECEDING) FROM changing;
SELECT aijri_distribution(first_then('p' || n, point, point_later)) OVER (ORDER BY n ROWS 1 PRECEDING) FROM changing;
SELECT task_mix(3, first_then('t' || n, 1e9, 1)) OVER (ORDER BY n ROWS 1 PRECEDING) FROM changing;
-- What the state has no row for makes the server start over from the frame's rows.
SELECT task_mix(first_then('s' || n, score, score_later), 10) OVER (ORDER BY n ROWS 1 PRECEDING) FROM changing;

-- With the function marked for what it is no row is taken back: each frame is computed
-- from its own rows.
ALTER FUNCTION first_then(text, float8, float8) VOLATILE;
SELECT n, (task_profile(first_then('s' || n, score, score_later), 10) OVER w).task_resistance AS tr,
	dist_mean(aijri_distribution(first_then('p' || n, point, point_later)) OVER w) AS mean
FROM changing
WINDOW w AS (ORDER BY n ROWS 1 PRECEDING);
DROP FUNCTION first_then(text, float8, float8);

-- A method in a PL/pgSQL variable: expressions keep their state from one
-- execution to the next, and must still see the variable change.
DO $$
DECLARE
	changed aijri_method;
	score float8;
	zone aijri_zone;
	total float8;
BEGIN
	FOR span IN 1 .. 3 LOOP
		changed := aijri_method(jsonb_build_object('raw_span', span, 'green_min', 20 * span, 'yellow_min', 10));
		score := aijri_score(1.04, 0, 0, 0, changed);
		zone := zone_of(50, changed);
		total := aijri_score(aijri_assessment(ARRAY[aijri_task('a', 1, 5)], '(0,0,0,0,0)', '(0,0,0,0,0)', 0), changed);
		RAISE NOTICE 'raw_span %: score %, of an assessment %; 50 is % when Green begins at %', span, score, total, zone, 20 * span;
	END LOOP;
END
$$;

-- The same as an argument, by a function that is called for many rows.
CREATE FUNCTION pg_temp.score_by(m aijri_method) RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN
	RETURN aijri_score(1.04, 0, 0, 0, m);
END
$$;
SELECT span, pg_temp.score_by(aijri_method(jsonb_build_object('raw_span', span))) AS score
FROM generate_series(1, 5) span ORDER BY span;

-- NULL in between is the default method, not the last one.
DO $$
DECLARE
	changed aijri_method;
	r aijri_result;
BEGIN
	FOR n IN 1 .. 3 LOOP
		changed := CASE WHEN n <> 2 THEN aijri_method(jsonb_build_object('score_cap', 10 * n)) END;
		r := aijri_result(5, 0, 0, 0, 0, NULL, changed);
		RAISE NOTICE 'score_cap %: score %', coalesce((changed).score_cap::text, 'of the default'), r.score;
	END LOOP;
END
$$;

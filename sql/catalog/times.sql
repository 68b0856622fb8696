-- The times at which zone_history() of a catalog counts roles.

CREATE FUNCTION _catalog_times("from" timestamptz, "to" timestamptz, step interval) RETURNS SETOF timestamptz
	LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	most constant integer := 10000;
	last constant timestamptz := '10000-01-02 UTC';
	longest constant interval := '1000 years';
	at timestamptz := "from";
	next timestamptz;
BEGIN
	IF num_nulls("from", "to", step) > 0 THEN
		RAISE invalid_parameter_value USING
			MESSAGE = CASE WHEN "from" IS NULL THEN 'from' WHEN "to" IS NULL THEN 'to' ELSE 'step' END || ' is NULL',
			DETAIL = 'A series of times has a start, an end, and a step.',
			HINT = 'Specify all three: zone_history(''2026-01-01'', ''2027-01-01'', ''1 month'').';
	END IF;
	IF NOT isfinite("from") OR NOT isfinite("to") THEN
		RAISE invalid_parameter_value USING
			MESSAGE = CASE WHEN isfinite("from") THEN 'to' ELSE 'from' END || ' is infinite',
			DETAIL = 'A series of times has a start and an end.',
			HINT = 'Specify two days or times; now() is the present.';
	END IF;
	IF "from" > "to" THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('from %s is after to %s', "from", "to"),
			DETAIL = 'Times run from the first, inclusive, to the second, exclusive.',
			HINT = 'Swap the two.';
	END IF;
	IF NOT isfinite(step) OR step <= '0' THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('step %s is not positive', step),
			DETAIL = 'Each time is one step later than the previous one.',
			HINT = 'A step is an interval such as ''1 day'', ''1 week'', or ''1 month''.';
	END IF;
	-- far from where times end: a parallel worker could not catch that
	IF "to" > last THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('to %s is too late', "to"),
			DETAIL = 'Times are limited to the year 10000.',
			HINT = 'Specify a day or time; now() is the present.';
	END IF;
	IF step > longest THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('step %s is too long', step),
			DETAIL = format('A step can be at most %s.', longest),
			HINT = 'A step is an interval such as ''1 day'', ''1 week'', or ''1 month''.';
	END IF;
	-- from the first each time: a month after January 31 and a month are March 31
	FOR n IN 1 .. most + 1 LOOP
		EXIT WHEN at >= "to";
		IF n > most THEN
			RAISE invalid_parameter_value USING
				MESSAGE = format('step %s is too small', step),
				DETAIL = format('There are more than %s steps from %s to %s.', most, "from", "to"),
				HINT = 'Use a longer step or a shorter period.';
		END IF;
		RETURN NEXT at;
		next := "from" + step * n;
		IF next <= at THEN
			RAISE invalid_parameter_value USING
				MESSAGE = format('step %s is not positive', step),
				DETAIL = format('It leads from %s to %s.', at, next),
				HINT = 'A step is an interval such as ''1 day'', ''1 week'', or ''1 month''.';
		END IF;
		at := next;
	END LOOP;
END $$;
COMMENT ON FUNCTION _catalog_times(timestamptz, timestamptz, interval) IS
	'times a step apart, from the first up to but not including the last; called by zone_history() of a catalog';

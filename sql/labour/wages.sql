-- ---------------------------------------------------------------------------
-- Labor data: wages
-- ---------------------------------------------------------------------------

-- From the legends of the files: since May 2022, # is 115.00 an hour or more, since May
-- 2016, 100.00; before, it was less.  A year has 2,080 hours.
CREATE FUNCTION _oews_top_code(vintage date) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN vintage >= '2022-01-01'::date THEN 239200::numeric WHEN vintage >= '2016-01-01'::date THEN 208000::numeric END;
COMMENT ON FUNCTION _oews_top_code(date) IS
	'annual wage at or above which OEWS publishes # instead of a percentile; NULL before 2016; called by views of a labor schema';

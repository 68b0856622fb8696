-- ---------------------------------------------------------------------------
-- Columns of user tables, found by simple names
-- ---------------------------------------------------------------------------

CREATE FUNCTION _simple_name(name text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN btrim(regexp_replace(lower(name COLLATE "C"), '[^a-z0-9]+', '_', 'g'), '_');
COMMENT ON FUNCTION _simple_name(text) IS
	'a column name in lower-case letters, digits, and single underscores; called by imports and loaders';

CREATE FUNCTION _simple_columns(source regclass) RETURNS jsonb
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	alike record;
	columns jsonb;
BEGIN
	SELECT n.name, array_agg(a.attname ORDER BY a.attnum) AS columns INTO alike
	FROM pg_attribute a, @extschema@._simple_name(a.attname) AS n (name)
	WHERE a.attrelid = source AND a.attnum > 0 AND NOT a.attisdropped AND n.name <> ''
	GROUP BY n.name HAVING count(*) > 1
	ORDER BY min(a.attnum) LIMIT 1;
	IF FOUND THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('columns "%s" and "%s" of table %s have the same simple name', alike.columns[1], alike.columns[2], source),
			DETAIL = format('Both are read as %s. Case, spaces, and punctuation are ignored.', alike.name),
			HINT = 'Rename or drop the one that should not be loaded.';
	END IF;
	SELECT jsonb_object_agg(n.name, a.attname) INTO columns
	FROM pg_attribute a, @extschema@._simple_name(a.attname) AS n (name)
	WHERE a.attrelid = source AND a.attnum > 0 AND NOT a.attisdropped AND n.name <> '';
	RETURN coalesce(columns, '{}');
END $$;
COMMENT ON FUNCTION _simple_columns(regclass) IS
	'columns of a table by their simple names (job_postings for "Job Postings"); called by imports and loaders';

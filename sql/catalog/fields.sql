-- ---------------------------------------------------------------------------
-- The catalog: fields of an assessment as they come in JSON and in tables
--
-- The reader of documents reads cells, so that the same text has the same value
-- everywhere. Values are checked without raising an exception, so that reporting a
-- problem needs no subtransaction.
-- ---------------------------------------------------------------------------

CREATE FUNCTION _catalog_field_list() RETURNS text[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION _catalog_field_list() IS
	'fields of assessments, tasks, and next roles, each with its part, name, whether it is a key, and synonyms; called by _catalog_fields()';

CREATE FUNCTION _catalog_field_name(name text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN regexp_replace(replace(regexp_replace(lower(name COLLATE "C"), '[(\[][^)\]]*[)\]]', '', 'g'), '%', 'pct'), '[^a-z0-9]+', '', 'g');
COMMENT ON FUNCTION _catalog_field_name(text) IS
	'a column name as imports compare it: without case, blanks, punctuation, and text in parentheses; called by imports';

CREATE FUNCTION _catalog_fields(OUT part text, OUT name text, OUT is_key boolean, OUT names text[]) RETURNS SETOF record
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT f.list[i][1], f.list[i][2], f.list[i][3]::boolean,
		ARRAY[f.list[i][2]] || pg_catalog.array_remove(pg_catalog.string_to_array(f.list[i][4], '|'), '')
	FROM (SELECT @extschema@._catalog_field_list()) AS f (list), LATERAL pg_catalog.generate_subscripts(f.list, 1) AS i
	ORDER BY i;
END;
COMMENT ON FUNCTION _catalog_fields() IS
	'fields of assessments, tasks, and next roles, with the names that columns for them have; called by imports';

CREATE FUNCTION _field_problem(part text, name text, value text) RETURNS text[]
	LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION _field_problem(text, text, text) IS
	'what is wrong with the value of a field: SQLSTATE, message, detail, hint; NULL: nothing; called by imports';

CREATE FUNCTION _field_number(part text, name text, value text) RETURNS float8
	LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION _field_number(text, text, text) IS
	'number that a cell holds; NULL: not rated; called by imports';

CREATE FUNCTION _field_text(part text, name text, value text) RETURNS text
	LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION _field_text(text, text, text) IS
	'text of a cell, as a document has it; NULL: none; called by imports';

CREATE FUNCTION _field_mode(part text, name text, value text) RETURNS aijri_mode
	LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION _field_mode(text, text, text) IS
	'mode that a cell holds; NULL: not stated; called by imports';

-- PostgreSQL 15 knows no other way to ask whether a text is JSON.
CREATE FUNCTION _object_problem(name text, value text) RETURNS text[]
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	code text;
	message text;
	detail text;
BEGIN
	IF jsonb_typeof(value::jsonb) = 'object' THEN
		RETURN NULL;
	END IF;
	RETURN ARRAY['22023', format('%s is of type %s', name, jsonb_typeof(value::jsonb)), 'It is a JSON object of texts by name.', NULL];
EXCEPTION WHEN data_exception OR statement_too_complex THEN
	GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN ARRAY[code, format('%s: %s', name, message), left(detail, 200), NULL];
END $$;
COMMENT ON FUNCTION _object_problem(text, text) IS
	'what is wrong with a JSON object: SQLSTATE, message, detail, hint; NULL: nothing; called by imports';

CREATE FUNCTION _catalog_row_key(part integer, fields text[], cells text[], key text[]) RETURNS text
	LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION _catalog_row_key(integer, text[], text[], text[]) IS
	'values of a row in some fields, for comparison, separated by U+001F; part: 0 assessments, 1 tasks, 2 next roles; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_read_rows(
	assessment_fields text[], assessment text[], task_fields text[], tasks text[], next_role_fields text[], next_roles text[], role text[],
	OUT document aijri_document, OUT role_key text, OUT assessed_on date, OUT assessor text, OUT market text, OUT problems text[]
) RETURNS record
	LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION _catalog_read_rows(text[], text[], text[], text[], text[], text[], text[]) IS
	'document of a row of assessments with its tasks and next roles, or what is wrong: part, row, field, value, and reason of each problem; called by import_tables() of a catalog';

-- ---------------------------------------------------------------------------
-- The catalog: comparison of names, validation of rows
-- ---------------------------------------------------------------------------

CREATE FUNCTION _name_key(name text) RETURNS text
	AS 'MODULE_PATHNAME', 'catalog_name_key'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _name_key(text) IS
	'key by which names are compared: without escapes, entities, invisible characters, and case, in normalization form C; called by imports and by rating_agreement of a catalog';

CREATE FUNCTION _document_content(document text) RETURNS bytea
	AS 'MODULE_PATHNAME', 'catalog_document_content'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _document_content(text) IS
	'form in which documents are compared: UTF-8 without byte order mark, line ends alike, no blanks at the end of lines; called by imports';

CREATE FUNCTION _catalog_verify_row() RETURNS trigger
	AS 'MODULE_PATHNAME', 'catalog_verify_row'
	LANGUAGE C;
COMMENT ON FUNCTION _catalog_verify_row() IS
	'trigger: refuses a row with an illegal value, naming field, value, and range, and fills the keys of names';

-- The least day is that of the constraint; the trigger repeats both.
CREATE FUNCTION _day_fault(name text, day date) RETURNS text[]
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE WHEN day < '1900-01-01'::date OR day > (now() AT TIME ZONE 'UTC')::date + 1 THEN
		ARRAY['22023', pg_catalog.format('%s %s is %s', name, to_char(day, CASE WHEN day < '0001-01-01'::date THEN 'YYYY-MM-DD BC' ELSE 'YYYY-MM-DD' END), CASE WHEN day < '1900-01-01'::date THEN 'too early' ELSE 'in the future' END),
			'Days run from 1900-01-01 to tomorrow in UTC.', 'Specify the day on which the role was assessed.'] END;
COMMENT ON FUNCTION _day_fault(text, date) IS
	'what is wrong with the day of an assessment: SQLSTATE, message, detail, hint; NULL: nothing; called by imports';

-- ---------------------------------------------------------------------------
-- Assessment documents
-- ---------------------------------------------------------------------------

CREATE DOMAIN aijri_score_value AS float8
	CONSTRAINT from_0_to_100 CHECK (VALUE >= '0'::float8 AND VALUE <= '100'::float8);
COMMENT ON DOMAIN aijri_score_value IS
	'score, 0 to 100';

CREATE DOMAIN aijri_months AS integer
	CONSTRAINT from_0_to_1200 CHECK (VALUE >= 0 AND VALUE <= 1200);
COMMENT ON DOMAIN aijri_months IS
	'number of months, 0 to 1200';

CREATE TYPE aijri_next_role AS (
	title text,
	score aijri_score_value,
	reason text
);
COMMENT ON TYPE aijri_next_role IS
	'a role that the holder of the assessed role could move to';
COMMENT ON COLUMN aijri_next_role.title IS 'title of the role';
COMMENT ON COLUMN aijri_next_role.score IS 'its score according to the document; NULL: not given';
COMMENT ON COLUMN aijri_next_role.reason IS 'what carries over';

CREATE TYPE aijri_document AS (
	title text,
	seniority text,
	primary_function text,
	role_is_not text,
	typical_experience text,
	seniority_note text,
	assessment aijri_assessment,
	stated aijri_result,
	override_score aijri_score_value,
	override_reason text,
	timeline_min_months aijri_months,
	timeline_max_months aijri_months,
	next_roles aijri_next_role[],
	narrative jsonb
);
COMMENT ON TYPE aijri_document IS
	'an assessment document: the ratings, the text, and the results that the document states';
COMMENT ON COLUMN aijri_document.title IS 'job title';
COMMENT ON COLUMN aijri_document.seniority IS 'seniority level';
COMMENT ON COLUMN aijri_document.primary_function IS 'what the role does';
COMMENT ON COLUMN aijri_document.role_is_not IS 'what the role is not';
COMMENT ON COLUMN aijri_document.typical_experience IS 'experience and qualifications usually required';
COMMENT ON COLUMN aijri_document.seniority_note IS 'how other seniority levels would score';
COMMENT ON COLUMN aijri_document.assessment IS 'the ratings, from which all results are computed';
COMMENT ON COLUMN aijri_document.stated IS 'results that the document states; checked, never used in computing';
COMMENT ON COLUMN aijri_document.override_score IS 'score that the assessor sets beside the computed one; NULL: no override';
COMMENT ON COLUMN aijri_document.override_reason IS 'reason for the override, or for having none';
COMMENT ON COLUMN aijri_document.timeline_min_months IS 'months until change, at the earliest';
COMMENT ON COLUMN aijri_document.timeline_max_months IS 'months until change, at the latest; NULL: open end';
COMMENT ON COLUMN aijri_document.next_roles IS 'roles to move to';
COMMENT ON COLUMN aijri_document.narrative IS 'every rationale and every section of prose, by name';

CREATE TYPE aijri_parse_attempt AS (
	document aijri_document,
	error text,
	line integer,
	detail text,
	hint text
);
COMMENT ON TYPE aijri_parse_attempt IS
	'a document, or the reason why it cannot be read';
COMMENT ON COLUMN aijri_parse_attempt.document IS 'the document; NULL: it cannot be read';
COMMENT ON COLUMN aijri_parse_attempt.error IS 'what is wrong, quoting the text; NULL: nothing';
COMMENT ON COLUMN aijri_parse_attempt.line IS 'line number, from 1; NULL: the document as a whole';
COMMENT ON COLUMN aijri_parse_attempt.detail IS 'what was expected';
COMMENT ON COLUMN aijri_parse_attempt.hint IS 'what to do';

CREATE TYPE aijri_verification AS (
	line integer,
	item text,
	stated text,
	computed text,
	ok boolean,
	follows boolean
);
COMMENT ON TYPE aijri_verification IS
	'one number, zone, or label that a document states, compared with the result of its ratings';
COMMENT ON COLUMN aijri_verification.line IS 'line number, from 1';
COMMENT ON COLUMN aijri_verification.item IS 'what is stated; after a colon, what the line repeats from elsewhere';
COMMENT ON COLUMN aijri_verification.stated IS 'value as printed; NULL: nothing is printed';
COMMENT ON COLUMN aijri_verification.computed IS 'value that follows from the ratings and shares of the document; NULL: a rating is missing';
COMMENT ON COLUMN aijri_verification.ok IS 'whether the two are equal, to half a unit of the last printed digit';
COMMENT ON COLUMN aijri_verification.follows IS 'whether the value follows from the operands printed beside it';

CREATE FUNCTION aijri_next_role(
	title text,
	score float8 DEFAULT NULL,
	reason text DEFAULT NULL
) RETURNS aijri_next_role
	AS 'MODULE_PATHNAME', 'aijri_next_role'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_next_role(text, float8, text) IS
	'makes a next role after checking its score';

CREATE FUNCTION aijri_document(
	title text,
	assessment aijri_assessment,
	seniority text DEFAULT NULL,
	primary_function text DEFAULT NULL,
	role_is_not text DEFAULT NULL,
	typical_experience text DEFAULT NULL,
	seniority_note text DEFAULT NULL,
	override_score float8 DEFAULT NULL,
	override_reason text DEFAULT NULL,
	timeline_min_months integer DEFAULT NULL,
	timeline_max_months integer DEFAULT NULL,
	next_roles aijri_next_role[] DEFAULT NULL,
	narrative jsonb DEFAULT NULL
) RETURNS aijri_document
	AS 'MODULE_PATHNAME', 'aijri_document'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 5;
COMMENT ON FUNCTION aijri_document(text, aijri_assessment, text, text, text, text, text, float8, text, integer, integer, aijri_next_role[], jsonb) IS
	'makes an assessment document without stated results after checking its numbers';

CREATE FUNCTION aijri_parse(document text) RETURNS aijri_document
	AS 'MODULE_PATHNAME', 'aijri_parse'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 1000;
COMMENT ON FUNCTION aijri_parse(text) IS
	'reads an assessment document';

CREATE FUNCTION aijri_try_parse(document text) RETURNS aijri_parse_attempt
	AS 'MODULE_PATHNAME', 'aijri_try_parse'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 1000;
COMMENT ON FUNCTION aijri_try_parse(text) IS
	'reads an assessment document, or reports why it cannot be read, without raising an error';

CREATE FUNCTION aijri_verify(document text) RETURNS SETOF aijri_verification
	AS 'MODULE_PATHNAME', 'aijri_verify'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 1000 ROWS 80;
COMMENT ON FUNCTION aijri_verify(text) IS
	'compares every number, zone, and label that a document states with the result of its ratings';

CREATE FUNCTION aijri_render(document aijri_document) RETURNS text
	AS 'MODULE_PATHNAME', 'aijri_render'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 2000;
COMMENT ON FUNCTION aijri_render(aijri_document) IS
	'writes an assessment document, recomputing all arithmetic';


-- ---------------------------------------------------------------------------
-- To write one
-- ---------------------------------------------------------------------------

CREATE FUNCTION aijri_template() RETURNS text
	AS 'MODULE_PATHNAME', 'aijri_template'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_template() IS
	'an empty assessment document: nothing is rated, and each placeholder says what to enter';

-- What the types can do without, but a catalog cannot.
-- Not as parsed bodies, which would keep these types from being altered.
CREATE FUNCTION _json_required(type regtype) RETURNS json
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN CASE type
		WHEN '@extschema@.aijri_document'::regtype THEN '["title"]'
		WHEN '@extschema@.aijri_task'::regtype THEN '["name"]'
		WHEN '@extschema@.aijri_next_role'::regtype THEN '["title"]'
		ELSE '[]' END::json;
END $$;
COMMENT ON FUNCTION _json_required(regtype) IS
	'names of the fields that an import requires of a type; called by _json_schema()';

-- The words of one field that has a form of its own, whatever its type says.
CREATE FUNCTION _total_names() RETURNS text[]
	LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION _total_names() IS
	'names of total rows in documents, which tasks cannot have; called by aijri_json_schema()';

-- A letter in either case and width, with emphasis before it.
CREATE FUNCTION _json_total_pattern() RETURNS text
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
	SET standard_conforming_strings = on
AS $_$
DECLARE
	around constant text := '[\s*_`\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069]*';
BEGIN
	RETURN (
		SELECT format('^%s(?:%s)(?:[\s:.=*%%_`]*|%s[(][^)]*[)]%s)$', around, string_agg(l.letters, '|' ORDER BY n.n), around, around)
		FROM unnest(@extschema@._total_names()) WITH ORDINALITY AS n (name, n),
			LATERAL (
				SELECT string_agg(CASE
						WHEN c.letter = ' ' THEN '\s+'
						WHEN c.letter = '-' THEN '[-\u2010-\u2015\u2212]'
						WHEN ascii(c.letter) > 127 THEN format('\u%s', lpad(to_hex(ascii(c.letter)), 4, '0'))
						ELSE format('%s[%s%s\u%s\u%s]', around, lower(c.letter), upper(c.letter), to_hex(ascii(lower(c.letter)) + 65248), to_hex(ascii(upper(c.letter)) + 65248)) END,
					'' ORDER BY c.n)
				FROM regexp_split_to_table(n.name, '') WITH ORDINALITY AS c (letter, n)) AS l (letters));
END $_$;
COMMENT ON FUNCTION _json_total_pattern() IS
	'regular expression for names of total rows; called by aijri_json_schema()';

CREATE FUNCTION _json_text(type regtype, field name) RETURNS json
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
	SET standard_conforming_strings = on
AS $_$
DECLARE
	required constant boolean := EXISTS (SELECT FROM json_array_elements_text(@extschema@._json_required(type)) AS e (name) WHERE e.name = field);
BEGIN
	IF type = '@extschema@.aijri_task'::regtype AND field = 'name' THEN
		RETURN json_build_object('type', 'string', 'pattern', '^[^\u0000]*$', 'not', json_build_object('pattern', @extschema@._json_total_pattern()));
	END IF;
	RETURN json_build_object('type', CASE WHEN required THEN '"string"' ELSE '["string", "null"]' END::json, 'pattern',
		CASE
			-- a title has 1 to 400 characters, a seniority at most 100, blanks around them aside
			WHEN type = '@extschema@.aijri_document'::regtype AND field = 'title' THEN
				'^[ \t\r\n]*[^ \t\r\n\u0000](?:[^\u0000]{0,398}[^ \t\r\n\u0000])?[ \t\r\n]*$'
			WHEN type = '@extschema@.aijri_document'::regtype AND field = 'seniority' THEN
				'^[ \t\r\n]*(?:[^ \t\r\n\u0000](?:[^\u0000]{0,98}[^ \t\r\n\u0000])?)?[ \t\r\n]*$'
			ELSE '^[^\u0000]*$' END);
END $_$;
COMMENT ON FUNCTION _json_text(regtype, name) IS
	'JSON Schema of a field of text; called by _json_schema()';

-- A mode is known whatever its case, with blanks, underscores and hyphens anywhere.
CREATE FUNCTION _json_mode() RETURNS json
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $_$
BEGIN
	RETURN (
		SELECT json_build_object('type', '["string", "null"]'::json,
			'pattern', '^[-_ \t\r\n]*(?:' || string_agg(l.letters, '|' ORDER BY m.mode) || ')$',
			'examples', json_agg(m.mode ORDER BY m.mode))
		FROM unnest(enum_range(NULL::@extschema@.aijri_mode)) AS m (mode),
			LATERAL (
				SELECT string_agg(format('[%s%s][-_ \t\r\n]*', c.letter, upper(c.letter)), '' ORDER BY c.n)
				FROM regexp_split_to_table(m.mode::text, '') WITH ORDINALITY AS c (letter, n)
				WHERE c.letter <> ' ') AS l (letters));
END $_$;
COMMENT ON FUNCTION _json_mode() IS
	'JSON Schema of a mode; called by _json_schema()';

CREATE FUNCTION _json_number(type regtype) RETURNS json
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $_$
BEGIN
	RETURN (
		SELECT CASE
				WHEN c.zero IS NOT NULL THEN json_build_object('anyOf', json_build_array(
					json_build_object('enum', '[0, null]'::json),
					json_build_object('type', 'number', 'exclusiveMinimum', c.above, 'maximum', c.greatest)))
				ELSE json_strip_nulls(json_build_object(
					'type', json_build_array(n.kind, 'null'),
					'minimum', c.least, 'maximum', c.greatest)) END
		FROM pg_type t,
			LATERAL (
				SELECT substring(d.definition FROM 'VALUE = [(''"]*(0)') AS zero,
					substring(d.definition FROM 'VALUE > [(''"]*(-?[0-9.]+(?:e[-+]?[0-9]+)?)')::numeric AS above,
					substring(d.definition FROM 'VALUE >= [(''"]*(-?[0-9.]+(?:e[-+]?[0-9]+)?)')::numeric AS least,
					substring(d.definition FROM 'VALUE <= [(''"]*(-?[0-9.]+(?:e[-+]?[0-9]+)?)')::numeric AS greatest,
					d.definition ~ 'floor|trunc' AS whole
				FROM (SELECT string_agg(pg_get_constraintdef(k.oid), ' ') FROM pg_constraint k WHERE k.contypid = t.oid) AS d (definition)) AS c,
			LATERAL (SELECT CASE WHEN c.whole OR 'integer'::regtype::oid IN (t.oid, t.typbasetype) THEN 'integer' ELSE 'number' END AS kind) AS n
		WHERE t.oid = type::oid);
END $_$;
COMMENT ON FUNCTION _json_number(regtype) IS
	'JSON Schema of a number, with the range of its domain; called by _json_schema()';

CREATE FUNCTION _json_schema(type regtype, owner regtype, field name) RETURNS json
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	this pg_type;
	required constant json := @extschema@._json_required(type);
	element json;
BEGIN
	SELECT * INTO this FROM pg_type t WHERE t.oid = type;
	IF this.typcategory = 'A' THEN
		RETURN json_build_object('type', '["array", "null"]'::json,
			'items', @extschema@._json_schema(this.typelem::regtype, NULL, NULL));
	ELSIF this.typtype = 'c' THEN
		SELECT json_object_agg(a.attname, (
				SELECT json_object_agg(e.key, e.value)
				FROM (
					SELECT 'description', to_json(col_description(a.attrelid, a.attnum))
					UNION ALL
					SELECT s.key, s.value
					FROM json_each(@extschema@._json_schema(a.atttypid::regtype, type, a.attname)) AS s (key, value)) AS e (key, value))
			ORDER BY a.attnum)
		INTO element
		FROM pg_attribute a
		WHERE a.attrelid = this.typrelid AND a.attnum > 0 AND NOT a.attisdropped;
		-- elements of arrays, and the document as a whole, have to be there
		RETURN json_build_object('type', CASE WHEN owner IS NULL THEN '"object"' ELSE '["object", "null"]' END::json,
			'properties', element, 'required', required, 'additionalProperties', false);
	ELSIF type = 'jsonb'::regtype THEN
		RETURN json_build_object('type', '["object", "null"]'::json);
	ELSIF type = '@extschema@.aijri_mode'::regtype THEN
		RETURN @extschema@._json_mode();
	ELSIF this.typtype = 'e' THEN
		RETURN json_build_object('enum', (SELECT json_agg(l.label)
			FROM (SELECT enumlabel::text AS label FROM pg_enum WHERE enumtypid = type ORDER BY enumsortorder) AS l)::jsonb || 'null');
	ELSIF this.typcategory = 'N' THEN
		RETURN @extschema@._json_number(type);
	END IF;
	RETURN @extschema@._json_text(owner, field);
END $$;
COMMENT ON FUNCTION _json_schema(regtype, regtype, name) IS
	'JSON Schema of a type, with the descriptions of its columns; called by aijri_json_schema()';

CREATE FUNCTION aijri_json_schema() RETURNS json
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $_$
BEGIN
	RETURN (
		SELECT json_object_agg(e.key, e.value)
		FROM (
			SELECT '$schema', to_json('https://json-schema.org/draft/2020-12/schema'::text)
			UNION ALL
			SELECT 'title', to_json('AIJRI assessment'::text)
			UNION ALL
			SELECT 'description', to_json(obj_description('@extschema@.aijri_document'::regtype, 'pg_type'))
			UNION ALL
			SELECT s.key, s.value
			FROM json_each(@extschema@._json_schema('@extschema@.aijri_document'::regtype, NULL, NULL)) AS s (key, value)) AS e (key, value));
END $_$;
COMMENT ON FUNCTION aijri_json_schema() IS
	'JSON Schema (2020-12) of the assessments that import_json() of a catalog accepts, for forms, validators, and language models';

-- ---------------------------------------------------------------------------
-- Labor data: tables and views that belong to the user
--
-- The files in schema/ as text, with placeholders for the labor schema and for the
-- catalog whose roles it joins.
-- ---------------------------------------------------------------------------

CREATE FUNCTION _labour_sources(OUT version text, OUT name text, OUT source text) RETURNS SETOF record
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $sources$
BEGIN
	RETURN QUERY VALUES
	@embed schema/order@
	;
END $sources$;
COMMENT ON FUNCTION _labour_sources() IS
	'definitions of the objects of a labor schema; called by aijri_create_labour()';

CREATE FUNCTION _labour_names() RETURNS text[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN ARRAY(
		SELECT DISTINCT (regexp_matches(s.source, '(?:TABLE|VIEW|FUNCTION) @labour@[.]([a-z_]+)', 'g'))[1]
		FROM @extschema@._labour_sources() s);
COMMENT ON FUNCTION _labour_names() IS
	'names of the tables, views, and functions of a labor schema; called by aijri_create_labour() and loaders';

CREATE FUNCTION _labour_install(labour regnamespace, catalog regnamespace, parts text) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET standard_conforming_strings = on
	SET client_min_messages = warning
AS $$
DECLARE
	definition text;
BEGIN
	FOR definition IN
		SELECT @extschema@._schema_text(@extschema@._schema_text(s.source, '@labour@', labour), '@catalog@', coalesce(catalog, labour))
		FROM @extschema@._labour_sources() WITH ORDINALITY AS s (version, name, source, n)
		WHERE s.name ~ parts
		ORDER BY s.n
	LOOP
		EXECUTE definition;
	END LOOP;
END $$;
COMMENT ON FUNCTION _labour_install(regnamespace, regnamespace, text) IS
	'creates the objects of a labor schema whose file names match a pattern; called by aijri_create_labour()';

CREATE FUNCTION _labour_require_roles(catalog name) RETURNS void
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	absent text;
BEGIN
	SELECT string_agg(format('%I.%I', w.relation, w.name), ', ' ORDER BY w.n) INTO absent
	FROM (VALUES (1, 'role_soc', 'role_id'), (2, 'role_soc', 'soc'), (3, 'role_soc', 'share'),
		(4, 'scored_role', 'role_id'), (5, 'scored_role', 'score'), (6, 'scored_role', 'zone')) AS w (n, relation, name)
	WHERE NOT EXISTS (
		SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace s ON s.oid = c.relnamespace
		WHERE s.nspname = catalog AND c.relname = w.relation AND a.attname = w.name AND NOT a.attisdropped);
	IF absent IS NOT NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('schema %I is not a catalog of roles', catalog),
			DETAIL = format('It lacks %s.', absent),
			HINT = 'A catalog has role_soc (role_id, soc, share) and scored_role (role_id, score, zone). Without a catalog, omit the argument.';
	END IF;
END $$;
COMMENT ON FUNCTION _labour_require_roles(name) IS
	'raises an error unless a schema has what the views of a labor schema join; called by aijri_create_labour()';

-- An empty schema, or one that has all tables of a labor schema.
CREATE FUNCTION _labour_is_new(labour regnamespace) RETURNS boolean
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	present constant text := (
		SELECT string_agg(DISTINCT p.proname::text, ', ') FROM pg_proc p
		WHERE p.pronamespace = labour AND p.proname = ANY (@extschema@._labour_names()));
	absent constant text := (
		SELECT string_agg(w.name, ', ' ORDER BY w.n)
		FROM @extschema@._labour_sources() s, regexp_matches(s.source, 'CREATE TABLE @labour@[.]([a-z_]+)', 'g') WITH ORDINALITY AS m (names, n),
			LATERAL (SELECT m.names[1], m.n) AS w (name, n)
		WHERE s.name = 'tables.sql' AND NOT EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = labour AND c.relname = w.name AND c.relkind = 'r'));
	is_empty constant boolean := NOT EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = labour);
BEGIN
	IF is_empty AND present IS NOT NULL OR NOT is_empty AND absent IS NOT NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('schema %s is not empty', labour),
			DETAIL = CASE WHEN is_empty THEN format('It has functions with the names of loaders: %s.', present)
				ELSE format('It lacks the tables %s of a labor schema.', absent) END,
			HINT = 'Specify a new schema, an empty one, or one that aijri_create_labour() created.';
	END IF;
	RETURN is_empty;
END $$;
COMMENT ON FUNCTION _labour_is_new(regnamespace) IS
	'whether the tables of a labor schema have to be created; called by aijri_create_labour()';

CREATE FUNCTION _require_labour_owner(labour regnamespace) RETURNS regnamespace
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM @extschema@._require_owner(labour, @extschema@._labour_names());
	RETURN labour;
END $$;
COMMENT ON FUNCTION _require_labour_owner(regnamespace) IS
	'a labor schema, or an error unless the current user owns it; called by its loaders and by aijri_create_labour()';

CREATE FUNCTION aijri_create_labour(schema name, catalog name DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	labour regnamespace;
BEGIN
	IF catalog IS NOT NULL THEN
		PERFORM @extschema@._labour_require_roles(catalog);
	END IF;
	labour := @extschema@._new_schema(schema, 'aijri_create_labour(''labour'')'::text);
	IF @extschema@._labour_is_new(labour) THEN
		PERFORM @extschema@._labour_install(labour, NULL::regnamespace, '^tables[.]sql'::text);
	END IF;
	PERFORM @extschema@._require_labour_owner(labour);
	PERFORM @extschema@._labour_install(labour, NULL::regnamespace, '^(loaders|views/)'::text);
	IF catalog IS NOT NULL THEN
		PERFORM @extschema@._labour_install(labour, quote_ident(catalog)::regnamespace, '^roles/'::text);
	END IF;
	PERFORM @extschema@._labour_comment_columns(labour);
	-- what was replaced, and planted just before, has kept its owner
	PERFORM @extschema@._require_labour_owner(labour);
END $$;
COMMENT ON FUNCTION aijri_create_labour(name, name) IS
	'creates tables, loaders, and views for labor data in a schema, and joins them to a catalog of scored roles';

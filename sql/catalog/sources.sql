-- ---------------------------------------------------------------------------
-- The catalog: its own objects
--
-- The files in schema/ as text, with a placeholder for the schema of the catalog; for
-- released versions, the files of that time.
-- ---------------------------------------------------------------------------

CREATE FUNCTION _catalog_sources(OUT version text, OUT name text, OUT source text) RETURNS SETOF record
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $sources$
BEGIN
	RETURN QUERY VALUES
	@embed schema/order@
	@include ../updates/catalog.sql@
	;
END $sources$;
COMMENT ON FUNCTION _catalog_sources() IS
	'definitions of the objects of a catalog, by extension version; called when catalogs are created and upgraded';

CREATE FUNCTION _catalog_query(catalog regnamespace, name text) RETURNS text
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT @extschema@._schema_text(s.source, '@catalog@', catalog)
	FROM @extschema@._catalog_sources() s
	WHERE s.version = '@version@' AND s.name = 'queries/' || _catalog_query.name || '.sql';
END;
COMMENT ON FUNCTION _catalog_query(regnamespace, text) IS
	'text of a query that the triggers of a catalog run';

-- Names are qualified throughout, so that search_path is for operators only.
CREATE FUNCTION _catalog_install(catalog regnamespace, version text, parts text) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET standard_conforming_strings = on
	SET client_min_messages = warning
AS $$
DECLARE
	definition text;
BEGIN
	FOR definition IN
		SELECT @extschema@._schema_text(s.source, '@catalog@', catalog)
		FROM @extschema@._catalog_sources() WITH ORDINALITY AS s (version, name, source, n)
		WHERE s.version = _catalog_install.version AND s.name ~ parts AND s.name !~ '^queries/'
		ORDER BY s.n
	LOOP
		EXECUTE definition;
	END LOOP;
END $$;
COMMENT ON FUNCTION _catalog_install(regnamespace, text, text) IS
	'creates the objects of a catalog whose file names match a pattern; called when catalogs are created and upgraded';

-- ---------------------------------------------------------------------------
-- The catalog: creating and upgrading one
--
-- An upgrade first compares the catalog with one of the version that it has recorded,
-- which it creates among temporary objects and rolls back. Alterations by its owner stop
-- the upgrade; objects dropped by DROP EXTENSION are created again.
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_catalog_change AS (
	object text,
	change text
);
COMMENT ON TYPE aijri_catalog_change IS
	'change that aijri_upgrade_catalog() made to an object of a catalog';
COMMENT ON COLUMN aijri_catalog_change.object IS 'the object';
COMMENT ON COLUMN aijri_catalog_change.change IS 'created, replaced, or the number of rows refreshed';

-- PostgreSQL prints names without their schema where search_path finds them, and
-- so the same for a catalog and its temporary double, which other objects of the
-- schema stand in the way of likewise.  Functions are never found in a temporary
-- schema, hence the replacements.  The query is parsed, in OPEN, before search_path
-- has the catalog's schema: others may create functions and operators there.
CREATE FUNCTION _catalog_objects(catalog regnamespace, double_of regnamespace DEFAULT NULL, OUT object text, OUT definition text) RETURNS SETOF record
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
	SET quote_all_identifiers = off
AS $_$
DECLARE
	schema constant text := catalog::text;
	is_temporary constant boolean := double_of IS NOT NULL;
	path constant text := CASE WHEN is_temporary THEN format('pg_catalog, pg_temp, %s', double_of) ELSE format('pg_catalog, %s, pg_temp', schema) END;
	objects refcursor;
BEGIN
	OPEN objects FOR
		SELECT o.object, CASE WHEN is_temporary THEN replace(d.definition, 'pg_temp.', '') ELSE d.definition END
		FROM (
			SELECT format('%s %I', CASE c.relkind WHEN 'v' THEN 'view' ELSE 'table' END, c.relname) AS object,
				CASE c.relkind WHEN 'v' THEN pg_get_viewdef(c.oid, true) ELSE '' END AS definition
			FROM pg_class c WHERE c.relnamespace = catalog AND c.relkind IN ('r', 'v')
			UNION ALL
			SELECT format('column %I of table %I', a.attname, c.relname),
				format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
					|| CASE WHEN a.attidentity <> '' THEN ' IDENTITY' WHEN d.adbin IS NOT NULL THEN ' DEFAULT' ELSE '' END
			FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
				LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
			WHERE c.relnamespace = catalog AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
			UNION ALL
			SELECT format('index %I', i.relname),
				regexp_replace(pg_get_indexdef(x.indexrelid, 0, true), '( INCLUDE \(.*\))?( WITH \(.*\))?$', '')
					|| CASE WHEN x.indisvalid THEN '' ELSE ' INVALID' END
			FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
			WHERE c.relnamespace = catalog AND c.relkind = 'r'
				AND NOT EXISTS (SELECT FROM pg_constraint n WHERE n.conindid = x.indexrelid AND n.contype IN ('p', 'u'))
			UNION ALL
			SELECT format('constraint %I of table %I', n.conname, c.relname), pg_get_constraintdef(n.oid, true)
			FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid
			WHERE c.relnamespace = catalog AND c.relkind = 'r' AND n.contype <> 'n'
			UNION ALL
			SELECT format('function %I(%s)', p.proname, pg_get_function_identity_arguments(p.oid)),
				concat_ws(' ', pg_get_function_arguments(p.oid), 'RETURNS', pg_get_function_result(p.oid),
					(SELECT l.lanname FROM pg_language l WHERE l.oid = p.prolang), p.provolatile, p.proparallel, p.prosecdef, p.proconfig,
					replace(coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), quote_literal(schema) || '::regnamespace', 'this schema'))
			FROM pg_proc p WHERE p.pronamespace = catalog AND p.prokind = 'f'
			UNION ALL
			SELECT format('trigger %I of table %I', t.tgname, c.relname),
				pg_get_triggerdef(t.oid, true) || CASE WHEN t.tgenabled IN ('O', 'A') THEN '' ELSE ' DISABLED' END
			FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
			WHERE c.relnamespace = catalog AND NOT t.tgisinternal) AS d (object, definition),
			LATERAL (SELECT CASE WHEN is_temporary THEN replace(d.object, 'pg_temp.', '') ELSE d.object END) AS o (object);
	PERFORM set_config('search_path', path, true);
	LOOP
		FETCH objects INTO object, definition;
		EXIT WHEN NOT FOUND;
		RETURN NEXT;
	END LOOP;
	CLOSE objects;
END $_$;
COMMENT ON FUNCTION _catalog_objects(regnamespace, regnamespace) IS
	'objects of a catalog, or of the temporary double of one, with their definitions, apart from the name of the schema; called by aijri_upgrade_catalog()';

CREATE FUNCTION _catalog_deviations(catalog regnamespace, version text, OUT object text, OUT deviation text) RETURNS SETOF record
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	double regnamespace;
	other jsonb; -- temporary objects of the session that do not belong to the double
	present constant jsonb := (SELECT jsonb_object_agg(o.object, o.definition) FROM @extschema@._catalog_objects(catalog, NULL::regnamespace) o);
	wanted jsonb;
	in_the_way text;
BEGIN
	SELECT string_agg(relname, ', ' ORDER BY relname) INTO in_the_way
	FROM pg_class
	WHERE relnamespace = pg_my_temp_schema() AND present ? ('table ' || quote_ident(relname));
	IF in_the_way IS NOT NULL THEN
		RAISE object_not_in_prerequisite_state USING
			MESSAGE = format('temporary tables of this session have names of a catalog''s tables: %s', left(in_the_way, 100)),
			DETAIL = 'The upgrade compares the catalog with a temporary one.',
			HINT = 'Drop them, or run aijri_upgrade_catalog() in another session.';
	END IF;
	BEGIN
		CREATE TEMPORARY TABLE aijri_double ();
		double := pg_my_temp_schema()::regnamespace;
		other := (SELECT jsonb_object_agg(o.object, '') FROM @extschema@._catalog_objects(double, catalog) o);
		PERFORM @extschema@._catalog_install(double, version, '^(?!updates/)');
		wanted := (SELECT jsonb_object_agg(o.object, o.definition) FROM @extschema@._catalog_objects(double, catalog) o WHERE NOT other ? o.object);
		RAISE SQLSTATE 'AIJRI';
	EXCEPTION WHEN SQLSTATE 'AIJRI' THEN
		NULL; -- and the double is gone
	END;
	RETURN QUERY
	SELECT w.key, CASE WHEN NOT present ? w.key THEN 'is missing' ELSE 'was altered' END
	FROM jsonb_each_text(wanted) w
	WHERE present->>w.key IS DISTINCT FROM w.value
		-- what depends on the extension goes with it, and is put back
		AND (present ? w.key OR w.key !~ '^(view|function|trigger) ')
	ORDER BY w.key COLLATE "C";
END $_$;
COMMENT ON FUNCTION _catalog_deviations(regnamespace, text) IS
	'objects of a catalog that its owner altered or dropped since the given version created them; called by aijri_upgrade_catalog()';

CREATE FUNCTION _catalog_create_views(catalog regnamespace) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	present constant oid[] := ARRAY(SELECT oid FROM pg_class WHERE relnamespace = catalog AND relkind = 'v');
	-- CREATE OR REPLACE takes these away: options of views, and that a trigger fires always
	settings constant text[] := ARRAY(
		SELECT format('ALTER VIEW %s SET (%s)', oid::regclass, array_to_string(reloptions, ', '))
		FROM pg_class WHERE relnamespace = catalog AND relkind = 'v' AND reloptions IS NOT NULL
		UNION ALL
		SELECT format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', tgrelid::regclass, tgname)
		FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE relnamespace = catalog AND tgenabled = 'A' AND NOT tgisinternal);
	setting text;
BEGIN
	PERFORM @extschema@._catalog_install(catalog, '@version@', '^(?!tables[.]sql|updates/)');
	PERFORM @extschema@._catalog_comment_views(catalog);
	FOREACH setting IN ARRAY settings LOOP
		EXECUTE setting;
	END LOOP;
	PERFORM @extschema@._catalog_grant_new_views(catalog, present);
END $$;
COMMENT ON FUNCTION _catalog_create_views(regnamespace) IS
	'creates or replaces the views, functions, and triggers of a catalog; called by aijri_create_catalog() and aijri_upgrade_catalog()';

CREATE FUNCTION _require_catalog(schema name) RETURNS regnamespace
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF schema IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'schema is missing',
			HINT = 'Specify the schema of a catalog, such as ''jobs''.';
	END IF;
	IF NOT EXISTS (
		SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = schema AND c.relkind = 'r'
			AND (c.relname, a.attname) IN (('catalog', 'version'), ('catalog', 'method'), ('reader', 'role_name'), ('role', 'role_id'), ('assessment', 'assessment_id'))
		HAVING count(*) = 5)
	THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('schema %I is not a catalog', schema),
			DETAIL = 'It lacks the tables catalog, reader, role, and assessment of a catalog.',
			HINT = 'Create a catalog with aijri_create_catalog().';
	END IF;
	RETURN quote_ident(schema)::regnamespace;
END $$;
COMMENT ON FUNCTION _require_catalog(name) IS
	'schema of a catalog by its name, or an error; called by aijri_upgrade_catalog() and aijri_grant_reader()';

CREATE FUNCTION _require_catalog_owner(catalog regnamespace) RETURNS void
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM @extschema@._require_owner(catalog, ARRAY(
		SELECT (regexp_matches(s.source, '(?:TABLE|VIEW|FUNCTION) @catalog@[.]([a-z_]+)', 'g'))[1]
		FROM @extschema@._catalog_sources() s WHERE s.version = '@version@'));
END $$;
COMMENT ON FUNCTION _require_catalog_owner(regnamespace) IS
	'raises an error unless the current user owns a catalog; called by whatever maintains one';

CREATE FUNCTION _catalog_update_tables(catalog regnamespace, recorded text) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET standard_conforming_strings = on
AS $$
DECLARE
	definition text;
BEGIN
	FOR definition IN
		SELECT @extschema@._schema_text(s.source, '@catalog@', catalog)
		FROM @extschema@._catalog_sources() s,
			string_to_array(substring(s.name FROM '^updates/(.*)[.]sql$'), '.') AS update (version)
		WHERE s.version = '@version@' AND s.name ~ '^updates/'
			AND update.version::integer[] > string_to_array(recorded, '.')::integer[]
		ORDER BY update.version::integer[]
	LOOP
		EXECUTE definition;
	END LOOP;
	IF recorded <> '@version@' THEN
		-- for rows that logical replication copies: they come without a version
		EXECUTE format('ALTER TABLE %s.catalog ALTER version SET DEFAULT %L', catalog, '@version@'::text);
	END IF;
END $$;
COMMENT ON FUNCTION _catalog_update_tables(regnamespace, text) IS
	'alters the tables of a catalog as later versions than its own require; called by aijri_upgrade_catalog()';

-- Rows that were written while no trigger filled their keys, or that came from a
-- database of another encoding.
CREATE FUNCTION _catalog_refresh_keys(catalog regnamespace) RETURNS SETOF aijri_catalog_change
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	named record;
	refreshed bigint;
	detail text;
BEGIN
	FOR named IN
		SELECT * FROM (VALUES
			('role', 'title', 'n.title_key IS DISTINCT FROM k.key(n.title) OR n.seniority_key IS DISTINCT FROM k.key(n.seniority) OR n.market_key IS DISTINCT FROM k.key(n.market)'),
			('assessment', 'assessor', 'n.assessor_key IS DISTINCT FROM k.key(n.assessor)'),
			('next_role', 'title', 'n.title_key IS DISTINCT FROM k.key(n.title)')) AS t (name, col, stale)
	LOOP
		BEGIN
			EXECUTE format('UPDATE %s.%I AS n SET %3$I = n.%3$I WHERE %4$s', catalog, named.name, named.col,
				replace(named.stale, 'k.key', '@extschema@._name_key'));
		EXCEPTION WHEN unique_violation THEN
			GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
			RAISE object_not_in_prerequisite_state USING
				MESSAGE = format('table %s.%I has different rows with the same name', catalog, named.name),
				DETAIL = detail,
				HINT = 'Names that differ only in case, white space, or invisible characters are the same. Merge these rows, or rename one of them.';
		END;
		GET DIAGNOSTICS refreshed = ROW_COUNT;
		IF refreshed > 0 THEN
			RETURN NEXT ROW('table ' || named.name, format('keys of %s rows refreshed', refreshed))::@extschema@.aijri_catalog_change;
		END IF;
	END LOOP;
END $_$;
COMMENT ON FUNCTION _catalog_refresh_keys(regnamespace) IS
	'corrects keys of names that differ from those that the trigger computes; called by aijri_upgrade_catalog()';

CREATE FUNCTION aijri_create_catalog(schema name) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	catalog constant regnamespace := @extschema@._new_schema(schema, 'aijri_create_catalog(''jobs'')');
	present text;
BEGIN
	SELECT array_to_string((array_agg(object ORDER BY object COLLATE "C"))[1:5], ', ') INTO present
	FROM (
		SELECT relname::text FROM pg_class WHERE relnamespace = catalog AND relkind NOT IN ('i', 'I', 't')
		UNION SELECT proname::text FROM pg_proc WHERE pronamespace = catalog) AS other (object);
	IF present IS NOT NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('schema %I is not empty', schema),
			DETAIL = format('It contains %s.', present),
			HINT = 'Specify a new schema or an empty one. To upgrade an existing catalog, use aijri_upgrade_catalog().';
	END IF;
	PERFORM @extschema@._catalog_install(catalog, '@version@', '^tables[.]sql');
	PERFORM @extschema@._catalog_create_views(catalog);
	-- what was replaced, and planted just before, has kept its owner
	PERFORM @extschema@._require_catalog_owner(catalog);
	EXECUTE format('INSERT INTO %s.catalog DEFAULT VALUES', catalog);
END $$;
COMMENT ON FUNCTION aijri_create_catalog(name) IS
	'creates a catalog: role tables, imports, and scored views in a schema of the current user';

-- Nobody edits the catalog meanwhile: the double, the new objects and the scores
-- are then of one moment.
CREATE FUNCTION aijri_upgrade_catalog(schema name) RETURNS SETOF aijri_catalog_change
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	catalog constant regnamespace := @extschema@._require_catalog(schema);
	recorded text;
	deviations text;
	before jsonb;
	keys @extschema@.aijri_catalog_change[];
	refreshed bigint;
BEGIN
	PERFORM @extschema@._require_catalog_owner(catalog);
	EXECUTE format('SELECT version FROM %s.catalog', catalog) INTO recorded;
	recorded := coalesce(recorded, '@version@');
	IF NOT EXISTS (SELECT FROM @extschema@._catalog_sources() s WHERE s.version = recorded) THEN
		RAISE object_not_in_prerequisite_state USING
			MESSAGE = format('catalog %I is of version %s, which this extension does not support', schema, left(recorded, 20)),
			DETAIL = 'The extension in this database is of version @version@.',
			HINT = 'Install the newest version of aijri, and run ALTER EXTENSION aijri UPDATE.';
	END IF;

	SELECT string_agg(format('%s %s', d.object, d.deviation), '; ') INTO deviations
	FROM (SELECT * FROM @extschema@._catalog_deviations(catalog, recorded) LIMIT 20) d;
	IF deviations IS NOT NULL THEN
		RAISE object_not_in_prerequisite_state USING
			MESSAGE = format('catalog %I deviates from version %s, and is not upgraded', schema, recorded),
			DETAIL = format('Deviations: %s.', deviations),
			HINT = 'Undo these changes, and try again. Added columns, indexes, constraints, triggers, views, and functions can stay.';
	END IF;

	before := (SELECT jsonb_object_agg(o.object, o.definition) FROM @extschema@._catalog_objects(catalog, NULL::regnamespace) o);
	PERFORM @extschema@._catalog_update_tables(catalog, recorded);
	PERFORM @extschema@._catalog_create_views(catalog);
	-- what was replaced, and planted just before, has kept its owner
	PERFORM @extschema@._require_catalog_owner(catalog);
	keys := ARRAY(SELECT c FROM @extschema@._catalog_refresh_keys(catalog) c);
	refreshed := @extschema@._catalog_refresh_scores(catalog);
	RETURN QUERY
	SELECT o.object, CASE WHEN before ? o.object THEN 'replaced' ELSE 'created' END
	FROM @extschema@._catalog_objects(catalog, NULL::regnamespace) o
	WHERE before->>o.object IS DISTINCT FROM o.definition
	ORDER BY 1;
	RETURN QUERY SELECT * FROM unnest(keys);
	RETURN QUERY SELECT 'table role_score', format('%s rows refreshed', refreshed) WHERE refreshed > 0;
	EXECUTE format('INSERT INTO %s.catalog (version) VALUES ($1) ON CONFLICT ON CONSTRAINT catalog_pkey DO UPDATE SET version = excluded.version
		WHERE catalog.version IS DISTINCT FROM excluded.version', catalog)
	USING '@version@'::text;
END $_$;
COMMENT ON FUNCTION aijri_upgrade_catalog(name) IS
	'upgrades a catalog to the version of the extension, creating what is missing, and reports the changes; no data is lost';

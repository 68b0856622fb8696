-- ---------------------------------------------------------------------------
-- Who maintains a catalog or a labor schema: its owner alone
--
-- Writing to a table runs the triggers, defaults, constraints, rules, and index
-- expressions of its owner with the privileges of the writer. Everything that these
-- functions write to must therefore belong to the current user, even a superuser; and so
-- must everything that they replace, since a replaced function keeps its owner.
-- ---------------------------------------------------------------------------

CREATE FUNCTION _require_owner(schema regnamespace, names text[]) RETURNS void
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	of_others record;
BEGIN
	WITH RECURSIVE touched (oid) AS (
		SELECT oid FROM pg_class WHERE relnamespace = schema AND relname = ANY (names) AND relkind NOT IN ('i', 'I', 't')
		UNION
		-- UPDATE and DELETE go on to tables that inherit, wherever these are
		SELECT h.inhrelid FROM touched t JOIN pg_inherits h ON h.inhparent = t.oid)
	SELECT o.object, u.owner INTO of_others
	FROM (
		SELECT 1 AS n, format('schema %s', schema) AS object, nspowner AS owner FROM pg_namespace WHERE oid = schema
		UNION ALL
		SELECT 2, pg_describe_object('pg_class'::regclass, c.oid, 0), c.relowner
		FROM touched t JOIN pg_class c ON c.oid = t.oid
		UNION ALL
		SELECT 3, pg_describe_object('pg_proc'::regclass, oid, 0), proowner
		FROM pg_proc WHERE pronamespace = schema AND proname = ANY (names)) AS o,
		-- pg_database_owner stands for the owner of the database
		LATERAL (SELECT pg_get_userbyid(CASE pg_get_userbyid(o.owner) WHEN 'pg_database_owner'
			THEN (SELECT datdba FROM pg_database WHERE datname = current_database()) ELSE o.owner END)) AS u (owner)
	WHERE u.owner <> current_user
	ORDER BY o.n, o.object COLLATE "C" LIMIT 1;
	IF FOUND THEN
		RAISE insufficient_privilege USING
			MESSAGE = format('must be owner of %s', of_others.object),
			DETAIL = format('Its owner is %I, and the current user is %I. Not even a superuser can maintain another role''s schema, because code that the owner attached to its tables would run with the privileges of the current user.',
				of_others.owner, current_user),
			HINT = format('Connect as %1$I to run this, or use SET ROLE %1$I if you trust code written by that role.', of_others.owner);
	END IF;
END $$;
COMMENT ON FUNCTION _require_owner(regnamespace, text[]) IS
	'raises an error unless the current user owns a schema, the tables, views, and functions of these names in it, and tables that inherit from these; called by whatever maintains catalogs and labor schemas';

-- A schema that exists is the owner's; a new one is the current user's.
CREATE FUNCTION _new_schema(schema name, example text) RETURNS regnamespace
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF schema IS NULL OR schema = '' THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'schema is missing',
			HINT = format('Specify the schema to create or to fill: %s.', example);
	END IF;
	IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = schema) THEN
		EXECUTE format('CREATE SCHEMA %I', schema);
	END IF;
	PERFORM @extschema@._require_owner(quote_ident(schema)::regnamespace, '{}'::text[]);
	RETURN quote_ident(schema)::regnamespace;
END $$;
COMMENT ON FUNCTION _new_schema(name, text) IS
	'creates a schema unless it exists; called by aijri_create_catalog() and aijri_create_labour()';

-- The name of a schema stands in definitions as a placeholder, and in literals of
-- its own.
CREATE FUNCTION _schema_text(source text, placeholder text, schema regnamespace) RETURNS text
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN replace(replace(source, quote_literal(placeholder), quote_literal(schema::text)), placeholder, schema::text);
COMMENT ON FUNCTION _schema_text(text, text, regnamespace) IS
	'a definition with a placeholder replaced by the name of a schema; called by whatever creates catalogs and labor schemas';

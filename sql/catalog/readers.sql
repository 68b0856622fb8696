-- ---------------------------------------------------------------------------
-- The catalog: readers of its views
-- ---------------------------------------------------------------------------

CREATE FUNCTION _catalog_grant_views(catalog regnamespace, reader name, views oid[]) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	wanted record;
BEGIN
	-- Functions that views and those of the catalog that read views call run with the
	-- reader's own rights.  Other functions read tables, or are the owner's.
	FOR wanted IN
		WITH RECURSIVE called (oid) AS (
			SELECT d.refobjid
			FROM unnest(views) v(oid) JOIN pg_rewrite w ON w.ev_class = v.oid
			JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_proc'::regclass
			UNION
			SELECT oid FROM pg_proc WHERE pronamespace = catalog
				AND proname IN ('zone_history', 'role_rank', 'compare_method', 'method_sensitivity', 'role_robustness', 'estimated_doubt')
			UNION
			SELECT d.refobjid
			FROM called c
			JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_proc'::regclass
		)
		SELECT format('EXECUTE ON FUNCTION %s', oid::regprocedure) AS privilege,
			has_function_privilege(oid, 'EXECUTE WITH GRANT OPTION') AS can_grant
		FROM called
		WHERE NOT has_function_privilege(reader, oid, 'EXECUTE')
		UNION ALL
		SELECT format('SELECT ON %s', oid::regclass), has_table_privilege(oid, 'SELECT WITH GRANT OPTION')
		FROM unnest(views) v(oid)
		WHERE NOT has_table_privilege(reader, oid, 'SELECT')
	LOOP
		IF NOT wanted.can_grant THEN
			RAISE insufficient_privilege USING
				MESSAGE = format('no privilege to grant %s to %I', wanted.privilege, reader),
				DETAIL = 'Readers of the views of a catalog need this privilege, and another role owns the object.',
				HINT = format('Have its owner, or a superuser, run: GRANT %s TO %I.', wanted.privilege, reader);
		END IF;
		EXECUTE format('GRANT %s TO %I', wanted.privilege, reader);
	END LOOP;
END $$;
COMMENT ON FUNCTION _catalog_grant_views(regnamespace, name, oid[]) IS
	'lets a role read views of a catalog; called by aijri_grant_reader() and aijri_upgrade_catalog()';

-- A role that has lost the right to use the schema is not a reader any more,
-- whatever the catalog says.
CREATE FUNCTION _catalog_grant_new_views(catalog regnamespace, earlier oid[]) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	added constant oid[] := ARRAY(
		SELECT oid FROM pg_class
		WHERE relnamespace = catalog AND relkind = 'v' AND oid <> ALL (earlier) AND pg_get_userbyid(relowner) = current_user
		ORDER BY oid);
	reader name;
BEGIN
	IF cardinality(added) = 0 THEN
		RETURN;
	END IF;
	FOR reader IN
		EXECUTE format($f$
			SELECT r.rolname
			FROM %s.reader k JOIN pg_roles r ON r.rolname = k.role_name
			WHERE EXISTS (
				SELECT FROM pg_namespace n, aclexplode(n.nspacl) g WHERE n.oid = $1 AND g.grantee = r.oid AND g.privilege_type = 'USAGE')
			ORDER BY r.rolname $f$, catalog)
		USING catalog
	LOOP
		PERFORM @extschema@._catalog_grant_views(catalog, reader, added);
	END LOOP;
END $_$;
COMMENT ON FUNCTION _catalog_grant_new_views(regnamespace, oid[]) IS
	'lets the readers of a catalog read its new views; called by aijri_upgrade_catalog()';

CREATE FUNCTION aijri_grant_reader(schema name, role name) RETURNS text
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	catalog regnamespace;
	used regnamespace;
	extension constant regnamespace := '@extschema@'::regnamespace;
BEGIN
	IF schema IS NULL OR role IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = CASE WHEN schema IS NULL THEN 'schema is missing' ELSE 'role is missing' END,
			HINT = 'Specify the catalog and its reader: aijri_grant_reader(''jobs'', ''grafana'').';
	END IF;
	catalog := @extschema@._require_catalog(schema);
	PERFORM @extschema@._require_catalog_owner(catalog);
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('role %I does not exist', role),
			DETAIL = CASE WHEN role = 'public' THEN 'PUBLIC stands for all roles, including those created later.'
				ELSE 'Names are case-sensitive here and are given without quotes.' END,
			HINT = CASE WHEN role = 'public' THEN 'Create a role for readers, and grant that role to others.'
				ELSE 'Create the role with CREATE ROLE, or name another one.' END;
	END IF;

	FOREACH used IN ARRAY ARRAY[catalog, extension] LOOP
		-- that of the catalog in any case: it identifies readers
		CONTINUE WHEN used <> catalog AND has_schema_privilege(role, used, 'USAGE');
		IF NOT has_schema_privilege(used, 'USAGE WITH GRANT OPTION') THEN
			RAISE insufficient_privilege USING
				MESSAGE = format('no privilege to grant USAGE ON SCHEMA %s to %I', used, role),
				DETAIL = 'Readers of the views of a catalog need this privilege, and another role owns the schema.',
				HINT = format('Have its owner, or a superuser, run: GRANT USAGE ON SCHEMA %s TO %I.', used, role);
		END IF;
		EXECUTE format('GRANT USAGE ON SCHEMA %s TO %I', used, role);
	END LOOP;
	-- not of a view that somebody else put there, nor what that calls
	PERFORM @extschema@._catalog_grant_views(catalog, role, ARRAY(
		SELECT oid FROM pg_class WHERE relnamespace = catalog AND relkind = 'v' AND pg_get_userbyid(relowner) = current_user));
	EXECUTE format('INSERT INTO %s.reader VALUES ($1) ON CONFLICT DO NOTHING', catalog) USING role;
	RETURN concat_ws(', ', catalog::text, nullif(extension::text, catalog::text));
END $_$;
COMMENT ON FUNCTION aijri_grant_reader(name, name) IS
	'lets a role read the views of a catalog and nothing else, and returns the search_path to recommend';

-- The contents of the extension: a line for every property of each of its objects,
-- including the extension's own row and version.  Two installations that print the
-- same here differ only in OIDs and history.
--
-- The objects are the extension's members and what depends on them by being a
-- part: constraints, array types, operators in families, rows of an enum and so
-- on.  Their properties are the columns of their rows in the system catalogs,
-- with names in place of OIDs (pg_get_catalog_foreign_keys says which are OIDs),
-- comments, rights and dependencies: what an upgrade script may forget need not
-- be listed here.
--
-- A script for psql -XAtq.

SET search_path = pg_catalog, pg_temp;
SET jit = off;

-- Expressions in their internal form hold OIDs: these give them as text.
CREATE FUNCTION pg_temp.definition(catalog regclass, object oid) RETURNS text
LANGUAGE sql STABLE AS $$
	SELECT CASE catalog
		WHEN 'pg_proc'::regclass THEN (
			SELECT CASE prokind WHEN 'a' THEN pg_get_function_arguments(object) ELSE pg_get_functiondef(object) END
			FROM pg_proc WHERE oid = object)
		WHEN 'pg_constraint'::regclass THEN pg_get_constraintdef(object)
		WHEN 'pg_attrdef'::regclass THEN (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE oid = object)
		WHEN 'pg_rewrite'::regclass THEN pg_get_ruledef(object)
		WHEN 'pg_trigger'::regclass THEN pg_get_triggerdef(object)
		WHEN 'pg_type'::regclass THEN (SELECT typdefault FROM pg_type WHERE oid = object)
		WHEN 'pg_class'::regclass THEN (
			SELECT CASE relkind WHEN 'i' THEN pg_get_indexdef(object) WHEN 'v' THEN pg_get_viewdef(object) WHEN 'm' THEN pg_get_viewdef(object) END
			FROM pg_class WHERE oid = object)
	END
$$;

-- The name that an object goes by, with its type.
CREATE FUNCTION pg_temp.name_of(catalog regclass, object oid, part int DEFAULT 0) RETURNS text
LANGUAGE sql STABLE AS $$
	SELECT CASE WHEN object <> 0 THEN (SELECT type || ' ' || identity FROM pg_identify_object(catalog, object, part)) END
$$;

-- The properties of all rows of a catalog where a condition holds, the row's
-- owner being named by the columns CLASS and OBJECT.
CREATE FUNCTION pg_temp.properties(catalog regclass, class text, object text, condition text)
RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
	pairs text;
BEGIN
	SELECT string_agg(format('%L, %s', attname, CASE
			WHEN pktable IS NULL THEN format('to_jsonb(%I)', attname)
			WHEN is_array THEN format(
				'(SELECT jsonb_agg(pg_temp.name_of(%L, o::oid) ORDER BY n) FROM unnest(%I::oid[]) WITH ORDINALITY u (o, n))',
				pktable, attname)
			ELSE format('pg_temp.name_of(%L, %I::oid)', pktable, attname) END), ', ')
	INTO pairs
	FROM pg_attribute LEFT JOIN pg_get_catalog_foreign_keys() ON fktable = attrelid AND fkcols = ARRAY[attname::text]
	WHERE attrelid = catalog AND attnum > 0 AND NOT attisdropped
		AND atttypid NOT IN ('pg_node_tree'::regtype, 'anyarray'::regtype)
		-- OIDs, and what depends on history rather than on the object
		AND attname NOT IN ('oid', 'objoid', 'relfilenode', 'relpages', 'reltuples', 'relallvisible', 'relallfrozen',
			'relfrozenxid', 'relminmxid');
	RETURN QUERY EXECUTE format($q$
		SELECT format('%%s: %%s.%%s = %%s', name, %1$L, key, value)
		FROM (
			SELECT pg_temp.name_of(%2$s, %3$s) AS name, jsonb_build_object(%4$s) AS fields
			FROM %1$s AS t WHERE %5$s
			OFFSET 0
		) AS row, jsonb_each(fields)$q$,
		catalog, class, object, pairs, condition);
END $$;

CREATE TEMP TABLE part AS
WITH RECURSIVE part (classid, objid) AS (
	SELECT 'pg_extension'::regclass::oid, oid FROM pg_extension WHERE extname = 'aijri'
	UNION
	SELECT d.classid, d.objid
	FROM pg_depend d JOIN part p ON d.refclassid = p.classid AND d.refobjid = p.objid
	WHERE d.deptype IN ('e', 'i', 'a', 'P', 'S')
) SELECT DISTINCT classid, objid FROM part;
ANALYZE part;

SELECT line FROM (
	SELECT pg_temp.properties(catalog::regclass, format('%L::regclass', catalog), 't.oid',
		format('(%L::regclass, t.oid) IN (SELECT classid, objid FROM part)', catalog))
	FROM (SELECT DISTINCT classid::regclass::text AS catalog FROM part) c
	UNION ALL
	-- rows without an OID of their own
	SELECT pg_temp.properties(catalog::regclass, quote_literal(owner) || '::regclass', key,
		format('(%L::regclass, %s) IN (SELECT classid, objid FROM part)', owner, key))
	FROM (VALUES ('pg_aggregate', 'pg_proc', 't.aggfnoid::oid'), ('pg_index', 'pg_class', 't.indexrelid'),
		('pg_range', 'pg_type', 't.rngtypid'), ('pg_sequence', 'pg_class', 't.seqrelid')) AS c (catalog, owner, key)
	UNION ALL
	SELECT format('%s: definition = %s', pg_temp.name_of(classid, objid), to_jsonb(pg_temp.definition(classid, objid)))
	FROM part
	UNION ALL
	SELECT format('%s: %s: %s', name, key, value)
	FROM (
		SELECT pg_temp.name_of('pg_class', attrelid, attnum) AS name,
			to_jsonb(a) - '{attrelid,atttypid,attcollation,attcacheoff,attmissingval}'::text[]
				|| jsonb_build_object('type', format_type(atttypid, atttypmod), 'collation', attcollation::regcollation,
					-- pg_attver, which some minor releases set, depends on history
					'attoptions', ARRAY(SELECT o FROM unnest(attoptions) AS o WHERE o NOT LIKE 'pg\_%' ORDER BY o)) AS fields
		FROM pg_attribute a
		WHERE attnum > 0 AND ('pg_class'::regclass, attrelid) IN (SELECT classid, objid FROM part)
		OFFSET 0
	) AS field, jsonb_each(fields)
	UNION ALL
	SELECT format('%s: value %s = %s', enumtypid::regtype, row_number() OVER (PARTITION BY enumtypid ORDER BY enumsortorder), enumlabel)
	FROM pg_enum WHERE ('pg_type'::regclass, enumtypid) IN (SELECT classid, objid FROM part)
	UNION ALL
	SELECT format('%s: comment = %s', pg_temp.name_of(classoid, objoid, objsubid), to_jsonb(description))
	FROM pg_description WHERE (classoid, objoid) IN (SELECT classid, objid FROM part)
	UNION ALL
	SELECT format('%s: initial rights %s = %s', pg_temp.name_of(classoid, objoid, objsubid), privtype, initprivs)
	FROM pg_init_privs WHERE (classoid, objoid) IN (SELECT classid, objid FROM part)
	UNION ALL
	SELECT format('%s: depends (%s) on %s', pg_temp.name_of(classid, objid, objsubid), deptype, pg_temp.name_of(refclassid, refobjid, refobjsubid))
	FROM pg_depend WHERE (classid, objid) IN (SELECT classid, objid FROM part)
) AS listing (line)
ORDER BY line COLLATE "C";

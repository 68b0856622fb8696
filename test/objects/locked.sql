-- Views that hold on to every function, aggregate, operator and cast of the
-- extension that can stand in one: an upgrade script that drops one of them, or
-- changes what it takes or returns, fails on them.
--
-- Functions that do something, or look something up, can stand in a view as well,
-- but not be asked for nothing: their views are in a schema of their own, which
-- nobody reads from.

SET search_path = public, "Index of resistance";

CREATE SCHEMA locked;
CREATE SCHEMA "locked, not to be read";
DO $$
DECLARE
	view record;
BEGIN
	FOR view IN
		WITH member AS (
			SELECT classid, objid FROM pg_depend
			WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass
				AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'aijri')
		), pseudo AS (
			SELECT oid FROM pg_type WHERE typtype = 'p' AND typname NOT IN ('cstring', 'void', 'record')
		)
		SELECT CASE provolatile WHEN 'i' THEN 'locked' ELSE 'locked, not to be read' END AS schema,
			p.oid::regprocedure::text AS name,
			format(
				-- types that a column can't have
				CASE WHEN prorettype = 'record'::regtype THEN '(SELECT count(*) FROM %s(%s))'
					WHEN prorettype IN ('cstring'::regtype, 'void'::regtype) THEN '%s(%s) IS NULL'
					WHEN prokind = 'w' THEN '%s(%s) OVER ()'
					ELSE '%s(%s)' END,
				p.oid::regproc, (
					SELECT string_agg('NULL::' || format_type(type, NULL), ', ' ORDER BY n)
					FROM unnest(proargtypes) WITH ORDINALITY AS a (type, n))) AS expression
		FROM member JOIN pg_proc p ON classid = 'pg_proc'::regclass AND p.oid = objid
		WHERE prorettype NOT IN (SELECT oid FROM pseudo)
			AND NOT EXISTS (SELECT FROM unnest(proargtypes) AS a (type) WHERE type IN (SELECT oid FROM pseudo))
		UNION ALL
		SELECT 'locked', o.oid::regoperator::text,
			format('NULL::%s OPERATOR(%s.%s) NULL::%s', oprleft::regtype, oprnamespace::regnamespace, oprname, oprright::regtype)
		FROM member JOIN pg_operator o ON classid = 'pg_operator'::regclass AND o.oid = objid
		UNION ALL
		SELECT 'locked', format('%s::%s', castsource::regtype, casttarget::regtype),
			format('NULL::%s::%s', castsource::regtype, casttarget::regtype)
		FROM member JOIN pg_cast c ON classid = 'pg_cast'::regclass AND c.oid = objid
	LOOP
		-- names have at most 63 bytes
		EXECUTE format('CREATE VIEW %I.%I AS SELECT %s AS value', view.schema,
			left(view.name, 50) || ' ' || left(md5(view.name), 8), view.expression);
	END LOOP;
END $$;

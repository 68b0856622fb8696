-- Every row that the user's tables store and that his views compute.  Text of
-- float8 is exact, so this is too.  A script for psql -XAtq.

SET jit = off;
SELECT format('SELECT %L, t FROM %s AS t ORDER BY t::text COLLATE "C"', c.oid::regclass, c.oid::regclass)
FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE relkind IN ('r', 'v', 'm') AND nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_t|not to be read'
	AND NOT EXISTS (
		SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
ORDER BY c.oid::regclass::text COLLATE "C"
\gexec

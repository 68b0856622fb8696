-- ---------------------------------------------------------------------------
-- The catalog: assessments in tables
--
-- Columns are found by name, and read as text. Every cell is read before anything is
-- imported, so that refused rows cost less than others; the rest is then imported by the
-- hundreds, role by role.
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_import_problem AS (
	source text,
	row_number bigint,
	key text,
	column_name text,
	value text,
	reason text
);
COMMENT ON TYPE aijri_import_problem IS
	'reason why a row of a table was not imported';
COMMENT ON COLUMN aijri_import_problem.source IS 'the table';
COMMENT ON COLUMN aijri_import_problem.row_number IS 'number of the row in physical order, from 1; NULL: the table as a whole';
COMMENT ON COLUMN aijri_import_problem.key IS 'values of the columns that identify the row, up to 400 characters of each';
COMMENT ON COLUMN aijri_import_problem.column_name IS 'the column, or the field for which there is none; NULL: the row as a whole';
COMMENT ON COLUMN aijri_import_problem.value IS 'the value in the column, up to 1000 characters of it';
COMMENT ON COLUMN aijri_import_problem.reason IS 'what is wrong with it';

CREATE TYPE aijri_import_report AS (
	loaded bigint,
	unchanged bigint,
	refused bigint,
	ignored text[],
	problems aijri_import_problem[],
	unscored bigint
);
COMMENT ON TYPE aijri_import_report IS
	'result of importing the assessments in tables';
COMMENT ON COLUMN aijri_import_report.loaded IS 'assessments added';
COMMENT ON COLUMN aijri_import_report.unchanged IS 'assessments that existed already';
COMMENT ON COLUMN aijri_import_report.refused IS 'assessments not added because of problems of their own or of their tasks and next roles';
COMMENT ON COLUMN aijri_import_report.ignored IS 'columns that were not used, as table.column';
COMMENT ON COLUMN aijri_import_report.problems IS 'every problem found';
COMMENT ON COLUMN aijri_import_report.unscored IS 'of the assessments added, those that have no score, since a rating, a task''s score, or a task''s time is missing';

-- ---- columns ----

CREATE FUNCTION _catalog_columns(source regclass, part text) RETURNS jsonb
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	named record;
	columns jsonb := '{}';
BEGIN
	FOR named IN
		SELECT f.name, f.names, array_agg(a.attname ORDER BY a.attnum) AS columns
		FROM @extschema@._catalog_fields() f
			JOIN LATERAL (SELECT DISTINCT @extschema@._catalog_field_name(n.name) FROM unnest(f.names) AS n (name)) AS known (name) ON true
			JOIN (
				SELECT attnum, attname, @extschema@._catalog_field_name(attname) AS name
				FROM pg_attribute WHERE attrelid = source AND attnum > 0 AND NOT attisdropped OFFSET 0) AS a ON a.name = known.name
		WHERE f.part = _catalog_columns.part
		GROUP BY f.name, f.names
		ORDER BY min(a.attnum)
	LOOP
		IF cardinality(named.columns) > 1 THEN
			RAISE invalid_parameter_value USING
				MESSAGE = format('columns "%s" and "%s" of table %s are both read as %s', named.columns[1], named.columns[2], source, named.name),
				DETAIL = format('Names of columns for %s are: %s. Case, blanks, punctuation, and text in parentheses are ignored.',
					named.name, array_to_string(named.names, ', ')),
				HINT = 'Rename or drop the one that is not to be loaded.';
		END IF;
		columns := columns || jsonb_build_object(named.name, named.columns[1]);
	END LOOP;
	RETURN columns;
END $$;
COMMENT ON FUNCTION _catalog_columns(regclass, text) IS
	'columns of a table for the fields of assessments, tasks, or next roles; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_found(source regclass) RETURNS text
	LANGUAGE sql STABLE
	RETURN (
		SELECT coalesce(pg_catalog.string_agg(CASE WHEN a.n <= 60 THEN a.attname::text WHEN a.n = 61 THEN 'and others' END, ', ' ORDER BY a.n), 'none')
		FROM (
			SELECT attname, row_number() OVER (ORDER BY attnum)
			FROM pg_catalog.pg_attribute
			WHERE attrelid OPERATOR(pg_catalog.=) source::oid AND attnum > 0 AND NOT attisdropped) AS a (attname, n));
COMMENT ON FUNCTION _catalog_found(regclass) IS
	'columns of a table, for messages; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_sought(source regclass, part text, fields text[]) RETURNS text
	LANGUAGE sql STABLE
	RETURN pg_catalog.format('looked for %s; found %s', (
		SELECT pg_catalog.string_agg(pg_catalog.array_to_string(f.names, ', '), ', ' ORDER BY pg_catalog.array_position(_catalog_sought.fields, f.name))
		FROM @extschema@._catalog_fields() f WHERE f.part = _catalog_sought.part AND f.name = ANY (_catalog_sought.fields)), @extschema@._catalog_found(source));
COMMENT ON FUNCTION _catalog_sought(regclass, text, text[]) IS
	'columns that were looked for, and those that the table has, for messages; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_join_columns(assessments regclass, of_assessments jsonb, parts regclass, of_parts jsonb, part text) RETURNS text[]
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	common text[];
	more text[];
BEGIN
	SELECT coalesce(array_agg(f.name ORDER BY f.name) FILTER (WHERE of_assessments ? f.name), '{}'),
		coalesce(array_agg(f.name ORDER BY f.name) FILTER (WHERE NOT of_assessments ? f.name), '{}')
	INTO common, more
	FROM @extschema@._catalog_fields() f
	WHERE f.part = 'assessment' AND f.is_key AND of_parts ? f.name;
	IF NOT common && '{role_key,title}' THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('tables %s and %s have no key in common', assessments, parts),
			DETAIL = format('Neither role_key nor title is a column of both. In %s, %s. %s has %s.', assessments,
				@extschema@._catalog_sought(assessments, 'assessment'::text, '{role_key,title}'::text[]), parts, @extschema@._catalog_found(parts)),
			HINT = 'Add one of them, so that rows can be assigned to assessments.';
	END IF;
	-- Columns that describe a role besides its key do not identify it.
	more := CASE WHEN 'role_key' = ANY (common) THEN array_remove(array_remove(array_remove(more, 'title'), 'seniority'), 'market')
		ELSE array_remove(more, 'role_key') END;
	IF cardinality(more) > 0 THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('column "%s" of table %s is not in table %s', of_parts->>more[1], parts, assessments),
			DETAIL = 'It identifies assessments.',
			HINT = format('Add it to %s, or remove it from %s.', assessments, parts);
	END IF;
	RETURN common;
END $$;
COMMENT ON FUNCTION _catalog_join_columns(regclass, jsonb, regclass, jsonb, text) IS
	'fields that assign tasks or next roles to assessments; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_unused_columns(sources regclass[], columns jsonb[], task_key text[], next_role_key text[]) RETURNS text[]
	LANGUAGE sql STABLE
	RETURN (
		SELECT coalesce(pg_catalog.array_agg(pg_catalog.format('%s.%I', s.source, a.attname) ORDER BY k.n, a.attname COLLATE "C"), '{}')
		FROM (VALUES (1, '{role_key,title,seniority,market,assessor,assessed_on}'::text[]), (2, task_key), (3, next_role_key)) AS k (n, key)
			CROSS JOIN LATERAL (SELECT sources[k.n], columns[k.n]) AS s (source, columns)
			JOIN pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) s.source AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
		WHERE NOT EXISTS (
			SELECT FROM jsonb_each_text(s.columns) AS c (name, attname)
			WHERE c.attname = a.attname::text
				AND (c.name = ANY (k.key) OR c.name <> ALL ('{role_key,title,seniority,market,assessor,assessed_on}'::text[]))));
COMMENT ON FUNCTION _catalog_unused_columns(regclass[], jsonb[], text[], text[]) IS
	'columns that an import does not read; called by import_tables() of a catalog';

-- ---- rows ----

CREATE FUNCTION _catalog_table_rows(source regclass, columns jsonb, fields text[]) RETURNS SETOF text[]
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET extra_float_digits = 1
	SET datestyle = iso
	-- rows in physical order
	SET max_parallel_workers_per_gather = 0
	SET synchronize_seqscans = off
AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT ARRAY[%s]::text[] FROM %s AS s', (
		SELECT string_agg(format('s.%I::text', columns->>f.name), ', ' ORDER BY f.n)
		FROM unnest(fields) WITH ORDINALITY AS f (name, n)), source);
END $$;
COMMENT ON FUNCTION _catalog_table_rows(regclass, jsonb, text[]) IS
	'rows of a table with what they have of some fields, as text; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_row_label(fields text[], cells text[]) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN (
		SELECT pg_catalog.string_agg("left"(v.value, 400), ' / ' ORDER BY k.n)
		FROM pg_catalog.unnest('{role_key,title,seniority,market,assessor,assessed_on}'::text[]) WITH ORDINALITY AS k (name, n),
			LATERAL (SELECT btrim(cells[pg_catalog.array_position(fields, k.name)], E' \t\r\n')) AS v (value)
		WHERE v.value <> '');
COMMENT ON FUNCTION _catalog_row_label(text[], text[]) IS
	'values that identify a row in messages; called by import_tables() of a catalog';

-- A column without which there is nothing to import, or nothing that has a score.
CREATE FUNCTION _catalog_missing_columns(source regclass, columns jsonb, part text, needed text[]) RETURNS SETOF aijri_import_problem
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT source::text, NULL::bigint, NULL::text, n.name, NULL::text,
		pg_catalog.format('no column for %s: %s', n.name, @extschema@._catalog_sought(source, part, ARRAY[n.name]))
	FROM pg_catalog.unnest(needed) WITH ORDINALITY AS n (name, n)
	WHERE source IS NOT NULL AND NOT columns ? n.name
	ORDER BY n.n;
END;
COMMENT ON FUNCTION _catalog_missing_columns(regclass, jsonb, text, text[]) IS
	'problem of a table that lacks required columns; called by import_tables() of a catalog';

-- Rows of assessments with the tasks and next roles that belong to them, read; last,
-- without a row, those that belong to none.  Roles come in the order of their keys, in
-- which all sessions lock them.
CREATE FUNCTION _catalog_table_assessments(
	assessments regclass, tasks regclass, next_roles regclass,
	columns jsonb, task_columns jsonb, next_role_columns jsonb,
	fields text[], task_fields text[], next_role_fields text[],
	task_key text[], next_role_key text[],
	OUT n bigint, OUT role_key text, OUT cells text[], OUT task_cells text[], OUT task_rows bigint[], OUT next_role_cells text[], OUT next_role_rows bigint[],
	OUT refusal text
) RETURNS SETOF record
	LANGUAGE sql
BEGIN ATOMIC
	WITH a AS MATERIALIZED (
		SELECT r.n, r.cells, @extschema@._catalog_row_key(0, fields, r.cells, task_key) COLLATE "C" AS task_key,
			@extschema@._catalog_row_key(0, fields, r.cells, next_role_key) COLLATE "C" AS next_role_key,
			@extschema@._catalog_row_key(0, fields, r.cells, '{role_key,title,seniority,market,assessor,assessed_on}'::text[]) COLLATE "C" AS key
		FROM @extschema@._catalog_table_rows(assessments, columns, fields) WITH ORDINALITY AS r (cells, n)
	), t AS MATERIALIZED (
		SELECT r.key, pg_catalog.array_agg(r.cells) AS cells, pg_catalog.array_agg(r.n) AS rows
		FROM (
			SELECT r.cells, r.n, @extschema@._catalog_row_key(1, task_fields, r.cells, task_key) COLLATE "C" AS key
			FROM @extschema@._catalog_table_rows(tasks, task_columns, task_fields) WITH ORDINALITY AS r (cells, n)
			ORDER BY key, n) AS r
		GROUP BY r.key
	), x AS MATERIALIZED (
		SELECT r.key, pg_catalog.array_agg(r.cells) AS cells, pg_catalog.array_agg(r.n) AS rows
		FROM (
			SELECT r.cells, r.n, @extschema@._catalog_row_key(2, next_role_fields, r.cells, next_role_key) COLLATE "C" AS key
			FROM @extschema@._catalog_table_rows(next_roles, next_role_columns, next_role_fields) WITH ORDINALITY AS r (cells, n)
			WHERE next_roles IS NOT NULL
			ORDER BY key, n) AS r
		GROUP BY r.key
	)
	SELECT e.n, nullif(pg_catalog.split_part(e.key, E'\x1f', 1), ''), e.cells, e.task_cells, e.task_rows, e.next_role_cells, e.next_role_rows, e.refusal
	FROM (
		SELECT a.n, a.cells, t.cells, t.rows, x.cells, x.rows, CASE
			WHEN a.key LIKE E'\x1f\x1f%' THEN 'there is neither a title nor a role_key'
			WHEN count(*) OVER (PARTITION BY a.key) > 1 THEN 'another row has the same key'
			WHEN t.rows IS NOT NULL AND count(*) OVER (PARTITION BY a.task_key) > 1
				THEN pg_catalog.format('several assessments have the %s of its tasks', pg_catalog.array_to_string(_catalog_table_assessments.task_key, ', '))
			WHEN x.rows IS NOT NULL AND count(*) OVER (PARTITION BY a.next_role_key) > 1
				THEN pg_catalog.format('several assessments have the %s of its next roles', pg_catalog.array_to_string(_catalog_table_assessments.next_role_key, ', '))
			WHEN t.rows IS NULL THEN 'no task belongs to this assessment' END,
			a.key
		FROM a LEFT JOIN t ON t.key = a.task_key LEFT JOIN x ON x.key = a.next_role_key
		UNION ALL
		SELECT NULL, NULL, t.cells, t.rows, NULL, NULL, 'belongs to no assessment in ' || assessments::text, NULL
		FROM t WHERE NOT EXISTS (SELECT FROM a WHERE a.task_key = t.key)
		UNION ALL
		SELECT NULL, NULL, NULL, NULL, x.cells, x.rows, 'belongs to no assessment in ' || assessments::text, NULL
		FROM x WHERE NOT EXISTS (SELECT FROM a WHERE a.next_role_key = x.key)) AS e (n, cells, task_cells, task_rows, next_role_cells, next_role_rows, refusal, key)
	ORDER BY e.key, e.n, e.task_rows, e.next_role_rows;
END;
COMMENT ON FUNCTION _catalog_table_assessments(regclass, regclass, regclass, jsonb, jsonb, jsonb, text[], text[], text[], text[], text[]) IS
	'assessments assembled from rows of tables; called by import_tables() of a catalog';

-- What is wrong with an assembled assessment: the row as a whole, and each cell.
CREATE FUNCTION _catalog_assembled_problems(
	sources regclass[], columns jsonb[], fields text[], task_fields text[], next_role_fields text[],
	n bigint, cells text[], task_cells text[], task_rows bigint[], next_role_cells text[], next_role_rows bigint[],
	refusal text, problems text[]
) RETURNS SETOF aijri_import_problem
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT sources[p.part + 1]::text,
		CASE p.part WHEN 0 THEN n WHEN 1 THEN task_rows[p.place] ELSE next_role_rows[p.place] END,
		CASE p.part WHEN 0 THEN @extschema@._catalog_row_label(fields, cells)
			WHEN 1 THEN @extschema@._catalog_row_label(task_fields, ARRAY(SELECT task_cells[p.place][i] FROM pg_catalog.generate_subscripts(task_cells, 2) i))
			ELSE @extschema@._catalog_row_label(next_role_fields, ARRAY(SELECT next_role_cells[p.place][i] FROM pg_catalog.generate_subscripts(next_role_cells, 2) i)) END,
		coalesce(columns[p.part + 1]->>p.name, p.name), "left"(p.value, 1000), p.reason
	FROM (
		SELECT CASE WHEN n IS NOT NULL THEN 0 WHEN task_rows IS NOT NULL THEN 1 ELSE 2 END, 1, NULL::text, NULL::text, refusal
		WHERE refusal IS NOT NULL
		UNION ALL
		SELECT problems[i][1]::integer, problems[i][2]::integer, problems[i][3], problems[i][4], problems[i][5]
		FROM pg_catalog.generate_subscripts(problems, 1) AS i) AS p (part, place, name, value, reason);
END;
COMMENT ON FUNCTION _catalog_assembled_problems(regclass[], jsonb[], text[], text[], text[], bigint, text[], text[], bigint[], text[], bigint[], text, text[]) IS
	'what is wrong with an assessment assembled from rows; called by import_tables() of a catalog';

-- ---- batches ----

CREATE FUNCTION _catalog_find(
	catalog regnamespace, places integer[], documents aijri_document[], role_keys text[], assessors text[], markets text[], hashes bytea[],
	OUT n integer, OUT role_id bigint, OUT assessment_id bigint, OUT is_ranked boolean
) RETURNS SETOF record
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	-- a new catalog has no statistics
	SET enable_seqscan = off
AS $_$
BEGIN
	RETURN QUERY EXECUTE format($f$
		SELECT i.n, r.role_id, a.assessment_id, coalesce((SELECT s.score IS NOT NULL FROM %1$s.role_score s WHERE s.role_id = r.role_id), false)
		FROM (
			SELECT n, ($3)[n] AS role_key, %2$s._name_key(btrim((($2)[n]).title, E' \t\r\n')) AS title_key,
				%2$s._name_key(coalesce(btrim((($2)[n]).seniority, E' \t\r\n'), '')) AS seniority_key,
				%2$s._name_key(($5)[n]) AS market_key, %2$s._name_key(($4)[n]) AS assessor_key, ($6)[n] AS hash
			FROM unnest($1) AS n OFFSET 0) AS i
		LEFT JOIN LATERAL (
			SELECT r.role_id FROM %1$s.role r WHERE i.role_key IS NOT NULL AND r.role_key = i.role_key
			UNION ALL
			SELECT r.role_id FROM %1$s.role r
			WHERE i.role_key IS NULL AND r.title_key = i.title_key AND r.seniority_key = i.seniority_key AND r.market_key = i.market_key) AS r ON true
		LEFT JOIN %1$s.assessment a ON (a.role_id, a.assessor_key, a.source_hash) = (r.role_id, i.assessor_key, i.hash)
		ORDER BY i.n $f$, catalog, '@extschema@')
	USING places, documents, role_keys, assessors, markets, hashes;
END $_$;
COMMENT ON FUNCTION _catalog_find(regnamespace, integer[], aijri_document[], text[], text[], text[], bytea[]) IS
	'existing roles and assessments of documents, and whether the role has a score; called by import_tables() of a catalog';

-- Adds the roles of documents, in the order of the documents.  Those that are there,
-- or that another session adds, are left to the caller.
CREATE FUNCTION _catalog_add_roles(catalog regnamespace, places integer[], documents aijri_document[], role_keys text[], markets text[]) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
BEGIN
	EXECUTE format($f$
		INSERT INTO %1$s.role (role_key, title, seniority, market, primary_function, role_is_not, typical_experience)
		SELECT coalesce(k.role_key, CASE
				WHEN NOT k.is_taken THEN k.slug || coalesce('-' || nullif(k.place, 1), '')
				-- the numbers above one that is free are free, as a rule
				ELSE k.slug || '-' || substr(%2$s._catalog_new_role_key($5, k.title), length(k.slug) + 2)::bigint + k.place - 1 END),
			k.title, k.seniority, k.market, (k.document).primary_function, (k.document).role_is_not, (k.document).typical_experience
		FROM (
			SELECT d.*, row_number() OVER (PARTITION BY d.role_key IS NULL, d.slug ORDER BY d.n) AS place,
				EXISTS (SELECT FROM %1$s.role r WHERE r.role_key = d.slug) AS is_taken
			FROM (
				SELECT DISTINCT ON (i.role_key, i.keys) i.*, %2$s._catalog_slug(i.title) AS slug
				FROM (
					SELECT p.n, ($3)[p.place] AS role_key, ($2)[p.place] AS document, btrim((($2)[p.place]).title, E' \t\r\n') AS title,
						s.seniority, ($4)[p.place] AS market,
						ARRAY[%2$s._name_key(btrim((($2)[p.place]).title, E' \t\r\n')), %2$s._name_key(s.seniority), %2$s._name_key(($4)[p.place])] AS keys
					FROM unnest($1) WITH ORDINALITY AS p (place, n), LATERAL (SELECT coalesce(btrim((($2)[p.place]).seniority, E' \t\r\n'), '')) AS s (seniority)) AS i
				ORDER BY i.role_key, i.keys, i.n) AS d) AS k
		ORDER BY k.n
		ON CONFLICT DO NOTHING $f$, catalog, '@extschema@')
	USING places, documents, role_keys, markets, catalog;
END $_$;
COMMENT ON FUNCTION _catalog_add_roles(regnamespace, integer[], aijri_document[], text[], text[]) IS
	'adds the roles of documents; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_add_assessments(
	catalog regnamespace, places integer[], role_ids bigint[], documents aijri_document[], assessors text[], days date[], hashes bytea[], last_attempt boolean
) RETURNS integer[]
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
		SELECT coalesce(array_agg(places[i.n]), '{}')
		FROM (
			SELECT array_agg(documents[p.n] ORDER BY p.o), array_agg(role_ids[p.n] ORDER BY p.o), array_agg(assessors[p.n] ORDER BY p.o),
				array_agg(coalesce(days[p.n], current_date) ORDER BY p.o), array_agg(NULL::text), array_agg(hashes[p.n] ORDER BY p.o)
			FROM unnest(places) WITH ORDINALITY AS p (n, o)) AS c (documents, role_ids, assessors, days, sources, hashes),
			LATERAL @extschema@._catalog_insert(catalog, c.documents, c.role_ids, c.assessors, c.days, c.sources, c.hashes, last_attempt) AS i
		WHERE c.documents IS NOT NULL);
END $$;
COMMENT ON FUNCTION _catalog_add_assessments(regnamespace, integer[], bigint[], aijri_document[], text[], date[], bytea[], boolean) IS
	'adds the assessments at some places of arrays, and returns the places of those that were added; called by import_tables() of a catalog';

-- Imports assessments of roles, which come in the order of their keys: existing roles
-- are locked in it, and new ones added in it.  What another session adds or deletes
-- meanwhile is done one by one, and again.  A table without the columns of some
-- ratings must not take the score from a role that has one.
CREATE FUNCTION _catalog_import_batch(
	catalog regnamespace, documents aijri_document[], role_keys text[], days date[], assessors text[], markets text[], lacking text,
	OUT loaded bigint, OUT unchanged bigint, OUT unscored bigint, OUT refused integer[], OUT reasons text[]
) RETURNS record
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	hashes constant bytea[] := ARRAY(SELECT @extschema@._catalog_hash(d, NULL::text) FROM unnest(documents) AS d);
	scored constant boolean[] := ARRAY(SELECT @extschema@.aijri_score(d.assessment, NULL::@extschema@.aijri_method) IS NOT NULL FROM unnest(documents) AS d);
	pending integer[] := ARRAY(SELECT generate_subscripts(documents, 1));
	known bigint[];
	absent integer[];
	added integer[];
	found record;
BEGIN
	loaded := 0;
	unchanged := 0;
	unscored := 0;
	refused := '{}';
	reasons := '{}';
	PERFORM @extschema@._catalog_check_import(documents[i], role_keys[i], coalesce(days[i], current_date), assessors[i], markets[i]) FROM unnest(pending) AS i;
	FOR attempt IN 1..100 LOOP
		known := array_fill(NULL::bigint, ARRAY[cardinality(documents)]);
		absent := '{}';
		FOR found IN
			SELECT f.* FROM @extschema@._catalog_find(catalog, pending, documents, role_keys, assessors, markets, hashes) f
		LOOP
			IF found.assessment_id IS NOT NULL THEN
				unchanged := unchanged + 1;
				pending := array_remove(pending, found.n);
			ELSIF lacking IS NOT NULL AND found.is_ranked AND NOT scored[found.n] THEN
				refused := array_append(refused, found.n);
				reasons := array_append(reasons, lacking);
				pending := array_remove(pending, found.n);
			ELSIF found.role_id IS NULL THEN
				absent := array_append(absent, found.n);
			ELSE
				known[found.n] := found.role_id;
			END IF;
		END LOOP;
		EXIT WHEN cardinality(pending) = 0;

		IF attempt = 1 THEN
			EXECUTE format('SELECT FROM %s.role WHERE role_id = ANY ($1) ORDER BY role_id FOR NO KEY UPDATE', catalog)
			USING array_remove(known, NULL);
			PERFORM @extschema@._catalog_add_roles(catalog, absent, documents, role_keys, markets);
			FOR found IN
				SELECT f.* FROM @extschema@._catalog_find(catalog, absent, documents, role_keys, assessors, markets, hashes) f
			LOOP
				known[found.n] := found.role_id;
			END LOOP;
		ELSE
			FOR found IN
				SELECT p.n, @extschema@._catalog_import_role(catalog, documents[p.n], role_keys[p.n], markets[p.n], attempt = 100) AS role_id
				FROM unnest(pending) WITH ORDINALITY AS p (n, o) ORDER BY p.o
			LOOP
				known[found.n] := found.role_id;
			END LOOP;
		END IF;
		added := @extschema@._catalog_add_assessments(catalog, ARRAY(SELECT p FROM unnest(pending) p WHERE known[p] IS NOT NULL ORDER BY p),
			known, documents, assessors, days, hashes, attempt = 100);
		loaded := loaded + cardinality(added);
		unscored := unscored + (SELECT count(*) FROM unnest(added) a WHERE NOT scored[a]);
		pending := ARRAY(SELECT p FROM unnest(pending) p WHERE p <> ALL (added) ORDER BY p);
		EXIT WHEN cardinality(pending) = 0;
	END LOOP;
	IF cardinality(pending) > 0 THEN
		PERFORM @extschema@._catalog_report_discarded(catalog, documents[pending[1]].title, known[pending[1]] IS NOT NULL);
	END IF;
END $_$;
COMMENT ON FUNCTION _catalog_import_batch(regnamespace, aijri_document[], text[], date[], text[], text[], text) IS
	'adds assessments to a catalog unless they exist, all or none; called by import_tables() of a catalog';

-- The same for as many as are good: one that a constraint or a trigger of the owner
-- refuses is found by halving.
CREATE FUNCTION _catalog_import_most(
	catalog regnamespace, documents aijri_document[], role_keys text[], days date[], assessors text[], markets text[], lacking text,
	OUT loaded bigint, OUT unchanged bigint, OUT unscored bigint, OUT refused integer[], OUT reasons text[]
) RETURNS record
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	count constant integer := cardinality(documents);
	half constant integer := count / 2;
	message text;
	detail text;
BEGIN
	BEGIN
		SELECT b.* INTO loaded, unchanged, unscored, refused, reasons
		FROM @extschema@._catalog_import_batch(catalog, documents, role_keys, days, assessors, markets, lacking) b;
		RETURN;
	EXCEPTION WHEN data_exception OR integrity_constraint_violation OR statement_too_complex THEN
		GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	END;
	IF (count > 1) IS NOT TRUE THEN
		loaded := 0;
		unchanged := 0;
		unscored := 0;
		refused := '{1}';
		reasons := ARRAY[message || coalesce(': ' || lower(left(nullif(detail, ''), 1)) || rtrim(substr(detail, 2), '.'), '')];
		RETURN;
	END IF;
	SELECT a.loaded + b.loaded, a.unchanged + b.unchanged, a.unscored + b.unscored,
		a.refused || ARRAY(SELECT half + r FROM unnest(b.refused) r), a.reasons || b.reasons
	INTO loaded, unchanged, unscored, refused, reasons
	FROM @extschema@._catalog_import_most(catalog, documents[:half], role_keys[:half], days[:half], assessors[:half], markets[:half], lacking) a,
		@extschema@._catalog_import_most(catalog, documents[half + 1:], role_keys[half + 1:], days[half + 1:], assessors[half + 1:], markets[half + 1:], lacking) b;
END $$;
COMMENT ON FUNCTION _catalog_import_most(regnamespace, aijri_document[], text[], date[], text[], text[], text) IS
	'adds assessments to a catalog unless they exist or are refused; called by import_tables() of a catalog';

-- ---- all of it ----

CREATE FUNCTION _catalog_import_tables(catalog regnamespace, assessments regclass, tasks regclass, next_roles regclass)
	RETURNS aijri_import_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET client_min_messages = warning
AS $_$
DECLARE
	sources constant regclass[] := ARRAY[assessments, tasks, next_roles];
	report @extschema@.aijri_import_report;
	task_key text[];
	next_role_key text[];
	columns jsonb[];
	fields text[];
	task_fields text[];
	next_role_fields text[];
	lacking text;
	item record;
	problem @extschema@.aijri_import_problem;
	problems @extschema@.aijri_import_problem[] := '{}';
	documents @extschema@.aijri_document[] := '{}';
	role_keys text[] := '{}';
	days date[] := '{}';
	assessors text[] := '{}';
	markets text[] := '{}';
	places bigint[] := '{}';
	items refcursor;
	is_over boolean;
	got record;
BEGIN
	IF assessments IS NULL OR tasks IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('table of %s is missing', CASE WHEN assessments IS NULL THEN 'assessments' ELSE 'tasks' END),
			HINT = 'Specify a table or view of assessments, and one of their tasks.';
	END IF;
	columns := ARRAY[@extschema@._catalog_columns(assessments, 'assessment'::text), @extschema@._catalog_columns(tasks, 'task'::text),
		CASE WHEN next_roles IS NOT NULL THEN @extschema@._catalog_columns(next_roles, 'next_role'::text) END];
	task_key := @extschema@._catalog_join_columns(assessments, columns[1], tasks, columns[2], 'task'::text);
	IF next_roles IS NOT NULL THEN
		next_role_key := @extschema@._catalog_join_columns(assessments, columns[1], next_roles, columns[3], 'next_role'::text);
	END IF;
	report.loaded := 0;
	report.unchanged := 0;
	report.refused := 0;
	report.unscored := 0;
	report.ignored := @extschema@._catalog_unused_columns(sources, columns, task_key, next_role_key);
	report.problems := ARRAY(
		SELECT p FROM @extschema@._catalog_missing_columns(tasks, columns[2], 'task'::text, '{name,time_pct,score}'::text[]) p
		UNION ALL
		SELECT p FROM @extschema@._catalog_missing_columns(next_roles, columns[3], 'next_role'::text, '{next_role}'::text[]) p);
	IF cardinality(report.problems) > 0 THEN
		EXECUTE format('SELECT count(*) FROM %s', assessments) INTO report.refused;
		RETURN report;
	END IF;

	fields := ARRAY(SELECT jsonb_object_keys(columns[1]));
	task_fields := ARRAY(SELECT jsonb_object_keys(columns[2]));
	next_role_fields := ARRAY(SELECT jsonb_object_keys(columns[3]));
	SELECT format('the role would lose its score, since columns are missing: looked for %s; found %s',
		string_agg(p.column_name, ', '), @extschema@._catalog_found(assessments))
	INTO lacking
	FROM @extschema@._catalog_missing_columns(assessments, columns[1], 'assessment'::text, ARRAY[
		'@rating rated@'@,@
		]) p
	HAVING count(*) > 0;

	OPEN items FOR EXECUTE format($f$
		SELECT a.n, a.cells, a.task_cells, a.task_rows, a.next_role_cells, a.next_role_rows, r.role_key, r.assessed_on, r.assessor, r.market,
			coalesce(a.refusal, CASE WHEN r.problems IS NULL AND (r.document).title IS NULL THEN 'title is missing, and no role has this role_key' END) AS refusal,
			CASE WHEN o.problem IS NULL THEN r.problems
				ELSE ARRAY[['0', '1', 'narrative', o.narrative, o.problem[2] || coalesce(': ' || lower(left(nullif(o.problem[3], ''), 1)) || rtrim(substr(o.problem[3], 2), '.'), '')]] || r.problems END AS problems,
			CASE WHEN o.narrative IS NULL OR o.problem IS NOT NULL THEN r.document
				ELSE jsonb_populate_record(r.document, jsonb_build_object('narrative', o.narrative::jsonb || (r.document).narrative)) END AS document
		FROM %2$s._catalog_table_assessments($1[1], $1[2], $1[3], $2[1], $2[2], $2[3], $3, $4, $5, $6, $7) a
			LEFT JOIN LATERAL (
				SELECT o.narrative, CASE WHEN o.narrative IS NOT NULL THEN %2$s._object_problem('narrative'::text, o.narrative) END AS problem
				FROM (SELECT nullif(btrim(a.cells[$8], E' \t\r\n'), '')) AS o (narrative)) AS o ON true
			LEFT JOIN LATERAL (
				SELECT r.* FROM %2$s._catalog_read_rows($3, a.cells, $4, a.task_cells, $5, a.next_role_cells,
					(SELECT ARRAY[role.title, nullif(role.seniority, ''), role.market] FROM %1$s.role WHERE role.role_key = a.role_key)) r) AS r
				ON a.refusal IS DISTINCT FROM 'there is neither a title nor a role_key' $f$, catalog, '@extschema@')
	USING sources, columns, fields, task_fields, next_role_fields, task_key, next_role_key, array_position(fields, 'narrative');
	LOOP
		FETCH items INTO item;
		is_over := NOT FOUND;
		IF NOT is_over AND item.refusal IS NULL AND item.problems IS NULL THEN
			documents := array_append(documents, item.document);
			role_keys := array_append(role_keys, item.role_key);
			days := array_append(days, item.assessed_on);
			assessors := array_append(assessors, coalesce(item.assessor, ''));
			markets := array_append(markets, coalesce(item.market, ''));
			places := array_append(places, item.n);
		ELSIF NOT is_over THEN
			FOR problem IN
				SELECT p.* FROM @extschema@._catalog_assembled_problems(sources, columns, fields, task_fields, next_role_fields, item.n, item.cells,
					item.task_cells, item.task_rows, item.next_role_cells, item.next_role_rows, item.refusal, item.problems) p
			LOOP
				problems := array_append(problems, problem);
			END LOOP;
			report.refused := report.refused + (item.n IS NOT NULL)::integer;
		END IF;
		IF cardinality(documents) = 500 OR is_over AND cardinality(documents) > 0 THEN
			SELECT m.* INTO got FROM @extschema@._catalog_import_most(catalog, documents, role_keys, days, assessors, markets, lacking) m;
			report.loaded := report.loaded + got.loaded;
			report.unchanged := report.unchanged + got.unchanged;
			report.unscored := report.unscored + got.unscored;
			report.refused := report.refused + cardinality(got.refused);
			FOR problem IN
				SELECT assessments::text, places[r.n], concat_ws(' / ', left(role_keys[r.n], 400), left(documents[r.n].title, 400), nullif(left(documents[r.n].seniority, 400), ''),
					nullif(left(markets[r.n], 400), ''), nullif(left(assessors[r.n], 400), ''), to_char(days[r.n], 'YYYY-MM-DD')), NULL, NULL, r.reason
				FROM unnest(got.refused, got.reasons) AS r (n, reason)
			LOOP
				problems := array_append(problems, problem);
			END LOOP;
			documents := '{}';
			role_keys := '{}';
			days := '{}';
			assessors := '{}';
			markets := '{}';
			places := '{}';
		END IF;
		EXIT WHEN is_over;
	END LOOP;
	CLOSE items;
	report.problems := ARRAY(
		SELECT p FROM unnest(problems) AS p
		ORDER BY array_position(sources::text[], p.source), p.row_number, p.column_name IS NOT NULL);
	RETURN report;
END $_$;
COMMENT ON FUNCTION _catalog_import_tables(regnamespace, regclass, regclass, regclass) IS
	'adds the assessments in tables to a catalog; called by its import_tables()';

-- ---------------------------------------------------------------------------
-- The catalog: assessments in tables
--
-- Columns are found by name, and read as text.  Every value is checked before
-- anything is imported, so that refused rows cost less than others.
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
COMMENT ON COLUMN aijri_import_problem.row_number IS 'number of the row in physical order, from 1';
COMMENT ON COLUMN aijri_import_problem.key IS 'values of the columns that identify the row';
COMMENT ON COLUMN aijri_import_problem.column_name IS 'the column; NULL: the row as a whole';
COMMENT ON COLUMN aijri_import_problem.value IS 'the value in the column';
COMMENT ON COLUMN aijri_import_problem.reason IS 'what is wrong with it';

CREATE TYPE aijri_import_report AS (
	loaded bigint,
	unchanged bigint,
	refused bigint,
	ignored text[],
	problems aijri_import_problem[]
);
COMMENT ON TYPE aijri_import_report IS
	'result of importing the assessments in tables';
COMMENT ON COLUMN aijri_import_report.loaded IS 'assessments added';
COMMENT ON COLUMN aijri_import_report.unchanged IS 'assessments that existed already';
COMMENT ON COLUMN aijri_import_report.refused IS 'assessments not added because of problems of their own or of their tasks and next roles';
COMMENT ON COLUMN aijri_import_report.ignored IS 'columns that were not used, as table.column';
COMMENT ON COLUMN aijri_import_report.problems IS 'every problem found';

CREATE FUNCTION _catalog_table_rows(source regclass, part text) RETURNS SETOF jsonb
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET extra_float_digits = 1
	SET datestyle = iso
	-- rows in physical order
	SET max_parallel_workers_per_gather = 0
	SET synchronize_seqscans = off
AS $$
DECLARE
	names text;
	fields text;
BEGIN
	SELECT string_agg(quote_literal(f.name), ', ' ORDER BY f.name),
		string_agg(format('nullif(btrim(s.%I::text, %L), '''')', c.attname, E' \t\r\n'), ', ' ORDER BY f.name)
	INTO names, fields
	FROM jsonb_each_text(@extschema@._simple_columns(source)) AS c (name, attname)
		JOIN @extschema@._catalog_fields() f ON f.name = c.name
	WHERE f.part = _catalog_table_rows.part;
	RETURN QUERY EXECUTE format('SELECT jsonb_object(ARRAY[%s]::text[], ARRAY[%s]::text[]) FROM %s AS s', names, fields, source);
END $$;
COMMENT ON FUNCTION _catalog_table_rows(regclass, text) IS
	'rows of a table with the columns that import_tables() reads, as text; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_join_columns(assessments regclass, parts regclass) RETURNS text[]
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	common text[];
	more text[];
BEGIN
	SELECT coalesce(array_agg(f.name ORDER BY f.name) FILTER (WHERE a ? f.name), '{}'),
		coalesce(array_agg(f.name ORDER BY f.name) FILTER (WHERE NOT a ? f.name), '{}')
	INTO common, more
	FROM @extschema@._catalog_fields() f, @extschema@._simple_columns(assessments) AS a, @extschema@._simple_columns(parts) AS p
	WHERE f.part = 'assessment' AND f.is_key AND p ? f.name;
	IF NOT common && '{role_key,title}' THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('tables %s and %s have no key in common', assessments, parts),
			DETAIL = 'Neither role_key nor title is a column of both.',
			HINT = 'Add one of them, so that rows can be assigned to assessments.';
	END IF;
	-- Columns that describe a role besides its key do not identify it.
	more := CASE WHEN 'role_key' = ANY (common) THEN array_remove(array_remove(array_remove(more, 'title'), 'seniority'), 'market')
		ELSE array_remove(more, 'role_key') END;
	IF cardinality(more) > 0 THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('column "%s" of table %s is not in table %s', more[1], parts, assessments),
			DETAIL = 'It identifies assessments.',
			HINT = format('Add it to %s, or remove it from %s.', assessments, parts);
	END IF;
	RETURN common;
END $$;
COMMENT ON FUNCTION _catalog_join_columns(regclass, regclass) IS
	'columns that assign tasks or next roles to assessments; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_row_key(fields jsonb, columns text[]) RETURNS text[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN ARRAY(
		SELECT CASE WHEN c.name IN ('title', 'seniority', 'market', 'assessor') THEN @extschema@._name_key(coalesce(fields->>c.name, '')) ELSE coalesce(fields->>c.name, '') END
		FROM pg_catalog.unnest(columns) WITH ORDINALITY AS c (name, n) ORDER BY c.n);
COMMENT ON FUNCTION _catalog_row_key(jsonb, text[]) IS
	'values of a row in some columns, for comparison; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_problem(source regclass, number bigint, fields jsonb, name text, value text, message text, detail text) RETURNS aijri_import_problem
	LANGUAGE sql STABLE
	RETURN ROW(source::text, number,
		pg_catalog.concat_ws(' / ', fields->>'role_key', fields->>'title', fields->>'seniority', fields->>'market', fields->>'assessor', fields->>'assessed_on'),
		name, value,
		message || coalesce(': ' || lower(left(nullif(detail, ''), 1)) || rtrim(substr(detail, 2), '.'), ''))::@extschema@.aijri_import_problem;
COMMENT ON FUNCTION _catalog_problem(regclass, bigint, jsonb, text, text, text, text) IS
	'makes an aijri_import_problem; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_row_problems(part text, source regclass, number bigint, fields jsonb, required text) RETURNS SETOF aijri_import_problem
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT @extschema@._catalog_problem(source, number, fields, f.name, v.value, p.problem[2], p.problem[3])
	FROM jsonb_each_text(fields) AS v (name, value)
		JOIN @extschema@._catalog_fields() f ON f.name = v.name,
		LATERAL (SELECT @extschema@._field_problem(f.name, f.kind, f.minimum, f.maximum, v.value)) AS p (problem)
	WHERE f.part = _catalog_row_problems.part AND v.value IS NOT NULL AND f.kind <> 'text' AND p.problem IS NOT NULL
	UNION ALL
	SELECT @extschema@._catalog_problem(source, number, fields, required, NULL::text, required || ' is missing', NULL::text)
	WHERE required IS NOT NULL AND fields->>required IS NULL;
END;
COMMENT ON FUNCTION _catalog_row_problems(text, regclass, bigint, jsonb, text) IS
	'what is wrong with the values of a row; called by import_tables() of a catalog';

-- The document that a row of assessments makes with its tasks and next roles.
CREATE FUNCTION _catalog_row_document(assessment jsonb, tasks jsonb, next_roles jsonb) RETURNS jsonb
	LANGUAGE sql STABLE
	RETURN (
		SELECT assessment || pg_catalog.jsonb_build_object(
			'assessment', pg_catalog.jsonb_build_object('tasks', t.list, 'evidence', assessment, 'barriers', assessment,
				'growth', assessment->'growth', 'principles', assessment),
			'next_roles', (
				SELECT pg_catalog.jsonb_agg(e.r || pg_catalog.jsonb_build_object('title', e.r->'next_role') ORDER BY (e.r->>'position')::numeric, e.n)
				FROM jsonb_array_elements(next_roles) WITH ORDINALITY AS e (r, n)),
			'narrative', coalesce((assessment->>'narrative')::jsonb, '{}')
				|| CASE WHEN t.rationales IS NULL THEN '{}' ELSE pg_catalog.jsonb_build_object('tasks', t.rationales) END)
		FROM (
			SELECT pg_catalog.jsonb_agg(e.t ORDER BY (e.t->>'position')::numeric, e.n) AS list,
				CASE WHEN bool_or(e.t->>'rationale' IS NOT NULL) THEN pg_catalog.jsonb_agg(e.t->'rationale' ORDER BY (e.t->>'position')::numeric, e.n) END AS rationales
			FROM jsonb_array_elements(tasks) WITH ORDINALITY AS e (t, n)) AS t);
COMMENT ON FUNCTION _catalog_row_document(jsonb, jsonb, jsonb) IS
	'document of one row with its tasks and next roles; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_import_row(catalog regnamespace, assessment jsonb, tasks jsonb, next_roles jsonb) RETURNS boolean
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	role_fields jsonb;
	document jsonb;
BEGIN
	IF assessment->>'title' IS NULL AND assessment->>'role_key' IS NOT NULL THEN
		EXECUTE format(
			'SELECT jsonb_build_object(''title'', title, ''seniority'', nullif(seniority, ''''), ''market'', market)
			FROM %s.role WHERE role_key = $1', catalog)
		INTO role_fields USING assessment->>'role_key';
		IF role_fields IS NULL THEN
			RAISE invalid_parameter_value USING MESSAGE = 'title is missing, and no role has this role_key';
		END IF;
		assessment := assessment || role_fields;
	END IF;
	document := @extschema@._catalog_row_document(assessment, tasks, next_roles);
	RETURN (@extschema@._catalog_import(catalog, @extschema@._catalog_build_document(document), NULL::text,
		document->>'role_key', coalesce((document->>'assessed_on')::date, current_date), document->>'assessor', document->>'market')).is_new;
END $_$;
COMMENT ON FUNCTION _catalog_import_row(regnamespace, jsonb, jsonb, jsonb) IS
	'adds the assessment of one row with its tasks and next roles; called by import_tables() of a catalog';

-- Rows of assessments with the tasks and next roles that belong to them; last,
-- without a row, those that belong to none.
CREATE FUNCTION _catalog_table_assessments(
	assessments regclass,
	tasks regclass,
	next_roles regclass,
	task_key text[],
	next_role_key text[],
	OUT n bigint,
	OUT fields jsonb,
	OUT task_fields jsonb,
	OUT task_rows bigint[],
	OUT next_role_fields jsonb,
	OUT next_role_rows bigint[],
	OUT refusal text
) RETURNS SETOF record
	LANGUAGE sql
BEGIN ATOMIC
	WITH a AS MATERIALIZED (
		SELECT r.n, r.fields, @extschema@._catalog_row_key(r.fields, task_key) AS task_key,
			@extschema@._catalog_row_key(r.fields, next_role_key) AS next_role_key,
			@extschema@._catalog_row_key(r.fields, '{role_key,title,seniority,market,assessor,assessed_on}'::text[]) AS key
		FROM @extschema@._catalog_table_rows(assessments, 'assessment'::text) WITH ORDINALITY AS r (fields, n)
	), t AS MATERIALIZED (
		SELECT @extschema@._catalog_row_key(r.fields, task_key) AS task_key, pg_catalog.jsonb_agg(r.fields ORDER BY r.n) AS fields, pg_catalog.array_agg(r.n ORDER BY r.n) AS rows
		FROM @extschema@._catalog_table_rows(tasks, 'task'::text) WITH ORDINALITY AS r (fields, n)
		GROUP BY 1
	), x AS MATERIALIZED (
		SELECT @extschema@._catalog_row_key(r.fields, next_role_key) AS next_role_key, pg_catalog.jsonb_agg(r.fields ORDER BY r.n) AS fields, pg_catalog.array_agg(r.n ORDER BY r.n) AS rows
		FROM @extschema@._catalog_table_rows(next_roles, 'next_role'::text) WITH ORDINALITY AS r (fields, n)
		WHERE next_roles IS NOT NULL
		GROUP BY 1
	)
	SELECT a.n, a.fields, t.fields, t.rows, x.fields, x.rows, CASE
		WHEN coalesce(a.fields->>'role_key', a.fields->>'title') IS NULL THEN 'there is neither a title nor a role_key'
		WHEN count(*) OVER (PARTITION BY a.key) > 1 THEN 'another row has the same key'
		WHEN t.rows IS NOT NULL AND count(*) OVER (PARTITION BY a.task_key) > 1
			THEN pg_catalog.format('several assessments have the %s of its tasks', pg_catalog.array_to_string(_catalog_table_assessments.task_key, ', '))
		WHEN x.rows IS NOT NULL AND count(*) OVER (PARTITION BY a.next_role_key) > 1
			THEN pg_catalog.format('several assessments have the %s of its next roles', pg_catalog.array_to_string(_catalog_table_assessments.next_role_key, ', '))
		WHEN t.rows IS NULL THEN 'no task belongs to this assessment' END
	FROM a LEFT JOIN t ON t.task_key OPERATOR(pg_catalog.=) a.task_key LEFT JOIN x ON x.next_role_key OPERATOR(pg_catalog.=) a.next_role_key
	UNION ALL
	SELECT NULL, NULL, t.fields, t.rows, NULL, NULL, 'belongs to no assessment in ' || assessments::text
	FROM t WHERE NOT EXISTS (SELECT FROM a WHERE a.task_key OPERATOR(pg_catalog.=) t.task_key)
	UNION ALL
	SELECT NULL, NULL, NULL, NULL, x.fields, x.rows, 'belongs to no assessment in ' || assessments::text
	FROM x WHERE NOT EXISTS (SELECT FROM a WHERE a.next_role_key OPERATOR(pg_catalog.=) x.next_role_key)
	ORDER BY 1, 4, 6;
END;
COMMENT ON FUNCTION _catalog_table_assessments(regclass, regclass, regclass, text[], text[]) IS
	'assessments assembled from rows of tables; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_unused_columns(assessments regclass, tasks regclass, next_roles regclass, task_key text[], next_role_key text[]) RETURNS text[]
	LANGUAGE sql STABLE
	RETURN (
		SELECT pg_catalog.array_agg(pg_catalog.format('%s.%I', s.source, c.attname) ORDER BY s.n, c.attname COLLATE "C")
		FROM (VALUES (1, assessments, 'assessment', '{}'::text[]), (2, tasks, 'task', task_key), (3, next_roles, 'next_role', next_role_key)) AS s (n, source, part, key),
			jsonb_each_text(@extschema@._simple_columns(s.source)) AS c (name, attname)
		WHERE NOT EXISTS (
			SELECT FROM @extschema@._catalog_fields() f
			WHERE (f.part, f.name) = (s.part, c.name) AND (s.n = 1 OR NOT f.is_key OR c.name = ANY (s.key))));
COMMENT ON FUNCTION _catalog_unused_columns(regclass, regclass, regclass, text[], text[]) IS
	'columns that an import does not read; called by import_tables() of a catalog';

-- What is wrong with an assembled assessment: the row as a whole, or each value.
CREATE FUNCTION _catalog_assembled_problems(
	assessments regclass, tasks regclass, next_roles regclass,
	n bigint, fields jsonb, task_fields jsonb, task_rows bigint[], next_role_fields jsonb, next_role_rows bigint[], refusal text
) RETURNS SETOF aijri_import_problem
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT p.*
	FROM @extschema@._catalog_problem(CASE WHEN n IS NOT NULL THEN assessments WHEN task_rows IS NOT NULL THEN tasks ELSE next_roles END,
		coalesce(n, task_rows[1], next_role_rows[1]), coalesce(fields, task_fields->0, next_role_fields->0),
		NULL::text, NULL::text, refusal, NULL::text) p
	WHERE refusal IS NOT NULL
	UNION ALL
	SELECT p.*
	FROM @extschema@._catalog_row_problems('assessment'::text, assessments, n, fields, NULL::text) p
	UNION ALL
	SELECT p.*
	FROM jsonb_array_elements(task_fields) WITH ORDINALITY AS e (fields, place),
		@extschema@._catalog_row_problems('task'::text, tasks, task_rows[e.place], e.fields, 'name'::text) p
	WHERE coalesce(fields->>'role_key', fields->>'title') IS NOT NULL
	UNION ALL
	SELECT p.*
	FROM jsonb_array_elements(next_role_fields) WITH ORDINALITY AS e (fields, place),
		@extschema@._catalog_row_problems('next_role'::text, next_roles, next_role_rows[e.place], e.fields, 'next_role'::text) p
	WHERE coalesce(fields->>'role_key', fields->>'title') IS NOT NULL;
END;
COMMENT ON FUNCTION _catalog_assembled_problems(regclass, regclass, regclass, bigint, jsonb, jsonb, bigint[], jsonb, bigint[], text) IS
	'what is wrong with an assessment assembled from rows; called by import_tables() of a catalog';

CREATE FUNCTION _catalog_import_tables(catalog regnamespace, assessments regclass, tasks regclass, next_roles regclass)
	RETURNS aijri_import_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET client_min_messages = warning
AS $$
DECLARE
	task_key text[];
	next_role_key text[];
	item record;
	problem @extschema@.aijri_import_problem;
	problems @extschema@.aijri_import_problem[] := '{}';
	known integer;
	loaded bigint := 0;
	unchanged bigint := 0;
	refused bigint := 0;
	message text;
	detail text;
BEGIN
	IF assessments IS NULL OR tasks IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('table of %s is missing', CASE WHEN assessments IS NULL THEN 'assessments' ELSE 'tasks' END),
			HINT = 'Specify a table or view of assessments, and one of their tasks.';
	END IF;
	task_key := @extschema@._catalog_join_columns(assessments, tasks);
	IF next_roles IS NOT NULL THEN
		next_role_key := @extschema@._catalog_join_columns(assessments, next_roles);
	END IF;

	FOR item IN
		SELECT a.* FROM @extschema@._catalog_table_assessments(assessments, tasks, next_roles, task_key, next_role_key) a
	LOOP
		known := cardinality(problems);
		FOR problem IN
			SELECT p.* FROM @extschema@._catalog_assembled_problems(assessments, tasks, next_roles, item.n, item.fields,
				item.task_fields, item.task_rows, item.next_role_fields, item.next_role_rows, item.refusal) p
		LOOP
			problems := array_append(problems, problem);
		END LOOP;
		IF cardinality(problems) = known THEN
			BEGIN
				IF @extschema@._catalog_import_row(catalog, item.fields, item.task_fields, item.next_role_fields) THEN
					loaded := loaded + 1;
				ELSE
					unchanged := unchanged + 1;
				END IF;
				CONTINUE;
			EXCEPTION WHEN data_exception OR integrity_constraint_violation OR statement_too_complex THEN
				GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
				problems := array_append(problems, @extschema@._catalog_problem(assessments, item.n, item.fields, NULL::text, NULL::text, message, detail));
			END;
		END IF;
		IF item.n IS NOT NULL THEN
			refused := refused + 1;
		END IF;
	END LOOP;
	RETURN (loaded, unchanged, refused,
		coalesce(@extschema@._catalog_unused_columns(assessments, tasks, next_roles, task_key, next_role_key), '{}'), problems);
END $$;
COMMENT ON FUNCTION _catalog_import_tables(regnamespace, regclass, regclass, regclass) IS
	'adds the assessments in tables to a catalog; called by its import_tables()';

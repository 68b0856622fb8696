-- ---------------------------------------------------------------------------
-- The catalog: assessments as JSON, in the shape of to_jsonb(aijri_document)
-- ---------------------------------------------------------------------------

CREATE FUNCTION _catalog_json_kind(type regtype) RETURNS text
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN t.typcategory = 'A' THEN 'array'
		WHEN t.typtype = 'c' OR t.oid = 'jsonb'::regtype::oid THEN 'object'
		WHEN coalesce(nullif(t.typbasetype, 0::oid), t.oid) = 'integer'::regtype::oid THEN 'whole number'
		WHEN t.typcategory = 'N' THEN 'number'
		ELSE 'string' END
	FROM pg_type t WHERE t.oid = type::oid;
END;
COMMENT ON FUNCTION _catalog_json_kind(regtype) IS
	'kind of JSON value that represents a type; called by import_json() of a catalog';

CREATE FUNCTION _catalog_check_json(value jsonb, type regtype, place text) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	hint constant text := 'The shape is that of to_jsonb(aijri_parse(...)).';
	kind constant text := @extschema@._catalog_json_kind(type);
	found record;
BEGIN
	-- a number may stand in a text, as cells of tables have it
	IF jsonb_typeof(value) = 'null' OR jsonb_typeof(value) = 'string' AND kind LIKE '%number' AND place NOT LIKE 'stated%' THEN
		RETURN;
	END IF;
	IF jsonb_typeof(value) <> replace(kind, 'whole ', '') OR kind = 'whole number' AND value::numeric % 1 <> 0 THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('%s is not a %s: %s', place, CASE kind WHEN 'whole number' THEN kind ELSE 'JSON ' || kind END,
				CASE WHEN length(value::text) > 60 THEN left(value::text, 60) || '...' ELSE value::text END),
			DETAIL = format('Expected a %s, or null.', CASE kind WHEN 'whole number' THEN kind ELSE 'JSON ' || kind END),
			HINT = hint;
	END IF;
	IF kind = 'array' THEN
		PERFORM @extschema@._catalog_check_json(e.element, (SELECT t.typelem::regtype FROM pg_type t WHERE t.oid = type), format('%s[%s]', place, e.n))
		FROM jsonb_array_elements(value) WITH ORDINALITY AS e (element, n);
	ELSIF kind = 'object' AND type <> 'jsonb'::regtype THEN
		FOR found IN
			SELECT e.key, e.element, a.atttypid::regtype AS type
			FROM jsonb_each(value) AS e (key, element)
			LEFT JOIN pg_attribute a ON a.attrelid = (SELECT t.typrelid FROM pg_type t WHERE t.oid = _catalog_check_json.type)
				AND a.attname = e.key AND a.attnum > 0 AND NOT a.attisdropped
		LOOP
			IF found.type IS NULL THEN
				RAISE invalid_parameter_value USING
					MESSAGE = format('unknown key "%s" in %s', left(found.key, 60), place),
					DETAIL = format('Known keys are %s.', (
						SELECT string_agg(a.attname, ', ' ORDER BY a.attnum)
						FROM pg_attribute a JOIN pg_type t ON t.typrelid = a.attrelid
						WHERE t.oid = type AND a.attnum > 0 AND NOT a.attisdropped)),
					HINT = hint;
			END IF;
			PERFORM @extschema@._catalog_check_json(found.element, found.type,
				CASE place WHEN 'document' THEN found.key ELSE place || '.' || found.key END);
		END LOOP;
	END IF;
END $$;
COMMENT ON FUNCTION _catalog_check_json(jsonb, regtype, text) IS
	'refuses JSON that does not have the shape of a type: unknown keys, and values of another kind; called by imports';

CREATE FUNCTION _catalog_build_document(document jsonb) RETURNS aijri_document
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
		SELECT jsonb_populate_record(
			@extschema@.aijri_document(
				d.document->>'title',
				CASE WHEN jsonb_typeof(d.a) = 'object' THEN @extschema@.aijri_assessment(
					ARRAY(
						SELECT CASE WHEN jsonb_typeof(e.t) = 'object' THEN
							@extschema@.aijri_task(@extschema@._field_text('task'::text, 'name'::text, e.t->>'name'), @extschema@._field_number('task'::text, 'time_pct'::text, e.t->>'time_pct'), @extschema@._field_number('task'::text, 'score'::text, e.t->>'score'),
								@extschema@._field_mode('task'::text, 'mode'::text, e.t->>'mode')) END
						FROM jsonb_array_elements(CASE WHEN jsonb_typeof(d.a->'tasks') = 'array' THEN d.a->'tasks' END)
							WITH ORDINALITY AS e (t, n)
						ORDER BY e.n),
					@extschema@.aijri_evidence(
						@extschema@._field_number('assessment'::text, '@rating evidence@'::text, d.a->'evidence'->>'@rating evidence@')@,@
						),
					@extschema@.aijri_barriers(
						@extschema@._field_number('assessment'::text, '@rating barriers@'::text, d.a->'barriers'->>'@rating barriers@')@,@
						),
					@extschema@._field_number('assessment'::text, 'growth'::text, d.a->>'growth'),
					@extschema@.aijri_principles(
						@extschema@._field_number('assessment'::text, '@rating principles@'::text, d.a->'principles'->>'@rating principles@')@,@
						)) END,
				d.document->>'seniority', @extschema@._field_text('assessment'::text, 'primary_function'::text, d.document->>'primary_function'),
				@extschema@._field_text('assessment'::text, 'role_is_not'::text, d.document->>'role_is_not'),
				@extschema@._field_text('assessment'::text, 'typical_experience'::text, d.document->>'typical_experience'), d.document->>'seniority_note',
				@extschema@._field_number('assessment'::text, 'override_score'::text, d.document->>'override_score'), d.document->>'override_reason',
				@extschema@._field_number('assessment'::text, 'timeline_min_months'::text, d.document->>'timeline_min_months')::integer,
				@extschema@._field_number('assessment'::text, 'timeline_max_months'::text, d.document->>'timeline_max_months')::integer,
				ARRAY(
					SELECT CASE WHEN jsonb_typeof(e.r) = 'object' THEN
						@extschema@.aijri_next_role(@extschema@._field_text('next_role'::text, 'next_role'::text, e.r->>'title'), @extschema@._field_number('next_role'::text, 'score'::text, e.r->>'score'), e.r->>'reason') END
					FROM jsonb_array_elements(CASE WHEN jsonb_typeof(d.document->'next_roles') = 'array' THEN d.document->'next_roles' END)
						WITH ORDINALITY AS e (r, n)
					ORDER BY e.n),
				CASE WHEN jsonb_typeof(d.document->'narrative') = 'null' THEN NULL ELSE d.document->'narrative' END),
			jsonb_build_object('stated', d.document->'stated'))
		FROM (SELECT document, document->'assessment') AS d (document, a));
END $$;
COMMENT ON FUNCTION _catalog_build_document(jsonb) IS
	'makes a document from JSON by means of the constructors, which check the numbers; called by imports';

-- Constructors do not know which task or next role a value belongs to.
CREATE FUNCTION _catalog_json_problem(document jsonb) RETURNS text[]
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT ARRAY[p.problem[1], pg_catalog.format('%s[%s]: %s', l.list, e.n, p.problem[2]), p.problem[3], p.problem[4]]
	FROM (VALUES (1, 'assessment.tasks', 'task', document#>'{assessment,tasks}'), (2, 'next_roles', 'next_role', document->'next_roles')) AS l (l, list, part, elements),
		jsonb_array_elements(CASE jsonb_typeof(l.elements) WHEN 'array' THEN l.elements END) WITH ORDINALITY AS e (element, n),
		jsonb_each_text(CASE jsonb_typeof(e.element) WHEN 'object' THEN e.element END) AS v (name, value),
		LATERAL (SELECT CASE WHEN v.name <> 'title' AND v.value IS NOT NULL THEN @extschema@._field_problem(l.part, v.name, v.value) END) AS p (problem)
	WHERE p.problem IS NOT NULL
	ORDER BY l.l, e.n LIMIT 1;
END;
COMMENT ON FUNCTION _catalog_json_problem(jsonb) IS
	'the first illegal value of tasks and next roles, with its position: SQLSTATE, message, detail, hint; called by import_json() of a catalog';

CREATE FUNCTION _catalog_read_json(document jsonb) RETURNS aijri_document
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	problem text[];
	code text;
	message text;
	detail text;
	hint text;
BEGIN
	IF document IS NULL OR jsonb_typeof(document) = 'null' THEN
		RETURN NULL;
	END IF;
	PERFORM @extschema@._catalog_check_json(document, '@extschema@.aijri_document'::regtype, 'document'::text);
	BEGIN
		RETURN @extschema@._catalog_build_document(document);
	EXCEPTION WHEN data_exception THEN
		GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE,
			message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	END;
	problem := coalesce(@extschema@._catalog_json_problem(document), ARRAY[code, message, detail, hint]);
	RAISE USING
		ERRCODE = problem[1], MESSAGE = problem[2], DETAIL = coalesce(problem[3], ''),
		HINT = coalesce(nullif(problem[4], ''), 'The shape is that of to_jsonb(aijri_parse(...)).');
END $$;
COMMENT ON FUNCTION _catalog_read_json(jsonb) IS
	'makes a document from JSON, or reports what is wrong with it; called by import_json() of a catalog';

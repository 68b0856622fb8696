-- Functions of a catalog that import and export assessments.

CREATE OR REPLACE FUNCTION @catalog@.import_document(
	document text, assessed_on date DEFAULT current_date, assessor text DEFAULT '', market text DEFAULT ''
) RETURNS bigint
	LANGUAGE sql
	RETURN (@extschema@._catalog_import('@catalog@'::regnamespace, @extschema@.aijri_parse(document), document, NULL::text, assessed_on, assessor, market)).assessment_id;
COMMENT ON FUNCTION @catalog@.import_document(text, date, text, text) IS
	'imports an assessment document and returns the number of its assessment; a document that was imported before changes nothing';

CREATE OR REPLACE FUNCTION @catalog@.import_json(
	document jsonb, assessed_on date DEFAULT current_date, assessor text DEFAULT '', market text DEFAULT ''
) RETURNS bigint
	LANGUAGE sql
	RETURN (@extschema@._catalog_import('@catalog@'::regnamespace, @extschema@._catalog_read_json(document), NULL::text, NULL::text, assessed_on, assessor, market)).assessment_id;
COMMENT ON FUNCTION @catalog@.import_json(jsonb, date, text, text) IS
	'imports an assessment in the shape of to_jsonb(aijri_document) and returns its number; one that was imported before changes nothing';

CREATE OR REPLACE FUNCTION @catalog@.import_tables(
	assessments regclass, tasks regclass, next_roles regclass DEFAULT NULL
) RETURNS @extschema@.aijri_import_report
	LANGUAGE sql
	RETURN @extschema@._catalog_import_tables('@catalog@'::regnamespace, assessments, tasks, next_roles);
COMMENT ON FUNCTION @catalog@.import_tables(regclass, regclass, regclass) IS
	'imports the assessments in tables, finding columns by name, and reports what was loaded and what was refused';

CREATE OR REPLACE FUNCTION @catalog@.rated_assessment(assessment_id bigint) RETURNS @extschema@.aijri_assessment
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT ROW(
		ARRAY(
			SELECT ROW(t.name, t.time_pct, t.score, t.mode)::@extschema@.aijri_task
			FROM @catalog@.task t WHERE t.assessment_id = a.assessment_id ORDER BY t.position),
		ROW(
			a.@rating evidence@@,@
			)::@extschema@.aijri_evidence,
		ROW(
			a.@rating barriers@@,@
			)::@extschema@.aijri_barriers,
		a.growth,
		ROW(
			a.@rating principles@@,@
			)::@extschema@.aijri_principles)::@extschema@.aijri_assessment
	FROM @catalog@.assessment a WHERE a.assessment_id = $1;
END;
COMMENT ON FUNCTION @catalog@.rated_assessment(bigint) IS
	'ratings of an assessment, for aijri_explain(), score_sensitivity(), and other functions; NULL: no such assessment';

CREATE OR REPLACE FUNCTION @catalog@.document_of(assessment_id bigint) RETURNS @extschema@.aijri_document
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT ROW(
		coalesce(a.definition->>'title', r.title),
		CASE WHEN a.definition ? 'seniority' THEN a.definition->>'seniority' ELSE nullif(r.seniority, '') END,
		CASE WHEN a.definition ? 'primary_function' THEN a.definition->>'primary_function' ELSE r.primary_function END,
		CASE WHEN a.definition ? 'role_is_not' THEN a.definition->>'role_is_not' ELSE r.role_is_not END,
		CASE WHEN a.definition ? 'typical_experience' THEN a.definition->>'typical_experience' ELSE r.typical_experience END,
		a.definition->>'seniority_note',
		@catalog@.rated_assessment(a.assessment_id),
		jsonb_populate_record(NULL::@extschema@.aijri_result, a.stated),
		a.override_score, a.override_reason, a.timeline_min_months, a.timeline_max_months,
		ARRAY(
			SELECT ROW(n.title, n.score, n.reason)::@extschema@.aijri_next_role
			FROM @catalog@.next_role n WHERE n.assessment_id = a.assessment_id ORDER BY n.position),
		-- Rationales of tasks stay with the position when tasks are added or removed.
		CASE WHEN a.narrative ? 'tasks' THEN a.narrative - 'tasks' || coalesce((
				SELECT jsonb_build_object('tasks', jsonb_agg(a.narrative->'tasks'->(t.position - 1) ORDER BY t.position))
				FROM @catalog@.task t WHERE t.assessment_id = a.assessment_id
				HAVING bool_or(jsonb_typeof(a.narrative->'tasks'->(t.position - 1)) <> 'null')), '{}')
			ELSE a.narrative END)::@extschema@.aijri_document
	FROM @catalog@.assessment a JOIN @catalog@.role r ON r.role_id = a.role_id
	WHERE a.assessment_id = $1;
END;
COMMENT ON FUNCTION @catalog@.document_of(bigint) IS
	'document of an assessment, from the tables as they are now; NULL: no such assessment';

CREATE OR REPLACE FUNCTION @catalog@.export_document(assessment_id bigint) RETURNS text
	LANGUAGE sql STABLE
	RETURN @extschema@._catalog_render(@catalog@.document_of(assessment_id), assessment_id);
COMMENT ON FUNCTION @catalog@.export_document(bigint) IS
	'document of an assessment as text, from the tables as they are now, with all arithmetic recomputed';

CREATE OR REPLACE FUNCTION @catalog@.export_json(assessment_id bigint) RETURNS jsonb
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN to_jsonb(@catalog@.document_of(assessment_id));
COMMENT ON FUNCTION @catalog@.export_json(bigint) IS
	'document of an assessment as JSON that import_json() accepts, from the tables as they are now; NULL: no such assessment';

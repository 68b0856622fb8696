-- ---------------------------------------------------------------------------
-- The catalog: imports and exports
--
-- An import adds an assessment and never changes one. It locks the role first, so that
-- sessions that import assessments of the same role wait for each other; each statement
-- after that sees what the others have committed.
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_imported AS (
	assessment_id bigint,
	is_new boolean
);
COMMENT ON TYPE aijri_imported IS
	'result of importing one assessment';
COMMENT ON COLUMN aijri_imported.assessment_id IS 'number of the assessment';
COMMENT ON COLUMN aijri_imported.is_new IS 'whether it was added; false: it existed already';

CREATE FUNCTION _catalog_slug(title text) RETURNS text
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	slug text := left(title, 200);
BEGIN
	IF getdatabaseencoding() = 'UTF8' THEN
		-- letters without their accents, U+0300 to U+036F
		slug := regexp_replace(normalize(slug, NFKD), '[' || chr(768) || '-' || chr(879) || ']+', '', 'g');
	END IF;
	slug := regexp_replace(lower(slug COLLATE "C"), '[^a-z0-9]+', '-', 'g');
	RETURN coalesce(nullif(btrim(left(btrim(slug, '-'), 60), '-'), ''), 'role');
END $$;
COMMENT ON FUNCTION _catalog_slug(text) IS
	'a title in letters a to z, digits, and hyphens; called by imports';

-- Titles may share a slug by the thousand, so a free number is searched for in
-- doubling steps, and then the least one above the last that is taken.
CREATE FUNCTION _catalog_new_role_key(catalog regnamespace, title text) RETURNS text
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	probe constant text := format('SELECT EXISTS (SELECT FROM %s.role WHERE role_key = $1)', catalog);
	slug constant text := @extschema@._catalog_slug(title);
	is_taken boolean;
	low bigint := 1;
	high bigint := 1;
	middle bigint;
BEGIN
	EXECUTE probe INTO is_taken USING slug;
	IF NOT is_taken THEN
		RETURN slug;
	END IF;
	WHILE is_taken LOOP
		low := high;
		high := high * 2;
		EXECUTE probe INTO is_taken USING slug || '-' || high;
	END LOOP;
	WHILE high - low > 1 LOOP
		middle := (low + high) / 2;
		EXECUTE probe INTO is_taken USING slug || '-' || middle;
		IF is_taken THEN
			low := middle;
		ELSE
			high := middle;
		END IF;
	END LOOP;
	RETURN slug || '-' || high;
END $_$;
COMMENT ON FUNCTION _catalog_new_role_key(regnamespace, text) IS
	'a readable role_key that no role of a catalog has; called by imports';

CREATE FUNCTION _catalog_check_import(document aijri_document, role_key text, assessed_on date, assessor text, market text) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	bad record;
	fault text[];
BEGIN
	IF document IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'document is missing',
			HINT = 'Pass one assessment document, as text or as JSON.';
	END IF;
	IF coalesce(@extschema@._name_key(document.title), '') = '' THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'document has no title',
			DETAIL = 'A role is identified by title, seniority, and market.',
			HINT = 'Specify the job title.';
	END IF;
	IF assessed_on IS NULL OR NOT isfinite(assessed_on) THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('assessed_on is %s', coalesce(assessed_on::text, 'NULL')),
			DETAIL = 'Every assessment has a finite date.',
			HINT = 'Omit the argument for today.';
	END IF;
	fault := @extschema@._day_fault('assessed_on'::text, assessed_on);
	IF fault IS NOT NULL THEN
		RAISE USING ERRCODE = fault[1], MESSAGE = fault[2], DETAIL = fault[3], HINT = fault[4];
	END IF;
	-- indexes hold no more
	SELECT l.name, length(l.value) AS length, l.longest INTO bad
	FROM (VALUES ('title', btrim(document.title, E' \t\r\n'), 400), ('seniority', btrim(document.seniority, E' \t\r\n'), 100),
		('market', market, 100), ('assessor', assessor, 400), ('role_key', role_key, 400)) AS l (name, value, longest)
	WHERE length(l.value) > l.longest;
	IF FOUND THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('%s has %s characters', bad.name, bad.length),
			DETAIL = format('The limit is %s.', bad.longest),
			HINT = 'It identifies a role or an assessment: shorten it.';
	END IF;
	IF document.timeline_min_months > document.timeline_max_months THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('timeline runs from %s to %s months', document.timeline_min_months, document.timeline_max_months),
			DETAIL = 'The earliest month comes first.',
			HINT = 'Specify timeline_min_months and timeline_max_months in this order, with NULL as the latter for an open end.';
	END IF;
	SELECT n.part, n.number, n.field INTO bad
	FROM (
		SELECT 1, t.n, 'task', 'name'
		FROM unnest((document.assessment).tasks) WITH ORDINALITY AS t (name, time_pct, score, mode, n) WHERE t.name IS NULL
		UNION ALL
		SELECT 2, r.n, 'next role', 'title'
		FROM unnest(document.next_roles) WITH ORDINALITY AS r (title, score, reason, n) WHERE r.title IS NULL
		ORDER BY 1, 2 LIMIT 1) AS n (kind, number, part, field);
	IF FOUND THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('%s %s has no %s', bad.part, bad.number, bad.field),
			DETAIL = format('In a catalog, every %s has one.', bad.part),
			HINT = format('Complete the %s, or remove it.', bad.part);
	END IF;
	SELECT t.n, p.problem INTO bad
	FROM unnest((document.assessment).tasks) WITH ORDINALITY AS t (name, time_pct, score, mode, n),
		LATERAL (SELECT @extschema@._field_problem('task'::text, 'name'::text, t.name)) AS p (problem)
	WHERE p.problem IS NOT NULL
	ORDER BY t.n LIMIT 1;
	IF FOUND THEN
		RAISE USING
			ERRCODE = bad.problem[1], MESSAGE = format('tasks[%s]: %s', bad.n, bad.problem[2]), DETAIL = bad.problem[3], HINT = bad.problem[4];
	END IF;
	IF jsonb_typeof(document.narrative) <> 'object' THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('narrative is of type %s', jsonb_typeof(document.narrative)),
			DETAIL = 'It is a JSON object of texts by name.',
			HINT = 'docs/document-format.md lists the names in narrative.';
	END IF;
END $$;
COMMENT ON FUNCTION _catalog_check_import(aijri_document, text, date, text, text) IS
	'refuses what a catalog cannot store; called by imports';

-- The role of an import: found, locked, or added.  NULL where another session has
-- added or deleted it meanwhile.
CREATE FUNCTION _catalog_import_role(catalog regnamespace, document aijri_document, role_key text, market text, last_attempt boolean) RETURNS bigint
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	title constant text := btrim(document.title, E' \t\r\n');
	seniority constant text := coalesce(btrim(document.seniority, E' \t\r\n'), '');
	-- of keys, which are computed once
	same_title constant text := 'r.title_key = $1 AND r.seniority_key = $2 AND r.market_key = $3';
	title_key constant text := @extschema@._name_key(title);
	seniority_key constant text := @extschema@._name_key(seniority);
	market_key constant text := @extschema@._name_key(market);
	found bigint;
	other_key text;
BEGIN
	EXECUTE format('SELECT r.role_id FROM %s.role r WHERE %s FOR NO KEY UPDATE', catalog, CASE WHEN role_key IS NULL THEN same_title ELSE 'r.role_key = $4' END)
	INTO found USING title_key, seniority_key, market_key, role_key;
	IF found IS NOT NULL THEN
		RETURN found;
	END IF;
	-- The last attempt is left to the server to object to.
	EXECUTE format(
		'INSERT INTO %s.role (role_key, title, seniority, market, primary_function, role_is_not, typical_experience)
		VALUES ($1, $2, $3, $4, $5, $6, $7) %s RETURNING role_id',
		catalog, CASE WHEN NOT last_attempt THEN 'ON CONFLICT DO NOTHING' END)
	INTO found
	USING coalesce(role_key, @extschema@._catalog_new_role_key(catalog, document.title)), title, seniority, market,
		document.primary_function, document.role_is_not, document.typical_experience;
	IF found IS NULL AND role_key IS NOT NULL THEN
		EXECUTE format('SELECT r.role_key FROM %s.role r WHERE %s AND r.role_key <> $4', catalog, same_title)
		INTO other_key USING title_key, seniority_key, market_key, role_key;
		IF other_key IS NOT NULL THEN
			RAISE invalid_parameter_value USING
				MESSAGE = format('role_key "%s" is new, but the title "%s" is not', left(role_key, 60), left(title, 60)),
				DETAIL = format('The role with this title, seniority, and market has role_key "%s".', left(other_key, 60)),
				HINT = 'Use that role_key, or distinguish the roles by seniority or market.';
		END IF;
	END IF;
	RETURN found;
END $_$;
COMMENT ON FUNCTION _catalog_import_role(regnamespace, aijri_document, text, text, boolean) IS
	'finds or adds the role of an assessment; called by imports';

-- The tables of several assessments in one statement: its triggers work once.  A row
-- for each that was added.
CREATE FUNCTION _catalog_insert(
	catalog regnamespace, documents aijri_document[], role_ids bigint[], assessors text[], days date[], sources text[], hashes bytea[],
	last_attempt boolean, OUT n bigint, OUT assessment_id bigint
) RETURNS SETOF record
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET extra_float_digits = 1
AS $_$
BEGIN
	RETURN QUERY EXECUTE format($f$
		WITH d AS MATERIALIZED (
			-- one of several that say the same
			SELECT DISTINCT ON (d.role_id, d.assessor_key, d.hash) d.*
			FROM unnest($1, $2, $3, $4, $5, $6, $7) WITH ORDINALITY AS d (title, seniority, primary_function, role_is_not, typical_experience,
				seniority_note, assessment, stated, override_score, override_reason, timeline_min_months, timeline_max_months, next_roles, narrative,
				role_id, assessor, day, source, hash, assessor_key, n)
			ORDER BY d.role_id, d.assessor_key, d.hash, d.n
		), a AS (
			INSERT INTO %1$s.assessment (role_id, assessor, assessed_on, revision, recorded_at,
				@rating evidence@,
				@rating barriers@,
				growth,
				@rating principles@,
				override_score, override_reason, timeline_min_months, timeline_max_months,
				definition, narrative, stated, source, source_hash)
			SELECT d.role_id, d.assessor, d.day, coalesce(earlier.revision, 0) + 1, greatest(now(), earlier.recorded_at),
				((d.assessment).evidence).@rating evidence@,
				((d.assessment).barriers).@rating barriers@,
				(d.assessment).growth,
				((d.assessment).principles).@rating principles@,
				d.override_score, d.override_reason, d.timeline_min_months, d.timeline_max_months,
				jsonb_build_object('title', d.title, 'seniority', d.seniority,
					'primary_function', d.primary_function, 'role_is_not', d.role_is_not,
					'typical_experience', d.typical_experience, 'seniority_note', d.seniority_note),
				coalesce(d.narrative, '{}'), jsonb_strip_nulls(to_jsonb(d.stated)), d.source, d.hash
			FROM d,
				-- possibly recorded by a transaction that began after this one
				LATERAL (SELECT max(x.revision), max(x.recorded_at) FROM %1$s.assessment x
				WHERE (x.role_id, x.assessor_key, x.assessed_on) = (d.role_id, d.assessor_key, d.day)) AS earlier (revision, recorded_at)
			ORDER BY d.role_id, d.n
			%2$s RETURNING assessment_id, role_id, assessor_key, source_hash
		), k AS MATERIALIZED (
			SELECT a.assessment_id, d.n, (d.assessment).tasks, d.next_roles
			FROM a JOIN d ON (d.role_id, d.assessor_key, d.hash) = (a.role_id, a.assessor_key, a.source_hash)
		), t AS (
			INSERT INTO %1$s.task (assessment_id, position, name, time_pct, score, mode)
			SELECT k.assessment_id, u.n, u.name, u.time_pct, u.score, u.mode::text
			FROM k, unnest(k.tasks) WITH ORDINALITY AS u (name, time_pct, score, mode, n)
			ORDER BY k.assessment_id, u.n
		), r AS (
			INSERT INTO %1$s.next_role (assessment_id, position, title, score, reason)
			SELECT k.assessment_id, u.n, u.title, u.score, u.reason
			FROM k, unnest(k.next_roles) WITH ORDINALITY AS u (title, score, reason, n)
			ORDER BY k.assessment_id, u.n
		)
		SELECT k.n, k.assessment_id FROM k $f$,
		catalog, CASE WHEN NOT last_attempt THEN 'ON CONFLICT DO NOTHING' END)
	USING documents, role_ids, assessors, days, sources, hashes, ARRAY(SELECT @extschema@._name_key(a.name) FROM unnest(assessors) WITH ORDINALITY AS a (name, n) ORDER BY a.n);
END $_$;
COMMENT ON FUNCTION _catalog_insert(regnamespace, aijri_document[], bigint[], text[], date[], text[], bytea[], boolean) IS
	'adds assessments with their tasks and next roles; called by imports';

-- Without a source: what the document says, in whatever order.
CREATE FUNCTION _catalog_hash(document aijri_document, source text) RETURNS bytea
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
	SET extra_float_digits = 1
AS $$
BEGIN
	RETURN sha256(@extschema@._document_content(coalesce(source, jsonb_strip_nulls(to_jsonb(document))::text)));
END $$;
COMMENT ON FUNCTION _catalog_hash(aijri_document, text) IS
	'hash by which documents are compared; called by imports';

CREATE FUNCTION _catalog_report_discarded(catalog regnamespace, title text, has_role boolean) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RAISE triggered_action_exception USING
		MESSAGE = format('"%s" cannot be added', left(title, 60)),
		DETAIL = format('A row inserted into table %s.%s was discarded.', catalog, CASE WHEN has_role THEN 'assessment' ELSE 'role' END),
		HINT = 'A trigger or rule of that table discards rows.';
END $$;
COMMENT ON FUNCTION _catalog_report_discarded(regnamespace, text, boolean) IS
	'reports that a trigger or rule of the owner discarded a row; called by imports';

CREATE FUNCTION _catalog_notice_newer(catalog regnamespace, role_id bigint, present bigint, title text) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	counting record;
BEGIN
	EXECUTE format(
		'SELECT a.assessment_id AS id, a.assessed_on AS day
		FROM %1$s.role_score s JOIN %1$s.assessment a ON a.assessment_id = s.assessment_id WHERE s.role_id = $1', catalog)
	INTO counting USING role_id;
	IF counting.id <> present THEN
		RAISE NOTICE USING
			MESSAGE = format('assessment %s of "%s" exists already and is not the one that counts', present, left(title, 60)),
			DETAIL = format('Assessment %s of %s counts.', counting.id, to_char(counting.day, 'YYYY-MM-DD')),
			HINT = 'Scores of roles come from their newest assessments, or those of the assessors that set_assessors() prefers. To make this one the newest again, change its assessed_on.';
	END IF;
END $_$;
COMMENT ON FUNCTION _catalog_notice_newer(regnamespace, bigint, bigint, text) IS
	'notices that an assessment imported again is not the one that counts for its role; called by imports';

CREATE FUNCTION _catalog_import(
	catalog regnamespace,
	document aijri_document,
	source text,
	role_key text,
	assessed_on date,
	assessor text,
	market text
) RETURNS aijri_imported
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	keys text[];
	hash constant bytea := @extschema@._catalog_hash(document, source);
	role_id bigint;
	present bigint;
BEGIN
	assessor := coalesce(btrim(assessor, E' \t\r\n'), '');
	market := coalesce(btrim(market, E' \t\r\n'), '');
	PERFORM @extschema@._catalog_check_import(document, role_key, assessed_on, assessor, market);

	keys := ARRAY[@extschema@._name_key(btrim(document.title, E' \t\r\n')),
		@extschema@._name_key(coalesce(btrim(document.seniority, E' \t\r\n'), '')),
		@extschema@._name_key(market), @extschema@._name_key(assessor)];
	FOR attempt IN 1..100 LOOP
		EXECUTE format(
			'SELECT r.role_id, a.assessment_id
			FROM %1$s.role r JOIN %1$s.assessment a ON (a.role_id, a.assessor_key, a.source_hash) = (r.role_id, $5, $6)
			WHERE %2$s', catalog, CASE WHEN role_key IS NULL
				THEN 'r.title_key = $1 AND r.seniority_key = $2 AND r.market_key = $3' ELSE 'r.role_key = $4' END)
		INTO role_id, present
		USING keys[1], keys[2], keys[3], role_key, keys[4], hash;
		IF present IS NOT NULL THEN
			PERFORM @extschema@._catalog_notice_newer(catalog, role_id, present, document.title);
			RETURN (present, false);
		END IF;
		role_id := @extschema@._catalog_import_role(catalog, document, role_key, market, attempt = 100);
		CONTINUE WHEN role_id IS NULL;
		SELECT i.assessment_id INTO present
		FROM @extschema@._catalog_insert(catalog, ARRAY[document], ARRAY[role_id], ARRAY[assessor], ARRAY[assessed_on], ARRAY[source], ARRAY[hash], attempt = 100) i;
		IF present IS NOT NULL THEN
			RETURN (present, true);
		END IF;
	END LOOP;
	PERFORM @extschema@._catalog_report_discarded(catalog, document.title, role_id IS NOT NULL);
END $_$;
COMMENT ON FUNCTION _catalog_import(regnamespace, aijri_document, text, text, date, text, text) IS
	'adds an assessment to a catalog unless it exists; called by its imports';

CREATE FUNCTION _catalog_render(document aijri_document, assessment_id bigint) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF document IS NULL AND assessment_id IS NOT NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('assessment %s does not exist', assessment_id),
			HINT = 'Column assessment_id of table assessment in the catalog lists the numbers.';
	END IF;
	RETURN @extschema@.aijri_render(document);
END $$;
COMMENT ON FUNCTION _catalog_render(aijri_document, bigint) IS
	'writes a document of a catalog; called by export_document() of a catalog';

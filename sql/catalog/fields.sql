-- ---------------------------------------------------------------------------
-- The catalog: fields of an assessment as they come in JSON and in tables
--
-- Values are checked without an exception, so that telling what is wrong costs no
-- subtransaction.
-- ---------------------------------------------------------------------------

CREATE FUNCTION _catalog_fields(OUT part text, OUT name text, OUT is_key boolean, OUT kind text, OUT minimum numeric, OUT maximum numeric) RETURNS SETOF record
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT p.part, k.name, true, CASE k.name WHEN 'assessed_on' THEN 'day' ELSE 'text' END, NULL::numeric, NULL::numeric
	FROM pg_catalog.unnest('{assessment,task,next_role}'::text[]) AS p (part),
		pg_catalog.unnest('{role_key,title,seniority,market,assessor,assessed_on}'::text[]) AS k (name)
	UNION ALL
	SELECT f.part, f.name, false, f.kind, f.minimum, f.maximum
	FROM (VALUES
		('assessment', 'primary_function', 'text', NULL::numeric, NULL::numeric),
		('assessment', 'role_is_not', 'text', NULL, NULL),
		('assessment', 'typical_experience', 'text', NULL, NULL),
		('assessment', 'seniority_note', 'text', NULL, NULL),
		('assessment', '@rating all@', 'whole', @least@, @greatest@),
		('assessment', 'override_score', 'number', 0, 100),
		('assessment', 'override_reason', 'text', NULL, NULL),
		('assessment', 'timeline_min_months', 'whole', 0, 1200),
		('assessment', 'timeline_max_months', 'whole', 0, 1200),
		('assessment', 'narrative', 'object', NULL, NULL),
		('task', 'position', 'number', 1, 1e9),
		('task', 'name', 'text', NULL, NULL),
		('task', 'time_pct', 'time', 0, 1e9),
		('task', 'score', 'whole', 1, 5),
		('task', 'mode', 'mode', NULL, NULL),
		('task', 'rationale', 'text', NULL, NULL),
		('next_role', 'position', 'number', 1, 1e9),
		('next_role', 'next_role', 'text', NULL, NULL),
		('next_role', 'title', 'text', NULL, NULL),
		('next_role', 'score', 'number', 0, 100),
		('next_role', 'reason', 'text', NULL, NULL)) AS f (part, name, kind, minimum, maximum);
END;
COMMENT ON FUNCTION _catalog_fields() IS
	'fields of assessments, tasks, and next roles, with their legal values; called by imports';

CREATE FUNCTION _number_problem(name text, kind text, minimum numeric, maximum numeric, value text) RETURNS text[]
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	shown constant text := CASE WHEN length(value) > 40 THEN left(value, 40) || '...' ELSE value END;
	legal constant text := CASE kind WHEN 'whole' THEN format('Legal values are the whole numbers from %s to %s.', minimum, maximum)
		ELSE format('Legal values run from %s to %s.', minimum, maximum) END;
	number numeric;
BEGIN
	IF value !~ '^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?$' THEN
		RETURN ARRAY['22P02', format('%s "%s" is not a number', name, shown), legal, 'Give a number such as 12 or 12.5.'];
	END IF;
	IF length(value) > 400 THEN
		RETURN ARRAY['22003', format('%s %s is out of range', name, shown), legal, NULL];
	END IF;
	number := value::numeric;
	IF number NOT BETWEEN minimum AND maximum OR kind = 'time' AND number > 0 AND number <= 5e-7 THEN
		RETURN ARRAY['22003', format('%s %s is out of range', name, shown), legal, NULL];
	ELSIF kind = 'whole' AND number % 1 <> 0 THEN
		RETURN ARRAY['22023', format('%s %s is not a whole number', name, shown), legal, NULL];
	END IF;
	RETURN NULL;
END $$;
COMMENT ON FUNCTION _number_problem(text, text, numeric, numeric, text) IS
	'what is wrong with a number: SQLSTATE, message, detail, hint; NULL: nothing; called by imports';

CREATE FUNCTION _day_problem(name text, value text) RETURNS text[]
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	parts constant text[] := regexp_match(value, '^([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$');
BEGIN
	IF parts IS NULL OR parts[1] = '0000'
		OR parts[3]::integer > extract(day FROM make_date(parts[1]::integer, parts[2]::integer, 1) + interval '1 month - 1 day')
	THEN
		RETURN ARRAY['22007', format('%s "%s" is not a day', name, left(value, 40)), 'Days are written YYYY-MM-DD.', 'Write 2026-03-01 for March 1, 2026.'];
	END IF;
	RETURN @extschema@._day_fault(name, value::date);
END $$;
COMMENT ON FUNCTION _day_problem(text, text) IS
	'what is wrong with a day: SQLSTATE, message, detail, hint; NULL: nothing; called by imports';

-- PostgreSQL 15 knows no other way to ask whether a text is JSON.
CREATE FUNCTION _object_problem(name text, value text) RETURNS text[]
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	code text;
	message text;
	detail text;
BEGIN
	IF jsonb_typeof(value::jsonb) = 'object' THEN
		RETURN NULL;
	END IF;
	RETURN ARRAY['22023', format('%s is of type %s', name, jsonb_typeof(value::jsonb)), 'It is a JSON object of texts by name.', NULL];
EXCEPTION WHEN data_exception OR statement_too_complex THEN
	GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN ARRAY[code, format('%s: %s', name, message), left(detail, 200), NULL];
END $$;
COMMENT ON FUNCTION _object_problem(text, text) IS
	'what is wrong with a JSON object: SQLSTATE, message, detail, hint; NULL: nothing; called by imports';

CREATE FUNCTION _field_problem(name text, kind text, minimum numeric, maximum numeric, value text) RETURNS text[]
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	CASE kind
		WHEN 'text' THEN
			RETURN NULL;
		WHEN 'day' THEN
			RETURN @extschema@._day_problem(name, value);
		WHEN 'object' THEN
			RETURN @extschema@._object_problem(name, value);
		WHEN 'mode' THEN
			IF regexp_replace(lower(value COLLATE "C"), '[ _-]', '', 'g') IN ('displacement', 'augmentation', 'notinvolved') THEN
				RETURN NULL;
			END IF;
			RETURN ARRAY['22023', format('unknown mode "%s"', left(value, 40)), 'Modes are displacement, augmentation, and not involved.', NULL];
		ELSE
			RETURN @extschema@._number_problem(name, kind, minimum, maximum, value);
	END CASE;
END $$;
COMMENT ON FUNCTION _field_problem(text, text, numeric, numeric, text) IS
	'what is wrong with the value of a field: SQLSTATE, message, detail, hint; NULL: nothing; called by imports';

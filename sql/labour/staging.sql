-- ---------------------------------------------------------------------------
-- Labor data: staging tables, whose columns are named as publishers name them
-- ---------------------------------------------------------------------------

CREATE FUNCTION labour_text(field text) RETURNS text
	AS 'MODULE_PATHNAME', 'labour_text'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION labour_text(text) IS
	'a field of a published file without byte order mark, surrounding white space, and ="..."; NULL if it is empty';

CREATE FUNCTION labour_number(field text) RETURNS numeric
	AS 'MODULE_PATHNAME', 'labour_number'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION labour_number(text) IS
	'a number of a published file, such as 1,234 or 1.5E8; NULL if it is not a number';

CREATE FUNCTION _labour_synonyms(OUT kind text, OUT field text, OUT required boolean, OUT synonyms text[]) RETURNS SETOF record
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	VALUES
		('oews', 'occ_code', true, '{soc_code,standard_occupational_code,soc,occupation_code,occupational_code,occ,code}'::text[]),
		('oews', 'tot_emp', true, '{employment,total_employment,emp}'),
		('oews', 'o_group', false, '{occ_group,group,soc_level}'),
		('oews', 'occ_title', false, '{occupational_title,occupation_title,soc_title,title,occupation}'),
		('oews', 'area', false, '{area_code}'),
		('oews', 'area_title', false, '{area_name}'),
		('oews', 'prim_state', false, '{st,state}'),
		('oews', 'naics', false, '{naics_code}'),
		('oews', 'naics_title', false, '{industry_title,industry}'),
		('oews', 'own_code', false, '{ownership}'),
		('oews', 'loc_quotient', false, '{loc_q,location_quotient}'),
		('oews', 'jobs_1000', false, '{jobs_1000_orig}'),
		('oews', 'h_mean', false, '{hourly_mean_wage,mean_hourly_wage,hourly_mean}'),
		('oews', 'h_median', false, '{hourly_median_wage,median_hourly_wage,hourly_median}'),
		('oews', 'a_mean', false, '{annual_mean_wage,mean_annual_wage,annual_mean,mean_wage}'),
		('oews', 'a_median', false, '{annual_median_wage,median_annual_wage,annual_median,median_wage}'),
		('onet_tasks', 'o_net_soc_code', true, '{onet_soc_code,onetsoc_code,onet_code,soc_code}'),
		('onet_tasks', 'task_id', true, '{}'),
		('onet_tasks', 'task', true, '{task_statement}'),
		('onet_ratings', 'o_net_soc_code', true, '{onet_soc_code,onetsoc_code,onet_code,soc_code}'),
		('onet_ratings', 'task_id', true, '{}'),
		('onet_ratings', 'scale_id', true, '{scale}'),
		('onet_ratings', 'category', true, '{}'),
		('onet_ratings', 'data_value', true, '{}'),
		('onet_ratings', 'recommend_suppress', false, '{}'),
		('onet_related', 'o_net_soc_code', true, '{onet_soc_code,onetsoc_code,onet_code,soc_code}'),
		('onet_related', 'related_o_net_soc_code', true, '{related_onet_soc_code,related_onetsoc_code,related_onet_code,related_soc_code}'),
		('onet_related', 'relatedness_tier', true, '{tier}'),
		('onet_related', 'index', true, '{related_index}'),
		('onet_job_zones', 'o_net_soc_code', true, '{onet_soc_code,onetsoc_code,onet_code,soc_code}'),
		('onet_job_zones', 'job_zone', true, '{}'),
		('exposure', 'occ_code', false, '{soc_code,o_net_soc_code,onet_soc_code,onetsoc_code,onet_code,soc,soc_2018,soc_2010,standard_occupational_code,occupation_code,occupational_code,isco_code,isco_08,isco,occ,code,occupation}'),
		('crosswalk', 'from_code', true, '{from,source_code,source,isco_code,isco_08_code,o_net_soc_2010_code,2010_soc_code,soc_2010_code,soc_2010}'),
		('crosswalk', 'to_code', true, '{to,target_code,target,onet_code,o_net_soc_code,2018_soc_code,soc_2018_code,soc_2018}'),
		('crosswalk', 'weight', false, '{share,proportion,fraction,allocation}'),
		('employment', 'isco_code', true, '{isco_08_code,isco_08,isco08,isco}'),
		('employment', 'employment', true, '{workers,tot_emp,total_employment,emp,employed,persons,obs_value}'),
		('employment', 'title', false, '{occ_title,occupational_title,occupation_title,soc_title,isco_title,label,occupation}');
END;
COMMENT ON FUNCTION _labour_synonyms() IS
	'simple names under which publishers have a column; called by loaders';

-- A kind fits if all its required columns are there; of a kind without any, its first
-- column. The most specific kind has the most required columns, then the most columns.
CREATE FUNCTION _labour_kind(staging regclass) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	fields constant jsonb := @extschema@._simple_columns(staging);
	header constant text := (
		SELECT left(coalesce(string_agg(btrim(a.attname), ', ' ORDER BY a.attnum), 'none'), 1000)
		FROM pg_attribute a WHERE a.attrelid = staging AND a.attnum > 0 AND NOT a.attisdropped);
	kinds text[];
BEGIN
	SELECT array_agg(f.kind ORDER BY f.kind) INTO kinds
	FROM (
		SELECT k.kind, rank() OVER (ORDER BY k.required DESC, k.present DESC) AS rank
		FROM (
			SELECT s.kind, count(*) FILTER (WHERE s.required) AS required,
				count(*) FILTER (WHERE s.required AND NOT c.present) AS absent, count(*) FILTER (WHERE c.present) AS present
			FROM @extschema@._labour_synonyms() s, LATERAL (SELECT fields ?| (s.field || s.synonyms)) AS c (present)
			GROUP BY s.kind) AS k
		WHERE k.absent = 0 AND k.present > 0) AS f
	WHERE f.rank = 1;
	IF cardinality(kinds) = 1 THEN
		RETURN kinds[1];
	ELSIF kinds IS NOT NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('file could be of several kinds: %s', array_to_string(kinds, ', ')),
			DETAIL = format('Its columns are: %s.', header),
			HINT = 'Specify the kind.';
	END IF;
	RAISE invalid_parameter_value USING
		MESSAGE = 'file is of no known kind',
		DETAIL = format(E'Its columns are: %s.\nKinds and their columns:\n%s', header, (
				SELECT string_agg(format('%s: %s', k.kind, k.columns), E'\n' ORDER BY k.kind)
				FROM (
					SELECT s.kind, coalesce(string_agg(s.field, ', ') FILTER (WHERE s.required), min(s.field)) AS columns
					FROM @extschema@._labour_synonyms() s GROUP BY s.kind) AS k)),
		HINT = 'Rename the columns, or specify the kind.';
END $$;
COMMENT ON FUNCTION _labour_kind(regclass) IS
	'the kind of published file that a staging table has by its columns; called by aijri-load';

CREATE FUNCTION _labour_source(staging regclass, kind text, OUT fields jsonb, OUT renamed text[])
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	known record;
	absent record;
BEGIN
	IF staging IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'staging table is missing',
			HINT = 'Load the file into a table of text columns named as in the first line of the file.';
	END IF;
	fields := @extschema@._simple_columns(staging);
	FOR known IN
		SELECT s.field, n.name
		FROM @extschema@._labour_synonyms() s,
			LATERAL (SELECT u.name FROM unnest(s.synonyms) WITH ORDINALITY AS u (name, n) WHERE fields ? u.name ORDER BY u.n LIMIT 1) AS n
		WHERE s.kind = _labour_source.kind AND NOT fields ? s.field
	LOOP
		renamed := renamed || format('%s is column "%s"', known.field, btrim(fields->>known.name));
		fields := fields - known.name || jsonb_build_object(known.field, fields->known.name);
	END LOOP;
	SELECT s.field, s.synonyms INTO absent
	FROM @extschema@._labour_synonyms() s
	WHERE s.kind = _labour_source.kind AND s.required AND NOT fields ? s.field
	LIMIT 1;
	IF FOUND THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('staging table %s has no column "%s"', staging, absent.field),
			DETAIL = format('It has: %s. Looked for: %s. Case, spaces, and punctuation are ignored.', (
					SELECT left(coalesce(string_agg(@extschema@._simple_name(a.attname), ', ' ORDER BY a.attnum), 'none'), 1000)
					FROM pg_attribute a WHERE a.attrelid = staging AND a.attnum > 0 AND NOT a.attisdropped),
				array_to_string(absent.field || absent.synonyms, ', ')),
			HINT = 'Load the file into a table of text columns named as in the first line of the file.';
	END IF;
END $$;
COMMENT ON FUNCTION _labour_source(regclass, text) IS
	'columns of a staging table by the names that loaders use, and those that publishers name otherwise; without a kind of file, by the names that they have; called by loaders';

CREATE FUNCTION _labour_select(fields jsonb, wanted text[]) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
	RETURN (
		SELECT string_agg(CASE WHEN fields ? w.name THEN pg_catalog.format('%s.labour_text(s.%I::text)', '@extschema@', fields->>w.name) ELSE 'NULL::text' END
			|| ' AS ' || w.name, ', ' ORDER BY w.n)
		FROM pg_catalog.unnest(wanted) WITH ORDINALITY AS w (name, n));
COMMENT ON FUNCTION _labour_select(jsonb, text[]) IS
	'select list that has clean fields of a staging table s under the names that loaders use; called by loaders';

CREATE FUNCTION _labour_readable(staging regclass, attname text, reader text, OUT filled bigint, OUT readable bigint)
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	EXECUTE format('SELECT count(*), count(%1$s.%2$I(field)) FROM (SELECT %1$s.labour_text(s.%3$I::text) FROM %4$s AS s) AS c (field) WHERE field IS NOT NULL',
		'@extschema@', reader, attname, staging)
	INTO filled, readable;
END $$;
COMMENT ON FUNCTION _labour_readable(regclass, text, text) IS
	'number of fields of a column that are filled, and of those that a function can read; called by loaders';

-- ---------------------------------------------------------------------------
-- Labor data: loading employment by codes of any classification
--
-- The rows are kept in published_employment, and recoded to the SOC 2018 in oews, where
-- the views find them.  What no crosswalk recodes is in oews, too, under 99-9999, which is
-- a code of no edition: workers stay in all sums.
-- ---------------------------------------------------------------------------

CREATE FUNCTION _employment_area(area text, OUT code text, OUT type text)
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	code := btrim(area, E' \t\r\n');
	IF coalesce(code, '') = '' OR length(code) > 60 THEN
		RAISE invalid_parameter_value USING
			MESSAGE = CASE WHEN area IS NULL THEN 'area is missing' WHEN code = '' THEN 'area is empty' ELSE format('area has %s characters', length(code)) END,
			DETAIL = 'A code of an area has 1 to 60 characters.',
			HINT = 'Specify 99 for the nation, a code of OEWS, or one of your own, such as ''AT''.';
	END IF;
	code := CASE WHEN code ~ '^[0-9]([0-9]{5})?$' THEN '0' || code ELSE code END; -- a zero that a spreadsheet dropped
	type := CASE WHEN code = '99' THEN '1' WHEN code IN ('66', '72', '78') THEN '3' WHEN code ~ '^[0-9]{2}$' THEN '2'
		WHEN code ~ '^[0-9]{5}$' THEN '4' ELSE '6' END;
END $$;
COMMENT ON FUNCTION _employment_area(text) IS
	'code and type of an area; called by load_employment()';

-- What load_oews() and load_employment() put into one area would count twice.
CREATE FUNCTION _employment_alone(labour regnamespace, vintage date, areas text[]) RETURNS void
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	mixed text;
BEGIN
	EXECUTE format($f$
		SELECT min(o.area) FROM %s.oews o
		WHERE o.vintage = $1 AND o.area = ANY ($2) AND (o.naics, o.own_code) = ('000000', '1235') AND o.o_group <> 'total'
			AND NOT starts_with(coalesce(o.flags->>'tot_emp', ''), 'recoded from ') $f$, labour)
	INTO mixed USING vintage, areas;
	IF mixed IS NOT NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('area %s would have rows of both load_oews() and load_employment() in vintage %s', mixed, to_char(vintage, 'YYYY-MM-DD')),
			DETAIL = 'Its workers would count twice.',
			HINT = 'Specify another vintage or area, or delete the rows of the table oews.';
	END IF;
END $_$;
COMMENT ON FUNCTION _employment_alone(regnamespace, date, text[]) IS
	'raises an error if areas have rows of load_oews(); called by load_employment(), and by load_oews() for areas that have rows of it';

CREATE FUNCTION _oews_loaded(labour regnamespace, vintage date, report aijri_load_report) RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	recoded text[];
BEGIN
	EXECUTE format('SELECT array_agg(DISTINCT area) FROM %s.published_employment WHERE vintage = $1', labour) INTO recoded USING vintage;
	IF recoded IS NOT NULL THEN
		PERFORM @extschema@._employment_alone(labour, vintage, recoded);
	END IF;
	IF array_to_string(report.reasons, ' ') LIKE '%codes of the SOC 2010%' THEN
		report.reasons := report.reasons || CASE
			WHEN vintage < '2019-01-01' THEN 'files to May 2018 have codes of the SOC 2010: load_employment() recodes their employment'
			WHEN vintage < '2021-01-01' THEN 'files of May 2019 and May 2020 have codes of both the SOC 2010 and the SOC 2018'
			ELSE 'files since May 2021 have codes of the SOC 2018: check the vintage' END;
	END IF;
	RETURN report;
END $_$;
COMMENT ON FUNCTION _oews_loaded(regnamespace, date, aijri_load_report) IS
	'the report of a load of OEWS, with what its vintage says of the codes; called by load_oews() of a labor schema';

CREATE FUNCTION _labour_load_employment(labour regnamespace, staging regclass, vintage date, area text, classification text)
	RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET jit = off -- compiling the query takes longer than running it
AS $_$
DECLARE
	old constant text := @extschema@._classification_name(labour, classification);
	source record;
	place record;
	code_name text;
	workers_name text;
	title_name text;
	codes text[];
	coverage text[];
	report @extschema@.aijri_load_report;
BEGIN
	PERFORM @extschema@._labour_require_vintage(vintage, 'reference date of the figures: 2024-05-01'::text);
	place := @extschema@._employment_area(area);
	PERFORM @extschema@._employment_alone(labour, vintage, ARRAY[place.code]);
	PERFORM @extschema@._crosswalk_chain(labour, old, 'SOC 2018'::text);
	SELECT s.fields INTO source FROM @extschema@._labour_source(staging, NULL::text) AS s;
	code_name := @extschema@._labour_code_column(staging, source.fields, old);
	workers_name := @extschema@._labour_known_column(source.fields - code_name, 'employment'::text, 'employment'::text);
	title_name := @extschema@._labour_known_column(source.fields - code_name, 'employment'::text, 'title'::text);
	IF workers_name IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('staging table %s has no column of workers', staging),
			DETAIL = format('It has: %s. Looked for: %s.', (SELECT left(string_agg(c.name, ', ' ORDER BY c.name), 1000) FROM jsonb_object_keys(source.fields) AS c (name)),
				(SELECT array_to_string(s.field || s.synonyms, ', ') FROM @extschema@._labour_synonyms() s WHERE s.kind = 'employment' AND s.field = 'employment')),
			HINT = 'Name the column that has them "employment".';
	END IF;
	EXECUTE format('DELETE FROM %s.published_employment WHERE (vintage, area) = ($1, $2)', labour) USING vintage, place.code;
	EXECUTE format('DELETE FROM %s.oews WHERE (vintage, area, area_type, naics, own_code) = ($1, $2, $3, ''000000'', ''1235'')', labour)
	USING vintage, place.code, place.type;
	EXECUTE format($f$
		WITH record AS (
			SELECT row_number() OVER () AS line, %3$s FROM %4$s AS s
		), read AS (
			SELECT r.*, %1$s.labour_number(r.field) AS workers, r.field IN ('*', '**') AS is_withheld,
				CASE WHEN r.code_field ~* '^(00-0000|t|(.*_)?total|_t)$' THEN 'total' ELSE %1$s._classification_code($1, r.code_field) END AS code
			FROM record r
		), checked AS (
			SELECT r.*, CASE
				WHEN code_field IS NULL THEN '{the code is missing}'::text[]
				WHEN code IS NULL THEN ARRAY[format('the code is no %%s code', $1), code_field]
				WHEN workers IS NULL AND NOT is_withheld THEN ARRAY['the employment is neither a number nor a marker', field]
				WHEN workers NOT BETWEEN 0 AND 1e12 OR workers %% 1 <> 0 THEN ARRAY['the employment is no whole number from 0 to 1e12', field]
				WHEN workers IS DISTINCT FROM first_value(workers) OVER same AND row_number() OVER same > 1 THEN ARRAY['the code is that of an earlier row, with another employment', field]
				END AS refusal, row_number() OVER same > 1 AS is_repeated
			FROM read r
			WINDOW same AS (PARTITION BY code, coalesce(workers IS NOT NULL OR is_withheld, true) ORDER BY line)
		), figure AS MATERIALIZED (
			SELECT c.line, c.code, left(c.code_field, 40) AS code_field, c.title, c.workers, CASE WHEN c.code = 'total' THEN 'total'
				WHEN CASE WHEN %1$s._classification_reader($1) = 'soc_try' THEN EXISTS (
						SELECT FROM checked o WHERE o.refusal IS NULL AND o.code <> 'total' AND %1$s._classification_holds($1, c.code, o.code))
					ELSE c.code IN (SELECT left(o.code, n) FROM checked o, generate_series(1, length(o.code) - 1) AS n WHERE o.refusal IS NULL AND o.code <> 'total') END THEN 'subtotal'
				WHEN c.workers IS NULL THEN 'not published' END AS status
			FROM checked c WHERE c.refusal IS NULL AND NOT c.is_repeated
		), recoded AS MATERIALIZED (
			SELECT r.code, r.to_code, r.weight
			FROM (SELECT array_agg(code) FILTER (WHERE status IS NULL) AS codes FROM figure) AS every,
				LATERAL %1$s._labour_recode_shares(%5$L::regnamespace, every.codes, $1, 'SOC 2018'::text) r
		), quota AS (
			-- twelve places: equal parts stay equal, and the first codes are rounded up
			SELECT f.code, f.title, f.workers, r.to_code, round(f.workers * r.weight, 12) AS quota
			FROM figure f JOIN recoded r USING (code)
		), divided AS (
			SELECT code, title, to_code, floor(quota) + CASE WHEN row_number() OVER (PARTITION BY code ORDER BY quota - floor(quota) DESC, to_code COLLATE "C")
				<= workers - sum(floor(quota)) OVER (PARTITION BY code) THEN 1 ELSE 0 END AS workers
			FROM quota
		), settled AS (
			SELECT f.line, f.code, f.code_field, f.title, f.workers, coalesce(f.status, CASE WHEN f.code IN (SELECT code FROM recoded) THEN 'recoded' ELSE 'unmatched' END) AS status
			FROM figure f
		), row AS (
			SELECT d.to_code AS code, 'detailed' AS level, coalesce(t.title, (array_agg(d.title ORDER BY d.workers DESC, d.code COLLATE "C"))[1]) AS title, sum(d.workers) AS workers
			FROM divided d LEFT JOIN (
				SELECT DISTINCT ON (soc) soc, title FROM %2$s.soc_employment_latest WHERE (area, naics, own_code) = ('99', '000000', '1235') ORDER BY soc, title) AS t ON t.soc = d.to_code
			GROUP BY d.to_code, t.title
			UNION ALL
			SELECT '99-9999', 'detailed', 'No crosswalk from ' || $1, sum(workers) FROM settled WHERE status = 'unmatched' HAVING count(*) > 0
			UNION ALL
			SELECT '00-0000', 'total', title, workers FROM settled WHERE status = 'total'
		), stored AS (
			INSERT INTO %2$s.oews (vintage, area, area_type, naics, own_code, occupation, o_group, occ_title, tot_emp, flags)
			SELECT $2, $3, $4, '000000', '1235', code, level, title, workers, CASE level WHEN 'total' THEN '{}' ELSE jsonb_build_object('tot_emp', 'recoded from ' || $1) END FROM row
		), written AS (
			INSERT INTO %2$s.published_employment (vintage, area, classification, published_code, title, employment, status)
			SELECT $2, $3, $1, CASE status WHEN 'total' THEN code_field ELSE code END, title, workers, status FROM settled
			RETURNING 1
		), judged AS (
			SELECT c.line, coalesce(c.code_field, 'no code') AS name, c.refusal, CASE s.status WHEN 'unmatched' THEN '{"code": "no crosswalk leads from the code to the SOC 2018"}'::jsonb
				WHEN 'not published' THEN CASE WHEN c.is_withheld THEN '{"tot_emp": "**"}'::jsonb ELSE '{"tot_emp": "employment is empty"}' END ELSE '{}' END AS flags,
				NULL::text AS edition, c.code, NULL::numeric AS workers
			FROM checked c LEFT JOIN settled s USING (line)
		)$f$,
		'@extschema@', labour,
		@extschema@._labour_select(jsonb_strip_nulls(jsonb_build_object('code_field', source.fields->code_name, 'field', source.fields->workers_name, 'title', source.fields->title_name)), '{code_field,field,title}'::text[]),
		staging, labour)
		|| @extschema@._labour_report_query()
	INTO report USING old, vintage, place.code, place.type;
	EXECUTE format($f$
		SELECT array_agg(published_code) FILTER (WHERE is_figure),
			ARRAY(SELECT format('kept in published_employment only: %%s row%%s, %%s', count(*), CASE WHEN count(*) > 1 THEN 's' END, status)
				FROM %2$s.published_employment WHERE (vintage, area) = ($1, $2) AND status IN ('subtotal', 'not published') GROUP BY status ORDER BY status)
			|| format('before recoding, %%s of %%s codes and %%s of %%s workers are in the SOC 2018', count(*) FILTER (WHERE is_soc), count(*) FILTER (WHERE is_figure),
				coalesce(sum(employment) FILTER (WHERE is_soc), 0), coalesce(sum(employment) FILTER (WHERE is_figure), 0))
			|| format('after recoding, %%s of %%s codes and %%s of %%s workers', count(*) FILTER (WHERE status = 'recoded'), count(*) FILTER (WHERE is_figure),
				coalesce(sum(employment) FILTER (WHERE status = 'recoded'), 0), coalesce(sum(employment) FILTER (WHERE is_figure), 0))
			|| CASE WHEN count(*) FILTER (WHERE status = 'unmatched') > 0 THEN format('unmatched, in oews as 99-9999: %%s workers, %%s',
				sum(employment) FILTER (WHERE status = 'unmatched'), array_to_string((array_agg(published_code ORDER BY published_code) FILTER (WHERE status = 'unmatched'))[1:8], ', ')
				|| CASE WHEN count(*) FILTER (WHERE status = 'unmatched') > 8 THEN ', ...' ELSE '' END) END
		FROM %2$s.published_employment, LATERAL (SELECT status IN ('recoded', 'unmatched')) AS f (is_figure),
			LATERAL (SELECT is_figure AND coalesce(%1$s._soc_edition(%1$s.soc_try(published_code)), '') = 'SOC 2018') AS s (is_soc)
		WHERE (vintage, area) = ($1, $2) $f$, '@extschema@', labour)
	INTO codes, coverage USING vintage, place.code;
	report.reasons := format('codes are in column "%s", workers in "%s"', btrim(source.fields->>code_name), btrim(source.fields->>workers_name)) || report.reasons
		|| @extschema@._recode_notes(labour, codes, old) || array_remove(coverage, NULL);
	RETURN report;
END $_$;
COMMENT ON FUNCTION _labour_load_employment(regnamespace, regclass, date, text, text) IS
	'loads employment by codes of any classification; called by load_employment() of a labor schema';

-- ---------------------------------------------------------------------------
-- Labor data: loading files of OEWS
-- ---------------------------------------------------------------------------

-- What a spreadsheet leaves of a code: 99.0, 0 for 000000, 6 for 06.
CREATE FUNCTION _oews_whole(code text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN upper(regexp_replace(code, '^([0-9]+)[.]0+$', '\1') COLLATE "C");
COMMENT ON FUNCTION _oews_whole(text) IS
	'a code that a spreadsheet stored as a number, without its decimals; called by load_oews()';

CREATE FUNCTION _oews_naics(code text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN code ~ '^0*[01]$' THEN lpad(code, 6, '0')
		WHEN code ~ '^[0-9]{2}[0-9A-Z]{0,4}(-[0-9]{1,2})?$' THEN code END;
COMMENT ON FUNCTION _oews_naics(text) IS
	'a NAICS code of OEWS with the zeros that a spreadsheet dropped; NULL if it is not a code; called by load_oews()';

-- A metropolitan area has five digits, other areas seven, which begin with 0.
CREATE FUNCTION _oews_area(code text, area_type text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN code ~ '^[0-9]$' AND coalesce(area_type, '1') IN ('1', '2', '3') THEN lpad(code, 2, '0')
		WHEN code ~ '^[0-9]{6}$' THEN '0' || code
		WHEN code ~ '^[0-9]{1,7}$' THEN code END;
COMMENT ON FUNCTION _oews_area(text, text) IS
	'an area code of OEWS with the zeros that a spreadsheet dropped; NULL if it is not a code; called by load_oews()';

CREATE FUNCTION _oews_area_type(area text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN area IS NULL OR area = '99' THEN '1' WHEN area IN ('66', '72', '78') THEN '3'
		ELSE CASE length(area) WHEN 2 THEN '2' WHEN 5 THEN '4' ELSE '6' END END;
COMMENT ON FUNCTION _oews_area_type(text) IS
	'type of an area whose row does not state it; called by load_oews()';

CREATE FUNCTION _oews_figures(fields text[], columns text[], OUT numbers numeric[], OUT markers jsonb, OUT unreadable text)
	AS 'MODULE_PATHNAME', 'oews_figures'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _oews_figures(text[], text[]) IS
	'fields of a row of OEWS as numbers, markers by column, and the first column that has neither; called by load_oews()';

CREATE FUNCTION _labour_load_oews(labour regnamespace, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET jit = off -- compiling the query takes longer than running it
AS $_$
DECLARE
	figures constant text[] := '{tot_emp,emp_prse,jobs_1000,loc_quotient,pct_total,pct_rpt,h_mean,a_mean,mean_prse,h_pct10,h_pct25,h_median,h_pct75,h_pct90,a_pct10,a_pct25,a_median,a_pct75,a_pct90}';
	texts constant text[] := '{area_title,prim_state,naics_title,i_group,occ_title}';
	keys constant text[] := '{occ_code,o_group,area,area_type,naics,own_code,annual,hourly}';
	source record;
	report @extschema@.aijri_load_report;
BEGIN
	PERFORM @extschema@._labour_require_vintage(vintage, 'reference date of the figures: 2024-05-01 for May 2024'::text);
	SELECT * INTO source FROM @extschema@._labour_source(staging, 'oews'::text);
	EXECUTE format($f$
		WITH record AS (
			SELECT row_number() OVER () AS line, %3$s, ARRAY[%4$s] AS fields FROM %5$s AS s
		), located AS (
			SELECT r.*, soc, left(soc::text, 7) AS occupation, a.code AS area_code, n.code AS naics_code,
				%1$s._oews_area(a.code, a.type) AS found_area, a.type AS found_type, coalesce(o.code, '1235') AS ownership
			FROM record r,
				LATERAL %1$s.soc_try(r.occ_code) AS soc,
				LATERAL (SELECT %1$s._oews_whole(r.area), %1$s._oews_whole(r.area_type)) AS a (code, type),
				LATERAL (SELECT %1$s._oews_whole(r.naics)) AS n (code),
				LATERAL (SELECT %1$s._oews_whole(r.own_code)) AS o (code)
		), placed AS (
			SELECT l.*, CASE WHEN area_code IS NULL THEN '99' ELSE found_area END AS place,
				coalesce(found_type, %1$s._oews_area_type(found_area)) AS place_type,
				CASE WHEN naics_code IS NULL THEN '000000' ELSE %1$s._oews_naics(naics_code) END AS industry
			FROM located l
		), levelled AS (
			-- a combined code whose level is not stated has workers that no other row has
			SELECT p.*, coalesce(lower(p.o_group COLLATE "C"), CASE WHEN m.oews IS NOT NULL AND NOT EXISTS (
					SELECT FROM placed o JOIN %2$s.oews_map map ON map.soc = o.occupation
					WHERE map.oews = p.occupation AND (o.place, o.industry, o.ownership) = (p.place, p.industry, p.ownership))
				THEN 'detailed' ELSE %1$s.soc_level(soc) END) AS level
			FROM placed p LEFT JOIN (SELECT DISTINCT oews FROM %2$s.oews_map) AS m ON m.oews = p.occupation
		), judged AS MATERIALIZED (
			SELECT l.*, f.numbers, f.markers, concat_ws(' ', coalesce(occ_code, 'no code'), nullif(coalesce(place, area), '99'), nullif(coalesce(industry, naics), '000000')) AS name,
				CASE
				WHEN occ_code IS NULL THEN '{occ_code is missing}'::text[]
				WHEN soc IS NULL OR %1$s.soc_level(soc) = 'onet' THEN ARRAY['occ_code is no SOC code', occ_code]
				WHEN level NOT IN ('total', 'major', 'minor', 'broad', 'detailed')
					THEN ARRAY['o_group is none of total, major, minor, broad, detailed', o_group]
				WHEN place IS NULL THEN ARRAY['area is no code of an area', area]
				WHEN industry IS NULL THEN ARRAY['naics is no code of an industry', naics]
				WHEN ownership !~ '^[0-9]{1,4}$' THEN ARRAY['own_code is no code of an ownership', own_code]
				WHEN f.unreadable IS NOT NULL THEN ARRAY[f.unreadable || ' is neither a number nor a marker', fields[array_position($1, f.unreadable)]]
				WHEN NOT whole THEN ARRAY['tot_emp is no whole number from 0 to 1e12', fields[1]]
				WHEN row_number() OVER (
						PARTITION BY concat_ws('|', place, place_type, industry, ownership, occupation, level) COLLATE "C", f.unreadable IS NULL AND whole ORDER BY line) > 1
					THEN '{"area, industry, ownership, occupation and o_group are those of an earlier row"}'
				END AS refusal,
				f.markers || CASE WHEN f.numbers[1] IS NOT NULL OR f.markers ? 'tot_emp' THEN '{}'::jsonb
					ELSE '{"tot_emp": "employment is empty"}' END AS flags,
				coalesce(%1$s._soc_edition(soc), 'none') AS edition, occupation AS code,
				CASE WHEN level = 'detailed' THEN f.numbers[1] END AS workers
			FROM levelled l, LATERAL %1$s._oews_figures(fields, $1) AS f,
				LATERAL (SELECT coalesce(f.numbers[1] BETWEEN 0 AND 1e12 AND f.numbers[1] %% 1 = 0, true)) AS w (whole)
		), written AS (
			INSERT INTO %2$s.oews (vintage, area, area_type, naics, own_code, occupation, o_group, %6$s, annual, hourly, flags, %7$s)
			SELECT $2, place, place_type, industry, ownership, occupation, level, %6$s,
				upper(annual COLLATE "C") IN ('TRUE', 'T', '1'), upper(hourly COLLATE "C") IN ('TRUE', 'T', '1'), markers, %8$s
			FROM judged WHERE refusal IS NULL
			ON CONFLICT (vintage, area, area_type, naics, own_code, occupation, o_group)
			DO UPDATE SET (%6$s, annual, hourly, flags, %7$s) = ROW(%9$s, excluded.annual, excluded.hourly, excluded.flags, %10$s)
			RETURNING 1
		)$f$,
		'@extschema@', labour,
		@extschema@._labour_select(source.fields, keys || texts),
		(SELECT string_agg(CASE WHEN source.fields ? figure THEN format('s.%I::text', source.fields->>figure) ELSE 'NULL' END, ', ' ORDER BY n)
			FROM unnest(figures) WITH ORDINALITY AS f(figure, n)),
		staging,
		array_to_string(texts, ', '), array_to_string(figures, ', '),
		(SELECT string_agg(format('numbers[%s]', n), ', ' ORDER BY n) FROM generate_subscripts(figures, 1) AS n),
		(SELECT string_agg('excluded.' || name, ', ' ORDER BY n) FROM unnest(texts) WITH ORDINALITY AS t(name, n)),
		(SELECT string_agg('excluded.' || figure, ', ' ORDER BY n) FROM unnest(figures) WITH ORDINALITY AS f(figure, n)))
		|| @extschema@._labour_report_query()
	INTO report USING figures, vintage;
	report.reasons := source.renamed || report.reasons;
	RETURN report;
END $_$;
COMMENT ON FUNCTION _labour_load_oews(regnamespace, regclass, date) IS
	'loads a published OEWS file; called by load_oews() of a labor schema';

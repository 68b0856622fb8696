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

CREATE FUNCTION _labour_load_oews(labour regnamespace, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	figures text[] := '{tot_emp,emp_prse,jobs_1000,loc_quotient,pct_total,pct_rpt,h_mean,a_mean,mean_prse,h_pct10,h_pct25,h_median,h_pct75,h_pct90,a_pct10,a_pct25,a_median,a_pct75,a_pct90}';
	source record;
	report record;
BEGIN
	IF vintage IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no vintage is given',
			HINT = 'It is the date that the figures are for: 2024-05-01 for May 2024.';
	END IF;
	SELECT * INTO source FROM @extschema@._labour_source(staging, 'oews'::text);
	EXECUTE format($f$
		WITH record AS (
			SELECT line, r, r->>'occ_code' AS code, soc, left(soc::text, 7) AS occupation,
				%1$s._oews_whole(r->>'area') AS area_code, %1$s._oews_whole(r->>'area_type') AS area_type_code,
				coalesce(%1$s._oews_whole(r->>'naics'), '000000') AS naics_code, coalesce(%1$s._oews_whole(r->>'own_code'), '1235') AS own_code
			FROM %1$s._labour_records($1, $4) WITH ORDINALITY AS s(r, line),
				LATERAL %1$s.soc_try(r->>'occ_code') AS soc
		), located AS (
			SELECT *, %1$s._oews_naics(naics_code) AS naics, coalesce(area_type_code, %1$s._oews_area_type(area)) AS area_type
			FROM record, LATERAL (SELECT CASE WHEN area_code IS NULL THEN '99' ELSE %1$s._oews_area(area_code, area_type_code) END) AS a (area)
		), placed AS (
			-- a combined code whose level is not stated has workers that no other row has
			SELECT l.*, coalesce(lower((r->>'o_group') COLLATE "C"),
				CASE WHEN m.combined AND NOT EXISTS (
						SELECT FROM located o JOIN %2$s.oews_map map ON map.soc = o.occupation
						WHERE map.oews = l.occupation AND (o.area, o.naics, o.own_code) = (l.area, l.naics, l.own_code))
					THEN 'detailed' ELSE %1$s.soc_level(soc) END) AS o_group
			FROM located l, LATERAL (SELECT EXISTS (SELECT FROM %2$s.oews_map map WHERE map.oews = l.occupation)) AS m (combined)
		), source AS (
			SELECT p.*, figure.*,
				coalesce((numbers->'tot_emp')::numeric BETWEEN 0 AND 1e12 AND (numbers->'tot_emp')::numeric %% 1 = 0, true) AS whole
			FROM placed p,
				LATERAL (
					SELECT coalesce(jsonb_object_agg(name, number) FILTER (WHERE number IS NOT NULL), '{}') AS numbers,
						coalesce(jsonb_object_agg(name, field) FILTER (WHERE marked), '{}') AS flags,
						min(name COLLATE "C") FILTER (WHERE NOT marked AND number IS NULL) AS bad
					FROM jsonb_each_text(r) AS f(name, field),
						LATERAL (SELECT field IN ('*', '**', '#', '~'),
							CASE WHEN name !~ '^(tot_emp$|[ah]_)' AND strpos(field, ',') > 0 THEN NULL ELSE %1$s.labour_number(field) END) AS m(marked, number)
					WHERE name = ANY ($2) AND field IS NOT NULL) AS figure
		), judged AS (
			SELECT *, CASE
				WHEN code IS NULL THEN '{occ_code is missing}'::text[]
				WHEN soc IS NULL OR %1$s.soc_level(soc) = 'onet' THEN ARRAY['occ_code is no SOC code', code]
				WHEN o_group NOT IN ('total', 'major', 'minor', 'broad', 'detailed')
					THEN ARRAY['o_group is none of total, major, minor, broad, detailed', r->>'o_group']
				WHEN area IS NULL THEN ARRAY['area is no code of an area', r->>'area']
				WHEN naics IS NULL THEN ARRAY['naics is no code of an industry', r->>'naics']
				WHEN bad IS NOT NULL THEN ARRAY[bad || ' is neither a number nor a marker', r->>bad]
				WHEN NOT whole THEN ARRAY['tot_emp is no whole number from 0 to 1e12', r->>'tot_emp']
				WHEN row_number() OVER (
						PARTITION BY area, area_type, naics, own_code, occupation, o_group, bad IS NULL AND whole ORDER BY line) > 1
					THEN '{"area, industry, ownership, occupation and o_group are those of an earlier row"}'
				END AS refusal,
				flags || CASE WHEN numbers ? 'tot_emp' OR flags ? 'tot_emp' THEN '{}'::jsonb
					ELSE '{"tot_emp": "employment is empty"}' END AS all_flags,
				coalesce(%1$s._soc_edition(soc), 'none') AS edition,
				concat_ws(' ', coalesce(code, 'no code'), nullif(area, '99'), nullif(naics, '000000')) AS name
			FROM source
		), written AS (
			INSERT INTO %2$s.oews (vintage, area, area_type, naics, own_code, occupation, o_group,
				area_title, prim_state, naics_title, i_group, occ_title, annual, hourly, flags, %3$s)
			SELECT $3, area, area_type, naics, own_code, occupation, o_group,
				r->>'area_title', r->>'prim_state', r->>'naics_title', r->>'i_group', r->>'occ_title',
				upper((r->>'annual') COLLATE "C") IN ('TRUE', 'T', '1'), upper((r->>'hourly') COLLATE "C") IN ('TRUE', 'T', '1'), flags, %4$s
			FROM judged WHERE refusal IS NULL
			ON CONFLICT (vintage, area, area_type, naics, own_code, occupation, o_group)
			DO UPDATE SET (area_title, prim_state, naics_title, i_group, occ_title, annual, hourly, flags, %3$s)
				= ROW(excluded.area_title, excluded.prim_state, excluded.naics_title, excluded.i_group,
					excluded.occ_title, excluded.annual, excluded.hourly, excluded.flags, %5$s)
			RETURNING 1
		)
		SELECT %1$s._labour_report((SELECT count(*) FROM written), coalesce(array_agg(jsonb_strip_nulls(jsonb_build_object(
				'line', line, 'row', name, 'reason', refusal[1], 'value', left(refusal[2], 60), 'flags', all_flags,
				'unknown', CASE WHEN edition IN ('SOC 2010', 'none') THEN occupation END, 'edition', edition,
				'workers', CASE WHEN o_group = 'detailed' THEN numbers->'tot_emp' END)) ORDER BY line)
			FILTER (WHERE refusal IS NOT NULL OR all_flags <> '{}' OR edition IN ('SOC 2010', 'none')), '{}'), $5) AS r
		FROM judged $f$,
		'@extschema@', labour, array_to_string(figures, ', '),
		(SELECT string_agg(format('(numbers->%L)::numeric', figure), ', ' ORDER BY n) FROM unnest(figures) WITH ORDINALITY AS f(figure, n)),
		(SELECT string_agg(format('excluded.%I', figure), ', ' ORDER BY n) FROM unnest(figures) WITH ORDINALITY AS f(figure, n)))
	INTO report USING staging, figures, vintage, source.fields, source.renamed;
	RETURN report.r;
END $_$;
COMMENT ON FUNCTION _labour_load_oews(regnamespace, regclass, date) IS
	'loads a published OEWS file; called by load_oews() of a labour schema';

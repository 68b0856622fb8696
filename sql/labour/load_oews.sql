-- ---------------------------------------------------------------------------
-- Labor data: loading files of OEWS
-- ---------------------------------------------------------------------------

CREATE FUNCTION _oews_row(fields text[],
	OUT occupation text, OUT level text, OUT level_stated boolean, OUT area text, OUT area_type text, OUT naics text, OUT own_code text,
	OUT refusal text[], OUT name text, OUT markers jsonb, OUT annual boolean, OUT hourly boolean,
	OUT area_title text, OUT prim_state text, OUT naics_title text, OUT i_group text, OUT occ_title text,
	OUT tot_emp numeric, OUT emp_prse numeric, OUT jobs_1000 numeric, OUT loc_quotient numeric, OUT pct_total numeric, OUT pct_rpt numeric,
	OUT h_mean numeric, OUT a_mean numeric, OUT mean_prse numeric,
	OUT h_pct10 numeric, OUT h_pct25 numeric, OUT h_median numeric, OUT h_pct75 numeric, OUT h_pct90 numeric,
	OUT a_pct10 numeric, OUT a_pct25 numeric, OUT a_median numeric, OUT a_pct75 numeric, OUT a_pct90 numeric)
	AS 'MODULE_PATHNAME', 'oews_row'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _oews_row(text[]) IS
	'codes, figures, and markers of the fields of a row of OEWS, and the reason if it cannot be loaded; called by load_oews()';

-- Part of the query of load_oews() for a file that has a row twice, which is rare: the
-- first one that can be loaded counts.
CREATE FUNCTION _oews_repeated() RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN $$
		, keyed AS NOT MATERIALIZED (
			SELECT line, concat_ws('|', area, area_type, naics, own_code, occupation, o_group) AS key FROM levelled WHERE refusal IS NULL
		), repeated AS MATERIALIZED (
			SELECT line
			FROM (
				SELECT line, row_number() OVER (PARTITION BY key ORDER BY line) AS n
				FROM keyed
				WHERE hashtextextended(key, 0) IN (SELECT hashtextextended(key, 0) FROM keyed GROUP BY 1 HAVING count(*) > 1)) AS k
			WHERE n > 1
		), valid AS NOT MATERIALIZED (
			SELECT * FROM levelled WHERE refusal IS NULL AND line NOT IN (SELECT line FROM repeated)
		), refused AS NOT MATERIALIZED (
			SELECT line, coalesce(name, concat_ws(' ', occupation, nullif(area, '99'), nullif(naics, '000000'))) AS name, coalesce(refusal, '{"area, industry, ownership, occupation and o_group are those of an earlier row"}') AS refusal
			FROM levelled WHERE refusal IS NOT NULL OR line IN (SELECT line FROM repeated)
		)$$;
COMMENT ON FUNCTION _oews_repeated() IS
	'part of a query that refuses rows whose key is that of an earlier row; called by load_oews()';

CREATE FUNCTION _labour_load_oews(labour regnamespace, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET jit = off -- compiling the query takes longer than running it
	SET work_mem = '32MB' -- hashes of half a million keys
AS $_$
DECLARE
	known constant text[] := '{occ_code,o_group,area,area_type,naics,own_code,annual,hourly,area_title,prim_state,naics_title,i_group,occ_title,tot_emp,emp_prse,jobs_1000,loc_quotient,pct_total,pct_rpt,h_mean,a_mean,mean_prse,h_pct10,h_pct25,h_median,h_pct75,h_pct90,a_pct10,a_pct25,a_median,a_pct75,a_pct90}';
	plain constant text[] := known[7:]; -- columns of the table under the same names
	is_new boolean;
	source record;
	start text;
	finish text;
	report @extschema@.aijri_load_report;
BEGIN
	PERFORM @extschema@._labour_require_vintage(vintage, 'reference date of the figures: 2024-05-01 for May 2024'::text);
	SELECT * INTO source FROM @extschema@._labour_source(staging, 'oews'::text);
	-- loads take turns: a vintage that is not there needs no look for rows to replace
	EXECUTE format('LOCK TABLE %s.oews IN SHARE ROW EXCLUSIVE MODE', labour);
	EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s.oews WHERE vintage = $1)', labour) INTO is_new USING vintage;
	start := format($f$
		WITH parsed AS NOT MATERIALIZED (
			SELECT r.line, f.*
			FROM (SELECT row_number() OVER () AS line, ARRAY[%3$s]::text[] AS fields FROM %4$s AS s) AS r, LATERAL %1$s._oews_row(r.fields) AS f
		), levelled AS NOT MATERIALIZED (
			-- a combined code whose level is not stated has workers that no other row has
			SELECT p.*, CASE
				WHEN level_stated OR occupation NOT IN (SELECT oews FROM %2$s.oews_map) THEN level
				WHEN (occupation, area, naics, own_code) IN (
					SELECT DISTINCT m.oews, o.area, o.naics, o.own_code FROM parsed o JOIN %2$s.oews_map m ON m.soc = o.occupation) THEN level
				ELSE 'detailed' END AS o_group
			FROM parsed p
		)$f$,
		'@extschema@', labour,
		(SELECT string_agg(CASE WHEN source.fields ? name THEN format('s.%I::text', source.fields->>name) ELSE 'NULL' END, ', ' ORDER BY n)
			FROM unnest(known) WITH ORDINALITY AS f (name, n)),
		staging);
	finish := format($f$
		, written AS (
			INSERT INTO %2$s.oews AS t (vintage, area, area_type, naics, own_code, occupation, o_group, flags, %4$s)
			SELECT $1, area, area_type, naics, own_code, occupation, o_group, coalesce(markers, '{}'), %4$s FROM valid
			%5$s
			RETURNING CASE WHEN t.flags <> '{}' OR t.tot_emp IS NULL OR coalesce(%1$s._soc_edition(%1$s.soc_try(t.occupation)), 'none') NOT IN ('SOC 2018', 'OEWS')
				THEN ARRAY[t.occupation, t.area, t.naics, t.o_group, t.tot_emp::text, t.flags::text] END AS noted
		), judged AS MATERIALIZED (
			SELECT line, concat_ws(' ', noted[1], nullif(noted[2], '99'), nullif(noted[3], '000000')) AS name, NULL::text[] AS refusal,
				CASE WHEN noted[5] IS NOT NULL OR flags ? 'tot_emp' THEN flags ELSE flags || '{"tot_emp": "employment is empty"}' END AS flags,
				coalesce(%1$s._soc_edition(%1$s.soc_try(noted[1])), 'none') AS edition, noted[1] AS code, CASE WHEN noted[4] = 'detailed' THEN noted[5]::numeric END AS workers
			FROM (SELECT row_number() OVER () AS line, noted, noted[6]::jsonb AS flags FROM written WHERE noted IS NOT NULL) AS w
			UNION ALL
			SELECT line, name, refusal, '{}', 'none', NULL, NULL FROM refused
			WHERE (SELECT count(*) FROM written) < (SELECT count(*) FROM %3$s)
		)$f$,
		'@extschema@', labour, staging, array_to_string(plain, ', '),
		CASE WHEN NOT is_new THEN format('ON CONFLICT (vintage, area, area_type, naics, own_code, occupation, o_group) DO UPDATE SET (flags, %s) = ROW(excluded.flags, %s)',
			array_to_string(plain, ', '), (SELECT string_agg('excluded.' || name, ', ' ORDER BY n) FROM unnest(plain) WITH ORDINALITY AS p (name, n))) END)
		|| @extschema@._labour_report_query();
	BEGIN
		EXECUTE start || $$
			, valid AS NOT MATERIALIZED (SELECT * FROM levelled WHERE refusal IS NULL)
			, refused AS NOT MATERIALIZED (SELECT line, name, refusal FROM levelled WHERE refusal IS NOT NULL)$$ || finish
		INTO report USING vintage;
	EXCEPTION WHEN unique_violation OR cardinality_violation THEN
		EXECUTE start || @extschema@._oews_repeated() || finish INTO report USING vintage;
	END;
	report.reasons := source.renamed || report.reasons;
	RETURN report;
END $_$;
COMMENT ON FUNCTION _labour_load_oews(regnamespace, regclass, date) IS
	'loads a published OEWS file; called by load_oews() of a labor schema';

-- ---------------------------------------------------------------------------
-- Labor data: reports of loads
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_load_report AS (
	taken bigint,
	flagged bigint,
	refused bigint,
	reasons text[],
	refused_rows text[]
);
COMMENT ON TYPE aijri_load_report IS
	'result of loading a file of labor data';
COMMENT ON COLUMN aijri_load_report.taken IS 'rows loaded, including those that replace an earlier version';
COMMENT ON COLUMN aijri_load_report.flagged IS 'number of loaded rows whose figures are withheld, top-coded, or missing, or whose codes the SOC 2018 does not have';
COMMENT ON COLUMN aijri_load_report.refused IS 'rows not loaded';
COMMENT ON COLUMN aijri_load_report.reasons IS 'columns read under other names, reasons why rows were flagged or refused, and codes that the SOC 2018 does not have';
COMMENT ON COLUMN aijri_load_report.refused_rows IS 'every row not loaded: its line, its code, and the reason';

CREATE FUNCTION _soc_edition(code soc_code) RETURNS text
	AS 'MODULE_PATHNAME', 'soc_edition'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_edition(soc_code) IS
	'the newest classification that has a code: SOC 2018, OEWS for its combined codes, SOC 2010; NULL if none has it; called by loaders';

-- A row is {line, row, flags, unknown, edition, workers, reason, value}: flags are
-- markers by column, unknown is a code that the SOC 2018 does not have, a reason
-- refuses the row because of a value.
CREATE FUNCTION _labour_report(taken bigint, rows jsonb[], renamed text[]) RETURNS aijri_load_report
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	report @extschema@.aijri_load_report;
BEGIN
	report.taken := taken;
	SELECT count(*) FILTER (WHERE NOT r ? 'reason'), count(*) FILTER (WHERE r ? 'reason'),
		coalesce(array_agg(format('line %s: %s: %s', r->>'line', r->>'row', r->>'reason') || coalesce(': "' || (r->>'value') || '"', '') ORDER BY n) FILTER (WHERE r ? 'reason'), '{}')
	INTO report.flagged, report.refused, report.refused_rows
	FROM unnest(rows) WITH ORDINALITY AS u (r, n);
	SELECT coalesce(array_agg(line ORDER BY kind, line COLLATE "C"), '{}') INTO report.reasons
	FROM (
		SELECT 0 AS kind, name AS line FROM unnest(renamed) AS u (name)
		UNION ALL
		SELECT kind, format(CASE count(*) WHEN 1 THEN '%s (%s row, %s)' ELSE '%s (%s rows, the first %s)' END,
				reason, count(*), (array_agg(example ORDER BY n))[1])
		FROM (
			SELECT 1 AS kind, n, reason, r->>'row' AS example
			FROM unnest(rows) WITH ORDINALITY AS u (r, n),
				LATERAL (
					SELECT DISTINCT 'flagged: ' || CASE marker
						WHEN '*' THEN '* wage not published'
						WHEN '**' THEN '** employment not published'
						WHEN '#' THEN '# wage at or above the top code'
						WHEN '~' THEN '~ less than half a percent of establishments'
						ELSE marker END
					FROM jsonb_each_text(r->'flags') AS e (name, marker)) AS m (reason)
			WHERE NOT r ? 'reason'
			UNION ALL
			SELECT 3, n, 'refused: ' || (r->>'reason'), r->>'row'
			FROM unnest(rows) WITH ORDINALITY AS u (r, n) WHERE r ? 'reason') AS every
		GROUP BY kind, reason
		UNION ALL
		SELECT 2, format('flagged: %s (%s code%s%s: %s)',
				CASE edition WHEN 'SOC 2010' THEN 'codes of the SOC 2010, superseded in the SOC 2018' ELSE 'codes that the SOC 2018 does not have' END,
				count(*), CASE WHEN count(*) > 1 THEN 's' END, ', ' || sum(workers) || ' workers',
				array_to_string((array_agg(code ORDER BY code))[1:8], ', ') || CASE WHEN count(*) > 8 THEN ', ...' ELSE '' END)
		FROM (
			SELECT r->>'unknown' AS code, r->>'edition' AS edition, sum((r->>'workers')::numeric) AS workers
			FROM unnest(rows) AS u (r) WHERE NOT r ? 'reason' AND r ? 'unknown'
			GROUP BY 1, 2) AS codes
		GROUP BY edition) AS lines;
	RETURN report;
END $$;
COMMENT ON FUNCTION _labour_report(bigint, jsonb[], text[]) IS
	'report of a load, in words; called by loaders';

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

-- Before 1900 or infinite, a vintage is a slip, and would be the first or the latest.
CREATE FUNCTION _labour_require_vintage(vintage date, example text) RETURNS void
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF vintage IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'vintage is missing',
			HINT = format('It is the %s.', example);
	END IF;
	IF vintage < '1900-01-01' OR vintage = 'infinity' THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('vintage %s is out of range', CASE WHEN isfinite(vintage) THEN to_char(vintage, CASE WHEN vintage < '0001-01-01' THEN 'YYYY-MM-DD BC' ELSE 'YYYY-MM-DD' END) ELSE vintage::text END),
			DETAIL = 'Legal values are the finite dates from 1900-01-01.',
			HINT = format('It is the %s.', example);
	END IF;
END $$;
COMMENT ON FUNCTION _labour_require_vintage(date, text) IS
	'refuses a vintage that is no date of a publication; called by loaders';

CREATE FUNCTION _soc_edition(code soc_code) RETURNS text
	AS 'MODULE_PATHNAME', 'soc_edition'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_edition(soc_code) IS
	'the newest classification that has a code: SOC 2018, OEWS for its combined codes, SOC 2010; NULL if none has it; called by loaders';

-- Ends the query of a loader, which has the rows of a staging table as judged (line,
-- name, refusal, flags, edition, code, workers), and those that it stored as written.
-- A refusal is a reason and a value, flags are markers by column.
CREATE FUNCTION _labour_report_query() RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN $$
		, note AS (
			SELECT kind, format(CASE sum(n) WHEN 1 THEN '%s (%s row, %s)' ELSE '%s (%s rows, the first %s)' END,
				reason, sum(n), (min(first))[2]) AS text
			FROM (
				SELECT 1 AS kind, n, first, 'flagged: ' || m.meaning AS reason
				FROM (
					SELECT flags, count(*) AS n, min(ARRAY[lpad(line::text, 12), left(name, 60)]) AS first
					FROM judged WHERE refusal IS NULL AND flags <> '{}'
					GROUP BY flags) AS alike, LATERAL (
					SELECT DISTINCT CASE marker
						WHEN '*' THEN '* wage not published'
						WHEN '**' THEN '** employment not published'
						WHEN '#' THEN '# wage at or above the top code'
						WHEN '~' THEN '~ less than half a percent of establishments'
						ELSE marker END
					FROM jsonb_each_text(flags) AS e (name, marker)) AS m (meaning)
				UNION ALL
				SELECT 3, 1, ARRAY[lpad(line::text, 12), left(name, 60)], 'refused: ' || refusal[1] FROM judged WHERE refusal IS NOT NULL) AS every
			GROUP BY kind, reason
			UNION ALL
			SELECT 2, format('flagged: %s (%s code%s%s: %s)',
				CASE edition WHEN 'SOC 2010' THEN 'codes of the SOC 2010, superseded in the SOC 2018' ELSE 'codes that the SOC 2018 does not have' END,
				count(*), CASE WHEN count(*) > 1 THEN 's' END, ', ' || sum(workers) || ' workers',
				array_to_string((array_agg(code ORDER BY code))[1:8], ', ') || CASE WHEN count(*) > 8 THEN ', ...' ELSE '' END)
			FROM (
				SELECT edition, code, sum(workers) AS workers
				FROM judged WHERE refusal IS NULL AND edition IN ('SOC 2010', 'none')
				GROUP BY edition, code) AS unknown
			GROUP BY edition
		)
		SELECT (SELECT count(*) FROM written),
			count(*) FILTER (WHERE refusal IS NULL AND (flags <> '{}' OR edition IN ('SOC 2010', 'none'))),
			count(*) FILTER (WHERE refusal IS NOT NULL),
			ARRAY(SELECT text FROM note ORDER BY kind, text COLLATE "C"),
			coalesce(array_agg(format('line %s: %s: %s', line, left(name, 60), refusal[1]) || coalesce(': "' || left(refusal[2], 60) || '"', '') ORDER BY line)
				FILTER (WHERE refusal IS NOT NULL), '{}')
		FROM judged $$;
COMMENT ON FUNCTION _labour_report_query() IS
	'end of a loader''s query, which counts rows and describes the result; called by loaders';

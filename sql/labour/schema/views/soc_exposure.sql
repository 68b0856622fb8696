CREATE OR REPLACE VIEW @labour@.soc_exposure AS
WITH published AS (
	SELECT index_name, vintage, left(occupation, 7) AS code, trim_scale(avg(exposure)) AS exposure,
		coalesce(min(published_code), left(occupation, 7)) AS published_code
	FROM @labour@.exposure GROUP BY index_name, vintage, left(occupation, 7))
SELECT p.index_name, p.vintage, coalesce(m.soc, p.code) AS soc, p.exposure, p.published_code
FROM published p
LEFT JOIN @labour@.oews_map m ON m.oews = p.code
	AND NOT EXISTS (
		SELECT FROM published own
		WHERE (own.index_name, own.vintage, own.code) = (p.index_name, p.vintage, m.soc));
COMMENT ON VIEW @labour@.soc_exposure IS 'exposure by SOC code: the mean of its O*NET-SOC codes; for a code without a figure, that of the combined code';

CREATE OR REPLACE VIEW @labour@.soc_exposure_latest AS
SELECT
	v.index_name, v.vintage, v.soc, v.exposure, v.published_code
FROM @labour@.soc_exposure v
JOIN (SELECT x.index_name, max(x.vintage) AS vintage FROM @labour@.exposure x GROUP BY x.index_name) l
	ON (l.index_name, l.vintage) = (v.index_name, v.vintage);
COMMENT ON VIEW @labour@.soc_exposure_latest IS 'soc_exposure in the latest vintage of each index';

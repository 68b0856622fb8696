CREATE OR REPLACE VIEW @labour@.role_allocation AS
WITH linked AS (
	SELECT r.role_id, coalesce(m.soc, left(@extschema@.soc_try(r.soc::text)::text, 7)) AS soc, CASE WHEN r.share IS NOT NULL THEN least(greatest(r.share::numeric, 0), 1) END AS share,
		row_number() OVER (ORDER BY r.role_id, r.soc, m.soc) AS n
	FROM @catalog@.role_soc r
	LEFT JOIN @labour@.oews_map m ON m.oews = left(@extschema@.soc_try(r.soc::text)::text, 7)
	WHERE @extschema@.soc_try(r.soc::text) IS NOT NULL
), placed AS (
	SELECT role_id, soc, n,
		-- shares above 1 in sum are taken in proportion, NULLs divide the rest
		coalesce(sum(share) OVER sofar, 0) / greatest(coalesce(sum(share) OVER whole, 0), 1)
		+ greatest(1 - coalesce(sum(share) OVER whole, 0), 0)
			* count(*) FILTER (WHERE share IS NULL) OVER sofar
			/ greatest(count(*) FILTER (WHERE share IS NULL) OVER whole, 1) AS upto
	FROM linked
	WINDOW whole AS (PARTITION BY soc), sofar AS (PARTITION BY soc ORDER BY n)
)
SELECT role_id, soc, coalesce(lag(upto) OVER (PARTITION BY soc ORDER BY n), 0) AS from_share, upto AS to_share
FROM placed;
COMMENT ON VIEW @labour@.role_allocation IS 'the part of each occupation''s workers that belongs to a role: from one share to another, so that parts never overlap';

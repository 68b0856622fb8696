CREATE OR REPLACE VIEW @labour@.soc_employment AS
SELECT o.vintage, o.area, o.area_type, o.naics, o.own_code,
	coalesce(m.soc, o.occupation) AS soc,
	left(o.occupation, 2) || '-0000' AS major_group,
	o.occ_title AS title,
	o.tot_emp / coalesce(m.members, 1)
		+ CASE WHEN m.nth <= o.tot_emp % m.members THEN 1 ELSE 0 END AS employment,
	o.occupation AS oews_code,
	coalesce(m.members, 1) AS divided_by,
	o.h_mean, o.a_mean, o.h_median, o.a_median, o.annual, o.hourly, o.flags,
	-- a year has 2,080 hours; by the legends of the files, the top code is 100.00 an hour since May 2016, 115.00 since May 2022
	CASE WHEN w.top_coded THEN CASE WHEN o.vintage >= '2022-01-01' THEN 239200 WHEN o.vintage >= '2016-01-01' THEN 208000 END
		ELSE trim_scale(coalesce(o.a_median, CASE WHEN o.hourly IS NOT TRUE THEN 2080 * o.h_median END)) END AS wage,
	w.top_coded
FROM @labour@.oews o
LEFT JOIN LATERAL (
	SELECT map.soc, row_number() OVER (ORDER BY map.soc) AS nth, count(*) OVER () AS members
	FROM @labour@.oews_map map
	WHERE map.oews = o.occupation
		AND NOT EXISTS (
			SELECT FROM @labour@.oews own
			WHERE (own.vintage, own.area, own.area_type, own.naics, own.own_code, own.occupation, own.o_group)
				= (o.vintage, o.area, o.area_type, o.naics, o.own_code, map.soc, 'detailed'))) m ON true,
LATERAL (
	SELECT o.a_median IS NULL
		AND (coalesce(o.flags->>'a_median' = '#', false)
			OR coalesce(o.flags->>'h_median' = '#', false) AND o.hourly IS NOT TRUE)) AS w (top_coded)
WHERE o.o_group = 'detailed';
COMMENT ON VIEW @labour@.soc_employment IS 'employment by SOC code; a combined OEWS row is divided among its codes in whole workers that add up to it; with the wages of the row';

CREATE OR REPLACE VIEW @labour@.oews_latest AS
SELECT
	v.vintage, v.area, v.area_type, v.naics, v.own_code, v.occupation, v.o_group, v.area_title,
	v.prim_state, v.naics_title, v.i_group, v.occ_title, v.tot_emp, v.emp_prse, v.jobs_1000,
	v.loc_quotient, v.pct_total, v.pct_rpt, v.h_mean, v.a_mean, v.mean_prse, v.h_pct10, v.h_pct25,
	v.h_median, v.h_pct75, v.h_pct90, v.a_pct10, v.a_pct25, v.a_median, v.a_pct75, v.a_pct90,
	v.annual, v.hourly, v.flags
FROM @labour@.oews v
JOIN (
	SELECT x.area, x.area_type, x.naics, x.own_code, max(x.vintage) AS vintage
	FROM @labour@.oews x
	GROUP BY x.area, x.area_type, x.naics, x.own_code) l
	ON (l.vintage, l.area, l.area_type, l.naics, l.own_code) = (v.vintage, v.area, v.area_type, v.naics, v.own_code);
COMMENT ON VIEW @labour@.oews_latest IS 'oews in the latest vintage of each area, industry, and ownership';

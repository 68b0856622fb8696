-- ---------------------------------------------------------------------------
-- Labor data: what the columns of a labor schema mean
-- ---------------------------------------------------------------------------

CREATE FUNCTION _labour_columns(OUT column_name text, OUT meaning text) RETURNS SETOF record
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	VALUES
		('vintage', 'reference date of the figures'),
		('area', 'code of the area; 99 is the nation'),
		('area_type', '1 nation, 2 state, 3 territory, 4 metropolitan area, 6 other area'),
		('area_title', 'name of the area'),
		('prim_state', 'primary state of the area'),
		('naics', 'industry; 000000 is all of them'),
		('naics_title', 'name of the industry'),
		('i_group', 'level of industry detail'),
		('own_code', 'ownership; 1235 is all of it'),
		('occupation', 'occupation code as published'),
		('o_group', 'level of the code according to the publisher'),
		('occ_title', 'title of the occupation'),
		('tot_emp', 'employment; NULL where not published'),
		('emp_prse', 'relative standard error of tot_emp, in percent'),
		('jobs_1000', 'jobs of the occupation per 1000 in the area'),
		('loc_quotient', 'location quotient: share of the occupation in the area relative to its share in the nation'),
		('pct_total', 'percent of the industry''s employment'),
		('pct_rpt', 'percent of the industry''s establishments that have the occupation'),
		('h_mean', 'hourly mean wage'),
		('a_mean', 'annual mean wage'),
		('mean_prse', 'relative standard error of the mean wage, in percent'),
		('h_pct10', 'hourly wage, 10th percentile'),
		('h_pct25', 'hourly wage, 25th percentile'),
		('h_median', 'hourly wage, median'),
		('h_pct75', 'hourly wage, 75th percentile'),
		('h_pct90', 'hourly wage, 90th percentile'),
		('a_pct10', 'annual wage, 10th percentile'),
		('a_pct25', 'annual wage, 25th percentile'),
		('a_median', 'annual wage, median'),
		('a_pct75', 'annual wage, 75th percentile'),
		('a_pct90', 'annual wage, 90th percentile'),
		('annual', 'whether only annual wages are published'),
		('hourly', 'whether only hourly wages are published'),
		('flags', 'markers published in place of figures, by column'),
		('soc', 'SOC code; in labour_gap, the code of the role as entered'),
		('major_group', 'major group of the occupation'),
		('title', 'title of the occupation; if employment was divided, that of the combined row'),
		('employment', 'workers; NULL where unknown'),
		('oews_code', 'code of the OEWS row'),
		('divided_by', 'number of SOC codes among which the OEWS row was divided; 1: undivided'),
		('index_name', 'name of the index'),
		('exposure', 'the figure, on the scale of its index'),
		('published_code', 'code for which the figure was published; of recoded figures, all of them'),
		('role_id', 'role of the catalog'),
		('score', 'score of the role'),
		('zone', 'zone of the role'),
		('zone_order', '1 Red, 2 Yellow, 3 Green'),
		('share_of_occupation', 'the role''s share of the occupation''s workers, 0 to 1'),
		('from_share', 'start of the role''s part of the occupation, 0 to 1'),
		('to_share', 'end of that part'),
		('share', 'share of all covered workers, 0 to 1'),
		('share_of_group', 'share of the major group''s covered workers, 0 to 1'),
		('reason', 'why the workers are not covered'),
		('detailed_sum', 'workers in all detailed occupations'),
		('covered', 'workers of detailed_sum in scored roles'),
		('uncovered', 'workers in occupations of the SOC 2018 and not in scored roles; labour_gap gives the reasons'),
		('covered_share', 'covered as a share of published_total, 0 to 1; NULL without a published total'),
		('published_total', 'workers in all occupations, as published'),
		('combined', 'workers of combined codes that oews_map does not divide, not in scored roles'),
		('unmatched', 'workers of codes that the SOC 2018 does not have, not in scored roles'),
		('residual', 'published_total minus detailed_sum: withheld figures and rounding; may be negative'),
		('occupations', 'detailed occupations'),
		('occupations_withheld', 'detailed occupations whose employment is not published'),
		('occupations_covered', 'detailed occupations with workers in scored roles'),
		('wage', 'annual median wage: as published; if top-coded, the top code of the file, NULL before 2016; if there is only an hourly one, 2080 times that, unless the file says hourly only'),
		('top_coded', 'whether the median wage is top-coded, so that wage is the least that it can be'),
		('onet_soc', 'O*NET-SOC code'),
		('task_id', 'number of the task'),
		('importance', 'mean importance of the task, 1 to 5'),
		('relevance', 'percent of respondents to whom the task is relevant'),
		('weight', 'importance times relevance / 100, which is not time; NULL if one is missing'),
		('frequency', 'percent of respondents by category of frequency, from 1 (yearly or less) to 7 (hourly or more)'),
		('to_role_id', 'role to move to'),
		('tier', 'how closely the occupations are related: Primary-Short, Primary-Long, or Supplemental'),
		('index', 'rank among related occupations, 1 (closest) to 20'),
		('score_change', 'score of the role to move to minus score of the role'),
		('wage_change', 'to_wage minus wage; NULL if one is top-coded or missing: see flags'),
		('job_zone', 'O*NET Job Zone, 1 (little or no preparation) to 5 (extensive preparation)'),
		('to_job_zone', 'Job Zone of the occupation to move to'),
		('to_soc', 'SOC code of the occupation to move to'),
		('to_wage', 'annual median wage in the occupation to move to, as in wage');
END;
COMMENT ON FUNCTION _labour_columns() IS
	'meanings of the columns of a labor schema; called by aijri_create_labour()';

-- Columns of tables that have a meaning of their own keep it.
CREATE FUNCTION _labour_comment_columns(labour regnamespace) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	uncommented record;
BEGIN
	FOR uncommented IN
		SELECT c.oid::regclass AS relation, a.attname, k.meaning
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
			JOIN @extschema@._labour_columns() k ON k.column_name = a.attname
		WHERE c.relnamespace = labour AND c.relkind IN ('r', 'v') AND c.relname = ANY (@extschema@._labour_names())
			AND col_description(c.oid, a.attnum) IS NULL
		ORDER BY c.relname, a.attnum
	LOOP
		EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', uncommented.relation, uncommented.attname, uncommented.meaning);
	END LOOP;
END $$;
COMMENT ON FUNCTION _labour_comment_columns(regnamespace) IS
	'sets the comments on the columns of a labor schema; called by aijri_create_labour()';

-- The tables of a labor schema. They have only built-in types, so that DROP EXTENSION
-- drops no data.

CREATE TABLE @labour@.oews (
	vintage date,
	area text COLLATE "C",
	area_type text COLLATE "C",
	naics text COLLATE "C",
	own_code text COLLATE "C",
	occupation text COLLATE "C" CHECK (occupation ~ '^[0-9]{2}-[0-9]{4}$'),
	o_group text COLLATE "C" CHECK (o_group IN ('total', 'major', 'minor', 'broad', 'detailed')),
	area_title text,
	prim_state text,
	naics_title text,
	i_group text,
	occ_title text,
	tot_emp bigint CHECK (tot_emp >= 0),
	emp_prse numeric, jobs_1000 numeric, loc_quotient numeric, pct_total numeric, pct_rpt numeric,
	h_mean numeric, a_mean numeric, mean_prse numeric,
	h_pct10 numeric, h_pct25 numeric, h_median numeric, h_pct75 numeric, h_pct90 numeric,
	a_pct10 numeric, a_pct25 numeric, a_median numeric, a_pct75 numeric, a_pct90 numeric,
	annual boolean,
	hourly boolean,
	flags jsonb NOT NULL DEFAULT '{}',
	PRIMARY KEY (vintage, area, area_type, naics, own_code, occupation, o_group)
);
COMMENT ON TABLE @labour@.oews IS 'rows of OEWS files (national, state, or industry) of any vintage; loaded by load_oews()';
COMMENT ON COLUMN @labour@.oews.vintage IS 'date that the figures are for';
COMMENT ON COLUMN @labour@.oews.area IS 'code of the area; 99 is the nation';
COMMENT ON COLUMN @labour@.oews.area_type IS '1 nation, 2 state, 3 territory, 4 metropolitan area, 6 other area';
COMMENT ON COLUMN @labour@.oews.naics IS 'industry; 000000 is all of them';
COMMENT ON COLUMN @labour@.oews.own_code IS 'ownership; 1235 is all of it';
COMMENT ON COLUMN @labour@.oews.occupation IS 'SOC code, or an OEWS code that combines several: see oews_map';
COMMENT ON COLUMN @labour@.oews.o_group IS 'level according to the publisher; combined codes appear both as broad and as detailed';
COMMENT ON COLUMN @labour@.oews.tot_emp IS 'employment; NULL: not published, see flags';
COMMENT ON COLUMN @labour@.oews.flags IS 'markers in place of figures, by column: * wage not published, ** employment not published, # wage at or above the top code, ~ less than half a percent; of tot_emp, the classification from which it was recoded';
ALTER TABLE @labour@.oews ALTER occupation SET STATISTICS 1000;

CREATE TABLE @labour@.oews_map (
	soc text PRIMARY KEY CHECK (soc ~ '^[0-9]{2}-[0-9]{4}$'),
	oews text NOT NULL CHECK (oews ~ '^[0-9]{2}-[0-9]{4}$')
);
CREATE INDEX ON @labour@.oews_map (oews);
COMMENT ON TABLE @labour@.oews_map IS 'crosswalk from SOC codes to combined OEWS codes; codes not listed have OEWS rows of their own';
COMMENT ON COLUMN @labour@.oews_map.soc IS 'SOC 2018 code';
COMMENT ON COLUMN @labour@.oews_map.oews IS 'OEWS code that combines it with others';
INSERT INTO @labour@.oews_map VALUES
	('13-1021', '13-1020'), ('13-1022', '13-1020'), ('13-1023', '13-1020'),
	('13-2022', '13-2020'), ('13-2023', '13-2020'),
	('21-1011', '21-1018'), ('21-1014', '21-1018'),
	('25-2055', '25-2052'), ('25-2056', '25-2052'),
	('25-9042', '25-9045'), ('25-9043', '25-9045'), ('25-9049', '25-9045'),
	('29-2011', '29-2010'), ('29-2012', '29-2010'),
	('31-1121', '31-1120'), ('31-1122', '31-1120'),
	('39-7011', '39-7010'), ('39-7012', '39-7010'),
	('47-4091', '47-4090'), ('47-4099', '47-4090'),
	('51-2022', '51-2028'), ('51-2023', '51-2028'),
	('51-2092', '51-2090'), ('51-2099', '51-2090'),
	('53-1042', '53-1047'), ('53-1043', '53-1047'), ('53-1044', '53-1047'), ('53-1049', '53-1047');

CREATE TABLE @labour@.onet_task (
	vintage date,
	onet_soc text CHECK (onet_soc ~ '^[0-9]{2}-[0-9]{4}[.][0-9]{2}$'),
	task_id bigint,
	title text,
	task text NOT NULL,
	task_type text,
	other jsonb NOT NULL DEFAULT '{}',
	PRIMARY KEY (vintage, onet_soc, task_id)
);
COMMENT ON TABLE @labour@.onet_task IS 'O*NET tasks, with all other columns of their files; loaded by load_onet_tasks()';
COMMENT ON COLUMN @labour@.onet_task.vintage IS 'date of the release';
COMMENT ON COLUMN @labour@.onet_task.onet_soc IS 'O*NET-SOC code, including its two-digit suffix';
COMMENT ON COLUMN @labour@.onet_task.task_id IS 'number of the task';
COMMENT ON COLUMN @labour@.onet_task.title IS 'title of the occupation';
COMMENT ON COLUMN @labour@.onet_task.task IS 'the task';
COMMENT ON COLUMN @labour@.onet_task.task_type IS 'Core or Supplemental; NULL: not rated by O*NET';
COMMENT ON COLUMN @labour@.onet_task.other IS 'all other columns of the files, by their simple names';

CREATE TABLE @labour@.onet_task_rating (
	vintage date,
	onet_soc text CHECK (onet_soc ~ '^[0-9]{2}-[0-9]{4}[.][0-9]{2}$'),
	task_id bigint,
	scale_id text CHECK (scale_id IN ('IM', 'RT', 'FT')),
	category integer CHECK (category >= 0 AND category <= 7 AND (scale_id = 'FT') = (category > 0)),
	data_value numeric NOT NULL CHECK (data_value BETWEEN 0 AND 100),
	recommend_suppress boolean NOT NULL,
	other jsonb NOT NULL DEFAULT '{}',
	PRIMARY KEY (vintage, onet_soc, task_id, scale_id, category)
);
COMMENT ON TABLE @labour@.onet_task_rating IS 'O*NET task ratings, a row for each scale and category as published; loaded by load_onet_ratings()';
COMMENT ON COLUMN @labour@.onet_task_rating.vintage IS 'date of the release';
COMMENT ON COLUMN @labour@.onet_task_rating.onet_soc IS 'O*NET-SOC code, including its two-digit suffix';
COMMENT ON COLUMN @labour@.onet_task_rating.task_id IS 'number of the task';
COMMENT ON COLUMN @labour@.onet_task_rating.scale_id IS 'IM importance, RT relevance, FT frequency';
COMMENT ON COLUMN @labour@.onet_task_rating.category IS 'category of the frequency, 1 (yearly or less) to 7 (hourly or more); 0 for other scales';
COMMENT ON COLUMN @labour@.onet_task_rating.data_value IS 'importance 1 to 5; percent of the respondents for relevance and for each category of the frequency';
COMMENT ON COLUMN @labour@.onet_task_rating.recommend_suppress IS 'whether O*NET recommends suppressing the value';
COMMENT ON COLUMN @labour@.onet_task_rating.other IS 'all other columns of the files but titles and tasks, by their simple names';

CREATE TABLE @labour@.onet_related (
	vintage date,
	onet_soc text CHECK (onet_soc ~ '^[0-9]{2}-[0-9]{4}[.][0-9]{2}$'),
	related_onet_soc text CHECK (related_onet_soc ~ '^[0-9]{2}-[0-9]{4}[.][0-9]{2}$'),
	tier text NOT NULL CHECK (tier IN ('Primary-Short', 'Primary-Long', 'Supplemental')),
	index integer NOT NULL CHECK (index BETWEEN 1 AND 20),
	PRIMARY KEY (vintage, onet_soc, related_onet_soc)
);
COMMENT ON TABLE @labour@.onet_related IS 'O*NET related occupations; loaded by load_onet_related()';
COMMENT ON COLUMN @labour@.onet_related.vintage IS 'date of the release';
COMMENT ON COLUMN @labour@.onet_related.onet_soc IS 'O*NET-SOC code, including its two-digit suffix';
COMMENT ON COLUMN @labour@.onet_related.related_onet_soc IS 'O*NET-SOC code of the related occupation';

CREATE TABLE @labour@.onet_job_zone (
	vintage date,
	onet_soc text CHECK (onet_soc ~ '^[0-9]{2}-[0-9]{4}[.][0-9]{2}$'),
	job_zone integer NOT NULL CHECK (job_zone BETWEEN 1 AND 5),
	PRIMARY KEY (vintage, onet_soc)
);
COMMENT ON TABLE @labour@.onet_job_zone IS 'O*NET Job Zones: preparation that occupations require; loaded by load_onet_job_zones()';
COMMENT ON COLUMN @labour@.onet_job_zone.vintage IS 'date of the release';
COMMENT ON COLUMN @labour@.onet_job_zone.onet_soc IS 'O*NET-SOC code, including its two-digit suffix';

CREATE TABLE @labour@.exposure (
	index_name text,
	vintage date,
	occupation text CHECK (occupation ~ '^[0-9]{2}-[0-9]{4}([.][0-9]{2})?$'),
	exposure numeric NOT NULL CHECK (exposure < 'Infinity' AND exposure > '-Infinity'),
	published_code text,
	PRIMARY KEY (index_name, vintage, occupation)
);
COMMENT ON TABLE @labour@.exposure IS 'indices of AI exposure by occupation; loaded by load_exposure()';
COMMENT ON COLUMN @labour@.exposure.index_name IS 'name of the index';
COMMENT ON COLUMN @labour@.exposure.vintage IS 'date of its edition';
COMMENT ON COLUMN @labour@.exposure.occupation IS 'code as published, or the SOC 2018 code to which it was recoded: SOC, O*NET-SOC, or one that combines several';
COMMENT ON COLUMN @labour@.exposure.published_code IS 'published codes that the figure is the mean of; NULL: not recoded';
COMMENT ON COLUMN @labour@.exposure.exposure IS 'the figure, on the scale of its index';

CREATE TABLE @labour@.published_exposure (
	index_name text,
	vintage date,
	classification text NOT NULL,
	published_code text COLLATE "C",
	exposure numeric NOT NULL CHECK (exposure < 'Infinity' AND exposure > '-Infinity'),
	is_matched boolean NOT NULL,
	PRIMARY KEY (index_name, vintage, published_code)
);
COMMENT ON TABLE @labour@.published_exposure IS 'figures of indices of which exposure has the recoded ones; loaded by load_exposure()';
COMMENT ON COLUMN @labour@.published_exposure.classification IS 'classification of published_code';
COMMENT ON COLUMN @labour@.published_exposure.published_code IS 'code as published';
COMMENT ON COLUMN @labour@.published_exposure.is_matched IS 'whether a crosswalk leads from the code to the SOC 2018';

CREATE TABLE @labour@.published_employment (
	vintage date,
	area text COLLATE "C",
	classification text NOT NULL,
	published_code text COLLATE "C",
	title text,
	employment bigint CHECK (employment >= 0),
	status text NOT NULL CHECK (status IN ('recoded', 'unmatched', 'subtotal', 'total', 'not published')),
	PRIMARY KEY (vintage, area, published_code)
);
COMMENT ON TABLE @labour@.published_employment IS 'rows of employment of which oews has the recoded ones; loaded by load_employment()';
COMMENT ON COLUMN @labour@.published_employment.classification IS 'classification of published_code';
COMMENT ON COLUMN @labour@.published_employment.published_code IS 'code as published';
COMMENT ON COLUMN @labour@.published_employment.title IS 'title as published';
COMMENT ON COLUMN @labour@.published_employment.employment IS 'workers as published';
COMMENT ON COLUMN @labour@.published_employment.status IS 'recoded; unmatched: no crosswalk leads to the SOC 2018; subtotal: members of the group have rows; total; not published';

CREATE TABLE @labour@.crosswalk (
	from_classification text COLLATE "C",
	from_code text COLLATE "C",
	to_classification text COLLATE "C",
	to_code text COLLATE "C",
	weight numeric NOT NULL CHECK (weight BETWEEN 0 AND 1),
	weighted_by text NOT NULL CHECK (weighted_by IN ('stated', 'employment', 'equal', 'only target')),
	PRIMARY KEY (from_classification, to_classification, from_code, to_code)
);
COMMENT ON TABLE @labour@.crosswalk IS 'crosswalks between classifications of occupations; loaded by load_crosswalk()';
COMMENT ON COLUMN @labour@.crosswalk.from_classification IS 'classification of from_code';
COMMENT ON COLUMN @labour@.crosswalk.from_code IS 'code to recode';
COMMENT ON COLUMN @labour@.crosswalk.to_classification IS 'classification of to_code';
COMMENT ON COLUMN @labour@.crosswalk.to_code IS 'code in the other classification';
COMMENT ON COLUMN @labour@.crosswalk.weight IS 'share of from_code, 0 to 1; the weights of a code sum to 1';
COMMENT ON COLUMN @labour@.crosswalk.weighted_by IS 'source of the weight: stated, employment of the targets, equal, or only target';

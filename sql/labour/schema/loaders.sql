-- The loaders of a labor schema. They replace figures for all readers: only the owner
-- can call them.

CREATE OR REPLACE FUNCTION @labour@.load_oews(staging regclass, vintage date) RETURNS @extschema@.aijri_load_report
	LANGUAGE sql
	RETURN @extschema@._oews_loaded('@labour@'::regnamespace, vintage,
		@extschema@._labour_load_oews(@extschema@._require_labour_owner('@labour@'::regnamespace), staging, vintage));
COMMENT ON FUNCTION @labour@.load_oews(regclass, date) IS
	'loads a published OEWS file from a staging table of text columns';

CREATE OR REPLACE FUNCTION @labour@.load_onet_tasks(staging regclass, vintage date) RETURNS @extschema@.aijri_load_report
	LANGUAGE sql
	RETURN @extschema@._labour_load_onet_tasks(@extschema@._require_labour_owner('@labour@'::regnamespace), staging, vintage);
COMMENT ON FUNCTION @labour@.load_onet_tasks(regclass, date) IS
	'loads a published O*NET file of tasks from a staging table of text columns';

CREATE OR REPLACE FUNCTION @labour@.load_onet_ratings(staging regclass, vintage date) RETURNS @extschema@.aijri_load_report
	LANGUAGE sql
	RETURN @extschema@._labour_load_onet_ratings(@extschema@._require_labour_owner('@labour@'::regnamespace), staging, vintage);
COMMENT ON FUNCTION @labour@.load_onet_ratings(regclass, date) IS
	'loads the O*NET file of task ratings from a staging table of text columns';

CREATE OR REPLACE FUNCTION @labour@.load_onet_related(staging regclass, vintage date) RETURNS @extschema@.aijri_load_report
	LANGUAGE sql
	RETURN @extschema@._labour_load_onet_related(@extschema@._require_labour_owner('@labour@'::regnamespace), staging, vintage);
COMMENT ON FUNCTION @labour@.load_onet_related(regclass, date) IS
	'loads the O*NET file of related occupations from a staging table of text columns';

CREATE OR REPLACE FUNCTION @labour@.load_onet_job_zones(staging regclass, vintage date) RETURNS @extschema@.aijri_load_report
	LANGUAGE sql
	RETURN @extschema@._labour_load_onet_job_zones(@extschema@._require_labour_owner('@labour@'::regnamespace), staging, vintage);
COMMENT ON FUNCTION @labour@.load_onet_job_zones(regclass, date) IS
	'loads the O*NET file of Job Zones from a staging table of text columns';

CREATE OR REPLACE FUNCTION @labour@.load_crosswalk(staging regclass, from_classification text, to_classification text)
	RETURNS @extschema@.aijri_load_report
	LANGUAGE sql
	RETURN @extschema@._labour_load_crosswalk(@extschema@._require_labour_owner('@labour@'::regnamespace), staging, from_classification, to_classification);
COMMENT ON FUNCTION @labour@.load_crosswalk(regclass, text, text) IS
	'loads a crosswalk between two classifications of occupations from a staging table of text columns';

CREATE OR REPLACE FUNCTION @labour@.load_exposure(staging regclass, index_name text, vintage date, value_column text DEFAULT NULL, classification text DEFAULT NULL)
	RETURNS @extschema@.aijri_load_report
	LANGUAGE sql
	RETURN @extschema@._labour_load_exposure(@extschema@._require_labour_owner('@labour@'::regnamespace), staging, index_name, vintage, value_column, classification);
COMMENT ON FUNCTION @labour@.load_exposure(regclass, text, date, text, text) IS
	'loads a published exposure index from a staging table of text columns';

CREATE OR REPLACE FUNCTION @labour@.load_employment(staging regclass, vintage date, area text, classification text)
	RETURNS @extschema@.aijri_load_report
	LANGUAGE sql
	RETURN @extschema@._labour_load_employment(@extschema@._require_labour_owner('@labour@'::regnamespace), staging, vintage, area, classification);
COMMENT ON FUNCTION @labour@.load_employment(regclass, date, text, text) IS
	'loads employment by codes of any classification from a staging table of text columns';

CREATE OR REPLACE FUNCTION @labour@.recode(codes text[], from_classification text, to_classification text DEFAULT 'SOC 2018')
	RETURNS SETOF @extschema@.aijri_recoded
	LANGUAGE sql STABLE ROWS 100
BEGIN ATOMIC
	SELECT r.code, r.to_code, r.weight, r.weighted_by
	FROM @extschema@._labour_recode_codes('@labour@'::regnamespace, codes, from_classification, to_classification) r;
END;
COMMENT ON FUNCTION @labour@.recode(text[], text, text) IS
	'codes of a classification in another, with weights that sum to 1 for each code';

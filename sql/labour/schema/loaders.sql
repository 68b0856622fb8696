-- The loaders of a labor schema. They replace figures for all readers: only the owner
-- can call them.

CREATE OR REPLACE FUNCTION @labour@.load_oews(staging regclass, vintage date) RETURNS @extschema@.aijri_load_report
	LANGUAGE sql
	RETURN @extschema@._labour_load_oews(@extschema@._require_labour_owner('@labour@'::regnamespace), staging, vintage);
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

CREATE OR REPLACE FUNCTION @labour@.load_exposure(staging regclass, index_name text, vintage date, value_column text DEFAULT NULL)
	RETURNS @extschema@.aijri_load_report
	LANGUAGE sql
	RETURN @extschema@._labour_load_exposure(@extschema@._require_labour_owner('@labour@'::regnamespace), staging, index_name, vintage, value_column);
COMMENT ON FUNCTION @labour@.load_exposure(regclass, text, date, text) IS
	'loads a published exposure index from a staging table of text columns';

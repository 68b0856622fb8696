CREATE OR REPLACE FUNCTION @labour@.draft_document(onet_soc text, vintage date DEFAULT NULL) RETURNS text
	LANGUAGE sql STABLE
	RETURN @extschema@._labour_draft('@labour@'::regnamespace, onet_soc, vintage);
COMMENT ON FUNCTION @labour@.draft_document(text, date) IS
	'an assessment document of an O*NET occupation in which nothing is rated, with its tasks and their shares by importance';

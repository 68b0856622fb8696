-- ---------------------------------------------------------------------------
-- Assessment documents
-- ---------------------------------------------------------------------------

CREATE DOMAIN aijri_score_value AS float8
	CONSTRAINT from_0_to_100 CHECK (VALUE >= '0'::float8 AND VALUE <= '100'::float8);
COMMENT ON DOMAIN aijri_score_value IS
	'score, 0 to 100';

CREATE DOMAIN aijri_months AS integer
	CONSTRAINT from_0_to_1200 CHECK (VALUE >= 0 AND VALUE <= 1200);
COMMENT ON DOMAIN aijri_months IS
	'number of months, 0 to 1200';

CREATE TYPE aijri_next_role AS (
	title text,
	score aijri_score_value,
	reason text
);
COMMENT ON TYPE aijri_next_role IS
	'a role that the holder of the assessed role could move to';
COMMENT ON COLUMN aijri_next_role.title IS 'title of the role';
COMMENT ON COLUMN aijri_next_role.score IS 'its score as the document gives it; NULL: not given';
COMMENT ON COLUMN aijri_next_role.reason IS 'what carries over';

CREATE TYPE aijri_document AS (
	title text,
	seniority text,
	primary_function text,
	role_is_not text,
	typical_experience text,
	seniority_note text,
	assessment aijri_assessment,
	stated aijri_result,
	override_score aijri_score_value,
	override_reason text,
	timeline_min_months aijri_months,
	timeline_max_months aijri_months,
	next_roles aijri_next_role[],
	narrative jsonb
);
COMMENT ON TYPE aijri_document IS
	'an assessment document: what was rated, what was written about it, and what the document claims to follow';
COMMENT ON COLUMN aijri_document.title IS 'job title';
COMMENT ON COLUMN aijri_document.seniority IS 'seniority level';
COMMENT ON COLUMN aijri_document.primary_function IS 'what the role does';
COMMENT ON COLUMN aijri_document.role_is_not IS 'what the role is not';
COMMENT ON COLUMN aijri_document.typical_experience IS 'experience and qualifications usually asked for';
COMMENT ON COLUMN aijri_document.seniority_note IS 'how other seniority levels would score';
COMMENT ON COLUMN aijri_document.assessment IS 'the ratings: whatever is computed for a document comes from these';
COMMENT ON COLUMN aijri_document.stated IS 'what the document claims; NULL where it claims nothing; never used in computing';
COMMENT ON COLUMN aijri_document.override_score IS 'score that the assessor sets beside the formula''s; NULL: no override';
COMMENT ON COLUMN aijri_document.override_reason IS 'why there is an override, or none';
COMMENT ON COLUMN aijri_document.timeline_min_months IS 'months until change, the earliest';
COMMENT ON COLUMN aijri_document.timeline_max_months IS 'months until change, the latest; NULL: open end';
COMMENT ON COLUMN aijri_document.next_roles IS 'roles to move to';
COMMENT ON COLUMN aijri_document.narrative IS 'every rationale and every section of prose, under its name';

CREATE TYPE aijri_parse_attempt AS (
	document aijri_document,
	error text,
	line integer,
	detail text,
	hint text
);
COMMENT ON TYPE aijri_parse_attempt IS
	'a document, or why it could not be read';
COMMENT ON COLUMN aijri_parse_attempt.document IS 'the document; NULL where it could not be read';
COMMENT ON COLUMN aijri_parse_attempt.error IS 'what is wrong, with the text that was met; NULL where nothing is';
COMMENT ON COLUMN aijri_parse_attempt.line IS 'line number, from 1; NULL where the document as a whole is meant';
COMMENT ON COLUMN aijri_parse_attempt.detail IS 'what was expected';
COMMENT ON COLUMN aijri_parse_attempt.hint IS 'what to do';

CREATE TYPE aijri_verification AS (
	line integer,
	item text,
	stated text,
	computed text,
	ok boolean,
	follows boolean
);
COMMENT ON TYPE aijri_verification IS
	'one number, zone or label that a document states, compared with what its ratings give';
COMMENT ON COLUMN aijri_verification.line IS 'line number, from 1';
COMMENT ON COLUMN aijri_verification.item IS 'what is stated; after a colon what a line repeats from elsewhere';
COMMENT ON COLUMN aijri_verification.stated IS 'as printed; NULL where a finding has nothing printed';
COMMENT ON COLUMN aijri_verification.computed IS 'what the ratings and shares of the document give; NULL where a rating is missing';
COMMENT ON COLUMN aijri_verification.ok IS 'equal, to half a unit of the last printed digit';
COMMENT ON COLUMN aijri_verification.follows IS 'equal to what the operands printed beside it give';

CREATE FUNCTION aijri_next_role(
	title text,
	score float8 DEFAULT NULL,
	reason text DEFAULT NULL
) RETURNS aijri_next_role
	AS 'MODULE_PATHNAME', 'aijri_next_role'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_next_role(text, float8, text) IS
	'a role to move to, checked';

CREATE FUNCTION aijri_document(
	title text,
	assessment aijri_assessment,
	seniority text DEFAULT NULL,
	primary_function text DEFAULT NULL,
	role_is_not text DEFAULT NULL,
	typical_experience text DEFAULT NULL,
	seniority_note text DEFAULT NULL,
	override_score float8 DEFAULT NULL,
	override_reason text DEFAULT NULL,
	timeline_min_months integer DEFAULT NULL,
	timeline_max_months integer DEFAULT NULL,
	next_roles aijri_next_role[] DEFAULT NULL,
	narrative jsonb DEFAULT NULL
) RETURNS aijri_document
	AS 'MODULE_PATHNAME', 'aijri_document'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 5;
COMMENT ON FUNCTION aijri_document(text, aijri_assessment, text, text, text, text, text, float8, text, integer, integer, aijri_next_role[], jsonb) IS
	'an assessment document that states nothing yet, its numbers checked';

CREATE FUNCTION aijri_parse(document text) RETURNS aijri_document
	AS 'MODULE_PATHNAME', 'aijri_parse'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 1000;
COMMENT ON FUNCTION aijri_parse(text) IS
	'reads an assessment document';

CREATE FUNCTION aijri_try_parse(document text) RETURNS aijri_parse_attempt
	AS 'MODULE_PATHNAME', 'aijri_try_parse'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 1000;
COMMENT ON FUNCTION aijri_try_parse(text) IS
	'reads an assessment document, or tells why it cannot be read: bad text raises no error';

CREATE FUNCTION aijri_verify(document text) RETURNS SETOF aijri_verification
	AS 'MODULE_PATHNAME', 'aijri_verify'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 1000 ROWS 80;
COMMENT ON FUNCTION aijri_verify(text) IS
	'compares every number, zone and label that a document states with what its ratings give';

CREATE FUNCTION aijri_render(document aijri_document) RETURNS text
	AS 'MODULE_PATHNAME', 'aijri_render'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 2000;
COMMENT ON FUNCTION aijri_render(aijri_document) IS
	'writes an assessment document, all arithmetic freshly computed';


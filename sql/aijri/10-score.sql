-- ---------------------------------------------------------------------------
-- Constructors
-- ---------------------------------------------------------------------------

CREATE FUNCTION aijri_task(
	name text,
	time_pct float8,
	score float8,
	mode aijri_mode DEFAULT NULL
) RETURNS aijri_task
	AS 'MODULE_PATHNAME', 'aijri_task'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_task(text, float8, float8, aijri_mode) IS
	'makes a task after checking its values';

CREATE FUNCTION aijri_evidence(
	@rating evidence@ float8@,@
) RETURNS aijri_evidence
	AS 'MODULE_PATHNAME', 'aijri_evidence'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_evidence IS
	'makes evidence after checking its ratings';

CREATE FUNCTION aijri_barriers(
	@rating barriers@ float8@,@
) RETURNS aijri_barriers
	AS 'MODULE_PATHNAME', 'aijri_barriers'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_barriers IS
	'makes barriers after checking their ratings';

CREATE FUNCTION aijri_principles(
	@rating principles@ float8@,@
) RETURNS aijri_principles
	AS 'MODULE_PATHNAME', 'aijri_principles'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_principles IS
	'makes protective principles after checking their ratings';

CREATE FUNCTION aijri_assessment(
	tasks aijri_task[],
	evidence aijri_evidence,
	barriers aijri_barriers,
	growth float8,
	principles aijri_principles DEFAULT NULL
) RETURNS aijri_assessment
	AS 'MODULE_PATHNAME', 'aijri_assessment'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_assessment(aijri_task[], aijri_evidence, aijri_barriers, float8, aijri_principles) IS
	'makes an assessment after checking all its parts';

CREATE FUNCTION aijri_method(
	changes jsonb DEFAULT '{}',
	rescale boolean DEFAULT false
) RETURNS aijri_method
	AS 'MODULE_PATHNAME', 'aijri_method'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_method(jsonb, boolean) IS
	'the default method with some fields changed; with rescale, raw_floor and raw_span are derived from the steps';

-- ---------------------------------------------------------------------------
-- From ratings to score, zone and sub-label
-- ---------------------------------------------------------------------------

CREATE FUNCTION evidence_total(evidence aijri_evidence) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_total'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_total(aijri_evidence) IS
	'sum of the evidence ratings, -10 to 10; NULL if one is missing';

CREATE FUNCTION barrier_total(barriers aijri_barriers) RETURNS integer
	AS 'MODULE_PATHNAME', 'barrier_total'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION barrier_total(aijri_barriers) IS
	'sum of the barrier ratings, 0 to 10; NULL if one is missing';

CREATE FUNCTION protective_total(principles aijri_principles) RETURNS integer
	AS 'MODULE_PATHNAME', 'protective_total'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION protective_total(aijri_principles) IS
	'sum of the protective principles, 0 to 9; NULL if one is missing';

CREATE FUNCTION evidence_modifier(
	n float8,
	method aijri_method DEFAULT NULL
) RETURNS float8
	AS 'MODULE_PATHNAME', 'evidence_modifier'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION evidence_modifier(float8, aijri_method) IS
	'1 + 0.04 x evidence total';

CREATE FUNCTION barrier_modifier(
	n float8,
	method aijri_method DEFAULT NULL
) RETURNS float8
	AS 'MODULE_PATHNAME', 'barrier_modifier'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION barrier_modifier(float8, aijri_method) IS
	'1 + 0.02 x barrier total';

CREATE FUNCTION growth_modifier(
	n float8,
	method aijri_method DEFAULT NULL
) RETURNS float8
	AS 'MODULE_PATHNAME', 'growth_modifier'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION growth_modifier(float8, aijri_method) IS
	'1 + 0.05 x growth';

CREATE FUNCTION aijri_raw(
	task_resistance float8,
	evidence float8,
	barriers float8,
	growth float8,
	method aijri_method DEFAULT NULL
) RETURNS float8
	AS 'MODULE_PATHNAME', 'aijri_raw'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_raw(float8, float8, float8, float8, aijri_method) IS
	'task resistance x evidence modifier x barrier modifier x growth modifier';

CREATE FUNCTION aijri_score(
	task_resistance float8,
	evidence float8,
	barriers float8,
	growth float8,
	method aijri_method DEFAULT NULL
) RETURNS float8
	AS 'MODULE_PATHNAME', 'aijri_score'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_score(float8, float8, float8, float8, aijri_method) IS
	'AI Job Resistance Index, 0 to 100: (raw - 0.54) / 7.93 x 100';

CREATE FUNCTION aijri_score(
	assessment aijri_assessment,
	method aijri_method DEFAULT NULL
) RETURNS float8
	AS 'MODULE_PATHNAME', 'aijri_score_assessment'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 5;
COMMENT ON FUNCTION aijri_score(aijri_assessment, aijri_method) IS
	'AI Job Resistance Index of an assessment, 0 to 100; NULL if a rating is missing';

CREATE FUNCTION zone_of(
	score float8,
	method aijri_method DEFAULT NULL
) RETURNS aijri_zone
	AS 'MODULE_PATHNAME', 'zone_of'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION zone_of(float8, aijri_method) IS
	'zone of an unrounded score: Green from 48 up, Yellow from 25 up, otherwise Red';

CREATE FUNCTION sublabel_of(
	score float8,
	task_resistance float8,
	exposed_pct float8,
	growth float8,
	evidence float8 DEFAULT NULL,
	barriers float8 DEFAULT NULL,
	method aijri_method DEFAULT NULL
) RETURNS aijri_sublabel
	AS 'MODULE_PATHNAME', 'sublabel_of'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sublabel_of(float8, float8, float8, float8, float8, float8, aijri_method) IS
	'sub-label within the zone of a score';

CREATE FUNCTION quick_screen(
	protective float8,
	growth float8,
	method aijri_method DEFAULT NULL
) RETURNS text
	AS 'MODULE_PATHNAME', 'quick_screen'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION quick_screen(float8, float8, aijri_method) IS
	'result of the quick screen, from the protective principles and growth alone';

CREATE FUNCTION published_score(score float8) RETURNS numeric
	AS 'MODULE_PATHNAME', 'published_score'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION published_score(float8) IS
	'a score rounded to one decimal place for publication';

CREATE FUNCTION mode_of(name text) RETURNS aijri_mode
	AS 'MODULE_PATHNAME', 'mode_of'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mode_of(text) IS
	'the mode with a given name, ignoring case, spaces, underscores, and hyphens';

CREATE FUNCTION score_problem(
	task_resistance float8,
	evidence float8,
	barriers float8,
	growth float8
) RETURNS text
	AS 'MODULE_PATHNAME', 'score_problem'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_problem(float8, float8, float8, float8) IS
	'why aijri_score() would raise an error for these arguments; NULL where it would not';

CREATE FUNCTION aijri_result(
	assessment aijri_assessment,
	method aijri_method DEFAULT NULL
) RETURNS aijri_result
	AS 'MODULE_PATHNAME', 'aijri_result_assessment'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 10;
COMMENT ON FUNCTION aijri_result(aijri_assessment, aijri_method) IS
	'score of an assessment and all figures derived from its ratings';

CREATE FUNCTION aijri_result(
	task_resistance float8,
	exposed_pct float8,
	evidence float8,
	barriers float8,
	growth float8,
	protective float8 DEFAULT NULL,
	method aijri_method DEFAULT NULL
) RETURNS aijri_result
	AS 'MODULE_PATHNAME', 'aijri_result'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 5;
COMMENT ON FUNCTION aijri_result(float8, float8, float8, float8, float8, float8, aijri_method) IS
	'score of a role and all figures derived from its totals';

CREATE FUNCTION aijri_explain(
	assessment aijri_assessment,
	method aijri_method DEFAULT NULL
) RETURNS SETOF aijri_explanation
	AS 'MODULE_PATHNAME', 'aijri_explain'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 50 ROWS 10;
COMMENT ON FUNCTION aijri_explain(aijri_assessment, aijri_method) IS
	'derivation of a score, line by line';


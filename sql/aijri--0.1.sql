-- Complain if the script is sourced in psql, rather than by CREATE EXTENSION.
\echo Use "CREATE EXTENSION aijri" to load this file. \quit

-- ---------------------------------------------------------------------------
-- Zones, sub-labels, modes
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_zone AS ENUM ('Red', 'Yellow', 'Green');
COMMENT ON TYPE aijri_zone IS
	'zone of a score, from least to most resistant, so that it sorts and that max() is the safest';

CREATE TYPE aijri_sublabel AS ENUM (
	'Red (Imminent)', 'Red',
	'Yellow (Urgent)', 'Yellow (Moderate)',
	'Green (Transforming)', 'Green (Stable)', 'Green (Accelerated)'
);
COMMENT ON TYPE aijri_sublabel IS
	'sub-label within a zone, in the order of the zones';

CREATE TYPE aijri_mode AS ENUM ('displacement', 'augmentation', 'not involved');
COMMENT ON TYPE aijri_mode IS
	'what AI does to a task: displaces the worker, augments the worker, is not involved; NULL where not stated';

-- ---------------------------------------------------------------------------
-- Legal ranges
--
-- Numbers are float8 so that a fraction given where a whole number is meant is
-- refused; an integer type would round it in silence.
-- ---------------------------------------------------------------------------

CREATE DOMAIN aijri_task_time AS float8
	CONSTRAINT from_0_000001_to_1000000000_or_0
	CHECK (VALUE = '0'::float8 OR VALUE > '5e-7'::float8 AND VALUE <= '1e9'::float8);
COMMENT ON DOMAIN aijri_task_time IS
	'time spent on a task in any unit (percent, hours, weight): 0 to 1e9, and not so small that it would round to 0 at six places';

CREATE DOMAIN aijri_task_score AS float8
	CONSTRAINT whole_number_from_1_to_5 CHECK (VALUE >= '1'::float8 AND VALUE <= '5'::float8 AND VALUE = floor(VALUE));
COMMENT ON DOMAIN aijri_task_score IS
	'automation score of a task: 1 irreducibly human to 5 fully automatable';

CREATE DOMAIN aijri_evidence_rating AS float8
	CONSTRAINT whole_number_from_minus_2_to_2 CHECK (VALUE >= '-2'::float8 AND VALUE <= '2'::float8 AND VALUE = floor(VALUE));
COMMENT ON DOMAIN aijri_evidence_rating IS
	'rating of one evidence dimension: -2 market moves against the role, to 2';

CREATE DOMAIN aijri_barrier_rating AS float8
	CONSTRAINT whole_number_from_0_to_2 CHECK (VALUE >= '0'::float8 AND VALUE <= '2'::float8 AND VALUE = floor(VALUE));
COMMENT ON DOMAIN aijri_barrier_rating IS
	'rating of one barrier to automation: 0 none to 2 strong';

CREATE DOMAIN aijri_growth_rating AS float8
	CONSTRAINT whole_number_from_minus_2_to_2 CHECK (VALUE >= '-2'::float8 AND VALUE <= '2'::float8 AND VALUE = floor(VALUE));
COMMENT ON DOMAIN aijri_growth_rating IS
	'correlation of demand for the role with AI growth: -2 AI shrinks it to 2 AI makes it grow';

CREATE DOMAIN aijri_principle_rating AS float8
	CONSTRAINT whole_number_from_0_to_3 CHECK (VALUE >= '0'::float8 AND VALUE <= '3'::float8 AND VALUE = floor(VALUE));
COMMENT ON DOMAIN aijri_principle_rating IS
	'rating of one protective principle: 0 none to 3 strong';

CREATE DOMAIN aijri_evidence_step AS float8
	CONSTRAINT from_0_to_0_1 CHECK (VALUE >= '0'::float8 AND VALUE <= '0.1'::float8);
COMMENT ON DOMAIN aijri_evidence_step IS
	'change of the evidence modifier per point of evidence';

CREATE DOMAIN aijri_modifier_step AS float8
	CONSTRAINT from_0_to_0_5 CHECK (VALUE >= '0'::float8 AND VALUE <= '0.5'::float8);
COMMENT ON DOMAIN aijri_modifier_step IS
	'change of a modifier per point';

CREATE DOMAIN aijri_scale_value AS float8
	CONSTRAINT from_0_to_1000 CHECK (VALUE >= '0'::float8 AND VALUE <= '1000'::float8);
COMMENT ON DOMAIN aijri_scale_value IS
	'place on the scale of raw values or of scores';

CREATE DOMAIN aijri_raw_span AS float8
	CONSTRAINT from_0_000001_to_1000 CHECK (VALUE >= '0.000001'::float8 AND VALUE <= '1000'::float8);
COMMENT ON DOMAIN aijri_raw_span IS
	'width of the raw scale that is stretched to 0 .. 100';

CREATE DOMAIN aijri_task_resistance AS float8
	CONSTRAINT from_1_to_5 CHECK (VALUE >= '1'::float8 AND VALUE <= '5'::float8);
COMMENT ON DOMAIN aijri_task_resistance IS
	'task resistance: 6 minus the mean task score weighted by time';

CREATE DOMAIN aijri_evidence_total AS float8
	CONSTRAINT from_minus_10_to_10 CHECK (VALUE >= '-10'::float8 AND VALUE <= '10'::float8);
COMMENT ON DOMAIN aijri_evidence_total IS
	'sum of the five evidence ratings';

CREATE DOMAIN aijri_barrier_total AS float8
	CONSTRAINT from_0_to_10 CHECK (VALUE >= '0'::float8 AND VALUE <= '10'::float8);
COMMENT ON DOMAIN aijri_barrier_total IS
	'sum of the five barrier ratings';

CREATE DOMAIN aijri_percentage AS float8
	CONSTRAINT from_0_to_100 CHECK (VALUE >= '0'::float8 AND VALUE <= '100'::float8);
COMMENT ON DOMAIN aijri_percentage IS
	'percentage, 0 to 100';

CREATE DOMAIN aijri_growth_threshold AS float8
	CONSTRAINT from_minus_2_to_3 CHECK (VALUE >= '-2'::float8 AND VALUE <= '3'::float8);
COMMENT ON DOMAIN aijri_growth_threshold IS
	'least growth of a condition; 3: never met';

CREATE DOMAIN aijri_protective_threshold AS float8
	CONSTRAINT whole_number_from_minus_1_to_10 CHECK (VALUE >= '-1'::float8 AND VALUE <= '10'::float8 AND VALUE = floor(VALUE));
COMMENT ON DOMAIN aijri_protective_threshold IS
	'limit of the protective total in a condition; -1 and 10 lie outside the scale';

-- ---------------------------------------------------------------------------
-- What is rated: frozen, a new field means a new type
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_task AS (
	name text,
	time_pct aijri_task_time,
	score aijri_task_score,
	mode aijri_mode
);
COMMENT ON TYPE aijri_task IS
	'one task of a role';
COMMENT ON COLUMN aijri_task.name IS 'what is done';
COMMENT ON COLUMN aijri_task.time_pct IS 'share of working time, usually in percent; only the proportions between tasks count';
COMMENT ON COLUMN aijri_task.score IS '1 irreducibly human to 5 fully automatable; NULL: not scored yet';
COMMENT ON COLUMN aijri_task.mode IS 'what AI does to the task; NULL: not stated';

CREATE TYPE aijri_evidence AS (
	job_postings aijri_evidence_rating,
	company_actions aijri_evidence_rating,
	wage_trends aijri_evidence_rating,
	tool_maturity aijri_evidence_rating,
	expert_consensus aijri_evidence_rating
);
COMMENT ON TYPE aijri_evidence IS
	'market evidence about a role: five dimensions, -2 (against the role) to 2 each; NULL: not rated';
COMMENT ON COLUMN aijri_evidence.job_postings IS 'trend of job postings';
COMMENT ON COLUMN aijri_evidence.company_actions IS 'what employers do: hiring, cutting, restructuring';
COMMENT ON COLUMN aijri_evidence.wage_trends IS 'trend of real wages';
COMMENT ON COLUMN aijri_evidence.tool_maturity IS 'maturity of AI tools: -2 in production, replacing the work, to 2 none in sight';
COMMENT ON COLUMN aijri_evidence.expert_consensus IS 'what experts agree on';

CREATE TYPE aijri_barriers AS (
	regulatory aijri_barrier_rating,
	physical_presence aijri_barrier_rating,
	union_bargaining aijri_barrier_rating,
	liability aijri_barrier_rating,
	cultural aijri_barrier_rating
);
COMMENT ON TYPE aijri_barriers IS
	'what prevents AI execution even where it is technically possible: five barriers, 0 (none) to 2 (strong) each; NULL: not rated';
COMMENT ON COLUMN aijri_barriers.regulatory IS 'regulation and licensing';
COMMENT ON COLUMN aijri_barriers.physical_presence IS 'need to be there in person';
COMMENT ON COLUMN aijri_barriers.union_bargaining IS 'unions and collective bargaining';
COMMENT ON COLUMN aijri_barriers.liability IS 'personal liability and accountability';
COMMENT ON COLUMN aijri_barriers.cultural IS 'cultural and ethical resistance';

CREATE TYPE aijri_principles AS (
	physicality aijri_principle_rating,
	connection aijri_principle_rating,
	judgment aijri_principle_rating
);
COMMENT ON TYPE aijri_principles IS
	'protective principles: three, 0 (none) to 3 (strong) each; a quick screen, never part of the score; NULL: not rated';
COMMENT ON COLUMN aijri_principles.physicality IS 'embodied physicality';
COMMENT ON COLUMN aijri_principles.connection IS 'deep interpersonal connection';
COMMENT ON COLUMN aijri_principles.judgment IS 'goal-setting and moral judgment';

CREATE TYPE aijri_assessment AS (
	tasks aijri_task[],
	evidence aijri_evidence,
	barriers aijri_barriers,
	growth aijri_growth_rating,
	principles aijri_principles
);
COMMENT ON TYPE aijri_assessment IS
	'everything about a role that an assessor rates';
COMMENT ON COLUMN aijri_assessment.tasks IS 'the tasks of the role';
COMMENT ON COLUMN aijri_assessment.evidence IS 'market evidence';
COMMENT ON COLUMN aijri_assessment.barriers IS 'barriers to automation';
COMMENT ON COLUMN aijri_assessment.growth IS 'correlation with AI growth';
COMMENT ON COLUMN aijri_assessment.principles IS 'protective principles';

CREATE TYPE aijri_method AS (
	evidence_step aijri_evidence_step,
	barrier_step aijri_modifier_step,
	growth_step aijri_modifier_step,
	raw_floor aijri_scale_value,
	raw_span aijri_raw_span,
	score_cap aijri_scale_value,
	green_min aijri_scale_value,
	yellow_min aijri_scale_value,
	exposed_from aijri_task_score,
	imminent_below_tr aijri_task_resistance,
	imminent_max_evidence aijri_evidence_total,
	imminent_max_barriers aijri_barrier_total,
	urgent_exposed_min aijri_percentage,
	transforming_exposed_min aijri_percentage,
	accelerated_growth_min aijri_growth_threshold,
	screen_red_max aijri_protective_threshold,
	screen_green_min aijri_protective_threshold
);
COMMENT ON TYPE aijri_method IS
	'every constant of the arithmetic; NULL in place of a method is the default, aijri_method()';
COMMENT ON COLUMN aijri_method.evidence_step IS 'change of the evidence modifier per point of evidence; default 0.04';
COMMENT ON COLUMN aijri_method.barrier_step IS 'change of the barrier modifier per point of barriers; default 0.02';
COMMENT ON COLUMN aijri_method.growth_step IS 'change of the growth modifier per point of growth; default 0.05';
COMMENT ON COLUMN aijri_method.raw_floor IS 'raw value whose score is 0; default 0.54';
COMMENT ON COLUMN aijri_method.raw_span IS 'raw values from score 0 to score 100; default 7.93';
COMMENT ON COLUMN aijri_method.score_cap IS 'highest score, whatever the raw value; default 100';
COMMENT ON COLUMN aijri_method.green_min IS 'least score in Green; default 48';
COMMENT ON COLUMN aijri_method.yellow_min IS 'least score in Yellow; default 25';
COMMENT ON COLUMN aijri_method.exposed_from IS 'least task score that counts as exposed; default 3';
COMMENT ON COLUMN aijri_method.imminent_below_tr IS 'Red is Red (Imminent) below this task resistance; default 1.8';
COMMENT ON COLUMN aijri_method.imminent_max_evidence IS 'and only up to this evidence total; default NULL: no such condition';
COMMENT ON COLUMN aijri_method.imminent_max_barriers IS 'and only up to this barrier total; default NULL: no such condition';
COMMENT ON COLUMN aijri_method.urgent_exposed_min IS 'Yellow is Yellow (Urgent) from this exposed_pct; default 40';
COMMENT ON COLUMN aijri_method.transforming_exposed_min IS 'Green is Green (Transforming) from this exposed_pct; default 20';
COMMENT ON COLUMN aijri_method.accelerated_growth_min IS 'Green is Green (Accelerated) from this growth; default 2';
COMMENT ON COLUMN aijri_method.screen_red_max IS 'quick screen: almost certainly Red up to this protective total when growth is negative; default 2';
COMMENT ON COLUMN aijri_method.screen_green_min IS 'quick screen: likely Green from this protective total when growth is not negative; default 6';

-- ---------------------------------------------------------------------------
-- What is computed: new fields are appended, do not store these types
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_result AS (
	task_resistance float8,
	exposed_pct float8,
	displacement_pct float8,
	augmentation_pct float8,
	not_involved_pct float8,
	unstated_pct float8,
	evidence_total float8,
	barrier_total float8,
	growth float8,
	protective_total float8,
	evidence_modifier float8,
	barrier_modifier float8,
	growth_modifier float8,
	raw float8,
	score float8,
	published numeric,
	zone aijri_zone,
	sublabel aijri_sublabel,
	quick_screen text,
	points_to_next_zone float8,
	points_above_floor float8
);
COMMENT ON TYPE aijri_result IS
	'everything that follows from a role''s ratings';
COMMENT ON COLUMN aijri_result.task_resistance IS '6 minus the mean task score weighted by time, 1 to 5, six places';
COMMENT ON COLUMN aijri_result.exposed_pct IS 'percentage of task time whose score is 3 or more (method: exposed_from)';
COMMENT ON COLUMN aijri_result.displacement_pct IS 'percentage of task time in mode displacement';
COMMENT ON COLUMN aijri_result.augmentation_pct IS 'percentage of task time in mode augmentation';
COMMENT ON COLUMN aijri_result.not_involved_pct IS 'percentage of task time in mode not involved';
COMMENT ON COLUMN aijri_result.unstated_pct IS 'percentage of task time without a mode';
COMMENT ON COLUMN aijri_result.evidence_total IS 'evidence, -10 to 10';
COMMENT ON COLUMN aijri_result.barrier_total IS 'barriers, 0 to 10';
COMMENT ON COLUMN aijri_result.growth IS 'correlation with AI growth, -2 to 2';
COMMENT ON COLUMN aijri_result.protective_total IS 'protective principles, 0 to 9; not part of the score';
COMMENT ON COLUMN aijri_result.evidence_modifier IS '1 + 0.04 x evidence';
COMMENT ON COLUMN aijri_result.barrier_modifier IS '1 + 0.02 x barriers';
COMMENT ON COLUMN aijri_result.growth_modifier IS '1 + 0.05 x growth';
COMMENT ON COLUMN aijri_result.raw IS 'task resistance x the three modifiers';
COMMENT ON COLUMN aijri_result.score IS '(raw - 0.54) / 7.93 x 100, 0 to 100';
COMMENT ON COLUMN aijri_result.published IS 'the score to one decimal place';
COMMENT ON COLUMN aijri_result.zone IS 'zone of the unrounded score';
COMMENT ON COLUMN aijri_result.sublabel IS 'sub-label within the zone';
COMMENT ON COLUMN aijri_result.quick_screen IS 'what the protective principles and growth alone suggest';
COMMENT ON COLUMN aijri_result.points_to_next_zone IS 'points of score missing to the next better zone; NULL in Green';
COMMENT ON COLUMN aijri_result.points_above_floor IS 'points of score above the lower end of the zone';

CREATE TYPE aijri_task_profile AS (
	tasks bigint,
	unscored bigint,
	time_total float8,
	task_resistance float8,
	exposed_pct float8,
	displacement_pct float8,
	augmentation_pct float8,
	not_involved_pct float8,
	unstated_pct float8
);
COMMENT ON TYPE aijri_task_profile IS
	'what the task rows of a role come to';
COMMENT ON COLUMN aijri_task_profile.tasks IS 'rows counted';
COMMENT ON COLUMN aijri_task_profile.unscored IS 'rows skipped because score or time is NULL';
COMMENT ON COLUMN aijri_task_profile.time_total IS 'total time of the rows counted';
COMMENT ON COLUMN aijri_task_profile.task_resistance IS '6 minus the mean task score weighted by time, 1 to 5, six places';
COMMENT ON COLUMN aijri_task_profile.exposed_pct IS 'percentage of time whose score is 3 or more';
COMMENT ON COLUMN aijri_task_profile.displacement_pct IS 'percentage of time in mode displacement';
COMMENT ON COLUMN aijri_task_profile.augmentation_pct IS 'percentage of time in mode augmentation';
COMMENT ON COLUMN aijri_task_profile.not_involved_pct IS 'percentage of time in mode not involved';
COMMENT ON COLUMN aijri_task_profile.unstated_pct IS 'percentage of time without a mode';

CREATE TYPE aijri_explanation AS (
	step integer,
	item text,
	formula text,
	value text
);
COMMENT ON TYPE aijri_explanation IS
	'one line of the derivation of a score';
COMMENT ON COLUMN aijri_explanation.step IS 'number of the line';
COMMENT ON COLUMN aijri_explanation.item IS 'what is computed, in the words of an assessment document';
COMMENT ON COLUMN aijri_explanation.formula IS 'the formula with its numbers';
COMMENT ON COLUMN aijri_explanation.value IS 'what it gives; NULL where a rating is missing';

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
	'a task, checked';

CREATE FUNCTION aijri_evidence(
	job_postings float8,
	company_actions float8,
	wage_trends float8,
	tool_maturity float8,
	expert_consensus float8
) RETURNS aijri_evidence
	AS 'MODULE_PATHNAME', 'aijri_evidence'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_evidence(float8, float8, float8, float8, float8) IS
	'market evidence, checked';

CREATE FUNCTION aijri_barriers(
	regulatory float8,
	physical_presence float8,
	union_bargaining float8,
	liability float8,
	cultural float8
) RETURNS aijri_barriers
	AS 'MODULE_PATHNAME', 'aijri_barriers'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_barriers(float8, float8, float8, float8, float8) IS
	'barriers to automation, checked';

CREATE FUNCTION aijri_principles(
	physicality float8,
	connection float8,
	judgment float8
) RETURNS aijri_principles
	AS 'MODULE_PATHNAME', 'aijri_principles'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION aijri_principles(float8, float8, float8) IS
	'protective principles, checked';

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
	'an assessment, checked in all its parts';

CREATE FUNCTION aijri_method(changes jsonb DEFAULT '{}') RETURNS aijri_method
	AS 'MODULE_PATHNAME', 'aijri_method'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION aijri_method(jsonb) IS
	'the default method with some fields changed';

-- ---------------------------------------------------------------------------
-- From ratings to score, zone and sub-label
-- ---------------------------------------------------------------------------

CREATE FUNCTION evidence_total(evidence aijri_evidence) RETURNS integer
	AS 'MODULE_PATHNAME', 'evidence_total'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION evidence_total(aijri_evidence) IS
	'sum of the five evidence ratings, -10 to 10; NULL when one is missing';

CREATE FUNCTION barrier_total(barriers aijri_barriers) RETURNS integer
	AS 'MODULE_PATHNAME', 'barrier_total'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION barrier_total(aijri_barriers) IS
	'sum of the five barrier ratings, 0 to 10; NULL when one is missing';

CREATE FUNCTION protective_total(principles aijri_principles) RETURNS integer
	AS 'MODULE_PATHNAME', 'protective_total'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION protective_total(aijri_principles) IS
	'sum of the three protective principles, 0 to 9; NULL when one is missing';

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
	'AI Job Resistance Index of an assessment, 0 to 100; NULL when a rating is missing';

CREATE FUNCTION zone_of(
	score float8,
	method aijri_method DEFAULT NULL
) RETURNS aijri_zone
	AS 'MODULE_PATHNAME', 'zone_of'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION zone_of(float8, aijri_method) IS
	'zone of an unrounded score: Green from 48, Yellow from 25, else Red';

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
	'what protective principles and growth alone suggest';

CREATE FUNCTION published_score(score float8) RETURNS numeric
	AS 'MODULE_PATHNAME', 'published_score'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION published_score(float8) IS
	'a score to one decimal place, as it is published';

CREATE FUNCTION mode_of(name text) RETURNS aijri_mode
	AS 'MODULE_PATHNAME', 'mode_of'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mode_of(text) IS
	'the mode that a text names, whatever its case, with space, underscore or hyphen';

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
	'everything that follows from an assessment, in one call';

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
	'everything that follows from a role''s totals, in one call';

CREATE FUNCTION aijri_explain(
	assessment aijri_assessment,
	method aijri_method DEFAULT NULL
) RETURNS SETOF aijri_explanation
	AS 'MODULE_PATHNAME', 'aijri_explain'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 50 ROWS 10;
COMMENT ON FUNCTION aijri_explain(aijri_assessment, aijri_method) IS
	'derivation of a score, line by line';

-- ---------------------------------------------------------------------------
-- Aggregates over task rows
--
-- All of them share one state, so that several in a query cost as much as one.
-- ---------------------------------------------------------------------------

CREATE FUNCTION task_mix_accum(
	state internal,
	score float8,
	"time" float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION task_mix_accum(internal, float8, float8) IS
	'takes a task row; called by the aggregates over task rows';

CREATE FUNCTION task_mix_accum(
	state internal,
	score float8,
	"time" float8,
	mode aijri_mode
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION task_mix_accum(internal, float8, float8, aijri_mode) IS
	'takes a task row; called by the aggregates over task rows';

CREATE FUNCTION task_mix_accum_inv(
	state internal,
	score float8,
	"time" float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION task_mix_accum_inv(internal, float8, float8) IS
	'gives a task row back; called by the aggregates over task rows';

CREATE FUNCTION task_mix_accum_inv(
	state internal,
	score float8,
	"time" float8,
	mode aijri_mode
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION task_mix_accum_inv(internal, float8, float8, aijri_mode) IS
	'gives a task row back; called by the aggregates over task rows';

CREATE FUNCTION task_mix_combine(
	state internal,
	other internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION task_mix_combine(internal, internal) IS
	'adds two partial states; called by the aggregates over task rows';

CREATE FUNCTION task_mix_serial(state internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'task_mix_serial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION task_mix_serial(internal) IS
	'writes a state for another process; called by the aggregates over task rows';

CREATE FUNCTION task_mix_deserial(
	serialized bytea,
	state internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_deserial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION task_mix_deserial(bytea, internal) IS
	'reads a state from another process; called by the aggregates over task rows';

CREATE FUNCTION task_resistance_final(state internal) RETURNS float8
	AS 'MODULE_PATHNAME', 'task_resistance_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION task_resistance_final(internal) IS
	'task resistance of a state; called by the aggregates over task rows';

CREATE FUNCTION exposed_pct_final(state internal) RETURNS float8
	AS 'MODULE_PATHNAME', 'exposed_pct_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION exposed_pct_final(internal) IS
	'exposed time of a state; called by the aggregates over task rows';

CREATE FUNCTION task_profile_final(state internal) RETURNS aijri_task_profile
	AS 'MODULE_PATHNAME', 'task_profile_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION task_profile_final(internal) IS
	'profile of a state; called by the aggregates over task rows';

CREATE AGGREGATE task_resistance(score float8, "time" float8) (
	SFUNC = task_mix_accum,
	STYPE = internal,
	SSPACE = 128,
	FINALFUNC = task_resistance_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = task_mix_combine,
	SERIALFUNC = task_mix_serial,
	DESERIALFUNC = task_mix_deserial,
	MSFUNC = task_mix_accum,
	MINVFUNC = task_mix_accum_inv,
	MSTYPE = internal,
	MSSPACE = 128,
	MFINALFUNC = task_resistance_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE task_resistance(float8, float8) IS
	'6 minus the mean task score weighted by time, 1 to 5, six places';

CREATE AGGREGATE exposed_pct(score float8, "time" float8) (
	SFUNC = task_mix_accum,
	STYPE = internal,
	SSPACE = 128,
	FINALFUNC = exposed_pct_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = task_mix_combine,
	SERIALFUNC = task_mix_serial,
	DESERIALFUNC = task_mix_deserial,
	MSFUNC = task_mix_accum,
	MINVFUNC = task_mix_accum_inv,
	MSTYPE = internal,
	MSSPACE = 128,
	MFINALFUNC = exposed_pct_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE exposed_pct(float8, float8) IS
	'percentage of time whose task score is 3 or more';

CREATE AGGREGATE task_profile(score float8, "time" float8) (
	SFUNC = task_mix_accum,
	STYPE = internal,
	SSPACE = 128,
	FINALFUNC = task_profile_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = task_mix_combine,
	SERIALFUNC = task_mix_serial,
	DESERIALFUNC = task_mix_deserial,
	MSFUNC = task_mix_accum,
	MINVFUNC = task_mix_accum_inv,
	MSTYPE = internal,
	MSSPACE = 128,
	MFINALFUNC = task_profile_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE task_profile(float8, float8) IS
	'everything that the task rows of a role come to, without their modes';

CREATE AGGREGATE task_profile(score float8, "time" float8, mode aijri_mode) (
	SFUNC = task_mix_accum,
	STYPE = internal,
	SSPACE = 128,
	FINALFUNC = task_profile_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = task_mix_combine,
	SERIALFUNC = task_mix_serial,
	DESERIALFUNC = task_mix_deserial,
	MSFUNC = task_mix_accum,
	MINVFUNC = task_mix_accum_inv,
	MSTYPE = internal,
	MSSPACE = 128,
	MFINALFUNC = task_profile_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE task_profile(float8, float8, aijri_mode) IS
	'everything that the task rows of a role come to';

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

-- ---------------------------------------------------------------------------
-- Questioning a score
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_sensitivity AS (
	kind text,
	task_number integer,
	item text,
	step integer,
	rating float8,
	new_rating float8,
	new_score float8,
	change float8,
	new_zone aijri_zone,
	new_sublabel aijri_sublabel,
	flips_zone boolean
);
COMMENT ON TYPE aijri_sensitivity IS
	'one rating a step up or down, and what follows';
COMMENT ON COLUMN aijri_sensitivity.kind IS 'what is rated: task, evidence, barriers or growth';
COMMENT ON COLUMN aijri_sensitivity.task_number IS 'place of the task among the tasks of the assessment, from 1; NULL where no task is meant';
COMMENT ON COLUMN aijri_sensitivity.item IS 'name of the task, the evidence dimension or the barrier; growth';
COMMENT ON COLUMN aijri_sensitivity.step IS '-1 or 1, added to the rating';
COMMENT ON COLUMN aijri_sensitivity.rating IS 'the rating as given';
COMMENT ON COLUMN aijri_sensitivity.new_rating IS 'the rating after the step';
COMMENT ON COLUMN aijri_sensitivity.new_score IS 'score with the new rating';
COMMENT ON COLUMN aijri_sensitivity.change IS 'new score minus score, in points';
COMMENT ON COLUMN aijri_sensitivity.new_zone IS 'zone with the new rating';
COMMENT ON COLUMN aijri_sensitivity.new_sublabel IS 'sub-label with the new rating';
COMMENT ON COLUMN aijri_sensitivity.flips_zone IS 'whether the step takes the role into another zone';

CREATE TYPE aijri_target AS (
	lever text,
	current float8,
	needed float8,
	change float8,
	reachable boolean,
	new_score float8,
	new_zone aijri_zone
);
COMMENT ON TYPE aijri_target IS
	'what one lever alone needs for a role to be in a zone';
COMMENT ON COLUMN aijri_target.lever IS 'what is changed: task_resistance, evidence, barriers or growth';
COMMENT ON COLUMN aijri_target.current IS 'its value now';
COMMENT ON COLUMN aijri_target.needed IS 'its nearest value with which the zone is reached; NULL where none is';
COMMENT ON COLUMN aijri_target.change IS 'needed minus current';
COMMENT ON COLUMN aijri_target.reachable IS 'whether the lever alone can do it';
COMMENT ON COLUMN aijri_target.new_score IS 'score with the value needed, or with the lever at its end where that is not enough';
COMMENT ON COLUMN aijri_target.new_zone IS 'zone of the new score';

CREATE TYPE aijri_zone_probability AS (
	score float8,
	zone aijri_zone,
	red float8,
	yellow float8,
	green float8,
	same_zone float8,
	likeliest_zone aijri_zone,
	mean_score float8,
	stddev float8,
	p05 float8,
	p50 float8,
	p95 float8,
	times_rounded boolean
);
COMMENT ON TYPE aijri_zone_probability IS
	'what is to be expected of a score when its ratings are in doubt';
COMMENT ON COLUMN aijri_zone_probability.score IS 'score of the ratings as given';
COMMENT ON COLUMN aijri_zone_probability.zone IS 'zone of the ratings as given';
COMMENT ON COLUMN aijri_zone_probability.red IS 'probability of Red, 0 to 1';
COMMENT ON COLUMN aijri_zone_probability.yellow IS 'probability of Yellow, 0 to 1';
COMMENT ON COLUMN aijri_zone_probability.green IS 'probability of Green, 0 to 1';
COMMENT ON COLUMN aijri_zone_probability.same_zone IS 'probability of the zone of the ratings as given, 0 to 1';
COMMENT ON COLUMN aijri_zone_probability.likeliest_zone IS 'zone with the highest probability';
COMMENT ON COLUMN aijri_zone_probability.mean_score IS 'mean of the score';
COMMENT ON COLUMN aijri_zone_probability.stddev IS 'standard deviation of the score, in points';
COMMENT ON COLUMN aijri_zone_probability.p05 IS 'score that is not exceeded with a probability of 5%';
COMMENT ON COLUMN aijri_zone_probability.p50 IS 'median of the score';
COMMENT ON COLUMN aijri_zone_probability.p95 IS 'score that is not exceeded with a probability of 95%';
COMMENT ON COLUMN aijri_zone_probability.times_rounded IS 'whether time shares were too fine and were rounded to 0.01% of the time';

CREATE FUNCTION score_sensitivity(
	assessment aijri_assessment,
	method aijri_method DEFAULT NULL
) RETURNS SETOF aijri_sensitivity
	AS 'MODULE_PATHNAME', 'score_sensitivity'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 50 ROWS 30;
COMMENT ON FUNCTION score_sensitivity(aijri_assessment, aijri_method) IS
	'every rating one step up and down: new score, change, zone and sub-label';

CREATE FUNCTION score_targets(
	task_resistance float8,
	evidence float8,
	barriers float8,
	growth float8,
	zone aijri_zone,
	method aijri_method DEFAULT NULL
) RETURNS SETOF aijri_target
	AS 'MODULE_PATHNAME', 'score_targets'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 10 ROWS 4;
COMMENT ON FUNCTION score_targets(float8, float8, float8, float8, aijri_zone, aijri_method) IS
	'what task resistance, evidence, barriers or growth alone would have to be for a zone';

CREATE FUNCTION zone_probability(
	assessment aijri_assessment,
	doubt float8,
	method aijri_method DEFAULT NULL
) RETURNS aijri_zone_probability
	AS 'MODULE_PATHNAME', 'zone_probability'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 500;
COMMENT ON FUNCTION zone_probability(aijri_assessment, float8, aijri_method) IS
	'probability of each zone when every rating is one step off with probability doubt';

CREATE FUNCTION zone_firmness(probability float8) RETURNS text
	AS 'MODULE_PATHNAME', 'zone_firmness'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION zone_firmness(float8) IS
	'the probability of a role''s zone in a word: firm from 0.9, likely from 0.66, else borderline';

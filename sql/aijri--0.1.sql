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
	'task score: 1 irreducibly human to 5 fully automatable';

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
-- Those with the same arguments share one state, so that several in a query cost as
-- much as one.  SSPACE is that of shares in whole or half percent.
-- ---------------------------------------------------------------------------

CREATE FUNCTION task_sums_accum(
	state internal,
	score float8,
	"time" float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_sums_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 2;
COMMENT ON FUNCTION task_sums_accum(internal, float8, float8) IS
	'takes a task row; called by task_resistance, exposed_pct and task_profile';

CREATE FUNCTION task_sums_accum(
	state internal,
	score float8,
	"time" float8,
	mode aijri_mode
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_sums_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 2;
COMMENT ON FUNCTION task_sums_accum(internal, float8, float8, aijri_mode) IS
	'takes a task row; called by task_resistance, exposed_pct and task_profile';

CREATE FUNCTION task_sums_accum_inv(
	state internal,
	score float8,
	"time" float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_sums_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 3;
COMMENT ON FUNCTION task_sums_accum_inv(internal, float8, float8) IS
	'gives a task row back; called by task_resistance, exposed_pct and task_profile';

CREATE FUNCTION task_sums_accum_inv(
	state internal,
	score float8,
	"time" float8,
	mode aijri_mode
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_sums_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 3;
COMMENT ON FUNCTION task_sums_accum_inv(internal, float8, float8, aijri_mode) IS
	'gives a task row back; called by task_resistance, exposed_pct and task_profile';

CREATE FUNCTION task_sums_combine(
	state internal,
	other internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_sums_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION task_sums_combine(internal, internal) IS
	'adds two partial states; called by task_resistance, exposed_pct and task_profile';

CREATE FUNCTION task_sums_serial(state internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'task_sums_serial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION task_sums_serial(internal) IS
	'writes a state for another process; called by task_resistance, exposed_pct and task_profile';

CREATE FUNCTION task_sums_deserial(
	serialized bytea,
	state internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_sums_deserial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION task_sums_deserial(bytea, internal) IS
	'reads a state from another process; called by task_resistance, exposed_pct and task_profile';

CREATE FUNCTION task_resistance_final(state internal) RETURNS float8
	AS 'MODULE_PATHNAME', 'task_resistance_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 5;
COMMENT ON FUNCTION task_resistance_final(internal) IS
	'task resistance of a state; called by the aggregate task_resistance';

CREATE FUNCTION exposed_pct_final(state internal) RETURNS float8
	AS 'MODULE_PATHNAME', 'exposed_pct_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 5;
COMMENT ON FUNCTION exposed_pct_final(internal) IS
	'exposed time of a state; called by the aggregate exposed_pct';

CREATE FUNCTION task_profile_final(state internal) RETURNS aijri_task_profile
	AS 'MODULE_PATHNAME', 'task_profile_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 15;
COMMENT ON FUNCTION task_profile_final(internal) IS
	'profile of a state; called by the aggregate task_profile';

CREATE AGGREGATE task_resistance(score float8, "time" float8) (
	SFUNC = task_sums_accum,
	STYPE = internal,
	SSPACE = 8,
	FINALFUNC = task_resistance_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = task_sums_combine,
	SERIALFUNC = task_sums_serial,
	DESERIALFUNC = task_sums_deserial,
	MSFUNC = task_sums_accum,
	MINVFUNC = task_sums_accum_inv,
	MSTYPE = internal,
	MSSPACE = 8,
	MFINALFUNC = task_resistance_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE task_resistance(float8, float8) IS
	'6 minus the mean task score weighted by time, 1 to 5, six places';

CREATE AGGREGATE exposed_pct(score float8, "time" float8) (
	SFUNC = task_sums_accum,
	STYPE = internal,
	SSPACE = 8,
	FINALFUNC = exposed_pct_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = task_sums_combine,
	SERIALFUNC = task_sums_serial,
	DESERIALFUNC = task_sums_deserial,
	MSFUNC = task_sums_accum,
	MINVFUNC = task_sums_accum_inv,
	MSTYPE = internal,
	MSSPACE = 8,
	MFINALFUNC = exposed_pct_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE exposed_pct(float8, float8) IS
	'percentage of time whose task score is 3 or more';

CREATE AGGREGATE task_profile(score float8, "time" float8) (
	SFUNC = task_sums_accum,
	STYPE = internal,
	SSPACE = 8,
	FINALFUNC = task_profile_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = task_sums_combine,
	SERIALFUNC = task_sums_serial,
	DESERIALFUNC = task_sums_deserial,
	MSFUNC = task_sums_accum,
	MINVFUNC = task_sums_accum_inv,
	MSTYPE = internal,
	MSSPACE = 8,
	MFINALFUNC = task_profile_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE task_profile(float8, float8) IS
	'everything that the task rows of a role come to, without their modes';

CREATE AGGREGATE task_profile(score float8, "time" float8, mode aijri_mode) (
	SFUNC = task_sums_accum,
	STYPE = internal,
	SSPACE = 8,
	FINALFUNC = task_profile_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = task_sums_combine,
	SERIALFUNC = task_sums_serial,
	DESERIALFUNC = task_sums_deserial,
	MSFUNC = task_sums_accum,
	MINVFUNC = task_sums_accum_inv,
	MSTYPE = internal,
	MSSPACE = 8,
	MFINALFUNC = task_profile_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE task_profile(float8, float8, aijri_mode) IS
	'everything that the task rows of a role come to';

-- ---------------------------------------------------------------------------
-- Mixes: task time by score and mode as a value
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_mix;

CREATE FUNCTION aijri_mix_in(text cstring) RETURNS aijri_mix
	AS 'MODULE_PATHNAME', 'aijri_mix_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION aijri_mix_in(cstring) IS
	'reads a mix from text; called by the server';

CREATE FUNCTION aijri_mix_out(mix aijri_mix) RETURNS cstring
	AS 'MODULE_PATHNAME', 'aijri_mix_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION aijri_mix_out(aijri_mix) IS
	'writes a mix as text; called by the server';

CREATE FUNCTION aijri_mix_recv(message internal) RETURNS aijri_mix
	AS 'MODULE_PATHNAME', 'aijri_mix_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION aijri_mix_recv(internal) IS
	'reads a mix from a binary message; called by the server';

CREATE FUNCTION aijri_mix_send(mix aijri_mix) RETURNS bytea
	AS 'MODULE_PATHNAME', 'canonical_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION aijri_mix_send(aijri_mix) IS
	'writes a mix as a binary message; called by the server';

CREATE TYPE aijri_mix (
	INPUT = aijri_mix_in,
	OUTPUT = aijri_mix_out,
	RECEIVE = aijri_mix_recv,
	SEND = aijri_mix_send,
	INTERNALLENGTH = VARIABLE,
	STORAGE = main
);
COMMENT ON TYPE aijri_mix IS
	'task time by score and mode: all that the arithmetic asks of a role''s tasks';

CREATE FUNCTION mix_eq(
	a aijri_mix,
	b aijri_mix
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'canonical_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mix_eq(aijri_mix, aijri_mix) IS
	'whether two mixes are the same';

CREATE FUNCTION mix_ne(
	a aijri_mix,
	b aijri_mix
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'canonical_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mix_ne(aijri_mix, aijri_mix) IS
	'whether two mixes differ';

CREATE FUNCTION mix_hash(mix aijri_mix) RETURNS integer
	AS 'MODULE_PATHNAME', 'canonical_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mix_hash(aijri_mix) IS
	'hash of a mix; called by the server';

CREATE FUNCTION mix_hash_extended(
	mix aijri_mix,
	seed bigint
) RETURNS bigint
	AS 'MODULE_PATHNAME', 'canonical_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mix_hash_extended(aijri_mix, bigint) IS
	'hash of a mix with a seed; called by the server';

CREATE OPERATOR = (
	LEFTARG = aijri_mix,
	RIGHTARG = aijri_mix,
	FUNCTION = mix_eq,
	COMMUTATOR = =,
	NEGATOR = <>,
	RESTRICT = eqsel,
	JOIN = eqjoinsel,
	HASHES
);
COMMENT ON OPERATOR = (aijri_mix, aijri_mix) IS
	'the same';

CREATE OPERATOR <> (
	LEFTARG = aijri_mix,
	RIGHTARG = aijri_mix,
	FUNCTION = mix_ne,
	COMMUTATOR = <>,
	NEGATOR = =,
	RESTRICT = neqsel,
	JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (aijri_mix, aijri_mix) IS
	'not the same';

CREATE OPERATOR CLASS aijri_mix_hash_ops
	DEFAULT FOR TYPE aijri_mix USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 mix_hash(aijri_mix),
	FUNCTION 2 mix_hash_extended(aijri_mix, bigint);
COMMENT ON OPERATOR CLASS aijri_mix_hash_ops USING hash IS
	'equality of mixes, for GROUP BY, DISTINCT and hash joins';
COMMENT ON OPERATOR FAMILY aijri_mix_hash_ops USING hash IS
	'equality of mixes, for GROUP BY, DISTINCT and hash joins';

CREATE FUNCTION mix_score(
	mix aijri_mix,
	evidence float8,
	barriers float8,
	growth float8,
	method aijri_method DEFAULT NULL
) RETURNS float8
	AS 'MODULE_PATHNAME', 'mix_score'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mix_score(aijri_mix, float8, float8, float8, aijri_method) IS
	'AI Job Resistance Index, 0 to 100, of a role whose tasks are a mix';

CREATE FUNCTION mix_result(
	mix aijri_mix,
	evidence float8,
	barriers float8,
	growth float8,
	protective float8 DEFAULT NULL,
	method aijri_method DEFAULT NULL
) RETURNS aijri_result
	AS 'MODULE_PATHNAME', 'mix_result'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 5;
COMMENT ON FUNCTION mix_result(aijri_mix, float8, float8, float8, float8, aijri_method) IS
	'everything that follows from a role whose tasks are a mix, in one call';

CREATE FUNCTION mix_profile(
	mix aijri_mix,
	method aijri_method DEFAULT NULL
) RETURNS aijri_task_profile
	AS 'MODULE_PATHNAME', 'mix_profile'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 3;
COMMENT ON FUNCTION mix_profile(aijri_mix, aijri_method) IS
	'what the tasks in a mix come to';

CREATE FUNCTION mix_share(
	mix aijri_mix,
	score float8
) RETURNS float8
	AS 'MODULE_PATHNAME', 'mix_share'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mix_share(aijri_mix, float8) IS
	'share, 0 to 1, of the time at one task score';

CREATE FUNCTION mix_share(
	mix aijri_mix,
	score float8,
	mode aijri_mode
) RETURNS float8
	AS 'MODULE_PATHNAME', 'mix_share'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mix_share(aijri_mix, float8, aijri_mode) IS
	'share, 0 to 1, of the time at one task score in one mode; NULL: mode not stated';

CREATE FUNCTION mix_normalize(mix aijri_mix) RETURNS aijri_mix
	AS 'MODULE_PATHNAME', 'mix_normalize'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mix_normalize(aijri_mix) IS
	'the mix in percent: its total time is exactly 100';

CREATE FUNCTION mix_shift(
	mix aijri_mix,
	from_score float8,
	to_score float8,
	share float8 DEFAULT 1,
	to_mode aijri_mode DEFAULT NULL
) RETURNS aijri_mix
	AS 'MODULE_PATHNAME', 'mix_shift'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mix_shift(aijri_mix, float8, float8, float8, aijri_mode) IS
	'the mix after a share of the time at one task score has moved to another';

CREATE FUNCTION task_mix_accum(
	state internal,
	score float8,
	"time" float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 2;
COMMENT ON FUNCTION task_mix_accum(internal, float8, float8) IS
	'takes a task row; called by the aggregate task_mix';

CREATE FUNCTION task_mix_accum(
	state internal,
	score float8,
	"time" float8,
	mode aijri_mode
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 2;
COMMENT ON FUNCTION task_mix_accum(internal, float8, float8, aijri_mode) IS
	'takes a task row; called by the aggregate task_mix';

CREATE FUNCTION task_mix_accum_inv(
	state internal,
	score float8,
	"time" float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 3;
COMMENT ON FUNCTION task_mix_accum_inv(internal, float8, float8) IS
	'gives a task row back; called by the aggregate task_mix';

CREATE FUNCTION task_mix_accum_inv(
	state internal,
	score float8,
	"time" float8,
	mode aijri_mode
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 3;
COMMENT ON FUNCTION task_mix_accum_inv(internal, float8, float8, aijri_mode) IS
	'gives a task row back; called by the aggregate task_mix';

CREATE FUNCTION task_mix_combine(
	state internal,
	other internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION task_mix_combine(internal, internal) IS
	'adds two partial states; called by the aggregate task_mix';

CREATE FUNCTION task_mix_serial(state internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'task_mix_serial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION task_mix_serial(internal) IS
	'writes a state for another process; called by the aggregate task_mix';

CREATE FUNCTION task_mix_deserial(
	serialized bytea,
	state internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_deserial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION task_mix_deserial(bytea, internal) IS
	'reads a state from another process; called by the aggregate task_mix';

CREATE FUNCTION task_mix_final(state internal) RETURNS aijri_mix
	AS 'MODULE_PATHNAME', 'task_mix_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 15;
COMMENT ON FUNCTION task_mix_final(internal) IS
	'mix of a state; called by the aggregate task_mix';

CREATE AGGREGATE task_mix(score float8, "time" float8) (
	SFUNC = task_mix_accum,
	STYPE = internal,
	SSPACE = 64,
	FINALFUNC = task_mix_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = task_mix_combine,
	SERIALFUNC = task_mix_serial,
	DESERIALFUNC = task_mix_deserial,
	MSFUNC = task_mix_accum,
	MINVFUNC = task_mix_accum_inv,
	MSTYPE = internal,
	MSSPACE = 64,
	MFINALFUNC = task_mix_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE task_mix(float8, float8) IS
	'the task rows of a role as a mix, without their modes';

CREATE AGGREGATE task_mix(score float8, "time" float8, mode aijri_mode) (
	SFUNC = task_mix_accum,
	STYPE = internal,
	SSPACE = 64,
	FINALFUNC = task_mix_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = task_mix_combine,
	SERIALFUNC = task_mix_serial,
	DESERIALFUNC = task_mix_deserial,
	MSFUNC = task_mix_accum,
	MINVFUNC = task_mix_accum_inv,
	MSTYPE = internal,
	MSSPACE = 64,
	MFINALFUNC = task_mix_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE task_mix(float8, float8, aijri_mode) IS
	'the task rows of a role as a mix';

CREATE FUNCTION mix_sum_accum(
	state internal,
	mix aijri_mix
) RETURNS internal
	AS 'MODULE_PATHNAME', 'mix_sum_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mix_sum_accum(internal, aijri_mix) IS
	'takes a mix; called by the aggregate mix_sum';

CREATE FUNCTION mix_sum_accum(
	state internal,
	mix aijri_mix,
	weight float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'mix_sum_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mix_sum_accum(internal, aijri_mix, float8) IS
	'takes a mix; called by the aggregate mix_sum';

CREATE FUNCTION mix_sum_accum_inv(
	state internal,
	mix aijri_mix
) RETURNS internal
	AS 'MODULE_PATHNAME', 'mix_sum_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mix_sum_accum_inv(internal, aijri_mix) IS
	'gives a mix back; called by the aggregate mix_sum';

CREATE FUNCTION mix_sum_accum_inv(
	state internal,
	mix aijri_mix,
	weight float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'mix_sum_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mix_sum_accum_inv(internal, aijri_mix, float8) IS
	'gives a mix back; called by the aggregate mix_sum';

CREATE FUNCTION mix_sum_combine(
	state internal,
	other internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'mix_sum_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mix_sum_combine(internal, internal) IS
	'adds two partial states; called by the aggregate mix_sum';

CREATE FUNCTION mix_sum_serial(state internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'mix_sum_serial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mix_sum_serial(internal) IS
	'writes a state for another process; called by the aggregate mix_sum';

CREATE FUNCTION mix_sum_deserial(
	serialized bytea,
	state internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'mix_sum_deserial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mix_sum_deserial(bytea, internal) IS
	'reads a state from another process; called by the aggregate mix_sum';

CREATE FUNCTION mix_sum_final(state internal) RETURNS aijri_mix
	AS 'MODULE_PATHNAME', 'mix_sum_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mix_sum_final(internal) IS
	'sum of the mixes of a state; called by the aggregate mix_sum';

CREATE AGGREGATE mix_sum(mix aijri_mix) (
	SFUNC = mix_sum_accum,
	STYPE = internal,
	SSPACE = 400,
	FINALFUNC = mix_sum_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = mix_sum_combine,
	SERIALFUNC = mix_sum_serial,
	DESERIALFUNC = mix_sum_deserial,
	MSFUNC = mix_sum_accum,
	MINVFUNC = mix_sum_accum_inv,
	MSTYPE = internal,
	MSSPACE = 400,
	MFINALFUNC = mix_sum_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE mix_sum(aijri_mix) IS
	'the times of all mixes added up';

CREATE AGGREGATE mix_sum(mix aijri_mix, weight float8) (
	SFUNC = mix_sum_accum,
	STYPE = internal,
	SSPACE = 400,
	FINALFUNC = mix_sum_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = mix_sum_combine,
	SERIALFUNC = mix_sum_serial,
	DESERIALFUNC = mix_sum_deserial,
	MSFUNC = mix_sum_accum,
	MINVFUNC = mix_sum_accum_inv,
	MSTYPE = internal,
	MSSPACE = 400,
	MFINALFUNC = mix_sum_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE mix_sum(aijri_mix, float8) IS
	'the times of all mixes added up, each as often as its weight says';

-- ---------------------------------------------------------------------------
-- Distributions: any number of scores as a value
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_distribution;

CREATE FUNCTION aijri_distribution_in(text cstring) RETURNS aijri_distribution
	AS 'MODULE_PATHNAME', 'aijri_distribution_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION aijri_distribution_in(cstring) IS
	'reads a distribution from text; called by the server';

CREATE FUNCTION aijri_distribution_out(distribution aijri_distribution) RETURNS cstring
	AS 'MODULE_PATHNAME', 'aijri_distribution_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION aijri_distribution_out(aijri_distribution) IS
	'writes a distribution as text; called by the server';

CREATE FUNCTION aijri_distribution_recv(message internal) RETURNS aijri_distribution
	AS 'MODULE_PATHNAME', 'aijri_distribution_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION aijri_distribution_recv(internal) IS
	'reads a distribution from a binary message; called by the server';

CREATE FUNCTION aijri_distribution_send(distribution aijri_distribution) RETURNS bytea
	AS 'MODULE_PATHNAME', 'canonical_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION aijri_distribution_send(aijri_distribution) IS
	'writes a distribution as a binary message; called by the server';

CREATE TYPE aijri_distribution (
	INPUT = aijri_distribution_in,
	OUTPUT = aijri_distribution_out,
	RECEIVE = aijri_distribution_recv,
	SEND = aijri_distribution_send,
	INTERNALLENGTH = VARIABLE,
	STORAGE = extended
);
COMMENT ON TYPE aijri_distribution IS
	'any number of scores, weighted or not: how much weight lies in each tenth of a point, and exact sums';

CREATE FUNCTION distribution_eq(
	a aijri_distribution,
	b aijri_distribution
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'canonical_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION distribution_eq(aijri_distribution, aijri_distribution) IS
	'whether two distributions are the same';

CREATE FUNCTION distribution_ne(
	a aijri_distribution,
	b aijri_distribution
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'canonical_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION distribution_ne(aijri_distribution, aijri_distribution) IS
	'whether two distributions differ';

CREATE FUNCTION distribution_hash(distribution aijri_distribution) RETURNS integer
	AS 'MODULE_PATHNAME', 'canonical_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION distribution_hash(aijri_distribution) IS
	'hash of a distribution; called by the server';

CREATE FUNCTION distribution_hash_extended(
	distribution aijri_distribution,
	seed bigint
) RETURNS bigint
	AS 'MODULE_PATHNAME', 'canonical_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION distribution_hash_extended(aijri_distribution, bigint) IS
	'hash of a distribution with a seed; called by the server';

CREATE OPERATOR = (
	LEFTARG = aijri_distribution,
	RIGHTARG = aijri_distribution,
	FUNCTION = distribution_eq,
	COMMUTATOR = =,
	NEGATOR = <>,
	RESTRICT = eqsel,
	JOIN = eqjoinsel,
	HASHES
);
COMMENT ON OPERATOR = (aijri_distribution, aijri_distribution) IS
	'the same';

CREATE OPERATOR <> (
	LEFTARG = aijri_distribution,
	RIGHTARG = aijri_distribution,
	FUNCTION = distribution_ne,
	COMMUTATOR = <>,
	NEGATOR = =,
	RESTRICT = neqsel,
	JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (aijri_distribution, aijri_distribution) IS
	'not the same';

CREATE OPERATOR CLASS aijri_distribution_hash_ops
	DEFAULT FOR TYPE aijri_distribution USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 distribution_hash(aijri_distribution),
	FUNCTION 2 distribution_hash_extended(aijri_distribution, bigint);
COMMENT ON OPERATOR CLASS aijri_distribution_hash_ops USING hash IS
	'equality of distributions, for GROUP BY, DISTINCT and hash joins';
COMMENT ON OPERATOR FAMILY aijri_distribution_hash_ops USING hash IS
	'equality of distributions, for GROUP BY, DISTINCT and hash joins';

CREATE TYPE aijri_histogram_bar AS (
	from_score float8,
	to_score float8,
	weight float8,
	share float8
);
COMMENT ON TYPE aijri_histogram_bar IS
	'one bar of a histogram of scores';
COMMENT ON COLUMN aijri_histogram_bar.from_score IS 'least score of the bar';
COMMENT ON COLUMN aijri_histogram_bar.to_score IS 'where the next bar begins; the last bar contains 100, too';
COMMENT ON COLUMN aijri_histogram_bar.weight IS 'weight of the scores in the bar; their number where no weights were given';
COMMENT ON COLUMN aijri_histogram_bar.share IS 'share of the whole weight, 0 to 1';

CREATE FUNCTION dist_count(d aijri_distribution) RETURNS bigint
	AS 'MODULE_PATHNAME', 'dist_count'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dist_count(aijri_distribution) IS
	'how many scores were counted, those of weight 0 too';

CREATE FUNCTION dist_weight(d aijri_distribution) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_weight'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dist_weight(aijri_distribution) IS
	'total weight; the number of scores where no weights were given';

CREATE FUNCTION dist_mean(d aijri_distribution) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_mean'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dist_mean(aijri_distribution) IS
	'weighted mean of the scores, exact to 1e-9';

CREATE FUNCTION dist_stddev(d aijri_distribution) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_stddev'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dist_stddev(aijri_distribution) IS
	'weighted standard deviation of the scores (of all, not of a sample)';

CREATE FUNCTION dist_min(d aijri_distribution) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_min'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dist_min(aijri_distribution) IS
	'least score that has weight';

CREATE FUNCTION dist_max(d aijri_distribution) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_max'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dist_max(aijri_distribution) IS
	'greatest score that has weight';

CREATE FUNCTION dist_quantile(
	d aijri_distribution,
	q float8
) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_quantile'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 10;
COMMENT ON FUNCTION dist_quantile(aijri_distribution, float8) IS
	'score below which a share q of the weight lies, to 0.1';

CREATE FUNCTION dist_rank(
	d aijri_distribution,
	score float8
) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_rank'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 10;
COMMENT ON FUNCTION dist_rank(aijri_distribution, float8) IS
	'share of the weight strictly below a score, exact at tenths';

CREATE FUNCTION dist_zone_share(
	d aijri_distribution,
	zone aijri_zone,
	method aijri_method DEFAULT NULL
) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_zone_share'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 10;
COMMENT ON FUNCTION dist_zone_share(aijri_distribution, aijri_zone, aijri_method) IS
	'share of the weight in a zone, 0 to 1, exact';

CREATE FUNCTION dist_histogram(
	d aijri_distribution,
	width float8
) RETURNS SETOF aijri_histogram_bar
	AS 'MODULE_PATHNAME', 'dist_histogram'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 20 ROWS 20;
COMMENT ON FUNCTION dist_histogram(aijri_distribution, float8) IS
	'weight and share of each bar of so many points';

CREATE FUNCTION distribution_accum(
	state internal,
	score float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION distribution_accum(internal, float8) IS
	'takes a score; called by the aggregates over scores';

CREATE FUNCTION distribution_accum(
	state internal,
	score float8,
	weight float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION distribution_accum(internal, float8, float8) IS
	'takes a score; called by the aggregates over scores';

CREATE FUNCTION distribution_accum_inv(
	state internal,
	score float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION distribution_accum_inv(internal, float8) IS
	'gives a score back; called by the aggregates over scores';

CREATE FUNCTION distribution_accum_inv(
	state internal,
	score float8,
	weight float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION distribution_accum_inv(internal, float8, float8) IS
	'gives a score back; called by the aggregates over scores';

CREATE FUNCTION distribution_sum_accum(
	state internal,
	distribution aijri_distribution
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_sum_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION distribution_sum_accum(internal, aijri_distribution) IS
	'takes a distribution; called by the aggregates over scores';

CREATE FUNCTION distribution_sum_accum_inv(
	state internal,
	distribution aijri_distribution
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_sum_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION distribution_sum_accum_inv(internal, aijri_distribution) IS
	'gives a distribution back; called by the aggregates over scores';

CREATE FUNCTION distribution_combine(
	state internal,
	other internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION distribution_combine(internal, internal) IS
	'adds two partial states; called by the aggregates over scores';

CREATE FUNCTION distribution_serial(state internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'distribution_serial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION distribution_serial(internal) IS
	'writes a state for another process; called by the aggregates over scores';

CREATE FUNCTION distribution_deserial(
	serialized bytea,
	state internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_deserial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION distribution_deserial(bytea, internal) IS
	'reads a state from another process; called by the aggregates over scores';

CREATE FUNCTION distribution_final(state internal) RETURNS aijri_distribution
	AS 'MODULE_PATHNAME', 'distribution_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION distribution_final(internal) IS
	'distribution of a state; called by the aggregates over scores';

CREATE AGGREGATE aijri_distribution(score float8) (
	SFUNC = distribution_accum,
	STYPE = internal,
	SSPACE = 2048,
	FINALFUNC = distribution_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = distribution_combine,
	SERIALFUNC = distribution_serial,
	DESERIALFUNC = distribution_deserial,
	MSFUNC = distribution_accum,
	MINVFUNC = distribution_accum_inv,
	MSTYPE = internal,
	MSSPACE = 2048,
	MFINALFUNC = distribution_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE aijri_distribution(float8) IS
	'the scores as a distribution, each of weight 1';

CREATE AGGREGATE aijri_distribution(score float8, weight float8) (
	SFUNC = distribution_accum,
	STYPE = internal,
	SSPACE = 2048,
	FINALFUNC = distribution_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = distribution_combine,
	SERIALFUNC = distribution_serial,
	DESERIALFUNC = distribution_deserial,
	MSFUNC = distribution_accum,
	MINVFUNC = distribution_accum_inv,
	MSTYPE = internal,
	MSSPACE = 2048,
	MFINALFUNC = distribution_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE aijri_distribution(float8, float8) IS
	'the scores as a distribution, each with its weight';

CREATE AGGREGATE distribution_sum(distribution aijri_distribution) (
	SFUNC = distribution_sum_accum,
	STYPE = internal,
	SSPACE = 4096,
	FINALFUNC = distribution_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = distribution_combine,
	SERIALFUNC = distribution_serial,
	DESERIALFUNC = distribution_deserial,
	MSFUNC = distribution_sum_accum,
	MINVFUNC = distribution_sum_accum_inv,
	MSTYPE = internal,
	MSSPACE = 4096,
	MFINALFUNC = distribution_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE distribution_sum(aijri_distribution) IS
	'several distributions as one, without loss';

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

-- ---------------------------------------------------------------------------
-- Occupation codes
-- ---------------------------------------------------------------------------

CREATE TYPE soc_code;
COMMENT ON TYPE soc_code IS
	'occupation of the SOC 2018 or of O*NET, or a group of them: 15-1252, 15-1252.01, 15-1200, 00-0000';

CREATE FUNCTION soc_code_in(input cstring) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_code_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_in(cstring) IS
	'text input of soc_code';

CREATE FUNCTION soc_code_out(code soc_code) RETURNS cstring
	AS 'MODULE_PATHNAME', 'soc_code_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_out(soc_code) IS
	'text output of soc_code';

CREATE FUNCTION soc_code_recv(input internal) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_code_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_recv(internal) IS
	'binary input of soc_code';

CREATE FUNCTION soc_code_send(code soc_code) RETURNS bytea
	AS 'MODULE_PATHNAME', 'soc_code_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_send(soc_code) IS
	'binary output of soc_code';

CREATE TYPE soc_code (
	INPUT = soc_code_in,
	OUTPUT = soc_code_out,
	RECEIVE = soc_code_recv,
	SEND = soc_code_send,
	INTERNALLENGTH = 4,
	PASSEDBYVALUE,
	ALIGNMENT = int4
);

CREATE FUNCTION soc_code(code text) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_code_from_text'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code(text) IS
	'the occupation code that a text is';

CREATE CAST (text AS soc_code) WITH FUNCTION soc_code(text);
COMMENT ON CAST (text AS soc_code) IS
	'the occupation code that a text is; explicit only';

CREATE FUNCTION soc_try(code text) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_try'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_try(text) IS
	'the occupation code that a text is, NULL if it is none';

CREATE FUNCTION soc_level(code soc_code) RETURNS text
	AS 'MODULE_PATHNAME', 'soc_level'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_level(soc_code) IS
	'level of a code: total, major, minor, broad, detailed or onet';

CREATE FUNCTION soc_parent(code soc_code) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_parent'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_parent(soc_code) IS
	'the group that a code is directly in; NULL for the total';

CREATE FUNCTION soc_parent(
	code soc_code,
	level text
) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_parent_at_level'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_parent(soc_code, text) IS
	'the group of a level that a code is in, itself at its own level; NULL where the code is coarser';

CREATE FUNCTION soc_first(code soc_code) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_first'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_first(soc_code) IS
	'least code of a group, which is the group itself';

CREATE FUNCTION soc_last(code soc_code) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_last'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_last(soc_code) IS
	'greatest code of a group, such as 15-9999.99 of 15-0000';

-- Comparison: the order of codes, in which a group precedes what is in it.

CREATE FUNCTION soc_code_eq(
	a soc_code,
	b soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_code_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_eq(soc_code, soc_code) IS
	'whether two codes are the same';

CREATE FUNCTION soc_code_ne(
	a soc_code,
	b soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_code_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_ne(soc_code, soc_code) IS
	'whether two codes differ';

CREATE FUNCTION soc_code_lt(
	a soc_code,
	b soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_code_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_lt(soc_code, soc_code) IS
	'whether a code precedes another';

CREATE FUNCTION soc_code_le(
	a soc_code,
	b soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_code_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_le(soc_code, soc_code) IS
	'whether a code precedes another or is the same';

CREATE FUNCTION soc_code_gt(
	a soc_code,
	b soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_code_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_gt(soc_code, soc_code) IS
	'whether a code follows another';

CREATE FUNCTION soc_code_ge(
	a soc_code,
	b soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_code_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_ge(soc_code, soc_code) IS
	'whether a code follows another or is the same';

CREATE FUNCTION soc_code_cmp(
	a soc_code,
	b soc_code
) RETURNS integer
	AS 'MODULE_PATHNAME', 'soc_code_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_cmp(soc_code, soc_code) IS
	'-1, 0 or 1: a precedes b, is the same, follows b';

CREATE FUNCTION soc_code_sortsupport(support internal) RETURNS void
	AS 'MODULE_PATHNAME', 'soc_code_sortsupport'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_sortsupport(internal) IS
	'fast comparison for sorting';

CREATE FUNCTION soc_code_hash(code soc_code) RETURNS integer
	AS 'MODULE_PATHNAME', 'soc_code_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_hash(soc_code) IS
	'hash of a code';

CREATE FUNCTION soc_code_hash_extended(
	code soc_code,
	seed bigint
) RETURNS bigint
	AS 'MODULE_PATHNAME', 'soc_code_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_hash_extended(soc_code, bigint) IS
	'hash of a code, 64 bits, with a seed';

CREATE OPERATOR = (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_code_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel,
	HASHES, MERGES
);
COMMENT ON OPERATOR = (soc_code, soc_code) IS 'same code';

CREATE OPERATOR <> (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_code_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (soc_code, soc_code) IS 'not the same code';

CREATE OPERATOR < (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_code_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (soc_code, soc_code) IS 'precedes';

CREATE OPERATOR <= (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_code_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (soc_code, soc_code) IS 'precedes or is';

CREATE OPERATOR > (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_code_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (soc_code, soc_code) IS 'follows';

CREATE OPERATOR >= (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_code_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (soc_code, soc_code) IS 'follows or is';

CREATE OPERATOR CLASS soc_code_ops DEFAULT FOR TYPE soc_code USING btree AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 soc_code_cmp(soc_code, soc_code),
	FUNCTION 2 soc_code_sortsupport(internal),
	FUNCTION 4 btequalimage(oid);
COMMENT ON OPERATOR CLASS soc_code_ops USING btree IS 'order of codes';
COMMENT ON OPERATOR FAMILY soc_code_ops USING btree IS 'order of codes';

CREATE OPERATOR CLASS soc_code_ops DEFAULT FOR TYPE soc_code USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 soc_code_hash(soc_code),
	FUNCTION 2 soc_code_hash_extended(soc_code, bigint);
COMMENT ON OPERATOR CLASS soc_code_ops USING hash IS 'equality of codes';
COMMENT ON OPERATOR FAMILY soc_code_ops USING hash IS 'equality of codes';

CREATE FUNCTION soc_code_smaller(
	a soc_code,
	b soc_code
) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_code_smaller'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_smaller(soc_code, soc_code) IS
	'the lesser of two codes';

CREATE FUNCTION soc_code_larger(
	a soc_code,
	b soc_code
) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_code_larger'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_code_larger(soc_code, soc_code) IS
	'the greater of two codes';

CREATE AGGREGATE min(code soc_code) (
	SFUNC = soc_code_smaller,
	STYPE = soc_code,
	COMBINEFUNC = soc_code_smaller,
	SORTOP = <,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE min(soc_code) IS 'least code';

CREATE AGGREGATE max(code soc_code) (
	SFUNC = soc_code_larger,
	STYPE = soc_code,
	COMBINEFUNC = soc_code_larger,
	SORTOP = >,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE max(soc_code) IS 'greatest code';

-- Containment: what the planner should know first, then functions and operators.

CREATE FUNCTION soc_containment_support(request internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'soc_containment_support'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_containment_support(internal) IS
	'index conditions and estimates for containment of codes; called by the planner';

CREATE FUNCTION soc_containment_sel(
	root internal,
	operator oid,
	arguments internal,
	relation integer
) RETURNS float8
	AS 'MODULE_PATHNAME', 'soc_containment_sel'
	LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_containment_sel(internal, oid, internal, integer) IS
	'share of rows in a group; called by the planner';

CREATE FUNCTION soc_containment_joinsel(
	root internal,
	operator oid,
	arguments internal,
	join_type smallint,
	"join" internal
) RETURNS float8
	AS 'MODULE_PATHNAME', 'soc_containment_joinsel'
	LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_containment_joinsel(internal, oid, internal, smallint, internal) IS
	'share of pairs of which one is in the other; called by the planner';

CREATE FUNCTION soc_within(
	code soc_code,
	"group" soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_within'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	SUPPORT soc_containment_support;
COMMENT ON FUNCTION soc_within(soc_code, soc_code) IS
	'whether a code is in a group or is the group itself: code <<= group';

CREATE FUNCTION soc_strictly_within(
	code soc_code,
	"group" soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_strictly_within'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	SUPPORT soc_containment_support;
COMMENT ON FUNCTION soc_strictly_within(soc_code, soc_code) IS
	'whether a code is in a group and is not the group itself: code << group';

CREATE FUNCTION soc_contains(
	"group" soc_code,
	code soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_contains'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	SUPPORT soc_containment_support;
COMMENT ON FUNCTION soc_contains(soc_code, soc_code) IS
	'whether a group has a code in it or is that code: group >>= code';

CREATE FUNCTION soc_strictly_contains(
	"group" soc_code,
	code soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_strictly_contains'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	SUPPORT soc_containment_support;
COMMENT ON FUNCTION soc_strictly_contains(soc_code, soc_code) IS
	'whether a group has a code in it and is not that code: group >> code';

CREATE OPERATOR <<= (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_within,
	COMMUTATOR = >>=, RESTRICT = soc_containment_sel, JOIN = soc_containment_joinsel
);
COMMENT ON OPERATOR <<= (soc_code, soc_code) IS 'is in the group or is the group itself';

CREATE OPERATOR << (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_strictly_within,
	COMMUTATOR = >>, RESTRICT = soc_containment_sel, JOIN = soc_containment_joinsel
);
COMMENT ON OPERATOR << (soc_code, soc_code) IS 'is in the group';

CREATE OPERATOR >>= (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_contains,
	COMMUTATOR = <<=, RESTRICT = soc_containment_sel, JOIN = soc_containment_joinsel
);
COMMENT ON OPERATOR >>= (soc_code, soc_code) IS 'holds the code or is the code itself';

CREATE OPERATOR >> (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_strictly_contains,
	COMMUTATOR = <<, RESTRICT = soc_containment_sel, JOIN = soc_containment_joinsel
);
COMMENT ON OPERATOR >> (soc_code, soc_code) IS 'holds the code';

-- ---------------------------------------------------------------------------
-- Labour data: tables and views that belong to the user
--
-- aijri_create_labour() makes them in a schema of the user's.  Base tables use
-- built-in types only, so that no DROP EXTENSION takes data away.  Functions here
-- that make or fill them run with the caller's rights, find their own schema in
-- pg_extension, and have a search_path of their own.
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_load_report AS (
	taken bigint,
	flagged bigint,
	refused bigint,
	reasons text[]
);
COMMENT ON TYPE aijri_load_report IS
	'what became of the rows of a file of labour data';
COMMENT ON COLUMN aijri_load_report.taken IS 'rows taken, whether new or in place of an older version';
COMMENT ON COLUMN aijri_load_report.flagged IS 'how many of these have figures withheld, top-coded or missing';
COMMENT ON COLUMN aijri_load_report.refused IS 'rows not taken';
COMMENT ON COLUMN aijri_load_report.reasons IS 'why rows were flagged or refused, with how many and the first of them';

CREATE FUNCTION labour_text(field text) RETURNS text
	AS 'MODULE_PATHNAME', 'labour_text'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION labour_text(text) IS
	'a field of a published file without byte order mark, white space and ="..."; NULL where it is empty';

CREATE FUNCTION labour_number(field text) RETURNS numeric
	AS 'MODULE_PATHNAME', 'labour_number'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION labour_number(text) IS
	'a number of a published file, such as 1,234 or 1.5E8; NULL where it is none';

CREATE FUNCTION labour_records(staging regclass, required text[]) RETURNS SETOF jsonb
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	extension name := (
		SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
		WHERE extname = 'aijri');
	names text[];
	fields text;
	absent text;
	alike name[];
	simple text;
BEGIN
	IF staging IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no staging table is given',
			HINT = 'Load the file into a table of text columns that are called as in its first line.';
	END IF;
	SELECT name, array_agg(attname ORDER BY attnum) INTO simple, alike
	FROM pg_attribute, btrim(regexp_replace(lower(attname COLLATE "C"), '[^a-z0-9]+', '_', 'g'), '_') AS name
	WHERE attrelid = staging AND attnum > 0 AND NOT attisdropped AND name <> ''
	GROUP BY name HAVING count(*) > 1
	ORDER BY min(attnum) LIMIT 1;
	IF FOUND THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('columns "%s" and "%s" of staging table %s have the same simple name', alike[1], alike[2], staging),
			DETAIL = format('Both are taken for %s. Case, spaces and punctuation make no difference.', simple),
			HINT = 'Rename or drop the one that is not to be loaded.';
	END IF;
	SELECT array_agg(name ORDER BY attnum),
		string_agg(format('%I.labour_text(s.%I::text)', extension, attname), ', ' ORDER BY attnum)
	INTO names, fields
	FROM pg_attribute, btrim(regexp_replace(lower(attname COLLATE "C"), '[^a-z0-9]+', '_', 'g'), '_') AS name
	WHERE attrelid = staging AND attnum > 0 AND NOT attisdropped;

	SELECT name INTO absent
	FROM unnest(required) WITH ORDINALITY AS r(name, n)
	WHERE name <> ALL (coalesce(names, '{}'))
	ORDER BY n LIMIT 1;
	IF FOUND THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('staging table %s has no column "%s"', staging, absent),
			DETAIL = format('It has: %s. Case, spaces and punctuation make no difference.',
				coalesce(array_to_string(names, ', '), 'none')),
			HINT = 'Load the file into a table of text columns that are called as in its first line.';
	END IF;
	RETURN QUERY EXECUTE format('SELECT jsonb_object(%L, ARRAY[%s]) FROM %s AS s', names, fields, staging);
END $$;
COMMENT ON FUNCTION labour_records(regclass, text[]) IS
	'rows of a staging table with simple column names (o_net_soc_code for "O*NET-SOC Code") and clean fields; called by the loaders';

CREATE FUNCTION labour_report(taken bigint, flags jsonb[], refusals jsonb[]) RETURNS aijri_load_report
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	reasons text[];
BEGIN
	SELECT array_agg(line ORDER BY kind, line COLLATE "C") INTO reasons
	FROM (
		SELECT kind, format(CASE count(*) WHEN 1 THEN '%s (%s row, %s)' ELSE '%s (%s rows, the first %s)' END,
				reason, count(*), (array_agg(example ORDER BY n))[1]) AS line
		FROM (
			SELECT 1 AS kind, n, reason, flag->>'row' AS example
			FROM unnest(flags) WITH ORDINALITY AS f(flag, n),
				LATERAL (
					SELECT DISTINCT 'flagged: ' || CASE marker
						WHEN '*' THEN '* wage not published'
						WHEN '**' THEN '** employment not published'
						WHEN '#' THEN '# wage at or above the top code'
						WHEN '~' THEN '~ less than half a percent of establishments'
						ELSE marker END
					FROM jsonb_each_text(flag->'flags') AS e(name, marker)) AS r(reason)
			UNION ALL
			SELECT 2, n, 'refused: ' || (refusal->>'reason'), refusal->>'row'
			FROM unnest(refusals) WITH ORDINALITY AS r(refusal, n)) AS every
		GROUP BY kind, reason) AS lines;
	RETURN (taken, cardinality(flags)::bigint, cardinality(refusals)::bigint, coalesce(reasons, '{}'));
END $$;
COMMENT ON FUNCTION labour_report(bigint, jsonb[], jsonb[]) IS
	'what became of the rows of a file, in words; called by the loaders';

CREATE FUNCTION labour_load_oews(oews regclass, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	extension name := (
		SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
		WHERE extname = 'aijri');
	figures text[] := '{tot_emp,emp_prse,jobs_1000,loc_quotient,pct_total,pct_rpt,h_mean,a_mean,mean_prse,h_pct10,h_pct25,h_median,h_pct75,h_pct90,a_pct10,a_pct25,a_median,a_pct75,a_pct90}';
	report record;
BEGIN
	IF oews IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no table to fill is given',
			HINT = 'Call load_oews() of a labour schema, which knows its table.';
	END IF;
	IF vintage IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no vintage is given',
			HINT = 'It is the date that the figures are for: 2024-05-01 for May 2024.';
	END IF;
	EXECUTE format($f$
		WITH source AS (
			SELECT line, r->>'occ_code' AS code, soc::text AS occupation, lower((r->>'o_group') COLLATE "C") AS o_group,
				coalesce(r->>'area', '99') AS area, coalesce(r->>'area_type', '1') AS area_type,
				coalesce(r->>'naics', '000000') AS naics, coalesce(r->>'own_code', '1235') AS own_code,
				r, figure.*,
				coalesce((numbers->'tot_emp')::numeric BETWEEN 0 AND 1e12 AND (numbers->'tot_emp')::numeric %% 1 = 0, true) AS whole
			FROM %1$I.labour_records($1, '{occ_code,o_group,tot_emp}'::text[]) WITH ORDINALITY AS s(r, line),
				LATERAL %1$I.soc_try(r->>'occ_code') AS soc,
				LATERAL (
					SELECT coalesce(jsonb_object_agg(name, number) FILTER (WHERE number IS NOT NULL), '{}') AS numbers,
						coalesce(jsonb_object_agg(name, field) FILTER (WHERE marked), '{}') AS flags,
						min(name COLLATE "C") FILTER (WHERE NOT marked AND number IS NULL) AS bad
					FROM jsonb_each_text(r) AS f(name, field),
						LATERAL %1$I.labour_number(field) AS number,
						LATERAL (SELECT field IN ('*', '**', '#', '~')) AS m(marked)
					WHERE name = ANY ($2) AND field IS NOT NULL) AS figure
		), judged AS (
			SELECT *, CASE
				WHEN code IS NULL THEN 'occ_code is missing'
				WHEN occupation IS NULL OR occupation LIKE '%%.%%' THEN 'occ_code is no SOC code'
				WHEN o_group IS NULL OR o_group NOT IN ('total', 'major', 'minor', 'broad', 'detailed')
					THEN 'o_group is none of total, major, minor, broad, detailed'
				WHEN bad IS NOT NULL THEN bad || ' is neither a number nor a marker'
				WHEN NOT whole THEN 'tot_emp is no whole number from 0 to 1e12'
				WHEN row_number() OVER (
						PARTITION BY area, area_type, naics, own_code, occupation, o_group, bad IS NULL AND whole ORDER BY line) > 1
					THEN 'area, industry, ownership, occupation and o_group are those of an earlier row'
				END AS refusal,
				flags || CASE WHEN numbers ? 'tot_emp' OR flags ? 'tot_emp' THEN '{}'::jsonb
					ELSE '{"tot_emp": "employment is empty"}' END AS all_flags,
				concat_ws(' ', coalesce(code, 'line ' || line), nullif(area, '99'), nullif(naics, '000000')) AS name
			FROM source
		), written AS (
			INSERT INTO %2$s (vintage, area, area_type, naics, own_code, occupation, o_group,
				area_title, prim_state, naics_title, i_group, occ_title, annual, hourly, flags, %3$s)
			SELECT $3, area, area_type, naics, own_code, occupation, o_group,
				r->>'area_title', r->>'prim_state', r->>'naics_title', r->>'i_group', r->>'occ_title',
				upper((r->>'annual') COLLATE "C") IN ('TRUE', 'T', '1'), upper((r->>'hourly') COLLATE "C") IN ('TRUE', 'T', '1'), flags, %4$s
			FROM judged WHERE refusal IS NULL
			ON CONFLICT (vintage, area, area_type, naics, own_code, occupation, o_group)
			DO UPDATE SET (area_title, prim_state, naics_title, i_group, occ_title, annual, hourly, flags, %3$s)
				= ROW(excluded.area_title, excluded.prim_state, excluded.naics_title, excluded.i_group,
					excluded.occ_title, excluded.annual, excluded.hourly, excluded.flags, %5$s)
			RETURNING 1
		)
		SELECT %1$I.labour_report((SELECT count(*) FROM written),
			coalesce(array_agg(jsonb_build_object('row', name, 'flags', all_flags) ORDER BY line)
				FILTER (WHERE refusal IS NULL AND all_flags <> '{}'), '{}'),
			coalesce(array_agg(jsonb_build_object('row', name, 'reason', refusal) ORDER BY line)
				FILTER (WHERE refusal IS NOT NULL), '{}')) AS r
		FROM judged $f$,
		extension, oews, array_to_string(figures, ', '),
		(SELECT string_agg(format('(numbers->%L)::numeric', figure), ', ' ORDER BY n) FROM unnest(figures) WITH ORDINALITY AS f(figure, n)),
		(SELECT string_agg(format('excluded.%I', figure), ', ' ORDER BY n) FROM unnest(figures) WITH ORDINALITY AS f(figure, n)))
	INTO report USING staging, figures, vintage;
	RETURN report.r;
END $_$;
COMMENT ON FUNCTION labour_load_oews(regclass, regclass, date) IS
	'takes the rows of a published OEWS file; called by load_oews() of a labour schema';

CREATE FUNCTION labour_load_onet_tasks(onet_task regclass, staging regclass, vintage date) RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	extension name := (
		SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
		WHERE extname = 'aijri');
	report record;
BEGIN
	IF onet_task IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no table to fill is given',
			HINT = 'Call load_onet_tasks() of a labour schema, which knows its table.';
	END IF;
	IF vintage IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no vintage is given',
			HINT = 'It is the date of the release: 2025-05-01 for O*NET 29.3.';
	END IF;
	EXECUTE format($f$
		WITH judged AS (
			SELECT line, r, code, soc, id, concat_ws(' ', coalesce(code, 'line ' || line), 'task ' || (r->>'task_id')) AS name, CASE
				WHEN code IS NULL THEN 'o_net_soc_code is missing'
				WHEN soc IS NULL OR %1$I.soc_level(soc) NOT IN ('detailed', 'onet') THEN 'o_net_soc_code is no code of an occupation'
				WHEN id IS NULL OR id NOT BETWEEN 0 AND 1e15 OR id %% 1 <> 0 THEN 'task_id is no whole number'
				WHEN r->>'task' IS NULL THEN 'task is empty'
				WHEN row_number() OVER (PARTITION BY soc, id, r->>'task' IS NULL ORDER BY line) > 1 THEN 'occupation and task_id are those of an earlier row'
				END AS refusal
			FROM %1$I.labour_records($1, '{o_net_soc_code,task_id,task}'::text[]) WITH ORDINALITY AS s(r, line),
				LATERAL (SELECT r->>'o_net_soc_code') AS c(code),
				LATERAL %1$I.soc_try(code) AS soc,
				LATERAL %1$I.labour_number(r->>'task_id') AS id
		), written AS (
			INSERT INTO %2$s AS t (vintage, onet_soc, task_id, title, task, task_type, other)
			SELECT $2, soc::text || CASE WHEN soc::text LIKE '%%.%%' THEN '' ELSE '.00' END, id, r->>'title', r->>'task', r->>'task_type',
				jsonb_strip_nulls(r - '{o_net_soc_code,task_id,task,task_type,title,""}'::text[])
			FROM judged WHERE refusal IS NULL
			ON CONFLICT (vintage, onet_soc, task_id)
			DO UPDATE SET title = coalesce(excluded.title, t.title), task = excluded.task,
				task_type = coalesce(excluded.task_type, t.task_type), other = t.other || excluded.other
			RETURNING 1
		)
		SELECT %1$I.labour_report((SELECT count(*) FROM written),
			coalesce(array_agg(jsonb_build_object('row', name, 'flags', '{"task_type": "task_type is empty"}'::jsonb) ORDER BY line)
				FILTER (WHERE refusal IS NULL AND r->>'task_type' IS NULL), '{}'),
			coalesce(array_agg(jsonb_build_object('row', name, 'reason', refusal) ORDER BY line)
				FILTER (WHERE refusal IS NOT NULL), '{}')) AS r
		FROM judged $f$,
		extension, onet_task)
	INTO report USING staging, vintage;
	RETURN report.r;
END $_$;
COMMENT ON FUNCTION labour_load_onet_tasks(regclass, regclass, date) IS
	'takes the rows of a published O*NET file of tasks; called by load_onet_tasks() of a labour schema';

CREATE FUNCTION labour_load_exposure(exposure regclass, staging regclass, index_name text, vintage date, value_column text)
	RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	extension name := (
		SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
		WHERE extname = 'aijri');
	code_columns text[] := '{occ_code,soc_code,o_net_soc_code,onet_soc_code,onetsoc_code,soc,soc_2018,occupation_code,occupation}';
	names text[];
	code_column text;
	value_name text := btrim(regexp_replace(lower(value_column COLLATE "C"), '[^a-z0-9]+', '_', 'g'), '_');
	report record;
BEGIN
	IF exposure IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no table to fill is given',
			HINT = 'Call load_exposure() of a labour schema, which knows its table.';
	END IF;
	IF index_name IS NULL OR vintage IS NULL THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'index name and vintage must be given',
			HINT = 'Both tell one index from another where several are kept: ''observed exposure'', 2026-03-01.';
	END IF;
	SELECT array_agg(name ORDER BY attnum) INTO names
	FROM pg_attribute, btrim(regexp_replace(lower(attname COLLATE "C"), '[^a-z0-9]+', '_', 'g'), '_') AS name
	WHERE attrelid = staging AND attnum > 0 AND NOT attisdropped;
	SELECT name INTO code_column
	FROM unnest(code_columns) WITH ORDINALITY AS c(name, n) WHERE name = ANY (names) ORDER BY n LIMIT 1;
	code_column := coalesce(code_column, code_columns[1]);
	IF value_column IS NULL AND code_column = ANY (names) THEN
		-- the only one that can be it
		names := array_remove(names, code_column);
		IF cardinality(names) = 1 THEN
			value_name := names[1];
		ELSE
			RAISE invalid_parameter_value USING
				MESSAGE = 'which column has the exposure is not known',
				DETAIL = format('Besides the code there are: %s.', coalesce(array_to_string(names, ', '), 'none')),
				HINT = 'Name it in the argument value_column.';
		END IF;
	END IF;

	EXECUTE format($f$
		WITH judged AS (
			SELECT line, code, soc, value, CASE
				WHEN code IS NULL THEN 'the code is missing'
				WHEN soc IS NULL THEN 'the code is no SOC code'
				WHEN r->>$5 IS NULL THEN 'the exposure is empty'
				WHEN value IS NULL THEN 'the exposure is no number'
				WHEN row_number() OVER (PARTITION BY soc, value IS NULL ORDER BY line) > 1 THEN 'the code is that of an earlier row'
				END AS refusal
			FROM %1$I.labour_records($1, ARRAY[$4, $5]) WITH ORDINALITY AS s(r, line),
				LATERAL (SELECT r->>$4) AS c(code),
				LATERAL %1$I.soc_try(code) AS soc,
				LATERAL %1$I.labour_number(r->>$5) AS value
		), written AS (
			INSERT INTO %2$s (index_name, vintage, occupation, exposure)
			SELECT $2, $3, soc::text, value FROM judged WHERE refusal IS NULL
			ON CONFLICT (index_name, vintage, occupation) DO UPDATE SET exposure = excluded.exposure
			RETURNING 1
		)
		SELECT %1$I.labour_report((SELECT count(*) FROM written), '{}'::jsonb[],
			coalesce(array_agg(jsonb_build_object('row', coalesce(code, 'line ' || line), 'reason', refusal) ORDER BY line)
				FILTER (WHERE refusal IS NOT NULL), '{}')) AS r
		FROM judged $f$,
		extension, exposure)
	INTO report USING staging, index_name, vintage, code_column, coalesce(value_name, code_column);
	RETURN report.r;
END $_$;
COMMENT ON FUNCTION labour_load_exposure(regclass, regclass, text, date, text) IS
	'takes the rows of a published exposure index; called by load_exposure() of a labour schema';

CREATE FUNCTION labour_create_tables(schema name) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
BEGIN
	EXECUTE format($f$
		CREATE TABLE %1$I.oews (
			vintage date,
			area text,
			area_type text,
			naics text,
			own_code text,
			occupation text CHECK (occupation ~ '^[0-9]{2}-[0-9]{4}$'),
			o_group text CHECK (o_group IN ('total', 'major', 'minor', 'broad', 'detailed')),
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
		COMMENT ON TABLE %1$I.oews IS 'rows of OEWS files: national, state, industry, of any vintage; fill it with load_oews()';
		COMMENT ON COLUMN %1$I.oews.vintage IS 'date that the figures are for';
		COMMENT ON COLUMN %1$I.oews.area IS 'code of the area; 99 is the nation';
		COMMENT ON COLUMN %1$I.oews.area_type IS '1 nation, 2 state, 3 territory, 4 metropolitan area, 6 other area';
		COMMENT ON COLUMN %1$I.oews.naics IS 'industry; 000000 is all of them';
		COMMENT ON COLUMN %1$I.oews.own_code IS 'ownership; 1235 is all of it';
		COMMENT ON COLUMN %1$I.oews.occupation IS 'SOC code, or one under which OEWS combines several: see oews_map';
		COMMENT ON COLUMN %1$I.oews.o_group IS 'level as the publisher has it; codes that combine others are there as broad and as detailed';
		COMMENT ON COLUMN %1$I.oews.tot_emp IS 'employment; NULL where it is not published: see flags';
		COMMENT ON COLUMN %1$I.oews.flags IS 'markers in place of figures, by column: * wage not published, ** employment not published, # wage at or above the top code, ~ less than half a percent';
		ALTER TABLE %1$I.oews ALTER occupation SET STATISTICS 1000;

		CREATE TABLE %1$I.oews_map (
			soc text PRIMARY KEY CHECK (soc ~ '^[0-9]{2}-[0-9]{4}$'),
			oews text NOT NULL CHECK (oews ~ '^[0-9]{2}-[0-9]{4}$')
		);
		CREATE INDEX ON %1$I.oews_map (oews);
		COMMENT ON TABLE %1$I.oews_map IS 'SOC codes that OEWS publishes under a common code; those that are not here have rows of their own';
		COMMENT ON COLUMN %1$I.oews_map.soc IS 'code of the SOC 2018';
		COMMENT ON COLUMN %1$I.oews_map.oews IS 'code in OEWS that has it and others';
		INSERT INTO %1$I.oews_map VALUES
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

		CREATE TABLE %1$I.onet_task (
			vintage date,
			onet_soc text CHECK (onet_soc ~ '^[0-9]{2}-[0-9]{4}[.][0-9]{2}$'),
			task_id bigint,
			title text,
			task text NOT NULL,
			task_type text,
			other jsonb NOT NULL DEFAULT '{}',
			PRIMARY KEY (vintage, onet_soc, task_id)
		);
		COMMENT ON TABLE %1$I.onet_task IS 'tasks of O*NET, with whatever else a file says of them; fill it with load_onet_tasks()';
		COMMENT ON COLUMN %1$I.onet_task.vintage IS 'date of the release';
		COMMENT ON COLUMN %1$I.onet_task.onet_soc IS 'O*NET-SOC code, with its two digits';
		COMMENT ON COLUMN %1$I.onet_task.task_id IS 'number of the task';
		COMMENT ON COLUMN %1$I.onet_task.title IS 'title of the occupation';
		COMMENT ON COLUMN %1$I.onet_task.task IS 'the task';
		COMMENT ON COLUMN %1$I.onet_task.task_type IS 'Core or Supplemental; NULL where O*NET has not rated it';
		COMMENT ON COLUMN %1$I.onet_task.other IS 'all other columns of the files, by their simple names';

		CREATE TABLE %1$I.exposure (
			index_name text,
			vintage date,
			occupation text CHECK (occupation ~ '^[0-9]{2}-[0-9]{4}([.][0-9]{2})?$'),
			exposure numeric NOT NULL CHECK (exposure < 'Infinity' AND exposure > '-Infinity'),
			PRIMARY KEY (index_name, vintage, occupation)
		);
		COMMENT ON TABLE %1$I.exposure IS 'indices of how far occupations are exposed to AI; fill it with load_exposure()';
		COMMENT ON COLUMN %1$I.exposure.index_name IS 'name of the index';
		COMMENT ON COLUMN %1$I.exposure.vintage IS 'date of its edition';
		COMMENT ON COLUMN %1$I.exposure.occupation IS 'code as published: SOC, O*NET-SOC, or one that combines several';
		COMMENT ON COLUMN %1$I.exposure.exposure IS 'the figure, on the scale of its index';
		$f$, schema);
END $_$;
COMMENT ON FUNCTION labour_create_tables(name) IS
	'makes the tables of a labour schema; called by aijri_create_labour()';

CREATE FUNCTION labour_create_loaders(schema name, extension name) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
BEGIN
	EXECUTE format($f$
		CREATE OR REPLACE FUNCTION %1$I.load_oews(staging regclass, vintage date) RETURNS %2$I.aijri_load_report
			LANGUAGE sql
			RETURN %2$I.labour_load_oews(%3$L::regclass, staging, vintage);
		COMMENT ON FUNCTION %1$I.load_oews(regclass, date) IS
			'takes the rows of a published OEWS file from a table of text columns';
		CREATE OR REPLACE FUNCTION %1$I.load_onet_tasks(staging regclass, vintage date) RETURNS %2$I.aijri_load_report
			LANGUAGE sql
			RETURN %2$I.labour_load_onet_tasks(%4$L::regclass, staging, vintage);
		COMMENT ON FUNCTION %1$I.load_onet_tasks(regclass, date) IS
			'takes the rows of a published O*NET file of tasks from a table of text columns';
		CREATE OR REPLACE FUNCTION %1$I.load_exposure(staging regclass, index_name text, vintage date, value_column text DEFAULT NULL)
			RETURNS %2$I.aijri_load_report
			LANGUAGE sql
			RETURN %2$I.labour_load_exposure(%5$L::regclass, staging, index_name, vintage, value_column);
		COMMENT ON FUNCTION %1$I.load_exposure(regclass, text, date, text) IS
			'takes the rows of a published exposure index from a table of text columns';
		$f$, schema, extension, format('%I.oews', schema), format('%I.onet_task', schema), format('%I.exposure', schema));
END $_$;
COMMENT ON FUNCTION labour_create_loaders(name, name) IS
	'makes the loaders of a labour schema; called by aijri_create_labour()';

CREATE FUNCTION labour_create_views(schema name) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
BEGIN
	EXECUTE format($f$
		CREATE OR REPLACE VIEW %1$I.oews_latest AS
		SELECT o.*
		FROM %1$I.oews o
		JOIN (SELECT area, area_type, naics, own_code, max(vintage) AS vintage
			FROM %1$I.oews GROUP BY area, area_type, naics, own_code) l
			USING (vintage, area, area_type, naics, own_code);
		COMMENT ON VIEW %1$I.oews_latest IS 'oews in the latest vintage of each area, industry and ownership';

		CREATE OR REPLACE VIEW %1$I.soc_employment AS
		SELECT o.vintage, o.area, o.area_type, o.naics, o.own_code,
			coalesce(m.soc, o.occupation) AS soc,
			left(o.occupation, 2) || '-0000' AS major_group,
			o.occ_title AS title,
			o.tot_emp / coalesce(m.members, 1)
				+ CASE WHEN m.nth <= o.tot_emp %% m.members THEN 1 ELSE 0 END AS employment,
			o.occupation AS oews_code,
			coalesce(m.members, 1) AS divided_by
		FROM %1$I.oews o
		LEFT JOIN LATERAL (
			SELECT map.soc, row_number() OVER (ORDER BY map.soc) AS nth, count(*) OVER () AS members
			FROM %1$I.oews_map map
			WHERE map.oews = o.occupation
				AND NOT EXISTS (
					SELECT FROM %1$I.oews own
					WHERE (own.vintage, own.area, own.area_type, own.naics, own.own_code, own.occupation, own.o_group)
						= (o.vintage, o.area, o.area_type, o.naics, o.own_code, map.soc, 'detailed'))) m ON true
		WHERE o.o_group = 'detailed';
		COMMENT ON VIEW %1$I.soc_employment IS 'employment by SOC code: a combined row of OEWS is divided among its codes, in whole workers that add up to it';

		CREATE OR REPLACE VIEW %1$I.soc_employment_latest AS
		SELECT e.*
		FROM %1$I.soc_employment e
		JOIN (SELECT area, area_type, naics, own_code, max(vintage) AS vintage
			FROM %1$I.oews GROUP BY area, area_type, naics, own_code) l
			USING (vintage, area, area_type, naics, own_code);
		COMMENT ON VIEW %1$I.soc_employment_latest IS 'soc_employment in the latest vintage of each area, industry and ownership';

		CREATE OR REPLACE VIEW %1$I.soc_exposure AS
		WITH published AS (
			SELECT index_name, vintage, left(occupation, 7) AS code, trim_scale(avg(exposure)) AS exposure
			FROM %1$I.exposure GROUP BY index_name, vintage, left(occupation, 7))
		SELECT p.index_name, p.vintage, coalesce(m.soc, p.code) AS soc, p.exposure, p.code AS published_code
		FROM published p
		LEFT JOIN %1$I.oews_map m ON m.oews = p.code
			AND NOT EXISTS (
				SELECT FROM published own
				WHERE (own.index_name, own.vintage, own.code) = (p.index_name, p.vintage, m.soc));
		COMMENT ON VIEW %1$I.soc_exposure IS 'exposure by SOC code: the mean of O*NET''s own codes, and for a code without a figure that of the combined code';

		CREATE OR REPLACE VIEW %1$I.soc_exposure_latest AS
		SELECT e.*
		FROM %1$I.soc_exposure e
		JOIN (SELECT index_name, max(vintage) AS vintage FROM %1$I.exposure GROUP BY index_name) l USING (index_name, vintage);
		COMMENT ON VIEW %1$I.soc_exposure_latest IS 'soc_exposure in the latest vintage of each index';
		$f$, schema);
END $_$;
COMMENT ON FUNCTION labour_create_views(name) IS
	'makes the views of a labour schema that need no scores; called by aijri_create_labour()';

CREATE FUNCTION labour_create_role_views(schema name, catalog name, extension name) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	view text;
BEGIN
	EXECUTE format($f$
		CREATE OR REPLACE VIEW %1$I.role_allocation AS
		WITH linked AS (
			SELECT r.role_id, coalesce(m.soc, left(%3$I.soc_try(r.soc::text)::text, 7)) AS soc, CASE WHEN r.share IS NOT NULL THEN least(greatest(r.share::numeric, 0), 1) END AS share,
				row_number() OVER (ORDER BY r.role_id, r.soc, m.soc) AS n
			FROM %2$I.role_soc r
			LEFT JOIN %1$I.oews_map m ON m.oews = left(%3$I.soc_try(r.soc::text)::text, 7)
			WHERE %3$I.soc_try(r.soc::text) IS NOT NULL
		), placed AS (
			SELECT role_id, soc, n,
				-- shares above 1 in sum are taken in proportion, NULLs divide the rest
				coalesce(sum(share) OVER sofar, 0) / greatest(coalesce(sum(share) OVER whole, 0), 1)
				+ greatest(1 - coalesce(sum(share) OVER whole, 0), 0)
					* count(*) FILTER (WHERE share IS NULL) OVER sofar
					/ greatest(count(*) FILTER (WHERE share IS NULL) OVER whole, 1) AS upto
			FROM linked
			WINDOW whole AS (PARTITION BY soc), sofar AS (PARTITION BY soc ORDER BY n)
		)
		SELECT role_id, soc, coalesce(lag(upto) OVER (PARTITION BY soc ORDER BY n), 0) AS from_share, upto AS to_share
		FROM placed;
		COMMENT ON VIEW %1$I.role_allocation IS 'the part of each occupation''s workers that a role has: from one share to another, so that parts never overlap';

		CREATE OR REPLACE VIEW %1$I.role_labour AS
		SELECT e.vintage, e.area, e.area_type, e.naics, e.own_code, a.role_id, a.soc, e.major_group, e.title,
			s.score, s.zone::text AS zone,
			CASE s.zone::text WHEN 'Red' THEN 1 WHEN 'Yellow' THEN 2 WHEN 'Green' THEN 3 END AS zone_order,
			sum(round(e.employment * a.to_share) - round(e.employment * a.from_share))::bigint AS employment,
			sum(a.to_share - a.from_share) AS share_of_occupation,
			e.oews_code, e.divided_by
		FROM %1$I.role_allocation a
		JOIN %2$I.scored_role s USING (role_id)
		JOIN %1$I.soc_employment e USING (soc)
		WHERE s.score IS NOT NULL AND e.employment IS NOT NULL
		GROUP BY e.vintage, e.area, e.area_type, e.naics, e.own_code, a.role_id, a.soc, e.major_group, e.title,
			s.score, s.zone::text, e.oews_code, e.divided_by;
		COMMENT ON VIEW %1$I.role_labour IS 'scored roles with the workers allocated to them, by occupation: nobody is counted twice';

		CREATE OR REPLACE VIEW %1$I.zone_employment AS
		SELECT vintage, area, area_type, naics, own_code, major_group, zone, zone_order,
			sum(employment)::bigint AS employment,
			sum(employment)::float8 / nullif(sum(sum(employment)) OVER (PARTITION BY vintage, area, area_type, naics, own_code), 0)::float8 AS share,
			sum(employment)::float8 / nullif(sum(sum(employment)) OVER (PARTITION BY vintage, area, area_type, naics, own_code, major_group), 0)::float8 AS share_of_group
		FROM %1$I.role_labour
		GROUP BY vintage, area, area_type, naics, own_code, major_group, zone, zone_order;
		COMMENT ON VIEW %1$I.zone_employment IS 'workers by zone and major group, of those who are covered by scored roles; adds up to labour_coverage.covered';

		CREATE OR REPLACE VIEW %1$I.labour_gap AS
		WITH part AS (
			SELECT a.soc, a.from_share, a.to_share, s.score IS NOT NULL AS scored
			FROM %1$I.role_allocation a LEFT JOIN %2$I.scored_role s USING (role_id)
		), found AS (
			SELECT e.vintage, e.area, e.area_type, e.naics, e.own_code, e.soc, e.title, e.employment,
				count(p.soc) AS parts,
				coalesce(sum(round(e.employment * p.to_share) - round(e.employment * p.from_share)) FILTER (WHERE p.scored), 0)::bigint AS scored,
				coalesce(sum(round(e.employment * p.to_share) - round(e.employment * p.from_share)) FILTER (WHERE NOT p.scored), 0)::bigint AS unscored
			FROM %1$I.soc_employment e LEFT JOIN part p USING (soc)
			GROUP BY e.vintage, e.area, e.area_type, e.naics, e.own_code, e.soc, e.title, e.employment
		)
		SELECT f.vintage, f.area, f.area_type, f.naics, f.own_code, f.soc, f.title, r.reason, r.employment
		FROM found f,
			LATERAL (VALUES
				('employment is not published', NULL::bigint, f.employment IS NULL),
				('no role has this occupation', f.employment, f.parts = 0),
				('role without a score', f.unscored, f.unscored > 0),
				('shares of the roles do not reach 1', f.employment - f.scored - f.unscored,
					f.parts > 0 AND f.employment > f.scored + f.unscored)) r(reason, employment, applies)
		WHERE r.applies
		UNION ALL
		SELECT c.*, NULL, CASE WHEN %3$I.soc_try(c.soc::text) IS NULL THEN 'no SOC code, in role_soc'
			ELSE 'no such occupation in OEWS, in role_soc' END, NULL
		FROM (
			SELECT o.*, r.*
			FROM (SELECT DISTINCT vintage, area, area_type, naics, own_code FROM %1$I.oews) o,
				(SELECT DISTINCT coalesce(left(%3$I.soc_try(soc::text)::text, 7), soc) FROM %2$I.role_soc) r(soc)
			EXCEPT SELECT vintage, area, area_type, naics, own_code, soc FROM %1$I.soc_employment
			EXCEPT SELECT vintage, area, area_type, naics, own_code, oews_code FROM %1$I.soc_employment)
			AS c (vintage, area, area_type, naics, own_code, soc);
		COMMENT ON VIEW %1$I.labour_gap IS 'what failed to join: occupations, with workers, that no scored role covers, and codes of roles that OEWS does not have';

		CREATE OR REPLACE VIEW %1$I.labour_coverage AS
		SELECT o.vintage, o.area, o.area_type, o.naics, o.own_code,
			o.detailed_sum,
			coalesce(r.covered, 0) AS covered,
			o.detailed_sum - coalesce(r.covered, 0) AS uncovered,
			coalesce(r.covered, 0)::float8 / nullif(o.detailed_sum, 0)::float8 AS covered_share,
			o.published_total,
			o.published_total - o.detailed_sum AS rounding_gap,
			o.occupations,
			o.occupations_withheld,
			coalesce(r.occupations_covered, 0) AS occupations_covered
		FROM (
			SELECT vintage, area, area_type, naics, own_code,
				coalesce(sum(tot_emp) FILTER (WHERE o_group = 'detailed'), 0)::bigint AS detailed_sum,
				sum(tot_emp) FILTER (WHERE o_group = 'total')::bigint AS published_total,
				count(*) FILTER (WHERE o_group = 'detailed') AS occupations,
				count(*) FILTER (WHERE o_group = 'detailed' AND tot_emp IS NULL) AS occupations_withheld
			FROM %1$I.oews GROUP BY vintage, area, area_type, naics, own_code) o
		LEFT JOIN (
			SELECT vintage, area, area_type, naics, own_code, sum(employment)::bigint AS covered,
				count(DISTINCT oews_code) AS occupations_covered
			FROM %1$I.role_labour GROUP BY vintage, area, area_type, naics, own_code) r
			USING (vintage, area, area_type, naics, own_code);
		COMMENT ON VIEW %1$I.labour_coverage IS 'workers covered by scored roles and not, against the sum of detailed occupations, with the published total and the gap that rounding leaves';
		$f$, schema, catalog, extension);

	FOREACH view IN ARRAY '{role_labour,zone_employment,labour_gap,labour_coverage}'::text[] LOOP
		EXECUTE format($f$
			CREATE OR REPLACE VIEW %1$I.%2$I AS
			SELECT v.*
			FROM %1$I.%3$I v
			JOIN (SELECT area, area_type, naics, own_code, max(vintage) AS vintage
				FROM %1$I.oews GROUP BY area, area_type, naics, own_code) l
				USING (vintage, area, area_type, naics, own_code);
			COMMENT ON VIEW %1$I.%2$I IS %4$L;
			$f$, schema, view || '_latest', view, view || ' in the latest vintage of each area, industry and ownership');
	END LOOP;
END $_$;
COMMENT ON FUNCTION labour_create_role_views(name, name, name) IS
	'makes the views of a labour schema that join scores; called by aijri_create_labour()';

CREATE FUNCTION labour_comment_columns(schema name) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	uncommented record;
BEGIN
	FOR uncommented IN
		SELECT relname, attname, comment
		FROM pg_class c JOIN pg_attribute ON attrelid = c.oid JOIN (VALUES
			('vintage', 'date that the figures are for'),
			('area', 'code of the area; 99 is the nation'),
			('area_type', '1 nation, 2 state, 3 territory, 4 metropolitan area, 6 other area'),
			('area_title', 'name of the area'),
			('prim_state', 'state that the area is in, or most of it'),
			('naics', 'industry; 000000 is all of them'),
			('naics_title', 'name of the industry'),
			('i_group', 'how finely the industry is divided'),
			('own_code', 'ownership; 1235 is all of it'),
			('occupation', 'code as published'),
			('o_group', 'level as the publisher has it'),
			('occ_title', 'title of the occupation'),
			('tot_emp', 'employment; NULL where it is not published'),
			('emp_prse', 'relative standard error of tot_emp, in percent'),
			('jobs_1000', 'jobs of the occupation per 1000 in the area'),
			('loc_quotient', 'share of the occupation in the area to that in the nation'),
			('pct_total', 'percent of the industry''s employment'),
			('pct_rpt', 'percent of the industry''s establishments that have the occupation'),
			('h_mean', 'mean wage by the hour'),
			('a_mean', 'mean wage by the year'),
			('mean_prse', 'relative standard error of the mean wage, in percent'),
			('h_pct10', 'wage by the hour, 10th percentile'), ('h_pct25', 'wage by the hour, 25th percentile'),
			('h_median', 'wage by the hour, median'),
			('h_pct75', 'wage by the hour, 75th percentile'), ('h_pct90', 'wage by the hour, 90th percentile'),
			('a_pct10', 'wage by the year, 10th percentile'), ('a_pct25', 'wage by the year, 25th percentile'),
			('a_median', 'wage by the year, median'),
			('a_pct75', 'wage by the year, 75th percentile'), ('a_pct90', 'wage by the year, 90th percentile'),
			('annual', 'whether only wages by the year are published'),
			('hourly', 'whether only wages by the hour are published'),
			('flags', 'markers in place of figures, by column'),
			('soc', 'SOC code; in labour_gap of a role''s code, as it is there'),
			('major_group', 'major group of the occupation'),
			('title', 'title of the occupation, that of the combined one where employment was divided'),
			('employment', 'workers; NULL where nobody knows how many'),
			('oews_code', 'code of the OEWS row'),
			('divided_by', 'number of SOC codes among which the OEWS row was divided; 1: not at all'),
			('index_name', 'name of the index'),
			('exposure', 'the figure, on the scale of its index'),
			('published_code', 'code that the figure was published for'),
			('role_id', 'role of the catalogue'),
			('score', 'score of the role'),
			('zone', 'zone of the role'),
			('zone_order', '1 Red, 2 Yellow, 3 Green'),
			('share_of_occupation', 'the role''s part of the occupation, 0 to 1'),
			('from_share', 'where the role''s part of the occupation begins, 0 to 1'),
			('to_share', 'where it ends'),
			('share', 'share of all workers who are covered, 0 to 1'),
			('share_of_group', 'share of the major group''s workers who are covered, 0 to 1'),
			('reason', 'why they are not covered'),
			('detailed_sum', 'workers in all detailed occupations'),
			('covered', 'those of them who are in scored roles'),
			('uncovered', 'those who are not; labour_gap says why'),
			('covered_share', 'covered of detailed_sum, 0 to 1'),
			('published_total', 'workers in all occupations, as published'),
			('rounding_gap', 'published_total less detailed_sum, which rounding and withheld figures leave'),
			('occupations', 'detailed occupations'),
			('occupations_withheld', 'those whose employment is not published'),
			('occupations_covered', 'those with workers in scored roles')) AS known (name, comment) ON name = attname
		WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = schema)
			AND relkind IN ('r', 'v') AND attnum > 0 AND col_description(c.oid, attnum) IS NULL
			AND relname IN ('oews', 'oews_latest', 'soc_employment', 'soc_employment_latest', 'soc_exposure', 'soc_exposure_latest',
				'role_allocation', 'role_labour', 'role_labour_latest', 'zone_employment', 'zone_employment_latest',
				'labour_gap', 'labour_gap_latest', 'labour_coverage', 'labour_coverage_latest')
		ORDER BY relname, attnum
	LOOP
		EXECUTE format('COMMENT ON COLUMN %I.%I.%I IS %L', schema, uncommented.relname, uncommented.attname, uncommented.comment);
	END LOOP;
END $_$;
COMMENT ON FUNCTION labour_comment_columns(name) IS
	'says what the columns of a labour schema mean; called by aijri_create_labour()';

CREATE FUNCTION aijri_create_labour(schema name, catalog name DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $_$
DECLARE
	extension name := (
		SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
		WHERE extname = 'aijri');
	absent text;
	present text;
BEGIN
	IF schema IS NULL OR schema = '' THEN
		RAISE invalid_parameter_value USING
			MESSAGE = 'no schema is named',
			HINT = 'Name the schema to make or to fill: aijri_create_labour(''labour'').';
	END IF;
	IF catalog IS NOT NULL THEN
		SELECT string_agg(format('%I.%I', relation, name), ', ' ORDER BY n) INTO absent
		FROM (VALUES (1, 'role_soc', 'role_id'), (2, 'role_soc', 'soc'), (3, 'role_soc', 'share'),
			(4, 'scored_role', 'role_id'), (5, 'scored_role', 'score'), (6, 'scored_role', 'zone')) AS wanted (n, relation, name)
		WHERE NOT EXISTS (
			SELECT FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
			WHERE nspname = catalog AND relname = relation AND attname = name AND NOT attisdropped);
		IF absent IS NOT NULL THEN
			RAISE invalid_parameter_value USING
				MESSAGE = format('schema %I is no catalogue of roles', catalog),
				DETAIL = format('It lacks %s.', absent),
				HINT = 'A catalogue has role_soc (role_id, soc, share) and scored_role (role_id, score, zone). Without a catalogue, leave the argument out.';
		END IF;
	END IF;

	IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = schema) THEN
		EXECUTE format('CREATE SCHEMA %I', schema);
	END IF;
	IF NOT EXISTS (
		SELECT FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = schema) THEN
		SELECT string_agg(DISTINCT proname::text, ', ') INTO present
		FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
		WHERE nspname = schema AND proname IN ('load_oews', 'load_onet_tasks', 'load_exposure');
		IF present IS NOT NULL THEN
			RAISE invalid_parameter_value USING
				MESSAGE = format('schema %I has other things in it', schema),
				DETAIL = format('It has functions of the names of loaders: %s.', present),
				HINT = 'Name a new schema, an empty one, or one that aijri_create_labour() has made.';
		END IF;
		EXECUTE format('SELECT %I.labour_create_tables($1)', extension) USING schema;
	ELSE
		SELECT string_agg(name, ', ' ORDER BY n) INTO absent
		FROM unnest('{oews,oews_map,onet_task,exposure}'::text[]) WITH ORDINALITY AS wanted (name, n)
		WHERE NOT EXISTS (
			SELECT FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
			WHERE nspname = schema AND relname = name AND relkind = 'r');
		IF absent IS NOT NULL THEN
			RAISE invalid_parameter_value USING
				MESSAGE = format('schema %I has other things in it', schema),
				DETAIL = format('It is not empty, and lacks the tables %s of a labour schema.', absent),
				HINT = 'Name a new schema, an empty one, or one that aijri_create_labour() has made.';
		END IF;
	END IF;

	EXECUTE format('SELECT %I.labour_create_loaders($1, $2)', extension) USING schema, extension;
	EXECUTE format('SELECT %I.labour_create_views($1)', extension) USING schema;
	IF catalog IS NOT NULL THEN
		EXECUTE format('SELECT %I.labour_create_role_views($1, $2, $3)', extension) USING schema, catalog, extension;
	END IF;
	EXECUTE format('SELECT %I.labour_comment_columns($1)', extension) USING schema;
END $_$;
COMMENT ON FUNCTION aijri_create_labour(name, name) IS
	'makes tables, loaders and views for labour data in a schema, and joins them to a catalogue of scored roles';

-- Complain if the script is sourced in psql, rather than by CREATE EXTENSION.
\echo Use "CREATE EXTENSION aijri" to load this file. \quit

-- ---------------------------------------------------------------------------
-- Zones, sub-labels, modes
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_zone AS ENUM ('Red', 'Yellow', 'Green');
COMMENT ON TYPE aijri_zone IS
	'zone of a score; sorts from least to most resistant';

CREATE TYPE aijri_sublabel AS ENUM (
	'Red (Imminent)', 'Red',
	'Yellow (Urgent)', 'Yellow (Moderate)',
	'Green (Transforming)', 'Green (Stable)', 'Green (Accelerated)'
);
COMMENT ON TYPE aijri_sublabel IS
	'sub-label within a zone; sorts in the order of the zones';

CREATE TYPE aijri_mode AS ENUM ('displacement', 'augmentation', 'not involved');
COMMENT ON TYPE aijri_mode IS
	'effect of AI on a task: it displaces the worker, augments the worker, or is not involved; NULL: not stated';

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
	'time spent on a task in any unit (percent, hours, weight), 0 to 1e9; positive times must not round to 0 at six decimal places';

CREATE DOMAIN aijri_task_score AS float8
	CONSTRAINT whole_number_from_1_to_5 CHECK (VALUE >= '1'::float8 AND VALUE <= '5'::float8 AND VALUE = floor(VALUE));
COMMENT ON DOMAIN aijri_task_score IS
	'task score, from 1 (irreducibly human) to 5 (fully automatable)';

CREATE DOMAIN aijri_evidence_rating AS float8
	CONSTRAINT whole_number_from_minus_2_to_2 CHECK (VALUE >= '-2'::float8 AND VALUE <= '2'::float8 AND VALUE = floor(VALUE));
COMMENT ON DOMAIN aijri_evidence_rating IS
	'rating of one evidence dimension, from -2 (the market moves against the role) to 2';

CREATE DOMAIN aijri_barrier_rating AS float8
	CONSTRAINT whole_number_from_0_to_2 CHECK (VALUE >= '0'::float8 AND VALUE <= '2'::float8 AND VALUE = floor(VALUE));
COMMENT ON DOMAIN aijri_barrier_rating IS
	'rating of one barrier to automation, from 0 (none) to 2 (strong)';

CREATE DOMAIN aijri_growth_rating AS float8
	CONSTRAINT whole_number_from_minus_2_to_2 CHECK (VALUE >= '-2'::float8 AND VALUE <= '2'::float8 AND VALUE = floor(VALUE));
COMMENT ON DOMAIN aijri_growth_rating IS
	'correlation of demand for the role with AI growth, from -2 (AI shrinks the role) to 2 (AI makes the role grow)';

CREATE DOMAIN aijri_principle_rating AS float8
	CONSTRAINT whole_number_from_0_to_3 CHECK (VALUE >= '0'::float8 AND VALUE <= '3'::float8 AND VALUE = floor(VALUE));
COMMENT ON DOMAIN aijri_principle_rating IS
	'rating of one protective principle, from 0 (none) to 3 (strong)';

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
	'value on the raw scale or on the score scale';

CREATE DOMAIN aijri_raw_span AS float8
	CONSTRAINT from_0_000001_to_1000 CHECK (VALUE >= '0.000001'::float8 AND VALUE <= '1000'::float8);
COMMENT ON DOMAIN aijri_raw_span IS
	'width of the raw range that maps to scores 0 to 100';

CREATE DOMAIN aijri_task_resistance AS float8
	CONSTRAINT from_1_to_5 CHECK (VALUE >= '1'::float8 AND VALUE <= '5'::float8);
COMMENT ON DOMAIN aijri_task_resistance IS
	'task resistance: 6 minus the time-weighted mean task score';

CREATE DOMAIN aijri_evidence_total AS float8
	CONSTRAINT from_minus_10_to_10 CHECK (VALUE >= '-10'::float8 AND VALUE <= '10'::float8);
COMMENT ON DOMAIN aijri_evidence_total IS
	'sum of the evidence ratings';

CREATE DOMAIN aijri_barrier_total AS float8
	CONSTRAINT from_0_to_10 CHECK (VALUE >= '0'::float8 AND VALUE <= '10'::float8);
COMMENT ON DOMAIN aijri_barrier_total IS
	'sum of the barrier ratings';

CREATE DOMAIN aijri_percentage AS float8
	CONSTRAINT from_0_to_100 CHECK (VALUE >= '0'::float8 AND VALUE <= '100'::float8);
COMMENT ON DOMAIN aijri_percentage IS
	'percentage, 0 to 100';

CREATE DOMAIN aijri_growth_threshold AS float8
	CONSTRAINT from_minus_2_to_3 CHECK (VALUE >= '-2'::float8 AND VALUE <= '3'::float8);
COMMENT ON DOMAIN aijri_growth_threshold IS
	'minimum growth in a condition; 3: never met';

CREATE DOMAIN aijri_protective_threshold AS float8
	CONSTRAINT whole_number_from_minus_1_to_10 CHECK (VALUE >= '-1'::float8 AND VALUE <= '10'::float8 AND VALUE = floor(VALUE));
COMMENT ON DOMAIN aijri_protective_threshold IS
	'limit of the protective total in a condition; -1 and 10 are outside its scale';

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
COMMENT ON COLUMN aijri_task.time_pct IS 'share of working time, usually in percent; only proportions matter';
COMMENT ON COLUMN aijri_task.score IS 'from 1 (irreducibly human) to 5 (fully automatable); NULL: not scored yet';
COMMENT ON COLUMN aijri_task.mode IS 'effect of AI on the task; NULL: not stated';

CREATE TYPE aijri_evidence AS (
	@rating evidence@ aijri_evidence_rating@,@
);
COMMENT ON TYPE aijri_evidence IS
	'market evidence about a role, each dimension from -2 (against the role) to 2; NULL: not rated';
COMMENT ON COLUMN aijri_evidence.@rating evidence@ IS '@meaning@';

CREATE TYPE aijri_barriers AS (
	@rating barriers@ aijri_barrier_rating@,@
);
COMMENT ON TYPE aijri_barriers IS
	'barriers to AI execution even where it is technically possible, each from 0 (none) to 2 (strong); NULL: not rated';
COMMENT ON COLUMN aijri_barriers.@rating barriers@ IS '@meaning@';

CREATE TYPE aijri_principles AS (
	@rating principles@ aijri_principle_rating@,@
);
COMMENT ON TYPE aijri_principles IS
	'protective principles, each from 0 (none) to 3 (strong); used by the quick screen, never by the score; NULL: not rated';
COMMENT ON COLUMN aijri_principles.@rating principles@ IS '@meaning@';

CREATE TYPE aijri_assessment AS (
	tasks aijri_task[],
	evidence aijri_evidence,
	barriers aijri_barriers,
	growth aijri_growth_rating,
	principles aijri_principles
);
COMMENT ON TYPE aijri_assessment IS
	'all ratings that an assessor gives a role';
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
	'all constants of the arithmetic; a NULL method is the default, aijri_method()';
COMMENT ON COLUMN aijri_method.evidence_step IS 'change of the evidence modifier per point of evidence; default 0.04';
COMMENT ON COLUMN aijri_method.barrier_step IS 'change of the barrier modifier per point of barriers; default 0.02';
COMMENT ON COLUMN aijri_method.growth_step IS 'change of the growth modifier per point of growth; default 0.05';
COMMENT ON COLUMN aijri_method.raw_floor IS 'raw value whose score is 0; default 0.54';
COMMENT ON COLUMN aijri_method.raw_span IS 'width of the raw range from score 0 to score 100; default 7.93';
COMMENT ON COLUMN aijri_method.score_cap IS 'upper limit of the score; default 100';
COMMENT ON COLUMN aijri_method.green_min IS 'lowest score in Green; default 48';
COMMENT ON COLUMN aijri_method.yellow_min IS 'lowest score in Yellow; default 25';
COMMENT ON COLUMN aijri_method.exposed_from IS 'lowest task score that counts as exposed; default 3';
COMMENT ON COLUMN aijri_method.imminent_below_tr IS 'Red is Red (Imminent) below this task resistance; default 1.8';
COMMENT ON COLUMN aijri_method.imminent_max_evidence IS 'Red (Imminent) also requires an evidence total of at most this; default NULL: no such condition';
COMMENT ON COLUMN aijri_method.imminent_max_barriers IS 'Red (Imminent) also requires a barrier total of at most this; default NULL: no such condition';
COMMENT ON COLUMN aijri_method.urgent_exposed_min IS 'Yellow is Yellow (Urgent) from this exposed_pct up; default 40';
COMMENT ON COLUMN aijri_method.transforming_exposed_min IS 'Green is Green (Transforming) from this exposed_pct up; default 20';
COMMENT ON COLUMN aijri_method.accelerated_growth_min IS 'Green is Green (Accelerated) from this growth up; default 2';
COMMENT ON COLUMN aijri_method.screen_red_max IS 'quick screen: almost certainly Red up to this protective total when growth is negative; default 2';
COMMENT ON COLUMN aijri_method.screen_green_min IS 'quick screen: likely Green from this protective total up when growth is not negative; default 6';

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
	'score of a role and all figures derived from its ratings';
COMMENT ON COLUMN aijri_result.task_resistance IS '6 minus the time-weighted mean task score, 1 to 5, to six decimal places';
COMMENT ON COLUMN aijri_result.exposed_pct IS 'percentage of task time with a score of 3 or more (method: exposed_from)';
COMMENT ON COLUMN aijri_result.displacement_pct IS 'percentage of task time in mode displacement';
COMMENT ON COLUMN aijri_result.augmentation_pct IS 'percentage of task time in mode augmentation';
COMMENT ON COLUMN aijri_result.not_involved_pct IS 'percentage of task time in mode not involved';
COMMENT ON COLUMN aijri_result.unstated_pct IS 'percentage of task time without a mode';
COMMENT ON COLUMN aijri_result.evidence_total IS 'sum of the evidence ratings, -10 to 10';
COMMENT ON COLUMN aijri_result.barrier_total IS 'sum of the barrier ratings, 0 to 10';
COMMENT ON COLUMN aijri_result.growth IS 'correlation with AI growth, -2 to 2';
COMMENT ON COLUMN aijri_result.protective_total IS 'sum of the protective principles, 0 to 9; not part of the score';
COMMENT ON COLUMN aijri_result.evidence_modifier IS '1 + 0.04 x evidence_total';
COMMENT ON COLUMN aijri_result.barrier_modifier IS '1 + 0.02 x barrier_total';
COMMENT ON COLUMN aijri_result.growth_modifier IS '1 + 0.05 x growth';
COMMENT ON COLUMN aijri_result.raw IS 'task resistance x the three modifiers';
COMMENT ON COLUMN aijri_result.score IS '(raw - 0.54) / 7.93 x 100, 0 to 100';
COMMENT ON COLUMN aijri_result.published IS 'the score to one decimal place';
COMMENT ON COLUMN aijri_result.zone IS 'zone of the unrounded score';
COMMENT ON COLUMN aijri_result.sublabel IS 'sub-label within the zone';
COMMENT ON COLUMN aijri_result.quick_screen IS 'result of the quick screen, from the protective principles and growth alone';
COMMENT ON COLUMN aijri_result.points_to_next_zone IS 'score points to the next higher zone; NULL in Green';
COMMENT ON COLUMN aijri_result.points_above_floor IS 'score points above the lower bound of the zone';

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
	'summary of the task rows of a role';
COMMENT ON COLUMN aijri_task_profile.tasks IS 'rows counted';
COMMENT ON COLUMN aijri_task_profile.unscored IS 'rows skipped because score or time is NULL';
COMMENT ON COLUMN aijri_task_profile.time_total IS 'total time of the rows counted';
COMMENT ON COLUMN aijri_task_profile.task_resistance IS '6 minus the time-weighted mean task score, 1 to 5, to six decimal places';
COMMENT ON COLUMN aijri_task_profile.exposed_pct IS 'percentage of time with a score of 3 or more';
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
COMMENT ON COLUMN aijri_explanation.item IS 'what the line computes, as assessment documents name it';
COMMENT ON COLUMN aijri_explanation.formula IS 'the formula with its numbers';
COMMENT ON COLUMN aijri_explanation.value IS 'the result; NULL: a rating is missing';


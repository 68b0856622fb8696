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
	'one rating moved a step up or down, with the resulting score';
COMMENT ON COLUMN aijri_sensitivity.kind IS 'what is rated: task, evidence, barriers, or growth';
COMMENT ON COLUMN aijri_sensitivity.task_number IS 'number of the task in the assessment, from 1; NULL: not a task';
COMMENT ON COLUMN aijri_sensitivity.item IS 'name of the task, the evidence dimension, or the barrier; or growth';
COMMENT ON COLUMN aijri_sensitivity.step IS '-1 or 1, added to the rating';
COMMENT ON COLUMN aijri_sensitivity.rating IS 'current rating';
COMMENT ON COLUMN aijri_sensitivity.new_rating IS 'rating after the step';
COMMENT ON COLUMN aijri_sensitivity.new_score IS 'score with the new rating';
COMMENT ON COLUMN aijri_sensitivity.change IS 'new_score minus score, in points';
COMMENT ON COLUMN aijri_sensitivity.new_zone IS 'zone with the new rating';
COMMENT ON COLUMN aijri_sensitivity.new_sublabel IS 'sub-label with the new rating';
COMMENT ON COLUMN aijri_sensitivity.flips_zone IS 'whether the zone changes';

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
	'value that one lever alone needs for a role to reach a zone';
COMMENT ON COLUMN aijri_target.lever IS 'what is changed: task_resistance, evidence, barriers, or growth';
COMMENT ON COLUMN aijri_target.current IS 'current value';
COMMENT ON COLUMN aijri_target.needed IS 'nearest value that reaches the zone; NULL: none does';
COMMENT ON COLUMN aijri_target.change IS 'needed minus current';
COMMENT ON COLUMN aijri_target.reachable IS 'whether the lever alone can reach the zone';
COMMENT ON COLUMN aijri_target.new_score IS 'score with the needed value, or with the lever at its limit if unreachable';
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
	'distribution of a score whose ratings are uncertain';
COMMENT ON COLUMN aijri_zone_probability.score IS 'score of the ratings as given';
COMMENT ON COLUMN aijri_zone_probability.zone IS 'zone of the ratings as given';
COMMENT ON COLUMN aijri_zone_probability.red IS 'probability of Red, 0 to 1';
COMMENT ON COLUMN aijri_zone_probability.yellow IS 'probability of Yellow, 0 to 1';
COMMENT ON COLUMN aijri_zone_probability.green IS 'probability of Green, 0 to 1';
COMMENT ON COLUMN aijri_zone_probability.same_zone IS 'probability of the zone of the ratings as given, 0 to 1';
COMMENT ON COLUMN aijri_zone_probability.likeliest_zone IS 'zone with the highest probability';
COMMENT ON COLUMN aijri_zone_probability.mean_score IS 'mean of the score';
COMMENT ON COLUMN aijri_zone_probability.stddev IS 'standard deviation of the score, in points';
COMMENT ON COLUMN aijri_zone_probability.p05 IS '5th percentile of the score';
COMMENT ON COLUMN aijri_zone_probability.p50 IS 'median of the score';
COMMENT ON COLUMN aijri_zone_probability.p95 IS '95th percentile of the score';
COMMENT ON COLUMN aijri_zone_probability.times_rounded IS 'whether time shares were rounded to 0.01% of the total time';

CREATE FUNCTION score_sensitivity(
	assessment aijri_assessment,
	method aijri_method DEFAULT NULL
) RETURNS SETOF aijri_sensitivity
	AS 'MODULE_PATHNAME', 'score_sensitivity'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 50 ROWS 30;
COMMENT ON FUNCTION score_sensitivity(aijri_assessment, aijri_method) IS
	'sensitivity of a score: every rating moved one step up and down, with the new score, zone, and sub-label';

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
	'the task resistance, evidence, barriers, or growth that alone would reach a zone';

CREATE FUNCTION zone_probability(
	assessment aijri_assessment,
	doubt float8,
	method aijri_method DEFAULT NULL
) RETURNS aijri_zone_probability
	AS 'MODULE_PATHNAME', 'zone_probability'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 500;
COMMENT ON FUNCTION zone_probability(aijri_assessment, float8, aijri_method) IS
	'probability of each zone if every rating is one step off with probability doubt';

CREATE FUNCTION zone_firmness(probability float8) RETURNS text
	AS 'MODULE_PATHNAME', 'zone_firmness'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION zone_firmness(float8) IS
	'the probability of a role''s zone in a word: firm from 0.9 up, likely from 0.66 up, otherwise borderline';


CREATE FUNCTION score_distribution(
	assessment aijri_assessment,
	doubt float8,
	method aijri_method DEFAULT NULL
) RETURNS aijri_distribution
	AS 'MODULE_PATHNAME', 'score_distribution'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 500;
COMMENT ON FUNCTION score_distribution(aijri_assessment, float8, aijri_method) IS
	'distribution of the score if every rating is one step off with probability doubt; its total weight is 1e9';

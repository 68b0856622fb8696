-- ---------------------------------------------------------------------------
-- Aggregates over task rows
--
-- Those with the same arguments share one state, so that several in a query cost as
-- much as one.  SSPACE is that of shares in whole or half percent.
-- ---------------------------------------------------------------------------

CREATE FUNCTION _grouping_support(request internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'grouping_support'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _grouping_support(internal) IS
	'loads the grouping node when a query with one of the aggregates is planned; called by the planner';

CREATE FUNCTION _task_sums_accum(
	state internal,
	score float8,
	"time" float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_sums_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 2
	SUPPORT _grouping_support;
COMMENT ON FUNCTION _task_sums_accum(internal, float8, float8) IS
	'adds a task row to a state; called by task_resistance, exposed_pct, and task_profile';

CREATE FUNCTION _task_sums_accum(
	state internal,
	score float8,
	"time" float8,
	mode aijri_mode
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_sums_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 2
	SUPPORT _grouping_support;
COMMENT ON FUNCTION _task_sums_accum(internal, float8, float8, aijri_mode) IS
	'adds a task row to a state; called by task_resistance, exposed_pct, and task_profile';

CREATE FUNCTION _task_sums_accum_inv(
	state internal,
	score float8,
	"time" float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_sums_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 3;
COMMENT ON FUNCTION _task_sums_accum_inv(internal, float8, float8) IS
	'removes a task row from a state; called by task_resistance, exposed_pct, and task_profile';

CREATE FUNCTION _task_sums_accum_inv(
	state internal,
	score float8,
	"time" float8,
	mode aijri_mode
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_sums_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 3;
COMMENT ON FUNCTION _task_sums_accum_inv(internal, float8, float8, aijri_mode) IS
	'removes a task row from a state; called by task_resistance, exposed_pct, and task_profile';

CREATE FUNCTION _task_sums_combine(
	state internal,
	other internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_sums_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _task_sums_combine(internal, internal) IS
	'combines two partial states; called by task_resistance, exposed_pct, and task_profile';

CREATE FUNCTION _task_sums_serial(state internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'task_sums_serial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _task_sums_serial(internal) IS
	'serializes a state for another process; called by task_resistance, exposed_pct, and task_profile';

CREATE FUNCTION _task_sums_deserial(
	serialized bytea,
	state internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_sums_deserial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _task_sums_deserial(bytea, internal) IS
	'deserializes a state from another process; called by task_resistance, exposed_pct, and task_profile';

CREATE FUNCTION _task_resistance_final(state internal) RETURNS float8
	AS 'MODULE_PATHNAME', 'task_resistance_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 5;
COMMENT ON FUNCTION _task_resistance_final(internal) IS
	'task resistance of a state; called by the aggregate task_resistance';

CREATE FUNCTION _exposed_pct_final(state internal) RETURNS float8
	AS 'MODULE_PATHNAME', 'exposed_pct_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 5;
COMMENT ON FUNCTION _exposed_pct_final(internal) IS
	'exposed percentage of a state; called by the aggregate exposed_pct';

CREATE FUNCTION _task_profile_final(state internal) RETURNS aijri_task_profile
	AS 'MODULE_PATHNAME', 'task_profile_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 15;
COMMENT ON FUNCTION _task_profile_final(internal) IS
	'profile of a state; called by the aggregate task_profile';

CREATE AGGREGATE task_resistance(score float8, "time" float8) (
	SFUNC = _task_sums_accum,
	STYPE = internal,
	SSPACE = 8,
	FINALFUNC = _task_resistance_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _task_sums_combine,
	SERIALFUNC = _task_sums_serial,
	DESERIALFUNC = _task_sums_deserial,
	MSFUNC = _task_sums_accum,
	MINVFUNC = _task_sums_accum_inv,
	MSTYPE = internal,
	MSSPACE = 8,
	MFINALFUNC = _task_resistance_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE task_resistance(float8, float8) IS
	'6 minus the time-weighted mean task score, 1 to 5, to six decimal places';

CREATE AGGREGATE exposed_pct(score float8, "time" float8) (
	SFUNC = _task_sums_accum,
	STYPE = internal,
	SSPACE = 8,
	FINALFUNC = _exposed_pct_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _task_sums_combine,
	SERIALFUNC = _task_sums_serial,
	DESERIALFUNC = _task_sums_deserial,
	MSFUNC = _task_sums_accum,
	MINVFUNC = _task_sums_accum_inv,
	MSTYPE = internal,
	MSSPACE = 8,
	MFINALFUNC = _exposed_pct_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE exposed_pct(float8, float8) IS
	'percentage of time with a task score of 3 or more';

CREATE AGGREGATE task_profile(score float8, "time" float8) (
	SFUNC = _task_sums_accum,
	STYPE = internal,
	SSPACE = 8,
	FINALFUNC = _task_profile_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _task_sums_combine,
	SERIALFUNC = _task_sums_serial,
	DESERIALFUNC = _task_sums_deserial,
	MSFUNC = _task_sums_accum,
	MINVFUNC = _task_sums_accum_inv,
	MSTYPE = internal,
	MSSPACE = 8,
	MFINALFUNC = _task_profile_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE task_profile(float8, float8) IS
	'profile of the task rows of a role, ignoring their modes';

CREATE AGGREGATE task_profile(score float8, "time" float8, mode aijri_mode) (
	SFUNC = _task_sums_accum,
	STYPE = internal,
	SSPACE = 8,
	FINALFUNC = _task_profile_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _task_sums_combine,
	SERIALFUNC = _task_sums_serial,
	DESERIALFUNC = _task_sums_deserial,
	MSFUNC = _task_sums_accum,
	MINVFUNC = _task_sums_accum_inv,
	MSTYPE = internal,
	MSSPACE = 8,
	MFINALFUNC = _task_profile_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE task_profile(float8, float8, aijri_mode) IS
	'profile of the task rows of a role';


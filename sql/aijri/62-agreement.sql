-- ---------------------------------------------------------------------------
-- Agreement of assessors
-- ---------------------------------------------------------------------------

CREATE FUNCTION _alpha_accum(
	state internal,
	unit anyelement,
	rating float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'alpha_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _alpha_accum(internal, anyelement, float8) IS
	'adds a row to a state; called by the aggregate krippendorff_alpha';

CREATE FUNCTION _alpha_accum(
	state internal,
	unit anyelement,
	rating float8,
	metric text
) RETURNS internal
	AS 'MODULE_PATHNAME', 'alpha_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _alpha_accum(internal, anyelement, float8, text) IS
	'adds a row to a state; called by the aggregate krippendorff_alpha';

CREATE FUNCTION _alpha_combine(
	state internal,
	other internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'alpha_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _alpha_combine(internal, internal) IS
	'combines two partial states; called by the aggregate krippendorff_alpha';

CREATE FUNCTION _alpha_serial(state internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'alpha_serial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _alpha_serial(internal) IS
	'serializes a state for another process; called by the aggregate krippendorff_alpha';

CREATE FUNCTION _alpha_deserial(
	serialized bytea,
	state internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'alpha_deserial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _alpha_deserial(bytea, internal) IS
	'deserializes a state from another process; called by the aggregate krippendorff_alpha';

CREATE FUNCTION _alpha_final(state internal) RETURNS float8
	AS 'MODULE_PATHNAME', 'alpha_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _alpha_final(internal) IS
	'result of a state; called by the aggregate krippendorff_alpha';

CREATE AGGREGATE krippendorff_alpha(unit anyelement, rating float8) (
	SFUNC = _alpha_accum,
	STYPE = internal,
	SSPACE = 1024,
	FINALFUNC = _alpha_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _alpha_combine,
	SERIALFUNC = _alpha_serial,
	DESERIALFUNC = _alpha_deserial,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE krippendorff_alpha(anyelement, float8) IS
	'Krippendorff''s alpha of ratings, ordinal: 1 for perfect agreement, 0 for chance';

CREATE AGGREGATE krippendorff_alpha(unit anyelement, rating float8, metric text) (
	SFUNC = _alpha_accum,
	STYPE = internal,
	SSPACE = 1024,
	FINALFUNC = _alpha_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _alpha_combine,
	SERIALFUNC = _alpha_serial,
	DESERIALFUNC = _alpha_deserial,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE krippendorff_alpha(anyelement, float8, text) IS
	'Krippendorff''s alpha of ratings by a metric, nominal, ordinal or interval: 1 for perfect agreement, 0 for chance';

CREATE FUNCTION _doubt_of_pairs(
	differing bigint,
	pairs bigint
) RETURNS float8
	AS 'MODULE_PATHNAME', 'doubt_of_pairs'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _doubt_of_pairs(bigint, bigint) IS
	'the doubt at which two assessors differ in this share of pairs; NULL: none does';

-- ---------------------------------------------------------------------------
-- Weighted figures
-- ---------------------------------------------------------------------------

CREATE FUNCTION _weighted_corr_accum(
	state internal,
	x float8,
	y float8,
	weight float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'weighted_corr_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _weighted_corr_accum(internal, float8, float8, float8) IS
	'adds a row to a state; called by the aggregate weighted_corr';

CREATE FUNCTION _weighted_corr_combine(
	state internal,
	other internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'weighted_corr_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _weighted_corr_combine(internal, internal) IS
	'combines two partial states; called by the aggregate weighted_corr';

CREATE FUNCTION _weighted_corr_serial(state internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'weighted_corr_serial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _weighted_corr_serial(internal) IS
	'serializes a state for another process; called by the aggregate weighted_corr';

CREATE FUNCTION _weighted_corr_deserial(
	serialized bytea,
	state internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'weighted_corr_deserial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _weighted_corr_deserial(bytea, internal) IS
	'deserializes a state from another process; called by the aggregate weighted_corr';

CREATE FUNCTION _weighted_corr_final(state internal) RETURNS float8
	AS 'MODULE_PATHNAME', 'weighted_corr_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _weighted_corr_final(internal) IS
	'result of a state; called by the aggregate weighted_corr';

CREATE AGGREGATE weighted_corr(x float8, y float8, weight float8) (
	SFUNC = _weighted_corr_accum,
	STYPE = internal,
	SSPACE = 1024,
	FINALFUNC = _weighted_corr_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _weighted_corr_combine,
	SERIALFUNC = _weighted_corr_serial,
	DESERIALFUNC = _weighted_corr_deserial,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE weighted_corr(float8, float8, float8) IS
	'weighted correlation of x and y';

CREATE FUNCTION _weighted_percentile_accum(
	state internal,
	x float8,
	weight float8,
	fraction float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'weighted_percentile_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _weighted_percentile_accum(internal, float8, float8, float8) IS
	'adds a row to a state; called by the aggregate weighted_percentile';

CREATE FUNCTION _weighted_percentile_combine(
	state internal,
	other internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'weighted_percentile_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _weighted_percentile_combine(internal, internal) IS
	'combines two partial states; called by the aggregate weighted_percentile';

CREATE FUNCTION _weighted_percentile_serial(state internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'weighted_percentile_serial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _weighted_percentile_serial(internal) IS
	'serializes a state for another process; called by the aggregate weighted_percentile';

CREATE FUNCTION _weighted_percentile_deserial(
	serialized bytea,
	state internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'weighted_percentile_deserial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _weighted_percentile_deserial(bytea, internal) IS
	'deserializes a state from another process; called by the aggregate weighted_percentile';

CREATE FUNCTION _weighted_percentile_final(state internal) RETURNS float8
	AS 'MODULE_PATHNAME', 'weighted_percentile_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _weighted_percentile_final(internal) IS
	'result of a state; called by the aggregate weighted_percentile';

CREATE AGGREGATE weighted_percentile(x float8, weight float8, fraction float8) (
	SFUNC = _weighted_percentile_accum,
	STYPE = internal,
	SSPACE = 1024,
	FINALFUNC = _weighted_percentile_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _weighted_percentile_combine,
	SERIALFUNC = _weighted_percentile_serial,
	DESERIALFUNC = _weighted_percentile_deserial,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE weighted_percentile(float8, float8, float8) IS
	'weighted percentile: the lowest x at which the running weight reaches a fraction of the total';

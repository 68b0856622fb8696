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
	AS 'byteasend'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
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
	'distribution of scores: the weight in each tenth of a point, and exact sums';

CREATE FUNCTION _distribution_eq(
	a aijri_distribution,
	b aijri_distribution
) RETURNS boolean
	AS 'byteaeq'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_eq(aijri_distribution, aijri_distribution) IS
	'whether two distributions are equal';

CREATE FUNCTION _distribution_ne(
	a aijri_distribution,
	b aijri_distribution
) RETURNS boolean
	AS 'byteane'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_ne(aijri_distribution, aijri_distribution) IS
	'whether two distributions differ';

CREATE FUNCTION _distribution_lt(
	a aijri_distribution,
	b aijri_distribution
) RETURNS boolean
	AS 'bytealt'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_lt(aijri_distribution, aijri_distribution) IS
	'whether the bytes of the first distribution are less than those of the second';

CREATE FUNCTION _distribution_le(
	a aijri_distribution,
	b aijri_distribution
) RETURNS boolean
	AS 'byteale'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_le(aijri_distribution, aijri_distribution) IS
	'whether the bytes of the first distribution are less than or equal to those of the second';

CREATE FUNCTION _distribution_ge(
	a aijri_distribution,
	b aijri_distribution
) RETURNS boolean
	AS 'byteage'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_ge(aijri_distribution, aijri_distribution) IS
	'whether the bytes of the first distribution are greater than or equal to those of the second';

CREATE FUNCTION _distribution_gt(
	a aijri_distribution,
	b aijri_distribution
) RETURNS boolean
	AS 'byteagt'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_gt(aijri_distribution, aijri_distribution) IS
	'whether the bytes of the first distribution are greater than those of the second';

CREATE FUNCTION _distribution_cmp(
	a aijri_distribution,
	b aijri_distribution
) RETURNS integer
	AS 'byteacmp'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_cmp(aijri_distribution, aijri_distribution) IS
	'compares the bytes of two distributions: negative, 0 or positive';

CREATE FUNCTION _distribution_sortsupport(support internal) RETURNS void
	AS 'bytea_sortsupport'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_sortsupport(internal) IS
	'fast comparison for sorting; called by the server';

CREATE FUNCTION _distribution_hash(distribution aijri_distribution) RETURNS integer
	AS 'hashvarlena'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_hash(aijri_distribution) IS
	'hash of a distribution; called by the server';

CREATE FUNCTION _distribution_hash_extended(
	distribution aijri_distribution,
	seed bigint
) RETURNS bigint
	AS 'hashvarlenaextended'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_hash_extended(aijri_distribution, bigint) IS
	'hash of a distribution with a seed; called by the server';

CREATE OPERATOR = (
	LEFTARG = aijri_distribution,
	RIGHTARG = aijri_distribution,
	FUNCTION = _distribution_eq,
	COMMUTATOR = =,
	NEGATOR = <>,
	RESTRICT = eqsel,
	JOIN = eqjoinsel,
	HASHES,
	MERGES
);
COMMENT ON OPERATOR = (aijri_distribution, aijri_distribution) IS
	'equals';

CREATE OPERATOR <> (
	LEFTARG = aijri_distribution,
	RIGHTARG = aijri_distribution,
	FUNCTION = _distribution_ne,
	COMMUTATOR = <>,
	NEGATOR = =,
	RESTRICT = neqsel,
	JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (aijri_distribution, aijri_distribution) IS
	'does not equal';

CREATE OPERATOR < (
	LEFTARG = aijri_distribution,
	RIGHTARG = aijri_distribution,
	FUNCTION = _distribution_lt,
	COMMUTATOR = >,
	NEGATOR = >=,
	RESTRICT = scalarltsel,
	JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (aijri_distribution, aijri_distribution) IS
	'byte order, without a meaning of its own: precedes';

CREATE OPERATOR <= (
	LEFTARG = aijri_distribution,
	RIGHTARG = aijri_distribution,
	FUNCTION = _distribution_le,
	COMMUTATOR = >=,
	NEGATOR = >,
	RESTRICT = scalarlesel,
	JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (aijri_distribution, aijri_distribution) IS
	'byte order: precedes or equals';

CREATE OPERATOR > (
	LEFTARG = aijri_distribution,
	RIGHTARG = aijri_distribution,
	FUNCTION = _distribution_gt,
	COMMUTATOR = <,
	NEGATOR = <=,
	RESTRICT = scalargtsel,
	JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (aijri_distribution, aijri_distribution) IS
	'byte order, without a meaning of its own: follows';

CREATE OPERATOR >= (
	LEFTARG = aijri_distribution,
	RIGHTARG = aijri_distribution,
	FUNCTION = _distribution_ge,
	COMMUTATOR = <=,
	NEGATOR = <,
	RESTRICT = scalargesel,
	JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (aijri_distribution, aijri_distribution) IS
	'byte order: follows or equals';

CREATE OPERATOR CLASS aijri_distribution_ops
	DEFAULT FOR TYPE aijri_distribution USING btree AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 _distribution_cmp(aijri_distribution, aijri_distribution),
	FUNCTION 2 _distribution_sortsupport(internal),
	FUNCTION 4 btequalimage(oid);
COMMENT ON OPERATOR CLASS aijri_distribution_ops USING btree IS
	'byte order of distributions, without a meaning of its own: for count(DISTINCT), sorts, merge joins, and unique indexes';
COMMENT ON OPERATOR FAMILY aijri_distribution_ops USING btree IS
	'byte order of distributions, without a meaning of its own: for count(DISTINCT), sorts, merge joins, and unique indexes';

CREATE OPERATOR CLASS aijri_distribution_hash_ops
	DEFAULT FOR TYPE aijri_distribution USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 _distribution_hash(aijri_distribution),
	FUNCTION 2 _distribution_hash_extended(aijri_distribution, bigint);
COMMENT ON OPERATOR CLASS aijri_distribution_hash_ops USING hash IS
	'equality of distributions, for GROUP BY, DISTINCT, and hash joins';
COMMENT ON OPERATOR FAMILY aijri_distribution_hash_ops USING hash IS
	'equality of distributions, for GROUP BY, DISTINCT, and hash joins';

CREATE TYPE aijri_histogram_bar AS (
	from_score float8,
	to_score float8,
	weight float8,
	share float8
);
COMMENT ON TYPE aijri_histogram_bar IS
	'one bar of a histogram of scores';
COMMENT ON COLUMN aijri_histogram_bar.from_score IS 'lowest score of the bar';
COMMENT ON COLUMN aijri_histogram_bar.to_score IS 'lowest score of the next bar; the last bar includes 100';
COMMENT ON COLUMN aijri_histogram_bar.weight IS 'weight of the scores in the bar; their number if unweighted';
COMMENT ON COLUMN aijri_histogram_bar.share IS 'share of the total weight, 0 to 1';

CREATE FUNCTION dist_count(d aijri_distribution) RETURNS bigint
	AS 'MODULE_PATHNAME', 'dist_count'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dist_count(aijri_distribution) IS
	'number of scores, including those of weight 0';

CREATE FUNCTION dist_weight(d aijri_distribution) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_weight'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dist_weight(aijri_distribution) IS
	'total weight; the number of scores if unweighted';

CREATE FUNCTION dist_mean(d aijri_distribution) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_mean'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dist_mean(aijri_distribution) IS
	'weighted mean of the scores, exact to 1e-9';

CREATE FUNCTION dist_stddev(d aijri_distribution) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_stddev'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dist_stddev(aijri_distribution) IS
	'weighted population standard deviation of the scores';

CREATE FUNCTION dist_min(d aijri_distribution) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_min'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dist_min(aijri_distribution) IS
	'lowest score that has weight';

CREATE FUNCTION dist_max(d aijri_distribution) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_max'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dist_max(aijri_distribution) IS
	'highest score that has weight';

CREATE FUNCTION dist_quantile(
	d aijri_distribution,
	q float8
) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_quantile'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 10;
COMMENT ON FUNCTION dist_quantile(aijri_distribution, float8) IS
	'score below which a share q of the weight lies, within 0.1';

CREATE FUNCTION dist_rank(
	d aijri_distribution,
	score float8
) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_rank'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 10;
COMMENT ON FUNCTION dist_rank(aijri_distribution, float8) IS
	'share of the weight strictly below a score, exact at multiples of 0.1';

CREATE FUNCTION dist_zone_share(
	d aijri_distribution,
	zone aijri_zone,
	method aijri_method DEFAULT NULL
) RETURNS float8
	AS 'MODULE_PATHNAME', 'dist_zone_share'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 10;
COMMENT ON FUNCTION dist_zone_share(aijri_distribution, aijri_zone, aijri_method) IS
	'exact share of the weight in a zone, 0 to 1';

CREATE FUNCTION dist_histogram(
	d aijri_distribution,
	width float8
) RETURNS SETOF aijri_histogram_bar
	AS 'MODULE_PATHNAME', 'dist_histogram'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 20 ROWS 20;
COMMENT ON FUNCTION dist_histogram(aijri_distribution, float8) IS
	'weight and share of each bar of a histogram, given the bar width in points';

CREATE FUNCTION _distribution_accum(
	state internal,
	score float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	SUPPORT _grouping_support;
COMMENT ON FUNCTION _distribution_accum(internal, float8) IS
	'adds a score to a state; called by the aggregates over scores';

CREATE FUNCTION _distribution_accum(
	state internal,
	score float8,
	weight float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	SUPPORT _grouping_support;
COMMENT ON FUNCTION _distribution_accum(internal, float8, float8) IS
	'adds a score to a state; called by the aggregates over scores';

CREATE FUNCTION _distribution_accum_inv(
	state internal,
	score float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_accum_inv(internal, float8) IS
	'removes a score from a state; called by the aggregates over scores';

CREATE FUNCTION _distribution_accum_inv(
	state internal,
	score float8,
	weight float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_accum_inv(internal, float8, float8) IS
	'removes a score from a state; called by the aggregates over scores';

CREATE FUNCTION _distribution_sum_accum(
	state internal,
	distribution aijri_distribution
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_sum_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	SUPPORT _grouping_support;
COMMENT ON FUNCTION _distribution_sum_accum(internal, aijri_distribution) IS
	'adds a distribution to a state; called by the aggregates over scores';

CREATE FUNCTION _distribution_sum_accum_inv(
	state internal,
	distribution aijri_distribution
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_sum_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_sum_accum_inv(internal, aijri_distribution) IS
	'removes a distribution from a state; called by the aggregates over scores';

CREATE FUNCTION _distribution_combine(
	state internal,
	other internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_combine(internal, internal) IS
	'combines two partial states; called by the aggregates over scores';

CREATE FUNCTION _distribution_serial(state internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'distribution_serial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_serial(internal) IS
	'serializes a state for another process; called by the aggregates over scores';

CREATE FUNCTION _distribution_deserial(
	serialized bytea,
	state internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'distribution_deserial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_deserial(bytea, internal) IS
	'deserializes a state from another process; called by the aggregates over scores';

CREATE FUNCTION _distribution_final(state internal) RETURNS aijri_distribution
	AS 'MODULE_PATHNAME', 'distribution_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _distribution_final(internal) IS
	'distribution of a state; called by the aggregates over scores';

CREATE AGGREGATE aijri_distribution(score float8) (
	SFUNC = _distribution_accum,
	STYPE = internal,
	SSPACE = 2048,
	FINALFUNC = _distribution_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _distribution_combine,
	SERIALFUNC = _distribution_serial,
	DESERIALFUNC = _distribution_deserial,
	MSFUNC = _distribution_accum,
	MINVFUNC = _distribution_accum_inv,
	MSTYPE = internal,
	MSSPACE = 2048,
	MFINALFUNC = _distribution_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE aijri_distribution(float8) IS
	'distribution of scores, each of weight 1';

CREATE AGGREGATE aijri_distribution(score float8, weight float8) (
	SFUNC = _distribution_accum,
	STYPE = internal,
	SSPACE = 2048,
	FINALFUNC = _distribution_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _distribution_combine,
	SERIALFUNC = _distribution_serial,
	DESERIALFUNC = _distribution_deserial,
	MSFUNC = _distribution_accum,
	MINVFUNC = _distribution_accum_inv,
	MSTYPE = internal,
	MSSPACE = 2048,
	MFINALFUNC = _distribution_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE aijri_distribution(float8, float8) IS
	'distribution of scores, each with its weight';

CREATE AGGREGATE distribution_sum(distribution aijri_distribution) (
	SFUNC = _distribution_sum_accum,
	STYPE = internal,
	SSPACE = 4096,
	FINALFUNC = _distribution_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _distribution_combine,
	SERIALFUNC = _distribution_serial,
	DESERIALFUNC = _distribution_deserial,
	MSFUNC = _distribution_sum_accum,
	MINVFUNC = _distribution_sum_accum_inv,
	MSTYPE = internal,
	MSSPACE = 4096,
	MFINALFUNC = _distribution_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE distribution_sum(aijri_distribution) IS
	'sum of distributions, without loss';


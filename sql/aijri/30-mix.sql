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
	AS 'byteasend'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
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
	'task time by score and mode: all that the arithmetic needs from a role''s tasks';

CREATE FUNCTION _mix_eq(
	a aijri_mix,
	b aijri_mix
) RETURNS boolean
	AS 'byteaeq'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _mix_eq(aijri_mix, aijri_mix) IS
	'whether two mixes are equal';

CREATE FUNCTION _mix_ne(
	a aijri_mix,
	b aijri_mix
) RETURNS boolean
	AS 'byteane'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _mix_ne(aijri_mix, aijri_mix) IS
	'whether two mixes differ';

CREATE FUNCTION _mix_lt(
	a aijri_mix,
	b aijri_mix
) RETURNS boolean
	AS 'bytealt'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _mix_lt(aijri_mix, aijri_mix) IS
	'whether the bytes of the first mix are less than those of the second';

CREATE FUNCTION _mix_le(
	a aijri_mix,
	b aijri_mix
) RETURNS boolean
	AS 'byteale'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _mix_le(aijri_mix, aijri_mix) IS
	'whether the bytes of the first mix are less than or equal to those of the second';

CREATE FUNCTION _mix_ge(
	a aijri_mix,
	b aijri_mix
) RETURNS boolean
	AS 'byteage'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _mix_ge(aijri_mix, aijri_mix) IS
	'whether the bytes of the first mix are greater than or equal to those of the second';

CREATE FUNCTION _mix_gt(
	a aijri_mix,
	b aijri_mix
) RETURNS boolean
	AS 'byteagt'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _mix_gt(aijri_mix, aijri_mix) IS
	'whether the bytes of the first mix are greater than those of the second';

CREATE FUNCTION _mix_cmp(
	a aijri_mix,
	b aijri_mix
) RETURNS integer
	AS 'byteacmp'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _mix_cmp(aijri_mix, aijri_mix) IS
	'compares the bytes of two mixes: negative, 0 or positive';

CREATE FUNCTION _mix_sortsupport(support internal) RETURNS void
	AS 'bytea_sortsupport'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _mix_sortsupport(internal) IS
	'fast comparison for sorting; called by the server';

CREATE FUNCTION _mix_hash(mix aijri_mix) RETURNS integer
	AS 'hashvarlena'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _mix_hash(aijri_mix) IS
	'hash of a mix; called by the server';

CREATE FUNCTION _mix_hash_extended(
	mix aijri_mix,
	seed bigint
) RETURNS bigint
	AS 'hashvarlenaextended'
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _mix_hash_extended(aijri_mix, bigint) IS
	'hash of a mix with a seed; called by the server';

CREATE OPERATOR = (
	LEFTARG = aijri_mix,
	RIGHTARG = aijri_mix,
	FUNCTION = _mix_eq,
	COMMUTATOR = =,
	NEGATOR = <>,
	RESTRICT = eqsel,
	JOIN = eqjoinsel,
	HASHES,
	MERGES
);
COMMENT ON OPERATOR = (aijri_mix, aijri_mix) IS
	'equals';

CREATE OPERATOR <> (
	LEFTARG = aijri_mix,
	RIGHTARG = aijri_mix,
	FUNCTION = _mix_ne,
	COMMUTATOR = <>,
	NEGATOR = =,
	RESTRICT = neqsel,
	JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (aijri_mix, aijri_mix) IS
	'does not equal';

CREATE OPERATOR < (
	LEFTARG = aijri_mix,
	RIGHTARG = aijri_mix,
	FUNCTION = _mix_lt,
	COMMUTATOR = >,
	NEGATOR = >=,
	RESTRICT = scalarltsel,
	JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (aijri_mix, aijri_mix) IS
	'byte order, without a meaning of its own: precedes';

CREATE OPERATOR <= (
	LEFTARG = aijri_mix,
	RIGHTARG = aijri_mix,
	FUNCTION = _mix_le,
	COMMUTATOR = >=,
	NEGATOR = >,
	RESTRICT = scalarlesel,
	JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (aijri_mix, aijri_mix) IS
	'byte order: precedes or equals';

CREATE OPERATOR > (
	LEFTARG = aijri_mix,
	RIGHTARG = aijri_mix,
	FUNCTION = _mix_gt,
	COMMUTATOR = <,
	NEGATOR = <=,
	RESTRICT = scalargtsel,
	JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (aijri_mix, aijri_mix) IS
	'byte order, without a meaning of its own: follows';

CREATE OPERATOR >= (
	LEFTARG = aijri_mix,
	RIGHTARG = aijri_mix,
	FUNCTION = _mix_ge,
	COMMUTATOR = <=,
	NEGATOR = <,
	RESTRICT = scalargesel,
	JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (aijri_mix, aijri_mix) IS
	'byte order: follows or equals';

CREATE OPERATOR CLASS aijri_mix_ops
	DEFAULT FOR TYPE aijri_mix USING btree AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 _mix_cmp(aijri_mix, aijri_mix),
	FUNCTION 2 _mix_sortsupport(internal),
	FUNCTION 4 btequalimage(oid);
COMMENT ON OPERATOR CLASS aijri_mix_ops USING btree IS
	'byte order of mixes, without a meaning of its own: for count(DISTINCT), sorts, merge joins, and unique indexes';
COMMENT ON OPERATOR FAMILY aijri_mix_ops USING btree IS
	'byte order of mixes, without a meaning of its own: for count(DISTINCT), sorts, merge joins, and unique indexes';

CREATE OPERATOR CLASS aijri_mix_hash_ops
	DEFAULT FOR TYPE aijri_mix USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 _mix_hash(aijri_mix),
	FUNCTION 2 _mix_hash_extended(aijri_mix, bigint);
COMMENT ON OPERATOR CLASS aijri_mix_hash_ops USING hash IS
	'equality of mixes, for GROUP BY, DISTINCT, and hash joins';
COMMENT ON OPERATOR FAMILY aijri_mix_hash_ops USING hash IS
	'equality of mixes, for GROUP BY, DISTINCT, and hash joins';

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
	'AI Job Resistance Index, 0 to 100, of a role with this mix of tasks';

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
	'score of a role with this mix of tasks and all figures derived from it';

CREATE FUNCTION mix_profile(
	mix aijri_mix,
	method aijri_method DEFAULT NULL
) RETURNS aijri_task_profile
	AS 'MODULE_PATHNAME', 'mix_profile'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 3;
COMMENT ON FUNCTION mix_profile(aijri_mix, aijri_method) IS
	'profile of the tasks in a mix';

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
	'the mix scaled to a total time of exactly 100';

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
	'the mix with a share of the time at one task score moved to another';

CREATE FUNCTION _task_mix_accum(
	state internal,
	score float8,
	"time" float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 2
	SUPPORT _grouping_support;
COMMENT ON FUNCTION _task_mix_accum(internal, float8, float8) IS
	'adds a task row to a state; called by the aggregate task_mix';

CREATE FUNCTION _task_mix_accum(
	state internal,
	score float8,
	"time" float8,
	mode aijri_mode
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 2
	SUPPORT _grouping_support;
COMMENT ON FUNCTION _task_mix_accum(internal, float8, float8, aijri_mode) IS
	'adds a task row to a state; called by the aggregate task_mix';

CREATE FUNCTION _task_mix_accum_inv(
	state internal,
	score float8,
	"time" float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 3;
COMMENT ON FUNCTION _task_mix_accum_inv(internal, float8, float8) IS
	'removes a task row from a state; called by the aggregate task_mix';

CREATE FUNCTION _task_mix_accum_inv(
	state internal,
	score float8,
	"time" float8,
	mode aijri_mode
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 3;
COMMENT ON FUNCTION _task_mix_accum_inv(internal, float8, float8, aijri_mode) IS
	'removes a task row from a state; called by the aggregate task_mix';

CREATE FUNCTION _task_mix_combine(
	state internal,
	other internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _task_mix_combine(internal, internal) IS
	'combines two partial states; called by the aggregate task_mix';

CREATE FUNCTION _task_mix_serial(state internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'task_mix_serial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _task_mix_serial(internal) IS
	'serializes a state for another process; called by the aggregate task_mix';

CREATE FUNCTION _task_mix_deserial(
	serialized bytea,
	state internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'task_mix_deserial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _task_mix_deserial(bytea, internal) IS
	'deserializes a state from another process; called by the aggregate task_mix';

CREATE FUNCTION _task_mix_final(state internal) RETURNS aijri_mix
	AS 'MODULE_PATHNAME', 'task_mix_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 15;
COMMENT ON FUNCTION _task_mix_final(internal) IS
	'mix of a state; called by the aggregate task_mix';

CREATE AGGREGATE task_mix(score float8, "time" float8) (
	SFUNC = _task_mix_accum,
	STYPE = internal,
	SSPACE = 64,
	FINALFUNC = _task_mix_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _task_mix_combine,
	SERIALFUNC = _task_mix_serial,
	DESERIALFUNC = _task_mix_deserial,
	MSFUNC = _task_mix_accum,
	MINVFUNC = _task_mix_accum_inv,
	MSTYPE = internal,
	MSSPACE = 64,
	MFINALFUNC = _task_mix_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE task_mix(float8, float8) IS
	'mix of the task rows of a role, ignoring their modes';

CREATE AGGREGATE task_mix(score float8, "time" float8, mode aijri_mode) (
	SFUNC = _task_mix_accum,
	STYPE = internal,
	SSPACE = 64,
	FINALFUNC = _task_mix_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _task_mix_combine,
	SERIALFUNC = _task_mix_serial,
	DESERIALFUNC = _task_mix_deserial,
	MSFUNC = _task_mix_accum,
	MINVFUNC = _task_mix_accum_inv,
	MSTYPE = internal,
	MSSPACE = 64,
	MFINALFUNC = _task_mix_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE task_mix(float8, float8, aijri_mode) IS
	'mix of the task rows of a role';

CREATE FUNCTION _mix_sum_accum(
	state internal,
	mix aijri_mix
) RETURNS internal
	AS 'MODULE_PATHNAME', 'mix_sum_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	SUPPORT _grouping_support;
COMMENT ON FUNCTION _mix_sum_accum(internal, aijri_mix) IS
	'adds a mix to a state; called by the aggregate mix_sum';

CREATE FUNCTION _mix_sum_accum(
	state internal,
	mix aijri_mix,
	weight float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'mix_sum_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	SUPPORT _grouping_support;
COMMENT ON FUNCTION _mix_sum_accum(internal, aijri_mix, float8) IS
	'adds a mix to a state; called by the aggregate mix_sum';

CREATE FUNCTION _mix_sum_accum_inv(
	state internal,
	mix aijri_mix
) RETURNS internal
	AS 'MODULE_PATHNAME', 'mix_sum_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _mix_sum_accum_inv(internal, aijri_mix) IS
	'removes a mix from a state; called by the aggregate mix_sum';

CREATE FUNCTION _mix_sum_accum_inv(
	state internal,
	mix aijri_mix,
	weight float8
) RETURNS internal
	AS 'MODULE_PATHNAME', 'mix_sum_accum_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _mix_sum_accum_inv(internal, aijri_mix, float8) IS
	'removes a mix from a state; called by the aggregate mix_sum';

CREATE FUNCTION _mix_sum_combine(
	state internal,
	other internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'mix_sum_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _mix_sum_combine(internal, internal) IS
	'combines two partial states; called by the aggregate mix_sum';

CREATE FUNCTION _mix_sum_serial(state internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'mix_sum_serial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _mix_sum_serial(internal) IS
	'serializes a state for another process; called by the aggregate mix_sum';

CREATE FUNCTION _mix_sum_deserial(
	serialized bytea,
	state internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'mix_sum_deserial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _mix_sum_deserial(bytea, internal) IS
	'deserializes a state from another process; called by the aggregate mix_sum';

CREATE FUNCTION _mix_sum_final(state internal) RETURNS aijri_mix
	AS 'MODULE_PATHNAME', 'mix_sum_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _mix_sum_final(internal) IS
	'sum of the mixes of a state; called by the aggregate mix_sum';

CREATE AGGREGATE mix_sum(mix aijri_mix) (
	SFUNC = _mix_sum_accum,
	STYPE = internal,
	SSPACE = 400,
	FINALFUNC = _mix_sum_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _mix_sum_combine,
	SERIALFUNC = _mix_sum_serial,
	DESERIALFUNC = _mix_sum_deserial,
	MSFUNC = _mix_sum_accum,
	MINVFUNC = _mix_sum_accum_inv,
	MSTYPE = internal,
	MSSPACE = 400,
	MFINALFUNC = _mix_sum_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE mix_sum(aijri_mix) IS
	'sum of mixes';

CREATE AGGREGATE mix_sum(mix aijri_mix, weight float8) (
	SFUNC = _mix_sum_accum,
	STYPE = internal,
	SSPACE = 400,
	FINALFUNC = _mix_sum_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _mix_sum_combine,
	SERIALFUNC = _mix_sum_serial,
	DESERIALFUNC = _mix_sum_deserial,
	MSFUNC = _mix_sum_accum,
	MINVFUNC = _mix_sum_accum_inv,
	MSTYPE = internal,
	MSSPACE = 400,
	MFINALFUNC = _mix_sum_final,
	MFINALFUNC_MODIFY = READ_ONLY,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE mix_sum(aijri_mix, float8) IS
	'sum of mixes, each multiplied by its weight';


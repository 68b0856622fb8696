-- ---------------------------------------------------------------------------
-- Occupation codes
-- ---------------------------------------------------------------------------

CREATE TYPE soc_code;
COMMENT ON TYPE soc_code IS
	'code of a SOC 2018 or O*NET-SOC occupation or of a group: 15-1252, 15-1252.01, 15-1200, 00-0000';

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
	'converts text to an occupation code';

CREATE CAST (text AS soc_code) WITH FUNCTION soc_code(text);
COMMENT ON CAST (text AS soc_code) IS
	'converts text to an occupation code; explicit only';

CREATE FUNCTION soc_try(code text) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_try'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_try(text) IS
	'converts text to an occupation code; NULL if it is not valid';

CREATE FUNCTION soc_level(code soc_code) RETURNS text
	AS 'MODULE_PATHNAME', 'soc_level'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_level(soc_code) IS
	'level of a code: total, major, minor, broad, detailed, or onet';

CREATE FUNCTION soc_parent(code soc_code) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_parent'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_parent(soc_code) IS
	'the group directly above a code; NULL for the total';

CREATE FUNCTION soc_parent(
	code soc_code,
	level text
) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_parent_at_level'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_parent(soc_code, text) IS
	'the group of a given level that contains a code; the code itself at its own level; NULL if the code is coarser';

CREATE FUNCTION soc_first(code soc_code) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_first'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_first(soc_code) IS
	'lowest code of a group: the group itself';

CREATE FUNCTION soc_last(code soc_code) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_last'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION soc_last(soc_code) IS
	'highest code of a group, such as 15-9999.99 for 15-0000';

-- Comparison: the order of codes, in which a group precedes what is in it.

CREATE FUNCTION _soc_code_eq(
	a soc_code,
	b soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_code_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_code_eq(soc_code, soc_code) IS
	'whether two codes are equal';

CREATE FUNCTION _soc_code_ne(
	a soc_code,
	b soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_code_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_code_ne(soc_code, soc_code) IS
	'whether two codes differ';

CREATE FUNCTION _soc_code_lt(
	a soc_code,
	b soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_code_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_code_lt(soc_code, soc_code) IS
	'whether a code precedes another';

CREATE FUNCTION _soc_code_le(
	a soc_code,
	b soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_code_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_code_le(soc_code, soc_code) IS
	'whether a code precedes or equals another';

CREATE FUNCTION _soc_code_gt(
	a soc_code,
	b soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_code_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_code_gt(soc_code, soc_code) IS
	'whether a code follows another';

CREATE FUNCTION _soc_code_ge(
	a soc_code,
	b soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_code_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_code_ge(soc_code, soc_code) IS
	'whether a code follows or equals another';

CREATE FUNCTION _soc_code_cmp(
	a soc_code,
	b soc_code
) RETURNS integer
	AS 'MODULE_PATHNAME', 'soc_code_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_code_cmp(soc_code, soc_code) IS
	'compares two codes: -1, 0, or 1 if a precedes, equals, or follows b';

CREATE FUNCTION _soc_code_sortsupport(support internal) RETURNS void
	AS 'MODULE_PATHNAME', 'soc_code_sortsupport'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_code_sortsupport(internal) IS
	'fast comparison for sorting';

CREATE FUNCTION _soc_code_hash(code soc_code) RETURNS integer
	AS 'MODULE_PATHNAME', 'soc_code_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_code_hash(soc_code) IS
	'hash of a code';

CREATE FUNCTION _soc_code_hash_extended(
	code soc_code,
	seed bigint
) RETURNS bigint
	AS 'MODULE_PATHNAME', 'soc_code_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_code_hash_extended(soc_code, bigint) IS
	'hash of a code, 64 bits, with a seed';

CREATE OPERATOR = (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = _soc_code_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel,
	HASHES, MERGES
);
COMMENT ON OPERATOR = (soc_code, soc_code) IS 'equals';

CREATE OPERATOR <> (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = _soc_code_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (soc_code, soc_code) IS 'does not equal';

CREATE OPERATOR < (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = _soc_code_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (soc_code, soc_code) IS 'precedes';

CREATE OPERATOR <= (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = _soc_code_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (soc_code, soc_code) IS 'precedes or equals';

CREATE OPERATOR > (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = _soc_code_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (soc_code, soc_code) IS 'follows';

CREATE OPERATOR >= (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = _soc_code_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (soc_code, soc_code) IS 'follows or equals';

CREATE OPERATOR CLASS soc_code_ops DEFAULT FOR TYPE soc_code USING btree AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 _soc_code_cmp(soc_code, soc_code),
	FUNCTION 2 _soc_code_sortsupport(internal),
	FUNCTION 4 btequalimage(oid);
COMMENT ON OPERATOR CLASS soc_code_ops USING btree IS 'order of codes';
COMMENT ON OPERATOR FAMILY soc_code_ops USING btree IS 'order of codes';

CREATE OPERATOR CLASS soc_code_ops DEFAULT FOR TYPE soc_code USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 _soc_code_hash(soc_code),
	FUNCTION 2 _soc_code_hash_extended(soc_code, bigint);
COMMENT ON OPERATOR CLASS soc_code_ops USING hash IS 'equality of codes';
COMMENT ON OPERATOR FAMILY soc_code_ops USING hash IS 'equality of codes';

CREATE FUNCTION _soc_code_smaller(
	a soc_code,
	b soc_code
) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_code_smaller'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_code_smaller(soc_code, soc_code) IS
	'the lower of two codes';

CREATE FUNCTION _soc_code_larger(
	a soc_code,
	b soc_code
) RETURNS soc_code
	AS 'MODULE_PATHNAME', 'soc_code_larger'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_code_larger(soc_code, soc_code) IS
	'the higher of two codes';

CREATE AGGREGATE min(code soc_code) (
	SFUNC = _soc_code_smaller,
	STYPE = soc_code,
	COMBINEFUNC = _soc_code_smaller,
	SORTOP = <,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE min(soc_code) IS 'lowest code';

CREATE AGGREGATE max(code soc_code) (
	SFUNC = _soc_code_larger,
	STYPE = soc_code,
	COMBINEFUNC = _soc_code_larger,
	SORTOP = >,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE max(soc_code) IS 'highest code';

-- Containment: what the planner should know first, then functions and operators.

CREATE FUNCTION _soc_containment_support(request internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'soc_containment_support'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_containment_support(internal) IS
	'index conditions and estimates for containment of codes; called by the planner';

CREATE FUNCTION _soc_containment_sel(
	root internal,
	operator oid,
	arguments internal,
	relation integer
) RETURNS float8
	AS 'MODULE_PATHNAME', 'soc_containment_sel'
	LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_containment_sel(internal, oid, internal, integer) IS
	'selectivity of containment of codes; called by the planner';

CREATE FUNCTION _soc_containment_joinsel(
	root internal,
	operator oid,
	arguments internal,
	join_type smallint,
	"join" internal
) RETURNS float8
	AS 'MODULE_PATHNAME', 'soc_containment_joinsel'
	LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _soc_containment_joinsel(internal, oid, internal, smallint, internal) IS
	'join selectivity of containment of codes; called by the planner';

CREATE FUNCTION soc_within(
	code soc_code,
	"group" soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_within'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	SUPPORT _soc_containment_support;
COMMENT ON FUNCTION soc_within(soc_code, soc_code) IS
	'whether a code is in a group or is the group itself: code <<= group';

CREATE FUNCTION soc_strictly_within(
	code soc_code,
	"group" soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_strictly_within'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	SUPPORT _soc_containment_support;
COMMENT ON FUNCTION soc_strictly_within(soc_code, soc_code) IS
	'whether a code is in a group but is not the group itself: code << group';

CREATE FUNCTION soc_contains(
	"group" soc_code,
	code soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_contains'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	SUPPORT _soc_containment_support;
COMMENT ON FUNCTION soc_contains(soc_code, soc_code) IS
	'whether a group contains a code or is that code: group >>= code';

CREATE FUNCTION soc_strictly_contains(
	"group" soc_code,
	code soc_code
) RETURNS boolean
	AS 'MODULE_PATHNAME', 'soc_strictly_contains'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	SUPPORT _soc_containment_support;
COMMENT ON FUNCTION soc_strictly_contains(soc_code, soc_code) IS
	'whether a group contains a code but is not that code: group >> code';

CREATE OPERATOR <<= (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_within,
	COMMUTATOR = >>=, RESTRICT = _soc_containment_sel, JOIN = _soc_containment_joinsel
);
COMMENT ON OPERATOR <<= (soc_code, soc_code) IS 'is in the group or is the group itself';

CREATE OPERATOR << (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_strictly_within,
	COMMUTATOR = >>, RESTRICT = _soc_containment_sel, JOIN = _soc_containment_joinsel
);
COMMENT ON OPERATOR << (soc_code, soc_code) IS 'is in the group';

CREATE OPERATOR >>= (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_contains,
	COMMUTATOR = <<=, RESTRICT = _soc_containment_sel, JOIN = _soc_containment_joinsel
);
COMMENT ON OPERATOR >>= (soc_code, soc_code) IS 'contains the code or is the code itself';

CREATE OPERATOR >> (
	LEFTARG = soc_code, RIGHTARG = soc_code, FUNCTION = soc_strictly_contains,
	COMMUTATOR = <<, RESTRICT = _soc_containment_sel, JOIN = _soc_containment_joinsel
);
COMMENT ON OPERATOR >> (soc_code, soc_code) IS 'contains the code';


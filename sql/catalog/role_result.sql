-- ---------------------------------------------------------------------------
-- A role's result from its task rows, for the queries of a catalog
-- ---------------------------------------------------------------------------

CREATE FUNCTION _role_result_accum(
	state internal,
	score float8,
	"time" float8,
	mode text,
	evidence float8,
	barriers float8,
	growth float8,
	protective float8,
	method aijri_method
) RETURNS internal
	AS 'MODULE_PATHNAME', 'role_result_accum'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 3;
COMMENT ON FUNCTION _role_result_accum(internal, float8, float8, text, float8, float8, float8, float8, aijri_method) IS
	'adds a task row to a state; called by the aggregate _role_result';

CREATE FUNCTION _role_result_combine(
	state internal,
	other internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'role_result_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION _role_result_combine(internal, internal) IS
	'combines two partial states; called by the aggregate _role_result';

CREATE FUNCTION _role_result_serial(state internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'role_result_serial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _role_result_serial(internal) IS
	'serializes a state for another process; called by the aggregate _role_result';

CREATE FUNCTION _role_result_deserial(
	serialized bytea,
	state internal
) RETURNS internal
	AS 'MODULE_PATHNAME', 'role_result_deserial'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION _role_result_deserial(bytea, internal) IS
	'deserializes a state from another process; called by the aggregate _role_result';

CREATE FUNCTION _role_result_final(state internal) RETURNS aijri_result
	AS 'MODULE_PATHNAME', 'role_result_final'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 20;
COMMENT ON FUNCTION _role_result_final(internal) IS
	'result of a state; called by the aggregate _role_result';

CREATE AGGREGATE _role_result(
	score float8,
	"time" float8,
	mode text,
	evidence float8,
	barriers float8,
	growth float8,
	protective float8,
	method aijri_method
) (
	SFUNC = _role_result_accum,
	STYPE = internal,
	SSPACE = 128,
	FINALFUNC = _role_result_final,
	FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = _role_result_combine,
	SERIALFUNC = _role_result_serial,
	DESERIALFUNC = _role_result_deserial,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE _role_result(float8, float8, text, float8, float8, float8, float8, aijri_method) IS
	'result of a role from its task rows, its totals, and a method; totals and method are those of the first row; called by the queries of a catalog';

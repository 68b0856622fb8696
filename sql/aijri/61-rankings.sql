-- ---------------------------------------------------------------------------
-- Questioning a ranking and its method
-- ---------------------------------------------------------------------------

CREATE TYPE aijri_rank_outlook AS (
	expected_rank float8,
	p05 bigint,
	p50 bigint,
	p95 bigint,
	top_probability float8
);
COMMENT ON TYPE aijri_rank_outlook IS
	'rank of a role among others with uncertain scores; rank 1 is the highest';
COMMENT ON COLUMN aijri_rank_outlook.expected_rank IS 'mean rank';
COMMENT ON COLUMN aijri_rank_outlook.p05 IS '5th percentile of the rank';
COMMENT ON COLUMN aijri_rank_outlook.p50 IS 'median rank';
COMMENT ON COLUMN aijri_rank_outlook.p95 IS '95th percentile of the rank';
COMMENT ON COLUMN aijri_rank_outlook.top_probability IS 'probability of a rank from 1 to top';

CREATE FUNCTION rank_outlook(
	distribution aijri_distribution,
	top integer DEFAULT 10
) RETURNS aijri_rank_outlook
	AS 'MODULE_PATHNAME', 'rank_outlook'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE
	COST 1000;
COMMENT ON FUNCTION rank_outlook(aijri_distribution, integer) IS
	'window function: distribution of each role''s rank in its partition, given independent scores';

CREATE TYPE aijri_method_sensitivity AS (
	constant text,
	output text,
	first_order float8,
	first_order_low float8,
	first_order_high float8,
	total_order float8,
	total_order_low float8,
	total_order_high float8
);
COMMENT ON TYPE aijri_method_sensitivity IS
	'Sobol'' indices of an output for a constant of the method, with 90% intervals';
COMMENT ON COLUMN aijri_method_sensitivity.constant IS 'the field of aijri_method that varies';
COMMENT ON COLUMN aijri_method_sensitivity.output IS 'mean rank shift, or zones changed';
COMMENT ON COLUMN aijri_method_sensitivity.first_order IS 'share of the output''s variance that the constant explains by itself';
COMMENT ON COLUMN aijri_method_sensitivity.first_order_low IS 'lower end of its 90% interval';
COMMENT ON COLUMN aijri_method_sensitivity.first_order_high IS 'upper end of its 90% interval';
COMMENT ON COLUMN aijri_method_sensitivity.total_order IS 'share of the output''s variance that involves the constant, by itself or with others';
COMMENT ON COLUMN aijri_method_sensitivity.total_order_low IS 'lower end of its 90% interval';
COMMENT ON COLUMN aijri_method_sensitivity.total_order_high IS 'upper end of its 90% interval';

CREATE FUNCTION _method_sensitivity(
	task_resistance float8[],
	evidence float8[],
	barriers float8[],
	growth float8[],
	spread float8,
	draws integer,
	seed bigint,
	method aijri_method DEFAULT NULL
) RETURNS SETOF aijri_method_sensitivity
	AS 'MODULE_PATHNAME', 'method_sensitivity'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 1000000 ROWS 16;
COMMENT ON FUNCTION _method_sensitivity(float8[], float8[], float8[], float8[], float8, integer, bigint, aijri_method) IS
	'sensitivity of the ranking and the zones of these roles to the constants of the method; called by method_sensitivity() of a catalog';

CREATE TYPE aijri_role_robustness AS (
	role_id bigint,
	title text,
	same_zone_share float8,
	p05_rank bigint,
	p50_rank bigint,
	p95_rank bigint
);
COMMENT ON TYPE aijri_role_robustness IS
	'rank and zone of a role under many methods';
COMMENT ON COLUMN aijri_role_robustness.role_id IS 'the role';
COMMENT ON COLUMN aijri_role_robustness.title IS 'job title';
COMMENT ON COLUMN aijri_role_robustness.same_zone_share IS 'share of the methods under which its zone stays the same, 0 to 1';
COMMENT ON COLUMN aijri_role_robustness.p05_rank IS '5th percentile of the rank';
COMMENT ON COLUMN aijri_role_robustness.p50_rank IS 'median rank';
COMMENT ON COLUMN aijri_role_robustness.p95_rank IS '95th percentile of the rank';

CREATE FUNCTION _role_robustness(
	role_id bigint[],
	title text[],
	task_resistance float8[],
	evidence float8[],
	barriers float8[],
	growth float8[],
	spread float8,
	draws integer,
	seed bigint,
	method aijri_method DEFAULT NULL
) RETURNS SETOF aijri_role_robustness
	AS 'MODULE_PATHNAME', 'role_robustness'
	LANGUAGE C IMMUTABLE PARALLEL SAFE
	COST 1000000 ROWS 1000;
COMMENT ON FUNCTION _role_robustness(bigint[], text[], float8[], float8[], float8[], float8[], float8, integer, bigint, aijri_method) IS
	'ranks and zones of these roles under varied methods; called by role_robustness() of a catalog';

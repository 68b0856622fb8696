-- The functions behind method_sensitivity() and role_robustness() of a catalog, whose
-- arguments are four arrays of the inputs of the roles' scores.

CREATE TEMP TABLE role AS
SELECT i AS role_id, 1 + (i * 7919 % 401) / 100.0::float8 AS tr, (i * 31 % 21 - 10)::float8 AS e, (i * 17 % 11)::float8 AS b, (i * 13 % 5 - 2)::float8 AS g FROM generate_series(1, 300) i;
CREATE TEMP TABLE arrays AS SELECT array_agg(role_id::bigint ORDER BY role_id) AS id, array_agg('Role ' || role_id ORDER BY role_id) AS title, array_agg(tr ORDER BY role_id) AS tr, array_agg(e ORDER BY role_id) AS e, array_agg(b ORDER BY role_id) AS b, array_agg(g ORDER BY role_id) AS g FROM role;

-- Steps decide who is above whom; thresholds and the scale, who is in which zone.
SELECT output, constant, round(first_order::numeric, 3) AS first, round(first_order_low::numeric, 3) AS low, round(first_order_high::numeric, 3) AS high,
	round(total_order::numeric, 3) AS total, round(total_order_low::numeric, 3) AS low, round(total_order_high::numeric, 3) AS high
FROM arrays, _method_sensitivity(tr, e, b, g, 0.25, 1024, 1);

-- The same seed, the same bits; another seed, other points of the same answer.
CREATE FUNCTION pg_temp.totals(seed bigint) RETURNS float8[] LANGUAGE sql AS $$
	SELECT array_agg(total_order ORDER BY output, constant) FROM arrays, _method_sensitivity(tr, e, b, g, 0.2, 256, seed)
$$;
SELECT seed, pg_temp.totals(seed) = pg_temp.totals(1) AS same, (SELECT max(abs(x - y)) FROM unnest(pg_temp.totals(seed), pg_temp.totals(1)) u(x, y)) < 0.2 AS alike
FROM unnest('{1,2,-9223372036854775808,9223372036854775807}'::bigint[]) seed;

-- Robustness: over the methods of the first matrix, the share with the zone of today, and
-- the ranks.
SELECT r.* FROM arrays, _role_robustness(id, title, tr, e, b, g, 0.25, 1024, 1) r WHERE role_id <= 5;
SELECT count(*) AS roles, min(same_zone_share) >= 0 AND max(same_zone_share) = 1 AS shares, bool_and(p05_rank <= p50_rank AND p50_rank <= p95_rank) AS in_order, min(p05_rank) AS first, max(p95_rank) AS last
FROM arrays, _role_robustness(id, title, tr, e, b, g, 0.25, 64, 1);
-- Without a spread everything stays where it is, and nothing varies.
SELECT bool_and(r.p05_rank = rank AND r.p95_rank = rank AND same_zone_share = 1) AS as_today
FROM arrays, _role_robustness(id, title, tr, e, b, g, 0, 2, 1) r JOIN (SELECT role_id, rank() OVER (ORDER BY aijri_score(tr, e, b, g) DESC) FROM role) t USING (role_id);
SELECT count(*) AS rows, count(first_order) + count(first_order_low) + count(total_order) + count(total_order_high) AS estimates FROM arrays, _method_sensitivity(tr, e, b, g, 0, 16, 1);
-- Under another method, whose constants that are 0 stay 0.
SELECT constant, round(total_order::numeric, 3) AS total FROM arrays, _method_sensitivity(tr, e, b, g, 0.2, 256, 1, aijri_method('{"evidence_step": 0, "raw_floor": 0}')) WHERE output = 'mean rank shift';

-- One role, none, and NULLs.
SELECT count(*) AS rows, count(total_order) FILTER (WHERE output = 'mean rank shift') AS ranks_vary FROM _method_sensitivity('{3}', '{0}', '{0}', '{0}', 0.25, 64, 1);
SELECT * FROM _role_robustness('{7}', '{NULL}', '{3}', '{0}', '{0}', '{0}', 0.25, 64, 1);
SELECT count(*) AS rows, count(total_order) AS estimates, (SELECT count(*) FROM _role_robustness('{}', '{}', '{}', '{}', '{}', '{}', 0.25, 64, 1)) AS roles FROM _method_sensitivity('{}', '{}', '{}', '{}', 0.25, 64, 1);
SELECT count(*) AS of_null FROM _method_sensitivity(NULL, '{0}', '{0}', '{0}', 0.25, 64, 1), _role_robustness('{7}', '{x}', '{3}', '{0}', '{0}', '{0}', NULL, 64, 1);

-- What is not legal.
SELECT e.* FROM unnest(ARRAY['0.32, 64, 1', '1.5, 64, 1', '-0.1, 64, 1', '''NaN'', 64, 1', '0.25, 100, 1', '0.25, 1, 1', '0.25, 0, 1', '0.25, 131072, 1', '0.25, 64, 1, aijri_method(''{"evidence_step": 0.09}'')', '0.25, 64, 1, aijri_method(''{"score_cap": 900}'')']) x,
	LATERAL error_of(format('_method_sensitivity(''{3}'', ''{0}'', ''{0}'', ''{0}'', %s)', x)) e;
SELECT e.* FROM unnest(ARRAY['''{3,NULL}'', ''{0,0}'', ''{0,0}'', ''{0,0}''', '''{3,4}'', ''{0,0}'', ''{0,0}'', ''{0}''', '''{0.5}'', ''{0}'', ''{0}'', ''{0}''', '''{3}'', ''{11}'', ''{0}'', ''{0}''', '''{3}'', ''{0}'', ''{NaN}'', ''{0}''', '''{3}'', ''{0}'', ''{0}'', ''{-3}''']) x,
	LATERAL error_of(format('_role_robustness(''{1}'', ''{x}'', %s, 0.25, 64, 1)', x)) e;
SELECT e.* FROM unnest(ARRAY['''{NULL}'', ''{x}''', '''{1,2}'', ''{x}''', '''{1}'', ''{}''']) x,
	LATERAL error_of(format('_role_robustness(%s, ''{3}'', ''{0}'', ''{0}'', ''{0}'', 0.25, 64, 1)', x)) e;

-- Functions of a catalog about its scores.

CREATE OR REPLACE FUNCTION @catalog@.check_scores() RETURNS SETOF @extschema@.aijri_score_difference
	LANGUAGE sql STABLE
	SET row_security = off
BEGIN ATOMIC
	WITH roles AS (SELECT r.role_id FROM @catalog@.role r),
	kept AS (
		SELECT s.role_id, s.assessment_id, s.assessments, s.tasks, s.unscored,
			s.task_resistance, s.exposed_pct, s.displacement_pct, s.augmentation_pct, s.not_involved_pct, s.unstated_pct,
			s.evidence_total, s.barrier_total, s.growth, s.protective_total,
			s.evidence_modifier, s.barrier_modifier, s.growth_modifier, s.raw, s.score, s.published,
			s.zone, s.sublabel, s.quick_screen, s.points_to_next_zone, s.points_above_floor, s.missing
		FROM @catalog@.role_score s),
	computed AS (
		@include queries/role_score.sql@
		)
	SELECT coalesce(k.role_id, c.role_id),
		CASE WHEN k.role_id IS NULL THEN 'the row is missing'
			WHEN c.role_id IS NULL THEN 'there is no such role'
			ELSE @extschema@._differing_keys(to_jsonb(k.*), to_jsonb(c.*)) END,
		CASE WHEN k.role_id IS NOT NULL THEN to_jsonb(k.*) END,
		CASE WHEN c.role_id IS NOT NULL THEN to_jsonb(c.*) END
	FROM kept k FULL JOIN computed c ON c.role_id = k.role_id
	WHERE k.role_id IS NULL OR c.role_id IS NULL OR k.* *<> c.*
	ORDER BY 1;
END;
COMMENT ON FUNCTION @catalog@.check_scores() IS
	'rows of role_score that differ from the results of their assessments; no rows: every score is right';

CREATE OR REPLACE FUNCTION @catalog@.refresh_scores() RETURNS bigint
	LANGUAGE sql
	RETURN @extschema@._catalog_refresh_scores('@catalog@'::regnamespace);
COMMENT ON FUNCTION @catalog@.refresh_scores() IS
	'recomputes the rows of role_score that check_scores() shows, and returns their number';

CREATE OR REPLACE FUNCTION @catalog@.set_method(changes jsonb) RETURNS jsonb
	LANGUAGE sql
	RETURN @extschema@._catalog_set_method('@catalog@'::regnamespace, changes);
COMMENT ON FUNCTION @catalog@.set_method(jsonb) IS
	'sets the method of the catalog, as changes to the default method, and rescores all roles';

CREATE OR REPLACE FUNCTION @catalog@.set_assessors(assessors text[]) RETURNS text[]
	LANGUAGE sql
	RETURN @extschema@._catalog_set_assessors('@catalog@'::regnamespace, assessors);
COMMENT ON FUNCTION @catalog@.set_assessors(text[]) IS
	'sets whose assessment of a role counts: that of the first of these assessors who has one, otherwise the newest; rescores all roles';

CREATE OR REPLACE FUNCTION @catalog@.role_rank(role_id bigint) RETURNS bigint
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT 1 + (SELECT count(*) FROM @catalog@.current_score above WHERE above.score > own.score)
	FROM @catalog@.current_score own
	WHERE own.role_id = role_rank.role_id;
END;
COMMENT ON FUNCTION @catalog@.role_rank(bigint) IS
	'rank of a role by score, 1 the highest; NULL: the role has no score';

CREATE OR REPLACE FUNCTION @catalog@.zone_history("from" timestamptz, "to" timestamptz, step interval DEFAULT '1 month')
	RETURNS TABLE ("time" timestamptz, zone text, roles bigint, share float8, zone_order integer)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 300
BEGIN ATOMIC
	-- roles come and go; each time counts those that exist by then
	SELECT c.at, c.zone, c.roles, c.roles::float8 / nullif(sum(c.roles) OVER (PARTITION BY c.at), 0)::float8, c.zone_order
	FROM (
		SELECT c.at, c.zone, c.zone_order, c.is_time,
			sum(c.change) OVER (PARTITION BY c.zone ORDER BY c.at)::bigint AS roles
		FROM (
			SELECT h.at::timestamptz AS at, h.zone, h.zone_order, sum(h.change) AS change, false AS is_time
			FROM (
				SELECT unnest(ARRAY[valid_from, valid_to]) AS at, zone, zone_order, unnest('{1,-1}'::integer[]) AS change
				FROM @catalog@.score_history
				WHERE zone IS NOT NULL) h
			WHERE h.at IS NOT NULL
			GROUP BY h.at, h.zone, h.zone_order
			UNION ALL
			SELECT t.at, z.zone, z.zone_order, 0, true
			FROM @extschema@._catalog_times("from", "to", step) t(at)
			CROSS JOIN (VALUES ('Red', 1), ('Yellow', 2), ('Green', 3)) z(zone, zone_order)) c) c
	WHERE c.is_time
	ORDER BY c.at, c.zone_order;
END;
COMMENT ON FUNCTION @catalog@.zone_history(timestamptz, timestamptz, interval) IS
	'number of roles and their share by zone, at times a step apart from the first up to but not including the last';

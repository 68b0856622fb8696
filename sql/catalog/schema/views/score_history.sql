CREATE OR REPLACE VIEW @catalog@.score_history AS
SELECT s.role_id, s.role_key, s.title, s.seniority, s.market, s.assessment_id, s.assessor,
	s.valid_from, s.valid_to, s.recorded_at,
	s.score, s.published,
	s.zone,
	@extschema@._zone_order(s.zone) AS zone_order,
	@extschema@._zone_colour(s.zone) AS zone_colour,
	@extschema@._zone_symbol(s.zone) AS zone_symbol,
	s.sublabel, @extschema@._sublabel_order(s.sublabel) AS sublabel_order,
	s.previous_score,
	s.score - s.previous_score AS score_change,
	s.previous_zone,
	s.previous_id IS NOT NULL AND s.zone IS DISTINCT FROM s.previous_zone AS zone_changed
FROM (
	SELECT d.role_id, d.role_key, d.title, d.seniority, d.market, d.assessment_id, d.assessor,
		d.valid_from, d.recorded_at, d.score, d.published, d.zone, d.sublabel,
		lead(d.valid_from) OVER by_day AS valid_to,
		lag(d.score) OVER by_day AS previous_score,
		lag(d.zone) OVER by_day AS previous_zone,
		lag(d.assessment_id) OVER by_day AS previous_id
	FROM (
		-- What counted on each day: of the most preferred assessor until then the newest,
		-- in the order by which role_score has the newest of all.
		SELECT DISTINCT ON (a.role_id, a.assessed_on)
			a.role_id, a.role_key, a.title, a.seniority, a.market, a.assessment_id, a.assessor,
			a.assessed_on AS valid_from, a.recorded_at, a.score, a.published, a.zone, a.sublabel
		FROM (
			SELECT a.role_id, a.role_key, a.title, a.seniority, a.market, a.assessment_id, a.assessor,
				a.assessed_on, a.recorded_at, a.revision, a.score, a.published, a.zone, a.sublabel, a.place,
				min(a.place) OVER (PARTITION BY a.role_id ORDER BY a.assessed_on) AS first_place
			FROM (
				SELECT a.role_id, a.role_key, a.title, a.seniority, a.market, a.assessment_id, a.assessor,
					a.assessed_on, a.recorded_at, a.revision, a.score, a.published, a.zone, a.sublabel,
					coalesce(pg_catalog.array_position((SELECT c.assessor_keys FROM @catalog@.catalog c WHERE c.only_row), a.assessor_key), 2147483647)
						AS place
				FROM @catalog@.scored_assessment a) a) a
		WHERE a.place = a.first_place
		ORDER BY a.role_id, a.assessed_on, a.recorded_at DESC, a.revision DESC, a.assessment_id DESC) d
	WINDOW by_day AS (PARTITION BY d.role_id ORDER BY d.valid_from)) s;
COMMENT ON VIEW @catalog@.score_history IS 'score of each role over time, with the days on which it counts';

-- The ratings of the assessment "a" that affect the score.
@extschema@.aijri_assessment(
	(SELECT array_agg(@extschema@.aijri_task(w.name, w.time_pct, w.score, @extschema@.mode_of(w.mode)) ORDER BY w.position)
		FROM @catalog@.task w WHERE w.assessment_id = a.assessment_id),
	@extschema@.aijri_evidence(
		a.@rating evidence@@,@
		),
	@extschema@.aijri_barriers(
		a.@rating barriers@@,@
		),
	a.growth,
	NULL::@extschema@.aijri_principles)

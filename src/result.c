/*
 * result.c
 *	  aijri_result: everything about a role in one call; aijri_task_profile.
 */
#include "compat.h"

#include <math.h>

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#include "assessment.h"
#include "call_cache.h"
#include "method.h"
#include "report.h"
#include "result.h"

/* ---- the score as it is published ---- */

/*
 * round(score::numeric, 1).  The conversion of a double to numeric goes by way of
 * its decimal text, which takes longer than all of the scoring.  Unless the score
 * lies close to the middle between two tenths there is no doubt about the outcome,
 * and the numeric can be made from the whole number of tenths.
 */
Datum
published(double score)
{
	double tenths = score * 10;
	double below = floor(tenths);

	if (score >= 0 && score <= 1000 && fabs(tenths - below - 0.5) > 1e-6)
		return NumericGetDatum(int64_div_fast_to_numeric((int64) floor(tenths + 0.5), 1));
	return DirectFunctionCall2(numeric_round,
							   DirectFunctionCall1(float8_numeric, Float8GetDatum(score)),
							   Int32GetDatum(1));
}

/* ---- results ---- */

/* Fields of aijri_result */
enum
{
	RESULT_TASK_RESISTANCE,
	RESULT_EXPOSED_PCT,
	RESULT_DISPLACEMENT_PCT,
	RESULT_AUGMENTATION_PCT,
	RESULT_NOT_INVOLVED_PCT,
	RESULT_UNSTATED_PCT,
	RESULT_EVIDENCE_TOTAL,
	RESULT_BARRIER_TOTAL,
	RESULT_GROWTH,
	RESULT_PROTECTIVE_TOTAL,
	RESULT_EVIDENCE_MODIFIER,
	RESULT_BARRIER_MODIFIER,
	RESULT_GROWTH_MODIFIER,
	RESULT_RAW,
	RESULT_SCORE,
	RESULT_PUBLISHED,
	RESULT_ZONE,
	RESULT_SUBLABEL,
	RESULT_QUICK_SCREEN,
	RESULT_POINTS_TO_NEXT_ZONE,
	RESULT_POINTS_ABOVE_FLOOR
};

/* The split of task time by mode; missing where only columns are given. */
static void
set_split(Row *row, const TaskProfile *profile)
{
	set_double(row, RESULT_DISPLACEMENT_PCT,
			   profile ? profile->displacement_pct : NOT_RATED);
	set_double(row, RESULT_AUGMENTATION_PCT,
			   profile ? profile->augmentation_pct : NOT_RATED);
	set_double(row, RESULT_NOT_INVOLVED_PCT,
			   profile ? profile->not_involved_pct : NOT_RATED);
	set_double(row, RESULT_UNSTATED_PCT, profile ? profile->unstated_pct : NOT_RATED);
}

static void
set_inputs(Row *row, const Role *role, const Method *method)
{
	set_double(row, RESULT_TASK_RESISTANCE, role->task_resistance);
	set_double(row, RESULT_EXPOSED_PCT, role->exposed_pct);
	set_double(row, RESULT_EVIDENCE_TOTAL, role->evidence);
	set_double(row, RESULT_BARRIER_TOTAL, role->barriers);
	set_double(row, RESULT_GROWTH, role->growth);
	set_double(row, RESULT_PROTECTIVE_TOTAL, role->protective);
	set_double(row, RESULT_EVIDENCE_MODIFIER,
			   evidence_modifier_of(role->evidence, method));
	set_double(row, RESULT_BARRIER_MODIFIER, barrier_modifier_of(role->barriers, method));
	set_double(row, RESULT_GROWTH_MODIFIER, growth_modifier_of(role->growth, method));
}

static void
set_score(Row *row, FmgrInfo *flinfo, const Role *role, const Method *method)
{
	double	 score = score_of(role, method);
	Zone	 zone = zone_from_score(score, method);
	Sublabel sublabel = sublabel_from(zone, role, method);

	set_double(row, RESULT_RAW, raw_of(role, method));
	set_double(row, RESULT_SCORE, score);
	set_double(row, RESULT_POINTS_TO_NEXT_ZONE, zone_ceiling(zone, method) - score);
	set_double(row, RESULT_POINTS_ABOVE_FLOOR, score - zone_floor(zone, method));
	set_null(row, RESULT_PUBLISHED);
	set_null(row, RESULT_ZONE);
	set_null(row, RESULT_SUBLABEL);

	if (!isnan(score))
		set_datum(row, RESULT_PUBLISHED, published(score));
	if (zone != ZONE_UNKNOWN)
		set_datum(row, RESULT_ZONE,
				  field_enum(flinfo, ENUM_ZONE, zone, ROW_RESULT, RESULT_ZONE));
	if (sublabel != SUBLABEL_UNKNOWN)
		set_datum(
			row, RESULT_SUBLABEL,
			field_enum(flinfo, ENUM_SUBLABEL, sublabel, ROW_RESULT, RESULT_SUBLABEL));
}

static Datum
make_result(FmgrInfo *flinfo, const Role *role, const TaskProfile *profile,
			const Method *method)
{
	Row	   row;
	Screen screen = screen_from(role->protective, role->growth, method);

	set_inputs(&row, role, method);
	set_split(&row, profile);
	set_score(&row, flinfo, role, method);
	set_null(&row, RESULT_QUICK_SCREEN);
	if (screen != SCREEN_UNKNOWN)
		set_datum(&row, RESULT_QUICK_SCREEN, CStringGetTextDatum(SCREEN_NAME[screen]));
	return make_row(flinfo, ROW_RESULT, &row);
}

/*
 * The result of a role whose totals are set and whose tasks have these times; none
 * at all where tasks are not rated.
 */
Datum
make_tasks_result(FmgrInfo *flinfo, const TaskTotals *tasks, Role *role,
				  const Method *method)
{
	TaskProfile profile;

	profile_tasks(tasks, method->exposed_from, &profile);
	role->task_resistance = profile.task_resistance;
	role->exposed_pct = profile.exposed_pct;
	return make_result(flinfo, role, &profile, method);
}

/*
 * A result that somebody states: only what is stated, and the score as it was
 * printed.
 */
Datum
make_stated_result(FmgrInfo *flinfo, const StatedResult *stated)
{
	Row row;

	set_double(&row, RESULT_TASK_RESISTANCE, stated->role.task_resistance);
	set_double(&row, RESULT_EXPOSED_PCT, stated->role.exposed_pct);
	set_double(&row, RESULT_EVIDENCE_TOTAL, stated->role.evidence);
	set_double(&row, RESULT_BARRIER_TOTAL, stated->role.barriers);
	set_double(&row, RESULT_GROWTH, stated->role.growth);
	set_double(&row, RESULT_PROTECTIVE_TOTAL, stated->role.protective);
	set_double(&row, RESULT_EVIDENCE_MODIFIER, stated->evidence_modifier);
	set_double(&row, RESULT_BARRIER_MODIFIER, stated->barrier_modifier);
	set_double(&row, RESULT_GROWTH_MODIFIER, stated->growth_modifier);
	set_split(&row, &stated->split);
	set_double(&row, RESULT_RAW, stated->raw);
	set_double(&row, RESULT_SCORE, stated->score);
	set_null(&row, RESULT_PUBLISHED);
	set_null(&row, RESULT_ZONE);
	set_null(&row, RESULT_SUBLABEL);
	set_null(&row, RESULT_QUICK_SCREEN);
	set_null(&row, RESULT_POINTS_TO_NEXT_ZONE);
	set_null(&row, RESULT_POINTS_ABOVE_FLOOR);

	if (!isnan(stated->score))
		set_datum(&row, RESULT_PUBLISHED,
				  DirectFunctionCall1(float8_numeric, Float8GetDatum(stated->score)));
	if (stated->zone != ZONE_UNKNOWN)
		set_datum(&row, RESULT_ZONE,
				  field_enum(flinfo, ENUM_ZONE, stated->zone, ROW_RESULT, RESULT_ZONE));
	if (stated->sublabel != SUBLABEL_UNKNOWN)
		set_datum(&row, RESULT_SUBLABEL,
				  field_enum(flinfo, ENUM_SUBLABEL, stated->sublabel, ROW_RESULT,
							 RESULT_SUBLABEL));
	if (stated->quick_screen)
		set_datum(&row, RESULT_QUICK_SCREEN, PointerGetDatum(stated->quick_screen));
	return make_row(flinfo, ROW_RESULT, &row);
}

SQL_FUNCTION(aijri_result_assessment);

/* aijri_result(assessment, method) */
Datum
aijri_result_assessment(PG_FUNCTION_ARGS)
{
	Assessment	  assessment;
	TaskProfile	  profile;
	Role		  role;
	const Method *method;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	method = method_arg(fcinfo, 1);
	read_assessment(fcinfo->flinfo, PG_GETARG_DATUM(0), &assessment);
	profile_assessment(&assessment, method->exposed_from, &profile);
	role_from_assessment(&assessment, &profile, &role);
	PG_RETURN_DATUM(make_result(fcinfo->flinfo, &role, &profile, method));
}

SQL_FUNCTION(aijri_result);

/*
 * aijri_result(task_resistance, exposed_pct, evidence, barriers, growth,
 * protective, method)
 */
Datum
aijri_result(PG_FUNCTION_ARGS)
{
	const Method *method = method_arg(fcinfo, 6);
	Role		  role;

	role.task_resistance = task_resistance_arg(fcinfo, 0);
	role.exposed_pct =
		exposed_pct_arg(fcinfo, 1, role.task_resistance, method->exposed_from);
	role.evidence = rated_arg(fcinfo, 2, &EVIDENCE_TOTAL);
	role.barriers = rated_arg(fcinfo, 3, &BARRIER_TOTAL);
	role.growth = rated_arg(fcinfo, 4, &GROWTH);
	role.protective = rated_arg(fcinfo, 5, &PROTECTIVE_TOTAL);
	PG_RETURN_DATUM(make_result(fcinfo->flinfo, &role, NULL, method));
}

/* ---- task profiles ---- */

/* Fields of aijri_task_profile */
enum
{
	PROFILE_TASKS,
	PROFILE_UNSCORED,
	PROFILE_TIME_TOTAL,
	PROFILE_TASK_RESISTANCE,
	PROFILE_EXPOSED_PCT,
	PROFILE_DISPLACEMENT_PCT,
	PROFILE_AUGMENTATION_PCT,
	PROFILE_NOT_INVOLVED_PCT,
	PROFILE_UNSTATED_PCT
};

/* The profile of rows, of which some have time: no field is NULL. */
Datum
make_task_profile(FmgrInfo *flinfo, const TaskProfile *profile, const TaskRows *rows)
{
	Datum values[ROW_MAX_FIELDS];

	values[PROFILE_TASKS] = Int64GetDatum(rows->taken);
	values[PROFILE_UNSCORED] = Int64GetDatum(rows->skipped);
	values[PROFILE_TIME_TOTAL] = Float8GetDatum(profile->time_total);
	values[PROFILE_TASK_RESISTANCE] = Float8GetDatum(profile->task_resistance);
	values[PROFILE_EXPOSED_PCT] = Float8GetDatum(profile->exposed_pct);
	values[PROFILE_DISPLACEMENT_PCT] = Float8GetDatum(profile->displacement_pct);
	values[PROFILE_AUGMENTATION_PCT] = Float8GetDatum(profile->augmentation_pct);
	values[PROFILE_NOT_INVOLVED_PCT] = Float8GetDatum(profile->not_involved_pct);
	values[PROFILE_UNSTATED_PCT] = Float8GetDatum(profile->unstated_pct);
	return make_full_row(flinfo, ROW_TASK_PROFILE, values);
}

/* The profile of times that are known while the rows they came from are not. */
Datum
make_task_profile_of_times(FmgrInfo *flinfo, const TaskProfile *profile)
{
	Row row;

	set_null(&row, PROFILE_TASKS);
	set_null(&row, PROFILE_UNSCORED);
	set_double(&row, PROFILE_TIME_TOTAL, profile->time_total);
	set_double(&row, PROFILE_TASK_RESISTANCE, profile->task_resistance);
	set_double(&row, PROFILE_EXPOSED_PCT, profile->exposed_pct);
	set_double(&row, PROFILE_DISPLACEMENT_PCT, profile->displacement_pct);
	set_double(&row, PROFILE_AUGMENTATION_PCT, profile->augmentation_pct);
	set_double(&row, PROFILE_NOT_INVOLVED_PCT, profile->not_involved_pct);
	set_double(&row, PROFILE_UNSTATED_PCT, profile->unstated_pct);
	return make_row(flinfo, ROW_TASK_PROFILE, &row);
}

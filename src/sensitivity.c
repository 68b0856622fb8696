/*
 * sensitivity.c
 *	  score_sensitivity: every rating one step up and down, and the resulting
 *	  score.
 *
 * Each row is a recomputation with one rating changed, by the same functions that
 * score the role itself.
 */
#include "compat.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "assessment.h"
#include "call_cache.h"
#include "method.h"
#include "report.h"

/* Fields of aijri_sensitivity */
enum
{
	STEP_KIND,
	STEP_TASK_NUMBER,
	STEP_ITEM,
	STEP_STEP,
	STEP_RATING,
	STEP_NEW_RATING,
	STEP_NEW_SCORE,
	STEP_CHANGE,
	STEP_NEW_ZONE,
	STEP_NEW_SUBLABEL,
	STEP_FLIPS_ZONE
};

typedef struct Sensitivity
{
	ReturnSetInfo *rows;
	FmgrInfo	  *flinfo;
	const Method  *method;
	Assessment	   assessment;
	double		   score; /* without a step */
	Zone		   zone;
} Sensitivity;

/* Which rating a row is about. */
typedef struct RatedItem
{
	Datum  kind;
	Datum  name;		/* or 0 */
	int	   task_number; /* or 0 */
	double rating;
} RatedItem;

static void
rate(const Assessment *assessment, const Method *method, Role *role)
{
	TaskProfile profile;

	profile_assessment(assessment, method->exposed_from, &profile);
	role_from_assessment(assessment, &profile, role);
}

static void
set_labels(Row *row, const Sensitivity *of, Zone zone, Sublabel sublabel)
{
	set_null(row, STEP_NEW_ZONE);
	set_null(row, STEP_NEW_SUBLABEL);
	set_null(row, STEP_FLIPS_ZONE);
	if (zone == ZONE_UNKNOWN)
		return;
	set_datum(row, STEP_NEW_ZONE,
			  field_enum(of->flinfo, ENUM_ZONE, zone, ROW_SENSITIVITY, STEP_NEW_ZONE));
	set_datum(row, STEP_FLIPS_ZONE, BoolGetDatum(zone != of->zone));
	if (sublabel != SUBLABEL_UNKNOWN)
		set_datum(row, STEP_NEW_SUBLABEL,
				  field_enum(of->flinfo, ENUM_SUBLABEL, sublabel, ROW_SENSITIVITY,
							 STEP_NEW_SUBLABEL));
}

/* Adds the row of a step, of which "stepped" is the whole assessment. */
static void
put_step(const Sensitivity *of, const RatedItem *item, int step,
		 const Assessment *stepped)
{
	Role   role;
	double score;
	Zone   zone;
	Row	   row;

	rate(stepped, of->method, &role);
	score = score_of(&role, of->method);
	zone = zone_from_score(score, of->method);

	set_datum(&row, STEP_KIND, item->kind);
	set_null(&row, STEP_TASK_NUMBER);
	set_null(&row, STEP_ITEM);
	if (item->task_number > 0)
		set_datum(&row, STEP_TASK_NUMBER, Int32GetDatum(item->task_number));
	if (item->name)
		set_datum(&row, STEP_ITEM, item->name);
	set_datum(&row, STEP_STEP, Int32GetDatum(step));
	set_double(&row, STEP_RATING, item->rating);
	set_double(&row, STEP_NEW_RATING, item->rating + step);
	set_double(&row, STEP_NEW_SCORE, score);
	set_double(&row, STEP_CHANGE, score - of->score);
	set_labels(&row, of, zone, sublabel_from(zone, &role, of->method));
	put_row(of->rows, ROW_SENSITIVITY, &row);
}

static void
step_task(const Sensitivity *of, Datum kind, const TaskRating *task, Datum name)
{
	RatedItem item = {kind, name, task->number, task->score};

	for (int step = -1; step <= 1; step += 2)
	{
		Assessment stepped;

		if (legality(&TASK_SCORE, item.rating + step) != LEGAL)
			continue;
		stepped = of->assessment;
		rescore_task(&stepped.times, task, task->score + step);
		put_step(of, &item, step, &stepped);
	}
}

/* Steps one of the ratings that "stepped", a copy, holds beside the tasks. */
static void
step_rating(const Sensitivity *of, const char *kind, const Quantity *quantity,
			Assessment *stepped, double *rating)
{
	RatedItem item = {CStringGetTextDatum(kind), CStringGetTextDatum(quantity->name), 0,
					  *rating};

	if (isnan(item.rating))
		return;
	for (int step = -1; step <= 1; step += 2)
	{
		*rating = item.rating + step;
		if (legality(quantity, *rating) == LEGAL)
			put_step(of, &item, step, stepped);
	}
	*rating = item.rating;
}

SQL_FUNCTION(score_sensitivity);

/* score_sensitivity(assessment, method) */
Datum
score_sensitivity(PG_FUNCTION_ARGS)
{
	Sensitivity of;
	Assessment	stepped;
	TaskList	list;
	Role		role;
	Datum		task;

	of.rows = start_rows(fcinfo, ROW_SENSITIVITY);
	of.flinfo = fcinfo->flinfo;
	if (PG_ARGISNULL(0))
		return (Datum) 0;

	of.method = method_arg(fcinfo, 1);
	read_assessment_tasks(fcinfo->flinfo, PG_GETARG_DATUM(0), &of.assessment, &list,
						  true);
	rate(&of.assessment, of.method, &role);
	of.score = score_of(&role, of.method);
	of.zone = zone_from_score(of.score, of.method);

	task = CStringGetTextDatum("task");
	for (int i = 0; i < list.count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		step_task(&of, task, &list.task[i], list.name[i]);
	}
	stepped = of.assessment;
	for (int i = 0; i < EVIDENCE_DIMENSIONS; i++)
		step_rating(&of, "evidence", &EVIDENCE_RATING[i], &stepped, &stepped.evidence[i]);
	for (int i = 0; i < BARRIERS; i++)
		step_rating(&of, "barriers", &BARRIER_RATING[i], &stepped, &stepped.barriers[i]);
	step_rating(&of, "growth", &GROWTH_RATING, &stepped, &stepped.growth);
	return (Datum) 0;
}

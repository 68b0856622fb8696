/*
 * assessment.c
 *	  aijri_assessment and its parts: reading, constructors, totals.
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/datum.h"

#include "assessment.h"
#include "call_cache.h"
#include "report.h"

/* ---- reading ---- */

/*
 * Reads and checks one task.  False when its score or time is missing.  The
 * name points into "row".
 */
static bool
read_task(FmgrInfo *flinfo, Datum datum, Row *row, TaskRating *task)
{
	double score = 0;

	read_row(flinfo, ROW_TASK, datum, row);
	task->time = 0;
	task->mode = MODE_UNSTATED;
	if (!row->nulls[TASK_SCORE_FIELD])
	{
		score = DatumGetFloat8(row->values[TASK_SCORE_FIELD]);
		require_legal(&TASK_SCORE, score);
	}
	if (!row->nulls[TASK_TIME_FIELD])
		task->time = micro_task_time(DatumGetFloat8(row->values[TASK_TIME_FIELD]));
	if (!row->nulls[TASK_MODE_FIELD])
		task->mode =
			mode_of_value(flinfo, DatumGetObjectId(row->values[TASK_MODE_FIELD]));
	task->score = (int8) score;
	return !row->nulls[TASK_SCORE_FIELD] && !row->nulls[TASK_TIME_FIELD];
}

/* Puts a task on a list.  A list of tasks may be as long as an array. */
static void
list_task(TaskList *list, const TaskRating *task, const Row *row)
{
	if (list->count == list->room)
	{
		list->room *= 2;
		list->task = repalloc_huge(list->task, list->room * sizeof(TaskRating));
		if (list->name)
			list->name = repalloc_huge(list->name, list->room * sizeof(Datum));
	}
	list->task[list->count] = *task;
	if (list->name)
		list->name[list->count] = row->nulls[TASK_NAME_FIELD] ?
									  (Datum) 0 :
									  datumCopy(row->values[TASK_NAME_FIELD], false, -1);
	list->count++;
}

/*
 * Reads the tasks of an assessment: their times, and, where one is wanted, a
 * list of them.  False when one of them is not scored.
 */
static bool
read_tasks(FmgrInfo *flinfo, Datum datum, TaskTimes *times, TaskList *list)
{
	ArrayType *array = DatumGetArrayTypeP(datum);
	Datum	  *tasks;
	bool	  *nulls;
	int		   ntasks;
	bool	   all_scored = true;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("tasks is an array of %d dimensions", ARR_NDIM(array)),
				errdetail("The tasks of an assessment are a one-dimensional array."),
				errhint("Build it with ARRAY[aijri_task(...), ...] or "
						"array_agg(aijri_task(...))."));

	deconstruct_array(array, ARR_ELEMTYPE(array), -1, false, TYPALIGN_DOUBLE, &tasks,
					  &nulls, &ntasks);
	for (int i = 0; i < ntasks; i++)
	{
		TaskRating task;
		Row		   row;

		CHECK_FOR_INTERRUPTS();
		if (nulls[i] || !read_task(flinfo, tasks[i], &row, &task))
		{
			all_scored = false;
			continue;
		}
		task.number = i + 1;
		times->cell[task_cell(task.score, (TaskMode) task.mode)] += task.time;
		if (list)
			list_task(list, &task, &row);
	}
	pfree(tasks);
	pfree(nulls);
	return all_scored;
}

/* Reads a row of ratings; a missing row is a row of missing ratings. */
static void
read_ratings(FmgrInfo *flinfo, RowType type, Datum datum, bool isnull,
			 const Quantity *quantity, int count, double *ratings)
{
	Row row;

	if (!isnull)
		read_row(flinfo, type, datum, &row);
	for (int i = 0; i < count; i++)
	{
		ratings[i] = NOT_RATED;
		if (!isnull && !row.nulls[i])
		{
			ratings[i] = DatumGetFloat8(row.values[i]) + 0.0;
			require_legal(&quantity[i], ratings[i]);
		}
	}
}

static void
read_parts(FmgrInfo *flinfo, const Datum *values, const bool *nulls,
		   Assessment *assessment, TaskList *list)
{
	memset(&assessment->times, 0, sizeof(TaskTimes));
	assessment->all_tasks_scored =
		!nulls[ASSESSMENT_TASKS] &&
		read_tasks(flinfo, values[ASSESSMENT_TASKS], &assessment->times, list);

	read_ratings(flinfo, ROW_EVIDENCE, values[ASSESSMENT_EVIDENCE],
				 nulls[ASSESSMENT_EVIDENCE], EVIDENCE_RATING, EVIDENCE_DIMENSIONS,
				 assessment->evidence);
	read_ratings(flinfo, ROW_BARRIERS, values[ASSESSMENT_BARRIERS],
				 nulls[ASSESSMENT_BARRIERS], BARRIER_RATING, BARRIERS,
				 assessment->barriers);
	read_ratings(flinfo, ROW_PRINCIPLES, values[ASSESSMENT_PRINCIPLES],
				 nulls[ASSESSMENT_PRINCIPLES], PRINCIPLE_RATING, PRINCIPLES,
				 assessment->principles);

	assessment->growth = NOT_RATED;
	if (!nulls[ASSESSMENT_GROWTH])
	{
		assessment->growth = DatumGetFloat8(values[ASSESSMENT_GROWTH]) + 0.0;
		require_legal(&GROWTH_RATING, assessment->growth);
	}
}

/* Takes an aijri_assessment apart and checks every number in it. */
void
read_assessment(FmgrInfo *flinfo, Datum datum, Assessment *assessment)
{
	Row row;

	read_row(flinfo, ROW_ASSESSMENT, datum, &row);
	read_parts(flinfo, row.values, row.nulls, assessment, NULL);
}

#define TASK_LIST_ROOM 16 /* enough for most roles */

/* The same, with a list of the tasks. */
void
read_assessment_tasks(FmgrInfo *flinfo, Datum datum, Assessment *assessment,
					  TaskList *list, bool with_names)
{
	Row row;

	list->count = 0;
	list->room = TASK_LIST_ROOM;
	list->task = palloc(list->room * sizeof(TaskRating));
	list->name = with_names ? palloc(list->room * sizeof(Datum)) : NULL;
	read_row(flinfo, ROW_ASSESSMENT, datum, &row);
	read_parts(flinfo, row.values, row.nulls, assessment, list);
}

/* No time at all when one of the tasks is not scored. */
static void
total_assessment(const Assessment *assessment, TaskTotals *totals)
{
	*totals = (TaskTotals){0};
	if (assessment->all_tasks_scored)
		total_times(&assessment->times, totals);
}

/* Totals of the tasks; all unrated if one of them is not scored. */
void
profile_assessment(const Assessment *assessment, double exposed_from,
				   TaskProfile *profile)
{
	TaskTotals totals;

	total_assessment(assessment, &totals);
	profile_tasks(&totals, exposed_from, profile);
}

static void
total_ratings(const Assessment *assessment, Role *role)
{
	role->evidence = rating_total(assessment->evidence, EVIDENCE_DIMENSIONS);
	role->barriers = rating_total(assessment->barriers, BARRIERS);
	role->growth = assessment->growth;
	role->protective = rating_total(assessment->principles, PRINCIPLES);
}

void
role_from_assessment(const Assessment *assessment, const TaskProfile *profile, Role *role)
{
	role->task_resistance = profile->task_resistance;
	role->exposed_pct = profile->exposed_pct;
	total_ratings(assessment, role);
}

/* As far as a score goes: without exposed time, which labels ask for. */
void
scored_role_from_assessment(const Assessment *assessment, Role *role)
{
	TaskTotals totals;

	total_assessment(assessment, &totals);
	role->task_resistance = task_resistance_of(&totals);
	role->exposed_pct = NOT_RATED;
	total_ratings(assessment, role);
}

/* ---- constructors ---- */

SQL_FUNCTION(aijri_task);

Datum
aijri_task(PG_FUNCTION_ARGS)
{
	Row row;

	for (int i = 0; i <= TASK_MODE_FIELD; i++)
	{
		row.values[i] = PG_GETARG_DATUM(i);
		row.nulls[i] = PG_ARGISNULL(i);
	}
	if (!PG_ARGISNULL(TASK_TIME_FIELD))
		(void) micro_task_time(PG_GETARG_FLOAT8(TASK_TIME_FIELD));
	set_double(&row, TASK_TIME_FIELD, rated_arg(fcinfo, TASK_TIME_FIELD, &TASK_TIME));
	set_double(&row, TASK_SCORE_FIELD, rated_arg(fcinfo, TASK_SCORE_FIELD, &TASK_SCORE));
	PG_RETURN_DATUM(make_row(fcinfo->flinfo, ROW_TASK, &row));
}

static Datum
make_ratings(FunctionCallInfo fcinfo, RowType type, const Quantity *quantity, int count)
{
	Row row;

	for (int i = 0; i < count; i++)
		set_double(&row, i, rated_arg(fcinfo, i, &quantity[i]));
	return make_row(fcinfo->flinfo, type, &row);
}

SQL_FUNCTION(aijri_evidence);

Datum
aijri_evidence(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(
		make_ratings(fcinfo, ROW_EVIDENCE, EVIDENCE_RATING, EVIDENCE_DIMENSIONS));
}

SQL_FUNCTION(aijri_barriers);

Datum
aijri_barriers(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(make_ratings(fcinfo, ROW_BARRIERS, BARRIER_RATING, BARRIERS));
}

SQL_FUNCTION(aijri_principles);

Datum
aijri_principles(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(make_ratings(fcinfo, ROW_PRINCIPLES, PRINCIPLE_RATING, PRINCIPLES));
}

SQL_FUNCTION(aijri_assessment);

Datum
aijri_assessment(PG_FUNCTION_ARGS)
{
	Row		   row;
	Assessment checked;

	for (int i = 0; i <= ASSESSMENT_PRINCIPLES; i++)
	{
		row.values[i] = PG_GETARG_DATUM(i);
		row.nulls[i] = PG_ARGISNULL(i);
	}
	read_parts(fcinfo->flinfo, row.values, row.nulls, &checked, NULL);
	set_double(&row, ASSESSMENT_GROWTH, checked.growth);
	PG_RETURN_DATUM(make_row(fcinfo->flinfo, ROW_ASSESSMENT, &row));
}

/* ---- totals ---- */

static Datum
total_of_ratings(FunctionCallInfo fcinfo, RowType type, const Quantity *quantity,
				 int count)
{
	double ratings[ROW_MAX_FIELDS];
	double total;

	read_ratings(fcinfo->flinfo, type, PG_GETARG_DATUM(0), false, quantity, count,
				 ratings);
	total = rating_total(ratings, count);
	if (isnan(total))
		PG_RETURN_NULL();
	PG_RETURN_INT32((int32) total);
}

SQL_FUNCTION(evidence_total);

Datum
evidence_total(PG_FUNCTION_ARGS)
{
	return total_of_ratings(fcinfo, ROW_EVIDENCE, EVIDENCE_RATING, EVIDENCE_DIMENSIONS);
}

SQL_FUNCTION(barrier_total);

Datum
barrier_total(PG_FUNCTION_ARGS)
{
	return total_of_ratings(fcinfo, ROW_BARRIERS, BARRIER_RATING, BARRIERS);
}

SQL_FUNCTION(protective_total);

Datum
protective_total(PG_FUNCTION_ARGS)
{
	return total_of_ratings(fcinfo, ROW_PRINCIPLES, PRINCIPLE_RATING, PRINCIPLES);
}

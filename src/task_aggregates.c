/*
 * task_aggregates.c
 *	  Aggregates over task rows: task_resistance, exposed_pct, task_profile,
 *	  task_mix.
 *
 * All of them share one transition, so that several in one query keep one
 * state.  A state holds time by score and mode as whole millionths
 * (kernel_task_state.h).  Adding and subtracting integers is exact, which makes
 * every form of evaluation (serial, parallel, any order, a moving frame) give
 * the same bits.
 */
#include "compat.h"

#include "fmgr.h"
#include "libpq/pqformat.h"

#include "call_cache.h"
#include "kernel_task_state.h"
#include "mix.h"
#include "report.h"
#include "result.h"

/* ---- state ---- */

static MemoryContext
aggregate_context(FunctionCallInfo fcinfo)
{
	return require_aggregate(
		fcinfo, "It is part of the aggregates over task rows.",
		"Call task_resistance(), exposed_pct(), task_profile() or task_mix().");
}

static pg_noinline TaskState *
new_state(FunctionCallInfo fcinfo, TaskForm form)
{
	TaskState *state =
		MemoryContextAlloc(aggregate_context(fcinfo), TASK_STATE_SIZE[form]);

	task_state_init(state, form);
	return state;
}

/* The state argument; a new state where there is none yet. */
static inline TaskState *
state_arg(FunctionCallInfo fcinfo)
{
	if (unlikely(PG_ARGISNULL(0)))
		return new_state(fcinfo, TASKS_FEW);
	return (TaskState *) PG_GETARG_POINTER(0);
}

/* The same state in a greater form. */
static pg_noinline TaskState *
grown(TaskState *state, TaskForm form, FunctionCallInfo fcinfo)
{
	TaskState *greater = new_state(fcinfo, form);

	task_state_grow(state, greater);
	pfree(state);
	return greater;
}

/* Adds a task.  The state may have moved. */
static inline TaskState *
add_task(TaskState *state, int cell, int64 time, FunctionCallInfo fcinfo)
{
	while (unlikely(!task_state_add(state, cell, time)))
		state = grown(state, task_form_for(state, time), fcinfo);
	return state;
}

/* ---- transition ---- */

static inline TaskMode
mode_arg(FunctionCallInfo fcinfo, int argno)
{
	if (PG_NARGS() <= argno || PG_ARGISNULL(argno))
		return MODE_UNSTATED;
	return mode_of_value(fcinfo->flinfo, PG_GETARG_OID(argno));
}

/* Takes any task row; apart from task_mix_accum() to keep that short. */
static pg_noinline Datum
take_row(FunctionCallInfo fcinfo)
{
	TaskState *state = state_arg(fcinfo);

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
	{
		while (!task_state_skip(state))
			state = grown(state, Max(state->form + 1, TASKS_SUMMED), fcinfo);
	}
	else
	{
		double score = PG_GETARG_FLOAT8(1);
		int64  time;

		require_legal(&TASK_SCORE, score);
		time = micro_task_time(PG_GETARG_FLOAT8(2));
		state =
			add_task(state, task_cell((int) score, mode_arg(fcinfo, 3)), time, fcinfo);
	}
	PG_RETURN_POINTER(state);
}

SQL_FUNCTION(task_mix_accum);

/*
 * task_mix_accum(state, score, time [, mode]): takes one task row.  A legal one
 * whose time fits a list that has room, which is what most are, is dealt with
 * here: this runs for every row of a table.
 */
Datum
task_mix_accum(PG_FUNCTION_ARGS)
{
	TaskState *state = (TaskState *) PG_GETARG_POINTER(0);
	TaskMode   mode = MODE_UNSTATED;
	int		   score;
	int64	   time;

	if (unlikely(PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) ||
				 state->listed >= state->room ||
				 !task_score_from_double(PG_GETARG_FLOAT8(1), &score) ||
				 !list_time_from_double(PG_GETARG_FLOAT8(2), &time)))
		return take_row(fcinfo);
	if (PG_NARGS() > 3 && !PG_ARGISNULL(3) &&
		unlikely(!known_mode(fcinfo->flinfo, PG_GETARG_OID(3), &mode)))
		return take_row(fcinfo);
	state->task[state->listed++] = list_entry(task_cell(score, mode), time);
	PG_RETURN_POINTER(state);
}

SQL_FUNCTION(task_mix_accum_inv);

/*
 * task_mix_accum_inv(state, score, time [, mode]): gives back a row that
 * task_mix_accum() has taken, and so has found legal.
 */
Datum
task_mix_accum_inv(PG_FUNCTION_ARGS)
{
	TaskState *state;

	(void) aggregate_context(fcinfo);
	state = (TaskState *) PG_GETARG_POINTER(0);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		task_state_unskip(state);
	else
		task_state_subtract(state,
							task_cell((int) PG_GETARG_FLOAT8(1), mode_arg(fcinfo, 3)),
							micro_from_double(PG_GETARG_FLOAT8(2)));
	PG_RETURN_POINTER(state);
}

SQL_FUNCTION(task_mix_combine);

/* task_mix_combine(state, state): adds the second to the first. */
Datum
task_mix_combine(PG_FUNCTION_ARGS)
{
	TaskState *state;
	TaskState *other;

	(void) aggregate_context(fcinfo);
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_POINTER(PG_GETARG_POINTER(0));
	}

	state = state_arg(fcinfo);
	other = (TaskState *) PG_GETARG_POINTER(1);
	while (!task_state_merge(state, other))
		state = grown(state, Max(state->form + 1, other->form), fcinfo);
	PG_RETURN_POINTER(state);
}

/* ---- travel between processes ---- */

#define TASK_STATE_VERSION 1
#define TASK_LIST_HEADER_SIZE (1 + 1 + 1 + 1)
#define TASK_SUMS_HEADER_SIZE (1 + 1 + 8 + 8 + 4)

/* More rows than any server holds, and few enough to add up many times over. */
#define MAX_ROWS (INT64CONST(1) << 56)

static void
send_list(StringInfo buffer, const TaskState *state)
{
	pq_sendint8(buffer, state->listed);
	pq_sendint8(buffer, state->skipped);
	for (int i = 0; i < state->listed; i++)
		pq_sendint32(buffer, state->task[i]);
}

static void
send_sums(StringInfo buffer, const TaskState *state)
{
	TaskTimes times;
	TaskRows  rows;
	uint32	  present = 0;

	task_state_times(state, &times);
	task_state_rows(state, &rows);
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if (times.cell[cell] != 0)
			present |= (uint32) 1 << cell;
	}
	pq_sendint64(buffer, rows.taken);
	pq_sendint64(buffer, rows.skipped);
	pq_sendint32(buffer, present);
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		uint128_t time = (uint128_t) times.cell[cell];

		if (time != 0)
		{
			pq_sendint64(buffer, (uint64) (time >> 64));
			pq_sendint64(buffer, (uint64) time);
		}
	}
}

SQL_FUNCTION(task_mix_serial);

/*
 * task_mix_serial(state): version and form, then either row counts of 8 bits and
 * the list, or row counts of 64 bits, a bit for each cell with time, and those
 * times, 128 bits each.
 */
Datum
task_mix_serial(PG_FUNCTION_ARGS)
{
	TaskState	  *state;
	StringInfoData buffer;

	(void) aggregate_context(fcinfo);
	state = (TaskState *) PG_GETARG_POINTER(0);
	pq_begintypsend(&buffer);
	pq_sendint8(&buffer, TASK_STATE_VERSION);
	pq_sendint8(&buffer, state->form);
	if (state->form < TASKS_SUMMED)
		send_list(&buffer, state);
	else
		send_sums(&buffer, state);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

pg_noreturn static void
report_corrupt_state(const char *detail)
{
	ereport(ERROR, errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			errmsg("invalid serialized state of an aggregate over task rows"),
			errdetail("%s", detail),
			errhint("All servers that take part in a query must run the same version of "
					"extension aijri."));
}

static TaskState *
empty_state(TaskForm form)
{
	TaskState *state = palloc(TASK_STATE_SIZE[form]);

	task_state_init(state, form);
	return state;
}

static TaskState *
receive_list(StringInfo buffer, TaskForm form)
{
	TaskState *state = empty_state(form);

	if (buffer->len < TASK_LIST_HEADER_SIZE)
		report_corrupt_state("It is too short.");
	state->listed = pq_getmsgint(buffer, 1);
	state->skipped = pq_getmsgint(buffer, 1);
	if (state->listed > state->room)
		report_corrupt_state("It lists more tasks than there is room for.");
	if (buffer->len != TASK_LIST_HEADER_SIZE + state->listed * 4)
		report_corrupt_state("Its length is not that of the tasks it announces.");
	for (int i = 0; i < state->listed; i++)
	{
		state->task[i] = pq_getmsgint(buffer, 4);
		if (listed_cell(state->task[i]) >= TASK_CELLS)
			report_corrupt_state("It lists a task whose score or mode does not exist.");
	}
	return state;
}

static TaskState *
receive_sums(StringInfo buffer)
{
	WideTasks *wide = (WideTasks *) empty_state(TASKS_WIDE);
	TaskState *summed = empty_state(TASKS_SUMMED);
	uint32	   present;

	if (buffer->len < TASK_SUMS_HEADER_SIZE)
		report_corrupt_state("It is too short.");
	wide->taken = pq_getmsgint64(buffer);
	wide->skipped_rows = pq_getmsgint64(buffer);
	if (wide->taken < 0 || wide->taken > MAX_ROWS || wide->skipped_rows < 0 ||
		wide->skipped_rows > MAX_ROWS)
		report_corrupt_state("It counts an impossible number of rows.");

	present = pq_getmsgint(buffer, 4);
	if (present >> TASK_CELLS != 0)
		report_corrupt_state("It has more times than there are scores and modes.");
	if (buffer->len != TASK_SUMS_HEADER_SIZE + __builtin_popcount(present) * 16)
		report_corrupt_state("Its length is not that of the times it announces.");
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if (present & (uint32) 1 << cell)
		{
			uint64	  high = pq_getmsgint64(buffer);
			uint64	  low = pq_getmsgint64(buffer);
			uint128_t time = (uint128_t) high << 64 | low;

			if (time == 0 ||
				time > (uint128_t) wide->taken * (uint64) (TASK_TIME.max * MICRO))
				report_corrupt_state("It has a time that its rows cannot add up to.");
			wide->times.cell[cell] = (int128_t) time;
		}
	}
	return task_state_merge(summed, (TaskState *) wide) ? summed : (TaskState *) wide;
}

SQL_FUNCTION(task_mix_deserial);

/*
 * task_mix_deserial(bytea, internal): the reverse, trusting nothing.  The state
 * lives as long as the call's memory: task_mix_combine() copies what it needs.
 */
Datum
task_mix_deserial(PG_FUNCTION_ARGS)
{
	bytea		  *serialized = PG_GETARG_BYTEA_PP(0);
	TaskState	  *state;
	StringInfoData buffer;
	int			   form;

	(void) aggregate_context(fcinfo);
	if (VARSIZE_ANY_EXHDR(serialized) < TASK_LIST_HEADER_SIZE)
		report_corrupt_state("It is too short.");
	buffer.data = VARDATA_ANY(serialized);
	buffer.len = buffer.maxlen = VARSIZE_ANY_EXHDR(serialized);
	buffer.cursor = 0;
	if (pq_getmsgint(&buffer, 1) != TASK_STATE_VERSION)
		report_corrupt_state("It has an unknown version.");
	form = pq_getmsgint(&buffer, 1);
	if (form >= TASK_FORMS)
		report_corrupt_state("It has an unknown form.");
	state = form < TASKS_SUMMED ? receive_list(&buffer, (TaskForm) form) :
								  receive_sums(&buffer);
	pq_getmsgend(&buffer);
	PG_RETURN_POINTER(state);
}

/* ---- results ---- */

/* The state that a result is asked of; NULL when there were no rows. */
static inline const TaskState *
final_state(FunctionCallInfo fcinfo)
{
	if (PG_ARGISNULL(0))
	{
		(void) aggregate_context(fcinfo);
		return NULL;
	}
	return (const TaskState *) PG_GETARG_POINTER(0);
}

/* What the state adds up to.  False when there is no time, and so no result. */
static bool
final_totals(FunctionCallInfo fcinfo, TaskTotals *totals)
{
	const TaskState *state = final_state(fcinfo);

	if (!state)
		return false;
	task_state_totals(state, totals);
	return totals->total != 0;
}

SQL_FUNCTION(task_resistance_final);

Datum
task_resistance_final(PG_FUNCTION_ARGS)
{
	TaskTotals totals;

	if (!final_totals(fcinfo, &totals))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(task_resistance_of(&totals));
}

SQL_FUNCTION(exposed_pct_final);

Datum
exposed_pct_final(PG_FUNCTION_ARGS)
{
	TaskTotals totals;

	if (!final_totals(fcinfo, &totals))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(exposed_pct_of(&totals, DEFAULT_METHOD.exposed_from));
}

SQL_FUNCTION(task_profile_final);

Datum
task_profile_final(PG_FUNCTION_ARGS)
{
	const TaskState *state = final_state(fcinfo);
	TaskProfile		 profile;
	TaskRows		 rows;

	if (!state)
		PG_RETURN_NULL();
	task_state_profile(state, DEFAULT_METHOD.exposed_from, &profile);
	if (isnan(profile.time_total))
		PG_RETURN_NULL();
	task_state_rows(state, &rows);
	PG_RETURN_DATUM(make_task_profile(fcinfo->flinfo, &profile, &rows));
}

SQL_FUNCTION(task_mix_final);

Datum
task_mix_final(PG_FUNCTION_ARGS)
{
	TaskTotals totals;
	TaskTimes  times;

	if (!final_totals(fcinfo, &totals))
		PG_RETURN_NULL();
	task_state_times((const TaskState *) PG_GETARG_POINTER(0), &times);
	PG_RETURN_DATUM(make_mix(&times));
}

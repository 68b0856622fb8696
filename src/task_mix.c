/*
 * task_mix.c
 *	  The aggregate task_mix: task rows as a mix.
 *
 * A state holds time by score and mode as whole millionths (kernel/mix_state.h).
 * Adding and subtracting integers is exact, which makes every form of evaluation
 * (serial, parallel, any order, a moving frame) give the same bits.
 */
#include "compat.h"

#include "fmgr.h"
#include "libpq/pqformat.h"

#include "kernel/mix_state.h"
#include "mix.h"
#include "task_mix.h"
#include "task_rows.h"

/* ---- state ---- */

static pg_noinline MixState *
new_state(FunctionCallInfo fcinfo, MixForm form)
{
	MixState *state =
		MemoryContextAlloc(task_aggregate_context(fcinfo), MIX_STATE_SIZE[form]);

	mix_state_init(state, form);
	return state;
}

/* The state argument; a new state if there is none yet. */
static inline MixState *
state_arg(FunctionCallInfo fcinfo)
{
	if (unlikely(PG_ARGISNULL(0)))
		return new_state(fcinfo, TASKS_FEW);
	return (MixState *) PG_GETARG_POINTER(0);
}

/* The same state in a greater form. */
static pg_noinline MixState *
grown(MixState *state, MixForm form, FunctionCallInfo fcinfo)
{
	MixState *greater = new_state(fcinfo, form);

	mix_state_grow(state, greater);
	pfree(state);
	return greater;
}

/* Adds a task.  The state may have moved. */
static inline MixState *
add_task(MixState *state, int cell, int64 time, FunctionCallInfo fcinfo)
{
	while (unlikely(!mix_state_add(state, cell, time)))
		state = grown(state, mix_form_for(state, time), fcinfo);
	return state;
}

/* ---- transition ---- */

/* Takes any task row; apart from task_mix_accum() to keep that short. */
static pg_noinline Datum
take_row(FunctionCallInfo fcinfo)
{
	MixState *state = state_arg(fcinfo);

	if (row_is_scored(fcinfo))
	{
		int64 time;
		int	  cell = scored_row(fcinfo, &time);

		state = add_task(state, cell, time, fcinfo);
	}
	else
	{
		while (!mix_state_skip(state))
			state = grown(state, Max(state->form + 1, TASKS_SUMMED), fcinfo);
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
	MixState *state = (MixState *) PG_GETARG_POINTER(0);
	int		  cell;
	int64	  time;

	if (unlikely(PG_ARGISNULL(0) || state->listed >= state->room ||
				 !plain_row(fcinfo, &cell) ||
				 !list_time_from_double(PG_GETARG_FLOAT8(2), &time)))
		return take_row(fcinfo);
	state->task[state->listed++] = list_entry(cell, time);
	PG_RETURN_POINTER(state);
}

SQL_FUNCTION(task_mix_accum_inv);

/*
 * task_mix_accum_inv(state, score, time [, mode]): gives a row back.  The server
 * evaluates its arguments a second time, and they need not be what they were; where
 * the state has no such row the result is NULL, and the server starts over.  Others
 * are found by task_mix_final().
 */
Datum
task_mix_accum_inv(PG_FUNCTION_ARGS)
{
	MixState *state;
	bool	  had_it;

	(void) task_aggregate_context(fcinfo);
	state = (MixState *) PG_GETARG_POINTER(0);
	if (row_is_scored(fcinfo))
	{
		int64 time;
		int	  cell = scored_row(fcinfo, &time);

		had_it = mix_state_subtract(state, cell, time);
	}
	else
		had_it = mix_state_unskip(state);
	if (!had_it)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

SQL_FUNCTION(task_mix_combine);

/* task_mix_combine(state, state): adds the second to the first. */
Datum
task_mix_combine(PG_FUNCTION_ARGS)
{
	MixState *state;
	MixState *other;

	(void) task_aggregate_context(fcinfo);
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_POINTER(PG_GETARG_POINTER(0));
	}

	state = state_arg(fcinfo);
	other = (MixState *) PG_GETARG_POINTER(1);
	while (!mix_state_merge(state, other))
		state = grown(state, Max(state->form + 1, other->form), fcinfo);
	PG_RETURN_POINTER(state);
}

/* ---- travel between processes ---- */

#define MIX_STATE_VERSION 1
#define MIX_LIST_HEADER_SIZE (1 + 1 + 1 + 1)
#define MIX_SUMS_HEADER_SIZE (1 + 1 + 8 + 8 + 4)

static void
send_list(StringInfo buffer, const MixState *state)
{
	pq_sendint8(buffer, state->listed);
	pq_sendint8(buffer, state->skipped);
	for (int i = 0; i < state->listed; i++)
		pq_sendint32(buffer, state->task[i]);
}

static void
send_sums(StringInfo buffer, const MixState *state)
{
	TaskTimes times;
	TaskRows  rows;
	uint32	  present = 0;

	mix_state_times(state, &times);
	mix_state_rows(state, &rows);
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

/*
 * A state as bytes: version and form, then either row counts of 8 bits and the
 * list, or row counts of 64 bits, a bit for each cell with time, and those times,
 * 128 bits each.
 */
bytea *
send_mix_state(const MixState *state)
{
	StringInfoData buffer;

	pq_begintypsend(&buffer);
	pq_sendint8(&buffer, MIX_STATE_VERSION);
	pq_sendint8(&buffer, state->form);
	if (state->form < TASKS_SUMMED)
		send_list(&buffer, state);
	else
		send_sums(&buffer, state);
	return pq_endtypsend(&buffer);
}

SQL_FUNCTION(task_mix_serial);

Datum
task_mix_serial(PG_FUNCTION_ARGS)
{
	(void) task_aggregate_context(fcinfo);
	PG_RETURN_BYTEA_P(send_mix_state((const MixState *) PG_GETARG_POINTER(0)));
}

static MixState *
empty_state(MixForm form)
{
	MixState *state = palloc(MIX_STATE_SIZE[form]);

	mix_state_init(state, form);
	return state;
}

static void
require_possible(const MixState *state)
{
	const char *problem = mix_state_problem(state);

	if (problem)
		report_corrupt_rows(problem);
}

static MixState *
receive_list(StringInfo buffer, MixForm form)
{
	MixState *state = empty_state(form);

	if (buffer->len < MIX_LIST_HEADER_SIZE)
		report_corrupt_rows("It is too short.");
	state->listed = pq_getmsgint(buffer, 1);
	state->skipped = pq_getmsgint(buffer, 1);
	if (state->listed > state->room)
		report_corrupt_rows("It lists too many tasks.");
	if (buffer->len != MIX_LIST_HEADER_SIZE + state->listed * 4)
		report_corrupt_rows("Its length does not match its number of tasks.");
	for (int i = 0; i < state->listed; i++)
		state->task[i] = pq_getmsgint(buffer, 4);
	require_possible(state);
	return state;
}

static MixState *
receive_sums(StringInfo buffer)
{
	WideTasks *wide = (WideTasks *) empty_state(TASKS_WIDE);
	MixState  *summed = empty_state(TASKS_SUMMED);
	uint32	   present;

	if (buffer->len < MIX_SUMS_HEADER_SIZE)
		report_corrupt_rows("It is too short.");
	wide->taken = pq_getmsgint64(buffer);
	wide->skipped_rows = pq_getmsgint64(buffer);
	present = pq_getmsgint(buffer, 4);
	if (present >> TASK_CELLS != 0)
		report_corrupt_rows("It has more times than combinations of score and mode.");
	if (buffer->len != MIX_SUMS_HEADER_SIZE + __builtin_popcount(present) * 16)
		report_corrupt_rows("Its length does not match its number of times.");
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if (present & (uint32) 1 << cell)
		{
			uint64 high = pq_getmsgint64(buffer);
			uint64 low = pq_getmsgint64(buffer);

			wide->times.cell[cell] = (int128_t) ((uint128_t) high << 64 | low);
		}
	}
	require_possible((MixState *) wide);
	return mix_state_merge(summed, (MixState *) wide) ? summed : (MixState *) wide;
}

/* The reverse, trusting nothing. */
MixState *
receive_mix_state(bytea *serialized)
{
	MixState	  *state;
	StringInfoData buffer;
	int			   form;

	if (VARSIZE_ANY_EXHDR(serialized) < MIX_LIST_HEADER_SIZE)
		report_corrupt_rows("It is too short.");
	buffer.data = VARDATA_ANY(serialized);
	buffer.len = buffer.maxlen = VARSIZE_ANY_EXHDR(serialized);
	buffer.cursor = 0;
	if (pq_getmsgint(&buffer, 1) != MIX_STATE_VERSION)
		report_corrupt_rows("It has an unknown version.");
	form = pq_getmsgint(&buffer, 1);
	if (form >= MIX_FORMS)
		report_corrupt_rows("It has an unknown form.");
	state = form < TASKS_SUMMED ? receive_list(&buffer, (MixForm) form) :
								  receive_sums(&buffer);
	pq_getmsgend(&buffer);
	return state;
}

SQL_FUNCTION(task_mix_deserial);

/*
 * task_mix_deserial(bytea, internal): the state lives as long as the call's memory;
 * task_mix_combine() copies what it needs.
 */
Datum
task_mix_deserial(PG_FUNCTION_ARGS)
{
	(void) task_aggregate_context(fcinfo);
	PG_RETURN_POINTER(receive_mix_state(PG_GETARG_BYTEA_PP(0)));
}

/* ---- result ---- */

SQL_FUNCTION(task_mix_final);

Datum
task_mix_final(PG_FUNCTION_ARGS)
{
	const MixState *state;
	TaskTimes		times;

	if (PG_ARGISNULL(0))
	{
		(void) task_aggregate_context(fcinfo);
		PG_RETURN_NULL();
	}
	state = (const MixState *) PG_GETARG_POINTER(0);
	if (mix_state_problem(state))
		report_changed_argument("task_mix");
	mix_state_times(state, &times);
	if (total_time(&times) == 0)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(make_mix(&times));
}

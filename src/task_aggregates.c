/*
 * task_aggregates.c
 *	  Aggregates over task rows: task_resistance, exposed_pct, task_profile,
 *	  task_mix.
 *
 * All of them share one transition, so that several in one query keep one
 * state.  A state holds time by score and mode as whole millionths.  Adding
 * and subtracting integers is exact, which makes every form of evaluation
 * (serial, parallel, any order, a moving frame) give the same bits.
 *
 * A query may keep a state for each of millions of groups, and time goes to
 * memory rather than to arithmetic.  So a state begins narrow: 32 bits for each
 * score and mode, 96 bytes in all, enough for a total of 4,294 units of time,
 * such as percent or hours a year.  One that outgrows this goes on in 128 bits,
 * which no number of rows can outgrow: 2^63 rows of 1e15 millionths each are
 * below 2^113.
 */
#include "compat.h"

#include "fmgr.h"
#include "libpq/pqformat.h"

#include "call_cache.h"
#include "kernel_tasks.h"
#include "mix.h"
#include "report.h"
#include "result.h"

typedef struct WideState
{
	int64	  scored;
	int64	  unscored;
	TaskTimes times;
} WideState;

typedef struct TaskState
{
	WideState *wide;	 /* if set, all that follows is void */
	uint32	   scored;	 /* rows taken */
	uint32	   unscored; /* rows skipped: score or time is NULL */
	uint32	   cell[TASK_CELLS];
} TaskState;

/* ---- state ---- */

static MemoryContext
aggregate_context(FunctionCallInfo fcinfo)
{
	return require_aggregate(
		fcinfo, "It is part of the aggregates over task rows.",
		"Call task_resistance(), exposed_pct(), task_profile() or task_mix().");
}

/* The state argument; a new state where there is none yet. */
static inline TaskState *
state_arg(FunctionCallInfo fcinfo)
{
	if (unlikely(PG_ARGISNULL(0)))
		return MemoryContextAllocZero(aggregate_context(fcinfo), sizeof(TaskState));
	return (TaskState *) PG_GETARG_POINTER(0);
}

static int64
rows_scored(const TaskState *state)
{
	return state->wide ? state->wide->scored : state->scored;
}

static int64
rows_unscored(const TaskState *state)
{
	return state->wide ? state->wide->unscored : state->unscored;
}

static inline int128_t
time_in(const TaskState *state, int cell)
{
	return state->wide ? state->wide->times.cell[cell] : state->cell[cell];
}

/* The 128-bit form of a state, made at the first call. */
static pg_noinline WideState *
widened(TaskState *state, FunctionCallInfo fcinfo)
{
	if (!state->wide)
	{
		WideState *wide =
			MemoryContextAlloc(aggregate_context(fcinfo), sizeof(WideState));

		wide->scored = state->scored;
		wide->unscored = state->unscored;
		for (int cell = 0; cell < TASK_CELLS; cell++)
			wide->times.cell[cell] = state->cell[cell];
		state->wide = wide;
	}
	return state->wide;
}

/* Adds a row that was taken. */
static inline void
add_scored(TaskState *state, int cell, int64 time, FunctionCallInfo fcinfo)
{
	uint64 sum = (uint64) state->cell[cell] + time;

	if (likely(!state->wide && sum <= PG_UINT32_MAX && state->scored < PG_UINT32_MAX))
	{
		state->cell[cell] = (uint32) sum;
		state->scored++;
	}
	else
	{
		WideState *wide = widened(state, fcinfo);

		wide->times.cell[cell] += time;
		wide->scored++;
	}
}

/* Adds a row that was skipped. */
static void
add_unscored(TaskState *state, FunctionCallInfo fcinfo)
{
	if (likely(!state->wide && state->unscored < PG_UINT32_MAX))
		state->unscored++;
	else
		widened(state, fcinfo)->unscored++;
}

/* Adds a state to another.  False, and nothing done, where 32 bits are too few. */
static bool
add_narrow(TaskState *state, const TaskState *other)
{
	TaskState sum = {
		NULL, state->scored + other->scored, state->unscored + other->unscored, {0}};

	if (state->wide || other->wide || sum.scored < other->scored ||
		sum.unscored < other->unscored)
		return false;
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		sum.cell[cell] = state->cell[cell] + other->cell[cell];
		if (sum.cell[cell] < other->cell[cell])
			return false;
	}
	*state = sum;
	return true;
}

/* ---- transition ---- */

static inline TaskMode
mode_arg(FunctionCallInfo fcinfo, int argno)
{
	if (PG_NARGS() <= argno || PG_ARGISNULL(argno))
		return MODE_UNSTATED;
	return mode_of_value(fcinfo->flinfo, PG_GETARG_OID(argno));
}

SQL_FUNCTION(task_mix_accum);

/* task_mix_accum(state, score, time [, mode]): takes one task row. */
Datum
task_mix_accum(PG_FUNCTION_ARGS)
{
	TaskState *state = state_arg(fcinfo);

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		add_unscored(state, fcinfo);
	else
	{
		double score = PG_GETARG_FLOAT8(1);
		int64  time;

		require_legal(&TASK_SCORE, score);
		time = micro_task_time(PG_GETARG_FLOAT8(2));
		add_scored(state, task_cell((int) score, mode_arg(fcinfo, 3)), time, fcinfo);
	}
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
	int64	   time;
	int		   cell;

	(void) aggregate_context(fcinfo);
	state = (TaskState *) PG_GETARG_POINTER(0);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
	{
		if (state->wide)
			state->wide->unscored--;
		else
			state->unscored--;
		PG_RETURN_POINTER(state);
	}

	cell = task_cell((int) PG_GETARG_FLOAT8(1), mode_arg(fcinfo, 3));
	time = micro_from_double(PG_GETARG_FLOAT8(2));
	if (state->wide)
	{
		state->wide->times.cell[cell] -= time;
		state->wide->scored--;
	}
	else
	{
		state->cell[cell] -= (uint32) time;
		state->scored--;
	}
	PG_RETURN_POINTER(state);
}

SQL_FUNCTION(task_mix_combine);

/* task_mix_combine(state, state): adds the second to the first. */
Datum
task_mix_combine(PG_FUNCTION_ARGS)
{
	TaskState *state;
	TaskState *other;
	WideState *wide;

	(void) aggregate_context(fcinfo);
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_POINTER(PG_GETARG_POINTER(0));
	}

	state = state_arg(fcinfo);
	other = (TaskState *) PG_GETARG_POINTER(1);
	if (add_narrow(state, other))
		PG_RETURN_POINTER(state);

	wide = widened(state, fcinfo);
	for (int cell = 0; cell < TASK_CELLS; cell++)
		wide->times.cell[cell] += time_in(other, cell);
	wide->scored += rows_scored(other);
	wide->unscored += rows_unscored(other);
	PG_RETURN_POINTER(state);
}

/* ---- travel between processes ---- */

#define TASK_STATE_VERSION 1
#define TASK_STATE_HEADER_SIZE (1 + 8 + 8 + 4)

/* More rows than any server holds, and few enough to add up many times over. */
#define MAX_ROWS (INT64CONST(1) << 56)

SQL_FUNCTION(task_mix_serial);

/*
 * task_mix_serial(state): version, row counts, a bit for each cell with time,
 * then those times, 128 bits each.
 */
Datum
task_mix_serial(PG_FUNCTION_ARGS)
{
	TaskState	  *state;
	StringInfoData buffer;
	uint32		   present = 0;

	(void) aggregate_context(fcinfo);
	state = (TaskState *) PG_GETARG_POINTER(0);
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if (time_in(state, cell) != 0)
			present |= (uint32) 1 << cell;
	}

	pq_begintypsend(&buffer);
	pq_sendint8(&buffer, TASK_STATE_VERSION);
	pq_sendint64(&buffer, rows_scored(state));
	pq_sendint64(&buffer, rows_unscored(state));
	pq_sendint32(&buffer, present);
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		uint128_t time = (uint128_t) time_in(state, cell);

		if (time != 0)
		{
			pq_sendint64(&buffer, (uint64) (time >> 64));
			pq_sendint64(&buffer, (uint64) time);
		}
	}
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

SQL_FUNCTION(task_mix_deserial);

/*
 * task_mix_deserial(bytea, internal): the reverse, trusting nothing.  The state
 * lives as long as the call's memory: task_mix_combine() copies what it needs.
 */
Datum
task_mix_deserial(PG_FUNCTION_ARGS)
{
	bytea		  *serialized = PG_GETARG_BYTEA_PP(0);
	TaskState	  *state = palloc0(sizeof(TaskState));
	WideState	   read = {0};
	StringInfoData buffer;
	uint32		   present;
	bool		   narrow;

	(void) aggregate_context(fcinfo);
	if (VARSIZE_ANY_EXHDR(serialized) < TASK_STATE_HEADER_SIZE)
		report_corrupt_state("It is too short.");
	initStringInfo(&buffer);
	appendBinaryStringInfo(&buffer, VARDATA_ANY(serialized),
						   VARSIZE_ANY_EXHDR(serialized));
	if (pq_getmsgint(&buffer, 1) != TASK_STATE_VERSION)
		report_corrupt_state("It has an unknown version.");
	read.scored = pq_getmsgint64(&buffer);
	read.unscored = pq_getmsgint64(&buffer);
	if (read.scored < 0 || read.scored > MAX_ROWS || read.unscored < 0 ||
		read.unscored > MAX_ROWS)
		report_corrupt_state("It counts an impossible number of rows.");
	narrow = read.scored <= PG_UINT32_MAX && read.unscored <= PG_UINT32_MAX;

	present = pq_getmsgint(&buffer, 4);
	if (present >> TASK_CELLS != 0)
		report_corrupt_state("It has more times than there are scores and modes.");
	if (buffer.len != TASK_STATE_HEADER_SIZE + __builtin_popcount(present) * 16)
		report_corrupt_state("Its length is not that of the times it announces.");
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if (present & (uint32) 1 << cell)
		{
			uint64	  high = pq_getmsgint64(&buffer);
			uint64	  low = pq_getmsgint64(&buffer);
			uint128_t time = (uint128_t) high << 64 | low;

			if (time == 0 ||
				time > (uint128_t) read.scored * (uint64) (TASK_TIME.max * MICRO))
				report_corrupt_state("It has a time that its rows cannot add up to.");
			read.times.cell[cell] = (int128_t) time;
			narrow = narrow && time <= PG_UINT32_MAX;
		}
	}
	pq_getmsgend(&buffer);

	if (narrow)
	{
		state->scored = (uint32) read.scored;
		state->unscored = (uint32) read.unscored;
		for (int cell = 0; cell < TASK_CELLS; cell++)
			state->cell[cell] = (uint32) read.times.cell[cell];
	}
	else
	{
		state->wide = palloc(sizeof(WideState));
		*state->wide = read;
	}
	PG_RETURN_POINTER(state);
}

/* ---- results ---- */

/* What the state adds up to.  False when there is no time, and so no result. */
static bool
final_totals(FunctionCallInfo fcinfo, TaskTotals *totals)
{
	const TaskState *state;

	(void) aggregate_context(fcinfo);
	if (PG_ARGISNULL(0))
		return false;
	state = (const TaskState *) PG_GETARG_POINTER(0);
	if (state->wide)
		total_times(&state->wide->times, totals);
	else
		total_narrow_times(state->cell, totals);
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
	TaskTotals	totals;
	TaskProfile profile;
	TaskState  *state;
	TaskRows	rows;

	if (!final_totals(fcinfo, &totals))
		PG_RETURN_NULL();
	profile_tasks(&totals, DEFAULT_METHOD.exposed_from, &profile);

	state = (TaskState *) PG_GETARG_POINTER(0);
	rows.taken = rows_scored(state);
	rows.skipped = rows_unscored(state);
	PG_RETURN_DATUM(make_task_profile(fcinfo->flinfo, &profile, &rows));
}

SQL_FUNCTION(task_mix_final);

Datum
task_mix_final(PG_FUNCTION_ARGS)
{
	const TaskState *state;
	TaskTotals		 totals;
	TaskTimes		 times;

	if (!final_totals(fcinfo, &totals))
		PG_RETURN_NULL();
	state = (const TaskState *) PG_GETARG_POINTER(0);
	for (int cell = 0; cell < TASK_CELLS; cell++)
		times.cell[cell] = time_in(state, cell);
	PG_RETURN_DATUM(make_mix(&times));
}

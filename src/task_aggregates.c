/*
 * task_aggregates.c
 *	  Aggregates over task rows: task_resistance, exposed_pct, task_profile.
 *
 * All of them share one transition, so that several in one query keep one
 * state.  A state holds time by score and mode as whole millionths.  Adding
 * and subtracting integers is exact, which makes every form of evaluation
 * (serial, parallel, any order, a moving frame) give the same bits.
 *
 * A query may keep a state for each of millions of groups, so a state begins
 * small.  It has a slot for each cell that has occurred, 64 bits wide; the
 * index array says which.  Most roles fit the first size.  A state whose sums
 * outgrow 64 bits (after some nine thousand rows of the longest legal time)
 * moves them into a TaskTimes of 128-bit integers, which no number of rows can
 * outgrow: 2^63 rows of 1e15 millionths are below 2^113.
 */
#include "compat.h"

#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/lsyscache.h"

#include "call_cache.h"
#include "kernel_tasks.h"
#include "report.h"

#define SMALL_SLOTS 9

typedef struct TaskState
{
	int64	   scored;				/* rows taken */
	int64	   unscored;			/* rows skipped: score or time is NULL */
	TaskTimes *wide;				/* all sums, once they need 128 bits */
	uint8	   used;				/* slots taken, 0 once wide is set */
	uint8	   slots;				/* slots there are */
	uint8	   slot_of[TASK_CELLS]; /* 1 + its slot, by cell; 0: none */
	int64	   sum[FLEXIBLE_ARRAY_MEMBER];
} TaskState;

#define TASK_STATE_SIZE(slots) (offsetof(TaskState, sum) + (slots) * sizeof(int64))

StaticAssertDecl(TASK_STATE_SIZE(SMALL_SLOTS) <= 128,
				 "a new state fits a memory chunk of 128 bytes");

/* ---- state ---- */

static MemoryContext
aggregate_context(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("function %s was called outside an aggregate",
					   get_func_name(fcinfo->flinfo->fn_oid)),
				errdetail("It is part of the aggregates over task rows."),
				errhint("Call task_resistance(), exposed_pct() or task_profile()."));
	return context;
}

static TaskState *
new_state(MemoryContext context, int slots)
{
	TaskState *state = MemoryContextAllocZero(context, TASK_STATE_SIZE(slots));

	state->slots = slots;
	return state;
}

/* Moves the sums of a state to 128 bits. */
static void
widen(TaskState *state, MemoryContext context)
{
	TaskTimes *wide = MemoryContextAllocZero(context, sizeof(TaskTimes));

	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if (state->slot_of[cell])
			wide->cell[cell] = state->sum[state->slot_of[cell] - 1];
	}
	state->wide = wide;
	state->used = 0;
}

/* Gives a cell its slot.  The state may move. */
static TaskState *
add_slot(TaskState *state, int cell, MemoryContext context)
{
	if (state->used == state->slots)
	{
		TaskState *larger = new_state(context, TASK_CELLS);

		memcpy(larger, state, TASK_STATE_SIZE(state->slots));
		larger->slots = TASK_CELLS;
		pfree(state);
		state = larger;
	}
	state->slot_of[cell] = ++state->used;
	return state;
}

/* Adds time to a cell, 0 or more.  The state may move. */
static inline TaskState *
add_time(TaskState *state, int cell, int128_t time, FunctionCallInfo fcinfo)
{
	if (unlikely(time > PG_INT64_MAX) && !state->wide)
		widen(state, aggregate_context(fcinfo));
	if (likely(!state->wide))
	{
		int64 *sum;
		int64  larger;

		if (unlikely(!state->slot_of[cell]))
			state = add_slot(state, cell, aggregate_context(fcinfo));
		sum = &state->sum[state->slot_of[cell] - 1];
		if (likely(!pg_add_s64_overflow(*sum, (int64) time, &larger)))
		{
			*sum = larger;
			return state;
		}
		widen(state, aggregate_context(fcinfo));
	}
	state->wide->cell[cell] += time;
	return state;
}

static inline int128_t
time_in(const TaskState *state, int cell)
{
	if (state->wide)
		return state->wide->cell[cell];
	return state->slot_of[cell] ? state->sum[state->slot_of[cell] - 1] : 0;
}

static void
all_times(const TaskState *state, TaskTimes *times)
{
	for (int cell = 0; cell < TASK_CELLS; cell++)
		times->cell[cell] = time_in(state, cell);
}

/* ---- transition ---- */

static inline TaskMode
mode_arg(FunctionCallInfo fcinfo, int argno)
{
	if (PG_NARGS() <= argno || PG_ARGISNULL(argno))
		return MODE_UNSTATED;
	return mode_of_value(fcinfo->flinfo, PG_GETARG_OID(argno));
}

PG_FUNCTION_INFO_V1(task_mix_accum);

/* task_mix_accum(state, score, time [, mode]): takes one task row. */
Datum
task_mix_accum(PG_FUNCTION_ARGS)
{
	TaskState *state;
	double	   score;
	int64	   time;

	state = PG_ARGISNULL(0) ? new_state(aggregate_context(fcinfo), SMALL_SLOTS) :
							  (TaskState *) PG_GETARG_POINTER(0);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
	{
		state->unscored++;
		PG_RETURN_POINTER(state);
	}

	score = PG_GETARG_FLOAT8(1);
	require_legal(&TASK_SCORE, score);
	time = micro_task_time(PG_GETARG_FLOAT8(2));
	state = add_time(state, task_cell((int) score, mode_arg(fcinfo, 3)), time, fcinfo);
	state->scored++;
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(task_mix_accum_inv);

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
		state->unscored--;
		PG_RETURN_POINTER(state);
	}

	cell = task_cell((int) PG_GETARG_FLOAT8(1), mode_arg(fcinfo, 3));
	time = micro_from_double(PG_GETARG_FLOAT8(2));
	if (state->wide)
		state->wide->cell[cell] -= time;
	else
		state->sum[state->slot_of[cell] - 1] -= time;
	state->scored--;
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(task_mix_combine);

/* task_mix_combine(state, state): adds the second to the first. */
Datum
task_mix_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context = aggregate_context(fcinfo);
	TaskState	 *state;
	TaskState	 *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_POINTER(PG_GETARG_POINTER(0));
	}

	other = (TaskState *) PG_GETARG_POINTER(1);
	state = PG_ARGISNULL(0) ? new_state(context, SMALL_SLOTS) :
							  (TaskState *) PG_GETARG_POINTER(0);
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		int128_t time = time_in(other, cell);

		if (time != 0)
			state = add_time(state, cell, time, fcinfo);
	}
	state->scored += other->scored;
	state->unscored += other->unscored;
	PG_RETURN_POINTER(state);
}

/* ---- travel between processes ---- */

#define TASK_STATE_VERSION 1

PG_FUNCTION_INFO_V1(task_mix_serial);

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
	pq_sendint64(&buffer, state->scored);
	pq_sendint64(&buffer, state->unscored);
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

PG_FUNCTION_INFO_V1(task_mix_deserial);

/* task_mix_deserial(bytea, internal): the reverse, trusting nothing. */
Datum
task_mix_deserial(PG_FUNCTION_ARGS)
{
	bytea		  *serialized = PG_GETARG_BYTEA_PP(0);
	MemoryContext  context = aggregate_context(fcinfo);
	StringInfoData buffer;
	TaskState	  *state = new_state(context, SMALL_SLOTS);
	uint32		   present;

	initStringInfo(&buffer);
	appendBinaryStringInfo(&buffer, VARDATA_ANY(serialized),
						   VARSIZE_ANY_EXHDR(serialized));
	if (pq_getmsgint(&buffer, 1) != TASK_STATE_VERSION)
		report_corrupt_state("It has an unknown version.");
	state->scored = pq_getmsgint64(&buffer);
	state->unscored = pq_getmsgint64(&buffer);
	if (state->scored < 0 || state->unscored < 0)
		report_corrupt_state("It counts a negative number of rows.");

	present = pq_getmsgint(&buffer, 4);
	if (present >> TASK_CELLS != 0)
		report_corrupt_state("It has more times than there are scores and modes.");
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if (present & (uint32) 1 << cell)
		{
			uint64	  high = pq_getmsgint64(&buffer);
			uint64	  low = pq_getmsgint64(&buffer);
			uint128_t time = (uint128_t) high << 64 | low;

			if (time == 0 ||
				time > (uint128_t) state->scored * (uint64) (TASK_TIME.max * MICRO))
				report_corrupt_state("It has a time that its rows cannot add up to.");
			state = add_time(state, cell, (int128_t) time, fcinfo);
		}
	}
	pq_getmsgend(&buffer);
	PG_RETURN_POINTER(state);
}

/* ---- results ---- */

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

/* The state's times; false when there is no state. */
static bool
final_times(FunctionCallInfo fcinfo, TaskTimes *times)
{
	(void) aggregate_context(fcinfo);
	if (PG_ARGISNULL(0))
		return false;
	all_times((TaskState *) PG_GETARG_POINTER(0), times);
	return true;
}

PG_FUNCTION_INFO_V1(task_resistance_final);

Datum
task_resistance_final(PG_FUNCTION_ARGS)
{
	TaskTimes times;
	double	  task_resistance = NOT_RATED;

	if (final_times(fcinfo, &times))
		task_resistance = task_resistance_of(&times);
	if (isnan(task_resistance))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(task_resistance);
}

PG_FUNCTION_INFO_V1(exposed_pct_final);

Datum
exposed_pct_final(PG_FUNCTION_ARGS)
{
	TaskTimes times;
	double	  exposed_pct = NOT_RATED;

	if (final_times(fcinfo, &times))
		exposed_pct = exposed_pct_of(&times, DEFAULT_METHOD.exposed_from);
	if (isnan(exposed_pct))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(exposed_pct);
}

PG_FUNCTION_INFO_V1(task_profile_final);

Datum
task_profile_final(PG_FUNCTION_ARGS)
{
	TaskTimes	times;
	TaskProfile profile;
	TaskState  *state;
	Row			row;

	if (!final_times(fcinfo, &times))
		PG_RETURN_NULL();
	profile_tasks(&times, DEFAULT_METHOD.exposed_from, &profile);
	if (isnan(profile.time_total))
		PG_RETURN_NULL();

	state = (TaskState *) PG_GETARG_POINTER(0);
	set_datum(&row, PROFILE_TASKS, Int64GetDatum(state->scored));
	set_datum(&row, PROFILE_UNSCORED, Int64GetDatum(state->unscored));
	set_double(&row, PROFILE_TIME_TOTAL, profile.time_total);
	set_double(&row, PROFILE_TASK_RESISTANCE, profile.task_resistance);
	set_double(&row, PROFILE_EXPOSED_PCT, profile.exposed_pct);
	set_double(&row, PROFILE_DISPLACEMENT_PCT, profile.displacement_pct);
	set_double(&row, PROFILE_AUGMENTATION_PCT, profile.augmentation_pct);
	set_double(&row, PROFILE_NOT_INVOLVED_PCT, profile.not_involved_pct);
	set_double(&row, PROFILE_UNSTATED_PCT, profile.unstated_pct);
	PG_RETURN_DATUM(make_row(fcinfo->flinfo, ROW_TASK_PROFILE, &row));
}

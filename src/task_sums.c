/*
 * task_sums.c
 *	  The aggregates that summarize task rows: task_resistance, exposed_pct,
 *	  task_profile.
 *
 * They share one transition function, so that several in one query keep one state. A
 * state is a word of small sums, stored in place of a pointer, or a pointer to
 * larger sums (kernel/task_sums.h). Adding and subtracting integers is exact, so all
 * forms of evaluation (serial, parallel, any order, a moving frame) return the same
 * bits.
 */
#include "compat.h"

#include "fmgr.h"
#include "libpq/pqformat.h"

#include "kernel/task_sums.h"
#include "result.h"
#include "task_rows.h"

StaticAssertDecl(sizeof(Datum) == sizeof(PackedSums), "a state is a word");

/* ---- state ---- */

static inline bool
is_packed(Datum state)
{
	return (state & PACKED_MARK) != 0;
}

/* The state argument; one without rows where there is none yet. */
static inline Datum
state_arg(FunctionCallInfo fcinfo)
{
	if (unlikely(PG_ARGISNULL(0)))
	{
		(void) task_aggregate_context(fcinfo);
		return (Datum) PACKED_NOTHING;
	}
	return PG_GETARG_DATUM(0);
}

/* What a state adds up to, whichever form it has. */
static void
widen_state(Datum state, WideTaskSums *wide)
{
	if (is_packed(state))
		packed_sums_widen((PackedSums) state, wide);
	else
		task_sums_widen((const TaskSums *) DatumGetPointer(state), wide);
}

/* The state as sums in memory, where a word does not do. */
static TaskSums *
sums_in_memory(Datum state, FunctionCallInfo fcinfo)
{
	TaskSums	*sums;
	WideTaskSums wide;

	if (!is_packed(state))
		return (TaskSums *) DatumGetPointer(state);
	sums = MemoryContextAlloc(task_aggregate_context(fcinfo), sizeof(TaskSums));
	packed_sums_widen((PackedSums) state, &wide);
	(void) task_sums_narrow(&wide, sums);
	return sums;
}

/* The same sums with more bits. */
static pg_noinline TaskSums *
widened(TaskSums *sums, FunctionCallInfo fcinfo)
{
	WideTaskSums *wide =
		MemoryContextAlloc(task_aggregate_context(fcinfo), sizeof(WideTaskSums));

	task_sums_widen(sums, wide);
	pfree(sums);
	return (TaskSums *) wide;
}

/* ---- transition ---- */

static inline bool
add_packed(Datum *state, int cell, double time)
{
	PackedSums packed = (PackedSums) *state;
	unsigned   units;

	if (unlikely(!is_packed(*state) || !packed_time_from_double(time, &units) ||
				 !packed_sums_add(&packed, cell, units)))
		return false;
	*state = (Datum) packed;
	return true;
}

/* Takes any task row; apart from task_sums_accum() to keep that short. */
static pg_noinline Datum
take_row(Datum state, FunctionCallInfo fcinfo)
{
	TaskSums *sums;

	if (row_is_scored(fcinfo))
	{
		int64 time;
		int	  cell = scored_row(fcinfo, &time);

		if (add_packed(&state, cell, PG_GETARG_FLOAT8(2)))
			return state;
		sums = sums_in_memory(state, fcinfo);
		while (unlikely(!task_sums_add(sums, cell, time)))
			sums = widened(sums, fcinfo);
	}
	else
	{
		if (is_packed(state) && packed_skipped((PackedSums) state) < PACKED_SKIPPED_MAX)
			return state + PACKED_SKIPPED_ROW;
		sums = sums_in_memory(state, fcinfo);
		while (unlikely(!task_sums_skip(sums)))
			sums = widened(sums, fcinfo);
	}
	return PointerGetDatum(sums);
}

SQL_FUNCTION(task_sums_accum);

/*
 * task_sums_accum(state, score, time [, mode]): takes one task row.  A legal one
 * that fits a word, which is what most do, is dealt with here: this runs for
 * every row of a table.
 */
Datum
task_sums_accum(PG_FUNCTION_ARGS)
{
	Datum state = state_arg(fcinfo);
	int	  cell;

	if (unlikely(!plain_row(fcinfo, &cell) ||
				 !add_packed(&state, cell, PG_GETARG_FLOAT8(2))))
		return take_row(state, fcinfo);
	return state;
}

SQL_FUNCTION(task_sums_accum_inv);

/*
 * task_sums_accum_inv(state, score, time [, mode]): gives a row back.  The server
 * evaluates its arguments a second time, and they need not be what they were; where
 * the state has no such row the result is NULL, and the server starts over.  Others
 * are found by final_profile().
 */
Datum
task_sums_accum_inv(PG_FUNCTION_ARGS)
{
	Datum state;
	bool  had_it;

	(void) task_aggregate_context(fcinfo);
	state = PG_GETARG_DATUM(0);
	if (!row_is_scored(fcinfo))
	{
		if (!is_packed(state))
			had_it = task_sums_unskip((TaskSums *) DatumGetPointer(state));
		else if ((had_it = packed_skipped((PackedSums) state) > 0))
			state -= PACKED_SKIPPED_ROW;
	}
	else
	{
		int64	   time;
		int		   cell = scored_row(fcinfo, &time);
		unsigned   units;
		PackedSums packed = (PackedSums) state;

		if (!is_packed(state))
			had_it = task_sums_subtract((TaskSums *) DatumGetPointer(state), cell, time);
		else if ((had_it = packed_time_from_double(PG_GETARG_FLOAT8(2), &units) &&
						   packed_sums_subtract(&packed, cell, units)))
			state = (Datum) packed;
	}
	if (!had_it)
		PG_RETURN_NULL();
	return state;
}

SQL_FUNCTION(task_sums_combine);

/* task_sums_combine(state, state): adds the second to the first. */
Datum
task_sums_combine(PG_FUNCTION_ARGS)
{
	Datum		 state;
	PackedSums	 packed;
	WideTaskSums other;
	TaskSums	*sums;

	(void) task_aggregate_context(fcinfo);
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		return PG_GETARG_DATUM(0);
	}

	state = state_arg(fcinfo);
	packed = (PackedSums) state;
	if (is_packed(state) && is_packed(PG_GETARG_DATUM(1)) &&
		packed_sums_merge(&packed, (PackedSums) PG_GETARG_DATUM(1)))
		return (Datum) packed;

	widen_state(PG_GETARG_DATUM(1), &other);
	sums = sums_in_memory(state, fcinfo);
	while (!task_sums_merge(sums, &other))
		sums = widened(sums, fcinfo);
	PG_RETURN_POINTER(sums);
}

/* ---- travel between processes ---- */

#define TASK_SUMS_VERSION 1

typedef enum SerializedForm
{
	SERIALIZED_WORD,
	SERIALIZED_SUMS
} SerializedForm;

#define SERIALIZED_HEADER_SIZE (1 + 1)
#define SERIALIZED_WORD_SIZE (SERIALIZED_HEADER_SIZE + 8)
#define SERIALIZED_SUMS_SIZE (SERIALIZED_HEADER_SIZE + 8 + 8 + TASK_SUMS * 16)

SQL_FUNCTION(task_sums_serial);

/*
 * task_sums_serial(state): version and form, then either the word, or row counts
 * of 64 bits and sums of 128.
 */
Datum
task_sums_serial(PG_FUNCTION_ARGS)
{
	Datum		   state;
	StringInfoData buffer;

	(void) task_aggregate_context(fcinfo);
	state = PG_GETARG_DATUM(0);
	pq_begintypsend(&buffer);
	pq_sendint8(&buffer, TASK_SUMS_VERSION);
	if (is_packed(state))
	{
		pq_sendint8(&buffer, SERIALIZED_WORD);
		pq_sendint64(&buffer, (PackedSums) state);
	}
	else
	{
		WideTaskSums wide;

		widen_state(state, &wide);
		pq_sendint8(&buffer, SERIALIZED_SUMS);
		pq_sendint64(&buffer, wide.taken);
		pq_sendint64(&buffer, wide.skipped);
		for (int i = 0; i < TASK_SUMS; i++)
		{
			pq_sendint64(&buffer, (uint64) (wide.sum[i] >> 64));
			pq_sendint64(&buffer, (uint64) wide.sum[i]);
		}
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

static Datum
receive_word(StringInfo buffer)
{
	PackedSums	 packed = pq_getmsgint64(buffer);
	WideTaskSums wide;
	const char	*problem;

	packed_sums_widen(packed, &wide);
	problem = is_packed((Datum) packed) ? task_sums_problem(&wide) : "It is not a word.";
	if (problem)
		report_corrupt_rows(problem);
	return (Datum) packed;
}

static Datum
receive_sums(StringInfo buffer)
{
	WideTaskSums *wide = palloc0(sizeof(WideTaskSums));
	const char	 *problem;

	wide->wide = true;
	wide->taken = pq_getmsgint64(buffer);
	wide->skipped = pq_getmsgint64(buffer);
	for (int i = 0; i < TASK_SUMS; i++)
	{
		uint64 high = pq_getmsgint64(buffer);
		uint64 low = pq_getmsgint64(buffer);

		wide->sum[i] = (uint128_t) high << 64 | low;
	}
	problem = task_sums_problem(wide);
	if (problem)
		report_corrupt_rows(problem);
	return PointerGetDatum(wide);
}

SQL_FUNCTION(task_sums_deserial);

/*
 * task_sums_deserial(bytea, internal): the reverse, trusting nothing.  The state
 * lives as long as the call's memory: task_sums_combine() copies what it needs.
 */
Datum
task_sums_deserial(PG_FUNCTION_ARGS)
{
	bytea		  *serialized = PG_GETARG_BYTEA_PP(0);
	StringInfoData buffer;
	int			   form;

	(void) task_aggregate_context(fcinfo);
	buffer.data = VARDATA_ANY(serialized);
	buffer.len = buffer.maxlen = VARSIZE_ANY_EXHDR(serialized);
	buffer.cursor = 0;
	if (buffer.len < SERIALIZED_HEADER_SIZE)
		report_corrupt_rows("It is too short.");
	if (pq_getmsgint(&buffer, 1) != TASK_SUMS_VERSION)
		report_corrupt_rows("It has an unknown version.");
	form = pq_getmsgint(&buffer, 1);
	if (form != SERIALIZED_WORD && form != SERIALIZED_SUMS)
		report_corrupt_rows("It has an unknown form.");
	if (buffer.len !=
		(form == SERIALIZED_WORD ? SERIALIZED_WORD_SIZE : SERIALIZED_SUMS_SIZE))
		report_corrupt_rows("Its length does not match its form.");
	return form == SERIALIZED_WORD ? receive_word(&buffer) : receive_sums(&buffer);
}

/* ---- results ---- */

/* Sums in memory, which few groups need. */
static pg_noinline void
profile_in_memory(const TaskSums *sums, const char *aggregate, TaskProfile *profile,
				  TaskRows *rows)
{
	WideTaskSums wide;

	task_sums_widen(sums, &wide);
	if (task_sums_problem(&wide))
		report_changed_argument(aggregate);
	task_sums_profile(&wide, profile);
	rows->taken = wide.taken;
	rows->skipped = wide.skipped;
}

/*
 * The profile of the rows, for the aggregate of this name.  False when there is no
 * time, and so no result.  Inline, so that nothing is computed that its caller does
 * not use.
 */
static inline bool
final_profile(FunctionCallInfo fcinfo, const char *aggregate, TaskProfile *profile,
			  TaskRows *rows)
{
	Datum state;

	if (unlikely(PG_ARGISNULL(0)))
	{
		(void) task_aggregate_context(fcinfo);
		return false;
	}
	state = PG_GETARG_DATUM(0);
	if (likely(is_packed(state)))
	{
		if (unlikely(!packed_sums_possible((PackedSums) state)))
			report_changed_argument(aggregate);
		packed_profile((PackedSums) state, profile);
		rows->taken = packed_taken((PackedSums) state);
		rows->skipped = packed_skipped((PackedSums) state);
	}
	else
		profile_in_memory((const TaskSums *) DatumGetPointer(state), aggregate, profile,
						  rows);
	return !isnan(profile->time_total);
}

SQL_FUNCTION(task_resistance_final);

Datum
task_resistance_final(PG_FUNCTION_ARGS)
{
	TaskProfile profile;
	TaskRows	rows;

	if (!final_profile(fcinfo, "task_resistance", &profile, &rows))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(profile.task_resistance);
}

SQL_FUNCTION(exposed_pct_final);

Datum
exposed_pct_final(PG_FUNCTION_ARGS)
{
	TaskProfile profile;
	TaskRows	rows;

	if (!final_profile(fcinfo, "exposed_pct", &profile, &rows))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(profile.exposed_pct);
}

SQL_FUNCTION(task_profile_final);

Datum
task_profile_final(PG_FUNCTION_ARGS)
{
	TaskProfile profile;
	TaskRows	rows;

	if (!final_profile(fcinfo, "task_profile", &profile, &rows))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(make_task_profile(fcinfo->flinfo, &profile, &rows));
}

/*
 * task_sums.c
 *	  Adding, taking back, growing and checking sums over task rows.
 */
#include "kernel/task_sums.h"

#define HALF_UNIT(score, mode)                                                        \
	(UINT64_C(1) << PACKED_TIME_SHIFT | (uint64_t) (score) << PACKED_WEIGHTED_SHIFT | \
	 (uint64_t) ((score) >= EXPOSED_FROM) << PACKED_EXPOSED_SHIFT |                   \
	 (uint64_t) ((mode) < MODES) << (PACKED_MODE_SHIFT + (mode) *PACKED_TIME_BITS))
#define HALF_UNITS(score)                                                     \
	HALF_UNIT(score, MODE_DISPLACEMENT), HALF_UNIT(score, MODE_AUGMENTATION), \
		HALF_UNIT(score, MODE_NOT_INVOLVED), HALF_UNIT(score, MODE_UNSTATED)

const uint64_t PACKED_HALF_UNIT[TASK_CELLS] = {
	HALF_UNITS(1), HALF_UNITS(2), HALF_UNITS(3), HALF_UNITS(4), HALF_UNITS(5)};

_Static_assert(PACKED_SKIPPED_SHIFT + PACKED_SKIPPED_BITS == PACKED_TAKEN_SHIFT &&
				   PACKED_TAKEN_SHIFT + PACKED_TAKEN_BITS == PACKED_WEIGHTED_SHIFT &&
				   PACKED_WEIGHTED_SHIFT + PACKED_WEIGHTED_BITS == PACKED_MODE_SHIFT &&
				   PACKED_MODE_SHIFT + MODES * PACKED_TIME_BITS == PACKED_EXPOSED_SHIFT &&
				   PACKED_EXPOSED_SHIFT + PACKED_TIME_BITS == PACKED_TIME_SHIFT &&
				   PACKED_TIME_SHIFT + PACKED_TIME_BITS == 64,
			   "the fields of a word follow one another");
_Static_assert(TASK_SCORES *PACKED_TIME_MAX < 1 << PACKED_WEIGHTED_BITS,
			   "the weighted sum has room for all time at the highest score");

/* ---- in a word ---- */

/* Adds a word to another.  False, and nothing done, where there is no room. */
bool
packed_sums_merge(PackedSums *packed, PackedSums other)
{
	PackedSums sum;

	if (packed_taken(*packed) + packed_taken(other) > PACKED_TAKEN_MAX ||
		packed_skipped(*packed) + packed_skipped(other) > PACKED_SKIPPED_MAX ||
		__builtin_add_overflow(*packed, other - PACKED_MARK, &sum))
		return false;
	*packed = sum;
	return true;
}

void
packed_sums_widen(PackedSums packed, WideTaskSums *wide)
{
	*wide = (WideTaskSums){
		.wide = true, .taken = packed_taken(packed), .skipped = packed_skipped(packed)};
	wide->sum[SUM_TIME] = packed_field(packed, PACKED_TIME_SHIFT, PACKED_TIME_BITS);
	wide->sum[SUM_WEIGHTED] =
		packed_field(packed, PACKED_WEIGHTED_SHIFT, PACKED_WEIGHTED_BITS);
	wide->sum[SUM_EXPOSED] = packed_field(packed, PACKED_EXPOSED_SHIFT, PACKED_TIME_BITS);
	for (int mode = 0; mode < MODES; mode++)
		wide->sum[SUM_MODE + mode] = packed_field(
			packed, PACKED_MODE_SHIFT + mode * PACKED_TIME_BITS, PACKED_TIME_BITS);
	for (int i = 0; i < TASK_SUMS; i++)
		wide->sum[i] *= MICRO / PACKED_UNITS;
}

/* ---- in memory ---- */

/* How often the time of a task in a cell counts in each sum. */
#define WEIGHT(score, mode)                                           \
	{                                                                 \
		[SUM_TIME] = 1, [SUM_WEIGHTED] = (score),                     \
		[SUM_EXPOSED] = (score) >= EXPOSED_FROM,                      \
		[SUM_MODE + MODE_DISPLACEMENT] = (mode) == MODE_DISPLACEMENT, \
		[SUM_MODE + MODE_AUGMENTATION] = (mode) == MODE_AUGMENTATION, \
		[SUM_MODE + MODE_NOT_INVOLVED] = (mode) == MODE_NOT_INVOLVED, \
	}
#define WEIGHTS(score)                                                  \
	WEIGHT(score, MODE_DISPLACEMENT), WEIGHT(score, MODE_AUGMENTATION), \
		WEIGHT(score, MODE_NOT_INVOLVED), WEIGHT(score, MODE_UNSTATED)

static const uint8_t WEIGHT_OF_CELL[TASK_CELLS][TASK_SUMS] = {
	WEIGHTS(1), WEIGHTS(2), WEIGHTS(3), WEIGHTS(4), WEIGHTS(5)};

/* Takes a task.  False, and nothing done, where there is no room for it. */
bool
task_sums_add(TaskSums *sums, int cell, int64_t time)
{
	const uint8_t *weight = WEIGHT_OF_CELL[cell];
	uint64_t	   weighted;

	if (sums->wide)
	{
		WideTaskSums *wide = (WideTaskSums *) sums;

		wide->taken++;
		for (int i = 0; i < TASK_SUMS; i++)
			wide->sum[i] += (uint128_t) weight[i] * (uint64_t) time;
		return true;
	}
	/* the others are parts of this one */
	if (sums->taken == UINT32_MAX ||
		__builtin_add_overflow(sums->sum[SUM_WEIGHTED],
							   weight[SUM_WEIGHTED] * (uint64_t) time, &weighted))
		return false;
	sums->taken++;
	for (int i = 0; i < TASK_SUMS; i++)
		sums->sum[i] += weight[i] * (uint64_t) time;
	return true;
}

/* Takes a task back.  False, and nothing done, where there is no such task. */
bool
task_sums_subtract(TaskSums *sums, int cell, int64_t time)
{
	const uint8_t *weight = WEIGHT_OF_CELL[cell];
	WideTaskSums   rest;

	task_sums_widen(sums, &rest);
	if (rest.taken == 0)
		return false;
	rest.taken--;
	for (int i = 0; i < TASK_SUMS; i++)
	{
		uint128_t part = (uint128_t) weight[i] * (uint64_t) time;

		if (rest.sum[i] < part)
			return false;
		rest.sum[i] -= part;
	}
	if (sums->wide)
		*(WideTaskSums *) sums = rest;
	else
		(void) task_sums_narrow(&rest, sums);
	return true;
}

/* Counts a row without score or time.  False where the count is full. */
bool
task_sums_skip(TaskSums *sums)
{
	if (sums->wide)
		((WideTaskSums *) sums)->skipped++;
	else if (sums->skipped == UINT32_MAX)
		return false;
	else
		sums->skipped++;
	return true;
}

/* Removes such a row.  False if there is none. */
bool
task_sums_unskip(TaskSums *sums)
{
	if (sums->wide)
	{
		WideTaskSums *wide = (WideTaskSums *) sums;

		if (wide->skipped == 0)
			return false;
		wide->skipped--;
		return true;
	}
	if (sums->skipped == 0)
		return false;
	sums->skipped--;
	return true;
}

/* Adds sums to others.  False, and nothing done, where there is no room. */
bool
task_sums_merge(TaskSums *sums, const WideTaskSums *other)
{
	WideTaskSums total;

	task_sums_widen(sums, &total);
	total.taken += other->taken;
	total.skipped += other->skipped;
	for (int i = 0; i < TASK_SUMS; i++)
		total.sum[i] += other->sum[i];
	if (!sums->wide)
		return task_sums_narrow(&total, sums);
	*(WideTaskSums *) sums = total;
	return true;
}

void
task_sums_widen(const TaskSums *sums, WideTaskSums *wide)
{
	if (sums->wide)
	{
		*wide = *(const WideTaskSums *) sums;
		return;
	}
	*wide = (WideTaskSums){.wide = true, .taken = sums->taken, .skipped = sums->skipped};
	for (int i = 0; i < TASK_SUMS; i++)
		wide->sum[i] = sums->sum[i];
}

/* The reverse.  False, and nothing done, where 64 bits are too few. */
bool
task_sums_narrow(const WideTaskSums *wide, TaskSums *sums)
{
	if (wide->taken > UINT32_MAX || wide->skipped > UINT32_MAX ||
		wide->sum[SUM_WEIGHTED] > UINT64_MAX)
		return false;
	sums->wide = false;
	sums->taken = (uint32_t) wide->taken;
	sums->skipped = (uint32_t) wide->skipped;
	for (int i = 0; i < TASK_SUMS; i++)
		sums->sum[i] = (uint64_t) wide->sum[i];
	return true;
}

/* What is wrong with sums that claim to be those of rows; NULL when nothing is. */
const char *
task_sums_problem(const WideTaskSums *sums)
{
	static const char SUMS_PROBLEM[] = "Its sums cannot be the sums of any rows.";
	uint128_t		  time = sums->sum[SUM_TIME];
	uint128_t		  exposed = sums->sum[SUM_EXPOSED];
	uint128_t		  stated = 0;
	TaskRows		  rows = {sums->taken, sums->skipped};
	const char		 *problem = task_rows_problem(&rows);

	if (problem)
		return problem;
	if (time > time_of_rows_max(sums->taken) ||
		!weighted_sum_possible(sums->sum[SUM_WEIGHTED], time, exposed))
		return SUMS_PROBLEM;
	for (int mode = 0; mode < MODES; mode++)
	{
		if (sums->sum[SUM_MODE + mode] > time - stated)
			return SUMS_PROBLEM;
		stated += sums->sum[SUM_MODE + mode];
	}
	return NULL;
}

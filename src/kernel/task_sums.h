/*
 * task_sums.h
 *	  The state of task_resistance, exposed_pct, and task_profile: two counts
 *	  and six sums.
 *
 * A query may keep a state for each of millions of groups, and spends its time on
 * memory rather than on arithmetic. A state therefore begins as a single word, which
 * an aggregate can hold in place of a pointer: time shares of up to 15 tasks in
 * whole or half percent fit it, and a row costs one multiplication and one addition.
 * Everything else continues as sums of 64 bits and, when these are too few, of 128,
 * which no number of rows can exceed: 2^63 rows of five times 1e15 millionths are
 * below 2^116.
 *
 * All forms hold the same exact integers, so results do not depend on the form of a
 * group's state. A function without enough room changes nothing and reports it; the
 * caller, who owns the memory, then moves the state to a larger form.
 */
#ifndef KERNEL_TASK_SUMS_H
#define KERNEL_TASK_SUMS_H

#include "kernel/tasks.h"

/* From which score on time is exposed: an aggregate has the default method. */
#define EXPOSED_FROM 3

/*
 * Whether time, of which so much is exposed, can have this weighted sum: what is
 * exposed scores 3 to 5, the rest 1 or 2.
 */
static inline bool
weighted_sum_possible(uint128_t weighted, uint128_t time, uint128_t exposed)
{
	return exposed <= time && weighted >= time - exposed + EXPOSED_FROM * exposed &&
		   weighted <= (EXPOSED_FROM - 1) * (time - exposed) + TASK_SCORES * exposed;
}

/* ---- in a word ---- */

/*
 * From the lowest bit: 1, which no pointer has; rows that were skipped; rows that
 * were taken; and in half units of time the weighted sum, by mode, exposed, all.
 * The sum of all time is on top: a word with room for it has room for the parts,
 * and where there is none the addition overflows.
 */
typedef uint64_t PackedSums;

#define PACKED_MARK UINT64_C(1)
#define PACKED_UNITS 2 /* of one unit of time */

#define PACKED_SKIPPED_SHIFT 1
#define PACKED_SKIPPED_BITS 2
#define PACKED_TAKEN_SHIFT 3
#define PACKED_TAKEN_BITS 4
#define PACKED_WEIGHTED_SHIFT 7
#define PACKED_WEIGHTED_BITS 12
#define PACKED_MODE_SHIFT 19
#define PACKED_EXPOSED_SHIFT 46
#define PACKED_TIME_SHIFT 55
#define PACKED_TIME_BITS 9

#define PACKED_TIME_MAX ((1 << PACKED_TIME_BITS) - 1)
#define PACKED_TAKEN_MAX ((1 << PACKED_TAKEN_BITS) - 1)
#define PACKED_SKIPPED_MAX ((1 << PACKED_SKIPPED_BITS) - 1)

/* The highest bit of each field. */
#define PACKED_TOP_BITS                                              \
	(UINT64_C(1) << (PACKED_TAKEN_SHIFT - 1) |                       \
	 UINT64_C(1) << (PACKED_WEIGHTED_SHIFT - 1) |                    \
	 UINT64_C(1) << (PACKED_MODE_SHIFT - 1) |                        \
	 UINT64_C(1) << (PACKED_MODE_SHIFT + PACKED_TIME_BITS - 1) |     \
	 UINT64_C(1) << (PACKED_MODE_SHIFT + 2 * PACKED_TIME_BITS - 1) | \
	 UINT64_C(1) << (PACKED_EXPOSED_SHIFT - 1) |                     \
	 UINT64_C(1) << (PACKED_TIME_SHIFT - 1) | UINT64_C(1) << 63)

#define PACKED_NOTHING PACKED_MARK
#define PACKED_SKIPPED_ROW (UINT64_C(1) << PACKED_SKIPPED_SHIFT)
#define PACKED_TAKEN_ROW (UINT64_C(1) << PACKED_TAKEN_SHIFT)

/* What half a unit of time in a cell adds. */
extern const uint64_t PACKED_HALF_UNIT[TASK_CELLS];

static inline unsigned
packed_field(PackedSums packed, int shift, int bits)
{
	return (unsigned) (packed >> shift) & ((1U << bits) - 1);
}

static inline unsigned
packed_taken(PackedSums packed)
{
	return packed_field(packed, PACKED_TAKEN_SHIFT, PACKED_TAKEN_BITS);
}

static inline unsigned
packed_skipped(PackedSums packed)
{
	return packed_field(packed, PACKED_SKIPPED_SHIFT, PACKED_SKIPPED_BITS);
}

/* A legal time in half units, where it is whole ones and a word can hold it. */
static inline bool
packed_time_from_double(double value, unsigned *time)
{
	double units = value * PACKED_UNITS;

	if (!(units >= 0 && units <= PACKED_TIME_MAX))
		return false;
	*time = (unsigned) (int) units;
	return (double) (int) units == units;
}

/* Takes a task.  False, and nothing done, where there is no room for it. */
static inline bool
packed_sums_add(PackedSums *packed, int cell, unsigned time)
{
	PackedSums sum;

	if (packed_taken(*packed) == PACKED_TAKEN_MAX ||
		__builtin_add_overflow(*packed, time * PACKED_HALF_UNIT[cell] + PACKED_TAKEN_ROW,
							   &sum))
		return false;
	*packed = sum;
	return true;
}

/* Takes a task back.  False, and nothing done, where the word has no such task. */
static inline bool
packed_sums_subtract(PackedSums *packed, int cell, unsigned time)
{
	PackedSums task = time * PACKED_HALF_UNIT[cell] + PACKED_TAKEN_ROW;
	PackedSums rest = *packed - task;
	PackedSums borrowed = (~*packed & task) | (~(*packed ^ task) & rest);

	if (borrowed & PACKED_TOP_BITS)
		return false;
	*packed = rest;
	return true;
}

/*
 * Whether these sums are such as rows have.  They are unless a row was taken back
 * that had never been taken, so what reads a word for a result asks first.
 */
static inline bool
packed_sums_possible(PackedSums packed)
{
	unsigned time = packed_field(packed, PACKED_TIME_SHIFT, PACKED_TIME_BITS);
	unsigned exposed = packed_field(packed, PACKED_EXPOSED_SHIFT, PACKED_TIME_BITS);
	unsigned weighted = packed_field(packed, PACKED_WEIGHTED_SHIFT, PACKED_WEIGHTED_BITS);
	unsigned stated = 0;

	for (int mode = 0; mode < MODES; mode++)
		stated += packed_field(packed, PACKED_MODE_SHIFT + mode * PACKED_TIME_BITS,
							   PACKED_TIME_BITS);
	return (packed_taken(packed) > 0 || time == 0) && stated <= time &&
		   weighted_sum_possible(weighted, time, exposed);
}

extern bool packed_sums_merge(PackedSums *packed, PackedSums other);

/* ---- in memory ---- */

enum
{
	SUM_TIME,
	SUM_WEIGHTED, /* score x time */
	SUM_EXPOSED,
	SUM_MODE, /* those that have a name */
	TASK_SUMS = SUM_MODE + MODES
};

/* In millionths.  Both forms begin the same. */
typedef struct TaskSums
{
	bool	 wide; /* a WideTaskSums */
	uint32_t taken;
	uint32_t skipped;
	uint64_t sum[TASK_SUMS];
} TaskSums;

typedef struct WideTaskSums
{
	bool	  wide;
	int64_t	  taken;
	int64_t	  skipped;
	uint128_t sum[TASK_SUMS];
} WideTaskSums;

/* Whichever form "sums" has, it is told by its first field. */
extern bool task_sums_add(TaskSums *sums, int cell, int64_t time);
extern bool task_sums_subtract(TaskSums *sums, int cell, int64_t time);
extern bool task_sums_skip(TaskSums *sums);
extern bool task_sums_unskip(TaskSums *sums);
extern bool task_sums_merge(TaskSums *sums, const WideTaskSums *other);

extern void packed_sums_widen(PackedSums packed, WideTaskSums *wide);
extern void task_sums_widen(const TaskSums *sums, WideTaskSums *wide);
extern bool task_sums_narrow(const WideTaskSums *wide, TaskSums *sums);

extern const char *task_sums_problem(const WideTaskSums *sums);

/* ---- results ---- */

static inline void
packed_profile(PackedSums packed, TaskProfile *profile)
{
	uint128_t by_mode[MODES];

	for (int mode = 0; mode < MODES; mode++)
		by_mode[mode] = packed_field(packed, PACKED_MODE_SHIFT + mode * PACKED_TIME_BITS,
									 PACKED_TIME_BITS);
	profile_sums(packed_field(packed, PACKED_TIME_SHIFT, PACKED_TIME_BITS),
				 packed_field(packed, PACKED_WEIGHTED_SHIFT, PACKED_WEIGHTED_BITS),
				 packed_field(packed, PACKED_EXPOSED_SHIFT, PACKED_TIME_BITS), by_mode,
				 PACKED_UNITS, profile);
}

static inline void
task_sums_profile(const WideTaskSums *sums, TaskProfile *profile)
{
	profile_sums(sums->sum[SUM_TIME], sums->sum[SUM_WEIGHTED], sums->sum[SUM_EXPOSED],
				 sums->sum + SUM_MODE, MICRO, profile);
}

#endif /* KERNEL_TASK_SUMS_H */

/*
 * tasks.h
 *	  Task time by score and mode: everything about tasks that the arithmetic
 *	  needs.
 *
 * Tasks become sums of time, whatever their source: those of an array or a stored
 * summary the twenty integers of TaskTimes, those of rows the sums of
 * kernel/task_sums.h. Figures about them are computed in one place, profile_sums().
 */
#ifndef KERNEL_TASKS_H
#define KERNEL_TASKS_H

#include "kernel/score.h"

typedef enum TaskMode
{
	MODE_DISPLACEMENT,
	MODE_AUGMENTATION,
	MODE_NOT_INVOLVED,
	MODE_UNSTATED
} TaskMode;

#define MODES 3 /* those that have a name */
#define TASK_SCORES 5
#define TASK_CELLS (TASK_SCORES * (MODES + 1))

extern const char *const MODE_NAME[MODES];

/* The cell of a score (1..5) and mode; cells of one score are neighbors. */
static inline int
task_cell(int score, TaskMode mode)
{
	return (score - 1) * (MODES + 1) + mode;
}

/* A task on a list: its cell, and a time below 134.2 units. */
#define LISTED_TIME_BITS 27
#define LISTED_TIME_MAX ((INT64_C(1) << LISTED_TIME_BITS) - 1)

static inline uint32_t
list_entry(int cell, int64_t time)
{
	return (uint32_t) cell << LISTED_TIME_BITS | (uint32_t) time;
}

static inline unsigned
listed_cell(uint32_t entry)
{
	return entry >> LISTED_TIME_BITS;
}

static inline uint32_t
listed_time(uint32_t entry)
{
	return entry & (uint32_t) LISTED_TIME_MAX;
}

/* The score of a task, where it is legal: one of 1 .. 5. */
static inline bool
task_score_from_double(double value, int *score)
{
	if (!(value >= 1 && value <= TASK_SCORES))
		return false;
	*score = (int) value;
	return (double) *score == value;
}

/*
 * A time in millionths, where it is positive, fits a list and is no tie; for
 * others there is micro_from_double().
 */
static inline bool
list_time_from_double(double value, int64_t *time)
{
	double scaled = value * MICRO;

	if (!(scaled > 0.5 && scaled < (double) LISTED_TIME_MAX))
		return false;
	*time = (int64_t) llrint(scaled);
	return fabs(scaled - (double) *time) != 0.5;
}

/* Time in millionths, by cell. */
typedef struct TaskTimes
{
	int128_t cell[TASK_CELLS];
} TaskTimes;

/* One task as it was rated. */
typedef struct TaskRating
{
	int64_t time;	/* in millionths */
	int32_t number; /* its place among the tasks of the role, from 1 */
	int8_t	score;
	int8_t	mode; /* a TaskMode */
} TaskRating;

/* Counts a task's time under another score. */
static inline void
rescore_task(TaskTimes *times, const TaskRating *task, int score)
{
	times->cell[task_cell(task->score, (TaskMode) task->mode)] -= task->time;
	times->cell[task_cell(score, (TaskMode) task->mode)] += task->time;
}

/* Sums of task times along either side, and weighted by score. */
typedef struct TaskTotals
{
	uint128_t total;
	uint128_t weighted; /* score x time */
	uint128_t by_score[TASK_SCORES];
	uint128_t by_mode[MODES + 1];
} TaskTotals;

/* More rows than any server holds, and few enough to add up many times over. */
#define TASK_ROWS_MAX (INT64_C(1) << 56)

/* Numbers of rows: those that were taken, and those that could not be. */
typedef struct TaskRows
{
	int64_t taken;
	int64_t skipped;
} TaskRows;

/* Results of a role's task times; all unrated without any time. */
typedef struct TaskProfile
{
	double time_total;
	double task_resistance;
	double exposed_pct;
	double displacement_pct;
	double augmentation_pct;
	double not_involved_pct;
	double unstated_pct;
} TaskProfile;

extern void	  total_times(const TaskTimes *times, TaskTotals *totals);
extern double task_resistance_of(const TaskTotals *totals);
extern void
profile_tasks(const TaskTotals *totals, double exposed_from, TaskProfile *profile);

/* 6 - weighted / total, as a decimal of six places. */
static inline double
resistance_of_sums(uint128_t weighted, uint128_t total)
{
	return total == 0 ? NOT_RATED :
						double_from_micro(micro_ratio(total * 6 - weighted, total));
}

static inline double
percent_of_sums(uint128_t part, uint128_t total)
{
	return total == 0 ? NOT_RATED : nearest_ratio(part * 100, total);
}

/*
 * The profile of sums, so many of whose units make one unit of time.  Inline
 * wherever it is called, for compilers to see how small the sums are there and
 * which figures are used: that makes half as many instructions.
 */
__attribute__((always_inline)) static inline void
profile_sums(uint128_t total, uint128_t weighted, uint128_t exposed,
			 const uint128_t *by_mode, uint64_t units, TaskProfile *profile)
{
	uint128_t displacement = by_mode[MODE_DISPLACEMENT];
	uint128_t augmentation = by_mode[MODE_AUGMENTATION];
	uint128_t not_involved = by_mode[MODE_NOT_INVOLVED];

	profile->time_total = total == 0 ? NOT_RATED : nearest_ratio(total, units);
	profile->task_resistance = resistance_of_sums(weighted, total);
	profile->exposed_pct = percent_of_sums(exposed, total);
	profile->displacement_pct = percent_of_sums(displacement, total);
	profile->augmentation_pct = percent_of_sums(augmentation, total);
	profile->not_involved_pct = percent_of_sums(not_involved, total);
	profile->unstated_pct =
		percent_of_sums(total - displacement - augmentation - not_involved, total);
}

/* Whether a legal time survives rounding: zero may be zero, others may not. */
static inline bool
time_vanishes(double time, int64_t micro)
{
	return micro == 0 && time > 0;
}

/* The most time that so many rows can have, in millionths. */
static inline uint128_t
time_of_rows_max(int64_t rows)
{
	return (uint128_t) rows * (uint64_t) (TASK_TIME.max * MICRO);
}

extern const char *task_rows_problem(const TaskRows *rows);

extern bool mode_from_name(const char *name, size_t length, TaskMode *mode);

#endif /* KERNEL_TASKS_H */

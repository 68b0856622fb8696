/*
 * kernel_tasks.h
 *	  Task time by score and mode: all that the arithmetic asks of tasks.
 *
 * Whatever a role's tasks come from (rows, an array, a stored summary), they
 * end in the twenty integers of TaskTimes, and everything that is said about
 * them is computed from those in one place, profile_tasks().
 */
#ifndef KERNEL_TASKS_H
#define KERNEL_TASKS_H

#include "kernel_score.h"

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

/* The cell of a score (1..5) and mode; cells of one score are neighbours. */
static inline int
task_cell(int score, TaskMode mode)
{
	return (score - 1) * (MODES + 1) + mode;
}

/* Time in millionths, by cell. */
typedef struct TaskTimes
{
	int128_t cell[TASK_CELLS];
} TaskTimes;

/* What a role's task times come to; all unrated when there is no time. */
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

extern void
profile_tasks(const TaskTimes *times, double exposed_from, TaskProfile *profile);
extern double task_resistance_of(const TaskTimes *times);
extern double exposed_pct_of(const TaskTimes *times, double exposed_from);

/* Whether a legal time survives rounding: zero may be zero, others may not. */
static inline bool
time_vanishes(double time, int64_t micro)
{
	return micro == 0 && time > 0;
}

extern bool mode_from_name(const char *name, size_t length, TaskMode *mode);

#endif /* KERNEL_TASKS_H */

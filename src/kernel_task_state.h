/*
 * kernel_task_state.h
 *	  What an aggregate over task rows keeps while rows come in.
 *
 * A query may keep a state for each of millions of groups, and its time goes to
 * memory rather than to arithmetic: to pages touched for the first time, and to
 * visiting the groups in the order of their hash.  A role has a handful of
 * tasks, so a state begins as a list of them, four bytes each, and a row costs
 * one store.  Where the list is full, or a time too long for it, the state goes
 * on as sums by score and mode; in 32 bits, and when these are too few in 128,
 * which no number of rows can outgrow: 2^63 rows of 1e15 millionths each are
 * below 2^113.
 *
 * All forms say the same in exact integers, so it never shows which one a
 * group has come to.  Memory is the caller's: a function that finds no room
 * does nothing and says so, and the caller moves the state to a greater form.
 */
#ifndef KERNEL_TASK_STATE_H
#define KERNEL_TASK_STATE_H

#include "kernel_tasks.h"

/* In the order of what they hold. */
typedef enum TaskForm
{
	TASKS_FEW,	  /* a list of up to 7 */
	TASKS_LISTED, /* a list of up to 15 */
	TASKS_SUMMED, /* sums below 4,294 units of time */
	TASKS_WIDE
} TaskForm;

#define TASK_FORMS (TASKS_WIDE + 1)

/*
 * All forms begin with the fields of a list.  In the others its room is 0, so
 * that one comparison tells whether a task can be put on a list.
 */
#define TASK_STATE_HEAD                           \
	uint8_t form;                                 \
	uint8_t room;	/* tasks that a list holds */ \
	uint8_t listed; /* and has */                 \
	uint8_t skipped /* rows whose score or time is missing */

typedef struct TaskState
{
	TASK_STATE_HEAD;
	uint32_t task[]; /* see list_entry() */
} TaskState;

typedef struct SummedTasks
{
	TASK_STATE_HEAD;
	uint32_t taken; /* rows */
	uint32_t skipped_rows;
	uint32_t cell[TASK_CELLS];
} SummedTasks;

typedef struct WideTasks
{
	TASK_STATE_HEAD;
	int64_t	  taken;
	int64_t	  skipped_rows;
	TaskTimes times;
} WideTasks;

/* Numbers of rows: those that were taken, and those that could not be. */
typedef struct TaskRows
{
	int64_t taken;
	int64_t skipped;
} TaskRows;

/* Memory of a form, in bytes. */
extern const size_t TASK_STATE_SIZE[TASK_FORMS];

extern void task_state_init(TaskState *state, TaskForm form);
extern void task_state_grow(const TaskState *state, TaskState *grown);
extern bool task_state_sum(TaskState *state, int cell, int64_t time);
extern void task_state_subtract(TaskState *state, int cell, int64_t time);
extern bool task_state_skip(TaskState *state);
extern void task_state_unskip(TaskState *state);
extern bool task_state_merge(TaskState *state, const TaskState *other);

extern void task_state_rows(const TaskState *state, TaskRows *rows);
extern void task_state_times(const TaskState *state, TaskTimes *times);
extern void task_state_totals(const TaskState *state, TaskTotals *totals);
extern void
task_state_profile(const TaskState *state, double exposed_from, TaskProfile *profile);

/* Takes a task.  False, and nothing done, where the form has no room for it. */
static inline bool
task_state_add(TaskState *state, int cell, int64_t time)
{
	if (__builtin_expect(state->listed < state->room && time <= LISTED_TIME_MAX, 1))
	{
		state->task[state->listed++] = list_entry(cell, time);
		return true;
	}
	return task_state_sum(state, cell, time);
}

/* The form to move to where a task of this time finds no room. */
static inline TaskForm
task_form_for(const TaskState *state, int64_t time)
{
	if (state->form < TASKS_SUMMED && time > LISTED_TIME_MAX)
		return TASKS_SUMMED;
	return (TaskForm) (state->form + 1);
}

#endif /* KERNEL_TASK_STATE_H */

/*
 * mix_state.h
 *	  The state of the aggregate task_mix.
 *
 * A query may keep a state for each of millions of groups, and spends its time on
 * memory rather than on arithmetic: on pages touched for the first time, and on
 * visiting groups in the order of their hash. A role has a handful of tasks, so a
 * state begins as a list of them, four bytes each, and a row costs one store. If the
 * list is full, or a time is too long for it, the state continues as sums by score
 * and mode: of 32 bits and, when these are too few, of 128, which no number of rows
 * can exceed: 2^63 rows of 1e15 millionths each are below 2^113.
 *
 * All forms hold the same exact integers, so results do not depend on the form of a
 * group's state. The caller owns the memory: a function without enough room changes
 * nothing and reports it, and the caller moves the state to a larger form.
 */
#ifndef KERNEL_MIX_STATE_H
#define KERNEL_MIX_STATE_H

#include "kernel/tasks.h"

/* In the order of what they hold. */
typedef enum MixForm
{
	TASKS_FEW,	  /* a list of up to 7 */
	TASKS_LISTED, /* a list of up to 15 */
	TASKS_SUMMED, /* sums below 4,294 units of time */
	TASKS_WIDE
} MixForm;

#define MIX_FORMS (TASKS_WIDE + 1)

/*
 * All forms begin with the fields of a list.  In the other forms its room is 0, so
 * that one comparison decides whether a task can be put on a list.
 */
#define MIX_STATE_HEAD                            \
	uint8_t form;                                 \
	uint8_t room;	/* tasks that a list holds */ \
	uint8_t listed; /* and has */                 \
	uint8_t skipped /* rows whose score or time is missing */

typedef struct MixState
{
	MIX_STATE_HEAD;
	uint32_t task[]; /* see list_entry() */
} MixState;

typedef struct SummedTasks
{
	MIX_STATE_HEAD;
	uint32_t taken; /* rows */
	uint32_t skipped_rows;
	uint32_t cell[TASK_CELLS];
} SummedTasks;

typedef struct WideTasks
{
	MIX_STATE_HEAD;
	int64_t	  taken;
	int64_t	  skipped_rows;
	TaskTimes times;
} WideTasks;

/* Memory of a form, in bytes. */
extern const size_t MIX_STATE_SIZE[MIX_FORMS];

extern void mix_state_init(MixState *state, MixForm form);
extern void mix_state_grow(const MixState *state, MixState *grown);
extern bool mix_state_sum(MixState *state, int cell, int64_t time);
extern bool mix_state_subtract(MixState *state, int cell, int64_t time);
extern bool mix_state_skip(MixState *state);
extern bool mix_state_unskip(MixState *state);
extern bool mix_state_merge(MixState *state, const MixState *other);

extern const char *mix_state_problem(const MixState *state);

extern void mix_state_rows(const MixState *state, TaskRows *rows);
extern void mix_state_times(const MixState *state, TaskTimes *times);
extern void mix_state_totals(const MixState *state, TaskTotals *totals);

/* Takes a task.  False, and nothing done, where the form has no room for it. */
static inline bool
mix_state_add(MixState *state, int cell, int64_t time)
{
	if (__builtin_expect(state->listed < state->room && time <= LISTED_TIME_MAX, 1))
	{
		state->task[state->listed++] = list_entry(cell, time);
		return true;
	}
	return mix_state_sum(state, cell, time);
}

/* The form to move to where a task of this time finds no room. */
static inline MixForm
mix_form_for(const MixState *state, int64_t time)
{
	if (state->form < TASKS_SUMMED && time > LISTED_TIME_MAX)
		return TASKS_SUMMED;
	return (MixForm) (state->form + 1);
}

#endif /* KERNEL_MIX_STATE_H */

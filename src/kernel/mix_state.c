/*
 * mix_state.c
 *	  The forms of a state: adding, removing, growing, contents.
 */
#include "kernel/mix_state.h"

#include <string.h>

static const uint8_t LIST_ROOM[MIX_FORMS] = {7, 15, 0, 0};

const size_t MIX_STATE_SIZE[MIX_FORMS] = {
	sizeof(MixState) + 7 * sizeof(uint32_t),
	sizeof(MixState) + 15 * sizeof(uint32_t),
	sizeof(SummedTasks),
	sizeof(WideTasks),
};

/* Sums of 32 bits have room for the longest list. */
_Static_assert(15 * LISTED_TIME_MAX <= UINT32_MAX, "a full list fits 32 bits");
_Static_assert(TASK_CELLS <= 1 << (32 - LISTED_TIME_BITS), "a cell fits a list");

/* A state without rows. */
void
mix_state_init(MixState *state, MixForm form)
{
	if (form >= TASKS_SUMMED)
		memset(state, 0, MIX_STATE_SIZE[form]);
	state->form = (uint8_t) form;
	state->room = LIST_ROOM[form];
	state->listed = 0;
	state->skipped = 0;
}

/* Makes "grown", which is without rows, what "state" is. */
void
mix_state_grow(const MixState *state, MixState *grown)
{
	if (grown->form == TASKS_WIDE)
	{
		WideTasks *wide = (WideTasks *) grown;
		TaskRows   rows;

		mix_state_rows(state, &rows);
		wide->taken = rows.taken;
		wide->skipped_rows = rows.skipped;
		mix_state_times(state, &wide->times);
	}
	else
		(void) mix_state_merge(grown, state);
}

/* ---- rows ---- */

/* mix_state_add() where the task does not go on a list. */
bool
mix_state_sum(MixState *state, int cell, int64_t time)
{
	if (state->form == TASKS_WIDE)
	{
		WideTasks *wide = (WideTasks *) state;

		wide->times.cell[cell] += time;
		wide->taken++;
		return true;
	}
	if (state->form == TASKS_SUMMED)
	{
		SummedTasks *summed = (SummedTasks *) state;
		uint64_t	 sum = (uint64_t) summed->cell[cell] + (uint64_t) time;

		if (sum > UINT32_MAX || summed->taken == UINT32_MAX)
			return false;
		summed->cell[cell] = (uint32_t) sum;
		summed->taken++;
		return true;
	}
	return false;
}

/* Takes one of the same off a list; it does not matter which. */
static bool
unlist(MixState *state, uint32_t entry)
{
	for (int i = 0; i < state->listed; i++)
	{
		if (state->task[i] == entry)
		{
			state->task[i] = state->task[--state->listed];
			return true;
		}
	}
	return false;
}

/* Takes a task back.  False, and nothing done, where there is no such task. */
bool
mix_state_subtract(MixState *state, int cell, int64_t time)
{
	if (state->form == TASKS_WIDE)
	{
		WideTasks *wide = (WideTasks *) state;

		if (wide->taken == 0 || wide->times.cell[cell] < time)
			return false;
		wide->times.cell[cell] -= time;
		wide->taken--;
		return true;
	}
	if (state->form == TASKS_SUMMED)
	{
		SummedTasks *summed = (SummedTasks *) state;

		if (summed->taken == 0 || summed->cell[cell] < time)
			return false;
		summed->cell[cell] -= (uint32_t) time;
		summed->taken--;
		return true;
	}
	return time <= LISTED_TIME_MAX && unlist(state, list_entry(cell, time));
}

/* Counts a row without score or time.  False where the count is full. */
bool
mix_state_skip(MixState *state)
{
	if (state->form == TASKS_WIDE)
		((WideTasks *) state)->skipped_rows++;
	else if (state->form == TASKS_SUMMED)
	{
		if (((SummedTasks *) state)->skipped_rows == UINT32_MAX)
			return false;
		((SummedTasks *) state)->skipped_rows++;
	}
	else
	{
		if (state->skipped == UINT8_MAX)
			return false;
		state->skipped++;
	}
	return true;
}

/* Removes such a row.  False if there is none. */
bool
mix_state_unskip(MixState *state)
{
	TaskRows rows;

	mix_state_rows(state, &rows);
	if (rows.skipped == 0)
		return false;
	if (state->form == TASKS_WIDE)
		((WideTasks *) state)->skipped_rows--;
	else if (state->form == TASKS_SUMMED)
		((SummedTasks *) state)->skipped_rows--;
	else
		state->skipped--;
	return true;
}

/* ---- states ---- */

static bool
merge_lists(MixState *state, const MixState *other)
{
	if (other->form >= TASKS_SUMMED || state->listed + other->listed > state->room ||
		state->skipped + other->skipped > UINT8_MAX)
		return false;
	memcpy(state->task + state->listed, other->task, other->listed * sizeof(uint32_t));
	state->listed += other->listed;
	state->skipped += other->skipped;
	return true;
}

static bool
merge_into_summed(SummedTasks *summed, const MixState *other)
{
	SummedTasks sum = *summed;
	TaskTimes	times;
	TaskRows	rows;

	mix_state_rows(other, &rows);
	mix_state_times(other, &times);
	if (rows.taken > UINT32_MAX - sum.taken ||
		rows.skipped > UINT32_MAX - sum.skipped_rows)
		return false;
	sum.taken += (uint32_t) rows.taken;
	sum.skipped_rows += (uint32_t) rows.skipped;
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if (times.cell[cell] > UINT32_MAX - sum.cell[cell])
			return false;
		sum.cell[cell] += (uint32_t) times.cell[cell];
	}
	*summed = sum;
	return true;
}

static void
merge_into_wide(WideTasks *wide, const MixState *other)
{
	TaskTimes times;
	TaskRows  rows;

	mix_state_rows(other, &rows);
	mix_state_times(other, &times);
	wide->taken += rows.taken;
	wide->skipped_rows += rows.skipped;
	for (int cell = 0; cell < TASK_CELLS; cell++)
		wide->times.cell[cell] += times.cell[cell];
}

/* Adds a state to another.  False, and nothing done, where there is no room. */
bool
mix_state_merge(MixState *state, const MixState *other)
{
	if (state->form < TASKS_SUMMED)
		return merge_lists(state, other);
	if (state->form == TASKS_SUMMED)
		return merge_into_summed((SummedTasks *) state, other);
	merge_into_wide((WideTasks *) state, other);
	return true;
}

/* ---- checking ---- */

/* Whether no cell is negative and their total is within what so many rows have. */
static bool
times_possible(const TaskTimes *times, int64_t taken)
{
	uint128_t room = time_of_rows_max(taken);

	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if ((uint128_t) times->cell[cell] > room)
			return false;
		room -= (uint128_t) times->cell[cell];
	}
	return true;
}

static bool
list_possible(const MixState *state)
{
	for (int i = 0; i < state->listed; i++)
	{
		if (listed_cell(state->task[i]) >= TASK_CELLS)
			return false;
	}
	return state->listed <= state->room;
}

/* What is wrong with a state that claims to be of rows; NULL when nothing is. */
const char *
mix_state_problem(const MixState *state)
{
	TaskTimes	times;
	TaskRows	rows;
	const char *problem;

	if (state->form < TASKS_SUMMED)
		return list_possible(state) ?
				   NULL :
				   "It lists a task whose score or mode does not exist.";
	mix_state_rows(state, &rows);
	problem = task_rows_problem(&rows);
	if (problem)
		return problem;
	mix_state_times(state, &times);
	return times_possible(&times, rows.taken) ?
			   NULL :
			   "Its times cannot be the sums of any rows.";
}

/* ---- what a state holds ---- */

void
mix_state_rows(const MixState *state, TaskRows *rows)
{
	switch (state->form)
	{
		case TASKS_WIDE:
			rows->taken = ((const WideTasks *) state)->taken;
			rows->skipped = ((const WideTasks *) state)->skipped_rows;
			break;
		case TASKS_SUMMED:
			rows->taken = ((const SummedTasks *) state)->taken;
			rows->skipped = ((const SummedTasks *) state)->skipped_rows;
			break;
		default:
			rows->taken = state->listed;
			rows->skipped = state->skipped;
	}
}

void
mix_state_times(const MixState *state, TaskTimes *times)
{
	if (state->form == TASKS_WIDE)
	{
		*times = ((const WideTasks *) state)->times;
		return;
	}
	*times = (TaskTimes){{0}};
	if (state->form == TASKS_SUMMED)
	{
		for (int cell = 0; cell < TASK_CELLS; cell++)
			times->cell[cell] = ((const SummedTasks *) state)->cell[cell];
		return;
	}
	for (int i = 0; i < state->listed; i++)
		times->cell[listed_cell(state->task[i])] += listed_time(state->task[i]);
}

/* The sums of these times; those of a list without going through all cells. */
void
mix_state_totals(const MixState *state, TaskTotals *totals)
{
	if (state->form >= TASKS_SUMMED)
	{
		TaskTimes times;

		mix_state_times(state, &times);
		total_times(&times, totals);
		return;
	}
	*totals = (TaskTotals){0};
	for (int i = 0; i < state->listed; i++)
	{
		unsigned cell = listed_cell(state->task[i]);
		unsigned score = cell / (MODES + 1) + 1;
		uint32_t time = listed_time(state->task[i]);

		totals->total += time;
		totals->weighted += (uint64_t) time * score;
		totals->by_score[score - 1] += time;
		totals->by_mode[cell % (MODES + 1)] += time;
	}
}

/*
 * tasks.c
 *	  Task resistance, exposed time and the split by mode, from task times.
 */
#include "kernel/tasks.h"

const char *const MODE_NAME[MODES] = {"displacement", "augmentation", "not involved"};

void
total_times(const TaskTimes *times, TaskTotals *totals)
{
	*totals = (TaskTotals){0};
	for (int score = 1; score <= TASK_SCORES; score++)
	{
		for (int mode = 0; mode <= MODES; mode++)
		{
			uint128_t time = (uint128_t) times->cell[task_cell(score, (TaskMode) mode)];

			totals->by_score[score - 1] += time;
			totals->by_mode[mode] += time;
		}
		totals->total += totals->by_score[score - 1];
		totals->weighted += totals->by_score[score - 1] * (unsigned) score;
	}
}

double
task_resistance_of(const TaskTotals *totals)
{
	return resistance_of_sums(totals->weighted, totals->total);
}

void
profile_tasks(const TaskTotals *totals, double exposed_from, TaskProfile *profile)
{
	uint128_t exposed = 0;

	for (int score = (int) exposed_from; score <= TASK_SCORES; score++)
		exposed += totals->by_score[score - 1];
	profile_sums(totals->total, totals->weighted, exposed, totals->by_mode, MICRO,
				 profile);
}

/* What is wrong with numbers of rows; NULL when nothing is. */
const char *
task_rows_problem(const TaskRows *rows)
{
	if (rows->taken < 0 || rows->taken > TASK_ROWS_MAX || rows->skipped < 0 ||
		rows->skipped > TASK_ROWS_MAX)
		return "It counts an impossible number of rows.";
	return NULL;
}

static char
folded(char c)
{
	return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

static bool
is_mode_filler(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '_' || c == '-';
}

static const char *
skip_filler(const char *at, const char *end)
{
	while (at < end && is_mode_filler(*at))
		at++;
	return at;
}

/* Whether two names are the same but for case and filler. */
static bool
same_mode_name(const char *name, size_t length, const char *known)
{
	const char *end = name + length;

	for (;; name++, known++)
	{
		name = skip_filler(name, end);
		while (is_mode_filler(*known))
			known++;
		if (name == end || *known == '\0')
			return name == end && *known == '\0';
		if (folded(*name) != *known)
			return false;
	}
}

/* The mode that a text names, whatever its case, spaces, _ and -. */
bool
mode_from_name(const char *name, size_t length, TaskMode *mode)
{
	for (int i = 0; i < MODES; i++)
	{
		if (same_mode_name(name, length, MODE_NAME[i]))
		{
			*mode = (TaskMode) i;
			return true;
		}
	}
	return false;
}

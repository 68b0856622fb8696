/*
 * kernel_tasks.c
 *	  Task resistance, exposed time and the split by mode, from task times.
 */
#include <stddef.h>

#include "kernel_tasks.h"

const char *const MODE_NAME[MODES] = {"displacement", "augmentation", "not involved"};

/* Sums of the cells along either side, and the weighted sum of scores. */
typedef struct Margins
{
	uint128_t total;
	uint128_t weighted; /* score x time */
	uint128_t by_score[TASK_SCORES];
	uint128_t by_mode[MODES + 1];
} Margins;

static void
add_up(const TaskTimes *times, Margins *margins)
{
	*margins = (Margins){0};
	for (int score = 1; score <= TASK_SCORES; score++)
	{
		for (int mode = 0; mode <= MODES; mode++)
		{
			uint128_t time = (uint128_t) times->cell[task_cell(score, (TaskMode) mode)];

			margins->by_score[score - 1] += time;
			margins->by_mode[mode] += time;
		}
		margins->total += margins->by_score[score - 1];
		margins->weighted += margins->by_score[score - 1] * (unsigned) score;
	}
}

/* 6 - weighted / total, as a decimal of six places. */
static double
resistance_from(const Margins *margins)
{
	if (margins->total == 0)
		return NOT_RATED;
	return double_from_micro(
		micro_ratio(margins->total * 6 - margins->weighted, margins->total));
}

static double
percent(uint128_t part, uint128_t total)
{
	return total == 0 ? NOT_RATED : nearest_ratio(part * 100, total);
}

static double
exposed_from_margins(const Margins *margins, double exposed_from)
{
	uint128_t exposed = 0;

	for (int score = (int) exposed_from; score <= TASK_SCORES; score++)
		exposed += margins->by_score[score - 1];
	return percent(exposed, margins->total);
}

void
profile_tasks(const TaskTimes *times, double exposed_from, TaskProfile *profile)
{
	Margins margins;

	add_up(times, &margins);
	profile->time_total =
		margins.total == 0 ? NOT_RATED : nearest_ratio(margins.total, MICRO);
	profile->task_resistance = resistance_from(&margins);
	profile->exposed_pct = exposed_from_margins(&margins, exposed_from);
	profile->displacement_pct =
		percent(margins.by_mode[MODE_DISPLACEMENT], margins.total);
	profile->augmentation_pct =
		percent(margins.by_mode[MODE_AUGMENTATION], margins.total);
	profile->not_involved_pct =
		percent(margins.by_mode[MODE_NOT_INVOLVED], margins.total);
	profile->unstated_pct = percent(margins.by_mode[MODE_UNSTATED], margins.total);
}

double
task_resistance_of(const TaskTimes *times)
{
	Margins margins;

	add_up(times, &margins);
	return resistance_from(&margins);
}

double
exposed_pct_of(const TaskTimes *times, double exposed_from)
{
	Margins margins;

	add_up(times, &margins);
	return exposed_from_margins(&margins, exposed_from);
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

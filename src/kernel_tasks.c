/*
 * kernel_tasks.c
 *	  Task resistance, exposed time and the split by mode, from task times.
 */
#include "kernel_tasks.h"

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

/* The same for cells of 32 bits, whose sums need no more than 64. */
void
total_narrow_times(const uint32_t *cell, TaskTotals *totals)
{
	uint64_t total = 0;
	uint64_t weighted = 0;
	uint64_t by_mode[MODES + 1] = {0};

	for (int score = 1; score <= TASK_SCORES; score++)
	{
		uint64_t by_score = 0;

		for (int mode = 0; mode <= MODES; mode++)
		{
			by_score += cell[task_cell(score, (TaskMode) mode)];
			by_mode[mode] += cell[task_cell(score, (TaskMode) mode)];
		}
		totals->by_score[score - 1] = by_score;
		total += by_score;
		weighted += by_score * (unsigned) score;
	}
	for (int mode = 0; mode <= MODES; mode++)
		totals->by_mode[mode] = by_mode[mode];
	totals->total = total;
	totals->weighted = weighted;
}

/* The same for a list of tasks. */
void
total_listed_times(const uint32_t *task, int count, TaskTotals *totals)
{
	*totals = (TaskTotals){0};
	for (int i = 0; i < count; i++)
	{
		totals->by_score[listed_score(task[i]) - 1] += listed_time(task[i]);
		totals->by_mode[listed_mode(task[i])] += listed_time(task[i]);
		totals->total += listed_time(task[i]);
		totals->weighted += (uint64_t) listed_time(task[i]) * listed_score(task[i]);
	}
}

/* 6 - weighted / total, as a decimal of six places. */
static inline double
resistance(uint128_t weighted, uint128_t total)
{
	return total == 0 ? NOT_RATED :
						double_from_micro(micro_ratio(total * 6 - weighted, total));
}

double
task_resistance_of(const TaskTotals *totals)
{
	return resistance(totals->weighted, totals->total);
}

static inline double
percent(uint128_t part, uint128_t total)
{
	return total == 0 ? NOT_RATED : nearest_ratio(part * 100, total);
}

/* Percentage of the time whose score is exposed_from or more. */
double
exposed_pct_of(const TaskTotals *totals, double exposed_from)
{
	uint128_t exposed = 0;

	for (int score = (int) exposed_from; score <= TASK_SCORES; score++)
		exposed += totals->by_score[score - 1];
	return percent(exposed, totals->total);
}

void
profile_tasks(const TaskTotals *totals, double exposed_from, TaskProfile *profile)
{
	uint128_t total = totals->total;

	profile->time_total = total == 0 ? NOT_RATED : nearest_ratio(total, MICRO);
	profile->task_resistance = resistance(totals->weighted, total);
	profile->exposed_pct = exposed_pct_of(totals, exposed_from);
	profile->displacement_pct = percent(totals->by_mode[MODE_DISPLACEMENT], total);
	profile->augmentation_pct = percent(totals->by_mode[MODE_AUGMENTATION], total);
	profile->not_involved_pct = percent(totals->by_mode[MODE_NOT_INVOLVED], total);
	profile->unstated_pct = percent(totals->by_mode[MODE_UNSTATED], total);
}

/*
 * The same for a list of tasks.  The arithmetic is that of profile_tasks(); the
 * compiler sees that all sums fit 64 bits and makes half as many instructions of
 * it.
 */
void
profile_listed_tasks(const uint32_t *task, int count, double exposed_from,
					 TaskProfile *profile)
{
	uint64_t total = 0;
	uint64_t weighted = 0;
	uint64_t exposed = 0;
	uint64_t by_mode[MODES + 1] = {0};

	for (int i = 0; i < count; i++)
	{
		uint32_t time = listed_time(task[i]);
		unsigned score = listed_score(task[i]);

		total += time;
		weighted += (uint64_t) time * score;
		exposed += score >= (unsigned) exposed_from ? time : 0;
		by_mode[listed_mode(task[i])] += time;
	}
	if (total == 0)
	{
		profile_tasks(&(TaskTotals){0}, exposed_from, profile);
		return;
	}
	profile->time_total = nearest_ratio(total, MICRO);
	profile->task_resistance = resistance(weighted, total);
	profile->exposed_pct = percent(exposed, total);
	profile->displacement_pct = percent(by_mode[MODE_DISPLACEMENT], total);
	profile->augmentation_pct = percent(by_mode[MODE_AUGMENTATION], total);
	profile->not_involved_pct = percent(by_mode[MODE_NOT_INVOLVED], total);
	profile->unstated_pct = percent(by_mode[MODE_UNSTATED], total);
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

/*
 * tasks_test.c
 *	  kernel/tasks: the profile of task times, names of modes.
 */
#include <string.h>

#include "exact.h"
#include "kernel/tasks.h"
#include "tap.h"

/* ---- profiles ---- */

/* Whether "percent" is the double nearest to 100 part / total. */
static bool
right_percent(wide_t part, wide_t total, double percent)
{
	return is_nearest(part * 100, total, percent);
}

/* The sum of the cells that a function picks. */
static wide_t
sum_where(const TaskTimes *times, bool (*picks)(int score, TaskMode mode, int arg),
		  int			   arg)
{
	wide_t sum = 0;

	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if (picks(cell / 4 + 1, (TaskMode) (cell % 4), arg))
			sum += (wide_t) times->cell[cell];
	}
	return sum;
}

static bool
any(int score, TaskMode mode, int arg)
{
	(void) score;
	(void) mode;
	(void) arg;
	return true;
}

static bool
from_score(int score, TaskMode mode, int arg)
{
	(void) mode;
	return score >= arg;
}

static bool
in_mode(int score, TaskMode mode, int arg)
{
	(void) score;
	return (int) mode == arg;
}

/* 6 - sum(score x time) / total, by way of sum((6 - score) x time). */
static bool
right_resistance(const TaskTimes *times, wide_t total, double resistance)
{
	Big	   twice = big_from(0);
	wide_t resisting = 0;
	wide_t millionths = (wide_t) llrint(resistance * 1e6);
	Big	   lower;
	Big	   upper;
	int	   below;
	int	   above;

	for (int score = 1; score <= 5; score++)
		resisting += (sum_where(times, from_score, score) -
					  sum_where(times, from_score, score + 1)) *
					 (unsigned) (6 - score);
	if (resistance != (double) millionths / 1e6)
		return false;
	twice = big_product(big_from(resisting), big_from(2000000));
	lower = big_product(big_from(2 * millionths - 1), big_from(total));
	upper = big_product(big_from(2 * millionths + 1), big_from(total));
	below = big_compare(twice, lower);
	above = big_compare(twice, upper);
	if (below == 0 || above == 0)
		return millionths % 2 == 0;
	return below > 0 && above < 0;
}

static void
check_profile(Tally *tally, const TaskTimes *times, int exposed_from)
{
	wide_t		total = sum_where(times, any, 0);
	TaskTotals	totals;
	TaskProfile profile;

	total_times(times, &totals);
	profile_tasks(&totals, exposed_from, &profile);
	check(tally, is_nearest(total, 1000000, profile.time_total), "time total %.17g",
		  profile.time_total);
	check(tally, right_resistance(times, total, profile.task_resistance), "TR %.17g",
		  profile.task_resistance);
	check(tally,
		  right_percent(sum_where(times, from_score, exposed_from), total,
						profile.exposed_pct),
		  "exposed from %d: %.17g", exposed_from, profile.exposed_pct);
	check(tally,
		  right_percent(sum_where(times, in_mode, MODE_DISPLACEMENT), total,
						profile.displacement_pct) &&
			  right_percent(sum_where(times, in_mode, MODE_AUGMENTATION), total,
							profile.augmentation_pct) &&
			  right_percent(sum_where(times, in_mode, MODE_NOT_INVOLVED), total,
							profile.not_involved_pct) &&
			  right_percent(sum_where(times, in_mode, MODE_UNSTATED), total,
							profile.unstated_pct),
		  "split %.17g %.17g %.17g %.17g", profile.displacement_pct,
		  profile.augmentation_pct, profile.not_involved_pct, profile.unstated_pct);
	check(tally, same_bits(task_resistance_of(&totals), profile.task_resistance),
		  "the single function gives other bits");
}

/* Times of at most so many bits, some cells empty. */
static TaskTimes
random_times(int bits)
{
	TaskTimes times = {{0}};
	int		  one = (int) random_below(TASK_CELLS);

	times.cell[one] = (int128_t) random_bits(1 + (int) random_below((uint64_t) bits));
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if (random_below(3) == 0)
			times.cell[cell] =
				(int128_t) random_bits(1 + (int) random_below((uint64_t) bits));
	}
	return times;
}

static void
check_random_profiles(int bits, const char *what)
{
	Tally tally = {0};

	for (int i = 0; i < 20000; i++)
	{
		TaskTimes times = random_times(bits);

		check_profile(&tally, &times, 1 + (int) random_below(5));
	}
	all_ok(&tally, what);
}

static TaskTimes
document_times(void)
{
	TaskTimes times = {{0}};

	times.cell[task_cell(5, MODE_DISPLACEMENT)] = 40 * MICRO;
	times.cell[task_cell(4, MODE_DISPLACEMENT)] = 40 * MICRO;
	times.cell[task_cell(3, MODE_AUGMENTATION)] = 10 * MICRO;
	times.cell[task_cell(2, MODE_AUGMENTATION)] = 10 * MICRO;
	return times;
}

static double
exposed_pct(const TaskTotals *totals, double exposed_from)
{
	TaskProfile profile;

	profile_tasks(totals, exposed_from, &profile);
	return profile.exposed_pct;
}

static void
test_known_profiles(void)
{
	TaskTimes	times = document_times();
	TaskTimes	nothing = {{0}};
	TaskTimes	tie = {{0}};
	TaskTotals	totals;
	TaskProfile profile;

	total_times(&times, &totals);
	profile_tasks(&totals, 3, &profile);
	ok(profile.time_total == 100 && profile.task_resistance == 1.9 &&
		   profile.exposed_pct == 90,
	   "the document's tasks: 100%%, TR 1.90, exposed 90%%");
	ok(profile.displacement_pct == 80 && profile.augmentation_pct == 20 &&
		   profile.not_involved_pct == 0 && profile.unstated_pct == 0,
	   "split 80/20/0");
	ok(exposed_pct(&totals, 1) == 100 && exposed_pct(&totals, 4) == 80 &&
		   exposed_pct(&totals, 5) == 40,
	   "exposed from other scores");

	total_times(&nothing, &totals);
	profile_tasks(&totals, 3, &profile);
	ok(isnan(profile.time_total) && isnan(profile.task_resistance) &&
		   isnan(profile.exposed_pct) && isnan(profile.displacement_pct) &&
		   isnan(profile.augmentation_pct) && isnan(profile.not_involved_pct) &&
		   isnan(profile.unstated_pct) && isnan(task_resistance_of(&totals)),
	   "without time everything is unrated");

	/* TR 5 - n / 2000000 lies between two millionths when n is odd */
	tie.cell[task_cell(1, MODE_UNSTATED)] = 1999999;
	tie.cell[task_cell(2, MODE_UNSTATED)] = 1;
	total_times(&tie, &totals);
	ok(task_resistance_of(&totals) == 5.0, "TR 4.9999995 rounds up to 5, the even side");
	tie.cell[task_cell(1, MODE_UNSTATED)] = 1999997;
	tie.cell[task_cell(2, MODE_UNSTATED)] = 3;
	total_times(&tie, &totals);
	ok(task_resistance_of(&totals) == 4.999998,
	   "TR 4.9999985 rounds down, to the even side");
}

static void
test_vanishing_time(void)
{
	ok(time_vanishes(1e-9, 0) && !time_vanishes(0, 0) && !time_vanishes(-0.0, 0) &&
		   !time_vanishes(1, 1000000),
	   "a time vanishes when it is not zero and becomes zero");
}

/* ---- names of modes ---- */

/* The mode of a name, or -1. */
static int
mode(const char *name)
{
	TaskMode found;

	return mode_from_name(name, strlen(name), &found) ? (int) found : -1;
}

static void
test_mode_names(void)
{
	static const char *const same[] = {
		"not involved",			"Not Involved",		 "NOT_INVOLVED",
		"not-involved",			"notinvolved",		 " not involved ",
		"\tnot\r\n  involved_", "-_not__--involved", "n o t i n v o l v e d",
	};
	static const char *const unknown[] = {
		"",
		" ",
		"_-_",
		"displace",
		"displacements",
		"xdisplacement",
		"not",
		"none",
		"not involved.",
		"displacement augmentation",
		"augm\xc3\xa9ntation",
		"d\xc4\xb1splacement",
		"not\xc2\xa0involved",
		"involved not",
	};
	Tally tolerated = {0};
	Tally refused = {0};

	for (int i = 0; i < MODES; i++)
		ok(mode(MODE_NAME[i]) == i, "%s is itself", MODE_NAME[i]);
	ok(mode("DISPLACEMENT") == MODE_DISPLACEMENT &&
		   mode("Augmentation") == MODE_AUGMENTATION,
	   "whatever the case");
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		check(&tolerated, mode(same[i]) == MODE_NOT_INVOLVED, "\"%s\"", same[i]);
	all_ok(&tolerated, "case, space, underscore and hyphen do not matter");
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		check(&refused, mode(unknown[i]) == -1, "\"%s\"", unknown[i]);
	all_ok(&refused, "anything else, shorter or longer, is unknown");
}

/* Names end where their length says: allocated without a byte to spare. */
static void
test_mode_name_length(void)
{
	Tally tally = {0};

	for (size_t length = 0; length <= 14; length++)
	{
		char	*name = malloc(length ? length : 1);
		TaskMode found;
		bool	 known;

		memcpy(name, "displacement  ", length);
		known = mode_from_name(name, length, &found);
		check(&tally, known == (length >= 12), "the first %zu bytes", length);
		free(name);
	}
	ok(!mode_from_name("displacement\0x", 14, &(TaskMode){0}), "a zero byte is no end");
	all_ok(&tally, "names of every length");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_known_profiles();
	check_random_profiles(8, "profiles of random small times");
	check_random_profiles(50, "profiles of random times of one row");
	check_random_profiles(78, "profiles of random times of 2^28 rows");
	check_random_profiles(113, "profiles of random times of 2^63 rows");
	test_vanishing_time();
	test_mode_names();
	test_mode_name_length();
	return done_testing();
}

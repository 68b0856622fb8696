/*
 * task_sums_test.c
 *	  kernel/task_sums: whatever the form of a state, its figures are those of
 *	  its rows.
 *
 * States in memory are allocated by their exact size, so that the sanitizers see
 * a step beyond it.
 */
#include <string.h>

#include "kernel/task_sums.h"
#include "tap.h"

/* A state: packed where there is no memory. */
typedef struct State
{
	PackedSums packed;
	TaskSums  *sums;
} State;

/* The rows themselves, added up in the widest way. */
typedef struct Model
{
	TaskTimes times;
	TaskRows  rows;
} Model;

/* ---- a state as the aggregates keep one ---- */

static void
move_to_memory(State *state)
{
	WideTaskSums wide;

	packed_sums_widen(state->packed, &wide);
	state->sums = malloc(sizeof(TaskSums));
	if (!task_sums_narrow(&wide, state->sums))
		abort();
}

static void
move_to_wide(State *state)
{
	WideTaskSums *wide = malloc(sizeof(WideTaskSums));

	task_sums_widen(state->sums, wide);
	free(state->sums);
	state->sums = (TaskSums *) wide;
}

static bool
add_packed(State *state, int cell, int64_t time)
{
	unsigned units;

	return packed_time_from_double((double) time / MICRO, &units) &&
		   packed_sums_add(&state->packed, cell, units);
}

static void
add(State *state, int cell, int64_t time)
{
	if (!state->sums && add_packed(state, cell, time))
		return;
	if (!state->sums)
		move_to_memory(state);
	while (!task_sums_add(state->sums, cell, time))
		move_to_wide(state);
}

static bool
subtract(State *state, int cell, int64_t time)
{
	unsigned units;

	if (state->sums)
		return task_sums_subtract(state->sums, cell, time);
	return packed_time_from_double((double) time / MICRO, &units) &&
		   packed_sums_subtract(&state->packed, cell, units);
}

static void
skip(State *state)
{
	if (!state->sums && packed_skipped(state->packed) < PACKED_SKIPPED_MAX)
	{
		state->packed += PACKED_SKIPPED_ROW;
		return;
	}
	if (!state->sums)
		move_to_memory(state);
	while (!task_sums_skip(state->sums))
		move_to_wide(state);
}

static bool
unskip(State *state)
{
	if (state->sums)
		return task_sums_unskip(state->sums);
	if (packed_skipped(state->packed) == 0)
		return false;
	state->packed -= PACKED_SKIPPED_ROW;
	return true;
}

static void
widen(const State *state, WideTaskSums *wide)
{
	if (state->sums)
		task_sums_widen(state->sums, wide);
	else
		packed_sums_widen(state->packed, wide);
}

static void
merge(State *state, const State *other)
{
	WideTaskSums wide;

	if (!state->sums && !other->sums && packed_sums_merge(&state->packed, other->packed))
		return;
	if (!state->sums)
		move_to_memory(state);
	widen(other, &wide);
	while (!task_sums_merge(state->sums, &wide))
		move_to_wide(state);
}

static const char *
form(const State *state)
{
	return !state->sums ? "word" : state->sums->wide ? "wide sums" : "sums";
}

/* ---- what it must hold ---- */

/* Whether two profiles are the same to the bit; without time both are not rated. */
static bool
same_profile(const TaskProfile *one, const TaskProfile *other)
{
	if (isnan(one->time_total) || isnan(other->time_total))
		return isnan(one->time_total) && isnan(other->time_total);
	return memcmp(one, other, sizeof(TaskProfile)) == 0;
}

static void
check_state(Tally *tally, const State *state, const Model *model)
{
	TaskTotals	 totals;
	TaskProfile	 expected;
	TaskProfile	 profile;
	WideTaskSums wide;

	total_times(&model->times, &totals);
	profile_tasks(&totals, DEFAULT_METHOD.exposed_from, &expected);
	widen(state, &wide);
	check(tally, wide.taken == model->rows.taken && wide.skipped == model->rows.skipped,
		  "rows of a %s", form(state));
	check(tally,
		  wide.sum[SUM_TIME] == totals.total &&
			  wide.sum[SUM_WEIGHTED] == totals.weighted &&
			  memcmp(wide.sum + SUM_MODE, totals.by_mode, MODES * sizeof(uint128_t)) == 0,
		  "sums of a %s", form(state));
	task_sums_profile(&wide, &profile);
	check(tally, same_profile(&profile, &expected), "profile of a %s", form(state));
	if (!state->sums)
	{
		packed_profile(state->packed, &profile);
		check(tally, same_profile(&profile, &expected), "profile of a word");
	}
	check(tally, !task_sums_problem(&wide), "possible sums of a %s", form(state));
	check(tally, state->sums || packed_sums_possible(state->packed), "possible word");
}

/* Half units that a word may hold, or millionths of so many bits. */
static int64_t
random_time(int bits)
{
	if (random_below(4) != 0)
		return (int64_t) random_below(random_below(8) == 0 ? PACKED_TIME_MAX + 2 : 80) *
			   (MICRO / PACKED_UNITS);
	return (int64_t) (random_bits(1 + (int) random_below((uint64_t) bits)) %
					  (UINT64_C(1000000000000000) + 1));
}

#define MAX_ROWS 40

/*
 * Adds random rows, takes some of them back in any order, and looks at the state
 * after each.  Half of the states have nothing but halves of units.
 */
static void
random_rows(Tally *tally, State *state, Model *model, int bits)
{
	int		cell[MAX_ROWS];
	int64_t time[MAX_ROWS];
	int		rows = (int) random_below(random_below(2) == 0 ? 10 : MAX_ROWS);
	bool	halves = random_below(2) == 0;

	*state = (State){.packed = PACKED_NOTHING};
	*model = (Model){0};
	for (int i = 0; i < rows; i++)
	{
		cell[i] = (int) random_below(TASK_CELLS);
		time[i] = halves ? (int64_t) random_below(60) * (MICRO / PACKED_UNITS) :
						   random_time(bits);
		add(state, cell[i], time[i]);
		model->times.cell[cell[i]] += time[i];
		model->rows.taken++;
		if (random_below(8) == 0)
		{
			skip(state);
			model->rows.skipped++;
		}
		check_state(tally, state, model);
	}
	for (int back = (int) random_below((uint64_t) rows + 1); back > 0; back--)
	{
		int i = (int) random_below((uint64_t) rows);

		check(tally, subtract(state, cell[i], time[i]), "a task of a %s", form(state));
		model->times.cell[cell[i]] -= time[i];
		model->rows.taken--;
		cell[i] = cell[--rows];
		time[i] = time[rows];
		if (model->rows.skipped > 0)
		{
			check(tally, unskip(state), "a skipped row of a %s", form(state));
			model->rows.skipped--;
		}
		check_state(tally, state, model);
	}
}

static void
add_model(Model *model, const Model *other)
{
	for (int cell = 0; cell < TASK_CELLS; cell++)
		model->times.cell[cell] += other->times.cell[cell];
	model->rows.taken += other->rows.taken;
	model->rows.skipped += other->rows.skipped;
}

static void
test_random_states(int bits, const char *what)
{
	Tally tally = {0};
	long  words = 0;
	long  wide = 0;

	for (int i = 0; i < 20000; i++)
	{
		Model model;
		Model other_model;
		State state;
		State other;

		random_rows(&tally, &state, &model, bits);
		random_rows(&tally, &other, &other_model, bits);
		if (random_below(4) == 0)
		{
			if (!other.sums)
				move_to_memory(&other);
			if (!other.sums->wide)
				move_to_wide(&other);
		}
		merge(&state, &other);
		add_model(&model, &other_model);
		check_state(&tally, &state, &model);
		check_state(&tally, &other, &other_model);
		words += !state.sums;
		wide += state.sums && state.sums->wide;
		free(state.sums);
		free(other.sums);
	}
	all_ok(&tally, what);
	printf("# words %ld, sums %ld, wide sums %ld\n", words, 20000 - words - wide, wide);
}

/* The form that so many tasks of a time come to. */
static const char *
form_of(int rows, double time)
{
	State		state = {.packed = PACKED_NOTHING};
	const char *result;

	for (int i = 0; i < rows; i++)
		add(&state, 19, micro_from_double(time));
	result = form(&state);
	free(state.sums);
	return result;
}

static bool
is_form(int rows, double time, const char *expected)
{
	return strcmp(form_of(rows, time), expected) == 0;
}

static void
test_forms(void)
{
	ok(sizeof(TaskSums) == 64 && sizeof(WideTaskSums) == 120,
	   "sums of 64 bits take 64 bytes, of 128 bits 120");
	ok(is_form(15, 17, "word") && is_form(16, 6.5, "sums"), "15 and 16 tasks");
	ok(is_form(1, 255.5, "word") && is_form(1, 256, "sums") &&
		   is_form(2, 127.5, "word") && is_form(2, 128, "sums"),
	   "255.5 units of time, and more");
	ok(is_form(1, 12.25, "sums"), "a quarter of a unit");
	/* 3689 tasks of score 5 and 1e9 units come to less than 2^64 millionths */
	ok(is_form(3689, 1e9, "sums") && is_form(3690, 1e9, "wide sums"),
	   "the longest times: sums of 64 bits, then of 128");
	ok(DEFAULT_METHOD.exposed_from == 3, "aggregates have the default method");
}

static void
test_skipped(void)
{
	State		 state = {.packed = PACKED_NOTHING};
	TaskSums	 full = {.taken = UINT32_MAX, .skipped = UINT32_MAX};
	WideTaskSums wide;

	for (int i = 0; i < 300; i++)
		skip(&state);
	widen(&state, &wide);
	ok(wide.taken == 0 && wide.skipped == 300 && state.sums && !state.sums->wide,
	   "300 rows that are not scored");
	free(state.sums);

	ok(!task_sums_skip(&full) && !task_sums_add(&full, 0, 0) &&
		   !task_sums_merge(&full, &(WideTaskSums){.wide = true, .skipped = 1}) &&
		   full.taken == UINT32_MAX && full.skipped == UINT32_MAX,
	   "full counts take no more, and say so");
}

/*
 * Whether taking back a task that the state may not have does it in every sum or in
 * none; the sums are what tells.
 */
static bool
takes_all_or_nothing(State *state, int cell, int64_t time)
{
	WideTaskSums before;
	WideTaskSums after;
	TaskTimes	 one = {{0}};
	TaskTotals	 task;
	bool		 enough;

	one.cell[cell] = time;
	total_times(&one, &task);
	widen(state, &before);
	enough =
		before.taken > 0 && before.sum[SUM_TIME] >= task.total &&
		before.sum[SUM_WEIGHTED] >= task.weighted &&
		before.sum[SUM_EXPOSED] >= task.by_score[2] + task.by_score[3] + task.by_score[4];
	for (int mode = 0; mode < MODES; mode++)
		enough = enough && before.sum[SUM_MODE + mode] >= task.by_mode[mode];
	if (subtract(state, cell, time) != enough)
		return false;
	widen(state, &after);
	return after.taken == before.taken - enough &&
		   before.sum[SUM_TIME] == after.sum[SUM_TIME] + (enough ? task.total : 0) &&
		   before.sum[SUM_WEIGHTED] ==
			   after.sum[SUM_WEIGHTED] + (enough ? task.weighted : 0) &&
		   before.sum[SUM_MODE] ==
			   after.sum[SUM_MODE] + (enough ? task.by_mode[MODE_DISPLACEMENT] : 0) &&
		   after.skipped == before.skipped;
}

static void
test_tasks_not_there(void)
{
	Tally tally = {0};

	for (int i = 0; i < 50000; i++)
	{
		State state;
		Model model;

		random_rows(&tally, &state, &model, 30);
		/* halves of units, which either form takes */
		for (int j = 0; j < 20; j++)
			check(&tally,
				  takes_all_or_nothing(&state, (int) random_below(TASK_CELLS),
									   (int64_t) random_below(100) *
										   (MICRO / PACKED_UNITS)),
				  "a task that a %s may not have", form(&state));
		free(state.sums);
	}
	all_ok(&tally, "what is not there is not taken");
}

/* A word takes whole and half units, and a task only with all of its time. */
static void
test_packed_doubles(void)
{
	Tally	 tally = {0};
	unsigned units;

	for (int i = 0; i < 200000; i++)
	{
		double value = (double) random_bits(1 + (int) random_below(60)) /
					   (double) ((uint64_t) 1 << random_below(60));

		if (packed_time_from_double(value, &units))
			check(&tally, units <= PACKED_TIME_MAX && (double) units == 2 * value,
				  "%.17g", value);
	}
	all_ok(&tally, "times of words are what they were");
	ok(!packed_time_from_double(NAN, &units) && !packed_time_from_double(-1, &units) &&
		   !packed_time_from_double(INFINITY, &units) &&
		   !packed_time_from_double(1e-9, &units) &&
		   !packed_time_from_double(0.25, &units) &&
		   !packed_time_from_double(256, &units) &&
		   packed_time_from_double(-0.0, &units) && units == 0 &&
		   packed_time_from_double(255.5, &units) && units == 511,
	   "no NaN, negative, infinite, vanishing or long time, no quarter");
}

/* Sums that no rows add up to, made from such as they do. */
static void
test_impossible(void)
{
	Tally tally = {0};

	for (int i = 0; i < 20000; i++)
	{
		State		 state;
		Model		 model;
		WideTaskSums wide;
		WideTaskSums wrong;

		random_rows(&tally, &state, &model, 50);
		widen(&state, &wide);
		free(state.sums);
		wrong = wide;
		switch (random_below(6))
		{
			case 0:
				wrong.sum[SUM_EXPOSED] = wide.sum[SUM_TIME] + 1 + random_below(9);
				break;
			case 1:
				wrong.sum[SUM_WEIGHTED] = wide.sum[SUM_TIME] * 5 + 1 + random_below(9);
				break;
			case 2:
				wrong.sum[SUM_MODE + random_below(MODES)] = wide.sum[SUM_TIME] + 1;
				break;
			case 3: /* modes that wrap around to what they should be */
				wrong.sum[SUM_MODE] = (uint128_t) 0 - 1;
				wrong.sum[SUM_MODE + 1] = 1;
				break;
			case 4:
				wrong.sum[SUM_TIME] =
					(uint128_t) wide.taken * UINT64_C(1000000000000000) + 1;
				break;
			default:
				wrong.taken = -1 - (int64_t) random_below(9);
		}
		check(&tally, task_sums_problem(&wrong) != NULL, "impossible sums");
	}
	all_ok(&tally, "sums that no rows add up to are told");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_forms();
	test_skipped();
	test_packed_doubles();
	test_impossible();
	test_tasks_not_there();
	test_random_states(30, "states of random short times");
	test_random_states(50, "states of random times");
	return done_testing();
}

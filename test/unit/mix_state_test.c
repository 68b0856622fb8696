/*
 * mix_state_test.c
 *	  kernel/mix_state: whatever its form, a state holds the times of its rows.
 *
 * Every state has memory of exactly its form's size, so that the sanitizers see
 * a step beyond it.
 */
#include <string.h>

#include "kernel/mix_state.h"
#include "tap.h"

/* The rows themselves, added up in the widest way. */
typedef struct Model
{
	TaskTimes times;
	TaskRows  rows;
} Model;

static MixState *
new_state(MixForm form)
{
	MixState *state = malloc(MIX_STATE_SIZE[form]);

	mix_state_init(state, form);
	return state;
}

static MixState *
grown(MixState *state, MixForm form)
{
	MixState *greater = new_state(form);

	mix_state_grow(state, greater);
	free(state);
	return greater;
}

static MixState *
add(MixState *state, int cell, int64_t time)
{
	while (!mix_state_add(state, cell, time))
		state = grown(state, mix_form_for(state, time));
	return state;
}

static MixState *
skip(MixState *state)
{
	while (!mix_state_skip(state))
		state = grown(state, (MixForm) (state->form + 1));
	return state;
}

static MixState *
merge(MixState *state, const MixState *other)
{
	while (!mix_state_merge(state, other))
		state = grown(state, (MixForm) (state->form + 1));
	return state;
}

static void
check_state(Tally *tally, const MixState *state, const Model *model)
{
	TaskTimes  times;
	TaskTotals totals;
	TaskTotals expected;
	TaskRows   rows;

	mix_state_times(state, &times);
	check(tally, memcmp(&times, &model->times, sizeof(times)) == 0, "times of form %d",
		  state->form);
	total_times(&model->times, &expected);
	mix_state_totals(state, &totals);
	check(tally, memcmp(&totals, &expected, sizeof(totals)) == 0, "totals of form %d",
		  state->form);
	mix_state_rows(state, &rows);
	check(tally, rows.taken == model->rows.taken && rows.skipped == model->rows.skipped,
		  "rows of form %d", state->form);
}

/* A time that is on one side or the other of what the forms hold. */
static int64_t
random_time(int bits)
{
	switch (random_below(6))
	{
		case 0:
			return 0;
		case 1:
			return LISTED_TIME_MAX +
				   (bits > LISTED_TIME_BITS ? (int64_t) random_below(2) : 0);
		default:
			return (int64_t) random_bits(1 + (int) random_below((uint64_t) bits));
	}
}

#define MAX_ROWS 40

/*
 * Adds random rows, takes some of them back in the order they came in or any
 * other, and looks at the state after each.
 */
static MixState *
random_rows(Tally *tally, Model *model, int bits, MixForm start)
{
	MixState *state = new_state(start);
	int		  cell[MAX_ROWS];
	int64_t	  time[MAX_ROWS];
	int		  rows = (int) random_below(MAX_ROWS);

	*model = (Model){0};
	for (int i = 0; i < rows; i++)
	{
		cell[i] = (int) random_below(TASK_CELLS);
		time[i] = random_time(bits);
		state = add(state, cell[i], time[i]);
		model->times.cell[cell[i]] += time[i];
		model->rows.taken++;
		if (random_below(4) == 0)
		{
			state = skip(state);
			model->rows.skipped++;
		}
		check_state(tally, state, model);
	}
	for (int back = (int) random_below((uint64_t) rows + 1); back > 0; back--)
	{
		int i = (int) random_below((uint64_t) rows);

		check(tally, mix_state_subtract(state, cell[i], time[i]), "a task that is there");
		model->times.cell[cell[i]] -= time[i];
		model->rows.taken--;
		cell[i] = cell[--rows];
		time[i] = time[rows];
		if (model->rows.skipped > 0)
		{
			check(tally, mix_state_unskip(state), "a skipped row that is there");
			model->rows.skipped--;
		}
		check_state(tally, state, model);
	}
	return state;
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
	long  seen[MIX_FORMS] = {0};

	for (int i = 0; i < 20000; i++)
	{
		Model	  model;
		Model	  other_model;
		MixState *state = random_rows(&tally, &model, bits, TASKS_FEW);
		MixState *other =
			random_rows(&tally, &other_model, 1 + (int) random_below((uint64_t) bits),
						(MixForm) random_below(MIX_FORMS));

		state = merge(state, other);
		add_model(&model, &other_model);
		check_state(&tally, state, &model);
		check_state(&tally, other, &other_model);
		seen[state->form]++;
		free(state);
		free(other);
	}
	all_ok(&tally, what);
	printf("# few %ld, listed %ld, summed %ld, wide %ld\n", seen[TASKS_FEW],
		   seen[TASKS_LISTED], seen[TASKS_SUMMED], seen[TASKS_WIDE]);
}

/* The forms that so many tasks of a time come to. */
static MixForm
form_of(int rows, int64_t time)
{
	MixState *state = new_state(TASKS_FEW);
	MixForm	  form;

	for (int i = 0; i < rows; i++)
		state = add(state, 19, time);
	form = (MixForm) state->form;
	free(state);
	return form;
}

static void
test_forms(void)
{
	MixState *state = new_state(TASKS_FEW);
	TaskRows  rows;

	ok(MIX_STATE_SIZE[TASKS_FEW] == 32 && MIX_STATE_SIZE[TASKS_LISTED] == 64 &&
		   MIX_STATE_SIZE[TASKS_SUMMED] <= 96,
	   "a state of up to 7 tasks takes 32 bytes, of 15 64, and 96 beyond");
	ok(form_of(7, 100 * MICRO) == TASKS_FEW && form_of(8, 100 * MICRO) == TASKS_LISTED &&
		   form_of(15, LISTED_TIME_MAX) == TASKS_LISTED &&
		   form_of(16, 100 * MICRO) == TASKS_SUMMED,
	   "shares in percent: 7, 8, 15 and 16 tasks");
	ok(form_of(1, LISTED_TIME_MAX + 1) == TASKS_SUMMED &&
		   form_of(1, UINT32_MAX) == TASKS_SUMMED &&
		   form_of(1, (int64_t) UINT32_MAX + 1) == TASKS_WIDE &&
		   form_of(2, UINT32_MAX) == TASKS_WIDE,
	   "longer times: sums of 32 bits, then of 128");

	ok(!mix_state_subtract(state, 0, 0) && !mix_state_unskip(state),
	   "a task and a row that are not there");
	for (int i = 0; i < 300; i++)
		state = skip(state);
	mix_state_rows(state, &rows);
	ok(rows.taken == 0 && rows.skipped == 300, "300 rows that are not scored");
	free(state);
}

/* The readers of doubles take what goes on a list and nothing else. */
static void
test_listed_doubles(void)
{
	Tally	tally = {0};
	int64_t time;
	int		score;

	for (int i = 0; i < 200000; i++)
	{
		double value = (double) random_bits(1 + (int) random_below(60)) /
					   (double) ((uint64_t) 1 << random_below(60));

		if (list_time_from_double(value, &time))
			check(&tally,
				  time > 0 && time <= LISTED_TIME_MAX && time == micro_from_double(value),
				  "%.17g", value);
	}
	all_ok(&tally, "listed times are rounded as all are");
	ok(!list_time_from_double(NAN, &time) && !list_time_from_double(-1, &time) &&
		   !list_time_from_double(0, &time) && !list_time_from_double(INFINITY, &time) &&
		   !list_time_from_double(1e-9, &time) &&
		   !list_time_from_double(0.0078125, &time) &&
		   !list_time_from_double(134.2177280, &time) &&
		   list_time_from_double(134.217726, &time) && time == LISTED_TIME_MAX - 1,
	   "no NaN, negative, infinite, vanishing or long time, no tie");
	ok(task_score_from_double(1, &score) && score == 1 &&
		   task_score_from_double(5, &score) && score == 5 &&
		   !task_score_from_double(0, &score) && !task_score_from_double(6, &score) &&
		   !task_score_from_double(2.5, &score) && !task_score_from_double(NAN, &score) &&
		   !task_score_from_double(-INFINITY, &score),
	   "scores 1 to 5, whole");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_forms();
	test_listed_doubles();
	test_random_states(20, "states of random small times");
	test_random_states(30, "states of random times around what a list holds");
	test_random_states(50, "states of random times");
	return done_testing();
}

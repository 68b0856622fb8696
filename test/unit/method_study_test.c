/*
 * method_study_test.c
 *	  kernel/method_study: rankings by counting, all else by the words of its
 *	  definitions.
 */
#include <string.h>

#include "exact.h"
#include "kernel/method_study.h"
#include "tap.h"

static int	 looks;
static void *taken[1000];
static int	 taken_count;

static void *
allocate(void *context, size_t size)
{
	(void) context;
	return taken[taken_count++] = malloc(size);
}

static void
give_back(void)
{
	while (taken_count > 0)
		free(taken[--taken_count]);
}

static void
look(void)
{
	looks++;
}

static Host host = {allocate, look, NULL};

#define ROLES_MAX 60
#define DRAWS_MAX 64

static Role roles[ROLES_MAX];

/* Some equal, some at the cap or at the floor. */
static void
random_roles(int count)
{
	for (int i = 0; i < count; i++)
	{
		roles[i] = (Role){double_from_micro(MICRO + (int64_t) random_below(400) * 10000),
						  NOT_RATED,
						  (double) random_below(21) - 10,
						  (double) random_below(11),
						  (double) random_below(5) - 2,
						  NOT_RATED};
		if (i > 0 && random_below(5) == 0)
			roles[i] = roles[random_below((uint64_t) i)];
		if (random_below(5) == 0)
			roles[i] = (Role){5, NOT_RATED, 10, 10, 2, NOT_RATED};
	}
}

/* The method at a point, its constants by name. */
static Method
varied(const Study *study, const double *at)
{
	Method		  m = *study->method;
	const Method *c = study->method;
	double		  low = 1 - study->spread;
	double		  high = 1 + study->spread;

#define VARY(i, name) m.name = c->name * low + at[i] * (c->name * high - c->name * low)
	VARY(0, evidence_step);
	VARY(1, barrier_step);
	VARY(2, growth_step);
	VARY(3, raw_floor);
	VARY(4, raw_span);
	VARY(5, score_cap);
	VARY(6, green_min);
	VARY(7, yellow_min);
	method_settle(&m);
	return m;
}

static uint32_t
counted_rank(const Study *study, const Method *method, size_t role)
{
	double	 score = score_of(&study->role[role], method);
	uint32_t rank = 1;

	for (size_t i = 0; i < study->roles; i++)
		rank += score_of(&study->role[i], method) > score;
	return rank;
}

static Zone
zone_by(const Study *study, const Method *method, size_t role)
{
	return zone_from_score(score_of(&study->role[role], method), method);
}

static void
expected_outputs(const Study *study, const double *at, double *output)
{
	Method method = varied(study, at);
	double shift = 0;

	output[1] = 0;
	for (size_t i = 0; i < study->roles; i++)
	{
		shift += fabs((double) counted_rank(study, &method, i) -
					  (double) counted_rank(study, study->method, i));
		output[1] += zone_by(study, &method, i) != zone_by(study, study->method, i);
	}
	output[0] = shift / (double) study->roles;
}

static double columns[STUDY_OUTPUTS][COLUMNS_MAX][DRAWS_MAX];

static void
expected_columns(const Study *study)
{
	for (uint32_t row = 0; row < study->draws; row++)
	{
		for (int column = 0; column < 2 + VARIED; column++)
		{
			double at[VARIED];
			double output[STUDY_OUTPUTS];

			for (int i = 0; i < VARIED; i++)
			{
				bool from_b = column == 1 || column == 2 + i;

				at[i] = sobol_point(study->seed, (from_b ? VARIED : 0) + i, row);
			}
			expected_outputs(study, at, output);
			for (int i = 0; i < STUDY_OUTPUTS; i++)
				columns[i][column][row] = output[i];
		}
	}
}

static void
random_study(Study *study, Method *method)
{
	*method = DEFAULT_METHOD;
	if (random_below(3) == 0)
		method->evidence_step = 0.06;
	if (random_below(4) == 0)
		method->growth_step = 0;
	method_settle(method);
	study->role = roles;
	study->roles = 1 + random_below(ROLES_MAX);
	study->method = method;
	study->spread = (double) random_below(31) / 100;
	study->draws = UINT32_C(2) << random_below(6);
	study->seed = random_u64();
	random_roles((int) study->roles);
}

static void
test_sensitivity(void)
{
	Tally tally = {0, 0};

	for (int trial = 0; trial < 60; trial++)
	{
		static StudyIndices found;
		Study				study;
		Method				method;

		random_study(&study, &method);
		expected_columns(&study);
		memset(&found, 0, sizeof(found));
		study_method(&host, &study, &found);
		for (int output = 0; output < STUDY_OUTPUTS; output++)
		{
			double	  *column[COLUMNS_MAX];
			SobolIndex index[VARIED];
			bool	   varies;

			memset(index, 0, sizeof(index));
			for (int i = 0; i < 2 + VARIED; i++)
				column[i] = columns[output][i];
			varies = sobol_indices(&host, column, study.draws, VARIED, study.seed, index);
			check(&tally,
				  varies == found.varies[output] &&
					  memcmp(index, found.index[output], sizeof(index)) == 0,
				  "%zu roles, %u draws, spread %g: %s", study.roles, study.draws,
				  study.spread, OUTPUT_NAME[output]);
		}
		give_back();
	}
	all_ok(&tally, "outputs of counted rankings give the same indices, bit by bit");
}

static int
compare_ranks(const void *a, const void *b)
{
	return (int) (*(const uint32_t *) a) - (int) (*(const uint32_t *) b);
}

static void
test_robustness(void)
{
	static const double share[ROBUST_QUANTILES] = {0.05, 0.5, 0.95};
	Tally				tally = {0, 0};

	for (int trial = 0; trial < 100; trial++)
	{
		Robustness found[ROLES_MAX];
		Study	   study;
		Method	   method;

		random_study(&study, &method);
		study_roles(&host, &study, found);
		for (size_t role = 0; role < study.roles; role++)
		{
			uint32_t rank[DRAWS_MAX];
			double	 same = 0;

			for (uint32_t row = 0; row < study.draws; row++)
			{
				double at[VARIED];
				Method m;

				for (int i = 0; i < VARIED; i++)
					at[i] = sobol_point(study.seed, i, row);
				m = varied(&study, at);
				rank[row] = counted_rank(&study, &m, role);
				same += zone_by(&study, &m, role) == zone_by(&study, study.method, role);
			}
			qsort(rank, study.draws, sizeof(uint32_t), compare_ranks);
			check(&tally, found[role].same_zone == same / study.draws, "same zone %g",
				  found[role].same_zone);
			for (int q = 0; q < ROBUST_QUANTILES; q++)
			{
				uint32_t reached = 0;

				while (reached < study.draws && rank[reached] <= found[role].quantile[q])
					reached++;
				check(&tally,
					  reached >= share[q] * study.draws - 1e-9 &&
						  (found[role].quantile[q] == rank[0] ||
						   found[role].quantile[q] == rank[reached - 1]),
					  "%g quantile %u", share[q], found[role].quantile[q]);
			}
		}
		give_back();
	}
	all_ok(&tally, "ranks and zones under the methods of the first matrix");
}

/* Roles whose ranks do not fit into memory at once are ranked again. */
static void
test_batches(void)
{
	static Role		  many[300];
	static Robustness found[300];
	Study			  study = {many, 300, &DEFAULT_METHOD, 0.25, 65536, 7};
	int				  before = looks;

	random_roles(ROLES_MAX);
	for (int i = 0; i < 300; i++)
		many[i] = roles[i % ROLES_MAX];
	study_roles(&host, &study, found);
	ok(looks - before == 3 * 65536 + 1, "300 roles in 3 parts, %d rankings",
	   looks - before);
	for (int i = ROLES_MAX; i < 300; i++)
	{
		if (memcmp(&found[i], &found[i % ROLES_MAX], sizeof(Robustness)) != 0)
			before = -1;
	}
	ok(before >= 0, "equal roles of different parts stand alike");
	give_back();
}

static void
test_spread(void)
{
	Method method = DEFAULT_METHOD;
	int	   field;
	double bound;

	ok(spread_problem(&method, 0, &field, &bound) == SPREAD_FITS &&
		   spread_problem(&method, 0.315, &field, &bound) == SPREAD_FITS,
	   "up to 0.315 the zones of the default method keep apart");
	ok(spread_problem(&method, 0.3151, &field, &bound) == SPREAD_CROSSES_ZONES,
	   "and not from 0.3151 on");
	method.evidence_step = 0.09;
	ok(spread_problem(&method, 0.2, &field, &bound) == SPREAD_LEAVES_RANGE &&
		   field == 0 && bound > 0.1,
	   "a step that would be too great: %g", bound);
	method = DEFAULT_METHOD;
	ok(spread_problem(&method, 1, &field, &bound) == SPREAD_LEAVES_RANGE && field == 4 &&
		   bound == 0,
	   "a span of 0");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_sensitivity();
	test_robustness();
	test_batches();
	test_spread();
	return done_testing();
}

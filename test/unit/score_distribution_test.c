/*
 * score_distribution_test.c
 *	  kernel/score_distribution: tenths, weights and moments against enumeration of
 *	  every combination of steps.
 */
#include <string.h>

#include "exact.h"
#include "kernel/score_distribution.h"
#include "tap.h"

#define TASKS 3
#define RATINGS (TASKS + EVIDENCE_DIMENSIONS + BARRIERS + 1)

/* All ratings in one list, so that they are stepped in one way. */
typedef struct Case
{
	int64_t time[TASKS];
	double	rating[RATINGS]; /* tasks, evidence, barriers, growth */
	double	doubt;
	Method	method;
} Case;

/* What enumeration finds. */
typedef struct Found
{
	double probability[BINS];
	bool   possible[BINS];
	double least;
	double greatest;
	double plain;
	double first; /* moments about the plain score */
	double second;
} Found;

static void
range_of(int rating, double *min, double *max)
{
	*min = rating < TASKS								   ? 1 :
		   rating < TASKS + EVIDENCE_DIMENSIONS			   ? -2 :
		   rating < TASKS + EVIDENCE_DIMENSIONS + BARRIERS ? 0 :
															 -2;
	*max = rating < TASKS ? 5 : 2;
}

static Role
role_of(const Case *c)
{
	const double *evidence = c->rating + TASKS;
	const double *barriers = evidence + EVIDENCE_DIMENSIONS;
	uint128_t	  total = 0;
	uint128_t	  resisting = 0;

	for (int i = 0; i < TASKS; i++)
	{
		total += (uint128_t) c->time[i];
		resisting += (uint128_t) c->time[i] * (unsigned) (6 - c->rating[i]);
	}
	return (Role){double_from_micro(micro_ratio(resisting, total)),
				  NOT_RATED,
				  rating_total(evidence, EVIDENCE_DIMENSIONS),
				  rating_total(barriers, BARRIERS),
				  c->rating[RATINGS - 1],
				  NOT_RATED};
}

static void
note(const Case *c, double probability, Found *found)
{
	Role   role = role_of(c);
	double score = score_of(&role, &c->method);

	found->least = fmin(found->least, score);
	found->greatest = fmax(found->greatest, score);
	found->first += probability * (score - found->plain);
	found->second += probability * (score - found->plain) * (score - found->plain);
	if (score > 100)
		return;
	found->possible[bin_of(score)] = true;
	found->probability[bin_of(score)] += probability;
}

static void
enumerate(Case *c, int rating, double probability, Found *found)
{
	double given;
	double min;
	double max;

	if (rating == RATINGS)
	{
		note(c, probability, found);
		return;
	}
	given = c->rating[rating];
	range_of(rating, &min, &max);
	for (int step = -1; step <= 1; step++)
	{
		double p = step == 0 ? 1 - c->doubt : c->doubt / 2;

		c->rating[rating] = fmin(fmax(given + step, min), max);
		/* a step that is not made is one combination with that of staying */
		if (step != 0 && c->rating[rating] == given)
			continue;
		if (step == 0)
			p += (given == min) * c->doubt / 2 + (given == max) * c->doubt / 2;
		if (p == 0)
			continue;
		enumerate(c, rating + 1, probability * p, found);
	}
	c->rating[rating] = given;
}

static void
breathe(void)
{
}

static uint64_t pages[PAGES * PAGE_BINS];

static double
distribute(const Case *c, Distribution *d)
{
	TaskRating task[TASKS];
	Role	   role = role_of(c);
	Rated	   rated = {task, TASKS, c->rating + TASKS,
						c->rating + TASKS + EVIDENCE_DIMENSIONS, c->rating[RATINGS - 1]};
	StepGrid   grid;
	void	  *workspace;
	double	   greatest;

	for (int i = 0; i < TASKS; i++)
		task[i] = (TaskRating){c->time[i], i + 1, (int8_t) c->rating[i], MODE_UNSTATED};
	*d = (Distribution){.count = 0};
	memset(pages, 0, sizeof(pages));
	for (int page = 0; page < PAGES; page++)
		d->page[page] = &pages[page * PAGE_BINS];
	lay_step_grid(&rated, &grid);
	workspace = malloc(outlook_workspace(&grid));
	greatest = find_score_distribution(&rated, &grid, &role, c->doubt, &c->method,
									   workspace, breathe, d);
	free(workspace);
	return greatest;
}

static void
check_weights(Tally *tally, const Distribution *d, const Found *found)
{
	uint64_t total = 0;
	int		 bins = 0;
	int		 unlikely = 0;

	for (int bin = 0; bin < BINS; bin++)
		unlikely += found->possible[bin] && found->probability[bin] < 1e-12;
	for (int bin = 0; bin < BINS; bin++)
	{
		uint64_t weight = bin_weight(d, bin);

		total += weight;
		bins += weight > 0;
		check(tally,
			  (weight > 0) == found->possible[bin] &&
				  fabs((double) weight * 1e-12 - found->probability[bin]) <=
					  1.1e-12 + (unlikely + 4) * 1e-12 * found->probability[bin],
			  "bin %d: weight %llu, probability %.17g", bin, (unsigned long long) weight,
			  found->probability[bin]);
	}
	check(tally, total == UINT64_C(1000000000000) && d->total == total, "total %llu",
		  (unsigned long long) total);
	check(tally, d->count == (bins == 1 && d->min < d->max ? 2 : bins), "count %lld",
		  (long long) d->count);
}

static void
check_case(Tally *tally, Case *c)
{
	Role			 role = role_of(c);
	Found			 found = {.least = INFINITY, .plain = score_of(&role, &c->method)};
	uint8_t			 bytes[DISTRIBUTION_MAX_SIZE];
	Distribution	 d;
	DistributionHead head;
	double			 greatest = distribute(c, &d);
	const char		*problem;
	size_t			 size;
	double			 variance;
	double			 slack = 0;

	enumerate(c, 0, 1, &found);
	check(tally, same_bits(greatest, found.greatest), "greatest %.17g, not %.17g",
		  greatest, found.greatest);
	if (greatest > 100)
		return;
	check_weights(tally, &d, &found);
	check(tally, same_bits(d.min, found.least) && same_bits(d.max, found.greatest),
		  "from %.17g, not %.17g", d.min, found.least);
	size = distribution_encode(&d, bytes);
	problem = distribution_problem(bytes, size);
	check(tally, problem == NULL && read_head(bytes, size, &head), "%s", problem);
	/* the least weight there is has a part in the moments where doubt is next to none */
	if (c->doubt > 0 && c->doubt <= 1e-3)
		slack = 1e-12 * (double) d.count;
	variance = fmax(0, found.second - found.first * found.first);
	check(tally, fabs(mean_of(&head) - found.plain - found.first) < 1e-9 + 100 * slack,
		  "mean %.17g, not %.17g", mean_of(&head), found.plain + found.first);
	check(tally, fabs(pow(deviation_of(&head), 2) - variance) < 1e-9 + 1e4 * slack,
		  "variance %.17g, not %.17g", pow(deviation_of(&head), 2), variance);
}

static void
random_case(Case *c)
{
	static const double doubts[] = {0.2, 0.5, 1, 1e-3, 1e-7, 1e-15};

	for (int i = 0; i < TASKS; i++)
		c->time[i] = MICRO * (int64_t) (1 + random_below(60));
	for (int i = 0; i < RATINGS; i++)
	{
		double min;
		double max;

		range_of(i, &min, &max);
		c->rating[i] = min + (double) random_below((uint64_t) (max - min) + 1);
		/* most at their ends, or there would be 3^14 combinations */
		if (i >= TASKS && random_below(4) != 0)
			c->rating[i] = min;
	}
	c->doubt = doubts[random_below(6)];
	c->method = DEFAULT_METHOD;
}

static void
test_enumeration(void)
{
	Tally usual = {0, 0};
	Tally other = {0, 0};
	Case  c;

	for (int i = 0; i < 150; i++)
	{
		random_case(&c);
		check_case(&usual, &c);
		c.method.raw_span = 1 + (double) random_below(9);
		c.method.score_cap = (double) random_below(130);
		c.method.evidence_step = (double) random_below(11) / 100;
		method_settle(&c.method);
		check_case(&other, &c);
	}
	all_ok(&usual, "tenths, ends and moments, default method");
	all_ok(&other, "and other methods, some of which lead above 100");
}

/* All within one tenth; a single score; scores that begin on a tenth. */
static void
test_narrow(void)
{
	Tally tally = {0, 0};
	Case  c;

	for (int i = 0; i < 60; i++)
	{
		random_case(&c);
		c.method.evidence_step = c.method.barrier_step = c.method.growth_step = 0;
		c.time[0] = 1;
		c.time[1] = 2;
		c.time[2] = 100 * MICRO;
		c.rating[2] = 3;
		method_settle(&c.method);
		check_case(&tally, &c);
		c.doubt = 0;
		check_case(&tally, &c);
		c.time[0] = c.time[1] = 0;
		c.method.raw_floor = 0;
		c.method.raw_span = 5;
		method_settle(&c.method);
		c.doubt = 0.3;
		check_case(&tally, &c);
	}
	all_ok(&tally, "scores that hardly differ, or are tenths");
}

/* Without doubt it is the score, counted with the whole weight. */
static void
test_no_doubt(void)
{
	Tally tally = {0, 0};
	Case  c;

	for (int i = 0; i < 500; i++)
	{
		static uint64_t plain_pages[PAGES * PAGE_BINS];
		uint8_t			bytes[DISTRIBUTION_MAX_SIZE];
		uint8_t			plain_bytes[DISTRIBUTION_MAX_SIZE];
		Distribution	d;
		Distribution	plain = {.count = 0};
		Role			role;
		size_t			size;

		random_case(&c);
		c.doubt = 0;
		role = role_of(&c);
		(void) distribute(&c, &d);
		size = distribution_encode(&d, bytes);
		memset(plain_pages, 0, sizeof(plain_pages));
		for (int page = 0; page < PAGES; page++)
			plain.page[page] = &plain_pages[page * PAGE_BINS];
		add_score(&plain, score_of(&role, &c.method), bin_of(score_of(&role, &c.method)),
				  UINT64_C(1000000000000));
		check(&tally,
			  distribution_encode(&plain, plain_bytes) == size &&
				  memcmp(bytes, plain_bytes, size) == 0,
			  "score %.17g", score_of(&role, &c.method));
	}
	all_ok(&tally, "doubt 0 is one score of the whole weight");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_enumeration();
	test_narrow();
	test_no_doubt();
	return done_testing();
}

/*
 * doubt_test.c
 *	  kernel/doubt: the outlook of a score against enumeration of every
 *	  combination of steps, and against closed forms where there are too many.
 */
#include <string.h>

#include "exact.h"
#include "kernel/doubt.h"
#include "tap.h"

/* ---- roles ---- */

#define TASKS_MAX 20000

typedef struct Case
{
	TaskRating task[TASKS_MAX];
	int		   tasks;
	double	   evidence[EVIDENCE_DIMENSIONS];
	double	   barriers[BARRIERS];
	double	   growth;
	double	   doubt;
	Method	   method;
} Case;

static Case cases; /* too large for the stack */

static void
add_task(Case *c, int64_t time, int score)
{
	c->task[c->tasks] = (TaskRating){time, c->tasks + 1, (int8_t) score, MODE_UNSTATED};
	c->tasks++;
}

static void
random_ratings(Case *c)
{
	for (int i = 0; i < EVIDENCE_DIMENSIONS; i++)
		c->evidence[i] = (double) random_below(5) - 2;
	for (int i = 0; i < BARRIERS; i++)
		c->barriers[i] = (double) random_below(3);
	c->growth = (double) random_below(5) - 2;
	c->doubt = (double) random_below(1001) / 1000;
	c->method = DEFAULT_METHOD;
}

static double
random_between(double low, double high)
{
	if (random_below(5) == 0)
		return random_below(2) ? low : high;
	return low + (high - low) * (double) random_below(1000001) / 1e6;
}

/* A method with any steps, of the usual scale, or of any at all. */
static void
random_method(Method *method)
{
	bool any_scale = random_below(4) == 0;

	*method = DEFAULT_METHOD;
	method->evidence_step = random_between(0, 0.1);
	method->barrier_step = random_between(0, 0.5);
	method->growth_step = random_between(0, 0.5);
	method->raw_floor = any_scale ? random_between(0, 1000) : random_between(0, 2);
	method->raw_span = any_scale ? random_between(1e-6, 1000) : random_between(4, 12);
	method->score_cap = any_scale ? random_between(0, 1000) : random_between(60, 120);
	method->yellow_min = random_between(0, 60);
	method->green_min = method->yellow_min + random_between(0, 40);
	method_settle(method);
}

static double
resistance_of(const Case *c)
{
	uint128_t total = 0;
	uint128_t resisting = 0;

	for (int i = 0; i < c->tasks; i++)
	{
		total += (uint128_t) c->task[i].time;
		resisting += (uint128_t) c->task[i].time * (unsigned) (6 - c->task[i].score);
	}
	return double_from_micro(micro_ratio(resisting, total));
}

static Role
role_of(const Case *c)
{
	return (Role){resistance_of(c),
				  NOT_RATED,
				  rating_total(c->evidence, EVIDENCE_DIMENSIONS),
				  rating_total(c->barriers, BARRIERS),
				  c->growth,
				  NOT_RATED};
}

static int breaths;

static void
breathe(void)
{
	breaths++;
}

static Outlook
outlook_of(Case *c)
{
	Rated	 rated = {c->task, c->tasks, c->evidence, c->barriers, c->growth};
	Role	 role = role_of(c);
	StepGrid grid;
	Outlook	 outlook;
	void	*workspace;

	memset(&outlook, 0, sizeof(outlook));
	lay_step_grid(&rated, &grid);
	workspace = malloc(outlook_workspace(&grid));
	find_outlook(&rated, &grid, &role, c->doubt, &c->method, workspace, breathe,
				 &outlook);
	free(workspace);
	return outlook;
}

/* ---- enumeration ---- */

/* The probability that a rating takes a step, by the words of the model. */
static double
step_probability(double rating, double min, double max, int step, double doubt)
{
	double half = doubt / 2;

	if (step == 0)
		return 1 - doubt + (rating - 1 < min ? half : 0) + (rating + 1 > max ? half : 0);
	return rating + step < min || rating + step > max ? 0 : half;
}

/* Adds to "total" the probabilities of all combinations of steps of ratings. */
static void
enumerate_total(const double *rating, int count, double min, double max, double doubt,
				int moved, double probability, double *total)
{
	if (count == 0)
	{
		total[moved + 5] += probability;
		return;
	}
	for (int step = -1; step <= 1; step++)
		enumerate_total(rating + 1, count - 1, min, max, doubt, moved + step,
						probability * step_probability(*rating, min, max, step, doubt),
						total);
}

typedef struct Reference
{
	const Case	  *c;
	const Outlook *outlook;
	double		   evidence[11];
	double		   barriers[11];
	double		   growth[11];
	double		   sum;
	double		   zone[ZONES];
	double		   plain;
	double		   first; /* moments about the plain score */
	double		   second;
	double		   below[OUTLOOK_QUANTILES];
	double		   up_to[OUTLOOK_QUANTILES];
} Reference;

static void
note_score(Reference *r, double score, double probability)
{
	double distance = score - r->plain;

	r->sum += probability;
	r->zone[zone_from_score(score, &r->c->method)] += probability;
	r->first += probability * distance;
	r->second += probability * distance * distance;
	for (int i = 0; i < OUTLOOK_QUANTILES; i++)
	{
		if (score < r->outlook->quantile[i])
			r->below[i] += probability;
		if (score <= r->outlook->quantile[i])
			r->up_to[i] += probability;
	}
}

static void
note_resistance(Reference *r, double resistance, double probability)
{
	Role role = role_of(r->c);
	Role moved = role;

	moved.task_resistance = resistance;
	for (int e = 0; e < 11; e++)
	{
		for (int b = 0; b < 11; b++)
		{
			for (int g = 4; g <= 6; g++)
			{
				double p = r->evidence[e] * r->barriers[b] * r->growth[g];

				if (p == 0)
					continue;
				moved.evidence = role.evidence + (e - 5);
				moved.barriers = role.barriers + (b - 5);
				moved.growth = role.growth + (g - 5);
				note_score(r, score_of(&moved, &r->c->method), probability * p);
			}
		}
	}
}

static void
enumerate_tasks(Reference *r, int task, uint128_t total, uint128_t resisting,
				double probability)
{
	const TaskRating *at = &r->c->task[task];

	if (probability == 0)
		return;
	if (task == r->c->tasks)
	{
		note_resistance(r, double_from_micro(micro_ratio(resisting, total)), probability);
		return;
	}
	for (int step = -1; step <= 1; step++)
		enumerate_tasks(
			r, task + 1, total + (uint128_t) at->time,
			resisting + (uint128_t) at->time * (unsigned) (6 - at->score - step),
			probability * step_probability(at->score, 1, 5, step, r->c->doubt));
}

static bool
near(double a, double b, double tolerance)
{
	return fabs(a - b) <= tolerance;
}

/* Compares an outlook with what all combinations of steps give. */
static void
check_case(Tally *tally, Case *c, double tolerance, const char *what)
{
	static const double share[OUTLOOK_QUANTILES] = {0.05, 0.5, 0.95};

	Role	  role = role_of(c);
	Outlook	  o = outlook_of(c);
	Reference r = {.c = c, .outlook = &o, .plain = score_of(&role, &c->method)};
	double	  stddev;

	enumerate_total(c->evidence, 5, -2, 2, c->doubt, 0, 1, r.evidence);
	enumerate_total(c->barriers, 5, 0, 2, c->doubt, 0, 1, r.barriers);
	enumerate_total(&c->growth, 1, -2, 2, c->doubt, 0, 1, r.growth);
	enumerate_tasks(&r, 0, 0, 0, 1);
	stddev = sqrt(fmax(0, r.second - r.first * r.first));

	check(tally, near(r.sum, 1, 1e-12), "%s: enumeration adds up to %.17g", what, r.sum);
	check(tally, near(o.zone[0] + o.zone[1] + o.zone[2], 1, 4e-16), "%s: sum of zones",
		  what);
	for (int i = 0; i < ZONES; i++)
		check(tally,
			  near(o.zone[i], r.zone[i], 1e-12) && o.zone[i] >= 0 && o.zone[i] <= 1,
			  "%s: zone %d %.17g, enumerated %.17g", what, i, o.zone[i], r.zone[i]);
	check(tally, near(o.mean, r.plain + r.first, tolerance),
		  "%s: mean %.17g, enumerated %.17g", what, o.mean, r.plain + r.first);
	check(tally, near(o.stddev * o.stddev, stddev * stddev, tolerance * (1 + stddev)),
		  "%s: stddev %.17g, enumerated %.17g", what, o.stddev, stddev);
	for (int i = 0; i < OUTLOOK_QUANTILES; i++)
		check(tally,
			  r.up_to[i] > r.below[i] && r.up_to[i] >= share[i] - 2e-12 &&
				  r.below[i] < share[i] + 1e-13,
			  "%s: %g%% quantile %.17g: %.17g below it, %.17g up to it", what,
			  100 * share[i], o.quantile[i], r.below[i], r.up_to[i]);
	check(tally, !o.rounded, "%s: times were rounded", what);
	for (int i = 0; i < ZONES; i++)
		check(tally, o.zone[o.likeliest] >= o.zone[i], "%s: likeliest zone", what);
}

/* Times in one of many ways: percent, thirds, tiny, huge, none at all. */
static int64_t
random_time(int way)
{
	switch (way)
	{
		case 0:
			return MICRO * (int64_t) (5 * (1 + random_below(10)));
		case 1:
			return MICRO * (int64_t) random_below(60);
		case 2:
			return 33333333;
		case 3:
			return (int64_t) random_below(4);
		case 4:
			return INT64_C(1000000000000000) - (int64_t) random_below(3);
		case 5:
			return random_below(2) ? 1 : INT64_C(1000000000000000);
		default:
			return (int64_t) random_below(100 * MICRO);
	}
}

static void
random_tasks(Case *c, int count)
{
	int way = (int) random_below(7);

	c->tasks = 0;
	for (int i = 0; i < count; i++)
		add_task(c, random_time(way), 1 + (int) random_below(5));
	c->task[random_below((uint64_t) count)].time += 1 + (way == 0) * (MICRO - 1);
}

static void
test_enumeration(void)
{
	Case *c = &cases;
	Role  role;
	Tally usual = {0};
	Tally other = {0};

	for (int i = 0; i < 60; i++)
	{
		random_tasks(c, 1 + (int) random_below(i % 10 == 0 ? 7 : 4));
		random_ratings(c);
		check_case(&usual, c, 1e-12, "default method");

		random_method(&c->method);
		/* scores of a narrow scale carry the noise of their own arithmetic */
		check_case(&other, c, c->method.raw_span < 0.1 ? 1e-6 : 1e-9, "other method");

		/* a scale so narrow that a millionth of task resistance counts */
		c->method = DEFAULT_METHOD;
		c->method.raw_span = 1e-6;
		c->method.score_cap = 1000;
		c->method.green_min = 700;
		method_settle(&c->method);
		role = role_of(c);
		c->method.raw_floor = raw_of(&role, &c->method) - 1e-6;
		check_case(&other, c, 1e-4, "narrow scale");
	}

	/* several outcomes within a scale so narrow */
	random_ratings(c);
	c->doubt = 0.5;
	c->tasks = 0;
	add_task(c, 2, 3);
	add_task(c, 5, 3);
	add_task(c, 400000, 2);
	add_task(c, 599993, 3);
	c->method.evidence_step = c->method.barrier_step = c->method.growth_step = 0;
	c->method.raw_span = 1e-6;
	c->method.score_cap = 1000;
	method_settle(&c->method);
	role = role_of(c);
	c->method.raw_floor = raw_of(&role, &c->method) - 5e-6;
	check_case(&other, c, 1e-4, "narrow scale, fine times");

	all_ok(&usual, "all combinations of steps, default method");
	all_ok(&other, "all combinations of steps, other methods");
}

static void
test_ends(void)
{
	static const double doubts[] = {0, 1, 0.5, 1e-9, 1e-200, 1e-320, 0.999999999};

	Case *c = &cases;
	Tally tally = {0};

	for (size_t d = 0; d < sizeof(doubts) / sizeof(double); d++)
	{
		for (int end = 0; end < 3; end++)
		{
			random_ratings(c);
			c->doubt = doubts[d];
			c->tasks = 0;
			add_task(c, 60 * MICRO, end == 0 ? 5 : end == 1 ? 1 : 3);
			add_task(c, 40 * MICRO, end == 0 ? 5 : end == 1 ? 1 : 3);
			for (int i = 0; i < 5; i++)
			{
				c->evidence[i] = end == 0 ? -2 : end == 1 ? 2 : 0;
				c->barriers[i] = end;
			}
			c->growth = end == 0 ? -2 : end == 1 ? 2 : 0;
			check_case(&tally, c, 1e-12, "ends of the scale");
		}
	}
	all_ok(&tally, "ratings at the ends of their scales, doubt of every size");
}

/* Without doubt there is the score, and nothing else. */
static void
test_no_doubt(void)
{
	Case *c = &cases;
	Tally tally = {0};

	for (int i = 0; i < 200; i++)
	{
		Outlook o;
		Role	role;
		double	score;

		random_tasks(c, 1 + (int) random_below(40));
		random_ratings(c);
		if (i % 2)
			random_method(&c->method);
		c->doubt = 0;
		role = role_of(c);
		score = score_of(&role, &c->method);
		o = outlook_of(c);
		check(&tally,
			  same_bits(o.mean, score) && o.stddev == 0 &&
				  same_bits(o.quantile[0], score) && same_bits(o.quantile[1], score) &&
				  same_bits(o.quantile[2], score) &&
				  o.zone[zone_from_score(score, &c->method)] == 1 &&
				  o.likeliest == zone_from_score(score, &c->method),
			  "score %.17g, mean %.17g, median %.17g", score, o.mean, o.quantile[1]);
	}
	all_ok(&tally, "doubt 0 gives the plain score");
}

/* ---- many tasks ---- */

/* Mean and mean square of a total's modifier. */
static void
modifier_moments(const double *rating, int count, double min, double max, double doubt,
				 double step, double *mean, double *square)
{
	double total = 0;
	double variance = 0;

	for (int i = 0; i < count; i++)
	{
		double down = step_probability(rating[i], min, max, -1, doubt);
		double up = step_probability(rating[i], min, max, 1, doubt);

		total += rating[i] + up - down;
		variance += up + down - (up - down) * (up - down);
	}
	*mean = 1 + step * total;
	*square = *mean * *mean + step * step * variance;
}

/*
 * Where no end of the scale is near, mean and variance of the score follow from
 * those of its four factors, which are independent.
 */
static void
check_closed_form(Tally *tally, Case *c, double tolerance, const char *what)
{
	const Method *m = &c->method;
	Outlook		  o = outlook_of(c);
	double		  total = 0;
	double		  resistance = 0;
	double		  variance = 0;
	double		  mean[4];
	double		  square[4];
	double		  raw = 1;
	double		  raw_square = 1;

	for (int i = 0; i < c->tasks; i++)
		total += (double) c->task[i].time;
	for (int i = 0; i < c->tasks; i++)
	{
		double share = (double) c->task[i].time / total;
		double down = step_probability(c->task[i].score, 1, 5, -1, c->doubt);
		double up = step_probability(c->task[i].score, 1, 5, 1, c->doubt);

		resistance += share * (6 - c->task[i].score + down - up);
		variance += share * share * (up + down - (up - down) * (up - down));
	}
	mean[0] = resistance;
	square[0] = resistance * resistance + variance;
	modifier_moments(c->evidence, 5, -2, 2, c->doubt, m->evidence_step, &mean[1],
					 &square[1]);
	modifier_moments(c->barriers, 5, 0, 2, c->doubt, m->barrier_step, &mean[2],
					 &square[2]);
	modifier_moments(&c->growth, 1, -2, 2, c->doubt, m->growth_step, &mean[3],
					 &square[3]);
	for (int i = 0; i < 4; i++)
	{
		raw *= mean[i];
		raw_square *= square[i];
	}
	check(tally, near(o.mean, (raw - m->raw_floor) / m->raw_span * 100, tolerance),
		  "%s: mean %.17g, should be %.17g", what, o.mean,
		  (raw - m->raw_floor) / m->raw_span * 100);
	check(tally,
		  near(o.stddev, sqrt(raw_square - raw * raw) / m->raw_span * 100, tolerance),
		  "%s: stddev %.17g, should be %.17g", what, o.stddev,
		  sqrt(raw_square - raw * raw) / m->raw_span * 100);
	check(tally, near(o.zone[0] + o.zone[1] + o.zone[2], 1, 4e-16), "%s: sum of zones",
		  what);
	check(tally, o.quantile[0] < o.quantile[1] && o.quantile[1] < o.quantile[2],
		  "%s: order of quantiles", what);
	check(tally,
		  near(o.quantile[1], o.mean, 0.3 * o.stddev) &&
			  near(o.quantile[2] - o.quantile[0], 3.29 * o.stddev, 0.5 * o.stddev),
		  "%s: quantiles %g %g %g, mean %g, stddev %g", what, o.quantile[0],
		  o.quantile[1], o.quantile[2], o.mean, o.stddev);
}

static void
middling_ratings(Case *c)
{
	random_ratings(c);
	for (int i = 0; i < 5; i++)
	{
		c->evidence[i] = (double) random_below(3) - 1;
		c->barriers[i] = (double) random_below(3);
	}
	c->growth = (double) random_below(3) - 1;
	c->doubt = 0.05 + (double) random_below(400) / 1000;
	c->tasks = 0;
}

static void
test_many_tasks(void)
{
	Case *c = &cases;
	Tally exact = {0};
	Tally rounded = {0};

	for (int i = 0; i < 10; i++)
	{
		/* task resistance itself is rounded to 0.000001, about 0.00001 points */
		middling_ratings(c);
		for (int j = 0; j < 300; j++)
			add_task(c, MICRO * (int64_t) (1 + random_below(20)),
					 1 + (int) random_below(5));
		check_closed_form(&exact, c, 2e-5, "300 tasks");
		check(&exact, !outlook_of(c).rounded, "300 tasks: times were rounded");

		middling_ratings(c);
		for (int j = 0; j < 40; j++)
			add_task(c, 1 + (int64_t) random_below(100 * MICRO),
					 1 + (int) random_below(5));
		check_closed_form(&rounded, c, 2e-3, "40 tasks of any time");
		check(&rounded, outlook_of(c).rounded, "40 tasks of any time: not rounded");
	}

	/* each far below 0.01% of the time: together they must not vanish */
	middling_ratings(c);
	for (int j = 0; j < TASKS_MAX; j++)
		add_task(c, 1 + (int64_t) random_below(100 * MICRO), 1);
	check_closed_form(&rounded, c, 2e-2, "20,000 small tasks");

	middling_ratings(c);
	for (int j = 0; j < 9000; j++)
		add_task(c, INT64_C(1000000000000000), 3);
	add_task(c, 1, 2);
	check_closed_form(&rounded, c, 2e-2, "times of all sizes");
	check(&rounded, outlook_of(c).rounded, "times of all sizes: not rounded");

	/* around the most tasks and the most units that are counted exactly */
	for (int i = 0; i < 30; i++)
	{
		int tasks =
			i % 2 ? 995 + (int) random_below(10) : 1001 + (int) random_below(12000);
		int64_t time = 1 + (int64_t) random_below(MICRO);
		bool	alike = random_below(2);
		Outlook o;

		middling_ratings(c);
		for (int j = 0; j < tasks; j++)
			add_task(c, alike ? time : time + (int64_t) random_below(100),
					 1 + (int) random_below(5));
		o = outlook_of(c);
		check(&rounded, !(alike && tasks <= 10000 && o.rounded),
			  "%d tasks alike: rounded", tasks);
		check_closed_form(o.rounded ? &rounded : &exact, c, o.rounded ? 2e-2 : 2e-5,
						  "tasks around the limit");
	}

	all_ok(&exact, "many tasks, counted exactly: closed forms of mean and deviation");
	all_ok(&rounded, "times rounded to 0.01%: closed forms of mean and deviation");
}

/* Neither the order of tasks nor the unit of time shows in a single bit. */
static void
test_order(void)
{
	static Case shuffled;

	Case *c = &cases;
	Tally tally = {0};

	for (int i = 0; i < 60; i++)
	{
		int64_t factor = 1 + (int64_t) random_below(1000);
		Outlook one;
		Outlook two;

		random_ratings(c);
		c->tasks = 0;
		for (int j = 0; j < 30; j++)
			add_task(c,
					 i % 2 ? 1 + (int64_t) random_below(100 * MICRO) :
							 MICRO * (int64_t) random_below(10),
					 1 + (int) random_below(5));
		c->task[0].time = MICRO;
		shuffled = *c;
		for (int j = c->tasks - 1; j > 0; j--)
		{
			int		   k = (int) random_below((uint64_t) j + 1);
			TaskRating swap = shuffled.task[j];

			shuffled.task[j] = shuffled.task[k];
			shuffled.task[k] = swap;
		}
		for (int j = 0; j < c->tasks; j++)
			shuffled.task[j].time *= factor;
		one = outlook_of(c);
		two = outlook_of(&shuffled);
		check(&tally,
			  memcmp(one.zone, two.zone, sizeof(one.zone)) == 0 &&
				  same_bits(one.mean, two.mean) && same_bits(one.stddev, two.stddev) &&
				  memcmp(one.quantile, two.quantile, sizeof(one.quantile)) == 0 &&
				  one.likeliest == two.likeliest && one.rounded == two.rounded,
			  "means %.17g and %.17g", one.mean, two.mean);
	}
	all_ok(&tally, "order of tasks and unit of time do not show");
}

static void
test_limits(void)
{
	Case	*c = &cases;
	Rated	 rated = {c->task, 0, c->evidence, c->barriers, 0};
	StepGrid grid;

	c->tasks = 0;
	for (int i = 0; i < TASKS_MAX; i++)
		add_task(c, INT64_C(1000000000000000) - i, 3);
	rated.tasks = c->tasks;
	lay_step_grid(&rated, &grid);
	ok(outlook_workspace(&grid) < 2000000, "workspace of %zu bytes for %d tasks",
	   outlook_workspace(&grid), c->tasks);
	c->tasks = rated.tasks = 7;
	for (int i = 0; i < 7; i++)
		c->task[i].time = (i + 1) * 5 * MICRO;
	lay_step_grid(&rated, &grid);
	ok(outlook_workspace(&grid) < 32000, "workspace of %zu bytes for 7 tasks",
	   outlook_workspace(&grid));

	random_ratings(c);
	breaths = 0;
	outlook_of(c);
	ok(breaths >= 7, "a host gets to breathe, %d times", breaths);

	ok(firmness_of(1) == FIRMNESS_FIRM && firmness_of(0.9) == FIRMNESS_FIRM &&
		   firmness_of(nextafter(0.9, 0)) == FIRMNESS_LIKELY &&
		   firmness_of(0.66) == FIRMNESS_LIKELY &&
		   firmness_of(nextafter(0.66, 0)) == FIRMNESS_BORDERLINE &&
		   firmness_of(0) == FIRMNESS_BORDERLINE,
	   "cut-offs of firmness");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_enumeration();
	test_ends();
	test_no_doubt();
	test_many_tasks();
	test_order();
	test_limits();
	return done_testing();
}

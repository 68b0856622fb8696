/*
 * doubt.c
 *	  The distribution of a score with uncertain ratings, by convolution.
 *
 * Probabilities are only ever multiplied and added, never subtracted on the
 * way, so that each keeps nearly all of its digits.  An outcome less likely
 * than 1e-300 is left out, before it becomes too small for a double.
 *
 * For n tasks and k outcomes of task resistance, time is at most of the order
 * n x k and memory of k.  k is at most OUTCOMES_MAX, and n at most SHARE_UNITS:
 * of more tasks no more have a share when their shares are rounded.
 */
#include <stdlib.h>
#include <string.h>

#include "kernel/doubtful.h"

const Quantity DOUBT = {"doubt", 0, 1, false,
						"Doubt is the probability that a rating is one step off: 0.2 "
						"means one rating in five."};

const Quantity ZONE_PROBABILITY = {
	"probability", 0, 1, false,
	"Specify the probability of a role's zone as zone_probability() returns it: 0.9 for "
	"90%."};

#define LEAST_PROBABILITY 1e-300

/* ---- steps ---- */

/* What a rating does: its step down, none, up. */
typedef struct Steps
{
	double down;
	double stay;
	double up;
} Steps;

static Steps
steps_of(double rating, const Quantity *quantity, double doubt)
{
	Steps steps = {doubt / 2, 1 - doubt, doubt / 2};

	if (legality(quantity, rating - 1) != LEGAL)
	{
		steps.stay += steps.down;
		steps.down = 0;
	}
	if (legality(quantity, rating + 1) != LEGAL)
	{
		steps.stay += steps.up;
		steps.up = 0;
	}
	return steps;
}

/* ---- totals of evidence and barriers, growth ---- */

/* The probability that a total moves by -TOTAL_STEPS .. TOTAL_STEPS. */
static void
distribute_total(const double *ratings, const Quantity *quantity, int count, double doubt,
				 double *moved)
{
	memset(moved, 0, TOTALS * sizeof(double));
	moved[TOTAL_STEPS] = 1;
	for (int i = 0; i < count; i++)
	{
		Steps  steps = steps_of(ratings[i], &quantity[i], doubt);
		double before[TOTALS + 2] = {0};

		memcpy(before + 1, moved, TOTALS * sizeof(double));
		for (int j = 0; j < TOTALS; j++)
			moved[j] = before[j + 2] * steps.down + before[j + 1] * steps.stay +
					   before[j] * steps.up;
	}
}

/* From the greatest slope to the least: neighbors then have much in common. */
static int
compare_settings(const void *a, const void *b)
{
	double left = ((const Setting *) a)->slope;
	double right = ((const Setting *) b)->slope;

	return (left < right) - (left > right);
}

/* What one millionth of task resistance adds to the raw product, or 0. */
static int64_t
exact_units(const Setting *setting, const Role *role, const Method *method)
{
	Role moved = *role;

	moved.evidence = setting->evidence;
	moved.barriers = setting->barriers;
	moved.growth = setting->growth;
	return scores_exactly(&moved, method) ? modifier_units(&moved) : 0;
}

static int
list_settings(const Rated *rated, const Role *role, double doubt, const Method *method,
			  Setting *settings)
{
	double evidence[TOTALS];
	double barriers[TOTALS];
	double growth[TOTALS];
	int	   count = 0;

	distribute_total(rated->evidence, EVIDENCE_RATING, EVIDENCE_DIMENSIONS, doubt,
					 evidence);
	distribute_total(rated->barriers, BARRIER_RATING, BARRIERS, doubt, barriers);
	distribute_total(&rated->growth, &GROWTH_RATING, 1, doubt, growth);

	for (int e = 0; e < TOTALS; e++)
	{
		for (int b = 0; b < TOTALS; b++)
		{
			for (int g = TOTAL_STEPS - 1; g <= TOTAL_STEPS + 1; g++)
			{
				Setting *setting = &settings[count];

				setting->probability = evidence[e] * barriers[b] * growth[g];
				if (setting->probability < LEAST_PROBABILITY)
					continue;
				setting->evidence = role->evidence + (e - TOTAL_STEPS);
				setting->barriers = role->barriers + (b - TOTAL_STEPS);
				setting->growth = role->growth + (g - TOTAL_STEPS);
				setting->units = exact_units(setting, role, method);
				setting->slope = evidence_modifier_of(setting->evidence, method) *
								 barrier_modifier_of(setting->barriers, method) *
								 growth_modifier_of(setting->growth, method) /
								 method->raw_span * 100;
				count++;
			}
		}
	}
	qsort(settings, (size_t) count, sizeof(Setting), compare_settings);
	return count;
}

/* ---- outcomes of the tasks ---- */

/* A sum of steps weighted by time, in units of the grid. */
typedef struct Point
{
	int64_t offset;
	double	probability;
} Point;

#define OUTCOME_ARRAYS 5 /* of doubles */

static int64_t
greatest_common_divisor(int64_t a, int64_t b)
{
	while (b != 0)
	{
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/*
 * Finds the unit of the tasks' times and how many outcomes there can be.  Times
 * of up to 1,000 tasks add up to 1e18 units at most, so that all sums of steps
 * that are counted exactly fit 64 bits.
 */
void
lay_step_grid(const Rated *rated, StepGrid *grid)
{
	uint128_t width;
	size_t	  power = 1;

	grid->total = 0;
	grid->unit = 0;
	grid->tasks = 0;
	for (int i = 0; i < rated->tasks; i++)
	{
		int64_t time = rated->task[i].time;

		if (time == 0)
			continue;
		grid->tasks++;
		grid->total += (uint128_t) time;
		grid->unit = greatest_common_divisor(time, grid->unit);
		if (power < OUTCOMES_MAX)
			power *= 3;
	}

	width = grid->unit == 0 ? 1 : 2 * (grid->total / (uint128_t) grid->unit) + 1;
	grid->room = OUTCOMES_MAX;
	if (width < grid->room)
		grid->room = (size_t) width;
	if (power < grid->room)
		grid->room = power;
}

/* Scores 1 and 5 move in one direction only. */
static int
side_of(const TaskRating *task)
{
	return (task->score == 5) - (task->score == 1);
}

static bool
comes_after(const TaskRating *left, const TaskRating *right)
{
	if (side_of(left) != side_of(right))
		return side_of(left) > side_of(right);
	return left->time > right->time;
}

/*
 * Makes neighbors of tasks that move alike, whatever their order was.  Shell's
 * sort: there may be millions of tasks, and "breathe" must be able to leave it.
 */
static void
sort_tasks(TaskRating *task, int count, void (*breathe)(void))
{
	int gap = 1;

	while (gap < count / 3)
		gap = 3 * gap + 1;
	for (; gap > 0; gap /= 3)
	{
		for (int i = gap; i < count; i++)
		{
			TaskRating moving = task[i];
			int		   j = i;

			if (i % 4096 == 0)
				breathe();
			for (; j >= gap && comes_after(&task[j - gap], &moving); j -= gap)
				task[j] = task[j - gap];
			task[j] = moving;
		}
	}
}

/*
 * Adds a task that takes "units" of the grid: three copies of the points,
 * moved down, left where they are and moved up, are merged.  Returns their
 * number, or 0 where there is no room for them.
 */
static size_t
add_steps(const Point *old, size_t count, int64_t units, const Steps *steps, Point *new,
		  size_t room)
{
	const Point *end = old + count;
	const Point *down = steps->down > 0 ? old : end;
	const Point *stay = steps->stay > 0 ? old : end;
	const Point *up = steps->up > 0 ? old : end;
	size_t		 n = 0;

	for (;;)
	{
		int64_t offset = INT64_MAX;
		double	probability = 0;

		if (down < end)
			offset = down->offset - units;
		if (stay < end && stay->offset < offset)
			offset = stay->offset;
		if (up < end && up->offset + units < offset)
			offset = up->offset + units;
		if (offset == INT64_MAX)
			return n;

		if (down < end && down->offset - units == offset)
			probability += down++->probability * steps->down;
		if (stay < end && stay->offset == offset)
			probability += stay++->probability * steps->stay;
		if (up < end && up->offset + units == offset)
			probability += up++->probability * steps->up;
		if (probability < LEAST_PROBABILITY)
			continue;
		if (n == room)
			return 0;
		new[n].offset = offset;
		new[n].probability = probability;
		n++;
	}
}

/* A time in units of 0.01% of the total. */
static int64_t
share_units(uint128_t time, uint128_t total)
{
	return (int64_t) ((time * (2 * SHARE_UNITS) + total) / (2 * total));
}

/*
 * Adds all tasks up.  Their times are counted in the grid's unit, or rounded to
 * 0.01% of the total: not each by itself, or many small ones would all vanish,
 * but where each ends when they are laid end to end.  Returns the points, which
 * end up in one of the two buffers; NULL where there is no room for them.
 */
static Point *
add_tasks(const Rated *rated, const StepGrid *grid, double doubt, bool rounded,
		  Point *buffer, Point *other, size_t *count, void (*breathe)(void))
{
	uint128_t passed = 0; /* time of the tasks before */
	Point	 *swap;

	buffer[0] = (Point){0, 1};
	*count = 1;
	for (int i = 0; i < rated->tasks; i++)
	{
		const TaskRating *task = &rated->task[i];
		Steps			  steps = steps_of(task->score, &TASK_SCORE, doubt);
		int64_t			  units;

		breathe();
		units = rounded ? share_units(passed + (uint128_t) task->time, grid->total) -
							  share_units(passed, grid->total) :
						  task->time / grid->unit;
		passed += (uint128_t) task->time;
		if (units == 0)
			continue;

		*count = add_steps(buffer, *count, units, &steps, other, grid->room);
		if (*count == 0)
			return NULL;
		swap = buffer;
		buffer = other;
		other = swap;
	}
	return buffer;
}

/*
 * Task resistance of the points, which come by rising sum of scores, that is by
 * falling resistance.  The role's own is exact in either case: only the steps
 * of the tasks are rounded.
 */
static void
resist(const Point *points, const Rated *rated, const StepGrid *grid, bool rounded,
	   Outcomes *outcomes)
{
	uint128_t unit = rounded ? grid->total : (uint128_t) grid->unit;
	uint128_t scale = rounded ? SHARE_UNITS : 1;
	uint128_t resisting = 0;

	for (int i = 0; i < rated->tasks; i++)
		resisting +=
			(uint128_t) rated->task[i].time * (unsigned) (6 - rated->task[i].score);

	for (size_t i = 0; i < outcomes->count; i++)
	{
		const Point *point = &points[outcomes->count - 1 - i];
		int128_t moved = (int128_t) (resisting * scale) - point->offset * (int128_t) unit;
		int64_t	 micro = micro_ratio((uint128_t) moved, grid->total * scale);

		/* rounded shares may lead a little past the end */
		if (micro < MICRO)
			micro = MICRO;
		if (micro > 5 * MICRO)
			micro = 5 * MICRO;
		outcomes->micro[i] = micro;
		outcomes->probability[i] = point->probability;
	}
}

static void
sum_outcomes(Outcomes *outcomes, double resistance)
{
	size_t count = outcomes->count;

	outcomes->before[0] = outcomes->first[0] = outcomes->second[0] = 0;
	for (size_t i = 0; i < count; i++)
	{
		double distance = double_from_micro(outcomes->micro[i]) - resistance;
		double moment = outcomes->probability[i] * distance;

		outcomes->before[i + 1] = outcomes->before[i] + outcomes->probability[i];
		outcomes->first[i + 1] = outcomes->first[i] + moment;
		outcomes->second[i + 1] = outcomes->second[i] + moment * distance;
	}
	outcomes->from[count] = 0;
	for (size_t i = count; i > 0; i--)
		outcomes->from[i - 1] = outcomes->from[i] + outcomes->probability[i - 1];
}

/* ---- the workspace ---- */

/* The size in bytes of the workspace that find_outlook() requires. */
size_t
outlook_workspace(const StepGrid *grid)
{
	return sizeof(Doubtful) + 2 * grid->room * sizeof(Point) +
		   OUTCOME_ARRAYS * (grid->room + 1) * sizeof(double) +
		   grid->room * sizeof(int64_t);
}

/* Returns whether time shares were rounded. */
static bool
list_outcomes(const Rated *rated, const StepGrid *grid, const Role *role, double doubt,
			  void (*breathe)(void), Doubtful *doubtful)
{
	Outcomes *outcomes = &doubtful->outcomes;
	Point	 *buffer = (Point *) (doubtful + 1);
	Point	 *other = buffer + grid->room;
	double	 *array = (double *) (other + grid->room);
	double	**arrays[] = {&outcomes->probability, &outcomes->before, &outcomes->from,
						  &outcomes->first, &outcomes->second};
	bool	  rounded = grid->tasks > EXACT_TASKS_MAX &&
				   grid->total / (uint128_t) grid->unit > SHARE_UNITS;
	Point *points = NULL;

	for (int i = 0; i < OUTCOME_ARRAYS; i++)
		*arrays[i] = array + (size_t) i * (grid->room + 1);
	outcomes->micro = (int64_t *) (array + OUTCOME_ARRAYS * (grid->room + 1));

	sort_tasks(rated->task, rated->tasks, breathe);
	if (!rounded)
		points = add_tasks(rated, grid, doubt, false, buffer, other, &outcomes->count,
						   breathe);
	if (!points)
	{
		rounded = true;
		points =
			add_tasks(rated, grid, doubt, true, buffer, other, &outcomes->count, breathe);
	}
	resist(points, rated, grid, rounded, outcomes);
	sum_outcomes(outcomes, role->task_resistance);
	return rounded;
}

/* ---- scores of outcomes in settings ---- */

/*
 * The first outcome, from "low" on, whose score in a setting is at least so
 * much; "high" if there is none before.  The search begins near a guess and
 * doubles its steps.
 */
size_t
first_reaching(const Doubtful *doubtful, const Setting *setting, double score, size_t low,
			   size_t high, size_t guess)
{
	size_t step;

	if (low >= high)
		return low;
	if (guess < low)
		guess = low;
	if (guess >= high)
		guess = high - 1;

	if (outcome_score(doubtful, setting, guess) < score)
	{
		low = guess + 1;
		for (step = 1; step <= high - low; step *= 2)
		{
			size_t probe = low + step - 1;

			if (outcome_score(doubtful, setting, probe) >= score)
			{
				high = probe;
				break;
			}
			low = probe + 1;
		}
	}
	else
	{
		high = guess;
		for (step = 1; step <= high - low; step *= 2)
		{
			size_t probe = high - step;

			if (outcome_score(doubtful, setting, probe) < score)
			{
				low = probe + 1;
				break;
			}
			high = probe;
		}
	}
	while (low < high)
	{
		size_t middle = low + (high - low) / 2;

		if (outcome_score(doubtful, setting, middle) < score)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ---- zones, mean, deviation ---- */

static void
find_zones(const Doubtful *doubtful, const Role *role, Outlook *outlook)
{
	const Outcomes *outcomes = &doubtful->outcomes;
	const Method   *method = doubtful->method;
	double			sum = 0;
	size_t			yellow = 0;
	size_t			green = 0;

	memset(outlook->zone, 0, sizeof(outlook->zone));
	for (int i = 0; i < doubtful->settings; i++)
	{
		const Setting *setting = &doubtful->setting[i];

		yellow = first_reaching(doubtful, setting, method->yellow_min, 0, outcomes->count,
								yellow);
		green = first_reaching(doubtful, setting, method->green_min, yellow,
							   outcomes->count, green);
		outlook->zone[ZONE_RED] += setting->probability * outcomes->before[yellow];
		outlook->zone[ZONE_YELLOW] +=
			setting->probability * (outcomes->before[green] - outcomes->before[yellow]);
		outlook->zone[ZONE_GREEN] += setting->probability * outcomes->from[green];
	}

	/* what rounding took from the sum; a certain zone has 1, not nearly 1 */
	for (int i = 0; i < ZONES; i++)
		sum += outlook->zone[i];
	for (int i = 0; i < ZONES; i++)
		outlook->zone[i] /= sum;

	outlook->likeliest = zone_from_score(score_of(role, method), method);
	for (int i = 0; i < ZONES; i++)
	{
		if (outlook->zone[i] > outlook->zone[outlook->likeliest])
			outlook->likeliest = (Zone) i;
	}
}

/* Sums over scores, as distances from the role's own score. */
typedef struct Moments
{
	double mass;
	double first;
	double second;
} Moments;

static void
add_moments(Moments *moments, double probability, double distance)
{
	moments->mass += probability;
	moments->first += probability * distance;
	moments->second += probability * distance * distance;
}

#define STEEP 1000 /* points of score for one of task resistance */

/*
 * Adds the outcomes of a setting between two, where nothing holds the score.
 * It is linear in task resistance there, so that sums over outcomes will do: a
 * score, and the slope from there.  Where the slope is so steep, or the score
 * to start from so far away, that digits would be lost, one by one.
 */
static void
add_free_moments(const Doubtful *doubtful, const Setting *setting, const Role *role,
				 double plain_score, size_t start, size_t end, Moments *moments)
{
	const Outcomes *outcomes = &doubtful->outcomes;
	double			p = setting->probability;
	double			slope = setting->slope;
	double score = score_in(doubtful, setting, llrint(role->task_resistance * MICRO));
	double distance = score - plain_score;
	double mass = outcomes->before[end] - outcomes->before[start];
	double first = slope * (outcomes->first[end] - outcomes->first[start]);
	double second = slope * slope * (outcomes->second[end] - outcomes->second[start]);

	if (score <= 0 || score >= doubtful->method->score_cap || slope > STEEP)
	{
		for (size_t i = start; i < end; i++)
			add_moments(moments, p * outcomes->probability[i],
						outcome_score(doubtful, setting, i) - plain_score);
		return;
	}
	moments->mass += p * mass;
	moments->first += p * (distance * mass + first);
	moments->second += p * (distance * distance * mass + 2 * distance * first + second);
}

/* Mean and standard deviation. */
void
find_moments(const Doubtful *doubtful, const Role *role, double *mean, double *stddev)
{
	const Outcomes *outcomes = &doubtful->outcomes;
	double			cap = doubtful->method->score_cap;
	double			plain_score = score_of(role, doubtful->method);
	Moments			moments = {0, 0, 0};
	size_t			start = 0;
	size_t			end = outcomes->count;
	double			variance;

	for (int i = 0; i < doubtful->settings; i++)
	{
		const Setting *setting = &doubtful->setting[i];

		start =
			first_reaching(doubtful, setting, nextafter(0, 1), 0, outcomes->count, start);
		end = first_reaching(doubtful, setting, cap, start, outcomes->count, end);
		add_moments(&moments, setting->probability * outcomes->before[start],
					-plain_score);
		add_moments(&moments, setting->probability * outcomes->from[end],
					cap - plain_score);
		if (start < end)
			add_free_moments(doubtful, setting, role, plain_score, start, end, &moments);
	}
	moments.first /= moments.mass;
	moments.second /= moments.mass;
	variance = moments.second - moments.first * moments.first;
	*mean = plain_score + moments.first;
	*stddev = variance > 0 ? sqrt(variance) : 0;
}

/* ---- quantiles ---- */

#define QUANTILE_SLACK 1e-12 /* of probability: what rounding may take */
#define SORTED_MAX 64		 /* scores that are sorted rather than divided further */

typedef struct ScoredPair
{
	double score;
	double probability;
} ScoredPair;

static int
compare_pairs(const void *a, const void *b)
{
	double left = ((const ScoredPair *) a)->score;
	double right = ((const ScoredPair *) b)->score;

	return (left > right) - (left < right);
}

/*
 * Finds, in every setting between two cuts, the first outcome whose score is at
 * least so much; returns the probability of all outcomes before these.
 */
static double
cut_at(const Doubtful *doubtful, double score, const size_t *low, const size_t *high,
	   size_t *cut)
{
	double sum = 0;
	size_t guess = 0;

	for (int i = 0; i < doubtful->settings; i++)
	{
		guess = first_reaching(doubtful, &doubtful->setting[i], score, low[i], high[i],
							   guess);
		cut[i] = guess;
		sum += doubtful->setting[i].probability * doubtful->outcomes.before[guess];
	}
	return sum;
}

static size_t
count_between(const Doubtful *doubtful, const size_t *low, const size_t *high)
{
	size_t count = 0;

	for (int i = 0; i < doubtful->settings; i++)
		count += high[i] - low[i];
	return count;
}

/*
 * Among the few pairs between two cuts: the least score up to which "wanted"
 * is reached, of which "passed" lies before the first cut.
 */
static double
quantile_among(const Doubtful *doubtful, const size_t *low, const size_t *high,
			   double passed, double wanted)
{
	ScoredPair pair[SORTED_MAX];
	size_t	   pairs = 0;

	for (int i = 0; i < doubtful->settings; i++)
	{
		for (size_t j = low[i]; j < high[i]; j++)
		{
			pair[pairs].score = outcome_score(doubtful, &doubtful->setting[i], j);
			pair[pairs].probability =
				doubtful->setting[i].probability * doubtful->outcomes.probability[j];
			pairs++;
		}
	}
	qsort(pair, pairs, sizeof(ScoredPair), compare_pairs);
	for (size_t i = 0; i + 1 < pairs; i++)
	{
		passed += pair[i].probability;
		if (passed >= wanted)
			return pair[i].score;
	}
	return pair[pairs - 1].score;
}

/*
 * A score between two others, which are not negative.  After many steps the
 * middle of their bit patterns, between which there are few enough to end.
 */
static double
between(double low, double high, int step)
{
	double	middle = low + (high - low) / 2;
	int64_t low_bits;
	int64_t high_bits;

	if (step < 50)
		return middle;
	memcpy(&low_bits, &low, sizeof(double));
	memcpy(&high_bits, &high, sizeof(double));
	low_bits += (high_bits - low_bits) / 2;
	memcpy(&middle, &low_bits, sizeof(double));
	return middle;
}

/*
 * The least score that is not exceeded with a probability of at least "share".
 * It is narrowed down between two scores until few pairs of setting and outcome
 * are left: first at a guess, then ever further beside it until the quantile has
 * been passed, then by halves.
 */
static double
find_quantile(Doubtful *doubtful, double share, double guess, double nearby)
{
	size_t *low = doubtful->cut[0];
	size_t *high = doubtful->cut[1];
	size_t *cut = doubtful->cut[2];
	double	from = 0;
	double	to = nextafter(doubtful->method->score_cap, INFINITY);
	double	wanted = share - QUANTILE_SLACK;
	double	passed = 0;
	bool	was_low = false;
	bool	was_high = false;

	for (int i = 0; i < doubtful->settings; i++)
	{
		low[i] = 0;
		high[i] = doubtful->outcomes.count;
	}
	for (int step = 0; count_between(doubtful, low, high) > SORTED_MAX; step++)
	{
		size_t *swap;
		double	mass;

		if ((was_low && was_high) || !(guess > from && guess < to))
			guess = between(from, to, step);
		if (!(guess > from && guess < to))
			guess = nextafter(from, to);
		if (guess >= to)
			return from; /* all pairs left have this score */

		mass = cut_at(doubtful, guess, low, high, cut);
		swap = cut;
		if (mass < wanted)
		{
			cut = low;
			low = swap;
			from = guess;
			passed = mass;
			was_low = true;
			guess += nearby;
		}
		else
		{
			cut = high;
			high = swap;
			to = guess;
			was_high = true;
			guess -= nearby;
		}
		nearby *= 2;
	}
	return quantile_among(doubtful, low, high, passed, wanted);
}

/* ---- all of it ---- */

/*
 * Lists the possible scores of a role.  "role" is the result of the ratings, with a task
 * resistance; "workspace" has the size that outlook_workspace() returns; "breathe" is
 * called from time to time and need not return.
 */
Doubtful *
list_scores(const Rated *rated, const StepGrid *grid, const Role *role, double doubt,
			const Method *method, void *workspace, void (*breathe)(void), bool *rounded)
{
	Doubtful *doubtful = workspace;

	doubtful->method = method;
	doubtful->settings = list_settings(rated, role, doubt, method, doubtful->setting);
	*rounded = list_outcomes(rated, grid, role, doubt, breathe, doubtful);
	return doubtful;
}

/* What is to be expected of a role's score; arguments as for list_scores(). */
void
find_outlook(const Rated *rated, const StepGrid *grid, const Role *role, double doubt,
			 const Method *method, void *workspace, void (*breathe)(void),
			 Outlook *outlook)
{
	static const double share[OUTLOOK_QUANTILES] = {0.05, 0.5, 0.95};
	static const double deviations[OUTLOOK_QUANTILES] = {-1.645, 0, 1.645};
	Doubtful *doubtful = list_scores(rated, grid, role, doubt, method, workspace, breathe,
									 &outlook->rounded);

	find_zones(doubtful, role, outlook);
	find_moments(doubtful, role, &outlook->mean, &outlook->stddev);
	for (int i = 0; i < OUTLOOK_QUANTILES; i++)
	{
		breathe();
		outlook->quantile[i] = find_quantile(
			doubtful, share[i], outlook->mean + deviations[i] * outlook->stddev,
			outlook->stddev / 16);
	}
}

/* ---- firmness ---- */

const char *const FIRMNESS_NAME[FIRMNESSES] = {"borderline", "likely", "firm"};

Firmness
firmness_of(double probability)
{
	if (probability >= FIRM_FROM)
		return FIRMNESS_FIRM;
	if (probability >= LIKELY_FROM)
		return FIRMNESS_LIKELY;
	return FIRMNESS_BORDERLINE;
}

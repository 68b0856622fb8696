/*
 * agreement.c
 *	  Krippendorff's alpha, and the uncertainty that differing ratings imply.
 */
#include <string.h>

#include "kernel/agreement.h"

const char *const METRIC_NAME[METRICS] = {"nominal", "ordinal", "interval"};

const Quantity RATING = {"rating", -DBL_MAX, DBL_MAX, false,
						 "Ratings are finite numbers; use NULL for a unit that an "
						 "assessor has not rated."};

#define LOOK_EVERY 65536 /* ratings between looks for interrupts */

/* Ratings of units that have at least two, by unit and, within it, by level. */
typedef struct Table
{
	Host	 *host;
	size_t	  count;
	double	 *value;  /* of all ratings, sorted */
	double	 *level;  /* the different ones among them */
	uint32_t *number; /* how many ratings have a level */
	size_t	  levels;
	uint32_t *rated;	/* levels of the ratings */
	uint32_t *unit_end; /* where those of a unit end */
	size_t	  units;
} Table;

static void *
array_of(Host *host, size_t count, size_t size)
{
	void *array = host->allocate(host->context, (count + 1) * size);

	memset(array, 0, (count + 1) * size);
	return array;
}

static inline void
look(Host *host, size_t i)
{
	if (i % LOOK_EVERY == 0)
		host->check_interrupts();
}

/* ---- sorting ---- */

static void
merge(Host *host, const double *from, size_t middle, size_t end, double *to)
{
	size_t left = 0;
	size_t right = middle;

	for (size_t i = 0; i < end; i++)
	{
		look(host, i);
		if (right == end || (left < middle && from[left] <= from[right]))
			to[i] = from[left++];
		else
			to[i] = from[right++];
	}
}

/* Sorts an array, in one of two, and returns it. */
static double *
sorted(Host *host, double *array, size_t count)
{
	double *other = array_of(host, count, sizeof(double));

	for (size_t width = 1; width < count; width *= 2)
	{
		double *swap = array;

		for (size_t start = 0; start < count; start += 2 * width)
		{
			size_t left = count - start;

			merge(host, array + start, left < width ? left : width,
				  left < 2 * width ? left : 2 * width, other + start);
		}
		array = other;
		other = swap;
	}
	return array;
}

/* ---- the table ---- */

/* Counts the ratings of each unit; returns how many are in units of two or more. */
static size_t
count_units(Table *table, const UnitRating *rating, size_t count)
{
	size_t pairable = 0;

	table->unit_end = array_of(table->host, table->units, sizeof(uint32_t));
	for (size_t i = 0; i < count; i++)
		table->unit_end[rating[i].unit]++;
	for (size_t unit = 0; unit < table->units; unit++)
	{
		if (table->unit_end[unit] < 2)
			table->unit_end[unit] = 0;
		pairable += table->unit_end[unit];
	}
	return pairable;
}

static void
list_levels(Table *table)
{
	table->value = sorted(table->host, table->value, table->count);
	table->level = array_of(table->host, table->count, sizeof(double));
	table->number = array_of(table->host, table->count, sizeof(uint32_t));
	for (size_t i = 0; i < table->count; i++)
	{
		if (i == 0 || table->value[i] != table->value[i - 1])
			table->level[table->levels++] = table->value[i];
		table->number[table->levels - 1]++;
	}
}

static uint32_t
level_of(const Table *table, double value)
{
	size_t low = 0;
	size_t high = table->levels - 1;

	while (low < high)
	{
		size_t middle = low + (high - low) / 2;

		if (table->level[middle] < value)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t) low;
}

/* Turns counts into where each begins. */
static void
accumulate(uint32_t *counts, size_t count)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < count; i++)
	{
		uint32_t begin = sum;

		sum += counts[i];
		counts[i] = begin;
	}
}

/* Lays the ratings out by level, and these out by unit. */
static void
lay_out(Table *table, const UnitRating *rating, size_t count)
{
	uint32_t *next = array_of(table->host, table->levels, sizeof(uint32_t));
	uint32_t *unit = array_of(table->host, table->count, sizeof(uint32_t));
	uint32_t *level = array_of(table->host, table->count, sizeof(uint32_t));

	table->rated = array_of(table->host, table->count, sizeof(uint32_t));
	memcpy(next, table->number, table->levels * sizeof(uint32_t));
	accumulate(next, table->levels);
	for (size_t i = 0; i < count; i++)
	{
		uint32_t of = rating[i].unit;
		uint32_t at;

		look(table->host, i);
		if (table->unit_end[of] == 0)
			continue;
		at = level_of(table, rating[i].value);
		unit[next[at]] = of;
		level[next[at]++] = at;
	}
	accumulate(table->unit_end, table->units);
	for (size_t i = 0; i < table->count; i++)
	{
		look(table->host, i);
		table->rated[table->unit_end[unit[i]]++] = level[i];
	}
}

static void
make_table(Table *table, const UnitRating *rating, size_t count)
{
	size_t pairable = count_units(table, rating, count);

	table->value = array_of(table->host, pairable, sizeof(double));
	for (size_t i = 0; i < count; i++)
	{
		look(table->host, i);
		if (table->unit_end[rating[i].unit] > 0)
			table->value[table->count++] = rating[i].value;
	}
	if (pairable == 0)
		return;
	list_levels(table);
	if (table->levels > 1)
		lay_out(table, rating, count);
}

/* ---- disagreement of all pairs of a sequence of levels, in either order ---- */

/* Runs of equal levels: of the ratings of a unit, or of all. */
typedef struct Run
{
	const uint32_t *level; /* of each rating; NULL: all levels, by their numbers */
	size_t			count;
} Run;

/* The next level of a run, and how many ratings have it. */
static inline uint32_t
next_level(const Table *table, const Run *run, size_t *at, uint64_t *number)
{
	uint32_t level;

	if (!run->level)
	{
		*number = table->number[*at];
		return (uint32_t) (*at)++;
	}
	level = run->level[*at];
	*number = 0;
	while (*at < run->count && run->level[*at] == level)
	{
		(*at)++;
		(*number)++;
	}
	return level;
}

/* Ratings that differ. */
static double
nominal_disagreement(const Table *table, const Run *run, uint64_t ratings)
{
	uint128_t equal = 0;

	for (size_t at = 0; at < run->count;)
	{
		uint64_t number;

		(void) next_level(table, run, &at, &number);
		equal += (uint128_t) number * number;
	}
	return (double) ((uint128_t) ratings * ratings - equal);
}

/* Squares of differences of twice the middle ranks. */
static double
ordinal_disagreement(const Table *table, const uint64_t *rank, const Run *run,
					 uint64_t ratings)
{
	uint128_t sum = 0;
	uint128_t squares = 0;

	for (size_t at = 0; at < run->count;)
	{
		uint64_t number;
		uint64_t x = rank[next_level(table, run, &at, &number)];

		sum += (uint128_t) number * x;
		squares += (uint128_t) number * x * x;
	}
	return 2 * (double) (ratings * squares - sum * sum);
}

/* Squares of differences, by way of the mean, from the least level on. */
static double
interval_disagreement(const Table *table, const Run *run, uint64_t ratings)
{
	double least = table->level[run->level ? run->level[0] : 0];
	double sum = 0;
	double squares = 0;
	double mean;

	for (size_t at = 0; at < run->count;)
	{
		uint64_t number;
		uint32_t level = next_level(table, run, &at, &number);

		sum += (double) number * (table->level[level] - least);
	}
	mean = sum / (double) ratings;
	for (size_t at = 0; at < run->count;)
	{
		uint64_t number;
		double	 d = table->level[next_level(table, run, &at, &number)] - least - mean;

		squares += (double) number * d * d;
	}
	return 2 * (double) ratings * squares;
}

static double
disagreement(const Table *table, const uint64_t *rank, const Run *run, uint64_t ratings,
			 Metric metric)
{
	switch (metric)
	{
		case METRIC_NOMINAL:
			return nominal_disagreement(table, run, ratings);
		case METRIC_ORDINAL:
			return ordinal_disagreement(table, rank, run, ratings);
		case METRIC_INTERVAL:
			break;
	}
	return interval_disagreement(table, run, ratings);
}

/* Twice the middle rank of each level. */
static uint64_t *
middle_ranks(const Table *table)
{
	uint64_t *rank = array_of(table->host, table->levels, sizeof(uint64_t));
	uint64_t  below = 0;

	for (size_t i = 0; i < table->levels; i++)
	{
		rank[i] = 2 * below + table->number[i];
		below += table->number[i];
	}
	return rank;
}

/* Brings levels to 0 .. 1, by powers of two, so that squares stay in range. */
static void
scale_levels(Table *table)
{
	double part = isfinite(table->level[table->levels - 1] - table->level[0]) ? 1 : 0.25;
	double least = table->level[0] * part;
	int	   exponent;

	(void) frexp(table->level[table->levels - 1] * part - least, &exponent);
	for (size_t i = 0; i < table->levels; i++)
		table->level[i] = ldexp(table->level[i] * part - least, -exponent);
}

/* Sum of what the units have, each over one less than its ratings. */
static double
within_units(const Table *table, const uint64_t *rank, Metric metric)
{
	double *term = array_of(table->host, table->units, sizeof(double));
	size_t	terms = 0;
	size_t	begin = 0;
	double	sum = 0;

	for (size_t unit = 0; unit < table->units; unit++)
	{
		Run run = {table->rated + begin, table->unit_end[unit] - begin};

		look(table->host, unit);
		begin = table->unit_end[unit];
		if (run.count > 0)
			term[terms++] = disagreement(table, rank, &run, run.count, metric) /
							(double) (run.count - 1);
	}
	term = sorted(table->host, term, terms);
	for (size_t i = 0; i < terms; i++)
		sum += term[i];
	return sum;
}

/* ---- alpha ---- */

/*
 * Alpha of ratings, of RATINGS_MAX at most; NaN without two ratings of one unit, or
 * without any two that differ.
 */
double
alpha_of(Host *host, const UnitRating *rating, size_t count, size_t units, Metric metric)
{
	Table	  table = {.host = host, .units = units};
	uint64_t *rank;
	double	  within;
	double	  all;
	Run		  run;

	make_table(&table, rating, count);
	if (table.levels < 2)
		return NAN;
	if (metric == METRIC_INTERVAL)
		scale_levels(&table);
	rank = middle_ranks(&table);
	run = (Run){NULL, table.levels};
	all = disagreement(&table, rank, &run, table.count, metric);
	within = within_units(&table, rank, metric);
	return 1 - within * (double) (table.count - 1) / all;
}

/* ---- doubt ---- */

/*
 * The doubt d at which two assessors' ratings, each off by a step independently with
 * probability d, half of it up and half down, differ in a share x of cases: equal
 * are those of which neither is off, and those off the same way, so that
 * x = 1 - (1 - d)^2 - d^2 / 2.  The lesser root; NaN above 2/3, which no doubt gives.
 */
double
implied_doubt(double differing_share)
{
	if (!(differing_share >= 0 && 3 * differing_share <= 2))
		return NAN;
	return 2 * differing_share / (2 + sqrt(4 - 6 * differing_share));
}

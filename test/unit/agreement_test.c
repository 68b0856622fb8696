/*
 * agreement_test.c
 *	  kernel/agreement: alpha against the published example and, on random tables,
 *	  against the definition in exact fractions; the doubt that differing pairs imply
 *	  against enumeration of the steps of two assessors.
 */
#include <string.h>

#include "exact.h"
#include "kernel/agreement.h"
#include "tap.h"

static void *taken[1000];
static int	 taken_count;

static void *
allocate(void *context, size_t size)
{
	(void) context;
	return taken[taken_count++] = malloc(size);
}

static void
look(void)
{
}

static Host host = {allocate, look, NULL};

static double
alpha(const UnitRating *rating, size_t count, size_t units, Metric metric)
{
	double found = alpha_of(&host, rating, count, units, metric);

	while (taken_count > 0)
		free(taken[--taken_count]);
	return found;
}

/* ---- the published example ---- */

/*
 * Four observers, twelve units (Krippendorff, Computing Krippendorff's
 * Alpha-Reliability, 2011); 0: not rated.
 */
static const int PUBLISHED[4][12] = {
	{1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0},
	{1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3},
	{0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0},
	{1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0},
};

static void
test_published(void)
{
	static const double expected[METRICS] = {0.743, 0.815, 0.849};

	UnitRating rating[48];
	size_t	   count = 0;

	for (int observer = 0; observer < 4; observer++)
	{
		for (uint32_t unit = 0; unit < 12; unit++)
		{
			if (PUBLISHED[observer][unit] != 0)
				rating[count++] = (UnitRating){PUBLISHED[observer][unit], unit};
		}
	}
	for (int metric = 0; metric < METRICS; metric++)
	{
		double found = alpha(rating, count, 12, (Metric) metric);

		ok(fabs(found - expected[metric]) < 0.0005, "published example, %s: %.4f",
		   METRIC_NAME[metric], found);
	}
}

/* ---- random tables ---- */

#define UNITS 8
#define LEVELS 5
#define RATERS 6
#define COMMON 60 /* 1 .. RATERS - 1 divide it */

typedef struct Counts
{
	int64_t number[UNITS][LEVELS];
	int64_t rated[UNITS];
	int64_t all[LEVELS]; /* of units rated twice */
	int64_t total;
} Counts;

static void
count_ratings(const UnitRating *rating, size_t count, Counts *counts)
{
	memset(counts, 0, sizeof(*counts));
	for (size_t i = 0; i < count; i++)
	{
		counts->number[rating[i].unit][(int) rating[i].value]++;
		counts->rated[rating[i].unit]++;
	}
	for (int unit = 0; unit < UNITS; unit++)
	{
		for (int level = 0; level < LEVELS && counts->rated[unit] > 1; level++)
		{
			counts->all[level] += counts->number[unit][level];
			counts->total += counts->number[unit][level];
		}
	}
}

/* Four times the squared difference of two levels. */
static int64_t
difference(const Counts *counts, Metric metric, int a, int b)
{
	int64_t between = 0;

	switch (metric)
	{
		case METRIC_NOMINAL:
			return 4 * (a != b);
		case METRIC_INTERVAL:
			return 4 * (a - b) * (a - b);
		case METRIC_ORDINAL:
			break;
	}
	for (int level = a < b ? a : b; level <= (a < b ? b : a); level++)
		between += 2 * counts->all[level];
	between -= counts->all[a] + counts->all[b];
	return between * between;
}

/* By the matrix of coincidences; false where there is no alpha. */
static bool
exact_alpha(const Counts *counts, Metric metric, int64_t *dividend, int64_t *divisor)
{
	int64_t observed = 0; /* x COMMON */
	int64_t expected = 0;

	for (int a = 0; a < LEVELS; a++)
	{
		for (int b = 0; b < LEVELS; b++)
		{
			int64_t d = difference(counts, metric, a, b);

			for (int unit = 0; unit < UNITS; unit++)
			{
				if (counts->rated[unit] > 1)
					observed += d * COMMON / (counts->rated[unit] - 1) *
								counts->number[unit][a] *
								(counts->number[unit][b] - (a == b));
			}
			expected += d * counts->all[a] * (counts->all[b] - (a == b));
		}
	}
	*divisor = expected * COMMON;
	*dividend = *divisor - observed * (counts->total - 1);
	return expected > 0;
}

static void
shuffle(UnitRating *rating, size_t count)
{
	uint32_t turn = (uint32_t) random_below(UNITS);

	for (size_t i = 0; i < count; i++)
	{
		size_t	   other = random_below(i + 1);
		UnitRating swap = rating[i];

		rating[i] = rating[other];
		rating[other] = swap;
	}
	for (size_t i = 0; i < count; i++)
		rating[i].unit = (rating[i].unit + turn) % UNITS;
}

static void
test_random(void)
{
	Tally exact = {0, 0};
	Tally order = {0, 0};

	for (int trial = 0; trial < 20000; trial++)
	{
		UnitRating rating[UNITS * RATERS];
		size_t	   count = 0;
		int		   levels = 1 + (int) random_below(LEVELS);
		Metric	   metric = (Metric) random_below(METRICS);
		Counts	   counts;
		int64_t	   dividend;
		int64_t	   divisor;
		double	   found;

		for (uint32_t unit = 0; unit < UNITS; unit++)
		{
			for (uint64_t raters = random_below(RATERS + 1); raters > 0; raters--)
				rating[count++] =
					(UnitRating){(double) random_below((uint64_t) levels), unit};
		}
		count_ratings(rating, count, &counts);
		found = alpha(rating, count, UNITS, metric);
		if (exact_alpha(&counts, metric, &dividend, &divisor))
			check(&exact, fabs(found - (double) dividend / (double) divisor) < 1e-14,
				  "%s: %.17g, not %lld / %lld", METRIC_NAME[metric], found,
				  (long long) dividend, (long long) divisor);
		else
			check(&exact, isnan(found), "%s: %.17g without variation",
				  METRIC_NAME[metric], found);

		/* levels that are no whole numbers, far from 0 */
		for (size_t i = 0; i < count; i++)
			rating[i].value = 1e6 + rating[i].value / 3;
		found = alpha(rating, count, UNITS, metric);
		shuffle(rating, count);
		check(&order,
			  (isnan(found) && isnan(alpha(rating, count, UNITS, metric))) ||
				  same_bits(found, alpha(rating, count, UNITS, metric)),
			  "%s: %.17g and %.17g", METRIC_NAME[metric], found,
			  alpha(rating, count, UNITS, metric));
	}
	all_ok(&exact, "random tables, against the definition in fractions");
	all_ok(&order, "the order of ratings and units does not show");
}

static void
test_ends(void)
{
	UnitRating same[4] = {{1, 0}, {1, 0}, {2, 1}, {2, 1}};
	UnitRating none[3] = {{1, 0}, {2, 1}, {3, 2}};
	UnitRating huge[4] = {{-1e308, 0}, {1.7e308, 0}, {-1.7e308, 1}, {1e308, 1}};
	UnitRating tiny[4] = {{0, 0}, {5e-324, 0}, {1e-323, 1}, {1e-323, 1}};

	for (int metric = 0; metric < METRICS; metric++)
	{
		double found = alpha(huge, 4, 2, (Metric) metric);

		ok(alpha(same, 4, 2, (Metric) metric) == 1, "%s: perfect agreement is 1",
		   METRIC_NAME[metric]);
		ok(isnan(alpha(none, 3, 3, (Metric) metric)) &&
			   isnan(alpha(none, 0, 0, (Metric) metric)) &&
			   isnan(alpha(same, 2, 1, (Metric) metric)),
		   "%s: nothing without pairs, or without variation", METRIC_NAME[metric]);
		ok(isfinite(found) && found <= 0, "%s: the greatest doubles there are: %.3f",
		   METRIC_NAME[metric], found);
	}
	/* 0, 1 and 2, 2: by the definition, 1 - 3 x 2 / (2 x 4 x (squares about 1.25)) */
	ok(fabs(alpha(tiny, 4, 2, METRIC_INTERVAL) - (1 - 3 * 2 / 22.0)) < 1e-15,
	   "interval: the least doubles there are");
}

/* ---- doubt ---- */

static double
differing(double doubt, int rating, int min, int max)
{
	double sum = 0;

	for (int a = -1; a <= 1; a++)
	{
		for (int b = -1; b <= 1; b++)
		{
			double p =
				(a == 0 ? 1 - doubt : doubt / 2) * (b == 0 ? 1 - doubt : doubt / 2);
			int first = rating + a < min || rating + a > max ? rating : rating + a;
			int second = rating + b < min || rating + b > max ? rating : rating + b;

			sum += first != second ? p : 0;
		}
	}
	return sum;
}

static void
test_doubt(void)
{
	Tally tally = {0, 0};

	for (int i = 0; i <= 666; i++)
	{
		double doubt = i / 1000.0;
		double found = implied_doubt(differing(doubt, 3, 1, 5));

		check(&tally, fabs(found - doubt) < 1e-9, "doubt %g: %.17g", doubt, found);
	}
	all_ok(&tally, "the doubt of two assessors comes back");
	ok(implied_doubt(0) == 0 && fabs(implied_doubt(2.0 / 3) - 2.0 / 3) < 1e-7 &&
		   isnan(implied_doubt(0.6667)) && isnan(implied_doubt(-0.1)) &&
		   isnan(implied_doubt(NAN)),
	   "from 0 to 2/3, and nothing beyond");
	ok(fabs(implied_doubt(differing(0.2, 0, 0, 2)) - 0.0971) < 0.0001,
	   "at the end of a scale, doubt 0.2 looks like %.4f",
	   implied_doubt(differing(0.2, 0, 0, 2)));
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_published();
	test_random();
	test_ends();
	test_doubt();
	return done_testing();
}

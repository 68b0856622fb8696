/*
 * weighted_test.c
 *	  kernel/weighted: correlation against two passes in wider numbers, percentiles
 *	  against sorting.
 */
#include <string.h>

#include "exact.h"
#include "kernel/weighted.h"
#include "tap.h"

static void
look(void)
{
}

static Host host = {NULL, look, NULL};

#define ROWS_MAX 200

typedef struct Rows
{
	int	   count;
	double x[ROWS_MAX];
	double y[ROWS_MAX];
	double weight[ROWS_MAX];
} Rows;

static double
two_passes(const Rows *rows)
{
	long double weight = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

	for (int i = 0; i < rows->count; i++)
	{
		weight += (long double) rows->weight[i];
		x += (long double) rows->weight[i] * rows->x[i];
		y += (long double) rows->weight[i] * rows->y[i];
	}
	for (int i = 0; i < rows->count; i++)
	{
		long double dx = rows->x[i] - x / weight;
		long double dy = rows->y[i] - y / weight;

		xx += rows->weight[i] * dx * dx;
		yy += rows->weight[i] * dy * dy;
		xy += rows->weight[i] * dx * dy;
	}
	return (double) (xy / sqrtl(xx) / sqrtl(yy));
}

static void
random_rows(Rows *rows)
{
	double far = random_below(2) ? 1e6 : 0;

	rows->count = 3 + (int) random_below(ROWS_MAX - 2);
	for (int i = 0; i < rows->count; i++)
	{
		double u = (double) random_below(1000001) / 1e6;

		rows->x[i] = far + u;
		rows->y[i] = far - u * 2 + (double) random_below(1000001) / 1e6;
		rows->weight[i] = (double) (1 + random_below(1000));
	}
}

static void
test_correlation(void)
{
	Tally tally = {0, 0};
	Tally merged = {0, 0};
	Rows  rows;

	for (int trial = 0; trial < 2000; trial++)
	{
		Correlation whole = {.weight = 0};
		Correlation part[3] = {{.weight = 0}, {.weight = 0}, {.weight = 0}};
		Correlation sum = {.weight = 0};

		random_rows(&rows);
		for (int i = 0; i < rows.count; i++)
		{
			add_pair(&whole, rows.x[i], rows.y[i], rows.weight[i]);
			add_pair(&part[random_below(3)], rows.x[i], rows.y[i], rows.weight[i]);
		}
		for (int i = 0; i < 3; i++)
			add_pairs(&sum, &part[i]);
		check(&tally, fabs(correlation_of(&whole) - two_passes(&rows)) < 1e-9,
			  "%.17g, not %.17g", correlation_of(&whole), two_passes(&rows));
		check(&merged, fabs(correlation_of(&whole) - correlation_of(&sum)) < 1e-9,
			  "%.17g, not %.17g", correlation_of(&sum), correlation_of(&whole));
	}
	all_ok(&tally, "correlation, against two passes");
	all_ok(&merged, "correlation of parts");
}

static void
test_correlation_ends(void)
{
	Correlation c = {.weight = 0};
	Tally		constant = {0, 0};

	ok(isnan(correlation_of(&c)), "no rows: none");
	for (int i = 1; i < 1000; i++)
	{
		add_pair(&c, 0.1, i, i / 3.0);
		check(&constant, isnan(correlation_of(&c)), "after %d rows", i);
	}
	all_ok(&constant, "a constant has no correlation, however its digits fall");
	c = (Correlation){.weight = 0};
	for (int i = 0; i < 100; i++)
		add_pair(&c, i / 7.0, 3 - i / 7.0, 1);
	ok(correlation_of(&c) >= -1 && correlation_of(&c) < -1 + 1e-15, "a line: -1");
	add_pair(&c, 1e200, 0, 1);
	ok(correlation_of(&c) == INFINITY, "too great: said so");
}

/* ---- percentiles ---- */

static int
by_value(const void *a, const void *b)
{
	double left = ((const WeightedValue *) a)->value;
	double right = ((const WeightedValue *) b)->value;

	return (left > right) - (left < right);
}

/* Sorts, and counts up in whole thousandths. */
static double
counted_up(WeightedValue *values, size_t count, int thousandths)
{
	uint64_t total = 0;
	uint64_t running = 0;

	qsort(values, count, sizeof(WeightedValue), by_value);
	for (size_t i = 0; i < count; i++)
		total += (uint64_t) llrint(values[i].weight * 1000);
	for (size_t i = 0; i < count; i++)
	{
		running += (uint64_t) llrint(values[i].weight * 1000);
		if (running > 0 && running * 1000 >= total * (uint64_t) thousandths)
			return values[i].value;
	}
	return NAN;
}

static double
random_value(int way)
{
	double	 value = (double) random_below(20) - 10;
	uint64_t bits = random_u64();

	if (way == 0)
		return value;
	if (way == 1)
		return value * 1e-320;
	memcpy(&value, &bits, sizeof(value));
	return isnan(value) ? INFINITY : value;
}

static void
test_percentiles(void)
{
	Tally tally = {0, 0};

	for (int trial = 0; trial < 20000; trial++)
	{
		WeightedValue values[ROWS_MAX];
		size_t		  count = 1 + random_below(trial % 100 == 0 ? ROWS_MAX : 12);
		int			  way = (int) random_below(3);
		int			  thousandths = (int) random_below(1001);
		double		  found;
		double		  expected;

		for (size_t i = 0; i < count; i++)
			values[i] =
				(WeightedValue){random_value(way) + 0.0, (double) random_below(50) / 10};
		found = percentile_of(&host, values, count, thousandths / 1000.0);
		expected = counted_up(values, count, thousandths);
		check(&tally, same_bits(found, expected) || (isnan(found) && isnan(expected)),
			  "%d / 1000 of %zu: %.17g, not %.17g", thousandths, count, found, expected);
	}
	all_ok(&tally, "percentiles, against counting up sorted values");
}

static void
test_percentile_ends(void)
{
	WeightedValue ten[10];
	WeightedValue great[2] = {{1, 9e15}, {2, 9e15}};
	WeightedValue none[2] = {{1, 0}, {2, 0}};

	/* sums of 0.1 in doubles would miss these */
	for (int i = 0; i < 10; i++)
		ten[i] = (WeightedValue){i + 1, 0.1};
	ok(percentile_of(&host, ten, 10, 0.3) == 3 && percentile_of(&host, ten, 10, 0.7) == 7,
	   "weights of 0.1 add up");
	ok(percentile_of(&host, ten, 10, 0) == 1 && percentile_of(&host, ten, 10, 1) == 10,
	   "fraction 0 is the least value, 1 the greatest");
	ok(percentile_of(&host, great, 2, 0.5) == 1 &&
		   percentile_of(&host, great, 2, 0.500000001) == 2,
	   "the greatest weights there are");
	ok(isnan(percentile_of(&host, none, 2, 0.5)) &&
		   isnan(percentile_of(&host, none, 0, 0)),
	   "nothing without weight");
	ok(weight_units(1e-9) == 1 && weight_units(0.4e-9) == 0 &&
		   weight_units(9e15) == (uint128_t) 9000000000000000 * FRACTION_ONE,
	   "weights are kept to 1e-9");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_correlation();
	test_correlation_ends();
	test_percentiles();
	test_percentile_ends();
	return done_testing();
}

/*
 * sobol_test.c
 *	  kernel/sobol: how evenly the points are spread, estimates against their
 *	  definitions and against functions whose indices are known.
 */
#include <string.h>

#include "exact.h"
#include "kernel/sobol.h"
#include "tap.h"

static void *taken[100000];
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
}

static Host host = {allocate, look, NULL};

/* ---- points ---- */

#define POINTS 1024

static void
test_spread(void)
{
	Tally stratified = {0, 0};
	Tally boxes = {0, 0};

	for (uint64_t seed = 0; seed < 20; seed++)
	{
		for (int dimension = 0; dimension < SOBOL_DIMENSIONS; dimension++)
		{
			bool met[POINTS] = {false};

			for (uint32_t i = 0; i < POINTS; i++)
			{
				double point = sobol_point(seed, dimension, i);

				check(&stratified, point > 0 && point < 1 && !met[(int) (point * POINTS)],
					  "seed %d, dimension %d, point %u: %.17g", (int) seed, dimension, i,
					  point);
				met[(int) (point * POINTS)] = true;
			}
		}
		/* the first two dimensions: every box of 2^-a x 2^-(10 - a) has one point */
		for (int a = 0; a <= 10; a++)
		{
			bool met[POINTS] = {false};

			for (uint32_t i = 0; i < POINTS; i++)
			{
				int x = (int) (sobol_point(seed, 0, i) * (1 << a));
				int y = (int) (sobol_point(seed, 1, i) * (1 << (10 - a)));

				check(&boxes, !met[x << (10 - a) | y], "box %d, %d of 2^-%d", x, y, a);
				met[x << (10 - a) | y] = true;
			}
		}
	}
	all_ok(&stratified, "each 1,024th of each dimension has one point of 1,024");
	all_ok(&boxes, "so has each box of two dimensions, scrambled or not");
}

/*
 * The table of directions was chosen so that 2^d points have one in each of the 2^d
 * corners of d dimensions (property A of Sobol').
 */
static void
test_corners(void)
{
	static bool met[1 << SOBOL_DIMENSIONS];
	Tally		tally = {0, 0};

	for (int dimensions = 1; dimensions <= SOBOL_DIMENSIONS; dimensions++)
	{
		memset(met, 0, sizeof(met));
		for (uint32_t i = 0; i < 1U << dimensions; i++)
		{
			uint32_t corner = 0;

			for (int d = 0; d < dimensions; d++)
				corner = corner << 1 | sobol_digits(d, i) >> 31;
			check(&tally, !met[corner], "%d dimensions, corner %x", dimensions, corner);
			met[corner] = true;
		}
	}
	all_ok(&tally, "every corner of 1 to 16 dimensions has one point");
}

static void
test_scrambling(void)
{
	Tally	 differ = {0, 0};
	uint64_t sum = 0;

	for (uint64_t seed = 0; seed < 100; seed++)
		check(&differ, sobol_point(seed, 3, 5) != sobol_point(seed + 1, 3, 5), "seed %d",
			  (int) seed);
	all_ok(&differ, "another seed gives other points");
	for (uint32_t i = 0; i < POINTS; i++)
	{
		for (int dimension = 0; dimension < SOBOL_DIMENSIONS; dimension++)
		{
			double	 point = sobol_point(1, dimension, i);
			uint64_t bits;

			memcpy(&bits, &point, sizeof(bits));
			sum = (sum ^ bits >> 19) * UINT64_C(0x100000001B3);
		}
	}
	/* recorded: it must be the same on every machine and in every version */
	ok(sum == UINT64_C(0x7d06e53f05977254),
	   "the points of seed 1 are those they always are: %llx", (unsigned long long) sum);
}

/* ---- indices ---- */

#define ROWS_MAX 16384

typedef double Function(const double *x, int inputs);

static double columns[COLUMNS_MAX][ROWS_MAX];

static void
evaluate(Function *f, int inputs, uint32_t rows, uint64_t seed, double **column)
{
	for (int i = 0; i < COLUMN_MIXED(inputs); i++)
		column[i] = columns[i];
	for (uint32_t row = 0; row < rows; row++)
	{
		double a[INPUTS_MAX];
		double b[INPUTS_MAX];

		for (int i = 0; i < inputs; i++)
		{
			a[i] = sobol_point(seed, i, row);
			b[i] = sobol_point(seed, inputs + i, row);
		}
		column[COLUMN_A][row] = f(a, inputs);
		column[COLUMN_B][row] = f(b, inputs);
		for (int i = 0; i < inputs; i++)
		{
			double own = a[i];

			a[i] = b[i];
			column[COLUMN_MIXED(i)][row] = f(a, inputs);
			a[i] = own;
		}
	}
}

static double
ishigami(const double *x, int inputs)
{
	double at[3];

	(void) inputs;
	for (int i = 0; i < 3; i++)
		at[i] = (2 * x[i] - 1) * 3.14159265358979323846;
	return sin(at[0]) + 7 * sin(at[1]) * sin(at[1]) +
		   0.1 * at[2] * at[2] * at[2] * at[2] * sin(at[0]);
}

static double
additive(const double *x, int inputs)
{
	double sum = 1e6; /* far from 0, which must not matter */

	for (int i = 0; i < inputs; i++)
		sum += i * x[i];
	return sum;
}

static double
product(const double *x, int inputs)
{
	double result = 1;

	for (int i = 0; i < inputs; i++)
		result *= (fabs(4 * x[i] - 2) + i) / (1 + i);
	return result;
}

static double
constant(const double *x, int inputs)
{
	(void) x;
	(void) inputs;
	return 0.1;
}

static void
check_estimate(Tally *tally, const SobolEstimate *found, double expected,
			   const char *what, int input)
{
	check(tally,
		  fabs(found->value - expected) < 0.01 && found->low <= found->value &&
			  found->value <= found->high && found->low <= expected + 1e-3 &&
			  found->high >= expected - 1e-3,
		  "%s, input %d: %.5f (%.5f to %.5f), known %.5f", what, input, found->value,
		  found->low, found->high, expected);
}

static void
check_known(Function *f, int inputs, const double *first, const double *total,
			const char *what)
{
	double	  *column[COLUMNS_MAX];
	SobolIndex index[INPUTS_MAX];
	Tally	   tally = {0, 0};

	for (uint64_t seed = 1; seed <= 3; seed++)
	{
		evaluate(f, inputs, ROWS_MAX, seed, column);
		check(&tally, sobol_indices(&host, column, ROWS_MAX, inputs, seed, index),
			  "%s varies", what);
		for (int i = 0; i < inputs; i++)
		{
			check_estimate(&tally, &index[i].first, first[i], what, i);
			check_estimate(&tally, &index[i].total, total[i], what, i);
		}
		give_back();
	}
	all_ok(&tally, what);
}

static void
test_known(void)
{
	static const double ishigami_first[3] = {0.313905, 0.442411, 0};
	static const double ishigami_total[3] = {0.557589, 0.442411, 0.243684};

	double first[INPUTS_MAX];
	double total[INPUTS_MAX];
	double all = 1;

	check_known(ishigami, 3, ishigami_first, ishigami_total, "the function of Ishigami");
	for (int i = 0; i < INPUTS_MAX; i++)
		first[i] = i * i / 140.0; /* 140: the sum of these squares */
	check_known(additive, INPUTS_MAX, first, first, "a sum of eight inputs");

	/* Sobol's function g: the variance of a factor is 1/3 / (1 + i)^2 */
	for (int i = 0; i < 4; i++)
		all *= 1 + 1.0 / 3 / ((1 + i) * (1 + i));
	for (int i = 0; i < 4; i++)
	{
		double own = 1.0 / 3 / ((1 + i) * (1 + i));

		first[i] = own / (all - 1);
		total[i] = own * (all / (1 + own)) / (all - 1);
	}
	check_known(product, 4, first, total, "the function g of Sobol'");
}

/* Against the formulas as they are written, in two passes. */
static void
test_formulas(void)
{
	double	  *column[COLUMNS_MAX];
	SobolIndex index[INPUTS_MAX];
	Tally	   tally = {0, 0};

	for (uint32_t rows = 2; rows <= 256; rows *= 2)
	{
		double mean = 0;
		double variance = 0;

		evaluate(product, 4, rows, rows, column);
		(void) sobol_indices(&host, column, rows, 4, 1, index);
		for (uint32_t j = 0; j < rows; j++)
			mean += (column[COLUMN_A][j] + column[COLUMN_B][j]) / (2 * rows);
		for (uint32_t j = 0; j < rows; j++)
			variance += (pow(column[COLUMN_A][j] - mean, 2) +
						 pow(column[COLUMN_B][j] - mean, 2)) /
						(2 * rows);
		for (int i = 0; i < 4; i++)
		{
			double first = 0;
			double total = 0;

			for (uint32_t j = 0; j < rows; j++)
			{
				double change = column[COLUMN_MIXED(i)][j] - column[COLUMN_A][j];

				first += (column[COLUMN_B][j] - mean) * change / rows;
				total += change * change / (2 * rows);
			}
			check(&tally,
				  fabs(index[i].first.value - first / variance) < 1e-12 &&
					  fabs(index[i].total.value - total / variance) < 1e-12,
				  "%u rows, input %d: %.17g and %.17g", rows, i, index[i].first.value,
				  index[i].total.value);
			check(&tally,
				  index[i].first.low <= index[i].first.high &&
					  index[i].total.low <= index[i].total.high,
				  "%u rows, input %d: intervals", rows, i);
		}
		give_back();
	}
	all_ok(&tally, "few rows, against the formulas");
	evaluate(constant, 3, 64, 1, column);
	ok(!sobol_indices(&host, column, 64, 3, 1, index),
	   "no indices of what does not vary");
	give_back();
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_spread();
	test_corners();
	test_scrambling();
	test_known();
	test_formulas();
	return done_testing();
}

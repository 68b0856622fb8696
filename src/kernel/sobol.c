/*
 * sobol.c
 *	  Scrambled Sobol' points; Sobol' indices with bootstrapped intervals.
 */
#include <stdlib.h>
#include <string.h>

#include "kernel/sobol.h"

/* ---- hashing ---- */

/* splitmix64, the step and the finalizer (Steele, Lea and Flood, 2014) */
#define GOLDEN UINT64_C(0x9E3779B97F4A7C15)

static inline uint64_t
mixed_bits(uint64_t z)
{
	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

static inline uint64_t
hash_of(uint64_t key, uint64_t value)
{
	return mixed_bits(key + (value + 1) * GOLDEN);
}

/* ---- points ---- */

/*
 * A primitive polynomial: its degree, its coefficients but for the first and last
 * one, and the initial direction numbers.
 */
typedef struct Direction
{
	int		 degree;
	uint32_t coefficients;
	uint32_t initial[6];
} Direction;

/*
 * Dimensions 2 to 16 of new-joe-kuo-6.21201 (Joe and Kuo, 2008, Constructing Sobol'
 * sequences with better two-dimensional projections).
 */
static const Direction DIRECTION[SOBOL_DIMENSIONS - 1] = {
	{1, 0, {1}},
	{2, 1, {1, 3}},
	{3, 1, {1, 3, 1}},
	{3, 2, {1, 1, 1}},
	{4, 1, {1, 1, 3, 3}},
	{4, 4, {1, 3, 5, 13}},
	{5, 2, {1, 1, 5, 5, 17}},
	{5, 4, {1, 1, 5, 5, 5}},
	{5, 7, {1, 1, 7, 11, 19}},
	{5, 11, {1, 1, 5, 1, 1}},
	{5, 13, {1, 1, 1, 3, 11}},
	{5, 14, {1, 3, 5, 5, 31}},
	{6, 1, {1, 3, 3, 9, 7, 49}},
	{6, 13, {1, 1, 1, 15, 21, 21}},
	{6, 16, {1, 3, 1, 13, 27, 49}},
};

/* The direction numbers of a dimension from 1 on, as binary fractions. */
static void
list_directions(const Direction *d, uint32_t *v)
{
	for (int i = 0; i < SOBOL_BITS; i++)
	{
		if (i < d->degree)
			v[i] = d->initial[i] << (31 - i);
		else
		{
			v[i] = v[i - d->degree] ^ v[i - d->degree] >> d->degree;
			for (int k = 1; k < d->degree; k++)
			{
				if (d->coefficients >> (d->degree - 1 - k) & 1)
					v[i] ^= v[i - k];
			}
		}
	}
}

/*
 * A coordinate of a point of the plain sequence, in units of 2^-32.  Dimensions are
 * numbered from 0, which is the index with its binary digits turned around.
 */
uint32_t
sobol_digits(int dimension, uint32_t index)
{
	uint32_t v[SOBOL_BITS];
	uint32_t digits = 0;

	if (dimension > 0)
		list_directions(&DIRECTION[dimension - 1], v);
	for (int i = 0; dimension == 0 && i < SOBOL_BITS; i++)
		v[i] = UINT32_C(1) << (31 - i);
	for (int i = 0; index >> i != 0; i++)
	{
		if (index >> i & 1)
			digits ^= v[i];
	}
	return digits;
}

/*
 * A coordinate of a scrambled point, in the middle of its 2^-32.  The digits before
 * a digit, with a 1 ahead of them, say where in the tree of all digits it stands.
 */
double
sobol_point(uint64_t seed, int dimension, uint32_t index)
{
	uint64_t key = hash_of(hash_of(0, seed), (uint64_t) dimension);
	uint32_t digits = sobol_digits(dimension, index);
	uint32_t scrambled = 0;

	for (int i = SOBOL_BITS - 1; i >= 0; i--)
	{
		uint64_t before = (UINT64_C(1) << SOBOL_BITS | digits) >> i >> 1;
		uint32_t flip = (uint32_t) (hash_of(key, before) >> 63);

		scrambled |= ((digits >> i & 1) ^ flip) << i;
	}
	return ((double) scrambled + 0.5) / 4294967296.0;
}

/* ---- indices ---- */

/*
 * What a row adds to the sums: its outputs with A and with B, their squares, and for
 * each input the change that B's value makes, its square and its product with B's
 * output.
 */
typedef struct Terms
{
	double output;
	double square;
	double change[INPUTS_MAX];
	double change_square[INPUTS_MAX];
	double change_product[INPUTS_MAX];
} Terms;

#define TERMS (sizeof(Terms) / sizeof(double))

static double
mean_output(double *const *column, uint32_t rows)
{
	double sum = 0;

	for (uint32_t i = 0; i < rows; i++)
		sum += column[COLUMN_A][i] + column[COLUMN_B][i];
	return sum / (2.0 * rows);
}

static bool
varies(double *const *column, uint32_t rows)
{
	double any = column[COLUMN_A][0];

	for (uint32_t i = 0; i < rows; i++)
	{
		if (column[COLUMN_A][i] != any || column[COLUMN_B][i] != any)
			return true;
	}
	return false;
}

static Terms *
list_terms(Host *host, double *const *column, uint32_t rows, int inputs)
{
	Terms *terms = host->allocate(host->context, rows * sizeof(Terms));
	double mean = mean_output(column, rows);

	memset(terms, 0, rows * sizeof(Terms));
	for (uint32_t row = 0; row < rows; row++)
	{
		double a = column[COLUMN_A][row] - mean;
		double b = column[COLUMN_B][row] - mean;

		terms[row].output = a + b;
		terms[row].square = a * a + b * b;
		for (int i = 0; i < inputs; i++)
		{
			double change = column[COLUMN_MIXED(i)][row] - column[COLUMN_A][row];

			terms[row].change[i] = change;
			terms[row].change_square[i] = change * change;
			terms[row].change_product[i] = change * b;
		}
	}
	return terms;
}

static inline void
add_terms(Terms *sum, const Terms *terms)
{
	double		 *to = (double *) sum;
	const double *from = (const double *) terms;

	for (size_t i = 0; i < TERMS; i++)
		to[i] += from[i];
}

static double
variance_of(const Terms *sum, uint32_t rows)
{
	double mean = sum->output / (2.0 * rows);

	return sum->square / (2.0 * rows) - mean * mean;
}

static double
first_order(const Terms *sum, uint32_t rows, int input)
{
	double mean = sum->output / (2.0 * rows);

	return (sum->change_product[input] - mean * sum->change[input]) / rows /
		   variance_of(sum, rows);
}

static double
total_order(const Terms *sum, uint32_t rows, int input)
{
	return sum->change_square[input] / (2.0 * rows) / variance_of(sum, rows);
}

/* ---- intervals ---- */

/* Estimates from resampled rows. */
typedef struct Bootstrap
{
	double first[INPUTS_MAX][BOOTSTRAPS];
	double total[INPUTS_MAX][BOOTSTRAPS];
	int	   count;
} Bootstrap;

#define NO_VARIATION 1e-9 /* of the variance of all rows: what rounding leaves */

/* Sums of as many rows as there are, a power of 2, each drawn from all. */
static void
resample(const Terms *terms, uint32_t rows, uint64_t key, Terms *sum)
{
	memset(sum, 0, sizeof(Terms));
	for (uint32_t i = 0; i < rows; i++)
		add_terms(sum, &terms[hash_of(key, i) >> 32 & (rows - 1)]);
}

static Bootstrap *
bootstrap(Host *host, const Terms *terms, uint32_t rows, int inputs, uint64_t seed,
		  double variance)
{
	Bootstrap *found = host->allocate(host->context, sizeof(Bootstrap));

	found->count = 0;
	for (uint64_t n = 0; n < BOOTSTRAPS; n++)
	{
		Terms sum;

		host->check_interrupts();
		resample(terms, rows, hash_of(hash_of(1, seed), n), &sum);
		if (!(variance_of(&sum, rows) > NO_VARIATION * variance))
			continue;
		for (int i = 0; i < inputs; i++)
		{
			found->first[i][found->count] = first_order(&sum, rows, i);
			found->total[i][found->count] = total_order(&sum, rows, i);
		}
		found->count++;
	}
	return found;
}

static int
compare_doubles(const void *a, const void *b)
{
	double left = *(const double *) a;
	double right = *(const double *) b;

	return (left > right) - (left < right);
}

/* The least estimates that 5% and 95% of all do not exceed. */
static void
find_interval(double *estimates, int count, SobolEstimate *estimate)
{
	if (count == 0)
	{
		estimate->low = estimate->high = estimate->value;
		return;
	}
	qsort(estimates, (size_t) count, sizeof(double), compare_doubles);
	estimate->low = estimates[(count + 19) / 20 - 1];
	estimate->high = estimates[(19 * count + 19) / 20 - 1];
}

/*
 * The indices of every input of an output.  The number of rows is a power of 2.
 * False where the output does not vary.
 */
bool
sobol_indices(Host *host, double *const *column, uint32_t rows, int inputs, uint64_t seed,
			  SobolIndex *index)
{
	Terms	  *terms;
	Terms	   sum = {0};
	Bootstrap *found;

	if (!varies(column, rows))
		return false;
	terms = list_terms(host, column, rows, inputs);
	for (uint32_t row = 0; row < rows; row++)
		add_terms(&sum, &terms[row]);
	found = bootstrap(host, terms, rows, inputs, seed, variance_of(&sum, rows));
	for (int i = 0; i < inputs; i++)
	{
		index[i].first.value = first_order(&sum, rows, i);
		index[i].total.value = total_order(&sum, rows, i);
		find_interval(found->first[i], found->count, &index[i].first);
		find_interval(found->total[i], found->count, &index[i].total);
	}
	return true;
}

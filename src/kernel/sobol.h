/*
 * sobol.h
 *	  Variance-based sensitivity: scrambled Sobol' points, Sobol' indices and
 *	  their bootstrapped intervals.
 *
 * An output that depends on k inputs, each uniform on 0 .. 1, is computed in k + 2
 * columns of N rows: with the inputs of a matrix A, with those of a matrix B, and,
 * for every input, with those of A but for this one, which is B's.  A and B are the
 * two halves of a Sobol' sequence of 2k dimensions.
 *
 * First-order indices are estimated as in Saltelli et al. (2010), Variance based
 * sensitivity analysis of model output, table 2 (b), with outputs taken from their
 * mean, and total-order indices as in Jansen (1999), table 2 (f) there.
 *
 * The points are scrambled as by Owen (1995): each binary digit is flipped, or not,
 * depending on the digits before it, by a hash of these and of the seed.  There is
 * nothing but integers, and sums, products and quotients of doubles in a fixed order:
 * every machine finds the same bits.
 */
#ifndef KERNEL_SOBOL_H
#define KERNEL_SOBOL_H

#include "kernel/host.h"
#include "kernel/number.h"

#define SOBOL_DIMENSIONS 16
#define SOBOL_BITS 32
#define BOOTSTRAPS 1000

extern uint32_t sobol_digits(int dimension, uint32_t index);
extern double	sobol_point(uint64_t seed, int dimension, uint32_t index);

#define INPUTS_MAX (SOBOL_DIMENSIONS / 2)

/* An index and its interval of 90%. */
typedef struct SobolEstimate
{
	double value;
	double low;
	double high;
} SobolEstimate;

typedef struct SobolIndex
{
	SobolEstimate first;
	SobolEstimate total;
} SobolIndex;

/* Columns of an output: A, B, and A with one input from B. */
#define COLUMN_A 0
#define COLUMN_B 1
#define COLUMN_MIXED(input) (2 + (input))
#define COLUMNS_MAX (2 + INPUTS_MAX)

extern bool sobol_indices(Host *host, double *const *column, uint32_t rows, int inputs,
						  uint64_t seed, SobolIndex *index);

#endif /* KERNEL_SOBOL_H */

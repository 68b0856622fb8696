/*
 * weighted.h
 *	  Correlation and percentiles of weighted values.
 *
 * Sums of products are kept about the running means, so that values far from zero
 * lose no digits and a constant has no variation, not nearly none.  Their last bits
 * depend on the order of the rows.  A percentile does not: weights are whole numbers
 * of 1e-9, and the value is found by its bits.
 */
#ifndef KERNEL_WEIGHTED_H
#define KERNEL_WEIGHTED_H

#include "kernel/host.h"
#include "kernel/score.h"
#include "kernel/wide.h"

extern const Quantity CORRELATED_X;
extern const Quantity CORRELATED_Y;
extern const Quantity PERCENTILE_X;
extern const Quantity FRACTION;

typedef struct Correlation
{
	double weight;
	double mean_x;
	double mean_y;
	double xx; /* weighted sums of products of distances from the means */
	double yy;
	double xy;
} Correlation;

extern void	  add_pair(Correlation *c, double x, double y, double weight);
extern void	  add_pairs(Correlation *c, const Correlation *other);
extern double correlation_of(const Correlation *c);

typedef struct WeightedValue
{
	double value;
	double weight;
} WeightedValue;

#define FRACTION_ONE 1000000000

extern uint128_t weight_units(double weight);
extern double
percentile_of(Host *host, const WeightedValue *values, size_t count, double fraction);

#endif /* KERNEL_WEIGHTED_H */

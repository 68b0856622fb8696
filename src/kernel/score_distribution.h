/*
 * score_distribution.h
 *	  The distribution of a score whose ratings are uncertain, by the model of
 *	  kernel/doubt.h, as a value that can be kept (kernel/distribution.h).
 *
 * Its total weight is OUTCOME_WEIGHT, so that weights are probabilities in 1e-9, kept
 * to 1e-12.  A tenth of a point that some outcome falls into always has weight, the
 * least there is where its probability is below 1e-12; the other tenths share the rest
 * by largest remainder.
 */
#ifndef KERNEL_SCORE_DISTRIBUTION_H
#define KERNEL_SCORE_DISTRIBUTION_H

#include "kernel/distribution.h"
#include "kernel/doubt.h"

#define OUTCOME_WEIGHT 1000000000

/* Returns the greatest outcome; above 100, nothing else has been done. */
extern double
find_score_distribution(const Rated *rated, const StepGrid *grid, const Role *role,
						double doubt, const Method *method, void *workspace,
						void (*breathe)(void), Distribution *d);

#endif /* KERNEL_SCORE_DISTRIBUTION_H */

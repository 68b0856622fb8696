/*
 * agreement.h
 *	  Agreement of assessors: Krippendorff's alpha, and the uncertainty that a
 *	  share of differing pairs implies.
 *
 * Alpha is 1 - Do / De, the disagreement within units over that of all ratings
 * whatever their unit.  Disagreement of two ratings is, by metric: nominal, whether
 * they differ; interval, the square of their difference; ordinal, the square of the
 * number of ratings between them, each of the two levels counted half.  That is the
 * interval metric on middle ranks, so that no metric needs a table of all pairs of
 * levels.
 *
 * Ranks and counts are integers, and terms are added in the order of their size:
 * neither the order of ratings nor the numbering of units affects the last bit.
 */
#ifndef KERNEL_AGREEMENT_H
#define KERNEL_AGREEMENT_H

#include "kernel/host.h"
#include "kernel/score.h"

typedef enum Metric
{
	METRIC_NOMINAL,
	METRIC_ORDINAL,
	METRIC_INTERVAL
} Metric;

#define METRICS 3

extern const char *const METRIC_NAME[METRICS];
extern const Quantity	 RATING;

/* More than that do not fit the sums. */
#define RATINGS_MAX INT32_MAX

typedef struct UnitRating
{
	double	 value;
	uint32_t unit; /* units are numbered from 0 */
} UnitRating;

extern double
alpha_of(Host *host, const UnitRating *rating, size_t count, size_t units, Metric metric);

extern double implied_doubt(double differing_share);

#endif /* KERNEL_AGREEMENT_H */

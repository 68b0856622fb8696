/*
 * method_study.h
 *	  How the ranking and the zones of roles depend on the constants of the
 *	  method.
 *
 * Eight constants are varied at once, each uniformly within a share of its own value
 * (kernel/sobol.h). The results are the part of the variance of two outputs that
 * each constant explains, and the ranks of roles under the methods of the first
 * matrix.
 */
#ifndef KERNEL_METHOD_STUDY_H
#define KERNEL_METHOD_STUDY_H

#include "kernel/score.h"
#include "kernel/sobol.h"

/* The constants varied are the first fields of a method. */
#define VARIED 8

typedef enum StudyOutput
{
	OUTPUT_RANK_SHIFT,	 /* mean of |rank - rank by the method itself| */
	OUTPUT_ZONES_CHANGED /* roles in another zone */
} StudyOutput;

#define STUDY_OUTPUTS 2

extern const char *const OUTPUT_NAME[STUDY_OUTPUTS];

extern const Quantity SPREAD;
extern const Quantity DRAWS;

/* What is asked. */
typedef struct Study
{
	const Role	 *role; /* all of them have a score */
	size_t		  roles;
	const Method *method;
	double		  spread;
	uint32_t	  draws; /* a power of 2 */
	uint64_t	  seed;
} Study;

/* What keeps a spread from being used. */
typedef enum SpreadProblem
{
	SPREAD_FITS,
	SPREAD_LEAVES_RANGE,
	SPREAD_CROSSES_ZONES
} SpreadProblem;

extern SpreadProblem
spread_problem(const Method *method, double spread, int *field, double *bound);

/* Indices of an output; "varies" says whether there are any. */
typedef struct StudyIndices
{
	bool	   varies[STUDY_OUTPUTS];
	SobolIndex index[STUDY_OUTPUTS][VARIED];
} StudyIndices;

extern void study_method(Host *host, const Study *study, StudyIndices *indices);

#define ROBUST_QUANTILES 3

/* Where a role stands under many methods. */
typedef struct Robustness
{
	double	 same_zone;					 /* share of the methods */
	uint32_t quantile[ROBUST_QUANTILES]; /* 5, 50 and 95% of its ranks */
} Robustness;

extern void study_roles(Host *host, const Study *study, Robustness *robustness);

#endif /* KERNEL_METHOD_STUDY_H */

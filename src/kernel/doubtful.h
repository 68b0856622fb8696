/*
 * doubtful.h
 *	  The scores that a role can have, within kernel/doubt.c and
 *	  kernel/score_distribution.c: settings of the totals, outcomes of the tasks.
 */
#ifndef KERNEL_DOUBTFUL_H
#define KERNEL_DOUBTFUL_H

#include "kernel/doubt.h"

/* How far a total can move: one step for each of its ratings. */
#define TOTAL_STEPS \
	((int) EVIDENCE_DIMENSIONS > (int) BARRIERS ? EVIDENCE_DIMENSIONS : BARRIERS)
#define TOTALS (2 * TOTAL_STEPS + 1)

/* Totals and growth, and how likely they are. */
typedef struct Setting
{
	double	evidence;
	double	barriers;
	double	growth;
	double	probability;
	double	slope; /* points of score for one of task resistance */
	int64_t units; /* modifier_units(), where scores are exact, or 0 */
} Setting;

#define SETTINGS_MAX (TOTALS * TOTALS * 3)

/*
 * Outcomes by rising task resistance.  Sums have one entry more than there are
 * outcomes: entry i is over all outcomes before i, or, "from", over the others.
 */
typedef struct Outcomes
{
	size_t	 count;
	int64_t *micro;		  /* task resistance in millionths */
	double	*probability; /* of each outcome */
	double	*before;	  /* sums of probability */
	double	*from;
	double	*first;	 /* sums of probability x distance from the role's own */
	double	*second; /* and x its square */
} Outcomes;

typedef struct Doubtful
{
	const Method *method;
	Setting		  setting[SETTINGS_MAX];
	int			  settings;
	Outcomes	  outcomes;
	size_t		  cut[3][SETTINGS_MAX]; /* of find_quantile() */
} Doubtful;

/* By score_of(), or in short where nothing but the last part of it is left. */
static inline double
score_in(const Doubtful *doubtful, const Setting *setting, int64_t micro)
{
	Role role;

	if (setting->units)
		return bounded_score(score_from_units(micro * setting->units), doubtful->method);
	role.task_resistance = double_from_micro(micro);
	role.evidence = setting->evidence;
	role.barriers = setting->barriers;
	role.growth = setting->growth;
	return score_of(&role, doubtful->method);
}

static inline double
outcome_score(const Doubtful *doubtful, const Setting *setting, size_t outcome)
{
	return score_in(doubtful, setting, doubtful->outcomes.micro[outcome]);
}

extern Doubtful *
list_scores(const Rated *rated, const StepGrid *grid, const Role *role, double doubt,
			const Method *method, void *workspace, void (*breathe)(void), bool *rounded);
extern size_t first_reaching(const Doubtful *doubtful, const Setting *setting,
							 double score, size_t low, size_t high, size_t guess);
extern void
find_moments(const Doubtful *doubtful, const Role *role, double *mean, double *stddev);

#endif /* KERNEL_DOUBTFUL_H */

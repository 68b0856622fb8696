/*
 * doubt.h
 *	  The distribution of a role's score and zone if every rating is uncertain.
 *
 * Each rating (a task's score, an evidence dimension, a barrier, growth) is
 * independently one step too high or too low, each with a probability of half the
 * doubt; a step that would leave the scale is not taken. Time shares are certain.
 *
 * Nothing is sampled. The ratings of tasks affect the score only through task
 * resistance, and those of evidence and of barriers only through their totals. So
 * there are the outcomes of task resistance, found by adding one task after the
 * other, and the settings of the totals, at most 11 x 11 x 3 with five ratings each,
 * and every pair of the two has a score. Within a setting, the score increases with
 * task resistance, so that searches replace visiting all pairs.
 *
 * If time shares are so fine that there are too many outcomes, or if there are too
 * many tasks, shares are rounded to 0.01% of the time, and "rounded" is set.
 */
#ifndef KERNEL_DOUBT_H
#define KERNEL_DOUBT_H

#include "kernel/score.h"
#include "kernel/tasks.h"

/*
 * The most outcomes of task resistance.  Where times are counted in so many
 * units or less, as shares that are multiples of 0.01% are, there are no more:
 * the sum of steps lies between all of the time down and all of it up.
 */
#define SHARE_UNITS 10000
#define OUTCOMES_MAX (2 * SHARE_UNITS + 1)

/* More tasks than that are not even tried to count in finer units. */
#define EXACT_TASKS_MAX 1000

extern const Quantity DOUBT;

/* What was rated; all of it. */
typedef struct Rated
{
	TaskRating	 *task; /* is brought into another order */
	int			  tasks;
	const double *evidence;
	const double *barriers;
	double		  growth;
} Rated;

#define OUTLOOK_QUANTILES 3

/* What is to be expected of a score. */
typedef struct Outlook
{
	double zone[ZONES]; /* probability of each; they add up to 1 */
	double mean;
	double stddev;
	double quantile[OUTLOOK_QUANTILES]; /* of 5, 50 and 95% */
	Zone   likeliest;
	bool   rounded; /* time shares were rounded */
} Outlook;

/* The steps of all tasks: in which unit their times are counted. */
typedef struct StepGrid
{
	uint128_t total; /* time of all tasks, in millionths */
	int64_t	  unit;	 /* greatest common divisor of the times */
	int		  tasks; /* those that take time */
	size_t	  room;	 /* for so many outcomes */
} StepGrid;

extern void	  lay_step_grid(const Rated *rated, StepGrid *grid);
extern size_t outlook_workspace(const StepGrid *grid);
extern void	  find_outlook(const Rated *rated, const StepGrid *grid, const Role *role,
						   double doubt, const Method *method, void *workspace,
						   void (*breathe)(void), Outlook *outlook);

/* ---- firmness: the probability of a zone in a word ---- */

extern const Quantity ZONE_PROBABILITY;

typedef enum Firmness
{
	FIRMNESS_BORDERLINE,
	FIRMNESS_LIKELY,
	FIRMNESS_FIRM
} Firmness;

#define FIRMNESSES 3
#define LIKELY_FROM 0.66
#define FIRM_FROM 0.9

extern const char *const FIRMNESS_NAME[FIRMNESSES];

extern Firmness firmness_of(double probability);

#endif /* KERNEL_DOUBT_H */

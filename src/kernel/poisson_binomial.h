/*
 * poisson_binomial.h
 *	  The number of independent events that happen, each with its own
 *	  probability: the Poisson-binomial distribution, by convolution.
 *
 * Events are added by sums of products of nonnegative numbers, so every probability
 * keeps nearly all of its digits. Removing an event is a recurrence that multiplies
 * errors by q / (1 - q) from the low end, and by the inverse from the high end: it
 * runs from the end where this is at most 1.
 *
 * Probabilities below TAIL at either end are dropped. The number of n events is then
 * held in some nine standard deviations to either side, that is, in an array that
 * grows with the square root of n.
 */
#ifndef KERNEL_POISSON_BINOMIAL_H
#define KERNEL_POISSON_BINOMIAL_H

#include "kernel/host.h"
#include "kernel/number.h"

#define TAIL 1e-19

/* The probabilities of low, low + 1, ... low + count - 1 events. */
typedef struct EventCount
{
	int64_t low;
	size_t	count;
	double *probability;
	size_t	capacity;
} EventCount;

/* Memory in which events are added up. */
typedef struct EventBuffer
{
	double *array[3];
	size_t	capacity;
} EventBuffer;

/* An event that is being taken out. */
typedef struct Removal
{
	const double *with; /* probabilities with it, from the end that is begun at */
	double		 *sum;	/* where the first one goes */
	size_t		  count;
	double		  inverse;
	double		  ratio;
	double		  weight;
	double		  last; /* the probability found last */
} Removal;

#define REMOVED_TOGETHER 4

/* Those that wait to be taken out together; begins as zeros. */
typedef struct Removals
{
	Removal upwards[REMOVED_TOGETHER];
	Removal downwards[REMOVED_TOGETHER];
	int		up;
	int		down;
} Removals;

extern void no_events(Host *host, EventCount *events);
extern void add_events(Host *host, EventBuffer *buffer, EventCount *events,
					   const double *probability, size_t count);
extern void remove_event(Removals *removals, const EventCount *events, double one,
						 double weight, double *sum, size_t size);
extern void finish_removals(Removals *removals);

#endif /* KERNEL_POISSON_BINOMIAL_H */

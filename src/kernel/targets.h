/*
 * targets.h
 *	  The value that one lever alone needs for a role to reach a zone.
 *
 * A lever is one of the four numbers that make a score.  Its values lie on a
 * grid: task resistance has six decimal places, totals and growth are whole.
 */
#ifndef KERNEL_TARGETS_H
#define KERNEL_TARGETS_H

#include "kernel/score.h"

typedef enum Lever
{
	LEVER_TASK_RESISTANCE,
	LEVER_EVIDENCE,
	LEVER_BARRIERS,
	LEVER_GROWTH
} Lever;

#define LEVERS 4

extern const char *const LEVER_NAME[LEVERS];

/* Where the zone can't be reached, score and zone are those at the end. */
typedef struct Target
{
	bool   reachable;
	double current;
	double needed; /* NOT_RATED where it can't be reached */
	double change;
	double score;
	Zone   zone;
} Target;

extern void find_target(const Role *role, Lever lever, Zone zone, const Method *method,
						Target *target);

#endif /* KERNEL_TARGETS_H */

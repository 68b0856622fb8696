/*
 * targets.c
 *	  The least change of a lever that takes a role into a zone.
 *
 * A better rating never lowers the score, so the values that reach a zone are all
 * those from some value on, and bisection over the scoring itself finds this value.
 */
#include "kernel/targets.h"

const char *const LEVER_NAME[LEVERS] = {"task_resistance", "evidence", "barriers",
										"growth"};

static const Quantity *const LEVER_QUANTITY[LEVERS] = {&TASK_RESISTANCE, &EVIDENCE_TOTAL,
													   &BARRIER_TOTAL, &GROWTH};

static double *
lever_of(Role *role, Lever lever)
{
	switch (lever)
	{
		case LEVER_TASK_RESISTANCE:
			return &role->task_resistance;
		case LEVER_EVIDENCE:
			return &role->evidence;
		case LEVER_BARRIERS:
			return &role->barriers;
		case LEVER_GROWTH:
			break;
	}
	return &role->growth;
}

/* A lever's value at a place of its grid. */
static double
grid_value(Lever lever, int64_t place)
{
	return lever == LEVER_TASK_RESISTANCE ? double_from_micro(place) : (double) place;
}

static Zone
zone_at(const Role *role, Lever lever, int64_t place, const Method *method)
{
	Role moved = *role;

	*lever_of(&moved, lever) = grid_value(lever, place);
	return zone_from_score(score_of(&moved, method), method);
}

/*
 * The first place from "low" to "high" whose zone is at least this one, or the
 * place behind "high".
 */
static int64_t
first_place(const Role *role, Lever lever, Zone zone, int64_t low, int64_t high,
			const Method *method)
{
	high++;
	while (low < high)
	{
		int64_t middle = low + (high - low) / 2;

		if (zone_at(role, lever, middle, method) >= zone)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* Notes the role's result with the lever at a value. */
static void
move_lever(const Role *role, Lever lever, double value, const Method *method,
		   Target *target)
{
	Role moved = *role;

	*lever_of(&moved, lever) = value;
	target->score = score_of(&moved, method);
	target->zone = zone_from_score(target->score, method);
}

/*
 * The value that a lever needs, all else as it is.  Up: the least with which
 * the role is in the zone or a better one.  Down: the greatest with which it is
 * in the zone or a worse one.
 */
void
find_target(const Role *role, Lever lever, Zone zone, const Method *method,
			Target *target)
{
	const Quantity *quantity = LEVER_QUANTITY[lever];
	double			scale = lever == LEVER_TASK_RESISTANCE ? MICRO : 1;
	Role			copy = *role;
	double			current = *lever_of(&copy, lever);
	Zone			now = zone_from_score(score_of(role, method), method);
	bool			up = zone > now;
	int64_t			low;
	int64_t			high;
	int64_t			place;

	*target = (Target){false, current, NOT_RATED, NOT_RATED, NOT_RATED, ZONE_UNKNOWN};
	if (now == ZONE_UNKNOWN || zone == ZONE_UNKNOWN)
		return;
	if (zone == now)
	{
		target->reachable = true;
		target->needed = current;
		target->change = 0;
		move_lever(role, lever, current, method, target);
		return;
	}

	/* settled task resistance is a whole number of millionths */
	current = lever == LEVER_TASK_RESISTANCE ? rint(current * scale) : current;
	low = up ? (int64_t) ceil(current) : (int64_t) (quantity->min * scale);
	high = up ? (int64_t) (quantity->max * scale) : (int64_t) floor(current);

	/* down: the place before the first that is in a zone still better */
	place = up ? first_place(role, lever, zone, low, high, method) :
				 first_place(role, lever, (Zone) (zone + 1), low, high, method) - 1;
	if (place < low || place > high)
	{
		move_lever(role, lever, up ? quantity->max : quantity->min, method, target);
		return;
	}
	target->reachable = true;
	target->needed = grid_value(lever, place);
	target->change = ((double) place - current) / scale;
	move_lever(role, lever, target->needed, method, target);
}

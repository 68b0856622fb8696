/*
 * score.c
 *	  Legal ranges, the default method, sub-labels and the quick screen.
 */
#include "kernel/score.h"

#define RATING_HINT                                                              \
	"This is a single rating; use NULL for one not given yet. Means of several " \
	"assessors are passed to aijri_score() as totals."

const Quantity TASK_SCORE = {"task score", 1, 5, true,
							 "1 is irreducibly human, 5 fully automatable; use NULL for "
							 "a task not scored yet."};

const Quantity TASK_TIME = {"task time", 0, 1e9, false,
							"Times can be in any unit (percent, hours, weights) that "
							"keeps them between 0.000001 and 1000000000."};

const Quantity TASK_RESISTANCE = {
	"task_resistance", 1, 5, false,
	"Task resistance is 6 minus the time-weighted mean task score; the aggregate "
	"task_resistance(score, time) gives it."};

const Quantity EXPOSED_PCT = {"exposed_pct", 0, 100, false,
							  "Give a percentage of task time: 90 for 90%, not 0.9; the "
							  "aggregate exposed_pct(score, time) gives it."};

const Quantity EVIDENCE_TOTAL = {"evidence", EVIDENCE_LEAST, EVIDENCE_GREATEST, false,
								 "Evidence is the sum of the ratings of its dimensions; "
								 "evidence_total(aijri_evidence) gives it."};

const Quantity BARRIER_TOTAL = {"barriers", BARRIERS_LEAST, BARRIERS_GREATEST, false,
								"Barriers are the sum of the ratings of all barriers; "
								"barrier_total(aijri_barriers) gives it."};

const Quantity GROWTH = {
	"growth", GROWTH_LEAST, GROWTH_GREATEST, false,
	"Growth runs from -2 (AI shrinks the role) to 2 (AI makes the role grow)."};

const Quantity PROTECTIVE_TOTAL = {
	"protective", PROTECTIVE_LEAST, PROTECTIVE_GREATEST, true,
	"This is the sum of the ratings of the protective principles; "
	"protective_total(aijri_principles) gives it."};

const Quantity WEIGHT = {"weight", 0, 9e15, false,
						 "A weight is the number of cases that a value represents; use "
						 "NULL to omit a value."};

const Quantity SHIFTED_SHARE = {"share", 0, 1, false,
								"Specify the share of the time that moves: 0.4 for 40%."};

const Quantity FROM_SCORE = {"from_score", 1, 5, true,
							 "1 is irreducibly human, 5 fully automatable."};

const Quantity TO_SCORE = {"to_score", 1, 5, true,
						   "1 is irreducibly human, 5 fully automatable."};

const Quantity DISTRIBUTED_SCORE = {
	"score", 0, 100, false,
	"A distribution holds scores as aijri_score() returns them; use NULL for a role "
	"without a score."};

const Quantity QUANTILE = {
	"quantile", 0, 1, false,
	"Specify a share: 0.5 for the median, 0.9 for the 90th percentile."};

const Quantity BIN_WIDTH = {"width", 0.1, 100, false,
							"Specify the width of a bar in points, such as 5."};

/* ---- single ratings ---- */

#define RATING_QUANTITY(name_, least, greatest)                       \
	{                                                                 \
		.name = #name_, .min = least, .max = greatest, .whole = true, \
		.hint = RATING_HINT                                           \
	}

const Quantity EVIDENCE_RATING[EVIDENCE_DIMENSIONS] = {
#define EACH_EVIDENCE(name, least, greatest, label, meaning) \
	RATING_QUANTITY(name, least, greatest),
#include "kernel/ratings.def"
};

const Quantity BARRIER_RATING[BARRIERS] = {
#define EACH_BARRIER(name, least, greatest, label, meaning) \
	RATING_QUANTITY(name, least, greatest),
#include "kernel/ratings.def"
};

const Quantity GROWTH_RATING =
#define EACH_GROWTH(name, least, greatest, label, meaning) \
	RATING_QUANTITY(name, least, greatest)
#include "kernel/ratings.def"
	;

const Quantity PRINCIPLE_RATING[PRINCIPLES] = {
#define EACH_PRINCIPLE(name, least, greatest, label, meaning) \
	RATING_QUANTITY(name, least, greatest),
#include "kernel/ratings.def"
};

/* ---- the method ---- */

const Method DEFAULT_METHOD = {
	.evidence_step = 0.04,
	.barrier_step = 0.02,
	.growth_step = 0.05,
	.raw_floor = 0.54,
	.raw_span = 7.93,
	.score_cap = 100,
	.green_min = 48,
	.yellow_min = 25,
	.exposed_from = 3,
	.imminent_below_tr = 1.8,
	.imminent_max_evidence = NOT_RATED,
	.imminent_max_barriers = NOT_RATED,
	.urgent_exposed_min = 40,
	.transforming_exposed_min = 20,
	.accelerated_growth_min = 2,
	.screen_red_max = 2,
	.screen_green_min = 6,
	.default_scale = true,
};

#define METHOD_HINT "SELECT * FROM aijri_method() shows the default of every field."

#define FIELD(name, min, max, whole)                                         \
	{                                                                        \
		{#name, min, max, whole, METHOD_HINT}, false, offsetof(Method, name) \
	}
#define CONDITION(name, min, max)                                           \
	{                                                                       \
		{#name, min, max, false, METHOD_HINT}, true, offsetof(Method, name) \
	}

/*
 * The steps end where a modifier could become negative and a better rating
 * would lower the score.  In the order of the composite type's fields.
 */
const MethodField METHOD_FIELD[METHOD_FIELDS] = {
	FIELD(evidence_step, 0, 1.0 / -EVIDENCE_LEAST, false),
	FIELD(barrier_step, 0, 0.5, false),
	FIELD(growth_step, 0, 1.0 / -GROWTH_LEAST, false),
	FIELD(raw_floor, 0, 1000, false),
	FIELD(raw_span, 0.000001, 1000, false),
	FIELD(score_cap, 0, 1000, false),
	FIELD(green_min, 0, 1000, false),
	FIELD(yellow_min, 0, 1000, false),
	FIELD(exposed_from, 1, 5, true),
	FIELD(imminent_below_tr, 1, 5, false),
	CONDITION(imminent_max_evidence, EVIDENCE_LEAST, EVIDENCE_GREATEST),
	CONDITION(imminent_max_barriers, BARRIERS_LEAST, BARRIERS_GREATEST),
	FIELD(urgent_exposed_min, 0, 100, false),
	FIELD(transforming_exposed_min, 0, 100, false),

	/* one beyond the scale: never */
	FIELD(accelerated_growth_min, GROWTH_LEAST, GROWTH_GREATEST + 1, false),
	FIELD(screen_red_max, PROTECTIVE_LEAST - 1, PROTECTIVE_GREATEST + 1, true),
	FIELD(screen_green_min, PROTECTIVE_LEAST - 1, PROTECTIVE_GREATEST + 1, true),
};

double *
method_field(Method *method, int field)
{
	return (double *) ((char *) method + METHOD_FIELD[field].offset);
}

/*
 * Notes what follows from the fields of a method whose fields are each legal.
 * False when Yellow would begin above Green.
 */
bool
method_settle(Method *method)
{
	method->default_scale = method->evidence_step == DEFAULT_METHOD.evidence_step &&
							method->barrier_step == DEFAULT_METHOD.barrier_step &&
							method->growth_step == DEFAULT_METHOD.growth_step &&
							method->raw_floor == DEFAULT_METHOD.raw_floor &&
							method->raw_span == DEFAULT_METHOD.raw_span;
	return method->yellow_min <= method->green_min;
}

/*
 * Sets floor and span so that the least and the greatest legal raw have the scores,
 * without a cap, that they have by default: 0 and 870 / 7.93.
 */
void
method_rescale(Method *method)
{
	const Role least = {.task_resistance = 1, .evidence = -10, .growth = -2};
	const Role greatest = {
		.task_resistance = 5, .evidence = 10, .barriers = 10, .growth = 2};

	method->raw_floor = DEFAULT_METHOD.raw_floor;
	method->raw_span = DEFAULT_METHOD.raw_span;
	(void) method_settle(method);
	if (method->default_scale)
		return;
	method->raw_floor = raw_of(&least, method);
	method->raw_span =
		(raw_of(&greatest, method) - method->raw_floor) * DEFAULT_METHOD.raw_span /
		(raw_of(&greatest, &DEFAULT_METHOD) - raw_of(&least, &DEFAULT_METHOD));
}

/* ---- zone and sub-label ---- */

const char *const ZONE_NAME[ZONES] = {"Red", "Yellow", "Green"};

const char *const SUBLABEL_NAME[SUBLABELS] = {
	"Red (Imminent)",		"Red",
	"Yellow (Urgent)",		"Yellow (Moderate)",
	"Green (Transforming)", "Green (Stable)",
	"Green (Accelerated)",
};

/* Three-valued logic for conditions on ratings that may be missing. */
typedef enum Truth
{
	NO,
	YES,
	UNKNOWN
} Truth;

static Truth
at_least(double value, double limit)
{
	return isnan(value) ? UNKNOWN : value >= limit ? YES : NO;
}

static Truth
below(double value, double limit)
{
	return isnan(value) ? UNKNOWN : value < limit ? YES : NO;
}

/* A condition that the method may leave out. */
static Truth
at_most_if_set(double value, double limit)
{
	if (isnan(limit))
		return YES;
	return isnan(value) ? UNKNOWN : value <= limit ? YES : NO;
}

static Truth
all_of(Truth a, Truth b)
{
	if (a == NO || b == NO)
		return NO;
	return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : YES;
}

static Sublabel
choose(Truth condition, Sublabel yes, Sublabel no)
{
	return condition == YES ? yes : condition == NO ? no : SUBLABEL_UNKNOWN;
}

/*
 * The sub-label within a zone.  Unknown only where a rating that decides it
 * is missing: a role in Red needs no exposed time.
 */
Sublabel
sublabel_from(Zone zone, const Role *role, const Method *method)
{
	Truth imminent;
	Truth accelerated;

	switch (zone)
	{
		case ZONE_RED:
			imminent = below(role->task_resistance, method->imminent_below_tr);
			imminent = all_of(
				imminent, at_most_if_set(role->evidence, method->imminent_max_evidence));
			imminent = all_of(
				imminent, at_most_if_set(role->barriers, method->imminent_max_barriers));
			return choose(imminent, SUBLABEL_RED_IMMINENT, SUBLABEL_RED);

		case ZONE_YELLOW:
			return choose(at_least(role->exposed_pct, method->urgent_exposed_min),
						  SUBLABEL_YELLOW_URGENT, SUBLABEL_YELLOW_MODERATE);

		case ZONE_GREEN:
			accelerated = at_least(role->growth, method->accelerated_growth_min);
			if (accelerated != NO)
				return choose(accelerated, SUBLABEL_GREEN_ACCELERATED, SUBLABEL_UNKNOWN);
			return choose(at_least(role->exposed_pct, method->transforming_exposed_min),
						  SUBLABEL_GREEN_TRANSFORMING, SUBLABEL_GREEN_STABLE);

		case ZONE_UNKNOWN:
			break;
	}
	return SUBLABEL_UNKNOWN;
}

/* The least score of a zone. */
double
zone_floor(Zone zone, const Method *method)
{
	switch (zone)
	{
		case ZONE_RED:
			return 0;
		case ZONE_YELLOW:
			return method->yellow_min;
		case ZONE_GREEN:
			return method->green_min;
		case ZONE_UNKNOWN:
			break;
	}
	return NOT_RATED;
}

/* The score at which the next zone begins; none above Green. */
double
zone_ceiling(Zone zone, const Method *method)
{
	switch (zone)
	{
		case ZONE_RED:
			return method->yellow_min;
		case ZONE_YELLOW:
			return method->green_min;
		case ZONE_GREEN:
		case ZONE_UNKNOWN:
			break;
	}
	return NOT_RATED;
}

/* ---- quick screen ---- */

const char *const SCREEN_NAME[SCREENS] = {
	"almost certainly Red",
	"likely Green",
	"undecided",
};

Screen
screen_from(double protective, double growth, const Method *method)
{
	if (isnan(protective) || isnan(growth))
		return SCREEN_UNKNOWN;
	if (protective <= method->screen_red_max && growth < 0)
		return SCREEN_RED;
	if (protective >= method->screen_green_min && growth >= 0)
		return SCREEN_GREEN;
	return SCREEN_UNDECIDED;
}

/* ---- totals ---- */

/* The sum of whole ratings; unrated when one of them is. */
double
rating_total(const double *ratings, int count)
{
	double total = 0;

	for (int i = 0; i < count; i++)
		total += ratings[i];
	return total;
}

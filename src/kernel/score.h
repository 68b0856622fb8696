/*
 * score.h
 *	  The arithmetic of AIJRI: from a role's ratings to score, zone, sub-label.
 *
 * docs/methodology.md gives the rules and where each constant comes from.
 *
 * "Not rated" is NaN throughout the kernel, so that it travels through the
 * arithmetic by itself: a total with an unrated part is unrated, and so is a
 * score.  Callers refuse a NaN that a user hands in before it gets here.
 *
 * Exactness.  With the default method's steps, floor and span and whole
 * totals, raw and score are the doubles nearest to their true rational values
 * for the given task resistance: one rounding, see raw_units().  Any other
 * combination is plain double arithmetic, in the order the formulas are
 * written; a modifier whose step is the default's is exact there too.
 */
#ifndef KERNEL_SCORE_H
#define KERNEL_SCORE_H

#include "kernel/number.h"
#include "kernel/ratings.h"

#define NOT_RATED ((double) NAN)

/* ---- legal ranges ---- */

/* One rated quantity: its name in messages, its legal values, what to do. */
typedef struct Quantity
{
	const char *name;
	double		min;
	double		max;
	bool		whole;
	const char *hint;
} Quantity;

extern const Quantity TASK_SCORE;
extern const Quantity TASK_TIME;
extern const Quantity TASK_RESISTANCE;
extern const Quantity EXPOSED_PCT;
extern const Quantity EVIDENCE_TOTAL;
extern const Quantity BARRIER_TOTAL;
extern const Quantity GROWTH;
extern const Quantity GROWTH_RATING;
extern const Quantity PROTECTIVE_TOTAL;
extern const Quantity WEIGHT;
extern const Quantity SHIFTED_SHARE;
extern const Quantity FROM_SCORE;
extern const Quantity TO_SCORE;
extern const Quantity DISTRIBUTED_SCORE;
extern const Quantity QUANTILE;
extern const Quantity BIN_WIDTH;

/* The single ratings, in the order of ratings.def. */
extern const Quantity EVIDENCE_RATING[EVIDENCE_DIMENSIONS];
extern const Quantity BARRIER_RATING[BARRIERS];
extern const Quantity PRINCIPLE_RATING[PRINCIPLES];

typedef enum Legality
{
	LEGAL,
	OUT_OF_RANGE,
	NOT_WHOLE
} Legality;

static inline Legality
legality(const Quantity *quantity, double value)
{
	if (!(value >= quantity->min && value <= quantity->max))
		return OUT_OF_RANGE; /* NaN too */
	if (quantity->whole && !is_whole(value))
		return NOT_WHOLE;
	return LEGAL;
}

/* Whether a task resistance is legal; if so, sets it to six places. */
static inline bool
settle_task_resistance(double *value)
{
	double settled;

	if (!(fabs(*value) <= 10))
		return false; /* NaN, and what has no millionths */
	settled = double_from_micro(micro_from_double(*value));
	if (legality(&TASK_RESISTANCE, settled) != LEGAL)
		return false;
	*value = settled;
	return true;
}

/*
 * The least exposed time, in percent, that a role of a task resistance can have:
 * the mean score leaves no more time to tasks that are not exposed.
 */
static inline double
least_exposed_pct(double task_resistance, double exposed_from)
{
	double unexposed = fmin(ceil(exposed_from) - 1, 4); /* greatest score of these */

	return fmax(100 * (6 - task_resistance - unexposed) / (5 - unexposed), 0);
}

/* ---- the method ---- */

/* Every constant of the arithmetic.  NaN in a condition means: none. */
typedef struct Method
{
	double evidence_step;
	double barrier_step;
	double growth_step;
	double raw_floor;
	double raw_span;
	double score_cap;
	double green_min;
	double yellow_min;
	double exposed_from;
	double imminent_below_tr;
	double imminent_max_evidence;
	double imminent_max_barriers;
	double urgent_exposed_min;
	double transforming_exposed_min;
	double accelerated_growth_min;
	double screen_red_max;
	double screen_green_min;
	bool   default_scale; /* steps, floor and span are the default's */
} Method;

/* Legal values of one field of a method, and where it stands in the struct. */
typedef struct MethodField
{
	Quantity quantity;
	bool	 optional;
	size_t	 offset;
} MethodField;

#define METHOD_FIELDS 17

extern const Method		 DEFAULT_METHOD;
extern const MethodField METHOD_FIELD[METHOD_FIELDS];

extern double *method_field(Method *method, int field);
extern bool	   method_settle(Method *method);
extern void	   method_rescale(Method *method);

/* ---- zone and sub-label ---- */

typedef enum Zone
{
	ZONE_UNKNOWN = -1,
	ZONE_RED,
	ZONE_YELLOW,
	ZONE_GREEN
} Zone;

#define ZONES 3

typedef enum Sublabel
{
	SUBLABEL_UNKNOWN = -1,
	SUBLABEL_RED_IMMINENT,
	SUBLABEL_RED,
	SUBLABEL_YELLOW_URGENT,
	SUBLABEL_YELLOW_MODERATE,
	SUBLABEL_GREEN_TRANSFORMING,
	SUBLABEL_GREEN_STABLE,
	SUBLABEL_GREEN_ACCELERATED
} Sublabel;

#define SUBLABELS 7

extern const char *const ZONE_NAME[ZONES];
extern const char *const SUBLABEL_NAME[SUBLABELS];

/* What a score, a zone and a sub-label are made from. */
typedef struct Role
{
	double task_resistance; /* of six decimal places */
	double exposed_pct;
	double evidence;
	double barriers;
	double growth;
	double protective;
} Role;

/* No total lies further from 0 than this. */
#define TOTAL_SIZE_MAX 100

_Static_assert(EVIDENCE_LEAST >= -TOTAL_SIZE_MAX && EVIDENCE_GREATEST <= TOTAL_SIZE_MAX &&
				   BARRIERS_LEAST >= 0 && BARRIERS_GREATEST <= TOTAL_SIZE_MAX &&
				   GROWTH_LEAST >= -TOTAL_SIZE_MAX && GROWTH_GREATEST <= TOTAL_SIZE_MAX,
			   "totals are small");

/* The multiplier of a total: 1 + step x total. */
static inline double
modifier(double total, double step, double default_step, int default_percent)
{
	if (step == default_step && fabs(total) <= TOTAL_SIZE_MAX && is_whole(total))
		return (100 + default_percent * (int) total) / 100.0;
	return 1 + step * total;
}

static inline double
evidence_modifier_of(double evidence, const Method *method)
{
	return modifier(evidence, method->evidence_step, 0.04, 4);
}

static inline double
barrier_modifier_of(double barriers, const Method *method)
{
	return modifier(barriers, method->barrier_step, 0.02, 2);
}

static inline double
growth_modifier_of(double growth, const Method *method)
{
	return modifier(growth, method->growth_step, 0.05, 5);
}

/* Whether a role's raw and score are exact under this method. */
static inline bool
scores_exactly(const Role *role, const Method *method)
{
	/* written so that NaN fails before it is made an integer */
	return method->default_scale && role->task_resistance >= 1 &&
		   role->evidence >= EVIDENCE_LEAST && is_whole(role->evidence) &&
		   role->barriers >= BARRIERS_LEAST && is_whole(role->barriers) &&
		   role->growth >= GROWTH_LEAST && is_whole(role->growth);
}

/* The product of the three modifiers in millionths, where scores are exact. */
static inline int64_t
modifier_units(const Role *role)
{
	return (100 + 4 * (int) role->evidence) * (100 + 2 * (int) role->barriers) *
		   (100 + 5 * (int) role->growth);
}

/*
 * The raw product in units of 1e-12: millionths of task resistance, which is
 * settled and so no tie, times the three modifiers in hundredths.  It is below
 * 2^53, so every integer of that size is a double, and one division of two such
 * doubles gives the double nearest to the quotient.
 */
_Static_assert(INT64_C(5000000) * (100 + 4 * EVIDENCE_GREATEST) *
					   (100 + 2 * BARRIERS_GREATEST) * (100 + 5 * GROWTH_GREATEST) <
				   INT64_C(1) << 53,
			   "the greatest raw product is a double");
_Static_assert(100 + 4 * EVIDENCE_LEAST >= 0 && 100 + 2 * BARRIERS_LEAST >= 0 &&
				   100 + 5 * GROWTH_LEAST >= 0,
			   "no modifier is negative");

static inline int64_t
raw_units(const Role *role)
{
	return llrint(role->task_resistance * MICRO) * modifier_units(role);
}

#define RAW_UNIT 1000000000000		 /* one, in units of raw */
#define RAW_FLOOR_UNITS 540000000000 /* 0.54 */
#define RAW_POINT_UNITS 79300000000	 /* 7.93 / 100: one point of the score */

static inline double
raw_of(const Role *role, const Method *method)
{
	if (scores_exactly(role, method))
		return (double) raw_units(role) / RAW_UNIT;
	return role->task_resistance * evidence_modifier_of(role->evidence, method) *
		   barrier_modifier_of(role->barriers, method) *
		   growth_modifier_of(role->growth, method);
}

static inline double
score_from_units(int64_t units)
{
	return (double) (units - RAW_FLOOR_UNITS) / RAW_POINT_UNITS;
}

/* (raw - floor) / span x 100 */
static inline double
unbounded_score_of(const Role *role, const Method *method)
{
	if (scores_exactly(role, method))
		return score_from_units(raw_units(role));
	return (raw_of(role, method) - method->raw_floor) / method->raw_span * 100;
}

/* A score held to 0 .. score_cap. */
static inline double
bounded_score(double score, const Method *method)
{
	if (score > method->score_cap)
		return method->score_cap;
	if (score < 0)
		return 0;
	return score;
}

/*
 * The score.  Unrated when any of task resistance, evidence, barriers and growth
 * is.
 */
static inline double
score_of(const Role *role, const Method *method)
{
	return bounded_score(unbounded_score_of(role, method), method);
}

/*
 * The score by the default method of arguments as they were given, where they are
 * legal, totals are whole and task resistance is no tie to be settled: what most
 * are, in half the instructions.  False otherwise, with nothing said about why.
 */
static inline bool
score_of_whole_totals(double task_resistance, double evidence, double barriers,
					  double growth, double *score)
{
	Role	role = {.evidence = evidence, .barriers = barriers, .growth = growth};
	double	scaled = task_resistance * MICRO;
	int64_t micro;

	/* a little less than 1 and more than 5 may be legal, but not for sure */
	if (!(scaled >= MICRO && scaled <= 5 * MICRO) ||
		legality(&EVIDENCE_TOTAL, evidence) != LEGAL || !is_whole(evidence) ||
		legality(&BARRIER_TOTAL, barriers) != LEGAL || !is_whole(barriers) ||
		legality(&GROWTH, growth) != LEGAL || !is_whole(growth))
		return false;
	micro = llrint(scaled);
	if (fabs(scaled - (double) micro) == 0.5)
		return false;
	*score =
		bounded_score(score_from_units(micro * modifier_units(&role)), &DEFAULT_METHOD);
	return true;
}

static inline Zone
zone_from_score(double score, const Method *method)
{
	if (score >= method->green_min)
		return ZONE_GREEN;
	if (score >= method->yellow_min)
		return ZONE_YELLOW;
	if (score < method->yellow_min)
		return ZONE_RED;
	return ZONE_UNKNOWN; /* NaN */
}

extern Sublabel sublabel_from(Zone zone, const Role *role, const Method *method);
extern double	zone_floor(Zone zone, const Method *method);
extern double	zone_ceiling(Zone zone, const Method *method);

/* ---- quick screen ---- */

typedef enum Screen
{
	SCREEN_UNKNOWN = -1,
	SCREEN_RED,
	SCREEN_GREEN,
	SCREEN_UNDECIDED
} Screen;

#define SCREENS 3

extern const char *const SCREEN_NAME[SCREENS];

extern Screen screen_from(double protective, double growth, const Method *method);

/* ---- totals ---- */

extern double rating_total(const double *ratings, int count);

#endif /* KERNEL_SCORE_H */

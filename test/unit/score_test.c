/*
 * score_test.c
 *	  kernel/score: legal ranges, the method, score, zone, sub-label, screen.
 *
 * The judge of a score is a fraction of its own making.  With TR in hundredths
 * and the modifiers as (25 + E) / 25, (50 + B) / 50 and (20 + G) / 20,
 *
 *	  score = (TR (25 + E) (50 + B) (20 + G) - 1350000) / 198250
 */
#include <stddef.h>

#include "exact.h"
#include "kernel/score.h"
#include "tap.h"

/* Raw and score of a fraction; micro is TR in millionths. */
#define SCORE_DIVISOR INT64_C(1982500000)
#define RAW_DIVISOR INT64_C(25000000000)

static int64_t
raw_dividend(int64_t micro, int e, int b, int g)
{
	return micro * (25 + e) * (50 + b) * (20 + g);
}

static int64_t
score_dividend(int64_t micro, int e, int b, int g)
{
	return raw_dividend(micro, e, b, g) - INT64_C(13500000000);
}

static Role
role(double task_resistance, double evidence, double barriers, double growth)
{
	return (Role){.task_resistance = task_resistance,
				  .evidence = evidence,
				  .barriers = barriers,
				  .growth = growth,
				  .exposed_pct = NOT_RATED,
				  .protective = NOT_RATED};
}

static double
score(double task_resistance, double evidence, double barriers, double growth)
{
	Role it = role(task_resistance, evidence, barriers, growth);

	return score_of(&it, &DEFAULT_METHOD);
}

/* Every total of evidence, barriers and growth: 1155 of them. */
#define FOR_EVERY_TOTAL(e, b, g)      \
	for (int e = -10; e <= 10; e++)   \
		for (int b = 0; b <= 10; b++) \
			for (int g = -2; g <= 2; g++)

/* ---- scores ---- */

static void
check_score(Tally *scores, Tally *raws, int64_t micro, int e, int b, int g)
{
	Role	it = role((double) micro / MICRO, e, b, g);
	double	score = score_of(&it, &DEFAULT_METHOD);
	int64_t dividend = score_dividend(micro, e, b, g);
	bool	right;

	if (dividend <= 0)
		right = score == 0;
	else if (dividend >= 100 * SCORE_DIVISOR)
		right = score == 100;
	else
		right = is_nearest((wide_t) dividend, SCORE_DIVISOR, score);
	check(scores, right, "TR %lld millionths, E %d, B %d, G %d: %.17g", (long long) micro,
		  e, b, g, score);
	check(raws,
		  is_nearest((wide_t) raw_dividend(micro, e, b, g), RAW_DIVISOR,
					 raw_of(&it, &DEFAULT_METHOD)),
		  "raw of TR %lld millionths, E %d, B %d, G %d", (long long) micro, e, b, g);
}

static void
test_every_cell(void)
{
	Tally	scores = {0};
	Tally	raws = {0};
	int64_t highest = 0;
	int64_t lowest = INT64_MAX;
	long	above = 0;

	for (int tr = 100; tr <= 500; tr++)
	{
		FOR_EVERY_TOTAL(e, b, g)
		{
			int64_t dividend = score_dividend(tr * INT64_C(10000), e, b, g);

			check_score(&scores, &raws, tr * INT64_C(10000), e, b, g);
			above += dividend > 100 * SCORE_DIVISOR;
			highest = dividend > highest ? dividend : highest;
			lowest = dividend < lowest ? dividend : lowest;
		}
	}
	ok(scores.checked == 463155, "TR 1.00 to 5.00 has 463155 cells");
	all_ok(&scores, "the score of each is the double nearest to the true one");
	all_ok(&raws, "and so is its raw");
	ok(above == 257, "%ld of them pass 100 before the cap", above);
	ok(fabs((double) highest / SCORE_DIVISOR - 109.7) < 0.05, "the highest would be %.4f",
	   (double) highest / SCORE_DIVISOR);
	ok(lowest == 0, "the lowest is exactly 0");
}

static void
test_random_cells(void)
{
	Tally scores = {0};
	Tally raws = {0};

	for (int i = 0; i < 300000; i++)
		check_score(&scores, &raws, 1000000 + (int64_t) random_below(4000001),
					(int) random_below(21) - 10, (int) random_below(11),
					(int) random_below(5) - 2);
	all_ok(&scores, "scores of random TR of six places");
	all_ok(&raws, "and their raws");
}

/* Every double that rounds to a six-place TR scores as that TR does. */
static void
test_unsettled_task_resistance(void)
{
	Tally tally = {0};

	for (int i = 0; i < 200000; i++)
	{
		double settled = (double) (1000000 + random_below(4000000)) / MICRO;
		double near = settled + ((double) random_below(999) - 499) * 1e-9;
		double taken = near;

		check(&tally,
			  settle_task_resistance(&taken) && same_bits(taken, settled) &&
				  same_bits(score(near, 0, 0, 0), score(settled, 0, 0, 0)),
			  "%.17g and %.17g", near, settled);
	}
	all_ok(&tally, "a TR is settled to six places");
}

/* Legal is what rounds into the range; anything else is left as it is. */
static void
test_settling_at_the_limits(void)
{
	static const double legal[] = {1, 5, 0.9999995001, 5.0000004999, 0.9999999, 3};
	static const double illegal[] = {
		0.9999994, 5.0000006, 0,   -1,	 10,	   10.5,	  -10.5,
		1e300,	   -1e300,	  NAN, -NAN, INFINITY, -INFINITY, 9.3e12,
	};

	for (size_t i = 0; i < sizeof(legal) / sizeof(legal[0]); i++)
	{
		double taken = legal[i];

		ok(settle_task_resistance(&taken) && taken >= 1 && taken <= 5 &&
			   fabs(taken - legal[i]) <= 5e-7,
		   "TR %.10g counts as %.10g", legal[i], taken);
	}
	for (size_t i = 0; i < sizeof(illegal) / sizeof(illegal[0]); i++)
	{
		double taken = illegal[i];

		ok(!settle_task_resistance(&taken) && same_bits(taken, illegal[i]),
		   "TR %.10g is not legal", illegal[i]);
	}
}

static void
test_check_values(void)
{
	Role trainer = role(1.90, -8, 0, -2);

	ok(raw_of(&trainer, &DEFAULT_METHOD) == 1.1628,
	   "raw of the document's role is 1.1628");
	ok(is_nearest(15570000000, SCORE_DIVISOR, score_of(&trainer, &DEFAULT_METHOD)) &&
		   fabs(score_of(&trainer, &DEFAULT_METHOD) - 7.85372) < 1e-6,
	   "its score is 7.85372");
	ok(score(1, -10, 0, -2) == 0, "the least raw, 0.54, scores 0");
	ok(score(5, 10, 10, 2) == 100, "the greatest raw is capped at 100");
	ok(raw_of(&(Role){.task_resistance = 5, .evidence = 10, .barriers = 10, .growth = 2},
			  &DEFAULT_METHOD) == 9.24,
	   "and stays 9.24");
	ok(score(5, 10, 5, 2) == 100, "barriers of 5 reach 100 without the cap");
}

static void
test_unrated(void)
{
	ok(isnan(score(NOT_RATED, 0, 0, 0)) && isnan(score(3, NOT_RATED, 0, 0)) &&
		   isnan(score(3, 0, NOT_RATED, 0)) && isnan(score(3, 0, 0, NOT_RATED)) &&
		   isnan(score(NOT_RATED, NOT_RATED, NOT_RATED, NOT_RATED)),
	   "a score with an unrated input is unrated");
}

/* Fractional totals follow the formula as written. */
static void
test_fractional_totals(void)
{
	Tally tally = {0};

	for (int i = 0; i < 100000; i++)
	{
		double tr = 1 + (double) random_below(4000) / 1000;
		double e = (double) random_below(61) / 3 - 10;
		double b = (double) random_below(31) / 3;
		double g = (double) random_below(13) / 3 - 2;
		double raw = tr * (1 + 0.04 * e) * (1 + 0.02 * b) * (1 + 0.05 * g);
		double plain = fmin(100, fmax(0, (raw - 0.54) / 7.93 * 100));
		double given = score(tr, e, b, g);

		check(&tally, fabs(given - plain) < 1e-12 * 100, "TR %g, E %g, B %g, G %g: %.17g",
			  tr, e, b, g, given);
	}
	all_ok(&tally, "fractional totals score as the formula says");
	ok(score(3, 0.5, 0, 0) > score(3, 0, 0, 0) && score(3, 0.5, 0, 0) < score(3, 1, 0, 0),
	   "a fractional total lies between its neighbors");
}

/* ---- monotone ---- */

/* A method whose legal fields are drawn at random. */
static Method
random_method(void)
{
	Method method = DEFAULT_METHOD;

	method.evidence_step = (double) random_below(101) / 1000;
	method.barrier_step = (double) random_below(501) / 1000;
	method.growth_step = (double) random_below(501) / 1000;
	method.raw_floor = (double) random_below(2000) / 1000;
	method.raw_span = (double) (1 + random_below(20000)) / 1000;
	method.score_cap = (double) random_below(200);
	(void) method_settle(&method);
	return method;
}

static void
check_rises(Tally *tally, const Method *method, Role low, double *field, Role *high,
			double step)
{
	*high = low;
	*field += step;
	check(tally, score_of(high, method) >= score_of(&low, method),
		  "TR %g, E %g, B %g, G %g: %.17g, then %.17g", low.task_resistance, low.evidence,
		  low.barriers, low.growth, score_of(&low, method), score_of(high, method));
}

static void
check_all_rise(Tally *tally, const Method *method, Role low)
{
	Role high;

	if (low.task_resistance <= 4.9)
		check_rises(tally, method, low, &high.task_resistance, &high, 0.1);
	if (low.evidence <= 9)
		check_rises(tally, method, low, &high.evidence, &high, 1);
	if (low.barriers <= 9)
		check_rises(tally, method, low, &high.barriers, &high, 1);
	if (low.growth <= 1)
		check_rises(tally, method, low, &high.growth, &high, 1);
}

static void
test_monotone(void)
{
	Tally standard = {0};
	Tally others = {0};

	for (int tr = 10; tr <= 50; tr++)
	{
		FOR_EVERY_TOTAL(e, b, g)
		check_all_rise(&standard, &DEFAULT_METHOD, role(tr / 10.0, e, b, g));
	}
	all_ok(&standard, "the score never falls as an input rises");

	for (int i = 0; i < 300; i++)
	{
		Method method = random_method();

		for (int j = 0; j < 300; j++)
			check_all_rise(&others, &method,
						   role(1 + (double) random_below(41) / 10,
								(double) random_below(41) / 2 - 10,
								(double) random_below(21) / 2,
								(double) random_below(9) / 2 - 2));
	}
	all_ok(&others, "nor under random methods, fractional totals included");
}

/* ---- zones ---- */

static Zone
zone(double score)
{
	return zone_from_score(score, &DEFAULT_METHOD);
}

static void
test_zones(void)
{
	ok(score(2.5225, 0, 0, 0) == 25 && zone(score(2.5225, 0, 0, 0)) == ZONE_YELLOW,
	   "TR 2.5225 scores exactly 25: Yellow");
	ok(score(2.522499, 0, 0, 0) < 25 && zone(score(2.522499, 0, 0, 0)) == ZONE_RED,
	   "TR 2.522499 is Red");
	ok(score(4.3464, 0, 0, 0) == 48 && zone(score(4.3464, 0, 0, 0)) == ZONE_GREEN,
	   "TR 4.3464 scores exactly 48: Green");
	ok(score(4.346399, 0, 0, 0) < 48 && zone(score(4.346399, 0, 0, 0)) == ZONE_YELLOW,
	   "TR 4.346399 is Yellow");
	ok(zone(47.99) == ZONE_YELLOW && zone(nextafter(48, 0)) == ZONE_YELLOW &&
		   zone(nextafter(25, 0)) == ZONE_RED && zone(0) == ZONE_RED &&
		   zone(100) == ZONE_GREEN,
	   "47.99 is Yellow, and zones begin where they begin");
	ok(zone(NOT_RATED) == ZONE_UNKNOWN, "no score, no zone");
	ok(zone_floor(ZONE_RED, &DEFAULT_METHOD) == 0 &&
		   zone_floor(ZONE_YELLOW, &DEFAULT_METHOD) == 25 &&
		   zone_floor(ZONE_GREEN, &DEFAULT_METHOD) == 48 &&
		   isnan(zone_floor(ZONE_UNKNOWN, &DEFAULT_METHOD)),
	   "floors of the zones");
	ok(zone_ceiling(ZONE_RED, &DEFAULT_METHOD) == 25 &&
		   zone_ceiling(ZONE_YELLOW, &DEFAULT_METHOD) == 48 &&
		   isnan(zone_ceiling(ZONE_GREEN, &DEFAULT_METHOD)) &&
		   isnan(zone_ceiling(ZONE_UNKNOWN, &DEFAULT_METHOD)),
	   "ceilings of the zones");
}

/* The zone of a score is that of the fraction, at every cell near a threshold. */
static void
test_zones_are_exact(void)
{
	Tally tally = {0};
	long  on_25 = 0;
	long  on_48 = 0;

	FOR_EVERY_TOTAL(e, b, g)
	{
		static const int64_t threshold[] = {25, 48};

		for (int i = 0; i < 2; i++)
		{
			/* the least TR, in millionths, that reaches the threshold */
			int64_t factor = (int64_t) (25 + e) * (50 + b) * (20 + g);
			int64_t need = threshold[i] * SCORE_DIVISOR + INT64_C(13500000000);
			int64_t micro = (need + factor - 1) / factor;
			Zone	upper = i == 0 ? ZONE_YELLOW : ZONE_GREEN;

			if (micro > 5000000 || micro - 1 < 1000000)
				continue;
			on_25 += i == 0 && need % factor == 0;
			on_48 += i == 1 && need % factor == 0;
			check(&tally, zone(score((double) micro / MICRO, e, b, g)) == upper,
				  "TR %lld, E %d, B %d, G %d", (long long) micro, e, b, g);
			check(&tally,
				  zone(score((double) (micro - 1) / MICRO, e, b, g)) ==
					  (Zone) (upper - 1),
				  "just below TR %lld, E %d, B %d, G %d", (long long) micro, e, b, g);
		}
	}
	all_ok(&tally, "for every total, the first TR of a zone and the last one before it");
	ok(on_25 > 0 && on_48 > 0, "%ld of them score exactly 25, %ld exactly 48", on_25,
	   on_48);
}

/* ---- sub-labels ---- */

static Sublabel
sublabel(Zone zone, double task_resistance, double exposed_pct, double growth)
{
	Role it = role(task_resistance, 0, 0, growth);

	it.exposed_pct = exposed_pct;
	return sublabel_from(zone, &it, &DEFAULT_METHOD);
}

static void
test_sublabels(void)
{
	ok(sublabel(ZONE_RED, 1.799999, NOT_RATED, NOT_RATED) == SUBLABEL_RED_IMMINENT &&
		   sublabel(ZONE_RED, 1.8, NOT_RATED, NOT_RATED) == SUBLABEL_RED &&
		   sublabel(ZONE_RED, NOT_RATED, 90, 2) == SUBLABEL_UNKNOWN,
	   "Red (Imminent) below TR 1.8");
	ok(sublabel(ZONE_YELLOW, NOT_RATED, 40, NOT_RATED) == SUBLABEL_YELLOW_URGENT &&
		   sublabel(ZONE_YELLOW, NOT_RATED, nextafter(40, 0), NOT_RATED) ==
			   SUBLABEL_YELLOW_MODERATE &&
		   sublabel(ZONE_YELLOW, 1, NOT_RATED, 2) == SUBLABEL_UNKNOWN,
	   "Yellow (Urgent) from 40%% exposed");
	ok(sublabel(ZONE_GREEN, NOT_RATED, NOT_RATED, 2) == SUBLABEL_GREEN_ACCELERATED &&
		   sublabel(ZONE_GREEN, 5, 100, nextafter(2, 0)) == SUBLABEL_GREEN_TRANSFORMING,
	   "Green (Accelerated) from growth 2, whatever the exposed time");
	ok(sublabel(ZONE_GREEN, 5, 20, 1) == SUBLABEL_GREEN_TRANSFORMING &&
		   sublabel(ZONE_GREEN, 5, nextafter(20, 0), 1) == SUBLABEL_GREEN_STABLE &&
		   sublabel(ZONE_GREEN, 5, NOT_RATED, 1) == SUBLABEL_UNKNOWN &&
		   sublabel(ZONE_GREEN, 5, 20, NOT_RATED) == SUBLABEL_UNKNOWN,
	   "Green (Transforming) from 20%% exposed");
	ok(sublabel(ZONE_UNKNOWN, 1, 100, 2) == SUBLABEL_UNKNOWN, "no zone, no sub-label");
}

/* The conditions on evidence and barriers that a method may add. */
static void
test_imminent_conditions(void)
{
	Method method = DEFAULT_METHOD;
	Role   weak = role(1.5, -6, 2, 0);
	Role   unrated = role(1.5, NOT_RATED, 2, 0);
	Role   both_unrated = role(1.5, NOT_RATED, NOT_RATED, 0);
	Role   resistant = role(1.9, NOT_RATED, NOT_RATED, 0);
	Role   hopeful = role(1.5, NOT_RATED, 3, 0);

	method.imminent_max_evidence = -6;
	ok(sublabel_from(ZONE_RED, &weak, &method) == SUBLABEL_RED_IMMINENT,
	   "evidence at the limit");
	method.imminent_max_evidence = -7;
	ok(sublabel_from(ZONE_RED, &weak, &method) == SUBLABEL_RED,
	   "evidence above the limit");
	ok(sublabel_from(ZONE_RED, &unrated, &method) == SUBLABEL_UNKNOWN,
	   "evidence that decides, unrated");
	ok(sublabel_from(ZONE_RED, &resistant, &method) == SUBLABEL_RED,
	   "evidence that cannot decide, unrated");

	method.imminent_max_evidence = -6;
	method.imminent_max_barriers = 2;
	ok(sublabel_from(ZONE_RED, &weak, &method) == SUBLABEL_RED_IMMINENT,
	   "both at the limit");
	method.imminent_max_barriers = 1;
	ok(sublabel_from(ZONE_RED, &weak, &method) == SUBLABEL_RED,
	   "barriers above the limit");
	ok(sublabel_from(ZONE_RED, &hopeful, &method) == SUBLABEL_RED,
	   "barriers above the limit decide without evidence");
	ok(sublabel_from(ZONE_RED, &both_unrated, &method) == SUBLABEL_UNKNOWN,
	   "both unrated");
}

/* ---- quick screen ---- */

static void
test_screen(void)
{
	Tally tally = {0};

	for (int protective = 0; protective <= 9; protective++)
	{
		for (double growth = -2; growth <= 2; growth += 0.5)
		{
			Screen expected = SCREEN_UNDECIDED;

			if (growth < 0 && protective < 3)
				expected = SCREEN_RED;
			else if (growth > -0.25 && protective > 5)
				expected = SCREEN_GREEN;
			check(&tally, screen_from(protective, growth, &DEFAULT_METHOD) == expected,
				  "protective %d, growth %g", protective, growth);
		}
	}
	all_ok(&tally, "quick screen of every protective total and growth");
	ok(screen_from(NOT_RATED, -2, &DEFAULT_METHOD) == SCREEN_UNKNOWN &&
		   screen_from(0, NOT_RATED, &DEFAULT_METHOD) == SCREEN_UNKNOWN,
	   "unknown when either is unrated");
}

/* ---- the method ---- */

static void
test_method(void)
{
	Method method = DEFAULT_METHOD;
	Tally  ranges = {0};
	Tally  scale = {0};

	ok(method_settle(&method) && method.default_scale, "the default method is settled");
	method.yellow_min = 48;
	ok(method_settle(&method) && method.default_scale,
	   "Yellow may be empty, and thresholds leave the scale alone");
	method.yellow_min = nextafter(48, 49);
	ok(!method_settle(&method), "Yellow must not begin above Green");

	for (int i = 0; i < METHOD_FIELDS; i++)
	{
		const MethodField *field = &METHOD_FIELD[i];
		double			   standard;
		bool			   of_scale = i < 5; /* steps, floor, span */

		method = DEFAULT_METHOD;
		standard = *method_field(&method, i);
		check(&ranges,
			  isnan(standard) ? field->optional :
								legality(&field->quantity, standard) == LEGAL,
			  "default %s is %g", field->quantity.name, standard);
		*method_field(&method, i) = field->quantity.max;
		(void) method_settle(&method);
		check(&scale, method.default_scale == !of_scale, "%s", field->quantity.name);
	}
	all_ok(&ranges, "every default lies in its legal range");
	all_ok(&scale, "the scale is the default's unless steps, floor or span are not");
	ok(METHOD_FIELDS == sizeof(METHOD_FIELD) / sizeof(METHOD_FIELD[0]) &&
		   offsetof(Method, default_scale) == METHOD_FIELDS * sizeof(double),
	   "every field of the method is listed");
}

static void
test_modifiers(void)
{
	Tally tally = {0};

	FOR_EVERY_TOTAL(e, b, g)
	{
		check(&tally,
			  is_nearest((wide_t) (25 + e), 25, evidence_modifier_of(e, &DEFAULT_METHOD)),
			  "evidence %d", e);
		check(&tally,
			  is_nearest((wide_t) (50 + b), 50, barrier_modifier_of(b, &DEFAULT_METHOD)),
			  "barriers %d", b);
		check(&tally,
			  is_nearest((wide_t) (20 + g), 20, growth_modifier_of(g, &DEFAULT_METHOD)),
			  "growth %d", g);
	}
	all_ok(&tally, "modifiers of whole totals are the doubles nearest to the true ones");
	ok(isnan(evidence_modifier_of(NOT_RATED, &DEFAULT_METHOD)) &&
		   isnan(barrier_modifier_of(NOT_RATED, &DEFAULT_METHOD)) &&
		   isnan(growth_modifier_of(NOT_RATED, &DEFAULT_METHOD)),
	   "of nothing, none");
	ok(fabs(evidence_modifier_of(0.5, &DEFAULT_METHOD) - 1.02) < 1e-15,
	   "of a fraction, the formula");
}

/* ---- legal ranges ---- */

static void
check_range(Tally *tally, const Quantity *quantity, double min, double max, bool whole)
{
	const char *name = quantity->name;

	check(tally, quantity->min == min && quantity->max == max && quantity->whole == whole,
		  "%s runs from %g to %g", name, quantity->min, quantity->max);
	check(tally, legality(quantity, min) == LEGAL, "%s at its least", name);
	check(tally, legality(quantity, max) == LEGAL, "%s at its greatest", name);
	check(tally, legality(quantity, nextafter(min, -INFINITY)) == OUT_OF_RANGE,
		  "%s just below its range", name);
	check(tally, legality(quantity, nextafter(max, INFINITY)) == OUT_OF_RANGE,
		  "%s just above its range", name);
	check(tally, legality(quantity, nextafter(min, max)) == (whole ? NOT_WHOLE : LEGAL),
		  "%s just above its least", name);
	check(tally, legality(quantity, nextafter(max, min)) == (whole ? NOT_WHOLE : LEGAL),
		  "%s just below its greatest", name);
	check(tally,
		  legality(quantity, whole ? min + 0.5 : (min + max) / 2) ==
			  (whole ? NOT_WHOLE : LEGAL),
		  "%s in the middle", name);
	check(tally, legality(quantity, NAN) == OUT_OF_RANGE, "%s not a number", name);
	check(tally, legality(quantity, -NAN) == OUT_OF_RANGE, "%s not a number", name);
	check(tally, legality(quantity, INFINITY) == OUT_OF_RANGE, "%s infinite", name);
	check(tally, legality(quantity, -INFINITY) == OUT_OF_RANGE, "%s infinite", name);
	check(tally, legality(quantity, DBL_MAX) == OUT_OF_RANGE, "%s huge", name);
	if (min <= 0)
		check(tally, legality(quantity, -0.0) == LEGAL, "%s minus zero", name);
	for (double value = min; whole && value <= max; value++)
		check(tally, legality(quantity, value) == LEGAL, "%s %g", name, value);
}

static void
test_ranges(void)
{
	static const struct
	{
		double min;
		double max;
		bool   whole;
	} method_range[METHOD_FIELDS] = {
		{0, 0.1, false},	 {0, 0.5, false},  {0, 0.5, false},	 {0, 1000, false},
		{1e-6, 1000, false}, {0, 1000, false}, {0, 1000, false}, {0, 1000, false},
		{1, 5, true},		 {1, 5, false},	   {-10, 10, false}, {0, 10, false},
		{0, 100, false},	 {0, 100, false},  {-2, 3, false},	 {-1, 10, true},
		{-1, 10, true},
	};
	Tally tally = {0};

	check_range(&tally, &TASK_SCORE, 1, 5, true);
	check_range(&tally, &TASK_TIME, 0, 1e9, false);
	check_range(&tally, &TASK_RESISTANCE, 1, 5, false);
	check_range(&tally, &EXPOSED_PCT, 0, 100, false);
	check_range(&tally, &EVIDENCE_TOTAL, -10, 10, false);
	check_range(&tally, &BARRIER_TOTAL, 0, 10, false);
	check_range(&tally, &GROWTH, -2, 2, false);
	check_range(&tally, &GROWTH_RATING, -2, 2, true);
	check_range(&tally, &PROTECTIVE_TOTAL, 0, 9, true);
	for (int i = 0; i < EVIDENCE_DIMENSIONS; i++)
		check_range(&tally, &EVIDENCE_RATING[i], -2, 2, true);
	for (int i = 0; i < BARRIERS; i++)
		check_range(&tally, &BARRIER_RATING[i], 0, 2, true);
	for (int i = 0; i < PRINCIPLES; i++)
		check_range(&tally, &PRINCIPLE_RATING[i], 0, 3, true);
	for (int i = 0; i < METHOD_FIELDS; i++)
		check_range(&tally, &METHOD_FIELD[i].quantity, method_range[i].min,
					method_range[i].max, method_range[i].whole);
	all_ok(&tally, "legal ranges at, inside and outside of both ends");
}

static void
test_totals(void)
{
	static const double ratings[] = {-1, -2, -2, -2, -1};
	static const double partly[] = {-1, -2, NOT_RATED, -2, -1};

	ok(rating_total(ratings, 5) == -8, "total of the document's evidence is -8");
	ok(isnan(rating_total(partly, 5)), "a total with an unrated part is unrated");
	ok(rating_total(ratings, 0) == 0, "a total of nothing is 0");
}

/* A number for a total: mostly whole and legal, at times neither. */
static double
any_total(int least, int most)
{
	double total = least + (double) random_below((uint64_t) (most - least + 1));

	switch (random_below(40))
	{
		case 0:
			return total + 0.5;
		case 1:
			return NAN;
		case 2:
			return most + 1;
		case 3:
			return least - 1;
		case 4:
			return INFINITY;
		case 5:
			return -0.0;
		default:
			return total;
	}
}

/* The short way to a score gives what the long one does, or says that it can't. */
static void
test_short_way(void)
{
	Tally tally = {0};
	long  short_ways = 0;

	for (int i = 0; i < 1000000; i++)
	{
		double tr = random_below(8) == 0 ? (double) random_below(50000000) / 1e7 :
					random_below(8) == 0 ? any_total(1, 5) :
										   1 + (double) random_below(4000001) / MICRO;
		double e = any_total(-10, 10);
		double b = any_total(0, 10);
		double g = any_total(-2, 2);
		double settled = tr;
		double score;

		if (!score_of_whole_totals(tr, e, b, g, &score))
			continue;
		short_ways++;
		check(&tally,
			  settle_task_resistance(&settled) && legality(&EVIDENCE_TOTAL, e) == LEGAL &&
				  legality(&BARRIER_TOTAL, b) == LEGAL && legality(&GROWTH, g) == LEGAL,
			  "illegal: %.17g %.17g %.17g %.17g", tr, e, b, g);
		check(&tally,
			  same_bits(score, score_of(&(Role){.task_resistance = settled,
												.evidence = e,
												.barriers = b,
												.growth = g},
										&DEFAULT_METHOD)),
			  "score of %.17g %.17g %.17g %.17g", tr, e, b, g);
	}
	all_ok(&tally, "the short way gives the same scores");
	ok(short_ways > 400000, "most roles go the short way (%ld of 1000000)", short_ways);
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_every_cell();
	test_random_cells();
	test_unsettled_task_resistance();
	test_settling_at_the_limits();
	test_check_values();
	test_unrated();
	test_short_way();
	test_fractional_totals();
	test_monotone();
	test_zones();
	test_zones_are_exact();
	test_sublabels();
	test_imminent_conditions();
	test_screen();
	test_method();
	test_modifiers();
	test_ranges();
	test_totals();
	return done_testing();
}

/*
 * targets_test.c
 *	  kernel/targets: every target against a walk along the lever's grid.
 */
#include "exact.h"
#include "kernel/targets.h"
#include "tap.h"

static double
random_between(double low, double high)
{
	if (random_below(5) == 0)
		return random_below(2) ? low : high;
	return low + (high - low) * (double) random_below(1000001) / 1e6;
}

static Role
random_role(bool fractions)
{
	Role role = {
		(double) (MICRO + (int64_t) random_below(4 * MICRO + 1)) / MICRO,
		NOT_RATED,
		(double) random_below(21) - 10,
		(double) random_below(11),
		(double) random_below(5) - 2,
		NOT_RATED,
	};

	if (fractions)
	{
		role.evidence = random_between(-10, 10);
		role.barriers = random_between(0, 10);
		role.growth = random_between(-2, 2);
	}
	return role;
}

static Method
random_method(void)
{
	Method method = DEFAULT_METHOD;

	method.evidence_step = random_between(0, 0.1);
	method.barrier_step = random_between(0, 0.5);
	method.growth_step = random_between(0, 0.5);
	method.raw_floor = random_between(0, 2);
	method.raw_span = random_between(2, 12);
	method.score_cap = random_between(20, 110);
	method.yellow_min = random_between(0, 60);
	method.green_min = method.yellow_min + random_between(0, 40);
	method_settle(&method);
	return method;
}

/* The role with a lever at another value, and its zone. */
static Role
moved(const Role *role, int lever, double value)
{
	Role other = *role;

	*(lever == 0 ? &other.task_resistance :
	  lever == 1 ? &other.evidence :
	  lever == 2 ? &other.barriers :
				   &other.growth) = value;
	return other;
}

static Zone
zone_with(const Role *role, int lever, double value, const Method *method)
{
	Role other = moved(role, lever, value);

	return zone_from_score(score_of(&other, method), method);
}

static void
check_target(Tally *tally, const Role *role, int lever, Zone zone, const Method *method)
{
	static const double low[] = {1, -10, 0, -2};
	static const double high[] = {5, 10, 10, 2};

	const double values[] = {role->task_resistance, role->evidence, role->barriers,
							 role->growth};
	double		 current = values[lever];
	Zone		 now = zone_with(role, lever, current, method);
	int			 direction = (zone > now) - (zone < now);
	double		 end = direction > 0 ? high[lever] : low[lever];
	Target		 target;
	Role		 there;

	find_target(role, (Lever) lever, zone, method, &target);
	check(tally, same_bits(target.current, current), "current value");
	if (direction == 0)
	{
		check(tally,
			  target.reachable && same_bits(target.needed, current) &&
				  target.change == 0 && target.zone == now,
			  "already there: needed %.17g", target.needed);
		return;
	}
	if (!target.reachable)
	{
		there = moved(role, lever, end);
		check(tally,
			  direction * (int) zone_with(role, lever, end, method) <
				  direction * (int) zone,
			  "lever %d of TR %.6f E %g B %g G %g can reach zone %d", lever,
			  role->task_resistance, role->evidence, role->barriers, role->growth, zone);
		check(tally,
			  isnan(target.needed) && isnan(target.change) &&
				  same_bits(target.score, score_of(&there, method)),
			  "not reachable, but needed %.17g", target.needed);
		return;
	}
	there = moved(role, lever, target.needed);
	check(tally,
		  direction * (int) zone_with(role, lever, target.needed, method) >=
			  direction * (int) zone,
		  "lever %d at %.17g is not in zone %d", lever, target.needed, zone);
	check(tally,
		  same_bits(target.score, score_of(&there, method)) &&
			  target.zone == zone_from_score(target.score, method),
		  "score at the target");
	check(tally, direction * target.needed > direction * current,
		  "%.17g is no change of %.17g", target.needed, current);
	check(tally, target.needed >= low[lever] && target.needed <= high[lever],
		  "%.17g is not legal", target.needed);
	if (lever == 0)
	{
		int64_t place = llrint(target.needed * MICRO);

		check(tally,
			  same_bits(target.needed, (double) place / MICRO) &&
				  same_bits(target.change,
							(double) (place - llrint(current * MICRO)) / MICRO),
			  "%.17g is not of six places", target.needed);
		check(tally,
			  direction * (int) zone_with(role, 0, (double) (place - direction) / MICRO,
										  method) <
				  direction * (int) zone,
			  "one step less than %.17g would do", target.needed);
	}
	else
	{
		check(tally, is_whole(target.needed), "%.17g is not whole", target.needed);
		check(tally, target.change == target.needed - current, "change %.17g",
			  target.change);
		if (direction * (target.needed - direction) > direction * current)
			check(tally,
				  direction * (int) zone_with(role, lever, target.needed - direction,
											  method) <
					  direction * (int) zone,
				  "one step less than %.17g would do", target.needed);
	}
}

static void
test_targets(bool any_method, bool fractions, const char *what)
{
	Tally tally = {0};

	for (int i = 0; i < 20000; i++)
	{
		Role   role = random_role(fractions);
		Method method = any_method ? random_method() : DEFAULT_METHOD;

		for (int lever = 0; lever < LEVERS; lever++)
			for (int zone = 0; zone < ZONES; zone++)
				check_target(&tally, &role, lever, (Zone) zone, &method);
	}
	all_ok(&tally, what);
}

static void
test_known(void)
{
	Role   role = {2.5, NOT_RATED, 0, 0, 0, NOT_RATED};
	Method flat = DEFAULT_METHOD;
	Target target;

	/* raw 2.5225 scores exactly 25 */
	find_target(&role, LEVER_TASK_RESISTANCE, ZONE_YELLOW, &DEFAULT_METHOD, &target);
	ok(target.reachable && target.needed == 2.5225 && target.change == 0.0225 &&
		   target.score == 25 && target.zone == ZONE_YELLOW,
	   "task resistance 2.5225 is where Yellow begins");
	role.task_resistance = 2.5225;
	find_target(&role, LEVER_TASK_RESISTANCE, ZONE_RED, &DEFAULT_METHOD, &target);
	ok(target.reachable && target.needed == 2.522499 && target.zone == ZONE_RED,
	   "and one millionth less is Red");

	flat.evidence_step = 0;
	method_settle(&flat);
	find_target(&role, LEVER_EVIDENCE, ZONE_GREEN, &flat, &target);
	ok(!target.reachable && isnan(target.needed) && target.score == 25 &&
		   target.zone == ZONE_YELLOW,
	   "a lever without effect reaches nothing");

	/* Yellow has no width: whoever passes it is in a better zone */
	flat = DEFAULT_METHOD;
	flat.yellow_min = flat.green_min;
	find_target(&role, LEVER_TASK_RESISTANCE, ZONE_YELLOW, &flat, &target);
	ok(target.reachable && target.zone == ZONE_GREEN, "a zone that is passed over");

	role.evidence = NOT_RATED;
	find_target(&role, LEVER_GROWTH, ZONE_GREEN, &DEFAULT_METHOD, &target);
	ok(!target.reachable && isnan(target.score) && target.current == 0 &&
		   target.zone == ZONE_UNKNOWN,
	   "a role that is not rated");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_known();
	test_targets(false, false, "default method, whole totals");
	test_targets(false, true, "default method, fractional totals");
	test_targets(true, false, "any method, whole totals");
	test_targets(true, true, "any method, fractional totals");
	return done_testing();
}

/*
 * number_test.c
 *	  kernel/number: doubles to millionths, ratios to doubles and to millionths.
 */
#include "exact.h"
#include "kernel/number.h"
#include "tap.h"

/* The millionths of a double, half to even, by integers alone. */
static int64_t
exact_micro(double value)
{
	int		 exponent;
	uint64_t mantissa = (uint64_t) ldexp(frexp(fabs(value), &exponent), 53);
	wide_t	 product = (wide_t) mantissa * MICRO;
	int		 places = 53 - exponent; /* bits behind the point */
	wide_t	 whole;
	wide_t	 rest;
	wide_t	 half;

	if (places > 100)
		return 0;
	if (places <= 0)
		whole = product << -places;
	else
	{
		whole = product >> places;
		rest = product - (whole << places);
		half = (wide_t) 1 << (places - 1);
		if (rest > half || (rest == half && whole % 2 == 1))
			whole++;
	}
	return value < 0 ? -(int64_t) whole : (int64_t) whole;
}

/*
 * Which way the true product with a million lies from "scaled", a multiple of
 * one half that it was rounded to.
 */
static int
side_of(double value, double scaled)
{
	int		 exponent;
	uint64_t mantissa = (uint64_t) ldexp(frexp(value, &exponent), 53);

	return compare_ratio((wide_t) mantissa * MICRO, 1, (uint64_t) (2 * scaled),
						 52 - exponent);
}

static void
test_known_micros(void)
{
	static const struct
	{
		double	value;
		int64_t micro;
	} known[] = {
		{0, 0},
		{-0.0, 0},
		{1, 1000000},
		{2.5225, 2522500},
		{33.3333, 33333300},
		{1e9, 1000000000000000},
		{-1.8, -1800000},
		{0.000001, 1},
		{5e-324, 0},
		{DBL_MIN, 0},
		/* ties that a double can hold: odd multiples of 1/128 */
		{1.0 / 128, 7812},
		{3.0 / 128, 23438},
		{-1.0 / 128, -7812},
		{-3.0 / 128, -23438},
		{1000000.0 + 1.0 / 128, 1000000007812},
		{1000000.0 + 3.0 / 128, 1000000023438},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		ok(micro_from_double(known[i].value) == known[i].micro,
		   "%.17g is %lld millionths", known[i].value, (long long) known[i].micro);
}

/*
 * The doubles nearest to half a millionth, at every magnitude, and their
 * neighbors: their rounded product is a tie, their true product seldom.
 */
static void
test_false_ties(void)
{
	Tally tally = {0};
	long  above = 0;
	long  below = 0;
	long  exact = 0;

	for (int i = 0; i < 2000000; i++)
	{
		uint64_t limit = UINT64_C(1) << (1 + random_below(49));
		double	 tie = (double) random_below(limit) + 0.5;
		double	 value = tie / MICRO;
		double	 scaled;

		switch (random_below(4))
		{
			case 0:
				value = nextafter(value, INFINITY);
				break;
			case 1:
				value = nextafter(value, 0);
				break;
		}
		if (value > 1e9)
			continue;
		scaled = value * MICRO;
		if (scaled - floor(scaled) == 0.5)
		{
			int side = side_of(value, scaled);

			above += side > 0;
			below += side < 0;
			exact += side == 0;
		}
		check(&tally, micro_from_double(value) == exact_micro(value),
			  "%a: %lld millionths, not %lld", value,
			  (long long) micro_from_double(value), (long long) exact_micro(value));
		check(&tally, micro_from_double(-value) == -exact_micro(value), "minus %a",
			  value);
	}
	all_ok(&tally, "values around ties are rounded as their exact value tells");
	ok(above > 1000 && below > 1000,
	   "among them the product rounded up to a tie %ld times, down to one %ld times",
	   below, above);
	ok(exact > 0, "and %ld values were ties indeed", exact);
}

/* The same between 1 and 5, where task resistance lies: every tie there is. */
static void
test_task_resistance_ties(void)
{
	Tally tally = {0};

	for (int64_t micro = 999999; micro <= 5000000; micro++)
	{
		double value = ((double) micro + 0.5) / MICRO;

		check(&tally, micro_from_double(value) == exact_micro(value), "%a", value);
		check(&tally, micro_from_double((double) micro / MICRO) == micro,
			  "%lld millionths", (long long) micro);
	}
	all_ok(&tally, "every six-place decimal and every tie from 1 to 5");
}

static void
test_random_micros(void)
{
	Tally tally = {0};

	for (int i = 0; i < 2000000; i++)
	{
		double value = ldexp((double) (random_u64() >> 11), (int) random_below(90) - 112);

		if (value <= 1e9)
			check(&tally, micro_from_double(value) == exact_micro(value), "%a", value);
	}
	all_ok(&tally, "random doubles up to 1e9");
}

static void
test_round_trip(void)
{
	Tally tally = {0};

	for (int i = 0; i < 1000000; i++)
	{
		int64_t micro = (int64_t) (random_u64() >> (14 + random_below(40)));

		if (micro <= INT64_C(1000000000000000))
			check(&tally, micro_from_double(double_from_micro(micro)) == micro,
				  "%lld millionths", (long long) micro);
	}
	all_ok(&tally, "millionths to double and back");
}

/* ---- ratios ---- */

static void
check_ratio(Tally *tally, wide_t a, wide_t b)
{
	double q = nearest_ratio(a, b);

	check(tally, is_nearest(a, b, q), "%llx%016llx / %llx%016llx gives %a",
		  (unsigned long long) (a >> 64), (unsigned long long) a,
		  (unsigned long long) (b >> 64), (unsigned long long) b, q);
}

static void
test_nearest_ratio(void)
{
	Tally small = {0};
	Tally wide = {0};
	Tally hard = {0};

	for (wide_t a = 0; a <= 300; a++)
	{
		for (wide_t b = 1; b <= 300; b++)
			check_ratio(&small, a, b);
	}
	all_ok(&small, "nearest_ratio of small integers");

	for (int i = 0; i < 300000; i++)
	{
		wide_t a = random_bits(1 + (int) random_below(127));
		wide_t b = random_bits(1 + (int) random_below(127));

		if (a / b < (wide_t) 1 << 62)
			check_ratio(&wide, a, b);
	}
	all_ok(&wide, "nearest_ratio of random integers up to 2^127");

	/* (2m + 1) b / b 2^k lies in the middle of two doubles; one more or less
	 * in the dividend takes it off by less than any double could show */
	for (int i = 0; i < 100000; i++)
	{
		wide_t odd = random_bits(54) | 1;
		wide_t b = random_bits(1 + (int) random_below(66));
		wide_t scale = (wide_t) 1 << random_below(6);

		check_ratio(&hard, odd * b, b * scale);
		check_ratio(&hard, odd * b + 1, b * scale);
		check_ratio(&hard, odd * b - 1, b * scale);
	}
	all_ok(&hard, "nearest_ratio at the middle of two doubles and just beside it");

	ok(nearest_ratio((wide_t) 1 << 53, 1) == 0x1p53 &&
		   nearest_ratio(((wide_t) 1 << 53) + 1, 1) == 0x1p53 &&
		   nearest_ratio(((wide_t) 1 << 53) + 3, 1) == 0x1p53 + 4,
	   "integers above 2^53 round half to even");
	ok(nearest_ratio(0, (wide_t) 1 << 126) == 0, "zero over anything is zero");
	ok(isfinite(nearest_ratio((uint128_t) 3 << 125, (uint128_t) 1 << 127)) &&
		   isfinite(nearest_ratio(1, ~(uint128_t) 0)),
	   "it comes to an end beyond its limits");
}

static void
check_micro(Tally *tally, wide_t a, wide_t b)
{
	int64_t	 micro = micro_ratio(a, b);
	uint64_t whole = (uint64_t) (a / b);
	wide_t	 rest = a % b;

	/* a million times the rest may not fit: compare whole and rest apart */
	if (b >> 100)
	{
		uint64_t n = (uint64_t) micro;
		Big		 left = big_product(big_from(a), big_from(2 * MICRO));
		Big		 lower = big_product(big_from(2 * (wide_t) n - 1), big_from(b));
		Big		 upper = big_product(big_from(2 * (wide_t) n + 1), big_from(b));
		int		 below = n == 0 ? 1 : big_compare(left, lower);
		int		 above = big_compare(left, upper);

		check(tally, below == 0 || above == 0 ? n % 2 == 0 : below > 0 && above < 0,
			  "wide ratio %llu and a rest: %lld", (unsigned long long) whole,
			  (long long) micro);
	}
	else
		check(tally,
			  is_nearest_integer(whole * (wide_t) MICRO * b + rest * MICRO, b,
								 (uint64_t) micro),
			  "%llu and a rest: %lld", (unsigned long long) whole, (long long) micro);
}

static void
test_micro_ratio(void)
{
	Tally small = {0};
	Tally wide = {0};
	Tally ties = {0};

	for (wide_t b = 1; b <= 1000; b++)
	{
		for (wide_t a = 0; a <= 5 * b; a++)
			check_micro(&small, a, b);
	}
	all_ok(&small, "micro_ratio of every quotient up to 5 with divisors to 1000");

	for (int i = 0; i < 500000; i++)
	{
		wide_t b = random_bits(1 + (int) random_below(122));
		wide_t a = b + (b >> 10) * (wide_t) random_below(4096);

		check_micro(&wide, a + random_below(3), b);
		check_micro(&wide, random_bits(1 + (int) random_below(64)) % b, b);
	}
	all_ok(&wide, "micro_ratio of random integers up to 2^122");

	/* (2n + 1) / 2000000, in lowest terms and not */
	for (int i = 0; i < 200000; i++)
	{
		wide_t n = 1000000 + random_below(4000000);
		wide_t scale = random_bits(1 + (int) random_below(95));

		check(&ties,
			  micro_ratio((2 * n + 1) * scale, 2 * MICRO * scale) ==
				  (int64_t) (n % 2 == 0 ? n : n + 1),
			  "tie at %llu", (unsigned long long) n);
	}
	all_ok(&ties, "micro_ratio takes ties to even");
	ok(micro_ratio(1, 2000000) == 0 && micro_ratio(3, 2000000) == 2,
	   "half a millionth is 0, one and a half is 2");

	/* both sides of the limits where 64 bits no longer suffice */
	ok(micro_ratio(UINT64_MAX / MICRO, 5000000000000) == 3689349 &&
		   micro_ratio((wide_t) UINT64_MAX / MICRO + 1, 5000000000000) == 3689349 &&
		   micro_ratio(1000, UINT64_MAX / 2) == 0 &&
		   micro_ratio((wide_t) UINT64_MAX, (wide_t) UINT64_MAX / 2) == 2000000 &&
		   micro_ratio((wide_t) UINT64_MAX, (wide_t) UINT64_MAX / 2 + 1) == 2000000,
	   "micro_ratio where the narrow path ends");
}

/* n / 2^bits in units of 1 / scale, half to even, by integers alone. */
static int64_t
units_of_fraction(uint64_t n, int bits, int64_t scale)
{
	wide_t	product = (wide_t) n * (uint64_t) scale;
	wide_t	rest = product & (((wide_t) 1 << bits) - 1);
	wide_t	half = bits == 0 ? 0 : (wide_t) 1 << (bits - 1);
	int64_t units = (int64_t) (product >> bits);

	if (bits > 0 && (rest > half || (rest == half && units % 2 == 1)))
		units++;
	return units;
}

static void
test_units(void)
{
	const int64_t scales[] = {1000, 1000000000};
	Tally		  tally = {0};

	for (int i = 0; i < 400000; i++)
	{
		int64_t	 scale = scales[i % 2];
		uint64_t limit = (uint64_t) (scale == 1000 ? 9e15 : 9e9);
		uint64_t n = (uint64_t) random_bits(1 + (int) random_below(53));
		int		 bits = (int) random_below(64);
		double	 value = ldexp((double) n, -bits);

		if (random_below(4) == 0) /* a tie, or close to one */
		{
			uint64_t odd = 2 * random_below(limit / 4 * 2) + 1;

			value = (double) odd / (2.0 * (double) scale);
			bits = 0;
			while (value != floor(value) && bits < 62)
			{
				value *= 2;
				bits++;
			}
			n = (uint64_t) value;
			value = ldexp((double) n, -bits);
		}
		if (value > (double) limit)
			continue;
		check(&tally,
			  units_from_double(value, scale) == units_of_fraction(n, bits, scale),
			  "%.17g in units of 1 / %lld", value, (long long) scale);
	}
	all_ok(&tally, "units_from_double is the exact value, half to even");
	ok(units_from_double(8999999999999999, 1000) == 8999999999999999000 &&
		   units_from_double(4503599627370495.5, 1000) == 4503599627370495500,
	   "great values keep their last digit");
	ok(units_from_double(0.0625, 1000) == 62 && units_from_double(0.1875, 1000) == 188,
	   "ties go to the even side");
}

static void
test_is_whole(void)
{
	ok(is_whole(0) && is_whole(-0.0) && is_whole(-10) && is_whole(100) &&
		   !is_whole(0.5) && !is_whole(nextafter(1, 2)) && !is_whole(nextafter(1, 0)) &&
		   !is_whole(5e-324) && !is_whole(-1e-300),
	   "is_whole tells whole numbers from their neighbors");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_known_micros();
	test_false_ties();
	test_task_resistance_ties();
	test_random_micros();
	test_round_trip();
	test_nearest_ratio();
	test_micro_ratio();
	test_units();
	test_is_whole();
	return done_testing();
}

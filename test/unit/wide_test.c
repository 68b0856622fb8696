/*
 * wide_test.c
 *	  kernel/wide: arithmetic of 256 bits against the judges of exact.h, text.
 */
#include <string.h>

#include "exact.h"
#include "kernel/wide.h"
#include "tap.h"

/* The same number in the integers of exact.h. */
static Big
big_of(const Wide *value)
{
	Big big = {{0}};

	for (int i = 0; i < WIDE_LIMBS; i++)
	{
		big.limb[2 * i] = (uint32_t) value->limb[i];
		big.limb[2 * i + 1] = (uint32_t) (value->limb[i] >> 32);
	}
	return big;
}

static bool
equals(const Wide *value, Big expected)
{
	return big_compare(big_of(value), expected) == 0;
}

static Wide
random_wide(int bits)
{
	Wide value = {{0}};

	for (int i = 0; i < WIDE_LIMBS; i++)
		value.limb[i] = random_below(8) == 0 ? UINT64_MAX : random_u64();
	value = wide_shifted(&value, bits - 256);
	return value;
}

static void
test_arithmetic(void)
{
	Tally products = {0};
	Tally sums = {0};
	Tally shifts = {0};

	for (int i = 0; i < 200000; i++)
	{
		wide_t	 a = random_bits(1 + (int) random_below(128));
		uint64_t f = (uint64_t) random_bits(1 + (int) random_below(64));
		Wide	 x = random_wide(1 + (int) random_below(190));
		Wide	 y = random_wide(1 + (int) random_below(190));
		Wide	 product = wide_product(f, a);
		Wide	 square = wide_square(a);
		Wide	 scaled = wide_scaled(&x, f);
		Wide	 sum = x;
		int		 by = (int) random_below(66);
		Wide	 left = wide_shifted(&x, by);
		Wide	 back = wide_shifted(&left, -by);

		check(&products, equals(&product, big_product(big_from(f), big_from(a))),
			  "factor x value");
		check(&products, equals(&square, big_product(big_from(a), big_from(a))),
			  "square");
		check(&products, equals(&scaled, big_product(big_from(f), big_of(&x))),
			  "wide x factor");
		wide_add(&sum, &y);
		check(&sums, wide_compare(&sum, &x) >= 0 && wide_compare(&sum, &y) >= 0,
			  "a sum is less than a part of it");
		wide_subtract(&sum, &y);
		check(&sums, wide_compare(&sum, &x) == 0, "x + y - y is not x");
		check(&shifts, equals(&left, big_shifted(big_of(&x), by)), "x << %d", by);
		check(&shifts, wide_compare(&back, &x) == 0, "x << %d >> %d", by, by);
	}
	for (int i = 0; i < 100000; i++)
	{
		Wide	 x = random_wide(1 + (int) random_below(256));
		uint64_t divisor = (uint64_t) random_bits(1 + (int) random_below(64));
		Wide	 quotient = x;
		uint64_t remainder = wide_divide(&quotient, divisor);
		Wide	 back = wide_scaled(&quotient, divisor);
		Wide	 rest = wide_from(remainder);

		wide_add(&back, &rest);
		check(&products, remainder < divisor && wide_compare(&back, &x) == 0,
			  "quotient and remainder");
	}
	all_ok(&products, "products and quotients");
	all_ok(&sums, "sums and differences");
	all_ok(&shifts, "shifts");
}

/* |value - quotient x 2^right| is at most half, and half only when even. */
static void
test_half_even_shift(void)
{
	Tally tally = {0};

	for (int i = 0; i < 200000; i++)
	{
		int	 right = 1 + (int) random_below(180);
		Wide value = random_wide(1 + (int) random_below(180));
		Wide quotient;
		Big	 twice;
		Big	 below;
		Big	 above;
		Big	 q;

		if (random_below(4) == 0) /* a tie */
		{
			Wide half = {{1, 0, 0, 0}};

			half = wide_shifted(&half, right - 1);
			value = wide_shifted(&value, -right);
			value = wide_shifted(&value, right);
			wide_add(&value, &half);
		}
		quotient = wide_half_even_shift(&value, right);
		twice = big_shifted(big_of(&value), 1);
		q = big_of(&quotient);
		/* (2q + 1) 2^right and 2 value + 2^right, which is (2q - 1) on the other side */
		q = big_shifted(q, 1);
		q.limb[0] |= 1;
		above = big_shifted(q, right);
		q.limb[0] &= ~(uint32_t) 1;
		below = big_shifted(q, right);
		{
			Wide lifted = value;
			Wide half = {{1, 0, 0, 0}};
			Big	 up;

			half = wide_shifted(&half, right - 1);
			wide_add(&lifted, &half);
			up = big_shifted(big_of(&lifted), 1);
			check(&tally,
				  big_compare(twice, above) <= 0 && big_compare(up, below) >= 0 &&
					  (quotient.limb[0] % 2 == 0 ||
					   (big_compare(twice, above) != 0 && big_compare(up, below) != 0)),
				  "value / 2^%d", right);
		}
	}
	all_ok(&tally, "division by powers of two, half to even");
}

static void
test_ratio(void)
{
	Tally tally = {0};

	for (int i = 0; i < 100000; i++)
	{
		/* a x c / (b x c) is a / b, which exact.h can judge */
		wide_t	 a = random_bits(1 + (int) random_below(120));
		wide_t	 b = random_bits(1 + (int) random_below(120));
		uint64_t c = (uint64_t) random_bits(1 + (int) random_below(64));
		double	 ratio;

		if (random_below(4) == 0) /* near a tie of doubles */
		{
			b = (wide_t) 1 << random_below(50);
			a = random_bits(54) + random_below(2);
		}
		ratio = wide_nearest_ratio(wide_product(c, a), wide_product(c, b));
		check(&tally, is_nearest(a, b, ratio), "ratio %.17g", ratio);
	}
	all_ok(&tally, "ratios are the nearest double");
	ok(wide_nearest_ratio(wide_from(0), wide_from(7)) == 0, "0 / 7");
}

/* ---- text ---- */

static bool
reads(const char *text, int places, WideText expected, int left)
{
	const char *at = text;
	Wide		value;
	WideText	found = wide_from_text(&at, text + strlen(text), places, &value);

	return found == expected && (found != WIDE_TEXT_GOOD || (int) strlen(at) == left);
}

static void
test_text(void)
{
	Tally tally = {0};
	char  text[WIDE_TEXT_SIZE];
	char  zeros[300];

	for (int i = 0; i < 50000; i++)
	{
		int			places = (int) random_below(22);
		Wide		value = random_wide(1 + (int) random_below(190));
		const char *at = text;
		Wide		again;

		wide_to_text(value, places, text);
		check(&tally,
			  wide_from_text(&at, text + strlen(text), places, &again) ==
					  WIDE_TEXT_GOOD &&
				  *at == '\0' && wide_compare(&value, &again) == 0,
			  "%s of %d places", text, places);
		check(&tally,
			  strchr(text, '.') == NULL ||
				  (text[strlen(text) - 1] != '0' && text[strlen(text) - 1] != '.'),
			  "%s ends in a needless digit", text);
	}
	all_ok(&tally, "what is written is read again");

	wide_to_text(wide_from(0), 6, text);
	ok(strcmp(text, "0") == 0, "nothing is 0");
	wide_to_text(wide_from(1), 6, text);
	ok(strcmp(text, "0.000001") == 0, "a millionth");
	wide_to_text(wide_from(1200000), 6, text);
	ok(strcmp(text, "1.2") == 0, "one and two tenths");
	wide_to_text(wide_from(100), 0, text);
	ok(strcmp(text, "100") == 0, "a hundred without places");

	ok(reads("12.5x", 6, WIDE_TEXT_GOOD, 1) && reads("007", 0, WIDE_TEXT_GOOD, 0),
	   "reads as far as there are digits");
	ok(reads("", 6, WIDE_TEXT_NO_NUMBER, 0) && reads("-1", 6, WIDE_TEXT_NO_NUMBER, 0) &&
		   reads(".5", 6, WIDE_TEXT_NO_NUMBER, 0) &&
		   reads("5.", 6, WIDE_TEXT_NO_NUMBER, 0),
	   "no number");
	ok(reads("1.25", 1, WIDE_TEXT_TOO_LONG, 0) && reads("1.0", 0, WIDE_TEXT_TOO_LONG, 0),
	   "too many places");
	memset(zeros, '0', sizeof(zeros) - 1);
	zeros[sizeof(zeros) - 1] = '\0';
	ok(reads(zeros, 6, WIDE_TEXT_OUT_OF_RANGE, 0), "too many zeros");
	memset(zeros, '9', 59);
	zeros[59] = '\0';
	ok(reads(zeros, 0, WIDE_TEXT_OUT_OF_RANGE, 0) &&
		   reads("6277101735386680763835789423207666416102355444464034512895", 0,
				 WIDE_TEXT_GOOD, 0) &&
		   reads("6277101735386680763835789423207666416102355444464034512896", 0,
				 WIDE_TEXT_OUT_OF_RANGE, 0) &&
		   reads("6277101735386680763835789423207666416102355444464034512895", 1,
				 WIDE_TEXT_OUT_OF_RANGE, 0),
	   "up to 2^192 - 1 units");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_arithmetic();
	test_half_even_shift();
	test_ratio();
	test_text();
	return done_testing();
}

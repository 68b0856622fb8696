/*
 * wide.c
 *	  Integers of 256 bits: products, shifts, ratios, decimal text.
 */
#include "kernel/wide.h"

Wide
wide_scaled(const Wide *value, uint64_t factor)
{
	Wide	  product;
	uint128_t carry = 0;

	for (int i = 0; i < WIDE_LIMBS; i++)
	{
		carry += (uint128_t) value->limb[i] * factor;
		product.limb[i] = (uint64_t) carry;
		carry >>= 64;
	}
	return product;
}

Wide
wide_square(uint128_t value)
{
	Wide square = wide_product((uint64_t) value, value);
	Wide upper = wide_product((uint64_t) (value >> 64), value);

	upper = wide_shifted(&upper, 64);
	wide_add(&square, &upper);
	return square;
}

/* Divides a value; returns the remainder. */
uint64_t
wide_divide(Wide *value, uint64_t divisor)
{
	uint64_t remainder = 0;

	for (int i = WIDE_LIMBS - 1; i >= 0; i--)
	{
		uint128_t part = (uint128_t) remainder << 64 | value->limb[i];

		value->limb[i] = (uint64_t) (part / divisor);
		remainder = (uint64_t) (part % divisor);
	}
	return remainder;
}

/* Below, at or above 0 as a is less than, equal to or greater than b. */
int
wide_compare(const Wide *a, const Wide *b)
{
	for (int i = WIDE_LIMBS - 1; i >= 0; i--)
	{
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i] ? -1 : 1;
	}
	return 0;
}

/* The number of bits without leading zeros. */
int
wide_bits(const Wide *value)
{
	for (int i = WIDE_LIMBS - 1; i >= 0; i--)
	{
		if (value->limb[i] != 0)
			return 64 * i + 64 - __builtin_clzll(value->limb[i]);
	}
	return 0;
}

/* value x 2^left, for -255 <= left <= 255; what falls off either end is lost. */
Wide
wide_shifted(const Wide *value, int left)
{
	Wide shifted = {{0}};
	int	 limbs = left >= 0 ? left / 64 : -((-left + 63) / 64);
	int	 bits = left - 64 * limbs;

	for (int i = 0; i < WIDE_LIMBS; i++)
	{
		int		 from = i - limbs;
		uint64_t limb = from >= 0 && from < WIDE_LIMBS ? value->limb[from] : 0;
		uint64_t below = from >= 1 && from <= WIDE_LIMBS ? value->limb[from - 1] : 0;

		shifted.limb[i] = bits == 0 ? limb : limb << bits | below >> (64 - bits);
	}
	return shifted;
}

/* value / 2^right as a whole number, half to even; right is positive. */
Wide
wide_half_even_shift(const Wide *value, int right)
{
	const Wide one = {{1, 0, 0, 0}};
	Wide	   quotient;
	Wide	   back;
	Wide	   half;
	int		   side;

	if (right > wide_bits(value))
		return (Wide){{0}}; /* less than a half */

	quotient = wide_shifted(value, -right);
	back = wide_shifted(&quotient, right);
	half = wide_shifted(&one, right - 1);
	wide_add(&back, &half);
	side = wide_compare(value, &back);
	if (side > 0 || (side == 0 && quotient.limb[0] % 2 == 1))
		wide_add(&quotient, &one);
	return quotient;
}

/*
 * The double nearest to dividend / divisor, ties to even: the quotient is
 * brought to 63 or 64 bits, the last of which stands for "and something more",
 * and the conversion to double is the only rounding.
 *
 * divisor is positive and below 2^190, dividend below 2^255.
 */
double
wide_nearest_ratio(Wide dividend, Wide divisor)
{
	int		 shift = 63 - (wide_bits(&dividend) - wide_bits(&divisor));
	uint64_t quotient = 0;

	if (wide_bits(&dividend) == 0)
		return 0;
	if (shift >= 0)
		dividend = wide_shifted(&dividend, shift);
	else
		divisor = wide_shifted(&divisor, -shift);

	for (int bit = 63; bit >= 0; bit--)
	{
		Wide part = wide_shifted(&divisor, bit);

		if (wide_compare(&part, &dividend) <= 0)
		{
			wide_subtract(&dividend, &part);
			quotient |= (uint64_t) 1 << bit;
		}
	}
	if (wide_bits(&dividend) != 0)
		quotient |= 1;
	return ldexp((double) quotient, -shift);
}

/* ---- decimal text ---- */

/* The decimal value x 10^-places, without needless zeros. */
void
wide_to_text(Wide value, int places, char *text)
{
	char digits[WIDE_TEXT_SIZE];
	int	 length = 0;
	int	 least = 0;

	while (wide_bits(&value) != 0 || length <= places)
		digits[length++] = (char) ('0' + wide_divide(&value, 10));
	while (least < places && digits[least] == '0')
		least++;
	for (int i = length - 1; i >= least; i--)
	{
		*text++ = digits[i];
		if (i == places && i > least)
			*text++ = '.';
	}
	*text = '\0';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
append_digit(Wide *value, int digit)
{
	Wide more = {{(uint64_t) digit, 0, 0, 0}};

	*value = wide_scaled(value, 10);
	wide_add(value, &more);
	return value->limb[WIDE_LIMBS - 1] == 0;
}

/*
 * Reads digits, with a point and at most so many more if there are, as a number
 * of units of 10^-places.  Moves "at" behind what was read.
 */
WideText
wide_from_text(const char **at, const char *end, int places, Wide *value)
{
	const char *next = *at;
	int			left = places;

	*value = (Wide){{0}};
	if (next == end || !is_digit(*next))
		return WIDE_TEXT_NO_NUMBER;
	for (; next < end && is_digit(*next); next++)
	{
		/* no more zeros in front than digits make sense */
		if (next - *at >= WIDE_TEXT_SIZE || !append_digit(value, *next - '0'))
			return WIDE_TEXT_OUT_OF_RANGE;
	}
	if (next < end && *next == '.')
	{
		if (++next == end || !is_digit(*next))
			return WIDE_TEXT_NO_NUMBER;
		for (; next < end && is_digit(*next); next++, left--)
		{
			if (left == 0)
				return WIDE_TEXT_TOO_LONG;
			if (!append_digit(value, *next - '0'))
				return WIDE_TEXT_OUT_OF_RANGE;
		}
	}
	for (; left > 0; left--)
	{
		if (!append_digit(value, 0))
			return WIDE_TEXT_OUT_OF_RANGE;
	}
	*at = next;
	return WIDE_TEXT_GOOD;
}

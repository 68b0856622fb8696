/*
 * number.c
 *	  The rare and the wide cases of exact numbers: ties, 128-bit ratios.
 */
#include "kernel/number.h"

/*
 * "scaled", the rounded product of value and a million, ends in exactly one
 * half.  The product's own rounding error, which fma() gives, says on which
 * side of the tie the true product lies.
 */
int64_t
micro_from_tie(double value, double scaled)
{
	double error = fma(value, MICRO, -scaled);
	double below = floor(scaled);

	if (error == 0)
		return llrint(scaled);
	return (int64_t) (error > 0 ? below + 1 : below);
}

/* The same for any scale. */
int64_t
fraction_from_tie(double fraction, double scale, double scaled)
{
	double error = fma(fraction, scale, -scaled);
	double below = floor(scaled);

	if (error == 0)
		return llrint(scaled);
	return (int64_t) (error > 0 ? below + 1 : below);
}

/*
 * nearest_ratio() of integers that doubles may not hold: the quotient is brought
 * to 62 bits, by long division or by a shift, and one more bit stands for "and
 * something more".  The conversion to double is then the only rounding.
 *
 * Were dividend or divisor greater than they may be, the result would be wrong,
 * but the loop ends: it takes 127 + 61 turns at most.
 */
double
nearest_long_ratio(uint128_t dividend, uint128_t divisor)
{
	const uint128_t least = (uint128_t) 1 << 61;
	uint128_t		quotient;
	uint128_t		remainder;
	bool			more = false;
	int				exponent = 0;

	if (dividend == 0)
		return 0;

	quotient = dividend / divisor;
	remainder = dividend % divisor;
	for (; quotient >= 2 * least; exponent++)
	{
		more |= quotient & 1;
		quotient >>= 1;
	}
	for (; quotient < least && exponent > -(127 + 61); exponent--)
	{
		remainder <<= 1;
		quotient <<= 1;
		if (remainder >= divisor)
		{
			remainder -= divisor;
			quotient |= 1;
		}
	}
	more |= remainder != 0;
	return ldexp((double) ((uint64_t) quotient << 1 | more), exponent - 1);
}

/* micro_ratio() of integers of more than 64 bits: one place after the other. */
int64_t
micro_long_ratio(uint128_t dividend, uint128_t divisor)
{
	int64_t	  micro = (int64_t) (dividend / divisor);
	uint128_t remainder = dividend % divisor;

	for (int place = 0; place < 6; place++)
	{
		remainder *= 10;
		micro = micro * 10 + (int64_t) (remainder / divisor);
		remainder %= divisor;
	}
	return rounded_half_even(micro, remainder * 2, divisor);
}

/*
 * kernel_number.c
 *	  The rare and the wide cases of exact numbers: ties, 128-bit ratios.
 */
#include "kernel_number.h"

/* Integers up to here are doubles without rounding. */
#define EXACT_DOUBLE_MAX ((uint128_t) 1 << DBL_MANT_DIG)

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
 * The double nearest to dividend / divisor, ties to even.
 *
 * Two integers that doubles can hold need one division, which IEEE 754 rounds
 * correctly.  Otherwise the quotient is brought to 62 bits, by long division or
 * by a shift, and one more bit stands for "and something more".  The conversion
 * to double is then the only rounding.
 *
 * divisor is positive, and it and dividend are below 2^127.  Were they not, the
 * result would be wrong, but the loop ends: it takes 127 + 61 turns at most.
 */
double
nearest_ratio(uint128_t dividend, uint128_t divisor)
{
	const uint128_t least = (uint128_t) 1 << 61;
	uint128_t		quotient;
	uint128_t		remainder;
	bool			more = false;
	int				exponent = 0;

	if (dividend <= EXACT_DOUBLE_MAX && divisor <= EXACT_DOUBLE_MAX)
		return (double) (uint64_t) dividend / (double) (uint64_t) divisor;
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

/*
 * dividend / divisor in millionths, half to even.  The quotient is small (a
 * handful), divisor positive and below 2^123.
 */
int64_t
micro_ratio(uint128_t dividend, uint128_t divisor)
{
	int64_t	  micro;
	uint128_t remainder;

	if (dividend <= UINT64_MAX / MICRO && divisor <= UINT64_MAX / 2)
	{
		uint64_t scaled = (uint64_t) dividend * MICRO;

		micro = (int64_t) (scaled / (uint64_t) divisor);
		remainder = scaled % (uint64_t) divisor;
	}
	else
	{
		micro = (int64_t) (dividend / divisor);
		remainder = dividend % divisor;
		for (int place = 0; place < 6; place++)
		{
			remainder *= 10;
			micro = micro * 10 + (int64_t) (remainder / divisor);
			remainder %= divisor;
		}
	}

	remainder *= 2;
	if (remainder > divisor || (remainder == divisor && micro % 2 == 1))
		micro++;
	return micro;
}

/*
 * number.h
 *	  Exact numbers for the scoring kernel: millionths and ratios.
 *
 * Times and task resistance are decimals with six places, held as whole millionths.
 * Every total is an integer; a double appears only at the very end, as the one
 * nearest to the true value. Therefore the order of rows, the number of workers, and
 * the frame of a window cannot affect a result.
 *
 * No file of the kernel includes PostgreSQL headers.
 */
#ifndef KERNEL_NUMBER_H
#define KERNEL_NUMBER_H

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef __SIZEOF_INT128__
#error "aijri needs a 64-bit platform whose compiler has __int128"
#endif
#if FLT_EVAL_METHOD != 0
#error "aijri needs double arithmetic without excess precision (on x86: SSE2)"
#endif
#ifdef __FAST_MATH__
#error "aijri must not be compiled with -ffast-math"
#endif

/* aligned as palloc() aligns, so that they may stand in any struct */
typedef __int128		  int128_t __attribute__((aligned(8)));
typedef unsigned __int128 uint128_t __attribute__((aligned(8)));

#define MICRO 1000000

extern int64_t micro_from_tie(double value, double scaled);
extern double  nearest_long_ratio(uint128_t dividend, uint128_t divisor);
extern int64_t micro_long_ratio(uint128_t dividend, uint128_t divisor);

/*
 * The value in millionths, half to even, judged on the exact value of the
 * double and not on its product with a million, which is itself rounded.
 * Only where that product lands on a tie can the two differ.  The caller
 * keeps |value| <= 1e9.
 */
static inline int64_t
micro_from_double(double value)
{
	double	scaled = value * MICRO;
	int64_t micro = llrint(scaled);

	if (__builtin_expect(fabs(scaled - (double) micro) == 0.5, 0))
		return micro_from_tie(value, scaled);
	return micro;
}

/*
 * The double nearest to dividend / divisor, ties to even; the divisor is
 * positive, and both are below 2^127.  Two integers that doubles can hold need
 * one division, which IEEE 754 rounds correctly.
 */
static inline double
nearest_ratio(uint128_t dividend, uint128_t divisor)
{
	if (__builtin_expect((dividend | divisor) >> DBL_MANT_DIG == 0, 1))
		return (double) (int64_t) dividend / (double) (int64_t) divisor;
	return nearest_long_ratio(dividend, divisor);
}

/* A quotient rounded half to even: twice the remainder against the divisor. */
static inline int64_t
rounded_half_even(int64_t quotient, uint128_t twice, uint128_t divisor)
{
	return quotient + (twice > divisor || (twice == divisor && quotient % 2 == 1));
}

/*
 * dividend / divisor in millionths, half to even.  The quotient is small (a
 * handful), divisor positive and below 2^123.
 */
static inline int64_t
micro_ratio(uint128_t dividend, uint128_t divisor)
{
	uint64_t scaled;

	if (__builtin_expect(dividend > UINT64_MAX / MICRO || divisor > UINT64_MAX / 2, 0))
		return micro_long_ratio(dividend, divisor);
	scaled = (uint64_t) dividend * MICRO;
	return rounded_half_even((int64_t) (scaled / (uint64_t) divisor),
							 scaled % (uint64_t) divisor * 2, (uint64_t) divisor);
}

extern int64_t fraction_from_tie(double fraction, double scale, double scaled);

/*
 * A value of 0 or more in units of 1 / scale (an even number), half to even,
 * judged on the exact value of the double.  The caller sees to it that the
 * result is below 2^63.
 */
static inline int64_t
units_from_double(double value, int64_t scale)
{
	int64_t whole = (int64_t) value;
	double	fraction = value - (double) whole; /* exact */
	double	scaled = fraction * (double) scale;
	int64_t units = llrint(scaled);

	if (__builtin_expect(fabs(scaled - (double) units) == 0.5, 0))
		units = fraction_from_tie(fraction, (double) scale, scaled);
	return whole * scale + units;
}

/* The double nearest to a number of millionths below 2^53. */
static inline double
double_from_micro(int64_t micro)
{
	return (double) micro / MICRO;
}

/* Whether a value known to lie within the range of int is a whole number. */
static inline bool
is_whole(double value)
{
	return (double) (int) value == value;
}

#endif /* KERNEL_NUMBER_H */

/*
 * exact.h
 *	  Independent judges of rounding: a double is split into mantissa and
 *	  exponent, and compared by integers wide enough to lose nothing.
 */
#ifndef EXACT_H
#define EXACT_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef unsigned __int128 wide_t;

/* ---- integers of 512 bits, least limb first ---- */

#define BIG_LIMBS 16

typedef struct Big
{
	uint32_t limb[BIG_LIMBS];
} Big;

static inline Big
big_from(wide_t value)
{
	Big big = {{0}};

	for (int i = 0; i < 4; i++)
		big.limb[i] = (uint32_t) (value >> (32 * i));
	return big;
}

static inline Big
big_product(Big a, Big b)
{
	Big product = {{0}};

	for (int i = 0; i < BIG_LIMBS; i++)
	{
		uint64_t carry = 0;

		for (int j = 0; i + j < BIG_LIMBS; j++)
		{
			carry += (uint64_t) a.limb[i] * b.limb[j] + product.limb[i + j];
			product.limb[i + j] = (uint32_t) carry;
			carry >>= 32;
		}
	}
	return product;
}

static inline Big
big_shifted(Big a, int bits)
{
	Big shifted = {{0}};

	for (int i = bits / 32; i < BIG_LIMBS; i++)
	{
		uint64_t low = a.limb[i - bits / 32];
		uint64_t below = i > bits / 32 ? a.limb[i - bits / 32 - 1] : 0;

		shifted.limb[i] = (uint32_t) ((low << 32 | below) >> (32 - bits % 32));
	}
	return shifted;
}

static inline int
big_compare(Big a, Big b)
{
	for (int i = BIG_LIMBS - 1; i >= 0; i--)
	{
		if (a.limb[i] != b.limb[i])
			return a.limb[i] < b.limb[i] ? -1 : 1;
	}
	return 0;
}

/* ---- is it the nearest? ---- */

/* a / b compared with mantissa x 2^exponent: -1 below, 0 equal, 1 above. */
static inline int
compare_ratio(wide_t a, wide_t b, uint64_t mantissa, int exponent)
{
	Big left = big_from(a);
	Big right = big_product(big_from(mantissa), big_from(b));

	if (exponent >= 0)
		right = big_shifted(right, exponent);
	else
		left = big_shifted(left, -exponent);
	return big_compare(left, right);
}

/*
 * Whether q is the double nearest to a / b, ties to even: a / b must lie
 * between the middles to q's neighbors, and on a middle only if q is even.
 * For quotients well inside the range of normal doubles.
 */
static inline bool
is_nearest(wide_t a, wide_t b, double q)
{
	uint64_t mantissa;
	int		 exponent;
	int		 below;
	int		 above;

	if (a == 0 || !(q > 0))
		return a == 0 && q == 0;
	mantissa = (uint64_t) ldexp(frexp(q, &exponent), 53);
	exponent -= 53;

	/* the lower neighbor of a power of two is half as far away */
	if (mantissa == UINT64_C(1) << 52)
		below = compare_ratio(a, b, 4 * mantissa - 1, exponent - 2);
	else
		below = compare_ratio(a, b, 2 * mantissa - 1, exponent - 1);
	above = compare_ratio(a, b, 2 * mantissa + 1, exponent - 1);
	if (below == 0 || above == 0)
		return mantissa % 2 == 0;
	return below > 0 && above < 0;
}

/* Whether n is the integer nearest to a / b, ties to even. */
static inline bool
is_nearest_integer(wide_t a, wide_t b, uint64_t n)
{
	int below = n == 0 ? 1 : compare_ratio(a, b, 2 * n - 1, -1);
	int above = compare_ratio(a, b, 2 * n + 1, -1);

	if (below == 0 || above == 0)
		return n % 2 == 0;
	return below > 0 && above < 0;
}

static inline bool
same_bits(double a, double b)
{
	return memcmp(&a, &b, sizeof(double)) == 0;
}

#endif /* EXACT_H */

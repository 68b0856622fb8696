/*
 * wide.h
 *	  Unsigned integers of 256 bits, for sums and products that outgrow 128.
 *
 * The caller makes sure that results fit: nothing here checks for overflow, except
 * when reading text.
 */
#ifndef KERNEL_WIDE_H
#define KERNEL_WIDE_H

#include "kernel/number.h"

#define WIDE_LIMBS 4

typedef struct Wide
{
	uint64_t limb[WIDE_LIMBS]; /* least first */
} Wide;

static inline Wide
wide_from(uint128_t value)
{
	return (Wide){{(uint64_t) value, (uint64_t) (value >> 64), 0, 0}};
}

static inline void
wide_add(Wide *sum, const Wide *other)
{
	uint128_t carry = 0;

	for (int i = 0; i < WIDE_LIMBS; i++)
	{
		carry += (uint128_t) sum->limb[i] + other->limb[i];
		sum->limb[i] = (uint64_t) carry;
		carry >>= 64;
	}
}

/* Takes away what is not greater. */
static inline void
wide_subtract(Wide *from, const Wide *other)
{
	uint64_t borrow = 0;

	for (int i = 0; i < WIDE_LIMBS; i++)
	{
		uint128_t difference = (uint128_t) from->limb[i] - other->limb[i] - borrow;

		from->limb[i] = (uint64_t) difference;
		borrow = (uint64_t) (difference >> 64) & 1;
	}
}

/* factor x value */
static inline Wide
wide_product(uint64_t factor, uint128_t value)
{
	uint128_t low = (uint128_t) factor * (uint64_t) value;
	uint128_t high = (uint128_t) factor * (uint64_t) (value >> 64) + (low >> 64);

	return (Wide){{(uint64_t) low, (uint64_t) high, (uint64_t) (high >> 64), 0}};
}

extern Wide		wide_scaled(const Wide *value, uint64_t factor);
extern Wide		wide_square(uint128_t value);
extern uint64_t wide_divide(Wide *value, uint64_t divisor);
extern int		wide_compare(const Wide *a, const Wide *b);
extern int		wide_bits(const Wide *value);
extern Wide		wide_shifted(const Wide *value, int left);
extern Wide		wide_half_even_shift(const Wide *value, int right);
extern double	wide_nearest_ratio(Wide dividend, Wide divisor);

/* ---- decimal text ---- */

/* Bytes enough for any number, its point and the final zero. */
#define WIDE_TEXT_SIZE 100

typedef enum WideText
{
	WIDE_TEXT_GOOD,
	WIDE_TEXT_NO_NUMBER,
	WIDE_TEXT_TOO_LONG,	   /* too many places after the point */
	WIDE_TEXT_OUT_OF_RANGE /* 2^192 units and more */
} WideText;

extern void		wide_to_text(Wide value, int places, char *text);
extern WideText wide_from_text(const char **at, const char *end, int places, Wide *value);

#endif /* KERNEL_WIDE_H */

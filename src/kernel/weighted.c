/*
 * weighted.c
 *	  Correlation and percentiles of weighted values.
 */
#include <string.h>

#include "kernel/weighted.h"

#define VALUE_HINT "Use NULL to omit a row whose value is unknown."

const Quantity CORRELATED_X = {"x", -DBL_MAX, DBL_MAX, false, VALUE_HINT};
const Quantity CORRELATED_Y = {"y", -DBL_MAX, DBL_MAX, false, VALUE_HINT};
const Quantity PERCENTILE_X = {"x", -INFINITY, INFINITY, false, VALUE_HINT};

const Quantity FRACTION = {
	"fraction", 0, 1, false,
	"Specify a share: 0.5 for the median, 0.9 for the 90th percentile."};

/* ---- correlation ---- */

/* Adds a pair with a weight above 0. */
void
add_pair(Correlation *c, double x, double y, double weight)
{
	double dx = x - c->mean_x;
	double dy = y - c->mean_y;
	double part;

	c->weight += weight;
	part = weight / c->weight;
	c->mean_x = part == 1 ? x : c->mean_x + part * dx;
	c->mean_y = part == 1 ? y : c->mean_y + part * dy;
	c->xx += weight * dx * (x - c->mean_x);
	c->yy += weight * dy * (y - c->mean_y);
	c->xy += weight * dx * (y - c->mean_y);
}

void
add_pairs(Correlation *c, const Correlation *other)
{
	double dx = other->mean_x - c->mean_x;
	double dy = other->mean_y - c->mean_y;
	double weight = c->weight + other->weight;
	double part;

	if (other->weight == 0)
		return;
	if (c->weight == 0)
	{
		*c = *other;
		return;
	}
	part = other->weight / weight;
	c->xx += other->xx + c->weight * part * dx * dx;
	c->yy += other->yy + c->weight * part * dy * dy;
	c->xy += other->xy + c->weight * part * dx * dy;
	c->mean_x += part * dx;
	c->mean_y += part * dy;
	c->weight = weight;
}

/* NaN where one of the two does not vary; infinite where the sums are too great. */
double
correlation_of(const Correlation *c)
{
	double r;

	if (!(isfinite(c->xx) && isfinite(c->yy) && isfinite(c->xy)))
		return INFINITY;
	if (!(c->xx > 0 && c->yy > 0))
		return NAN;
	r = c->xy / sqrt(c->xx) / sqrt(c->yy);
	return fmin(fmax(r, -1), 1);
}

/* ---- percentiles ---- */

/* A weight in units of 1e-9, half to even. */
uint128_t
weight_units(double weight)
{
	uint64_t whole = (uint64_t) weight;

	return (uint128_t) whole * FRACTION_ONE +
		   (uint128_t) units_from_double(weight - (double) whole, FRACTION_ONE);
}

/* Bits that sort as the doubles do. */
static uint64_t
sortable(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static double
from_sortable(uint64_t bits)
{
	double value;

	bits = bits >> 63 ? bits & ~(UINT64_C(1) << 63) : ~bits;
	memcpy(&value, &bits, sizeof(value));
	return value;
}

/*
 * The weight that has to be reached: fraction x total, up to the next unit, with the
 * fraction a decimal of nine places; something, however small the fraction.
 */
static uint128_t
wanted_weight(uint128_t total, double fraction)
{
	uint64_t  units = (uint64_t) units_from_double(fraction, FRACTION_ONE);
	Wide	  product = wide_product(units, total);
	bool	  more = wide_divide(&product, FRACTION_ONE) > 0;
	uint128_t wanted = product.limb[0] | (uint128_t) product.limb[1] << 64;

	wanted += more;
	return wanted > 0 ? wanted : 1;
}

#define DIGIT_BITS 8
#define DIGITS (1 << DIGIT_BITS)
#define LOOK_EVERY 65536

/*
 * Weights by the next digit of the values that begin with these bits; "shift" is how
 * many bits follow that digit.
 */
static void
weigh_digits(Host *host, const WeightedValue *values, size_t count, uint64_t begin,
			 int shift, uint128_t *weight)
{
	memset(weight, 0, DIGITS * sizeof(uint128_t));
	for (size_t i = 0; i < count; i++)
	{
		uint64_t bits = sortable(values[i].value);

		if (i % LOOK_EVERY == 0)
			host->check_interrupts();
		/* in two steps: a shift by all 64 bits is undefined */
		if (bits >> shift >> DIGIT_BITS == begin)
			weight[bits >> shift & (DIGITS - 1)] += weight_units(values[i].weight);
	}
}

/*
 * The least value up to which the weight reaches a fraction of the total; NaN without
 * weight.  Its bits are found eight at a time: nothing is sorted, and nothing moved.
 */
double
percentile_of(Host *host, const WeightedValue *values, size_t count, double fraction)
{
	uint128_t weight[DIGITS];
	uint128_t total = 0;
	uint128_t wanted;
	uint64_t  bits = 0;

	for (size_t i = 0; i < count; i++)
		total += weight_units(values[i].weight);
	if (total == 0)
		return NAN;
	wanted = wanted_weight(total, fraction);
	for (int shift = 64 - DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS)
	{
		uint64_t digit = 0;

		weigh_digits(host, values, count, bits, shift, weight);
		for (; weight[digit] < wanted; digit++)
			wanted -= weight[digit];
		bits = bits << DIGIT_BITS | digit;
	}
	return from_sortable(bits);
}

/*
 * distribution.c
 *	  Distributions of scores: their bytes and their statistics.
 */
#include <string.h>

#include "kernel/distribution.h"

/* ---- taking back ---- */

/*
 * Removes a score.  Returns false and does nothing if it is the least or the greatest,
 * whose successor is unknown, or was never added.
 */
bool
remove_score(Distribution *d, double score, uint64_t weight)
{
	uint64_t  units = (uint64_t) units_from_double(score, SCORE_ONE);
	uint128_t sum = (uint128_t) weight * units;
	Wide	  square = wide_product(weight, (uint128_t) units * units);
	int		  bin = bin_of(score);

	if (d->count == 0)
		return false;
	if (weight > 0)
	{
		if (score <= d->min || score >= d->max || bin_weight(d, bin) < weight ||
			d->sum < sum || wide_compare(&d->squares, &square) < 0)
			return false;
		d->total -= weight;
		d->sum -= sum;
		wide_subtract(&d->squares, &square);
		d->page[bin / PAGE_BINS][bin % PAGE_BINS] -= weight;
	}
	d->count--;
	d->reduced = true;
	return true;
}

/* ---- writing ---- */

static uint64_t
common_divisor(uint64_t a, uint64_t b)
{
	while (b != 0)
	{
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

static uint8_t *
put_varint(uint8_t *next, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		*next++ = (uint8_t) (value | 0x80);
	*next++ = (uint8_t) value;
	return next;
}

static uint8_t *
put_double(uint8_t *next, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	for (int shift = 56; shift >= 0; shift -= 8)
		*next++ = (uint8_t) (bits >> shift);
	return next;
}

static uint8_t *
put_wide(uint8_t *next, const Wide *value)
{
	int length = (wide_bits(value) + 7) / 8;

	*next++ = (uint8_t) length;
	for (int i = 0; i < length; i++)
		*next++ = (uint8_t) (value->limb[i / 8] >> (8 * (i % 8)));
	return next;
}

/*
 * The greatest common divisor of all weights and both sums.  (That of the
 * weights of the scores would divide the sums; bins are sums of such weights,
 * and may have greater ones.)
 */
static uint64_t
unit_of(const Distribution *d)
{
	uint64_t unit = 0;

	for (int bin = 0; bin < BINS; bin++)
		unit = common_divisor(bin_weight(d, bin), unit);
	if (unit != 0)
	{
		Wide sum = wide_from(d->sum);
		Wide squares = d->squares;

		unit = common_divisor(unit, wide_divide(&sum, unit));
		unit = common_divisor(unit, wide_divide(&squares, unit));
	}
	return unit;
}

static uint8_t *
put_bins(uint8_t *next, const Distribution *d, uint64_t unit)
{
	int bin = 0;

	for (;;)
	{
		int from = bin;
		int to;

		while (from < BINS && bin_weight(d, from) == 0)
			from++;
		if (from == BINS)
			return next;
		for (to = from; to < BINS && bin_weight(d, to) != 0;)
			to++;
		next = put_varint(next, (uint64_t) (from - bin));
		next = put_varint(next, (uint64_t) (to - from));
		for (bin = from; bin < to; bin++)
			next = put_varint(next, bin_weight(d, bin) / unit);
	}
}

/* Writes at most DISTRIBUTION_MAX_SIZE bytes; returns how many they are. */
size_t
distribution_encode(const Distribution *d, uint8_t *bytes)
{
	uint8_t *next = bytes;
	uint64_t unit = unit_of(d);
	Wide	 sum = wide_from(d->sum);
	Wide	 squares = d->squares;

	*next++ = DISTRIBUTION_VERSION;
	next = put_varint(next, (uint64_t) d->count);
	next = put_varint(next, unit);
	if (unit == 0)
		return (size_t) (next - bytes);

	(void) wide_divide(&sum, unit);
	(void) wide_divide(&squares, unit);
	next = put_varint(next, d->total / unit);
	next = put_double(next, d->min);
	next = put_double(next, d->max);
	next = put_wide(next, &sum);
	next = put_wide(next, &squares);
	next = put_bins(next, d, unit);
	return (size_t) (next - bytes);
}

/* ---- reading: false when the bytes end too early or make no sense ---- */

static bool
get_varint(const uint8_t **at, const uint8_t *end, uint64_t *value)
{
	*value = 0;
	for (int shift = 0; *at < end; shift += 7)
	{
		uint8_t byte = *(*at)++;

		if (shift == 63 && byte > 1)
			return false; /* more than 64 bits */
		*value |= (uint64_t) (byte & 0x7F) << shift;
		if (byte < 0x80)
			return byte != 0 || shift == 0;
	}
	return false;
}

static bool
get_double(const uint8_t **at, const uint8_t *end, double *value)
{
	uint64_t bits = 0;

	if (end - *at < 8)
		return false;
	for (int i = 0; i < 8; i++)
		bits = bits << 8 | *(*at)++;
	memcpy(value, &bits, sizeof(bits));
	return true;
}

/* An integer of at most so many bytes. */
static bool
get_wide(const uint8_t **at, const uint8_t *end, int max, Wide *value)
{
	int length;

	*value = (Wide){{0}};
	if (*at == end)
		return false;
	length = *(*at)++;
	if (length > max || end - *at < length || (length > 0 && (*at)[length - 1] == 0))
		return false;
	for (int i = 0; i < length; i++)
		value->limb[i / 8] |= (uint64_t) * (*at)++ << (8 * (i % 8));
	return true;
}

/* Reads all but the bins. */
bool
read_head(const uint8_t *bytes, size_t size, DistributionHead *head)
{
	const uint8_t *at = bytes;
	const uint8_t *end = bytes + size;
	uint64_t	   count;
	Wide		   sum;

	*head = (DistributionHead){0};
	if (size == 0 || *at++ != DISTRIBUTION_VERSION || !get_varint(&at, end, &count) ||
		count > INT64_MAX || !get_varint(&at, end, &head->unit))
		return false;
	head->count = (int64_t) count;
	head->end = end;
	if (head->unit != 0)
	{
		if (!get_varint(&at, end, &head->total) || head->total == 0 ||
			head->unit > (uint64_t) WEIGHT_TOTAL_MAX / head->total ||
			!get_double(&at, end, &head->min) || !get_double(&at, end, &head->max) ||
			!get_wide(&at, end, 16, &sum) || !get_wide(&at, end, 24, &head->squares))
			return false;
		head->sum = sum.limb[0] | (uint128_t) sum.limb[1] << 64;
	}
	head->bins = at;
	return true;
}

void
start_bins(BinReader *reader, const DistributionHead *head)
{
	*reader = (BinReader){head->bins, head->end, -1, 0, 0, false};
}

/* Goes to the next bin that has weight; false after the last one. */
bool
next_bin(BinReader *reader)
{
	if (reader->left == 0)
	{
		uint64_t gap;
		uint64_t run;

		if (reader->at == reader->end)
			return false;
		reader->corrupt = !get_varint(&reader->at, reader->end, &gap) ||
						  !get_varint(&reader->at, reader->end, &run) || gap >= BINS ||
						  run == 0 || run > BINS || (gap == 0 && reader->bin >= 0) ||
						  (uint64_t) reader->bin + 1 + gap + run > BINS;
		if (reader->corrupt)
			return false;
		reader->bin += (int) gap;
		reader->left = run;
	}
	reader->corrupt =
		!get_varint(&reader->at, reader->end, &reader->weight) || reader->weight == 0;
	if (reader->corrupt)
		return false;
	reader->bin++;
	reader->left--;
	return true;
}

/* ---- checking ---- */

/* What the bins say about the numbers of the head, all in units. */
typedef struct BinTotals
{
	int		  first;
	int		  last;
	int		  bins;
	uint64_t  total;
	uint64_t  divisor;
	uint128_t sum_min; /* were all scores as low, or as high, as they can be */
	uint128_t sum_max;
	Wide	  squares_min;
	Wide	  squares_max;
} BinTotals;

static void
init_totals(BinTotals *totals)
{
	*totals = (BinTotals){.first = -1};
}

/* Adds a bin, whose scores lie within it and between the least and the greatest. */
static void
total_bin(int bin, uint64_t weight, double least, double greatest, BinTotals *totals)
{
	uint64_t min = (uint64_t) units_from_double(least, SCORE_ONE);
	uint64_t max = (uint64_t) units_from_double(greatest, SCORE_ONE);
	uint64_t edge = (uint64_t) bin * (SCORE_ONE / BINS_PER_POINT);
	uint64_t next_edge = edge + SCORE_ONE / BINS_PER_POINT;
	uint64_t lower = min > edge ? min : edge;
	uint64_t upper = max < next_edge ? max : next_edge;
	Wide	 low_squares = wide_product(weight, (uint128_t) lower * lower);
	Wide	 high_squares = wide_product(weight, (uint128_t) upper * upper);

	totals->first = totals->first < 0 ? bin : totals->first;
	totals->last = bin;
	totals->bins++;
	totals->total += weight;
	totals->divisor = common_divisor(weight, totals->divisor);
	totals->sum_min += (uint128_t) weight * lower;
	totals->sum_max += (uint128_t) weight * upper;
	wide_add(&totals->squares_min, &low_squares);
	wide_add(&totals->squares_max, &high_squares);
}

/* Least and greatest score are legal. */
static bool
total_bins(const DistributionHead *head, BinTotals *totals)
{
	BinReader reader;

	init_totals(totals);
	start_bins(&reader, head);
	while (next_bin(&reader))
	{
		if (reader.weight > head->total - totals->total)
			return false;
		total_bin(reader.bin, reader.weight, head->min, head->max, totals);
	}
	return !reader.corrupt && totals->total == head->total;
}

/* total x squares - sum^2: the variance, but for a factor; false when negative */
static bool
spread(const DistributionHead *head, Wide *spread)
{
	Wide square = wide_square(head->sum);

	*spread = wide_scaled(&head->squares, head->total);
	if (wide_compare(spread, &square) < 0)
		return false;
	wide_subtract(spread, &square);
	return true;
}

static bool
legal_score(double score)
{
	return score >= 0 && score <= 100 && !signbit(score);
}

/* What is wrong with bytes that claim to be a distribution; NULL if nothing is. */
const char *
distribution_problem(const uint8_t *bytes, size_t size)
{
	DistributionHead head;
	BinTotals		 totals;
	Wide			 sum;
	Wide			 squares;
	Wide			 variance;

	if (size > 0 && bytes[0] != DISTRIBUTION_VERSION)
		return "It has an unknown version.";
	if (!read_head(bytes, size, &head))
		return "It is truncated, or a number in it is out of range.";
	if (head.unit == 0)
		return head.bins == head.end ? NULL : "Extra bytes follow its end.";
	if (!legal_score(head.min) || !legal_score(head.max) || head.min > head.max)
		return "Its lowest and highest scores are out of range or out of order.";
	if (!total_bins(&head, &totals))
		return "Its weights are out of range or do not add up to their total.";
	sum = wide_from(head.sum);
	squares = head.squares;
	totals.divisor = common_divisor(totals.divisor, wide_divide(&sum, totals.divisor));
	totals.divisor =
		common_divisor(totals.divisor, wide_divide(&squares, totals.divisor));
	if (totals.divisor != 1)
		return "Its weights are not written in the shortest form.";
	if (head.count < totals.bins)
		return "It has more bins with weight than scores.";
	if (head.count < 2 && head.min < head.max)
		return "It has one score, but its lowest and highest scores differ.";
	if (bin_of(head.min) != totals.first || bin_of(head.max) != totals.last)
		return "Its lowest and highest scores are not in its first and last bins.";
	if (head.sum < totals.sum_min || head.sum > totals.sum_max)
		return "Its sum of scores is impossible given its bins and its lowest and "
			   "highest scores.";
	if (wide_compare(&head.squares, &totals.squares_min) < 0 ||
		wide_compare(&head.squares, &totals.squares_max) > 0 || !spread(&head, &variance))
		return "Its sum of squares is impossible given its bins and its lowest and "
			   "highest scores.";
	return NULL;
}

/* ---- sums that are known from elsewhere ---- */

/* value / divisor, up to the next integer */
static Wide
wide_quotient_up(Wide value, uint64_t divisor)
{
	const Wide one = wide_from(1);

	if (wide_divide(&value, divisor) > 0)
		wide_add(&value, &one);
	return value;
}

/*
 * Sets the sums of scores and of squares of a distribution that has everything else:
 * a sum, and by how much squares exceed its square over the total, which is the
 * variance x total.  Where rounding has taken them past what bins, least and greatest
 * score allow, the nearest that these do.
 */
void
settle_sums(Distribution *d, uint128_t sum, uint128_t excess)
{
	Wide	  wide_excess = wide_from(excess);
	Wide	  square;
	BinTotals totals;

	init_totals(&totals);
	for (int bin = 0; bin < BINS; bin++)
	{
		if (bin_weight(d, bin) > 0)
			total_bin(bin, bin_weight(d, bin), d->min, d->max, &totals);
	}
	d->sum = sum < totals.sum_min ? totals.sum_min :
			 sum > totals.sum_max ? totals.sum_max :
									sum;
	square = wide_square(d->sum);
	d->squares = wide_quotient_up(square, d->total);
	wide_add(&d->squares, &wide_excess);
	if (wide_compare(&d->squares, &totals.squares_min) < 0)
		d->squares = totals.squares_min;
	if (wide_compare(&d->squares, &totals.squares_max) > 0)
		d->squares = totals.squares_max;
}

/* ---- sums of distributions ---- */

/* Adds all but the bins.  False, and nothing added, at overflow. */
bool
merge_head(Distribution *d, const DistributionHead *head)
{
	uint64_t total = head->total * head->unit;
	Wide	 squares = wide_scaled(&head->squares, head->unit);

	if (total > (uint64_t) WEIGHT_TOTAL_MAX - d->total ||
		head->count > INT64_MAX - d->count)
		return false;
	if (total > 0)
	{
		d->min = d->total == 0 || head->min < d->min ? head->min : d->min;
		d->max = d->total == 0 || head->max > d->max ? head->max : d->max;
	}
	d->count += head->count;
	d->total += total;
	d->sum += head->sum * head->unit;
	wide_add(&d->squares, &squares);
	return true;
}

/* Whether there is all the weight that another one has, bin by bin. */
static bool
has_bins_of(const Distribution *d, const DistributionHead *head)
{
	BinReader reader;

	start_bins(&reader, head);
	while (next_bin(&reader))
	{
		if (bin_weight(d, reader.bin) / head->unit < reader.weight)
			return false;
	}
	return !reader.corrupt;
}

/*
 * Takes it back, and its bins have to be.  False, and nothing done, where
 * remove_score() would say so.
 */
bool
unmerge_head(Distribution *d, const DistributionHead *head)
{
	uint128_t sum = head->sum * head->unit;
	Wide	  squares = wide_scaled(&head->squares, head->unit);

	if (d->count < head->count || d->sum < sum || wide_compare(&d->squares, &squares) < 0)
		return false;
	if (head->unit != 0 &&
		(head->min <= d->min || head->max >= d->max || !has_bins_of(d, head)))
		return false;
	d->reduced = true;
	d->count -= head->count;
	d->total -= head->total * head->unit;
	d->sum -= sum;
	wide_subtract(&d->squares, &squares);
	return true;
}

/* ---- what it says ---- */

/* The double nearest to the mean. */
double
mean_of(const DistributionHead *head)
{
	return nearest_ratio(head->sum, (uint128_t) head->total * SCORE_ONE);
}

/* The root of the double nearest to the variance (of all, not of a sample). */
double
deviation_of(const DistributionHead *head)
{
	Wide dividend;
	Wide divisor = wide_product(head->total, (uint128_t) head->total * SCORE_ONE);

	if (!spread(head, &dividend))
		return NAN;
	divisor = wide_scaled(&divisor, SCORE_ONE);
	return sqrt(wide_nearest_ratio(dividend, divisor));
}

/*
 * The value at quantile q, a decimal of nine places: the least score up to which
 * there is a weight of q x total.  Its bin is certain, and where in the bin is
 * told from how far that weight is through the weight of the bin; at either end
 * it is the least or greatest score.  False when bytes are corrupt.
 */
bool
quantile_of(const DistributionHead *head, double q, double *value)
{
	uint64_t  total = head->total * head->unit;
	uint128_t product = (uint128_t) units_from_double(q, SCORE_ONE) * total;
	uint64_t  target = (uint64_t) (product / SCORE_ONE) + (product % SCORE_ONE != 0);
	BinReader reader;

	if (target <= 1 || target == total)
	{
		*value = target <= 1 ? head->min : head->max;
		return true;
	}
	start_bins(&reader, head);
	while (next_bin(&reader))
	{
		uint64_t weight = reader.weight * head->unit;

		if (target <= weight)
		{
			double part = ((double) target - 0.5) / (double) weight;

			*value = bin_edge(reader.bin) + part / BINS_PER_POINT;
			*value = fmin(*value, bin_edge(reader.bin + 1));
			*value = fmin(fmax(*value, head->min), head->max);
			return true;
		}
		target -= weight;
	}
	return false;
}

/* Whether a score is the lower edge of a bin. */
bool
is_bin_edge(double score)
{
	return score >= 0 && score <= 100 &&
		   score == bin_edge((int) lrint(score * BINS_PER_POINT));
}

/* The weight in bins "from" to "to", in units.  False when bytes are corrupt. */
bool
weight_between(const DistributionHead *head, int from, int to, uint64_t *weight)
{
	BinReader reader;

	*weight = 0;
	start_bins(&reader, head);
	while (next_bin(&reader) && reader.bin <= to)
	{
		if (reader.bin >= from)
			*weight += reader.weight;
	}
	return !reader.corrupt;
}

/*
 * The share of weight strictly below a score: exact on a tenth, and below the
 * least and above the greatest score; in between as if scores were spread
 * evenly over their bin.
 */
bool
rank_of(const DistributionHead *head, double score, double *rank)
{
	int		 bin = bin_of(score);
	uint64_t below;
	uint64_t with;
	double	 part = fmin((score - bin_edge(bin)) * BINS_PER_POINT, 1);

	if (!weight_between(head, 0, bin - 1, &below) || !weight_between(head, 0, bin, &with))
		return false;
	if (score <= head->min)
		below = 0;
	else if (score > head->max)
		below = head->total;
	else if (part > 0)
	{
		*rank = ((double) below + part * (double) (with - below)) / (double) head->total;
		return true;
	}
	*rank = nearest_ratio(below, head->total);
	return true;
}

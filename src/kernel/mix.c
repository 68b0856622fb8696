/*
 * mix.c
 *	  Mixes: their bytes, sums, what-if.
 */
#include "kernel/mix.h"
#include "kernel/wide.h"

#include <string.h>

static const uint64_t POWER_OF_TEN[MIX_MAX_EXPONENT + 1] = {
	1,
	10,
	100,
	1000,
	10000,
	100000,
	1000000,
	10000000,
	100000000,
	1000000000,
	10000000000,
	100000000000,
	1000000000000,
	10000000000000,
	100000000000000,
	1000000000000000,
};

/* ---- bytes ---- */

/*
 * An integer of so many bytes, least first.  Where the width is a constant this
 * is a single load, which is why the widths are spelled out below.
 */
static inline uint64_t
load(const uint8_t *bytes, int width)
{
	uint64_t value = 0;

	for (int i = 0; i < width; i++)
		value |= (uint64_t) bytes[i] << (8 * i);
	return value;
}

static inline uint128_t
load_cell(const uint8_t *bytes, int width)
{
	if (width <= 8)
		return load(bytes, width);
	return load(bytes, 8) | (uint128_t) load(bytes + 8, 8) << 64;
}

uint128_t
total_time(const TaskTimes *times)
{
	uint128_t total = 0;

	for (int cell = 0; cell < TASK_CELLS; cell++)
		total += (uint128_t) times->cell[cell];
	return total;
}

/* Division, several times faster where 64 bits will do. */
static inline uint128_t
quotient_of(uint128_t time, uint64_t unit)
{
	return time >> 64 == 0 ? (uint64_t) time / unit : time / unit;
}

/*
 * The greatest power of ten, up to the 15th, that divides all times, of which
 * "bits" is the union.  A power of ten has as many factors of two.
 */
static int
common_exponent(const TaskTimes *times, uint128_t bits)
{
	int exponent = MIX_MAX_EXPONENT;

	while (exponent > 0 && (bits & (((uint128_t) 1 << exponent) - 1)) != 0)
		exponent--;
	for (int cell = 0; exponent > 0 && cell < TASK_CELLS; cell++)
	{
		uint128_t time = (uint128_t) times->cell[cell];

		while (quotient_of(time, POWER_OF_TEN[exponent]) * POWER_OF_TEN[exponent] != time)
			exponent--;
	}
	return exponent;
}

static int
least_width_log(uint128_t greatest)
{
	int width_log = 0;

	while (width_log < MIX_MAX_WIDTH_LOG && greatest >> (8 << width_log) != 0)
		width_log++;
	return width_log;
}

/* Writes a mix, of at most MIX_MAX_SIZE bytes; returns how many they are. */
size_t
mix_encode(const TaskTimes *times, uint8_t *bytes)
{
	uint32_t  present = 0;
	uint128_t greatest = 0;
	uint128_t bits = 0;
	int		  exponent;
	int		  width_log;
	uint8_t	 *next = bytes + MIX_HEADER_SIZE;

	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		uint128_t time = (uint128_t) times->cell[cell];

		present |= (uint32_t) (time != 0) << cell;
		greatest = time > greatest ? time : greatest;
		bits |= time;
	}
	exponent = present == 0 ? 0 : common_exponent(times, bits);
	width_log = least_width_log(quotient_of(greatest, POWER_OF_TEN[exponent]));

	bytes[0] = (uint8_t) (MIX_VERSION << 4 | width_log);
	bytes[1] = (uint8_t) present;
	bytes[2] = (uint8_t) (present >> 8);
	bytes[3] = (uint8_t) (present >> 16 | (unsigned) exponent << 4);
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		uint128_t reduced;

		if (times->cell[cell] == 0)
			continue;
		reduced = quotient_of((uint128_t) times->cell[cell], POWER_OF_TEN[exponent]);
		for (int i = 0; i < 1 << width_log; i++, reduced >>= 8)
			*next++ = (uint8_t) reduced;
	}
	return (size_t) (next - bytes);
}

static inline bool
decode_cells(const MixCells *cells, int width, TaskTimes *times)
{
	uint64_t	   unit = POWER_OF_TEN[cells->exponent];
	const uint8_t *next = cells->bytes;
	bool		   legal = true;

	for (uint32_t present = cells->present; present != 0; present &= present - 1)
	{
		uint128_t time = load_cell(next, width) * unit;

		legal &= time <= MIX_TOTAL_MAX;
		times->cell[__builtin_ctz(present)] = (int128_t) time;
		next += width;
	}
	return legal;
}

/*
 * False when a time is out of range, as only damaged bytes have it; no sum of
 * times that are in range overflows.
 */
bool
mix_decode(const MixCells *cells, TaskTimes *times)
{
	*times = (TaskTimes){{0}};
	switch (cells->width_log)
	{
		case 0:
			return decode_cells(cells, 1, times);
		case 1:
			return decode_cells(cells, 2, times);
		case 2:
			return decode_cells(cells, 4, times);
		case 3:
			return decode_cells(cells, 8, times);
		default:
			return decode_cells(cells, 16, times);
	}
}

/* What is wrong with bytes that claim to be a mix; NULL when nothing is. */
const char *
mix_problem(const uint8_t *bytes, size_t size)
{
	MixCells  cells;
	TaskTimes times;
	uint128_t total = 0;
	uint8_t	  again[MIX_MAX_SIZE];

	if (size < MIX_HEADER_SIZE)
		return "It is too short.";
	if (bytes[0] >> 4 != MIX_VERSION)
		return "It has an unknown version.";
	if (!mix_find_cells(bytes, size, &cells))
		return "Its length does not match its number of times.";
	for (int nth = 0; nth < __builtin_popcount(cells.present); nth++)
	{
		uint128_t time =
			load_cell(cells.bytes + (nth << cells.width_log), 1 << cells.width_log);

		if (time > MIX_TOTAL_MAX / POWER_OF_TEN[cells.exponent])
			return "It has a time that is out of range.";
		total += time * POWER_OF_TEN[cells.exponent];
	}
	if (total > MIX_TOTAL_MAX)
		return "Its times add up to more than the legal maximum.";
	(void) mix_decode(&cells, &times);
	if (mix_encode(&times, again) != size || memcmp(again, bytes, size) != 0)
		return "It is not written in the shortest form.";
	return NULL;
}

/* ---- task resistance without decoding ---- */

/*
 * Total time and time weighted by score, in units of the mix.  Inlined for each
 * width, so that loads are single instructions.  No sum outgrows 64 bits: 20
 * cells of 32 bits, times 5.
 */
static inline double
narrow_task_resistance(const MixCells *cells, int width)
{
	const uint8_t *next = cells->bytes;
	uint64_t	   total = 0;
	uint64_t	   weighted = 0;

	for (uint32_t present = cells->present; present != 0; present &= present - 1)
	{
		uint64_t time = load(next, width);

		total += time;
		weighted += time * (unsigned) (__builtin_ctz(present) / (MODES + 1) + 1);
		next += width;
	}
	return total == 0 ? NOT_RATED :
						double_from_micro(micro_ratio(total * 6 - weighted, total));
}

/*
 * What task_resistance_of() gives.  The unit of the times cancels out of the
 * ratio, and so the result is the same to the bit.  False where mix_decode()
 * says so.
 */
bool
mix_task_resistance(const MixCells *cells, double *resistance)
{
	TaskTimes  times;
	TaskTotals totals;

	switch (cells->width_log)
	{
		case 0:
			*resistance = narrow_task_resistance(cells, 1);
			return true;
		case 1:
			*resistance = narrow_task_resistance(cells, 2);
			return true;
		case 2:
			*resistance = narrow_task_resistance(cells, 4);
			return true;
		default:
			if (!mix_decode(cells, &times))
				return false;
			total_times(&times, &totals);
			*resistance = task_resistance_of(&totals);
			return true;
	}
}

/* ---- what-if ---- */

/* dividend / divisor to eight decimal places, rounded down. */
static uint128_t
hundred_millionths(uint128_t dividend, uint128_t divisor, uint128_t *remainder)
{
	uint128_t quotient = dividend / divisor;

	*remainder = dividend % divisor;
	for (int place = 0; place < 8; place++)
	{
		*remainder *= 10;
		quotient = quotient * 10 + *remainder / divisor;
		*remainder %= divisor;
	}
	return quotient;
}

/*
 * Brings the total to exactly 100: every time is rounded down to six places,
 * and the millionths then missing go, one each, to the times that lost most by
 * that; among equals to lower scores first.  False when there is no time.
 */
bool
normalize_times(TaskTimes *times)
{
	const int64_t hundred = 100 * MICRO;
	uint128_t	  total = total_time(times);
	uint128_t	  lost[TASK_CELLS];
	int64_t		  missing = hundred;

	if (total == 0)
		return false;
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		times->cell[cell] = (int128_t) hundred_millionths((uint128_t) times->cell[cell],
														  total, &lost[cell]);
		missing -= (int64_t) times->cell[cell];
	}
	for (; missing > 0; missing--)
	{
		int most = 0;

		for (int cell = 1; cell < TASK_CELLS; cell++)
		{
			if (lost[cell] > lost[most])
				most = cell;
		}
		times->cell[most]++;
		lost[most] = 0;
	}
	return true;
}

/* time x share, half to even, judged on the exact value of the double. */
static uint128_t
part_of_time(uint128_t time, double share)
{
	int		 exponent;
	uint64_t mantissa = (uint64_t) ldexp(frexp(share, &exponent), DBL_MANT_DIG);
	Wide	 product;

	if (share == 1)
		return time;
	product = wide_product(mantissa, time);
	product = wide_half_even_shift(&product, DBL_MANT_DIG - exponent);
	return product.limb[0] | (uint128_t) product.limb[1] << 64;
}

/*
 * Moves a share (0..1) of the time of one score to another, within its mode or,
 * if to_mode is not negative, to that mode.
 */
void
shift_times(TaskTimes *times, int from_score, int to_score, double share, int to_mode)
{
	uint128_t part[MODES + 1];

	for (int mode = 0; mode <= MODES; mode++)
	{
		int128_t *from = &times->cell[task_cell(from_score, (TaskMode) mode)];

		part[mode] = part_of_time((uint128_t) *from, share);
		*from -= (int128_t) part[mode];
	}
	for (int mode = 0; mode <= MODES; mode++)
	{
		TaskMode target = (TaskMode) (to_mode < 0 ? mode : to_mode);

		times->cell[task_cell(to_score, target)] += (int128_t) part[mode];
	}
}

/* ---- sums of weighted mixes ---- */

/* Adds a mix so many thousandths of times.  False, and nothing added, at overflow. */
bool
mix_sum_add(MixSum *sum, const TaskTimes *times, int64_t weight)
{
	uint128_t added;

	if (__builtin_mul_overflow(total_time(times), (uint128_t) weight, &added) ||
		added > MIX_SUM_MAX - sum->total)
		return false;
	for (int cell = 0; cell < TASK_CELLS; cell++)
		sum->cell[cell] += (uint128_t) times->cell[cell] * (uint64_t) weight;
	sum->total += added;
	sum->mixes++;
	return true;
}

/* Takes a mix back.  False, and nothing done, where the sum has no such mix. */
bool
mix_sum_subtract(MixSum *sum, const TaskTimes *times, int64_t weight)
{
	uint128_t removed;

	if (sum->mixes == 0 ||
		__builtin_mul_overflow(total_time(times), (uint128_t) weight, &removed) ||
		removed > sum->total)
		return false;
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if (sum->cell[cell] < (uint128_t) times->cell[cell] * (uint64_t) weight)
			return false;
	}
	for (int cell = 0; cell < TASK_CELLS; cell++)
		sum->cell[cell] -= (uint128_t) times->cell[cell] * (uint64_t) weight;
	sum->total -= removed;
	sum->mixes--;
	return true;
}

/* Adds a sum to another.  False, and nothing added, at overflow. */
bool
mix_sum_merge(MixSum *sum, const MixSum *other)
{
	int64_t mixes;

	if (other->total > MIX_SUM_MAX - sum->total ||
		__builtin_add_overflow(sum->mixes, other->mixes, &mixes))
		return false;
	for (int cell = 0; cell < TASK_CELLS; cell++)
		sum->cell[cell] += other->cell[cell];
	sum->total += other->total;
	sum->mixes = mixes;
	return true;
}

/* What is wrong with a sum that claims to be of mixes; NULL when nothing is. */
const char *
mix_sum_problem(const MixSum *sum)
{
	uint128_t total = 0;

	if (sum->mixes < 0 || (sum->mixes == 0 && sum->total > 0))
		return "It counts an impossible number of mixes.";
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if (sum->cell[cell] > MIX_SUM_MAX - total)
			return "Its times add up to more than the legal maximum.";
		total += sum->cell[cell];
	}
	return total == sum->total ? NULL : "Its times do not add up to their total.";
}

/* The sum in millionths, each time half to even: exact for whole weights. */
void
mix_sum_round(const MixSum *sum, TaskTimes *times)
{
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		uint128_t micro = sum->cell[cell] / WEIGHT_UNITS;
		int		  rest = (int) (sum->cell[cell] % WEIGHT_UNITS) * 2;

		if (rest > WEIGHT_UNITS || (rest == WEIGHT_UNITS && micro % 2 == 1))
			micro++;
		times->cell[cell] = (int128_t) micro;
	}
}

/*
 * mix_test.c
 *	  kernel/mix: bytes of mixes, task resistance from them, what-if, sums.
 */
#include <string.h>

#include "exact.h"
#include "kernel/mix.h"
#include "tap.h"

/* Times of at most so many bits, multiples of a power of ten, many absent. */
static TaskTimes
random_times(int bits)
{
	TaskTimes times = {{0}};
	uint64_t  unit = 1;

	for (int i = (int) random_below(16); i > 0; i--)
		unit *= 10;
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		uint128_t time = random_bits(1 + (int) random_below((uint64_t) bits));

		if (random_below(3) == 0)
			times.cell[cell] = (int128_t) (time >= unit ? time / unit * unit : time);
	}
	return times;
}

static bool
same_times(const TaskTimes *a, const TaskTimes *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* ---- bytes ---- */

static void
test_round_trip(void)
{
	Tally  tally = {0};
	Tally  resistance = {0};
	size_t longest = 0;

	for (int i = 0; i < 200000; i++)
	{
		TaskTimes  times = random_times(1 + (int) random_below(108));
		uint8_t	   bytes[MIX_MAX_SIZE];
		size_t	   size = mix_encode(&times, bytes);
		uint8_t	  *exact = malloc(size); /* ends where the bytes end */
		TaskTimes  again;
		TaskTotals totals;
		MixCells   cells;
		double	   expected;
		double	   found;

		memcpy(exact, bytes, size);
		longest = size > longest ? size : longest;
		check(&tally, mix_problem(exact, size) == NULL,
			  "a problem with its own bytes: %s", mix_problem(exact, size));
		check(&tally, mix_find_cells(exact, size, &cells), "cells not found");
		check(&tally, mix_decode(&cells, &again), "a time out of range");
		check(&tally, same_times(&times, &again), "other times came back");

		total_times(&times, &totals);
		expected = task_resistance_of(&totals);
		check(&resistance, mix_task_resistance(&cells, &found), "none");
		check(&resistance,
			  memcmp(&expected, &found, sizeof(found)) == 0 ||
				  (isnan(expected) && isnan(found)),
			  "%.17g is not %.17g", found, expected);
		free(exact);
	}
	all_ok(&tally, "what is written is read again");
	all_ok(&resistance, "task resistance from the bytes has the same bits");
	ok(longest > 200 && longest <= MIX_MAX_SIZE, "among them long ones (%zu bytes)",
	   longest);
}

static size_t
size_of(const double *shares, int count)
{
	TaskTimes times = {{0}};
	uint8_t	  bytes[MIX_MAX_SIZE];

	for (int i = 0; i < count; i++)
		times.cell[i * 2] = micro_from_double(shares[i]);
	return mix_encode(&times, bytes);
}

static void
test_size(void)
{
	const double whole[] = {30, 25, 15, 10, 10, 5, 5};
	const double thirds[] = {100 / 3.0, 100 / 6.0, 100 / 7.0, 100 / 9.0, 8.3, 8.1, 8.2};

	ok(size_of(whole, 7) == 11, "seven whole percentages take 11 bytes");
	ok(size_of(thirds, 7) == 32, "seven shares of six places take 32");
	ok(size_of(whole, 0) == 4, "nothing takes 4");
}

/* Bytes with damage are refused or are those of another mix; nothing is read past. */
static void
test_damage(void)
{
	Tally tally = {0};
	long  refused = 0;

	for (int i = 0; i < 300000; i++)
	{
		TaskTimes times = random_times(1 + (int) random_below(108));
		uint8_t	  bytes[MIX_MAX_SIZE + 8];
		size_t	  size = mix_encode(&times, bytes);
		uint8_t	 *exact;
		TaskTimes read;
		MixCells  cells;

		for (int n = (int) random_below(3); n >= 0; n--)
			bytes[random_below(size)] = (uint8_t) random_u64();
		if (random_below(4) == 0)
			size = random_below(size + 1);
		exact = malloc(size ? size : 1);
		memcpy(exact, bytes, size);
		if (mix_problem(exact, size) != NULL)
			refused++;
		else
		{
			uint8_t again[MIX_MAX_SIZE];

			check(&tally, mix_find_cells(exact, size, &cells), "cells not found");
			check(&tally, mix_decode(&cells, &read), "a time out of range");
			check(&tally, total_time(&read) <= MIX_TOTAL_MAX, "too much time");
			check(&tally,
				  mix_encode(&read, again) == size && memcmp(again, exact, size) == 0,
				  "one mix has two forms");
		}
		free(exact);
	}
	all_ok(&tally, "damaged bytes that pass are mixes");
	ok(refused > 100000, "and many are refused (%ld)", refused);
}

/* ---- what-if ---- */

static void
test_normalize(void)
{
	Tally	  tally = {0};
	TaskTimes nothing = {{0}};

	for (int i = 0; i < 50000; i++)
	{
		TaskTimes times = random_times(1 + (int) random_below(108));
		TaskTimes normal = times;
		TaskTimes twice;
		uint128_t total = total_time(&times);

		if (total == 0)
			continue;
		check(&tally, normalize_times(&normal), "refused");
		check(&tally, total_time(&normal) == 100 * MICRO, "the total is not 100");
		for (int cell = 0; cell < TASK_CELLS; cell++)
		{
			/* cell x 100 / total, in millionths, lies less than one away */
			Big exact =
				big_product(big_from((wide_t) times.cell[cell]), big_from(100 * MICRO));
			Big above =
				big_product(big_from((wide_t) normal.cell[cell] + 1), big_from(total));

			check(&tally, big_compare(exact, above) < 0, "rounded down by 1 or more");
			if (normal.cell[cell] > 0)
			{
				Big below = big_product(big_from((wide_t) normal.cell[cell] - 1),
										big_from(total));

				check(&tally, big_compare(exact, below) > 0, "rounded up by 1 or more");
			}
			check(&tally, times.cell[cell] != 0 || normal.cell[cell] == 0,
				  "time from nowhere");
		}
		twice = normal;
		check(&tally, normalize_times(&twice) && same_times(&twice, &normal),
			  "what has 100 is changed");
	}
	all_ok(&tally, "normalized times");
	ok(!normalize_times(&nothing), "nothing can't be");
}

/* part = time x mantissa / 2^53, half to even */
static bool
is_part(uint128_t time, uint64_t mantissa, uint128_t part)
{
	Big exact = big_product(big_from(time), big_from((wide_t) mantissa * 2));
	Big upper = big_shifted(big_from(2 * part + 1), DBL_MANT_DIG);
	Big lower = big_shifted(big_from(part == 0 ? 0 : 2 * part - 1), DBL_MANT_DIG);
	int above = big_compare(exact, upper);
	int below = big_compare(exact, lower);

	return above <= 0 && below >= 0 &&
		   (part % 2 == 0 || (above != 0 && (below != 0 || part == 0)));
}

static void
test_shift(void)
{
	Tally tally = {0};

	for (int i = 0; i < 100000; i++)
	{
		TaskTimes times = random_times(1 + (int) random_below(108));
		TaskTimes shifted = times;
		int		  from = 1 + (int) random_below(5);
		int		  to = 1 + (int) random_below(5);
		int		  to_mode = (int) random_below(MODES + 2) - 1;
		uint64_t  mantissa = random_u64() >> (11 + random_below(53));
		double	  share;

		if (random_below(4) == 0)
			mantissa = (uint64_t) random_below(9) << 50;
		share = ldexp((double) mantissa, -DBL_MANT_DIG);
		shift_times(&shifted, from, to, share, to_mode);
		check(&tally, total_time(&shifted) == total_time(&times),
			  "time was lost or made");
		for (int score = 1; score <= TASK_SCORES; score++)
		{
			for (int mode = 0; mode <= MODES; mode++)
			{
				int cell = task_cell(score, (TaskMode) mode);

				if (score != from && score != to)
					check(&tally, times.cell[cell] == shifted.cell[cell],
						  "another score changed");
				if (score == from && from != to)
					check(&tally,
						  is_part((uint128_t) times.cell[cell], mantissa,
								  (uint128_t) (times.cell[cell] - shifted.cell[cell])),
						  "not the share %.17g", share);
				if (score == to && from != to && to_mode < 0)
				{
					int source = task_cell(from, (TaskMode) mode);

					check(&tally,
						  shifted.cell[cell] - times.cell[cell] ==
							  times.cell[source] - shifted.cell[source],
						  "time went to another mode");
				}
			}
		}
		if (share == 1 && from != to)
		{
			for (int mode = 0; mode <= MODES; mode++)
				check(&tally, shifted.cell[task_cell(from, (TaskMode) mode)] == 0,
					  "something is left");
		}
		if (share == 0)
			check(&tally, same_times(&times, &shifted), "share 0 changes something");
	}
	all_ok(&tally, "shifted times");
}

/* ---- sums ---- */

static void
test_sums(void)
{
	Tally tally = {0};

	for (int i = 0; i < 20000; i++)
	{
		TaskTimes a = random_times(60);
		TaskTimes b = random_times(60);
		int64_t	  weight[2] = {(int64_t) random_below(1000000),
							   (int64_t) random_below(5) * WEIGHT_UNITS};
		MixSum	  forward = {0};
		MixSum	  backward = {0};
		MixSum	  parts = {0};
		TaskTimes sum;

		check(&tally, mix_sum_add(&forward, &a, weight[0]), "refused");
		parts = forward;
		check(&tally, mix_sum_add(&forward, &b, weight[1]), "refused");
		check(&tally,
			  mix_sum_add(&backward, &b, weight[1]) && mix_sum_merge(&backward, &parts),
			  "refused");
		check(&tally, memcmp(&forward, &backward, sizeof(forward)) == 0,
			  "the order shows");
		mix_sum_round(&forward, &sum);
		for (int cell = 0; cell < TASK_CELLS; cell++)
		{
			uint128_t exact = (uint128_t) a.cell[cell] * (uint64_t) weight[0] +
							  (uint128_t) b.cell[cell] * (uint64_t) weight[1];
			int128_t twice_off =
				2 * ((int128_t) exact - (int128_t) WEIGHT_UNITS * sum.cell[cell]);

			check(&tally,
				  twice_off >= -WEIGHT_UNITS && twice_off <= WEIGHT_UNITS &&
					  ((twice_off != WEIGHT_UNITS && twice_off != -WEIGHT_UNITS) ||
					   sum.cell[cell] % 2 == 0),
				  "not half even");
		}
		check(&tally,
			  mix_sum_subtract(&forward, &b, weight[1]) &&
				  memcmp(&forward, &parts, sizeof(parts)) == 0,
			  "taking back leaves something");
		b.cell[random_below(TASK_CELLS)] += (int128_t) MIX_TOTAL_MAX;
		check(&tally,
			  !mix_sum_subtract(&forward, &b, 1 + weight[1]) &&
				  memcmp(&forward, &parts, sizeof(parts)) == 0,
			  "what is not there was taken");
	}
	all_ok(&tally, "sums of weighted mixes");
}

static void
test_overflow(void)
{
	TaskTimes whole = {{0}};
	TaskTimes one = {{0}};
	MixSum	  sum = {0};
	MixSum	  before;

	whole.cell[3] = (int128_t) MIX_TOTAL_MAX;
	one.cell[7] = 1;
	ok(mix_sum_add(&sum, &whole, WEIGHT_UNITS), "the greatest total");
	before = sum;
	ok(!mix_sum_add(&sum, &one, 1) && !mix_sum_add(&sum, &whole, WEIGHT_UNITS) &&
		   !mix_sum_add(&sum, &whole, INT64_MAX) && !mix_sum_merge(&sum, &before) &&
		   memcmp(&sum, &before, sizeof(sum)) == 0,
	   "nothing more can be added");
	ok(mix_sum_add(&sum, &one, 0) && sum.mixes == 2, "but with weight 0");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_round_trip();
	test_size();
	test_damage();
	test_normalize();
	test_shift();
	test_sums();
	test_overflow();
	return done_testing();
}

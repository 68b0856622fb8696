/*
 * value_random.c
 *	  Random values, intact and damaged, checked as the fuzzer checks them; for
 *	  compilers without a fuzzer.
 *
 * Usage: value_random SEED HOW_MANY
 *		  value_random SEED FOLDER		writes some into a folder instead, for the
 *										fuzzer to begin with
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/tap.h"
#include "kernel/distribution.h"
#include "kernel/mix.h"
#include "kernel/soc.h"
#include "value_check.h"

#define VALUE_MAX (1 + DISTRIBUTION_MAX_SIZE + 64)

static size_t
random_mix(uint8_t *bytes)
{
	TaskTimes times = {{0}};
	uint64_t  unit = random_below(2) ? 1 : UINT64_C(1) << random_below(30);

	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		if (random_below(3) == 0)
			times.cell[cell] =
				(int128_t) (random_bits(1 + (int) random_below(88)) / unit * unit);
	}
	return mix_encode(&times, bytes);
}

static size_t
random_distribution(uint8_t *bytes)
{
	static uint64_t bins[PAGES * PAGE_BINS];
	Distribution	d = {0};
	uint64_t		tenths = 1 + random_below(1000);
	int				bits = 1 + (int) random_below(40);

	memset(bins, 0, sizeof(bins));
	for (int page = 0; page < PAGES; page++)
		d.page[page] = &bins[page * PAGE_BINS];
	for (uint64_t n = random_below(200); n > 0; n--)
	{
		double	 score = (double) random_below(tenths * 1000 + 1) / 10000;
		uint64_t weight = (uint64_t) random_bits(bits);

		if (random_below(2))
			weight *= WEIGHT_ONE;
		if (has_room_for(&d, weight))
			add_score(&d, score, bin_of(score), weight);
	}
	return distribution_encode(&d, bytes);
}

static size_t
random_text(uint8_t *bytes, int kind)
{
	static const char *const words[] = {"displacement", "Not_Involved", "augmentation",
										"15-1252",		"151252.01",	"51-5100"};
	char					 text[64];

	if (kind == 2 && random_below(2))
		(void) soc_format((SocCode) random_below(100000000), text);
	else if (kind == 4)
		snprintf(text, sizeof(text), "%llu.%06llu",
				 (unsigned long long) random_bits(1 + (int) random_below(64)),
				 (unsigned long long) random_below(1000000));
	else
		snprintf(text, sizeof(text), "%s", words[random_below(6)]);
	memcpy(bytes, text, strlen(text));
	return strlen(text);
}

/* A value of a kind, behind the byte that says which. */
static size_t
random_value(uint8_t *bytes)
{
	int kind = (int) random_below((uint64_t) VALUE_KINDS);
	int number;

	bytes[0] = (uint8_t) kind;
	switch (kind)
	{
		case 0:
			return 1 + random_mix(bytes + 1);
		case 1:
			return 1 + random_distribution(bytes + 1);
		case 3:
			number = (int) random_below(100) * 1000000 + (int) random_below(10) * 100000;
			memcpy(bytes + 1, &number, sizeof(number));
			return 1 + sizeof(number);
		default:
			return 1 + random_text(bytes + 1, kind);
	}
}

/* Changes, inserts or cuts off some bytes, mostly near the beginning. */
static size_t
damage(uint8_t *bytes, size_t size)
{
	for (int n = 1 + (int) random_below(3); n > 0 && size > 1; n--)
	{
		size_t near = size > 40 && random_below(4) ? 40 : size;
		size_t at = 1 + random_below(near - 1 ? near - 1 : 1);

		switch (random_below(8))
		{
			case 0:
				size = at;
				break;
			case 1:
				memmove(bytes + at + 1, bytes + at, size - at);
				bytes[at] = (uint8_t) random_u64();
				size++;
				break;
			case 2:
				bytes[at < size ? at : size - 1] = random_below(2) ? 0xFF : 0x7F;
				break;
			default:
				bytes[at < size ? at : size - 1] ^= (uint8_t) (1 << random_below(8));
		}
	}
	return size;
}

static int
write_values(const char *folder)
{
	for (int i = 0; i < 200; i++)
	{
		static uint8_t bytes[VALUE_MAX];
		char		   path[4096];
		size_t		   size = random_value(bytes);
		FILE		  *file;

		snprintf(path, sizeof(path), "%s/value%d", folder, i);
		file = fopen(path, "wb");
		if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
			return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	Tally whole = {0};
	Tally damaged = {0};
	long  count;

	seed_random(argc, argv);
	if (argc > 2 && !(argv[2][0] >= '0' && argv[2][0] <= '9'))
		return write_values(argv[2]);
	count = argc > 2 ? atol(argv[2]) : 100000;
	for (long i = 0; i < count; i++)
	{
		static uint8_t bytes[VALUE_MAX];
		size_t		   size = random_value(bytes);
		const char	  *found = check_value(bytes, size);

		check(&whole, !found, "value %ld, kind %d: %s", i, bytes[0], found);
		size = damage(bytes, size);
		found = check_value(bytes, size);
		check(&damaged, !found, "value %ld with damage, kind %d: %s", i, bytes[0], found);
	}
	all_ok(&whole, "values made at random");
	all_ok(&damaged, "the same with damage");
	return done_testing();
}

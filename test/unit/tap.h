/*
 * tap.h
 *	  Shared by the unit tests: results as TAP lines, random numbers that can be
 *	  repeated.
 */
#ifndef TAP_H
#define TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static int tap_tests;
static int tap_failures;

/* One test: its outcome and what it shows. */
__attribute__((format(printf, 2, 3))) static void
ok(bool passed, const char *format, ...)
{
	va_list args;

	printf("%s %d - ", passed ? "ok" : "not ok", ++tap_tests);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	if (!passed)
		tap_failures++;
}

/* The plan, and the exit status of the program. */
static int
done_testing(void)
{
	printf("1..%d\n", tap_tests);
	return tap_failures ? EXIT_FAILURE : EXIT_SUCCESS;
}

/*
 * Checks made by the thousand, reported as one test.  The first few that fail
 * are shown.
 */
typedef struct Tally
{
	long checked;
	long failed;
} Tally;

__attribute__((format(printf, 3, 4))) static inline void
check(Tally *tally, bool passed, const char *format, ...)
{
	va_list args;

	tally->checked++;
	if (passed || ++tally->failed > 5)
		return;
	printf("# ");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

static inline void
all_ok(const Tally *tally, const char *what)
{
	ok(tally->checked > 0 && tally->failed == 0, "%s (%ld checks, %ld failed)", what,
	   tally->checked, tally->failed);
}

/* ---- random numbers ---- */

static uint64_t random_state;

/* The seed: the first argument of the program, or always the same one. */
static inline void
seed_random(int argc, char **argv)
{
	random_state = argc > 1 ? strtoull(argv[1], NULL, 10) : 20260801;
	printf("# seed %llu (give another one as the first argument)\n",
		   (unsigned long long) random_state);
}

/* splitmix64 */
static inline uint64_t
random_u64(void)
{
	uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

/* 0 .. limit - 1 */
static inline uint64_t
random_below(uint64_t limit)
{
	return random_u64() % limit;
}

/* An integer of exactly so many bits, 1 to 128. */
static inline unsigned __int128
random_bits(int bits)
{
	unsigned __int128 value = (unsigned __int128) random_u64() << 64 | random_u64();

	return value >> (128 - bits) | (unsigned __int128) 1 << (bits - 1);
}

#endif /* TAP_H */

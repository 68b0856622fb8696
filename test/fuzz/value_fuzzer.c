/*
 * value_fuzzer.c
 *	  libFuzzer's entry: any bytes at all as a value.
 */
#include <stdio.h>
#include <stdlib.h>

#include "value_check.h"

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *found = check_value(data, size);

	if (found)
	{
		fprintf(stderr, "aijri: %s\n", found);
		abort();
	}
	return 0;
}

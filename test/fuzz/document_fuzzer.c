/*
 * document_fuzzer.c
 *	  libFuzzer's entry: any text at all as a document.
 */
#include <stdio.h>
#include <stdlib.h>

#include "document_check.h"

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *found = check_document((Text){(const char *) data, size});

	if (found)
	{
		fprintf(stderr, "aijri: %s: %s\n", found, check_detail);
		abort();
	}
	return 0;
}

/*
 * document_check.h
 *	  Properties of every document, whatever its source: the fuzzer, the random
 *	  generator, and the replay of the corpus check the same ones.
 */
#ifndef DOCUMENT_CHECK_H
#define DOCUMENT_CHECK_H

#include "kernel/document/document.h"

/* ---- memory that is counted, and freed all at once ---- */

typedef struct Memory
{
	void **chunk;
	size_t chunks;
	size_t capacity;
	size_t bytes; /* that were asked for */
} Memory;

extern Host counting_host(Memory *memory);
extern void free_memory(Memory *memory);

/*
 * The bounds of memory, in bytes asked for in all: what arrays leave behind when
 * they grow counts too.  The most that a byte of a document costs is a
 * comparison in a sub-label's reasoning, "1%<1,", two statements in five bytes.
 */
#define READ_BYTES 65536
#define READ_BYTES_PER_BYTE 200
#define WRITTEN_LENGTH 8192
#define WRITTEN_LENGTH_PER_BYTE 8
#define WRITE_BYTES_PER_BYTE 8

/* ---- checks: NULL where all is well, or what is not ---- */

extern const char *independent_difference(const Document *a, const Document *b);
extern const char *written_verdict(const Document *written);
extern const char *check_document(Text text);

/* Set by a check that finds something: where, or which value. */
extern char check_detail[512];

#endif /* DOCUMENT_CHECK_H */

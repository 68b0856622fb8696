/*
 * utf8.h
 *	  Characters of UTF-8, one at a time.
 */
#ifndef KERNEL_UTF8_H
#define KERNEL_UTF8_H

#include <stdint.h>

#include "kernel/text.h"

/* Longest character, in bytes */
#define UTF8_MAX 4

/* Writes a character; returns its length. */
static inline size_t
put_utf8(char *out, uint32_t code)
{
	if (code < 0x80)
	{
		out[0] = (char) code;
		return 1;
	}
	if (code < 0x800)
	{
		out[0] = (char) (0xC0 | code >> 6);
		out[1] = (char) (0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000)
	{
		out[0] = (char) (0xE0 | code >> 12);
		out[1] = (char) (0x80 | (code >> 6 & 0x3F));
		out[2] = (char) (0x80 | (code & 0x3F));
		return 3;
	}
	out[0] = (char) (0xF0 | code >> 18);
	out[1] = (char) (0x80 | (code >> 12 & 0x3F));
	out[2] = (char) (0x80 | (code >> 6 & 0x3F));
	out[3] = (char) (0x80 | (code & 0x3F));
	return 4;
}

/*
 * The character that a text, which is not empty, begins with, and its length; 0
 * where that is not UTF-8.
 */
static inline uint32_t
first_character(Text text, size_t *length)
{
	unsigned char first = (unsigned char) *text.at;
	uint32_t	  code;

	*length = first < 0x80			 ? 1 :
			  (first & 0xE0) == 0xC0 ? 2 :
			  (first & 0xF0) == 0xE0 ? 3 :
			  (first & 0xF8) == 0xF0 ? 4 :
									   0;
	if (*length == 0 || text.length < *length)
	{
		*length = 0;
		return 0;
	}
	code = *length == 1 ? first : first & (0x7Fu >> *length);
	for (size_t i = 1; i < *length; i++)
	{
		if (((unsigned char) text.at[i] & 0xC0) != 0x80)
		{
			*length = 0;
			return 0;
		}
		code = code << 6 | ((unsigned char) text.at[i] & 0x3Fu);
	}
	return code;
}

#endif /* KERNEL_UTF8_H */

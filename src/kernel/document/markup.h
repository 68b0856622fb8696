/*
 * markup.h
 *	  Markup that editors, browsers, and exports add to text.
 *
 * Backslash escapes, HTML entities and tags, blanks other than the space, and
 * invisible characters. The reader removes them, and the writer escapes what the
 * reader would otherwise remove; both use markup_length.
 */
#ifndef KERNEL_DOCUMENT_MARKUP_H
#define KERNEL_DOCUMENT_MARKUP_H

#include "kernel/host.h"

/* Bytes that a line may have in it, found in one pass over the line. */
typedef enum LineSign
{
	HAS_ESCAPE = 1 << 0, /* backslash */
	HAS_ENTITY = 1 << 1, /* ampersand */
	HAS_TAG = 1 << 2,	 /* less than */
	HAS_WIDE = 1 << 3,	 /* a blank, bar or colon of several bytes may be there */
	HAS_TAB = 1 << 4,
	HAS_BAR = 1 << 5,
	HAS_MARK = 1 << 6 /* colon or equals sign */
} LineSign;

#define HAS_MARKUP (HAS_ESCAPE | HAS_ENTITY | HAS_TAG | HAS_WIDE)

extern const unsigned char LINE_SIGN[256];

#define TAG_NAME_MAX 10

/* Longest replacement of a piece of markup, in bytes */
#define MARKUP_REPLACEMENT 4

typedef struct Markup
{
	char   replacement[MARKUP_REPLACEMENT];
	size_t length; /* of the replacement */
} Markup;

extern size_t markup_length(Text text, Markup *markup);
extern Text	  without_markup(Host *host, Text text);
extern Text	  without_width(Host *host, Text text);
extern Text	  without_blanks_around(Text text);
extern bool	  is_break(Text text, size_t *length);
extern size_t table_tag_length(Text text, char *name);
extern size_t picture_length(Text text);
extern size_t bar_length(Text text);

#endif /* KERNEL_DOCUMENT_MARKUP_H */

/*
 * text.h
 *	  Pieces of a document's text: trimming, comparing names, reading numbers.
 *
 * A Text points into the document and owns nothing. Text is UTF-8; invalid bytes are
 * passed through.
 */
#ifndef KERNEL_TEXT_H
#define KERNEL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct Text
{
	const char *at; /* NULL: there is none */
	size_t		length;
} Text;

#define NO_TEXT ((Text){NULL, 0})

static inline Text
text_of(const char *string)
{
	return (Text){string, strlen(string)};
}

static inline bool
same_text(Text a, Text b)
{
	return a.length == b.length && (a.at == NULL) == (b.at == NULL) &&
		   (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static inline Text
text_from(Text text, size_t skipped)
{
	return skipped == 0 ? text : (Text){text.at + skipped, text.length - skipped};
}

/* An ASCII letter as a small one. */
static inline char
small_letter(char c)
{
	return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

extern Text without_space_behind(Text text);
extern Text without_space_around(Text text);
extern Text undressed(Text text);

/* Whether a byte is a visible character of ASCII. */
static inline bool
is_visible(char c)
{
	return c > ' ' && (unsigned char) c < 0x7F;
}

static inline Text
trimmed(Text text)
{
	while (text.length > 0 && *text.at == ' ')
		text = text_from(text, 1);
	while (text.length > 0 && text.at[text.length - 1] == ' ')
		text.length--;
	if (text.length > 0 && is_visible(*text.at) && is_visible(text.at[text.length - 1]))
		return text; /* as nearly always */
	return without_space_around(text);
}

extern bool consists_of(Text text, const char *characters);
extern char first_of_name(Text text);

/* Whether a letter that first_of_name() found begins a name, if there is that name. */
static inline bool
is_first_of(char first, const char *name)
{
	return name && small_letter(*name) == first;
}

static inline bool
may_begin_with(Text text, const char *name)
{
	return is_first_of(first_of_name(text), name);
}

extern bool same_name(Text met, const char *name);
extern bool same_name_but_suffix(Text met, const char *name, const char *suffix);

/* ---- reading from left to right; each takes what it accepts off "rest" ---- */

/* A decimal as it was printed. */
typedef struct Number
{
	double value;
	double half_unit; /* of its last digit */
	Text   text;
} Number;

/* What became of a number in a cell. */
typedef enum NumberFault
{
	NUMBER_IS_READ,
	NUMBER_IS_NONE,
	NUMBER_IS_AMBIGUOUS
} NumberFault;

extern void		   skip_space(Text *rest);
extern void		   skip_to_operator(Text *rest);
extern bool		   is_over(Text rest);
extern bool		   accept_text(Text *rest, const char *expected);
extern bool		   accept_dash(Text *rest);
extern bool		   accept_times(Text *rest);
extern bool		   accept_at_least(Text *rest);
extern bool		   accept_number(Text *rest, Number *number);
extern NumberFault accept_cell_number(Text *rest, double *value);
extern bool		   accept_separator(Text *rest);
extern bool		   accept_emphasis(Text *rest);
extern bool		   accept_list_marker(Text *rest);
extern bool		   accept_name(Text *rest, const char *name, const char *suffix);

#endif /* KERNEL_TEXT_H */

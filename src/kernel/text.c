/*
 * text.c
 *	  Trimming, comparing names and reading numbers in a document's text.
 */
#include <math.h>
#include <stdlib.h>

#include "kernel/text.h"

/* ---- characters ---- */

/* Symbols that documents write in more than one way. */
typedef enum SymbolSet
{
	SPACES,
	DASHES,
	MINUSES,
	TIMES,
	AT_LEAST,
	APOSTROPHES,
	BULLETS,
	EMPHASES,
	STRONG_EMPHASES,
	MARKS,
	UNSEEN
} SymbolSet;

#define SYMBOLS_MAX 14

/* In UTF-8; longer ones before those that they begin with. */
static const char *const SYMBOL[][SYMBOLS_MAX] = {
	[SPACES] = {" ", "\t", "\r", "\v", "\f", "\u00A0", "\uFEFF"},
	[DASHES] = {"-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015",
				"\u2212"},
	[MINUSES] = {"-", "\u2011", "\u2013", "\u2212"},
	[TIMES] = {"x", "X", "*", "\u00D7", "\u00B7"},
	[AT_LEAST] = {">=", "\u2265", "=>"},
	[APOSTROPHES] = {"'", "\u2019", "\u2018", "\u02BC"},
	/* the last ones are those of Word, of which one is a letter of its own font */
	[BULLETS] = {"-", "*", "+", "\u2022", "\u2013", "\u00B7", "\u25AA", "\u25CB",
				 "\u25CF", "\u25E6", "\uF0B7"},
	[EMPHASES] = {"**", "__", "*", "_", "`"},
	[STRONG_EMPHASES] = {"**", "__", "`"},
	[MARKS] = {".", ":", ";", ",", "\uFF1A"},
	/* joiners and marks of direction, which do not show */
	[UNSEEN] = {"\u200C", "\u200D", "\u200E", "\u200F", "\u202A", "\u202B", "\u202C",
				"\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069"},
};

/* The sets that have a symbol which begins with a byte: most bytes begin none. */
static const unsigned short BEGINS[256] = {
	[' '] = 1 << SPACES,
	['\t'] = 1 << SPACES,
	['\r'] = 1 << SPACES,
	['\v'] = 1 << SPACES,
	['\f'] = 1 << SPACES,
	['-'] = 1 << DASHES | 1 << MINUSES | 1 << BULLETS,
	['x'] = 1 << TIMES,
	['X'] = 1 << TIMES,
	['*'] = 1 << TIMES | 1 << BULLETS | 1 << EMPHASES | 1 << STRONG_EMPHASES,
	['_'] = 1 << EMPHASES | 1 << STRONG_EMPHASES,
	['`'] = 1 << EMPHASES | 1 << STRONG_EMPHASES,
	['>'] = 1 << AT_LEAST,
	['='] = 1 << AT_LEAST,
	['\''] = 1 << APOSTROPHES,
	['+'] = 1 << BULLETS,
	['.'] = 1 << MARKS,
	[':'] = 1 << MARKS,
	[';'] = 1 << MARKS,
	[','] = 1 << MARKS,
	[0xC2] = 1 << SPACES | 1 << TIMES | 1 << BULLETS,
	[0xC3] = 1 << TIMES,
	[0xCA] = 1 << APOSTROPHES,
	[0xEF] = 1 << SPACES | 1 << MARKS | 1 << BULLETS,
	[0xE2] = 1 << DASHES | 1 << MINUSES | 1 << AT_LEAST | 1 << APOSTROPHES |
			 1 << BULLETS | 1 << UNSEEN,
};

static inline bool
begins_symbol(char c)
{
	return BEGINS[(unsigned char) c] != 0;
}

/* Whether a text may begin with a symbol of one of some sets. */
static inline bool
may_begin_with_sets(Text text, unsigned sets)
{
	return text.length > 0 && BEGINS[(unsigned char) *text.at] & sets;
}

static bool
begins_with(Text text, const char *string, size_t length)
{
	return text.length >= length && memcmp(text.at, string, length) == 0;
}

static size_t
find_symbol(Text text, SymbolSet set)
{
	for (int i = 0; i < SYMBOLS_MAX && SYMBOL[set][i]; i++)
	{
		size_t length = strlen(SYMBOL[set][i]);

		if (begins_with(text, SYMBOL[set][i], length))
			return length;
	}
	return 0;
}

/* The length of the symbol that the text begins with, 0 if with none. */
static inline size_t
symbol_length(Text text, SymbolSet set)
{
	if (text.length == 0 || !(BEGINS[(unsigned char) *text.at] & 1 << set))
		return 0;
	if (set == SPACES && *text.at == ' ')
		return 1; /* as nearly always */
	return find_symbol(text, set);
}

/* The length of the space at the end of a text. */
static size_t
last_space_length(Text text)
{
	const char *last;

	if (text.length == 0)
		return 0;
	last = text.at + text.length - 1;
	if (BEGINS[(unsigned char) *last] & 1 << SPACES)
		return (unsigned char) *last >= 0x80 ? 0 : 1;
	return text.length >= 2 && last[-1] == '\xC2' && *last == '\xA0' ? 2 : 0;
}

static inline bool
accept_symbol(Text *rest, SymbolSet set)
{
	size_t length = symbol_length(*rest, set);

	if (length == 0)
		return false;
	*rest = text_from(*rest, length);
	return true;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return small_letter(c) >= 'a' && small_letter(c) <= 'z';
}

/* ---- whole texts ---- */

Text
without_space_behind(Text text)
{
	size_t length;

	while ((length = last_space_length(text)) > 0)
		text.length -= length;
	return text;
}

Text
without_space_around(Text text)
{
	skip_space(&text);
	return without_space_behind(text);
}

static bool
contains(Text text, const char *part)
{
	size_t length = strlen(part);

	for (; text.length >= length; text = text_from(text, 1))
	{
		if (memcmp(text.at, part, length) == 0)
			return true;
	}
	return false;
}

/*
 * Without the emphasis around it: "**7.9**" becomes "7.9".  Two emphases side
 * by side stay as they are.
 */
Text
undressed(Text text)
{
	text = trimmed(text);
	for (;;)
	{
		size_t mark = symbol_length(text, EMPHASES);
		char   emphasis[3] = "";
		Text   inner;

		if (mark == 0 || text.length <= 2 * mark ||
			memcmp(text.at, text.at + text.length - mark, mark) != 0)
			return text;
		memcpy(emphasis, text.at, mark);
		inner = (Text){text.at + mark, text.length - 2 * mark};
		if (contains(inner, emphasis) || trimmed(inner).length != inner.length)
			return text;
		text = inner;
	}
}

/* Whether a text has none but these characters, and at least one of them. */
bool
consists_of(Text text, const char *characters)
{
	for (size_t i = 0; i < text.length; i++)
	{
		if (!strchr(characters, text.at[i]))
			return false;
	}
	return text.length > 0;
}

/* ---- from left to right ---- */

void
skip_space(Text *rest)
{
	while (accept_symbol(rest, SPACES))
		;
}

/* Skips what may stand around a number: space, emphasis, what does not show. */
static void
skip_dressing(Text *rest)
{
	while (may_begin_with_sets(*rest, 1 << SPACES | 1 << EMPHASES | 1 << UNSEEN) &&
		   (accept_symbol(rest, SPACES) || accept_symbol(rest, EMPHASES) ||
			accept_symbol(rest, UNSEEN)))
		;
}

/* Skips space and the emphases that cannot be an operator. */
void
skip_to_operator(Text *rest)
{
	while (accept_symbol(rest, SPACES) || accept_symbol(rest, STRONG_EMPHASES))
		;
}

bool
accept_emphasis(Text *rest)
{
	return accept_symbol(rest, EMPHASES);
}

/* Whether nothing but space, emphasis and a full stop is left. */
bool
is_over(Text rest)
{
	accept_text(&rest, ".");
	skip_dressing(&rest);
	return rest.length == 0;
}

/* Accepts this very text, whatever its case. */
bool
accept_text(Text *rest, const char *expected)
{
	Text   at = *rest;
	size_t length = strlen(expected);

	skip_dressing(&at);
	if (at.length < length)
		return false;
	for (size_t i = 0; i < length; i++)
	{
		if (small_letter(at.at[i]) != small_letter(expected[i]))
			return false;
	}
	*rest = text_from(at, length);
	return true;
}

static bool
accept_operator(Text *rest, SymbolSet set)
{
	Text at = *rest;

	skip_to_operator(&at);
	if (!accept_symbol(&at, set))
		return false;
	*rest = at;
	return true;
}

/* A dash, which may be written as two or three hyphens. */
static bool
accept_dash_symbol(Text *rest)
{
	if (rest->length == 0 || *rest->at != '-')
		return accept_symbol(rest, DASHES);
	for (int i = 0; i < 3 && rest->length > 0 && *rest->at == '-'; i++)
		*rest = text_from(*rest, 1);
	return true;
}

bool
accept_dash(Text *rest)
{
	Text at = *rest;

	skip_to_operator(&at);
	if (!accept_dash_symbol(&at))
		return false;
	*rest = at;
	return true;
}

bool
accept_times(Text *rest)
{
	return accept_operator(rest, TIMES);
}

bool
accept_at_least(Text *rest)
{
	return accept_operator(rest, AT_LEAST);
}

/* What stands between a value and its explanation: a dash, a mark, or nothing more. */
bool
accept_separator(Text *rest)
{
	Text at = *rest;

	skip_dressing(&at);
	if (at.length > 0 && !accept_dash_symbol(&at) && !accept_symbol(&at, MARKS))
		return false;
	skip_space(&at);
	*rest = at;
	return true;
}

/* "- ", "* ", "+ ", "1. ", "2) " and the like. */
bool
accept_list_marker(Text *rest)
{
	Text   at = *rest;
	size_t digits = 0;

	if (!accept_symbol(&at, BULLETS))
	{
		while (digits < 3 && digits < at.length && is_digit(at.at[digits]))
			digits++;
		if (digits == 0 || digits == at.length ||
			(at.at[digits] != '.' && at.at[digits] != ')'))
			return false;
		at = text_from(at, digits + 1);
	}
	if (at.length > 0 && symbol_length(at, SPACES) == 0)
		return false;
	*rest = trimmed(at);
	return true;
}

/* The longest decimals that are read; a double has no use for more digits. */
#define NUMBER_DIGITS 40
/* In cells, all those that a numeric or a double of a database is written with */
#define CELL_DIGITS 1100

/* Decimals of so many digits are computed without strtod() */
#define EXACT_DIGITS 15

static const double POWER_OF_TEN[EXACT_DIGITS + 1] = {
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/*
 * The value of a decimal.  A whole number of few digits and a power of ten are exact
 * in a double, so that their quotient is the nearest double to the decimal, as
 * strtod's result is.
 */
static double
decimal_value(const char *string)
{
	bool   negative = *string == '-';
	double whole = 0;
	int	   digits = 0;
	int	   places = 0;
	bool   point = false;

	for (const char *at = string + negative; *at != '\0'; at++)
	{
		if (*at == '.')
		{
			point = true;
			continue;
		}
		if (*at == 'e' || ++digits > EXACT_DIGITS)
			return strtod(string, NULL) + 0.0; /* no minus zero */
		whole = whole * 10 + (*at - '0');
		places += point;
	}
	return (negative ? -whole : whole) / POWER_OF_TEN[places] + 0.0;
}

/* How many digits a text begins with. */
static size_t
count_digits(Text text)
{
	size_t count = 0;

	while (count < text.length && is_digit(text.at[count]))
		count++;
	return count;
}

/*
 * A decimal: sign, digits, point, digits.  Nothing else may follow at once,
 * neither a letter nor a comma with a digit: "1,5" is no number here, since it
 * would have to be guessed what it means.
 */
bool
accept_number(Text *rest, Number *number)
{
	Text		at = *rest;
	char		digits[NUMBER_DIGITS + 3];
	const char *start;
	size_t		length = 0;
	size_t		places = 0;
	bool		point = false;

	skip_dressing(&at);
	number->text = NO_TEXT;
	start = at.at;
	if (at.length > 0 && *at.at == '+')
		at = text_from(at, 1);
	else if (accept_symbol(&at, MINUSES))
		digits[length++] = '-';

	if (at.length == 0 || !is_digit(*at.at))
		return false;
	for (; at.length > 0; at = text_from(at, 1))
	{
		if (*at.at == '.' && !point && at.length > 1 && is_digit(at.at[1]))
			point = true;
		else if (!is_digit(*at.at))
			break;
		else if (point)
			places++;
		if (length == NUMBER_DIGITS)
			return false;
		digits[length++] = *at.at;
	}
	if (at.length > 1 && (*at.at == ',' || *at.at == '.') && is_digit(at.at[1]))
		return false;
	if (at.length > 0 && is_letter(*at.at) && small_letter(*at.at) != 'x')
		return false;

	digits[length] = '\0';
	number->value = decimal_value(digits);
	number->half_unit = places <= EXACT_DIGITS ? 0.5 / POWER_OF_TEN[places] :
												 0.5 * pow(10, -(double) places);
	number->text = (Text){start, (size_t) (at.at - start)};
	*rest = at;
	return true;
}

/* Takes so many bytes off a text, to the end of a string. */
static void
take_bytes(Text *rest, size_t count, char *string, size_t *length)
{
	memcpy(string + *length, rest->at, count);
	*length += count;
	*rest = text_from(*rest, count);
}

/* The power of ten after a decimal, as databases and spreadsheets write it: "E-05". */
static void
take_exponent(Text *rest, char *string, size_t *length)
{
	Text   at = *rest;
	bool   negative;
	size_t digits;

	if (at.length == 0 || small_letter(*at.at) != 'e')
		return;
	at = text_from(at, 1);
	negative = accept_symbol(&at, MINUSES);
	if (!negative && at.length > 0 && *at.at == '+')
		at = text_from(at, 1);
	digits = count_digits(at);
	if (digits == 0 || digits > 4)
		return;
	string[(*length)++] = 'e';
	if (negative)
		string[(*length)++] = '-';
	take_bytes(&at, digits, string, length);
	*rest = at;
}

/*
 * The number in a cell.  A cell contains nothing else, so a comma can only be a decimal
 * comma or separate thousands; before three digits it could be either, and the number
 * is refused as ambiguous.  The caller checks what follows the number.
 */
NumberFault
accept_cell_number(Text *rest, double *value)
{
	Text   at = *rest;
	char   string[CELL_DIGITS + 16];
	size_t length = 0;
	size_t whole;
	size_t places = 0;

	skip_dressing(&at);
	if (accept_symbol(&at, MINUSES))
		string[length++] = '-';
	else if (at.length > 0 && *at.at == '+')
		at = text_from(at, 1);
	whole = count_digits(at);
	if (at.length > whole && (at.at[whole] == '.' || at.at[whole] == ','))
		places = count_digits(text_from(at, whole + 1));
	if (whole + places == 0 || whole + places > CELL_DIGITS)
		return NUMBER_IS_NONE;
	if (places == 3 && whole > 0 && at.at[whole] == ',')
	{
		*rest = text_from(at, whole + 1 + places);
		return NUMBER_IS_AMBIGUOUS;
	}

	take_bytes(&at, whole, string, &length);
	if (places > 0)
	{
		at = text_from(at, 1);
		string[length++] = '.';
		take_bytes(&at, places, string, &length);
	}
	take_exponent(&at, string, &length);
	string[length] = '\0';
	*value = decimal_value(string);
	*rest = at;
	return NUMBER_IS_READ;
}

/* ---- names ---- */

/* Takes one character off, in the form in which names are compared. */
static char
next_of_name(Text *rest)
{
	char c = small_letter(*rest->at);

	if (accept_symbol(rest, SPACES))
	{
		skip_space(rest);
		return ' ';
	}
	if (accept_symbol(rest, DASHES))
		return '-';
	if (accept_symbol(rest, APOSTROPHES))
		return '\'';
	*rest = text_from(*rest, 1);
	return c;
}

/* Skips what a name may have in it without being another one. */
static inline void
skip_within_name(Text *rest)
{
	while (may_begin_with_sets(*rest, 1 << EMPHASES | 1 << UNSEEN) &&
		   (accept_symbol(rest, EMPHASES) || accept_symbol(rest, UNSEEN)))
		;
}

/* The small letter that a name begins with; none where there is no name. */
char
first_of_name(Text text)
{
	skip_within_name(&text);
	return text.length > 0 ? small_letter(*text.at) : '\0';
}

/*
 * How many bytes a text and a name have in common, whatever their case, up to one
 * that may be written in more than one way.
 */
static size_t
common_length(Text text, Text name)
{
	size_t least = text.length < name.length ? text.length : name.length;
	size_t at = 0;

	while (at < least &&
		   (text.at[at] == name.at[at] ||
			small_letter(text.at[at]) == small_letter(name.at[at])) &&
		   (!begins_symbol(text.at[at]) || (text.at[at] == ' ' && at + 1 < text.length &&
											!begins_symbol(text.at[at + 1]))))
		at++;
	return at;
}

/*
 * Accepts a name whatever its case and emphasis, the width of its spaces and
 * the kind of its dashes and apostrophes; and then its suffix, if it is there.
 */
bool
accept_name(Text *rest, const char *name, const char *suffix)
{
	Text at = *rest;
	Text known = text_of(name);

	skip_within_name(&at);
	while (known.length > 0)
	{
		size_t common = common_length(at, known);

		at = text_from(at, common);
		known = text_from(known, common);
		if (known.length == 0)
			break;
		if (at.length == 0 || !(begins_symbol(*at.at) || begins_symbol(*known.at)))
			return false;
		skip_within_name(&at);
		if (at.length == 0 || next_of_name(&at) != next_of_name(&known))
			return false;
	}
	if (suffix)
	{
		Text after = at;

		skip_dressing(&after);
		if (accept_name(&after, suffix, NULL))
			at = after;
	}
	*rest = at;
	return true;
}

bool
same_name_but_suffix(Text met, const char *name, const char *suffix)
{
	if (!accept_name(&met, name, suffix))
		return false;
	skip_dressing(&met);
	return met.length == 0;
}

bool
same_name(Text met, const char *name)
{
	return same_name_but_suffix(met, name, NULL);
}

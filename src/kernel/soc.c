/*
 * soc.c
 *	  Occupation codes of the SOC 2018 and of O*NET: text form, levels, ranges.
 *
 * The digits of 15-1252.01 are, from the left: major group (15), minor group (1),
 * broad group (25), detailed occupation (2), O*NET occupation (01). Three minor
 * groups have one more digit: 15-1200, 31-1100, and 51-5100. One broad group, the
 * physicians of 29-1210, extends into the next ten: 29-1221 to 29-1229 belong to it,
 * and there is no 29-1220. The digits after those of a group are zeros, so only
 * zeros may follow such a zero.
 */
#include "kernel/soc.h"

#include <string.h>

const char *const SOC_LEVEL_NAME[SOC_LEVELS] = {"total", "major",	 "minor",
												"broad", "detailed", "onet"};

const char *const SOC_FAULT_DETAIL[] = {
	"", "A code has 7 characters, 10 with the O*NET-SOC suffix, or 6 without a hyphen.",
	("A code consists of digits, with a hyphen after the second and a point before the "
	 "O*NET-SOC suffix."),
	"A group ends in zeros, which no other digit may follow.",
	"The SOC 2018 has no 29-1220: 29-1221 to 29-1229 belong to 29-1210."};

#define SOC_CODES 100000000

/* The broad group that takes twenty codes, and where its second ten begins. */
#define PHYSICIANS 29121000
#define MORE_PHYSICIANS 29122000

/* The number of codes that a group of this level spans, of those around "code". */
static SocCode
width(SocCode code, SocLevel level)
{
	switch (level)
	{
		case SOC_TOTAL:
			return SOC_CODES;
		case SOC_MAJOR:
			return 1000000;
		case SOC_MINOR:
		{
			SocCode four_digits = code / 10000;

			if (four_digits == 1512 || four_digits == 3111 || four_digits == 5151)
				return 10000;
			return 100000;
		}
		case SOC_BROAD:
			return 1000;
		case SOC_DETAILED:
			return 100;
		case SOC_ONET:
			break;
	}
	return 1;
}

/* Whether a number of eight digits is a code. */
bool
soc_is_code(int64_t number)
{
	SocCode code = (SocCode) number;

	if (number < 0 || number >= SOC_CODES || number == MORE_PHYSICIANS)
		return false;
	for (SocLevel level = SOC_MAJOR; level < SOC_ONET; level++)
	{
		bool has_digits = code % width(code, level - 1) >= width(code, level);

		if (!has_digits && code % width(code, level) != 0)
			return false;
	}
	return true;
}

SocLevel
soc_level_of(SocCode code)
{
	SocLevel level = SOC_ONET;

	while (level > SOC_TOTAL && code % width(code, level - 1) == 0)
		level--;
	return level;
}

bool
soc_level_from_name(const char *name, size_t length, SocLevel *level)
{
	for (int i = 0; i < SOC_LEVELS; i++)
	{
		if (length == strlen(SOC_LEVEL_NAME[i]) &&
			memcmp(name, SOC_LEVEL_NAME[i], length) == 0)
		{
			*level = (SocLevel) i;
			return true;
		}
	}
	return false;
}

/* The group of a level that a code of this or a finer level is in. */
SocCode
soc_ancestor(SocCode code, SocLevel level)
{
	SocCode group = code - code % width(code, level);

	return level == SOC_BROAD && group == MORE_PHYSICIANS ? PHYSICIANS : group;
}

/* The greatest code in a group; the least is the group itself. */
SocCode
soc_last_of(SocCode code)
{
	SocCode group = code == PHYSICIANS ? MORE_PHYSICIANS : code;

	return group + width(code, soc_level_of(code)) - 1;
}

/* ---- text ---- */

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Appends so many digits to a number.  False where there is something else. */
static bool
read_digits(const char *text, int digits, SocCode *number)
{
	for (int i = 0; i < digits; i++)
	{
		if (text[i] < '0' || text[i] > '9')
			return false;
		*number = *number * 10 + (text[i] - '0');
	}
	return true;
}

/*
 * Reads NN-NNNN, NN-NNNN.NN or NNNNNN, with white space around it.  The code is
 * set only where nothing is wrong.
 */
SocFault
soc_parse(const char *text, size_t length, SocCode *code)
{
	SocCode number = 0;
	bool	right;

	while (length > 0 && is_space(text[0]))
		text++, length--;
	while (length > 0 && is_space(text[length - 1]))
		length--;

	switch (length)
	{
		case 6:
			if (text[2] == '-')
				return SOC_WRONG_LENGTH;
			right = read_digits(text, 6, &number);
			break;
		case 7:
		case 10:
			right = read_digits(text, 2, &number) && text[2] == '-' &&
					read_digits(text + 3, 4, &number);
			break;
		default:
			return SOC_WRONG_LENGTH;
	}
	if (length == 10)
		right = right && text[7] == '.' && read_digits(text + 8, 2, &number);
	else
		number *= 100;

	if (!right)
		return SOC_WRONG_CHARACTER;
	if (!soc_is_code(number))
		return number == MORE_PHYSICIANS ? SOC_NO_GROUP : SOC_WRONG_ORDER;
	*code = number;
	return SOC_RIGHT;
}

static char *
write_digits(char *text, int number, int digits)
{
	for (int i = digits - 1; i >= 0; i--, number /= 10)
		text[i] = (char) ('0' + number % 10);
	return text + digits;
}

/*
 * Writes NN-NNNN, or NN-NNNN.NN for an occupation of O*NET's own, into
 * SOC_TEXT_SIZE bytes.  Returns the length.
 */
size_t
soc_format(SocCode code, char *text)
{
	char *end = write_digits(text, code / 1000000, 2);

	*end++ = '-';
	end = write_digits(end, code / 100 % 10000, 4);
	if (code % 100 != 0)
	{
		*end++ = '.';
		end = write_digits(end, code % 100, 2);
	}
	*end = '\0';
	return (size_t) (end - text);
}

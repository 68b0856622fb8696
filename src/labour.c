/*
 * labour.c
 *	  Reading the fields of labor data files as they are published: byte order
 *	  marks, ="13-2011", thousands commas, 1.5418738E8.
 *
 * Many files have been opened in a spreadsheet before. Its changes to a field are
 * undone here; a field that still is not a number is recognized.
 */
#include "labour.h"

#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

/* The length of white space at a place of a field that has so many bytes left. */
static int
space_at(const char *text, int left, bool utf8)
{
	if (left >= 1 && (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')))
		return 1;
	if (utf8 && left >= 2 && memcmp(text, "\xC2\xA0", 2) == 0)
		return 2; /* no-break space */
	if (utf8 && left >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		return 3; /* byte order mark */
	return 0;
}

static void
trim(Field *field, bool utf8)
{
	int space;

	while ((space = space_at(field->text, field->length, utf8)) > 0)
	{
		field->text += space;
		field->length -= space;
	}
	while (field->length > 0)
	{
		/* the bytes of longer ones end no other character */
		for (space = 3; space > 0; space--)
		{
			if (field->length >= space &&
				space_at(field->text + field->length - space, space, utf8) == space)
				break;
		}
		if (space == 0)
			break;
		field->length -= space;
	}
}

/*
 * Strips white space around a field, and what spreadsheets put around text that
 * is to stay text: ="...".  COPY leaves no more of it than =..., where the field
 * as a whole has no quotes.  Of "A" and "B" the outer quotes are no pair.
 */
Field
clean_field(text *source)
{
	Field field = {VARDATA_ANY(source), (int) VARSIZE_ANY_EXHDR(source)};
	bool  utf8 = GetDatabaseEncoding() == PG_UTF8;

	trim(&field, utf8);
	if (field.length >= 2 && field.text[0] == '=')
	{
		field.text += 1;
		field.length -= 1;
	}
	if (field.length >= 2 && field.text[0] == '"' &&
		memchr(field.text + 1, '"', field.length - 1) == field.text + field.length - 1)
	{
		field.text += 1;
		field.length -= 2;
	}
	trim(&field, utf8);
	return field;
}

SQL_FUNCTION(labour_text);

/* labour_text(field): what it says, NULL where it is empty. */
Datum
labour_text(PG_FUNCTION_ARGS)
{
	Field field = clean_field(PG_GETARG_TEXT_PP(0));

	if (field.length == 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(field.text, field.length));
}

#define MAX_NUMBER_LENGTH 60 /* far more than any figure has */
#define MAX_EXPONENT 60

/* A number in the form that numeric_in() takes. */
typedef struct NumberText
{
	char text[MAX_NUMBER_LENGTH + 1];
	int	 length;
} NumberText;

/* Moves a character from the field to the number. */
static void
take(Field *field, NumberText *number)
{
	number->text[number->length++] = field->text[0];
	field->text++;
	field->length--;
}

/* Takes digits, with or without commas between thousands.  -1: misplaced commas. */
static int
take_whole(Field *field, NumberText *number)
{
	int	 digits = 0;
	int	 group = 0; /* digits since the last comma */
	bool commas = false;

	while (field->length > 0)
	{
		if (isdigit((unsigned char) field->text[0]))
		{
			take(field, number);
			digits++;
			group++;
		}
		else if (field->text[0] == ',' && group > 0 && (commas ? group == 3 : group <= 3))
		{
			field->text++;
			field->length--;
			commas = true;
			group = 0;
		}
		else
			break;
	}
	return commas && group != 3 ? -1 : digits;
}

static int
take_digits(Field *field, NumberText *number)
{
	int digits = 0;

	for (; field->length > 0 && isdigit((unsigned char) field->text[0]); digits++)
		take(field, number);
	return digits;
}

/* Takes one of two characters, if it comes next. */
static bool
take_either(Field *field, char one, char other, NumberText *number)
{
	if (field->length == 0 || (field->text[0] != one && field->text[0] != other))
		return false;
	take(field, number);
	return true;
}

/* Reads a number.  False if the field is none. */
static bool
read_number(Field field, NumberText *number)
{
	int digits;

	number->length = 0;
	if (field.length > MAX_NUMBER_LENGTH)
		return false;
	take_either(&field, '+', '-', number);
	digits = take_whole(&field, number);
	if (digits < 0)
		return false;
	if (take_either(&field, '.', '.', number))
		digits += take_digits(&field, number);
	if (digits == 0)
		return false;
	if (take_either(&field, 'e', 'E', number))
	{
		int exponent;

		take_either(&field, '+', '-', number);
		exponent = number->length;
		if (take_digits(&field, number) == 0 || number->length - exponent > 4)
			return false;
		number->text[number->length] = '\0';
		if (atoi(number->text + exponent) > MAX_EXPONENT)
			return false;
	}
	number->text[number->length] = '\0';
	return field.length == 0;
}

/* Most figures are short and plain: read without the detour through numeric_in(). */
static bool
read_plain(Field field, Datum *value)
{
	int64 digits = 0;
	int	  point = -1;

	if (field.length > 14)
		return false;
	for (int i = 0; i < field.length; i++)
	{
		if (field.text[i] == '.' && point < 0 && i > 0 && i < field.length - 1)
			point = i;
		else if (isdigit((unsigned char) field.text[i]))
			digits = digits * 10 + (field.text[i] - '0');
		else
			return false;
	}
	*value = NumericGetDatum(
		point < 0 ? int64_to_numeric(digits) :
					int64_div_fast_to_numeric(digits, field.length - 1 - point));
	return field.length > 0;
}

/* The number that a field is.  False if it is none. */
bool
number_of(Field field, Datum *value)
{
	NumberText number;

	if (read_plain(field, value))
		return true;
	if (!read_number(field, &number))
		return false;
	*value = DirectFunctionCall3(numeric_in, CStringGetDatum(number.text),
								 ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
	return true;
}

SQL_FUNCTION(labour_number);

/* labour_number(field): the number that it is, NULL where it is none. */
Datum
labour_number(PG_FUNCTION_ARGS)
{
	Datum value;

	if (!number_of(clean_field(PG_GETARG_TEXT_PP(0)), &value))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(value);
}

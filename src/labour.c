/*
 * labour.c
 *	  Reading the fields of labor data files as they are published: byte order
 *	  marks, ="13-2011", thousands commas, 1.5418738E8.
 *
 * Many files have been opened in a spreadsheet before. Its changes to a field are
 * undone here; a field that still is not a number is recognized.
 */
#include "compat.h"

#include <ctype.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

#include "call_cache.h"

/* A field, in the memory of the argument. */
typedef struct Field
{
	const char *text;
	int			length;
} Field;

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
static Field
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

/* Takes digits, with or without commas between thousands.  -1: misplaced commas. */
static int
take_whole(Field *field, StringInfo number)
{
	int	 digits = 0;
	int	 group = 0; /* digits since the last comma */
	bool commas = false;

	for (; field->length > 0; field->text++, field->length--)
	{
		if (isdigit((unsigned char) field->text[0]))
		{
			appendStringInfoChar(number, field->text[0]);
			digits++;
			group++;
		}
		else if (field->text[0] == ',' && group > 0 && (commas ? group == 3 : group <= 3))
		{
			commas = true;
			group = 0;
		}
		else
			break;
	}
	return commas && group != 3 ? -1 : digits;
}

static int
take_digits(Field *field, StringInfo number)
{
	int digits = 0;

	for (; field->length > 0 && isdigit((unsigned char) field->text[0]); digits++)
	{
		appendStringInfoChar(number, field->text[0]);
		field->text++;
		field->length--;
	}
	return digits;
}

/* Takes one of the characters, if it comes next. */
static bool
take_any(Field *field, const char *characters, StringInfo number)
{
	if (field->length == 0 || field->text[0] == '\0' ||
		strchr(characters, field->text[0]) == NULL)
		return false;
	appendStringInfoChar(number, field->text[0]);
	field->text++;
	field->length--;
	return true;
}

/* Reads a number into the form that numeric_in() takes.  False if it is none. */
static bool
read_number(Field field, StringInfo number)
{
	int digits;

	if (field.length > MAX_NUMBER_LENGTH)
		return false;
	take_any(&field, "+-", number);
	digits = take_whole(&field, number);
	if (digits < 0)
		return false;
	if (take_any(&field, ".", number))
		digits += take_digits(&field, number);
	if (digits == 0)
		return false;
	if (take_any(&field, "eE", number))
	{
		int exponent;

		take_any(&field, "+-", number);
		exponent = number->len;
		if (take_digits(&field, number) == 0 || number->len - exponent > 4 ||
			atoi(number->data + exponent) > MAX_EXPONENT)
			return false;
	}
	return field.length == 0;
}

SQL_FUNCTION(labour_number);

/* The number that a field is.  False if it is none. */
static bool
number_of(Field field, Datum *value)
{
	StringInfoData number;

	initStringInfo(&number);
	if (!read_number(field, &number))
		return false;
	*value = DirectFunctionCall3(numeric_in, CStringGetDatum(number.data),
								 ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
	return true;
}

/* labour_number(field): the number that it is, NULL where it is none. */
Datum
labour_number(PG_FUNCTION_ARGS)
{
	Datum value;

	if (!number_of(clean_field(PG_GETARG_TEXT_PP(0)), &value))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(value);
}

/* ---- the figures of a row of OEWS ---- */

/* What stands in place of a figure that is not published. */
static bool
is_marker(Field field)
{
	return (field.length == 1 && strchr("*#~", field.text[0]) != NULL) ||
		   (field.length == 2 && memcmp(field.text, "**", 2) == 0);
}

/* Whether a comma in the column can only stand between thousands. */
static bool
has_thousands(const char *column)
{
	return strcmp(column, "tot_emp") == 0 || strncmp(column, "a_", 2) == 0 ||
		   strncmp(column, "h_", 2) == 0;
}

static void
push_text(JsonbBuilder *builder, JsonbIteratorToken token, const char *text, int length)
{
	JsonbValue value = {.type = jbvString,
						.val.string = {.val = unconstify(char *, text), .len = length}};

	push_jsonb(builder, token, &value);
}

SQL_FUNCTION(oews_figures);

/*
 * _oews_figures(fields, columns): the numbers that the fields of a row are, the
 * markers of others as an object by column, and the first column that has neither.
 */
Datum
oews_figures(PG_FUNCTION_ARGS)
{
	JsonbBuilder markers = {0};
	Datum		*fields;
	Datum		*columns;
	Datum		*numbers;
	bool		*nulls;
	bool		*unnamed;
	int			 nfields;
	int			 ncolumns;
	int			 dimension[1];
	int			 lower[1] = {1};
	Datum		 results[3];
	bool		 absent[3] = {false, false, true};

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), TEXTOID, -1, false, TYPALIGN_INT, &fields,
					  &nulls, &nfields);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT,
					  &columns, &unnamed, &ncolumns);
	numbers = palloc0(sizeof(Datum) * Max(nfields, 1));
	push_jsonb(&markers, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < nfields; i++)
	{
		char *column;
		Field field;

		nulls[i] = nulls[i] || i >= ncolumns || unnamed[i];
		if (nulls[i])
			continue;
		column = TextDatumGetCString(columns[i]);
		field = clean_field(DatumGetTextPP(fields[i]));
		nulls[i] = true;
		if (is_marker(field))
		{
			push_text(&markers, WJB_KEY, column, (int) strlen(column));
			push_text(&markers, WJB_VALUE, field.text, field.length);
		}
		else if ((has_thousands(column) ||
				  memchr(field.text, ',', field.length) == NULL) &&
				 number_of(field, &numbers[i]))
			nulls[i] = false;
		else if (field.length > 0 && absent[2])
		{
			results[2] = columns[i];
			absent[2] = false;
		}
	}
	dimension[0] = nfields;
	results[0] = PointerGetDatum(construct_md_array(numbers, nulls, 1, dimension, lower,
													NUMERICOID, -1, false, TYPALIGN_INT));
	push_jsonb(&markers, WJB_END_OBJECT, NULL);
	results[1] = JsonbPGetDatum(JsonbValueToJsonb(markers.result));
	PG_RETURN_DATUM(
		HeapTupleGetDatum(heap_form_tuple(out_layout(fcinfo), results, absent)));
}

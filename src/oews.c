/*
 * oews.c
 *	  A row of a file of OEWS: codes, figures, and markers in place of figures.
 *
 * What a spreadsheet does to codes is undone: 99.0 is area 99, 0 is industry
 * 000000.  A row that cannot be loaded has a reason and, where there is one, the
 * field that is wrong.
 */
#include "labour.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

#include "call_cache.h"
#include "kernel/soc.h"

/* The fields, in the order in which they are passed; texts and figures follow. */
enum
{
	IN_OCC_CODE,
	IN_O_GROUP,
	IN_AREA,
	IN_AREA_TYPE,
	IN_NAICS,
	IN_OWN_CODE,
	IN_ANNUAL,
	IN_HOURLY,
	IN_TEXTS
};

/* The columns of the result; texts and figures follow, as among the fields. */
enum
{
	OUT_OCCUPATION,
	OUT_LEVEL,
	OUT_LEVEL_STATED,
	OUT_PLACE,
	OUT_PLACE_TYPE,
	OUT_INDUSTRY,
	OUT_OWNERSHIP,
	OUT_REFUSAL,
	OUT_NAME,
	OUT_MARKERS,
	OUT_ANNUAL,
	OUT_HOURLY,
	OUT_TEXTS
};

#define TEXTS 5
#define FIGURES 19
#define FIELDS (IN_TEXTS + TEXTS + FIGURES)
#define COLUMNS (OUT_TEXTS + TEXTS + FIGURES)
#define OUT_FIGURES (OUT_TEXTS + TEXTS)

typedef struct OewsRow
{
	Datum	 *source; /* the fields as passed */
	Field	  field[FIELDS];
	Datum	  values[COLUMNS];
	bool	  nulls[COLUMNS];
	TupleDesc layout;
} OewsRow;

static void
set_text(OewsRow *row, int column, const char *text, int length)
{
	row->values[column] = PointerGetDatum(cstring_to_text_with_len(text, length));
	row->nulls[column] = false;
}

static void
set_string(OewsRow *row, int column, const char *text)
{
	set_text(row, column, text, (int) strlen(text));
}

/* A field or the beginning of it, which may be all that was passed. */
static void
set_field(OewsRow *row, int column, int in, Field field)
{
	text *source = (text *) DatumGetPointer(row->source[in]);

	if (field.text == VARDATA_ANY(source) &&
		field.length == (int) VARSIZE_ANY_EXHDR(source))
	{
		row->values[column] = row->source[in];
		row->nulls[column] = false;
	}
	else
		set_text(row, column, field.text, field.length);
}

/* A reason, and the text that is wrong, if there is one.  The first reason counts. */
static void
refuse_text(OewsRow *row, const char *reason, text *wrong)
{
	Datum elements[2] = {CStringGetTextDatum(reason), PointerGetDatum(wrong)};

	if (!row->nulls[OUT_REFUSAL])
		return;
	row->values[OUT_REFUSAL] = PointerGetDatum(
		construct_array(elements, wrong ? 2 : 1, TEXTOID, -1, false, TYPALIGN_INT));
	row->nulls[OUT_REFUSAL] = false;
}

static void
refuse(OewsRow *row, const char *reason, int field)
{
	refuse_text(
		row, reason,
		cstring_to_text_with_len(row->field[field].text, row->field[field].length));
}

/* ---- codes ---- */

static bool
is_digits(const char *text, int length)
{
	for (int i = 0; i < length; i++)
	{
		if (!isdigit((unsigned char) text[i]))
			return false;
	}
	return length > 0;
}

/* The code without the decimals of a spreadsheet: 99.0 is 99. */
static Field
whole_code(Field code)
{
	int digits = 0;
	int zeros;

	while (digits < code.length && isdigit((unsigned char) code.text[digits]))
		digits++;
	if (digits == 0 || digits + 1 >= code.length || code.text[digits] != '.')
		return code;
	for (zeros = digits + 1; zeros < code.length; zeros++)
	{
		if (code.text[zeros] != '0')
			return code;
	}
	code.length = digits;
	return code;
}

static char
upper_letter(char letter)
{
	return letter >= 'a' && letter <= 'z' ? (char) (letter - 'a' + 'A') : letter;
}

static void
read_occupation(OewsRow *row)
{
	Field	code = row->field[IN_OCC_CODE];
	SocCode soc;
	char	text[SOC_TEXT_SIZE];
	char	known[sizeof("detailed")] = "";
	Field	level = row->field[IN_O_GROUP];

	if (code.length == 0)
	{
		refuse_text(row, "occ_code is missing", NULL);
		return;
	}
	if (soc_parse(code.text, code.length, &soc) != SOC_RIGHT ||
		soc_level_of(soc) == SOC_ONET)
	{
		refuse(row, "occ_code is no SOC code", IN_OCC_CODE);
		return;
	}
	set_text(row, OUT_OCCUPATION, text, (int) soc_format(soc, text));
	row->values[OUT_LEVEL_STATED] = BoolGetDatum(level.length > 0);
	if (level.length == 0)
	{
		set_string(row, OUT_LEVEL, SOC_LEVEL_NAME[soc_level_of(soc)]);
		return;
	}
	for (SocLevel i = SOC_TOTAL; i <= SOC_DETAILED; i++)
	{
		if (pg_strncasecmp(level.text, SOC_LEVEL_NAME[i], level.length) == 0 &&
			SOC_LEVEL_NAME[i][level.length] == '\0')
			strlcpy(known, SOC_LEVEL_NAME[i], sizeof(known));
	}
	if (known[0] == '\0')
		refuse(row, "o_group is none of total, major, minor, broad, detailed",
			   IN_O_GROUP);
	set_string(row, OUT_LEVEL, known);
}

/* A metropolitan area has five digits, other areas seven, which begin with 0. */
static void
read_area(OewsRow *row)
{
	Field code = whole_code(row->field[IN_AREA]);
	Field type = whole_code(row->field[IN_AREA_TYPE]);
	char  padded[8];

	if (type.length > 0 && (type.length > 2 || !is_digits(type.text, type.length)))
		refuse(row, "area_type is no type of an area", IN_AREA_TYPE);
	else if (type.length > 0)
		set_field(row, OUT_PLACE_TYPE, IN_AREA_TYPE, type);
	if (code.length == 0)
	{
		set_string(row, OUT_PLACE, "99");
		if (type.length == 0)
			set_string(row, OUT_PLACE_TYPE, "1");
		return;
	}
	if (!is_digits(code.text, code.length) || code.length > 7)
	{
		refuse(row, "area is no code of an area", IN_AREA);
		return;
	}
	if (code.length == 6 ||
		(code.length == 1 &&
		 (type.length == 0 ||
		  (type.length == 1 && type.text[0] >= '1' && type.text[0] <= '3'))))
		code.length = snprintf(padded, sizeof(padded), "0%.*s", code.length, code.text);
	else
		memcpy(padded, code.text, code.length);
	set_text(row, OUT_PLACE, padded, code.length);
	if (type.length > 0)
		return;
	if (code.length != 2)
		set_string(row, OUT_PLACE_TYPE, code.length == 5 ? "4" : "6");
	else if (memcmp(padded, "99", 2) == 0)
		set_string(row, OUT_PLACE_TYPE, "1");
	else if (memcmp(padded, "66", 2) == 0 || memcmp(padded, "72", 2) == 0 ||
			 memcmp(padded, "78", 2) == 0)
		set_string(row, OUT_PLACE_TYPE, "3");
	else
		set_string(row, OUT_PLACE_TYPE, "2");
}

/* Whether a text is a code of NAICS as OEWS has it: 000000, 31-33, 3250A1. */
static bool
is_naics(const char *text, int length)
{
	int at = 2;

	if (length < 2 || !is_digits(text, 2))
		return false;
	while (at < length && at < 6 &&
		   (isdigit((unsigned char) text[at]) || (text[at] >= 'A' && text[at] <= 'Z')))
		at++;
	return at == length || (text[at] == '-' && length - at <= 3 &&
							is_digits(text + at + 1, length - at - 1));
}

/* The total and the private sector are 0 and 1 with five zeros before them. */
static void
read_industry(OewsRow *row)
{
	Field code = whole_code(row->field[IN_NAICS]);
	char  text[16];
	int	  length = Min(code.length, (int) sizeof(text));

	if (code.length == 0)
	{
		set_string(row, OUT_INDUSTRY, "000000");
		return;
	}
	for (int i = 0; i < length; i++)
		text[i] = upper_letter(code.text[i]);
	if (length <= 6 && (text[length - 1] == '0' || text[length - 1] == '1') &&
		strspn(text, "0") >= (size_t) length - 1)
	{
		set_string(row, OUT_INDUSTRY, text[length - 1] == '0' ? "000000" : "000001");
		return;
	}
	if (code.length <= (int) sizeof(text) && is_naics(text, length))
		set_text(row, OUT_INDUSTRY, text, length);
	else
		refuse(row, "naics is no code of an industry", IN_NAICS);
}

static void
read_ownership(OewsRow *row)
{
	Field code = whole_code(row->field[IN_OWN_CODE]);

	if (code.length == 0)
		set_string(row, OUT_OWNERSHIP, "1235");
	else if (code.length <= 4 && is_digits(code.text, code.length))
		set_field(row, OUT_OWNERSHIP, IN_OWN_CODE, code);
	else
		refuse(row, "own_code is no code of an ownership", IN_OWN_CODE);
}

/* ---- figures ---- */

/* What stands in place of a figure that is not published. */
static bool
is_marker(Field field)
{
	return (field.length == 1 && strchr("*#~", field.text[0]) != NULL) ||
		   (field.length == 2 && memcmp(field.text, "**", 2) == 0);
}

/* Whether a point may stand between thousands, as some spreadsheets write 1.234. */
static bool
has_pointed_thousands(const char *column, Field field)
{
	return (strcmp(column, "tot_emp") == 0 || strncmp(column, "a_", 2) == 0) &&
		   field.length >= 5 && field.length <= 7 &&
		   field.text[field.length - 4] == '.' &&
		   is_digits(field.text + field.length - 3, 3);
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

static const char *
column_name(const OewsRow *row, int column)
{
	return NameStr(TupleDescAttr(row->layout, column)->attname);
}

static void
read_figures(OewsRow *row)
{
	JsonbBuilder markers = {0};
	bool		 marked = false;

	for (int i = 0; i < FIGURES; i++)
	{
		int			column = OUT_FIGURES + i;
		Field		field = row->field[IN_TEXTS + TEXTS + i];
		const char *name = column_name(row, column);

		if (field.length == 0)
			continue;
		if (is_marker(field))
		{
			if (!marked)
				push_jsonb(&markers, WJB_BEGIN_OBJECT, NULL);
			marked = true;
			push_text(&markers, WJB_KEY, name, (int) strlen(name));
			push_text(&markers, WJB_VALUE, field.text, field.length);
		}
		else if ((has_thousands(name) || memchr(field.text, ',', field.length) == NULL) &&
				 !has_pointed_thousands(name, field) &&
				 number_of(field, &row->values[column]))
			row->nulls[column] = false;
		else
			refuse_text(row, psprintf("%s is neither a number nor a marker", name),
						DatumGetTextPP(row->source[IN_TEXTS + TEXTS + i]));
	}
	if (!marked)
		return;
	push_jsonb(&markers, WJB_END_OBJECT, NULL);
	row->values[OUT_MARKERS] = JsonbPGetDatum(JsonbValueToJsonb(markers.result));
	row->nulls[OUT_MARKERS] = false;
}

/* Workers are whole, and no file has a million millions. */
static void
check_employment(OewsRow *row)
{
	Field  field = row->field[IN_TEXTS + TEXTS];
	Datum  employment = row->values[OUT_FIGURES];
	double near;

	if (row->nulls[OUT_FIGURES] ||
		(field.length <= 12 && is_digits(field.text, field.length)))
		return;
	near = DatumGetFloat8(DirectFunctionCall1(numeric_float8, employment));
	if (!(near >= 0 && near <= 1e12) ||
		!DatumGetBool(DirectFunctionCall2(
			numeric_eq, employment, NumericGetDatum(int64_to_numeric(llrint(near))))))
		refuse_text(row, "tot_emp is no whole number from 0 to 1e12",
					DatumGetTextPP(row->source[IN_TEXTS + TEXTS]));
}

/* ---- the row ---- */

static void
read_texts(OewsRow *row)
{
	for (int i = 0; i < TEXTS; i++)
	{
		Field field = row->field[IN_TEXTS + i];

		if (field.length > 0)
			set_field(row, OUT_TEXTS + i, IN_TEXTS + i, field);
	}
}

/* TRUE where a wage is published for one period only. */
static void
read_flag(OewsRow *row, int field, int column)
{
	Field flag = row->field[field];

	if (flag.length == 0)
		return;
	row->values[column] =
		BoolGetDatum((flag.length == 1 && strchr("1tT", flag.text[0]) != NULL) ||
					 (flag.length == 4 && pg_strncasecmp(flag.text, "true", 4) == 0));
	row->nulls[column] = false;
}

static Field
column_field(const OewsRow *row, int column)
{
	char *value = DatumGetPointer(row->values[column]);

	return (Field){VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
}

/* What a report calls a row that is refused: its code, area and industry that are not all. */
static void
name_row(OewsRow *row)
{
	static const struct
	{
		int			out;
		int			in;
		const char *all;
	} part[] = {{OUT_PLACE, IN_AREA, "99"}, {OUT_INDUSTRY, IN_NAICS, "000000"}};
	Field		   code = row->field[IN_OCC_CODE];
	StringInfoData name;

	initStringInfo(&name);
	if (code.length > 0)
		appendBinaryStringInfo(&name, code.text, code.length);
	else
		appendStringInfoString(&name, "no code");
	for (size_t i = 0; i < lengthof(part); i++)
	{
		bool  is_read = !row->nulls[part[i].out];
		Field field = is_read ? column_field(row, part[i].out) : row->field[part[i].in];

		if (field.length == (int) strlen(part[i].all) &&
			memcmp(field.text, part[i].all, field.length) == 0)
			continue;
		appendStringInfoChar(&name, ' ');
		appendBinaryStringInfo(&name, field.text, field.length);
	}
	set_text(row, OUT_NAME, name.data, name.len);
}

SQL_FUNCTION(oews_row);

/* _oews_row(fields): what a row says, and why it cannot be loaded, if it cannot. */
Datum
oews_row(PG_FUNCTION_ARGS)
{
	OewsRow row = {.layout = out_layout(fcinfo)};
	bool   *nulls;
	int		count;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), TEXTOID, -1, false, TYPALIGN_INT,
					  &row.source, &nulls, &count);
	if (count != FIELDS || row.layout->natts != COLUMNS)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("array of fields has %d elements", count),
				errdetail("A row of OEWS has %d.", FIELDS), errhint("Call load_oews()."));
	for (int i = 0; i < FIELDS; i++)
	{
		if (!nulls[i])
			row.field[i] = clean_field(DatumGetTextPP(row.source[i]));
	}
	memset(row.nulls, true, sizeof(row.nulls));
	row.nulls[OUT_LEVEL_STATED] = false;
	read_occupation(&row);
	read_area(&row);
	read_industry(&row);
	read_ownership(&row);
	read_figures(&row);
	check_employment(&row);
	read_texts(&row);
	read_flag(&row, IN_ANNUAL, OUT_ANNUAL);
	read_flag(&row, IN_HOURLY, OUT_HOURLY);
	if (!row.nulls[OUT_REFUSAL])
		name_row(&row);
	PG_RETURN_DATUM(
		HeapTupleGetDatum(heap_form_tuple(row.layout, row.values, row.nulls)));
}

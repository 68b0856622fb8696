/*
 * import_rows.c
 *	  Makes a document from rows of tables: an assessment, its tasks, and its
 *	  next roles.
 *
 * Cells arrive as text, with the names of their fields. The reader of documents
 * reads each of them, and all problems are listed.
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"

#include "call_cache.h"
#include "catalog/fields.h"
#include "catalog/name_key.h"
#include "document.h"
#include "report.h"
#include "server_host.h"

/* ---- cells ---- */

/* Cells of some rows, row by row. */
typedef struct Cells
{
	Part		  part;
	const Field **field; /* of each column */
	int			  columns;
	int			  rows;
	Datum		 *cell;
	bool		 *nulls;
} Cells;

static void
text_elements(Datum array, Datum **elements, bool **nulls, int *count)
{
	deconstruct_array(DatumGetArrayTypeP(array), TEXTOID, -1, false, TYPALIGN_INT,
					  elements, nulls, count);
}

static void
name_columns(Cells *cells, Datum names)
{
	Datum *name;
	bool  *nulls;

	text_elements(names, &name, &nulls, &cells->columns);
	cells->field = palloc0((cells->columns + 1) * sizeof(Field *));
	for (int i = 0; i < cells->columns; i++)
		cells->field[i] =
			require_field(cells->part, nulls[i] ? NULL : DatumGetTextPP(name[i]));
}

/* The cells in two arguments: names of fields, and what the rows have. */
static Cells
cells_arg(FunctionCallInfo fcinfo, Part part, int argno)
{
	Cells cells = {.part = part};
	int	  count;

	if (PG_ARGISNULL(argno) || PG_ARGISNULL(argno + 1))
		return cells;
	name_columns(&cells, PG_GETARG_DATUM(argno));
	text_elements(PG_GETARG_DATUM(argno + 1), &cells.cell, &cells.nulls, &count);
	if (cells.columns == 0 || count % cells.columns != 0)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("%d cells do not make rows of %d columns", count, cells.columns),
				errdetail("Every row has a cell for each column."),
				errhint("Imports of a catalog call this function."));
	cells.rows = count / cells.columns;
	return cells;
}

/* A cell as the kernel reads it; NO_TEXT where it is NULL, or there is no such row. */
static Text
cell_at(const Cells *cells, int row, int column)
{
	int	  i = row * cells->columns + column;
	text *value;

	if (row >= cells->rows || cells->nulls[i])
		return NO_TEXT;
	value = DatumGetTextPP(cells->cell[i]);
	return document_text(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
}

/* ---- problems ---- */

/* Fields of a problem */
enum
{
	PROBLEM_PART,
	PROBLEM_ROW,
	PROBLEM_FIELD,
	PROBLEM_VALUE,
	PROBLEM_REASON
};

#define PROBLEM_FIELDS (PROBLEM_REASON + 1)

typedef struct Reading
{
	Host   host;
	Datum *problem; /* PROBLEM_FIELDS texts each */
	bool  *problem_nulls;
	size_t problems;
	size_t capacity;
} Reading;

static Datum
number_text(int number)
{
	return CStringGetTextDatum(psprintf("%d", number));
}

/* Tells what is wrong: a row is counted from 1, within its part. */
static void
add_problem(Reading *reading, Part part, int row, const char *field, Text value,
			const char *reason)
{
	size_t at = reading->problems * PROBLEM_FIELDS;

	if (reading->problems == reading->capacity)
	{
		size_t room = Max(2 * reading->capacity, 8) * PROBLEM_FIELDS;

		reading->capacity = Max(2 * reading->capacity, 8);
		reading->problem = reading->problem ?
							   repalloc_huge(reading->problem, room * sizeof(Datum)) :
							   palloc(room * sizeof(Datum));
		reading->problem_nulls = reading->problem_nulls ?
									 repalloc_huge(reading->problem_nulls, room) :
									 palloc(room);
	}
	memset(reading->problem_nulls + at, 0, PROBLEM_FIELDS);
	reading->problem[at + PROBLEM_PART] = number_text(part);
	reading->problem[at + PROBLEM_ROW] = number_text(row + 1);
	reading->problem[at + PROBLEM_FIELD] = CStringGetTextDatum(field);
	reading->problem_nulls[at + PROBLEM_VALUE] = value.at == NULL;
	reading->problem[at + PROBLEM_VALUE] =
		value.at ? PointerGetDatum(sql_text(value)) : (Datum) 0;
	reading->problem[at + PROBLEM_REASON] = CStringGetTextDatum(reason);
	reading->problems++;
}

/* What is wrong and what would be legal, in one sentence. */
static char *
reason_of(const FieldProblem *problem)
{
	char *detail;

	if (!problem->detail)
		return problem->message;
	detail = pstrdup(problem->detail);
	detail[0] = (char) pg_tolower((unsigned char) detail[0]);
	if (detail[strlen(detail) - 1] == '.')
		detail[strlen(detail) - 1] = '\0';
	return psprintf("%s: %s", problem->message, detail);
}

/* ---- rows ---- */

/* Puts a value where its field has its place. */
static void
put_value(const Field *field, const FieldValue *value, void *row)
{
	void *place = (char *) row + field->place;

	switch (field->kind)
	{
		case FIELD_LINE:
		case FIELD_TEXT:
		case FIELD_TASK_NAME:
		case FIELD_KEY:
			*(Text *) place = value->text;
			break;
		case FIELD_NUMBER:
		case FIELD_TIME:
			*(double *) place = value->number;
			break;
		case FIELD_MONTHS:
			*(int *) place = isnan(value->number) ? NO_MONTHS : (int) value->number;
			break;
		case FIELD_MODE:
			*(TaskMode *) place = value->mode;
			break;
		case FIELD_DAY:
		case FIELD_POSITION:
		case FIELD_OBJECT:
			break;
	}
}

/* What a row has besides the fields of its part. */
typedef struct RowExtras
{
	RowKeys keys;
	bool	has_day;
	int32	day;
	double	position;
} RowExtras;

/* Reads all cells of a row; one that is not there has none. */
static void
read_cells(Reading *reading, const Cells *cells, int number, void *row, RowExtras *extras)
{
	*extras = (RowExtras){.position = NOT_RATED};
	for (int i = 0; i < cells->columns && number < cells->rows; i++)
	{
		const Field *field = cells->field[i];
		Text		 cell = cell_at(cells, number, i);
		FieldValue	 value;
		FieldProblem problem;

		if (!cell.at || (field->is_key && cells->part != PART_ASSESSMENT))
			continue;
		if (!read_field(&reading->host, field, cell, &value, &problem))
			add_problem(reading, cells->part, number, field->name, cell,
						reason_of(&problem));
		if (field->kind == FIELD_KEY)
			put_value(field, &value, &extras->keys);
		else if (field->kind == FIELD_POSITION)
			extras->position = value.number;
		else
			put_value(field, &value, row);
		if (field->kind == FIELD_DAY && value.text.at)
		{
			extras->has_day = true;
			extras->day = value.day;
		}
	}
}

/* The order of rows: by position, those without one last, and then as they lie. */
typedef struct Place
{
	double position;
	int	   row;
} Place;

static int
compare_places(const void *a, const void *b)
{
	const Place *x = a;
	const Place *y = b;
	bool		 x_has = !isnan(x->position);
	bool		 y_has = !isnan(y->position);

	if (x_has != y_has)
		return x_has ? -1 : 1;
	if (x_has && x->position != y->position)
		return x->position < y->position ? -1 : 1;
	return x->row < y->row ? -1 : 1;
}

/*
 * An array of rows in their order, each like "empty" but for what its cells say.
 * Every row has a name.
 */
static void *
read_rows(Reading *reading, const Cells *cells, const void *empty, size_t size,
		  const char *name_field, size_t name_place)
{
	Host  *host = &reading->host;
	Place *place = host->allocate(host->context, cells->rows * sizeof(Place));
	char  *row = host->allocate(host->context, cells->rows * size);
	char  *ordered = host->allocate(host->context, cells->rows * size);

	for (int i = 0; i < cells->rows; i++)
	{
		char	 *at = row + i * size;
		RowExtras extras;

		CHECK_FOR_INTERRUPTS();
		memcpy(at, empty, size);
		read_cells(reading, cells, i, at, &extras);
		if (!((Text *) (at + name_place))->at)
			add_problem(reading, cells->part, i, name_field, NO_TEXT,
						psprintf("%s is missing", name_field));
		place[i] = (Place){extras.position, i};
	}
	qsort(place, cells->rows, sizeof(Place), compare_places);
	for (int i = 0; i < cells->rows; i++)
		memcpy(ordered + i * size, row + place[i].row * size, size);
	return ordered;
}

/* ---- for SQL ---- */

/* Fields of what _catalog_read_rows returns */
enum
{
	READ_DOCUMENT,
	READ_ROLE_KEY,
	READ_DAY,
	READ_ASSESSOR,
	READ_MARKET,
	READ_PROBLEMS
};

static void
put_text(Datum *values, bool *nulls, int field, Text text)
{
	nulls[field] = text.at == NULL;
	if (text.at)
		values[field] = PointerGetDatum(sql_text(text));
}

static Datum
problem_array(const Reading *reading)
{
	int dimensions[2] = {(int) reading->problems, PROBLEM_FIELDS};
	int from_one[2] = {1, 1};

	return PointerGetDatum(construct_md_array(reading->problem, reading->problem_nulls, 2,
											  dimensions, from_one, TEXTOID, -1, false,
											  TYPALIGN_INT));
}

/* The title, seniority and market of the role, where the row has no title. */
static void
complete_role(FunctionCallInfo fcinfo, Document *document, RowExtras *extras)
{
	Datum *role;
	bool  *nulls;
	int	   count;

	if (document->definition[JOB_TITLE].at || PG_ARGISNULL(6))
		return;
	text_elements(PG_GETARG_DATUM(6), &role, &nulls, &count);
	for (int i = 0; i < count && i < 3; i++)
	{
		text *value = nulls[i] ? NULL : DatumGetTextPP(role[i]);
		Text  text =
			 value ? document_text(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)) : NO_TEXT;

		*(i == 0 ? &document->definition[JOB_TITLE] :
		  i == 1 ? &document->definition[SENIORITY_LEVEL] :
				   &extras->keys.market) = text;
	}
}

SQL_FUNCTION(_catalog_read_rows);

/*
 * _catalog_read_rows(assessment_fields, assessment, task_fields, tasks,
 * next_role_fields, next_roles, role)
 */
Datum
_catalog_read_rows(PG_FUNCTION_ARGS)
{
	static const DocumentTask no_task = {
		.time_pct = NOT_RATED, .score.value = NOT_RATED, .mode = MODE_UNSTATED};
	static const NextRole no_role = {.score = NOT_RATED};

	Reading	  reading = {.host = server_host(CurrentMemoryContext)};
	Cells	  assessment = cells_arg(fcinfo, PART_ASSESSMENT, 0);
	Cells	  tasks = cells_arg(fcinfo, PART_TASK, 2);
	Cells	  next_roles = cells_arg(fcinfo, PART_NEXT_ROLE, 4);
	Document  document;
	RowExtras extras;
	TupleDesc layout = out_layout(fcinfo);
	Datum	  values[READ_PROBLEMS + 1] = {0};
	bool	  nulls[READ_PROBLEMS + 1];

	memset(nulls, true, sizeof(nulls));
	empty_document(&document);
	read_cells(&reading, &assessment, 0, &document, &extras);
	document.tasks = read_rows(&reading, &tasks, &no_task, sizeof(no_task), "name",
							   offsetof(DocumentTask, name));
	document.ntasks = tasks.rows;
	document.next_roles = read_rows(&reading, &next_roles, &no_role, sizeof(no_role),
									"next_role", offsetof(NextRole, title));
	document.nnext_roles = next_roles.rows;
	complete_role(fcinfo, &document, &extras);

	put_text(values, nulls, READ_ROLE_KEY, extras.keys.role_key);
	put_text(values, nulls, READ_ASSESSOR, extras.keys.assessor);
	put_text(values, nulls, READ_MARKET, extras.keys.market);
	nulls[READ_DAY] = !extras.has_day;
	values[READ_DAY] = DateADTGetDatum(extras.day);
	if (reading.problems > 0)
		values[READ_PROBLEMS] = problem_array(&reading);
	else
	{
		expect_row(fcinfo->flinfo, ROW_DOCUMENT,
				   TupleDescAttr(layout, READ_DOCUMENT)->atttypid);
		values[READ_DOCUMENT] = make_document(fcinfo->flinfo, &document, WITHOUT_RESULTS);
	}
	nulls[READ_DOCUMENT] = reading.problems > 0;
	nulls[READ_PROBLEMS] = reading.problems == 0;
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(layout, values, nulls)));
}

/* Between the parts of a key; what a part has of it itself becomes a blank. */
#define KEY_SEPARATOR '\x1f'

/* Appends what a row has in a field, in the form in which it is compared. */
static void
append_key_part(StringInfo key, Host *host, const Cells *cells, const Field *field)
{
	FieldValue	 value = {.text = NO_TEXT};
	FieldProblem problem;
	char		*part;

	for (int i = 0; i < cells->columns; i++)
	{
		if (cells->field[i] == field)
			read_field(host, field, cell_at(cells, 0, i), &value, &problem);
	}
	if (!value.text.at)
		return;
	part = text_to_cstring(field->is_name ? name_key_of(sql_text(value.text)) :
											sql_text(value.text));
	for (char *at = part; *at; at++)
		appendStringInfoChar(key, *at == KEY_SEPARATOR ? ' ' : *at);
}

SQL_FUNCTION(_catalog_row_key);

/* _catalog_row_key(part, fields, cells, key): values that identify a row */
Datum
_catalog_row_key(PG_FUNCTION_ARGS)
{
	Cells		   cells = cells_arg(fcinfo, (Part) PG_GETARG_INT32(0), 1);
	Host		   host = server_host(CurrentMemoryContext);
	StringInfoData key;
	Datum		  *name;
	bool		  *nulls;
	int			   count;

	initStringInfo(&key);
	text_elements(PG_GETARG_DATUM(3), &name, &nulls, &count);
	for (int i = 0; i < count; i++)
	{
		text *field;

		if (i > 0)
			appendStringInfoChar(&key, KEY_SEPARATOR);
		if (nulls[i])
			continue;
		field = DatumGetTextPP(name[i]);
		append_key_part(&key, &host, &cells, require_field(cells.part, field));
	}
	PG_RETURN_TEXT_P(cstring_to_text_with_len(key.data, key.len));
}

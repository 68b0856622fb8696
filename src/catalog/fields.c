/*
 * fields.c
 *	  Reads fields of assessments in tables and JSON, with the reader of
 *	  documents (kernel/document/cells.c).
 *
 * Problems of values are returned rather than raised, so that a load can report all
 * of them and needs no subtransactions.
 */
#include "compat.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "datatype/timestamp.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"

#include "call_cache.h"
#include "catalog/fields.h"
#include "document.h"
#include "kernel/document/markup.h"
#include "report.h"
#include "server_host.h"

/* ---- the fields ---- */

/* What a table is sorted by: a row may be put between two others. */
static const Quantity POSITION = {"position", 1, 1e9, false,
								  "Count the rows of an assessment from 1."};
const Quantity		  TIMELINE_MIN = {"timeline_min_months", 0, 1200, true,
									  "Specify months; NULL if there is no timeline."};
const Quantity		  TIMELINE_MAX = {"timeline_max_months", 0, 1200, true,
									  "Specify months; NULL for an open end."};

#define DEFINED(index) offsetof(Document, definition[index])
#define PROSE_OF(index) offsetof(Document, prose[index])

/* clang-format off */

/* The fields that identify the role of a row, in every part. */
#define KEYS_OF(part, title, seniority) \
	{"role_key", part, true, FIELD_KEY, offsetof(RowKeys, role_key), NULL, "", false}, \
	{"title", part, true, FIELD_LINE, title, NULL, "job title|role title|role|role name|job|job role", true}, \
	{"seniority", part, true, FIELD_LINE, seniority, NULL, "seniority level", true}, \
	{"market", part, true, FIELD_KEY, offsetof(RowKeys, market), NULL, "labor market|labour market", true}, \
	{"assessor", part, true, FIELD_KEY, offsetof(RowKeys, assessor), NULL, "assessed by|rater", true}, \
	{"assessed_on", part, true, FIELD_DAY, 0, NULL, "assessment date|date of assessment|date assessed", false}

static const Field FIELD[] = {
	KEYS_OF(PART_ASSESSMENT, DEFINED(JOB_TITLE), DEFINED(SENIORITY_LEVEL)),
	{"primary_function", PART_ASSESSMENT, false, FIELD_LINE, DEFINED(PRIMARY_FUNCTION), NULL, "", false},
	{"role_is_not", PART_ASSESSMENT, false, FIELD_LINE, DEFINED(ROLE_IS_NOT), NULL, "what this role is not", false},
	{"typical_experience", PART_ASSESSMENT, false, FIELD_LINE, DEFINED(TYPICAL_EXPERIENCE), NULL, "", false},
	{"seniority_note", PART_ASSESSMENT, false, FIELD_TEXT, PROSE_OF(PROSE_SENIORITY_NOTE), NULL, "", false},
	#define RATED(name, label, slot, quantity) \
	{#name, PART_ASSESSMENT, false, FIELD_NUMBER, offsetof(Document, slot.value), quantity, label, false},
	#define EACH_EVIDENCE(name, least, greatest, label, meaning) \
	RATED(name, label, evidence[EVIDENCE_##name], &EVIDENCE_RATING[EVIDENCE_##name])
	#define EACH_BARRIER(name, least, greatest, label, meaning) \
	RATED(name, label, barrier[BARRIER_##name], &BARRIER_RATING[BARRIER_##name])
	#define EACH_GROWTH(name, least, greatest, label, meaning) \
	RATED(name, label, growth, &GROWTH_RATING)
	#define EACH_PRINCIPLE(name, least, greatest, label, meaning) \
	RATED(name, label, principle[PRINCIPLE_##name], &PRINCIPLE_RATING[PRINCIPLE_##name])
#include "kernel/ratings.def"
	{"override_score", PART_ASSESSMENT, false, FIELD_NUMBER, offsetof(Document, override_score), &OVERRIDE_SCORE, "assessor override|override", false},
	{"override_reason", PART_ASSESSMENT, false, FIELD_TEXT, PROSE_OF(PROSE_OVERRIDE_REASON), NULL, "reason for override", false},
	{"timeline_min_months", PART_ASSESSMENT, false, FIELD_MONTHS, offsetof(Document, timeline_min_months), &TIMELINE_MIN, "timeline min|timeline from", false},
	{"timeline_max_months", PART_ASSESSMENT, false, FIELD_MONTHS, offsetof(Document, timeline_max_months), &TIMELINE_MAX, "timeline max|timeline to", false},
	{"narrative", PART_ASSESSMENT, false, FIELD_OBJECT, 0, NULL, "", false},
	KEYS_OF(PART_TASK, 0, 0),
	{"position", PART_TASK, false, FIELD_POSITION, 0, &POSITION, "no|number|task number|task no", false},
	{"name", PART_TASK, false, FIELD_TASK_NAME, offsetof(DocumentTask, name), NULL, "task|task name|task description|task statement|activity", false},
	{"time_pct", PART_TASK, false, FIELD_TIME, offsetof(DocumentTask, time_pct), &TASK_TIME, "time|time share|share of time|time percent|time percentage|percent of time|pct time|pct of time|time allocation|time spent", false},
	{"score", PART_TASK, false, FIELD_NUMBER, offsetof(DocumentTask, score.value), &TASK_SCORE, "task score|automation score|ai score|automatability|automation rating", false},
	{"mode", PART_TASK, false, FIELD_MODE, offsetof(DocumentTask, mode), NULL, "aug disp|augmentation displacement|displacement augmentation|disp aug|ai mode|task mode", false},
	{"rationale", PART_TASK, false, FIELD_LINE, offsetof(DocumentTask, score.rationale), NULL, "reason|reasoning|justification", false},
	KEYS_OF(PART_NEXT_ROLE, 0, 0),
	{"position", PART_NEXT_ROLE, false, FIELD_POSITION, 0, &POSITION, "no|number", false},
	{"next_role", PART_NEXT_ROLE, false, FIELD_LINE, offsetof(NextRole, title), NULL, "next role title|next job|next title|next step", false},
	{"score", PART_NEXT_ROLE, false, FIELD_NUMBER, offsetof(NextRole, score), &NEXT_ROLE_SCORE, "next role score|aijri|aijri score|jobzone score", false},
	{"reason", PART_NEXT_ROLE, false, FIELD_LINE, offsetof(NextRole, reason), NULL, "rationale|why|reasoning", false},
};

/* clang-format on */

#define FIELDS ((int) lengthof(FIELD))

static const char *const PART_NAME[PARTS] = {"assessment", "task", "next_role"};

/* The field of a name; PARTS is none of the parts, and has no fields. */
const Field *
require_field(Part part, const text *name)
{
	const char *given = name ? VARDATA_ANY(name) : "NULL";
	size_t		length = name ? VARSIZE_ANY_EXHDR(name) : strlen(given);

	for (int i = 0; i < FIELDS; i++)
	{
		if (FIELD[i].part == part && strlen(FIELD[i].name) == length &&
			memcmp(FIELD[i].name, given, length) == 0)
			return &FIELD[i];
	}
	ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("there is no field \"%s\"", clipped(given, length)),
			errdetail("_catalog_fields() lists the fields."),
			errhint("Imports of a catalog call this function."));
}

/* ---- what is wrong with a value ---- */

/* A piece of the kernel's as messages repeat it. */
static char *
shown(Text cell)
{
	text *value = sql_text(cell);

	return clipped(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
}

static bool
number_problem(const Field *field, Text cell, CellFault fault, FieldProblem *problem)
{
	static const struct
	{
		int			sqlstate;
		const char *what;
	} FAULT[] = {
		[CELL_IS_NO_NUMBER] = {ERRCODE_INVALID_TEXT_REPRESENTATION, "is not a number"},
		[CELL_IS_AMBIGUOUS] = {ERRCODE_INVALID_TEXT_REPRESENTATION, "is ambiguous"},
		[CELL_IS_OUT_OF_RANGE] = {ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, "is out of range"},
		[CELL_IS_NOT_WHOLE] = {ERRCODE_INVALID_PARAMETER_VALUE, "is not a whole number"}};
	bool quoted = fault == CELL_IS_NO_NUMBER || fault == CELL_IS_AMBIGUOUS;

	if (fault == CELL_IS_READ)
		return true;
	problem->sqlstate = FAULT[fault].sqlstate;
	problem->message = psprintf(quoted ? "%s \"%s\" %s" : "%s %s %s", field->name,
								shown(cell), FAULT[fault].what);
	problem->detail = field->kind == FIELD_TIME ?
						  psprintf("Legal values are 0 and those from 0.000001 to %.15g.",
								   field->quantity->max) :
						  legal_values(field->quantity);
	problem->hint = fault == CELL_IS_AMBIGUOUS ?
						"The comma could be a decimal comma or a thousands separator: "
						"write a point, or nothing." :
					fault == CELL_IS_NO_NUMBER && field->kind == FIELD_TIME ?
						"Specify a number such as 12.5, or omit the value." :
					fault == CELL_IS_NO_NUMBER ? "Specify a number, or \"" NOT_RATED_CELL
												 "\"." :
												 NULL;
	return false;
}

static bool
mode_problem(Text cell, FieldProblem *problem)
{
	problem->sqlstate = ERRCODE_INVALID_PARAMETER_VALUE;
	problem->message = psprintf("unknown mode \"%s\"", shown(cell));
	problem->detail = pstrdup("Modes are displacement, augmentation, and not involved.");
	problem->hint = "Omit the value if the mode is not stated.";
	return false;
}

static bool
total_problem(Text name, FieldProblem *problem)
{
	problem->sqlstate = ERRCODE_INVALID_PARAMETER_VALUE;
	problem->message = psprintf("task \"%s\" is a row of totals", shown(name));
	problem->detail =
		pstrdup("In a document, a row with this name is the total of the tasks.");
	problem->hint = "Remove the row, since totals are computed, or rename the task.";
	return false;
}

/* ---- reading ---- */

/* Numbers, modes and days are shorter, whatever markup they have: in bytes */
#define LONGEST_SHORT_CELL 10000

/* "2026-03-01", and nothing else: a day in another order would be guessed. */
static bool
read_day(Text cell, int32 *day)
{
	int part[3] = {0, 0, 0};
	int at = 0; /* year, month, day */
	int year;
	int month;
	int of_month;

	if (cell.length != 10)
		return false;
	for (int i = 0; i < 10; i++)
	{
		char c = cell.at[i];

		if (i == 4 || i == 7)
			at++;
		if (i == 4 || i == 7 ? c != '-' : c < '0' || c > '9')
			return false;
		if (c != '-')
			part[at] = 10 * part[at] + c - '0';
	}
	if (part[0] < 1 || part[1] < 1 || part[1] > 12 || part[2] < 1 || part[2] > 31)
		return false;
	*day = date2j(part[0], part[1], part[2]) - POSTGRES_EPOCH_JDATE;
	j2date(*day + POSTGRES_EPOCH_JDATE, &year, &month, &of_month);
	return of_month == part[2];
}

/* The first day that an assessment may be of: 1900-01-01, in days since 2000. */
#define FIRST_DAY (-36524)

const char DAY_DETAIL[] = "Days run from 1900-01-01 to tomorrow in UTC.";
const char DAY_HINT[] = "Specify the day on which the role was assessed.";

/* The last one. */
static DateADT
tomorrow(void)
{
	TimestampTz now = GetCurrentTransactionStartTimestamp();

	if (now < 0)
		now -= USECS_PER_DAY - 1; /* days before 2000 round down, too */
	return (DateADT) (now / USECS_PER_DAY) + 1;
}

/*
 * What is wrong with the day of an assessment; NULL: nothing.  Days end tomorrow in
 * UTC, when it is today somewhere: views need no clock then.
 */
const char *
day_fault(DateADT day)
{
	return day < FIRST_DAY ? "too early" : day > tomorrow() ? "in the future" : NULL;
}

/* Whether a day that is one is one of an assessment. */
static bool
judge_day(Text cell, DateADT day, FieldProblem *problem)
{
	const char *fault = day_fault(day);

	if (!fault)
		return true;
	problem->sqlstate = ERRCODE_INVALID_PARAMETER_VALUE;
	problem->message = psprintf("assessed_on %s is %s", shown(cell), fault);
	problem->detail = pstrdup(DAY_DETAIL);
	problem->hint = DAY_HINT;
	return false;
}

static bool
day_problem(Text cell, FieldProblem *problem)
{
	problem->sqlstate = ERRCODE_INVALID_DATETIME_FORMAT;
	problem->message = psprintf("assessed_on \"%s\" is not a day", shown(cell));
	problem->detail = pstrdup("Days are written YYYY-MM-DD.");
	problem->hint = "Write 2026-03-01 for March 1, 2026.";
	return false;
}

/* A text without line breaks: a document would join the lines, too. */
static Text
unbroken(Host *host, Text text)
{
	char *line;

	if (text.length == 0 ||
		(!memchr(text.at, '\n', text.length) && !memchr(text.at, '\r', text.length)))
		return text;
	line = host->allocate(host->context, text.length);
	for (size_t i = 0; i < text.length; i++)
		line[i] = text.at[i] == '\n' || text.at[i] == '\r' ? ' ' : text.at[i];
	return (Text){line, text.length};
}

/* A text as a cell of a document has it: on one line, without emphasis around it. */
static Text
one_line(Host *host, Text text)
{
	return undressed(unbroken(host, text));
}

/* Whether a field holds a number, a mode, or a day. */
static bool
is_short(const Field *field)
{
	switch (field->kind)
	{
		case FIELD_NUMBER:
		case FIELD_MONTHS:
		case FIELD_TIME:
		case FIELD_MODE:
		case FIELD_DAY:
		case FIELD_POSITION:
			return true;
		default:
			return false;
	}
}

/* Whether a document would take a row of this name for one of totals. */
static bool
names_total(Host *host, Text name)
{
	return name.length <= LONGEST_SHORT_CELL &&
		   is_total_name(&ASSESSMENT_FORM, read_name_cell(without_width(host, name)));
}

/* Reads a number, a mode, or a day. */
static bool
read_short_cell(Host *host, const Field *field, Text cell, FieldValue *value,
				FieldProblem *problem)
{
	bool is_long = cell.length > LONGEST_SHORT_CELL;
	Text plain = is_long ? text_of("?") : plain_cell_text(host, unbroken(host, cell));

	switch (field->kind)
	{
		case FIELD_TIME:
			return number_problem(field, cell, read_time_cell(plain, &value->number),
								  problem);
		case FIELD_MODE:
			return read_mode_cell(plain, &value->mode) || mode_problem(cell, problem);
		case FIELD_DAY:
			return read_day(plain, &value->day) ? judge_day(cell, value->day, problem) :
												  day_problem(cell, problem);
		default:
			return number_problem(
				field, cell, read_rating_cell(plain, field->quantity, &value->number),
				problem);
	}
}

/*
 * Reads a cell.  An empty one holds nothing: no text, no rating, no mode, and is no
 * problem here.
 */
bool
read_field(Host *host, const Field *field, Text cell, FieldValue *value,
		   FieldProblem *problem)
{
	*value = (FieldValue){NO_TEXT, NOT_RATED, MODE_UNSTATED, 0};
	*problem = (FieldProblem){0};
	value->text = without_blanks_around(cell);
	if (value->text.length == 0)
	{
		value->text = NO_TEXT;
		return true;
	}
	switch (field->kind)
	{
		case FIELD_TEXT:
		case FIELD_OBJECT:
			return true;
		case FIELD_LINE:
		case FIELD_KEY:
			value->text = one_line(host, value->text);
			return true;
		case FIELD_TASK_NAME:
			value->text = one_line(host, value->text);
			return !names_total(host, value->text) || total_problem(cell, problem);
		default:
			return read_short_cell(host, field, cell, value, problem);
	}
}

/* ---- for SQL ---- */

SQL_FUNCTION(_catalog_field_list);

/* _catalog_field_list(): part, name, whether it is a key, synonyms; four texts each */
Datum
_catalog_field_list(PG_FUNCTION_ARGS)
{
	Datum *texts = palloc(4 * FIELDS * sizeof(Datum));
	int	   dimensions[2] = {FIELDS, 4};
	int	   from_one[2] = {1, 1};

	(void) fcinfo;
	for (int i = 0; i < FIELDS; i++)
	{
		texts[4 * i] = CStringGetTextDatum(PART_NAME[FIELD[i].part]);
		texts[4 * i + 1] = CStringGetTextDatum(FIELD[i].name);
		texts[4 * i + 2] = CStringGetTextDatum(FIELD[i].is_key ? "t" : "f");
		texts[4 * i + 3] = CStringGetTextDatum(FIELD[i].synonyms);
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(texts, NULL, 2, dimensions, from_one,
											 TEXTOID, -1, false, TYPALIGN_INT));
}

SQL_FUNCTION(_total_names);

/* _total_names(): what no task can be called */
Datum
_total_names(PG_FUNCTION_ARGS)
{
	Datum names[TOTAL_NAMES];

	(void) fcinfo;
	for (int i = 0; i < TOTAL_NAMES; i++)
		names[i] = PointerGetDatum(sql_text(text_of(TOTAL_NAME[i])));
	PG_RETURN_ARRAYTYPE_P(
		construct_array(names, TOTAL_NAMES, TEXTOID, -1, false, TYPALIGN_INT));
}

/* The field that arguments name. */
static const Field *
field_arg(FunctionCallInfo fcinfo)
{
	text *name = PG_GETARG_TEXT_PP(0);
	Text  wanted = {VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)};
	int	  part = 0;

	while (part < PARTS && !same_text(wanted, text_of(PART_NAME[part])))
		part++;
	return require_field((Part) part, PG_GETARG_TEXT_PP(1));
}

/* Reads a text that stands for itself: where there is nothing, none is given. */
static bool
read_field_arg(FunctionCallInfo fcinfo, FieldValue *value, FieldProblem *problem)
{
	const Field *field = field_arg(fcinfo);
	text		*cell = PG_GETARG_TEXT_PP(2);
	Host		 host = server_host(CurrentMemoryContext);
	Text		 text = document_text(VARDATA_ANY(cell), VARSIZE_ANY_EXHDR(cell));

	if (!read_field(&host, field, text, value, problem))
		return false;
	if (value->text.at || !is_short(field))
		return true;
	return field->kind == FIELD_MODE ?
			   mode_problem(text, problem) :
		   field->kind == FIELD_DAY ?
			   day_problem(text, problem) :
			   number_problem(field, text, CELL_IS_NO_NUMBER, problem);
}

pg_noreturn static void
report_problem(const FieldProblem *problem)
{
	ereport(ERROR, errcode(problem->sqlstate), errmsg("%s", problem->message),
			problem->detail ? errdetail("%s", problem->detail) : 0,
			problem->hint ? errhint("%s", problem->hint) : 0);
}

SQL_FUNCTION(_field_problem);

/* _field_problem(part, name, value): SQLSTATE, message, detail, hint; NULL: nothing */
Datum
_field_problem(PG_FUNCTION_ARGS)
{
	FieldValue	 value;
	FieldProblem problem;
	Datum		 texts[4] = {0};
	bool		 nulls[4] = {false, false, false, false};
	int			 count = 4;
	int			 from_one = 1;

	if (read_field_arg(fcinfo, &value, &problem))
		PG_RETURN_NULL();
	texts[0] = CStringGetTextDatum(unpack_sql_state(problem.sqlstate));
	texts[1] = CStringGetTextDatum(problem.message);
	nulls[2] = problem.detail == NULL;
	if (problem.detail)
		texts[2] = CStringGetTextDatum(problem.detail);
	nulls[3] = problem.hint == NULL;
	if (problem.hint)
		texts[3] = CStringGetTextDatum(problem.hint);
	PG_RETURN_ARRAYTYPE_P(construct_md_array(texts, nulls, 1, &count, &from_one, TEXTOID,
											 -1, false, TYPALIGN_INT));
}

SQL_FUNCTION(_field_number);

/* _field_number(part, name, value): NULL where there is no rating */
Datum
_field_number(PG_FUNCTION_ARGS)
{
	FieldValue	 value;
	FieldProblem problem;

	if (!read_field_arg(fcinfo, &value, &problem))
		report_problem(&problem);
	if (isnan(value.number))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(value.number);
}

SQL_FUNCTION(_field_text);

/* _field_text(part, name, value): NULL where there is none */
Datum
_field_text(PG_FUNCTION_ARGS)
{
	FieldValue	 value;
	FieldProblem problem;

	if (!read_field_arg(fcinfo, &value, &problem))
		report_problem(&problem);
	if (!value.text.at)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(sql_text(value.text));
}

SQL_FUNCTION(_field_mode);

/* _field_mode(part, name, value): NULL where no mode is stated */
Datum
_field_mode(PG_FUNCTION_ARGS)
{
	FieldValue	 value;
	FieldProblem problem;

	if (!read_field_arg(fcinfo, &value, &problem))
		report_problem(&problem);
	if (value.mode == MODE_UNSTATED)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(result_enum(fcinfo->flinfo, ENUM_MODE, value.mode));
}

/*
 * document.c
 *	  aijri_document: its constructors, aijri_parse, aijri_try_parse,
 *	  aijri_verify, aijri_render.
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "assessment.h"
#include "call_cache.h"
#include "document.h"
#include "report.h"
#include "server_host.h"
#include "result.h"

/* Fields of aijri_document */
enum
{
	DOCUMENT_TITLE, /* and the other definitions */
	DOCUMENT_SENIORITY_NOTE = DEFINITIONS,
	DOCUMENT_ASSESSMENT,
	DOCUMENT_STATED,
	DOCUMENT_OVERRIDE_SCORE,
	DOCUMENT_OVERRIDE_REASON,
	DOCUMENT_TIMELINE_MIN,
	DOCUMENT_TIMELINE_MAX,
	DOCUMENT_NEXT_ROLES,
	DOCUMENT_NARRATIVE
};

/* Fields of aijri_next_role */
enum
{
	NEXT_ROLE_TITLE_FIELD,
	NEXT_ROLE_SCORE_FIELD,
	NEXT_ROLE_REASON_FIELD
};

/* Fields of aijri_parse_attempt */
enum
{
	ATTEMPT_DOCUMENT,
	ATTEMPT_ERROR,
	ATTEMPT_LINE,
	ATTEMPT_DETAIL,
	ATTEMPT_HINT
};

/* ---- text ---- */

static void
set_text(Row *row, int field, Text text)
{
	if (text.at)
		set_datum(row, field, PointerGetDatum(sql_text(text)));
	else
		set_null(row, field);
}

/* An argument as it came. */
static void
set_arg(FunctionCallInfo fcinfo, Row *row, int field, int argno)
{
	if (PG_ARGISNULL(argno))
		set_null(row, field);
	else
		set_datum(row, field, PG_GETARG_DATUM(argno));
}

/* ---- errors ---- */

/* What is wrong, with the text that was met. */
static char *
problem_text(const DocumentError *error)
{
	text *met;

	if (!error->met.at)
		return pstrdup(error->problem);
	met = sql_text(error->met);
	return psprintf("%s \"%s\"%s%s", error->problem,
					clipped(VARDATA_ANY(met), VARSIZE_ANY_EXHDR(met)),
					error->fault ? " " : "", error->fault ? error->fault : "");
}

pg_noreturn static void
report_document(const DocumentError *error, int sqlstate)
{
	char *problem = problem_text(error);

	ereport(ERROR,
			errcode(error->out_of_range ? ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE : sqlstate),
			error->line > 0 ? errmsg("line %d: %s", error->line, problem) :
							  errmsg("%s", problem),
			errdetail("%s", error->expected), errhint("%s", error->hint));
}

/* ---- documents to rows ---- */

/* Makes the types of a document's parts known to the call site. */
static void
expect_document_rows(FmgrInfo *flinfo)
{
	expect_row(flinfo, ROW_ASSESSMENT,
			   row_field_type(flinfo, ROW_DOCUMENT, DOCUMENT_ASSESSMENT));
	expect_row(flinfo, ROW_RESULT, row_field_type(flinfo, ROW_DOCUMENT, DOCUMENT_STATED));
	expect_row(
		flinfo, ROW_NEXT_ROLE,
		get_element_type(row_field_type(flinfo, ROW_DOCUMENT, DOCUMENT_NEXT_ROLES)));
	expect_row(
		flinfo, ROW_TASK,
		get_element_type(row_field_type(flinfo, ROW_ASSESSMENT, ASSESSMENT_TASKS)));
	expect_row(flinfo, ROW_EVIDENCE,
			   row_field_type(flinfo, ROW_ASSESSMENT, ASSESSMENT_EVIDENCE));
	expect_row(flinfo, ROW_BARRIERS,
			   row_field_type(flinfo, ROW_ASSESSMENT, ASSESSMENT_BARRIERS));
	expect_row(flinfo, ROW_PRINCIPLES,
			   row_field_type(flinfo, ROW_ASSESSMENT, ASSESSMENT_PRINCIPLES));
}

static Datum
make_array(Datum *values, int count, Oid element_type)
{
	if (count == 0)
		return PointerGetDatum(construct_empty_array(element_type));
	return PointerGetDatum(
		construct_array(values, count, element_type, -1, false, TYPALIGN_DOUBLE));
}

static Datum
make_tasks(FmgrInfo *flinfo, const Document *document)
{
	Datum *tasks = palloc(document->ntasks * sizeof(Datum));

	for (size_t i = 0; i < document->ntasks; i++)
	{
		const DocumentTask *task = &document->tasks[i];
		Row					row;

		CHECK_FOR_INTERRUPTS();
		set_text(&row, TASK_NAME_FIELD, task->name);
		set_double(&row, TASK_TIME_FIELD, task->time_pct);
		set_double(&row, TASK_SCORE_FIELD, task->score.value);
		set_null(&row, TASK_MODE_FIELD);
		if (task->mode != MODE_UNSTATED)
			set_datum(
				&row, TASK_MODE_FIELD,
				field_enum(flinfo, ENUM_MODE, task->mode, ROW_TASK, TASK_MODE_FIELD));
		tasks[i] = make_row(flinfo, ROW_TASK, &row);
	}
	return make_array(
		tasks, (int) document->ntasks,
		get_element_type(row_field_type(flinfo, ROW_ASSESSMENT, ASSESSMENT_TASKS)));
}

static Datum
make_ratings(FmgrInfo *flinfo, RowType type, const Rating *ratings, int count)
{
	Row row;

	for (int i = 0; i < count; i++)
		set_double(&row, i, ratings[i].value);
	return make_row(flinfo, type, &row);
}

static Datum
make_assessment(FmgrInfo *flinfo, const Document *document)
{
	Row row;

	set_datum(&row, ASSESSMENT_TASKS, make_tasks(flinfo, document));
	set_datum(
		&row, ASSESSMENT_EVIDENCE,
		make_ratings(flinfo, ROW_EVIDENCE, document->evidence, EVIDENCE_DIMENSIONS));
	set_datum(&row, ASSESSMENT_BARRIERS,
			  make_ratings(flinfo, ROW_BARRIERS, document->barrier, BARRIERS));
	set_double(&row, ASSESSMENT_GROWTH, document->growth.value);
	set_datum(&row, ASSESSMENT_PRINCIPLES,
			  make_ratings(flinfo, ROW_PRINCIPLES, document->principle, PRINCIPLES));
	return make_row(flinfo, ROW_ASSESSMENT, &row);
}

/* What the document says first of an item, itself rather than in a repetition. */
static const Statement *
first_statement(const Document *document, StatedItem item)
{
	const Statement *found = NULL;

	for (size_t i = 0; i < document->nstatements; i++)
	{
		const Statement *statement = &document->statements[i];

		if (statement->item != item || !statement->text.at)
			continue;
		if (!statement->place)
			return statement;
		if (!found)
			found = statement;
	}
	return found;
}

static double
stated_number(const Document *document, StatedItem item)
{
	const Statement *statement = first_statement(document, item);

	return statement ? statement->value : NOT_RATED;
}

static int
stated_label(const Document *document, StatedItem item)
{
	double label = stated_number(document, item);

	return isnan(label) ? -1 : (int) label;
}

/* The quick screen by its name where it is a known one, else as printed. */
static text *
stated_quick_screen(const Document *document)
{
	const Statement *statement = first_statement(document, ITEM_QUICK_SCREEN);

	if (!statement)
		return NULL;
	return isnan(statement->value) ? sql_text(statement->text) :
									 cstring_to_text(SCREEN_NAME[(int) statement->value]);
}

static Datum
make_stated(FmgrInfo *flinfo, const Document *document)
{
	StatedResult stated = {
		.role = {.task_resistance = stated_number(document, ITEM_TASK_RESISTANCE),
				 .exposed_pct = stated_number(document, ITEM_EXPOSED),
				 .evidence = stated_number(document, ITEM_EVIDENCE_TOTAL),
				 .barriers = stated_number(document, ITEM_BARRIER_TOTAL),
				 .growth = stated_number(document, ITEM_GROWTH),
				 .protective = stated_number(document, ITEM_PROTECTIVE_TOTAL)},
		.split = {.displacement_pct = stated_number(document, ITEM_DISPLACEMENT),
				  .augmentation_pct = stated_number(document, ITEM_AUGMENTATION),
				  .not_involved_pct = stated_number(document, ITEM_NOT_INVOLVED),
				  .unstated_pct = stated_number(document, ITEM_UNSTATED)},
		.evidence_modifier = stated_number(document, ITEM_EVIDENCE_MODIFIER),
		.barrier_modifier = stated_number(document, ITEM_BARRIER_MODIFIER),
		.growth_modifier = stated_number(document, ITEM_GROWTH_MODIFIER),
		.raw = stated_number(document, ITEM_RAW),
		.score = stated_number(document, ITEM_SCORE),
		.zone = (Zone) stated_label(document, ITEM_ZONE),
		.sublabel = (Sublabel) stated_label(document, ITEM_SUBLABEL),
		.quick_screen = stated_quick_screen(document)};

	return make_stated_result(flinfo, &stated);
}

static Datum
make_next_roles(FmgrInfo *flinfo, const Document *document)
{
	Datum *roles = palloc(document->nnext_roles * sizeof(Datum));

	for (size_t i = 0; i < document->nnext_roles; i++)
	{
		Row row;

		CHECK_FOR_INTERRUPTS();
		set_text(&row, NEXT_ROLE_TITLE_FIELD, document->next_roles[i].title);
		set_double(&row, NEXT_ROLE_SCORE_FIELD, document->next_roles[i].score);
		set_text(&row, NEXT_ROLE_REASON_FIELD, document->next_roles[i].reason);
		roles[i] = make_row(flinfo, ROW_NEXT_ROLE, &row);
	}
	return make_array(
		roles, (int) document->nnext_roles,
		get_element_type(row_field_type(flinfo, ROW_DOCUMENT, DOCUMENT_NEXT_ROLES)));
}

static void
set_months(Row *row, int field, int months)
{
	if (months == NO_MONTHS)
		set_null(row, field);
	else
		set_datum(row, field, Int32GetDatum(months));
}

/* A row of what was read; the call site knows its type (expect_row). */
Datum
make_document(FmgrInfo *flinfo, const Document *document, DocumentExtent extent)
{
	Row row;

	expect_document_rows(flinfo);
	for (int i = 0; i < DEFINITIONS; i++)
		set_text(&row, DOCUMENT_TITLE + i, document->definition[i]);
	set_text(&row, DOCUMENT_SENIORITY_NOTE, document->prose[PROSE_SENIORITY_NOTE]);
	set_datum(&row, DOCUMENT_ASSESSMENT, make_assessment(flinfo, document));
	set_null(&row, DOCUMENT_STATED);
	if (extent == WITH_RESULTS)
		set_datum(&row, DOCUMENT_STATED, make_stated(flinfo, document));
	set_double(&row, DOCUMENT_OVERRIDE_SCORE, document->override_score);
	set_text(&row, DOCUMENT_OVERRIDE_REASON, document->prose[PROSE_OVERRIDE_REASON]);
	set_months(&row, DOCUMENT_TIMELINE_MIN, document->timeline_min_months);
	set_months(&row, DOCUMENT_TIMELINE_MAX, document->timeline_max_months);
	set_datum(&row, DOCUMENT_NEXT_ROLES, make_next_roles(flinfo, document));
	set_datum(&row, DOCUMENT_NARRATIVE, narrative_from_document(document));
	return make_row(flinfo, ROW_DOCUMENT, &row);
}

/* ---- constructors ---- */

SQL_FUNCTION(aijri_next_role);

/* aijri_next_role(title, score, reason) */
Datum
aijri_next_role(PG_FUNCTION_ARGS)
{
	Row row;

	for (int i = 0; i <= NEXT_ROLE_REASON_FIELD; i++)
		set_arg(fcinfo, &row, i, i);
	set_double(&row, NEXT_ROLE_SCORE_FIELD,
			   rated_arg(fcinfo, NEXT_ROLE_SCORE_FIELD, &NEXT_ROLE_SCORE));
	PG_RETURN_DATUM(make_row(fcinfo->flinfo, ROW_NEXT_ROLE, &row));
}

/* A number of months as an argument, checked. */
static void
set_months_arg(FunctionCallInfo fcinfo, Row *row, int field, int argno)
{
	if (!PG_ARGISNULL(argno))
		require_legal(&TIMELINE_MONTHS, PG_GETARG_INT32(argno));
	set_arg(fcinfo, row, field, argno);
}

SQL_FUNCTION(aijri_document);

/*
 * aijri_document(title, assessment, seniority, primary_function, role_is_not,
 * typical_experience, seniority_note, override_score, override_reason,
 * timeline_min_months, timeline_max_months, next_roles, narrative)
 */
Datum
aijri_document(PG_FUNCTION_ARGS)
{
	FmgrInfo *flinfo = fcinfo->flinfo;
	Document  nothing;
	Row		  row;

	empty_document(&nothing);
	expect_row(flinfo, ROW_DOCUMENT, get_func_rettype(flinfo->fn_oid));
	set_arg(fcinfo, &row, DOCUMENT_TITLE, 0);
	set_arg(fcinfo, &row, DOCUMENT_ASSESSMENT, 1);
	for (int i = 1; i <= DOCUMENT_SENIORITY_NOTE; i++)
		set_arg(fcinfo, &row, DOCUMENT_TITLE + i, 1 + i);
	set_null(&row, DOCUMENT_STATED);
	set_double(&row, DOCUMENT_OVERRIDE_SCORE, rated_arg(fcinfo, 7, &OVERRIDE_SCORE));
	set_arg(fcinfo, &row, DOCUMENT_OVERRIDE_REASON, 8);
	set_months_arg(fcinfo, &row, DOCUMENT_TIMELINE_MIN, 9);
	set_months_arg(fcinfo, &row, DOCUMENT_TIMELINE_MAX, 10);
	set_arg(fcinfo, &row, DOCUMENT_NEXT_ROLES, 11);
	if (PG_ARGISNULL(11))
		set_datum(&row, DOCUMENT_NEXT_ROLES, make_next_roles(flinfo, &nothing));
	set_arg(fcinfo, &row, DOCUMENT_NARRATIVE, 12);
	if (PG_ARGISNULL(12))
		set_datum(&row, DOCUMENT_NARRATIVE, narrative_from_document(&nothing));
	PG_RETURN_DATUM(make_row(flinfo, ROW_DOCUMENT, &row));
}

/* ---- reading ---- */

static bool
read_document_arg(FunctionCallInfo fcinfo, Document *document, DocumentError *error)
{
	text *argument = PG_GETARG_TEXT_PP(0);
	Host  host = server_host(CurrentMemoryContext);

	return read_document(
		&host, &ASSESSMENT_FORM,
		document_text(VARDATA_ANY(argument), VARSIZE_ANY_EXHDR(argument)), document,
		error);
}

SQL_FUNCTION(aijri_parse);

/* aijri_parse(document) */
Datum
aijri_parse(PG_FUNCTION_ARGS)
{
	Document	  document;
	DocumentError error;

	if (!read_document_arg(fcinfo, &document, &error))
		report_document(&error, ERRCODE_INVALID_TEXT_REPRESENTATION);
	PG_RETURN_DATUM(make_document(fcinfo->flinfo, &document, WITH_RESULTS));
}

SQL_FUNCTION(aijri_try_parse);

/* aijri_try_parse(document) */
Datum
aijri_try_parse(PG_FUNCTION_ARGS)
{
	FmgrInfo	 *flinfo = fcinfo->flinfo;
	Document	  document;
	DocumentError error;
	Row			  row;

	for (int i = ATTEMPT_DOCUMENT; i <= ATTEMPT_HINT; i++)
		set_null(&row, i);
	if (read_document_arg(fcinfo, &document, &error))
	{
		expect_row(flinfo, ROW_DOCUMENT,
				   row_field_type(flinfo, ROW_PARSE_ATTEMPT, ATTEMPT_DOCUMENT));
		set_datum(&row, ATTEMPT_DOCUMENT, make_document(flinfo, &document, WITH_RESULTS));
	}
	else
	{
		set_datum(&row, ATTEMPT_ERROR, CStringGetTextDatum(problem_text(&error)));
		if (error.line > 0)
			set_datum(&row, ATTEMPT_LINE, Int32GetDatum(error.line));
		set_text(&row, ATTEMPT_DETAIL, text_of(error.expected));
		set_text(&row, ATTEMPT_HINT, text_of(error.hint));
	}
	PG_RETURN_DATUM(make_row(flinfo, ROW_PARSE_ATTEMPT, &row));
}

/* ---- verifying ---- */

/* A value as the document would print it. */
static Text
value_text(StatedItem item, double value)
{
	const char *label;

	if (isnan(value))
		return NO_TEXT;
	if (item == ITEM_ZONE || item == ITEM_SUBLABEL || item == ITEM_QUICK_SCREEN)
	{
		label = label_text(item, value);
		return label ? text_of(label) : NO_TEXT;
	}
	return text_of(double_text(value));
}

static void
put_verdict(ReturnSetInfo *rows, Host *host, const Document *document,
			const Verdict *verdict)
{
	const Statement *statement = verdict->statement;
	Row				 row;

	set_datum(&row, 0, Int32GetDatum(statement->line));
	set_text(&row, 1, item_text(host, document, statement));
	set_text(&row, 2, statement->text);
	set_text(&row, 3, value_text(statement->item, verdict->computed));
	set_datum(&row, 4, BoolGetDatum(verdict->ok));
	set_datum(&row, 5, BoolGetDatum(verdict->follows));
	put_row(rows, ROW_VERIFICATION, &row);
}

static int
verdict_order(const void *a, const void *b)
{
	const Verdict *x = a;
	const Verdict *y = b;

	if (x->statement->line != y->statement->line)
		return x->statement->line < y->statement->line ? -1 : 1;
	return x->statement < y->statement ? -1 : x->statement > y->statement;
}

SQL_FUNCTION(aijri_verify);

/* aijri_verify(document) */
Datum
aijri_verify(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rows = start_rows(fcinfo, ROW_VERIFICATION);
	Host		   host = server_host(CurrentMemoryContext);
	Document	   document;
	DocumentError  error;
	Verdict		  *verdicts;

	if (!read_document_arg(fcinfo, &document, &error))
		report_document(&error, ERRCODE_INVALID_TEXT_REPRESENTATION);

	verdicts =
		MemoryContextAllocHuge(host.context, document.nstatements * sizeof(Verdict) + 1);
	verify_document(&document, verdicts);
	qsort(verdicts, document.nstatements, sizeof(Verdict), verdict_order);
	for (size_t i = 0; i < document.nstatements; i++)
	{
		CHECK_FOR_INTERRUPTS();
		put_verdict(rows, &host, &document, &verdicts[i]);
	}
	return (Datum) 0;
}

/* ---- rows to documents ---- */

/* A text field; it is copied, since a row that is read may be short-lived. */
static Text
text_field(const Row *row, int field)
{
	text *value;

	if (row->nulls[field])
		return NO_TEXT;
	value = DatumGetTextPCopy(row->values[field]);
	return document_text(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
}

static double
double_field(const Row *row, int field)
{
	return row->nulls[field] ? NOT_RATED : DatumGetFloat8(row->values[field]) + 0.0;
}

pg_noreturn static void
report_part(const char *what, int number, const char *missing)
{
	ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("%s %d has no %s", what, number, missing),
			errdetail("A document requires it."),
			errhint("Complete the %s, or remove it.", what));
}

/* The elements of an array of rows; none where the array is NULL. */
static int
array_rows(Datum datum, bool isnull, Datum **values, bool **nulls)
{
	ArrayType *array;
	int		   count;

	if (isnull)
		return 0;
	array = DatumGetArrayTypeP(datum);
	if (ARR_NDIM(array) > 1)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("next_roles is an array of %d dimensions", ARR_NDIM(array)),
				errdetail("The next roles of a document are a one-dimensional array."),
				errhint("Build it with ARRAY[...] or array_agg(...)."));
	deconstruct_array(array, ARR_ELEMTYPE(array), -1, false, TYPALIGN_DOUBLE, values,
					  nulls, &count);
	return count;
}

static void
read_document_tasks(FmgrInfo *flinfo, const Row *assessment, Document *document)
{
	Datum *tasks;
	bool  *nulls;
	int	   count = array_rows(assessment->values[ASSESSMENT_TASKS],
							  assessment->nulls[ASSESSMENT_TASKS], &tasks, &nulls);

	document->tasks = palloc(count * sizeof(DocumentTask));
	document->ntasks = count;
	for (int i = 0; i < count; i++)
	{
		DocumentTask *task = &document->tasks[i];
		Row			  row;

		CHECK_FOR_INTERRUPTS();
		if (nulls[i])
			report_part("task", i + 1, "content");
		read_row(flinfo, ROW_TASK, tasks[i], &row);
		if (row.nulls[TASK_TIME_FIELD])
			report_part("task", i + 1, "time");
		*task = (DocumentTask){.name = text_field(&row, TASK_NAME_FIELD),
							   .time_pct = double_field(&row, TASK_TIME_FIELD),
							   .score.value = double_field(&row, TASK_SCORE_FIELD),
							   .mode = MODE_UNSTATED};
		if (!task->name.at)
			report_part("task", i + 1, "name");
		if (!row.nulls[TASK_MODE_FIELD])
			task->mode =
				mode_of_value(flinfo, DatumGetObjectId(row.values[TASK_MODE_FIELD]));
	}
}

static void
read_document_assessment(FmgrInfo *flinfo, const Row *row, Document *document)
{
	Assessment assessment;
	Row		   parts;

	if (row->nulls[DOCUMENT_ASSESSMENT])
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("document has no assessment"),
				errdetail("A document requires tasks and ratings."),
				errhint("Provide an aijri_assessment."));

	/* checks every number */
	read_assessment(flinfo, row->values[DOCUMENT_ASSESSMENT], &assessment);
	read_row(flinfo, ROW_ASSESSMENT, row->values[DOCUMENT_ASSESSMENT], &parts);
	read_document_tasks(flinfo, &parts, document);
	for (int i = 0; i < EVIDENCE_DIMENSIONS; i++)
		document->evidence[i].value = assessment.evidence[i];
	for (int i = 0; i < BARRIERS; i++)
		document->barrier[i].value = assessment.barriers[i];
	for (int i = 0; i < PRINCIPLES; i++)
		document->principle[i].value = assessment.principles[i];
	document->growth.value = assessment.growth;
}

static void
read_document_next_roles(FmgrInfo *flinfo, const Row *document_row, Document *document)
{
	Datum *roles;
	bool  *nulls;
	int	   count = array_rows(document_row->values[DOCUMENT_NEXT_ROLES],
							  document_row->nulls[DOCUMENT_NEXT_ROLES], &roles, &nulls);

	document->next_roles = palloc(count * sizeof(NextRole));
	document->nnext_roles = count;
	for (int i = 0; i < count; i++)
	{
		Row row;

		CHECK_FOR_INTERRUPTS();
		if (nulls[i])
			report_part("next role", i + 1, "content");
		read_row(flinfo, ROW_NEXT_ROLE, roles[i], &row);
		document->next_roles[i] = (NextRole){text_field(&row, NEXT_ROLE_TITLE_FIELD),
											 double_field(&row, NEXT_ROLE_SCORE_FIELD),
											 text_field(&row, NEXT_ROLE_REASON_FIELD)};
		if (!document->next_roles[i].title.at)
			report_part("next role", i + 1, "title");
		if (!isnan(document->next_roles[i].score))
			require_legal(&NEXT_ROLE_SCORE, document->next_roles[i].score);
	}
}

static int
months_field(const Row *row, int field)
{
	if (row->nulls[field])
		return NO_MONTHS;
	require_legal(&TIMELINE_MONTHS, DatumGetInt32(row->values[field]));
	return DatumGetInt32(row->values[field]);
}

static void
document_from_row(FmgrInfo *flinfo, Datum datum, Host *host, Document *document)
{
	Row row;

	empty_document(document);
	read_row(flinfo, ROW_DOCUMENT, datum, &row);
	for (int i = 0; i < DEFINITIONS; i++)
		document->definition[i] = text_field(&row, DOCUMENT_TITLE + i);
	document->prose[PROSE_SENIORITY_NOTE] = text_field(&row, DOCUMENT_SENIORITY_NOTE);
	document->override_score = double_field(&row, DOCUMENT_OVERRIDE_SCORE);
	if (!isnan(document->override_score))
		require_legal(&OVERRIDE_SCORE, document->override_score);
	document->prose[PROSE_OVERRIDE_REASON] = text_field(&row, DOCUMENT_OVERRIDE_REASON);
	document->timeline_min_months = months_field(&row, DOCUMENT_TIMELINE_MIN);
	document->timeline_max_months = months_field(&row, DOCUMENT_TIMELINE_MAX);
	read_document_assessment(flinfo, &row, document);
	read_document_next_roles(flinfo, &row, document);
	if (!row.nulls[DOCUMENT_NARRATIVE])
		narrative_to_document(host, DatumGetJsonbP(row.values[DOCUMENT_NARRATIVE]),
							  document);
}

SQL_FUNCTION(aijri_render);

/* aijri_render(document) */
Datum
aijri_render(PG_FUNCTION_ARGS)
{
	Host		  host = server_host(CurrentMemoryContext);
	Document	  document;
	DocumentError error;
	Text		  text;

	document_from_row(fcinfo->flinfo, PG_GETARG_DATUM(0), &host, &document);
	if (!write_document(&host, &ASSESSMENT_FORM, &document,
						GetDatabaseEncoding() == PG_UTF8, &text, &error))
		report_document(&error, ERRCODE_INVALID_PARAMETER_VALUE);
	PG_RETURN_TEXT_P(sql_text(text));
}

SQL_FUNCTION(aijri_template);

/* aijri_template() */
Datum
aijri_template(PG_FUNCTION_ARGS)
{
	Host		  host = server_host(CurrentMemoryContext);
	Document	  document;
	DocumentError error;
	Text		  text;

	(void) fcinfo;
	template_document(&host, &ASSESSMENT_FORM, &document);
	if (!write_document(&host, &ASSESSMENT_FORM, &document,
						GetDatabaseEncoding() == PG_UTF8, &text, &error))
		report_document(&error, ERRCODE_INVALID_PARAMETER_VALUE);
	PG_RETURN_TEXT_P(sql_text(text));
}

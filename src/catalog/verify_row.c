/*
 * verify_row.c
 *	  The trigger that runs before a row of a catalog's tables is written: it
 *	  refuses illegal values, and fills the keys by which names are compared.
 *
 * Constraints of the tables have the same rules, but if one is violated, PostgreSQL
 * prints all fields of the row, including documents. The trigger's argument names
 * the table whose rules apply, so that the owner can rename the table. The trigger
 * runs no query and takes no lock.
 */
#include "compat.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "executor/tuptable.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/json.h"
#include "utils/rel.h"

#include "catalog_trigger.h"
#include "fields.h"
#include "document.h"
#include "kernel/document/markup.h"
#include "kernel/doubt.h"
#include "kernel/soc.h"
#include "name_key.h"
#include "report.h"

/* ---- rules ---- */

typedef struct Row	Row;
typedef struct Rule Rule;

struct Rule
{
	const char *column;
	Oid			type;
	bool		required; /* not NULL */
	bool		shows;	  /* a text with a character that shows */
	void (*check)(const Row *row, const Rule *rule, Datum value);
	const Quantity *quantity; /* of numbers */
	int				longest;  /* characters of a name */
	const char	   *key;	  /* the column of a name's key */
};

/* The most of both that a table has */
#define RULES_MAX 32

/* A row on its way into a table. */
struct Row
{
	const TriggerData *trigger;
	const Rule		  *rules;
	const int		  *attribute; /* of each rule */
	TupleTableSlot	  *slot;
	HeapTuple		   tuple; /* in the slot */
};

/*
 * Adds the table and column to the error of a rule, as in errors of constraints.
 */
static int
at_column(const Row *row, const Rule *rule)
{
	return errtablecol(row->trigger->tg_relation, row->attribute[rule - row->rules]);
}

static void
check_number(const Row *row, const Rule *rule, Datum value)
{
	double number =
		rule->type == INT4OID ? (double) DatumGetInt32(value) : DatumGetFloat8(value);

	(void) row;
	require_legal(rule->quantity, number);
}

static void
check_time(const Row *row, const Rule *rule, Datum value)
{
	(void) row;
	(void) rule;
	(void) micro_task_time(DatumGetFloat8(value));
}

/* A name that may not be longer than an index takes. */
static void
check_length(const Row *row, const Rule *rule, Datum value)
{
	text *string = DatumGetTextPP(value);
	int	  length =
		pg_mbstrlen_with_len(VARDATA_ANY(string), (int) VARSIZE_ANY_EXHDR(string));

	if (length > rule->longest)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("%s has %d characters", rule->column, length),
				errdetail("The limit is %d.", rule->longest),
				errhint("It identifies a role or an assessment: shorten it."),
				at_column(row, rule));
	if (rule->shows && length == 0)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("%s is empty", rule->column), errdetail("It identifies a role."),
				errhint("Specify at least one character."), at_column(row, rule));
}

/*
 * A task without a name could not be exported; one named like a row of totals would be
 * counted as a task, and be lost in documents.
 */
static void
check_task_name(const Row *row, const Rule *rule, Datum value)
{
	text *name = DatumGetTextPP(value);
	int	  length = (int) VARSIZE_ANY_EXHDR(name);
	Text  content = document_text(VARDATA_ANY(name), length);

	if (without_blanks_around(content).length == 0)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("%s of a task is empty", rule->column),
				errdetail("A document cannot contain a task without a name."),
				errhint("Name the task."), at_column(row, rule));
	if (is_total_name(&ASSESSMENT_FORM, content))
		ereport(
			ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("task \"%s\" has the name of a total row",
				   clipped(VARDATA_ANY(name), (size_t) length)),
			errdetail("A document would read it as the total of the tasks above it, and "
					  "its time would count twice."),
			errhint("Omit totals, which are computed, or rename the task."),
			at_column(row, rule));
}

static void
check_mode(const Row *row, const Rule *rule, Datum value)
{
	text *mode = DatumGetTextPP(value);
	Text  name = {VARDATA_ANY(mode), VARSIZE_ANY_EXHDR(mode)};

	for (int i = 0; i < MODES; i++)
	{
		if (same_text(name, text_of(MODE_NAME[i])))
			return;
	}
	ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("unknown mode \"%s\"", clipped(name.at, name.length)),
			errdetail("Modes are displacement, augmentation, and not involved."),
			errhint("Write it like this, in lower case; mode_of() reads other spellings. "
					"NULL: not stated."),
			at_column(row, rule));
}

/* What to do about a text that is no code of the SOC. */
static const char *
code_hint(const char *code, size_t length)
{
	SocCode soc;

	if (length == 4 && strspn(code, "0123456789") >= 4)
		return psprintf("Four digits look like a code of ISCO-08. Load a crosswalk with "
						"load_crosswalk() of a labor schema, and find its SOC codes with "
						"recode('{%s}', 'ISCO-08', 'SOC 2018').",
						code);
	if (soc_parse(code, length, &soc) == SOC_RIGHT)
		return "Write it with a hyphen after the second digit, and a point before those "
			   "of O*NET.";
	return "Find the occupation at the Bureau of Labor Statistics or in O*NET, and give "
		   "its code.";
}

static bool
has_form(const char *text, size_t length, const char *form)
{
	if (length != strlen(form))
		return false;
	for (size_t i = 0; i < length; i++)
	{
		if (form[i] == 'N' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	}
	return true;
}

static void
check_occupation(const Row *row, const Rule *rule, Datum value)
{
	text	   *soc = DatumGetTextPP(value);
	const char *code = text_to_cstring(soc);
	size_t		length = strlen(code);

	if (has_form(code, length, "NN-NNNN") || has_form(code, length, "NN-NNNN.NN"))
		return;
	ereport(
		ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		errmsg("soc \"%s\" is not an occupation code", clipped(code, length)),
		errdetail("Codes are those of the SOC 2018 or of O*NET-SOC, such as 15-1252 or "
				  "15-1252.01."),
		errhint("%s", code_hint(code, length)), at_column(row, rule));
}

/* As ISO writes it, whatever DateStyle says. */
static const char *
day_text(DateADT day)
{
	return JsonEncodeDateTime(palloc(MAXDATELEN + 1), DateADTGetDatum(day), DATEOID,
							  NULL);
}

static void
check_day(const Row *row, const Rule *rule, Datum value)
{
	DateADT		day = DatumGetDateADT(value);
	const char *fault = day_fault(day);

	if (fault)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("%s %s is %s", rule->column, day_text(day), fault),
				errdetail("%s", DAY_DETAIL), errhint("%s", DAY_HINT),
				at_column(row, rule));
}

static void
check_object(const Row *row, const Rule *rule, Datum value)
{
	if (JB_ROOT_IS_OBJECT(DatumGetJsonbP(value)))
		return;
	ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("%s is of type %s", rule->column,
				   TextDatumGetCString(DirectFunctionCall1(jsonb_typeof, value))),
			errdetail("It is a JSON object of texts by name."),
			errhint(strcmp(rule->column, "narrative") == 0 ?
						"docs/document-format.md lists the names in narrative." :
						"The names are those of fields of a document, such as title and "
						"seniority."),
			at_column(row, rule));
}

/* Names of assessors, in order, none of them twice. */
static void
check_assessors(const Row *row, const Rule *rule, Datum value)
{
	ArrayType *array = DatumGetArrayTypeP(value);

	if (ARR_NDIM(array) > 1 || array_contains_nulls(array))
		ereport(
			ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			ARR_NDIM(array) > 1 ?
				errmsg("list of assessors has %d dimensions", ARR_NDIM(array)) :
				errmsg("an assessor is NULL"),
			errdetail("Assessors are listed by name, the most preferred first."),
			errhint("Specify a list such as ARRAY['Ada', 'Research']; the empty string "
					"stands for assessments without an assessor."),
			at_column(row, rule));
}

/* ---- the tables ---- */

#define COUNT_HINT "Places and revisions are counted from 1."

static const Quantity POSITION = {"position", 1, INT_MAX, true, COUNT_HINT};
static const Quantity REVISION = {"revision", 1, INT_MAX, true, COUNT_HINT};
static const Quantity SHARE = {"share", 0, 1, false,
							   "Specify a part of the occupation's employment: 0.4 for "
							   "40%; NULL is an equal part of "
							   "what other roles leave."};

#define NUMBER(name, which)                                                             \
	{                                                                                   \
		.column = (name), .type = FLOAT8OID, .check = check_number, .quantity = (which) \
	}
#define INTEGER(name, which, is_required)                             \
	{                                                                 \
		.column = (name), .type = INT4OID, .required = (is_required), \
		.check = check_number, .quantity = (which)                    \
	}
#define REFERENCE(name)                                     \
	{                                                       \
		.column = (name), .type = INT8OID, .required = true \
	}
#define NAME(name, characters, is_shown, key_column)                              \
	{                                                                             \
		.column = (name), .type = TEXTOID, .required = true, .shows = (is_shown), \
		.check = check_length, .longest = (characters), .key = (key_column)       \
	}

static const Rule CATALOG_RULES[] = {
	NUMBER("doubt", &DOUBT),
	{.column = "assessors",
	 .type = TEXTARRAYOID,
	 .check = check_assessors,
	 .key = "assessor_keys"},
	{.column = NULL},
};

static const Rule ROLE_RULES[] = {
	NAME("role_key", 400, true, NULL),
	NAME("title", 400, true, "title_key"),
	NAME("seniority", 100, false, "seniority_key"),
	NAME("market", 100, false, "market_key"),
	{.column = NULL},
};

static const Rule OCCUPATION_RULES[] = {
	REFERENCE("role_id"),
	{.column = "soc", .type = TEXTOID, .required = true, .check = check_occupation},
	NUMBER("share", &SHARE),
	{.column = NULL},
};

static const Rule ASSESSMENT_RULES[] = {
	REFERENCE("role_id"),
	NAME("assessor", 400, false, "assessor_key"),
	{.column = "assessed_on", .type = DATEOID, .required = true, .check = check_day},
	INTEGER("revision", &REVISION, true),
	{.column = "recorded_at", .type = TIMESTAMPTZOID, .required = true},
#define EACH_EVIDENCE(name, least, greatest, label, meaning) \
	NUMBER(#name, &EVIDENCE_RATING[EVIDENCE_##name]),
#define EACH_BARRIER(name, least, greatest, label, meaning) \
	NUMBER(#name, &BARRIER_RATING[BARRIER_##name]),
#define EACH_GROWTH(name, least, greatest, label, meaning) NUMBER(#name, &GROWTH_RATING),
#define EACH_PRINCIPLE(name, least, greatest, label, meaning) \
	NUMBER(#name, &PRINCIPLE_RATING[PRINCIPLE_##name]),
#include "kernel/ratings.def"
	NUMBER("override_score", &OVERRIDE_SCORE),
	INTEGER("timeline_min_months", &TIMELINE_MIN, false),
	INTEGER("timeline_max_months", &TIMELINE_MAX, false),
	{.column = "definition", .type = JSONBOID, .required = true, .check = check_object},
	{.column = "narrative", .type = JSONBOID, .required = true, .check = check_object},
	{.column = NULL},
};

static const Rule TASK_RULES[] = {
	REFERENCE("assessment_id"),
	INTEGER("position", &POSITION, true),
	{.column = "name", .type = TEXTOID, .required = true, .check = check_task_name},
	{.column = "time_pct", .type = FLOAT8OID, .check = check_time},
	NUMBER("score", &TASK_SCORE),
	{.column = "mode", .type = TEXTOID, .check = check_mode},
	{.column = NULL},
};

static const Rule NEXT_ROLE_RULES[] = {
	REFERENCE("assessment_id"),
	INTEGER("position", &POSITION, true),
	{.column = "title",
	 .type = TEXTOID,
	 .required = true,
	 .shows = true,
	 .key = "title_key"},
	NUMBER("score", &NEXT_ROLE_SCORE),
	{.column = NULL},
};

static const struct
{
	const char *table;
	const Rule *rules;
} TABLE[] = {
	{"catalog", CATALOG_RULES},		{"role", ROLE_RULES},
	{"role_soc", OCCUPATION_RULES}, {"assessment", ASSESSMENT_RULES},
	{"task", TASK_RULES},			{"next_role", NEXT_ROLE_RULES},
};

/* ---- what a statement learns once ---- */

/* Where the columns of a table are. */
typedef struct Layout
{
	const Rule *rules;
	int			attribute[RULES_MAX];
	int			key_attribute[RULES_MAX]; /* 0: it has no key */
} Layout;

static const Rule *
rules_of(const TriggerData *trigger)
{
	const Trigger *definition = trigger->tg_trigger;

	for (int i = 0; i < (int) lengthof(TABLE); i++)
	{
		if (definition->tgnargs == 1 &&
			strcmp(definition->tgargs[0], TABLE[i].table) == 0)
			return TABLE[i].rules;
	}
	require_event(trigger, false);
	return NULL; /* not reached */
}

static const Layout *
layout_of(FunctionCallInfo fcinfo, const TriggerData *trigger)
{
	Layout *layout = fcinfo->flinfo->fn_extra;

	if (layout)
		return layout;
	layout = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(Layout));
	layout->rules = rules_of(trigger);
	for (int i = 0; layout->rules[i].column; i++)
	{
		const Rule *rule = &layout->rules[i];

		Assert(i < RULES_MAX);
		layout->attribute[i] = column_of(trigger, rule->column, rule->type);
		if (rule->key)
			layout->key_attribute[i] = column_of(trigger, rule->key, rule->type);
	}
	fcinfo->flinfo->fn_extra = layout;
	return layout;
}

/* ---- the work ---- */

/* A key's value, for messages; false where it has none. */
static bool
integer_in(const Row *row, const char *column, int64 *value)
{
	TupleDesc layout = RelationGetDescr(row->trigger->tg_relation);
	int		  attribute = SPI_fnumber(layout, column);
	Oid		  type = attribute > 0 ? SPI_gettypeid(layout, attribute) : InvalidOid;
	bool	  isnull;
	Datum	  datum;

	if (type != INT8OID && type != INT4OID)
		return false;
	datum = slot_getattr(row->slot, attribute, &isnull);
	*value = type == INT8OID ? DatumGetInt64(datum) : DatumGetInt32(datum);
	return !isnull;
}

/* Which of many rows it is. */
static void
describe_row(void *argument)
{
	static const char *const KEY[] = {"role_id", "assessment_id", "position"};
	const Row				*row = argument;
	StringInfoData			 keys;

	initStringInfo(&keys);
	for (int i = 0; i < (int) lengthof(KEY); i++)
	{
		int64 value;

		if (integer_in(row, KEY[i], &value))
			appendStringInfo(&keys, "%s %s " INT64_FORMAT, keys.len > 0 ? "," : ":",
							 KEY[i], value);
	}
	errcontext("row of table %s%s", RelationGetRelationName(row->trigger->tg_relation),
			   keys.data);
}

static void
check_value(const Row *row, const Rule *rule, Datum value, bool isnull)
{
	if (!isnull && rule->check)
		rule->check(row, rule, value);
	if (isnull && rule->required)
		ereport(ERROR, errcode(ERRCODE_NOT_NULL_VIOLATION),
				errmsg("%s is NULL", rule->column), errdetail("Every row has one."),
				errhint(rule->check == check_length && !rule->shows ?
							"Specify a value; the empty string stands for none." :
							"Specify a value."),
				at_column(row, rule));
}

/* A timeline that ends before it begins. */
static void
check_timeline(const Row *row)
{
	int64 earliest;
	int64 latest;

	if (integer_in(row, TIMELINE_MIN.name, &earliest) &&
		integer_in(row, TIMELINE_MAX.name, &latest) && earliest > latest)
		ereport(
			ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("timeline runs from %d to %d months", (int) earliest, (int) latest),
			errdetail("The earliest month comes first."),
			errhint("Specify timeline_min_months and timeline_max_months in this order, "
					"with NULL as the latter for an open end."));
}

static bool
same_key(const text *a, const text *b)
{
	return VARSIZE_ANY_EXHDR(a) == VARSIZE_ANY_EXHDR(b) &&
		   memcmp(VARDATA_ANY(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(a)) == 0;
}

/* The keys of a list of names; NULL for one without any. */
static Datum
keys_of_list(const Row *row, const Rule *rule, ArrayType *names, bool *isnull)
{
	Datum *element;
	int	   count;

	deconstruct_array(names, TEXTOID, -1, false, TYPALIGN_INT, &element, NULL, &count);
	for (int i = 0; i < count; i++)
	{
		text *name = DatumGetTextPP(element[i]);

		CHECK_FOR_INTERRUPTS();
		element[i] = PointerGetDatum(name_key_of(name));
		for (int k = 0; k < i; k++)
		{
			if (same_key(DatumGetTextPP(element[k]), DatumGetTextPP(element[i])))
				ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("assessor \"%s\" is named twice",
							   clipped(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name))),
						errdetail("Names that differ only in case, white space, or "
								  "invisible characters are the same."),
						errhint("Name each assessor once, the most preferred first."),
						at_column(row, rule));
		}
	}
	*isnull = count == 0;
	return PointerGetDatum(
		construct_array(element, count, TEXTOID, -1, false, TYPALIGN_INT));
}

/* The key of a name, or the keys of names. */
static Datum
key_of(const Row *row, const Rule *rule, Datum value, bool *isnull)
{
	text *key;

	*isnull = false;
	if (rule->type == TEXTARRAYOID)
		return keys_of_list(row, rule, DatumGetArrayTypeP(value), isnull);
	key = name_key_of(DatumGetTextPP(value));
	if (rule->shows && VARSIZE_ANY_EXHDR(key) == 0)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("%s has no visible characters", rule->column),
				errdetail("It identifies a role."), errhint("Specify the job title."),
				at_column(row, rule));
	return PointerGetDatum(key);
}

/* The row with its keys. */
static HeapTuple
with_keys(const Row *row, const Layout *layout)
{
	TupleDesc shape = RelationGetDescr(row->trigger->tg_relation);
	int		  attribute[RULES_MAX];
	Datum	  key[RULES_MAX];
	bool	  isnull[RULES_MAX];
	int		  count = 0;

	for (int i = 0; layout->rules[i].column; i++)
	{
		bool  no_name;
		Datum name;

		if (layout->key_attribute[i] == 0)
			continue;
		name = slot_getattr(row->slot, layout->attribute[i], &no_name);
		attribute[count] = layout->key_attribute[i];
		isnull[count] = no_name;
		key[count] =
			no_name ? (Datum) 0 : key_of(row, &layout->rules[i], name, &isnull[count]);
		count++;
	}
	return count == 0 ? row->tuple :
						heap_modify_tuple_by_cols(row->tuple, shape, count, attribute,
												  key, isnull);
}

SQL_FUNCTION(catalog_verify_row);

/* Before INSERT or UPDATE of a row. */
Datum
catalog_verify_row(PG_FUNCTION_ARGS)
{
	TriggerData			*trigger = require_trigger(fcinfo);
	bool				 is_update = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event);
	const Layout		*layout;
	Row					 row = {.trigger = trigger};
	ErrorContextCallback context = {
		.previous = error_context_stack, .callback = describe_row, .arg = &row};

	require_event(trigger, TRIGGER_FIRED_BEFORE(trigger->tg_event) &&
							   TRIGGER_FIRED_FOR_ROW(trigger->tg_event) &&
							   !TRIGGER_FIRED_BY_DELETE(trigger->tg_event));
	layout = layout_of(fcinfo, trigger);
	row.rules = layout->rules;
	row.attribute = layout->attribute;
	row.slot = is_update ? trigger->tg_newslot : trigger->tg_trigslot;
	row.tuple = is_update ? trigger->tg_newtuple : trigger->tg_trigtuple;
	error_context_stack = &context;
	for (int i = 0; layout->rules[i].column; i++)
	{
		bool  isnull;
		Datum value = slot_getattr(row.slot, layout->attribute[i], &isnull);

		check_value(&row, &layout->rules[i], value, isnull);
	}
	if (layout->rules == ASSESSMENT_RULES)
		check_timeline(&row);
	row.tuple = with_keys(&row, layout);
	error_context_stack = context.previous;
	PG_RETURN_POINTER(row.tuple);
}

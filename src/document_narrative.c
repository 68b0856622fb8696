/*
 * document_narrative.c
 *	  The texts of an assessment document as jsonb, and back.
 *
 * Every rationale and every section of prose has a key; texts that a document lacks
 * are omitted.
 */
#include "compat.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#include "document.h"
#include "report.h"

#define TASKS_KEY "tasks"
#define GROWTH_KEY "growth"
#define OTHERS_KEY "other_sections"
#define YEAR_KEY "year"
#define HEADING_KEY "heading"
#define TEXT_KEY "text"

/* Ratings whose rationales stand together under one name, each under its own. */
typedef struct RationaleGroup
{
	const char	   *key;
	const Quantity *ratings;
	int				count;
	size_t			offset; /* of the ratings in a Document */
} RationaleGroup;

static const RationaleGroup RATIONALE_GROUP[] = {
	{"principles", PRINCIPLE_RATING, PRINCIPLES, offsetof(Document, principle)},
	{"evidence", EVIDENCE_RATING, EVIDENCE_DIMENSIONS, offsetof(Document, evidence)},
	{"barriers", BARRIER_RATING, BARRIERS, offsetof(Document, barrier)},
};

#define RATIONALE_GROUPS ((int) lengthof(RATIONALE_GROUP))

static Rating *
group_ratings(const RationaleGroup *group, const Document *document)
{
	return (Rating *) ((char *) document + group->offset);
}

/* ---- to jsonb ---- */

static JsonbValue
json_string(Text text)
{
	Text	   converted = database_text(text);
	JsonbValue value;

	value.type = jbvString;
	value.val.string.val = unconstify(char *, converted.at);
	value.val.string.len = (int) converted.length;
	return value;
}

static void
push_key(JsonbBuilder *builder, const char *key)
{
	JsonbValue value;

	value.type = jbvString;
	value.val.string.val = unconstify(char *, key);
	value.val.string.len = strlen(key);
	push_jsonb(builder, WJB_KEY, &value);
}

static void
push_text(JsonbBuilder *builder, const char *key, Text text)
{
	JsonbValue value;

	if (!text.at)
		return;
	push_key(builder, key);
	value = json_string(text);
	push_jsonb(builder, WJB_VALUE, &value);
}

static void
push_list(JsonbBuilder *builder, const char *key, const TextList *list)
{
	if (list->count == 0)
		return;
	push_key(builder, key);
	push_jsonb(builder, WJB_BEGIN_ARRAY, NULL);
	for (size_t i = 0; i < list->count; i++)
	{
		JsonbValue value = json_string(list->item[i]);

		push_jsonb(builder, WJB_ELEM, &value);
	}
	push_jsonb(builder, WJB_END_ARRAY, NULL);
}

static void
push_rationales(JsonbBuilder *builder, const RationaleGroup *group,
				const Document *document)
{
	const Rating *ratings = group_ratings(group, document);
	bool		  open = false;

	for (int i = 0; i < group->count; i++)
	{
		if (!ratings[i].rationale.at)
			continue;
		if (!open)
		{
			push_key(builder, group->key);
			push_jsonb(builder, WJB_BEGIN_OBJECT, NULL);
			open = true;
		}
		push_text(builder, group->ratings[i].name, ratings[i].rationale);
	}
	if (open)
		push_jsonb(builder, WJB_END_OBJECT, NULL);
}

/* The rationales of the tasks, null for a task without one. */
static void
push_task_rationales(JsonbBuilder *builder, const Document *document)
{
	bool any = false;

	for (size_t i = 0; i < document->ntasks; i++)
		any = any || document->tasks[i].score.rationale.at;
	if (!any)
		return;
	push_key(builder, TASKS_KEY);
	push_jsonb(builder, WJB_BEGIN_ARRAY, NULL);
	for (size_t i = 0; i < document->ntasks; i++)
	{
		Text	   rationale = document->tasks[i].score.rationale;
		JsonbValue value = {.type = jbvNull};

		if (rationale.at)
			value = json_string(rationale);
		push_jsonb(builder, WJB_ELEM, &value);
	}
	push_jsonb(builder, WJB_END_ARRAY, NULL);
}

static void
push_role_in_year(JsonbBuilder *builder, const Document *document)
{
	JsonbValue year = {.type = jbvNumeric};

	if (document->role_year == NO_YEAR)
		return;
	year.val.numeric = int64_to_numeric(document->role_year);
	push_key(builder, PROSE_KEY[PROSE_ROLE_IN_YEAR]);
	push_jsonb(builder, WJB_BEGIN_OBJECT, NULL);
	push_key(builder, YEAR_KEY);
	push_jsonb(builder, WJB_VALUE, &year);
	push_text(builder, TEXT_KEY, document->prose[PROSE_ROLE_IN_YEAR]);
	push_jsonb(builder, WJB_END_OBJECT, NULL);
}

static void
push_others(JsonbBuilder *builder, const Document *document)
{
	if (document->nothers == 0)
		return;
	push_key(builder, OTHERS_KEY);
	push_jsonb(builder, WJB_BEGIN_ARRAY, NULL);
	for (size_t i = 0; i < document->nothers; i++)
	{
		push_jsonb(builder, WJB_BEGIN_OBJECT, NULL);
		push_text(builder, HEADING_KEY, document->others[i].heading);
		push_text(builder, TEXT_KEY, document->others[i].text);
		push_jsonb(builder, WJB_END_OBJECT, NULL);
	}
	push_jsonb(builder, WJB_END_ARRAY, NULL);
}

/* Everything of a document that is text and has no field of its own. */
Datum
narrative_from_document(const Document *document)
{
	JsonbBuilder builder = {0};

	push_jsonb(&builder, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < RATIONALE_GROUPS; i++)
		push_rationales(&builder, &RATIONALE_GROUP[i], document);
	push_text(&builder, GROWTH_KEY, document->growth.rationale);
	push_task_rationales(&builder, document);
	for (int i = 0; i < PROSES; i++)
	{
		if (PROSE_KEY[i] && i != PROSE_ROLE_IN_YEAR)
			push_text(&builder, PROSE_KEY[i], document->prose[i]);
	}
	push_role_in_year(&builder, document);
	for (int i = 0; i < LISTS; i++)
		push_list(&builder, LIST_KEY[i], &document->list[i]);
	push_others(&builder, document);
	push_jsonb(&builder, WJB_END_OBJECT, NULL);
	return JsonbPGetDatum(JsonbValueToJsonb(builder.result));
}

/* ---- from jsonb ---- */

pg_noreturn static void
report_narrative(const char *problem, Text key, const char *expected)
{
	struct varlena *shown = sql_text(key);

	ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("%s in narrative: \"%s\"", problem,
				   clipped(VARDATA_ANY(shown), VARSIZE_ANY_EXHDR(shown))),
			errdetail("%s", expected),
			errhint("docs/document-format.md lists the names in narrative and their "
					"contents."));
}

static Text
json_text(const JsonbValue *value, Text key)
{
	if (value->type != jbvString)
		report_narrative("not a text", key, "Expected a JSON string under this name.");
	return document_text(value->val.string.val, value->val.string.len);
}

/* The elements of an array, or the keys and values of an object. */
static JsonbIterator *
json_members(const JsonbValue *value, bool array, Text key)
{
	if (value->type != jbvBinary ||
		(array ? !JsonContainerIsArray(value->val.binary.data) ||
					 JsonContainerIsScalar(value->val.binary.data) :
				 !JsonContainerIsObject(value->val.binary.data)))
		report_narrative(array ? "not an array" : "not an object", key,
						 array ? "Expected a JSON array under this name." :
								 "Expected a JSON object under this name.");
	return JsonbIteratorInit(value->val.binary.data);
}

/* The next key and value of an object; false at its end. */
static bool
next_member(JsonbIterator **members, Text *key, JsonbValue *value)
{
	JsonbIteratorToken token;
	JsonbValue		   name;

	CHECK_FOR_INTERRUPTS();
	do
		token = JsonbIteratorNext(members, &name, true);
	while (token == WJB_BEGIN_OBJECT);
	if (token != WJB_KEY)
		return false;
	*key = document_text(name.val.string.val, name.val.string.len);
	(void) JsonbIteratorNext(members, value, true);
	return true;
}

/* The next element of an array; false at its end. */
static bool
next_element(JsonbIterator **elements, JsonbValue *value)
{
	JsonbIteratorToken token;

	CHECK_FOR_INTERRUPTS();
	do
		token = JsonbIteratorNext(elements, value, true);
	while (token == WJB_BEGIN_ARRAY);
	return token == WJB_ELEM;
}

static bool
is_key(Text key, const char *name)
{
	return same_text(key, text_of(name));
}

static void
read_rationales(const RationaleGroup *group, const JsonbValue *value, Text name,
				Document *document)
{
	JsonbIterator *members = json_members(value, false, name);
	Text		   key;
	JsonbValue	   rationale;

	while (next_member(&members, &key, &rationale))
	{
		int i = 0;

		while (i < group->count && !is_key(key, group->ratings[i].name))
			i++;
		if (i == group->count)
			report_narrative("unknown name", key,
							 "Expected the name of a field of the composite type.");
		group_ratings(group, document)[i].rationale = json_text(&rationale, key);
	}
}

static void
read_task_rationales(const JsonbValue *value, Text name, Document *document)
{
	JsonbIterator *elements = json_members(value, true, name);
	JsonbValue	   rationale;
	size_t		   count = 0;

	while (next_element(&elements, &rationale))
	{
		if (count == document->ntasks)
			report_narrative("more rationales than tasks", name,
							 "Expected one for each task, or null where there is none.");
		if (rationale.type != jbvNull)
			document->tasks[count].score.rationale = json_text(&rationale, name);
		count++;
	}
	if (count != document->ntasks)
		report_narrative("fewer rationales than tasks", name,
						 "Expected one for each task, or null where there is none.");
}

static void
read_list(Host *host, const JsonbValue *value, Text name, TextList *list)
{
	JsonbIterator *elements = json_members(value, true, name);
	JsonbValue	   item;

	while (next_element(&elements, &item))
	{
		list->item = grown(host, list->item, list->count, &list->capacity, sizeof(Text));
		list->item[list->count++] = json_text(&item, name);
	}
}

static int
json_year(const JsonbValue *value, Text key)
{
	if (value->type == jbvNumeric)
	{
		double year = DatumGetFloat8(DirectFunctionCall1(
			numeric_float8_no_overflow, NumericGetDatum(value->val.numeric)));

		if (year >= 1000 && year <= 9999 && is_whole(year))
			return (int) year;
	}
	report_narrative("not a year", key, "Expected a four-digit whole number.");
}

static void
read_role_in_year(const JsonbValue *value, Text name, Document *document)
{
	JsonbIterator *members = json_members(value, false, name);
	Text		   key;
	JsonbValue	   member;

	while (next_member(&members, &key, &member))
	{
		if (is_key(key, YEAR_KEY))
			document->role_year = json_year(&member, key);
		else if (is_key(key, TEXT_KEY))
			document->prose[PROSE_ROLE_IN_YEAR] = json_text(&member, key);
		else
			report_narrative("unknown name", key, "Expected year and text.");
	}
}

static void
read_others(Host *host, const JsonbValue *value, Text name, Document *document)
{
	JsonbIterator *elements = json_members(value, true, name);
	JsonbValue	   element;

	while (next_element(&elements, &element))
	{
		JsonbIterator *members = json_members(&element, false, name);
		OtherSection   other = {NO_TEXT, NO_TEXT};
		Text		   key;
		JsonbValue	   member;

		while (next_member(&members, &key, &member))
		{
			if (is_key(key, HEADING_KEY))
				other.heading = json_text(&member, key);
			else if (is_key(key, TEXT_KEY))
				other.text = json_text(&member, key);
			else
				report_narrative("unknown name", key, "Expected heading and text.");
		}
		if (!other.heading.at)
			report_narrative("a section without a heading", name,
							 "Expected heading and text.");
		document->others = grown(host, document->others, document->nothers,
								 &document->other_capacity, sizeof(OtherSection));
		document->others[document->nothers++] = other;
	}
}

/* Texts under their own name.  False if the name is not one of them. */
static bool
read_named_text(Host *host, Text key, const JsonbValue *value, Document *document)
{
	for (int i = 0; i < PROSES; i++)
	{
		if (PROSE_KEY[i] && is_key(key, PROSE_KEY[i]))
		{
			document->prose[i] = json_text(value, key);
			return true;
		}
	}
	for (int i = 0; i < LISTS; i++)
	{
		if (is_key(key, LIST_KEY[i]))
		{
			read_list(host, value, key, &document->list[i]);
			return true;
		}
	}
	return false;
}

static void
read_narrative_member(Host *host, Text key, const JsonbValue *value, Document *document)
{
	for (int i = 0; i < RATIONALE_GROUPS; i++)
	{
		if (is_key(key, RATIONALE_GROUP[i].key))
			return read_rationales(&RATIONALE_GROUP[i], value, key, document);
	}
	if (is_key(key, TASKS_KEY))
		read_task_rationales(value, key, document);
	else if (is_key(key, GROWTH_KEY))
		document->growth.rationale = json_text(value, key);
	else if (is_key(key, OTHERS_KEY))
		read_others(host, value, key, document);
	else if (is_key(key, PROSE_KEY[PROSE_ROLE_IN_YEAR]))
		read_role_in_year(value, key, document);
	else if (!read_named_text(host, key, value, document))
		report_narrative("unknown name", key,
						 "Expected the name of a text that documents have.");
}

/* Puts the texts of a narrative into a document whose tasks are there already. */
void
narrative_to_document(Host *host, Jsonb *narrative, Document *document)
{
	JsonbValue	   whole = {.type = jbvBinary};
	JsonbIterator *members;
	Text		   key;
	JsonbValue	   value;

	whole.val.binary.data = &narrative->root;
	whole.val.binary.len = VARSIZE_ANY_EXHDR(narrative);
	members = json_members(&whole, false, text_of("narrative"));
	while (next_member(&members, &key, &value))
		read_narrative_member(host, key, &value, document);

	if (compareJsonbContainers(
			&narrative->root, &DatumGetJsonbP(narrative_from_document(document))->root) !=
		0)
		ereport(
			ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("narrative has names without contents"),
			errdetail("Empty arrays and objects, and lists of nothing but null, would "
					  "not come back."),
			errhint("Omit these names."));
}

/*
 * method.c
 *	  aijri_method: the constants of the arithmetic as a composite value.
 */
#include "compat.h"

#include "access/htup_details.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

#include "call_cache.h"
#include "method.h"
#include "report.h"

/* Notes what follows from a method's fields; raises when they conflict. */
static void
settle(Method *method)
{
	if (!method_settle(method))
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("method field yellow_min %s is greater than green_min %s",
					   double_text(method->yellow_min), double_text(method->green_min)),
				errdetail("Red is followed by Yellow from yellow_min up, then by Green "
						  "from green_min up."),
				errhint("Change both in one call: aijri_method('{\"yellow_min\": 30, "
						"\"green_min\": 50}')."));
}

static void
require_field(const MethodField *field, bool isnull)
{
	if (isnull && !field->optional)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("method field %s is null", field->quantity.name),
				errdetail("Only imminent_max_evidence and imminent_max_barriers can be "
						  "null, which means no such condition."),
				errhint("%s", field->quantity.hint));
}

/* Whether IS NULL holds for a row, as it does when all its fields are NULL. */
static bool
row_is_null(const Row *row)
{
	for (int i = 0; i < METHOD_FIELDS; i++)
	{
		if (!row->nulls[i])
			return false;
	}
	return true;
}

static void
parse_method(FmgrInfo *flinfo, Datum datum, Method *method)
{
	Row row;

	read_row(flinfo, ROW_METHOD, datum, &row);
	*method = DEFAULT_METHOD;
	if (row_is_null(&row))
		return;
	for (int i = 0; i < METHOD_FIELDS; i++)
	{
		const MethodField *field = &METHOD_FIELD[i];
		double			   value = NOT_RATED;

		require_field(field, row.nulls[i]);
		if (!row.nulls[i])
		{
			value = DatumGetFloat8(row.values[i]) + 0.0;
			require_legal(&field->quantity, value);
		}
		*method_field(method, i) = value;
	}
	settle(method);
}

/*
 * The method argument, which is not NULL.  It is read and checked again only if its
 * bytes change.  (An argument that is a parameter may change, too: PL/pgSQL evaluates
 * an expression many times in one call site, with its variables as parameters.)
 */
const Method *
method_from_row(FunctionCallInfo fcinfo, int argno)
{
	FmgrInfo	   *flinfo = fcinfo->flinfo;
	CallCache	   *cache = call_cache(flinfo);
	HeapTupleHeader header;
	Size			size;

	header = PG_GETARG_HEAPTUPLEHEADER(argno);
	size = HeapTupleHeaderGetDatumLength(header);
	if (cache->method_row && HeapTupleHeaderGetDatumLength(cache->method_row) == size &&
		memcmp(cache->method_row, header, size) == 0)
		return &cache->method;

	if (cache->method_row)
		pfree(cache->method_row);
	cache->method_row = NULL; /* stays so if the next lines raise an error */
	parse_method(flinfo, PointerGetDatum(header), &cache->method);
	cache->method_row = MemoryContextAlloc(flinfo->fn_mcxt, size);
	memcpy(cache->method_row, header, size);
	return &cache->method;
}

/* ---- aijri_method(changes, rescale) ---- */

/* All fields of a method, for a DETAIL. */
static char *
field_names(void)
{
	StringInfoData names;

	initStringInfo(&names);
	for (int i = 0; i < METHOD_FIELDS; i++)
		appendStringInfo(&names, "%s%s", i == 0 ? "" : ", ",
						 METHOD_FIELD[i].quantity.name);
	return names.data;
}

static int
field_by_name(const char *name, int length)
{
	for (int i = 0; i < METHOD_FIELDS; i++)
	{
		const char *known = METHOD_FIELD[i].quantity.name;

		if ((int) strlen(known) == length && memcmp(known, name, length) == 0)
			return i;
	}
	ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("method has no field \"%s\"", clipped(name, length)),
			errdetail("Its fields are %s.", field_names()),
			errhint("Check the spelling of the key; keys are in lower case."));
}

static double
number_from_json(const JsonbValue *value, const MethodField *field)
{
	double number;

	if (value->type == jbvNull)
	{
		require_field(field, true);
		return NOT_RATED;
	}
	if (value->type != jbvNumeric)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("method field %s is not a number", field->quantity.name),
				errdetail("The value of every key of the changes is a JSON number."),
				errhint("Write the number without quotes: {\"green_min\": 50}."));

	number = DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow,
												NumericGetDatum(value->val.numeric)));
	require_legal(&field->quantity, number);
	return number;
}

/* Whether the changes name a constant that rescaling sets. */
static bool
is_rescaled(const MethodField *field)
{
	return field->offset == offsetof(Method, raw_floor) ||
		   field->offset == offsetof(Method, raw_span);
}

static void
forbid_rescaled(const MethodField *field)
{
	if (is_rescaled(field))
		ereport(
			ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("method field %s is both changed and rescaled", field->quantity.name),
			errdetail("With rescale, raw_floor and raw_span are derived from the steps."),
			errhint("Omit %s from the changes, or rescale from the call.",
					field->quantity.name));
}

static void
apply_changes(Jsonb *changes, bool rescale, Method *method)
{
	JsonbIterator	  *iterator;
	JsonbIteratorToken token;
	JsonbValue		   key;
	JsonbValue		   value;

	if (!JB_ROOT_IS_OBJECT(changes))
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("changes of a method are not a JSON object"),
				errdetail("Changes are an object whose keys are fields of the method and "
						  "whose values are numbers."),
				errhint("For example aijri_method('{\"green_min\": 50}'), or "
						"aijri_method() for the default."));

	iterator = JsonbIteratorInit(&changes->root);
	while ((token = JsonbIteratorNext(&iterator, &key, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
		{
			int field = field_by_name(key.val.string.val, key.val.string.len);

			if (rescale)
				forbid_rescaled(&METHOD_FIELD[field]);
			(void) JsonbIteratorNext(&iterator, &value, true);
			*method_field(method, field) = number_from_json(&value, &METHOD_FIELD[field]);
		}
	}
}

SQL_FUNCTION(aijri_method);

/* aijri_method(changes, rescale): the default method with some fields changed. */
Datum
aijri_method(PG_FUNCTION_ARGS)
{
	bool   rescale = !PG_ARGISNULL(1) && PG_GETARG_BOOL(1);
	Method method = DEFAULT_METHOD;
	Row	   row;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	apply_changes(PG_GETARG_JSONB_P(0), rescale, &method);
	if (rescale)
		method_rescale(&method);
	settle(&method);
	for (int i = 0; i < METHOD_FIELDS; i++)
		set_double(&row, i, *method_field(&method, i));
	PG_RETURN_DATUM(make_row(fcinfo->flinfo, ROW_METHOD, &row));
}

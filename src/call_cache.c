/*
 * call_cache.c
 *	  The cache of a call site: row layouts, OIDs of enum values.
 */
#include "compat.h"

#include "access/htup_details.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/tuplestore.h"

#include "call_cache.h"

/*
 * The fields of each row type, by base type.  ANYENUMOID, RECORDOID and
 * RECORDARRAYOID stand for an enum, a composite type and an array of such.
 */
typedef struct RowSpec
{
	const char *name;
	int			nfields;
	Oid			field[ROW_MAX_FIELDS];
	int			appended; /* of these, by versions after the type's first */
} RowSpec;

StaticAssertDecl(EVIDENCE_DIMENSIONS <= ROW_MAX_FIELDS && BARRIERS <= ROW_MAX_FIELDS &&
					 PRINCIPLES <= ROW_MAX_FIELDS && METHOD_FIELDS <= ROW_MAX_FIELDS,
				 "a Row has room for all ratings and for a method");

#define F8 FLOAT8OID

static const RowSpec ROW_SPEC[ROW_TYPES] = {
	[ROW_TASK] = {.name = "aijri_task",
				  .nfields = 4,
				  .field = {TEXTOID, F8, F8, ANYENUMOID}},
	[ROW_EVIDENCE] = {.name = "aijri_evidence",
					  .nfields = EVIDENCE_DIMENSIONS,
					  .field =
						  {
#define EACH_EVIDENCE(name, least, greatest, label, meaning) F8,
#include "kernel/ratings.def"
						  }},
	[ROW_BARRIERS] = {.name = "aijri_barriers",
					  .nfields = BARRIERS,
					  .field =
						  {
#define EACH_BARRIER(name, least, greatest, label, meaning) F8,
#include "kernel/ratings.def"
						  }},
	[ROW_PRINCIPLES] = {.name = "aijri_principles",
						.nfields = PRINCIPLES,
						.field =
							{
#define EACH_PRINCIPLE(name, least, greatest, label, meaning) F8,
#include "kernel/ratings.def"
							}},
	[ROW_ASSESSMENT] = {.name = "aijri_assessment",
						.nfields = 5,
						.field = {RECORDARRAYOID, RECORDOID, RECORDOID, F8, RECORDOID}},
	[ROW_METHOD] = {.name = "aijri_method",
					.nfields = METHOD_FIELDS,
					.field = {F8, F8, F8, F8, F8, F8, F8, F8, F8, F8, F8, F8, F8, F8, F8,
							  F8, F8}},
	[ROW_RESULT] = {.name = "aijri_result",
					.nfields = 21,
					.field = {F8, F8,		  F8,		  F8,		  F8,	   F8, F8,
							  F8, F8,		  F8,		  F8,		  F8,	   F8, F8,
							  F8, NUMERICOID, ANYENUMOID, ANYENUMOID, TEXTOID, F8, F8}},
	[ROW_TASK_PROFILE] = {.name = "aijri_task_profile",
						  .nfields = 9,
						  .field = {INT8OID, INT8OID, F8, F8, F8, F8, F8, F8, F8}},
	[ROW_EXPLANATION] = {.name = "aijri_explanation",
						 .nfields = 4,
						 .field = {INT4OID, TEXTOID, TEXTOID, TEXTOID}},
	[ROW_NEXT_ROLE] = {.name = "aijri_next_role",
					   .nfields = 3,
					   .field = {TEXTOID, F8, TEXTOID}},
	[ROW_DOCUMENT] = {.name = "aijri_document",
					  .nfields = 14,
					  .field = {TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID,
								RECORDOID, RECORDOID, F8, TEXTOID, INT4OID, INT4OID,
								RECORDARRAYOID, JSONBOID}},
	[ROW_PARSE_ATTEMPT] = {.name = "aijri_parse_attempt",
						   .nfields = 5,
						   .field = {RECORDOID, TEXTOID, INT4OID, TEXTOID, TEXTOID}},
	[ROW_VERIFICATION] = {.name = "aijri_verification",
						  .nfields = 6,
						  .field = {INT4OID, TEXTOID, TEXTOID, TEXTOID, BOOLOID,
									BOOLOID}},
	[ROW_SENSITIVITY] = {.name = "aijri_sensitivity",
						 .nfields = 11,
						 .field = {TEXTOID, INT4OID, TEXTOID, INT4OID, F8, F8, F8, F8,
								   ANYENUMOID, ANYENUMOID, BOOLOID}},
	[ROW_TARGET] = {.name = "aijri_target",
					.nfields = 7,
					.field = {TEXTOID, F8, F8, F8, BOOLOID, F8, ANYENUMOID}},
	[ROW_ZONE_PROBABILITY] = {.name = "aijri_zone_probability",
							  .nfields = 13,
							  .field = {F8, ANYENUMOID, F8, F8, F8, F8, ANYENUMOID, F8,
										F8, F8, F8, F8, BOOLOID}},
	[ROW_HISTOGRAM_BAR] = {.name = "aijri_histogram_bar",
						   .nfields = 4,
						   .field = {F8, F8, F8, F8}},
	[ROW_RANK_OUTLOOK] = {.name = "aijri_rank_outlook",
						  .nfields = 5,
						  .field = {F8, INT8OID, INT8OID, INT8OID, F8}},
	[ROW_METHOD_SENSITIVITY] = {.name = "aijri_method_sensitivity",
								.nfields = 8,
								.field = {TEXTOID, TEXTOID, F8, F8, F8, F8, F8, F8}},
	[ROW_ROLE_ROBUSTNESS] = {.name = "aijri_role_robustness",
							 .nfields = 6,
							 .field = {INT8OID, TEXTOID, F8, INT8OID, INT8OID, INT8OID}},
};

#undef F8

CallCache *
call_cache_create(FmgrInfo *flinfo)
{
	flinfo->fn_extra = MemoryContextAllocZero(flinfo->fn_mcxt, sizeof(CallCache));
	return flinfo->fn_extra;
}

/* ---- rows ---- */

static bool
field_is(Oid type, Oid expected)
{
	Oid element;

	type = getBaseType(type);
	switch (expected)
	{
		case ANYENUMOID:
			return type_is_enum(type);
		case RECORDOID:
			return get_typtype(type) == TYPTYPE_COMPOSITE;
		case RECORDARRAYOID:
			element = get_element_type(type);
			return OidIsValid(element) && get_typtype(element) == TYPTYPE_COMPOSITE;
		default:
			return type == expected;
	}
}

/*
 * Whether the attributes of a layout that are not dropped are a row type's fields.
 * If one of its first fields was dropped, the fields that follow are no longer in
 * their places; names cannot identify them, since attributes may be renamed.
 * Appended fields are missing until ALTER EXTENSION UPDATE has run.
 */
static bool
has_fields_of(const RowSpec *spec, TupleDesc layout)
{
	int first = spec->nfields - spec->appended;
	int field = 0;

	for (int i = 0; i < layout->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(layout, i);

		if (attribute->attisdropped)
		{
			if (field < first)
				return false;
			continue;
		}
		if (field == spec->nfields || !field_is(attribute->atttypid, spec->field[field]))
			return false;
		field++;
	}
	return field >= first;
}

/*
 * ALTER TYPE can give a composite type other fields, and a function in C would
 * then read one thing for another.  An attribute that was added and dropped again
 * leaves the fields as they were.
 */
static void
require_layout(RowType type, TupleDesc layout)
{
	const RowSpec *spec = &ROW_SPEC[type];

	if (!has_fields_of(spec, layout))
		ereport(ERROR, errcode(ERRCODE_DATATYPE_MISMATCH),
				errmsg("type %s does not have the fields it was created with",
					   format_type_be(layout->tdtypeid)),
				errdetail("Functions of extension aijri expect the fields of type %s as "
						  "CREATE EXTENSION created them.",
						  spec->name),
				errhint("Drop added attributes and restore the types of changed ones; "
						"to keep more with a value, make a composite type of your own "
						"that contains %s.",
						spec->name));
}

/* ---- rows whose fields are not all attributes ---- */

static bool
has_dropped(TupleDesc layout)
{
	for (int i = 0; i < layout->natts; i++)
	{
		if (TupleDescAttr(layout, i)->attisdropped)
			return true;
	}
	return false;
}

/*
 * Whether fields are not simply the attributes of a layout, one by one.  As many
 * attributes as fields are the fields, unless some of these may be missing.
 */
static inline bool
is_spread(RowType type, TupleDesc layout)
{
	return unlikely(layout->natts != ROW_SPEC[type].nfields ||
					(ROW_SPEC[type].appended > 0 && has_dropped(layout)));
}

/* A row by attribute instead of by field. */
typedef struct SpreadRow
{
	Datum *values;
	bool  *nulls;
} SpreadRow;

static SpreadRow
make_spread(TupleDesc layout)
{
	return (SpreadRow){palloc0(layout->natts * sizeof(Datum)),
					   palloc0(layout->natts * sizeof(bool))};
}

static void
free_spread(SpreadRow spread)
{
	pfree(spread.values);
	pfree(spread.nulls);
}

/* Takes a tuple apart field by field. */
static void
deform_spread(TupleDesc layout, HeapTuple tuple, Row *row)
{
	SpreadRow spread = make_spread(layout);
	int		  field = 0;

	heap_deform_tuple(tuple, layout, spread.values, spread.nulls);
	for (int i = 0; i < layout->natts; i++)
	{
		if (TupleDescAttr(layout, i)->attisdropped)
			continue;
		row->values[field] = spread.values[i];
		row->nulls[field++] = spread.nulls[i];
	}
	while (field < ROW_MAX_FIELDS)
		set_null(row, field++);
	free_spread(spread);
}

/* The fields of a row where their attributes are, NULL for those that were dropped. */
static SpreadRow
spread_fields(TupleDesc layout, const Datum *values, const bool *nulls)
{
	SpreadRow spread = make_spread(layout);
	int		  field = 0;

	for (int i = 0; i < layout->natts; i++)
	{
		bool dropped = TupleDescAttr(layout, i)->attisdropped;

		spread.nulls[i] = dropped || nulls[field];
		if (!dropped)
			spread.values[i] = values[field++];
	}
	return spread;
}

/* ---- layouts ---- */

/*
 * A tuple of this layout to copy, where all fields are numbers of 8 bytes: then
 * rows without a NULL differ in nothing but those numbers.
 */
static HeapTuple
row_of_numbers(FmgrInfo *flinfo, RowType type, TupleDesc layout)
{
	Row			  row = {0};
	MemoryContext caller;
	HeapTuple	  tuple;

	if (is_spread(type, layout))
		return NULL;
	for (int i = 0; i < layout->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(layout, i);

		if (attribute->attlen != sizeof(Datum) || !attribute->attbyval)
			return NULL;
	}
	caller = MemoryContextSwitchTo(flinfo->fn_mcxt);
	tuple = heap_form_tuple(layout, row.values, row.nulls);
	MemoryContextSwitchTo(caller);
	return tuple;
}

/* Forgets a row type, of which there may be a newer version. */
static void
forget_row(CallCache *cache, RowType type)
{
	cache->row_oid[type] = InvalidOid;
	if (cache->row_layout[type])
		FreeTupleDesc(cache->row_layout[type]);
	if (cache->row_of_numbers[type])
		heap_freetuple(cache->row_of_numbers[type]);
	cache->row_layout[type] = NULL;
	cache->row_of_numbers[type] = NULL;
}

/* Looks a row type up, checks it and remembers it. */
static void
learn_row(FmgrInfo *flinfo, RowType type, Oid type_oid)
{
	CallCache	   *cache = call_cache(flinfo);
	TypeCacheEntry *entry = lookup_type_cache(type_oid, TYPECACHE_TUPDESC);
	MemoryContext	caller;

	forget_row(cache, type);

	/* a copy first: the checks look into catalogs, which may change the entry */
	caller = MemoryContextSwitchTo(flinfo->fn_mcxt);
	cache->row_layout[type] = CreateTupleDescCopy(entry->tupDesc);
	MemoryContextSwitchTo(caller);
	cache->row_entry[type] = entry;
	cache->row_version[type] = entry->tupDesc_identifier;

	require_layout(type, cache->row_layout[type]);
	cache->row_of_numbers[type] = row_of_numbers(flinfo, type, cache->row_layout[type]);
	cache->row_oid[type] = type_oid;
}

/* The layout of a row type; learned at its first use and after ALTER TYPE. */
static TupleDesc
row_layout(FmgrInfo *flinfo, RowType type, Oid type_oid)
{
	CallCache *cache = call_cache(flinfo);

	if (unlikely(cache->row_oid[type] != type_oid ||
				 cache->row_version[type] != cache->row_entry[type]->tupDesc_identifier))
		learn_row(flinfo, type, type_oid);
	return cache->row_layout[type];
}

/*
 * A composite value nested in another one is stored with a short header,
 * which means a copy before it can be read; into the caller's Row, so that
 * nothing is allocated.
 */
static HeapTupleHeader
row_header(Datum datum, Row *row)
{
	struct varlena *stored = (struct varlena *) DatumGetPointer(datum);

	if (VARATT_IS_SHORT(stored) && !VARATT_IS_EXTERNAL(stored))
	{
		Size length = VARSIZE_SHORT(stored) - VARHDRSZ_SHORT;

		SET_VARSIZE(&row->unpacked, length + VARHDRSZ);
		memcpy(VARDATA(&row->unpacked), VARDATA_SHORT(stored), length);
		datum = PointerGetDatum(&row->unpacked);
	}
	return DatumGetHeapTupleHeader(datum);
}

/* Takes a composite value apart. */
void
read_row(FmgrInfo *flinfo, RowType type, Datum datum, Row *row)
{
	HeapTupleHeader header = row_header(datum, row);
	TupleDesc		layout = row_layout(flinfo, type, HeapTupleHeaderGetTypeId(header));
	HeapTupleData	tuple;

	tuple.t_len = HeapTupleHeaderGetDatumLength(header);
	tuple.t_data = header;
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	if (is_spread(type, layout))
		deform_spread(layout, &tuple, row);
	else
		heap_deform_tuple(&tuple, layout, row->values, row->nulls);
}

static bool
has_null(const Row *row, int nfields)
{
	for (int i = 0; i < nfields; i++)
	{
		if (row->nulls[i])
			return true;
	}
	return false;
}

/* The layout of the composite type that a function returns. */
static TupleDesc
result_layout(FmgrInfo *flinfo, RowType type)
{
	Oid type_oid = call_cache(flinfo)->row_oid[type];

	if (unlikely(!OidIsValid(type_oid)))
		type_oid = get_func_rettype(flinfo->fn_oid);
	return row_layout(flinfo, type, type_oid);
}

static HeapTuple
form_row(RowType type, TupleDesc layout, Datum *values, bool *nulls)
{
	SpreadRow spread;
	HeapTuple tuple;

	if (!is_spread(type, layout))
		return heap_form_tuple(layout, values, nulls);
	spread = spread_fields(layout, values, nulls);
	tuple = heap_form_tuple(layout, spread.values, spread.nulls);
	free_spread(spread);
	return tuple;
}

/* The composite value that a function returns. */
Datum
make_row(FmgrInfo *flinfo, RowType type, Row *row)
{
	TupleDesc layout = result_layout(flinfo, type);

	if (has_null(row, ROW_SPEC[type].nfields))
		return HeapTupleGetDatum(form_row(type, layout, row->values, row->nulls));
	return make_full_row(flinfo, type, row->values);
}

/*
 * The same where no field is NULL.  For rows of plain numbers a copied header
 * saves most of the work of heap_form_tuple(), which would take longer than all
 * the arithmetic of task_profile().
 */
Datum
make_full_row(FmgrInfo *flinfo, RowType type, Datum *values)
{
	static bool		nulls[ROW_MAX_FIELDS]; /* none */
	TupleDesc		layout = result_layout(flinfo, type);
	HeapTuple		numbers = call_cache(flinfo)->row_of_numbers[type];
	HeapTupleHeader header;

	if (!numbers)
		return HeapTupleGetDatum(form_row(type, layout, values, nulls));
	header = palloc(numbers->t_len);
	memcpy(header, numbers->t_data, numbers->t_data->t_hoff);
	memcpy((char *) header + header->t_hoff, values, layout->natts * sizeof(Datum));
	return PointerGetDatum(header);
}

/* The type of one field of a row type that the call site has met. */
Oid
row_field_type(FmgrInfo *flinfo, RowType type, int field)
{
	TupleDesc layout = result_layout(flinfo, type);

	for (int i = 0; i < layout->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(layout, i);

		if (!attribute->attisdropped && field-- == 0)
			return attribute->atttypid;
	}
	return InvalidOid;
}

/* Makes rows of a type that the function does not return itself. */
void
expect_row(FmgrInfo *flinfo, RowType type, Oid type_oid)
{
	(void) row_layout(flinfo, type, type_oid);
}

/* The layout of the row that a function returns in its OUT arguments. */
TupleDesc
out_layout(FunctionCallInfo fcinfo)
{
	CallCache	 *cache = call_cache(fcinfo->flinfo);
	MemoryContext caller;
	TupleDesc	  layout;

	if (cache->out_layout)
		return cache->out_layout;
	caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	if (get_call_result_type(fcinfo, NULL, &layout) != TYPEFUNC_COMPOSITE)
		ereport(ERROR, errcode(ERRCODE_DATATYPE_MISMATCH),
				errmsg("function %s does not return a row",
					   get_func_name(fcinfo->flinfo->fn_oid)),
				errdetail("The extension declares it differently."),
				errhint("Create the extension again."));
	cache->out_layout = BlessTupleDesc(layout);
	MemoryContextSwitchTo(caller);
	return cache->out_layout;
}

/* ---- sets of rows ---- */

/* Makes the result of a function that returns a set of rows of a type. */
ReturnSetInfo *
start_rows(FunctionCallInfo fcinfo, RowType type)
{
	ReturnSetInfo *rows = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	require_layout(type, rows->setDesc);
	return rows;
}

/* Adds a row to it. */
void
put_row(ReturnSetInfo *rows, RowType type, Row *row)
{
	SpreadRow spread;

	if (!is_spread(type, rows->setDesc))
	{
		tuplestore_putvalues(rows->setResult, rows->setDesc, row->values, row->nulls);
		return;
	}
	spread = spread_fields(rows->setDesc, row->values, row->nulls);
	tuplestore_putvalues(rows->setResult, rows->setDesc, spread.values, spread.nulls);
	free_spread(spread);
}

/* ---- enums ---- */

static const char *const *const ENUM_NAMES[ENUM_TYPES] = {
	[ENUM_ZONE] = ZONE_NAME,
	[ENUM_SUBLABEL] = SUBLABEL_NAME,
	[ENUM_MODE] = MODE_NAME,
};

static const int ENUM_SIZE[ENUM_TYPES] = {
	[ENUM_ZONE] = ZONES,
	[ENUM_SUBLABEL] = SUBLABELS,
	[ENUM_MODE] = MODES,
};

/* Looks up the OIDs of an enum type's values. */
void
learn_enum(CallCache *cache, EnumType type, Oid type_oid)
{
	Oid values[ENUM_MAX_VALUES] = {0};

	for (int i = 0; i < ENUM_SIZE[type]; i++)
	{
		const char *name = ENUM_NAMES[type][i];

		values[i] = GetSysCacheOid2(ENUMTYPOIDNAME, Anum_pg_enum_oid,
									ObjectIdGetDatum(type_oid), CStringGetDatum(name));
		if (!OidIsValid(values[i]))
			ereport(ERROR, errcode(ERRCODE_DATATYPE_MISMATCH),
					errmsg("type %s has no value \"%s\"", format_type_be(type_oid), name),
					errdetail("Functions of extension aijri expect the values of this "
							  "type as CREATE EXTENSION created them."),
					errhint("Undo the ALTER TYPE ... RENAME VALUE."));
	}
	memcpy(cache->enum_value[type], values, sizeof(values));
	cache->enum_oid[type] = type_oid;
}

/* The enum type that a value belongs to. */
static Oid
enum_type_of(Oid value)
{
	HeapTuple tuple = SearchSysCache1(ENUMOID, ObjectIdGetDatum(value));
	Oid		  type_oid;

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR, errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				errmsg("invalid internal value for an enum: %u", value),
				errdetail("No enum type has this value."),
				errhint("The row that contains it is damaged, or its type was dropped."));
	type_oid = ((Form_pg_enum) GETSTRUCT(tuple))->enumtypid;
	ReleaseSysCache(tuple);
	return type_oid;
}

/* The mode of a value that the call site has not met yet. */
TaskMode
learn_mode(FmgrInfo *flinfo, Oid value)
{
	CallCache *cache = call_cache(flinfo);

	if (!OidIsValid(cache->enum_oid[ENUM_MODE]))
	{
		learn_enum(cache, ENUM_MODE, enum_type_of(value));
		return mode_of_value(flinfo, value);
	}
	ereport(
		ERROR, errcode(ERRCODE_DATATYPE_MISMATCH),
		errmsg("type %s has a value that extension aijri does not know",
			   format_type_be(cache->enum_oid[ENUM_MODE])),
		errdetail("The known modes are displacement, augmentation, and not involved."),
		errhint("Use NULL for a task with none of these modes."));
}

/* The zone that a value of aijri_zone represents. */
Zone
zone_of_value(FmgrInfo *flinfo, Oid value)
{
	CallCache *cache = call_cache(flinfo);

	if (!OidIsValid(cache->enum_oid[ENUM_ZONE]))
		learn_enum(cache, ENUM_ZONE, enum_type_of(value));
	for (int zone = 0; zone < ZONES; zone++)
	{
		if (cache->enum_value[ENUM_ZONE][zone] == value)
			return (Zone) zone;
	}
	ereport(ERROR, errcode(ERRCODE_DATATYPE_MISMATCH),
			errmsg("type %s has a value that extension aijri does not know",
				   format_type_be(cache->enum_oid[ENUM_ZONE])),
			errdetail("The known zones are Red, Yellow, and Green."),
			errhint("Use one of these."));
}

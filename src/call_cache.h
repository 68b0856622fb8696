/*
 * call_cache.h
 *	  The cache of a call site in fn_extra: row layouts, OIDs of enum values,
 *	  and the last method argument.
 *
 * Nothing is kept in static variables, since OIDs change with DROP and CREATE
 * EXTENSION. A call site usually lives as long as its query, but PL/pgSQL keeps one
 * until the end of the transaction: layouts are therefore checked for ALTER TYPE,
 * and the method for changes.
 */
#ifndef CALL_CACHE_H
#define CALL_CACHE_H

#include "compat.h"

#include "access/htup_details.h"
#include "access/tupdesc.h"
#include "fmgr.h"
#include "nodes/execnodes.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

#include "kernel/score.h"
#include "kernel/tasks.h"

/* The composite types whose rows are read or made here. */
typedef enum RowType
{
	ROW_TASK,
	ROW_EVIDENCE,
	ROW_BARRIERS,
	ROW_PRINCIPLES,
	ROW_ASSESSMENT,
	ROW_METHOD,
	ROW_RESULT,
	ROW_TASK_PROFILE,
	ROW_EXPLANATION,
	ROW_NEXT_ROLE,
	ROW_DOCUMENT,
	ROW_PARSE_ATTEMPT,
	ROW_VERIFICATION,
	ROW_SENSITIVITY,
	ROW_TARGET,
	ROW_ZONE_PROBABILITY,
	ROW_HISTOGRAM_BAR,
	ROW_RANK_OUTLOOK,
	ROW_METHOD_SENSITIVITY,
	ROW_ROLE_ROBUSTNESS
} RowType;

#define ROW_TYPES (ROW_ROLE_ROBUSTNESS + 1)
#define ROW_MAX_FIELDS 21

/* The enum types. */
typedef enum EnumType
{
	ENUM_ZONE,
	ENUM_SUBLABEL,
	ENUM_MODE
} EnumType;

#define ENUM_TYPES (ENUM_MODE + 1)
#define ENUM_MAX_VALUES 7

typedef struct CallCache
{
	Oid				row_oid[ROW_TYPES]; /* InvalidOid until first met */
	uint64			row_version[ROW_TYPES];
	TypeCacheEntry *row_entry[ROW_TYPES];
	TupleDesc		row_layout[ROW_TYPES];
	HeapTuple		row_of_numbers[ROW_TYPES]; /* see make_row() */
	TupleDesc		out_layout;				   /* see out_layout() */

	Oid enum_oid[ENUM_TYPES]; /* InvalidOid until first met */
	Oid enum_value[ENUM_TYPES][ENUM_MAX_VALUES];

	Method			method;
	HeapTupleHeader method_row; /* what "method" was read from, or NULL */

	bool warned_of_share; /* warn_of_share() has warned */
} CallCache;

extern CallCache *call_cache_create(FmgrInfo *flinfo);

static inline CallCache *
call_cache(FmgrInfo *flinfo)
{
	return flinfo->fn_extra ? (CallCache *) flinfo->fn_extra : call_cache_create(flinfo);
}

/* ---- rows ---- */

typedef struct Row
{
	Datum values[ROW_MAX_FIELDS];
	bool  nulls[ROW_MAX_FIELDS];
	union
	{
		HeapTupleHeaderData header;
		int64				force_align;
		char				bytes[VARATT_SHORT_MAX + VARHDRSZ];
	} unpacked; /* a row that was stored with a short header */
} Row;

extern void		 read_row(FmgrInfo *flinfo, RowType type, Datum datum, Row *row);
extern Datum	 make_row(FmgrInfo *flinfo, RowType type, Row *row);
extern Datum	 make_full_row(FmgrInfo *flinfo, RowType type, Datum *values);
extern Oid		 row_field_type(FmgrInfo *flinfo, RowType type, int field);
extern TupleDesc out_layout(FunctionCallInfo fcinfo);
extern void		 expect_row(FmgrInfo *flinfo, RowType type, Oid type_oid);

extern ReturnSetInfo *start_rows(FunctionCallInfo fcinfo, RowType type);
extern void			  put_row(ReturnSetInfo *rows, RowType type, Row *row);

static inline void
set_double(Row *row, int field, double value)
{
	row->values[field] = Float8GetDatum(value);
	row->nulls[field] = isnan(value);
}

static inline void
set_datum(Row *row, int field, Datum value)
{
	row->values[field] = value;
	row->nulls[field] = false;
}

static inline void
set_null(Row *row, int field)
{
	row->values[field] = (Datum) 0;
	row->nulls[field] = true;
}

/* ---- enums ---- */

extern void		learn_enum(CallCache *cache, EnumType type, Oid type_oid);
extern TaskMode learn_mode(FmgrInfo *flinfo, Oid value);
extern TaskMode mode_of_text(text *text);
extern Zone		zone_of_value(FmgrInfo *flinfo, Oid value);

/* The values of aijri_mode that a call site knows. */
typedef struct KnownModes
{
	Oid value[MODES];
} KnownModes;

/* All InvalidOid where it has not met the type. */
static inline KnownModes
known_modes(const FmgrInfo *flinfo)
{
	const CallCache *cache = flinfo->fn_extra;
	KnownModes		 modes;

	for (int i = 0; i < MODES; i++)
		modes.value[i] = cache ? cache->enum_value[ENUM_MODE][i] : InvalidOid;
	return modes;
}

/*
 * The mode that a value of aijri_mode stands for, or NULL.  False where it is none
 * of those.  Modes follow one another in no order, so branches would be guessed
 * wrong as often as not: the comparisons are one number.
 */
static inline bool
find_mode(const KnownModes *modes, Oid value, bool null, TaskMode *mode)
{
	static const uint8 mode_of_match[2 << MODES] = {
		MODE_UNSTATED,	   MODE_DISPLACEMENT, MODE_AUGMENTATION, MODE_UNSTATED,
		MODE_NOT_INVOLVED, MODE_UNSTATED,	  MODE_UNSTATED,	 MODE_UNSTATED,
		MODE_UNSTATED,	   MODE_UNSTATED,	  MODE_UNSTATED,	 MODE_UNSTATED,
		MODE_UNSTATED,	   MODE_UNSTATED,	  MODE_UNSTATED,	 MODE_UNSTATED};
	unsigned match = (unsigned) null << MODES;

	for (int i = 0; i < MODES; i++)
		match |= (unsigned) (modes->value[i] == value) << i;
	*mode = (TaskMode) mode_of_match[match];
	return likely(match != 0);
}

/* The same for a value that is not NULL, in one call. */
static inline bool
known_mode(FmgrInfo *flinfo, Oid value, TaskMode *mode)
{
	const CallCache *cache = flinfo->fn_extra;
	KnownModes		 modes;

	if (unlikely(!cache))
		return false;
	modes = known_modes(flinfo);
	return find_mode(&modes, value, false, mode);
}

static inline TaskMode
mode_of_value(FmgrInfo *flinfo, Oid value)
{
	TaskMode mode;

	if (unlikely(!known_mode(flinfo, value, &mode)))
		return learn_mode(flinfo, value);
	return mode;
}

/* The value of an enum type that the function itself returns. */
static inline Datum
result_enum(FmgrInfo *flinfo, EnumType type, int value)
{
	CallCache *cache = call_cache(flinfo);

	if (unlikely(!OidIsValid(cache->enum_oid[type])))
		learn_enum(cache, type, get_func_rettype(flinfo->fn_oid));
	return ObjectIdGetDatum(cache->enum_value[type][value]);
}

/* The value of an enum type that is a field of a row type already met. */
static inline Datum
field_enum(FmgrInfo *flinfo, EnumType type, int value, RowType row_type, int field)
{
	CallCache *cache = call_cache(flinfo);

	if (unlikely(!OidIsValid(cache->enum_oid[type])))
		learn_enum(cache, type, row_field_type(flinfo, row_type, field));
	return ObjectIdGetDatum(cache->enum_value[type][value]);
}

#endif /* CALL_CACHE_H */

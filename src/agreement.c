/*
 * agreement.c
 *	  The aggregate krippendorff_alpha, and the uncertainty that differing pairs
 *	  imply.
 *
 * A state has the units met so far, in a hash table, and for each row a rating with
 * the number of its unit. Its serialized form contains the units, in binary format
 * if their type has binary input and output functions and as text otherwise, and the
 * ratings.
 */
#include "compat.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "kernel/agreement.h"
#include "report.h"
#include "server_host.h"

#define ALPHA "krippendorff_alpha"
#define ALPHA_STATE_VERSION 1

typedef struct AlphaState
{
	MemoryContext	context;
	Metric			metric;
	TypeCacheEntry *type; /* of units; NULL before the first one */
	Oid				collation;
	bool			as_text; /* units come as anonymous rows, and are kept as text */

	Datum  *unit;
	uint32 *hash; /* of each unit */
	uint32	units;
	Size	unit_room;

	uint32 *slot; /* a unit's number and 1, by its hash; 0: none */
	uint32	slots;

	UnitRating *rating;
	int64		ratings;
	Size		rating_room;
} AlphaState;

static MemoryContext
alpha_context(FunctionCallInfo fcinfo)
{
	return require_aggregate(fcinfo, "It is part of the aggregate krippendorff_alpha.",
							 "Call krippendorff_alpha().");
}

pg_noreturn static void
report_many_ratings(void)
{
	ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			errmsg("krippendorff_alpha has too many ratings"),
			errdetail("A group can have at most %d ratings.", RATINGS_MAX),
			errhint("Compute alpha for a sample of the units."));
}

/* ---- units ---- */

/* What is known of a type; NULL where its values have no hash. */
static TypeCacheEntry *
hashable_type(Oid type)
{
	TypeCacheEntry *entry;

	if (!SearchSysCacheExists1(TYPEOID, ObjectIdGetDatum(type)))
		return NULL;
	entry = lookup_type_cache(type, TYPECACHE_HASH_PROC_FINFO | TYPECACHE_EQ_OPR_FINFO);
	return OidIsValid(entry->hash_proc_finfo.fn_oid) &&
				   OidIsValid(entry->eq_opr_finfo.fn_oid) ?
			   entry :
			   NULL;
}

static void
set_type(AlphaState *state, TypeCacheEntry *type)
{
	state->type = type;
	/* text that units were turned into has no collation from its expression */
	if (!OidIsValid(state->collation))
		state->collation = type->typcollation;
}

/* Anonymous rows cannot be read back by another process: their text can. */
static void
learn_type(AlphaState *state, Oid type)
{
	TypeCacheEntry *entry;

	state->as_text = type == RECORDOID;
	entry = hashable_type(state->as_text ? TEXTOID : type);
	if (!entry)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("unit type %s cannot be hashed", format_type_be(type)),
				errdetail("Ratings of the same unit are matched by hash."),
				errhint("Cast the unit to text or to a number."));
	set_type(state, entry);
}

static uint32
hash_unit(const AlphaState *state, Datum unit)
{
	return murmurhash32(DatumGetUInt32(
		FunctionCall1Coll(&state->type->hash_proc_finfo, state->collation, unit)));
}

static void *
enlarged(const AlphaState *state, void *array, Size count, Size *room, Size size)
{
	if (count < *room)
		return array;
	*room = *room == 0 ? 16 : *room * 2;
	if (!array)
		return MemoryContextAllocHuge(state->context, *room * size);
	return repalloc_huge(array, *room * size);
}

/* Twice as many slots as there are units, at least. */
static void
make_slots(AlphaState *state)
{
	if (state->slot)
		pfree(state->slot);
	state->slots = state->slots == 0 ? 32 : state->slots * 2;
	state->slot =
		MemoryContextAllocExtended(state->context, (Size) state->slots * sizeof(uint32),
								   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (uint32 i = 0; i < state->units; i++)
	{
		uint32 at = state->hash[i] & (state->slots - 1);

		while (state->slot[at] != 0)
			at = (at + 1) & (state->slots - 1);
		state->slot[at] = i + 1;
	}
}

static uint32
add_unit(AlphaState *state, Datum unit, uint32 hash)
{
	Size		  room = state->unit_room;
	MemoryContext caller;

	if (state->units >= RATINGS_MAX / 4)
		report_many_ratings();
	state->unit = enlarged(state, state->unit, state->units, &room, sizeof(Datum));
	state->hash =
		enlarged(state, state->hash, state->units, &state->unit_room, sizeof(uint32));
	caller = MemoryContextSwitchTo(state->context);
	state->unit[state->units] =
		datumCopy(unit, state->type->typbyval, state->type->typlen);
	MemoryContextSwitchTo(caller);
	state->hash[state->units] = hash;
	return state->units++;
}

/* The number of a unit, new or not. */
static uint32
number_unit(AlphaState *state, Datum unit)
{
	uint32 hash = hash_unit(state, unit);
	uint32 at;

	if (2 * state->units >= state->slots)
		make_slots(state);
	for (at = hash & (state->slots - 1); state->slot[at] != 0;
		 at = (at + 1) & (state->slots - 1))
	{
		uint32 number = state->slot[at] - 1;

		if (state->hash[number] == hash &&
			DatumGetBool(FunctionCall2Coll(&state->type->eq_opr_finfo, state->collation,
										   state->unit[number], unit)))
			return number;
	}
	state->slot[at] = state->units + 1;
	return add_unit(state, unit, hash);
}

static void
add_rating(AlphaState *state, uint32 unit, double value)
{
	if (state->ratings >= RATINGS_MAX)
		report_many_ratings();
	state->rating = enlarged(state, state->rating, (Size) state->ratings,
							 &state->rating_room, sizeof(UnitRating));
	state->rating[state->ratings++] = (UnitRating){value, unit};
}

/* ---- arguments ---- */

static AlphaState *
make_alpha_state(MemoryContext context, Metric metric, Oid collation)
{
	AlphaState *state = MemoryContextAllocZero(context, sizeof(AlphaState));

	state->context = context;
	state->metric = metric;
	state->collation = collation;
	return state;
}

/* The metric argument; ordinal if missing. */
static Metric
metric_arg(FunctionCallInfo fcinfo, int argno)
{
	const text *name;
	const char *bytes;
	int			length;

	if (PG_NARGS() <= argno || PG_ARGISNULL(argno))
		return METRIC_ORDINAL;
	name = PG_GETARG_TEXT_PP(argno);
	bytes = VARDATA_ANY(name);
	length = (int) VARSIZE_ANY_EXHDR(name);
	for (int i = 0; i < METRICS; i++)
	{
		if (strlen(METRIC_NAME[i]) == (size_t) length &&
			memcmp(METRIC_NAME[i], bytes, (size_t) length) == 0)
			return (Metric) i;
	}
	ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("unknown metric \"%s\"", clipped(bytes, (size_t) length)),
			errdetail("The metrics are nominal, ordinal, and interval."),
			errhint("Use ordinal for ratings whose steps may differ in size, interval "
					"where they are equal, nominal where ratings are only labels."));
}

pg_noreturn static void
report_metrics(Metric a, Metric b)
{
	ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("metric is both %s and %s", METRIC_NAME[a], METRIC_NAME[b]),
			errdetail("All ratings of a group use the same metric."),
			errhint("Pass a constant or a GROUP BY column."));
}

/* The state argument; a new state if there is none yet. */
static AlphaState *
alpha_state_arg(FunctionCallInfo fcinfo, Metric metric)
{
	AlphaState *state;

	if (PG_ARGISNULL(0))
		return make_alpha_state(alpha_context(fcinfo), metric, PG_GET_COLLATION());
	state = (AlphaState *) PG_GETARG_POINTER(0);
	if (state->metric != metric)
		report_metrics(state->metric, metric);
	return state;
}

SQL_FUNCTION(alpha_accum);

/* alpha_accum(state, unit, rating [, metric]) */
Datum
alpha_accum(PG_FUNCTION_ARGS)
{
	AlphaState *state = alpha_state_arg(fcinfo, metric_arg(fcinfo, 3));
	Datum		unit;
	double		rating;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_POINTER(state);
	rating = rated_arg(fcinfo, 2, &RATING);
	unit = PG_GETARG_DATUM(1);
	if (unlikely(!state->type))
		learn_type(state, get_fn_expr_argtype(fcinfo->flinfo, 1));
	if (state->as_text)
		unit = CStringGetTextDatum(OidOutputFunctionCall(F_RECORD_OUT, unit));
	add_rating(state, number_unit(state, unit), rating);
	PG_RETURN_POINTER(state);
}

/* ---- parallel aggregation ---- */

/*
 * Adds the ratings of another state.  Its units are all different, or it is not what
 * this aggregate has made.
 */
static void
merge_ratings(AlphaState *state, const AlphaState *other)
{
	uint32	before = state->units;
	uint32 *number = MemoryContextAllocHuge(CurrentMemoryContext,
											((Size) other->units + 1) * sizeof(uint32));
	bool   *met = MemoryContextAllocExtended(CurrentMemoryContext, (Size) before + 1,
											 MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);

	for (uint32 i = 0; i < other->units; i++)
	{
		uint32 added = state->units;

		number[i] = number_unit(state, other->unit[i]);
		if (number[i] < before ? met[number[i]] : number[i] != added)
			report_corrupt_state(ALPHA, "It contains a unit twice.");
		if (number[i] < before)
			met[number[i]] = true;
	}
	for (int64 i = 0; i < other->ratings; i++)
		add_rating(state, number[other->rating[i].unit], other->rating[i].value);
	pfree(number);
	pfree(met);
}

SQL_FUNCTION(alpha_combine);

/* alpha_combine(state, state): adds the second to the first. */
Datum
alpha_combine(PG_FUNCTION_ARGS)
{
	const AlphaState *other;
	AlphaState		 *state;

	(void) alpha_context(fcinfo);
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_POINTER(PG_GETARG_POINTER(0));
	}
	other = (const AlphaState *) PG_GETARG_POINTER(1);
	state = alpha_state_arg(fcinfo, other->metric);
	if (!other->type)
		PG_RETURN_POINTER(state);
	if (!state->type)
		set_type(state, other->type);
	if (state->type != other->type)
		report_corrupt_state(ALPHA,
							 "Its units have a different type than the previous ones.");
	merge_ratings(state, other);
	PG_RETURN_POINTER(state);
}

/* How units of a type travel. */
typedef struct UnitTravel
{
	bool	 binary;
	FmgrInfo output;
	FmgrInfo input;
	Oid		 parameter; /* of the input */
} UnitTravel;

static void
find_travel(Oid type, UnitTravel *travel)
{
	HeapTuple	 tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
	Form_pg_type form;
	bool		 varlena;
	Oid			 output;
	Oid			 input;

	if (!HeapTupleIsValid(tuple))
		report_corrupt_state(ALPHA, "Its units are of an unknown type.");
	form = (Form_pg_type) GETSTRUCT(tuple);
	travel->binary = OidIsValid(form->typsend) && OidIsValid(form->typreceive);
	ReleaseSysCache(tuple);
	if (travel->binary)
	{
		getTypeBinaryOutputInfo(type, &output, &varlena);
		getTypeBinaryInputInfo(type, &input, &travel->parameter);
	}
	else
	{
		getTypeOutputInfo(type, &output, &varlena);
		getTypeInputInfo(type, &input, &travel->parameter);
	}
	fmgr_info(output, &travel->output);
	fmgr_info(input, &travel->input);
}

static void
send_unit(StringInfo buffer, UnitTravel *travel, Datum unit)
{
	if (travel->binary)
	{
		bytea *bytes = SendFunctionCall(&travel->output, unit);

		pq_sendint32(buffer, VARSIZE(bytes) - VARHDRSZ);
		pq_sendbytes(buffer, VARDATA(bytes), VARSIZE(bytes) - VARHDRSZ);
	}
	else
	{
		char *characters = OutputFunctionCall(&travel->output, unit);

		pq_sendint32(buffer, strlen(characters));
		pq_sendbytes(buffer, characters, strlen(characters));
	}
}

SQL_FUNCTION(alpha_serial);

/*
 * alpha_serial(state): version, metric, and, where there are ratings, the type of the
 * units, their number, each with its length, the number of ratings and each with the
 * number of its unit.
 */
Datum
alpha_serial(PG_FUNCTION_ARGS)
{
	const AlphaState *state;
	StringInfoData	  buffer;
	UnitTravel		  travel;

	(void) alpha_context(fcinfo);
	state = (const AlphaState *) PG_GETARG_POINTER(0);
	pq_begintypsend(&buffer);
	pq_sendint8(&buffer, ALPHA_STATE_VERSION);
	pq_sendint8(&buffer, state->metric);
	if (!state->type)
		PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
	find_travel(state->type->type_id, &travel);
	pq_sendint32(&buffer, state->type->type_id);
	pq_sendint32(&buffer, state->units);
	for (uint32 i = 0; i < state->units; i++)
		send_unit(&buffer, &travel, state->unit[i]);
	pq_sendint32(&buffer, (uint32) state->ratings);
	for (int64 i = 0; i < state->ratings; i++)
	{
		pq_sendint32(&buffer, state->rating[i].unit);
		pq_sendfloat8(&buffer, state->rating[i].value);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

/* So many bytes, or more, have to be left. */
static void
require_bytes(const StringInfoData *buffer, uint64 bytes)
{
	if ((uint64) (buffer->len - buffer->cursor) < bytes)
		report_corrupt_state(ALPHA, "It is too short.");
}

static uint32
receive_number(StringInfo buffer)
{
	require_bytes(buffer, 4);
	return pq_getmsgint(buffer, 4);
}

static Datum
receive_unit(StringInfo buffer, UnitTravel *travel)
{
	uint32		   length = receive_number(buffer);
	StringInfoData unit;
	Datum		   datum;

	require_bytes(buffer, length);
	initStringInfo(&unit);
	appendBinaryStringInfo(&unit, pq_getmsgbytes(buffer, (int) length), (int) length);
	if (!travel->binary)
		return InputFunctionCall(&travel->input, unit.data, travel->parameter, -1);
	datum = ReceiveFunctionCall(&travel->input, &unit, travel->parameter, -1);
	if (unit.cursor != unit.len)
		report_corrupt_state(ALPHA, "A unit is longer than its type allows.");
	return datum;
}

static void
receive_units(StringInfo buffer, AlphaState *state)
{
	UnitTravel travel;

	state->type = hashable_type(receive_number(buffer));
	if (!state->type)
		report_corrupt_state(ALPHA, "Its units are of a type that cannot be hashed.");
	find_travel(state->type->type_id, &travel);
	state->units = receive_number(buffer);
	require_bytes(buffer, (uint64) state->units * 4);
	state->unit = MemoryContextAllocHuge(CurrentMemoryContext,
										 ((Size) state->units + 1) * sizeof(Datum));
	for (uint32 i = 0; i < state->units; i++)
		state->unit[i] = receive_unit(buffer, &travel);
}

static void
receive_ratings(StringInfo buffer, AlphaState *state)
{
	state->ratings = receive_number(buffer);
	if (state->ratings > RATINGS_MAX)
		report_corrupt_state(ALPHA, "It counts an impossible number of ratings.");
	require_bytes(buffer, (uint64) state->ratings * 12);
	state->rating = MemoryContextAllocHuge(
		CurrentMemoryContext, ((Size) state->ratings + 1) * sizeof(UnitRating));
	for (int64 i = 0; i < state->ratings; i++)
	{
		UnitRating *rating = &state->rating[i];

		rating->unit = receive_number(buffer);
		rating->value = pq_getmsgfloat8(buffer);
		if (rating->unit >= state->units || legality(&RATING, rating->value) != LEGAL)
			report_corrupt_state(ALPHA, "It has an impossible rating.");
	}
}

SQL_FUNCTION(alpha_deserial);

/*
 * alpha_deserial(bytea, internal): the reverse, trusting nothing.  The state has no
 * hash table and lives as long as the call's memory: alpha_combine() copies it.
 */
Datum
alpha_deserial(PG_FUNCTION_ARGS)
{
	bytea		  *serialized = PG_GETARG_BYTEA_PP(0);
	StringInfoData buffer;
	AlphaState	  *state;
	int			   metric;

	(void) alpha_context(fcinfo);
	buffer.data = VARDATA_ANY(serialized);
	buffer.len = buffer.maxlen = VARSIZE_ANY_EXHDR(serialized);
	buffer.cursor = 0;
	require_bytes(&buffer, 2);
	if (pq_getmsgint(&buffer, 1) != ALPHA_STATE_VERSION)
		report_corrupt_state(ALPHA, "It has an unknown version.");
	metric = pq_getmsgint(&buffer, 1);
	if (metric >= METRICS)
		report_corrupt_state(ALPHA, "It has an unknown metric.");
	state = make_alpha_state(CurrentMemoryContext, (Metric) metric, InvalidOid);
	if (buffer.cursor < buffer.len)
	{
		receive_units(&buffer, state);
		receive_ratings(&buffer, state);
	}
	if (buffer.cursor < buffer.len)
		report_corrupt_state(ALPHA, "Extra bytes follow its end.");
	PG_RETURN_POINTER(state);
}

/* ---- result ---- */

SQL_FUNCTION(alpha_final);

Datum
alpha_final(PG_FUNCTION_ARGS)
{
	const AlphaState *state;
	MemoryContext	  space;
	Host			  host;
	double			  alpha;

	(void) alpha_context(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = (const AlphaState *) PG_GETARG_POINTER(0);
	space = AllocSetContextCreate(CurrentMemoryContext, "krippendorff_alpha",
								  ALLOCSET_DEFAULT_SIZES);
	host = server_host(space);
	alpha = alpha_of(&host, state->rating, (size_t) state->ratings, state->units,
					 state->metric);
	MemoryContextDelete(space);
	if (isnan(alpha))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(alpha);
}

/* ---- doubt ---- */

SQL_FUNCTION(doubt_of_pairs);

/* doubt_of_pairs(differing, pairs): the doubt that a share of differing pairs implies */
Datum
doubt_of_pairs(PG_FUNCTION_ARGS)
{
	int64  differing = PG_GETARG_INT64(0);
	int64  pairs = PG_GETARG_INT64(1);
	double doubt;

	if (pairs < 0 || differing < 0 || differing > pairs)
		ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				errmsg("%lld differing pairs of %lld are out of range",
					   (long long) differing, (long long) pairs),
				errdetail("Differing pairs run from 0 to the number of pairs."),
				errhint("Count pairs of ratings of one unit by two assessors."));
	if (pairs == 0)
		PG_RETURN_NULL();
	doubt = implied_doubt((double) differing / (double) pairs);
	if (isnan(doubt))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(doubt);
}

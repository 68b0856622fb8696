/*
 * weighted.c
 *	  The aggregates weighted_corr and weighted_percentile.
 */
#include "compat.h"

#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/memutils.h"

#include "kernel/weighted.h"
#include "report.h"
#include "server_host.h"

#define CORRELATION "weighted_corr"
#define PERCENTILE "weighted_percentile"

#define CORRELATION_STATE_VERSION 1
#define PERCENTILE_STATE_VERSION 1

static void
begin_reading(bytea *serialized, StringInfo buffer)
{
	buffer->data = VARDATA_ANY(serialized);
	buffer->len = buffer->maxlen = VARSIZE_ANY_EXHDR(serialized);
	buffer->cursor = 0;
}

/* ---- weighted_corr ---- */

static MemoryContext
correlation_context(FunctionCallInfo fcinfo)
{
	return require_aggregate(fcinfo, "It is part of the aggregate weighted_corr.",
							 "Call weighted_corr().");
}

static Correlation *
correlation_state_arg(FunctionCallInfo fcinfo)
{
	if (PG_ARGISNULL(0))
		return MemoryContextAllocZero(correlation_context(fcinfo), sizeof(Correlation));
	return (Correlation *) PG_GETARG_POINTER(0);
}

SQL_FUNCTION(weighted_corr_accum);

/* weighted_corr_accum(state, x, y, weight) */
Datum
weighted_corr_accum(PG_FUNCTION_ARGS)
{
	Correlation *state = correlation_state_arg(fcinfo);
	double		 x;
	double		 y;
	double		 weight;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
		PG_RETURN_POINTER(state);
	x = rated_arg(fcinfo, 1, &CORRELATED_X);
	y = rated_arg(fcinfo, 2, &CORRELATED_Y);
	weight = rated_arg(fcinfo, 3, &WEIGHT);
	if (weight > 0)
		add_pair(state, x, y, weight);
	PG_RETURN_POINTER(state);
}

SQL_FUNCTION(weighted_corr_combine);

/* weighted_corr_combine(state, state): adds the second to the first. */
Datum
weighted_corr_combine(PG_FUNCTION_ARGS)
{
	Correlation *state;

	(void) correlation_context(fcinfo);
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_POINTER(PG_GETARG_POINTER(0));
	}
	state = correlation_state_arg(fcinfo);
	add_pairs(state, (const Correlation *) PG_GETARG_POINTER(1));
	PG_RETURN_POINTER(state);
}

SQL_FUNCTION(weighted_corr_serial);

/* weighted_corr_serial(state): version, weight, means, sums */
Datum
weighted_corr_serial(PG_FUNCTION_ARGS)
{
	const Correlation *state;
	StringInfoData	   buffer;

	(void) correlation_context(fcinfo);
	state = (const Correlation *) PG_GETARG_POINTER(0);
	pq_begintypsend(&buffer);
	pq_sendint8(&buffer, CORRELATION_STATE_VERSION);
	pq_sendfloat8(&buffer, state->weight);
	pq_sendfloat8(&buffer, state->mean_x);
	pq_sendfloat8(&buffer, state->mean_y);
	pq_sendfloat8(&buffer, state->xx);
	pq_sendfloat8(&buffer, state->yy);
	pq_sendfloat8(&buffer, state->xy);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

SQL_FUNCTION(weighted_corr_deserial);

/* weighted_corr_deserial(bytea, internal): the reverse, trusting nothing */
Datum
weighted_corr_deserial(PG_FUNCTION_ARGS)
{
	static const Correlation none = {.weight = 0};
	Correlation				*state = palloc(sizeof(Correlation));
	StringInfoData			 buffer;

	(void) correlation_context(fcinfo);
	begin_reading(PG_GETARG_BYTEA_PP(0), &buffer);
	if (buffer.len != 1 + 6 * sizeof(float8) ||
		pq_getmsgint(&buffer, 1) != CORRELATION_STATE_VERSION)
		report_corrupt_state(CORRELATION, "It has an unknown version or length.");
	state->weight = pq_getmsgfloat8(&buffer);
	state->mean_x = pq_getmsgfloat8(&buffer);
	state->mean_y = pq_getmsgfloat8(&buffer);
	state->xx = pq_getmsgfloat8(&buffer);
	state->yy = pq_getmsgfloat8(&buffer);
	state->xy = pq_getmsgfloat8(&buffer);
	if (memcmp(state, &none, sizeof(none)) != 0 &&
		(!(state->weight > 0) || isinf(state->weight) || state->xx < 0 || state->yy < 0))
		report_corrupt_state(CORRELATION, "It has impossible sums.");
	PG_RETURN_POINTER(state);
}

SQL_FUNCTION(weighted_corr_final);

Datum
weighted_corr_final(PG_FUNCTION_ARGS)
{
	double r;

	(void) correlation_context(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	r = correlation_of((const Correlation *) PG_GETARG_POINTER(0));
	if (isinf(r))
		ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				errmsg("sums of weighted_corr are out of range"),
				errdetail("Squares of values times their weights must add up to less "
						  "than 1.8e308."),
				errhint("Divide the values by a constant: a correlation does not depend "
						"on the unit."));
	if (isnan(r))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(r);
}

/* ---- weighted_percentile ---- */

typedef struct PercentileState
{
	MemoryContext  context;
	double		   fraction;
	WeightedValue *value;
	int64		   count;
	Size		   room;
} PercentileState;

static MemoryContext
percentile_context(FunctionCallInfo fcinfo)
{
	return require_aggregate(fcinfo, "It is part of the aggregate weighted_percentile.",
							 "Call weighted_percentile().");
}

static PercentileState *
make_percentile_state(MemoryContext context, double fraction)
{
	PercentileState *state = MemoryContextAllocZero(context, sizeof(PercentileState));

	state->context = context;
	state->fraction = fraction;
	return state;
}

/* The state argument; a new state if there is none yet. */
static PercentileState *
percentile_state_arg(FunctionCallInfo fcinfo, double fraction)
{
	PercentileState *state;

	if (PG_ARGISNULL(0))
		return make_percentile_state(percentile_context(fcinfo), fraction);
	state = (PercentileState *) PG_GETARG_POINTER(0);
	if (state->fraction != fraction)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("fraction is both %s and %s", double_text(state->fraction),
					   double_text(fraction)),
				errdetail("A percentile uses the same fraction for all values of "
						  "a group."),
				errhint("Pass a constant or a GROUP BY column."));
	return state;
}

/* Room for so many values more. */
static void
provide_values(PercentileState *state, int64 more)
{
	Size needed = (Size) (state->count + more);

	if (needed <= state->room)
		return;
	while (state->room < needed)
		state->room = state->room == 0 ? 16 : state->room * 2;
	state->value =
		state->value ?
			repalloc_huge(state->value, state->room * sizeof(WeightedValue)) :
			MemoryContextAllocHuge(state->context, state->room * sizeof(WeightedValue));
}

/* A weight, checked: above 0, or 0 exactly. */
static double
percentile_weight_arg(FunctionCallInfo fcinfo, int argno)
{
	double weight = rated_arg(fcinfo, argno, &WEIGHT);

	if (weight > 0 && weight_units(weight) == 0)
		ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				errmsg("weight %s is too small", double_text(weight)),
				errdetail("Weights are kept to 0.000000001; this one would become 0."),
				errhint("Multiply all weights by the same number, such as 1000000."));
	return weight;
}

SQL_FUNCTION(weighted_percentile_accum);

/* weighted_percentile_accum(state, x, weight, fraction) */
Datum
weighted_percentile_accum(PG_FUNCTION_ARGS)
{
	PercentileState *state;
	double			 x;
	double			 weight;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_POINTER(PG_GETARG_POINTER(0));
	}
	x = rated_arg(fcinfo, 1, &PERCENTILE_X);
	weight = percentile_weight_arg(fcinfo, 2);
	state = percentile_state_arg(fcinfo, rated_arg(fcinfo, 3, &FRACTION));
	if (weight > 0)
	{
		provide_values(state, 1);
		state->value[state->count++] = (WeightedValue){x, weight};
	}
	PG_RETURN_POINTER(state);
}

SQL_FUNCTION(weighted_percentile_combine);

/* weighted_percentile_combine(state, state): adds the second to the first. */
Datum
weighted_percentile_combine(PG_FUNCTION_ARGS)
{
	const PercentileState *other;
	PercentileState		  *state;

	(void) percentile_context(fcinfo);
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_POINTER(PG_GETARG_POINTER(0));
	}
	other = (const PercentileState *) PG_GETARG_POINTER(1);
	state = percentile_state_arg(fcinfo, other->fraction);
	provide_values(state, other->count);
	if (other->count > 0)
		memcpy(state->value + state->count, other->value,
			   (Size) other->count * sizeof(WeightedValue));
	state->count += other->count;
	PG_RETURN_POINTER(state);
}

SQL_FUNCTION(weighted_percentile_serial);

/* weighted_percentile_serial(state): version, fraction, values with their weights */
Datum
weighted_percentile_serial(PG_FUNCTION_ARGS)
{
	const PercentileState *state;
	StringInfoData		   buffer;

	(void) percentile_context(fcinfo);
	state = (const PercentileState *) PG_GETARG_POINTER(0);
	pq_begintypsend(&buffer);
	pq_sendint8(&buffer, PERCENTILE_STATE_VERSION);
	pq_sendfloat8(&buffer, state->fraction);
	for (int64 i = 0; i < state->count; i++)
	{
		pq_sendfloat8(&buffer, state->value[i].value);
		pq_sendfloat8(&buffer, state->value[i].weight);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

static void
receive_values(StringInfo buffer, PercentileState *state)
{
	int64 count = (buffer->len - buffer->cursor) / (2 * sizeof(float8));

	provide_values(state, count);
	for (; state->count < count; state->count++)
	{
		WeightedValue *value = &state->value[state->count];

		value->value = pq_getmsgfloat8(buffer);
		value->weight = pq_getmsgfloat8(buffer);
		if (legality(&PERCENTILE_X, value->value) != LEGAL ||
			legality(&WEIGHT, value->weight) != LEGAL)
			report_corrupt_state(PERCENTILE, "It has an impossible value or weight.");
	}
}

SQL_FUNCTION(weighted_percentile_deserial);

/* weighted_percentile_deserial(bytea, internal): the reverse, trusting nothing */
Datum
weighted_percentile_deserial(PG_FUNCTION_ARGS)
{
	StringInfoData	 buffer;
	PercentileState *state;
	double			 fraction;

	(void) percentile_context(fcinfo);
	begin_reading(PG_GETARG_BYTEA_PP(0), &buffer);
	if (buffer.len < 1 + (int) sizeof(float8) ||
		(buffer.len - 1 - sizeof(float8)) % (2 * sizeof(float8)) != 0 ||
		pq_getmsgint(&buffer, 1) != PERCENTILE_STATE_VERSION)
		report_corrupt_state(PERCENTILE, "It has an unknown version or length.");
	fraction = pq_getmsgfloat8(&buffer);
	if (legality(&FRACTION, fraction) != LEGAL)
		report_corrupt_state(PERCENTILE, "It has an impossible fraction.");
	state = make_percentile_state(CurrentMemoryContext, fraction);
	receive_values(&buffer, state);
	PG_RETURN_POINTER(state);
}

SQL_FUNCTION(weighted_percentile_final);

Datum
weighted_percentile_final(PG_FUNCTION_ARGS)
{
	const PercentileState *state;
	Host				   host = server_host(CurrentMemoryContext);
	double				   value;

	(void) percentile_context(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = (const PercentileState *) PG_GETARG_POINTER(0);
	value = percentile_of(&host, state->value, (size_t) state->count, state->fraction);
	if (isnan(value))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(value);
}

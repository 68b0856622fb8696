/*
 * mix.c
 *	  aijri_mix: task time by score and mode in a small value.
 *
 * The aggregate task_mix makes one from task rows (task_mix.c), mix_sum sums them,
 * and other functions compute from one whatever the arithmetic needs to know about
 * tasks. Times are exact integers throughout (kernel/mix.h) and go through the same
 * functions as those of rows: the score of a mix is the score of its rows.
 */
#include "compat.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"

#include "call_cache.h"
#include "canonical.h"
#include "method.h"
#include "mix.h"
#include "report.h"
#include "result.h"

/* ---- values ---- */

#define TIME_PLACES 6
#define TIME_OUT_OF_RANGE "It has a time that is out of range."

pg_noreturn static void
report_great_total(void)
{
	ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			errmsg("total time of a mix is out of range"),
			errdetail("The times of a mix add up to at most 1e28."),
			errhint("Divide the weights, or the times, by the same large number."));
}

void
report_corrupt_mix(const char *problem)
{
	ereport(
		ERROR, errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
		errmsg("invalid binary value of type aijri_mix"), errdetail("%s", problem),
		errhint("Binary values must come from the same version of extension aijri; text "
				"can be read by any."));
}

Datum
make_mix(const TaskTimes *times)
{
	uint8_t bytes[MIX_MAX_SIZE];

	if (total_time(times) > MIX_TOTAL_MAX)
		report_great_total();
	return PointerGetDatum(varlena_from_bytes(bytes, mix_encode(times, bytes)));
}

static void
times_arg(FunctionCallInfo fcinfo, int argno, TaskTimes *times)
{
	MixCells cells;

	mix_arg(fcinfo, argno, &cells);
	if (!mix_decode(&cells, times))
		report_corrupt_mix(TIME_OUT_OF_RANGE);
}

static void
totals_arg(FunctionCallInfo fcinfo, int argno, TaskTotals *totals)
{
	TaskTimes times;

	times_arg(fcinfo, argno, &times);
	total_times(&times, totals);
}

/* ---- text ---- */

/* Reads "score mode:" or "score:". */
static bool
read_cell_name(const char **at, int *cell, TextProblem *problem)
{
	const char *mode_name = *at + 1;
	const char *colon;
	TaskMode	mode = MODE_UNSTATED;

	if (!(**at >= '1' && **at <= '5') || (*mode_name >= '0' && *mode_name <= '9'))
		return refuse(problem, "Every time begins with its task score, 1 to 5.");
	mode_name = skip_space(mode_name);
	colon = strchr(mode_name, ':');
	if (colon == NULL)
		return refuse(problem, "A colon is missing between a task score and its time.");
	if (mode_name < colon && !mode_from_name(mode_name, colon - mode_name, &mode))
		return refuse(problem, "A mode can precede the colon: displacement, "
							   "augmentation, or not involved.");
	*cell = task_cell(**at - '0', mode);
	*at = skip_space(colon + 1);
	return true;
}

static bool
read_cell_time(const char **at, int128_t *time, TextProblem *problem)
{
	Wide	 value;
	Wide	 max = wide_from(MIX_TOTAL_MAX);
	WideText outcome =
		wide_from_text(at, *at + strnlen(*at, WIDE_TEXT_SIZE * 2), TIME_PLACES, &value);

	if (outcome == WIDE_TEXT_GOOD && wide_compare(&value, &max) > 0)
		outcome = WIDE_TEXT_OUT_OF_RANGE;
	switch (outcome)
	{
		case WIDE_TEXT_GOOD:
			break;
		case WIDE_TEXT_OUT_OF_RANGE:
			return refuse_as(problem, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
							 "The times of a mix add up to at most 1e28.");
		case WIDE_TEXT_TOO_LONG:
			return refuse(problem, "Times have at most six decimal places.");
		case WIDE_TEXT_NO_NUMBER:
			return refuse(problem,
						  "A time follows the colon: digits, optionally with a decimal "
						  "point and more digits.");
	}
	*time = (int128_t) (value.limb[0] | (uint128_t) value.limb[1] << 64);
	*at = skip_space(*at);
	return true;
}

static bool
read_mix(const char *at, TaskTimes *times, TextProblem *problem)
{
	uint32_t seen = 0;

	*times = (TaskTimes){{0}};
	at = skip_space(at);
	if (*at++ != '{')
		return refuse(problem, "A mix begins with a brace.");
	at = skip_space(at);
	while (seen == 0 ? *at != '}' : *at == ',')
	{
		int cell;

		if (seen != 0)
			at = skip_space(at + 1);
		if (!read_cell_name(&at, &cell, problem))
			return false;
		if (seen & (uint32_t) 1 << cell)
			return refuse(problem, "A combination of task score and mode appears twice.");
		seen |= (uint32_t) 1 << cell;
		if (!read_cell_time(&at, &times->cell[cell], problem))
			return false;
	}
	if (*at != '}')
		return refuse(problem,
					  "Times are separated by commas, and a brace follows the last one.");
	if (*skip_space(at + 1) != '\0')
		return refuse(problem, "Extra text follows the closing brace.");
	if (total_time(times) > MIX_TOTAL_MAX)
		return refuse_as(problem, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
						 "The times of a mix add up to at most 1e28.");
	return true;
}

SQL_FUNCTION(aijri_mix_in);

Datum
aijri_mix_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	TaskTimes	times;
	TextProblem problem;

	if (!read_mix(text, &times, &problem))
		ereturn(fcinfo->context, (Datum) 0, errcode(problem.sqlstate),
				errmsg("invalid input for type aijri_mix: \"%s\"",
					   clipped(text, strlen(text))),
				errdetail("%s", problem.detail),
				errhint("Write time by task score and mode, such as {1: 40, 3 "
						"augmentation: 35.5, 5 displacement: 24.5}."));
	PG_RETURN_DATUM(make_mix(&times));
}

SQL_FUNCTION(aijri_mix_out);

/* {1: 40, 3 augmentation: 35.5, 5 displacement: 24.5} */
Datum
aijri_mix_out(PG_FUNCTION_ARGS)
{
	TaskTimes	   times;
	StringInfoData text;

	times_arg(fcinfo, 0, &times);
	initStringInfo(&text);
	appendStringInfoChar(&text, '{');
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		int	 mode = cell % (MODES + 1);
		char time[WIDE_TEXT_SIZE];

		if (times.cell[cell] == 0)
			continue;
		wide_to_text(wide_from((uint128_t) times.cell[cell]), TIME_PLACES, time);
		appendStringInfo(&text, "%s%d%s%s: %s", text.len > 1 ? ", " : "",
						 cell / (MODES + 1) + 1, mode < MODES ? " " : "",
						 mode < MODES ? MODE_NAME[mode] : "", time);
	}
	appendStringInfoChar(&text, '}');
	PG_RETURN_CSTRING(text.data);
}

/* ---- binary ---- */

SQL_FUNCTION(aijri_mix_recv);

Datum
aijri_mix_recv(PG_FUNCTION_ARGS)
{
	StringInfo	   message = (StringInfo) PG_GETARG_POINTER(0);
	int			   size = message->len - message->cursor;
	const uint8_t *bytes = (const uint8_t *) pq_getmsgbytes(message, size);
	const char	  *problem = mix_problem(bytes, size);

	if (problem)
		report_corrupt_mix(problem);
	PG_RETURN_POINTER(varlena_from_bytes(bytes, size));
}

/* ---- what the arithmetic makes of a mix ---- */

SQL_FUNCTION(mix_score);

/* mix_score(mix, evidence, barriers, growth, method) */
Datum
mix_score(PG_FUNCTION_ARGS)
{
	MixCells cells;
	Role	 role;
	double	 score;

	role.evidence = rated_arg(fcinfo, 1, &EVIDENCE_TOTAL);
	role.barriers = rated_arg(fcinfo, 2, &BARRIER_TOTAL);
	role.growth = rated_arg(fcinfo, 3, &GROWTH);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	mix_arg(fcinfo, 0, &cells);
	if (!mix_task_resistance(&cells, &role.task_resistance))
		report_corrupt_mix(TIME_OUT_OF_RANGE);

	score = score_of(&role, method_arg(fcinfo, 4));
	if (isnan(score))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(score);
}

SQL_FUNCTION(mix_result);

/* mix_result(mix, evidence, barriers, growth, protective, method) */
Datum
mix_result(PG_FUNCTION_ARGS)
{
	const Method *method = method_arg(fcinfo, 5);
	TaskTotals	  totals = {0};
	Role		  role;

	role.evidence = rated_arg(fcinfo, 1, &EVIDENCE_TOTAL);
	role.barriers = rated_arg(fcinfo, 2, &BARRIER_TOTAL);
	role.growth = rated_arg(fcinfo, 3, &GROWTH);
	role.protective = rated_arg(fcinfo, 4, &PROTECTIVE_TOTAL);
	if (!PG_ARGISNULL(0))
		totals_arg(fcinfo, 0, &totals);
	PG_RETURN_DATUM(make_tasks_result(fcinfo->flinfo, &totals, &role, method));
}

SQL_FUNCTION(mix_profile);

/* mix_profile(mix, method) */
Datum
mix_profile(PG_FUNCTION_ARGS)
{
	const Method *method = method_arg(fcinfo, 1);
	TaskTotals	  totals;
	TaskProfile	  profile;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	totals_arg(fcinfo, 0, &totals);
	if (totals.total == 0)
		PG_RETURN_NULL();
	profile_tasks(&totals, method->exposed_from, &profile);
	PG_RETURN_DATUM(make_task_profile_of_times(fcinfo->flinfo, &profile));
}

SQL_FUNCTION(mix_share);

/* mix_share(mix, score [, mode]): without a mode all of them, NULL: unstated. */
Datum
mix_share(PG_FUNCTION_ARGS)
{
	double	   score;
	TaskTimes  times;
	TaskTotals totals;
	uint128_t  part;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	score = PG_GETARG_FLOAT8(1);
	require_legal(&TASK_SCORE, score);
	times_arg(fcinfo, 0, &times);
	total_times(&times, &totals);
	if (totals.total == 0)
		PG_RETURN_NULL();

	if (PG_NARGS() == 2)
		part = totals.by_score[(int) score - 1];
	else
	{
		TaskMode mode = PG_ARGISNULL(2) ? MODE_UNSTATED :
										  mode_of_value(fcinfo->flinfo, PG_GETARG_OID(2));

		part = (uint128_t) times.cell[task_cell((int) score, mode)];
	}
	PG_RETURN_FLOAT8(nearest_ratio(part, totals.total));
}

/* ---- changed mixes ---- */

SQL_FUNCTION(mix_normalize);

Datum
mix_normalize(PG_FUNCTION_ARGS)
{
	TaskTimes times;

	times_arg(fcinfo, 0, &times);
	if (!normalize_times(&times))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(make_mix(&times));
}

SQL_FUNCTION(mix_shift);

/* mix_shift(mix, from_score, to_score, share, to_mode) */
Datum
mix_shift(PG_FUNCTION_ARGS)
{
	TaskTimes times;
	double	  score[2];
	double	  share;
	int		  mode = -1;

	for (int i = 0; i < 4; i++)
	{
		if (PG_ARGISNULL(i))
			PG_RETURN_NULL();
	}
	score[0] = PG_GETARG_FLOAT8(1);
	score[1] = PG_GETARG_FLOAT8(2);
	share = PG_GETARG_FLOAT8(3);
	require_legal(&FROM_SCORE, score[0]);
	require_legal(&TO_SCORE, score[1]);
	require_legal(&SHIFTED_SHARE, share);
	if (!PG_ARGISNULL(4))
		mode = mode_of_value(fcinfo->flinfo, PG_GETARG_OID(4));

	times_arg(fcinfo, 0, &times);
	shift_times(&times, (int) score[0], (int) score[1], share, mode);
	PG_RETURN_DATUM(make_mix(&times));
}

/* ---- the aggregate mix_sum ---- */

static MemoryContext
mix_sum_context(FunctionCallInfo fcinfo)
{
	return require_aggregate(fcinfo, "It is part of the aggregate mix_sum.",
							 "Call mix_sum().");
}

/* The state argument; a new state if there is none yet. */
static MixSum *
mix_sum_arg(FunctionCallInfo fcinfo)
{
	MemoryContext context = mix_sum_context(fcinfo);

	if (PG_ARGISNULL(0))
		return MemoryContextAllocZero(context, sizeof(MixSum));
	return (MixSum *) PG_GETARG_POINTER(0);
}

/* Whether a row counts: neither its mix nor its weight is NULL. */
static bool
weighted_times_args(FunctionCallInfo fcinfo, TaskTimes *times, int64 *weight)
{
	bool weighted = PG_NARGS() > 2;

	if (PG_ARGISNULL(1) || (weighted && PG_ARGISNULL(2)))
		return false;
	*weight = weighted ? thousandths_of_weight(PG_GETARG_FLOAT8(2)) : WEIGHT_UNITS;
	times_arg(fcinfo, 1, times);
	return true;
}

SQL_FUNCTION(mix_sum_accum);

/* mix_sum_accum(state, mix [, weight]) */
Datum
mix_sum_accum(PG_FUNCTION_ARGS)
{
	MixSum	 *sum = mix_sum_arg(fcinfo);
	TaskTimes times;
	int64	  weight;

	if (weighted_times_args(fcinfo, &times, &weight) && !mix_sum_add(sum, &times, weight))
		report_great_total();
	PG_RETURN_POINTER(sum);
}

SQL_FUNCTION(mix_sum_accum_inv);

/*
 * mix_sum_accum_inv(state, mix [, weight]): gives a row back.  The server evaluates
 * its arguments a second time, and they need not be what they were; where the state
 * has no such row the result is NULL, and the server starts over.  Others are found
 * by mix_sum_final().
 */
Datum
mix_sum_accum_inv(PG_FUNCTION_ARGS)
{
	MixSum	 *sum = mix_sum_arg(fcinfo);
	TaskTimes times;
	int64	  weight;

	if (weighted_times_args(fcinfo, &times, &weight) &&
		!mix_sum_subtract(sum, &times, weight))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(sum);
}

SQL_FUNCTION(mix_sum_combine);

/* mix_sum_combine(state, state): adds the second to the first. */
Datum
mix_sum_combine(PG_FUNCTION_ARGS)
{
	MixSum *sum;

	(void) mix_sum_context(fcinfo);
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_POINTER(PG_GETARG_POINTER(0));
	}
	sum = mix_sum_arg(fcinfo);
	if (!mix_sum_merge(sum, (MixSum *) PG_GETARG_POINTER(1)))
		report_great_total();
	PG_RETURN_POINTER(sum);
}

#define MIX_SUM_VERSION 1

SQL_FUNCTION(mix_sum_serial);

/* mix_sum_serial(state): version, number of mixes, 20 sums of 128 bits. */
Datum
mix_sum_serial(PG_FUNCTION_ARGS)
{
	MixSum		  *sum;
	StringInfoData buffer;

	(void) mix_sum_context(fcinfo);
	sum = (MixSum *) PG_GETARG_POINTER(0);
	pq_begintypsend(&buffer);
	pq_sendint8(&buffer, MIX_SUM_VERSION);
	pq_sendint64(&buffer, sum->mixes);
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		pq_sendint64(&buffer, (uint64) (sum->cell[cell] >> 64));
		pq_sendint64(&buffer, (uint64) sum->cell[cell]);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

#define MIX_SUM_SIZE (1 + 8 + TASK_CELLS * 16)

SQL_FUNCTION(mix_sum_deserial);

/* mix_sum_deserial(bytea, internal): the reverse, trusting nothing. */
Datum
mix_sum_deserial(PG_FUNCTION_ARGS)
{
	bytea		  *serialized = PG_GETARG_BYTEA_PP(0);
	MixSum		  *sum = palloc0(sizeof(MixSum));
	StringInfoData buffer;
	const char	  *problem;

	(void) mix_sum_context(fcinfo);
	if (VARSIZE_ANY_EXHDR(serialized) != MIX_SUM_SIZE)
		report_corrupt_state("aggregate mix_sum", "Its length is wrong.");
	initStringInfo(&buffer);
	appendBinaryStringInfo(&buffer, VARDATA_ANY(serialized),
						   VARSIZE_ANY_EXHDR(serialized));
	if (pq_getmsgint(&buffer, 1) != MIX_SUM_VERSION)
		report_corrupt_state("aggregate mix_sum", "It has an unknown version.");
	sum->mixes = pq_getmsgint64(&buffer);
	for (int cell = 0; cell < TASK_CELLS; cell++)
	{
		uint128_t high = (uint64) pq_getmsgint64(&buffer);

		sum->cell[cell] = high << 64 | (uint64) pq_getmsgint64(&buffer);
		sum->total += sum->cell[cell];
	}
	pq_getmsgend(&buffer);
	problem = mix_sum_problem(sum);
	if (problem)
		report_corrupt_state("aggregate mix_sum", problem);
	PG_RETURN_POINTER(sum);
}

SQL_FUNCTION(mix_sum_final);

Datum
mix_sum_final(PG_FUNCTION_ARGS)
{
	const MixSum *sum;
	TaskTimes	  times;

	(void) mix_sum_context(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	sum = (const MixSum *) PG_GETARG_POINTER(0);
	if (mix_sum_problem(sum))
		report_changed_argument("mix_sum");
	if (sum->mixes == 0)
		PG_RETURN_NULL();
	mix_sum_round(sum, &times);
	PG_RETURN_DATUM(make_mix(&times));
}

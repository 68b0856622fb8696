/*
 * method_study.c
 *	  How rankings and zones depend on the method: sensitivity of outputs to its
 *	  constants, robustness of roles.
 *
 * Roles come as four arrays of what scores are made of, so that this file knows nothing
 * of where they are kept.
 */
#include "compat.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "call_cache.h"
#include "kernel/method_study.h"
#include "method.h"
#include "report.h"
#include "server_host.h"

/* Arguments of both functions. */
enum
{
	STUDY_TASK_RESISTANCE,
	STUDY_EVIDENCE,
	STUDY_BARRIERS,
	STUDY_GROWTH,
	STUDY_SPREAD,
	STUDY_DRAWS,
	STUDY_SEED,
	STUDY_METHOD
};

/* Fields of aijri_method_sensitivity */
enum
{
	SENSITIVITY_CONSTANT,
	SENSITIVITY_OUTPUT,
	SENSITIVITY_FIRST,
	SENSITIVITY_FIRST_LOW,
	SENSITIVITY_FIRST_HIGH,
	SENSITIVITY_TOTAL,
	SENSITIVITY_TOTAL_LOW,
	SENSITIVITY_TOTAL_HIGH
};

/* Fields of aijri_role_robustness */
enum
{
	ROBUSTNESS_ROLE_NUMBER,
	ROBUSTNESS_SAME_ZONE,
	ROBUSTNESS_P05,
	ROBUSTNESS_P50,
	ROBUSTNESS_P95
};

/* ---- arguments ---- */

/* The numbers of an array argument: all there, and as many as "count" where it is set. */
static double *
numbers_arg(FunctionCallInfo fcinfo, int argno, const Quantity *quantity, int *count)
{
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(argno);
	int		   elements = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));

	if (array_contains_nulls(array))
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("%s of a role is null", quantity->name),
				errdetail("Only roles that have a score can be ranked."),
				errhint("Omit roles without a score from all arrays."));
	if (*count >= 0 && elements != *count)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("%d values of %s for %d roles", elements, quantity->name, *count),
				errdetail("Each array has one value for each role, in the same order."),
				errhint("Build all arrays with array_agg() in one query."));
	*count = elements;
	return (double *) ARR_DATA_PTR(array);
}

static Role
role_from_numbers(double task_resistance, double evidence, double barriers, double growth)
{
	Role role = {task_resistance, NOT_RATED, evidence, barriers, growth, NOT_RATED};

	if (!settle_task_resistance(&role.task_resistance))
		report_illegal(&TASK_RESISTANCE, task_resistance);
	require_legal(&EVIDENCE_TOTAL, evidence);
	require_legal(&BARRIER_TOTAL, barriers);
	require_legal(&GROWTH, growth);
	return role;
}

static void
roles_arg(FunctionCallInfo fcinfo, Study *study)
{
	int		count = -1;
	double *task_resistance =
		numbers_arg(fcinfo, STUDY_TASK_RESISTANCE, &TASK_RESISTANCE, &count);
	double *evidence = numbers_arg(fcinfo, STUDY_EVIDENCE, &EVIDENCE_TOTAL, &count);
	double *barriers = numbers_arg(fcinfo, STUDY_BARRIERS, &BARRIER_TOTAL, &count);
	double *growth = numbers_arg(fcinfo, STUDY_GROWTH, &GROWTH, &count);
	Role   *role =
		MemoryContextAllocHuge(CurrentMemoryContext, ((Size) count + 1) * sizeof(Role));

	for (int i = 0; i < count; i++)
		role[i] = role_from_numbers(task_resistance[i], evidence[i] + 0.0,
									barriers[i] + 0.0, growth[i] + 0.0);
	study->role = role;
	study->roles = (size_t) count;
}

static uint32
draws_arg(FunctionCallInfo fcinfo)
{
	int32 draws = PG_GETARG_INT32(STUDY_DRAWS);

	require_legal(&DRAWS, draws);
	if ((draws & (draws - 1)) != 0)
		ereport(
			ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("draws %d is not a power of 2", draws),
			errdetail("Legal values are 2, 4, 8, and so on up to %d.", (int) DRAWS.max),
			errhint("%s", DRAWS.hint));
	return (uint32) draws;
}

/* How far every constant is varied: within its legal range, and zones keep apart. */
static double
spread_arg(FunctionCallInfo fcinfo, const Method *method)
{
	double spread = rated_arg(fcinfo, STUDY_SPREAD, &SPREAD);
	int	   field;
	double bound;

	switch (spread_problem(method, spread, &field, &bound))
	{
		case SPREAD_FITS:
			break;
		case SPREAD_LEAVES_RANGE:
			ereport(
				ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				errmsg("spread %s takes method field %s to %.15g, which is out of range",
					   double_text(spread), METHOD_FIELD[field].quantity.name, bound),
				errdetail("Legal values run from %.15g to %.15g.",
						  METHOD_FIELD[field].quantity.min,
						  METHOD_FIELD[field].quantity.max),
				errhint("Use a smaller spread."));
		case SPREAD_CROSSES_ZONES:
			ereport(
				ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				errmsg("spread %s makes the ranges of yellow_min and green_min overlap",
					   double_text(spread)),
				errdetail("yellow_min is varied up to %s, green_min down to %s.",
						  double_text(method->yellow_min * (1 + spread)),
						  double_text(method->green_min * (1 - spread))),
				errhint("Use a smaller spread."));
	}
	return spread;
}

/* All arguments; false when one is NULL but the method. */
static bool
study_args(FunctionCallInfo fcinfo, Study *study)
{
	for (int i = 0; i < STUDY_METHOD; i++)
	{
		if (PG_ARGISNULL(i))
			return false;
	}
	study->method = method_arg(fcinfo, STUDY_METHOD);
	study->spread = spread_arg(fcinfo, study->method);
	study->draws = draws_arg(fcinfo);
	study->seed = (uint64) PG_GETARG_INT64(STUDY_SEED);
	roles_arg(fcinfo, study);
	return true;
}

/* ---- method_sensitivity ---- */

static void
put_estimate(Row *row, int field, const SobolEstimate *estimate)
{
	set_double(row, field, estimate->value);
	set_double(row, field + 1, estimate->low);
	set_double(row, field + 2, estimate->high);
}

static void
put_index(ReturnSetInfo *rows, int constant, int output, const StudyIndices *indices)
{
	Row row;

	set_datum(&row, SENSITIVITY_CONSTANT,
			  CStringGetTextDatum(METHOD_FIELD[constant].quantity.name));
	set_datum(&row, SENSITIVITY_OUTPUT, CStringGetTextDatum(OUTPUT_NAME[output]));
	for (int i = SENSITIVITY_FIRST; i <= SENSITIVITY_TOTAL_HIGH; i++)
		set_null(&row, i);
	if (indices->varies[output])
	{
		const SobolIndex *index = &indices->index[output][constant];

		put_estimate(&row, SENSITIVITY_FIRST, &index->first);
		put_estimate(&row, SENSITIVITY_TOTAL, &index->total);
	}
	put_row(rows, ROW_METHOD_SENSITIVITY, &row);
}

SQL_FUNCTION(method_sensitivity);

/*
 * method_sensitivity(task_resistance[], evidence[], barriers[], growth[], spread,
 * draws, seed, method): a row for each constant and output
 */
Datum
method_sensitivity(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rows = start_rows(fcinfo, ROW_METHOD_SENSITIVITY);
	StudyIndices   indices = {.varies = {false}};
	Study		   study;

	if (!study_args(fcinfo, &study))
		return (Datum) 0;
	if (study.roles > 0)
	{
		Host host = server_host(CurrentMemoryContext);

		study_method(&host, &study, &indices);
	}
	for (int output = 0; output < STUDY_OUTPUTS; output++)
	{
		for (int constant = 0; constant < VARIED; constant++)
			put_index(rows, constant, output, &indices);
	}
	return (Datum) 0;
}

/* ---- role_robustness ---- */

static void
put_robustness(ReturnSetInfo *rows, int number, const Robustness *robustness)
{
	Row row;

	set_datum(&row, ROBUSTNESS_ROLE_NUMBER, Int32GetDatum(number));
	set_double(&row, ROBUSTNESS_SAME_ZONE, robustness->same_zone);
	set_datum(&row, ROBUSTNESS_P05, Int64GetDatum((int64) robustness->quantile[0]));
	set_datum(&row, ROBUSTNESS_P50, Int64GetDatum((int64) robustness->quantile[1]));
	set_datum(&row, ROBUSTNESS_P95, Int64GetDatum((int64) robustness->quantile[2]));
	put_row(rows, ROW_ROLE_ROBUSTNESS, &row);
}

SQL_FUNCTION(role_robustness);

/* role_robustness(as above): a row for each role, numbered from 1 */
Datum
role_robustness(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rows = start_rows(fcinfo, ROW_ROLE_ROBUSTNESS);
	Robustness	  *robustness;
	Study		   study;
	Host		   host = server_host(CurrentMemoryContext);

	if (!study_args(fcinfo, &study) || study.roles == 0)
		return (Datum) 0;
	robustness =
		MemoryContextAllocHuge(CurrentMemoryContext, study.roles * sizeof(Robustness));
	study_roles(&host, &study, robustness);
	for (size_t i = 0; i < study.roles; i++)
		put_robustness(rows, (int) i + 1, &robustness[i]);
	return (Datum) 0;
}

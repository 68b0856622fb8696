/*
 * method_study.c
 *	  How rankings and zones depend on the method: sensitivity of outputs to its
 *	  constants, robustness of roles.
 *
 * Roles are passed as four arrays of the inputs of their scores, so that this file
 * does not depend on where they are stored.
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

/* Arguments of both functions; before them, role_robustness has two of its own. */
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

enum
{
	ROBUSTNESS_ARG_ROLE_ID,
	ROBUSTNESS_ARG_TITLE,
	ROBUSTNESS_ARG_STUDY /* the first of those above */
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
	ROBUSTNESS_ROLE_ID,
	ROBUSTNESS_TITLE,
	ROBUSTNESS_SAME_ZONE,
	ROBUSTNESS_P05,
	ROBUSTNESS_P50,
	ROBUSTNESS_P95
};

/* ---- arguments ---- */

/* An array argument with as many elements as "count", where that is set. */
static ArrayType *
array_arg(FunctionCallInfo fcinfo, int argno, const char *name, int *count)
{
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(argno);
	int		   elements = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));

	if (*count >= 0 && elements != *count)
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("%d values of %s for %d roles", elements, name, *count),
				errdetail("Each array has one value for each role, in the same order."),
				errhint("Build all arrays with array_agg() in one query."));
	*count = elements;
	return array;
}

static void
forbid_nulls(ArrayType *array, const char *name)
{
	if (array_contains_nulls(array))
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("%s of a role is null", name),
				errdetail("Only roles that have a score can be ranked."),
				errhint("Omit roles without a score from all arrays."));
}

/* The numbers of an array argument, all of them there. */
static double *
numbers_arg(FunctionCallInfo fcinfo, int argno, const Quantity *quantity, int *count)
{
	ArrayType *array = array_arg(fcinfo, argno, quantity->name, count);

	forbid_nulls(array, quantity->name);
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
roles_arg(FunctionCallInfo fcinfo, int first, Study *study)
{
	int		count = -1;
	double *task_resistance =
		numbers_arg(fcinfo, first + STUDY_TASK_RESISTANCE, &TASK_RESISTANCE, &count);
	double *evidence =
		numbers_arg(fcinfo, first + STUDY_EVIDENCE, &EVIDENCE_TOTAL, &count);
	double *barriers =
		numbers_arg(fcinfo, first + STUDY_BARRIERS, &BARRIER_TOTAL, &count);
	double *growth = numbers_arg(fcinfo, first + STUDY_GROWTH, &GROWTH, &count);
	Role   *role =
		MemoryContextAllocHuge(CurrentMemoryContext, ((Size) count + 1) * sizeof(Role));

	for (int i = 0; i < count; i++)
		role[i] = role_from_numbers(task_resistance[i], evidence[i] + 0.0,
									barriers[i] + 0.0, growth[i] + 0.0);
	study->role = role;
	study->roles = (size_t) count;
}

static uint32
draws_arg(FunctionCallInfo fcinfo, int argno)
{
	int32 draws = PG_GETARG_INT32(argno);

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
spread_arg(FunctionCallInfo fcinfo, int argno, const Method *method)
{
	double spread = rated_arg(fcinfo, argno, &SPREAD);
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
				errdetail("%s", legal_values(&METHOD_FIELD[field].quantity)),
				errhint("Use a smaller spread."));
		case SPREAD_CROSSES_ZONES:
			ereport(
				ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				errmsg("spread %s makes the ranges of yellow_min and green_min overlap",
					   double_text(spread)),
				errdetail("yellow_min is varied up to %.15g, green_min down to %.15g.",
						  method->yellow_min * (1 + spread),
						  method->green_min * (1 - spread)),
				errhint("Use a smaller spread."));
	}
	return spread;
}

/* The arguments from "first" on; false when one before the method is NULL. */
static bool
study_args(FunctionCallInfo fcinfo, int first, Study *study)
{
	for (int i = 0; i < first + STUDY_METHOD; i++)
	{
		if (PG_ARGISNULL(i))
			return false;
	}
	study->method = method_arg(fcinfo, first + STUDY_METHOD);
	study->spread = spread_arg(fcinfo, first + STUDY_SPREAD, study->method);
	study->draws = draws_arg(fcinfo, first + STUDY_DRAWS);
	study->seed = (uint64) PG_GETARG_INT64(first + STUDY_SEED);
	roles_arg(fcinfo, first, study);
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

	if (!study_args(fcinfo, 0, &study))
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

/* What identifies the roles in the result. */
typedef struct RoleNames
{
	int64 *role_id;
	Datum *title;
	bool  *untitled;
} RoleNames;

static void
names_arg(FunctionCallInfo fcinfo, int count, RoleNames *names)
{
	ArrayType *role_id = array_arg(fcinfo, ROBUSTNESS_ARG_ROLE_ID, "role_id", &count);
	ArrayType *title = array_arg(fcinfo, ROBUSTNESS_ARG_TITLE, "title", &count);

	forbid_nulls(role_id, "role_id");
	names->role_id = (int64 *) ARR_DATA_PTR(role_id);
	deconstruct_array(title, TEXTOID, -1, false, TYPALIGN_INT, &names->title,
					  &names->untitled, &count);
}

static void
put_robustness(ReturnSetInfo *rows, const RoleNames *names, size_t role,
			   const Robustness *robustness)
{
	Row row;

	set_datum(&row, ROBUSTNESS_ROLE_ID, Int64GetDatum(names->role_id[role]));
	if (names->untitled[role])
		set_null(&row, ROBUSTNESS_TITLE);
	else
		set_datum(&row, ROBUSTNESS_TITLE, names->title[role]);
	set_double(&row, ROBUSTNESS_SAME_ZONE, robustness->same_zone);
	set_datum(&row, ROBUSTNESS_P05, Int64GetDatum((int64) robustness->quantile[0]));
	set_datum(&row, ROBUSTNESS_P50, Int64GetDatum((int64) robustness->quantile[1]));
	set_datum(&row, ROBUSTNESS_P95, Int64GetDatum((int64) robustness->quantile[2]));
	put_row(rows, ROW_ROLE_ROBUSTNESS, &row);
}

SQL_FUNCTION(role_robustness);

/* role_robustness(role_id[], title[], as above): a row for each role */
Datum
role_robustness(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rows = start_rows(fcinfo, ROW_ROLE_ROBUSTNESS);
	Robustness	  *robustness;
	RoleNames	   names;
	Study		   study;
	Host		   host = server_host(CurrentMemoryContext);

	if (!study_args(fcinfo, ROBUSTNESS_ARG_STUDY, &study))
		return (Datum) 0;
	names_arg(fcinfo, (int) study.roles, &names);
	if (study.roles == 0)
		return (Datum) 0;
	robustness =
		MemoryContextAllocHuge(CurrentMemoryContext, study.roles * sizeof(Robustness));
	study_roles(&host, &study, robustness);
	for (size_t i = 0; i < study.roles; i++)
		put_robustness(rows, &names, i, &robustness[i]);
	return (Datum) 0;
}

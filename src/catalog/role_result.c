/*
 * role_result.c
 *	  The aggregate _role_result: everything that follows from a role's task rows
 *	  and totals, in one pass.
 *
 * The query that scores the assessments of a catalog groups their task rows.  Users
 * get the same result from task_mix() and mix_result(), with a value between the two
 * that can be stored; here the state of task_mix() goes straight into the result.
 *
 * Totals and method are the same in all rows of a group, so the first row provides
 * them and they are checked once.  A row without a score or a time, such as the empty
 * side of an outer join, leaves everything about the tasks unrated, and so the score.
 */
#include "compat.h"

#include "fmgr.h"
#include "libpq/pqformat.h"

#include "call_cache.h"
#include "kernel/mix_state.h"
#include "method.h"
#include "report.h"
#include "result.h"
#include "task_mix.h"
#include "task_rows.h"

/* Arguments behind the state. */
enum
{
	ARG_SCORE = 1,
	ARG_TIME,
	ARG_MODE,
	ARG_TOTAL,
	ARG_METHOD = ARG_TOTAL + 4
};

/* The totals, in the order of the arguments. */
enum
{
	TOTAL_EVIDENCE,
	TOTAL_BARRIERS,
	TOTAL_GROWTH,
	TOTAL_PROTECTIVE,
	TOTALS
};

static const Quantity *const TOTAL_QUANTITY[TOTALS] = {&EVIDENCE_TOTAL, &BARRIER_TOTAL,
													   &GROWTH, &PROTECTIVE_TOTAL};

StaticAssertDecl(ARG_METHOD == ARG_TOTAL + TOTALS, "a method follows the totals");

/* ---- state ---- */

typedef struct RoleState
{
	double		  total[TOTALS];
	const Method *method;
	MixState	  tasks; /* as long as its form needs */
} RoleState;

/* Memory is allocated in powers of two: a list of 15 takes no more than one of 7. */
#define FIRST_FORM TASKS_LISTED

static MemoryContext
role_result_context(FunctionCallInfo fcinfo)
{
	return require_aggregate(fcinfo, "It is part of the aggregate _role_result.",
							 "Call mix_result() with the result of task_mix().");
}

/* A state without tasks, whose totals and method are yet to be set. */
static RoleState *
new_state(FunctionCallInfo fcinfo, MixForm form)
{
	RoleState *state = MemoryContextAlloc(
		role_result_context(fcinfo), offsetof(RoleState, tasks) + MIX_STATE_SIZE[form]);

	mix_state_init(&state->tasks, form);
	return state;
}

/* The same state in a greater form. */
static pg_noinline RoleState *
grown(RoleState *state, MixForm form, FunctionCallInfo fcinfo)
{
	RoleState *greater = new_state(fcinfo, form);

	memcpy(greater, state, offsetof(RoleState, tasks));
	mix_state_grow(&state->tasks, &greater->tasks);
	pfree(state);
	return greater;
}

/* ---- the method of a state ---- */

/*
 * A method is greater than all else in a state, and mostly the same for the whole
 * query.  So the first one that a call site meets is kept beside its cache, for all
 * states that have the same.
 */
typedef struct RoleCache
{
	CallCache calls;
	bool	  has_method;
	Method	  method;
} RoleCache;

static RoleCache *
role_cache(FmgrInfo *flinfo)
{
	if (!flinfo->fn_extra)
		flinfo->fn_extra = MemoryContextAllocZero(flinfo->fn_mcxt, sizeof(RoleCache));
	return flinfo->fn_extra;
}

/* A method that lives as long as the states do. */
static const Method *
kept_method(FunctionCallInfo fcinfo, const Method *method)
{
	RoleCache *cache = role_cache(fcinfo->flinfo);
	Method	  *copy;

	if (method == &DEFAULT_METHOD)
		return method;
	if (!cache->has_method)
	{
		cache->method = *method;
		cache->has_method = true;
	}
	if (memcmp(&cache->method, method, sizeof(Method)) == 0)
		return &cache->method;
	copy = MemoryContextAlloc(role_result_context(fcinfo), sizeof(Method));
	*copy = *method;
	return copy;
}

/* ---- transition ---- */

/* The state of the first row of a group. */
static pg_noinline RoleState *
first_state(FunctionCallInfo fcinfo)
{
	RoleState *state = new_state(fcinfo, FIRST_FORM);

	for (int i = 0; i < TOTALS; i++)
		state->total[i] = rated_arg(fcinfo, ARG_TOTAL + i, TOTAL_QUANTITY[i]);
	(void) role_cache(fcinfo->flinfo);
	state->method = kept_method(fcinfo, method_arg(fcinfo, ARG_METHOD));
	return state;
}

static TaskMode
mode_text_arg(FunctionCallInfo fcinfo)
{
	return PG_ARGISNULL(ARG_MODE) ? MODE_UNSTATED :
									mode_of_text(PG_GETARG_TEXT_PP(ARG_MODE));
}

/* Adds the task of a row.  The state may have moved. */
static RoleState *
add_task(RoleState *state, FunctionCallInfo fcinfo)
{
	double score = PG_GETARG_FLOAT8(ARG_SCORE);
	int64  time;
	int	   cell;

	require_legal(&TASK_SCORE, score);
	if (!list_time_from_double(PG_GETARG_FLOAT8(ARG_TIME), &time))
		time = micro_task_time(PG_GETARG_FLOAT8(ARG_TIME));
	cell = task_cell((int) score, mode_text_arg(fcinfo));
	while (unlikely(!mix_state_add(&state->tasks, cell, time)))
		state = grown(state, mix_form_for(&state->tasks, time), fcinfo);
	return state;
}

SQL_FUNCTION(role_result_accum);

/*
 * role_result_accum(state, score, time, mode, evidence, barriers, growth,
 * protective, method): takes one task row.
 */
Datum
role_result_accum(PG_FUNCTION_ARGS)
{
	RoleState *state =
		PG_ARGISNULL(0) ? first_state(fcinfo) : (RoleState *) PG_GETARG_POINTER(0);

	if (row_is_scored(fcinfo))
		PG_RETURN_POINTER(add_task(state, fcinfo));
	while (!mix_state_skip(&state->tasks))
		state = grown(state, Max(state->tasks.form + 1, TASKS_SUMMED), fcinfo);
	PG_RETURN_POINTER(state);
}

SQL_FUNCTION(role_result_combine);

/* role_result_combine(state, state): adds the second to the first. */
Datum
role_result_combine(PG_FUNCTION_ARGS)
{
	RoleState *state;
	RoleState *other;

	(void) role_result_context(fcinfo);
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_POINTER(PG_GETARG_POINTER(0));
	}

	other = (RoleState *) PG_GETARG_POINTER(1);
	if (PG_ARGISNULL(0))
	{
		state = new_state(fcinfo, FIRST_FORM);
		memcpy(state->total, other->total, sizeof(state->total));
		state->method = kept_method(fcinfo, other->method);
	}
	else
		state = (RoleState *) PG_GETARG_POINTER(0);
	while (!mix_state_merge(&state->tasks, &other->tasks))
		state = grown(state, Max(state->tasks.form + 1, other->tasks.form), fcinfo);
	PG_RETURN_POINTER(state);
}

/* ---- travel between processes ---- */

#define ROLE_STATE_VERSION 1

pg_noreturn static void
report_corrupt(const char *detail)
{
	report_corrupt_state("aggregate _role_result", detail);
}

SQL_FUNCTION(role_result_serial);

/*
 * role_result_serial(state): version, totals, whether there is a method of one's
 * own and its fields, and the tasks as task_mix() writes them.
 */
Datum
role_result_serial(PG_FUNCTION_ARGS)
{
	RoleState	  *state;
	StringInfoData buffer;
	bytea		  *tasks;
	Method		   method;

	(void) role_result_context(fcinfo);
	state = (RoleState *) PG_GETARG_POINTER(0);
	method = *state->method;
	pq_begintypsend(&buffer);
	pq_sendint8(&buffer, ROLE_STATE_VERSION);
	for (int i = 0; i < TOTALS; i++)
		pq_sendfloat8(&buffer, state->total[i]);
	pq_sendint8(&buffer, state->method != &DEFAULT_METHOD);
	for (int i = 0; state->method != &DEFAULT_METHOD && i < METHOD_FIELDS; i++)
		pq_sendfloat8(&buffer, *method_field(&method, i));
	tasks = send_mix_state(&state->tasks);
	pq_sendbytes(&buffer, VARDATA(tasks), VARSIZE(tasks) - VARHDRSZ);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

/* A number that is legal, or missing where it may be. */
static double
receive_number(StringInfo buffer, const Quantity *quantity, bool optional)
{
	double value = pq_getmsgfloat8(buffer);

	if (isnan(value) ? !optional : legality(quantity, value) != LEGAL)
		report_corrupt("It has an illegal total or method field.");
	return isnan(value) ? NOT_RATED : value + 0.0;
}

static const Method *
receive_method(StringInfo buffer)
{
	Method *method = palloc(sizeof(Method));

	*method = DEFAULT_METHOD;
	for (int i = 0; i < METHOD_FIELDS; i++)
		*method_field(method, i) =
			receive_number(buffer, &METHOD_FIELD[i].quantity, METHOD_FIELD[i].optional);
	if (!method_settle(method))
		report_corrupt("It has a method with yellow_min above green_min.");
	return method;
}

/* The tasks that are left in the buffer. */
static MixState *
receive_tasks(StringInfo buffer)
{
	int	   size = buffer->len - buffer->cursor;
	bytea *tasks = palloc(VARHDRSZ + size);

	SET_VARSIZE(tasks, VARHDRSZ + size);
	memcpy(VARDATA(tasks), pq_getmsgbytes(buffer, size), size);
	return receive_mix_state(tasks);
}

SQL_FUNCTION(role_result_deserial);

/*
 * role_result_deserial(bytea, internal): the reverse, trusting nothing.  The state
 * lives as long as the call's memory: role_result_combine() copies what it needs.
 */
Datum
role_result_deserial(PG_FUNCTION_ARGS)
{
	bytea		  *serialized = PG_GETARG_BYTEA_PP(0);
	RoleState	   head;
	RoleState	  *state;
	MixState	  *tasks;
	StringInfoData buffer;

	(void) role_result_context(fcinfo);
	buffer.data = VARDATA_ANY(serialized);
	buffer.len = buffer.maxlen = VARSIZE_ANY_EXHDR(serialized);
	buffer.cursor = 0;
	if (buffer.len < 1 + TOTALS * 8 + 1)
		report_corrupt("It is too short.");
	if (pq_getmsgint(&buffer, 1) != ROLE_STATE_VERSION)
		report_corrupt("It has an unknown version.");
	for (int i = 0; i < TOTALS; i++)
		head.total[i] = receive_number(&buffer, TOTAL_QUANTITY[i], true);
	head.method = &DEFAULT_METHOD;
	if (pq_getmsgint(&buffer, 1) != 0)
	{
		if (buffer.len - buffer.cursor < METHOD_FIELDS * 8)
			report_corrupt("It is too short.");
		head.method = receive_method(&buffer);
	}
	tasks = receive_tasks(&buffer);
	state = palloc(offsetof(RoleState, tasks) + MIX_STATE_SIZE[tasks->form]);
	memcpy(state, &head, offsetof(RoleState, tasks));
	memcpy(&state->tasks, tasks, MIX_STATE_SIZE[tasks->form]);
	PG_RETURN_POINTER(state);
}

/* ---- result ---- */

SQL_FUNCTION(role_result_final);

Datum
role_result_final(PG_FUNCTION_ARGS)
{
	const RoleState *state;
	TaskRows		 rows;
	TaskTotals		 totals = {0};
	Role			 role;

	if (PG_ARGISNULL(0))
	{
		(void) role_result_context(fcinfo);
		PG_RETURN_NULL();
	}
	state = (const RoleState *) PG_GETARG_POINTER(0);
	role.evidence = state->total[TOTAL_EVIDENCE];
	role.barriers = state->total[TOTAL_BARRIERS];
	role.growth = state->total[TOTAL_GROWTH];
	role.protective = state->total[TOTAL_PROTECTIVE];
	mix_state_rows(&state->tasks, &rows);
	if (rows.skipped == 0)
		mix_state_totals(&state->tasks, &totals);
	PG_RETURN_DATUM(make_tasks_result(fcinfo->flinfo, &totals, &role, state->method));
}

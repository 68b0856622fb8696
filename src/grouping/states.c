/*
 * states.c
 *	  The states of groups: adding rows, merging, finishing.
 *
 * A state is a word. That of task_resistance and its relatives is nearly always the
 * sums themselves (kernel/task_sums.h): a row is then one addition of a number that
 * is computed for the whole batch first. Everything else is left to the functions of
 * the aggregate, called as PostgreSQL would call them, so that errors and results
 * are theirs; they allocate their states through an AggState that has nothing else.
 */
#include "compat.h"

#include "catalog/pg_type_d.h"
#include "nodes/makefuncs.h"
#include "utils/builtins.h"

#include "grouping/grouping.h"
#include "kernel/task_sums.h"
#include "task_rows.h"

/*
 * What a row adds to a state: the word to add where the row is a plain one, else
 * one of these, which no such word is.
 */
#define ADD_BY_CALL UINT64CONST(0) /* by calling the transition function */
#define ADD_NOTHING UINT64CONST(1) /* the filter leaves the row out */

/* A count is above the mark, too: no state is 0. */
#define ONE_ROW (PACKED_MARK << 1)

static void
find_function(GroupScan *gs, Oid function, FmgrInfo *flinfo)
{
	fmgr_info_cxt(function, flinfo, gs->memory);
}

void
state_create(GroupScan *gs, SharedState *state, const List *planned,
			 const KnownAggregate *known)
{
	state->form = known->form;
	state->filter = linitial_int(planned);
	state->arguments = list_length(planned) - 1;
	for (int i = 0; i < state->arguments; i++)
		state->argument[i] = list_nth_int(planned, i + 1);
	state->add = palloc(BATCH_ROWS * sizeof(uint64));
	if (state->form == STATE_COUNT)
		return;
	find_function(gs, known->transition, &state->transition);
	find_function(gs, known->combine, &state->combine);
	find_function(gs, known->serial, &state->serial);
	find_function(gs, known->deserial, &state->deserial);
	state->call = palloc0(SizeForFunctionCallInfo(1 + MAX_ARGUMENTS));
	InitFunctionCallInfoData(*state->call, &state->transition, 1 + state->arguments,
							 InvalidOid, (Node *) gs->context, NULL);
}

/* ---- rows ---- */

/* Whether a column has numbers that the node casts to float8. */
static inline bool
is_cast(Oid type)
{
	return type == INT2OID || type == INT4OID || type == INT8OID || type == FLOAT4OID;
}

static inline double
number_of_value(Datum value, Oid type)
{
	switch (type)
	{
		case INT2OID:
			return (double) DatumGetInt16(value);
		case INT4OID:
			return (double) DatumGetInt32(value);
		case INT8OID:
			return (double) DatumGetInt64(value);
		case FLOAT4OID:
			return (double) DatumGetFloat4(value);
		default:
			return DatumGetFloat8(value);
	}
}

/*
 * What task rows add.  Inline, so that the commonest types of score and time are
 * constants.
 */
__attribute__((always_inline)) static inline void
prepare_task_rows(const GroupScan *gs, SharedState *state, Oid score_type, Oid time_type)
{
	const GroupColumn  score = gs->column[state->argument[0]];
	const GroupColumn  time = gs->column[state->argument[1]];
	const GroupColumn *mode =
		state->arguments > 2 ? &gs->column[state->argument[2]] : NULL;
	const Datum		*mode_value = mode ? mode->value : NULL;
	const bool		*no_mode = mode ? mode->null : NULL;
	const KnownModes modes = known_modes(&state->transition);
	uint64			*add = state->add;
	int				 rows = gs->rows;

	for (int i = 0; i < rows; i++)
	{
		TaskMode task_mode = MODE_UNSTATED;
		int		 task_score;
		unsigned units;

		if (likely(!score.null[i] && !time.null[i] &&
				   task_score_from_double(number_of_value(score.value[i], score_type),
										  &task_score) &&
				   packed_time_from_double(number_of_value(time.value[i], time_type),
										   &units) &&
				   (!mode || find_mode(&modes, DatumGetObjectId(mode_value[i]),
									   no_mode[i], &task_mode))))
			add[i] = units * PACKED_HALF_UNIT[task_cell(task_score, task_mode)] +
					 PACKED_TAKEN_ROW;
		else
			add[i] = ADD_BY_CALL;
	}
}

static void
leave_out_filtered(const GroupScan *gs, SharedState *state)
{
	const GroupColumn *filter = &gs->column[state->filter];

	for (int i = 0; i < gs->rows; i++)
	{
		if (filter->null[i] || !DatumGetBool(filter->value[i]))
			state->add[i] = ADD_NOTHING;
	}
}

/* Computes what each row of the batch adds to a state. */
void
prepare_state(GroupScan *gs, SharedState *state)
{
	if (state->form == STATE_TASK_SUMS)
	{
		Oid score_type = gs->column[state->argument[0]].type;
		Oid time_type = gs->column[state->argument[1]].type;

		if (score_type == FLOAT8OID && time_type == FLOAT8OID)
			prepare_task_rows(gs, state, FLOAT8OID, FLOAT8OID);
		else
			prepare_task_rows(gs, state, score_type, time_type);
	}
	else
	{
		for (int i = 0; i < gs->rows; i++)
			state->add[i] = ADD_BY_CALL;
	}
	if (state->filter != NO_COLUMN)
		leave_out_filtered(gs, state);
}

static pg_noinline void
call_transition(GroupScan *gs, SharedState *state, uint64 *word, int row)
{
	FunctionCallInfo call = state->call;
	Datum			 result;

	call->args[0].value = (Datum) *word;
	call->args[0].isnull = *word == NO_STATE;
	for (int i = 0; i < state->arguments; i++)
	{
		const GroupColumn *column = &gs->column[state->argument[i]];
		Datum			   value = column->value[row];

		call->args[i + 1].isnull = column->null[row];
		call->args[i + 1].value =
			is_cast(column->type) && !column->null[row] ?
				Float8GetDatum(number_of_value(value, column->type)) :
				value;
	}
	call->isnull = false;
	result = FunctionCallInvoke(call);
	*word = call->isnull ? NO_STATE : (uint64) result;
}

static void
add_to_sums(GroupScan *gs, SharedState *state, int word)
{
	uint64 *const *group = gs->group;
	const uint64  *adds = state->add;
	int			   rows = gs->rows;

	for (int i = 0; i < rows; i++)
	{
		uint64 *sums = &group[i][word];
		uint64	add = adds[i];
		uint64	sum;

		if (likely(add > ADD_NOTHING && (*sums & PACKED_MARK) &&
				   packed_taken(*sums) != PACKED_TAKEN_MAX &&
				   !__builtin_add_overflow(*sums, add, &sum)))
			*sums = sum;
		else if (add != ADD_NOTHING)
			call_transition(gs, state, sums, i);
	}
}

static void
add_to_counts(GroupScan *gs, SharedState *state, int word)
{
	const bool *null = state->arguments > 0 ? gs->column[state->argument[0]].null : NULL;

	for (int i = 0; i < gs->rows; i++)
	{
		if (state->add[i] != ADD_NOTHING && !(null && null[i]))
			gs->group[i][word] += ONE_ROW;
	}
}

static void
add_by_calls(GroupScan *gs, SharedState *state, int word)
{
	for (int i = 0; i < gs->rows; i++)
	{
		if (state->add[i] != ADD_NOTHING)
			call_transition(gs, state, &gs->group[i][word], i);
	}
}

/* Adds the rows of the batch to the states of their groups. */
void
add_to_states(GroupScan *gs, SharedState *state, int word)
{
	MemoryContext caller = MemoryContextSwitchTo(gs->brief);

	switch (state->form)
	{
		case STATE_TASK_SUMS:
			add_to_sums(gs, state, word);
			break;
		case STATE_POINTER:
			add_by_calls(gs, state, word);
			break;
		case STATE_COUNT:
			add_to_counts(gs, state, word);
			break;
	}
	MemoryContextSwitchTo(caller);
}

/* ---- states ---- */

/* Adds another state; one that its caller may forget. */
void
merge_state(GroupScan *gs, SharedState *state, uint64 *word, Datum other)
{
	LOCAL_FCINFO(call, 2);
	Datum result;

	if (state->form == STATE_COUNT)
	{
		*word += (uint64) other - NO_STATE;
		return;
	}
	if ((uint64) other == NO_STATE)
		return;
	if (state->form == STATE_TASK_SUMS && (*word & other & PACKED_MARK) &&
		packed_sums_merge(word, (PackedSums) other))
		return;
	InitFunctionCallInfoData(*call, &state->combine, 2, InvalidOid, (Node *) gs->context,
							 NULL);
	call->args[0].value = (Datum) *word;
	call->args[0].isnull = *word == NO_STATE;
	call->args[1].value = other;
	call->args[1].isnull = false;
	result = FunctionCallInvoke(call);
	*word = call->isnull ? NO_STATE : (uint64) result;
}

/* A state that is a pointer, as bytes in the current memory context. */
bytea *
state_to_bytes(GroupScan *gs, SharedState *state, uint64 word)
{
	LOCAL_FCINFO(call, 1);

	InitFunctionCallInfoData(*call, &state->serial, 1, InvalidOid, (Node *) gs->context,
							 NULL);
	call->args[0].value = (Datum) word;
	call->args[0].isnull = false;
	return DatumGetByteaPP(FunctionCallInvoke(call));
}

/* The reverse, to be merged. */
Datum
state_from_bytes(GroupScan *gs, SharedState *state, bytea *bytes)
{
	LOCAL_FCINFO(call, 2);

	InitFunctionCallInfoData(*call, &state->deserial, 2, InvalidOid, (Node *) gs->context,
							 NULL);
	call->args[0].value = PointerGetDatum(bytes);
	call->args[0].isnull = false;
	call->args[1].value = (Datum) 0;
	call->args[1].isnull = false;
	return FunctionCallInvoke(call);
}

/* What an aggregate returns for a state, in the current memory context. */
Datum
finish_state(GroupScan *gs, GroupOutput *output, uint64 word, bool *null)
{
	LOCAL_FCINFO(call, 1);
	Datum result;

	if (output->count)
	{
		*null = false;
		return Int64GetDatum((int64) (word / ONE_ROW));
	}
	InitFunctionCallInfoData(*call, &output->final, 1, InvalidOid, (Node *) gs->context,
							 NULL);
	call->args[0].value = (Datum) word;
	call->args[0].isnull = word == NO_STATE;
	result = FunctionCallInvoke(call);
	*null = call->isnull;
	return result;
}

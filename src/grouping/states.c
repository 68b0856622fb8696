/*
 * states.c
 *	  The states of groups: adding rows, merging, finishing.
 *
 * A state is a word.  That of task_resistance and its kin is nearly always the sums
 * themselves (kernel/task_sums.h): a row is then one addition, of a number that is
 * computed for the whole batch first.  All else goes to the functions of which the
 * aggregate is made, as PostgreSQL would call them, whose errors and results these
 * are; they find the memory for their states through an AggState that has nothing
 * else.  So what the node adds is the way to the state, not the arithmetic.
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

static inline bool
filtered_out(const GroupScan *gs, const SharedState *state, int row)
{
	const GroupColumn *filter;

	if (state->filter == NO_COLUMN)
		return false;
	filter = &gs->column[state->filter];
	return filter->null[row] || !DatumGetBool(filter->value[row]);
}

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

static inline uint64
add_of_task_row(const GroupScan *gs, SharedState *state, int row)
{
	const GroupColumn *score = &gs->column[state->argument[0]];
	const GroupColumn *time = &gs->column[state->argument[1]];
	TaskMode		   mode = MODE_UNSTATED;
	int				   score_value;
	unsigned		   units;

	if (unlikely(score->null[row] || time->null[row] ||
				 !task_score_from_double(number_of_value(score->value[row], score->type),
										 &score_value) ||
				 !packed_time_from_double(number_of_value(time->value[row], time->type),
										  &units)))
		return ADD_BY_CALL;
	if (state->arguments > 2)
	{
		const GroupColumn *column = &gs->column[state->argument[2]];

		if (!column->null[row] &&
			unlikely(!known_mode(&state->transition, DatumGetObjectId(column->value[row]),
								 &mode)))
			return ADD_BY_CALL;
	}
	return units * PACKED_HALF_UNIT[task_cell(score_value, mode)] + PACKED_TAKEN_ROW;
}

/* Computes what each row of the batch adds to a state. */
void
prepare_state(GroupScan *gs, SharedState *state)
{
	for (int i = 0; i < gs->rows; i++)
	{
		if (filtered_out(gs, state, i))
			state->add[i] = ADD_NOTHING;
		else if (state->form == STATE_TASK_SUMS)
			state->add[i] = add_of_task_row(gs, state, i);
		else
			state->add[i] = ADD_BY_CALL;
	}
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
	for (int i = 0; i < gs->rows; i++)
	{
		uint64 *sums = &gs->group[i][word];
		uint64	add = state->add[i];
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

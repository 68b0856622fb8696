/*
 * node.c
 *	  The executor callbacks of a grouping node.
 *
 * When its first row is requested, the node reads all of its input; then it returns
 * the groups of its table, and of each table that it reads back from tape. If
 * nothing below has changed and all groups are still in memory, a rescan returns
 * them again.
 */
#include "compat.h"

#include "executor/executor.h"
#include "executor/instrument.h"
#include "miscadmin.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "common/pg_prng.h"

#include "grouping/grouping.h"

/* ---- beginning ---- */

static List *
custom_private(const GroupScan *gs)
{
	return ((CustomScan *) gs->css.ss.ps.plan)->custom_private;
}

static void
begin_columns(GroupScan *gs)
{
	List	 *attnos = group_list(custom_private(gs), PRIVATE_COLUMNS);
	List	 *keys = group_list(custom_private(gs), PRIVATE_KEYS);
	TupleDesc rows = ExecGetResultType(linitial(gs->css.custom_ps));
	ListCell *lc;

	gs->columns = list_length(attnos);
	gs->column = palloc0(gs->columns * sizeof(GroupColumn));
	foreach (lc, attnos)
	{
		GroupColumn *column = &gs->column[foreach_current_index(lc)];

		column->attno = lfirst_int(lc);
		column->type = TupleDescAttr(rows, column->attno - 1)->atttypid;
		get_typlenbyval(column->type, &column->length, &column->by_value);
	}
	gs->keys = list_length(keys);
	gs->key = palloc0(gs->keys * sizeof(GroupKey));
	foreach (lc, keys)
		gs->key[foreach_current_index(lc)].column = lfirst_int(lc);
}

/* The aggregates, of which those of the same state are made of the same functions. */
static void
begin_aggregates(GroupScan *gs)
{
	const CustomScan *scan = (CustomScan *) gs->css.ss.ps.plan;
	List			 *states = group_list(scan->custom_private, PRIVATE_STATES);
	List			 *outputs = group_list(scan->custom_private, PRIVATE_OUTPUTS);
	ListCell		 *lc;

	gs->states = list_length(states);
	gs->state = palloc0(gs->states * sizeof(SharedState));
	gs->outputs = list_length(outputs);
	gs->output = palloc0(gs->outputs * sizeof(GroupOutput));
	foreach (lc, outputs)
	{
		int				   i = foreach_current_index(lc);
		const TargetEntry *tle = list_nth(scan->custom_scan_tlist, gs->keys + i);
		const Aggref	  *aggregate = (Aggref *) tle->expr;
		GroupOutput		  *output = &gs->output[i];
		KnownAggregate	   known;

		if (!find_known_aggregate(aggregate->aggfnoid, &known))
			ereport(ERROR, errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					errmsg("aggregate with OID %u was replaced or dropped",
						   aggregate->aggfnoid),
					errdetail("That was after the query had been planned."),
					errhint("Run the query again."));
		require_execute(aggregate->aggfnoid, &known);
		output->state = lfirst_int(lc);
		output->count = known.form == STATE_COUNT;
		if (!output->count)
			fmgr_info_cxt(known.final, &output->final, gs->memory);
		state_create(gs, &gs->state[output->state], list_nth(states, output->state),
					 &known);
	}
}

static void
begin_memory(GroupScan *gs, EState *estate)
{
	gs->memory =
		AllocSetContextCreate(estate->es_query_cxt, "AijriGroup", ALLOCSET_DEFAULT_SIZES);
	gs->held = AllocSetContextCreate(gs->memory, "AijriGroup states and keys",
									 ALLOCSET_DEFAULT_SIZES);
	gs->brief =
		AllocSetContextCreate(gs->memory, "AijriGroup batch", ALLOCSET_DEFAULT_SIZES);
	gs->limit = get_hash_memory_limit();
	MemoryContextSwitchTo(gs->memory);
	gs->context = makeNode(AggState);
	gs->context->curaggcontext = makeNode(ExprContext);
	gs->context->curaggcontext->ecxt_per_tuple_memory = gs->held;
}

static bool
has_outside_memory(const GroupScan *gs)
{
	for (int i = 0; i < gs->states; i++)
	{
		if (gs->state[i].form == STATE_POINTER)
			return true;
	}
	return !gs->table.plain;
}

static void
begin_table(GroupScan *gs)
{
	GroupTable *table = &gs->table;

	keys_create(gs);
	table->memory = gs->memory;
	table->secret[0] = pg_prng_uint64(&pg_global_prng_state);
	table->secret[1] = pg_prng_uint64(&pg_global_prng_state) | 1;
	table_create(table, gs->estimate + BATCH_ROWS,
				 gs->limit / 8 * (has_outside_memory(gs) ? 4 : 7));
}

static void
begin_group(CustomScanState *node, EState *estate, int eflags)
{
	GroupScan		 *gs = (GroupScan *) node;
	const CustomScan *scan = (CustomScan *) node->ss.ps.plan;
	MemoryContext	  caller = CurrentMemoryContext;

	node->custom_ps =
		list_make1(ExecInitNode(linitial(scan->custom_plans), estate, eflags));
	begin_memory(gs, estate);
	begin_columns(gs);
	begin_aggregates(gs);
	gs->estimate = group_setting(scan->custom_private, SETTING_GROUPS);
	gs->heap_scans = scans_of_heap(gs);
	if (!(eflags & EXEC_FLAG_EXPLAIN_ONLY))
	{
		begin_table(gs);
		batch_create(gs);
	}
	MemoryContextSwitchTo(caller);
}

/* ---- running ---- */

static void
fill(GroupScan *gs)
{
	if (gs->heap_scans != NIL)
		read_rows_of_heap(gs);
	else
		read_rows_of_plan(gs);
	finish_input(gs);
	gs->filled = true;
	gs->next = 0;
	gs->null_group_returned = false;
}

/* The next group to return, or NULL. */
static uint64 *
group_to_return(GroupScan *gs)
{
	uint64 *group = next_group(&gs->table, &gs->next);

	if (!group && gs->spill.pending != NIL && load_spilled_part(gs))
	{
		gs->next = 0;
		group = next_group(&gs->table, &gs->next);
	}
	if (!group && gs->null_group && !gs->null_group_returned)
	{
		gs->null_group_returned = true;
		group = gs->null_group;
	}
	return group;
}

static void
store_group(GroupScan *gs, uint64 *group, TupleTableSlot *slot)
{
	ExecClearTuple(slot);
	for (int i = 0; i < gs->keys; i++)
		slot->tts_values[i] = key_of_group(gs, group, i, &slot->tts_isnull[i]);
	for (int i = 0; i < gs->outputs; i++)
	{
		GroupOutput *output = &gs->output[i];

		slot->tts_values[gs->keys + i] = finish_state(gs, output, group[output->state],
													  &slot->tts_isnull[gs->keys + i]);
	}
	ExecStoreVirtualTuple(slot);
}

static TupleTableSlot *
exec_group(CustomScanState *node)
{
	GroupScan	   *gs = (GroupScan *) node;
	ExprContext	   *econtext = node->ss.ps.ps_ExprContext;
	TupleTableSlot *slot = node->ss.ss_ScanTupleSlot;
	uint64		   *group;

	if (!gs->filled)
		fill(gs);
	while ((group = group_to_return(gs)))
	{
		MemoryContext caller;

		CHECK_FOR_INTERRUPTS();
		ResetExprContext(econtext);
		caller = MemoryContextSwitchTo(econtext->ecxt_per_tuple_memory);
		store_group(gs, group, slot);
		MemoryContextSwitchTo(caller);
		gs->figures.groups++;
		econtext->ecxt_scantuple = slot;
		if (ExecQual(node->ss.ps.qual, econtext))
			return node->ss.ps.ps_ProjInfo ? ExecProject(node->ss.ps.ps_ProjInfo) : slot;
		InstrCountFiltered1(node, 1);
	}
	return NULL;
}

/* ---- ending ---- */

static void
end_group(CustomScanState *node)
{
	GroupScan *gs = (GroupScan *) node;

	if (gs->spill.tapes)
		LogicalTapeSetClose(gs->spill.tapes);
	ExecEndNode(linitial(node->custom_ps));
	MemoryContextDelete(gs->memory);
}

static void
rescan_group(CustomScanState *node)
{
	GroupScan *gs = (GroupScan *) node;
	PlanState *below = linitial(node->custom_ps);

	if (node->ss.ps.chgParam)
		UpdateChangedParamSet(below, node->ss.ps.chgParam);
	gs->next = 0;
	gs->null_group_returned = false;
	gs->figures.groups = 0;
	if (gs->filled && !below->chgParam && !gs->spill.tapes)
		return;
	gs->filled = false;
	gs->rows = gs->asked = 0;
	forget_groups(gs);
	if (!below->chgParam)
		ExecReScan(below);
}

const CustomExecMethods group_exec_methods = {
	.CustomName = "AijriGroup",
	.BeginCustomScan = begin_group,
	.ExecCustomScan = exec_group,
	.EndCustomScan = end_group,
	.ReScanCustomScan = rescan_group,
	.ExplainCustomScan = explain_group,
};

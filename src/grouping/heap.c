/*
 * heap.c
 *	  Reads rows directly from a table.
 *
 * If the plan below would only pass on the rows of a table, or of several tables one
 * after the other, such as partitions, the node fetches them itself, without slots.
 * It uses the scan of that plan, which has opened the table and closes the scan.
 * Visibility, locks of SERIALIZABLE transactions, and synchronized scans remain up
 * to the table access method: it is asked for the first tuple of a page, and has
 * then determined which other tuples of the page are visible.
 */
#include "compat.h"

#include "access/heapam.h"
#include "access/relscan.h"
#include "access/tableam.h"
#include "executor/executor.h"
#include "executor/instrument.h"
#include "pgstat.h"
#include "storage/bufmgr.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "grouping/grouping.h"
#include "grouping/tuples.h"

/* ---- what is below ---- */

/* A plan that hands on a table's rows, with columns that are the table's own. */
static bool
is_scan_of_heap(const GroupScan *gs, PlanState *plan)
{
	const ScanState *scan = (ScanState *) plan;

	if (!IsA(plan, SeqScanState) || plan->plan->parallel_aware ||
		scan->ss_currentRelation->rd_tableam != GetHeapamTableAmRoutine())
		return false;
	for (int i = 0; i < gs->columns; i++)
	{
		const TargetEntry *column =
			list_nth(plan->plan->targetlist, gs->column[i].attno - 1);

		if (!IsA(column->expr, Var) || ((Var *) column->expr)->varattno <= 0)
			return false;
	}
	return true;
}

/* The plans that an Append runs one after the other, always all of them; or NIL. */
static List *
appended_plans(const AppendState *append)
{
	List *plans = NIL;

	if (append->as_prune_state || append->as_nasyncplans > 0 ||
		append->ps.plan->parallel_aware)
		return NIL;
	for (int i = 0; i < append->as_nplans; i++)
		plans = lappend(plans, append->appendplans[i]);
	return plans;
}

/* The scans of tables from which the rows below come, or NIL if they do not. */
List *
scans_of_heap(GroupScan *gs)
{
	PlanState *below = linitial(gs->css.custom_ps);
	EState	  *estate = gs->css.ss.ps.state;
	List	  *scans;
	ListCell  *lc;

	if (estate->es_epq_active || !IsMVCCSnapshot(estate->es_snapshot))
		return NIL;
	scans = IsA(below, AppendState) ? appended_plans((AppendState *) below) :
									  list_make1(below);
	foreach (lc, scans)
	{
		if (!is_scan_of_heap(gs, lfirst(lc)))
			return NIL;
	}
	return scans;
}

/* ---- reading ---- */

static TableScanDesc
begin_heap_scan(ScanState *scan)
{
	if (scan->ps.chgParam)
		ExecReScan(&scan->ps);
	if (!scan->ss_currentScanDesc)
		scan->ss_currentScanDesc = begin_seq_scan(scan);
	return scan->ss_currentScanDesc;
}

static TupleReader *
reader_of_scan(GroupScan *gs, const ScanState *scan)
{
	AttrNumber	*attnos = palloc(gs->columns * sizeof(AttrNumber));
	TupleReader *reader;

	for (int i = 0; i < gs->columns; i++)
	{
		const TargetEntry *column =
			list_nth(scan->ps.plan->targetlist, gs->column[i].attno - 1);

		attnos[i] = ((Var *) column->expr)->varattno;
	}
	reader = tuple_reader_create(gs, RelationGetDescr(scan->ss_currentRelation), attnos);
	pfree(attnos);
	return reader;
}

/* Whether the plan would hand on a tuple of its scan's page. */
static bool
passes_filter(ScanState *plan, HeapScanDesc scan, HeapTupleHeader tuple, ItemId item,
			  OffsetNumber line)
{
	ExprContext *econtext = plan->ps.ps_ExprContext;

	scan->rs_ctup.t_data = tuple;
	scan->rs_ctup.t_len = ItemIdGetLength(item);
	ItemPointerSet(&scan->rs_ctup.t_self, scan->rs_cblock, line);
	ExecStoreBufferHeapTuple(&scan->rs_ctup, plan->ss_ScanTupleSlot, scan->rs_cbuf);
	ResetExprContext(econtext);
	econtext->ecxt_scantuple = plan->ss_ScanTupleSlot;
	if (ExecQual(plan->ps.qual, econtext))
		return true;
	InstrCountFiltered1(plan, 1);
	return false;
}

/*
 * Takes the page whose first visible tuple the scan has just returned, and leaves
 * the scan as if its last one had been asked for, too.  Returns how many tuples the
 * plan would have handed on.
 */
static int
read_page(TupleReader *reader, ScanState *plan, HeapScanDesc scan)
{
	Page page = BufferGetPage(scan->rs_cbuf);
	int	 first = scan->rs_cindex;
	int	 end = scan->rs_ntuples;
	int	 taken = 0;

	Assert(scan->rs_base.rs_flags & SO_ALLOW_PAGEMODE);
	for (int at = first; at < end; at++)
	{
		OffsetNumber	line = scan->rs_vistuples[at];
		ItemId			item = PageGetItemId(page, line);
		HeapTupleHeader tuple = (HeapTupleHeader) PageGetItem(page, item);

		if (plan->ps.qual && !passes_filter(plan, scan, tuple, item, line))
			continue;
		put_tuple(reader, tuple);
		taken++;
	}
	read_tuples(reader);
	scan->rs_cindex = end - 1;
	count_tuples_returned(scan->rs_base.rs_rd, end - first - 1);
	return taken;
}

/* The rows are another plan's; the time was spent here. */
static void
note_rows_of(PlanState *plan, int64 rows)
{
	if (!plan->instrument)
		return;
	InstrStartNode(plan->instrument);
	InstrStopNode(plan->instrument, (double) rows);
}

static int64
read_scan(GroupScan *gs, ScanState *plan)
{
	TableScanDesc scan = begin_heap_scan(plan);
	TupleReader	 *reader = reader_of_scan(gs, plan);
	int64		  rows = 0;

	while (heap_getnext(scan, ForwardScanDirection))
		rows += read_page(reader, plan, (HeapScanDesc) scan);
	ExecClearTuple(plan->ss_ScanTupleSlot);
	tuple_reader_free(reader);
	note_rows_of(&plan->ps, rows);
	return rows;
}

void
read_rows_of_heap(GroupScan *gs)
{
	PlanState *below = linitial(gs->css.custom_ps);
	int64	   rows = 0;
	ListCell  *lc;

	if (below->chgParam)
		ExecReScan(below);
	foreach (lc, gs->heap_scans)
		rows += read_scan(gs, lfirst(lc));
	take_batch(gs);
	if (linitial(gs->heap_scans) != below)
		note_rows_of(below, rows);
}

/*
 * heap.c
 *	  Rows straight from a table.
 *
 * Where the plan below would only hand on the rows of a table, the node fetches them
 * itself and spares the way through slots.  The scan is that plan's own: it has
 * opened the table, and closes the scan.  Visibility, locks of SERIALIZABLE
 * transactions and synchronized scans are the table access method's, as always: it
 * is asked for the first tuple of a page, and has then found out which others are
 * visible.
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

/* Whether the rows below are those of a table, all of them and as they are. */
bool
heap_can_be_read(GroupScan *gs)
{
	ScanState *below = linitial(gs->css.custom_ps);
	EState	  *estate = gs->css.ss.ps.state;

	return group_setting(((CustomScan *) gs->css.ss.ps.plan)->custom_private,
						 SETTING_TABLE) &&
		   IsA(below, SeqScanState) && !below->ps.qual && !estate->es_epq_active &&
		   IsMVCCSnapshot(estate->es_snapshot) &&
		   below->ss_currentRelation->rd_tableam == GetHeapamTableAmRoutine();
}

static TableScanDesc
begin_heap_scan(ScanState *below)
{
	if (below->ps.chgParam)
		ExecReScan(&below->ps);
	if (!below->ss_currentScanDesc)
		below->ss_currentScanDesc = table_beginscan(
			below->ss_currentRelation, below->ps.state->es_snapshot, 0, NULL);
	return below->ss_currentScanDesc;
}

/*
 * Takes the page whose first visible tuple the scan has just returned, and leaves
 * the scan as if its last one had been asked for, too.  Returns their number.
 */
static int
read_page(TupleReader *reader, HeapScanDesc scan)
{
	Page page = BufferGetPage(scan->rs_cbuf);
	int	 first = scan->rs_cindex;
	int	 end = scan->rs_ntuples;

	Assert(scan->rs_base.rs_flags & SO_ALLOW_PAGEMODE);
	for (int at = first; at < end;)
	{
		int tuples = Min(room_for_tuples(reader->gs), end - at);

		for (int i = 0; i < tuples; i++)
			reader->tuple[i] = (HeapTupleHeader) PageGetItem(
				page, PageGetItemId(page, scan->rs_vistuples[at + i]));
		reader->tuples = tuples;
		read_tuples(reader);
		at += tuples;
	}
	scan->rs_cindex = end - 1;
	count_tuples_returned(scan->rs_base.rs_rd, end - first - 1);
	return end - first;
}

void
read_rows_of_heap(GroupScan *gs)
{
	ScanState	 *below = linitial(gs->css.custom_ps);
	TableScanDesc scan = begin_heap_scan(below);
	TupleReader	 *reader =
		tuple_reader_create(gs, RelationGetDescr(below->ss_currentRelation));
	int64 rows = 0;

	while (heap_getnext(scan, ForwardScanDirection))
		rows += read_page(reader, (HeapScanDesc) scan);
	take_batch(gs);
	tuple_reader_free(reader);
	/* the rows are that plan's, the time was spent here */
	if (below->ps.instrument)
	{
		InstrStartNode(below->ps.instrument);
		InstrStopNode(below->ps.instrument, (double) rows);
	}
}

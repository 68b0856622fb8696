/*
 * heap.c
 *	  Rows straight from a table.
 *
 * Where the plan below would only hand on the rows of a table, the node fetches them
 * itself and spares the way through slots.  The scan is that plan's own: it has
 * opened the table, and closes the scan.  Visibility, locks of SERIALIZABLE
 * transactions and synchronized scans are the table access method's, as always.
 */
#include "compat.h"

#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/relscan.h"
#include "access/tableam.h"
#include "executor/executor.h"
#include "executor/instrument.h"
#include "utils/rel.h"

#include "grouping/grouping.h"

/* Whether the rows below are those of a table, all of them and as they are. */
bool
heap_can_be_read(GroupScan *gs)
{
	ScanState *below = linitial(gs->css.custom_ps);

	return group_setting(((CustomScan *) gs->css.ss.ps.plan)->custom_private,
						 SETTING_TABLE) &&
		   IsA(below, SeqScanState) && !below->ps.qual &&
		   !gs->css.ss.ps.state->es_epq_active &&
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

void
read_rows_of_heap(GroupScan *gs)
{
	ScanState	 *below = linitial(gs->css.custom_ps);
	TableScanDesc scan = begin_heap_scan(below);
	TupleDesc	  desc = RelationGetDescr(below->ss_currentRelation);
	HeapTuple	  tuple;
	int64		  rows = 0;

	if (below->ps.instrument)
		InstrStartNode(below->ps.instrument);
	while ((tuple = heap_getnext(scan, ForwardScanDirection)))
	{
		for (int i = 0; i < gs->columns; i++)
		{
			GroupColumn *column = &gs->column[i];

			column->value[gs->rows] =
				heap_getattr(tuple, column->attno, desc, &column->null[gs->rows]);
		}
		put_row(gs);
		rows++;
	}
	take_batch(gs);
	if (below->ps.instrument)
		InstrStopNode(below->ps.instrument, (double) rows);
}

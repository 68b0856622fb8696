/*
 * heap.c
 *	  Rows straight from a table.
 *
 * Where the plan below would only hand on the rows of a table, the node fetches them
 * itself and spares the way through slots.  The scan is that plan's own: it has
 * opened the table, and closes the scan.  Visibility, locks of SERIALIZABLE
 * transactions and synchronized scans are the table access method's, as always.
 *
 * Of a tuple only the columns that are wanted are read.  They lie at the same place
 * in all tuples where what is before them has a fixed width and no NULL.
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

/* What reading a column at its place takes, close together in memory. */
typedef struct PlacedColumn
{
	uint32 offset;
	int	   attribute; /* from 0 */
	int	   length;
	bool   by_value;
	Datum *value;
	bool  *null;
} PlacedColumn;

typedef struct TupleReader
{
	GroupScan	 *gs;
	TupleDesc	  desc;
	int			  last;		 /* attribute that is wanted, from 0 */
	int			  fixed;	 /* so many attributes have a place of their own */
	PlacedColumn *placed;	 /* by column */
	int			 *column_of; /* by attribute: a column, or NO_COLUMN */
} TupleReader;

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

/* ---- tuples ---- */

static void
prepare_reader(TupleReader *reader, GroupScan *gs, TupleDesc desc)
{
	uint32 offset = 0;
	int	   attribute;

	*reader = (TupleReader){.gs = gs, .desc = desc, .last = -1};
	reader->placed = palloc0(gs->columns * sizeof(PlacedColumn));
	reader->column_of = palloc(desc->natts * sizeof(int));
	for (int i = 0; i < desc->natts; i++)
		reader->column_of[i] = NO_COLUMN;
	for (int i = 0; i < gs->columns; i++)
	{
		const GroupColumn *column = &gs->column[i];

		reader->placed[i] = (PlacedColumn){0,
										   column->attno - 1,
										   column->length,
										   column->by_value,
										   column->value,
										   column->null};
		reader->column_of[column->attno - 1] = i;
		reader->last = Max(reader->last, column->attno - 1);
	}
	for (attribute = 0; attribute <= reader->last; attribute++)
	{
		Form_pg_attribute att = TupleDescAttr(desc, attribute);

		if (att->attlen <= 0)
			break;
		offset = att_align_nominal(offset, att->attalign);
		if (reader->column_of[attribute] != NO_COLUMN)
			reader->placed[reader->column_of[attribute]].offset = offset;
		offset += att->attlen;
	}
	reader->fixed = attribute;
}

/* The first attribute that is NULL, or one after those that are wanted. */
static inline int
first_null(const TupleReader *reader, HeapTupleHeader tuple)
{
	if (tuple->t_infomask & HEAP_HASNULL)
	{
		for (int from = 0; from <= reader->last; from += 8)
		{
			unsigned null = (uint8) ~tuple->t_bits[from / 8];

			if (null != 0)
				return from + __builtin_ctz(null);
		}
	}
	return reader->last + 1;
}

/* Columns before an attribute, each at its place; that attribute is NULL. */
static inline void
read_places(const TupleReader *reader, HeapTupleHeader tuple, int null_attribute)
{
	const PlacedColumn *placed = reader->placed;
	const PlacedColumn *end = placed + reader->gs->columns;
	const char		   *data = (const char *) tuple + tuple->t_hoff;
	int					row = reader->gs->rows;

	for (; placed < end; placed++)
	{
		bool null = placed->attribute == null_attribute;

		placed->null[row] = null;
		if (!null)
			placed->value[row] =
				fetch_att(data + placed->offset, placed->by_value, placed->length);
	}
}

/* One attribute after the other. */
static pg_noinline void
walk_tuple(const TupleReader *reader, HeapTupleHeader tuple)
{
	GroupScan  *gs = reader->gs;
	const char *data = (const char *) tuple + tuple->t_hoff;
	bool		nulls = (tuple->t_infomask & HEAP_HASNULL) != 0;
	uint32		offset = 0;

	for (int attribute = 0; attribute <= reader->last; attribute++)
	{
		Form_pg_attribute att = TupleDescAttr(reader->desc, attribute);
		int				  wanted = reader->column_of[attribute];
		GroupColumn		 *column = wanted == NO_COLUMN ? NULL : &gs->column[wanted];
		bool			  null = nulls && att_isnull(attribute, tuple->t_bits);

		if (column)
			column->null[gs->rows] = null;
		if (null)
			continue;
		offset = att_align_pointer(offset, att->attalign, att->attlen, data + offset);
		if (column)
			column->value[gs->rows] = fetchatt(att, data + offset);
		offset = att_addlength_pointer(offset, att->attlen, data + offset);
	}
}

/* A tuple that is older than some of the table's columns. */
static pg_noinline void
read_old_tuple(const TupleReader *reader, HeapTuple tuple)
{
	GroupScan *gs = reader->gs;

	for (int i = 0; i < gs->columns; i++)
	{
		GroupColumn *column = &gs->column[i];

		column->value[gs->rows] =
			heap_getattr(tuple, column->attno, reader->desc, &column->null[gs->rows]);
	}
}

static inline void
read_tuple(const TupleReader *reader, HeapTuple tuple)
{
	int null, last = reader->last;

	if (unlikely(HeapTupleHeaderGetNatts(tuple->t_data) <= last))
	{
		read_old_tuple(reader, tuple);
		return;
	}
	null = first_null(reader, tuple->t_data);
	if (likely(null >= last && reader->fixed >= Min(null, last + 1)))
		read_places(reader, tuple->t_data, null);
	else
		walk_tuple(reader, tuple->t_data);
}

/* ---- scans ---- */

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
	TupleReader	  reader;
	HeapTuple	  tuple;
	int64		  rows = 0;

	prepare_reader(&reader, gs, RelationGetDescr(below->ss_currentRelation));
	while ((tuple = heap_getnext(scan, ForwardScanDirection)))
	{
		read_tuple(&reader, tuple);
		put_source_row(gs);
		rows++;
	}
	take_batch(gs);
	pfree(reader.placed);
	pfree(reader.column_of);
	/* the rows are that plan's, the time was spent here */
	if (below->ps.instrument)
	{
		InstrStartNode(below->ps.instrument);
		InstrStopNode(below->ps.instrument, (double) rows);
	}
}

/*
 * rows.c
 *	  Rows from the plan node below.
 *
 * Scans pass on the tuples of a table in place. These are collected as long as they
 * come from the same page, which stays pinned meanwhile, and are read together, like
 * those of a whole table. All other rows have their columns as values.
 */
#include "compat.h"

#include "executor/executor.h"
#include "storage/bufmgr.h"

#include "grouping/grouping.h"
#include "grouping/tuples.h"

/* What is known of rows while they come. */
typedef struct RowSource
{
	GroupScan	*gs;
	AttrNumber	*attnos;
	int			 last;	 /* of these */
	TupleReader *reader; /* of tuples of the latest shape, or NULL */
	Buffer		 buffer; /* where the tuples are that it has collected */
} RowSource;

/* Keys by reference outlive their row. */
void
copy_keys(GroupScan *gs)
{
	for (int i = 0; i < gs->keys; i++)
	{
		const GroupColumn *column = &gs->column[gs->key[i].column];

		if (column->copied && !column->null[gs->rows])
			column->value[gs->rows] = copied_key(gs, column, column->value[gs->rows]);
	}
}

/* Reads the tuples that were collected, and releases their page. */
static void
read_collected(RowSource *source)
{
	if (!BufferIsValid(source->buffer))
		return;
	read_tuples(source->reader);
	ReleaseBuffer(source->buffer);
	source->buffer = InvalidBuffer;
}

/* A tuple in a buffer, none of whose columns were needed yet. */
static inline bool
is_tuple_of_page(const RowSource *source, const TupleTableSlot *slot)
{
	return TTS_IS_BUFFERTUPLE(slot) && slot->tts_nvalid < source->last &&
		   BufferIsValid(((const BufferHeapTupleTableSlot *) slot)->buffer);
}

static void
collect_tuple(RowSource *source, const BufferHeapTupleTableSlot *slot)
{
	TupleDesc	 desc = slot->base.base.tts_tupleDescriptor;
	TupleReader *reader = source->reader;

	if (unlikely(slot->buffer != source->buffer || reader->desc != desc))
	{
		read_collected(source);
		if (!reader || reader->desc != desc)
		{
			if (reader)
				tuple_reader_free(reader);
			source->reader = reader =
				tuple_reader_create(source->gs, desc, source->attnos);
		}
		find_room(reader);
		IncrBufferRefCount(slot->buffer);
		source->buffer = slot->buffer;
	}
	put_tuple(reader, slot->base.tuple->t_data);
}

static void
read_values(RowSource *source, TupleTableSlot *slot)
{
	GroupScan *gs = source->gs;

	slot_getsomeattrs(slot, source->last);
	for (int i = 0; i < gs->columns; i++)
	{
		GroupColumn *column = &gs->column[i];

		column->value[gs->rows] = slot->tts_values[column->attno - 1];
		column->null[gs->rows] = slot->tts_isnull[column->attno - 1];
	}
	put_source_rows(gs, 1);
}

void
read_rows_of_plan(GroupScan *gs)
{
	PlanState	   *below = linitial(gs->css.custom_ps);
	RowSource		source = {.gs = gs, .buffer = InvalidBuffer};
	TupleTableSlot *slot;

	source.attnos = palloc(gs->columns * sizeof(AttrNumber));
	for (int i = 0; i < gs->columns; i++)
	{
		source.attnos[i] = gs->column[i].attno;
		source.last = Max(source.last, gs->column[i].attno);
	}
	while (slot = ExecProcNode(below), !TupIsNull(slot))
	{
		if (is_tuple_of_page(&source, slot))
		{
			collect_tuple(&source, (const BufferHeapTupleTableSlot *) slot);
			continue;
		}
		read_collected(&source);
		read_values(&source, slot);
	}
	read_collected(&source);
	take_batch(gs);
	pfree(source.attnos);
	if (source.reader)
		tuple_reader_free(source.reader);
}

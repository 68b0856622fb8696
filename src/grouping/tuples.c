/*
 * tuples.c
 *	  Reads columns from the tuples of a table.
 *
 * Only the columns that are needed are read. They have the same offset in all tuples
 * if everything before them has a fixed width and is not NULL; a run of such tuples
 * is read column by column, in loops for each width. Whether the last of these
 * columns is NULL does not matter.
 */
#include "compat.h"

#include "access/tupmacs.h"

#include "grouping/tuples.h"

static void
place_columns(TupleReader *reader)
{
	uint32 offset = 0;
	int	   attribute;

	for (attribute = 0; attribute <= reader->last; attribute++)
	{
		Form_pg_attribute att = TupleDescAttr(reader->desc, attribute);

		if (att->attlen <= 0)
			break;
		offset = att_align_nominal(offset, att->attalign);
		if (reader->column_of[attribute] != NO_COLUMN)
			reader->placed[reader->column_of[attribute]].offset = offset;
		offset += att->attlen;
	}
	reader->fixed = attribute;
}

/* A reader of tuples that have the columns under these numbers, from 1. */
TupleReader *
tuple_reader_create(GroupScan *gs, TupleDesc desc, const AttrNumber *attnos)
{
	TupleReader *reader = MemoryContextAllocZero(gs->memory, sizeof(TupleReader));

	reader->gs = gs;
	reader->desc = desc;
	reader->last = -1;
	reader->placed =
		MemoryContextAllocZero(gs->memory, gs->columns * sizeof(PlacedColumn));
	reader->column_of = MemoryContextAlloc(gs->memory, desc->natts * sizeof(int));
	for (int i = 0; i < desc->natts; i++)
		reader->column_of[i] = NO_COLUMN;
	for (int i = 0; i < gs->columns; i++)
	{
		int attribute = attnos[i] - 1;

		reader->placed[i] =
			(PlacedColumn){0, attribute, gs->column[i].length, gs->column[i].by_value};
		reader->column_of[attribute] = i;
		reader->last = Max(reader->last, attribute);
	}
	place_columns(reader);
	find_room(reader);
	return reader;
}

void
tuple_reader_free(TupleReader *reader)
{
	pfree(reader->placed);
	pfree(reader->column_of);
	pfree(reader);
}

/* ---- tuples whose columns are at their places ---- */

/* The first attribute that is NULL, or one after those that are wanted. */
static inline int
first_null(HeapTupleHeader tuple, int last)
{
	if (tuple->t_infomask & HEAP_HASNULL)
	{
		for (int from = 0; from <= last; from += 8)
		{
			unsigned null = (uint8) ~tuple->t_bits[from / 8];

			if (null != 0)
				return from + __builtin_ctz(null);
		}
	}
	return last + 1;
}

/* Finds the data of tuples up to one whose columns have to be searched for. */
static inline int
find_placed_tuples(TupleReader *reader, int from)
{
	int last = reader->last;
	int fixed = reader->fixed;
	int i;

	if (fixed < last)
		return from;
	for (i = from; i < reader->tuples; i++)
	{
		HeapTupleHeader tuple = reader->tuple[i];
		int				null = first_null(tuple, last);

		if (unlikely(HeapTupleHeaderGetNatts(tuple) <= last || null < last ||
					 (fixed == last && null > last)))
			break;
		reader->data[i] = (const char *) tuple + tuple->t_hoff;
		reader->without_last[i] = null == last;
	}
	return i;
}

/*
 * Values at their place.  A NULL is read from a word of zeros, which costs less
 * than a branch that is guessed wrong.
 */
#define READ_PLACES(to_datum, type)                                                    \
	do                                                                                 \
	{                                                                                  \
		for (int i = 0; i < tuples; i++)                                               \
			value[i] = to_datum(*(const type *) (null[i] ? (const char *) &nothing :   \
														   data[i] + placed->offset)); \
	} while (0)

static void
read_places(TupleReader *reader, const PlacedColumn *placed, int from, int tuples,
			Datum *value, const bool *null)
{
	static const uint64 nothing = 0;
	const char *const  *data = reader->data + from;

	if (!placed->by_value)
	{
		for (int i = 0; i < tuples; i++)
			value[i] = PointerGetDatum(data[i] + placed->offset);
	}
	else if (placed->length == sizeof(int64))
		READ_PLACES(Int64GetDatum, int64);
	else if (placed->length == sizeof(int32))
		READ_PLACES(Int32GetDatum, int32);
	else if (placed->length == sizeof(int16))
		READ_PLACES(Int16GetDatum, int16);
	else
		READ_PLACES(CharGetDatum, char);
}

static void
read_placed_tuples(TupleReader *reader, int from, int tuples)
{
	GroupScan *gs = reader->gs;

	for (int i = 0; i < gs->columns; i++)
	{
		const PlacedColumn *placed = &reader->placed[i];
		bool			   *null = gs->column[i].null + gs->rows;

		if (placed->attribute == reader->last)
			memcpy(null, reader->without_last + from, tuples * sizeof(bool));
		else
			memset(null, false, tuples * sizeof(bool));
		read_places(reader, placed, from, tuples, gs->column[i].value + gs->rows, null);
	}
}

/* ---- others ---- */

/* One attribute after the other. */
static void
walk_tuple(TupleReader *reader, HeapTupleHeader tuple)
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
read_old_tuple(TupleReader *reader, HeapTupleHeader header)
{
	GroupScan	 *gs = reader->gs;
	HeapTupleData tuple = {.t_data = header};

	for (int i = 0; i < gs->columns; i++)
	{
		GroupColumn *column = &gs->column[i];

		column->value[gs->rows] = heap_getattr(&tuple, reader->placed[i].attribute + 1,
											   reader->desc, &column->null[gs->rows]);
	}
}

/*
 * Reads the tuples that were put into the reader, for which the batch has room, and
 * takes them out.
 */
void
read_tuples(TupleReader *reader)
{
	for (int at = 0; at < reader->tuples;)
	{
		int to = find_placed_tuples(reader, at);

		if (to > at)
		{
			read_placed_tuples(reader, at, to - at);
			put_source_rows(reader->gs, to - at);
			at = to;
			continue;
		}
		if (HeapTupleHeaderGetNatts(reader->tuple[at]) <= reader->last)
			read_old_tuple(reader, reader->tuple[at]);
		else
			walk_tuple(reader, reader->tuple[at]);
		put_source_rows(reader->gs, 1);
		at++;
	}
	reader->tuples = 0;
	ask_for_groups(reader->gs);
	find_room(reader);
}

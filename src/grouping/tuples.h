/*
 * tuples.h
 *	  Reads columns from the tuples of a table.
 */
#ifndef GROUPING_TUPLES_H
#define GROUPING_TUPLES_H

#include "compat.h"

#include "access/htup_details.h"
#include "access/tupdesc.h"

#include "grouping/grouping.h"

/* Where a column lies in tuples that have nothing of variable width before it. */
typedef struct PlacedColumn
{
	uint32 offset;
	int	   attribute; /* from 0 */
	int16  length;
	bool   by_value;
} PlacedColumn;

typedef struct TupleReader
{
	GroupScan	 *gs;
	TupleDesc	  desc;
	int			  last;		 /* attribute that is wanted, from 0 */
	int			  fixed;	 /* so many attributes have a place of their own */
	PlacedColumn *placed;	 /* by column */
	int			 *column_of; /* by attribute: a column, or NO_COLUMN */

	/* tuples to be read together, all of them in pages that are pinned */
	int				tuples;
	int				room; /* for so many */
	HeapTupleHeader tuple[BATCH_ROWS];
	const char	   *data[BATCH_ROWS];
	bool			without_last[BATCH_ROWS]; /* whose last attribute is NULL */
} TupleReader;

extern TupleReader			   *
tuple_reader_create(GroupScan *gs, TupleDesc desc, const AttrNumber *attnos);
extern void tuple_reader_free(TupleReader *reader);
extern void read_tuples(TupleReader *reader);

/* Before the first tuple, and after rows that came in another way. */
static inline void
find_room(TupleReader *reader)
{
	const GroupScan *gs = reader->gs;

	/* keys that have to be copied come singly */
	reader->room = gs->table.copied ? 1 : gs->batch_limit - gs->rows;
}

static inline void
put_tuple(TupleReader *reader, HeapTupleHeader tuple)
{
	reader->tuple[reader->tuples++] = tuple;
	if (reader->tuples == reader->room)
		read_tuples(reader);
}

#endif /* GROUPING_TUPLES_H */

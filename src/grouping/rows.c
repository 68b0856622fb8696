/*
 * rows.c
 *	  Rows that come from the plan node below.
 */
#include "compat.h"

#include "executor/executor.h"

#include "grouping/grouping.h"

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

void
read_rows_of_plan(GroupScan *gs)
{
	PlanState	   *below = linitial(gs->css.custom_ps);
	TupleTableSlot *slot;
	int				last = 0;

	for (int i = 0; i < gs->columns; i++)
		last = Max(last, gs->column[i].attno);
	while (slot = ExecProcNode(below), !TupIsNull(slot))
	{
		slot_getsomeattrs(slot, last);
		for (int i = 0; i < gs->columns; i++)
		{
			GroupColumn *column = &gs->column[i];

			column->value[gs->rows] = slot->tts_values[column->attno - 1];
			column->null[gs->rows] = slot->tts_isnull[column->attno - 1];
		}
		put_source_row(gs);
	}
	take_batch(gs);
}

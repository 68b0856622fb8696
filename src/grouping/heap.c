/*
 * heap.c
 *	  Rows straight from a table.
 */
#include "compat.h"

#include "grouping/grouping.h"

bool
heap_can_be_read(GroupScan *gs)
{
	(void) gs;
	return false;
}

void
read_rows_of_heap(GroupScan *gs)
{
	(void) gs;
}

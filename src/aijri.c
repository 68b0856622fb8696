/*
 * aijri.c
 *	  The module: its magic block and initialization.
 */
#include "compat.h"

#include "fmgr.h"
#include "utils/guc.h"

#include "grouping/grouping.h"

PG_MODULE_MAGIC;

extern PGDLLEXPORT void _PG_init(void);

void
_PG_init(void)
{
	grouping_init();
	MarkGUCPrefixReserved("aijri");
}

/*
 * aijri.c
 *	  The module itself: what the server asks of any library it loads.
 */
#include "compat.h"

#include "fmgr.h"

PG_MODULE_MAGIC;

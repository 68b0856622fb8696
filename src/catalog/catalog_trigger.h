/*
 * catalog_trigger.h
 *	  What triggers of a catalog make sure of before they work.
 *
 * Anybody may put these triggers on tables of their own: that a column is there, and
 * of its type, or that the event is the right one, is not known before.
 */
#ifndef CATALOG_TRIGGER_H
#define CATALOG_TRIGGER_H

#include "compat.h"

#include "commands/trigger.h"
#include "fmgr.h"

extern TriggerData *require_trigger(FunctionCallInfo fcinfo);
extern void			require_event(const TriggerData *trigger, bool as_created);
extern int			column_of(const TriggerData *trigger, const char *column, Oid type);

#endif /* CATALOG_TRIGGER_H */

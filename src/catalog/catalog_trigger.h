/*
 * catalog_trigger.h
 *	  Checks that triggers of a catalog begin with.
 *
 * Anyone can attach these triggers to tables of their own, so columns, their types,
 * and the event have to be checked.
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

/*
 * catalog_trigger.c
 *	  The checks that triggers of a catalog begin with.
 */
#include "compat.h"

#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "catalog_trigger.h"

/* Data of the trigger call; an error if the function was called otherwise. */
TriggerData *
require_trigger(FunctionCallInfo fcinfo)
{
	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR, errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				errmsg("function %s was not called as a trigger",
					   get_func_name(fcinfo->flinfo->fn_oid)),
				errhint("It is for the triggers that aijri_create_catalog() creates."));
	return (TriggerData *) fcinfo->context;
}

void
require_event(const TriggerData *trigger, bool as_created)
{
	if (!as_created)
		ereport(
			ERROR, errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
			errmsg("trigger %s on table %s is not as aijri_create_catalog() creates it",
				   trigger->tg_trigger->tgname,
				   RelationGetRelationName(trigger->tg_relation)),
			errhint("Drop it, and upgrade the catalog with "
					"aijri_upgrade_catalog()."));
}

/* The number of a column. */
int
column_of(const TriggerData *trigger, const char *column, Oid type)
{
	TupleDesc layout = RelationGetDescr(trigger->tg_relation);
	int		  attribute = SPI_fnumber(layout, column);

	if (attribute <= 0 || SPI_gettypeid(layout, attribute) != type)
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_COLUMN),
				errmsg("table %s has no column %s of type %s",
					   RelationGetRelationName(trigger->tg_relation), column,
					   format_type_be(type)),
				errdetail("The table differs from what aijri_create_catalog() created."),
				errhint("Upgrade the catalog with aijri_upgrade_catalog()."));
	return attribute;
}

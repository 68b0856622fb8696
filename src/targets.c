/*
 * targets.c
 *	  score_targets: the value that each lever alone needs for a zone.
 */
#include "compat.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "call_cache.h"
#include "kernel/targets.h"
#include "method.h"
#include "report.h"

/* Fields of aijri_target */
enum
{
	TARGET_LEVER,
	TARGET_CURRENT,
	TARGET_NEEDED,
	TARGET_CHANGE,
	TARGET_REACHABLE,
	TARGET_NEW_SCORE,
	TARGET_NEW_ZONE,
	TARGET_FIELDS
};

/* The zone argument. */
static Zone
zone_arg(FunctionCallInfo fcinfo, int argno)
{
	if (PG_ARGISNULL(argno))
		return ZONE_UNKNOWN;
	return zone_of_value(fcinfo->flinfo, PG_GETARG_OID(argno));
}

static void
put_target(ReturnSetInfo *rows, FmgrInfo *flinfo, Lever lever, const Target *target)
{
	Row row;

	set_datum(&row, TARGET_LEVER, CStringGetTextDatum(LEVER_NAME[lever]));
	set_double(&row, TARGET_CURRENT, target->current);
	set_double(&row, TARGET_NEEDED, target->needed);
	set_double(&row, TARGET_CHANGE, target->change);
	set_double(&row, TARGET_NEW_SCORE, target->score);
	set_null(&row, TARGET_REACHABLE);
	set_null(&row, TARGET_NEW_ZONE);
	if (target->zone != ZONE_UNKNOWN)
	{
		set_datum(&row, TARGET_REACHABLE, BoolGetDatum(target->reachable));
		set_datum(
			&row, TARGET_NEW_ZONE,
			field_enum(flinfo, ENUM_ZONE, target->zone, ROW_TARGET, TARGET_NEW_ZONE));
	}
	put_row(rows, ROW_TARGET, &row);
}

SQL_FUNCTION(score_targets);

/* score_targets(task_resistance, evidence, barriers, growth, zone, method) */
Datum
score_targets(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rows = start_rows(fcinfo, ROW_TARGET);
	const Method  *method;
	Role		   role;
	Zone		   zone;

	role.task_resistance = task_resistance_arg(fcinfo, 0);
	role.evidence = rated_arg(fcinfo, 1, &EVIDENCE_TOTAL);
	role.barriers = rated_arg(fcinfo, 2, &BARRIER_TOTAL);
	role.growth = rated_arg(fcinfo, 3, &GROWTH);
	role.exposed_pct = NOT_RATED;
	role.protective = NOT_RATED;
	zone = zone_arg(fcinfo, 4);
	method = method_arg(fcinfo, 5);

	for (int i = 0; i < LEVERS; i++)
	{
		Target target;

		find_target(&role, (Lever) i, zone, method, &target);
		put_target(rows, fcinfo->flinfo, (Lever) i, &target);
	}
	return (Datum) 0;
}

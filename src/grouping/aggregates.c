/*
 * aggregates.c
 *	  The aggregates that a grouping node supports, and the privileges to call
 *	  them.
 *
 * They are identified by the addresses of their C functions rather than by name or
 * OID: users can rename aggregates, and can create others from the same functions,
 * which are supported as well.
 */
#include "compat.h"

#include "access/htup_details.h"
#include "catalog/objectaccess.h"
#include "catalog/pg_aggregate.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type_d.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "grouping/grouping.h"

extern Datum task_sums_accum(PG_FUNCTION_ARGS);
extern Datum task_resistance_final(PG_FUNCTION_ARGS);
extern Datum exposed_pct_final(PG_FUNCTION_ARGS);
extern Datum task_profile_final(PG_FUNCTION_ARGS);
extern Datum task_mix_accum(PG_FUNCTION_ARGS);
extern Datum task_mix_final(PG_FUNCTION_ARGS);
extern Datum mix_sum_accum(PG_FUNCTION_ARGS);
extern Datum mix_sum_final(PG_FUNCTION_ARGS);
extern Datum distribution_accum(PG_FUNCTION_ARGS);
extern Datum distribution_sum_accum(PG_FUNCTION_ARGS);
extern Datum distribution_final(PG_FUNCTION_ARGS);

static const struct
{
	PGFunction transition;
	PGFunction final;
	StateForm  form;
} KNOWN[] = {
	{task_sums_accum, task_resistance_final, STATE_TASK_SUMS},
	{task_sums_accum, exposed_pct_final, STATE_TASK_SUMS},
	{task_sums_accum, task_profile_final, STATE_TASK_SUMS},
	{task_mix_accum, task_mix_final, STATE_POINTER},
	{mix_sum_accum, mix_sum_final, STATE_POINTER},
	{distribution_accum, distribution_final, STATE_POINTER},
	{distribution_sum_accum, distribution_final, STATE_POINTER},
};

/* The C function behind a function that may be called with NULL, or NULL. */
static PGFunction
function_address(Oid function)
{
	FmgrInfo flinfo;

	fmgr_info(function, &flinfo);
	return flinfo.fn_strict || flinfo.fn_retset ? NULL : flinfo.fn_addr;
}

static bool
is_one_of_ours(const KnownAggregate *found, StateForm *form)
{
	PGFunction transition = function_address(found->transition);
	PGFunction final = function_address(found->final);

	for (size_t i = 0; i < lengthof(KNOWN); i++)
	{
		if (KNOWN[i].transition == transition && KNOWN[i].final == final)
		{
			*form = KNOWN[i].form;
			return true;
		}
	}
	return false;
}

/* What an aggregate is made of.  False where the node does not know it. */
bool
find_known_aggregate(Oid aggregate, KnownAggregate *known)
{
	HeapTuple		  tuple;
	Form_pg_aggregate form;
	bool			  possible;

	*known = (KnownAggregate){.form = STATE_COUNT};
	if (aggregate == F_COUNT_ || aggregate == F_COUNT_ANY)
		return true;
	tuple = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggregate));
	if (!HeapTupleIsValid(tuple))
		return false;
	form = (Form_pg_aggregate) GETSTRUCT(tuple);
	known->transition = form->aggtransfn;
	known->combine = form->aggcombinefn;
	known->serial = form->aggserialfn;
	known->deserial = form->aggdeserialfn;
	known->final = form->aggfinalfn;
	possible = form->aggkind == AGGKIND_NORMAL && form->aggtranstype == INTERNALOID &&
			   form->aggfinalmodify == AGGMODIFY_READ_ONLY && !form->aggfinalextra &&
			   OidIsValid(known->combine) && OidIsValid(known->serial) &&
			   OidIsValid(known->deserial) && OidIsValid(known->final);
	ReleaseSysCache(tuple);
	return possible && is_one_of_ours(known, &known->form);
}

static Oid
owner_of_function(Oid function)
{
	HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	Oid		  owner;

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_FUNCTION),
				errmsg("function with OID %u does not exist", function),
				errdetail("An aggregate of the query uses it."),
				errhint("If it was dropped just now, run the query again."));
	owner = ((Form_pg_proc) GETSTRUCT(tuple))->proowner;
	ReleaseSysCache(tuple);
	return owner;
}

static void
require_execute_as(Oid function, Oid role, ObjectType type)
{
	AclResult result;

	if (!OidIsValid(function))
		return;
	result = function_aclcheck(function, role);
	if (result != ACLCHECK_OK)
		aclcheck_error(result, type, get_func_name(function));
	InvokeFunctionExecuteHook(function);
}

/*
 * Raises 42501 unless the current user may call the aggregate, and its owner the
 * functions that it is made of: the rules of PostgreSQL's own node.
 */
void
require_execute(Oid aggregate, const KnownAggregate *known)
{
	Oid owner = owner_of_function(aggregate);

	require_execute_as(aggregate, GetUserId(), OBJECT_AGGREGATE);
	require_execute_as(known->transition, owner, OBJECT_FUNCTION);
	require_execute_as(known->final, owner, OBJECT_FUNCTION);
}

/*
 * soc_support.c
 *	  Planner support for containment of occupation codes: ranges to look up in
 *	  an index, and the number of rows to expect.
 *
 * The members of a group are the range from soc_first() to soc_last(). So "key <<=
 * group" is equivalent to two conditions of a btree on the key, for any group that
 * does not depend on the indexed table: a constant, a parameter, a column of another
 * table. Estimates come from the most common values and the histogram of a column,
 * interpolated between its bounds by the density of the classification, and without
 * statistics from that density alone.
 */
#include "compat.h"

#include "access/htup_details.h"
#include "access/stratnum.h"
#include "catalog/pg_am_d.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_statistic.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/pathnodes.h"
#include "nodes/supportnodes.h"
#include "optimizer/clauses.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/selfuncs.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "kernel/soc_density.h"
#include "soc_code.h"

/* ---- index conditions ---- */

/*
 * soc_first() or soc_last(), which are where the containment functions are.  A
 * function of that name counts only if it runs that C function.
 */
static Oid
find_bound_function(Oid namespace, const char *name, PGFunction c_function, Oid type)
{
	oidvector *argument = buildoidvector(&type, 1);
	FmgrInfo   flinfo;
	Oid		   function =
		GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum(name),
						PointerGetDatum(argument), ObjectIdGetDatum(namespace));

	if (!OidIsValid(function))
		return InvalidOid;
	fmgr_info(function, &flinfo);
	return flinfo.fn_addr == c_function ? function : InvalidOid;
}

/* The first or last code of a group: a constant if the group is one. */
static Expr *
make_bound(const SupportRequestIndexCondition *request, Node *group, bool last, Oid type)
{
	Oid function;

	if (IsA(group, Const))
	{
		SocCode code = DatumGetSocCode(((Const *) group)->constvalue);

		return (Expr *) makeConst(type, -1, InvalidOid, sizeof(SocCode),
								  SocCodeGetDatum(last ? soc_last_of(code) : code), false,
								  true);
	}
	function = find_bound_function(get_func_namespace(request->funcid),
								   last ? "soc_last" : "soc_first",
								   last ? soc_last : soc_first, type);
	if (!OidIsValid(function))
		return NULL;
	return (Expr *) makeFuncExpr(function, type, list_make1(copyObject(group)),
								 InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL);
}

/* key OPERATOR bound, with the operator that the family has for a strategy. */
static Expr *
make_condition(const SupportRequestIndexCondition *request, Node *key,
			   StrategyNumber strategy, Expr *bound, Oid type)
{
	Oid operator= get_opfamily_member(request->opfamily, type, type, strategy);

	if (!OidIsValid(operator) || bound == NULL)
		return NULL;
	return make_opclause(operator, BOOLOID, false, (Expr *) key, bound, InvalidOid,
						 InvalidOid);
}

/* The arguments of an operator or a function call with two of them. */
static List *
two_arguments(Node *node)
{
	List *args = NIL;

	if (is_opclause(node))
		args = ((OpExpr *) node)->args;
	else if (is_funcclause(node))
		args = ((FuncExpr *) node)->args;
	return list_length(args) == 2 ? args : NIL;
}

/*
 * The range of keys within a group: a list of two conditions, which are all
 * that the containment says.
 */
static List *
index_conditions(SupportRequestIndexCondition *request)
{
	IndexOptInfo *index = request->index;
	Oid			  type = index->opcintype[request->indexcol];
	List		 *args = two_arguments(request->node);
	Containment	  containment;
	Node		 *key;
	Node		 *group;
	Expr		 *from;
	Expr		 *to;

	/* only the type's own order makes ranges of groups */
	if (index->relam != BTREE_AM_OID || args == NIL ||
		lookup_type_cache(type, TYPECACHE_BTREE_OPFAMILY)->btree_opf != request->opfamily)
		return NIL;

	/* the groups that hold a key are no range */
	if (!find_containment(request->funcid, &containment) ||
		request->indexarg != containment.member)
		return NIL;

	key = list_nth(args, containment.member);
	group = list_nth(args, 1 - containment.member);
	if (!is_pseudo_constant_for_index(request->root, group, index) ||
		contain_subplans(group) || (IsA(group, Const) && ((Const *) group)->constisnull))
		return NIL;

	/* a group is the first of its codes */
	from = make_condition(request, key,
						  containment.or_equal ? BTGreaterEqualStrategyNumber :
												 BTGreaterStrategyNumber,
						  make_bound(request, group, false, type), type);
	to = make_condition(request, key, BTLessEqualStrategyNumber,
						make_bound(request, group, true, type), type);
	if (from == NULL || to == NULL)
		return NIL;
	request->lossy = false;
	return list_make2(from, to);
}

/* ---- statistics of a column ---- */

/* Share of the rows that a group takes where nothing can be said about it. */
#define SHARE_OF_UNKNOWN_GROUP DEFAULT_RANGE_INEQ_SEL

typedef struct SocStatistics
{
	bool	 known;
	int		 ncommon; /* most common values, in order */
	SocCode *common;
	double	*common_before; /* share of all rows with common values before the n-th */
	int		 nbounds;		/* histogram of the other values */
	SocCode *bounds;
	bool	 groups;	   /* whether these are groups, too */
	double	 other_share;  /* share of all rows with other values */
	double	 not_null;	   /* share of all rows with any */
	double	 other_values; /* how many different ones */
} SocStatistics;

typedef struct CommonValue
{
	SocCode value;
	double	share;
} CommonValue;

static int
compare_common(const void *a, const void *b)
{
	SocCode left = ((const CommonValue *) a)->value;
	SocCode right = ((const CommonValue *) b)->value;

	return (left > right) - (left < right);
}

/* Takes the most common values, and their shares added up in order. */
static void
take_common_values(SocStatistics *statistics, const AttStatsSlot *slot)
{
	int			 ncommon = Min(slot->nvalues, slot->nnumbers);
	CommonValue *values = palloc(sizeof(CommonValue) * (ncommon + 1));
	double		 sum = 0;

	for (int i = 0; i < ncommon; i++)
	{
		values[i].value = DatumGetSocCode(slot->values[i]);
		values[i].share = slot->numbers[i];
	}
	qsort(values, ncommon, sizeof(CommonValue), compare_common);

	statistics->ncommon = ncommon;
	statistics->common = palloc(sizeof(SocCode) * (ncommon + 1));
	statistics->common_before = palloc(sizeof(double) * (ncommon + 1));
	for (int i = 0; i < ncommon; i++)
	{
		statistics->common[i] = values[i].value;
		statistics->common_before[i] = sum;
		sum += values[i].share;
	}
	statistics->common_before[ncommon] = sum;
	pfree(values);
}

static void
take_histogram(SocStatistics *statistics, const AttStatsSlot *slot)
{
	statistics->nbounds = slot->nvalues;
	statistics->bounds = palloc(sizeof(SocCode) * (slot->nvalues + 1));
	for (int i = 0; i < slot->nvalues; i++)
		statistics->bounds[i] = DatumGetSocCode(slot->values[i]);
	statistics->groups = soc_has_groups(statistics->bounds, statistics->nbounds);
}

/*
 * Reads what is known about a column or an expression, if the user may know it:
 * "function" is what the values are shown to.
 */
static void
read_statistics(VariableStatData *variable, Oid function, SocStatistics *statistics)
{
	HeapTuple	 tuple = variable->statsTuple;
	AttStatsSlot slot;
	bool		 is_default;
	double		 distinct;

	memset(statistics, 0, sizeof(SocStatistics));
	statistics->not_null = 1;
	if (!HeapTupleIsValid(tuple))
		return;
	statistics->not_null = 1 - ((Form_pg_statistic) GETSTRUCT(tuple))->stanullfrac;
	if (!statistic_proc_security_check(variable, function))
		return;

	if (get_attstatsslot(&slot, tuple, STATISTIC_KIND_MCV, InvalidOid,
						 ATTSTATSSLOT_VALUES | ATTSTATSSLOT_NUMBERS))
	{
		take_common_values(statistics, &slot);
		free_attstatsslot(&slot);
	}
	if (get_attstatsslot(
			&slot, tuple, STATISTIC_KIND_HISTOGRAM,
			lookup_type_cache(getBaseType(variable->atttype), TYPECACHE_LT_OPR)->lt_opr,
			ATTSTATSSLOT_VALUES))
	{
		take_histogram(statistics, &slot);
		free_attstatsslot(&slot);
	}

	distinct = get_variable_numdistinct(variable, &is_default);
	statistics->other_share =
		statistics->not_null -
		(statistics->common ? statistics->common_before[statistics->ncommon] : 0);
	CLAMP_PROBABILITY(statistics->other_share);
	statistics->other_values = Max(distinct - statistics->ncommon, 1);
	statistics->known = statistics->ncommon > 0 || statistics->nbounds >= 2;
}

/* The number of values, in order, below a code. */
static int
values_below(const SocCode *values, int nvalues, int64 code)
{
	int low = 0;
	int high = nvalues;

	while (low < high)
	{
		int middle = (low + high) / 2;

		if (values[middle] < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The share of all rows whose value lies in a range. */
static double
share_of_range(const SocStatistics *statistics, SocCode first, SocCode last)
{
	double share = 0;
	double other;

	if (first > last)
		return 0;
	if (!statistics->known)
		return statistics->not_null * soc_usual_share(first, last);

	if (statistics->ncommon > 0)
		share = statistics->common_before[values_below(
					statistics->common, statistics->ncommon, (int64) last + 1)] -
				statistics->common_before[values_below(statistics->common,
													   statistics->ncommon, first)];
	if (statistics->nbounds >= 2)
	{
		other = soc_histogram_share(statistics->bounds, statistics->nbounds,
									statistics->groups, first, last);
		/* who asks for a group between the bounds will find something in it */
		if (first <= statistics->bounds[statistics->nbounds - 1] &&
			last >= statistics->bounds[0])
			other = Max(other, 1 / statistics->other_values);
	}
	else
		other = soc_usual_share(first, last);
	share += statistics->other_share * other;
	CLAMP_PROBABILITY(share);
	return share;
}

/* The share of all rows whose value is in a group. */
static double
share_in_group(const SocStatistics *statistics, const Containment *containment,
			   SocCode group)
{
	return share_of_range(statistics, containment->or_equal ? group : group + 1,
						  soc_last_of(group));
}

/* The share of all rows whose value is this code. */
static double
share_of_value(const SocStatistics *statistics, SocCode code)
{
	int place;

	if (!statistics->known)
		return statistics->not_null * soc_usual_share(code, code);
	place = values_below(statistics->common, statistics->ncommon, code);
	if (place < statistics->ncommon && statistics->common[place] == code)
		return statistics->common_before[place + 1] - statistics->common_before[place];
	if (statistics->nbounds >= 2 && (code < statistics->bounds[0] ||
									 code > statistics->bounds[statistics->nbounds - 1]))
		return 0;
	return statistics->other_share / statistics->other_values;
}

/* The share of all rows whose value is a group that a code is in. */
static double
share_of_groups_around(const SocStatistics *statistics, const Containment *containment,
					   SocCode code)
{
	double	 share = containment->or_equal ? share_of_value(statistics, code) : 0;
	SocLevel level = soc_level_of(code);

	while (level-- > SOC_TOTAL)
		share += share_of_value(statistics, soc_ancestor(code, level));
	CLAMP_PROBABILITY(share);
	return share;
}

/* ---- estimates ---- */

static Selectivity
estimate_restriction(PlannerInfo *root, Oid function, List *args, int relation)
{
	VariableStatData variable;
	Containment		 containment;
	SocStatistics	 statistics;
	Node			*other;
	bool			 variable_on_left;
	Selectivity		 share = SHARE_OF_UNKNOWN_GROUP;

	if (!find_containment(function, &containment) ||
		!get_restriction_variable(root, args, relation, &variable, &other,
								  &variable_on_left))
		return share;
	if (IsA(other, Const) && ((Const *) other)->constisnull)
		share = 0;
	else if (IsA(other, Const))
	{
		SocCode code = DatumGetSocCode(((Const *) other)->constvalue);

		read_statistics(&variable, function, &statistics);
		share = variable_on_left == (containment.member == 0) ?
					share_in_group(&statistics, &containment, code) :
					share_of_groups_around(&statistics, &containment, code);
	}
	ReleaseVariableStats(variable);
	return share;
}

/*
 * The mean, over the values of a column of groups, of the rows that are in them.
 * The bounds of the histogram stand for its values, but the outermost only for
 * themselves: the least is often the group of all occupations.
 */
static Selectivity
mean_share(const SocStatistics *members, const SocStatistics *groups,
		   const Containment *containment)
{
	double outermost = 1 / Max(groups->other_values, groups->nbounds);
	double inner = (1 - 2 * outermost) / Max(groups->nbounds - 2, 1);
	double share = 0;

	for (int i = 0; i < groups->ncommon; i++)
	{
		CHECK_FOR_INTERRUPTS();
		share += share_in_group(members, containment, groups->common[i]) *
				 (groups->common_before[i + 1] - groups->common_before[i]);
	}
	for (int i = 0; i < groups->nbounds; i++)
	{
		CHECK_FOR_INTERRUPTS();
		share += share_in_group(members, containment, groups->bounds[i]) *
				 groups->other_share *
				 (i == 0 || i == groups->nbounds - 1 ? outermost : inner);
	}
	return share;
}

static Selectivity
estimate_join(PlannerInfo *root, Oid function, List *args, JoinType join_type,
			  SpecialJoinInfo *join)
{
	VariableStatData variable[2];
	SocStatistics	 members;
	SocStatistics	 groups;
	Containment		 containment;
	RelOptInfo		*inner;
	bool			 reversed;
	Selectivity		 share = SHARE_OF_UNKNOWN_GROUP;

	if (!find_containment(function, &containment) || list_length(args) != 2)
		return share;
	get_join_variables(root, args, join, &variable[0], &variable[1], &reversed);
	read_statistics(&variable[containment.member], function, &members);
	read_statistics(&variable[1 - containment.member], function, &groups);
	if (groups.known)
		share = mean_share(&members, &groups, &containment);

	/* here it is the share of outer rows that find anything */
	inner = variable[reversed ? 0 : 1].rel;
	if ((join_type == JOIN_SEMI || join_type == JOIN_ANTI) && inner != NULL)
		share *= inner->rows;
	CLAMP_PROBABILITY(share);
	ReleaseVariableStats(variable[0]);
	ReleaseVariableStats(variable[1]);
	return share;
}

SQL_FUNCTION(soc_containment_sel);

/* soc_containment_sel(root, operator, args, relation) */
Datum
soc_containment_sel(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(estimate_restriction(
		(PlannerInfo *) PG_GETARG_POINTER(0), get_opcode(PG_GETARG_OID(1)),
		(List *) PG_GETARG_POINTER(2), PG_GETARG_INT32(3)));
}

SQL_FUNCTION(soc_containment_joinsel);

/* soc_containment_joinsel(root, operator, args, join type, join) */
Datum
soc_containment_joinsel(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(
		estimate_join((PlannerInfo *) PG_GETARG_POINTER(0), get_opcode(PG_GETARG_OID(1)),
					  (List *) PG_GETARG_POINTER(2), (JoinType) PG_GETARG_INT16(3),
					  (SpecialJoinInfo *) PG_GETARG_POINTER(4)));
}

/* ---- the support function ---- */

SQL_FUNCTION(soc_containment_support);

/*
 * Index conditions for operators and function calls; estimates for function
 * calls, since operators have theirs.
 */
Datum
soc_containment_support(PG_FUNCTION_ARGS)
{
	Node *request = (Node *) PG_GETARG_POINTER(0);
	Node *answer = NULL;

	if (IsA(request, SupportRequestIndexCondition))
		answer = (Node *) index_conditions((SupportRequestIndexCondition *) request);
	else if (IsA(request, SupportRequestSelectivity))
	{
		SupportRequestSelectivity *estimate = (SupportRequestSelectivity *) request;

		estimate->selectivity =
			estimate->is_join ?
				estimate_join(estimate->root, estimate->funcid, estimate->args,
							  estimate->jointype, estimate->sjinfo) :
				estimate_restriction(estimate->root, estimate->funcid, estimate->args,
									 estimate->varRelid);
		answer = request;
	}
	PG_RETURN_POINTER(answer);
}

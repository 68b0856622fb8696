/*
 * plan.c
 *	  Which queries a grouping node supports, and at what cost.
 *
 * A hook of the planner adds a path to those of GROUP BY, and the cheapest one is
 * used. Its input is the cheapest path below, whatever that is, so that joins,
 * partitions, row security, and snapshots remain up to PostgreSQL. That path
 * computes keys, arguments, and filters as columns; the node only groups them.
 *
 * A query is supported if the node knows each aggregate (aggregates.c), none has
 * DISTINCT or ORDER BY, and keys are equal only if their bits are equal.
 */
#include "compat.h"

#include <math.h>

#include "access/genam.h"
#include "catalog/pg_statistic.h"
#include "catalog/pg_type_d.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/paths.h"
#include "optimizer/plancat.h"
#include "optimizer/planner.h"
#include "optimizer/prep.h"
#include "optimizer/tlist.h"
#include "utils/fmgroids.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/selfuncs.h"
#include "utils/typcache.h"

#include "grouping/grouping.h"

static bool							enable_grouping = true;
static create_upper_paths_hook_type previous_hook;

/* A query as the node would compute it. */
typedef struct Grouping
{
	List *keys;		   /* expressions */
	int	  group_keys;  /* of these in the GROUP BY clause; others follow from them */
	List *columns;	   /* expressions, of the rows that come in */
	List *key_columns; /* integers, as all that follow */
	List *states;	   /* for each its list: see plan_info.h */
	List *transitions; /* for each its number in the planner */
	List *aggregates;  /* Aggref */
	List *outputs;
	int	  ours; /* aggregates that are not count() */
} Grouping;

/* ---- columns ---- */

static int
add_column(Grouping *grouping, Node *expression)
{
	ListCell *lc;

	foreach (lc, grouping->columns)
	{
		if (equal(lfirst(lc), expression))
			return foreach_current_index(lc);
	}
	grouping->columns = lappend(grouping->columns, expression);
	return list_length(grouping->columns) - 1;
}

/* Equality of these means the same bits. */
static bool
equal_by_bits(Oid equality, Node *key)
{
	switch (get_opcode(equality))
	{
		case F_BOOLEQ:
		case F_CHAREQ:
		case F_INT2EQ:
		case F_INT4EQ:
		case F_INT8EQ:
		case F_OIDEQ:
		case F_ENUM_EQ:
		case F_DATE_EQ:
		case F_TIME_EQ:
		case F_TIMESTAMP_EQ:
		case F_TIMESTAMPTZ_EQ:
		case F_UUID_EQ:
			return true;
		case F_TEXTEQ:
			return OidIsValid(exprCollation(key)) &&
				   get_collation_isdeterministic(exprCollation(key));
		default:
			return false;
	}
}

static bool
add_key(Grouping *grouping, Node *key, Oid equality)
{
	if (!equal_by_bits(equality, key) || contain_volatile_functions(key) ||
		list_length(grouping->keys) == MAX_KEYS)
		return false;
	grouping->keys = lappend(grouping->keys, key);
	grouping->key_columns = lappend_int(grouping->key_columns, add_column(grouping, key));
	return true;
}

/*
 * A column that is no key: the others determine it, as a primary key does.  As one
 * more key it changes no group.
 */
static bool
add_determined_key(Grouping *grouping, Node *column)
{
	TypeCacheEntry *type = lookup_type_cache(exprType(column), TYPECACHE_EQ_OPR);

	return OidIsValid(type->eq_opr) && add_key(grouping, column, type->eq_opr);
}

/* ---- aggregates ---- */

/* The argument of a cast from a number to float8, which the node does itself. */
static Node *
without_cast(Node *argument)
{
	if (IsA(argument, FuncExpr))
	{
		const FuncExpr *call = (FuncExpr *) argument;

		if (call->funcid == F_FLOAT8_INT2 || call->funcid == F_FLOAT8_INT4 ||
			call->funcid == F_FLOAT8_INT8 || call->funcid == F_FLOAT8_FLOAT4)
			argument = linitial(call->args);
	}
	if (IsA(argument, RelabelType) && ((RelabelType *) argument)->resulttype == FLOAT8OID)
		argument = (Node *) ((RelabelType *) argument)->arg;
	return argument;
}

/* An argument, not to be computed where the filter leaves the row out. */
static Node *
guarded(Node *argument, Expr *filter)
{
	CaseExpr *guard;
	CaseWhen *when;

	if (!filter || IsA(argument, Var) || IsA(argument, Const))
		return argument;
	when = makeNode(CaseWhen);
	when->expr = filter;
	when->result = (Expr *) argument;
	when->location = -1;
	guard = makeNode(CaseExpr);
	guard->casetype = exprType(argument);
	guard->casecollid = exprCollation(argument);
	guard->args = list_make1(when);
	guard->defresult = (Expr *) makeNullConst(exprType(argument), exprTypmod(argument),
											  exprCollation(argument));
	guard->location = -1;
	return (Node *) guard;
}

static List *
make_state(Grouping *grouping, const Aggref *aggregate)
{
	List	 *state;
	ListCell *lc;

	state = list_make1_int(aggregate->aggfilter ?
							   add_column(grouping, (Node *) aggregate->aggfilter) :
							   NO_COLUMN);
	foreach (lc, aggregate->args)
	{
		Node *argument = without_cast((Node *) lfirst_node(TargetEntry, lc)->expr);

		state = lappend_int(
			state, add_column(grouping, guarded(argument, aggregate->aggfilter)));
	}
	return state;
}

/* The number of an aggregate's state, which others may have made. */
static int
find_state(Grouping *grouping, const Aggref *aggregate)
{
	ListCell *lc;

	foreach (lc, grouping->transitions)
	{
		if (lfirst_int(lc) == aggregate->aggtransno)
			return foreach_current_index(lc);
	}
	grouping->transitions = lappend_int(grouping->transitions, aggregate->aggtransno);
	grouping->states = lappend(grouping->states, make_state(grouping, aggregate));
	return list_length(grouping->states) - 1;
}

/* Whether an argument is one that states.c knows to hand to a transition. */
static bool
argument_types_fit(const Aggref *aggregate, StateForm form)
{
	ListCell *lc;

	if (list_length(aggregate->args) > MAX_ARGUMENTS)
		return false;
	foreach (lc, aggregate->args)
	{
		Oid type = exprType((Node *) lfirst_node(TargetEntry, lc)->expr);

		if (form == STATE_TASK_SUMS && type != FLOAT8OID &&
			!(foreach_current_index(lc) == 2 && type_is_enum(type)))
			return false;
	}
	return true;
}

static bool
add_aggregate(Grouping *grouping, Aggref *aggregate)
{
	KnownAggregate known;

	if (list_member(grouping->aggregates, aggregate))
		return true;
	if (aggregate->aggdistinct || aggregate->aggorder || aggregate->aggdirectargs ||
		aggregate->aggvariadic || aggregate->agglevelsup != 0 ||
		aggregate->aggsplit != AGGSPLIT_SIMPLE ||
		contain_volatile_functions((Node *) aggregate->args) ||
		contain_volatile_functions((Node *) aggregate->aggfilter) ||
		!find_known_aggregate(aggregate->aggfnoid, &known) ||
		!argument_types_fit(aggregate, known.form))
		return false;
	grouping->aggregates = lappend(grouping->aggregates, aggregate);
	grouping->outputs = lappend_int(grouping->outputs, find_state(grouping, aggregate));
	if (known.form != STATE_COUNT)
		grouping->ours++;
	return true;
}

/* ---- queries ---- */

/*
 * Whether an expression over groups has something that the node does not know;
 * notes what it has of keys and aggregates.
 */
static bool
has_unknown_part(Node *node, void *context)
{
	Grouping *grouping = context;

	if (!node || list_member(grouping->keys, node))
		return false;
	if (IsA(node, Aggref))
		return !add_aggregate(grouping, (Aggref *) node);
	if (IsA(node, Var))
		return !add_determined_key(grouping, node);
	if (IsA(node, PlaceHolderVar) || IsA(node, GroupingFunc))
		return true;
	return expression_tree_walker(node, has_unknown_part, context);
}

/* EXPLAIN could not name the field of a row without a type above a subquery. */
static bool
has_field_of_record(Node *node, void *context)
{
	if (!node)
		return false;
	if (IsA(node, FieldSelect) &&
		exprType((Node *) ((FieldSelect *) node)->arg) == RECORDOID)
		return true;
	return expression_tree_walker(node, has_field_of_record, context);
}

/* Takes a query apart.  False where the node cannot compute it. */
static bool
take_query(PlannerInfo *root, const PathTarget *target, Node *having, Grouping *grouping)
{
	ListCell *lc;

	foreach (lc, group_clause(root))
	{
		SortGroupClause *clause = lfirst_node(SortGroupClause, lc);
		Node			*key = get_sortgroupclause_expr(clause, root->processed_tlist);

		if (!list_member(grouping->keys, key) && !add_key(grouping, key, clause->eqop))
			return false;
	}
	grouping->group_keys = list_length(grouping->keys);
	return !has_unknown_part((Node *) target->exprs, grouping) &&
		   !has_unknown_part(having, grouping) && grouping->ours > 0 &&
		   !has_field_of_record((Node *) grouping->columns, NULL);
}

static bool
query_is_candidate(PlannerInfo *root, UpperRelationKind stage, RelOptInfo *input_rel,
				   RelOptInfo *output_rel)
{
	const Query *parse = root->parse;

	return enable_grouping && enable_hashagg && stage == UPPERREL_GROUP_AGG &&
		   parse->hasAggs && group_clause(root) != NIL && !parse->groupingSets &&
		   !parse->hasTargetSRFs && !IS_OTHER_REL(input_rel) &&
		   output_rel->pathlist != NIL && input_rel->cheapest_total_path;
}

/* ---- costs ---- */

/*
 * In words of PostgreSQL's own: a row costs a lookup and an addition for each
 * state, which have no calls around them, a group what it costs there.
 */
#define COST_OF_STEP (0.25 * cpu_operator_cost)

/* Bytes of a group: its words in the table, and what its states say they take. */
static double
group_bytes(const Grouping *grouping, const AggClauseCosts *costs)
{
	double words = list_length(grouping->states) + list_length(grouping->keys);

	return (words + (list_length(grouping->keys) > 1 ? 2 : 0)) * sizeof(uint64) +
		   costs->transitionSpace;
}

/* Parts that spilled groups are divided into, for estimates. */
#define ASSUMED_PARTS 16

/* The share of rows whose group is not in memory because of their order, 0 to 1. */
static double
disorder(PlannerInfo *root, Node *key)
{
	VariableStatData variable;
	AttStatsSlot	 slot;
	double			 correlation = 0;

	examine_variable(root, key, 0, &variable);
	if (HeapTupleIsValid(variable.statsTuple) &&
		get_attstatsslot(&slot, variable.statsTuple, STATISTIC_KIND_CORRELATION,
						 InvalidOid, ATTSTATSSLOT_NUMBERS))
	{
		if (slot.nnumbers > 0)
			correlation = slot.numbers[0];
		free_attstatsslot(&slot);
	}
	ReleaseVariableStats(variable);
	return 1 - correlation * correlation;
}

/*
 * States that do not fit are written and read, more than once where a part does not
 * fit either.  Where rows of a group follow one another each group is written once.
 * Rows in random order meet a table that has their group as often as its share of
 * the groups.
 */
static void
add_cost_of_spilling(PlannerInfo *root, Path *path, double rows, double groups,
					 double bytes, Node *key)
{
	double fitting = Max(get_hash_memory_limit() * 0.6 / bytes, 1);
	double times, states, pages;

	if (groups <= fitting)
		return;
	times = ceil(log(groups / fitting) / log(ASSUMED_PARTS));
	states = Max(groups, rows * (1 - fitting / groups) * disorder(root, key)) * times;
	pages = states * bytes / BLCKSZ;
	path->startup_cost += pages * random_page_cost + states * cpu_tuple_cost;
	path->total_cost +=
		pages * (random_page_cost + seq_page_cost) + states * 2 * cpu_tuple_cost;
}

static void
set_costs(PlannerInfo *root, Path *path, const Path *child, const Grouping *grouping,
		  double groups, List *having)
{
	AggClauseCosts costs = {0};
	QualCost	   having_cost;
	int			   steps = list_length(grouping->keys) + list_length(grouping->states);

	get_agg_clause_costs(root, AGGSPLIT_SIMPLE, &costs);
	cost_qual_eval(&having_cost, having, root);
	path->startup_cost = child->total_cost + child->rows * steps * COST_OF_STEP +
						 costs.finalCost.startup + having_cost.startup;
	path->total_cost =
		path->startup_cost +
		groups * (cpu_tuple_cost + costs.finalCost.per_tuple + having_cost.per_tuple);
	add_cost_of_spilling(root, path, child->rows, groups, group_bytes(grouping, &costs),
						 linitial(grouping->keys));
	path->startup_cost += path->pathtarget->cost.startup;
	path->total_cost +=
		path->pathtarget->cost.startup + path->rows * path->pathtarget->cost.per_tuple;
}

/* ---- path ---- */

static Plan *plan_group(PlannerInfo *root, RelOptInfo *rel, CustomPath *best, List *tlist,
						List *clauses, List *custom_plans);
static Node *create_group_state(CustomScan *plan);

static const CustomPathMethods path_methods = {.CustomName = "AijriGroup",
											   .PlanCustomPath = plan_group};
static const CustomScanMethods scan_methods = {
	.CustomName = "AijriGroup", .CreateCustomScanState = create_group_state};

/* The path below, computing the columns. */
static Path *
project_columns(PlannerInfo *root, RelOptInfo *rel, Path *below, List *columns)
{
	PathTarget *target = create_empty_pathtarget();
	ListCell   *lc;

	foreach (lc, columns)
		add_column_to_pathtarget(target, copyObject(lfirst(lc)), 0);
	return (Path *) create_projection_path(root, rel, below,
										   set_pathtarget_cost_width(root, target));
}

static CustomPath *
make_group_path(PlannerInfo *root, RelOptInfo *input_rel, RelOptInfo *output_rel,
				const Grouping *grouping, List *having)
{
	CustomPath *path = makeNode(CustomPath);
	Path	   *child = project_columns(root, input_rel, input_rel->cheapest_total_path,
										grouping->columns);
	double		groups =
		estimate_num_groups(root, list_copy_head(grouping->keys, grouping->group_keys),
							child->rows, NULL, NULL);

	path->path.pathtype = T_CustomScan;
	path->path.parent = output_rel;
	path->path.pathtarget = output_rel->reltarget;
	path->path.parallel_safe = output_rel->consider_parallel && child->parallel_safe;
	path->path.rows =
		clamp_row_est(groups * clauselist_selectivity(root, having, 0, JOIN_INNER, NULL));
	copy_disabled_nodes(&path->path, child);
	set_costs(root, &path->path, child, grouping, groups, having);
	path->flags = CUSTOMPATH_SUPPORT_PROJECTION;
	path->custom_paths = list_make1(child);
	path->custom_private =
		list_make5(list_make1_int((int) Min(groups, 1e9)), grouping->columns,
				   list_make4(grouping->keys, grouping->key_columns, grouping->states,
							  grouping->outputs),
				   grouping->aggregates, having);
	path->methods = &path_methods;
	return path;
}

static void
add_group_path(PlannerInfo *root, UpperRelationKind stage, RelOptInfo *input_rel,
			   RelOptInfo *output_rel, void *extra)
{
	Grouping grouping = {0};
	Node	*having;

	if (previous_hook)
		previous_hook(root, stage, input_rel, output_rel, extra);
	if (!query_is_candidate(root, stage, input_rel, output_rel))
		return;
	having = ((GroupPathExtraData *) extra)->havingQual;
	if (take_query(root, output_rel->reltarget, having, &grouping))
		add_path(output_rel, (Path *) make_group_path(root, input_rel, output_rel,
													  &grouping, (List *) having));
}

/* ---- plan ---- */

/*
 * Where a plan scans a table for columns as they are, it need not copy them: it
 * hands its tuples on whole, and the columns are found by their number in the
 * table.  Returns these numbers, or NIL.
 */
static List *
scan_whole_tuples(PlannerInfo *root, Plan *child, List *columns)
{
	Index	  relid;
	List	 *attnos = NIL, *physical;
	ListCell *lc;

	if (!IsA(child, SeqScan) && !IsA(child, IndexScan) && !IsA(child, BitmapHeapScan) &&
		!IsA(child, SampleScan))
		return NIL;
	relid = ((Scan *) child)->scanrelid;
	foreach (lc, columns)
	{
		Var *var = lfirst(lc);

		if (!IsA(var, Var) || (Index) var->varno != relid || var->varattno <= 0)
			return NIL;
		attnos = lappend_int(attnos, var->varattno);
	}
	physical = build_physical_tlist(root, find_base_rel(root, relid));
	if (physical == NIL)
		return NIL;
	child->targetlist = physical;
	return attnos;
}

/* What the plan's own columns may refer to: keys, then aggregates. */
static List *
scan_target_list(List *keys, List *aggregates)
{
	List	 *tlist = NIL;
	ListCell *lc;

	foreach (lc, list_concat_copy(keys, aggregates))
		tlist = lappend(tlist, makeTargetEntry(copyObject(lfirst(lc)),
											   list_length(tlist) + 1, NULL, false));
	return tlist;
}

static Plan *
plan_group(PlannerInfo *root, RelOptInfo *rel pg_attribute_unused(), CustomPath *best,
		   List *tlist, List *clauses pg_attribute_unused(), List *custom_plans)
{
	CustomScan *scan = makeNode(CustomScan);
	Plan	   *child = linitial(custom_plans);
	List	   *columns = lsecond(best->custom_private);
	List	   *parts = lthird(best->custom_private);
	List	   *attnos = scan_whole_tuples(root, child, columns);

	if (attnos == NIL)
	{
		for (int i = 1; i <= list_length(columns); i++)
			attnos = lappend_int(attnos, i);
	}
	scan->scan.plan.targetlist = tlist;
	scan->scan.plan.qual = list_nth(best->custom_private, 4);
	scan->flags = best->flags;
	scan->custom_plans = custom_plans;
	scan->custom_scan_tlist =
		scan_target_list(linitial(parts), lfourth(best->custom_private));
	scan->custom_private = list_make5(linitial(best->custom_private), attnos,
									  lsecond(parts), lthird(parts), lfourth(parts));
	scan->methods = &scan_methods;
	return (Plan *) scan;
}

static Node *
create_group_state(CustomScan *plan pg_attribute_unused())
{
	GroupScan *gs = (GroupScan *) newNode(sizeof(GroupScan), T_CustomScanState);

	gs->css.methods = &group_exec_methods;
	return (Node *) gs;
}

/* ---- module ---- */

SQL_FUNCTION(grouping_support);

/*
 * grouping_support(request): the support function of transition functions.  It has
 * nothing to say; but to ask it while the first query of a session is planned, the
 * server loads this module, and with it the hook.
 */
Datum
grouping_support(PG_FUNCTION_ARGS pg_attribute_unused())
{
	PG_RETURN_POINTER(NULL);
}

void
grouping_init(void)
{
	DefineCustomBoolVariable(
		"aijri.enable_grouping",
		"Enables the planner's use of aijri's grouping node for GROUP BY.", NULL,
		&enable_grouping, true, PGC_USERSET, GUC_EXPLAIN, NULL, NULL, NULL);
	RegisterCustomScanMethods(&scan_methods);
	previous_hook = create_upper_paths_hook;
	create_upper_paths_hook = add_group_path;
}

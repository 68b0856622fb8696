/*
 * explain.c
 *	  The EXPLAIN output of a grouping node.
 */
#include "compat.h"

#include "commands/explain.h"
#include EXPLAIN_HEADER
#include "nodes/makefuncs.h"
#include "utils/ruleutils.h"

#include "grouping/grouping.h"

static void
explain_keys(GroupScan *gs, List *ancestors, ExplainState *es)
{
	CustomScan *scan = (CustomScan *) gs->css.ss.ps.plan;
	bool		prefix = explained_tables(es) > 1 || es->verbose;
	List	   *names = NIL;
	List *context = set_deparse_context_plan(es->deparse_cxt, (Plan *) scan, ancestors);

	for (int i = 0; i < gs->keys; i++)
	{
		TargetEntry *tle = list_nth(scan->custom_scan_tlist, i);

		names =
			lappend(names, deparse_expression((Node *) tle->expr, context, prefix, true));
	}
	ExplainPropertyList("Group Key", names, es);
}

static void
explain_figures(const GroupScan *gs, ExplainState *es)
{
	const GroupFigures *figures = &gs->figures;

	ExplainPropertyInteger("Groups", NULL, figures->groups, es);
	ExplainPropertyInteger("Memory Usage", "kB", (figures->memory + 1023) / 1024, es);
	if (figures->spilled > 0 || es->format != EXPLAIN_FORMAT_TEXT)
	{
		ExplainPropertyInteger("Spilled States", NULL, figures->spilled, es);
		ExplainPropertyInteger("Disk Usage", "kB", figures->disk_blocks * (BLCKSZ / 1024),
							   es);
	}
}

void
explain_group(CustomScanState *node, List *ancestors, ExplainState *es)
{
	GroupScan *gs = (GroupScan *) node;

	explain_keys(gs, ancestors, es);
	if (gs->heap_scans != NIL)
		ExplainPropertyText("Reads",
							list_length(gs->heap_scans) == 1 ? "table" : "tables", es);
	if (es->analyze)
		explain_figures(gs, es);
}

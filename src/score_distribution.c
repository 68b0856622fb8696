/*
 * score_distribution.c
 *	  score_distribution: the distribution of a score whose ratings are uncertain.
 */
#include "compat.h"

#include "fmgr.h"
#include "miscadmin.h"

#include "assessment.h"
#include "distribution.h"
#include "kernel/score_distribution.h"
#include "method.h"
#include "report.h"

static void
look_for_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

pg_noreturn static void
report_great_outcome(double score)
{
	ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			errmsg("score %s is out of range", double_text(score)),
			errdetail("A distribution holds scores from 0 to 100; with this method the "
					  "highest outcome is above 100."),
			errhint("Use a method with a score_cap of 100 or less."));
}

static Datum
distribution_of(const Assessment *assessment, const TaskList *list, const Role *role,
				double doubt, const Method *method)
{
	Rated rated = {list->task, list->count, assessment->evidence, assessment->barriers,
				   assessment->growth};
	FlatDistribution flat;
	StepGrid		 grid;
	void			*workspace;
	double			 greatest;

	init_flat_distribution(&flat);
	lay_step_grid(&rated, &grid);
	workspace = palloc(outlook_workspace(&grid));
	greatest = find_score_distribution(&rated, &grid, role, doubt, method, workspace,
									   look_for_interrupts, &flat.d);
	pfree(workspace);
	if (greatest > DISTRIBUTED_SCORE.max)
		report_great_outcome(greatest);
	return PointerGetDatum(make_distribution(&flat.d));
}

SQL_FUNCTION(score_distribution);

/* score_distribution(assessment, doubt, method) */
Datum
score_distribution(PG_FUNCTION_ARGS)
{
	double		  doubt = rated_arg(fcinfo, 1, &DOUBT);
	Assessment	  assessment;
	TaskList	  list;
	Role		  role;
	const Method *method;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	method = method_arg(fcinfo, 2);
	read_assessment_tasks(fcinfo->flinfo, PG_GETARG_DATUM(0), &assessment, &list, false);
	scored_role_from_assessment(&assessment, &role);
	if (isnan(doubt) || isnan(score_of(&role, method)))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(distribution_of(&assessment, &list, &role, doubt, method));
}

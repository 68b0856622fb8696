/*
 * zone_probability.c
 *	  zone_probability: how firmly a role sits in its zone; zone_firmness.
 */
#include "compat.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "assessment.h"
#include "call_cache.h"
#include "kernel/doubt.h"
#include "method.h"
#include "report.h"

/* Fields of aijri_zone_probability */
enum
{
	ODDS_SCORE,
	ODDS_ZONE,
	ODDS_RED,
	ODDS_YELLOW,
	ODDS_GREEN,
	ODDS_SAME_ZONE,
	ODDS_LIKELIEST_ZONE,
	ODDS_MEAN_SCORE,
	ODDS_STDDEV,
	ODDS_P05,
	ODDS_P50,
	ODDS_P95,
	ODDS_TIMES_ROUNDED,
	ODDS_FIELDS
};

static void
look_for_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

static void
set_outlook(Row *row, FmgrInfo *flinfo, const Outlook *outlook, Zone zone)
{
	set_double(row, ODDS_RED, outlook->zone[ZONE_RED]);
	set_double(row, ODDS_YELLOW, outlook->zone[ZONE_YELLOW]);
	set_double(row, ODDS_GREEN, outlook->zone[ZONE_GREEN]);
	set_double(row, ODDS_SAME_ZONE, outlook->zone[zone]);
	set_datum(row, ODDS_LIKELIEST_ZONE,
			  field_enum(flinfo, ENUM_ZONE, outlook->likeliest, ROW_ZONE_PROBABILITY,
						 ODDS_LIKELIEST_ZONE));
	set_double(row, ODDS_MEAN_SCORE, outlook->mean);
	set_double(row, ODDS_STDDEV, outlook->stddev);
	set_double(row, ODDS_P05, outlook->quantile[0]);
	set_double(row, ODDS_P50, outlook->quantile[1]);
	set_double(row, ODDS_P95, outlook->quantile[2]);
	set_datum(row, ODDS_TIMES_ROUNDED, BoolGetDatum(outlook->rounded));
}

/* What is to be expected of an assessment that has a score. */
static void
outlook_of(const Assessment *assessment, const TaskList *list, const Role *role,
		   double doubt, const Method *method, Outlook *outlook)
{
	Rated	 rated = {list->task, list->count, assessment->evidence, assessment->barriers,
					  assessment->growth};
	StepGrid grid;
	void	*workspace;

	lay_step_grid(&rated, &grid);
	workspace = palloc(outlook_workspace(&grid));
	find_outlook(&rated, &grid, role, doubt, method, workspace, look_for_interrupts,
				 outlook);
	pfree(workspace);
}

SQL_FUNCTION(zone_probability);

/* zone_probability(assessment, doubt, method) */
Datum
zone_probability(PG_FUNCTION_ARGS)
{
	double		  doubt = rated_arg(fcinfo, 1, &DOUBT);
	Assessment	  assessment;
	TaskList	  list;
	TaskProfile	  profile;
	Role		  role;
	const Method *method;
	double		  score;
	Row			  row;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	method = method_arg(fcinfo, 2);
	read_assessment_tasks(fcinfo->flinfo, PG_GETARG_DATUM(0), &assessment, &list, false);
	profile_assessment(&assessment, method->exposed_from, &profile);
	role_from_assessment(&assessment, &profile, &role);
	score = score_of(&role, method);

	for (int i = 0; i < ODDS_FIELDS; i++)
		set_null(&row, i);
	if (!isnan(score))
	{
		Zone zone = zone_from_score(score, method);

		set_double(&row, ODDS_SCORE, score);
		set_datum(
			&row, ODDS_ZONE,
			field_enum(fcinfo->flinfo, ENUM_ZONE, zone, ROW_ZONE_PROBABILITY, ODDS_ZONE));
		if (!isnan(doubt))
		{
			Outlook outlook;

			outlook_of(&assessment, &list, &role, doubt, method, &outlook);
			set_outlook(&row, fcinfo->flinfo, &outlook, zone);
		}
	}
	PG_RETURN_DATUM(make_row(fcinfo->flinfo, ROW_ZONE_PROBABILITY, &row));
}

SQL_FUNCTION(zone_firmness);

Datum
zone_firmness(PG_FUNCTION_ARGS)
{
	double probability = PG_GETARG_FLOAT8(0);

	require_legal(&ZONE_PROBABILITY, probability);
	PG_RETURN_TEXT_P(cstring_to_text(FIRMNESS_NAME[firmness_of(probability)]));
}

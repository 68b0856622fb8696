/*
 * explain.c
 *	  aijri_explain: the derivation of a score, line by line.
 *
 * Lines and wording are those of an assessment document: the composite section, then
 * the determination of the sub-label. Numbers are printed as decimals that can be
 * typed into a calculator: with at least two places where the document has two, and
 * with as many as the value needs.
 */
#include "compat.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "assessment.h"
#include "call_cache.h"
#include "method.h"
#include "report.h"
#include "result.h"

typedef struct Explanation
{
	ReturnSetInfo *rows;
	int			   step;
} Explanation;

/* Adds a line.  Without a value, the line says that nothing was rated. */
static void
explain_line(Explanation *explanation, const char *item, const char *formula,
			 const char *value)
{
	Row row;

	set_datum(&row, 0, Int32GetDatum(++explanation->step));
	set_datum(&row, 1, CStringGetTextDatum(item));
	set_datum(&row, 2, CStringGetTextDatum(value ? formula : "not rated"));
	set_null(&row, 3);
	if (value)
		set_datum(&row, 3, CStringGetTextDatum(value));
	put_row(explanation->rows, ROW_EXPLANATION, &row);
}

/* The shortest decimal of a value, with zeros up to so many places. */
static char *
decimal(double value, int places)
{
	char *shortest = double_text(value);
	char *point = strchr(shortest, '.');
	int	  given = point ? (int) strlen(point + 1) : 0;

	if (given >= places || strchr(shortest, 'e'))
		return shortest;
	return psprintf("%s%s%.*s", shortest, point ? "" : ".", places - given, "000000");
}

/* "value >= limit", or "value < limit", with all digits that decide it. */
static char *
against_minimum(double value, double limit, const char *unit)
{
	return psprintf("%s%s %s %s%s", double_text(value), unit, value >= limit ? ">=" : "<",
					double_text(limit), unit);
}

/* "value <= limit", or "value > limit". */
static char *
against_maximum(double value, double limit)
{
	return psprintf("%s %s %s", double_text(value), value <= limit ? "<=" : ">",
					double_text(limit));
}

static void
explain_modifier(Explanation *explanation, const char *item, double total, double step,
				 double value)
{
	explain_line(explanation, item,
				 psprintf("1.0 + (%s x %s)", double_text(total), double_text(step)),
				 isnan(total) ? NULL : decimal(value, 2));
}

static void
explain_composite(Explanation *explanation, const Role *role, const Method *method)
{
	double evidence = evidence_modifier_of(role->evidence, method);
	double barriers = barrier_modifier_of(role->barriers, method);
	double growth = growth_modifier_of(role->growth, method);
	double raw = raw_of(role, method);
	char  *resistance = decimal(role->task_resistance, 2);

	explain_line(explanation, "Task Resistance Score",
				 psprintf("6.00 - %s",
						  decimal(rint((6 - role->task_resistance) * MICRO) / MICRO, 2)),
				 isnan(role->task_resistance) ? NULL : resistance);
	explain_modifier(explanation, "Evidence Modifier", role->evidence,
					 method->evidence_step, evidence);
	explain_modifier(explanation, "Barrier Modifier", role->barriers,
					 method->barrier_step, barriers);
	explain_modifier(explanation, "Growth Modifier", role->growth, method->growth_step,
					 growth);
	explain_line(explanation, "Raw",
				 psprintf("%s x %s x %s x %s", resistance, decimal(evidence, 2),
						  decimal(barriers, 2), decimal(growth, 2)),
				 isnan(raw) ? NULL : decimal(raw, 2));
}

static void
explain_score(Explanation *explanation, const Role *role, const Method *method,
			  double score)
{
	double		unbounded = unbounded_score_of(role, method);
	const char *bound = "";
	char	   *published_text = NULL;

	if (unbounded > method->score_cap)
		bound = psprintf(", at most %s", double_text(method->score_cap));
	else if (unbounded < 0)
		bound = ", at least 0";
	if (!isnan(score))
		published_text =
			DatumGetCString(DirectFunctionCall1(numeric_out, published(score)));
	explain_line(explanation, "JobZone Score",
				 psprintf("(%s - %s) / %s x 100%s", decimal(raw_of(role, method), 2),
						  double_text(method->raw_floor), double_text(method->raw_span),
						  bound),
				 published_text);
}

/* The comparisons that decide the sub-label within a zone. */
static char *
sublabel_reason(Zone zone, const Role *role, const Method *method)
{
	char *reason;

	switch (zone)
	{
		case ZONE_RED:
			reason =
				psprintf("Task Resistance %s %s %s", decimal(role->task_resistance, 2),
						 role->task_resistance < method->imminent_below_tr ? "<" : ">=",
						 double_text(method->imminent_below_tr));
			if (!isnan(method->imminent_max_evidence))
				reason = psprintf(
					"%s, Evidence %s", reason,
					against_maximum(role->evidence, method->imminent_max_evidence));
			if (!isnan(method->imminent_max_barriers))
				reason = psprintf(
					"%s, Barriers %s", reason,
					against_maximum(role->barriers, method->imminent_max_barriers));
			return reason;

		case ZONE_YELLOW:
			return against_minimum(role->exposed_pct, method->urgent_exposed_min, "%");

		case ZONE_GREEN:
			reason = psprintf(
				"AI Growth Correlation %s",
				against_minimum(role->growth, method->accelerated_growth_min, ""));
			if (role->growth < method->accelerated_growth_min)
				reason = psprintf("%s, %s", reason,
								  against_minimum(role->exposed_pct,
												  method->transforming_exposed_min, "%"));
			return reason;

		case ZONE_UNKNOWN:
			break;
	}
	return "";
}

static void
explain_labels(Explanation *explanation, const Role *role, const Method *method,
			   double score)
{
	Zone	 zone = zone_from_score(score, method);
	Sublabel sublabel = sublabel_from(zone, role, method);

	explain_line(explanation, "Zone",
				 psprintf("Green >= %s, Yellow >= %s, Red < %s",
						  double_text(method->green_min), double_text(method->yellow_min),
						  double_text(method->yellow_min)),
				 zone == ZONE_UNKNOWN ? NULL : ZONE_NAME[zone]);
	explain_line(explanation,
				 psprintf("%% of task time scoring %.0f+", method->exposed_from),
				 psprintf("time at %.0f+ / total time x 100", method->exposed_from),
				 isnan(role->exposed_pct) ?
					 NULL :
					 psprintf("%s%%", double_text(rint(role->exposed_pct * 1e6) / 1e6)));
	explain_line(explanation, "AI Growth Correlation", "as rated",
				 isnan(role->growth) ? NULL : double_text(role->growth));
	explain_line(explanation, "Sub-label", sublabel_reason(zone, role, method),
				 sublabel == SUBLABEL_UNKNOWN ? NULL : SUBLABEL_NAME[sublabel]);
}

SQL_FUNCTION(aijri_explain);

/* aijri_explain(assessment, method) */
Datum
aijri_explain(PG_FUNCTION_ARGS)
{
	Explanation	  explanation = {start_rows(fcinfo, ROW_EXPLANATION), 0};
	Assessment	  assessment;
	TaskProfile	  profile;
	Role		  role;
	const Method *method;
	double		  score;

	if (PG_ARGISNULL(0))
		return (Datum) 0;

	method = method_arg(fcinfo, 1);
	read_assessment(fcinfo->flinfo, PG_GETARG_DATUM(0), &assessment);
	profile_assessment(&assessment, method->exposed_from, &profile);
	role_from_assessment(&assessment, &profile, &role);
	score = score_of(&role, method);

	explain_composite(&explanation, &role, method);
	explain_score(&explanation, &role, method, score);
	explain_labels(&explanation, &role, method, score);
	return (Datum) 0;
}

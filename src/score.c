/*
 * score.c
 *	  Functions over plain numbers: score, raw, zone, sub-label, modifiers.
 */
#include "compat.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "assessment.h"
#include "call_cache.h"
#include "method.h"
#include "report.h"
#include "result.h"

/* Arguments (task_resistance, evidence, barriers, growth) from argno on. */
static inline void
role_from_args(FunctionCallInfo fcinfo, Role *role)
{
	role->task_resistance = task_resistance_arg(fcinfo, 0);
	role->evidence = rated_arg(fcinfo, 1, &EVIDENCE_TOTAL);
	role->barriers = rated_arg(fcinfo, 2, &BARRIER_TOTAL);
	role->growth = rated_arg(fcinfo, 3, &GROWTH);
}

static inline Datum
rated_result(FunctionCallInfo fcinfo, double value)
{
	if (isnan(value))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(value);
}

/* Apart from aijri_score() to keep that short. */
static pg_noinline Datum
score_from_args(FunctionCallInfo fcinfo)
{
	Role role;

	role_from_args(fcinfo, &role);
	return rated_result(fcinfo, score_of(&role, method_arg(fcinfo, 4)));
}

SQL_FUNCTION(aijri_score);

/* aijri_score(task_resistance, evidence, barriers, growth, method) */
Datum
aijri_score(PG_FUNCTION_ARGS)
{
	double score;

	if (likely(!PG_ARGISNULL(0) && !PG_ARGISNULL(1) && !PG_ARGISNULL(2) &&
			   !PG_ARGISNULL(3) && PG_ARGISNULL(4)) &&
		likely(score_of_whole_totals(PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1),
									 PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3), &score)))
		PG_RETURN_FLOAT8(score);
	return score_from_args(fcinfo);
}

SQL_FUNCTION(aijri_raw);

/* aijri_raw(task_resistance, evidence, barriers, growth, method) */
Datum
aijri_raw(PG_FUNCTION_ARGS)
{
	Role role;

	role_from_args(fcinfo, &role);
	return rated_result(fcinfo, raw_of(&role, method_arg(fcinfo, 4)));
}

SQL_FUNCTION(aijri_score_assessment);

/* aijri_score(assessment, method) */
Datum
aijri_score_assessment(PG_FUNCTION_ARGS)
{
	Assessment assessment;
	Role	   role;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	read_assessment(fcinfo->flinfo, PG_GETARG_DATUM(0), &assessment);
	scored_role_from_assessment(&assessment, &role);
	return rated_result(fcinfo, score_of(&role, method_arg(fcinfo, 1)));
}

/* ---- zone and sub-label ---- */

/* A score argument, which a method may let rise above or stop below 100. */
static double
score_arg(FunctionCallInfo fcinfo, int argno, const Method *method)
{
	Quantity score = {"score", 0, method->score_cap, false,
					  "Pass the score that aijri_score() returns, not the raw value."};

	return rated_arg(fcinfo, argno, &score);
}

SQL_FUNCTION(zone_of);

/* zone_of(score, method) */
Datum
zone_of(PG_FUNCTION_ARGS)
{
	const Method *method = method_arg(fcinfo, 1);
	Zone		  zone = zone_from_score(score_arg(fcinfo, 0, method), method);

	if (zone == ZONE_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(result_enum(fcinfo->flinfo, ENUM_ZONE, zone));
}

SQL_FUNCTION(sublabel_of);

/* sublabel_of(score, task_resistance, exposed_pct, growth, evidence, barriers, method) */
Datum
sublabel_of(PG_FUNCTION_ARGS)
{
	const Method *method = method_arg(fcinfo, 6);
	double		  score = score_arg(fcinfo, 0, method);
	Role		  role;
	Sublabel	  sublabel;

	role.task_resistance = task_resistance_arg(fcinfo, 1);
	role.exposed_pct =
		exposed_pct_arg(fcinfo, 2, role.task_resistance, method->exposed_from);
	role.growth = rated_arg(fcinfo, 3, &GROWTH);
	role.evidence = rated_arg(fcinfo, 4, &EVIDENCE_TOTAL);
	role.barriers = rated_arg(fcinfo, 5, &BARRIER_TOTAL);

	sublabel = sublabel_from(zone_from_score(score, method), &role, method);
	if (sublabel == SUBLABEL_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(result_enum(fcinfo->flinfo, ENUM_SUBLABEL, sublabel));
}

/* ---- modifiers ---- */

SQL_FUNCTION(evidence_modifier);

Datum
evidence_modifier(PG_FUNCTION_ARGS)
{
	double total = rated_arg(fcinfo, 0, &EVIDENCE_TOTAL);

	return rated_result(fcinfo, evidence_modifier_of(total, method_arg(fcinfo, 1)));
}

SQL_FUNCTION(barrier_modifier);

Datum
barrier_modifier(PG_FUNCTION_ARGS)
{
	double total = rated_arg(fcinfo, 0, &BARRIER_TOTAL);

	return rated_result(fcinfo, barrier_modifier_of(total, method_arg(fcinfo, 1)));
}

SQL_FUNCTION(growth_modifier);

Datum
growth_modifier(PG_FUNCTION_ARGS)
{
	double growth = rated_arg(fcinfo, 0, &GROWTH);

	return rated_result(fcinfo, growth_modifier_of(growth, method_arg(fcinfo, 1)));
}

/* ---- quick screen, modes, publishing ---- */

SQL_FUNCTION(quick_screen);

/* quick_screen(protective, growth, method) */
Datum
quick_screen(PG_FUNCTION_ARGS)
{
	double protective = rated_arg(fcinfo, 0, &PROTECTIVE_TOTAL);
	double growth = rated_arg(fcinfo, 1, &GROWTH);
	Screen screen = screen_from(protective, growth, method_arg(fcinfo, 2));

	if (screen == SCREEN_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(SCREEN_NAME[screen]));
}

/*
 * The mode that a text names.  Tables have the names as they are written: no two
 * begin alike, so that one comparison finds such a name.
 */
TaskMode
mode_of_text(text *text)
{
	const char *name = VARDATA_ANY(text);
	int			length = VARSIZE_ANY_EXHDR(text);
	TaskMode	mode;

	for (int i = 0; i < MODES; i++)
	{
		if (length > 0 && name[0] == MODE_NAME[i][0] &&
			strlen(MODE_NAME[i]) == (size_t) length &&
			memcmp(MODE_NAME[i], name, length) == 0)
			return (TaskMode) i;
	}
	if (!mode_from_name(name, length, &mode))
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("unknown mode \"%s\"", clipped(name, length)),
				errdetail("Modes are displacement, augmentation, and not involved, "
						  "ignoring case, spaces, underscores, and hyphens."),
				errhint("Use NULL for a task whose mode is not stated."));
	return mode;
}

SQL_FUNCTION(mode_of);

Datum
mode_of(PG_FUNCTION_ARGS)
{
	TaskMode mode = mode_of_text(PG_GETARG_TEXT_PP(0));

	PG_RETURN_DATUM(result_enum(fcinfo->flinfo, ENUM_MODE, mode));
}

SQL_FUNCTION(published_score);

Datum
published_score(PG_FUNCTION_ARGS)
{
	double score = PG_GETARG_FLOAT8(0);

	if (!isfinite(score))
		ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				errmsg("score %s is out of range", double_text(score)),
				errdetail("Only a finite score can be rounded to one decimal place."),
				errhint("Use NULL for a role that has no score."));
	PG_RETURN_DATUM(published(score));
}

/* ---- what would go wrong ---- */

static void
note_problem(StringInfo problems, const Quantity *quantity, double value, bool legal)
{
	if (legal)
		return;
	if (problems->len > 0)
		appendStringInfoString(problems, "; ");
	describe_illegal(problems, quantity, value);
}

SQL_FUNCTION(score_problem);

/*
 * score_problem(task_resistance, evidence, barriers, growth): every reason why
 * aijri_score() would raise an error for the same arguments.
 */
Datum
score_problem(PG_FUNCTION_ARGS)
{
	static const Quantity *const quantity[] = {&TASK_RESISTANCE, &EVIDENCE_TOTAL,
											   &BARRIER_TOTAL, &GROWTH};
	StringInfoData				 problems;

	initStringInfo(&problems);
	for (int i = 0; i < 4; i++)
	{
		double value;
		bool   legal;

		if (PG_ARGISNULL(i))
			continue;
		value = PG_GETARG_FLOAT8(i);
		legal = quantity[i] == &TASK_RESISTANCE ? settle_task_resistance(&value) :
												  legality(quantity[i], value) == LEGAL;
		note_problem(&problems, quantity[i], value, legal);
	}
	if (problems.len == 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(problems.data, problems.len));
}

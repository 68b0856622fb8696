/*
 * report.c
 *	  Errors that several files raise.  Those about illegal numbers have one form:
 *	  the message names the quantity and the value, DETAIL gives the legal range,
 *	  HINT what to do.
 */
#include "compat.h"

#include "common/shortest_dec.h"
#include "mb/pg_wchar.h"
#include "utils/lsyscache.h"

#include "call_cache.h"
#include "report.h"

/*
 * The shortest text that reads back as the same double, whatever
 * extra_float_digits says: an immutable function may not depend on that.
 */
char *
double_text(double value)
{
	return double_to_shortest_decimal(value);
}

#define LONGEST_SHOWN 100 /* bytes */

/*
 * Text of a user's as messages repeat it, in the encoding of the database: cut
 * between two characters where it is long.
 */
char *
clipped(const char *text, size_t length)
{
	int shown;

	if (length <= LONGEST_SHOWN)
		return pnstrdup(text, length);
	shown = pg_mbcliplen(text, (int) Min(length, LONGEST_SHOWN + MAX_MULTIBYTE_CHAR_LEN),
						 LONGEST_SHOWN);
	return psprintf("%.*s...", shown, text);
}

/* Which values are legal, as DETAIL gives them. */
char *
legal_values(const Quantity *quantity)
{
	return psprintf(quantity->whole ?
						"Legal values are the whole numbers from %.15g to %.15g." :
						"Legal values run from %.15g to %.15g.",
					quantity->min, quantity->max);
}

/* Raises the error for a value that is not legal for the quantity. */
void
report_illegal(const Quantity *quantity, double value)
{
	bool fraction = legality(quantity, value) == NOT_WHOLE;

	ereport(
		ERROR,
		errcode(fraction ? ERRCODE_INVALID_PARAMETER_VALUE :
						   ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
		fraction ?
			errmsg("%s %s is not a whole number", quantity->name, double_text(value)) :
			errmsg("%s %s is out of range", quantity->name, double_text(value)),
		errdetail("%s", legal_values(quantity)), errhint("%s", quantity->hint));
}

/* Raises the error for a time that is not zero but would become zero. */
void
report_vanishing_time(double time)
{
	ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			errmsg("%s %s is too small", TASK_TIME.name, double_text(time)),
			errdetail("Times are kept to 0.000001; this one would become 0."),
			errhint("%s", TASK_TIME.hint));
}

/*
 * Warns of an exposed time that cannot be a percentage, once for a call site: it is
 * more than a point, which rounding may take, below what the task resistance allows.
 */
void
warn_of_share(FmgrInfo *flinfo, double exposed_pct, double task_resistance,
			  double exposed_from)
{
	CallCache *cache = call_cache(flinfo);
	double	   least = least_exposed_pct(task_resistance, exposed_from);

	if (cache->warned_of_share || !(exposed_pct < least - 1))
		return;
	cache->warned_of_share = true;
	ereport(WARNING,
			errmsg("exposed_pct %s is inconsistent with task_resistance %s",
				   double_text(exposed_pct), double_text(task_resistance)),
			errdetail("exposed_pct is a percentage, 0 to 100; with this task resistance "
					  "it is at least %.1f.",
					  least),
			errhint("Multiply a share of 0 to 1 by 100. Other rows of the query are not "
					"mentioned."));
}

/* Appends the same in one line, for score_problem(). */
void
describe_illegal(StringInfo text, const Quantity *quantity, double value)
{
	appendStringInfo(text, "%s %s is out of range: legal values run from %.15g to %.15g",
					 quantity->name, double_text(value), quantity->min, quantity->max);
}

/* A weight, checked, in thousandths. */
int64
thousandths_of_weight(double weight)
{
	int64 thousandths;

	require_legal(&WEIGHT, weight);
	thousandths = units_from_double(weight, 1000);
	if (thousandths == 0 && weight > 0)
		ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				errmsg("weight %s is too small", double_text(weight)),
				errdetail("Weights are kept to 0.001; this one would become 0."),
				errhint("Multiply all weights by the same number, such as 1000."));
	return thousandths;
}

/* The memory of an aggregate; an error where the caller is none. */
MemoryContext
require_aggregate(FunctionCallInfo fcinfo, const char *detail, const char *hint)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("function %s was called outside an aggregate",
					   get_func_name(fcinfo->flinfo->fn_oid)),
				errdetail("%s", detail), errhint("%s", hint));
	return context;
}

/* Raises the error for a state of an aggregate that came in as bytes and is none. */
void
report_corrupt_state(const char *aggregate, const char *detail)
{
	ereport(ERROR, errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			errmsg("invalid serialized state of %s", aggregate), errdetail("%s", detail),
			errhint("All servers that take part in a query must run the same version of "
					"extension aijri."));
}

/*
 * Raises the error for a state that is no longer that of any rows.  Only a moving
 * frame brings that about: it evaluates the arguments of a row a second time to
 * take the row back.
 */
void
report_changed_argument(const char *aggregate)
{
	ereport(
		ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		errmsg("an argument of %s changed between two evaluations", aggregate),
		errdetail("When a row leaves a moving frame, its arguments are evaluated again "
				  "and must have the same values as when it entered."),
		errhint("Mark functions that can return different values for the same "
				"arguments VOLATILE; each frame is then computed from its own rows."));
}

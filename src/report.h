/*
 * report.h
 *	  Errors that several files raise, and the quoting of text in messages.
 */
#ifndef REPORT_H
#define REPORT_H

#include "compat.h"

#include "fmgr.h"
#include "lib/stringinfo.h"

#include "kernel/score.h"
#include "kernel/tasks.h"

pg_noreturn extern void report_illegal(const Quantity *quantity, double value);
pg_noreturn extern void report_vanishing_time(double time);
extern char			   *legal_values(const Quantity *quantity);
extern void	 describe_illegal(StringInfo text, const Quantity *quantity, double value);
extern char *double_text(double value);
extern char *clipped(const char *text, size_t length);

pg_noreturn extern void report_corrupt_state(const char *aggregate, const char *detail);
pg_noreturn extern void report_changed_argument(const char *aggregate);
extern MemoryContext
require_aggregate(FunctionCallInfo fcinfo, const char *detail, const char *hint);
extern int64 thousandths_of_weight(double weight);

/* Raises 22003 or 22023 unless the value is legal for the quantity. */
static inline void
require_legal(const Quantity *quantity, double value)
{
	if (unlikely(legality(quantity, value) != LEGAL))
		report_illegal(quantity, value);
}

/* A numeric argument: NOT_RATED when NULL, checked otherwise. */
static inline double
rated_arg(FunctionCallInfo fcinfo, int argno, const Quantity *quantity)
{
	double value;

	if (PG_ARGISNULL(argno))
		return NOT_RATED;
	value = PG_GETARG_FLOAT8(argno);
	require_legal(quantity, value);
	return value + 0.0; /* no minus zero */
}

/* A task resistance argument: as rated_arg(), rounded to six places. */
static inline double
task_resistance_arg(FunctionCallInfo fcinfo, int argno)
{
	double value;

	if (PG_ARGISNULL(argno))
		return NOT_RATED;
	value = PG_GETARG_FLOAT8(argno);
	if (unlikely(!settle_task_resistance(&value)))
		report_illegal(&TASK_RESISTANCE, value);
	return value;
}

extern void warn_of_share(FmgrInfo *flinfo, double exposed_pct, double task_resistance,
						  double exposed_from);

/*
 * An exposed_pct argument.  A share of 0 to 1 in place of a percentage is legal, too;
 * a call site warns once if the task resistance rules it out.
 */
static inline double
exposed_pct_arg(FunctionCallInfo fcinfo, int argno, double task_resistance,
				double exposed_from)
{
	double value = rated_arg(fcinfo, argno, &EXPOSED_PCT);

	if (unlikely(value > 0 && value <= 1))
		warn_of_share(fcinfo->flinfo, value, task_resistance, exposed_from);
	return value;
}

/* A task time, checked, in millionths. */
static inline int64
micro_task_time(double time)
{
	int64 micro;

	require_legal(&TASK_TIME, time);
	micro = micro_from_double(time);
	if (unlikely(time_vanishes(time, micro)))
		report_vanishing_time(time);
	return micro;
}

#endif /* REPORT_H */

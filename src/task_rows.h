/*
 * task_rows.h
 *	  Shared by the aggregates over task rows: their arguments (state, score,
 *	  time [, mode]) and their errors.
 */
#ifndef TASK_ROWS_H
#define TASK_ROWS_H

#include "compat.h"

#include "fmgr.h"

#include "call_cache.h"
#include "report.h"

pg_noreturn static inline void
report_corrupt_rows(const char *detail)
{
	report_corrupt_state("an aggregate over task rows", detail);
}

static inline MemoryContext
task_aggregate_context(FunctionCallInfo fcinfo)
{
	return require_aggregate(
		fcinfo, "It is part of the aggregates over task rows.",
		"Call task_resistance(), exposed_pct(), task_profile() or task_mix().");
}

static inline bool
row_is_scored(FunctionCallInfo fcinfo)
{
	return !PG_ARGISNULL(1) && !PG_ARGISNULL(2);
}

static inline TaskMode
mode_arg(FunctionCallInfo fcinfo)
{
	if (PG_NARGS() <= 3 || PG_ARGISNULL(3))
		return MODE_UNSTATED;
	return mode_of_value(fcinfo->flinfo, PG_GETARG_OID(3));
}

/* The cell and time of a scored row.  Raises 22003 or 22023 for an illegal one. */
static inline int
scored_row(FunctionCallInfo fcinfo, int64 *time)
{
	double score = PG_GETARG_FLOAT8(1);

	require_legal(&TASK_SCORE, score);
	*time = micro_task_time(PG_GETARG_FLOAT8(2));
	return task_cell((int) score, mode_arg(fcinfo));
}

/*
 * The cell of a row whose score is legal and whose mode is known.  False for
 * others, and those without a score.
 */
static inline bool
plain_row(FunctionCallInfo fcinfo, int *cell)
{
	TaskMode mode = MODE_UNSTATED;
	int		 score;

	if (unlikely(!row_is_scored(fcinfo) ||
				 !task_score_from_double(PG_GETARG_FLOAT8(1), &score)))
		return false;
	if (PG_NARGS() > 3 && !PG_ARGISNULL(3) &&
		unlikely(!known_mode(fcinfo->flinfo, PG_GETARG_OID(3), &mode)))
		return false;
	*cell = task_cell(score, mode);
	return true;
}

#endif /* TASK_ROWS_H */

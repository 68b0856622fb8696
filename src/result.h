/*
 * result.h
 *	  What several functions return: the published score, aijri_result,
 *	  aijri_task_profile.
 */
#ifndef RESULT_H
#define RESULT_H

#include "compat.h"

#include "fmgr.h"

#include "kernel/score.h"
#include "kernel/tasks.h"

/* What a document states of a result: NOT_RATED or unknown where nothing. */
typedef struct StatedResult
{
	Role		role;
	TaskProfile split;
	double		evidence_modifier;
	double		barrier_modifier;
	double		growth_modifier;
	double		raw;
	double		score;
	Zone		zone;
	Sublabel	sublabel;
	text	   *quick_screen; /* or NULL */
} StatedResult;

extern Datum published(double score);
extern Datum make_stated_result(FmgrInfo *flinfo, const StatedResult *stated);

extern Datum make_tasks_result(FmgrInfo *flinfo, const TaskTotals *tasks, Role *role,
							   const Method *method);
extern Datum
make_task_profile(FmgrInfo *flinfo, const TaskProfile *profile, const TaskRows *rows);
extern Datum make_task_profile_of_times(FmgrInfo *flinfo, const TaskProfile *profile);

#endif /* RESULT_H */

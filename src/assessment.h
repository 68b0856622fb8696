/*
 * assessment.h
 *	  An aijri_assessment, deconstructed and checked.
 */
#ifndef ASSESSMENT_H
#define ASSESSMENT_H

#include "compat.h"

#include "fmgr.h"

#include "kernel/score.h"
#include "kernel/tasks.h"

/* Fields of aijri_task */
enum
{
	TASK_NAME_FIELD,
	TASK_TIME_FIELD,
	TASK_SCORE_FIELD,
	TASK_MODE_FIELD
};

/* Fields of aijri_assessment */
enum
{
	ASSESSMENT_TASKS,
	ASSESSMENT_EVIDENCE,
	ASSESSMENT_BARRIERS,
	ASSESSMENT_GROWTH,
	ASSESSMENT_PRINCIPLES
};

/* Missing ratings are NOT_RATED. */
typedef struct Assessment
{
	TaskTimes times;
	bool	  all_tasks_scored; /* none lacks a score or a time */
	double	  evidence[EVIDENCE_DIMENSIONS];
	double	  barriers[BARRIERS];
	double	  growth;
	double	  principles[PRINCIPLES];
} Assessment;

/*
 * The tasks of an assessment one by one, in their order; those that lack a
 * score or a time are left out.
 */
typedef struct TaskList
{
	TaskRating *task;
	Datum	   *name; /* of each a text, or 0; NULL where names are not wanted */
	int			count;
	int			room;
} TaskList;

extern void read_assessment(FmgrInfo *flinfo, Datum datum, Assessment *assessment);
extern void read_assessment_tasks(FmgrInfo *flinfo, Datum datum, Assessment *assessment,
								  TaskList *list, bool with_names);
extern void profile_assessment(const Assessment *assessment, double exposed_from,
							   TaskProfile *profile);
extern void role_from_assessment(const Assessment *assessment, const TaskProfile *profile,
								 Role *role);
extern void scored_role_from_assessment(const Assessment *assessment, Role *role);

#endif /* ASSESSMENT_H */

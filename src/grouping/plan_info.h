/*
 * plan_info.h
 *	  What the planner passes to the executor of a grouping node: custom_private of
 *	  its plan, a list of lists of integers, which PostgreSQL copies and serializes.
 */
#ifndef GROUPING_PLAN_INFO_H
#define GROUPING_PLAN_INFO_H

#include "compat.h"

#include "nodes/pg_list.h"

#define MAX_KEYS 32
#define MAX_ARGUMENTS 3
#define NO_COLUMN (-1)

/* The members of custom_private. */
enum
{
	PRIVATE_SETTINGS, /* those below */
	PRIVATE_COLUMNS,  /* attribute numbers in the rows that come in */
	PRIVATE_KEYS,	  /* columns */
	PRIVATE_STATES,	  /* for each a list: column of the filter, of the arguments */
	PRIVATE_OUTPUTS	  /* for each the number of its state */
};

/* The members of PRIVATE_SETTINGS. */
enum
{
	SETTING_GROUPS /* as estimated */
};

static inline int
group_setting(const List *custom_private, int setting)
{
	return list_nth_int((List *) list_nth(custom_private, PRIVATE_SETTINGS), setting);
}

static inline List *
group_list(const List *custom_private, int member)
{
	return (List *) list_nth(custom_private, member);
}

#endif /* GROUPING_PLAN_INFO_H */

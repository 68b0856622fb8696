/*
 * compat.h
 *	  What differs between PostgreSQL 15 and 19; the only version conditionals.
 */
#ifndef COMPAT_H
#define COMPAT_H

#include "postgres.h"

#if PG_VERSION_NUM < 150000
#error "aijri needs PostgreSQL 15 or later"
#endif

/* varlena macros have a header of their own since 16 */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/*
 * Declares a function that SQL calls, like PG_FUNCTION_INFO_V1, and makes it
 * visible.  All else in the module is hidden (-fvisibility=hidden), since names
 * would otherwise meet those of other modules; but before 16 the server's own
 * macros do not say what has to be seen.
 */
#if PG_VERSION_NUM < 160000
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#endif
#define SQL_FUNCTION(name)                           \
	extern PGDLLEXPORT Datum name(PG_FUNCTION_ARGS); \
	PG_FUNCTION_INFO_V1(name)

/* Errors that the caller may take instead of being thrown out, since 16. */
#if PG_VERSION_NUM < 160000
#define ereturn(context, dummy_value, ...) \
	do                                     \
	{                                      \
		(void) (context);                  \
		ereport(ERROR, __VA_ARGS__);       \
	} while (0)
#endif

/* a prefix since 18, a suffix macro before */
#if PG_VERSION_NUM < 180000
#define pg_noreturn __attribute__((noreturn))
#endif

/*
 * Building jsonb piece by piece: one state since 19, two before.
 */
#include "utils/jsonb.h"

#if PG_VERSION_NUM >= 190000
typedef JsonbInState JsonbBuilder;
#define push_jsonb(builder, token, value) pushJsonbValue(builder, token, value)
#else
typedef struct JsonbBuilder
{
	JsonbParseState *state;
	JsonbValue		*result;
} JsonbBuilder;
#define push_jsonb(builder, token, value) \
	((builder)->result = pushJsonbValue(&(builder)->state, token, value))
#endif

/* Whether a role may call a function: a function for each kind of object before 16. */
#if PG_VERSION_NUM >= 160000
#define function_aclcheck(function, role) \
	object_aclcheck(ProcedureRelationId, (function), (role), ACL_EXECUTE)
#else
#define function_aclcheck(function, role) \
	pg_proc_aclcheck((function), (role), ACL_EXECUTE)
#endif

/* GROUP BY without the keys that others determine, since 16. */
#if PG_VERSION_NUM >= 160000
#define group_clause(root) ((root)->processed_groupClause)
#else
#define group_clause(root) ((root)->parse->groupClause)
#endif

/* A path that is disabled has a count since 18, a cost before. */
#if PG_VERSION_NUM >= 180000
#define copy_disabled_nodes(path, child) \
	((path)->disabled_nodes = (child)->disabled_nodes)
#else
#define copy_disabled_nodes(path, child) ((void) 0)
#endif

/* Counts tuples of a table as read; the statistics have other names since 16. */
#if PG_VERSION_NUM >= 160000
#define RETURNED_TUPLES(statistics) ((statistics)->counts.tuples_returned)
#else
#define RETURNED_TUPLES(statistics) ((statistics)->t_counts.t_tuples_returned)
#endif
#define count_tuples_returned(relation, tuples)                   \
	do                                                            \
	{                                                             \
		if (pgstat_should_count_relation(relation))               \
			RETURNED_TUPLES((relation)->pgstat_info) += (tuples); \
	} while (0)

/* Begins the scan of a sequential scan's node; it knows since 19 what only reads. */
#if PG_VERSION_NUM >= 190000
#define begin_seq_scan(scan)                                                            \
	table_beginscan((scan)->ss_currentRelation, (scan)->ps.state->es_snapshot, 0, NULL, \
					ScanRelIsReadOnly(scan) ? SO_HINT_REL_READ_ONLY : SO_NONE)
#else
#define begin_seq_scan(scan) \
	table_beginscan((scan)->ss_currentRelation, (scan)->ps.state->es_snapshot, 0, NULL)
#endif

/*
 * EXPLAIN has several headers since 18, and does not count the entry for GROUP BY
 * among those of the range table.
 */
#if PG_VERSION_NUM >= 180000
#define EXPLAIN_HEADER "commands/explain_format.h"
#define explained_tables(es) ((es)->rtable_size)
#else
#define EXPLAIN_HEADER "commands/explain.h"
#define explained_tables(es) list_length((es)->rtable)
#endif

#endif /* COMPAT_H */

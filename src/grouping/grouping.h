/*
 * grouping.h
 *	  AijriGroup, a plan node: GROUP BY for the aggregates of this extension.
 *
 * PostgreSQL spends most of a grouped query outside of the aggregates: on tuples in its
 * hash table, on calls, on evaluating expressions for each row.  The states of our
 * aggregates are mostly a single word (kernel/task_sums.h), so a group here is a few
 * words: its states, then its key.  Rows come in batches, whose groups are prefetched
 * together.
 *
 * The work is divided as follows:
 *
 *	  aggregates.c	  which aggregates the node knows, and their functions
 *	  plan.c		  supported queries and their cost
 *	  plan_info.h	  what a plan passes to the executor
 *	  node.c		  the executor's callbacks
 *	  rows.c, heap.c  rows from another plan node, or directly from a table
 *	  tuples.c		  columns of a table's tuples
 *	  batch.c		  adding a batch of rows to the states of their groups
 *	  table.c, keys.c the hash table; keys as words
 *	  states.c		  states: adding to them, merging, finishing
 *	  spill.c		  writing states to tape when memory is full
 *	  explain.c		  EXPLAIN output
 */
#ifndef GROUPING_H
#define GROUPING_H

#include "compat.h"

#include "fmgr.h"
#include "nodes/execnodes.h"
#include "nodes/extensible.h"
#include "utils/logtape.h"

#include "grouping/plan_info.h"
#include "grouping/table.h"
#include "kernel/task_sums.h"

/* Rows that are looked up together, so that there is one wait for memory. */
#define BATCH_ROWS 256

/* A column of the rows that come in, with its values in the batch. */
typedef struct GroupColumn
{
	int	   attno; /* in the rows that come in */
	Oid	   type;
	int16  length;
	bool   by_value;
	bool   copied; /* a key by reference: the batch outlives the row */
	Datum *value;
	bool  *null;
} GroupColumn;

/* How the states of a transition are dealt with. */
typedef enum StateForm
{
	STATE_TASK_SUMS, /* a word, or a pointer to what does not fit one */
	STATE_POINTER,	 /* whatever the transition function makes */
	STATE_COUNT		 /* a number */
} StateForm;

/*
 * A state before its first row.  It is one of sums that has none, and no pointer;
 * the bit marks a state that is its word and not what that points to.
 */
#define NO_STATE PACKED_NOTHING

static inline bool
state_is_inline(uint64 word)
{
	return (word & PACKED_MARK) != 0;
}

/* One transition: aggregates with the same one share its state. */
typedef struct SharedState
{
	StateForm		 form;
	int				 arguments;
	int				 argument[MAX_ARGUMENTS]; /* columns */
	int				 filter;				  /* a column, or NO_COLUMN */
	uint64			*add;					  /* by row of the batch: see states.c */
	FmgrInfo		 transition;
	FmgrInfo		 combine;
	FmgrInfo		 serial;
	FmgrInfo		 deserial;
	FunctionCallInfo call; /* of the transition */
} SharedState;

/* An aggregate that the node returns. */
typedef struct GroupOutput
{
	int		 state;
	bool	 count;
	FmgrInfo final;
} GroupOutput;

/* States on tape, of groups whose hash begins with the same bits. */
typedef struct SpilledPart
{
	LogicalTape *tape;
	int64		 groups;
	int			 level_bits; /* how many bits of the hash the parts before it took */
} SpilledPart;

typedef struct GroupSpill
{
	LogicalTapeSet *tapes;	 /* NULL: nothing was spilled */
	List		   *pending; /* of SpilledPart */
	SpilledPart	   *open;	 /* the parts that are being written, or NULL */
	int				open_bits;
} GroupSpill;

/* For EXPLAIN ANALYZE. */
typedef struct GroupFigures
{
	int64 groups;	   /* in the last execution */
	int64 spilled;	   /* states written to tape */
	Size  memory;	   /* at most, in bytes */
	int64 disk_blocks; /* at most */
} GroupFigures;

/* A key, and where it is among the words of a group's key. */
typedef struct GroupKey
{
	int column;
	int word;
} GroupKey;

typedef struct GroupScan
{
	CustomScanState css;

	int			 columns, keys, states, outputs;
	GroupColumn *column;
	GroupKey	*key;
	SharedState *state;
	GroupOutput *output;
	double		 estimate;	 /* of groups */
	List		*heap_scans; /* read instead of asking the plan below, or NIL */

	MemoryContext memory;  /* what lives as long as the node */
	MemoryContext held;	   /* states and keys in memory */
	MemoryContext brief;   /* what a batch needs */
	AggState	 *context; /* what aggregate functions are called with */
	Size		  limit;   /* of memory, in bytes */

	int		 batch_limit;  /* rows that make a batch */
	int		 rows;		   /* in the batch */
	int		 asked;		   /* of these, whose groups were asked for */
	Size	 copied_bytes; /* of keys by reference in it */
	uint64	*key_words;	   /* of each row */
	uint64	*hash;
	uint64 **group;

	GroupTable table;
	uint64	  *null_group; /* of a single key that is NULL, or NULL */
	GroupSpill spill;

	bool   filled;
	bool   null_group_returned;
	uint64 next; /* place in the table from which to return groups */

	GroupFigures figures;
} GroupScan;

/* aggregates.c */
typedef struct KnownAggregate
{
	StateForm form;
	Oid		  transition;
	Oid		  combine;
	Oid		  serial;
	Oid		  deserial;
	Oid		  final;
} KnownAggregate;

extern bool find_known_aggregate(Oid aggregate, KnownAggregate *known);
extern void require_execute(Oid aggregate, const KnownAggregate *known);

/* plan.c */
extern void grouping_init(void);

/* node.c */
extern const CustomExecMethods group_exec_methods;

/* rows.c, heap.c */
extern void	 copy_keys(GroupScan *gs);
extern void	 read_rows_of_plan(GroupScan *gs);
extern List *scans_of_heap(GroupScan *gs);
extern void	 read_rows_of_heap(GroupScan *gs);

/* batch.c */
extern void batch_create(GroupScan *gs);
extern void ask_for_groups(GroupScan *gs);
extern void take_batch(GroupScan *gs);

/* Keys by reference that a batch copies, in bytes. */
#define MOST_COPIED ((Size) 256 * 1024)

/* Completes rows of the batch, whose values are there; a single one if keys are copied. */
static inline void
put_source_rows(GroupScan *gs, int rows)
{
	if (gs->table.copied)
		copy_keys(gs);
	gs->rows += rows;
	if (gs->rows >= gs->batch_limit || gs->copied_bytes > MOST_COPIED)
		take_batch(gs);
}

/* keys.c */
extern void	 keys_create(GroupScan *gs);
extern Datum copied_key(GroupScan *gs, const GroupColumn *column, Datum value);
extern void	 keys_to_words(GroupScan *gs, int from);
extern void	 hold_key(GroupScan *gs, uint64 *group);
extern Datum key_of_group(const GroupScan *gs, const uint64 *group, int key, bool *null);

/* states.c */
extern void	  state_create(GroupScan *gs, SharedState *state, const List *planned,
						   const KnownAggregate *known);
extern void	  prepare_state(GroupScan *gs, SharedState *state);
extern void	  add_to_states(GroupScan *gs, SharedState *state, int word);
extern void	  merge_state(GroupScan *gs, SharedState *state, uint64 *word, Datum other);
extern bytea *state_to_bytes(GroupScan *gs, SharedState *state, uint64 word);
extern Datum  state_from_bytes(GroupScan *gs, SharedState *state, bytea *bytes);
extern Datum  finish_state(GroupScan *gs, GroupOutput *output, uint64 word, bool *null);

/* spill.c */
extern void make_room(GroupScan *gs, int groups);
extern void finish_input(GroupScan *gs);
extern bool load_spilled_part(GroupScan *gs);
extern void forget_groups(GroupScan *gs);
extern Size memory_in_use(GroupScan *gs);

/* explain.c */
extern void explain_group(CustomScanState *node, List *ancestors, ExplainState *es);

#endif /* GROUPING_H */

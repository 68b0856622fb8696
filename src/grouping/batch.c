/*
 * batch.c
 *	  Adds a batch of rows to the states of their groups.
 *
 * The places of the groups are prefetched, partly while further rows are still read.
 * Meanwhile, the contribution of each row is computed; then groups are found, and
 * their states updated. Room for as many new groups as there are rows is reserved
 * first, so that no group moves during a batch.
 */
#include "compat.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "grouping/grouping.h"

void
batch_create(GroupScan *gs)
{
	gs->batch_limit = BATCH_ROWS;
	gs->hash = palloc(BATCH_ROWS * sizeof(uint64));
	gs->group = palloc(BATCH_ROWS * sizeof(uint64 *));
	for (int i = 0; i < gs->columns; i++)
	{
		gs->column[i].value = palloc(BATCH_ROWS * sizeof(Datum));
		gs->column[i].null = palloc(BATCH_ROWS * sizeof(bool));
	}
	for (int i = 0; i < gs->keys; i++)
	{
		GroupColumn *column = &gs->column[gs->key[i].column];

		column->copied = !column->by_value;
	}
	/* an argument by reference lasts as long as its row */
	for (int i = 0; i < gs->states; i++)
	{
		for (int k = 0; k < gs->state[i].arguments; k++)
		{
			const GroupColumn *column = &gs->column[gs->state[i].argument[k]];

			if (!column->by_value && !column->copied && gs->state[i].form != STATE_COUNT)
				gs->batch_limit = 1;
		}
	}
}

/* The group of a single key that is NULL. */
static uint64 *
null_group(GroupScan *gs)
{
	if (!gs->null_group)
	{
		gs->null_group =
			MemoryContextAllocZero(gs->memory, gs->table.width * sizeof(uint64));
		for (int i = 0; i < gs->states; i++)
			gs->null_group[i] = NO_STATE;
	}
	return gs->null_group;
}

/* Inline, so that the commonest table has its width as a constant. */
__attribute__((always_inline)) static inline void
find_plain_groups(GroupScan *gs, int width)
{
	const bool	 *null = gs->column[gs->key[0].column].null;
	const uint64 *words = gs->key_words;
	uint64		**groups = gs->group;
	uint64		 *group = NULL;
	uint64		  last_key = 0;
	int			  rows = gs->rows;
	bool		  is_new;

	for (int i = 0; i < rows; i++)
	{
		if (unlikely(null[i]))
		{
			groups[i] = null_group(gs);
			continue;
		}
		if (!group || words[i] != last_key)
		{
			last_key = words[i];
			group = find_group(&gs->table, &last_key, gs->hash[i], width, true, &is_new);
		}
		groups[i] = group;
	}
}

static void
find_other_groups(GroupScan *gs)
{
	int	 words = gs->table.width - gs->table.states;
	bool is_new;

	for (int i = 0; i < gs->rows; i++)
	{
		gs->group[i] = find_group(&gs->table, gs->key_words + i * words, gs->hash[i],
								  gs->table.width, false, &is_new);
		if (is_new)
			hold_key(gs, gs->group[i]);
	}
}

/*
 * Computes the keys of the rows added since the last call, and prefetches the places of
 * their groups.  A caller that adds many rows at once calls this when it has added them:
 * memory is fetched while it reads the next ones.
 */
void
ask_for_groups(GroupScan *gs)
{
	const GroupTable table = gs->table;
	const uint64	*hash = gs->hash;
	int				 rows = gs->rows;

	keys_to_words(gs, gs->asked);
	for (int i = gs->asked; i < rows; i++)
		__builtin_prefetch(place_of_hash(&table, hash[i], table.width), 1);
	gs->asked = rows;
}

/* Adds the rows of the batch to their groups, and empties it. */
void
take_batch(GroupScan *gs)
{
	CHECK_FOR_INTERRUPTS();
	if (gs->rows == 0)
		return;
	make_room(gs, gs->rows);
	ask_for_groups(gs);
	for (int i = 0; i < gs->states; i++)
		prepare_state(gs, &gs->state[i]);
	if (!gs->table.plain)
		find_other_groups(gs);
	else if (gs->table.width == 2)
		find_plain_groups(gs, 2);
	else
		find_plain_groups(gs, gs->table.width);
	for (int i = 0; i < gs->states; i++)
		add_to_states(gs, &gs->state[i], i);
	MemoryContextReset(gs->brief);
	gs->copied_bytes = 0;
	gs->rows = gs->asked = 0;
}

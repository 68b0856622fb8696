/*
 * table.h
 *	  The hash table of a grouping node.
 *
 * A group is a run of words: its states, then its key. A single key by value is one
 * word, so that the most common group, one state and one key, takes 16 bytes. Other
 * keys are preceded by their hash and a word of NULL bits; a key by reference is a
 * pointer. The first state of a free slot is 0, which is not a valid state.
 *
 * A hash is a full product of the key and secret numbers drawn for each execution.
 * Its upper bits determine the place of a group, so that a table grows, and is
 * written to tape, in order. The bits that partitioned spilled groups are shifted
 * out.
 */
#ifndef GROUPING_TABLE_H
#define GROUPING_TABLE_H

#include "compat.h"

#include "common/hashfn.h"

#include "kernel/task_sums.h"

/* Of the words of a key that is not a single one by value. */
#define KEY_HASH 0
#define KEY_NULLS 1
#define KEY_FIRST 2

typedef struct GroupTable
{
	uint64 *words;
	uint64	size; /* in groups */
	uint64	used;
	uint64	most;  /* groups that may be used before it is full */
	int		width; /* words of a group */
	int		states;
	bool	plain;	/* a single key by value */
	bool	copied; /* some key is by reference */
	int		level_bits;
	uint64	secret[2];
	bool   *by_reference; /* by word of the key */

	MemoryContext memory;
} GroupTable;

extern void	   table_create(GroupTable *table, double groups, Size limit);
extern bool	   table_can_grow(const GroupTable *table, Size limit);
extern void	   table_grow(GroupTable *table);
extern void	   table_clear(GroupTable *table);
extern bool	   same_reference(uint64 a, uint64 b);
extern uint64 *next_group(const GroupTable *table, uint64 *at);

static inline Size
table_bytes(const GroupTable *table)
{
	return table->size * table->width * sizeof(uint64);
}

static inline uint64 *
group_key(const GroupTable *table, uint64 *group)
{
	return group + table->states;
}

/* ---- hashing ---- */

static inline uint64
folded_product(uint64 a, uint64 b)
{
	uint128_t product = (uint128_t) a * b;

	return (uint64) product ^ (uint64) (product >> 64);
}

static inline uint64
hash_word(const GroupTable *table, uint64 word)
{
	return folded_product(word ^ table->secret[0], table->secret[1]);
}

static inline uint64
hash_of_group(const GroupTable *table, uint64 *group)
{
	const uint64 *key = group_key(table, group);

	return table->plain ? hash_word(table, *key) : key[KEY_HASH];
}

/* ---- looking up ---- */

static inline uint64 *
place_of_hash(const GroupTable *table, uint64 hash, int width)
{
	uint64 place = (uint64) ((uint128_t) (hash << table->level_bits) * table->size >> 64);

	return table->words + place * width;
}

static inline bool
same_key(const GroupTable *table, const uint64 *a, const uint64 *b)
{
	int words = table->width - table->states;

	for (int i = 0; i < words; i++)
	{
		if (a[i] != b[i] && !(table->by_reference[i] && same_reference(a[i], b[i])))
			return false;
	}
	return true;
}

/*
 * The group of a key; one in its first states where there is none yet, of which
 * the caller has made sure that it has a place.  Inline for its callers to say
 * what is constant.
 */
__attribute__((always_inline)) static inline uint64 *
find_group(GroupTable *table, const uint64 *key, uint64 hash, int width, bool plain,
		   bool *is_new)
{
	uint64 *group = place_of_hash(table, hash, width);
	uint64 *end = table->words + table->size * width;
	int		states = plain && width == 2 ? 1 : table->states;

	*is_new = false;
	while (group[0] != 0)
	{
		if (plain ? group[states] == *key : same_key(table, group + states, key))
			return group;
		group += width;
		if (unlikely(group == end))
			group = table->words;
	}
	*is_new = true;
	table->used++;
	for (int i = 0; i < states; i++)
		group[i] = PACKED_NOTHING;
	for (int i = states; i < width; i++)
		group[i] = key[i - states];
	return group;
}

#endif /* GROUPING_TABLE_H */

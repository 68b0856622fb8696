/*
 * table.c
 *	  The hash table of a grouping node: making, growing, walking through it.
 */
#include "compat.h"

#include <sys/mman.h>

#include "miscadmin.h"
#include "utils/memutils.h"

#include "grouping/table.h"

/* Below this a table is not worth the trouble of being full. */
#define LEAST_SIZE 1024

/* From where on pages are asked for that are large. */
#define LARGE_TABLE ((Size) 8 * 1024 * 1024)
#define LARGE_PAGE ((Size) 2 * 1024 * 1024)

/* How many places are passed between two looks for interrupts. */
#define PLACES_BETWEEN_INTERRUPTS 65536

/* A table is full at 7 of 10. */
static inline uint64
places_for(double groups)
{
	return (uint64) (groups / 0.7) + 1;
}

/*
 * Most of the time of a large table goes to pages touched for the first time;
 * large ones are 512 times fewer.  A hint: nothing depends on it.
 */
static void
ask_for_large_pages(void *from, Size bytes)
{
#ifdef MADV_HUGEPAGE
	uintptr_t first = TYPEALIGN(LARGE_PAGE, (uintptr_t) from);
	uintptr_t last = TYPEALIGN_DOWN(LARGE_PAGE, (uintptr_t) from + bytes);

	if (bytes >= LARGE_TABLE)
		(void) madvise((void *) first, last - first, MADV_HUGEPAGE);
#endif
}

static void
allocate(GroupTable *table, uint64 size)
{
	table->size = size;
	table->most = size / 10 * 7;
	table->used = 0;
	table->words =
		MemoryContextAllocExtended(table->memory, table_bytes(table), MCXT_ALLOC_HUGE);
	ask_for_large_pages(table->words, table_bytes(table));
	memset(table->words, 0, table_bytes(table));
}

/* Makes a table for so many groups, or as many as the limit in bytes allows. */
void
table_create(GroupTable *table, double groups, Size limit)
{
	double most = (double) limit / (table->width * sizeof(uint64));

	allocate(table, Max(places_for(Min(groups, most * 0.7)), LEAST_SIZE));
}

/* Whether there is memory for a table of twice the size beside this one. */
bool
table_can_grow(const GroupTable *table, Size limit)
{
	return table_bytes(table) * 3 <= limit;
}

/* The first free place for a group that is not in the table. */
static uint64 *
free_place(const GroupTable *table, uint64 hash)
{
	uint64 *group = place_of_hash(table, hash, table->width);
	uint64 *end = table->words + table->size * table->width;

	while (group[0] != 0)
	{
		group += table->width;
		if (group == end)
			group = table->words;
	}
	return group;
}

void
table_grow(GroupTable *table)
{
	GroupTable old = *table;
	uint64	   at = 0;
	uint64	  *group;

	allocate(table, old.size * 2);
	while ((group = next_group(&old, &at)))
	{
		memcpy(free_place(table, hash_of_group(table, group)), group,
			   table->width * sizeof(uint64));
		table->used++;
	}
	pfree(old.words);
}

void
table_clear(GroupTable *table)
{
	memset(table->words, 0, table_bytes(table));
	table->used = 0;
}

/* The next group from a place on, which moves; NULL when there is none. */
uint64 *
next_group(const GroupTable *table, uint64 *at)
{
	while (*at < table->size)
	{
		uint64 *group = table->words + *at * table->width;

		if ((*at)++ % PLACES_BETWEEN_INTERRUPTS == 0)
			CHECK_FOR_INTERRUPTS();
		if (group[0] != 0)
			return group;
	}
	return NULL;
}

/* Whether two values by reference have the same bytes. */
bool
same_reference(uint64 a, uint64 b)
{
	const struct varlena *left = (const struct varlena *) (uintptr_t) a;
	const struct varlena *right = (const struct varlena *) (uintptr_t) b;

	return left && right && VARSIZE(left) == VARSIZE(right) &&
		   memcmp(VARDATA(left), VARDATA(right), VARSIZE(left) - VARHDRSZ) == 0;
}

/*
 * spill.c
 *	  Writes states to tape when memory is full.
 *
 * All groups in memory are written, each to the partition that the first bits of its
 * hash determine, and the table continues empty. A group can therefore have several
 * states in a partition, which are merged when the partition is read. States are
 * written rather than rows, which is much less if the rows of a group follow one
 * another. A partition that does not fit is partitioned by the next bits of the
 * hashes.
 *
 * Memory is counted against hash_mem, as for PostgreSQL's own hashing: the table,
 * the one that it is growing into, separate states and keys, and the buffers of
 * tapes.
 */
#include "compat.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "grouping/grouping.h"

/* Fewer groups than these are not written: a single one may be large. */
#define WORTH_SPILLING 32

/* The parts at one time, as bits of a hash. */
#define LEAST_PART_BITS 2
#define MOST_PART_BITS 8

/* Bits of a hash that parts may take; beyond them memory just grows. */
#define MOST_LEVEL_BITS 48

/* How many groups are read between two resets of memory and looks for interrupts. */
#define GROUPS_BETWEEN_RESETS 64

static inline Size
held_bytes(const GroupScan *gs)
{
	return MemoryContextMemAllocated(gs->held, true);
}

static inline Size
tape_bytes(const GroupScan *gs)
{
	return gs->spill.open ? ((Size) BLCKSZ << gs->spill.open_bits) : 0;
}

static void
note_memory(GroupScan *gs, Size growing)
{
	Size bytes = table_bytes(&gs->table) + growing + held_bytes(gs) + tape_bytes(gs);

	gs->figures.memory = Max(gs->figures.memory, bytes);
}

/* ---- parts ---- */

/* As many parts as make each fit, as far as is known, within an eighth of memory. */
static int
choose_part_bits(const GroupScan *gs)
{
	double bytes = gs->estimate * gs->table.width * sizeof(uint64);
	int	   bits = LEAST_PART_BITS;

	while (bits < MOST_PART_BITS && bytes * 2 / (1 << bits) > gs->limit / 2 &&
		   ((Size) BLCKSZ << (bits + 1)) <= gs->limit / 8)
		bits++;
	return bits;
}

static void
open_parts(GroupScan *gs)
{
	GroupSpill *spill = &gs->spill;

	if (!spill->tapes)
		spill->tapes = LogicalTapeSetCreate(true, NULL, -1);
	spill->open_bits = choose_part_bits(gs);
	spill->open = palloc0(sizeof(SpilledPart) << spill->open_bits);
	for (int i = 0; i < 1 << spill->open_bits; i++)
	{
		spill->open[i].tape = LogicalTapeCreate(spill->tapes);
		spill->open[i].level_bits = gs->table.level_bits + spill->open_bits;
	}
}

/* No more is written to the parts: those that have something wait to be read. */
static void
close_parts(GroupScan *gs)
{
	GroupSpill *spill = &gs->spill;

	for (int i = 0; i < 1 << spill->open_bits; i++)
	{
		SpilledPart *part = &spill->open[i];

		if (part->groups == 0)
		{
			LogicalTapeClose(part->tape);
			continue;
		}
		LogicalTapeRewindForRead(part->tape, BLCKSZ);
		spill->pending = lappend(spill->pending, memcpy(palloc(sizeof(SpilledPart)), part,
														sizeof(SpilledPart)));
	}
	pfree(spill->open);
	spill->open = NULL;
	gs->figures.disk_blocks =
		Max(gs->figures.disk_blocks, LogicalTapeSetBlocks(spill->tapes));
}

/* ---- writing ---- */

static void
write_value(LogicalTape *tape, const void *value)
{
	uint32 size = VARSIZE_ANY(value);

	LogicalTapeWrite(tape, &size, sizeof(size));
	LogicalTapeWrite(tape, (void *) value, size);
}

/* A group: its words, then what those that are pointers point to. */
static void
write_group(GroupScan *gs, LogicalTape *tape, uint64 *group)
{
	const GroupTable *table = &gs->table;
	const uint64	 *key = group_key(table, group);

	LogicalTapeWrite(tape, group, table->width * sizeof(uint64));
	for (int i = 0; i < table->width - table->states; i++)
	{
		if (table->by_reference[i] && key[i] != 0)
			write_value(tape, (void *) (uintptr_t) key[i]);
	}
	for (int i = 0; i < gs->states; i++)
	{
		if (!state_is_inline(group[i]))
		{
			MemoryContext caller = MemoryContextSwitchTo(gs->brief);
			bytea		 *bytes = state_to_bytes(gs, &gs->state[i], group[i]);

			MemoryContextSwitchTo(caller);
			write_value(tape, bytes);
			pfree(bytes);
		}
	}
}

/* The group of NULL stays, but what it has in memory is about to go. */
static void
move_null_group(GroupScan *gs, void (*forget)(GroupScan *gs))
{
	Datum *moved = palloc0(gs->states * sizeof(Datum));

	for (int i = 0; gs->null_group && i < gs->states; i++)
	{
		if (!state_is_inline(gs->null_group[i]))
			moved[i] =
				PointerGetDatum(state_to_bytes(gs, &gs->state[i], gs->null_group[i]));
	}
	forget(gs);
	for (int i = 0; i < gs->states; i++)
	{
		if (moved[i] == (Datum) 0)
			continue;
		gs->null_group[i] = NO_STATE;
		merge_state(gs, &gs->state[i], &gs->null_group[i],
					state_from_bytes(gs, &gs->state[i], DatumGetByteaPP(moved[i])));
	}
}

static void
forget_table(GroupScan *gs)
{
	table_clear(&gs->table);
	MemoryContextReset(gs->held);
}

static void
spill_groups(GroupScan *gs)
{
	MemoryContext caller = MemoryContextSwitchTo(gs->memory);
	GroupTable	 *table = &gs->table;
	uint64		  at = 0;
	uint64		 *group;

	if (!gs->spill.open)
		open_parts(gs);
	note_memory(gs, 0);
	while ((group = next_group(table, &at)))
	{
		uint64		 hash = hash_of_group(table, group) << table->level_bits;
		SpilledPart *part = &gs->spill.open[hash >> (64 - gs->spill.open_bits)];

		write_group(gs, part->tape, group);
		part->groups++;
	}
	gs->figures.spilled += table->used;
	MemoryContextSwitchTo(gs->brief);
	move_null_group(gs, forget_table);
	MemoryContextSwitchTo(caller);
}

/* Makes room for so many new groups, and sees to it that memory is within its limit. */
void
make_room(GroupScan *gs, int groups)
{
	GroupTable *table = &gs->table;
	bool		crowded = table->used + groups > table->most;
	Size		held = held_bytes(gs) + tape_bytes(gs);

	if (!crowded && table_bytes(table) + held <= gs->limit)
		return;
	if (crowded && held < gs->limit && table_can_grow(table, gs->limit - held))
	{
		note_memory(gs, table_bytes(table) * 2);
		table_grow(table);
	}
	else if (table->used >= WORTH_SPILLING && table->level_bits < MOST_LEVEL_BITS)
		spill_groups(gs);
	else if (crowded)
		table_grow(table);
}

/* ---- reading ---- */

static void
read_exactly(LogicalTape *tape, void *to, Size size)
{
	if (LogicalTapeRead(tape, to, size) != size)
		ereport(ERROR, errcode_for_file_access(),
				errmsg("unexpected end of a temporary file of groups"));
}

static void *
read_value(LogicalTape *tape)
{
	uint32 size;
	void  *value;

	read_exactly(tape, &size, sizeof(size));
	value = palloc(size);
	read_exactly(tape, value, size);
	return value;
}

/* Reads a group and adds its states to those in the table. */
static void
take_spilled_group(GroupScan *gs, LogicalTape *tape, uint64 *words)
{
	GroupTable *table = &gs->table;
	uint64	   *key = group_key(table, words);
	uint64	   *group;
	bool		is_new;

	read_exactly(tape, words, table->width * sizeof(uint64));
	for (int i = 0; i < table->width - table->states; i++)
	{
		if (table->by_reference[i] && key[i] != 0)
			key[i] = (uint64) (uintptr_t) read_value(tape);
	}
	make_room(gs, 1);
	group = find_group(table, key, hash_of_group(table, words), table->width,
					   table->plain, &is_new);
	if (is_new)
		hold_key(gs, group);
	for (int i = 0; i < gs->states; i++)
	{
		Datum other = (Datum) words[i];

		if (!state_is_inline(words[i]))
			other = state_from_bytes(gs, &gs->state[i], read_value(tape));
		merge_state(gs, &gs->state[i], &group[i], other);
	}
}

/* The part to read next.  Its tape is given its buffer here, which is to last. */
static SpilledPart *
next_part(GroupScan *gs)
{
	MemoryContext caller = MemoryContextSwitchTo(gs->memory);
	SpilledPart	 *part = llast(gs->spill.pending);

	gs->spill.pending = list_delete_last(gs->spill.pending);
	(void) LogicalTapeRead(part->tape, NULL, 0);
	MemoryContextSwitchTo(caller);
	return part;
}

/*
 * The table has what is left of the input, or of a part.  What does not fit with the
 * rest of it waits on tape.
 */
void
finish_input(GroupScan *gs)
{
	MemoryContext caller = MemoryContextSwitchTo(gs->memory);

	note_memory(gs, 0);
	if (gs->spill.open)
	{
		spill_groups(gs);
		close_parts(gs);
	}
	MemoryContextSwitchTo(caller);
}

/* Reads a part whose groups all fit into the table.  False if there is none. */
bool
load_spilled_part(GroupScan *gs)
{
	MemoryContext caller = MemoryContextSwitchTo(gs->brief);
	uint64 *words = MemoryContextAlloc(gs->memory, gs->table.width * sizeof(uint64));

	move_null_group(gs, forget_table);
	while (gs->table.used == 0 && gs->spill.pending != NIL)
	{
		SpilledPart *part = next_part(gs);

		gs->table.level_bits = part->level_bits;
		for (int64 i = 0; i < part->groups; i++)
		{
			take_spilled_group(gs, part->tape, words);
			if (i % GROUPS_BETWEEN_RESETS == 0)
			{
				CHECK_FOR_INTERRUPTS();
				MemoryContextReset(gs->brief);
			}
		}
		MemoryContextReset(gs->brief);
		LogicalTapeClose(part->tape);
		pfree(part);
		finish_input(gs);
	}
	pfree(words);
	MemoryContextSwitchTo(caller);
	return gs->table.used > 0;
}

/* Forgets all groups, in memory and on tape, for the input to be read once more. */
void
forget_groups(GroupScan *gs)
{
	ListCell *lc;

	forget_table(gs);
	gs->null_group = NULL;
	gs->table.level_bits = 0;
	foreach (lc, gs->spill.pending)
		LogicalTapeClose(((SpilledPart *) lfirst(lc))->tape);
	if (gs->spill.tapes)
		LogicalTapeSetClose(gs->spill.tapes);
	gs->spill = (GroupSpill){0};
}

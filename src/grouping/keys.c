/*
 * keys.c
 *	  The keys of groups, as words.
 *
 * A value of up to eight bytes is a word, a uuid two words, and a text a pointer. A
 * key that is not a single word is preceded by its hash and its NULL bits (table.h);
 * a NULL has words of 0. The group of a single key that is NULL has a place outside
 * the table.
 */
#include "compat.h"

#include "utils/memutils.h"
#include "utils/uuid.h"

#include "grouping/grouping.h"

static inline bool
is_text(const GroupColumn *column)
{
	return column->length == -1;
}

static inline int
words_of_key(const GroupColumn *column)
{
	return column->by_value || is_text(column) ? 1 : UUID_LEN / sizeof(uint64);
}

/* Lays out the keys of groups, and with them the table. */
void
keys_create(GroupScan *gs)
{
	GroupTable *table = &gs->table;
	int			words = KEY_FIRST;

	for (int i = 0; i < gs->keys; i++)
	{
		gs->key[i].word = words;
		words += words_of_key(&gs->column[gs->key[i].column]);
	}
	table->plain = gs->keys == 1 && gs->column[gs->key[0].column].by_value;
	if (table->plain)
		words = 1;
	table->states = gs->states;
	table->width = gs->states + words;
	table->by_reference = palloc0(words * sizeof(bool));
	for (int i = 0; i < gs->keys; i++)
	{
		const GroupColumn *column = &gs->column[gs->key[i].column];

		if (is_text(column))
			table->by_reference[gs->key[i].word] = true;
		if (!column->by_value)
			table->copied = true;
	}
	gs->key_words = palloc(BATCH_ROWS * words * sizeof(uint64));
}

/* ---- from rows ---- */

/* A value by reference that outlives its row, in the memory of the batch. */
Datum
copied_key(GroupScan *gs, const GroupColumn *column, Datum value)
{
	MemoryContext caller = MemoryContextSwitchTo(gs->brief);
	void		 *copy;

	if (is_text(column))
	{
		copy = PG_DETOAST_DATUM_COPY(value);
		gs->copied_bytes += VARSIZE(copy);
	}
	else
	{
		copy = palloc(column->length);
		memcpy(copy, DatumGetPointer(value), column->length);
	}
	MemoryContextSwitchTo(caller);
	return PointerGetDatum(copy);
}

/*
 * A value as a word.  What is above its bytes depends on where the value comes
 * from: it is made the same.
 */
static inline uint64
word_of_value(Datum value, int length)
{
	switch (length)
	{
		case 1:
			return (uint8) value;
		case 2:
			return (uint64) (int16) value;
		case 4:
			return (uint64) (int32) value;
		default:
			return (uint64) value;
	}
}

static void
plain_keys_to_words(GroupScan *gs, int from)
{
	const GroupColumn column = gs->column[gs->key[0].column];
	const GroupTable  table = gs->table;
	uint64			 *words = gs->key_words;
	uint64			 *hash = gs->hash;
	int				  rows = gs->rows;

	for (int i = from; i < rows; i++)
	{
		words[i] = word_of_value(column.value[i], column.length);
		hash[i] = hash_word(&table, words[i]);
	}
}

/* Writes the words of a value; returns what its hash adds. */
static uint64
write_key(const GroupScan *gs, const GroupColumn *column, Datum value, uint64 *word)
{
	if (column->by_value)
	{
		word[0] = word_of_value(value, column->length);
		return word[0];
	}
	if (is_text(column))
	{
		const text *key = DatumGetTextPP(value);

		word[0] = (uint64) value;
		return hash_bytes_extended((const unsigned char *) VARDATA_ANY(key),
								   VARSIZE_ANY_EXHDR(key), gs->table.secret[0]);
	}
	memcpy(word, DatumGetPointer(value), UUID_LEN);
	return hash_word(&gs->table, word[0]) + word[1];
}

static void
row_keys_to_words(GroupScan *gs, int row, uint64 *words)
{
	uint64 hash = 0;

	words[KEY_NULLS] = 0;
	for (int i = 0; i < gs->keys; i++)
	{
		const GroupColumn *column = &gs->column[gs->key[i].column];
		uint64			  *word = words + gs->key[i].word;
		uint64			   part = 0;

		if (column->null[row])
		{
			words[KEY_NULLS] |= UINT64CONST(1) << i;
			memset(word, 0, words_of_key(column) * sizeof(uint64));
		}
		else
			part = write_key(gs, column, column->value[row], word);
		hash = hash_word(&gs->table, hash ^ part) + i;
	}
	gs->hash[row] = words[KEY_HASH] = hash_word(&gs->table, hash + words[KEY_NULLS]);
}

/* The keys of rows in the batch from one on, and their hashes. */
void
keys_to_words(GroupScan *gs, int from)
{
	int words = gs->table.width - gs->table.states;

	if (gs->table.plain)
	{
		plain_keys_to_words(gs, from);
		return;
	}
	for (int i = from; i < gs->rows; i++)
		row_keys_to_words(gs, i, gs->key_words + i * words);
}

/* ---- in groups ---- */

/* Makes the key of a new group its own, no longer that of a row. */
void
hold_key(GroupScan *gs, uint64 *group)
{
	uint64 *key = group_key(&gs->table, group);
	int		words = gs->table.width - gs->table.states;

	for (int i = 0; i < words; i++)
	{
		if (gs->table.by_reference[i] && key[i] != 0)
		{
			const struct varlena *value = (const struct varlena *) (uintptr_t) key[i];
			void				 *copy = MemoryContextAlloc(gs->held, VARSIZE(value));

			memcpy(copy, value, VARSIZE(value));
			key[i] = (uint64) (uintptr_t) copy;
		}
	}
}

Datum
key_of_group(const GroupScan *gs, const uint64 *group, int key, bool *null)
{
	const GroupColumn *column = &gs->column[gs->key[key].column];
	const uint64	  *words = group + gs->states;

	if (gs->table.plain)
	{
		*null = group == gs->null_group;
		return *null ? (Datum) 0 : (Datum) words[0];
	}
	*null = (words[KEY_NULLS] >> key & 1) != 0;
	if (*null)
		return (Datum) 0;
	words += gs->key[key].word;
	return column->by_value || is_text(column) ? (Datum) words[0] :
												 PointerGetDatum(words);
}

/*
 * unicode.c
 *	  Normalization form C and case folding, of one version of Unicode.
 *
 * Normalizing is the algorithm of the standard's annex 15: decompose, bring marks
 * into their order, compose.
 */
#include <stdlib.h>

#include "kernel/unicode.h"

typedef struct CodeRange
{
	uint32_t from;
	uint32_t to;
} CodeRange;

typedef struct ClassRange
{
	uint32_t from;
	uint32_t to;
	uint32_t class;
} ClassRange;

typedef struct Decomposition
{
	uint32_t code;
	uint32_t first;
	uint32_t second; /* 0: none */
} Decomposition;

typedef struct Composition
{
	uint32_t first;
	uint32_t second;
	uint32_t code;
} Composition;

typedef struct Folding
{
	uint32_t code;
	uint32_t first;
	uint32_t second; /* 0: none */
	uint32_t third;	 /* 0: none */
} Folding;

#include "kernel/unicode_tables.h"

#define LENGTH(table) (sizeof(table) / sizeof((table)[0]))

/* Hangul syllables decompose and compose by formula. */
enum
{
	SYLLABLE_FIRST = 0xAC00,
	LEAD_FIRST = 0x1100,
	VOWEL_FIRST = 0x1161,
	TRAIL_FIRST = 0x11A7, /* one before the first */
	LEADS = 19,
	VOWELS = 21,
	TRAILS = 28,
	SYLLABLES = LEADS * VOWELS * TRAILS
};

/* ---- looking up ---- */

/* By the first field of an entry, which all tables are sorted by. */
static int
compare_code(const void *key, const void *entry)
{
	uint32_t code = *(const uint32_t *) key;
	uint32_t at = *(const uint32_t *) entry;

	return code < at ? -1 : code > at;
}

/* Ranges begin with their bounds. */
static int
compare_range(const void *key, const void *entry)
{
	uint32_t		code = *(const uint32_t *) key;
	const uint32_t *bound = entry;

	return code < bound[0] ? -1 : code > bound[1];
}

static int
compare_parts(const void *key, const void *entry)
{
	const uint32_t *part = key;
	const uint32_t *at = entry;

	if (part[0] != at[0])
		return part[0] < at[0] ? -1 : 1;
	return part[1] < at[1] ? -1 : part[1] > at[1];
}

bool
is_white_space(uint32_t code)
{
	return bsearch(&code, WHITE_SPACE, LENGTH(WHITE_SPACE), sizeof(CodeRange),
				   compare_range) != NULL;
}

/* Controls, and what a font is to leave out: joiners, marks of direction, variants. */
bool
is_unseen(uint32_t code)
{
	return bsearch(&code, INVISIBLE, LENGTH(INVISIBLE), sizeof(CodeRange),
				   compare_range) != NULL;
}

/* 0 for what other characters gather around. */
static uint32_t
combining_class(uint32_t code)
{
	const ClassRange *range;

	if (code < COMBINING[0].from)
		return 0;
	range =
		bsearch(&code, COMBINING, LENGTH(COMBINING), sizeof(ClassRange), compare_range);
	return range ? range->class : 0;
}

/* ---- decomposing ---- */

/* Once in a while: a name may be as long as somebody likes. */
static inline void
look_for_interrupts(const Host *host, size_t done)
{
	if (done % 4096 == 0)
		host->check_interrupts();
}

void
add_code(Codes *codes, uint32_t code)
{
	codes->code =
		grown(codes->host, codes->code, codes->count, &codes->capacity, sizeof(uint32_t));
	codes->code[codes->count++] = code;
}

/* Adds the parts of a character, and theirs. */
static void
add_decomposed(Codes *codes, uint32_t code)
{
	uint32_t			 syllable = code - SYLLABLE_FIRST;
	const Decomposition *entry;

	if (code < DECOMPOSITION[0].code)
	{
		add_code(codes, code);
		return;
	}
	if (syllable < SYLLABLES)
	{
		add_code(codes, LEAD_FIRST + syllable / (VOWELS * TRAILS));
		add_code(codes, VOWEL_FIRST + syllable / TRAILS % VOWELS);
		if (syllable % TRAILS != 0)
			add_code(codes, TRAIL_FIRST + syllable % TRAILS);
		return;
	}
	entry = bsearch(&code, DECOMPOSITION, LENGTH(DECOMPOSITION), sizeof(Decomposition),
					compare_code);
	if (!entry)
	{
		add_code(codes, code);
		return;
	}
	add_decomposed(codes, entry->first);
	if (entry->second != 0)
		add_decomposed(codes, entry->second);
}

#define CLASSES 255

/*
 * Sorts marks by their class, those of one class as they stand: by counting, since a
 * run of marks may be as long as somebody likes.
 */
static void
sort_marks(Host *host, uint32_t *code, size_t count)
{
	size_t	  place[CLASSES + 1] = {0};
	size_t	  before = 0;
	uint32_t *unsorted = host->allocate(host->context, count * sizeof(uint32_t));

	memcpy(unsorted, code, count * sizeof(uint32_t));
	for (size_t i = 0; i < count; i++)
		place[combining_class(code[i])]++;
	for (int class = 0; class <= CLASSES; class ++)
	{
		size_t marks = place[class];

		place[class] = before;
		before += marks;
	}
	for (size_t i = 0; i < count; i++)
		code[place[combining_class(unsorted[i])]++] = unsorted[i];
}

/* Brings each run of marks into the canonical order. */
static void
order_marks(Codes *codes)
{
	size_t end;

	for (size_t at = 0; at < codes->count; at = end)
	{
		uint32_t class = combining_class(codes->code[at]);
		bool in_order = true;

		end = at + 1;
		if (class == 0)
			continue;
		while (end < codes->count)
		{
			uint32_t next = combining_class(codes->code[end]);

			if (next == 0)
				break;
			in_order = in_order && class <= next;
			class = next;
			end++;
		}
		if (!in_order)
			sort_marks(codes->host, codes->code + at, end - at);
	}
}

/* Normalization form D. */
Codes
decomposed(Host *host, const Codes *codes)
{
	Codes result = {.host = host};

	for (size_t i = 0; i < codes->count; i++)
	{
		look_for_interrupts(host, i);
		add_decomposed(&result, codes->code[i]);
	}
	order_marks(&result);
	return result;
}

/* What is decomposed without its case, decomposed. */
Codes
folded(Host *host, const Codes *decomposed)
{
	Codes result = {.host = host};

	for (size_t i = 0; i < decomposed->count; i++)
	{
		uint32_t	   code = decomposed->code[i];
		const Folding *entry =
			bsearch(&code, FOLDING, LENGTH(FOLDING), sizeof(Folding), compare_code);

		look_for_interrupts(host, i);
		add_decomposed(&result, entry ? entry->first : code);
		if (entry && entry->second != 0)
			add_decomposed(&result, entry->second);
		if (entry && entry->third != 0)
			add_decomposed(&result, entry->third);
	}
	order_marks(&result);
	return result;
}

/* ---- composing ---- */

/* The character that two make; 0: none. */
static uint32_t
composed(uint32_t first, uint32_t second)
{
	uint32_t		   parts[2] = {first, second};
	const Composition *entry;

	if (first - LEAD_FIRST < LEADS && second - VOWEL_FIRST < VOWELS)
		return SYLLABLE_FIRST +
			   ((first - LEAD_FIRST) * VOWELS + (second - VOWEL_FIRST)) * TRAILS;
	if (first - SYLLABLE_FIRST < SYLLABLES && (first - SYLLABLE_FIRST) % TRAILS == 0 &&
		second > TRAIL_FIRST && second < TRAIL_FIRST + TRAILS)
		return first + (second - TRAIL_FIRST);
	entry = bsearch(parts, COMPOSITION, LENGTH(COMPOSITION), sizeof(Composition),
					compare_parts);
	return entry ? entry->code : 0;
}

/* Normalization form C of form D, in its place. */
void
compose(Codes *decomposed)
{
	uint32_t *code = decomposed->code;
	size_t	  count = 0;
	size_t	  starter = 0;
	bool	  has_starter = false;
	uint32_t  last = 0; /* the class of what stands last behind the starter */

	for (size_t i = 0; i < decomposed->count; i++)
	{
		uint32_t class = combining_class(code[i]);
		uint32_t whole = 0;

		look_for_interrupts(decomposed->host, i);
		/* what comes between hides a mark of its own class, or of none */
		if (has_starter && (count == starter + 1 || last < class))
			whole = composed(code[starter], code[i]);
		if (whole != 0)
		{
			code[starter] = whole;
			continue;
		}
		if (class == 0)
		{
			starter = count;
			has_starter = true;
		}
		last = class;
		code[count++] = code[i];
	}
	decomposed->count = count;
}

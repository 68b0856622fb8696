/*
 * document_digits.c
 *	  Changes the last digit of every number that a document states: that number
 *	  is then wrong, and no other except those that can be computed from it.
 *
 * Usage: document_digits FILE...
 */
#include <stdio.h>
#include <stdlib.h>

#include "../unit/tap.h"
#include "document_check.h"

#define FILE_MAX (1 << 20)

/* ---- documents as they are verified ---- */

typedef struct Verified
{
	Memory	 memory;
	Document document;
	Verdict *verdicts;
} Verified;

static bool
verify_text(Text text, Verified *verified)
{
	Host		  host = counting_host(&verified->memory);
	DocumentError error;

	verified->verdicts = NULL;
	if (!read_document(&host, &ASSESSMENT_FORM, text, &verified->document, &error))
		return false;
	verified->verdicts = malloc(verified->document.nstatements * sizeof(Verdict) + 1);
	verify_document(&verified->document, verified->verdicts);
	return true;
}

static void
free_verified(Verified *verified)
{
	free(verified->verdicts);
	free_memory(&verified->memory);
}

/* ---- what may be reckoned from what ---- */

/* Whether a value of one item goes into another, by whatever way. */
static bool
goes_into(StatedItem from, StatedItem into)
{
	static const StatedItem step[][2] = {{ITEM_WEIGHTED, ITEM_WEIGHTED_TOTAL},
										 {ITEM_WEIGHTED_TOTAL, ITEM_TASK_RESISTANCE},
										 {ITEM_TASK_RESISTANCE, ITEM_RAW},
										 {ITEM_TASK_RESISTANCE, ITEM_SUBLABEL},
										 {ITEM_EVIDENCE_MODIFIER, ITEM_RAW},
										 {ITEM_BARRIER_MODIFIER, ITEM_RAW},
										 {ITEM_GROWTH_MODIFIER, ITEM_RAW},
										 {ITEM_RAW, ITEM_SCORE},
										 {ITEM_SCORE, ITEM_ZONE},
										 {ITEM_ZONE, ITEM_SUBLABEL},
										 {ITEM_EXPOSED, ITEM_SUBLABEL}};

	for (size_t i = 0; i < sizeof(step) / sizeof(step[0]); i++)
	{
		if (step[i][0] == from && (step[i][1] == into || goes_into(step[i][1], into)))
			return true;
	}
	return false;
}

/* ---- checks ---- */

typedef struct Checks
{
	Tally wrong;	 /* the changed number */
	Tally unchanged; /* the others */
} Checks;

/*
 * Whether a number with another digit is right all the same: the true value lies
 * half way between the two, or a product is of the share in a total other than
 * 100.
 */
static bool
is_right_too(const Document *document, const Verdict *before, const Statement *after)
{
	const double   half_unit = 1.000001 * after->half_unit;
	DocumentTotals totals;

	total_document(document, &totals);
	return fabs(after->value - before->computed) <= half_unit ||
		   (after->item == ITEM_WEIGHTED &&
			fabs(after->value - before->computed * (double) HUNDRED_PERCENT /
									(double) totals.time_total) <= half_unit);
}

static void
compare(Checks *checks, const char *file, const Verified *before, const Verified *after,
		size_t changed)
{
	const Document *document = &before->document;
	StatedItem		item = document->statements[changed].item;

	for (size_t i = 0; i < document->nstatements; i++)
	{
		const Statement *statement = &document->statements[i];
		const Statement *now = &after->document.statements[i];

		if (i == changed)
			check(&checks->wrong,
				  !after->verdicts[i].ok ||
					  is_right_too(document, &before->verdicts[i], now),
				  "%s:%d: %.*s in place of %.*s is ok", file, statement->line,
				  (int) now->text.length, now->text.at, (int) statement->text.length,
				  statement->text.at);
		else if (!goes_into(item, statement->item))
			check(&checks->unchanged, before->verdicts[i].ok == after->verdicts[i].ok,
				  "%s:%d: %.*s was %sok before line %d changed", file, statement->line,
				  (int) statement->text.length,
				  statement->text.at ? statement->text.at : "",
				  before->verdicts[i].ok ? "" : "not ",
				  document->statements[changed].line);
	}
}

/* Every other last digit of one number that is ok. */
static void
change_number(Checks *checks, const char *file, Text text, char *copy,
			  const Verified *before, size_t changed)
{
	Text  printed = before->document.statements[changed].text;
	char *digit = copy + (printed.at + printed.length - 1 - text.at);
	char  was = *digit;

	for (char other = '0'; other <= '9'; other++)
	{
		Verified after;

		if (other == was)
			continue;
		*digit = other;
		if (verify_text((Text){copy, text.length}, &after) &&
			after.document.nstatements == before->document.nstatements)
			compare(checks, file, before, &after, changed);
		else
			check(&checks->wrong, false, "%s:%d: cannot be read with %c as last digit",
				  file, before->document.statements[changed].line, other);
		free_verified(&after);
	}
	*digit = was;
}

static void
change_numbers(Checks *checks, const char *file, Text text, char *copy)
{
	Verified before;

	if (!verify_text(text, &before))
		check(&checks->wrong, false, "%s cannot be read", file);
	else
	{
		for (size_t i = 0; i < before.document.nstatements; i++)
		{
			const Statement *statement = &before.document.statements[i];

			if (statement->text.at && !isnan(statement->half_unit) &&
				statement->half_unit > 0 && before.verdicts[i].ok)
				change_number(checks, file, text, copy, &before, i);
		}
	}
	free_verified(&before);
}

int
main(int argc, char **argv)
{
	static char text[FILE_MAX];
	static char copy[FILE_MAX];
	Checks		checks = {0};

	for (int i = 1; i < argc; i++)
	{
		FILE  *file = fopen(argv[i], "rb");
		size_t length = file ? fread(text, 1, sizeof(text), file) : 0;

		if (file)
			fclose(file);
		memcpy(copy, text, length);
		change_numbers(&checks, argv[i], (Text){text, length}, copy);
	}
	all_ok(&checks.wrong, "a number with another last digit is not ok");
	all_ok(&checks.unchanged, "and all others are what they were");
	return done_testing();
}

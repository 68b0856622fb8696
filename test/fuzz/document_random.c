/*
 * document_random.c
 *	  Random documents in canonical form: they survive being written and read,
 *	  and everything that was written of them is correct.
 *
 * Usage: document_random [SEED [COUNT]]
 *
 * Texts are put together from pieces that are harmless where they stand, though
 * many of them nearly are something else.  What may stand where is what
 * docs/document-format.md lists as canonical.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "../unit/tap.h"
#include "document_check.h"

/* ---- dice ---- */

static bool
one_in(uint64_t n)
{
	return random_below(n) == 0;
}

static int
between(int least, int most)
{
	return least + (int) random_below((uint64_t) (most - least) + 1);
}

/* From 0 to 1, of all 53 bits. */
static double
fraction(void)
{
	return (double) (random_u64() >> 11) / (double) (UINT64_C(1) << 53);
}

#define ANY_OF(strings) (strings[random_below(sizeof(strings) / sizeof(strings[0]))])

/* ---- texts ---- */

/* What a text must not do where it stands. */
typedef enum Place
{
	IN_LINE,		   /* begin as a heading, a label, a row, ... do */
	IN_TABLELESS_LINE, /* the same, but a bar is only a bar */
	IN_PLAIN_LINE,	   /* and not as an item of a list or a next role either */
	IN_CELL,		   /* nothing more than be whole and of one line */
	IN_TITLE,		   /* hold a next role's score */
	IN_LONE_TITLE	   /* or a dash between spaces */
} Place;

static const char *const WORD[] = {"work",
								   "people",
								   "judgment",
								   "models",
								   "a",
								   "I",
								   "x",
								   "42",
								   "3.5",
								   "caf\u00E9",
								   "\u65E5\u672C\u8A9E",
								   "\U0001F642",
								   "na\u00EFve",
								   "e\u0301",
								   "\u00BD",
								   "\u202Ertl",
								   "O'Neill",
								   "don\u2019t",
								   "R&D",
								   "C++",
								   "5/9",
								   "100%",
								   "-8",
								   "\u22122",
								   "<b>",
								   "&amp;",
								   "$1",
								   "%s",
								   "{}",
								   "[1]",
								   "\\n",
								   "'\"'",
								   "TOTAL",
								   "(0-3)",
								   "e.g.",
								   "not_rated"};

/* Beginnings that nearly are headings, labels, list markers, marks. */
static const char *const NEARLY[] = {"Raw material:",
									 "Rawness:",
									 "Raw",
									 "Zoned:",
									 "Zone of",
									 "Timelines:",
									 "Timeline, if",
									 "Role Definitions",
									 "The role in question:",
									 "The role",
									 "Evidence Scores",
									 "Evidence Score and",
									 "Protective Principle",
									 "Quick screen results:",
									 "JobZone",
									 "JobZone Scores:",
									 "Survival strategies:",
									 "Who Should Worry more",
									 "Total",
									 "Where to look next, then",
									 "Task Resistance Score is",
									 "Assessor overrides:",
									 "Seniority notes:",
									 "Reframed questions:",
									 "Assessor Commentary by",
									 "#hash",
									 "#######",
									 "####### seven",
									 ">x",
									 ">>",
									 "-5",
									 "\u22125",
									 "+1",
									 "*5",
									 "1.5",
									 "12",
									 "1999.",
									 "2028:",
									 "1234) x",
									 "(a)",
									 "\"quoted\"",
									 "'x'",
									 "\\|",
									 "\\",
									 "=x",
									 "==",
									 "--",
									 "*a* b",
									 "_a_ b",
									 "**a** b",
									 "__a__ b",
									 "`a` b",
									 "``",

									 "**a b",
									 "*_x",
									 "Confirmed at",
									 "Confirmed at 1",
									 "None",
									 "12 months",
									 "1%<2",
									 "Task Resistance 9 < 1",
									 "AI Growth Correlation 2 >= 2",
									 "7% of task time scoring 3+ >= 1%,",
									 "\u00D7",
									 "/5",
									 "\xFF\xFE",
									 "&",
									 "%",
									 "Sub-label",
									 "Sub-Label Determinations",
									 "%!s"};

/* Beginnings that are one, where that does no harm. */
static const char *const REALLY[] = {"``` `",
									 "Raw:",
									 "Zone: RED",
									 "Timeline: 3",
									 "Role Definition",
									 "The role in 1999:",
									 "# x",
									 "###",
									 "> x",
									 "- a",
									 "1. b",
									 "\u2022 c",
									 "* d",
									 "Where to look next.",
									 "|",
									 "| a | b |",
									 "Survival strategy:",
									 "---",
									 "```"};

static const char *const BULLET[] = {"- a",	  "* b",	  "+ c",	 "1. d",
									 "23) e", "\u2022 f", "\u2013 g"};

static const char *const BAR[] = {"|", "| a |", "||", "|-|-|"};

static const char *const INNER[] = {"|",
									"\\|",
									"\\\\|",
									"||",
									"\\",
									"\\\\",
									"*",
									"**",
									"__",
									"`",
									"*a*",
									"**b**",
									"`c`",
									"_",
									"#",
									"##",
									">",
									">=",
									"\u2265",
									"=",
									":",
									";",
									"Raw:",
									"Zone: red",
									"Total",
									"not rated",
									"\t",
									"  ",
									"\u00A0",
									"\r",
									"\v",
									"x|y",
									"\\|\\|",
									"a\\",
									"\"",
									"''",
									"(AIJR)",
									"( AIJRI 5)",
									"AIJRI",
									"%",
									"100%",
									"/5.0",
									"1.0 + (2 x 0.04) = 1.08",
									",",
									"...",
									"\xEF\xBB\xBF",
									"\x01",
									"\x7F",
									"\xC3",
									"\xE2\x80",
									"\U0010FFFF"};

static const char *const DASH[] = {"-", "\u2014", "\u2013", "\u2212", "`-", "- -", "**-"};

static const char *const SCORED[] = {"(AIJRI 5)", "(aijri", "(AIJRI)", "(AIJRI 500)"};

static const char *const END[] = {".", "!",	  "?",	"x|", "|",		"\\", "\\|",
								  ":", "(x)", "\"", "-",  "\u2014", "#",  "##",
								  "1", "%",	  ",",	";",  "\\\\",	"=",  "> ."};

static void
begin_text(TextBuilder *builder, Place place)
{
	if (place >= IN_TITLE || one_in(2))
		append_string(builder, ANY_OF(WORD));
	else if (place == IN_CELL && one_in(2))
		append_string(builder, ANY_OF(REALLY));
	else if (place == IN_TABLELESS_LINE && one_in(8))
		append_string(builder, ANY_OF(BAR));
	else if (place < IN_PLAIN_LINE && one_in(8))
		append_string(builder, ANY_OF(BULLET));
	else
		append_string(builder, ANY_OF(NEARLY));
	append_string(builder, " ");
	append_string(builder, ANY_OF(WORD));
}

/* What follows characters that are neither ASCII letters nor digits. */
static Text
without_marks(Text text)
{
	while (text.length > 0 && !isalnum((unsigned char) *text.at))
		text = text_from(text, 1);
	return text;
}

/* Blind to case: the beginning is in lower case. */
static bool
begins_with(Text text, const char *beginning)
{
	size_t i = 0;

	while (i < text.length && beginning[i] != '\0' &&
		   tolower((unsigned char) text.at[i]) == beginning[i])
		i++;
	return beginning[i] == '\0';
}

/* Whether it is a label but for a symbol before it, which readers are told. */
static bool
is_label_behind_marks(Text text)
{
	Text rest = without_marks(text);

	return rest.length < text.length &&
		   (begins_with(rest, "raw:") || begins_with(rest, "zone:"));
}

static Text
any_text(Host *host, Place place)
{
	TextBuilder builder = {host, NO_TEXT, 0};

	begin_text(&builder, place);
	for (int more = one_in(40) ? 100 : between(0, 5); more > 0; more--)
	{
		if (!one_in(6))
			append_string(&builder, " ");
		if (one_in(2))
			append_string(&builder, ANY_OF(WORD));
		else if (place != IN_LONE_TITLE && one_in(4))
			append_string(&builder, ANY_OF(DASH));
		else if (place < IN_TITLE && place != IN_PLAIN_LINE && one_in(4))
			append_string(&builder, ANY_OF(SCORED));
		else
			append_string(&builder, ANY_OF(INNER));
	}
	append_string(&builder, one_in(3) ? " " : "");
	/* words end no emphasis that an earlier piece began */
	append_string(&builder, place >= IN_TITLE || one_in(2) ? "end" : ANY_OF(END));
	return builder.text;
}

static Text
random_text(Host *host, Place place)
{
	Text text;

	do
		text = any_text(host, place);
	while (is_label_behind_marks(text));
	return text;
}

/* Lines, of which the first may stand after a label. */
static Text
random_prose(Host *host, Place first, Place others)
{
	TextBuilder builder = {host, NO_TEXT, 0};

	append_text(&builder, random_text(host, first));
	for (int more = one_in(2) ? 0 : between(0, 4); more > 0; more--)
	{
		append_string(&builder, "\n");
		append_text(&builder, random_text(host, others));
	}
	return builder.text;
}

/* ---- numbers ---- */

static double
random_rating(const Quantity *quantity, bool all_rated)
{
	if (!all_rated && one_in(6))
		return NOT_RATED;
	return between((int) quantity->min, (int) quantity->max);
}

static void
fill_ratings(Host *host, Rating *ratings, const Quantity *quantities, int count,
			 bool all_rated)
{
	for (int i = 0; i < count; i++)
	{
		ratings[i].value = random_rating(&quantities[i], all_rated);
		ratings[i].rationale = one_in(3) ? NO_TEXT : random_text(host, IN_CELL);
	}
}

/* A score from 0 to 100. */
static double
random_score(void)
{
	switch (between(0, 3))
	{
		case 0:
			return between(0, 100);
		case 1:
			return between(0, 1000) / 10.0;
		case 2:
			return between(0, 100000000) / 1e6;
		default:
			return 1e-15 + 99 * fraction();
	}
}

static double
random_time(int kind)
{
	static const double odd[] = {
		0,			1e-6, 0.0000005000001,	  0.0000015, 0.0000025, 1e9, 999999999.999999,
		99.9999995, 100,  33.333333333333336, 0.1};

	switch (kind)
	{
		case 0:
			return between(0, 100);
		case 1:
			return between(1, 100000000) / 1e6;
		case 2:
			return 1e-5 + 100 * fraction();
		case 3:
			return 1e-5 + 1e9 * fraction() * fraction() * fraction() * 0.999;
		default:
			return ANY_OF(odd);
	}
}

/* Shares of so many decimals that total 100. */
static void
share_hundred(DocumentTask *tasks, size_t count, int decimals)
{
	int units = 1;
	int rest;

	for (int i = 0; i < decimals; i++)
		units *= 10;
	rest = 100 * units;
	for (size_t i = 0; i < count; i++)
	{
		int share = i + 1 == count ? rest : between(0, rest / (one_in(4) ? 1 : 3));

		rest -= share;
		tasks[i].time_pct = (double) share / units;
	}
}

/* ---- documents ---- */

/* Whether a row of totals may be called this: TOTAL, Total:, Total (x). */
static bool
may_name_a_total(Text name)
{
	Text rest = without_marks(name);

	if (!begins_with(rest, "total"))
		return false;
	rest = without_marks(text_from(rest, strlen("total")));
	return rest.length == 0 || rest.at[-1] == '(';
}

static Text
random_task_name(Host *host)
{
	Text name;

	do
		name = random_text(host, IN_CELL);
	while (may_name_a_total(name));
	return name;
}

static void
fill_tasks(Host *host, Document *document, bool all_rated)
{
	int kind = between(0, 5);

	document->ntasks = (size_t) (one_in(50) ? between(100, 400) : between(1, 12));
	document->tasks =
		host->allocate(host->context, document->ntasks * sizeof(DocumentTask));
	for (size_t i = 0; i < document->ntasks; i++)
		document->tasks[i] =
			(DocumentTask){.name = random_task_name(host),
						   .time_pct = random_time(kind),
						   .score = {all_rated || !one_in(8) ? between(1, 5) : NOT_RATED,
									 one_in(3) ? NO_TEXT : random_text(host, IN_CELL)},
						   .mode = (TaskMode) between(MODE_DISPLACEMENT, MODE_UNSTATED)};
	if (one_in(2))
		share_hundred(document->tasks, document->ntasks, between(0, 6));
}

static void
fill_definitions(Host *host, Document *document)
{
	for (int i = 0; i < DEFINITIONS; i++)
	{
		if (i == JOB_TITLE || !one_in(3))
			document->definition[i] = random_text(host, IN_CELL);
	}
}

static void
fill_lists(Host *host, Document *document)
{
	for (int i = 0; i < LISTS; i++)
	{
		TextList *list = &document->list[i];

		list->count = (size_t) (one_in(2) ? 0 : between(1, 5));
		list->item = host->allocate(host->context, 5 * sizeof(Text));
		for (size_t j = 0; j < list->count; j++)
			list->item[j] = random_text(host, IN_CELL);
	}
}

static void
fill_next_roles(Host *host, Document *document)
{
	document->nnext_roles = (size_t) (one_in(2) ? 0 : between(1, 4));
	document->next_roles = host->allocate(host->context, 4 * sizeof(NextRole));
	for (size_t i = 0; i < document->nnext_roles; i++)
	{
		NextRole *role = &document->next_roles[i];
		bool	  scored = !one_in(3);

		role->score = scored ? random_score() : NOT_RATED;
		role->title = random_text(host, scored ? IN_TITLE : IN_LONE_TITLE);
		role->reason =
			one_in(3) ? NO_TEXT : random_text(host, scored ? IN_CELL : IN_TITLE);
	}
}

static void
fill_timeline(Document *document)
{
	if (one_in(2))
		return;
	document->timeline_min_months = one_in(9) ? 1200 : between(0, 60);
	if (!one_in(3))
		document->timeline_max_months = one_in(3) ?
											document->timeline_min_months :
											between(document->timeline_min_months, 1200);
}

static void
fill_others(Host *host, Document *document)
{
	document->nothers = (size_t) (one_in(3) ? between(1, 3) : 0);
	document->others = host->allocate(host->context, 3 * sizeof(OtherSection));
	for (size_t i = 0; i < document->nothers; i++)
		document->others[i] = (OtherSection){
			random_text(host, IN_TITLE),
			one_in(4) ? NO_TEXT :
						random_prose(host, IN_TABLELESS_LINE, IN_TABLELESS_LINE)};
}

static bool
has_sublabel(const Document *document)
{
	DocumentTotals totals;

	total_document(document, &totals);
	return zone_from_score(score_of(&totals.role, &DEFAULT_METHOD), &DEFAULT_METHOD) !=
		   ZONE_UNKNOWN;
}

/* Whether there is anything in the document that a prose belongs to. */
static bool
has_place_for(const Document *document, Prose prose)
{
	switch (prose)
	{
		case PROSE_SUBLABEL_REASONING:
			return has_sublabel(document);
		case PROSE_ROLE_IN_YEAR:
			return document->role_year != NO_YEAR;
		case PROSE_NEXT_ROLES_CLOSING:
			return document->nnext_roles > 0;
		case PROSE_TIMELINE:
			return document->timeline_min_months != NO_MONTHS;
		default:
			return true;
	}
}

static Text
random_prose_for(Host *host, Prose prose)
{
	switch (prose)
	{
		case PROSE_SUBLABEL_REASONING:
			return random_text(host, IN_CELL);
		case PROSE_SENIORITY_NOTE:
		case PROSE_REINSTATEMENT_CHECK:
		case PROSE_REFRAMED_QUESTION:
		case PROSE_OVERRIDE_REASON:
			return random_prose(host, IN_CELL, IN_LINE);
		case PROSE_ROLE_IN_YEAR:
		case PROSE_TIMELINE:
			return random_prose(host, IN_CELL, IN_TABLELESS_LINE);
		case PROSE_NEXT_ROLES_INTRO:
		case PROSE_NEXT_ROLES_CLOSING:
			return random_prose(host, IN_PLAIN_LINE, IN_PLAIN_LINE);
		case PROSE_PREAMBLE:
		case PROSE_GROWTH_CORRELATION_CHECK:
		case PROSE_ASSESSOR_COMMENTARY_NOTES:
		case PROSE_SCORE_VS_REALITY_CHECK:
		case PROSE_WHO_SHOULD_WORRY:
		case PROSE_WHAT_THIS_MEANS_NOTES:
			return random_prose(host, IN_TABLELESS_LINE, IN_TABLELESS_LINE);
		default:
			return random_prose(host, IN_LINE, IN_LINE);
	}
}

static void
random_document(Host *host, Document *document)
{
	bool all_rated = one_in(2);

	empty_document(document);
	fill_definitions(host, document);
	fill_ratings(host, document->principle, PRINCIPLE_RATING, PRINCIPLES, all_rated);
	fill_ratings(host, &document->growth, &GROWTH_RATING, 1, all_rated);
	fill_ratings(host, document->evidence, EVIDENCE_RATING, EVIDENCE_DIMENSIONS,
				 all_rated);
	fill_ratings(host, document->barrier, BARRIER_RATING, BARRIERS, all_rated);
	fill_tasks(host, document, all_rated);
	fill_lists(host, document);
	fill_next_roles(host, document);
	fill_timeline(document);
	fill_others(host, document);
	if (one_in(3))
		document->override_score = random_score();
	if (one_in(2))
		document->role_year = between(1000, 9999);
	for (int i = 0; i < PROSES; i++)
	{
		if (one_in(2) && has_place_for(document, (Prose) i))
			document->prose[i] = random_prose_for(host, (Prose) i);
	}
}

/* ---- checks ---- */

/* The text of a prose that the writer says would not come back. */
static Text
prose_named(const Document *document, Text name)
{
	for (int i = 0; i < PROSES; i++)
	{
		if (same_text(name, text_of(prose_name((Prose) i))))
			return document->prose[i];
	}
	return NO_TEXT;
}

typedef struct Checks
{
	Tally written;
	Tally same;
	Tally right;
	Tally fixpoint;
} Checks;

static void
check_random_document(Checks *checks, long number)
{
	Memory		  memory;
	Host		  host = counting_host(&memory);
	Document	  document;
	Document	  again;
	DocumentError error;
	Text		  text;
	bool		  written;

	random_document(&host, &document);
	written =
		write_document(&host, &ASSESSMENT_FORM, &document, one_in(2), &text, &error);
	if (!written)
	{
		Text prose = prose_named(&document, error.met);

		check(&checks->written, false, "document %ld is refused: %s \"%.*s\" (%.*s)",
			  number, error.problem, (int) error.met.length,
			  error.met.at ? error.met.at : "", (int) prose.length,
			  prose.at ? prose.at : "");
	}
	else
		check(&checks->written, true, "document %ld", number);
	if (written && read_document(&host, &ASSESSMENT_FORM, text, &again, &error))
	{
		const char *found = independent_difference(&document, &again);

		check(&checks->same, !found, "document %ld: %s", number, found);
		found = written_verdict(&again);
		check(&checks->right, !found, "document %ld: %s", number, found);
		if (number % 16 == 0)
		{
			found = check_document(text);
			check(&checks->fixpoint, !found, "document %ld: %s: %s", number, found,
				  check_detail);
		}
	}
	free_memory(&memory);
}

int
main(int argc, char **argv)
{
	Checks checks = {0};
	long   count = argc > 2 ? strtol(argv[2], NULL, 10) : 4000;

	seed_random(argc, argv);
	for (long number = 0; number < count; number++)
		check_random_document(&checks, number);
	all_ok(&checks.written, "canonical documents are written");
	all_ok(&checks.same, "they are read as they were");
	all_ok(&checks.right, "all that is written of them is right and follows");
	all_ok(&checks.fixpoint, "and they are written again with the same words");
	return done_testing();
}

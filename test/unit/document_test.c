/*
 * The document that docs/document-format.md shows is the whole form: it reads,
 * it comes back as it is, and it has every heading, label, column and row.
 */
#include <stdio.h>
#include <stdlib.h>

#include "kernel/document/document.h"

#include "tap.h"

/* Memory is chained, and freed at the end. */
typedef struct Piece
{
	struct Piece *next;
	max_align_t	  bytes[];
} Piece;

static void *
allocate(void *context, size_t size)
{
	Piece **first = context;
	Piece  *piece = calloc(1, sizeof(Piece) + size);

	piece->next = *first;
	*first = piece;
	return piece->bytes;
}

static void
free_all(Piece *piece)
{
	while (piece)
	{
		Piece *next = piece->next;

		free(piece);
		piece = next;
	}
}

/* Looks for interrupts. */
static size_t looks = 0;

static void
check_interrupts(void)
{
	looks++;
}

/* The text between two marks of a file. */
static Text
quoted_part(Host *host, const char *path, const char *mark)
{
	FILE  *file = fopen(path, "rb");
	char  *content;
	char  *begin;
	char  *end;
	size_t length;

	if (!file)
		return NO_TEXT;
	content = host->allocate(host->context, 1 << 20);
	length = fread(content, 1, (1 << 20) - 1, file);
	fclose(file);
	content[length] = '\0';
	begin = strstr(content, mark);
	if (!begin)
		return NO_TEXT;
	begin += strlen(mark);
	end = strstr(begin, mark);
	return end ? (Text){begin, (size_t) (end - begin)} : NO_TEXT;
}

/* Skips to behind the next occurrence of a string. */
static bool
skip_behind(Text *rest, const char *string)
{
	size_t length = strlen(string);

	for (Text at = *rest; at.length >= length; at = text_from(at, 1))
	{
		if (memcmp(at.at, string, length) == 0)
		{
			*rest = text_from(at, length);
			return true;
		}
	}
	printf("# not in the document, or not in this place: %s\n", string);
	return false;
}

/* What is optional in brackets of some kind must be there, too. */
static bool
skip_name(Text *rest, const char *name, const char *suffix)
{
	return skip_behind(rest, name) && (!suffix || skip_behind(rest, suffix));
}

static bool
skip_table(Text *rest, const FormTable *table)
{
	for (int i = 0; i < table->ncolumns; i++)
	{
		if (!skip_name(rest, table->column[i].name, table->column[i].scale))
			return false;
	}
	for (int i = 0; i < table->nrows; i++)
	{
		if (!skip_behind(rest, "\n| ") || !skip_name(rest, table->row[i].name, NULL))
			return false;
	}
	return table->nrows > 0 || skip_behind(rest, "\n| Total");
}

static bool
skip_step(Text *rest, const FormStep *step)
{
	switch (step->kind)
	{
		case STEP_HEADING:
			return skip_name(rest, ASSESSMENT_FORM.heading[step->index].name,
							 ASSESSMENT_FORM.heading[step->index].suffix);
		case STEP_TABLE:
			return skip_table(rest, ASSESSMENT_FORM.heading[step->index].table);
		case STEP_LABEL:
			return skip_name(rest, ASSESSMENT_FORM.label[step->index].name,
							 ASSESSMENT_FORM.label[step->index].suffix);
	}
	return false;
}

/* Reading a text of so many lines looks for interrupts often enough. */
static void
test_interrupts(Host *host, Text shown)
{
	const size_t  lines = 100000;
	TextBuilder	  builder = {host, NO_TEXT, 0};
	Document	  document;
	DocumentError error = {0};

	append_text(&builder, shown);
	for (size_t i = 0; i < lines; i++)
		append_string(&builder, "x\n");
	looks = 0;
	ok(read_document(host, &ASSESSMENT_FORM, builder.text, &document, &error),
	   "a long document is read");
	ok(looks >= lines / 1024, "there is a look for interrupts every 1024 lines");
}

/* ---- another form ---- */

/* Other headings and labels in another order, less of them, the same ratings. */
static const FormStep OTHER_ORDER[] = {
	{STEP_HEADING, HEADING_TASK_DECOMPOSITION},
	{STEP_TABLE, HEADING_TASK_DECOMPOSITION},
	{STEP_LABEL, LABEL_TASK_RESISTANCE},
	{STEP_HEADING, HEADING_ROLE_DEFINITION},
	{STEP_TABLE, HEADING_ROLE_DEFINITION},
	{STEP_HEADING, HEADING_PROTECTIVE_PRINCIPLES},
	{STEP_TABLE, HEADING_PROTECTIVE_PRINCIPLES},
	{STEP_HEADING, HEADING_BARRIER_ASSESSMENT},
	{STEP_TABLE, HEADING_BARRIER_ASSESSMENT},
	{STEP_HEADING, HEADING_EVIDENCE_SCORE},
	{STEP_TABLE, HEADING_EVIDENCE_SCORE},
	{STEP_LABEL, LABEL_SCORE},
	{STEP_LABEL, LABEL_ZONE},
	{STEP_LABEL, LABEL_NEXT_ROLES},
};

static void
make_other_form(Form *form)
{
	static const char *const heading[HEADINGS] = {
		[HEADING_ROLE_DEFINITION] = "The Job",
		[HEADING_PROTECTIVE_PRINCIPLES] = "Shields",
		[HEADING_TASK_DECOMPOSITION] = "What Is Done",
		[HEADING_EVIDENCE_SCORE] = "Market",
		[HEADING_BARRIER_ASSESSMENT] = "Obstacles"};
	static const char *const label[LABELS] = {[LABEL_TASK_RESISTANCE] = "Resistance",
											  [LABEL_SCORE] = "Index",
											  [LABEL_ZONE] = "Color",
											  [LABEL_NEXT_ROLES] = "Ways out"};

	*form = ASSESSMENT_FORM;
	for (int i = 0; i < HEADINGS; i++)
	{
		form->heading[i].name = heading[i];
		form->heading[i].suffix = NULL;
	}
	for (int i = 0; i < LABELS; i++)
	{
		form->label[i].name = label[i];
		form->label[i].suffix = NULL;
	}
	form->order = OTHER_ORDER;
	form->steps = sizeof(OTHER_ORDER) / sizeof(OTHER_ORDER[0]);
	form->total = "Altogether";
	form->next_role_mark = "IDX";
}

/* What the other form has no place for. */
static void
forget_texts(Document *document)
{
	for (int i = 0; i < PROSES; i++)
	{
		if (i != PROSE_NEXT_ROLES_INTRO && i != PROSE_NEXT_ROLES_CLOSING)
			document->prose[i] = NO_TEXT;
	}
	for (int i = 0; i < LISTS; i++)
		document->list[i].count = 0;
	document->role_year = NO_YEAR;
	document->timeline_min_months = NO_MONTHS;
	document->timeline_max_months = NO_MONTHS;
}

static void
test_other_form(Host *host, Document document)
{
	Form		  form;
	Text		  written;
	Text		  rest;
	Document	  again;
	DocumentError error = {0};
	bool		  read;

	make_other_form(&form);
	forget_texts(&document);
	ok(write_document(host, &form, &document, true, &written, &error),
	   "a document is written in another form");
	rest = written;
	ok(skip_behind(&rest, "What Is Done\n") && skip_behind(&rest, "\n| Altogether |") &&
		   skip_behind(&rest, "Resistance: ") && skip_behind(&rest, "The Job\n") &&
		   skip_behind(&rest, "Index: ") && skip_behind(&rest, "Ways out.") &&
		   skip_behind(&rest, "(IDX "),
	   "with its headings, labels and marks, in its order");
	read = read_document(host, &form, written, &again, &error);
	ok(read && !document_difference(&document, &again), "and read in it as it was");
	ok(!read_document(host, &ASSESSMENT_FORM, written, &again, &error),
	   "but not in the first");
}

int
main(void)
{
	Piece		 *pieces = NULL;
	Host		  host = {allocate, check_interrupts, &pieces};
	Text		  shown = quoted_part(&host, "docs/document-format.md", "$document$");
	Text		  rest = shown;
	Text		  written = NO_TEXT;
	Document	  document;
	DocumentError error = {0};
	bool		  read;
	Verdict		 *verdicts;
	size_t		  wrong = 0;

	ok(shown.at != NULL, "docs/document-format.md shows a document");
	read = shown.at && read_document(&host, &ASSESSMENT_FORM, shown, &document, &error);
	ok(read, "it can be read");
	if (!read)
	{
		printf("# line %d: %s\n", error.line, error.problem ? error.problem : "");
		free_all(pieces);
		return done_testing();
	}

	for (int i = 0; i < ASSESSMENT_FORM.steps; i++)
		ok(skip_step(&rest, &ASSESSMENT_FORM.order[i]),
		   "it has step %d of the form, in order", i);

	ok(write_document(&host, &ASSESSMENT_FORM, &document, true, &written, &error) &&
		   same_text(written, shown),
	   "it is written as it is shown");

	verdicts = allocate(&pieces, document.nstatements * sizeof(Verdict));
	verify_document(&document, verdicts);
	for (size_t i = 0; i < document.nstatements; i++)
		wrong += !verdicts[i].ok || !verdicts[i].follows;
	ok(document.nstatements > 50 && wrong == 0, "all that it states is ok and follows");
	test_other_form(&host, document);
	test_interrupts(&host, shown);
	free_all(pieces);
	return done_testing();
}

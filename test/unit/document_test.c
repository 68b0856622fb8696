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
	ok(read_document(host, builder.text, &document, &error), "a long document is read");
	ok(looks >= lines / 1024, "there is a look for interrupts every 1024 lines");
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
	test_interrupts(&host, shown);
	free_all(pieces);
	return done_testing();
}

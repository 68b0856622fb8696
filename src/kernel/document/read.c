/*
 * read.c
 *	  Reads an assessment document, line by line: headings and labels.
 *
 * A line is a heading, a row of the section's table, a labelled line, or else
 * belongs to what was opened last: the text after a label, or the section.
 * Headings and labels are known by their names, in any order and with or
 * without Markdown around them; nothing else about a line is guessed.
 */
#include <ctype.h>
#include <stdio.h>

#include "kernel/document/reader.h"

/* ---- refusals ---- */

const char OUT_OF_RANGE_FAULT[] = "is out of range";
const char NOT_WHOLE_FAULT[] = "is not a whole number";
const char NO_NUMBER_FAULT[] = "cannot be read";

bool
refuse(Reader *reader, int line, const char *problem, Text met, const char *expected,
	   const char *hint)
{
	*reader->error = (DocumentError){
		.line = line, .problem = problem, .met = met, .expected = expected, .hint = hint};
	return false;
}

/* A number that is not one, or not a legal one. */
bool
refuse_number(Reader *reader, const char *name, Text met, const char *fault,
			  const char *expected, const char *hint)
{
	refuse(reader, reader->line, name, met, expected, hint);
	reader->error->fault = fault;
	reader->error->out_of_range = fault == OUT_OF_RANGE_FAULT;
	return false;
}

bool
refuse_second(Reader *reader, int line, Text name, int first_line)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", first_line);
	return refuse(reader, line, "stated twice, differently:", name,
				  JOINED(reader->host, "Line ", number, " says something else."),
				  "A document may repeat a section only if it says the same; remove one "
				  "of the two.");
}

bool
refuse_more(Reader *reader, Text met)
{
	return refuse(reader, reader->line, "too many lines of one kind, up to", met,
				  "Expected at most 100000 tasks, next roles, items of a list or other "
				  "sections.",
				  "A document is the assessment of one role: split the file.");
}

bool
set_text(Reader *reader, int line, Text *slot, Text value, Text name, int *first_line)
{
	if (*first_line == 0)
		*slot = value;
	else if (!same_text(*slot, value))
		return refuse_second(reader, line, name, *first_line);
	return true;
}

/* ---- headings and labels ---- */

/* Takes off the end of an emphasis that began before the label: "** text" */
static Text
without_emphasis(Text text, Text emphasis)
{
	if (emphasis.length > 0 && text.length >= emphasis.length &&
		memcmp(text.at, emphasis.at, emphasis.length) == 0)
		return trimmed(text_from(text, emphasis.length));
	return text;
}

static bool
open_label(Reader *reader, Label label, Text rest, Text open_emphasis)
{
	if (!close_block(reader, &reader->label))
		return false;
	rest = trimmed(rest);
	if (reader->label_line[label] == 0)
		reader->label_line[label] = reader->line;
	if (!FORM_LABEL[label].opens_prose)
		return read_stated_line(reader, label, rest);

	if ((label == LABEL_OVERRIDE && !read_override(reader, &rest)) ||
		(label == LABEL_TIMELINE && !read_timeline(reader, &rest)))
		return false;

	if (label == LABEL_SURVIVAL_STRATEGY)
		reader->label = open_block(reader, BLOCK_LIST, LIST_SURVIVAL_STRATEGY);
	else
		reader->label =
			open_block(reader, label == LABEL_NEXT_ROLES ? BLOCK_NEXT_ROLES : BLOCK_PROSE,
					   FORM_LABEL[label].prose);
	rest = without_emphasis(trimmed(rest), open_emphasis);
	return rest.length == 0 || add_line(reader, &reader->label, rest);
}

static bool
ends_with(Text text, Text end)
{
	return text.length >= end.length &&
		   memcmp(text.at + text.length - end.length, end.at, end.length) == 0;
}

/*
 * Takes the label off a line, with emphasis around the label, or around the
 * whole line: the emphasis before it is off already.  Where it stands alone, as
 * a heading or with emphasis, the label's mark may be missing.
 */
static bool
accept_label(const FormLabel *form, Text *rest, Text *emphasis, bool is_heading)
{
	Text at = *rest;
	bool closed;
	char mark[2] = {form->mark, '\0'};

	if (!accept_name(&at, form->name, form->suffix))
		return false;
	if (form == &FORM_LABEL[LABEL_ROLE_IN_YEAR])
	{
		*rest = at;
		return true;
	}
	closed = accept_emphasis(&at);
	if (!accept_text(&at, mark) && !accept_text(&at, ":") &&
		!((is_heading || closed) && trimmed(at).length == 0))
		return false;
	while (accept_emphasis(&at))
		closed = true;
	if (!closed && ends_with(at, *emphasis))
	{
		at.length -= emphasis->length;
		closed = true;
	}
	if (closed)
		emphasis->length = 0;
	*rest = at;
	return true;
}

/* Whether a line begins with a label; if so, reads it. */
static bool
read_label(Reader *reader, Text line, bool is_heading, bool *read)
{
	Text plain = line;
	Text emphasis = line;

	while (accept_emphasis(&plain))
		;
	emphasis.length -= plain.length;
	for (int i = 0; i < LABELS; i++)
	{
		Text rest = plain;
		Text open_emphasis = emphasis;

		if (!may_begin_with(plain, FORM_LABEL[i].name) ||
			!accept_label(&FORM_LABEL[i], &rest, &open_emphasis, is_heading))
			continue;
		if (i == LABEL_ROLE_IN_YEAR)
		{
			Text   at = rest;
			Number number;

			/* "The role in question ...", "The role in 2028 as ..." are sentences */
			if (!accept_number(&at, &number) || !accept_text(&at, ":"))
				continue;
			if (reader->label_line[i] == 0)
				reader->label_line[i] = reader->line;
			*read = read_role_year(reader, &rest) &&
					open_label(reader, (Label) i, rest, open_emphasis);
			return true;
		}
		*read = open_label(reader, (Label) i, rest, open_emphasis);
		return true;
	}
	return false;
}

/* Whether a line may begin with a heading or a label: most begin otherwise. */
static bool
may_be_name(const Reader *reader, Text line)
{
	while (accept_emphasis(&line))
		;
	return line.length > 0 && reader->begins_name[(unsigned char) *line.at];
}

static void
learn_beginning(Reader *reader, const char *name)
{
	reader->begins_name[(unsigned char) name[0]] = true;
	reader->begins_name[(unsigned char) name[0] | 0x20] = true;
}

static void
learn_beginnings(Reader *reader)
{
	for (int i = HEADING_PREAMBLE + 1; i < HEADING_OTHER; i++)
		learn_beginning(reader, FORM_HEADING[i].name);
	for (int i = 0; i < LABELS; i++)
		learn_beginning(reader, FORM_LABEL[i].name);
	for (char digit = '0'; digit <= '9'; digit++)
		reader->begins_name[(unsigned char) digit] = true;
}

/* "9. ", "9) ", "9.1 " before a heading */
static Text
without_number(Text name)
{
	size_t length = 0;

	while (length < name.length && (isdigit((unsigned char) name.at[length]) ||
									(length > 0 && strchr(".)", name.at[length]))))
		length++;
	if (length == 0 || length == name.length || name.at[length] != ' ')
		return name;
	return trimmed(text_from(name, length));
}

static Heading
heading_of(Text line)
{
	Text name = without_number(undressed(line));

	if (name.length > 0 && name.at[name.length - 1] == ':')
		name = undressed((Text){name.at, name.length - 1});
	for (int i = HEADING_PREAMBLE + 1; i < HEADING_OTHER && name.length < 100; i++)
	{
		if (may_begin_with(name, FORM_HEADING[i].name) &&
			same_name_but_suffix(name, FORM_HEADING[i].name, FORM_HEADING[i].suffix))
			return (Heading) i;
	}
	return HEADING_OTHER;
}

static bool
close_section(Reader *reader)
{
	if (!close_block(reader, &reader->label))
		return false;
	if (reader->heading == HEADING_OTHER)
	{
		reader->document->others[reader->document->nothers - 1].text =
			reader->section.prose.text;
		return true;
	}
	return close_block(reader, &reader->section) && close_table(reader);
}

static bool
open_section(Reader *reader, Heading heading, Text line)
{
	Document *document = reader->document;

	if (!close_section(reader))
		return false;
	if (reader->heading_line[heading] == 0)
		reader->heading_line[heading] = reader->line;
	reader->heading = heading;
	reader->section_line = reader->line;
	reader->in_table = false;
	reader->rows_met = 0;
	reader->tasks_met = 0;
	reader->weighted_sum = 0;
	reader->time_sum = 0;
	reader->section =
		open_block(reader, FORM_HEADING[heading].is_list ? BLOCK_LIST : BLOCK_PROSE,
				   FORM_HEADING[heading].is_list ? (int) FORM_HEADING[heading].list :
												   (int) FORM_HEADING[heading].prose);
	if (heading == HEADING_OTHER)
	{
		if (document->nothers == DOCUMENT_MAX_PARTS)
			return refuse_more(reader, line);
		document->others = grown(reader->host, document->others, document->nothers,
								 &document->other_capacity, sizeof(OtherSection));
		document->others[document->nothers++] = (OtherSection){undressed(line), NO_TEXT};
	}
	return true;
}

/* ---- lines ---- */

/* A line that is neither heading, row nor label. */
static bool
read_text_line(Reader *reader, Text line)
{
	if (reader->label.kind != BLOCK_NONE)
		return add_line(reader, &reader->label, line);
	if (reader->heading == HEADING_OTHER)
	{
		append_line(&reader->section.prose, line);
		return true;
	}
	return add_line(reader, &reader->section, line);
}

/* A code fence: three backticks, then nothing, or a word for the language. */
static bool
is_fence(Text line)
{
	if (line.length < 3 || memcmp(line.at, "```", 3) != 0)
		return false;
	line = trimmed(text_from(line, 3));
	return !memchr(line.at, ' ', line.length) && !memchr(line.at, '`', line.length);
}

/* A line that only decorates: a rule, an underline, a fence. */
static bool
is_decoration(Text line)
{
	return (line.length >= 3 && (consists_of(line, "- ") || consists_of(line, "= ") ||
								 consists_of(line, "* ") || consists_of(line, "_ "))) ||
		   is_fence(line);
}

/* Takes block quote marks off. */
static Text
unquoted(Text line)
{
	while (line.length > 0 && *line.at == '>' && (line.length == 1 || line.at[1] == ' '))
		line = trimmed(text_from(line, 1));
	return line;
}

/* Takes the marks of an ATX heading off. */
static bool
accept_heading_marks(Text *line)
{
	Text   at = *line;
	size_t marks = 0;

	while (marks < at.length && at.at[marks] == '#')
		marks++;
	if (marks == 0 || marks > 6 || (marks < at.length && at.at[marks] != ' '))
		return false;
	at = trimmed(text_from(at, marks));
	while (at.length > 0 && at.at[at.length - 1] == '#')
		at.length--;
	*line = trimmed(at);
	return true;
}

static bool
begins_with_emphasis(Text line)
{
	return accept_emphasis(&line);
}

/* Whether a line looks like a row of a table that has lost its first bar. */
static bool
has_bars_of_row(Text line)
{
	int bars = 0;

	for (size_t i = 0; i < line.length && bars < 2; i++)
	{
		if (line.at[i] == '\\')
			i++;
		else if (line.at[i] == '|')
			bars += i + 1 == line.length ? 2 : 1;
	}
	return bars >= 2;
}

static bool
read_line(Reader *reader, Text line)
{
	Text	plain = unquoted(line);
	bool	is_heading = accept_heading_marks(&plain);
	Text	item = plain;
	Heading heading;
	bool	read;

	if (plain.length == 0 || is_decoration(plain))
		return true;
	if (*plain.at == '|' && FORM_HEADING[reader->heading].table)
		return close_block(reader, &reader->label) && read_table_row(reader, plain);
	if (may_be_name(reader, plain))
	{
		heading = heading_of(plain);
		if (heading != HEADING_OTHER)
			return open_section(reader, heading, plain);
		if (read_label(reader, plain, is_heading, &read))
			return read;
	}
	if (accept_list_marker(&item) && may_be_name(reader, item) &&
		begins_with_emphasis(item) && read_label(reader, item, false, &read))
		return read;
	if (is_heading)
		return open_section(reader, HEADING_OTHER, plain);
	if (reader->in_table && reader->label.kind == BLOCK_NONE && has_bars_of_row(plain))
		return refuse(reader, reader->line, "a row that does not begin with a bar", plain,
					  "Expected a row to begin with a bar and to stand on one line.",
					  "Put the row on one line, with a bar before the first cell.");
	return read_text_line(reader, plain);
}

static Text
next_line(Reader *reader)
{
	const char *end = memchr(reader->rest.at, '\n', reader->rest.length);
	Text		line = reader->rest;

	if (end)
		line.length = (size_t) (end - line.at);
	reader->rest = text_from(reader->rest, end ? line.length + 1 : line.length);
	if (reader->line++ % 1024 == 0)
		reader->host->check_interrupts();
	reader->is_continued =
		reader->was_text && line.length > 0 && (*line.at == ' ' || *line.at == '\t');
	reader->was_text = trimmed(line).length > 0;
	return trimmed(line);
}

/* A line may state any number of values, of which no more than these are kept. */
static bool
few_statements(Reader *reader, Text line)
{
	if (reader->document->nstatements <= DOCUMENT_MAX_STATEMENTS)
		return true;
	return refuse(reader, reader->line, "too many stated values, up to", line,
				  "Expected at most 400000 stated numbers and labels.",
				  "A document is the assessment of one role: split the file.");
}

static bool
require_sections(Reader *reader)
{
	for (int i = 0; i < HEADINGS; i++)
	{
		if (FORM_HEADING[i].required && reader->heading_line[i] == 0)
			return refuse(
				reader, 0, "missing section", text_of(FORM_HEADING[i].name),
				"Expected the heading on a line of its own, its table below it.",
				"docs/document-format.md shows the form of a document.");
	}
	if (reader->document->definition[JOB_TITLE].at == NULL)
		return refuse(reader, reader->row_line[HEADING_ROLE_DEFINITION][0],
					  "empty cell in row", text_of("Job Title"), "Expected a job title.",
					  "A role is known by its title.");
	return true;
}

/* Times that do not total 100% are a finding even where no total is stated. */
static void
require_time_total(Reader *reader)
{
	DocumentTotals totals;

	total_document(reader->document, &totals);
	if (reader->total_row_line == 0 && totals.time_total != HUNDRED_PERCENT)
		state(reader, ITEM_TIME_TOTAL, NULL, NO_TEXT)->line =
			reader->heading_line[HEADING_TASK_DECOMPOSITION];
}

void
empty_document(Document *document)
{
	*document = (Document){.growth.value = NOT_RATED,
						   .override_score = NOT_RATED,
						   .role_year = NO_YEAR,
						   .timeline_min_months = NO_MONTHS,
						   .timeline_max_months = NO_MONTHS};
	for (int i = 0; i < PRINCIPLES; i++)
		document->principle[i].value = NOT_RATED;
	for (int i = 0; i < EVIDENCE_DIMENSIONS; i++)
		document->evidence[i].value = NOT_RATED;
	for (int i = 0; i < BARRIERS; i++)
		document->barrier[i].value = NOT_RATED;
}

/*
 * Reads a document.  False when it cannot be, and "error" says why.
 */
bool
read_document(Host *host, Text text, Document *document, DocumentError *error)
{
	Reader reader = {.host = host,
					 .document = document,
					 .error = error,
					 .rest = text,
					 .heading = HEADING_PREAMBLE};

	*error = (DocumentError){0};
	empty_document(document);
	if (text.length > DOCUMENT_MAX_LENGTH)
		return refuse(&reader, 0, "document too large", NO_TEXT,
					  "Expected at most 128 MB.",
					  "Split the file: a document is the assessment of one role.");
	reader.section = open_block(&reader, BLOCK_PROSE, PROSE_PREAMBLE);
	learn_beginnings(&reader);

	while (reader.rest.length > 0)
	{
		Text line = next_line(&reader);

		if (!read_line(&reader, line) || !few_statements(&reader, line))
			return false;
	}
	if (!close_section(&reader) || !require_sections(&reader))
		return false;
	require_time_total(&reader);
	return true;
}

/*
 * read.c
 *	  Reads an assessment document, line by line.
 *
 * A line is a heading, a row of the section's table, a labeled line, or else belongs
 * to the text that was opened last: that of a label, or of the section. Headings and
 * labels are identified by their names, in any order and with or without Markdown
 * around them. A line that resembles one of these is an error if contents might be
 * lost that matter, and otherwise a finding of the verification.
 */
#include <stdio.h>

#include "kernel/document/reader.h"

/* ---- sections ---- */

static bool
close_section(Reader *reader)
{
	Document *document = reader->document;

	if (!close_block(reader, &reader->label))
		return false;
	if (reader->heading == HEADING_OTHER)
	{
		document->others[document->nothers - 1].text = reader->section.prose.text;
		return true;
	}
	if (!close_block(reader, &reader->section) || !close_table(reader))
		return false;
	/* nothing was said in it yet: an entry in a list of contents, perhaps */
	if (reader->section_is_empty &&
		reader->heading_line[reader->heading] == reader->section_line)
		reader->heading_line[reader->heading] = 0;
	return true;
}

/*
 * What stands before the first heading is the document's own where it stands
 * directly above; anything else there belongs to the page that it was on.
 */
static void
drop_surroundings(Reader *reader, bool is_marked)
{
	Document *document = reader->document;

	for (int i = HEADING_PREAMBLE + 1; i < HEADING_OTHER; i++)
	{
		if (reader->heading_line[i] != 0)
			return;
	}
	document->nothers = 0;
	if (is_marked || !reader->current.after_text || reader->preamble_is_parted)
		document->prose[PROSE_PREAMBLE] = NO_TEXT;
}

static bool
add_other_section(Reader *reader, Text heading)
{
	Document *document = reader->document;

	if (document->nothers == DOCUMENT_MAX_PARTS)
		return refuse_more(reader, heading);
	document->others = grown(reader->host, document->others, document->nothers,
							 &document->other_capacity, sizeof(OtherSection));
	document->others[document->nothers++] = (OtherSection){heading, NO_TEXT};
	return true;
}

static bool
open_section(Reader *reader, Heading heading, Text line, bool is_marked)
{
	const FormHeading *form = &reader->form->heading[heading];

	if (!close_section(reader))
		return false;
	if (heading != HEADING_OTHER)
		drop_surroundings(reader, is_marked);
	reader->headings_in_a_row =
		reader->section_is_empty && reader->section_line + 1 == reader->line ?
			reader->headings_in_a_row + 1 :
			1;
	if (reader->heading_line[heading] == 0)
		reader->heading_line[heading] = reader->line;
	reader->heading = heading;
	reader->section_line = reader->line;
	reader->section_is_empty = true;
	reader->in_table = false;
	reader->inner_line = 0;
	reader->row_line_above = 0;
	reader->row_is_last = false;
	reader->rows_met = 0;
	reader->tasks_met = 0;
	reader->weighted_sum = 0;
	reader->time_sum = 0;
	reader->section = open_block(reader, form->is_list ? BLOCK_LIST : BLOCK_PROSE,
								 form->is_list ? (int) form->list : (int) form->prose);
	return heading != HEADING_OTHER || add_other_section(reader, line);
}

/* ---- lines ---- */

/* Lines that each are a heading are a list of contents; so was the last of them. */
#define HEADINGS_OF_CONTENTS 4

static bool
leave_contents(Reader *reader)
{
	if (!reader->section_is_empty || reader->headings_in_a_row < HEADINGS_OF_CONTENTS)
		return true;
	reader->headings_in_a_row = 0;
	if (!close_section(reader))
		return false;
	reader->heading = HEADING_PREAMBLE;
	reader->section = open_block(reader, BLOCK_PROSE, PROSE_PREAMBLE);
	reader->preamble_is_parted = true;
	return true;
}

/* A line that is neither heading, row nor label. */
static bool
read_text_line(Reader *reader, Text line)
{
	if (!leave_contents(reader))
		return false;
	if (nearly_states(reader, line) ||
		(reader->heading != HEADING_PREAMBLE && is_stray_row(reader, line)))
		note_not_understood(reader, line);
	reader->section_is_empty = false;
	if (reader->label.kind != BLOCK_NONE)
		return add_line(reader, &reader->label, line);
	if (reader->heading == HEADING_OTHER)
	{
		append_line(&reader->section.prose, line);
		return true;
	}
	if (reader->heading == HEADING_PREAMBLE && !reader->current.after_text &&
		reader->section.prose.text.at)
		reader->preamble_is_parted = true;
	return add_line(reader, &reader->section, line);
}

static bool
refuse_near_row(Reader *reader, Text line)
{
	return refuse(
		reader, reader->line, "a line that looks like a row of the table above", line,
		"Expected rows as the table has them: one line each, cells separated by bars or "
		"tabs.",
		"Put the row on one line, with a bar before the first cell; or separate the "
		"text from the table with a heading or a label.");
}

static bool
refuse_stray_table(Reader *reader, Text line)
{
	return refuse(
		reader, reader->line, "a table of ratings outside its section", line,
		"Expected the heading of the section on a line above its table.",
		"Write the heading as in docs/document-format.md, or remove the table.");
}

/* A heading that is not of the form: a section of its own. */
static bool
read_other_heading(Reader *reader, Text line)
{
	Text name = without_anchor(undressed(line));

	if (reader->current.signs & HAS_MARKUP)
		name = trimmed(without_markup(reader->host, name));
	if (reader->heading != HEADING_PREAMBLE &&
		(nearly_a_heading(reader->form, name, true) || nearly_states(reader, name)))
		note_not_understood(reader, name);
	return open_section(reader, HEADING_OTHER, name, true);
}

static void
note_near_heading(Reader *reader, Text line)
{
	if (reader->near_heading_line == 0)
	{
		reader->near_heading_line = reader->line;
		reader->near_heading = line;
	}
	if (reader->heading != HEADING_PREAMBLE)
		note_not_understood(reader, line);
}

/* Headings and labels.  "taken" says whether the line is one. */
static bool
read_names(Reader *reader, Text line, bool is_heading, bool *taken)
{
	Heading	   heading;
	LabelMatch match;
	Text	   item = line;

	*taken = false;
	if (may_be_name(reader, line))
	{
		heading = heading_of(reader->form, line);
		if (heading != HEADING_OTHER)
		{
			*taken = true;
			return open_section(reader, heading, line, is_heading);
		}
		if (find_label(reader->form, line, is_heading, &match))
			return read_label(reader, &match, line, taken);
	}
	if (accept_list_marker(&item) && may_be_name(reader, item))
	{
		Text emphasis = item;

		skip_pictures(&emphasis);
		if (accept_emphasis(&emphasis) && find_label(reader->form, item, false, &match))
			return read_label(reader, &match, item, taken);
	}
	return true;
}

/* A heading or a label whose name was wrapped, together with the next line. */
static Text
with_rest_of_name(Reader *reader, Text line)
{
	Lines		ahead = reader->lines;
	Line		next;
	Text		name;
	LabelMatch	match;
	TextBuilder joined = {reader->host, NO_TEXT, 0};

	/* nothing that is longer is the beginning of a name */
	if (line.length > 64)
		return line;
	name = heading_name(line);
	if (name.length == 0 || !may_be_name(reader, name) ||
		!begins_any_name(reader->form, name) || !next_line(&ahead, &next) ||
		next.text.length == 0 || bar_length(next.text) > 0)
		return line;
	append_text(&joined, line);
	append_string(&joined, " ");
	append_text(&joined, trimmed(without_markup(reader->host, next.text)));
	if (heading_of(reader->form, joined.text) == HEADING_OTHER &&
		!(find_label(reader->form, joined.text, false, &match) && !match.is_loose))
		return line;
	reader->lines = ahead;
	return joined.text;
}

/* A line without markup around it. */
static bool
read_words(Reader *reader, Text line)
{
	Text plain = line;
	bool is_heading = accept_heading_marks(&line);
	bool taken;

	if (reader->current.signs & HAS_MARKUP)
		plain = trimmed(without_markup(reader->host, plain));
	if (plain.length == 0)
		return true;
	if (!is_heading)
		line = plain;
	accept_heading_marks(&plain);
	plain = with_rest_of_name(reader, plain);
	if (!read_names(reader, plain, is_heading, &taken))
		return false;
	if (taken)
	{
		if (reader->label.kind != BLOCK_NONE || reader->section_line != reader->line)
			reader->section_is_empty = false;
		return true;
	}
	if (is_heading || is_underlined(reader, plain))
		return read_other_heading(reader, line);
	if (nearly_a_row(reader, plain))
		return refuse_near_row(reader, plain);
	if (is_rating_header(reader))
		return refuse_stray_table(reader, plain);
	if (nearly_a_heading(reader->form, plain, false))
		note_near_heading(reader, plain);
	if (reader->in_table && reader->label.kind == BLOCK_NONE && reader->inner_line == 0)
	{
		reader->inner_line = reader->line;
		reader->inner_text = plain;
	}
	reader->row_is_last = false;
	return read_text_line(reader, line);
}

/* ---- code ---- */

/* Whether the first line between fences is the header of the section's table. */
static bool
has_own_table(Reader *reader)
{
	Lines ahead = reader->lines;
	Line  fence = reader->current;
	bool  found;

	if (!reader->form->heading[reader->heading].table || reader->in_table)
		return false;
	do
	{
		if (!next_line(&ahead, &reader->current))
			break;
	} while (reader->current.text.length == 0);
	found = reader->current.text.length > 0 && is_table_header(reader);
	reader->current = fence;
	return found;
}

/* A label in code, which is of interest where the document does not have it elsewhere. */
static void
note_code(Reader *reader, Text line)
{
	LabelMatch match;

	if (may_be_name(reader, line) && find_label(reader->form, line, false, &match) &&
		has_value(reader->form, match.label))
	{
		if (reader->code_line[match.label] == 0)
		{
			reader->code_line[match.label] = reader->line;
			reader->code_text[match.label] = line;
		}
	}
	else if (nearly_states(reader, line))
		note_not_understood(reader, line);
}

static void
note_labels_in_code(Reader *reader)
{
	for (int i = 0; i < LABELS; i++)
	{
		if (reader->code_line[i] != 0 && reader->label_line[i] == 0)
			state(reader, ITEM_NOT_UNDERSTOOD, NULL, reader->code_text[i])->line =
				reader->code_line[i];
	}
}

/*
 * Skips what is between fences.  Where the document itself is there, as chats and
 * wikis have it, or the table of a section, nothing but the fences is left out.
 */
static bool
read_fence(Reader *reader, char mark, size_t length)
{
	Lines ahead = reader->lines;
	Line  fence = reader->current;
	Line  line;
	bool  is_outside = reader->heading == HEADING_PREAMBLE ||
					  (reader->heading == HEADING_OTHER && !reader->met_table);

	if (has_own_table(reader))
	{
		reader->lines.fence_mark = mark;
		reader->lines.fence_length = length;
		return true;
	}
	while (next_line(&ahead, &line))
	{
		Text text = line.text;

		if (closes_fence(text, mark, length))
		{
			reader->lines = ahead;
			return true;
		}
		accept_heading_marks(&text);
		if (is_outside && may_be_name(reader, text) &&
			heading_of(reader->form, text) != HEADING_OTHER)
		{
			reader->lines.fence_mark = mark;
			reader->lines.fence_length = length;
			reader->preamble_is_parted = true;
			return true;
		}
		reader->current = line;
		reader->line = line.number;
		if (!is_outside)
			note_code(reader, text);
	}
	return refuse(reader, fence.number, "unterminated code fence", fence.text,
				  "Expected a line of the same backticks or tildes after it.",
				  "Close the fence, or remove it: text between fences is not read.");
}

static bool
read_line(Reader *reader)
{
	Line		*line = &reader->current;
	const Lines *lines = &reader->lines;
	char		 mark;
	size_t		 length;

	if (line->text.length == 0)
		return true;
	if (opens_fence(line->text, &mark, &length))
	{
		if (lines->fence_length == 0 ||
			!closes_fence(line->text, lines->fence_mark, lines->fence_length))
			return read_fence(reader, mark, length);
		reader->lines.fence_length = 0;
		return true;
	}
	if (is_rule(line->text))
		return true;
	if (reader->form->heading[reader->heading].table && is_row(reader))
	{
		reader->section_is_empty = false;
		return close_block(reader, &reader->label) && read_table_row(reader);
	}
	if (line->signs & HAS_TAG)
		cut_at_break(&reader->lines, line);
	return read_words(reader, line->text);
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

/* A section that is not there, or not but in a list of contents. */
static bool
refuse_missing(Reader *reader, int heading)
{
	const char *name = reader->form->heading[heading].name;
	char		number[16];

	if (reader->empty_line[heading] != 0)
		return refuse(reader, reader->empty_line[heading], "no table in section",
					  text_of(name),
					  "Expected the table of the section below its heading.",
					  "docs/document-format.md shows the form of a document.");
	snprintf(number, sizeof(number), "%d", reader->near_heading_line);
	return refuse(
		reader, 0, "missing section", text_of(name),
		reader->near_heading_line == 0 ?
			"Expected the heading on a line of its own, with its table below it." :
			JOINED(reader->host, "Line ", number, " resembles a heading but is not one."),
		"docs/document-format.md shows the form of a document; aijri-load reads "
		"web pages and Word files.");
}

static bool
require_sections(Reader *reader)
{
	for (int i = 0; i < HEADINGS; i++)
	{
		const FormHeading *heading = &reader->form->heading[i];

		if (heading->required && reader->heading_line[i] == 0 &&
			!refuse_missing(reader, i))
			return false;
	}
	if (reader->document->definition[JOB_TITLE].at == NULL)
		return refuse(reader, reader->row_line[HEADING_ROLE_DEFINITION][0],
					  "empty cell in row", text_of("Job Title"), "Expected a job title.",
					  "A role is identified by its title.");
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

/* The lines of a document, one after the other. */
static bool
read_lines(Reader *reader)
{
	while (next_line(&reader->lines, &reader->current))
	{
		reader->line = reader->current.number;
		if (!read_line(reader) || !few_statements(reader, reader->current.text))
			return false;
	}
	if (reader->lines.open_comment != 0)
		return refuse(reader, reader->lines.open_comment, "unterminated comment", NO_TEXT,
					  "Expected --> after <!--.",
					  "Close the comment, or write \\<!-- if none is intended.");
	return true;
}

/* A text whose lines end with carriage returns alone, as old ones do. */
static Text
with_line_feeds(Host *host, Text text)
{
	char *copy;

	if (text.length == 0 || memchr(text.at, '\n', text.length) ||
		!memchr(text.at, '\r', text.length))
		return text;
	copy = host->allocate(host->context, text.length);
	for (size_t i = 0; i < text.length; i++)
		copy[i] = text.at[i] == '\r' ? '\n' : text.at[i];
	return (Text){copy, text.length};
}

/*
 * Reads a document.  False when it cannot be, and "error" says why.
 */
bool
read_document(Host *host, const Form *form, Text text, Document *document,
			  DocumentError *error)
{
	Reader reader = {.host = host,
					 .form = form,
					 .document = document,
					 .error = error,
					 .lines = {.host = host, .rest = text},
					 .heading = HEADING_PREAMBLE};

	*error = (DocumentError){0};
	empty_document(document);
	if (text.length > DOCUMENT_MAX_LENGTH)
		return refuse(&reader, 0, "document too large", NO_TEXT,
					  "Expected at most 128 MB.",
					  "Split the file: a document is the assessment of one role.");
	reader.lines.rest = with_line_feeds(host, text);
	reader.section = open_block(&reader, BLOCK_PROSE, PROSE_PREAMBLE);
	learn_beginnings(&reader);
	skip_front_matter(&reader.lines);

	if (!read_lines(&reader) || !close_section(&reader) || !require_sections(&reader))
		return false;
	require_time_total(&reader);
	note_labels_in_code(&reader);
	return true;
}

/*
 * read.c
 *	  Reads an assessment document, line by line: headings and labels.
 *
 * A line is a heading, a row of the section's table, a labeled line, or else
 * belongs to what was opened last: the text after a label, or the section.
 * Headings and labels are known by their names, in any order and with or
 * without Markdown around them.  A line that resembles one of these is an
 * error if anything that counts might be lost, and otherwise a finding of the
 * verification.
 */
#include <ctype.h>
#include <stdio.h>

#include "kernel/document/reader.h"

/* ---- lines that go on ---- */

/* The longest text that a value is looked for in, when its line was wrapped */
#define WRAPPED_LINES 8
#define WRAPPED_BYTES 1000

/* Appends the next line to a text, if it continues the text. */
static bool
join_next_line(Reader *reader, Lines *ahead, Text *text)
{
	TextBuilder builder = {reader->host, NO_TEXT, 0};
	Line		line;

	/* a value may stand below its label, after a blank line */
	do
	{
		if (!next_line(ahead, &line))
			return false;
	} while (line.text.length == 0 && text->length == 0);
	if (line.text.length == 0 || bar_length(line.text) > 0 || *line.text.at == '#' ||
		text->length + line.text.length > WRAPPED_BYTES)
		return false;
	append_text(&builder, *text);
	append_string(&builder, " ");
	if (text->length == 0 && line.text.length > 1 && *line.text.at == ':')
		line.text = text_from(line.text, 1); /* as in lists of definitions */
	append_text(&builder, trimmed(without_markup(reader->host, line.text)));
	*text = trimmed(builder.text);
	return true;
}

typedef bool (*ValueReader)(Reader *reader, Label label, Text *rest);

/*
 * Reads the value after a label, with as many of the lines that follow as it
 * takes.  False where none of it can be read, and the error is that of the line
 * alone.
 */
static bool
read_wrapped(Reader *reader, Label label, Text *rest, ValueReader read)
{
	Document	 *document = reader->document;
	size_t		  statements = document->nstatements;
	Lines		  ahead = reader->lines;
	Text		  whole = *rest;
	Text		  text = whole;
	DocumentError error;

	if (read(reader, label, rest))
		return true;
	error = *reader->error;
	for (int i = 0; i < WRAPPED_LINES && join_next_line(reader, &ahead, &text); i++)
	{
		document->nstatements = statements;
		*rest = text;
		if (read(reader, label, rest))
		{
			*reader->error = (DocumentError){0};
			reader->lines = ahead;
			return true;
		}
	}
	document->nstatements = statements;
	*rest = whole;
	*reader->error = error;
	return false;
}

static bool
read_stated(Reader *reader, Label label, Text *rest)
{
	return read_stated_line(reader, label, *rest);
}

/* The result of the quick screen may be any words, but where it was wrapped. */
static bool
read_known_screen(Reader *reader, Label label, Text *rest)
{
	const Document *document = reader->document;

	return read_stated_line(reader, label, *rest) &&
		   !isnan(document->statements[document->nstatements - 1].value);
}

static bool
read_text_value(Reader *reader, Label label, Text *rest)
{
	return label == LABEL_OVERRIDE ? read_override(reader, rest) :
									 read_timeline(reader, rest);
}

/* ---- labels ---- */

/* A label at the beginning of a line. */
typedef struct LabelMatch
{
	Label label;
	Text  rest;			 /* behind its mark */
	Text  open_emphasis; /* that began before the label and has not ended with it */
	bool  is_loose;		 /* with another mark than its own, or a picture before it */
	bool  is_alone;		 /* without a mark: its value may stand below it */
} LabelMatch;

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
ends_with(Text text, Text end)
{
	return text.length >= end.length &&
		   memcmp(text.at + text.length - end.length, end.at, end.length) == 0;
}

/* The emphasis that a text begins with, which may be around a value. */
static Text
emphasis_before(Text text)
{
	Text at = text;

	while (accept_emphasis(&at))
		;
	return (Text){text.at, text.length - at.length};
}

/* Takes off the end of an emphasis that began before a value: behind that, or at the end. */
static Text
without_emphasis_of(Text text, Text emphasis)
{
	if (emphasis.length > 0 && text.length > emphasis.length && ends_with(text, emphasis))
		text.length -= emphasis.length;
	return without_emphasis(text, emphasis);
}

/* Lists a line that nearly is something among what the document states. */
static void
note_not_understood(Reader *reader, Text line)
{
	const Document *document = reader->document;

	if (document->nstatements > 0 &&
		document->statements[document->nstatements - 1].item == ITEM_NOT_UNDERSTOOD &&
		document->statements[document->nstatements - 1].line == reader->line)
		return;
	state(reader, ITEM_NOT_UNDERSTOOD, NULL, line);
}

/* The last word of the quick screen's result, where that was wrapped before it. */
static void
take_last_word(Reader *reader)
{
	Lines ahead = reader->lines;
	Line  line;

	if (next_line(&ahead, &line) && line.after_text && line.text.length <= 8 &&
		accept_text(&line.text, "Zone") && is_over(line.text))
		reader->lines = ahead;
}

/* Reads the value that a label has.  False with an error where it cannot be read. */
static bool
read_label_value(Reader *reader, const LabelMatch *match, Text *rest)
{
	Label label = match->label;
	int	  line = reader->label_line[label];
	bool  read = true;

	if (line == 0)
		reader->label_line[label] = reader->line;
	*rest = trimmed(match->rest);
	if (!reader->form->label[label].opens_prose)
	{
		*rest = without_width(reader->host, *rest);
		read = (label == LABEL_QUICK_SCREEN &&
				read_wrapped(reader, label, rest, read_known_screen)) ||
			   read_wrapped(reader, label, rest, read_stated);
		if (read && label == LABEL_QUICK_SCREEN)
			take_last_word(reader);
	}
	else if (label == LABEL_OVERRIDE || label == LABEL_TIMELINE)
		read = read_wrapped(reader, label, rest, read_text_value);
	if (!read)
		reader->label_line[label] = line;
	return read;
}

/* Opens a block for the text after a label, if that has any. */
static bool
open_label(Reader *reader, const LabelMatch *match, Text rest)
{
	const FormLabel *form = &reader->form->label[match->label];

	if (!close_block(reader, &reader->label))
		return false;
	if (!form->opens_prose)
		return true;
	if (match->label == LABEL_SURVIVAL_STRATEGY)
		reader->label = open_block(reader, BLOCK_LIST, LIST_SURVIVAL_STRATEGY);
	else
		reader->label = open_block(
			reader, match->label == LABEL_NEXT_ROLES ? BLOCK_NEXT_ROLES : BLOCK_PROSE,
			form->prose);
	rest = without_emphasis(trimmed(rest), match->open_emphasis);
	if (has_value(reader->form, match->label))
		rest = without_emphasis_of(rest, emphasis_before(trimmed(match->rest)));
	return rest.length == 0 || add_line(reader, &reader->label, rest);
}

static bool
accept_mark(const FormLabel *form, Text *rest)
{
	char mark[2] = {form->mark, '\0'};

	return accept_text(rest, mark) || accept_text(rest, ":") ||
		   accept_text(rest, "\uFF1A");
}

/*
 * Takes the label off a line, with emphasis around the label, or around the
 * whole line: the emphasis before it is off already.  Where it stands alone, as
 * a heading or with emphasis, the label's mark may be missing.  A value may
 * stand behind an equals sign.
 */
static bool
accept_label(const Form *form, LabelMatch *match, bool is_heading)
{
	const FormLabel *label = &form->label[match->label];
	Text			 at = match->rest;
	bool			 closed;
	bool			 has_end = false;

	if (!label->name || !accept_name(&at, label->name, label->suffix))
		return false;
	if (match->label == LABEL_ROLE_IN_YEAR)
	{
		match->rest = at;
		return true;
	}
	closed = accept_emphasis(&at);
	if (!accept_mark(label, &at) && !((is_heading || closed) && trimmed(at).length == 0))
	{
		match->is_alone = trimmed(at).length == 0 && has_value(form, match->label);
		if (!match->is_alone &&
			(!accept_text(&at, "=") || !has_value_of(form, match->label, at)))
			return false;
		match->is_loose = true;
	}
	while (match->open_emphasis.length > 0 && !closed && accept_emphasis(&at))
		has_end = true;
	closed |= has_end;
	if (!closed && ends_with(at, match->open_emphasis))
	{
		at.length -= match->open_emphasis.length;
		closed = true;
	}
	if (closed)
		match->open_emphasis.length = 0;
	match->rest = at;
	return true;
}

/* "The role in question ...", "The role in 2028 as ..." are sentences */
static bool
has_year_and_mark(Text rest)
{
	Number number;

	return accept_number(&rest, &number) &&
		   (accept_text(&rest, ":") || accept_text(&rest, "\uFF1A"));
}

/* Whether a line begins with a label. */
static bool
find_label(const Form *form, Text line, bool is_heading, LabelMatch *match)
{
	Text plain = line;
	Text emphasis;

	skip_pictures(&plain);
	emphasis = plain;
	while (accept_emphasis(&plain))
		;
	emphasis.length -= plain.length;
	for (int i = 0; i < LABELS; i++)
	{
		*match = (LabelMatch){.label = (Label) i,
							  .rest = plain,
							  .open_emphasis = emphasis,
							  .is_loose = emphasis.at > line.at};
		if (form->label[i].name && may_begin_with(plain, form->label[i].name) &&
			accept_label(form, match, is_heading) &&
			(i != LABEL_ROLE_IN_YEAR || has_year_and_mark(match->rest)))
			return true;
	}
	return false;
}

/* Whether the next line that is not blank begins as the value of a label does. */
static bool
has_value_below(const Reader *reader, Label label)
{
	Lines ahead = reader->lines;
	Line  line;

	for (int i = 0; i < WRAPPED_LINES && next_line(&ahead, &line); i++)
	{
		if (line.text.length > 0)
		{
			accept_text(&line.text, ":"); /* as in lists of definitions */
			return has_value_of(reader->form, label, line.text);
		}
	}
	return false;
}

/*
 * Reads a labeled line.  What cannot be read is an error; but where the label is
 * loose, or before the document begins, the line stays what it is otherwise, and
 * "taken" says so.
 */
static bool
read_label(Reader *reader, LabelMatch *match, Text line, bool *taken)
{
	Text rest;

	*taken = !(match->is_loose && reader->heading == HEADING_PREAMBLE) &&
			 (!match->is_alone || has_value_below(reader, match->label));
	if (!*taken)
		return true;
	if (match->label == LABEL_ROLE_IN_YEAR)
	{
		if (reader->label_line[LABEL_ROLE_IN_YEAR] == 0)
			reader->label_line[LABEL_ROLE_IN_YEAR] = reader->line;
		if (!read_role_year(reader, &match->rest))
			return false;
	}
	if (read_label_value(reader, match, &rest))
		return open_label(reader, match, rest);
	if (!match->is_loose && reader->heading != HEADING_PREAMBLE)
		return false;
	*reader->error = (DocumentError){0};
	if (!match->is_alone)
		note_not_understood(reader, line);
	*taken = false;
	return true;
}

/* ---- headings ---- */

/* The longest line that may be a heading of the form */
#define HEADING_MAX 120

/* "IV.", "D)", "Chapter 9" */
static bool
may_be_numbered(Text line)
{
	size_t length = 0;

	if (line.length > HEADING_MAX)
		return false;
	while (length < line.length && length < 5 && isalpha((unsigned char) line.at[length]))
		length++;
	return length < line.length &&
		   (strchr(".)", line.at[length]) || *line.at == 'C' || *line.at == 'c');
}

/* Whether a line may begin with a heading or a label: most begin otherwise. */
static bool
may_be_name(const Reader *reader, Text line)
{
	while (accept_emphasis(&line))
		;
	return line.length > 0 &&
		   (reader->begins_name[(unsigned char) *line.at] || may_be_numbered(line));
}

static void
learn_beginning(Reader *reader, const char *name)
{
	if (!name)
		return;
	reader->begins_name[(unsigned char) name[0]] = true;
	reader->begins_name[(unsigned char) name[0] | 0x20] = true;
}

static void
learn_beginnings(Reader *reader)
{
	for (int i = HEADING_PREAMBLE + 1; i < HEADING_OTHER; i++)
		learn_beginning(reader, reader->form->heading[i].name);
	for (int i = 0; i < LABELS; i++)
		learn_beginning(reader, reader->form->label[i].name);
	for (const char *c = "0123456789([<"; *c; c++)
		reader->begins_name[(unsigned char) *c] = true;
	for (int c = 0x80; c < 0x100; c++)
		reader->begins_name[c] = true;
}

/* "9", "9.1", "IV", "D" */
static size_t
number_length(Text text, bool *is_decimal)
{
	size_t length = 0;

	*is_decimal = isdigit((unsigned char) *text.at);
	if (*is_decimal)
	{
		while (length < text.length &&
			   (isdigit((unsigned char) text.at[length]) ||
				(text.at[length] == '.' && length + 1 < text.length &&
				 isdigit((unsigned char) text.at[length + 1]))))
			length++;
		return length;
	}
	while (length < text.length && length < 5 && strchr("IVXivx", text.at[length]))
		length++;
	if (length == 0 && isalpha((unsigned char) *text.at))
		length = 1;
	/* "A.1", "IV.2" */
	while (length > 0 && length + 1 < text.length && text.at[length] == '.' &&
		   isdigit((unsigned char) text.at[length + 1]))
		length += 2;
	return length;
}

/* Takes off "9. ", "9) ", "9.1 ", "(9) ", "IV. ", "D. ", "Section 9: " before a heading. */
static Text
without_number(Text name)
{
	static const char *const word[] = {"Section", "Part", "Step", "Chapter"};
	Text					 at = name;
	bool					 has_word = false;
	bool					 is_decimal;
	bool					 is_marked = false;
	size_t					 length;

	for (size_t i = 0; i < sizeof(word) / sizeof(word[0]) && !has_word; i++)
		has_word = accept_name(&at, word[i], NULL);
	skip_space(&at);
	if (at.length > 0 && *at.at == '(')
		at = text_from(at, 1);
	if (at.length == 0 || (length = number_length(at, &is_decimal)) == 0)
		return name;
	at = text_from(at, length);
	while (at.length > 0 && strchr(".):", *at.at))
	{
		at = text_from(at, 1);
		is_marked = true;
	}
	if (at.length == 0 || (!strchr(" *_", *at.at) && (unsigned char) *at.at < 0x80) ||
		!(is_decimal || is_marked || memchr(name.at, '.', (size_t) (at.at - name.at))))
		return name;
	while (accept_emphasis(&at))
		;
	skip_pictures(&at);
	if (at.length > 1 && strchr("-|", *at.at) && at.at[1] == ' ')
		at = trimmed(text_from(at, 1));
	return at;
}

/* The length of "[#](#x)", a link without words; or of the bracket before other words. */
static size_t
anchor_length(Text text)
{
	size_t		at = 1;
	size_t		picture;
	const char *end;

	while (at < text.length &&
		   (picture = text.at[at] == '#' ? 1 : picture_length(text_from(text, at))) > 0)
		at += picture;
	if (at == 1 || at + 1 >= text.length || text.at[at] != ']' || text.at[at + 1] != '(')
		return 1;
	end = memchr(text.at + at, ')', text.length - at);
	return end ? (size_t) (end - text.at) + 1 : 1;
}

/* Takes off what is before the name of a heading: pictures, emphasis, links, numbers. */
static Text
heading_name(Text line)
{
	for (;;)
	{
		Text at = line;

		if (!accept_list_marker(&at) || isdigit((unsigned char) *line.at))
		{
			at = line;
			skip_pictures(&at);
			if (at.length > 0 && *at.at == '[')
				at = text_from(at, anchor_length(at));
			accept_emphasis(&at);
			if (at.length > 0 && *at.at != ' ')
				at = without_number(at);
		}
		else
			at = line; /* an item of a list is no heading */
		if (at.length == line.length)
			return line;
		line = at;
	}
}

/* The length of what may stand behind a heading's name; 0 where it may not. */
static size_t
appendix_length(Text rest)
{
	static const char *const pair[] = {"{}", "](:)", "[:]", "(edit:)", "(#:)"};
	size_t					 picture = picture_length(rest);

	if (picture > 0)
		return picture;
	if (strchr(" :#*_`]", *rest.at))
	{
		if (*rest.at != ']' || rest.length == 1 || rest.at[1] != '(')
			return 1;
	}
	for (size_t i = 0; i < sizeof(pair) / sizeof(pair[0]); i++)
	{
		size_t		opening = i == 0 ? 1 : strcspn(pair[i], ":");
		const char *end;

		if (rest.length <= opening || memcmp(rest.at, pair[i], opening) != 0)
			continue;
		end = memchr(rest.at, pair[i][strlen(pair[i]) - 1], rest.length);
		if (end)
			return (size_t) (end - rest.at) + 1;
	}
	return 0;
}

static bool
is_only_appendix(Text rest)
{
	size_t length = 1;

	while (rest.length > 0 && (length = appendix_length(rest)) > 0)
		rest = text_from(rest, length);
	return rest.length == 0;
}

static Heading
heading_of(const Form *form, Text line)
{
	Text name;

	if (line.length > HEADING_MAX)
		return HEADING_OTHER;
	name = heading_name(line);
	for (int i = HEADING_PREAMBLE + 1; i < HEADING_OTHER; i++)
	{
		Text rest = name;

		if (form->heading[i].name && may_begin_with(name, form->heading[i].name) &&
			accept_name(&rest, form->heading[i].name, form->heading[i].suffix) &&
			is_only_appendix(rest))
			return (Heading) i;
	}
	return HEADING_OTHER;
}

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

/* Takes "{#anchor}" off the end of a heading. */
static Text
without_anchor(Text heading)
{
	size_t from = heading.length;

	if (from < 3 || heading.at[from - 1] != '}')
		return heading;
	while (from > 0 && heading.at[from - 1] != '{')
		from--;
	if (from == 0 || !strchr("#.", heading.at[from]))
		return heading;
	return trimmed((Text){heading.at, from - 1});
}

/* Whether the next line underlines this one, which makes it a heading. */
static bool
is_underlined(const Reader *reader, Text line)
{
	Lines ahead = reader->lines;
	Line  next;

	if (line.length > HEADING_MAX || reader->current.after_text ||
		ahead.rest.length == 0 || (*ahead.rest.at != '=' && *ahead.rest.at != '-') ||
		!next_line(&ahead, &next))
		return false;
	return consists_of(next.text, "=") ||
		   (consists_of(next.text, "-") && next.text.length >= 3 &&
			next.text.length + 2 >= line.length && next.text.length <= line.length + 2);
}

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

/* Whether a line is the beginning of a name, up to one of its blanks. */
static bool
begins_name_of(Text line, const char *name, const char *suffix)
{
	Text at = line;

	if (!name || !may_begin_with(line, name))
		return false;
	if (suffix && accept_name(&at, name, NULL))
	{
		skip_space(&at);
		return at.length > 0 && begins_name_of(at, suffix, NULL);
	}
	for (const char *blank = strchr(name, ' '); blank; blank = strchr(blank + 1, ' '))
	{
		char words[HEADING_MAX];

		if ((size_t) (blank - name) == line.length && line.length < sizeof(words))
		{
			memcpy(words, name, line.length);
			words[line.length] = '\0';
			return same_name(line, words);
		}
	}
	return false;
}

static bool
begins_any_name(const Form *form, Text line)
{
	for (int i = HEADING_PREAMBLE + 1; i < HEADING_OTHER; i++)
	{
		if (begins_name_of(line, form->heading[i].name, form->heading[i].suffix))
			return true;
	}
	for (int i = 0; i < LABELS; i++)
	{
		if (begins_name_of(line, form->label[i].name, form->label[i].suffix))
			return true;
	}
	return false;
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

/*
 * labels.c
 *	  Reads the labeled lines of an assessment document.
 *
 * A label is identified by its name, with or without emphasis around it. Its value
 * may be wrapped, or follow on the next line.
 */
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
			(!accept_text(&at, "=") || !has_value_of(match->label, at)))
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
bool
find_label(const Form *form, Text line, bool is_heading, LabelMatch *match)
{
	Text plain = line;
	Text emphasis;
	char first;

	skip_pictures(&plain);
	emphasis = plain;
	while (accept_emphasis(&plain))
		;
	emphasis.length -= plain.length;
	first = first_of_name(plain);
	for (int i = 0; i < LABELS; i++)
	{
		*match = (LabelMatch){.label = (Label) i,
							  .rest = plain,
							  .open_emphasis = emphasis,
							  .is_loose = emphasis.at > line.at};
		if (is_first_of(first, form->label[i].name) &&
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
			return has_value_of(label, line.text);
		}
	}
	return false;
}

/*
 * Reads a labeled line.  What cannot be read is an error; but where the label is
 * loose, or before the document begins, the line stays what it is otherwise, and
 * "taken" says so.
 */
bool
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

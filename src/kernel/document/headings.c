/*
 * headings.c
 *	  Determines which lines of an assessment document are headings, and of
 *	  what; and which lines can be neither a heading nor a label.
 *
 * A heading of the form is identified by its name, whatever number, picture, or link
 * surrounds it, with or without the marks of Markdown.
 */
#include <ctype.h>

#include "kernel/document/reader.h"

/* The longest line that may be a heading of the form */
#define HEADING_MAX 120

/* ---- what may be a name ---- */

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
bool
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

void
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

/* Whether a line is the beginning of a name, up to one of its blanks. */
static bool
begins_name_of(Text line, const char *name, const char *suffix)
{
	Text at = line;

	if (!suffix && line.length >= strlen(name))
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

bool
begins_any_name(const Form *form, Text line)
{
	char first = first_of_name(line);

	for (int i = HEADING_PREAMBLE + 1; i < HEADING_OTHER; i++)
	{
		const FormHeading *heading = &form->heading[i];

		if (is_first_of(first, heading->name) &&
			begins_name_of(line, heading->name, heading->suffix))
			return true;
	}
	for (int i = 0; i < LABELS; i++)
	{
		const FormLabel *label = &form->label[i];

		if (is_first_of(first, label->name) &&
			begins_name_of(line, label->name, label->suffix))
			return true;
	}
	return false;
}

/* ---- names of headings ---- */

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
	char					 first = first_of_name(name);
	bool					 has_word = false;
	bool					 is_decimal;
	bool					 is_marked = false;
	size_t					 length;

	for (size_t i = 0; i < sizeof(word) / sizeof(word[0]) && !has_word; i++)
		has_word = is_first_of(first, word[i]) && accept_name(&at, word[i], NULL);
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
Text
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

Heading
heading_of(const Form *form, Text line)
{
	Text name;
	char first;

	if (line.length > HEADING_MAX)
		return HEADING_OTHER;
	name = heading_name(line);
	first = first_of_name(name);
	for (int i = HEADING_PREAMBLE + 1; i < HEADING_OTHER; i++)
	{
		Text rest = name;

		if (is_first_of(first, form->heading[i].name) &&
			accept_name(&rest, form->heading[i].name, form->heading[i].suffix) &&
			is_only_appendix(rest))
			return (Heading) i;
	}
	return HEADING_OTHER;
}

/* ---- marks of headings ---- */

/* Takes the marks of an ATX heading off. */
bool
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
Text
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
bool
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

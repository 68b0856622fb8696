/*
 * lines.c
 *	  Splits a document into lines, without those that do not belong to it.
 */
#include "kernel/document/html_rows.h"
#include "kernel/document/lines.h"

/* ---- pieces of a line ---- */

/* Where a string of two or more bytes begins in a text; its length: nowhere. */
static size_t
find_string(Text text, const char *string)
{
	size_t		length = strlen(string);
	const char *at = text.at;
	const char *end = text.at + text.length;

	while (at && (size_t) (end - at) >= length &&
		   (at = memchr(at, *string, (size_t) (end - at) - length + 1)) != NULL)
	{
		if (memcmp(at, string, length) == 0)
			return (size_t) (at - text.at);
		at++;
	}
	return text.length;
}

/* Takes block quote marks off. */
static Text
unquoted(Text text)
{
	while (text.length > 0 && *text.at == '>' && (text.length == 1 || text.at[1] == ' '))
		text = trimmed(text_from(text, 1));
	return text;
}

/* A line that only decorates: a rule, an underline, or one that is drawn: +---+ */
bool
is_rule(Text text)
{
	return text.length >= 3 && strchr("-=*_+", *text.at) &&
		   (consists_of(text, "- ") || consists_of(text, "= ") ||
			consists_of(text, "* ") || consists_of(text, "_ ") ||
			(*text.at == '+' && consists_of(text_from(text, 1), "-=:+")));
}

static size_t
count_mark(Text text, char mark)
{
	size_t count = 0;

	while (count < text.length && text.at[count] == mark)
		count++;
	return count;
}

/* Three backticks or tildes, or more; then, perhaps, the name of a language. */
bool
opens_fence(Text text, char *mark, size_t *length)
{
	if (text.length < 3 || (*text.at != '`' && *text.at != '~'))
		return false;
	*mark = *text.at;
	*length = count_mark(text, *mark);
	return *length >= 3 &&
		   !(*mark == '`' && memchr(text.at + *length, '`', text.length - *length));
}

bool
closes_fence(Text text, char mark, size_t length)
{
	size_t count = count_mark(text, mark);

	return count >= length && count == text.length;
}

/* ---- lines ---- */

/* The signs of a line, and where it ends. */
static unsigned
scan_line(Text text, size_t *length)
{
	const char			*end = memchr(text.at, '\n', text.length);
	const unsigned char *at = (const unsigned char *) text.at;
	const unsigned char *last;
	unsigned			 signs = 0;

	*length = end ? (size_t) (end - text.at) : text.length;
	last = at + *length;
	for (; last - at >= 4; at += 4)
		signs |=
			LINE_SIGN[at[0]] | LINE_SIGN[at[1]] | LINE_SIGN[at[2]] | LINE_SIGN[at[3]];
	for (; at < last; at++)
		signs |= LINE_SIGN[*at];
	return signs;
}

static size_t
indent_of(Text text)
{
	size_t columns = 0;

	for (size_t i = 0; i < text.length; i++)
	{
		if (text.at[i] == ' ')
			columns++;
		else if (text.at[i] == '\t')
			columns += 4;
		else
			break;
	}
	return columns;
}

/* Skips so many bytes, and counts the lines that end there. */
static void
skip_bytes(Lines *lines, size_t count)
{
	const char *at = lines->rest.at;
	const char *end = at + count;

	while ((at = memchr(at, '\n', (size_t) (end - at))) != NULL)
	{
		lines->number++;
		at++;
	}
	lines->rest = text_from(lines->rest, count);
}

static bool
is_escaped(Text text, size_t at)
{
	size_t backslashes = 0;

	while (backslashes < at && text.at[at - backslashes - 1] == '\\')
		backslashes++;
	return backslashes % 2 == 1;
}

/* Where a comment begins in a line that was read; its length: nowhere. */
static size_t
find_comment(Text text)
{
	size_t from = 0;

	for (;;)
	{
		size_t at = from + find_string(text_from(text, from), "<!--");

		if (at >= text.length || !is_escaped(text, at))
			return at < text.length ? at : text.length;
		from = at + 4;
	}
}

/*
 * Takes comments out of a line, which then goes on behind the line where the last
 * of them ends.  False where one does not end.
 */
static bool
take_comments_out(Lines *lines, Text *text, unsigned *signs)
{
	TextBuilder builder = {lines->host, NO_TEXT, 0};
	size_t		begin;

	while ((begin = find_comment(*text)) < text->length)
	{
		Text comment = {
			text->at + begin + 4,
			(size_t) (lines->rest.at + lines->rest.length - (text->at + begin + 4))};
		size_t length = find_string(comment, "-->");

		if (length == comment.length)
			return false;
		append_text(&builder, (Text){text->at, begin});
		comment = text_from(comment, length + 3);
		if (comment.at > lines->rest.at)
		{
			skip_bytes(lines, (size_t) (comment.at - lines->rest.at));
			lines->is_within = false;
			*signs |= scan_line(lines->rest, &length);
			*text = (Text){lines->rest.at, length};
			lines->rest =
				text_from(lines->rest, length < lines->rest.length ? length + 1 : length);
		}
		else
			*text = (Text){comment.at, (size_t) (text->at + text->length - comment.at)};
		lines->host->check_interrupts();
	}
	append_text(&builder, *text);
	*text = builder.text;
	return true;
}

/* "[//]: # (...)", a comment as Markdown has none. */
static bool
is_comment_line(Text text)
{
	return text.length >= 5 && *text.at == '[' &&
		   (memcmp(text.at, "[//]:", 5) == 0 ||
			(text.length >= 10 && memcmp(text.at, "[comment]:", 10) == 0));
}

/* What a line is, once its text is known. */
static void
measure_line(Lines *lines, Line *line)
{
	line->number = lines->number;
	line->text = trimmed(line->whole);
	line->whole.length = (size_t) (line->text.at + line->text.length - line->whole.at);
	line->indent = indent_of(line->whole);
	if (line->text.length > 0 && *line->text.at == '>')
		line->text = line->whole = unquoted(line->text);
	line->after_text = lines->was_text;
	lines->was_text = line->text.length > 0;
}

/* ---- tables of HTML ---- */

static bool
begins_with_table_tag(Text text)
{
	char   name[TAG_NAME_MAX + 1];
	size_t at = 0;

	while (at < text.length && (text.at[at] == ' ' || text.at[at] == '\t'))
		at++;
	return at < text.length && text.at[at] == '<' &&
		   table_tag_length(text_from(text, at), name) > 0;
}

/* Skips so many bytes from within a line, which may be the end of it. */
static void
skip_from_within(Lines *lines, size_t count)
{
	skip_bytes(lines, count);
	while (lines->rest.length > 0 && strchr(" \t\r", *lines->rest.at))
		lines->rest = text_from(lines->rest, 1);
	lines->is_within = lines->rest.length == 0 || *lines->rest.at != '\n';
	/* the end of a line is looked for once, however many rows it has */
	if (lines->line_end && lines->rest.at > lines->line_end)
		lines->line_end = NULL;
	if (!lines->is_within)
		lines->rest = text_from(lines->rest, 1);
}

/* Makes a line of a row.  False where there are other tags of tables only. */
static bool
take_html_row(Lines *lines, Line *line)
{
	size_t begin = 0;
	size_t length = read_html_row(lines->host, lines->rest, &line->whole, &begin);
	size_t row_length;
	int	   number;

	lines->host->check_interrupts();
	if (!lines->is_within)
		lines->number++;
	skip_bytes(lines, begin);
	number = lines->number;
	skip_from_within(lines, length - begin);
	if (!line->whole.at)
		return false;
	line->signs = scan_line(line->whole, &row_length);
	measure_line(lines, line);
	line->number = number;
	return true;
}

static bool
begins_with_bar(Text line)
{
	line = trimmed(line);
	return line.length > 0 && *line.at == '|';
}

/* The next line as it stands there, up to a table of HTML. */
static Text
take_line(Lines *lines, unsigned *signs)
{
	Text   line = {lines->rest.at, 0};
	size_t length;

	if (!lines->is_within)
		lines->number++;
	if (!lines->is_within || !lines->line_end)
	{
		lines->line_signs = scan_line(lines->rest, &length);
		lines->line_end = lines->rest.at + length;
	}
	length = (size_t) (lines->line_end - lines->rest.at);
	*signs = lines->line_signs;
	line.length = length;
	if (*signs & HAS_TAG && !begins_with_bar(line))
		line.length = find_table_tag(line);
	lines->is_within = line.length < length;
	if (!lines->is_within && length < lines->rest.length)
		length++; /* the end of the line */
	lines->rest = text_from(lines->rest, lines->is_within ? line.length : length);
	return line;
}

/*
 * The next line of the document; false where there is none, or where "open_comment"
 * says that a comment does not end.  A line of nothing but comments is none.
 */
static bool
read_whole_line(Lines *lines, Line *line)
{
	while (lines->rest.length > 0)
	{
		int	 number;
		bool has_comment;

		if (begins_with_table_tag(lines->rest))
		{
			if (take_html_row(lines, line))
				return true;
			continue;
		}
		line->whole = take_line(lines, &line->signs);
		number = lines->number;
		if (number % 1024 == 0)
			lines->host->check_interrupts();
		has_comment =
			line->signs & HAS_TAG && find_comment(line->whole) < line->whole.length;
		if (has_comment && !take_comments_out(lines, &line->whole, &line->signs))
		{
			lines->open_comment = number;
			return false;
		}
		if (!(has_comment && trimmed(line->whole).length == 0) &&
			!is_comment_line(line->whole))
		{
			measure_line(lines, line);
			line->number = number;
			return true;
		}
	}
	return false;
}

/* The next line, which may be what is behind a <br> in the last one. */
bool
next_line(Lines *lines, Line *line)
{
	line->after_break = lines->was_broken;
	if (!lines->was_broken)
		return read_whole_line(lines, line);
	lines->was_broken = false;
	line->whole = lines->behind;
	line->signs = lines->behind_signs;
	measure_line(lines, line);
	return true;
}

/* Ends a line at its first <br>; what is behind that is the next line. */
void
cut_at_break(Lines *lines, Line *line)
{
	for (size_t i = 0; i < line->text.length; i++)
	{
		size_t length;

		if (line->text.at[i] != '<' || is_escaped(line->text, i) ||
			!is_break(text_from(line->text, i), &length))
			continue;
		lines->was_broken = true;
		lines->behind = text_from(line->text, i + length);
		lines->behind_signs = line->signs;
		line->text = trimmed((Text){line->text.at, i});
		return;
	}
}

/* ---- front matter ---- */

/* "key: value", "- item", "# comment", what is indented, brackets. */
static bool
is_yaml(Text whole)
{
	Text   text = trimmed(whole);
	size_t length = 0;

	if (text.length == 0 || *whole.at == ' ' || *whole.at == '\t' || *text.at == '#' ||
		*text.at == '-' || *text.at == ']' || *text.at == '}')
		return true;
	while (length < text.length && text.at[length] != ':' && text.at[length] != '|')
		length++;
	return length > 0 && length < 64 && length < text.length && text.at[length] == ':' &&
		   (length + 1 == text.length || text.at[length + 1] == ' ');
}

/* "key = value", "[table]", "# comment" */
static bool
is_toml(Text whole)
{
	Text text = trimmed(whole);

	return text.length == 0 || *whole.at == ' ' || *text.at == '#' || *text.at == '[' ||
		   *text.at == ']' || *text.at == '"' ||
		   memchr(text.at, '=', text.length) != NULL;
}

/* Skips what stands before the document between two lines of --- or +++. */
void
skip_front_matter(Lines *lines)
{
	Lines ahead = *lines;
	Line  line;
	bool  toml;

	do
	{
		if (!next_line(&ahead, &line))
			return;
	} while (line.text.length == 0);
	toml = same_text(line.text, text_of("+++"));
	if (!toml && !same_text(line.text, text_of("---")))
		return;
	while (next_line(&ahead, &line))
	{
		if (same_text(line.text, text_of(toml ? "+++" : "---")) ||
			(!toml && same_text(line.text, text_of("..."))))
		{
			ahead.was_text = false;
			*lines = ahead;
			return;
		}
		if (!(toml ? is_toml(line.whole) : is_yaml(line.whole)))
			return;
	}
}

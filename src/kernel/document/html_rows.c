/*
 * html_rows.c
 *	  Tables of HTML within text: each row becomes a line with bars.
 */
#include <stdlib.h>

#include "kernel/document/html_rows.h"

/* What of a row has been read. */
typedef struct Row
{
	TextBuilder line;
	bool		is_open;
	bool		in_cell;
	int			span; /* columns of the cell */
	bool		has_open_comment;
} Row;

static void
open_row(Row *row)
{
	row->is_open = true;
	append_string(&row->line, "|");
}

static void
close_cell(Row *row)
{
	for (; row->in_cell && row->span > 0; row->span--)
		append_string(&row->line, " |");
	row->in_cell = false;
}

/* How many columns a cell takes, of more than these no table has any. */
#define SPAN_MAX 16

static int
span_of(Text tag)
{
	static const char name[] = "colspan=";

	for (; tag.length > sizeof(name); tag = text_from(tag, 1))
	{
		Text at = tag;
		int	 span;

		if (!accept_text(&at, name))
			continue;
		while (at.length > 0 && strchr("\"'", *at.at))
			at = text_from(at, 1);
		span = at.length > 0 ?
				   atoi((char[]){*at.at, at.length > 1 ? at.at[1] : '\0', '\0'}) :
				   1;
		return span < 1 ? 1 : span > SPAN_MAX ? SPAN_MAX : span;
	}
	return 1;
}

static void
open_cell(Row *row, Text tag)
{
	if (!row->is_open)
		open_row(row);
	close_cell(row);
	row->in_cell = true;
	row->span = span_of(tag);
	append_string(&row->line, " ");
}

/* Takes a tag of tables. True where it ends a row. */
static bool
take_tag(Row *row, const char *name, Text tag)
{
	bool closes = tag.at[1] == '/';

	if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0)
	{
		close_cell(row);
		if (!closes)
			open_cell(row, tag);
		return false;
	}
	if (row->is_open)
	{
		close_cell(row);
		return true;
	}
	if (strcmp(name, "tr") == 0 && !closes)
		open_row(row);
	return false;
}

/* The first of the text of a cell: what comes before the next tag, bar or line end. */
static size_t
take_text(Row *row, Text text)
{
	size_t length = 1;

	if (*text.at == '|')
		append_string(&row->line, "\\|");
	else if (*text.at == '\n' || *text.at == '\r')
		append_string(&row->line, " ");
	else
	{
		while (length < text.length && !strchr("<|\r\n", text.at[length]))
			length++;
		append_text(&row->line, (Text){text.at, length});
	}
	return length;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The length of a comment that a text begins with; 0: none, or one that does not end. */
static size_t
comment_length(Row *row, Text text)
{
	if (row->has_open_comment || text.length < 7 || memcmp(text.at, "<!--", 4) != 0)
		return 0;
	for (size_t at = 4; at + 3 <= text.length; at++)
	{
		if (memcmp(text.at + at, "-->", 3) == 0)
			return at + 3;
	}
	row->has_open_comment = true;
	return 0;
}

/*
 * Reads from the first tag of a table up to the end of a row, or to what does not
 * belong to a table.  Returns how much was read, and the row, if there was one, with
 * the place where it begins.
 */
size_t
read_html_row(Host *host, Text text, Text *line, size_t *begin)
{
	Row	   row = {.line.host = host};
	size_t at = 0;

	*line = NO_TEXT;
	while (at < text.length)
	{
		Text   rest = text_from(text, at);
		char   name[TAG_NAME_MAX + 1];
		size_t length = *rest.at == '<' ? table_tag_length(rest, name) : 0;
		bool   was_open = row.is_open;

		if (length > 0)
		{
			/* the end of a row; but the tag that opens another is not part of it */
			if (take_tag(&row, name, (Text){rest.at, length}))
			{
				*line = row.line.text;
				return rest.at[1] == '/' ? at + length : at;
			}
			if (row.is_open && !was_open)
				*begin = at;
		}
		else if (*rest.at == '<')
			length = comment_length(&row, rest);
		if (length == 0 && row.is_open)
			length = take_text(&row, rest);
		else if (length == 0 && is_space(*rest.at))
			length = 1;
		if (length == 0)
			return at;
		at += length;
	}
	close_cell(&row);
	*line = row.line.text;
	return at;
}

/* Where the first tag of a table is in a line; its length: nowhere. */
size_t
find_table_tag(Text line)
{
	const char *end = line.at + line.length;
	const char *at = line.at;

	while ((at = memchr(at, '<', (size_t) (end - at))) != NULL)
	{
		char name[TAG_NAME_MAX + 1];
		Text rest = {at, (size_t) (end - at)};

		if ((at == line.at || at[-1] != '\\') && table_tag_length(rest, name) > 0)
			return (size_t) (at - line.at);
		at++;
	}
	return line.length;
}

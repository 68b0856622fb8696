/*
 * near_rows.c
 *	  Lines within or below a table that resemble one of its rows: an error,
 *	  since a lost row changes the score.
 */
#include <ctype.h>

#include "kernel/document/reader.h"

#define FIELDS_MAX 32

/* The fields of a line that are parted by bars, tabs, or two and more blanks. */
static int
split_fields(Text line, Text *fields)
{
	int	   count = 0;
	size_t from = 0;

	for (size_t at = 0; at < line.length && count < FIELDS_MAX - 1;)
	{
		size_t parting = bar_length(text_from(line, at));

		if (line.at[at] == '\\' && at + 1 < line.length)
		{
			at += 2;
			continue;
		}
		if (line.at[at] == '\t')
			parting = 1;
		if (line.at[at] == ' ' && at + 1 < line.length && line.at[at + 1] == ' ')
			parting = 2;
		if (parting > 0)
		{
			Text field = trimmed((Text){line.at + from, at - from});

			if (field.length > 0)
				fields[count++] = field;
			from = at + parting;
		}
		at += parting > 0 ? parting : 1;
	}
	fields[count++] = trimmed(text_from(line, from < line.length ? from : line.length));
	return fields[count - 1].length > 0 ? count : count - 1;
}

static bool
is_value(Text field)
{
	Number number;
	Text   rest = field;

	if (same_name(field, NOT_RATED_CELL))
		return true;
	if (!accept_number(&rest, &number))
		return false;
	accept_text(&rest, "%");
	return is_over(rest) || (rest.length > 0 && *rest.at == '/');
}

/* Skips signs between cells: whatever is no letter, no digit and no tag's name. */
static Text
without_signs(Text text)
{
	while (text.length > 0 && !isalnum((unsigned char) *text.at))
		text = text_from(text, 1);
	return text;
}

static bool
begins_mode(Text text)
{
	for (int i = 0; i < MODES; i++)
	{
		if (accept_name(&text, MODE_NAME[i], NULL))
			return true;
	}
	return false;
}

/* "50%, 4", "50% 4", "50% / 4 / 2.00", "50%" "DISPLACEMENT" */
static bool
has_share_and_score(Text line)
{
	const char *percent = line.at;
	const char *end = line.at + line.length;

	while ((percent = memchr(percent, '%', (size_t) (end - percent))) != NULL)
	{
		Text   rest = {percent + 1, (size_t) (end - percent - 1)};
		Text   next = without_signs(rest);
		Number number;
		bool   is_parted;

		accept_text(&next, "score");
		accept_any_mark(&next);
		is_parted = next.at > percent + 1;
		if (is_parted && accept_number(&next, &number) && number.value >= 1 &&
			number.value <= 5 && is_whole(number.value))
		{
			Text behind = without_signs(next);

			if (behind.length == 0 || behind.at > next.at + 1 ||
				isdigit((unsigned char) *behind.at) || begins_mode(behind))
				return true;
		}
		percent++;
	}
	return false;
}

/* "Wage Trends: -1", "Wage Trends  -1  falling", "Total / 0" */
static bool
begins_with_row(const Reader *reader, const FormTable *table, Text line)
{
	for (int i = 0; i < table->nrows; i++)
	{
		Text at = line;
		bool is_parted;

		if (!may_begin_with(line, table->row[i].name) ||
			!accept_name(&at, table->row[i].name, table->row[i].suffix) ||
			!is_word_end(at))
			continue;
		is_parted = reader->row_is_last || picture_length(at) > 0 ||
					(at.length > 0 && strchr(":=|;,\"/-", *at.at)) ||
					accept_any_mark(&at);
		/* one that the table does not have yet */
		if (is_parted && table->row[i].kind != ROW_IS_TOTAL &&
			!(reader->rows_met & 1u << i))
			return true;
		at = without_signs(at);
		if (accept_text(&at, NOT_RATED_CELL) || begins_number(at))
			return true;
	}
	return false;
}

/* "Total: 100%", "Total 4.10" */
static bool
begins_with_total(const Form *form, Text line)
{
	return may_begin_with(line, form->total) && accept_name(&line, form->total, NULL) &&
		   is_word_end(line) && begins_number(without_signs(line));
}

/* "50%", where the cells of a row have lines of their own */
static bool
is_lone_share(Text line)
{
	return line.length > 0 && line.length < 10 && line.at[line.length - 1] == '%' &&
		   is_value(line);
}

/*
 * Whether a line within or below a table nearly is one of its rows: it has bars
 * or tabs as a row has, the name of one, or a share of time and a score.
 */
bool
nearly_a_row(const Reader *reader, Text line)
{
	const FormTable *table = reader->form->heading[reader->heading].table;
	bool			 is_next = reader->row_line_above + 1 == reader->line;
	Text			 fields[FIELDS_MAX];
	Text			 begin;
	int				 count;

	if (!table || !reader->in_table || reader->label.kind != BLOCK_NONE)
		return false;
	begin = without_beginning(line);
	if (begins_with_row(reader, table, begin) ||
		(table->nrows == 0 &&
		 (has_share_and_score(line) || begins_with_total(reader->form, begin) ||
		  is_lone_share(line))))
		return true;
	count = split_fields(line, fields);
	if (count < 2)
		return is_next && line.length > 0 && bar_length(text_from(line, line.length - 1));
	if (is_next && reader->current.signs & HAS_BAR && count > 2)
		return true;
	for (int i = 1; i < count && count > (table->nrows == 0 ? 2 : 1); i++)
	{
		if (is_value(fields[i]))
			return true;
	}
	return false;
}

/* Whether a line with bars, where there is no table, has a value that tables state. */
bool
is_stray_row(const Reader *reader, Text line)
{
	Text begin = without_beginning(line);

	if (!(reader->current.signs & HAS_BAR))
		return false;
	for (int i = HEADING_PREAMBLE; i < HEADINGS; i++)
	{
		const FormTable *table = reader->form->heading[i].table;

		for (int row = 0; table && row < table->nrows; row++)
		{
			Text at = begin;

			if (table->row[row].kind >= ROW_IS_MODIFIER &&
				may_begin_with(begin, table->row[row].name) &&
				accept_name(&at, table->row[row].name, table->row[row].suffix) &&
				accept_text(&at, "|"))
				return true;
		}
	}
	return false;
}

/*
 * tables.c
 *	  Reads the tables of an assessment document: cells, ratings, tasks.
 */
#include <ctype.h>
#include <stdio.h>

#include "kernel/document/cells.h"
#include "kernel/document/reader.h"

/* ---- cells ---- */

/* A text cell: without the emphasis around it; none when it is empty. */
static Text
cell_text(Reader *reader, Text cell)
{
	cell = undressed(cell);
	if (reader->has_markup)
		cell = trimmed(without_markup(reader->host, cell));
	return cell.length == 0 ? NO_TEXT : cell;
}

/* A cell with a number or a name, in which nothing but these is of interest. */
static Text
plain_cell(Reader *reader, Text cell)
{
	return reader->has_markup ? plain_cell_text(reader->host, cell) : cell;
}

/* A cell with a name: without the colon after it. */
static Text
name_cell(Reader *reader, Text cell)
{
	return read_name_cell(plain_cell(reader, cell));
}

static void
put_cell(Text *cells, int *ncells, const char *from, const char *to)
{
	if (*ncells < CELLS_MAX)
		cells[*ncells] = trimmed((Text){from, (size_t) (to - from)});
	(*ncells)++;
}

/* The next bar in a text that is not escaped; its end: none. */
static const char *
next_bar(const char *at, const char *end, bool wide)
{
	const char *from = at;

	for (; at < end; at++)
	{
		if (wide)
		{
			while (at < end && bar_length((Text){at, (size_t) (end - at)}) == 0)
				at++;
		}
		else if ((at = memchr(at, '|', (size_t) (end - at))) == NULL)
			return end;
		if (at == end || at == from || at[-1] != '\\')
			return at;
	}
	return end;
}

/* Whether nothing is left of a text: it has blanks and tags, <br> say. */
static bool
is_blank(Text text)
{
	for (text = trimmed(text); text.length > 0; text = trimmed(text))
	{
		Markup markup;
		size_t length = *text.at == '<' ? markup_length(text, &markup) : 0;

		if (length == 0)
			return false;
		text = text_from(text, length);
	}
	return true;
}

/*
 * Splits a row at its bars, except escaped ones.  Bars of full width part cells
 * only in rows that begin with one: elsewhere they are text.  Returns how many
 * cells there are; only CELLS_MAX of them are kept.
 */
static int
split_at_bars(Text row, Text *cells)
{
	size_t		begin = bar_length(row);
	const char *end = row.at + row.length;
	const char *from = row.at + begin;
	const char *bar;
	int			ncells = 0;

	while ((bar = next_bar(from, end, begin == 3)) < end)
	{
		put_cell(cells, &ncells, from, bar);
		from = bar + bar_length((Text){bar, (size_t) (end - bar)});
	}
	if (!is_blank((Text){from, (size_t) (end - from)}))
		put_cell(cells, &ncells, from, end);
	return ncells;
}

static int
split_at_tabs(Text row, Text *cells)
{
	const char *end = row.at + row.length;
	const char *from = row.at;
	int			ncells = 0;

	for (const char *tab; (tab = memchr(from, '\t', (size_t) (end - from))) != NULL;)
	{
		put_cell(cells, &ncells, from, tab);
		from = tab + 1;
	}
	put_cell(cells, &ncells, from, end);
	return ncells;
}

/* The line between a table's header and its rows. */
static bool
is_delimiter_row(Text row, const Text *cells, int ncells)
{
	bool drawn = false;

	if (ncells > 0 && cells[0].length > 0 && isalpha((unsigned char) *cells[0].at))
		return false; /* as nearly always */
	if (*row.at == '|')
		return consists_of(row, "|-:+= \t") && (memchr(row.at, '-', row.length) != NULL ||
												memchr(row.at, '=', row.length) != NULL);
	for (int i = 0; i < ncells && i < CELLS_MAX; i++)
	{
		if (cells[i].length > 0 && !consists_of(cells[i], "-:= "))
			return false;
		drawn = drawn || cells[i].length > 0;
	}
	return drawn;
}

/* ---- numbers in cells ---- */

static const char *
legal_values(Host *host, const Quantity *quantity)
{
	char text[120];

	snprintf(text, sizeof(text),
			 quantity->whole ? "Expected a whole number from %.15g to %.15g" :
							   "Expected a number from %.15g to %.15g",
			 quantity->min, quantity->max);
	return JOINED(host, text, "");
}

/* Refuses a cell whose number is none, or not a legal one. */
static bool
refuse_cell(Reader *reader, const char *name, Text cell, CellFault fault,
			const char *expected, const char *hint)
{
	if (fault == CELL_IS_AMBIGUOUS)
		return refuse_number(reader, name, cell, AMBIGUOUS_FAULT, expected,
							 "The comma may be a decimal comma or part thousands: write "
							 "a point, or nothing.");
	return refuse_number(reader, name, cell,
						 fault == CELL_IS_OUT_OF_RANGE ? OUT_OF_RANGE_FAULT :
						 fault == CELL_IS_NOT_WHOLE	   ? NOT_WHOLE_FAULT :
														 NO_NUMBER_FAULT,
						 expected, hint);
}

/* Reads a rating: a whole number of its scale, or "not rated". */
static bool
read_rating(Reader *reader, Text cell, const Quantity *quantity, double *rating)
{
	CellFault fault;

	cell = plain_cell(reader, cell);
	fault = read_rating_cell(cell, quantity, rating);
	return fault == CELL_IS_READ ||
		   refuse_cell(reader, quantity->name, cell, fault,
					   JOINED(reader->host, legal_values(reader->host, quantity),
							  ", or \"" NOT_RATED_CELL "\"."),
					   "Ratings are whole numbers; they are never rounded or guessed.");
}

/* Reads a share of time: "30%" or "30". */
static bool
read_time(Reader *reader, Text cell, double *time)
{
	CellFault fault;

	cell = plain_cell(reader, cell);
	fault = read_time_cell(cell, time);
	return fault == CELL_IS_READ ||
		   refuse_cell(reader, TASK_TIME.name, cell, fault,
					   "Expected a share of time, such as 30%: 0, or from 0.000001 to "
					   "1000000000.",
					   "Write a plain decimal, without thousands separators.");
}

static bool
set_rating(Reader *reader, Rating *rating, double value, Text rationale, Text name,
		   int *line)
{
	if (*line == 0)
		*rating = (Rating){value, rationale};
	else if (!same_number(rating->value, value) ||
			 !same_text(rating->rationale, rationale))
		return refuse_second(reader, reader->line, name, *line);
	return true;
}

/* ---- rows ---- */

static bool
read_rating_row(Reader *reader, const FormRow *row, Rating *rating,
				const Quantity *quantity, Text *cells, int *line)
{
	double value;

	return read_rating(reader, cells[COLUMN_VALUE], quantity, &value) &&
		   set_rating(reader, rating, value, cell_text(reader, cells[COLUMN_RATIONALE]),
					  text_of(row->name), line);
}

static bool
read_sublabel_row(Reader *reader, Text cell)
{
	int *line = &reader->prose_line[PROSE_SUBLABEL_REASONING];
	Text reasoning;

	cell = undressed(cell);
	if (reader->has_markup)
		cell = trimmed(without_markup(reader->host, cell));
	if (!read_sublabel_cell(reader, cell, &reasoning))
		return false;
	reasoning = undressed(reasoning);
	if (reasoning.length == 0)
		reasoning = NO_TEXT;
	if (!set_text(reader, reader->line,
				  &reader->document->prose[PROSE_SUBLABEL_REASONING], reasoning,
				  text_of("Sub-label"), line))
		return false;
	*line = reader->line;
	return true;
}

static bool
read_row_of(Reader *reader, const FormRow *row, Text *cells, int *line)
{
	Document *document = reader->document;

	switch (row->kind)
	{
		case ROW_IS_DEFINITION:
			return set_text(reader, reader->line, &document->definition[row->index],
							cell_text(reader, cells[COLUMN_VALUE]), text_of(row->name),
							line);
		case ROW_IS_PRINCIPLE:
			return read_rating_row(reader, row, &document->principle[row->index],
								   &PRINCIPLE_RATING[row->index], cells, line);
		case ROW_IS_GROWTH:
			return read_rating_row(reader, row, &document->growth, &GROWTH_RATING, cells,
								   line);
		case ROW_IS_EVIDENCE:
			return read_rating_row(reader, row, &document->evidence[row->index],
								   &EVIDENCE_RATING[row->index], cells, line);
		case ROW_IS_BARRIER:
			return read_rating_row(reader, row, &document->barrier[row->index],
								   &BARRIER_RATING[row->index], cells, line);
		case ROW_IS_TOTAL:
			/* a row of two cells, whatever the order of the columns */
			return read_total_cell(reader, (StatedItem) row->index,
								   plain_cell(reader, cells[COLUMN_VALUE].length > 0 ?
														  cells[COLUMN_VALUE] :
														  cells[COLUMN_RATIONALE]));
		case ROW_IS_MODIFIER:
			return read_modifier_cell(reader, (StatedItem) row->index,
									  plain_cell(reader, cells[COLUMN_VALUE]));
		case ROW_IS_STATED:
			return read_stated_cell(reader, (StatedItem) row->index,
									plain_cell(reader, cells[COLUMN_VALUE]));
		case ROW_IS_SUBLABEL:
			return read_sublabel_row(reader, cells[COLUMN_VALUE]);
	}
	return true;
}

/* The names of a table's rows, for a message. */
static const char *
row_names(Host *host, const FormTable *table)
{
	TextBuilder builder = {host, NO_TEXT, 0};

	append_string(&builder, "Expected one of");
	for (int i = 0; i < table->nrows; i++)
	{
		append_string(&builder, i == 0 ? " " : ", ");
		append_string(&builder, table->row[i].name);
	}
	append_text(&builder, (Text){".", 2});
	return builder.text.at;
}

/* ---- rows of totals ---- */

/* Whether one of its words is that for a total: "Column totals" */
static bool
has_total_word(Text name)
{
	static const char *const word[] = {"total", "totals", "subtotal", "sum"};
	bool					 begins = true;

	for (; name.length > 0; name = text_from(name, 1))
	{
		for (size_t i = 0; begins && i < sizeof(word) / sizeof(word[0]); i++)
		{
			Text at = name;

			if (accept_name(&at, word[i], NULL) &&
				(at.length == 0 || strchr(" :.,;)*", *at.at)))
				return true;
		}
		begins = strchr(" (*_-/", *name.at) != NULL;
	}
	return false;
}

/* ---- rows with names ---- */

static bool
is_row_name(const Form *form, const FormRow *row, Text name)
{
	size_t length;

	if (same_name_but_suffix(name, row->name, row->suffix))
		return true;
	if (row->kind != ROW_IS_TOTAL)
		return false;
	length = strlen(row->name);
	return is_total_name(form, name) ||
		   (name.length == length + 1 && (name.at[length] | 0x20) == 's' &&
			same_name((Text){name.at, length}, row->name));
}

static bool
read_fixed_row(Reader *reader, const FormTable *table, Text *cells)
{
	Text name = name_cell(reader, cells[COLUMN_NAME]);
	char first = first_of_name(name);

	for (int i = 0; i < table->nrows; i++)
	{
		const FormRow *row = &table->row[i];
		int			  *line = &reader->row_line[reader->heading][i];

		if (!(is_first_of(first, row->name) || row->kind == ROW_IS_TOTAL) ||
			!is_row_name(reader->form, row, name))
			continue;
		if (reader->rows_met & (1u << i))
			return refuse(reader, reader->line, "a second row", text_of(row->name),
						  "Expected each row once in a table.",
						  "Remove one of the two rows.");
		if (!read_row_of(reader, row, cells, line))
			return false;
		reader->rows_met |= 1u << i;
		if (*line == 0)
			*line = reader->line;
		return true;
	}
	return refuse(reader, reader->line, "unknown row", name,
				  row_names(reader->host, table),
				  "Rows are identified by name; put rows that are not part of the form "
				  "into the text.");
}

/* ---- the table of tasks ---- */

static bool
read_mode(Reader *reader, Text cell, TaskMode *mode)
{
	cell = undressed(plain_cell(reader, cell));
	return read_mode_cell(cell, mode) ||
		   refuse(reader, reader->line, "unknown mode", cell,
				  "Expected displacement, augmentation, not involved, or an empty cell.",
				  "Leave the cell empty if the mode is not stated.");
}

static bool
set_task(Reader *reader, const DocumentTask *task)
{
	Document *document = reader->document;
	size_t	  index = reader->tasks_met++;

	if (reader->section_line != reader->heading_line[HEADING_TASK_DECOMPOSITION])
	{
		if (index < document->ntasks && same_task(&document->tasks[index], task))
			return true;
		return refuse_second(reader, reader->line, task->name,
							 reader->heading_line[HEADING_TASK_DECOMPOSITION]);
	}
	if (index == DOCUMENT_MAX_PARTS)
		return refuse_more(reader, task->name);
	document->tasks = grown(reader->host, document->tasks, document->ntasks,
							&document->task_capacity, sizeof(DocumentTask));
	document->tasks[document->ntasks++] = *task;
	return true;
}

/* The product of share and score that a row prints. */
static bool
read_weighted(Reader *reader, Text cell, const DocumentTask *task)
{
	Text	   rest;
	Number	   number;
	Statement *statement;

	cell = plain_cell(reader, cell);
	rest = cell;
	if (cell.length == 0)
	{
		reader->weighted_sum = NAN;
		return true;
	}
	if (!accept_number(&rest, &number) || !is_over(rest))
		return refuse(reader, reader->line, "cannot read the weighted score", cell,
					  "Expected share x score, such as 1.50 for 30% at score 5.",
					  "Leave the cell empty: it is computed anyway.");
	statement = state_number(reader, ITEM_WEIGHTED, NULL, number);
	statement->task = reader->tasks_met - 1;
	statement->from_operands = weighted_score(task);
	reader->weighted_sum += number.value;
	return true;
}

/*
 * Whether a row may be a row of totals with another name: its time is the sum of all
 * rows above it, it has no mode and no product of share and score, and it is shorter
 * than these rows or mentions a total.
 */
static bool
nearly_a_total(const Reader *reader, const DocumentTask *task, const Text *cells,
			   int ncells)
{
	double time = double_from_micro(micro_from_double(task->time_pct));

	return reader->tasks_met > 0 && task->mode == MODE_UNSTATED && time > 0 &&
		   !isnan(task->score.value) && cells[TASK_COLUMN_WEIGHTED].length == 0 &&
		   fabs(time - reader->time_sum) < 0.5 / MICRO &&
		   (ncells < reader->fewest_cells || has_total_word(task->name));
}

static bool
refuse_total(Reader *reader, Text name)
{
	return refuse(
		reader, reader->line,
		"a row that could be a task or the total of the rows above it,", name,
		"Its time is the sum of theirs, and it has no mode.",
		"Name the row of totals Total; give a task a mode or a different name.");
}

static bool
read_task(Reader *reader, Text *cells, int ncells)
{
	DocumentTask task = {.name = cell_text(reader, cells[TASK_COLUMN_NAME]),
						 .score.rationale =
							 cell_text(reader, cells[TASK_COLUMN_RATIONALE])};
	double		 time;

	if (task.name.at == NULL)
		return refuse(reader, reader->line, "a task without a name", NO_TEXT,
					  "Expected the name of the task in the first cell.",
					  "Give every task a name.");
	if (!read_time(reader, cells[TASK_COLUMN_TIME], &time) ||
		!read_rating(reader, cells[TASK_COLUMN_SCORE], &TASK_SCORE, &task.score.value) ||
		!read_mode(reader, cells[TASK_COLUMN_MODE], &task.mode))
		return false;
	task.time_pct = time;
	if (nearly_a_total(reader, &task, cells, ncells))
		return refuse_total(reader, task.name);
	if (reader->tasks_met == 0 || ncells < reader->fewest_cells)
		reader->fewest_cells = ncells;
	reader->time_sum += double_from_micro(micro_from_double(time));
	return set_task(reader, &task) &&
		   read_weighted(reader, cells[TASK_COLUMN_WEIGHTED], &task);
}

/*
 * "| Total | 100% | 4.10 |": a total row may leave out the cells that have no
 * total, so its numbers are identified by their order and the percent sign.
 */
static bool
read_task_totals(Reader *reader, Text *cells, int ncells)
{
	Number number[2];
	int	   numbers = 0;
	bool   first_is_time = true;

	for (int i = 1; i < ncells; i++)
	{
		Text rest = plain_cell(reader, cells[i]);
		bool percent;

		if (undressed(rest).length == 0)
			continue;
		if (numbers == 2 || !accept_number(&rest, &number[numbers]))
			return refuse(reader, reader->line, "cannot read the total", cells[i],
						  "Expected the total time and the weighted total, such as | "
						  "Total | 100% | 4.10 |.",
						  "Omit the row: it is computed anyway.");
		percent = accept_text(&rest, "%");
		if (!is_over(rest))
			return refuse(reader, reader->line, "cannot read the total", cells[i],
						  "Expected a number.", "Omit the row: it is computed anyway.");
		if (numbers == 0)
			first_is_time = percent || reader->column[i] == TASK_COLUMN_TIME;
		numbers++;
	}
	if (numbers > 0 && first_is_time)
	{
		reader->total_row_line = reader->line;
		state_number(reader, ITEM_TIME_TOTAL, NULL, number[0])->from_operands =
			reader->time_sum;
	}
	if (numbers == 2 || (numbers == 1 && !first_is_time))
		state_number(reader, ITEM_WEIGHTED_TOTAL, NULL, number[numbers - 1])
			->from_operands = reader->weighted_sum;
	return true;
}

/* ---- tables ---- */

static const char *
header_form(Host *host, const FormTable *table)
{
	TextBuilder builder = {host, NO_TEXT, 0};

	append_string(&builder, "Expected the header row |");
	for (int i = 0; i < table->ncolumns; i++)
	{
		append_string(&builder, " ");
		append_string(&builder, table->column[i].name);
		if (table->column[i].scale)
		{
			append_string(&builder, " ");
			append_string(&builder, table->column[i].scale);
		}
		append_string(&builder, " |");
	}
	append_text(&builder, (Text){".", 2});
	return builder.text.at;
}

/* Which column a cell of the header names; the number of columns: none. */
static int
column_named(const FormTable *table, Text name, const bool *met)
{
	int column = 0;

	while (column < table->ncolumns &&
		   (met[column] || !same_name_but_suffix(name, table->column[column].name,
												 table->column[column].scale)))
		column++;
	return column;
}

/* Learns from the header row which cell holds what. */
static bool
read_header(Reader *reader, const FormTable *table, const Text *cells, int ncells)
{
	bool met[FORM_COLUMNS] = {false};

	for (int i = 0; i < ncells; i++)
	{
		Text name = name_cell(reader, cells[i]);
		int	 column = column_named(table, name, met);

		if (column == table->ncolumns)
			return refuse(reader, reader->line, "unknown column", name,
						  header_form(reader->host, table),
						  "Columns are identified by name, and the scale in parentheses "
						  "must match.");
		met[column] = true;
		reader->column[i] = column;
	}
	for (int column = 0; column < table->ncolumns; column++)
	{
		if (table->column[column].required && !met[column])
			return refuse(reader, reader->line, "missing column",
						  text_of(table->column[column].name),
						  header_form(reader->host, table),
						  "The header row is directly above the rows.");
	}
	reader->ncolumns = ncells;
	reader->in_table = true;
	reader->table_line = reader->line;
	return true;
}

/* Whether a row is a table's header, which may come once more after a page break. */
static bool
is_header(Reader *reader, const FormTable *table, const Text *cells, int ncells)
{
	return ncells > 1 &&
		   same_name_but_suffix(name_cell(reader, cells[0]), table->column[0].name,
								table->column[0].scale) &&
		   same_name_but_suffix(name_cell(reader, cells[1]), table->column[1].name,
								table->column[1].scale);
}

/* ---- lines that are rows ---- */

static int
split_row(TableStyle style, Text row, Text *cells)
{
	return style == ROWS_WITH_TABS ? split_at_tabs(row, cells) :
									 split_at_bars(row, cells);
}

/* Whether a line without a bar before it is a row, or the header, of such a table. */
static bool
is_row_of_style(Reader *reader, TableStyle style)
{
	const FormTable *table = reader->form->heading[reader->heading].table;
	const Line		*line = &reader->current;
	Text			 cells[CELLS_MAX];
	Text			 row = style == ROWS_WITH_TABS ? line->whole : line->text;
	int				 ncells;

	if (reader->in_table && reader->style == style)
		return true;
	if (row.length > 1000)
		return false;
	reader->has_markup = line->signs & HAS_MARKUP;
	ncells = split_row(style, row, cells);
	if (ncells > CELLS_MAX || !is_header(reader, table, cells, ncells))
		return false;
	reader->style = style;
	return true;
}

/* "\| a \| b \|": all of a line was escaped. */
static bool
is_escaped_row(Text text)
{
	return text.length >= 4 && memcmp(text.at, "\\|", 2) == 0 &&
		   text.at[text.length - 1] == '|';
}

/* Whether the current line is a row of the section's table. */
bool
is_row(Reader *reader)
{
	Line *line = &reader->current;

	if (bar_length(line->text) > 0)
	{
		if (!reader->in_table)
			reader->style = ROWS_BETWEEN_BARS;
		return true;
	}
	if (line->signs & HAS_ESCAPE && is_escaped_row(line->text))
	{
		line->text = without_markup(reader->host, line->text);
		line->whole = line->text;
		return true;
	}
	return (line->signs & HAS_TAB && is_row_of_style(reader, ROWS_WITH_TABS)) ||
		   (line->signs & HAS_BAR && is_row_of_style(reader, ROWS_WITH_INNER_BARS));
}

/* Whether the current line is the header of the section's table. */
bool
is_table_header(Reader *reader)
{
	const Line *line = &reader->current;
	Text		cells[CELLS_MAX];
	int			ncells;

	if (!is_row(reader) || line->text.length > 1000)
		return false;
	reader->has_markup = line->signs & HAS_MARKUP;
	ncells = split_row(reader->style,
					   reader->style == ROWS_WITH_TABS ? line->whole : line->text, cells);
	return ncells <= CELLS_MAX &&
		   is_header(reader, reader->form->heading[reader->heading].table, cells, ncells);
}

/* Whether the current line is the header of a table of ratings, of any section. */
bool
is_rating_header(Reader *reader)
{
	const Line *line = &reader->current;
	Text		cells[CELLS_MAX];
	int			ncells;

	if (!(line->signs & (HAS_BAR | HAS_TAB)) || line->text.length > 1000)
		return false;
	reader->has_markup = line->signs & HAS_MARKUP;
	ncells = split_row(line->signs & HAS_BAR ? ROWS_BETWEEN_BARS : ROWS_WITH_TABS,
					   line->text, cells);
	for (int i = HEADING_PREAMBLE; i < HEADINGS && ncells > 2 && ncells <= CELLS_MAX; i++)
	{
		const FormTable *table = reader->form->heading[i].table;

		if (table && table->ncolumns > 2 && is_header(reader, table, cells, ncells))
			return true;
	}
	return false;
}

static bool
ends_with_bar(Text row)
{
	return row.length > 0 && row.at[row.length - 1] == '|' &&
		   (row.length == 1 || row.at[row.length - 2] != '\\');
}

static int
count_cells(Text row)
{
	Text cells[CELLS_MAX];

	return split_at_bars(row, cells);
}

/* The lines up to one that ends with a bar, none of which begins with one. */
static bool
join_until_bar(Reader *reader, Lines *ahead, TextBuilder *row)
{
	Line line;

	for (int count = 0; count < 1000 && next_line(ahead, &line); count++)
	{
		if (line.text.length == 0 ||
			(bar_length(line.text) > 0 && !same_text(line.text, text_of("|"))))
			return false;
		append_string(row, " ");
		append_text(row, line.text);
		reader->current.signs |= line.signs;
		if (ends_with_bar(line.text))
			return true;
	}
	return false;
}

/*
 * Whether the next line goes on with a row: it begins with a bar and the row has not
 * ended with one, or it ends with one, and together they have no more cells than
 * the header.
 */
static bool
is_rest_of_row(const Reader *reader, Text row, const Line *next)
{
	bool begins = bar_length(next->text) > 0;

	if (next->text.length == 0 || begins == ends_with_bar(row) ||
		(!begins && !ends_with_bar(next->text)))
		return false;
	return count_cells(row) + count_cells(next->text) + (begins ? 0 : 1) <=
		   reader->ncolumns + (begins ? 0 : 1);
}

/* A header that was wrapped: the lines below it that end with a bar and begin with none. */
static Text
whole_header(Reader *reader, Text row)
{
	TextBuilder builder = {reader->host, row, 0};
	Line		line;

	for (;;)
	{
		Lines ahead = reader->lines;

		if (!next_line(&ahead, &line) || line.text.length == 0 ||
			bar_length(line.text) > 0 || !ends_with_bar(line.text))
			return builder.text;
		append_string(&builder, " ");
		append_text(&builder, line.text);
		reader->current.signs |= line.signs;
		reader->lines = ahead;
	}
}

/* Whether a row that ends with a bar may lack cells: rows of totals may. */
static bool
may_be_broken(Reader *reader, Text row)
{
	Text cells[CELLS_MAX];

	reader->has_markup = reader->current.signs & HAS_MARKUP;
	return split_at_bars(row, cells) > 0 &&
		   !is_total_name(reader->form, name_cell(reader, cells[0])) &&
		   !has_total_word(name_cell(reader, cells[0]));
}

/* Whether a row has all its cells on its line, as it nearly always has. */
static bool
is_whole_row(const Reader *reader, Text row, int ncells)
{
	return reader->style != ROWS_BETWEEN_BARS ||
		   (reader->in_table && ncells >= reader->ncolumns && ends_with_bar(row));
}

/*
 * A row that was wrapped.  In a table whose header ends with a bar, it goes on
 * until a line does, if that comes before another row, a blank line or the end;
 * and it may have been broken at a bar.
 */
static Text
whole_row(Reader *reader, Text row)
{
	TextBuilder builder = {reader->host, row, 0};
	Line		line;

	if (*row.at != '|')
		return row;
	if (!reader->in_table)
		return whole_header(reader, row);
	if (!reader->header_is_closed)
		return row;
	for (;;)
	{
		Lines ahead = reader->lines;
		Text  joined = builder.text;

		if (ends_with_bar(joined) && count_cells(joined) >= reader->ncolumns)
			return joined;
		if (!next_line(&ahead, &line))
			return joined;
		if (is_rest_of_row(reader, joined, &line))
		{
			append_string(&builder, " ");
			append_text(&builder, line.text);
			reader->current.signs |= line.signs;
		}
		else if (!ends_with_bar(joined) || may_be_broken(reader, joined))
		{
			ahead = reader->lines;
			if (!join_until_bar(reader, &ahead, &builder))
				return joined;
		}
		else
			return joined;
		reader->lines = ahead;
	}
}

/* Text within a table: a row that has lost its bars, or a cell of more than one line. */
static bool
require_no_text_within(Reader *reader)
{
	if (reader->inner_line == 0)
		return true;
	return refuse(
		reader, reader->inner_line, "text between the rows of a table",
		reader->inner_text,
		"Expected each row on one line, with its cells separated by bars or tabs.",
		"Complete or join the row; or move the text below the table.");
}

static bool
read_cells(Reader *reader, const FormTable *table, Text *met, int ncells)
{
	Text cells[FORM_COLUMNS];

	if (table->nrows == 0 && ncells > 0 &&
		is_total_name(reader->form, name_cell(reader, met[0])))
		return read_task_totals(reader, met, ncells);
	for (int i = 0; i < FORM_COLUMNS; i++)
		cells[i] = text_of("");
	for (int i = 0; i < ncells; i++)
		cells[reader->column[i]] = met[i];
	return table->nrows == 0 ? read_task(reader, cells, ncells) :
							   read_fixed_row(reader, table, cells);
}

bool
read_table_row(Reader *reader)
{
	const FormTable *table = reader->form->heading[reader->heading].table;
	const Line		*line = &reader->current;
	Text			 met[CELLS_MAX];
	Text			 row = reader->style == ROWS_WITH_TABS ? line->whole : line->text;
	int				 ncells;

	ncells = split_row(reader->style, row, met);
	if (!is_whole_row(reader, row, ncells))
	{
		row = whole_row(reader, row);
		ncells = split_row(reader->style, row, met);
	}
	reader->has_markup = line->signs & HAS_MARKUP;
	reader->row_line_above = reader->lines.number;
	reader->row_is_last = true;
	if (is_delimiter_row(row, met, ncells))
		return true;
	if (ncells > CELLS_MAX || (reader->in_table && ncells > reader->ncolumns))
		return refuse(reader, reader->line, "more cells than columns in the row", row,
					  header_form(reader->host, table),
					  "Inside a cell, write a bar as \\|.");
	if (!reader->in_table)
	{
		if (reader->style == ROWS_WITH_TABS && !reader->met_table)
			reader->document->prose[PROSE_PREAMBLE] = NO_TEXT;
		reader->met_table = true;
		reader->header_is_closed = ends_with_bar(row);
		return read_header(reader, table, met, ncells);
	}
	if (is_header(reader, table, met, ncells))
	{
		reader->inner_line = 0; /* what is between two pages, perhaps */
		return true;
	}
	return require_no_text_within(reader) && read_cells(reader, table, met, ncells);
}

/* What a table must have had when its section ends. */
bool
close_table(Reader *reader)
{
	const FormHeading *heading = &reader->form->heading[reader->heading];
	const FormTable	  *table = heading->table;
	bool is_repeated = reader->section_line != reader->heading_line[reader->heading];

	if (!table || (!reader->in_table && !heading->required))
		return true;
	if (!reader->in_table && reader->section_is_empty)
	{
		/* an entry in a list of contents, if the section comes later */
		reader->empty_line[reader->heading] = reader->section_line;
		return true;
	}
	if (!reader->in_table)
		return refuse(reader, reader->section_line, "no table in section",
					  text_of(heading->name), header_form(reader->host, table),
					  "The table is directly below its heading.");
	if (reader->rows_met == 0 && reader->tasks_met == 0)
		return refuse(reader, reader->table_line, "a table without rows in section",
					  text_of(heading->name), header_form(reader->host, table),
					  "Add the rows, or remove the section if it is optional.");
	for (int i = 0; i < table->nrows; i++)
	{
		if (table->row[i].required && !(reader->rows_met & (1u << i)))
			return refuse(reader, reader->table_line, "missing row",
						  text_of(table->row[i].name),
						  JOINED(reader->host, "The table of section \"", heading->name,
								 "\" must have this row."),
						  table == reader->form->heading[HEADING_ROLE_DEFINITION].table ?
							  "A role is identified by its title." :
							  "Write \"" NOT_RATED_CELL "\" where there is no rating.");
	}
	if (table->nrows == 0 && is_repeated && reader->tasks_met != reader->document->ntasks)
		return refuse_second(reader, reader->section_line, text_of(heading->name),
							 reader->heading_line[reader->heading]);
	return true;
}

/*
 * tables.c
 *	  Reads the tables of an assessment document: cells, ratings, tasks.
 */
#include <stdio.h>

#include "kernel/document/reader.h"

/* ---- cells ---- */

/* A cell with its bars as they are meant; there is nothing to copy where there are none. */
static Text
unescaped(Reader *reader, Text cell)
{
	char  *plain;
	size_t length = 0;

	if (cell.length == 0 || !memchr(cell.at, '|', cell.length))
		return cell;
	plain = reader->host->allocate(reader->host->context, cell.length);
	for (size_t i = 0; i < cell.length; i++)
	{
		if (cell.at[i] != '\\' || i + 1 == cell.length || cell.at[i + 1] != '|')
			plain[length++] = cell.at[i];
	}
	return (Text){plain, length};
}

/* A text cell: without the emphasis around it; none when it is empty. */
static Text
cell_text(Reader *reader, Text cell)
{
	cell = undressed(cell);
	return cell.length == 0 ? NO_TEXT : unescaped(reader, cell);
}

/*
 * Splits a row at its bars, except escaped ones.  Returns how many cells there
 * are; only CELLS_MAX of them are kept.
 */
static int
split_row(Text row, Text *cells)
{
	const char *at = row.at + 1;
	const char *end = row.at + row.length;
	const char *from = at;
	int			ncells = 0;

	for (; at < end; at++)
	{
		if (*at == '\\' && at + 1 < end && at[1] == '|')
			at++;
		else if (*at == '|')
		{
			if (ncells < CELLS_MAX)
				cells[ncells] = trimmed((Text){from, (size_t) (at - from)});
			ncells++;
			from = at + 1;
		}
	}
	if (trimmed((Text){from, (size_t) (end - from)}).length > 0)
	{
		if (ncells < CELLS_MAX)
			cells[ncells] = trimmed((Text){from, (size_t) (end - from)});
		ncells++;
	}
	return ncells;
}

/* The line between a table's header and its rows. */
static bool
is_delimiter_row(Text row)
{
	return consists_of(row, "|-: \t") && memchr(row.at, '-', row.length) != NULL;
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

/* Reads a rating: a whole number of its scale, or "not rated". */
static bool
read_rating(Reader *reader, Text cell, const Quantity *quantity, double *rating)
{
	Text   rest = cell;
	Number number;
	bool   is_number;

	*rating = NOT_RATED;
	if (same_name(cell, NOT_RATED_CELL))
		return true;
	is_number = accept_number(&rest, &number) && is_over(rest);
	if (is_number && legality(quantity, number.value) == LEGAL)
	{
		*rating = number.value;
		return true;
	}
	return refuse_number(reader, quantity->name, cell,
						 !is_number ? NO_NUMBER_FAULT :
						 legality(quantity, number.value) == OUT_OF_RANGE ?
									  OUT_OF_RANGE_FAULT :
									  NOT_WHOLE_FAULT,
						 JOINED(reader->host, legal_values(reader->host, quantity),
								", or \"" NOT_RATED_CELL "\"."),
						 "Ratings are whole numbers; they are never rounded or guessed.");
}

/* Reads a share of time: "30%" or "30". */
static bool
read_time(Reader *reader, Text cell, Number *number)
{
	Text rest = cell;
	bool is_number = accept_number(&rest, number);

	if (is_number)
	{
		accept_text(&rest, "%");
		is_number = is_over(rest);
	}
	if (is_number && legality(&TASK_TIME, number->value) == LEGAL &&
		!time_vanishes(number->value, micro_from_double(number->value)))
		return true;
	return refuse_number(reader, TASK_TIME.name, cell,
						 is_number ? OUT_OF_RANGE_FAULT : NO_NUMBER_FAULT,
						 "Expected a share of time, such as 30%: 0, or from 0.000001 to "
						 "1000000000.",
						 "Write a plain decimal with a point, without thousands "
						 "separators.");
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

	if (!read_sublabel_cell(reader, undressed(cell), &reasoning))
		return false;
	reasoning = cell_text(reader, reasoning);
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
								   cells[COLUMN_VALUE].length > 0 ?
									   cells[COLUMN_VALUE] :
									   cells[COLUMN_RATIONALE]);
		case ROW_IS_MODIFIER:
			return read_modifier_cell(reader, (StatedItem) row->index,
									  cells[COLUMN_VALUE]);
		case ROW_IS_STATED:
			return read_stated_cell(reader, (StatedItem) row->index, cells[COLUMN_VALUE]);
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

static bool
read_fixed_row(Reader *reader, const FormTable *table, Text *cells)
{
	for (int i = 0; i < table->nrows; i++)
	{
		const FormRow *row = &table->row[i];
		int			  *line = &reader->row_line[reader->heading][i];

		if (!same_name_but_suffix(cells[COLUMN_NAME], row->name, row->suffix))
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
	return refuse(reader, reader->line, "unknown row", cells[COLUMN_NAME],
				  row_names(reader->host, table),
				  "Rows are known by their names; rows that are not part of the form "
				  "have to go into the text.");
}

/* ---- the table of tasks ---- */

static bool
read_mode(Reader *reader, Text cell, TaskMode *mode)
{
	cell = undressed(cell);
	*mode = MODE_UNSTATED;
	if (cell.length == 0 || mode_from_name(cell.at, cell.length, mode))
		return true;
	return refuse(reader, reader->line, "unknown mode", cell,
				  "Expected displacement, augmentation, not involved, or an empty cell.",
				  "Leave the cell empty where the mode is not stated.");
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
	Text	   rest = cell;
	Number	   number;
	Statement *statement;

	if (trimmed(cell).length == 0)
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

static bool
read_task(Reader *reader, Text *cells)
{
	DocumentTask task = {.name = cell_text(reader, cells[TASK_COLUMN_NAME]),
						 .score.rationale =
							 cell_text(reader, cells[TASK_COLUMN_RATIONALE])};
	Number		 time;

	if (task.name.at == NULL)
		return refuse(reader, reader->line, "a task without a name", NO_TEXT,
					  "Expected what is done in the first cell.",
					  "Give every task a name.");
	if (!read_time(reader, cells[TASK_COLUMN_TIME], &time) ||
		!read_rating(reader, cells[TASK_COLUMN_SCORE], &TASK_SCORE, &task.score.value) ||
		!read_mode(reader, cells[TASK_COLUMN_MODE], &task.mode))
		return false;
	task.time_pct = time.value;
	reader->time_sum += double_from_micro(micro_from_double(time.value));
	return set_task(reader, &task) &&
		   read_weighted(reader, cells[TASK_COLUMN_WEIGHTED], &task);
}

/*
 * "| Total | 100% | 4.10 |": a total row may leave out the cells that have no
 * total, so its numbers are told apart by their order and the percent sign.
 */
static bool
read_task_totals(Reader *reader, Text *cells, int ncells)
{
	Number number[2];
	int	   numbers = 0;
	bool   first_is_time = true;

	for (int i = 1; i < ncells; i++)
	{
		Text rest = cells[i];
		bool percent;

		if (undressed(rest).length == 0)
			continue;
		if (numbers == 2 || !accept_number(&rest, &number[numbers]))
			return refuse(reader, reader->line, "cannot read the total", cells[i],
						  "Expected the total time and the weighted total, such as | "
						  "Total | 100% | 4.10 |.",
						  "Leave the row out: it is computed anyway.");
		percent = accept_text(&rest, "%");
		if (!is_over(rest))
			return refuse(reader, reader->line, "cannot read the total", cells[i],
						  "Expected a number.",
						  "Leave the row out: it is computed anyway.");
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

/* Learns from the header row which cell holds what. */
static bool
read_header(Reader *reader, const FormTable *table, Text *cells, int ncells)
{
	bool met[FORM_COLUMNS] = {false};

	for (int i = 0; i < ncells; i++)
	{
		int column = 0;

		while (column < table->ncolumns &&
			   (met[column] || !same_name_but_suffix(cells[i], table->column[column].name,
													 table->column[column].scale)))
			column++;
		if (column == table->ncolumns)
			return refuse(reader, reader->line, "unknown column", cells[i],
						  header_form(reader->host, table),
						  "Columns are known by their names, and the scale in "
						  "parentheses must be the one that is meant.");
		met[column] = true;
		reader->column[i] = column;
	}
	for (int column = 0; column < table->ncolumns; column++)
	{
		if (table->column[column].required && !met[column])
			return refuse(reader, reader->line, "missing column",
						  text_of(table->column[column].name),
						  header_form(reader->host, table),
						  "The header row stands directly above the rows.");
	}
	reader->ncolumns = ncells;
	reader->in_table = true;
	reader->table_line = reader->line;
	return true;
}

/* Whether a row is a table's header once more, after a page break say. */
static bool
is_header(const FormTable *table, const Text *cells, int ncells)
{
	return ncells > 1 && same_name(cells[0], table->column[0].name) &&
		   same_name_but_suffix(cells[1], table->column[1].name, table->column[1].scale);
}

bool
read_table_row(Reader *reader, Text row)
{
	const FormTable *table = FORM_HEADING[reader->heading].table;
	Text			 met[CELLS_MAX];
	Text			 cells[FORM_COLUMNS];
	int				 ncells = split_row(row, met);

	if (is_delimiter_row(row))
		return true;
	if (ncells > CELLS_MAX || (reader->in_table && ncells > reader->ncolumns))
		return refuse(reader, reader->line, "more cells than columns in the row", row,
					  header_form(reader->host, table),
					  "Inside a cell, write a bar as \\|.");
	if (!reader->in_table)
		return read_header(reader, table, met, ncells);
	if (is_header(table, met, ncells))
		return true;

	if (table->nrows == 0 && ncells > 0 && same_name(met[0], TOTAL_ROW))
		return read_task_totals(reader, met, ncells);
	for (int i = 0; i < FORM_COLUMNS; i++)
		cells[i] = text_of("");
	for (int i = 0; i < ncells; i++)
		cells[reader->column[i]] = met[i];
	return table->nrows == 0 ? read_task(reader, cells) :
							   read_fixed_row(reader, table, cells);
}

/* What a table must have had when its section ends. */
bool
close_table(Reader *reader)
{
	const FormHeading *heading = &FORM_HEADING[reader->heading];
	const FormTable	  *table = heading->table;
	bool is_repeated = reader->section_line != reader->heading_line[reader->heading];

	if (!table || (!reader->in_table && !heading->required))
		return true;
	if (!reader->in_table)
		return refuse(reader, reader->section_line, "no table in section",
					  text_of(heading->name), header_form(reader->host, table),
					  "The table stands directly below its heading.");
	if (reader->rows_met == 0 && reader->tasks_met == 0)
		return refuse(reader, reader->table_line, "a table without rows in section",
					  text_of(heading->name), header_form(reader->host, table),
					  "Add the rows, or remove the section if it may be left out.");
	for (int i = 0; i < table->nrows; i++)
	{
		if (table->row[i].required && !(reader->rows_met & (1u << i)))
			return refuse(reader, reader->table_line, "missing row",
						  text_of(table->row[i].name),
						  JOINED(reader->host, "The table of section \"", heading->name,
								 "\" must have this row."),
						  table == FORM_HEADING[HEADING_ROLE_DEFINITION].table ?
							  "A role is known by its title." :
							  "Write \"" NOT_RATED_CELL "\" where there is no rating.");
	}
	if (table->nrows == 0 && is_repeated && reader->tasks_met != reader->document->ntasks)
		return refuse_second(reader, reader->section_line, text_of(heading->name),
							 reader->heading_line[reader->heading]);
	return true;
}

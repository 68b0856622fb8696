/*
 * kernel_document_read.c
 *	  Reads an assessment document, line by line.
 *
 * A line is a heading, a row of the section's table, a labelled line, or else
 * belongs to what was opened last: the text after a label, or the section.
 * Headings and labels are known by their names, in any order and with or
 * without Markdown around them; nothing else about a line is guessed.
 */
#include <stdio.h>

#include "kernel_document_reader.h"

/* ---- refusals ---- */

static const char OUT_OF_RANGE_FAULT[] = "is out of range";
static const char NOT_WHOLE_FAULT[] = "is not a whole number";
static const char NO_NUMBER_FAULT[] = "cannot be read";

bool
refuse(Reader *reader, int line, const char *problem, Text met, const char *expected,
	   const char *hint)
{
	*reader->error = (DocumentError){
		.line = line, .problem = problem, .met = met, .expected = expected, .hint = hint};
	return false;
}

/* A number that is not one, or not a legal one. */
static bool
refuse_number(Reader *reader, const char *name, Text met, const char *fault,
			  const char *expected, const char *hint)
{
	refuse(reader, reader->line, name, met, expected, hint);
	reader->error->fault = fault;
	reader->error->out_of_range = fault == OUT_OF_RANGE_FAULT;
	return false;
}

static bool
refuse_second(Reader *reader, int line, Text name, int first_line)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", first_line);
	return refuse(reader, line, "stated twice, differently:", name,
				  JOINED(reader->host, "Line ", number, " says something else."),
				  "A document may repeat a section only if it says the same; remove one "
				  "of the two.");
}

static bool
refuse_more(Reader *reader, Text met)
{
	return refuse(reader, reader->line, "too many lines of one kind, up to", met,
				  "Expected at most 100000 tasks, next roles, items of a list or other "
				  "sections.",
				  "A document is the assessment of one role: split the file.");
}

static bool
same_number(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

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

static bool
consists_of(Text text, const char *characters)
{
	for (size_t i = 0; i < text.length; i++)
	{
		if (!strchr(characters, text.at[i]))
			return false;
	}
	return text.length > 0;
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
set_text(Reader *reader, int line, Text *slot, Text value, Text name, int *first_line)
{
	if (*first_line == 0)
		*slot = value;
	else if (!same_text(*slot, value))
		return refuse_second(reader, line, name, *first_line);
	return true;
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
same_task(const DocumentTask *a, const DocumentTask *b)
{
	return same_text(a->name, b->name) && a->time_pct == b->time_pct &&
		   a->mode == b->mode && same_number(a->score.value, b->score.value) &&
		   same_text(a->score.rationale, b->score.rationale);
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

static bool
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
static bool
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

/* ---- blocks of text ---- */

static bool
same_next_role(const NextRole *a, const NextRole *b)
{
	return same_text(a->title, b->title) && same_number(a->score, b->score) &&
		   same_text(a->reason, b->reason);
}

/* The text before the first dash between spaces, or all of it. */
static Text
before_dash(Text text)
{
	Text rest = text;

	while (rest.length > 0)
	{
		Text at = rest;

		if (*rest.at != ' ')
			rest = text_from(rest, 1);
		else if (accept_dash(&at) && at.length > 0 && *at.at == ' ')
			return (Text){text.at, text.length - rest.length};
		else
			skip_to_operator(&rest); /* the spaces in between end no better */
	}
	return text;
}

#define NEXT_ROLE_FORM "Expected a role, such as - AI Auditor (AIJRI 71.1) - reason."
#define NEXT_ROLE_SCORE_MARK "(AIJRI"

/*
 * Takes the title off: it ends at the score, or else at the first dash between
 * spaces.
 */
static Text
accept_title(Text *item, bool *has_score)
{
	Text title = before_dash(*item);

	*has_score = false;
	for (Text rest = *item; rest.length > 0; rest = text_from(rest, 1))
	{
		Text at = rest;

		if (*rest.at != '(' || !accept_text(&at, NEXT_ROLE_SCORE_MARK))
			continue;
		*has_score = true;
		title.length = item->length - rest.length;
		break;
	}
	*item = text_from(*item, title.length);
	title = undressed(title);
	accept_emphasis(&title); /* of title and score together */
	return title;
}

/* "AI Auditor (AIJRI 71.1) - reason", of which score and reason may be missing */
static bool
read_next_role(Reader *reader, Text item, NextRole *role)
{
	Text   rest = item;
	Number number;
	bool   has_score;

	role->score = NOT_RATED;
	role->title = accept_title(&rest, &has_score);
	if (has_score)
	{
		accept_text(&rest, NEXT_ROLE_SCORE_MARK);
		if (!accept_number(&rest, &number) || !accept_text(&rest, ")"))
			return refuse(reader, reader->line, "cannot read the score of next role",
						  item, NEXT_ROLE_FORM,
						  "Leave the parentheses out if the role has no score.");
		if (legality(&NEXT_ROLE_SCORE, number.value) != LEGAL)
			return refuse_number(reader, NEXT_ROLE_SCORE.name, number.text,
								 OUT_OF_RANGE_FAULT, "Expected a score from 0 to 100.",
								 "Leave the parentheses out if the role has no score.");
		role->score = number.value;
	}
	if (role->title.length == 0 || !accept_separator(&rest))
		return refuse(reader, reader->line, "cannot read next role", item, NEXT_ROLE_FORM,
					  "Write title, score in parentheses, a dash and the reason.");
	rest = trimmed(rest);
	role->reason = rest.length > 0 ? rest : NO_TEXT;
	return true;
}

static bool
add_next_role(Reader *reader, Block *block, Text item)
{
	Document *document = reader->document;
	size_t	  index = block->count++;
	NextRole  role;

	if (!read_next_role(reader, item, &role))
		return false;
	if (reader->label_line[LABEL_NEXT_ROLES] != block->line)
	{
		if (index < document->nnext_roles &&
			same_next_role(&document->next_roles[index], &role))
			return true;
		return refuse_second(reader, reader->line, role.title,
							 reader->label_line[LABEL_NEXT_ROLES]);
	}
	if (index == DOCUMENT_MAX_PARTS)
		return refuse_more(reader, role.title);
	document->next_roles =
		grown(reader->host, document->next_roles, document->nnext_roles,
			  &document->next_role_capacity, sizeof(NextRole));
	document->next_roles[document->nnext_roles++] = role;
	return true;
}

static bool
add_item(Reader *reader, Block *block, Text item)
{
	TextList *list = &reader->document->list[block->index];

	if (reader->list_line[block->index] == 0)
		reader->list_line[block->index] = block->line;
	if (reader->list_line[block->index] != block->line)
	{
		if (block->count < list->count && same_text(list->item[block->count], item))
		{
			block->count++;
			return true;
		}
		return refuse_second(reader, reader->line, item, reader->list_line[block->index]);
	}
	if (list->count == DOCUMENT_MAX_PARTS)
		return refuse_more(reader, item);
	list->item =
		grown(reader->host, list->item, list->count, &list->capacity, sizeof(Text));
	list->item[list->count++] = item;
	block->count++;
	return true;
}

/* Whatever is put into a block of prose, once it is whole. */
static bool
keep_prose(Reader *reader, const Block *block)
{
	int *line = &reader->prose_line[block->index];

	if (block->prose.text.at == NULL)
		return true;
	if (!set_text(reader, block->line, &reader->document->prose[block->index],
				  block->prose.text, text_of(prose_name((Prose) block->index)), line))
		return false;
	if (*line == 0)
		*line = block->line;
	return true;
}

static Block
open_block(Reader *reader, BlockKind kind, int index)
{
	return (Block){
		.kind = kind, .index = index, .line = reader->line, .prose.host = reader->host};
}

static bool
close_block(Reader *reader, Block *block)
{
	bool kept = true;

	if (block->kind == BLOCK_PROSE)
		kept = keep_prose(reader, block);
	else if (block->kind == BLOCK_NEXT_ROLES)
	{
		kept = keep_prose(reader, block);
		if (kept && block->count != reader->document->nnext_roles)
			kept = refuse_second(reader, block->line, text_of("Where to look next"),
								 reader->label_line[LABEL_NEXT_ROLES]);
	}
	else if (block->kind == BLOCK_LIST &&
			 block->count != reader->document->list[block->index].count)
		kept = refuse_second(reader, block->line, text_of(LIST_KEY[block->index]),
							 reader->list_line[block->index]);
	block->kind = BLOCK_NONE;
	return kept;
}

/* A line among the next roles that is none: what comes before, or after them. */
static bool
add_beside_next_roles(Reader *reader, Block *block, Text line)
{
	if (block->count > 0 && block->index == PROSE_NEXT_ROLES_INTRO)
	{
		if (!keep_prose(reader, block))
			return false;
		block->prose = (TextBuilder){reader->host, NO_TEXT, 0};
		block->index = PROSE_NEXT_ROLES_CLOSING;
	}
	append_line(&block->prose, line);
	return true;
}

static bool
add_line(Reader *reader, Block *block, Text line)
{
	Text item = line;
	bool is_item = accept_list_marker(&item);

	if (is_item && item.length == 0)
		return true;
	switch (block->kind)
	{
		case BLOCK_LIST:
			return add_item(reader, block, item);
		case BLOCK_NEXT_ROLES:
			return is_item ? add_next_role(reader, block, item) :
							 add_beside_next_roles(reader, block, line);
		default:
			if (block->prose.text.at == NULL &&
				block->index == PROSE_GROWTH_CORRELATION_CHECK)
				note_growth_check(reader, line);
			append_line(&block->prose, line);
			return true;
	}
}

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

/* ---- labels with a value before their text ---- */

static bool
set_number_once(Reader *reader, Label label, double *slot, double value)
{
	int line = reader->label_line[label];

	if (line != reader->line && !same_number(*slot, value))
		return refuse_second(reader, reader->line, text_of(FORM_LABEL[label].name), line);
	*slot = value;
	return true;
}

/* "None - reason", "42.0 - reason", "42.0/100 - reason" */
static bool
read_override(Reader *reader, Text *rest)
{
	Text   line = *rest;
	Number number = {.value = NOT_RATED};
	Number scale = {.value = OVERRIDE_SCORE.max};

	if (!accept_text(rest, "None") && accept_number(rest, &number) &&
		accept_text(rest, "/") && !accept_number(rest, &scale))
		scale.value = NOT_RATED;
	if (number.text.at && legality(&OVERRIDE_SCORE, number.value) != LEGAL)
		return refuse_number(reader, OVERRIDE_SCORE.name, number.text, OUT_OF_RANGE_FAULT,
							 "Expected a score from 0 to 100.", OVERRIDE_SCORE.hint);
	if (rest->at == line.at || scale.value != OVERRIDE_SCORE.max ||
		!accept_separator(rest))
		return refuse(reader, reader->line, "cannot read the assessor's override", line,
					  "Expected None - reason, or a score: 42.0 - reason.",
					  "Leave the line out if nothing is said about an override.");
	return set_number_once(reader, LABEL_OVERRIDE, &reader->document->override_score,
						   number.value);
}

/* A year, and the label's mark, which comes after it. */
static bool
read_role_year(Reader *reader, Text *rest)
{
	Text   line = *rest;
	Number number;
	double year = reader->document->role_year;

	if (!accept_number(rest, &number) || number.value < 1000 || number.value > 9999 ||
		!is_whole(number.value) || !accept_text(rest, ":"))
		return refuse(reader, reader->line, "cannot read the year", line,
					  "Expected a year, such as The role in 2028: text.",
					  "Give the year in four digits.");
	if (!set_number_once(reader, LABEL_ROLE_IN_YEAR, &year, number.value))
		return false;
	reader->document->role_year = (int) year;
	accept_emphasis(rest);
	return true;
}

/* Months, of a whole number of months or years. */
static bool
accept_months(double count, bool years, int *months)
{
	if (!(count >= 0 && count <= TIMELINE_MONTHS.max) || !is_whole(count))
		return false;
	*months = (int) count * (years ? 12 : 1);
	return *months <= TIMELINE_MONTHS.max;
}

/* "12-36 months. text", "60+ months", "24 months", the same in years */
static bool
read_timeline(Reader *reader, Text *rest)
{
	Document *document = reader->document;
	Text	  line = *rest;
	Number	  from;
	Number	  to;
	bool	  open_end;
	bool	  range = false;
	bool	  years = false;
	bool	  read;
	int		  min = NO_MONTHS;
	int		  max = NO_MONTHS;
	double	  min_slot = document->timeline_min_months;
	double	  max_slot = document->timeline_max_months;

	read = accept_number(rest, &from);
	open_end = read && accept_text(rest, "+");
	if (read && !open_end)
	{
		range = accept_dash(rest) || accept_text(rest, "to");
		read = !range || accept_number(rest, &to);
	}
	read = read && ((years = accept_text(rest, "year")) || accept_text(rest, "month"));
	if (read)
		accept_text(rest, "s");
	read = read && accept_separator(rest) && accept_months(from.value, years, &min) &&
		   (open_end || accept_months(range ? to.value : from.value, years, &max)) &&
		   (open_end || min <= max);
	if (!read)
		return refuse(
			reader, reader->line, "cannot read the timeline", line,
			"Expected a range, such as 12-36 months, 60+ months or 1-3 years, of "
			"at most 1200 months.",
			"Leave the line out if there is no timeline.");
	if (!set_number_once(reader, LABEL_TIMELINE, &min_slot, min) ||
		!set_number_once(reader, LABEL_TIMELINE, &max_slot, max))
		return false;
	document->timeline_min_months = min;
	document->timeline_max_months = max;
	return true;
}

/* ---- headings and labels ---- */

static bool
open_label(Reader *reader, Label label, Text rest)
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
	rest = trimmed(rest);
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
 * whole line: the emphasis before it is off already.  In a marked heading the
 * label's mark may be missing.
 */
static bool
accept_label(const FormLabel *form, Text *rest, Text emphasis, bool is_heading)
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
	if (!accept_text(&at, mark) && !(is_heading && trimmed(at).length == 0))
		return false;
	while (accept_emphasis(&at))
		closed = true;
	if (!closed && ends_with(at, emphasis))
		at.length -= emphasis.length;
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

		if (!may_begin_with(plain, FORM_LABEL[i].name) ||
			!accept_label(&FORM_LABEL[i], &rest, emphasis, is_heading))
			continue;
		if (i == LABEL_ROLE_IN_YEAR)
		{
			Text   at = rest;
			Number number;

			/* "The role in question ..." is a sentence */
			if (!accept_number(&at, &number))
				continue;
			if (reader->label_line[i] == 0)
				reader->label_line[i] = reader->line;
			*read = read_role_year(reader, &rest) && open_label(reader, (Label) i, rest);
			return true;
		}
		*read = open_label(reader, (Label) i, rest);
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
}

static Heading
heading_of(Text line)
{
	Text name = undressed(line);

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
read_line(Reader *reader, Text line)
{
	Text	plain = unquoted(line);
	bool	is_heading = accept_heading_marks(&plain);
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
	if (is_heading)
		return open_section(reader, HEADING_OTHER, plain);
	return read_text_line(reader, line);
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

/*
 * cells.c
 *	  Reads cells: ratings, shares of time, modes, names.
 *
 * Documents, tables of a database, and JSON have the same cells, so there is one
 * reader for all of them.
 */
#include "kernel/document/cells.h"
#include "kernel/document/markup.h"

/* A cell without escapes, entities, tags and width: "&minus;１" is "-1". */
Text
plain_cell_text(Host *host, Text cell)
{
	return trimmed(without_width(host, without_markup(host, trimmed(cell))));
}

/* ---- numbers ---- */

/* Whether a cell says that there is no rating. */
static bool
is_not_rated(Text cell)
{
	static const char *const name[] = {
		NOT_RATED_CELL, "not-rated", "unrated", "not scored", "n/a", "n.a.", "na"};

	cell = undressed(cell);
	for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++)
	{
		if (same_name(cell, name[i]))
			return true;
	}
	return false;
}

/* A number, and nothing else, with or without a sign of percent. */
static CellFault
read_number(Text cell, bool percent, double *value)
{
	NumberFault fault = accept_cell_number(&cell, value);

	if (fault == NUMBER_IS_READ && percent)
		accept_text(&cell, "%");
	if (fault == NUMBER_IS_NONE || !is_over(cell))
		return CELL_IS_NO_NUMBER;
	return fault == NUMBER_IS_AMBIGUOUS ? CELL_IS_AMBIGUOUS : CELL_IS_READ;
}

static CellFault
judge(const Quantity *quantity, double value)
{
	Legality verdict = legality(quantity, value);

	return verdict == LEGAL		   ? CELL_IS_READ :
		   verdict == OUT_OF_RANGE ? CELL_IS_OUT_OF_RANGE :
									 CELL_IS_NOT_WHOLE;
}

/* A number of its scale, or "not rated". */
CellFault
read_rating_cell(Text cell, const Quantity *quantity, double *rating)
{
	double	  value;
	CellFault fault;

	*rating = NOT_RATED;
	fault = read_number(cell, false, &value);
	if (fault == CELL_IS_NO_NUMBER && is_not_rated(cell))
		return CELL_IS_READ;
	if (fault == CELL_IS_READ)
		fault = judge(quantity, value);
	if (fault == CELL_IS_READ)
		*rating = value;
	return fault;
}

/* A share of time: "30%", "30", "12,5 %". */
CellFault
read_time_cell(Text cell, double *time)
{
	CellFault fault = read_number(cell, true, time);

	if (fault == CELL_IS_READ)
		fault = judge(&TASK_TIME, *time);
	if (fault == CELL_IS_READ && time_vanishes(*time, micro_from_double(*time)))
		fault = CELL_IS_OUT_OF_RANGE;
	return fault;
}

/* ---- names ---- */

/* A mode, or nothing where none is stated. */
bool
read_mode_cell(Text cell, TaskMode *mode)
{
	cell = undressed(cell);
	*mode = MODE_UNSTATED;
	if (cell.length == 0 || mode_from_name(cell.at, cell.length, mode))
		return true;
	for (int i = 0; i < MODES; i++)
	{
		/* with a hyphen outside of ASCII */
		if (same_name(cell, MODE_NAME[i]) ||
			(i == MODE_NOT_INVOLVED && same_name(cell, "not-involved")))
		{
			*mode = (TaskMode) i;
			return true;
		}
	}
	return false;
}

/* A name, without emphasis and the colon after it. */
Text
read_name_cell(Text cell)
{
	cell = undressed(cell);
	if (cell.length > 0 && cell.at[cell.length - 1] == ':')
		cell = undressed((Text){cell.at, cell.length - 1});
	return cell;
}

/* What stands before a total, whatever the form calls it. */
const char *const TOTAL_NAME[TOTAL_NAMES] = {
	"Total",		  "Totals",		"Grand total", "Grand totals",
	"Overall total",  "Overall",	"Sum",		   "Sums",
	"Sum total",	  "Total sum",	"In total",	   "Subtotal",
	"Sub-total",	  "Total time", "Total score", "Weighted total",
	"Total weighted", "All tasks",	"\u03A3",	   "\u2211"};

/* What may follow it: a mark, or a remark in parentheses. */
static bool
ends_total_name(Text rest)
{
	rest = undressed(rest);
	if (rest.length > 1 && *rest.at == '(')
		return memchr(rest.at, ')', rest.length) == rest.at + rest.length - 1;
	while (rest.length > 0 && strchr(":.=*%", *rest.at))
		rest = trimmed(text_from(rest, 1));
	return rest.length == 0;
}

/* Whether a row of this name is one of totals. */
bool
is_total_name(const Form *form, Text name)
{
	Text at = name;
	char first = first_of_name(name);

	if (name.length > 60)
		return false;
	if (accept_name(&at, form->total, NULL) && ends_total_name(at))
		return true;
	for (int i = 0; i < TOTAL_NAMES; i++)
	{
		at = name;
		if (is_first_of(first, TOTAL_NAME[i]) && accept_name(&at, TOTAL_NAME[i], NULL) &&
			ends_total_name(at))
			return true;
	}
	return false;
}

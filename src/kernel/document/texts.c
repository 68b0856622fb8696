/*
 * texts.c
 *	  Reads the texts of an assessment document: prose, lists, next roles, and
 *	  labels whose text begins with a value.
 *
 * Other lines are added to a block: that of the label that was opened last or, if
 * there is none, of the section.
 */
#include "kernel/document/reader.h"

/* ---- blocks of text ---- */

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

/* "(AIJRI" */
static bool
accept_score_mark(const Form *form, Text *rest)
{
	Text at = *rest;

	if (!accept_text(&at, "(") || !may_begin_with(at, form->next_role_mark) ||
		!accept_text(&at, form->next_role_mark))
		return false;
	*rest = at;
	return true;
}

/*
 * Takes the title off: it ends at the score, or else at the first dash between
 * spaces.
 */
static Text
accept_title(const Form *form, Text *item, bool *has_score)
{
	Text title = before_dash(*item);

	*has_score = false;
	for (Text rest = *item; rest.length > 0; rest = text_from(rest, 1))
	{
		Text at = rest;

		if (*rest.at != '(' || !accept_score_mark(form, &at))
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
	role->title = accept_title(reader->form, &rest, &has_score);
	if (has_score)
	{
		accept_score_mark(reader->form, &rest);
		if (!accept_number(&rest, &number) || !accept_text(&rest, ")"))
			return refuse(reader, reader->line, "cannot read the score of next role",
						  item, NEXT_ROLE_FORM,
						  "Omit the parentheses if the role has no score.");
		if (legality(&NEXT_ROLE_SCORE, number.value) != LEGAL)
			return refuse_number(reader, NEXT_ROLE_SCORE.name, number.text,
								 OUT_OF_RANGE_FAULT, "Expected a score from 0 to 100.",
								 "Omit the parentheses if the role has no score.");
		role->score = number.value;
	}
	if (role->title.length == 0 || !accept_separator(&rest))
		return refuse(
			reader, reader->line, "cannot read next role", item, NEXT_ROLE_FORM,
			"Write the title, the score in parentheses, a dash, and the reason.");
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

/* Reads the last item of a block, all of whose lines are there now. */
static bool
finish_item(Reader *reader, Block *block)
{
	int	 line = reader->line;
	Text item = block->item.text;
	bool added;

	if (!item.at)
		return true;
	block->item.text = NO_TEXT;
	reader->line = block->item_line;
	added = block->kind == BLOCK_LIST ? add_item(reader, block, item) :
										add_next_role(reader, block, item);
	if (added)
		reader->line = line;
	return added;
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

Block
open_block(Reader *reader, BlockKind kind, int index)
{
	return (Block){
		.kind = kind, .index = index, .line = reader->line, .prose.host = reader->host};
}

bool
close_block(Reader *reader, Block *block)
{
	bool kept = finish_item(reader, block);

	if (!kept)
		return false;
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

/* A line among the next roles that is not one of them: text before or after them. */
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

/* ---- lines that go on with the one above ---- */

#define WIDEST_WRAP 120

static bool
is_small_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Whether one line of text can be nothing but the end of the one above. */
static bool
surely_goes_on(Text above, Text line)
{
	return above.length > 20 && line.length > 0 && is_small_letter(*line.at) &&
		   !strchr(".!?:|", above.at[above.length - 1]);
}

/*
 * The width at which the lines of the document are wrapped: the longest line of
 * text, if lines are found that surely go on with the one above.  0 where they
 * are not wrapped.  The document is looked through once, from the first item of
 * which this is asked.
 */
static size_t
wrap_width(Reader *reader)
{
	Lines  ahead = reader->lines;
	Line   line;
	Text   above = reader->current.text;
	size_t width = 0;
	int	   found = 0;

	if (reader->is_wrapped_known)
		return reader->wrap_width;
	reader->is_wrapped_known = true;
	while (width <= WIDEST_WRAP && next_line(&ahead, &line))
	{
		if (bar_length(line.text) > 0 || line.signs & HAS_TAB)
			above = NO_TEXT;
		else
		{
			if (line.after_text && surely_goes_on(above, line.text))
				found++;
			if (line.text.length > width)
				width = line.text.length;
			above = line.text;
		}
	}
	if (found > 0 && width <= WIDEST_WRAP)
		reader->wrap_width = width;
	return reader->wrap_width;
}

/* Whether the first word of a line would not have fit at the end of the one above. */
static bool
did_not_fit(Reader *reader, Text above, Text line)
{
	size_t width;
	size_t word = 0;

	if (above.length > WIDEST_WRAP)
		return false;
	width = wrap_width(reader);
	while (word < line.length && line.at[word] != ' ')
		word++;
	return width > 0 && above.length + 1 + word >= width;
}

/*
 * Whether a line without a bullet belongs to the item above it: it is indented
 * below that, or goes on with its sentence.
 */
static bool
continues_item(Reader *reader, const Block *block, Text line)
{
	const Line *current = &reader->current;

	if (!block->item.text.at)
		return false;
	if (current->after_break)
		return true;
	if (current->indent > block->item_indent &&
		(current->after_text || current->indent > 1))
		return current->after_text || block->item_marked;
	if (!current->after_text || !block->item_marked)
		return false;
	return is_small_letter(*line.at) || did_not_fit(reader, block->last, line);
}

/* "AI Auditor (AIJRI 71.1)" at the beginning of a line that has lost its bullet. */
static bool
is_bare_next_role(const Form *form, Text line)
{
	bool   has_score;
	Number number;
	Text   rest = line;
	Text   title = accept_title(form, &rest, &has_score);

	return has_score && title.length > 0 && title.length <= 100 &&
		   accept_score_mark(form, &rest) && accept_number(&rest, &number) &&
		   accept_text(&rest, ")") && accept_separator(&rest);
}

static bool
add_prose_line(Reader *reader, Block *block, Text line)
{
	if (block->kind == BLOCK_NEXT_ROLES)
		return add_beside_next_roles(reader, block, line);
	if (block->prose.text.at == NULL && block->index == PROSE_GROWTH_CORRELATION_CHECK)
		note_growth_check(reader, line);
	append_line(&block->prose, line);
	return true;
}

bool
add_line(Reader *reader, Block *block, Text line)
{
	Text item = line;
	bool is_marked;

	if (block->kind == BLOCK_PROSE)
		return add_prose_line(reader, block, line);
	is_marked = accept_list_marker(&item);
	if (is_marked && item.length == 0)
		return true;
	if (!is_marked && continues_item(reader, block, line))
	{
		append_string(&block->item, " ");
		append_text(&block->item, line);
		block->last = line;
		return true;
	}
	if (!finish_item(reader, block))
		return false;
	if (block->kind == BLOCK_NEXT_ROLES && !is_marked &&
		!is_bare_next_role(reader->form, line))
		return add_prose_line(reader, block, line);
	block->item = (TextBuilder){reader->host, item, 0};
	block->item_line = reader->line;
	block->item_marked = is_marked;
	block->item_indent = reader->current.indent;
	block->last = line;
	return true;
}

/* ---- labels with a value before their text ---- */

static bool
set_number_once(Reader *reader, Label label, double *slot, double value)
{
	int line = reader->label_line[label];

	if (line != reader->line && !same_number(*slot, value))
		return refuse_second(reader, reader->line,
							 text_of(reader->form->label[label].name), line);
	*slot = value;
	return true;
}

/* Whether a dash and a number follow at once: "-15" */
static bool
begins_range(Text rest)
{
	Number number;

	return rest.length > 1 && *rest.at != ' ' && accept_dash(&rest) && rest.length > 0 &&
		   *rest.at != ' ' && accept_number(&rest, &number);
}

/* "None - reason", "42.0 - reason", "42.0/100 - reason" */
bool
read_override(Reader *reader, Text *rest)
{
	Text   line = *rest;
	Number number = {.value = NOT_RATED};
	Number scale = {.value = OVERRIDE_SCORE.max};

	if (!accept_text(rest, "None") && accept_number(rest, &number) &&
		accept_text(rest, "/") && !accept_number(rest, &scale))
		scale.value = NOT_RATED;
	if (number.text.at && (*number.text.at == '+' || begins_range(*rest)))
		*rest = line; /* "+3" and "12-15" are no scores */
	if (number.text.at && legality(&OVERRIDE_SCORE, number.value) != LEGAL)
		return refuse_number(reader, OVERRIDE_SCORE.name, number.text, OUT_OF_RANGE_FAULT,
							 "Expected a score from 0 to 100.", OVERRIDE_SCORE.hint);
	if (rest->at == line.at || scale.value != OVERRIDE_SCORE.max ||
		!accept_separator(rest))
		return refuse(reader, reader->line, "cannot read the assessor's override", line,
					  "Expected None - reason, or a score: 42.0 - reason.",
					  "Omit the line if nothing is said about an override.");
	return set_number_once(reader, LABEL_OVERRIDE, &reader->document->override_score,
						   number.value);
}

/* A year, and the label's mark, which comes after it. */
bool
read_role_year(Reader *reader, Text *rest)
{
	Text   line = trimmed(*rest);
	Number number;
	double year = reader->document->role_year;

	if (!accept_number(rest, &number) || number.value < 1000 || number.value > 9999 ||
		!is_whole(number.value) ||
		!(accept_text(rest, ":") || accept_text(rest, "\uFF1A")))
		return refuse(reader, reader->line, "cannot read the year", line,
					  "Expected a year, such as The role in 2028: text.",
					  "Write the year with four digits.");
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

static bool
refuse_timeline(Reader *reader, Text met)
{
	return refuse(reader, reader->line, "cannot read the timeline", met,
				  "Expected a range, such as 12-36 months, 60+ months, or 1-3 years, of "
				  "at most 1200 months.",
				  "Omit the line if there is no timeline.");
}

/* "12-36 months. text", "60+ months", "24 months", the same in years, "not rated" */
bool
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

	if (accept_text(rest, NOT_RATED_CELL))
		return accept_separator(rest) || refuse_timeline(reader, line);
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
		return refuse_timeline(reader, line);
	if (!set_number_once(reader, LABEL_TIMELINE, &min_slot, min) ||
		!set_number_once(reader, LABEL_TIMELINE, &max_slot, max))
		return false;
	document->timeline_min_months = min;
	document->timeline_max_months = max;
	return true;
}

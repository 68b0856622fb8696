/*
 * write.c
 *	  Writes an assessment document, with all arithmetic recomputed.
 *
 * The output is read again and compared, so that a document either survives the
 * round trip or is refused. Numbers are written with all their digits, so that every
 * line follows from the operands in it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "kernel/document/document.h"
#include "kernel/document/markup.h"

typedef struct Writer
{
	const Form	   *form;
	const Document *document;
	DocumentTotals	totals;
	const char	   *dash; /* between a value and its reason */
	TextBuilder		out;
} Writer;

/* ---- numbers ---- */

/* A whole number of 10^-places, without trailing zeros beyond min_places. */
static void
put_scaled(Writer *writer, int128_t scaled, int places, int min_places)
{
	char	  digits[64];
	char	 *at = digits + sizeof(digits);
	uint128_t rest = scaled < 0 ? (uint128_t) -scaled : (uint128_t) scaled;

	for (; places > min_places && rest % 10 == 0; places--)
		rest /= 10;
	for (int written = 0; rest > 0 || written <= places; written++)
	{
		if (written == places && places > 0)
			*--at = '.';
		*--at = (char) ('0' + (int) (rest % 10));
		rest /= 10;
	}
	if (scaled < 0)
		*--at = '-';
	append_text(&writer->out, (Text){at, (size_t) (digits + sizeof(digits) - at)});
}

/* The shortest decimal that reads back as this number, without an exponent. */
static void
put_number(Writer *writer, double value)
{
	char text[400];
	int	 digits = 15;
	int	 exponent;

	do
		snprintf(text, sizeof(text), "%.*e", digits - 1, value);
	while (strtod(text, NULL) != value && ++digits <= 17);
	exponent = atoi(strchr(text, 'e') + 1);
	snprintf(text, sizeof(text), "%.*f",
			 digits - 1 - exponent > 0 ? digits - 1 - exponent : 0, value);
	if (strchr(text, '.'))
	{
		char *end = text + strlen(text);

		while (end[-1] == '0')
			*--end = '\0';
		if (end[-1] == '.')
			end[-1] = '\0';
	}
	append_string(&writer->out, text);
}

/* A score: as published, it has a place behind the point. */
static void
put_published(Writer *writer, double score)
{
	put_number(writer, score);
	if (is_whole(score))
		append_string(&writer->out, ".0");
}

static void
put_percent(Writer *writer, double percent)
{
	put_scaled(writer, llrint(percent * MICRO), 6, 0);
	append_string(&writer->out, "%");
}

static void
put_task_resistance(Writer *writer)
{
	put_scaled(writer, llrint(writer->totals.role.task_resistance * MICRO), 6, 2);
}

static void
put_whole(Writer *writer, double value)
{
	put_scaled(writer, (int) value, 0, 0);
}

/* ---- text ---- */

static void
put(Writer *writer, const char *string)
{
	append_string(&writer->out, string);
}

static void
put_text(Writer *writer, Text text)
{
	append_text(&writer->out, text);
}

/* Text with an escape before what would be read as markup, and before bars in cells. */
static void
put_escaped(Writer *writer, Text text, bool is_cell)
{
	size_t from = 0;

	for (size_t at = 0; at < text.length; at++)
	{
		unsigned sign = LINE_SIGN[(unsigned char) text.at[at]];
		Markup	 markup;

		if (!(is_cell && text.at[at] == '|') &&
			!(sign & HAS_MARKUP && markup_length(text_from(text, at), &markup) > 0))
			continue;
		put_text(writer, (Text){text.at + from, at - from});
		put(writer, "\\");
		from = at;
	}
	put_text(writer, text_from(text, from));
}

/* Text in a cell; emphasis around all of it belongs to the text. */
static void
put_cell_text(Writer *writer, Text text)
{
	if (undressed(text).length != text.length)
		put(writer, "\\");
	put_escaped(writer, text, true);
}

/* Text of one or more lines. */
static void
put_lines(Writer *writer, Text text)
{
	put_escaped(writer, text, false);
}

/* The end of a row whose last cell is text, if there is any. */
static void
put_last_cell(Writer *writer, Text text)
{
	put(writer, " | ");
	if (text.length > 0)
	{
		put_cell_text(writer, text);
		put(writer, " ");
	}
	put(writer, "|\n");
}

static void
put_upper(Writer *writer, const char *name)
{
	for (; *name; name++)
	{
		char c = *name >= 'a' && *name <= 'z' ? (char) (*name - 'a' + 'A') : *name;

		put_text(writer, (Text){&c, 1});
	}
}

/* ---- tables ---- */

static void
put_table_header(Writer *writer, const FormTable *table)
{
	put(writer, "|");
	for (int i = 0; i < table->ncolumns; i++)
	{
		put(writer, " ");
		put(writer, table->column[i].name);
		if (table->column[i].scale)
		{
			put(writer, " ");
			put(writer, table->column[i].scale);
		}
		put(writer, " |");
	}
	put(writer, "\n|");
	for (int i = 0; i < table->ncolumns; i++)
		put(writer, "---|");
	put(writer, "\n");
}

static void
put_rating_row(Writer *writer, const Rating *rating)
{
	if (isnan(rating->value))
		put(writer, NOT_RATED_CELL);
	else
		put_whole(writer, rating->value);
	put_last_cell(writer, rating->rationale);
}

static double
total_for(const Writer *writer, StatedItem item)
{
	const Role *role = &writer->totals.role;

	switch (item)
	{
		case ITEM_PROTECTIVE_TOTAL:
			return role->protective;
		case ITEM_EVIDENCE_TOTAL:
		case ITEM_EVIDENCE_MODIFIER:
			return role->evidence;
		case ITEM_BARRIER_TOTAL:
		case ITEM_BARRIER_MODIFIER:
			return role->barriers;
		case ITEM_TASK_RESISTANCE:
			return role->task_resistance;
		case ITEM_EXPOSED:
			return role->exposed_pct;
		default:
			return role->growth;
	}
}

static void
put_total_row(Writer *writer, StatedItem item)
{
	put_whole(writer, total_for(writer, item));
	put(writer, item == ITEM_PROTECTIVE_TOTAL ? "/9 | |\n" :
				item == ITEM_BARRIER_TOTAL	  ? "/10 |\n" :
												" |\n");
}

static int
percent_step(StatedItem item)
{
	return item == ITEM_EVIDENCE_MODIFIER ? 4 : item == ITEM_BARRIER_MODIFIER ? 2 : 5;
}

static void
put_modifier(Writer *writer, StatedItem item)
{
	put_scaled(writer, 100 + percent_step(item) * (int) total_for(writer, item), 2, 2);
}

/* "1.0 + (-8 x 0.04) = 0.68" */
static void
put_modifier_row(Writer *writer, StatedItem item)
{
	put(writer, "1.0 + (");
	put_whole(writer, total_for(writer, item));
	put(writer, " x ");
	put_scaled(writer, percent_step(item), 2, 2);
	put(writer, ") = ");
	put_modifier(writer, item);
	put(writer, " |\n");
}

static void
put_stated_row(Writer *writer, StatedItem item)
{
	if (item == ITEM_TASK_RESISTANCE)
	{
		put_task_resistance(writer);
		put(writer, "/5.0");
	}
	else if (item == ITEM_EXPOSED)
		put_percent(writer, writer->totals.role.exposed_pct);
	else
		put_whole(writer, writer->totals.role.growth);
	put(writer, " |\n");
}

static Zone
zone_of_writer(const Writer *writer)
{
	return zone_from_score(score_of(&writer->totals.role, &DEFAULT_METHOD),
						   &DEFAULT_METHOD);
}

static Sublabel
sublabel_of_writer(const Writer *writer)
{
	return sublabel_from(zone_of_writer(writer), &writer->totals.role, &DEFAULT_METHOD);
}

static void
put_sublabel_row(Writer *writer)
{
	Text reasoning = writer->document->prose[PROSE_SUBLABEL_REASONING];

	put(writer, SUBLABEL_NAME[sublabel_of_writer(writer)]);
	if (reasoning.at)
	{
		put(writer, writer->dash);
		put_cell_text(writer, reasoning);
	}
	put(writer, " |\n");
}

/* Whether a row has something to say: what cannot be computed is left out. */
static bool
has_row(const Writer *writer, const FormRow *row)
{
	switch (row->kind)
	{
		case ROW_IS_DEFINITION:
			return row->required || writer->document->definition[row->index].at;
		case ROW_IS_TOTAL:
		case ROW_IS_MODIFIER:
		case ROW_IS_STATED:
			return !isnan(total_for(writer, (StatedItem) row->index));
		case ROW_IS_SUBLABEL:
			return sublabel_of_writer(writer) != SUBLABEL_UNKNOWN;
		default:
			return true;
	}
}

static void
put_row(Writer *writer, const FormRow *row)
{
	const Document *document = writer->document;

	put(writer, "| ");
	put(writer, row->name);
	if (row->kind == ROW_IS_DEFINITION)
	{
		put_last_cell(writer, document->definition[row->index]);
		return;
	}
	put(writer, " | ");
	switch (row->kind)
	{
		case ROW_IS_PRINCIPLE:
			return put_rating_row(writer, &document->principle[row->index]);
		case ROW_IS_GROWTH:
			return put_rating_row(writer, &document->growth);
		case ROW_IS_EVIDENCE:
			return put_rating_row(writer, &document->evidence[row->index]);
		case ROW_IS_BARRIER:
			return put_rating_row(writer, &document->barrier[row->index]);
		case ROW_IS_TOTAL:
			return put_total_row(writer, (StatedItem) row->index);
		case ROW_IS_MODIFIER:
			return put_modifier_row(writer, (StatedItem) row->index);
		case ROW_IS_STATED:
			return put_stated_row(writer, (StatedItem) row->index);
		default:
			return put_sublabel_row(writer);
	}
}

static void
put_task(Writer *writer, const DocumentTask *task)
{
	put(writer, "| ");
	put_cell_text(writer, task->name);
	put(writer, " | ");
	put_number(writer, task->time_pct);
	put(writer, "% | ");
	if (isnan(task->score.value))
		put(writer, NOT_RATED_CELL " | ");
	else
	{
		put_whole(writer, task->score.value);
		put(writer, " | ");
		put_scaled(writer,
				   (int128_t) micro_from_double(task->time_pct) * (int) task->score.value,
				   8, 2);
		put(writer, " ");
	}
	put(writer, "|");
	if (task->mode != MODE_UNSTATED)
	{
		put(writer, " ");
		put_upper(writer, MODE_NAME[task->mode]);
	}
	put_last_cell(writer, task->score.rationale);
}

static void
put_tasks(Writer *writer)
{
	const Document *document = writer->document;

	for (size_t i = 0; i < document->ntasks; i++)
		put_task(writer, &document->tasks[i]);
	if (writer->totals.tasks.total == 0)
		return;
	put(writer, "| ");
	put(writer, writer->form->total);
	put(writer, " | ");
	put_scaled(writer, (int128_t) writer->totals.time_total, 6, 0);
	put(writer, "% | ");
	put_scaled(writer, (int128_t) writer->totals.tasks.weighted, 8, 2);
	put(writer, " |\n");
}

static void
put_table(Writer *writer, const FormTable *table)
{
	bool has_rows = table->nrows == 0;

	for (int i = 0; i < table->nrows; i++)
		has_rows = has_rows || has_row(writer, &table->row[i]);
	if (!has_rows)
		return;
	put_table_header(writer, table);
	if (table->nrows == 0)
		put_tasks(writer);
	for (int i = 0; i < table->nrows; i++)
	{
		if (has_row(writer, &table->row[i]))
			put_row(writer, &table->row[i]);
	}
}

/* ---- labeled lines ---- */

/* "Protective 0/9 AND Correlation -2 = Almost certainly Red Zone." */
static void
put_quick_screen(Writer *writer)
{
	const Role *role = &writer->totals.role;
	Screen		screen = screen_from(role->protective, role->growth, &DEFAULT_METHOD);
	char		initial[2] = {(char) (SCREEN_NAME[screen][0] ^ 0x20), '\0'};

	put(writer, " Protective ");
	put_whole(writer, role->protective);
	put(writer, "/9 AND Correlation ");
	put_whole(writer, role->growth);
	put(writer, " = ");
	put(writer, initial);
	put(writer, SCREEN_NAME[screen] + 1);
	put(writer, screen == SCREEN_UNDECIDED ? ".\n" : " Zone.\n");
}

/* "6.00 - 4.10 = 1.90/5.0"; by the mean where times do not total 100 */
static void
put_task_resistance_line(Writer *writer)
{
	put(writer, " 6.00 - ");
	put_scaled(writer, (int128_t) writer->totals.tasks.weighted, 8, 2);
	if (writer->totals.time_total != HUNDRED_PERCENT)
	{
		put(writer, "/");
		put_scaled(writer, (int128_t) writer->totals.time_total, 6, 0);
		put(writer, "%");
	}
	put(writer, " = ");
	put_task_resistance(writer);
	put(writer, "/5.0\n");
}

static void
put_split(Writer *writer)
{
	const TaskProfile *profile = &writer->totals.profile;

	put(writer, " ");
	put_percent(writer, profile->displacement_pct);
	put(writer, " displacement, ");
	put_percent(writer, profile->augmentation_pct);
	put(writer, " augmentation, ");
	put_percent(writer, profile->not_involved_pct);
	put(writer, " not involved");
	if (profile->unstated_pct > 0)
	{
		put(writer, ", ");
		put_percent(writer, profile->unstated_pct);
		put(writer, " unstated");
	}
	put(writer, ".\n");
}

static void
put_raw(Writer *writer)
{
	put_scaled(writer, raw_units(&writer->totals.role), 12, 4);
}

static void
put_raw_line(Writer *writer)
{
	put(writer, " ");
	put_task_resistance(writer);
	for (int item = ITEM_EVIDENCE_MODIFIER; item <= ITEM_GROWTH_MODIFIER; item++)
	{
		put(writer, " x ");
		put_modifier(writer, (StatedItem) item);
	}
	put(writer, " = ");
	put_raw(writer);
	put(writer, "\n");
}

/* The score in tenths, halves up; from the exact raw value. */
static int
published_tenths(const Role *role)
{
	int64_t units = raw_units(role) - RAW_FLOOR_UNITS;
	int64_t tenths =
		units < 0 ? 0 : (20 * units + RAW_POINT_UNITS) / (2 * RAW_POINT_UNITS);

	return tenths > 1000 ? 1000 : (int) tenths;
}

static void
put_score_line(Writer *writer)
{
	put(writer, " (");
	put_raw(writer);
	put(writer, " - 0.54) / 7.93 x 100 = ");
	put_scaled(writer, published_tenths(&writer->totals.role), 1, 1);
	put(writer, "/100\n");
}

static void
put_zone_line(Writer *writer)
{
	put(writer, " ");
	put_upper(writer, ZONE_NAME[zone_of_writer(writer)]);
	put(writer, " (Green >=48, Yellow 25-47, Red <25)\n");
}

static void
put_override(Writer *writer)
{
	const Document *document = writer->document;

	put(writer, " ");
	if (isnan(document->override_score))
		put(writer, "None");
	else
		put_published(writer, document->override_score);
	if (document->prose[PROSE_OVERRIDE_REASON].at)
	{
		put(writer, writer->dash);
		put_lines(writer, document->prose[PROSE_OVERRIDE_REASON]);
	}
	put(writer, "\n");
}

/* "12-36 months." */
static void
put_months(Writer *writer)
{
	const Document *document = writer->document;

	put_whole(writer, document->timeline_min_months);
	if (document->timeline_max_months == NO_MONTHS)
		put(writer, "+");
	else if (document->timeline_max_months != document->timeline_min_months)
	{
		put(writer, "-");
		put_whole(writer, document->timeline_max_months);
	}
	put(writer, " months.");
}

static void
put_timeline(Writer *writer)
{
	const Document *document = writer->document;

	put(writer, " ");
	if (document->timeline_min_months == NO_MONTHS)
		put(writer, NOT_RATED_CELL ".");
	else
		put_months(writer);
	if (document->prose[PROSE_TIMELINE].at)
	{
		put(writer, " ");
		put_lines(writer, document->prose[PROSE_TIMELINE]);
	}
	put(writer, "\n");
}

static void
put_list(Writer *writer, NarrativeList name)
{
	const TextList *list = &writer->document->list[name];

	for (size_t i = 0; i < list->count; i++)
	{
		put(writer, "- ");
		put_lines(writer, list->item[i]);
		put(writer, "\n");
	}
}

static void
put_prose(Writer *writer, Prose prose)
{
	if (writer->document->prose[prose].at)
	{
		put_lines(writer, writer->document->prose[prose]);
		put(writer, "\n");
	}
}

/* The text after a label; next roles and a year may stand without any. */
static void
put_label_prose(Writer *writer, Prose prose)
{
	if (writer->document->prose[prose].at)
		put(writer, " ");
	else
		put(writer, "\n");
	put_prose(writer, prose);
}

static void
put_next_roles(Writer *writer)
{
	const Document *document = writer->document;

	put_label_prose(writer, PROSE_NEXT_ROLES_INTRO);
	for (size_t i = 0; i < document->nnext_roles; i++)
	{
		const NextRole *role = &document->next_roles[i];

		put(writer, "- ");
		put_lines(writer, role->title);
		if (!isnan(role->score))
		{
			put(writer, " (");
			put(writer, writer->form->next_role_mark);
			put(writer, " ");
			put_published(writer, role->score);
			put(writer, ")");
		}
		if (role->reason.at)
		{
			put(writer, writer->dash);
			put_lines(writer, role->reason);
		}
		put(writer, "\n");
	}
	if (document->prose[PROSE_NEXT_ROLES_CLOSING].at)
		put(writer, "\n"); /* or it would go on with the last role */
	put_prose(writer, PROSE_NEXT_ROLES_CLOSING);
}

/* Whether there is something to write after a label. */
static bool
has_label(const Writer *writer, Label label)
{
	const Document *document = writer->document;
	const Role	   *role = &writer->totals.role;

	switch (label)
	{
		case LABEL_QUICK_SCREEN:
			return !isnan(role->protective) && !isnan(role->growth);
		case LABEL_TASK_RESISTANCE:
		case LABEL_SPLIT:
			return !isnan(role->task_resistance);
		case LABEL_RAW:
		case LABEL_SCORE:
		case LABEL_ZONE:
			return zone_of_writer(writer) != ZONE_UNKNOWN;
		case LABEL_OVERRIDE:
			return !isnan(document->override_score) ||
				   document->prose[PROSE_OVERRIDE_REASON].at;
		case LABEL_ROLE_IN_YEAR:
			return document->role_year != NO_YEAR;
		case LABEL_SURVIVAL_STRATEGY:
			return document->list[LIST_SURVIVAL_STRATEGY].count > 0;
		case LABEL_NEXT_ROLES:
			return document->nnext_roles > 0 ||
				   document->prose[PROSE_NEXT_ROLES_INTRO].at;
		case LABEL_TIMELINE:
			return document->timeline_min_months != NO_MONTHS ||
				   document->prose[PROSE_TIMELINE].at;
		default:
			return document->prose[writer->form->label[label].prose].at;
	}
}

static void
put_label(Writer *writer, Label label)
{
	const FormLabel *form = &writer->form->label[label];

	if (!form->name || !has_label(writer, label))
		return;
	put(writer, form->name);
	if (form->suffix)
	{
		put(writer, " ");
		put(writer, form->suffix);
	}
	if (label == LABEL_ROLE_IN_YEAR)
	{
		put(writer, " ");
		put_whole(writer, writer->document->role_year);
	}
	put_text(writer, (Text){&form->mark, 1});
	switch (label)
	{
		case LABEL_QUICK_SCREEN:
			return put_quick_screen(writer);
		case LABEL_TASK_RESISTANCE:
			return put_task_resistance_line(writer);
		case LABEL_SPLIT:
			return put_split(writer);
		case LABEL_RAW:
			return put_raw_line(writer);
		case LABEL_SCORE:
			return put_score_line(writer);
		case LABEL_ZONE:
			return put_zone_line(writer);
		case LABEL_OVERRIDE:
			return put_override(writer);
		case LABEL_SURVIVAL_STRATEGY:
			put(writer, "\n");
			return put_list(writer, LIST_SURVIVAL_STRATEGY);
		case LABEL_NEXT_ROLES:
			return put_next_roles(writer);
		case LABEL_TIMELINE:
			return put_timeline(writer);
		default:
			return put_label_prose(writer, form->prose);
	}
}

/* ---- sections ---- */

/* Whether a heading that may be left out has anything below it. */
static bool
has_section(const Writer *writer, Heading heading)
{
	const FormHeading *form = &writer->form->heading[heading];
	const Document	  *document = writer->document;

	if (form->required)
		return true;
	if (form->is_list)
		return document->list[form->list].count > 0;
	if (document->prose[form->prose].at)
		return true;
	switch (heading)
	{
		case HEADING_ASSESSOR_COMMENTARY:
			return has_section(writer, HEADING_SCORE_VS_REALITY_CHECK) ||
				   has_section(writer, HEADING_BEYOND_THE_NUMBERS) ||
				   has_section(writer, HEADING_WHO_SHOULD_WORRY);
		case HEADING_WHAT_THIS_MEANS:
			return has_label(writer, LABEL_ROLE_IN_YEAR) ||
				   has_label(writer, LABEL_SURVIVAL_STRATEGY) ||
				   has_label(writer, LABEL_NEXT_ROLES) ||
				   has_label(writer, LABEL_TIMELINE);
		default:
			for (int i = 0; form->table && i < form->table->nrows; i++)
			{
				if (has_row(writer, &form->table->row[i]))
					return true;
			}
			return false;
	}
}

static void
put_heading(Writer *writer, Heading heading)
{
	const FormHeading *form = &writer->form->heading[heading];

	if (!form->name || !has_section(writer, heading))
		return;
	put(writer, form->name);
	if (form->suffix)
	{
		put(writer, " ");
		put(writer, form->suffix);
	}
	put(writer, "\n");
	if (form->is_list)
		put_list(writer, form->list);
	else
		put_prose(writer, form->prose);
}

static void
put_others(Writer *writer)
{
	const Document *document = writer->document;

	for (size_t i = 0; i < document->nothers; i++)
	{
		put(writer, "## ");
		put_lines(writer, document->others[i].heading);
		put(writer, "\n");
		if (document->others[i].text.at)
		{
			put_lines(writer, document->others[i].text);
			put(writer, "\n");
		}
	}
}

/* ---- all of it ---- */

#define WRITE_HINT                                                                    \
	"docs/document-format.md lists what can be written: no line breaks in cells, no " \
	"text that looks like a heading, a label or a table, no space around texts."

/* What was written would be refused by the reader. */
static bool
refuse_unreadable(Host *host, const DocumentError *read, DocumentError *error)
{
	*error = *read;
	error->line = 0;
	error->problem = JOINED(
		host, "document cannot be written, because it would read: ", read->problem);
	error->hint = WRITE_HINT;
	error->out_of_range = false;
	return false;
}

/* What was written would be read, but not as it was. */
static bool
refuse_changed(const char *field, DocumentError *error)
{
	*error = (DocumentError){
		.problem =
			"document cannot be written, because it would be read back with a different",
		.met = text_of(field),
		.expected = "The contents of this field would be read as something else.",
		.hint = WRITE_HINT};
	return false;
}

/*
 * Writes a document.  False when reading it would give another one, and "error"
 * names the field.
 */
bool
write_document(Host *host, const Form *form, const Document *document, bool em_dash,
			   Text *text, DocumentError *error)
{
	Writer		  writer = {.form = form,
							.document = document,
							.dash = em_dash ? " \u2014 " : " - ",
							.out.host = host};
	Document	  again;
	DocumentError problem;
	const char	 *field;

	total_document(document, &writer.totals);
	put_prose(&writer, PROSE_PREAMBLE);
	for (int i = 0; i < form->steps; i++)
	{
		const FormStep *step = &form->order[i];

		if (step->kind == STEP_HEADING)
			put_heading(&writer, (Heading) step->index);
		else if (step->kind == STEP_TABLE)
			put_table(&writer, form->heading[step->index].table);
		else
			put_label(&writer, (Label) step->index);
	}
	put_others(&writer);
	*text = writer.out.text;

	if (!read_document(host, form, *text, &again, &problem))
		return refuse_unreadable(host, &problem, error);
	field = document_difference(document, &again);
	return field ? refuse_changed(field, error) : true;
}

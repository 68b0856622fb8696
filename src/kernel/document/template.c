/*
 * template.c
 *	  An empty document: nothing is rated, and each place explains what belongs
 *	  there.
 */
#include <stdio.h>

#include "kernel/document/document.h"

/* The year of the example for "The role in ..." */
#define EXAMPLE_YEAR 2030

static Text
bracketed(Host *host, const char *help)
{
	return help ? text_of(JOINED(host, "[", help, "]")) : NO_TEXT;
}

/* What the ends of a scale mean. */
typedef struct Scale
{
	const char *least;
	const char *greatest;
} Scale;

static const Scale STRENGTH = {"none", "strong"};
static const Scale FAVOR = {"against the role", "in its favor"};
static const Scale DEMAND = {"AI shrinks the role", "AI makes it grow"};
static const Scale AUTOMATION = {"irreducibly human", "fully automatable"};

/* "[0 (none) to 3 (strong): embodied physicality]" */
static Text
rating_help(Host *host, const Quantity *quantity, const Scale *scale, const char *help)
{
	char range[128];

	snprintf(range, sizeof(range), "[%g (%s) to %g (%s): ", quantity->min, scale->least,
			 quantity->max, scale->greatest);
	return text_of(JOINED(host, range, help, "]"));
}

static void
fill_row(Host *host, const FormRow *row, Document *document)
{
	switch (row->kind)
	{
		case ROW_IS_DEFINITION:
			document->definition[row->index] = bracketed(host, row->help);
			break;
		case ROW_IS_PRINCIPLE:
			document->principle[row->index].rationale =
				rating_help(host, &PRINCIPLE_RATING[row->index], &STRENGTH, row->help);
			break;
		case ROW_IS_GROWTH:
			document->growth.rationale =
				rating_help(host, &GROWTH_RATING, &DEMAND, row->help);
			break;
		case ROW_IS_EVIDENCE:
			document->evidence[row->index].rationale =
				rating_help(host, &EVIDENCE_RATING[row->index], &FAVOR, row->help);
			break;
		case ROW_IS_BARRIER:
			document->barrier[row->index].rationale =
				rating_help(host, &BARRIER_RATING[row->index], &STRENGTH, row->help);
			break;
		default:
			break; /* computed */
	}
}

static void
fill_list(Host *host, TextList *list, const char *help)
{
	list->item = grown(host, list->item, list->count, &list->capacity, sizeof(Text));
	list->item[list->count++] = bracketed(host, help);
}

static void
fill_section(Host *host, const FormHeading *heading, Document *document)
{
	for (int i = 0; heading->table && i < heading->table->nrows; i++)
		fill_row(host, &heading->table->row[i], document);
	if (!heading->help)
		return;
	if (heading->is_list)
		fill_list(host, &document->list[heading->list], heading->help);
	else
		document->prose[heading->prose] = bracketed(host, heading->help);
}

static void
fill_task(Host *host, Document *document)
{
	document->tasks =
		grown(host, NULL, 0, &document->task_capacity, sizeof(DocumentTask));
	document->tasks[document->ntasks++] = (DocumentTask){
		.name = text_of("[A task, in a row of its own; the shares total 100%]"),
		.time_pct = 100,
		.score = {NOT_RATED,
				  rating_help(host, &TASK_SCORE, &AUTOMATION,
							  "why; the column before says displacement, augmentation or "
							  "not involved")},
		.mode = MODE_UNSTATED};
}

static void
fill_next_role(Host *host, Document *document)
{
	document->next_roles =
		grown(host, NULL, 0, &document->next_role_capacity, sizeof(NextRole));
	document->next_roles[document->nnext_roles++] =
		(NextRole){text_of("[Title of the role; its score, if known, in parentheses "
						   "after the word AIJRI]"),
				   NOT_RATED, text_of("[what carries over]")};
}

/* Makes a document that is to be filled in. */
void
template_document(Host *host, const Form *form, Document *document)
{
	empty_document(document);
	for (int i = HEADING_PREAMBLE + 1; i < HEADING_OTHER; i++)
		fill_section(host, &form->heading[i], document);
	fill_task(host, document);
	for (int i = 0; i < LABELS; i++)
	{
		if (i != LABEL_SURVIVAL_STRATEGY && form->label[i].help)
			document->prose[form->label[i].prose] = bracketed(host, form->label[i].help);
	}
	fill_list(host, &document->list[LIST_SURVIVAL_STRATEGY],
			  form->label[LABEL_SURVIVAL_STRATEGY].help);
	fill_next_role(host, document);
	document->role_year = EXAMPLE_YEAR;
}

/*
 * compare.c
 *	  Whether two assessment documents, or parts of them, have equal contents.
 */
#include "kernel/document/document.h"

bool
same_number(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

static bool
same_rating(const Rating *a, const Rating *b)
{
	return same_number(a->value, b->value) && same_text(a->rationale, b->rationale);
}

bool
same_task(const DocumentTask *a, const DocumentTask *b)
{
	return same_text(a->name, b->name) && a->time_pct == b->time_pct &&
		   a->mode == b->mode && same_rating(&a->score, &b->score);
}

bool
same_next_role(const NextRole *a, const NextRole *b)
{
	return same_text(a->title, b->title) && same_number(a->score, b->score) &&
		   same_text(a->reason, b->reason);
}

static const char *
ratings_difference(const Rating *a, const Rating *b, const Quantity *quantity, int count)
{
	for (int i = 0; i < count; i++)
	{
		if (!same_rating(&a[i], &b[i]))
			return quantity[i].name;
	}
	return NULL;
}

static bool
same_tasks(const Document *a, const Document *b)
{
	for (size_t i = 0; i < a->ntasks && a->ntasks == b->ntasks; i++)
	{
		if (!same_task(&a->tasks[i], &b->tasks[i]))
			return false;
	}
	return a->ntasks == b->ntasks;
}

static bool
same_next_roles(const Document *a, const Document *b)
{
	for (size_t i = 0; i < a->nnext_roles && a->nnext_roles == b->nnext_roles; i++)
	{
		if (!same_next_role(&a->next_roles[i], &b->next_roles[i]))
			return false;
	}
	return a->nnext_roles == b->nnext_roles;
}

static bool
same_lists(const TextList *a, const TextList *b)
{
	for (size_t i = 0; i < a->count && a->count == b->count; i++)
	{
		if (!same_text(a->item[i], b->item[i]))
			return false;
	}
	return a->count == b->count;
}

static bool
same_others(const Document *a, const Document *b)
{
	for (size_t i = 0; i < a->nothers && a->nothers == b->nothers; i++)
	{
		if (!same_text(a->others[i].heading, b->others[i].heading) ||
			!same_text(a->others[i].text, b->others[i].text))
			return false;
	}
	return a->nothers == b->nothers;
}

/* The first field in which two documents differ, but for what they state. */
const char *
document_difference(const Document *a, const Document *b)
{
	const char *field;

	for (int i = 0; i < DEFINITIONS; i++)
	{
		if (!same_text(a->definition[i], b->definition[i]))
			return DEFINITION_KEY[i];
	}
	if (!same_tasks(a, b))
		return "tasks";
	if ((field = ratings_difference(a->principle, b->principle, PRINCIPLE_RATING,
									PRINCIPLES)) ||
		(field = ratings_difference(&a->growth, &b->growth, &GROWTH_RATING, 1)) ||
		(field = ratings_difference(a->evidence, b->evidence, EVIDENCE_RATING,
									EVIDENCE_DIMENSIONS)) ||
		(field = ratings_difference(a->barrier, b->barrier, BARRIER_RATING, BARRIERS)))
		return field;
	if (!same_number(a->override_score, b->override_score))
		return "override_score";
	if (a->timeline_min_months != b->timeline_min_months ||
		a->timeline_max_months != b->timeline_max_months)
		return "timeline";
	if (!same_next_roles(a, b))
		return "next_roles";
	for (int i = 0; i < PROSES; i++)
	{
		if (!same_text(a->prose[i], b->prose[i]))
			return prose_name((Prose) i);
	}
	for (int i = 0; i < LISTS; i++)
	{
		if (!same_lists(&a->list[i], &b->list[i]))
			return LIST_KEY[i];
	}
	if (a->role_year != b->role_year)
		return PROSE_KEY[PROSE_ROLE_IN_YEAR];
	return same_others(a, b) ? NULL : "other_sections";
}

/*
 * document_check.c
 *	  Properties of every document.
 */
#include <stdio.h>
#include <stdlib.h>

#include "document_check.h"

char check_detail[512];

/* ---- memory ---- */

static void *
count_and_allocate(void *context, size_t size)
{
	Memory *memory = context;
	void   *chunk = malloc(size > 0 ? size : 1);

	if (memory->chunks == memory->capacity)
	{
		memory->capacity = memory->capacity ? 2 * memory->capacity : 64;
		memory->chunk = realloc(memory->chunk, memory->capacity * sizeof(void *));
	}
	if (!chunk || !memory->chunk)
	{
		fprintf(stderr, "out of memory: %zu bytes asked for after %zu\n", size,
				memory->bytes);
		abort();
	}
	memory->chunk[memory->chunks++] = chunk;
	memory->bytes += size;
	return chunk;
}

static void
check_no_interrupts(void)
{
}

Host
counting_host(Memory *memory)
{
	*memory = (Memory){0};
	return (Host){count_and_allocate, check_no_interrupts, memory};
}

void
free_memory(Memory *memory)
{
	for (size_t i = 0; i < memory->chunks; i++)
		free(memory->chunk[i]);
	free(memory->chunk);
	*memory = (Memory){0};
}

/* ---- comparing, without the writer's own comparison ---- */

static bool
differs(bool same, const char *what, size_t index)
{
	if (!same)
		snprintf(check_detail, sizeof(check_detail), "%s %zu", what, index);
	return !same;
}

/* Every byte is read, so that a sanitizer sees a text that is not there. */
static bool
equal_texts(Text a, Text b)
{
	if ((a.at == NULL) != (b.at == NULL) || a.length != b.length)
		return false;
	for (size_t i = 0; i < a.length; i++)
	{
		if (a.at[i] != b.at[i])
			return false;
	}
	return true;
}

static bool
equal_numbers(double a, double b)
{
	return isnan(a) ? isnan(b) : a == b;
}

static bool
equal_ratings(const Rating *a, const Rating *b)
{
	return equal_numbers(a->value, b->value) && equal_texts(a->rationale, b->rationale);
}

static bool
ratings_differ(const Rating *a, const Rating *b, size_t count, const char *what)
{
	for (size_t i = 0; i < count; i++)
	{
		if (differs(equal_ratings(&a[i], &b[i]), what, i))
			return true;
	}
	return false;
}

static bool
tasks_differ(const Document *a, const Document *b)
{
	for (size_t i = 0; i < a->ntasks && i < b->ntasks; i++)
	{
		const DocumentTask *x = &a->tasks[i];
		const DocumentTask *y = &b->tasks[i];

		if (differs(equal_texts(x->name, y->name), "name of task", i) ||
			differs(equal_numbers(x->time_pct, y->time_pct), "time of task", i) ||
			differs(equal_ratings(&x->score, &y->score), "score of task", i) ||
			differs(x->mode == y->mode, "mode of task", i))
			return true;
	}
	return differs(a->ntasks == b->ntasks, "number of tasks", b->ntasks);
}

static bool
next_roles_differ(const Document *a, const Document *b)
{
	for (size_t i = 0; i < a->nnext_roles && i < b->nnext_roles; i++)
	{
		const NextRole *x = &a->next_roles[i];
		const NextRole *y = &b->next_roles[i];

		if (differs(equal_texts(x->title, y->title), "title of next role", i) ||
			differs(equal_numbers(x->score, y->score), "score of next role", i) ||
			differs(equal_texts(x->reason, y->reason), "reason of next role", i))
			return true;
	}
	return differs(a->nnext_roles == b->nnext_roles, "number of next roles",
				   b->nnext_roles);
}

static bool
texts_differ(const Document *a, const Document *b)
{
	for (size_t i = 0; i < DEFINITIONS; i++)
	{
		if (differs(equal_texts(a->definition[i], b->definition[i]), "definition", i))
			return true;
	}
	for (size_t i = 0; i < PROSES; i++)
	{
		if (differs(equal_texts(a->prose[i], b->prose[i]), prose_name((Prose) i), i))
			return true;
	}
	for (size_t i = 0; i < LISTS; i++)
	{
		const TextList *x = &a->list[i];
		const TextList *y = &b->list[i];

		for (size_t j = 0; j < x->count && j < y->count; j++)
		{
			if (differs(equal_texts(x->item[j], y->item[j]), LIST_KEY[i], j))
				return true;
		}
		if (differs(x->count == y->count, LIST_KEY[i], y->count))
			return true;
	}
	for (size_t i = 0; i < a->nothers && i < b->nothers; i++)
	{
		if (differs(equal_texts(a->others[i].heading, b->others[i].heading), "heading",
					i) ||
			differs(equal_texts(a->others[i].text, b->others[i].text), "section", i))
			return true;
	}
	return differs(a->nothers == b->nothers, "number of other sections", b->nothers);
}

/* What differs between two documents, but for what they state; or NULL. */
const char *
independent_difference(const Document *a, const Document *b)
{
	if (tasks_differ(a, b) || next_roles_differ(a, b) || texts_differ(a, b) ||
		ratings_differ(a->principle, b->principle, PRINCIPLES, "principle") ||
		ratings_differ(&a->growth, &b->growth, 1, "growth") ||
		ratings_differ(a->evidence, b->evidence, EVIDENCE_DIMENSIONS, "evidence") ||
		ratings_differ(a->barrier, b->barrier, BARRIERS, "barrier") ||
		differs(equal_numbers(a->override_score, b->override_score), "override", 0) ||
		differs(a->role_year == b->role_year, "year", 0) ||
		differs(a->timeline_min_months == b->timeline_min_months &&
					a->timeline_max_months == b->timeline_max_months,
				"timeline", 0))
		return check_detail;
	return NULL;
}

/* ---- statements ---- */

/* Whether a text begins with a word, whatever its dressing. */
static bool
begins(Text text, const char *word)
{
	return accept_text(&text, word);
}

/*
 * Prose is copied, not computed: a comparison in the sub-label's reasoning and
 * the beginning of the growth check may state what they like, and a line may
 * nearly state something.
 */
static bool
prose_states(const Document *document, const Statement *statement)
{
	Text reasoning = document->prose[PROSE_SUBLABEL_REASONING];

	if (statement->item == ITEM_NOT_UNDERSTOOD)
		return true;
	if (statement->place && strcmp(statement->place, "growth correlation check") == 0)
		return true;
	if (!reasoning.at ||
		(statement->item != ITEM_SUBLABEL &&
		 !(statement->place && strcmp(statement->place, "sub-label") == 0)))
		return false;
	for (const char *digit = "0123456789+-"; *digit; digit++)
	{
		if (begins(reasoning, (char[]){*digit, '\0'}))
			return true;
	}
	return begins(reasoning, "Task Resistance") ||
		   begins(reasoning, "AI Growth Correlation") || *reasoning.at < 0;
}

/*
 * Everything that a freshly written document states is right and follows; but
 * for shares of time that do not total 100.
 */
const char *
written_verdict(const Document *written)
{
	Verdict		  *verdicts = malloc(written->nstatements * sizeof(Verdict) + 1);
	const char	  *found = NULL;
	DocumentTotals totals;

	total_document(written, &totals);
	verify_document(written, verdicts);
	for (size_t i = 0; i < written->nstatements && !found; i++)
	{
		const Verdict	*verdict = &verdicts[i];
		const Statement *statement = verdict->statement;
		Memory			 memory;
		Host			 host = counting_host(&memory);
		Text			 item = item_text(&host, written, statement);

		bool wrong_time =
			statement->item == ITEM_TIME_TOTAL && totals.time_total != HUNDRED_PERCENT;

		if (((!verdict->ok && !wrong_time) ||
			 (!verdict->follows && statement->text.at)) &&
			!prose_states(written, statement))
		{
			snprintf(check_detail, sizeof(check_detail),
					 "line %d: \"%.*s\" of \"%.*s\" is %s (computed %.17g, operands "
					 "%.17g)",
					 statement->line, (int) statement->text.length, statement->text.at,
					 (int) item.length, item.at,
					 verdict->ok ? "not what follows" : "not ok", verdict->computed,
					 statement->from_operands);
			found = check_detail;
		}
		free_memory(&memory);
	}
	free(verdicts);
	return found;
}

/* ---- refusals ---- */

static bool
is_sentence(const char *text)
{
	return text && text[0] && text[strlen(text) - 1] == '.';
}

/* A refusal says what is wrong where, what is expected and what to do. */
static const char *
check_refusal(const DocumentError *error, size_t lines)
{
	unsigned char sum = 0;

	for (size_t i = 0; i < error->met.length; i++)
		sum ^= (unsigned char) error->met.at[i];
	snprintf(check_detail, sizeof(check_detail), "line %d: \"%s\" (%u)", error->line,
			 error->problem ? error->problem : "", sum);
	if (!error->problem || !error->problem[0])
		return "a refusal without a problem";
	if (!is_sentence(error->expected))
		return "a refusal that does not say what is expected";
	if (!is_sentence(error->hint))
		return "a refusal without a hint";
	if (error->line < 0 || (size_t) error->line > lines)
		return "a refusal in a line that is not there";
	if (error->line == 0 && lines > 0 && strcmp(error->problem, "missing section") != 0)
		return "a refusal without a line";
	return NULL;
}

/* ---- all of it ---- */

/* Lines end with line feeds; where there is none, with carriage returns. */
static size_t
count_lines(Text text)
{
	char   end = text.length > 0 && memchr(text.at, '\n', text.length) ? '\n' : '\r';
	size_t lines = 1;

	for (size_t i = 0; i < text.length; i++)
		lines += text.at[i] == end;
	return lines;
}

/* Writing is a fixpoint: what was written reads as it was, and is written the same. */
static const char *
check_written(const Document *document, Text text, Text written)
{
	Memory		  memory;
	Host		  host = counting_host(&memory);
	Document	  again;
	DocumentError error;
	Text		  twice;
	const char	 *found = NULL;

	if (written.length > WRITTEN_LENGTH + WRITTEN_LENGTH_PER_BYTE * text.length)
		found = "what was written is too long for what was read";
	else if (!read_document(&host, &ASSESSMENT_FORM, written, &again, &error))
		found = "what was written cannot be read";
	else if (independent_difference(document, &again))
		found = "what was written reads differently";
	else if (written_verdict(&again))
		found = "what was written is not all right";
	else if (!write_document(&host, &ASSESSMENT_FORM, &again, true, &twice, &error))
		found = "what was written cannot be written again";
	else if (!equal_texts(written, twice))
		found = "what was written is written differently";
	free_memory(&memory);
	return found;
}

/* What must hold of any text at all. */
const char *
check_document(Text text)
{
	Memory		  memory;
	Host		  host = counting_host(&memory);
	Document	  document;
	DocumentError error;
	Verdict		 *verdicts;
	Text		  written;
	const char	 *found = NULL;
	bool		  read = read_document(&host, &ASSESSMENT_FORM, text, &document, &error);
	size_t		  read_bytes = memory.bytes;

	check_detail[0] = '\0';
	if (read_bytes > READ_BYTES + READ_BYTES_PER_BYTE * text.length)
		found = "reading takes too much memory";
	else if (!read)
		found = check_refusal(&error, count_lines(text));
	else
	{
		verdicts = malloc(document.nstatements * sizeof(Verdict) + 1);
		verify_document(&document, verdicts);
		free(verdicts);
		if (!write_document(&host, &ASSESSMENT_FORM, &document, true, &written, &error))
			found = check_refusal(&error, 0);
		else if (memory.bytes - read_bytes >
				 READ_BYTES +
					 (READ_BYTES_PER_BYTE + WRITE_BYTES_PER_BYTE) * written.length)
			found = "writing takes too much memory";
		else
			found = check_written(&document, text, written);
	}
	free_memory(&memory);
	return found;
}

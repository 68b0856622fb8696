/*
 * verify.c
 *	  Compares the values that a document states with those that follow from its
 *	  ratings and shares.
 *
 * A statement is ok if it equals the true value to within half a unit of its last
 * digit, or the result of intermediate values that the document prints rounded and
 * that are ok themselves. It follows if it equals the result of the operands printed
 * beside it or, if there are none, of the values that the document states for them
 * elsewhere. An operand that is ok need not follow from anything.
 */
#include "kernel/document/document.h"

/* ---- the true values ---- */

static double
total_of(const Rating *ratings, int count)
{
	double values[EVIDENCE_DIMENSIONS];

	for (int i = 0; i < count; i++)
		values[i] = ratings[i].value;
	return rating_total(values, count);
}

void
total_document(const Document *document, DocumentTotals *totals)
{
	TaskTimes times = {0};
	bool	  all_scored = true;

	*totals = (DocumentTotals){0};
	for (size_t i = 0; i < document->ntasks; i++)
	{
		const DocumentTask *task = &document->tasks[i];
		int64_t				time = micro_from_double(task->time_pct);

		totals->time_total += (uint128_t) time;
		if (isnan(task->score.value))
			all_scored = false;
		else
			times.cell[task_cell((int) task->score.value, task->mode)] += time;
	}
	if (all_scored)
		total_times(&times, &totals->tasks);
	profile_tasks(&totals->tasks, DEFAULT_METHOD.exposed_from, &totals->profile);
	totals->role = (Role){.task_resistance = totals->profile.task_resistance,
						  .exposed_pct = totals->profile.exposed_pct,
						  .evidence = total_of(document->evidence, EVIDENCE_DIMENSIONS),
						  .barriers = total_of(document->barrier, BARRIERS),
						  .growth = document->growth.value,
						  .protective = total_of(document->principle, PRINCIPLES)};
}

/* ---- values that count as right ---- */

/* Enough: each is the true value, rounded one way or another. */
#define RIGHT_VALUES 64

typedef struct RightValues
{
	double value[RIGHT_VALUES]; /* the true one first */
	int	   count;
} RightValues;

typedef struct Verification
{
	const Document *document;
	Verdict		   *verdicts;
	DocumentTotals	totals;
	RightValues		right[ITEMS];
	int computed_scores;		   /* of right[ITEM_SCORE]: what is printed comes later */
	const Statement *first[ITEMS]; /* that is no repetition */
	const Statement *reason[ITEMS]; /* the first given for a sub-label */
	bool			 all_weighted_right;
} Verification;

static void
add_right(RightValues *right, double value)
{
	for (int i = 0; i < right->count; i++)
	{
		if (right->value[i] == value)
			return;
	}
	if (right->count < RIGHT_VALUES)
		right->value[right->count++] = value;
}

/* Equal to within so much, and the rounding of doubles. */
static bool
equal_within(double a, double b, double difference)
{
	return fabs(a - b) <= difference + 1e-12 * (1 + fabs(a));
}

static bool
is_label(StatedItem item)
{
	return item == ITEM_QUICK_SCREEN || item == ITEM_ZONE || item == ITEM_SUBLABEL;
}

static bool
agrees(const Statement *statement, double value)
{
	return is_label(statement->item) ?
			   statement->value == value :
			   equal_within(statement->value, value, statement->half_unit);
}

static bool
agrees_with_any(const Statement *statement, const RightValues *right)
{
	for (int i = 0; i < right->count; i++)
	{
		if (agrees(statement, right->value[i]))
			return true;
	}
	return false;
}

/* ---- what is right for each item ---- */

static double
percent_of_shares(uint128_t time)
{
	return nearest_ratio(time, MICRO);
}

static void
find_right_shares(Verification *v)
{
	const TaskTotals  *tasks = &v->totals.tasks;
	const TaskProfile *profile = &v->totals.profile;
	uint128_t exposed = tasks->by_score[2] + tasks->by_score[3] + tasks->by_score[4];

	add_right(&v->right[ITEM_TIME_TOTAL], percent_of_shares(v->totals.time_total));
	add_right(&v->right[ITEM_DISPLACEMENT], profile->displacement_pct);
	add_right(&v->right[ITEM_AUGMENTATION], profile->augmentation_pct);
	add_right(&v->right[ITEM_NOT_INVOLVED], profile->not_involved_pct);
	add_right(&v->right[ITEM_UNSTATED], profile->unstated_pct);
	add_right(&v->right[ITEM_EXPOSED], profile->exposed_pct);
	if (isnan(profile->exposed_pct) || v->totals.time_total == HUNDRED_PERCENT)
		return;

	/* shares that do not total 100 are wrong once, not everywhere */
	add_right(&v->right[ITEM_DISPLACEMENT],
			  percent_of_shares(tasks->by_mode[MODE_DISPLACEMENT]));
	add_right(&v->right[ITEM_AUGMENTATION],
			  percent_of_shares(tasks->by_mode[MODE_AUGMENTATION]));
	add_right(&v->right[ITEM_NOT_INVOLVED],
			  percent_of_shares(tasks->by_mode[MODE_NOT_INVOLVED]));
	add_right(&v->right[ITEM_UNSTATED], percent_of_shares(tasks->by_mode[MODE_UNSTATED]));
	add_right(&v->right[ITEM_EXPOSED], percent_of_shares(exposed));
}

static void
find_right_weighted_totals(Verification *v)
{
	const TaskTotals *tasks = &v->totals.tasks;
	const Statement	 *stated = v->first[ITEM_WEIGHTED_TOTAL];
	RightValues		 *right = &v->right[ITEM_WEIGHTED_TOTAL];

	if (tasks->total == 0)
		return;
	add_right(right, nearest_ratio(tasks->weighted, HUNDRED_PERCENT));
	add_right(right, nearest_ratio(tasks->weighted, tasks->total));
	if (stated && v->all_weighted_right && !isnan(stated->from_operands))
		add_right(right, stated->from_operands);
}

static void
find_right_task_resistance(Verification *v)
{
	const RightValues *weighted = &v->right[ITEM_WEIGHTED_TOTAL];

	add_right(&v->right[ITEM_TASK_RESISTANCE], v->totals.role.task_resistance);
	for (int i = 0; i < weighted->count; i++)
		add_right(&v->right[ITEM_TASK_RESISTANCE], 6 - weighted->value[i]);
}

static bool
is_full(const RightValues *right)
{
	return right->count == RIGHT_VALUES;
}

/* Every product of right factors, as far as there is room. */
static void
find_right_raws(Verification *v)
{
	const RightValues *resistance = &v->right[ITEM_TASK_RESISTANCE];
	const RightValues *evidence = &v->right[ITEM_EVIDENCE_MODIFIER];
	const RightValues *barrier = &v->right[ITEM_BARRIER_MODIFIER];
	const RightValues *growth = &v->right[ITEM_GROWTH_MODIFIER];

	add_right(&v->right[ITEM_RAW], raw_of(&v->totals.role, &DEFAULT_METHOD));
	for (int i = 0; i < resistance->count; i++)
	{
		for (int j = 0; j < evidence->count; j++)
		{
			for (int k = 0; k < barrier->count; k++)
			{
				for (int l = 0; l < growth->count && !is_full(&v->right[ITEM_RAW]); l++)
					add_right(&v->right[ITEM_RAW],
							  resistance->value[i] * evidence->value[j] *
								  barrier->value[k] * growth->value[l]);
			}
		}
	}
}

static double
score_of_raw(double raw)
{
	double score = (raw - DEFAULT_METHOD.raw_floor) / DEFAULT_METHOD.raw_span * 100;

	return fmin(fmax(score, 0), DEFAULT_METHOD.score_cap);
}

static void
find_right_scores(Verification *v)
{
	const RightValues *raw = &v->right[ITEM_RAW];
	double			   score = score_of(&v->totals.role, &DEFAULT_METHOD);

	add_right(&v->right[ITEM_SCORE], score);
	for (int i = 0; i < raw->count && !isnan(score); i++)
		add_right(&v->right[ITEM_SCORE], score_of_raw(raw->value[i]));
	v->computed_scores = v->right[ITEM_SCORE].count;
}

/* The unrounded score determines the zone: 47.96, printed as 48.0, is Yellow. */
static void
find_right_zones(Verification *v)
{
	const RightValues *score = &v->right[ITEM_SCORE];

	for (int i = 0; i < v->computed_scores; i++)
		add_right(&v->right[ITEM_ZONE],
				  zone_from_score(score->value[i], &DEFAULT_METHOD));
}

static void
find_right_sublabels(Verification *v)
{
	const RightValues *zone = &v->right[ITEM_ZONE];
	const RightValues *resistance = &v->right[ITEM_TASK_RESISTANCE];
	const RightValues *exposed = &v->right[ITEM_EXPOSED];

	for (int i = 0; i < zone->count; i++)
	{
		for (int j = 0; j < resistance->count; j++)
		{
			for (int k = 0; k < exposed->count; k++)
			{
				Role role = v->totals.role;

				role.task_resistance = resistance->value[j];
				role.exposed_pct = exposed->value[k];
				add_right(&v->right[ITEM_SUBLABEL],
						  sublabel_from((Zone) zone->value[i], &role, &DEFAULT_METHOD));
			}
		}
	}
}

/* The true value of an item, and what else counts as right. */
static void
find_right(Verification *v, StatedItem item)
{
	const Role	*role = &v->totals.role;
	RightValues *right = &v->right[item];

	switch (item)
	{
		case ITEM_PROTECTIVE_TOTAL:
			return add_right(right, role->protective);
		case ITEM_GROWTH:
			return add_right(right, role->growth);
		case ITEM_QUICK_SCREEN:
			return add_right(
				right, screen_from(role->protective, role->growth, &DEFAULT_METHOD));
		case ITEM_TIME_TOTAL:
			return find_right_shares(v);
		case ITEM_WEIGHTED_TOTAL:
			return find_right_weighted_totals(v);
		case ITEM_TASK_RESISTANCE:
			return find_right_task_resistance(v);
		case ITEM_EVIDENCE_TOTAL:
			return add_right(right, role->evidence);
		case ITEM_BARRIER_TOTAL:
			return add_right(right, role->barriers);
		case ITEM_EVIDENCE_MODIFIER:
			return add_right(right,
							 evidence_modifier_of(role->evidence, &DEFAULT_METHOD));
		case ITEM_BARRIER_MODIFIER:
			return add_right(right, barrier_modifier_of(role->barriers, &DEFAULT_METHOD));
		case ITEM_GROWTH_MODIFIER:
			return add_right(right, growth_modifier_of(role->growth, &DEFAULT_METHOD));
		case ITEM_RAW:
			return find_right_raws(v);
		case ITEM_SCORE:
			return find_right_scores(v);
		case ITEM_ZONE:
			return find_right_zones(v);
		case ITEM_SUBLABEL:
			return find_right_sublabels(v);
		case ITEM_WEIGHTED:
		case ITEM_DISPLACEMENT:
		case ITEM_AUGMENTATION:
		case ITEM_NOT_INVOLVED:
		case ITEM_UNSTATED:
		case ITEM_EXPOSED:
		case ITEM_CONSTANT:
		case ITEM_NOT_UNDERSTOOD:
			return; /* judged by themselves, or found with the total time */
	}
}

/* ---- whether a statement is ok ---- */

static bool
is_weighted_ok(const Verification *v, const Statement *statement, double *computed)
{
	double plain = weighted_score(&v->document->tasks[statement->task]);

	/* where times do not total 100, the share may be of what they total */
	*computed = plain;
	return agrees(statement, plain) ||
		   agrees(statement,
				  plain * (double) HUNDRED_PERCENT / (double) v->totals.time_total);
}

static bool
is_ok(Verification *v, const Statement *statement, double *computed)
{
	const RightValues *right = &v->right[statement->item];
	bool			   ok;

	if (statement->item == ITEM_WEIGHTED)
		return is_weighted_ok(v, statement, computed);
	if (statement->item == ITEM_CONSTANT)
	{
		*computed = statement->constant;
		return agrees(statement, statement->constant);
	}

	if (statement->item == ITEM_NOT_UNDERSTOOD)
	{
		*computed = NAN;
		return false;
	}
	*computed = right->count > 0 ? right->value[0] : NAN;
	ok = !isnan(*computed) && agrees_with_any(statement, right);
	if (statement->item == ITEM_TIME_TOTAL && !statement->place)
		ok = ok && v->totals.time_total == HUNDRED_PERCENT;
	return ok;
}

/* ---- whether it follows ---- */

/*
 * What the document states of an item for a sub-label or, failing that, first:
 * the lowest (-1) or highest (1) value that would be printed so, or itself (0).
 */
static double
stated_or(const Verification *v, StatedItem item, double otherwise, int rounding)
{
	const Statement *stated = v->reason[item] ? v->reason[item] : v->first[item];

	return stated ? stated->value + rounding * stated->half_unit : otherwise;
}

/* A zone follows from any score that would be printed as the stated one. */
static bool
zone_follows(const Verification *v, const Statement *statement)
{
	const Statement *score = v->first[ITEM_SCORE];
	Zone			 lowest;
	Zone			 highest;

	if (!score)
		return agrees_with_any(statement, &v->right[ITEM_ZONE]);
	lowest = zone_from_score(score->value - score->half_unit, &DEFAULT_METHOD);
	highest = zone_from_score(score->value + score->half_unit, &DEFAULT_METHOD);
	return statement->value >= lowest && statement->value <= highest;
}

/* So does a sub-label from any values that would be printed as the stated ones. */
static bool
sublabel_follows(const Verification *v, const Statement *statement)
{
	Role role = v->totals.role;
	Zone zone = zone_from_score(score_of(&role, &DEFAULT_METHOD), &DEFAULT_METHOD);

	if (v->first[ITEM_ZONE])
		zone = (Zone) v->first[ITEM_ZONE]->value;
	role.growth = stated_or(v, ITEM_GROWTH, role.growth, 0);
	for (int rounding = -1; rounding <= 1; rounding += 2)
	{
		role.task_resistance =
			stated_or(v, ITEM_TASK_RESISTANCE, v->totals.role.task_resistance, rounding);
		role.exposed_pct =
			stated_or(v, ITEM_EXPOSED, v->totals.role.exposed_pct, rounding);
		if (statement->value == sublabel_from(zone, &role, &DEFAULT_METHOD))
			return true;
	}
	return false;
}

static bool
follows(const Verification *v, const Statement *statement, bool ok)
{
	const Statement *first = v->first[statement->item];

	if (!isnan(statement->from_operands))
		return agrees(statement, statement->from_operands);
	if (statement->item == ITEM_ZONE)
		return zone_follows(v, statement);
	if (statement->item == ITEM_SUBLABEL)
		return sublabel_follows(v, statement);
	if (statement->place && first && statement->item != ITEM_CONSTANT)
		return ok || equal_within(statement->value, first->value,
								  fmax(statement->half_unit, first->half_unit));
	return ok;
}

/* ---- all of it ---- */

/* Judges the statements of one item; those that are ok count as right from then on. */
static void
judge(Verification *v, StatedItem item)
{
	const Document *document = v->document;

	for (size_t i = 0; i < document->nstatements; i++)
	{
		const Statement *statement = &document->statements[i];
		Verdict			*verdict = &v->verdicts[i];

		if (statement->item != item)
			continue;
		verdict->statement = statement;
		verdict->ok = is_ok(v, statement, &verdict->computed);
		if (item == ITEM_WEIGHTED && !verdict->ok)
			v->all_weighted_right = false;
	}
	for (size_t i = 0; i < document->nstatements; i++)
	{
		if (document->statements[i].item == item && v->verdicts[i].ok &&
			item != ITEM_WEIGHTED && item != ITEM_CONSTANT)
			add_right(&v->right[item], document->statements[i].value);
	}
}

/*
 * Judges every statement of a document, in the order in which values follow
 * from one another.  "verdicts" has room for all of them.
 */
void
verify_document(const Document *document, Verdict *verdicts)
{
	Verification v = {
		.document = document, .verdicts = verdicts, .all_weighted_right = true};

	total_document(document, &v.totals);
	for (size_t i = 0; i < document->nstatements; i++)
	{
		const Statement *statement = &document->statements[i];

		if (!statement->place && !v.first[statement->item])
			v.first[statement->item] = statement;
		if (statement->place && !v.reason[statement->item] &&
			strcmp(statement->place, "sub-label") == 0)
			v.reason[statement->item] = statement;
	}
	for (int item = 0; item < ITEMS; item++)
	{
		find_right(&v, (StatedItem) item);
		judge(&v, (StatedItem) item);
	}
	for (size_t i = 0; i < document->nstatements; i++)
		verdicts[i].follows = follows(&v, &document->statements[i], verdicts[i].ok);
}

/* ---- words ---- */

const char *
label_text(StatedItem item, double value)
{
	int index = isnan(value) ? -1 : (int) value;

	if (index < 0)
		return NULL;
	return item == ITEM_ZONE	 ? ZONE_NAME[index] :
		   item == ITEM_SUBLABEL ? SUBLABEL_NAME[index] :
								   SCREEN_NAME[index];
}

static const char *const ITEM_NAME[ITEMS] = {
	[ITEM_PROTECTIVE_TOTAL] = "protective total",
	[ITEM_GROWTH] = "growth",
	[ITEM_QUICK_SCREEN] = "quick screen",
	[ITEM_WEIGHTED] = "weighted",
	[ITEM_TIME_TOTAL] = "time total",
	[ITEM_WEIGHTED_TOTAL] = "weighted total",
	[ITEM_TASK_RESISTANCE] = "task resistance",
	[ITEM_DISPLACEMENT] = "displacement",
	[ITEM_AUGMENTATION] = "augmentation",
	[ITEM_NOT_INVOLVED] = "not involved",
	[ITEM_UNSTATED] = "unstated",
	[ITEM_EXPOSED] = "exposed time",
	[ITEM_EVIDENCE_TOTAL] = "evidence total",
	[ITEM_BARRIER_TOTAL] = "barrier total",
	[ITEM_EVIDENCE_MODIFIER] = "evidence modifier",
	[ITEM_BARRIER_MODIFIER] = "barrier modifier",
	[ITEM_GROWTH_MODIFIER] = "growth modifier",
	[ITEM_RAW] = "raw",
	[ITEM_SCORE] = "score",
	[ITEM_ZONE] = "zone",
	[ITEM_SUBLABEL] = "sub-label",
	[ITEM_NOT_UNDERSTOOD] = "not understood",
};

/* What a statement is about: "raw", "raw: task resistance", "weighted: a task". */
Text
item_text(Host *host, const Document *document, const Statement *statement)
{
	TextBuilder builder = {host, NO_TEXT, 0};

	if (statement->item == ITEM_WEIGHTED)
	{
		append_string(&builder, "weighted: ");
		append_text(&builder, document->tasks[statement->task].name);
		return builder.text;
	}
	if (statement->place)
	{
		append_string(&builder, statement->place);
		append_string(&builder, ": ");
	}
	append_string(&builder, statement->item == ITEM_CONSTANT ?
								statement->name :
								ITEM_NAME[statement->item]);
	return builder.text;
}

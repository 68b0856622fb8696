/*
 * method_study.c
 *	  Rankings under many methods: sensitivity of the ranking, robustness of roles.
 */
#include <stdlib.h>
#include <string.h>

#include "kernel/method_study.h"

const char *const OUTPUT_NAME[STUDY_OUTPUTS] = {"mean rank shift", "zones changed"};

const Quantity SPREAD = {"spread", 0, 1, false,
						 "Spread is the variation of every constant as a share of its "
						 "value: 0.25 for plus or minus a quarter."};

const Quantity DRAWS = {
	"draws", 2, 65536, true,
	"Draws are a power of 2, such as 1024: points of an evenly spread "
	"sequence, which are complete then."};

/* ---- methods ---- */

static double
bound_of(const Method *method, int field, double spread)
{
	Method copy = *method;

	return *method_field(&copy, field) * (1 + spread);
}

/* Which constant, and where, keeps a spread from being used. */
SpreadProblem
spread_problem(const Method *method, double spread, int *field, double *bound)
{
	for (*field = 0; *field < VARIED; (*field)++)
	{
		for (int side = -1; side <= 1; side += 2)
		{
			*bound = bound_of(method, *field, side * spread);
			if (legality(&METHOD_FIELD[*field].quantity, *bound) != LEGAL)
				return SPREAD_LEAVES_RANGE;
		}
	}
	if (method->yellow_min * (1 + spread) >= method->green_min * (1 - spread))
		return SPREAD_CROSSES_ZONES;
	return SPREAD_FITS;
}

/* The method at a point. */
static void
method_at(const Study *study, const double *point, Method *method)
{
	*method = *study->method;
	for (int i = 0; i < VARIED; i++)
	{
		double low = bound_of(study->method, i, -study->spread);
		double high = bound_of(study->method, i, study->spread);

		*method_field(method, i) = low + point[i] * (high - low);
	}
	(void) method_settle(method);
}

/* A row of the two matrices. */
static void
points_of(const Study *study, uint32_t row, double *a, double *b)
{
	for (int i = 0; i < VARIED; i++)
	{
		a[i] = sobol_point(study->seed, i, row);
		b[i] = sobol_point(study->seed, VARIED + i, row);
	}
}

/* ---- rankings ---- */

typedef struct Ranked
{
	double	 score;
	uint32_t role;
} Ranked;

typedef struct Ranking
{
	Host		*host;
	const Study *study;
	Ranked		*ranked; /* from the highest score on */
	Ranked		*other;	 /* room to sort */
	uint32_t	*order;	 /* of roles by the method itself */
	uint32_t	*rank;	 /* of each role, by the method itself */
	Zone		*zone;
} Ranking;

#define RUN 8 /* roles that are sorted by moving each to its place */

static void
sort_run(Ranked *ranked, size_t count)
{
	for (size_t i = 1; i < count; i++)
	{
		Ranked moving = ranked[i];
		size_t at = i;

		for (; at > 0 && ranked[at - 1].score < moving.score; at--)
			ranked[at] = ranked[at - 1];
		ranked[at] = moving;
	}
}

/* Merges two sorted halves; equal scores keep their order. */
static void
merge_halves(const Ranked *from, size_t middle, size_t end, Ranked *to)
{
	size_t left = 0;
	size_t right = middle;

	if (middle >= end || from[middle - 1].score >= from[middle].score)
	{
		memcpy(to, from, end * sizeof(Ranked));
		return;
	}
	for (size_t i = 0; i < end; i++)
	{
		if (right == end || (left < middle && from[left].score >= from[right].score))
			to[i] = from[left++];
		else
			to[i] = from[right++];
	}
}

/* Sorts by falling score: what is nearly in order takes little more than a look. */
static void
sort_ranked(Ranking *ranking)
{
	size_t count = ranking->study->roles;

	for (size_t start = 0; start < count; start += RUN)
		sort_run(ranking->ranked + start, count - start < RUN ? count - start : RUN);
	for (size_t width = RUN; width < count; width *= 2)
	{
		Ranked *swap = ranking->ranked;

		for (size_t start = 0; start < count; start += 2 * width)
		{
			size_t left = count - start;

			merge_halves(ranking->ranked + start, left < width ? left : width,
						 left < 2 * width ? left : 2 * width, ranking->other + start);
		}
		ranking->ranked = ranking->other;
		ranking->other = swap;
	}
}

/* Ranks all roles by a method, in "ranked". */
static void
rank_by(Ranking *ranking, const Method *method)
{
	ranking->host->check_interrupts();
	for (size_t i = 0; i < ranking->study->roles; i++)
	{
		uint32_t role = ranking->order[i];

		ranking->ranked[i] =
			(Ranked){score_of(&ranking->study->role[role], method), role};
	}
	sort_ranked(ranking);
}

/* The rank at a place: that of the first with the same score. */
static inline uint32_t
rank_at(const Ranked *ranked, size_t at, uint32_t before)
{
	return at > 0 && ranked[at].score == ranked[at - 1].score ? before :
																(uint32_t) at + 1;
}

static void *
array_of(Host *host, size_t count, size_t size)
{
	return host->allocate(host->context, (count + 1) * size);
}

/* Ranks all roles by the method itself. */
static void
begin(Host *host, const Study *study, Ranking *ranking)
{
	uint32_t rank = 0;

	ranking->host = host;
	ranking->study = study;
	ranking->ranked = array_of(host, study->roles, sizeof(Ranked));
	ranking->other = array_of(host, study->roles, sizeof(Ranked));
	ranking->order = array_of(host, study->roles, sizeof(uint32_t));
	ranking->rank = array_of(host, study->roles, sizeof(uint32_t));
	ranking->zone = array_of(host, study->roles, sizeof(Zone));
	for (size_t i = 0; i < study->roles; i++)
		ranking->order[i] = (uint32_t) i;
	rank_by(ranking, study->method);
	for (size_t i = 0; i < study->roles; i++)
	{
		const Ranked *ranked = &ranking->ranked[i];

		rank = rank_at(ranking->ranked, i, rank);
		ranking->order[i] = ranked->role;
		ranking->rank[ranked->role] = rank;
		ranking->zone[ranked->role] = zone_from_score(ranked->score, study->method);
	}
}

/* ---- sensitivity ---- */

/* The outputs of a method: whole numbers, but for the division by the roles. */
static void
find_outputs(Ranking *ranking, const double *point, double *output)
{
	size_t	 roles = ranking->study->roles;
	uint64_t shift = 0;
	uint64_t changed = 0;
	uint32_t rank = 0;
	Method	 method;

	method_at(ranking->study, point, &method);
	rank_by(ranking, &method);
	for (size_t i = 0; i < roles; i++)
	{
		const Ranked *ranked = &ranking->ranked[i];
		uint32_t	  before = ranking->rank[ranked->role];

		rank = rank_at(ranking->ranked, i, rank);
		shift += rank > before ? rank - before : before - rank;
		changed += zone_from_score(ranked->score, &method) != ranking->zone[ranked->role];
	}
	output[OUTPUT_RANK_SHIFT] = (double) shift / (double) roles;
	output[OUTPUT_ZONES_CHANGED] = (double) changed;
}

typedef struct Columns
{
	double *of[STUDY_OUTPUTS][COLUMNS_MAX];
} Columns;

static void
note_outputs(Ranking *ranking, const double *point, uint32_t row, int column,
			 Columns *columns)
{
	double output[STUDY_OUTPUTS];

	find_outputs(ranking, point, output);
	for (int i = 0; i < STUDY_OUTPUTS; i++)
		columns->of[i][column][row] = output[i];
}

static void
fill_columns(Ranking *ranking, Columns *columns)
{
	const Study *study = ranking->study;

	for (int i = 0; i < STUDY_OUTPUTS; i++)
	{
		for (int column = 0; column < COLUMN_MIXED(VARIED); column++)
			columns->of[i][column] =
				array_of(ranking->host, study->draws, sizeof(double));
	}
	for (uint32_t row = 0; row < study->draws; row++)
	{
		double a[VARIED];
		double b[VARIED];

		points_of(study, row, a, b);
		note_outputs(ranking, a, row, COLUMN_A, columns);
		note_outputs(ranking, b, row, COLUMN_B, columns);
		for (int i = 0; i < VARIED; i++)
		{
			double own = a[i];

			a[i] = b[i];
			note_outputs(ranking, a, row, COLUMN_MIXED(i), columns);
			a[i] = own;
		}
	}
}

/* Sobol' indices of each constant for each output; there is a role at least. */
void
study_method(Host *host, const Study *study, StudyIndices *indices)
{
	Ranking ranking;
	Columns columns;

	begin(host, study, &ranking);
	fill_columns(&ranking, &columns);
	for (int i = 0; i < STUDY_OUTPUTS; i++)
		indices->varies[i] = sobol_indices(host, columns.of[i], study->draws, VARIED,
										   study->seed, indices->index[i]);
}

/* ---- robustness ---- */

#define RANKS_AT_ONCE ((size_t) 1 << 23) /* that are kept, of some of the roles */

/* Ranks of some roles under all methods, one role after the other. */
typedef struct Batch
{
	size_t	  from;
	size_t	  to;
	uint32_t *rank;
	uint32_t *same_zone; /* methods, for each role */
} Batch;

static void
fill_batch(Ranking *ranking, uint32_t row, const Method *method, Batch *batch)
{
	uint32_t rank = 0;

	rank_by(ranking, method);
	for (size_t i = 0; i < ranking->study->roles; i++)
	{
		const Ranked *ranked = &ranking->ranked[i];
		size_t		  role = ranked->role;

		rank = rank_at(ranking->ranked, i, rank);
		if (role < batch->from || role >= batch->to)
			continue;
		batch->rank[(role - batch->from) * ranking->study->draws + row] = rank;
		batch->same_zone[role - batch->from] +=
			zone_from_score(ranked->score, method) == ranking->zone[role];
	}
}

static int
compare_ranks(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *) a;
	uint32_t right = *(const uint32_t *) b;

	return (left > right) - (left < right);
}

/* The least ranks that are reached in 5, 50 and 95% of the methods. */
static void
read_batch(const Study *study, Batch *batch, Robustness *robustness)
{
	static const uint32_t percent[ROBUST_QUANTILES] = {5, 50, 95};

	for (size_t role = batch->from; role < batch->to; role++)
	{
		uint32_t *rank = batch->rank + (role - batch->from) * study->draws;

		qsort(rank, study->draws, sizeof(uint32_t), compare_ranks);
		for (int i = 0; i < ROBUST_QUANTILES; i++)
			robustness[role].quantile[i] =
				rank[(study->draws * percent[i] + 99) / 100 - 1];
		robustness[role].same_zone =
			(double) batch->same_zone[role - batch->from] / study->draws;
	}
}

/*
 * Where each role stands under the methods of the first matrix.  There is room for
 * the ranks of some roles only; where they are more, all are ranked again for the
 * next ones.
 */
void
study_roles(Host *host, const Study *study, Robustness *robustness)
{
	size_t	at_once = RANKS_AT_ONCE / study->draws;
	Ranking ranking;
	Batch	batch;

	at_once = at_once < study->roles ? at_once : study->roles;
	begin(host, study, &ranking);
	batch.rank = array_of(host, at_once * study->draws, sizeof(uint32_t));
	batch.same_zone = array_of(host, at_once, sizeof(uint32_t));
	for (batch.from = 0; batch.from < study->roles; batch.from = batch.to)
	{
		batch.to =
			batch.from + at_once < study->roles ? batch.from + at_once : study->roles;
		memset(batch.same_zone, 0, at_once * sizeof(uint32_t));
		for (uint32_t row = 0; row < study->draws; row++)
		{
			double a[VARIED];
			double b[VARIED];
			Method method;

			points_of(study, row, a, b);
			method_at(study, a, &method);
			fill_batch(&ranking, row, &method, &batch);
		}
		read_batch(study, &batch, robustness);
	}
}

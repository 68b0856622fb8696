/*
 * rank_outlook.c
 *	  Ranks of roles with uncertain scores: taking roles, ranking them.
 */
#include <string.h>

#include "kernel/rank_outlook.h"

const Quantity RANK_TOP = {
	"top", 1, INT32_MAX, true,
	"Specify the last rank to count: 10 for the probability of being in the top ten."};

#define WAITING_MAX 256		 /* events of a tenth that are added at once */
#define QUANTILE_SLACK 1e-12 /* of probability: what rounding may take */

/* How likely it is that a role, whose own score lies in a tenth, is below others. */
typedef struct Tenth
{
	EventCount above;	 /* how many of all roles are */
	double	   expected; /* the mean of that */
	double	  *waiting;	 /* probabilities of roles that are not part of it yet */
	size_t	   waiting_count;
	size_t	   waiting_capacity;
} Tenth;

struct RankModel
{
	Host	   *host;
	EventBuffer buffer;
	Tenth		tenth[BINS];
	int64_t		roles;
	double	   *number_above; /* of one role: probabilities of 0 .. roles - 1 */
};

RankModel *
rank_model(Host *host)
{
	RankModel *model = host->allocate(host->context, sizeof(RankModel));

	memset(model, 0, sizeof(RankModel));
	model->host = host;
	for (int bin = 0; bin < BINS; bin++)
		no_events(host, &model->tenth[bin].above);
	return model;
}

/* ---- how likely a role is above a tenth ---- */

/* Goes through the tenths of a role's distribution, from the lowest. */
typedef struct TenthReader
{
	BinReader reader;
	uint64_t  total;
	uint64_t  passed; /* weight of the tenths before the one just read */
	double	  share;  /* of the one just read */
	double	  above;  /* probability of a higher one, plus half that of this one */
} TenthReader;

static void
start_tenths(TenthReader *tenths, const DistributionHead *scores)
{
	start_bins(&tenths->reader, scores);
	tenths->total = scores->total;
	tenths->passed = 0;
}

/* Weights are below 2^63, in whole numbers: 0 and 1 are exact. */
static bool
next_tenth(TenthReader *tenths)
{
	uint64_t weight;

	if (!next_bin(&tenths->reader))
		return false;
	weight = tenths->reader.weight;
	if (weight > tenths->total - tenths->passed)
	{
		tenths->reader.corrupt = true;
		return false;
	}
	tenths->share = (double) weight / (double) tenths->total;
	tenths->above = (double) (2 * (tenths->total - tenths->passed) - weight) /
					(2 * (double) tenths->total);
	tenths->passed += weight;
	return true;
}

static double
part_above(const TenthReader *tenths)
{
	return (double) (tenths->total - tenths->passed) / (double) tenths->total;
}

/* ---- taking roles ---- */

static void
add_waiting(RankModel *model, int bin)
{
	Tenth *tenth = &model->tenth[bin];

	add_events(model->host, &model->buffer, &tenth->above, tenth->waiting,
			   tenth->waiting_count);
	tenth->waiting_count = 0;
}

static void
take_event(RankModel *model, int bin, double above)
{
	Tenth *tenth = &model->tenth[bin];

	tenth->expected += above;
	if (above == 1)
		tenth->above.low++;
	else if (above > 0)
	{
		tenth->waiting = grown(model->host, tenth->waiting, tenth->waiting_count,
							   &tenth->waiting_capacity, sizeof(double));
		tenth->waiting[tenth->waiting_count++] = above;
		if (tenth->waiting_count == WAITING_MAX)
			add_waiting(model, bin);
	}
}

/* Takes a role that has weight.  False when the bytes are corrupt. */
bool
take_role(RankModel *model, const DistributionHead *scores)
{
	TenthReader tenths;
	double		above = 1;
	int			bin = 0;

	start_tenths(&tenths, scores);
	while (next_tenth(&tenths))
	{
		for (; bin < tenths.reader.bin; bin++)
			take_event(model, bin, above);
		take_event(model, bin++, tenths.above);
		above = part_above(&tenths);
	}
	model->roles++;
	return !tenths.reader.corrupt && above == 0;
}

void
begin_ranking(RankModel *model)
{
	size_t size = (size_t) model->roles * sizeof(double);

	for (int bin = 0; bin < BINS; bin++)
		add_waiting(model, bin);
	model->number_above = model->host->allocate(model->host->context, size);
	memset(model->number_above, 0, size);
}

/* ---- ranking them ---- */

/* Which numbers of roles above have a probability. */
typedef struct NumberRange
{
	size_t from;
	size_t to;
} NumberRange;

static void
extend(NumberRange *range, const EventCount *above, int64_t roles)
{
	size_t from = above->low > 0 ? (size_t) above->low - 1 : 0;
	size_t to = (size_t) above->low + above->count;

	if (to > (size_t) roles)
		to = (size_t) roles;
	if (from < range->from)
		range->from = from;
	if (to > range->to)
		range->to = to;
}

/* Reads what is to be expected from the probabilities, and clears them. */
static void
read_ranks(double *number_above, const NumberRange *range, int64_t top,
		   RankOutlook *outlook)
{
	static const double share[RANK_QUANTILES] = {0.05, 0.5, 0.95};
	double				mass = 0;
	double				reached = 0;
	int					next = 0;

	for (size_t i = range->from; i < range->to; i++)
		mass += number_above[i];
	outlook->top = top > (int64_t) range->from ? 1 : 0;
	for (size_t i = range->from; i < range->to; i++)
	{
		reached += number_above[i] / mass;
		for (; next < RANK_QUANTILES && reached >= share[next] - QUANTILE_SLACK; next++)
			outlook->quantile[next] = (int64_t) i + 1;
		if ((int64_t) i + 1 == top && i + 1 < range->to)
			outlook->top = fmin(fmax(reached, 0), 1);
		number_above[i] = 0;
	}
	for (; next < RANK_QUANTILES; next++)
		outlook->quantile[next] = (int64_t) range->to;
}

/* Ranks a role that has been taken.  False when the bytes are corrupt. */
bool
rank_role(RankModel *model, const DistributionHead *scores, int64_t top,
		  RankOutlook *outlook)
{
	NumberRange range = {SIZE_MAX, 0};
	Removals	removals = {.up = 0};
	TenthReader tenths;
	double		expected = 0;

	model->host->check_interrupts();
	start_tenths(&tenths, scores);
	while (next_tenth(&tenths))
	{
		const Tenth *tenth = &model->tenth[tenths.reader.bin];

		remove_event(&removals, &tenth->above, tenths.above, tenths.share,
					 model->number_above, (size_t) model->roles);
		extend(&range, &tenth->above, model->roles);
		expected += tenths.share * (tenth->expected - tenths.above);
	}
	finish_removals(&removals);
	outlook->expected = 1 + expected;
	read_ranks(model->number_above, &range, top, outlook);
	return !tenths.reader.corrupt;
}

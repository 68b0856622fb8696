/*
 * score_distribution.c
 *	  The distribution of an uncertain score: probabilities of its tenths, weights.
 */
#include <stdlib.h>
#include <string.h>

#include "kernel/doubtful.h"
#include "kernel/score_distribution.h"

#define TOTAL_WEIGHT ((uint64_t) OUTCOME_WEIGHT * WEIGHT_ONE) /* thousandths */

/* A tenth of a point that outcomes fall into. */
typedef struct Share
{
	int		 bin;
	double	 probability;
	uint64_t weight;
	double	 remainder; /* what the weight lacks */
} Share;

typedef struct Shares
{
	Share share[BINS];
	int	  count;
} Shares;

/* ---- probabilities ---- */

/* Adds the outcomes of a setting, which come by rising score, a tenth at a time. */
static void
add_setting(const Doubtful *doubtful, const Setting *setting, double *probability,
			bool *possible)
{
	const double *before = doubtful->outcomes.before;
	size_t		  count = doubtful->outcomes.count;
	size_t		  start = 0;
	size_t		  run = 1;

	while (start < count)
	{
		int	   bin = bin_of(outcome_score(doubtful, setting, start));
		size_t end = count;

		if (bin < BINS - 1)
			end = first_reaching(doubtful, setting, bin_edge(bin + 1), start + 1, count,
								 start + run);
		probability[bin] += setting->probability * (before[end] - before[start]);
		possible[bin] = true;
		run = end - start;
		start = end;
	}
}

static void
list_shares(const Doubtful *doubtful, void (*breathe)(void), Shares *shares)
{
	double probability[BINS] = {0};
	bool   possible[BINS] = {false};
	double sum = 0;

	for (int i = 0; i < doubtful->settings; i++)
	{
		breathe();
		add_setting(doubtful, &doubtful->setting[i], probability, possible);
	}
	for (int bin = 0; bin < BINS; bin++)
		sum += probability[bin];
	shares->count = 0;
	for (int bin = 0; bin < BINS; bin++)
	{
		if (possible[bin])
			shares->share[shares->count++] = (Share){bin, probability[bin] / sum, 0, 0};
	}
}

/* Least and greatest outcome: of any setting, the first or the last. */
static void
find_ends(const Doubtful *doubtful, double *least, double *greatest)
{
	*least = INFINITY;
	*greatest = 0;
	for (int i = 0; i < doubtful->settings; i++)
	{
		const Setting *setting = &doubtful->setting[i];
		double		   low = outcome_score(doubtful, setting, 0);
		double high = outcome_score(doubtful, setting, doubtful->outcomes.count - 1);

		*least = fmin(*least, low);
		*greatest = fmax(*greatest, high);
	}
}

/* ---- weights ---- */

static int
by_remainder(const void *a, const void *b)
{
	const Share *left = a;
	const Share *right = b;

	if (left->remainder != right->remainder)
		return left->remainder < right->remainder ? 1 : -1;
	return left->bin - right->bin;
}

/* Gives every tenth its weight. */
static void
apportion(Shares *shares)
{
	uint64_t rest = TOTAL_WEIGHT;
	double	 likely = 0;
	double	 scale;

	for (int i = 0; i < shares->count; i++)
	{
		Share *share = &shares->share[i];

		share->weight = share->probability * (double) TOTAL_WEIGHT < 1;
		rest -= share->weight;
		likely += share->weight ? 0 : share->probability;
	}
	scale = (double) rest / likely;
	for (int i = 0; i < shares->count; i++)
	{
		Share *share = &shares->share[i];
		double quota = share->probability * scale;

		if (share->weight > 0)
			continue; /* and no remainder */
		share->weight = (uint64_t) quota;
		share->remainder = quota - (double) share->weight;
		rest -= share->weight;
	}
	qsort(shares->share, (size_t) shares->count, sizeof(Share), by_remainder);
	for (int i = 0; rest > 0; i = (i + 1) % shares->count, rest--)
		shares->share[i].weight++;
}

/* value x scale, half to even, for values from 0 to 2^50. */
static uint128_t
scaled_double(double value, uint128_t scale)
{
	int		 exponent;
	uint64_t mantissa = (uint64_t) ldexp(frexp(value, &exponent), 53);
	Wide	 product = wide_product(mantissa, scale);

	product = wide_half_even_shift(&product, 53 - exponent);
	return product.limb[0] | (uint128_t) product.limb[1] << 64;
}

/* ---- all of it ---- */

double
find_score_distribution(const Rated *rated, const StepGrid *grid, const Role *role,
						double doubt, const Method *method, void *workspace,
						void (*breathe)(void), Distribution *d)
{
	const uint128_t score_unit = SCORE_ONE;
	Doubtful	   *doubtful;
	Shares			shares;
	bool			rounded;
	double			greatest;
	double			mean;
	double			stddev;

	doubtful =
		list_scores(rated, grid, role, doubt, method, workspace, breathe, &rounded);
	find_ends(doubtful, &d->min, &greatest);
	if (greatest > DISTRIBUTED_SCORE.max)
		return greatest;
	d->max = greatest;
	list_shares(doubtful, breathe, &shares);
	apportion(&shares);
	for (int i = 0; i < shares.count; i++)
	{
		int bin = shares.share[i].bin;

		d->page[bin / PAGE_BINS][bin % PAGE_BINS] = shares.share[i].weight;
	}
	d->total = TOTAL_WEIGHT;
	d->count = shares.count == 1 && d->min < d->max ? 2 : shares.count;
	find_moments(doubtful, role, &mean, &stddev);
	settle_sums(d, scaled_double(mean, score_unit * TOTAL_WEIGHT),
				scaled_double(stddev * stddev, score_unit * score_unit * TOTAL_WEIGHT));
	return greatest;
}

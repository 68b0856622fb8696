/*
 * distribution.h
 *	  A distribution of scores: weights in bins of a tenth, and exact sums.
 *
 * A bin begins on a tenth, and a score belongs to it by comparison with the
 * double nearest to that tenth; 100 has a bin of its own.  So 25 and 48 are
 * edges, and what lies below them is counted exactly.
 *
 * Weights are whole thousandths.  For mean and deviation each score is rounded
 * to 1e-9 and its weighted sums are kept as integers.  Nothing depends on the
 * order in which scores come, and distributions add up without loss.
 *
 * As bytes (all integers varints of seven bits a byte, least first, but for the
 * two sums, which are a byte of length and so many bytes, least first):
 *
 *	  version, count, unit		   unit: the greatest common divisor of all
 *								   weights and both sums, by which these are
 *								   divided; 0 when there is no weight, and
 *								   nothing follows
 *	  total
 *	  min, max					   doubles, most significant byte first
 *	  sum, squares
 *	  {empty bins, bins, weights}  once for each run of bins with weight
 *
 * Each number has one way to be written: equal distributions have equal bytes.
 */
#ifndef KERNEL_DISTRIBUTION_H
#define KERNEL_DISTRIBUTION_H

#include "kernel/wide.h"

#define DISTRIBUTION_VERSION 1
#define DISTRIBUTION_MAX_SIZE 12288 /* more than the bytes can be */

#define BINS 1001
#define BINS_PER_POINT 10
#define PAGE_BINS 16
#define PAGES ((BINS + PAGE_BINS - 1) / PAGE_BINS)

#define WEIGHT_ONE 1000
#define WEIGHT_TOTAL_MAX INT64_MAX
#define SCORE_ONE 1000000000

/*
 * A distribution to which scores are added.  Bins are in pages; the caller that adds
 * the first score to a page provides it, so that few scores need little memory.
 *
 * If a score is removed that was never added, the result may not be a distribution of
 * any scores: after a removal, the bytes are therefore checked by
 * distribution_problem() before they are returned.
 */
typedef struct Distribution
{
	int64_t	  count; /* of scores, those without weight too */
	uint64_t  total; /* weight, thousandths */
	double	  min;	 /* of the scores that have weight */
	double	  max;
	uint128_t sum;	   /* weight x score, 1e-12 */
	Wide	  squares; /* weight x score^2, 1e-21 */
	bool	  reduced; /* something was taken back */
	uint64_t *page[PAGES];
} Distribution;

/* The lower edge of a bin. */
static inline double
bin_edge(int bin)
{
	return bin / (double) BINS_PER_POINT;
}

/*
 * The bin of a score from 0 to 100.  The product with ten is off by 1e-13 at
 * most, so only near an edge has the edge itself to be looked at.
 */
static inline int
bin_of(double score)
{
	double scaled = score * BINS_PER_POINT;
	int	   nearest = (int) lrint(scaled);

	if (fabs(scaled - nearest) < 1e-9)
		return score < bin_edge(nearest) ? nearest - 1 : nearest;
	return (int) scaled;
}

static inline uint64_t
bin_weight(const Distribution *d, int bin)
{
	const uint64_t *page = d->page[bin / PAGE_BINS];

	return page ? page[bin % PAGE_BINS] : 0;
}

/* Whether a weight can still be added. */
static inline bool
has_room_for(const Distribution *d, uint64_t weight)
{
	return weight <= (uint64_t) WEIGHT_TOTAL_MAX - d->total && d->count < INT64_MAX;
}

/* Adds a score with a weight above 0 to its bin, whose page is there. */
static inline void
add_score(Distribution *d, double score, int bin, uint64_t weight)
{
	uint64_t units = (uint64_t) units_from_double(score, SCORE_ONE);
	Wide	 square = wide_product(weight, (uint128_t) units * units);

	d->min = d->total == 0 || score < d->min ? score : d->min;
	d->max = d->total == 0 || score > d->max ? score : d->max;
	d->count++;
	d->total += weight;
	d->sum += (uint128_t) weight * units;
	wide_add(&d->squares, &square);
	d->page[bin / PAGE_BINS][bin % PAGE_BINS] += weight;
}

extern bool remove_score(Distribution *d, double score, uint64_t weight);
extern void settle_sums(Distribution *d, uint128_t sum, uint128_t excess);

/* ---- bytes ---- */

/* A distribution read as far as its bins; sums and weights in units of "unit". */
typedef struct DistributionHead
{
	int64_t		   count;
	uint64_t	   unit;
	uint64_t	   total;
	double		   min;
	double		   max;
	uint128_t	   sum;
	Wide		   squares;
	const uint8_t *bins;
	const uint8_t *end;
} DistributionHead;

/* Goes through the bins that have weight, in order. */
typedef struct BinReader
{
	const uint8_t *at;
	const uint8_t *end;
	int			   bin;	   /* the one just read */
	uint64_t	   weight; /* its weight, in units */
	uint64_t	   left;   /* of its run */
	bool		   corrupt;
} BinReader;

extern size_t	   distribution_encode(const Distribution *d, uint8_t *bytes);
extern bool		   read_head(const uint8_t *bytes, size_t size, DistributionHead *head);
extern void		   start_bins(BinReader *reader, const DistributionHead *head);
extern bool		   next_bin(BinReader *reader);
extern const char *distribution_problem(const uint8_t *bytes, size_t size);

/* ---- sums of distributions: bins are the caller's, who has the pages ---- */

extern bool merge_head(Distribution *d, const DistributionHead *head);
extern bool unmerge_head(Distribution *d, const DistributionHead *head);

/* ---- what it says ---- */

extern double mean_of(const DistributionHead *head);
extern double deviation_of(const DistributionHead *head);
extern bool	  quantile_of(const DistributionHead *head, double q, double *value);
extern bool	  rank_of(const DistributionHead *head, double score, double *rank);
extern bool	  is_bin_edge(double score);
extern bool
weight_between(const DistributionHead *head, int from, int to, uint64_t *weight);

#endif /* KERNEL_DISTRIBUTION_H */

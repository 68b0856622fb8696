/*
 * rank_outlook.h
 *	  The rank of each of many roles when all their scores are uncertain.
 *
 * Scores are distributions (kernel/distribution.h) that are independent of each
 * other; rank 1 is the highest score. If a role's own score lies in a given tenth of
 * a point, every other role is independently above it with the probability of a
 * higher tenth plus half the probability of the same tenth: the rank is 1 plus the
 * number of events that happen (kernel/poisson_binomial.h). So there is one such
 * number of all roles for each tenth, and a role is removed from it to compute its
 * own rank.
 *
 * For n roles, memory is of the order 1,001 x root of n, besides 8 n bytes, and time
 * of the order 1,001 x n x root of n.
 */
#ifndef KERNEL_RANK_OUTLOOK_H
#define KERNEL_RANK_OUTLOOK_H

#include "kernel/distribution.h"
#include "kernel/poisson_binomial.h"
#include "kernel/score.h"

extern const Quantity RANK_TOP;

typedef struct RankModel RankModel;

#define RANK_QUANTILES 3

/* What is to be expected of a rank. */
typedef struct RankOutlook
{
	double	expected;
	int64_t quantile[RANK_QUANTILES]; /* of 5, 50 and 95% */
	double	top;					  /* probability of a rank from 1 to "top" */
} RankOutlook;

/* First all roles are taken, then they are ranked, in any order. */
extern RankModel *rank_model(Host *host);
extern bool		  take_role(RankModel *model, const DistributionHead *scores);
extern void		  begin_ranking(RankModel *model);
extern bool		  rank_role(RankModel *model, const DistributionHead *scores, int64_t top,
							RankOutlook *outlook);

#endif /* KERNEL_RANK_OUTLOOK_H */

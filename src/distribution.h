/*
 * distribution.h
 *	  aijri_distribution as an argument and a result of other functions.
 */
#ifndef DISTRIBUTION_H
#define DISTRIBUTION_H

#include "compat.h"

#include "kernel/distribution.h"

/* A distribution all of whose pages lie in one array. */
typedef struct FlatDistribution
{
	Distribution d;
	uint64_t	 bins[PAGES * PAGE_BINS];
} FlatDistribution;

extern void				init_flat_distribution(FlatDistribution *flat);
extern struct varlena  *make_distribution(const Distribution *d);
extern void				read_distribution_head(Datum datum, DistributionHead *head);
pg_noreturn extern void report_corrupt_bins(void);

#endif /* DISTRIBUTION_H */

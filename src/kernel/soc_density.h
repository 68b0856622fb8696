/*
 * soc_density.h
 *	  How occupations are spread over the range of codes, for the planner.
 *
 * Codes are dense in some places and sparse in others, so a straight line
 * between two values of a histogram misjudges a group by factors.  The
 * occupations of the SOC 2018 are the better measure.  Only estimates depend on
 * this: a code that is not among them is as good as any other.
 */
#ifndef KERNEL_SOC_DENSITY_H
#define KERNEL_SOC_DENSITY_H

#include "kernel/soc.h"

#define SOC_OCCUPATIONS 851

extern double soc_usual_share(SocCode first, SocCode last);
extern bool	  soc_has_groups(const SocCode *values, int nvalues);
extern double soc_histogram_share(const SocCode *bounds, int nbounds, bool groups,
								  SocCode first, SocCode last);

#endif /* KERNEL_SOC_DENSITY_H */

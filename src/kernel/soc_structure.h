/*
 * soc_structure.h
 *	  Which codes exist: the structure of the SOC 2018, the combined codes of OEWS,
 *	  the occupations of the SOC 2010 and their successors.
 */
#ifndef KERNEL_SOC_STRUCTURE_H
#define KERNEL_SOC_STRUCTURE_H

#include "kernel/soc.h"

/* What a code belongs to, the newest first. */
typedef enum SocEdition
{
	EDITION_SOC_2018,
	EDITION_OEWS,	  /* a combined code, which the SOC does not have */
	EDITION_SOC_2010, /* superseded */
	EDITION_NONE
} SocEdition;

#define SOC_EDITIONS (EDITION_NONE + 1)

extern const char *const SOC_EDITION_NAME[SOC_EDITIONS];

/* Six digits each, without the hyphen. */
typedef struct SocPair
{
	int32_t soc_2010;
	int32_t soc_2018;
} SocPair;

#define SOC_2010_PAIRS 900

extern const SocPair SOC_2010_TO_2018[SOC_2010_PAIRS];

extern SocEdition soc_edition_of(SocCode code);

#endif /* KERNEL_SOC_STRUCTURE_H */

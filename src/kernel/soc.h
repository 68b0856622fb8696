/*
 * soc.h
 *	  Occupation codes of the SOC 2018 and of O*NET, as integers.
 *
 * A code NN-NNNN.NN is the integer of its eight digits. Integers therefore sort like
 * codes, a group comes directly before its members, and its members are a range that
 * the digits determine.
 */
#ifndef KERNEL_SOC_H
#define KERNEL_SOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t SocCode;

/* From the coarsest to the finest. */
typedef enum SocLevel
{
	SOC_TOTAL,
	SOC_MAJOR,
	SOC_MINOR,
	SOC_BROAD,
	SOC_DETAILED,
	SOC_ONET
} SocLevel;

#define SOC_LEVELS (SOC_ONET + 1)

extern const char *const SOC_LEVEL_NAME[SOC_LEVELS];

/* What may be wrong with a text that should be a code. */
typedef enum SocFault
{
	SOC_RIGHT,
	SOC_WRONG_LENGTH,
	SOC_WRONG_CHARACTER,
	SOC_WRONG_ORDER,
	SOC_NO_GROUP
} SocFault;

extern const char *const SOC_FAULT_DETAIL[];

#define SOC_TEXT_SIZE 11 /* of NN-NNNN.NN, and a zero byte */

extern SocFault soc_parse(const char *text, size_t length, SocCode *code);
extern size_t	soc_format(SocCode code, char *text);
extern bool		soc_is_code(int64_t number);
extern SocLevel soc_level_of(SocCode code);
extern bool		soc_level_from_name(const char *name, size_t length, SocLevel *level);
extern SocCode	soc_ancestor(SocCode code, SocLevel level);
extern SocCode	soc_last_of(SocCode code);

/* Whether the code is the group itself or anything in it. */
static inline bool
soc_holds(SocCode group, SocCode code)
{
	return group <= code && code <= soc_last_of(group);
}

#endif /* KERNEL_SOC_H */

/*
 * mix.h
 *	  aijri_mix as an argument and a result of SQL functions.
 */
#ifndef MIX_H
#define MIX_H

#include "compat.h"

#include "fmgr.h"

#include "kernel/mix.h"

extern Datum			make_mix(const TaskTimes *times);
pg_noreturn extern void report_corrupt_mix(const char *problem);

/*
 * A mix argument, where it lies: with whichever header and alignment it was
 * stored, nothing is copied.
 */
static inline void
mix_arg(FunctionCallInfo fcinfo, int argno, MixCells *cells)
{
	struct varlena *mix = PG_GETARG_VARLENA_PP(argno);

	if (unlikely(!mix_find_cells((const uint8_t *) VARDATA_ANY(mix),
								 VARSIZE_ANY_EXHDR(mix), cells)))
		report_corrupt_mix("Its length does not match its number of times.");
	Assert(mix_problem((const uint8_t *) VARDATA_ANY(mix), VARSIZE_ANY_EXHDR(mix)) ==
		   NULL);
}

#endif /* MIX_H */

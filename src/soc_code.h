/*
 * soc_code.h
 *	  The type soc_code: a SocCode in four bytes, passed by value.
 */
#ifndef SOC_CODE_H
#define SOC_CODE_H

#include "compat.h"

#include "fmgr.h"

#include "kernel/soc.h"

#define DatumGetSocCode(datum) ((SocCode) DatumGetInt32(datum))
#define SocCodeGetDatum(code) Int32GetDatum(code)
#define PG_GETARG_SOC_CODE(n) DatumGetSocCode(PG_GETARG_DATUM(n))
#define PG_RETURN_SOC_CODE(code) PG_RETURN_DATUM(SocCodeGetDatum(code))

/*
 * a << b, a <<= b, a >> b, a >>= b, distinguished by the C function behind a
 * function's OID, since users can change names.
 */
typedef struct Containment
{
	int	 member;   /* which argument lies in the other: 0 or 1 */
	bool or_equal; /* whether a code lies in itself */
} Containment;

extern bool find_containment(Oid function, Containment *containment);

/* known by their addresses, too */
extern PGDLLEXPORT Datum soc_first(PG_FUNCTION_ARGS);
extern PGDLLEXPORT Datum soc_last(PG_FUNCTION_ARGS);

#endif /* SOC_CODE_H */

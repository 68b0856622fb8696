/*
 * method.h
 *	  The aijri_method argument that ends every function which uses a constant.
 */
#ifndef METHOD_H
#define METHOD_H

#include "compat.h"

#include "fmgr.h"

#include "kernel/score.h"

extern const Method *method_from_row(FunctionCallInfo fcinfo, int argno);

/* The method argument; the default method when it is NULL. */
static inline const Method *
method_arg(FunctionCallInfo fcinfo, int argno)
{
	if (PG_ARGISNULL(argno))
		return &DEFAULT_METHOD;
	return method_from_row(fcinfo, argno);
}

#endif /* METHOD_H */

/*
 * published.c
 *	  The score as it is published: round(score::numeric, 1).
 *
 * The conversion of a double to numeric goes by way of its decimal text, which
 * takes longer than all of the scoring.  Unless the score lies close to the
 * middle between two tenths there is no doubt about the outcome, and the
 * numeric can be made from the whole number of tenths.
 */
#include "compat.h"

#include <math.h>

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

#include "published.h"

Datum
published(double score)
{
	double tenths = score * 10;
	double below = floor(tenths);

	if (score >= 0 && score <= 1000 && fabs(tenths - below - 0.5) > 1e-6)
		return NumericGetDatum(int64_div_fast_to_numeric((int64) floor(tenths + 0.5), 1));
	return DirectFunctionCall2(numeric_round,
							   DirectFunctionCall1(float8_numeric, Float8GetDatum(score)),
							   Int32GetDatum(1));
}

/*
 * published.h
 *	  The score as it is published: one decimal place.
 */
#ifndef PUBLISHED_H
#define PUBLISHED_H

#include "compat.h"

extern Datum published(double score);

#endif /* PUBLISHED_H */

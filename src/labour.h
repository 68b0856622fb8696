/*
 * labour.h
 *	  Fields of labor data files as they are published.
 */
#ifndef LABOUR_H
#define LABOUR_H

#include "compat.h"

#include <ctype.h>

/* A field, in the memory of the argument. */
typedef struct Field
{
	const char *text;
	int			length;
} Field;

extern Field clean_field(text *source);
extern bool	 number_of(Field field, Datum *value);

#endif /* LABOUR_H */

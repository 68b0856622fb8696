/*
 * name_key.h
 *	  The keys by which a catalog compares names.
 */
#ifndef NAME_KEY_H
#define NAME_KEY_H

#include "compat.h"

extern text *name_key_of(text *name);

#endif /* NAME_KEY_H */

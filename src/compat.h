/*
 * compat.h
 *	  What differs between PostgreSQL 15 and 19; the only version conditionals.
 */
#ifndef COMPAT_H
#define COMPAT_H

#include "postgres.h"

#if PG_VERSION_NUM < 150000
#error "aijri needs PostgreSQL 15 or later"
#endif

/* varlena macros have a header of their own since 16 */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* a prefix since 18, a suffix macro before */
#if PG_VERSION_NUM < 180000
#define pg_noreturn __attribute__((noreturn))
#endif

#endif /* COMPAT_H */

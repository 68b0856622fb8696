/*
 * canonical.h
 *	  Types whose values are bytes that can be written in one way only: equality,
 *	  hashing and binary output need not know what is in them.
 */
#ifndef CANONICAL_H
#define CANONICAL_H

#include "compat.h"

extern struct varlena *varlena_from_bytes(const uint8_t *bytes, size_t size);

#endif /* CANONICAL_H */

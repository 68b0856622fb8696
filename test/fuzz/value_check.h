/*
 * value_check.h
 *	  What must hold of any bytes that claim to be a value of one of the types,
 *	  and of any text that claims to be a number, a code or a mode.
 */
#ifndef VALUE_CHECK_H
#define VALUE_CHECK_H

#include <stddef.h>
#include <stdint.h>

/*
 * The first byte says what the others are taken for.  NULL where all is well, or
 * what is not.
 */
extern const char *check_value(const uint8_t *bytes, size_t size);

/* How many kinds there are. */
extern const int VALUE_KINDS;

#endif /* VALUE_CHECK_H */

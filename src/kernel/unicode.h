/*
 * unicode.h
 *	  Normalization form C and case folding, of one version of Unicode.
 *
 * The tables (unicode_tables.h) are those of the extension rather than of the server
 * or a library, so that a stored key is the same on every server and in every
 * locale. They contain only what Unicode guarantees not to change: a later version
 * would give these characters the same keys.
 */
#ifndef KERNEL_UNICODE_H
#define KERNEL_UNICODE_H

#include <stdint.h>

#include "kernel/host.h"

/* Characters in memory of the host. */
typedef struct Codes
{
	Host	 *host;
	uint32_t *code;
	size_t	  count;
	size_t	  capacity;
} Codes;

extern void	 add_code(Codes *codes, uint32_t code);
extern bool	 is_white_space(uint32_t code);
extern bool	 is_unseen(uint32_t code);
extern Codes decomposed(Host *host, const Codes *codes);
extern Codes folded(Host *host, const Codes *decomposed);
extern void	 compose(Codes *decomposed);

#endif /* KERNEL_UNICODE_H */

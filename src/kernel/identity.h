/*
 * identity.h
 *	  Keys by which names are compared, and the form in which documents are
 *	  compared.
 */
#ifndef KERNEL_IDENTITY_H
#define KERNEL_IDENTITY_H

#include "kernel/host.h"

extern Text identity_key(Host *host, Text name);
extern Text ascii_identity_key(Host *host, Text name);
extern Text document_content(Host *host, Text document);

#endif /* KERNEL_IDENTITY_H */

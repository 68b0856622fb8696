/*
 * identity.h
 *	  What makes two names one, and two documents.
 */
#ifndef KERNEL_IDENTITY_H
#define KERNEL_IDENTITY_H

#include "kernel/host.h"

extern Text identity_key(Host *host, Text name);
extern Text ascii_identity_key(Host *host, Text name);
extern Text document_content(Host *host, Text document);

#endif /* KERNEL_IDENTITY_H */

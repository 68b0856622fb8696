/*
 * server_host.h
 *	  What the kernel borrows from the server: memory of a context, checks for
 *	  interrupts.
 */
#ifndef SERVER_HOST_H
#define SERVER_HOST_H

#include "compat.h"

#include "kernel/host.h"

extern Host server_host(MemoryContext context);

#endif /* SERVER_HOST_H */

/*
 * server_host.c
 *	  What the kernel borrows from the server.
 */
#include "compat.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "server_host.h"

static void *
allocate(void *context, size_t size)
{
	return MemoryContextAllocHuge((MemoryContext) context, size);
}

static void
check_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

Host
server_host(MemoryContext context)
{
	return (Host){allocate, check_interrupts, context};
}

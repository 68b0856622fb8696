/*
 * host.h
 *	  What the kernel borrows from its caller: memory, and checks for
 *	  interrupts.
 *
 * Memory is not freed piece by piece: the caller frees all of it at once. Arrays and
 * texts grow by doubling, so the memory that they leave behind is at most what they
 * hold.
 */
#ifndef KERNEL_HOST_H
#define KERNEL_HOST_H

#include "kernel/text.h"

typedef struct Host
{
	void *(*allocate)(void *context, size_t size); /* never NULL */
	void (*check_interrupts)(void);
	void *context;
} Host;

extern void *grown(Host *host, void *array, size_t count, size_t *capacity, size_t size);

/* A text that is put together from pieces. */
typedef struct TextBuilder
{
	Host  *host;
	Text   text;
	size_t capacity; /* 0: "text" is not ours */
} TextBuilder;

extern void		   append_text(TextBuilder *builder, Text text);
extern void		   append_line(TextBuilder *builder, Text line);
extern const char *joined(Host *host, const char *const *parts, int count);

static inline void
append_string(TextBuilder *builder, const char *string)
{
	append_text(builder, text_of(string));
}

/* The strings one after the other, as one. */
#define JOINED(host, ...)                              \
	joined((host), (const char *const[]){__VA_ARGS__}, \
		   sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

#endif /* KERNEL_HOST_H */

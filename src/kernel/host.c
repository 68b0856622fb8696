/*
 * host.c
 *	  Growing arrays and texts in borrowed memory.
 */
#include "kernel/host.h"

/* An array with room for one element more than it has. */
void *
grown(Host *host, void *array, size_t count, size_t *capacity, size_t size)
{
	void *larger;

	if (count < *capacity)
		return array;
	*capacity = *capacity == 0 ? 8 : *capacity * 2;
	larger = host->allocate(host->context, *capacity * size);
	if (count > 0)
		memcpy(larger, array, count * size);
	return larger;
}

static void
reserve(TextBuilder *builder, size_t more)
{
	size_t needed = builder->text.length + more;
	char  *larger;

	if (needed <= builder->capacity)
		return;
	builder->capacity = needed < 64 ? 128 : needed * 2;
	larger = builder->host->allocate(builder->host->context, builder->capacity);
	if (builder->text.length > 0)
		memcpy(larger, builder->text.at, builder->text.length);
	builder->text.at = larger;
}

void
append_text(TextBuilder *builder, Text text)
{
	reserve(builder, text.length + 1);
	if (text.length > 0)
		memcpy((char *) builder->text.at + builder->text.length, text.at, text.length);
	builder->text.length += text.length;
}

/*
 * Adds a line of a document.  As long as the lines stand in the document as
 * they would in the text, the text is simply that part of the document.
 */
void
append_line(TextBuilder *builder, Text line)
{
	Text *text = &builder->text;

	if (text->at == NULL)
		*text = line;
	else if (builder->capacity == 0 && line.at == text->at + text->length + 1 &&
			 text->at[text->length] == '\n')
		text->length += 1 + line.length;
	else
	{
		append_string(builder, "\n");
		append_text(builder, line);
	}
}

const char *
joined(Host *host, const char *const *parts, int count)
{
	TextBuilder builder = {host, NO_TEXT, 0};

	for (int i = 0; i < count; i++)
		append_string(&builder, parts[i]);
	append_text(&builder, (Text){"", 1});
	return builder.text.at;
}

/*
 * refuse.c
 *	  Errors in a document: the line, what is wrong with it, and what to do.
 */
#include <stdio.h>

#include "kernel/document/reader.h"

const char OUT_OF_RANGE_FAULT[] = "is out of range";
const char NOT_WHOLE_FAULT[] = "is not a whole number";
const char NO_NUMBER_FAULT[] = "cannot be read";
const char AMBIGUOUS_FAULT[] = "is ambiguous";

bool
refuse(Reader *reader, int line, const char *problem, Text met, const char *expected,
	   const char *hint)
{
	*reader->error = (DocumentError){
		.line = line, .problem = problem, .met = met, .expected = expected, .hint = hint};
	return false;
}

/* A number that is not one, or not a legal one. */
bool
refuse_number(Reader *reader, const char *name, Text met, const char *fault,
			  const char *expected, const char *hint)
{
	refuse(reader, reader->line, name, met, expected, hint);
	reader->error->fault = fault;
	reader->error->out_of_range = fault == OUT_OF_RANGE_FAULT;
	return false;
}

bool
refuse_second(Reader *reader, int line, Text name, int first_line)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", first_line);
	return refuse(reader, line, "stated twice, differently:", name,
				  JOINED(reader->host, "Line ", number, " says something else."),
				  "A document can repeat a section only with the same contents; remove "
				  "one of the two.");
}

bool
refuse_more(Reader *reader, Text met)
{
	return refuse(reader, reader->line, "too many lines of one kind, up to", met,
				  "Expected at most 100000 tasks, next roles, list items, or other "
				  "sections.",
				  "A document is the assessment of one role: split the file.");
}

bool
set_text(Reader *reader, int line, Text *slot, Text value, Text name, int *first_line)
{
	if (*first_line == 0)
		*slot = value;
	else if (!same_text(*slot, value))
		return refuse_second(reader, line, name, *first_line);
	return true;
}

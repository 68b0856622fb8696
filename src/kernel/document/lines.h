/*
 * lines.h
 *	  A document as lines: without front matter, comments and code.
 */
#ifndef KERNEL_DOCUMENT_LINES_H
#define KERNEL_DOCUMENT_LINES_H

#include "kernel/document/markup.h"

typedef struct Line
{
	Text	 text;		  /* without blanks around it */
	Text	 whole;		  /* with those before it: a row may begin with an empty cell */
	int		 number;	  /* from 1 */
	unsigned signs;		  /* LineSign */
	size_t	 indent;	  /* columns */
	bool	 after_text;  /* the line above is not blank */
	bool	 after_break; /* stands behind <br> */
} Line;

/* What is left of a document. */
typedef struct Lines
{
	Host	   *host;
	Text		rest;
	int			number;	   /* of the line that was read last */
	bool		is_within; /* "rest" begins within that line */
	const char *line_end;  /* of that line, if it is known, and what it has: */
	unsigned	line_signs;
	bool		was_text;
	bool		was_broken; /* the last line was cut at <br>: */
	Text		behind;		/* what is behind that */
	unsigned	behind_signs;
	int			open_comment; /* line of unterminated comment; 0: none */
	size_t		fence_length; /* of the fence that is around the document; 0: none */
	char		fence_mark;
} Lines;

extern void skip_front_matter(Lines *lines);
extern bool next_line(Lines *lines, Line *line);
extern void cut_at_break(Lines *lines, Line *line);
extern bool opens_fence(Text text, char *mark, size_t *length);
extern bool closes_fence(Text text, char mark, size_t length);
extern bool is_rule(Text text);

#endif /* KERNEL_DOCUMENT_LINES_H */

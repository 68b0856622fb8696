/*
 * kernel_document_reader.h
 *	  What the parts of the reader of documents share.
 */
#ifndef KERNEL_DOCUMENT_READER_H
#define KERNEL_DOCUMENT_READER_H

#include "kernel_document.h"

#define CELLS_MAX 16

/* Where the lines go that are nothing else. */
typedef enum BlockKind
{
	BLOCK_NONE,
	BLOCK_PROSE,
	BLOCK_LIST,
	BLOCK_NEXT_ROLES
} BlockKind;

typedef struct Block
{
	BlockKind	kind;
	int			index; /* Prose or NarrativeList */
	int			line;
	TextBuilder prose;
	size_t		count; /* of items or next roles met in this block */
} Block;

/*
 * A section may come twice, if it says the same.  What was read before is known
 * by the line it was read from; 0: not yet.
 */
typedef struct Reader
{
	Host		  *host;
	Document	  *document;
	DocumentError *error;

	Text rest; /* the lines that are not read yet */
	int	 line; /* number of the one that is */

	bool begins_name[256]; /* a heading or a label begins with this letter */

	Heading heading;
	int		heading_line[HEADINGS]; /* of the first occurrence */
	int		section_line;			/* of this occurrence */

	bool	 in_table; /* its header was read in this occurrence of the section */
	int		 table_line;
	int		 ncolumns;
	int		 column[CELLS_MAX]; /* what each cell of a row holds */
	unsigned rows_met;			/* in this occurrence, a bit each */
	size_t	 tasks_met;
	int		 row_line[HEADINGS][FORM_ROWS];
	double	 weighted_sum; /* of the printed column, in this occurrence */
	double	 time_sum;
	int		 total_row_line; /* of the last total of the tasks' time */

	Block section; /* lines of the section itself */
	Block label;   /* lines after a label */
	int	  prose_line[PROSES];
	int	  list_line[LISTS];
	int	  label_line[LABELS];
	bool  next_roles_closing;
} Reader;

extern bool refuse(Reader *reader, int line, const char *problem, Text met,
				   const char *expected, const char *hint);

/* ---- kernel_document_statements.c ---- */

extern Statement *state(Reader *reader, StatedItem item, const char *place, Text text);
extern Statement *
state_number(Reader *reader, StatedItem item, const char *place, Number number);
extern void state_constant(Reader *reader, const char *place, const char *name,
						   Number number, double constant);
extern bool read_total_cell(Reader *reader, StatedItem item, Text cell);
extern bool read_modifier_cell(Reader *reader, StatedItem item, Text cell);
extern bool read_stated_cell(Reader *reader, StatedItem item, Text cell);
extern bool read_sublabel_cell(Reader *reader, Text cell, Text *reasoning);
extern bool read_stated_line(Reader *reader, Label label, Text rest);
extern void note_growth_check(Reader *reader, Text line);

#endif /* KERNEL_DOCUMENT_READER_H */

/*
 * reader.h
 *	  What the parts of the reader of documents share.
 */
#ifndef KERNEL_DOCUMENT_READER_H
#define KERNEL_DOCUMENT_READER_H

#include "kernel/document/document.h"

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
	TextBuilder item;  /* the last item, or reason of a next role */
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

	bool was_text;	   /* the line before was not blank */
	bool is_continued; /* nor is this one, which is indented below it */

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

extern const char OUT_OF_RANGE_FAULT[];
extern const char NOT_WHOLE_FAULT[];
extern const char NO_NUMBER_FAULT[];

extern bool refuse_number(Reader *reader, const char *name, Text met, const char *fault,
						  const char *expected, const char *hint);
extern bool refuse_second(Reader *reader, int line, Text name, int first_line);
extern bool refuse_more(Reader *reader, Text met);
extern bool
set_text(Reader *reader, int line, Text *slot, Text value, Text name, int *first_line);

/* ---- kernel/document/tables.c ---- */

extern bool read_table_row(Reader *reader, Text row);
extern bool close_table(Reader *reader);

/* ---- kernel/document/texts.c ---- */

extern Block open_block(Reader *reader, BlockKind kind, int index);
extern bool	 add_line(Reader *reader, Block *block, Text line);
extern bool	 close_block(Reader *reader, Block *block);
extern bool	 read_override(Reader *reader, Text *rest);
extern bool	 read_role_year(Reader *reader, Text *rest);
extern bool	 read_timeline(Reader *reader, Text *rest);

/* ---- kernel/document/statements.c ---- */

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

/*
 * reader.h
 *	  Shared by the files of the reader of documents.
 *
 * Each file uses those before it in this list: refuse, statements, near, near_rows,
 * tables, texts, labels, headings, read.
 */
#ifndef KERNEL_DOCUMENT_READER_H
#define KERNEL_DOCUMENT_READER_H

#include "kernel/document/document.h"
#include "kernel/document/lines.h"

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
	TextBuilder item; /* the last item, which may continue; or empty */
	int			item_line;
	bool		item_marked; /* it began with a bullet or a number */
	size_t		item_indent;
	Text		last;  /* line of it, to decide whether the next one continues it */
	size_t		count; /* of items or next roles met in this block */
} Block;

/* How the rows of a table are written. */
typedef enum TableStyle
{
	ROWS_BETWEEN_BARS,
	ROWS_WITH_INNER_BARS, /* none before the first cell */
	ROWS_WITH_TABS
} TableStyle;

/*
 * A section may come twice, if it says the same.  What was read before is known
 * by the line it was read from; 0: not yet.
 */
typedef struct Reader
{
	Host		  *host;
	const Form	  *form;
	Document	  *document;
	DocumentError *error;

	Lines lines;
	Line  current;
	int	  line; /* number of the current one */

	bool begins_name[256]; /* a heading or a label begins with this letter */

	bool   is_wrapped_known; /* whether the document was looked through for this: */
	size_t wrap_width;		 /* its lines are wrapped at this width; 0: they are not */

	Heading heading;
	int		heading_line[HEADINGS]; /* of the first occurrence */
	int empty_line[HEADINGS]; /* of one with nothing below it, as in a list of contents */
	int section_line;		  /* of this occurrence */
	bool section_is_empty;
	int	 headings_in_a_row;	 /* on lines that follow one another */
	bool preamble_is_parted; /* by a blank line from what comes below */
	bool met_table;			 /* in any section */
	int	 near_heading_line;
	Text near_heading;

	bool	   in_table; /* its header was read in this occurrence of the section */
	int		   table_line;
	TableStyle style;
	bool	   header_is_closed; /* by a bar */
	int		   row_line_above;	 /* number of the last line of the last row */
	bool	   row_is_last;		 /* no text came after that */
	int		   inner_line; /* of text below a row: within the table, if more rows come */
	Text	   inner_text;
	int		   ncolumns;
	int		   column[CELLS_MAX]; /* what each cell of a row holds */
	bool	   has_markup;		  /* the row */
	unsigned   rows_met;		  /* in this occurrence, a bit each */
	size_t	   tasks_met;
	int		   fewest_cells; /* of a task's row, in this occurrence */
	int		   row_line[HEADINGS][FORM_ROWS];
	double	   weighted_sum; /* of the printed column, in this occurrence */
	double	   time_sum;
	int		   total_row_line; /* of the last total of the tasks' time */

	Block section; /* lines of the section itself */
	Block label;   /* lines after a label */
	int	  prose_line[PROSES];
	int	  list_line[LISTS];
	int	  label_line[LABELS];
	int	  code_line[LABELS]; /* of the first that is in code */
	Text  code_text[LABELS];
	bool  next_roles_closing;
} Reader;

/* ---- kernel/document/refuse.c ---- */

extern bool refuse(Reader *reader, int line, const char *problem, Text met,
				   const char *expected, const char *hint);

extern const char OUT_OF_RANGE_FAULT[];
extern const char NOT_WHOLE_FAULT[];
extern const char NO_NUMBER_FAULT[];
extern const char AMBIGUOUS_FAULT[];

extern bool refuse_number(Reader *reader, const char *name, Text met, const char *fault,
						  const char *expected, const char *hint);
extern bool refuse_second(Reader *reader, int line, Text name, int first_line);
extern bool refuse_more(Reader *reader, Text met);
extern bool
set_text(Reader *reader, int line, Text *slot, Text value, Text name, int *first_line);

/* ---- kernel/document/statements.c ---- */

extern Statement *state(Reader *reader, StatedItem item, const char *place, Text text);
extern Statement *
state_number(Reader *reader, StatedItem item, const char *place, Number number);
extern bool read_total_cell(Reader *reader, StatedItem item, Text cell);
extern bool read_modifier_cell(Reader *reader, StatedItem item, Text cell);
extern bool read_stated_cell(Reader *reader, StatedItem item, Text cell);
extern bool read_sublabel_cell(Reader *reader, Text cell, Text *reasoning);
extern bool read_stated_line(Reader *reader, Label label, Text rest);
extern void note_not_understood(Reader *reader, Text line);
extern void note_growth_check(Reader *reader, Text line);

/* ---- kernel/document/near.c ---- */

extern void skip_pictures(Text *text);
extern Text without_beginning(Text line);
extern bool is_word_end(Text rest);
extern bool begins_number(Text rest);
extern bool accept_any_mark(Text *rest);
extern bool has_value(const Form *form, Label label);
extern bool has_value_of(Label label, Text rest);
extern bool nearly_states(const Reader *reader, Text line);
extern bool nearly_a_heading(const Form *form, Text line, bool is_marked);

/* ---- kernel/document/near_rows.c ---- */

extern bool nearly_a_row(const Reader *reader, Text line);
extern bool is_stray_row(const Reader *reader, Text line);

/* ---- kernel/document/tables.c ---- */

extern bool is_row(Reader *reader);
extern bool is_table_header(Reader *reader);
extern bool is_rating_header(Reader *reader);
extern bool read_table_row(Reader *reader);
extern bool close_table(Reader *reader);

/* ---- kernel/document/texts.c ---- */

extern Block open_block(Reader *reader, BlockKind kind, int index);
extern bool	 add_line(Reader *reader, Block *block, Text line);
extern bool	 close_block(Reader *reader, Block *block);
extern bool	 read_override(Reader *reader, Text *rest);
extern bool	 read_role_year(Reader *reader, Text *rest);
extern bool	 read_timeline(Reader *reader, Text *rest);

/* ---- kernel/document/labels.c ---- */

/* A label at the beginning of a line. */
typedef struct LabelMatch
{
	Label label;
	Text  rest;			 /* behind its mark */
	Text  open_emphasis; /* that began before the label and has not ended with it */
	bool  is_loose;		 /* with another mark than its own, or a picture before it */
	bool  is_alone;		 /* without a mark: its value may stand below it */
} LabelMatch;

extern bool find_label(const Form *form, Text line, bool is_heading, LabelMatch *match);
extern bool read_label(Reader *reader, LabelMatch *match, Text line, bool *taken);

/* ---- kernel/document/headings.c ---- */

extern void	   learn_beginnings(Reader *reader);
extern bool	   may_be_name(const Reader *reader, Text line);
extern bool	   begins_any_name(const Form *form, Text line);
extern Text	   heading_name(Text line);
extern Heading heading_of(const Form *form, Text line);
extern bool	   accept_heading_marks(Text *line);
extern Text	   without_anchor(Text heading);
extern bool	   is_underlined(const Reader *reader, Text line);

#endif /* KERNEL_DOCUMENT_READER_H */

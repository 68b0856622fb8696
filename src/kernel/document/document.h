/*
 * document.h
 *	  Assessment documents: their form, reading, writing, verifying.
 *
 * The form is described once, in kernel/document/form.c, and both the reader and the
 * writer follow that description. docs/document-format.md shows it.
 *
 * Memory comes from the caller and is not freed piece by piece; texts point into the
 * document wherever they are contiguous there. Time and memory are linear in the
 * size of the document.
 */
#ifndef KERNEL_DOCUMENT_H
#define KERNEL_DOCUMENT_H

#include "kernel/host.h"
#include "kernel/score.h"
#include "kernel/tasks.h"
#include "kernel/text.h"

/* Longer documents are refused before they are read. */
#define DOCUMENT_MAX_LENGTH ((size_t) 128 * 1024 * 1024)
/* Of tasks, next roles, items of a list and the like, so that what is made of a
 * document stays far below 1 GB; and of statements about them */
#define DOCUMENT_MAX_PARTS 100000
#define DOCUMENT_MAX_STATEMENTS 400000

/* ---- what a document holds ---- */

typedef enum Definition
{
	JOB_TITLE,
	SENIORITY_LEVEL,
	PRIMARY_FUNCTION,
	ROLE_IS_NOT,
	TYPICAL_EXPERIENCE
} Definition;

#define DEFINITIONS (TYPICAL_EXPERIENCE + 1)

/* Texts of one or more lines. */
typedef enum Prose
{
	PROSE_PREAMBLE, /* before the first heading */
	PROSE_ROLE_DEFINITION_NOTES,
	PROSE_SENIORITY_NOTE,
	PROSE_PROTECTIVE_PRINCIPLES_NOTES,
	PROSE_TASK_DECOMPOSITION_NOTES,
	PROSE_REINSTATEMENT_CHECK,
	PROSE_EVIDENCE_SCORE_NOTES,
	PROSE_BARRIER_ASSESSMENT_NOTES,
	PROSE_REFRAMED_QUESTION,
	PROSE_GROWTH_CORRELATION_CHECK,
	PROSE_COMPOSITE_SCORE_NOTES,
	PROSE_SUBLABEL_NOTES,
	PROSE_SUBLABEL_REASONING,
	PROSE_OVERRIDE_REASON,
	PROSE_ASSESSOR_COMMENTARY_NOTES,
	PROSE_SCORE_VS_REALITY_CHECK,
	PROSE_WHO_SHOULD_WORRY,
	PROSE_WHAT_THIS_MEANS_NOTES,
	PROSE_ROLE_IN_YEAR,
	PROSE_NEXT_ROLES_INTRO,
	PROSE_NEXT_ROLES_CLOSING,
	PROSE_TIMELINE
} Prose;

#define PROSES (PROSE_TIMELINE + 1)

/* Lists, one line an item. */
typedef enum NarrativeList
{
	LIST_BEYOND_THE_NUMBERS,
	LIST_SURVIVAL_STRATEGY
} NarrativeList;

#define LISTS (LIST_SURVIVAL_STRATEGY + 1)

typedef struct TextList
{
	Text  *item;
	size_t count;
	size_t capacity;
} TextList;

/* A rating (NOT_RATED if missing) and its reason. */
typedef struct Rating
{
	double value;
	Text   rationale;
} Rating;

typedef struct DocumentTask
{
	Text	 name;
	double	 time_pct;
	Rating	 score;
	TaskMode mode;
} DocumentTask;

typedef struct NextRole
{
	Text   title;
	double score; /* NOT_RATED if missing */
	Text   reason;
} NextRole;

/* A section under a marked heading that is not part of the form. */
typedef struct OtherSection
{
	Text heading;
	Text text;
} OtherSection;

#define NO_MONTHS (-1)
#define NO_YEAR 0

extern const Quantity OVERRIDE_SCORE;
extern const Quantity NEXT_ROLE_SCORE;
extern const Quantity TIMELINE_MONTHS;

/* ---- what a document claims ---- */

/* The quantities that a document states. */
typedef enum StatedItem
{
	ITEM_PROTECTIVE_TOTAL,
	ITEM_GROWTH,
	ITEM_QUICK_SCREEN,
	ITEM_WEIGHTED, /* share x score of one task */
	ITEM_TIME_TOTAL,
	ITEM_WEIGHTED_TOTAL,
	ITEM_TASK_RESISTANCE,
	ITEM_DISPLACEMENT,
	ITEM_AUGMENTATION,
	ITEM_NOT_INVOLVED,
	ITEM_UNSTATED,
	ITEM_EXPOSED,
	ITEM_EVIDENCE_TOTAL,
	ITEM_BARRIER_TOTAL,
	ITEM_EVIDENCE_MODIFIER,
	ITEM_BARRIER_MODIFIER,
	ITEM_GROWTH_MODIFIER,
	ITEM_RAW,
	ITEM_SCORE,
	ITEM_ZONE,
	ITEM_SUBLABEL,
	ITEM_CONSTANT,		/* of the method or of a scale */
	ITEM_NOT_UNDERSTOOD /* a line that nearly states something */
} StatedItem;

#define ITEMS (ITEM_NOT_UNDERSTOOD + 1)

/* One statement: a number or a label, where it stands, what it follows from. */
typedef struct Statement
{
	StatedItem	item;
	const char *place; /* where a value is repeated: "raw", say; or NULL */
	const char *name;  /* of a constant */
	size_t		task;  /* ITEM_WEIGHTED: which */
	int			line;
	Text		text;		   /* as printed */
	double		value;		   /* a number, or the index of a label */
	double		half_unit;	   /* of a number */
	double		from_operands; /* what the operands printed beside it give, or NaN */
	double		constant;	   /* ITEM_CONSTANT: its true value */
} Statement;

typedef struct Document
{
	Text		  definition[DEFINITIONS];
	Rating		  principle[PRINCIPLES];
	Rating		  growth;
	Rating		  evidence[EVIDENCE_DIMENSIONS];
	Rating		  barrier[BARRIERS];
	DocumentTask *tasks;
	size_t		  ntasks;
	size_t		  task_capacity;
	Text		  prose[PROSES];
	TextList	  list[LISTS];
	double		  override_score; /* NOT_RATED: no override */
	int			  role_year;
	int			  timeline_min_months;
	int			  timeline_max_months;
	NextRole	 *next_roles;
	size_t		  nnext_roles;
	size_t		  next_role_capacity;
	OtherSection *others;
	size_t		  nothers;
	size_t		  other_capacity;
	Statement	 *statements;
	size_t		  nstatements;
	size_t		  statement_capacity;
} Document;

/* Why a document could not be read or written. */
typedef struct DocumentError
{
	int			line;	 /* 0: the document as a whole */
	const char *problem; /* NULL: there is none */
	Text		met;	 /* the text that was met, or none */
	const char *fault;	 /* what is wrong with it, where the problem only names it */
	const char *expected;
	const char *hint;
	bool		out_of_range; /* a number was read, but is not legal */
} DocumentError;

typedef struct Form Form; /* see below */

extern void empty_document(Document *document);
extern bool read_document(Host *host, const Form *form, Text text, Document *document,
						  DocumentError *error);
extern void template_document(Host *host, const Form *form, Document *document);
extern bool write_document(Host *host, const Form *form, const Document *document,
						   bool em_dash, Text *text, DocumentError *error);

extern bool		   is_total_name(const Form *form, Text name);
extern bool		   same_number(double a, double b);
extern bool		   same_task(const DocumentTask *a, const DocumentTask *b);
extern bool		   same_next_role(const NextRole *a, const NextRole *b);
extern const char *document_difference(const Document *a, const Document *b);

/* ---- verifying ---- */

/* A statement compared with what the document's ratings and shares give. */
typedef struct Verdict
{
	const Statement *statement;
	double			 computed; /* a number, or the index of a label; NaN: none */
	bool			 ok;
	bool			 follows;
} Verdict;

extern void		   verify_document(const Document *document, Verdict *verdicts);
extern const char *label_text(StatedItem item, double value);
extern Text item_text(Host *host, const Document *document, const Statement *statement);

/* Results of the ratings and shares of a document. */
typedef struct DocumentTotals
{
	uint128_t	time_total; /* of all tasks, scored or not, in millionths */
	TaskTotals	tasks;		/* nothing when one of them is not scored */
	TaskProfile profile;
	Role		role;
} DocumentTotals;

#define HUNDRED_PERCENT ((uint128_t) 100 * MICRO)

/* Share x score, of the share in whole millionths, which is how it counts. */
static inline double
weighted_score(const DocumentTask *task)
{
	return double_from_micro(micro_from_double(task->time_pct)) * task->score.value / 100;
}

extern void total_document(const Document *document, DocumentTotals *totals);

/* ---- the form ---- */

typedef enum Heading
{
	HEADING_PREAMBLE, /* not in the form: before the first heading */
	HEADING_ROLE_DEFINITION,
	HEADING_PROTECTIVE_PRINCIPLES,
	HEADING_TASK_DECOMPOSITION,
	HEADING_EVIDENCE_SCORE,
	HEADING_BARRIER_ASSESSMENT,
	HEADING_GROWTH_CORRELATION_CHECK,
	HEADING_COMPOSITE_SCORE,
	HEADING_SUBLABEL_DETERMINATION,
	HEADING_ASSESSOR_COMMENTARY,
	HEADING_SCORE_VS_REALITY_CHECK,
	HEADING_BEYOND_THE_NUMBERS,
	HEADING_WHO_SHOULD_WORRY,
	HEADING_WHAT_THIS_MEANS,
	HEADING_OTHER /* marked as a heading, but not in the form */
} Heading;

#define HEADINGS (HEADING_OTHER + 1)

/* What a label line holds. */
typedef enum Label
{
	LABEL_SENIORITY_NOTE,
	LABEL_QUICK_SCREEN,
	LABEL_TASK_RESISTANCE,
	LABEL_SPLIT,
	LABEL_REINSTATEMENT_CHECK,
	LABEL_REFRAMED_QUESTION,
	LABEL_RAW,
	LABEL_SCORE,
	LABEL_ZONE,
	LABEL_OVERRIDE,
	LABEL_ROLE_IN_YEAR,
	LABEL_SURVIVAL_STRATEGY,
	LABEL_NEXT_ROLES,
	LABEL_TIMELINE
} Label;

#define LABELS (LABEL_TIMELINE + 1)

/* What a table's row holds. */
typedef enum RowKind
{
	ROW_IS_DEFINITION,
	ROW_IS_PRINCIPLE,
	ROW_IS_GROWTH,
	ROW_IS_EVIDENCE,
	ROW_IS_BARRIER,
	ROW_IS_TOTAL,
	ROW_IS_MODIFIER,
	ROW_IS_STATED, /* one number of the sub-label's or the composite's */
	ROW_IS_SUBLABEL
} RowKind;

typedef struct FormRow
{
	const char *name;
	const char *suffix; /* may follow the name */
	RowKind		kind;
	int			index; /* definition, rating, or StatedItem */
	bool		required;
	const char *help; /* for who fills in a template */
} FormRow;

#define FORM_COLUMNS 6
#define FORM_ROWS 12

typedef struct FormColumn
{
	const char *name;
	const char *scale; /* in parentheses after the name */
	bool		required;
} FormColumn;

typedef struct FormTable
{
	FormColumn column[FORM_COLUMNS];
	int		   ncolumns;
	FormRow	   row[FORM_ROWS]; /* none: the table of tasks */
	int		   nrows;
} FormTable;

typedef struct FormHeading
{
	const char		*name;
	const char		*suffix;
	const FormTable *table;
	bool			 required;
	bool			 is_list; /* its lines are "list", otherwise "prose" */
	Prose			 prose;
	NarrativeList	 list;
	const char		*help;
} FormHeading;

typedef struct FormLabel
{
	const char *name;
	const char *suffix;
	char		mark; /* that ends the label */
	Prose		prose;
	bool		opens_prose; /* lines that follow belong to it */
	const char *help;
} FormLabel;

/* The columns of the table of tasks. */
enum
{
	TASK_COLUMN_NAME,
	TASK_COLUMN_TIME,
	TASK_COLUMN_SCORE,
	TASK_COLUMN_WEIGHTED,
	TASK_COLUMN_MODE,
	TASK_COLUMN_RATIONALE
};

/* The columns of tables of ratings, and of tables of values. */
enum
{
	COLUMN_NAME,
	COLUMN_VALUE,
	COLUMN_RATIONALE
};

/* Names in narrative, and of fields; they belong to no form. */
extern const char *const DEFINITION_KEY[DEFINITIONS];
extern const char *const PROSE_KEY[PROSES]; /* NULL: a field of its own */
extern const char		*prose_name(Prose prose);
extern const char *const LIST_KEY[LISTS];

#define NOT_RATED_CELL "not rated"

/* The order in which the writer sets out what a document holds. */
typedef enum FormStepKind
{
	STEP_HEADING,
	STEP_TABLE,
	STEP_LABEL
} FormStepKind;

typedef struct FormStep
{
	FormStepKind kind;
	int			 index; /* Heading or Label */
} FormStep;

/*
 * A form: the headings, labels and tables that hold what a document says, and
 * the order in which they are written.  A heading or label without a name is
 * not part of the form.
 */
struct Form
{
	FormHeading		heading[HEADINGS];
	FormLabel		label[LABELS];
	const FormStep *order;
	int				steps;
	const char	   *total;			/* the row of totals of the tasks */
	const char	   *next_role_mark; /* before the score of a next role */
};

extern const Form ASSESSMENT_FORM;

#endif /* KERNEL_DOCUMENT_H */

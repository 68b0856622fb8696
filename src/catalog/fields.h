/*
 * fields.h
 *	  Fields of assessments, tasks, and next roles in tables and JSON.
 */
#ifndef CATALOG_FIELDS_H
#define CATALOG_FIELDS_H

#include "compat.h"

#include "utils/date.h"

#include "kernel/document/cells.h"

/* Whose field it is. */
typedef enum Part
{
	PART_ASSESSMENT,
	PART_TASK,
	PART_NEXT_ROLE
} Part;

#define PARTS (PART_NEXT_ROLE + 1)

typedef enum FieldKind
{
	FIELD_LINE, /* a text that stands on one line of a document */
	FIELD_TEXT,
	FIELD_TASK_NAME, /* a line, and not the name of a row of totals */
	FIELD_NUMBER,
	FIELD_MONTHS,
	FIELD_TIME,
	FIELD_MODE,
	FIELD_DAY,
	FIELD_POSITION,
	FIELD_KEY,	 /* a line that only identifies the role of a row */
	FIELD_OBJECT /* read elsewhere */
} FieldKind;

typedef struct Field
{
	const char	   *name;
	Part			part;
	bool			is_key;
	FieldKind		kind;
	size_t			place; /* in Document, DocumentTask, NextRole, or RowKeys */
	const Quantity *quantity;
	const char	   *synonyms; /* other names of columns, separated by bars */
	bool			is_name;  /* compared by its key, for example regardless of case */
} Field;

/* What identifies the role of a row, and is not part of a document. */
typedef struct RowKeys
{
	Text role_key;
	Text market;
	Text assessor;
} RowKeys;

/* What a cell holds. */
typedef struct FieldValue
{
	Text	 text; /* NO_TEXT: empty */
	double	 number;
	TaskMode mode;
	int32	 day; /* as the server counts */
} FieldValue;

/* What is wrong with a cell; "message" is NULL where nothing is. */
typedef struct FieldProblem
{
	int			sqlstate;
	char	   *message;
	char	   *detail; /* NULL: none */
	const char *hint;	/* NULL: none */
} FieldProblem;

/* The months of a timeline, as columns of a table have them. */
extern const Quantity TIMELINE_MIN;
extern const Quantity TIMELINE_MAX;

extern const char DAY_DETAIL[];
extern const char DAY_HINT[];

extern const char  *day_fault(DateADT day);
extern const Field *require_field(Part part, const text *name);
extern bool read_field(Host *host, const Field *field, Text cell, FieldValue *value,
					   FieldProblem *problem);

#endif /* CATALOG_FIELDS_H */

/*
 * cells.h
 *	  Reads the cells of tables in documents, databases, and JSON.
 *
 * Cells are plain text: plain_cell_text() removes markup.
 */
#ifndef KERNEL_DOCUMENT_CELLS_H
#define KERNEL_DOCUMENT_CELLS_H

#include "kernel/document/document.h"

typedef enum CellFault
{
	CELL_IS_READ,
	CELL_IS_NO_NUMBER,
	CELL_IS_AMBIGUOUS, /* a comma before three digits */
	CELL_IS_OUT_OF_RANGE,
	CELL_IS_NOT_WHOLE
} CellFault;

#define TOTAL_NAMES 20

extern const char *const TOTAL_NAME[TOTAL_NAMES];

extern Text		 plain_cell_text(Host *host, Text cell);
extern CellFault read_rating_cell(Text cell, const Quantity *quantity, double *rating);
extern CellFault read_time_cell(Text cell, double *time);
extern bool		 read_mode_cell(Text cell, TaskMode *mode);
extern Text		 read_name_cell(Text cell);

#endif /* KERNEL_DOCUMENT_CELLS_H */

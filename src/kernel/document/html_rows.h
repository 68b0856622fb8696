/*
 * html_rows.h
 *	  Tables of HTML within text: each row becomes a line with bars.
 */
#ifndef KERNEL_DOCUMENT_HTML_ROWS_H
#define KERNEL_DOCUMENT_HTML_ROWS_H

#include "kernel/document/markup.h"

extern size_t find_table_tag(Text line);
extern size_t read_html_row(Host *host, Text text, Text *line, size_t *begin);

#endif /* KERNEL_DOCUMENT_HTML_ROWS_H */

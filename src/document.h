/*
 * document.h
 *	  What the SQL functions over assessment documents share.
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "compat.h"

#include "kernel/document/document.h"

extern text *sql_text(Text text);
extern Text	 document_text(const char *string, int length);
extern Datum narrative_from_document(const Document *document);
extern void	 narrative_to_document(Host *host, Jsonb *narrative, Document *document);

#endif /* DOCUMENT_H */

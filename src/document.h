/*
 * document.h
 *	  Shared by the SQL functions for assessment documents.
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "compat.h"

#include "fmgr.h"

#include "kernel/document/document.h"

/* Whether a document is one that may state results. */
typedef enum DocumentExtent
{
	WITH_RESULTS,
	WITHOUT_RESULTS
} DocumentExtent;

extern Text	 database_text(Text text);
extern text *sql_text(Text text);
extern Text	 document_text(const char *string, int length);
extern Datum
make_document(FmgrInfo *flinfo, const Document *document, DocumentExtent extent);
extern Datum narrative_from_document(const Document *document);
extern void	 narrative_to_document(Host *host, Jsonb *narrative, Document *document);

#endif /* DOCUMENT_H */

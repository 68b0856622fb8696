/*
 * document_text.c
 *	  Converts text of the database to UTF-8 for the reader of documents, and
 *	  back.
 */
#include "compat.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "document.h"

/*
 * Documents are read as UTF-8, whatever the database keeps.  In a database that
 * has no encoding, their bytes are taken as they are.
 */
static bool
is_utf8_database(void)
{
	return GetDatabaseEncoding() == PG_UTF8 || GetDatabaseEncoding() == PG_SQL_ASCII;
}

/* A text of the database for the kernel. */
Text
document_text(const char *string, int length)
{
	char *converted;

	if (is_utf8_database())
		return (Text){string, (size_t) length};
	converted = pg_server_to_any(string, length, PG_UTF8);
	return (Text){converted, converted == string ? (size_t) length : strlen(converted)};
}

/* A text of the kernel in the encoding of the database. */
Text
database_text(Text text)
{
	char *converted;

	if (is_utf8_database())
		return text;
	converted = pg_any_to_server(text.at, (int) text.length, PG_UTF8);
	return converted == text.at ? text : text_of(converted);
}

/* The same as a value. */
text *
sql_text(Text text)
{
	Text converted = database_text(text);

	return cstring_to_text_with_len(converted.at, (int) converted.length);
}

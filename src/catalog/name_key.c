/*
 * name_key.c
 *	  The keys by which a catalog compares names, and the form in which it
 *	  compares documents.
 *
 * The kernel makes keys in UTF-8. In another encoding, a key may need a character
 * that the encoding lacks, since case folding can leave it (the micro sign becomes a
 * Greek letter): such a character is written as a number, &#x3BC;. In a database
 * without an encoding, keys fold only ASCII.
 */
#include "compat.h"

#include "catalog/pg_conversion.h"
#include "catalog/pg_namespace.h"
#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "document.h"
#include "kernel/identity.h"
#include "kernel/utf8.h"
#include "name_key.h"
#include "server_host.h"

/*
 * Converts a text between UTF-8 and the encoding of the database as far as it goes,
 * or raises an error; returns how many bytes were taken.  By the server's own
 * conversion, and not by one that search_path finds.
 */
static int
convert(Text text, int from, int to, bool partly, char *converted, size_t room)
{
	Oid conversion = FindDefaultConversion(PG_CATALOG_NAMESPACE, from, to);

	if (!OidIsValid(conversion))
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_FUNCTION),
				errmsg("names cannot be compared in encoding %s",
					   pg_encoding_to_char(GetDatabaseEncoding())),
				errdetail("There is no conversion between it and UTF8."),
				errhint("Keep catalogs in a database with encoding UTF8."));
	return pg_do_encoding_conversion_buf(
		conversion, from, to, (unsigned char *) unconstify(char *, text.at),
		(int) text.length, (unsigned char *) converted, (int) room, partly);
}

static size_t
room_for(Text text)
{
	if (text.length > (MaxAllocSize - 1) / MAX_CONVERSION_GROWTH)
		ereport(ERROR, errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				errmsg("name has %zu bytes", text.length),
				errdetail("Names of this length cannot be compared."),
				errhint("Shorten the name."));
	return text.length * MAX_CONVERSION_GROWTH + 1;
}

/* A name in UTF-8. */
static Text
name_in_utf8(Text name)
{
	size_t room = room_for(name);
	char  *converted = palloc(room);

	convert(name, GetDatabaseEncoding(), PG_UTF8, false, converted, room);
	return text_of(converted);
}

/* A key in the encoding of the database, whatever it lacks. */
static text *
key_in_server_encoding(Text key)
{
	StringInfoData result;
	size_t		   room = room_for(key);
	char		  *part = palloc(room);

	initStringInfo(&result);
	while (key.length > 0)
	{
		int		 done = convert(key, PG_UTF8, GetDatabaseEncoding(), true, part, room);
		size_t	 length;
		uint32_t code;

		appendStringInfoString(&result, part);
		key = text_from(key, (size_t) done);
		if (key.length == 0)
			break;
		code = first_character(key, &length);
		appendStringInfo(&result, "&#x%X;", code);
		key = text_from(key, length);
	}
	return cstring_to_text_with_len(result.data, result.len);
}

/* The key of a name, in the current memory context. */
text *
name_key_of(text *name)
{
	Host host = server_host(CurrentMemoryContext);
	Text string = {VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)};
	Text key;

	switch (GetDatabaseEncoding())
	{
		case PG_UTF8:
			key = identity_key(&host, string);
			break;
		case PG_SQL_ASCII:
			key = ascii_identity_key(&host, string);
			break;
		default:
			return key_in_server_encoding(identity_key(&host, name_in_utf8(string)));
	}
	return cstring_to_text_with_len(key.at, (int) key.length);
}

SQL_FUNCTION(catalog_name_key);

/* _name_key(name) */
Datum
catalog_name_key(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(name_key_of(PG_GETARG_TEXT_PP(0)));
}

SQL_FUNCTION(catalog_document_content);

/* _document_content(document): in UTF-8 */
Datum
catalog_document_content(PG_FUNCTION_ARGS)
{
	text *document = PG_GETARG_TEXT_PP(0);
	Host  host = server_host(CurrentMemoryContext);
	Text  content = document_content(
		 &host, document_text(VARDATA_ANY(document), (int) VARSIZE_ANY_EXHDR(document)));
	bytea *result = palloc(VARHDRSZ + content.length);

	SET_VARSIZE(result, VARHDRSZ + content.length);
	memcpy(VARDATA(result), content.at, content.length);
	PG_RETURN_BYTEA_P(result);
}

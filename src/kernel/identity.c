/*
 * identity.c
 *	  Keys by which names are compared, and the form in which documents are
 *	  compared.
 *
 * Names are equal if they have the same key: the name without escapes, entities,
 * tags, and invisible characters; with one blank for white space between characters,
 * and none at its ends; case-folded, in normalization form C.
 */
#include "kernel/document/markup.h"
#include "kernel/identity.h"
#include "kernel/unicode.h"
#include "kernel/utf8.h"

/* ---- names in UTF-8 ---- */

/* The characters of a text.  A byte that belongs to none is taken as one. */
static Codes
codes_of(Host *host, Text text)
{
	Codes  codes = {.host = host};
	size_t length;

	for (size_t at = 0; at < text.length; at += length)
	{
		uint32_t code = first_character(text_from(text, at), &length);

		if (length == 0)
		{
			length = 1;
			code = (unsigned char) text.at[at];
		}
		add_code(&codes, code);
	}
	return codes;
}

static Text
text_of_codes(Host *host, const Codes *codes)
{
	char  *text = host->allocate(host->context, codes->count * UTF8_MAX + 1);
	size_t length = 0;

	for (size_t i = 0; i < codes->count; i++)
		length += put_utf8(text + length, codes->code[i]);
	return (Text){text, length};
}

static bool
may_have_markup(Text text)
{
	for (size_t at = 0; at < text.length; at++)
	{
		if (LINE_SIGN[(unsigned char) text.at[at]] & (HAS_ESCAPE | HAS_ENTITY | HAS_TAG))
			return true;
	}
	return false;
}

/*
 * The characters without markup.  It is looked for in normalization form D, so that
 * two names which differ in form alone never differ in what is markup.
 */
static Codes
unmarked(Host *host, Text name)
{
	Codes codes = codes_of(host, name);

	if (!may_have_markup(name))
		return codes;
	codes = decomposed(host, &codes);
	return codes_of(host, without_markup(host, text_of_codes(host, &codes)));
}

/* The characters that show, with a blank between words. */
static Codes
shown(Host *host, const Codes *codes)
{
	Codes result = {.host = host};
	bool  is_parted = false;

	for (size_t i = 0; i < codes->count; i++)
	{
		uint32_t code = codes->code[i];

		if (is_white_space(code))
			is_parted = true;
		else if (!is_unseen(code))
		{
			if (is_parted && result.count > 0)
				add_code(&result, ' ');
			is_parted = false;
			add_code(&result, code);
		}
	}
	return result;
}

/* The key of a name in UTF-8. */
Text
identity_key(Host *host, Text name)
{
	Codes codes = unmarked(host, name);

	codes = shown(host, &codes);
	codes = decomposed(host, &codes);
	codes = folded(host, &codes);
	compose(&codes);
	return text_of_codes(host, &codes);
}

/* ---- names in no known encoding ---- */

/* The same for ASCII alone, since the meaning of other bytes is unknown. */
Text
ascii_identity_key(Host *host, Text name)
{
	char  *key;
	size_t length = 0;
	bool   is_parted = false;

	if (may_have_markup(name))
		name = without_markup(host, name);
	key = host->allocate(host->context, 2 * name.length + 1);
	for (size_t at = 0; at < name.length; at++)
	{
		unsigned char c = (unsigned char) name.at[at];

		if (c == ' ' || (c >= '\t' && c <= '\r'))
			is_parted = true;
		else if (c > ' ' && c != 0x7F)
		{
			if (is_parted && length > 0)
				key[length++] = ' ';
			is_parted = false;
			key[length++] = (char) (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
		}
	}
	return (Text){key, length};
}

/* ---- documents ---- */

/* Where a line ends without its last blanks, which the reader leaves out. */
static size_t
end_of_line(const char *content, size_t line, size_t length)
{
	return line + without_space_behind((Text){content + line, length - line}).length;
}

/*
 * What a document says, whatever wrote it: without a byte order mark, with lines
 * that end alike, without blanks at their ends or lines without anything at its own.
 */
Text
document_content(Host *host, Text document)
{
	static const char MARK[] = "\uFEFF";
	char			 *content = host->allocate(host->context, document.length + 1);
	size_t			  length = 0;
	size_t			  line = 0; /* where it begins */

	if (document.length >= strlen(MARK) && memcmp(document.at, MARK, strlen(MARK)) == 0)
		document = text_from(document, strlen(MARK));
	for (size_t at = 0; at < document.length; at++)
	{
		if (document.at[at] == '\n')
			length = end_of_line(content, line, length);
		content[length++] = document.at[at];
		if (document.at[at] == '\n')
			line = length;
	}
	length = end_of_line(content, line, length);
	while (length > 0 && content[length - 1] == '\n')
		length--;
	return (Text){content, length};
}

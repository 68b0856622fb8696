/*
 * identity_test.c
 *	  kernel/identity: which names are equal, and which documents.
 *
 * test/t/024_identity.pl compares with Perl's own Unicode.
 */
#include <stddef.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/identity.h"
#include "kernel/unicode.h"
#include "kernel/utf8.h"
#include "tap.h"

/* Blocks are chained rather than freed: the program is short. */
typedef union Block
{
	union Block *previous;
	max_align_t	 aligned;
} Block;

static Block *newest;

static void *
allocate(void *context, size_t size)
{
	Block *block = malloc(sizeof(Block) + size);

	(void) context;
	block->previous = newest;
	newest = block;
	return block + 1;
}

static void
no_interrupts(void)
{
}

static Host host = {allocate, no_interrupts, NULL};

static const char *
shown(Text text)
{
	char *string = allocate(NULL, text.length + 1);

	memcpy(string, text.at, text.length);
	string[text.length] = '\0';
	return string;
}

static void
has_key(const char *name, const char *expected)
{
	Text key = identity_key(&host, text_of(name));

	ok(same_text(key, text_of(expected)), "\"%s\" has the key \"%s\"", name, shown(key));
}

static void
test_keys(void)
{
	has_key("Data  Trainer", "data trainer");
	has_key(" \t\u00A0Data\u202F\u2003Trainer\n", "data trainer");
	has_key("Da\u00ADta Tra\u200Biner\uFEFF", "data trainer");
	has_key("R&amp;D", "r&d");
	has_key("R\\&D", "r&d");
	has_key("R&#38;D &#x2014; Lead", "r&d \u2014 lead");
	has_key("<b>Nurse</b>&nbsp;Aide", "nurse aide");
	has_key("C&unknown; &", "c&unknown; &");
	has_key("\u00C9b\u00E9niste", "\u00E9b\u00E9niste");
	has_key("E\u0301BE\u0301NISTE", "\u00E9b\u00E9niste");
	has_key("STRASSE", "strasse");
	has_key("Stra\u00DFe", "strasse");
	has_key("\u1E9E", "ss");
	has_key("\uFB03", "ffi");
	has_key("\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2",
			"\u03C3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C3");
	has_key("\u1F80", "\u1F00\u03B9");
	has_key("\u1F00\u0345", "\u1F00\u03B9");
	has_key("\u212B\u212A\u2126", "\u00E5k\u03C9");
	has_key("\uD55C\uAD6D", "\uD55C\uAD6D");
	has_key("\u1112\u1161\u11AB\u1100\u116E\u11A8", "\uD55C\uAD6D");
	has_key("\u0130", "i\u0307");
	has_key("a\u0308\u0323", "\u1EA1\u0308");
	has_key("e\u200D\u0301", "\u00E9");
	has_key("\U00010400", "\U00010428");
	has_key("\u200B \u00AD", "");
	has_key("", "");
}

/* ---- names that are changed without becoming others ---- */

/* A character of those that matter, and of some that follow no rule. */
static uint32_t
random_code(void)
{
	static const uint32_t range[][2] = {
		{'A', 'z'},			{0xA0, 0x24F},	  {0x300, 0x36F},	{0x370, 0x3FF},
		{0x1100, 0x11FF},	{0x1E00, 0x1FFF}, {0x2000, 0x206F}, {0xAC00, 0xAC80},
		{0xFB00, 0xFB4F},	{0xD7FB, 0xD7FF}, {0x590, 0x5C7},	{0x1D15E, 0x1D164},
		{0x10400, 0x10427}, {0x900, 0x97F}};
	int which = (int) random_below(sizeof(range) / sizeof(range[0]));

	return range[which][0] +
		   (uint32_t) random_below(range[which][1] - range[which][0] + 1);
}

static Codes
random_name(void)
{
	Codes codes = {.host = &host};
	int	  count = 1 + (int) random_below(12);

	while (count-- > 0)
	{
		uint32_t code = random_code();

		if (code != '\\')
			add_code(&codes, code);
	}
	return codes;
}

static Text
text_of_name(const Codes *codes)
{
	char  *text = allocate(NULL, codes->count * UTF8_MAX + 1);
	size_t length = 0;

	for (size_t i = 0; i < codes->count; i++)
		length += put_utf8(text + length, codes->code[i]);
	return (Text){text, length};
}

/* The same name as another keyboard, editor or export writes it. */
static Codes
disguised(const Codes *codes)
{
	Codes result = {.host = &host};

	add_code(&result, 0x2003);
	for (size_t i = 0; i < codes->count; i++)
	{
		uint32_t code = codes->code[i];

		if (random_below(3) == 0)
			add_code(&result, 0x200B);
		if (code >= 'a' && code <= 'z' && random_below(2))
			code -= 'a' - 'A';
		add_code(&result, code);
		if (is_white_space(code))
			add_code(&result, 0x3000);
	}
	result = random_below(2) ? decomposed(&host, &result) : result;
	return result;
}

static void
test_properties(void)
{
	Tally again = {0};
	Tally composed = {0};
	Tally other = {0};

	for (int n = 0; n < 20000; n++)
	{
		Codes name = random_name();
		Text  key = identity_key(&host, text_of_name(&name));
		Codes form = decomposed(&host, &name);
		Codes disguise = disguised(&name);
		Text  met;

		met = identity_key(&host, key);
		check(&again, same_text(met, key), "key \"%s\" has the key \"%s\"", shown(key),
			  shown(met));
		compose(&form);
		met = identity_key(&host, text_of_name(&form));
		check(&composed, same_text(met, key), "\"%s\" in form C has the key \"%s\"",
			  shown(text_of_name(&name)), shown(met));
		met = identity_key(&host, text_of_name(&disguise));
		check(&other, same_text(met, key), "\"%s\" in disguise has the key \"%s\"",
			  shown(text_of_name(&name)), shown(met));
	}
	all_ok(&again, "the key of a key is itself");
	all_ok(&composed, "a name in normalization form C has the key of the name");
	all_ok(&other,
		   "other blanks, invisible characters, case and form D make no other name");
}

/* What would take forever if it took the square of its length. */
static void
test_long_names(void)
{
	Codes marks = {.host = &host};
	Text  key;

	add_code(&marks, 'a');
	for (int i = 0; i < 200000; i++)
		add_code(&marks, i % 2 ? 0x301 : 0x323);
	key = identity_key(&host, text_of_name(&marks));
	ok(same_text(identity_key(&host, key), key),
	   "200,000 marks in disorder are one name");
}

static void
test_ascii(void)
{
	ok(same_text(ascii_identity_key(&host, text_of(" R\\&D \t LEAD \xE9\xC9 ")),
				 text_of("r&d lead \xE9\xC9")),
	   "without an encoding, ASCII is folded and other bytes stay");
}

/* ---- documents ---- */

static void
same_document(const char *document, const char *what)
{
	Text content = document_content(&host, text_of(document));

	ok(same_text(content, text_of("# Title\n\n| a | b |\nlast")), "%s", what);
}

static void
test_documents(void)
{
	same_document("# Title\n\n| a | b |\nlast", "a document as it is");
	same_document("# Title\r\n\r\n| a | b |\r\nlast\r\n", "with CRLF");
	same_document("\uFEFF# Title \n \t\n| a | b |\u00A0\nlast\n\n \n",
				  "with a mark and blanks at the ends of lines");
	ok(!same_text(document_content(&host, text_of("a\nb")),
				  document_content(&host, text_of("a\n\nb"))),
	   "a blank line within makes another document");
	ok(!same_text(document_content(&host, text_of(" a")),
				  document_content(&host, text_of("a"))),
	   "so does a blank at the begin of a line");
	ok(!same_text(document_content(&host, text_of("a\rb")),
				  document_content(&host, text_of("a\nb"))),
	   "a carriage return alone ends no line");
	ok(document_content(&host, text_of(" \r\n\uFEFF")).length > 0,
	   "a mark within is not blank");
	ok(document_content(&host, text_of("")).length == 0, "nothing is nothing");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_keys();
	test_properties();
	test_long_names();
	test_ascii();
	test_documents();
	return done_testing();
}

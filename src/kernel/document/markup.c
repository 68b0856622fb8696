/*
 * markup.c
 *	  Removes escapes, entities, tags, unusual blanks, and invisible characters
 *	  from text.
 */
#include <stdint.h>
#include <stdlib.h>

#include "kernel/document/markup.h"
#include "kernel/unicode.h"
#include "kernel/utf8.h"

/* Bytes that begin none of these, most of all letters, have no sign. */
const unsigned char LINE_SIGN[256] = {
	['\\'] = HAS_ESCAPE, ['&'] = HAS_ENTITY, ['<'] = HAS_TAG,	['\t'] = HAS_TAB,
	['|'] = HAS_BAR,	 [':'] = HAS_MARK,	 ['='] = HAS_MARK,	[0xC2] = HAS_WIDE,
	[0xE1] = HAS_WIDE,	 [0xE2] = HAS_WIDE,	 [0xE3] = HAS_WIDE, [0xEF] = HAS_WIDE,
};

/* ---- characters ---- */

typedef struct Entity
{
	const char *name;
	uint32_t	code;
} Entity;

/* Those of HTML 4, and the later ones that stand for ASCII and for blanks; sorted. */
static const Entity ENTITY[] = {
	{"AElig", 0xC6},	 {"AMP", 0x26},			 {"Aacute", 0xC1},
	{"Acirc", 0xC2},	 {"Agrave", 0xC0},		 {"Alpha", 0x391},
	{"Aring", 0xC5},	 {"Atilde", 0xC3},		 {"Auml", 0xC4},
	{"Beta", 0x392},	 {"Ccedil", 0xC7},		 {"Chi", 0x3A7},
	{"Dagger", 0x2021},	 {"Delta", 0x394},		 {"ETH", 0xD0},
	{"Eacute", 0xC9},	 {"Ecirc", 0xCA},		 {"Egrave", 0xC8},
	{"Epsilon", 0x395},	 {"Eta", 0x397},		 {"Euml", 0xCB},
	{"GT", 0x3E},		 {"Gamma", 0x393},		 {"Hat", 0x5E},
	{"Iacute", 0xCD},	 {"Icirc", 0xCE},		 {"Igrave", 0xCC},
	{"Iota", 0x399},	 {"Iuml", 0xCF},		 {"Kappa", 0x39A},
	{"LT", 0x3C},		 {"Lambda", 0x39B},		 {"Mu", 0x39C},
	{"NewLine", 0xA},	 {"NoBreak", 0x2060},	 {"NonBreakingSpace", 0xA0},
	{"Ntilde", 0xD1},	 {"Nu", 0x39D},			 {"OElig", 0x152},
	{"Oacute", 0xD3},	 {"Ocirc", 0xD4},		 {"Ograve", 0xD2},
	{"Omega", 0x3A9},	 {"Omicron", 0x39F},	 {"Oslash", 0xD8},
	{"Otilde", 0xD5},	 {"Ouml", 0xD6},		 {"Phi", 0x3A6},
	{"Pi", 0x3A0},		 {"Prime", 0x2033},		 {"Psi", 0x3A8},
	{"QUOT", 0x22},		 {"Rho", 0x3A1},		 {"Scaron", 0x160},
	{"Sigma", 0x3A3},	 {"THORN", 0xDE},		 {"Tab", 0x9},
	{"Tau", 0x3A4},		 {"Theta", 0x398},		 {"Uacute", 0xDA},
	{"Ucirc", 0xDB},	 {"Ugrave", 0xD9},		 {"Upsilon", 0x3A5},
	{"Uuml", 0xDC},		 {"VerticalLine", 0x7C}, {"Xi", 0x39E},
	{"Yacute", 0xDD},	 {"Yuml", 0x178},		 {"ZeroWidthSpace", 0x200B},
	{"Zeta", 0x396},	 {"aacute", 0xE1},		 {"acirc", 0xE2},
	{"acute", 0xB4},	 {"aelig", 0xE6},		 {"agrave", 0xE0},
	{"alefsym", 0x2135}, {"alpha", 0x3B1},		 {"amp", 0x26},
	{"and", 0x2227},	 {"ang", 0x2220},		 {"apos", 0x27},
	{"aring", 0xE5},	 {"ast", 0x2A},			 {"asymp", 0x2248},
	{"atilde", 0xE3},	 {"auml", 0xE4},		 {"bdquo", 0x201E},
	{"beta", 0x3B2},	 {"brvbar", 0xA6},		 {"bsol", 0x5C},
	{"bull", 0x2022},	 {"cap", 0x2229},		 {"ccedil", 0xE7},
	{"cedil", 0xB8},	 {"cent", 0xA2},		 {"centerdot", 0xB7},
	{"chi", 0x3C7},		 {"circ", 0x2C6},		 {"clubs", 0x2663},
	{"colon", 0x3A},	 {"comma", 0x2C},		 {"commat", 0x40},
	{"cong", 0x2245},	 {"copy", 0xA9},		 {"crarr", 0x21B5},
	{"cup", 0x222A},	 {"curren", 0xA4},		 {"dArr", 0x21D3},
	{"dagger", 0x2020},	 {"darr", 0x2193},		 {"dash", 0x2010},
	{"deg", 0xB0},		 {"delta", 0x3B4},		 {"diams", 0x2666},
	{"divide", 0xF7},	 {"dollar", 0x24},		 {"eacute", 0xE9},
	{"ecirc", 0xEA},	 {"egrave", 0xE8},		 {"empty", 0x2205},
	{"emsp", 0x2003},	 {"ensp", 0x2002},		 {"epsilon", 0x3B5},
	{"equals", 0x3D},	 {"equiv", 0x2261},		 {"eta", 0x3B7},
	{"eth", 0xF0},		 {"euml", 0xEB},		 {"euro", 0x20AC},
	{"excl", 0x21},		 {"exist", 0x2203},		 {"fnof", 0x192},
	{"forall", 0x2200},	 {"frac12", 0xBD},		 {"frac14", 0xBC},
	{"frac34", 0xBE},	 {"frasl", 0x2044},		 {"gamma", 0x3B3},
	{"ge", 0x2265},		 {"geq", 0x2265},		 {"grave", 0x60},
	{"gt", 0x3E},		 {"hArr", 0x21D4},		 {"hairsp", 0x200A},
	{"harr", 0x2194},	 {"hearts", 0x2665},	 {"hellip", 0x2026},
	{"horbar", 0x2015},	 {"hyphen", 0x2010},	 {"iacute", 0xED},
	{"icirc", 0xEE},	 {"iexcl", 0xA1},		 {"igrave", 0xEC},
	{"image", 0x2111},	 {"infin", 0x221E},		 {"int", 0x222B},
	{"iota", 0x3B9},	 {"iquest", 0xBF},		 {"isin", 0x2208},
	{"iuml", 0xEF},		 {"kappa", 0x3BA},		 {"lArr", 0x21D0},
	{"lambda", 0x3BB},	 {"lang", 0x2329},		 {"laquo", 0xAB},
	{"larr", 0x2190},	 {"lbrace", 0x7B},		 {"lbrack", 0x5B},
	{"lceil", 0x2308},	 {"lcub", 0x7B},		 {"ldquo", 0x201C},
	{"le", 0x2264},		 {"leq", 0x2264},		 {"lfloor", 0x230A},
	{"lowast", 0x2217},	 {"lowbar", 0x5F},		 {"loz", 0x25CA},
	{"lpar", 0x28},		 {"lrm", 0x200E},		 {"lsaquo", 0x2039},
	{"lsqb", 0x5B},		 {"lsquo", 0x2018},		 {"lt", 0x3C},
	{"macr", 0xAF},		 {"mdash", 0x2014},		 {"micro", 0xB5},
	{"midast", 0x2A},	 {"middot", 0xB7},		 {"minus", 0x2212},
	{"mu", 0x3BC},		 {"nabla", 0x2207},		 {"nbsp", 0xA0},
	{"ndash", 0x2013},	 {"ne", 0x2260},		 {"ni", 0x220B},
	{"not", 0xAC},		 {"notin", 0x2209},		 {"nsub", 0x2284},
	{"ntilde", 0xF1},	 {"nu", 0x3BD},			 {"num", 0x23},
	{"numsp", 0x2007},	 {"oacute", 0xF3},		 {"ocirc", 0xF4},
	{"oelig", 0x153},	 {"ograve", 0xF2},		 {"oline", 0x203E},
	{"omega", 0x3C9},	 {"omicron", 0x3BF},	 {"oplus", 0x2295},
	{"or", 0x2228},		 {"ordf", 0xAA},		 {"ordm", 0xBA},
	{"oslash", 0xF8},	 {"otilde", 0xF5},		 {"otimes", 0x2297},
	{"ouml", 0xF6},		 {"para", 0xB6},		 {"part", 0x2202},
	{"percnt", 0x25},	 {"period", 0x2E},		 {"permil", 0x2030},
	{"perp", 0x22A5},	 {"phi", 0x3C6},		 {"pi", 0x3C0},
	{"piv", 0x3D6},		 {"plus", 0x2B},		 {"plusmn", 0xB1},
	{"pound", 0xA3},	 {"prime", 0x2032},		 {"prod", 0x220F},
	{"prop", 0x221D},	 {"psi", 0x3C8},		 {"puncsp", 0x2008},
	{"quest", 0x3F},	 {"quot", 0x22},		 {"rArr", 0x21D2},
	{"radic", 0x221A},	 {"rang", 0x232A},		 {"raquo", 0xBB},
	{"rarr", 0x2192},	 {"rbrace", 0x7D},		 {"rbrack", 0x5D},
	{"rceil", 0x2309},	 {"rcub", 0x7D},		 {"rdquo", 0x201D},
	{"real", 0x211C},	 {"reg", 0xAE},			 {"rfloor", 0x230B},
	{"rho", 0x3C1},		 {"rlm", 0x200F},		 {"rpar", 0x29},
	{"rsaquo", 0x203A},	 {"rsqb", 0x5D},		 {"rsquo", 0x2019},
	{"sbquo", 0x201A},	 {"scaron", 0x161},		 {"sdot", 0x22C5},
	{"sect", 0xA7},		 {"semi", 0x3B},		 {"shy", 0xAD},
	{"sigma", 0x3C3},	 {"sigmaf", 0x3C2},		 {"sim", 0x223C},
	{"sol", 0x2F},		 {"spades", 0x2660},	 {"sub", 0x2282},
	{"sube", 0x2286},	 {"sum", 0x2211},		 {"sup", 0x2283},
	{"sup1", 0xB9},		 {"sup2", 0xB2},		 {"sup3", 0xB3},
	{"supe", 0x2287},	 {"szlig", 0xDF},		 {"tau", 0x3C4},
	{"there4", 0x2234},	 {"theta", 0x3B8},		 {"thetasym", 0x3D1},
	{"thickap", 0x2248}, {"thinsp", 0x2009},	 {"thorn", 0xFE},
	{"tilde", 0x2DC},	 {"times", 0xD7},		 {"trade", 0x2122},
	{"uArr", 0x21D1},	 {"uacute", 0xFA},		 {"uarr", 0x2191},
	{"ucirc", 0xFB},	 {"ugrave", 0xF9},		 {"uml", 0xA8},
	{"upsih", 0x3D2},	 {"upsilon", 0x3C5},	 {"uuml", 0xFC},
	{"verbar", 0x7C},	 {"vert", 0x7C},		 {"weierp", 0x2118},
	{"xi", 0x3BE},		 {"yacute", 0xFD},		 {"yen", 0xA5},
	{"yuml", 0xFF},		 {"zeta", 0x3B6},		 {"zwj", 0x200D},
	{"zwnj", 0x200C},
};

#define ENTITIES (sizeof(ENTITY) / sizeof(ENTITY[0]))
#define ENTITY_NAME_MAX 24

/* A blank that is not the blank: of another width, or one that does not break. */
static bool
is_odd_blank(uint32_t code)
{
	return code >= 0x80 && is_white_space(code);
}

/* What has no width and says nothing: soft hyphens, byte order marks, joints. */
static bool
is_invisible(uint32_t code)
{
	return code == 0xAD || code == 0x200B || (code >= 0x2060 && code <= 0x2064) ||
		   code == 0xFEFF;
}

/* Writes what is left of a character. */
static void
replace_character(uint32_t code, Markup *markup)
{
	markup->length = 0;
	if (is_odd_blank(code) || code == '\n' || code == '\r')
		code = ' ';
	if (!is_invisible(code))
		markup->length = put_utf8(markup->replacement, code);
}

/* ---- pieces of markup ---- */

static bool
is_punctuation(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
		   (c >= '{' && c <= '~');
}

static bool
is_odd(Text text, size_t *length)
{
	uint32_t code;

	if (text.length == 0 || !(LINE_SIGN[(unsigned char) *text.at] & HAS_WIDE))
		return false;
	code = first_character(text, length);
	return *length > 0 && (is_odd_blank(code) || is_invisible(code));
}

/* A backslash before punctuation, or before what would not stay as it is. */
static size_t
escape_length(Text text, Markup *markup)
{
	Text   escaped = text_from(text, 1);
	size_t length = 1;

	if (escaped.length == 0 || *escaped.at == '\n')
	{
		/* at the end of a line: what follows stands on a line of its own */
		markup->length = 0;
		return 1;
	}
	if (!is_punctuation(*escaped.at) && !is_odd(escaped, &length))
		return 0;
	memcpy(markup->replacement, escaped.at, length);
	markup->length = length;
	return 1 + length;
}

static int
compare_entity(const void *key, const void *entity)
{
	return strcmp(key, ((const Entity *) entity)->name);
}

/* The number in "#38;" or "#x26;"; 0 if there is none. */
static uint32_t
numbered_character(const char *digits)
{
	char		 *end;
	bool		  hex = digits[1] == 'x' || digits[1] == 'X';
	const char	 *first = digits + (hex ? 2 : 1);
	unsigned long code;

	if (*first == '\0' || strchr("+-", *first) != NULL)
		return 0;
	code = strtoul(first, &end, hex ? 16 : 10);
	if (*end != '\0' || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ||
		(code < 0x20 && code != '\t' && code != '\n' && code != '\r'))
		return 0;
	return (uint32_t) code;
}

/* "&amp;", "&#38;", "&#x26;" */
static size_t
entity_length(Text text, Markup *markup)
{
	char		  name[ENTITY_NAME_MAX + 1];
	size_t		  length = 0;
	const Entity *entity;
	uint32_t	  code;

	while (length < ENTITY_NAME_MAX && length + 1 < text.length &&
		   text.at[length + 1] != ';' && text.at[length + 1] > ' ' &&
		   text.at[length + 1] != '&')
	{
		name[length] = text.at[length + 1];
		length++;
	}
	if (length == 0 || length + 1 >= text.length || text.at[length + 1] != ';')
		return 0;
	name[length] = '\0';
	entity = *name == '#' ?
				 NULL :
				 bsearch(name, ENTITY, ENTITIES, sizeof(Entity), compare_entity);
	code = *name == '#' ? numbered_character(name) : entity ? entity->code : 0;
	if (code == 0)
		return 0;
	replace_character(code, markup);
	return length + 2;
}

/* Tags that dress a text, and those that also part it from its neighbors. */
static const char *const DRESSING_TAG[] = {
	"a",	"abbr", "b",  "big",  "bdi",   "bdo",  "cite",	 "code",
	"del",	"dfn",	"em", "font", "i",	   "ins",  "kbd",	 "mark",
	"nobr", "q",	"s",  "samp", "small", "span", "strike", "strong",
	"sub",	"sup",	"tt", "u",	  "var",   "wbr",  "img"};
static const char *const PARTING_TAG[] = {
	"article", "aside", "blockquote", "br",		 "center", "dd",   "details", "div",
	"dl",	   "dt",	"figure",	  "footer",	 "h1",	   "h2",   "h3",	  "h4",
	"h5",	   "h6",	"header",	  "hr",		 "li",	   "main", "nav",	  "ol",
	"p",	   "pre",	"section",	  "summary", "ul"};
static const char *const TABLE_TAG[] = {"caption", "col",	"colgroup", "table", "tbody",
										"td",	   "tfoot", "th",		"thead", "tr"};

#define IN(name, names) is_one_of(name, names, sizeof(names) / sizeof((names)[0]))

#define TAG_MAX 1000 /* bytes; what is longer is no tag, but text */

static bool
is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
	{
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

/* The length of a tag up to its end, whose name is of "length" bytes from "at". */
static size_t
whole_tag_length(Text text, size_t at)
{
	char quote = '\0';

	for (; at < text.length && at < TAG_MAX && text.at[at] != '\n'; at++)
	{
		char c = text.at[at];

		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '<')
			return 0;
		else if (c == '>')
			return at + 1;
	}
	return 0;
}

/* The name of a tag in lower case; returns its end, 0 if there is none. */
static size_t
tag_name(Text text, char *name)
{
	size_t at = text.length > 1 && text.at[1] == '/' ? 2 : 1;
	size_t length = 0;

	for (; at < text.length && length < TAG_NAME_MAX; at++)
	{
		char c = text.at[at];

		if (c >= 'A' && c <= 'Z')
			c = (char) (c - 'A' + 'a');
		if (!(c >= 'a' && c <= 'z') && !(length > 0 && c >= '1' && c <= '6'))
			break;
		name[length++] = c;
	}
	name[length] = '\0';
	if (length == 0 || at == text.length || strchr(" \t/>", text.at[at]) == NULL)
		return 0;
	return at;
}

/* "<b>", "</span>", "<br/>"; a comment stands for itself, it was taken out before. */
static size_t
tag_length(Text text, Markup *markup)
{
	char   name[TAG_NAME_MAX + 1];
	size_t at;
	bool   parts;

	if (text.length >= 4 && memcmp(text.at, "<!--", 4) == 0)
	{
		memcpy(markup->replacement, "<!--", 4);
		markup->length = 4;
		return 4;
	}
	at = tag_name(text, name);
	if (at == 0)
		return 0;
	parts = IN(name, PARTING_TAG) || IN(name, TABLE_TAG);
	if (!parts && !IN(name, DRESSING_TAG))
		return 0;
	markup->replacement[0] = ' ';
	markup->length = parts ? 1 : 0;
	return whole_tag_length(text, at);
}

/*
 * The length of the markup that a text begins with, and what stands for it; 0
 * where it begins with none.
 */
size_t
markup_length(Text text, Markup *markup)
{
	size_t length;

	switch (LINE_SIGN[(unsigned char) *text.at] & HAS_MARKUP)
	{
		case HAS_ESCAPE:
			return escape_length(text, markup);
		case HAS_ENTITY:
			return entity_length(text, markup);
		case HAS_TAG:
			return tag_length(text, markup);
		case HAS_WIDE:
			if (!is_odd(text, &length))
				return 0;
			replace_character(first_character(text, &length), markup);
			return length;
		default:
			return 0;
	}
}

/* ---- whole texts ---- */

/* A text that is copied piece by piece, and never gets longer. */
typedef struct Copy
{
	Host  *host;
	Text   source;
	size_t from; /* what comes before it is copied */
	char  *at;	 /* NULL: nothing is copied yet */
	size_t length;
} Copy;

/* Copies up to a place, then something else instead of so many bytes. */
static void
replace_part(Copy *copy, size_t at, size_t length, const char *with, size_t with_length)
{
	if (!copy->at)
		copy->at = copy->host->allocate(copy->host->context, copy->source.length);
	memcpy(copy->at + copy->length, copy->source.at + copy->from, at - copy->from);
	copy->length += at - copy->from;
	memcpy(copy->at + copy->length, with, with_length);
	copy->length += with_length;
	copy->from = at + length;
}

/* The text itself, where nothing was replaced. */
static Text
finished(Copy *copy)
{
	if (!copy->at)
		return copy->source;
	replace_part(copy, copy->source.length, 0, "", 0);
	return (Text){copy->at, copy->length};
}

/* A text without its markup; itself if it has none. */
Text
without_markup(Host *host, Text text)
{
	Copy   copy = {.host = host, .source = text};
	size_t length;

	for (size_t at = 0; at < text.length; at += length)
	{
		Markup markup;

		length = 0;
		if (LINE_SIGN[(unsigned char) text.at[at]] & HAS_MARKUP)
			length = markup_length(text_from(text, at), &markup);
		if (length > 0)
			replace_part(&copy, at, length, markup.replacement, markup.length);
		else
			length = 1;
	}
	return finished(&copy);
}

/* A text with full-width characters as those of ASCII, for numbers and labels. */
Text
without_width(Host *host, Text text)
{
	Copy   copy = {.host = host, .source = text};
	size_t length;

	for (size_t at = 0; at < text.length; at += length)
	{
		uint32_t code = 0;
		char	 ascii;

		length = 1;
		if (text.at[at] == '\xEF')
			code = first_character(text_from(text, at), &length);
		ascii = (char) (code - 0xFF01 + '!');
		if (code >= 0xFF01 && code <= 0xFF5E)
			replace_part(&copy, at, length, &ascii, 1);
		length = length > 0 ? length : 1;
	}
	return finished(&copy);
}

/* A text without blanks, of whatever kind, and what does not show, around it. */
Text
without_blanks_around(Text text)
{
	size_t length;

	for (text = trimmed(text); text.length > 0; text = trimmed(text_from(text, length)))
	{
		length = *text.at == '\n' ? 1 : 0;
		if (length == 0 && !is_odd(text, &length))
			break;
	}
	for (;;)
	{
		bool odd = false;

		text = trimmed(text);
		if (text.length > 0 && text.at[text.length - 1] == '\n')
		{
			text.length--;
			continue;
		}
		for (size_t last = 2; last <= 3 && last <= text.length && !odd; last++)
		{
			Text end = text_from(text, text.length - last);

			odd = is_odd(end, &length) && length == last;
			if (odd)
				text.length -= last;
		}
		if (!odd)
			return text;
	}
}

/* Whether a text begins with <br>. */
bool
is_break(Text text, size_t *length)
{
	char   name[TAG_NAME_MAX + 1];
	size_t at;

	if (text.length < 4 || *text.at != '<' || (at = tag_name(text, name)) == 0 ||
		strcmp(name, "br") != 0)
		return false;
	*length = whole_tag_length(text, at);
	return *length > 0;
}

/*
 * The length of a tag of tables that a text begins with, 0 where with none; its name,
 * in small letters.
 */
size_t
table_tag_length(Text text, char *name)
{
	size_t at;

	if (text.length < 4 || *text.at != '<' || (at = tag_name(text, name)) == 0 ||
		!IN(name, TABLE_TAG))
		return 0;
	return whole_tag_length(text, at);
}

/*
 * The length of a symbol that a text begins with: a sign that is no letter and no
 * digit of any script, such as an arrow, a bullet or a picture.  0: none.
 */
size_t
picture_length(Text text)
{
	size_t	 length;
	uint32_t code;

	if (text.length == 0 || (unsigned char) *text.at < 0x80)
		return 0;
	code = first_character(text, &length);
	if ((code >= 0xA1 && code <= 0xBF && code != 0xAA && code != 0xB5 && code != 0xBA) ||
		code == 0xD7 || (code >= 0x2010 && code <= 0x2BFF) ||
		(code >= 0x3001 && code <= 0x3030) || (code >= 0xFE00 && code <= 0xFE0F) ||
		(code >= 0x1F000 && code <= 0x1FAFF) || code == 0x200D)
		return length;
	return 0;
}

/* The length of the bar that a text begins with, full width or of a drawing; 0: none. */
size_t
bar_length(Text text)
{
	static const char *const bar[] = {"\uFF5C", "\u2502", "\u2503", "\uFFE8"};

	if (text.length == 0 || (*text.at != '|' && (unsigned char) *text.at < 0xE2))
		return 0;
	if (*text.at == '|')
		return 1;
	for (size_t i = 0; i < sizeof(bar) / sizeof(bar[0]); i++)
	{
		if (text.length >= 3 && memcmp(text.at, bar[i], 3) == 0)
			return 3;
	}
	return 0;
}

/*
 * document_forms.c
 *	  Converts a document to the many forms that occur in practice: wrapped,
 *	  with tabs, escaped, copied from the web. All are read like the plain
 *	  document, and a wrong number is found in each.
 *
 * Usage: document_forms SEED FILE...
 *
 * Each form is made of a plain document, line by line.  White space in prose, and
 * what stands behind the last section, do not count.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "../unit/tap.h"
#include "document_check.h"

#define FILE_MAX (1 << 20)
#define FOOTER "All rights reserved. Home | About"

/* ---- lines of a plain document ---- */

typedef enum LineKind
{
	LINE_IS_HEADING,
	LINE_IS_ROW,
	LINE_IS_DELIMITER,
	LINE_IS_TOTAL, /* of the tasks */
	LINE_IS_STATED,
	LINE_IS_LABEL,
	LINE_IS_ITEM,
	LINE_IS_PROSE,
	LINE_IS_BLANK
} LineKind;

static bool
begins(Text line, const char *with)
{
	return line.length >= strlen(with) && memcmp(line.at, with, strlen(with)) == 0;
}

static LineKind
kind_of(Text line)
{
	static const char *const stated[] = {"Quick screen result",
										 "Task Resistance Score:",
										 "Displacement/Augmentation",
										 "Raw:",
										 "JobZone Score:",
										 "Zone:"};

	if (line.length == 0)
		return LINE_IS_BLANK;
	if (*line.at == '|')
		return begins(line, "|-") ? LINE_IS_DELIMITER :
			   begins(line, "| Total |") && memchr(line.at, '%', line.length) ?
									LINE_IS_TOTAL :
									LINE_IS_ROW;
	if (begins(line, "- "))
		return LINE_IS_ITEM;
	for (size_t i = 0; i < sizeof(stated) / sizeof(stated[0]); i++)
	{
		if (begins(line, stated[i]))
			return LINE_IS_STATED;
	}
	for (int i = HEADING_PREAMBLE + 1; i < HEADING_OTHER; i++)
	{
		if (same_name_but_suffix(line, ASSESSMENT_FORM.heading[i].name,
								 ASSESSMENT_FORM.heading[i].suffix))
			return LINE_IS_HEADING;
	}
	for (int i = 0; i < LABELS; i++)
	{
		if (begins(line, ASSESSMENT_FORM.label[i].name))
			return LINE_IS_LABEL;
	}
	return LINE_IS_PROSE;
}

/* ---- making a form ---- */

typedef struct Maker
{
	TextBuilder out;
	size_t		line; /* counted from 0 */
	LineKind	kind;
	bool		in_table; /* of HTML */
} Maker;

static void
put(Maker *maker, const char *string)
{
	append_string(&maker->out, string);
}

static void
put_text(Maker *maker, Text text)
{
	append_text(&maker->out, text);
}

static void
put_line(Maker *maker, Text text)
{
	put_text(maker, text);
	put(maker, "\n");
}

/* With each character replaced for which there is something else. */
static void
put_replaced(Maker *maker, Text line, const char *(*other)(Maker *maker, Text at))
{
	for (size_t i = 0; i < line.length; i++)
	{
		const char *with = other(maker, text_from(line, i));

		if (with)
			put(maker, with);
		else
			put_text(maker, (Text){line.at + i, 1});
	}
	put(maker, "\n");
}

/* With blank lines around everything that is no row, at a width; 0: not wrapped. */
static void
put_paragraph(Maker *maker, Text line, size_t width, const char *indent)
{
	size_t column = 0;

	while (line.length > 0)
	{
		size_t word = 0;

		while (word < line.length && line.at[word] != ' ')
			word++;
		if (column > 0 && width > 0 && column + 1 + word > width && *line.at != '-' &&
			*line.at != '#' && !isdigit((unsigned char) *line.at))
		{
			put(maker, "\n");
			put(maker, indent);
			column = strlen(indent);
		}
		else if (column > 0)
		{
			put(maker, " ");
			column++;
		}
		put_text(maker, (Text){line.at, word});
		column += word;
		line = text_from(line, word < line.length ? word + 1 : word);
	}
	put(maker, "\n");
}

/* ---- the forms ---- */

typedef void (*FormOf)(Maker *maker, Text line);

static void
plain(Maker *maker, Text line)
{
	put_line(maker, line);
}

static void
spaced(Maker *maker, Text line)
{
	if (maker->kind == LINE_IS_HEADING)
		put(maker, "\n## ");
	put_line(maker, line);
	if (maker->kind != LINE_IS_ROW && maker->kind != LINE_IS_DELIMITER &&
		maker->kind != LINE_IS_ITEM)
		put(maker, "\n");
}

static void
wrap(Maker *maker, Text line, size_t width, const char *indent)
{
	bool is_text = maker->kind >= LINE_IS_STATED && maker->kind <= LINE_IS_PROSE;

	if (maker->kind == LINE_IS_HEADING)
		put(maker, "\n# ");
	if (maker->kind == LINE_IS_LABEL || maker->kind == LINE_IS_STATED ||
		maker->kind == LINE_IS_PROSE)
		put(maker, "\n");
	put_paragraph(maker, line, is_text ? width : 0,
				  maker->kind == LINE_IS_ITEM ? indent : "");
	if (maker->kind != LINE_IS_ROW && maker->kind != LINE_IS_DELIMITER &&
		maker->kind != LINE_IS_ITEM)
		put(maker, "\n");
}

static void
wrapped_72(Maker *maker, Text line)
{
	wrap(maker, line, 72, "  ");
}

static void
wrapped_40(Maker *maker, Text line)
{
	wrap(maker, line, 40, "  ");
}

static void
wrapped_unindented(Maker *maker, Text line)
{
	wrap(maker, line, 72, "");
}

static void
wrapped_rows(Maker *maker, Text line)
{
	if (maker->kind == LINE_IS_ROW && line.length > 90)
		put_paragraph(maker, line, 80, "");
	else
		put_line(maker, line);
}

static void
tabs(Maker *maker, Text line)
{
	if (maker->kind == LINE_IS_DELIMITER)
		return;
	if (*line.at != '|')
		put_line(maker, line);
	else
	{
		Text cell = text_from(line, 2);

		while (cell.length > 0)
		{
			const char *bar = memchr(cell.at, '|', cell.length);
			size_t		length = bar ? (size_t) (bar - cell.at) : cell.length;

			put_text(maker, trimmed((Text){cell.at, length}));
			cell = trimmed(text_from(cell, bar ? length + 1 : length));
			put(maker, cell.length > 0 ? "\t" : "");
		}
		put(maker, "\n");
	}
}

static const char *
escape(Maker *maker, Text at)
{
	static char pair[3] = "\\";

	(void) maker;
	if (!strchr("!\"#$%&'()*+,./:;<=>?@[]^_`{}~-", *at.at))
		return NULL;
	pair[1] = *at.at;
	return pair;
}

static void
escaped(Maker *maker, Text line)
{
	if (maker->kind == LINE_IS_DELIMITER)
		put_line(maker, line);
	else if (maker->kind == LINE_IS_ITEM)
	{
		put(maker, "- ");
		put_replaced(maker, text_from(line, 2), escape);
	}
	else
		put_replaced(maker, line, escape);
}

static const char *
entity(Maker *maker, Text at)
{
	(void) maker;
	switch (*at.at)
	{
		case '&':
			return "&amp;";
		case '<':
			return "&lt;";
		case '>':
			return "&gt;";
		case '"':
			return "&quot;";
		case '\'':
			return "&#39;";
		case '/':
			return "&#x2F;";
		case ' ':
			return at.length > 1 && isalpha((unsigned char) at.at[1]) &&
						   at.length % 3 == 0 ?
					   "&nbsp;" :
					   NULL;
		case '-':
			return at.length > 1 && isdigit((unsigned char) at.at[1]) ? "&#8722;" : NULL;
		default:
			return NULL;
	}
}

/* A minus of another kind would be another text in prose: only where numbers are. */
static bool
has_values(const Maker *maker)
{
	return maker->kind == LINE_IS_STATED || maker->kind == LINE_IS_TOTAL;
}

static const char *
entity_in_text(Maker *maker, Text at)
{
	return *at.at == '-' ? NULL : entity(maker, at);
}

static void
entities(Maker *maker, Text line)
{
	put_replaced(maker, line, has_values(maker) ? entity : entity_in_text);
}

static const char *
odd_blank(Maker *maker, Text at)
{
	static const char *const blank[] = {"\u00A0", "\u2009", "\u202F", "\u3000", "\u2003"};

	(void) maker;
	return *at.at == ' ' ? blank[at.length % 5] : NULL;
}

static void
odd_blanks(Maker *maker, Text line)
{
	if (maker->kind == LINE_IS_ITEM)
	{
		put(maker, "- ");
		line = text_from(line, 2);
	}
	put_replaced(maker, line, odd_blank);
}

static const char *
invisible(Maker *maker, Text at)
{
	(void) maker;
	return *at.at == ' ' ? (at.length % 2 ? "\u200B " : " \u2060") :
		   *at.at == 'o' ? "\u00ADo" :
						   NULL;
}

static void
invisibles(Maker *maker, Text line)
{
	if (maker->kind == LINE_IS_ITEM || maker->kind == LINE_IS_ROW)
	{
		put_text(maker, (Text){line.at, 2});
		line = text_from(line, 2);
	}
	put_replaced(maker, line, invisible);
}

static const char *
full_width(Maker *maker, Text at)
{
	static char digit[4];
	bool		is_number = maker->kind == LINE_IS_TOTAL;

	if (*at.at == '|')
		return "\uFF5C";
	if (is_number && isdigit((unsigned char) *at.at))
	{
		memcpy(digit, "\uFF10", 3);
		digit[2] = (char) (digit[2] + *at.at - '0');
		return digit;
	}
	if (maker->kind == LINE_IS_STATED && *at.at == ':')
		return "\uFF1A";
	return NULL;
}

static void
full_widths(Maker *maker, Text line)
{
	put_replaced(maker, line, full_width);
}

/* A row that must not count. */
#define STRAY_ROW "| A row that is not meant | 40% | 5 | 2.00 | DISPLACEMENT | None. |\n"

static void
comments(Maker *maker, Text line)
{
	put_line(maker, line);
	if (maker->kind == LINE_IS_ROW)
		put(maker, "<!--\n" STRAY_ROW "-->\n");
	else if (maker->kind == LINE_IS_STATED)
		put(maker, "<!-- Raw: 99 --><!--\n\nZone: AMBER -->\n[//]: # (Zone: AMBER)\n");
}

static void
inner_comments(Maker *maker, Text line)
{
	size_t half = line.length / 2;

	while (half > 0 && line.at[half] != ' ')
		half--;
	put_text(maker, (Text){line.at, half});
	put(maker, "<!-- | 5 |\n -->");
	put_line(maker, text_from(line, half));
}

static void
code(Maker *maker, Text line)
{
	put_line(maker, line);
	if (maker->kind == LINE_IS_TOTAL || maker->kind == LINE_IS_LABEL)
		put(maker, "\n```text\n" STRAY_ROW "```\n\n");
}

static void
in_fence(Maker *maker, Text line)
{
	if (maker->line == 0)
		put(maker, "Here is the assessment:\n\n```markdown\n");
	put_line(maker, line);
}

static void
front_matter(Maker *maker, Text line)
{
	if (maker->line == 0)
		put(maker, "\n---\ntitle: \"x\"\nraw: false\ntimeline: soon\ntags:\n  - a\n- b\n"
				   "zone: AMBER\n---\n");
	put_line(maker, line);
}

static void
underlined(Maker *maker, Text line)
{
	if (maker->kind == LINE_IS_HEADING)
		put(maker, "\n");
	put_line(maker, line);
	if (maker->kind == LINE_IS_HEADING)
		put(maker, maker->line % 2 ? "----------------\n\n" : "=====\n\n");
}

static void
headed(Maker *maker, Text line)
{
	static const char *const before[] = {
		"## 4. ", "### IV. ",		"## Section 4: ", "## [",
		"**",	  "## \U0001F4CA ", "## (4) ",		  "# <a id=\"x\"></a>"};
	static const char *const after[] = {
		" {#an-anchor}", "", ":", "](#an-anchor)", "**", " \u00B6", "[edit]", " ##"};
	size_t i = maker->line % 8;

	if (maker->kind != LINE_IS_HEADING)
		put_line(maker, line);
	else
	{
		put(maker, "\n");
		put(maker, before[i]);
		put_text(maker, line);
		put(maker, after[i]);
		put(maker, "\n\n");
	}
}

static void
inner_bars(Maker *maker, Text line)
{
	if (maker->kind == LINE_IS_DELIMITER)
		put(maker, "---|---\n");
	else if (*line.at == '|')
		put_line(maker, trimmed((Text){line.at + 1, line.length - 2}));
	else
		put_line(maker, line);
}

static void
tagged(Maker *maker, Text line)
{
	if (maker->kind == LINE_IS_ROW || maker->kind == LINE_IS_TOTAL)
	{
		Text   cell = text_from(line, 1);
		size_t length =
			(size_t) ((const char *) memchr(cell.at, '|', cell.length) - cell.at);

		put(maker, "| <b>");
		put_text(maker, trimmed((Text){cell.at, length}));
		put(maker, "</b> ");
		put_line(maker, text_from(cell, length));
	}
	else if (maker->kind == LINE_IS_STATED)
	{
		put(maker, "<p style=\"x: y\">");
		put_text(maker, line);
		put(maker, "</p>\n");
	}
	else
		put_line(maker, line);
}

/* Lines of one section joined by <br>. */
static void
broken(Maker *maker, Text line)
{
	put_text(maker, line);
	put(maker, maker->kind == LINE_IS_STATED ? "<br>" : "\n");
}

static void
total_as(Maker *maker, Text line, const char *name, bool full)
{
	if (maker->kind != LINE_IS_TOTAL)
		put_line(maker, line);
	else
	{
		Text rest = text_from(line, strlen("| Total |"));

		put(maker, "| ");
		put(maker, name);
		put(maker, " |");
		if (full)
		{
			const char *bar = memchr(rest.at, '|', rest.length);

			put_text(maker, (Text){rest.at, (size_t) (bar - rest.at)});
			put(maker, "| ");
			rest = text_from(rest, (size_t) (bar - rest.at));
		}
		put_line(maker, rest);
	}
}

static void
totals(Maker *maker, Text line)
{
	total_as(maker, line, "Totals", false);
}

static void
sum(Maker *maker, Text line)
{
	total_as(maker, line, "**Sum:**", true);
}

static void
grand_total(Maker *maker, Text line)
{
	total_as(maker, line, "<strong>Grand Total</strong>", false);
}

static void
surrounded(Maker *maker, Text line)
{
	if (maker->line == 0)
		put(maker,
			"Home | Roles | About\n\n- [Role Definition](#a)\n- [Evidence Score](#b)\n\n"
			"# A role, assessed\n\nShare this page\n\n");
	if (maker->kind == LINE_IS_HEADING)
		put(maker, "\n");
	put_line(maker, line);
}

static void
marked(Maker *maker, Text line)
{
	if (maker->kind == LINE_IS_STATED || maker->kind == LINE_IS_LABEL)
		put(maker, maker->line % 2 ? "\U0001F3AF " : "\u25B6\uFE0F ");
	put_line(maker, line);
}

static void
windows(Maker *maker, Text line)
{
	if (maker->line == 0)
		put(maker, "\uFEFF");
	put_text(maker, line);
	put(maker, " \t\r\n");
}

static void
put_html_row(Maker *maker, Text line, const char *between)
{
	put(maker, maker->in_table ? "" : "\n<table class=\"x\">\n<tbody>\n");
	put(maker, "<tr>");
	for (Text cell = text_from(line, 1); cell.length > 0;)
	{
		const char *bar = memchr(cell.at, '|', cell.length);
		size_t		length = bar ? (size_t) (bar - cell.at) : cell.length;

		put(maker, between);
		put(maker, "<td style=\"text-align: left;\">");
		put_text(maker, trimmed((Text){cell.at, length}));
		put(maker, "</td>");
		cell = text_from(cell, bar ? length + 1 : length);
	}
	put(maker, between);
	put(maker, "</tr>");
	maker->in_table = true;
}

static void
html_table(Maker *maker, Text line, const char *between)
{
	if (maker->kind == LINE_IS_DELIMITER)
		return;
	if (*line.at == '|')
	{
		put_html_row(maker, line, between);
		put(maker, between);
		return;
	}
	if (maker->in_table)
		put(maker, "</tbody></table>\n\n");
	maker->in_table = false;
	put_line(maker, line);
}

static void
html_tables(Maker *maker, Text line)
{
	html_table(maker, line, "\n");
}

static void
html_tables_on_a_line(Maker *maker, Text line)
{
	html_table(maker, line, "");
}

static void
carriage_returns(Maker *maker, Text line)
{
	put_text(maker, line);
	put(maker, "\r");
}

/* As typewriters have dashes, where one parts a value from its reason. */
static void
hyphens(Maker *maker, Text line)
{
	for (size_t i = 0; i + 3 <= line.length; i++)
	{
		if (memcmp(line.at + i, "\u2014", 3) == 0 &&
			(begins(line, "Assessor override: None") || memchr(line.at, '(', i)))
		{
			put_text(maker, (Text){line.at, i});
			put(maker, maker->line % 2 ? "--" : "---");
			line = text_from(line, i + 3);
			break;
		}
		if (maker->kind != LINE_IS_LABEL && maker->kind != LINE_IS_ITEM)
			break;
	}
	put_line(maker, line);
}

/* With something else for the first of some characters, if it comes soon. */
static void
put_parted(Maker *maker, Text line, char at, size_t skipped)
{
	size_t i = 0;

	while (i < line.length && line.at[i] != at && line.at[i] != ':')
		i++;
	if (i < line.length && line.at[i] == at)
	{
		put_line(maker, (Text){line.at, i});
		line = text_from(line, i + skipped);
	}
	put_line(maker, line);
}

static void
values_below(Maker *maker, Text line)
{
	if (maker->kind == LINE_IS_STATED)
		put_parted(maker, line, ':', 2);
	else
		put_line(maker, line);
}

static void
wrapped_names(Maker *maker, Text line)
{
	if (maker->kind == LINE_IS_STATED || maker->kind == LINE_IS_HEADING)
		put_parted(maker, line, ' ', 1);
	else
		put_line(maker, line);
}

/* Copied out of Word, with its bullets and a tab behind them. */
static void
bullets(Maker *maker, Text line)
{
	static const char *const bullet[] = {"\u00B7", "\u2022", "\u25AA", "\u25CB",
										 "\u25CF", "\u25E6", "\uF0B7"};

	if (maker->kind == LINE_IS_ITEM)
	{
		put(maker, bullet[maker->line % (sizeof(bullet) / sizeof(bullet[0]))]);
		put(maker, "\t");
		line = text_from(line, 2);
	}
	put_line(maker, line);
}

static const struct
{
	const char *name;
	FormOf		form;
	const char *end;
} FORM[] = {{"plain", plain, ""},
			{"spaced", spaced, ""},
			{"wrapped at 72", wrapped_72, ""},
			{"wrapped at 40", wrapped_40, ""},
			{"wrapped without indentation", wrapped_unindented, ""},
			{"wrapped rows", wrapped_rows, ""},
			{"tabs", tabs, ""},
			{"escaped", escaped, ""},
			{"entities", entities, ""},
			{"odd blanks", odd_blanks, ""},
			{"invisible characters", invisibles, ""},
			{"full width", full_widths, ""},
			{"comments", comments, ""},
			{"comments within lines", inner_comments, ""},
			{"code", code, ""},
			{"in a fence", in_fence, "```\n"},
			{"front matter", front_matter, ""},
			{"underlined headings", underlined, ""},
			{"numbered, anchored, linked headings", headed, ""},
			{"inner bars only", inner_bars, ""},
			{"tags", tagged, ""},
			{"line breaks", broken, ""},
			{"Totals", totals, ""},
			{"Sum", sum, ""},
			{"Grand Total", grand_total, ""},
			{"surrounded", surrounded, "\n" FOOTER "\n"},
			{"pictures", marked, ""},
			{"Windows", windows, ""},
			{"tables of HTML", html_tables, ""},
			{"tables of HTML on a line", html_tables_on_a_line, ""},
			{"carriage returns", carriage_returns, ""},
			{"hyphens for dashes", hyphens, ""},
			{"values below their labels", values_below, ""},
			{"wrapped names", wrapped_names, ""},
			{"bullets of Word", bullets, ""}};

#define FORMS (sizeof(FORM) / sizeof(FORM[0]))

static Text
in_form(Host *host, Text text, size_t form)
{
	Maker maker = {.out.host = host};

	while (text.length > 0)
	{
		const char *end = memchr(text.at, '\n', text.length);
		Text		line = {text.at, end ? (size_t) (end - text.at) : text.length};

		maker.kind = kind_of(line);
		if (maker.kind == LINE_IS_BLANK)
			put(&maker, FORM[form].form == carriage_returns ? "\r" : "\n");
		else
			FORM[form].form(&maker, line);
		maker.line++;
		text = text_from(text, end ? line.length + 1 : line.length);
	}
	put(&maker, FORM[form].end);
	return maker.out.text;
}

/* ---- comparing ---- */

/* A text with every run of white space as one blank. */
static Text
squeezed(Host *host, Text text)
{
	char  *out;
	size_t length = 0;

	if (!text.at)
		return text;
	out = host->allocate(host->context, text.length + 1);
	for (size_t i = 0; i < text.length; i++)
	{
		bool is_space = strchr(" \n\t\r", text.at[i]) != NULL;

		if (is_space && (length == 0 || out[length - 1] == ' '))
			continue;
		out[length++] = is_space ? ' ' : text.at[i];
	}
	return (Text){out, length};
}

static void
squeeze(Host *host, Document *document)
{
	for (int i = 0; i < PROSES; i++)
		document->prose[i] = squeezed(host, document->prose[i]);
}

/* What stands last takes in what follows the document. */
static void
forget_the_end(Document *document)
{
	size_t length = strlen(FOOTER);

	for (int i = 0; i < PROSES; i++)
	{
		Text *text = &document->prose[i];

		if (text->length < length ||
			memcmp(text->at + text->length - length, FOOTER, length) != 0)
			continue;
		text->length -= length;
		*text = trimmed(*text);
		if (text->length == 0)
			*text = NO_TEXT;
	}
}

typedef struct Reading
{
	Memory		  memory;
	Host		  host;
	Document	  document;
	DocumentError error;
	Verdict		 *verdicts;
	bool		  read;
} Reading;

static void
read_form(Reading *reading, Text text, size_t form)
{
	reading->host = counting_host(&reading->memory);
	text = in_form(&reading->host, text, form);
	reading->read = read_document(&reading->host, &ASSESSMENT_FORM, text,
								  &reading->document, &reading->error);
	if (!reading->read)
		return;
	reading->verdicts = reading->host.allocate(
		&reading->memory, (reading->document.nstatements + 1) * sizeof(Verdict));
	verify_document(&reading->document, reading->verdicts);
	squeeze(&reading->host, &reading->document);
	forget_the_end(&reading->document);
}

/* ---- checks ---- */

typedef struct Checks
{
	Tally same;
	Tally found;
} Checks;

static void
check_form(Checks *checks, const char *file, Text text, size_t form)
{
	Reading		first;
	Reading		other;
	const char *difference;

	read_form(&first, text, 0);
	read_form(&other, text, form);
	if (!first.read || !other.read)
		check(&checks->same, false, "%s, %s: line %d: %s \"%.*s\"", file, FORM[form].name,
			  other.error.line, other.error.problem ? other.error.problem : "",
			  (int) other.error.met.length, other.error.met.at ? other.error.met.at : "");
	else
	{
		difference = independent_difference(&first.document, &other.document);
		check(&checks->same, !difference, "%s, %s: %s", file, FORM[form].name,
			  difference);
		check(&checks->same, first.document.nstatements == other.document.nstatements,
			  "%s, %s: %zu statements, not %zu", file, FORM[form].name,
			  other.document.nstatements, first.document.nstatements);
		for (size_t i = 0;
			 i < first.document.nstatements && i < other.document.nstatements; i++)
			check(&checks->same, first.verdicts[i].ok == other.verdicts[i].ok,
				  "%s, %s: statement %zu is %sok", file, FORM[form].name, i,
				  other.verdicts[i].ok ? "" : "not ");
	}
	free_memory(&first.memory);
	free_memory(&other.memory);
}

/* A digit of a number that is stated is changed: whatever the form, it is found. */
static void
check_wrong_number(Checks *checks, const char *file, Text text, char *copy, size_t form)
{
	Reading first;
	Reading plain_one;
	Reading other;
	size_t	index;
	Text	printed;
	char   *digit;
	char	was;

	first.host = counting_host(&first.memory);
	first.read =
		read_document(&first.host, &ASSESSMENT_FORM, text, &first.document, &first.error);
	index = random_below(first.document.nstatements);
	printed = first.document.statements[index].text;
	if (first.read && printed.at >= text.at && printed.at < text.at + text.length &&
		first.document.statements[index].half_unit > 0)
	{
		digit = copy + (printed.at - text.at) + printed.length - 1;
		was = *digit;
		*digit = *digit == '9' ? '3' : '9';
		read_form(&plain_one, (Text){copy, text.length}, 0);
		read_form(&other, (Text){copy, text.length}, form);
		check(&checks->found,
			  plain_one.read == other.read &&
				  (!other.read || other.document.nstatements <= index ||
				   plain_one.verdicts[index].ok == other.verdicts[index].ok),
			  "%s, %s: line %d, %.*s with another digit", file, FORM[form].name,
			  first.document.statements[index].line, (int) printed.length, printed.at);
		*digit = was;
		free_memory(&plain_one.memory);
		free_memory(&other.memory);
	}
	free_memory(&first.memory);
}

int
main(int argc, char **argv)
{
	static char text[FILE_MAX];
	static char copy[FILE_MAX];

	seed_random(argc, argv);
	for (size_t form = 0; form < FORMS; form++)
	{
		Checks checks = {0};

		for (int i = 2; i < argc; i++)
		{
			FILE  *file = fopen(argv[i], "rb");
			size_t length = file ? fread(text, 1, sizeof(text), file) : 0;

			if (file)
				fclose(file);
			memcpy(copy, text, length);
			check_form(&checks, argv[i], (Text){text, length}, form);
			for (int number = 0; number < 20; number++)
				check_wrong_number(&checks, argv[i], (Text){text, length}, copy, form);
		}
		all_ok(&checks.same, FORM[form].name);
		all_ok(&checks.found, "a wrong number is found in it");
	}
	return done_testing();
}

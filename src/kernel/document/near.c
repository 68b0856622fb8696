/*
 * near.c
 *	  Lines that nearly are something: a label, a heading, a row of a table.
 *
 * What a document says may be lost when a line is taken for prose that was meant
 * otherwise.  A line that nearly is a row is an error; one that nearly states
 * something, or nearly is a heading, becomes a finding of the verification.
 * The tests here look at the beginning of a line, or at what stands around a
 * colon, and may say so of a sentence now and then.
 */
#include <ctype.h>

#include "kernel/document/reader.h"

/* ---- beginnings ---- */

/* Skips arrows, pictures and the like at the beginning of a line. */
void
skip_pictures(Text *text)
{
	size_t length;

	skip_space(text);
	while ((length = picture_length(*text)) > 0)
	{
		*text = text_from(*text, length);
		skip_space(text);
	}
}

/* Skips whatever is no word: bullets, numbers of items, brackets, quotes, emphasis. */
static Text
without_beginning(Text line)
{
	for (;;)
	{
		Text at = line;

		if (line.length == 0 || isalpha((unsigned char) *line.at))
			return line;
		skip_pictures(&at);
		if (!accept_list_marker(&at) && at.length > 0 &&
			strchr("\"'([{*_`#>~+=-.|", *at.at))
			at = text_from(at, 1);
		if (at.length == line.length)
			return line;
		line = at;
	}
}

static bool
is_word_end(Text rest)
{
	return rest.length == 0 || (!isalnum((unsigned char) *rest.at) && *rest.at != '_' &&
								(unsigned char) *rest.at < 0x80);
}

/* ---- values ---- */

static bool
accept_zone(Text *rest)
{
	Text at = *rest;

	for (int i = 0; i < ZONES; i++)
	{
		if (accept_name(&at, ZONE_NAME[i], NULL) && is_word_end(at))
		{
			*rest = at;
			return true;
		}
	}
	return false;
}

static bool
begins_number(Text rest)
{
	Number number;

	while (accept_text(&rest, "(") || accept_text(&rest, "~") ||
		   accept_text(&rest, "is") || accept_text(&rest, "of") ||
		   accept_text(&rest, "about"))
		;
	return accept_number(&rest, &number);
}

/* Whether a text begins as the value of a label does, as far as it has one. */
bool
has_value_of(const Form *form, Label label, Text rest)
{
	(void) form;
	while (accept_text(&rest, "is ") || accept_text(&rest, "of "))
		;
	skip_pictures(&rest);
	switch (label)
	{
		case LABEL_ZONE:
			return accept_zone(&rest);
		case LABEL_QUICK_SCREEN:
			return accept_text(&rest, "Protective") || accept_text(&rest, "Almost") ||
				   accept_text(&rest, "Likely") || accept_text(&rest, "Undecided");
		case LABEL_OVERRIDE:
			return accept_text(&rest, "None") || begins_number(rest);
		case LABEL_TASK_RESISTANCE:
		case LABEL_SPLIT:
		case LABEL_RAW:
		case LABEL_SCORE:
		case LABEL_TIMELINE:
			return begins_number(rest);
		default:
			return false;
	}
}

/* A colon of either width, an equals sign, a dash. */
static bool
accept_any_mark(Text *rest)
{
	return accept_text(rest, ":") || accept_text(rest, "\uFF1A") ||
		   accept_text(rest, "=") || accept_text(rest, "|") || accept_dash(rest);
}

/* ---- labels ---- */

/* "JobZone Score 31.0", "Zone - RED", "Timeline of 3 months": no colon, but a value. */
static bool
begins_with_label(const Form *form, Text line)
{
	for (int i = 0; i < LABELS; i++)
	{
		Text at = line;

		if (!form->label[i].name || !may_begin_with(line, form->label[i].name) ||
			!accept_name(&at, form->label[i].name, form->label[i].suffix) ||
			!is_word_end(at))
			continue;
		while (accept_emphasis(&at))
			;
		accept_any_mark(&at);
		if (has_value_of(form, (Label) i, at))
			return true;
	}
	return false;
}

/* Words that the name of a stated value has, and what its value looks like. */
static const struct
{
	const char *word;
	Label		as; /* has values like this label */
} KEY_WORD[] = {{"score", LABEL_SCORE},
				{"aijri", LABEL_SCORE},
				{"jobzone", LABEL_SCORE},
				{"raw", LABEL_RAW},
				{"resistance", LABEL_TASK_RESISTANCE},
				{"modifier", LABEL_RAW},
				{"total", LABEL_RAW},
				{"override", LABEL_OVERRIDE},
				{"timeline", LABEL_TIMELINE},
				{"zone", LABEL_ZONE},
				{"label", LABEL_ZONE},
				{"screen", LABEL_QUICK_SCREEN}};

#define KEY_WORDS (sizeof(KEY_WORD) / sizeof(KEY_WORD[0]))
#define KEY_MAX 40

static bool
has_key_word(const Form *form, Text key, Text value)
{
	bool begins = true;

	for (; key.length > 0; key = text_from(key, 1))
	{
		for (size_t i = 0; begins && i < KEY_WORDS; i++)
		{
			Text at = key;

			if (accept_name(&at, KEY_WORD[i].word, NULL) && is_word_end(at) &&
				has_value_of(form, KEY_WORD[i].as, value))
				return true;
		}
		begins = !isalnum((unsigned char) *key.at);
	}
	return false;
}

/* "Final score: 31.0", "Zone (unrounded) = RED": a few words, a mark and a value. */
static bool
is_key_and_value(const Form *form, Text line)
{
	for (size_t i = 0; i < line.length && i < KEY_MAX; i++)
	{
		Text rest = text_from(line, i);

		if (*rest.at != ':' && *rest.at != '=' && *rest.at != '\xEF')
			continue;
		if (!accept_any_mark(&rest))
			continue;
		while (accept_emphasis(&rest))
			;
		return has_key_word(form, (Text){line.at, i}, rest);
	}
	return false;
}

/* Whether a text ends with a label's name, which begins a word there. */
static bool
ends_with_label(Text text, const char *name)
{
	size_t length = strlen(name);
	Text   end;

	while (text.length > 0 && strchr(" *_`", text.at[text.length - 1]))
		text.length--;
	if (text.length <= length)
		return false;
	end = text_from(text, text.length - length);
	return same_name(end, name) && strchr(" *_`.;", end.at[-1]);
}

/*
 * "... at night. Zone: RED", where lines were joined: a label with its colon and a
 * value, at the end of which stands no sentence that it would be part of.
 */
static bool
has_label_within(const Form *form, Text line)
{
	const char *colon = line.at;
	const char *end = line.at + line.length;

	while ((colon = memchr(colon, ':', (size_t) (end - colon))) != NULL)
	{
		Text before = {line.at, (size_t) (colon - line.at)};
		Text after = {colon + 1, (size_t) (end - colon - 1)};

		for (int i = 0; i < LABELS; i++)
		{
			if (form->label[i].name && ends_with_label(before, form->label[i].name) &&
				has_value_of(form, (Label) i, after))
				return true;
		}
		colon++;
	}
	return false;
}

/* "RED ZONE", "Yellow (Urgent)" alone on a line. */
static bool
is_zone_alone(Text line)
{
	Text at = line;

	if (line.length > 40 || !accept_zone(&at))
		return false;
	accept_text(&at, "zone");
	while (at.length > 0 && strchr(" ()*_.!", *at.at))
		at = text_from(at, 1);
	for (int i = 0; i < SUBLABELS; i++)
	{
		Text label = without_beginning(line);

		if (accept_name(&label, SUBLABEL_NAME[i], NULL) && is_over(label))
			return true;
	}
	return at.length == 0;
}

/* Whether a line of text nearly states something. */
bool
nearly_states(const Reader *reader, Text line)
{
	const Form *form = reader->form;
	Text		begin = without_beginning(line);

	if (begin.length == 0)
		return false;
	if (reader->begins_name[(unsigned char) *begin.at] && begins_with_label(form, begin))
		return true;
	if (reader->heading == HEADING_PREAMBLE)
		return false; /* a page has numbers of its own */
	/* "... as\nYellow." is the end of a sentence */
	if (!(reader->current.after_text && line.at[line.length - 1] == '.') &&
		is_zone_alone(begin))
		return true;
	return reader->current.signs & (HAS_MARK | HAS_WIDE) &&
		   (is_key_and_value(form, begin) || has_label_within(form, line));
}

/* ---- headings ---- */

#define HEADING_MAX 60
#define NEAR_DISTANCE 2

static int
least(int a, int b, int c)
{
	int d = a < b ? a : b;

	return d < c ? d : c;
}

/* How many letters have to be changed, added or left out to get from one to the other. */
static int
distance(Text a, Text b)
{
	int row[HEADING_MAX + 1];

	for (size_t j = 0; j <= b.length; j++)
		row[j] = (int) j;
	for (size_t i = 0; i < a.length; i++)
	{
		int diagonal = row[0];

		row[0] = (int) i + 1;
		for (size_t j = 0; j < b.length; j++)
		{
			int above = row[j + 1];
			int cost =
				tolower((unsigned char) a.at[i]) != tolower((unsigned char) b.at[j]);

			row[j + 1] = least(above + 1, row[j] + 1, diagonal + cost);
			diagonal = above;
		}
	}
	return row[b.length];
}

static bool
is_near_name(Text line, const char *name, bool is_marked)
{
	Text known = text_of(name);
	Text at = line;

	if (known.length > HEADING_MAX || line.length < 5)
		return false;
	if (is_marked && accept_name(&at, name, NULL) && is_word_end(at))
		return true;
	return line.length + NEAR_DISTANCE >= known.length &&
		   line.length <= known.length + NEAR_DISTANCE && known.length >= 10 &&
		   distance(line, known) <= NEAR_DISTANCE;
}

/* Whether a line that is no heading of the form nearly is one. */
bool
nearly_a_heading(const Form *form, Text line, bool is_marked)
{
	line = undressed(without_beginning(line));
	if (line.length > HEADING_MAX)
		return false;
	for (int i = HEADING_PREAMBLE + 1; i < HEADING_OTHER; i++)
	{
		if (form->heading[i].name && is_near_name(line, form->heading[i].name, is_marked))
			return true;
	}
	return false;
}

/* ---- rows ---- */

#define FIELDS_MAX 32

/* The fields of a line that are parted by bars, tabs, or two and more blanks. */
static int
split_fields(Text line, Text *fields)
{
	int	   count = 0;
	size_t from = 0;

	for (size_t at = 0; at < line.length && count < FIELDS_MAX - 1;)
	{
		size_t parting = bar_length(text_from(line, at));

		if (line.at[at] == '\\' && at + 1 < line.length)
		{
			at += 2;
			continue;
		}
		if (line.at[at] == '\t')
			parting = 1;
		if (line.at[at] == ' ' && at + 1 < line.length && line.at[at + 1] == ' ')
			parting = 2;
		if (parting > 0)
		{
			Text field = trimmed((Text){line.at + from, at - from});

			if (field.length > 0)
				fields[count++] = field;
			from = at + parting;
		}
		at += parting > 0 ? parting : 1;
	}
	fields[count++] = trimmed(text_from(line, from < line.length ? from : line.length));
	return fields[count - 1].length > 0 ? count : count - 1;
}

static bool
is_value(Text field)
{
	Number number;
	Text   rest = field;

	if (same_name(field, NOT_RATED_CELL))
		return true;
	if (!accept_number(&rest, &number))
		return false;
	accept_text(&rest, "%");
	return is_over(rest) || (rest.length > 0 && *rest.at == '/');
}

/* "50%, 4", "50% 4" */
static bool
has_share_and_score(Text line)
{
	const char *percent = line.at;
	const char *end = line.at + line.length;

	while ((percent = memchr(percent, '%', (size_t) (end - percent))) != NULL)
	{
		Text   rest = {percent + 1, (size_t) (end - percent - 1)};
		Number number;

		while (rest.length > 0 && strchr(" \t,;|", *rest.at))
			rest = text_from(rest, 1);
		if (accept_text(&rest, "score"))
			accept_any_mark(&rest);
		if (rest.at > percent + 1 && accept_number(&rest, &number) && number.value >= 1 &&
			number.value <= 5 && is_whole(number.value) &&
			(rest.length == 0 || strchr(" \t,;|", *rest.at)))
			return true;
		percent++;
	}
	return false;
}

/* "Wage Trends: -1", "Wage Trends  -1  falling" */
static bool
begins_with_row(const FormTable *table, Text line)
{
	for (int i = 0; i < table->nrows; i++)
	{
		Text at = line;

		if (!may_begin_with(line, table->row[i].name) ||
			!accept_name(&at, table->row[i].name, table->row[i].suffix) ||
			!is_word_end(at))
			continue;
		accept_any_mark(&at);
		if (accept_text(&at, NOT_RATED_CELL) || begins_number(at))
			return true;
	}
	return false;
}

/*
 * Whether a line within or below a table nearly is one of its rows: it has bars
 * or tabs as a row has, the name of one, or a share of time and a score.
 */
bool
nearly_a_row(const Reader *reader, Text line)
{
	const FormTable *table = reader->form->heading[reader->heading].table;
	bool			 is_next = reader->row_line_above + 1 == reader->line;
	Text			 fields[FIELDS_MAX];
	Text			 begin;
	int				 count;

	if (!table || !reader->in_table || reader->label.kind != BLOCK_NONE)
		return false;
	begin = without_beginning(line);
	if (begins_with_row(table, begin) ||
		(table->nrows == 0 && is_next && has_share_and_score(line)))
		return true;
	count = split_fields(line, fields);
	if (count < 2)
		return is_next && line.length > 0 && bar_length(text_from(line, line.length - 1));
	if (is_next && reader->current.signs & HAS_BAR && count > 2)
		return true;
	for (int i = 1; i < count && count > (table->nrows == 0 ? 2 : 1); i++)
	{
		if (is_value(fields[i]))
			return true;
	}
	return false;
}

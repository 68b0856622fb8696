/*
 * near.c
 *	  Lines that resemble a label, a heading, or a row of a table.
 *
 * If such a line were taken for prose, contents of the document might be lost. A
 * line that resembles a row is an error; one that resembles a statement or a heading
 * becomes a finding of the verification. The tests look at the beginning of a line,
 * or at the text around a colon, and occasionally match an ordinary sentence.
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
Text
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

bool
is_word_end(Text rest)
{
	return rest.length == 0 || picture_length(rest) > 0 ||
		   (!isalnum((unsigned char) *rest.at) && *rest.at != '_' &&
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

bool
begins_number(Text rest)
{
	Number number;

	while (accept_text(&rest, "(") || accept_text(&rest, "~") ||
		   accept_text(&rest, "is") || accept_text(&rest, "of") ||
		   accept_text(&rest, "about"))
		;
	return accept_number(&rest, &number);
}

/* Whether a text begins like the value of a label, if the label has one. */
bool
has_value_of(Label label, Text rest)
{
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
bool
accept_any_mark(Text *rest)
{
	return accept_text(rest, ":") || accept_text(rest, "\uFF1A") ||
		   accept_text(rest, "=") || accept_text(rest, "|") || accept_dash(rest);
}

/* Whether a label has a value that can be told from words. */
bool
has_value(const Form *form, Label label)
{
	return !form->label[label].opens_prose || label == LABEL_OVERRIDE ||
		   label == LABEL_TIMELINE;
}

#define KEY_MAX 60

/* A letter of other scripts that is written like a colon */
static bool
is_like_colon(Text text)
{
	return text.length > 3 && memcmp(text.at, "\uA789", 3) == 0;
}

/* Where a mark is near the beginning of a line that a value may follow. */
static size_t
mark_at(Text line)
{
	static const bool may_mark[256] = {
		[':'] = true, [';'] = true, ['='] = true, ['>'] = true,
		['|'] = true, ['.'] = true, ['-'] = true,
	};

	for (size_t at = 0; at < line.length && at < KEY_MAX; at++)
	{
		Text rest = text_from(line, at);

		if ((unsigned char) *rest.at < 0x80)
		{
			if (may_mark[(unsigned char) *rest.at] &&
				(*rest.at == '.' ? rest.length > 3 && memcmp(rest.at, "...", 3) == 0 :
				 *rest.at == '-' ? rest.length > 2 && rest.at[1] == ' ' :
								   true))
				return at;
		}
		else if (picture_length(rest) > 0 || is_like_colon(rest))
			return at;
	}
	return line.length;
}

/* Skips marks and what dresses a value. */
static Text
without_marks(Text text)
{
	for (;;)
	{
		Text at = text;

		skip_pictures(&at);
		if (at.length > 0 && strchr(":;=>|.*_`", *at.at))
			at = text_from(at, 1);
		else if (is_like_colon(at))
			at = text_from(at, 3);
		else if (at.length > 1 && *at.at == '-' && at.at[1] == ' ')
			at = text_from(at, 1);
		if (at.length == text.length)
			return text;
		text = at;
	}
}

/* ---- names that are not quite right ---- */

#define LETTERS_MAX 60
#define NEAR_HEADING_MAX 80
#define NO_LETTERS 8  /* that a name may have, or lack */
#define SHORT_NAME 10 /* shorter ones have to be met but for one letter */

/* The letters of a text in small ones, those of other scripts as question marks. */
static size_t
letters_of(Text text, char *letters)
{
	size_t count = 0;

	while (text.length > 0 && count < LETTERS_MAX)
	{
		size_t length = 1;
		char   c = small_letter(*text.at);

		if (c >= 'a' && c <= 'z')
			letters[count++] = c;
		else if ((unsigned char) c >= 0xC0 && (length = picture_length(text)) == 0)
		{
			letters[count++] = '?';
			length = 1;
		}
		text = text_from(text, length);
	}
	return count;
}

/* How many of some letters a name lacks: each of them would have to be changed. */
static size_t
count_lacking(const char *letters, size_t count, const char *name, size_t length)
{
	bool   has[256] = {['?'] = true};
	size_t lacking = 0;

	for (size_t i = 0; i < length; i++)
		has[(unsigned char) name[i]] = true;
	for (size_t i = 0; i < count; i++)
		lacking += !has[(unsigned char) letters[i]];
	return lacking;
}

static int
least(int a, int b, int c)
{
	int d = a < b ? a : b;

	return d < c ? d : c;
}

/* How many letters have to be changed, added or left out to get from one to the other. */
static int
distance(const char *a, size_t a_count, const char *b, size_t b_count)
{
	int row[LETTERS_MAX + 1];

	for (size_t j = 0; j <= b_count; j++)
		row[j] = (int) j;
	for (size_t i = 0; i < a_count; i++)
	{
		int diagonal = row[0];

		row[0] = (int) i + 1;
		for (size_t j = 0; j < b_count; j++)
		{
			int above = row[j + 1];

			row[j + 1] =
				least(above + 1, row[j] + 1, diagonal + (a[i] != b[j] && a[i] != '?'));
			diagonal = above;
		}
	}
	return row[b_count];
}

/* Whether letters are those of a name, or of a name and its suffix, but for a few. */
static bool
is_near_name(const char *letters, size_t count, const char *name, const char *suffix)
{
	char   known[LETTERS_MAX];
	char   more[LETTERS_MAX];
	size_t longest = strlen(name) + (suffix ? strlen(suffix) : 0);

	if (count > longest + 2 || count + NO_LETTERS < strlen(name))
		return false; /* as nearly always */
	for (int with_suffix = 0; with_suffix <= (suffix ? 1 : 0); with_suffix++)
	{
		size_t length = letters_of(text_of(name), known);
		size_t added = with_suffix ? letters_of(text_of(suffix), more) : 0;
		size_t limit = length < SHORT_NAME ? 1 : 2;

		if (length + added > LETTERS_MAX)
			continue;
		memcpy(known + length, more, added);
		length += added;
		if (count + limit >= length && count <= length + limit &&
			count_lacking(letters, count, known, length) <= limit &&
			distance(letters, count, known, length) <= (int) limit)
			return true;
	}
	return false;
}

static bool
begins_or_ends_with(const char *letters, size_t count, const char *name)
{
	char   known[LETTERS_MAX];
	size_t length = letters_of(text_of(name), known);

	return count >= length && (memcmp(letters, known, length) == 0 ||
							   memcmp(letters + count - length, known, length) == 0);
}

/* ---- labels ---- */

/* "JobZone Score 31.0", "Zone - RED", "Timeline of 3 months": no colon, but a value. */
static bool
begins_with_label(const Form *form, Text line)
{
	char first;

	if (accept_text(&line, "The "))
		skip_space(&line);
	first = first_of_name(line);
	for (int i = 0; i < LABELS; i++)
	{
		Text at = line;

		if (!is_first_of(first, form->label[i].name) ||
			!accept_name(&at, form->label[i].name, form->label[i].suffix) ||
			!is_word_end(at))
			continue;
		while (accept_emphasis(&at))
			;
		if (has_value_of((Label) i, without_marks(at)))
			return true;
	}
	return false;
}

/*
 * "Seniority note - ...", "Timelines: 3 months", "Raw; 3.0": the name of a label but
 * for a few letters, then a mark.
 */
static bool
is_near_label(const Form *form, Text line)
{
	char   letters[LETTERS_MAX];
	size_t count;
	size_t mark = mark_at(line);
	Text   value = without_marks(text_from(line, mark));

	if (mark == line.length || (count = letters_of((Text){line.at, mark}, letters)) < 3)
		return false;
	for (int i = 0; i < LABELS; i++)
	{
		const FormLabel *label = &form->label[i];

		if (label->name && i != LABEL_ROLE_IN_YEAR &&
			is_near_name(letters, count, label->name, label->suffix) &&
			(has_value_of((Label) i, value) || !has_value(form, (Label) i)))
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
#define WORDS_MAX 40

static bool
has_key_word(Text key, Text value)
{
	bool begins = true;

	for (; key.length > 0; key = text_from(key, 1))
	{
		for (size_t i = 0; begins && i < KEY_WORDS; i++)
		{
			Text at = key;

			if (accept_name(&at, KEY_WORD[i].word, NULL) && is_word_end(at) &&
				has_value_of(KEY_WORD[i].as, value))
				return true;
		}
		begins = !isalnum((unsigned char) *key.at);
	}
	return false;
}

/* "Final score: 31.0", "Zone (unrounded) = RED": a few words, a mark and a value. */
static bool
is_key_and_value(Text line)
{
	for (size_t i = 0; i < line.length && i < WORDS_MAX; i++)
	{
		Text rest = text_from(line, i);

		if (*rest.at != ':' && *rest.at != '=' && *rest.at != '\xEF')
			continue;
		if (!accept_any_mark(&rest))
			continue;
		while (accept_emphasis(&rest))
			;
		return has_key_word((Text){line.at, i}, rest);
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
				has_value_of((Label) i, after))
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
	if (is_near_label(form, begin))
		return true;
	/* "... as\nYellow." is the end of a sentence */
	if (!(reader->current.after_text && line.at[line.length - 1] == '.') &&
		is_zone_alone(begin))
		return true;
	return reader->current.signs & (HAS_MARK | HAS_WIDE) &&
		   (is_key_and_value(begin) || has_label_within(form, line));
}

/* ---- headings ---- */

/* Whether a line that is no heading of the form nearly is one. */
bool
nearly_a_heading(const Form *form, Text line, bool is_marked)
{
	char   letters[LETTERS_MAX];
	size_t count;

	if (line.length < 5 || line.length > NEAR_HEADING_MAX ||
		(count = letters_of(line, letters)) == LETTERS_MAX)
		return false;
	for (int i = HEADING_PREAMBLE + 1; i < HEADING_OTHER; i++)
	{
		const FormHeading *heading = &form->heading[i];

		if (heading->name && strlen(heading->name) >= SHORT_NAME &&
			(is_near_name(letters, count, heading->name, heading->suffix) ||
			 (is_marked && begins_or_ends_with(letters, count, heading->name))))
			return true;
	}
	return false;
}

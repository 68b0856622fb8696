/*
 * document_dictionary.c
 *	  Prints a fuzzer's dictionary of the form's own words, from its description.
 */
#include <stdio.h>

#include "kernel/document/document.h"

static void
put_word(const char *word)
{
	if (!word)
		return;
	putchar('"');
	for (; *word; word++)
	{
		unsigned char c = (unsigned char) *word;

		if (c == '"' || c == '\\' || c < ' ' || c > '~')
			printf("\\x%02X", c);
		else
			putchar(c);
	}
	printf("\"\n");
}

static void
put_table(const FormTable *table)
{
	for (int i = 0; i < table->ncolumns; i++)
	{
		put_word(table->column[i].name);
		put_word(table->column[i].scale);
	}
	for (int i = 0; i < table->nrows; i++)
		put_word(table->row[i].name);
}

int
main(void)
{
	/* marks, and the words of stated lines, which stand in the code that reads them */
	static const char *const other[] = {"\n|",
										"|\n",
										" | ",
										"\\|",
										"\n- ",
										"\n\n",
										"\r\n",
										"## ",
										"**",
										"__",
										"`",
										"> ",
										"---",
										"```",
										"<table>",
										"<tr>",
										"<td colspan=\"2\">",
										"</td>",
										"</tr>",
										"+---+",
										" --- ",
										"\xEF\xBB\xBF",
										"\xC2\xA0",
										"\xE2\x80\x93",
										"\xE2\x80\x94",
										"\xE2\x88\x92",
										"\xC3\x97",
										"\xE2\x89\xA5",
										">=",
										"\xE2\x80\xA2",
										"\xE2\x80\x99",
										"%",
										"/100",
										"/5.0",
										"/10",
										"/9",
										"0.000001",
										"1000000000",
										"6.00 - ",
										" = ",
										"1.0 + (",
										" x 0.04)",
										"(AIJRI ",
										"None",
										" months",
										" years",
										"12-24",
										"60+",
										"2028:",
										"Confirmed at ",
										"Protective ",
										" AND Correlation ",
										"of task time scoring 3+",
										"\t",
										"\\",
										"\\|",
										"&amp;",
										"&#8722;",
										"&nbsp;",
										"<br>",
										"<b>",
										"</b>",
										"<!--",
										"-->",
										"~~~",
										"+++",
										"...",
										"{#",
										"](",
										"[//]: #",
										"\xEF\xBD\x9C",
										"\xEF\xBC\x9A",
										"\xE2\x80\x8B",
										"\xF0\x9F\x8E\xAF",
										"Totals",
										"Sum",
										"Grand Total",
										"= ",
										"1.",
										"2)",
										"Total",
										NOT_RATED_CELL};

	for (int i = HEADING_PREAMBLE + 1; i < HEADING_OTHER; i++)
	{
		put_word(ASSESSMENT_FORM.heading[i].name);
		put_word(ASSESSMENT_FORM.heading[i].suffix);
		if (ASSESSMENT_FORM.heading[i].table)
			put_table(ASSESSMENT_FORM.heading[i].table);
	}
	for (int i = 0; i < LABELS; i++)
	{
		put_word(ASSESSMENT_FORM.label[i].name);
		put_word(ASSESSMENT_FORM.label[i].suffix);
	}
	for (int i = 0; i < MODES; i++)
		put_word(MODE_NAME[i]);
	for (int i = 0; i < ZONES; i++)
		put_word(ZONE_NAME[i]);
	for (int i = 0; i < SUBLABELS; i++)
		put_word(SUBLABEL_NAME[i]);
	for (int i = 0; i < SCREENS; i++)
		put_word(SCREEN_NAME[i]);
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		put_word(other[i]);
	return 0;
}

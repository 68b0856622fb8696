/*
 * document_hostile.c
 *	  Documents made to cost more time or memory than their size.
 *
 * Usage: document_hostile [KILOBYTES]: each is of this size.
 *
 * Work is counted, not timed.  With COUNT_STEPS the kernel is compiled with
 * -fsanitize-coverage=trace-pc and -fno-builtin, and linked with --wrap for the
 * functions of the C library below: every step from one branch to the next counts,
 * and every eight bytes that the library goes through.  Without it nothing is
 * counted, and only the checks of the documents are made.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../unit/tap.h"
#include "document_check.h"

/* The least that is a document; what is hostile comes before or after it. */
#define ROLE "Role Definition\n|Field|Value|\n|Job Title|a|\n"
#define TASK_HEADER "Task Decomposition\n|Task|Time %|Score|Weighted|Rationale|\n"
#define TASKS TASK_HEADER "|a|100|1|1|b|\n"
#define SUBLABEL "Sub-Label Determination\n|Metric|Value|\n|Sub-label|Red"
#define RATINGS                                                              \
	"Protective Principles\n|Principle|Score|\n|Embodied Physicality|0|\n"   \
	"|Deep Interpersonal Connection|0|\n|Goal-Setting & Moral Judgment|0|\n" \
	"|AI Growth Correlation|0|\n"                                            \
	"Evidence Score\n|Dimension|Score|\n|Job Posting Trends|0|\n"            \
	"|Company Actions|0|\n|Wage Trends|0|\n|AI Tool Maturity|0|\n"           \
	"|Expert Consensus|0|\nBarrier Assessment\n|Barrier|Score|\n"            \
	"|Regulatory/Licensing|0|\n|Physical Presence|0|\n"                      \
	"|Union/Collective Bargaining|0|\n|Liability/Accountability|0|\n"        \
	"|Cultural/Ethical|0|\n"
#define LEAST ROLE RATINGS TASKS

typedef struct Hostile
{
	const char *head;
	const char *unit; /* over and over */
	const char *tail;
} Hostile;

static const Hostile HOSTILE[] = {
	/* lines */
	{"", "\n", LEAST},
	{"", "\r\n", LEAST},
	{"", "x\n", LEAST},
	{"", "x\r\n", LEAST},
	{"", "-\n", LEAST},
	{"", "- x\n", LEAST},
	{"", "\\|\n", LEAST},
	{"", "Rawness\n", LEAST},
	{"", "Raw\n", LEAST},
	{"", "The role in\n", LEAST},
	{"", "**\n", LEAST},
	{"", "**x\n", LEAST},
	/* one line */
	{"", "x", "\n" LEAST},
	{"x", " ", "x\n" LEAST},
	{"x", "\xC2\xA0", "x\n" LEAST},
	{"x", "\xE2\x80\x94", "\n" LEAST},
	{"", "*", "x\n" LEAST},
	{"", "_", "x\n" LEAST},
	{"", "`", "x\n" LEAST},
	{"", "*_", "x\n" LEAST},
	{"", "**_", "x\n" LEAST},
	{"", "* _ ", "x\n" LEAST},
	{"", "- ", "x\n" LEAST},
	{"", "> ", "x\n" LEAST},
	{"", "#", "x\n" LEAST},
	{"# x", "#", "y\n" LEAST},
	{"# x", " #", "\n" LEAST},
	{"# ", "*", "x\n" LEAST},
	{"", "|", "\n" LEAST},
	{"Raw", "*", "\n" LEAST},
	{"Raw:", "*", "1\n" LEAST},
	{"Raw: ", "1", "\n" LEAST},
	{"Zone: red", " ", ".\n" LEAST},
	{"Zone: red", "*", ".\n" LEAST},
	{"Timeline: 1 years.", " ", "x\n" LEAST},
	{"Assessor override:", " ", "None\n" LEAST},
	{"The role in", " ", "x\n" LEAST},
	{"Quick screen result:", " x", "\n" LEAST},
	/* cells */
	{"Role Definition\n", "|", "\n" LEAST},
	{"Role Definition\n", "|-", "\n" LEAST},
	{"Role Definition\n|Field|Value|\n|Job Title|", "\\|", "|\n" LEAST},
	{"Role Definition\n|Field|Value|\n|Job Title|", "\\", "|\n" LEAST},
	{"Role Definition\n|Field|Value|\n|Job Title|a|\n|Role Is NOT|", "x", "|\n"},
	{ROLE, "|-|\n", LEAST},
	{ROLE, "|Field|Value|\n", LEAST},
	{"", ROLE, LEAST},
	{LEAST, TASKS, ""},
	{LEAST, "Task Decomposition\n|Task|Time %|Score|Rationale|\n|\\||0|1|\\||\n", ""},
	{ROLE RATINGS TASK_HEADER, "|a|1000000000|5|\n", ""},
	{ROLE RATINGS TASK_HEADER, "|a|0|1|0|\n", ""},
	{ROLE RATINGS TASK_HEADER, "|\\||0|not rated||\\||\n", ""},
	{LEAST "Task Decomposition\n|Task|Time %|Score|\n|a|100|1|\n", "|Total|1|\n", ""},
	/* markup, and what is left out */
	{"", "\\", "\n" LEAST},
	{"", "&", "\n" LEAST},
	{"", "&amp;", "\n" LEAST},
	{"", "&#x", "\n" LEAST},
	{"", "<b ", "\n" LEAST},
	{"", "<br>", "\n" LEAST},
	{"", "x<br>y", "\n" LEAST},
	{"", "<!-- -->", "\n" LEAST},
	{"", "<!---->\n", LEAST},
	{"", "<!--\n", "-->\n" LEAST},
	{"", "x <!--\n--> y", "\n" LEAST},
	{"", "```\n```\n", LEAST},
	{"", "```\nx\n", LEAST},
	{"```\n", "Zone: x\n", "```\n" LEAST},
	{LEAST, "```\nRaw: 1\n```\n", ""},
	{"---\n", "a: b\n", "---\n" LEAST},
	{"---\n", "a: b\n", LEAST},
	{"", "[//]: # x\n", LEAST},
	{"", "<tr>", LEAST},
	{"", "<td>x</td>", LEAST},
	{"", "<td>x<tr>", LEAST},
	{"", "<table>x", LEAST},
	{"", "x<table>\n", LEAST},
	{"<tr><td>", "<!-- ", LEAST},
	{"<tr><td>", "<!-- --> x\n", LEAST},
	{"<tr><td ", "colspan=", ">\n" LEAST},
	{"", "<tr>\r\n", LEAST},
	{"", "Displacement/Augmentation\n", LEAST},
	{"", "Zone\n", LEAST},
	{"", "Raw ... x\n", LEAST},
	{"", "\r", LEAST},
	{"", "\xEF\xBD\x9C", "\n" LEAST},
	{ROLE RATINGS TASK_HEADER,
	 "\xEF\xBD\x9C"
	 "a\xEF\xBD\x9C"
	 "0\xEF\xBD\x9C"
	 "1\n",
	 ""},
	{ROLE RATINGS "Task Decomposition\nTask\tTime %\tScore\n", "a\t0\t1\n", ""},
	{LEAST, "| x\n", ""},
	{LEAST "Task Decomposition\n|Task|Time %|Score|\n", "|a|100\n|1|\n", ""},
	{LEAST "Task Decomposition\n|Task|Time %|Score|\n|a|100|1\n", "x\n", ""},
	/* what nearly is something, and what is wrapped */
	{"", ": ", "\n" LEAST},
	{"", "Zone:", "\n" LEAST},
	{LEAST, "Zone = \n", ""},
	{LEAST, "JobZone Score: 5 Zone: red\n", ""},
	{LEAST, "## Evidence Scores\n", ""},
	{LEAST, "Evidence Scores\n", ""},
	{LEAST, "Raw:\n1\n", ""},
	{LEAST, "Quick screen result: x\n", ""},
	{LEAST "Survival strategy:\n", "- x\ny\n", ""},
	{LEAST "Survival strategy:\n", "- A sentence that is not short,\nGoes\n", ""},
	{"", "Evidence Score\n", LEAST},
	/* sections, labels, lists */
	{"", "Assessor Commentary\n", LEAST},
	{"", "Assessor Commentary\nx\r\ny\n", LEAST},
	{"", "# x\n", LEAST},
	{"", "# x\ny\r\nz\n", LEAST},
	{"", "Seniority note: x\n\ny\n", LEAST},
	{"Survival strategy:\n", "x\n", LEAST},
	{"", "Survival strategy:\nx\n", LEAST},
	{"Where to look next.\n", "- x\n", LEAST},
	{"", "Where to look next.\n- x\ny\n", LEAST},
	{"Where to look next.\n- x\n", "Where to look next.\n- x\n", LEAST},
	{"Where to look next.\n- x", " ", "x\n" LEAST},
	{"Where to look next.\n- x", " `", "x\n" LEAST},
	{"Where to look next.\n- x", " `**__", "x\n" LEAST},
	{"Where to look next.\n- x", " -x", "x\n" LEAST},
	{"Where to look next.\n- x", "(AIJR", "\n" LEAST},
	{"Where to look next.\n- x", "(AIJRI", "\n" LEAST},
	{"Where to look next.\n- x (AIJRI", " ", "1)\n" LEAST},
	{"Where to look next.\n- ", "(", "\n" LEAST},
	/* statements */
	{LEAST, "Raw:1x1x1x1=1\n", ""},
	{LEAST, "Raw:6x1x1x1=6\nJobZone Score:(6-0.54)/7.93x100=69\n", ""},
	{LEAST, "JobZone Score:5\nZone:red\n", ""},
	{LEAST, "Confirmed at 0.\n", ""},
	{LEAST "Displacement/Augmentation split:0%unstated", ",0%unstated", "\n"},
	{LEAST, SUBLABEL "|\n", ""},
	{LEAST SUBLABEL " - ", "1%<1,", "|\n"},
	{LEAST SUBLABEL " - ", "Task Resistance 1<1,", "|\n"},
};

#define HOSTILES (sizeof(HOSTILE) / sizeof(HOSTILE[0]))

/*
 * The most steps for a byte of a document, to read, verify and write it: several
 * times what the worst takes.  Nor may a byte of a document take more of them than
 * a byte of one a quarter as long.
 */
#define STEPS_PER_BYTE 2000.0
#define GROWTH 1.1

/* Minutes after which a document hangs, rather than works, on any machine. */
#define HANGING 60

/* ---- what is counted ---- */

static double steps;

#ifdef COUNT_STEPS

/* __wrap_f() is called in place of f(), which __real_f() is. */
extern void	 *__real_memchr(const void *at, int byte, size_t length);
extern void	 *__real_memcpy(void *to, const void *from, size_t length);
extern void	 *__real_memset(void *to, int byte, size_t length);
extern size_t __real_strlen(const char *string);

void
__sanitizer_cov_trace_pc(void)
{
	steps++;
}

static void
go_through(size_t length)
{
	steps += 1 + (double) length / 8;
}

void *
__wrap_memchr(const void *at, int byte, size_t length)
{
	const char *found = __real_memchr(at, byte, length);

	go_through(found ? (size_t) (found - (const char *) at) : length);
	return (void *) found;
}

int
__wrap_memcmp(const void *left, const void *right, size_t length)
{
	const unsigned char *a = left;
	const unsigned char *b = right;
	size_t				 same = 0;

	while (same < length && a[same] == b[same])
		same++;
	go_through(same);
	return same < length ? a[same] - b[same] : 0;
}

void *
__wrap_memcpy(void *to, const void *from, size_t length)
{
	go_through(length);
	return __real_memcpy(to, from, length);
}

void *
__wrap_memset(void *to, int byte, size_t length)
{
	go_through(length);
	return __real_memset(to, byte, length);
}

size_t
__wrap_strlen(const char *string)
{
	size_t length = __real_strlen(string);

	go_through(length);
	return length;
}

#endif

/* ---- the documents ---- */

static void
on_alarm(int signal)
{
	static const char cry[] = "\n# this does not end\n";

	(void) signal;
	if (write(1, cry, sizeof(cry) - 1) < 0)
		_exit(2);
	_exit(1);
}

static Text
hostile_text(const Hostile *hostile, size_t size, Memory *memory)
{
	Host		host = counting_host(memory);
	TextBuilder builder = {&host, NO_TEXT, 0};

	append_string(&builder, hostile->head);
	while (builder.text.length < size)
		append_string(&builder, hostile->unit);
	append_string(&builder, hostile->tail);
	return builder.text;
}

/* Steps that one document takes for each of its bytes, and what the check found. */
static double
try_document(const Hostile *hostile, size_t size, const char **found)
{
	Memory memory;
	Text   text = hostile_text(hostile, size, &memory);

	steps = 0;
	*found = check_document(text);
	free_memory(&memory);
	return steps / (double) text.length;
}

static void
name_unit(const Hostile *hostile, char *name, size_t size)
{
	size_t length = 0;

	for (const char *at = hostile->unit; *at && length + 5 < size; at++)
		length +=
			(size_t) snprintf(name + length, size - length,
							  *at >= ' ' && *at != '#' && *at <= '~' ? "%c" : "<%02X>",
							  (unsigned char) *at);
}

int
main(int argc, char **argv)
{
	size_t size = 1024 * (argc > 1 ? strtoul(argv[1], NULL, 10) : 1024);

	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGALRM, on_alarm);
	for (size_t i = 0; i < HOSTILES; i++)
	{
		const char *found;
		char		name[64];
		double		of_quarter;
		double		of_all = 0;

		name_unit(&HOSTILE[i], name, sizeof(name));
		printf("# %zu: \"%s\" over and over\n", i + 1, name);
		alarm(60 * HANGING);
		of_quarter = try_document(&HOSTILE[i], size / 4, &found);
		if (!found)
			of_all = try_document(&HOSTILE[i], size, &found);
		if (found)
			printf("# %s: %.300s\n", found, check_detail);
		ok(!found && of_all <= STEPS_PER_BYTE && of_all <= GROWTH * of_quarter + 1,
		   "\"%s\" over and over: %.0f steps a byte, %.0f of a quarter of them", name,
		   of_all, of_quarter);
	}
	alarm(0);
	return done_testing();
}

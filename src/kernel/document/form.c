/*
 * form.c
 *	  The form of an assessment document: headings, tables, labeled lines.
 */
#include "kernel/document/document.h"

/* ---- legal values that only documents have ---- */

const Quantity OVERRIDE_SCORE = {"override_score", 0, 100, false,
								 "Specify the score that the assessor sets, or omit it."};

const Quantity NEXT_ROLE_SCORE = {"score of a next role", 0, 100, false,
								  "Omit the score if the next role has none."};

const Quantity TIMELINE_MONTHS = {
	"timeline", 0, 1200, true,
	"Specify months; omit the greater number if the end is open."};

/* ---- tables ---- */

#define TOTAL "Total"

static const FormTable DEFINITION_TABLE = {
	.column = {{"Field", NULL, true}, {"Value", NULL, true}},
	.ncolumns = 2,
	.row =
		{
			{"Job Title", NULL, ROW_IS_DEFINITION, JOB_TITLE, true,
			 "Job title, as in postings"},
			{"Seniority Level", NULL, ROW_IS_DEFINITION, SENIORITY_LEVEL, false,
			 "Such as Entry-Level, Mid-Level or Senior"},
			{"Primary Function", NULL, ROW_IS_DEFINITION, PRIMARY_FUNCTION, false,
			 "What the role does, in a sentence or two"},
			{"What This Role Is NOT", NULL, ROW_IS_DEFINITION, ROLE_IS_NOT, false,
			 "Neighboring roles that are not meant"},
			{"Typical Experience", NULL, ROW_IS_DEFINITION, TYPICAL_EXPERIENCE, false,
			 "Years, training and licenses usually asked for"},
		},
	.nrows = 5,
};

static const FormTable PRINCIPLE_TABLE = {
	.column = {{"Principle", NULL, true},
			   {"Score", "(0-3)", true},
			   {"Rationale", NULL, false}},
	.ncolumns = 3,
	/* clang-format off */
	.row =
		{
			#define EACH_PRINCIPLE(name, least, greatest, label, meaning) \
	{label, NULL, ROW_IS_PRINCIPLE, PRINCIPLE_##name, true, meaning},
#include "kernel/ratings.def"
			{"Protective Total", NULL, ROW_IS_TOTAL, ITEM_PROTECTIVE_TOTAL, false, NULL},
			#define EACH_GROWTH(name, least, greatest, label, meaning) \
	{label, NULL, ROW_IS_GROWTH, 0, true, meaning},
#include "kernel/ratings.def"
		},
	/* clang-format on */
	.nrows = PRINCIPLES + 2,
};

static const FormTable TASK_TABLE = {
	.column = {{"Task", NULL, true},
			   {"Time %", NULL, true},
			   {"Score", "(1-5)", true},
			   {"Weighted", NULL, false},
			   {"Aug/Disp", NULL, false},
			   {"Rationale", NULL, false}},
	.ncolumns = 6,
};

static const FormTable EVIDENCE_TABLE = {
	.column = {{"Dimension", NULL, true},
			   {"Score", "(-2 to 2)", true},
			   {"Evidence", NULL, false}},
	.ncolumns = 3,
	/* clang-format off */
	.row =
		{
			#define EACH_EVIDENCE(name, least, greatest, label, meaning) \
	{label, NULL, ROW_IS_EVIDENCE, EVIDENCE_##name, true, meaning},
#include "kernel/ratings.def"
			{TOTAL, NULL, ROW_IS_TOTAL, ITEM_EVIDENCE_TOTAL, false, NULL},
		},
	/* clang-format on */
	.nrows = EVIDENCE_DIMENSIONS + 1,
};

static const FormTable BARRIER_TABLE = {
	.column = {{"Barrier", NULL, true},
			   {"Score", "(0-2)", true},
			   {"Rationale", NULL, false}},
	.ncolumns = 3,
	/* clang-format off */
	.row =
		{
			#define EACH_BARRIER(name, least, greatest, label, meaning) \
	{label, NULL, ROW_IS_BARRIER, BARRIER_##name, true, meaning},
#include "kernel/ratings.def"
			{TOTAL, NULL, ROW_IS_TOTAL, ITEM_BARRIER_TOTAL, false, NULL},
		},
	/* clang-format on */
	.nrows = BARRIERS + 1,
};

static const FormTable COMPOSITE_TABLE = {
	.column = {{"Input", NULL, true}, {"Value", NULL, true}},
	.ncolumns = 2,
	.row =
		{
			{"Task Resistance Score", NULL, ROW_IS_STATED, ITEM_TASK_RESISTANCE, false,
			 NULL},
			{"Evidence Modifier", NULL, ROW_IS_MODIFIER, ITEM_EVIDENCE_MODIFIER, false,
			 NULL},
			{"Barrier Modifier", NULL, ROW_IS_MODIFIER, ITEM_BARRIER_MODIFIER, false,
			 NULL},
			{"Growth Modifier", NULL, ROW_IS_MODIFIER, ITEM_GROWTH_MODIFIER, false, NULL},
		},
	.nrows = 4,
};

static const FormTable SUBLABEL_TABLE = {
	.column = {{"Metric", NULL, true}, {"Value", NULL, true}},
	.ncolumns = 2,
	.row =
		{
			{"% of task time scoring 3+", NULL, ROW_IS_STATED, ITEM_EXPOSED, false, NULL},
			{"AI Growth Correlation", NULL, ROW_IS_STATED, ITEM_GROWTH, false, NULL},
			{"Sub-label", NULL, ROW_IS_SUBLABEL, ITEM_SUBLABEL, false, NULL},
		},
	.nrows = 3,
};

/* ---- the order in which a document is written ---- */

static const FormStep ORDER[] = {
	{STEP_HEADING, HEADING_ROLE_DEFINITION},
	{STEP_TABLE, HEADING_ROLE_DEFINITION},
	{STEP_LABEL, LABEL_SENIORITY_NOTE},
	{STEP_HEADING, HEADING_PROTECTIVE_PRINCIPLES},
	{STEP_TABLE, HEADING_PROTECTIVE_PRINCIPLES},
	{STEP_LABEL, LABEL_QUICK_SCREEN},
	{STEP_HEADING, HEADING_TASK_DECOMPOSITION},
	{STEP_TABLE, HEADING_TASK_DECOMPOSITION},
	{STEP_LABEL, LABEL_TASK_RESISTANCE},
	{STEP_LABEL, LABEL_SPLIT},
	{STEP_LABEL, LABEL_REINSTATEMENT_CHECK},
	{STEP_HEADING, HEADING_EVIDENCE_SCORE},
	{STEP_TABLE, HEADING_EVIDENCE_SCORE},
	{STEP_HEADING, HEADING_BARRIER_ASSESSMENT},
	{STEP_LABEL, LABEL_REFRAMED_QUESTION},
	{STEP_TABLE, HEADING_BARRIER_ASSESSMENT},
	{STEP_HEADING, HEADING_GROWTH_CORRELATION_CHECK},
	{STEP_HEADING, HEADING_COMPOSITE_SCORE},
	{STEP_TABLE, HEADING_COMPOSITE_SCORE},
	{STEP_LABEL, LABEL_RAW},
	{STEP_LABEL, LABEL_SCORE},
	{STEP_LABEL, LABEL_ZONE},
	{STEP_HEADING, HEADING_SUBLABEL_DETERMINATION},
	{STEP_TABLE, HEADING_SUBLABEL_DETERMINATION},
	{STEP_LABEL, LABEL_OVERRIDE},
	{STEP_HEADING, HEADING_ASSESSOR_COMMENTARY},
	{STEP_HEADING, HEADING_SCORE_VS_REALITY_CHECK},
	{STEP_HEADING, HEADING_BEYOND_THE_NUMBERS},
	{STEP_HEADING, HEADING_WHO_SHOULD_WORRY},
	{STEP_HEADING, HEADING_WHAT_THIS_MEANS},
	{STEP_LABEL, LABEL_ROLE_IN_YEAR},
	{STEP_LABEL, LABEL_SURVIVAL_STRATEGY},
	{STEP_LABEL, LABEL_NEXT_ROLES},
	{STEP_LABEL, LABEL_TIMELINE},
};

/* ---- the form ---- */

/* The lines of a section that are nothing else go to its prose, or its list. */
const Form ASSESSMENT_FORM = {
	.heading =
		{
			[HEADING_PREAMBLE] = {.prose = PROSE_PREAMBLE},
			[HEADING_ROLE_DEFINITION] = {.name = "Role Definition",
										 .table = &DEFINITION_TABLE,
										 .required = true,
										 .prose = PROSE_ROLE_DEFINITION_NOTES},
			[HEADING_PROTECTIVE_PRINCIPLES] = {.name = "Protective Principles",
											   .suffix = "+ AI Growth Correlation",
											   .table = &PRINCIPLE_TABLE,
											   .required = true,
											   .prose =
												   PROSE_PROTECTIVE_PRINCIPLES_NOTES},
			[HEADING_TASK_DECOMPOSITION] = {.name = "Task Decomposition",
											.suffix = "(Agentic AI Scoring)",
											.table = &TASK_TABLE,
											.required = true,
											.prose = PROSE_TASK_DECOMPOSITION_NOTES},
			[HEADING_EVIDENCE_SCORE] = {.name = "Evidence Score",
										.table = &EVIDENCE_TABLE,
										.required = true,
										.prose = PROSE_EVIDENCE_SCORE_NOTES},
			[HEADING_BARRIER_ASSESSMENT] = {.name = "Barrier Assessment",
											.table = &BARRIER_TABLE,
											.required = true,
											.prose = PROSE_BARRIER_ASSESSMENT_NOTES},
			[HEADING_GROWTH_CORRELATION_CHECK] = {.name = "AI Growth Correlation Check",
												  .prose = PROSE_GROWTH_CORRELATION_CHECK,
												  .help = "Confirmed or not, and why"},
			[HEADING_COMPOSITE_SCORE] = {.name = "JobZone Composite Score",
										 .suffix = "(AIJRI)",
										 .table = &COMPOSITE_TABLE,
										 .prose = PROSE_COMPOSITE_SCORE_NOTES},
			[HEADING_SUBLABEL_DETERMINATION] = {.name = "Sub-Label Determination",
												.table = &SUBLABEL_TABLE,
												.prose = PROSE_SUBLABEL_NOTES},
			[HEADING_ASSESSOR_COMMENTARY] = {.name = "Assessor Commentary",
											 .prose = PROSE_ASSESSOR_COMMENTARY_NOTES},
			[HEADING_SCORE_VS_REALITY_CHECK] = {.name = "Score vs Reality Check",
												.prose = PROSE_SCORE_VS_REALITY_CHECK,
												.help = "Whether the score is plausible"},
			[HEADING_BEYOND_THE_NUMBERS] = {.name = "What the Numbers Don't Capture",
											.is_list = true,
											.list = LIST_BEYOND_THE_NUMBERS,
											.help = "What the ratings leave out"},
			[HEADING_WHO_SHOULD_WORRY] = {.name = "Who Should Worry",
										  .suffix = "(and Who Shouldn't)",
										  .prose = PROSE_WHO_SHOULD_WORRY,
										  .help = "Who is at risk, and who is not"},
			[HEADING_WHAT_THIS_MEANS] = {.name = "What This Means",
										 .prose = PROSE_WHAT_THIS_MEANS_NOTES},
		},
	.label =
		{
			[LABEL_SENIORITY_NOTE] = {"Seniority note", NULL, ':', PROSE_SENIORITY_NOTE,
									  true, "How other levels of seniority would score"},
			[LABEL_QUICK_SCREEN] = {.name = "Quick screen result", .mark = ':'},
			[LABEL_TASK_RESISTANCE] = {.name = "Task Resistance Score", .mark = ':'},
			[LABEL_SPLIT] = {.name = "Displacement/Augmentation split", .mark = ':'},
			[LABEL_REINSTATEMENT_CHECK] =
				{"Reinstatement check", "(Acemoglu)", ':', PROSE_REINSTATEMENT_CHECK,
				 true, "New tasks that AI brings to the role, if any"},
			[LABEL_REFRAMED_QUESTION] =
				{"Reframed question", NULL, ':', PROSE_REFRAMED_QUESTION, true,
				 "What keeps AI from doing this even where it could?"},
			[LABEL_RAW] = {.name = "Raw", .mark = ':'},
			[LABEL_SCORE] = {.name = "JobZone Score", .mark = ':'},
			[LABEL_ZONE] = {.name = "Zone", .mark = ':'},
			[LABEL_OVERRIDE] = {"Assessor override", NULL, ':', PROSE_OVERRIDE_REASON,
								true,
								"Why the formula's score is accepted; or the score that "
								"you set instead, with the reason"},
			[LABEL_ROLE_IN_YEAR] = {"The role in", NULL, ':', PROSE_ROLE_IN_YEAR, true,
									"What the work is like in that year"},
			[LABEL_SURVIVAL_STRATEGY] = {.name = "Survival strategy",
										 .mark = ':',
										 .opens_prose = true,
										 .help = "What who holds the role can do"},
			[LABEL_NEXT_ROLES] = {"Where to look next", NULL, '.', PROSE_NEXT_ROLES_INTRO,
								  true, "Roles that the same skills lead to:"},
			[LABEL_TIMELINE] = {"Timeline", NULL, ':', PROSE_TIMELINE, true,
								"When this happens, such as 12-36 months, 60+ months or "
								"2-4 years, and why"},
		},
	.order = ORDER,
	.steps = sizeof(ORDER) / sizeof(ORDER[0]),
	.total = TOTAL,
	.next_role_mark = "AIJRI",
};

/* ---- names in narrative ---- */

const char *const DEFINITION_KEY[DEFINITIONS] = {
	[JOB_TITLE] = "title",
	[SENIORITY_LEVEL] = "seniority",
	[PRIMARY_FUNCTION] = "primary_function",
	[ROLE_IS_NOT] = "role_is_not",
	[TYPICAL_EXPERIENCE] = "typical_experience",
};

const char *const PROSE_KEY[PROSES] = {
	[PROSE_PREAMBLE] = "preamble",
	[PROSE_ROLE_DEFINITION_NOTES] = "role_definition_notes",
	[PROSE_SENIORITY_NOTE] = NULL,
	[PROSE_PROTECTIVE_PRINCIPLES_NOTES] = "protective_principles_notes",
	[PROSE_TASK_DECOMPOSITION_NOTES] = "task_decomposition_notes",
	[PROSE_REINSTATEMENT_CHECK] = "reinstatement_check",
	[PROSE_EVIDENCE_SCORE_NOTES] = "evidence_score_notes",
	[PROSE_BARRIER_ASSESSMENT_NOTES] = "barrier_assessment_notes",
	[PROSE_REFRAMED_QUESTION] = "reframed_question",
	[PROSE_GROWTH_CORRELATION_CHECK] = "growth_correlation_check",
	[PROSE_COMPOSITE_SCORE_NOTES] = "composite_score_notes",
	[PROSE_SUBLABEL_NOTES] = "sublabel_notes",
	[PROSE_SUBLABEL_REASONING] = "sublabel_reasoning",
	[PROSE_OVERRIDE_REASON] = NULL,
	[PROSE_ASSESSOR_COMMENTARY_NOTES] = "assessor_commentary_notes",
	[PROSE_SCORE_VS_REALITY_CHECK] = "score_vs_reality_check",
	[PROSE_WHO_SHOULD_WORRY] = "who_should_worry",
	[PROSE_WHAT_THIS_MEANS_NOTES] = "what_this_means_notes",
	[PROSE_ROLE_IN_YEAR] = "role_in_year",
	[PROSE_NEXT_ROLES_INTRO] = "next_roles_intro",
	[PROSE_NEXT_ROLES_CLOSING] = "next_roles_closing",
	[PROSE_TIMELINE] = "timeline",
};

const char *const LIST_KEY[LISTS] = {
	[LIST_BEYOND_THE_NUMBERS] = "beyond_the_numbers",
	[LIST_SURVIVAL_STRATEGY] = "survival_strategy",
};

/* The name of a text in narrative, or of its own field. */
const char *
prose_name(Prose prose)
{
	return prose == PROSE_SENIORITY_NOTE  ? "seniority_note" :
		   prose == PROSE_OVERRIDE_REASON ? "override_reason" :
											PROSE_KEY[prose];
}

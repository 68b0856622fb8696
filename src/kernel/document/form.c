/*
 * form.c
 *	  The form of an assessment document: headings, tables, labelled lines.
 */
#include "kernel/document/document.h"

/* ---- legal values that only documents have ---- */

const Quantity OVERRIDE_SCORE = {
	"override_score", 0, 100, false,
	"Give the score that the assessor sets, or leave it out."};

const Quantity NEXT_ROLE_SCORE = {"score of a next role", 0, 100, false,
								  "Leave the score out where the next role has none."};

const Quantity TIMELINE_MONTHS = {
	"timeline", 0, 1200, true,
	"Give months; leave the greater number out where the end is open."};

/* ---- tables ---- */

#define TOTAL "Total"

static const FormTable DEFINITION_TABLE = {
	.column = {{"Field", NULL, true}, {"Value", NULL, true}},
	.ncolumns = 2,
	.row =
		{
			{"Job Title", NULL, ROW_IS_DEFINITION, JOB_TITLE, true},
			{"Seniority Level", NULL, ROW_IS_DEFINITION, SENIORITY_LEVEL, false},
			{"Primary Function", NULL, ROW_IS_DEFINITION, PRIMARY_FUNCTION, false},
			{"What This Role Is NOT", NULL, ROW_IS_DEFINITION, ROLE_IS_NOT, false},
			{"Typical Experience", NULL, ROW_IS_DEFINITION, TYPICAL_EXPERIENCE, false},
		},
	.nrows = 5,
};

static const FormTable PRINCIPLE_TABLE = {
	.column = {{"Principle", NULL, true},
			   {"Score", "(0-3)", true},
			   {"Rationale", NULL, false}},
	.ncolumns = 3,
	.row =
		{
			{"Embodied Physicality", NULL, ROW_IS_PRINCIPLE, 0, true},
			{"Deep Interpersonal Connection", NULL, ROW_IS_PRINCIPLE, 1, true},
			{"Goal-Setting & Moral Judgment", NULL, ROW_IS_PRINCIPLE, 2, true},
			{"Protective Total", NULL, ROW_IS_TOTAL, ITEM_PROTECTIVE_TOTAL, false},
			{"AI Growth Correlation", NULL, ROW_IS_GROWTH, 0, true},
		},
	.nrows = 5,
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
	.row =
		{
			{"Job Posting Trends", NULL, ROW_IS_EVIDENCE, 0, true},
			{"Company Actions", NULL, ROW_IS_EVIDENCE, 1, true},
			{"Wage Trends", NULL, ROW_IS_EVIDENCE, 2, true},
			{"AI Tool Maturity", NULL, ROW_IS_EVIDENCE, 3, true},
			{"Expert Consensus", NULL, ROW_IS_EVIDENCE, 4, true},
			{TOTAL, NULL, ROW_IS_TOTAL, ITEM_EVIDENCE_TOTAL, false},
		},
	.nrows = 6,
};

static const FormTable BARRIER_TABLE = {
	.column = {{"Barrier", NULL, true},
			   {"Score", "(0-2)", true},
			   {"Rationale", NULL, false}},
	.ncolumns = 3,
	.row =
		{
			{"Regulatory/Licensing", NULL, ROW_IS_BARRIER, 0, true},
			{"Physical Presence", NULL, ROW_IS_BARRIER, 1, true},
			{"Union/Collective Bargaining", NULL, ROW_IS_BARRIER, 2, true},
			{"Liability/Accountability", NULL, ROW_IS_BARRIER, 3, true},
			{"Cultural/Ethical", NULL, ROW_IS_BARRIER, 4, true},
			{TOTAL, NULL, ROW_IS_TOTAL, ITEM_BARRIER_TOTAL, false},
		},
	.nrows = 6,
};

static const FormTable COMPOSITE_TABLE = {
	.column = {{"Input", NULL, true}, {"Value", NULL, true}},
	.ncolumns = 2,
	.row =
		{
			{"Task Resistance Score", NULL, ROW_IS_STATED, ITEM_TASK_RESISTANCE, false},
			{"Evidence Modifier", NULL, ROW_IS_MODIFIER, ITEM_EVIDENCE_MODIFIER, false},
			{"Barrier Modifier", NULL, ROW_IS_MODIFIER, ITEM_BARRIER_MODIFIER, false},
			{"Growth Modifier", NULL, ROW_IS_MODIFIER, ITEM_GROWTH_MODIFIER, false},
		},
	.nrows = 4,
};

static const FormTable SUBLABEL_TABLE = {
	.column = {{"Metric", NULL, true}, {"Value", NULL, true}},
	.ncolumns = 2,
	.row =
		{
			{"% of task time scoring 3+", NULL, ROW_IS_STATED, ITEM_EXPOSED, false},
			{"AI Growth Correlation", NULL, ROW_IS_STATED, ITEM_GROWTH, false},
			{"Sub-label", NULL, ROW_IS_SUBLABEL, ITEM_SUBLABEL, false},
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
												  .prose =
													  PROSE_GROWTH_CORRELATION_CHECK},
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
												.prose = PROSE_SCORE_VS_REALITY_CHECK},
			[HEADING_BEYOND_THE_NUMBERS] = {.name = "What the Numbers Don't Capture",
											.is_list = true,
											.list = LIST_BEYOND_THE_NUMBERS},
			[HEADING_WHO_SHOULD_WORRY] = {.name = "Who Should Worry",
										  .suffix = "(and Who Shouldn't)",
										  .prose = PROSE_WHO_SHOULD_WORRY},
			[HEADING_WHAT_THIS_MEANS] = {.name = "What This Means",
										 .prose = PROSE_WHAT_THIS_MEANS_NOTES},
		},
	.label =
		{
			[LABEL_SENIORITY_NOTE] = {"Seniority note", NULL, ':', PROSE_SENIORITY_NOTE,
									  true},
			[LABEL_QUICK_SCREEN] = {.name = "Quick screen result", .mark = ':'},
			[LABEL_TASK_RESISTANCE] = {.name = "Task Resistance Score", .mark = ':'},
			[LABEL_SPLIT] = {.name = "Displacement/Augmentation split", .mark = ':'},
			[LABEL_REINSTATEMENT_CHECK] = {"Reinstatement check", "(Acemoglu)", ':',
										   PROSE_REINSTATEMENT_CHECK, true},
			[LABEL_REFRAMED_QUESTION] = {"Reframed question", NULL, ':',
										 PROSE_REFRAMED_QUESTION, true},
			[LABEL_RAW] = {.name = "Raw", .mark = ':'},
			[LABEL_SCORE] = {.name = "JobZone Score", .mark = ':'},
			[LABEL_ZONE] = {.name = "Zone", .mark = ':'},
			[LABEL_OVERRIDE] = {"Assessor override", NULL, ':', PROSE_OVERRIDE_REASON,
								true},
			[LABEL_ROLE_IN_YEAR] = {"The role in", NULL, ':', PROSE_ROLE_IN_YEAR, true},
			[LABEL_SURVIVAL_STRATEGY] = {.name = "Survival strategy",
										 .mark = ':',
										 .opens_prose = true},
			[LABEL_NEXT_ROLES] = {"Where to look next", NULL, '.', PROSE_NEXT_ROLES_INTRO,
								  true},
			[LABEL_TIMELINE] = {"Timeline", NULL, ':', PROSE_TIMELINE, true},
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

// What the words of the index mean, and the ratings that there are.

export const sublabels = {
	'Red (Imminent)': 'The lowest zone, and the tasks themselves hardly resist: AI can do nearly all of them.',
	Red: 'The lowest zone: AI can do most of the work, and little else holds the role.',
	'Yellow (Urgent)': 'The middle zone, and a large part of working time goes to tasks that AI can take over.',
	'Yellow (Moderate)': 'The middle zone, and most working time goes to tasks that AI can hardly take over.',
	'Green (Accelerated)': 'The highest zone, and demand for the role grows with AI.',
	'Green (Transforming)': 'The highest zone, but a part of the tasks changes with AI.',
	'Green (Stable)': 'The highest zone, and AI changes few of the tasks.',
};

const evidence = 'from \u22122, against the role, to 2, for it';
const barrier = 'from 0, no barrier, to 2, a strong one';
const principle = 'from 0 to 3; for the quick screen only, not part of the score';

// Ratings by group: their names in the catalog, their range, and what each asks.
export const ratings = [
	{ group: 'evidence', title: 'Evidence', total: 'evidence_total', scale: evidence, least: -2, most: 2, items: {
		job_postings: 'Are more or fewer people wanted?',
		company_actions: 'Do employers hire, or replace people by AI?',
		wage_trends: 'Does pay rise or fall?',
		tool_maturity: 'How well do today\'s tools do the work? Low means well.',
		expert_consensus: 'What do experts expect?',
	} },
	{ group: 'barriers', title: 'Barriers', total: 'barrier_total', scale: barrier, least: 0, most: 2, items: {
		regulatory: 'Does the law ask for a person?',
		physical_presence: 'Does somebody have to be there?',
		union_bargaining: 'Do agreements protect the role?',
		liability: 'Does somebody have to answer for errors?',
		cultural: 'Do people insist on a person?',
	} },
	{ group: 'growth', title: 'Growth', total: null, scale: 'from \u22122, AI shrinks demand for the role, to 2, AI makes it grow', least: -2, most: 2, items: {
		growth: 'How does demand for the role move as AI spreads?',
	} },
	{ group: 'principles', title: 'Protective principles', total: 'protective_total', scale: principle, least: 0, most: 3, items: {
		physicality: 'Does the work need a body, in places that vary?',
		connection: 'Does it rest on trust between people?',
		judgment: 'Does it decide on goals and on right and wrong?',
	} },
];

// Words of the overview.
export const words = [
	['Score', '0 to 100: how well a role resists AI. Task resistance, multiplied by what evidence, barriers, and growth add or take away.'],
	['Zone', 'Green from 48, Yellow from 25, Red below, unless the catalog has other thresholds. A zone goes by the unrounded score.'],
	['Task resistance', '1 to 5: 6 minus the mean task score, weighted by time. A task score of 1 is irreducibly human, 5 is fully automatable.'],
	['Exposed time', 'Share of working time in tasks that score 3 or more.'],
	['Evidence', `Five ratings of the labor market: ${evidence}.`],
	['Barriers', `Five ratings of what keeps people in the role: ${barrier}.`],
	['Growth', 'How demand for the role moves as AI spreads: \u22122 it shrinks, 2 it grows.'],
	...Object.entries(sublabels).filter(([name]) => name.includes('(')),
];

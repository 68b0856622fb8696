// One role: its score and what is behind it.

import { ask } from './api.mjs';
import { card } from './cards.mjs';
import { follow, missing, sentences } from './certainty.mjs';
import { historyChart } from './charts.mjs';
import { el, table, unseen } from './dom.mjs';
import { change, count, day, fixed, percent, plural, probability, words } from './format.mjs';
import { ratings, sublabels } from './meanings.mjs';
import { whatIf } from './whatif.mjs';
import { badge, scale, scoreText } from './zones.mjs';

const months = ({ timeline_min_months: least, timeline_max_months: most }) => {
	if (least === null || least === undefined) {
		return null;
	}
	return most === null ? `${count(least)} months or more` : least === most ? plural(least, 'month') : `${count(least)} to ${count(most)} months`;
};

// --- The score -----------------------------------------------------------------------

function firmness({ zone }, outlook) {
	const parts = ['Green', 'Yellow', 'Red'].map((name) => ({ name, share: outlook[name.toLowerCase()] }));

	return [
		el('p.firmness', {}, 'Firmness: ', el('b', { 'data-figure': 'firmness' }, outlook.firmness), `. If each rating is one step off with a probability of ${percent(outlook.doubt, 0)}, the role is ${zone} with a probability of `,
			el('b', { 'data-figure': 'same-zone' }, probability(outlook.same_zone)), '.'),
		el('div.bar.bar-thin', { 'aria-hidden': 'true' }, parts.filter((part) => part.share > 0).map((part) =>
			el(`span.part.part-${part.name.toLowerCase()}`, { style: { 'flex-grow': part.share } }))),
		el('p.chances', {}, parts.map((part) => el('span', { 'data-zone': part.name }, badge(part.name), ' ', probability(part.share)))),
	];
}

// The nearest other zone, and how far it is.
function boundary({ zone, points_to_boundary: points, points_to_next_zone: up }) {
	const other = zone === 'Yellow' ? (points === up ? 'Green' : 'Red') : 'Yellow';

	return `${fixed(points, 1)} points from ${other}`;
}

function scoreCard({ role, outlook }, thresholds) {
	if (role.score === null) {
		return card('score', 'Score',
			el('p.big.none', {}, 'No score yet'),
			el('p', {}, role.assessment_id === null ? 'Nobody has assessed this role.' : 'The newest assessment is not complete. Missing: ', role.missing && el('b', {}, role.missing.split(', ').map(words).join(', ').toLowerCase()), role.missing && '.'));
	}

	const [yellow, green] = thresholds;
	return card('score', 'Score',
		el('div.verdict', {},
			el('p.big', { 'data-figure': 'score' }, scoreText(role.published, role.score)),
			el('div', {},
				el('p.label', { 'data-figure': 'sublabel' }, badge(role.sublabel)),
				el('p.note', {}, 'Rank ', el('b', { 'data-figure': 'rank' }, count(role.rank)), ` of ${count(role.ranked)}; `,
					el('span', { 'data-figure': 'boundary' }, boundary(role)), '.'))),
		el('p.note.meaning', {}, sublabels[role.sublabel]),
		el('div.measure', {}, scale(role.score, role.zone, thresholds, outlook && [outlook.p05, outlook.p95]),
			el('p.measure-ends', { 'aria-hidden': 'true' }, el('span', {}, '0'),
				el('span.at', { style: { left: `${yellow}%` } }, fixed(yellow, 0)), el('span.at', { style: { left: `${green}%` } }, fixed(green, 0)), el('span', {}, '100'))),
		outlook && el('p.note', {}, 'The band holds nine tenths of the scores that come out when ratings are uncertain: ',
			el('b', { 'data-figure': 'range' }, `${fixed(outlook.p05, 1)} to ${fixed(outlook.p95, 1)}`), '.'),
		outlook && firmness(role, outlook),
		el('p.firmness', { 'data-figure': 'certainty', 'data-state': 'computing' }),
		role.override_score !== null && el('div.set-beside', { 'data-figure': 'override' },
			el('p', {}, el('b', {}, `The assessor's override: ${fixed(role.override_score, 1)}`), ' stands beside the score and never replaces it.'),
			role.override_reason && el('p', {}, role.override_reason)));
}

// What the assessment was read from, where the owner lets this page read it.
function source({ role, texts }) {
	if (role.assessment_id === null) {
		return null;
	}
	if (texts === null) {
		return 'not open to this page';
	}
	return texts.has_document ? el('a', { href: `/api/document?key=${encodeURIComponent(role.role_key)}`, target: '_blank', rel: 'noopener' }, 'the assessment document')
		: 'entered without a document';
}

function aboutCard({ role, occupations, texts }) {
	const facts = [
		['Does', role.primary_function], ['Is not', role.role_is_not], ['Experience', role.typical_experience],
		['Change expected in', months(role)],
		['Assessed', role.assessed_on && `${day(role.assessed_on)}${role.assessor ? ` by ${role.assessor}` : ''}`],
		['Quick screen', role.quick_screen], ['Source', source({ role, texts })],
	].filter(([, value]) => value);
	const pairs = [...new Map((occupations ?? []).map((each) => [each.soc, each])).values()];

	return card('facts', 'The role',
		el('dl', {}, facts.map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
		pairs.length > 0 && el('div.scroll', {}, table('Occupations, workers and observed exposure',
			['Occupation', ['Workers, estimated', 'n'], ['Exposure', 'n']],
			pairs.map((each) => [
				[`${each.title} `, el('span.code', {}, each.soc), el('span.about', {}, each.share < 1 ? `${percent(each.share, 0)} of its workers are allotted to this role` : 'all of its workers are allotted to this role')],
				count(each.employment), each.exposure === null ? 'not known' : fixed(each.exposure, 3)]), { class: 'figures' })));
}

// --- How it comes about ---------------------------------------------------------------

const derivationCard = ({ derivation }) => card('derivation', 'How the score is made',
	el('div.scroll', { tabindex: '0', role: 'region', 'aria-label': 'Derivation of the score' },
		table('Derivation, line by line', [[unseen('Step'), 'n'], 'Item and formula', ['Value', 'n']],
			derivation.map((row) => [row.step, el('th', { scope: 'row' }, el('span.line', {}, el('span.item', {}, row.item), ' ', el('code', {}, row.formula))), el('b', {}, row.value)]), { class: 'figures', 'data-figure': 'derivation' })));

// A rationale, where there is one: narratives are what documents and owners made of them.
const reason = (text) => typeof text === 'string' && text !== '' && el('span.about.why', {}, text);

function ratingsCard({ role, texts }) {
	const said = texts?.narrative ?? {};

	return card('ratings', 'Ratings', ratings.map(({ group, title, total, scale: range, items }) => [
		el('h3', {}, title),
		el('p.note', {}, `${words(range)}.`),
		table(`Ratings, ${title}`, ['Rating', ['Value', 'n']], [
			...Object.entries(items).map(([name, question]) => [
				el('th', { scope: 'row' }, words(name), el('span.about', {}, question), reason(group === 'growth' ? said.growth : said[group]?.[name])),
				role[name] === null ? 'not rated' : el('span', { 'data-rating': name }, fixed(role[name], 0))]),
			...(total === null ? [] : [[el('th', { scope: 'row' }, 'Total'), role[total] === null ? 'not complete' : el('b', {}, fixed(role[total], 0))]]),
		], { class: 'figures' }),
	]));
}

const modeOf = (task) => task.mode ?? 'not stated';
const modeClass = (mode) => mode.replaceAll(' ', '-');

function tasksCard({ role, tasks, modes, texts }) {
	const reasons = Array.isArray(texts?.narrative?.tasks) ? texts.narrative.tasks : [];
	const most = Math.max(...tasks.map((task) => task.share_pct ?? 0), 1);
	const groups = ['displacement', 'augmentation', 'not involved', 'not stated']
		.map((mode) => [mode, tasks.filter((task) => modeOf(task) === mode)]).filter(([, list]) => list.length > 0);
	const limit = 24;
	const row = (task) => [
		el('th', { scope: 'row' }, task.name, reason(reasons[task.position - 1])),
		el('td.bar-cell', {}, el('span.track', { 'aria-hidden': 'true' },
			el(`span.fill.mode-${modeClass(modeOf(task))}`, { style: { width: `${100 * (task.share_pct ?? 0) / most}%` } }))),
		task.share_pct === null ? 'not rated' : `${fixed(task.share_pct, task.share_pct < 10 ? 1 : 0).replace(/\.0$/, '')}%`,
		el('td.n', {}, task.score === null ? 'not scored' : el('span.rating', { 'data-score': task.score }, fixed(task.score, 0))),
	];
	const list = (mode, some) => table(`Tasks, ${mode}`, ['Task', '', ['Time', 'n'], ['Score', 'n']], some.map(row), { class: 'figures tasks' });

	return card('tasks', 'Tasks by what AI does to them',
		el('p.note', {}, 'A score of 1 is irreducibly human, 5 is fully automatable. ',
			role.exposed_pct !== null && [el('b', { 'data-figure': 'exposed' }, `${fixed(role.exposed_pct, 0)}%`), ' of task time scores 3 or more.']),
		modes.length > 0 && el('div.bar', { 'aria-hidden': 'true' }, modes.map(({ mode, pct }) => el(`span.part.mode-${modeClass(mode)}`, { style: { 'flex-grow': pct } }))),
		modes.length > 0 && el('p.chances', {}, modes.map(({ mode, pct }) =>
			el('span', { 'data-mode': mode }, el(`span.swatch.mode-${modeClass(mode)}`, { 'aria-hidden': 'true' }), ` ${words(mode)} ${fixed(pct, 0)}%`))),
		groups.map(([mode, some]) => [
			el('h3', {}, words(mode)), list(mode, some.slice(0, limit)),
			some.length > limit && el('details', {}, el('summary', {}, `${count(some.length - limit)} more`), list(`${mode}, continued`, some.slice(limit))),
		]));
}

// --- What would move it ----------------------------------------------------------------

// Each rating with its step down and its step up, those that move most first.
function levers(rows) {
	const byItem = new Map();

	for (const row of rows) {
		const key = `${row.kind} ${row.task_number ?? ''} ${row.item}`;
		const lever = byItem.get(key) ?? { kind: row.kind, item: row.item, rating: row.rating, steps: [] };
		lever.steps.push(row);
		byItem.set(key, lever);
	}
	for (const lever of byItem.values()) {
		lever.most = Math.max(...lever.steps.map((row) => Math.abs(row.change ?? 0)));
	}
	return [...byItem.values()].filter((lever) => lever.most > 0).sort((a, b) => b.most - a.most);
}

function sensitivityCard({ role, sensitivity }) {
	const all = levers(sensitivity);
	const most = all[0]?.most ?? 1;
	const flips = sensitivity.filter((row) => row.flips_zone).length;
	const limit = 12;
	const side = (lever, sign) => {
		const row = lever.steps.find((each) => Math.sign(each.change) === sign);

		return row === undefined ? el(sign < 0 ? 'td.n.none' : 'td.none', {}, '\u2013') : el(sign < 0 ? 'td.n' : 'td.toward', { 'data-change': row.change },
			sign > 0 && change(row.change), row.flips_zone && el('span.flip', {}, badge(row.new_zone)), sign < 0 && change(row.change));
	};
	const bar = (lever) => el('td.bar-cell.mid', {}, el('span.tornado', { 'aria-hidden': 'true' }, lever.steps.map((row) =>
		el(row.flips_zone ? 'span.swing.swing-flips' : 'span.swing', { style: row.change < 0
			? { right: '50%', width: `${-50 * row.change / most}%` } : { left: '50%', width: `${50 * row.change / most}%` } }))));
	const list = (some, name) => table(name, ['Rating', ['Now', 'n'], ['Worse', 'n'], [unseen('Change'), 'mid'], 'Better'],
		some.map((lever) => [
			el('th', { scope: 'row' }, lever.kind === 'task' ? lever.item : words(lever.item), lever.kind !== lever.item && el('span.about', {}, ` ${lever.kind}`)),
			fixed(lever.rating, 0), side(lever, -1), bar(lever), side(lever, 1),
		]), { class: 'figures sensitivity' });

	return card('sensitive', 'One step of a rating',
		el('p.note', {}, 'What each rating does to the score when it is one step lower or higher, in points, the strongest first. ',
			el('b', { 'data-figure': 'flips' }, flips === 0 ? `No single step takes the role out of ${role.zone}.` : `${plural(flips, 'single step')} ${flips === 1 ? 'takes' : 'take'} the role out of ${role.zone}.`)),
		el('div.scroll', { tabindex: '0', role: 'region', 'aria-label': 'Sensitivity of the score' },
			list(all.slice(0, limit), 'Sensitivity of the score')),
		all.length > limit && el('details', {}, el('summary', {}, `${count(all.length - limit)} weaker ones`), list(all.slice(limit), 'Sensitivity of the score, continued')));
}

// --- Before and after -------------------------------------------------------------------

function historyCard({ history }) {
	const scored = history.filter((row) => row.score !== null);
	const rows = [...history].reverse().map((row) => [
		el('th.date', { scope: 'row' }, day(row.valid_from)),
		row.published ?? 'none', row.score_change === null ? '' : change(row.score_change),
		row.zone === null ? '' : badge(row.sublabel ?? row.zone), el('td.mid', {}, row.assessor || 'not stated')]);
	const list = table('Assessments, the newest first', ['From', ['Score', 'n'], ['Change', 'n'], 'Zone', ['Assessor', 'mid']], rows, { class: 'figures', 'data-figure': 'history' });

	if (scored.length < 2) {
		return card('history', 'History', el('p.note', {}, scored.length === 1 ? 'There is one assessment so far.' : 'There is no complete assessment so far.'), el('div.scroll', {}, list));
	}
	return card('history', 'History',
		el('div.chart.chart-history', { role: 'img', 'aria-label': `Score over time, from ${scored[0].published} to ${scored.at(-1).published}; the table below has the figures` }),
		el('div.scroll', {}, list));
}

function movesCard({ moves }) {
	if (moves.length === 0) {
		return null;
	}
	const known = moves.filter((move) => move.to_role_key !== null).length;

	return card('moves', 'Where to look next',
		el('p.note', {}, `Roles that the assessment names. ${known === 0 ? 'None of them is in this catalog' : `${count(known)} of ${count(moves.length)} ${known === 1 ? 'is' : 'are'} in this catalog`}; the gain is in points of score.`),
		el('div.scroll', {}, table('Next roles', ['Role', ['Score', 'n'], ['Gain', 'n'], 'Zone'], moves.map((move) => [
			el('th', { scope: 'row' }, move.to_role_key === null ? move.next_title : el('a', { href: `/role/${encodeURIComponent(move.to_role_key)}` }, move.next_title),
				move.reason && el('span.about', {}, move.reason)),
			move.to_score !== null ? move.to_published : move.stated_score !== null ? [fixed(move.stated_score, 1), el('span.about', {}, 'as stated')] : 'not known',
			move.gain !== null ? change(move.gain) : move.stated_gain !== null ? [change(move.stated_gain), el('span.about', {}, 'as stated')] : '',
			move.to_zone === null ? '' : badge(move.to_zone)]), { class: 'figures', 'data-figure': 'moves' })));
}

// What a wage that is no number means.
const flagOf = ({ flags }) => (Object.values(flags).includes('#') ? 'above the top of the published range' : 'not published');

function optionsCard({ options }) {
	if (options.length === 0) {
		return null;
	}
	return card('options', 'Related occupations that score higher',
		el('p.note', {}, 'Roles of occupations that O*NET relates to this one, the closest first. Wages are medians of the occupations; preparation is O*NET\'s Job Zone, 1 little to 5 extensive.'),
		el('div.scroll', {}, table('Related occupations', ['Role', ['Gain', 'n'], ['Wage', 'n'], ['Preparation', 'n']], options.map((option) => [
			el('th', { scope: 'row' }, el('a', { href: `/role/${encodeURIComponent(option.role_key)}` }, option.title), el('span.about', {}, badge(option.zone), ` ${option.published}`)),
			change(option.score_change),
			option.wage_change === null ? el('span.about', {}, flagOf(option)) : `${option.wage_change < 0 ? '\u2212' : '+'}$${count(Math.abs(option.wage_change))}`,
			[option.job_zone, option.to_job_zone].map((zone) => zone ?? '?').join(' \u2192 ')]), { class: 'figures', 'data-figure': 'options' })));
}

export async function showRole(key, { thresholds }) {
	const answer = await ask('/api/role', { key });
	const { role } = answer;
	const history = historyCard(answer);
	const chart = history.querySelector('.chart');
	const score = scoreCard(answer, thresholds);
	const trial = answer.tasks.length > 0 ? whatIf(answer, thresholds) : null;
	const certainty = score.querySelector('[data-figure=certainty]');

	return {
		title: `${role.title} - AIJRI`,
		content: [
			el('nav', { 'aria-label': 'Where this is' }, el('a.back', { href: '/' }, '\u2190 All roles')),
			el('div.headline', {}, el('h1', { tabindex: '-1' }, role.title),
				(role.seniority || role.market) && el('p', {}, [role.seniority, role.market].filter(Boolean).join(', '))),
			el('div.sheet', {},
				el('div.column', {}, score, trial?.element, answer.derivation.length > 0 && derivationCard(answer), answer.sensitivity.length > 0 && sensitivityCard(answer), history, movesCard(answer), optionsCard(answer)),
				el('div.column', {}, aboutCard(answer), answer.tasks.length > 0 && tasksCard(answer), role.assessment_id !== null && ratingsCard(answer))),
		],
		ready: () => {
			trial?.ready();
			chart && historyChart(chart, answer.history.filter((row) => row.score !== null), thresholds);
			certainty && follow(certainty, [role.role_id], (known) => {
				const figures = known.roles[role.role_id];
				certainty.textContent = missing(known) ?? (figures === undefined ? 'How sure the rank is: not computed yet.' : sentences(figures, known));
				certainty.dataset.state = known.state;
			});
		},
	};
}

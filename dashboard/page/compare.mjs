// Two to four roles side by side.

import { ask, Problem } from './api.mjs';
import { card } from './cards.mjs';
import { follow, ranks } from './certainty.mjs';
import { el, table, unseen } from './dom.mjs';
import { count, fixed, percent, probability, words } from './format.mjs';
import { ratings } from './meanings.mjs';
import { badge, scale, scoreText } from './zones.mjs';

export const mostCompared = 4;

export const compareAddress = (keys) => `/compare?${new URLSearchParams(keys.map((key) => ['role', key]))}`;

const mode = (role, name) => (role[name] === null ? '\u2013' : `${fixed(role[name], 0)}%`);
const rated = (value) => (value === null || value === undefined ? 'not rated' : fixed(value, 0));

export async function showCompare({ thresholds }) {
	const keys = [...new Set(new URLSearchParams(location.search).getAll('role'))];

	if (keys.length < 2 || keys.length > mostCompared) {
		throw new Problem({
			code: 'no-page', title: 'Choose two to four roles', message: 'Mark the roles to compare in the ranking.', lost: true,
		});
	}
	const all = await Promise.all(keys.map((key) => ask('/api/role', { key })));
	const scored = (role, text) => (role.score === null ? '\u2013' : text(role));
	const rows = [
		['Score', ({ role }) => scored(role, () => [el('b', {}, scoreText(role.published, role.score)), scale(role.score, role.zone, thresholds)])],
		['Zone and sub-label', ({ role }) => scored(role, () => badge(role.sublabel))],
		['Rank', ({ role }) => scored(role, () => count(role.rank))],
		['Rank range', ({ role }) => el('span', { 'data-range': role.role_id }, '\u2013')],
		['Stays in its zone', ({ outlook }) => (outlook === null ? '\u2013' : `${outlook.firmness}, ${probability(outlook.same_zone)}`)],
		['Task resistance', ({ role }) => (role.task_resistance === null ? '\u2013' : fixed(role.task_resistance, 2))],
		['Exposed time', ({ role }) => mode(role, 'exposed_pct')],
		['Displacement', ({ role }) => mode(role, 'displacement_pct')],
		['Augmentation', ({ role }) => mode(role, 'augmentation_pct')],
		...ratings.flatMap(({ title, total, items }) => [
			...(total === null ? [] : [[`${title}, total`, ({ role }) => rated(role[total])]]),
			...Object.keys(items).map((name) => [words(name), ({ role }) => rated(role[name])])]),
		['Workers (est.)', ({ occupations }) => {
			const socs = new Map((occupations ?? []).map((each) => [each.soc, each.employment]));
			return socs.size === 0 ? '\u2013' : count([...socs.values()].reduce((sum, n) => sum + n, 0));
		}],
	];
	const title = 'Roles side by side';
	const list = table(title, [unseen('What'), ...all.map(({ role }) => [
		[el('a', { href: `/role/${encodeURIComponent(role.role_key)}` }, role.title), el('span.about', {}, [role.seniority, role.market].filter(Boolean).join(', '))], ''])],
	rows.map(([name, text]) => [el('th', { scope: 'row' }, name), ...all.map((each) => el('td', { 'data-role': each.role.title }, text(each)))]), { class: 'figures compared' });

	return {
		title: `${title} - AIJRI`,
		content: [
			el('nav', { 'aria-label': 'Where this is' }, el('a.back', { href: '/' }, '\u2190 All roles')),
			el('div.headline', {}, el('h1', { tabindex: '-1' }, title)),
			card('compare', 'Scores and ratings', list),
		],
		ready: () => follow(list, all.map(({ role }) => role.role_id), (known) => {
			for (const cell of list.querySelectorAll('[data-range]')) {
				const figures = known.roles[cell.dataset.range];
				cell.textContent = figures === undefined ? '\u2013' : `${ranks(figures.p05, figures.p95)}, ${percent(figures.same_zone, 0)} kept`;
			}
		}),
	};
}

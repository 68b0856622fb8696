// Roles that have no score, and what is missing.

import { ask } from './api.mjs';
import { card } from './cards.mjs';
import { el, table } from './dom.mjs';
import { count, plural, words } from './format.mjs';

export async function showUnscored() {
	const { total, rows } = await ask('/api/unscored');
	const title = 'Roles without a score';

	return {
		title: `${title} - AIJRI`,
		content: [
			el('nav', { 'aria-label': 'Where this is' }, el('a.back', { href: '/' }, '\u2190 All roles')),
			el('div.headline', {}, el('h1', { tabindex: '-1' }, title),
				el('p', {}, `${plural(total, 'role')} not rated completely`, total > rows.length && `, the first ${count(rows.length)} shown`, '.')),
			card('unscored', 'What is missing', table(title, ['Role', 'Missing'], rows.map((row) => [
				el('th', { scope: 'row' }, el('a', { href: `/role/${encodeURIComponent(row.role_key)}` }, row.title), el('span.about', {}, [row.seniority, row.market].filter(Boolean).join(', '))),
				words(row.missing.split(', ').map(words).join(', ').toLowerCase())]), { class: 'figures' })),
		],
	};
}

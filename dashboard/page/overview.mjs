// The first page: how many roles and workers each zone has, scores against
// observed exposure, and the ranking.

import { ask } from './api.mjs';
import { card, csvButton } from './cards.mjs';
import { exposureChart } from './charts.mjs';
import { csv, save, tablesOf } from './csv.mjs';
import { el, newId, table, unseen } from './dom.mjs';
import { count, day, fixed, people, percent, plural } from './format.mjs';
import { words } from './meanings.mjs';
import { ranking } from './ranking.mjs';
import { badge } from './zones.mjs';

// A bar of parts whose names and figures a table nearby has as well.
function mixBar(name, total, parts) {
	return el('div.mix', {},
		el('p.mix-name', {}, el('b', {}, name), ' ', total),
		el('div.bar', { 'aria-hidden': 'true', 'data-mix': name },
			parts.filter((part) => part.share > 0).map((part) =>
				el(`span.part.part-${part.zone.toLowerCase()}`, { style: { 'flex-grow': part.share }, 'data-zone': part.zone, title: `${part.zone}: ${percent(part.share)}` },
					part.share >= 0.05 && el('span', {}, part.symbol, part.share >= 0.14 && ` ${percent(part.share)}`)))));
}

function zoneMix({ zones, employment, coverage, labourNotice, labourSource }) {
	const roles = zones.reduce((sum, zone) => sum + zone.roles, 0);
	const workers = employment?.reduce((sum, zone) => sum + zone.workers, 0);
	const workersOf = (zone) => employment.find((row) => row.zone === zone)?.workers ?? 0;
	const parts = zones.map(({ zone, zone_symbol: symbol, roles: n }) => ({ zone, symbol, n, share: n / roles }));
	const weighted = workers > 0;

	return card('zone-mix', 'Zones',
		mixBar('By roles', plural(roles, 'role'), parts),
		weighted && mixBar('By employment', `${people(workers)} workers`,
			parts.map((part) => ({ ...part, share: workersOf(part.zone) / workers }))),
		table('Roles and workers by zone',
			['Zone', ['Roles', 'n'], ['Share', 'n'], ...(weighted ? [['Workers', 'n'], ['Share', 'n']] : [])],
			parts.map((part) => [
				el('th', { scope: 'row' }, badge(part.zone)), count(part.n), percent(part.share),
				...(weighted ? [count(workersOf(part.zone)), percent(workersOf(part.zone) / workers)] : []),
			]), { class: 'figures' }),
		coverage && el('p.note', {}, 'Workers are estimates: the published employment of each occupation, divided among its roles by their stated shares, or else evenly. '
			+ `Scored roles have ${people(coverage.covered)} of ${people(coverage.published)} workers (${percent(coverage.covered_share)}), ${coverage.vintage}.`),
		coverage && labourSource && el('details', {}, el('summary', {}, 'Sources'), el('p.note', {}, labourSource)),
		labourNotice && el('p.notice', {}, labourNotice),
		overTime());
}

// How many roles each zone had, from the first assessment on: asked for when it is opened.
function overTime() {
	const part = el('details.over-time', { ontoggle: () => {
		if (part.open && !part.hasAttribute('aria-busy')) {
			part.setAttribute('aria-busy', 'true');
			ask('/api/zones-over-time').then(({ times }) => part.append(timesTable(times)))
				.catch((error) => part.append(el('p.notice', {}, error.problem?.message ?? error.message)))
				.finally(() => part.setAttribute('aria-busy', 'false'));
		}
	} }, el('summary', {}, 'Zones over time'));

	return part;
}

function timesTable(times) {
	return times.length === 0 ? el('p.note', {}, 'Not computed for so many roles.')
		: table('Zones over time', ['Date', unseen('Zones'), ['Roles', 'n'], ...times[0].zones.map(({ zone }) => [zone, 'n mid'])], times.map(({ time, zones }) => {
			const roles = zones.reduce((sum, zone) => sum + zone.roles, 0);

			return [el('th.date', { scope: 'row' }, day(time)),
				el('td.bar-cell', {}, el('div.bar.bar-thin', { 'aria-hidden': 'true' }, zones.filter((zone) => zone.roles > 0).map((zone) =>
					el(`span.part.part-${zone.zone.toLowerCase()}`, { style: { 'flex-grow': zone.roles } })))),
				count(roles), ...zones.map((zone) => el('td.n.mid', {}, percent(zone.roles / roles, 0)))];
		}), { class: 'figures' });
}

function exposureCard(labour, thresholds, open) {
	const id = newId('exposure');
	const section = el('section.card.exposure', { 'aria-labelledby': id, 'aria-busy': 'true' },
		el('h2', { id }, 'Score and observed exposure'),
		el('p.note.loading', {}, 'Joining roles to employment and exposure.'));

	labour.then((data) => {
		section.setAttribute('aria-busy', 'false');
		if (data.points.length === 0) {
			section.replaceChildren(section.firstChild, el('p.note', {}, 'No scored role belongs to an occupation with a figure of exposure.'));
			return;
		}
		const summary = `${plural(data.pairs, 'pair')} of role and occupation. Correlation ${fixed(data.correlation, 2)}`
			+ (data.weighted === null ? '' : `, weighted by employment ${fixed(data.weighted, 2)}`) + '.';
		const chart = el('div.chart', { role: 'img', 'aria-label': `Scatter of score against ${data.index}: ${summary}` });

		section.replaceChildren(section.firstChild, csvButton('Score and observed exposure', () => save('Score and observed exposure', csv(tablesOf(section)))),
			el('p.note', { 'data-figure': 'correlation' }, summary,
				data.pairs > data.points.length && ` Drawn are the ${count(data.points.length)} with most workers.`),
			chart,
			el('details', {}, el('summary', {}, 'By zone, as a table'),
				table(`${data.index} by zone`, ['Zone', ['Pairs', 'n'], ['Workers', 'n'], ['Mean score', 'n'], ['Mean exposure', 'n']],
					data.exposure.map((row) => [
						el('th', { scope: 'row' }, badge(row.zone)), count(row.pairs), count(row.workers), fixed(row.mean_score, 1), fixed(row.mean_exposure, 3),
					]), { class: 'figures' }),
				el('p.note', {}, 'Means are weighted by employment.')));
		exposureChart(chart, data, thresholds, open);
	}).catch((error) => {
		section.setAttribute('aria-busy', 'false');
		section.replaceChildren(section.firstChild, el('p.notice', {}, error.problem?.message ?? error.message));
	});
	return section;
}

export async function showOverview(about, open) {
	const roles = about.zones.reduce((sum, zone) => sum + zone.roles, 0);
	const title = 'Job roles by resistance to AI';

	if (roles === 0) {
		return {
			title: `${title} - AIJRI`,
			content: [el('section.problem', { role: 'status', 'data-code': 'empty' },
				el('h1', { tabindex: '-1' }, 'Nothing is ranked yet'),
				el('p', {}, about.unscored > 0
					? `Catalog ${about.catalog} has ${plural(about.unscored, 'role')}, none of them with a score. The view unscored_role says what is missing.`
					: `Catalog ${about.catalog} is empty.`),
				el('p', {}, 'Its owner imports an assessment document with'),
				el('pre', {}, el('code', {}, `SELECT ${about.catalog}.import_document(pg_read_file('document.md'));`)))],
		};
	}

	const labour = about.labour === null ? null : ask('/api/points');
	labour?.catch(() => {});
	const list = await ranking(about, labour);

	return {
		title: `${title} - AIJRI`,
		content: [
			el('div.headline', {},
				el('h1', { tabindex: '-1' }, title),
				el('p', {}, `${plural(roles, 'role')} ranked`,
					about.unscored > 0 && [', ', el('a', { href: '/unscored' }, `${count(about.unscored)} not rated completely`), ' and left out'], '.')),
			el(labour === null ? 'div.cards.cards-one' : 'div.cards', {}, zoneMix(about), labour && exposureCard(labour, about.thresholds, open)),
			list.element,
			el('details.glossary', {}, el('summary', {}, 'What these words mean'), el('dl', {}, words.map(([name, meaning]) => [el('dt', {}, name), el('dd', {}, meaning)]))),
		],
	};
}

// The ranking: a table of one page of roles, which the server has searched,
// filtered and sorted.  What is asked for stands in the address.

import { ask } from './api.mjs';
import { csvButton } from './cards.mjs';
import { follow, meaning, missing, ranks } from './certainty.mjs';
import { compareAddress, mostCompared } from './compare.mjs';
import { el, newId } from './dom.mjs';
import { count, fixed, percent, plural } from './format.mjs';
import { badge, scale, scoreText } from './zones.mjs';

const columns = [
	{ name: 'rank', head: 'Rank', class: 'n', sort: 'rank', first: 'asc' },
	{ name: 'range', head: 'Rank range', class: 'n far' },
	{ name: 'role', head: 'Role', sort: 'title', first: 'asc' },
	{ name: 'score', head: 'Score', class: 'n' },
	{ name: 'scale', head: '0 to 100', class: 'wide' },
	{ name: 'sublabel', head: 'Zone and sub-label', sort: 'sublabel', first: 'asc' },
	{ name: 'kept', head: 'Zone kept', class: 'n far' },
	{ name: 'resistance', head: 'Task resistance', class: 'n mid', sort: 'resistance', first: 'desc' },
	{ name: 'exposed', head: 'Exposed time', class: 'n mid', sort: 'exposed', first: 'desc' },
	{ name: 'workers', head: 'Workers (est.)', class: 'n mid', sort: 'workers', first: 'desc' },
];

// What the address asks for.
function wish() {
	const query = new URLSearchParams(location.search);

	return {
		search: query.get('search') ?? '', zone: query.get('zone') ?? '', sort: query.get('sort') ?? 'rank',
		direction: query.get('direction') ?? 'asc', page: query.get('page') ?? '1',
	};
}

// The address that asks for it, without what goes without saying.
function addressOf(wanted) {
	const usual = { search: '', zone: '', sort: 'rank', direction: 'asc', page: '1' };
	const query = new URLSearchParams(Object.entries(wanted).filter(([key, value]) => value !== usual[key]));

	return `/${`?${query}`.replace(/^\?$/, '')}`;
}

export async function ranking(about, labour) {
	const shown = columns.filter((column) => column.name !== 'workers' || labour !== null);
	const id = newId('ranking');
	let wanted = wish();
	let answer = await ask('/api/roles', wanted);
	let workers = null;     // workers by role, when known
	let certainty = { state: 'computing', roles: {} };
	let controller = null;
	let timer;

	const status = el('p.status', { role: 'status' });
	const note = el('p.note.certainty', { 'data-state': 'computing' });
	const body = el('tbody');
	const heads = el('tr');
	const pager = el('nav.pager', { 'aria-label': 'Pages of the ranking' });
	const search = el('input', {
		type: 'search', id: newId('search'), value: wanted.search, maxlength: 200, autocomplete: 'off', spellcheck: 'false',
		placeholder: 'Title, seniority or market', oninput: () => {
			clearTimeout(timer);
			timer = setTimeout(() => want({ search: search.value.trim() }), 150);
		},
	});
	const boxes = ['Green', 'Yellow', 'Red'].map((zone) => el('input', {
		type: 'checkbox', value: zone, checked: wanted.zone.split(',').includes(zone), onchange: () =>
			want({ zone: boxes.filter((box) => box.checked).map((box) => box.value).join(',') }),
	}));

	function headOf(column) {
		const sorted = column.sort !== undefined && wanted.sort === column.sort;
		const other = wanted.direction === 'asc' ? 'desc' : 'asc';

		if (column.sort === undefined) {
			return el('th', { scope: 'col', class: column.class }, column.head);
		}
		return el('th', {
			scope: 'col', class: column.class, 'aria-sort': sorted ? (wanted.direction === 'asc' ? 'ascending' : 'descending') : undefined,
		}, el('button.sort', {
			type: 'button', 'data-sort': column.sort,
			onclick: () => want({ sort: column.sort, direction: sorted ? other : column.first }),
		}, column.head, el('span.arrow', { 'aria-hidden': 'true' }, sorted ? (wanted.direction === 'asc' ? '\u2191' : '\u2193') : '')));
	}

	// a role that no occupation stands behind has no number of workers, not none of them
	const workersOf = (id) => (workers[id] === undefined ? '\u2013' : count(workers[id]));

	// a figure that may come later, or never
	const figureOf = (role, text) => (certainty.roles[role.role_id] === undefined ? '\u2013' : text(certainty.roles[role.role_id]));

	// roles marked to be compared, also from other pages of the ranking
	const marked = new Map();
	const compared = el('p.compare-bar', { role: 'status' });

	function mark(role, chosen) {
		chosen ? marked.set(role.role_key, role.title) : marked.delete(role.role_key);
		compared.replaceChildren(...(marked.size === 0 ? [] : [
			el('span', {}, [...marked.values()].join(', ')),
			marked.size === 1 ? ' Mark up to three more to compare.' : el('a.plain', { href: compareAddress([...marked.keys()]) }, `Compare ${marked.size} roles`)]));
		for (const box of body.querySelectorAll('.pick')) {
			box.disabled = marked.size >= mostCompared && !box.checked;
		}
	}

	const pick = (role) => el('input.pick', {
		type: 'checkbox', 'aria-label': `Compare ${role.title}`, checked: marked.has(role.role_key),
		disabled: marked.size >= mostCompared && !marked.has(role.role_key), onchange: (event) => mark(role, event.target.checked),
	});

	const cells = {
		rank: (role) => [pick(role), count(role.rank)],
		range: (role) => figureOf(role, ({ p05, p95 }) => ranks(p05, p95)),
		kept: (role) => figureOf(role, (figures) => percent(figures.same_zone, 0)),
		role: (role) => [
			el('a', { href: `/role/${encodeURIComponent(role.role_key)}` }, role.title),
			(role.seniority || role.market) && el('span.about', {}, [role.seniority, role.market].filter(Boolean).join(', ')),
		],
		score: (role) => [scoreText(role.published, role.score),
			role.override_score !== null && el('span.override', { title: 'the assessor\'s override, beside the score' }, ` (${fixed(role.override_score, 1)})`)],
		scale: (role) => scale(role.score, role.zone, about.thresholds),
		sublabel: (role) => badge(role.sublabel),
		resistance: (role) => fixed(role.task_resistance, 2),
		exposed: (role) => `${fixed(role.exposed_pct, 0)}%`,
		workers: (role) => el('span', { 'data-role': role.role_id }, workers === null ? '' : workersOf(role.role_id)),
	};

	function step(name, page, possible) {
		return el('a.plain', possible
			? { href: addressOf({ ...wanted, page: String(page) }), 'data-step': name, onclick: (event) => {
				if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
					event.preventDefault();
					want({ page: String(page) }, true);
				}
			} }
			: { 'aria-disabled': 'true', 'data-step': name }, name);
	}

	function drawCertainty() {
		note.textContent = missing(certainty) ?? meaning(certainty);
		note.dataset.state = certainty.state;
		for (const [i, role] of answer.rows.entries()) {
			for (const name of ['range', 'kept']) {
				body.rows[i].querySelector(`[data-column=${name}]`).textContent = cells[name](role);
			}
		}
	}

	function draw() {
		const first = (answer.page - 1) * answer.pageSize + 1;
		const last = first + answer.rows.length - 1;
		const focused = document.activeElement?.dataset?.sort;
		const { rows } = answer;

		heads.replaceChildren(...shown.map(headOf));
		body.replaceChildren(...answer.rows.map((role) => el('tr', { 'data-key': role.role_key }, shown.map((column) =>
			el(column.name === 'role' ? 'th' : 'td', { scope: column.name === 'role' && 'row', class: column.class, 'data-column': column.name }, cells[column.name](role))))));
		if (answer.rows.length === 0) {
			body.append(el('tr', {}, el('td.nothing', { colspan: shown.length },
				answer.matching === 0 ? 'No role is like that.' : 'There is no such page of the ranking.')));
		}
		status.textContent = answer.matching === 0 ? 'No roles'
			: `${plural(answer.matching, 'role')}${answer.rows.length > 0 ? `, ${count(first)} to ${count(last)} shown` : ''}`;
		pager.replaceChildren(step('Previous', Math.min(answer.page - 1, answer.pages), answer.page > 1),
			el('span', {}, `Page ${count(answer.page)} of ${count(answer.pages)}`),
			step('Next', answer.page + 1, answer.page < answer.pages));
		pager.hidden = answer.pages === 1 && answer.page === 1;
		follow(body, answer.rows.map((role) => role.role_id), (known) => {
			if (answer.rows === rows) {
				certainty = known;
				drawCertainty();
			}
		});
		// a head that had the focus has it again
		if (focused !== undefined) {
			heads.querySelector(`[data-sort="${focused}"]`)?.focus();
		}
	}

	// Asks for something else; what was asked before no longer counts.
	async function want(wishes, turned = false) {
		wanted = { ...wanted, page: '1', ...wishes };
		controller?.abort();
		controller = new AbortController();
		section.setAttribute('aria-busy', 'true');
		try {
			answer = await ask('/api/roles', wanted, controller.signal);
			history.replaceState(null, '', addressOf(wanted));
			draw();
			if (turned) {
				section.scrollIntoView({ block: 'start' });
				status.focus({ preventScroll: true });
			}
			section.setAttribute('aria-busy', 'false');
		} catch (error) {
			if (error.name !== 'AbortError') {
				section.setAttribute('aria-busy', 'false');
				status.textContent = error.problem ? `${error.problem.title}. ${error.problem.message}` : error.message;
			}
		}
	}

	status.tabIndex = -1;
	const section = el('section.card.ranking', { 'aria-labelledby': id, 'aria-busy': 'false' },
		el('h2', { id }, 'Ranking'),
		csvButton('Ranking', () => {
			location.assign(`/api/roles.csv?${new URLSearchParams({ ...wanted, page: '1' })}`);
		}),
		el('form.tools', { role: 'search', onsubmit: (event) => event.preventDefault() },
			el('div.search', {}, el('label', { for: search.id }, 'Search'), search),
			el('fieldset', {}, el('legend', {}, 'Zones'), boxes.map((box) =>
				el(`label.choice`, {}, box, ' ', badge(box.value)))),
			status),
		note,
		compared,
		el('div.table', {}, el('table.roles', {}, el('caption', { class: 'unseen' }, 'Roles, the highest score first unless sorted otherwise'),
			el('thead', {}, heads), body)),
		pager);

	draw();
	labour?.then((data) => {
		workers = data.workers;
		for (const cell of body.querySelectorAll('[data-role]')) {
			cell.textContent = workersOf(cell.dataset.role);
		}
	}).catch(() => {});
	return { element: section };
}

// The page: which address shows what, and what is shown when nothing can be.

import { ask, leave, Problem } from './api.mjs';
import { showCompare } from './compare.mjs';
import { el } from './dom.mjs';
import { showOverview } from './overview.mjs';
import { showRole } from './role.mjs';
import { showUnscored } from './unscored.mjs';
import { useZones } from './zones.mjs';

const main = document.getElementById('main');
const banner = document.getElementById('banner');
let about = null;   // answer of /api/overview
let shown = 0;          // number of the view that is being shown

function showProblem(problem) {
	document.title = `${problem.title} - AIJRI`;
	main.replaceChildren(el('section.problem', { role: problem.code === 'busy' ? 'status' : 'alert', 'data-code': problem.code },
		el('h1', { tabindex: '-1' }, problem.title),
		el('p', {}, problem.message),
		problem.hint && el('p', {}, problem.hint),
		problem.command && el('pre', {}, el('code', {}, problem.command)),
		problem.detail && problem.detail !== problem.message && el('details', {},
			el('summary', {}, 'What the server said'), el('p.said', {}, problem.detail)),
		el('p.buttons', {},
			!problem.lost && el('button.plain', { type: 'button', onclick: () => show(true) }, 'Try again'),
			problem.lost && el('a.plain', { href: '/' }, 'All roles'))));
}

// The view that an address names.
function viewOf(path) {
	if (path === '/') {
		return showOverview(about, go);
	}
	if (path === '/compare') {
		return showCompare(about);
	}
	if (path === '/unscored') {
		return showUnscored();
	}
	const key = keyOf(path);
	if (key !== null) {
		return showRole(key, about);
	}
	throw new Problem({
		code: 'no-page', title: 'There is no such page', message: `Nothing is at the address ${path}.`, lost: true,
	});
}

// The role that an address names, or null.
function keyOf(path) {
	try {
		return path.startsWith('/role/') ? decodeURIComponent(path.slice('/role/'.length)) : null;
	} catch {
		return null; // signs that are no UTF-8
	}
}

// Shows what belongs to the address. A view that comes too late is dropped.
export async function show(again = false) {
	const number = ++shown;
	const path = location.pathname;

	leave();
	main.setAttribute('aria-busy', 'true');
	if (again) {
		about = null;
	}
	try {
		if (about === null || path === '/') {
			about = await ask('/api/overview');
			useZones(about.zones);
			banner.hidden = about.notice === null;
			banner.textContent = about.notice;
		}
		const view = await viewOf(path);

		if (number !== shown) {
			return;
		}
		document.title = view.title;
		document.getElementById('place').replaceChildren('Catalog ', el('b', {}, about.catalog),
			el('span.wide', {}, ' of database ', el('b', {}, about.database), `, aijri ${about.version}`));
		main.replaceChildren(...view.content);
		view.ready?.();
	} catch (error) {
		if (number !== shown) {
			return;
		}
		if (!(error instanceof Problem)) {
			console.error(error);
		}
		showProblem(error.problem ?? {
			code: 'unexpected', title: 'Something went wrong', message: error.message, hint: 'This is a mistake of the page itself.',
		});
	} finally {
		if (number === shown) {
			main.setAttribute('aria-busy', 'false');
		}
	}
}

// Goes to an address of this page without reloading it.
export async function go(address) {
	history.replaceState({ scrolled: scrollY }, '');
	history.pushState(null, '', address);
	await show();
	scrollTo(0, 0);
	(main.querySelector('h1') ?? main).focus({ preventScroll: true });
}

document.addEventListener('click', (event) => {
	const link = event.target.closest('a[href]');

	if (link === null || event.defaultPrevented || event.button !== 0
		|| event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
		|| link.origin !== location.origin || link.hash !== '' || link.target !== '' || link.pathname.startsWith('/api/')) {
		return;
	}
	event.preventDefault();
	go(link.href);
});
addEventListener('popstate', async ({ state }) => {
	await show();
	scrollTo(0, state?.scrolled ?? 0);
});
show();

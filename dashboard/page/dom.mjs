// Elements of the page, made without any HTML text.

// el('a.name', { href, onclick, dataset ... }, child, ...): children are nodes,
// texts, numbers, lists of them, or nothing.
export function el(kind, attributes = {}, ...children) {
	const [name, ...classes] = kind.split('.');
	const element = document.createElement(name || 'div');

	if (classes.length > 0) {
		element.className = classes.join(' ');
	}
	for (const [key, value] of Object.entries(attributes)) {
		if (value === undefined || value === null || value === false) {
			continue;
		}
		if (key.startsWith('on')) {
			element.addEventListener(key.slice(2), value);
		} else if (key === 'style') {
			for (const [property, setting] of Object.entries(value)) {
				element.style.setProperty(property, setting);
			}
		} else {
			element.setAttribute(key, value === true ? '' : value);
		}
	}
	element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
	return element;
}

// A text that only screen readers have.
export const unseen = (text) => el('span.unseen', {}, text);

let ids = 0;

// A name for an element that another one points to.
export const newId = (name) => `${name}-${++ids}`;

// table(caption, heads, rows): a head is a text or [text, class]; a cell is
// content, or an element td or th of its own.
export function table(caption, heads, rows, attributes = {}) {
	const classOf = (head) => (Array.isArray(head) ? { class: head[1] } : {});

	return el('table', attributes,
		el('caption', { class: 'unseen' }, caption),
		el('thead', {}, el('tr', {}, heads.map((head) =>
			el('th', { scope: 'col', ...classOf(head) }, Array.isArray(head) ? head[0] : head)))),
		el('tbody', {}, rows.map((row) => el('tr', {}, row.map((cell, i) =>
			(cell instanceof HTMLTableCellElement ? cell : el('td', classOf(heads[i]), cell)))))));
}

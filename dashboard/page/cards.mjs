// A part of a page, with its tables as CSV.

import { csv, save, tablesOf } from './csv.mjs';
import { el, newId } from './dom.mjs';

export function card(kind, title, ...content) {
	const id = newId('part');
	const section = el(`section.card.${kind}`, { 'aria-labelledby': id }, el('h2', { id }, title), content);

	if (section.querySelector('table') !== null) {
		section.firstChild.after(csvButton(title, () => save(title, csv(tablesOf(section)))));
	}
	return section;
}

export const csvButton = (title, onclick) => el('button.csv', { type: 'button', 'aria-label': `CSV: ${title}`, onclick }, 'CSV');

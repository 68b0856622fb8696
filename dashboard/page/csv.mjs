// Tables as CSV: RFC 4180, with a mark of UTF-8 for spreadsheets.

// A field. What a spreadsheet would take for a formula begins with an apostrophe.
function field(value) {
	const text = String(value ?? '');
	const safe = /^\s*[=+\-@]|^[\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?%?$/.test(text) ? `'${text}` : text;

	return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csv = (rows) => `\ufeff${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;

// What a cell says, with numbers as machines write them.
function cellText(cell) {
	const copy = cell.cloneNode(true);

	copy.querySelectorAll('[aria-hidden="true"]').forEach((each) => each.remove());
	copy.querySelectorAll('*').forEach((each) => each.after(' '));
	const text = copy.textContent.replace(/\s+/g, ' ').trim();
	return /^[+\u2212]?[\d,]+(\.\d+)?%?$/.test(text) ? text.replaceAll(',', '').replace('+', '').replace('\u2212', '-') : text;
}

// The tables of an element; of several, each row begins with the caption of its own.
export function tablesOf(element) {
	const tables = [...element.querySelectorAll('table')];
	const lines = (part, table) => [...part?.rows ?? []].map((row) => [...tables.length > 1 ? [table.caption.textContent] : [], ...[...row.cells].map(cellText)]);

	return tables.flatMap((table, i) => [
		...i === 0 ? lines(table.tHead, table).map(([first, ...rest]) => (tables.length > 1 ? ['Table', ...rest] : [first, ...rest])) : [],
		...[...table.tBodies].flatMap((body) => lines(body, table))]);
}

// Hands a file to the reader.
export function save(name, text) {
	const link = document.createElement('a');

	link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
	link.download = `${name}.csv`;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// Numbers, dates and words as people read them.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const decimals = [0, 1, 2, 3].map((digits) =>
	new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }));
const minus = (text) => text.replace('-', '\u2212');

export const count = (n) => whole.format(n);
export const fixed = (x, digits) => minus(decimals[digits].format(x));
export const percent = (share, digits = 1) => `${decimals[digits].format(100 * share)}%`;
export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

// A change of a score, never without its sign.
export function change(x, digits = 1) {
	const text = decimals[digits].format(Math.abs(x));

	return /^[0.]*$/.test(text) ? text : `${x < 0 ? '\u2212' : '+'}${text}`;
}

// 150,752,900 as 150.8 million; small numbers as they are.
export function people(n) {
	return n >= 1e6 ? `${decimals[1].format(n / 1e6)} million` : count(n);
}

// Probabilities near 0 and 1 are not rounded to what they are not.
export function probability(p) {
	if (p > 0 && p < 0.0005) {
		return 'under 0.1%';
	}
	return p < 1 && p > 0.9995 ? 'over 99.9%' : percent(p);
}

// 2026-03-01 as 1 Mar 2026, without any time zone.
export function day(text) {
	const [year, month, date] = text.slice(0, 10).split('-').map(Number);

	return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.UTC(year, month - 1, date));
}

// job_postings as Job postings.
export function words(name) {
	const text = name.replaceAll('_', ' ');

	return text.charAt(0).toUpperCase() + text.slice(1);
}

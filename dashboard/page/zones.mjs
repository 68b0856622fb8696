// Zones as the catalog shows them: a color, a symbol and a word, never the
// color alone.

import { el } from './dom.mjs';
import { fixed } from './format.mjs';

export const zones = {
	Green: { color: '#1B7F79', symbol: '\u25B2' },
	Yellow: { color: '#F2B134', symbol: '\u25C6' },
	Red: { color: '#B3261E', symbol: '\u25BC' },
};

// The relative luminance of a color #RRGGBB, as WCAG 2 defines it.
export function luminance(color) {
	const [r, g, b] = [1, 3, 5].map((i) => {
		const c = parseInt(color.slice(i, i + 2), 16) / 255;
		return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// Black or white, whichever is read more easily on a color.
export const inkOn = (color) => (luminance(color) > 0.179 ? '#16191c' : '#ffffff');

// Takes over colors and symbols of the view zone_overview.
export function useZones(rows) {
	for (const { zone, zone_colour: color, zone_symbol: symbol } of rows) {
		if (Object.hasOwn(zones, zone) && /^#[0-9a-f]{6}$/i.test(color)) {
			zones[zone] = { color, symbol };
		}
	}
	for (const [zone, { color }] of Object.entries(zones)) {
		document.documentElement.style.setProperty(`--${zone.toLowerCase()}`, color);
		document.documentElement.style.setProperty(`--on-${zone.toLowerCase()}`, inkOn(color));
	}
}

const mark = (zone) => el(`span.mark.mark-${zone.toLowerCase()}`, { 'aria-hidden': 'true' }, zones[zone].symbol);

// A zone, or a sub-label, which begins with its zone's name.
export const badge = (label) => el('span.zone', {}, mark(label.split(' ')[0]), ' ', el('span', {}, label));

// A score on a line of 0 to 100 with the thresholds, and a range around it
// where one is known.  Says nothing that is not written beside it.
export function scale(score, zone, thresholds, range = null) {
	const at = (x) => `${Math.min(100, Math.max(0, x))}%`;

	return el(`span.scale.scale-${zone.toLowerCase()}`, { 'aria-hidden': 'true' },
		thresholds.map((x) => el('span.tick', { style: { left: at(x) } })),
		range && el('span.range', { style: { left: at(range[0]), width: at(range[1] - range[0]) } }),
		el('span.dot', { style: { left: at(score) } }));
}

// A score as a number with its full value as a hint.
export const scoreText = (published, score) => el('data', { value: score, title: `unrounded: ${fixed(score, 3)}` }, published);

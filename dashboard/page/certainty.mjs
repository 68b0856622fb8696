// How sure ranks are.  The server computes it in the background: what is shown first
// may lack it, and is completed.

import { ask } from './api.mjs';
import { count, fixed, percent, probability } from './format.mjs';

// Asks about roles until there is an answer, for as long as an element is in the page.
export async function follow(element, roles, show) {
	for (let pause = 500; ; pause = Math.min(2 * pause, 8000)) {
		let answer;

		try {
			answer = await ask('/api/certainty', { roles: roles.join(',') });
		} catch (error) {
			if (error.name === 'AbortError') {
				return;
			}
			answer = { state: 'failed', message: error.problem?.message ?? error.message, roles: {} };
		}
		show(answer);
		if (answer.state !== 'computing') {
			return;
		}
		await new Promise((resolve) => { setTimeout(resolve, pause); });
		if (!element.isConnected) {
			return;
		}
	}
}

export const ranks = (low, high) => (low === high ? count(low) : `${count(low)} to ${count(high)}`);

// Why there are no figures, or null.
export function missing({ state, most, message }) {
	switch (state) {
		case 'computing': return 'How sure ranks are is being computed.';
		case 'too-many': return `How sure ranks are: not computed, which it is for up to ${count(most)} roles.`;
		case 'failed': return `How sure ranks are: not computed. ${message}`;
		default: return null;
	}
}

// What the columns of the ranking mean.
export const meaning = ({ doubt, at }) => `Rank range: nine tenths of the ranks to expect if each rating is one step off with a probability of ${percent(doubt, 0)}. `
	+ 'Zone kept: share of 1,024 methods, with constants up to a quarter off, that leave the role in its zone. '
	+ `As of ${at.slice(0, 16)}.`;

// The same of one role, in sentences.
export const sentences = (figures, { doubt }) =>
	`If each rating is one step off with a probability of ${percent(doubt, 0)}, the rank is ${ranks(figures.p05, figures.p95)} with a probability of nine tenths, `
	+ `${fixed(figures.expected_rank, 1)} on average. Under other methods, with constants up to a quarter off, it is ${ranks(figures.method_p05, figures.method_p95)} nine times in ten, `
	+ `and the role stays in its zone in ${probability(figures.same_zone)} of them.`;

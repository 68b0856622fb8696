// What if a rating or a time share were another one?  The score comes from the
// database, which stores nothing; the address keeps what was changed.

import { ask } from './api.mjs';
import { el, newId } from './dom.mjs';
import { change, count, fixed, words } from './format.mjs';
import { ratings } from './meanings.mjs';
import { badge, scale } from './zones.mjs';

const signed = (x) => (x < 0 ? `\u2212${-x}` : String(x));
const percentOf = (task) => (task.share_pct === null ? '' : String(Math.round(10 * task.share_pct) / 10));

export function whatIf({ role, tasks }, thresholds) {
	const wanted = new URLSearchParams(location.search);
	const controls = [];    // { name, input, own }: own is the value as rated
	let controller = null;
	let timer;

	// a control with the value that the address asks for, if it is a possible one
	function control(name, label, input, own) {
		const asked = wanted.get(name);

		input.id = newId('if');
		input.value = own;
		if (asked !== null) {
			input.value = asked;
			if (input.value !== asked || !input.checkValidity()) {
				input.value = own;
			}
		}
		input.setAttribute('aria-label', label);
		input.dataset.name = name;
		input.addEventListener('input', () => {
			clearTimeout(timer);
			timer = setTimeout(compute, 150);
		});
		controls.push({ name, input, own });
		return input;
	}

	function choice(name, label, least, most, own) {
		const values = Array.from({ length: most - least + 1 }, (_, i) => String(least + i));

		return control(name, label, el('select', {}, own === null && el('option', { value: '' }, 'not rated'),
			values.map((value) => el('option', { value }, signed(Number(value))))), own === null ? '' : String(own));
	}

	const row = (name, ...inputs) => el('div.lever', {}, el('span', {}, name), ' ', el('span.inputs', {}, inputs));
	const result = el('div.whatif-result', { role: 'status', 'data-figure': 'whatif' });
	const reset = el('button.plain', { type: 'button', onclick: () => {
		for (const { input, own } of controls) {
			input.value = own;
		}
		compute();
	} }, 'As rated');

	function show(answer) {
		result.replaceChildren(
			el('p.whatif-score', {}, answer.score === null ? 'No score: something is not rated, or no time is left.' : [
				el('b', { 'data-figure': 'whatif-score', 'data-score': answer.score }, answer.published), ' ', badge(answer.sublabel)]),
			...(answer.score === null ? [] : [scale(answer.score, answer.zone, thresholds),
				el('p.note', {}, [role.score !== null && `${change(answer.score - role.score)} points`, `rank ${count(answer.rank)} of ${count(answer.ranked)}`,
					`task resistance ${fixed(answer.task_resistance, 2)}, evidence ${signed(answer.evidence_total)}, barriers ${answer.barrier_total}, growth ${signed(answer.growth)}`]
					.filter(Boolean).join('; '), '.')]));
	}

	// Asks for the score of what the controls show, and keeps that in the address.
	async function compute() {
		const changes = Object.fromEntries(controls.filter(({ input, own }) => input.value !== own && input.value !== '' && input.checkValidity())
			.map(({ name, input }) => [name, String(Number(input.value))]));
		const query = new URLSearchParams(changes);

		controller?.abort();
		controller = new AbortController();
		history.replaceState(history.state, '', `${location.pathname}${`?${query}`.replace(/^\?$/, '')}`);
		reset.disabled = Object.keys(changes).length === 0;
		section.setAttribute('aria-busy', 'true');
		try {
			show(await ask('/api/whatif', { ...changes, key: role.role_key }, controller.signal));
		} catch (error) {
			if (error.name === 'AbortError') {
				return;
			}
			result.replaceChildren(el('p.notice', {}, error.problem ? `${error.problem.title}. ${error.problem.message}` : error.message));
		}
		section.setAttribute('aria-busy', 'false');
	}

	const levers = [
		el('h3', {}, 'Tasks: score and share of time'),
		tasks.map((task) => row(task.name,
			choice(`score_${task.position}`, `Score of ${task.name}`, 1, 5, task.score),
			el('span.unit', {}, control(`time_${task.position}`, `Time of ${task.name}, %`,
				el('input', { type: 'number', min: 0, max: 100, step: 'any', inputmode: 'decimal' }), percentOf(task)), '%'))),
		ratings.filter(({ group }) => group !== 'principles').map(({ title, scale: range, least, most, items }) => [
			el('h3', {}, `${title}: ${range}`),
			Object.keys(items).map((name) => row(words(name), choice(name, words(name), least, most, role[name])))]),
	];
	const id = newId('part');
	const changed = controls.some(({ input, own }) => input.value !== own);
	const section = el('section.card.whatif', { 'aria-labelledby': id, 'aria-busy': 'false' },
		el('h2', { id }, 'What if'),
		el('p.note', {}, 'Change a rating or a share of time, and the database computes the score. Nothing is stored; the address of this page keeps the changes, to share them. '
			+ 'Shares need not add up to 100: only their proportions count.'),
		el('details', { open: changed }, el('summary', {}, 'Change ratings and time'), result, el('p.buttons', {}, reset), levers));

	reset.disabled = true;
	return { element: section, ready: () => changed && compute() };
}

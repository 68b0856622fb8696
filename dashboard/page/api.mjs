// Questions to the server of this page.

// A problem that the server, or the way to it, has told of.
export class Problem extends Error {
	constructor(problem) {
		super(problem.title);
		this.problem = problem;
	}
}

// What is asked for a view is dropped, by the database too, when the reader leaves it.
let view = new AbortController();

export function leave() {
	view.abort();
	view = new AbortController();
}

// ask('/api/roles', { page: 2 }): the answer, or an exception with a Problem.
export async function ask(path, parameters = {}, own = undefined) {
	const signal = own === undefined ? view.signal : AbortSignal.any([view.signal, own]);
	const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ''));
	let response;

	try {
		response = await fetch(`${path}?${query}`, { signal });
	} catch (error) {
		if (error.name === 'AbortError') {
			throw error;
		}
		throw new Problem({
			code: 'no-server', title: 'The server of this page does not answer',
			message: 'It may have been stopped.', hint: 'Start it again, then try again.',
		});
	}
	const answer = await response.json().catch(() => ({}));
	if (!response.ok) {
		throw new Problem(answer.problem ?? {
			code: 'unexpected', title: 'Something went wrong', message: `The server answered with status ${response.status}.`, hint: '',
		});
	}
	return answer;
}

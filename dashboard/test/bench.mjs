// How long the server takes with 100,000 roles: medians of requests.
//
// Usage: tools/sandbox node dashboard/test/bench.mjs (with dashboard/node_modules in place)

import { end, run, runFile, serve } from './support.mjs';

const runs = 15;
const questions = {
	'first page': '/api/roles', 'last page': '/api/roles?page=2000', 'search, many matches': '/api/roles?search=nurse',
	'search, one match': '/api/roles?search=nurse+99999', 'search, eight words': '/api/roles?search=h+e+a+l+t+n+u+r', 'one zone': '/api/roles?zone=Red',
	'by title': '/api/roles?sort=title', 'by exposed time': '/api/roles?sort=exposed&direction=desc', 'one role': '/api/role?key=role-5000',
	'what if': '/api/whatif?key=role-5000&growth=2', overview: '/api/overview',
};

run('postgres', 'CREATE ROLE dashboard LOGIN', 'CREATE DATABASE bench');
runFile('bench', 'many.sql', '-v', 'roles=100000');
const { address } = await serve({ PGDATABASE: 'bench' });

for (const [name, path] of Object.entries(questions)) {
	const times = [];
	for (let i = 0; i < runs; i++) {
		const start = performance.now();
		const response = await fetch(`${address}${path}`);
		await response.arrayBuffer();
		if (!response.ok) {
			throw new Error(`${path}: ${response.status}`);
		}
		times.push(performance.now() - start);
	}
	times.sort((a, b) => a - b);
	console.log(`${name.padEnd(22)} ${times[Math.floor(runs / 2)].toFixed(0).padStart(5)} ms (${times[0].toFixed(0)} to ${times.at(-1).toFixed(0)})`);
}
await end();

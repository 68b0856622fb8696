// The dashboard's server: the page's files, and a JSON API over the views of a
// catalog.  Options are listed in usage below; where the database is, the
// usual environment variables of PostgreSQL say (PGHOST, PGDATABASE, PGUSER ...).

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parseArgs, promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Catalog } from './catalog.mjs';
import { Certainty } from './certainty.mjs';
import { problemOf } from './problems.mjs';
import {
	Attachment, overview, labourPoints, roleCertainty, roleDocument, roleFile, roleList, rolePage, unscoredList, whatIf, zonesOverTime, Refused,
} from './queries.mjs';

const usage = `Usage: node server.mjs [OPTION...]

  --catalog NAME   schema of the catalog (default: the only one)
  --labour NAME    labor schema (default: the one created for the catalog)
  --host ADDRESS   address to listen on (default: 127.0.0.1)
  --port NUMBER    port to listen on; 0 chooses a free one (default: 8010)
  --timeout SECONDS  time limit of a query (default: 15)
  --help           print this text

The database is named as for psql: PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD.
Use a user with reader privileges, granted by aijri_grant_reader().
`;

// Everything comes from here; styles of elements are set by the page's own code.
const headers = {
	'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
		"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
	'X-Frame-Options': 'DENY',
};

const page = new URL('page/', import.meta.url);
const echarts = createRequire(import.meta.url).resolve('echarts/dist/echarts.esm.min.mjs');

// The files that there are; no path of a request ever reaches the file system.
const files = new Map([
	['/', [new URL('index.html', page), 'text/html; charset=utf-8']],
	['/favicon.svg', [new URL('favicon.svg', page), 'image/svg+xml']],
	['/style.css', [new URL('style.css', page), 'text/css; charset=utf-8']],
	...['main', 'api', 'cards', 'certainty', 'charts', 'compare', 'csv', 'dom', 'format', 'meanings', 'overview', 'ranking', 'role', 'unscored', 'whatif', 'zones'].map((name) =>
		[`/${name}.mjs`, [new URL(`${name}.mjs`, page), 'text/javascript; charset=utf-8']]),
	['/echarts.mjs', [echarts, 'text/javascript; charset=utf-8']],
]);

const questions = new Map([
	['/api/overview', overview],
	['/api/roles', roleList],
	['/api/roles.csv', roleFile],
	['/api/unscored', unscoredList],
	['/api/zones-over-time', zonesOverTime],
	['/api/points', labourPoints],
	['/api/role', rolePage],
	['/api/certainty', roleCertainty],
	['/api/whatif', whatIf],
	['/api/document', roleDocument],
]);

const compress = promisify(gzip);
const compressed = new Map();

// Sends a body, compressed where that pays and the client can read it.
async function send(request, response, status, type, body, more = {}) {
	const zipped = body.length > 1400 && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
	const content = zipped ? await compress(body) : body;

	response.writeHead(status, {
		...headers, 'Cache-Control': 'no-store', Vary: 'Accept-Encoding',
		'Content-Type': type, 'Content-Length': content.length,
		...(zipped ? { 'Content-Encoding': 'gzip' } : {}), ...more,
	});
	response.end(request.method === 'HEAD' ? undefined : content);
}

const sendJson = (request, response, status, value) =>
	send(request, response, status, 'application/json; charset=utf-8', Buffer.from(JSON.stringify(value)));

async function sendFile(request, response, [file, type], status = 200) {
	const gzipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
	const key = `${file} ${gzipped}`;

	// The library is large and does not change while the server runs.
	if (file === echarts && !compressed.has(key)) {
		const body = await readFile(file);
		compressed.set(key, gzipped ? await compress(body) : body);
	}
	if (file === echarts) {
		const content = compressed.get(key);
		response.writeHead(200, {
			...headers, 'Cache-Control': 'max-age=3600', Vary: 'Accept-Encoding',
			'Content-Type': type, 'Content-Length': content.length,
			...(gzipped ? { 'Content-Encoding': 'gzip' } : {}),
		});
		response.end(request.method === 'HEAD' ? undefined : content);
		return;
	}
	await send(request, response, status, type, await readFile(file));
}

// A page elsewhere whose name was made to point here must not read the data:
// requests by another name than an address of this machine are turned away,
// unless it was asked to listen to others.
function foreign(request, host) {
	const name = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');

	return ['127.0.0.1', '::1', 'localhost'].includes(host)
		&& !['127.0.0.1', '::1', 'localhost'].includes(name);
}

const plain = (request, response, status, text, more) => send(request, response, status, 'text/plain; charset=utf-8', Buffer.from(`${text}\n`), more);

// Answers a question, for as long as anyone waits for it.
async function answerQuestion(request, response, { pathname, searchParams }, catalog, certainty) {
	const left = new AbortController();

	response.on('close', () => left.abort());
	try {
		const source = { read: (queries) => catalog.read(queries, { signal: left.signal }) };
		const answered = await questions.get(pathname)(source, searchParams, certainty);
		return await (answered instanceof Attachment ? send(request, response, 200, answered.type, Buffer.from(answered.text), answered.headers)
			: sendJson(request, response, 200, answered));
	} catch (error) {
		if (left.signal.aborted) {
			return undefined;
		}
		if (error instanceof Refused) {
			return sendJson(request, response, error.status, { problem: error.problem });
		}
		const problem = problemOf(error, catalog.place());
		if (problem.code !== 'busy') {
			catalog.forget();
		}
		if (problem.code === 'unexpected') {
			console.error(error);
		}
		return sendJson(request, response, 503, { problem });
	}
}

async function answer(request, response, catalog, certainty, host) {
	if (request.method !== 'GET' && request.method !== 'HEAD') {
		return plain(request, response, 405, 'Only GET and HEAD are answered.', { Allow: 'GET, HEAD' });
	}
	if (foreign(request, host)) {
		return plain(request, response, 421, 'This is not a name of this server.');
	}
	if (!request.url.startsWith('/')) {
		return plain(request, response, 400, 'This is not an address of this server.');
	}
	const url = new URL(`http://localhost${request.url}`);

	if (questions.has(url.pathname)) {
		return answerQuestion(request, response, url, catalog, certainty);
	}
	if (files.has(url.pathname)) {
		return sendFile(request, response, files.get(url.pathname));
	}
	// the page itself says that there is nothing at other addresses
	const known = ['/compare', '/unscored'].includes(url.pathname) || url.pathname.startsWith('/role/');
	if (known || /\btext\/html\b/.test(request.headers.accept ?? '')) {
		return sendFile(request, response, files.get('/'), known ? 200 : 404);
	}
	return plain(request, response, 404, 'There is nothing at this address.');
}

// The options of the command line, or null where they are wrong.
function options() {
	try {
		const { values } = parseArgs({
			options: {
				catalog: { type: 'string' }, labour: { type: 'string' },
				host: { type: 'string', default: '127.0.0.1' }, port: { type: 'string', default: '8010' },
				timeout: { type: 'string', default: '15' }, help: { type: 'boolean', default: false },
			},
		});
		for (const [name, least, most] of [['port', 0, 65535], ['timeout', 1, 3600]]) {
			if (!/^\d{1,5}$/.test(values[name]) || values[name] < least || values[name] > most) {
				throw new Error(`--${name} must be a whole number from ${least} to ${most}`);
			}
		}
		return values;
	} catch (error) {
		console.error(`${error.message}\n\n${usage}`);
		return null;
	}
}

const chosen = options();
if (chosen === null) {
	process.exit(2);
}
if (chosen.help) {
	console.log(usage);
	process.exit(0);
}

const catalog = new Catalog({ catalog: chosen.catalog, labour: chosen.labour, seconds: Number(chosen.timeout) });
const certainty = new Certainty(catalog);
const server = createServer((request, response) => {
	answer(request, response, catalog, certainty, chosen.host).catch((error) => {
		console.error(error);
		if (!response.headersSent) {
			response.writeHead(500, headers);
		}
		response.end();
	});
});

server.on('error', (error) => {
	console.error(error.code === 'EADDRINUSE'
		? `Port ${chosen.port} of ${chosen.host} is taken: name another with --port, or --port 0.`
		: `Cannot listen at ${chosen.host}, port ${chosen.port}: ${error.message}`);
	process.exit(1);
});
server.listen(Number(chosen.port), chosen.host, () => {
	const { address, family, port } = server.address();
	certainty.look();
	console.log(`http://${family === 'IPv6' ? `[${address}]` : address}:${port}/`);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
	process.on(signal, () => {
		server.closeAllConnections?.();
		server.close();
		certainty.stop().then(() => catalog.end()).finally(() => process.exit(0));
		setTimeout(() => process.exit(0), 2000);
	});
}

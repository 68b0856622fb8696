// What the tests share: databases, servers of the page, and a browser.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { chromium } from 'playwright-core';

const here = new URL('.', import.meta.url).pathname;
const root = join(here, '../..');
const running = [];
const clients = new Map();
let browser;
let profile;

const psql = (database, ...more) => execFileSync('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', database, ...more], { encoding: 'utf8' });

// Runs statements in a database.
export const run = (database, ...statements) => psql(database, ...statements.flatMap((each) => ['-c', each])).trim();
export const runFile = (database, file, ...more) => psql(database, ...more, '-f', join(here, file));

export function fill(database, schema) {
	execFileSync(join(root, 'tools/fill-catalog'), [schema], { env: { ...process.env, PGDATABASE: database }, stdio: ['ignore', 'ignore', 'inherit'] });
}

// Rows of a query as the owner sees them; numeric and dates as text.
export async function rows(database, sql, parameters) {
	if (!clients.has(database)) {
		const client = new pg.Client({
			database, types: { getTypeParser: (oid, format) => (oid === 20 ? Number : oid === 1082 ? String : pg.types.getTypeParser(oid, format)) },
		});
		await client.connect();
		clients.set(database, client);
	}
	return (await clients.get(database).query(sql, parameters)).rows;
}

// A server of the page; where it listens is at its first line.
export async function serve(environment, ...options) {
	const child = spawn(process.execPath, [join(here, '../server.mjs'), '--port', '0', ...options],
		{ env: { ...process.env, PGUSER: 'dashboard', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
	const server = { child, errors: '' };

	running.push(child);
	child.stderr.on('data', (text) => { server.errors += text; });
	server.address = await new Promise((resolve, reject) => {
		createInterface(child.stdout).once('line', resolve);
		child.once('exit', () => reject(new Error(`the server ended: ${server.errors}`)));
	});
	server.address = server.address.replace(/\/$/, '');
	return server;
}

export async function stop({ child }) {
	if (child.exitCode === null && child.signalCode === null) {
		await new Promise((resolve) => { child.once('exit', resolve); child.kill(); });
	}
}

// A page in a context of its own. It keeps what the browser complained of, and
// whatever would leave this machine is refused and kept too.
export async function open(address, { width = 1280, height = 900, scheme = 'light', ...more } = {}) {
	if (browser === undefined) {
		profile = mkdtempSync(join(tmpdir(), 'chromium-'));
		browser = await chromium.launchPersistentContext(profile, {
			executablePath: '/usr/bin/chromium', headless: true,
			args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
				'--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
		}).then((context) => context.browser() ?? context);
	}
	const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, ...more });
	context.setDefaultTimeout(600_000); // what takes longer hangs, on any machine
	const page = await context.newPage();
	page.complaints = [];
	page.strangers = [];
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) {
			page.complaints.push(message.text());
		}
	});
	page.on('pageerror', (error) => page.complaints.push(error.message));
	page.on('request', (request) => {
		if (!request.url().startsWith(`${new URL(address).origin}/`) && !/^(data|blob|about):/.test(request.url())) {
			page.strangers.push(request.url());
		}
	});
	await page.goto(address);
	await ready(page);
	return page;
}

// Waits until a view is complete, with its charts.
export async function ready(page) {
	await page.waitForSelector('main[aria-busy="false"]');
	await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null
		&& [...document.querySelectorAll('.chart')].every((chart) => chart.dataset.drawn === 'true'));
}

export const texts = (page, selector) => page.locator(selector).evaluateAll((all) => all.map((each) => each.innerText.replace(/\s+/g, ' ').trim()));

export async function end() {
	await browser?.close();
	for (const child of running) {
		child.kill();
	}
	for (const client of clients.values()) {
		await client.end();
	}
	if (profile !== undefined) {
		rmSync(profile, { recursive: true, force: true });
	}
}

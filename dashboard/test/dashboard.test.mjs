// The page says what the catalog says: numbers and labels are compared with
// SQL as the owner runs it; the page itself reads as a reader who may see views
// and nothing else.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { Catalog } from '../catalog.mjs';
import { Certainty } from '../certainty.mjs';
import { csv } from '../page/csv.mjs';
import { problemOf } from '../problems.mjs';
import { contrastFaults } from './contrast.mjs';
import { end, fill, open, ready, rows, run, runFile, serve, stop, texts } from './support.mjs';

const database = 'dashboard';
let server;

// Numbers as the page writes them.
const count = (n) => new Intl.NumberFormat('en').format(n);
const fixed = (x, digits) => new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(x).replace('-', '\u2212');
const people = (n) => (n >= 1e6 ? `${fixed(n / 1e6, 1)} million` : count(n));
const percent = (share) => `${fixed(100 * share, 1)}%`;
const signed = (x) => (/[1-9]/.test(fixed(x, 1)) ? `${x > 0 ? '+' : ''}${fixed(x, 1)}` : fixed(Math.abs(x), 1));

// Opens a page, and sees at the end that nothing was wrong with it.
async function visit(path, { tolerant = false, ...settings }, work) {
	const page = await open(`${server.address}${path}`, settings);

	try {
		await work(page);
		assert.deepEqual(tolerant ? page.complaints.filter((text) => !/status of 4\d\d/.test(text)) : page.complaints, [], 'the browser has nothing to complain of');
		assert.deepEqual(page.strangers, [], 'nothing leaves this machine');
	} finally {
		await page.context().close();
	}
}

before(async () => {
	run('postgres', 'CREATE ROLE dashboard LOGIN', `CREATE DATABASE ${database}`);
	fill(database, 'jobs');
	run(database,
		"INSERT INTO jobs.role (role_key, title, seniority, market) VALUES ('a/b \"c\" <i>&amp; 100%', '<img src=x onerror=alert(1)> \"quoted\"', '100% remote', 'Q&A')",
		`INSERT INTO jobs.assessment (role_id, assessor, assessed_on, job_postings, company_actions, wage_trends, tool_maturity, expert_consensus,
				regulatory, physical_presence, union_bargaining, liability, cultural, growth, override_score, override_reason)
			SELECT role_id, '<b>me</b>', '2026-02-03', 1, 0, 0, -1, 0, 1, 1, 1, 0, 0, 1, 12.25, '<script>alert(2)</script>' FROM jobs.role WHERE market = 'Q&A'`,
		`INSERT INTO jobs.task (assessment_id, position, name, time_pct, score, mode)
			SELECT assessment_id, n, '<u>task ' || n, 7 * n, 1 + n % 5, CASE WHEN n % 4 > 0 THEN (ARRAY['displacement', 'augmentation', 'not involved'])[n % 4] END
			FROM jobs.assessment JOIN jobs.role USING (role_id), generate_series(1, 30) AS n WHERE market = 'Q&A'`,
		"SELECT aijri_grant_reader('jobs', 'dashboard')",
		'GRANT USAGE ON SCHEMA labour TO dashboard', 'GRANT SELECT ON ALL TABLES IN SCHEMA labour TO dashboard', 'ANALYZE');
	server = await serve({ PGDATABASE: database });
});

after(end);

// --- The first page -------------------------------------------------------------------

test('zones are counted by roles and by employment', () => visit('/', {}, async (page) => {
	const expected = await rows(database, `
		WITH role AS (SELECT zone, count(*) AS roles FROM jobs.role_score WHERE score IS NOT NULL GROUP BY zone),
		worker AS (SELECT zone, sum(employment) AS workers FROM labour.role_labour_latest GROUP BY zone)
		SELECT zone, roles, roles / sum(roles) OVER () AS share, workers, workers / sum(workers) OVER () AS workers_share
		FROM role JOIN worker USING (zone) ORDER BY array_position('{Green,Yellow,Red}', zone)`);

	assert.deepEqual(await texts(page, '.zone-mix tbody tr th span.zone > span:last-child'), expected.map((row) => row.zone));
	assert.deepEqual(await texts(page, '.zone-mix tbody td'), expected.flatMap((row) =>
		[count(row.roles), percent(row.share), count(row.workers), percent(row.workers_share)]));

	// lengths in the bars are the shares
	for (const [name, share] of [['By roles', 'share'], ['By employment', 'workers_share']]) {
		const widths = await page.locator(`[data-mix="${name}"] .part`).evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().width));
		const total = widths.reduce((sum, width) => sum + width, 0);
		widths.forEach((width, i) => assert.ok(Math.abs(width / total - expected[i][share]) < 0.01, `${name}: ${width} of ${total}`));
	}
	const [{ ranked, unscored }] = await rows(database, 'SELECT count(score) AS ranked, count(*) - count(score) AS unscored FROM jobs.role_score');
	assert.match(await page.locator('.headline p').innerText(), new RegExp(`^${count(ranked)} roles ranked, ${unscored} not rated`));
}));

test('coverage and exposure are those of the labor data', () => visit('/', {}, async (page) => {
	const [coverage] = await rows(database, 'SELECT covered_share, covered, published_total FROM labour.labour_coverage_latest');
	const [{ pairs, correlation }] = await rows(database, `
		SELECT count(*) AS pairs, corr(score, exposure::float8) AS correlation
		FROM labour.role_labour_latest JOIN labour.soc_exposure_latest USING (soc)`);
	const [{ weighted }] = await rows(database, `
		WITH w AS (SELECT score, exposure::float8 AS e FROM labour.role_labour_latest JOIN labour.soc_exposure_latest USING (soc), generate_series(1, (employment / 500)::int))
		SELECT corr(score, e) AS weighted FROM w`);

	const notes = (await page.locator('.zone-mix .note').allTextContents()).join(' ');
	assert.match(notes, /Workers are estimates: the published employment of each occupation, divided among its roles/);
	assert.ok(notes.includes(`have ${people(coverage.covered)} of ${people(coverage.published_total)} workers (${percent(coverage.covered_share)}), May 2024.`), notes);
	assert.match(notes, /U\.S\. Bureau of Labor Statistics, OEWS, May 2024/);
	const text = await page.locator('[data-figure=correlation]').innerText();
	assert.ok(text.startsWith(`${pairs} pairs of role and occupation. Correlation ${fixed(correlation, 2)},`), text);
	assert.ok(Math.abs(Number(text.match(/employment (\S+)\.$/)[1].replace('\u2212', '-')) - weighted) < 0.011, `${text} (${weighted})`);
	assert.equal(await page.locator('.exposure canvas').count(), 1);
	await page.getByText('By zone, as a table').click();
	assert.equal((await texts(page, '.exposure tbody tr')).length, 3);
}));

// A row of the ranking as the page writes it.
const line = (row) => [count(row.rank), row.title, row.published + (row.override_score === null ? '' : ` (${fixed(row.override_score, 1)})`),
	row.sublabel, fixed(row.task_resistance, 2), `${fixed(row.exposed_pct, 0)}%`, row.workers === null ? '\u2013' : count(row.workers)];

const ranked = `
	SELECT r.rank, r.title, r.published, r.sublabel, r.task_resistance, r.exposed_pct, r.override_score, r.zone, r.zone_colour, r.zone_symbol,
		(SELECT sum(employment) FROM labour.role_labour_latest l WHERE l.role_id = r.role_id)::float8 AS workers
	FROM jobs.ranked_role r`;

async function shown(page) {
	return page.locator('.roles tbody tr').evaluateAll((all) => all.map((tr) => {
		const text = (name, selector) => {
			const cell = tr.querySelector(`[data-column=${name}]`);
			return ((selector ? cell.querySelector(selector) : cell).textContent).replace(/\s+/g, ' ').trim();
		};
		return [text('rank'), text('role', 'a'), text('score'), text('sublabel', '.zone > span:last-child'), text('resistance'), text('exposed'), text('workers')];
	}));
}

test('the ranking is that of ranked_role, with color, symbol and word', () => visit('/', {}, async (page) => {
	const expected = await rows(database, `${ranked} ORDER BY r.score DESC, r.role_id LIMIT 50`);

	assert.ok(expected.length >= 19);
	assert.deepEqual(await shown(page), expected.map(line));
	const marks = await page.locator('.roles tbody .mark').evaluateAll((all) => all.map((mark) => [getComputedStyle(mark).backgroundColor, mark.textContent]));
	assert.deepEqual(marks, expected.map((row) =>
		[`rgb(${[1, 3, 5].map((i) => parseInt(row.zone_colour.slice(i, i + 2), 16)).join(', ')})`, row.zone_symbol]));
}));

test('search finds words in any order and takes signs as they are', () => visit('/', {}, async (page) => {
	for (const [typed, like] of [['LEAD model', ['%lead%', '%model%']], ['senior', ['%senior%']], ['100%', ['%100\\%%']], ['_', ['%\\_%']], ['\\', ['%\\\\%']], ['q&a', ['%q&a%']], ['"quoted"', ['%"quoted"%']]]) {
		const expected = await rows(database, `${ranked} WHERE concat_ws(' ', r.title, r.seniority, r.market) ILIKE ALL ($1) ORDER BY r.score DESC, r.role_id`, [like]);

		await page.getByLabel('Search').fill(typed);
		await page.waitForURL((address) => address.searchParams.get('search') === typed);
		await ready(page);
		assert.ok(expected.length > 0 || ['_', '\\'].includes(typed), `something is like ${typed}`);
		assert.equal(await page.locator('.status').innerText(), expected.length === 0 ? 'No roles'
			: `${expected.length} role${expected.length === 1 ? '' : 's'}, 1 to ${expected.length} shown`);
		assert.deepEqual(expected.length === 0 ? [] : await shown(page), expected.map(line), typed);
	}
	// what is searched for stands in the address and survives
	await page.getByLabel('Search').fill('senior');
	await page.waitForURL(/search=senior/);
	const before = await shown(page);
	await page.reload();
	await ready(page);
	assert.equal(await page.getByLabel('Search').inputValue(), 'senior');
	assert.deepEqual(await shown(page), before);
}));

test('zones filter', () => visit('/', {}, async (page) => {
	for (const zones of [['Red'], ['Red', 'Green'], ['Yellow']]) {
		const expected = await rows(database, `${ranked} WHERE zone = ANY ($1) ORDER BY r.score DESC, r.role_id`, [zones]);

		for (const zone of ['Green', 'Yellow', 'Red']) {
			await page.getByRole('checkbox', { name: zone }).setChecked(zones.includes(zone));
		}
		await page.waitForFunction((n) => document.querySelector('.status').textContent.startsWith(`${n} role`), expected.length);
		await ready(page);
		assert.deepEqual(await shown(page), expected.map(line), zones.join());
	}
}));

test('every sortable column sorts, both ways', () => visit('/', {}, async (page) => {
	const orders = {
		title: ['lower(title), r.role_id', 'lower(title) DESC, r.role_id'],
		sublabel: ['sublabel_order, r.score DESC, r.role_id', 'sublabel_order DESC, r.score DESC, r.role_id'],
		resistance: ['task_resistance DESC, r.role_id', 'task_resistance, r.role_id'],
		exposed: ['exposed_pct DESC, r.role_id', 'exposed_pct, r.role_id'],
		workers: ['workers DESC NULLS LAST, r.role_id', 'workers, r.role_id'],
		rank: ['r.score DESC, r.role_id', 'r.score, r.role_id'],
	};

	for (const [name, both] of Object.entries(orders)) {
		for (const [i, order] of both.entries()) {
			const expected = await rows(database, `SELECT * FROM (${ranked.replace('SELECT ', 'SELECT r.role_id, r.score, r.sublabel_order, ')}) AS r ORDER BY ${order} LIMIT 50`);
			const address = page.url();
			await page.locator(`[data-sort=${name}]`).click();
			await page.waitForFunction((before) => location.href !== before, address);
			await ready(page);
			assert.deepEqual((await shown(page)).map((row) => row[1]), expected.map((row) => row.title), `${name}, ${i === 0 ? 'first' : 'second'} time`);
			assert.equal(await page.locator('th[aria-sort]').count(), 1);
		}
	}
}));

test('zones over time are those of zone_history', () => visit('/', {}, async (page) => {
	await page.getByText('Zones over time').click();
	await page.waitForSelector('.over-time tbody');
	const shownTimes = await page.locator('.over-time tbody tr').evaluateAll((all) => all.map((tr) => [...tr.cells].filter((cell) => !cell.matches('.bar-cell')).map((cell) => cell.textContent)));
	const [{ first, today }] = await rows(database, `SELECT to_char(min(valid_from), 'FMDD Mon YYYY') AS first, to_char(current_date, 'FMDD Mon YYYY') AS today FROM jobs.score_history WHERE zone IS NOT NULL`);

	assert.ok(shownTimes.length >= 2 && shownTimes.length <= 5);
	assert.ok(Date.parse(shownTimes[0][0]) >= Date.parse(first) && shownTimes.at(-1)[0].replace('Sept', 'Sep') === today, `${shownTimes}`);
	for (const [time, roles, ...shares] of shownTimes) {
		const expected = await rows(database, `
			SELECT zone, count(*) AS roles FROM jobs.score_history
			WHERE valid_from <= $1::date AND (valid_to IS NULL OR valid_to > $1::date) AND zone IS NOT NULL GROUP BY zone`, [time.replace('Sept', 'Sep')]);
		const total = expected.reduce((sum, row) => sum + row.roles, 0);
		assert.equal(roles, count(total));
		assert.deepEqual(shares, ['Green', 'Yellow', 'Red'].map((zone) => `${fixed(100 * (expected.find((row) => row.zone === zone)?.roles ?? 0) / total, 0)}%`));
	}
}));

test('what is not rated completely is found', () => visit('/', {}, async (page) => {
	await page.getByRole('link', { name: '1 not rated completely' }).click();
	await page.waitForURL(/\/unscored$/);
	await ready(page);
	const expected = await rows(database, 'SELECT title, missing FROM jobs.unscored_role ORDER BY lower(title)');
	assert.deepEqual(await texts(page, '.unscored tbody th a'), expected.map((row) => row.title));
	assert.ok((await page.locator('.unscored tbody td').first().innerText()).startsWith('Score or time of 1 of 2 tasks, company actions'));
	await page.getByRole('link', { name: 'Data Steward' }).click();
	await page.waitForURL(/data-steward$/);
}));

test('two to four roles side by side', () => visit('/', {}, async (page) => {
	const titles = ['Paralegal', 'Court Reporter', 'Hospice Nurse', 'Bank Teller'];

	for (const title of titles) {
		await page.getByLabel(`Compare ${title}`).check();
	}
	assert.equal(await page.getByLabel('Compare Library Assistant').isDisabled(), true, 'not more than four');
	await page.getByRole('link', { name: 'Compare 4 roles' }).click();
	await page.waitForURL(/\/compare\?role=/);
	await ready(page);
	const expected = await rows(database, 'SELECT * FROM jobs.scored_role JOIN unnest($1::text[]) WITH ORDINALITY AS t (title, n) USING (title) ORDER BY n', [titles]);
	const cells = Object.fromEntries(await page.locator('.compared tbody tr').evaluateAll((all) => all.map((tr) => [tr.cells[0].textContent, [...tr.cells].slice(1).map((cell) => cell.innerText.replace(/\s+/g, ' ').trim())])));
	const total = (value) => fixed(value, 0);

	assert.deepEqual(await texts(page, '.compared thead a'), titles);
	assert.deepEqual(cells.Score, expected.map((row) => row.published));
	assert.deepEqual(cells['Zone and sub-label'].map((text) => text.slice(2)), expected.map((row) => row.sublabel));
	assert.deepEqual(cells['Task resistance'], expected.map((row) => fixed(row.task_resistance, 2)));
	assert.deepEqual(cells['Evidence, total'], expected.map((row) => total(row.evidence_total)));
	for (const name of ratingNames.slice(0, 10)) {
		assert.deepEqual(cells[name[0].toUpperCase() + name.slice(1).replaceAll('_', ' ')], expected.map((row) => total(row[name])), name);
	}
	await page.waitForFunction(() => [...document.querySelectorAll('[data-range]')].every((cell) => cell.textContent !== '\u2013'));

	// one, or five, is not a comparison; one that is not there is named
	for (const [search, title] of [['role=paralegal', 'Choose two to four roles'], ['role=a&role=b&role=c&role=d&role=e', 'Choose two to four roles'], ['role=paralegal&role=nobody', 'There is no such role']]) {
		await visit(`/compare?${search}`, { tolerant: true }, async (other) => assert.equal(await other.locator('h1').innerText(), title));
	}
}));

// The fields of a CSV text.
function parseCsv(text) {
	assert.ok(text.startsWith('\ufeff') && text.endsWith('\r\n'));
	const rest = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/gy;
	const lines = [[]];
	rest.lastIndex = 1;
	for (let match; rest.lastIndex < text.length && (match = rest.exec(text)) !== null;) {
		lines.at(-1).push(match[1].startsWith('"') ? match[1].slice(1, -1).replaceAll('""', '"') : match[1]);
		match[2] === ',' || lines.push([]);
	}
	return lines.slice(0, -1);
}

test('every table is to be had as CSV, and none of its fields is a formula', async () => {
	const hostile = ['=1+1', '+cmd', '-2+3', '@sum', '\tx', 'a"b', 'a,b', 'a\r\nb', ' x ', '-2.5', '+3%', '', null, 7];
	assert.deepEqual(parseCsv(csv([hostile]))[0], ["'=1+1", "'+cmd", "'-2+3", "'@sum", "'\tx", 'a"b', 'a,b', 'a\r\nb', ' x ', '-2.5', '+3%', '', '', '7']);

	const fileOf = async (page, name) => {
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: `CSV: ${name}` }).click()]);
		return parseCsv(await readFile(await download.path(), 'utf8'));
	};
	run(database, "UPDATE jobs.role SET title = '=HYPERLINK(\"x\")' WHERE role_key = 'bank-teller'");
	try {
		await visit('/?zone=Red&sort=title', {}, async (page) => {
			const lines = await fileOf(page, 'Ranking');
			const expected = await rows(database, `SELECT rank, title, score FROM jobs.ranked_role WHERE zone = 'Red' ORDER BY lower(title)`);
			assert.deepEqual(lines[0].slice(0, 6), ['rank', 'role_key', 'title', 'seniority', 'market', 'score']);
			assert.deepEqual(lines.slice(1).map((line) => [line[0], line[2], Number(line[5])]), expected.map((row) => [String(row.rank), row.title.replace(/^=/, "'="), row.score]));

			await page.getByText('Zones over time').click();
			await page.waitForSelector('.over-time tbody');
			const zones = await fileOf(page, 'Zones');
			const [green] = await rows(database, "SELECT count(*) AS roles FROM jobs.role_score WHERE zone = 'Green'");
			assert.deepEqual(zones[0].slice(0, 3), ['Table', 'Zone', 'Roles']);
			assert.deepEqual(zones[1].slice(0, 3), ['Roles and workers by zone', 'Green', String(green.roles)]);
			assert.match(zones[1][4], /^\d{6,}$/);
		});
		await visit('/role/paralegal', {}, async (page) => {
			const lines = await fileOf(page, 'One step of a rating');
			assert.ok(lines.length > 10 && lines.some((line) => line.some((field) => /^-\d\.\d$/.test(field))), `${lines[1]}`);
			assert.equal(await page.locator('.card:has(table):not(:has(> .csv))').count(), 0);
		});
	} finally {
		run(database, "UPDATE jobs.role SET title = 'Bank Teller' WHERE role_key = 'bank-teller'");
	}
});

// --- What the data are --------------------------------------------------------------------

test('every page says what the catalog is, where its owner has said it', async () => {
	const [{ comment }] = await rows(database, "SELECT obj_description('jobs'::regnamespace, 'pg_namespace') AS comment");

	assert.match(comment, /^These roles are illustrations\./);
	for (const path of ['/', '/role/paralegal', '/role/data-steward', '/role/nobody', '/?page=99']) {
		await visit(path, { tolerant: true }, async (page) => {
			assert.equal(await page.locator('#banner').innerText(), comment, path);
		});
	}
	// text, whatever it is; and nothing without a comment
	run(database, "COMMENT ON SCHEMA jobs IS '<b>Draft</b>'");
	await visit('/', {}, async (page) => assert.equal(await page.locator('#banner').innerText(), '<b>Draft</b>'));
	run(database, 'COMMENT ON SCHEMA jobs IS NULL');
	await visit('/', {}, async (page) => assert.equal(await page.locator('#banner').isVisible(), false));
	run(database, `COMMENT ON SCHEMA jobs IS '${comment}'`);
});

test('the demo has no score without ratings, and published figures as they are', async () => {
	const blank = await rows(database, `
		SELECT title FROM jobs.scored_role
		WHERE score IS NOT NULL AND (job_postings, company_actions, wage_trends, tool_maturity, expert_consensus,
			regulatory, physical_presence, union_bargaining, liability, cultural, growth) = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)`);
	const [total] = await rows(database, "SELECT tot_emp FROM labour.oews_latest WHERE o_group = 'total'");

	assert.deepEqual(blank, []);
	assert.equal(total.tot_emp, 154187380);
});

// --- How sure ranks are ------------------------------------------------------------------

const certain = `
	SELECT k.role_id, k.role_key, o.p05_rank AS p05, o.p95_rank AS p95, o.expected_rank, r.same_zone_share AS same_zone, r.p05_rank AS method_p05, r.p95_rank AS method_p95
	FROM jobs.ranked_role k JOIN jobs.role_rank_outlook o USING (role_id) JOIN jobs.role_robustness() r USING (role_id)`;
const span = (low, high) => (low === high ? count(low) : `${count(low)} to ${count(high)}`);

test('ranges of ranks are those of role_rank_outlook and role_robustness', () => visit('/', {}, async (page) => {
	const expected = await rows(database, `${certain} ORDER BY k.score DESC, k.role_id LIMIT 50`);

	await page.waitForSelector('.certainty[data-state=known]');
	assert.deepEqual(await texts(page, '.roles tbody [data-column=range]'), expected.map((row) => span(row.p05, row.p95)));
	assert.deepEqual(await texts(page, '.roles tbody [data-column=kept]'), expected.map((row) => `${fixed(100 * row.same_zone, 0)}%`));
	assert.match(await page.locator('.certainty').innerText(), /^Rank range: .* probability of 20%\. Zone kept: .* As of \d{4}-\d\d-\d\d \d\d:\d\d\.$/);

	// another page of the list has its own
	await page.getByRole('checkbox', { name: 'Red' }).check();
	const red = await rows(database, `${certain} WHERE k.zone = 'Red' ORDER BY k.score DESC, k.role_id LIMIT 50`);
	await page.waitForFunction((n) => document.querySelectorAll('.roles tbody tr').length === n, red.length);
	await page.waitForFunction(() => [...document.querySelectorAll('.roles tbody [data-column=range]')].every((cell) => cell.textContent !== '\u2013'));
	assert.deepEqual(await texts(page, '.roles tbody [data-column=range]'), red.map((row) => span(row.p05, row.p95)));
}));

test('the page of a role says how sure its rank is', () => visit('/role/paralegal', {}, async (page) => {
	const [row] = await rows(database, `${certain} WHERE k.role_key = 'paralegal'`);

	await page.waitForSelector('[data-figure=certainty][data-state=known]');
	assert.equal(await page.locator('[data-figure=certainty]').innerText(),
		`If each rating is one step off with a probability of 20%, the rank is ${span(row.p05, row.p95)} with a probability of nine tenths, ${fixed(row.expected_rank, 1)} on average. `
		+ `Under other methods, with constants up to a quarter off, it is ${span(row.method_p05, row.method_p95)} nine times in ten, and the role stays in its zone in ${percent(row.same_zone)} of them.`);
}));

test('ranges are computed in the background, kept, and follow the catalog', async () => {
	const told = new Catalog({ seconds: 7, connection: { database, user: 'dashboard' } });

	try {
		// a request waits for nothing
		const kept = new Certainty(told);
		assert.deepEqual(kept.answer([1]), { state: 'computing', roles: {} });
		await kept.look();
		const first = kept.answer([1, 2, 999999]);
		assert.equal(first.state, 'known');
		assert.deepEqual(Object.keys(first.roles), ['1', '2']);

		// what is kept stays while nothing changes, and while it is computed anew
		const before = await rows(database, certain);
		run(database, 'SELECT jobs.set_doubt(0.4)');
		try {
			await kept.look();
			const second = new Certainty(told);
			await second.look();
			assert.equal(second.answer([]).doubt, 0.4);
			const after = await rows(database, certain);
			const ids = after.map((row) => row.role_id);
			assert.notDeepEqual(after, before);
			assert.deepEqual(Object.values(second.answer(ids).roles).map((row) => row.p95), [...after].sort((a, b) => a.role_id - b.role_id).map((row) => row.p95));
			while (kept.answer([]).doubt !== 0.4) {
				await new Promise((resolve) => { setTimeout(resolve, 100); });
			}
			assert.deepEqual(kept.answer(ids).roles, second.answer(ids).roles);
		} finally {
			run(database, 'SELECT jobs.set_doubt(NULL)');
		}

		// ended in the middle of it, or when there is nothing to end
		const ended = new Certainty(told);
		const waiting = ended.look();
		await ended.stop();
		await waiting;
		assert.ok(['known', 'failed'].includes(ended.answer([]).state));
		await ended.stop();

		// too many, and a query that fails
		const few = new Certainty(told, 5);
		await few.look();
		assert.deepEqual(few.answer([1]), { state: 'too-many', most: 5, roles: {} });
		const failing = new Certainty({ read: async () => { throw Object.assign(new Error('canceled'), { code: '57014' }); }, place: () => told.place() });
		await failing.look();
		assert.equal(failing.answer([1]).state, 'failed');
		assert.match(failing.answer([1]).message, /^That took too long\. /);
	} finally {
		await told.end();
	}
});

// --- One role ----------------------------------------------------------------------------

const ratingNames = ['job_postings', 'company_actions', 'wage_trends', 'tool_maturity', 'expert_consensus', 'regulatory', 'physical_presence', 'union_bargaining',
	'liability', 'cultural', 'growth', 'physicality', 'connection', 'judgment'];

async function checkRole(page, key) {
	const [role] = await rows(database, `
		SELECT s.*, k.rank, o.firmness, o.same_zone_probability AS same_zone, o.p05_score, o.p95_score
		FROM jobs.scored_role s JOIN jobs.ranked_role k USING (role_id) JOIN jobs.role_outlook o USING (role_id) WHERE s.role_key = $1`, [key]);
	const id = [role.role_id];
	const figure = (name) => page.locator(`[data-figure="${name}"]`).innerText();

	assert.equal(await page.locator('h1').innerText(), role.title);
	assert.equal(await page.title(), `${role.title} - AIJRI`);
	assert.equal(await figure('score'), role.published);
	assert.equal(Number(await page.locator('[data-figure=score] data').getAttribute('value')), role.score);
	assert.match(await figure('sublabel'), new RegExp(`${role.sublabel.replace(/[()]/g, '\\$&')}$`));
	assert.equal(await figure('rank'), count(role.rank));
	assert.equal(await figure('boundary'), `${fixed(role.points_to_boundary, 1)} points from ${
		role.zone !== 'Yellow' ? 'Yellow' : role.points_to_next_zone < role.points_above_floor ? 'Green' : 'Red'}`);
	assert.equal(await figure('firmness'), role.firmness);
	assert.equal(await figure('range'), `${fixed(role.p05_score, 1)} to ${fixed(role.p95_score, 1)}`);
	assert.ok(role.same_zone > 0.9995 || await figure('same-zone') === percent(role.same_zone));

	// the derivation is what aijri_explain gives for the rated assessment
	const explained = await rows(database, `
		SELECT e.step, e.item, e.formula, e.value FROM jobs.scored_role s, jobs.rated_assessment(s.assessment_id) a, aijri_explain(a) e
		WHERE role_id = $1 ORDER BY step`, id);
	assert.deepEqual(await texts(page, '[data-figure=derivation] tbody tr'), explained.map((row) => `${row.step} ${row.item} ${row.formula} ${row.value}`));

	// down to the ratings
	assert.deepEqual(await page.locator('.ratings [data-rating]').evaluateAll((all) => Object.fromEntries(all.map((each) => [each.dataset.rating, Number(each.textContent.replace('\u2212', '-'))]))),
		(await rows(database, `SELECT ${ratingNames.map((name) => `a.${name}`)} FROM jobs.assessment a JOIN jobs.scored_role s USING (assessment_id) WHERE s.role_id = $1`, id))
			.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)))[0]);

	const tasks = await rows(database, `
		SELECT name, coalesce(mode, 'not stated') AS mode, score, 100 * time_pct / sum(time_pct) OVER () AS pct
		FROM jobs.task JOIN jobs.scored_role s USING (assessment_id) WHERE role_id = $1 ORDER BY position`.replace('score,', 'task.score,'), id);
	const modes = ['displacement', 'augmentation', 'not involved', 'not stated'];
	for (const details of await page.locator('.tasks details summary, .sensitive details summary').all()) {
		await details.click();
	}
	assert.deepEqual(await texts(page, '.tasks tbody tr'), modes.flatMap((mode) => tasks.filter((task) => task.mode === mode))
		.map((task) => `${task.name} ${task.pct < 10 ? fixed(task.pct, 1).replace('.0', '') : fixed(task.pct, 0)}% ${task.score}`));
	assert.deepEqual(await texts(page, '.tasks [data-mode]'), modes.map((mode) => [mode, role[`${mode.replace('not stated', 'unstated').replace(' ', '_')}_pct`]])
		.filter(([, pct]) => pct > 0).map(([mode, pct]) => `${mode[0].toUpperCase()}${mode.slice(1)} ${fixed(pct, 0)}%`));
	const widths = await page.locator('.tasks tbody .fill').evaluateAll((all) => all.map((fill) => fill.getBoundingClientRect().width / fill.parentElement.getBoundingClientRect().width));
	const most = Math.max(...tasks.map((task) => task.pct));
	modes.flatMap((mode) => tasks.filter((task) => task.mode === mode)).forEach((task, i) =>
		assert.ok(Math.abs(widths[i] - task.pct / most) < 0.03 || widths[i] < 0.05, `bar of ${task.name}`));

	// each step of a rating once, with its change and the zone that it leads to
	const steps = await rows(database, `
		SELECT v.change, v.new_zone::text AS new_zone, v.flips_zone FROM jobs.scored_role s, jobs.rated_assessment(s.assessment_id) a, score_sensitivity(a) v
		WHERE role_id = $1 AND v.change <> 0`, id);
	const changes = await page.locator('.sensitive [data-change]').evaluateAll((all) => all.map((cell) => [Number(cell.dataset.change), cell.querySelector('.flip .zone > span:last-child')?.textContent ?? null]));
	const sorted = (pairs) => pairs.map(([change, zone]) => `${change.toFixed(9)} ${zone}`).sort();
	assert.deepEqual(sorted(changes), sorted(steps.map((row) => [row.change, row.flips_zone ? row.new_zone : null])));
	const flips = steps.filter((row) => row.flips_zone).length;
	assert.ok((await figure('flips')).startsWith(flips === 0 ? 'No single step' : `${flips} single step`));

	const past = await rows(database, `
		SELECT to_char(assessed_on, 'FMDD Mon YYYY') AS day, published, sublabel, assessor,
			score - lag(score) OVER (ORDER BY assessed_on) AS change
		FROM jobs.scored_assessment WHERE role_id = $1 ORDER BY assessed_on DESC`, id);
	assert.deepEqual((await texts(page, '[data-figure=history] tbody tr')).map((text) => text.replace(/[\u25B2\u25BC\u25C6] /, '')),
		past.map((row) => [row.day, row.published, row.change === null ? '' : signed(row.change), row.sublabel, row.assessor].filter(Boolean).join(' ')));
	assert.equal(await page.locator('.history canvas').count(), past.length > 1 ? 1 : 0);

	const moves = await rows(database, `
		SELECT n.title, n.score AS stated, t.published, t.score - s.score AS gain, n.score - s.score AS stated_gain, t.zone
		FROM jobs.scored_role s JOIN jobs.next_role n USING (assessment_id) LEFT JOIN jobs.scored_role t ON lower(t.title) = lower(n.title)
		WHERE s.role_id = $1 ORDER BY gain DESC NULLS LAST, stated_gain DESC NULLS LAST, n.position`, id);
	assert.deepEqual((await page.locator('[data-figure=moves] tbody tr').evaluateAll((all) => all.map((tr) => [...tr.cells].map((cell, i) =>
		(i === 0 ? cell.querySelector('a')?.textContent ?? cell.firstChild.textContent : i === 3 ? cell.querySelector('.zone span:last-child')?.textContent ?? '' : cell.firstChild?.textContent ?? '')).join(' | ')))),
	moves.map((row) => [row.title, row.published ?? (row.stated === null ? 'not known' : fixed(row.stated, 1)),
		row.gain !== null ? signed(row.gain) : row.stated_gain === null ? '' : signed(row.stated_gain), row.zone ?? ''].join(' | ')));

	if (role.override_score === null) {
		assert.equal(await page.locator('[data-figure=override]').count(), 0);
	} else {
		assert.ok((await figure('override')).includes(`override: ${fixed(role.override_score, 1)}`));
	}
	assert.ok(Math.abs(await page.locator('.measure .dot').evaluate((dot) => parseFloat(dot.style.left)) - role.score) < 0.001);
}

for (const key of ['paralegal', 'community-pharmacist', 'structural-engineer', 'hospice-nurse', 'accounts-payable-clerk', 'a/b "c" <i>&amp; 100%']) {
	test(`the page of role ${key} is what SQL says`, () => visit(`/role/${encodeURIComponent(key)}`, {}, (page) => checkRole(page, key)));
}

test('moves to related occupations have wages', () => visit('/role/bank-teller', {}, async (page) => {
	const options = (key) => rows(database, `
		SELECT t.title, t.published, c.score_change, c.wage_change, c.job_zone, c.to_job_zone
		FROM labour.career_option c JOIN jobs.scored_role s USING (role_id) JOIN jobs.scored_role t ON t.role_id = c.to_role_id
		WHERE s.role_key = $1 ORDER BY array_position('{Primary-Short,Primary-Long,Supplemental}', c.tier), c.index, c.to_role_id`, [key]);

	assert.equal(await page.locator('.options').count(), (await options('bank-teller')).length === 0 ? 0 : 1);
	for (const key of ['court-reporter', 'legal-translator', 'library-assistant', 'community-pharmacist']) {
		const expected = await options(key);
		assert.ok(expected.length > 0);
		await page.goto(`${server.address}/role/${key}`);
		await ready(page);
		assert.deepEqual(await page.locator('[data-figure=options] tbody tr').evaluateAll((all) => all.map((tr) => [tr.querySelector('a').textContent, ...[...tr.cells].slice(1).map((cell) => cell.textContent)])),
			expected.map((row) => [row.title, signed(row.score_change), `${row.wage_change < 0 ? '\u2212' : '+'}$${count(Math.abs(row.wage_change))}`, `${row.job_zone} \u2192 ${row.to_job_zone}`]));
	}
}));

test('rationales and the document are shown where the owner lets the page read them', async () => {
	await visit('/role/paralegal', {}, async (page) => {
		assert.equal(await page.locator('.why').count(), 0);
		assert.match(await page.locator('.facts').innerText(), /not open to this page/);
	});
	assert.equal((await answer('/api/document?key=paralegal')).status, 404);

	run(database, 'GRANT SELECT (assessment_id, narrative, source) ON jobs.assessment TO dashboard');
	const open_ = await serve({ PGDATABASE: database });
	const page = await open(`${open_.address}/role/paralegal`);
	try {
		const [{ narrative, source }] = await rows(database, "SELECT narrative, source FROM jobs.assessment JOIN jobs.scored_role s USING (assessment_id) WHERE s.role_key = 'paralegal'");
		const said = [...Object.values(narrative.evidence), ...Object.values(narrative.barriers), narrative.growth, ...Object.values(narrative.principles), ...narrative.tasks];
		assert.ok(said.length > 15);
		assert.deepEqual((await texts(page, '.why')).sort(), said.sort());
		const [document] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: 'the assessment document' }).click()]);
		await document.waitForLoadState();
		assert.equal((await document.locator('body').innerText()).trim(), source.trim());
		// one that nobody wrote
		await page.goto(`${open_.address}/role/data-steward`);
		await ready(page);
		assert.match(await page.locator('.facts').innerText(), /entered without a document/);
	} finally {
		await page.context().close();
		await stop(open_);
		run(database, 'REVOKE SELECT (assessment_id, narrative, source) ON jobs.assessment FROM dashboard');
	}
});

// What a role would score if its assessment were another one: changed in truth, and rolled back.
async function changed(key, ratings, tasks) {
	await rows(database, 'BEGIN');
	try {
		const [{ assessment_id: id }] = await rows(database, 'SELECT assessment_id FROM jobs.scored_role WHERE role_key = $1', [key]);
		await rows(database, 'UPDATE jobs.task SET time_pct = 100 * time_pct / (SELECT sum(time_pct) FROM jobs.task WHERE assessment_id = $1) WHERE assessment_id = $1', [id]);
		for (const [name, value] of Object.entries(ratings)) {
			await rows(database, `UPDATE jobs.assessment SET ${name} = $2 WHERE assessment_id = $1`, [id, value]);
		}
		for (const [position, column, value] of tasks) {
			await rows(database, `UPDATE jobs.task SET ${column} = $3 WHERE assessment_id = $1 AND position = $2`, [id, position, value]);
		}
		return (await rows(database, 'SELECT s.*, (SELECT rank FROM jobs.ranked_role k WHERE k.role_id = s.role_id) AS rank FROM jobs.scored_role s WHERE role_key = $1', [key]))[0];
	} finally {
		await rows(database, 'ROLLBACK');
	}
}

// The same on the page.
async function whatIf(page, ratings, tasks) {
	for (const [name, value] of [...Object.entries(ratings), ...tasks.map(([position, column, value]) => [`${column.replace('_pct', '')}_${position}`, value])]) {
		const input = page.locator(`[data-name=${name}]`);
		await (await input.evaluate((element) => element.tagName) === 'SELECT' ? input.selectOption(String(value)) : input.fill(String(value)));
	}
	await page.waitForURL((address) => address.searchParams.size === Object.keys(ratings).length + tasks.length);
	await ready(page);
}

const sameAs = async (page, row) => {
	const score = page.locator('[data-figure=whatif-score]');

	assert.ok(Math.abs(Number(await score.getAttribute('data-score')) - row.score) < 1e-5);
	assert.equal(await score.innerText(), row.published);
	assert.ok((await page.locator('.whatif-score').innerText()).endsWith(row.sublabel));
	assert.match(await page.locator('.whatif-result .note').innerText(), new RegExp(`rank ${row.rank} of `));
};

test('what if: the database computes, nothing is stored, the address is enough', () => visit('/role/paralegal', {}, async (page) => {
	const cases = [[{ growth: 2 }, []], [{ growth: 2, liability: 0, job_postings: -2 }, [[1, 'score', 1], [3, 'time_pct', 62.5]]],
		[{ cultural: 2 }, [[1, 'time_pct', 0], [2, 'score', 5], [4, 'score', 5], [6, 'time_pct', 100]]]];

	await page.getByText('Change ratings and time').click();
	for (const [ratings, tasks] of cases) {
		const row = await changed('paralegal', ratings, tasks);
		await whatIf(page, ratings, tasks);
		await sameAs(page, row);
		// another reader with the address sees the same
		await page.reload();
		await ready(page);
		await page.waitForSelector('[data-figure=whatif-score]');
		await sameAs(page, row);
		await page.getByRole('button', { name: 'As rated' }).click();
		await page.waitForURL((address) => address.search === '');
		await ready(page);
		const [now] = await rows(database, "SELECT s.*, k.rank FROM jobs.scored_role s JOIN jobs.ranked_role k USING (role_id) WHERE s.role_key = 'paralegal'");
		await sameAs(page, now);
		assert.equal(await page.locator('[data-figure=score]').innerText(), now.published);
	}
}));

test('what if: a role that is not rated completely can be completed', () => visit('/role/data-steward', {}, async (page) => {
	const ratings = { company_actions: 1, wage_trends: 0, tool_maturity: -1, expert_consensus: 2, regulatory: 0, physical_presence: 1, union_bargaining: 0, liability: 2, cultural: 0 };

	await page.getByText('Change ratings and time').click();
	await page.locator('[data-name=score_2]').selectOption('3');
	await page.waitForSelector('.whatif-score');
	assert.match(await page.locator('.whatif-result').innerText(), /No score: something is not rated/);
	await whatIf(page, ratings, [[2, 'score', 3]]);
	await sameAs(page, await changed('data-steward', ratings, [[2, 'score', 3]]));
}));

test('what if: values out of range are not taken', async () => {
	for (const wrong of ['growth=3', 'growth=0.5', 'growth=', 'liability=-1', 'score_1=0', 'score_1=6', 'score_0=1', 'time_1=-1', 'time_1=101', 'time_1=1e1', 'time_1=NaN', 'role_id=1', 'constructor=1', 'growth=1;--']) {
		assert.equal((await answer(`/api/whatif?key=paralegal&${wrong}`)).status, 400, wrong);
	}
	assert.equal((await answer('/api/whatif?key=nobody&growth=1')).status, 404);
	// the page takes from an address what there is
	await visit('/role/paralegal?growth=9&nothing=1&score_1=7&time_2=5000&liability=2', {}, async (page) => {
		await page.waitForSelector('[data-figure=whatif-score]');
		await sameAs(page, await changed('paralegal', { liability: 2 }, []));
		assert.equal(new URL(page.url()).search, '?liability=2');
	});
});

test('texts of the catalog stay texts', () => visit(`/role/${encodeURIComponent('a/b "c" <i>&amp; 100%')}`, {}, async (page) => {
	assert.equal(await page.locator('h1').innerText(), '<img src=x onerror=alert(1)> "quoted"');
	assert.ok((await page.locator('[data-figure=override]').innerText()).includes('<script>alert(2)</script>'));
	assert.equal(await page.locator('main img, main script, main b b, main u').count(), 0);
}));

test('a role without a score says what is missing', () => visit('/role/data-steward', {}, async (page) => {
	const text = await page.locator('.score').innerText();

	assert.match(text, /No score yet/);
	assert.match(text, /Missing: score or time of 1 of 2 tasks, company actions, wage trends/);
	assert.equal(await page.locator('.derivation, .sensitive').count(), 0);
	assert.equal((await texts(page, '.tasks tbody tr')).length, 2);
}));

test('an address with nothing behind it leads back to the roles', async () => {
	for (const [path, title, text] of [
		['/role/nobody', 'There is no such role', 'no role nobody'], ['/role/%00', 'There is no such role', 'no role'],
		['/role/', 'There is no such role', 'no role'], ['/role/%e0%a4', 'There is no such page', '/role/%e0%a4'],
		['/nothing', 'There is no such page', '/nothing'], ['//x//y', 'There is no such page', '//x//y'],
		['/?page=99999999999999999999', 'That can\'t be asked', '9,999,999'], ['/?page=x', 'That can\'t be asked', 'whole number'],
		['/?sort=rank;', 'That can\'t be asked', 'no such order'], ['/?zone=Blue', 'That can\'t be asked', 'Green, Yellow, and Red'],
		['/?search=a+b+c+d+e+f+g+h+i', 'That can\'t be asked', 'at most 8 words'],
	]) {
		await visit(path, { tolerant: true }, async (page) => {
			assert.equal(await page.locator('h1').innerText(), title, path);
			assert.ok((await page.locator('.problem').innerText()).includes(text), await page.locator('.problem').innerText());
			await page.getByRole('link', { name: 'All roles' }).click();
			await page.waitForSelector('.roles');
		});
	}
	// a page of the ranking beyond the last
	await visit('/?page=77', {}, async (page) => {
		assert.equal(await page.locator('.nothing').innerText(), 'There is no such page of the ranking.');
		await page.getByText('Previous', { exact: true }).click();
		await page.waitForURL((address) => !address.searchParams.has('page'));
		await ready(page);
		assert.ok((await shown(page)).length >= 19);
	});
});

test('a search takes each word once', () => visit('/?search=senior+SENIOR+senior+senior+senior+senior+senior+senior+Senior+senior', {}, async (page) => {
	const [{ n }] = await rows(database, "SELECT count(*) AS n FROM jobs.ranked_role WHERE concat_ws(' ', title, seniority, market) ILIKE '%senior%'");

	assert.equal((await shown(page)).length, n);
}));

// --- Ways of use ---------------------------------------------------------------------------

test('everything works from the keyboard, and the focus shows', () => visit('/', { height: 500 }, async (page) => {
	const focused = () => page.evaluate(() => {
		const element = document.activeElement.closest('.choice') ?? document.activeElement;
		return [document.activeElement.textContent || document.activeElement.id || document.activeElement.value,
			getComputedStyle(element).outlineStyle !== 'none' && parseFloat(getComputedStyle(element).outlineWidth) >= 2];
	});
	const seen = [];

	for (let i = 0; i < 14; i++) {
		await page.keyboard.press('Tab');
		const [name, visible] = await focused();
		seen.push(name);
		assert.ok(visible, `the focus shows at ${name}`);
	}
	assert.equal(seen[0], 'Skip to the content');
	assert.match(seen[1], /^AIJRI/);
	for (const name of ['Green', 'Yellow', 'Red']) {
		assert.ok(seen.includes(name), `${name} is reached: ${seen.join(' | ')}`);
	}

	// a filter by space, an order by return, which keeps the focus
	await page.getByRole('checkbox', { name: 'Red' }).focus();
	await page.keyboard.press('Space');
	await page.waitForURL(/zone=Red/);
	await page.locator('[data-sort=title]').focus();
	await page.keyboard.press('Enter');
	await page.waitForURL(/sort=title/);
	await ready(page);
	assert.equal(await page.evaluate(() => document.activeElement.dataset.sort), 'title');
	assert.equal(await page.locator('th[aria-sort=ascending] [data-sort]').getAttribute('data-sort'), 'title');

	// a role by return; its heading has the focus; and back, where all is as before
	const address = page.url();
	const link = page.locator('.roles tbody a').first();
	const title = await link.innerText();
	await link.focus();
	const scrolled = await page.evaluate(() => scrollY);
	assert.ok(scrolled > 0);
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/role\//);
	await ready(page);
	assert.equal(await page.evaluate(() => document.activeElement.tagName + document.activeElement.textContent), `H1${title}`);
	await page.goBack();
	await page.waitForURL(address);
	await ready(page);
	assert.equal(await page.getByRole('checkbox', { name: 'Red' }).isChecked(), true);
	assert.equal(await page.locator('.roles tbody a').first().innerText(), title);
	await page.waitForFunction((y) => Math.abs(scrollY - y) < 50, scrolled);
}));

test('every control has a name, and tables have captions and heads', async () => {
	for (const path of ['/', '/role/paralegal']) {
		await visit(path, {}, async (page) => {
			assert.deepEqual(await page.evaluate(() => [
				...[...document.querySelectorAll('input, select')].filter((each) => each.labels.length === 0 && !each.getAttribute('aria-label')),
				...[...document.querySelectorAll('button, a[href], summary')].filter((each) => each.textContent.trim() === ''),
				...[...document.querySelectorAll('table')].filter((each) => each.caption === null || each.querySelector('th[scope=col]') === null),
				...[...document.querySelectorAll('[role=img]')].filter((each) => !each.getAttribute('aria-label')),
				...[...document.querySelectorAll('section')].filter((each) => !each.getAttribute('aria-labelledby')),
			].map((each) => each.outerHTML.slice(0, 100))), []);
			assert.equal(await page.locator('h1').count(), 1);
			assert.equal(await page.locator('html').getAttribute('lang'), 'en');
		});
	}
});

test('contrast reaches WCAG AA, light and dark', async () => {
	for (const path of ['/', '/role/paralegal', '/role/community-pharmacist', '/role/data-steward', '/?search=nothing-like-it']) {
		await visit(path, {}, async (page) => {
			for (const colorScheme of ['light', 'dark']) {
				await page.emulateMedia({ colorScheme });
				const { checked, faults } = await page.evaluate(contrastFaults);
				assert.ok(checked > 20, `${checked} texts`);
				assert.deepEqual(faults, [], `${path}, ${colorScheme}`);
			}
		});
	}
});

test('a phone\'s width needs no scrolling sideways', async () => {
	for (const path of ['/', '/role/paralegal', '/role/data-steward', `/role/${encodeURIComponent('a/b "c" <i>&amp; 100%')}`]) {
		await visit(path, { width: 360, height: 740 }, async (page) => {
			for (const width of [360, 320, 700, 720, 930, 1000, 1060, 1220]) {
				await page.setViewportSize({ width, height: 740 });
				const [inside, outside] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
				assert.ok(inside <= outside, `${path} is ${inside} wide in ${outside}`);
			}
		});
	}
});

// Every kind of page, the role of many tasks with its what-if panel open.
const everyPage = ['/', '/unscored', '/compare?role=paralegal&role=court-reporter&role=hospice-nurse&role=data-steward', '/compare', '/?search=nothing-like-it', '/?page=77', '/role/paralegal?growth=1', '/role/data-steward', `/role/${encodeURIComponent('a/b "c" <i>&amp; 100%')}`, '/role/nobody', '/nothing', '/?page=0'];

test('axe finds nothing, at any size, light or dark', async () => {
	const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

	for (const path of everyPage) {
		await visit(path, { tolerant: true, bypassCSP: true }, async (page) => {
			await page.addScriptTag({ path: axe });
			for (const [width, colorScheme] of [[1280, 'light'], [720, 'dark'], [320, 'light']]) {
				await page.setViewportSize({ width, height: 800 });
				await page.emulateMedia({ colorScheme });
				await ready(page);
				const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
				assert.ok(passes.length > 10);
				assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' ; ')}`), [], `${path}, ${width}, ${colorScheme}`);
			}
		});
	}
});

test('no table needs a scrollbar on the narrowest phone', async () => {
	for (const path of everyPage) {
		await visit(path, { width: 320, height: 640, tolerant: true }, async (page) => {
			await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
			await page.waitForFunction(() => document.querySelector('.over-time')?.getAttribute('aria-busy') !== 'true');
			assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('main *')].filter((each) => each.scrollWidth > each.clientWidth + 1
				&& ['auto', 'scroll'].includes(getComputedStyle(each).overflowX)).map((each) => `${each.textContent.slice(0, 60)}: ${each.scrollWidth} in ${each.clientWidth}`)), [], path);
			assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path);
		});
	}
});

test('dark where the system is dark, and charts follow', () => visit('/', { scheme: 'dark' }, async (page) => {
	const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

	assert.equal(await ground(), 'rgb(16, 19, 21)');
	const drawn = await page.locator('.exposure canvas').evaluate((canvas) => canvas.toDataURL());
	await page.emulateMedia({ colorScheme: 'light' });
	assert.equal(await ground(), 'rgb(244, 245, 246)');
	await page.waitForFunction((before) => document.querySelector('.exposure canvas').toDataURL() !== before, drawn);
}));

test('on paper there are no tools, and nothing moves on the screen', () => visit('/', { reducedMotion: 'reduce' }, async (page) => {
	assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
	await page.emulateMedia({ media: 'print' });
	assert.equal(await page.locator('.tools').isVisible(), false);
	assert.equal(await page.locator('.roles').isVisible(), true);
	assert.ok((await page.pdf()).length > 10000);
}));

// --- The server -----------------------------------------------------------------------------

// What the server answers, whatever a browser would make of the request.
const answer = (path, { method = 'GET', headers = {} } = {}) => new Promise((resolve, reject) => {
	const { hostname, port } = new URL(server.address);

	request({ hostname, port, path, method, headers }, (response) => {
		let body = '';
		response.on('data', (text) => { body += text; });
		response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
	}).on('error', reject).end();
});

test('the server gives files and answers, and nothing else', async () => {
	for (const [path, status] of [['/', 200], ['/role/x', 200], ['/style.css', 200], ['/server.mjs', 404], ['/package.json', 404], ['/../server.mjs', 404],
		['/%2e%2e/server.mjs', 404], ['/node_modules/pg/package.json', 404], ['/api/nothing', 404], ['//', 404], ['/%00', 404], ['/role/%00', 200], ['*', 400], ['/api/role?key=nobody', 404],
		['/api/roles?sort=score;DROP', 400], ['/api/roles?zone=Blue', 400], ['/api/roles?page=0', 400], ['/api/roles?page=1e9', 400], ['/api/roles?sort=constructor', 400],
		[`/api/roles?search=${'x'.repeat(300)}`, 400], ['/api/roles?search=%00', 400], ['/api/role?key=%00', 404], ["/api/role?key=';--", 404], ['/api/certainty?roles=1,2', 200], ['/api/certainty?roles=', 200],
		['/api/certainty?roles=x', 400], [`/api/certainty?roles=${'1,'.repeat(51)}`, 400]]) {
		const { status: got, headers } = await answer(path);
		assert.equal(got, status, path);
		assert.match(headers['content-security-policy'], /default-src 'none'/);
		assert.equal(headers['x-content-type-options'], 'nosniff');
	}
	assert.equal((await answer('/', { method: 'POST' })).status, 405);
	assert.equal((await answer('/api/overview', { headers: { Host: 'elsewhere.example' } })).status, 421);
	assert.equal(server.errors, '');
});

test('it listens on loopback, and its sessions can only read', async () => {
	assert.match(server.address, /^http:\/\/127\.0\.0\.1:\d+$/);
	const sessions = await rows('postgres', `
		SELECT usename, application_name FROM pg_stat_activity WHERE datname = $1 AND usename <> 'postgres'`, [database]);
	assert.ok(sessions.length > 0 && sessions.every((row) => row.usename === 'dashboard' && row.application_name === 'aijri dashboard'));

	const told = new Catalog({ seconds: 7, connection: { database, user: 'dashboard' } });
	try {
		assert.deepEqual(await told.read((query) => query(`SELECT name, setting FROM pg_settings
			WHERE name IN ('transaction_read_only', 'transaction_isolation', 'statement_timeout', 'search_path') ORDER BY name`)),
		[['search_path', 'pg_catalog, pg_temp'], ['statement_timeout', '7000'], ['transaction_isolation', 'repeatable read'], ['transaction_read_only', 'on']]
			.map(([name, setting]) => ({ name, setting })));
		await assert.rejects(told.read((query) => query('CREATE TEMP TABLE t ()')), /read-only transaction/);
	} finally {
		await told.end();
	}
});

test('a query ends when nobody waits for it', async () => {
	const told = new Catalog({ seconds: 600, connection: { database, user: 'dashboard' } });
	const left = new AbortController();
	const busy = (wait) => rows(database, "SELECT pid FROM pg_stat_activity WHERE usename = 'dashboard' AND state = 'active' AND wait_event = $1", [wait]);
	const until = async (holds) => {
		while (!await holds()) {
			await new Promise((resolve) => { setTimeout(resolve, 50); });
		}
	};

	try {
		const sleeping = told.read((query) => query('SELECT pg_sleep(600)'), { signal: left.signal });
		await until(async () => (await busy('PgSleep')).length === 1);
		left.abort();
		await assert.rejects(sleeping, { code: '57014' });
		assert.deepEqual(await busy('PgSleep'), []);
		// the connection is as good as before; what has ended already asks nothing
		assert.deepEqual(await told.read((query) => query('SELECT 1 AS one')), [{ one: 1 }]);
		await assert.rejects(told.read((query) => query('SELECT 1'), { signal: left.signal }), { name: 'AbortError' });

		// the page drops what it asked for when the reader goes on
		const page = await open(server.address);
		const dropped = [];
		page.on('requestfailed', (request) => dropped.push(new URL(request.url()).pathname));
		await rows(database, 'BEGIN');
		await rows(database, 'LOCK TABLE jobs.role_score IN ACCESS EXCLUSIVE MODE');
		await page.locator('.roles tbody a').first().click();
		await until(async () => (await busy('relation')).length > 0);
		await page.goBack();
		await until(() => dropped.includes('/api/role'));
		await rows(database, 'ROLLBACK');
		await ready(page);
		await page.context().close();
	} finally {
		await told.end();
	}
});

// --- Many roles --------------------------------------------------------------------------------

test('10,000 roles stay usable', async (t) => {
	run('postgres', 'CREATE DATABASE many');
	runFile('many', 'many.sql', '-v', 'roles=10000');
	const many = await serve({ PGDATABASE: 'many' });
	const start = Date.now();
	const page = await open(many.address);
	const loaded = Date.now() - start;
	const status = (text) => page.waitForFunction((wanted) => document.querySelector('.status').textContent.startsWith(wanted)
		&& document.querySelector('.ranking').getAttribute('aria-busy') === 'false', text);
	const time = async (work) => {
		const from = Date.now();
		await work();
		return Date.now() - from;
	};

	try {
		const [{ nurses, red }] = await rows('many', `
			SELECT count(*) FILTER (WHERE title ILIKE '%nurse%') AS nurses, count(*) FILTER (WHERE zone = 'Red') AS red FROM jobs.ranked_role`);
		const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);

		assert.ok(await nodes() < 2500, `${await nodes()} elements`);
		const search = await time(async () => {
			await page.getByLabel('Search').fill('nurse');
			await status(`${count(nurses)} roles`);
		});
		await page.getByLabel('Search').fill('');
		await status('10,000 roles');
		const filter = await time(async () => {
			await page.getByRole('checkbox', { name: 'Red' }).check();
			await status(`${count(red)} roles`);
		});
		await page.getByRole('checkbox', { name: 'Red' }).uncheck();
		await status('10,000 roles');
		const sort = await time(async () => {
			await page.locator('[data-sort=title]').click();
			await page.waitForFunction(() => document.querySelector('[aria-sort=ascending] [data-sort=title]') !== null);
			await ready(page);
		});
		const turn = await time(async () => {
			await page.getByText('Next', { exact: true }).click();
			await status('10,000 roles, 51 to 100');
		});
		const [first] = await rows('many', 'SELECT title FROM jobs.ranked_role ORDER BY lower(title), role_id LIMIT 1 OFFSET 50');

		assert.equal(await page.locator('.roles tbody a').first().innerText(), first.title);
		assert.ok(await nodes() < 2500);
		await page.waitForSelector('.certainty[data-state=known]');
		const certainty = Date.now() - start;
		const [range] = await rows('many', 'SELECT p05_rank, p95_rank FROM jobs.role_rank_outlook JOIN jobs.ranked_role USING (role_id) ORDER BY lower(ranked_role.title), role_id LIMIT 1 OFFSET 50');
		assert.equal((await texts(page, '.roles tbody [data-column=range]'))[0], span(range.p05_rank, range.p95_rank));
		await page.goto(`${many.address}/?page=200`);
		await ready(page);
		assert.equal(await page.locator('[data-step=Next]').getAttribute('aria-disabled'), 'true');
		assert.equal(await page.locator('.roles tbody tr').count(), 50);
		t.diagnostic(`measured: 10,000 roles: first page ${loaded} ms, search ${search} ms (150 of them waiting for the next letter), zone ${filter} ms, `
			+ `order ${sort} ms, next page ${turn} ms, ranges of ranks after ${certainty} ms, ${await nodes()} elements`);
		assert.equal(await page.locator('.exposure').count(), 0, 'without labor data there is no card for it');

		// one more is too many
		run('many', "INSERT INTO jobs.role (role_key, title) VALUES ('more', 'More')",
			`INSERT INTO jobs.assessment (role_id, job_postings, company_actions, wage_trends, tool_maturity, expert_consensus, regulatory, physical_presence, union_bargaining, liability, cultural, growth)
				SELECT role_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM jobs.role WHERE role_key = 'more'`,
			"INSERT INTO jobs.task SELECT assessment_id, 1, 'All', 100, 3 FROM jobs.assessment JOIN jobs.role USING (role_id) WHERE role_key = 'more'");
		const crowded = await serve({ PGDATABASE: 'many' });
		await page.goto(crowded.address);
		await page.waitForSelector('.certainty[data-state=too-many]');
		assert.equal(await page.locator('.certainty').innerText(), 'How sure ranks are: not computed, which it is for up to 10,000 roles.');
		assert.deepEqual([...new Set(await texts(page, '.roles tbody [data-column=range]'))], ['\u2013']);
		await stop(crowded);
		assert.deepEqual(page.complaints, []);
	} finally {
		await page.context().close();
		await stop(many);
	}
});

// --- What may be wrong -----------------------------------------------------------------------------

// The problem that a server shows, with what it says to do.
async function problem(environment, options, code, ...words) {
	const troubled = await serve(environment, ...options);
	const page = await open(troubled.address);

	try {
		const section = page.locator('section.problem');
		assert.equal(await section.getAttribute('data-code'), code, await section.innerText());
		for (const word of words) {
			assert.ok((await section.innerText()).includes(word), `${word}: ${await section.innerText()}`);
		}
		assert.equal(await page.locator('main h1').count(), 1);
		const { faults } = await page.evaluate(contrastFaults);
		assert.deepEqual(faults, []);
		return { page, troubled };
	} catch (error) {
		await stop(troubled);
		throw error;
	}
}

async function shows(...expected) {
	const { page, troubled } = await problem(...expected);
	await page.context().close();
	await stop(troubled);
}

test('no server', () => shows({ PGHOST: '/nowhere' }, [], 'cannot-connect', 'does not answer', '/nowhere', 'PGHOST'));
test('no server at a port', () => shows({ PGHOST: '127.0.0.1', PGPORT: '1' }, [], 'cannot-connect', '127.0.0.1, port 1'));
test('no such database', () => shows({ PGDATABASE: 'nowhere' }, [], 'no-database', 'no database nowhere', 'PGDATABASE'));
test('no such user', () => shows({ PGDATABASE: database, PGUSER: 'stranger' }, [], 'no-login', 'stranger'));
test('no extension', () => shows({ PGDATABASE: 'postgres' }, [], 'no-extension', 'CREATE EXTENSION aijri'));
test('no catalog, or not that one', async () => {
	run('postgres', 'CREATE DATABASE bare');
	run('bare', 'CREATE EXTENSION aijri');
	await shows({ PGDATABASE: 'bare' }, [], 'no-catalog', "aijri_create_catalog('jobs')");
	await shows({ PGDATABASE: database }, ['--catalog', 'nowhere'], 'no-catalog', 'Schema nowhere does not exist', 'jobs');
	run('bare', "SELECT aijri_create_catalog('one')", "SELECT aijri_create_catalog('Two')");
	await shows({ PGDATABASE: 'bare' }, [], 'no-catalog', 'several', 'Two, one');
	run('bare', "SELECT aijri_grant_reader('Two', 'dashboard')");
	await shows({ PGDATABASE: 'bare' }, ['--catalog', 'Two'], 'empty', 'Catalog Two is empty', 'import_document');
	run('bare', "INSERT INTO \"Two\".role (role_key, title) VALUES ('x', 'X')");
	await shows({ PGDATABASE: 'bare' }, ['--catalog', 'Two'], 'empty', '1 role', 'unscored_role');
});

test('busy is not the same as dead', async () => {
	run('postgres', 'CREATE ROLE crowd LOGIN CONNECTION LIMIT 0');
	await shows({ PGDATABASE: database, PGUSER: 'crowd' }, [], 'busy', 'no free connections', 'Try again');

	// somebody has locked the scores
	await rows(database, 'BEGIN');
	await rows(database, 'LOCK TABLE jobs.role_score IN ACCESS EXCLUSIVE MODE');
	const { page, troubled } = await problem({ PGDATABASE: database }, ['--timeout', '2'], 'busy', 'The catalog is being changed', 'locked');
	await rows(database, 'ROLLBACK');
	await page.getByRole('button', { name: 'Try again' }).click();
	await page.waitForSelector('.roles');
	await page.context().close();
	await stop(troubled);

	// a query takes too long, and all connections are taken
	const told = new Catalog({ seconds: 1, connection: { database, user: 'dashboard' } });
	const place = told.place();
	try {
		const slow = await told.read((query) => query('SELECT pg_sleep(600)')).catch((error) => problemOf(error, place));
		assert.deepEqual([slow.code, slow.title], ['busy', 'That took too long']);
		const five = Array.from({ length: 5 }, () => told.read((query) => query('SELECT pg_sleep(600)'), { seconds: 8 }).catch(() => {}));
		const sixth = await told.read((query) => query('SELECT 1')).catch((error) => problemOf(error, place));
		assert.deepEqual([sixth.code, sixth.title], ['busy', 'This page is busy']);
		await Promise.all(five);
	} finally {
		await told.end();
	}
});

test('a permission is missing, then given', async () => {
	run('postgres', 'CREATE ROLE newcomer LOGIN');
	const { page, troubled } = await problem({ PGDATABASE: database, PGUSER: 'newcomer' }, [], 'no-permission', 'newcomer', "aijri_grant_reader('jobs', 'newcomer')");

	run(database, "SELECT aijri_grant_reader('jobs', 'newcomer')");
	await page.getByRole('button', { name: 'Try again' }).click();
	await page.waitForSelector('.ranking');
	await ready(page);
	assert.equal(await page.locator('.problem').count(), 0);
	assert.match(await page.locator('.zone-mix .notice').innerText(), /GRANT SELECT ON ALL TABLES IN SCHEMA "labour" TO newcomer/);
	await page.context().close();
	await stop(troubled);
});

test('a view is missing, also while the page is open', async () => {
	run('postgres', 'CREATE DATABASE torn');
	fill('torn', 'jobs');
	run('torn', "SELECT aijri_grant_reader('jobs', 'dashboard')");
	const torn = await serve({ PGDATABASE: 'torn' });
	const page = await open(torn.address);

	run('torn', 'DROP VIEW jobs.career_move, jobs.role_outlook');
	await page.locator('.roles tbody a').first().click();
	await page.waitForSelector('.problem');
	assert.equal(await page.locator('.problem').getAttribute('data-code'), 'missing-view');
	await page.getByRole('button', { name: 'Try again' }).click();
	await page.waitForFunction(() => document.querySelector('main[aria-busy=false] .problem') !== null);
	const text = await page.locator('.problem').innerText();
	assert.match(text, /no view role_outlook, career_move|no view career_move, role_outlook/);
	assert.match(text, /SELECT \* FROM aijri_upgrade_catalog\('jobs'\);/);

	// what the page advises mends it, and the reader stays one
	run('torn', "SELECT * FROM aijri_upgrade_catalog('jobs')");
	await page.getByRole('button', { name: 'Try again' }).click();
	await page.waitForSelector('.derivation');
	await page.context().close();
	await stop(torn);
});

test('the page\'s own server is gone', async () => {
	const gone = await serve({ PGDATABASE: database });
	const page = await open(gone.address);

	await stop(gone);
	await page.locator('.roles tbody a').first().click();
	await page.waitForSelector('.problem[data-code=no-server]');
	await page.context().close();
});

test('the command line says what is wrong with it', async () => {
	await assert.rejects(serve({}, '--port', '99999'), /--port must be a whole number from 0 to 65535/);
	await assert.rejects(serve({}, '--color', 'blue'), /Usage: node server.mjs/);
});

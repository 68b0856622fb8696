// How sure the ranking is: computed in the background, and kept in memory.
//
// The rank of each role depends on all roles, so these figures take a second for some
// thousand of them.  No request waits for that: it gets what is kept, and at most sets
// off a look whether the catalog has changed since.

import { problemOf } from './problems.mjs';

// More roles than that are not computed.
const most = 10_000;

// Looking and computing take at most this share of the time.
const share = 0.1;
const shortestPause = 2000;
const longest = 300;    // seconds that a query may take

// Changes with whatever the figures depend on.
const state = (catalog) => `
	SELECT concat_ws(' ', count(*), sum(hashtextextended(s::text, 0)), (SELECT c::text FROM ${catalog}.catalog_setting c)) AS state
	FROM ${catalog}.scored_role s
	WHERE s.score IS NOT NULL`;

const ranks = (catalog) => `
	SELECT o.role_id, o.rank, o.expected_rank, o.p05_rank AS p05, o.p95_rank AS p95,
		r.same_zone_share AS same_zone, r.p05_rank AS method_p05, r.p95_rank AS method_p95
	FROM ${catalog}.role_rank_outlook o
	JOIN ${catalog}.role_robustness() r USING (role_id)`;

export class Certainty {
	#source;
	#most;
	#roles = new Map();
	#status = { state: 'computing' };
	#known = null;      // the state of the catalog that the figures are of
	#again = 0;         // when to look next
	#looking = null;
	#stopped = false;
	#backend = null;    // the process of the database that is computing

	// source: the Catalog; limit: the most roles that are computed
	constructor(source, limit = most) {
		this.#source = source;
		this.#most = limit;
	}

	// What is known of some roles, at once.
	answer(ids) {
		this.look();
		return {
			...this.#status,
			roles: Object.fromEntries(ids.filter((id) => this.#roles.has(id)).map((id) => [id, this.#roles.get(id)])),
		};
	}

	// Looks in the background whether there is anything to compute; the promise is for tests.
	look() {
		if (this.#looking === null && Date.now() >= this.#again && !this.#stopped) {
			const start = Date.now();

			this.#looking = this.#compute().catch((error) => {
				const { title, message } = problemOf(error, this.#source.place());

				this.#known = null;
				if (this.#status.state !== 'known') {
					this.#set({ state: 'failed', message: `${title}. ${message}` }, null);
				}
			}).finally(() => {
				this.#backend = null;
				this.#again = Date.now() + Math.max(shortestPause, (Date.now() - start) * (1 / share - 1));
				this.#looking = null;
			});
		}
		return this.#looking ?? Promise.resolve();
	}

	// Ends what is being computed.
	async stop() {
		this.#stopped = true;
		if (this.#backend !== null) {
			await this.#source.cancel(this.#backend).catch(() => {});
		}
		await this.#looking;
	}

	#set(status, known, roles = new Map()) {
		this.#status = status;
		this.#known = known;
		this.#roles = roles;
	}

	#compute() {
		return this.#source.read(async (run, { catalog }) => {
			const [{ ranked }] = await run(`SELECT count(*) AS ranked FROM ${catalog}.current_score`);

			if (ranked > this.#most) {
				this.#set({ state: 'too-many', most: this.#most }, null);
				return;
			}
			const [{ state: now }] = await run(state(catalog));
			if (now === this.#known) {
				return;
			}
			const [setting] = await run(`SELECT doubt, pg_backend_pid() AS backend, clock_timestamp()::timestamptz(0)::text AS time FROM ${catalog}.catalog_setting`);
			this.#backend = setting.backend;
			const rows = await run(ranks(catalog));
			this.#set({ state: 'known', doubt: setting.doubt, at: setting.time, ranked },
				now, new Map(rows.map(({ role_id: id, ...figures }) => [id, figures])));
		}, { seconds: longest });
	}
}

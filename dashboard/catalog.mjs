// The way to the catalog: a few connections whose transactions can only read,
// and names of schemas that are looked up and quoted, so that no search_path
// matters.

import pg from 'pg';
import { Obstacle } from './problems.mjs';

// Values as PostgreSQL writes them where JavaScript's own would change them:
// numeric stays text, dates stay dates; counts become numbers.
const types = {
	getTypeParser(oid, format) {
		switch (oid) {
			case 20: return Number;
			case 1082: case 1114: case 1184: return String;
			default: return pg.types.getTypeParser(oid, format);
		}
	},
};

// The views that the page reads.
const wanted = ['ranked_role', 'scored_role', 'zone_overview', 'unscored_role', 'current_score', 'catalog_setting', 'role_outlook',
	'role_rank_outlook', 'role_derivation', 'role_sensitivity', 'task_exposure', 'score_history', 'career_move'];
const wantedOfLabour = ['role_labour_latest', 'zone_employment_latest', 'labour_coverage_latest', 'soc_exposure_latest'];

const look = `
	SELECT current_database() AS database, current_user AS "user", quote_ident(current_user) AS quoted_user,
		(SELECT quote_ident(nspname) FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON n.oid = extnamespace
			WHERE extname = 'aijri') AS extension,
		(SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'aijri') AS version,
		(SELECT coalesce(array_agg(nspname::text ORDER BY nspname), '{}')
			FROM pg_catalog.pg_namespace n
			WHERE (SELECT count(*) FROM pg_catalog.pg_class
				WHERE relnamespace = n.oid AND relkind = 'r' AND relname IN ('assessment', 'role_score')) = 2) AS catalogs,
		EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1) AS schema_exists`;

// Which of the views $2 of schema $1 are there and may be read.
const lookAtViews = `
	SELECT w.name, c.oid IS NOT NULL AS there,
		pg_catalog.has_schema_privilege(n.oid, 'USAGE')
			AND coalesce(pg_catalog.has_table_privilege(c.oid, 'SELECT'), true) AS readable
	FROM unnest($2::text[]) AS w (name)
	JOIN pg_catalog.pg_namespace n ON n.nspname = $1
	LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.name AND c.relkind IN ('v', 'm', 'r')`;

// Whether the owner of schema $1 lets this user read rationales and documents.
const lookAtTexts = `
	SELECT bool_and(coalesce(pg_catalog.has_column_privilege(c.oid, a.name, 'SELECT'), false)) AS texts
	FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace,
		unnest('{assessment_id,narrative,source}'::text[]) AS a (name)
	WHERE n.nspname = $1 AND c.relname = 'assessment' AND c.relkind = 'r'`;

// Schemas of labor data whose views read the catalog $1.
const lookForLabour = `
	SELECT DISTINCT n.nspname::text AS name
	FROM pg_catalog.pg_class v
	JOIN pg_catalog.pg_namespace n ON n.oid = v.relnamespace
	JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid
	JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
		AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
	JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
	WHERE v.relname = 'role_labour' AND v.relkind = 'v' AND t.relname = 'scored_role'
		AND t.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)
	ORDER BY name`;

const connections = 5;
const longestLock = 5000;  // milliseconds

const quoted = (name) => `"${name.replaceAll('"', '""')}"`;
const literal = (text) => `'${text.replaceAll("'", "''")}'`;

export class Catalog {
	#settings;
	#pool;
	#reading = 0;
	#names = null;

	// settings: catalog and labour where they are named, seconds that a query may
	// take, connection where the environment does not say it
	constructor(settings) {
		this.#settings = settings;
		this.#pool = new pg.Pool({ max: connections, idleTimeoutMillis: 30000, ...this.#connection() });
		this.#pool.on('error', () => this.forget());
	}

	end() {
		return this.#pool.end();
	}

	#connection() {
		return { application_name: 'aijri dashboard', connectionTimeoutMillis: 5000, types, ...this.#settings.connection };
	}

	async #connect() {
		try {
			return await this.#pool.connect();
		} catch (error) {
			throw this.#reading < connections ? error : new Obstacle({
				code: 'busy', title: 'This page is busy', message: 'All of its connections to PostgreSQL are in use.', hint: 'Try again in a moment.',
			});
		}
	}

	// Ends what a connection of the pool is doing. Not through the pool, where it would wait.
	async cancel(backend) {
		const client = new pg.Client(this.#connection());

		client.on('error', () => {});
		try {
			await client.connect();
			await client.query('SELECT pg_catalog.pg_cancel_backend($1)', [backend]);
		} finally {
			await client.end();
		}
	}

	// After a problem the next request looks again at what there is.
	forget() {
		this.#names = null;
	}

	// Where this is, for messages.
	place() {
		const { host, port, database, user } = new pg.Client();

		return {
			address: host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${host}, port ${port}`,
			database: database ?? user, user, catalog: this.#settings.catalog,
		};
	}

	// read(queries): what queries(run, names) returns; run(sql, parameters) gives
	// rows, and all of them see one state of the data.  A query may take so many seconds,
	// and is canceled when the signal is aborted.
	async read(queries, { seconds = this.#settings.seconds, signal } = {}) {
		const client = await this.#connect();
		let broken;
		let canceled;
		const cancel = () => { canceled = this.cancel(client.processID).catch(() => {}); };

		this.#reading++;
		signal?.addEventListener('abort', cancel);
		try {
			signal?.throwIfAborted();
			// settings of the transaction alone, which poolers of connections let through
			await client.query(`BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
				SET LOCAL statement_timeout = '${seconds}s';
				SET LOCAL lock_timeout = '${Math.min(500 * seconds, longestLock)}ms';
				SET LOCAL idle_in_transaction_session_timeout = '60s';
				SET LOCAL search_path = pg_catalog, pg_temp;
				SET LOCAL jit = off`);
			const run = async (sql, parameters) => {
				signal?.throwIfAborted();
				return (await client.query(sql, parameters)).rows;
			};
			this.#names ??= await this.#look(run);
			const result = await queries(run, this.#names);
			await client.query('COMMIT');
			return result;
		} catch (error) {
			await client.query('ROLLBACK').catch((second) => { broken = second; });
			throw error;
		} finally {
			signal?.removeEventListener('abort', cancel);
			await canceled; // not to meet a later query of the connection
			this.#reading--;
			client.release(broken);
		}
	}

	// What there is, or an Obstacle.
	async #look(run) {
		const asked = this.#settings.catalog;
		const [found] = await run(look, [asked ?? '']);

		if (found.extension === null) {
			throw new Obstacle({
				code: 'no-extension', title: 'The extension is not installed here',
				message: `Database ${found.database} does not have the extension aijri.`,
				hint: 'Set PGDATABASE to the database of the catalog. If it is this one, its owner runs',
				command: 'CREATE EXTENSION aijri;',
			});
		}

		const name = asked ?? (found.catalogs.length === 1 ? found.catalogs[0] : undefined);
		if (name === undefined || !found.catalogs.includes(name)) {
			throw new Obstacle(found.catalogs.length === 0 ? {
				code: 'no-catalog', title: 'There is no catalog here',
				message: asked === undefined ? `Database ${found.database} has no catalog of roles.`
					: `Schema ${asked} of database ${found.database} ${found.schema_exists ? 'is no catalog' : 'does not exist'}, and there is no other catalog.`,
				hint: 'Set PGDATABASE to the database of the catalog, or create one with',
				command: `SELECT aijri_create_catalog(${literal(asked ?? 'jobs')});`,
			} : {
				code: 'no-catalog', title: asked === undefined ? 'There are several catalogs here' : 'There is no such catalog',
				message: (asked === undefined ? '' : `Schema ${asked} ${found.schema_exists ? 'is no catalog' : 'does not exist'}. `) +
					`Catalogs of database ${found.database}: ${found.catalogs.join(', ')}.`,
				hint: 'Specify one of them when starting this page:',
				command: `node server.mjs --catalog ${found.catalogs[0]}`,
			});
		}
		await this.#lookAtViews(run, name, found);

		const { labour, notice, careers = false } = await this.#findLabour(run, name, found);
		const [{ texts }] = await run(lookAtTexts, [name]);
		return {
			extension: found.extension, texts, careers, database: found.database, version: found.version, name, labourName: labour ?? null, labourNotice: notice ?? null,
			catalog: quoted(name), labour: labour === undefined ? null : quoted(labour),
		};
	}

	async #lookAtViews(run, name, found) {
		const views = await run(lookAtViews, [name, wanted]);
		const missing = views.filter((view) => !view.there).map((view) => view.name);
		const closed = views.filter((view) => !view.readable).map((view) => view.name);

		if (missing.length > 0) {
			throw new Obstacle({
				code: 'missing-view', title: 'Something is missing in the catalog',
				message: `Catalog ${name} has no view ${missing.join(', ')}.`,
				hint: 'Its owner recreates missing objects, without loss of data, with',
				command: `SELECT * FROM aijri_upgrade_catalog(${literal(name)});`,
			});
		}
		if (closed.length > 0) {
			throw new Obstacle({
				code: 'no-permission', title: 'A permission is missing',
				message: `User ${found.user} cannot read ${closed.length === wanted.length ? 'the views' : `view ${closed.join(', ')}`} of catalog ${name}.`,
				hint: 'The owner of the catalog grants reader privileges with',
				command: `SELECT aijri_grant_reader(${literal(name)}, ${literal(found.user)});`,
			});
		}
	}

	// The page does without labor data, and says why where that may surprise.
	async #findLabour(run, name, found) {
		const asked = this.#settings.labour;
		const labours = (await run(lookForLabour, [name])).map((row) => row.name);
		const labour = asked ?? (labours.length === 1 ? labours[0] : undefined);

		if (labour === undefined) {
			return labours.length === 0 ? {}
				: { notice: `There are several labor schemas: ${labours.join(', ')}. Name one with --labour.` };
		}
		if (!labours.includes(labour)) {
			return { notice: `Schema ${labour} has no labor data for catalog ${name}: aijri_create_labour(${literal(labour)}, ${literal(name)}) creates its views.` };
		}
		const views = await run(lookAtViews, [labour, wantedOfLabour]);
		if (views.some((view) => !view.there)) {
			return { notice: `Schema ${labour} lacks views: aijri_create_labour(${literal(labour)}, ${literal(name)}) recreates them.` };
		}
		if (views.some((view) => !view.readable)) {
			return { notice: `User ${found.user} cannot read the labor data: GRANT USAGE ON SCHEMA ${quoted(labour)} and GRANT SELECT ON ALL TABLES IN SCHEMA ${quoted(labour)} TO ${found.quoted_user}.` };
		}
		// of labor schemas made by an earlier version, or without a grant, the page does without it
		const [careers] = await run(lookAtViews, [labour, ['career_option']]);
		return { labour, careers: careers.there && careers.readable };
	}
}

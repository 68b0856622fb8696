// What may stand between the page and the scores, in words that say what to do.

// Something that a look at the database showed, before any query failed.
export class Obstacle extends Error {
	constructor(problem) {
		super(problem.title);
		this.problem = problem;
	}
}

const command = (text) => ({ command: text });

// The problem behind an error of Node or PostgreSQL.  A place says where it
// happened: database, user, address, catalog, all as people write them.
export function problemOf(error, place) {
	if (error instanceof Obstacle) {
		return error.problem;
	}

	const detail = [error.message, error.detail].filter(Boolean).join(' ');
	const grant = command(`SELECT aijri_grant_reader('${place.catalog ?? 'jobs'}', '${place.user}');`);

	if (['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH',
		'ECONNRESET', 'EPIPE', 'EACCES'].includes(error.code)
		|| /timeout exceeded when trying to connect|timeout expired|Connection terminated|SSL/.test(error.message)
		|| error.errors?.some((each) => each.code === 'ECONNREFUSED')) {
		return {
			code: 'cannot-connect', title: 'PostgreSQL does not answer',
			message: `No server could be reached at ${place.address}.`, detail,
			hint: 'Start the server, or set PGHOST and PGPORT before starting this page.',
		};
	}
	if (/^08|^57P0[1-3]/.test(error.code ?? '')) {
		return {
			code: 'cannot-connect', title: 'The connection to PostgreSQL was lost',
			message: `The server at ${place.address} is starting, stopping or has ended the connection.`, detail,
			hint: 'Try again in a moment.',
		};
	}
	if (/^28/.test(error.code ?? '') || /password/i.test(error.message) && error.code === undefined) {
		return {
			code: 'no-login', title: 'PostgreSQL rejects this user',
			message: `The server at ${place.address} refuses user ${place.user}.`, detail,
			hint: 'Set the user with PGUSER and the password with PGPASSWORD or a .pgpass file.',
		};
	}
	switch (error.code) {
		case '3D000':
			return {
				code: 'no-database', title: 'There is no such database',
				message: `The server at ${place.address} has no database ${place.database}.`, detail,
				hint: 'Set PGDATABASE to the database of the catalog.',
			};
		case '53300':
			return {
				code: 'busy', title: 'PostgreSQL has no free connections',
				message: `The server at ${place.address} has as many connections as it allows.`, detail,
				hint: 'Try again when other sessions have ended.',
			};
		case '55P03': case '40P01':
			return {
				code: 'busy', title: 'The catalog is being changed',
				message: 'Another session has locked what this page reads.', detail,
				hint: 'Try again in a moment.',
			};
		case '42501':
			return {
				code: 'no-permission', title: 'A permission is missing',
				message: `User ${place.user} cannot read what this page shows.`, detail,
				hint: 'The owner of the catalog grants reader privileges with', ...grant,
			};
		case '42P01': case '42703': case '42883': case '3F000':
			return {
				code: 'missing-view', title: 'Something is missing in the catalog',
				message: `Catalog ${place.catalog} lacks objects that this page reads.`, detail,
				hint: 'Its owner recreates missing objects, without loss of data, with',
				...command(`SELECT * FROM aijri_upgrade_catalog('${place.catalog}');`),
			};
		case '57014':
			return {
				code: 'busy', title: 'That took too long',
				message: 'A query was canceled because it exceeded the time limit of this page.', detail,
				hint: 'Try again, or raise the limit with --timeout of the page\'s server.',
			};
		default:
			return {
				code: 'unexpected', title: 'Something went wrong',
				message: detail, hint: 'See the terminal of this page\'s server for details.',
			};
	}
}

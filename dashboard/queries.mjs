// What the page asks of the catalog.  Each function takes the catalog and
// the parameters of a request, and returns what is sent as JSON.  SQL here is
// complete but for the names of schemas; values always travel as parameters.

import { csv } from './page/csv.mjs';

// A request that can't be answered as it stands.
export class Refused extends Error {
	constructor(status, problem) {
		super(problem.title);
		this.status = status;
		this.problem = problem;
	}
}

// An answer that is not JSON.
export class Attachment {
	constructor(type, text, headers = {}) {
		Object.assign(this, { type, text, headers });
	}
}

const wrong = (message) => new Refused(400, {
	code: 'wrong-request', title: 'That can\'t be asked', message, lost: true,
});

// Labor data of several areas and industries may lie side by side: the page
// shows the national file over all industries.
const national = "area = '99' AND naics = '000000'";

// --- Overview ---------------------------------------------------------------------

export function overview(source) {
	return source.read(async (run, { catalog, labour, database, name, version, labourName, labourNotice }) => {
		const zones = await run(`
			SELECT zone, zone_order, zone_colour, zone_symbol, score_from, score_below, roles
			FROM ${catalog}.zone_overview
			ORDER BY zone_order DESC`);
		const [unscored] = await run(`SELECT count(*) AS roles FROM ${catalog}.unscored_role`);
		// what the owner says of the data: COMMENT ON SCHEMA
		const comments = await run(`
			SELECT nspname AS name, obj_description(oid, 'pg_namespace') AS comment FROM pg_namespace WHERE nspname IN ($1, $2)`, [name, labourName]);
		const commentOf = (schema) => comments.find((row) => row.name === schema)?.comment ?? null;
		const employment = labour === null ? null : await run(`
			SELECT zone, sum(employment)::float8 AS workers, sum(share)::float8 AS share
			FROM ${labour}.zone_employment_latest
			WHERE ${national}
			GROUP BY zone, zone_order
			ORDER BY zone_order DESC`);
		const [coverage] = labour === null ? [null] : await run(`
			SELECT to_char(vintage, 'FMMonth YYYY') AS vintage, covered, covered_share, published_total AS published
			FROM ${labour}.labour_coverage_latest
			WHERE ${national}`);

		return {
			database, catalog: name, version, labour: labourName, labourNotice, notice: commentOf(name), labourSource: commentOf(labourName),
			thresholds: zones.filter((zone) => zone.score_below !== null).map((zone) => zone.score_below).sort((a, b) => a - b),
			zones, unscored: unscored.roles, employment, coverage: coverage ?? null,
		};
	});
}

// --- The ranking ------------------------------------------------------------------

// What may be sorted by; ties always go by rank and number of the role.
const orders = {
	rank: { asc: 'r.score DESC, r.role_id', desc: 'r.score, r.role_id' },
	title: { asc: 'lower(r.title), r.role_id', desc: 'lower(r.title) DESC, r.role_id' },
	sublabel: { asc: 'r.sublabel_order, r.score DESC, r.role_id', desc: 'r.sublabel_order DESC, r.score DESC, r.role_id' },
	resistance: { asc: 'r.task_resistance, r.role_id', desc: 'r.task_resistance DESC, r.role_id' },
	exposed: { asc: 'r.exposed_pct, r.role_id', desc: 'r.exposed_pct DESC, r.role_id' },
	workers: { asc: 'l.workers, r.role_id', desc: 'l.workers DESC NULLS LAST, r.role_id' },
};

const pageSize = 50;

// A word of a search as a LIKE pattern that means the word itself.
const pattern = (word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`;

// The words of a search: few, short, each once.
const mostWords = 8;
const mostLetters = 200;

function wordsOf(search) {
	const words = [...new Map(search.split(/\s+/).filter(Boolean).map((word) => [word.toLowerCase(), word])).values()];

	if (search.length > mostLetters || words.length > mostWords || search.includes('\0')) {
		throw wrong(`A search has at most ${mostWords} words and ${mostLetters} characters, none of them NUL.`);
	}
	return words;
}

// What a request asks of the ranking, or a refusal.
function wishOf(parameters) {
	const sort = parameters.get('sort') ?? 'rank';
	const direction = parameters.get('direction') ?? 'asc';
	const zones = (parameters.get('zone') ?? '').split(',').filter(Boolean);
	const page = parameters.get('page') ?? '1';
	const words = wordsOf(parameters.get('search') ?? '');

	if (!Object.hasOwn(orders, sort) || !['asc', 'desc'].includes(direction)) {
		throw wrong('There is no such order of roles.');
	}
	if (zones.length > 3 || zones.some((zone) => !['Red', 'Yellow', 'Green'].includes(zone))) {
		throw wrong('Zones are Green, Yellow, and Red.');
	}
	if (!/^[1-9]\d{0,6}$/.test(page)) {
		throw wrong('A page is a whole number from 1 to 9,999,999.');
	}

	return { sort, direction, zones, words, page: Number(page) };
}

// The roles of scored_role that are asked for, in their order: the end of a query, and its parameters.
function fromRoles({ sort, direction, zones, words }, { catalog, labour }) {
	const byWorkers = sort === 'workers' && labour !== null;
	const order = orders[sort === 'workers' && labour === null ? 'rank' : sort][direction];
	const workers = byWorkers ? `
		LEFT JOIN (
			SELECT role_id, sum(employment)::float8 AS workers
			FROM ${labour}.role_labour_latest
			WHERE ${national}
			GROUP BY role_id) l USING (role_id)` : '';
	const filter = `
		WHERE r.score IS NOT NULL
			AND ($1::text[] = '{}' OR lower(concat_ws(' ', r.title, r.seniority, r.market)) LIKE ALL (ARRAY(SELECT lower(p) FROM unnest($1) p)))
			AND ($2::text[] = '{}' OR r.zone = ANY ($2))`;

	return { filters: [words.map(pattern), zones], filter, from: `FROM ${catalog}.scored_role r ${workers} ${filter} ORDER BY ${order}` };
}

export function roleList(source, parameters) {
	const wish = wishOf(parameters);

	return source.read(async (run, names) => {
		const { catalog } = names;
		const { filters, filter, from } = fromRoles(wish, names);
		const filtered = filters.some((list) => list.length > 0);
		const counted = (rows) => rows[0]?.matching;

		// first which roles, then what is shown of them: each pass over all roles has few columns
		const found = await run(`
			SELECT r.role_id, ${filtered ? 'count(*) OVER ()' : `(SELECT count(*) FROM ${catalog}.current_score)`} AS matching
			${from}
			LIMIT ${pageSize} OFFSET ($3::integer - 1) * ${pageSize}`, [...filters, wish.page]);
		const matching = counted(found) ?? counted(await run(`
			SELECT count(*) AS matching FROM ${catalog}.scored_role r ${filter}`, filters));
		const rows = await run(`
			SELECT r.role_id, r.role_key, k.rank, r.title, r.seniority, r.market,
				r.score, r.published::text AS published, r.zone, r.sublabel, r.task_resistance, r.exposed_pct, r.override_score
			FROM ${catalog}.scored_role r
			JOIN (
				SELECT c.role_id, rank() OVER (ORDER BY c.score DESC ROWS UNBOUNDED PRECEDING) AS rank
				FROM ${catalog}.current_score c
				WHERE c.score >= (SELECT min(m.score) FROM ${catalog}.current_score m WHERE m.role_id = ANY ($1))) k USING (role_id)
			WHERE r.role_id = ANY ($1::bigint[])
			ORDER BY array_position($1, r.role_id)`, [found.map((row) => row.role_id)]);

		return { matching, page: wish.page, pages: Math.max(1, Math.ceil(matching / pageSize)), pageSize, rows };
	});
}

// All roles that are asked for, in their order, as CSV.
const mostLines = 100_000;

export function roleFile(source, parameters) {
	const wish = wishOf(parameters);

	return source.read(async (run, names) => {
		const { filters, from } = fromRoles(wish, names);
		const rows = await run(`
			WITH rank AS MATERIALIZED (SELECT role_id, rank() OVER (ORDER BY score DESC) AS rank FROM ${names.catalog}.current_score)
			SELECT (SELECT k.rank FROM rank k WHERE k.role_id = r.role_id) AS rank, r.role_key, r.title, r.seniority, r.market, r.score, r.zone, r.sublabel,
				r.task_resistance, r.exposed_pct, r.evidence_total, r.barrier_total, r.growth, r.override_score, r.assessor, r.assessed_on::text
			${from}
			LIMIT ${mostLines}`, filters);

		return new Attachment('text/csv; charset=utf-8', csv([Object.keys(rows[0] ?? { role_key: '' }), ...rows.map((row) => Object.values(row))]),
			{ 'Content-Disposition': 'attachment; filename="ranking.csv"' });
	});
}

// --- Roles without a score -----------------------------------------------------------

const mostUnscored = 1000;

export function unscoredList(source) {
	return source.read(async (run, { catalog }) => {
		const rows = await run(`
			SELECT role_key, title, seniority, market, missing, count(*) OVER () AS total
			FROM ${catalog}.unscored_role ORDER BY lower(title), role_id LIMIT ${mostUnscored}`);

		return { total: rows[0]?.total ?? 0, rows };
	});
}

// --- Zones over time -------------------------------------------------------------------

// Five times a whole number of months apart, the last of them today.  Each assessment is
// scored for it: not of more roles than that.
const mostHistories = 10_000;

export function zonesOverTime(source) {
	return source.read(async (run, { catalog }) => {
		const [{ ranked }] = await run(`SELECT count(*) AS ranked FROM ${catalog}.current_score`);
		const rows = ranked > mostHistories ? [] : await run(`
			WITH span AS (
				SELECT make_interval(months => greatest(1, ceil((current_date - min(valid_from)) / 30.4 / 4))::integer) AS step
				FROM ${catalog}.score_history WHERE zone IS NOT NULL)
			SELECT h.time::date::text AS time, json_agg(json_build_object('zone', h.zone, 'roles', h.roles) ORDER BY h.zone_order DESC) AS zones
			FROM span, ${catalog}.zone_history(current_date - 4 * step, current_date + interval '1 day', step) h
			GROUP BY h.time
			HAVING sum(h.roles) > 0
			ORDER BY h.time`);

		return { times: rows };
	});
}

// --- How sure ranks are -------------------------------------------------------------

// Of the roles of a page: what is kept of them, never computed for the request.
export function roleCertainty(source, parameters, certainty) {
	const roles = (parameters.get('roles') ?? '').split(',').filter(Boolean);

	if (roles.length > pageSize || roles.some((role) => !/^-?[0-9]{1,19}$/.test(role))) {
		throw wrong(`Roles are up to ${pageSize} numbers.`);
	}
	return certainty.answer(roles.map(Number));
}

// --- Score against exposure --------------------------------------------------------

// Pairs of role and occupation, the largest by workers where there are too many
// to draw; the correlations are of all.
const mostPoints = 5000;

export function labourPoints(source) {
	return source.read(async (run, { catalog, labour }) => {
		if (labour === null) {
			return { index: null, points: [], workers: {} };
		}

		const [{ index }] = await run(`SELECT min(index_name) AS index FROM ${labour}.soc_exposure_latest`);
		const [answer] = await run(`
			WITH allotted AS MATERIALIZED (
				SELECT role_id, soc, title, score, zone, zone_order, employment
				FROM ${labour}.role_labour_latest
				WHERE ${national}
			), pair AS MATERIALIZED (
				SELECT a.*, a.employment::float8 AS w, x.exposure::float8 AS exposure
				FROM allotted a
				JOIN ${labour}.soc_exposure_latest x USING (soc)
				WHERE x.index_name = $1
			), moment AS (
				SELECT count(*) AS pairs, corr(score, exposure) AS correlation, nullif(sum(w), 0) AS w, sum(w * score) AS s, sum(w * exposure) AS e,
					sum(w * score * exposure) AS se, sum(w * score ^ 2) AS ss, sum(w * exposure ^ 2) AS ee
				FROM pair
			)
			SELECT pairs, correlation,
				(se / w - s / w * e / w) / nullif(sqrt(greatest((ss / w - (s / w) ^ 2) * (ee / w - (e / w) ^ 2), 0)), 0) AS weighted,
				(SELECT coalesce(json_agg(z ORDER BY zone_order DESC), '[]') FROM (
					SELECT zone, zone_order, count(*) AS pairs, sum(w) AS workers,
						sum(w * exposure) / nullif(sum(w), 0) AS mean_exposure, sum(w * score) / nullif(sum(w), 0) AS mean_score
					FROM pair GROUP BY zone, zone_order) z) AS exposure,
				(SELECT coalesce(json_agg(p), '[]') FROM (
					SELECT role_id, soc, title AS occupation, score, zone, employment, exposure
					FROM pair ORDER BY employment DESC, soc, role_id LIMIT ${mostPoints}) p) AS points,
				(SELECT coalesce(json_object_agg(role_id, workers), '{}') FROM (
					SELECT role_id, sum(employment) AS workers FROM allotted GROUP BY role_id) r) AS workers
			FROM moment`, [index]);
		const names = await run(`
			SELECT role_id, role_key, title FROM ${catalog}.scored_role WHERE role_id = ANY ($1::bigint[])`,
		[[...new Set(answer.points.map((point) => point.role_id))]]);

		return { index, ...answer, roles: Object.fromEntries(names.map((role) => [role.role_id, [role.role_key, role.title]])) };
	});
}

// --- One role ------------------------------------------------------------------------

const keyOf = (parameters) => (parameters.get('key') ?? '').replaceAll('\0', '').slice(0, 1000);

const noRole = (key) => new Refused(404, {
	code: 'no-role', title: 'There is no such role',
	message: `The catalog has no role ${key.slice(0, 80)}.`, hint: 'It may have been renamed: look for it in the list of roles.', lost: true,
});

export function rolePage(source, parameters) {
	const key = keyOf(parameters);

	return source.read(async (run, { catalog, labour, careers, texts: open }) => {
		const [role] = await run(`
			SELECT s.*, s.published::text AS published,
				(SELECT count(*) FROM ${catalog}.scored_role WHERE score IS NOT NULL) AS ranked,
				(SELECT k.rank FROM ${catalog}.ranked_role k WHERE k.role_id = s.role_id) AS rank
			FROM ${catalog}.scored_role s
			WHERE s.role_key = $1`, [key]);

		if (role === undefined) {
			throw noRole(key);
		}
		const id = [role.role_id];
		const tasks = await run(`
			SELECT position, task AS name, 100 * time_share AS share_pct, task_score AS score, mode
			FROM ${catalog}.task_exposure
			WHERE role_id = $1
			ORDER BY position`, id);
		const modes = await run(`
			SELECT m.mode, m.pct
			FROM ${catalog}.scored_role s,
				LATERAL (VALUES (1, 'displacement', s.displacement_pct), (2, 'augmentation', s.augmentation_pct),
					(3, 'not involved', s.not_involved_pct), (4, 'not stated', s.unstated_pct)) AS m (n, mode, pct)
			WHERE s.role_id = $1 AND m.pct > 0
			ORDER BY m.n`, id);
		const history = await run(`
			SELECT assessment_id, valid_from, score, published::text AS published, zone, sublabel, assessor, score_change, zone_changed
			FROM ${catalog}.score_history
			WHERE role_id = $1
			ORDER BY valid_from, recorded_at, assessment_id`, id);
		const moves = await run(`
			SELECT next_title, reason, match_kind, stated_score, stated_gain, to_role_key, to_published::text AS to_published, to_score, to_zone, gain
			FROM ${catalog}.career_move
			WHERE role_id = $1
			ORDER BY gain DESC NULLS LAST, stated_gain DESC NULLS LAST, position`, id);
		const derivation = await run(`
			SELECT step, item, formula, value FROM ${catalog}.role_derivation WHERE role_id = $1 ORDER BY step`, id);
		const sensitivity = await run(`
			SELECT kind, task_number, item, step, rating, new_rating, new_score, change, new_zone, flips_zone
			FROM ${catalog}.role_sensitivity
			WHERE role_id = $1`, id);
		const [outlook] = await run(`
			SELECT doubt, red_probability AS red, yellow_probability AS yellow, green_probability AS green,
				same_zone_probability AS same_zone, firmness, p05_score AS p05, p95_score AS p95
			FROM ${catalog}.role_outlook
			WHERE role_id = $1`, id);
		const occupations = labour === null ? null : await run(`
			SELECT r.soc, r.title, r.employment, r.share_of_occupation::float8 AS share, x.exposure::float8 AS exposure, x.index_name AS index
			FROM ${labour}.role_labour_latest r
			LEFT JOIN ${labour}.soc_exposure_latest x USING (soc)
			WHERE r.role_id = $1 AND r.area = '99' AND r.naics = '000000'
			ORDER BY r.employment DESC, r.soc, x.index_name`, id);

		// to related occupations, with wages
		const options = careers ? await run(`
			SELECT c.tier, c.score_change, c.wage_change::float8 AS wage_change, c.job_zone, c.to_job_zone, c.flags, t.role_key, t.title, t.published::text AS published, t.zone
			FROM ${labour}.career_option c
			JOIN ${catalog}.scored_role t ON t.role_id = c.to_role_id
			WHERE c.role_id = $1
			ORDER BY array_position('{Primary-Short,Primary-Long,Supplemental}', c.tier), c.index, c.to_role_id
			LIMIT 20`, id) : [];
		// rationales, where the owner lets this user read them
		const [texts] = open ? await run(`SELECT narrative, source IS NOT NULL AS has_document FROM ${catalog}.assessment WHERE assessment_id = $1`, [role.assessment_id]) : [];

		return { role, tasks, modes, derivation, sensitivity, outlook: outlook ?? null, history, moves, options, occupations, texts: texts ?? null };
	});
}

// The document that the assessment of a role was read from, as text.
export function roleDocument(source, parameters) {
	const key = keyOf(parameters);

	return source.read(async (run, { catalog, texts: open }) => {
		const [found] = open ? await run(`
			SELECT a.source
			FROM ${catalog}.scored_role s JOIN ${catalog}.assessment a USING (assessment_id)
			WHERE s.role_key = $1 AND a.source IS NOT NULL`, [key]) : [];

		if (found === undefined) {
			throw new Refused(404, { code: 'no-document', title: 'There is no document', message: 'The role has none, or its owner has not opened it to this page.', lost: true });
		}
		return new Attachment('text/plain; charset=utf-8', found.source);
	});
}

// --- What if ---------------------------------------------------------------------------

const evidence = ['job_postings', 'company_actions', 'wage_trends', 'tool_maturity', 'expert_consensus'];
const barriers = ['regulatory', 'physical_presence', 'union_bargaining', 'liability', 'cultural'];

// The values that a request changes, each within its range.
function changesOf(parameters) {
	const changes = {};

	for (const [name, text] of parameters) {
		const [least, most] = evidence.includes(name) || name === 'growth' ? [-2, 2] : barriers.includes(name) ? [0, 2]
			: /^score_[1-9]\d{0,5}$/.test(name) ? [1, 5] : /^time_[1-9]\d{0,5}$/.test(name) ? [0, 100] : [];
		const whole = !name.startsWith('time_');

		if (name === 'key') {
			continue;
		}
		if (least === undefined) {
			throw wrong('Only ratings, scores, and times of tasks can be changed.');
		}
		if (!(whole ? /^-?\d$/ : /^\d{1,3}(\.\d{1,6})?$/).test(text) || text < least || text > most) {
			throw wrong(`${name} must be a ${whole ? 'whole number' : 'number'} from ${least} to ${most}.`);
		}
		changes[name] = Number(text);
	}
	return changes;
}

// The score of a role with some ratings changed: computed, never stored.
export function whatIf(source, parameters) {
	const key = keyOf(parameters);
	const changes = changesOf(parameters);

	return source.read(async (run, { catalog, extension }) => {
		const [role] = await run(`
			SELECT role_id, score, ${[...evidence, ...barriers, 'growth'].join(', ')} FROM ${catalog}.scored_role WHERE role_key = $1`, [key]);
		if (role === undefined) {
			throw noRole(key);
		}
		const tasks = await run(`
			SELECT position, 100 * time_share AS time, task_score AS score FROM ${catalog}.task_exposure WHERE role_id = $1 ORDER BY position`, [role.role_id]);
		const rating = (name) => changes[name] ?? role[name];
		const arrayOf = (kind) => tasks.map((task) => changes[`${kind}_${task.position}`] ?? task[kind]);
		const parameter = (names, from) => names.map((_, i) => `$${from + i}::float8`).join(', ');

		const [answer] = await run(`
			SELECT r.score, r.published::text AS published, r.zone::text AS zone, r.sublabel::text AS sublabel,
				r.task_resistance, r.exposed_pct, r.evidence_total, r.barrier_total, r.growth,
				1 + (SELECT count(*) FROM ${catalog}.current_score c WHERE c.score > r.score AND c.role_id <> $1) AS rank,
				(SELECT count(*) FROM ${catalog}.current_score c WHERE c.role_id <> $1) + 1 AS ranked
			FROM ${extension}.aijri_result(
				${extension}.aijri_assessment(
					ARRAY(SELECT ${extension}.aijri_task('task', t.time, t.score, NULL)
						FROM unnest($2::float8[], $3::float8[]) WITH ORDINALITY AS t (time, score, n) ORDER BY t.n),
					${extension}.aijri_evidence(${parameter(evidence, 4)}),
					${extension}.aijri_barriers(${parameter(barriers, 9)}),
					$14::float8, NULL),
				${extension}.aijri_method((SELECT s.method FROM ${catalog}.catalog_setting s), false)) r`,
		[role.role_id, arrayOf('time'), arrayOf('score'), ...[...evidence, ...barriers, 'growth'].map(rating)]);

		return answer;
	});
}

/*
 * role_score.c
 *	  The triggers of a catalog: role_score is kept in step with the tables
 *	  that it is computed from, and shares of an occupation within 1.
 *
 * A statement that changes roles, assessments, tasks or the method ends in one
 * of these triggers.  It finds the roles concerned, locks their rows of
 * role_score in key order, and only then computes them, in a statement with a
 * snapshot of its own.  The second of two statements therefore sees what the first
 * one committed, and statements never wait in a circle over scores: the tables that
 * people edit are always locked before role_score, and role_score from the least
 * role_id to the greatest.  docs/internals.md has the whole argument.
 *
 * All rows are written, changed or not: the next session in REPEATABLE READ, whose
 * snapshot may not have what this one saw, must fail rather than compute from it.
 *
 * Queries run with the privileges of the user who changed the rows, under the settings
 * that the functions are created with: names are qualified, and search_path is
 * for operators.  Scanning whole tables and hashing are off, since a plan is
 * made once, maybe when the tables were empty, and every query looks up rows by
 * key.  Plans are kept for the session, by catalog.
 */
#include "compat.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "lib/qunique.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/tuplestore.h"

#include "catalog_trigger.h"

/* ---- queries, and their plans ---- */

typedef enum ScoreQuery
{
	ROLES_OF_ASSESSMENTS,
	LOCK_SCORES,
	ADD_SCORES,
	RESCORE,
	NEXT_ROLES,
	LOCK_ASSESSMENTS,
	LOCK_TASKS,
	LOCK_MOVED_TASKS,
	SUM_SHARES,
	CHECK_METHOD,
	QUERIES
} ScoreQuery;

/*
 * %1$s is the catalog's schema, quoted, and %2$s the extension's; $1 has the
 * type of the argument.
 */
static const struct
{
	const char *text;
	Oid			argument;
} QUERY[QUERIES] = {
	[ROLES_OF_ASSESSMENTS] = {"SELECT role_id FROM %1$s.assessment WHERE assessment_id = "
							  "ANY ($1)",
							  INT8ARRAYOID},
	[LOCK_SCORES] = {"SELECT FROM %1$s.role_score WHERE role_id = ANY ($1) "
					 "ORDER BY role_id FOR NO KEY UPDATE",
					 INT8ARRAYOID},
	[ADD_SCORES] =
		{"INSERT INTO %1$s.role_score (role_id) "
		 "SELECT role_id FROM %1$s.role r WHERE role_id = ANY ($1) AND NOT EXISTS "
		 "(SELECT FROM %1$s.role_score s WHERE s.role_id = r.role_id) "
		 "ORDER BY role_id ON CONFLICT DO NOTHING",
		 INT8ARRAYOID},
	[RESCORE] = {NULL, INT8ARRAYOID}, /* the text is catalog/schema/queries/rescore.sql */
	[NEXT_ROLES] = {"SELECT role_id FROM %1$s.role WHERE role_id >= $1 ORDER BY role_id "
					"LIMIT 1000",
					INT8OID},
	[LOCK_ASSESSMENTS] = {"SELECT FROM %1$s.assessment WHERE role_id = $1 "
						  "ORDER BY assessment_id FOR UPDATE",
						  INT8OID},
	[LOCK_TASKS] = {"SELECT FROM %1$s.assessment a "
					"JOIN %1$s.task t ON t.assessment_id = a.assessment_id "
					"WHERE a.role_id = $1 "
					"ORDER BY t.assessment_id, t.position FOR UPDATE OF t",
					INT8OID},
	[LOCK_MOVED_TASKS] = {"SELECT FROM %1$s.task WHERE assessment_id = ANY ($1) "
						  "ORDER BY assessment_id, position FOR NO KEY UPDATE",
						  INT8ARRAYOID},
	[SUM_SHARES] =
		{"SELECT left(s.soc, 7), trim_scale(round(sum(s.share::numeric), 9))::text, "
		 "array_to_string((array_agg(format('%%s of role %%L', s.share::numeric, "
		 "r.role_key) ORDER BY s.share DESC, s.role_id, s.soc))[1:5], ', ') || "
		 "CASE WHEN count(*) > 5 THEN ' and others' ELSE '' END "
		 "FROM %1$s.role_soc s JOIN %1$s.role r ON r.role_id = s.role_id "
		 "WHERE left(s.soc, 7) = ANY ($1) AND s.share > 0 GROUP BY left(s.soc, 7) "
		 "HAVING round(sum(s.share::numeric), 9) > 1 ORDER BY 1 LIMIT 1",
		 TEXTARRAYOID},
	[CHECK_METHOD] = {"SELECT %2$s.aijri_method(method, false) FROM %1$s.catalog",
					  InvalidOid},
};

/* As many rows as one query is asked for, which is what bounds memory. */
#define BATCH 1000

typedef struct CatalogKey
{
	Oid schema;
	Oid extension; /* the schema of the extension */
} CatalogKey;

typedef struct Catalog
{
	CatalogKey key;
	SPIPlanPtr plan[QUERIES];
} Catalog;

/* What this session has plans for. */
static HTAB *catalogs = NULL;

/* Triggers that are running, one within the other. */
static int running = 0;

static void
forget_plans(Catalog *catalog)
{
	for (int i = 0; i < QUERIES; i++)
	{
		if (catalog->plan[i])
			SPI_freeplan(catalog->plan[i]);
		catalog->plan[i] = NULL;
	}
}

/* Forgets catalogs that were dropped. */
static void
sweep(void)
{
	HASH_SEQ_STATUS scan;
	Catalog		   *catalog;

	hash_seq_init(&scan, catalogs);
	while ((catalog = hash_seq_search(&scan)) != NULL)
	{
		char *schema = get_namespace_name(catalog->key.schema);
		char *extension = get_namespace_name(catalog->key.extension);

		if (!schema || !extension)
		{
			forget_plans(catalog);
			hash_search(catalogs, &catalog->key, HASH_REMOVE, NULL);
		}
	}
}

static Catalog *
find_catalog(Oid schema, Oid extension)
{
	CatalogKey key = {schema, extension};
	Catalog	  *catalog;
	bool	   found;

	if (!catalogs)
	{
		HASHCTL control = {.keysize = sizeof(CatalogKey), .entrysize = sizeof(Catalog)};

		catalogs = hash_create("aijri catalogs", 8, &control, HASH_ELEM | HASH_BLOBS);
	}
	catalog = hash_search(catalogs, &key, HASH_FIND, NULL);
	if (catalog)
		return catalog;
	if (running == 1)
		sweep();
	catalog = hash_search(catalogs, &key, HASH_ENTER, &found);
	memset(catalog->plan, 0, sizeof(catalog->plan));
	return catalog;
}

static const char *
quoted_schema(Oid schema)
{
	char *name = get_namespace_name(schema);

	if (!name)
		ereport(ERROR, errcode(ERRCODE_UNDEFINED_SCHEMA),
				errmsg("schema with OID %u does not exist", schema),
				errhint("Another session dropped it; retry the transaction."));
	return quote_identifier(name);
}

/* Roles are scored by the query that a function of the extension returns. */
pg_noreturn static void
refuse_query(const Catalog *catalog, const char *returned)
{
	ereport(ERROR, errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			errmsg("function %s._catalog_query returns no query",
				   quoted_schema(catalog->key.extension)),
			errdetail("It was replaced, and returns %s.", returned),
			errhint("Create the extension again."));
}

/* The statement that computes rows of role_score, from the extension. */
static const char *
rescore_text(const Catalog *catalog)
{
	Oid	  type = REGNAMESPACEOID;
	Datum schema = ObjectIdGetDatum(catalog->key.schema);
	char *query = psprintf("SELECT %s._catalog_query($1, 'rescore'::text)",
						   quoted_schema(catalog->key.extension));
	char *text = NULL;

	if (SPI_execute_with_args(query, 1, &type, &schema, NULL, true, 1) == SPI_OK_SELECT &&
		SPI_processed == 1)
		text = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	if (!text)
		refuse_query(catalog, "nothing");
	return text;
}

static SPIPlanPtr
prepare(const Catalog *catalog, ScoreQuery query)
{
	const char *text;
	Oid			argument = QUERY[query].argument;
	SPIPlanPtr	plan;

	if (query == RESCORE)
		text = rescore_text(catalog);
	else
		text = psprintf(QUERY[query].text, quoted_schema(catalog->key.schema),
						quoted_schema(catalog->key.extension));

	/* one plan for any argument: they are all looked up by key */
	plan = SPI_prepare_cursor(text, OidIsValid(argument) ? 1 : 0, &argument,
							  CURSOR_OPT_GENERIC_PLAN);
	if (!plan)
		refuse_query(catalog, "a statement that cannot be prepared");
	return plan;
}

/*
 * The plan of a query.  It is replanned when something changed that it depends
 * on, such as the name of a schema; but not while it may be running, further
 * up, when a trigger of the user's on role_score changes tasks.
 */
static SPIPlanPtr
plan_of(Catalog *catalog, ScoreQuery query)
{
	SPIPlanPtr plan = catalog->plan[query];

	if (plan && (running > 1 || SPI_plan_is_valid(plan)))
		return plan;
	catalog->plan[query] = NULL;
	if (plan)
		SPI_freeplan(plan);
	plan = prepare(catalog, query);
	SPI_keepplan(plan);
	catalog->plan[query] = plan;
	return plan;
}

/*
 * Runs a query and returns the number of its rows.  In REPEATABLE READ it sees
 * what is committed by now, and a row of role_score that differs from this
 * transaction's own snapshot is an error (40001), as in checks of foreign keys.
 */
static uint64
fetch(Catalog *catalog, ScoreQuery query, Datum argument)
{
	bool latest = IsolationUsesXactSnapshot();
	int	 result;

	result = SPI_execute_snapshot(plan_of(catalog, query), &argument, NULL,
								  latest ? GetLatestSnapshot() : InvalidSnapshot,
								  latest ? GetTransactionSnapshot() : InvalidSnapshot,
								  false, true, 0);
	if (result < 0)
		refuse_query(catalog, "a statement that cannot be run");
	return SPI_processed;
}

/* The same for what it does, without the rows. */
static uint64
run(Catalog *catalog, ScoreQuery query, Datum argument)
{
	uint64 rows = fetch(catalog, query, argument);

	SPI_freetuptable(SPI_tuptable);
	return rows;
}

/* ---- sets of keys ---- */

typedef struct Keys
{
	int64 *key;
	Size   count;
	Size   room;
} Keys;

static int
compare_keys(const void *a, const void *b)
{
	int64 x = *(const int64 *) a;
	int64 y = *(const int64 *) b;

	return x < y ? -1 : x > y;
}

static void
sort_keys(Keys *keys)
{
	if (keys->count < 2)
		return;
	qsort(keys->key, keys->count, sizeof(int64), compare_keys);
	keys->count = qunique(keys->key, keys->count, sizeof(int64), compare_keys);
}

/* Makes room for more keys: without the double ones, or in twice the memory. */
static void
grow_keys(Keys *keys)
{
	if (!keys->key)
	{
		keys->room = 64;
		keys->key = palloc(keys->room * sizeof(int64));
		return;
	}
	sort_keys(keys);
	if (keys->count > keys->room / 2)
	{
		keys->room *= 2;
		keys->key = repalloc_huge(keys->key, keys->room * sizeof(int64));
	}
}

/* Rows that belong together mostly come one after the other. */
static void
add_key(Keys *keys, int64 key)
{
	if (keys->count > 0 && keys->key[keys->count - 1] == key)
		return;
	if (keys->count == keys->room)
		grow_keys(keys);
	keys->key[keys->count++] = key;
}

static bool
has_key(const Keys *sorted, int64 key)
{
	return sorted->count > 0 &&
		   bsearch(&key, sorted->key, sorted->count, sizeof(int64), compare_keys) != NULL;
}

/* Adds the first column of what a query gave. */
static void
add_result(Keys *keys)
{
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		bool  isnull;
		Datum key =
			SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull);

		if (!isnull)
			add_key(keys, DatumGetInt64(key));
	}
	SPI_freetuptable(SPI_tuptable);
}

static ArrayType *
array_of(Datum *elements, int count, Oid type)
{
	int16 length;
	bool  by_value;
	char  alignment;

	get_typlenbyvalalign(type, &length, &by_value, &alignment);
	return construct_array(elements, count, type, length, by_value, alignment);
}

/* An array of the keys from a place on, at most BATCH of them. */
static ArrayType *
batch_of(const Keys *keys, Size from)
{
	Datum elements[BATCH];
	int	  count = (int) Min(keys->count - from, BATCH);

	for (int i = 0; i < count; i++)
		elements[i] = Int64GetDatum(keys->key[from + i]);
	return array_of(elements, count, INT8OID);
}

/* ---- what a statement changed ---- */

/* A slot for the rows of a transition table, which is read from its start. */
static TupleTableSlot *
start_reading(const TriggerData *trigger, Tuplestorestate *rows)
{
	/* other triggers of the event read the same rows */
	tuplestore_select_read_pointer(rows,
								   tuplestore_alloc_read_pointer(rows, EXEC_FLAG_REWIND));
	tuplestore_rescan(rows);
	return MakeSingleTupleTableSlot(RelationGetDescr(trigger->tg_relation),
									&TTSOpsMinimalTuple);
}

/* Reads a column out of a transition table; a key from each value. */
static void
read_rows(Keys *keys, const TriggerData *trigger, Tuplestorestate *rows,
		  const char *column, Oid type, int64 (*key_of)(Datum))
{
	int				attribute = column_of(trigger, column, type);
	TupleTableSlot *slot;

	if (!rows)
		return;
	slot = start_reading(trigger, rows);
	while (tuplestore_gettupleslot(rows, true, false, slot))
	{
		bool  isnull;
		Datum value = slot_getattr(slot, attribute, &isnull);

		if (!isnull)
			add_key(keys, key_of(value));
		CHECK_FOR_INTERRUPTS();
	}
	ExecDropSingleTupleTableSlot(slot);
}

static int64
integer_key(Datum value)
{
	return DatumGetInt64(value);
}

/* An occupation: the digits of 15-1252, and of 15-1252.01. */
static int64
occupation_key(Datum value)
{
	text *soc = DatumGetTextPP(value);
	int64 key = 0;

	for (int i = 0; i < Min((int) VARSIZE_ANY_EXHDR(soc), 7); i++)
	{
		char digit = VARDATA_ANY(soc)[i];

		if (digit >= '0' && digit <= '9')
			key = 10 * key + (digit - '0');
	}
	return key;
}

/* The keys in rows before and after the statement, in order. */
static void
read_changes(Keys *keys, const TriggerData *trigger, const char *column)
{
	read_rows(keys, trigger, trigger->tg_oldtable, column, INT8OID, integer_key);
	read_rows(keys, trigger, trigger->tg_newtable, column, INT8OID, integer_key);
	sort_keys(keys);
}

static int64
key_in(TupleTableSlot *slot, int attribute)
{
	bool  isnull;
	Datum key = slot_getattr(slot, attribute, &isnull);

	return isnull ? 0 : DatumGetInt64(key);
}

/*
 * The assessments that an UPDATE gave to another role.  Both transition tables
 * have the rows in the order in which they were updated.
 */
static void
read_moved_assessments(Keys *moved, const TriggerData *trigger)
{
	int				id = column_of(trigger, "assessment_id", INT8OID);
	int				role = column_of(trigger, "role_id", INT8OID);
	TupleTableSlot *old = start_reading(trigger, trigger->tg_oldtable);
	TupleTableSlot *new = start_reading(trigger, trigger->tg_newtable);

	while (tuplestore_gettupleslot(trigger->tg_oldtable, true, false, old) &&
		   tuplestore_gettupleslot(trigger->tg_newtable, true, false, new))
	{
		if (key_in(old, id) != key_in(new, id) || key_in(old, role) != key_in(new, role))
		{
			add_key(moved, key_in(old, id));
			add_key(moved, key_in(new, id));
		}
		CHECK_FOR_INTERRUPTS();
	}
	ExecDropSingleTupleTableSlot(old);
	ExecDropSingleTupleTableSlot(new);
	sort_keys(moved);
}

/* A statement trigger with the transition tables that its event has. */
static void
require_transition_tables(const TriggerData *trigger)
{
	TriggerEvent event = trigger->tg_event;

	require_event(trigger,
				  TRIGGER_FIRED_AFTER(event) && TRIGGER_FIRED_FOR_STATEMENT(event) &&
					  (TRIGGER_FIRED_BY_TRUNCATE(event) ||
					   ((trigger->tg_newtable || TRIGGER_FIRED_BY_DELETE(event)) &&
						(trigger->tg_oldtable || TRIGGER_FIRED_BY_INSERT(event)))));
}

/* ---- scores ---- */

/*
 * Takes the locks on tables that computing scores will need, before any on rows
 * of role_score: TRUNCATE locks a table before it reaches role_score.
 */
static void
lock_sources(const Catalog *catalog)
{
	static const char *const SOURCE[] = {"role", "catalog", "assessment", "task"};

	for (int i = 0; i < (int) lengthof(SOURCE); i++)
	{
		Oid table = get_relname_relid(SOURCE[i], catalog->key.schema);

		if (OidIsValid(table))
			LockRelationOid(table, AccessShareLock);
	}
}

/*
 * Keeps others from writing role_score.  By its OID: a plan of LOCK TABLE would
 * go on naming a schema that has been renamed, or another one of its name.
 */
static void
exclude_others(const Catalog *catalog)
{
	Oid role_score = get_relname_relid("role_score", catalog->key.schema);

	if (OidIsValid(role_score))
		LockRelationOid(role_score, ExclusiveLock);
}

/*
 * Locks the rows of role_score for some roles, making those that are missing: a
 * new role's, or one that was removed by hand.  A role may be gone by now; its
 * row is, too.
 */
static void
lock_scores(Catalog *catalog, const Keys *roles)
{
	for (Size from = 0; from < roles->count; from += BATCH)
	{
		ArrayType *batch = batch_of(roles, from);
		Datum	   argument = PointerGetDatum(batch);
		uint64	   expected = Min(roles->count - from, BATCH);

		if (run(catalog, LOCK_SCORES, argument) < expected)
		{
			if (run(catalog, ADD_SCORES, argument) > 0)
				run(catalog, LOCK_SCORES, argument);
		}
		pfree(batch);
	}
}

/* Computes locked rows. */
static void
compute_scores(Catalog *catalog, const Keys *roles)
{
	for (Size from = 0; from < roles->count; from += BATCH)
	{
		ArrayType *batch = batch_of(roles, from);

		run(catalog, RESCORE, PointerGetDatum(batch));
		pfree(batch);
	}
}

static void
rescore(Catalog *catalog, const Keys *roles)
{
	if (roles->count == 0)
		return;
	lock_sources(catalog);
	lock_scores(catalog, roles);
	compute_scores(catalog, roles);
}

/*
 * All roles.  Nobody else may write role_score meanwhile, nor have a row there
 * that is not committed: one that was computed by the old method, say.
 */
static void
rescore_all(Catalog *catalog)
{
	int64 next = PG_INT64_MIN;
	Keys  roles = {0};

	lock_sources(catalog);
	exclude_others(catalog);
	for (;;)
	{
		roles.count = 0;
		fetch(catalog, NEXT_ROLES, Int64GetDatum(next));
		add_result(&roles);
		if (roles.count == 0)
			break;
		lock_scores(catalog, &roles);
		compute_scores(catalog, &roles);
		next = roles.key[roles.count - 1];
		if (roles.count < BATCH || next == PG_INT64_MAX)
			break;
		next++;
	}
}

/* The roles that some assessments are of, now. */
static void
find_roles(Catalog *catalog, const Keys *assessments, Keys *roles)
{
	for (Size from = 0; from < assessments->count; from += BATCH)
	{
		ArrayType *batch = batch_of(assessments, from);

		fetch(catalog, ROLES_OF_ASSESSMENTS, PointerGetDatum(batch));
		add_result(roles);
		pfree(batch);
	}
	sort_keys(roles);
}

/*
 * Locks the rows of role_score that tasks of some assessments belong to.  None of
 * these assessments is moving to another role: a statement that moves one locks its
 * tasks first, and a new task locks its assessment by the foreign key.  If the owner
 * has dropped these keys, an assessment may have moved by the time that the row of its
 * old role is locked.
 */
static void
lock_scores_of(Catalog *catalog, const Keys *assessments, Keys *roles)
{
	find_roles(catalog, assessments, roles);
	lock_scores(catalog, roles);
	for (;;)
	{
		Keys found = {0};
		Keys moved = {0};

		find_roles(catalog, assessments, &found);
		for (Size i = 0; i < found.count; i++)
		{
			if (!has_key(roles, found.key[i]))
				add_key(&moved, found.key[i]);
		}
		if (found.key)
			pfree(found.key);
		if (moved.count == 0)
			return;
		lock_scores(catalog, &moved);
		for (Size i = 0; i < moved.count; i++)
			add_key(roles, moved.key[i]);
		sort_keys(roles);
		pfree(moved.key);
	}
}

/* ---- triggers ---- */

typedef void (*TriggerWork)(Catalog *catalog, const TriggerData *trigger);

static void
run_trigger(FunctionCallInfo fcinfo, TriggerWork work)
{
	TriggerData *trigger = require_trigger(fcinfo);

	check_stack_depth();
	SPI_connect();
	running++;
	PG_TRY();
	{
		work(find_catalog(RelationGetNamespace(trigger->tg_relation),
						  get_func_namespace(fcinfo->flinfo->fn_oid)),
			 trigger);
	}
	PG_FINALLY();
	{
		running--;
	}
	PG_END_TRY();
	SPI_finish();
}

/* What has changed names its roles. */
static void
role_changed(Catalog *catalog, const TriggerData *trigger)
{
	Keys roles = {0};

	require_transition_tables(trigger);
	read_changes(&roles, trigger, "role_id");
	rescore(catalog, &roles);
}

SQL_FUNCTION(catalog_role_changed);

/* After INSERT of roles. */
Datum
catalog_role_changed(PG_FUNCTION_ARGS)
{
	run_trigger(fcinfo, role_changed);
	PG_RETURN_POINTER(NULL);
}

/*
 * Who changes a task learns from the assessment whose row of role_score to lock.
 * It must not be another one by the time that this row is locked: a session that
 * then locks a row before the one it has would meet those that lock in order.
 */
static void
lock_moved_tasks(Catalog *catalog, const TriggerData *trigger)
{
	Keys moved = {0};

	read_moved_assessments(&moved, trigger);
	for (Size from = 0; from < moved.count; from += BATCH)
	{
		ArrayType *batch = batch_of(&moved, from);

		run(catalog, LOCK_MOVED_TASKS, PointerGetDatum(batch));
		pfree(batch);
	}
}

static void
assessment_changed(Catalog *catalog, const TriggerData *trigger)
{
	require_transition_tables(trigger);
	if (TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event))
	{
		rescore_all(catalog);
		return;
	}
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		lock_moved_tasks(catalog, trigger);
	role_changed(catalog, trigger);
}

SQL_FUNCTION(catalog_assessment_changed);

/* After INSERT, UPDATE, DELETE or TRUNCATE of assessments. */
Datum
catalog_assessment_changed(PG_FUNCTION_ARGS)
{
	run_trigger(fcinfo, assessment_changed);
	PG_RETURN_POINTER(NULL);
}

static void
task_changed(Catalog *catalog, const TriggerData *trigger)
{
	Keys assessments = {0};
	Keys roles = {0};

	require_transition_tables(trigger);
	if (TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event))
	{
		rescore_all(catalog);
		return;
	}
	read_changes(&assessments, trigger, "assessment_id");
	if (assessments.count == 0)
		return;
	lock_sources(catalog);
	lock_scores_of(catalog, &assessments, &roles);
	compute_scores(catalog, &roles);
}

SQL_FUNCTION(catalog_task_changed);

/* After INSERT, UPDATE, DELETE or TRUNCATE of tasks. */
Datum
catalog_task_changed(PG_FUNCTION_ARGS)
{
	run_trigger(fcinfo, task_changed);
	PG_RETURN_POINTER(NULL);
}

static bool
has_rows(Tuplestorestate *rows)
{
	return rows && tuplestore_tuple_count(rows) > 0;
}

/* Whether two rows differ in the attribute "doubt", and in no other. */
static bool
differ_in_doubt(TupleTableSlot *old, TupleTableSlot *new)
{
	bool differ = false;

	slot_getallattrs(old);
	slot_getallattrs(new);
	for (int i = 0; i < old->tts_tupleDescriptor->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(old->tts_tupleDescriptor, i);

		if (attribute->attisdropped ||
			(old->tts_isnull[i] == new->tts_isnull[i] &&
			 (old->tts_isnull[i] ||
			  datum_image_eq(old->tts_values[i], new->tts_values[i], attribute->attbyval,
							 attribute->attlen))))
			continue;
		if (strcmp(NameStr(attribute->attname), "doubt") != 0)
			return false;
		differ = true;
	}
	return differ;
}

/* Whether an UPDATE changed nothing that scores depend on. */
static bool
only_doubt_changed(const TriggerData *trigger)
{
	TupleTableSlot *old;
	TupleTableSlot *new;
	bool only;

	if (!has_rows(trigger->tg_oldtable) || !has_rows(trigger->tg_newtable))
		return false;
	old = start_reading(trigger, trigger->tg_oldtable);
	new = start_reading(trigger, trigger->tg_newtable);
	/* the table has one row */
	only = tuplestore_gettupleslot(trigger->tg_oldtable, true, false, old) &&
		   tuplestore_gettupleslot(trigger->tg_newtable, true, false, new) &&
		   differ_in_doubt(old, new);
	ExecDropSingleTupleTableSlot(old);
	ExecDropSingleTupleTableSlot(new);
	return only;
}

static void
method_changed(Catalog *catalog, const TriggerData *trigger)
{
	require_transition_tables(trigger);
	if (only_doubt_changed(trigger))
		return;
	/* where nothing has a score yet, nothing else would look at it */
	if (has_rows(trigger->tg_newtable))
		run(catalog, CHECK_METHOD, (Datum) 0);
	if (TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event) || has_rows(trigger->tg_oldtable) ||
		has_rows(trigger->tg_newtable))
		rescore_all(catalog);
}

SQL_FUNCTION(catalog_method_changed);

/* After INSERT, UPDATE, DELETE or TRUNCATE of what holds for the catalog. */
Datum
catalog_method_changed(PG_FUNCTION_ARGS)
{
	run_trigger(fcinfo, method_changed);
	PG_RETURN_POINTER(NULL);
}

/*
 * A role takes its row of role_score along by a foreign key, and only after that
 * its tasks.  Somebody who has changed one of them waits for that row: so tasks
 * are locked first here, too.
 */
static void
role_leaves(Catalog *catalog, const TriggerData *trigger)
{
	bool  isnull;
	Datum role;

	require_event(trigger, TRIGGER_FIRED_BEFORE(trigger->tg_event) &&
							   TRIGGER_FIRED_FOR_ROW(trigger->tg_event) &&
							   TRIGGER_FIRED_BY_DELETE(trigger->tg_event));
	role = SPI_getbinval(trigger->tg_trigtuple, RelationGetDescr(trigger->tg_relation),
						 column_of(trigger, "role_id", INT8OID), &isnull);
	if (isnull)
		return;
	run(catalog, LOCK_ASSESSMENTS, role);
	run(catalog, LOCK_TASKS, role);
}

SQL_FUNCTION(catalog_role_leaves);

/* Before DELETE of a role. */
Datum
catalog_role_leaves(PG_FUNCTION_ARGS)
{
	run_trigger(fcinfo, role_leaves);
	PG_RETURN_POINTER(((TriggerData *) fcinfo->context)->tg_trigtuple);
}

/* ---- shares of occupations ---- */

/*
 * Sessions that change shares of the same occupation wait for each other.  A lock
 * consists of the OID of the table, which no other class of objects has, and the code of
 * the occupation; locks are taken in the order of codes.  A statement that would need more
 * of them than the server's lock table should hold excludes all others instead.
 */
static void
lock_occupations(const Relation role_soc, const Keys *occupations)
{
	Oid	 table = RelationGetRelid(role_soc);
	bool all = occupations->count > BATCH;

	if (occupations->count == 0)
		return;
	LockDatabaseObject(table, InvalidOid, 0, all ? ExclusiveLock : RowExclusiveLock);
	for (Size i = 0; i < occupations->count && !all; i++)
		LockDatabaseObject(table, (Oid) occupations->key[i], 1, ExclusiveLock);
}

/* An array of the codes from a place on, at most BATCH of them. */
static ArrayType *
occupations_of(const Keys *keys, Size from)
{
	Datum elements[BATCH];
	int	  count = (int) Min(keys->count - from, BATCH);

	for (int i = 0; i < count; i++)
	{
		int64 key = keys->key[from + i];

		elements[i] = CStringGetTextDatum(
			psprintf("%02d-%04d", (int) (key / 10000), (int) (key % 10000)));
	}
	return array_of(elements, count, TEXTOID);
}

static void
shares_changed(Catalog *catalog, const TriggerData *trigger)
{
	Keys occupations = {0};

	require_transition_tables(trigger);
	read_rows(&occupations, trigger, trigger->tg_newtable, "soc", TEXTOID,
			  occupation_key);
	sort_keys(&occupations);
	lock_occupations(trigger->tg_relation, &occupations);
	for (Size from = 0; from < occupations.count; from += BATCH)
	{
		ArrayType *batch = occupations_of(&occupations, from);

		if (fetch(catalog, SUM_SHARES, PointerGetDatum(batch)) > 0)
		{
			HeapTuple row = SPI_tuptable->vals[0];
			TupleDesc layout = SPI_tuptable->tupdesc;

			ereport(ERROR, errcode(ERRCODE_CHECK_VIOLATION),
					errmsg("shares of occupation %s sum to %s",
						   SPI_getvalue(row, layout, 1), SPI_getvalue(row, layout, 2)),
					errdetail("Roles divide the employment of an occupation, so their "
							  "shares sum to at most 1: %s.",
							  SPI_getvalue(row, layout, 3)),
					errhint("Change the shares of an occupation in one statement, or "
							"lower one before raising another."));
		}
		pfree(batch);
	}
}

SQL_FUNCTION(catalog_shares_changed);

/* After INSERT or UPDATE of occupations of roles. */
Datum
catalog_shares_changed(PG_FUNCTION_ARGS)
{
	run_trigger(fcinfo, shares_changed);
	PG_RETURN_POINTER(NULL);
}

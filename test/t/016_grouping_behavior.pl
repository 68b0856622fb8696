# Behavior of the grouping node apart from arithmetic: it is loaded automatically,
# can be cancelled, leaves nothing behind, isolates SERIALIZABLE transactions, and
# disappears with the extension.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $node = start_node(
	'grouping_behavior', 'log_statement = none', 'jit = off',
	'max_parallel_workers_per_gather = 0', 'max_prepared_transactions = 0');

sub setup { return $node->safe_psql('postgres', @_) }

setup(q{
	CREATE EXTENSION aijri;
	CREATE TABLE work AS
	SELECT n % 300000 AS role_id, 1 + n % 5 AS score, (n % 90)::float8 AS time,
		(enum_range(NULL::aijri_mode))[1 + n % 4] AS mode, md5((n % 1000)::text) AS title
	FROM generate_series(1, 600000) AS n;
	ANALYZE work});

my $grouped = 'SELECT role_id, task_profile(score, time, mode) FROM work GROUP BY role_id';

# Compiles a module for the server; false where that is impossible.
sub compiled
{
	my ($library, $source) = @_;
	my $headers = `pg_config --includedir-server`;
	my $cc = $ENV{CC} || 'cc';

	chomp $headers;
	return 0 unless -e "$headers/postgres.h";
	open my $file, '>', "$library.c" or die "$library.c: $!";
	print $file $source;
	close $file or die "$library.c: $!";
	return system("$cc -shared -fPIC -isystem $headers -o $library.so $library.c >$library.log 2>&1") == 0;
}

# --- Loading ------------------------------------------------------------------------

# The first statement of a session, which has loaded nothing.
like(setup("EXPLAIN $grouped"), qr/\(AijriGroup\)/, 'the first query of a session is planned with the node');
like(setup("SET aijri.enable_grouping = off; EXPLAIN $grouped"),
	qr/^HashAggregate/, 'a setting made before the module is loaded counts');
setup('ALTER DATABASE postgres SET aijri.enable_grouping = off');
like(setup("EXPLAIN $grouped"), qr/^HashAggregate/, 'and that of a database');
setup('ALTER DATABASE postgres RESET aijri.enable_grouping');
is(outcomes($node, 'postgres', "$grouped OFFSET 1e9; SET aijri.enable_groping = off"),
	'ERROR 42602', 'a setting that does not exist is refused once the module is loaded');

# --- Beside another extension --------------------------------------------------------

# One that has the same hook, loaded before ours or after it: both are asked.
SKIP:
{
	my $library = $node->basedir . '/other_hook';
	skip 'there is no compiler', 2 unless compiled($library, <<'C');
#include "postgres.h"
#include "fmgr.h"
#include "optimizer/planner.h"

PG_MODULE_MAGIC;
extern PGDLLEXPORT __attribute__((visibility("default"))) void _PG_init(void);

static create_upper_paths_hook_type previous;

static void
tell(PlannerInfo *root, UpperRelationKind stage, RelOptInfo *input, RelOptInfo *output, void *extra)
{
	if (previous)
		previous(root, stage, input, output, extra);
	if (stage == UPPERREL_GROUP_AGG)
		ereport(WARNING, errmsg("the other hook was called"));
}

void
_PG_init(void)
{
	previous = create_upper_paths_hook;
	create_upper_paths_hook = tell;
}
C
	my $explain = "EXPLAIN $grouped";
	for my $order ("LOAD '$library'; $explain", "$explain; LOAD '$library'; $explain")
	{
		my ($plan, $warnings);
		$node->psql('postgres', $order, stdout => \$plan, stderr => \$warnings);
		ok($plan =~ /.*\(AijriGroup\)/s && $warnings =~ /the other hook was called/,
			'two hooks are called, ours loaded ' . ($order =~ /^LOAD/ ? 'last' : 'first'));
	}
}

# --- Collations -----------------------------------------------------------------------

SKIP:
{
	skip 'there is no ICU', 1
	  if $node->psql('postgres',
		"CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false)") != 0;
	unlike(setup('EXPLAIN SELECT task_resistance(score, time) FROM work GROUP BY title COLLATE blind'),
		qr/AijriGroup/, 'texts that are equal without being the same are not for the node');
}

# --- Workers --------------------------------------------------------------------------

# All of the plan in a worker, which has to load the module to read it.
my $forced = $node->pg_version >= 16 ? 'debug_parallel_query' : 'force_parallel_mode';
my $worker = "SET max_parallel_workers_per_gather = 2; SET $forced = on";
my $plan = setup("$worker; EXPLAIN (COSTS OFF) $grouped");
like($plan, qr/Gather.*\(AijriGroup\)/s, 'a plan for a worker');
is( setup("$worker; SELECT count(*), count(task_profile) FROM ($grouped) AS s"),
	'300000|300000', 'runs there');

# --- Interrupts, errors, and what is left -----------------------------------------------

my $slow = 'SELECT role_id, title, task_profile(score, time, mode), task_mix(score, time) FROM work, generate_series(1, 100) GROUP BY role_id, title';
for my $memory ('64kB', '1GB')
{
	for my $ms (50, 400, 1500)
	{
		is( outcomes($node, 'postgres', "SET work_mem = '$memory'; SET statement_timeout = $ms; $slow"),
			'ERROR 57014', "ended after $ms ms with work_mem $memory");
	}
}
is( outcomes($node, 'postgres', "SET temp_file_limit = '1MB'; SET work_mem = '64kB'; $grouped OFFSET 1e9"),
	'ERROR 53400', 'a limit of temporary files holds');
is( outcomes($node, 'postgres', q{
	SET work_mem = '64kB';
	SELECT role_id, task_profile(CASE WHEN role_id = 299999 THEN 9 ELSE score END, time) FROM work GROUP BY role_id}),
	'ERROR 22003', 'an illegal row after much was spilled');
is(setup('SELECT count(*) FROM pg_ls_tmpdir()'), '0', 'no temporary file is left');

# Within one session: memory that stays, and cursors that a subtransaction takes along.
my $left = outcomes($node, 'postgres', qq{
	SET work_mem = '64kB';
	DO \$\$
	DECLARE c refcursor; r record;
	BEGIN
		FOR i IN 1 .. 20 LOOP
			BEGIN
				OPEN c FOR EXECUTE '$grouped';
				FETCH c INTO r;
				IF i % 2 = 0 THEN
					PERFORM 1 / 0;
				END IF;
				CLOSE c;
			EXCEPTION WHEN division_by_zero THEN
				NULL;
			END;
		END LOOP;
	END \$\$;
	SELECT count(*) FROM pg_backend_memory_contexts WHERE name LIKE 'AijriGroup%';
	SELECT count(*) FROM pg_ls_tmpdir()});
is($left, "0\n0", 'cursors that a subtransaction takes along leave nothing');
$left = outcomes($node, 'postgres', qq{
	SET work_mem = '64kB';
	BEGIN;
	DECLARE kept CURSOR WITH HOLD FOR $grouped ORDER BY role_id;
	SAVEPOINT s;
	DECLARE lost CURSOR FOR $grouped;
	MOVE 5 FROM lost;
	MOVE 5 FROM kept;
	ROLLBACK TO s;
	FETCH 1 FROM kept;
	COMMIT;
	FETCH 1 FROM kept;
	CLOSE kept});
like($left, qr/^5\|.*\n6\|/, 'a cursor outlives an aborted subtransaction that read it, and its transaction');

# --- SERIALIZABLE -------------------------------------------------------------------------

# Two transactions that each group what the other changes: one must fail, though the
# node reads the table by itself.
setup('CREATE TABLE shift (role_id int, score int, time float8); INSERT INTO shift VALUES (1, 1, 10), (2, 5, 10); ANALYZE shift');
like(setup('EXPLAIN SELECT role_id, task_resistance(score, time) FROM shift GROUP BY role_id'),
	qr/Reads: table/, 'the table is read directly');
my @session = map { $node->background_psql('postgres', on_error_stop => 0) } 1 .. 2;
for my $session (@session)
{
	$session->query_safe('BEGIN ISOLATION LEVEL SERIALIZABLE');
	$session->query_safe('SELECT count(*) FROM (SELECT role_id, task_resistance(score, time) FROM shift GROUP BY role_id OFFSET 0) AS s');
}
$session[0]->query_safe('INSERT INTO shift VALUES (3, 1, 10)');
$session[1]->query('INSERT INTO shift VALUES (4, 1, 10)');
$session[0]->query('COMMIT');
$session[1]->query('COMMIT');
$_->quit for @session;
is(setup('SELECT count(*) FROM shift WHERE role_id > 2'), '1', 'one of two conflicting transactions fails');

# --- Plans and the extension -----------------------------------------------------------------

is( outcomes($node, 'postgres', qq{
	SET plan_cache_mode = force_generic_plan;
	PREPARE p AS SELECT count(*) FROM ($grouped) AS s;
	EXECUTE p;
	DROP EXTENSION aijri CASCADE;
	EXECUTE p;
	CREATE EXTENSION aijri;
	ALTER TABLE work ADD COLUMN mode aijri_mode;
	EXECUTE p}),
	"300000\nERROR 42703\n300000", 'a prepared plan goes and comes with the extension');

done_testing();

# Sessions that die, time out, or are cancelled in the middle of changing a catalog:
# their changes are made completely or not at all, scores are correct, and the
# server is up, or up again.
#
# AIJRI_ROUNDS is the number of repetitions (default: 3).

use strict;
use warnings;

use AijriTest;
use FaultTest;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

my $rounds = $ENV{AIJRI_ROUNDS} || 3;
my $seed = seed();
srand($seed);
my $node = start_node('catalog_faults', 'log_statement = none', 'jit = off', 'restart_after_crash = on', 'max_connections = 40');
make_catalog($node);
my $dir = PostgreSQL::Test::Utils::tempdir();

sub sql { return $node->safe_psql('postgres', $_[0]) }
sub count_of { return sql("SELECT count(*) FROM cat.$_[0]") }

sql('SELECT count(cat.import_document(document(i, 0))) FROM generate_series(1, 300) AS i');
is(count_of('role_score'), 300, 'a catalog of 300 roles');
catalog_is_right($node, 'at first', 1);

# Tables of the same form, to import at once.
sql(q{
	CREATE TABLE staged AS
	SELECT 'staged-' || i AS role_key, 'Staged ' || i AS title, 0 AS job_postings, 1 AS company_actions, 0 AS wage_trends, -1 AS tool_maturity, 0 AS expert_consensus,
		0 AS regulatory, 0 AS physical_presence, 1 AS union_bargaining, 0 AS liability, 2 AS cultural, 0 AS growth
	FROM generate_series(1, 3000) AS i;
	CREATE TABLE staged_task AS
	SELECT 'staged-' || i AS role_key, n AS position, 'task ' || n AS name, 10 * n AS time_pct, 1 + (i + n) % 5 AS score, 'augmentation' AS mode
	FROM generate_series(1, 3000) AS i, generate_series(1, 4) AS n});

# What takes a while and changes much, each in one statement.
my %change = (
	'imports' => q{SELECT count(cat.import_document(document(i, ROUND))) FROM generate_series(1, 3000) AS i},
	'import_tables' => q{SELECT cat.import_tables('staged', 'staged_task')},
	'edits' => q{UPDATE cat.task SET score = 1 + (score + ROUND)::int % 5},
	'set_method' => q{SELECT cat.set_method('{}'), cat.set_method('{"green_min": 50}'), cat.set_method('{}')},
	'TRUNCATE' => q{TRUNCATE cat.task; SELECT pg_sleep(0.1)},
	'deletes' => q{DELETE FROM cat.role WHERE role_id % 3 = 0},
	'refresh' => q{BEGIN; UPDATE cat.role_score SET score = 1 WHERE role_id % 2 = 0; SELECT cat.refresh_scores(); COMMIT},
	'upgrade' => q{SELECT count(*) FROM aijri_upgrade_catalog('cat')});

# --- kill -9 --------------------------------------------------------------------

# The server ends all sessions then, and recovers; memory of a dead process may
# be anything.
sub wait_until_up
{
	my $hanging = time() + 1800;    # by then it does not come up at all
	while (time() < $hanging)
	{
		my ($status) = $node->psql('postgres', 'SELECT 1');
		return 1 if $status == 0;
		sleep(0.1);
	}
	return 0;
}

for my $round (1 .. $rounds)
{
	# several sessions that import, each statement a transaction
	my (@sessions, $out);
	for my $session (1 .. 3)
	{
		open my $script, '>', "$dir/$session" or die $!;
		print $script "SELECT cat.import_document(document(" . (1 + int rand 400) . ", $round$session));\n" for 1 .. 100_000;
		close $script;
		push @sessions, IPC::Run::start(
			[ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-f', "$dir/$session" ], '<', '/dev/null', '>', '/dev/null', '2>', '/dev/null');
	}
	my $importing = q{FROM pg_stat_activity WHERE query LIKE 'SELECT cat.import_document%'};
	$node->poll_query_until('postgres', "SELECT count(*) = 3 $importing");
	sleep(rand 1);
	my $victim = sql("SELECT pid $importing ORDER BY random() LIMIT 1");
	like($victim, qr/^\d+$/, "round $round: sessions import");
	kill 'KILL', $victim;
	$_->finish for @sessions;
	ok(wait_until_up(), "round $round: the server is up again after kill -9");
	catalog_is_right($node, "kill -9 while documents are imported, round $round", 1);
}
cmp_ok(count_of('assessment'), '>', 300, 'some of the imports were done');

# One transaction with much in it: all or nothing.
for my $name ('imports', 'import_tables', 'edits')
{
	(my $query = "$change{$name}; SELECT pg_sleep(1000000)") =~ s/ROUND/7000/g; # one transaction
	my $before = count_of('assessment') . ' ' . sql('SELECT sum(score) FROM cat.task');
	my $session = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', $query ], '<', '/dev/null', '>', '/dev/null', '2>', '/dev/null');
	my $changing = q{FROM pg_stat_activity WHERE backend_type = 'client backend' AND state = 'active' AND pid <> pg_backend_pid()};
	$node->poll_query_until('postgres', "SELECT count(*) = 1 $changing");
	my $victim = sql("SELECT pid $changing");
	sleep(rand 0.5);
	ok($victim && kill('KILL', $victim), "$name: killed");
	$session->finish;
	ok(wait_until_up(), "$name: the server is up again");
	is(count_of('assessment') . ' ' . sql('SELECT sum(score) FROM cat.task'), $before, "$name: nothing is done");
	catalog_is_right($node, "kill -9 in $name", 1);
}

# --- Timeouts and cancelled queries -----------------------------------------------

# Each after a while of chance; after half of that, if it was done by then, so that
# each is interrupted in every round.
for my $round (1 .. $rounds)
{
	for my $name (sort keys %change)
	{
		my ($limit, $outcome) = (2 * (1 + int(exp(rand log 1500))));

		do
		{
			(my $query = $change{$name}) =~ s/ROUND/8000 + $round/ge;
			$limit = int($limit / 2) || 1;
			$outcome = outcomes($node, 'postgres', "BEGIN; SET LOCAL statement_timeout = $limit; $query; ROLLBACK;");
			note("$name, $limit ms: " . ($outcome =~ /57014/ ? 'timed out' : 'done'));
			unlike($outcome, qr/ERROR (?!57014|25P02)/, "$name, interrupted after $limit ms: no other error");
		} while ($outcome !~ /57014/ && $limit > 1);
		like($outcome, qr/57014/, "$name: interrupted");

		# and as a transaction of its own, of which nothing may stay
		(my $query = $change{$name}) =~ s/ROUND/8000 + $round/ge;
		outcomes($node, 'postgres', "SET statement_timeout = 5; $query") if $name =~ /import|edits/;
	}
	catalog_is_right($node, "timeouts, round $round", 0);
}

is(sql('SELECT zone_of(30)'), 'Yellow', 'the server is up');
unlike(slurp_file($node->logfile), qr/XX\d\d\d|PANIC|TRAP:|signal (?!9:)\d+/, 'nothing worse in its log than what was done to it');

$node->stop;
done_testing();

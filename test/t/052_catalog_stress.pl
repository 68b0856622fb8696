# Many sessions edit the same few roles at once, some in REPEATABLE READ and
# SERIALIZABLE: every row of role_score is right in the end, and no transaction of
# a single statement deadlocks.  The seed of the edits is printed; how sessions
# interleave is chance.

use strict;
use warnings;

use AijriTest;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('catalog_stress', 'jit = off', 'log_statement = none', 'max_connections = 50',
	'deadlock_timeout = 50ms', 'fsync = off');
my $seed = seed();
my $seconds = $ENV{AIJRI_STRESS_SECONDS} || 4;
my $dir = PostgreSQL::Test::Utils::tempdir();

sub sql { return $node->safe_psql('postgres', @_) }

sql(q{
	CREATE EXTENSION aijri;
	SELECT aijri_create_catalog('jobs');
	CREATE SEQUENCE n START 1000;
	INSERT INTO jobs.role (role_id, role_key, title) SELECT i, 'role ' || i, 'Role ' || i FROM generate_series(1, 10) i;
	INSERT INTO jobs.assessment (assessment_id, role_id, revision, job_postings, company_actions, wage_trends, tool_maturity,
		expert_consensus, regulatory, physical_presence, union_bargaining, liability, cultural, growth)
	SELECT i, 1 + i % 10, i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM generate_series(1, 30) i;
	SELECT setval('jobs.assessment_assessment_id_seq', 30);
	INSERT INTO jobs.task SELECT a, p, 'task', 20, 3 FROM generate_series(1, 30) a, generate_series(1, 5) p;

	-- Statements that meet a role or an assessment that is gone by now.
	CREATE FUNCTION try(statement text) RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
		EXECUTE statement;
	EXCEPTION WHEN foreign_key_violation OR unique_violation OR check_violation THEN
		NULL;
	END $$});

# An edit each, of one row or of several that are new. (Foreign keys lock the
# assessments of new tasks in the order of the rows: within a role, that of
# assessment_id, as a deletion of the role does.)
my %edit = (
	task => [ 10, 'UPDATE jobs.task SET score = :score WHERE assessment_id = :a AND position = :p' ],
	upsert => [ 5, q{SELECT try(format('INSERT INTO jobs.task SELECT assessment_id, %s, ''put'', 10, %s FROM jobs.assessment WHERE assessment_id = %s ON CONFLICT (assessment_id, position) DO UPDATE SET score = excluded.score', :p, :score, :a))} ],
	tasks => [ 5, q{SELECT try(format('INSERT INTO jobs.task SELECT assessment_id, nextval(''n''), ''new'', 1, %s FROM jobs.assessment WHERE assessment_id %% 7 = %s ORDER BY role_id DESC, assessment_id', :score, :p))} ],
	untask => [ 3, 'DELETE FROM jobs.task WHERE assessment_id = :a AND position = :p' ],
	rating => [ 5, 'UPDATE jobs.assessment SET growth = :score - 3 WHERE assessment_id = :a' ],
	assess => [ 3, q{SELECT try(format('INSERT INTO jobs.assessment (role_id, assessed_on, revision, growth) VALUES (%s, ''2026-01-0%s'', nextval(''n''), 1)', :r, :p))} ],
	move => [ 3, q{SELECT try(format('UPDATE jobs.assessment SET role_id = %s, revision = nextval(''n'') WHERE assessment_id = %s', :r, :a))} ],
	unassess => [ 1, 'DELETE FROM jobs.assessment WHERE assessment_id = :a' ],
	role => [ 2, q{SELECT try(format('INSERT INTO jobs.role (role_id, role_key, title) VALUES (%1$s, ''role %1$s'', ''Role %1$s'')', :r))} ],
	unrole => [ 1, 'DELETE FROM jobs.role WHERE role_id = :r' ],
	method => [ 1, q{SELECT jobs.set_method(jsonb_build_object('green_min', 40 + :p))} ],
	share => [ 3, q{SELECT try(format('INSERT INTO jobs.role_soc VALUES (%s, ''15-125%s'', 0.%s) ON CONFLICT (role_id, soc) DO UPDATE SET share = excluded.share', :r, :p, :score))} ]);
my @scripts;
foreach my $name (sort keys %edit)
{
	my ($weight, $statement) = @{ $edit{$name} };
	append_to_file("$dir/$name.sql", join "\n", '\set r random(1, 12)', '\set a random(1, 40)', '\set p random(1, 5)',
		'\set score random(1, 5)', "$statement;\n");
	push @scripts, '-f', "$dir/$name.sql\@$weight";
}

# Runs the edits from some sessions at each isolation level at once.
my %level = ('read committed' => 8, 'repeatable read' => 3, 'serializable' => 3);
my (%output, @runs);
foreach my $level (sort keys %level)
{
	local $ENV{PGOPTIONS} = "-c default_transaction_isolation=" . ($level =~ s/ /\\ /r);
	my @command = ('pgbench', '-n', '-c', $level{$level}, '-T', $seconds, '--failures-detailed',
		"--random-seed=$seed", @scripts, $node->connstr('postgres'));
	$output{$level} = '';
	push @runs, IPC::Run::start(\@command, '<', \undef, '>&', \$output{$level});
}
ok((!grep { !$_->finish } @runs), 'all sessions ran to the end') or diag(values %output);

foreach my $level (sort keys %level)
{
	my ($done) = $output{$level} =~ /^number of transactions actually processed: (\d+)/m;
	my ($deadlocks) = $output{$level} =~ /^number of deadlock failures: (\d+)/m;
	my ($serialization) = $output{$level} =~ /^number of serialization failures: (\d+)/m;

	note("$level: $done edits, $serialization serialization failures, $deadlocks deadlocks");
	cmp_ok($done // 0, '>', 10, "$level: edits were made");
	is($deadlocks, '0', "$level: no deadlock") or diag($output{$level});
	is($serialization, '0', "$level: none failed") if $level eq 'read committed';
}
is(sql('SELECT role_id, columns FROM jobs.check_scores()'), '', 'every row of role_score is right');
is(sql('SELECT count(*) FROM jobs.role_score'), sql('SELECT count(*) FROM jobs.role'), 'one for each role');
is(sql('SELECT left(soc, 7), sum(share) FROM jobs.role_soc GROUP BY 1 HAVING round(sum(share)::numeric, 9) > 1'), '', 'shares sum to 1 at most');
my $log = slurp_file($node->logfile);
is(join("\n", $log =~ /^.*(ERROR:  deadlock detected\n(?:.*\n){8})/mg), '', 'no deadlock in the log');
is(join("\n", $log =~ /^.*(ERROR:  (?!could not serialize|deadlock).*\n(?:.*\n){2})/mg), '', 'no error but of serialization');

$node->stop;
done_testing();

# Many sessions edit the same few roles at once, some in REPEATABLE READ and
# SERIALIZABLE: every row of role_score is correct in the end.  The seed of the edits
# is printed; how sessions interleave is chance.
#
# First, statements lock rows in one direction, from roles to assessments to tasks to
# role_score, and within a table in one order: there are no deadlocks.  Then assessments
# also move to other roles: foreign keys lock the assessment and then its new role, while
# the deletion of a role locks in the other direction.  Each deadlock must involve these
# two, and the victim's statement is repeated.

use strict;
use warnings;

use AijriTest;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('catalog_stress', 'jit = off', 'log_statement = none', 'max_connections = 50',
	'deadlock_timeout = 50ms', 'fsync = off');
my $seed = seed();
my $edits = $ENV{AIJRI_STRESS_EDITS} || 150;    # of each session
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
	INSERT INTO jobs.task SELECT a, p, 'task', 20, 3 FROM generate_series(1, 30) a, generate_series(1, 5) p;

	-- Statements that meet a role or an assessment that is gone by now.
	CREATE FUNCTION try(statement text) RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
		EXECUTE statement;
	EXCEPTION WHEN foreign_key_violation OR unique_violation OR check_violation THEN
		NULL;
	END $$});

# An edit each, of one row or of several that are new. (Foreign keys lock the
# assessments of new tasks in the order of the rows: that of assessment_id, as a
# deletion of their role does. The order of their roles is another one: see
# foreign_key_order.spec.)
my %edit = (
	task => [ 10, 'UPDATE jobs.task SET score = :score WHERE assessment_id = :a AND position = :p' ],
	upsert => [ 5, q{SELECT try(format('INSERT INTO jobs.task SELECT assessment_id, %s, ''put'', 10, %s FROM jobs.assessment WHERE assessment_id = %s ON CONFLICT (assessment_id, position) DO UPDATE SET score = excluded.score', :p, :score, :a))} ],
	tasks => [ 10, q{SELECT try(format('INSERT INTO jobs.task SELECT assessment_id, nextval(''n''), ''new'', 1, %s FROM jobs.assessment WHERE assessment_id %% 7 = %s ORDER BY assessment_id', :score, :p))} ],
	untask => [ 3, 'DELETE FROM jobs.task WHERE assessment_id = :a AND position = :p' ],
	rating => [ 5, 'UPDATE jobs.assessment SET growth = :score - 3 WHERE assessment_id = :a' ],
	assess => [ 6, q{SELECT try(format('INSERT INTO jobs.assessment (assessment_id, role_id, assessed_on, revision, growth) VALUES (%s, %s, ''2026-01-0%s'', nextval(''n''), 1)', :a, :r, :p))} ],
	move => [ 10, q{SELECT try(format('UPDATE jobs.assessment SET role_id = %s, revision = nextval(''n'') WHERE assessment_id = %s', :r, :a))} ],
	unassess => [ 1, 'DELETE FROM jobs.assessment WHERE assessment_id = :a' ],
	role => [ 5, q{SELECT try(format('INSERT INTO jobs.role (role_id, role_key, title) VALUES (%1$s, ''role %1$s'', ''Role %1$s'')', :r))} ],
	unrole => [ 3, 'DELETE FROM jobs.role WHERE role_id = :r' ],
	method => [ 1, q{SELECT jobs.set_method(jsonb_build_object('green_min', 40 + :p))} ],
	assessors => [ 1, q{SELECT jobs.set_assessors((ARRAY['{}', '{""}', '{Ada}'])[1 + :p % 3]::text[])} ],
	share => [ 3, q{SELECT try(format('INSERT INTO jobs.role_soc VALUES (%s, ''15-125%s'', 0.%s) ON CONFLICT (role_id, soc) DO UPDATE SET share = excluded.share', :r, :p, :score))} ]);
my %script;
foreach my $name (sort keys %edit)
{
	my ($weight, $statement) = @{ $edit{$name} };
	append_to_file("$dir/$name.sql", join "\n", '\set r random(1, 12)', '\set a random(1, 40)', '\set p random(1, 5)',
		'\set score random(1, 5)', "$statement;\n");
	$script{$name} = "$dir/$name.sql\@$weight";
}

# Runs edits from some sessions at each isolation level at once; the deadlocks that
# the server had, each with the statements of its circle.
my %level = ('read committed' => 8, 'repeatable read' => 3, 'serializable' => 3);
sub run_edits
{
	my ($what, @names) = @_;
	my $offset = -s $node->logfile;
	my (%output, @runs);

	foreach my $level (sort keys %level)
	{
		local $ENV{PGOPTIONS} = "-c default_transaction_isolation=" . ($level =~ s/ /\\ /r);
		my @command = ('pgbench', '-n', '-c', $level{$level}, '-t', $edits, '--max-tries=100', '--failures-detailed',
			"--random-seed=$seed", (map { ('-f', $script{$_}) } @names), $node->connstr('postgres'));
		$output{$level} = '';
		push @runs, IPC::Run::start(\@command, '<', \undef, '>&', \$output{$level});
	}
	ok((!grep { !$_->finish } @runs), "$what: all sessions ran to the end") or diag(values %output);

	foreach my $level (sort keys %level)
	{
		my ($done) = $output{$level} =~ /^number of transactions actually processed: (\d+)/m;
		my ($failed) = $output{$level} =~ /^number of failed transactions: (\d+)/m;
		my ($retries) = $output{$level} =~ /^total number of retries: (\d+)/m;

		note("$what, $level: $done edits, $retries retries");
		is($failed, '0', "$what, $level: every edit was made in the end") or diag($output{$level});
		is($retries, '0', "$what, $level: at once") if $level eq 'read committed' && !grep { $_ eq 'move' } @names;
	}
	is(sql('SELECT role_id, columns FROM jobs.check_scores()'), '', "$what: every row of role_score is right");
	is(sql('SELECT count(*) FROM jobs.role_score'), sql('SELECT count(*) FROM jobs.role'), "$what: one for each role");
	is(sql('SELECT left(soc, 7), sum(share) FROM jobs.role_soc GROUP BY 1 HAVING round(sum(share)::numeric, 9) > 1'), '',
		"$what: shares sum to 1 at most");

	my $log = slurp_file($node->logfile, $offset);
	is(join("\n", $log =~ /^.*(ERROR:  (?!could not serialize|deadlock).*\n(?:.*\n){2})/mg), '', "$what: no error but those that are repeated");
	return $log =~ /ERROR:  deadlock detected\n(.*(?:\n\t.*)*)/g;
}

my @one_way = grep { $_ ne 'move' } sort keys %edit;
is(join("\n\n", run_edits('one way', @one_way)), '', 'one way: no deadlock');

my @deadlocks = run_edits('with moves', @one_way, 'move');
note(scalar @deadlocks, ' deadlocks with moves');
is(join("\n\n", grep { !(/DELETE FROM jobs\.role / && /UPDATE jobs\.assessment SET role_id/) } @deadlocks), '',
	'with moves: every deadlock is of the deletion of a role and of a move');

$node->stop;
done_testing();

# Every long call can be cancelled from another session: it ends in 57014, leaves
# nothing behind, and its session continues. Each query would run for hours, and is
# cancelled at random moments (AIJRI_SAMPLES, default: 2).
#
# 021_interrupts.pl tests that calls check for interrupts themselves; the benchmark
# measures how long they take to end.

use strict;
use warnings;

use AijriTest;
use FaultTest;
use IPC::Run;
use LongCalls;
use Test::More;
use Time::HiRes 'sleep';

my $samples = $ENV{AIJRI_SAMPLES} || 2;
my $hanging = 1800;    # seconds after which a query that was cancelled hangs
srand(seed());
my $node = start_node('cancelled_calls', 'log_statement = none', 'jit = off', 'log_min_messages = fatal');
make_catalog($node);
$node->safe_psql('postgres', long_calls_setup(2, 50));

my $state = q{SELECT (SELECT count(*) FROM cat.role), (SELECT sum(score) FROM cat.task), (SELECT method FROM cat.catalog),
	(SELECT count(*) FROM labour.oews), (SELECT count(*) FROM copied)};
my $before = $node->safe_psql('postgres', $state);

# Runs a query in a session of its own and cancels it; what the session says.
sub cancelled
{
	my ($query) = @_;
	my $output = '';
	my $running = q{FROM pg_stat_activity WHERE application_name = 'long' AND state = 'active'};
	my $session = IPC::Run::start([ 'psql', '-XAtq', '-v', 'VERBOSITY=sqlstate', '-d', $node->connstr('postgres'),
			'-c', q{SET application_name = 'long'}, '-c', $query, '-c', q{SELECT 'goes on'} ],
		'<', \undef, '>&', \$output, IPC::Run::timeout($hanging));

	$node->poll_query_until('postgres', "SELECT count(*) = 1 $running AND query NOT LIKE 'SET%'") or return 'did not begin';
	sleep(rand 0.3);
	$node->safe_psql('postgres', "SELECT pg_cancel_backend(pid) $running");
	eval { $session->finish; 1 } or $session->kill_kill, return 'hangs';
	return $output;
}

my @long = long_calls();
while (my ($name, $query) = splice @long, 0, 2)
{
	my %outcome = map { cancelled($query) => 1 } 1 .. $samples;
	is(join(' or ', sort keys %outcome), "ERROR:  57014\ngoes on\n", "$name is cancelled, and its session goes on");
}
is($node->safe_psql('postgres', $state), $before, 'they leave nothing');
catalog_is_right($node, 'in the end', 0);

$node->stop;
done_testing();

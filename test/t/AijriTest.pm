# What the TAP tests share: a server of their own, outcomes by SQLSTATE, and a
# seed for random data that a failure can be repeated with.

package AijriTest;

use strict;
use warnings;

use Exporter 'import';
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(start_node outcomes outcome seed plan_of);

# A running server with a few settings of the caller's, as lines of
# postgresql.conf.
sub start_node
{
	my ($name, @settings) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);

	# whatever the locale of whoever runs the tests
	$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
	$node->append_conf('postgresql.conf',
		join("\n", 'autovacuum = off', 'timezone = UTC', @settings, ''));
	$node->start;
	return $node;
}

# Runs statements in one session, going on after errors.  Returns what they
# wrote, with a line "ERROR <SQLSTATE>" in place of each error message.
sub outcomes
{
	my ($node, $database, $sql, @options) = @_;
	my $output = '';

	# Error messages must come where they belong among the rows: one stream
	# for both, and notices left out.
	my $script = "SET client_min_messages = error;\n$sql\n";
	my @command = (
		'psql', '-XAtq', '-v', 'VERBOSITY=sqlstate',
		'-d', $node->connstr($database), '-f', '-');
	IPC::Run::run [ @command, @options ], '<', \$script, '>&', \$output;
	$output =~ s/^psql:<stdin>:\d+: //mg;
	$output =~ s/^(?:ERROR|FATAL):  (\w{5})$/ERROR $1/mg;
	chomp $output;
	return $output;
}

# The same for one user.
sub outcome
{
	my ($node, $database, $user, $sql) = @_;
	return outcomes($node, $database, $sql, '-U', $user);
}

# The seed of this run's random data: a whole number, from AIJRI_SEED or the
# clock.  It is printed, so that a failure can be repeated.
sub seed
{
	my $seed = $ENV{AIJRI_SEED};

	$seed = time() % 1_000_000 unless defined $seed && $seed =~ /^\d+$/;
	$seed %= 1_000_000;
	diag("random data: repeat with AIJRI_SEED=$seed");
	return $seed;
}

# The plan of a query, as text.
sub plan_of
{
	my ($node, $database, $settings, $query) = @_;
	return outcomes($node, $database, "$settings; EXPLAIN (COSTS OFF) $query");
}

1;

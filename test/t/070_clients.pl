# Drivers in other languages, by the examples of docs/clients.md: these run as
# printed, those of each driver one after the other, and must have the output that
# is printed below them. Drivers that are not installed are skipped.

use strict;
use warnings;

use AijriTest;
use DocumentExamples;
use FindBin;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

my $document = 'docs/clients.md';
my @blocks = blocks("$FindBin::Bin/../../$document");

# pgJDBC needs TCP.
my $node = start_node('clients', "listen_addresses = '127.0.0.1'", 'log_statement = none');
my $mark = '=== the end of an example ===';

$node->safe_psql('postgres', 'CREATE DATABASE work');
$node->safe_psql('work', $_->{text}) foreach grep { $_->{info} eq 'sql' } @blocks;

# --- How a program is made of the examples of a driver, and run -----------------------

my $folder = PostgreSQL::Test::Utils::tempdir();

sub write_program
{
	my ($file, $text) = @_;

	open my $handle, '>', "$folder/$file" or die "cannot write $file: $!\n";
	print $handle $text;
	close $handle;
	return "$folder/$file";
}

sub succeeds
{
	my $output = '';
	return eval { IPC::Run::run([@_], '<', \undef, '>&', \$output) };
}

sub python_with
{
	my ($module) = @_;
	return (grep { succeeds($_, '-c', "import $module") } 'python3', '/usr/bin/python3')[0];
}

sub python
{
	my ($module, @texts) = @_;
	my $python = python_with($module) or return;

	return ($python, write_program("example_of_$module.py", join '', map { "$_\nprint('$mark', flush=True)\n" } @texts));
}

sub node
{
	my (@texts) = @_;
	my $modules = $ENV{AIJRI_NODE_MODULES} || "$FindBin::Bin/../../dashboard/node_modules";

	return unless -d "$modules/pg" && succeeds('node', '--version');
	symlink $modules, "$folder/node_modules" or die "cannot make a link: $!\n";
	return ('node', write_program('client.mjs', join '', map { "$_\nconsole.log('$mark');\n" } @texts));
}

sub java
{
	my (@texts) = @_;
	my $driver = '/usr/share/java/postgresql.jar';
	my $text = join '', map { "$_\nSystem.out.println(\"$mark\");\n" } @texts;
	my $imports = join '', $text =~ /^import .*;\n/mg;

	return unless -e $driver && succeeds('javac', '-version');
	$text =~ s/^import .*;\n//mg;
	$text =~ s{//localhost/}{'//127.0.0.1:' . $node->port . '/'}eg;
	return ('java', '-Xmx128m', '-Duser.name=' . getpwuid($<), '-cp', $driver,
		write_program('Client.java',
			"${imports}public class Client {\n\tpublic static void main(String[] arguments) throws Exception {\n$text\t}\n}\n"));
}

my %driver = (
	'python psycopg' => [ 'psycopg 3', sub { python('psycopg', @_) } ],
	'python psycopg2' => [ 'psycopg 2', sub { python('psycopg2', @_) } ],
	'js node-postgres' => [ 'node-postgres', \&node ],
	'java jdbc' => [ 'pgJDBC', \&java ]);

is(join(', ', grep { !/^(?:sql|text)$/ && !$driver{$_} } map { $_->{info} } @blocks),
	'', 'every block is of a kind that is known');

foreach my $kind (sort keys %driver)
{
	my ($name, $command) = @{ $driver{$kind} };
	my @examples = grep { $_->{info} eq $kind } @blocks;

  SKIP:
	{
		my @command = $command->(map { $_->{text} } @examples);
		skip "there is no $name (tools/install-packages clients, tools/install-node-modules)", scalar @examples
		  unless @command;

		my $output = '';
		local %ENV = (%ENV, PGHOST => $node->host, PGPORT => $node->port, PGUSER => scalar getpwuid($<));
		local $ENV{NO_COLOR} = 1;
		my $succeeded = IPC::Run::run([@command], '<', \undef, '>&', \$output);
		my @printed = split /^\Q$mark\E\n/m, $output, -1;

		ok($succeeded, "$name: the program ends well") or diag($output);
		check_example($document, $_, shift @printed // '', "$name: example in line $_->{line}") foreach @examples;
	}
}

$node->stop;
done_testing();

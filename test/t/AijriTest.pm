# What the TAP tests share: a server of their own, outcomes by SQLSTATE, a seed
# for random data that a failure can be repeated with, published labor files, and
# databases that use all of the extension.

package AijriTest;

use strict;
use warnings;

use Exporter 'import';
use FindBin;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(start_node outcomes outcome seed plan_of labour_folder header_of stage_file
  extension_versions create_objects database_contents extension_members lines_that_differ);

# A running server with a few settings of the caller's, as lines of
# postgresql.conf, after options of PostgreSQL::Test::Cluster, if any.
sub start_node
{
	my ($name, @settings) = @_;
	my %options = @settings && ref $settings[0] ? %{ shift @settings } : ();
	my $node = PostgreSQL::Test::Cluster->new($name, %options);

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

# The folder of published labor files, which AIJRI_LABOUR_DATA names.  Without these
# files in it there is nothing to test.
sub labour_folder
{
	my @files = @_;
	my $folder = $ENV{AIJRI_LABOUR_DATA};

	plan skip_all => 'AIJRI_LABOUR_DATA names no folder of labor data'
	  unless defined $folder && $folder ne '';
	foreach my $file (@files)
	{
		plan skip_all => "there is no $folder/$file" unless -r "$folder/$file";
	}
	return $folder;
}

# The names of columns in the first line of a file.
sub header_of
{
	my ($file, $separator) = @_;

	open my $input, '<', $file or die "$file: $!";
	chomp(my $header = <$input>);
	close $input;
	$header =~ s/^\xef\xbb\xbf|\s+$//g;
	return map { s/^\s+|\s+$|"//gr } split $separator // ',', $header, -1;
}

# Makes a table of text columns, named as in the first line of a CSV file, and fills it.
sub stage_file
{
	my ($node, $table, $file) = @_;
	my $columns = join ', ', map { qq{"$_" text} } header_of($file);

	return $node->safe_psql('postgres', qq{SET client_min_messages = error;
		CREATE TABLE $table ($columns); COPY $table FROM '$file' (FORMAT csv, HEADER)});
}

# --- Databases that use all of the extension ------------------------------------

my $objects = "$FindBin::Bin/../objects";

# The versions that have been, oldest first.
sub extension_versions
{
	my ($node) = @_;
	return split /\n/, $node->safe_psql(
		'postgres', q{
		SELECT version FROM pg_available_extension_versions WHERE name = 'aijri'
		ORDER BY string_to_array(version, '.')::int[]});
}

# Makes a database with the extension in a certain version, and in it all that a
# user of that version may have.  Further options are for CREATE DATABASE.
sub create_objects
{
	my ($node, $database, $version, $for_version) = @_;
	$for_version //= $version;

	$node->safe_psql('postgres', "CREATE DATABASE $database");
	$node->safe_psql(
		$database, qq{
		CREATE SCHEMA "Index of resistance";
		CREATE EXTENSION aijri SCHEMA "Index of resistance" VERSION '$version'});
	foreach my $file (extension_versions($node))
	{
		$node->safe_psql($database, slurp_file("$objects/$file.sql"))
		  if -e "$objects/$file.sql";
		last if $file eq $for_version;
	}
	return;
}

# Every row that is stored and every row that the views compute.
sub database_contents
{
	my ($node, $database) = @_;
	return $node->safe_psql($database, slurp_file("$objects/contents.sql"));
}

# Every property of every object of the extension, a line each; with statements
# to be run before in the same session.
sub extension_members
{
	my ($node, $database, $before) = @_;
	return outcomes($node, $database,
		($before // '') . ";\n" . slurp_file("$objects/members.sql"));
}

# The lines that only one of two texts has, marked - and +; few of them, if there
# are many.
sub lines_that_differ
{
	my ($left, $right) = @_;
	my (%left, %right);

	$left{$_}++ foreach split /\n/, $left;
	$right{$_}++ foreach split /\n/, $right;
	my @lines = (
		(map { "- $_" } grep { !$right{$_} } sort keys %left),
		(map { "+ $_" } grep { !$left{$_} } sort keys %right));
	push @lines, 'the same lines, but in another order or number'
	  if !@lines && $left ne $right;
	splice @lines, 40, @lines - 40, '...' if @lines > 40;
	return join "\n", @lines;
}

1;

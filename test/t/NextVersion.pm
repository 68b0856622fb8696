# A made-up version 1.1 for the tests of upgrades, built from the source as it is
# with what a next version may bring: a function, a field at the end of a result
# type, a column of a catalog's table and one of a view.

package NextVersion;

use strict;
use warnings;

use Exporter 'import';
use FindBin;
use IPC::Run;
use PostgreSQL::Test::Utils;

our @EXPORT_OK = qw(install_next_version);

my $root;

sub command
{
	my (@command) = @_;
	my $output = '';

	IPC::Run::run(\@command, '>&', \$output) or die "@command failed:\n$output";
	return $output;
}

# change FILE, PATTERN => REPLACEMENT...: each pattern has to be there.
sub change
{
	my ($file, @changes) = @_;
	my $text = PostgreSQL::Test::Utils::slurp_file("$root/$file");

	while (my ($pattern, $replacement) = splice @changes, 0, 2)
	{
		$text =~ s/$pattern/$replacement/ or die "there is no $pattern in $file\n";
	}
	write_file($file, $text);
	return;
}

sub write_file
{
	my ($file, $text) = @_;

	open my $handle, '>', "$root/$file" or die "cannot write $file: $!\n";
	print $handle $text;
	close $handle;
	return;
}

# What was released is kept: the objects of a catalog as 1.0 created them.
sub release
{
	my $rows = command('sh', '-c',
		"cd '$root' && awk -v version=1.0 -v rows=sql/catalog/schema/order -f sql/build.awk");

	change('sql/updates/released', qr/\z/ => "1.0\n");
	change('sql/updates/catalog.sql', qr/\z/ => ",$rows");
	return;
}

sub develop
{
	change('aijri.control', qr/default_version = '1.0'/ => "default_version = '1.1'");

	# a result field, at the end
	change('sql/aijri/00-types.sql',
		qr/\tpoints_above_floor float8\n\);/ => "\tpoints_above_floor float8,\n\tpoints_to_cap float8\n);",
		qr/(COMMENT ON COLUMN aijri_result\.points_above_floor)/ =>
		  "COMMENT ON COLUMN aijri_result.points_to_cap IS 'points of score below the cap';\n" .
		  'COMMENT ON COLUMN aijri_result.points_above_floor');
	change('src/call_cache.h', qr/#define ROW_MAX_FIELDS 21/ => '#define ROW_MAX_FIELDS 22');
	change('src/call_cache.c',
		qr/(\.name = "aijri_result",\s+\.nfields = )21,/ => '.name = "aijri_result", .appended = 1, .nfields = 22,',
		qr/ANYENUMOID, ANYENUMOID, TEXTOID, F8,\s+F8\}\}/ => 'ANYENUMOID, ANYENUMOID, TEXTOID, F8, F8, F8}}');
	change('src/result.c',
		qr/\tRESULT_POINTS_ABOVE_FLOOR\n/ => "\tRESULT_POINTS_ABOVE_FLOOR,\n\tRESULT_POINTS_TO_CAP\n",
		qr/(\tset_double\(row, RESULT_SCORE, score\);\n)/ =>
		  "\tset_double(row, RESULT_SCORE, score);\n\tset_double(row, RESULT_POINTS_TO_CAP, method->score_cap - score);\n",
		qr/\tset_null\(&row, RESULT_PUBLISHED\);\n/ =>
		  "\tset_null(&row, RESULT_PUBLISHED);\n\tset_null(&row, RESULT_POINTS_TO_CAP);\n");

	# a function, and one that changed
	change('sql/aijri/10-score.sql', qr/\z/ => <<'END');

CREATE FUNCTION points_to_cap(score float8) RETURNS float8
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 100 - score;
COMMENT ON FUNCTION points_to_cap(float8) IS
	'points of score below the cap';
END

	# a column of a table, and of a view
	change('sql/catalog/schema/tables.sql',
		qr/\tmarket_key text COLLATE "C",\n/ => "\tmarket_key text COLLATE \"C\",\n\tnote text,\n",
		qr/(COMMENT ON COLUMN \@catalog\@\.role\.typical_experience)/ =>
		  "COMMENT ON COLUMN \@catalog\@.role.note IS 'a note';\nCOMMENT ON COLUMN \@catalog\@.role.typical_experience");
	change('sql/catalog/schema/views/scored_role.sql',
		qr/r\.typical_experience\n/ => "r.typical_experience,\n\tr.note\n");
	change('sql/catalog/view_columns.sql',
		qr/(\t\t\(NULL, 'role_key')/ => "\t\t(NULL, 'note', 'a note'),\n\t\t(NULL, 'role_key'");
	change('sql/catalog/schema/order', qr/\z/ => "updates/1.1.sql\n");
	command('mkdir', "$root/sql/catalog/schema/updates");
	write_file('sql/catalog/schema/updates/1.1.sql', <<'END');
ALTER TABLE @catalog@.role ADD COLUMN note text;
COMMENT ON COLUMN @catalog@.role.note IS 'a note';
END

	# what the script that updates cannot replace
	write_file('sql/updates/1.1.sql', "ALTER TYPE aijri_result ADD ATTRIBUTE points_to_cap float8;\n");
	return;
}

# Builds it and installs it into a copy of the PostgreSQL installation, beside the
# scripts of 1.0.  Returns where the copy has its programs, less /bin.
sub install_next_version
{
	my $tree = PostgreSQL::Test::Utils::tempdir();
	my $pg_config = $ENV{PG_CONFIG} // 'pg_config';
	chomp(my $bindir = command($pg_config, '--bindir'));
	my ($base, $path) = $bindir =~ m,^(.*/pg)(/.*)/bin$,
	  or die "$bindir is no sandbox's: the made-up version goes into a copy of that\n";

	$root = "$tree/source";
	command('cp', '-R', $base, "$tree/pg");
	command('mkdir', $root);
	command('cp', '-R', map({ "$FindBin::Bin/../../$_" } qw(Makefile aijri.control bin sql src docs)), $root);
	release();
	develop();
	command('make', '-s', '-C', $root, 'clean', "PG_CONFIG=$tree/pg$path/bin/pg_config");
	command('make', '-s', '-C', $root, "PG_CONFIG=$tree/pg$path/bin/pg_config", 'with_llvm=no', 'all', 'install');
	return "$tree/pg$path";
}

1;

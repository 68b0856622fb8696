# The documents tell the truth: every SQL example in README.md and docs/*.md is
# run and its output compared with the one printed below it; what the reference
# and the internals name exists, and what exists is named there; links lead
# somewhere.
#
# A block ```sql is run, all blocks of a document in order in one database that
# is its own.  A block ``` or ```text that follows directly, but for blank lines,
# is what psql prints, trailing white space aside; command tags ("CREATE TABLE")
# may be there or be left out.  An error must be shown there to be allowed.  A
# block ```sql no-run is not run.

use strict;
use warnings;

use AijriTest;
use FindBin;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = "$FindBin::Bin/../..";
my @documents = grep { -e "$root/$_" } 'README.md',
  map { s,^\Q$root\E/,,r } sort glob "$root/docs/*.md";

my $node = start_node('documentation', 'log_statement = none');
$node->safe_psql('postgres', 'CREATE EXTENSION aijri');

ok(-e "$root/README.md", 'there is a README.md');

# --- Examples -----------------------------------------------------------------

# The fenced blocks of a document: info string, text, line of the first line of
# text, and whether it follows the block before it directly.
sub blocks
{
	my ($document) = @_;
	my (@blocks, $block, $indent);
	my $directly = 0;
	my $number = 0;

	foreach my $line (split /\n/, slurp_file("$root/$document"))
	{
		$number++;
		if ($block && $line =~ /^\s*```\s*$/)
		{
			push @blocks, $block;
			undef $block;
			$directly = 1;
		}
		elsif ($block)
		{
			$line =~ s/^\Q$indent\E//;
			$block->{text} .= "$line\n";
		}
		elsif ($line =~ /^(\s*)```\s*(.*?)\s*$/)
		{
			$indent = $1;
			$block =
			  { info => $2, text => '', line => $number + 1, directly => $directly };
		}
		elsif ($line =~ /\S/)
		{
			$directly = 0;
		}
	}
	die "$document: a block is not closed" if $block;
	return @blocks;
}

# Without white space at the ends of lines and of the whole.
sub trimmed
{
	my ($text) = @_;
	$text =~ s/[ \t]+$//mg;
	$text =~ s/\A\n+|\n+\z//g;
	return $text;
}

sub without_tags
{
	my ($text) = @_;
	$text =~ s/^(?:INSERT 0 \d+|(?:UPDATE|DELETE|COPY|SELECT|MERGE) \d+
		|(?:CREATE|ALTER|DROP|REFRESH)[ ][A-Z ]+|SET|RESET|DO|BEGIN|COMMIT|ROLLBACK
		|ANALYZE|VACUUM|TRUNCATE[ ]TABLE|PREPARE|DEALLOCATE|COMMENT|GRANT|REVOKE)\n//mgx;
	return $text;
}

# Runs the blocks in a new database; returns what each of them printed.
sub run_blocks
{
	my ($database, @texts) = @_;
	my $mark = '=== the end of an example ===';
	my $script = join '', map { "$_\n\\echo '$mark'\n" } @texts;
	my $output = '';

	$node->safe_psql('postgres', "CREATE DATABASE $database");
	local $ENV{PAGER} = '';
	local $ENV{COLUMNS} = 200;
	IPC::Run::run [
		'psql', '-X', '-P', 'pager=off', '-d', $node->connstr($database), '-f', '-'
	], '<', \$script, '>&', \$output;
	$output =~ s/^psql:<stdin>:\d+: //mg;
	return split /^\Q$mark\E\n/m, $output, -1;
}

# Where two texts part, as lines with - (expected) and + (got) around it.
sub difference
{
	my ($got, $expected) = map { [ split /\n/ ] } @_;
	my ($from, $behind) = (0, 0);

	$from++
	  while $from < @$got && $from < @$expected && $got->[$from] eq $expected->[$from];
	$behind++
	  while $behind < @$got - $from && $behind < @$expected - $from
	  && $got->[ -1 - $behind ] eq $expected->[ -1 - $behind ];
	return join '',
	  (map { "  $_\n" } @{$got}[ ($from > 3 ? $from - 3 : 0) .. $from - 1 ]),
	  (map { "- $_\n" } @{$expected}[ $from .. $#$expected - $behind ]),
	  (map { "+ $_\n" } @{$got}[ $from .. $#$got - $behind ]);
}

foreach my $document (@documents)
{
	my @blocks = blocks($document);
	my @sql = grep { $blocks[$_]{info} eq 'sql' } 0 .. $#blocks;
	my $left_out = grep { $_->{info} =~ /^sql\s+no-run$/ } @blocks;
	my @unknown = grep { $_->{info} =~ /^sql\s+(?!no-run$)/ } @blocks;

	subtest "examples in $document" => sub {
		note("$left_out examples are not run") if $left_out;
		is(join(', ', map { "$_->{info} in line $_->{line}" } @unknown),
			'', 'every block is of a kind that is known');
		ok(scalar @sql, 'there are examples') if $document eq 'README.md';
		return unless @sql;

		(my $database = lc $document) =~ s/\W+/_/g;
		my @output = run_blocks($database, map { $blocks[$_]{text} } @sql);
		is(scalar @output, @sql + 1, 'psql ran to the end')
		  or diag($output[-1]);

		foreach my $i (@sql)
		{
			my $name = "example in line $blocks[$i]{line}";
			my $next = $blocks[ $i + 1 ];
			my $got = trimmed(shift @output // '');

			if ($next && $next->{directly} && $next->{info} =~ /^(text)?$/)
			{
				my $expected = trimmed($next->{text});
				my $short = trimmed(without_tags("$got\n"));

				$got = $short if without_tags("$expected\n") eq "$expected\n";
				ok($got eq $expected, $name)
				  or diag("$document, line $next->{line}, - as printed, + as run:\n"
					  . difference($got, $expected));
			}
			else
			{
				ok($got !~ /^(?:ERROR|FATAL):|^error:/m, "$name: no error")
				  or diag("$document, line $blocks[$i]{line}:\n$got");
			}
		}
	};
}

# --- The reference -------------------------------------------------------------

# Functions that only aggregates call are left out: nobody else can.
my %public = map { $_ => 1 } split /\n/, $node->safe_psql(
	'postgres', q{
	SELECT DISTINCT p.proname
	FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid AND x.extname = 'aijri'
		JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
	WHERE d.deptype = 'e' AND 'internal'::regtype <> ALL (p.proargtypes)
		AND NOT EXISTS (
			SELECT FROM pg_aggregate a
			WHERE p.oid IN (aggtransfn, aggfinalfn, aggcombinefn, aggserialfn, aggdeserialfn,
				aggmtransfn, aggminvtransfn, aggmfinalfn))
	UNION
	SELECT t.typname
	FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid AND x.extname = 'aijri'
		JOIN pg_type t ON d.classid = 'pg_type'::regclass AND t.oid = d.objid
	WHERE d.deptype = 'e' AND t.typelem = 0});

sub all_of_them
{
	my ($name, @missing) = @_;
	is(join(', ', sort @missing), '', $name);
}

SKIP:
{
	my $reference = "$root/docs/reference.md";

	ok(-e $reference, 'there is a reference') or skip 'without reference', 4;
	my $text = slurp_file($reference);

	all_of_them('the reference names every type, function and aggregate',
		grep { $text !~ /`\Q$_\E`|\b\Q$_\E\(/ } keys %public);

	all_of_them(
		'the reference names every field and every enum value',
		grep { $text !~ /(?<![\w])\Q$_\E(?![\w])/ } split /\n/,
		$node->safe_psql(
			'postgres', q{
			SELECT a.attname
			FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid AND x.extname = 'aijri'
				JOIN pg_type t ON d.classid = 'pg_type'::regclass AND t.oid = d.objid
				JOIN pg_attribute a ON a.attrelid = t.typrelid AND a.attnum > 0
			WHERE d.deptype = 'e'
			UNION
			SELECT e.enumlabel
			FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid AND x.extname = 'aijri'
				JOIN pg_enum e ON d.classid = 'pg_type'::regclass AND e.enumtypid = d.objid
			WHERE d.deptype = 'e'}));

	$node->safe_psql('postgres', q{SELECT aijri_create_catalog('a catalogue')});
	all_of_them(
		'the reference names every view of a catalogue, and its columns',
		grep { $text !~ /(?<![\w])\Q$_\E(?![\w])/ } split /\n/,
		$node->safe_psql(
			'postgres', q{
			SELECT relname FROM pg_class WHERE relnamespace = '"a catalogue"'::regnamespace AND relkind = 'v'
			UNION
			SELECT attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
			WHERE relnamespace = '"a catalogue"'::regnamespace AND relkind = 'v' AND attnum > 0}));

	all_of_them('every name that is a heading of the reference exists',
		grep { !$public{$_} }
		  $text =~ /^#{2,6} +`?([a-z]\w*_\w+)`?(?:\(.*)?$/mg);
}

# Calls written in the text, like `sum(x)`, are of functions that exist.
my %callable = map { $_ => 1 } split /\n/, $node->safe_psql(
	'postgres', q{
	SELECT proname FROM pg_proc UNION SELECT typname FROM pg_type
	UNION SELECT word FROM pg_get_keywords()});
foreach my $document (grep { $_ ne 'docs/internals.md' } @documents)
{
	(my $text = slurp_file("$root/$document")) =~ s/^\s*```.*?^\s*```\s*$//msg;
	my %unknown;

	while ($text =~ /`([^`]+)`/g)
	{
		my $code = $1;
		$unknown{$1} = 1 while $code =~ /(?<![\w.\$\\])([a-z]\w*)\(/g;
	}
	delete @unknown{ grep { $callable{$_} } keys %unknown };
	all_of_them("every function that $document calls exists", keys %unknown);
}

# --- The internals -------------------------------------------------------------

SKIP:
{
	my $internals = "$root/docs/internals.md";

	ok(-e $internals, 'there are internals') or skip 'without internals', 2;
	my $text = slurp_file($internals);

	all_of_them('every file that the internals name exists',
		grep { !grep { -e } glob "$root/$_" }
		  $text =~ m{`((?:src|sql|test|tools|docs|expected|\.ci)/[^`\s]*)`}g);
	all_of_them('the internals name every source file',
		grep { $text !~ /`\Q$_\E`/ }
		map { s,^\Q$root\E/,,r } glob "$root/src/*.[ch]");
}

# --- Links ---------------------------------------------------------------------

# The anchors that a document's headings make, as web sites for git do.
sub anchors
{
	my ($document) = @_;
	(my $text = slurp_file("$root/$document")) =~ s/^\s*```.*?^\s*```\s*$//msg;

	return map {
		my $anchor = lc $_;
		$anchor =~ s/[^\w\- ]//g;
		$anchor =~ s/ /-/g;
		$anchor
	} $text =~ /^#+ +(.*?)\s*$/mg;
}

foreach my $document (@documents)
{
	(my $text = slurp_file("$root/$document")) =~ s/^\s*```.*?^\s*```\s*$//msg;
	my @broken;

	while ($text =~ /\]\(([^)\s]+)\)/g)
	{
		my ($file, $anchor) = split /#/, $1, 2;
		next if $file =~ /^\w+:/;

		my $target = $file eq '' ? $document
		  : ($document =~ m,^(.*/),)[0] // '';
		$target .= $file if $file ne '';
		$target =~ s,[^/]+/\.\./,,;
		push @broken, "$file#" . ($anchor // '')
		  unless -e "$root/$target"
		  && (!defined $anchor || grep { $_ eq $anchor } anchors($target));
	}
	all_of_them("links in $document", @broken);
}

$node->stop;
done_testing();

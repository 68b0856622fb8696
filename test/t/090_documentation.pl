# The documents are correct: every SQL example in README.md and docs/*.md is run, and
# its output compared with the one printed below it; the reference names everything that
# exists, and nothing else; links have targets.
#
# Examples are run as DocumentExamples.pm says, all those of a document in order in
# one database that is its own; but the guide, which continues README.md, in the same
# database as that.  Those at one of several servers are run by 040_postgres_fdw.pl and
# 041_logical_replication.pl.
# A block ```sh run is run by the shell, in the folder of the source.
# A block ```sql grafana or ```sql metabase is run as the tool would send it: with a
# range of times in place of Grafana's macros; without Metabase's optional clauses,
# and once more with them.

use strict;
use warnings;

use AijriTest;
use DocumentExamples;
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

# What a tool sends to the server, given the text that people write there.
sub sent
{
	my ($block) = @_;
	my ($from, $to) = map { "'$_-01-01T00:00:00Z'" } 2026, 2027;
	my $text = $block->{text};

	if ($block->{info} eq 'sh run')
	{
		my $script = PostgreSQL::Test::Utils::tempdir() . '/example.sh';
		append_to_file($script, "cd '$root'\n$text");
		return "\\echo `sh $script 2>&1; true`\n";
	}
	if ($block->{info} eq 'sql grafana')
	{
		$text =~ s/\$__timeFilter\(([^()]+)\)/$1 BETWEEN $from AND $to/g;
		$text =~ s/\$__timeFrom\(\)/$from/g;
		$text =~ s/\$__timeTo\(\)/$to/g;
		$text =~ s/\$zone\b/'Red','Yellow'/g;
		$text .= ';';
	}
	elsif ($block->{info} eq 'sql metabase')
	{
		my %value = (zone => "'Red'", search => "'clerk'", from => "date '2025-01-01'");
		(my $bare = $text) =~ s/\[\[.*?\]\]//sg;
		$text =~ s/\[\[|\]\]//g;
		$text =~ s/\{\{(\w+)\}\}/$value{$1} \/\/ "no value for $1"/eg;
		$text = "$bare;\n\\o /dev/null\n$text;\n\\o\n";
	}
	return $text;
}

# Runs the blocks in a database, which is made if need be; returns what each of them
# printed.
my %databases;
sub run_blocks
{
	my ($database, @texts) = @_;
	my $mark = '=== the end of an example ===';
	my $script = join '', map { "$_\n\\echo '$mark'\n" } @texts;
	my $output = '';

	$node->safe_psql('postgres', "CREATE DATABASE $database") if !$databases{$database}++;
	local %ENV = (%ENV, PGHOST => $node->host, PGPORT => $node->port, PGDATABASE => $database);
	local $ENV{PAGER} = '';
	local $ENV{COLUMNS} = 200;
	IPC::Run::run [
		'psql', '-X', '-P', 'pager=off', '-d', $node->connstr($database), '-f', '-'
	], '<', \$script, '>&', \$output;
	$output =~ s/^psql:<stdin>:\d+: //mg;
	return split /^\Q$mark\E\n/m, $output, -1;
}

# Those at one of several servers, which other tests run.
my %servers_of = (
	'docs/scaling.md' => qr/(?:coordinator|shards)/,
	'docs/replication.md' => qr/(?:boston|denver)/);

foreach my $document (@documents)
{
	my @blocks = blocks("$root/$document");
	my @sql = grep { $_->{info} =~ /^(?:sql(?: grafana| metabase)?|sh run)$/ } @blocks;
	my $left_out = grep { $_->{info} =~ /^sql\s+no-run$/ } @blocks;
	my $servers = $servers_of{$document};
	my @unknown = grep {
		$_->{info} =~ /^sql\s+(?!(?:no-run|grafana|metabase)$)/
		  && !(defined $servers && $_->{info} =~ /^sql\s+at $servers$/)
	} @blocks;

	subtest "examples in $document" => sub {
		note("$left_out examples are not run") if $left_out;
		is(join(', ', map { "$_->{info} in line $_->{line}" } @unknown),
			'', 'every block is of a kind that is known');
		ok(scalar @sql, 'there are examples') if $document eq 'README.md';
		return unless @sql;

		(my $database = lc $document) =~ s/\W+/_/g;
		$database = 'readme_md' if $document eq 'docs/guide.md';
		my @output = run_blocks($database, map { sent($_) } @sql);
		is(scalar @output, @sql + 1, 'psql ran to the end')
		  or diag($output[-1]);
		check_example($document, $_, shift @output // '') foreach @sql;
	};
}

# --- The reference -------------------------------------------------------------

# Functions that only aggregates call are left out, since nobody else can, and so are
# internals, whose names begin with an underscore.
my %public = map { $_ => 1 } split /\n/, $node->safe_psql(
	'postgres', q{
	SELECT DISTINCT p.proname
	FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid AND x.extname = 'aijri'
		JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
	WHERE d.deptype = 'e' AND 'internal'::regtype <> ALL (p.proargtypes) AND p.proname !~ '^_'
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

	ok(-e $reference, 'there is a reference') or skip 'without reference', 8;
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

	$node->safe_psql('postgres', q{SELECT aijri_create_catalog('a catalog'), aijri_create_labour('labor', 'a catalog')});
	all_of_them(
		'the reference names every view of a catalog, and its columns',
		grep { $text !~ /(?<![\w])\Q$_\E(?![\w])/ } split /\n/,
		$node->safe_psql(
			'postgres', q{
			SELECT relname FROM pg_class WHERE relnamespace = '"a catalog"'::regnamespace AND relkind = 'v'
			UNION
			SELECT attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
			WHERE relnamespace = '"a catalog"'::regnamespace AND relkind = 'v' AND attnum > 0}));

	my %of_catalog = map { $_ => 1 } split /\n/, $node->safe_psql(
		'postgres', q{
		SELECT proname FROM pg_proc WHERE pronamespace = '"a catalog"'::regnamespace
		UNION
		SELECT relname FROM pg_class WHERE relnamespace = '"a catalog"'::regnamespace AND relkind = 'v'});
	all_of_them('the reference names every function of a catalog',
		grep { $text !~ /(?<![\w])\Q$_\E(?![\w])/ } keys %of_catalog);

	my %of_labour = map { $_ => 1 } split /\n/, $node->safe_psql(
		'postgres', q{SELECT proname FROM pg_proc WHERE pronamespace = 'labor'::regnamespace});
	all_of_them('the reference names every function of a labor schema',
		grep { $text !~ /(?<![\w])\Q$_\E(?![\w])/ } keys %of_labour);

	# Its tables of columns are made from COMMENTs.
	{
		local %ENV = (%ENV, PGHOST => $node->host, PGPORT => $node->port, PGDATABASE => 'postgres');
		my ($stdout, $stderr) = run_command([ $^X, "$root/tools/reference-tables" ]);

		is($stderr, '', 'the tables of columns can be made');
		ok("$stdout\n" eq $text || $stdout eq $text, 'the tables of columns are those that tools/reference-tables makes')
		  or diag("make reference brings them up to date:\n" . lines_that_differ($text, $stdout));
	}

	all_of_them('every name that is a heading of the reference exists',
		grep { !$public{$_} && !$of_catalog{$_} && !$of_labour{$_} }
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

	ok(-e $internals, 'there are internals') or skip 'without internals', 1;
	my $text = slurp_file($internals);

	all_of_them('every file that the internals name exists',
		grep { !grep { -e } glob "$root/$_" }
		  $text =~ m{`((?:src|sql|test|tools|docs|expected|\.ci)/[^`\s]*)`}g);
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

# An attribute that was added to a composite type and dropped again stays in the
# type's layout, and in rows that were stored in between. The extension must not be
# affected: its regression tests have the same output in a database where every
# composite type of the extension has such attributes.

use strict;
use warnings;

use AijriTest;
use FindBin;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = "$FindBin::Bin/../..";
my $node = start_node('altered_types', 'jit = off', 'log_statement = none', 'max_parallel_workers_per_gather = 0');

# As pg_regress runs them.
local $ENV{PGTZ} = 'America/Los_Angeles';
local $ENV{PGDATESTYLE} = 'Postgres, MDY';
local $ENV{PGOPTIONS} = '-c intervalstyle=postgres_verbose';

sub sql { return $node->safe_psql('postgres', @_) }

# What a file of test/sql writes.
sub output_of
{
	my ($name) = @_;
	my $output = '';

	IPC::Run::run [ 'psql', '-X', '-a', '-q', '-d', $node->connstr('postgres'), '-f', "$root/test/sql/$name.sql" ], '<', \'', '>&', \$output;
	$output =~ s/^psql:[^\n]*?:\d+: //mg;
	return $output;
}

# --- Rows stored before, between and after ----------------------------------------

output_of('01_install');
my @composite = split /\n/,
  sql(q{SELECT typname FROM pg_depend JOIN pg_type ON oid = objid
	WHERE classid = 'pg_type'::regclass AND deptype = 'e' AND typtype = 'c' ORDER BY 1});
cmp_ok(scalar @composite, '>', 15, 'composite types: ' . join(', ', @composite));

# A row of each type in which no field is NULL, from the functions that make them.
my $document = slurp_file("$root/test/documents/community-pharmacist.md");
my %made = (
	aijri_task => q{aijri_task('Plant', 60, 2, 'augmentation')},
	aijri_evidence => 'aijri_evidence(1, -1, 2, -2, 0)',
	aijri_barriers => 'aijri_barriers(1, 2, 0, 1, 2)',
	aijri_principles => 'aijri_principles(1, 2, 3)',
	aijri_next_role => q{aijri_next_role('Guide', 50, 'knows the way')},
	aijri_method => q{aijri_method('{"green_min": 50, "imminent_max_evidence": -2, "imminent_max_barriers": 3}')},
	aijri_document => "aijri_parse(\$document\$$document\$document\$)",
	aijri_task_profile => 'mix_profile(\'{2: 40, 5 displacement: 60}\')');
$made{aijri_assessment} = "($made{aijri_document}).assessment";
$made{aijri_result} = "aijri_result($made{aijri_assessment})";

# What functions make of a stored row; the row itself where none takes it.
my %used = (
	aijri_task => 'aijri_score(aijri_assessment(ARRAY[r], aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0))',
	aijri_evidence => 'evidence_total(r)',
	aijri_barriers => 'barrier_total(r)',
	aijri_principles => 'protective_total(r)',
	aijri_next_role => q{aijri_render(aijri_document('a', aijri_assessment(ARRAY[aijri_task('t', 1, 1)], NULL, NULL, NULL), next_roles => ARRAY[r]))},
	aijri_method => 'aijri_result(2, 50, 0, 0, 0, 0, r)',
	aijri_document => 'aijri_render(r)',
	aijri_assessment => 'aijri_result(r), zone_probability(r, 0.2), (SELECT array_agg(e) FROM aijri_explain(r) e), (SELECT array_agg(s) FROM score_sensitivity(r) s)');

sub stored
{
	my ($type) = @_;
	my $used = $used{$type} // 'r';

	return sql("SELECT DISTINCT ROW($used)::text FROM stored_$type");
}

my %before;
for my $type (sort keys %made)
{
	sql("CREATE TABLE stored_$type (n int, r $type); INSERT INTO stored_$type SELECT 1, $made{$type}");
	$before{$type} = stored($type);
}

# More attributes than any type has fields, of types that are stored in other ways.
my @notes = map { "note_$_" } 1 .. 25;
my @note_types = ('text', 'float8', 'boolean', 'aijri_mix', 'bigint');

sub alter_all
{
	my ($action) = @_;

	sql(join '', map { my $type = $_; "ALTER TYPE $type " . join(', ', map { $action->($_) } 0 .. $#notes) . ";\n" } @composite);
	return;
}

alter_all(sub { "ADD ATTRIBUTE $notes[$_[0]] " . $note_types[ $_[0] % @note_types ] . ' CASCADE' });

# An attribute that is there is an error with a hint.
for my $type (grep { $used{$_} } sort keys %made)
{
	my ($status, $out, $err) = $node->psql('postgres', "\\set VERBOSITY verbose\nSELECT $used{$type} FROM stored_$type");

	like($err, qr/ERROR:  42804: type aijri_\w+ does not have the fields it was created with\n.*DETAIL: .*\nHINT:  Drop added attributes/s,
		"$type: an attribute more is refused");
}

# A row in which the new attributes hold something.
my @note_values = (q{'a note'}, '1.5', 'true', q{'{1: 40}'}, '7');
for my $type (sort keys %made)
{
	sql("INSERT INTO stored_$type SELECT 2, ROW((r).*)::$type FROM stored_$type WHERE n = 1");
	sql("UPDATE stored_$type SET " . join(', ', map { "r.$notes[$_] = $note_values[$_ % @note_values]" } 0 .. $#notes) . ' WHERE n = 2');
}
alter_all(sub { "DROP ATTRIBUTE $notes[$_[0]] CASCADE" });
for my $type (sort keys %made)
{
	sql("INSERT INTO stored_$type SELECT 3, $made{$type}");
	is(sql("SELECT count(*) FROM stored_$type"), 3, "$type: rows stored before, between and after");
	is(stored($type), $before{$type}, "$type: all give the same");
}

# --- Everything else ----------------------------------------------------------------

for my $name (qw(assessments constructors documents document_render document_verify distributions every_function
	explain labels method method_in_plpgsql method_sensitivity mixes rank_outlook result sensitivity targets task_aggregates task_windows zone_probability
	catalog_import catalog_scores catalog_views))
{
	is(lines_that_differ(slurp_file("$root/expected/$name.out"), output_of($name)), '', "$name gives what it gives without");
}

# --- What is no such attribute ------------------------------------------------------

# One of the fields dropped and added: the others no longer are where they were.
for my $drop ([ 'aijri_evidence', 'wage_trends', 'evidence_total(aijri_evidence(1, 1, 1, 1, 1))' ],
	[ 'aijri_histogram_bar', 'weight', q{count(*) FROM dist_histogram('{count: 0}', 50)} ])
{
	my ($type, $field, $use) = @$drop;
	my ($status, $out, $err) =
	  $node->psql('postgres', "\\set VERBOSITY sqlstate\nBEGIN; ALTER TYPE $type DROP ATTRIBUTE $field CASCADE; ALTER TYPE $type ADD ATTRIBUTE $field float8 CASCADE; SELECT $use");

	like($err, qr/ERROR:  42804/, "$type: a field that was dropped and added is refused");
}

$node->stop;
done_testing();

# The JSON Schema of assessments, compared with import_json() of a catalog by a
# validator that is independent of the extension: both accept the same documents.
# The template, filled in, loads.
#
# The validator is python3-jsonschema or, with npm's packages, ajv; where there is
# neither, this is skipped.

use strict;
use warnings;

use AijriTest;
use JSON::PP ();
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('json_schema', 'log_statement = none', 'jit = off');
my $folder = PostgreSQL::Test::Utils::tempdir();
my $json = JSON::PP->new->canonical->allow_nonref;

$node->safe_psql('postgres', q{
	CREATE EXTENSION aijri;
	SELECT aijri_create_catalog('jobs');
	CREATE FUNCTION import_problem(document text) RETURNS text LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM jobs.import_json(document::jsonb);
		RETURN NULL;
	EXCEPTION WHEN OTHERS THEN
		RETURN sqlerrm;
	END $$});

# --- The template -----------------------------------------------------------------

my $template = $node->safe_psql('postgres', 'SELECT aijri_template()');
is($node->safe_psql('postgres', q{
		SELECT a.error, (a.document).assessment.evidence IS NULL, (a.document).assessment.growth,
			(SELECT count(*) FROM unnest((a.document).assessment.tasks) t WHERE t.score IS NOT NULL)
		FROM aijri_try_parse(aijri_template()) a}),
	'|t||0', 'the template is read, and nothing in it is rated');
is($node->safe_psql('postgres', q{SELECT aijri_render(aijri_parse(aijri_template())) = aijri_template()}), 't', 'it is in canonical form');
is($node->safe_psql('postgres', q{SELECT count(*) FROM aijri_verify(aijri_template())}), '0', 'it states nothing');
is(scalar(() = $template =~ /\| not rated \| \[-?\d \(/g), 14, 'every rating has its scale beside it');
(my $filled = $template) =~ s/\[Job title[^]]*\]/Filled In/;
$filled =~ s/not rated \| \[([-\d]+) /$1 | [$1 /g;
$filled =~ s/100% \| not rated/100% | 4/;
$node->safe_psql('postgres', 'CREATE TABLE filled (content text)');
$node->safe_psql('postgres', "INSERT INTO filled VALUES (\$template\$$filled\$template\$)");
$node->safe_psql('postgres', 'SELECT jobs.import_document(content) FROM filled');
is($node->safe_psql('postgres', 'SELECT title, task_resistance, evidence_total, zone FROM jobs.scored_role'),
	'Filled In|2|-10|Red', 'filled in by hand, it loads and has a score');

# --- The schema, as others read it ---------------------------------------------------

my $schema = $node->safe_psql('postgres', 'SELECT aijri_json_schema()');
my $decoded = $json->decode($schema);
is($decoded->{'$schema'}, 'https://json-schema.org/draft/2020-12/schema', 'it says which draft it is');
is_deeply($decoded->{properties}{assessment}{properties}{evidence}{properties}{wage_trends}{type}, [ 'integer', 'null' ], 'ratings are whole numbers or null');
is_deeply([ @{ $decoded->{properties}{assessment}{properties}{evidence}{properties}{wage_trends} }{qw(minimum maximum)} ], [ -2, 2 ], 'of their range');
my $missing = 0;
my @objects = $decoded;
while (my $object = shift @objects)
{
	foreach my $property (values %{ $object->{properties} })
	{
		$missing++ if !$property->{description} && !$object->{properties}{published};
		push @objects, grep { $_->{properties} } $property, $property->{items} // {};
	}
}
is($missing, 0, 'every property has a description');

my $validator = <<'PYTHON';
import json, sys
import jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for line in open(sys.argv[2], encoding='utf-8'):
    print('1' if validator.is_valid(json.loads(line)) else '0')
PYTHON
my $ajv = <<'NODE';
const fs = require('fs');
const Ajv = require('ajv/dist/2020');
const validate = new Ajv({strict: false, allErrors: false}).compile(JSON.parse(fs.readFileSync(process.argv[2])));
for (const line of fs.readFileSync(process.argv[3], 'utf8').trim().split('\n'))
	console.log(validate(JSON.parse(line)) ? '1' : '0');
NODE
my @command = system('python3 -c "import jsonschema; jsonschema.Draft202012Validator" 2>/dev/null') == 0 ? ('python3', "$folder/validate.py")
  : system(q{node -e "require('ajv/dist/2020')" 2>/dev/null}) == 0 ? ('node', "$folder/validate.js") : ();

# --- Documents, right and wrong -------------------------------------------------------

srand seed();
sub one_of { return $_[ rand @_ ] }

my %rating = (evidence => [qw(job_postings company_actions wage_trends tool_maturity expert_consensus)],
	barriers => [qw(regulatory physical_presence union_bargaining liability cultural)], principles => [qw(physicality connection judgment)]);
my %range = (evidence => [ -2, 2 ], barriers => [ 0, 2 ], principles => [ 0, 3 ]);

sub number { my ($text) = @_; return \"$text" }    # as it is written

sub right_document
{
	my ($n) = @_;
	my %document = (title => one_of("Role $n", " Role $n\t", 'x' x 400, "R\x{f6}le $n \x{1F642}"));
	$document{$_} = one_of(undef, '', "text $n", "two\nlines") foreach grep { rand() < 0.3 } qw(primary_function role_is_not typical_experience seniority_note override_reason);
	$document{seniority} = one_of(undef, '', 'Mid', ' ' . 'y' x 100 . ' ') if rand() < 0.5;
	$document{override_score} = one_of(undef, number(0), number('99.99'), number(100)) if rand() < 0.3;
	@document{qw(timeline_min_months timeline_max_months)} = one_of([ undef, undef ], [ number(0), number(1200) ], [ number('12.0'), undef ], [ undef, number(5) ])->@* if rand() < 0.4;
	$document{next_roles} = one_of(undef, [], [ { title => 'Next', score => one_of(undef, number('50.5')), reason => one_of(undef, 'r') } ]) if rand() < 0.4;
	$document{narrative} = one_of(undef, {}, { timeline => 'soon' }) if rand() < 0.3;
	$document{stated} = one_of(undef, {}, { zone => one_of(undef, 'Red'), published => number('7.9'), quick_screen => 'any' }) if rand() < 0.3;
	return \%document if rand() < 0.1;

	my %assessment;
	$assessment{tasks} = one_of(undef, [], [ map { my %task = (name => one_of("task $_", "task $_", 'Total cost control', 'Sum up', 'Totaling (daily) sales', 'Subtotal x'), time_pct => one_of(number(0), number(50), number('0.000001'), number('1e9'), number('33.3333333333'), undef));
		$task{score} = one_of(undef, map { number($_) } 1 .. 5, '4.0') if rand() < 0.8;
		$task{mode} = one_of(undef, 'displacement', 'AUGMENTATION', 'Not Involved', 'not_involved', ' dis-placement ', "not\tinvolved\n") if rand() < 0.8;
		\%task } 1 .. 1 + rand 4 ]);
	$assessment{growth} = one_of(undef, map { number($_) } -2 .. 2) if rand() < 0.8;
	foreach my $group (keys %rating)
	{
		next if rand() < 0.2;
		$assessment{$group} = { map { rand() < 0.8 ? ($_ => one_of(undef, map { number($_) } $range{$group}[0] .. $range{$group}[1])) : () } @{ $rating{$group} } };
	}
	$document{assessment} = \%assessment;
	return \%document;
}

# Something wrong somewhere: a value of another kind, one beyond the range, a name.
my @spoil = (
	sub { $_[0]{title} = one_of(undef, '', "  \n", number(5), [], 'z' x 401) },
	sub { delete $_[0]{title} },
	sub { $_[0]{seniority} = one_of('z' x 101, number(1), {}) },
	sub { $_[0]{ one_of('Title', 'score', 'tasks', 'x') } = 'y' },
	sub { $_[0]{primary_function} = one_of(number(1), [], {}, JSON::PP::true()) },
	sub { $_[0]{override_score} = one_of(number('-0.1'), number('100.1'), 'high') },
	sub { $_[0]{timeline_min_months} = one_of(number(-1), number(1201), number('1.5'), 'soon'); $_[0]{timeline_max_months} = undef },
	sub { $_[0]{next_roles} = one_of({}, 'x', [undef], [ {} ], [ { title => undef } ], [ { title => 'a', score => number(101) } ], [ { title => 'a', why => 'b' } ], ['a']) },
	sub { $_[0]{narrative} = one_of([], 'x', number(1)) },
	sub { $_[0]{stated} = one_of([], 'x', { zone => 'Blue' }, { sublabel => 'Red (Urgent)' }, { score => 'x' }, { other => number(1) }) },
	sub { $_[0]{assessment} = one_of([], 'x', number(1), { task => [] }) },
	sub { $_[0]{assessment}{growth} = one_of(number(3), number(-3), number('0.5'), '1x', []) },
	sub { $_[0]{assessment}{tasks} = one_of({}, 'x', [undef], ['a'], [ {} ], [ { name => undef } ], [ { time_pct => number(5) } ]) },
	sub { $_[0]{assessment}{tasks} = [ { name => 'a', one_of([ time_pct => one_of(number(-1), number('1e10'), number('4e-7'), 'half') ], [ score => one_of(number(0), number(6), number('2.5'), 'high') ],
		[ mode => one_of('none', '', number(1), 'displaced', "not\tinvolved\x{e9}") ], [ weight => number(1) ])->@* } ] },
	sub { $_[0]{assessment}{tasks} = [ { name => 'a' }, { name => one_of('Total', ' **TOTAL** ', 'totals:', 'Grand Total (all)', 'sum total', "\x{ff34}otal", "\x{3a3}", 'Sub-total') } ] },
	map { my $group = $_; (sub { $_[0]{assessment}{$group} = one_of([], 'x', { $rating{$group}[0] => one_of(number($range{$group}[1] + 1), number($range{$group}[0] - 1), number('0.5'), 'x') }, { other => number(1) }) }) x 2 } keys %rating);

sub written
{
	my ($value) = @_;
	return 'null' if !defined $value;
	return $$value if ref $value eq 'SCALAR';
	return '[' . join(', ', map { written($_) } @$value) . ']' if ref $value eq 'ARRAY';
	return '{' . join(', ', map { $json->encode($_) . ': ' . written($value->{$_}) } sort keys %$value) . '}' if ref $value eq 'HASH';
	return $json->encode($value);
}

# Cells in texts, which the schema leaves out, are read as those of documents are.
$node->safe_psql('postgres', q{
	SELECT jobs.import_json(format('{"title": "Cell %s", "assessment": {"tasks": [{"name": "t", "time_pct": "%s", "score": "%s", "mode": "%s"}]}}', n, time, score, mode)::jsonb)
	FROM unnest('{60%,"12,5 %","33,3","\\\\u00a050\\\\u202f%","\\\\uff11\\\\uff10","1e1","+5"}'::text[], '{3,"4,0","not rated","n/a","\\\\u00a05","**2**","&#51;"}'::text[],
		'{augmentation,"not\\\\u00a0involved","Not-Involved",DISPLACEMENT,"*augmentation*",not_involved,"dis placement"}'::text[]) WITH ORDINALITY AS c (time, score, mode, n)});
my $cells = $node->safe_psql('postgres', q{
	SELECT string_agg(concat_ws('/', t.time_pct, coalesce(t.score::text, 'NULL'), t.mode), ' ' ORDER BY r.title)
	FROM jobs.task t JOIN jobs.assessment a USING (assessment_id) JOIN jobs.role r USING (role_id) WHERE r.title LIKE 'Cell%'});
is($cells, '60/3/augmentation 12.5/4/not involved 33.3/NULL/not involved 50/NULL/displacement 10/5/augmentation 10/2/not involved 5/3/displacement', 'texts in place of numbers are cells');
is($node->safe_psql('postgres', q{
		SELECT string_agg(left(import_problem(format('{"title": "Cell", "assessment": {"growth": "%s"}}', c)), 30), ', ') FROM unnest('{"",1%,"1,000",one,1.5,3}'::text[]) c}),
	'growth "" is not a number, growth "1%" is not a number, growth "1,000" is ambiguous, growth "one" is not a number, growth 1.5 is not a whole numb, growth 3 is out of range', 'and what cannot be read is refused');

SKIP:
{
	skip 'there is no validator (python3-jsonschema, or ajv)', 5 if !@command;

	my @documents;
	foreach my $n (1 .. 1500)
	{
		my $document = right_document($n);
		$document->{assessment} = {} if $n % 2 && ref $document->{assessment} ne 'HASH';
		one_of(@spoil)->($document) if $n % 2;
		push @documents, written($document);
	}
	open my $file, '>:utf8', "$folder/documents.json" or die $!;
	print $file "$_\n" foreach @documents;
	close $file;
	foreach my $each ([ 'schema.json', $schema ], [ 'validate.py', $validator ], [ 'validate.js', $ajv ])
	{
		open my $out, '>', "$folder/$each->[0]" or die $!;
		print $out $each->[1];
		close $out;
	}
	my ($output, $error) = run_command([ @command, "$folder/schema.json", "$folder/documents.json" ]);
	is($error, '', "the schema is one ($command[0])");
	my @admitted = split /\n/, $output;
	$node->safe_psql('postgres', "CREATE TABLE tried (n serial, document text)");
	$node->safe_psql('postgres', "COPY tried (document) FROM '$folder/documents.json' (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')");
	my @problems = split /\n/, $node->safe_psql('postgres', q{SELECT coalesce('0' || replace(import_problem(document), E'\n', ' '), '1') FROM tried ORDER BY n}), -1;
	is(scalar @admitted, scalar @documents, 'every document was judged');
	my @differ = grep { substr($problems[$_], 0, 1) ne $admitted[$_] } 0 .. $#documents;
	is(scalar @differ, 0, 'what the schema admits import_json takes, and nothing else')
	  or diag(map { "schema $admitted[$_], import $problems[$_]: " . substr($documents[$_], 0, 400) . "\n" } @differ[ 0 .. ($#differ > 9 ? 9 : $#differ) ]);
	cmp_ok(scalar(grep { $_ } @admitted), '>', 600, 'many are right');
	cmp_ok(scalar(grep { !$_ } @admitted), '>', 600, 'and many are wrong');
}

$node->stop;
done_testing();

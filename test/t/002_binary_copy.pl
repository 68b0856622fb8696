# Binary input of the extension's types, by binary COPY: values survive the round
# trip bit by bit, also into another database. Data that is short, long, scrambled,
# or out of range ends in a clean error, and so do thousands of files with random
# damage.

use strict;
use warnings;

use AijriTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('binary_copy', 'log_statement = none');
my $dir = PostgreSQL::Test::Utils::tempdir();

my $tables = <<'EOS';
CREATE EXTENSION aijri;
CREATE TABLE rated (
	assessment aijri_assessment, method aijri_method, modes aijri_mode[],
	zone aijri_zone, growth aijri_growth_rating
);
CREATE TABLE evidence (e aijri_evidence);
CREATE TABLE assessed (a aijri_assessment);
CREATE TABLE arithmetic (m aijri_method);
EOS
my $rows = <<'EOS';
INSERT INTO rated
SELECT aijri_assessment(
		ARRAY(SELECT aijri_task('task ' || repeat('x', i * 50), j / 3.0 + i, (i + j) % 5 + 1,
				(enum_range(NULL::aijri_mode))[(i + j) % 5])
			FROM generate_series(1, i) AS j),
		aijri_evidence(i % 5 - 2, 1, NULLIF(i % 3, 2), 0, -2),
		aijri_barriers(i % 3, 0, 1, 2, 0),
		i % 5 - 2,
		CASE WHEN i % 2 = 0 THEN aijri_principles(0, 3, NULL) END),
	CASE WHEN i % 3 > 0 THEN
		aijri_method(jsonb_build_object('raw_span', i / 7.0 + 1, 'screen_red_max', i % 9))
	END,
	enum_range(NULL::aijri_mode) || NULL, 'Yellow', NULLIF(i % 5 - 2, 0)
FROM generate_series(0, 30) AS i;
INSERT INTO rated VALUES (NULL, NULL, NULL, NULL, NULL);
EOS
$node->safe_psql('postgres', $tables . $rows);

# In another database the types have other OIDs.
$node->safe_psql('postgres', 'CREATE DATABASE other');
$node->safe_psql('other', 'CREATE TYPE first AS (a int);' . $tables);

# --- Out and in again -------------------------------------------------------

my $all = q{SELECT r, aijri_result(assessment) FROM rated AS r ORDER BY r::text};
my $before = $node->safe_psql('postgres', $all);

$node->safe_psql('postgres',
	qq{COPY rated TO '$dir/rated' (FORMAT binary); TRUNCATE rated;
	COPY rated FROM '$dir/rated' (FORMAT binary)});
is($node->safe_psql('postgres', $all), $before, 'binary round trip');

$node->safe_psql('other', qq{COPY rated FROM '$dir/rated' (FORMAT binary)});
is($node->safe_psql('other', $all), $before, 'binary copy into another database');

# --- Single mistakes --------------------------------------------------------

# A file for COPY with one row of one column.
sub copy_file
{
	my ($name, $value) = @_;
	open my $file, '>:raw', "$dir/$name" or die "$dir/$name: $!";
	print $file "PGCOPY\n\xff\r\n\0", pack('N N', 0, 0),
	  pack('n N/a*', 1, $value), pack('n', 0xffff);
	close $file or die "$dir/$name: $!";
	return "$dir/$name";
}

my %oid = split /[|\n]/,
  $node->safe_psql('postgres',
	q{SELECT typname, oid FROM pg_type WHERE typname ~ 'aijri|float8|text|^bool$'});

# A composite value from [type, bytes] of each field; undef: NULL.
sub composite
{
	return pack('N', scalar @_) . join '', map {
		pack('N', $oid{ $_->[0] })
		  . (
			defined $_->[1] ? pack('N/a*', $_->[1])
			: pack('N', 0xffffffff))
	} @_;
}

# An array of such, of one dimension unless the caller says otherwise.
sub array
{
	my ($type, $elements, $dimensions) = @_;
	my $has_null = grep { !defined } @$elements;

	$dimensions = [ [ scalar @$elements, 1 ] ] unless $dimensions;
	return pack('N N N', scalar @$dimensions, $has_null ? 1 : 0, $oid{$type})
	  . join('', map { pack('N N', @$_) } @$dimensions)
	  . join('',
		map { defined $_ ? pack('N/a*', $_) : pack('N', 0xffffffff) }
		  @$elements);
}

sub float8 { return pack('d>', $_[0]) }
sub rating { return [ 'aijri_evidence_rating', defined $_[0] ? float8($_[0]) : undef ] }

sub task
{
	my ($time, $score, $mode) = @_;
	return composite(
		[ text => 'a task' ],
		[ aijri_task_time => float8($time) ],
		[ aijri_task_score => float8($score) ],
		[ aijri_mode => $mode ]);
}

sub assessment
{
	my ($tasks) = @_;
	return composite(
		[ _aijri_task => $tasks ],
		[ aijri_evidence => composite(map { rating(1) } 1 .. 5) ],
		[
			aijri_barriers =>
			  composite(map { [ aijri_barrier_rating => float8(1) ] } 1 .. 5)
		],
		[ aijri_growth_rating => float8(2) ],
		[ aijri_principles => undef ]);
}

my $evidence = composite(map { rating($_) } -2 .. 2);
my $nan = pack('H*', '7ff8000000000001');
my $infinite = pack('H*', '7ff0000000000000');

sub evidence_is
{
	my ($name, $value, $expected) = @_;
	my $file = copy_file('evidence', $value);

	is( outcomes(
			$node, 'postgres',
			qq{TRUNCATE evidence;
			COPY evidence FROM '$file' (FORMAT binary);
			SELECT e, evidence_total(e) FROM evidence}),
		$expected,
		"evidence: $name");
}

evidence_is('as it should be', $evidence, '(-2,-1,0,1,2)|0');
evidence_is('a rating that is missing',
	composite(map { rating($_) } undef, 1, 1, 1, 1), '(,1,1,1,1)|');
evidence_is('no bytes at all', '', 'ERROR 08P01');
evidence_is('cut off in the middle', substr($evidence, 0, 40), 'ERROR 08P01');
evidence_is('cut off at the end', substr($evidence, 0, -1), 'ERROR 22P03');
evidence_is('a byte too many', $evidence . "\0", 'ERROR 22P03');
evidence_is('four fields', composite(map { rating($_) } 1 .. 4), 'ERROR 42804');
evidence_is('six fields', composite(map { rating(1) } 1 .. 6), 'ERROR 42804');
evidence_is('a negative number of fields', pack('N', 0xffffffff), 'ERROR 42804');
evidence_is('a rating out of range', composite(map { rating($_) } -1 .. 3), 'ERROR 23514');
evidence_is('a rating with a fraction',
	composite(map { rating($_ / 2) } 0 .. 4), 'ERROR 23514');
evidence_is('not a number',
	composite([ aijri_evidence_rating => $nan ], map { rating(1) } 1 .. 4), 'ERROR 23514');
evidence_is('infinity',
	composite([ aijri_evidence_rating => $infinite ], map { rating(1) } 1 .. 4),
	'ERROR 23514');
evidence_is('a rating of four bytes',
	composite([ aijri_evidence_rating => 'abcd' ], map { rating(1) } 1 .. 4), 'ERROR 08P01');
evidence_is('a rating of nine bytes',
	composite([ aijri_evidence_rating => float8(1) . 'x' ], map { rating(1) } 1 .. 4),
	'ERROR 22P03');
evidence_is('a length beyond the end',
	pack('N N N', 5, $oid{aijri_evidence_rating}, 0x7fffffff) . float8(1), 'ERROR 22P03');

sub assessment_is
{
	my ($name, $tasks, $expected) = @_;
	my $file = copy_file('assessment', assessment($tasks));

	is( outcomes(
			$node, 'postgres',
			qq{TRUNCATE assessed;
			COPY assessed FROM '$file' (FORMAT binary);
			SELECT published_score(aijri_score(a)) FROM assessed;
			SELECT published, displacement_pct FROM assessed, aijri_result(a)}),
		$expected,
		"assessment: $name");
}

assessment_is('as it should be',
	array('aijri_task', [ task(30, 2, 'displacement'), task(10, 2, undef) ]),
	"66.4\n66.4|75");
assessment_is('no tasks', array('aijri_task', [], []), "\n|");
assessment_is('a task that is NULL', array('aijri_task', [undef]), "\n|");
assessment_is('bounds that begin at -7',
	array('aijri_task', [ task(1, 2, undef) ], [ [ 1, 2**32 - 7 ] ]), "66.4\n66.4|0");
assessment_is('tasks in two dimensions',
	array('aijri_task', [ (task(1, 2, undef)) x 4 ], [ [ 2, 1 ], [ 2, 1 ] ]),
	"ERROR 22023\nERROR 22023");
assessment_is('more tasks promised than sent',
	array('aijri_task', [ task(1, 2, undef) ], [ [ 100, 1 ] ]), 'ERROR 08P01');
assessment_is('more tasks promised than there can be',
	array('aijri_task', [], [ [ 0x7fffffff, 1 ] ]), 'ERROR 54000');
assessment_is('elements of another type',
	array('float8', [ float8(1) ]), 'ERROR 42804');
assessment_is('a score of 6', array('aijri_task', [ task(1, 6, undef) ]), 'ERROR 23514');
assessment_is('a negative time', array('aijri_task', [ task(-1, 1, undef) ]),
	'ERROR 23514');
assessment_is('a time that would round to nothing',
	array('aijri_task', [ task(1e-9, 1, undef) ]), 'ERROR 23514');
assessment_is('an unknown mode', array('aijri_task', [ task(1, 1, 'automation') ]),
	'ERROR 22P02');
assessment_is('a mode that is not text',
	array('aijri_task', [ task(1, 1, "\xff\xfe") ]), 'ERROR 22021');
assessment_is('a name with a zero byte',
	array(
		'aijri_task',
		[
			composite(
				[ text => "a\0b" ],
				[ aijri_task_time => undef ],
				[ aijri_task_score => undef ],
				[ aijri_mode => undef ])
		]),
	'ERROR 22021');

# A method is legal as a whole only if Yellow does not begin above Green, which
# no type can know; the functions do.
my @method = split /,/, $node->safe_psql('postgres', q{SELECT trim('()' FROM aijri_method()::text)});
my @method_types = split /\n/, $node->safe_psql('postgres',
	q{SELECT atttypid::regtype FROM pg_attribute
	WHERE attrelid = 'aijri_method'::regclass ORDER BY attnum});

sub method_is
{
	my ($name, $field, $value, $expected) = @_;
	my @values = @method;
	$values[$field] = $value;
	my $file = copy_file(
		'method',
		composite(
			map {
				[
					$method_types[$_],
					defined $values[$_] && $values[$_] ne ''
					? float8($values[$_])
					: undef
				]
			} 0 .. $#method_types));

	is( outcomes(
			$node, 'postgres',
			qq{TRUNCATE arithmetic;
			COPY arithmetic FROM '$file' (FORMAT binary);
			SELECT zone_of(30, m) FROM arithmetic}),
		$expected,
		"method: $name");
}

method_is('the default', 0, $method[0], 'Yellow');
method_is('a step out of range', 0, 0.2, 'ERROR 23514');
method_is('a step that is NULL', 0, undef, 'ERROR 22023');
method_is('Yellow from above Green', 7, 60, 'ERROR 22023');

# --- Random damage ----------------------------------------------------------

# Each file is a good one with some bytes changed, cut out or put in.  Reading
# it ends in rows, which every function must then be able to take, or in one of
# the errors that PostgreSQL or the extension have for bad input.
my $seed = seed();
srand($seed);

my @interesting = (
	"\0", "\1", "\x7f", "\x80", "\xff",
	"\xff\xff\xff\xff", "\x7f\xff\xff\xff", "\0\0\0\0");
my $script = '';
my $files = 2000;

# Short names, so that the damage is in numbers, lengths and types.
$node->safe_psql(
	'postgres', qq{
	COPY (
		SELECT aijri_assessment(
				ARRAY(SELECT aijri_task('t', time_pct, score, mode)
					FROM unnest((assessment).tasks)),
				(assessment).evidence, (assessment).barriers, growth,
				(assessment).principles),
			method, modes, zone, growth
		FROM rated WHERE cardinality((assessment).tasks) BETWEEN 1 AND 5)
	TO '$dir/few' (FORMAT binary)});
my $good = slurp_file("$dir/few");
$node->safe_psql('postgres', 'TRUNCATE rated');
for my $i (1 .. $files)
{
	my $bad = $good;
	for (0 .. int(rand 4))
	{
		my $at = 19 + int(rand(length($bad) - 19));
		my $kind = int(rand 5);
		my $bytes =
		  $kind < 2 ? chr(int(rand 256)) : $interesting[ int(rand @interesting) ];
		my $replaced =
			$kind == 3 ? 0
		  : $kind == 4 ? length($bytes) + int(rand 9)
		  :              length $bytes;
		substr($bad, $at, $replaced) = $bytes if $at + $replaced < length $bad;
	}
	open my $file, '>:raw', "$dir/bad.$i" or die $!;
	print $file $bad;
	close $file;
	$script .= <<"EOS";
BEGIN;
COPY rated FROM '$dir/bad.$i' (FORMAT binary);
SELECT count(*) FROM rated WHERE aijri_result(assessment, method) IS NULL;
ROLLBACK;
EOS
}
my %count;
$count{$_}++ for split /\n/, outcomes($node, 'postgres', $script);
note("$count{$_} x $_") for sort keys %count;

# 25P02: the statement after the error, in the same transaction.
my @other = grep {
	!/^(\d+|ERROR (08P01|22\w{3}|23514|25P02|42804|42703|54000|54001|54P01|53200))$/
} keys %count;
is("@other", '', "$files damaged files: clean errors only");
is($node->safe_psql('postgres', 'SELECT zone_of(30)'), 'Yellow', 'the server is up');
ok( slurp_file($node->logfile) !~ /XX\d\d\d|was terminated by signal|TRAP:/,
	'no internal error and no crash in the server log');

$node->stop;
done_testing();

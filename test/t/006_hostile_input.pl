# Any input in any form returns a value that survives output and input, or raises an
# error about the input.
#
#   binary    every type of the extension, its arrays and domains, read by the
#             functions that binary COPY and drivers use
#   states    what aggregates hand from one process to another
#   text      the same types, and every function that reads text
#   jsonb     methods, narratives, and documents as import_json() of a catalog
#             takes them
#
# Good values are damaged thousands of times, at random from a seed.  AIJRI_CASES is the
# number of times for each (default: 500).

use strict;
use warnings;

use AijriTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $cases = $ENV{AIJRI_CASES} || 500;
my $node = start_node('hostile_input', 'log_statement = none', 'log_min_messages = panic', 'jit = off');
my $dir = PostgreSQL::Test::Utils::tempdir();
my $seed = seed();
my $total = 0;

# --- A module that hands bytes to the functions that read them ----------------

my $config = $ENV{PG_CONFIG} || 'pg_config';
my $compiler = $ENV{CC} || 'cc';
chomp(my $headers = `$config --includedir-server`);
system("$compiler -shared -fPIC -O1 -w -I'$headers' test/fuzz/server_input.c -o '$dir/server_input.so'") == 0
  or plan skip_all => 'the module for this test does not compile here';

$node->safe_psql(
	'postgres', qq{
	CREATE EXTENSION aijri;
	CREATE FUNCTION damaged(bytea, bigint) RETURNS bytea AS '$dir/server_input', 'damaged' LANGUAGE C STRICT;
	CREATE FUNCTION damaged_text(text, bigint) RETURNS text AS '$dir/server_input', 'damaged_text' LANGUAGE C STRICT;
	CREATE FUNCTION received(regtype, bytea) RETURNS text AS '$dir/server_input', 'received' LANGUAGE C STRICT;
	CREATE FUNCTION sent(regtype, text) RETURNS bytea AS '$dir/server_input', 'sent' LANGUAGE C STRICT;
	CREATE FUNCTION deserialized(regproc, regproc, regproc, bytea) RETURNS bytea
		AS '$dir/server_input', 'deserialized' LANGUAGE C STRICT;
	CREATE TABLE outcome (kind text, input text, outcome text, example text);
	CREATE FUNCTION note(k text, i text, o text, e text) RETURNS void LANGUAGE sql BEGIN ATOMIC
		INSERT INTO outcome VALUES (k, i, o, e);
	END});

sub sql { return $node->safe_psql('postgres', $_[0]) }

# Runs an expression over every seed, catching errors; \$1 is the seed.  It gives
# NULL where all is well, or what is wrong.
sub attempt
{
	my ($kind, $input, $expression, $how_many) = @_;

	$total += $how_many;
	# not safe_psql: a crash of the server is a finding, not the end of the test
	my ($status, $out, $error) = $node->psql(
		'postgres', qq{
		DO \$do\$
		DECLARE
			found text;
		BEGIN
			FOR i IN 0 .. $how_many LOOP
				BEGIN
					found := coalesce(($expression), 'value');
				EXCEPTION WHEN OTHERS THEN
					found := SQLSTATE;
					-- PostgreSQL's own readers of jsonb know no better
					IF SQLERRM LIKE 'unsupported jsonb version number%' THEN
						found := '22P03';
					ELSIF found LIKE 'XX%' THEN
						found := found || ' ' || SQLERRM;
					END IF;
				END;
				PERFORM note('$kind', \$input\$$input\$input\$, found, i::text);
			END LOOP;
		END \$do\$});
	is($status, 0, "$kind: $input") or diag($error);
	return;
}

# --- Good values, as text -----------------------------------------------------

my $tasks = q{ARRAY[aijri_task('Plant', 60, 2, 'augmentation'), aijri_task('Weed', 40, 1), NULL]};
my $assessment = qq{aijri_assessment((${tasks})[1:2], aijri_evidence(1, 0, -1, 2, -2), aijri_barriers(0, 1, 2, 0, 0), 1, aijri_principles(3, 0, 1))};
my $document = qq{aijri_document('Gardener', $assessment, seniority => 'Lead', override_score => 55, override_reason => 'soil',
	timeline_min_months => 12, timeline_max_months => 24, next_roles => ARRAY[aijri_next_role('Guide', 50, 'knows')],
	narrative => '{"who_should_worry": "Nobody."}')};
my %good = (
	soc_code => [ q{'15-1252'::soc_code}, q{'15-1252.01'::soc_code} ],
	aijri_mix => [ q{'{2: 40, 5 displacement: 60.5}'::aijri_mix}, q{'{1: 0.000001, 3 not involved: 9999999999999999999999}'::aijri_mix}, q{'{}'::aijri_mix} ],
	aijri_distribution => [ q{(SELECT aijri_distribution(s, 2) FROM generate_series(0, 100) AS s)}, q{(SELECT aijri_distribution(s) FROM unnest('{1,2.55,99}'::float8[]) AS s)}, q{'{count: 0}'::aijri_distribution} ],
	aijri_task => [qq{(${tasks})[1]}],
	_aijri_task => [$tasks],
	aijri_evidence => [q{aijri_evidence(1, 0, -1, 2, -2)}],
	aijri_barriers => [q{aijri_barriers(0, 1, 2, 0, 0)}],
	aijri_principles => [q{aijri_principles(3, 0, 1)}],
	aijri_assessment => [$assessment],
	aijri_method => [q{aijri_method('{"green_min": 50}')}],
	aijri_result => [qq{(SELECT r FROM aijri_result($assessment) AS r)}],
	aijri_task_profile => [q{(SELECT task_profile(3, 10))}],
	aijri_document => [$document],
	aijri_next_role => [q{aijri_next_role('Guide', 50, 'knows')}],
	aijri_zone => [q{'Red'::aijri_zone}],
	aijri_sublabel => [q{'Yellow (Urgent)'::aijri_sublabel}],
	aijri_mode => [q{'not involved'::aijri_mode}]);

# Types that are not in the list: domains over float8, and rows of those that
# functions return, all NULL.
for my $type (split /\n/, sql(q{
	SELECT t.oid::regtype FROM pg_type t JOIN pg_depend ON objid = t.oid AND classid = 'pg_type'::regclass AND deptype = 'e'
		JOIN pg_extension e ON e.oid = refobjid AND extname = 'aijri'
	WHERE typtype IN ('c', 'd', 'b') AND typname !~ '^_' ORDER BY 1}))
{
	next if $good{$type};
	my $domain = sql("SELECT typtype = 'd' FROM pg_type WHERE oid = '$type'::regtype");
	if ($domain eq 't')
	{
		# 0.05 is within every range that does not ask for a whole number
		my ($value) = grep { outcomes($node, 'postgres', "SELECT '$_'::$type IS NULL") eq 'f' } '1', '0.05';
		$good{$type} = ["'$value'::$type"];
	}
	else
	{
		my $fields = sql("SELECT count(*) FROM pg_attribute a JOIN pg_type t ON t.typrelid = a.attrelid WHERE t.oid = '$type'::regtype AND attnum > 0");
		$good{$type} = [ "ROW(" . join(', ', ('NULL') x $fields) . ")::$type" ];
	}
}

# --- Binary -------------------------------------------------------------------

my $nth = 0;
for my $type (sort keys %good)
{
	my $name = $type =~ /^_(.*)/ ? "$1\[\]" : $type;
	my $each = int($cases / @{ $good{$type} });

	for my $value (@{ $good{$type} })
	{
		$nth++;
		sql("CREATE TABLE good$nth AS SELECT v::text AS text, sent('$name', v::text) AS bytes FROM (SELECT $value) AS s(v)");
		is(sql("SELECT received('$name', bytes) = text FROM good$nth"), 't', "$type goes out and in: $value");
		attempt('binary', $name, qq{
			SELECT CASE WHEN r IS DISTINCT FROM received('$name', sent('$name', r)) THEN 'goes out as another value: ' || r END
			FROM (SELECT received('$name', damaged(bytes, $seed * i::bigint)) AS r FROM good$nth OFFSET 0) AS s}, $each);
		attempt('text', $name, qq{
			SELECT CASE WHEN t.v IS DISTINCT FROM t.v::text::$name THEN 'goes out as another value: ' || t.v::text END
			FROM (SELECT damaged_text(text, $seed * i::bigint)::$name AS v FROM good$nth OFFSET 0) AS t}, $each);
	}
}

# --- States of aggregates -----------------------------------------------------

# Written by hand, from the description at the function that reads each.
sub wide { return pack('Q> Q>', 0, $_[0]) }
my $rows = '_task_mix_deserial, _task_mix_combine, _task_mix_serial';
my $sums = '_task_sums_deserial, _task_sums_combine, _task_sums_serial';
my $mixes = '_mix_sum_deserial, _mix_sum_combine, _mix_sum_serial';
my $scores = '_distribution_deserial, _distribution_combine, _distribution_serial';
my $role = '_role_result_deserial, _role_result_combine, _role_result_serial';
my $alpha = '_alpha_deserial, _alpha_combine, _alpha_serial';
my $corr = '_weighted_corr_deserial, _weighted_corr_combine, _weighted_corr_serial';
my $percentile = '_weighted_percentile_deserial, _weighted_percentile_combine, _weighted_percentile_serial';
for my $state (
	# a list of two tasks and a row skipped; sums in 32 bits, and in 128
	[ $rows, pack('C C C C N N', 1, 0, 2, 1, 30_000_000, 70_500_000) ],
	[ $rows, pack('C C q> q> N', 1, 2, 7, 1, 0b1001) . wide(30_000_000) . wide(70_500_000) ],
	[ $rows, pack('C C q> q> N', 1, 3, 7, 1, 0b1001) . wide(30_000_000_000) . wide(70_500_000_000) ],
	# two tasks of 30 and 70 units and a row skipped: in a word, and as sums; sums beyond 64 bits
	[ $sums, pack('C C Q>', 1, 0, 1 | 1 << 1 | 2 << 3 | 520 << 7 | 60 << 19 | 140 << 28 | 60 << 46 | 200 << 55) ],
	[ $sums, pack('C C q> q>', 1, 1, 2, 1) . join('', map { wide($_ * 1_000_000) } 100, 260, 30, 30, 70, 0) ],
	[ $sums, pack('C C q> q>', 1, 1, 1 << 40, 0) . join('', map { pack('Q> Q>', $_, 0) } 2, 7, 1, 1, 1, 0) ],
	# totals of which one is not rated, without a method and with one, before tasks
	[ $role, pack('C d> d> d> H16 C', 1, -8, 0, 0.5, '7ff8000000000000', 0) . pack('C C C C N N', 1, 1, 2, 1, 30_000_000, 70_500_000) ],
	[ $role, pack('C d>4 C d>10 H16 d>6', 1, 3, 2, -1, 4, 1, 0.04, 0.02, 0.05, 0.54, 7.93, 100, 48, 25, 3, 1.8, '7ff8000000000000', 3, 40, 20, 2, 2, 6) . pack('C C q> q> N', 1, 2, 7, 1, 0b1001) . wide(30_000_000) . wide(70_500_000) ],
	# ratings of two units, an integer (type 23) each or a text (25); none at all
	[ $alpha, pack('C C N N', 1, 1, 23, 2) . pack('N N' x 2, 4, 7, 4, 9) . pack('N', 3) . pack('N d>' x 3, 0, 1.5, 1, 2, 0, -3) ],
	[ $alpha, pack('C C N N', 1, 2, 25, 2) . pack('N/a N/a', 'unit', 'x') . pack('N', 2) . pack('N d>' x 2, 1, 1e308, 0, 0) ],
	[ $alpha, pack('C C', 1, 0) ],
	[ $corr, pack('C d>6', 1, 3, 1, 2, 0.5, 0.5, 0.25) ],
	[ $percentile, pack('C d> d>4', 1, 0.5, 1, 2, -3, 4) ],
	[ $mixes, pack('C q>', 1, 3) . join('', map { wide($_ * 1_000_000_000) } 1 .. 20) ],
	[ $scores, pack('H*', sql(q{SELECT encode(aijri_distribution_send(aijri_distribution(s, 3)), 'hex') FROM generate_series(0, 100, 9) AS s})) ])
{
	my $functions = $state->[0];
	my $call = join ', ', map { "'$_'::regproc" } split /, /, $functions;
	my $bytes = unpack 'H*', $state->[1];

	is(sql("SELECT encode(deserialized($call, '\\x$bytes'), 'hex')"), $bytes, "$functions: a state as it should be");
	attempt('state', $functions, qq{
		SELECT CASE WHEN r IS DISTINCT FROM deserialized($call, r) THEN 'goes out as another state: ' || encode(r, 'hex') END
		FROM (SELECT deserialized($call, damaged('\\x$bytes', $seed * i::bigint)) AS r OFFSET 0) AS s}, $cases);
}

# --- Text ---------------------------------------------------------------------

sql("CREATE TABLE written AS SELECT aijri_render($document) AS document");
my $damaged_document = "(SELECT damaged_text(document, $seed * i::bigint) AS d FROM written OFFSET 0) AS t";
attempt('document', $_->[0], "SELECT NULL FROM (SELECT $_->[1] FROM $damaged_document) AS s(v) WHERE v IS NULL", int($cases / 3))
  for [ 'aijri_parse', 'aijri_score((aijri_parse(d)).assessment)' ],
  [ 'aijri_try_parse', '((aijri_try_parse(d)).error IS NULL) = ((aijri_try_parse(d)).document IS NOT NULL)' ],
  [ 'aijri_verify', '(SELECT count(*) FROM aijri_verify(d))' ];
for my $text ("'displacement'", "'Not Involved'", "'15-1252.01'", "'=\"1,234.5E3\"'", "'detailed'")
{
	attempt('text', "functions of $text", "SELECT CASE
		WHEN concat_ws(' ', soc_try(t), labour_text(t), labour_number(t)) = t THEN NULL
		WHEN i % 3 = 0 THEN nullif(length(soc_parent('15-1252', t)::text), 7)::text
		WHEN i % 3 = 1 THEN nullif(mode_of(t), mode_of(mode_of(t)::text))::text
		ELSE nullif(soc_code(t)::text, soc_code(soc_code(t)::text)::text) END
		FROM (SELECT damaged_text($text, $seed * i::bigint) AS t OFFSET 0) AS s", int($cases / 5));
}

# --- jsonb --------------------------------------------------------------------

my $method = q{'{"green_min": 50, "yellow_min": 2.5e1, "exposed_from": 4, "imminent_max_evidence": null}'};
my $narrative = q{'{"who_should_worry": "Nobody.", "evidence": {"wage_trends": "rising", "x": [1, {"y": null}]}, "a \"b\"": ["c"], "title": true}'};
my $whole = qq{(SELECT to_jsonb($document)::text)};
for my $case ([ 'aijri_method', $method, 'aijri_method(j)' ], [ 'import_json', $whole, '_catalog_read_json(j)' ],
	[ 'aijri_render', $narrative, "aijri_render(aijri_document('x', $assessment, narrative => j))" ])
{
	my ($name, $json, $call) = @$case;
	attempt('jsonb', $name, qq{
		SELECT CASE WHEN $call IS NULL THEN 'nothing' END
		FROM (SELECT damaged_text($json, $seed * i::bigint)::jsonb AS j OFFSET 0) AS s}, $cases);
}

# --- What came of it ----------------------------------------------------------

# Errors of PostgreSQL's own readers, of rows and arrays say, are among these.
# 57014 and others, which are not about the input, are not.
my $clean = q{value|22\w{3}|08P01|23514|42804|42703|54000|54011|54P01|0A000};
note(sql(q{SELECT kind, outcome, count(*) FROM outcome GROUP BY 1, 2 ORDER BY 1, 2}));
is(sql("SELECT DISTINCT kind, input, outcome, min(example) FROM outcome WHERE outcome !~ '^($clean)\$' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LIMIT 20"),
	'', "$total damaged inputs: values and clean errors only");
is(sql(q{SELECT kind FROM outcome GROUP BY kind HAVING NOT bool_or(outcome = 'value') OR NOT bool_or(outcome <> 'value')}),
	'', 'of each kind there are values, and errors');
is(sql('SELECT zone_of(30)'), 'Yellow', 'the server is up');
unlike(slurp_file($node->logfile), qr/PANIC|was terminated by signal|TRAP:/, 'and has been all the time');

$node->stop;
done_testing();

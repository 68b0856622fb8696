# A moving frame removes a row by evaluating the aggregate's arguments again, and a
# function may then return another value than when the row was added: anyone who may
# create functions can declare them immutable. The server stays up, and an aggregate
# returns a value of its type, one that its input functions accept and that rows can
# have, or an error.

use strict;
use warnings;

use AijriTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $attempts = 400;    # for each aggregate
my $seed = seed();
srand($seed);
my $node = start_node('changing_arguments', 'log_statement = none', 'jit = off');
my $dir = PostgreSQL::Test::Utils::tempdir();

sub sql { return $node->safe_psql('postgres', @_) }

sub any { return $_[ rand @_ ] }

sql(q{
	CREATE EXTENSION aijri;
	CREATE ROLE somebody LOGIN;
	GRANT CREATE ON SCHEMA public TO somebody;
	SET ROLE somebody;
	-- One of the options: that of a row or, in a share of the calls, any of them.
	CREATE FUNCTION one_of(options anyarray, n bigint) RETURNS anyelement IMMUTABLE LANGUAGE plpgsql AS $$
		DECLARE
			own int := mod(hashint8(n * 31 + cardinality(options))::bigint + 2147483648, cardinality(options));
		BEGIN
			IF random() < current_setting('test.lies')::float8 THEN
				own := floor(random() * cardinality(options));
			END IF;
			RETURN options[1 + own];
		END $$;
	CREATE FUNCTION some_mix(n bigint) RETURNS aijri_mix IMMUTABLE LANGUAGE plpgsql AS
		$$BEGIN RETURN one_of('{"{1: 40, 5: 60}","{2: 1}","{3 augmentation: 0.5}","{5: 1000000000}",NULL}'::aijri_mix[], n); END$$;
	CREATE FUNCTION some_distribution(n bigint) RETURNS aijri_distribution IMMUTABLE LANGUAGE plpgsql AS $$
		BEGIN
			RETURN (SELECT aijri_distribution(one_of('{0,7.9,7.95,48,48.01,99.9,100}'::float8[], n * i), one_of('{1,1,0,1000000}'::float8[], n))
				FROM generate_series(1, one_of('{0,1,1,2,50}'::int[], n)) AS i);
		END $$;
	-- What a query gives goes into the table of its aggregate; or else its error.
	CREATE FUNCTION attempt(aggregate text, query text, lies float8) RETURNS text LANGUAGE plpgsql AS $$
		BEGIN
			PERFORM set_config('test.lies', lies::text, false);
			EXECUTE format('INSERT INTO result_%s SELECT * FROM (%s) AS moving (value) WHERE value IS NOT NULL', aggregate, query);
			RETURN 'value';
		EXCEPTION
			WHEN invalid_parameter_value OR numeric_value_out_of_range THEN
				RETURN CASE WHEN sqlerrm ~ '^an argument of .* changed between two evaluations$' THEN 'changed' ELSE 'illegal argument' END;
			WHEN OTHERS THEN
				RETURN sqlstate || ' ' || sqlerrm;
		END $$});

# --- Calls --------------------------------------------------------------------

my @scores = ('1,2,3,4,5,NULL', '1,2,3,4,5', '1,5', '1,2,3,4,5,NULL,0,6,-3,2.5,1e8,-1e300,NaN,Infinity');
my @times = ('0,0.5,5,10,17,255.5,NULL', '5,10,20', '0,0.5,5,134.3,1000.25,5000,1e9,NULL', '1,1e9', '5,1e10,-1,NaN');
my $mode = q{one_of('{displacement,augmentation,not involved,NULL}'::aijri_mode[], n)};
my @points = ('0,0.05,10,10.01,10.02,48,48.01,99.9,100,NULL', '10,20,30', '20,20.01,20.02,20.03,20.09', '1,101');
my @weights = ('0,0.001,1,3,1e6,NULL', '1,2,NULL,NULL', '1,-1');

sub argument { return "one_of('{" . any(@_) . "}'::float8[], n)" }

sub task_row { return argument(@scores) . ', ' . argument(@times) }

my %call = (
	task_resistance => sub { 'task_resistance(' . task_row() . ')' },
	exposed_pct => sub { 'exposed_pct(' . task_row() . ')' },
	task_profile => sub { 'task_profile(' . task_row() . any('', ", $mode") . ')' },
	task_mix => sub { 'task_mix(' . task_row() . any('', ", $mode") . ')' },
	mix_sum => sub { 'mix_sum(some_mix(n)' . any('', ', ' . argument(@weights)) . ')' },
	aijri_distribution => sub { 'aijri_distribution(' . argument(@points) . any('', ', ' . argument(@weights)) . ')' },
	distribution_sum => sub { 'distribution_sum(some_distribution(n))' });

sub frame
{
	return any('ROWS 1 PRECEDING', 'ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING',
		'ROWS 20 PRECEDING', 'ROWS BETWEEN 2 FOLLOWING AND 9 FOLLOWING', 'RANGE 4 PRECEDING', 'GROUPS 2 PRECEDING');
}

# --- What is wrong with a value -------------------------------------------------

# What is exposed scores 3 to 5, the rest 1 or 2.
my $profile = q{NOT ((value).tasks > 0 AND (value).unscored >= 0
	AND (value).time_total > 0 AND (value).time_total <= (value).tasks * 1e9
	AND 6 - (value).task_resistance BETWEEN 1 + (value).exposed_pct / 50 - 1e-5 AND 2 + (value).exposed_pct * 0.03 + 1e-5
	AND least((value).displacement_pct, (value).augmentation_pct, (value).not_involved_pct, (value).unstated_pct, (value).exposed_pct) >= 0
	AND (value).exposed_pct <= 100
	AND abs((value).displacement_pct + (value).augmentation_pct + (value).not_involved_pct + (value).unstated_pct - 100) < 1e-9)};
my %wrong = (
	task_resistance => 'NOT value BETWEEN 1 AND 5 OR value <> round(value::numeric, 6)::float8',
	exposed_pct => 'NOT value BETWEEN 0 AND 100',
	task_profile => $profile,
	map { ($_ => 'false') } qw(task_mix mix_sum aijri_distribution distribution_sum));

my %type = (
	task_resistance => 'float8',
	exposed_pct => 'float8',
	task_profile => 'aijri_task_profile',
	task_mix => 'aijri_mix',
	mix_sum => 'aijri_mix',
	aijri_distribution => 'aijri_distribution',
	distribution_sum => 'aijri_distribution');

# --- The tests ------------------------------------------------------------------

my @moving = split /\n/,
  sql(q{SELECT DISTINCT p.proname FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid
	JOIN pg_depend d ON d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e' WHERE a.aggminvtransfn <> 0 ORDER BY 1});
is_deeply([ sort keys %call ], \@moving, 'all aggregates that take rows back');

for my $aggregate (@moving)
{
	my $type = $type{$aggregate};
	my @values;

	foreach (1 .. $attempts)
	{
		my $query = sprintf 'SELECT %s OVER (ORDER BY n %s) FROM generate_series(1::bigint, %d) AS n', $call{$aggregate}->(), frame(), any(3, 10, 40);

		push @values, sprintf q{('%s', $q$%s$q$, %s)}, $aggregate, $query, any(0.01, 0.1, 1);
	}
	sql("SET ROLE somebody; CREATE TABLE result_$aggregate (value $type)");
	my %outcome = map { split /\t/ } split /\n/,
	  $node->safe_psql('postgres',
		"SET ROLE somebody; SELECT count(setseed(0.$seed)) \\gset\nSELECT outcome || E'\\t' || count(*) FROM (SELECT attempt(a, q, l) FROM (VALUES " . join(",\n", @values) . ') AS v (a, q, l) OFFSET 0) AS attempts (outcome) GROUP BY outcome');
	my @known = ('value', 'changed', 'illegal argument');
	my @unknown = grep {
		my $outcome = $_;
		!grep { $_ eq $outcome } @known
	} sort keys %outcome;

	note("$aggregate: " . join(', ', map { "$outcome{$_} $_" } sort keys %outcome));
	is(join("\n", @unknown), '', "$aggregate: values, and errors about arguments");
	ok($outcome{$_}, "$aggregate: $_") for @known[ 0, 1 ];

	is(sql("SELECT value FROM result_$aggregate WHERE $wrong{$aggregate} LIMIT 5"), '', "$aggregate: what rows can have");
	is(sql("SELECT value FROM result_$aggregate WHERE value::text::$type IS DISTINCT FROM value LIMIT 5"), '', "$aggregate: the same value from its text");
	sql(qq{
		CREATE TABLE again_$aggregate (value $type);
		COPY result_$aggregate TO '$dir/$aggregate' (FORMAT binary);
		COPY again_$aggregate FROM '$dir/$aggregate' (FORMAT binary)});
	is( sql("SELECT count(*) > 100 AND md5(string_agg(value::text, '/' ORDER BY value::text)) = (SELECT md5(string_agg(value::text, '/' ORDER BY value::text)) FROM again_$aggregate) FROM result_$aggregate"),
		't', "$aggregate: the same values from their bytes");
}
unlike(slurp_file($node->logfile), qr/PANIC|was terminated by signal|TRAP:|XX\d\d\d/, 'the server has been up all the time');

$node->stop;
done_testing();

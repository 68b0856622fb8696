# A moving frame gives a row back by evaluating the aggregate's arguments again, and
# a function may then give another value than when the row came in: whoever may
# create functions can call any of them immutable.  What a query gives then is its
# author's affair; that the server stays up is ours.

use strict;
use warnings;

use AijriTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $seed = seed();
my $node = start_node('changing_arguments', 'log_statement = none');

sub sql { return $node->safe_psql('postgres', @_) }

sql(q{
	CREATE EXTENSION aijri;
	CREATE ROLE somebody LOGIN;
	GRANT CREATE ON SCHEMA public TO somebody;
	SET ROLE somebody;
	-- one of the values, whichever
	CREATE FUNCTION one_of(anyarray, row_number bigint) RETURNS anyelement IMMUTABLE LANGUAGE plpgsql AS
		'BEGIN RETURN $1[1 + floor(random() * cardinality($1))]; END';
	CREATE FUNCTION some_mix(bigint) RETURNS aijri_mix IMMUTABLE LANGUAGE plpgsql AS
		$$BEGIN RETURN one_of('{"{1: 40, 5: 60}","{2: 1}","{3 augmentation: 0.5}","{5: 1000000000}",NULL}'::aijri_mix[], $1); END$$;
	CREATE FUNCTION some_distribution(n bigint) RETURNS aijri_distribution IMMUTABLE LANGUAGE plpgsql AS
		$$BEGIN RETURN (SELECT aijri_distribution(random() * 100, one_of('{1,1,0,1000000}'::float8[], n)) FROM generate_series(1, one_of('{0,1,1,2,50}'::int[], n))); END$$});

my $legal = q{'{1,2,3,4,5,NULL}'};
my $any = q{'{1,2,3,4,5,NULL,0,6,-3,2.5,1e8,-1e300,NaN,Infinity}'};
my $short = q{'{0,0.5,5,10,17,255.5,NULL}'};
my $long = q{'{0,0.5,5,134.3,1000.25,5000,1e9,NULL}'};
my $mode = q{one_of('{displacement,augmentation,not involved,NULL}'::aijri_mode[], n)};
my %calls;
for my $score ($legal, $any)
{
	for my $time ($short, $long, q{'{5,1e10,-1,NaN}'})
	{
		my $row = "one_of($score\::float8[], n), one_of($time\::float8[], n)";

		push @{ $calls{$_} }, "$_($row)", $_ eq 'task_resistance' || $_ eq 'exposed_pct' ? () : "$_($row, $mode)"
		  for qw(task_resistance exposed_pct task_profile task_mix);
	}
}
my $scores = q{one_of('{0,0.05,10,10.01,10.02,48,48.01,99.9,100,NULL}'::float8[], n)};
my $weights = q{one_of('{0,0.001,1,3,1e6,NULL}'::float8[], n)};
$calls{aijri_distribution} = [ "aijri_distribution($scores)", "aijri_distribution($scores, $weights)", "aijri_distribution(random() * 100)" ];
$calls{distribution_sum} = ['distribution_sum(some_distribution(n))'];
$calls{mix_sum} = [ 'mix_sum(some_mix(n))', "mix_sum(some_mix(n), $weights)" ];

my @moving = split /\n/,
  sql(q{SELECT DISTINCT p.proname FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid
	JOIN pg_depend d ON d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e' WHERE a.aggminvtransfn <> 0 ORDER BY 1});
is_deeply([ sort keys %calls ], \@moving, 'all aggregates that take rows back');

for my $aggregate (@moving)
{
	my %outcome;

	for my $call (@{ $calls{$aggregate} })
	{
		for my $frame ('ROWS 1 PRECEDING', 'ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING', 'ROWS 20 PRECEDING', 'ROWS BETWEEN 2 FOLLOWING AND 9 FOLLOWING')
		{
			for my $rows (40, 300)
			{
				my ($status, $out, $err) = $node->psql('postgres',
					"\\set VERBOSITY sqlstate\nSET ROLE somebody; SELECT setseed(0.$seed); SELECT count(a::text) FROM (SELECT $call OVER (ORDER BY n $frame) AS a FROM generate_series(1::bigint, $rows) AS n) AS s");

				$outcome{ $status == 0 ? 'value' : $err =~ /ERROR:\s+(22003|22023)$/m ? 'error' : $err }++;
			}
		}
	}
	is(join(', ', grep { $_ ne 'value' && $_ ne 'error' } keys %outcome), '', "$aggregate: values and errors about the values");
	ok($outcome{value}, "$aggregate: values, too");
}
unlike(slurp_file($node->logfile), qr/PANIC|was terminated by signal|TRAP:|XX\d\d\d/, 'the server has been up all the time');

$node->stop;
done_testing();

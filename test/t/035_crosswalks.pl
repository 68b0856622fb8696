# Figures by codes of other classifications, recoded, against an independent
# computation: exact fractions over the published files.
#
# The folder is named by AIJRI_LABOUR_DATA; without it there is nothing to test.

use strict;
use warnings;

use AijriTest;
use Math::BigRat;
use Test::More;

my $folder = labour_folder(qw(oews_national_2024.csv soc2010_to_2018.csv esco_isco_onet.csv
	  frey_osborne_2013.csv gpts_occ_level.csv));
my $node = start_node('crosswalks', 'log_statement = none');

sub value { return $node->safe_psql('postgres', @_) }

sub rows { return map { [ split /\|/, $_, -1 ] } split /\n/, value(@_) }

value(q{CREATE EXTENSION aijri; SELECT aijri_create_labour('labour')});
stage_file($node, 'nation', "$folder/oews_national_2024.csv");
stage_file($node, 'soc', "$folder/soc2010_to_2018.csv");
stage_file($node, 'esco', "$folder/esco_isco_onet.csv");
stage_file($node, 'frey_osborne', "$folder/frey_osborne_2013.csv");
stage_file($node, 'gpts', "$folder/gpts_occ_level.csv");
value(q{SELECT labour.load_oews('nation', '2024-05-01')});

# --- Weights, computed here --------------------------------------------------------

my %workers = map { $_->[0] => $_->[1] } rows(q{SELECT soc, employment FROM labour.soc_employment WHERE employment IS NOT NULL});
my %to_2018;
push @{ $to_2018{ $_->[0] } }, $_->[1] foreach rows('SELECT DISTINCT "2010 SOC Code", "2018 SOC Code" FROM soc');

sub sum
{
	my $sum = Math::BigRat->bzero;
	$sum += $_ foreach @_;
	return $sum;
}

# By employment where all of it is known, else equal: [target, weight]...
sub weights_of
{
	my @targets = @_;
	my $known = !grep { !exists $workers{$_} } @targets;
	my $total = $known ? sum(map { $workers{$_} } @targets) : 0;
	return map { [ $_, $total > 0 ? Math::BigRat->new($workers{$_}) / $total : Math::BigRat->new(1, scalar @targets) ] } @targets;
}

# The codes of the SOC 2010 that a code is, or has in its group.
sub in_2010
{
	my ($code) = @_;
	return $code if exists $to_2018{$code};
	my $prefix = $code =~ s/0+$//r;
	return $prefix eq $code ? () : grep { index($_, $prefix) == 0 } sort keys %to_2018;
}

is(value(q{SELECT count(*) FROM (SELECT from_code, round(sum(weight), 30) AS sum FROM _crosswalk_pairs('labour', 'SOC 2010', 'SOC 2018') GROUP BY 1) AS w WHERE sum <> 1}),
	'0', 'weights of every code sum to 1 exactly');
my $wrong = 0;
foreach my $row (rows(q{SELECT from_code, to_code, weight FROM _crosswalk_pairs('labour', 'SOC 2010', 'SOC 2018')}))
{
	my ($from, $to, $weight) = @$row;
	my ($expected) = grep { $_->[0] eq $to } weights_of(@{ $to_2018{$from} });
	$wrong++ if !$expected || abs($expected->[1] - Math::BigRat->new($weight)) > 1e-19;
}
is($wrong, 0, 'and are those of the employment of the targets');
is( value(q{
		CREATE TABLE brought AS SELECT * FROM _crosswalk_pairs('labour', 'SOC 2010', 'SOC 2018');
		SELECT taken, refused FROM labour.load_crosswalk('soc', 'SOC 2010', 'SOC 2018');
		(TABLE brought EXCEPT SELECT from_code, to_code, weight, weighted_by FROM labour.crosswalk)
		UNION ALL (SELECT from_code, to_code, weight, weighted_by FROM labour.crosswalk EXCEPT TABLE brought);
		DELETE FROM labour.crosswalk}),
	'900|0', 'the published file gives the crosswalk that is brought along');

# --- An index -------------------------------------------------------------------------

my $report = value(q{
	SELECT taken, flagged, refused, array_to_string(reasons, E'\n')
	FROM labour.load_exposure('frey_osborne', 'computerization', '2013-09-01', 'probability', 'soc2010')});
my %figure = map { $_->[0] => Math::BigRat->new($_->[1]) } rows('SELECT "SOC code", "Probability" FROM frey_osborne');

# A code has its own figure, or that of the smallest group that has one.
my %members = map { $_ => [ in_2010($_) ] } keys %figure;
my $matched = grep { @$_ } values %members;
my %source;
foreach my $code (sort { @{ $members{$b} } <=> @{ $members{$a} } } keys %figure)
{
	$source{$_} = $code foreach @{ $members{$code} };
}
my (%sum, %weight, %parts);
foreach my $member (sort keys %source)
{
	foreach my $part (weights_of(@{ $to_2018{$member} }))
	{
		my ($to, $share) = @$part;
		$sum{$to} = ($sum{$to} // 0) + $share * $figure{ $source{$member} };
		$weight{$to} = ($weight{$to} // 0) + $share;
		push @{ $parts{$to} }, $figure{ $source{$member} };
	}
}
like($report, qr/^702\|@{[702 - $matched]}\|0\|/, "$matched of 702 codes of the SOC 2010 are matched, the others flagged");
my %mean = map { $_->[0] => $_->[1] } rows(q{SELECT occupation, exposure FROM labour.exposure WHERE index_name = 'computerization'});
is_deeply([ sort keys %mean ], [ sort keys %sum ], 'every code that they lead to has a figure, and no other');
my @off = grep { abs(Math::BigRat->new($mean{$_}) - ($weight{$_} > 0 ? $sum{$_} / $weight{$_} : sum(@{ $parts{$_} }) / @{ $parts{$_} })) > 0.6e-15 } keys %mean;
is("@off", '', 'which is the mean, weighted, to 15 places');
is( value(q{
		SELECT count(*) FROM labour.exposure e
		WHERE index_name = 'computerization' AND exposure NOT BETWEEN
			(SELECT min(p.exposure) FROM labour.published_exposure p WHERE p.published_code = ANY (string_to_array(e.published_code, ', ')))
			AND (SELECT max(p.exposure) FROM labour.published_exposure p WHERE p.published_code = ANY (string_to_array(e.published_code, ', ')))}),
	'0', 'and lies between the figures that it is the mean of');
like($report, qr/\nafter recoding, covers (\d+) of/, 'the report states the coverage');
cmp_ok(($report =~ /after recoding.* occupations, (\d+) of/)[0], '>', ($report =~ /before recoding.* occupations, (\d+) of/)[0] + 20e6,
	'millions of workers more are covered than before');
is( ($report =~ /after recoding.* occupations, (\d+) of/)[0],
	value(q{SELECT sum(employment) FROM labour.soc_employment WHERE soc IN (SELECT occupation FROM labour.exposure WHERE index_name = 'computerization')}),
	'as many as their occupations have');

value(q{
	SELECT labour.load_exposure('gpts', 'plain', '2023-03-01', 'dv_rating_beta');
	SELECT labour.load_exposure('gpts', 'recoded', '2023-03-01', 'dv_rating_beta', 'O*NET-SOC 2019')});
is( value(q{
		SELECT count(*), count(*) FILTER (WHERE abs(a.exposure - b.exposure) > 1e-15), count(*) FILTER (WHERE b.exposure IS NULL)
		FROM labour.soc_exposure a LEFT JOIN labour.soc_exposure b ON b.soc = a.soc AND b.index_name = 'recoded' WHERE a.index_name = 'plain'}),
	value(q{SELECT count(DISTINCT left("O*NET-SOC Code", 7)), 0, 0 FROM gpts}), 'codes of O*NET are averaged by occupation');

# --- A chain: ISCO-08 by way of O*NET-SOC 2010 and SOC 2010 --------------------------------

value(q{
	SELECT labour.load_crosswalk('esco', 'ISCO-08', 'O*NET-SOC 2010');
	CREATE TABLE loaded AS TABLE labour.crosswalk;
	CREATE TABLE shuffled AS SELECT isco_code, onet_code FROM esco UNION ALL SELECT isco_code, onet_code FROM esco ORDER BY 2 DESC;
	SELECT labour.load_crosswalk('shuffled', 'isco08', 'onet-soc2010')});
is(value('(TABLE loaded EXCEPT TABLE labour.crosswalk) UNION ALL (TABLE labour.crosswalk EXCEPT TABLE loaded)'),
	'', 'neither the order of rows nor repeated pairs matter');
is(value('SELECT count(*), count(DISTINCT from_code) FROM labour.crosswalk'), value('SELECT count(DISTINCT (isco_code, onet_code)), count(DISTINCT isco_code) FROM esco'), 'every pair is kept once');
is( value(q{
		WITH code AS (SELECT array_agg(DISTINCT isco_code) AS codes FROM esco),
			first AS (SELECT r.* FROM code, labour.recode(codes, 'ISCO-08', 'SOC 2010') r),
			second AS (SELECT r.* FROM (SELECT array_agg(DISTINCT to_code) AS codes FROM first) AS c, labour.recode(codes, 'SOC 2010') r),
			composed AS (SELECT f.code, s.to_code, sum(f.weight * s.weight) AS weight FROM first f JOIN second s ON s.code = f.to_code GROUP BY 1, 2)
		SELECT count(*) FROM composed c FULL JOIN (SELECT r.* FROM code, labour.recode(codes, 'ISCO-08', 'SOC 2018') r) AS d USING (code, to_code)
		WHERE abs(coalesce(c.weight, 0) - coalesce(d.weight, 0)) > 1e-18}),
	'0', 'a chain is the composition of its crosswalks');

my %to_onet;
push @{ $to_onet{ $_->[0] } }, $_->[1] foreach rows('SELECT DISTINCT isco_code, onet_code FROM esco');
my %quota;
foreach my $isco (sort keys %to_onet)
{
	my @onet = @{ $to_onet{$isco} };
	foreach my $onet (@onet)
	{
		my @members = in_2010(substr $onet, 0, 7);
		foreach my $member (@members)
		{
			$quota{$isco}{ $_->[0] } = ($quota{$isco}{ $_->[0] } // 0) + $_->[1] / (@onet * @members) foreach weights_of(@{ $to_2018{$member} });
		}
	}
}
value(q{
	CREATE TABLE employed AS SELECT code AS isco_code, 1 + code::int * 7919 % 100003 AS workers FROM (SELECT DISTINCT isco_code AS code FROM esco) AS c
		UNION ALL VALUES ('9999', 4711);
	INSERT INTO employed SELECT left(isco_code, 2), sum(workers) FROM employed GROUP BY 1;
	INSERT INTO employed SELECT 'TOTAL', sum(workers) + 1000 FROM employed WHERE length(isco_code) = 4});
$report = value(q{SELECT taken, flagged, refused, array_to_string(reasons, E'\n') FROM labour.load_employment('employed', '2023-01-01', 'AT', 'ISCO-08')});
my %divided = ('99-9999' => 4711);
foreach my $row (rows('SELECT isco_code, workers FROM employed WHERE length(isco_code) = 4'))
{
	my ($isco, $workers) = @$row;
	my $left = $workers;
	my %rest;
	next unless exists $quota{$isco};
	foreach my $to (keys %{ $quota{$isco} })
	{
		my $part = $quota{$isco}{$to} * $workers;
		my $whole = $part->copy->bfloor->numify;
		$divided{$to} += $whole;
		$left -= $whole;
		$rest{$to} = $part - $whole;
	}
	$divided{$_}++ foreach grep { $left-- > 0 } sort { $rest{$b} <=> $rest{$a} || $a cmp $b } keys %rest;
}
is_deeply({ map { $_->[0] => $_->[1] + 0 } rows(q{SELECT soc, employment FROM labour.soc_employment WHERE area = 'AT'}) },
	\%divided, 'workers are divided by largest remainder, to the worker');
is(value(q{SELECT sum(employment) FROM labour.soc_employment WHERE area = 'AT'}), value('SELECT sum(workers) FROM employed WHERE length(isco_code) = 4'), 'and sum to those of the file');
like($report, qr/unmatched, in oews as 99-9999: 4711 workers, 9999/, 'those that no crosswalk recodes are kept and counted');
is( value(q{
		CREATE TABLE stored AS TABLE labour.oews;
		SELECT taken FROM labour.load_employment('employed', '2023-01-01', 'at', 'ISCO-08');
		DELETE FROM labour.oews WHERE area = 'at';
		SELECT taken FROM labour.load_employment('employed', '2023-01-01', 'AT', 'ISCO-08');
		(TABLE stored EXCEPT TABLE labour.oews) UNION ALL (TABLE labour.oews EXCEPT TABLE stored)}),
	join("\n", (value('SELECT count(*) FROM employed')) x 2), 'a second load gives the same rows');

value(q{
	CREATE SCHEMA roles;
	CREATE TABLE roles.role_soc (role_id int, soc text, share numeric);
	CREATE TABLE roles.scored_role (role_id int, score float8, zone text);
	INSERT INTO roles.role_soc SELECT n, soc, NULL FROM (SELECT row_number() OVER (ORDER BY soc) AS n, soc FROM labour.soc_employment WHERE area = 'AT') AS s WHERE n % 3 = 0;
	INSERT INTO roles.scored_role SELECT role_id, 30, 'Yellow' FROM roles.role_soc;
	SELECT aijri_create_labour('labour', 'roles')});
is( value(q{SELECT covered + uncovered + combined + unmatched + residual = published_total, unmatched, residual, published_total FROM labour.labour_coverage WHERE area = 'AT'}),
	value(q{SELECT true, 4711, 1000, workers FROM employed WHERE isco_code = 'TOTAL'}), 'coverage adds up to the total of the file');

$node->stop;
done_testing();

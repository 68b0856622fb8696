# Wages by role and zone, moves, and drafts of documents at real scale: published
# employment, wages, related occupations and Job Zones, joined to the roles of the trial
# (test/trial/labour.sql).  Every figure is computed again here, from the files.
#
# The folder is named by AIJRI_LABOUR_DATA; without it there is nothing to test.

use strict;
use warnings;

use AijriTest;
use FindBin;
use Test::More;

my $folder = labour_folder(qw(oews_national_2021.csv oews_national_2024.csv onet_task_labels.tsv
	  observed_exposure.csv soc2018_to_oews_combined.csv onet_task_statements.csv
	  onet_related_occupations.xlsx onet_job_zones.xlsx));
my $node = start_node('labour_wages', 'log_statement = none');

sub value { return $node->safe_psql('postgres', @_) }

sub rows { return map { [ split /\|/, $_, -1 ] } split /\n/, value(@_) }

my $output = '';
IPC::Run::run [
	'psql', '-X', '-q', '-v', "folder=$folder", '-d', $node->connstr('postgres'),
	'-f', "$FindBin::Bin/../trial/labour.sql"
  ],
  '>&', \$output;
is($?, 0, 'the trial runs to its end') or diag($output);

# --- The files as text ---------------------------------------------------------------

# Stages a file of comma-separated values under its own column names.
my (%pay, %members);

# Workers and wages by occupation, each as far as they are numbers.
sub read_wages
{
	my ($year, $top, $query) = @_;

	foreach my $row (rows($query))
	{
		my ($code, @fields) = @$row;
		my $hourly = pop @fields;
		my ($workers, $h_mean, $a_mean, $h_median, $a_median) =
		  map { s/,//gr =~ /^([0-9.]+(?:E[0-9]+)?)$/ ? 0 + $1 : undef } @fields;
		my $top_coded = $fields[4] eq '#';
		my $wage = $top_coded ? $top : $a_median // ($hourly || !defined $h_median ? undef : 2080 * $h_median);

		$pay{$year}{$code} = {
			workers => $workers, wage => $wage, top_coded => $top_coded,
			published => join '/', map { $_ // '' } $h_mean, $a_mean, $h_median, $a_median };
	}
	return;
}
foreach (2021, 2024)
{
	stage_file($node, "file_$_", "$folder/oews_national_$_.csv");
	read_wages($_, $_ == 2021 ? 208_000 : 239_200,
		qq{SELECT "OCC_CODE", "TOT_EMP", "H_MEAN", "A_MEAN", "H_MEDIAN", "A_MEDIAN", "HOURLY"
		FROM file_$_ WHERE "O_GROUP" = 'detailed'});
}
foreach my $row (rows('SELECT oews, soc FROM labour.oews_map ORDER BY soc'))
{
	push @{ $members{ $row->[0] } }, $row->[1];
}
my %combined = map { my $code = $_; map { $_ => $code } @{ $members{$code} } } keys %members;

sub pay_of
{
	my ($year, $soc) = @_;
	return $pay{$year}{$soc} // $pay{$year}{ $combined{$soc} // '' };
}

# --- Wages of roles --------------------------------------------------------------------

foreach my $year (2021, 2024)
{
	my ($wrong, $of_combined) = ('', 0);

	foreach my $row (rows(
			qq{SELECT soc, trim_scale(h_mean), trim_scale(a_mean), trim_scale(h_median), trim_scale(a_median),
				trim_scale(wage), top_coded, sum(employment)
			FROM labour.role_labour WHERE vintage = '$year-05-01' GROUP BY 1, 2, 3, 4, 5, 6, 7}))
	{
		my ($soc, @figures) = @$row;
		my $workers = pop @figures;
		my $pay = pay_of($year, $soc);
		my $right = join '/', $pay->{published}, $pay->{wage} // '', $pay->{top_coded} ? 't' : 'f';

		$wrong .= "$soc: @figures, and not $right\n" if join('/', @figures) ne $right;
		$of_combined += $workers unless $pay{$year}{$soc};
	}
	is($wrong, '', "$year: each role has the wages of its occupation");
	cmp_ok($of_combined, '>', 7_000_000, "$year: those of combined codes, too") if $year == 2024;
}
is( value(q{SELECT top_coded, flags->>'a_median', count(*) FROM labour.soc_employment
		WHERE vintage = '2024-05-01' AND soc = oews_code AND top_coded GROUP BY 1, 2}),
	't|#|17', 'top-coded wages have the marker');
cmp_ok(
	value(q{SELECT max(a_median) FROM labour.oews WHERE vintage = '2024-05-01'}), '<', 239_200,
	'no published wage reaches the top code of 2024');
cmp_ok(
	value(q{SELECT max(a_median) FROM labour.oews WHERE vintage = '2021-05-01'}), '<', 208_000,
	'nor that of 2021');

# --- Wages by zone, worker by worker -----------------------------------------------------

# The trial's roles, each an equal part of its occupation's workers.
my (%roles, %score, %zone);
foreach my $row (rows('SELECT role_id, left(soc, 7), score, zone FROM trial.role_soc JOIN trial.scored_role USING (role_id) ORDER BY role_id'))
{
	push @{ $roles{ $row->[1] } }, $row->[0];
	($score{ $row->[0] }, $zone{ $row->[0] }) = @$row[ 2, 3 ];
}

# [wage, workers] of each part of a major group, by zone; zone "" has no role.
sub parts_by_zone
{
	my ($year) = @_;
	my %part;

	foreach my $code (sort keys %{ $pay{$year} })
	{
		my $pay = $pay{$year}{$code};
		my @socs = @{ $members{$code} // [$code] };
		my $divided_by = @socs;

		next unless defined $pay->{workers};
		foreach my $i (0 .. $#socs)
		{
			my $workers = int($pay->{workers} / $divided_by) + ($i < $pay->{workers} % $divided_by ? 1 : 0);
			my @ids = @{ $roles{ $socs[$i] } // [] };
			my $group = substr($code, 0, 2) . '-0000';
			my $sofar = 0;

			push @{ $part{"$group|"} }, [ $pay, $workers ] unless @ids;
			foreach my $n (1 .. @ids)
			{
				my $upto = int($workers * $n / @ids + 0.5);

				push @{ $part{"$group|$zone{$ids[$n - 1]}"} }, [ $pay, $upto - $sofar ];
				$sofar = $upto;
			}
		}
	}
	return %part;
}

# The lowest wage at which the running weight reaches a fraction, the top above all.
sub percentile
{
	my ($fraction, @parts) = @_;
	my ($total, $sofar) = (0, 0);

	@parts = sort { $a->[0]{top_coded} <=> $b->[0]{top_coded} || $a->[0]{wage} <=> $b->[0]{wage} }
	  grep { defined $_->[0]{wage} } @parts;
	$total += $_->[1] foreach @parts;
	foreach my $part (@parts)
	{
		$sofar += $part->[1];
		return $part->[0]{wage} . ($part->[0]{top_coded} ? '#' : '') if $sofar > 0 && $sofar >= $fraction * $total - 1e-6;
	}
	return '';
}

# The rows of zone_labour() that differ from these.
sub wrong_zones
{
	my ($year, $area) = @_;
	my %part = parts_by_zone($year);
	my %right;

	foreach my $key (keys %part)
	{
		my $workers = 0;

		$workers += $_->[1] foreach @{ $part{$key} };
		next if $workers == 0;
		$right{$key} = join '|', $workers, map { percentile($_, @{ $part{$key} }) } 0.1, 0.25, 0.5, 0.75, 0.9;
	}
	my %found = map { ("$_->[0]|$_->[1]" => join '|', @$_[ 2 .. $#$_ ]) } rows(
		qq{SELECT major_group, zone, workers + uncovered, wage_pct10 || coalesce(flags->>'wage_pct10', ''),
			wage_pct25 || coalesce(flags->>'wage_pct25', ''), wage_median || coalesce(flags->>'wage_median', ''),
			wage_pct75 || coalesce(flags->>'wage_pct75', ''), wage_pct90 || coalesce(flags->>'wage_pct90', '')
		FROM labour.zone_labour('$area')});
	return lines_that_differ(join("\n", map { "$_: $found{$_}" } sort keys %found),
		join("\n", map { "$_: $right{$_}" } sort keys %right));
}

is(wrong_zones(2024, '99'), '', 'wages by zone are those of the workers of the files');
cmp_ok(value(q{SELECT count(*) FROM labour.zone_labour() WHERE flags <> '{}'}), '>', 0, 'some of them top-coded');
is( value(q{SELECT sum(workers), sum(uncovered) FROM labour.zone_labour()}),
	value(q{SELECT covered, uncovered FROM labour.labour_coverage_latest}), 'all workers are in it');

# A state's own edition, whose wages have other names, beside the nation.
SKIP:
{
	skip 'there is no oews_new_york.csv', 2 unless -r "$folder/oews_new_york.csv";

	stage_file($node, 'new_york', "$folder/oews_new_york.csv");
	is(value(q{SELECT taken, refused FROM labour.load_oews('new_york', '2024-05-01')}),
		value(q{SELECT count(*), 0 FROM new_york}), 'a state is loaded');
	read_wages('New York', 239_200,
		q{SELECT "Standard Occupational Code", "Employment", '', "Mean Wage", '', "Median Wage", ''
		FROM new_york JOIN labour.oews ON (occupation, oews.area) = (btrim("Standard Occupational Code"), '36') AND o_group = 'detailed'
		WHERE btrim("Area") = '36'});
	is(wrong_zones('New York', '36'), '', 'its wages by zone are those of its file');
}

# --- Related occupations and Job Zones -----------------------------------------------------

SKIP:
{
	my %file = (related => 'onet_related_occupations', job_zones => 'onet_job_zones');
	my $data = PostgreSQL::Test::Utils::tempdir();

	skip 'there is no xlsx2csv', 7 unless IPC::Run::run([ 'sh', '-c', 'command -v xlsx2csv' ], '>', \my $path);
	foreach my $kind (sort keys %file)
	{
		IPC::Run::run([ 'xlsx2csv', "$folder/$file{$kind}.xlsx", "$data/$kind.csv" ]) or die "xlsx2csv: $?";
		stage_file($node, $kind, "$data/$kind.csv");
		is( value(qq{SELECT taken, flagged, refused, reasons FROM labour.load_onet_$kind('$kind', '2025-02-01')}),
			value(qq{SELECT count(*), 0, 0, '{}' FROM $kind}), "$file{$kind}: all rows are taken");
	}
	is( value(q{
			SELECT count(*) FROM related f FULL JOIN labour.onet_related r ON r.onet_soc = f."O*NET-SOC Code" AND r.related_onet_soc = f."Related O*NET-SOC Code"
			WHERE (r.tier, r.index::text) IS DISTINCT FROM (f."Relatedness Tier", f."Index")}),
		0, 'and are as in the file');

	# --- Moves by brute force ----------------------------------------------------------------

	my %job_zone = map { ($_->[0] => $_->[1]) } rows('SELECT "O*NET-SOC Code", "Job Zone" FROM job_zones');
	my %rank = ('Primary-Short' => 1, 'Primary-Long' => 2, 'Supplemental' => 3);
	my %move;
	foreach my $row (rows('SELECT "O*NET-SOC Code", "Related O*NET-SOC Code", "Relatedness Tier", "Index" FROM related'))
	{
		my ($onet, $to_onet, $tier, $index) = @$row;
		my ($soc, $to_soc) = map { substr $_, 0, 7 } $onet, $to_onet;
		my $order = sprintf '%d %02d %s %s', $rank{$tier}, $index, $onet, $to_onet;
		my ($pay, $to_pay) = map { pay_of(2024, $_) // {} } $soc, $to_soc;
		my $change = (grep { $_->{top_coded} || !defined $_->{wage} } $pay, $to_pay) ? '' : $to_pay->{wage} - $pay->{wage};

		foreach my $role (@{ $roles{$soc} // [] })
		{
			foreach my $to (grep { $score{$_} > $score{$role} } @{ $roles{$to_soc} // [] })
			{
				my $move = \$move{"$role to $to"};

				$$move = [ $order, join '|', $tier, $index, $change, $job_zone{$onet} // '', $job_zone{$to_onet} // '' ]
				  if !$$move || $order lt $$move->[0];
			}
		}
	}
	my %option = map { ("$_->[0] to $_->[1]" => join '|', @$_[ 2 .. $#$_ ]) } rows(
		q{SELECT role_id, to_role_id, tier, index, wage_change, job_zone, to_job_zone FROM labour.career_option});
	cmp_ok(scalar(keys %move), '>', 5_000, 'there are many moves');
	is( lines_that_differ(join("\n", map { "$_: $option{$_}" } sort keys %option), join("\n", map { "$_: $move{$_}[1]" } sort keys %move)),
		'', 'the moves are those of the files');
	is( value(q{
			SELECT count(*) FROM labour.career_option o
			JOIN trial.scored_role a USING (role_id) JOIN trial.scored_role b ON b.role_id = o.to_role_id
			WHERE o.score_change <> b.score - a.score OR o.score_change <= 0
				OR (o.wage_change IS NULL) <> (o.flags <> '{}')}),
		0, 'each to a higher score, and without a change of wages only where flagged');
	cmp_ok(value(q{SELECT count(*) FROM labour.career_option WHERE '#' IN (flags->>'wage', flags->>'to_wage')}),
		'>', 50, 'some of them top-coded');
}

# --- Documents to start from ------------------------------------------------------------------

stage_file($node, 'statement', "$folder/onet_task_statements.csv");
is( value(q{SELECT taken, refused FROM labour.load_onet_tasks('statement', '2025-02-01')}),
	value(q{SELECT count(*), 0 FROM statement}), 'all task statements are taken');
is( value(q{
		SELECT onet_soc
		FROM (SELECT "O*NET-SOC Code" AS onet_soc, max("Title") AS title, array_agg("Task" ORDER BY "Task") AS tasks FROM statement GROUP BY 1) AS f,
			aijri_parse(labour.draft_document(onet_soc)) AS d,
			LATERAL (
				SELECT array_agg(name ORDER BY name) AS tasks, sum(time_pct::numeric) AS total,
					max(time_pct::numeric) - min(time_pct::numeric) AS spread, count(score) AS scores
				FROM unnest((d.assessment).tasks)) AS t
		WHERE d.title <> f.title OR t.tasks <> f.tasks OR total <> 100 OR spread > 0.1 OR scores <> 0}),
	'', 'a document of every occupation has its tasks, equal shares of 100, and no scores');

# Ratings of our own, in the published form, of one occupation in ten.
value(q{
	CREATE TABLE rating AS
	SELECT "O*NET-SOC Code", "Title", "Task ID", "Task", scale AS "Scale ID", scale AS "Scale Name",
		CASE scale WHEN 'FT' THEN category::text ELSE 'n/a' END AS "Category",
		CASE scale WHEN 'IM' THEN round(1 + ("Task ID"::bigint * 7919 % 401) / 100.0, 2)
			ELSE round(("Task ID"::bigint * 104729 * category % 10001) / 100.0, 2) END::text AS "Data Value",
		'30' AS "N", '0.2' AS "Standard Error", '1' AS "Lower CI Bound", '100' AS "Upper CI Bound",
		CASE WHEN "Task ID"::bigint % 11 = 0 THEN 'Y' ELSE 'N' END AS "Recommend Suppress", '08/2024' AS "Date", 'Incumbent' AS "Domain Source"
	FROM statement, (VALUES ('IM', 1), ('RT', 1), ('FT', 1), ('FT', 2), ('FT', 3), ('FT', 4), ('FT', 5), ('FT', 6), ('FT', 7)) AS s (scale, category)
	WHERE substr("O*NET-SOC Code", 7, 1) = '1' AND NOT (scale = 'RT' AND "Task ID"::bigint % 13 = 0)});
is( value(q{SELECT taken, refused FROM labour.load_onet_ratings('rating', '2025-02-01')}),
	value(q{SELECT count(*), 0 FROM rating}), 'all ratings are taken');

my (%weight, %share);
foreach my $row (rows(
		q{SELECT i."O*NET-SOC Code", i."Task ID", i."Data Value", r."Data Value"
		FROM rating i JOIN rating r USING ("O*NET-SOC Code", "Task ID") WHERE i."Scale ID" = 'IM' AND r."Scale ID" = 'RT'}))
{
	my ($code, $task, $importance, $relevance) = @$row;
	# in ten-thousandths: whole numbers
	$weight{$code}{$task} = sprintf('%.0f', 100 * $importance) * sprintf('%.0f', 100 * $relevance);
}
my %view = map { ("$_->[0] $_->[1]" => $_->[2]) }
  rows('SELECT onet_soc, task_id, (weight * 1000000)::bigint FROM labour.onet_task_weight_latest WHERE weight IS NOT NULL');
my %weights = map { my $code = $_; map { ("$code $_" => $weight{$code}{$_}) } keys %{ $weight{$code} } } keys %weight;
is(lines_that_differ(join("\n", map { "$_ $view{$_}" } sort keys %view), join("\n", map { "$_ $weights{$_}" } sort keys %weights)),
	'', 'weights are importance times relevance');

foreach my $code (keys %weight)
{
	my @tasks = sort { $weight{$code}{$b} <=> $weight{$code}{$a} || $a <=> $b } grep { $weight{$code}{$_} > 0 } keys %{ $weight{$code} };
	my ($all, $kept, $given, @kept) = (0, 0, 0);

	$all += $weight{$code}{$_} foreach @tasks;
	while (10 * $kept < 9 * $all)
	{
		push @kept, shift @tasks;
		$kept += $weight{$code}{ $kept[-1] };
	}
	my %tenths = map { ($_ => int(1000 * $weight{$code}{$_} / $kept)) } @kept;
	$given += $_ foreach values %tenths;
	foreach my $task (sort { 1000 * $weight{$code}{$b} % $kept <=> 1000 * $weight{$code}{$a} % $kept || $a <=> $b } @kept)
	{
		$tenths{$task}++ if $given++ < 1000;
	}
	$share{$code} = join ' ', map { $tenths{$_} } @kept;
}
my %drafted = map { ($_->[0] => $_->[1]) } rows(
	q{SELECT onet_soc, string_agg((10 * time_pct)::int::text, ' ' ORDER BY n)
	FROM (SELECT DISTINCT onet_soc FROM labour.onet_task_weight WHERE weight > 0) AS o,
		aijri_parse(labour.draft_document(onet_soc)) AS d, unnest((d.assessment).tasks) WITH ORDINALITY AS t (name, time_pct, score, mode, n)
	GROUP BY onet_soc});
cmp_ok(scalar(keys %drafted), '>', 50, 'many occupations have ratings');
is(lines_that_differ(join("\n", map { "$_ $drafted{$_}" } sort keys %drafted), join("\n", map { "$_ $share{$_}" } sort keys %share)),
	'', 'shares are those of the fewest tasks that carry nine tenths of the weight, by largest remainder');

$node->stop;
done_testing();

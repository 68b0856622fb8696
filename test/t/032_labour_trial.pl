# The trial at real scale (test/trial/labour.sql): published tasks scored and
# joined to published employment and exposure.  Its figures are compared with
# plain SQL over the files as text.
#
# The folder is named by AIJRI_LABOUR_DATA; without it there is nothing to test.

use strict;
use warnings;

use AijriTest;
use FindBin;
use Test::More;

my $folder = labour_folder(qw(oews_national_2021.csv oews_national_2024.csv onet_task_labels.tsv
	  observed_exposure.csv soc2018_to_oews_combined.csv));
my $node = start_node('labour_trial', 'log_statement = none');

sub value { return $node->safe_psql('postgres', @_) }

my $output = '';
IPC::Run::run [
	'psql', '-X', '-q', '-v', "folder=$folder", '-d', $node->connstr('postgres'),
	'-f', "$FindBin::Bin/../trial/labour.sql"
  ],
  '>&', \$output;
is($?, 0, 'the trial runs to its end') or diag($output);
note($output);

# --- The files as text -----------------------------------------------------------

foreach my $year (2021, 2024)
{
	my $columns = join ', ', map { lc($_) . ' text' } header_of("$folder/oews_national_$year.csv");
	value(qq{
		CREATE TABLE file_$year ($columns);
		COPY file_$year FROM '$folder/oews_national_$year.csv' (FORMAT csv, HEADER);
		UPDATE file_$year SET tot_emp = replace(tot_emp, ',', '')::numeric::bigint});
	is( value(qq{
			SELECT f.occ_code, f.o_group FROM file_$year f
			FULL JOIN (SELECT * FROM labour.oews WHERE vintage = '$year-05-01') o
				ON f.occ_code = o.occupation AND f.o_group = o.o_group
			WHERE f.tot_emp::bigint IS DISTINCT FROM o.tot_emp
				OR (f.a_pct90 = '#') <> (o.flags @> '{"a_pct90": "#"}')
				OR (f.h_mean = '*') <> (o.flags @> '{"h_mean": "*"}')
				OR f.a_mean ~ '[0-9]' AND replace(f.a_mean, ',', '')::numeric <> o.a_mean
				OR (f.annual = 'TRUE') IS DISTINCT FROM o.annual AND f.annual <> ''
			LIMIT 5}),
		'', "$year: every row is as in the file");
}
is( value(q{SELECT count(*) FROM labour.oews WHERE flags->>'a_pct90' = '#'}),
	value(q{SELECT (SELECT count(*) FROM file_2021 WHERE a_pct90 = '#') + (SELECT count(*) FROM file_2024 WHERE a_pct90 = '#')}),
	'top-coded wages are known as such');

# --- The figures that are known ----------------------------------------------------

is(value('SELECT count(*) FROM trial.scored_role WHERE score IS NOT NULL'),
	923, 'all occupations are scored');
is( value(q{SELECT detailed_sum, published_total, residual FROM labour.labour_coverage_latest}),
	'154186300|154187380|1080', 'sum of detailed rows, published total and gap of 2024');
is( value(q{SELECT count(*) FROM labour.labour_coverage WHERE covered + uncovered + combined + unmatched <> detailed_sum
		OR covered <> (SELECT sum(employment) FROM labour.zone_employment z WHERE z.vintage = labour_coverage.vintage)
		OR uncovered + combined + unmatched <> (SELECT sum(employment) FROM labour.labour_gap g WHERE g.vintage = labour_coverage.vintage)}),
	0, 'what is covered and what is not add up to it');
is( value(q{SELECT detailed_sum FROM labour.labour_coverage WHERE vintage = '2021-05-01'}),
	value(q{SELECT sum(tot_emp::bigint) FROM file_2021 WHERE o_group = 'detailed'}),
	'the same of 2021');
is( value(q{
		SELECT round(sum(x.exposure * o.tot_emp) / sum(o.tot_emp), 4)
		FROM labour.oews_latest o JOIN labour.exposure x USING (occupation) WHERE o_group = 'detailed'}),
	'0.1316', 'mean observed exposure of 2024');
is( value(q{
		SELECT round(sum(x.exposure * e.employment) / sum(e.employment), 4)
		FROM labour.soc_employment_latest e JOIN labour.soc_exposure_latest x USING (soc)}),
	'0.1316', 'the same by way of SOC codes');

# --- Joins ---------------------------------------------------------------------------

value(qq{
	CREATE TABLE crosswalk (soc_2018 text, oews_code text);
	COPY crosswalk FROM '$folder/soc2018_to_oews_combined.csv' (FORMAT csv, HEADER)});
is(value('(TABLE crosswalk EXCEPT TABLE labour.oews_map) UNION ALL (TABLE labour.oews_map EXCEPT TABLE crosswalk)'),
	'', 'the map is that of the published crosswalk');
is( value(q{
		WITH code AS (SELECT DISTINCT left(soc, 7) AS soc FROM trial.role_soc)
		SELECT count(*) FILTER (WHERE d.occ_code IS NULL),
			count(*) FILTER (WHERE d.occ_code IS NULL AND e.soc IS NOT NULL),
			string_agg(code.soc, ' ') FILTER (WHERE e.soc IS NULL)
		FROM code LEFT JOIN file_2024 d ON d.occ_code = code.soc AND d.o_group = 'detailed'
			LEFT JOIN labour.soc_employment_latest e ON e.soc = code.soc}),
	'26|25|45-3031', 'of 26 codes that OEWS does not have, the map joins 25');
is(value(q{SELECT soc, employment FROM labour.labour_gap_latest WHERE reason ~ 'no such occupation'}),
	'45-3031|', 'and the last is reported');
is( value(q{SELECT soc, count(*) FROM labour.soc_employment_latest GROUP BY soc HAVING count(*) > 1}),
	'', 'one row for each SOC code');
is( value(q{
		SELECT o.occupation FROM labour.oews_latest o JOIN labour.soc_employment_latest e ON e.oews_code = o.occupation
		WHERE o.o_group = 'detailed' GROUP BY o.occupation, o.tot_emp HAVING sum(e.employment) <> o.tot_emp}),
	'', 'divided rows add up again');

# --- Nobody is counted twice -----------------------------------------------------------

is( value(q{
		SELECT e.soc FROM labour.soc_employment e
			JOIN (SELECT vintage, soc, sum(employment) AS workers FROM labour.role_labour GROUP BY vintage, soc) r USING (vintage, soc)
		WHERE r.workers <> e.employment}),
	'', 'the roles of an occupation have exactly its workers');
is( value(q{
		WITH before AS (SELECT covered FROM labour.labour_coverage_latest),
		developers AS (SELECT sum(employment) AS workers FROM labour.role_labour_latest WHERE soc = '15-1252')
		SELECT covered, workers FROM before, developers}),
	value(q{
		BEGIN;
		INSERT INTO trial.role_soc SELECT 1000 + i, '15-1252.00', 'Developer ' || i, NULL FROM generate_series(1, 2) i;
		INSERT INTO trial.scored_role (role_id, score, zone) SELECT 1000 + i, 60, 'Green' FROM generate_series(1, 2) i;
		SELECT covered, (SELECT sum(employment) FROM labour.role_labour_latest WHERE soc = '15-1252') FROM labour.labour_coverage_latest;
		ROLLBACK}),
	'two more seniorities of developers do not make more of them');

# --- Zones by brute force -----------------------------------------------------------------

# Each role an equal part of its occupation's workers: within a worker for each role.
foreach my $year (2021, 2024)
{
	is( value(qq{
			WITH employment AS (
				SELECT coalesce(c.soc_2018, occ_code) AS soc,
					tot_emp::numeric / count(*) OVER (PARTITION BY occ_code) AS workers
				FROM file_$year LEFT JOIN crosswalk c ON c.oews_code = occ_code WHERE o_group = 'detailed'
			), part AS (
				SELECT role_id, left(soc, 7) AS soc, count(*) OVER (PARTITION BY left(soc, 7)) AS roles FROM trial.role_soc
			), expected AS (
				SELECT zone::text, left(soc, 2) || '-0000' AS major_group, sum(workers / roles) AS workers, count(*) AS n
				FROM part JOIN employment USING (soc) JOIN trial.scored_role USING (role_id) GROUP BY 1, 2
			)
			SELECT major_group, zone, e.workers, z.employment
			FROM expected e FULL JOIN (SELECT * FROM labour.zone_employment WHERE vintage = '$year-05-01') z USING (major_group, zone)
			WHERE e.workers IS NULL OR z.employment IS NULL OR abs(e.workers - z.employment) > n}),
		'', "$year: zones by major group");
}

$node->stop;
done_testing();

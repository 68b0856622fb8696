# Published files as they are and as spreadsheets change them, counted to the worker
# and compared with the files as text.
#
# The folder is named by AIJRI_LABOUR_DATA; without it there is nothing to test.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $folder = labour_folder(qw(oews_national_2024.csv oews_new_york.csv soc2018_structure.txt
	  soc2010_to_2018.csv frey_osborne_2013.csv gpts_occ_level.csv));
my $node = start_node('labour_files', 'log_statement = none');

sub value { return $node->safe_psql('postgres', @_) }

value(q{CREATE EXTENSION aijri; SELECT aijri_create_labour('labour')});

# --- Codes ----------------------------------------------------------------------

value(qq{
	CREATE TABLE line (text text);
	COPY line FROM '$folder/soc2018_structure.txt' (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02');
	CREATE TABLE structure AS SELECT left(btrim(text), 7) AS code FROM line WHERE btrim(text) ~ '^[0-9]{2}-[0-9]{4}'});
is(value(q{SELECT count(*), count(DISTINCT code) FROM structure}), '1447|1447', 'codes of the SOC 2018');
is( value(q{
		SELECT code FROM structure WHERE _soc_edition(code::soc_code) IS DISTINCT FROM 'SOC 2018'
			OR soc_parent(code::soc_code)::text NOT IN (SELECT code FROM structure UNION ALL SELECT '00-0000')
		LIMIT 5}),
	'', 'every code is known, and so is the group that it is in');
is( value(q{
		SELECT count(*) FROM generate_series(0, 999999) AS n, soc_try(lpad(n::text, 6, '0')) AS code
		WHERE _soc_edition(code) = 'SOC 2018' AND code <> '00-0000' AND code::text NOT IN (SELECT code FROM structure)}),
	'0', 'no other code is');
stage_file($node, 'crosswalk', "$folder/soc2010_to_2018.csv");
is( value(q{
		SELECT count(*) FROM crosswalk WHERE _soc_edition("2010 SOC Code"::soc_code)
			<> CASE WHEN "2010 SOC Code" IN (SELECT code FROM structure) THEN 'SOC 2018'
				WHEN "2010 SOC Code" = '25-2052' THEN 'OEWS' -- which has taken it over
				ELSE 'SOC 2010' END}),
	'0', 'superseded codes are told from those that stayed');

# --- A file that a spreadsheet spoiled -----------------------------------------------

stage_file($node, 'nation', "$folder/oews_national_2024.csv");
value(q{
	CREATE TABLE spoiled AS SELECT * FROM nation;
	UPDATE spoiled SET "AREA" = '99.0', "NAICS" = '0', "AREA_TYPE" = '1.0', "OWN_CODE" = '1235.0';
	SELECT labour.load_oews('nation', '2024-05-01');
	CREATE TABLE right_rows AS TABLE labour.oews});
is(value(q{SELECT taken, refused FROM labour.load_oews('spoiled', '2024-05-01')}),
	value('SELECT count(*), 0 FROM nation'), 'the spoiled file takes the place of the right one');
is(value('(TABLE labour.oews EXCEPT TABLE right_rows) UNION ALL (TABLE right_rows EXCEPT TABLE labour.oews)'),
	'', 'and has the same rows');

# --- A state's own edition ---------------------------------------------------------------

stage_file($node, 'state', "$folder/oews_new_york.csv");
is(value(q{SELECT taken, refused FROM labour.load_oews('state', '2019-05-01')}), '7010|0', 'every row is taken');
is( value(q{SELECT sum(tot_emp) FROM labour.oews WHERE area = '36' AND o_group = 'detailed'}),
	value(q{SELECT sum("Employment"::bigint) FROM state WHERE "Area Type" = '1' AND "Standard Occupational Code" NOT LIKE '%-0000'}),
	'detailed rows are all but the total and the major groups');
is( value(q{SELECT sum(tot_emp) FROM labour.oews WHERE area = '36' AND o_group = 'detailed' AND occupation LIKE '%0'}),
	'586430', 'combined codes that end in 0 are among them');
is( value(q{SELECT sum(employment) FROM labour.soc_employment WHERE area = '36'}),
	value(q{SELECT sum(tot_emp) FROM labour.oews WHERE area = '36' AND o_group = 'detailed'}),
	'no worker is lost where they are divided');

# --- Indices ------------------------------------------------------------------------------

stage_file($node, 'frey_osborne', "$folder/frey_osborne_2013.csv");
my $report = value(q{
	SELECT taken, refused, array_to_string(reasons, E'\n')
	FROM labour.load_exposure('frey_osborne', 'computerization', '2013-09-01', 'probability')});
like($report, qr/^702\|0\|/, 'an index in codes of the SOC 2010 is taken');
my $superseded = value(q{SELECT count(*) FROM frey_osborne WHERE _soc_edition("SOC code"::soc_code) = 'SOC 2010'});
like($report, qr/superseded in the SOC 2018 \($superseded codes: /, "of $superseded codes it is told that they are superseded");
is( ($report =~ /covers (\d+ of \d+ occupations, \d+ of \d+ workers)/)[0],
	value(q{
		SELECT format('%s of %s occupations, %s of %s workers', count(x.code), count(*), sum(e.employment) FILTER (WHERE x.code IS NOT NULL), sum(e.employment))
		FROM (SELECT employment, soc, oews_code FROM labour.soc_employment_latest WHERE area = '99') AS e
			LEFT JOIN LATERAL (SELECT "SOC code" AS code FROM frey_osborne f WHERE f."SOC code" IN (e.soc, e.oews_code) LIMIT 1) AS x ON true}),
	'and how many workers have a figure');
stage_file($node, 'exposure', "$folder/gpts_occ_level.csv");
is(value(q{SELECT taken, refused FROM labour.load_exposure('exposure', 'GPTs', '2023-03-01', 'dv_rating_beta')}),
	value('SELECT count(*), 0 FROM exposure'), 'an index in codes of O*NET is taken');
my ($status, $output, $error) =
  $node->psql('postgres', q{SELECT labour.load_exposure('exposure', 'GPTs', '2023-03-01')});
like($error, qr/Columns of numbers besides the code: dv_rating_alpha, .*human_rating_gamma/, 'its columns of numbers are named where none is given');
cmp_ok(scalar(split /\n/, $error), '<', 10, 'in a few lines');

done_testing();

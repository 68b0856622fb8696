# Occupation codes as they are published: all rows of OEWS May 2021.  Codes keep
# their text, have the level that the publisher says, and groups are estimated
# within twice of what they hold.
#
# The folder with oews_national_2021.csv is named by AIJRI_LABOUR_DATA; without
# it there is nothing to test.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $file = labour_folder('oews_national_2021.csv') . '/oews_national_2021.csv';
my $node = start_node('soc_oews', 'log_statement = none');
my $columns = join ', ', map { qq{"$_" text} } header_of($file);

$node->safe_psql(
	'postgres', qq{
	CREATE EXTENSION aijri;
	CREATE TABLE oews ($columns);
	COPY oews FROM '$file' (FORMAT csv, HEADER);
	ALTER TABLE oews ADD soc soc_code;
	UPDATE oews SET soc = "OCC_CODE"::soc_code});

is($node->safe_psql('postgres', 'SELECT count(*), count(DISTINCT soc) FROM oews'),
	'1403|1396', 'all codes are read');
is($node->safe_psql('postgres', q{SELECT soc FROM oews WHERE soc::text <> "OCC_CODE"}),
	'', 'and keep their text');
is( $node->safe_psql(
		'postgres', q{
		SELECT string_agg(format('%s %s %s', soc, "O_GROUP", soc_level(soc)), E'\n' ORDER BY soc)
		FROM oews WHERE soc_level(soc) <> "O_GROUP"}),
	join("\n",
		map { "$_ detailed broad" }
		  qw(13-1020 13-2020 29-2010 31-1120 39-7010 47-4090 51-2090)),
	'levels are those of the publisher, but for seven codes that are both');
is( $node->safe_psql(
		'postgres', q{
		SELECT string_agg(DISTINCT soc_parent(soc)::text, ' ')
		FROM oews o
		WHERE "O_GROUP" IN ('major', 'minor', 'broad', 'detailed') AND soc_level(soc) = "O_GROUP"
			AND NOT EXISTS (SELECT FROM oews p WHERE p.soc = soc_parent(o.soc))}),
	'', 'parents are published');
is( $node->safe_psql(
		'postgres', q{
		SELECT string_agg(soc::text, ' ' ORDER BY soc) FROM oews WHERE soc << '29-1210' AND soc > '29-1219'}),
	'29-1221 29-1222 29-1223 29-1224 29-1229', 'a group of two tens');

# Employment of a group is that of its detailed occupations, but for rounding.
is( $node->safe_psql(
		'postgres', q{
		WITH figure AS (
			SELECT soc, "O_GROUP" AS o_group, replace("TOT_EMP", ',', '')::bigint AS workers FROM oews)
		SELECT g.soc, g.workers, sum(d.workers)
		FROM figure g JOIN figure d ON d.soc <<= g.soc AND d.o_group = 'detailed'
		WHERE g.o_group = 'major' GROUP BY g.soc, g.workers
		HAVING abs(g.workers - sum(d.workers)) > 0.002 * g.workers}),
	'', 'major groups add up');

# --- Estimates --------------------------------------------------------------------

$node->safe_psql(
	'postgres', q{
	CREATE TABLE detailed AS SELECT soc FROM oews WHERE "O_GROUP" = 'detailed';
	ANALYZE;
	CREATE FUNCTION estimate(query text) RETURNS float8 LANGUAGE plpgsql AS $$
	DECLARE
		plan json;
	BEGIN
		EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO plan;
		RETURN plan->0->'Plan'->>'Plan Rows';
	END $$});
foreach my $table ('oews', 'detailed')
{
	is( $node->safe_psql(
			'postgres', qq{
			SELECT grp, estimate(format('SELECT FROM $table WHERE soc <<= %L', grp)), found
			FROM (SELECT grp, (SELECT count(*) FROM $table WHERE soc <<= grp) AS found
				FROM (SELECT DISTINCT soc AS grp FROM oews) AS g) AS e
			WHERE estimate(format('SELECT FROM $table WHERE soc <<= %L', grp))
				NOT BETWEEN found / 2.0 AND found * 2.0 AND found > 0
			LIMIT 5}),
		'', "$table: every group is estimated within twice of what it holds");
}
is( $node->safe_psql(
		'postgres', q{
		SELECT estimate('SELECT FROM detailed d JOIN oews g ON d.soc <<= g.soc')
			BETWEEN count(*) / 2.0 AND count(*) * 2.0
		FROM detailed d JOIN oews g ON d.soc <<= g.soc}),
	't', 'and so is a join');

$node->stop;
done_testing();

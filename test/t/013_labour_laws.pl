# Laws of labor data over random fields and random catalogs, whose seed is printed:
# a field counts as a number if a pattern matches it, a combined row is divided
# without a remainder, no worker is in two roles, and what joins and what does not
# sum to the published figures.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $node = start_node('labour_laws', 'log_statement = none', 'jit = off');
my $seed = seed();

sub setup { return $node->safe_psql('postgres', @_) }

# --- Fields ------------------------------------------------------------------------

# Random strings of the characters that numbers are made of, many of them close to
# one; then numbers with commas, which always are.
setup(qq{
	CREATE EXTENSION aijri;
	SELECT setseed($seed / 1e6);
	CREATE TABLE field AS
	SELECT string_agg(substr('0123456789012345678901234567890123456789,,,,....eE+-"= #', 1 + floor(random() * 56)::int, 1), '') AS field
	FROM generate_series(1, 20000) AS i, generate_series(1, 1 + i % 9) AS j GROUP BY i
	UNION SELECT CASE floor(random() * 6)
		WHEN 0 THEN '="' || n || '"' WHEN 1 THEN '"' || n || '"' WHEN 2 THEN ' ' || n || E'\\t\\r\\n'
		WHEN 3 THEN n || 'e' || floor(random() * 80 - 40)::int WHEN 4 THEN '-' || n ELSE n END
	FROM generate_series(1, 3000) AS i,
		LATERAL (SELECT trim(to_char((random() * 10 ^ (i % 12))::numeric, CASE i % 2 WHEN 0 THEN '999,999,999,999.99' ELSE '999999999999.999' END))) AS f(n)});
is( setup(q{
		WITH clean AS (
			SELECT field, btrim(regexp_replace(regexp_replace(btrim(field, E' \t\r\n'), '^=(.+)$', '\1'), '^"(.*)"$', '\1'), E' \t\r\n') AS c
			FROM field
		), expected AS (
			SELECT field, CASE
				WHEN c ~ '^[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)([.][0-9]*)?([eE][+-]?[0-9]{1,4})?$'
					OR c ~ '^[+-]?[.][0-9]+([eE][+-]?[0-9]{1,4})?$' THEN
					CASE WHEN substring(c FROM '[eE][+-]?([0-9]+)$')::int > 60 THEN NULL ELSE replace(c, ',', '')::numeric END
				END AS number
			FROM clean
		)
		SELECT field, number, labour_number(field) FROM expected
		WHERE number IS DISTINCT FROM labour_number(field) LIMIT 5}),
	'', 'numbers are what the pattern says');
cmp_ok(setup('SELECT count(labour_number(field)) FROM field'), '>', 5000, 'many are numbers');
cmp_ok(setup('SELECT count(*) FROM field WHERE labour_number(field) IS NULL'), '>', 5000, 'many are not');

# --- Catalogs ------------------------------------------------------------------------

my @published = split /\n/, setup(q{
	SELECT 'labour' FROM aijri_create_labour('labour');
	CREATE SCHEMA roles;
	CREATE TABLE roles.role_soc (role_id int, soc text, share float8);
	CREATE TABLE roles.scored_role (role_id int, score float8, zone text);
	SELECT 'roles' FROM aijri_create_labour('labour', 'roles')});
is("@published", 'labour roles', 'a schema and a catalog');

# The views are computed once for all laws.
my @views = qw(soc_employment role_allocation role_labour role_labour_latest zone_employment
  labour_gap labour_coverage);
foreach my $round (1 .. 5)
{
	my $draw = ($seed + $round) % 1_000_000;

	# Occupations of which some are combined, employment that is small so that
	# rounding shows, some withheld; roles with and without shares and scores.
	setup(qq{
		SELECT setseed($draw / 1e6);
		TRUNCATE labour.oews, roles.role_soc, roles.scored_role;
		INSERT INTO labour.oews (vintage, area, area_type, naics, own_code, occupation, o_group, tot_emp)
		SELECT v.vintage, a.area, '1', '000000', '1235', o.soc, 'detailed', CASE WHEN random() > 0.1 THEN floor(random() ^ 3 * 1000) END
		FROM (VALUES (date '2021-05-01'), (date '2024-05-01')) AS v(vintage), (VALUES ('99'), ('06')) AS a(area),
			(SELECT DISTINCT oews FROM labour.oews_map UNION SELECT format('29-%s1%s1', i, j) FROM generate_series(1, 4) i, generate_series(1, 9) j) AS o(soc)
		WHERE random() > 0.05;
		-- a combined code with one of its own published by itself
		INSERT INTO labour.oews (vintage, area, area_type, naics, own_code, occupation, o_group, tot_emp)
		VALUES ('2024-05-01', '99', '1', '000000', '1235', '53-1043', 'detailed', 77);
		INSERT INTO roles.scored_role
		SELECT i, s, zone_of(s)::text FROM generate_series(1, 60) AS i, LATERAL (SELECT CASE WHEN random() > 0.1 THEN i + random() * 40 END) AS r(s);
		INSERT INTO roles.role_soc
		SELECT 1 + floor(random() * 60), code || CASE WHEN random() < 0.3 THEN '.0' || floor(random() * 4)::int ELSE '' END,
			CASE WHEN random() < 0.6 THEN (random() * CASE WHEN random() < 0.2 THEN 1 ELSE 0.4 END) END
		FROM (SELECT code, generate_series(1, floor(random() * 5)::int) FROM (
				SELECT soc AS code FROM labour.oews_map UNION ALL SELECT format('29-%s1%s1', i, j) FROM generate_series(1, 4) i, generate_series(1, 9) j
				UNION ALL VALUES ('45-3031')) AS c) AS l;
		INSERT INTO roles.role_soc
		SELECT 1 + floor(random() * 60), oews, NULL FROM (SELECT DISTINCT oews FROM labour.oews_map) AS m WHERE random() < 0.4;
		INSERT INTO roles.role_soc VALUES (1, 'nonsense', 0.5), (2, NULL, NULL), (3, '29-1111', 'NaN'), (4, '29-1121', -1);
		ANALYZE labour.oews, labour.oews_map, roles.role_soc, roles.scored_role;
		SET client_min_messages = warning;
		DROP SCHEMA IF EXISTS computed CASCADE;
		CREATE SCHEMA computed;}
		  . join '', map { "CREATE TABLE computed.$_ AS TABLE labour.$_; ANALYZE computed.$_;" } @views);

	my %law = (
		'combined rows are divided without rest' => q{
			SELECT o.occupation, o.tot_emp, sum(e.employment)
			FROM labour.oews o LEFT JOIN computed.soc_employment e ON (e.vintage, e.area, e.oews_code) = (o.vintage, o.area, o.occupation)
			GROUP BY o.vintage, o.area, o.occupation, o.tot_emp
			HAVING sum(e.employment) IS DISTINCT FROM o.tot_emp OR max(e.employment) - min(e.employment) > 1},
		'one row for each code' => q{
			SELECT soc FROM computed.soc_employment GROUP BY vintage, area, soc HAVING count(*) > 1},
		'parts of an occupation are from 0 to 1 and follow each other' => q{
			SELECT * FROM (
				SELECT *, lag(to_share) OVER (PARTITION BY soc ORDER BY from_share, to_share) AS before FROM computed.role_allocation) AS a
			WHERE NOT (from_share >= 0 AND to_share >= from_share AND to_share <= 1.000000001) OR before > from_share},
		'no worker is in two roles' => q{
			SELECT e.soc, e.employment, sum(r.employment)
			FROM computed.soc_employment e JOIN computed.role_labour r USING (vintage, area, soc)
			GROUP BY e.vintage, e.area, e.soc, e.employment HAVING sum(r.employment) > e.employment OR min(r.employment) < 0},
		'where a role takes the rest, all workers are in roles' => q{
			WITH whole AS (
				SELECT left(coalesce(m.soc, r.soc), 7) AS soc
				FROM roles.role_soc r LEFT JOIN labour.oews_map m ON m.oews = left(r.soc, 7) LEFT JOIN roles.scored_role s USING (role_id)
				GROUP BY 1 HAVING bool_and(s.score IS NOT NULL) AND bool_or(r.share IS NULL))
			SELECT e.soc, e.employment, sum(r.employment)
			FROM whole JOIN computed.soc_employment e USING (soc) LEFT JOIN computed.role_labour r USING (vintage, area, soc)
			WHERE e.employment IS NOT NULL
			GROUP BY e.vintage, e.area, e.soc, e.employment HAVING sum(r.employment) IS DISTINCT FROM e.employment},
		'a stated share is had, to a worker' => q{
			WITH link AS (
				SELECT left(soc, 7) AS soc, role_id, share FROM roles.role_soc WHERE left(soc, 2) = '29'
			), plain AS (
				SELECT soc FROM link GROUP BY soc HAVING sum(share) BETWEEN 0 AND 1 AND min(share) >= 0
			), stated AS (
				SELECT soc, role_id, sum(share) AS share FROM link JOIN plain USING (soc)
				GROUP BY soc, role_id HAVING count(*) = count(share))
			SELECT s.soc, s.role_id, s.share, r.employment, e.employment
			FROM stated s JOIN computed.role_labour r USING (soc, role_id) JOIN computed.soc_employment e USING (vintage, area, soc)
			WHERE abs(r.employment - s.share * e.employment) > 3},
		'zones add up to what is covered, gaps to what is not' => q{
			SELECT vintage, area FROM computed.labour_coverage c
			WHERE covered IS DISTINCT FROM (SELECT coalesce(sum(employment), 0) FROM computed.zone_employment z WHERE (z.vintage, z.area) = (c.vintage, c.area))
				OR uncovered + combined + unmatched IS DISTINCT FROM (SELECT coalesce(sum(employment), 0) FROM computed.labour_gap g WHERE (g.vintage, g.area) = (c.vintage, c.area))
				OR covered + uncovered + combined + unmatched <> detailed_sum OR residual <> published_total - detailed_sum
				OR detailed_sum <> (SELECT sum(tot_emp) FROM labour.oews o WHERE (o.vintage, o.area) = (c.vintage, c.area))
				OR occupations_withheld <> (SELECT count(*) FROM labour.oews o WHERE (o.vintage, o.area) = (c.vintage, c.area) AND tot_emp IS NULL)},
		'shares of zones come to 1' => q{
			SELECT vintage, area FROM computed.zone_employment GROUP BY vintage, area HAVING abs(sum(share) - 1) > 1e-9},
		'codes that are not in the file are reported' => q{
			SELECT vintage, area FROM computed.labour_coverage c WHERE NOT EXISTS (
				SELECT FROM computed.labour_gap g WHERE (g.vintage, g.area, g.soc) = (c.vintage, c.area, 'nonsense') AND employment IS NULL)},
		'latest is one vintage' => q{
			SELECT area FROM computed.role_labour_latest WHERE vintage <> '2024-05-01'});
	foreach my $name (sort keys %law)
	{
		is(setup("$law{$name} LIMIT 5"), '', "round $round: $name");
	}
}
cmp_ok(setup('SELECT sum(employment) FROM computed.role_labour'), '>', 1000, 'there are workers');

$node->stop;
done_testing();

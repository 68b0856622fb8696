# The claims of docs/security.md about readers, editors, owners, and strangers, and
# about hostile documents.

use strict;
use warnings;

use AijriTest;
use FaultTest;
use Test::More;

my $node = start_node('roles', 'log_statement = none');
$node->safe_psql('postgres', 'CREATE ROLE owner LOGIN; CREATE ROLE reader LOGIN; CREATE ROLE editor LOGIN; CREATE ROLE stranger LOGIN');
$node->safe_psql('postgres', 'CREATE DATABASE jobs OWNER owner');
$node->safe_psql('jobs', 'REVOKE CREATE ON SCHEMA public FROM PUBLIC');

sub as { return outcome($node, 'jobs', @_) }

is(as('owner', q{
	CREATE SCHEMA aijri;
	CREATE EXTENSION aijri SCHEMA aijri;
	SET search_path = aijri;
	SELECT aijri_create_catalog('cat');
	SELECT cat.import_document(aijri_render(aijri_document('Gardener',
		aijri_assessment(ARRAY[aijri_task('Plant', 60, 2), aijri_task('Weed', 40, 1)],
			aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0))))}),
	"\n1", 'the owner of a database, no superuser, makes a catalog');

my @views = split /\n/, $node->safe_psql('jobs', q{SELECT oid::regclass FROM pg_class WHERE relnamespace = 'cat'::regnamespace AND relkind = 'v' ORDER BY 1});
my @tables = split /\n/, $node->safe_psql('jobs', q{SELECT oid::regclass FROM pg_class WHERE relnamespace = 'cat'::regnamespace AND relkind = 'r' ORDER BY 1});
cmp_ok(scalar @views, '>', 10, 'there are views');
cmp_ok(scalar @tables, '>=', 7, 'and tables');

# --- Strangers -----------------------------------------------------------------

for my $try ('SELECT count(*) FROM cat.scored_role', 'SELECT cat.role_rank(1)', 'SELECT aijri.zone_of(30)',
	q{SELECT aijri_create_catalog('mine')}, q{SELECT aijri.aijri_create_catalog('mine')})
{
	like(as('stranger', $try), qr/^ERROR 42(501|883)$/, "a stranger may not: $try");
}

# --- Readers -------------------------------------------------------------------

is(as('owner', q{SELECT aijri.aijri_grant_reader('cat', 'reader')}), 'cat, aijri', 'the owner lets somebody read');
unlike(as('reader', "SELECT count(*) FROM $_"), qr/ERROR/, "a reader reads $_") for @views;
is(as('reader', "SELECT count(*) FROM $_"), 'ERROR 42501', "but not $_") for @tables;
is(as('reader', 'SELECT cat.role_rank(1)'), '1', 'and asks for the rank of a role');
for my $try (
	q{INSERT INTO cat.role (role_key, title) VALUES ('x', 'x')}, 'UPDATE cat.scored_role SET score = 100',
	'DELETE FROM cat.role_score', q{SELECT cat.import_document('x', current_date, 'me')}, q{SELECT cat.set_method('{}')}, q{SELECT cat.set_assessors('{}')}, 'SELECT cat.set_doubt(0.1)',
	'SELECT cat.refresh_scores()', 'SELECT cat.check_scores()', 'SELECT cat.export_document(1)', 'SELECT * FROM aijri.aijri_upgrade_catalog(\'cat\')',
	'CREATE TABLE cat.mine (a int)', 'CREATE FUNCTION cat.role_rank(int) RETURNS int LANGUAGE sql RETURN 1',
	'CREATE OR REPLACE VIEW cat.scored_role AS SELECT 1', 'TRUNCATE cat.role CASCADE', q{SELECT aijri.aijri_grant_reader('cat', 'stranger')},
	q{SELECT aijri._catalog_install('cat', '1.0', '')}, q{SELECT aijri._labour_install('cat', NULL, '')}, q{SELECT aijri._catalog_create_views('cat')},
	q{SELECT aijri._catalog_refresh_scores('cat')}, q{SELECT aijri._catalog_set_method('cat', '{}')},
	q{SELECT aijri._catalog_set_doubt('cat', 0.1)})
{
	like(as('reader', $try), qr/^ERROR (42501|55000|22023|22P02)$/, "a reader may not: $try");
}

# --- Editors --------------------------------------------------------------------

# The rights that docs/security.md gives, and no more.
my ($grants) = do { local (@ARGV, $/) = ('docs/security.md'); <> } =~ /^```sql\n(GRANT USAGE ON SCHEMA .*?)^```/ms;
ok($grants, 'the document says what an editor needs');
$grants =~ s/\bjobs\b/cat/g;
$grants =~ s/SCHEMA cat, public/SCHEMA cat, aijri/;
is(as('owner', $grants), '', 'which the owner grants');
my $document = q{aijri_render(aijri_document('Gardener', aijri_assessment(ARRAY[aijri_task('Plant', 50, 3), aijri_task('Weed', 40, 1)],
	aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0)))};
is(as('editor', qq{
	SET search_path = aijri;
	SELECT cat.import_document($document, '2026-01-01', 'editor') > 0, cat.import_document(replace($document, 'Gardener', 'Guide')) > 0;
	UPDATE cat.task SET score = 5 WHERE name = 'Plant';
	UPDATE cat.assessment SET growth = 1;
	INSERT INTO cat.role_soc VALUES (1, '37-3011', 0.5);
	DELETE FROM cat.role WHERE title = 'Guide';
	SELECT count(*) FROM cat.check_scores()}), "t|t\n0", 'an editor imports, edits and deletes');
for my $try (
	q{SELECT cat.set_method('{"green_min": 40}')}, 'DROP TABLE cat.task', 'ALTER TABLE cat.task DISABLE TRIGGER ALL', 'TRUNCATE cat.task',
	'CREATE TABLE cat.mine (a int)', 'CREATE TRIGGER t AFTER INSERT ON cat.role EXECUTE FUNCTION aijri._catalog_role_changed()',
	'DROP VIEW cat.scored_role', q{SELECT aijri.aijri_grant_reader('cat', 'stranger')}, q{INSERT INTO cat.reader VALUES ('stranger')},
	q{SELECT * FROM aijri.aijri_upgrade_catalog('cat')}, 'DROP EXTENSION aijri')
{
	like(as('editor', $try), qr/^ERROR 42501$/, "an editor may not: $try");
}
is(as('editor', q{
	UPDATE cat.role_score SET score = 100, zone = 'Green';
	SELECT columns FROM cat.check_scores();
	SELECT cat.refresh_scores()}),
	"score, zone\nERROR 42501", 'an editor can write a wrong score, which shows; but mend them all he cannot');
is(as('owner', 'SELECT cat.refresh_scores(); SELECT count(*) FROM cat.check_scores()'), "1\n0", 'that is for the owner');

# --- Hostile documents ------------------------------------------------------------

# Text is text: in names, in prose, as an assessor, as a market.
my @hostile = (
	q{'); DROP TABLE cat.role CASCADE; --}, q{%I %s %1$s %%}, q{$1 $f$ $_$ $$}, q{\\'; SELECT 1; \\}, q{<script>alert(1)</script>},
	q{=HYPERLINK("http://x")}, q{{"a": [1]}}, q{NULL}, q{"; \\! touch x});
for my $text (@hostile)
{
	(my $quoted = $text) =~ s/'/''/g;
	is(as('editor', qq{
		SET search_path = aijri; SET standard_conforming_strings = on;
		WITH d AS (SELECT aijri_document('T $quoted', aijri_assessment(ARRAY[aijri_task('t $quoted', 1, 1)],
				aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0),
			seniority => 'S $quoted', next_roles => ARRAY[aijri_next_role('N $quoted', 1, 'R $quoted')]) AS d),
		i AS (SELECT d, cat.import_document(aijri_render(d), '2026-01-01', 'A $quoted', 'M $quoted') AS id FROM d)
		SELECT id > 0 FROM i;
		SELECT (aijri_parse(cat.export_document(max(assessment_id)))).title = 'T $quoted', max(assessor) FILTER (WHERE assessor = 'A $quoted') = 'A $quoted'
		FROM cat.assessment}), "t\nt|t", "in and out again: $text");
}
is($node->safe_psql('jobs', 'SELECT * FROM cat.check_scores()'), '', 'all scores are right');

# Names of schemas are text, too.
my $name = q{o'dd "name"; DROP %I $1};
(my $literal = $name) =~ s/'/''/g;
(my $identifier = $name) =~ s/"/""/g;
is(as('owner', qq{
	SET search_path = aijri;
	SELECT aijri_create_catalog('$literal'), aijri_create_labour('labour of $literal', '$literal');
	SELECT "$identifier".import_document($document) > 0;
	SELECT title, zone FROM "$identifier".scored_role;
	SELECT count(*) FROM aijri_upgrade_catalog('$literal');
	SELECT aijri_grant_reader('$literal', 'reader') <> '';
	SELECT count(*) FROM "labour of $identifier".zone_employment;
	SELECT count(*) FROM "$identifier".check_scores()}),
	"|\nt\nGardener|Yellow\n0\nt\n0\n0", 'schemas with odd names');

# --- Costs of a document ------------------------------------------------------------

# A megabyte of anything ends; the timeout is for what hangs. (tools/fuzz hostile
# counts the steps that such texts take.)
for my $unit ('|', '# ', '**', '`', '(AIJRI ', 'Raw: 1 x 1 x 1 x 1 = 1\n', '- x\n', 'Zone: RED\n', '\\\\|', '1% < 1, ', '\u2014')
{
	like(as('editor', qq{
		SET search_path = aijri; SET statement_timeout = '30min';
		SELECT (aijri_try_parse(d)).error IS NOT NULL OR true, (SELECT count(*) >= 0 FROM aijri_verify(d) WHERE (aijri_try_parse(d)).error IS NULL)
		FROM (SELECT repeat(E'$unit', 1000000 / length(E'$unit')) AS d) AS s}),
		qr/^(t\|t|ERROR 22P02)$/, "a megabyte of $unit");
}

$node->stop;
done_testing();

# What the tests of faults share: a catalog with documents made by number, and
# what must be true of it whatever happened.

package FaultTest;

use strict;
use warnings;

use Exporter 'import';
use Test::More;

our @EXPORT = qw(make_catalog catalog_is_right);

# The catalog "cat", and document(role, variant), an assessment of a role, the
# same text each time.  The number of its tasks, and more, follows from both.
sub make_catalog
{
	my ($node) = @_;

	$node->safe_psql(
		'postgres', q{
		CREATE EXTENSION IF NOT EXISTS aijri;
		SELECT aijri_create_catalog('cat');
		CREATE FUNCTION document(role bigint, variant bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN aijri_render(aijri_document('Role ' || role,
			(SELECT aijri_assessment(array_agg(aijri_task('task ' || n, 1 + (role * n + variant) % 40, 1 + (role + n * variant) % 5,
					(enum_range(NULL::aijri_mode))[(role + n) % 4]) ORDER BY n),
				aijri_evidence(role % 5 - 2, variant % 5 - 2, 0, 1, -1), aijri_barriers(variant % 3, 0, role % 3, 1, 0), (role + variant) % 5 - 2)
			FROM generate_series(1, 3 + (role + variant) % 6) AS n),
			next_roles => ARRAY[aijri_next_role('Role ' || role % 7, 50, 'knows')]))});
	return;
}

# What a role's newest assessment comes to, written once more from the rules, in
# numeric, with nothing of the extension in it.
my $independent = q{
	WITH newest AS (
		SELECT DISTINCT ON (role_id) a.* FROM cat.assessment a
		ORDER BY role_id, assessed_on DESC, recorded_at DESC, revision DESC, assessment_id DESC
	), rated AS (
		SELECT role_id, assessment_id,
			-- to six places, a tie to the even one
			(SELECT (whole + CASE WHEN 2 * rest > total OR 2 * rest = total AND mod(whole, 2) = 1 THEN 1 ELSE 0 END) / 1e6
				FROM (SELECT 1e6 * sum(time_pct::numeric * (6 - score::numeric)), nullif(sum(time_pct::numeric), 0)
					FROM cat.task t WHERE t.assessment_id = a.assessment_id) AS sums(millionths, total),
					LATERAL (SELECT div(millionths, total), mod(millionths, total)) AS divided(whole, rest)) AS tr,
			job_postings + company_actions + wage_trends + tool_maturity + expert_consensus AS e,
			regulatory + physical_presence + union_bargaining + liability + cultural AS b, growth AS g
		FROM newest a
	), scored AS (
		SELECT role_id, assessment_id, tr,
			CASE WHEN tr * e::numeric * b::numeric * g::numeric IS NOT NULL THEN greatest(least((tr * (1 + 0.04 * e::numeric) * (1 + 0.02 * b::numeric) * (1 + 0.05 * g::numeric) - 0.54) * 100e30 / 7.93 * 1e-30, 100), 0) END AS score
		FROM rated
	)
	SELECT coalesce(k.role_id, s.role_id), k.assessment_id, s.assessment_id, k.score, s.score, k.task_resistance, s.tr, k.zone
	FROM cat.role_score k FULL JOIN (SELECT * FROM cat.role LEFT JOIN scored USING (role_id)) s USING (role_id)
	WHERE k.role_id IS NULL OR s.role_id IS NULL OR k.assessment_id IS DISTINCT FROM s.assessment_id
		OR k.task_resistance::numeric IS DISTINCT FROM s.tr
		OR k.score IS DISTINCT FROM s.score::float8
		OR k.zone IS DISTINCT FROM CASE WHEN s.score >= 48 THEN 'Green' WHEN s.score >= 25 THEN 'Yellow' WHEN s.score IS NOT NULL THEN 'Red' END
	LIMIT 5};

# Whether scores are those that the tables give; where "whole" is true nobody has
# edited them, so assessments are those of their sources, too.
sub catalog_is_right
{
	my ($node, $after, $whole) = @_;

	is($node->safe_psql('postgres', 'SELECT * FROM cat.check_scores() LIMIT 5'), '', "$after: check_scores() finds nothing");
	is($node->safe_psql('postgres', $independent), '', "$after: nor does a calculation of its own");
	return unless $whole;
	is( $node->safe_psql(
			'postgres', q{
			SELECT a.assessment_id FROM cat.assessment a, aijri_parse(a.source) AS d
			WHERE (d.assessment).tasks IS DISTINCT FROM ((aijri_parse(cat.export_document(a.assessment_id))).assessment).tasks
				OR (SELECT count(*) FROM cat.next_role n WHERE n.assessment_id = a.assessment_id) <> 1
			LIMIT 5}),
		'', "$after: every assessment is there with all of its tasks and next roles");
	return;
}

1;

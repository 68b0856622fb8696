# The views of a catalog of 100,000 roles with seven tasks each, a fifth of them
# assessed twice: no view loops over a table, none scores an assessment twice, the
# top of the ranking reads as many rows of the index as it shows, and a single
# role is found by indexes.  The notes are a table of times, with the plans.

use strict;
use warnings;

use AijriTest;
use JSON::PP;
use PostgreSQL::Test::Utils;
use Test::More;

# Like a server that was set up by nobody, but for one process.
my $node = start_node('catalog_plans', 'max_parallel_workers_per_gather = 0', 'jit = off', 'track_functions = all',
	'fsync = off', 'max_wal_size = 8GB', 'shared_buffers = 256MB');
my ($roles, $assessments) = (100_000, 120_000);

$node->safe_psql(
	'postgres', qq{
	CREATE EXTENSION aijri;
	SELECT aijri_create_catalog('jobs');
	SET search_path = jobs, public;
	-- few different ratings, so that many roles share a score
	INSERT INTO role (role_id, role_key, title, seniority)
	SELECT i, 'role-' || i, 'Title ' || i / 2, CASE i % 2 WHEN 0 THEN 'Junior' ELSE 'Senior' END
	FROM generate_series(1, $roles) i;
	INSERT INTO assessment (assessment_id, role_id, assessor, assessed_on, source, job_postings, company_actions, wage_trends, tool_maturity,
		expert_consensus, regulatory, physical_presence, union_bargaining, liability, cultural, growth, physicality, connection, judgment)
	SELECT i, CASE WHEN i <= $roles THEN i ELSE (i - $roles) * 5 END, CASE WHEN i <= $roles OR i % 2 = 0 THEN 'Ada' ELSE 'Bob' END,
		CASE WHEN i <= $roles THEN '2026-01-01'::date + (i * 7 % 300)::integer ELSE '2026-11-01' END,
		CASE WHEN i % 10000 = 1 THEN aijri_render(aijri_document('A', aijri_assessment(ARRAY[aijri_task('t', 1, 1)], aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0))) END,
		i % 5 - 2, i / 5 % 5 - 2, i / 25 % 5 - 2, i % 3 - 1, 0, i % 3, i / 3 % 3, 0, 1, i % 2,
		CASE WHEN i % 1000 > 0 THEN i % 5 - 2 END, 0, i % 4, 1
	FROM generate_series(1, $assessments) i;
	INSERT INTO task (assessment_id, position, name, time_pct, score, mode)
	SELECT a, p, 'Task number ' || p, ('{30,25,15,10,10,5,5}'::float8[])[p], (a * 7 + p * 3 + a / 7) % 5 + 1,
		('{displacement,augmentation,not involved}'::text[])[(a + p) % 3 + 1]
	FROM generate_series(1, $assessments) a, generate_series(1, 7) p;
	INSERT INTO next_role
	SELECT a, p, 'Title ' || (a * 7 + p) % 60000 || CASE p WHEN 2 THEN ' (Senior)' ELSE '' END, 50
	FROM generate_series(1, $roles) a, generate_series(1, 2) p;
	VACUUM ANALYZE});

# A query's plan as it ran; and what calls there were of a function meanwhile.
sub executed
{
	my ($query, $function) = @_;

	$node->safe_psql('postgres', 'SELECT pg_stat_reset()');
	my $plan = decode_json($node->safe_psql('postgres', "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) $query"))->[0];
	my $calls = $node->safe_psql('postgres', "SELECT coalesce(sum(calls), 0) FROM pg_stat_user_functions WHERE funcname = '$function'");
	return ($plan, $calls);
}

sub nodes
{
	my ($plan) = @_;
	return ($plan, map { nodes($_) } @{ $plan->{Plans} // [] });
}

# Tables, and parts of the plan above them, that are read again and again; a call
# of a function for each row is none of these.
sub repeated
{
	my ($plan) = @_;
	return join ', ', map { "$_->{'Node Type'} " . ($_->{'Relation Name'} // '') . " $_->{'Actual Loops'} times" }
	  grep { $_->{'Actual Loops'} > 100 && defined $_->{'Relation Name'} } nodes($plan->{Plan});
}

# A plan as it ran, a line for each node: what, of which index or table, rows and loops.
sub outline
{
	my ($node, $indent) = @_;
	my $line = join ' ', grep { defined } '  ' x $indent . '->', $node->{'Node Type'}, $node->{'Index Name'}, $node->{'Relation Name'} // $node->{'Function Name'};

	return "$line: $node->{'Actual Rows'} rows, $node->{'Actual Loops'} times\n", map { outline($_, $indent + 1) } @{ $node->{Plans} // [] };
}

# Rows read from a table, all loops together.
sub rows_read
{
	my ($plan, $table) = @_;
	my $rows = 0;

	$rows += ($_->{'Actual Rows'} + ($_->{'Rows Removed by Filter'} // 0)) * $_->{'Actual Loops'}
	  foreach grep { ($_->{'Relation Name'} // '') eq $table } nodes($plan->{Plan});
	return $rows;
}

# --- Whole views ----------------------------------------------------------------

my %calls = map { $_ => $assessments } qw(scored_assessment scored_role_by_assessor assessor_pair role_panel ranked_panel score_history);

note(sprintf '%-24s %10s %8s', 'view', 'rows', 'seconds');
foreach my $view (
	split /\n/,
	$node->safe_psql('postgres', q{
		SELECT relname FROM pg_class WHERE relnamespace = 'jobs'::regnamespace AND relkind = 'v'
			AND relname NOT IN ('role_outlook', 'role_rank_outlook', 'role_derivation', 'role_sensitivity')
		ORDER BY 1}))
{
	my ($plan, $calls) = executed("SELECT * FROM jobs.$view", 'mix_result');

	note(sprintf '%-24s %10d %8.2f', $view, $plan->{Plan}{'Actual Rows'}, $plan->{'Execution Time'} / 1000);
	note(outline($plan->{Plan}, 1));
	is(repeated($plan), '', "$view: no loop over a table");
	is($calls, $calls{$view} // 0, "$view: every assessment is scored " . ($calls{$view} ? 'once' : 'not at all'));
}

my ($plan, $calls);
($plan, $calls) = executed(q{SELECT * FROM jobs.zone_history('2026-01-01', '2027-01-01', '1 day')}, 'mix_result');
note(sprintf '%-24s %10d %8.2f', 'zone_history, 365 days', $plan->{Plan}{'Actual Rows'}, $plan->{'Execution Time'} / 1000);
is(repeated($plan), '', 'zone_history: no loop over a table');
is($calls, $assessments, 'zone_history: every assessment is scored once');

# --- The top of the ranking -------------------------------------------------------

# Also where the index cannot vouch for its rows, as after many changes.
foreach my $changed ('SELECT', 'UPDATE jobs.role_score SET raw = raw WHERE role_id % 2 = 0; ANALYZE jobs.role_score')
{
	$node->safe_psql('postgres', $changed);
	foreach my $columns ('*', 'rank, score')
	{
		($plan, $calls) = executed("SELECT $columns FROM jobs.ranked_role ORDER BY score DESC LIMIT 50", 'mix_result');
		note(sprintf '%-24s %10d %8.5f', "top 50: $columns", $plan->{Plan}{'Actual Rows'}, $plan->{'Execution Time'} / 1000);
		note(outline($plan->{Plan}, 1));

		my ($index, @others) = grep { defined $_->{'Relation Name'} && $_->{'Relation Name'} ne 'catalog' } nodes($plan->{Plan});
		is($index->{'Index Name'} // $index->{'Node Type'}, 'role_score_score_idx', "top 50: $columns: read from the index");
		cmp_ok($index->{'Actual Rows'}, '<=', 51, 'no more than 51 rows of it');
		is(scalar(grep { $_->{'Node Type'} ne 'Index Scan' || $_->{'Actual Loops'} > 50 } @others), 0, 'what belongs to them is looked up');
		is(scalar @others, 0, 'what is not asked for is not joined') unless $columns eq '*';
	}
}
is( $node->safe_psql('postgres', q{
		SELECT count(*) FROM (SELECT score, rank FROM jobs.ranked_role ORDER BY score DESC LIMIT 1000) r
		WHERE rank <> 1 + (SELECT count(*) FROM jobs.role_score s WHERE s.score > r.score)}),
	0, 'ranks are right where many roles tie');

# --- One role ---------------------------------------------------------------------

foreach my $view (qw(scored_role scored_assessment scored_role_by_assessor assessor_pair role_panel score_history task_exposure career_move role_outlook role_derivation role_sensitivity score_audit unscored_role current_score))
{
	($plan, $calls) = executed("SELECT * FROM jobs.$view WHERE role_id = 10005", 'mix_result');
	my $read = 0;
	$read += rows_read($plan, $_) foreach qw(role role_score assessment task next_role);
	cmp_ok($read, '<=', 200, "$view of one role: $read rows are read");
	cmp_ok($calls, '<=', 2, "$view of one role: $calls assessments are scored");
}

# How firm the ten roles nearest to a boundary are: ten are computed, not all.
($plan, $calls) = executed(q{
	SELECT * FROM (SELECT role_id FROM jobs.ranked_role ORDER BY points_to_boundary LIMIT 10) b JOIN jobs.role_outlook USING (role_id)},
	'zone_probability');
is($calls, 10, 'an outlook is computed for those asked for');

$node->stop;
done_testing();

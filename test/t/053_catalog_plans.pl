# How the triggers of a catalog find their rows: by key, however a plan came
# about. It is made once and kept, maybe when the tables were empty.

use strict;
use warnings;

use AijriTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('catalog_plans', 'log_statement = none');
my $roles = 20_000;

sub sql { return $node->safe_psql('postgres', @_) }

sql('CREATE EXTENSION aijri');
plan skip_all => 'this PostgreSQL has no auto_explain'
  if $node->psql('postgres', 'LOAD \'auto_explain\'') != 0;

# Runs statements in one session and returns the plans of what the triggers ran.
sub plans_of
{
	my ($script) = @_;
	my $offset = -s $node->logfile;

	sql(qq{$script});
	my $log = substr slurp_file($node->logfile), $offset;
	my @plans = grep { /role_score|role_id/ && !/^\s*Query Text: (?:UPDATE|INSERT INTO|DELETE FROM) jobs\.(?:task|assessment|role)\b/ }
	  $log =~ /plan:\n((?:\t.*\n)+)/g;
	# the plan alone, without the query
	return map { s/.*?^\t(?=\S[^\n]*\(cost=)//msr } @plans;
}

my $explain = q{LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on;
	SET auto_explain.log_analyze = on; SET auto_explain.log_timing = off; SET auto_explain.log_buffers = off;};
my $fill = qq{
	INSERT INTO jobs.role (role_id, role_key, title) SELECT i, 'role ' || i, 'Role ' || i FROM generate_series(1, $roles) i;
	INSERT INTO jobs.assessment (assessment_id, role_id, assessed_on, growth) SELECT i, i, '2026-01-01', 0 FROM generate_series(1, $roles) i;
	INSERT INTO jobs.task SELECT r, t, 'task', 10, 1 + (r + t) % 5 FROM generate_series(1, $roles) r, generate_series(1, 7) t;};
my $one = 'UPDATE jobs.task SET score = 5 WHERE assessment_id = 777 AND position = 3;';

# Plans are made by the first edits, when there is one role and no statistics;
# then the same session loads all others, and edits again.
sql(q{SELECT aijri_create_catalog('jobs')});
my @plans = plans_of(qq{
	INSERT INTO jobs.role (role_id, role_key, title) VALUES (-1, 'first', 'First');
	INSERT INTO jobs.assessment (assessment_id, role_id) VALUES (-1, -1);
	INSERT INTO jobs.task VALUES (-1, 1, 'task', 10, 3);
	UPDATE jobs.task SET score = 2;
	$fill
	$explain
	$one
	UPDATE jobs.assessment SET growth = 1 WHERE assessment_id = 778;
	DELETE FROM jobs.role WHERE role_id = 779;});
cmp_ok(scalar @plans, '>=', 8, 'the queries of the triggers were logged');
is(join('', grep { /Seq Scan|(?:Hash|Merge) .*Join/ } @plans), '', 'kept plans of empty tables look rows up by key');
my ($rescore) = grep { /Update on role_score/ } @plans;
like($rescore // '', qr/Index (?:Only )?Scan Backward using assessment_newest_idx/, 'the newest assessment comes first in its index');
like($rescore // '', qr/Index Scan (?:using|on) task_pkey/, 'tasks by their key');
unlike($rescore // '', qr/rows=[0-9]{3,}(?:\.\d+)? loops/, 'no part of it meets more than the rows of one role');

# New plans in a new session, with statistics and without.
foreach my $statistics ('', 'VACUUM ANALYZE;')
{
	sql($statistics) if $statistics;
	@plans = plans_of("$explain $one");
	cmp_ok(scalar @plans, '>=', 3, 'logged in a new session');
	is(join('', grep { /Seq Scan|(?:Hash|Merge) .*Join/ } @plans), '', 'plans of a new session look rows up by key');
	unlike(join('', @plans), qr/rows=[0-9]{3,}(?:\.\d+)? loops/, 'and meet few');
}
note($_) foreach @plans;

# A rank is counted in the index alone.
my $plan = sql('EXPLAIN (COSTS OFF) SELECT count(*) FROM jobs.current_score above WHERE above.score > 30');
like($plan, qr/Index Only Scan using role_score_score_idx/, 'role_rank() counts in the index');
is(sql('SELECT role_id, columns FROM jobs.check_scores()'), '', 'every row of role_score is right');

$node->stop;
done_testing();

# Fifty sessions import, edit, delete, and read in one catalog. None reads a score
# that differs from what the tables imply, and at the end, all scores equal those of
# an independent calculation. First, each statement changes one role and locks its
# rows in one order: no deadlocks occur. Then some statements change several roles.
#
# AIJRI_SECONDS sets the duration (default: 10).

use strict;
use warnings;

use AijriTest;
use FaultTest;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'there is no pgbench' unless `pgbench --version 2>/dev/null`;

my $seconds = $ENV{AIJRI_SECONDS} || 10;
my $clients = $ENV{AIJRI_CLIENTS} || 50;
my $seed = seed();
my $node = start_node('catalog_load', 'log_statement = none', 'jit = off', 'max_connections = 120',
	'deadlock_timeout = 200ms', 'log_min_messages = warning', 'shared_buffers = 64MB');
my $dir = PostgreSQL::Test::Utils::tempdir();
make_catalog($node);
$node->safe_psql('postgres', q{
	SELECT count(cat.import_document(document(i, 0))) FROM generate_series(1, 200) AS i;
	INSERT INTO cat.role_soc SELECT role_id, '15-1252', NULL FROM cat.role;
	-- an error for whoever finds a wrong row: 22012
	CREATE FUNCTION wrong_rows() RETURNS bigint LANGUAGE sql STABLE
		RETURN (SELECT CASE WHEN count(*) > 0 THEN 1 / (count(*) - count(*)) ELSE 0 END FROM cat.check_scores())});

# What sessions do, each a transaction of one statement, with its weight.  One that
# changes several tasks locks them in order first: a plan may come by them in any.
my %script = (
	'import@12' => 'SELECT cat.import_document(document(:r, :v));',
	'import_again@3' => 'SELECT cat.import_document(document(:r, 0));',
	'edit_task@10' => q{UPDATE cat.task SET score = 1 + :v % 5 WHERE assessment_id = (SELECT max(assessment_id) FROM cat.assessment WHERE role_id = :r) AND position = 1;},
	'edit_tasks@5' => q{WITH t AS MATERIALIZED (SELECT assessment_id, position FROM cat.task WHERE assessment_id = (SELECT max(assessment_id) FROM cat.assessment WHERE role_id = :r) ORDER BY position FOR UPDATE) UPDATE cat.task SET time_pct = 1 + (time_pct::int + :v) % 50 FROM t WHERE (task.assessment_id, task.position) = (t.assessment_id, t.position);},
	'add_task@3' => q{INSERT INTO cat.task SELECT assessment_id, 1000 + :v, 'more', 5, 3, NULL FROM (SELECT assessment_id FROM cat.assessment WHERE role_id = :r ORDER BY assessment_id DESC LIMIT 1 FOR KEY SHARE) AS a ON CONFLICT DO NOTHING;},
	'drop_task@3' => q{DELETE FROM cat.task WHERE assessment_id = (SELECT max(assessment_id) FROM cat.assessment WHERE role_id = :r) AND position = 1000 + :v;},
	'edit_rating@8' => q{UPDATE cat.assessment SET growth = :v % 5 - 2, job_postings = NULLIF(:v % 6, 5) - 2 WHERE assessment_id = (SELECT max(assessment_id) FROM cat.assessment WHERE role_id = :r);},
	'redate@3' => q{UPDATE cat.assessment SET assessed_on = date '2020-01-01' + :v, revision = 1000000 + assessment_id WHERE assessment_id = (SELECT min(assessment_id) FROM cat.assessment WHERE role_id = :r);},
	'drop_assessment@4' => q{DELETE FROM cat.assessment WHERE assessment_id = (SELECT min(assessment_id) FROM cat.assessment WHERE role_id = :r);},
	'drop_role@1' => 'DELETE FROM cat.role WHERE role_id = :r;',
	'rename@2' => q{UPDATE cat.role SET market = 'm' || role_id WHERE role_id = :r;},
	'link@2' => q{INSERT INTO cat.role_soc SELECT role_id, '15-1252', :v / 1000000.0 FROM (SELECT role_id FROM cat.role WHERE role_id = :r FOR KEY SHARE) AS r ON CONFLICT (role_id, soc) DO UPDATE SET share = excluded.share;},
	'top@12' => 'SELECT title, rank, score FROM cat.ranked_role ORDER BY score DESC LIMIT 10;',
	'one@12' => 'SELECT * FROM cat.scored_role WHERE role_id = :r;',
	'history@2' => 'SELECT count(*), sum(score_change) FROM cat.score_history WHERE role_id = :r;',
	'export@3' => 'SELECT length(cat.export_document(max(assessment_id))) FROM cat.assessment WHERE role_id = :r;',
	'overview@1' => 'SELECT * FROM cat.zone_overview;',
	'check@3' => 'SELECT wrong_rows();');

# Those that lock more than one role, in whatever order rows come: a transaction
# may be the victim of a deadlock, and is made again, as anywhere in PostgreSQL.
my %bulk = (
	'move@3' => q{UPDATE cat.assessment SET role_id = coalesce((SELECT role_id FROM cat.role WHERE role_id >= :v * 5 % 200 ORDER BY role_id LIMIT 1 FOR KEY SHARE), role_id), revision = 2000000 + assessment_id, source_hash = NULL WHERE assessment_id = (SELECT min(assessment_id) FROM cat.assessment WHERE role_id = :r);},
	'edit_many@2' => q{UPDATE cat.task SET score = 1 + (score + :v)::int % 5 WHERE position = 2 AND assessment_id % 20 = :v % 20;},
	'two_imports@3' => "BEGIN;\nSELECT cat.import_document(document(:r, :v));\nSELECT cat.import_document(document(:v % 150 + 1, :r));\nEND;",
	'method@1' => q{SELECT cat.set_method(jsonb_build_object('green_min', 48 + :v % 3));},
	'refresh@1' => 'SELECT cat.refresh_scores();');

# Runs scripts, and gives what the log has of it.
sub load
{
	my ($name, $for, %scripts) = @_;
	my @files;
	my ($out, $err, $from) = ('', '', -s $node->logfile);

	for my $script (sort keys %scripts)
	{
		my ($file, $weight) = split /@/, $script;
		open my $handle, '>', "$dir/$file" or die $!;
		print $handle "\\set r random(1, 220)\n\\set v random(1, 600)\n$scripts{$script}\n";
		close $handle;
		push @files, '-f', "$dir/$file\@$weight";
	}
	local $ENV{PGOPTIONS} = '-c client_min_messages=warning';
	IPC::Run::run [
		'pgbench', '-n', '-c', $clients, '-j', 2, '-T', $for, '--max-tries=50', '--failures-detailed', "--random-seed=$seed", @files, $node->connstr('postgres')
	], '<', '/dev/null', '>', \$out, '2>', \$err;
	my ($done) = $out =~ /transactions actually processed: (\d+)/;
	my ($retried) = $out =~ /total number of retries: (\d+)/;
	my $log = slurp_file($node->logfile, $from);
	my $deadlocks = () = $log =~ /deadlock detected/g;
	diag(sprintf '%s: %d sessions, %d s, %s transactions, %s retries, %d deadlocks', $name, $clients, $for, $done // 'no', $retried // 0, $deadlocks);
	unlike($err, qr/aborted|fatal/, "$name: no session met an error") or diag(substr $err, 0, 2000);
	cmp_ok($done // 0, '>', 0, "$name: transactions were done") or diag($err);
	like($out, qr/number of failed transactions: 0 /, "$name: and none failed for good");
	unlike($log, qr/22012|division by zero/, "$name: nobody read a wrong row");
	unlike($log, qr/XX\d\d\d|was terminated by signal|TRAP:|PANIC/, "$name: the server is fine");
	my %deadlocks = map { $_ => 1 } $log =~ /deadlock detected.*?\n(?:.*?\n)*?.*?STATEMENT:\s+(.{1,60})/g;
	note(join "\n", "$name: victims of deadlocks", sort keys %deadlocks) if $deadlocks;
	return $deadlocks;
}

is(load('one role each', $seconds, %script), 0, 'no deadlock among statements that change one role');
catalog_is_right($node, 'after that', 0);
load('several roles each', $seconds, %script, %bulk);
$node->safe_psql('postgres', q{SELECT cat.set_method('{}')});
catalog_is_right($node, 'after that', 0);
is( $node->safe_psql('postgres', q{SELECT count(*) FROM (SELECT role_id, assessor, assessed_on, revision FROM cat.assessment GROUP BY 1, 2, 3, 4 HAVING count(*) > 1) AS s}),
	0, 'revisions are told apart');

$node->stop;
done_testing();

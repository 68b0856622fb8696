# A session that exceeds its memory ends in error 53200, wherever in a function it
# is, and continues with what fits; the server is not affected.
#
# The limit is set from outside on the session's process (prlimit), slightly and
# further above its current memory, so that it is met in different places.

use strict;
use warnings;

use AijriTest;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'there is no prlimit and no /proc to limit a session with'
  unless -r '/proc/self/statm' && `prlimit --version 2>/dev/null`;

my $node = start_node('memory_limit', 'log_statement = none', 'jit = off',
	'shared_buffers = 16MB', 'max_parallel_workers_per_gather = 0', 'restart_after_crash = off');

# What a function gets is in a table, out of line and not compressed: to read it
# takes memory, too.
$node->safe_psql(
	'postgres', q{
	CREATE EXTENSION aijri;
	CREATE TABLE big (id text, a aijri_assessment, d text, j jsonb);
	ALTER TABLE big ALTER a SET STORAGE EXTERNAL, ALTER d SET STORAGE EXTERNAL, ALTER j SET STORAGE EXTERNAL;
	INSERT INTO big
	SELECT 'tasks', aijri_assessment(array_agg(aijri_task('task ' || i, i % 100, i % 5 + 1, 'augmentation')),
		aijri_evidence(0, 0, 0, 0, 0), aijri_barriers(0, 0, 0, 0, 0), 0)
	FROM generate_series(1, 90000) AS i;
	INSERT INTO big
	SELECT 'text', NULL, aijri_render(aijri_document('role', aijri_assessment(array_agg(aijri_task('t', i, 3)), NULL, NULL, 0),
		narrative => jsonb_build_object('who_should_worry', rtrim(repeat(E'Nobody at all.\n', 1000000), E'\n'))))
	FROM generate_series(1, 200) AS i;
	INSERT INTO big
	SELECT 'lines', NULL, aijri_render(aijri_document('role', aijri_assessment(array_agg(aijri_task('t', 1 + i % 99, 3)), NULL, NULL, 0)))
	FROM generate_series(1, 90000) AS i;
	INSERT INTO big SELECT 'json', NULL, NULL, jsonb_object_agg('k' || i, i) FROM generate_series(1, 200000) AS i});

my %call = (
	'aijri_score' => q{SELECT aijri_score(a) FROM big WHERE id = 'tasks'},
	'aijri_result' => q{SELECT aijri_result(a) FROM big WHERE id = 'tasks'},
	'aijri_assessment' => q{SELECT aijri_assessment((a).tasks, (a).evidence, (a).barriers, 0) IS NULL FROM big WHERE id = 'tasks'},
	'score_sensitivity' => q{SELECT count(*) FROM big, score_sensitivity(a) WHERE id = 'tasks'},
	'aijri_explain' => q{SELECT count(*) FROM big, aijri_explain(a) WHERE id = 'tasks'},
	'zone_probability' => q{SELECT zone_probability(a, 0.2) FROM (SELECT aijri_assessment((a).tasks[1:3000], (a).evidence, (a).barriers, 0) AS a FROM big WHERE id = 'tasks') AS s},
	'parse a long text' => q{SELECT length((aijri_parse(d)).narrative::text) FROM big WHERE id = 'text'},
	'parse many tasks' => q{SELECT cardinality(((aijri_parse(d)).assessment).tasks) FROM big WHERE id = 'lines'},
	'try_parse' => q{SELECT (aijri_try_parse(d)).line FROM big WHERE id = 'lines'},
	'verify' => q{SELECT count(*) FROM big, aijri_verify(d) WHERE id = 'lines'},
	'render' => q{SELECT length(aijri_render(aijri_document('x', a))) FROM big WHERE id = 'tasks'},
	'method' => q{SELECT aijri_method(j) FROM big WHERE id = 'json'},
	'groups' => q{SET work_mem = '4GB'; SELECT count(*) FROM (SELECT task_profile(i % 5 + 1, i), aijri_distribution(i % 100) FROM generate_series(1, 60000) AS i GROUP BY i % 30000) AS s},
	'mixes' => q{SET work_mem = '4GB'; SELECT count(m) FROM (SELECT mix_sum(task_mix) AS m FROM (SELECT task_mix(i % 5 + 1, i) FROM generate_series(1, 60000) AS i GROUP BY i % 30000) AS s GROUP BY task_mix::text) AS s},
	'ranks' => q{SET work_mem = '4GB'; SELECT count(rank_outlook) FROM (SELECT rank_outlook(d) OVER () FROM (SELECT aijri_distribution(i * j % 100) AS d FROM generate_series(1, 3000) AS i, generate_series(1, 30) AS j GROUP BY i) AS s) AS o},
	'alpha' => q{SELECT krippendorff_alpha(i / 3, i % 5) FROM generate_series(1, 600000) AS i},
	'percentile' => q{SELECT weighted_percentile(i, 1, 0.5) FROM generate_series(1, 1000000) AS i},
	'methods' => q{SELECT count(r) FROM (SELECT array_agg(i) AS id, array_agg('role ' || i) AS title, array_agg(3::float8) AS tr, array_agg(0::float8) AS o FROM generate_series(1, 20000::bigint) AS i) AS roles, _role_robustness(id, title, tr, o, o, o, 0.2, 64, 1) AS r},
	'soc codes' => q{SET work_mem = '4GB'; SELECT count(DISTINCT c) FROM (SELECT soc_try(lpad((i % 99999)::text, 6, '1')) AS c FROM generate_series(1, 400000) AS i OFFSET 0) AS s});

# The outcome of a call in a session that may have so many MB more than it has.
sub limited
{
	my ($sql, $megabytes) = @_;
	my $script = q{
SELECT pg_backend_pid() AS pid \gset
SELECT aijri_score(1.9, 0, 0, 0), zone_of(3), soc_try('x') IS NULL \g /dev/null
\setenv PID :pid
\setenv MORE } . $megabytes . q{
\! prlimit --pid $PID --as=$(( ($(cut -d ' ' -f 1 /proc/$PID/statm) * $(getconf PAGESIZE)) + MORE * 1048576 )):
} . "$sql;\n" . q{
\! prlimit --pid $PID --as=unlimited: || true
SELECT 'goes on', published_score(aijri_score(1.9, -8, 0, -2));
};
	return outcomes($node, 'postgres', $script);
}

my %met;
my $postmaster = $node->safe_psql('postgres', 'SELECT pg_postmaster_start_time()');
for my $name (sort keys %call)
{
	my @outcome;

	for my $megabytes (1, 4, 16, 40, 90, 200, 4000)
	{
		my $outcome = limited($call{$name}, $megabytes);

		push @outcome, $outcome =~ /^(ERROR \w+)\ngoes on\|7\.9$/ ? $1 : $outcome =~ /^[^E\n]*\ngoes on\|7\.9$/ ? 'done' : $outcome;
		$met{ $outcome[-1] }++;
		last if $outcome[-1] eq 'done';
	}
	note("$name: @outcome");
	like("@outcome", $name eq 'method' ? qr/^(ERROR 53200 )*ERROR 22023/ : qr/^(ERROR 53200 )*done$/,
		"$name: out of memory, or done") or diag("@outcome");
}
cmp_ok($met{'ERROR 53200'} // 0, '>=', 15, 'memory ran out in many of them');
is($node->safe_psql('postgres', 'SELECT pg_postmaster_start_time()'), $postmaster, 'the server has been up all the time');
unlike(slurp_file($node->logfile), qr/XX\d\d\d|was terminated by signal|TRAP:|PANIC/, 'and has nothing worse in its log');

$node->stop;
done_testing();

# Whose assessment counts, computed independently: for random assessments and lists
# of assessors, the rule of docs/reference.md in a program, compared with
# role_score, the views, and the history of every day.

use strict;
use warnings;

use AijriTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('catalog_assessors', 'jit = off', 'fsync = off');
my $seed = seed();
srand $seed;
$node->safe_psql('postgres', q{CREATE EXTENSION aijri; SELECT aijri_create_catalog('jobs')});

# The same name in different dress.
my %spelled = (ada => [ 'Ada', 'ADA', ' ada', "A\x{C2}\x{AD}da" ], bob => [ 'Bob', 'bob ' ], 'cyd m' => [ 'Cyd M', "cyd\tm", "CYD\x{C2}\x{A0} M" ], '' => [ '', ' ' ], dan => ['Dan']);
my @names = sort keys %spelled;

sub spelling
{
	my ($name) = @_;
	my $list = $spelled{$name};
	return $list->[ int rand @$list ];
}

my (@assessments, @rows, @tasks);
foreach my $id (1 .. 400)
{
	my %a = (
		id => $id, role => 1 + int rand 60, name => $names[ int rand @names ], day => sprintf('2026-%02d-%02d', 1 + int rand 3, 1 + int rand 9),
		recorded => sprintf('2026-06-01 00:00:%02d+00', int rand 4), task => (1 .. 5, 'NULL')[ int rand 6 ]);
	push @assessments, \%a;
	push @rows, "($id, $a{role}, '" . spelling($a{name}) . "', '$a{day}', '$a{recorded}', $id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)";
	push @tasks, "($id, 1, 'Work', 100, $a{task})";
}
$node->safe_psql('postgres', 'INSERT INTO jobs.role (role_id, role_key, title) SELECT n, n, n FROM generate_series(1, 61) n;
	INSERT INTO jobs.assessment (assessment_id, role_id, assessor, assessed_on, recorded_at, revision, job_postings, company_actions, wage_trends, tool_maturity,
		expert_consensus, regulatory, physical_presence, union_bargaining, liability, cultural, growth) VALUES ' . join(', ', @rows) . ';
	INSERT INTO jobs.task (assessment_id, position, name, time_pct, score) VALUES ' . join ', ', @tasks);

sub newer
{
	my ($x, $y) = @_;
	return $x->{day} cmp $y->{day} || $x->{recorded} cmp $y->{recorded} || $x->{id} <=> $y->{id};
}

# The assessment of a role that counts on a day: each assessor's newest, and of these
# the first by the list, or the newest.
sub counting
{
	my ($role, $day, @preferred) = @_;
	my %newest;
	foreach my $a (grep { $_->{role} == $role && $_->{day} le $day } @assessments)
	{
		my $known = $newest{ $a->{name} };
		$newest{ $a->{name} } = $a if !$known || newer($a, $known) > 0;
	}
	foreach my $name (@preferred)
	{
		return $newest{$name} if $newest{$name};
	}
	my ($first) = sort { newer($b, $a) } values %newest;
	return $first;
}

my @days = map { my $month = $_; map { sprintf '2026-%02d-%02d', $month, $_ } 1 .. 9 } 1 .. 3;
foreach my $preferred ([], ['ada'], [ 'bob', 'ada' ], [ '', 'dan', 'cyd m' ], [ reverse @names ])
{
	my $list = join ', ', map { "'" . spelling($_) . "'" } @$preferred;
	my $what = @$preferred ? 'preferred: ' . join(', ', map { $_ eq '' ? 'nobody' : $_ } @$preferred) : 'none preferred';
	$node->safe_psql('postgres', "SELECT jobs.set_assessors(ARRAY[$list]::text[])");
	is($node->safe_psql('postgres', 'SELECT * FROM jobs.check_scores()'), '', "$what: scores are right");
	my $expected = join "\n", map { my $a = counting($_, '2026-12-31', @$preferred); "$_|" . ($a ? $a->{id} : '') } 1 .. 61;
	is($node->safe_psql('postgres', 'SELECT role_id, assessment_id FROM jobs.role_score ORDER BY 1'), $expected, "$what: role_score");
	is($node->safe_psql('postgres', 'SELECT role_id, assessment_id FROM jobs.scored_role ORDER BY 1'), $expected, "$what: scored_role");
	is( $node->safe_psql('postgres', q{
			SELECT (SELECT count(*) FROM jobs.ranked_role) > 0, count(*)
			FROM (SELECT DISTINCT ON (role_id) role_id, assessment_id, score FROM jobs.score_history ORDER BY role_id, valid_from DESC) h
			FULL JOIN (SELECT * FROM jobs.role_score WHERE assessment_id IS NOT NULL) r ON (r.role_id, r.assessment_id) = (h.role_id, h.assessment_id)
			WHERE r.role_id IS NULL OR h.role_id IS NULL OR r.score IS DISTINCT FROM h.score}),
		't|0', "$what: history ends with what counts");
	$expected = join "\n", map {
		my $role = $_;
		grep { $_ } map { my $a = counting($role, $_, @$preferred); $a && "$role|$_|$a->{id}" } @days
	} 1 .. 61;
	is( $node->safe_psql('postgres', q{
			SELECT h.role_id, d.day::date, h.assessment_id
			FROM jobs.score_history h JOIN (SELECT generate_series('2026-01-01'::date, '2026-03-09', '1 day') AS day) d
				ON d.day >= h.valid_from AND (h.valid_to IS NULL OR d.day < h.valid_to)
			WHERE extract(day FROM d.day) < 10 ORDER BY 1, 2}),
		$expected, "$what: the history of every day");
	is( $node->safe_psql('postgres', q{
			SELECT count(*) FROM jobs.zone_history('2026-04-01', '2026-04-02', '1 day') z
			WHERE z.roles <> (SELECT count(*) FROM jobs.ranked_role r WHERE r.zone = z.zone)}),
		'0', "$what: zone_history");
}
is($node->safe_psql('postgres', 'SELECT count(*) FROM jobs.scored_role_by_assessor'),
	do { my %pair; $pair{"$_->{role} $_->{name}"} = 1 foreach @assessments; scalar keys %pair }, 'one newest assessment of each role and assessor');
is( $node->safe_psql('postgres', q{
		SELECT count(*) FROM jobs.role_panel p LEFT JOIN jobs.ranked_panel k USING (role_id)
		WHERE k.mean_rank IS DISTINCT FROM CASE WHEN p.mean_score IS NOT NULL THEN 1 + (SELECT count(*) FROM jobs.role_panel o WHERE o.mean_score > p.mean_score) END}),
	'0', 'the rank by mean');

$node->stop;
done_testing();

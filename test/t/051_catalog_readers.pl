# Who may read a catalog: a reader sees every view and nothing else, regardless of
# who owns the extension and where it is installed; views that are created again keep
# their readers; a dump restores all of this.

use strict;
use warnings;

use AijriTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('catalog_readers');

# The extension belongs to a superuser, the catalog to an ordinary user.
$node->safe_psql(
	'postgres', q{
	CREATE ROLE owner LOGIN; CREATE ROLE "BI tool" LOGIN; CREATE ROLE second LOGIN; CREATE ROLE helper LOGIN;
	CREATE DATABASE jobs;
	GRANT CREATE ON DATABASE jobs TO owner});
$node->safe_psql(
	'jobs', q{
	CREATE SCHEMA "The index";
	CREATE EXTENSION aijri SCHEMA "The index";
	GRANT USAGE ON SCHEMA "The index" TO owner});

my $catalog = '"Our ""Jobs"""';
my $literal = q{'Our "Jobs"'};

is( outcome(
		$node, 'jobs', 'owner', qq{
		SELECT "The index".aijri_create_catalog($literal);
		SET search_path = $catalog;
		INSERT INTO role (role_id, role_key, title) VALUES (1, 'clerk', 'Clerk'), (2, 'nurse', 'Nurse');
		INSERT INTO assessment (assessment_id, role_id, assessor, assessed_on, job_postings, company_actions, wage_trends,
			tool_maturity, expert_consensus, regulatory, physical_presence, union_bargaining, liability, cultural, growth, source)
		SELECT i, least(i, 2), i, '2026-01-01', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, CASE i WHEN 1 THEN 'no document' END FROM generate_series(1, 3) i;
		INSERT INTO task SELECT i, 1, 'all', 100, i + 1 FROM generate_series(1, 3) i;
		INSERT INTO next_role SELECT 1, 1, 'Nurse'}),
	'', 'an ordinary user makes a catalog and fills it');

# The names of what is in the catalog, of a kind.
sub relations
{
	my ($kind) = @_;
	return split /\n/, $node->safe_psql('jobs',
		"SELECT relname FROM pg_class WHERE relnamespace = '$catalog'::regnamespace AND relkind = '$kind' ORDER BY 1");
}

# What a user gets from every view: errors, and views without rows.
sub unreadable
{
	my ($user) = @_;
	my @failed;

	foreach my $view (relations('v'))
	{
		my $got = outcome($node, 'jobs', $user, "SELECT count(v::text) > 0 FROM $catalog.$view v");
		push @failed, "$view: $got" unless $got eq 't' || ($view eq 'unscored_role' && $got eq 'f');
	}
	return join ', ', @failed;
}

sub privileges
{
	my ($user) = @_;
	return $node->safe_psql(
		'jobs', qq{
		SELECT string_agg(DISTINCT CASE relkind WHEN 'v' THEN 'view' ELSE relname END || ' ' || privilege, ', ')
		FROM pg_class, unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) privilege
		WHERE relnamespace = '$catalog'::regnamespace AND relkind IN ('r', 'v')
			AND (has_table_privilege('$user', oid, privilege)
				OR privilege NOT IN ('DELETE', 'TRUNCATE', 'TRIGGER') AND has_any_column_privilege('$user', oid, privilege))});
}

my $grant = sub { qq{SELECT "The index".aijri_grant_reader($literal, '$_[0]')} };

is(scalar relations('v'), 21, 'there are twenty-one views');
is(unreadable('owner'), '', 'the owner reads every view');
like(unreadable('BI tool'), qr/ERROR 42501/, 'others read none');

# --- Granting -----------------------------------------------------------------

my ($status, $output, $error) = $node->psql('jobs', $grant->('BI tool'), extra_params => [ '-U', 'owner' ]);
like( $error,
	qr/no privilege to grant USAGE ON SCHEMA "The index" to "BI tool".*DETAIL: .*HINT:  Have its owner, or a superuser, run: GRANT USAGE ON SCHEMA "The index" TO "BI tool"/s,
	'an owner who cannot grant the use of the extension\'s schema is told so');
is($node->safe_psql('jobs', qq{SELECT has_schema_privilege('BI tool', $literal, 'USAGE')}), 'f', 'and nothing is granted');

$node->safe_psql('jobs', 'GRANT USAGE ON SCHEMA "The index" TO "BI tool"');
$node->safe_psql(
	'jobs', qq{
	SET ROLE owner;
	CREATE FUNCTION $catalog.sources() RETURNS bigint STABLE SECURITY DEFINER LANGUAGE sql AS 'SELECT count(source) FROM $catalog.assessment';
	REVOKE EXECUTE ON FUNCTION $catalog.sources() FROM PUBLIC});
my $search_path = outcome($node, 'jobs', 'owner', $grant->('BI tool'));
is($search_path, qq{$catalog, "The index"}, 'it gives a search_path to recommend');
is(outcome($node, 'jobs', 'owner', $grant->('BI tool')), $search_path, 'and may be called again');

is(unreadable('BI tool'), '', 'the reader reads every view');
is(outcome($node, 'jobs', 'BI tool', "SELECT $catalog.sources()"), 'ERROR 42501', 'a function of the owner\'s own is not for readers');
is(privileges('BI tool'), 'view SELECT', 'and may do nothing else');
is( outcome(
		$node, 'jobs', 'BI tool', qq{
		SET search_path = $search_path;
		SELECT title, zone FROM ranked_role ORDER BY rank LIMIT 1;
		SELECT zone, roles FROM zone_history('2026-02-01', '2026-02-02') ORDER BY zone_order;
		SELECT zone_of(48), role_rank(2);
		SELECT count(*), sum(new_rank) FROM compare_method('{"green_min": 60}');
		SELECT count(*) FROM method_sensitivity(0.1, 2);
		SELECT title, p95_rank FROM role_robustness(0.1, 2) ORDER BY role_id;
		SELECT estimated_doubt()}),
	"Clerk|Yellow\nRed|1\nYellow|1\nGreen|0\nGreen|2\n2|3\n16\nClerk|1\nNurse|2\n0.043057102204343105", 'with the search_path names need no schema');

foreach my $forbidden (
	'SELECT FROM role', 'SELECT FROM task', 'SELECT FROM role_score', 'SELECT FROM catalog', 'SELECT FROM reader',
	'UPDATE role SET title = title', 'DELETE FROM role_score', 'INSERT INTO role_score VALUES (9)', 'UPDATE catalog SET method = method',
	'CREATE TABLE mine ()', 'CREATE VIEW mine AS SELECT 1', 'DROP VIEW ranked_role', "SELECT aijri_upgrade_catalog($literal)",
	"SELECT aijri_grant_reader($literal, 'second')")
{
	is(outcome($node, 'jobs', 'BI tool', "SET search_path = $search_path; $forbidden"), 'ERROR 42501', "the reader may not: $forbidden");
}

# What writes in a catalog is called in vain: nothing comes of it.
my $before = $node->safe_psql('jobs', "SELECT md5(string_agg(r::text || a::text, '' ORDER BY assessment_id)) FROM $catalog.role r JOIN $catalog.assessment a USING (role_id)");
foreach my $function (
	split /\n/,
	$node->safe_psql(
		'jobs', qq{
		SELECT format('%s(%s)', oid::regproc, (SELECT string_agg('NULL::' || type::regtype, ', ' ORDER BY n) FROM unnest(proargtypes::oid[]) WITH ORDINALITY t(type, n)))
		FROM pg_proc WHERE pronamespace = '$catalog'::regnamespace AND provolatile = 'v'}))
{
	like(outcome($node, 'jobs', 'BI tool', "SELECT $function"), qr/^(ERROR \w+|)$/, "a reader calls $function in vain");
}
is($node->safe_psql('jobs', "SELECT md5(string_agg(r::text || a::text, '' ORDER BY assessment_id)) FROM $catalog.role r JOIN $catalog.assessment a USING (role_id)"),
	$before, 'nothing has changed');

# --- Where nobody may call anything ---------------------------------------------

$node->safe_psql('jobs', 'REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA "The index" FROM PUBLIC; GRANT USAGE ON SCHEMA "The index" TO second');
like(unreadable('BI tool'), qr/scored_assessment: ERROR 42501/, 'without EXECUTE views fail');
my $granting = join ', ', map { qq{"The index".$_} } qw(aijri_grant_reader _require_catalog _require_catalog_owner _require_owner _catalog_sources _catalog_grant_views);
($status, $output, $error) = $node->psql('jobs', "GRANT EXECUTE ON FUNCTION $granting TO owner; SET ROLE owner; " . $grant->('second'));
like($error, qr/no privilege to grant EXECUTE ON FUNCTION "The index"\.\S+.* to second/, 'an owner who cannot grant it is told so');
is(outcome($node, 'jobs', 'postgres', $grant->('second')), 'ERROR 42501', 'a superuser does not grant in place of the owner');
is( outcomes($node, 'jobs', qq{
		GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA "The index" TO owner WITH GRANT OPTION;
		SET ROLE owner;
		} . $grant->('second')), $search_path, 'an owner who may, can');
is(unreadable('second'), '', 'all that the views need was granted');
is(privileges('second'), 'view SELECT', 'and nothing else');
is( $node->safe_psql(
		'jobs', q{
		SELECT string_agg(proname, ', ' ORDER BY proname) FROM pg_proc
		WHERE pronamespace = '"The index"'::regnamespace AND has_function_privilege('second', oid, 'EXECUTE')
			AND provolatile = 'v'}),
	'', 'no function that makes or fills anything was granted');
$node->safe_psql('jobs', 'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA "The index" TO PUBLIC');

# --- Bad arguments --------------------------------------------------------------

foreach my $case (
	[ "NULL, 'second'", 'schema is missing' ],
	[ "$literal, NULL", 'role is missing' ],
	[ "'nowhere', 'second'", 'schema nowhere is not a catalog' ],
	[ "'The index', 'second'", 'schema "The index" is not a catalog' ],
	[ "$literal, 'bi tool'", 'role "bi tool" does not exist' ],
	[ "$literal, '\"BI tool\"'", 'role """BI tool""" does not exist' ],
	[ "$literal, 'public'", 'role public does not exist' ])
{
	my ($arguments, $message) = @$case;
	($status, $output, $error) = $node->psql('jobs', "\\set VERBOSITY verbose\nSET ROLE owner;\nSELECT \"The index\".aijri_grant_reader($arguments)");
	like($error, qr/ERROR:  22023: \Q$message\E\n(?:DETAIL: .*\n)?HINT:  \w/, "($arguments): $message");
}

# --- Views that are created again -----------------------------------------------------

my $upgrade = qq{SELECT object || ' ' || change FROM "The index".aijri_upgrade_catalog($literal) ORDER BY 1};

is(outcome($node, 'jobs', 'owner', $upgrade), '', 'there is nothing to upgrade');
$node->safe_psql('jobs', qq{GRANT USAGE ON SCHEMA $catalog TO helper});
is( outcome($node, 'jobs', 'owner', "DROP VIEW $catalog.zone_overview; REVOKE SELECT ON $catalog.score_audit FROM second; $upgrade"),
	'view zone_overview created', 'an upgrade brings back a view');
is(unreadable('BI tool'), '', 'which is the reader\'s again');
is(unreadable('second'), 'score_audit: ERROR 42501', 'what was taken from a reader stays so');
is(privileges('helper') , '', 'and who only uses the schema reads none');

# A superuser brings nothing back in place of the owner.
$node->safe_psql('jobs', "DROP VIEW $catalog.zone_overview; DROP FUNCTION $catalog.role_rank");
is(outcome($node, 'jobs', 'postgres', $upgrade), 'ERROR 42501', 'a superuser does not upgrade in place of the owner');
is( outcome($node, 'jobs', 'owner', $upgrade),
	qq{function role_rank(role_id bigint) created\nview zone_overview created}, 'the owner does');
is(unreadable('BI tool'), '', 'and readers go on');
is(outcome($node, 'jobs', 'BI tool', "SELECT $catalog.role_rank(2)"), '2', 'with functions, too');
$node->safe_psql('jobs', "ALTER VIEW $catalog.score_audit SET (security_invoker = on, security_barrier = true); SET ROLE owner; $upgrade");
is($node->safe_psql('jobs', "SELECT reloptions FROM pg_class WHERE oid = '$catalog.score_audit'::regclass"),
	'{security_invoker=on,security_barrier=true}', 'an upgrade leaves options of views as they are');
is(outcome($node, 'jobs', 'BI tool', "SELECT FROM $catalog.score_audit"), 'ERROR 42501', 'and in effect');
$node->safe_psql('jobs', "ALTER VIEW $catalog.score_audit RESET (security_invoker, security_barrier)");

is(outcome($node, 'jobs', 'postgres', 'DROP EXTENSION aijri'), 'ERROR 2BP01', 'the extension cannot be dropped while views depend on it');
my $values = qq{
	SELECT md5(string_agg(v::text, '' ORDER BY assessment_id)) FROM $catalog.scored_assessment v UNION ALL
	SELECT md5(string_agg(v::text, '' ORDER BY role_id)) FROM $catalog.scored_role v};
my $kept = $node->safe_psql('jobs', $values);
$node->safe_psql(
	'jobs', qq{
	SET client_min_messages = warning;
	DROP EXTENSION aijri CASCADE;
	REVOKE USAGE ON SCHEMA $catalog FROM second;
	CREATE SCHEMA elsewhere;
	CREATE EXTENSION aijri SCHEMA elsewhere;
	GRANT USAGE ON SCHEMA elsewhere TO owner, "BI tool"});
my $left = relations('v');
is(scalar(grep { $_ eq 'assessment' } relations('r')), 1, 'CASCADE takes no table');
is( outcome($node, 'jobs', 'owner', qq{SELECT count(*) FROM elsewhere.aijri_upgrade_catalog($literal) WHERE object LIKE 'view %' AND change = 'created'}),
	21 - $left, 'an upgrade makes the views that it took');
is(scalar relations('v'), 21, 'all are there again');
is($node->safe_psql('jobs', $values), $kept, 'with the same in them');
is(unreadable('BI tool'), '', 'the reader reads them again');
is(privileges('BI tool'), 'view SELECT', 'and nothing else');
is($node->safe_psql('jobs', qq{SELECT has_table_privilege('second', '$catalog.scored_role', 'SELECT')}), 'f', 'who had lost the schema does not');
$node->safe_psql('jobs', 'ALTER SCHEMA ' . $catalog . ' RENAME TO renamed');
is(outcome($node, 'jobs', 'BI tool', q{SELECT sum(roles) FROM renamed.zone_history('2026-02-01', '2026-02-02')}), '2', 'the schema of a catalog may be renamed');
$node->safe_psql('jobs', 'ALTER SCHEMA renamed RENAME TO ' . $catalog);

# --- Dump and restore -----------------------------------------------------------

my $definitions = qq{
	SELECT relname, pg_get_viewdef(oid), relacl, obj_description(oid),
		(SELECT string_agg(attname || ' ' || col_description(attrelid, attnum), E'\n' ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0)
	FROM pg_class c WHERE relnamespace = '$catalog'::regnamespace AND relkind = 'v' ORDER BY 1};
my $dump = PostgreSQL::Test::Utils::tempdir() . '/jobs.sql';
command_ok([ 'pg_dump', '-f', $dump, $node->connstr('jobs') ], 'the catalog is dumped');
$node->safe_psql('postgres', 'CREATE DATABASE restored');
command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-f', $dump, $node->connstr('restored') ], 'and restored');
ok($node->safe_psql('restored', $definitions) eq $node->safe_psql('jobs', $definitions), 'views, comments and privileges are the same');
is($node->safe_psql('restored', $values), $kept, 'and what is in them');
is( outcome($node, 'restored', 'BI tool', qq{SELECT count(*) FROM $catalog.ranked_role; SELECT count(*) FROM $catalog.role}),
	"2\nERROR 42501", 'a reader reads there, too');

$node->stop;
done_testing();

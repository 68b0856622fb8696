# A catalog on a full disk: a statement that needs space ends in error 53100 and
# leaves nothing half done; it succeeds when there is space again.
#
# The disk is a small file system in memory, in a mount namespace of the test's own.
# If an ordinary user may not create one, the test is skipped.

use strict;
use warnings;

use POSIX ();
use Test::More;

# Once more, within the namespace; before anything else is loaded.
BEGIN
{
	unless ($ENV{AIJRI_SMALL_DISK})
	{
		my $disk = "/tmp/aijri-disk.$$";
		my $enter = q{mount -t tmpfs -o size=16m,mode=777 tmpfs "$0" && exec unshare -U --map-user="$1" "${@:2}"};
		my @unshare = ('unshare', '-r', '-m', 'bash', '-c', $enter, $disk, $<);

		mkdir $disk or plan skip_all => "$disk: $!";
		if (system("unshare -r -m bash -c 'mount -t tmpfs -o size=1m tmpfs $disk && unshare -U --map-user=$< true' 2>/dev/null") != 0)
		{
			rmdir $disk;
			plan skip_all => 'an ordinary user may not mount anything here';
		}
		$ENV{AIJRI_SMALL_DISK} = $disk;
		my $status = system(@unshare, $^X, (map { "-I$_" } @INC), $0);
		rmdir $disk;
		POSIX::_exit($status >> 8 || ($status ? 1 : 0));
	}
}

use AijriTest;
use FaultTest;
use PostgreSQL::Test::Utils;

my $disk = $ENV{AIJRI_SMALL_DISK};
my $node = start_node('disk_full', 'log_statement = none', 'jit = off');

# Room to be set free later.
sub fill { return system("head -c $_[0] /dev/zero >$disk/filler") == 0 }
ok(fill(4 * 1048576), 'a disk of 16 MB, 4 of them taken');
mkdir "$disk/space" or die "$disk/space: $!";
$node->safe_psql('postgres', "CREATE TABLESPACE small LOCATION '$disk/space'");
$node->safe_psql('postgres', 'ALTER DATABASE postgres SET default_tablespace = small');
$node->safe_psql('postgres', 'ALTER DATABASE postgres SET temp_tablespaces = small');
make_catalog($node);

# Documents, one a transaction, until there is no room.
sub import_until_full
{
	my ($from) = @_;
	return outcomes($node, 'postgres', qq{
		DO \$\$
		BEGIN
			FOR i IN $from .. $from + 100000 LOOP
				PERFORM cat.import_document(document(i, 0) || repeat(E'\\n', i % 2000));
				COMMIT;
			END LOOP;
		END \$\$});
}
is(import_until_full(1), 'ERROR 53100', 'importing until the disk is full');
my $roles = $node->safe_psql('postgres', 'SELECT count(*) FROM cat.assessment');
cmp_ok($roles, '>', 100, "there is room for some ($roles)");
catalog_is_right($node, 'on the full disk', 1);

# Whatever writes much.
my $before = $node->safe_psql('postgres', 'SELECT sum(score), (SELECT method FROM cat.catalog) FROM cat.task');
$node->safe_psql('postgres', q{
	CREATE TABLE staged TABLESPACE pg_default AS
	SELECT 'staged-' || i AS role_key, 'Staged ' || i AS title FROM generate_series(1, 5000) AS i;
	CREATE TABLE staged_task TABLESPACE pg_default AS
	SELECT role_key, 'task' AS name, 1 AS time_pct, 3 AS score FROM staged});
for my $case (
	[ 'edits' => 'UPDATE cat.task SET score = 1 + score::int % 5' ],
	[ 'set_method' => q{SELECT cat.set_method('{"green_min": 50}')} ],
	[ 'import_tables' => q{SELECT cat.import_tables('staged', 'staged_task')} ],
	[ 'aijri_create_catalog' => q{SELECT aijri_create_catalog('second')} ],
	[ 'aijri_create_labour' => q{SELECT aijri_create_labour('labour')} ])
{
	my ($name, $query) = @$case;
	like(outcomes($node, 'postgres', "$query \\g /dev/null"), qr/^(ERROR 53100)?$/, "$name: no room, or done");
	catalog_is_right($node, "after $name", 0);
}
like($node->safe_psql('postgres', 'SELECT rank FROM cat.ranked_role ORDER BY score DESC LIMIT 1'), qr/^1$/, 'reading goes on');

unlink "$disk/filler";
is(outcomes($node, 'postgres', 'SELECT cat.import_document(document(1000000, 1)) > 0'), 't', 'with more room, imports go on');
$node->safe_psql('postgres', q{SELECT cat.set_method('{}')});
catalog_is_right($node, 'in the end', 0);
unlike(slurp_file($node->logfile), qr/XX\d\d\d|was terminated by signal|TRAP:|PANIC/, 'the server was up all the time');

$node->stop;
done_testing();

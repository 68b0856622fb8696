# The demo: it runs to its end without an error, fits a terminal of 80 columns, and ranks
# every role that it has loaded.

use strict;
use warnings;

use AijriTest;
use Encode qw(decode);
use FindBin;
use IPC::Run;
use Test::More;

my $node = start_node('demo');
local $ENV{PGHOST} = $node->host;
local $ENV{PGPORT} = $node->port;
local $ENV{PGDATABASE} = 'postgres';
local $ENV{PGCLIENTENCODING} = 'UTF8';

my ($output, $errors) = ('', '');
IPC::Run::run ["$FindBin::Bin/../../tools/demo"], '>', \$output, '2>', \$errors;
is($?, 0, 'it runs to its end');
is($errors, '', 'without an error or a notice');

my @lines = map { decode('UTF-8', $_) =~ s/\s+\z//r } split /\n/, $output;
is(join("\n", grep { length > 80 } @lines), '', 'no line is wider than a terminal');

my $documents = () = grep { !/refused/ } glob "$FindBin::Bin/../../docs/samples/*.md";
like($output, qr/^$documents loaded, 0 unchanged, 1 refused$/m, 'what is loaded, and what is refused');
my @ranked = map { [ split /\s*\|\s*/, s/^\s+//r ] } grep { /^ +\d+ \| .* \| +[0-9.]+ \| \S \w+ \(?/ } @lines;
is(join(' ', map { $_->[0] } @ranked), join(' ', 1 .. $documents), 'every role has a rank');
is_deeply([ map { $_->[2] } @ranked ], [ sort { $b <=> $a } map { $_->[2] } @ranked ], 'which goes by its score');
is(scalar(grep { $_->[3] =~ /Green/ ? $_->[2] >= 48 : $_->[3] =~ /Yellow/ ? $_->[2] >= 25 && $_->[2] < 48 : $_->[2] < 25 } @ranked),
	$documents, 'as does its zone');
like($output, qr/refused +\S+court-reporter--refused\.md/, 'the refused document is named');
like($output, qr/is meant to be refused/, 'and said to be meant for that');

$node->stop;
done_testing();

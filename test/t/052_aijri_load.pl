# aijri-load on the command line: files, folders, and standard input; any bytes in a
# file or its name; a terminal; several loaders at once; an interruption.

use strict;
use warnings;

use AijriTest;
use FindBin;
use IPC::Run;
use PostgreSQL::Test::Utils;
use POSIX ();
use Test::More;
use Time::HiRes qw(time sleep);

my $node = start_node('aijri_load', 'log_statement = none', 'jit = off');
my $documents = "$FindBin::Bin/../documents";
my $folder = PostgreSQL::Test::Utils::tempdir();
my $quoted = "The 'job\"s";

$node->safe_psql('postgres', 'CREATE EXTENSION aijri; CREATE DATABASE empty');
local $ENV{PGHOST} = $node->host;
local $ENV{PGPORT} = $node->port;
local $ENV{PGDATABASE} = 'postgres';
delete local $ENV{PGAPPNAME};    # aijri-load has a name of its own

# Runs aijri-load with something on its standard input.  Returns exit status,
# standard output and standard error.
sub load_input
{
	my ($input, @arguments) = @_;
	my ($output, $error) = ('', '');

	IPC::Run::run [ 'aijri-load', @arguments ], '<', \$input, '>', \$output, '2>', \$error;
	return ($? >> 8, $output, $error);
}

sub load { return load_input('', @_) }

sub sql { return $node->safe_psql('postgres', @_) }

sub write_file
{
	my ($name, $text) = @_;
	open my $file, '>:raw', "$folder/$name" or die "$folder/$name: $!";
	print $file $text;
	close $file;
	return "$folder/$name";
}

sub document
{
	my ($title) = @_;
	my $text = slurp_file("$documents/paralegal.md");
	$text =~ s/\| Paralegal \|/| $title |/ or die;
	return $text;
}

# --- What it says of itself --------------------------------------------------------

my ($status, $output, $error) = load('--help');
is("$status $error", '0 ', '--help');
like($output, qr/^Usage:.*--single-transaction.*^Exit status/ms, 'tells how it is used');
my ($version) = slurp_file("$FindBin::Bin/../../aijri.control") =~ /^default_version = '(.*)'/m;
is_deeply([ load('--version') ], [ 0, "aijri-load (aijri) $version\n", '' ], '--version is that of the extension');
($status, $output, $error) = load('--nonsense');
is("$status $output", '2 ', 'an unknown option');
like($error, qr/nonsense.*--help/s, 'is named');

# --- Where there is nothing to load into ---------------------------------------------

foreach my $try (
	[ 'no server', qr/connection to server/, '-p', '1' ],
	[ 'no database', qr/"nowhere"/, '-d', 'nowhere' ],
	[ 'no extension', qr/extension aijri is not installed in this database\nHINT:  CREATE EXTENSION/, '--dbname', 'dbname=empty' ],
	[ 'no catalog', qr/there is no catalog in this database\nHINT:  SELECT aijri_create_catalog/ ],
	[ 'no such catalog', qr/schema "public" is not a catalog/, '--catalog=public' ],
	[ 'no date', qr/"tomorrow" is not a day/, '--assessed-on=tomorrow' ],
	[ 'an empty date', qr/"" is not a day\nHINT:  Days/, '--assessed-on', '' ],
	[ 'no day of the calendar', qr/"2026-02-29" is not a day\nHINT:  Days/, '--assessed-on=2026-02-29' ])
{
	my ($what, $expected, @arguments) = @$try;
	my ($status, $output, $error) = load(@arguments, "$documents/paralegal.md");
	is("$status $output", '2 ', $what);
	like($error, qr/^aijri-load: .*$expected/s, 'is told');
}

($status, $output, $error) = load("--catalog=\xc2\x9b2J\e[2J", "$documents/paralegal.md");
like($error, qr/schema "\\x9b2J\\x1b\[2J" is not a catalog/, 'what is shown does not steer the terminal');

# --- Verifying needs no catalog ------------------------------------------------------

($status, $output, $error) = load('--dry-run', map { "$documents/$_" } 'paralegal.md', 'radio-producer--wrong-sums.md', 'bad/score-6.md');
is($status, 1, '--dry-run: exit status');
like($output, qr/^ok         \S+paralegal.md\ndiffers    \S+sums.md\nrefused    \S+score-6.md\n1 ok, 1 with differences, 1 refused\n\z/, 'each document');
like($error, qr/sums.md:16: protective total: stated 6, computed 4\n.*sums.md:63: zone: stated RED, computed Yellow; it follows from the numbers printed beside it\n.*score-6.md:22: task score "6" is out of range\n    DETAIL:  .*\n    HINT:  /s, 'each finding');
is(scalar(() = $error =~ /sums.md:/g), 18, 'as many as there are');
is_deeply([ load('--dry-run', "$documents/paralegal.md") ],
	[ 0, "ok         $documents/paralegal.md\n1 ok, 0 with differences, 0 refused\n", '' ], 'and nothing else where all is right');

# --- Loading -----------------------------------------------------------------------------

sql(qq{SELECT aijri_create_catalog('The ''job"s')});
my $schema = q{"The 'job""s"};
($status, $output, $error) = load($documents);
is($status, 1, 'a folder: exit status');
like($output, qr/^19 loaded, 0 unchanged, 26 refused, 1 skipped\n\z/m, 'a folder, and folders in it');
like($output, qr{^skipped    \S+/documents/README\.md$}m, 'a README is no assessment');
is(join(' ', $output =~ /^loaded\s+\S+\/([a-z]+)/mg), join(' ', sort $output =~ /^loaded\s+\S+\/([a-z]+)/mg), 'sorted');
like($error, qr{^\Q$documents\E/bad/growth-3.md:17: growth "3" is out of range\n    DETAIL:  Expected a whole number from -2 to 2, or "not rated".\n    HINT:  Ratings are whole numbers; they are never rounded or guessed.\n}m,
	'what failed: file, line, message, detail, hint');
is(scalar(() = $error =~ /^\S/mg), 26, 'for each');
is(sql("SELECT count(*), count(DISTINCT assessed_on), min(assessor) FROM $schema.assessment WHERE assessed_on = current_date"), '19|1|', 'they are there');
($status, $output, $error) = load('--assessed-on=2020-02-02', "--catalog=$quoted", glob "$documents/[a-z]*.md");
is("$status $error", '0 ', 'again: exit status');
like($output, qr/^0 loaded, 19 unchanged, 0 refused\n\z/m, 'again, on another day: nothing is changed');

($status, $output, $error) = load_input(document('From input'), '--assessor', "O'Neil \\ \"x\"; --", '--market', ":catalog \$1", '--assessed-on', '2020-02-02');
is("$status|$output|$error", "0|loaded     standard input (assessment 20)\n1 loaded, 0 unchanged, 0 refused\n|", 'standard input');
is(sql("SELECT title, market, assessor, assessed_on FROM $schema.role JOIN $schema.assessment USING (role_id) WHERE assessment_id = 20"),
	"From input|:catalog \$1|O'Neil \\ \"x\"; --|2020-02-02", 'with assessor, market and day');
($status, $output, $error) = load_input(document('From input'), '-', "$documents/paralegal.md", '-');
like("$status $output", qr/^0 loaded.*loaded|unchanged.*unchanged  standard input/s, 'standard input among files, twice');

# --- Whatever is in a file, or its name ------------------------------------------------------

my %strange = (
	'nul' => "a\0b", 'latin1' => "T\xF6pfer", 'empty' => '', 'blank' => " \n\n", 'quote' => "'; DROP TABLE role; --",
	'meta' => "\\q\n\\! touch $folder/owned\n\\.\n:catalog :'catalog' `touch $folder/owned`\n", 'copy' => "\\.\n\\N\t\\x00\n",
	'dollar' => '$$ $1 $document$', 'long line' => 'x' x 5_000_000, 'too long' => 'x' x (128 * 1024 * 1024 + 1));
write_file("$_.md", $strange{$_}) foreach keys %strange;
($status, $output, $error) = load(map { "$folder/$_.md" } sort keys %strange);
is($status, 1, 'files of any bytes: exit status');
like($output, qr/^0 loaded, 0 unchanged, 10 refused\n\z/m, 'all are refused');
like($error, qr/nul.md: invalid byte sequence for encoding "UTF8": 0x00\n/, 'a zero byte is told');
like($error, qr/latin1.md:1: byte 0xF6 is not UTF-8\n    HINT:  .*--encoding=windows-1252/, 'what is no UTF-8 is told');
like($error, qr/too long.md: is longer than 128 MB/, 'what is too long is told');
ok(!-e "$folder/owned", 'nothing in a file is run');
($status, $output, $error) = load($folder);
like("$status $output", qr/^1 .*^0 loaded, 0 unchanged, 2 refused, 8 skipped\n\z/ms, 'in a folder, what is no assessment is passed over');
unlink glob "$folder/*.md";
unlink map { "$folder/$_.md" } keys %strange;

# What is there and cannot be read.
symlink 'nowhere', "$folder/dangling.md";
mkdir "$folder/closed" and chmod 0, "$folder/closed";
($status, $output, $error) = load($folder);
my $closed = $> == 0 ? '' : "$folder/closed: cannot be opened: Permission denied\n";
is("$status $error", "1 $closed$folder/dangling.md: cannot be opened: No such file or directory\n",
	'a link to nothing, and a folder that is closed, are refused');
unlink "$folder/dangling.md";
rmdir "$folder/closed";

my %named = ("it's.md" => 'A', 'a "b".md' => 'B', "new\nline.md" => 'C', "\e[31mred.md" => 'D', '$(x) `y`.md' => 'E', '-f.md' => 'F', '%s.MD' => 'G', "\xC3\xB6.md" => 'H');
write_file($_, document("Named $named{$_}")) foreach keys %named;
write_file('crlf.md', document('Windows') =~ s/\n/\r\n/gr);
write_file('bom.md', "\xEF\xBB\xBF" . document('Bom'));
write_file('meta.md', document('Meta') . "\n\\q\n:catalog\n\\.\n");
write_file('other.txt', 'not a document');
write_file('image.png', 'not read at all');
($status, $output, $error) = load($folder);
is("$status|$error", '0|', 'files of any names: exit status');
like($output, qr/^11 loaded, 0 unchanged, 0 refused, 1 skipped\n\z/m, 'all are loaded');
like($output, qr/new\\x0aline\.md/, 'names are shown on one line');
unlike($output, qr/\e/, 'and do not steer the terminal');
is(sql("SELECT source LIKE E'%\\n\\\\\\\\q\\n:catalog\\n\\\\\\\\.\\n' FROM $schema.assessment JOIN $schema.role USING (role_id) WHERE title = 'Meta'"), 't', 'texts come to the byte');
($status, $output, $error) = load('--', "$folder/-f.md", "$folder/missing.md", "$folder/other.txt");
is($status, 1, 'a file that is not there: exit status');
like($error, qr/missing.md: cannot be opened: No such file or directory\n.*other.txt: missing section/s, 'is told, and the others go on');
mkdir "$folder/none";
POSIX::mkfifo("$folder/none/pipe.md", 0600) or die $!;    # to read it would last for ever
($status, $output, $error) = load("$folder/none");
like("$status $error", qr/^2 aijri-load: no file that could be an assessment is in .*HINT:.*\*\.md/s, 'a folder without any');

# --- All or nothing ----------------------------------------------------------------------------

write_file('new.md', document('All or nothing'));
($status, $output, $error) = load('--single-transaction', "$folder/new.md", "$documents/bad/score-6.md", "$folder/new.md");
is($status, 1, '--single-transaction with a bad one: exit status');
like($output, qr/^1 loaded, 1 unchanged, 1 refused: nothing was loaded\n\z/m, 'all are looked at');
is(sql("SELECT count(*) FROM $schema.role WHERE title = 'All or nothing'"), '0', 'and none is loaded');
($status, $output, $error) = load('--single-transaction', "$folder/new.md", "$documents/paralegal.md");
is("$status|$error", '0|', '--single-transaction: exit status');
is(sql("SELECT count(*) FROM $schema.role WHERE title = 'All or nothing'"), '1', 'all are loaded');

# --- Somebody without the right ------------------------------------------------------------------

sql('CREATE ROLE nobody LOGIN; CREATE ROLE outsider LOGIN');
sql("GRANT USAGE ON SCHEMA $schema TO nobody; GRANT SELECT ON ALL TABLES IN SCHEMA $schema TO nobody");
write_file('other.md', document('Other'));
($status, $output, $error) = load('-U', 'nobody', "--catalog=$quoted", "$folder/new.md", "$folder/other.md");
is($status, 1, 'who may only read: exit status');
like("$output$error", qr/unchanged  \S+new.md.*1 unchanged, 1 refused.*other.md: permission denied for table role/s, 'gets what is there');

# --- Several loaders at once -------------------------------------------------------------------------

srand seed();
mkdir "$folder/crowd$_" foreach 1 .. 4;
foreach my $crowd (1 .. 4)
{
	# sets that overlap, in orders of their own
	my @numbers = sort { rand() <=> 0.5 } 1 .. 30;
	write_file(sprintf('crowd%d/%02d.md', $crowd, $_), document("Crowd $numbers[$_]")) foreach 0 .. 24;
}
foreach my $market ('each', 'all')
{
	my @option = $market eq 'all' ? '--single-transaction' : ();
	my @loaders = map {
		my %loader = (out => '');
		$loader{harness} = IPC::Run::start [ 'aijri-load', @option, "--market=$market", "$folder/crowd$_" ], '<', \undef, '>&', \$loader{out};
		\%loader } 1 .. 4;
	IPC::Run::finish $_->{harness} foreach @loaders;
	my ($loaded, $unchanged, $refused) = (0, 0, 0);
	foreach my $loader (@loaders)
	{
		my ($l, $u, $r) = $loader->{out} =~ /^(\d+) loaded, (\d+) unchanged, (\d+) refused/m or diag($loader->{out});
		$loaded += $l, $unchanged += $u, $refused += $r;
	}
	is($loaded + $unchanged, 100, "four loaders at once, transactions for $market: all are in");
	is($refused, 0, 'none is refused');
	is(sql("SELECT count(*), count(DISTINCT title), max(revision) FROM $schema.role JOIN $schema.assessment USING (role_id) WHERE market = '$market'"),
		"$loaded|$loaded|1", 'each is there once');
}

# --- A terminal -----------------------------------------------------------------------------------

SKIP:
{
	skip 'no terminal is to be had', 4 unless eval { require IO::Pty; IO::Pty->new };

	my $screen = '';
	my $harness = IPC::Run::start [ 'aijri-load', '--market=screen', $documents ], '<pty<', \'', '>pty>', \$screen;
	IPC::Run::finish $harness;
	like($screen, qr/\r\[#+ *\] \d+ of 46/, 'a bar');
	like($screen, qr/\[#{20}\] 46 of 46, 26 refused, \d+:\d\d/, 'that gets to its end, and the time that has passed');
	unlike($screen, qr/^loaded /m, 'and no line for each');
	like($screen, qr/growth-3.md:17: growth "3" is out of range\r?\n.*19 loaded, 0 unchanged, 26 refused, 1 skipped\r?\n/s, 'what failed at the end');
}

# --- Whose catalog ------------------------------------------------------------------------------

$node->safe_psql('postgres', 'CREATE DATABASE shared');
$node->safe_psql('shared', q{
	CREATE EXTENSION aijri;
	CREATE ROLE mallory LOGIN; CREATE ROLE loader LOGIN;
	GRANT CREATE ON DATABASE shared TO mallory, loader;
	SET ROLE mallory;
	CREATE SCHEMA trap;
	CREATE TABLE trap.assessment (assessment_id bigint, recorded_at timestamptz);
	CREATE TABLE trap.caught (who text);
	CREATE FUNCTION trap.import_document(document text, day date, assessor text, market text) RETURNS bigint LANGUAGE plpgsql AS
		$$ BEGIN INSERT INTO trap.caught VALUES (current_user); RETURN 1; END $$;
	GRANT USAGE ON SCHEMA trap TO PUBLIC; GRANT ALL ON ALL TABLES IN SCHEMA trap TO PUBLIC});
foreach my $user ('loader', $node->safe_psql('postgres', 'SELECT current_user'))
{
	($status, $output, $error) = load('-d', 'shared', '-U', $user, "$documents/paralegal.md");
	is("$status $output", '2 ', "somebody else's catalog ($user)");
	like($error, qr/you own no catalog in this database: trap \(of mallory\)\nHINT:  .*--catalog/, 'is not chosen');
}
is($node->safe_psql('shared', 'SELECT count(*) FROM trap.caught'), '0', 'and nothing of it is run');
$node->safe_psql('shared', q{SET ROLE loader; SELECT aijri_create_catalog('mine'); RESET ROLE;
	CREATE FUNCTION mine.planted() RETURNS int LANGUAGE sql RETURN 1; ALTER FUNCTION mine.planted() OWNER TO mallory});
($status, $output, $error) = load('-d', 'shared', '-U', 'loader', "$documents/paralegal.md");
is($status, 2, 'nor is one in which something is somebody else\'s');
($status, $output, $error) = load('-d', 'shared', '-U', 'loader', '--catalog=mine', "$documents/paralegal.md");
is($status, 0, 'unless it is named');
like($error, qr/the catalog "mine" belongs to loader, but not all of its objects do/, 'and then that is said');
$node->safe_psql('shared', 'DROP FUNCTION mine.planted()');
is_deeply([ load('-d', 'shared', '-U', 'loader', "$documents/paralegal.md") ],
	[ 0, "unchanged  $documents/paralegal.md (assessment 1)\n0 loaded, 1 unchanged, 0 refused\n", '' ], 'one\'s own is chosen among others');

# --- Encodings, folders -----------------------------------------------------------------------------

mkdir "$folder/mixed" and mkdir "$folder/mixed/drafts";
write_file('mixed/latin.md', document("R\xE9ceptionniste") =~ s/\x{2014}/-/gr =~ s/\xE2\x80\x94/-/gr);
write_file('mixed/wide.md', "\xFF\xFE" . join '', map { "$_\0" } split //, document('Wide') =~ s/[^\x00-\x7F]+/-/gr);
write_file('mixed/drafts/draft.md', document('Draft'));
write_file('mixed/notes.txt', "Barrier Assessment is a section of ours, says this line.\n");
($status, $output, $error) = load("$folder/mixed");
is($status, 1, 'other encodings: exit status');
like($error, qr/latin.md:4: byte 0xE9 is not UTF-8\n    HINT:  .*ISO-8859-1/, 'the byte and its line');
like($error, qr/wide.md: is UTF-16\n    HINT:  .*--encoding=UTF-16/, 'UTF-16 is known');
like($output, qr/^1 loaded, 0 unchanged, 2 refused, 1 skipped$/m, 'and a text about assessments is none');
is((load('--encoding=ISO-8859-1', "$folder/mixed/latin.md"))[0], 0, '--encoding=ISO-8859-1');
is((load('--encoding=UTF-16', "$folder/mixed/wide.md"))[0], 0, '--encoding=UTF-16');
is(sql("SELECT string_agg(title, ',' ORDER BY title) FROM $schema.role WHERE title IN ('Wide', U&'R\\00E9ceptionniste')"), "R\xC3\xA9ceptionniste,Wide", 'they are what they were');
like((load('--encoding=klingon', "$folder/mixed/wide.md"))[2], qr/unknown encoding "klingon"/, 'no such encoding');
($status, $output, $error) = load('--dry-run', '--exclude=drafts', '--exclude', 'w?de.*', "$folder/mixed");
like("$output", qr/^0 ok, 0 with differences, 1 refused, 1 skipped\n/m, '--exclude: folders and files');

# --- JSON -------------------------------------------------------------------------------------------

write_file('one.json', '{"title": "From JSON", "assessment": {"tasks": [{"name": "t", "time_pct": 33.333333333333333, "score": 4, "mode": "Not Involved"}]}}');
write_file('many.json', "\xEF\xBB\xBF [{\"title\": \"First\"}, {\"title\": \"Second\", \"assessment\": {\"growth\": 5}}]\n");
($status, $output, $error) = load("$folder/one.json", "$folder/many.json");
is($status, 1, 'JSON: exit status');
like($output, qr/^loaded \S* *\S+one.json .*^loaded \S* *\S+many.json\[1\] .*^refused \S* *\S+many.json\[2\]\n/ms, 'a document, and those of an array');
like($error, qr/many.json\[2\]: growth\b.*5/, 'each is refused for itself');
($status, $output, $error) = load('--dry-run', "$folder/one.json", "$folder/many.json");
like($output, qr/^2 ok, 0 with differences, 1 refused\n/m, 'a dry run of JSON');
is((load_input('{"title": "From standard input"}'))[0], 0, 'JSON on standard input');

# --- A standby -----------------------------------------------------------------------------------------

$node->safe_psql('postgres', 'ALTER SYSTEM SET default_transaction_read_only = on; SELECT pg_reload_conf()');
$node->poll_query_until('postgres', "SELECT current_setting('default_transaction_read_only') = 'on'");
($status, $output, $error) = load('--dry-run', "$documents/paralegal.md", "$documents/bad/score-6.md");
like("$status $output", qr/^1 .*^1 ok, 0 with differences, 1 refused\n/ms, 'a dry run writes nothing');
$node->safe_psql('postgres', 'SET default_transaction_read_only = off; ALTER SYSTEM RESET default_transaction_read_only; SELECT pg_reload_conf()');
$node->poll_query_until('postgres', "SELECT current_setting('default_transaction_read_only') = 'off'");

# --- What pandoc reads ---------------------------------------------------------------------------------

my $rows = sub { my ($cell, @rows) = @_; join '', map { "<tr>" . join('', map { "<$cell>$_</$cell>" } @$_) . "</tr>\n" } @rows };
my $page = '';
foreach my $line (split /\n/, document('From a page'))
{
	next if $line =~ /^\|---/;
	if ($line =~ /^\| (.*?) ?\|$/)
	{
		my @cells = split / \| ?/, $1, -1;
		$page .= '<table>' if $page !~ m{</tr>\n\z};
		$page .= $rows->('td', [ map { s/&/&amp;/gr =~ s/</&lt;/gr } @cells ]);
		next;
	}
	$page .= "</table>\n" if $page =~ m{</tr>\n\z};
	my $text = $line =~ s/&/&amp;/gr =~ s/</&lt;/gr;
	$page .= $line =~ /^- / ? '<ul><li>' . substr($text, 2) . "</li></ul>\n" : $line =~ /[.:|]|^\s*$/ ? "<p>$text</p>\n" : "<h2>$text</h2>\n";
}
write_file('page.html', "<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title></head><body><nav><a href='/'>Home</a></nav>\n$page</body></html>");
SKIP:
{
	local $ENV{PATH} = $ENV{PATH};
	skip 'there is no pandoc', 8 if system('pandoc --version >/dev/null 2>&1') != 0;
	($status, $output, $error) = load('--assessor=page', "$folder/page.html");
	is("$status|$error", '0|', 'a web page: exit status');
	write_file('plain.md', document('From a page'));
	load('--assessor=plain', "$folder/plain.md");
	is(sql("SELECT count(DISTINCT (score, task_resistance, evidence_total, barrier_total, growth, timeline_min_months)), count(*) FROM $schema.scored_assessment WHERE title = 'From a page'"), '1|2', 'it has the same values as the text');
	is(sql("SELECT count(*) FROM $schema.assessment a JOIN $schema.role USING (role_id), aijri_verify(a.source) v WHERE title = 'From a page' AND NOT ok"), '0', 'and all that it states is right');
	system("pandoc -o '$folder/word.docx' '$folder/page.html'") == 0 or die;
	($status, $output, $error) = load('--assessor=word', "$folder/word.docx");
	is("$status|$error", '0|', 'a Word file');
	is(sql("SELECT count(DISTINCT (score, task_resistance, evidence_total, barrier_total, growth, timeline_min_months)), count(*) FROM $schema.scored_assessment WHERE title = 'From a page'"), '1|3', 'has the same values, too');
	# its tables have header rows, which pandoc does not read
	system("pandoc -o '$folder/writer.odt' '$folder/page.html'") == 0 or die;
	($status, $output, $error) = load('--assessor=writer', "$folder/writer.odt");
	is("$status|$error", '0|', 'an OpenDocument text');
	is(sql("SELECT count(DISTINCT (score, task_resistance, evidence_total, barrier_total, growth, timeline_min_months)), count(*) FROM $schema.scored_assessment WHERE title = 'From a page'"), '1|4', 'has the same values, too');
	write_file('broken.docx', "PK\x03\x04 this is none");
	($status, $output, $error) = load("$folder/broken.docx");
	like("$status $error", qr/^1 .*broken.docx: cannot be read as docx: /s, 'what pandoc cannot read is refused');
}
{
	my $bin = "$folder/bin";
	mkdir $bin;
	symlink $_, "$bin/" . (split m{/})[-1] foreach grep { -x } map { my $program = $_; (grep { -x } map { "$_/$program" } split /:/, $ENV{PATH})[0] // () } qw(psql perl env sh aijri-load);
	local $ENV{PATH} = $bin;
	($status, $output, $error) = load("$folder/page.html");
	like("$status $error", qr/^1 .*page.html: cannot be read without pandoc\n    HINT:  Install pandoc/s, 'without pandoc that is said');
}

# --- An interruption ----------------------------------------------------------------------------

foreach my $mode ('each', 'all')
{
	my @option = $mode eq 'all' ? '--single-transaction' : ();
	my $text = '';
	my $blocker = $node->background_psql('postgres', on_error_stop => 0);

	# the last of three waits for somebody else
	write_file("wait$_.md", document("Wait $mode $_")) foreach 1 .. 3;
	$blocker->query("BEGIN; SELECT $schema.import_json('{\"title\": \"Wait $mode 3\", \"seniority\": \"Mid-Level\"}')");
	my $harness = IPC::Run::start [ 'aijri-load', @option, map { "$folder/wait$_.md" } 1 .. 3 ], '<', \undef, '>&', \$text;
	$node->poll_query_until('postgres', "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'aijri-load' AND wait_event_type = 'Lock'");
	$harness->signal('TERM');
	sleep 0.3;
	$blocker->query('ROLLBACK');
	$blocker->quit;
	IPC::Run::finish $harness;
	like($text, qr/interrupted/, "interrupted ($mode)");
	is(sql("SELECT count(*) FROM $schema.role WHERE title LIKE 'Wait $mode %'"), $mode eq 'all' ? '0' : '3',
		$mode eq 'all' ? 'nothing is left' : 'what was begun is finished, and what was loaded stays');
	is(sql("SELECT count(*) FROM $schema.assessment a JOIN $schema.role USING (role_id) WHERE title LIKE 'Wait $mode %'
		AND (SELECT count(*) FROM $schema.task t WHERE t.assessment_id = a.assessment_id) = 0"), '0', 'nothing is half there');
}

$node->stop;
done_testing();

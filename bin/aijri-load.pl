#!/usr/bin/env perl
#
# aijri-load: loads assessment documents into a catalogue of the aijri extension.
#
# It drives one psql, which brings connection options, environment, password
# file and encryption as everybody knows them.  It is written in Perl, and with
# modules of Perl's own only, because it talks with psql in turns: a document
# goes in, what became of it comes back, and decides what is done next.
#
# Documents are sent as base64 in COPY data and never become part of a
# statement, whatever is in them.

use strict;
use warnings;

use File::Find ();
use Getopt::Long qw(:config bundling no_ignore_case);
use JSON::PP ();
use MIME::Base64 'encode_base64';
use Time::HiRes 'time';

my $VERSION = '@VERSION@';

my $LONGEST = 128 * 1024 * 1024;    # what aijri_parse() takes
my $PART = 60_000;                  # bytes of a document in a row of COPY
my $ATTEMPTS = 10;                  # where other sessions are in the way

use constant { ALL_LOADED => 0, SOME_REFUSED => 1, CANNOT_WORK => 2 };

# --- Words ------------------------------------------------------------------------

sub usage
{
	return <<"END";
aijri-load loads assessment documents into a catalogue of the aijri extension.

Usage:
  aijri-load [OPTION]... [FILE | FOLDER]...

A folder stands for all files *.md in it and below it. Without any, or for -,
the document is read from standard input.

Options:
  --catalog=SCHEMA      schema of the catalogue (default: the only one there is)
  --assessor=NAME       who assessed (default: not told)
  --assessed-on=DATE    day of the assessments (default: today)
  --market=NAME         labour market of the roles (default: not told apart)
  --single-transaction  load all documents or none
  --dry-run             load nothing; print what the documents state and their
                        ratings do not give (needs the extension, no catalogue)
  --version             print the version, then exit
  --help                print this, then exit

Connection options, and the environment, are those of psql:
  -d, --dbname=DBNAME   database, or connection string
  -h, --host=HOSTNAME   -p, --port=PORT   -U, --username=USERNAME
  -w, --no-password     -W, --password

Exit status: 0 all documents are loaded, 1 some were refused (--dry-run: or state
what is not so), 2 wrong usage, no connection, no catalogue.
END
}

# Text of a file, or a file name, that is shown: it must not steer the terminal.
sub shown
{
	my ($text) = @_;
	$text =~ s/\xc2([\x80-\x9f])/sprintf '\\x%02x', ord $1/ge;    # C1, in UTF-8
	$text =~ s/([\x00-\x08\x0b-\x1f\x7f])/sprintf '\\x%02x', ord $1/ge;
	return $text;
}

sub shown_name
{
	my ($name) = @_;
	$name = shown($name);
	$name =~ s/\n/\\x0a/g;
	$name =~ s/\t/\\x09/g;
	return $name;
}

sub cannot_work
{
	my ($message) = @_;
	clear_bar();
	$message =~ s/\s+\z//;
	print STDERR 'aijri-load: ', shown($message), "\n";
	exit CANNOT_WORK;
}

# --- Options ----------------------------------------------------------------------

my %option = (assessor => '', market => '', 'assessed-on' => '');
my @connection;

GetOptions(
	\%option,
	'catalog=s', 'assessor=s', 'assessed-on=s', 'market=s',
	'single-transaction', 'dry-run', 'version', 'help',
	(map { my $letter = substr $_, 0, 1; ($_ => sub { push @connection, "-$letter", $_[1] }) }
		'd|dbname=s', 'h|host=s', 'p|port=s', 'U|username=s'),
	'w|no-password' => sub { push @connection, '-w' },
	'W|password' => sub { push @connection, '-W' })
  or cannot_work('try "aijri-load --help"');
if ($option{help})
{
	print usage();
	exit ALL_LOADED;
}
if ($option{version})
{
	print "aijri-load (aijri) $VERSION\n";
	exit ALL_LOADED;
}
if (!@ARGV)
{
	cannot_work('no file or folder is named; try "aijri-load --help"') if -t STDIN;
	@ARGV = ('-');
}

# --- Documents --------------------------------------------------------------------

# What is to be loaded, in order: files as named, those of a folder sorted.
sub documents
{
	my @found;

	foreach my $name (@_)
	{
		if ($name ne '-' && -d $name)
		{
			my @files;
			no warnings 'File::Find';
			# what cannot be read is among them, and will be refused
			File::Find::find(
				{
					no_chdir => 1,
					wanted => sub {
						push @files, $_ if -d ? !(-r _ && -x _) : /\.md\z/i && (-f _ || -l);
					}
				},
				$name);
			cannot_work("no file *.md is in $name") if !@files;
			push @found, sort @files;
		}
		else
		{
			push @found, $name;
		}
	}
	return @found;
}

my %standard_input;    # its text, once it is read

# The text of a document; undef and a reason where it can't be read.
sub read_document
{
	my ($name) = @_;
	my ($handle, $text);

	return $standard_input{text} if $name eq '-' && defined $standard_input{text};
	if ($name eq '-')
	{
		$handle = \*STDIN;
	}
	else
	{
		open $handle, '<', $name or return (undef, "cannot be opened: $!");
	}
	binmode $handle;
	my $length = 0;
	$text = '';
	while ($length <= $LONGEST)
	{
		my $more = read $handle, $text, 1 << 20, $length;
		return (undef, "cannot be read: $!") if !defined $more;
		last if $more == 0;
		$length += $more;
	}
	return (undef, 'is longer than 128 MB') if $length > $LONGEST;
	$standard_input{text} = $text if $name eq '-';
	return $text;
}

sub name_of
{
	my ($name) = @_;
	return $name eq '-' ? 'standard input' : shown_name($name);
}

# --- psql -------------------------------------------------------------------------

my ($to_psql, $from_psql, $psql);
my $buffer = '';
my $mark = sprintf '=== aijri-load %d %d ===', $$, int rand 1e9;
my $interrupted;

sub start_psql
{
	pipe my $its_input, $to_psql or cannot_work("no pipe: $!");
	pipe $from_psql, my $its_output or cannot_work("no pipe: $!");
	$psql = fork // cannot_work("cannot fork: $!");
	if ($psql == 0)
	{
		close $to_psql;
		close $from_psql;
		open STDIN, '<&', $its_input or die;
		open STDOUT, '>&', $its_output or die;
		open STDERR, '>&', $its_output or die;
		$ENV{PGCLIENTENCODING} = 'UTF8';
		$ENV{PGAPPNAME} //= 'aijri-load';
		exec { 'psql' } 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=0', '-P', 'pager=off',
		  '-v', "assessor=$option{assessor}", '-v', "market=$option{market}",
		  '-v', "assessed_on=$option{'assessed-on'}",
		  '-v', 'catalog=' . ($option{catalog} // ''), @connection
		  or print "psql cannot be run: $!\n";
		exit 127;
	}
	close $its_input;
	close $its_output;
	binmode $to_psql;
}

# Waits until psql is at the mark.  Returns the SQLSTATE of the last statement,
# which psql may not know, and the lines before the mark; undef instead where psql
# has ended.
sub wait_for_mark
{
	my @lines;

	while (1)
	{
		while ($buffer =~ s/\A([^\n]*)\n//)
		{
			my $line = $1;
			return ($1, @lines) if $line =~ /\A\Q$mark\E (\w*)\z/;
			push @lines, $line;
		}
		my $read = sysread $from_psql, $buffer, 1 << 16, length $buffer;
		next if !defined $read && $!{EINTR};
		return (undef, @lines, length $buffer ? $buffer : ()) if !$read;
	}
}

# Has psql do something; a document goes where COPY wants it.
sub run
{
	my ($before, $document, $after) = @_;

	local $SIG{PIPE} = 'IGNORE';
	my $sent = print {$to_psql} $before;
	if (defined $document)
	{
		for (my $at = 0; $sent && $at < length $document; $at += $PART)
		{
			$sent = print {$to_psql} $at, "\t", encode_base64(substr($document, $at, $PART), ''), "\n";
		}
		$sent &&= print {$to_psql} "\\.\n$after";
	}
	$sent &&= print {$to_psql} "\n\\echo '$mark' :SQLSTATE\n";
	$to_psql->flush if $sent;
	return wait_for_mark();
}

# --- Session ----------------------------------------------------------------------

my $copy = "COPY pg_temp.aijri_load FROM STDIN;\n";
my $table = 'CREATE TEMPORARY TABLE aijri_load (n integer, part text)';
my $extension_is = q{pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'aijri'};

# Schemas that have what a catalogue has.
my $catalogs = q{
	SELECT n.nspname FROM pg_namespace n
	WHERE EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid AND proname = 'import_document')
		AND EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid AND relname = 'assessment')};

sub open_session
{
	start_psql();
	my ($state, @lines) = run(qq{
		SET search_path = pg_catalog, pg_temp;
		SET default_transaction_isolation = 'read committed';
		SET client_min_messages = notice;
		SELECT json_build_object(
			'extension', (SELECT n.nspname FROM $extension_is),
			'catalogs', ARRAY($catalogs ORDER BY 1),
			'is_there', :'catalog' IN ($catalogs),
			'assessed_on', nullif(:'assessed_on', '')::date);
		SELECT (SELECT n.nspname FROM $extension_is) AS extension \\gset
		});
	my $found = answer(@lines);

	cannot_work(join "\n", @lines) if !defined $state || !$found;
	cannot_work("the extension aijri is not in this database\nHINT:  CREATE EXTENSION aijri;") if !defined $found->{extension};
	return if $option{'dry-run'};
	if (!defined $option{catalog})
	{
		my @names = @{ $found->{catalogs} };
		cannot_work("there is no catalogue in this database\nHINT:  SELECT aijri_create_catalog('jobs');") if !@names;
		cannot_work('there are several catalogues: ' . join(', ', @names) . "\nHINT:  Name one by --catalog.") if @names > 1;
		run("SELECT ($catalogs) AS catalog \\gset\n");
	}
	elsif (!$found->{is_there})
	{
		cannot_work("schema \"$option{catalog}\" is no catalogue"
			  . (@{ $found->{catalogs} } ? "\nHINT:  There are: " . join(', ', @{ $found->{catalogs} }) . '.' : ''));
	}
}

# The text is put together and read in a block that catches errors: a document
# that is refused leaves nothing behind.  Loaders that begin anew take turns, so that
# only those at their first attempt can be in the way of one.
sub prepare
{
	my ($attempt) = @_;
	my $call = $option{'dry-run'}
	  ? q{EXECUTE format('SELECT coalesce(jsonb_agg(v ORDER BY line), ''[]'') FROM %I.aijri_verify($1) AS v WHERE NOT ok', place) INTO answer USING document;
		RETURN json_build_object('findings', answer);}
	  : q{EXECUTE format('SELECT %I.import_document($1, coalesce($2, current_date), $3, $4)', place) INTO id USING document, assessed_on, assessor, market;
		EXECUTE format('SELECT json_build_object(''id'', $1, ''is_new'', recorded_at = now()) FROM %I.assessment WHERE assessment_id = $1', place) INTO answer USING id;
		RETURN answer;};
	my $turn = $attempt == 1 ? ''
	  : "SELECT pg_advisory_xact_lock(hashtext('aijri-load'), oid::integer) FROM pg_namespace WHERE nspname = :'catalog';";
	my $begin = $option{'single-transaction'} ? "BEGIN;\n$turn\n$table;" : "$table ON COMMIT DELETE ROWS;";
	my ($state, @lines) = run(qq{
		$begin
		CREATE OR REPLACE FUNCTION pg_temp.aijri_load(place name, assessed_on date, assessor text, market text) RETURNS json
		LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS \$\$
		DECLARE
			document text;
			id bigint;
			answer json;
			code text;
			message text;
			detail text;
			hint text;
		BEGIN
			SELECT convert_from(decode(coalesce(string_agg(part, '' ORDER BY n), ''), 'base64'), 'UTF8') INTO document FROM pg_temp.aijri_load;
			$call
		EXCEPTION WHEN OTHERS THEN
			GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
			RETURN json_build_object('code', code, 'message', message, 'detail', detail, 'hint', hint);
		END \$\$;
		});
	cannot_work(join "\n", @lines) if !defined $state || $state ne '00000';
}

# What the function has answered, among lines of notices.
sub answer
{
	foreach my $line (@_)
	{
		my $answer = $line =~ /\A\{/ && eval { JSON::PP->new->decode($line) };
		return $answer if $answer;
	}
	return;
}

# --- Loading ----------------------------------------------------------------------

my @names = documents(@ARGV);
my %count = (loaded => 0, unchanged => 0, refused => 0, differing => 0, right => 0);
my @failures;
my $done = 0;
my %seen;
my $has_bar = -t STDERR;
my $has_lines = !($has_bar && -t STDOUT);
my $bar_drawn = 0;

sub clear_bar
{
	print STDERR "\r", ' ' x 78, "\r" if $bar_drawn;
	$bar_drawn = 0;
}

sub draw_bar
{
	my ($name) = @_;

	return if !$has_bar || ($bar_drawn && time - $bar_drawn < 0.1 && $done < @names);
	my $full = @names ? int 20 * $done / @names : 20;
	my $text = sprintf '[%s%s] %d of %d%s  %s', '#' x $full, ' ' x (20 - $full), $done, scalar @names,
	  $count{refused} ? ", $count{refused} refused" : '', $name;
	print STDERR "\r", sprintf '%-78s', substr $text, 0, 78;
	$bar_drawn = time;
}

sub say_line
{
	my ($line) = @_;

	return if !$has_lines;
	clear_bar() if -t STDOUT;
	print "$line\n";
}

# A document that was refused, as compilers name places.
sub refuse
{
	my ($name, $error) = @_;
	my $message = $error->{message};
	my $line = $message =~ s/\Aline (\d+): // ? ":$1" : '';

	$count{refused}++;
	push @failures, join "\n", "$name$line: " . shown($message),
	  map { $error->{$_} ? "    \U$_\E:  " . shown($error->{$_}) : () } 'detail', 'hint';
	say_line("refused    $name");
}

# What a document states and its ratings do not give.
sub find
{
	my ($name, @findings) = @_;

	$count{ @findings ? 'differing' : 'right' }++;
	say_line((@findings ? 'differs    ' : 'ok         ') . $name);
	foreach my $finding (@findings)
	{
		push @failures, shown(sprintf '%s:%d: %s: stated %s, computed %s%s', $name, $finding->{line}, $finding->{item},
			$finding->{stated} // 'nothing', $finding->{computed} // 'nothing',
			$finding->{follows} ? '; it follows from what stands beside it' : '');
	}
}

sub take
{
	my ($name, $answer) = @_;

	if (defined $answer->{code})
	{
		refuse($name, $answer);
	}
	elsif ($answer->{findings})
	{
		find($name, @{ $answer->{findings} });
	}
	else
	{
		# a second time in one transaction it is not new any more
		my $what = $answer->{is_new} && !$seen{ $answer->{id} }++ ? 'loaded' : 'unchanged';

		$count{$what}++;
		say_line(sprintf '%-10s %s (assessment %s)', $what, $name, $answer->{id});
	}
}

# Another session was in the way, and would not be another time.
sub is_passing
{
	my ($answer) = @_;
	return $answer && defined $answer->{code} && $answer->{code} =~ /\A40/;
}

# Loads one document.  Returns false where the whole transaction is to begin anew.
sub load
{
	my ($file) = @_;
	my $name = name_of($file);
	my ($text, $problem) = read_document($file);
	my $single = $option{'single-transaction'};

	if (!defined $text)
	{
		refuse($name, { message => $problem });
		$done++;
		return 1;
	}
	foreach my $attempt (1 .. $ATTEMPTS)
	{
		my ($state, @lines) = run(
			($single ? "TRUNCATE pg_temp.aijri_load;\n" : "BEGIN;\n") . $copy, $text,
			"SELECT pg_temp.aijri_load(:'" . ($option{'dry-run'} ? 'extension' : 'catalog')
			  . "', nullif(:'assessed_on', '')::date, :'assessor', :'market');\n"
			  . ($single ? '' : "COMMIT;\n"));
		my $answer = answer(@lines);

		if (is_passing($answer) && $attempt < $ATTEMPTS && !$interrupted)
		{
			return 0 if $single;
			select undef, undef, undef, rand 0.05 * $attempt;
			next;
		}
		if (!defined $state)
		{
			give_up($name, @lines);
		}
		if (!$answer || $state ne '00000')
		{
			# not the document: canceled, out of space, no right to do so
			return 1 if $interrupted;
			$answer = { code => $state, message => join "\n", @lines };
			$answer->{message} =~ s/\A(?:psql:\S* )?ERROR:\s+//;
		}
		take($name, $answer);
		$done++;
		say_line('           ' . shown($_)) foreach grep { !/\A\{/ } $answer->{code} ? () : @lines;
		return 1;
	}
}

sub summary
{
	my $text = $option{'dry-run'}
	  ? "$count{right} ok, $count{differing} with differences, $count{refused} refused"
	  : "$count{loaded} loaded, $count{unchanged} unchanged, $count{refused} refused";

	return $text . ($done < @names ? ', ' . (@names - $done) . ' not reached' : '');
}

sub list_failures
{
	clear_bar();
	STDOUT->flush;
	print STDERR "$_\n" foreach @failures;
}

# psql has ended before its time.
sub give_up
{
	my ($name, @lines) = @_;

	list_failures();
	print STDERR 'aijri-load: ', $interrupted ? "interrupted at $name" : "the connection was lost at $name", "\n";
	print STDERR shown(join "\n", @lines), "\n" if @lines && !$interrupted;
	print $option{'single-transaction'} ? "nothing is loaded\n" : summary() . "\n";
	end_as_interrupted() if $interrupted;
	exit CANNOT_WORK;
}

sub end_as_interrupted
{
	STDOUT->flush;
	close $to_psql;
	waitpid $psql, 0;
	$SIG{$interrupted} = 'DEFAULT';
	kill $interrupted, $$;
	exit CANNOT_WORK;
}

STDERR->autoflush(1);
STDOUT->autoflush(1);
foreach my $signal ('INT', 'TERM', 'HUP')
{
	$SIG{$signal} = sub { $interrupted = $signal };
}
open_session();
for (my $attempt = 1;; $attempt++)
{
	prepare($attempt);
	my $again = 0;
	foreach my $file (@names)
	{
		last if $interrupted;
		draw_bar(name_of($file));
		if (!load($file))
		{
			$again = 1;
			last;
		}
	}
	last if !$again;
	run("ROLLBACK;\n");
	$count{$_} = 0 foreach keys %count;
	@failures = ();
	%seen = ();
	$done = 0;
	cannot_work('other sessions are in the way all the time') if $attempt == $ATTEMPTS;
	say_line('begun anew: another session was in the way');
}
draw_bar('');

my $undone = $option{'single-transaction'} && ($count{refused} || $interrupted);
if ($option{'single-transaction'})
{
	my ($state, @lines) = run($undone ? "ROLLBACK;\n" : "COMMIT;\n");
	cannot_work(join("\n", @lines) . "\nnothing is loaded") if !$undone && ($state // '') ne '00000';
}
list_failures();
if ($interrupted)
{
	print STDERR "aijri-load: interrupted\n";
}
print summary(), $undone && !$option{'dry-run'} ? ': nothing is loaded' : '', "\n";
end_as_interrupted() if $interrupted;
close $to_psql;
waitpid $psql, 0;
exit($count{refused} || $count{differing} ? SOME_REFUSED : ALL_LOADED);

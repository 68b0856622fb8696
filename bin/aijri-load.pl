#!/usr/bin/env perl
#
# aijri-load: loads assessment documents into a catalog of the aijri extension, and
# published labor data into a labor schema.
#
# It drives one psql, which brings connection options, environment, password
# file and encryption as everybody knows them.  It is written in Perl, and with
# modules of Perl's own only, because it talks with psql in turns: a document
# goes in, its result comes back, and decides what is done next.
#
# Documents are sent as base64 and never become part of a statement otherwise,
# whatever is in them.  What is no text, a web page or a Word file, goes through
# pandoc first; what pandoc knows of it becomes lines of the plain form here, so
# that no option of pandoc's writers shows in what is loaded.

use strict;
use warnings;

use Encode ();
use Fcntl ();
use File::Find ();
use File::Temp ();
use Getopt::Long qw(:config bundling no_ignore_case);
use IO::Compress::Zip ();
use IO::Uncompress::Unzip ();
use JSON::PP ();
use MIME::Base64 'encode_base64';
use PerlIO::encoding ();
use POSIX ();
use Time::HiRes 'time';

my $VERSION = '@VERSION@';

my $LONGEST = 128 * 1024 * 1024;    # what aijri_parse() takes
my $PART = 60_000;                  # bytes of a document in a row of COPY
my $ATTEMPTS = 10;                  # on conflicts with other sessions

use constant { ALL_LOADED => 0, SOME_REFUSED => 1, CANNOT_WORK => 2 };

# --- Words ------------------------------------------------------------------------

sub usage
{
	return <<"END";
aijri-load loads assessment documents into a catalog of the aijri extension, or
published labor data into a labor schema.

Usage:
  aijri-load [OPTION]... [FILE | FOLDER]...
  aijri-load --labour=SCHEMA [OPTION]... FILE...

Files are text (.md, .txt), JSON (.json), or, if pandoc is installed, web pages,
Word files, and whatever else it reads. A folder stands for all such files
in it and below it; files that are not assessments, such as a README, are skipped
and counted. Without arguments, or for -, standard input is read.

Options:
  --catalog=SCHEMA      schema of the catalog (default: your only one)
  --assessor=NAME       who assessed the roles (default: unspecified)
  --assessed-on=DATE    day of the assessments (default: today)
  --market=NAME         labor market of the roles (default: unspecified)
  --encoding=NAME       encoding of text files and web pages (default: UTF-8)
  --exclude=PATTERN     skip files of folders whose name or path matches
                        PATTERN, as in a shell; can be given several times
  --single-transaction  load all documents or none
  --dry-run             load nothing; print statements of the documents that
                        their ratings contradict (needs the extension, but no
                        catalog; writes nothing, so a standby will do)
  --version             print the version, then exit
  --help                print this, then exit

Labor data as published (.csv, .tsv, .txt, .xlsx, .zip):
  --labour=SCHEMA       labor schema to load the files into; a file's columns say
                        what it is: employment and wages (OEWS), O*NET's files,
                        an exposure index, a crosswalk, other employment
  --vintage=DAY         what the figures are of, such as 2024-05-01
  --kind=KIND           kind of the files, where columns do not say it
  --index=NAME          name of an exposure index; --value-column=NAME its figures
  --from=NAME --to=NAME classifications of a crosswalk
  --classification=NAME --area=CODE
                        of an index or of employment in other codes
  --refused=FILE        list every row that was refused, as CSV

Connection options, and the environment, are those of psql:
  -d, --dbname=DBNAME   database, or connection string
  -h, --host=HOSTNAME   -p, --port=PORT   -U, --username=USERNAME
  -w, --no-password     -W, --password

Exit status: 0 all documents or rows are loaded, 1 some were refused (--dry-run: or
have differences), 2 wrong usage, no connection, or no catalog.
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

# Whether a text is a day of the calendar, as ISO writes it.
sub is_day
{
	my ($text) = @_;
	my ($year, $month, $day) = $text =~ /\A(\d{4})-(\d\d)-(\d\d)\z/a or return 0;
	my $leap = $year % 4 == 0 && ($year % 100 != 0 || $year % 400 == 0);
	my @days = (31, $leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);
	return $year > 0 && $month >= 1 && $month <= 12 && $day >= 1 && $day <= $days[ $month - 1 ];
}

# --- Options ----------------------------------------------------------------------

# Options that become arguments of loaders, by the names of these.
my %argument = (
	vintage => 'vintage', index => 'index_name', 'value-column' => 'value_column', classification => 'classification',
	from => 'from_classification', to => 'to_classification', area => 'area');

my %option = (assessor => '', market => '', exclude => []);
my @connection;

GetOptions(
	\%option,
	'catalog=s', 'assessor=s', 'assessed-on=s', 'market=s',
	'encoding=s', 'exclude=s@', 'single-transaction', 'dry-run', 'version', 'help',
	'labour=s', 'kind=s', 'refused=s', (map { "$_=s" } sort keys %argument),
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
if (defined $option{encoding} && !Encode::find_encoding($option{encoding}))
{
	cannot_work("unknown encoding \"$option{encoding}\"\nHINT:  Examples are UTF-16, ISO-8859-1, windows-1252, and Shift_JIS.");
}
if (defined $option{'assessed-on'} && !is_day($option{'assessed-on'}))
{
	cannot_work("\"$option{'assessed-on'}\" is not a day\nHINT:  Days are written YYYY-MM-DD, such as 2026-03-01.");
}
foreach my $name ('kind', 'refused', sort keys %argument)
{
	cannot_work("--$name is for labor data\nHINT:  Specify the labor schema with --labour.") if defined $option{$name} && !defined $option{labour};
}
if (defined $option{vintage} && !is_day($option{vintage}))
{
	cannot_work("\"$option{vintage}\" is not a day\nHINT:  Days are written YYYY-MM-DD, such as 2024-05-01.");
}
if (!@ARGV)
{
	cannot_work('no file or folder is given; try "aijri-load --help"') if -t STDIN;
	@ARGV = ('-');
}

# --- Files ------------------------------------------------------------------------

# What pandoc calls the format of a file, by the end of its name.
my %format = (
	html => 'html', htm => 'html', xhtml => 'html', docx => 'docx', odt => 'odt', fodt => 'odt', rtf => 'rtf', epub => 'epub',
	rst => 'rst', org => 'org', textile => 'textile', tex => 'latex', latex => 'latex', wiki => 'mediawiki',
	mediawiki => 'mediawiki', ipynb => 'ipynb', dbk => 'docbook', docbook => 'docbook', fb2 => 'fb2', typ => 'typst',
	muse => 'muse', t2t => 't2t', opml => 'opml');
my %is_text = map { $_ => 1 } qw(md markdown mkd mdown txt text);
my %is_read = (%is_text, json => 1, map { $_ => 1 } qw(html htm xhtml docx odt fodt rtf epub rst org));

sub ending
{
	my ($name) = @_;
	return $name =~ /\.(\w+)\z/ ? lc $1 : '';
}

# A pattern of a shell as a regular expression.
sub pattern
{
	my ($pattern) = @_;
	my %special = ('*' => '[^/]*', '?' => '[^/]');
	$pattern =~ s/([^\w])/$special{$1} \/\/ quotemeta $1/ge;
	return qr/(?:\A|\/)$pattern\z/;
}

my @excluded = map { pattern($_) } @{ $option{exclude} };
my %from_folder;    # files that were not named themselves
my %count = (loaded => 0, unchanged => 0, refused => 0, differing => 0, right => 0, passed => 0, rows_refused => 0);

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
						my $file = $_;
						if (grep { $file =~ $_ } @excluded)
						{
							$File::Find::prune = 1 if -d $file;
							return;
						}
						push @files, $file if -d $file ? !(-r _ && -x _) : $is_read{ ending($file) } && (-f _ || -l $file);
					}
				},
				$name);
			cannot_work("no file that could be an assessment is in $name\nHINT:  Such files are " . join(', ', map { "*.$_" } sort keys %is_read) . '.') if !@files;
			$from_folder{$_} = 1 foreach @files;
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

# The bytes of a file; undef and a reason where it can't be read.
sub read_bytes
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

# --- Encodings --------------------------------------------------------------------

# How many lines are before a place in a text.
sub line_at
{
	my ($text, $at) = @_;
	return 1 + (substr($text, 0, $at) =~ tr/\n//);
}

# UTF-16, which has a zero byte in every other place where letters are Latin.
sub looks_like_utf16
{
	my ($bytes) = @_;
	my $begin = substr $bytes, 0, 200;

	return 1 if $begin =~ /\A(?:\xFF\xFE|\xFE\xFF)/;
	return length $begin > 8 && ($begin =~ /\A(?:[\x01-\x7F]\0)+.?\z/s || $begin =~ /\A(?:\0[\x01-\x7F])+\0?\z/);
}

my $western = 'For other Western encodings, use --encoding=windows-1252 or --encoding=ISO-8859-1; or save the file as UTF-8.';

# Text in UTF-8; undef, a reason and a hint where it is none.
sub decoded
{
	my ($bytes, $encoding) = @_;
	$encoding //= $option{encoding};

	if (defined $encoding)
	{
		my $copy = $bytes;
		my $text = eval { Encode::decode($encoding, $copy, Encode::FB_CROAK()) };
		return (undef, "is not $encoding", 'Specify the encoding of the file, such as --encoding=windows-1252, or save it as UTF-8.') if !defined $text;
		$text =~ s/\A\x{FEFF}//;
		return Encode::encode('UTF-8', $text);
	}
	return (undef, 'is UTF-16', 'Load it with --encoding=UTF-16, or save it as UTF-8.') if looks_like_utf16($bytes);
	my $rest = $bytes;
	Encode::decode('UTF-8', $rest, Encode::FB_QUIET());
	return $bytes if !length $rest;
	my $byte = ord $rest;
	return (undef, sprintf('line %d: byte 0x%02X is not UTF-8', line_at($bytes, length($bytes) - length $rest), $byte),
		$western);
}

# --- What is no text ----------------------------------------------------------------

my $pandoc;    # its version; '' if not installed

sub pandoc_version
{
	if (!defined $pandoc)
	{
		my $pid = open my $output, '-|';
		if (defined $pid && $pid == 0)
		{
			open STDERR, '>', '/dev/null';
			exec { 'pandoc' } 'pandoc', '--version' or POSIX::_exit(127);
		}
		my ($first) = defined $pid ? <$output> : ();
		$pandoc = ($first // '') =~ /\Apandoc\S* (\d+)\.(\d+)/ ? $1 * 1000 + $2 : '';
	}
	return $pandoc;
}

# The parts of an OpenDocument text by name: a package, or a flat file with all in one.
sub opendocument_parts
{
	my ($bytes) = @_;
	my %part;

	if ($bytes !~ /\APK/)
	{
		foreach my $name ('content', 'styles')
		{
			$part{"$name.xml"} = $bytes =~ s/(<\/?office:document)(?=[\s>])/$1-$name/gr;
		}
		return %part;
	}
	my $archive = IO::Uncompress::Unzip->new(\$bytes) or return;
	for (my $more = 1; $more > 0; $more = $archive->nextStream())
	{
		my $name = $archive->getHeaderInfo()->{Name};
		next if $name eq 'mimetype' || $name =~ m{/\z};
		$part{$name} = do { local $/; <$archive> } // '';
		return if length $part{$name} > $LONGEST;
	}
	return %part;
}

# An OpenDocument text as a package whose tables have no header rows of their own:
# pandoc loses them.
sub without_header_rows
{
	my ($bytes) = @_;
	my %part = opendocument_parts($bytes) or return $bytes;
	my $output;
	my $copy = IO::Compress::Zip->new(\$output, Name => 'mimetype', Method => IO::Compress::Zip::ZIP_CM_STORE()) or return $bytes;

	print $copy 'application/vnd.oasis.opendocument.text';
	$part{'content.xml'} =~ s{</?table:table-header-rows[^>]*>}{}g if defined $part{'content.xml'};
	foreach my $name (sort keys %part)
	{
		$copy->newStream(Name => $name, Method => IO::Compress::Zip::ZIP_CM_DEFLATE());
		print $copy $part{$name};
	}
	$copy->close;
	return $output;
}

# Runs pandoc over some bytes. Returns its output, or undef and what it says.
sub run_pandoc
{
	my ($bytes, $format) = @_;
	my $version = pandoc_version()
	  or return (undef, 'cannot be read without pandoc', 'Install pandoc (package pandoc on Debian, Ubuntu, and Fedora; otherwise https://pandoc.org), or save the document as Markdown or plain text.');
	# a format with inclusions must not read other files
	my @sandbox = $version >= 2015 ? '--sandbox' : ();
	return (undef, "cannot be read with this pandoc as $format", 'Install pandoc 2.15 or newer.') if !@sandbox && $format !~ /\A(?:html|docx|odt|rtf)\z/;

	my $input = File::Temp::tempfile();
	binmode $input;
	print $input $format eq 'odt' ? without_header_rows($bytes) : $bytes;
	seek $input, 0, 0;
	my $complaint = File::Temp::tempfile();
	my $pid = open my $output, '-|';
	return (undef, "cannot fork: $!") if !defined $pid;
	if ($pid == 0)
	{
		open STDIN, '<&', $input or die;
		open STDERR, '>&', $complaint or die;
		exec { 'pandoc' } 'pandoc', @sandbox, '-f', $format, '-t', 'json' or POSIX::_exit(127);
	}
	binmode $output;
	local $/;
	my $text = <$output>;
	return $text if close $output;
	seek $complaint, 0, 0;
	my $said = <$complaint>;
	$said =~ s/\s+\z//;
	return (undef, "cannot be read as $format: " . substr($said, 0, 300), 'Save the document as Markdown or plain text.');
}

# --- The lines of the plain form ------------------------------------------------------

# Text that means itself to the reader of documents.
sub literal
{
	my ($text) = @_;
	$text =~ s/\\(?=[[:punct:]]|\z)/\\\\/g;
	$text =~ s/([<&])(?=[\w#!\/])/\\$1/g;
	return $text;
}

my %inline = (
	Str => sub { literal($_[0]) }, Space => sub { ' ' }, SoftBreak => sub { ' ' }, LineBreak => sub { "\n" },
	Code => sub { literal($_[0][1]) }, Math => sub { literal($_[0][1]) },
	Quoted => sub { my ($kind, $text) = ($_[0][0]{t}, inlines($_[0][1])); $kind eq 'SingleQuote' ? "\x{2018}$text\x{2019}" : "\x{201C}$text\x{201D}" },
	Cite => sub { inlines($_[0][1]) }, Link => sub { inlines($_[0][1]) },
	Span => sub { is_bullet_of_word($_[0]) ? '' : inlines($_[0][1]) }, Image => sub { inlines($_[0][1]) },
	map { $_ => sub { inlines($_[0]) } } qw(Emph Underline Strong Strikeout Superscript Subscript SmallCaps));

# The bullet or number before an item, as Word writes it into web pages and messages.
sub is_bullet_of_word
{
	my ($content) = @_;
	return grep { $_->[0] eq 'style' && $_->[1] =~ /mso-list:\s*Ignore/i } @{ $content->[0][2] };
}

sub begins_with_bullet_of_word
{
	my ($content) = @_;
	my ($first) = @$content;
	return defined $first && $first->{t} eq 'Span' && (is_bullet_of_word($first->{c}) || begins_with_bullet_of_word($first->{c}[1]));
}

# Footnotes and raw pieces of another format are left out.
sub inlines
{
	return join '', map { my $read = $inline{ $_->{t} }; $read ? $read->($_->{c}) : '' } @{ $_[0] };
}

# The lines of a paragraph. One that is bold as a whole may be a label without a colon.
sub paragraph
{
	my ($content) = @_;
	my @lines = grep { /\S/ } split /\n/, inlines($content);
	s/\A\s*([#>|])/\\$1/ foreach @lines;
	return '- ' . join ' ', @lines if begins_with_bullet_of_word($content);
	@lines = "**$lines[0]**" if @lines == 1 && @$content == 1 && $content->[0]{t} eq 'Strong';
	return (@lines, '');
}

# Everything in a cell, on one line.
sub cell
{
	my ($blocks) = @_;
	my $text = join ' ', grep { length } plain_lines($blocks);
	$text =~ s/\A\*\*(.*)\*\*\z/$1/;
	$text =~ s/\|/\\|/g;
	$text =~ s/\s+/ /g;
	return $text;
}

# The cells of rows, all rows alike: what spans several rows is in each of them, and
# columns it spans are empty but for the first. Older versions of pandoc have no spans.
sub grid
{
	my @below;    # by column: what spans rows, and how many more
	my @grid;

	foreach my $row (@_)
	{
		my @cells;
		my $has_spans = ref $row->[0] eq 'ARRAY' && @{ $row->[0] } && ref $row->[0][0] ne 'HASH';
		my @met = $has_spans ? map { [ @$_[ 4, 2, 3 ] ] } @{ $row->[1] } : map { [ $_, 1, 1 ] } @$row;
		while (@met || $below[@cells])
		{
			my $column = @cells;
			if (my $spanning = $below[$column])
			{
				push @cells, $spanning->[0];
				$below[$column] = undef if --$spanning->[1] == 0;
				next;
			}
			my ($content, $rows, $columns) = @{ shift @met };
			foreach my $i (0 .. $columns - 1)
			{
				push @cells, $i == 0 ? $content : [];
				$below[ $column + $i ] = [ $cells[-1], $rows - 1 ] if $rows > 1;
			}
		}
		push @grid, \@cells;
	}
	return @grid;
}

sub table
{
	my ($content) = @_;
	my @rows = @$content == 5
	  ? ($content->[3], @{ $content->[4] })
	  : (@{ $content->[3][1] }, (map { @{ $_->[2] }, @{ $_->[3] } } @{ $content->[4] }), @{ $content->[5][1] });
	my @cells = grid(@rows);

	# a table that only arranges the page
	return map { map { plain_lines($_) } @$_ } @cells
	  if !(grep { @$_ > 1 } @cells) || grep { grep { grep { $_->{t} =~ /\A(?:Header|Table)\z/ } @$_ } @$_ } @cells;
	my @texts = grep { grep { length } @$_ } map { [ map { cell($_) } @$_ ] } @cells;
	# a title above the header, in a cell as wide as the table
	my @above;
	push @above, join('', @{ shift @texts }) while @texts && 1 == grep { length } @{ $texts[0] };
	my @kept = grep { my $column = $_; grep { length($_->[$column] // '') } @texts } 0 .. $#{ $texts[0] // [] };
	my @lines = map { my $row = $_; '| ' . join(' | ', map { $row->[$_] // '' } @kept) . ' |' } @texts;
	splice @lines, 1, 0, '|' . '---|' x @kept if @lines;
	return ('', @above, '', @lines, '');
}

# Items of a list; lists within lists are items too.
sub items
{
	my @lines;

	foreach my $item (@_)
	{
		my @text;
		my @below;
		foreach my $block (@$item)
		{
			push @{ $block->{t} =~ /List\z/ ? \@below : \@text }, $block;
		}
		my $text = join ' ', grep { length } plain_lines(\@text);
		push @lines, "- $text" if length $text;
		push @lines, plain_lines(\@below);
	}
	return (@lines, '');
}

my %block = (
	Header => sub { my $text = inlines($_[0][2]); $text =~ s/\s+/ /g; ('', "## $text", '') },
	Para => sub { paragraph($_[0]) }, Plain => sub { paragraph($_[0]) },
	Table => sub { table($_[0]) },
	BulletList => sub { items(@{ $_[0] }) }, OrderedList => sub { items(@{ $_[0][1] }) },
	DefinitionList => sub { map { my ($term, $meanings) = @$_; (inlines($term) . ': ' . join(' ', map { grep { length } plain_lines($_) } @$meanings), '') } @{ $_[0] } },
	LineBlock => sub { ((map { inlines($_) } @{ $_[0] }), '') },
	BlockQuote => sub { plain_lines($_[0]) }, Div => sub { plain_lines($_[0][1]) }, Figure => sub { plain_lines($_[0][2]) },
	CodeBlock => sub { my $text = $_[0][1]; $text =~ s/^`{3,}/'/mg; ('', '```', split(/\n/, $text), '```', '') });

# Blocks of pandoc as lines of the plain form.
sub plain_lines
{
	return map { my $read = $block{ $_->{t} }; $read ? $read->($_->{c}) : () } @{ $_[0] };
}

# A document of pandoc as text.
sub plain_form
{
	my ($json) = @_;
	my $document = eval { JSON::PP->new->utf8->decode($json) } or return (undef, 'is read by pandoc, but in an unexpected form', 'Save the document as Markdown or plain text.');
	my $text = join("\n", plain_lines($document->{blocks})) . "\n";
	$text =~ s/\A\n+//;
	$text =~ s/\n{3,}/\n\n/g;
	return Encode::encode('UTF-8', $text);
}

# The encoding that a web page says it has, where it is not UTF-8.
sub page_encoding
{
	my ($bytes) = @_;
	return if defined $option{encoding} || looks_like_utf16($bytes);
	my $copy = $bytes;
	return if eval { Encode::decode('UTF-8', $copy, Encode::FB_CROAK()); 1 };
	my ($name) = substr($bytes, 0, 2048) =~ /charset\s*=\s*["']?([\w.:-]+)/i or return;
	return Encode::find_encoding($name) ? $name : undef;
}

# --- Documents --------------------------------------------------------------------

# Headings that every assessment has.
my $heading = qr/\b(?:Role\s+Definition|Protective\s+Principles|Task\s+Decomposition|Evidence\s+Score|Barrier\s+Assessment)\b/i;

# Whether a line of a text is like a heading of the form.
sub is_assessment
{
	my ($text) = @_;
	my $before = qr/[^\w|\n]{0,20}(?:(?:Section |Part |Step )?[\dIVX]{1,4}(?:\.\d{1,3})*[.):]?\s+)?[^\w|\n]{0,10}/;
	my $behind = qr/(?:\s*\+ AI Growth Correlation)?(?:\s*\([^)\n]*\))?[^\w|\n(]{0,10}(?:\([^)\n]*\)|#?[\w-]*\}|edit\])?[^\w|\n]*/i;
	return $text =~ /^$before$heading$behind$/m;
}

# The text of a document, in UTF-8; undef, a reason and a hint where it can't be read.
# A file of a folder that is no assessment has an empty reason.
sub read_document
{
	my ($name) = @_;
	my $ending = ending($name);
	my ($bytes, $problem) = read_bytes($name);

	return (undef, $problem) if !defined $bytes;
	return (undef, '') if $from_folder{$name} && $name =~ m{(?:\A|/)(?:README|LICEN[CS]E|COPYING|CHANGELOG|CHANGES|CONTRIBUTING)(?:\.\w+)?\z}i;
	my $is_page = $bytes =~ /\A(?:\xEF\xBB\xBF)?\s*<(?:!doctype\s+html|html|\?xml[^>]*\?>\s*<(?:!doctype\s+html|html))\b/i;
	my $format = $is_page ? 'html' : $ending eq 'md' ? undef : $format{$ending};
	$format //= 'odt' if $bytes =~ /\APK\x03\x04.{26}mimetypeapplication\/vnd\.oasis\.opendocument\.text/s;
	$format //= 'docx' if $bytes =~ /\APK\x03\x04.{26}(?:word|_rels|\[Content_Types\])/s;
	my $hint;
	if (!defined $format || $format !~ /\A(?:docx|odt|epub)\z/)
	{
		($bytes, $problem, $hint) = decoded($bytes, $format && $format eq 'html' ? page_encoding($bytes) : undef);
		return (undef, $problem, $hint) if !defined $bytes;
	}
	if (defined $format)
	{
		($bytes, $problem, $hint) = run_pandoc($bytes, $format);
		($bytes, $problem, $hint) = plain_form($bytes) if defined $bytes;
		return (undef, $problem, $hint) if !defined $bytes;
	}
	return (undef, '') if $from_folder{$name} && $ending ne 'json' && !is_assessment($bytes);
	return $bytes;
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

# Names mean what PostgreSQL means by them, and each statement sees what is committed.
my $session_settings = q{
		SET search_path = pg_catalog, pg_temp;
		SET default_transaction_isolation = 'read committed';};

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
		  '-v', 'assessed_on=' . ($option{'assessed-on'} // ''),
		  '-v', 'catalog=' . ($option{catalog} // ''), '-v', 'labour=' . ($option{labour} // ''),
		  (map { ('-v', "of_$argument{$_}=" . ($option{$_} // '')) } sort keys %argument), @connection
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

# Schemas that have what a catalog has, whose they are, and whether all that is in
# them is the current user's: what else is there could run as this user.
my $catalogs = q{
	SELECT n.nspname AS name, pg_get_userbyid(n.nspowner) AS owner,
		NOT EXISTS (
			SELECT FROM (
				SELECT n.nspowner
				UNION ALL SELECT relowner FROM pg_class WHERE relnamespace = n.oid
				UNION ALL SELECT proowner FROM pg_proc WHERE pronamespace = n.oid) AS o (owner)
			WHERE o.owner <> current_user::regrole) AS is_own
	FROM pg_namespace n
	WHERE EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid AND proname = 'import_document')
		AND EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid AND relname = 'assessment')};

sub list_catalogs
{
	return join ', ', map { $_->{is_own} ? $_->{name} : "$_->{name} (of $_->{owner})" } @_;
}

# Which of the catalogs is meant. Without a name only one's own count.
sub choose_catalog
{
	my @all = @_;
	my @own = grep { $_->{is_own} } @all;

	if (defined $option{catalog})
	{
		my ($named) = grep { $_->{name} eq $option{catalog} } @all;
		cannot_work("schema \"$option{catalog}\" is not a catalog" . (@all ? "\nHINT:  Catalogs are: " . list_catalogs(@all) . '.' : '')) if !$named;
		print STDERR shown("aijri-load: the catalog \"$named->{name}\" belongs to $named->{owner}"
			  . ($named->{owner_is_me} ? ', but not all of its objects do' : '')), "\n" if !$named->{is_own};
		return;
	}
	cannot_work("there is no catalog in this database\nHINT:  SELECT aijri_create_catalog('jobs');") if !@all;
	cannot_work('you own no catalog in this database: ' . list_catalogs(@all)
		  . "\nHINT:  Loading runs code that the owner has attached to a catalog; if you trust the owner, name the catalog with --catalog.") if !@own;
	cannot_work('there are several catalogs: ' . list_catalogs(@own) . "\nHINT:  Name one with --catalog.") if @own > 1;
	run("SELECT c.name AS catalog FROM ($catalogs) AS c WHERE c.is_own \\gset\n");
}

sub open_session
{
	start_psql();
	my ($state, @lines) = run(qq{$session_settings
		SET client_min_messages = notice;
		SELECT json_build_object(
			'extension', (SELECT n.nspname FROM $extension_is),
			'catalogs', (SELECT coalesce(json_agg(json_build_object('name', c.name, 'owner', c.owner, 'is_own', c.is_own,
				'owner_is_me', c.owner = current_user) ORDER BY c.name), '[]') FROM ($catalogs) AS c),
			'assessed_on', nullif(:'assessed_on', '')::date);
		SELECT (SELECT n.nspname FROM $extension_is) AS extension \\gset
		});
	my $found = answer(@lines);

	cannot_work(join "\n", @lines) if !defined $state || !$found;
	cannot_work("extension aijri is not installed in this database\nHINT:  CREATE EXTENSION aijri;") if !defined $found->{extension};
	choose_catalog(@{ $found->{catalogs} }) if !$option{'dry-run'};
}

# The text is put together and read in a block that catches errors: a document
# that is refused leaves nothing behind.  Loaders that retry take turns, so that
# only those at their first attempt can conflict with one.
sub prepare
{
	my ($attempt) = @_;
	return if $option{'dry-run'};
	my $turn = $attempt == 1 ? ''
	  : "SELECT pg_advisory_xact_lock(hashtext('aijri-load'), oid::integer) FROM pg_namespace WHERE nspname = :'catalog';";
	my $begin = $option{'single-transaction'} ? "BEGIN;\n$turn\n$table;" : "$table ON COMMIT DELETE ROWS;";
	my ($state, @lines) = run(qq{
		$begin
		CREATE OR REPLACE FUNCTION pg_temp.aijri_load(place name, kind text, assessed_on date, assessor text, market text) RETURNS json
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
			EXECUTE format('SELECT %I.import_%s(\$1::%s, coalesce(\$2, current_date), \$3, \$4)', place, kind, CASE kind WHEN 'json' THEN 'jsonb' ELSE 'text' END)
			INTO id USING document, assessed_on, assessor, market;
			EXECUTE format('SELECT json_build_object(''id'', \$1, ''is_new'', recorded_at = now()) FROM %I.assessment WHERE assessment_id = \$1', place)
			INTO answer USING id;
			RETURN answer;
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

my @names = defined $option{labour} ? @ARGV : documents(@ARGV);
my @failures;
my $done = 0;
my %seen;
my $has_bar = -t STDERR;
my $has_lines = !($has_bar && -t STDOUT);
my $bar_drawn = 0;
my $began = time;

# Seconds as minutes, or hours.
sub elapsed
{
	my $seconds = int(time - $began);
	my $hours = int $seconds / 3600;
	return $hours ? sprintf('%d:%02d:%02d', $hours, $seconds / 60 % 60, $seconds % 60) : sprintf('%d:%02d', $seconds / 60, $seconds % 60);
}

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
	my $text = sprintf '[%s%s] %d of %d%s, %s  %s', '#' x $full, ' ' x (20 - $full), $done, scalar @names,
	  $count{refused} ? ", $count{refused} refused" : '', elapsed(), $name;
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
			$finding->{follows} ? '; it follows from the numbers printed beside it' : '');
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

# What is no assessment, in a folder.
sub pass_over
{
	my ($name) = @_;
	$count{passed}++;
	say_line("skipped    $name");
}

# The statement that says what a document states and its ratings do not give. It writes
# nothing.
sub verification
{
	my ($text, $kind) = @_;
	my $document = "convert_from(decode('" . encode_base64($text, '') . "', 'base64'), 'UTF8')";

	return qq{SELECT json_build_object('findings', '[]'::json) FROM (SELECT :"extension"._catalog_read_json(${document}::jsonb)) AS d;\n} if $kind eq 'json';
	return qq{
		SELECT CASE WHEN a.error IS NULL
			THEN json_build_object('findings', (SELECT coalesce(jsonb_agg(v ORDER BY v.line), '[]') FROM :"extension".aijri_verify(d.document) AS v WHERE NOT v.ok))
			ELSE json_build_object('code', '22P02', 'message', coalesce('line ' || a.line || ': ', '') || a.error, 'detail', a.detail, 'hint', a.hint) END
		FROM (SELECT $document) AS d (document), :"extension".aijri_try_parse(d.document) AS a;
		};
}

# Has psql take one document, or look at it.
sub send_document
{
	my ($text, $kind) = @_;
	my $single = $option{'single-transaction'};

	return run(verification($text, $kind)) if $option{'dry-run'};
	return run(
		($single ? "TRUNCATE pg_temp.aijri_load;\n" : "BEGIN;\n") . $copy, $text,
		"SELECT pg_temp.aijri_load(:'catalog', '$kind', nullif(:'assessed_on', '')::date, :'assessor', :'market');\n"
		  . ($single ? '' : "COMMIT;\n"));
}

# Loads one document.  Returns false if the whole transaction must be restarted.
sub load_text
{
	my ($name, $text, $kind) = @_;

	foreach my $attempt (1 .. $ATTEMPTS)
	{
		my ($state, @lines) = send_document($text, $kind);
		my $answer = answer(@lines);

		if (is_passing($answer) && $attempt < $ATTEMPTS && !$interrupted)
		{
			return 0 if $option{'single-transaction'};
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
		say_line('           ' . shown($_)) foreach grep { !/\A\{/ } $answer->{code} ? () : @lines;
		return 1;
	}
}

# The documents in a JSON file: one, or those of an array.
sub json_documents
{
	my ($name, $text) = @_;
	return [ $name, $text ] if $text !~ /\A(?:\xEF\xBB\xBF)?\s*\[/;
	my $codec = JSON::PP->new->utf8->allow_bignum->canonical;
	my $array = eval { $codec->decode($text =~ s/\A\xEF\xBB\xBF//r) };
	return [ $name, $text ] if ref $array ne 'ARRAY';
	return map { [ $name . "[$_]", $codec->encode($array->[ $_ - 1 ]) ] } 1 .. @$array;
}

# Loads one file.  Returns false if the whole transaction must be restarted.
sub load
{
	my ($file) = @_;
	my $name = name_of($file);
	my ($text, $problem, $hint) = read_document($file);
	my $kind = ending($file) eq 'json' || $file eq '-' && ($text // '') =~ /\A\s*\{/ ? 'json' : 'document';

	if (!defined $text)
	{
		$problem eq '' ? pass_over($name) : refuse($name, { message => $problem, hint => $hint });
		$done++;
		return 1;
	}
	foreach my $document ($kind eq 'json' ? json_documents($name, $text) : [ $name, $text ])
	{
		load_text(@$document, $kind) or return 0;
		return 1 if $interrupted && !$done;
	}
	$done++;
	return 1;
}

sub summary
{
	my $text = defined $option{labour} ? "$count{loaded} loaded, $count{refused} refused"
	  : $option{'dry-run'} ? "$count{right} ok, $count{differing} with differences, $count{refused} refused"
	  : "$count{loaded} loaded, $count{unchanged} unchanged, $count{refused} refused";

	$text .= ", $count{passed} skipped" if $count{passed};
	$text .= ", $count{rows_refused} rows refused" if $count{rows_refused};
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
	print STDERR 'aijri-load: ', $interrupted ? "interrupted at $name" : "connection lost at $name", "\n";
	print STDERR shown(join "\n", @lines), "\n" if @lines && !$interrupted;
	print $option{'single-transaction'} ? "nothing was loaded\n" : summary() . "\n";
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

# --- Labor data -------------------------------------------------------------------

# The loader's options by kind of file: those that it needs, then others.
my %loader = (
	oews => [ ['vintage'], [] ], onet_tasks => [ ['vintage'], [] ], onet_ratings => [ ['vintage'], [] ],
	onet_related => [ ['vintage'], [] ], onet_job_zones => [ ['vintage'], [] ],
	exposure => [ [ 'index', 'vintage' ], [ 'value-column', 'classification' ] ],
	crosswalk => [ [ 'from', 'to' ], [] ], employment => [ [ 'vintage', 'area', 'classification' ], [] ]);

my $LONGEST_DATA = 4 << 30;    # of a table, as text
my $LONGEST_BOOK = 2 << 30;    # of a workbook, unpacked
my $LONGEST_HEADER = 1 << 20;
my $MOST_PARTS = 1000;         # of an archive
my $TITLE_LINES = 30;          # above a header
my $BLOCK = 1 << 18;

my $staging = 'pg_temp.aijri_staging';
my ($own_folder, $pipe_name, $refused_file);
my %is_used;    # options of loaders that were called

# What went wrong with a table: it is refused and others are loaded.
sub fail
{
	my ($message, %more) = @_;
	die { message => $message, %more };
}

# Has psql do something that may fail, and returns the lines that it prints.
sub ask
{
	my ($statements) = @_;
	return outcome(run($statements));
}

# What psql has printed, or its error.
sub outcome
{
	my ($state, @lines) = @_;
	give_up(name_of($names[$done] // '-'), @lines) if !defined $state;
	return @lines if $state eq '00000';
	my %error;
	my $part = 'before';
	foreach my $line (@lines)
	{
		if ($line =~ s/\A(?:psql:\S*?: )?(ERROR|FATAL|DETAIL|HINT|CONTEXT|QUERY|LINE \d+|error):\s+//i)
		{
			$part = lc $1;
			$part = 'error' if $part eq 'fatal';
		}
		$error{$part} = defined $error{$part} ? "$error{$part}\n$line" : $line;
	}
	my ($at, $column) = ($error{context} // '') =~ /\ACOPY aijri_staging, line (\d+)(?:, column (.*?))?(?::|\z)/;
	$error{hint} =~ s/the argument value_column/--value-column/ if defined $error{hint};
	$error{hint} //= $western if ($error{error} // '') =~ /\Ainvalid byte sequence/;
	fail($error{error} // $error{before} // "SQLSTATE $state", code => $state, detail => $error{detail}, hint => $error{hint}, line => $at);
}

# --- Tables in files ---

# A table has a name, a function "read" that returns its bytes piece by piece, and
# "close", which fails where they were not all there.
sub reader_of_handle
{
	my ($name, $handle, $encoding) = @_;
	binmode $handle, defined $encoding ? ":raw:encoding($encoding)" : ':raw';
	return { name => $name, close => sub { close $handle }, read => sub {
		local $PerlIO::encoding::fallback = Encode::FB_CROAK() | Encode::STOP_AT_PARTIAL();
		my $text;
		my $is_read = eval { defined read $handle, $text, $BLOCK };
		fail("is not $encoding") if !$is_read && defined $encoding;
		fail("cannot be read: $!") if !$is_read;
		return defined $encoding ? Encode::encode('UTF-8', $text) : $text;
	} };
}

sub reader_of_archive
{
	my ($name, $archive) = @_;
	return { name => $name, close => sub { }, read => sub {
		my $got = $archive->read(my $bytes, $BLOCK);
		fail("cannot be unpacked: $IO::Uncompress::Unzip::UnzipError") if $got < 0;
		return $got ? $bytes : '';
	} };
}

# A sheet of a workbook, numbered from 1. Codes that have become dates stay dates.
sub reader_of_sheet
{
	my ($name, $book, $sheet) = @_;
	my $complaint = File::Temp::tempfile();
	my $pid = open(my $output, '-|') // fail("cannot fork: $!");
	if ($pid == 0)
	{
		open STDERR, '>&', $complaint or die;
		exec { 'xlsx2csv' } 'xlsx2csv', '-s', $sheet, '-f', '%Y-%m-%d', $book or POSIX::_exit(127);
	}
	my $reader = reader_of_handle($name, $output);
	$reader->{close} = sub {
		my ($early) = @_;
		return if !$pid;
		kill 'TERM', $pid if $early;
		undef $pid;
		return if close($output) || $early;
		fail('cannot be read without xlsx2csv', hint => 'Install xlsx2csv (package xlsx2csv on Debian and Ubuntu), or save the sheet as CSV.') if $? >> 8 == 127;
		seek $complaint, 0, 0;
		my $said = do { local $/; <$complaint> } // '';
		fail('cannot be read by xlsx2csv: ' . substr($said =~ s/\s+\z//r =~ s/.*\n//sr, 0, 300));
	};
	return $reader;
}

# Names and unpacked sizes of the parts of a zip archive, from its directory.
sub archive_parts
{
	my ($file) = @_;
	open my $handle, '<:raw', $file or fail("cannot be opened: $!");
	my $size = -s $handle;
	my $tail = $size < 66_000 ? $size : 66_000;
	seek $handle, -$tail, 2;
	read $handle, my ($bytes), $tail;
	my $at = rindex $bytes, "PK\x05\x06";
	fail('is no complete zip archive') if $at < 0 || length($bytes) < $at + 22;
	my ($count, $length, $offset) = unpack 'x10 v V V', substr $bytes, $at, 22;
	fail("is a zip archive of more than $MOST_PARTS parts") if $count > $MOST_PARTS;
	seek $handle, $offset, 0;
	read $handle, $bytes, $length;
	my @parts;
	while ($bytes =~ /\GPK\x01\x02/gc)
	{
		my ($unpacked, $name, $extra, $comment) = unpack 'x20 V v v v', substr $bytes, pos($bytes);
		push @parts, { size => $unpacked, name => substr $bytes, pos($bytes) + 42, $name };
		pos($bytes) += 42 + $name + $extra + $comment;
	}
	fail('is no complete zip archive') if @parts != $count;
	return @parts;
}

sub is_book
{
	return grep { $_->{name} eq 'xl/workbook.xml' } @_;
}

# The sheets of a workbook, as functions that open them.
sub sheets
{
	my ($name, $file) = @_;
	my @parts = archive_parts($file);
	my $size = 0;
	$size += $_->{size} foreach @parts;
	fail('has ' . int($size / (1 << 20)) . ' MB when unpacked', detail => 'Workbooks are read up to 2048 MB.', hint => 'Save the sheet as CSV.') if $size > $LONGEST_BOOK;
	my $archive = IO::Uncompress::Unzip->new($file, Name => 'xl/workbook.xml') or fail('is no workbook');
	$archive->read(my $list, $LONGEST_HEADER);
	my @names = $list =~ /<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"/g;
	fail('has no sheets') if !@names;
	my @sheets;
	foreach my $number (1 .. @names)
	{
		my $label = @names > 1 ? shown_name("$name, sheet \"$names[$number - 1]\"") : $name;
		push @sheets, sub { reader_of_sheet($label, $file, $number) };
	}
	return @sheets;
}

# Parts of an archive whose names end like those of data files. They are read from the
# archive, or from a file with a name of our own: never from one with theirs.
sub parts
{
	my ($name, $file) = @_;
	my @parts = archive_parts($file);

	return sheets($name, $file) if is_book(@parts);
	fail('is an archive, whose parts are read as UTF-8', hint => 'Unpack it to use --encoding.') if defined $option{encoding};
	my @tables;
	foreach my $part (grep { $_->{name} =~ /\.(?:csv|tsv|txt|xlsx)\z/i } @parts)
	{
		my $label = shown_name("$name/$part->{name}");
		my $archive = IO::Uncompress::Unzip->new($file, Name => $part->{name}) or fail("cannot be unpacked: $label");
		if ($part->{name} !~ /\.xlsx\z/i)
		{
			push @tables, sub { reader_of_archive($label, $archive) };
			next;
		}
		fail("$label has more than 2048 MB when unpacked") if $part->{size} > $LONGEST_BOOK;
		my $book = "$own_folder/book" . @tables . '.xlsx';
		open my $copy, '>:raw', $book or fail("$book: $!");
		my $length = 0;
		while ((my $got = $archive->read(my $bytes, $BLOCK)) > 0)
		{
			print $copy $bytes or fail("$book: $!");
			fail("$label is longer than it says") if ($length += $got) > $part->{size};
		}
		close $copy or fail("$book: $!");
		push @tables, sheets($label, $book);
	}
	fail('has no data file', detail => 'It has: ' . shown_name(join ', ', map { $_->{name} } @parts) . '.', hint => 'Data files are .csv, .tsv, .txt, and .xlsx.') if !@tables;
	return @tables;
}

# The tables of a file, as functions that open them.
sub tables
{
	my ($file) = @_;
	my $name = name_of($file);
	my $handle;

	return sub { reader_of_handle($name, \*STDIN, $option{encoding}) } if $file eq '-';
	fail('is a folder', hint => 'Specify the files in it.') if -d $file;
	open $handle, '<:raw', $file or fail("cannot be opened: $!");
	read $handle, my ($begin), 8;
	fail('is empty') if !length $begin;
	# a name that is an option of xlsx2csv, or of a class of Perl
	return parts($name, $file =~ m{\A/} ? $file : "./$file") if $begin =~ /\APK/;
	fail('is a workbook of an old kind', hint => 'Save it as .xlsx or .csv.') if $begin =~ /\A\xD0\xCF\x11\xE0/;
	seek $handle, 0, 0;
	return sub { reader_of_handle($name, $handle, $option{encoding}) };
}

# --- Headers ---

# Fields of the first record of a text, and what follows it. Nothing if it is not all there.
sub first_record
{
	my ($text, $delimiter, $is_all) = @_;

	return if $text !~ /\A((?:[^"\r\n]++|"(?:[^"]++|"")*+")*+)(\r\n|\n|\r(?!\z)|\z)/ || ($2 eq '' && !$is_all);
	my ($record, $rest) = ($1, substr $text, length "$1$2");
	my @fields;
	do
	{
		push @fields, $record =~ /\G"((?:[^"]++|"")*+)"[^$delimiter]*+/gc ? $1 =~ s{""}{"}gr : $record =~ /\G([^$delimiter]*+)/gc ? $1 : '';
	} while ($record =~ /\G$delimiter/gc);
	return ($rest, @fields);
}

# What separates fields: whatever the line has most of, outside of quotes.
sub delimiter_of
{
	my ($text) = @_;
	my ($line) = $text =~ /\A((?:[^"\r\n]++|"(?:[^"]++|"")*+")*+)/;
	$line =~ s/"(?:[^"]++|"")*+"//g;
	my %count = (',' => $line =~ tr/,//, ';' => $line =~ tr/;//, "\t" => $line =~ tr/\t//);
	return (sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count)[0];
}

# Reads to the end of the header, which is the first line with more than one filled field.
# Returns its fields, the delimiter, the number of lines, and what was read behind it.
sub header
{
	my ($table) = @_;
	my $text = '';
	my $is_all = 0;
	my $lines = 0;

	while (1)
	{
		my $delimiter = delimiter_of($text);
		my ($rest, @fields) = first_record($text, $delimiter, $is_all);
		if (defined $rest)
		{
			$lines += () = substr($text, 0, length($text) - length $rest) =~ /\r\n|\n|\r/g;
			return (\@fields, $delimiter, $lines, $rest) if (grep { /\S/ } @fields) > 1;
			fail('has no header', hint => 'The first line names the columns.') if $lines > $TITLE_LINES || ($is_all && !length $rest);
			$text = $rest;
			next if length $text || $is_all;
		}
		fail('has no header', hint => 'The first line names the columns.') if $is_all || length $text > $LONGEST_HEADER;
		my $more = $table->{read}->();
		$is_all = !length $more;
		$table->{close}->() if $is_all;
		$text .= $more;
		fail('is UTF-16', hint => 'Load it with --encoding=UTF-16, or save it as UTF-8.') if $lines == 0 && !defined $option{encoding} && looks_like_utf16($text);
		$text =~ s/\A\xEF\xBB\xBF// if $lines == 0;
	}
	return;
}

# Names that columns can have: PostgreSQL's are of 63 bytes and differ. Columns without a
# name get one of punctuation, which loaders do not see.
sub column_names
{
	my @names = map { s/\A\s+|\s+\z//gr } @_;
	my %met;

	fail('has ' . @names . ' columns', detail => 'A table of PostgreSQL has at most 1600.') if @names > 1600;
	foreach my $i (0 .. $#names)
	{
		my $name = Encode::decode('UTF-8', $names[$i], Encode::FB_QUIET());
		$name = sprintf('%b', $i + 1) =~ tr/01/.:/r if $name =~ /\A[^[:alnum:]]*\z/;
		fail('has a column name with a zero byte', line => 1) if $name =~ /\0/;
		chop $name while length(Encode::encode('UTF-8', $name)) > 63;
		fail("columns $met{$name} and " . ($i + 1) . " are both named \"$name\"", hint => 'Rename or remove one of them.') if $met{$name};
		$met{$name} = $i + 1;
		$names[$i] = Encode::encode('UTF-8', $name);
	}
	return @names;
}

sub quoted_name
{
	my ($name) = @_;
	return '"' . ($name =~ s/"/""/gr) . '"';
}

sub quoted_text
{
	my ($text) = @_;
	return "'" . ($text =~ s/'/''/gr) . "'";
}

# --- Staging ---

# Copies what is left of a table into the staging table. psql reads it from a pipe of its
# own: what is in a file can never be taken for a statement.
sub copy_table
{
	my ($table, $delimiter, $text) = @_;
	my $length = 0;
	my $drained = '';
	my $pipe;

	my $of_psql = $delimiter eq "\t" ? q{E'\t'} : "'$delimiter'";
	print {$to_psql} "\\copy $staging FROM " . quoted_text($pipe_name) . " WITH (FORMAT csv, DELIMITER $of_psql)\n\\echo '$mark' :SQLSTATE\n";
	$to_psql->flush;
	until (sysopen $pipe, $pipe_name, Fcntl::O_WRONLY() | Fcntl::O_NONBLOCK())
	{
		# it has refused before it looked, or is about to look
		vec(my $ready = '', fileno $from_psql, 1) = 1;
		return outcome(wait_for_mark()) if select $ready, undef, undef, 0.01;
	}
	fcntl $pipe, Fcntl::F_SETFL(), 0;
	local $SIG{PIPE} = 'IGNORE';
	my $done = eval {
		for (my $more = 1; $more;)
		{
			my $bytes = $table->{read}->();
			$more = length $bytes;
			$length += $more;
			fail('has more than 4096 MB') if $length > $LONGEST_DATA;
			$text = $drained . $text . $bytes;
			# whole lines, since a line of \. would end them all
			my $end = $more ? ($text =~ /.*[\r\n]/s ? $+[0] : 0) : length $text;
			$drained = substr $text, $end;
			$text = substr $text, 0, $end;
			fail('has a line of \., which ends data of COPY', hint => 'Remove the line.')
			  if index($text, '\.') >= 0 && $text =~ /(?:\A|[\r\n])\\\.(?:[\r\n]|\z)/;
			# psql would lose what follows it
			fail('has a zero byte', hint => 'Specify the encoding of the file, such as --encoding=UTF-16, or save it as UTF-8.') if index($text, "\0") >= 0;
			fail('has a line of more than 64 MB') if length $drained > 64 << 20;
			last if length $text && !defined syswrite_all($pipe, $text);
			$text = '';
			draw_bar(sprintf '%s, %d MB', $table->{name}, $length >> 20);
			last if $interrupted;
		}
		1;
	};
	my $error = $@;
	close $pipe;
	my ($state, @said) = wait_for_mark();
	die $error if !$done;
	# psql keeps no state of what \copy has met
	$state = 'copy' if defined $state && grep { /\A(?:psql:\S*?: )?(?:ERROR|error):/ } @said;
	return outcome($state, @said);
}

sub syswrite_all
{
	my ($pipe, $text) = @_;
	for (my $at = 0; $at < length $text;)
	{
		my $written = syswrite $pipe, $text, length($text) - $at, $at;
		next if !defined $written && $!{EINTR} && !$interrupted;
		return if !defined $written;
		$at += $written;
	}
	return 1;
}

# --- Loading ---

# The call of the loader of a kind of file, with the options that it has.
sub call_of
{
	my ($kind) = @_;
	my $options = $loader{$kind} or fail("file is of the kind \"$kind\", which has no loader", hint => 'Specify --kind: ' . join(', ', sort keys %loader) . '.');
	my ($needed, $others) = @$options;

	foreach my $name (@$needed)
	{
		fail("--$name is missing for a file of the kind \"$kind\"", hint => "Specify --$name, or another kind with --kind.") if !defined $option{$name};
	}
	$is_used{$_} = 1 foreach @$needed, @$others;
	my $arguments = join ', ', "staging => '$staging'", map { "$argument{$_} => :'of_$argument{$_}'" }
	  grep { defined $option{$_} } @$needed, @$others;
	return qq{:"labour".load_$kind($arguments)};
}

# Loads one table. Its kind, and the report.
sub load_table
{
	my ($table) = @_;
	my ($fields, $delimiter, $lines, $text) = header($table);
	my @columns = column_names(@$fields);
	$table->{lines} = $lines;

	ask("CREATE TEMPORARY TABLE aijri_staging (" . join(', ', map { quoted_name($_) . ' text' } @columns) . ");\n");
	my ($kind) = defined $option{kind} ? $option{kind} : ask(qq{SELECT :"extension"._labour_kind('$staging');\n});
	my $call = call_of($kind);
	copy_table($table, $delimiter, $text);
	$table->{close}->();
	ask("CREATE TEMPORARY TABLE aijri_report AS SELECT * FROM $call;\n");
	my ($report) = ask("SELECT json_build_object('taken', taken, 'flagged', flagged, 'refused', refused, 'reasons', to_json(reasons)) FROM pg_temp.aijri_report;\n");
	my @refused = $refused_file ? ask("SELECT to_json(r) FROM pg_temp.aijri_report, unnest(refused_rows) AS r;\n") : ();
	ask("DROP TABLE $staging, pg_temp.aijri_report;\n");
	my $answer = JSON::PP->new->utf8->decode($report);
	fail('has no rows below the header') if $answer->{taken} + $answer->{refused} == 0;
	$answer->{kind} = $kind;
	$answer->{rows} = \@refused;
	return $answer;
}

# Lines of the file, of which the header is not one that loaders count.
sub write_refused
{
	my ($table, $rows) = @_;
	foreach my $row (map { JSON::PP->new->utf8->allow_nonref->decode($_) } @$rows)
	{
		my ($line, $refusal) = $row =~ /\Aline (\d+): (.*)\z/s or next;
		print $refused_file join(',', map { '"' . (s/"/""/gr) . '"' } $table->{name}, $line + $table->{lines}, Encode::encode('UTF-8', $refusal)), "\n";
	}
	return;
}

sub report_table
{
	my ($table, $answer) = @_;

	$count{loaded}++;
	$count{rows_refused} += $answer->{refused};
	write_refused($table, $answer->{rows});
	clear_bar();
	print "$table->{name}: $answer->{kind}, $answer->{taken} taken, $answer->{flagged} flagged, $answer->{refused} refused\n";
	print '    ', shown(Encode::encode('UTF-8', $_)), "\n" foreach @{ $answer->{reasons} };
	return;
}

# Loads the tables of a file, each as a whole or not at all. Where one has a kind, others
# that have none, such as descriptions of fields, are passed over.
sub load_tables
{
	my ($file) = @_;
	my $is_part = $option{'single-transaction'};
	my @tables = eval { tables($file) };
	return refuse(name_of($file), ref $@ ? $@ : { message => $@ }) if $@;
	my @passed;
	my $met = 0;

	foreach my $open (@tables)
	{
		my $table = eval { $open->() } // { name => name_of($file) };
		my $answer = eval {
			die $@ if $@;
			ask($is_part ? "SAVEPOINT aijri_load;\n" : "BEGIN;\n");
			my $answer = load_table($table);
			ask($is_part ? "RELEASE aijri_load;\n" : "COMMIT;\n");
			$answer;
		};
		my $error = $@;
		eval { $table->{close}->(1) } if $table->{close};
		last if $interrupted;
		if ($answer)
		{
			$met++;
			report_table($table, $answer);
			next;
		}
		$error = { message => $error } if !ref $error;
		run($is_part ? "ROLLBACK TO aijri_load;\n" : "ROLLBACK;\n");
		$error->{message} = 'line ' . ($error->{line} + ($error->{code} ? $table->{lines} // 0 : 0)) . ": $error->{message}" if $error->{line};
		my $has_no_kind = $error->{message} =~ /\Afile is of no known kind|\Ahas no header/;
		$met++ if !$has_no_kind;
		$has_no_kind && @tables > 1 ? push @passed, [ $table->{name}, $error ] : refuse($table->{name}, $error);
	}
	return if $interrupted;
	refuse(@{ $passed[0] }) if @passed && !$met;
	$count{passed} += @passed if $met;
	print "$_->[0]: skipped, of no known kind\n" foreach $met ? @passed : ();
	return;
}

# Labor schemas as catalogs are: what is in them runs as the user.
sub open_labour_session
{
	start_psql();
	my ($state, @lines) = run(qq{$session_settings
		SET client_min_messages = warning;
		SELECT json_build_object('extension', (SELECT n.nspname FROM $extension_is),
			'owner', pg_get_userbyid(n.nspowner), 'is_labour', (
				SELECT count(*) = 3 FROM pg_class WHERE relnamespace = n.oid AND relname IN ('oews', 'exposure', 'onet_task') AND relkind = 'r')
				AND EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid AND proname = 'load_oews'),
			'is_own', NOT EXISTS (
				SELECT FROM (
					SELECT n.nspowner
					UNION ALL SELECT relowner FROM pg_class WHERE relnamespace = n.oid
					UNION ALL SELECT proowner FROM pg_proc WHERE pronamespace = n.oid) AS o (owner)
				WHERE o.owner <> current_user::regrole))
		FROM (SELECT) AS one LEFT JOIN pg_namespace n ON n.nspname = :'labour';
		SELECT (SELECT n.nspname FROM $extension_is) AS extension \\gset
		});
	my $found = answer(@lines);
	cannot_work(join "\n", @lines) if !defined $state || !$found;
	cannot_work("extension aijri is not installed in this database\nHINT:  CREATE EXTENSION aijri;") if !defined $found->{extension};
	cannot_work("schema \"$option{labour}\" is not a labor schema\nHINT:  Create one: SELECT aijri_create_labour('labour');") if !$found->{is_labour};
	cannot_work("labor schema \"$option{labour}\" belongs to $found->{owner}, or has objects of other users\nHINT:  Only its owner loads, because loading runs its functions.") if !$found->{is_own};
	return;
}

# Loads published files and ends.
sub load_labour
{
	my $refused = 0;

	$own_folder = File::Temp::tempdir('aijri-load-XXXXXXXX', TMPDIR => 1, CLEANUP => 1);
	$pipe_name = "$own_folder/data";
	POSIX::mkfifo($pipe_name, 0600) or cannot_work("no pipe $pipe_name: $!");
	if (defined $option{refused})
	{
		open $refused_file, '>:raw', $option{refused} or cannot_work("$option{refused}: $!");
		print $refused_file "file,line,refusal\n";
	}
	open_labour_session();
	my $undone = $option{'dry-run'};
	$option{'single-transaction'} ||= $undone;
	run("BEGIN;\n") if $option{'single-transaction'};
	foreach my $file (@names)
	{
		last if $interrupted;
		draw_bar(name_of($file));
		load_tables($file);
		$done++;
	}
	draw_bar('');
	if ($option{'single-transaction'})
	{
		$undone ||= $count{refused} || $interrupted;
		my ($state, @lines) = run($undone ? "ROLLBACK;\n" : "COMMIT;\n");
		cannot_work(join("\n", @lines) . "\nnothing was loaded") if !$undone && ($state // '') ne '00000';
	}
	list_failures();
	print STDERR "aijri-load: interrupted\n" if $interrupted;
	print STDERR "aijri-load: --$_ was not used: no file of its kind was loaded\n" foreach grep { defined $option{$_} && !$is_used{$_} && !$count{refused} } sort keys %argument;
	close $refused_file or cannot_work("$option{refused}: $!") if $refused_file;
	print summary(), $undone ? ': nothing was loaded' : '', "\n";
	end_as_interrupted() if $interrupted;
	close $to_psql;
	waitpid $psql, 0;
	exit($count{refused} || $count{rows_refused} ? SOME_REFUSED : ALL_LOADED);
}

# --- The run ----------------------------------------------------------------------

STDERR->autoflush(1);
STDOUT->autoflush(1);
foreach my $signal ('INT', 'TERM', 'HUP')
{
	$SIG{$signal} = sub { $interrupted = $signal };
}
load_labour() if defined $option{labour};
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
	cannot_work('conflicts with other sessions persist') if $attempt == $ATTEMPTS;
	say_line('restarted: conflict with another session');
}
draw_bar('');

my $undone = $option{'single-transaction'} && ($count{refused} || $interrupted);
if ($option{'single-transaction'})
{
	my ($state, @lines) = run($undone ? "ROLLBACK;\n" : "COMMIT;\n");
	cannot_work(join("\n", @lines) . "\nnothing was loaded") if !$undone && ($state // '') ne '00000';
}
list_failures();
if ($interrupted)
{
	print STDERR "aijri-load: interrupted\n";
}
print summary(), $undone && !$option{'dry-run'} ? ': nothing was loaded' : '', "\n";
end_as_interrupted() if $interrupted;
close $to_psql;
waitpid $psql, 0;
exit($count{refused} || $count{differing} ? SOME_REFUSED : ALL_LOADED);

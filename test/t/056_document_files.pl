# Documents in the files of other programs, loaded by aijri-load: web pages of wikis
# and word processors, Word files, OpenDocument texts. Whatever the form, the same is
# read of it, and a wrong number is found.

use strict;
use warnings;

use AijriTest;
use Encode ();
use FindBin;
use IO::Compress::Zip ();
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'there is no pandoc' if system('pandoc --version >/dev/null 2>&1') != 0;

my $documents = "$FindBin::Bin/../documents";
my $folder = PostgreSQL::Test::Utils::tempdir();

# --- A plain document, taken apart ----------------------------------------------------

# Headings, tables (without the line below the header), items of lists, and other lines.
sub parts
{
	my ($text) = @_;
	my @parts;

	foreach my $line (grep { /\S/ && !/^\|---/ } split /\n/, $text)
	{
		my ($kind, $what) =
			$line =~ /^\| (.*?) ?\|$/ ? (table => [ split / \| ?/, $1, -1 ])
		  : $line =~ /^- (.*)/ ? (list => $1)
		  : $line =~ /[.:]/ ? (line => $line)
		  : (heading => $line);
		if ($kind =~ /table|list/ && @parts && $parts[-1][0] eq $kind)
		{
			push @{ $parts[-1][1] }, $what;
			next;
		}
		push @parts, [ $kind, $kind =~ /table|list/ ? [$what] : $what ];
	}
	return @parts;
}

# The parts one after the other, each as a form has it.
sub written
{
	my ($parts, %how) = @_;
	return join '', map { my ($kind, $what) = @$_; $kind eq 'list' ? $how{list}->(map { $how{item}->($_) } @$what) : $how{$kind}->($what) } @$parts;
}

# Rows that all have the cells of the header.
sub full
{
	my ($rows) = @_;
	return map { my $row = $_; [ map { $_ // '' } @$row[ 0 .. $#{ $rows->[0] } ] ] } @$rows;
}

sub xml { return $_[0] =~ s/&/&amp;/gr =~ s/</&lt;/gr =~ s/>/&gt;/gr }

# A label apart from what is behind it.
sub label { return $_[0] =~ /^([^.:]{3,40}:)( .*)$/ ? ($1, $2) : ('', $_[0]) }

# --- Web pages ----------------------------------------------------------------------------

sub row { my ($cell, @cells) = @_; return '<tr>' . join('', map { "<$cell>" . xml($_) . "</$cell>" } @cells) . "</tr>\n" }

sub html_table
{
	my ($rows) = @_;
	return '<table>' . join('', map { row('td', @$_) } full($rows)) . "</table>\n";
}

sub html_label { my ($label, $rest) = label(@_); return ($label ? '<b>' . xml($label) . '</b>' : '') . xml($rest) }

my %html = (
	heading => sub { '<h2>' . xml($_[0]) . "</h2>\n" },
	line => sub { '<p>' . html_label($_[0]) . "</p>\n" },
	item => sub { '<li>' . xml($_[0]) . "</li>\n" },
	list => sub { '<ul>' . join('', @_) . "</ul>\n" },
	table => \&html_table);

sub page { return "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>x</title></head><body>\n$_[0]</body></html>\n" }

# Cells that are equal to those above them, apart from the first column and totals,
# are one cell.
sub merged_down
{
	my ($rows) = @_;
	my @rows = full($rows);
	my $text = '<table>';
	my @below = (0) x @{ $rows[0] };

	foreach my $i (0 .. $#rows)
	{
		$text .= '<tr>';
		foreach my $j (0 .. $#below)
		{
			next if $below[$j]-- > 0;
			my $count = 1;
			$count++ while $j > 0 && $i > 0 && length $rows[$i][$j] && $i + $count < @rows
			  && $rows[ $i + $count ][0] !~ /Total/ && $rows[ $i + $count ][$j] eq $rows[$i][$j];
			$below[$j] = $count - 1;
			$text .= ($count > 1 ? "<td rowspan=\"$count\">" : '<td>') . xml($rows[$i][$j]) . '</td>';
		}
		$text .= "</tr>\n";
	}
	return "$text</table>\n";
}

# The heading of a section is in a cell as wide as the table below it.
sub headings_in_tables
{
	my @parts = @_;
	my @merged;

	while (my $part = shift @parts)
	{
		if ($part->[0] eq 'heading' && @parts && $parts[0][0] eq 'table')
		{
			push @merged, [ table => [ "\0$part->[1]", @{ (shift @parts)->[1] } ] ];
			next;
		}
		push @merged, $part;
	}
	return written(
		\@merged, %html,
		table => sub {
			my ($title, @rows) = @{ $_[0] };
			return html_table($_[0]) if ref $title;
			my $width = @{ $rows[0] };
			return html_table(\@rows) =~ s{<table>}{'<table><tr><td colspan="' . $width . '"><b>' . xml(substr $title, 1) . '</b></td></tr>'}er;
		});
}

my %office = (
	heading => sub { "<h2>" . xml($_[0]) . "<o:p></o:p></h2>\n" },
	line => sub { "<p class=MsoNormal>" . html_label($_[0]) . "<o:p></o:p></p>\n" },
	item => sub { "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>\x{B7}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>" . xml($_[0]) . "<o:p></o:p></p>\n" },
	list => sub { join '', @_ },
	table => sub {
		"<table class=MsoTableGrid border=1 style='mso-yfti-tbllook:1184'>"
		  . join('', map { '<tr>' . join('', map { "<td style='border:solid windowtext 1.0pt'><p class=MsoNormal><span\nstyle='font-size:11.0pt'>" . xml($_) . '<o:p>' . (length ? '' : '&nbsp;') . '</o:p></span></p></td>' } @$_) . "</tr>\n" } full($_[0]))
		  . "</table>\n<p class=MsoNormal><o:p>&nbsp;</o:p></p>\n";
	});

sub office_page
{
	my ($text) = @_;
	return Encode::encode('cp1252',
		'<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252"><!--[if gte mso 9]><xml><o:AllowPNG/></xml><![endif]--><style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=EN-US><div class=WordSection1>'
		  . $text . '</div></body></html>', sub { sprintf '&#%d;', $_[0] });
}

my %pages = (
	'a header row' => sub { page(written(\@_, %html, table => sub { my ($header, @rows) = full($_[0]); '<table><thead>' . row('th', @$header) . '</thead><tbody>' . join('', map { row('td', @$_) } @rows) . "</tbody></table>\n" })) },
	'no header row' => sub { page(written(\@_, %html)) },
	'a title above the header' => sub { page(written(\@_, %html, table => sub { my $width = @{ $_[0][0] }; html_table($_[0]) =~ s{<table>}{<table><tr><th colspan="$width">Ratings</th></tr>}r })) },
	'headings in tables' => sub { page(headings_in_tables(@_)) },
	'cells merged down' => sub { page(written(\@_, %html, table => \&merged_down)) },
	'a header over an empty column' => sub { page(written(\@_, %html, table => sub { my ($header, @rows) = full($_[0]); my $last = pop @$header; '<table>' . row('th', @$header) =~ s{</tr>}{'<th colspan="2">' . xml($last) . '</th></tr>'}er . join('', map { row('td', @$_, '') } @rows) . "</table>\n" })) },
	'totals as wide as the rest' => sub { page(written(\@_, %html, table => sub { my $width = @{ $_[0][0] }; '<table>' . join('', map { my @cells = @$_; my $last = pop @cells; row('td', @cells) =~ s{</tr>}{'<td colspan="' . ($width - @cells) . '">' . xml($last) . '</td></tr>'}er } @{ $_[0] }) . "</table>\n" })) },
	'a page in a table' => sub { page('<table><tr><td>Home</td><td>' . written(\@_, %html) . "</td></tr></table>\n") },
	'tables in tables' => sub { page(written(\@_, %html, table => sub { '<table><tr><td>' . html_table($_[0]) . "</td></tr></table>\n" })) },
	'lines in tables' => sub { page(written(\@_, %html, line => sub { '<table><tr><td><p>' . html_label($_[0]) . "</p></td></tr></table>\n" })) },
	'Google Docs' => sub { page(written(\@_, %html, heading => sub { '<h2 class="c2" id="h.x"><span class="c1">' . xml($_[0]) . "</span></h2>\n" }, line => sub { my ($label, $rest) = label(@_); '<p class="c3"><span class="c1">' . xml($label) . '</span><span class="c4">' . xml($rest) . "</span></p>\n" },
			table => sub { html_table($_[0]) =~ s{<td>(.*?)</td>}{'<td colspan="1" rowspan="1"><p class="c3"><span class="c1">' . ($1 =~ s{^-(?=\d)}{&#8209;}r) . '</span></p></td>'}ger . '<p class="c3 c6"><span class="c1"></span></p>' })) },
	'Notion' => sub { page('<header><h1 class="page-title">Notes</h1><table class="properties"><tbody><tr><th>Score</th><td>99</td></tr></tbody></table></header>' . written(\@_, %html, heading => sub { '<details open=""><summary>' . xml($_[0]) . "</summary></details>\n" }, item => sub { '<ul class="bulleted-list"><li style="list-style-type:disc">' . xml($_[0]) . "</li></ul>\n" }, list => sub { join '', @_ })) },
	'Confluence' => sub { page('<ol id="breadcrumbs"><li><a href="index.html">Jobs</a></li></ol>' . written(\@_, %html, heading => sub { '<h2 id="x"><span class="nh-number">1.2. </span>' . xml($_[0]) . "</h2>\n" }, item => sub { '<li><p>' . xml($_[0]) . "</p></li>\n" }, table => sub { my ($header, @rows) = full($_[0]); '<div class="table-wrap"><table class="confluenceTable"><colgroup>' . '<col style="width: 99.5px;" />' x @$header . '</colgroup><tbody>' . row('th', @$header) . join('', map { row('td', @$_) } @rows) . "</tbody></table></div>\n" })) },
	'GitHub' => sub { page('<nav><ul><li>Code</li><li>Issues 3</li></ul></nav>' . written(\@_, %html, heading => sub { '<div class="markdown-heading"><h2>' . xml($_[0]) . '</h2><a aria-label="Permalink" href="#x"><svg viewBox="0 0 16 16"><path d="m7"></path></svg></a></div>' . "\n" }, table => sub { '<markdown-accessiblity-table>' . html_table($_[0]) . '</markdown-accessiblity-table>' })) },
	'Word as a page' => sub { office_page(written(\@_, %office)) },
	'Word without headings' => sub { office_page(written(\@_, %office, heading => sub { "<p class=MsoNormal><b><u><span style='font-size:14.0pt'>" . xml($_[0]) . "<o:p></o:p></span></u></b></p>\n" })) });

# --- Packages -----------------------------------------------------------------------------

sub zipped
{
	my @files = @_;
	my ($bytes, $zip);

	while (my ($name, $content) = splice @files, 0, 2)
	{
		my @entry = (Name => $name, Method => $name eq 'mimetype' ? IO::Compress::Zip::ZIP_CM_STORE() : IO::Compress::Zip::ZIP_CM_DEFLATE());
		$zip ? $zip->newStream(@entry) : ($zip = IO::Compress::Zip->new(\$bytes, @entry));
		print $zip Encode::encode('UTF-8', $content);
	}
	$zip->close;
	return $bytes;
}

sub run_of { my ($text, $properties) = @_; return length $text ? '<w:r>' . ($properties ? "<w:rPr>$properties</w:rPr>" : '') . '<w:t xml:space="preserve">' . xml($text) . '</w:t></w:r>' : '' }
sub paragraph_of { my ($runs, $properties) = @_; return '<w:p>' . ($properties ? "<w:pPr>$properties</w:pPr>" : '') . "$runs</w:p>" }

my $change = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"';

# A text whose first number replaces another one.
sub changed
{
	my ($text) = @_;
	my ($before, $number, $behind) = $text =~ /^(\D*)(\d+(?:\.\d+)?)(.*)$/ or return run_of($text);
	return run_of($before) . "<w:del $change><w:r><w:delText>77</w:delText></w:r></w:del><w:ins $change>" . run_of($number) . '</w:ins>' . run_of($behind);
}

sub word_table
{
	my ($rows, $cell, @above) = @_;
	$cell //= \&run_of;
	return '<w:tbl><w:tblPr/><w:tblGrid>' . '<w:gridCol w:w="1000"/>' x @{ $rows->[0] } . '</w:tblGrid>'
	  . join('', @above, map { '<w:tr>' . join('', map { '<w:tc><w:tcPr/>' . paragraph_of($cell->($_)) . '</w:tc>' } @$_) . '</w:tr>' } full($rows)) . '</w:tbl>';
}

sub word_file
{
	my ($parts, %how) = @_;
	my %word = (
		heading => sub { paragraph_of(run_of($_[0]), '<w:pStyle w:val="Numbered"/>') },
		line => sub { my ($label, $rest) = label(@_); paragraph_of(run_of($label, '<w:b/>') . run_of($rest)) },
		item => sub { paragraph_of(run_of($_[0]), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>') },
		list => sub { join '', @_ }, table => \&word_table, %how);
	my $w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
	my $of = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
	my $relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">';
	my $type = 'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml';
	return zipped(
		'[Content_Types].xml' => "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" $type.document.main+xml\"/><Override PartName=\"/word/styles.xml\" $type.styles+xml\"/><Override PartName=\"/word/numbering.xml\" $type.numbering+xml\"/></Types>",
		'_rels/.rels' => "$relations<Relationship Id=\"rId1\" Type=\"$of/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
		'word/_rels/document.xml.rels' => "$relations<Relationship Id=\"rId1\" Type=\"$of/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId2\" Type=\"$of/numbering\" Target=\"numbering.xml\"/></Relationships>",
		'word/document.xml' => "<w:document $w><w:body>" . written($parts, %word) . '</w:body></w:document>',
		'word/styles.xml' => "<w:styles $w><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Heading2\"><w:name w:val=\"heading 2\"/></w:style><w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"Numbered\"><w:name w:val=\"Section Title\"/><w:basedOn w:val=\"Heading2\"/><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style></w:styles>",
		'word/numbering.xml' => "<w:numbering $w>" . join('', map { "<w:abstractNum w:abstractNumId=\"$_\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" . ($_ == 1 ? 'bullet' : 'decimal') . '"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>' } 1, 2) . join('', map { "<w:num w:numId=\"$_\"><w:abstractNumId w:val=\"$_\"/></w:num>" } 1, 2) . '</w:numbering>');
}

my %word_files = (
	'Word' => sub { word_file(\@_) },
	'Word, headings in bold' => sub { word_file(\@_, heading => sub { paragraph_of(run_of($_[0], '<w:b/>')) }) },
	'Word, changes' => sub { word_file(\@_, line => sub { paragraph_of(changed($_[0])) }, table => sub { word_table($_[0], sub { $_[0] =~ /[(]/ ? run_of($_[0]) : changed($_[0]) }) }) },
	'Word, a deleted row' => sub { word_file(\@_, table => sub { word_table($_[0]) =~ s{(</w:tr>)}{"$1<w:tr><w:trPr><w:del $change/></w:trPr>" . "<w:tc><w:tcPr/><w:p><w:pPr><w:rPr><w:del $change/></w:rPr></w:pPr><w:del $change><w:r><w:delText>5</w:delText></w:r></w:del></w:p></w:tc>" x @{ $_[0][0] } . '</w:tr>'}er }) },
	'Word, a title above the header' => sub { word_file(\@_, table => sub { word_table($_[0], undef, '<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="' . @{ $_[0][0] } . '"/></w:tcPr>' . paragraph_of(run_of('Ratings')) . '</w:tc></w:tr>') }) });

# A flat OpenDocument text, as LibreOffice writes it.
sub flat_file
{
	my %namespace = (office => 'office', text => 'text', table => 'table', style => 'style', fo => 'xsl-fo-compatible');
	my $text = sub { xml($_[0]) =~ s/  /<text:s text:c="2"\/>/gr };
	my $cell = sub { '<table:table-cell table:style-name="T1" office:value-type="string"><text:p text:style-name="P2">' . $text->($_[0]) . '</text:p></table:table-cell>' };
	my $row = sub { '<table:table-row table:style-name="R1">' . join('', map { $cell->($_) } @_) . '</table:table-row>' };
	return '<?xml version="1.0" encoding="UTF-8"?>' . "\n<office:document " . join(' ', map { "xmlns:$_=\"urn:oasis:names:tc:opendocument:xmlns:$namespace{$_}:1.0\"" } sort keys %namespace)
	  . ' office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:styles><style:style style:name="Heading_20_2" style:family="paragraph" style:default-outline-level="2"/></office:styles><office:automatic-styles><style:style style:name="P2" style:family="paragraph"/><style:style style:name="B1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style><text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="&#8226;"/></text:list-style></office:automatic-styles><office:body><office:text>'
	  . written(
		\@_,
		heading => sub { '<text:h text:style-name="Heading_20_2" text:outline-level="2">' . $text->($_[0]) . '</text:h>' },
		line => sub { my ($label, $rest) = label(@_); '<text:p text:style-name="P2"><text:span text:style-name="B1">' . $text->($label) . '</text:span>' . ($text->($rest) =~ s/^((?:.{20})?.*?) /$1 <text:soft-page-break\/>/r) . '</text:p>' },
		item => sub { '<text:list-item><text:p text:style-name="P2">' . $text->($_[0]) . '</text:p></text:list-item>' },
		list => sub { '<text:list text:style-name="L1">' . join('', @_) . '</text:list>' },
		table => sub {
			my ($header, @rows) = full($_[0]);
			return '<table:table table:name="Table1"><table:table-column table:number-columns-repeated="' . @$header . '"/><table:table-header-rows>' . $row->(@$header) . '</table:table-header-rows>' . join('', map { $row->(@$_) } @rows) . '</table:table>';
		}) . "</office:text></office:body></office:document>\n";
}

my %open_files = (
	'odt' => sub {
		my $flat = flat_file(@_);
		zipped('mimetype' => 'application/vnd.oasis.opendocument.text', map { my $part = $_; ("$part.xml" => $flat =~ s{(</?office:document)(?=[ >])}{$1-$part}gr) } 'content', 'styles');
	},
	'fodt' => sub { Encode::encode('UTF-8', flat_file(@_)) });

# --- Text ---------------------------------------------------------------------------------

sub bar_table
{
	my ($escape, $rows) = @_;
	my ($header, @rows) = map { '| ' . join(' | ', map { $escape->($_) } @$_) . " |\n" } full($rows);
	return $header . '| :---- ' x @{ $rows->[0] } . "|\n@rows\n" =~ s/^ //gmr;
}

my $escaped = sub { $_[0] =~ s/([-+>=<*_#!\[\]~`&])/\\$1/gr };
my %texts = (
	'Google Docs' => sub { written(\@_, heading => sub { '## **' . $escaped->($_[0]) . "** {#x-y}\n\n" }, line => sub { my ($label, $rest) = label(@_); ($label ? '**' . $escaped->($label) . '**' : '') . $escaped->($rest) . "  \n\n" }, item => sub { '* ' . $escaped->($_[0]) . "\n" }, list => sub { join('', @_) . "\n" }, table => sub { bar_table($escaped, @_) }) },
	'Notion' => sub { "# Notes\n\nCreated: June 3, 2026 10:12 AM\nTags: jobs\n\n<aside>\n\x{1F4A1} A draft.\n\n</aside>\n\n" . written(\@_, heading => sub { "## \x{1F3AF} $_[0]\n\n" }, line => sub { my ($label, $rest) = label(@_); ($label ? "**$label**" : '') . "$rest\n\n" }, item => sub { "- $_[0]\n" }, list => sub { join('', @_) . "\n" }, table => sub { bar_table(sub { $_[0] }, @_) }) });

# --- Loading them -------------------------------------------------------------------------

my @forms = (
	(map { [ "page: $_", 'html', $pages{$_} ] } sort keys %pages), (map { [ $_, 'docx', $word_files{$_} ] } sort keys %word_files),
	(map { [ $_, $_, $open_files{$_} ] } sort keys %open_files), (map { [ "text: $_", 'md', $texts{$_} ] } sort keys %texts));

my $node = start_node('document_files', 'log_statement = none', 'jit = off');
# All texts of a document, but for the title that a form has above its tables.
$node->safe_psql('postgres', q{CREATE EXTENSION aijri; SELECT aijri_create_catalog('jobs');
	CREATE FUNCTION words(jsonb) RETURNS text RETURN (
		SELECT string_agg(key || ': ' || regexp_replace(value, '\nRatings', ''), ' ' ORDER BY key)
		FROM jsonb_each_text($1) WHERE value <> 'Ratings')});
local $ENV{PGHOST} = $node->host;
local $ENV{PGPORT} = $node->port;
local $ENV{PGDATABASE} = 'postgres';

# Writes a document in every form, each under a title of its own.
sub write_forms
{
	my ($place, $document) = @_;

	mkdir "$folder/$place";
	foreach my $i (0 .. $#forms)
	{
		my ($what, $ending, $form) = @{ $forms[$i] };
		my $bytes = $form->(parts($document =~ s/^\| Job Title \| \K[^|]+? (?=\|)/Form $i /mr));

		$bytes = Encode::encode('UTF-8', $bytes) if utf8::is_utf8($bytes);
		open my $file, '>:raw', sprintf '%s/%s/%02d.%s', $folder, $place, $i, $ending or die $!;
		print $file $bytes;
		close $file;
	}
}

sub load
{
	my ($output, $error) = ('', '');
	IPC::Run::run [ 'aijri-load', @_ ], '<', \'', '>', \$output, '2>', \$error;
	return ($output, $error);
}

foreach my $name ('court-reporter', 'paralegal')
{
	my $document = Encode::decode('UTF-8', slurp_file("$documents/$name.md"));
	write_forms($name, $document);
	my ($output, $error) = load("--market=$name", "$folder/$name");
	is($error, '', "$name: no form is refused");
	like($output, qr/^@{[ scalar @forms ]} loaded, 0 unchanged, 0 refused$/m, 'or passed over');

	# Blanks do not count.
	my %differs = map { split /\|/, $_, 2 } split /\n/, $node->safe_psql('postgres', qq{
		WITH plain AS (SELECT aijri_parse(pg_read_file('$documents/$name.md')) AS d),
		form AS (SELECT title, aijri_parse(source) AS d FROM jobs.assessment JOIN jobs.role USING (role_id) WHERE market = '$name')
		SELECT form.title, string_agg(f.name || ': ' || f.met, E'\\x09')
		FROM plain, form, LATERAL (VALUES
			('seniority', (form.d).seniority, (plain.d).seniority), ('primary_function', (form.d).primary_function, (plain.d).primary_function),
			('role_is_not', (form.d).role_is_not, (plain.d).role_is_not), ('typical_experience', (form.d).typical_experience, (plain.d).typical_experience),
			('seniority_note', (form.d).seniority_note, (plain.d).seniority_note), ('assessment', (form.d).assessment::text, (plain.d).assessment::text),
			('stated', (form.d).stated::text, (plain.d).stated::text), ('override_score', (form.d).override_score::text, (plain.d).override_score::text),
			('override_reason', (form.d).override_reason, (plain.d).override_reason),
			('timeline', (form.d).timeline_min_months || '-' || (form.d).timeline_max_months, (plain.d).timeline_min_months || '-' || (plain.d).timeline_max_months),
			('next_roles', (form.d).next_roles::text, (plain.d).next_roles::text),
			('narrative', words((form.d).narrative), words((plain.d).narrative))) AS f (name, met, expected)
		WHERE regexp_replace(f.met, '(\\s|\\\\n)+', ' ', 'g') IS DISTINCT FROM regexp_replace(f.expected, '(\\s|\\\\n)+', ' ', 'g')
		GROUP BY 1});
	is($differs{"Form $_"} // '', '', "$name, $forms[$_][0]: reads as the plain form") foreach 0 .. $#forms;

	# Wrong numbers: one that is stated, and one that others follow from.
	foreach my $wrong ([ 'score', qr{= \K[\d.]+(?=/100)}, '99.5' ], [ 'operand', qr{^Raw: \K[\d.]+}m, '5.55' ])
	{
		my ($what, $where, $number) = @$wrong;
		write_forms("$name-$what", $document =~ s/$where/$number/r);
		($output, $error) = load('--dry-run', "$folder/$name-$what");
		is(join(' ', grep { $output !~ m{^differs +\S+/\Q$_\E\.}m } map { sprintf '%02d', $_ } 0 .. $#forms), '', "$name: a wrong $what is found in every form");
	}
}

$node->stop;
done_testing();

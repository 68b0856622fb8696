# aijri-load --labour: files of our own in every form that is read, files that are spoiled
# or made to do harm, and, where the folder of published files is, these, counted to the
# worker against what awk would count.

use strict;
use warnings;

use AijriTest;
use Cwd 'abs_path';
use Encode ();
use IO::Compress::Zip qw($ZipError ZIP_CM_DEFLATE);
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = start_node('labour_load', 'log_statement = none', 'jit = off');
my $folder = abs_path(PostgreSQL::Test::Utils::tempdir());
my $refused = "$folder/refused.csv";
my $schema = q{The 'labor"s};
my $name = q{"The 'labor""s"};

sub sql { return $node->safe_psql('postgres', @_) }

sql(qq{CREATE EXTENSION aijri; SELECT aijri_create_labour('The ''labor"s'); CREATE ROLE other LOGIN; CREATE DATABASE empty});
local $ENV{PGHOST} = $node->host;
local $ENV{PGPORT} = $node->port;
local $ENV{PGDATABASE} = 'postgres';

# Runs aijri-load in the folder. Exit status, standard output and standard error.
sub load_into
{
	my ($into, $input, @arguments) = @_;
	my ($output, $error) = ('', '');

	IPC::Run::run [ 'aijri-load', "--labour=$into", @arguments ], '<', \$input, '>', \$output, '2>', \$error, init => sub { chdir $folder or die };
	return ($? >> 8, $output, $error);
}

sub load { return load_into($schema, '', '--vintage=2024-05-01', @_) }

sub write_file
{
	my ($name, $text) = @_;
	open my $file, '>:raw', "$folder/$name" or die "$folder/$name: $!";
	print $file $text;
	close $file or die "$folder/$name: $!";
	return $name;
}

# A zip archive of parts, as name and text.
sub zip_of
{
	my @parts = @_;
	my $bytes;
	my $zip = IO::Compress::Zip->new(\$bytes, Name => $parts[0], Method => ZIP_CM_DEFLATE) or die $ZipError;
	while (my ($part, $text) = splice @parts, 0, 2)
	{
		print $zip $text;
		$zip->newStream(Name => $parts[0], Method => ZIP_CM_DEFLATE) if @parts;
	}
	$zip->close or die $ZipError;
	return $bytes;
}

# A workbook of sheets, as name and rows; a cell is a text, a number, or [number, style].
sub workbook
{
	my @sheets = @_;
	my ($list, $relations, @parts) = ('', '');
	while (my ($title, $rows) = splice @sheets, 0, 2)
	{
		my $number = 1 + @parts / 2;
		my $body = '';
		foreach my $y (1 .. @$rows)
		{
			my $cells = '';
			foreach my $x (0 .. $#{ $rows->[ $y - 1 ] })
			{
				my $at = chr(ord('A') + $x) . $y;
				my $cell = $rows->[ $y - 1 ][$x];
				next if !defined $cell;
				my ($value, $style) = ref $cell ? @$cell : ($cell, 0);
				$cells .= $value =~ /\A[\d.]+\z/
				  ? qq{<c r="$at" s="$style"><v>$value</v></c>}
				  : qq{<c r="$at" t="inlineStr"><is><t>$value</t></is></c>};
			}
			$body .= qq{<row r="$y">$cells</row>};
		}
		$list .= qq{<sheet name="$title" sheetId="$number" r:id="rId$number"/>};
		$relations .= qq{<Relationship Id="rId$number" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet$number.xml"/>};
		push @parts, "xl/worksheets/sheet$number.xml", qq{<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>$body</sheetData></worksheet>};
	}
	my $types = join '', map { qq{<Override PartName="/xl/worksheets/sheet$_.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>} } 1 .. @parts / 2;
	return zip_of(
		'[Content_Types].xml', qq{<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>$types</Types>},
		'_rels/.rels', q{<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>},
		'xl/workbook.xml', qq{<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>$list</sheets></workbook>},
		'xl/_rels/workbook.xml.rels', qq{<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">$relations<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>},
		'xl/styles.xml', q{<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="2" applyNumberFormat="1"/></cellXfs></styleSheet>},
		@parts);
}

my $oews = "OCC_CODE,OCC_TITLE,O_GROUP,TOT_EMP,A_MEDIAN\n00-0000,All,total,\"1,510\",\n15-1252,Developers,detailed,\"1,000\",#\n13-1020,Buyers,detailed,501,5\n";
my $workers = "SELECT count(*), sum(tot_emp) FILTER (WHERE o_group = 'detailed') FROM $name.oews";

# --- Forms ------------------------------------------------------------------------------

my ($status, $output, $error) = load(write_file('plain.csv', $oews));
is("$status $error", '0 ', 'a file: exit status');
is($output, "plain.csv: oews, 3 taken, 1 flagged, 0 refused\n    flagged: # wage at or above the top code (1 row, 15-1252)\n1 loaded, 0 refused\n", 'its kind and its report');
is(sql($workers), '3|1501', 'it is loaded');

my @rows = map { [ split /,/, s/"1,(\d+)"/1$1/r, -1 ] } split /\n/, $oews;
my %form = (
	'tabs.tsv' => $oews =~ s/,(?!\d\d\d")/\t/gr, 'semicolons.csv' => "sep=;\r\n" . ($oews =~ s/,(?!\d\d\d")/;/gr =~ s/\n/\r\n/gr),
	'mark.csv' => "\xEF\xBB\xBF$oews", 'old.csv' => $oews =~ s/\n/\r/gr, 'title.csv' => "Employment of May 2024,,,,\n\n$oews",
	'unnamed.csv' => $oews =~ s/(?=\n)/,,/gr, '-dash.csv' => $oews, "line\nbreak.csv" => $oews, 'open.csv' => substr($oews, 0, -1),
	'quoted.csv' => $oews =~ s/OCC_TITLE/"the ""title"",\nin words"/r, 'book.xlsx' => workbook('May 2024' => \@rows), '-book.xlsx' => workbook('May 2024' => \@rows),
	'archive.zip' => zip_of('oesm/readme.txt', "Figures\nof May\n", 'oesm/data.csv', $oews), 'book.zip' => zip_of('oesm/', '', 'oesm/a.xlsx', workbook('May 2024' => \@rows)),
	'sheets.xlsx' => workbook('Notes' => [ ['Fields'], [ 'a', 'b' ], [ 'c', 'd' ] ], 'May 2024' => \@rows),
	'../above.zip' => undef, 'paths.zip' => zip_of("../../$folder/owned.csv", $oews, '-x.csv', "a,b\n1,2\n"));
delete $form{'../above.zip'};
foreach my $form (sort keys %form)
{
	sql("TRUNCATE $name.oews");
	($status, $output, $error) = load('--', write_file($form, $form{$form}));
	my $shown = $form =~ s/\n/\\x0a/r;
	is("$status $error", '0 ', "$shown: exit status");
	like($output, qr/^\Q$shown\E.*: oews, 3 taken, 1 flagged, 0 refused$/m, 'the same report');
	is(sql($workers), '3|1501', 'the same rows');
}
ok(!-e "$folder/owned.csv", 'nothing is unpacked under a name of its own');
like($output, qr/1 loaded, 0 refused\n\z/, 'no part is skipped where all are data');
($status, $output) = load('archive.zip', 'sheets.xlsx');
like($output, qr/^archive.zip\/oesm\/readme.txt: skipped, of no known kind\n.*^sheets.xlsx, sheet "Notes": skipped, of no known kind\n2 loaded, 0 refused, 2 skipped\n/ms,
	'what is no data beside data is skipped and said so');
($status, $output) = load_into($schema, $oews, '--vintage=2024-05-01', '-');
like("$status $output", qr/^0 standard input: oews, 3 taken/, 'standard input');
($status, $output) = load('--encoding=UTF-16', write_file('wide.csv', Encode::encode('UTF-16', $oews)));
like("$status $output", qr/^0 wide.csv: oews, 3 taken/, 'another encoding');

# Cells whose format shows less than they have.
sql("TRUNCATE $name.oews");
($status, $output) = load(write_file('format.xlsx', workbook('May' => [ [ 'OCC_CODE', 'TOT_EMP', 'H_MEAN', 'EMP_PRSE', 'AREA' ],
	[ '15-1252', [ 1654440, 2 ], [ 28.01, 3 ], [ 0.1, 0 ], [ 99, 3 ] ] ])));
like("$status $output", qr/^0 format.xlsx: oews, 1 taken/, 'formatted numbers');
is(sql("SELECT tot_emp, h_mean, trim_scale(emp_prse), area FROM $name.oews"), '1654440|28.01|0.1|99', 'are read as they are');

# --- Spoiled files: read or refused, never in silence -----------------------------------------

foreach my $try (
	[ 'a code that is a date', "OCC_CODE,TOT_EMP\nNov-11,5\n2011-11-01,6\n40878,7\n15-1252,8\n", 1, 3 ],
	[ 'points for thousands', "OCC_CODE,TOT_EMP,A_MEAN\n15-1252,1.000,\n15-1251,1.654.440,\n29-1141,1000,58.260\n", 0, 3 ],
	[ 'decimal commas', "OCC_CODE;TOT_EMP;H_MEAN\n15-1252;5;28,01\n15-1251;5;28.01\n", 1, 1 ],
	[ 'zeros lost', "OCC_CODE,TOT_EMP,AREA,AREA_TYPE,NAICS\n151252,5,1,2,0\n111011.0,5,1,2,0\n", 1, 1 ],
	[ 'types of areas', "OCC_CODE,TOT_EMP,AREA,AREA_TYPE\n15-1252,5,1,state\n", 0, 1 ],
	[ 'a row twice', "OCC_CODE,TOT_EMP\n15-1252,x\n15-1252,5\n15-1252.00,6\n", 1, 2 ])
{
	my ($what, $text, $taken, $wrong) = @$try;
	($status, $output, $error) = load('--refused', $refused, write_file('spoiled.csv', $text));
	is($status, $wrong ? 1 : 0, "$what: exit status");
	like($output, qr/^spoiled.csv: oews, $taken taken, \d+ flagged, $wrong refused\n.*, $wrong rows refused\n\z/ms, 'is told');
	is(scalar(() = slurp_file($refused) =~ /^"spoiled.csv","\d+",".+"$/mg), $wrong, 'and listed');
}
is(slurp_file($refused), qq{file,line,refusal\n"spoiled.csv","2","15-1252: tot_emp is neither a number nor a marker: ""x"""\n}
	  . qq{"spoiled.csv","4","15-1252: area, industry, ownership, occupation and o_group are those of an earlier row"\n}, 'with lines of the file');
($status, $output) = load('--refused', $refused, write_file('date.xlsx', workbook('May' => [ [ 'OCC_CODE', 'TOT_EMP' ], [ [ 40848, 1 ], 5 ], [ '15-1252', 6 ] ])));
like("$status $output " . slurp_file($refused), qr/^1 date.xlsx: oews, 1 taken, 0 flagged, 1 refused\n.*"2","2011-11-01: occ_code is no SOC code/s, 'a cell that has become a date');

# --- Files that cannot be loaded -----------------------------------------------------------------

my $before = sql("SELECT md5(string_agg(o::text, ',' ORDER BY o)) FROM $name.oews o");
my $vast = zip_of('xl/workbook.xml', '<sheet name="a"/>');
substr $vast, index($vast, "PK\1\2") + 24, 4, pack 'V', 3 << 30;
foreach my $try (
	[ 'nothing', '', qr/is empty/ ],
	[ 'only a header', "OCC_CODE,TOT_EMP\n", qr/has no rows below the header/ ],
	[ 'no kind', "id,Employment\n1,2\n", qr/file is of no known kind\n    DETAIL:  Its columns are: id, Employment\..*oews: occ_code, tot_emp\n.*HINT:  Rename the columns, or specify the kind/s ],
	[ 'a field too many', "OCC_CODE,TOT_EMP\n15-1252,5\n15-1251,5,6\n", qr/:3: extra data after last expected column/ ],
	[ 'an open quote', "OCC_CODE,TOT_EMP\n15-1252,5\n15-1251,\"5\n", qr/:\d: unterminated CSV quoted field/ ],
	[ 'another encoding', "OCC_CODE,TOT_EMP\n15-1252,5\n15-1251,\xF65\n", qr/:3: invalid byte sequence for encoding "UTF8": 0xf6.*\n    HINT:  .*--encoding=windows-1252/ ],
	[ 'UTF-16', Encode::encode('UTF-16', $oews), qr/is UTF-16\n    HINT:  Load it with --encoding/ ],
	[ 'a zero byte', "OCC_CODE,TOT_EMP\n15-1252,5\0\n", qr/has a zero byte/ ],
	[ 'a name twice', "OCC_CODE,TOT_EMP,TOT_EMP\n15-1252,5,6\n", qr/columns 2 and 3 are both named "TOT_EMP"/ ],
	[ 'a name alike', "OCC_CODE,TOT_EMP,Tot emp\n15-1252,5,6\n", qr/columns "TOT_EMP" and "Tot emp" of table aijri_staging have the same simple name/ ],
	[ 'too many columns', 'a,' x 1600 . "b\n", qr/has 1601 columns/ ],
	[ 'an end of data', "OCC_CODE,TOT_EMP\n15-1252,5\n\\.\nDROP TABLE $name.oews;\n", qr/has a line of \\\., which ends data of COPY/ ],
	[ 'a statement as a name', qq{"x"" text); DROP TABLE $name.oews; --",b\n1,2\n}, qr/file is of no known kind/ ],
	[ 'commands of psql', "OCC_CODE,TOT_EMP\n\\! touch $folder/owned.csv\n:labour,`touch $folder/owned.csv`\n", undef ],
	[ 'a broken archive', substr(zip_of('a.csv', $oews), 0, 60), qr/is no complete zip archive/ ],
	[ 'an archive of nothing', zip_of('a.pdf', $oews), qr/has no data file\n    DETAIL:  It has: a.pdf/ ],
	[ 'an archive of no data', zip_of('a.csv', "a,b\n1,2\n", 'b.csv', "c,d\n1,2\n"), qr{/a.csv: file is of no known kind} ],
	[ 'a vast archive', zip_of(map { ("$_.csv", '') } 1 .. 1001), qr/is a zip archive of more than 1000 parts/ ],
	[ 'a vast workbook', $vast, qr/has 3072 MB when unpacked\n    DETAIL:  Workbooks are read up to 2048 MB/ ],
	[ 'an old workbook', "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", qr/is a workbook of an old kind/ ],
	[ 'no workbook', zip_of('xl/workbook.xml', '<sheet name="a"/>'), qr/cannot be read by xlsx2csv/ ])
{
	my ($what, $text, $expected) = @$try;
	($status, $output, $error) = load(write_file('bad', $text));
	is($status, 1, "$what: exit status");
	like($error, qr/^bad.*?$expected/m, 'is told') if defined $expected;
}
is(sql("SELECT md5(string_agg(o::text, ',' ORDER BY o)) FROM $name.oews o"), $before, 'nothing of them is loaded');
ok(!-e "$folder/owned.csv", 'nothing in a file is run');
{
	local $ENV{PATH} = "$folder/bin:$ENV{PATH}";
	mkdir "$folder/bin";
	write_file('bin/xlsx2csv', "#!/bin/sh\nexit 127\n");
	chmod 0755, "$folder/bin/xlsx2csv";
	($status, $output, $error) = load('book.xlsx');
	like("$status $error", qr/^1 book.xlsx: cannot be read without xlsx2csv\n    HINT:  Install xlsx2csv/, 'without xlsx2csv, a hint');
}

# --- Options, transactions, schemas ------------------------------------------------------------

sql("TRUNCATE $name.oews");
($status, $output, $error) = load('--dry-run', 'plain.csv');
is("$status $output" . sql("SELECT count(*) FROM $name.oews"), "0 plain.csv: oews, 3 taken, 1 flagged, 0 refused\n    flagged: # wage at or above the top code (1 row, 15-1252)\n1 loaded, 0 refused: nothing was loaded\n0", '--dry-run');
($status, $output, $error) = load('--single-transaction', 'plain.csv', 'missing.csv');
is("$status " . sql("SELECT count(*) FROM $name.oews"), '1 0', '--single-transaction: all files or none');
like($error, qr/^missing.csv: cannot be opened: No such file/, 'and what was wrong');
($status, $output, $error) = load('missing.csv', 'plain.csv');
is("$status " . sql("SELECT count(*) FROM $name.oews"), '1 3', 'otherwise each file for itself');
write_file('index.csv', "SOC Code,beta,gamma\n15-1252,0.5,1\n13-1020,0.1,2\n");
($status, $output, $error) = load('index.csv');
like("$status $error", qr/^1 index.csv: --index is missing for a file of the kind "exposure"/, 'an index without a name');
($status, $output, $error) = load('--index=x', '--value-column=beta', 'index.csv', 'plain.csv');
is("$status $error" . sql("SELECT index_name, sum(exposure) FROM $name.exposure GROUP BY 1"), '0 x|0.6', 'an index, with a name and a column');
($status, $output, $error) = load('--index=x', 'plain.csv');
like("$status $error", qr/^0 aijri-load: --index was not used/, 'an option that no file needs');
($status, $output, $error) = load('--kind=onet_tasks', 'plain.csv');
like("$status $error", qr/^1 plain.csv: staging table aijri_staging has no column "o_net_soc_code"/, 'another kind');
($status, $output, $error) = load('--kind=; DROP TABLE', 'plain.csv');
like("$status $error", qr/^1 plain.csv: file is of the kind "; DROP TABLE", which has no loader/, 'no kind');
foreach my $try (
	[ 'no day', qr/"2024-02-30" is not a day/, $schema, '--vintage=2024-02-30' ],
	[ 'no labor schema', qr/schema "public" is not a labor schema\nHINT:  Create one/, 'public' ],
	[ 'no schema', qr/schema "x"; SELECT" is not a labor schema/, 'x"; SELECT' ],
	[ "another user's", qr/belongs to postgres, or has objects of other users/, $schema, '-U', 'other' ],
	[ 'no extension', qr/extension aijri is not installed/, $schema, '-d', 'empty' ])
{
	my ($what, $expected, $into, @options) = @$try;
	($status, $output, $error) = load_into($into, '', @options, 'plain.csv');
	like("$status $output$error", qr/^2 aijri-load: .*$expected/, $what);
}
sql("CREATE FUNCTION $name.planted() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION $name.planted() OWNER TO other");
like(join(' ', load('plain.csv')), qr/objects of other users/, 'a schema with something planted in it');
sql("DROP FUNCTION $name.planted()");
is((load('--vintage=2024-05-01', "$folder"))[2] =~ s/\n.*//sr, "$folder: is a folder", 'a folder');

# Kinds are told apart by all of their columns.
is( sql(q{
		CREATE TABLE header (kind text, names text[]);
		INSERT INTO header SELECT kind, array_agg(field) FROM _labour_synonyms() WHERE required GROUP BY kind;
		DO $$ DECLARE h record; BEGIN FOR h IN TABLE header LOOP
			EXECUTE format('CREATE TABLE %I (%s)', 'kind ' || h.kind, (SELECT string_agg(format('%I text', n), ', ') FROM unnest(h.names) n)); END LOOP; END $$;
		SELECT kind FROM header WHERE _labour_kind(quote_ident('kind ' || kind)::regclass) <> kind}),
	'', 'each kind is found by the columns that it needs');

# --- Published files ------------------------------------------------------------------------------

SKIP:
{
	my $data = $ENV{AIJRI_LABOUR_DATA} // '';
	skip 'AIJRI_LABOUR_DATA names no folder of labor data', 1 unless -r "$data/oesm24nat.zip" && -r "$data/oesm22nat.zip";
	sql("TRUNCATE $name.oews, $name.exposure");
	foreach my $year (22, 24)
	{
		($status, $output, $error) = load_into($schema, '', "--vintage=20$year-05-01", "$data/oesm${year}nat.zip");
		is("$status $error", '0 ', "oesm${year}nat.zip, as it is downloaded");
		my ($taken) = $output =~ /: oews, (\d+) taken, \d+ flagged, 0 refused$/m;

		# the same file unpacked and added up without a database
		run_log([ 'sh', '-c', "unzip -p '$data/oesm${year}nat.zip' '*.xlsx' >'$folder/nation.xlsx' && xlsx2csv '$folder/nation.xlsx' '$folder/nation.csv'" ]) or die;
		my (%sum, $lines);
		open my $csv, '<:raw', "$folder/nation.csv" or die;
		my %at;
		while (<$csv>)
		{
			chomp;
			my @field = map { s/\A"(.*)"\z/$1/r } /\G,?("(?:[^"]|"")*"|[^,]*)/g;
			%at = map { $field[$_] => $_ } 0 .. $#field if !%at;
			next if $. == 1;
			$lines++;
			$sum{ $field[ $at{O_GROUP} ] } += $field[ $at{TOT_EMP} ] if $field[ $at{TOT_EMP} ] =~ /\A\d+\z/;
		}
		is($taken, $lines, 'every row');
		is(sql("SELECT o_group, sum(tot_emp) FROM $name.oews WHERE vintage = '20$year-05-01' GROUP BY 1 ORDER BY 1"),
			join("\n", map { "$_|$sum{$_}" } sort keys %sum), 'every worker, at every level');
	}
	is(sql("SELECT tot_emp FROM $name.oews WHERE vintage = '2024-05-01' AND occupation = '00-0000'"), '154187380', '154,187,380 of them in May 2024');
	($status, $output, $error) = load_into($schema, '', '--vintage=2019-05-01', "$data/oews_new_york.csv");
	like("$status $output", qr/^0 \S+: oews, 7010 taken, .*occ_code is column "Standard Occupational Code"/s, 'a state');
	foreach my $file ('onet_task_statements.csv', 'onet_task_labels.tsv')
	{
		my $rows = sql("CREATE TEMP TABLE t (l text); COPY t FROM '$data/$file' (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02'); SELECT count(*) - 1 FROM t");
		($status, $output, $error) = load_into($schema, '', '--vintage=2025-05-01', "$data/$file");
		like("$status $output", qr/^0 \S+: onet_tasks, $rows taken, \d+ flagged, 0 refused/, $file);
	}
}

$node->stop;
done_testing();

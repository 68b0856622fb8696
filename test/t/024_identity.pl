# Which names are equal: the keys of names compared with Perl's own Unicode, in a
# server and in databases of other encodings; and the tables of the kernel with
# their source.

use strict;
use warnings;
use utf8;
use feature qw(fc);

use AijriTest;
use Encode qw(decode encode);
use FindBin;
use PostgreSQL::Test::Utils;
use Test::More;
use Unicode::Normalize qw(NFC NFD);
use Unicode::UCD;

# The version of the tables in src/kernel/unicode_tables.h. Perl has this one or a
# later one; of what was there by then, Unicode never changes what matters here.
my $version = '14.0';
my $perl_version = Unicode::UCD::UnicodeVersion();
my $is_known = qr/\A\p{Present_In=14.0}*\z/;

my $node = start_node('identity');
$node->safe_psql('postgres', 'CREATE EXTENSION aijri');
my $seed = seed();

# --- The reference -------------------------------------------------------------------

sub key
{
	my ($name) = @_;
	$name =~ s/\p{White_Space}+/ /g;
	$name =~ s/[\p{Cc}\p{Default_Ignorable_Code_Point}]+//g;
	$name =~ s/ +/ /g;
	$name =~ s/\A | \z//g;
	return NFC(fc(NFD($name)));
}

# Names through the server: as code points, so that nothing on the way changes them.
sub keys_of
{
	my (@names) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir() . '/names';
	open my $out, '>:raw', $file or die "$file: $!";
	print $out unpack('H*', encode('UTF-8', $_)), "\n" foreach @names;
	close $out or die "$file: $!";
	my $keys = $node->safe_psql('postgres', qq{
		CREATE TEMP TABLE name (n serial, hex text);
		COPY name (hex) FROM '$file';
		SELECT encode(convert_to(_name_key(convert_from(decode(hex, 'hex'), 'UTF8')), 'UTF8'), 'hex') FROM name ORDER BY n});
	return map { decode('UTF-8', pack 'H*', $_) } split /\n/, $keys, -1;
}

sub are_as_in_perl
{
	my ($what, @names) = @_;
	my @keys = keys_of(@names);
	my @wrong = grep { $keys[$_] ne key($names[$_]) } 0 .. $#names;
	is(scalar @keys, scalar @names, "$what: every name has a key");
	is(scalar @wrong, 0, "$what: keys are those of Perl's Unicode $perl_version (" . @names . ' names)');
	foreach my $n (@wrong[ 0 .. ($#wrong < 4 ? $#wrong : 4) ])
	{
		diag sprintf 'U+%vX has the key U+%vX, in Perl U+%vX', $names[$n], $keys[$n], key($names[$n]);
	}
}

# Not those that make markup, which Perl knows nothing of.
my @codes = grep { chr($_) !~ /[&<\\]/ && chr($_) =~ $is_known && !($_ >= 0xD800 && $_ <= 0xDFFF) && ($_ & 0xFFFE) != 0xFFFE } 1 .. 0x10FFFF;
@codes = grep { chr($_) !~ /\p{Unassigned}|\p{Private_Use}/ || chr($_) =~ /\p{Default_Ignorable_Code_Point}/ } @codes;
are_as_in_perl('each character between two letters', map { 'x' . chr($_) . 'Y' } @codes);
are_as_in_perl('each character alone', map { chr } grep { $_ < 0x3400 || $_ > 0xABFF } @codes);

# Mixtures of those that meet: letters, marks, syllables, blanks.
my @mixed = grep { chr =~ /[\p{M}\p{Lu}\p{Lt}\p{Dt=Canonical}\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Hst=L}\p{Hst=V}\p{Hst=T}]/ } @codes;
my @marks = grep { chr =~ /\p{M}/ } @codes;
my @latin = grep { $_ < 0x250 || ($_ >= 0x300 && $_ < 0x400) || ($_ >= 0x1E00 && $_ < 0x2070) } @codes;
are_as_in_perl('random names', map {
	my @from = ([ \@mixed ], [ \@latin, \@marks ], [ \@latin ], [ \@mixed, \@codes ])[ int rand 4 ]->@*;
	join '', map { my $pool = $from[ int rand @from ]; chr $pool->[ int rand @$pool ] } 1 .. 1 + int rand 12
} 1 .. 30000);

# --- The server's own normalization, whose tables are others -------------------------

is( $node->safe_psql('postgres', q{
		SELECT count(*) > 100000 AND bool_and(_name_key(normalize(t, NFD)) = k AND _name_key(normalize(t, NFC)) = k AND k IS NFC NORMALIZED AND _name_key(k) = k)
		FROM (
			SELECT 'e' || chr(n) || chr(803) || chr(769) || 'x' AS t
			FROM generate_series(1, 1114111) n WHERE n NOT BETWEEN 55296 AND 57343 AND n NOT IN (38, 60, 92) AND (n < 13312 OR n % 7 = 0)) t,
			_name_key(t) k}),
	't', 'forms C and D of the server have one key, in form C');

# --- Markup ---------------------------------------------------------------------------

is( $node->safe_psql('postgres', q{SELECT string_agg(DISTINCT _name_key(t), '|') FROM unnest(ARRAY[
		'R&D Lead', 'R&amp;D Lead', 'R\&D Lead', 'R&#38;D&nbsp;Lead', '<b>r&AMP;d</b> lead ', E'R&D\tLEAD', 'R&shy;&D L' || chr(8203) || 'ead', 'R&D' || chr(160) || 'Lead']) t}),
	'r&d lead', 'escapes, entities and tags make no other name');

# --- Databases of other encodings ------------------------------------------------------

my %same = (
	LATIN1 => [ [ 'Ébéniste', 'ÉBÉNISTE', '&eacute;b&eacute;niste' ], [ '5 µm', '5 µM' ], [ 'Straße', 'STRASSE' ], [ "a\x{A0}b", 'A  B' ], [ '&#x3a3;igma', '&sigmaf;IGMA' ] ],
	WIN1251 => [ [ 'Гончар', 'ГОНЧАР' ] ],
	EUC_JP => [ [ '陶芸家 Ａ', '陶芸家　ａ' ], [ 'Гончар', 'ГОНЧАР' ] ],
	SQL_ASCII => [ [ 'R&D Lead', ' r&amp;d  LEAD' ] ]);
foreach my $encoding (sort keys %same)
{
	my $database = lc "keys_$encoding";
	$node->safe_psql('postgres', "CREATE DATABASE $database TEMPLATE template0 ENCODING '$encoding' LC_COLLATE 'C' LC_CTYPE 'C'");
	local $ENV{PGCLIENTENCODING} = $encoding eq 'SQL_ASCII' ? 'SQL_ASCII' : 'UTF8';
	$node->safe_psql($database, q{CREATE EXTENSION aijri; SELECT aijri_create_catalog('jobs')});
	foreach my $names ($same{$encoding}->@*)
	{
		my $list = encode('UTF-8', join ', ', map { "'$_'" } @$names);
		is($node->safe_psql($database, "SELECT count(DISTINCT _name_key(t)) FROM unnest(ARRAY[$list]) t"), '1', encode('UTF-8', "$encoding: @$names"));
		$node->safe_psql($database, encode('UTF-8', "INSERT INTO jobs.role (role_key, title) VALUES ('$names->[0]', '$names->[0]')"));
		my ($status, undef, $error) = $node->psql($database, encode('UTF-8', "INSERT INTO jobs.role (role_key, title) VALUES ('other', '$names->[1]')"));
		like($error, qr/duplicate key value violates unique constraint "role_title_idx"/, "$encoding: the second is the first");
	}
	is($node->safe_psql($database, 'SELECT count(*) FROM jobs.check_scores()'), '0', "$encoding: scores are right");
}
is( $node->safe_psql('keys_sql_ascii', q{SELECT _name_key(convert_from('\xc389'::bytea, 'SQL_ASCII')) = convert_from('\xc389'::bytea, 'SQL_ASCII'), _name_key('É') <> _name_key('é')}),
	't|t', 'SQL_ASCII: other letters than those of ASCII stay as they are');
is($node->safe_psql('keys_latin1', q{SELECT _name_key('5 ' || chr(181) || 'm')}), '5 &#x3BC;m', 'LATIN1: a letter that the encoding lacks is a number');

# --- The tables of the kernel ----------------------------------------------------------

SKIP:
{
	my $root = "$FindBin::Bin/../..";
	skip "Perl has Unicode $perl_version, and the tables are those of $version", 1 if $perl_version ne "$version.0";
	my ($made, $error) = run_command([ $^X, "$root/tools/unicode-tables" ]);
	is($made, slurp_file("$root/src/kernel/unicode_tables.h") =~ s/\n\z//r, 'src/kernel/unicode_tables.h is what tools/unicode-tables makes');
}

$node->stop;
done_testing();

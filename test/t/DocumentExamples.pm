# The SQL examples of the documents: where they stand, and whether what psql
# prints is what is printed below them.
#
# A block ```sql is run; with "at SERVER" behind it, at that server of several.
# A block ``` or ```text that follows directly, but for blank lines, is what psql
# prints, trailing white space aside; command tags ("CREATE TABLE") may be there
# or be left out.  The heading of a plan is as wide as one likes, and the numbers
# of relations in what a plan sends to another server, which differ between
# versions, do not count.  An error must be shown there to be allowed.  A block
# ```sql no-run is not run.

package DocumentExamples;

use strict;
use warnings;

use Exporter 'import';
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(blocks trimmed check_example);

# The fenced blocks of a document: info string, text, line of the first line of
# text, whether it follows the block before it directly, and the output block that is
# printed below it, if any.
sub blocks
{
	my ($path) = @_;
	my (@blocks, $block, $indent);
	my $directly = 0;
	my $number = 0;

	foreach my $line (split /\n/, slurp_file($path))
	{
		$number++;
		if ($block && $line =~ /^\s*```\s*$/)
		{
			push @blocks, $block;
			$blocks[-2]{output} = $block
			  if $block->{directly} && $block->{info} =~ /^(text)?$/;
			undef $block;
			$directly = 1;
		}
		elsif ($block)
		{
			$line =~ s/^\Q$indent\E//;
			$block->{text} .= "$line\n";
		}
		elsif ($line =~ /^(\s*)```\s*(.*?)\s*$/)
		{
			$indent = $1;
			$block =
			  { info => $2, text => '', line => $number + 1, directly => $directly };
		}
		elsif ($line =~ /\S/)
		{
			$directly = 0;
		}
	}
	die "$path: a block is not closed" if $block;
	return @blocks;
}

# "r4.a, r6.b" as "r1.a, r2.b"
sub renumbered
{
	my ($sql) = @_;
	my %number;

	$sql =~ s/\br(\d+)\b/'r' . ($number{$1} \/\/= 1 + keys %number)/ge;
	return $sql;
}

# A text as it is compared.
sub trimmed
{
	my ($text) = @_;
	$text =~ s/[ \t]+$//mg;
	$text =~ s/\A\n+|\n+\z//g;
	$text =~ s/^ +QUERY PLAN\n-+$/QUERY PLAN/mg;
	$text =~ s/(Remote SQL: .*)/renumbered($1)/ge;
	return $text;
}

sub without_tags
{
	my ($text) = @_;
	$text =~ s/^(?:INSERT[ ]0[ ]\d+|(?:UPDATE|DELETE|COPY|SELECT|MERGE)[ ]\d+
		|(?:CREATE|ALTER|DROP|REFRESH)[ ][A-Z ]+|SET|RESET|DO|BEGIN|COMMIT|ROLLBACK
		|ANALYZE|VACUUM|TRUNCATE[ ]TABLE|PREPARE|DEALLOCATE|COMMENT|GRANT|REVOKE)\n//mgx;
	return $text;
}

# Where two texts part, as lines with - (expected) and + (got) around it.
sub difference
{
	my ($got, $expected) = map { [ split /\n/ ] } @_;
	my ($from, $behind) = (0, 0);

	$from++
	  while $from < @$got && $from < @$expected && $got->[$from] eq $expected->[$from];
	$behind++
	  while $behind < @$got - $from && $behind < @$expected - $from
	  && $got->[ -1 - $behind ] eq $expected->[ -1 - $behind ];
	return join '',
	  (map { "  $_\n" } @{$got}[ ($from > 3 ? $from - 3 : 0) .. $from - 1 ]),
	  (map { "- $_\n" } @{$expected}[ $from .. $#$expected - $behind ]),
	  (map { "+ $_\n" } @{$got}[ $from .. $#$got - $behind ]);
}

# One test: what an example printed is what stands below it, or is no error.
sub check_example
{
	my ($document, $block, $printed, $name) = @_;
	my $got = trimmed($printed);

	$name //= "example in line $block->{line}";
	if (my $output = $block->{output})
	{
		my $expected = trimmed($output->{text});
		my $short = trimmed(without_tags("$got\n"));

		$got = $short if without_tags("$expected\n") eq "$expected\n";
		ok($got eq $expected, $name)
		  or diag("$document, line $output->{line}, - as printed, + as run:\n"
			  . difference($got, $expected));
	}
	else
	{
		ok($got !~ /^(?:ERROR|FATAL):|^error:/m, "$name: no error")
		  or diag("$document, line $block->{line}:\n$got");
	}
}

1;

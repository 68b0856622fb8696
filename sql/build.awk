# Puts the install script together from the files that sql/order lists.
#
#   awk -v version=1.1 -f sql/build.awk sql/order
#       the install script
#   awk -v version=1.1 -v from=1.0 -f sql/build.awk sql/order
#       the script that updates from 1.0: what sql/updates/1.1.sql does, and then every
#       function, aggregate and comment of the install script, replaced
#   awk -v version=1.0 -v rows=sql/catalog/schema/order -f sql/build.awk
#       the rows of one @embed@ alone, to be kept with a release
#
# What the sources may say besides SQL:
#
#   @include FILE@        on a line of its own: the lines of FILE, a file beside the
#                         one that includes it, without comments and indented alike
#   @embed FILE@          on a line of its own: rows of VALUES (version, name, text), one for
#                         each file that FILE, beside, lists
#   @rating GROUP@        the line once for each rating of src/kernel/ratings.def in
#                         GROUP: evidence, barriers, growth, principles; rated (all
#                         that the score is made from), totaled (all but growth), all.
#                         On such a line stand @least@, @greatest@ (@least name@ as
#                         names of constraints write it), @values@, @label@,
#                         @meaning@, @group@, and @number@ from 1; what stands
#                         between two more signs, as in @, @, is left out of the last.
#   @version@             the version of the extension
#
# @extschema@ is PostgreSQL's own; @catalog@ and @labour@ are replaced by the
# functions that create a catalog or a labor schema.

function fail(what)
{
	printf "build.awk: %s:%d: %s\n", FILENAME_NOW, LINE_NOW, what >"/dev/stderr"
	failed = 1
	exit 1
}

function trim(text)
{
	gsub(/^[ \t]+|[ \t]+$/, "", text)
	return text
}

# Replaces every occurrence of a plain text.
function replace(text, from, to,    at, done)
{
	done = ""
	while ((at = index(text, from)) > 0)
	{
		done = done substr(text, 1, at - 1) to
		text = substr(text, at + length(from))
	}
	return done text
}

function folder_of(file)
{
	return match(file, /^.*\//) ? substr(file, 1, RLENGTH) : ""
}

# Reads src/kernel/ratings.def.
function read_ratings(file,    line, field, words, i)
{
	while ((getline line <file) > 0)
	{
		if (line !~ /^RATING\(/)
			continue
		sub(/^RATING\(/, "", line)
		words = line
		split(line, field, /, */)
		i = ++ratings
		group[i] = tolower(field[1])
		name[i] = field[2]
		least[i] = field[3]
		greatest[i] = field[4]
		split(words, field, "\"")
		label[i] = field[2]
		meaning[i] = field[4]
	}
	close(file)
	if (!ratings)
	{
		print "build.awk: no ratings in " file >"/dev/stderr"
		failed = 1
		exit 1
	}
}

function belongs(i, to)
{
	return to == "all" || to == "evidence" && group[i] == "evidence" ||
		to == "barriers" && group[i] == "barrier" || to == "growth" && group[i] == "growth" ||
		to == "principles" && group[i] == "principle" ||
		to == "rated" && group[i] != "principle" || to == "totaled" && group[i] != "growth"
}

function values_of(i,    value, list)
{
	for (value = least[i] + 0; value <= greatest[i]; value++)
		list = list (list == "" ? "" : ", ") value
	return list
}

# The line once for each rating of a group.
function repeat(line,    to, start, i, last, number, text, rest, separator)
{
	match(line, /@rating [a-z]+@/)
	to = substr(line, RSTART + 8, RLENGTH - 9)
	for (i = 1; i <= ratings; i++)
		if (belongs(i, to))
			last = i
	if (!last)
		fail("no ratings are " to)
	for (i = 1; i <= last; i++)
	{
		if (!belongs(i, to))
			continue
		text = replace(line, "@rating " to "@", name[i])
		text = replace(text, "@least@", least[i])
		text = replace(text, "@least name@", least[i] < 0 ? "minus_" (-least[i]) : least[i])
		text = replace(text, "@greatest@", greatest[i])
		text = replace(text, "@values@", values_of(i))
		text = replace(text, "@label@", replace(label[i], "'", "''"))
		text = replace(text, "@meaning@", replace(meaning[i], "'", "''"))
		text = replace(text, "@group@", group[i])
		text = replace(text, "@number@", ++number)
		while (match(text, /@[^@a-z]+@/))
		{
			separator = substr(text, RSTART + 1, RLENGTH - 2)
			text = substr(text, 1, RSTART - 1) (i == last ? "" : separator) substr(text, RSTART + RLENGTH)
		}
		emit(text)
	}
}

function emit(line)
{
	line = begin replace(line, "@version@", version)
	begin = ""
	if (from == "")
		print line
	else
		collect(line)
}

# Takes lines until they are a statement, and prints those that can be run again.
function collect(line,    rest, tag)
{
	statement = statement line "\n"
	rest = line
	while (match(rest, /[$][a-z_]*[$]/))
	{
		tag = substr(rest, RSTART, RLENGTH)
		rest = substr(rest, RSTART + RLENGTH)
		if (quoted == "")
			quoted = tag
		else if (quoted == tag)
			quoted = ""
	}
	if (quoted != "")
		return
	if (line == "BEGIN ATOMIC")
		in_body = 1
	else if (line == "END;")
		in_body = 0
	if (in_body || line !~ /;$/ && line !~ /^\\/)
		return
	while (statement ~ /^(--[^\n]*)?\n/)
		sub(/^[^\n]*\n/, "", statement)
	if (sub(/^CREATE FUNCTION/, "CREATE OR REPLACE FUNCTION", statement) ||
		sub(/^CREATE AGGREGATE/, "CREATE OR REPLACE AGGREGATE", statement) || statement ~ /^COMMENT ON/)
		print statement
	statement = ""
}

# A file; without its comments where it is included, and indented.
function put(file, indent, bare,    line, number, directive, inner)
{
	while ((getline line <file) > 0)
	{
		number++
		FILENAME_NOW = file
		LINE_NOW = number
		if (bare && line ~ /^[ \t]*--/)
			continue
		if (line ~ /^[ \t]*@include [^@]+@$/)
		{
			match(line, /^[ \t]*/)
			inner = indent substr(line, 1, RLENGTH)
			directive = trim(line)
			put(folder_of(file) substr(directive, 10, length(directive) - 10), inner, 1)
		}
		else if (line ~ /^[ \t]*@embed [^@]+@$/)
		{
			directive = trim(line)
			embed(folder_of(file) substr(directive, 8, length(directive) - 8))
		}
		else if (line ~ /@rating [a-z]+@/)
			repeat((line == "" ? "" : indent) line)
		else
			emit((line == "" ? "" : indent) line)
	}
	if (!number)
	{
		FILENAME_NOW = file
		LINE_NOW = 0
		fail("is empty, or cannot be read")
	}
	close(file)
}

# The files that a list has, as rows of VALUES.
function embed(list,    line)
{
	while ((getline line <list) > 0)
	{
		if (line ~ /^(#|$)/)
			continue
		begin = (embedded++ ? "," : "") "\t('" version "', '" line "', $source$"
		put(folder_of(list) line, "", 0)
		emit("$source$)")
	}
	close(list)
	embedded = 0
}

# What each version after "from" changed that cannot be replaced.
function put_updates(    line, after, files, file, i, target)
{
	while ((getline line <"sql/updates/released") > 0)
	{
		if (line ~ /^(#|$)/)
			continue
		if (after)
			file[++files] = line
		if (line == from)
			after = 1
	}
	close("sql/updates/released")
	file[++files] = version
	if (!after)
	{
		print "build.awk: version " from " was not released" >"/dev/stderr"
		failed = 1
		exit 1
	}
	print "-- Complain if the script is sourced in psql, rather than by ALTER EXTENSION."
	print "\\echo Use \"ALTER EXTENSION aijri UPDATE\" to load this file. \\quit"
	print ""
	target = from
	from = ""
	for (i = 1; i <= files; i++)
		put("sql/updates/" file[i] ".sql", "", 0)
	from = target
}

BEGIN {
	read_ratings("src/kernel/ratings.def")
	if (rows != "")
	{
		embed(rows)
		exit 0
	}
	if (from != "")
		put_updates()
}

/^(#|$)/ { next }

{ put(folder_of(FILENAME) $0, "", 0) }

END { exit failed }

# Shared by the scripts in tools/; sourced, never run.
# shellcheck shell=bash

# Say something about progress, apart from the output proper.
note() {
	echo "aijri: $*" >&2
}

die() {
	note "$*"
	exit 1
}

# minutes SECONDS: print them as minutes and seconds.
minutes() {
	printf '%d:%02d' $(($1 / 60)) $(($1 % 60))
}

# pg_config_complete FILE: does FILE describe a PostgreSQL that can be built
# against, started and tested with? Debian's libpq-dev has a pg_config too.
pg_config_complete() {
	local bindir headers pgxs
	bindir=$("$1" --bindir 2>/dev/null) || return 1
	headers=$("$1" --includedir-server) || return 1
	pgxs=$("$1" --pgxs) || return 1
	[ -x "$bindir/postgres" ] && [ -x "$bindir/initdb" ] &&
		[ -x "$bindir/psql" ] && [ -f "$headers/postgres.h" ] &&
		[ -f "$pgxs" ] &&
		[ -x "${pgxs%/makefiles/pgxs.mk}/test/regress/pg_regress" ]
}

# Print the pg_config to use: PG_CONFIG where that is set, else the one on
# PATH, else the newest in the usual places. Fails where none will do.
find_pg_config() {
	local candidate
	if [ -n "${PG_CONFIG:-}" ]; then
		pg_config_complete "$PG_CONFIG" || return 1
		command -v "$PG_CONFIG"
		return
	fi
	for candidate in pg_config \
		$(printf '%s\n' /usr/lib/postgresql/*/bin/pg_config \
			/usr/pgsql-*/bin/pg_config /usr/local/pgsql/bin/pg_config |
			sort -rV); do
		if pg_config_complete "$candidate"; then
			command -v "$candidate"
			return
		fi
	done
	return 1
}

# copy_source FROM TO: copy the source: what git knows or would add; where there
# is no git, all but what a build makes.
copy_source() {
	local file
	{
		cd "$1" || exit
		if ! { [ -e .git ] && git -c safe.directory='*' \
			ls-files -z -co --exclude-standard 2>/dev/null; }; then
			find . \( -name .git -o -name tmp_check -o -name results \) -prune \
				-o ! -type d ! -name '*.o' ! -name '*.bc' ! -name '*.so' -print0
		fi
	} | {
		cd "$1" || exit
		while IFS= read -r -d '' file; do
			# git also lists files that were deleted since
			[ ! -e "$file" ] || printf '%s\0' "$file"
		done | tar -c --null -T -
	} | tar -x --no-same-owner -C "$2"
	chmod -R u+w "$2"
}

# compile OUT ARG...: a program of the kernel's, without PostgreSQL; or with -c a
# part of one.
compile() {
	local out=$1
	shift
	[[ " $* " = *' -c '* ]] || set -- "$@" -lm
	"${CC:-cc}" -std=c11 -Wall -Wextra -Werror -g -O2 -ffp-contract=off \
		-fno-math-errno -Isrc -o "$out" "$@"
}

# kernel_library FLAG...: print the path of the kernel as a library, made with these
# flags in the folder AIJRI_KERNELS (default: $scratch), where it may be already.
kernel_library() {
	local library object
	library=${AIJRI_KERNELS:-$scratch}/kernel-$(echo "${CC:-cc} $*" | cksum | tr ' ' -).a
	if [ ! -e "$library" ]; then
		object=$(mktemp -d "$library.XXXXXX")
		# shellcheck disable=SC2016
		printf '%s\n' src/kernel/*.c src/kernel/document/*.c |
			xargs -P 2 -I '{}' bash -c '. tools/lib.sh && out=$0/$(echo "$1" | tr / _).o && compile "$out" -c "${@:2}" "$1"' \
				"$object" '{}' "$@" >&2 &&
			ar rc "$object/library.a" "$object"/*.o && mv "$object/library.a" "$library" || return
		rm -r "$object"
	fi
	echo "$library"
}

# Print the flags for the compiler's sanitizers; nothing where it has none.
sanitizers() {
	local flags='-fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all'
	local probe
	probe=$(mktemp)
	# shellcheck disable=SC2086
	if echo 'int main(void) { return 0; }' |
		"${CC:-cc}" $flags -x c -o "$probe" - 2>/dev/null && "$probe"; then
		echo "$flags"
	fi
	rm -f "$probe"
}

# Totals of a test run, and of runs within it.
passed=0
failed=0
skipped=0

# print_counts: the line every test run ends with.
print_counts() {
	if [ "$skipped" -gt 0 ]; then
		echo "$passed passed, $failed failed, $skipped skipped"
	else
		echo "$passed passed, $failed failed"
	fi
}

count_pattern='^([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?$'

# add_counts FILE STATUS: add what a test run counted, which put its output into
# FILE and ended with STATUS. Dying without a count is a failure.
add_counts() {
	local line more=0
	line=$(grep -E "$count_pattern" "$1" | tail -n 1)
	if [[ $line =~ $count_pattern ]]; then
		more=${BASH_REMATCH[2]}
		passed=$((passed + BASH_REMATCH[1]))
		skipped=$((skipped + ${BASH_REMATCH[4]:-0}))
	fi
	if [ "$2" -ne 0 ] && [ "$more" -eq 0 ]; then
		more=1
	elif [ -z "$line" ]; then
		more=1
	fi
	failed=$((failed + more))
}

# pg_major PG_CONFIG: the major version of a PostgreSQL.
pg_major() {
	"$1" --version | sed -nE 's/^PostgreSQL ([0-9]+).*/\1/p'
}

# Put npm's packages where the dashboard looks for them. Fails without any.
link_node_modules() {
	if [ ! -e dashboard/node_modules ]; then
		[ -n "${AIJRI_NODE_MODULES:-}" ] || return 1
		ln -s "$AIJRI_NODE_MODULES" dashboard/node_modules
	fi
}

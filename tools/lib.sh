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

# count_line PASSED FAILED SKIPPED: the line every test run ends with.
count_line() {
	if [ "$3" -gt 0 ]; then
		echo "$1 passed, $2 failed, $3 skipped"
	else
		echo "$1 passed, $2 failed"
	fi
}

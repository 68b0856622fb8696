# Debian chroots with PostgreSQL, for the tests that want another version than
# this machine's; sourced, never run, after lib.sh.
# shellcheck shell=bash
#
# A chroot is made by debootstrap, from the mirror that this machine's own apt
# uses, in about two minutes and 2 GB, and kept for the next time in
# $AIJRI_CHROOTS (default: /var/tmp/aijri-chroots; may be removed at any time).
# All happens in namespaces of its own, so that mounts and processes are gone
# when it ends, whatever way. Needs root, Debian and debootstrap.

cache=${AIJRI_CHROOTS:-/var/tmp/aijri-chroots}
scratch=$(mktemp -d)
log=$scratch/log
child=
tries=          # a chroot that is being made

cleanup() {
	local status=$?
	set +e
	trap '' HUP INT TERM PIPE
	if [ -n "$child" ]; then
		# takes all processes in its namespace with it
		kill -KILL "$child"
		wait "$child"
	fi 2>/dev/null
	[ -z "$tries" ] || remove_tree "$tries"
	rm -rf "$scratch"
	exit "$status"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 141' PIPE
trap 'exit 143' TERM

# Nothing should be mounted below; if something is, it must not be deleted.
remove_tree() {
	if grep -qF -e " $1/" -e " $1 " /proc/self/mountinfo; then
		die "not removing $1: something is mounted there"
	fi
	rm -rf --one-file-system "$1"
}

# Runs a command in namespaces of its own, waiting so that signals get through.
isolated() {
	local status=0
	unshare --mount --ipc --pid --kill-child --mount-proc "$@" </dev/null 9>&- &
	child=$!
	wait "$child" || status=$?
	child=
	return "$status"
}

# in_chroot ROOT SCRIPT: runs a shell script inside.
# shellcheck disable=SC2016
in_chroot() {
	isolated bash -euc '
		mount -t proc proc "$1/proc"
		mkdir -p "$1/dev/shm"
		mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
		mkdir -p "$1/dev/pts"
		if mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts "$1/dev/pts"; then
			ln -sf pts/ptmx "$1/dev/ptmx"
		fi
		exec chroot "$1" env -i HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive \
			PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
			bash -euc "$2"' - "$1" "$2"
}

# The reason why this machine can't do it at all, if there is one.
obstacle() {
	if [ "$(id -u)" -ne 0 ]; then
		echo 'making a chroot needs root'
	elif ! command -v debootstrap >/dev/null; then
		echo 'debootstrap is not installed (tools/install-packages matrix)'
	elif ! unshare --mount --ipc --pid --kill-child --mount-proc true 2>/dev/null; then
		echo 'no new namespaces are allowed here'
	elif [ -z "$(mirror)" ]; then
		echo 'apt has no mirror of Debian among its sources'
	fi
}

# This machine's mirror of Debian proper, not of security updates.
# shellcheck disable=SC2016
mirror() {
	local codename
	codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
	grep -qx 'ID=debian' /etc/os-release || return 0
	apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
		sed -nE "s/^(${codename:-sid}|stable|testing|unstable) //p" | sed -n 1p
}

# The Debian suite that has a major version.
suite_of() {
	case $1 in
		15) echo bookworm ;;
		17) echo trixie ;;
		18) echo forky ;;
		19) echo experimental ;;
		*) return 1 ;;
	esac
}

# setup ROOT MAJOR [SUITE]: installs what the tests want, and PostgreSQL, the
# latter from SUITE where that is not the chroot's own.
setup() {
	local root=$1 major=$2 release=${3:-}
	mkdir -p "$root/etc/postgresql-common/createcluster.d"
	echo 'create_main_cluster = false' >"$root/etc/postgresql-common/createcluster.d/none.conf"
	printf '%s\n' '#!/bin/sh' 'exit 101' >"$root/usr/sbin/policy-rc.d"
	chmod 755 "$root/usr/sbin/policy-rc.d"
	# How this machine reaches its mirror holds inside too.
	{
		apt-config dump | grep -E '^Acquire::(Check-|Retries|https?::)' || true
		echo 'APT::Sandbox::User "root";'
		echo 'APT::Install-Recommends "false";'
	} >"$root/etc/apt/apt.conf.d/90machine"
	cp /etc/hosts "$root/etc/hosts"
	in_chroot "$root" "
		apt-get -q update
		apt-get -q -y install gcc libc6-dev make perl libipc-run-perl
		jit=
		if apt-cache show postgresql-$major-jit >/dev/null 2>&1; then
			jit=postgresql-$major-jit
		fi
		apt-get -q -y install ${release:+-t $release} postgresql-$major \
			postgresql-server-dev-$major \$jit
		apt-get clean"
}

# make_chroot MAJOR ROOT: under another name first, so that a chroot by its own
# name is a finished one.
make_chroot() {
	local major=$1 root=$2 suite script=sid
	suite=$(suite_of "$major")
	tries=$root.new
	remove_tree "$tries"
	note "making a chroot with PostgreSQL $major of Debian $suite in $cache"
	if [ "$major" = 19 ]; then
		# experimental is no suite of its own: it comes on top of another
		get_chroot 18 || return
		tries=$root.new
		cp -a "$cache/18" "$tries" || return
		echo "deb $(mirror) experimental main" >"$tries/etc/apt/sources.list.d/experimental.list"
		setup "$tries" 19 experimental >"$log" 2>&1 || return
	else
		if [ -e "/usr/share/debootstrap/scripts/$suite" ]; then
			script=$suite
		fi
		isolated debootstrap --variant=minbase --include=ca-certificates \
			"$suite" "$tries" "$(mirror)" \
			"/usr/share/debootstrap/scripts/$script" >"$log" 2>&1 || return
		setup "$tries" "$major" >>"$log" 2>&1 || return
	fi
	mv "$tries" "$root"
	tries=
}

# get_chroot MAJOR: there is a finished chroot afterwards, or $why says why not.
get_chroot() {
	why=
	if ! suite_of "$1" >/dev/null; then
		why="no Debian suite has PostgreSQL $1"
	elif [ ! -d "$cache/$1" ] && ! make_chroot "$1" "$cache/$1"; then
		[ -n "$why" ] || why="the chroot could not be made: $(tail -n 1 "$log")"
		[ -z "$tries" ] || remove_tree "$tries"
		tries=
	fi
	[ -z "$why" ]
}

# get_chroot_of_two OLD NEW: there is a finished chroot with both versions
# afterwards, called $root, or $why says why not. That with 19 has 18 anyway;
# Debian's libraries of different releases live side by side, so that others
# take the older version from its own release.
get_chroot_of_two() {
	local old=$1 new=$2
	get_chroot "$new" || return
	root=$cache/$new
	[ ! -x "$root/usr/lib/postgresql/$old/bin/postgres" ] || return 0
	root=$cache/$old-$new
	[ ! -d "$root" ] || return 0
	if ! suite_of "$old" >/dev/null; then
		why="no Debian suite has PostgreSQL $old"
		return 1
	fi
	tries=$root.new
	remove_tree "$tries"
	note "making a chroot with PostgreSQL $old and $new in $cache"
	if cp -a "$cache/$new" "$tries" &&
		echo "deb $(mirror) $(suite_of "$old") main" >"$tries/etc/apt/sources.list.d/older.list" &&
		setup "$tries" "$old" >"$log" 2>&1; then
		mv "$tries" "$root"
	else
		why="the chroot could not be made: $(tail -n 1 "$log")"
		remove_tree "$tries"
	fi
	tries=
	[ -z "$why" ]
}

# The reason why there can be no chroots here goes into $reason; if there is none,
# they are ours alone from now on.
claim_chroots() {
	reason=$(obstacle)
	[ -z "$reason" ] || return 0
	# Others could plant a chroot in /var/tmp, which root would then run.
	mkdir -p "$cache"
	cache=$(cd "$cache" && pwd -P)
	[ -O "$cache" ] || die "$cache belongs to somebody else"
	chmod 700 "$cache"
	exec 9>"$cache/lock"
	if ! flock -n 9; then
		note 'waiting for another test in chroots'
		flock 9
	fi
}

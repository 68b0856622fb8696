# aijri: PGXS makefile, plus targets that need no installed PostgreSQL
#
#   make, make install, make installcheck   as for any extension; set PG_CONFIG
#                                           to choose the server
#   make demo, make test, make bench        in a throwaway server of their own;
#                                           SUITES names parts of the tests
#   make test-matrix, make test-valgrind    slower tests, see tools/
#   make test-upgrade, make test-packages   pg_upgrade between majors; Debian packages
#   make fuzz                               hours of fuzzing, see tools/fuzz
#   make test-hard                          all of these, those of test/t that take
#                                           minutes each, and more: see tools/hard-test
#   make dashboard, make test-dashboard     the page of dashboard/, and its tests
#   make format, make check-format          clang-format
#   make reference                          the tables of columns in docs/reference.md
#   make dist                               the zip archive for PGXN

EXTENSION = aijri
MODULE_big = aijri
C_SOURCES = $(sort $(wildcard src/*.c src/*/*.c src/*/*/*.c))
C_HEADERS = $(wildcard src/*.h src/*/*.h src/*/*/*.h)
OBJS = $(C_SOURCES:.c=.o)
EXTVERSION = $(shell sed -n "s/^default_version = .\(.*\).$$/\1/p" aijri.control)
RELEASED = $(shell sed "/^#/d" sql/updates/released)
DATA_built = sql/aijri--$(EXTVERSION).sql $(patsubst %,sql/aijri--%--$(EXTVERSION).sql,$(RELEASED))
SCRIPTS_built = aijri-load
REGRESS = $(patsubst test/sql/%.sql,%,$(sort $(wildcard test/sql/*.sql)))
REGRESS_OPTS = --inputdir=test
ISOLATION = $(patsubst test/isolation/specs/%.spec,%,$(sort $(wildcard test/isolation/specs/*.spec)))
ISOLATION_OPTS = --inputdir=test/isolation
ENCODING = UTF8
NO_LOCALE = 1

PG_CONFIG ?= pg_config

# These targets find, or install, what they need by themselves, so they must
# not touch pg_config.
FREE_TARGETS = demo test test-matrix test-upgrade test-packages bench test-valgrind test-hard fuzz dashboard test-dashboard format check-format reference dist
.PHONY: $(FREE_TARGETS)

ifneq (,$(filter-out $(FREE_TARGETS),$(or $(MAKECMDGOALS),all)))

PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
SERVER_HEADERS := $(shell $(PG_CONFIG) --includedir-server 2>/dev/null)

# Debian's libpq-dev and client packages bring a pg_config and a pgxs.mk
# without the server's headers: both must be there.
ifneq (,$(and $(wildcard $(PGXS)),$(wildcard $(SERVER_HEADERS)/postgres.h)))

# Scores must not depend on the machine: no fused multiply-add, in the bitcode
# for JIT neither, which sees CPPFLAGS only. The server's headers count as
# system headers, so that only our own code can raise warnings.
PG_CPPFLAGS = -Isrc -ffp-contract=off -fno-math-errno -fvisibility=hidden -isystem $(SERVER_HEADERS)
PG_CFLAGS = -Wall -Wextra

include $(PGXS)

# PostgreSQL hands on the flags of the compiler it was built with, which may
# not be this one.
ifneq (,$(findstring clang,$(shell $(CC) --version 2>/dev/null)))
override CFLAGS += -Wno-ignored-optimization-argument -Wno-unknown-warning-option
endif

$(OBJS) $(OBJS:.o=.bc): $(C_HEADERS) src/kernel/ratings.def

aijri-load: bin/aijri-load.pl aijri.control
	sed "s/@VERSION@/$$(sed -n "s/^default_version = '\(.*\)'/\1/p" aijri.control)/" $< >$@
	chmod +x $@

# The manual page of aijri-load, beside those of the server's programs.
install: install-man
uninstall: uninstall-man
.PHONY: install-man uninstall-man
install-man:
	$(MKDIR_P) '$(DESTDIR)$(mandir)/man1'
	$(INSTALL_DATA) docs/aijri-load.1 '$(DESTDIR)$(mandir)/man1/aijri-load.1'
uninstall-man:
	rm -f '$(DESTDIR)$(mandir)/man1/aijri-load.1'

else

define no_postgresql
	@printf '%s\n' 'aijri: there is no PostgreSQL to build against: "$(PG_CONFIG)" does not run,' \
		'or names one without its server headers. Install these (Debian:' \
		'postgresql-server-dev-all, Fedora: postgresql-server-devel), or name yours:' \
		'    make PG_CONFIG=/path/to/postgresql/bin/pg_config' \
		'"make demo" and "make test" get what they need by themselves.' >&2; exit 1
endef

all:
	$(no_postgresql)
%:
	$(no_postgresql)
Makefile: ;

endif
endif

demo:
	@tools/demo --plan
	@tools/install-packages
	@AIJRI_BITCODE=no tools/sandbox tools/demo

test:
	@tools/run-tests --plan $(SUITES)
	@tools/install-packages
	@tools/sandbox tools/run-tests $(SUITES)

bench:
	@tools/install-packages
	@tools/sandbox perl test/bench/bench

test-matrix:
	@tools/install-packages matrix || true
	@tools/chroot-test 17 18 19

test-upgrade:
	@tools/install-packages matrix || true
	@tools/upgrade-test 18-19 15-17

test-packages:
	@tools/install-packages matrix || true
	@tools/package-test 17 19

test-valgrind:
	@tools/install-packages valgrind
	@tools/sandbox tools/valgrind-test

test-hard:
	@tools/install-packages fuzz valgrind hard
	@tools/hard-test $(PARTS)

fuzz:
	@tools/install-packages fuzz
	@tools/fuzz

dashboard:
	@tools/install-packages dashboard
	@tools/install-node-modules
	@AIJRI_BITCODE=no tools/sandbox tools/dashboard

test-dashboard:
	@tools/install-packages dashboard
	@tools/install-node-modules
	@tools/sandbox tools/run-tests dashboard

format:
	clang-format -i $(C_SOURCES) $(C_HEADERS) $(wildcard test/unit/*.c test/fuzz/*.[ch])

check-format:
	clang-format --dry-run -Werror $(C_SOURCES) $(C_HEADERS) $(wildcard test/unit/*.c test/fuzz/*.[ch])

reference:
	@tools/sandbox tools/reference-tables >reference.tmp || { rm -f reference.tmp; exit 1; }
	@mv reference.tmp docs/reference.md

# The install script, and those that update from released versions, from the same
# sources.
$(DATA_built): aijri.control src/kernel/ratings.def sql/build.awk sql/order $(wildcard sql/updates/* sql/*/*.sql sql/*/schema/order sql/*/schema/*.sql sql/*/schema/*/*.sql)
	awk -v version=$(EXTVERSION) -v from=$(patsubst sql/aijri--%--$(EXTVERSION).sql,%,$(filter sql/aijri--%--$(EXTVERSION).sql,$@)) -f sql/build.awk sql/order >$@.tmp
	mv $@.tmp $@

VERSION = $(shell sed -n 's/^   "version": "\(.*\)",$$/\1/p' META.json)

# The archive is that of HEAD, so the scripts in it have to be, too.
dist: $(DATA_built)
	@tools/check-release
	git diff --quiet HEAD
	git archive --format=zip --prefix=aijri-$(VERSION)/sql/ $(DATA_built:%=--add-file=%) --prefix=aijri-$(VERSION)/ --output=aijri-$(VERSION).zip HEAD

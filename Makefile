# The doors for people. Each is thin: the work is in scripts/setup.sh and `cargo xtask`.
#
#   make run     build and open the demo shop (without a display: serve it and print the address)
#   make test    every proof there is
#   make torture  the long proofs: SEEDS= KILLS= SALES= HOURS= FUZZ_S=, PARTS="world fuzz" for some
#   make promises  what this program promises, each tried on the real programs: a line each
#   make check   the quick ones: house rules, formatters, linters, licences and advisories
#   make bench   the benchmarks, as ratios to their floors
#   make pictures  the pictures of the README, from the demo shop
#   make setup   what the machine needs; the others call it

CARGO ?= cargo
XTASK = $(CARGO) run --quiet --locked --package xtask --
# The same selection everywhere: another has features of its own and compiles half the tree again.
PROGRAMS = --workspace --bins

UI_SOURCES = $(shell find ui/src ui/public assets/locales assets/fonts -type f 2>/dev/null) \
	$(wildcard ui/*.ts ui/*.js ui/*.json ui/*.html)

.PHONY: run test torture promises check bench setup ui pictures

run: setup ui
	$(CARGO) build --locked $(PROGRAMS)
	@$(XTASK) run

test: setup
	@sh scripts/setup.sh tests
	@$(XTASK) test

torture: setup ui
	@sh scripts/setup.sh tests
	$(CARGO) build --locked $(PROGRAMS)
	@$(XTASK) torture $(PARTS)

promises: setup ui
	$(CARGO) build --locked $(PROGRAMS)
	@$(XTASK) promises $(NAMES)

check: setup ui
	@$(XTASK) deps
	@$(XTASK) tidy
	@$(XTASK) gen --check
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	cd ui && npm run --silent check && npm run --silent lint
	@sh scripts/deny.sh

bench: setup ui
	@$(XTASK) bench

pictures: setup ui
	COUNTERTOP_SHOTS=$(CURDIR)/assets/screenshots $(CARGO) test --locked --package pos-tests \
		--test e2e -- --ignored pictures

setup:
	@sh scripts/setup.sh

ui: ui/dist/index.html

ui/dist/index.html: $(UI_SOURCES) | setup
	cd ui && npm run --silent build

# make run        install what is missing, build, open the app (or serve it to a browser when there is no display)
# make test       install what is missing, check and test everything that takes minutes at most
# make test-long  the tests of minutes to hours
# make faults     what may break, broken for hours: 10,000 workers killed a store (KILLS=… for fewer), and all else
# make demo       the main job, headless, on the drawing that comes with Penstock
# make check      format, lints, types, layering, sizes: the cheap half of make test
# make bench      side-by-side measurements against peers
# make screenshots  every screen in every state as a picture in dist/screenshots, to be looked at
# make guide-pictures  those of the README and the guide, from the screenshots
# make supply     licences, bans, sources and known faults of all that we link
# make sbom       the bill of materials in dist/ (CycloneDX)
# make fuzz       every reader on mutated files for an hour
# make package    the app as .deb and .rpm, the headless program as .deb, in dist/

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

CARGO ?= cargo
# Always the whole workspace with its development dependencies: another selection would resolve other
# features, and compile most of the tree once more.
WORKSPACE := --locked --workspace

.PHONY: run test test-long faults demo check bench screenshots supply sbom fuzz package build ui need-build need-test bindings pictures guide-pictures rust-test browser-test

run: need-build
	@scripts/need.sh desktop
	@$(MAKE) --no-print-directory ui
	$(CARGO) build --release --locked -p penstock-cli -p penstock-desktop
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
	    exec target/release/penstock-desktop; \
	else \
	    echo "There is no display here: open this address in a browser (Ctrl+C ends it)"; \
	    exec target/release/penstock serve; \
	fi

demo: need-build
	@$(MAKE) --no-print-directory ui
	$(CARGO) build --release --locked -p penstock-cli
	target/release/penstock run plot crates/service/sample/flow-field.svg --out dist/demo
	@ls -l dist/demo

test: check
	@$(MAKE) --no-print-directory build rust-test browser-test

test-long: need-test build supply
	PENSTOCK_LONG=1 $(CARGO) test $(WORKSPACE) -- --include-ignored

# The long tier of tests/faults, with RQ's own figures beside ours.
KILLS ?= 10000
faults: need-test build
	PENSTOCK_KILLS=$(KILLS) PENSTOCK_LONG=1 $(CARGO) test $(WORKSPACE) --test faults -- --include-ignored --nocapture

# Cheap checks first; whatever fails, fails early.
check: need-test ui/node_modules
	$(CARGO) fmt --all --check
	@scripts/supply.sh
	cd ui && npm run --silent format:check && npm run --silent lint && npm run --silent check && npm run --silent test
	@$(MAKE) --no-print-directory ui
	$(CARGO) test $(WORKSPACE) --test house
	$(CARGO) clippy $(WORKSPACE) --all-targets -- -D warnings

# Everything in Rust: units, properties, stores, workers, the product through its command line, the window.
# Properties are tried with the same values every time, so that a change is judged by what it changes; make
# test-long draws new ones.
rust-test: need-test build
	PROPTEST_RNG_SEED=20261123 $(CARGO) test $(WORKSPACE)

browser-test: need-test build
	cd ui && npm run --silent test:browser

build: need-build ui
	$(CARGO) build $(WORKSPACE) --bins --examples

bench: need-build need-test ui
	$(CARGO) build --release $(WORKSPACE) --bins --examples
	target/release/penstock-bench

screenshots: need-test build
	cd ui && npm run --silent screenshots
	@ls dist/screenshots | wc -l

guide-pictures: screenshots
	@scripts/guide-pictures.sh

# The generated TypeScript types; checked in, and compared by a test.
bindings:
	PENSTOCK_WRITE_BINDINGS=1 $(CARGO) test $(WORKSPACE) --test bindings

# The pictures of patterns, cards and sheets in docs/tasks; checked in, and compared by tests.
pictures:
	PENSTOCK_WRITE_PICTURES=1 $(CARGO) test $(WORKSPACE) --test making --test postcard of_the_guide

supply:
	@scripts/supply.sh

sbom:
	@mkdir -p dist && node scripts/sbom.mjs > dist/penstock.cdx.json && ls -l dist/penstock.cdx.json

fuzz: need-test build
	$(CARGO) test $(WORKSPACE) --test app -- --ignored --nocapture no_reader_breaks_in_an_hour

package: need-build ui
	@scripts/package.sh

ui: ui/dist/index.html

ui/dist/index.html: ui/node_modules $(shell find ui/src ui/index.html ui/vite.config.ts -type f 2>/dev/null)
	cd ui && npm run --silent build
	@touch $@

# Not `npm ci`: it wants the packages of every other platform in the lock file too.
ui/node_modules: ui/package-lock.json
	@echo "Installing the UI's npm packages"
	cd ui && npm install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

need-build:
	@scripts/need.sh build

need-test:
	@scripts/need.sh build test

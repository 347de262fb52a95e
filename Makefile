# Everything that one does in this repository. `make help` lists it.
# Needs python3.11 (or PYTHON=…) and a package index; the rest is installed into .venv from the lock.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
JUDGES := $(VENV)/.judges
CHECKERS := $(VENV)/.checkers
BENCH := .venv-bench
HOSTED := .venv-hosts/.ready
MEASURED := $(BENCH)/.ready
TYPED := generator $(wildcard generated/*)
CODE := generator tests templates generated bench requirements

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp is written last: an installation that was interrupted is done again.
$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m tests.link
	@touch $@

# A browser's driver and a generator of requests: a second later than the rest, and only where needed.
$(JUDGES): requirements/judges.txt $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/judges.txt
	@touch $@

# The type checkers of those who vendor a package; two of them bring a Node of their own.
$(CHECKERS): requirements/checkers.txt $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/checkers.txt
	@touch $@

# What the benchmark compares with, in an environment of its own.
$(MEASURED): requirements/bench.txt
	@test -x $(BENCH)/bin/python || $(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

# The servers and frameworks of `make hosts`.
$(HOSTED): requirements/hosts.txt
	@test -x .venv-hosts/bin/python || $(PYTHON) -m venv .venv-hosts
	.venv-hosts/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/hosts.txt
	@touch $@

.PHONY: setup
setup: $(READY) ## the .venv with the locked dependencies (every target does this by itself)

.PHONY: generate
generate: $(READY) ## what [tool.capwright] of pyproject.toml lists
	$(BIN)/python -m generator generate

.PHONY: test
test: $(READY) ## all tests; PYTEST="-k name -x" narrows them
	$(BIN)/python -m pytest $(PYTEST)

.PHONY: browser
browser: $(JUDGES) ## the page for people in a real Chromium, which is installed from Debian if missing
	@tests/browser/install.sh
	$(BIN)/python -m pytest -o python_files='page_*.py' tests/browser $(PYTEST)

.PHONY: pictures
pictures: $(JUDGES) ## the pictures of that page in docs/images; look at them
	@tests/browser/install.sh
	$(BIN)/python -m tests.browser.pictures

.PHONY: contract
contract: $(JUDGES) ## schemathesis against the OpenAPI documents; EXAMPLES=100 looks further
	EXAMPLES=$(or $(EXAMPLES),20) $(BIN)/python -m pytest -o python_files='judged_*.py' tests/conformance_openapi $(PYTEST)

.PHONY: conformance
conformance: $(READY) $(MEASURED) ## MCP clients of Node and Python, and the official suite, against our servers
	@tests/conformance/run.sh

.PHONY: clients
clients: $(READY) ## 25 MCP clients, each in an environment of its own; writes the table of docs/mcp.md; ARGS="fastmcp" is one
	$(BIN)/python -m tests.clients $(ARGS)

.PHONY: soak
soak: $(READY) ## five minutes of full rate while the upstream is killed, slow and mad; SECONDS=40 shortens
	$(BIN)/python -m tests.soak $(or $(SECONDS),300)

.PHONY: corpus
corpus: $(CHECKERS) ## every file of CORPUS=dir against the independent reading; ARGS="--limit 50" samples
	$(BIN)/python -m tests.corpus $(CORPUS) $(ARGS)

.PHONY: release-check
release-check: $(CHECKERS) ## what takes too long for every change; ARGS="locks" is one part
	$(BIN)/python -m tests.release $(ARGS)

.PHONY: bench
bench: $(READY) $(MEASURED) ## speed beside what one would otherwise use; ARGS="rest" is one part, CORPUS=dir; ARGS=against BASE=revision
	@bench/install.sh
	$(BENCH)/bin/python -m bench $(if $(CORPUS),--corpus $(CORPUS)) $(if $(BASE),--base $(BASE)) $(ARGS)

.PHONY: oasdiff
oasdiff: $(READY) ## our verdicts on changes of REST beside oasdiff's (Go); writes docs/contract-oasdiff.md; CORPUS=dir
	@mkdir -p .make
	cd tests/oasdiff && go build -o ../../.make/oasdiff github.com/oasdiff/oasdiff
	$(BIN)/python -m tests.oasdiff .make/oasdiff $(CORPUS)

.PHONY: imports
imports: $(READY) ## real OpenAPI documents imported, every operation called, beside what swagger-client sends (npm, 400 MB)
	@mkdir -p .make/imports
	cp tests/openapi_peers/npm/package.json tests/openapi_peers/npm/package-lock.json .make/imports/
	npm ci --prefix .make/imports --ignore-scripts --no-audit --no-fund --loglevel=error
	$(BIN)/python -m tests.openapi_peers

.PHONY: recorded
recorded: $(READY) ## how many exchanges with a real Quay both Quay packages answer as recorded (CAPWRIGHT_SHARED)
	$(BIN)/python -m tests.behaviour.counted

.PHONY: overlays
overlays: $(READY) ## our overlays through six other implementations (Node, Python, Go); writes the table of docs/overlays.md
	@mkdir -p .make/overlays
	cp tests/overlays_peers/npm/package.json tests/overlays_peers/npm/package-lock.json .make/overlays/
	npm ci --prefix .make/overlays --ignore-scripts --no-audit --no-fund --loglevel=error
	@test -x .make/overlays/venv/bin/python || $(PYTHON) -m venv .make/overlays/venv
	.make/overlays/venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/overlays_peers/requirements.txt
	cd tests/overlays_peers/go && go build -o ../../../.make/libopenapi-overlay . && \
		go build -o ../../../.make/openapi-overlay github.com/speakeasy-api/openapi-overlay
	$(BIN)/python -m tests.overlays_peers

.PHONY: hosts
hosts: $(READY) $(HOSTED) ## a package under every server and framework; writes docs/hosts.md; ARGS="granian" tries some
	@bench/install.sh
	$(BIN)/python -m tests.hosts $(ARGS)

.PHONY: demo
demo: $(READY) ## client, REST app and MCP server against a fake Quay on this machine
	$(BIN)/python -m tests.demo

.PHONY: check
check: lint types stale ## lint, formatting, types, and that generated files are up to date

.PHONY: lint
lint: $(READY)
	$(BIN)/ruff check .
	@# Without --diff Black remembers what it has seen; with it, a second look at everything takes a minute.
	$(BIN)/black --quiet --check $(wildcard $(CODE)) || \
		{ $(BIN)/black --quiet --diff $(wildcard $(CODE)); exit 1; }

.PHONY: types
types: $(CHECKERS)
	$(BIN)/mypy $(TYPED)
	$(BIN)/python -m tests.checkers

.PHONY: stale
stale: $(READY)
	$(BIN)/python -m generator generate --check
	$(BIN)/python -m generator.diagnostics.docs --check
	$(BIN)/python -m generator.contract.docs --check

.PHONY: format
format: $(READY) ## Black and ruff's safe fixes over what people write
	$(BIN)/ruff check --fix .
	$(BIN)/black --quiet generator tests templates bench requirements

.PHONY: golden
golden: $(READY) ## renew generated/, the expected trees of tests/golden and docs/diagnostics.md
	$(BIN)/python -m generator generate
	$(BIN)/python -m tests.golden.renew
	$(BIN)/python -m generator.diagnostics.docs
	$(BIN)/python -m generator.contract.docs
	$(BIN)/python -m tests.ci.regeneration

.PHONY: parity
parity: $(READY) ## renew docs/parity.md from the calls below CAPWRIGHT_SHARED
	$(BIN)/python -m tests.observed --write

.PHONY: wheel
wheel: $(READY) ## the generator and its runtime as wheels in dist/
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .
	$(BIN)/python -m generator runtime dist

.PHONY: count
count: $(READY) ## what a package costs to own: files, and lines of code; ARGS=--write puts it in docs/vendoring.md
	$(BIN)/python -m tests.count $(ARGS)

.PHONY: lock
lock: ## renew requirements/*.txt from pyproject.toml and requirements/*.in; ARGS="--upgrade-package mcp"
	@rm -rf .make/lock && $(PYTHON) -m venv .make/lock
	.make/lock/bin/pip install --quiet --disable-pip-version-check pip-tools
	.make/lock/bin/python requirements/lock.py $(or $(ARGS),--upgrade)
	@rm -rf .make/lock

.PHONY: clean
clean: ## caches and builds; not .venv
	rm -rf build dist .make .mypy_cache .ruff_cache .pytest_cache .hypothesis

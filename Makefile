# The one place that says how things are done; nothing is CI-only.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(if $(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo yes),$(name))))
VENV   := .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: bench bench-peers bench-plots check-breaking check-generated clean constraints contract demo docs docs-serve format freeze generate help lint mutants release-check screenshots test test-browser types unit wheel

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

# The environment is made in three steps, and again when these files change: the demo needs 120 MB, `lint` 170 MB, the tests 2 GB.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

$(VENV)/.demo: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or later was found; install one, or say where it is: make PYTHON=… $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Creating $(VENV) with what the demo needs (about 20 seconds)."
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) --editable '.[mock]'
	@touch $@

$(VENV)/.lint: $(VENV)/.demo
	@$(INSTALL) import-linter ruff
	@touch $@

$(VENV)/.ready: $(VENV)/.lint
	@echo "Installing the development tools into $(VENV) (two to three minutes)."
	@$(INSTALL) --editable '.[dev]'
	@touch $@

.venv: $(VENV)/.ready ## make the environment that everything below runs in
.PHONY: .venv

demo: $(VENV)/.demo ## a day of a small sales team, against the mock
	@$(BIN)/python -m allo_ext.demo

# Two workers for each core, at most eight, because many tests wait; JOBS=0 runs the tests in one process. Tests that share an
# expensive fixture stay together.
JOBS   ?= $(shell $(BIN)/python -c 'import os; print(2 * (os.cpu_count() or 1))')
PYTEST  = $(BIN)/python -m pytest --numprocesses=$(JOBS) --maxprocesses=8 --dist=loadgroup

# The tests come last: CI reads their number from the last line.
test: lint types check-generated check-breaking contract wheel ## run every check and every test
	$(PYTEST)

lint: $(VENV)/.lint ## ruff (rules and format), the import graph, phrases to rewrite, tests that cannot fail
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-cache
	$(BIN)/python scripts/english.py
	$(BIN)/python scripts/idle_tests.py

format: $(VENV)/.lint ## let ruff mend what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: .venv ## mypy and pyright, both strict
	@$(BIN)/mypy & $(BIN)/pyright; pyright=$$?; wait $$! && exit $$pyright

unit: .venv ## the fast tests; not those marked slow or browser
	$(PYTEST) -m "not slow and not browser"

test-browser: .venv ## the tests in a real browser; installs Chromium where apt-get can
	$(BIN)/python scripts/machine.py chromium
	$(PYTEST) -m browser

screenshots: .venv ## take the pictures of docs/panel.md anew
	ALLO_SCREENSHOTS=1 $(BIN)/python -m pytest tests/panel/test_looks.py -k pictures

contract: .venv ## schemathesis against the mock on a port: every operation, every documented status
	$(BIN)/python -m scripts.contract

wheel: .venv ## build sdist and wheel, install the wheel in a fresh environment, try it there
	@$(BIN)/python -m scripts.release.wheel

# From the specifications to all that is written by machine, below the folder $(1).
VERSIONS = $(shell $(BIN)/python -m scripts.specs)
define write_generated
@mkdir -p $(1)/generated $(1)/allo_ext/_operations $(1)/allo_ext/testing $(1)/docs
$(foreach version,$(VERSIONS),$(call write_version,$(1),$(version)))
@$(BIN)/python scripts/unasync.py $(1)/allo_ext/_sync
@$(BIN)/python -m scripts.quirks $(1)
@$(BIN)/python -m scripts.llms $(1)
endef

# What follows from the specification of version $(2).
define write_version
@$(BIN)/python scripts/spec_json.py $(1)/allo_ext/testing/allo-$(2).json --spec openapi/allo-$(2).yaml
@$(BIN)/python -m scripts.operations $(1)/allo_ext/testing/allo-$(2).json $(1)/allo_ext/_operations/$(2).py
@rm -rf $(1)/generated/allo_$(2)
@PATH="$(CURDIR)/$(BIN):$$PATH" openapi-python-client generate --path openapi/allo-$(2).yaml --config generator-config.yml --meta none --overwrite --fail-on-warning --output-path $(1)/generated/allo_$(2)

endef

generate: .venv ## write generated/, the synchronous client, docs/quirks.md, llms.txt, and what else follows from their sources
	$(call write_generated,.)
	@$(BIN)/python -m scripts.spec_changes

DRIFT := build/drift
check-generated: .venv ## fail where what `make generate` writes differs from what is committed
	@rm -rf $(DRIFT)
	$(call write_generated,$(DRIFT))
	@for path in $$($(BIN)/python -m scripts.specs --written); do \
		diff -r -x __pycache__ $$path $(DRIFT)/$$path \
		|| { echo "make: $$path is not what \`make generate\` writes: change the source instead, then run it." >&2; exit 1; }; \
	done

docs: .venv ## build the documentation into build/docs; a warning is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

docs-serve: .venv ## show it while you write
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

check-breaking: .venv ## fail where the specification breaks callers and CHANGELOG.md does not say so
	@$(BIN)/python -m scripts.spec_changes --check

freeze: .venv ## while a release is made: this specification is what later changes are compared with
	@$(BIN)/python -m scripts.spec_changes --freeze

release-check: .venv ## build, look into what was built, run the suite against it with the lowest and the newest dependencies
	@$(BIN)/python -m scripts.release

constraints: ## pin the newest versions that pyproject.toml allows, in constraints.txt
	@rm -rf build/constraints && $(PYTHON) -m venv build/constraints
	@build/constraints/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@build/constraints/bin/python -m pip list --format=freeze --exclude withallo-sdk --exclude pip --exclude setuptools > constraints.txt
	@rm -rf build/constraints

# The row `imports` is measured where a user would: with nothing installed but what the package needs.
build/bare/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -m venv build/bare
	@build/bare/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

bench: .venv build/bare/.ready ## one table of ratios; ROWS="imports calls" for some of its rows
	$(BIN)/python benchmarks/bench.py $(ROWS)

bench-peers: ## install what `make bench` measures beside, into build/peers: other clients, and Prism from npm
	@$(PYTHON) -m venv build/peers/python
	@build/peers/python/bin/python -m pip install --quiet --disable-pip-version-check --requirement benchmarks/peers.txt --editable .
	npm install --silent --no-audit --no-fund --prefix build/peers @stoplight/prism-cli@5

bench-plots: .venv ## measure how time grows with calls, contacts and webhooks, and draw it into docs/images
	$(BIN)/python benchmarks/growth.py

# MODULES="_http _lists" for some modules, SAMPLE=50 for so many mutations of each, TESTS="tests/client" for some tests.
mutants: .venv ## change the core in one place at a time, and count the changes that the fast tests notice; hours, or SAMPLE=50
	@$(INSTALL) --requirement scripts/mutants/requirements.txt
	@$(BIN)/python -m scripts.mutants $(MODULES) --seed $(or $(SEED),1) $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(TESTS),--tests $(TESTS))

clean: ## remove the environment and all that was built
	rm -rf .venv build dist .hypothesis .mypy_cache .ruff_cache

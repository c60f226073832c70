# Onrecord. `make run` and `make test` do everything; `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Where `make run` keeps its archive; an ONRECORD_DATA_DIR of yours wins.
export ONRECORD_DATA_DIR ?= var

.DEFAULT_GOAL := help
.PHONY: help setup run test test-whoosh3 check format accuracy openapi clients audit lock clean

help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.installed ## Make .venv with the pinned dependencies

run: $(VENV)/.installed ## Migrate, ingest the sample archive, serve on 127.0.0.1:8000
	@$(BIN)/onrecord ingest --quiet data/sample
	@$(BIN)/onrecord serve

test: $(VENV)/.installed-dev ## Run the whole test suite with its linters and type checks
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest

test-whoosh3: $(VENV)/.installed-dev ## Run the search engine's tests on whoosh3, which it could be switched to
	@$(PIP) install --no-deps --upgrade --target build/whoosh3 whoosh3==3.54.0
	@PYTHONPATH=build/whoosh3 $(BIN)/python -m pytest tests/search tests/contract/test_engine.py

check: $(VENV)/.installed-dev ## Only the linters and the type checks
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

format: $(VENV)/.installed-dev ## Format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

accuracy: $(VENV)/.installed-dev ## Measure extraction and cleaning, rewrite docs/accuracy.md
	@$(BIN)/python -m bench.accuracy

openapi: $(VENV)/.installed-dev ## Rewrite the reviewed surface of the API (tests/api/surface.txt) and the pages made from it
	@REFRESH_SNAPSHOTS=1 $(BIN)/python -m pytest -q tests/api/test_specification.py

clients: $(VENV)/.installed-dev $(VENV)-clients/.installed ## Generate the typed clients into clients/build (TypeScript: Node 20)
	@$(BIN)/python -m clients.generate

audit: $(VENV)-audit/.installed ## Look the pinned dependencies up in a database of known vulnerabilities
	@sh .ci/audit $(VENV)-audit/bin/pip-audit requirements.lock

lock: ## Rewrite the lock files (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url pyproject.toml --group build -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --group kernels -o requirements-kernels.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --group clients -o requirements-clients.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --group audit -o requirements-audit.lock

clean: ## Remove .venv and caches; the archive in var/ stays
	rm -rf $(VENV) $(VENV)-* clients/build .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Onrecord needs Python 3.11 or newer; try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created requirements.lock pyproject.toml
	@echo "Installing pinned dependencies (about a minute the first time) ..."
	@$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@command -v cc >/dev/null || $(PIP) install --require-hashes --only-binary :all: -r requirements-kernels.lock
	@$(BIN)/python -m app.search.whoosh_engine.kernels.build || true
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

# Tools that must not share an environment with the archive: .venv-clients, .venv-audit.
$(VENV)-%/.installed: requirements-%.lock
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --only-binary :all: -r $<
	@touch $@

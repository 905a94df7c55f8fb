# The one list of things one does here; `make help` prints it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
ASSETS := src/mash/release/assets
.DEFAULT_GOAL := help
.PHONY: help install lock demo test check bench clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.installed ## make .venv with everything in it; the command is then .venv/bin/mash

$(VENV)/.installed: requirements-build.lock requirements.lock pyproject.toml package-lock.json scripts/assets.py
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "Python 3.11 or newer is needed; say make PYTHON=python3.12"'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements-build.lock
	$(PIP) --require-hashes --no-build-isolation -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	$(BIN)/python scripts/assets.py
	touch $@

lock: ## resolve the dependencies anew (needs uv)
	printf 'editables\nhatchling\nsetuptools\nwheel\n' | uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --output-file requirements-build.lock -
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --group dev --constraints requirements-build.lock --output-file requirements.lock pyproject.toml

demo: install ## a simulated hub from extracts to the report, served on this machine
	$(BIN)/mash demo

test: install ## all tests
	$(BIN)/pytest

check: install ## lint, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	MASH_HOME=$$(mktemp -d) $(BIN)/mypy # reads the settings, which make their keys
	$(BIN)/lint-imports

bench: install ## the long ones: speed, memory and linkage accuracy, as JSON
	$(BIN)/python -m bench

clean: ## remove what install and demo made
	rm -rf $(VENV) node_modules $(ASSETS) demo-data

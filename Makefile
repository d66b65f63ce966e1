# Two commands are enough: `make demo` and `make test`. Both set up .venv by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
ARTICLES := $(VENV)/articles

.PHONY: help demo test check shots names bench bench-archive reliability fuzz clean

help: ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

demo: $(READY) ## open the day that ships, replaying from its start
	@$(BIN)/nightdesk

test: check $(ARTICLES) ## everything: format, lint, types, import contracts, tests
	$(BIN)/python -m pytest

check: $(READY) ## format, lint, types and import contracts alone
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

shots: $(READY) ## build screenshots/ from the shipped day and a frozen clock
	$(BIN)/python -m tests.shots

names: $(READY) ## put the names of every pack in short, after a change of packs or of spellings
	$(BIN)/python -m feeds.recognition

bench: $(READY) ## print the figures of README's table: `name value unit` lines
	$(BIN)/python -m benchmarks

N ?= 100k
bench-archive: $(READY) ## print the figures of an archive, in turn with its peers; N=1m for a million
	$(BIN)/python -m benchmarks archive --n $(N)

INPUTS ?= 1000000
fuzz: $(READY) ## a million broken documents to every reader; INPUTS=n for fewer
	$(BIN)/python -m tests.fuzz $(INPUTS)

reliability: $(READY) ## what an archive promises, in full: 100 kills, full disks, damaged pages
	NIGHTDESK_RELIABILITY=full $(BIN)/python -m pytest tests/test_reliability.py

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "nightdesk needs Python 3.11 or newer; try make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m compileall -q feeds tui
	@touch $(READY)

$(ARTICLES): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[articles]'
	@touch $(ARTICLES)

clean: ## remove what was made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

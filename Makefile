# Everything runs in .venv, which these targets make themselves: Python 3.11 or later and make are all that must be there.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help demo test test-browser test-anew check lint types format bench pictures clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: $(VENV)/installed  ## build the example in demo/, ask it three things, write demo/page.html
	@$(BIN)/python scripts/demo.py

test: $(VENV)/developed  ## run the tests, the browser's and the notebooks' among them
	$(BIN)/pytest -n $(WORKERS) $(ARGS)

test-browser: $(VENV)/developed  ## install a Chromium where that is allowed, then run the tests of the page in it
	$(BIN)/python scripts/find_browser.py --install
	$(BIN)/pytest -n $(WORKERS) -m browser $(ARGS)

test-anew: $(VENV)/developed  ## run the tests of made-up cases on cases that were never tried
	$(BIN)/pytest -n $(WORKERS) -m hypothesis --hypothesis-profile=anew $(ARGS)

check: lint types test  ## lint, types and tests: what must pass before a change lands

lint: $(VENV)/developed  ## check style and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/developed  ## check types
	$(BIN)/mypy

format: $(VENV)/developed  ## put everything into its format
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

bench: $(VENV)/developed  ## measure speed and memory as ratios in one run; all benches run, whatever bar is missed
	-$(BIN)/python scripts/bench.py start
	-$(BIN)/python scripts/bench.py store
	-$(BIN)/python scripts/bench.py query
	-$(BIN)/python scripts/bench.py build
	-$(BIN)/python scripts/bench.py propose
	-$(BIN)/python scripts/bench.py gaps
	-$(BIN)/python scripts/bench_page.py

pictures: $(VENV)/developed  ## write a screenshot of every view of the example to pictures/
	$(BIN)/python scripts/pictures.py pictures

clean:  ## remove what these targets made
	rm -rf $(VENV) demo pictures dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "aidgraph needs Python 3.11 or later; name one with: make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt pip hatchling editables

# the build tools are pinned too, so the package is built with those of the environment
$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable .
	@touch $@

$(VENV)/developed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[notebook]' --group dev
	@touch $(VENV)/installed $@

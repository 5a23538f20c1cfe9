# Everything a developer runs. All targets that run roomcheck, but `run`, are held to the test network: roomcheck
# refuses every other network namespace while ROOMCHECK_LAB_ONLY is set.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.settled
LAB := ROOMCHECK_LAB_ONLY=1
ARGS ?=
NAME ?= spine

.PHONY: help run test lint lab-setup lab-scan lab-run lab-shell bench evaluate fuzz mutate clean

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

$(STAMP): requirements/lock.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "roomcheck needs Python 3.11 or newer"; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/lock.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

## make run          sets everything up and starts roomcheck (it asks before it sends anything)
run: $(STAMP)
	@$(BIN)/roomcheck $(ARGS)

## make lab-setup    brings the test network's software here (Debian, as root)
lab-setup: $(STAMP)
	@$(BIN)/python tests/lab/setup.py || [ $$? -eq 3 ]

## make test         sets everything up and runs the tests; ARGS="-k name" for some of them
test: lab-setup
	@$(LAB) $(BIN)/python -m pytest -q $(ARGS)

## make lint         style, types, the one direction of imports, unused dependencies
lint: $(STAMP)
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache > .lint-imports.log 2>&1 || { cat .lint-imports.log; exit 1; }; rm -f .lint-imports.log
	@$(BIN)/deptry . > .deptry.log 2>&1 || { cat .deptry.log; exit 1; }; rm -f .deptry.log

## make lab-scan     builds the test network, scans it from inside, prints the result; NAME=another network
lab-scan: lab-setup
	@$(LAB) $(BIN)/python -m tests.lab scan $(NAME) $(ARGS); status=$$?; [ $$status -eq 3 ] || exit $$status

## make lab-run      the application inside the test network
lab-run: lab-setup
	@$(LAB) $(BIN)/python -m tests.lab run $(NAME) -- roomcheck $(ARGS)

## make lab-shell    a shell inside the test network
lab-shell: lab-setup
	@$(LAB) $(BIN)/python -m tests.lab shell $(NAME)

## make bench        times, side by side with arp-scan and nmap on the same network
bench: lab-setup
	@$(LAB) $(BIN)/python -m tests.bench $(ARGS)

## make evaluate     error rates on reference data
evaluate: $(STAMP)
	@$(LAB) $(BIN)/python -m tests.evaluate $(ARGS)
	@$(LAB) $(BIN)/python -m tests.evaluate_air

## make fuzz         every parser with hostile bytes
fuzz: $(STAMP)
	@$(LAB) $(BIN)/python -m tests.fuzz $(ARGS)

## make mutate       are the tests of match/ and assess/ awake?
mutate: $(STAMP)
	@$(LAB) $(BIN)/python -m tests.mutate $(ARGS)

clean:
	rm -rf .venv .lab .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dist build

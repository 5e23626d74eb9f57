# Lentera. `make` alone says what there is.
#
# Everything is installed into .venv from a lock file with hashes, and nothing outside this folder. The project itself
# is put on the path by one line in a .pth file rather than built, so that nothing without a hash is ever fetched.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test quick check bench proof docs faq lock audit install clean

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes
# A Python of one's own choice: make test PYTHON=/opt/python3.12/bin/python3
PYTHON ?=
# More for pytest: make test ARGS="tests/ops -k settings"
ARGS ?=
# How many other sets of invented lines `make proof` shows the grammar.
SEEDS ?= 30

help: ## this list
	@echo "Lentera: a chat bot for time tracking. Two commands to begin with: make demo, make test."
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s%s\n", $$1, $$2 }'

demo: $(VENV)/.installed ## set up, and start the playground on http://localhost:3978 (PORT=... for another port)
	@exec $(BIN)/lentera demo

install: $(VENV)/.installed ## set up what a server needs, and no more

test: $(VENV)/.developed ## set up, and run the tests (ARGS=... for pytest)
	@$(BIN)/python -m pytest $(ARGS)

quick: $(VENV)/.developed ## the fast part of the tests, on every core: what one runs while working
	@$(BIN)/python -m pytest -q -n auto -m "not slow and not browser and not proof" $(ARGS)

check: $(VENV)/.developed ## format, lint, types, import contracts
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: $(VENV)/.developed ## what one /track costs next to a bare handler, and a rollout to 100,000 people (BENCH_SHORT=1: a quick look)
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.teams
	@$(BIN)/python -m bench.rollout

proof: $(VENV)/.developed ## the long forms of kills, fuzzing and load; takes many minutes
	@$(BIN)/python -m pytest -m proof -s $(ARGS)
	@for seed in $$(seq 1 $(SEEDS)); do \
		$(BIN)/python -m pytest -q --hypothesis-seed=$$seed tests/timesheet/grammar/test_grammar_properties.py tests/test_markup.py || exit 1; \
	done

docs: $(VENV)/.developed ## write the pages that are made from code: the grammar's cases, the settings, what is stored, who may do what
	@for page in tests.faq.table tests.ops.roles tests.ops.table tests.storage.table tests.teams.table tests.timesheet.grammar.table; do $(BIN)/python -m $$page; done

faq: $(VENV)/.developed ## teach the matcher of questions anew, after a change in config/faq
	@$(BIN)/python -m bench.faq

audit: $(VENV)/.developed ## known holes in what is locked; asks the network
	@$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.lock
	@$(BIN)/pip-audit --require-hashes --disable-pip -r requirements-dev.lock

lock: $(VENV)/.made ## compile pyproject.toml into the two lock files (UPGRADE=1 takes newer versions)
	@$(BIN)/python -m venv build/lock
	@build/lock/bin/python -m pip --disable-pip-version-check install --quiet uv
	@for extra in "" "-dev"; do \
		build/lock/bin/uv pip compile pyproject.toml $${extra:+--extra dev} --quiet --universal --python-version 3.11 \
			--generate-hashes --no-strip-extras --no-emit-index-url --no-header $(if $(UPGRADE),--upgrade) -o "requirements$$extra.lock"; \
	done

clean: ## take away what make has set up; var/, where data is, stays
	@rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.*

$(VENV)/.made:
	@found=""; \
	for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
		if "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Lentera needs Python 3.11, 3.12 or 3.13, and there is none here under the names $(or $(PYTHON),python3.13 python3.12 python3.11 python3)." >&2; \
		echo "Install one, or name the one to use: make demo PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	rm -rf $(VENV); \
	if ! "$$found" -m venv $(VENV); then \
		rm -rf $(VENV); \
		echo "This Python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; \
		exit 1; \
	fi; \
	"$(BIN)/python" -c 'import sys, sysconfig; open(sysconfig.get_path("purelib") + "/lentera.pth", "w").write(sys.argv[1] + "\n")' "$(CURDIR)"; \
	printf '#!/bin/sh\nexec "$$(dirname "$$(readlink -f "$$0")")/python" -P -m bot "$$@"\n' > $(BIN)/lentera; \
	chmod +x $(BIN)/lentera; \
	touch $@

$(VENV)/.installed: requirements.lock $(VENV)/.made
	@echo "Setting up (once) ..."
	@$(PIP) -r requirements.lock
	@touch $@

$(VENV)/.developed: requirements-dev.lock $(VENV)/.made
	@echo "Setting up for development (once) ..."
	@$(PIP) -r requirements-dev.lock
	@touch $@ $(VENV)/.installed

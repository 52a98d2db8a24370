# The only commands a newcomer needs: demo, test, lint, bench, docs. The rest is for those who change the locks.
# Needs Python 3.11 or newer and make; everything else goes into .venv from the hashed lock files.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet
DATA   ?= ./var

.PHONY: help demo test lint format bench docs lock messages vendor clean

help:
	@echo "make demo    build the sample city in $(DATA) and serve it (Ctrl-C stops it)"
	@echo "make test    the checks, then every test on SQLite, PostgreSQL and in a browser"
	@echo "make lint    the checks alone"
	@echo "make bench   pages and actions against hand-written SQL, at full size"
	@echo "make docs    rebuild the generated pages of docs/"
	@echo "make format, lock, messages, vendor, clean: for those who change the code"

demo: $(VENV)/.run
	$(BIN)/nhacviec demo --data $(DATA)

test: $(VENV)/.dev
	$(BIN)/python scripts/lint.py
	$(BIN)/python scripts/run_tests.py

lint: $(VENV)/.dev
	$(BIN)/python scripts/lint.py

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/run.py

docs: $(VENV)/.dev
	$(BIN)/python scripts/build_docs.py

messages: $(VENV)/.dev
	$(BIN)/python scripts/translations.py update

lock: $(VENV)/.dev
	$(BIN)/python scripts/lock.py

# Developers with Node only: copies style sheets, fonts, icons and scripts into the package. Users need no Node.
vendor:
	cd frontend && npm ci --no-audit --no-fund && node vendor.mjs

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# A virtual environment whose Python is new enough; Debian keeps ensurepip in a package of its own.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Nhắc Việc needs Python 3.11 or newer; $(PYTHON) is `$(PYTHON) --version 2>&1`. Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing. On Debian or Ubuntu, as root: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements/run.txt requirements/build.txt pyproject.toml | $(VENV)/.made
	$(PIP) --require-hashes -r requirements/build.txt
	$(PIP) --require-hashes -r requirements/run.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

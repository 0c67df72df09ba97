# `make run` and `make test` are the two commands of the README; `make help` lists all.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
VAR := $(or $(FENER_VAR),var)
STATIC_FILES := $(shell find site/static */static lms/*/static -type f 2>/dev/null)
RANDOM_KEY = $$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')

.PHONY: help run serve test test-postgres test-wagtail80 lint heavy bench lock browser clean

help: ## Say what each command does
	@sed -nE 's/^([a-z0-9-]+):[^#]*## (.*)/make \1\t\2/p' Makefile | expand -t 24

# --- Setting up -------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'Fener needs Python 3.11 or newer. Install it with: apt install python3 python3-venv'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'Python has no venv module here. Install it with: apt install python3-venv'; exit 1; }
	@echo 'Making .venv'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/installed-%.txt: %.txt | $(BIN)/python
	@echo 'Installing $< (pinned, checked by hash)'
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement $<
	@cp $< $@

$(VAR)/collected: $(STATIC_FILES) requirements.txt | .venv/installed-requirements.txt
	@mkdir -p $(VAR)
	@$(MANAGE) collectstatic --noinput --clear --verbosity 0
	@touch $@

# --- Running ----------------------------------------------------------------

export FENER_URL ?= http://localhost:$(PORT)

run: .venv/installed-requirements.txt $(VAR)/collected ## Serve the site with demo data on http://localhost:8000/
	@$(MANAGE) migrate --noinput --verbosity 0
	@$(MANAGE) seed_reference
	@$(MANAGE) seed_demo
	@$(MAKE) serve

# The web server and the task worker live and die together.
serve:
	@echo
	@echo 'Site      $(FENER_URL)/'
	@echo 'Admin     $(FENER_URL)/admin/'
	@echo 'Stop with Ctrl+C; the data stays in $(VAR)/.'
	@PYTHONPATH=site DJANGO_SETTINGS_MODULE=config.settings.dev \
	  $(BIN)/gunicorn config.wsgi --bind $(HOST):$(PORT) --workers 2 \
	    --no-control-socket --log-level warning & web=$$!; \
	  $(MANAGE) db_worker & worker=$$!; \
	  trap 'kill $$web $$worker 2>/dev/null; wait' EXIT; trap 'exit 0' INT TERM; \
	  wait -n $$web $$worker

# --- Testing ----------------------------------------------------------------

lint: .venv/installed-requirements-test.txt ## Everything of `make test` that reads the code without running it
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	PYTHONPATH=.:site $(BIN)/mypy
	PYTHONPATH=.:site $(BIN)/lint-imports
	$(MANAGE) check --settings config.settings.test
	FENER_SECRET_KEY=$(RANDOM_KEY) FENER_HOSTS=fener.example FENER_URL=https://fener.example \
	  $(MANAGE) check --settings config.settings.production --deploy --fail-level WARNING
	$(MANAGE) makemigrations --settings config.settings.test --check --dry-run

test: lint browser ## The one command: formatting, lint, types, layers, checks, translations, tests
	$(BIN)/pytest -n $(or $(WORKERS),2) $(ARGS)

# Without the wheel's own project, whose database is the one `wagtail start` sets.
test-postgres: .venv/installed-requirements-test.txt browser ## The tests on PostgreSQL: DATABASE_URL, or a cluster made for them
	.ci/with-postgres $(BIN)/pytest -n $(or $(WORKERS),2) --ignore tests/plugin/test_wheel.py $(ARGS)

test-wagtail80: .venv/installed-requirements-test.txt browser ## The tests on Wagtail 8.0
	$(BIN)/tox -e wagtail80 -- -n $(or $(WORKERS),2) $(ARGS)

# What no Python package brings: a browser, the gettext tools, readers of PDFs, a token.
browser:
	@.ci/system-packages

# The large form of the tests that are small every day: an hour of storms and repeats.
HEAVY := FENER_STORM_PHONES=50 FENER_STORM_MARKS=25000 FENER_STORM_KILLS=20 \
  FENER_STORM_BACK=500 FENER_STORM_SECONDS=1800 FENER_REPEATS=50 FENER_ROLL_CALL=400 \
  FENER_STORM_CLERKS=8 FENER_STORM_ISSUES=500 FENER_STORM_CLERK_KILLS=10 FENER_STORM_RUN=500
HEAVY_TESTS := tests/storm tests/delivery/test_concurrency.py tests/browser/test_roll_call.py

heavy: .venv/installed-requirements-test.txt browser ## The large form of storms, races and the roll call, on both databases
	$(HEAVY) $(BIN)/pytest -n 0 $(HEAVY_TESTS) $(ARGS)
	$(HEAVY) .ci/with-postgres $(BIN)/pytest -n 0 $(HEAVY_TESTS) $(ARGS)

bench: .venv/installed-requirements-test.txt ## Print the numbers of benchmarks/README.md
	@for part in count_targets analysis pages verify attempts weight queries certificates issuing seals; do echo; echo "## $$part"; $(BIN)/python -m benchmarks.$$part; done

# --- Keeping ----------------------------------------------------------------

lock: ## Resolve requirements*.in again (needs uv)
	uv pip compile --quiet --no-header --generate-hashes --python-version 3.11.2 requirements.in -o requirements.txt
	uv pip compile --quiet --no-header --generate-hashes --python-version 3.11.2 requirements-test.in -o requirements-test.txt

clean: ## Remove what was installed and built; the data in var/ stays
	rm -rf .venv .tox build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# make demo   the whole system on this machine: http://127.0.0.1:8000/ (PORT=8001 make demo for another port)
# make test   everything that CI checks
# Needed: Python 3.11 or later, make, git.

VENV := .venv
PYTHON := $(VENV)/bin/python
REQUIREMENTS := deploy/requirements
INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
COMPILE = $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header $(if $(UPGRADE),--upgrade)
# The check of applied migrations needs a running database, which the check of missing ones does not.
MIGRATIONS_ARE_COMPLETE = $(PYTHON) -W ignore::RuntimeWarning:django.core.management.commands.makemigrations \
	manage.py makemigrations --check --dry-run
.DEFAULT_GOAL := demo
.PHONY: demo test test-full checks venv lock catalogue format clean

demo: $(VENV)/.base
	@$(PYTHON) -m deploy.demo --with-parent

test: checks
	$(PYTHON) -m pytest

test-full: checks
	TAIZHANG_FULL=1 $(PYTHON) -m pytest

checks: venv
	@$(PYTHON) -m deploy.browser --install
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(MIGRATIONS_ARE_COMPLETE)

venv: $(VENV)/.dev

$(VENV)/.made:
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    $$python -m venv $(VENV) && touch $@; exit; \
	  fi; \
	done; \
	echo 'Taizhang needs Python 3.11 or later with venv (Debian: python3-venv); there is none in PATH.' >&2; exit 1

$(VENV)/.base: $(VENV)/.made $(REQUIREMENTS)/base.txt
	@echo 'Installing $(REQUIREMENTS)/base.txt ...'
	@$(INSTALL) -r $(REQUIREMENTS)/base.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.made $(REQUIREMENTS)/base.txt $(REQUIREMENTS)/dev.txt
	@echo 'Installing $(REQUIREMENTS)/dev.txt ...'
	@$(INSTALL) -r $(REQUIREMENTS)/dev.txt
	@touch $(VENV)/.base $@

# New versions: make lock UPGRADE=1
lock: venv
	cd $(REQUIREMENTS) && ../../$(COMPILE) base.in -o base.txt && ../../$(COMPILE) dev.in -o dev.txt

# The messages of the source into deploy/locale, compiled.
catalogue: venv
	$(PYTHON) -m deploy.catalogue

format: venv
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

# The data of the demo (var/) stays; remove the directory to begin anew.
clean:
	rm -rf $(VENV) var/test .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Every target sets up what it needs; nothing but Python 3.11+, Node 20+, make and the package registries is assumed.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export PYTHONPATH := $(CURDIR):$(CURDIR)/layers/neufit/python
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# -- setting up ---------------------------------------------------------------------------------------------------------

.venv/.ready: requirements/uv.txt requirements/dev.txt
	@echo "· Python packages"
	@$(PYTHON) -m venv .venv || { echo "python3 -m venv failed: install your system's python3-venv package" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt requirements/uv.txt
	@touch $@

web/node_modules/.ready: web/package.json web/package-lock.json
	@echo "· web packages"
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: setup
setup: .venv/.ready web/node_modules/.ready ## install what the other targets need

.PHONY: lock
lock: .venv/.ready ## compile the Python locks anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra encode --extra relay --extra iac --extra dev --generate-hashes --universal \
	  --python-version 3.11 --no-header --no-annotate --quiet -o requirements/dev.txt

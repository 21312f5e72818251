# Every target sets up what it needs; nothing but Python 3.11+, Node 20+, make and the package registries is assumed.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export npm_config_update_notifier := false
export npm_config_progress := false
export PYTHONPATH := $(CURDIR):$(CURDIR)/layers/neufit/python
PYTHON ?= python3
BIN := .venv/bin
# Where Python may not keep what it compiles, each process would compile its libraries anew: seconds of every start.
COMPILE := $(if $(PYTHONDONTWRITEBYTECODE),--compile-bytecode)

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# -- setting up ---------------------------------------------------------------------------------------------------------

.venv/.ready: requirements/uv.txt requirements/dev.txt
	@echo "· Python packages"
	@$(PYTHON) -m venv .venv || { echo "python3 -m venv failed: install your system's python3-venv package" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(BIN)/uv pip sync --quiet $(COMPILE) --python $(BIN)/python --require-hashes requirements/dev.txt requirements/uv.txt
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

# -- running ------------------------------------------------------------------------------------------------------------

web/dist/.ready: web/node_modules/.ready web/index.html $(shell find web/src web/public -type f 2>/dev/null) $(wildcard web/vite.config.* web/tsconfig*.json)
	@echo "· web application"
	@cd web && npm run --silent build -- --logLevel error
	@touch $@

.PHONY: demo
demo: .venv/.ready web/dist/.ready ## run the whole system with sample content on this machine
	@exec $(BIN)/python -m iac.local

.PHONY: clean
clean: ## drop everything that people did here, and the caches
	rm -rf .neufit web/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# -- checking -----------------------------------------------------------------------------------------------------------

# A browser of the system's when there is one or root can install it, Playwright's own otherwise.
.PHONY: chromium
chromium: .venv/.ready
	@command -v chromium >/dev/null 2>&1 || { echo "· Chromium"; \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
	  then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; \
	  else $(BIN)/playwright install chromium; fi; }

# A server for the logs of rooms, when there is one or root can install it; the tests that need it are skipped otherwise.
.PHONY: log-server
log-server:
	@command -v valkey-server >/dev/null 2>&1 || command -v redis-server >/dev/null 2>&1 || { echo "· Valkey"; \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
	  then apt-get update -qq && export DEBIAN_FRONTEND=noninteractive && \
	    { apt-get install -y -qq --no-install-recommends valkey-server >/dev/null 2>&1 || \
	      apt-get install -y -qq --no-install-recommends redis-server >/dev/null; }; \
	  else echo "  neither valkey-server nor redis-server is here: tests of the log at a server are skipped"; fi; }

.PHONY: lint
lint: setup ## style, types and import rules
	@echo "· ruff"; $(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@echo "· mypy"; $(BIN)/mypy --no-error-summary
	@echo "· import rules"; out=$$($(BIN)/lint-imports 2>&1) || { echo "$$out"; exit 1; }
	@echo "· ESLint, tsc"; cd web && npm run --silent lint && npm run --silent typecheck

# Browser tests have processes of their own: Playwright's loop stays in its thread, where no other loop can run then.
.PHONY: test
test: lint web/dist/.ready chromium log-server ## everything that must hold
	@echo "· web unit tests"; cd web && npm test --silent
	@echo "· Python tests"; $(BIN)/pytest -q -n 4 --dist loadfile -m "not alone" --ignore tests/browser $(PYTEST)
	@echo "· browser tests"; $(BIN)/pytest -q -n 2 --dist loadfile -m "not alone" tests/browser $(PYTEST)
	@echo "· tests that watch how smoothly media plays, one at a time"; \
	  $(BIN)/pytest -q -m alone --ignore tests/browser $(PYTEST) && $(BIN)/pytest -q -m alone tests/browser $(PYTEST)

.PHONY: bench
bench: setup web/dist/.ready chromium ## run the benchmarks, print their tables, write benchmarks/results
	@for each in benchmarks/*.py; do echo "== $$each"; $(BIN)/python $$each || exit 1; done

.PHONY: screenshots
screenshots: .venv/.ready web/dist/.ready chromium ## take the pictures of the README anew
	@$(BIN)/python docs/pictures/take.py

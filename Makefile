# The commands of Fairhaven. A fresh machine needs only python3 (3.11 or newer), make and git.

PYTHON ?= python3
PORT ?= 8000
TEST_PROCESSES ?= 2
INSTANCE_PATH ?= $(CURDIR)/instance
GAZETTEER_PATH ?= $(INSTANCE_PATH)/gazetteer
export PORT INSTANCE_PATH GAZETTEER_PATH

BIN := .venv/bin
UV := .tools/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

# As a file and not as a module: the process that only watches the others need not import the application (2 s).
SERVE := PYTHONPATH=$(CURDIR) exec $(BIN)/python -P directory/web/serve.py

.DEFAULT_GOAL := help
.PHONY: help demo run code test sure lint bench shots lock clean install install-dev

help: ## Say what the commands are
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: ## Install, load the demonstration, serve it on PORT (8000); SERVICES=N for another size
	@$(PYTHON) .ci/prepare.py --port $(PORT)
	@DEMO=1 $(PYTHON) .ci/data.py tables gazetteer demo $(if $(SERVICES),--services $(SERVICES))
	@DEMO=1 $(SERVE)

run: ## Install and serve with an empty database, or with what is in it
	@$(PYTHON) .ci/prepare.py --port $(PORT)
	@$(PYTHON) .ci/data.py tables gazetteer
	@$(SERVE)

code: ## Print the sign-in code of a demonstration account now: EMAIL=...
	@$(BIN)/python .ci/code.py "$(EMAIL)"

test: install-dev ## Run the whole suite, on every engine that is here or can be installed
	@.ci/engines
	@$(PYTHON) .ci/data.py gazetteer
	@env -u INSTANCE_PATH -u PORT -u DATABASE_URL $(BIN)/pytest -n $(TEST_PROCESSES) --dist loadfile $(ARGS)

sure: lint test ## What CI runs: linters, types, import contracts, migrations, the whole suite

lint: install-dev ## Linters, types, import contracts, migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@.ci/migrations

bench: install-dev ## Measure search, import and pages; N=100000 for another size, KEEP=folder to build once
	@$(PYTHON) .ci/data.py gazetteer
	@$(BIN)/python -m bench $(if $(N),--n $(N)) $(if $(KEEP),--keep $(KEEP))
	@$(BIN)/python -m bench.importing $(if $(N),--n $(N))
	@$(BIN)/python -m bench.places
	@$(BIN)/python -m bench.pages $(if $(N),--n $(N)) $(if $(KEEP),--keep $(KEEP))

shots: install-dev ## Picture every page as every role from the running demo into shots/
	@$(BIN)/python .ci/shots.py http://127.0.0.1:$(PORT)

lock: install ## Compile the lock files anew; UPGRADE=1 takes newer versions
	@$(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements.txt
	@$(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
	@cd .frontend && npm install --package-lock-only --ignore-scripts

clean: ## Remove all that was installed and made, except the instance folder (the data)
	@rm -rf .venv .tools static/vendor shots bench/latest.json .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

install:
	@$(PYTHON) .ci/prepare.py

install-dev:
	@$(PYTHON) .ci/prepare.py --dev

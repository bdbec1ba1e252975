# Every target sets up by itself what it needs; nothing is installed twice.
PYTHON ?= python3
BIN := .venv/bin
SETUP := $(PYTHON) deploy/setup/install.py
NPM := deploy/setup/npm
PYTEST_ARGS ?=
# How often a test that failed is tried again, for machines that others use too: see .ci/run.
RERUNS ?= 0
# Processes, each of which starts others and waits for them: one more than the least cores that we
# count on. Files begin in the order of tests/support/plugin.py.
WORKERS ?= 3
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
# Where the tests are that run a second time, on PostgreSQL.
DATA_TESTS := tests/accounts tests/chat tests/operations tests/privacy tests/replaying tests/review tests/teams tests/chatsite/test_health.py

# Tests start hundreds of processes, none of which needs to compile what another has.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test faults check bench format translations screens pocket audit clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 14

run: ## start the site on http://localhost:8000 (PORT=… for another port)
	@$(SETUP) run
	@exec $(BIN)/python -m chatsite.supervisor --with-parent

test: ## run all tests, those of the database on PostgreSQL too
	@$(SETUP) browser
	@$(SETUP) judges
	$(NPM) --silent test
	$(PYTEST) -rfE --reruns $(RERUNS) $(PYTEST_ARGS)
	TEST_DATABASE=postgresql $(PYTEST) -rfE --reruns $(RERUNS) --only-data $(DATA_TESTS)

faults: ## break whatever can break, and tell how soon it was well again
	@$(SETUP) browser
	$(PYTEST) -m fault $(PYTEST_ARGS)

check: ## format, lint, types, import contracts, dangerous words, templates, migrations
	@$(SETUP) dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy -n 2
	$(BIN)/lint-imports
	$(BIN)/python -m deploy.dangerous_words
	git ls-files '*.html' | xargs -r $(BIN)/djade --check --target-version 5.2
	git ls-files '*.html' | xargs -r $(BIN)/djlint --lint --quiet
	$(NPM) --silent run check
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python deploy/setup/audit.py lenient

format: ## rewrite files the way `make check` wants them
	@$(SETUP) dev
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	-git ls-files '*.html' | xargs -r $(BIN)/djade --target-version 5.2
	$(NPM) --silent run format

translations: ## find the words of the site, and list those that a language lacks
	@$(SETUP) dev
	@$(BIN)/python -m deploy.translations update

screens: ## take pictures of every page and state, into docs/screens
	@$(SETUP) browser
	@$(BIN)/python -m deploy.screens

bench: ## measure: a table, and JSON under var/bench
	@$(SETUP) dev
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.transport
	$(BIN)/python -m benchmarks.opening
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.admin
	@$(SETUP) browser
	$(BIN)/python -m benchmarks.page
	$(BIN)/python -m benchmarks.soak --minutes 1

pocket: ## train the bundled model again (about an hour on two cores)
	@$(SETUP) dev
	$(BIN)/python -m inference.pocket.train

audit: ## known vulnerabilities in what we install (needs the network)
	@$(SETUP) dev
	$(BIN)/python deploy/setup/audit.py

clean: ## remove what was installed and built; var/ (your data) stays
	rm -rf .venv .venv-judges node_modules .static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# Five verbs, each of which brings what it needs.
PY := .venv/bin/python
PORT ?= 8000
export PORT

run: .venv/run       ## The demo campaign with web, worker and beat; PORT=8000
	@$(PY) manage.py serve

test: .venv/dev      ## The whole suite; REQUIRE_ALL=1 turns each skip into a failure
	@$(PY) -m tests.run

lint: .venv/dev      ## All that finds mistakes without running the application
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	git ls-files -z 'templates/*.html' | xargs -0 .venv/bin/djade --check --target-version 5.2
	$(PY) manage.py makemigrations --check --dry-run --settings tests.settings
	bash -n .ci/run

# djade exits with 1 when it has rewritten something, hence the dash.
format: .venv/dev    ## Let the tools write what they can
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	-git ls-files -z 'templates/*.html' | xargs -0 .venv/bin/djade --target-version 5.2

bench: .venv/dev     ## Speed and size beside the baselines, into bench/results.json
	@$(PY) -m bench

.venv/run: requirements.txt
	@sh config/make-venv.sh
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.PHONY: run test lint format bench

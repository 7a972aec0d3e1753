# `make` lists the commands. Everything they need is made on the way, and made once.
PYTHON ?= python3
RUN = .venv/bin/python
# Anju is a dozen programs that start often: compiled once, each starts in half the time. Nothing is written beside
# the sources, so this holds where the environment forbids Python to.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.work/bytecode
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test quick prove bench coverage-of-requirements fmt lock client environment

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-32s %s\n", $$1, $$2}'

demo: environment ## Start everything on this machine, with sample data and the sandbox
	@exec $(RUN) -m scripts.demo

test: environment ## Format, lint, types, imports, migrations and all tests: what CI runs
	@exec $(RUN) -m scripts.check

quick: environment ## The same without the browser and the slow tests
	@exec $(RUN) -m scripts.check --quick

prove: environment ## Verify the books of the running demo: digests, balances, bank statements
	@exec $(RUN) -m scripts.manage prove

bench: environment ## Run the benchmarks and add the figures to docs/performance.md
	@exec $(RUN) -m bench

coverage-of-requirements: environment ## Which requirements have tests, and where
	@exec $(RUN) -m scripts.requirements

fmt: environment ## Format the code and put imports in order
	@.venv/bin/ruff format --quiet . && .venv/bin/ruff check --quiet --fix .

lock: environment ## Resolve the dependencies anew and write the hashed locks
	@exec $(RUN) -m scripts.lock

client: environment ## Describe the API anew and write its Python client (client/)
	@exec $(RUN) -m scripts.api_client

environment:
	@$(PYTHON) -m scripts.environment

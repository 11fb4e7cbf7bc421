# Two commands set everything up: `make demo` and `make test`.
PY ?= python3
PORT ?= 8000
VECTORS ?= ../shared/reference/stats_vectors.json
BIN := .venv/bin
# What Python compiles is kept beside the tools, so that the next run need not, and nothing lies about in the source.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX ?= $(CURDIR)/.venv/.bytecode

.DEFAULT_GOAL := help
.PHONY: help setup tools demo test test-postgres test-cluster check bench bench-pages bench-city bench-faults bench-planner bench-evaluation vectors vendor pictures docs requirements clean

help: ## Say what each command does
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort | awk -F '\t' '{ printf "  make %-14s %s\n", $$1, $$2 }'

setup: .venv/.core ## Install what the product needs into .venv, quietly

.venv/.uv:
	@sh scripts/make_venv.sh "$(PY)"
	@touch $@

.venv/.core: requirements/core.txt pyproject.toml .venv/.uv
	@sh scripts/install.sh requirements/core.txt
	@touch $@

tools: .venv/.tools ## Install what `inreach plan` and `inreach evaluate` need, and compile the planner

.venv/.tools: requirements/tools.txt .venv/.core
	@sh scripts/install.sh requirements/tools.txt
	@$(BIN)/python -m inreach.planner.precompile
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.core
	@sh scripts/install.sh requirements/dev.txt
	@touch $@

.venv/.browser: scripts/install_browser.sh
	@mkdir -p .venv && sh scripts/install_browser.sh
	@touch $@

demo: .venv/.core ## Load the demonstration and serve it on 127.0.0.1 (PORT=8000)
	@DEMO=1 LOG_FORMAT=text LOG_LEVEL=WARNING $(BIN)/inreach demo --port $(PORT)

.venv/.java: scripts/install_java.sh
	@mkdir -p .venv && sh scripts/install_java.sh
	@touch $@

test: .venv/.dev .venv/.browser ## Run every test but those on a cluster
	@sh scripts/test.sh

test-postgres: .venv/.dev .venv/.browser ## Run every test that touches a database on a private PostgreSQL
	@sh scripts/test_postgres.sh

test-cluster: .venv/.dev .venv/.java ## Run the tests on a cluster, which is Spark on this machine
	@$(BIN)/pytest tests -m cluster

check: .venv/.dev ## Lint, types, import contracts and the tests of the house
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest tests/house
	@$(BIN)/pytest tests/core --cov=inreach.core --cov-branch --cov-report= --cov-fail-under=100

bench: .venv/.dev ## Print how fast the product is, as ratios in one run
	@DEMO=1 LOG_FORMAT=text LOG_LEVEL=WARNING $(BIN)/python -m bench
	@$(BIN)/python -m bench.compare
	@$(BIN)/python -m bench.repair
	@$(BIN)/python -m bench.real_school

bench-pages: .venv/.dev ## Time pages over HTTP on both databases: EVENTS=3000000 DATABASE=sqlite PEER=folder (PEER=- for none)
	@$(BIN)/python -m bench.pages --events "$(or $(EVENTS),0)" --peer "$(PEER)" $(if $(DATABASE),--database $(DATABASE))

bench-city: .venv/.dev ## Time pages and a school year of the ledger in a city of 60 schools: SCHOOLS=60 PUPILS=25000
	@$(BIN)/python -m bench.city $(if $(SCHOOLS),--schools $(SCHOOLS)) $(if $(PUPILS),--pupils $(PUPILS))

bench-faults: .venv/.dev ## Kill server, worker and database while people write, fill the disk, stop mail, turn the clock back: KILLS=200 DATABASE=sqlite
	@$(BIN)/python -m bench.faults --kills "$(or $(KILLS),200)" $(if $(DATABASE),--database $(DATABASE))

bench-evaluation: .venv/.dev ## Time the evaluation beside statsmodels, as ratios in one run
	@$(BIN)/python -m bench.evaluation

vectors: .venv/.dev ## Check published figures against the product's own functions (VECTORS=file)
	@$(BIN)/python scripts/vectors.py "$(VECTORS)"

bench-planner: .venv/.dev ## Plan one instance: INSTANCE=path ANSWER=path SECONDS=60 SEED=0; without one, how it grows
	@if [ -n "$(INSTANCE)" ]; then \
		$(BIN)/python -m bench.planner "$(INSTANCE)" "$(ANSWER)" --seconds "$(or $(SECONDS),60)" --seed "$(or $(SEED),0)"; \
	else $(BIN)/python -m bench.growth; fi

vendor: .venv/.dev ## Fetch the front-end files again (needs npm)
	@$(BIN)/python scripts/vendor.py

pictures: .venv/.dev .venv/.browser ## Take the guide's pictures anew
	@sh scripts/pictures.sh

docs: .venv/.dev ## Write the parts of the documentation that the code knows
	@$(BIN)/python scripts/generate_docs.py

requirements: .venv/.uv ## Resolve requirements/*.txt anew
	@sh scripts/resolve.sh

clean: ## Remove what was made, the demonstration's database too
	@rm -rf .venv var build

# Two commands do everything: make demo, make test. Both install what they need into .venv first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

export ORDERS_PIPELINE_HOME ?= $(CURDIR)/data
export DAGSTER_HOME ?= $(ORDERS_PIPELINE_HOME)/dagster

.PHONY: demo dev test test-long bench lint types docs clean

demo: $(INSTALLED)
	$(BIN)/orders-pipeline demo

dev: $(INSTALLED)
	$(BIN)/orders-pipeline dev

# Three workers on two cores: some tests wait for processes and sockets.
test: $(INSTALLED) lint types
	$(BIN)/python -m pytest -n 3 --dist worksteal

test-long: $(INSTALLED)
	$(BIN)/python -m pytest -m long -n 2 --dist worksteal

# Some twenty minutes on a machine that does nothing else; writes docs/benchmarks.md.
bench: $(INSTALLED)
	$(BIN)/python -m benchmarks.run

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/mypy

docs: $(INSTALLED)
	$(BIN)/python -c 'from orders_pipeline.model.dictionary import dictionary; print(dictionary(), end="")' > docs/tables.md
	$(BIN)/python -m orders_pipeline_tests.analysts
	$(BIN)/python -m orders_pipeline_tests.inspected

clean:
	rm -rf $(VENV) *.egg-info .pytest_cache .mypy_cache .ruff_cache

$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $@

# `make run` and `make test` do all the set-up on a fresh machine with Python >= 3.11 and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: run test check bench demo clean

run: $(STAMP)
	$(BIN)/prosmed-gis run --overwrite

test: $(DEV_STAMP)
	scripts/check.sh $(BIN)

check: $(DEV_STAMP)
	scripts/check.sh $(BIN) --no-tests

bench: $(DEV_STAMP)
	$(BIN)/python -m scripts.bench
	$(BIN)/python -m scripts.bench.selection
	$(BIN)/python -m scripts.bench.network
	$(BIN)/python -m scripts.bench.travel
	$(BIN)/python -m scripts.bench.plan
	$(BIN)/python -m scripts.bench.location

demo: $(STAMP)
	$(BIN)/python scripts/make_demo_layers.py

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(DEV_STAMP): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV)

# Everything goes into .venv beside this file. The first run needs a package registry; later runs need none.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PORT ?= 8765
SEED ?= 1
MUTATIONS ?= 10000
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q

.DEFAULT_GOAL := help
.PHONY: chaos load cluster probe help serve test check format lock bench faults fuzz layouts clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

serve: $(VENV)/.run  ## set up and start the service with the samples at hand
	$(BIN)/fubiao serve --port $(PORT) --samples samples --data fubiao-data

test: $(VENV)/.dev  ## set up and run the tests
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.dev  ## format, lint, strict types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

format: $(VENV)/.dev  ## let the formatter and the linter mend what they can
	$(BIN)/ruff check --fix --exit-zero -q .
	$(BIN)/ruff format .

bench: $(VENV)/.bench  ## time, memory and accuracy beside what a user would take instead
	$(BIN)/python -m bench $(BENCH)
	$(BIN)/python -m bench.pdf

faults: $(VENV)/.dev  ## every single fault put into a good official document, rendered (needs LibreOffice, minutes)
	FUBIAO_FAULTS=1 $(BIN)/python -m pytest tests/test_inspection.py

layouts: $(VENV)/.dev  ## forms by other hands, whole and damaged, read at length: what is right, doubted, silent (SEED)
	$(BIN)/python -m bench.strangers --seed $(SEED) --count 1000
	$(BIN)/python -m bench.damage --seed $(SEED) --count 8000

fuzz: $(VENV)/.dev  ## property tests, the store's random histories and damaged files at length, by fresh chance or that of SEED (MUTATIONS)
	FUBIAO_FUZZ=1 FUBIAO_EXAMPLES=200 $(BIN)/python -m pytest tests/test_roundtrip.py tests/test_notice_roundtrip.py tests/test_kinds.py tests/test_chinese.py \
		tests/test_desk_histories.py tests/test_spreadsheet_oracle.py
	FUBIAO_FUZZ=1 FUBIAO_SEED=$(if $(filter command line environment,$(origin SEED)),$(SEED)) FUBIAO_MUTATIONS=$(MUTATIONS) $(BIN)/python -m pytest \
		-k "damaged or any_bytes" --durations=12 tests/test_fuzz.py tests/test_word97_hostile.py tests/test_hostile.py tests/test_rtf.py tests/test_html.py \
		tests/test_spreadsheet.py tests/test_pdf_hostile.py

chaos: $(VENV)/.dev  ## 50 rounds of kill -9 under 8 uploading clients
	FUBIAO_ROUNDS=50 $(BIN)/python -m pytest -s -q tests/test_chaos.py -k killed

load: $(VENV)/.dev  ## 500 mixed files from 20 clients, and what pages take meanwhile
	FUBIAO_CROWD=500 $(BIN)/python -m pytest -s -q tests/crowd.py

cluster: $(VENV)/.dev  ## two dask workers, one killed in the middle of 200 files
	FUBIAO_FILES=200 $(BIN)/python -m pytest -q tests/test_cluster.py

probe: $(VENV)/.dev  ## the whole API asked 300 times each with what its description allows and forbids
	FUBIAO_PROBES=300 $(BIN)/python -m pytest -q tests/test_probe.py

lock:  ## choose versions anew from pyproject.toml (needs uv); the locked files hold no registry's address
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade \
		--group install -o requirements.lock pyproject.toml
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade \
		--group dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade \
		--group bench -c requirements-dev.lock -o requirements-bench.lock pyproject.toml

clean:  ## remove what was made
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment that broke off half made is made anew; the stamps are written last.
$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed, and none was found."; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python's venv module is needed (Debian, Ubuntu: apt install python3-venv)."; exit 1; }
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements.lock pyproject.toml
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-build-isolation --no-deps -e .
	@# An editable install leaves this out; without it each start compiles every module where Python may not write next to them.
	@$(VENV)/bin/python -m compileall -q fubiao.py service.py forms parsers generators desk
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements-bench.lock
	$(PIP) install --require-hashes -r requirements-bench.lock
	@touch $@

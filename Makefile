# Hai lệnh cho người mới: make site, make test. Two commands for a newcomer: make site, make test.
# The first Python that really runs and is new enough: a version manager's name may stand there and lead nowhere.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
PORT ?= 8000
TIME ?= 60
BIN := .venv/bin
# What was compiled once is kept: the tests start the tool hundreds of times.
unexport PYTHONDONTWRITEBYTECODE
# As many tests at once as there are cores; those of a file share what it made, so one process runs them all.
PYTEST := $(BIN)/python -W error -bb -m pytest --numprocesses=auto --dist=loadfile

PIP := $(BIN)/python -m pip
INSTALL := $(PIP) install --quiet --disable-pip-version-check
LINK = $(INSTALL) --require-hashes -r requirements/build.txt && $(INSTALL) --no-deps --no-build-isolation -e .
# A machine that is used once (ONCE=1) lends its own pip, compiles what is imported, not all that is installed, and is told by hand where
# the package lies, for which pip would start Python four times.
ifdef ONCE
PIP := $(PYTHON) -m pip
LIBRARIES = $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
INSTALL = $(PIP) install --quiet --disable-pip-version-check --no-compile --target "$(LIBRARIES)"
LINK = echo '$(CURDIR)/scripts' > "$(LIBRARIES)/sangkien.pth" \
  && printf '\#!%s\nfrom sangkien.cli import main\nmain()\n' '$(CURDIR)/$(BIN)/python' > $(BIN)/sangkien && chmod +x $(BIN)/sangkien
endif

.PHONY: site pages test test-slow lint fix bench bench-site bench-job bench-lighthouse fuzz wheel mutants same lock clean

site: pages  ## build the site from this clone's last commit, serve it, print the address
	@$(BIN)/python -m sangkien.publish.preview build/site $(PORT)

pages: .venv/site.ok
	$(BIN)/sangkien build
	$(BIN)/python -m sangkien.publish.assemble
	$(BIN)/python -m sangkien.publish.harmless build/site

test: .venv/dev.ok lint  ## everything that must hold: style, types, every test, the repository itself
	$(PYTEST) -m "not slow"
	$(BIN)/sangkien check

test-slow: .venv/dev.ok  ## what is large, long or many at once, and the benchmark in small; CI runs it too
	$(PYTEST) -m slow

lint: .venv/dev.ok
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy
	$(BIN)/mypy scripts/decide.py
	$(BIN)/oxlint --quiet --deny-warnings site tests/js
	$(BIN)/actionlint -shellcheck $(BIN)/shellcheck
	$(BIN)/shellcheck .ci/run .github/fetch.sh
	$(BIN)/zizmor --quiet --offline --persona=pedantic .
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema custom.github-workflows-require-timeout .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --check-metaschema schema/*.schema.json

fix: .venv/dev.ok
	$(BIN)/ruff check --fix scripts tests
	$(BIN)/ruff format scripts tests

bench: .venv/site.ok  ## times beside limits and peers; N="1000 10000 75000 250000 1000000" for the whole curve
	$(BIN)/python tests/bench/bench.py $(N)

bench-site: .venv/site.ok  ## the site of N=4000 honoured innovations: time, memory, size, beside MkDocs and Hugo on the same pages
	$(BIN)/python tests/bench/site.py $(N)

bench-job: .venv/dev.ok  ## the whole job of a gate, from an empty folder to the verdict, beside what it was; N=75000 submissions
	$(BIN)/python tests/bench/job.py $(N)

bench-lighthouse: pages  ## the sample site's pages judged by Lighthouse beside their limits (needs Chromium); N=3 for the median of three
	$(BIN)/python tests/bench/lighthouse.py $(N)

fuzz: .venv/fuzz.ok  ## look for contents that readers and detector fall over, guided by coverage; TIME=60 seconds each
	@mkdir -p build/fuzz/found build/fuzz/told
	$(BIN)/python tests/fuzz/parser.py -max_total_time=$(TIME) -max_len=4096 -timeout=10 -artifact_prefix=build/fuzz/ build/fuzz/found tests/fuzz/corpus
	$(BIN)/python tests/fuzz/detector.py -max_total_time=$(TIME) -max_len=256 -timeout=10 -artifact_prefix=build/fuzz/ build/fuzz/told
	@mkdir -p build/fuzz/letters
	$(BIN)/python tests/fuzz/letters.py -max_total_time=$(TIME) -max_len=2048 -timeout=10 -artifact_prefix=build/fuzz/ build/fuzz/letters

wheel: .venv/gate.ok  ## build/wheel/sangkien-….whl, which gives the gate in any repository
	rm -rf build/wheel build/lib
	$(PIP) wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir build/wheel .

mutants: .venv/dev.ok  ## every small change of a rule against every story: who is not noticed? AT_ONCE=2 for two processes, ONLY="quota quota_ledger"
	PYTHONPATH=tests $(BIN)/python -m mutation --at-once $(or $(AT_ONCE),1) $(ONLY)

same: .venv/dev.ok  ## does BASE=main answer, write and publish byte for byte as the working tree (or HEAD=revision) does? EVERY=1 for all stories, ONLY="audit|--help" for some
	$(BIN)/python tests/compare --every $(or $(EVERY),4) --only "$(ONLY)" $(BASE) $(HEAD)

lock:  ## refresh requirements/*.txt (needs uv)
	for set in gate build site dev bench fuzz; do \
	  uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    requirements/$$set.in -o requirements/$$set.txt; \
	done

clean:
	rm -rf build .venv

# The gate installs what it imports; whatever else is done stands on top of it.
.venv/gate.ok: requirements/gate.txt requirements/build.txt pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes -r requirements/gate.txt
	$(LINK)
	@touch $@

.venv/site.ok: requirements/site.txt .venv/gate.ok
	$(INSTALL) --require-hashes -r requirements/site.txt
	@touch $@

.venv/dev.ok: requirements/dev.txt .venv/site.ok
	$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

.venv/fuzz.ok: requirements/fuzz.txt .venv/dev.ok
	$(INSTALL) --require-hashes -r requirements/fuzz.txt
	@touch $@

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Cần Python 3.11 trở lên. / Python 3.11 or newer is needed."; exit 1; }
	$(PYTHON) -m venv $(if $(ONCE),--without-pip) .venv

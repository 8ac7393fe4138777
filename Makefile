# make run: set-up, then the main job on the sample dossiers. make test: set-up, lint, types, tests.
PY := .venv/bin/python
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
SYSTEM_PACKAGES := libreoffice-calc-nogui libreoffice-writer-nogui poppler-utils fonts-noto-cjk unar

.PHONY: help setup run test lint types eval bench samples

help: ## This list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

"""The kinds that no YAML can say: lists in tables, sentences, forms. Each module follows `extractors.papers`."""

from __future__ import annotations

from extractors.custom import patent_list, social_security, standard, trademark_list
from extractors.papers import CustomKind

MODULES: tuple[CustomKind, ...] = (standard, patent_list, trademark_list, social_security)
"""The kinds written in Python; `extractors.extraction` joins them to those in YAML."""

"""The kinds that no YAML can say: lists in tables, sentences, forms. Each module follows `extractors.papers`."""

from __future__ import annotations

from types import ModuleType

from extractors.custom import (
    application_form,
    appointment,
    cqo,
    credential,
    excellence_model,
    inspection_report,
    name_change,
    organisation_document,
    patent_list,
    social_security,
    standard,
    trademark_list,
)

MODULES: tuple[ModuleType, ...] = (
    application_form,
    standard,
    patent_list,
    trademark_list,
    inspection_report,
    credential,
    cqo,
    appointment,
    social_security,
    excellence_model,
    name_change,
    organisation_document,
)
"""The kinds written in Python; `extractors.extraction` joins them to those in YAML."""

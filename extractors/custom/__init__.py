"""The kinds that no YAML can say: lists in tables, sentences, forms. Each module follows `extractors.papers`."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from extractors.custom import (
    application_form,
    appointment,
    cqo,
    credential,
    event,
    excellence_model,
    inspection_report,
    name_change,
    official_document,
    organisation_document,
    patent_list,
    social_security,
    standard,
    statistic,
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

YIELDS: Mapping[str, str] = {
    "application_form": "application_form",
    "standard": "standard",
    "patent_list": "patent",
    "trademark_list": "trademark",
    "inspection_report": "inspection_report",
    "credential": "credential",
    "cqo_certificate": "cqo_certificate",
    "appointment": "appointment",
    "social_security": "social_security",
    "excellence_model": "excellence_model",
    "name_change": "organisation_document",
    "organisation_document": "organisation_document",
}
"""The evidence type that each of them reads."""

READERS: Mapping[str, ModuleType] = {"statistic": statistic, "official_document": official_document, "event": event}
"""Readers that are active only where a kind's YAML names them (`reader:`); see `extractors.reader_kind`."""

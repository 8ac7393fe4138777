"""The evidence types of the contract and their fields (contract/README.md, "Evidence types and their fields")."""

from __future__ import annotations

from typing import Final

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "business_licence": ("name", "uscc", "established", "address", "business_scope", "expiry_date"),
    "application_form": ("claims",),
    "management_certificate": (
        "kind",
        "standard",
        "certificate_no",
        "holder",
        "issue_date",
        "expiry_date",
        "issuer",
    ),
    "metrology_confirmation": ("level", "certificate_no", "holder", "issue_date", "expiry_date"),
    "standard": ("standard_no", "level", "title", "publish_date", "drafting_units"),
    "secretariat": ("committee", "level", "holder", "joint"),
    "laboratory": ("kind", "number", "holder", "expiry_date"),
    "patent": (
        "patent_no",
        "kind",
        "jurisdiction",
        "title",
        "patentees",
        "filing_date",
        "grant_date",
    ),
    "trademark": (
        "registration_no",
        "jurisdiction",
        "holder",
        "classes",
        "registration_date",
        "expiry_date",
    ),
    "award": ("name", "level", "holder", "issuer", "date"),
    "inspection_report": ("report_no", "kind", "level", "holder", "product", "conclusion", "date"),
    "project": ("name", "project_no", "level", "stage", "holder", "issuer", "date"),
    "high_tech_enterprise": ("certificate_no", "holder", "issue_date", "expiry_date"),
    "excellence_model": ("proof", "holder", "date"),
    "export_certificate": (
        "scheme",
        "market",
        "certificate_no",
        "holder",
        "manufacturer",
        "issue_date",
        "expiry_date",
    ),
    "product_certificate": ("scheme", "certificate_no", "holder", "issue_date", "expiry_date"),
    "credential": ("person", "title", "speciality", "level", "issue_date", "issuer"),
    "cqo_certificate": ("person", "certificate_no", "issue_date"),
    "appointment": ("person", "post", "holder", "date"),
    "social_security": ("holder", "persons", "from_month", "to_month"),
    "organisation_document": ("kind", "holder", "year"),
}

LIST_FIELDS: Final[frozenset[str]] = frozenset({"drafting_units", "patentees", "classes", "persons"})
"""Fields whose value is a tuple of strings; an unread one is an empty tuple."""

FLAG_FIELDS: Final[frozenset[str]] = frozenset({"joint"})
"""Fields whose value is true or false; an unread one is None."""

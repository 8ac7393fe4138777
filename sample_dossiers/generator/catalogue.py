"""Every kind of paper: who draws it, and what a careful reader would take from it (contract type and fields)."""

from __future__ import annotations

import random
from collections.abc import Callable

from .mupdf import Book
from .papers import (
    awards,
    binding,
    inspections,
    licence,
    management,
    metrology,
    organisation,
    patents,
    people,
    projects,
    standards,
    trademarks,
)
from .wording import Data, Layout, add_years

LAYOUTS: dict[str, tuple[Layout, ...]] = {
    "licence": licence.LICENCE,
    "name_change": licence.NAME_CHANGE,
    "management": management.LAYOUTS,
    "mms": metrology.MMS,
    "assurance": metrology.ASSURANCE,
    "patent": patents.CERTIFICATE,
    "foreign_patent": patents.FOREIGN,
    "not_granted": patents.NOT_GRANTED,
    "trademark": trademarks.CERTIFICATE,
    "renewal": trademarks.RENEWAL,
    "transfer": trademarks.TRANSFER,
    "foreign_trademark": trademarks.FOREIGN,
    "standard": standards.STANDARD,
    "wrong_proof": standards.WRONG_PROOF,
    "committee": standards.COMMITTEE,
    "award": awards.AWARD,
    "excellence": awards.EXCELLENCE,
    "high_tech": awards.HIGH_TECH,
    "report": inspections.REPORT,
    "cnas": inspections.CNAS,
    "approval": projects.APPROVAL,
    "acceptance": projects.ACCEPTANCE,
    "export": projects.EXPORT,
    "product": projects.PRODUCT,
    "title": people.TITLE,
    "cqo": people.CQO,
    "appointment": people.APPOINTMENT,
    "social": people.SOCIAL,
}
VARIANTS: dict[str, Callable[[Book, Data, random.Random, int], None]] = {**organisation.DRAWERS, **binding.DRAWERS}


def draw(book: Book, paper: Data, seed: str) -> None:
    """Draw one paper; the layout is the plan's, else chosen by the seed."""
    rng = random.Random(seed)
    kind = paper["kind"]
    if kind in VARIANTS:
        variant = rng.randrange(3)
        VARIANTS[kind](book, {"doc": kind, **paper}, rng, paper.get("layout", variant))
        return
    choice = rng.randrange(len(LAYOUTS[kind])) if kind != "management" else rng.choice([0, 1, 2, 4])
    LAYOUTS[kind][paper.get("layout", choice)](book, paper, rng)


def _pick(paper: Data, **names: str) -> Data:
    return {ours: paper.get(theirs) for ours, theirs in names.items()}


def fields(paper: Data) -> tuple[str, Data] | None:
    """The contract's type and the deciding fields; None for what is no item of evidence."""
    kind = paper["kind"]
    if kind == "licence":
        return "business_licence", _pick(paper, name="name", uscc="uscc", established="established")
    if kind == "name_change":
        return "organisation_document", {"kind": "name_change"}
    if kind == "management":
        system = {"iatf": "qms"}.get(paper["system"], paper["system"])
        english = paper.get("layout") == 3
        return "management_certificate", {
            "kind": system,
            "certificate_no": paper["no"],
            "expiry_date": paper.get("expiry"),
            "holder": paper["holder_en"] if english else paper["holder"],
        }
    if kind == "mms":
        return "management_certificate", {"kind": "mms"} | _pick(
            paper, certificate_no="no", holder="holder", expiry_date="expiry"
        )
    if kind == "assurance":
        return "metrology_confirmation", _pick(
            paper, level="level", certificate_no="no", holder="holder", expiry_date="expiry"
        )
    if kind == "patent":
        return "patent", {"jurisdiction": "CN", "kind": paper["type"], "patentees": paper["owners"]} | _pick(
            paper, patent_no="no", grant_date="granted", filing_date="filed"
        )
    if kind == "foreign_patent":
        return "patent", {"kind": "invention", "jurisdiction": "US"} | _pick(
            paper, patent_no="no", grant_date="granted"
        )
    if kind == "not_granted":
        return "patent", {"patent_no": paper["no"].removeprefix("ZL"), "grant_date": None}
    if kind == "trademark":
        return "trademark", {"jurisdiction": "CN", "registration_no": str(paper["no"])} | _pick(
            paper, holder="holder", registration_date="registered", expiry_date="expiry"
        )
    if kind == "renewal":
        return "trademark", {"jurisdiction": "CN", "registration_no": str(paper["no"])}
    if kind == "foreign_trademark":
        return "trademark", {"registration_no": str(paper["no"]).replace(",", "").replace(" ", "")} | _pick(
            paper, registration_date="registered"
        )
    if kind in {"standard", "wrong_proof"}:
        return "standard", {"standard_no": paper["no"], "level": paper["level"]} | (
            {"publish_date": paper.get("published"), "drafting_units": paper["units"]} if kind == "standard" else {}
        )
    if kind == "committee":
        return "secretariat", {"joint": len(paper["units"]) > 1} | _pick(paper, committee="committee", level="level")
    if kind == "award":
        return "award", _pick(paper, name="name", level="level", holder="holder", date="date")
    if kind == "excellence":
        return "excellence_model", _pick(paper, holder="holder", date="date")
    if kind == "high_tech":
        return "high_tech_enterprise", _pick(paper, certificate_no="no", holder="holder", issue_date="issue") | {
            "expiry_date": add_years(paper["issue"], 3)
        }
    if kind == "report":
        return "inspection_report", {"kind": "supervision" if "抽查" in paper["category"] else "entrusted"} | _pick(
            paper, report_no="no", level="level", holder="holder", conclusion="conclusion"
        )
    if kind == "cnas":
        return "laboratory", {"kind": "cnas"} | _pick(paper, number="no", expiry_date="expiry")
    if kind in {"approval", "acceptance"}:
        return "project", {"stage": kind} | _pick(paper, name="name", level="level", holder="holder")
    if kind == "export":
        return "export_certificate", _pick(paper, scheme="scheme", certificate_no="no", expiry_date="expiry")
    if kind == "product":
        return "product_certificate", _pick(paper, scheme="scheme", certificate_no="no", expiry_date="expiry")
    if kind == "title":
        return "credential", _pick(paper, person="person", level="level", speciality="speciality", issue_date="date")
    if kind == "cqo":
        return "cqo_certificate", _pick(paper, person="person", certificate_no="no")
    if kind == "appointment":
        return "appointment", _pick(paper, person="person", holder="holder", date="date")
    if kind == "social":
        return "social_security", {"persons": [p["name"] for p in paper["persons"]]} | _pick(
            paper, holder="holder", from_month="from", to_month="to"
        )
    if kind in organisation.DRAWERS:
        return "organisation_document", {"kind": kind}
    return None

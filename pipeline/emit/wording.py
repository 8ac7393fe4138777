"""How papers, places and points are written for a reviewer, the same in sheet, PDF and explanation."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from extractors.document import PageId
from extractors.evidence import Evidence
from pipeline.emit.labels import field_name, value_text, word

_NAMING: Final[dict[str, tuple[str, ...]]] = {
    "business_licence": ("name",),
    "management_certificate": ("kind", "certificate_no"),
    "metrology_confirmation": ("level", "certificate_no"),
    "standard": ("standard_no", "title"),
    "secretariat": ("level", "committee"),
    "laboratory": ("kind", "number"),
    "patent": ("kind", "patent_no"),
    "trademark": ("registration_no",),
    "award": ("level", "name"),
    "inspection_report": ("date", "conclusion", "report_no"),
    "project": ("stage", "project_no", "name"),
    "export_certificate": ("scheme", "certificate_no"),
    "product_certificate": ("scheme", "certificate_no"),
    "credential": ("person", "title"),
    "cqo_certificate": ("person",),
    "appointment": ("person", "post"),
    "social_security": ("persons",),
    "organisation_document": ("kind", "year"),
    "excellence_model": ("proof",),
    "statistic": ("measure", "value", "unit", "period"),
    "official_document": ("document_no", "title"),
    "event": ("date", "title"),
}
"""Which fields name a paper, in order; the others: the number, else the holder."""


def points_text(points: Decimal) -> str:
    """Points without needless zeros: 5, 2.5."""
    text = format(points, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def headline(evidence: Evidence) -> str:
    """The paper in one phrase: `专利 发明 ZL202010430096.0`."""
    names = _NAMING.get(evidence.type, ("certificate_no", "number", "holder"))
    told = [value_text(evidence.type, n, evidence.value(n)) for n in names if evidence.value(n) not in (None, ())]
    return " ".join([word("types", evidence.type), *told])


def key_fields(evidence: Evidence, skip: Sequence[str] = ()) -> str:
    """All that was read, in the contract's order: `专利号：ZL…；授权公告日：2021-05-01`."""
    return "；".join(
        f"{field_name(evidence.type, name)}：{value_text(evidence.type, name, evidence.value(name))}"
        for name in evidence.fields
        if name not in skip and evidence.value(name) not in (None, ())
    )


def unread_fields(evidence: Evidence) -> str:
    """The names of the fields that could not be read."""
    return "、".join(
        field_name(evidence.type, name)
        for name in evidence.fields
        if evidence.value(name) in (None, ()) and name != "claims"
    )


def anchor_page(evidence: Evidence) -> PageId | None:
    """The page of the paper's number or title."""
    if evidence.anchor is not None:
        return evidence.anchor.page
    return evidence.pages[0] if evidence.pages else None


def page_text(page: PageId) -> str:
    """A place in words: `证书/a.pdf 第2页`, `总结.docx（图片 image1.png）`."""
    told = page.file
    if page.part:
        return f"{told}（图片 {page.part.rsplit('/', 1)[-1]}）"
    return told if page.number is None else f"{told} 第{page.number}页"


def place_text(evidence: Evidence) -> str:
    """Where the paper stands, in words."""
    page = anchor_page(evidence)
    return "" if page is None else page_text(page)

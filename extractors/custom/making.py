"""Fields and items of evidence from what a kind written in Python has found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from extractors import strict_yaml
from extractors.confidence import certain_of
from extractors.document import PageId, Span
from extractors.evidence import Check, Evidence, Field, Reading, Reason, Value
from extractors.fields import FIELDS, LIST_FIELDS
from extractors.papers import Paper
from extractors.table_text import TableCell
from extractors.tables import Row
from extractors.torn import is_torn

DATA = Path(__file__).parent / "data"

DECIDING: Final[dict[str, tuple[str, ...]]] = {
    "standard": ("standard_no", "level", "publish_date", "drafting_units"),
    "patent": ("patent_no", "kind", "patentees", "grant_date"),
    "trademark": ("registration_no", "holder", "registration_date"),
    "social_security": ("holder", "persons", "from_month", "to_month"),
    "inspection_report": ("report_no", "kind", "level", "holder", "conclusion", "date"),
    "credential": ("person", "title", "level", "issue_date", "issuer"),
    "cqo_certificate": ("person",),
    "appointment": ("person", "post", "holder"),
    "excellence_model": ("proof", "holder"),
    "organisation_document": ("kind",),
    "statistic": ("measure", "value", "unit", "period", "place"),
    "official_document": ("title", "issuer", "date"),
    "event": ("kind", "title", "date", "count"),
}
"""The fields without which no points can be told, by type."""

NOT_ON_ROWS: Final = frozenset({("patent", "patentees"), ("trademark", "holder"), ("trademark", "registration_date")})
"""What a company's own list of its rights may leave out."""


ONLY_WHERE_READ: Final = frozenset({("statistic", "period"), ("statistic", "place"), ("event", "count")})
"""What a paper may leave out: it decides where it stands there, since a misread one would deceive."""


def load_data(name: str) -> Any:
    """A data file beside this module: strings only."""
    path = DATA / name
    return strict_yaml.load(path.read_text(encoding="utf-8"), path.name)


def read_field(
    paper: Paper,
    value: Value,
    start: int,
    end: int,
    *,
    check: Check = "none",
    labelled: bool = True,
    agreed: bool = False,
    disputed: bool = False,
    repaired: str | None = None,
    derived: str | None = None,
) -> Field:
    """A field that stands at `paper.text[start:end]`."""
    torn = paper.via(start) == "text" and is_torn(paper.text, start, end)
    score = 0.0 if torn else paper.score(start, end)
    reading = Reading(paper.via(start), score, check, labelled, agreed, disputed, repaired, derived)
    return Field(value, paper.raw(start, end), paper.span(start, end), reading)


def cell_field(
    cell: TableCell, value: Value, *, check: Check = "none", labelled: bool = True, repaired: str | None = None
) -> Field:
    """A field that is the text of one cell of a list."""
    reading = Reading(cell.via, cell.score, check, labelled, repaired=repaired)
    return Field(value, cell.raw, cell.span, reading)


def known(value: Value) -> Field:
    """A field that follows from the kind of the paper and not from one place on it."""
    return Field(value)


def item(
    type_: str,
    kind: str,
    paper: Paper,
    fields: Mapping[str, Field],
    *,
    anchor: Span | None = None,
    extras: Mapping[str, Field] | None = None,
    marks: Iterable[str] = (),
    reasons: Iterable[Reason] = (),
    pages: tuple[PageId, ...] | None = None,
    names: tuple[str, ...] = (),
) -> Evidence:
    """One item with every field of its type; what was not found is None (a list: empty).

    `names`: the fields of a type that the contract does not know.
    """
    empty = {n: Field(() if n in LIST_FIELDS else None) for n in FIELDS.get(type_) or names}
    unknown = set(fields) - set(empty)
    if unknown:
        raise ValueError(f"{type_} has no field {sorted(unknown)}")
    complete = {**empty, **fields}
    via = "ocr" if any(p.via == "ocr" for p in paper.pages) else "text"
    found = Evidence(
        type_,
        kind,
        complete,
        pages or paper.page_ids,
        "ocr" if via == "ocr" else "text",
        anchor=anchor,
        extras=dict(extras or {}),
        marks=frozenset(marks),
        reasons=tuple(reasons),
    )
    return replace(found, confidence=confidence_of(found), deciding=deciding_of(found))


def row_item(
    type_: str,
    kind: str,
    paper: Paper,
    row: Row,
    fields: Mapping[str, Field],
    *,
    anchor: Span | None = None,
    extras: Mapping[str, Field] | None = None,
    marks: Iterable[str] = (),
    names: tuple[str, ...] = (),
) -> Evidence:
    """One row of a list as an item: its pages, and the row as its place."""
    return item(
        type_,
        kind,
        paper,
        fields,
        anchor=anchor or row.span,
        extras=extras,
        marks={"list_row", *marks},
        pages=row.page_ids,
        names=names,
    )


def deciding_of(found: Evidence) -> tuple[str, ...]:
    """The deciding fields of this paper; a row of a list may leave some out."""
    return tuple(
        name
        for name in DECIDING.get(found.type, ())
        if not ((found.type, name) in NOT_ON_ROWS and "list_row" in found.marks and not found.fields[name].raw)
        and not ((found.type, name) in ONLY_WHERE_READ and found.fields[name].value is None)
    )


def confidence_of(found: Evidence) -> float:
    """The certainty of the worst deciding field; a field that is unread leaves the paper at `UNREAD`."""
    return round(min((certain_of(found.fields[name]) for name in deciding_of(found)), default=1.0), 3)

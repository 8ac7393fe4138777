"""Evidence: what a paper proves, every field with the place where it stands and how well it was read.

A claim (what the applicant says of itself) is another type: see `Claim`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from extractors.document import PageId, Span, Via

Value = str | tuple[str, ...] | bool | int | None
Check = Literal["passed", "failed", "none"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a field was read: the named signals from which `extractors.confidence` computes one certainty.

    via: text layer or OCR; score: lowest character score (1.0 for a text layer); check: a check digit or a strict
    grammar that leaves no other reading; labelled: stood beside its label (False: a bare pattern or a position);
    agreed: a second reading says the same (other language, printed range, list, second pass); disputed: a second
    reading says something else; repaired: what was replaced, in words; derived: computed, not printed.
    """

    via: Via = "text"
    score: float = 1.0
    check: Check = "none"
    labelled: bool = True
    agreed: bool = False
    disputed: bool = False
    repaired: str | None = None
    derived: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One value: normalised, as printed (`raw`), where (`span`; None if constant or derived), and how well read."""

    value: Value
    raw: str = ""
    span: Span | None = None
    reading: Reading = Reading()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a paper is doubted or refused: a code of the contract and one Chinese sentence for the reviewer."""

    code: str
    detail: str


@dataclass(frozen=True)
class Evidence:
    """One recognised paper (or one row of a list).

    type: evidence type of the contract; kind: id of the YAML or parser that recognised it; fields: all fields of the
    type (an unread one has value None); extras: further facts for matching (uscc, address, manufacturer, status, …);
    anchor: the number or the title, else None; pages: every page of the paper; marks: facts about the form of the
    paper ("list_row", "photo_only", "draft_standard", "withdrawn", …; documented in docs/evidence-marks.md);
    deciding: the fields that `confidence` is the least certain of.
    """

    type: str
    kind: str
    fields: Mapping[str, Field]
    pages: tuple[PageId, ...]
    via: Via
    anchor: Span | None = None
    extras: Mapping[str, Field] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    reasons: tuple[Reason, ...] = ()
    confidence: float = 0.0
    id: str = ""
    deciding: tuple[str, ...] = ()

    def value(self, name: str) -> Value:
        """The value of a field or an extra, None where it is unread."""
        found = self.fields.get(name) or self.extras.get(name)
        return found.value if found is not None else None

    def text(self, name: str) -> str | None:
        """The value where it is a single string, else None."""
        value = self.value(name)
        return value if isinstance(value, str) else None

    def names(self, name: str) -> tuple[str, ...]:
        """The value as a tuple of strings (one name: a tuple of one)."""
        value = self.value(name)
        if isinstance(value, tuple):
            return value
        return (value,) if isinstance(value, str) else ()

    def with_reason(self, code: str, detail: str) -> Evidence:
        if any(r.code == code for r in self.reasons):
            return self
        return replace(self, reasons=(*self.reasons, Reason(code, detail)))


@dataclass(frozen=True, slots=True)
class ClaimItem:
    """One thing that the form names under an indicator: a number, a date, a person, a title (any may be None)."""

    text: str
    number: str | None = None
    date: str | None = None
    name: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What the form says of one line; `indicator` is an id of the rubric, None where it could not be told."""

    indicator: str | None
    label: str
    score: Decimal | None = None
    count: int | None = None
    ticked: bool | None = None
    items: tuple[ClaimItem, ...] = ()
    span: Span | None = None


@dataclass(frozen=True)
class ApplicationForm:
    """The form (申报表): who applies and what is claimed. Itself one item of evidence of type `application_form`."""

    evidence: Evidence
    applicant: Field = Field(None)
    uscc: Field = Field(None)
    address: Field = Field(None)
    established: Field = Field(None)
    claims: tuple[Claim, ...] = field(default=())

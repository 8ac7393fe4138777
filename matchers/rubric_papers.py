"""Which papers a rubric means, and what it asks of each: the part of the rubric's types that names papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field as Constraint

from matchers.rubric_measures import Deed, Measure
from matchers.rule_forms import Strict

CheckName = Literal[
    "holder",
    "valid",
    "issued",
    "named",
    "published",
    "granted",
    "in_term",
    "own_registration",
    "registered",
    "giver",
    "inspected",
    "inspection_level",
    "science_department",
    "undertaker",
    "founded",
    "strong_proof",
    "developed_market",
    "last_year",
    "person",
    "decided",
]
"""What is asked of a paper; each name is a function in `matchers.checks`."""


@dataclass(frozen=True, kw_only=True)
class Source(Strict):
    """Where the rule stands: official text, clause, and its exact words."""

    document: str = ""
    clause: str
    quote: str


@dataclass(frozen=True, kw_only=True)
class Window(Strict):
    """`years` back from the as-of day, by `field`. rolling: same day of the year, ends included."""

    field: str
    years: Annotated[int, Constraint(ge=1, le=100)]
    basis: Literal["rolling", "calendar"] = "rolling"


@dataclass(frozen=True, kw_only=True)
class Lasting(Strict):
    """A stretch printed by two fields (公示时间) and the working days that it must last, both ends counted.

    short: what a shorter stretch does; question where the text does not say that it needs so many days.
    """

    from_field: str = "from_date"
    to_field: str = "to_date"
    working_days: Annotated[int, Constraint(ge=1, le=250)]
    short: Literal["reject", "question"] = "reject"


@dataclass(frozen=True, kw_only=True)
class Share(Strict):
    """The part of the points where a field is true (联合承担 half); `otherwise`: what another reading gives."""

    when: str
    factor: Annotated[Decimal, Constraint(gt=0, le=1)]
    otherwise: Annotated[Decimal, Constraint(gt=0, le=1)] = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Doubt(Strict):
    """What a person must look at, whatever the papers of the selection say: code (empty: none), why, what follows.

    question: counts 0 in the draft, in the range's upper end; propose: counts in the draft, not in the lower end, and
    the paper is questioned; soft: the same for a paper that is itself in order (an open reading); reject: never counts.
    """

    code: str = ""
    because: str
    effect: Literal["question", "propose", "soft", "reject"] = "question"


@dataclass(frozen=True, kw_only=True)
class Bundle(Strict):
    """Papers that only together make one item: by which fields they belong together, which stages are needed."""

    by: tuple[str, ...]
    field: str
    needs: tuple[str, ...]
    proposed_alone: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Selection(Strict):
    """Which papers, and what is asked of each before it counts."""

    title: str
    type: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    holder: str = "holder"
    checks: tuple[CheckName, ...] = ()
    window: Window | None = None
    older_than: Window | None = None
    lasting: Lasting | None = None
    expired: Literal["reject", "open", "soft"] = "reject"
    """What an ended validity does. open: refused, but another reading of the text would take it (upper end)."""
    validity_unread: Literal["question", "propose", "soft", "accept"] = "question"
    distinct: tuple[str, ...] = ()
    share: Share | None = None
    doubt: Doubt | None = None
    bundle: Bundle | None = None
    assemble: Literal["paper", "bundle", "person", "officer"] = "paper"
    speciality: Literal["quality", "listed", "none"] = "none"
    measure: Measure | None = None
    """For statistics of a plan: what must be measured, where and when (`matchers.progress`)."""
    deed: Deed | None = None
    """For documents and events of a plan: what their titles must name, and what that shows."""

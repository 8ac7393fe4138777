"""A rubric as loaded: citations, groups, lines, rule forms (a closed set), readings, conditions.

The types stand on pydantic only where YAML comes in (extra keys refused); afterwards they are plain frozen values.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field as Constraint

from matchers.rule_forms import Points, Rule, Strict

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
    expired: Literal["reject", "open", "soft"] = "reject"
    """What an ended validity does. open: refused, but another reading of the text would take it (upper end)."""
    validity_unread: Literal["question", "propose", "soft", "accept"] = "question"
    distinct: tuple[str, ...] = ()
    share: Share | None = None
    doubt: Doubt | None = None
    bundle: Bundle | None = None
    assemble: Literal["paper", "bundle", "person", "officer"] = "paper"
    speciality: Literal["quality", "listed", "none"] = "none"


@dataclass(frozen=True, kw_only=True)
class OpenReading(Strict):
    """A question that the text leaves open: the reading taken, the other, and the rule under the other (if one)."""

    question: str
    default: str
    other: str
    handbook: str = ""
    rule: Rule | None = None


@dataclass(frozen=True, kw_only=True)
class Material(Strict):
    """One thing that the 材料 column lists: its name and the selections that bring it."""

    name: str
    of: tuple[str, ...]
    instead: tuple[str, ...] = ()
    """Selections that make this material needless (a CNAS certificate for summary and photos)."""


@dataclass(frozen=True, kw_only=True)
class Indicator(Strict):
    """One scored line."""

    id: str
    name: str
    group: str
    max: Points
    source: Source
    materials: str
    papers: Mapping[str, Selection]
    rule: Rule
    at_most: Literal["high", "medium", "low"] = "high"
    reading: tuple[OpenReading, ...] = ()
    needs: tuple[Material, ...] = ()
    signs: tuple[str, ...] = ()
    """Words that make an unrecognised page suspect for this line; `+` joins words that must stand together."""


@dataclass(frozen=True, kw_only=True)
class Group(Strict):
    """一级指标 with the sum of its lines as cap."""

    id: str
    title: str
    max: Points


@dataclass(frozen=True, kw_only=True)
class Eligibility(Strict):
    """One condition: settled by papers (`met_by`: each inner list needs one `indicator:selection`) or by a check."""

    id: str
    text: str
    source: Source
    met_by: tuple[tuple[str, ...], ...] = ()
    check: Literal["papers", "registered_manufacturer", "no_failure", "people_decide"] = "people_decide"


@dataclass(frozen=True, kw_only=True)
class District(Strict):
    """Where the applicant must be registered: its name, and the names that its parts have in addresses."""

    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rubric(Strict):
    """One edition of one scheme."""

    id: str
    title: str
    document: str
    as_of: datetime.date
    in_force_until: datetime.date | None = None
    district: District | None = None
    groups: tuple[Group, ...]
    eligibility: tuple[Eligibility, ...] = ()
    indicators: tuple[Indicator, ...]

    @property
    def max_score(self) -> Decimal:
        """The sum of the groups' caps."""
        return sum((g.max for g in self.groups), Decimal(0))

    def indicator(self, indicator_id: str) -> Indicator:
        """The line with that id; KeyError if there is none."""
        return next(i for i in self.indicators if i.id == indicator_id)

"""A rubric as loaded: citations, groups, lines, rule forms (a closed set), readings, conditions.

The types stand on pydantic only where YAML comes in (extra keys refused); afterwards they are plain frozen values.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field as Constraint

Points = Annotated[Decimal, Constraint(ge=0, le=1000)]
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


class _Strict:
    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}


@dataclass(frozen=True, kw_only=True)
class Source(_Strict):
    """Where the rule stands: official text, clause, and its exact words."""

    document: str = ""
    clause: str
    quote: str


@dataclass(frozen=True, kw_only=True)
class Window(_Strict):
    """`years` back from the as-of day, by `field`. rolling: same day of the year, ends included."""

    field: str
    years: Annotated[int, Constraint(ge=1, le=100)]
    basis: Literal["rolling", "calendar"] = "rolling"


@dataclass(frozen=True, kw_only=True)
class Share(_Strict):
    """The part of the points where a field is true (联合承担 half); `otherwise`: what another reading gives."""

    when: str
    factor: Annotated[Decimal, Constraint(gt=0, le=1)]
    otherwise: Annotated[Decimal, Constraint(gt=0, le=1)] = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Doubt(_Strict):
    """What a person must look at, whatever the papers of the selection say: code (empty: none), why, what follows.

    question: counts 0 in the draft, in the range's upper end; propose: counts in the draft, not in the lower end, and
    the paper is questioned; soft: the same for a paper that is itself in order (an open reading); reject: never counts.
    """

    code: str = ""
    because: str
    effect: Literal["question", "propose", "soft", "reject"] = "question"


@dataclass(frozen=True, kw_only=True)
class Bundle(_Strict):
    """Papers that only together make one item: by which fields they belong together, which stages are needed."""

    by: tuple[str, ...]
    field: str
    needs: tuple[str, ...]
    proposed_alone: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Selection(_Strict):
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
class Each(_Strict):
    """每项 n 分."""

    form: Literal["each"]
    of: tuple[str, ...]
    points: Points


@dataclass(frozen=True, kw_only=True)
class Presence(_Strict):
    """有则得 n 分, once however many; `first`: the best units stand first (for the basis only)."""

    form: Literal["presence"]
    of: tuple[str, ...]
    points: Points


@dataclass(frozen=True, kw_only=True)
class Tier(_Strict):
    """达到 at_least 项得 points 分."""

    at_least: Annotated[int, Constraint(ge=1)]
    points: Points


@dataclass(frozen=True, kw_only=True)
class Count(_Strict):
    """达到 n 项得 m 分: the highest tier reached."""

    form: Literal["count"]
    of: tuple[str, ...]
    tiers: Annotated[tuple[Tier, ...], Constraint(min_length=1)]


@dataclass(frozen=True, kw_only=True)
class Streak(_Strict):
    """连续 n 年: one unit in each of `years` calendar years, the last 0, 1, … before the as-of year; none `unless`."""

    form: Literal["streak"]
    of: tuple[str, ...]
    unless: tuple[str, ...] = ()
    years: Annotated[int, Constraint(ge=1, le=20)]
    ending: tuple[int, ...] = (0,)
    within_months: Annotated[int, Constraint(ge=1)] | None = None
    """Another reading of 近三年: only papers of the last so many months."""
    points: Points


@dataclass(frozen=True, kw_only=True)
class Threshold(_Strict):
    """A number on a paper reaches `at_least` (unit stated)."""

    form: Literal["threshold"]
    of: tuple[str, ...]
    field: str
    at_least: Decimal
    unit: str
    points: Points


@dataclass(frozen=True, kw_only=True)
class Manual(_Strict):
    """专家评议: papers are collected, no points proposed; the range is 0 to the maximum."""

    form: Literal["manual"]
    of: tuple[str, ...] = ()
    points: Points


@dataclass(frozen=True, kw_only=True)
class BestOf(_Strict):
    """就高不就低."""

    form: Literal["best_of"]
    parts: Annotated[tuple[Rule, ...], Constraint(min_length=1)]
    by: Literal["points", "order"] = "points"
    """order: the first part that has a unit counts, even where a later one would give more (只计最高级别)."""


@dataclass(frozen=True, kw_only=True)
class SumOf(_Strict):
    """分值累计."""

    form: Literal["sum_of"]
    parts: Annotated[tuple[Rule, ...], Constraint(min_length=1)]


@dataclass(frozen=True, kw_only=True)
class Condition(_Strict):
    """The inner rule counts only where each selection of `requires` has a unit; else what it gives is questioned."""

    form: Literal["condition"]
    requires: tuple[str, ...]
    rule: Rule


Rule = Annotated[
    Each | Presence | Count | Streak | Threshold | Manual | BestOf | SumOf | Condition,
    Constraint(discriminator="form"),
]
FORMS = ("each", "presence", "count", "streak", "threshold", "manual", "best_of", "sum_of", "condition")


@dataclass(frozen=True, kw_only=True)
class OpenReading(_Strict):
    """A question that the text leaves open: the reading taken, the other, and the rule under the other (if one)."""

    question: str
    default: str
    other: str
    handbook: str = ""
    rule: Rule | None = None


@dataclass(frozen=True, kw_only=True)
class Material(_Strict):
    """One thing that the 材料 column lists: its name and the selections that bring it."""

    name: str
    of: tuple[str, ...]
    instead: tuple[str, ...] = ()
    """Selections that make this material needless (a CNAS certificate for summary and photos)."""


@dataclass(frozen=True, kw_only=True)
class Indicator(_Strict):
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
class Group(_Strict):
    """一级指标 with the sum of its lines as cap."""

    id: str
    title: str
    max: Points


@dataclass(frozen=True, kw_only=True)
class Eligibility(_Strict):
    """One condition: settled by papers (`met_by`: each inner list needs one `indicator:selection`) or by a check."""

    id: str
    text: str
    source: Source
    met_by: tuple[tuple[str, ...], ...] = ()
    check: Literal["papers", "registered_manufacturer", "no_failure", "people_decide"] = "people_decide"


@dataclass(frozen=True, kw_only=True)
class District(_Strict):
    """Where the applicant must be registered: its name, and the names that its parts have in addresses."""

    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rubric(_Strict):
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

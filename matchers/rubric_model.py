"""A rubric as loaded: citations, groups, lines, rule forms (a closed set), readings, conditions.

The types stand on pydantic only where YAML comes in (extra keys refused); afterwards they are plain frozen values.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from matchers.rubric_calls import AfterAward, Call
from matchers.rubric_conditions import ConditionReading, Eligibility, Winner
from matchers.rubric_measures import Deed, Measure
from matchers.rubric_papers import Bundle, CheckName, Doubt, Lasting, Selection, Share, Source, Window
from matchers.rubric_progress import PlanPeriod, ResponsibleUnit, SubItem, Target, Task, TaskTier
from matchers.rubric_tables import SummaryTable
from matchers.rule_forms import Points, Rule, Strict

__all__ = [
    "AfterAward",
    "Bundle",
    "Call",
    "CheckName",
    "ConditionReading",
    "Deed",
    "District",
    "Doubt",
    "Eligibility",
    "Group",
    "Indicator",
    "Lasting",
    "Material",
    "Measure",
    "OpenReading",
    "PlanPeriod",
    "ResponsibleUnit",
    "Rubric",
    "Selection",
    "Share",
    "Source",
    "SubItem",
    "SummaryTable",
    "Target",
    "Task",
    "TaskTier",
    "Window",
    "Winner",
]


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
    papers: Mapping[str, Selection] = field(default_factory=dict)
    rule: Rule
    at_most: Literal["high", "medium", "low"] = "high"
    reading: tuple[OpenReading, ...] = ()
    needs: tuple[Material, ...] = ()
    units: tuple[str, ...] = ()
    """Units in charge, as printed; empty where every applicant answers for the line."""
    target: Target | None = None
    sub_items: tuple[SubItem, ...] = ()
    uneven: str = ""
    """Where the points that the text prints for the sub-items do not add up to the line's: what is wrong, in words."""
    todo: str = ""
    """What a person still has to settle in a drafted rubric; a rubric that carries one is told so by `check`."""
    signs: tuple[str, ...] = ()
    """Words that make an unrecognised page suspect for this line; `+` joins words that must stand together."""


@dataclass(frozen=True, kw_only=True)
class Group(Strict):
    """一级指标 with the sum of its lines as cap."""

    id: str
    title: str
    max: Points
    capped: bool = False
    """The lines may sum to more; the group's maximum holds. Otherwise they must sum to it exactly."""


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
    text: tuple[str, ...] = ()
    """Files with the official wording, relative to the rubric's file; every quotation must stand in one of them."""
    total: Points | None = None
    """The sum that the official text states; absent where it states none."""
    as_of: datetime.date
    in_force_until: datetime.date | None = None
    applicant: Literal["organisation", "person", "unit"] = "organisation"
    """Who hands the dossier in: an enterprise, a person, or a unit of government (a bureau, a district)."""
    kinds: tuple[str, ...] = ()
    """Folders of kinds of paper that only this scheme knows, relative to the rubric's file."""
    calls: tuple[Call, ...] = ()
    after_award: AfterAward | None = None
    district: District | None = None
    groups: tuple[Group, ...] = ()
    eligibility: tuple[Eligibility, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    winners: tuple[Winner, ...] | None = None
    """Winners of earlier rounds, from the user (here, or `winners.csv` beside the rubric); None: no list was given."""
    units: tuple[ResponsibleUnit, ...] = ()
    """The units of government that a plan puts in charge (applicant: unit), with their other names and members."""
    period: PlanPeriod | None = None
    """From when until when a plan's tasks are done; each of its years counts for what is due every year."""
    tables: tuple[SummaryTable, ...] = ()
    """Sheets over all dossiers of a run: a list of those recommended, figures due on a day."""

    @property
    def max_score(self) -> Decimal:
        """The sum of the groups' caps."""
        return sum((g.max for g in self.groups), Decimal(0))

    def indicator(self, indicator_id: str) -> Indicator:
        """The line with that id; KeyError if there is none."""
        return next(i for i in self.indicators if i.id == indicator_id)

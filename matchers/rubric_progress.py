"""Targets and tasks of a plan: rows that a unit fulfils by a day, beside or instead of points."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field as Constraint

from matchers.rubric_papers import Source
from matchers.rule_forms import Points, Rule, Strict

Rhythm = Literal["once", "year", "quarter", "ongoing", "already"]
"""once, by the deadline; year, quarter: in each of the plan's years; ongoing: no day (持续开展); already: 已完成."""


@dataclass(frozen=True, kw_only=True)
class ResponsibleUnit(Strict):
    """A unit in charge as the plan prints it, with the other names of the same unit.

    members: for a collective, the units that belong to it; `*` means every unit of the plan. collective: the text
    leaves open who else belongs to it (各相关部门, 市质监局等部门). place: a district's own name.
    successors: names of the units that took over its duties; such a unit answers for every unit it took over.
    """

    name: str
    also: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    collective: bool = False
    place: str = ""
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanPeriod(Strict):
    """The first and the last day of a plan; what was done before it shows no task of the plan done."""

    start: datetime.date
    end: datetime.date


@dataclass(frozen=True, kw_only=True)
class Task(Strict):
    """One task of the plan's breakdown: exact words, units in charge (the first leads), and when it is due.

    `due` is the printed wording; `deadline` its last day (`2018-10-31`, or `09-30` of each year), empty where the
    wording names none (持续开展).
    """

    id: str
    text: str
    units: tuple[str, ...] = ()
    units_as: str = ""
    """The task whose units hold here too, where the printed cell is empty because it is merged with the one above."""
    due: str = ""
    deadline: Annotated[str, Constraint(pattern=r"^(\d{4}-\d{2}-\d{2}|\d{2}-\d{2})?$")] = ""
    every: Rhythm = "once"
    aspect: str = ""
    """The heading beside the task within its sub-item, as printed (产品质量方面)."""
    note: str = ""
    """What is peculiar about the printed row, and how it is read."""
    papers: tuple[str, ...] = ()
    """Selections of the line, any one of which shows the task done; neither these nor a rule: people decide."""
    rule: Rule | None = None
    """For a task that a number settles: it is done where the rule is fulfilled."""


@dataclass(frozen=True, kw_only=True)
class TaskTier(Strict):
    """Points that the sub-item's own wording grades: given where these tasks are done and these papers are there.

    Neither tasks nor papers: only a person can tell whether the grade is reached.
    """

    quote: str
    points: Points
    tasks: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SubItem(Strict):
    """One sub-item of 考核评分方法 with its own points (absent where the plan prints none) and its tasks."""

    id: str
    source: Source
    points: Points | None = None
    tiers: tuple[TaskTier, ...] = ()
    tasks: tuple[Task, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Target(Strict):
    """The value at the start and the value to reach, as printed; `kind` says how the line's rule is read."""

    baseline: str = ""
    goal: str = ""
    kind: Literal["value", "trend", "rank", "deed", "people_decide"] = "people_decide"
    remark: str = ""
    note: str = ""
    """What is peculiar about the printed row (an empty goal), and how it is read."""

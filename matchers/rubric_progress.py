"""Targets and tasks of a plan: rows that a unit fulfils by a day, beside or instead of points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matchers.rubric_papers import Source
from matchers.rule_forms import Points, Strict


@dataclass(frozen=True, kw_only=True)
class Task(Strict):
    """One task of the plan's breakdown: exact words, units in charge (the first leads), and when it is due.

    `due` is the printed wording; `deadline` its last day (`2018-10-31`, or `09-30` of each year), empty where the
    wording names none (持续开展).
    """

    id: str
    text: str
    units: tuple[str, ...] = ()
    due: str = ""
    deadline: str = ""
    papers: tuple[str, ...] = ()
    """Selections of the line, any one of which shows the task done; empty: people decide."""


@dataclass(frozen=True, kw_only=True)
class SubItem(Strict):
    """One sub-item of 考核评分方法 with its own points (absent where the plan prints none) and its tasks."""

    id: str
    source: Source
    points: Points | None = None
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Target(Strict):
    """The value at the start and the value to reach, as printed; `kind` says how the line's rule is read."""

    baseline: str = ""
    goal: str = ""
    kind: Literal["value", "trend", "rank", "deed", "people_decide"] = "people_decide"
    remark: str = ""

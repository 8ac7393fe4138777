"""What is due for those who were awarded, and when: from the rubric's `after_award` and a list of units. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matchers.days import shift_years
from matchers.rubric_calls import AfterAward, Duty

State = Literal["in_force", "ended", "cancelled"]
Stage = Literal["overdue", "soon", "open"]
SOON_DAYS = 30
"""So many days ahead a duty is told to come soon; a calendar's alarm rings as early."""


@dataclass(frozen=True)
class Awarded:
    """One unit that was awarded, as the list says; `place` is where it stands there."""

    name: str
    awarded: dt.date
    contact: str = ""
    state: State = "in_force"
    place: str = ""


@dataclass(frozen=True)
class Due:
    """One duty of one unit on one day."""

    unit: Awarded
    duty: Duty
    day: dt.date
    stage: Stage

    @property
    def title(self) -> str:
        """The duty's title with the year that it is about, where it is about the year before."""
        about = self.day.year - 1
        return self.duty.title.replace("上一年度", f"{about}年度") if self.duty.every == "year" else self.duty.title


def valid_until(unit: Awarded, after: AfterAward) -> dt.date:
    """The last day of the award: the same day so many years later (民法典 201, 202)."""
    return shift_years(unit.awarded, after.valid_years)


def dues(units: Sequence[Awarded], after: AfterAward, as_of: dt.date) -> list[Due]:
    """Every dated duty of every unit whose award is in force, by day; one whose award ended owes nothing more."""
    found = [
        Due(unit, duty, day, _stage(day, as_of))
        for unit in units
        if unit.state == "in_force"
        for duty in after.duties
        for day in _days(unit, duty, after)
    ]
    order = {duty.id: n for n, duty in enumerate(after.duties)}
    return sorted(found, key=lambda due: (due.day, due.unit.name, order[due.duty.id]))


def _days(unit: Awarded, duty: Duty, after: AfterAward) -> list[dt.date]:
    end = valid_until(unit, after)
    if duty.every == "event":
        return []
    if not duty.due:
        return [end]
    month, day = (int(part) for part in duty.due.split("-"))
    if duty.every == "once":
        last = _on(end.year, month, day)
        return [last if last <= end else _on(end.year - 1, month, day)]
    # The first is in the year after the award: it is about the year before, in which there was no centre yet.
    days = [_on(year, month, day) for year in range(unit.awarded.year + 1, end.year + 1)]
    return [one for one in days if one <= end]


def _on(year: int, month: int, day: int) -> dt.date:
    """The day in that year; 29 February falls on the 28th where there is none."""
    return dt.date(year, month, 28) if (month, day) == (2, 29) and year % 4 else dt.date(year, month, day)


def _stage(day: dt.date, as_of: dt.date) -> Stage:
    if day < as_of:
        return "overdue"
    return "soon" if (day - as_of).days <= SOON_DAYS else "open"

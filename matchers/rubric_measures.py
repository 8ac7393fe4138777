"""What a plan's papers must say: the measure of a statistic, the deed that a document or an event shows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field as Constraint

from matchers.rule_forms import Strict


@dataclass(frozen=True, kw_only=True)
class Measure(Strict):
    """What is measured: its name as the plan prints it, names that mean the same, its unit, its year, its place.

    A statistic under `name` is the measure; one under a name of `also` too, but a person is told; any other name is
    never taken. year: the year that the value must be of (absent: the year that the task asks for). grain: year, a
    value of the whole year; month, one value for each month; stock, how many there are on any day of the year.
    place: own, the whole city, for a district its own district too; city, the whole city only (a rank among cities);
    nation, the figure of the whole country.
    """

    name: str
    also: tuple[str, ...] = ()
    unit: str = ""
    units_also: tuple[str, ...] = ()
    """Units that mean the same here: 分 for a satisfaction printed without a unit, 户 for 家."""
    year: Annotated[int, Constraint(ge=1990, le=2100)] | None = None
    grain: Literal["year", "month", "stock"] = "year"
    place: Literal["own", "city", "nation"] = "own"
    adds_up: bool = False
    """The whole city's number is the sum of its districts': one district's alone cannot fall short of the goal."""


@dataclass(frozen=True, kw_only=True)
class Deed(Strict):
    """What a document's or an event's title must name, and what it shows by that.

    words: any one of them, `+` joins words that must all be there. act: issued, the paper itself is the deed (制定,
    出台); held, something was done, which an event shows, or a report about it, but not a notice that announces it.
    issuer: own, the unit itself, another in charge of the row or a superior; any, whoever (a title that is conferred).
    """

    words: Annotated[tuple[str, ...], Constraint(min_length=1)]
    act: Literal["issued", "held"] = "issued"
    issuer: Literal["own", "any"] = "own"
    at_least: Decimal | None = None
    """The number of participants or enterprises that an event must reach; `units`: what may be counted."""
    year: Annotated[int, Constraint(ge=1990, le=2100)] | None = None
    """The year in which it must have been done (absent: within the plan's period, or the year that a task asks for)."""
    units: tuple[str, ...] = ()

"""What repeats under a scheme: the yearly calls with their dates, and the duties of those who were awarded."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field as Constraint

from matchers.rubric_papers import Source
from matchers.rule_forms import Strict


@dataclass(frozen=True, kw_only=True)
class Call(Strict):
    """One year's call: until when applicants and counties hand in, how many are awarded, who may apply."""

    id: str
    title: str
    document: str = ""
    applicants_until: datetime.date
    counties_until: datetime.date | None = None
    at_most: Annotated[int, Constraint(ge=1)] | None = None
    who: str = ""
    source: tuple[Source, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Duty(Strict):
    """What an awarded applicant owes: each year on a day (`MM-DD`) while the award lasts, or once before its end."""

    id: str
    title: str
    every: Literal["year", "once"] = "year"
    due: str = ""
    """The day of the year as `MM-DD`; empty for a duty that falls due with the end of the award."""
    source: Source


@dataclass(frozen=True, kw_only=True)
class Ground(Strict):
    """A ground on which the award ends or is cancelled."""

    id: str
    text: str
    effect: Literal["ended", "cancelled"]
    source: Source


@dataclass(frozen=True, kw_only=True)
class AfterAward(Strict):
    """How long an award lasts, what is due meanwhile, and what ends it."""

    valid_years: Annotated[int, Constraint(ge=1, le=50)]
    source: Source
    duties: tuple[Duty, ...] = ()
    grounds: tuple[Ground, ...] = ()

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
    """What an awarded applicant owes.

    year: on the day `due` of each year that lies within the award's validity, first in the year after the award
    (what is owed is about the year before). once: on the day on which the award ends. event: whenever it happens.
    """

    id: str
    title: str
    every: Literal["year", "once", "event"] = "year"
    due: Annotated[str, Constraint(pattern=r"^((0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$")] = ""
    """The day of the year as `MM-DD`; empty for a duty that falls due with the end of the award."""
    note: str = ""
    """How the wording is read where it leaves something open."""
    source: Source


@dataclass(frozen=True, kw_only=True)
class Ground(Strict):
    """A ground on which the award ends or is cancelled, and what follows besides (三年内不得重新申请)."""

    id: str
    text: str
    effect: Literal["ended", "cancelled"]
    follows: str = ""
    source: Source


@dataclass(frozen=True, kw_only=True)
class AfterAward(Strict):
    """How long an award lasts, what is due meanwhile, and what ends it."""

    title: str = ""
    """What was awarded (江门市企业质量提升创新中心)."""
    valid_years: Annotated[int, Constraint(ge=1, le=50)]
    source: Source
    duties: tuple[Duty, ...] = ()
    grounds: tuple[Ground, ...] = ()

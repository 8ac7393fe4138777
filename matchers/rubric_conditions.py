"""Conditions of a scheme: who may apply, which materials must be there. Met, not met or unknown; no points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field as Constraint

from matchers.rubric_papers import Selection, Source
from matchers.rule_forms import Strict

Check = Literal[
    "papers",
    "registered",
    "registered_manufacturer",
    "no_failure",
    "files",
    "years_of_work",
    "earlier_winner",
    "people_decide",
]
"""What settles a condition.

papers: `met_by` (each inner list needs one certain paper), `against` (one certain paper fails it), neither: unknown.
registered: the licence's address lies in the rubric's district; registered_manufacturer: and it makes things.
no_failure: no failing supervision report of the last year. files: `formats` of the files in which its papers stand.
years_of_work: the stretches that its papers prove add up to `years`. earlier_winner: `winners` of the last `rounds`.
people_decide: its papers are shown, a person decides.
"""


@dataclass(frozen=True, kw_only=True)
class ConditionReading(Strict):
    """A question that the text leaves open about a condition: the reading taken and the other one."""

    question: str
    default: str
    other: str


@dataclass(frozen=True, kw_only=True)
class Eligibility(Strict):
    """One condition: settled by papers (`met_by`: each inner list needs one selection) or by a check.

    A selection is one of the condition's own `papers`, or `indicator:selection` of a scored line.
    """

    id: str
    text: str
    source: Source
    part: str = "申报条件"
    """The heading under which the condition stands in the sheet: 申报条件, 材料齐全性, …"""
    papers: Mapping[str, Selection] = field(default_factory=dict)
    met_by: tuple[tuple[str, ...], ...] = ()
    check: Check = "people_decide"
    refused: Literal["unknown", "not_met"] = "unknown"
    """What follows where the only papers found are refused for certain (a licence founded last year)."""
    against: tuple[str, ...] = ()
    """Selections of which one certain paper fails the condition (a record of a penalty); a doubtful one is told."""
    formats: tuple[tuple[str, ...], ...] = ()
    """check files: of each inner list of file endings one must be there (`[docx, doc, wps]`, `[pdf]`)."""
    years: Annotated[int, Constraint(ge=1, le=60)] | None = None
    rounds: Annotated[int, Constraint(ge=1, le=20)] | None = None
    """check earlier_winner: winners of so many rounds before this one may not apply again."""
    material: str = ""
    """The material that the dossier must hold; where none is found, `MISSING_MATERIAL` is told by this name."""
    advice: str = ""
    """What a person has to do or decide where the papers do not settle it."""
    reading: tuple[ConditionReading, ...] = ()
    signs: tuple[str, ...] = ()
    """Words that make an unrecognised page suspect for this condition; `+` joins words that must stand together."""


@dataclass(frozen=True, kw_only=True)
class Winner(Strict):
    """One earlier winner, from the user's list: `round` is the year (or the number) of the round that was won."""

    name: str
    round: Annotated[int, Constraint(ge=1)]
    uscc: str = ""
    employer: str = ""
    """For a person: where the winner worked."""
